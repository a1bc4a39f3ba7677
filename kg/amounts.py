"""An exact number with its unit as people write it: 270.06亿元, not 27006000000元; a difference with its sign and unit.

Nothing is rounded: where a number does not come out even in 亿 or 万, it is written out.
"""

from decimal import Decimal
from typing import Final

from kg.language import Language
from kg.numerals import plain

_STEPS: Final = ((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_DECIMALS: Final = 2  # as many behind the point are read with ease; more say less than the number written out
_POINTS: Final = ("%", "百分点", "个百分点")


def amount(value: Decimal, unit: str | None) -> str:
    """Return a number with its unit as a report would write it.

    >>> amount(Decimal("27006000000"), "元"), amount(Decimal("70162000"), "人次"), amount(Decimal("25879"), "元")
    ('270.06亿元', '7016.2万人次', '25879元')
    """
    for step, word in _STEPS:
        if abs(value) >= step and _decimals(value / step) <= _DECIMALS:
            return f"{plain(value / step)}{word}{unit or ''}"
    return plain(value) + (unit or "")


def difference(gap: Decimal, unit: str | None, lang: Language, value_type: str | None = None) -> str:
    """Return a difference of two amounts of a unit: that of percentages, growths and shares is told in percentage points.

    >>> difference(Decimal("-5.47"), "%", "zh"), difference(Decimal("537000000"), "元", "zh")
    ('-5.47个百分点', '+5.37亿元')
    """
    sign = "" if gap < 0 else "+"
    if unit in _POINTS or (unit is None and value_type in ("growth", "share")):
        return f"{sign}{plain(gap)}" + ("个百分点" if lang == "zh" else " percentage points")
    return sign + amount(gap, unit)


def _decimals(value: Decimal) -> int:
    return len(plain(value).partition(".")[2])
