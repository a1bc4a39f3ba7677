"""``reports.csv``: what became of each file, for a spreadsheet; place, year and kind may be corrected in it."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.decisions.cells import CellError, protect, read_year, unprotect
from kg.errors import PlaceError, ProjectError
from kg.files import write_whole
from kg.places import division, meant
from kg.recognise import KIND_LABELS

NAME: Final = "reports.csv"
COLUMNS: Final = (
    "file",
    "place",
    "place_name",
    "level",
    "year",
    "kind",
    "problem",
    "duplicate_of",
    "report",
    "added",
    "remark",
    "place_certainty",
    "year_certainty",
    "kind_certainty",
    "place_reason",
    "year_reason",
    "kind_reason",
    "review_start",
    "review_end",
    "meeting_date",
    "date_certainty",
    "speaker",
    "speaker_certainty",
)
"""The columns, in order; a file without ``file`` in its header is refused, other columns are kept out."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the cells of a row say; ``None`` where a cell is empty."""

    place: str | None = None
    year: int | None = None
    kind: str | None = None


def read_sheet(path: Path) -> dict[str, tuple[int, Row]]:
    """Read the sheet as we write it or as a spreadsheet saved it: file → (number of the row, cells).

    Comma, semicolon or tab; UTF-8, UTF-16 with its mark, or GB 18030. An absent file is an empty sheet. Raises
    ProjectError where it is no such table.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ProjectError(path, "a table", error.strerror or str(error), "close it in the spreadsheet") from None
    text = _decode(data, path)
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: dict[str, tuple[int, Row]] = {}
    try:
        names = [unprotect(cell.strip()) for cell in next(rows, [])]
        if "file" not in names:
            raise ProjectError(f"{path}, row 1", "a column file", ", ".join(names)[:80] or "nothing", "put it back")
        for number, cells in enumerate(rows, 2):
            # A file's name may begin or end with a blank.
            row = {
                name: unprotect(cell if name == "file" else cell.strip())
                for name, cell in zip(names, cells, strict=False)
                if name in COLUMNS
            }
            if row.get("file"):
                found[row["file"]] = (number, dict.fromkeys(COLUMNS, "") | row)
    except csv.Error as error:
        raise ProjectError(f"{path}, row {rows.line_num}", "a row of CSV", str(error), "save it again as CSV") from None
    return found


def _decode(data: bytes, path: Path) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ProjectError(path, "a CSV file", "bytes of no encoding", "save it as CSV UTF-8")


def corrections(row: Row, place: str) -> Corrections:
    """Read the three cells that may be corrected; ``place`` names the row in errors.

    A place is a code or an unambiguous name, a kind a code or a label. Raises ProjectError naming row and column.
    """
    return Corrections(
        _place(row["place"], place) if row["place"] else None,
        _year(row["year"], place) if row["year"] else None,
        _kind(row["kind"], place) if row["kind"] else None,
    )


def _place(cell: str, where: str) -> str:
    code = cell.removesuffix(".0")
    try:
        return division(code).code
    except PlaceError as error:
        found = meant(cell)
        if len(found) == 1:
            return found[0].code
        step = "write one of " + ", ".join(d.code for d in found[:5]) if found else error.step
        raise ProjectError(f"{where}, column place", "a code of 6 digits or cn", repr(cell[:40]), step) from None


def _year(cell: str, where: str) -> int:
    try:
        year = read_year(cell)
    except CellError as error:
        raise ProjectError(f"{where}, column year", error.expected, repr(cell[:40]), error.step) from None
    if not 1949 <= year <= 2099:
        raise ProjectError(f"{where}, column year", "a year from 1949 to 2099", str(year), "mend it")
    return year


def _kind(cell: str, where: str) -> str:
    for code, labels in KIND_LABELS.items():
        if cell.casefold() in (code, *labels):
            return code
    step = "write report to have it built"
    raise ProjectError(f"{where}, column kind", "one of " + ", ".join(KIND_LABELS), repr(cell[:40]), step)


def write_sheet(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write the sheet in order of the files: CSV (RFC 4180), UTF-8 with the mark that spreadsheets look for."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in sorted(rows, key=lambda row: row["file"]):
        writer.writerow(
            {name: protect(row[name], text=False) if name == "file" else _cell(row[name]) for name in COLUMNS}
        )
    write_whole(path, b"\xef\xbb\xbf" + out.getvalue().encode())


def _cell(text: str) -> str:
    """Return a cell that is one line and no formula."""
    return protect(" ".join(text.split()), text=False)
