"""How wide text is drawn, and where it is broken: what an SVG, which cannot break lines itself, needs to know."""

import unicodedata
from functools import cache
from typing import Final

# What no line begins with, and what none ends with (JIS X 4051 and CLREQ call it 避头尾).
_NOT_FIRST: Final = frozenset("，。、；：！？）】》」』”’％%·…,.;:!?)]}")
_NOT_LAST: Final = frozenset("（【《「『“‘([{")


def width(text: str) -> float:
    """Return how wide a text is, in ems: a Chinese character has one, a Latin one a little over half."""
    return sum(map(_advance, text))


@cache
def _advance(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Cc"):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—":
        return 1.0
    return 0.72 if char.isupper() or char in "%@&" else 0.34 if char in " .,:;'!|iljtf()[]" else 0.58


def broken(text: str, measure: float, most: int) -> tuple[str, ...]:
    """Break a text into lines of no more than ``measure`` ems, at most so many; what is left out shows as 「…」.

    No line begins with closing punctuation or ends with opening punctuation; Latin words and numbers stay whole.
    """
    lines: list[str] = []
    line, wide = "", 0.0
    for piece in _pieces(" ".join(text.split())):
        if line and wide + width(piece) > measure and not (piece[0] in _NOT_FIRST and len(piece) == 1):
            carried = line[-1] if line[-1] in _NOT_LAST and len(line) > 1 else ""
            lines.append(line[: len(line) - len(carried)].rstrip())
            line, wide = carried, width(carried)
            piece = piece.lstrip() if not carried else piece
        while width(piece) > measure:
            cut = next(i for i in range(len(piece), 0, -1) if width(line + piece[:i]) <= measure or i == 1)
            lines.append(line + piece[:cut])
            line, wide, piece = "", 0.0, piece[cut:]
        line, wide = line + piece, wide + width(piece)
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) > most:
        last = lines[most - 1]
        while last and width(last) + 1 > measure:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip("，。、；：") + "…"]
    return tuple(lines)


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end: between Chinese characters, and around words of other writing."""
    pieces: list[str] = []
    for char in text:
        if pieces and _joins(pieces[-1][-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


@cache
def _joins(before: str, char: str) -> bool:
    return all(unicodedata.east_asian_width(c) not in "WF" and not c.isspace() for c in (before, char))
