"""The statements of a build, laid out so that what is said of one place can be held against a text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Final

from kg.catalogue import fold as fold_name
from kg.claims.numbers import Amount
from kg.terms import VALUE_TYPES
from kg.text import fold

NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d年?(?:[-~至到](?:19|20)\d\d年)?")
_BREAK: Final = re.compile(r"[，。；！？：]")
# Words around a number that its bound or its time is told by; what is left says what it is a number of.
_TELLING: Final = re.compile(
    r"不低于|不少于|不超过|不高于|至少|突破|超过|高于|低于|不足|不到|大约|约为|接近|将近|约|近|超|逾|左右|以上|以内|以下|"
    r"全市|全省|全县|全区|我市|我省|今年|去年|上年|同比|预计|累计|共|已|了|达到|达|实现|完成|为|是|将"
)
# 总投资 and 总投资额 are one.
_AMOUNT_WORD: Final = re.compile(r"(?<=[\u4e00-\u9fff]{3})(?:总额|额|数量)$")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
LEAST: Final = 4  # characters that make words before a number distinctive


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the table with a number, and its number."""

    row: Mapping[str, Any]
    amount: Amount

    @property
    def measure(self) -> tuple[str, str]:
        """What is measured and as what: indicator, and level, growth, change, rank or multiple."""
        return measure_of(self.row["indicator"], self.row["indicator_label"], self.row["value_type"])

    @property
    def reported(self) -> bool:
        """Whether it is a result, not a promise."""
        return str(self.row["class"]) not in ("Target", "PlannedMilestone", "Action")

    def covers(self, year: int) -> bool:
        """Whether it is of a year; one that is of no year may be of any."""
        start, end = self.row["period_start"], self.row["period_end"]
        if self.row["year"] is not None:
            return int(self.row["year"]) == year
        if start and end:
            return int(str(start)[:4]) <= year <= int(str(end)[:4])
        return True


@dataclass
class PlaceFacts:
    """What the reports say of one place: by measure, by the words before a number, by the number itself."""

    by_measure: dict[tuple[str, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    by_words: dict[tuple[str, int], list[tuple[str, Mapping[str, Any], Fact | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_number: dict[tuple[Decimal, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))


class Facts:
    """All statements of a build; ``years`` maps each place with a report to the years its reports are of."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take rows of the statements table."""
        self._rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        self.years: dict[str, set[int]] = defaultdict(set)
        self.reports: set[str] = set()
        for row in rows:
            owner = str(row["report"]).rpartition("-")[0]
            plan = int(str(row["report"]).rpartition("-")[2])
            self.years[owner] |= {plan - 1, plan}
            self.reports.add(str(row["report"]))
            if row["class"] == "Mention":
                continue
            about = str(row["about"] or "")
            for place in {owner, str(row["place"]), about if re.fullmatch(r"\d{6}", about) else owner}:
                self._rows[place].append(row)
        self._laid: dict[str, PlaceFacts] = {}

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places that have a report."""
        return tuple(sorted(self.years))

    def of(self, place: str) -> PlaceFacts | None:
        """Return what is said of a place; None where no report says anything of it."""
        if place not in self._rows:
            return None
        if place not in self._laid:
            self._laid[place] = _laid(self._rows[place], place)
        return self._laid[place]


def _laid(rows: Iterable[Mapping[str, Any]], place: str) -> PlaceFacts:
    laid = PlaceFacts()
    for row in rows:
        fact = _fact(row)
        own = row["place"] == place and row["about"] in (None, place)
        if fact is not None:
            if own or row["about"] == place:
                laid.by_measure[fact.measure].append(fact)
            if (point := fact.amount.point) is not None:
                laid.by_number[point, fact.amount.unit or ""].append(fact)
        for key, number in sites(str(row["quote"])):
            stands = fact if fact and fact.amount.digits == number else None
            if stands or fact is None:
                laid.by_words[key].append((number, row, stands))
    return laid


def _fact(row: Mapping[str, Any]) -> Fact | None:
    if row["value_type"] is None or row["comparator"] is None or row["relative_to"]:
        return None
    value, lower, upper = (_decimal(row[name]) for name in ("value", "lower", "upper"))
    digits = ""
    if row["value_start"] is not None:
        start = int(row["start"])
        written = str(row["quote"])[int(row["value_start"]) - start : int(row["value_end"]) - start]
        digits = first_number(written)
    return Fact(row, Amount(str(row["comparator"]), value, lower, upper, row["unit"], digits))


def first_number(written: str) -> str:
    """Return the digits of a number as they are written, without its scale: 7016.2 of 7016.2万."""
    found = NUMBER.search("".join(fold(written).split()))
    return found[0].replace(",", "") if found else ""


def _decimal(value: object) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def measure_of(indicator: str | None, label: str | None, value_type: str | None) -> tuple[str, str]:
    """Return the key of what is measured: the catalogue's indicator or its own words, and what kind of number it is."""
    own = _AMOUNT_WORD.sub("", fold_name(label or ""))
    return indicator or f"x:{own}", VALUE_TYPES.get(value_type or "", value_type or "")


def sites(quote: str, offset: int = 0) -> list[tuple[tuple[str, int], str]]:
    """Return each number of a sentence with its key: the words before it in its clause, and the how manieth it is there.

    Years, bounds and blanks are left out of the words, numbers among them are ``#``; words of fewer than ``LEAST``
    Chinese characters tell nothing and give no key.
    """
    return [(key, number) for key, number, _ in located(fold(quote))]


def located(text: str) -> list[tuple[tuple[str, int], str, int]]:
    """Return what ``sites`` does of a folded sentence, each with where its number begins."""
    found = []
    for clause in _pieces(text):
        start, words = clause
        years = {m.start() for m in _YEAR.finditer(words)}
        plain = _YEAR.sub(lambda m: "\0" * len(m[0]), words)
        numbers = [m for m in NUMBER.finditer(plain) if m.start() not in years]
        for nth, m in enumerate(numbers):
            before = NUMBER.sub("#", plain[: m.start()].replace("\0", ""))
            key = _TELLING.sub("", before)
            if len(_HAN.findall(key)) >= LEAST:
                found.append(((key, nth), m[0].replace(",", ""), start + m.start()))
    return found


def _pieces(text: str) -> list[tuple[int, str]]:
    ends = [m.start() for m in _BREAK.finditer(text)] + [len(text)]
    pieces, at = [], 0
    for end in ends:
        if end > at:
            pieces.append((at, text[at:end]))
        at = end + 1
    return pieces
