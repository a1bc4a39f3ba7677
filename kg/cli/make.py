"""Verbs that make things: init, add, build, demo."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import (
    PlaceOption,
    SureOption,
    WorkersOption,
    YearOption,
    app,
    code_named,
    complain,
    here,
    refuse_idle_sure,
    remark,
    words_of,
)
from kg.errors import UsageError
from kg.language import say


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    example: Annotated[bool, typer.Option("--example", help="Put Hengyang's report of 2019 in.")] = False,
) -> None:
    """Make a project of your own."""
    from kg.project import init_project

    project = init_project(folder, with_example=example)
    next_step = "kg build" if example else "kg add FILE"
    typer.echo(
        say(
            f"made {project.root}; next: cd {folder} && {next_step}",
            f"已建立 {project.root}；下一步：cd {folder} && {next_step}",
        )
    )


@app.command()
def add(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE|DIR...", help="Reports as txt, md, docx, doc, pdf, html or rtf, or folders."),
    ],
    place: PlaceOption = None,
    year: YearOption = None,
    sure: SureOption = False,
    second: Annotated[
        bool, typer.Option("--second", help="Keep another text of the same place and year, as -b.")
    ] = False,
    replace: Annotated[
        str | None,
        typer.Option("--replace", metavar="REPORT", help="Put a better copy in: decisions are led to their places."),
    ] = None,
) -> None:
    """Put reports into the project; of a folder, reports.csv says what became of each file."""
    from kg.adding import add_files, add_report, is_folder, summary
    from kg.places import division
    from kg.report import read_report

    if replace:
        if len(files) != 1 or place or year or second or sure:
            raise UsageError("kg add", "one file beside --replace", "more", "give the better copy alone")
        _replace(files[0], replace)
        return
    refuse_idle_sure(sure, place, year)
    place = code_named(place)
    if len(files) == 1 and not is_folder(files[0]):
        added = add_report(here(), files[0], place, year, second=second, sure=sure)
        report = read_report(added.folder)
        for words in added.remarks:
            remark(f"{report.id}: {words}")
        about = f"{report.id} ({division(report.place).name}, {report.plan})"
        typer.echo(say(f"added {about}; next: kg build", f"已加入 {about}；下一步：kg build"))
        return
    for line in summary(add_files(here(), files, place, year, second=second, sure=sure)):
        typer.echo(line)


def _replace(file: Path, report: str) -> None:
    """Put a better copy in and say what found no place in it."""
    from kg.adding import replace_report
    from kg.summary import unattached

    done = replace_report(here(), file, words_of(report))
    for line in unattached(report, done.unattached):
        remark(line)
    for refusal in done.refusals:
        complain(f"kg: {refusal.error.line()}")
    lost, name = len(done.unattached), done.folder.name
    typer.echo(
        say(
            f"{name}: {done.decisions - lost} of {done.decisions} decisions stand in the new text; next: kg build",
            f"{name}：{done.decisions} 条裁定中 {done.decisions - lost} 条在新文本中找到了位置；下一步：kg build",
        )
    )
    if done.listing:
        remark(say(f"the others: {done.listing}", f"其余见 {done.listing}"))


@app.command()
def build(workers: WorkersOption = None) -> None:
    """Build statements, ledger, graph and store."""
    from kg.build import build as run
    from kg.many import workers_for
    from kg.report import report_folders
    from kg.summary import built, leftovers

    waiting = say("another build of this project is running: waiting for it", "本项目另有构建正在进行，等待其结束")
    project = here()
    count = workers_for(len(report_folders(project)), workers)
    done = run(project, waiting=lambda: remark(waiting), workers=count)
    for line in (*built(done), *leftovers(done)):
        typer.echo(line)
    typer.echo(
        say("next: kg check", "下一步：kg check")
        if done.reports
        else say("no report yet; next: kg add FILE", "还没有报告；下一步：kg add FILE")
    )


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to make the demo project, outside a project.")
    ] = Path("gwr-demo"),
) -> None:
    """Show the whole way on Hengyang's report of 2019."""
    from kg.demo import run

    for line in run(Path.cwd(), folder):
        typer.echo(line)
    remark(say("more: kg --help", "更多：kg --help"))
