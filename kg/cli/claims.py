"""Verbs that check what others wrote: check-claim."""

import re
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import OutOption, app, code_named, emit, here_built, words_of
from kg.errors import QueryError
from kg.language import say

_LONGEST_NAME = 255
_HAN = re.compile(r"[\u4e00-\u9fff]")


class CheckedFormat(StrEnum):
    """Formats of verdicts."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command()
def check_claim(
    text: Annotated[
        str, typer.Argument(metavar="FILE|TEXT|-", help="An article's file, a sentence itself, or - for stdin.")
    ],
    place: Annotated[
        str | None,
        typer.Option("--place", metavar="PLACE", help="The place numbers are of where the text names none."),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", help="The year numbers are of where the text names none.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 unless every number that claims something is supported.")
    ] = False,
    format: Annotated[CheckedFormat, typer.Option(help="Format of the verdicts.")] = CheckedFormat.table,
    out: OutOption = None,
) -> None:
    """Check the numbers of an article against the reports.

    Each number is supported, contradicted (in which part), not stated, or not covered by any report, with the sentence
    that says so; no model. Exit code 1 where something is contradicted.
    """
    from kg.build import read_rows
    from kg.claims import Facts
    from kg.claims import check_claim as run
    from kg.claims.telling import lines, table
    from kg.places import division

    project = here_built()
    code = code_named(place)
    if code is not None:
        division(code)
    words = _read(text)
    if not _HAN.search(words) and any(c.isdigit() for c in words):
        raise QueryError(
            "the text", "a text in Chinese, which the reports are in", "no Chinese character", "check it in Chinese"
        )
    checked = run(words, Facts(read_rows(project.build)), place=code, year=year, at=project.addresses)
    what = say(f"{len(checked.rows)} numbers", f"{len(checked.rows)} 个数字")
    if format is CheckedFormat.table:
        emit("".join(f"{line}\n" for line in lines(checked)), out, what)
    else:
        emit(table(checked, format.value), out, what)
    counts = checked.counts
    open_ones = sum(counts.get(v, 0) for v in ("not-stated", "not-covered", "unread"))
    if counts.get("contradicted") or (strict and open_ones):
        raise typer.Exit(1)


def _read(argument: str) -> str:
    """Return the text that an argument is, or that the file it names holds."""
    if argument == "-":
        return sys.stdin.buffer.read().decode("utf-8", errors="replace")
    if _is_file(argument):
        from kg.readers import read_file

        return read_file(Path(argument)).text
    if _is_folder(argument):
        raise QueryError(argument, "a file, or a text", "a folder", "name a file in it")
    if argument.isascii() and Path(argument).suffix and " " not in argument.strip():
        raise QueryError(argument, "a file, or a text", "no file of that name", "check the name")
    return words_of(argument)


def _is_file(argument: str) -> bool:
    return _is(argument, Path.is_file)


def _is_folder(argument: str) -> bool:
    return _is(argument, Path.is_dir)


def _is(argument: str, kind: Callable[[Path], bool]) -> bool:
    """Ask what a path is; a text may be none, or too long for one."""
    try:
        return len(argument) <= _LONGEST_NAME and kind(Path(argument))
    except (OSError, ValueError):
        return False
