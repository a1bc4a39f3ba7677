"""Differences of two releases as lines for a person, as Markdown, CSV and JSON; statements as an impact tells them."""

import json
from collections import Counter
from collections.abc import Iterator

from kg.diff.compare import Differences, TermChange
from kg.impact_report import counted, csv_of, read, record, rows_of, shown, told
from kg.impact_report import summary as of_statements
from kg.language import say

_SIGNS = {"added": "+", "removed": "-", "retired": "×", "changed": "~"}


def summary(found: Differences) -> Iterator[str]:
    """Yield what differs, in a few lines."""
    if not found.any:
        yield say(f"{found.one.name} and {found.two.name} are the same", f"{found.one.name} 与 {found.two.name} 相同")
        return
    yield from of_statements(found.statements)
    if found.moved:
        yield say(
            f"  the same words in another place of the text: {found.moved:,}",
            f"  文字相同、在原文中位置不同：{found.moved:,}",
        )
    if found.terms:
        counts = Counter(term.kind for term in found.terms)
        added, removed, retired, changed = (counts[kind] for kind in ("added", "removed", "retired", "changed"))
        yield say(
            f"  terms: {added:,} added, {removed:,} removed, {retired:,} retired, {changed:,} changed",
            f"  术语：新增 {added:,}，删除 {removed:,}，停用 {retired:,}，改变 {changed:,}",
        )
    yield from _warnings(found)
    listed = ", ".join(f"{graph} -{lost:,} +{gained:,}" for graph, (lost, gained) in found.graphs.items())
    yield say(f"  lines by graph: {listed}", f"  各图的行：{listed}")


def _warnings(found: Differences) -> Iterator[str]:
    """Yield what the ontology's own rules of change do not allow."""
    if found.breaches:
        yield say(
            "  a term was deleted: terms are retired, never deleted (ontology/CHANGELOG.md)",
            "  有术语被删除：术语只可停用，不可删除（ontology/CHANGELOG.md）",
        )
    before, after = (version.rpartition("/")[2] for version in found.versions)
    if before != after:
        yield say(f"  ontology {before or '–'} → {after or '–'}", f"  本体 {before or '–'} → {after or '–'}")
    elif any(term.kind != "changed" for term in found.terms):
        yield say(
            f"  terms came or went, and the ontology's version is {after} on both sides",
            f"  术语有增减，而两边的本体版本都是 {after}",
        )


def lines(found: Differences) -> Iterator[str]:
    """Yield the whole listing: the summary, statements report by report, then terms."""
    yield from summary(found)
    for report in found.statements.reports:
        if changes := [change for change in report.changes if change.kind != "reweighed"]:
            yield counted(report)
            for change in changes:
                yield from told(change)
    if found.terms:
        yield say("terms:", "术语：")
    for term in found.terms:
        yield f"  {_SIGNS[term.kind]} {term.iri}  {term.label}"
        for slot, (before, after) in term.slots.items():
            yield f"      {slot}: {shown(before)} → {shown(after)}"


def to_markdown(found: Differences) -> str:
    """Return release notes: the summary, a table of statements for each report, a table of terms."""
    out = [f"# {found.one.name} → {found.two.name}", "", *(f"- {line.strip()}" for line in summary(found)), ""]
    for report in found.statements.reports:
        changes = [change for change in report.changes if change.kind != "reweighed"]
        if not changes:
            continue
        out += [f"## {counted(report)}", "", "| | id | | | |", "|---|---|---|---|---|"]
        for change in changes:
            quote = _cell(change.sentence)
            if change.slots:
                said = (f"{slot}: {_cell(a)} → {_cell(b)}" for slot, (a, b) in change.slots.items())
                what = "<br>".join(said)
            else:
                what = _cell(read(change.row))
            sign = _SIGNS.get(change.kind, "~")
            out.append(f"| {sign} | `{change.row['id']}` | {change.row['class']} | {what} | {quote} |")
        out.append("")
    if found.terms:
        out += ["## " + say("terms", "术语"), "", "| | | | |", "|---|---|---|---|"]
        out += [f"| {_SIGNS[t.kind]} | `{t.iri}` | {_cell(t.label)} | {_changed(t)} |" for t in found.terms]
        out.append("")
    return "\n".join(out)


def _changed(term: TermChange) -> str:
    return "<br>".join(f"{slot}: {_cell(a)} → {_cell(b)}" for slot, (a, b) in term.slots.items())


def _cell(value: object) -> str:
    """Return words as they may stand in a table: no bar ends the cell, no mark-up runs."""
    words = shown(value).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return words.replace("`", "\\`").replace("*", "\\*").replace("[", "\\[")


def to_csv(found: Differences) -> str:
    """Return a row for each change: statements in the columns of an impact, terms with the class ``term``."""
    rows = [cells for report in found.statements.reports for c in report.changes for cells in rows_of(report.report, c)]
    for term in found.terms:
        head = ("", term.kind, term.iri, "term", "")
        slots = term.slots or {"": (None, term.label) if term.kind == "added" else (term.label, None)}
        rows += [(*head, slot, *("" if v is None else v for v in pair), term.label) for slot, pair in slots.items()]
    return csv_of(rows)


def to_json(found: Differences) -> str:
    """Return one object: what was compared, the totals, statements report by report, terms, lines by graph."""
    whole = record(found.statements)
    whole.pop("score")
    content = {
        "before": found.one.name,
        "after": found.two.name,
        "same": not found.any,
        **whole,
        "moved": found.moved,
        "ontology": {"before": found.versions[0], "after": found.versions[1], "deleted": bool(found.breaches)},
        "terms": [
            {
                "change": term.kind,
                "iri": term.iri,
                "label": term.label,
                "slots": {slot: {"before": a, "after": b} for slot, (a, b) in term.slots.items()},
            }
            for term in found.terms
        ],
        "graphs": {graph: {"removed": lost, "added": gained} for graph, (lost, gained) in found.graphs.items()},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
