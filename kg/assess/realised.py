"""Results that other sources state: ``data/realised/*.csv``, with the column names of the statements table.

Columns: ``place`` (GB/T 2260), ``indicator`` (a label, an alias or an id of the catalogue), ``value_type``, ``year``,
``value``, ``unit``, ``comparator`` (empty for eq), ``source`` (address or title of the publication), ``note``.
A number is written out: 27006000000, not 270.06亿.
"""

import csv
import io
from decimal import Decimal, InvalidOperation
from pathlib import Path

from kg.assess.judging import Number
from kg.assess.model import Realised
from kg.catalogue import catalogue
from kg.errors import ProjectError
from kg.files import reading, reason
from kg.places import is_code
from kg.project import Project
from kg.terms import VALUE_TYPES, digest
from kg.units import canonical_unit, unit_iri

FOLDER = "realised"
COLUMNS = ("place", "indicator", "value_type", "year", "value", "unit", "comparator", "source", "note")
_REQUIRED = COLUMNS[:6]
_COMPARATORS = ("eq", "approx", "ge", "gt", "le", "lt")


def read_realised(project: Project) -> tuple[Realised, ...]:
    """Read every table of external results of a project, in order of file and line; none is no error.

    Raises ProjectError naming file, line and column.
    """
    folder = project.root / "data" / FOLDER
    return tuple(row for path in sorted(folder.glob("*.csv")) for row in read_table(path))


def read_table(path: Path) -> tuple[Realised, ...]:
    """Read one table; a byte order mark and GBK are accepted."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProjectError(path, "a table of results", reason(error), reading(error)) from None
    rows = csv.DictReader(io.StringIO(_decoded(data, path), newline=""))
    missing = [name for name in _REQUIRED if name not in (rows.fieldnames or ())]
    if missing:
        raise ProjectError(path, "the columns " + ", ".join(_REQUIRED), f"no {missing[0]}", "name it in the first line")
    return tuple(
        _row(row, path, rows.line_num)
        for row in rows
        if any((v or "").strip() for v in row.values() if isinstance(v, str))
    )


def _decoded(data: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ProjectError(path, "text in UTF-8 or GBK", "other bytes", "save it as CSV UTF-8")


def _row(cells: dict[str, str | None], path: Path, line: int) -> Realised:
    given = {name: (cells.get(name) or "").strip() for name in COLUMNS}

    def wrong(column: str, expected: str, step: str) -> ProjectError:
        return ProjectError(f"{path}, line {line}, column {column}", expected, repr(given[column][:40]), step)

    if not is_code(given["place"]):
        raise wrong("place", "a code of GB/T 2260, or cn", "look it up with `kg add --help`")
    if given["value_type"] not in VALUE_TYPES:
        raise wrong("value_type", "one of " + ", ".join(VALUE_TYPES), "correct it")
    if not given["year"].isdecimal() or len(given["year"]) != 4:
        raise wrong("year", "a year of four digits", "correct it")
    try:
        value = Decimal(given["value"])
    except InvalidOperation:
        raise wrong("value", "a number written out, such as 27006000000", "write 万 and 亿 out") from None
    unit = canonical_unit(given["unit"])
    if unit_iri(unit) is None:
        raise wrong("unit", "a unit of docs/units, such as 元 or %", "correct it")
    comparator = given["comparator"] or "eq"
    if comparator not in _COMPARATORS:
        raise wrong("comparator", "one of " + ", ".join(_COMPARATORS), "correct it, or leave it empty for eq")
    if not given["indicator"]:
        raise wrong("indicator", "a name", "fill it in")
    known = catalogue().by_id.get(given["indicator"]) or catalogue().lookup(given["indicator"])
    number = Number(
        comparator,
        value,
        value if comparator in ("ge", "gt") else None,
        value if comparator in ("le", "lt") else None,
    )
    said = (given[name] for name in COLUMNS[:8])
    return Realised(
        id=f"realised-{digest(*said)}",
        file=path.name,
        line=line,
        place=given["place"],
        indicator=known.id if known else None,
        indicator_label=known.zh if known else given["indicator"],
        value_type=given["value_type"],
        year=int(given["year"]),
        number=number,
        unit=unit,
        source=given["source"] or path.stem,
        note=given["note"],
    )
