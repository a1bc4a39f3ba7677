"""Verbs that ask: query, queries."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli.app import BackendOption, app, emit, here, here_built, remark, tell_of_graphs_left_out, words_of
from kg.errors import QueryError, UsageError
from kg.language import language, say

if TYPE_CHECKING:
    from kg.question import Question

_SUFFIXES: Final = (".rq", ".sparql")


class AnswerFormat(StrEnum):
    """Formats of answers."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"


@app.command()
def query(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE.rq|SPARQL",
            help="A question of the library, its id (cq01), a file, or a query in SPARQL.",
        ),
    ],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="K=V", help="A parameter; may be repeated.")
    ] = None,
    endpoint: Annotated[str | None, typer.Option(metavar="URL", help="Ask a remote SPARQL endpoint instead.")] = None,
    backend: BackendOption = None,
    format: Annotated[AnswerFormat, typer.Option(help="Format of the answer.")] = AnswerFormat.table,
) -> None:
    """Ask the graph a question in SPARQL."""
    from kg.answer import render
    from kg.backends import named
    from kg.query import run

    asked = _asked(name)
    params = dict(_pair(words_of(p)) for p in param or ())
    if endpoint:
        from kg.remote import Endpoint
        from kg.terms import Addresses

        base = _base()
        there = Endpoint(endpoint, backend=named(backend) if backend else None)
        answer = run(there, asked, params, base, language(), remark)
        if not (answer.rows or answer.triples or answer.boolean):
            tell_of_graphs_left_out(there)
        prefixes = Addresses(base).prefixes()
    else:
        from kg.store import open_store

        project = here_built()
        prefixes = project.addresses.prefixes()
        with open_store(project.build) as snapshot:
            answer = run(snapshot.store, asked, params, project.base_iri, language(), remark)
    terminal = sys.stdout.isatty() and format == "table"
    emit(render(answer, format.value, prefixes, terminal), None)


def _asked(name: str) -> "Question":
    from kg.question import parse_question, question, read_question

    if not name.strip():
        raise UsageError("kg query", "the name or id of a question", "none", "`kg queries` lists them all")
    if "{" in name:  # no name has one, and no query is without
        return parse_question(name, "query", "query")
    if name.endswith(_SUFFIXES):
        return read_question(Path(name), name)
    try:
        return question(words_of(name))
    except QueryError:
        if _is_file(name):
            step = "rename it"
            raise UsageError(name, "a file whose name ends in .rq or .sparql", "another suffix", step) from None
        raise


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:
        # A question's name is no path, and may be too long for one.
        return False


def _base() -> str:
    """Return the project's base, or the terms' own outside a project."""
    from kg.errors import ProjectError
    from kg.terms import TERMS

    try:
        return here().base_iri
    except ProjectError:
        return TERMS


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UsageError("--param", "KEY=VALUE, like place=430400", repr(text), "write it so")
    return key.strip(), value.strip()


@app.command()
def queries(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME|WORD...",
            help="A question's name or id to show it in full, or words that it must hold, in Chinese or English.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """List the questions of the library, or show one in full."""
    from kg.library import given, told
    from kg.question import having, questions

    wanted = [words_of(word) for word in words or ()]
    named = [q for q in questions() if wanted in ([q.name], [q.id], [q.name.rpartition("/")[2]])]
    found = named if len(named) == 1 else having(questions(), wanted)
    if not found:
        remark(
            say(
                f"no question holds {' '.join(wanted)}; kg queries lists all",
                f"没有含 {' '.join(wanted)} 的问题；kg queries 列出全部",
            )
        )
    if len(found) == 1:
        typer.echo("\n".join(told(found[0])))
        return
    for q in found:
        call = "".join(f" -p {name}={value}" for name, value in given(q).items())
        lines = [f"{q.name}{f' ({q.id})' if q.id else ''}", q.question.get(language(), ""), f"kg query {q.name}{call}"]
        needed = q.needs or q.requires
        if needed:
            lines.append(say(f"needs {needed}", f"需要 {needed}"))
        typer.echo("\n    ".join(lines))
