"""Verbs to find: search."""

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.app import OutOption, app, code_named, emit, here_built, remark, words_of
from kg.errors import UsageError
from kg.language import say


class FoundFormat(StrEnum):
    """Formats of what was found."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Words that must all be in what is found.")],
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="place, indicator, project, organisation, programme, sector, event, document, thing, statement or its class (Target, Observation), sentence; may be repeated.",
        ),
    ] = None,
    place: Annotated[
        str | None, typer.Option("--place", metavar="PLACE", help="A name, a code of GB/T 2260, or cn.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", help="The year spoken of, or the report's.")
    ] = None,
    report: Annotated[str | None, typer.Option("--report", metavar="REPORT", help="Only this report.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="The most to show.")] = 20,
    offset: Annotated[int, typer.Option(min=0, max=10_000, metavar="N", help="How many to leave out first.")] = 0,
    format: Annotated[FoundFormat, typer.Option(help="Format of the answer.")] = FoundFormat.table,
    out: OutOption = None,
) -> None:
    """Find words in the last build.

    In the names of places, indicators, projects and organisations, in statements and in sentences, in this order.
    Words of one or two Chinese characters are found too; in quotation marks words stand together.
    """
    from kg.places import division
    from kg.search import open_index
    from kg.search import search as run
    from kg.search.telling import lines, table

    asked = " ".join(words_of(word) for word in words)
    if not asked.strip():
        raise UsageError("kg search", "words to look for", "none", "write them behind it: kg search 机场")
    if (code := code_named(place)) is not None:
        division(code)
    with open_index(here_built().build) as index:
        found = run(
            index,
            asked,
            kinds=kind or (),
            place=code,
            year=year,
            report=report,
            limit=limit,
            offset=offset,
        )
    if format is FoundFormat.table:
        emit("".join(f"{line}\n" for line in lines(found)), out)
    else:
        emit(table(found, format.value), out)
    if not found.total:
        remark(say(f"nothing holds {asked}", f"没有找到 {asked}"))
