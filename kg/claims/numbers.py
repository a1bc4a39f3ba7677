"""One number of a text held against one of a report: the same, rounded, implied, or different in which part."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final, Literal

from kg.terms import PREFIXES
from kg.units import unit_iri

Agreement = Literal["exact", "rounded", "implied", "bound", "unit", "value"]

# Units of one kind and how much of its smallest one each is: 1 公顷 is 15 亩 exactly.
_SCALES: Final[tuple[dict[str, Fraction], ...]] = (
    {
        "unit:MilliM": Fraction(1, 1000),
        "unit:CentiM": Fraction(1, 100),
        "unit:M": Fraction(1),
        "u:LI": Fraction(500),
        "unit:KiloM": Fraction(1000),
    },
    {"unit:M2": Fraction(1), "u:MU": Fraction(2000, 3), "unit:HA": Fraction(10**4), "unit:KiloM2": Fraction(10**6)},
    {"unit:L": Fraction(1, 1000), "unit:M3": Fraction(1), "unit:KiloL": Fraction(1)},
    {
        "unit:MilliGM": Fraction(1, 10**6),
        "unit:GM": Fraction(1, 1000),
        "u:JIN": Fraction(1, 2),
        "unit:KiloGM": Fraction(1),
        "u:DAN": Fraction(50),
        "unit:TONNE": Fraction(1000),
    },
    {
        "unit:W": Fraction(1),
        "unit:KiloW": Fraction(10**3),
        "unit:MegaW": Fraction(10**6),
        "unit:GigaW": Fraction(10**9),
    },
    {
        "unit:W-HR": Fraction(1),
        "unit:KiloW-HR": Fraction(10**3),
        "unit:MegaW-HR": Fraction(10**6),
        "unit:GigaW-HR": Fraction(10**9),
    },
    {"unit:PERCENT": Fraction(10), "unit:PPTH": Fraction(1)},
    {"unit:KiloV-A": Fraction(1), "unit:MegaV-A": Fraction(1000)},
)
_LOW: Final = frozenset({"ge", "gt"})
_HIGH: Final = frozenset({"le", "lt"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as stated: comparator, value or ends, unit, all of the statements table; ``digits`` as it is written.

    ``step`` is what the last digit that counts is worth (7500 → 100, 3.05万亿 → 100亿), ``loose`` tells the words of a
    number that is told roughly: ``around``, ``above`` (多, 余) or ``below`` (近).
    """

    comparator: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str | None
    digits: str = ""
    step: Decimal | None = None
    loose: Literal["around", "above", "below"] | None = None

    @property
    def point(self) -> Decimal | None:
        """The number itself, of a bound its end."""
        return next((v for v in (self.value, self.lower, self.upper) if v is not None), None)


def step_of(digits: str, value: Decimal) -> Decimal | None:
    """Return what the last digit that counts is worth: of 7500 it is the 5, so 100.

    >>> step_of("7500", Decimal(7500)), step_of("3.05", Decimal("3050000000000"))
    (Decimal('1E+2'), Decimal('1E+10'))
    """
    try:
        written = Decimal(digits)
    except ArithmeticError:
        return None
    if not written or not value:
        return None
    scale = value / written
    whole, _, part = digits.partition(".")
    zeros = len(whole) - len(whole.rstrip("0")) if not part else 0
    return (scale * Decimal(1).scaleb(zeros - len(part))).normalize()


def factor(one: str | None, other: str | None) -> Fraction | None:
    """Return how many of ``other`` one of ``one`` is; None where they measure different things."""
    if one == other or (one and other and unit_iri(one) == unit_iri(other)):
        return Fraction(1)
    if not one or not other:
        return None
    return _factor(unit_iri(one), unit_iri(other))


@cache
def _factor(one: str | None, other: str | None) -> Fraction | None:
    for scale in _SCALES:
        sizes = {_iri(name): size for name, size in scale.items()}
        if one in sizes and other in sizes:
            return sizes[one] / sizes[other]
    return None


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def compare(said: Amount, known: Amount, *, reported: bool) -> Agreement:
    """Hold a number of a text against a report's; ``reported`` where the report states a result, not a promise.

    A number told roughly (约, 左右, 多, 近) agrees where the report's rounds to it at the digit it is told to, and a bound
    where a reported result lies inside. Any other must be the same.
    """
    times = factor(said.unit, known.unit)
    if times is None:
        return "unit"
    if _same(said, known, times):
        if said.comparator == known.comparator:
            return "exact"
        # 「近12%」 and 「约12%」 are one code; 多 behind a number and 超过 before it too.
        return "implied" if reported and _follows(said, known, times) else "bound"
    if said.loose and known.comparator in ("eq", "approx") and _rounds(said, known, times):
        return "rounded"
    if said.digits and said.digits == known.digits:
        return "unit"  # 630.3万 for 630.3亿: what counts is written behind the digits
    return "implied" if reported and _follows(said, known, times) else "value"


def _same(said: Amount, known: Amount, times: Fraction) -> bool:
    if "range" in (said.comparator, known.comparator):
        return (
            said.comparator == known.comparator
            and _equal(said.lower, known.lower, times)
            and _equal(said.upper, known.upper, times)
        )
    return _equal(said.point, known.point, times)


def _equal(one: Decimal | None, other: Decimal | None, times: Fraction) -> bool:
    return one is not None and other is not None and Fraction(one) * times == Fraction(other)


def _rounds(said: Amount, known: Amount, times: Fraction) -> bool:
    if said.value is None and said.lower is None:
        return False
    point, step, found = said.point, said.step, known.point
    if point is None or step is None or found is None:
        return False
    at, width, there = Fraction(point) * times, Fraction(step) * times, Fraction(found)
    match said.loose:
        case "above":
            return at < there < at + width
        case "below":
            return at - width / 2 <= there < at
        case _:
            return at - width / 2 <= there < at + width / 2


def _follows(said: Amount, known: Amount, times: Fraction) -> bool:
    """Whether a bound holds by what is reported: 「超过8%」 where 8.5% is, or 「8.5%以上」."""
    end, found = said.point, known.point
    if end is None or found is None or said.loose == "above":
        return False
    at, there = Fraction(end) * times, Fraction(found)
    if said.comparator in _LOW and (known.comparator == "eq" or known.comparator in _LOW):
        open_end = said.comparator == "gt" and known.comparator != "gt"
        return there > at if open_end else there >= at
    if said.comparator in _HIGH and (known.comparator == "eq" or known.comparator in _HIGH):
        open_end = said.comparator == "lt" and known.comparator != "lt"
        return there < at if open_end else there <= at
    if said.comparator == "range" and known.comparator == "eq" and said.lower is not None and said.upper is not None:
        return Fraction(said.lower) * times <= there <= Fraction(said.upper) * times
    return False
