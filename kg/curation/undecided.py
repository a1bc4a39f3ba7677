"""Reviewed → what nobody has decided, most doubtful first; as lines, as records and as a decision sheet."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from kg.decisions import COLUMNS
from kg.decisions.cells import AMENDABLE, spell
from kg.decisions.row import CONTEXT, WORDS
from kg.decisions.sheets import Sheet
from kg.language import say
from kg.model import Passage, Proposal, Span, Statement
from kg.reviewed import Reviewed
from kg.table import row
from kg.terms import EXTERNAL
from kg.text import in_sentence

# Columns in brackets are for the eye: `kg decide --from` does not read them.
SEEN: Final = ("(class)", "(status)", "(sentence)", "(read)", "(others)", "(confidence)", "(rule)")
_FILLED: Final = ("action", "why", "who", "when")
_PLACE: Final = ("start", "end", "quote", "before", "after")
SHEET_COLUMNS: Final = (
    "statement",
    *SEEN,
    *_FILLED,
    *(name for name in COLUMNS if name not in ("statement", *_FILLED, *_PLACE)),
    *_PLACE,
)


class Item(NamedTuple):
    """A statement to look at: its sentence with its words in 【】, and what others read there."""

    statement: Statement
    sentence: str
    others: tuple[Proposal, ...]


def undecided(
    reviewed: Reviewed, *, everything: bool = False, cls: str | None = None, limit: int | None = None
) -> list[Item]:
    """Return what nobody has decided, or all: what somebody doubts first, then the least certain, then by the text.

    Other tools' proposals that wait are among them.
    """
    found = [
        s
        for s in (*reviewed.statements, *reviewed.waiting)
        if (everything or s.review_status in ("extracted", "doubtful")) and cls in (None, s.cls)
    ]
    found.sort(key=lambda s: (s.review_status != "doubtful", s.confidence, s.span, s.as_stated, s.id))
    page, text = Sentences(reviewed.passages), reviewed.report.text
    return [Item(s, marked(s, page, text), tuple(reviewed.beside.get(s.id, ()))) for s in found[:limit]]


class Sentences:
    """The sentences of a report, found by what stands in them."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        """Keep the sentences among passages, which are in order and do not overlap."""
        self.all = [p.span for p in passages if p.kind == "sentence"]
        self._starts = [span.start for span in self.all]

    def around(self, span: Span) -> Span | None:
        """Return the sentence that covers a stretch, if one does."""
        index = bisect_right(self._starts, span.start) - 1
        return self.all[index] if index >= 0 and self.all[index].covers(span) else None


def marked(statement: Statement, sentences: Sentences, text: str) -> str:
    """Return the sentence of a statement on one line, the characters that state it in 【】."""
    whole = sentences.around(statement.as_stated) or statement.span
    return in_sentence(text, (), [statement.as_stated], whole)


def read_cells(statement: Proposal) -> dict[str, str]:
    """Return what was read as cells of the decision table: every filled column but the class and the plain place."""
    cells = {}
    for name, slot in AMENDABLE.items():
        value = getattr(statement, slot.field)
        plain = name.startswith("about") and statement.about in (None, statement.place, statement.project)
        if name != "class" and value != slot.empty and not plain:
            cells[name] = spell(value)
    return cells


def read_words(statement: Proposal) -> str:
    """Return what was read on one line."""
    return _pairs(read_cells(statement))


def named(statement: Proposal) -> str:
    """Return the name of the rule or of the tool that read a statement."""
    return statement.rule.removeprefix(EXTERNAL)


def differing(statement: Proposal, other: Proposal) -> dict[str, str]:
    """Return the columns in which another reading differs, as that one has them; ``-`` where it has nothing."""
    own, others = ({"class": p.cls} | read_cells(p) for p in (statement, other))
    return {name: others.get(name, "-") for name in AMENDABLE if own.get(name) != others.get(name)}


def contested(statement: Proposal, other: Proposal) -> dict[str, str]:
    """Return the columns that another tool fills otherwise; what it leaves empty it does not deny."""
    return {name: cell for name, cell in differing(statement, other).items() if cell != "-"}


def others(item: Item) -> str:
    """Say of each other tool whether it agrees, or what it reads otherwise."""
    said = []
    for other in item.others:
        differs = contested(item.statement, other)
        words = _pairs(differs) if differs else say("agrees", "一致")
        said.append(f"{named(other)}: {words}")
    return "; ".join(said)


def compared(name: str, reviewed: Reviewed) -> Iterator[str]:
    """Say of one tool's proposals which wait, and which stand where a statement stands: alike, or what differs."""
    waiting = sum(named(s) == name for s in reviewed.waiting)
    statements = {s.id: s for s in reviewed.statements}
    beside = [(statements[own], p) for own, ps in reviewed.beside.items() for p in ps if named(p) == name]
    differing_ = [(s, differs) for s, p in beside if (differs := contested(s, p))]
    for statement, differs in differing_:
        yield f"{statement.id}  {say('differs', '不同')}: {_pairs(differs)}"
    alike = len(beside) - len(differing_)
    yield say(
        f"{waiting} wait for a decision, {alike} agree with a statement, {len(differing_)} differ; next: kg review",
        f"{waiting} 条待裁定，{alike} 条与已有陈述一致，{len(differing_)} 条不同；下一步：kg review",
    )


def _pairs(cells: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in cells.items())


def lines(items: Sequence[Item], total: int) -> Iterator[str]:
    """Yield the listing for a person."""
    for item in items:
        s = item.statement
        waiting = s.origin.startswith(EXTERNAL)
        yield f"{s.id}  {s.cls}  {s.review_status}  {s.confidence}  {s.rule}"
        yield f"    {item.sentence}"
        yield f"    {read_words(s)}"
        if waiting:
            yield say("    waits: not published until it is accepted", "    待裁定：接受之前不发布")
        if item.others:
            yield "    " + say("others: ", "其他来源：") + others(item)
    yield say(f"{len(items)} of {total} shown", f"显示 {len(items)} / {total} 条")


def records(items: Sequence[Item], text: str) -> Iterator[str]:
    """Yield each item as a line of JSON: the statements table's columns, ``sentence`` and ``others``."""
    for item in items:
        beside = {named(other): contested(item.statement, other) for other in item.others}
        record = row(item.statement, text) | {"sentence": item.sentence, "others": beside}
        yield json.dumps(record, ensure_ascii=False)


def sheet(items: Sequence[Item], text: str) -> Sheet:
    """Return a decision sheet: a person fills ``action`` and what changes, and hands it to ``kg decide --from``."""
    return Sheet(SHEET_COLUMNS, [_cells(item, text) for item in items], WORDS | set(SEEN))


def _cells(item: Item, text: str) -> dict[str, str]:
    s = item.statement
    start, end = s.span
    return {
        "statement": s.id,
        "(class)": s.cls,
        "(status)": s.review_status,
        "(sentence)": item.sentence,
        "(read)": read_words(s),
        "(others)": others(item),
        "(confidence)": str(s.confidence),
        "(rule)": s.rule,
        "start": str(start),
        "end": str(end),
        "quote": s.quote,
        "before": text[max(0, start - CONTEXT) : start],
        "after": text[end : end + CONTEXT],
    }
