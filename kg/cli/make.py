"""Verbs that make things: init, add, build, demo."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import PlaceOption, YearOption, app, here, remark
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
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report as plain text.")],
    place: PlaceOption = None,
    year: YearOption = None,
) -> None:
    """Put a report into the project."""
    from kg.report import add_report

    folder = add_report(here(), file, place, year)
    typer.echo(say(f"added {folder.name}; next: kg build", f"已加入 {folder.name}；下一步：kg build"))


@app.command()
def build() -> None:
    """Build statements, ledger, graph and store from the reports and decisions."""
    from kg.build import build as run
    from kg.summary import built, leftovers

    done = run(here())
    for line in (*built(done), *leftovers(done)):
        typer.echo(line)


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to make the demo project, outside a project.")
    ] = Path("gwr-demo"),
) -> None:
    """Build Hengyang's report of 2019, check it, ask it a question and draw a page."""
    from kg.demo import run

    for line in run(Path.cwd(), folder):
        typer.echo(line)
    remark(say("more: kg --help", "更多：kg --help"))
