"""The panel as files: CSV, Excel, Parquet, Stata, JSON Lines; equal panels give equal bytes."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from kg.decisions.cells import protect
from kg.decisions.sheets import safe, without_clock
from kg.errors import UsageError
from kg.extras import needed
from kg.panel.codebook import sheet_rows
from kg.panel.columns import CODES, Column
from kg.panel.rows import Panel
from kg.parquet import to_parquet

_TYPES: Final = {"text": "VARCHAR", "code": "VARCHAR", "number": "DOUBLE", "whole": "INTEGER", "flag": "BOOLEAN"}
_ENDINGS: Final = MappingProxyType(
    {".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".dta": "dta", ".jsonl": "jsonl"}
)
# What a variable's label may hold, and a text before it is kept apart (strL).
_LABEL, _TEXT = 80, 2045
_MOMENT: Final = datetime(2000, 1, 1)


def form_of(path: Path) -> str:
    """Return the format that a file's ending names; UsageError for another ending."""
    form = _ENDINGS.get(path.suffix.lower())
    if form is None:
        raise UsageError(path, "a file ending in " + ", ".join(_ENDINGS), path.suffix or "no ending", "or say --format")
    return form


def sql_types(columns: tuple[Column, ...]) -> dict[str, str]:
    """Return the columns with their types in SQL."""
    return {c.name: "VARCHAR[]" if c.kind == "ids" else _TYPES[c.kind] for c in columns}


def to_bytes(panel: Panel, form: str) -> bytes:
    """Return a panel in one of ``FORMS``; KgError where the package that writes it is not installed."""
    return FORMS[form](panel)


def _jsonl(panel: Panel) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in panel.rows).encode()


def _text(value: Any) -> Any:
    return " ".join(value) if isinstance(value, tuple) else value


def _csv(panel: Panel) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([c.name for c in panel.columns])
    for row in panel.rows:
        writer.writerow([_csv_cell(column, row[column.name]) for column in panel.columns])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if column.kind == "number":
        return format(Decimal(str(value)), "f")
    return protect(str(_text(value)), text=False)


def _parquet(panel: Panel) -> bytes:
    return to_parquet(panel.rows, sql_types(panel.columns), "kg panel")


def _xlsx(panel: Panel) -> bytes:
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "panel"
    _fill(page, [[c.name for c in panel.columns], *([row[c.name] for c in panel.columns] for row in panel.rows)])
    _fill(book.create_sheet("codebook"), sheet_rows(panel.columns))
    for sheet, corner in ((page, "C2"), (book["codebook"], "B2")):
        sheet.freeze_panes = corner
        sheet.auto_filter.ref = sheet.dimensions
        for cell in sheet[1]:
            cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGH", (24, 14, 10, 30, 26, 60, 50, 50), strict=True):
        book["codebook"].column_dimensions[letter].width = width
    saved = io.BytesIO()
    book.save(saved)
    return without_clock(saved)


def _fill(sheet: Any, rows: Any) -> None:
    """Put values into cells: numbers as numbers, words as words that are never taken for a formula."""
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row, start=1):
            shown = _text(value)
            if shown is None or shown == "":
                continue
            cell = sheet.cell(number, index)
            if isinstance(shown, str):
                cell.value = safe(shown)
                cell.data_type = "s"
            else:
                cell.value = int(shown) if isinstance(shown, bool) else shown


def _dta(panel: Panel) -> bytes:
    pandas = needed("pandas", "kg panel")
    columns: dict[str, Any] = {}
    labels: dict[str, dict[int, str]] = {}
    long_texts = []
    for column in panel.columns:
        values = [row[column.name] for row in panel.rows]
        match column.kind:
            case "code":
                numbered = {code: n for n, code in enumerate(CODES[column.codes], start=1)}
                columns[column.name] = pandas.array([numbered.get(v) for v in values], dtype="Int8")
                labels[column.name] = {n: code for code, n in numbered.items()}
            case "flag":
                columns[column.name] = pandas.array(values, dtype="Int8")
                labels[column.name] = {0: "no", 1: "yes"}
            case "whole":
                columns[column.name] = pandas.array(values, dtype="Int32")
            case "number":
                columns[column.name] = pandas.array([None if v is None else float(v) for v in values], dtype="Float64")
            case _:
                texts = [_text(v) or "" for v in values]
                columns[column.name] = pandas.Series(texts, dtype=object)
                if any(len(t.encode()) > _TEXT for t in texts):
                    long_texts.append(column.name)
    out = io.BytesIO()
    pandas.DataFrame(columns).to_stata(
        out,
        write_index=False,
        version=118,
        time_stamp=_MOMENT,
        data_label="gwr-kg panel",
        variable_labels={c.name: variable_label(c) for c in panel.columns},
        value_labels=labels,
        convert_strl=long_texts or None,
    )
    return out.getvalue()


def variable_label(column: Column) -> str:
    """Return a column's label in Chinese and English, within what Stata keeps of one."""
    label = f"{column.label.zh} / {column.label.en}"
    return label if len(label) <= _LABEL else label[: _LABEL - 1] + "…"


FORMS: Final[Mapping[str, Callable[[Panel], bytes]]] = MappingProxyType(
    {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet, "dta": _dta, "jsonl": _jsonl}
)
