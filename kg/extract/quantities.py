"""Amounts → Observations and Targets: each amount of a sentence with its indicator, comparator, strength and time.

The amounts of a sentence are read from left to right, because a clause may leave out what the one before it named
(「…达25879元，增长8.5%」). What kind of number it is, one of the small rules of ``kinds`` says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from kg.catalogue import catalogue
from kg.extract.amounts import Amount
from kg.extract.kinds import KINDS, Kind
from kg.extract.labels import people, persons_before, plain
from kg.extract.measured import Measured, base_of, group_at, mention_at, shared, stated_amounts
from kg.extract.names import Name, goal_behind, names_at, names_of, tells_nothing, told, with_whole
from kg.extract.quantity_examples import QUANTITIES
from kg.extract.reading import Examples, Piece, Reading
from kg.extract.subjects import airport, named_first
from kg.extract.when import ahead, when
from kg.extract.wording import (
    DIRECTIVE_PATTERN,
    ESTIMATED_PATTERN,
    HEADLINE_PATTERN,
    PER_SUBDIVISION_PATTERN,
    PRELIMINARY_PATTERN,
    SCOPE_PATTERN,
    STRENGTH,
    STRENGTH_PATTERN,
)
from kg.model import Proposal
from kg.units import unit_iri

_SPELLINGS = {"个百分点": "百分点", "名": "人", "千米": "公里", "km": "公里", "m2": "平方米", "平米": "平方米"}
_SPELLINGS |= {"元/人/年": "元/人·年", "元/人/月": "元/人·月", "元/人/天": "元/人·天"}
_AIMED = re.compile(
    r"[，、]?(?:并|且|但|和)?(?:力争|争取|确保|努力|冲刺|奋斗目标|预计|实际)(?:实现|完成|达到?|为|是|增长)?"
)
# A number without a unit counts what its name ends with: 「参保人口8.14亿」, 「全年参与人次达1451万」.
_PERSONS = {"人次": "人次", "户数": "户"}
# The inference that fills the unit of a number without one.
UNWRITTEN = "unwritten-unit"
_NAMED_UNIT = re.compile(
    r"(?P<points>(?:指数|得分|评分|分值|满意度))$|(?P<money>(?:收入|经济总量|产值|营收|增加值|投资|贷款|存款|余额|税收|资金|销售额|交易额|GDP|市值))$"
)
# What grows where a report says that the economy does.
_ECONOMY = frozenset(("经济", "国民经济", "我国经济", "经济总量"))
# Whom a report speaks to or of: 「2100多万蓉城儿女」.
_ADDRESSED = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:人民|儿女|父老|群众|同胞)")
_CUT = re.compile(
    r"(?:压减|压缩|缩减|削减|减少|压降|下调|精简|降低)(?![\u4e00-\u9fff]*(?:率|比重|占比|比例|强度)$)(?=[\u4e00-\u9fff]{2})"
)
_PER_HEAD = re.compile(r"人均(?:\d[\d.]*元)?(?:分别)?(?:提高|增加|提升|上调)?[到至为]?$")
# What is of the country where the sentence is about it, and whose place is told.
_RURAL = re.compile(r"卫生厕所|户厕|改厕|生活污水|生活垃圾|自来水|饮水|黑臭水体|危房|人居环境")
_SOMEWHERE = re.compile(r"农村|乡村|城镇|城市|城乡|县城|中心城区|城区|市区|乡镇|镇区|公路网|高速|村")
# What may stand before a number and belong to its unit: 每人每月420元, 每立方米45微克.
_PER = {
    "每人每月": "/人·月",
    "每人每年": "/人·年",
    "每月": "/月",
    "每万人": "/万人",
    "每千人": "/千人",
    "每百户": "/百户",
    "每平方米": "/平方米",
    "每立方米": "/立方米",
    "每亩": "/亩",
    "每斤": "/斤",
    "每公斤": "/公斤",
    "每吨": "/吨",
    "人均每月": "/人·月",
    "人均每年": "/人·年",
}
_PER_UNITS = frozenset(
    ["元", "件", "张", "个", "人", "名", "辆", "公斤", "床", "米", "平方米", "家", "户", "微克", "毫克"]
)


EXAMPLE_COLUMNS = ("indicator_label", "value_type", "comparator", "value", "unit")
EXAMPLES: Final[Examples] = QUANTITIES


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount with what it measures; ``thing`` is empty where the name says nothing that could be stated."""

    measure: Measured
    name: Name
    thing: Name | None
    base: Measured | None
    dealt: bool


def quantity(reading: Reading) -> Iterator[Proposal]:
    """Propose an Observation or a Target for each amount whose meaning can be read."""
    last: Kind | None = None
    for stated in named_amounts(reading):
        unit, unit_at = _unit(reading, stated.measure, stated.base)
        kind = next((k for rule in KINDS if (k := rule(stated.measure.before, stated.measure.amount, unit))), None)
        if kind and kind.value_type == "share" and goal_behind(reading.text, stated.measure):
            kind = Kind("growth", "growth")  # 「8%左右的国内生产总值增长目标」
        if kind and last and kind.value_type == "share" and _goes_on(reading, stated):
            kind = last  # 「增长8%左右，力争8.5%」: a lent name lends its kind
        last = kind if kind and kind.rule == "growth" else None
        thing = stated.thing
        if kind and kind.value_type == "share" and thing and (cut := _CUT.match(thing.words)):
            # 「压减一般性支出5%」 is a fall by that much, no share.
            verb = (thing.at[0], thing.at[0] + cut.end())
            if reading.text[slice(*verb)] == cut[0]:
                measure = replace(stated.measure, before=replace(stated.measure.before, verb_at=verb, sign=-1))
                stated = replace(stated, measure=measure)
                thing = replace(thing, words=thing.words[cut.end() :], at=(verb[1], thing.at[1]))
                kind = Kind("growth", "growth", -1)
        if kind and unit and thing:
            yield _proposal(reading, stated.measure, thing, unit, unit_at, kind)


def _goes_on(reading: Reading, stated: Stated) -> bool:
    """Whether a number says no more than that it is aimed at, so that it is of the kind of the one before."""
    between = reading.text[slice(*stated.measure.left)]
    return stated.name.inferred and bool(_AIMED.fullmatch(between))


def named_amounts(reading: Reading) -> Iterator[Stated]:
    """Yield the amounts of a sentence with their names, from left to right, as an earlier one lends its name."""
    found = stated_amounts(reading)
    named: list[Name] = []
    base: Measured | None = None
    begun: list[Name] = []
    index = 0
    while index < len(found):
        group = group_at(reading, found, index)
        measured = [mention_at(reading, found, i) for i in range(index, index + len(group))]
        index += len(group)
        if len(measured) > 1:
            measured = shared(measured)
        if (cut := base_of(reading, measured)) is not None:
            base = measured[0]
            begun = [with_whole(name, named) for name in names_at(reading.text, base.left[0], cut, len(measured))]
            named += begun
            continue
        names = names_of(reading, measured, named, begun=max(1, len(begun)) if base else 0)
        dealt = len(measured) > 1
        if dealt and base is None:
            base = measured[0]  # 「每斤分别提高0.11元和0.13元」: what is said before the first is of each
        for measure, name in zip(measured, names, strict=True):
            if name is None or _unit(reading, measure, base)[0] is None:
                continue
            thing = name if dealt else told(reading.text, measure, name, named[-1] if named else None)
            if not name.inferred:
                named.append(thing if thing and not tells_nothing(name) else name)
            yield Stated(measure, name, thing, base, dealt)
        base = None


def _unit(reading: Reading, measure: Measured, base: Measured | None) -> tuple[str | None, Piece | str]:
    """Return the unit with what it was read from; 每人每月 and 每万人 before the number are part of it.

    No unit is returned for a number that counts and measures nothing.
    """
    amount, text = measure.amount, reading.text
    if amount.unit_at is None:
        noun = people(text, *measure.right) or persons_before(text, (base or measure).before.rest)
        return (_PERSONS.get(text[slice(*noun)], "人"), noun) if noun else (_unwritten(text, measure), UNWRITTEN)
    first = base.left[0] if base else measure.left[0]
    lead = text[first : amount.start]
    unit = _SPELLINGS.get(amount.unit, amount.unit)
    if amount.unit == "元/月" and lead.endswith("每人"):
        return "元/人·月", (amount.start - 2, amount.unit_at[1])
    where, words = max(((lead.rfind(words), words) for words in _PER), key=_ends_last)
    if where >= 0 and amount.unit in _PER_UNITS and unit_iri(unit + _PER[words]):
        return unit + _PER[words], (first + where, amount.unit_at[1])
    return unit, amount.unit_at


def _unwritten(text: str, measure: Measured) -> str | None:
    """Return the unit that a number has although none stands behind it: 「流量达176亿」, 「营收突破千亿」, 「指数升至96.5」."""
    if measure.before.linked or measure.before.comparator or measure.before.verb_at:
        name = text[measure.left[0] : measure.before.rest]
        if m := _NAMED_UNIT.search(name):
            return {"points": "点", "money": "元"}[str(m.lastgroup)]
    if _ADDRESSED.match(text, measure.after):
        return None
    scaled = text[slice(*measure.amount.number)].endswith(("万", "亿")) or measure.amount.more
    return "个" if scaled else None


_INDEX_FROM: Final = 80  # no rate of price rise is so high, no index with the year before as 100 so low


def _ends_last(found: tuple[int, str]) -> tuple[int, int]:
    """Prefer what stands nearest to the number, and of two that end together the longer: 每人每月, not 每月."""
    where, words = found
    return (where + len(words) if where >= 0 else -1, len(words))


def _proposal(reading: Reading, measure: Measured, name: Name, unit: str, unit_at: Piece | str, kind: Kind) -> Proposal:
    """Fill every slot of one statement."""
    text, amount, before = reading.text, measure.amount, measure.before
    time = when(reading, amount.start)
    target = ahead(reading, time)
    slots: dict[str, Piece | str] = {"value_type": kind.rule, "year": time.year_from}
    if time.year is None:
        del slots["year"]
    if time.period is not None and time.period_from is not None:
        slots["period"] = time.period_from
    if time.aggregation is not None and time.aggregation_from is not None:
        slots["aggregation"] = time.aggregation_from
    slots["indicator"] = name.at
    slots["unit"] = unit_at
    if before.verb_at:
        slots["verb"] = before.verb_at
    filled: dict[str, Any] = {"value_type": kind.value_type, "unit": unit, "year": time.year}
    filled |= {"aggregation": time.aggregation}
    if time.period:
        filled |= {"period_start": time.period[0], "period_end": time.period[1]}
    filled |= _value(measure, kind, slots)
    filled |= _named(reading, name, amount, slots)
    if target:
        strength, filled["headline"] = strength_at(reading, amount.start, slots)
        filled["strength"] = strength
    else:
        filled |= _status(reading, measure, slots)
    per = PER_SUBDIVISION_PATTERN.search(text, reading.clause_at(amount.start)[0], amount.start)
    if per:
        filled["per_subdivision"] = True
        slots["per_subdivision"] = per.span()
    end = max(measure.after, amount.end)
    quote = _quote(reading, slots, amount, end)
    start = before.verb_at[0] if before.verb_at else before.comparator_at[0] if before.comparator_at else amount.start
    stated = (start if quote[0] <= start < amount.start else amount.start, end)
    return reading.propose(
        cls="Target" if target else "Observation",
        rule=kind.rule,
        anchor=amount.start,
        quote=quote,
        as_stated=stated,
        value_at=amount.number,
        slots={k: v for k, v in slots.items() if isinstance(v, str) or v},
        **filled,
    )


_MIRROR = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt"}


def _value(measure: Measured, kind: Kind, slots: dict[str, Piece | str]) -> dict[str, Any]:
    """Return value, bounds and comparator of the signed number, with the evidence of the comparator."""
    amount, before, sign = measure.amount, measure.before, Decimal(kind.sign)
    if kind.margin:
        assert amount.value is not None and before.comparator_at and before.reference_at
        slots["comparator"], slots["relative_to"] = before.comparator_at, before.reference_at
        return {"comparator": "exceeds", "relative_to": before.reference, "margin": amount.value * before.sign}
    if amount.low is not None and amount.high is not None:
        slots["comparator"] = amount.number
        low, high = sorted((amount.low * sign, amount.high * sign))
        return {"comparator": "range", "lower": low, "upper": high}
    assert amount.value is not None
    comparator, where = _comparator(measure)
    slots["comparator"] = where or "bare-value"
    value = amount.value * sign
    if sign < 0:  # 下降3%以上 is at most -3; a written -3% keeps its bound
        comparator = _MIRROR.get(comparator, comparator)
    return {
        "comparator": comparator,
        "value": value,
        "lower": value if comparator in ("ge", "gt") else None,
        "upper": value if comparator in ("le", "lt") else None,
    }


def _comparator(measure: Measured) -> tuple[str, Piece | None]:
    """Choose among the words before the number, those behind it, a 余 inside it, and 控制在."""
    if measure.before.comparator and measure.before.comparator_at:
        return measure.before.comparator, measure.before.comparator_at
    if measure.bound and measure.bound_at:
        return measure.bound, measure.bound_at
    if measure.amount.more:
        return "gt", measure.amount.more
    if measure.before.held_at:
        return "le", measure.before.held_at
    return "eq", None


def strength_at(reading: Reading, at: int, slots: dict[str, Piece | str]) -> tuple[str, bool]:
    """Return how firmly the sentence commits to the number at ``at``, and whether it stands in the headline list."""
    text = reading.text
    headline = HEADLINE_PATTERN.search(text, 0, at)
    found = None
    for m in STRENGTH_PATTERN.finditer(text, headline.end() if headline else 0, at):
        if _reaches(reading, m, at):
            found = m
    if found:
        slots["strength"] = found.span()
        if headline:
            slots["headline"] = headline.span()
        return STRENGTH[found[0]], bool(headline)
    if headline:
        slots["strength"] = slots["headline"] = headline.span()
        return "expected", True
    slots["strength"] = "plain-directive"
    return "plain", False


def _reaches(reading: Reading, strength: re.Match[str], at: int) -> bool:
    """Whether a word of strength still holds at a number: up to ； or a clause that opens a new undertaking."""
    between = [c for c in reading.clauses if strength.end() <= c[0] and c[1] <= at]
    if strength.start() >= reading.clause_at(at)[0]:
        return True
    if STRENGTH[strength[0]] == "encourage" or "；" in reading.text[strength.end() : at]:
        return False
    return not any(
        DIRECTIVE_PATTERN.match(reading.text, *c) and not any(map(str.isdigit, reading.text[slice(*c)]))
        for c in between
    )


def _status(reading: Reading, measure: Measured, slots: dict[str, Piece | str]) -> dict[str, Any]:
    """Read 预计, 初步核算 and 可比口径 beside a result."""
    clause = reading.clause_at(measure.amount.start)
    filled: dict[str, Any] = {}
    for pattern, status in ((PRELIMINARY_PATTERN, "preliminary"), (ESTIMATED_PATTERN, "estimated")):
        if m := pattern.search(reading.text, *clause):
            filled["obs_status"] = status
            slots["obs_status"] = m.span()
    if m := SCOPE_PATTERN.search(reading.text, *clause):
        filled["scope"] = m[0]
        slots["scope"] = m.span()
    return filled


def _named(reading: Reading, name: Name, amount: Amount, slots: dict[str, Piece | str]) -> dict[str, Any]:
    """Fill indicator and subject: a county or an airport at the head of the words is whom the number is about."""
    words = name.words
    filled: dict[str, Any] = {}
    whole = words == reading.text[slice(*name.at)]
    if whole and words.startswith(own := reading.place_label) and own and len(words) >= len(own) + 2:
        # 衡阳市地区生产总值 in Hengyang's report: its own name says nothing new.
        words = words.removeprefix(own)
        slots["indicator"] = (name.at[0] + len(own), name.at[1])
    county = named_first(reading, name.at) if whole else None
    if county:
        words = words[county.at[1] - county.at[0] :]
        filled |= {"place": county.place, "place_label": county.label}
        slots["place"] = county.at
        slots["indicator"] = (county.at[1], name.at[1])
    words, slots["indicator"] = _whose(reading, plain(words), slots["indicator"], amount)
    # 「居民消费价格指数103」 and 「…指数103%」 (the year before = 100) are no rates of rise.
    an_index = words.endswith("指数") and (slots.get("unit") == UNWRITTEN or (amount.value or 0) >= _INDEX_FROM)
    if words in _ECONOMY and slots.get("value_type") == "growth":
        words = "地区生产总值"
    known = None if an_index else catalogue().lookup(words)
    port = airport(reading, amount.start)
    if port and known is None and words.startswith(port.label):
        known = catalogue().lookup(words.removeprefix(port.label))
    if port and known and known.id.startswith("airport-"):
        filled |= {"about": port.about, "about_label": port.label}
        slots["subject"] = port.at
    if known:
        return filled | {"indicator": known.id, "indicator_label": known.label_for(words)}
    return filled | {"indicator": None, "indicator_label": words}


def _whose(reading: Reading, words: str, at: Piece | str, amount: Amount) -> tuple[str, Piece | str]:
    """Complete a name by what makes it another indicator: 农村 said before a list, 人均 right before the number."""
    text = reading.text
    if isinstance(at, str):
        return words, at
    if "人均" not in words and (head := _PER_HEAD.search(text, max(0, amount.start - 24), amount.start)):
        words, at = "人均" + words, (min(at[0], head.start()), max(at[1], head.start() + 2))
    if (thing := _RURAL.search(words)) and not _SOMEWHERE.search(words):
        before = list(_SOMEWHERE.finditer(text, max(0, amount.start - 80), at[0]))
        if before and before[-1][0] in ("农村", "乡村"):
            words = f"{words[: thing.start()]}农村{words[thing.start() :]}"
            at = (before[-1].start(), at[1])
    return words, at


def _quote(reading: Reading, slots: dict[str, Piece | str], amount: Amount, end: int) -> Piece:
    """Return the smallest stretch that holds the number and its slots, at most 200 characters of the report."""
    clause = reading.clause_at(amount.start)
    near = [
        s
        for name, s in slots.items()
        if not isinstance(s, str) and name not in ("headline", "year", "strength", "period")
    ]
    headline = slots.get("headline")
    near += [s for s in slots.values() if not isinstance(s, str) and s[0] >= clause[0] and s != headline]
    start = min([amount.start, *(s[0] for s in near)])
    end = max([end, *(s[1] for s in near)])
    offsets = reading.view.offsets
    while offsets[end - 1] + 1 - offsets[start] > 200:
        start += 1
        if start >= amount.start:
            break
    return start, end
