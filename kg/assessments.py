"""The assessments of a build as a person reads them, for ``kg assess``."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from kg.amounts import amount, difference
from kg.assess import RULES
from kg.assess.judging import RESULTS
from kg.assess.realised import read_realised
from kg.assess.table import COLUMNS
from kg.build import ASSESSMENTS, demand_whole, read_rows, without
from kg.errors import QueryError, StoreError
from kg.files import reading, reason
from kg.language import count, language, say
from kg.places import code_of, listed
from kg.project import Project
from kg.report import read_report, report_folder
from kg.terms import local_name

Row = Mapping[str, Any]
WORDS: Final = {
    "met": ("met", "实现"),
    "exceeded": ("exceeded", "超额实现"),
    "partly-met": ("partly met", "部分实现"),
    "missed": ("missed", "未实现"),
    "target-changed": ("target changed", "目标已改"),
    "not-mentioned-again": ("not mentioned again", "未再提及"),
    "not-comparable": ("not comparable", "不可比"),
    "pending": ("pending", "待定"),
}
_SIGNS: Final = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}


def read_assessments(folder: Path) -> list[dict[str, Any]]:
    """Return the table of assessments of a build; StoreError where nothing has been built or it is damaged."""
    demand_whole(folder)
    path = folder / ASSESSMENTS
    try:
        rows = [json.loads(line) for line in path.read_bytes().decode().split("\n") if line]
    except FileNotFoundError:
        raise without(folder, ASSESSMENTS) from None
    except OSError as error:
        raise StoreError(
            path, "the table of assessments", reason(error), f"{reading(error)} or run `kg build`"
        ) from None
    except ValueError as error:
        raise StoreError(path, "the table of assessments", str(error), "run `kg build`") from None
    if not all(isinstance(row, dict) and row.keys() >= set(COLUMNS) for row in rows):
        raise StoreError(path, "the columns of the table of assessments", "others", "run `kg build`")
    return rows


def chosen(rows: Sequence[dict[str, Any]], name: str, results: Sequence[str]) -> list[dict[str, Any]]:
    """Return the assessments of a place, a report or a statement, with one of the results if any are given.

    Raises QueryError for a name that none of them bears, or a result that there is none of.
    """
    for result in results:
        if result not in RESULTS:
            raise QueryError("kg assess", "--result: one of " + ", ".join(RESULTS), repr(result), "correct it")
    if name:
        local = local_name(name)
        found = [r for r in rows if name in (r["place"], r["report"]) or r["statement"].endswith(local)]
        if not found and (code := code_of(name, {r["place"] for r in rows}.__contains__)):
            found = [r for r in rows if r["place"] == code]
        if not found:
            raise QueryError("kg assess", "a place, report or statement with commitments", repr(name), _step(rows))
        rows = found
    return [row for row in rows if not results or row["result"] in results]


def _step(rows: Sequence[Row]) -> str:
    if not rows:
        return "assessments need a later report of the same place, or data/realised/*.csv; then `kg build`"
    return f"one of {listed(row['place'] for row in rows)}"


def overview(project: Project, rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line for each place, report and source with its results counted, and the commitments that came to something."""
    statements = {row["id"]: row for row in read_rows(project.build)}
    external = {r.id: r for r in read_realised(project)}
    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        pairs.setdefault((row["report"], row["source"]), []).append(row)
    for (report, source), held in sorted(pairs.items()):
        tally = Counter(row["result"] for row in held)
        counts = ", ".join(f"{say(*WORDS[r])} {tally[r]:,}" for r in RESULTS if tally[r])
        yield f"{report} → {source_name(source, held, external)}: {counts}"
        for row in held:
            if row["result"] != "pending":
                yield f"  {line(row, statements[row['statement']])}"


def source_name(source: str, held: Sequence[Row], external: Mapping[str, Any]) -> str:
    """Return a report's id, an external publication by its own name, or that there is no source yet."""
    if source == "pending":
        return say("no later source", "尚无后续来源")
    rows = (external[name] for row in held for name in row["realised"] if name in external)
    return next((r.source for r in rows), source) if source.startswith("x-") else source


def line(row: Row, statement: Row) -> str:
    """Return one assessment in one line: the result, what was promised, what came of it, and the rule."""
    what = statement["indicator_label"] or statement["project_label"] or ""
    unit = statement["unit"]
    came = "" if row["value"] is None else f" → {amount(Decimal(row['value']), unit)}"
    granted = say(f"; tolerance {row['tolerance']}", f"；容差 {row['tolerance']}") if row["tolerance"] else ""
    gap = (
        ""
        if row["gap"] is None
        else f" ({difference(Decimal(row['gap']), unit, language(), statement['value_type'])}{granted})"
    )
    rule = say(RULES[row["rule"]][1], RULES[row["rule"]][0])
    return f"{say(*WORDS[row['result']])}  {what} {promised(statement)}{came}{gap}  [{rule}]  {row['statement']}"


def promised(statement: Row) -> str:
    """Return what was promised: ``≥ 8%``, ``6–6.5%``, or the stage of a project."""
    if statement["status"]:
        return str(statement["status"])
    unit = statement["unit"]
    if statement["relative_to"]:
        return f"{statement['comparator']} {statement['relative_to']}"
    if statement["comparator"] == "range":
        return f"{statement['lower']}–{statement['upper']}{unit or ''}"
    return f"{_SIGNS.get(statement['comparator'], '')}{_written(statement['value'], unit)}"


def _written(value: object, unit: str | None) -> str:
    return "" if value is None else amount(Decimal(str(value)), unit)


def detail(project: Project, rows: Sequence[Row]) -> Iterator[str]:
    """Yield all that is known of the assessments of one statement: both sentences, the rule, and the proof of an absence."""
    statements = {row["id"]: row for row in read_rows(project.build)}
    external = {r.id: r for r in read_realised(project)}
    promise = statements[rows[0]["statement"]]
    yield f"{promise['id']}  {promise['class']}"
    yield f"「{_one_line(promise['quote'])}」  {promise['report']}[{promise['start']}:{promise['end']}]"
    for row in rows:
        yield ""
        yield f"{source_name(row['source'], [row], external)}: {line(row, promise)}"
        if row["tolerance"]:
            zero, twice = (say(*WORDS[row[name]]) for name in ("at_zero", "at_twice"))
            yield say(
                f"  tolerance {row['tolerance']}; without it {zero}, with twice as much {twice}",
                f"  容差 {row['tolerance']}；容差为零时{zero}，加倍时{twice}",
            )
        if row["note"]:
            yield f"  {row['note']}"
        for name in (*row["outcomes"], *([row["other"]] if row["other"] else [])):
            said = statements.get(name)
            if said:
                yield f"  「{_one_line(said['quote'])}」  {said['report']}[{said['start']}:{said['end']}]  {name}"
        for name in row["realised"]:
            if r := external.get(name):
                yield f"  {r.indicator_label} {r.year}: {_written(r.number.value, r.unit)}  {r.source}  data/realised/{r.file}:{r.line} {r.note}".rstrip()
        if row["searched"]:
            names = say(", ", "、").join(row["searched"])
            yield say(f"  searched: {names}", f"  检索过的名称：{names}")
        yield from _nearest(project, row, promise)


def _nearest(project: Project, row: Row, promise: Row) -> Iterator[str]:
    if not row["nearest"]:
        return
    report = read_report(report_folder(project, row["source"]))
    whole = say("whole", "完整") if report.whole else say("a part", "不全")
    yield say(f"  nearest sentences of {report.id} ({whole}):", f"  {report.id}（{whole}）中最相近的语句：")
    for start, end, score in row["nearest"]:
        yield f"    {score}  [{start}:{end}]  「{_one_line(report.text[start:end])}」"
    if row["result"] == "not-mentioned-again":
        given = _link(promise)
        yield say(
            f"  if one of them tells of it: kg decide {report.id} add {given}, then kg build",
            f"  若其中一句说的就是它：kg decide {report.id} add {given}，再运行 kg build",
        )


def _link(promise: Row) -> str:
    """Return the columns of the row that links a sentence to a promise, as ``kg decide REPORT add`` takes them."""
    if promise["class"] == "Target":
        indicator = promise["indicator"]
        named = {"indicator": indicator} if indicator else {"indicator_label": promise["indicator_label"]}
        cells = {"class": "Observation", **named, "value_type": promise["value_type"], "year": promise["year"]}
        cells |= {"unit": promise["unit"], "value": "…", "number": "…", "comparator": "eq"}
    else:
        cells = {"class": "RealisedMilestone", "project": promise["project"], "project_label": promise["project_label"]}
        cells |= {"status": promise["status"], "as_stated": "…", "year": promise["year"]}
    cells["quote"] = "…"
    return " ".join(f"--set {column}={value}" for column, value in cells.items() if value is not None)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def summary(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the line that a build says of its assessments; none where there are none."""
    if not rows:
        return
    tally = Counter(row["result"] for row in rows)
    counts = ", ".join(f"{say(*WORDS[r])} {tally[r]:,}" for r in RESULTS if tally[r])
    places = len({row["place"] for row in rows})
    yield say(
        f"{count(len(rows), 'assessment')} of {count(places, 'place')}: {counts}",
        f"评估 {len(rows):,} 项，涉及 {places} 地：{counts}",
    )


def table(rows: Sequence[Row], format: str) -> str:
    """Return the rows as ``jsonl``, or as ``csv`` with lists joined by ``|``."""
    if format == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(_cell(row[column]) for column in COLUMNS)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list):
        return "|".join(":".join(map(str, v)) if isinstance(v, list) else str(v) for v in value)
    return value
