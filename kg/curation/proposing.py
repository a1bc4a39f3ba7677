"""``kg propose``: rows of another tool or of a language model → proposals that wait for a decision.

Each row is held against the text: what stands where it says, and is what its characters say, is stored; the rest is
refused with the reason, row by row.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.curation.evidence import absent, anchored, denied, doubts, numbers_of
from kg.decisions.apply import written
from kg.decisions.attach import Ground, UnattachedError
from kg.decisions.cells import AMENDABLE, unprotect
from kg.decisions.row import SLOTS, check, find
from kg.decisions.sheets import Sheet, column_names, header_of, read_bytes, read_rows, to_bytes
from kg.errors import DecisionError, UsageError
from kg.external import FOLDER, to_jsonl
from kg.files import write_whole
from kg.model import Evidence, Proposal, Report, Span
from kg.numerals import numerals
from kg.places import division
from kg.table import COLUMNS
from kg.terms import EXTERNAL, FAMILIES, slug

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_REFUSED: Final = ("row", "column", "expected", "found", "quote")
_UNCERTAIN = Decimal("0.5")  # of a proposal that does not say how sure its tool is
READ: Final = frozenset(COLUMNS) | frozenset(AMENDABLE)

Cells = Mapping[str, str]


class Refusal(NamedTuple):
    """What is wrong with a row, and the quote it gives."""

    error: DecisionError
    quote: str


@dataclass(frozen=True)
class Proposed:
    """Proposals that are anchored, in order of the text, and the rows that are not; ``unread`` are columns not used."""

    proposals: tuple[Proposal, ...]
    refusals: tuple[Refusal, ...]
    unread: tuple[str, ...]


def propose(report: Report, path: Path, name: str) -> Proposed:
    """Read a file of proposals (.jsonl, .csv, .tsv, .xlsx) in the columns of the statements table.

    Raises DecisionError for a file that is none, UsageError for a name that cannot be one.
    """
    if not _NAME.fullmatch(name):
        raise UsageError("--name", "a name of small letters, digits and -", repr(name), "like model-a")
    rows = list(_rows(path))
    if not rows:
        raise DecisionError(path, "proposals, one a row", "none", "see docs/curation.md for the columns")
    unread = sorted({column for _, cells in rows for column in cells} - READ)
    return Proposed(*anchor(report, rows, str(path), name), tuple(unread))


def anchor(
    report: Report, rows: Iterable[tuple[int, Cells]], place: str, name: str
) -> tuple[tuple[Proposal, ...], tuple[Refusal, ...]]:
    """Hold rows against a report's text; return what is anchored in it, in order, and what is refused."""
    ground = Ground(report)
    found: dict[str, Proposal] = {}
    rows_of: dict[str, int] = {}
    refusals = []
    for number, cells in rows:
        where = f"{place}, row {number}"
        try:
            statement = _Row(ground, cells, where).proposal(EXTERNAL + name)
            if first := rows_of.get(statement.id):
                expected = "one row for a number or for words of the text"
                raise DecisionError(where, expected, f"row {first} for the same", "keep one of the two")
            found[statement.id], rows_of[statement.id] = statement, number
        except DecisionError as error:
            refusals.append(Refusal(error, cells.get("quote", "")))
    return tuple(sorted(found.values(), key=lambda p: (p.span, p.as_stated, p.id))), tuple(refusals)


def store(folder: Path, report: Report, name: str, proposed: Proposed) -> Path | None:
    """Write what is anchored to ``proposals/{name}.jsonl`` and what is refused beside it; return the latter's path.

    What the same tool proposed before is replaced; a file without any anchored row changes nothing of it.
    """
    target = folder / FOLDER
    target.mkdir(exist_ok=True)
    refused = target / f"{name}.refused.tsv"
    if proposed.proposals:
        write_whole(target / f"{name}.jsonl", to_jsonl(proposed.proposals, report.text).encode())
    if not proposed.refusals:
        refused.unlink(missing_ok=True)
        return None
    rows = [_refused(refusal) for refusal in proposed.refusals]
    write_whole(refused, to_bytes(refused, Sheet(_REFUSED, rows, ("quote", "expected", "found"))))
    return refused


def _refused(refusal: Refusal) -> dict[str, str]:
    error = refusal.error
    row, _, column = error.place.rpartition(", row ")[2].partition(", column ")
    return dict(zip(_REFUSED, (row, column, error.expected, error.found, refusal.quote), strict=True))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield number and cells of each row; of .jsonl the number of the line."""
    data = read_bytes(path)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        yield from _lines(data, path)
        return
    rows = read_rows(data, str(path), READ)
    header = header_of(rows)
    if header is None:
        return
    names = column_names(header)
    if {"statement", "action"} <= set(names):
        raise DecisionError(path, "proposals, one a row", "a decision sheet", "hand it to `kg decide --from`")
    if "quote" not in names:
        found = ", ".join(names)[:80]
        raise DecisionError(
            f"{path}, row {header[0]}", "the columns of docs/statements-table.md", found, "name them so"
        )
    for number, cells in rows[rows.index(header) + 1 :]:
        if any(cell.strip() for cell in cells):
            yield number, {n: unprotect(c) for n, c in zip(names, cells, strict=False) if n and c.strip()}


def _lines(data: bytes, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode("utf-8-sig"), parse_float=Decimal)
        except ValueError as error:
            raise DecisionError(f"{path}, line {number}", "one JSON object", str(error), "mend that line") from None
        if not isinstance(record, dict):
            raise DecisionError(f"{path}, line {number}", "one JSON object", type(record).__name__, "mend that line")
        yield number, {name: cell for name, value in record.items() if (cell := _cell(value))}


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def cells_of(proposal: Proposal, text: str) -> dict[str, str]:
    """Return a proposal as a row of such a file."""
    record = json.loads(to_jsonl([proposal], text), parse_float=Decimal)
    return {name: cell for name, value in record.items() if (cell := _cell(value))}


class _Row:
    """One row, held against the text."""

    def __init__(self, ground: Ground, cells: Cells, place: str) -> None:
        self.ground, self.cells, self.place = ground, cells, place
        self.report = ground.report
        self.label = division(self.report.place).name

    def wrong(self, column: str, expected: str, found: str, step: str) -> DecisionError:
        return DecisionError(f"{self.place}, column {column}", expected, found, step)

    def proposal(self, origin: str) -> Proposal:
        """Return the proposal; raises DecisionError with the first reason why it is none."""
        span = self._span()
        slots = self._slots()
        decision, errors = check(self._decision_cells(span, slots), self.place)
        if decision is None:
            raise _renamed(errors[0], self.place)
        try:
            statement = written(self.ground, decision, self.label)
            sentence = self.ground.sentence(statement.as_stated.start).span
        except UnattachedError:
            step = "these state nothing: quote a sentence"
            raise self.wrong("quote", "a sentence of the report", "a heading or a note", step) from None
        statement = anchored(statement, slots, sentence, self.report, origin)
        for finding in doubts(statement, self.report):
            raise denied(self.place, finding, "correct it, or leave it to a person")
        kept = {f.name: getattr(statement, f.name) for f in fields(Proposal)}
        return Proposal(**kept | {"confidence": self._confidence()})

    def _span(self) -> Span:
        """Return where the quote stands: at the row's offsets, or where it stands alone."""
        quote, text = self.cells.get("quote", ""), self.report.text
        if not quote.strip():
            raise self.wrong("quote", "characters of the report", "nothing", "copy them as they stand there")
        at = self._offsets("start", "end")
        if at is not None and at.of(text) == quote:
            return at
        places = [Span(*piece) for piece in find(text, quote)]
        if not places:
            raise absent(f"{self.place}, column quote", quote, self.ground)
        if "start" in self.cells or "end" in self.cells:
            found = repr(at.of(text)[:40]) if at and at.of(text) else "no such offsets"
            raise self.wrong("start", "text[start:end] == quote", found, f"it stands at {_listed(places)}")
        if len(places) != 1:
            step = f"fill start and end with one of {_listed(places)}"
            raise self.wrong("quote", "one place in the text where it stands", f"{len(places)} places", step)
        return places[0]

    def _offsets(self, first: str, last: str) -> Span | None:
        start, end = (self.cells.get(name, "").removesuffix(".0") for name in (first, last))
        if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
            return None
        return Span(int(start), int(end))

    def _slots(self) -> dict[str, Evidence]:
        """Return the evidence that the row names: characters, or rules."""
        try:
            given = json.loads(self.cells.get("slots", "{}"))
            return {
                name: evidence if isinstance(evidence, str) else Span(*map(int, evidence))
                for name, evidence in given.items()
                if evidence is not None
            }
        except (ValueError, TypeError, AttributeError):
            step = "give each slot its offsets, or leave the column out"
            raise self.wrong("slots", 'JSON like {"indicator": [344, 350]}', self.cells["slots"][:40], step) from None

    def _decision_cells(self, span: Span, slots: Mapping[str, Evidence]) -> dict[str, str]:
        """Return the row as one of the decision table that adds the statement."""
        cells, text = self.cells, self.report.text
        if cells.get("place", self.report.place) != self.report.place:
            step = "a narrower place belongs in about"
            raise self.wrong("place", f"the report's place, {self.report.place}", repr(cells["place"]), step)
        given = {name: cell for name, cell in cells.items() if name in AMENDABLE}
        if given.get("about") in (self.report.place, given.get("project")) or given.get("about_label") == self.label:
            given = {name: cell for name, cell in given.items() if name not in ("about", "about_label")}
        if given.get("project_label") and "project" not in given:
            given["project"] = f"{self.report.place}.{slug(given['project_label'])}"
        if given.get("about_label") and "about" not in given:
            given["about"] = f"{self.report.place}.{slug(given['about_label'])}"
        inside = {n: list(e) for n, e in slots.items() if n in SLOTS and isinstance(e, Span) and span.covers(e)}
        number = self._number(span)
        if number and span.covers(number):
            given["number"] = number.of(text)
            inside["number"] = list(number)
        if cells.get("as_stated"):
            given["as_stated"] = cells["as_stated"]
            if piece := self._stated(span, number):
                inside["as_stated"] = list(piece)
        elif number is None and FAMILIES.get(cells.get("class", "")) != "quantity":
            given["as_stated"] = span.of(text)
        return given | {
            "action": "add",
            "start": str(span.start),
            "end": str(span.end),
            "quote": span.of(text),
            "who": "external",
            "when": "2000-01-01",  # no decision is kept of it
            "slots": json.dumps(inside),
        }

    def _number(self, span: Span) -> Span | None:
        """Return the characters of the number: at the row's offsets, else the one numeral that says its value."""
        if "value_start" in self.cells or "value_end" in self.cells:
            at = self._offsets("value_start", "value_end")
            if at is None or not span.covers(at):
                found = ":".join(self.cells.get(name, "") for name in ("value_start", "value_end"))
                expected = f"offsets inside the quote, {span.start}:{span.end}"
                raise self.wrong("value_start", expected, found, "correct them, or leave value_start and value_end out")
            return at
        try:
            value = Decimal(self.cells.get("value") or self.cells.get("margin") or "NaN")
        except InvalidOperation:
            return None
        if not value.is_finite():
            return None
        quote = span.of(self.report.text)
        said = numbers_of(value, quote)
        if len(said) != 1 and FAMILIES.get(self.cells.get("class", "")) == "quantity":
            column = "value" if self.cells.get("value") else "margin"
            if said:
                step = "say which one in value_start and value_end"
                raise self.wrong(column, "one number of the quote that says it", str(len(said)), step)
            numbers = ", ".join(n.text for n in numerals(quote) if n.kind == "arabic") or "none"
            step = "correct it, or quote the clause that says it"
            raise self.wrong(column, f"a number of the quote ({numbers})", self.cells[column], step)
        return Span(span.start + said[0].start, span.start + said[0].end) if len(said) == 1 else None

    def _stated(self, span: Span, number: Span | None) -> Span | None:
        """Return where ``as_stated`` stands in the quote, around the number where it stands there twice."""
        found = [
            Span(span.start + a, span.start + b) for a, b in find(span.of(self.report.text), self.cells["as_stated"])
        ]
        around = [piece for piece in found if number and piece.covers(number)]
        return (around or found)[0] if len(found) > 1 else None

    def _confidence(self) -> Decimal:
        try:
            given = Decimal(self.cells.get("confidence", _UNCERTAIN))
        except InvalidOperation:
            given = Decimal("NaN")
        if not given.is_finite() or not 0 <= given <= 1:
            raise self.wrong(
                "confidence", "a number from 0 to 1", repr(self.cells["confidence"]), "correct it, or leave it out"
            )
        return given


def _listed(places: Sequence[Span]) -> str:
    return ", ".join(f"{p.start}:{p.end}" for p in places[:3]) + (" …" if len(places) > 3 else "")


def _renamed(error: DecisionError, place: str) -> DecisionError:
    """Return an error of the decision table for a person who never saw one: the number is ``value_start`` here."""
    column = error.place.removeprefix(f"{place}, column ")
    column = {"number": "value_start"}.get(column, column)
    return DecisionError(f"{place}, column {column}", error.expected, error.found, error.step)
