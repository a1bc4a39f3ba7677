"""Verbs over gold rows: gold attach."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import OutOption, app, emit, remark
from kg.language import say

gold = typer.Typer(help="Work with gold rows, which are published without the texts.", no_args_is_help=True)
app.add_typer(gold, name="gold")


@gold.callback()
def _gold() -> None:
    """Work with gold rows, which are published without the texts."""


@gold.command()
def attach(
    file: Annotated[Path, typer.Argument(metavar="GOLD", help="A file of data/gold/.")],
    text: Annotated[Path, typer.Argument(metavar="TEXT", help="Your copy of the report.")],
    out: OutOption = None,
) -> None:
    """Put the quotes back from your own copy of the report; exit code 1 if a row finds no place in it."""
    from kg.gold import attach_file, to_jsonl

    done = attach_file(file, text)
    emit("".join(line + "\n" for line in to_jsonl(done.rows)), out)
    for row in done.unbound:
        place = f"{row['id']} [{row['start']}:{row['end']}]"
        remark(say(f"not in this copy: {place}", f"此文本中没有：{place}"))
    how = say("the same text", "同一文本") if done.exact else say("another copy", "另一份文本")
    bound = len(done.rows)
    remark(
        say(
            f"bound {bound} of {bound + len(done.unbound)} rows ({how})",
            f"已对上 {bound}/{bound + len(done.unbound)} 行（{how}）",
        )
    )
    if done.unbound:
        raise typer.Exit(1)
