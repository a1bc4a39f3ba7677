"""One statement in full, for ``kg show``."""

from collections.abc import Iterator
from typing import Any

from kg.build import read_rows
from kg.errors import QueryError
from kg.language import say
from kg.model import Span
from kg.originals import origin
from kg.project import Project
from kg.report import report_folders
from kg.retired import read_retired, successor
from kg.reviewed import Reviewed, review_folder, review_project
from kg.table import row as as_row
from kg.terms import local_name
from kg.why import named_rule, why

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


def show(project: Project, name: str, *, reasons: bool = False) -> Iterator[str]:
    """Yield the lines about the statement whose id is, or ends with, ``name``, and last what was decided of it.

    With ``reasons`` it is explained how the statement was read.

    A statement that is not published, because somebody rejected it or nobody accepted another tool's proposal, is shown
    too. Raises QueryError where none or several fit, StoreError where nothing has been built.
    """
    row = _find(project, name)
    if not row["id"].endswith(local_name(name)):
        yield say(f"{name} had another address before the text was replaced", f"{name} 是文本更换之前的编号")
    folder = project.reports / row["report"]
    reviewed = review_folder(folder)
    text = reviewed.report.text
    came_from = origin(folder, text).of(Span(row["start"], row["end"]))
    yield f"{row['id']}  {row['class']}"
    sentence = " ".join(row["quote"].split())
    yield f"「{sentence}」  {row['report']}[{row['start']}:{row['end']}]"
    yield f"  {'original':16} {came_from}"
    for column, value in row.items():
        if column in _HIDDEN or value in (None, False, ""):
            continue
        yield f"  {column:16} {value}{_evidence(_rests_on(row, column), text)}"
    statement = next((s for s in (*reviewed.statements, *reviewed.waiting) if s.id == row["id"]), None)
    if statement is not None:
        yield f"  {'rule':16} {named_rule(statement.rule)}"
    if reasons and statement is not None:
        yield say("  why", "  依据")
        yield from (f"    {line}" for line in why(reviewed.report, reviewed.passages, statement))
    yield from _history(reviewed, row["id"])


def _history(reviewed: Reviewed, statement: str) -> Iterator[str]:
    """Yield a line for each decision on a statement, and for each merge that renamed what it is about."""
    merges = [m.merge.decision for m in reviewed.merged if m.after.id == statement]
    decisions = {d.id: d for d in (*reviewed.history.get(statement, ()), *merges)}.values()
    if not decisions:
        return
    known = (s for s in (*reviewed.statements, *reviewed.waiting) if s.id == statement)
    in_force = {name for s in known for name in s.decided_by}
    yield say("  decided", "  裁定")
    for d in decisions:
        cells = d.cells()
        said = [f"{column}={cells[column]}" for column in (*d.changes, "replaces") if column in cells]
        undone = d.action != "undo" and d.id not in in_force
        parts = [d.when, d.who, d.action, *said, d.why, say("(taken back)", "（已撤回）") if undone else ""]
        yield "    " + "  ".join(" ".join(part.split()) for part in parts if part)


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
    local = local_name(name)
    if not any(local and r["id"].endswith(local) for r in rows):
        local = _current(project, local)
    found = [r for r in rows if local and r["id"].endswith(local)] or (local and _unpublished(project, local)) or []
    if len(found) != 1:
        first = ", ".join(r["id"] for r in found[:3]) + (" …" if len(found) > 3 else "")
        what = "none" if not found else f"{len(found)} that end so: {first}"
        raise QueryError(
            name, "the id of one statement", what, "ids stand in build/statements.jsonl and in `kg query` answers"
        )
    row: dict[str, Any] = found[0]
    return row


def _current(project: Project, local: str) -> str:
    """Return the id that a retired one became; any other stays as it is."""
    retired = {old: new for folder in report_folders(project) for old, new in read_retired(folder).items()}
    ends = [old for old in retired if local and old.endswith(local)]
    return successor(ends[0], retired) if len(ends) == 1 else local


def _unpublished(project: Project, local: str) -> list[dict[str, Any]]:
    return [
        as_row(s, r.report.text)
        for r in review_project(project)
        for s in (*r.statements, *r.waiting)
        if s.id.endswith(local)
    ]
