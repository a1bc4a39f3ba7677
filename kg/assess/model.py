"""What comes of holding a commitment against a source."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from kg.assess.judging import Number, Result
from kg.assess.likeness import Near
from kg.model import Passage, Report, Statement

PENDING: Final = "pending"  # stands for the source in the address of what no source tells of yet


@dataclass(frozen=True, slots=True)
class Held:
    """A report with what it states: what commitments are taken from, and held against."""

    report: Report
    statements: tuple[Statement, ...] = field(repr=False)
    passages: tuple[Passage, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Realised:
    """A row of ``data/realised/*.csv``: a result that some other source states, anchored by its file and line.

    ``id`` depends on what the row says alone; ``source`` is the address or title of the publication.
    """

    id: str
    file: str
    line: int
    place: str
    indicator: str | None
    indicator_label: str
    value_type: str
    year: int
    number: Number
    unit: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One commitment held against one source (a report, or an external publication).

    ``rule`` is a key of ``RULES``; ``based_on`` are ids of statements, ``realised`` ids of external rows. ``value`` is the
    outcome that was compared, ``gap`` is outcome minus target in the target's unit. ``at_zero`` and ``at_twice`` are the
    results without the published tolerance and with twice as much. ``searched`` and ``nearest`` are the proof of an
    absence: the names looked for, and the sentences most like the promise. ``other`` is another commitment to the same.
    """

    commitment: str
    report: str
    place: str
    source: str
    result: Result
    rule: str
    based_on: tuple[str, ...] = ()
    realised: tuple[str, ...] = ()
    value: Decimal | None = None
    gap: Decimal | None = None
    tolerance: Decimal | None = None
    at_zero: Result | None = None
    at_twice: Result | None = None
    searched: tuple[str, ...] = ()
    nearest: tuple[Near, ...] = ()
    other: str | None = None
    note: str = ""

    @property
    def id(self) -> str:
        """The local name: ``{statement}.{report or source}`` (amendment 12)."""
        return f"{self.commitment}.{self.source}"


# Every rule by which a result is found, in Chinese and English: labels of ``def/rule/…``.
RULES: Final = {
    "stated-outcome": ("所述成效对照目标", "stated outcome against target"),
    "derived-growth": ("由两年数值推算增速", "growth derived from two levels"),
    "current-prices": ("仅可推算现价增速", "only growth at current prices can be derived"),
    "conflicting-outcomes": ("同一来源所述不一", "the source states two values"),
    "doubtful-outcome": ("成效存疑", "the outcome is doubtful"),
    "other-measure": ("只述及另一种数值", "stated in another measure only"),
    "whole-term": ("数值可能涵盖多年", "the number may be for several years"),
    "no-name": ("所指不明", "nothing that could be searched for"),
    "other-unit": ("单位不同", "another unit"),
    "other-scope": ("口径不同", "another scope"),
    "named-without-a-number": ("提及而无数值", "named without a number"),
    "restated-target": ("目标已改", "another target for the same"),
    "no-mention": ("未再提及", "not mentioned again"),
    "part-of-a-report": ("报告不全，不能断定未提及", "only a part of the report: its silence proves nothing"),
    "term-report": (
        "只有回顾整个任期的报告",
        "only a report on a whole term: its silence proves nothing of an earlier year",
    ),
    "no-later-source": ("尚无后续来源", "no later source"),
    "no-period": ("目标无年份", "a target without a period"),
    "reference-known": ("参照值已知", "held against its reference"),
    "reference-unknown": ("参照值未知", "the reference is not known"),
    "as-assigned": ("上级下达数未载", "the assigned number is not stated"),
    "named-without-a-stage": ("提及而未述进展", "named without a stage"),
    "stage-reached": ("达到所承诺阶段", "the promised stage was reached"),
    "earlier-stage": ("只达到更早阶段", "an earlier stage was reached"),
    "stopped": ("停缓或取消", "suspended or cancelled"),
    "promised-again": ("再次承诺", "promised again"),
    "some-subdivisions": ("部分区县完成", "some subdivisions met their quota"),
}
