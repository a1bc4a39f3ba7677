"""Verbs to match: match."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import OutOption, app, emit, here_built, remark, words_of
from kg.language import say

_SHOWN = 20


@app.command()
def match(
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="A table: .csv, .tsv or .xlsx.")],
    column: Annotated[str, typer.Option("--column", metavar="COLUMN", help="The column of names.")],
    type: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="place, or its level (province, prefecture, county), indicator, project, organisation …; may be repeated.",
        ),
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar="COLUMN", help="The column of the places that contain them.")
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="COLUMN", help="The column of the years of which the names are.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, metavar="N", help="The most candidates to list.")] = 5,
    out: OutOption = None,
) -> None:
    """Find what the names in a column of a table mean: places, indicators, projects, organisations.

    Adds six columns: what became of each name; address, code, name and score of what it means for sure; else the candidates.
    No row and no cell of the table changes.
    """
    from kg.match import Matcher
    from kg.match.matching import known_types
    from kg.match.table import Columns, lines, match_table, table_bytes
    from kg.search import open_index

    known_types(type or ())
    project = here_built()
    columns = Columns(words_of(column), within and words_of(within), year and words_of(year))
    with open_index(project.build) as index:
        matcher = Matcher(index, project.addresses)
        made = match_table(table, columns, matcher.match, type or (), limit)
    counts, unsure = made.counts(), made.open()
    emit("".join(lines(made)) if out is None else table_bytes(out, made), out)
    for wanted, (number, found) in list(unsure.items())[:_SHOWN]:
        listed = "; ".join(f"{c.code} {c.name} ({say(c.description_en, c.description)})" for c in found)
        many = f" ×{number}" if number > 1 else ""
        nothing = say("not found", "没有找到")
        remark(f"  {wanted.name}{many}: {listed or nothing}")
    if len(unsure) > _SHOWN:
        more = len(unsure) - _SHOWN
        remark(say(f"  … and {more} more names", f"  …… 另有 {more} 个名称"))
    told = counts["matched"], counts["ambiguous"], counts["not found"], counts[""]
    remark(
        say(
            "matched {}, ambiguous {}, not found {}, empty {}".format(*told),
            "匹配 {}，不确定 {}，未找到 {}，空白 {}".format(*told),
        )
    )
