"""Amounts → Observations and Targets: each amount of a sentence with its indicator, comparator, strength and time.

The amounts of a sentence are read from left to right, because a clause may leave out what the one before it named
(「…达25879元，增长8.5%」). What kind of number it is, one of the small rules of ``kinds`` says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kg.catalogue import catalogue
from kg.extract.amounts import Amount, amounts
from kg.extract.before import Before, peel
from kg.extract.kinds import KINDS, Kind
from kg.extract.labels import left_label, only_verbs, people, right_label, verb_at_start, verb_before
from kg.extract.reading import Piece, Reading
from kg.extract.subjects import airport, named_first
from kg.extract.when import ahead, when
from kg.extract.wording import (
    AFTER,
    AFTER_PATTERN,
    DIRECTIVE_PATTERN,
    ESTIMATED_PATTERN,
    HEADLINE_PATTERN,
    PER_SUBDIVISION_PATTERN,
    PRELIMINARY_PATTERN,
    RISE_PATTERN,
    SCOPE_PATTERN,
    STRENGTH,
    STRENGTH_PATTERN,
)
from kg.model import Proposal

_COUNTED = frozenset("个家项件座所处套场条台辆起批间栋幢支门种类名位次宗株只艘架部口块片点户对枚张头轮村镇乡人")


@dataclass(frozen=True, slots=True)
class Name:
    """What an amount measures: where its words stand, the words, and whether an earlier clause lent them."""

    at: Piece
    words: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """An amount with the words around it."""

    amount: Amount
    before: Before
    left: Piece
    after: int
    bound: str | None
    bound_at: Piece | None
    right: Piece


def quantities(reading: Reading) -> Iterator[Proposal]:
    """Propose an Observation or a Target for each amount whose meaning can be read."""
    found = list(amounts(reading.text))
    named: list[Name] = []
    base: Mention | None = None
    index = 0
    while index < len(found):
        group = _group(reading, found, index)
        mentions = [_mention(reading, found, i) for i in range(index, index + len(group))]
        index += len(group)
        if len(mentions) > 1:
            mentions = _share(mentions)
        if (cut := _base(reading, mentions[0])) is not None:
            base = mentions[0]
            if at := left_label(reading.text, base.left[0], cut):
                named.append(Name(at, reading.text[slice(*at)]))
            continue
        names = _names(reading, mentions, named, after_base=base is not None)
        for mention, name in zip(mentions, names, strict=True):
            if name is None:
                continue
            unit, unit_at = _unit(reading, mention, base)
            kind = next((k for rule in KINDS if (k := rule(mention.before, mention.amount, unit))), None)
            if kind is None or unit is None:
                continue
            if not name.inferred:
                named.append(name)
            yield _proposal(reading, mention, name, unit, unit_at, kind)
        base = None


def _mention(reading: Reading, found: list[Amount], index: int) -> Mention:
    """Take an amount with the words from the one before it, or its clause's start, to the one behind it."""
    amount = found[index]
    clause = reading.clause_at(amount.start)
    start = clause[0]
    if index and found[index - 1].end > start:
        bound = AFTER_PATTERN.match(reading.text, found[index - 1].end)
        start = bound.end() if bound else found[index - 1].end
    end = min(clause[1], found[index + 1].start) if index + 1 < len(found) else clause[1]
    m = AFTER_PATTERN.match(reading.text, amount.end, end)
    after = m.end() if m else amount.end
    before = _without_count_verb(reading.text, start, peel(reading.text, start, amount.start), amount, (after, end))
    return Mention(
        amount, before, (start, amount.start), after, AFTER[m[0]] if m else None, m.span() if m else None, (after, end)
    )


def _without_count_verb(text: str, start: int, before: Before, amount: Amount, right: Piece) -> Before:
    """In 「提升12条产业链」 the verb says what was done to the counted things; it is no direction of a value."""
    if before.verb_at is None or before.to or before.growth_noun or not _is_count(amount):
        return before
    if left_label(text, start, before.rest) or not right_label(text, *right):
        return before
    return replace(before, rest=before.verb_at[1], verb_at=None, sign=1)


def _is_count(amount: Amount) -> bool:
    return amount.unit[-1:] in _COUNTED or not amount.unit


def _group(reading: Reading, found: list[Amount], index: int) -> list[Amount]:
    """Return the amounts that 分别 deals out: 「分别增长13.2%、11.2%」 is a group of two."""
    first = _mention(reading, found, index)
    if not first.before.respectively and "分别" not in reading.text[slice(*first.left)]:
        return found[index : index + 1]
    size = 1
    while index + size < len(found):
        gap = reading.text[found[index + size - 1].end : found[index + size].start]
        if AFTER_PATTERN.sub("", gap) not in ("、", "和", "与", "及", "以及", "，", "、增长", "和增长"):
            break
        size += 1
    return found[index : index + size]


def _share(mentions: list[Mention]) -> list[Mention]:
    """Lend the first one's verb and the last one's bound to the whole group."""
    first, last = mentions[0], mentions[-1]
    return [
        replace(
            m,
            before=first.before,
            bound=m.bound or last.bound,
            bound_at=m.bound_at or last.bound_at,
            amount=_lent_unit(m.amount, last.amount),
        )
        for m in mentions
    ]


def _lent_unit(amount: Amount, last: Amount) -> Amount:
    """In 「分别提高2.2、1.3个百分点」 the last number's unit is everyone's."""
    if amount.unit and not (last.unit.startswith(amount.unit) and last.unit != amount.unit):
        return amount
    return replace(amount, unit=last.unit, unit_at=last.unit_at)


def _base(reading: Reading, mention: Mention) -> int | None:
    """Return where 由 stands if the number is where a rise starts (「由每人每月420元提高到480元」), else ``None``.

    Such a number belongs to the one behind it and is no statement of its own.
    """
    left, right = reading.text[slice(*mention.left)], reading.text[mention.after : mention.after + 8]
    cut = max(left.rfind("由"), left.rfind("从"))
    return mention.left[0] + cut if cut >= 0 and RISE_PATTERN.match(right) else None


def _names(reading: Reading, mentions: list[Mention], named: list[Name], *, after_base: bool) -> list[Name | None]:
    """Name what each amount of a group measures."""
    text = reading.text
    if len(mentions) == 1:
        return [_name(reading, mentions[0], named)]
    start, end = mentions[0].left[0], mentions[0].before.rest
    cut = text.rfind("分别", start, end)
    piece = left_label(text, start, cut if cut >= 0 else end)
    if piece is None:
        lent = named[-1:] * len(mentions) if after_base else named[-len(mentions) :]
        if len(lent) < len(mentions):
            return [None] * len(mentions)
        return [replace(n, inferred=True) for n in lent]
    items = _items(text, piece)
    if len(items) != len(mentions):
        return [Name(piece, text[slice(*piece)])] * len(mentions)
    return [Name(i, text[slice(*i)]) for i in items]


def _items(text: str, piece: Piece) -> list[Piece]:
    """Cut a coordination at 、和与及."""
    items: list[Piece] = []
    start = piece[0]
    for index in range(*piece):
        if text[index] in "、和与及":
            if index > start:
                items.append((start, index))
            start = index + 1
    return [*items, (start, piece[1])]


def _name(reading: Reading, mention: Mention, named: list[Name]) -> Name | None:
    """Name what one amount measures: words before it, words behind it, or those of the clause before."""
    text, before = reading.text, mention.before
    start = mention.left[0]
    previous = named[-1] if named else None
    if previous and start < previous.at[1] <= mention.amount.start:
        start = previous.at[1]  # what stands behind the amount before names that one
    left = left_label(text, start, before.rest)
    lent = _lent_verb(text, start, previous)
    # 「60%以上村集体经济组织」 is a part of the things behind it, where nothing stands before.
    counted = _is_count(mention.amount) or (mention.amount.unit == "%" and left is None and not lent)
    right = right_label(text, *mention.right) if counted and before.verb_at is None and not before.linked else None
    if right is not None:
        return _counted(text, left, right, start, before.rest, lent)
    if left is not None and not only_verbs(text[slice(*left)]):
        words = text[slice(*left)]
        if lent and not verb_at_start(text, *left):
            return Name((lent[0], left[1]), text[slice(*lent)] + words)
        return Name(left, words)
    if previous and (left is None or before.verb_at is None):
        return replace(previous, inferred=True)
    return Name(left, text[slice(*left)]) if left else None


def _lent_verb(text: str, start: int, previous: Name | None) -> Piece | None:
    """Return the verb that a coordination shares: 「关闭非煤矿山11座、中小煤矿8处」."""
    if previous is None or text[start : start + 1] not in ("、", "和", "与", "及"):
        return None
    return verb_at_start(text, *previous.at)


def _counted(text: str, left: Piece | None, right: Piece, start: int, end: int, lent: Piece | None) -> Name:
    """Name a count by the noun behind it, with the verb before it (「实施1118个村庄规划编制」)."""
    noun = text[slice(*right)]
    if left is None:
        return Name((lent[0], right[1]), text[slice(*lent)] + noun) if lent else Name(right, noun)
    listed = text[left[1] : end].startswith("等")
    verb = verb_at_start(text, *left) if listed else verb_before(text, *left)
    if verb:
        return Name((verb[0], right[1]), text[slice(*verb)] + noun)
    if listed or only_verbs(text[slice(*left)]):
        return Name(right, noun)
    return Name((left[0], right[1]), text[slice(*left)] + noun)


def _unit(reading: Reading, mention: Mention, base: Mention | None) -> tuple[str | None, Piece | None]:
    """Return the unit with the words it was read from; 每人每月 and 每万人 before the number are part of it."""
    amount, text = mention.amount, reading.text
    if amount.unit_at is None:
        noun = people(text, *mention.right)
        return ("人", noun) if noun else (None, None)
    first = base.left[0] if base else mention.left[0]
    lead = text[first : amount.start]
    for words, suffix in (
        ("每人每月", "/人·月"),
        ("每人每年", "/人·年"),
        ("每月", "/月"),
        ("每万人", "/万人"),
        ("每千人", "/千人"),
        ("每平方米", "/平方米"),
        ("每亩", "/亩"),
    ):
        where = lead.rfind(words)
        if where >= 0 and amount.unit in (
            "元",
            "件",
            "张",
            "个",
            "人",
            "名",
            "辆",
            "公斤",
            "床",
            "米",
            "平方米",
            "家",
            "户",
        ):
            return amount.unit + suffix, (first + where, amount.unit_at[1])
    return amount.unit, amount.unit_at


def _proposal(reading: Reading, mention: Mention, name: Name, unit: str, unit_at: Piece | None, kind: Kind) -> Proposal:
    """Fill every slot of one statement."""
    text, amount, before = reading.text, mention.amount, mention.before
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
    if unit_at:
        slots["unit"] = unit_at
    if before.verb_at:
        slots["verb"] = before.verb_at
    filled: dict[str, Any] = {"value_type": kind.value_type, "unit": unit, "year": time.year}
    filled |= {"aggregation": time.aggregation}
    if time.period:
        filled |= {"period_start": time.period[0], "period_end": time.period[1]}
    filled |= _value(mention, kind, slots)
    filled |= _named(reading, name, amount, slots)
    if target:
        strength, filled["headline"] = _strength(reading, amount.start, slots)
        filled["strength"] = strength
    else:
        filled |= _status(reading, mention, slots)
    per = PER_SUBDIVISION_PATTERN.search(text, reading.clause_at(amount.start)[0], amount.start)
    if per:
        filled["per_subdivision"] = True
        slots["per_subdivision"] = per.span()
    end = max(mention.after, amount.end)
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
        confidence=kind.confidence,
        **filled,
    )


_MIRROR = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt"}


def _value(mention: Mention, kind: Kind, slots: dict[str, Piece | str]) -> dict[str, Any]:
    """Return value, bounds and comparator of the signed number, with the evidence of the comparator."""
    amount, before, sign = mention.amount, mention.before, Decimal(kind.sign)
    if kind.margin:
        assert amount.value is not None and before.comparator_at and before.reference_at
        slots["comparator"], slots["relative_to"] = before.comparator_at, before.reference_at
        return {"comparator": "exceeds", "relative_to": before.reference, "margin": amount.value * before.sign}
    if amount.low is not None and amount.high is not None:
        slots["comparator"] = amount.number
        low, high = sorted((amount.low * sign, amount.high * sign))
        return {"comparator": "range", "lower": low, "upper": high}
    assert amount.value is not None
    comparator, where = _comparator(mention)
    slots["comparator"] = where or "bare-value"
    value = amount.value * sign
    if value < 0:
        comparator = _MIRROR.get(comparator, comparator)
    return {
        "comparator": comparator,
        "value": value,
        "lower": value if comparator in ("ge", "gt") else None,
        "upper": value if comparator in ("le", "lt") else None,
    }


def _comparator(mention: Mention) -> tuple[str, Piece | None]:
    """Choose among the words before the number, those behind it, and a 余 inside it."""
    if mention.before.comparator and mention.before.comparator_at:
        return mention.before.comparator, mention.before.comparator_at
    if mention.bound and mention.bound_at:
        return mention.bound, mention.bound_at
    if mention.amount.more:
        return "gt", mention.amount.more
    return "eq", None


def _strength(reading: Reading, at: int, slots: dict[str, Piece | str]) -> tuple[str, bool]:
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


def _status(reading: Reading, mention: Mention, slots: dict[str, Piece | str]) -> dict[str, Any]:
    """Read 预计, 初步核算 and 可比口径 beside a result."""
    clause = reading.clause_at(mention.amount.start)
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
    county = named_first(reading, name.at) if words == reading.text[slice(*name.at)] else None
    if county:
        words = words[county.at[1] - county.at[0] :]
        filled |= {"place": county.place, "place_label": county.label}
        slots["place"] = county.at
        slots["indicator"] = (county.at[1], name.at[1])
    known = catalogue().lookup(words)
    port = airport(reading, amount.start)
    if port and known is None and words.startswith(port.label):
        known = catalogue().lookup(words.removeprefix(port.label))
    if port and known and known.id.startswith("airport-"):
        filled |= {"about": port.about, "about_label": port.label}
        slots["subject"] = port.at
    if known:
        return filled | {"indicator": known.id, "indicator_label": known.zh}
    return filled | {"indicator": None, "indicator_label": words}


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
