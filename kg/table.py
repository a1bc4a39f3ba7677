"""The statements table: one flat row per statement, the same columns in every format.

Columns and their meaning are the contract in ``docs/statements-table.md``. JSON Lines is UTF-8, one object a line;
numbers are JSON numbers, or decimal strings where a JSON number could not hold them exactly; absent values are null.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from kg.decisions.cells import protect
from kg.model import Proposal, Statement
from kg.units import unit_iri

COLUMNS = (
    "id",
    "class",
    "report",
    "place",
    "place_label",
    "about",
    "about_label",
    "year",
    "period_start",
    "period_end",
    "aggregation",
    "obs_status",
    "scope",
    "headline",
    "basis",
    "indicator",
    "indicator_label",
    "value_type",
    "rank_scope",
    "relative_to",
    "margin",
    "per_subdivision",
    "value",
    "lower",
    "upper",
    "unit",
    "unit_iri",
    "comparator",
    "strength",
    "project",
    "project_label",
    "status",
    "as_stated",
    "quote",
    "start",
    "end",
    "value_start",
    "value_end",
    "slots",
    "section",
    "origin",
    "review_status",
    "confidence",
    # What quantities and projects do without stands behind the columns of the contract.
    "label",
    "kind",
    "agent",
    "role",
    "programme",
    "sector",
    "list_open",
)


def row(statement: Proposal, text: str) -> dict[str, Any]:
    """Return one statement as a flat record; ``text`` is its report's."""
    decided = statement if isinstance(statement, Statement) else None
    filled: dict[str, Any] = {
        name: getattr(statement, name)
        for name in COLUMNS
        if name not in ("class", "slots", "as_stated") and hasattr(statement, name)
    }
    span = statement.value_span
    filled |= {
        "class": statement.cls,
        "about": statement.about or statement.place,
        "about_label": statement.about_label or statement.place_label,
        "unit_iri": unit_iri(statement.unit) if statement.unit else None,
        "as_stated": statement.as_stated.of(text),
        "start": statement.span.start,
        "end": statement.span.end,
        "value_start": span.start if span else None,
        "value_end": span.end if span else None,
        "slots": {k: v if isinstance(v, str) else list(v) for k, v in sorted(statement.slots.items())},
        "origin": (decided and decided.origin) or f"rule:{statement.rule}",
        "review_status": decided.review_status if decided else "extracted",
    }
    for name in ("value", "lower", "upper", "margin", "confidence"):
        filled[name] = number(filled[name])
    return {name: filled[name] for name in COLUMNS}


def number(value: Decimal | None) -> int | float | str | None:
    """Return a decimal as the JSON value that holds it exactly."""
    if value is None:
        return None
    if value == value.to_integral_value():
        whole = int(value)
        return whole if abs(whole) < 2**53 else str(whole)
    short = float(value)
    return short if Decimal(repr(short)) == value else format(value.normalize(), "f")


def to_jsonl(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield each row as one line of JSON, without the line end."""
    return (json.dumps(r, ensure_ascii=False) for r in rows)


def to_csv(rows: Iterable[dict[str, Any]], *, header: bool = True) -> str:
    """Return the rows as CSV (RFC 4180, a header row, ``slots`` as JSON) that Excel opens as UTF-8.

    Without ``header`` they go on a table that has one.

    Words that a spreadsheet would run as a formula get a leading ``'``: reports are untrusted text.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    if header:
        writer.writeheader()
    for r in rows:
        writer.writerow(
            {k: protect(v, text=False) if isinstance(v, str) else v for k, v in r.items()}
            | {"slots": json.dumps(r["slots"], ensure_ascii=False)}
        )
    return ("\ufeff" if header else "") + out.getvalue()
