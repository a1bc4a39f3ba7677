"""Score the quantitative statements of one report against gold rows, by the rules of ``docs/statements-table.md``.

A statement pairs with a claim when both say the same number and the number's characters lie in the claim's quote; each
pairs at most once. *Found* counts the pairs, *strict* those with kind, unit, comparator, value type and year right,
*strict+indicator* those whose indicator agrees too. Optional claims are neither demanded nor held against anyone. Gold
rows have quotes and offsets (what ``kg gold attach`` writes), statements the columns of the statements table.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

Row = Mapping[str, Any]

CORE = ("kind", "unit", "comparator", "value_type", "year")
SLOTS = (*CORE, "indicator")
LEVELS = ("found", "strict", "strict+indicator")

_CLASSIFIERS = frozenset(
    [
        *"个家项件座所处套场条台辆起批间栋幢支门种类位次宗株只艘架部口块片点户对枚张头轮村镇乡县区市园字幅篇卷本班",
        "场次",
        "批次",
        "",
    ]
)
_PERSONS = frozenset("人名位")
_UNIT_NAMES = {
    "％": "%",
    "percent": "%",
    "个百分点": "百分点",
    "pp": "百分点",
    "人民币元": "元",
    "CNY": "元",
    "USD": "美元",
    "千米": "公里",
    "km": "公里",
    "㎡": "平方米",
    "m2": "平方米",
    "人/次": "人次",
}
_SCALE = re.compile(r"^(?:[十千万亿]|百(?!分))+")
_TYPES = {
    **dict.fromkeys(("share", "count", "ratio"), "level"),
    **dict.fromkeys(("increment", "point-change", "percentage_point_change"), "change"),
    **dict.fromkeys(("change_rate", "growth-rate"), "growth"),
}
_KINDS = {"Target": "target", "Observation": "outcome"}
# Of a fall, 「3%以上」 bounds the signed value from above.
_OF_A_FALL = {"le": "ge", "lt": "gt"}

# Words that tell neither what is measured nor of whom.
_FILLERS = re.compile("增长|增速|增幅|以上|全市|全省|全县|全区|新增|累计|达到|实现|完成|总额|总量|数量")
# Words that make another indicator of an otherwise like name.
_QUALIFIERS = [
    "人均",
    "城镇",
    "农村",
    "第一产业",
    "第二产业",
    "第三产业",
    "出口",
    "进口",
    "税收",
    "登记",
    "调查",
    "比重",
]
_SHARE_WORDS = re.compile("占比|占.*比重?|比例")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LONGEST_QUOTE, _LONGEST_LABEL = 200, 40


def decimal(raw: object) -> Decimal | None:
    """Read a number of a row; None where there is none."""
    if raw is None or raw == "" or isinstance(raw, bool | list | dict):
        return None
    try:
        return Decimal(str(raw)).normalize()
    except InvalidOperation:
        return None


def whole(raw: object) -> int | None:
    """Read a whole number of a row; None where there is none."""
    value = decimal(raw)
    return int(value) if value is not None and value == int(value) else None


def unit_class(unit: str | None) -> str:
    """Fold scale words and spellings; all counting classifiers are one unit, and so are all words for persons."""
    name = (unit or "").strip()
    name = _SCALE.sub("", _UNIT_NAMES.get(name, name))
    name = _UNIT_NAMES.get(name, name)
    if name in _PERSONS:
        return "人"
    return "classifier" if name in _CLASSIFIERS or name == "NUM" else name


@dataclass(frozen=True, slots=True)
class Figure:
    """What a row says in numbers: a value, or the ends of a range."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None

    @property
    def stated(self) -> set[Decimal]:
        """Every number that is said."""
        return {n for n in (self.value, self.low, self.high) if n is not None}

    @property
    def either_end(self) -> Decimal | None:
        """The end of a range that is open on one side."""
        return self.high if self.low is None else self.low

    def is_said_by(self, guess: "Figure") -> bool:
        """Whether a prediction gives this number; the sign is judged with the value type, not here."""
        if self.value is not None:
            other = guess.either_end if guess.value is None else guess.value
            return other is not None and abs(other) == abs(self.value)
        if self.low is not None and self.high is not None:
            return (self.low, self.high) == (guess.low, guess.high)
        return self.either_end is not None and self.either_end in guess.stated


def figure(row: Row) -> Figure:
    """Read a row's numbers; the margin over a reference stands for the value."""
    value = decimal(row.get("value"))
    if value is None and row.get("relative_to"):
        value = decimal(row.get("margin"))
    return Figure(
        value, *(decimal(row[a] if a in row else row.get(b)) for a, b in (("low", "lower"), ("high", "upper")))
    )


def numbered(rows: Iterable[Row]) -> list[Row]:
    """Leave out rows without any number (与经济增长同步): there is nothing to pair them by."""
    return [row for row in rows if figure(row).stated]


def is_optional(row: Row) -> bool:
    """Whether a claim is neither demanded nor held against anyone."""
    return bool(row.get("optional")) or row.get("kind") == "other"


def kind(row: Row) -> str:
    """Return what a row is: outcome or target."""
    if "class" in row:
        return _KINDS.get(row["class"], str(row["class"]))
    return str(row.get("kind", "outcome"))


def value_type(row: Row) -> str:
    """Return the class of value: level (with share, count and an added amount), growth, change in points, rank, multiple."""
    name = str(row.get("measure") or row.get("value_type") or "level").lower()
    name = _TYPES.get(name, name)
    return "level" if name == "change" and unit_class(row.get("unit")) != "百分点" else name


def comparator(row: Row) -> str:
    """Return the bound, that of a fall mirrored."""
    code, value = row.get("comparator") or "eq", figure(row).value
    return _OF_A_FALL.get(code, code) if value is not None and value < 0 else code


def year(row: Row) -> Any:
    """Return the year as a number where it is one."""
    return whole(row.get("year")) or row.get("year")


def qualifiers(label: str) -> set[str]:
    """Return the words in a label that make another indicator of a like name."""
    plain = _SHARE_WORDS.sub("比重", label).replace("农民", "农村").replace("进出口", "")
    return {word for word in _QUALIFIERS if word in plain}


def same_indicator(one: str | None, other: str | None) -> bool:
    """Whether two labels name the same: like qualifiers, and one in the other (at least half of it) or Dice ≥ 0.6."""
    one, other = one or "", other or ""
    left, right = ("".join(re.findall(r"\w", _FILLERS.sub("", label))) for label in (one, other))
    if not left or not right:
        return one == other
    if qualifiers(one) != qualifiers(other) or max(len(left), len(right)) > _LONGEST_LABEL:
        return False
    short, long = sorted((left, right), key=len)
    if short in long and len(short) >= 2 and 2 * len(short) >= len(long):
        return True
    shared = (Counter(left) & Counter(right)).total()
    return 2 * shared / (len(left) + len(right)) >= 0.6


def repeats_its_number(gold: Row, guess: Row) -> bool:
    """Whether a predicted label holds the statement's own number, which the gold label does not."""
    label = guess.get("indicator_label") or ""
    known = f"{gold.get('indicator') or ''} {gold.get('indicator_as_written') or ''}"
    sizes = {abs(n) for n in figure(guess).stated}
    for digits in _DIGITS.findall(guess.get("as_stated") or guess.get("quote") or ""):
        if any(Decimal(digits) * scale in sizes for scale in (1, 10**4, 10**8)):
            alone = re.compile(rf"(?<![0-9.]){re.escape(digits)}(?![0-9]|\.[0-9])")
            if alone.search(label) and not alone.search(known):
                return True
    return False


def agreement(gold: Row, guess: Row) -> dict[str, bool]:
    """Judge each slot of a pair."""
    measure, said, guessed = value_type(gold), figure(gold).value, figure(guess).value
    # Of 高于全省1个百分点 only the margin and what it is a margin of are asked.
    relative = bool(guess.get("relative_to")) and measure == "change"
    # Published rows say the words as written only where they stand together.
    names = [name for name in (gold.get("indicator"), gold.get("indicator_as_written")) if name] or [""]
    return {
        "kind": kind(gold) in ("other", kind(guess)),
        "unit": measure in ("rank", "multiple") or unit_class(gold.get("unit")) == unit_class(guess.get("unit")),
        "comparator": relative or comparator(gold) == comparator(guess),
        "value_type": (relative or measure == value_type(guess)) and (None in (said, guessed) or said == guessed),
        "year": gold.get("year") in (None, "") or year(gold) == year(guess),
        "indicator": not repeats_its_number(gold, guess)
        and any(same_indicator(name, guess.get("indicator_label")) for name in names),
    }


def stands_in(gold: Row, guess: Row) -> bool:
    """Whether the guess's number lies in the gold quote; a guess without its place must overlap by a clause."""
    start, end = whole(guess.get("value_start")), whole(guess.get("value_end"))
    if start is not None and end is not None:
        return bool(gold["start"] <= start < end <= gold["end"])
    start, end = whole(guess.get("start")), whole(guess.get("end"))
    if start is None or end is None:
        return False
    return end - start <= _LONGEST_QUOTE and start < gold["end"] and gold["start"] < end


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and the statement that met it, by their places in the two lists."""

    gold: int
    guess: int
    slots: Mapping[str, bool]


def pair(gold: Sequence[Row], guesses: Sequence[Row]) -> list[Pair]:
    """Pair one to one as many as can be: demanded claims first, and where there is a choice, what agrees most."""
    judged: dict[tuple[int, int], dict[str, bool]] = {}
    wishes: dict[int, list[tuple[int, int, int]]] = {}
    places = [(whole(p.get("start")) or 0, whole(p.get("end")) or 0) for p in guesses]
    figures = [figure(p) for p in guesses]
    for i, claim in enumerate(gold):
        said = figure(claim)
        for j, guess in enumerate(guesses):
            if stands_in(claim, guess) and said.is_said_by(figures[j]):
                slots = judged[i, j] = agreement(claim, guess)
                overlap = min(places[j][1], claim["end"]) - max(places[j][0], claim["start"])
                wishes.setdefault(i, []).append((sum(slots.values()), overlap, -j))
    for wanted in wishes.values():
        wanted.sort(reverse=True)
    taken: dict[int, int] = {}

    def settle(i: int, asked: set[int]) -> bool:
        # Kuhn's augmenting path: who holds what is wished for moves on where it can.
        for *_, negative in wishes[i]:
            j = -negative
            if j in asked:
                continue
            asked.add(j)
            if j not in taken or settle(taken[j], asked):
                taken[j] = i
                return True
        return False

    for i in sorted(wishes, key=lambda i: (not is_optional(gold[i]), wishes[i][0]), reverse=True):
        free = next((wish for wish in wishes[i] if -wish[2] not in taken), None)
        if free is not None and free[0] == wishes[i][0][0]:
            taken[-free[2]] = i
        else:
            settle(i, set())
    return sorted((Pair(i, j, judged[i, j]) for j, i in taken.items()), key=lambda p: (p.gold, p.guess))


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one report or, added up, of several; ratios are computed from them."""

    gold: int = 0
    predicted: int = 0
    right: Counter[str] = field(default_factory=Counter)
    """How many are right at each of LEVELS and in each of SLOTS, of the found ones."""
    strengths: tuple[int, int] = (0, 0)
    """Right ones and all, where the gold row has a strength."""

    def __add__(self, other: "Score") -> "Score":
        """Add up two reports."""
        strengths = (self.strengths[0] + other.strengths[0], self.strengths[1] + other.strengths[1])
        return Score(self.gold + other.gold, self.predicted + other.predicted, self.right + other.right, strengths)

    def precision(self, level: str) -> float:
        """Return the share of what was read that is right at a level."""
        return self.right[level] / self.predicted if self.predicted else 0.0

    def recall(self, level: str) -> float:
        """Return the share of what is demanded that is right at a level."""
        return self.right[level] / self.gold if self.gold else 0.0

    def f1(self, level: str) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision(level) + self.recall(level)
        return 2 * self.precision(level) * self.recall(level) / both if both else 0.0

    def slot(self, name: str) -> float:
        """Return the share of the found ones whose slot is right."""
        return self.right[name] / self.right["found"] if self.right["found"] else 0.0

    def strength(self) -> float | None:
        """Return the share of right strengths, None where no gold row has one."""
        return self.strengths[0] / self.strengths[1] if self.strengths[1] else None

    def record(self) -> dict[str, Any]:
        """Return the figures as one record, ratios to four places."""
        strength = self.strength()
        levels = {
            level: {name: round(getattr(self, name)(level), 4) for name in ("precision", "recall", "f1")}
            for level in LEVELS
        }
        return {
            "gold": self.gold,
            "predicted": self.predicted,
            "paired": self.right["found"],
            **levels,
            "slot accuracy": {name: round(self.slot(name), 4) for name in SLOTS},
            "strength": None if strength is None else round(strength, 4),
        }


def score(gold: Sequence[Row], guesses: Sequence[Row]) -> tuple[Score, list[Pair]]:
    """Score rows that all have numbers (see ``numbered``); the pairs include those with optional claims."""
    every = pair(gold, guesses)
    counted = [p for p in every if not is_optional(gold[p.gold])]
    right: Counter[str] = Counter(found=len(counted))
    for p in counted:
        right.update(name for name in SLOTS if p.slots[name])
        right["strict"] += all(p.slots[name] for name in CORE)
        right["strict+indicator"] += all(p.slots.values())
    strengths = [
        gold[p.gold]["strength"] == guesses[p.guess].get("strength") for p in counted if gold[p.gold].get("strength")
    ]
    return Score(
        gold=sum(not is_optional(claim) for claim in gold),
        predicted=len(guesses) - (len(every) - len(counted)),
        right=right,
        strengths=(sum(strengths), len(strengths)),
    ), every


def claims(rows: Iterable[Row]) -> list[Row]:
    """Return the gold rows that are scored."""
    return numbered(row for row in rows if row.get("start") is not None and "measure" in row)


def statements(rows: Iterable[Row]) -> list[Row]:
    """Return the predicted rows that are scored."""
    return numbered(row for row in rows if row.get("class") in _KINDS)
