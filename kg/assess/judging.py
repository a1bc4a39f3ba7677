"""One promised number held against one stated number: met, exceeded, missed, or not comparable.

The rules are those of amendment 12 of the ontology (``docs/assessment.md``). A bound is met or missed and nothing
else: a ceiling is no forecast. A plain or approximate value and a range can be exceeded on the side that the
indicator's direction wishes.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, Literal, NamedTuple

from kg import resources

Result = Literal[
    "met", "exceeded", "partly-met", "missed", "target-changed", "not-mentioned-again", "not-comparable", "pending"
]
RESULTS: Final[tuple[Result, ...]] = (
    "met",
    "exceeded",
    "partly-met",
    "missed",
    "target-changed",
    "not-mentioned-again",
    "not-comparable",
    "pending",
)
Direction = Literal["higher", "lower", "neutral"]
_BOUNDS: Final = frozenset(("ge", "gt", "le", "lt"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number as stated: its comparator with value and ends (columns of the statements table)."""

    comparator: str
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None

    @property
    def reference(self) -> Decimal | None:
        """The number that a gap is reckoned from: the value, else the lower end."""
        return self.value if self.value is not None else self.lower if self.lower is not None else self.upper


class Judged(NamedTuple):
    """What a comparison comes to: the result, outcome minus target, and the tolerance that was granted.

    ``at_zero`` and ``at_twice`` are the results with no tolerance and with twice as much, where one was granted.
    """

    result: Result
    gap: Decimal | None
    tolerance: Decimal | None = None
    at_zero: Result | None = None
    at_twice: Result | None = None


class _Interval(NamedTuple):
    """All numbers between two ends; ``None`` is no end, ``open_low`` leaves the lower end itself out."""

    low: Decimal | None
    high: Decimal | None
    open_low: bool = False
    open_high: bool = False

    def within(self, other: "_Interval") -> bool:
        return self.not_below(other) and self.not_above(other)

    def not_below(self, other: "_Interval") -> bool:
        """Whether no number of this one lies below the other."""
        if other.low is None:
            return True
        if self.low is None:
            return False
        return self.low > other.low or (self.low == other.low and (self.open_low or not other.open_low))

    def not_above(self, other: "_Interval") -> bool:
        if other.high is None:
            return True
        if self.high is None:
            return False
        return self.high < other.high or (self.high == other.high and (self.open_high or not other.open_high))

    def above(self, other: "_Interval") -> bool:
        """Whether every number of this one lies above the other."""
        if other.high is None or self.low is None:
            return False
        return self.low > other.high or (self.low == other.high and (self.open_low or other.open_high))

    def below(self, other: "_Interval") -> bool:
        return other.above(self)


def judge(target: Number, outcome: Number, direction: Direction, tolerance: Decimal) -> Judged:
    """Hold a stated outcome against a target of the same measure, place, period and unit.

    >>> judge(Number("approx", Decimal(8)), Number("eq", Decimal("7.6")), "higher", Decimal("0.5"))[:3]
    ('met', Decimal('-0.4'), Decimal('0.5'))
    >>> judge(Number("gt", Decimal(100)), Number("eq", Decimal(100)), "higher", Decimal(0)).result
    'missed'
    >>> judge(Number("le", Decimal("4.5")), Number("eq", Decimal("3.5")), "lower", Decimal(0)).result
    'met'
    """
    said = _stated(outcome)
    gap = _gap(target, outcome)
    if target.comparator in _BOUNDS or not tolerance:
        return Judged(_judged(target, said, direction, Decimal(0)), gap)
    at_zero, granted, at_twice = (_judged(target, said, direction, tolerance * times) for times in (0, 1, 2))
    return Judged(granted, gap, tolerance, at_zero, at_twice)


def _judged(target: Number, said: _Interval, direction: Direction, tolerance: Decimal) -> Result:
    allowed = _allowed(target, tolerance)
    if target.comparator in _BOUNDS:
        if said.within(allowed):
            return "met"
        return "missed" if said.above(allowed) or said.below(allowed) else "not-comparable"
    if said.within(allowed):
        return "met"
    if said.high is None and said.low == allowed.high and direction == "higher":
        return "met"  # 「600万套」 promised, 「600多万套」 reached
    if said.above(allowed):
        return {"higher": "exceeded", "lower": "missed", "neutral": "not-comparable"}[direction]  # type: ignore[return-value]
    if said.below(allowed):
        return {"higher": "missed", "lower": "exceeded", "neutral": "not-comparable"}[direction]  # type: ignore[return-value]
    # 「增长8%」 promised, 「8%以上」 reached: at least met.
    at_least = said.not_below(allowed) if direction == "higher" else direction == "lower" and said.not_above(allowed)
    return "met" if at_least else "not-comparable"


def _allowed(target: Number, tolerance: Decimal) -> _Interval:
    match target.comparator:
        case "ge" | "gt":
            return _Interval(target.reference, None, open_low=target.comparator == "gt")
        case "le" | "lt":
            end = target.upper if target.upper is not None else target.value
            return _Interval(None, end, open_high=target.comparator == "lt")
        case "range":
            return _Interval(target.lower, target.upper)
        case _:
            value = target.value
            assert value is not None
            return _Interval(value - tolerance, value + tolerance)


def _stated(outcome: Number) -> _Interval:
    match outcome.comparator:
        case "ge" | "gt":
            return _Interval(outcome.reference, None, open_low=outcome.comparator == "gt")
        case "le" | "lt":
            end = outcome.upper if outcome.upper is not None else outcome.value
            return _Interval(None, end, open_high=outcome.comparator == "lt")
        case "range":
            return _Interval(outcome.lower, outcome.upper)
        case _:
            return _Interval(outcome.value, outcome.value)


def _gap(target: Number, outcome: Number) -> Decimal | None:
    """Return outcome minus target; of a range the nearer end, and nothing inside it."""
    reached = outcome.reference
    if reached is None:
        return None
    if target.comparator == "range" and target.lower is not None and target.upper is not None:
        return reached - min(max(reached, target.lower), target.upper)
    return None if target.reference is None else reached - target.reference


class Tolerance(NamedTuple):
    """How far a value may lie from an approximate target: in its unit, or as a share of the target."""

    amount: Decimal
    relative: bool

    def of(self, target: Decimal) -> Decimal:
        """Return the tolerance of a target in its own unit."""
        return abs(target) * self.amount / 100 if self.relative else self.amount


@cache
def tolerances() -> dict[tuple[str, str], Tolerance]:
    """Read comparator and value type → tolerance: ``data/reference/tolerances.csv``."""
    rows = csv.DictReader(resources.text("data/reference/tolerances.csv").splitlines())
    return {
        (row["comparator"], row["value_type"]): Tolerance(
            Decimal(row["tolerance"]), row["in"] == "percent of the target"
        )
        for row in rows
    }


def tolerance_for(comparator: str, value_type: str, target: Decimal) -> Decimal:
    """Return the published tolerance of a target, in its own unit; 0 where none is published."""
    found = tolerances().get((comparator, value_type))
    return found.of(target) if found else Decimal(0)
