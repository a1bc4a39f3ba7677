"""The Chinese of error messages: kg/messages.zh.tsv (UTF-8; columns en, zh; no quoting), looked up piece by piece.

A piece is what was expected, what was found, or the next step of a message. ``{}`` stands for any text, in the Chinese
for the same text in the same order; where the order changes, ``{0}``, ``{1}`` … count from 0.
"""

import re
from functools import cache
from pathlib import Path

from kg.language import language

_TABLE = Path(__file__).with_name("messages.zh.tsv")
_HOLE = re.compile(r"\{(\d*)\}")
_PLACE = re.compile(r"(.*?)(?:, (?:line|row) (\d+))?(?:, column (\w+))?", re.DOTALL)

Pattern = tuple[re.Pattern[str], str]


def translated(piece: str) -> str:
    """Return a piece of a message in the language of the environment; one that is not in the table stays English."""
    return _chinese(piece) if language() == "zh" else piece


def framed(place: str, expected: str, found: str, step: str) -> str:
    """Return a whole message in Chinese, its pieces given in English."""
    return f"{compared(_chinese_place(place), expected, found)}；{_chinese(step)}"


def compared(place: str, expected: str, found: str) -> str:
    """Return in Chinese what was expected at a place and what was found there, both given in English."""
    return f"{place}：应为{_apart(_chinese(expected))}，实为{_apart(_chinese(found))}"


def read_table(text: str) -> tuple[dict[str, str], tuple[Pattern, ...]]:
    """Return the rows of a table without ``{}``, and those with it as patterns, the longest English first."""
    rows = dict(line.split("\t") for line in text.splitlines()[1:])
    fixed = {en: zh for en, zh in rows.items() if "{}" not in en}
    ordered = sorted(rows.keys() - fixed.keys(), key=lambda en: (-len(en.replace("{}", "")), en))
    return fixed, tuple(
        (re.compile("(.+?)".join(map(re.escape, en.split("{}"))), re.DOTALL), rows[en]) for en in ordered
    )


@cache
def _table() -> tuple[dict[str, str], tuple[Pattern, ...]]:
    return read_table(_TABLE.read_text(encoding="utf-8"))


def _chinese(piece: str, inside: bool = False) -> str:
    fixed, patterns = _table()
    if piece in fixed:
        return fixed[piece]
    # What a user wrote is shown in quotation marks, and stays as it was written.
    if piece.startswith(("'", '"')):
        return piece
    for pattern, zh in patterns:
        # A part such as a file name or a label must not be taken for a sentence: only one that begins with the words
        # of a row is.
        if not (inside and pattern.pattern.startswith("(.+?)")) and (match := pattern.fullmatch(piece)):
            return _filled(zh, match.groups())
    return piece


def _filled(zh: str, parts: tuple[str, ...]) -> str:
    """Put the parts into their holes; a part of several words may be a piece itself, one word is a name or a code."""
    shown = [_chinese(part, inside=True) if " " in part else part for part in parts]
    rest = iter(shown)
    return _HOLE.sub(lambda hole: shown[int(hole[1])] if hole[1] else next(rest), zh)


def _chinese_place(place: str) -> str:
    """Return ``x.csv, row 3, column year`` as ``x.csv，第 3 行，year 列``."""
    match = _PLACE.fullmatch(place)
    if match is None:
        return place
    name, line, column = match.groups()
    return name + (f"，第 {line} 行" if line else "") + (f"，{column} 列" if column else "")


def _apart(words: str) -> str:
    """Set Latin letters, digits and code apart from the Chinese before them."""
    return " " + words if words[:1].isascii() else words
