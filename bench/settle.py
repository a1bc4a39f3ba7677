"""Two readings of one report → one: agreed rows as they are, differences by the conventions of ``docs/annotation.md``.

Every convention is a rule over the row's own quote and over its agreed neighbours, so that reports whose rows nobody may
look at are settled by the same hand as all others. What a rule decides is noted on the row: ``settled`` names each slot
that differed and the convention it was settled by. ``bench/gold.py settle`` runs this.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kg import score
from kg.gold import Ink

Claim = dict[str, Any]

_SCALES = [Decimal(10) ** n for n in (0, 2, 3, 4, 6, 7, 8, 11, 12)]
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SCALED = re.compile(r"[十百千万亿]*")
# What stands just before the number, and what just behind it and its unit.
_BEFORE = (
    (re.compile("(?:不低于|不少于|至少|不小于|以上的)[^\\d]{0,2}$"), "ge"),
    (re.compile("(?:突破|超过|超|逾|高于|大于)[^\\d]{0,2}$"), "gt"),
    (re.compile("(?:不超过|不高于|不突破|低于或等于)[^\\d]{0,2}$"), "le"),
    (re.compile("(?:不足|不到|低于|少于|小于)[^\\d]{0,2}$"), "lt"),
    (re.compile("(?:约|近|接近|大约)[^\\d]{0,2}$"), "approx"),
)
_UNIT = r"(?:[%％]|[\w/·]{0,4}?)"
_BEHIND = (
    (re.compile(rf"^{_UNIT}(?:及)?以上"), "ge"),
    (re.compile(rf"^(?:[余多]|{_UNIT}[余多])"), "gt"),
    (re.compile(rf"^{_UNIT}(?:以内|以下|之内)"), "le"),
    (re.compile(rf"^{_UNIT}左右"), "approx"),
    # 「5%、6%以上」: one verb, one bound for all; a noun of its own in between keeps the bound to the last.
    (re.compile(r"^(?:[%％]|\w{0,2}?)(?:[、和][\d.]+(?:[%％]|\w{0,2}?))+以上"), "ge"),
)
_FULL_STAGE = re.compile("[千万百]亿级|新台阶|大关")
_PASSED = re.compile("(?:突破|超过|超|迈过|跨过|跃过|冲破)[^，。；]{0,6}[千万百]亿")
_NTH = re.compile("第(?:[一二三四五六七八九十]+|[0-9]+)(?:位|名)?(?!季|届|批|轮|次|产|方)")
_WORK = re.compile(
    "(?:制定|出台|推出|新增|新建|改建|扩建|建成|完成|引进|培育|打造|创建|获评|获批|荣获|建设|改造|发放|举办|签约|开工)(?!的)"
)
_STRIVE = re.compile("力争|争取|争创|力求")
_ENSURE = re.compile("确保|必保|保证")
_SEVERAL_YEARS = re.compile("每年|年均|五年|三年|近[0-9一二两三四五六七八九十]+年|十四五|十三五|以来|连续")
_FALL = re.compile("下降|降低|减少|压减|缩小|缩短|下调|回落|负增长")
_RATE = re.compile("增长|增幅|增速|下降|降幅|幅度|提高|降低|减少|提升|上升|压减|减负")
_MARGIN = re.compile("(?:高|快|低|慢|领先|优|好|多)于?[^，。；]{0,14}百分点")
# What belongs to the year of a row, not to the name of its indicator.
_PERIOD = re.compile("前三季度|前[0-9一二三]个?季度|上半年|下半年|全年|年末|年底|[0-9]{4}年|累计|已")


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim on which two readings differ; ``one`` or ``two`` is None where only one reading has it."""

    one: Claim | None
    two: Claim | None
    slots: tuple[str, ...]

    @property
    def start(self) -> int:
        return int((self.one or self.two or {})["start"])


def as_statement(row: Claim) -> Claim:
    """Dress a reading's row as a statement, so that two readings are compared by the measure for programs."""
    name = {"outcome": "Observation", "target": "Target"}.get(row["kind"], row["kind"])
    return row | {"class": name, "indicator_label": row["indicator"], "value_type": row["measure"]}


def compared(
    one: Sequence[Claim], two: Sequence[Claim]
) -> Iterator[tuple[Claim | None, Claim | None, tuple[str, ...]]]:
    """Yield each claim of either reading with its fellow in the other and the slots that differ, in order of the text."""
    found: list[tuple[Claim | None, Claim | None, tuple[str, ...]]] = []
    for numbered in (True, False):
        left, right = ([r for r in rows if bool(score.figure(r).stated) == numbered] for rows in (one, two))
        pairs = score.pair(left, [as_statement(r) for r in right]) if numbered else _unnumbered(left, right)
        for p in pairs:
            found.append((left[p.gold], right[p.guess], _differing(left[p.gold], right[p.guess], p.slots)))
        met_left, met_right = {p.gold for p in pairs}, {p.guess for p in pairs}
        found += [(row, None, ()) for i, row in enumerate(left) if i not in met_left]
        found += [(None, row, ()) for j, row in enumerate(right) if j not in met_right]
    return iter(sorted(found, key=lambda pair: _place(pair[0] or pair[1] or {})))


def _place(row: Claim) -> tuple[int, int]:
    return row["end"], row["start"]


def _unnumbered(left: Sequence[Claim], right: Sequence[Claim]) -> list[score.Pair]:
    """Pair claims without a number (与经济增长同步) where their quotes meet and the reference is like."""
    pairs, taken = list[score.Pair](), set[int]()
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            if j not in taken and a["start"] < b["end"] and b["start"] < a["end"]:
                slots = dict.fromkeys(score.SLOTS, True) | {
                    "kind": a["kind"] == b["kind"],
                    "comparator": a["comparator"] == b["comparator"],
                    "indicator": score.same_indicator(a["indicator"], b["indicator"]),
                }
                pairs.append(score.Pair(i, j, slots))
                taken.add(j)
                break
    return pairs


def _differing(a: Claim, b: Claim, slots: Any) -> tuple[str, ...]:
    names = [name for name, same in slots.items() if not same]
    if score.is_optional(a) != score.is_optional(b):
        names.append("optional")
    if a.get("strength") != b.get("strength"):
        names.append("strength")
    if bool(a.get("relative_to")) != bool(b.get("relative_to")):
        names.append("relative_to")
    return tuple(names)


@dataclass(frozen=True, slots=True)
class Around:
    """A claim's quote as ink, the number's place in it, and what the agreed claims beside it say."""

    quote: str
    before: str
    behind: str
    sentence: str
    neighbours: tuple[Claim, ...]

    def beside(self, slot: str) -> Any:
        """Return what the agreed claims on both sides say, if they say the same."""
        said = {row.get(slot) for row in self.neighbours}
        return said.pop() if len(said) == 1 else None


def around(row: Claim, text: str, neighbours: tuple[Claim, ...]) -> Around:
    quote = Ink(text[row["start"] : row["end"]]).characters
    stated = {abs(n) for n in score.figure(row).stated}
    at = [m for m in _NUMBER.finditer(quote) if any(Decimal(m[0]) * s in stated for s in _SCALES)]
    begin, stop = at[-1].span() if at else (len(quote), len(quote))
    lead = Ink(text[max(0, row["start"] - 120) : row["start"]]).characters
    behind = quote[stop:] + Ink(text[row["end"] : row["end"] + 30]).characters
    scaled = _SCALED.match(behind)
    return Around(
        quote,
        quote[:begin],
        behind[scaled.end() if scaled else 0 :],
        re.split("[。；]", lead)[-1] + quote,
        neighbours,
    )


# A convention: two rows that differ in a slot, and what stands around → what holds, and the convention's name.
Convention = Callable[[Claim, Claim, Around], tuple[Any, str]]


def _optional(a: Claim, b: Claim, at: Around) -> tuple[Any, str]:
    if _demanded(a, at):
        return False, "rank-or-passed-mark"
    if a["measure"] in ("count", "level") and not _FULL_STAGE.search(at.quote) and _WORK.search(at.quote):
        return False, "work-verb"
    return True, "nothing-demands-it"


def _demanded(row: Claim, at: Around) -> bool:
    """Whether the conventions demand what one reader left out: 第N, and a mark of 千亿 or 万亿 that is passed."""
    if row["measure"] == "rank":
        return bool(_NTH.search(at.quote))
    return bool(row["unit"] == "元" and _PASSED.search(at.quote) and not re.search("[千万百]亿级|新台阶", at.quote))


def _comparator(a: Claim, b: Claim, at: Around) -> tuple[Any, str]:
    if _MARGIN.search(at.quote) and "exceeds" in (a["comparator"], b["comparator"]):
        return "exceeds", "margin"
    if _FULL_STAGE.search(at.quote):
        return ("gt", "passed-mark") if _PASSED.search(at.quote) else ("ge", "stage-reached")
    for cues, words in ((_BEHIND, at.behind), (_BEFORE, at.before)):
        for cue, code in cues:
            if cue.search(words):
                return code, "bound-beside-number"
    return "eq", "no-bound"


def _unit(a: Claim, b: Claim, at: Around) -> tuple[Any, str]:
    units = [u for u in (a["unit"], b["unit"]) if u and at.behind.lstrip("余多").startswith(Ink(u).characters)]
    if units:
        return min(units, key=len), "unit-as-written"
    return (None, "unit-as-written") if None in (a["unit"], b["unit"]) else (a["unit"], "first-reading")


def _value_type(a: Claim, b: Claim, at: Around) -> tuple[Any, str]:
    names = {a["measure"], b["measure"]}
    if len(names) > 1:
        if at.behind.startswith(("个百分点", "百分点")):
            return "change", "points"
        if at.behind.startswith("%"):
            return ("growth" if _RATE.search(at.quote) else "share"), "rate-word"
        if at.behind.startswith(("倍", "番")):
            return "multiple", "times"
    return a["measure"], "first-reading"


def _kind(a: Claim, b: Claim, at: Around) -> tuple[Any, str]:
    kinds = {a["kind"], b["kind"]}
    if "other" in kinds:
        return (kinds - {"other"}).pop(), "not-other"
    beside = at.beside("kind")
    return (beside, "as-beside") if beside in kinds else (a["kind"], "first-reading")


def _year(a: Claim, b: Claim, at: Around) -> tuple[Any, str]:
    years = (a["year"], b["year"])
    if None in years and _SEVERAL_YEARS.search(at.quote):
        return None, "several-years"
    beside = at.beside("year")
    if beside in years:
        return beside, "as-beside"
    return next(y for y in (*years, 0) if y is not None), "stated"


def _strength(a: Claim, b: Claim, at: Around) -> tuple[Any, str]:
    said = (a.get("strength"), b.get("strength"))
    if None in said:
        return next((s for s in said if s), None), "targets-only"
    if _STRIVE.search(at.quote):
        return "strive", "strive-word"
    if _ENSURE.search(at.quote):
        return "ensure", "ensure-word"
    beside = at.beside("strength")
    if beside in said and beside in ("expected", "binding"):
        return beside, "headline-list"
    for cue, code in ((_STRIVE, "strive"), (_ENSURE, "ensure")):
        if code in said and cue.search(at.sentence):
            return code, "scope-of-the-verb"
    return ("plain", "no-word") if "plain" in said else (said[0], "first-reading")


def _indicator(a: Claim, b: Claim, at: Around) -> tuple[Any, str]:
    one, two = a["indicator"] or "", b["indicator"] or ""
    short_one, short_two = _PERIOD.sub("", one), _PERIOD.sub("", two)
    if score.same_indicator(short_one, short_two) and (short_one == one) != (short_two == two):
        return (one if short_one == one else two), "no-period-in-name"
    best = max((one, two), key=lambda label: (len(score.qualifiers(label)), len(label)))
    return best, "fuller-name"


CONVENTIONS: dict[str, Convention] = {
    "kind": _kind,
    "unit": _unit,
    "comparator": _comparator,
    "value_type": _value_type,
    "year": _year,
    "indicator": _indicator,
    "strength": _strength,
    "optional": _optional,
}
_FIELD = {"value_type": "measure"}


def settle(one: Sequence[Claim], two: Sequence[Claim], text: str) -> list[Claim]:
    """Return the settled rows in order of the text; ``settled`` says what was settled and how."""
    pairs = list(compared(one, two))
    agreed = [a for a, b, slots in pairs if a is not None and b is not None and not slots]
    rows: list[Claim] = []
    for a, b, slots in pairs:
        row = a or b
        assert row is not None
        place = around(row, text, _beside(row, agreed))
        if a is not None and b is not None:
            fuller = _joint(a, b, pairs)
            rows.append(
                _settled(fuller or a, a, b, slots, place) if fuller is None else _noted(fuller, "indicator", "joint")
            )
            continue
        reading = "reading-1" if b is None else "reading-2"
        if _demanded(row, place) and not score.is_optional(row):
            rows.append(_noted(row, "row", f"{reading}-only: rank-or-passed-mark"))
        else:
            rows.append(_noted(row | {"optional": True}, "row", f"{reading}-only"))
    return [row | {"id": f"n{n:03}"} for n, row in enumerate(rows, 1)]


def _noted(row: Claim, slot: str, reason: str) -> Claim:
    return row | {"settled": {**row.get("settled", {}), slot: reason}}


def _beside(row: Claim, agreed: Sequence[Claim]) -> tuple[Claim, ...]:
    before = [r for r in agreed if _place(r) < _place(row)][-1:]
    return (*before, *[r for r in agreed if _place(r) > _place(row)][:1])


def _joint(a: Claim, b: Claim, pairs: Sequence[Any]) -> Claim | None:
    """Return the row of the reading that has one row for several indicators with one number, where the other split it."""
    for left, right, _ in pairs:
        lone = left or right
        if (left is None) != (right is None) and lone["start"] < a["end"] and a["start"] < lone["end"]:
            fellow = a if right is None else b
            if score.figure(lone) == score.figure(fellow) and lone["quote"] == fellow["quote"]:
                return b if right is None else a
    return None


def _settled(row: Claim, a: Claim, b: Claim, slots: Sequence[str], place: Around) -> Claim:
    if "relative_to" in slots:
        # The convention for margins decides all that hangs on them at once.
        relative = a if a.get("relative_to") else b
        plain = b if relative is a else a
        return (
            _noted(relative, "relative_to", "margin")
            if _MARGIN.search(place.quote)
            else _noted(plain, "relative_to", "no-margin")
        )
    for slot in slots:
        value, reason = CONVENTIONS[slot](a, b, place)
        field = _FIELD.get(slot, slot)
        if slot == "optional":
            row = {k: v for k, v in row.items() if k != "optional"} | ({"optional": True} if value else {})
            if not value and row["kind"] == "other":
                row["kind"] = "outcome"
        else:
            if slot == "indicator" and value == b["indicator"]:
                row = row | {"indicator_as_written": b["indicator_as_written"]}
            row = row | {field: value}
        row = _noted(row, slot, reason)
    if "value_type" in slots and score.figure(a).value != score.figure(b).value:
        value = score.figure(a).value
        assert value is not None
        signed = -abs(value) if _FALL.search(place.quote) and row["measure"] in ("growth", "change") else abs(value)
        row = row | {"value": int(signed) if signed == int(signed) else float(signed)}
    return row
