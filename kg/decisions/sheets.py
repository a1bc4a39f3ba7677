"""Rows of cells ↔ files: .tsv, .csv and .xlsx as we write them, and what Excel, WPS and LibreOffice make of them.

Tab, comma or semicolon (told from the header); UTF-8 with or without byte order mark, UTF-16 with one, GB18030;
any line end; .xlsx. Cells a spreadsheet would run or convert are protected (``kg.decisions.cells.protect``).
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from kg.decisions.cells import protect, unprotect
from kg.errors import DecisionError

# A row as a spreadsheet shows it, the header being row 1.
Row = tuple[int, Sequence[str]]
Cells = Mapping[str, str]


class Sheet(NamedTuple):
    """Columns in order, the cells of each row by column, and the columns of words, in which no number must be seen."""

    columns: Sequence[str]
    rows: Iterable[Cells]
    words: Collection[str] = ()


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a table; DecisionError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DecisionError(
            path, "a readable file", error.strerror or str(error), "check its name and rights"
        ) from None


def read_rows(data: bytes, place: str, names: Collection[str], lines: int = 1) -> list[Row]:
    """Return the rows of a file's bytes; ``names`` are column names by which a separator is told, in the first ``lines``.

    Raises DecisionError for what is no table; ``place`` names the file in it.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DecisionError(place, "a .tsv, .csv or .xlsx file", "an .xls file", "save it as .xlsx")
    if data.startswith(b"PK\x03\x04"):
        return list(_sheet(data, place))
    return list(_lines(_decode(data, place), place, names, lines))


def header_of(rows: Sequence[Row]) -> Row | None:
    """Return the first row with ink in it."""
    return next((row for row in rows if any(cell.strip() for cell in row[1])), None)


def column_names(header: Row) -> list[str]:
    """Return the names a header gives its columns, in lower case and without a protecting ``'``."""
    return [unprotect(cell.strip()).casefold() for cell in header[1]]


def to_bytes(path: Path, sheet: Sheet) -> bytes:
    """Return a sheet as .tsv, .csv (for spreadsheets, with a byte order mark) or .xlsx, by the name's ending.

    Raises DecisionError for another ending.
    """
    match path.suffix.lower():
        case ".tsv":
            return _text(sheet, "\t").encode()
        case ".csv":
            return _text(sheet, ",").encode("utf-8-sig")
        case ".xlsx":
            return _workbook(sheet, path)
    raise DecisionError(path, "a name that ends in .tsv, .csv or .xlsx", path.suffix or "no ending", "rename it")


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


def _lines(text: str, place: str, names: Collection[str], most: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, names, most), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        where = f"{place}, row {number + 1}"
        step = 'close each opened ", and double those inside a quoted cell'
        raise DecisionError(where, "cells as spreadsheets write them", str(error), step) from None


def _delimiter(text: str, names: Collection[str], most: int) -> str:
    """Return the separator that yields the most column names in the first lines, or else stands there most often."""
    header = text.lstrip().splitlines()[:most]

    def told(mark: str) -> tuple[int, int]:
        cells = [cell.strip(" \"'").casefold() for line in header for cell in line.split(mark)]
        return sum(cell in names for cell in cells), len(cells)

    return max("\t,;", key=told)


def _sheet(data: bytes, place: str) -> Iterator[Row]:
    """Yield the rows of the first sheet of a workbook."""
    import openpyxl  # here, because it takes longer to load than all else of a run without .xlsx

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = [[_cell(cell.value, cell.number_format) for cell in row] for row in book.worksheets[0].iter_rows()]
    except (BadZipFile, KeyError, ValueError, IndexError, SyntaxError, OSError):
        # openpyxl says OSError of a Word document.
        raise DecisionError(
            place, "a sheet (.tsv, .csv, .xlsx)", "another kind of file, or a damaged one", "save it again as .xlsx"
        ) from None
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


def _text(sheet: Sheet, mark: str) -> str:
    lines = [mark.join(sheet.columns)]
    for row in sheet.rows:
        cells = (protect(row.get(name, ""), text=name in sheet.words) for name in sheet.columns)
        lines.append(mark.join(_quoted(cell, mark) for cell in cells))
    return "\n".join(lines) + "\n"


def _quoted(cell: str, mark: str) -> str:
    """Put a cell in quotation marks where RFC 4180 asks for them."""
    special = cell != cell.strip() or any(char in cell for char in ('"', mark, "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if special else cell


# What XML cannot hold or would change, and what looks like the escape itself.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_CELL = 32767  # what a workbook's cell holds; openpyxl would cut off the rest
_SAVED = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*")


def _workbook(sheet: Sheet, path: Path) -> bytes:
    """Return a workbook of text cells; equal rows give equal bytes."""
    import openpyxl  # here, because it takes longer to load than all else of a run without .xlsx

    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "sheet"
    page.freeze_panes = "A2"
    for number, row in enumerate([{name: name for name in sheet.columns}, *sheet.rows], start=1):
        for index, name in enumerate(sheet.columns, start=1):
            if text := row.get(name):
                cell = page.cell(number, index)
                # Only a cell that begins with ' needs one here: a text cell is never taken for a formula.
                kept = "'" + text if text.startswith("'") else text
                kept = safe(kept)
                if len(kept) > _CELL:
                    where = f"{path}, row {number}, column {name}"
                    raise DecisionError(
                        where, f"at most {_CELL} characters", str(len(kept)), "shorten it or write a .tsv"
                    )
                cell.value = kept
                cell.data_type = "s"
                cell.number_format = "@"
                cell.quotePrefix = True
    saved = io.BytesIO()
    book.save(saved)
    return without_clock(saved)


def safe(text: str) -> str:
    """Return a text as a workbook's cell holds it: what XML cannot hold is written as ``_x000B_``."""
    return _UNSAFE.sub(lambda m: f"_x{ord(m[0]):04X}_", text)


def without_clock(saved: io.BytesIO) -> bytes:
    """Take the time of saving out of a workbook."""
    steady = io.BytesIO()
    with ZipFile(saved) as old, ZipFile(steady, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = (
                _SAVED.sub(rb"\g<1>2000-01-01T00:00:00Z", old.read(name))
                if name == "docProps/core.xml"
                else old.read(name)
            )
            new.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return steady.getvalue()
