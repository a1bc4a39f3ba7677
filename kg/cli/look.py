"""Verbs to look: show, impact, graph, heatmap, assess, leads."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import OutOption, app, complain, emit, here, here_built, remark, words_of
from kg.errors import ReportError, UsageError
from kg.language import language, say


@app.command()
def show(
    statement: Annotated[str, typer.Argument(metavar="ID", help="A statement's id, or the end of it.")],
    why: Annotated[bool, typer.Option("--why", help="Explain how it was read.")] = False,
) -> None:
    """Show one statement and its evidence.

    Each slot with the characters or the rule it rests on; with --why the rule, the sentence with the characters marked,
    where each slot comes from, and what the confidence rests on.
    """
    from kg.show import show as run

    for line in run(here_built(), words_of(statement), reasons=why):
        typer.echo(line)


class ImpactFormat(StrEnum):
    """Formats of an impact."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command()
def impact(
    reports: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REPORT|FILE|DIR...]", help="Reports, files or folders; else all of the project."),
    ] = None,
    base: Annotated[
        str, typer.Option(metavar="REVISION|FILE", help="A git revision of the checkout, or a table of `kg extract`.")
    ] = "HEAD",
    gold: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Gold rows to score by; else data/gold of the checkout.")
    ] = None,
    format: Annotated[ImpactFormat, typer.Option(help="Format of the listing.")] = ImpactFormat.table,
    out: OutOption = None,
) -> None:
    """Show what a change of rules or catalogue changes.

    Statements added, removed and altered, slot by slot, each with its sentence, against a base: the rules of another
    revision, or a table that `kg extract DIR -o FILE` wrote before the change. Where there is gold, the change of the score.
    """
    from kg import resources
    from kg.impact import impact as run
    from kg.impact_report import lines, summary, to_csv, to_json
    from kg.sources import sources

    if gold is not None and not gold.is_dir():
        raise UsageError("--gold", "a folder of gold files", repr(str(gold)), "see data/gold of the repository")
    known = resources.path("data/gold")
    refused: list[ReportError] = []
    found = run(sources(map(words_of, reports or ())), base, gold or (known if known.is_dir() else None), refused)
    if format == "table":
        emit("".join(line + "\n" for line in lines(found)), out)
    else:
        emit(to_csv(found) if format == "csv" else to_json(found), out)
        for line in summary(found):
            remark(line)
    for error in refused:
        complain(f"kg: {error.line()}")


@app.command()
def graph(
    entity: Annotated[
        str, typer.Argument(metavar="ENTITY", help="A place, report, project or indicator: name, code or IRI.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The page to write.")] = Path("graph.html"),
    hops: Annotated[int, typer.Option(min=1, max=6, help="How far to go.")] = 2,
    limit: Annotated[int, typer.Option(min=1, max=300, help="The most nodes to draw.")] = 60,
) -> None:
    """Draw the graph around an entity as a page.

    One HTML file that works offline.
    """
    from kg.draw import draw

    shown, hidden = draw(here_built(), words_of(entity), out, hops=hops, limit=limit, lang=language())
    typer.echo(
        say(
            f"{out}: {shown} nodes" + (f", {hidden} more left out" if hidden else ""),
            f"{out}：{shown} 个节点" + (f"，另有 {hidden} 个未画出" if hidden else ""),
        )
    )


@app.command()
def heatmap(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The report's id, as 430400-2019.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The page to write.")] = Path("heatmap.html"),
) -> None:
    """Show in a report's text what is modelled of it, as a page.

    Sentences with statements, with names alone, with explained numerals, and those nobody has modelled. One HTML
    file that works offline.
    """
    from kg.files import write_whole
    from kg.heatmap import SHADES, counts, sentences
    from kg.heatmap import heatmap as page
    from kg.report import report_folder
    from kg.reviewed import review_folder

    reviewed = review_folder(report_folder(here(), words_of(report)))
    write_whole(out, page(reviewed, language()))
    found = counts(sentences(reviewed))
    parts = ", ".join(f"{say(SHADES[shade][1], SHADES[shade][0])} {n}" for shade, n in found.items())
    typer.echo(f"{out}: {parts}")


class AssessmentFormat(StrEnum):
    """How assessments are written."""

    text = "text"
    jsonl = "jsonl"
    csv = "csv"


@app.command()
def assess(
    name: Annotated[
        str,
        typer.Argument(
            metavar="[PLACE|REPORT|ID]", help="A place's code or name, a report, or one commitment in full."
        ),
    ] = "",
    result: Annotated[
        list[str] | None, typer.Option("--result", metavar="RESULT", help="Only this result; may be repeated.")
    ] = None,
    format: Annotated[AssessmentFormat, typer.Option(help="How to write them.")] = AssessmentFormat.text,
    out: OutOption = None,
) -> None:
    """Show what came of what was promised.

    Every target and planned milestone of the last build, held against later reports of the same place and against
    external results (data/realised/*.csv). The rules are those of docs/assessment.md.
    """
    from kg.assessments import chosen, detail, overview, read_assessments, table

    project = here_built()
    rows = chosen(read_assessments(project.build), words_of(name), result or [])
    if format is not AssessmentFormat.text:
        emit(table(rows, format.value), out, say(f"{len(rows):,} assessments", f"{len(rows):,} 项评估"))
        return
    one = bool(rows) and len({row["statement"] for row in rows}) == 1
    lines = detail(project, rows) if one else overview(project, rows)
    emit("".join(f"{line}\n" for line in lines), out, say(f"{len(rows):,} assessments", f"{len(rows):,} 项评估"))


@app.command()
def leads(
    place: Annotated[str, typer.Argument(metavar="[PLACE]", help="A place's code or name; else every place.")] = "",
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only this kind: missed, missed-by-derivation, contradicts-last-year, completed-twice, loosened, odd-number, promised-again, not-mentioned-again; may be repeated.",
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="The most leads of a place; else 10 as text, all in a table.", show_default=False
        ),
    ] = None,
    format: Annotated[AssessmentFormat, typer.Option(help="How to write them.")] = AssessmentFormat.text,
    out: OutOption = None,
) -> None:
    """Show what is worth a look first, ranked.

    Promises missed, loosened, promised again or not mentioned again, projects completed twice, numbers that contradict
    or cannot well be: of the last build, each with its sentences and its caveat. The score is that of docs/leads.md.
    """
    from collections import Counter

    from kg.leads import ranked, read_tables
    from kg.leads.telling import lines, table

    project = here_built()
    found = ranked(read_tables(project), words_of(place), kind or [])
    most = limit or (10 if format is AssessmentFormat.text else None)
    shown = [(rank, lead) for rank, lead in found if most is None or rank <= most]
    what = say(f"{len(shown):,} leads", f"{len(shown):,} 条线索")
    if format is AssessmentFormat.text:
        all_of = Counter(lead.place for _, lead in found)
        emit("".join(f"{line}\n" for line in lines(shown, all_of)), out, what)
    else:
        emit(table(shown, format.value), out, what)
    if not found and kind:
        remark(say("no leads of that kind", "没有这一类线索"))
    elif not found:
        remark(say("no leads; most need a later report of the same place", "没有线索；多数线索需要同一地方之后的报告"))
