"""Stretches of a text without the numbers and heads of pages that stand inside them, told anew by the verifier's own rules."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_NUMBER = re.compile(
    r"[-—–―~·•*]{1,3}\d{1,3}[-—–―~·•*]{1,3}|(?:共\d{1,3}页[,/]?)?第\d{1,3}页(?:[,/(]?共\d{1,3}页\)?)?|(?:Page|P\.?)\d{1,3}(?:(?:of|/)\d{1,3})?",
    re.IGNORECASE,
)
_BARE = re.compile(r"(\d{1,3})(?:/\d{1,3})?")
_LINE_END = re.compile(r"[\r\n\v\f]")
# So far around a place a page may end.
_REACH = 120


def across(text: str, start: int, end: int) -> str:
    """Return ``text[start:end]`` without the lines wholly inside it that are the number or the head of a page."""
    first, *lines = re.split(r"(?<=[\r\n\v\f])", text[start:end])
    if len(lines) < 2:
        return text[start:end]
    *inner, last = lines
    return first + "".join(line for line in inner if not _is_pages(line, text)) + last


def before(text: str, at: int, width: int) -> str:
    """Return the characters before a place; where a page ends among them, those before its end too."""
    wide = text[max(0, at - _REACH) : at]
    cut = across(text, max(0, at - _REACH), at)
    return text[max(0, at - width) : at] if cut == wide else "".join(cut.split())[-width:]


def behind(text: str, at: int, width: int) -> str:
    """Return the characters behind a place; where a page ends among them, those behind its end too."""
    wide = text[at : at + _REACH]
    cut = across(text, at, min(len(text), at + _REACH))
    return text[at : at + width] if cut == wide else "".join(cut.split())[:width]


def _is_pages(line: str, text: str) -> bool:
    words = _plain(line)
    bare = _BARE.fullmatch(words)
    if bare:
        lines = _lines(text)
        return any(lines[str(int(bare[1]) + step)] for step in (-1, 1)) or lines[_counted(words)] >= 3
    return bool(_NUMBER.fullmatch(words)) or not words or (len(words) <= 40 and _lines(text)[_counted(words)] >= 3)


@lru_cache(maxsize=4)
def _lines(text: str) -> Counter[str]:
    """Count the lines of a text, their digits apart; bare numbers as they are."""
    plain = [_plain(line) for line in _LINE_END.split(text) if len(line) <= 80]
    found = Counter(_counted(words) for words in plain if words)
    return found + Counter(words.partition("/")[0] for words in plain if _BARE.fullmatch(words))


def _counted(words: str) -> str:
    return re.sub(r"\d+", "#", words)


def _plain(line: str) -> str:
    return "".join(unicodedata.normalize("NFKC", line).split())
