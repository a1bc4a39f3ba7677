"""How much a lead weighs: the factors of its score, as published in ``docs/leads.md``."""

from decimal import Decimal
from typing import Final

from kg.assess.judging import tolerance_for
from kg.leads.model import Row
from kg.terms import STRENGTHS

HEADLINE: Final = Decimal("2.5")
KNOWN: Final = Decimal("1.25")
STAGES: Final = {
    "completed": Decimal("1.5"),
    "operating": Decimal("1.5"),
    "partly-operating": Decimal("1.5"),
    "main-works-done": Decimal("1.25"),
    "started": Decimal("1.25"),
}
_OTHER_STAGE: Final = Decimal("0.5")
_LEAST, _MOST = Decimal("0.5"), Decimal(2)
_PLAIN: Final = Decimal(STRENGTHS["plain"])


def decimal(number: object) -> Decimal | None:
    """Return a number of a table as the exact decimal that it is."""
    return None if number is None else Decimal(str(number))


def aim(row: Row) -> Decimal | None:
    """Return the number that is promised: the value, of a range its lower end."""
    return next((decimal(row[name]) for name in ("value", "lower", "upper") if row[name] is not None), None)


def promise_factors(row: Row) -> list[tuple[str, Decimal]]:
    """Return what a promise itself weighs: its strength, whether it is a headline, what it is about, how surely it was read."""
    strength = Decimal(STRENGTHS.get(row["strength"] or "plain", 3)) / _PLAIN
    factors = [("strength", strength.quantize(Decimal("0.01")))]
    if row["headline"]:
        factors.append(("headline", HEADLINE))
    if row["status"]:
        factors.append(("stage", STAGES.get(row["status"], _OTHER_STAGE)))
    elif row["indicator"] or row["unit"] == "元":
        factors.append(("known", KNOWN))
    if row["confidence"] is not None:
        factors.append(("confidence", Decimal(str(row["confidence"]))))
    return factors


def size(gap: Decimal | None, promise: Row) -> tuple[str, Decimal]:
    """Return how large a gap is: in double tolerances of the promised number, no less than 0.5 and no more than 2."""
    goal = aim(promise)
    tolerance = tolerance_for("approx", promise["value_type"] or "level", goal) if goal is not None else Decimal(0)
    if gap is None or not tolerance:
        return "size", Decimal(1)
    return bounded(abs(gap) / (2 * tolerance))


def bounded(size: Decimal) -> tuple[str, Decimal]:
    """Return a size of no less than 0.5 and no more than 2, to two places."""
    return "size", min(max(size, _LEAST), _MOST).quantize(Decimal("0.01"))
