"""A table with a column of names → the same table with what each name means beside it; no row or cell of it changes."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.decisions.cells import protect
from kg.decisions.sheets import Row, Sheet, column_names, header_of, read_bytes, read_rows, to_bytes
from kg.errors import UsageError
from kg.match.model import Candidate, Wanted

ADDED: Final = ("match", "match_id", "match_code", "match_name", "match_score", "match_candidates")
MATCHED, AMBIGUOUS, MISSING, EMPTY = "matched", "ambiguous", "not found", ""

_YEAR: Final = re.compile(r"\s*((?:19|20)\d{2})(?:\.0+)?\s*年?\s*")

_ABOVE: Final = 20  # the header stands within so many rows: statistics have titles above it

Match = Callable[[Wanted], tuple[Candidate, ...]]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table that are read: of names, and those of what contains them and of the year, where there are."""

    name: str
    within: str | None = None
    year: str | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """A table with what its names mean: ``rows`` with the header, and what became of each name, in order of the table."""

    rows: tuple[tuple[str, ...], ...]
    header: int
    found: tuple[tuple[Wanted, tuple[Candidate, ...]], ...]

    def counts(self) -> Counter[str]:
        """Count rows by what became of their name; those without one under ""."""
        return Counter(outcome(wanted, found) for wanted, found in self.found)

    def open(self) -> dict[Wanted, tuple[int, tuple[Candidate, ...]]]:
        """Return the names that are not sure, each with the number of its rows and what it may mean."""
        rows = Counter(wanted for wanted, _ in self.found)
        known = dict(self.found)
        return {
            wanted: (number, known[wanted])
            for wanted, number in rows.items()
            if outcome(wanted, known[wanted]) in (AMBIGUOUS, MISSING)
        }


def outcome(wanted: Wanted, found: Sequence[Candidate]) -> str:
    """Return what became of a name."""
    if not wanted.name.strip():
        return EMPTY
    return MATCHED if any(c.match for c in found) else AMBIGUOUS if found else MISSING


def match_table(path: Path, columns: Columns, match: Match, types: Sequence[str] = (), limit: int = 5) -> Matched:
    """Read a table (.csv, .tsv, .xlsx; UTF-8, UTF-16, GB18030) and match a column of it.

    Raises DecisionError for what is no table, UsageError for a column or a type that there is not.
    """
    names = [name.strip().casefold() for name in (columns.name, columns.within, columns.year) if name]
    rows = read_rows(read_bytes(path), str(path), names, _ABOVE)
    header = next((row for row in rows[:_ABOVE] if names[0] in column_names(row)), header_of(rows))
    if header is None:
        raise UsageError(path, "a table with a row of column names", "no cell with anything in it", "give another file")
    name, within, year = (_place_of(header, column) for column in (columns.name, columns.within, columns.year))
    assert name is not None
    start = next(i for i, row in enumerate(rows) if row is header)
    width = max(len(cells) for _, cells in rows)
    known: dict[Wanted, tuple[Candidate, ...]] = {}
    found: list[tuple[Wanted, tuple[Candidate, ...]]] = []
    made: list[tuple[str, ...]] = []
    for number, (_, cells) in enumerate(rows):
        padded = [*cells, *[""] * (width - len(cells))]
        if number <= start:
            made.append((*padded, *(_new_names(header) if number == start else [""] * len(ADDED))))
            continue
        wanted = Wanted(
            name=padded[name].strip(),
            types=tuple(types),
            within=padded[within].strip() if within is not None else "",
            year=year_in(padded[year]) if year is not None else None,
            limit=limit,
        )
        if wanted not in known:
            known[wanted] = match(wanted)
        found.append((wanted, known[wanted]))
        made.append((*padded, *_told(wanted, known[wanted])))
    return Matched(tuple(made), start, tuple(found))


def table_bytes(path: Path, table: Matched) -> bytes:
    """Return the table for a file's name: .csv (with a byte order mark), .tsv or .xlsx.

    Cells of the table stand as they were read. Raises DecisionError for another ending, UsageError for a workbook with
    rows above its header or two columns of one name.
    """
    if path.suffix.lower() in (".csv", ".tsv"):
        text = "".join(lines(table, "\t" if path.suffix.lower() == ".tsv" else ","))
        return text.encode("utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8")
    header = table.rows[table.header]
    if path.suffix.lower() == ".xlsx" and (table.header or len(set(header)) < len(header)):
        raise UsageError(path, "a table with one row of different column names", "another", "write a .csv")
    rows = (dict(zip(header, row, strict=True)) for row in table.rows[1:])
    return to_bytes(path, Sheet(header, rows, words=header))


def lines(table: Matched, mark: str = ",") -> Iterator[str]:
    """Yield the rows of a table as CSV (RFC 4180)."""
    for row in table.rows:
        line = io.StringIO()
        csv.writer(line, delimiter=mark, lineterminator="\n").writerow(row)
        yield line.getvalue()


def _place_of(header: Row, column: str | None) -> int | None:
    if column is None:
        return None
    names = column_names(header)
    places = [i for i, name in enumerate(names) if name == column.strip().casefold()]
    if len(places) == 1:
        return places[0]
    known = ", ".join(cell.strip() for cell in header[1] if cell.strip())
    found = f"{len(places)} columns {column}" if places else f"no column {column}"
    raise UsageError("--column, --within, --year", f"one of the table's columns: {known}", found, "mend the name")


def _new_names(header: Row) -> list[str]:
    """Return names of the new columns that the table does not have yet: a table may be matched more than once."""
    taken = set(column_names(header))
    number = next(n for n in range(1, len(taken) + 2) if not taken & {_numbered(name, n) for name in ADDED})
    return [_numbered(name, number) for name in ADDED]


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}_{number}"


def _told(wanted: Wanted, found: Sequence[Candidate]) -> tuple[str, ...]:
    became = outcome(wanted, found)
    if became == MATCHED:
        sure = found[0]
        return (became, sure.id, sure.code, protect(sure.name, text=True), f"{sure.score:g}", "")
    listed = "; ".join(f"{c.code} {c.name} {c.score:g}" for c in found)
    return (became, "", "", "", "", protect(listed, text=True) if became else "")


def year_in(text: str) -> int | None:
    """Return the year that a cell gives; None where it gives none."""
    found = _YEAR.fullmatch(text)
    return int(found[1]) if found else None
