"""How far what a rule reads is to be trusted: how often it was right where careful readers have read the same text.

``data/reference/precision.csv`` has the counts for each rule, and for each trait of a statement that sets its readings
apart; ``bench/precision.py`` measures it on open reports. The confidence is the lower end of what the count supports
(Wilson's interval, one side, 95 %), so that a few lucky readings do not count for much.
"""

import csv
import re
from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal
from functools import cache
from math import sqrt
from typing import Any, Final, NamedTuple

from kg import resources
from kg.model import Proposal, Span
from kg.text import fold

FILE: Final = "data/reference/precision.csv"
COLUMNS: Final = ("rule", "trait", "read", "right", "confidence", "measured_on")
# What no one has measured.
UNMEASURED: Final = Decimal("0.5")
FEWEST: Final = 5  # readings that measure anything
ANY: Final = "*"  # a trait that counts the same whichever rule read the number
_Z = 1.645

# Traits of a number, the first that applies; those of ANY tell of a way to go wrong. Labels in Chinese and English.
RISKS: Final = {
    "unwritten-unit": ("数字后未写单位", "a unit that is not written behind the number"),
    "rare-unit": ("少见的单位", "a unit that few reports use"),
    "bare-name": ("名称过短，未说明所指", "a name that hardly says what is measured"),
    "odd-share": ("百分数而名称不像比重", "a percentage whose name tells no share"),
    "second-unit": ("数字后另有括注", "another word in brackets behind the number"),
    "threshold": ("整数门槛", "a round sum, as thresholds are"),
    "rate-unsaid": ("名称说“每”而单位未说", "a name that tells a rate, a unit that does not"),
    "other-half": ("措辞与所在部分的时态不一", "words of the other half of the report"),
    "about": ("约数", "a number that is only about so much"),
}
NAMES: Final = {
    "known": ("指标在目录中", "an indicator of the catalogue"),
    "lent": ("指标沿用前面分句", "an indicator lent by an earlier clause"),
    "worded": ("指标依原文措辞", "an indicator by the words of the text"),
}
_QUANTITIES = frozenset(("Observation", "Target"))
_PROMISED = re.compile(r"将|力争|争取|确保|计划|目标|预期|预计|要(?!求|素|件|点|闻|道)")
_DONE = re.compile(r"已|了(?!解)|累计|去年|成功")
_SHARE = re.compile(r"率|比|占|份额|度|覆盖|达标|合格|[%％]")
_RATE = re.compile(r"每|平均|人均")
_BOUND = re.compile(r"以上|[超过]")
# Units that most reports use: those of at least four of the nine open gold reports.
_COMMON = frozenset(
    [
        "%",
        "个",
        "人",
        "件",
        "元",
        "户",
        "项",
        "亩",
        "公里",
        "处",
        "家",
        "张",
        "所",
        "条",
        "位",
        "千瓦",
        "套",
        "吨",
        "人次",
        "台",
        "场",
        "百分点",
        "美元",
        "平方公里",
        "平方米",
        "座",
    ]
)
# How the units are written that a number may also have from a noun, 「3.96万贫困人口」, or from what is said before it.
_WRITTEN = {
    unit: re.compile(rf"[余多]?[百千]?[万亿]?(?:{words})")
    for unit, words in {"人": "[人名位]", "人次": "人次", "户": "户", "个": "个", "元": "元|块"}.items()
}
_BREAK = re.compile(r"[，,；;。！!？?]")
_ASIDE = re.compile(r".{0,3}[（(]")


def trait(cls: str, said: Mapping[str, Any], before: str, behind: str, words: str) -> str:
    """Return the trait of a statement, empty where it has none.

    ``said`` has its columns, ``before`` and ``behind`` are the characters around its number within the quote, without white
    space, ``words`` those from behind its indicator's to the number.
    """
    if cls not in _QUANTITIES:
        return str(said.get("kind") or "") if cls == "Mention" else ""
    label, unit = said.get("indicator_label") or "", said.get("unit") or ""
    quote = before + behind
    if unit in _WRITTEN and not _WRITTEN[unit].match(behind):
        return "unwritten-unit"
    if unit and unit not in _COMMON:
        return "rare-unit"
    if len(label) <= 2 or "分别" in label:
        return "bare-name"
    if said.get("value_type") == "share" and not _SHARE.search(label):
        return "odd-share"
    if _ASIDE.match(behind):
        return "second-unit"
    if unit in ("元", "美元") and _is_round(said.get("value")) and _BOUND.search(quote):
        return "threshold"
    if "/" not in unit and not unit.startswith(("%", "百分点", "倍", "位")) and _RATE.search(label):
        return "rate-unsaid"
    if (_PROMISED if cls == "Observation" else _DONE).search(quote):
        return "other-half"
    if said.get("comparator") == "approx":
        return "about"
    if said.get("indicator"):
        return "known"
    return "lent" if _BREAK.search(words) else "worded"


def trait_of(proposal: Proposal, text: str) -> str:
    """Return the trait of a proposal that is made already."""
    said = {
        name: getattr(proposal, name) for name in ("kind", "indicator", "indicator_label", "value_type", "comparator")
    }
    said |= {"unit": proposal.unit, "value": proposal.value}
    quote, number = proposal.span, proposal.value_span or Span(proposal.span.end, proposal.span.end)
    indicator = proposal.slots.get("indicator")
    words = text[indicator.end : number.start] if isinstance(indicator, Span) else ""
    return trait(
        proposal.cls,
        said,
        fold(text[quote.start : number.start]),
        fold(text[number.end : quote.end + 2]) if proposal.value_span else "",
        fold(words),
    )


def _is_round(value: object) -> bool:
    """Whether a sum has one digit other than 0, a 1, 2 or 5: 10亿元, 5000万元."""
    return isinstance(value, Decimal) and format(value, "f").partition(".")[0].rstrip("0") in ("1", "2", "5")


def confidence(rule: str, trait: str = "") -> Decimal:
    """Return how far a reading of a rule is to be trusted; of a rule that no one has measured, one half."""
    table = _table()
    for key in ((rule, trait), (ANY, trait), (rule, "")):
        if key in table:
            return table[key]
    return UNMEASURED


class Measure(NamedTuple):
    """What the table has for a reading: whose count it is, how many were judged and right, and on what."""

    rule: str
    trait: str
    read: int
    right: int
    measured_on: str


def measure(rule: str, trait: str = "") -> Measure | None:
    """Return the count that the confidence of a reading comes from, ``None`` where the table has none."""
    for key in ((rule, trait), (ANY, trait), (rule, "")):
        if key in _table():
            return _counts()[key]
    return None


@cache
def _counts() -> Mapping[tuple[str, str], Measure]:
    with resources.path(FILE).open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        found = [Measure(r["rule"], r["trait"], int(r["read"]), int(r["right"]), r["measured_on"]) for r in rows]
    return {(m.rule, m.trait): m for m in found}


def at_least(right: int, read: int) -> Decimal:
    """Return the share right that a count supports, to two places.

    >>> at_least(1043, 1045), at_least(15, 15), at_least(2, 2), at_least(0, 0)
    (Decimal('0.99'), Decimal('0.84'), Decimal('0.5'), Decimal('0.5'))
    """
    if read < FEWEST:
        return UNMEASURED
    share, square = right / read, _Z * _Z
    spread = _Z * sqrt(share * (1 - share) / read + square / (4 * read * read))
    low = (share + square / (2 * read) - spread) / (1 + square / read)
    return Decimal(repr(low)).quantize(Decimal("0.01"), ROUND_DOWN)


@cache
def _table() -> Mapping[tuple[str, str], Decimal]:
    path = resources.path(FILE)
    if not path.exists():  # while it is made for the first time
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {(r["rule"], r["trait"]): Decimal(r["confidence"]) for r in csv.DictReader(lines)}
