"""One statement in full, for ``kg show``."""

from collections.abc import Iterator
from typing import Any

from kg.build import read_rows
from kg.errors import QueryError
from kg.language import say
from kg.model import Span
from kg.originals import origin
from kg.project import Project
from kg.report import read_report

_SLOTS = {
    "indicator_label": "indicator",
    "project_label": "project",
    "place_label": "place",
    "about": "subject",
    "about_label": "subject",
    "unit_iri": "unit",
}
_NUMBERS = {"value", "lower", "upper"}
_HIDDEN = {"slots", "quote", "start", "end", "value_start", "value_end", "id"}


def show(project: Project, name: str) -> Iterator[str]:
    """Yield the lines about the statement whose id is, or ends with, ``name``.

    Raises QueryError where none or several fit, StoreError where nothing has been built.
    """
    row = _find(project, name)
    folder = project.reports / row["report"]
    text = read_report(folder).text
    came_from = origin(folder, text).of(Span(row["start"], row["end"]))
    yield f"{row['id']}  {row['class']}"
    sentence = " ".join(row["quote"].split())
    yield f"「{sentence}」  {row['report']}[{row['start']}:{row['end']}]"
    yield f"  {'original':16} {came_from}"
    for column, value in row.items():
        if column in _HIDDEN or value in (None, False, ""):
            continue
        yield f"  {column:16} {value}{_evidence(_rests_on(row, column), text)}"


def _rests_on(row: dict[str, Any], column: str) -> object:
    """Return the characters or the rule a column rests on, None where neither is stated."""
    slots: dict[str, Any] = row["slots"]
    evidence = slots.get(_slot(column))
    if evidence is None and column in _NUMBERS and row["value_start"] is not None:
        return [row["value_start"], row["value_end"]]
    return evidence


def _slot(column: str) -> str:
    """Return the slot a column's evidence stands under."""
    return _SLOTS.get(column, column)


def _evidence(evidence: object, text: str) -> str:
    if isinstance(evidence, list):
        start, end = evidence
        words = " ".join(text[start:end].split())
        return say(f"  ← 「{words}」 [{start}:{end}]", f"  ← 「{words}」 [{start}:{end}]")
    if isinstance(evidence, str):
        return say(f"  ← inferred by {evidence}", f"  ← 推断：{evidence}")
    return ""


def _find(project: Project, name: str) -> dict[str, Any]:
    rows = read_rows(project.build)
    local = name.rpartition("/")[2]
    found = [r for r in rows if local and r["id"].endswith(local)]
    if len(found) != 1:
        what = "none" if not found else f"{len(found)}: {', '.join(r['id'] for r in found[:3])}"
        raise QueryError(
            name, "the id of one statement", what, "ids stand in build/statements.jsonl and in `kg query` answers"
        )
    row: dict[str, Any] = found[0]
    return row
