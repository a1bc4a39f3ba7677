"""The verbs that serve: app, serve."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, here_built


@app.command("app")
def app_(
    folder: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The project to keep reports in, made if need be; else the current one, or gwr-kg in your documents.",
        ),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="Listen on it; 0 takes a free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address alone.")] = False,
) -> None:
    """Open the browser: drop a report, confirm, read.

    For this machine's user alone, at 127.0.0.1: docs/app.md.
    """
    from kg.app.run import run

    run(folder, port, browser=not no_browser)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Listen on it; else 127.0.0.1.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, metavar="PORT", help="Listen on it; else 8000; 0 takes a free one.")
    ] = None,
    origin: Annotated[
        str | None, typer.Option(metavar="URL", help="The address that others see, behind a proxy.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Queries that run at once; else as many as cores, at least 2."),
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(min=0.1, metavar="SECONDS", help="The most a query may take; else 30.")
    ] = None,
    memory_mb: Annotated[
        int | None, typer.Option("--memory", min=16, metavar="MB", help="The most memory a query may take; else 1024.")
    ] = None,
    max_rows: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="The most rows an answer may have; else 1000000.")
    ] = None,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="An endpoint that SERVICE may name, exactly so; may be repeated."),
    ] = None,
    writable: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Serve a store of its own that takes updates, with the token in KG_SERVE_TOKEN."
        ),
    ] = None,
    log_queries: Annotated[
        bool | None, typer.Option("--log-queries", help="Write queries into the log, which else has none.")
    ] = None,
) -> None:
    """Serve the last build: a SPARQL endpoint and pages.

    Read-only, and limited so that it may face the internet: docs/serve.md. What is not given here is read from the
    table [serve] of kg.toml.
    """
    from kg.serve.run import run
    from kg.serve.settings import read_settings

    project = here_built()
    options = {
        "host": host,
        "port": port,
        "origin": origin,
        "workers": workers,
        "time_limit": time_limit,
        "memory_mb": memory_mb,
        "max_rows": max_rows,
        "allow_service": tuple(allow_service) if allow_service else None,
        "writable": writable,
        "log_queries": log_queries,
    }
    run(project, read_settings(project, options))
