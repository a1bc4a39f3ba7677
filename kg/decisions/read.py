"""Table → Decisions: ``decisions.tsv``, and sheets that people filled. All rows are checked before any is returned."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from kg.decisions.cells import unprotect
from kg.decisions.row import COLUMNS, REQUIRED, Decision, check, numbered
from kg.decisions.sheets import Row, column_names, header_of, read_bytes, read_rows
from kg.errors import DecisionError

# Fills what a row leaves open; raises DecisionError where it cannot. Its arguments are the cells and the row's place.
Complete = Callable[[dict[str, str], str], dict[str, str]]


class Filled(NamedTuple):
    """The decisions of a sheet, all that is wrong with it, and the rows that were filled but have no action."""

    decisions: tuple[Decision, ...]
    errors: tuple[DecisionError, ...]
    passed: tuple[int, ...]


def read(path: Path) -> tuple[Decision, ...]:
    """Read the decisions of a .tsv, .csv or .xlsx file, in the order taken.

    Raises DecisionError with the first mistake and how many more there are.
    """
    return parse_table(read_bytes(path), str(path))


def parse_table(data: bytes, place: str) -> tuple[Decision, ...]:
    """Read the decisions of a file's bytes; ``place`` names the file in errors."""
    decisions, errors = [], []
    for number, cells, misplaced in _rows(data, place):
        decision, wrong = check(cells, place, number)
        errors += [*misplaced, *wrong]
        if decision is not None and not misplaced:
            decisions.append(decision)
    if errors:
        raise _first(errors)
    return numbered(decisions)


def read_filled(path: Path, complete: Complete) -> Filled:
    """Read a sheet as ``kg review`` writes it, filled: rows without an action are passed over, others completed.

    Raises DecisionError for what is no decision sheet at all.
    """
    decisions, errors, passed = [], list[DecisionError](), []
    for number, cells, misplaced in _rows(read_bytes(path), str(path)):
        if not cells.get("action", "").strip():
            if any(cells.get(name, "").strip() for name in COLUMNS[_KEYS:]):
                passed.append(number)
            continue
        errors += misplaced
        try:
            decision, wrong = check(complete(cells, f"{path}, row {number}"), str(path), number)
        except DecisionError as error:
            errors.append(error)
            continue
        errors += wrong
        if decision is not None and not misplaced:
            decisions.append(decision)
    return Filled(tuple(decisions), tuple(errors), tuple(passed))


_KEYS = COLUMNS.index("who")  # columns before it are filled by whoever wrote the sheet


def _rows(data: bytes, place: str) -> Iterator[tuple[int, dict[str, str], list[DecisionError]]]:
    """Yield number, cells by column and what a spreadsheet did to each row that is not blank."""
    rows = read_rows(data, place, COLUMNS)
    header = header_of(rows)
    if header is None:
        raise DecisionError(place, "a header line", "an empty file", "write the column names: " + ", ".join(REQUIRED))
    columns = _columns(header, place)
    for number, cells in rows[rows.index(header) + 1 :]:
        if any(cell.strip() for cell in cells):
            filled = {name: unprotect(cell) for name, cell in zip(columns, cells, strict=False) if name in COLUMNS}
            yield number, filled, _misplaced(number, cells, columns, place)


def _first(errors: list[DecisionError]) -> DecisionError:
    first, more = errors[0], len(errors) - 1
    step = f"{first.step} (and {more} more)" if more else first.step
    return DecisionError(first.place, first.expected, first.found, step)


_FOR_THE_EYE = re.compile(r"[(（].*[)）]")


def _columns(header: Row, place: str) -> list[str]:
    """Check the column names; a name in brackets is for the eye, a nameless column is allowed as long as it is empty."""
    names = column_names(header)
    where = f"{place}, row {header[0]}"
    if "verdict" in names and "action" not in names:
        raise DecisionError(place, "a decision sheet", "an audit sheet", "hand it to `kg audit --score`")
    for name in filter(None, names):
        if _FOR_THE_EYE.fullmatch(name):
            continue
        if name not in COLUMNS:
            close = get_close_matches(name, COLUMNS, 1)
            step = f"rename it to {close[0]} or take it out" if close else "take it out; notes belong in why"
            raise DecisionError(where, "the column names of docs/decisions.md", f"{name[:40]!r}", step)
        if names.count(name) > 1:
            raise DecisionError(where, "each column once", f"{name} {names.count(name)} times", "take one of them out")
    if missing := [name for name in REQUIRED if name not in names]:
        raise DecisionError(where, "a column " + ", ".join(missing), "none", "add it to the header")
    return names


_FAILED = re.compile(r"(?:#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!)|Err:\d{3})\Z")


def _misplaced(number: int, cells: Sequence[str], columns: Sequence[str], place: str) -> list[DecisionError]:
    """Return what only a spreadsheet does to a row: cells beyond the header, and failed formulas."""
    errors = []
    for index, cell in enumerate(cells):
        name = columns[index] if index < len(columns) else ""
        if not name and cell.strip():
            where = f"{place}, row {number}, column {index + 1}"
            errors.append(DecisionError(where, "an empty cell", repr(cell[:40]), "name the column or clear the cell"))
        elif _FAILED.match(cell.strip()):
            where = f"{place}, row {number}, column {name}"
            step = "the spreadsheet took the cell for a formula: write it again with ' before it"
            errors.append(DecisionError(where, "the cell's own words", cell.strip(), step))
    return errors
