"""The verb that makes pages for people: site."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app, here_built
from kg.errors import UsageError
from kg.language import say


class PageLanguage(StrEnum):
    """Languages of pages."""

    zh = "zh"
    en = "en"


@app.command()
def site(
    out: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A new or empty folder, or one that `kg site` wrote.")
    ] = None,
    single: Annotated[
        Path | None,
        typer.Option(
            "--single", metavar="FILE", help="Write one file that needs nothing beside it.", show_default=False
        ),
    ] = None,
    lang: Annotated[
        PageLanguage, typer.Option(help="The language of the one file; a folder has both.")
    ] = PageLanguage.zh,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Processes to make pages with; else one a core for more than 8 reports.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the last build as pages for people, into a folder or as one file.

    The reports with each statement marked in the text, promises beside results, a page for each thing, search: in Chinese
    and English. They work from a folder without a network, and from any host; the next run makes only what has changed.
    """
    if (out is None) == (single is None):
        found = "both" if out is not None else "neither"
        raise UsageError(
            "kg site", "a folder, or --single and a file", found, "kg site OUT, or kg site --single OUT.html"
        )
    project = here_built()
    if single is not None:
        from kg.files import write_whole
        from kg.site import open_site
        from kg.site.single import single as run

        with open_site(project) as site:
            data = run(site, lang.value)
        write_whole(single, data)
        typer.echo(
            say(f"{single}: one file, {len(data) / 1e6:.2f} MB", f"{single}：一个文件，{len(data) / 1e6:.2f} MB")
        )
        return
    assert out is not None
    from kg.site.write import write_site

    done = write_site(project, out, workers)
    typer.echo(
        say(
            f"{out / 'index.html'}: {done.pages:,} pages, {done.made:,} of {done.files:,} files made"
            + (f", {done.removed:,} removed" if done.removed else ""),
            f"{out / 'index.html'}：{done.pages:,} 页，写出 {done.made:,} / {done.files:,} 个文件"
            + (f"，移除 {done.removed:,} 个" if done.removed else ""),
        )
    )
