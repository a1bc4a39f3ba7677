"""Verbs over one report or the build: extract, ledger, check, verify, status, export."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import OutOption, PlaceOption, YearOption, app, emit, here, remark
from kg.language import say

if TYPE_CHECKING:
    from kg.decisions import Decision
    from kg.model import Report


class TableFormat(StrEnum):
    """Formats of flat tables."""

    jsonl = "jsonl"
    csv = "csv"


class GraphFormat(StrEnum):
    """Formats of the published graph."""

    nquads = "nquads"
    turtle = "turtle"
    jsonld = "jsonld"
    jsonl = "jsonl"
    csv = "csv"


ReportArgument = Annotated[
    str, typer.Argument(metavar="REPORT|FILE", help="A report of the project (430400-2019) or any file.")
]


def report_named(name: str, place: str | None, year: int | None) -> "Report":
    """Return a report of the project, or read a file of no project."""
    from kg.report import is_report_id, read_report, report_of_file

    if is_report_id(name) and not Path(name).is_file():
        return read_report(here().reports / name)
    return report_of_file(Path(name), place, year)


@app.command()
def extract(
    report: ReportArgument,
    place: PlaceOption = None,
    year: YearOption = None,
    format: Annotated[TableFormat, typer.Option(help="Format of the statements table.")] = TableFormat.jsonl,
    out: OutOption = None,
) -> None:
    """Write what the rules propose for one report, before any decision."""
    from kg.extract import extract as propose
    from kg.table import row, to_csv, to_jsonl

    source = report_named(report, place, year)
    rows = [row(p, source.text) for p in propose(source)]
    emit(to_csv(rows) if format == "csv" else "".join(line + "\n" for line in to_jsonl(rows)), out)


@app.command()
def ledger(
    report: ReportArgument,
    place: PlaceOption = None,
    year: YearOption = None,
    format: Annotated[TableFormat, typer.Option(help="Format of the numeral ledger.")] = TableFormat.jsonl,
    out: OutOption = None,
) -> None:
    """Write one row per numeral of a report: its statement, its reason, or unaccounted."""
    import csv
    import io
    import json

    from kg.build import entry_row, review
    from kg.summary import coverage_line

    source = report_named(report, place, year)
    reviewed = review(source, _decisions(source))
    rows = [entry_row(e, source.id) for e in reviewed.entries]
    if format == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(r | {"statements": " ".join(map(str, r["statements"]))} for r in rows)  # type: ignore[call-overload]
        emit("\ufeff" + text.getvalue(), out)
    else:
        emit("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), out)
    remark(coverage_line(reviewed))


def _decisions(report: "Report") -> "tuple[Decision, ...]":
    from kg.decisions import read
    from kg.errors import ProjectError

    try:
        table = here().reports / report.id / "decisions.tsv"
    except ProjectError:
        return ()
    return read(table) if table.exists() and _same(table.parent, report) else ()


def _same(folder: Path, report: "Report") -> bool:
    """Whether the folder's text is the report's: decisions belong to one text."""
    import hashlib

    text = folder / "report.txt"
    return text.exists() and hashlib.sha256(text.read_bytes()).hexdigest() == report.sha256


@app.command()
def check(
    shapes: Annotated[bool, typer.Option("--shapes/--no-shapes", help="Whether to run the SHACL shapes too.")] = True,
    reference: Annotated[
        bool, typer.Option("--reference", help="Run the shapes with pySHACL, some 20 times slower.")
    ] = False,
) -> None:
    """Check the build: integrity, verification against the texts, SHACL shapes."""
    from kg.check import check as run

    done = run(here(), shapes=shapes, reference=reference)
    for problem in done.problems:
        typer.echo(problem)
    typer.echo(
        say(
            f"checked {done.quads:,} quads, {done.statements:,} statements, {done.slots:,} slots, {done.numbers:,} numbers: "
            + (f"{len(done.problems)} problem(s)" if done.problems else "passed"),
            f"已核查四元组 {done.quads:,}、陈述 {done.statements:,}、槽位 {done.slots:,}、数字 {done.numbers:,}："
            + (f"{len(done.problems)} 处问题" if done.problems else "通过"),
        )
    )
    if done.problems:
        raise typer.Exit(1)


@app.command()
def verify() -> None:
    """Verify every quote, slot and number of the build against the texts (the independent part of check)."""
    from kg.verify import verify as run

    project = here()
    done = run(project.build, project.reports)
    for problem in done.problems:
        typer.echo(str(problem))
    result = f"{len(done.problems)} problem(s)" if done.problems else "passed"
    typer.echo(f"verified {done.statements:,} statements, {done.slots:,} slots, {done.numbers:,} numbers: {result}")
    if done.problems:
        raise typer.Exit(1)


@app.command()
def status() -> None:
    """Say what is added, undecided and stale, and the next command."""
    from kg.status import status as run

    # All of it or the error alone.
    typer.echo("\n".join(run(here())))


@app.command()
def export(
    format: Annotated[GraphFormat, typer.Option(help="Format of the published graph.")] = GraphFormat.nquads,
    out: OutOption = None,
) -> None:
    """Write the published graph, decisions applied."""
    from kg.export import export as run

    emit(run(here(), format.value), out)
