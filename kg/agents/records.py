"""What tools answer: small records, each fact with the words it rests on."""

from dataclasses import dataclass, field


@dataclass
class Citation:
    """Where it is said: ``text[start:end]`` of a report is the quote (code points); ``statement`` is its address."""

    quote: str
    report: str
    start: int
    end: int
    statement: str | None = None


@dataclass
class StatementFound:
    """One statement: its class, what it is of, where and when, and its number as stated; ``number`` reads like ``≥ 12%``."""

    id: str
    cls: str
    place: str
    year: int | None
    about: str
    number: str | None
    as_stated: str
    review_status: str
    citation: Citation


@dataclass
class Found:
    """Statements that hold the words; ``total`` counts all of them, ``names`` are things with that name."""

    total: int
    statements: list[StatementFound]
    names: list[str] = field(default_factory=list)


@dataclass
class SlotEvidence:
    """One slot of a statement and the characters it was read from, or the rule that inferred it."""

    slot: str
    rests_on: str
    start: int | None = None
    end: int | None = None


@dataclass
class StatementInFull:
    """One statement with every filled column of the statements table, and what each slot rests on."""

    statement: StatementFound
    columns: dict[str, str | int | float | bool]
    evidence: list[SlotEvidence]


@dataclass
class Compared:
    """A promise and what came of it, by published rules; ``gap`` is outcome minus promise in the promise's unit."""

    promise: StatementFound
    result: str
    rule: str
    source: str
    outcomes: list[StatementFound]
    value: str | None
    gap: str | None
    note: str | None


@dataclass
class Comparison:
    """Promises held against results; ``total`` counts all that were asked for, ``results`` how they ended."""

    total: int
    results: dict[str, int]
    promises: list[Compared]


@dataclass
class IndicatorUsed:
    """One indicator that reports state numbers of, with how many results and promises there are."""

    id: str
    zh: str
    en: str
    results: int
    promises: int
    units: list[str]
    years: list[int]


@dataclass
class Indicators:
    """Indicators, the most stated first; ``total`` counts all that were asked for."""

    total: int
    indicators: list[IndicatorUsed]


@dataclass
class Rows:
    """The answer to a query: rows of terms as SPARQL writes them in tables; ``truncated`` where there are more."""

    columns: list[str]
    rows: list[list[str | None]]
    truncated: bool


@dataclass
class NumberChecked:
    """One number of a text: verdict, the slot that is contradicted, how it agrees, and where a report says so."""

    start: int
    end: int
    said: str
    verdict: str
    slot: str | None
    how: str | None
    about: str
    place: str
    year: int | None
    citations: list[Citation]


@dataclass
class TextChecked:
    """A text's numbers; ``counts`` by verdict, numerals that claim nothing (dates, phone numbers) among them."""

    counts: dict[str, int]
    numbers: list[NumberChecked]
