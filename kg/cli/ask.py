"""Verbs that ask: query, queries."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, emit, here, words_of
from kg.errors import UsageError
from kg.language import language


class AnswerFormat(StrEnum):
    """Formats of answers."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"


@app.command()
def query(
    name: Annotated[
        str, typer.Argument(metavar="NAME|FILE.rq", help="A question of the library, its id (cq01), or a file.")
    ],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", metavar="K=V", help="A parameter; may be repeated.")
    ] = None,
    endpoint: Annotated[str | None, typer.Option(metavar="URL", help="Ask a remote SPARQL endpoint instead.")] = None,
    format: Annotated[AnswerFormat, typer.Option(help="Format of the answer.")] = AnswerFormat.table,
) -> None:
    """Ask the graph a question in SPARQL."""
    from kg.answer import render
    from kg.question import question, read_question

    asked = read_question(Path(name), name) if name.endswith((".rq", ".sparql")) else question(words_of(name))
    params = dict(_pair(words_of(p)) for p in param or ())
    if endpoint:
        from kg.remote import Endpoint, run_remote
        from kg.terms import Addresses

        base = _base()
        answer = run_remote(Endpoint(endpoint), asked, params, base)
        prefixes = Addresses(base).prefixes()
    else:
        from kg.query import run
        from kg.store import open_store

        project = here()
        prefixes = project.addresses.prefixes()
        with open_store(project.build) as snapshot:
            answer = run(snapshot.store, asked, params, project.base_iri)
    terminal = sys.stdout.isatty() and format == "table"
    emit(render(answer, format.value, prefixes, terminal), None)


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
def queries() -> None:
    """List the questions of the library."""
    from kg.question import questions

    lang = language()
    for q in questions():
        parameters = " ".join(f"{p.name}={p.default or '…'}" for p in q.parameters)
        typer.echo(f"{q.name}{f' ({q.id})' if q.id else ''}\n    {q.question.get(lang, '')}\n    {parameters}".rstrip())
