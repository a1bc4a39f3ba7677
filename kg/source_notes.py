"""Statements → doubts about the source itself: numbers that cannot well be as they are printed.

A note annotates and never corrects: the statement stays as the text has it. Each check is a function from one
report's published statements to notes, named in ``CHECKS``.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Final

from kg import resources
from kg.model import Report, Statement
from kg.numerals import plain
from kg.places import ancestors, division
from kg.terms import digest

# Square metres of the units in which reports give land (亩: 10000 / 15 m², the modern mu).
_LAND: Final = {
    "亩": Decimal(10000) / 15,
    "公顷": Decimal(10000),
    "平方公里": Decimal(1_000_000),
    "平方米": Decimal(1),
}
# What is brought about in one year on more than this share of a place's whole area is hardly as printed: the nation
# builds some 80 million mu of high-standard farmland a year, 0.6 % of its area.
_YEARS_WORK: Final = Decimal("0.1")
# Parts of a whole that are given with one decimal may miss 100 by the rounding of each.
_ROUNDING: Final = Decimal("0.3")
# A level and its growth agree within the rounding of a rate with one decimal and of levels with four digits.
_RATE_SLACK: Final = Decimal("0.6")
_SLIP: Final = Decimal(8)


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A doubt: which check raised it, about which statements, in words with the numbers it rests on."""

    id: str
    check: str
    report: str
    statements: tuple[str, ...]
    zh: str
    en: str


Check = Callable[[Report, Sequence[Statement]], Iterator[SourceNote]]


def source_notes(report: Report, statements: Iterable[Statement]) -> tuple[SourceNote, ...]:
    """Return every doubt about the numbers of one report, in order of the text."""
    published = [s for s in statements if s.review_status != "rejected" and s.cls in ("Observation", "Target")]
    order = {s.id: s.span for s in published}
    found = {note.id: note for check in CHECKS for note in check(report, published)}
    return tuple(sorted(found.values(), key=lambda n: (order[n.statements[0]], n.id)))


def _note(check: str, about: Sequence[Statement], zh: str, en: str) -> SourceNote:
    ids = tuple(s.id for s in about)
    return SourceNote(f"{about[0].report}.{digest(check, *ids)}", check, about[0].report, ids, zh, en)


@cache
def _areas() -> dict[str, Decimal]:
    with resources.path("data/reference/areas.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: Decimal(row["km2"]) for row in csv.DictReader(lines)}


def _area(code: str) -> tuple[str, Decimal] | None:
    """Return the name and area (km²) of a division, or of the nearest above it that has a row."""
    for each in (code, *(d.code for d in ancestors(code))):
        if each in _areas():
            return division(each).name, _areas()[each]
    return None


def too_much_land(report: Report, statements: Sequence[Statement]) -> Iterator[SourceNote]:
    """Find amounts of land above the place's whole area, and a year's work on more than a tenth of it."""
    known = _area(report.place)
    if known is None:
        return
    name, km2 = known
    for s in statements:
        amount = s.value if s.value is not None else s.lower
        if amount is None or s.unit not in _LAND or s.value_type not in ("level", "count", "change"):
            continue
        land = abs(amount) * _LAND[s.unit] / 1_000_000
        share = land / km2
        built = _is_work(s)
        if share <= 1 and not (built and share > _YEARS_WORK):
            continue
        said, of = f"{plain(land.quantize(Decimal(1)))}", f"{plain(km2)}"
        percent = plain((share * 100).quantize(Decimal("0.1")))
        yield _note(
            "too-much-land",
            [s],
            f"「{s.indicator_label}」合{said}平方公里，为{name}总面积{of}平方公里的{percent}%"
            + ("，一年之内难以完成，疑漏小数点或单位有误。" if share <= 1 else "，超过全境面积，疑数字或单位有误。"),
            f"{s.indicator_label}: {said} km², {percent}% of the {of} km² of {name}; "
            + ("hardly one year's work" if share <= 1 else "more than the whole place")
            + ": a decimal point or the unit may be wrong",
        )


def _is_work(s: Statement) -> bool:
    """Whether an amount was or is to be brought about within the year, not a stock."""
    name = s.indicator_label or ""
    words = ("建设", "新建", "新增", "完成", "造林", "改造", "新造", "低改", "整治", "治理", "修复", "流转", "绿化")
    return (
        s.aggregation in (None, "annual")
        and s.year is not None
        and any(w in name for w in words)
        and "累计" not in name
    )


def shares_that_do_not_sum(report: Report, statements: Sequence[Statement]) -> Iterator[SourceNote]:
    """Find the parts of one composition (10.8：34.1：55.1) that do not sum to 100."""
    parts: defaultdict[object, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.rule == "composition" and s.value is not None:
            parts[s.span].append(s)
    for found in parts.values():
        total = sum((s.value for s in found if s.value is not None), Decimal(0))
        if len(found) >= 3 and abs(total - 100) > _ROUNDING:
            yield _note(
                "shares-that-do-not-sum",
                found,
                f"各项之和为{plain(total)}，不是100。",
                f"the parts sum to {plain(total)}, not to 100",
            )


def growth_against_levels(report: Report, statements: Sequence[Statement]) -> Iterator[SourceNote]:
    """Find a growth that the levels of the same indicator in this report, one year apart, do not bear out."""
    levels: dict[tuple[object, ...], Statement] = {}
    for s in statements:
        if (
            s.cls == "Observation"
            and s.value_type in ("level", "count")
            and s.comparator == "eq"
            and s.value
            and s.year
        ):
            levels.setdefault((*_measured(s), s.year), s)
    for s in statements:
        if (
            s.cls != "Observation"
            or s.value_type != "growth"
            or s.value is None
            or s.year is None
            or s.comparator != "eq"
        ):
            continue
        now, before = (levels.get((*_measured(s), year)) for year in (s.year, s.year - 1))
        if now is None or before is None or now.value is None or not before.value or now.unit != before.unit:
            continue
        derived = (now.value / before.value - 1) * 100
        if abs(derived - s.value) > max(_RATE_SLACK, abs(s.value) * Decimal("0.1")):
            shown = plain(derived.quantize(Decimal("0.1")))
            yield _note(
                "growth-against-levels",
                [s, now, before],
                f"报告称增长{plain(s.value)}%，而由{plain(before.value)}到{plain(now.value)}推得{shown}%（可能因不变价或口径不同）。",
                f"the report says {plain(s.value)}% growth; from {plain(before.value)} to {plain(now.value)} it is {shown}% (constant prices or another scope may explain it)",
            )


def _measured(s: Statement) -> tuple[object, ...]:
    return (s.place, s.about or s.place, s.indicator or s.indicator_label, s.scope, s.per_subdivision)


def unit_slips(report: Report, statements: Sequence[Statement]) -> Iterator[SourceNote]:
    """Find levels of one indicator in neighbouring years that differ ten-thousandfold or so: 万 for 亿, 元 for 万元."""
    levels: defaultdict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for s in statements:
        if (
            s.value_type in ("level", "count")
            and s.value
            and s.value > 0
            and s.year
            and not s.aggregation
            and s.indicator
        ):
            levels[(*_measured(s), s.unit)].append(s)
    for found in levels.values():
        for one, other in pairwise(found):
            assert one.value and other.value and one.year and other.year
            ratio = max(one.value, other.value) / min(one.value, other.value)
            slipped = any(power / _SLIP < ratio < power * _SLIP for power in (Decimal(10) ** 4, Decimal(10) ** 8))
            if abs(one.year - other.year) <= 1 and slipped:
                yield _note(
                    "unit-slip",
                    [one, other],
                    f"「{one.indicator_label}」两处相差约{plain(ratio.quantize(Decimal(1)))}倍，疑万、亿有误。",
                    f"{one.indicator_label}: two values differ some {plain(ratio.quantize(Decimal(1)))} times; 万 or 亿 may be wrong",
                )


CHECKS: Final[tuple[Check, ...]] = (too_much_land, shares_that_do_not_sum, growth_against_levels, unit_slips)
