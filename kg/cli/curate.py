"""Verbs of curation: review, decide, propose, audit."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import OutOption, app, complain, emit, here, remark, words_of
from kg.errors import KgError, UsageError
from kg.language import count, say

if TYPE_CHECKING:
    from kg.curation.deciding import Desk, Weighed
    from kg.project import Project

ReportArgument = Annotated[str, typer.Argument(metavar="REPORT", help="A report of the project (430400-2019).")]


class ReviewFormat(StrEnum):
    """Formats of what is undecided."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    xlsx = "xlsx"
    jsonl = "jsonl"


def folder_of(project: "Project", report: str) -> Path:
    """Return the folder of a report of the project; ReportError where it has none."""
    from kg.report import report_folder

    return report_folder(project, words_of(report))


@app.command()
def review(
    report: ReportArgument,
    everything: Annotated[bool, typer.Option("--all", help="Decided and rejected statements too.")] = False,
    cls: Annotated[str | None, typer.Option("--class", metavar="CLASS", help="One class: Target, Action …")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")] = None,
    format: Annotated[
        ReviewFormat | None, typer.Option(help="Format; by default as FILE ends, else table.", show_default=False)
    ] = None,
    out: OutOption = None,
) -> None:
    """List what nobody has decided, most doubtful first.

    First what somebody doubts, then by confidence from the least, then in order of the text; each with its sentence, in
    which 【】 mark the words it rests on. As csv, tsv or xlsx it is a sheet to be filled: write accept, reject, amend,
    doubt or undo into the column action, fill the columns that change, and hand it to `kg decide REPORT --from FILE`.
    Columns in brackets are for the eye.
    """
    from kg.curation.undecided import lines, records, sheet, undecided
    from kg.decisions.sheets import to_bytes
    from kg.reviewed import review_folder
    from kg.terms import FAMILIES

    if cls is not None and cls not in FAMILIES:
        raise UsageError("--class", "one of " + ", ".join(FAMILIES), repr(cls), "write it as it stands there")
    kind = format.value if format else _kind(out)
    if kind == "xlsx" and out is None:
        raise UsageError("kg review", "a file to write to", "none", "use -o sheet.xlsx")
    reviewed = review_folder(folder_of(here(), report))
    found = undecided(reviewed, everything=everything, cls=cls)
    items, text = found[:limit], reviewed.report.text
    what = say(f"{len(items):,} of {count(len(found), 'statement')}", f"{len(items):,} / {len(found):,} 条陈述")
    if kind == "table":
        emit("".join(line + "\n" for line in lines(items, len(found))), out, what)
    elif kind == "jsonl":
        emit("".join(line + "\n" for line in records(items, text)), out, what)
    else:
        then = f"kg decide {reviewed.report.id} --from {out}"
        step = say(f"; fill action, then {then}", f"；填写 action 列后运行 {then}")
        emit(to_bytes(Path(f"sheet.{kind}"), sheet(items, text)), out, what + step)


def _kind(out: Path | None) -> str:
    suffix = out.suffix.lower().removeprefix(".") if out else ""
    if suffix in ("", "txt"):
        return ReviewFormat.table
    if suffix not in list(ReviewFormat):
        step = "rename it, or say --format"
        raise UsageError("--out", "a name that ends in .xlsx, .csv, .tsv, .jsonl or .txt", f".{suffix}", step)
    return suffix


@app.command()
def decide(
    report: ReportArgument,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[STATEMENT ACTION]",
            help="A statement's id, or the end of it, and accept, reject, amend, doubt, undo or merge; or add alone.",
            show_default=False,
        ),
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A filled sheet: .csv, .tsv or .xlsx.")
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="COLUMN=VALUE", help="A column to fill; may be repeated.")
    ] = None,
    start: Annotated[
        int | None, typer.Option(min=0, metavar="OFFSET", help="Beside add: where the quote begins, if it recurs.")
    ] = None,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who decides; else KG_WHO, else kg.toml.")] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="The reason.")] = None,
    when: Annotated[str | None, typer.Option(metavar="DAY", help="The day, as 2026-11-24; else today.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
) -> None:
    """Decide a statement, or take the decisions of a filled sheet.

    All rows are taken or none: what is wrong is listed by row and column. To merge two things, give the id that goes and
    the one that stays: `kg decide REPORT 430400.f18981e9 merge --set project=430400.222b4d90`. To split one, amend the
    column project (or about) of the statements that are about the other. docs/curation.md shows the whole way.
    """
    from kg.curation.deciding import decider, open_desk
    from kg.decisions.cells import CellError, read_date

    project = here()
    folder = folder_of(project, report)
    if bool(sheet) == bool(words):
        raise UsageError(
            "kg decide", "STATEMENT ACTION, or --from FILE", "both" if sheet else "neither", "give one of the two"
        )
    try:
        day = read_date(when) if when else date.today().isoformat()
    except CellError as error:
        raise UsageError("--when", error.expected, repr(when), error.step) from None
    desk = open_desk(project, folder.name, decider(project, who), day)
    if sheet:
        if set_ or start is not None or why:
            raise UsageError(
                "kg decide", "--from alone", "--set, --start or --why beside it", "fill the sheet's columns"
            )
        weighed = desk.sheet(sheet)
    else:
        weighed = _single(desk, words or [], set_ or [], start, why)
    _done(folder, weighed, dry_run=dry_run)


def _single(desk: "Desk", words: list[str], pairs: list[str], start: int | None, why: str | None) -> "Weighed":
    from kg.decisions import ACTIONS, COLUMNS, action_of

    name, action = ("", words[0]) if len(words) == 1 else (words[0], words[1]) if len(words) == 2 else ("", "")
    action = action_of(action)
    if action not in ACTIONS or bool(name) != (action != "add"):
        found = repr(" ".join(words))
        step = "only add goes without a statement: its quote says where"
        raise UsageError("kg decide", "STATEMENT and one of " + ", ".join(ACTIONS), found, step)
    cells = {"why": why or "", "start": "" if start is None else str(start)}
    for pair in pairs:
        column, equals, value = words_of(pair).partition("=")
        if not equals or column.strip() not in COLUMNS or column.strip() in ("statement", "action"):
            step = "the columns are those of docs/decisions.md"
            raise UsageError("--set", "COLUMN=VALUE, like year=2019", repr(pair), step)
        cells[column.strip()] = value
    return desk.single(action, words_of(name), cells)


def _done(folder: Path, weighed: "Weighed", *, dry_run: bool) -> None:
    """Print what is wrong, or take the decisions and print what they change."""
    from kg.curation.deciding import changes, remarks, take

    refuse(weighed.errors)
    if not dry_run:
        take(folder, weighed)
    for line in changes(weighed):
        typer.echo(line)
    for line in remarks(weighed):
        remark(line)
    taken = len(weighed.decisions)
    if not taken:
        typer.echo(
            say("0 decision(s): all stand already", "0 条裁定：均已记下")
            if weighed.known
            else say("0 decision(s): no row has an action", "0 条裁定：没有一行填了 action")
        )
        return
    typer.echo(
        say(f"{taken} decision(s) would be taken", f"将记下 {taken} 条裁定")
        if dry_run
        else say(f"{taken} decision(s) taken; next: kg build", f"已记下 {taken} 条裁定；下一步：kg build")
    )


@app.command()
def propose(
    report: ReportArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Proposals: .jsonl, .csv, .tsv or .xlsx.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="Who proposes: model-a; the origin is external:NAME.")],
) -> None:
    """Take another tool's proposals, to be decided.

    In the columns of the statements table (docs/statements-table.md), of which quote and class are needed. What does not
    stand in the text, or is not what its characters say, is refused row by row, and exit code 1 says that some were; the
    rest waits: `kg review` lists it, and nothing of it is published before somebody accepts it.
    """
    from kg.curation.proposing import propose as run
    from kg.curation.proposing import store
    from kg.curation.undecided import compared
    from kg.report import read_report
    from kg.reviewed import review_folder

    folder = folder_of(here(), report)
    source = read_report(folder)
    proposed = run(source, file, name)
    refused = store(folder, source, name, proposed)
    for line in compared(name, review_folder(folder)):
        typer.echo(line)
    if proposed.unread:
        columns = ", ".join(proposed.unread)
        remark(say(f"columns not read: {columns}", f"未读取的列：{columns}"))
    for refusal in proposed.refusals:
        complain(f"kg: {refusal.error.line()}")
    if refused:
        remark(say(f"refused rows: {refused}", f"被拒的行：{refused}"))
        raise typer.Exit(1)


@app.command()
def audit(
    reports: Annotated[
        list[str] | None,
        typer.Argument(metavar="REPORT...", help="Reports of the project; all of them by default.", show_default=False),
    ] = None,
    number: Annotated[int, typer.Option("--n", min=1, metavar="N", help="Size of the sample.")] = 240,
    seed: Annotated[int, typer.Option(metavar="S", help="Another seed draws another sample.")] = 0,
    score: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A filled sheet: print precision and recall instead.")
    ] = None,
    out: OutOption = None,
) -> None:
    """Draw a sample to be judged, or score it.

    A third of the sample are sentences without a statement, the rest statements by class and band of confidence. Write
    right, wrong, or slot wrong: year, unit into the column verdict; beside a sentence nothing missed, or missed 2. With
    --score: precision by class and over all, recall, Wilson intervals, and a paragraph for a section on methods.
    """
    from kg.curation.audited import lines, read_audit
    from kg.curation.sampling import draw
    from kg.decisions.sheets import to_bytes
    from kg.reviewed import review_folder, review_project

    if score:
        if reports or out:
            raise UsageError("kg audit", "--score alone", "reports or --out beside it", "score first")
        audited = read_audit(score)
        refuse(audited.errors)
        emit("".join(line + "\n" for line in lines(audited)), None)
        return
    if out is None:
        raise UsageError("kg audit", "a file to write to", "none", "use -o sheet.xlsx")
    project = here()
    folders = [folder_of(project, name) for name in dict.fromkeys(reports or ())]
    read = [review_folder(folder) for folder in folders] if folders else review_project(project)
    sheet = draw(read, number, seed)
    rows, then = len(list(sheet.rows)), f"kg audit --score {out}"
    what = say(f"{rows} rows; fill verdict, then {then}", f"{rows} 行；填写 verdict 列后运行 {then}")
    emit(to_bytes(out, sheet), out, what)


def refuse(errors: Sequence[KgError]) -> None:
    """List every error, one line each, and leave with exit code 1; without any, go on."""
    if errors:
        for error in errors:
            complain(f"kg: {error.line()}")
        raise typer.Exit(1)
