"""The application all verbs register with, and what they share."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import typer.core

from kg.errors import UsageError
from kg.language import say
from kg.project import Project, find_project

if TYPE_CHECKING:
    from kg.remote import Endpoint

# Typer escapes the brackets of its help for rich wherever rich is installed, even where rich does not print it.
typer.core.HAS_RICH = False

app = typer.Typer(
    name="kg",
    help="Chinese government work reports (政府工作报告) as a knowledge graph whose every fact rests on the characters it was read from.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _kg(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=lambda on: _version(on)),
    ] = False,
) -> None:
    """Run a verb."""


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"gwr-kg {version('gwr-kg')}")
        raise typer.Exit


PlaceOption = Annotated[
    str | None, typer.Option("--place", metavar="PLACE", help="A name, a code of GB/T 2260, or cn.")
]
YearOption = Annotated[int | None, typer.Option("--year", metavar="YEAR", help="The year the report plans for.")]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        min=1, metavar="N", help="Processes to read with; else one a core for more than 8 reports.", show_default=False
    ),
]
SureOption = Annotated[
    bool, typer.Option("--sure", help="Take --place and --year even where the text plainly says others.")
]
BackendOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="What kind of server it is, where it does not say so: `qlever`, `fuseki` …"),
]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here instead of stdout.")]


def here() -> Project:
    """Return the project of the working directory."""
    return find_project(Path.cwd())


def here_built() -> Project:
    """Return the project of the working directory for a verb that answers from its last build; say where that is stale."""
    from kg.stale import stale

    project = here()
    if line := stale(project):
        remark(line)
    return project


def code_named(place: str | None) -> str | None:
    """Return the code of the place that an option names; what names none is left to who reads it."""
    if place is None:
        return None
    from kg.places import code_of

    return code_of(words_of(place)) or place


def refuse_idle_sure(sure: bool, place: str | None, year: int | None) -> None:
    """Raise UsageError where somebody is sure of nothing."""
    if sure and place is None and year is None:
        raise UsageError("--sure", "--place or --year beside it", "neither", "say what you are sure of")


def tell_of_graphs_left_out(there: "Endpoint") -> None:
    """Say in one line what to do where a server answers over its default graph alone, and that is empty."""
    if there.leaves_graphs_out():
        remark(
            say(
                f"{there.url} answers over its default graph alone, which is empty: have it take in all graphs"
                " (oxigraph serve --union-default-graph; others: docs/stores.md)",
                f"{there.url} 只就其默认图作答，而默认图为空：请设为包含全部命名图"
                "（oxigraph serve --union-default-graph；其他服务器见 docs/stores.zh.md）",
            )
        )


def emit(content: bytes | str, out: Path | None, what: str = "") -> None:
    """Write a result to stdout as it is, or to a file, and then say ``what`` it holds in one line."""
    data = content.encode() if isinstance(content, str) else content
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from kg.files import write_whole

    write_whole(out, data)
    if what:
        typer.echo(say(f"{out}: {what}", f"{out}：{what}"))


def emit_each(pieces: Iterable[bytes], out: Path | None) -> None:
    """Write a result piece by piece as it is made; a file is put in place when it is whole."""
    if out is not None:
        from kg.files import write_whole

        write_whole(out, pieces)
        return
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def words_of(argument: str) -> str:
    """Return an argument that is words, not a file's name; UsageError where it is no text."""
    if not argument.isascii() and any("\ud800" <= char <= "\udfff" for char in argument):
        raise UsageError("kg", "arguments in the encoding of the terminal", repr(argument), "type it again")
    return argument


def remark(words: str) -> None:
    """Say something beside the result, on stderr."""
    typer.echo(words, err=True)


def complain(line: str) -> None:
    """Say on stderr what is wrong, without what could steer a terminal: names of files may hold anything.

    A place that is a call itself (``kg decide``) needs no other name before it.
    """
    line = line.removeprefix("kg: ") if line.startswith("kg: kg ") else line
    remark("".join(c if c.isprintable() else "\ufffd" for c in line))
