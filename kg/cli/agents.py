"""Verbs for other programs: mcp."""

from typing import Annotated

import typer

from kg.cli.app import app, here_built
from kg.extras import needed


@app.command()
def mcp(
    http: Annotated[bool, typer.Option("--http", help="Serve streamable HTTP instead of stdio.")] = False,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="With --http: the address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="With --http: the port.")] = 8765,
    seconds: Annotated[float, typer.Option(min=0.1, max=300, metavar="N", help="The longest a query may take.")] = 10,
) -> None:
    """Give a language model tools over the last build.

    A server of the Model Context Protocol, read-only: search_statements, get_statement, compare_promise,
    list_indicators, run_query, check_claim; each fact with its sentence.
    """
    needed("mcp", "kg mcp", extra="mcp")
    from kg.agents.run import run_http, run_stdio

    project = here_built()
    if http:
        run_http(project, seconds, host, port)
    else:
        run_stdio(project, seconds)
