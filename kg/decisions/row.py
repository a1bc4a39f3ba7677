"""One row of ``decisions.tsv``: what one person decided of one statement."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import Final, Literal, TypeVar, cast, get_args

from kg.decisions.cells import (
    AMENDABLE,
    DASH,
    WORDED,
    CellError,
    Slot,
    Value,
    one_of,
    read_date,
    read_id,
    read_integer,
    read_text,
    spell,
)
from kg.decisions.fit import misfit_error, misfits
from kg.errors import DecisionError
from kg.model import Proposal, Report, Span
from kg.numerals import numerals
from kg.terms import FAMILIES, digest

Action = Literal["accept", "reject", "amend", "add", "doubt", "undo", "merge"]
ACTIONS: Final = get_args(Action)
# What may be written for an action; the table keeps the English.
_CHINESE: Final[Mapping[str, Action]] = MappingProxyType(
    {
        "接受": "accept",
        "驳回": "reject",
        "拒绝": "reject",
        "修正": "amend",
        "添加": "add",
        "存疑": "doubt",
        "撤回": "undo",
        "合并": "merge",
    }
)

_KEY = ("statement", "action", "start", "end", "quote", "before", "after", "who", "when", "why")
_CHARACTERS = ("as_stated", "number", "slots")
COLUMNS: Final = (*_KEY, *AMENDABLE, *_CHARACTERS, "replaces")
REQUIRED: Final = ("statement", "action", "start", "end", "quote", "who", "when")
# Columns that hold words, in which a spreadsheet must not see a number or a day.
WORDS: Final = (
    frozenset(COLUMNS)
    - {"statement", "start", "end", "when", "slots"}
    - {name for name, slot in AMENDABLE.items() if slot.read not in WORDED}
)
SLOTS: Final = frozenset(slot.evidence for slot in AMENDABLE.values() if slot.evidence) | {
    "place",
    "verb",
    "definition",
}

# Columns that hold the id of a thing that statements share.
ENTITIES: Final = ("project", "about")
# Slots that tell apart statements made of one status word, most telling first.
NAMED: Final = ("project", "label", "subject", "agent")
CONTEXT: Final = 12
LONGEST: Final = 200
_STATEMENT = re.compile(r"(?P<report>[^\s.]+)\.[0-9a-f]{10}")

T = TypeVar("T")

# A stretch of a decision's own quote: ``quote[start:end]``.
Piece = tuple[int, int]


@dataclass(frozen=True, kw_only=True)  # without slots, so that the id is computed once
class Decision:
    """What one person decided of one statement, and where in the text it stood when they looked.

    ``changes`` maps columns (``class``, ``year`` …) to their new value, None to empty them. ``pieces`` says where
    in ``quote`` the characters of a slot, of ``as_stated`` and of the ``number`` stand. ``replaces`` is the id of the
    thing that a merge retires, or that an undo gives back. ``ordinal`` counts equal
    rows of one file from 0; ``row`` is the row as a spreadsheet shows it, the header being 1, and ``place`` names it
    in errors.
    """

    statement: str
    action: Action
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""
    who: str
    when: str
    why: str = ""
    changes: Mapping[str, Value | None] = field(default_factory=dict)
    as_stated: str | None = None
    number: str | None = None
    slots: Mapping[str, Span] = field(default_factory=dict)
    pieces: Mapping[str, Piece] = field(default_factory=dict, compare=False, repr=False)
    replaces: str = ""
    ordinal: int = 0
    row: int = field(default=0, compare=False)
    place: str = field(default="", compare=False, repr=False)

    @cached_property
    def id(self) -> str:
        """The local name: 10 hex digits over the filled cells and the ordinal among equal rows."""
        return digest(*(part for cell in self.cells().items() for part in cell), self.ordinal)

    @property
    def family(self) -> str | None:
        """The family of the class the row names, if it names one."""
        return FAMILIES[str(self.changes["class"])] if "class" in self.changes else None

    def cells(self) -> dict[str, str]:
        """Return the filled cells in the order of ``COLUMNS``, each in its one spelling."""
        return dict(self._cells)

    @cached_property
    def _cells(self) -> dict[str, str]:
        filled = {name: str(getattr(self, name)) for name in _KEY}
        filled |= {name: spell(value) for name, value in self.changes.items()}
        filled |= {"as_stated": self.as_stated or "", "number": self.number or "", "replaces": self.replaces}
        if self.slots:
            filled["slots"] = json.dumps({k: list(v) for k, v in sorted(self.slots.items())}, ensure_ascii=False)
        return {name: filled[name] for name in COLUMNS if filled.get(name)}


def numbered(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Count equal rows, so that each decision has an id of its own."""
    seen: Counter[tuple[str, ...]] = Counter()
    counted = []
    for decision in decisions:
        key = tuple(part for cell in decision.cells().items() for part in cell)
        # Most rows are the first of their kind, as they were made: a copy would forget its cells.
        counted.append(decision if decision.ordinal == seen[key] else replace(decision, ordinal=seen[key]))
        seen[key] += 1
    return tuple(counted)


def decide(
    report: Report, proposal: Proposal, action: Action, *, who: str, when: str, why: str = "", **columns: str
) -> Decision:
    """Make the decision of one person on one statement; ``columns`` are cells as they would stand in the table.

    Raises DecisionError like a row of a file. ``class_`` stands for the column ``class``. Where a quote may
    hold several statements, the row points at the one that is meant, and stays with it when the sentence changes.
    """
    start, end = proposal.span
    # A pointer is evidence too: it must not stand under a value that the caller gives without characters.
    if not columns.keys() & {*_CHARACTERS, "value", "lower", "upper", "margin", *NAMED}:
        columns = pointer(report.text, proposal) | columns
    cells = {
        "statement": proposal.id,
        "action": action,
        "start": str(start),
        "end": str(end),
        "quote": proposal.quote,
        "before": report.text[max(0, start - CONTEXT) : start],
        "after": report.text[end : end + CONTEXT],
        "who": who,
        "when": when,
        "why": why,
    }
    return parse(cells | {name.removesuffix("_"): cell for name, cell in columns.items()}, "decision")


def pointer(text: str, proposal: Proposal) -> dict[str, str]:
    """Return the cells that tell a statement from others with the same quote: its number, or the thing it names."""
    number = proposal.value_span
    if number and proposal.span.covers(number):
        if sum(numeral.kind == "arabic" for numeral in numerals(proposal.quote)) < 2:
            return {}
        characters = number.of(text)
        alone = len(find(proposal.quote, characters)) == 1
        return {"number": characters} | ({} if alone else {"slots": json.dumps({"number": list(number)})})
    for name in NAMED:
        thing = proposal.slots.get(name)
        if isinstance(thing, Span) and proposal.span.covers(thing):
            return {"slots": json.dumps({name: list(thing)})}
    return {}


def parse(cells: Mapping[str, str], place: str, row: int = 0) -> Decision:
    """Make a decision of the cells of one row, by column name; an absent or blank cell leaves its slot alone.

    Raises the first DecisionError of the row.
    """
    decision, errors = check(cells, place, row)
    if decision is None:
        raise errors[0]
    return decision


def check(cells: Mapping[str, str], place: str, row: int = 0) -> tuple[Decision | None, list[DecisionError]]:
    """Read one row; return the decision, or everything that is wrong with it."""
    reader = _Row(cells, f"{place}, row {row}" if row else place)
    decision = reader.decision(row)
    return (None if reader.errors else decision), reader.errors


def find(text: str, characters: str) -> list[Piece]:
    """Return where the characters stand in a text, white space apart; a number is never found inside a longer one.

    >>> find("增长 18.5%，其中二产 8.5%", "8.5%")
    [(14, 18)]
    """
    offsets = [i for i, char in enumerate(text) if not char.isspace()]
    squeezed, wanted = squeeze(text), squeeze(characters)
    before = r"(?<!\d)(?<!\d[.．])" if wanted[:1].isdigit() else ""
    behind = r"(?!\d|[.．]\d)" if wanted[-1:].isdigit() else ""
    matches = re.finditer(f"(?={before}{re.escape(wanted)}{behind})", squeezed) if wanted else ()
    return [(offsets[m.start()], offsets[m.start() + len(wanted) - 1] + 1) for m in matches]


def squeeze(text: str) -> str:
    """Return the text without white space and with （ as (, one character for each that has ink."""
    return "".join(_fold(char) for char in text if not char.isspace())


@cache
def _fold(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 and not folded.isspace() else char


def action_of(cell: str) -> str:
    """Return the action that a word means, in English or Chinese; another word as it is, in lower case.

    >>> action_of(" 驳回"), action_of("Accept"), action_of("maybe")
    ('reject', 'accept', 'maybe')
    """
    word = "".join(unicodedata.normalize("NFKC", cell).split()).casefold()
    return _CHINESE.get(word, word)


_one_action = one_of(ACTIONS)


def _read_action(cell: str) -> str:
    return _CHINESE.get("".join(cell.split())) or _one_action(cell)


class _Row:
    """Reads the cells of one row and collects everything that is wrong with them."""

    def __init__(self, cells: Mapping[str, str], place: str) -> None:
        self.cells = {name: cell for name, cell in cells.items() if cell.strip()}
        self.context = {name: cells.get(name, "") for name in ("before", "after")}
        self.place = place
        self.errors: list[DecisionError] = []

    def wrong(self, column: str, expected: str, step: str) -> None:
        cell = self.cells.get(column, "")
        found = repr(cell if len(cell) <= 40 else cell[:39] + "…") if cell else "nothing"
        self.errors.append(DecisionError(f"{self.place}, column {column}", expected, found, step))

    def take(self, column: str, read: Callable[[str], T], otherwise: T) -> T:
        """Read one cell; an absent one, and a wrong one once it is noted, give ``otherwise``."""
        if column not in self.cells:
            return otherwise
        try:
            return read(self.cells[column])
        except CellError as error:
            self.wrong(column, error.expected, error.step)
            return otherwise

    def decision(self, row: int) -> Decision:
        action = self.take("action", _read_action, "")
        for column in REQUIRED:
            if column not in self.cells and not (column == "statement" and action == "add"):
                self.wrong(column, "a filled cell", "fill it in, or clear the whole row")
        start, end = self.take("start", read_integer, 0), self.take("end", read_integer, 0)
        if {"start", "end"} <= self.cells.keys() and start >= end and not self.errors:
            self.wrong("end", f"a number above start ({start})", "count characters as text[start:end]")
        changes = {
            name: self.take(name, _or_nothing(slot), None) for name, slot in AMENDABLE.items() if name in self.cells
        }
        decision = Decision(
            statement=self.take("statement", _statement, ""),
            action=cast(Action, action),
            start=start,
            end=end,
            quote=self.cells.get("quote", ""),
            before=self.context["before"],
            after=self.context["after"],
            who=self.take("who", read_text, ""),
            when=self.take("when", read_date, ""),
            why=self.take("why", read_text, ""),
            changes=changes,
            as_stated=self.take("as_stated", read_text, None),
            number=self.take("number", read_text, None),
            slots=self.take("slots", _spans, {}),
            replaces=self.take("replaces", read_id, ""),
            row=row,
            place=self.place,
        )
        if self.errors:
            return decision
        self._fits_its_action(decision)
        return replace(decision, pieces=self._pieces(decision))

    def _fits_its_action(self, decision: Decision) -> None:
        filled = [name for name in (*AMENDABLE, *_CHARACTERS) if name in self.cells]
        amended = [name for name in filled if name in AMENDABLE]
        if decision.action in ("reject", "doubt", "undo") and amended:
            self.wrong(amended[0], f"an empty cell beside {decision.action}", "amend in a row of its own")
        if decision.action == "amend" and not filled:
            self.wrong("action", "an amended column", "fill the column that changes, or write accept")
        if decision.action == "add":
            self._can_be_added(decision)
        if decision.action == "merge":
            self._can_be_merged(decision, amended)
        elif decision.replaces and decision.action != "undo":
            self.wrong("replaces", f"an empty cell beside {decision.action}", "only merge retires an id")
        self._fits_itself(decision)

    def _can_be_merged(self, decision: Decision, amended: list[str]) -> None:
        """Look for the two ids of a merge; its label may be there, nothing else."""
        if not decision.replaces:
            self.wrong("replaces", "the id that goes", "copy it from the statements table")
        kept = [name for name in ENTITIES if decision.changes.get(name)]
        if len(kept) != 1:
            self.wrong("project", "the id that stays, in project or in about", "fill one of the two")
        elif decision.changes[kept[0]] == decision.replaces:
            self.wrong("replaces", "another id than the one that stays", "correct one of the two")
        for name in amended:
            if name not in kept and name.removesuffix("_label") not in kept:
                self.wrong(name, "an empty cell beside merge", "amend in a row of its own")

    def _fits_itself(self, decision: Decision) -> None:
        """Look at what the row alone tells: all of a statement where it adds one, else the slots it fills."""
        empty = {slot.field: slot.empty for slot in AMENDABLE.values()} if decision.action == "add" else {}
        given = {AMENDABLE[column].field: value for column, value in decision.changes.items()}
        for misfit in misfits(empty | given):
            column = next((c for c in misfit.columns if c in self.cells), misfit.columns[0])
            self.errors.append(misfit_error(self.place, column, misfit, (empty | given)[misfit.columns[0]]))

    def _can_be_added(self, decision: Decision) -> None:
        if decision.family is None:
            self.wrong("class", "the class of the statement to add", "write one of " + ", ".join(FAMILIES))
        elif decision.family == "quantity":
            if not {"value", "lower", "upper", "relative_to"} & self.cells.keys():
                self.wrong(
                    "value", "a value, bounds or what it is relative to", "fill value, lower, upper or relative_to"
                )
            if not {"number", "as_stated"} & self.cells.keys():
                self.wrong("number", "the characters of the number", "copy them out of the quote")
        elif "as_stated" not in self.cells:
            self.wrong("as_stated", "the characters that state it", "copy them out of the quote")
        if len(decision.quote) > LONGEST:
            self.wrong("quote", f"at most {LONGEST} characters", "quote the smallest clause that says it")

    def _pieces(self, decision: Decision) -> dict[str, Piece]:
        """Find the characters of slots in the quote: by the offsets given, else where they occur once."""
        quote, start = decision.quote, decision.start
        if decision.slots and decision.end - start != len(quote):
            self.wrong(
                "slots",
                f"a quote of {decision.end - start} characters (end - start)",
                f"it has {len(quote)}; correct start and end",
            )
            return {}
        pieces: dict[str, Piece] = {}
        for name, span in decision.slots.items():
            if not Span(start, decision.end).covers(span):
                self.wrong(
                    "slots",
                    f"{name} inside {start} to {decision.end}",
                    "give offsets into the report, inside the quote",
                )
            pieces[name] = (span.start - start, span.end - start)
        for name, characters in (("as_stated", decision.as_stated), ("number", decision.number)):
            if characters is None or (name, characters) == ("number", DASH):
                continue
            if name in pieces:
                if squeeze(quote[slice(*pieces[name])]) != squeeze(characters):
                    self.wrong(name, f"what slots points at, {quote[slice(*pieces[name])]!r}", "correct one of the two")
                continue
            found = find(quote, characters)
            inside = [p for p in found if name == "number" and _within(p, pieces.get("as_stated"))]
            if len(inside or found) == 1:
                pieces[name] = (inside or found)[0]
            elif found:
                spans = " or ".join(f"[{start + i}, {start + j}]" for i, j in found)
                self.wrong(
                    name,
                    f"characters that occur once in the quote, not {len(found)} times",
                    f'add "{name}": {spans} to slots',
                )
            else:
                self.wrong(name, "characters of the quote", "copy them out of the quote as they stand there")
        return pieces


def _within(piece: Piece, outer: Piece | None) -> bool:
    return outer is not None and outer[0] <= piece[0] and piece[1] <= outer[1]


def _statement(cell: str) -> str:
    if not _STATEMENT.fullmatch(cell.strip()):
        raise CellError("a statement's id, as 430400-2019.1a2b3c4d5e", "copy it from the statements table or its page")
    return cell.strip()


def _or_nothing(slot: Slot) -> Callable[[str], Value | None]:
    """Read a cell of this column, ``-`` as nothing; a class cannot be nothing."""

    def read(cell: str) -> Value | None:
        return None if cell.strip() == DASH and slot.field != "cls" else slot.read(cell)

    return read


def _spans(cell: str) -> dict[str, Span]:
    expected = 'JSON like {"indicator": [344, 350]}'
    try:
        given = json.loads(cell)
    except ValueError:
        raise CellError(expected, "write slot names and offsets into the report, or clear the cell") from None
    if not isinstance(given, dict) or not all(_is_span(value) for value in given.values()):
        raise CellError(expected, "give each slot a start and an end, start below end")
    if unknown := sorted(given.keys() - SLOTS - {"as_stated", "number"}):
        raise CellError("slots among " + ", ".join(sorted(SLOTS)), f"rename {unknown[0]!r} or take it out")
    return {name: Span(*value) for name, value in sorted(given.items())}


def _is_span(value: object) -> bool:
    return isinstance(value, list) and [type(v) for v in value] == [int, int] and 0 <= value[0] < value[1]
