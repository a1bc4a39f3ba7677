"""Verbs over one report or the build: extract, ledger, check, verify, status, export."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import (
    OutOption,
    PlaceOption,
    SureOption,
    WorkersOption,
    YearOption,
    app,
    code_named,
    complain,
    emit,
    emit_each,
    here,
    here_built,
    refuse_idle_sure,
    remark,
    words_of,
)
from kg.errors import KgError, UsageError
from kg.language import count, say

if TYPE_CHECKING:
    from kg.model import Report
    from kg.reviewed import Reviewed


class TableFormat(StrEnum):
    """Formats of flat tables."""

    jsonl = "jsonl"
    csv = "csv"


class LedgerFormat(StrEnum):
    """Formats of the numeral ledger."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


class GraphFormat(StrEnum):
    """Formats of the published graph."""

    nquads = "nquads"
    turtle = "turtle"
    jsonld = "jsonld"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    geojson = "geojson"


ReportArgument = Annotated[
    str, typer.Argument(metavar="REPORT|FILE", help="A report of the project (430400-2019) or any file.")
]


def report_named(name: str, place: str | None, year: int | None, sure: bool) -> "Report":
    """Return a report of the project, or read a file of no project."""
    from kg.report import is_report_id, read_report, report_folder, report_of_file

    refuse_idle_sure(sure, place, year)
    place = code_named(place)
    if is_report_id(name) and not Path(name).is_file():
        return read_report(report_folder(here(), name))
    return report_of_file(Path(name), place, year, sure=sure)


@app.command()
def extract(
    reports: Annotated[
        list[str], typer.Argument(metavar="REPORT|FILE|DIR...", help="Reports of the project, any files, or folders.")
    ],
    place: PlaceOption = None,
    year: YearOption = None,
    sure: SureOption = False,
    format: Annotated[TableFormat, typer.Option(help="Format of the statements table.")] = TableFormat.jsonl,
    workers: WorkersOption = None,
    out: OutOption = None,
) -> None:
    """Write what the rules propose for reports.

    No decision is applied yet. What cannot be read in a folder is told and left out; the exit code is 1 then.
    """
    from kg.many import workers_for
    from kg.proposed import tables
    from kg.sources import sources

    refuse_idle_sure(sure, place, year)
    chosen = sources(map(words_of, reports), code_named(place), year, sure=sure)
    processes = workers_for(len(chosen), workers)
    refused: list[KgError] = []
    written = 0

    def pieces() -> Iterator[bytes]:
        nonlocal written
        for text, rows in tables(chosen, format.value, processes, refused):
            written += rows
            yield text.encode()

    emit_each(pieces(), out)
    if out is not None:
        typer.echo(say(f"{out}: {count(written, 'statement')}", f"{out}：{written:,} 条陈述"))
    for error in refused:
        complain(f"kg: {error.line()}")
    if refused:
        raise typer.Exit(1)


@app.command()
def ledger(
    report: ReportArgument,
    place: PlaceOption = None,
    year: YearOption = None,
    sure: SureOption = False,
    unaccounted: Annotated[
        bool, typer.Option("--unaccounted", help="Only numerals that no statement and no reason accounts for.")
    ] = False,
    format: Annotated[
        LedgerFormat | None,
        typer.Option(help="Format; by default table in a terminal, else jsonl.", show_default=False),
    ] = None,
    out: OutOption = None,
) -> None:
    """Write one row per numeral of a report.

    Each has its statement, its reason, or is unaccounted.
    """
    import csv
    import io
    import json

    from kg.build import entry_row
    from kg.ledger import Entry
    from kg.ledger_table import lines
    from kg.summary import coverage_line

    reviewed = _reviewed(report_named(report, place, year, sure))
    entries = [e for e in reviewed.entries if not unaccounted or e.disposition == "unaccounted"]
    rows = [entry_row(e, reviewed.report.id) for e in entries]
    what = say(count(len(rows), "numeral"), f"{len(rows):,} 个数字")
    kind = format or (LedgerFormat.table if out is None and sys.stdout.isatty() else LedgerFormat.jsonl)
    if kind == "table":
        emit("".join(line + "\n" for line in lines(entries, reviewed.report.text)) if entries else "", out, what)
    elif kind == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, list(entry_row(Entry(0, 0, "", "unaccounted"), "")), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(r | {"statements": " ".join(map(str, r["statements"]))} for r in rows)  # type: ignore[call-overload]
        emit("\ufeff" + text.getvalue(), out, what)
    else:
        emit("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), out, what)
    remark(coverage_line(reviewed))


def _reviewed(report: "Report") -> "Reviewed":
    """Return a report with what the project decided of it, where it is the project's."""
    from kg.errors import ProjectError
    from kg.reviewed import review, review_folder

    try:
        folder = here().reports / report.id
    except ProjectError:
        return review(report)
    return review_folder(folder) if _same(folder, report) else review(report)


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
    """Check that the build is whole and true.

    Integrity, verification against the texts, SHACL shapes.
    """
    from kg.check import check as run

    done = run(here(), shapes=shapes, reference=reference)
    for problem in done.problems:
        typer.echo(problem)
    typer.echo(
        say(
            f"checked {done.quads:,} quads, {done.statements:,} statements, {done.slots:,} slots, {done.numbers:,} numbers: "
            + (count(len(done.problems), "problem") if done.problems else "passed"),
            f"已核查四元组 {done.quads:,}、陈述 {done.statements:,}、槽位 {done.slots:,}、数字 {done.numbers:,}："
            + (f"{len(done.problems)} 处问题" if done.problems else "通过"),
        )
    )
    if done.stale and not done.problems:
        remark(
            say(
                "stale: reports, decisions or settings changed since this build; next: kg build",
                "构建已过期：此后报告、裁定或设置有改动；下一步：kg build",
            )
        )
    if done.missing and len(done.problems) == len(done.missing):
        remark(say("next: kg build", "下一步：kg build"))
        raise typer.Exit(1)
    _next_step(bool(done.problems), done.damaged)


def _next_step(problems: bool, damaged: bool) -> None:
    """Say what to do about problems and leave with exit code 1."""
    if damaged:
        remark(
            say(
                "next: restore report.txt where its sha256 differs (a better copy is put in by `kg add FILE --replace`), "
                "then `kg build` and `kg check`",
                "下一步：sha256 不符的，请恢复 report.txt（更好的文本用 `kg add FILE --replace` 放入），再运行 `kg build` 和 `kg check`",
            )
        )
    elif problems:
        remark(
            say(
                "next: see `kg show ID --why`, then `kg decide REPORT ID amend --set …` or `reject`; "
                "where the build is stale, run `kg build`",
                "下一步：用 `kg show ID --why` 查看，再用 `kg decide REPORT ID amend --set …` 修正或 `reject` 驳回；"
                "构建过期的，运行 `kg build`",
            )
        )
    if problems:
        raise typer.Exit(1)


@app.command()
def verify() -> None:
    """Verify the build against the texts.

    Every quote, slot and number is read again: the independent part of check.
    """
    from kg.check import damaged, described, quotes_of
    from kg.verify import verify as run

    project = here()
    done = run(project.build, project.reports)
    quotes = quotes_of(project.build) if done.problems else {}
    for problem in done.problems:
        typer.echo(described(problem, quotes))
    counted = f"{count(done.statements, 'statement')}, {count(done.slots, 'slot')}, {count(done.numbers, 'number')}"
    typer.echo(
        say(
            f"verified {counted}: " + (count(len(done.problems), "problem") if done.problems else "passed"),
            f"已核实陈述 {done.statements:,}、槽位 {done.slots:,}、数字 {done.numbers:,}："
            + (f"{len(done.problems)} 处问题" if done.problems else "通过"),
        )
    )
    _next_step(bool(done.problems), damaged(done.problems))


@app.command()
def status() -> None:
    """Say what is there and what to do next.

    Reports added, statements undecided, a stale build, the next command.
    """
    from kg.status import status as run

    # All of it or the error alone.
    typer.echo("\n".join(run(here())))


@app.command()
def export(
    format: Annotated[
        GraphFormat | None,
        typer.Option(help="Format; else by the file's ending, else nquads.", show_default=False),
    ] = None,
    out: OutOption = None,
) -> None:
    """Write the published graph, decisions applied.

    nquads holds everything; turtle and jsonld leave out the vocabulary, which the folder ontology/ holds; jsonl,
    csv and parquet are the table of statements; geojson is the places with what is said of them.
    """
    from kg.export import export as run
    from kg.export import form_of

    form = format.value if format else form_of(out) if out else "nquads"
    if out is None and sys.stdout.isatty():
        raise UsageError("kg export", "a file or a pipe to write to", "a terminal", f"use -o graph.{form}")

    content = run(here_built(), form)
    lines, size = content.count(b"\n"), f"{len(content):,}"
    what = say(f"{size} bytes", f"{size} 字节")
    if form == "nquads":
        what = say(count(lines, "quad"), f"{lines:,} 个四元组")
    elif form == "jsonl":
        what = say(count(lines, "statement"), f"{lines:,} 条陈述")
    emit(content, out, what)
