"""Where a name begins: what stands before its head word is cut behind the last word that no name holds."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg import resources
from kg.extract.reading import Piece


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sentence's folded text: where it stands, what kind of thing it names, its full name if resolved."""

    at: Piece
    kind: str
    full: str | None = None


# Where a name may begin besides behind words: punctuation, words of joining, counts, the place and the year spoken of.
_MARKS = r"[，。；：！？、（）《》…—\s]|-\d+-"
_PATTERNS = (
    r"首届(?!.{0,8}会)|驻[\u4e00-\u9fff](?=高校)|强(?=产业)"
    r"|[的了和与及对把在向以由被从为是将等各使让至到比跟同或但又还也都均就要]|第[一二三四五六七八九十]+[，、]"
    r"|\d+(?:\.\d+)?[万亿]?[余多]?(?:个|项|家|条|座|名|所|处|次|件|种|批|场|大(?!道|学|会|队|桥|厦|坝))?"
    r"|[一二两三四五六七八九十百几]+[余多]?(?:个|项|家|条|座|名|所|处|次|件|种|批|场)"
    r"|我[市省区县州国]|全[市省区县州国]"
)


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Read what a name begins behind, and the words that keep a character of it inside a name: ``name_edges.tsv``.

    Of words that begin alike the first row counts.
    """
    rows = list(csv.DictReader(resources.text("data/reference/name_edges.tsv").splitlines(), delimiter="\t"))
    behind = (_word(row) for row in rows if row["edge"] == "begins-behind")
    inside = (row["word"] for row in rows if row["edge"] == "inside")
    return re.compile("|".join((_MARKS, *behind, _PATTERNS))), re.compile("|".join(inside))


def _word(row: Mapping[str, str]) -> str:
    """Write a word as a pattern; before some words it belongs to a name: 建设 in 建设局."""
    following = "|".join(row["not_before"].split())
    return row["word"] + (f"(?!{following})" if following else "")


# No name is longer: a clause without an end is not looked through to its start for each word in it.
_LONGEST: Final = 120


def clause_start(text: str, index: int) -> int:
    """Return where the stretch between marks that holds a place begins."""
    return max(text.rfind(mark, 0, index) for mark in "，；。：、！？") + 1


def begin(text: str, head: int, low: int | None = None) -> int:
    """Return where the name that ends in the word at ``head`` begins, not before ``low``, else the clause's start.

    >>> begin("深入实施乡村振兴战略", 8)
    4
    """
    low = clause_start(text, head) if low is None else low
    start = low = max(low, head - _LONGEST)
    cut, keep = _edges()
    kept = [m.span() for m in keep.finditer(text, max(0, low - 2), min(len(text), head + 2))]
    # Not up to ``head`` alone: what follows a word tells whether it cuts (振兴 in 振兴战略).
    for match in cut.finditer(text, low):
        if match.end() > head:
            break
        inside = match.end() - match.start() == 1 and any(i <= match.start() < j for i, j in kept)
        # Inside quotation marks nothing is cut: 「“放管服”改革」.
        if inside or _quoted(text, low, match.start()):
            continue
        start = max(start, match.end())
    return start


def _quoted(text: str, low: int, index: int) -> bool:
    return text.count("“", low, index) > text.count("”", low, index)
