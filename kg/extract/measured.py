"""Amounts with the words around them: where each one's own words start and end, what a coordination lends it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.amounts import Amount, amounts
from kg.extract.before import Before, peel
from kg.extract.labels import left_label, only_verbs, right_label
from kg.extract.reading import Piece, Reading
from kg.extract.wording import AFTER, AFTER_PATTERN, RISE_PATTERN
from kg.units import UNITS

# The counting words are those whose unit is a plain number, and the words for persons and households.
_COUNTED = frozenset(spelling for spelling, iri in UNITS.items() if iri == UNITS["个"]) | {"人", "名", "户"}
# Lengths and areas count too where the thing measured stands behind them: 「18公里污水管网新改建」.
_STRETCHES = frozenset(("公里", "米", "亩", "平方米", "平方公里", "公顷", "斤", "公斤", "吨", "千瓦", "兆瓦", "立方米"))
_OVER = re.compile(r"(?:超过?|过|总投资|单体投资|年产|产值)(?:超过?)?$")
_THRESHOLD_THING = re.compile(
    r"(?:的)?(?:“|重大|工业|产业|优质|龙头|骨干|企业|项目|村|行政村|集体|户|单位|园区|商贸|服务业|制造业|技改|县|镇|街区|易地|集中安置|平台|市场|品牌|大单品|机构|基金|订单|集群|产业链|煤电|机组|燃煤|小区|安置点|道路|桥梁|水库|泊位|船舶)"
)
# 「30户以上自然村寨」
_HAMLET = re.compile(r"(?:以上|及以上)的?(?:农村|少数民族)?(?:自然村|木质|木结构|连片|村寨|聚居|安置点)")
# 「海拔500米」, 「时速300公里」 describe a place or a line; 「全国337个城市前十」, 「首批3个试点之一」 say among how many.
_AT_HEIGHT = re.compile(r"(?:海拔|(?<![至到达为])时速|半径|直径)(?:达到?|为|约)?$")
_SCOPE = re.compile(r"(?:全国|全省|全区|全市|全球|世界|亚洲|国内|首批)$")
_AMONG = re.compile(r"[^，。；、\d]{2,16}(?:中?排名|之一|前[一二三四五六七八九十]+(?![期年个批]))")
# The size from which on the state's statistics count investment (NBS: 500,000 yuan, since 2011 5 million).
_INVESTMENT = re.compile(r"(?<![\d.])50{1,2}万元及?以上的?(?:城镇|项目)?(?:固定资产投资|工业投资)")
# Formulas of speech, which measure nothing.
_SAYING = re.compile(r"56个民族|(?:1[34](?:\.\d+)?|十[三四])亿(?:[多余]|(?=中))?中[国华](?:人|儿女|人民)")
# 套（间）, 头（只）: a second word for the same unit.
_OTHER_UNIT = re.compile(r"（[间只镇乡街段场户次台处所个项件头]）")
# 「15分钟便民生活圈」, 「1小时通勤圈」 are names.
_CIRCLE = re.compile(r"(?:分钟|小时)[^，。；、]{0,10}圈")
_CAPACITY = frozenset(("吨", "千瓦", "兆瓦", "千伏", "升", "千升", "吨级", "瓦", "吉瓦"))
# 「“一业一策”提升12条产业链」: the means, not what is measured.
_QUOTATION = re.compile(r"“[^“”]+”")
_NAME_GOES_ON = re.compile(r"[\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True, slots=True)
class Measured:
    """An amount with the words around it.

    ``left`` and ``right`` run to the amounts before and behind it, or to its clause's ends; ``bound`` is the word
    of bound behind it; ``after`` is where that ends.
    """

    amount: Amount
    before: Before
    left: Piece
    after: int
    bound: str | None
    bound_at: Piece | None
    right: Piece


def stated_amounts(reading: Reading) -> list[Amount]:
    """Return the amounts that may be stated, in order.

    Left out are those that only describe the thing counted or built: thresholds (「10亿元以上项目95个」) and
    capacities in a name (「天赐15.2万吨锂盐项目」).
    """
    found = list(amounts(reading.text))
    return [a for i, a in enumerate(found) if not _describes(reading, a, found[i + 1 :])]


def _describes(reading: Reading, amount: Amount, following: list[Amount]) -> bool:
    text, end = reading.text, reading.clause_at(amount.start)[1]
    if text.startswith("每", amount.start - 1) and amount.unit in _STRETCHES:
        return True  # 「最低收购价每50公斤提高3元」
    if _INVESTMENT.match(text, amount.start) or _SAYING.match(text, amount.start):
        return True
    if _AT_HEIGHT.search(text[: amount.start]) or (
        is_count(amount) and _SCOPE.search(text[: amount.start]) and _AMONG.match(text, amount.end, end)
    ):
        return True
    if amount.unit_at and _CIRCLE.match(text, amount.unit_at[0], end):
        return True
    if (
        not amount.unit
        or amount.unit in ("%", "个百分点", "百分点", "倍")
        or (amount.unit in _COUNTED and amount.unit not in ("人", "户"))
    ):
        return False
    if amount.unit == "户":
        return bool(_HAMLET.match(text, amount.end, end))
    bound = AFTER_PATTERN.match(text, amount.end + text.startswith("级", amount.end), end)
    thing = _THRESHOLD_THING.match(text, bound.end() if bound else amount.end, end)
    if thing and (bound or _OVER.search(text[: amount.start])):
        return True
    if bound or amount.unit not in _CAPACITY or not _NAME_GOES_ON.match(text, amount.end, end):
        return False
    left = left_label(text, reading.clause_at(amount.start)[0], amount.start)
    return left is not None and not only_verbs(text[slice(*left)])


def mention_at(reading: Reading, found: list[Amount], index: int) -> Measured:
    """Take an amount with the words from the one before it, or its clause's start, to the one behind it."""
    amount = found[index]
    clause = reading.clause_at(amount.start)
    start = clause[0]
    if index and found[index - 1].end > start:
        bound = AFTER_PATTERN.match(reading.text, found[index - 1].end)
        start = bound.end() if bound else found[index - 1].end
        if aside := _OTHER_UNIT.match(reading.text, start):
            start = aside.end()
    end = min(clause[1], found[index + 1].start) if index + 1 < len(found) else clause[1]
    m = AFTER_PATTERN.match(reading.text, amount.end, end)
    after = m.end() if m else amount.end
    if aside := _OTHER_UNIT.match(reading.text, after, end):
        after = aside.end()
    before = _without_count_verb(reading.text, start, peel(reading.text, start, amount.start), amount, (after, end))
    return Measured(
        amount, before, (start, amount.start), after, AFTER[m[0]] if m else None, m.span() if m else None, (after, end)
    )


def _without_count_verb(text: str, start: int, before: Before, amount: Amount, right: Piece) -> Before:
    """In 「提升12条产业链」 the verb says what was done to the counted things; it is no direction of a value."""
    if before.verb_at is None or before.to or before.growth_noun:
        return before
    if not is_count(amount) and (not is_stretch(amount) or before.comparator_at):
        return before
    left = left_label(text, start, before.rest)
    if (left and not _QUOTATION.fullmatch(text, *left)) or not right_label(text, *right):
        return before
    return replace(before, rest=before.verb_at[1], verb_at=None, sign=1)


def is_count(amount: Amount) -> bool:
    """Whether an amount counts things, so that their noun may stand behind it."""
    return not amount.unit or amount.unit in _COUNTED


def is_stretch(amount: Amount) -> bool:
    """Whether an amount is a length or an area."""
    return amount.unit in _STRETCHES


_JOINTS = ("、", "和", "与", "及", "以及", "，", "、增长", "和增长")


def group_at(reading: Reading, found: list[Amount], index: int) -> list[Amount]:
    """Return the amounts that a coordination deals out: 「分别增长13.2%、11.2%」, 「稳定在426万亩、183万吨以上」."""
    first = mention_at(reading, found, index)
    dealt = first.before.respectively or "分别" in reading.text[slice(*first.left)]
    listed = any(mark in reading.text[slice(*first.left)] for mark in "、和")
    if not (dealt or listed or first.before.linked or first.before.verb_at or first.before.comparator):
        return found[index : index + 1]
    size = 1
    while index + size < len(found):
        gap = reading.text[found[index + size - 1].end : found[index + size].start]
        # 「分别外出招商1、2、3次以上，10亿元以上项目…」: the unit that the first ones wait for ends what is dealt out.
        if not found[index].unit and found[index + size - 1].unit:
            break
        if AFTER_PATTERN.sub("", gap) not in (_JOINTS if dealt else _JOINTS[:4]):
            break
        if not dealt and right_label(reading.text, *mention_at(reading, found, index + size).right):
            break
        size += 1
    return found[index : index + size]


def shared(measured: list[Measured]) -> list[Measured]:
    """Lend the first one's verb and the last one's bound to the whole group."""
    first, last = measured[0], measured[-1]
    return [
        replace(
            m,
            before=first.before,
            bound=m.bound or last.bound,
            bound_at=m.bound_at or last.bound_at,
            amount=_lent_unit(m.amount, last.amount),
        )
        for m in measured
    ]


def _lent_unit(amount: Amount, last: Amount) -> Amount:
    """In 「分别提高2.2、1.3个百分点」 the last number's unit is everyone's."""
    if amount.unit and not (last.unit.startswith(amount.unit) and last.unit != amount.unit):
        return amount
    return replace(amount, unit=last.unit, unit_at=last.unit_at)


def base_of(reading: Reading, measured: Sequence[Measured]) -> int | None:
    """Return where 由 stands if the numbers are where a rise starts (「由每人每月420元提高到480元」), else ``None``.

    Such numbers belong to those behind them and are no statements of their own.
    """
    measure, after = measured[0], measured[-1].after
    left, right = reading.text[slice(*measure.left)], reading.text[after : after + 8]
    cut = max(left.rfind("由"), left.rfind("从"))
    return measure.left[0] + cut if cut >= 0 and RISE_PATTERN.match(right) else None
