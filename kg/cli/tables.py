"""Verbs over tables: panel, sql."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import OutOption, app, emit, here_built, remark, words_of
from kg.errors import UsageError
from kg.language import count, language, say


class PanelFormat(StrEnum):
    """Formats of the panel."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    dta = "dta"
    jsonl = "jsonl"


class SqlFormat(StrEnum):
    """Formats of answers in SQL."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command()
def panel(
    wide: Annotated[
        bool, typer.Option("--wide", help="One row per place and year, with columns for each indicator.")
    ] = False,
    balanced: Annotated[
        bool, typer.Option("--balanced", help="Add the cells of which no report says anything, with the reason.")
    ] = False,
    place: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="PLACE", help="Only this place, by code or name; may be repeated."),
    ] = None,
    indicator: Annotated[
        list[str] | None,
        typer.Option("--indicator", metavar="ID|NAME", help="Only this one: gdp, gdp:growth; may be repeated."),
    ] = None,
    first: Annotated[int | None, typer.Option("--from", metavar="YEAR", help="The first year.")] = None,
    last: Annotated[int | None, typer.Option("--to", metavar="YEAR", help="The last year.")] = None,
    format: Annotated[
        PanelFormat | None, typer.Option(help="Format of the panel; else by the file's ending, else csv.")
    ] = None,
    out: OutOption = None,
    codebook: Annotated[
        Path | None, typer.Option("--codebook", metavar="FILE", help="Write what every column means: .md or .csv.")
    ] = None,
    scripts: Annotated[
        Path | None, typer.Option("--scripts", metavar="DIR", help="Write starter scripts for pandas, R and Stata.")
    ] = None,
) -> None:
    """Write promises and results as a panel: places by years.

    One row per place, indicator, value type and year: target, first reported and later outcome, the upper levels'
    targets, the gap, and why a cell is empty.
    """
    from kg.files import write_all, write_whole
    from kg.panel import LONG, Choice, long_panel, read_evidence, wide_panel
    from kg.panel.codebook import codebook as written
    from kg.panel.files import form_of, to_bytes
    from kg.panel.scripts import scripts as made

    if first is not None and last is not None and first > last:
        raise UsageError("--from", f"a year up to {last}, that of --to", str(first), "exchange the two")
    alone = out is None and format is None and (codebook is not None or scripts is not None)
    form = format.value if format else form_of(out) if out else "csv"
    if out is None and not alone and form not in ("csv", "jsonl") and sys.stdout.isatty():
        raise UsageError("kg panel", "a file or a pipe to write to", "a terminal", f"use -o panel.{form}")
    columns = LONG
    if wide or not alone:
        choice = Choice(
            tuple(map(words_of, place or ())), tuple(map(words_of, indicator or ())), first, last, balanced=balanced
        )
        found = (wide_panel if wide else long_panel)(read_evidence(here_built()), choice)
        columns = found.columns
        if not alone:
            rows = say(count(len(found.rows), "row"), f"{len(found.rows):,} 行")
            emit(to_bytes(found, form), out, rows)
            if out is None:
                remark(rows)
            _tell(sum(r.get("target_reason") == "undecided" for r in found.rows), found.left_out)
    # Where stdout is the panel, what was written beside it is told beside it.
    told = typer.echo if alone or out is not None else remark
    if codebook is not None:
        write_whole(codebook, written(columns, codebook))
        told(say(f"{codebook}: {count(len(columns), 'column')}", f"{codebook}：{len(columns)} 列的说明"))
    if scripts is not None:
        files = made(columns)
        write_all({scripts / name: data for name, data in files.items()})
        names = ", ".join(sorted(files))
        told(say(f"{scripts}: {names}", f"{scripts}：{names}"))


_LEFT_OUT = {
    "without an indicator": "没有指标",
    "a quota of each subdivision": "为各下级的任务数",
    "without a year": "没有年份",
    "of several years or a part of one": "跨多年或不足一年",
}


def _tell(undecided: int, left_out: dict[str, int]) -> None:
    """Say which numbers have no place in the rows."""
    if left_out:
        parts = sorted(left_out.items(), key=lambda p: (-p[1], p[0]))
        en = "; ".join(f"{n} {why}" for why, n in parts)
        zh = "；".join(f"{_LEFT_OUT[why]} {n} 条" for why, n in parts)
        remark(say(f"numbers of the build that no year's cell is for: {en}", f"构建中不属于任何年度数据格的数字：{zh}"))
    if undecided:
        remark(
            say(
                f"{undecided} targets are undecided: see target_others and decide with `kg decide`",
                f"有 {undecided} 个目标未定：请看 target_others，并用 `kg decide` 裁定",
            )
        )


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(metavar="QUERY|FILE.sql", help="One query; without it, the tables are listed.")
    ] = None,
    format: Annotated[SqlFormat, typer.Option(help="Format of the answer.")] = SqlFormat.table,
) -> None:
    """Ask the tables of the build in SQL.

    DuckDB over statements, ledger, assessments and panel; SQL reads these tables and no files.
    """
    from kg.sql import ask, described, read_query, tables, written

    if query is None:
        for line in described(tables(here_built()), language()):
            typer.echo(line)
        return
    text, source = read_query(words_of(query))
    result = ask(here_built(), text, source)
    emit(written(result, format.value, sys.stdout.isatty()), None)
    if not result.rows:
        remark(say("0 rows", "0 行"))
