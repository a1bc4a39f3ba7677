"""The values that pass between the stages: Report → Passage → Proposal → Decision → Statement.

All are frozen and hold no I/O. Offsets are code points into the report's text as stored, half-open
(``text[start:end]``), as in the Web Annotation TextPositionSelector and RFC 5147.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Literal, NamedTuple

from kg.displayed import card


class Span(NamedTuple):
    """A stretch of a report's text: ``text[start:end]``, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Cut this stretch out of the text."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether the other stretch lies wholly in this one."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One government work report: its text byte for byte, and what its ``report.toml`` says of it.

    ``review`` is the period looked back on (first and last year), ``plan`` the year planned for.
    ``whole`` is false for a report of which only a part is at hand: its silence proves nothing.
    ``complete`` is true when every numeral must be accounted for. ``earlier`` are the SHA-256 of the texts that this
    one replaced, the last one last.
    """

    id: str
    text: str = field(repr=False)
    sha256: str
    place: str
    plan: int
    review: tuple[int, int]
    title: str = "政府工作报告"
    meeting: str | None = None
    date: str | None = None
    speaker: str | None = None
    source: str | None = None
    whole: bool = True
    complete: bool = False
    earlier: tuple[str, ...] = ()


Half = Literal["review", "plan", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A heading, paragraph or sentence of a report, with the path of headings it stands under; or a note, which
    states nothing (a footnote, a glossary, the frame of a web page).

    ``half`` says whether it looks back or ahead. A sentence that a page end breaks is one passage
    whose span holds the line ends between its pieces.
    """

    kind: Literal["title", "heading", "paragraph", "sentence", "note"]
    span: Span
    section: str
    half: Half
    ordinal: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term that a report's notes explain: 「3.“两新”：是指设备更新和以旧换新。」

    ``span`` holds the term's characters without item number and without the quotation marks around the whole of it,
    ``definition`` what explains it, from behind the colon to the end. ``name`` is the term without blanks. ``number``
    is the item's as printed, ``None`` where items bear none; a mark ``[3]`` in the text refers to it.
    """

    name: str
    span: Span
    definition: Span
    number: int | None = None


# What a slot rests on: the characters it was read from, or "<rule>" that inferred it.
Evidence = Span | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What one rule read in one place of one report; the columns of the statements table.

    ``id`` is the local part of the statement's IRI and depends on the text alone. Every filled slot has an
    entry in ``slots``: a Span, or the name of the rule that inferred it. Numbers are exact decimals with only
    万 and 亿 folded in; ``lower`` and ``upper`` are the ends of what the comparator allows. ``kind`` is the class of
    what a mention names, or of the organisation that is involved (``kg.terms.KINDS``); ``list_open`` is true where the
    list that the project stands in ends in 等: the text does not name all.
    """

    id: str
    cls: str
    report: str
    place: str
    place_label: str
    quote: str
    span: Span
    as_stated: Span
    section: str
    rule: str
    about: str | None = None
    about_label: str | None = None
    year: int | None = None
    period_start: str | None = None
    period_end: str | None = None
    aggregation: str | None = None
    obs_status: str | None = None
    scope: str | None = None
    headline: bool = False
    basis: str = "stated"
    indicator: str | None = None
    indicator_label: str | None = None
    value_type: str | None = None
    rank_scope: str | None = None
    relative_to: str | None = None
    margin: Decimal | None = None
    per_subdivision: bool = False
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    comparator: str | None = None
    strength: str | None = None
    project: str | None = None
    project_label: str | None = None
    status: str | None = None
    label: str | None = None
    agent: str | None = None
    kind: str | None = None
    role: str | None = None
    programme: str | None = None
    sector: str | None = None
    list_open: bool = False
    value_span: Span | None = None
    slots: Mapping[str, Evidence] = field(default_factory=dict)
    confidence: Decimal = Decimal("0.8")


ReviewStatus = Literal["extracted", "reviewed", "double-checked", "doubtful", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Proposal):
    """A proposal and what people decided of it: the thing that is published."""

    review_status: ReviewStatus = "extracted"
    decided_by: tuple[str, ...] = ()
    origin: str = ""
    restates: str | None = None
    cell: str | None = None

    def _repr_html_(self) -> str:
        """Show itself in a notebook: what it says, its sentence, where that stands."""
        name = self.indicator_label or self.project_label or self.label or self.about_label or ""
        number = None if self.value is None else f"{self.comparator or ''} {self.value} {self.unit or ''}"
        facts = (
            ("class", self.cls),
            ("place", self.place_label),
            ("year", self.year),
            ("value", number),
            ("status", self.status),
            ("strength", self.strength),
            ("review", self.review_status),
        )
        return card(name, self.quote, facts, f"{self.id}  {self.report}[{self.span.start}:{self.span.end}]")


PROPOSAL_FIELDS = tuple(f.name for f in fields(Proposal))
