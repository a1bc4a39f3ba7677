"""Involvements: which organisation takes part in which project or place, and as what (「引进华侨城」)."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.reading import Piece, Reading, separators
from kg.model import Proposal, Span

# What the rule must read: a sentence, the half, and (organisation, role, project or "") for each involvement.
EXAMPLES: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("成功引进华泰汽车、顺丰集团等企业。", "review", (("华泰汽车", "resident", ""), ("顺丰集团", "resident", ""))),
    ("杉杉集团落户松木经开区。", "review", (("杉杉集团", "resident", ""),)),
    ("与中车集团签约战略合作。", "review", (("中车集团", "partner", ""),)),
    ("顺丰集团未能落户。", "review", ()),
    ("力争引进华侨城集团。", "plan", ()),
    ("衡阳师范学院新校区投资建设加快。", "review", ()),
    ("华泰汽车产销两旺，服务业较快增长。", "review", ()),
)

_BEHIND = re.compile(
    r"(?P<resident>落户|入驻|进驻|迁入)|(?P<investor>投资(?:兴建|建设))|(?P<builder>承建)|(?P<partner>签约|签订|签署|合作|共建)"
)
_BEFORE = re.compile(r"(?P<resident>引进|引入|引来|招引)|(?P<partner>(?:签约|牵手|携手)(?!.*(?:落户|引进)))")
_NOT = re.compile(r"未能|未|没有|尚未|不再|力争|争取|拟|计划|希望")
# What may stand between a name and its word: other names of a list, and how many they are.
_LIST = re.compile(r"[^，；。：]{0,60}")


@dataclass(frozen=True, slots=True)
class _Role:
    code: str
    at: Piece


def involvements(reading: Reading, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield the role of each enterprise or institution that one clause names with a word that gives it.

    It takes part in the project whose stage the same clause tells, else in what the report's place does.
    """
    if reading.planned:
        return  # what is hoped for is an action; nobody takes part yet
    known = tuple(proposals)
    named = [p for p in known if p.cls == "Mention" and p.kind in ("Enterprise", "Institution")]
    for mention in named:
        piece = _piece(reading, mention.as_stated)
        clause = reading.clause_at(piece[0])
        role = _role(reading.text, piece, clause)
        if role is None:
            continue
        stage = next((p for p in known if p.project and p.span.covers(mention.as_stated)), None)
        yield _proposal(reading, mention, piece, clause, role, stage)


def _piece(reading: Reading, span: Span) -> Piece:
    offsets = reading.view.offsets
    return bisect_left(offsets, span.start), bisect_left(offsets, span.end)


def _role(text: str, name: Piece, clause: Piece) -> _Role | None:
    """Find the word of the clause that gives the name a role: the nearest before a list, or the first behind it."""
    if _NOT.search(text, clause[0], clause[1]):
        return None
    before = [m for m in _BEFORE.finditer(text, clause[0], name[0]) if _LIST.fullmatch(text[m.end() : name[0]])]
    if before:
        found = before[-1]
    else:
        behind = _BEHIND.search(text, name[1], clause[1])
        if behind is None:
            return None
        # 「校区投资建设加快」 builds the campus of the school named before; only the name itself invests.
        if behind.lastgroup == "investor" and behind.start() != name[1]:
            return None
        found = behind
    return _Role(str(found.lastgroup), found.span())


def _proposal(
    reading: Reading, mention: Proposal, name: Piece, clause: Piece, role: _Role, stage: Proposal | None
) -> Proposal:
    quote = (min(clause[0], name[0], role.at[0]), max(clause[1], name[1], role.at[1]))
    slots: dict[str, Piece | str] = {"agent": name, "role": role.at, "kind": "name-form"}
    held = stage if stage is not None and isinstance(stage.slots.get("project"), Span) else None
    if held is not None:
        slots["project"] = _piece(reading, _project(held))
    return reading.propose(
        cls="Involvement",
        rule="involvement",
        anchor=role.at[0],
        ordinal=part_ordinal(reading.text, role.at[0], name),
        quote=quote,
        as_stated=role.at,
        slots=slots,
        agent=mention.label,
        kind=mention.kind,
        role=role.code,
        project=held.project if held else None,
        project_label=held.project_label if held else None,
        about=held.about if held else None,
        about_label=held.about_label if held else None,
    )


def part_ordinal(text: str, anchor: int, name: Piece) -> int:
    """Tell the organisations of one role word apart: how many joints lie between, even before it and odd behind."""
    low, high = (name[1], anchor) if name[1] <= anchor else (anchor, name[0])
    joints = separators(text, low, high) + sum(char in "，；" for char in text[low:high])
    return 2 * joints + (name[0] > anchor)


def _project(stage: Proposal) -> Span:
    where = stage.slots["project"]
    assert isinstance(where, Span)
    return where
