"""The verb that serves: serve."""

from typing import Annotated

import typer

from kg.cli.app import app, here_built


@app.command()
def serve(
    host: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The address to listen on; else 127.0.0.1.", show_default=False),
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, metavar="PORT", help="The port; else 8000.", show_default=False)
    ] = None,
) -> None:
    """Serve the last build: a SPARQL endpoint and pages."""
    from kg.serve.run import run
    from kg.serve.settings import read_settings

    project = here_built()
    run(project, read_settings(project, {"host": host, "port": port}))
