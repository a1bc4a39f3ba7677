"""Table → Decisions: ``decisions.tsv`` as we write it, and what Excel and LibreOffice make of it.

Tab, comma or semicolon (told from the header); UTF-8 with or without byte order mark, UTF-16 with one, GB18030;
any line end; .xlsx. All rows are checked before any is returned.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from zipfile import BadZipFile

from kg.decisions.cells import unprotect
from kg.decisions.row import COLUMNS, REQUIRED, Decision, check, numbered
from kg.errors import DecisionError

# A row as a spreadsheet shows it, the header being row 1.
Row = tuple[int, Sequence[str]]


def read(path: Path) -> tuple[Decision, ...]:
    """Read the decisions of a .tsv, .csv or .xlsx file, in the order taken.

    Raises DecisionError with the first mistake and how many more there are.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DecisionError(
            path, "a readable file", error.strerror or str(error), "check its name and rights"
        ) from None
    return parse_table(data, str(path))


def parse_table(data: bytes, place: str) -> tuple[Decision, ...]:
    """Read the decisions of a file's bytes; ``place`` names the file in errors."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DecisionError(place, "a .tsv, .csv or .xlsx file", "an .xls file", "save it as .xlsx")
    rows = list(_sheet(data, place) if data.startswith(b"PK\x03\x04") else _lines(_decode(data, place), place))
    header = next((row for row in rows if any(cell.strip() for cell in row[1])), None)
    if header is None:
        raise DecisionError(place, "a header line", "an empty file", "write the column names: " + ", ".join(REQUIRED))
    columns = _columns(header, place)
    decisions, errors = [], []
    for number, cells in rows[rows.index(header) + 1 :]:
        if not any(cell.strip() for cell in cells):
            continue
        errors += (found := _misplaced(number, cells, columns, place))
        filled = {name: unprotect(cell) for name, cell in zip(columns, cells, strict=False) if name}
        decision, wrong = check(filled, place, number)
        errors += wrong
        if decision is not None and not found:
            decisions.append(decision)
    if errors:
        raise _first(errors)
    return numbered(decisions)


def _first(errors: list[DecisionError]) -> DecisionError:
    first, more = errors[0], len(errors) - 1
    step = f"{first.step} (and {more} more)" if more else first.step
    return DecisionError(first.place, first.expected, first.found, step)


def _columns(header: Row, place: str) -> list[str]:
    """Check the column names; a nameless column is allowed as long as it is empty."""
    number, cells = header
    where = f"{place}, row {number}"
    names = [unprotect(cell.strip()).casefold() for cell in cells]
    for name in filter(None, names):
        if name not in COLUMNS:
            close = get_close_matches(name, COLUMNS, 1)
            step = f"rename it to {close[0]} or take it out" if close else "take it out; notes belong in why"
            raise DecisionError(where, "the column names of docs/decisions.md", f"{name[:40]!r}", step)
        if names.count(name) > 1:
            raise DecisionError(where, "each column once", f"{name} {names.count(name)} times", "take one of them out")
    if missing := [name for name in REQUIRED if name not in names]:
        raise DecisionError(where, "a column " + ", ".join(missing), "none", "add it to the header")
    return names


_FAILED = re.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!)|Err:\d{3}")


def _misplaced(number: int, cells: Sequence[str], columns: Sequence[str], place: str) -> list[DecisionError]:
    """Return what only a spreadsheet does to a row: cells beyond the header, and failed formulas."""
    errors = []
    for index, cell in enumerate(cells):
        name = columns[index] if index < len(columns) else ""
        if cell.strip() and not name:
            where = f"{place}, row {number}, column {index + 1}"
            errors.append(DecisionError(where, "an empty cell", repr(cell[:40]), "name the column or clear the cell"))
        elif _FAILED.fullmatch(cell.strip()):
            where = f"{place}, row {number}, column {name}"
            step = "the spreadsheet took the cell for a formula: write it again with ' before it"
            errors.append(DecisionError(where, "the cell's own words", cell.strip(), step))
    return errors


def _decode(data: bytes, place: str) -> str:
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            row = data[: error.start].count(b"\n") + 1
    raise DecisionError(
        f"{place}, line {row}", "UTF-8, UTF-16 or GB18030", "other bytes", "save it as CSV UTF-8 or .xlsx"
    )


def _lines(text: str, place: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        where = f"{place}, row {number + 1}"
        step = 'close each opened ", and double those inside a quoted cell'
        raise DecisionError(where, "cells as spreadsheets write them", str(error), step) from None


def _delimiter(text: str) -> str:
    """Return the separator that yields the most column names in the first line with ink in it."""
    header = text.lstrip().splitlines()[:1]
    return max(
        "\t,;", key=lambda mark: sum(c.strip(" \"'").casefold() in COLUMNS for h in header for c in h.split(mark))
    )


def _sheet(data: bytes, place: str) -> Iterator[Row]:
    """Yield the rows of the first sheet of a workbook."""
    import openpyxl  # here, because it takes longer to load than all else of a run without .xlsx

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = [[_cell(cell.value, cell.number_format) for cell in row] for row in book.worksheets[0].iter_rows()]
    except (BadZipFile, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise DecisionError(place, "an .xlsx workbook", type(error).__name__, "save it again as .xlsx") from None
    yield from enumerate(rows, start=1)


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EXACT = 10**15  # Excel keeps 15 digits of a number


def _cell(value: object, form: str | None) -> str:
    """Return a cell's text; ``_x000D_`` is the workbook's way of writing a carriage return (ECMA-376, ST_Xstring).

    What the workbook may have changed is shown so that its column refuses it: a share as 8.5%, a number of more
    digits than Excel keeps as 1.2E+15.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if "%" in (form or ""):
            return f"{value * 100:.12g}%"
        return f"{value:E}" if abs(value) >= _EXACT else format(Decimal(repr(value)), "f")
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
