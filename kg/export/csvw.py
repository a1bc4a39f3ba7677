"""The statements table as CSV on the Web (W3C, 2015): the table and the metadata document that stands beside it.

The metadata give each column its datatype and, where the graph says the same with one property, that property and the
address of the value: whoever converts the table to RDF gets triples of the graph and no others.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from kg.numerals import plain
from kg.parquet import STATEMENT_TYPES
from kg.project import Project
from kg.table import COLUMNS
from kg.terms import DEF, NS, PREFIXES, Addresses

_DATATYPES: Final = {"DOUBLE": "decimal", "INTEGER": "integer", "BOOLEAN": "boolean", "DATE": "date"}
_SAME: Final = ("year", "value", "margin", "confidence")
_RENAMED: Final = {"lower": "lowerBound", "upper": "upperBound", "as_stated": "asStated"}
_CHINESE: Final = {
    "scope": NS + "scope",
    "relative_to": NS + "relativeTo",
    "rank_scope": NS + "rankScope",
    "label": PREFIXES["rdfs"] + "label",
}
# Coded columns: the property, and the list in which the column's word is the end of the code's address.
_CODED: Final = {
    "aggregation": ("aggregation", "aggregation"),
    "obs_status": ("obsStatus", "observation-status"),
    "indicator": ("indicator", "indicator"),
    "strength": ("strength", "strength"),
    "status": ("status", "project-status"),
    "review_status": ("reviewStatus", "review"),
    "role": ("role", "role"),
}


def to_csvw(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the rows as CSV (RFC 4180, UTF-8, header row) as programs read it.

    Unlike the table for spreadsheets it has no byte order mark and no ``'`` before words: a value stands as it is.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    return out.getvalue().encode()


def metadata_path(table: Path) -> Path:
    """Return where the standard looks for a table's metadata: ``x.csv`` → ``x.csv-metadata.json`` beside it."""
    return table.with_name(table.name + "-metadata.json")


def to_metadata(table: Path, project: Project) -> bytes:
    """Return the metadata document of a table of that name."""
    at = project.addresses
    content = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": quote(table.name),
        "dc:title": project.title,
        "dc:license": {"@id": project.licence},
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"', "doubleQuote": True},
        "tableSchema": {
            "aboutUrl": at.statement("{id}"),
            "primaryKey": "id",
            "columns": [_column(name, at) for name in COLUMNS],
        },
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _column(name: str, at: Addresses) -> dict[str, Any]:
    datatype = "json" if name == "slots" else _DATATYPES.get(STATEMENT_TYPES[name], "string")
    column: dict[str, Any] = {"name": name, "titles": name, "datatype": datatype}
    if name in ("id", "class", "report", "place", "review_status"):
        column["required"] = True
    return column | (_said(name, at) or {"suppressOutput": True})


def _said(name: str, at: Addresses) -> dict[str, Any]:
    """Return which property a column is in the graph; nothing where no single one says what it says."""
    if name in _SAME or name in _RENAMED:
        return {"propertyUrl": NS + _RENAMED.get(name, name)}
    if name in _CHINESE:
        return {"propertyUrl": _CHINESE[name], "lang": "zh"}
    if name in _CODED:
        prop, codes = _CODED[name]
        return {"propertyUrl": NS + prop, "valueUrl": f"{DEF}{codes}/{{{name}}}"}
    links = {
        "class": (PREFIXES["rdf"] + "type", NS + "{class}"),
        "report": (NS + "inReport", at.report("{report}")),
        "place": (NS + "place", at.place("{place}")),
        "project": (NS + "project", at.project("{project}")),
        "unit_iri": (NS + "unit", "{+unit_iri}"),
    }
    return dict(zip(("propertyUrl", "valueUrl"), links[name], strict=True)) if name in links else {}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
