"""The kinds of number a report states; each a small rule over the words before a number and its unit.

A rule says which value type the number has, with which sign, or ``None`` where it does not apply. The first rule of
``KINDS`` that answers is the one a statement names. ``EXAMPLES`` of each are its tests: sentence → what it must read.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kg.extract.amounts import Amount
from kg.extract.before import Before


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of number it is: value type, sign, and the rule that said so."""

    rule: str
    value_type: str
    sign: int = 1
    margin: bool = False


KindRule = Callable[[Before, Amount, str | None], Kind | None]
_POINTS = ("百分点", "个百分点")


def margin(before: Before, amount: Amount, unit: str | None) -> Kind | None:
    """「高于全省平均水平2.3个百分点」: a margin over a reference, never a plain 2.3."""
    if before.reference is None or amount.value is None or unit not in (*_POINTS, "%"):
        return None
    return Kind("margin", "change", margin=True)


def growth(before: Before, amount: Amount, unit: str | None) -> Kind | None:
    """「地区生产总值增长8.5%左右」, 「增速达5%」, 「下降3.2%」 (negative)."""
    if unit != "%" or before.verb_at is None or (before.to and not before.growth_noun):
        return None
    return Kind("growth", "growth", before.sign)


def change(before: Before, amount: Amount, unit: str | None) -> Kind | None:
    """「同比提高6.54个百分点」, 「减少3万人」: by how much, not how much."""
    if before.verb_at is None or before.to or unit is None:
        return None
    return Kind("change", "change", before.sign)


def multiple(before: Before, amount: Amount, unit: str | None) -> Kind | None:
    """「是2015年的2.3倍」."""
    return Kind("multiple", "multiple") if unit == "倍" else None


def share(before: Before, amount: Amount, unit: str | None) -> Kind | None:
    """「税占比达78.1%」, 「森林覆盖率48.2%」: a level in per cent."""
    return Kind("share", "share") if unit in ("%", "‰") else None


def level(before: Before, amount: Amount, unit: str | None) -> Kind | None:
    """「旅客吞吐量突破80万人次」, 「由420元提高到480元」, 「新增高新技术企业61家」: how much or how many."""
    if unit is None or unit in _POINTS:
        return None
    return Kind("level", "level")


KINDS: tuple[KindRule, ...] = (margin, multiple, growth, change, share, level)
