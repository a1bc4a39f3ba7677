"""What the words directly before a number say: its comparator, its direction, what it is held against."""

from dataclasses import dataclass

from kg.extract.reading import Piece
from kg.extract.wording import (
    BEFORE,
    BEFORE_PATTERN,
    COMPARED_PATTERN,
    DOWN,
    FILLER_PATTERN,
    GROWTH_NOUN_PATTERN,
    HELD_PATTERN,
    REFERENCE_PATTERN,
    VERB_PATTERN,
)

_AMOUNTS_TO = ("为", "达", "达到")


@dataclass(frozen=True, slots=True)
class Before:
    """The words before a number, peeled from the right.

    ``rest`` ends where the words that name the indicator end. ``to`` is true for 提高到, 降至: the number is a level
    that was reached; ``held_at`` is 控制在 right before the number. ``growth_noun`` is true for 增速, 增幅. ``sign`` is -1 behind 下降 and its like.
    """

    rest: int
    comparator: str | None = None
    comparator_at: Piece | None = None
    verb_at: Piece | None = None
    sign: int = 1
    to: bool = False
    growth_noun: bool = False
    linked: bool = False
    respectively: bool = False
    reference_at: Piece | None = None
    reference: str | None = None
    held_at: Piece | None = None


def peel(text: str, start: int, end: int) -> Before:
    """Read ``text[start:end]``, which stands before a number, from the right.

    >>> before = peel("旅客吞吐量历史性突破", 0, 10)
    >>> before.comparator, "旅客吞吐量历史性突破"[: before.rest]
    ('gt', '旅客吞吐量')
    """
    comparator: str | None = None
    comparator_at: Piece | None = None
    verb_at: Piece | None = None
    reference_at: Piece | None = None
    reference: str | None = None
    sign, to, growth_noun, linked, respectively = 1, False, False, False, False
    held = HELD_PATTERN.search(text[start:end])
    held_at = (start + held.start(), end) if held else None
    rest = end
    while rest > start:
        left = text[start:rest]
        if comparator is None and verb_at is None and (m := REFERENCE_PATTERN.search(left)):
            reference_at, reference = (start + m.start("reference"), start + m.end("reference")), m["reference"]
            comparator_at = (start + m.start("relation"), start + m.end("relation"))
            comparator = "exceeds"
            sign = -1 if m["relation"] in ("低于", "慢于", "落后") else 1
        elif comparator is None and (m := BEFORE_PATTERN.search(left)):
            comparator, comparator_at = BEFORE[m[0]], (start + m.start(), rest)
        elif verb_at is None and (m := GROWTH_NOUN_PATTERN.search(left)):
            verb_at, growth_noun = (start + m.start("verb"), rest), True
            # A margin keeps the side its relation names: 涨幅低于预期目标0.9个百分点 is -0.9.
            sign = sign if reference else -1 if m["verb"].startswith("降幅") else 1
        elif verb_at is None and reference is None and (m := VERB_PATTERN.search(left)):
            # 「增长均为12%」 says the rate itself, 「增长到12%」 what was reached.
            verb_at, to = (
                (start + m.start(), rest),
                bool(m["to"]) and not (m["verb"] == "增长" and m["to"] in _AMOUNTS_TO),
            )
            verb = m["verb"]
            sign = -1 if verb.startswith("负") or verb.endswith((*DOWN, "低")) else 1
            respectively = respectively or "分别" in m["tail"]
        elif m := COMPARED_PATTERN.search(left):
            pass
        elif m := FILLER_PATTERN.search(left):
            linked = linked or m[0] in (
                "达到",
                "达",
                "为",
                "是",
                "达到了",
                "占",
                "在",
                "至",
                "到",
                "冲刺",
                "迈向",
                "挺进",
            )
            respectively = respectively or m[0] == "分别"
        else:
            break
        rest = start + m.start()
    return Before(
        rest,
        comparator,
        comparator_at,
        verb_at,
        sign,
        to,
        growth_noun,
        linked,
        respectively,
        reference_at,
        reference,
        held_at,
    )
