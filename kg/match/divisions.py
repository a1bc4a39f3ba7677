"""Names of administrative divisions as tables write them → divisions, each with how its name was met.

衡阳市, 衡阳, 湖南省衡阳市, 湖南 衡阳, 430400, 430400000000, Hunan, and names near to one that there is.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache
from typing import Final, NamedTuple

from kg.match.model import LEVELS
from kg.places import Division, ancestors, division, english_names, find, is_code, names, short_name
from kg.search.tokens import fold

_NATION: Final = frozenset({"中国", "全国", "国家", "中华人民共和国"})
_KIND_EN: Final = re.compile(r"\b(?:province|municipality|city|autonomous region|prc|s\.?a\.?r\.?)\b|[^\w\s]")
_BETWEEN: Final = re.compile(r"[\s\-–—_/,，、·>|]+")
_LONGEST: Final = 60
_NEAR: Final = 0.6


class Met(NamedTuple):
    """A division, how its name was met (a key of ``WORTH``), how much of it, and whether its parent was named with it."""

    place: Division
    how: str
    share: float
    parent: bool


def met(text: str, year: int | None = None) -> list[Met]:
    """Return the divisions that a text may name; those by a near name only where no other is found."""
    name = _BETWEEN.sub("", fold(text))
    if not name or len(name) > _LONGEST:
        return []
    if (code := code_in(name)) is not None:
        return [Met(division(code), "code", 1.0, False)]
    if name in _NATION:
        return [Met(division("cn"), "full_name", 1.0, False)]
    found = _english(text) + [Met(d, _how(d, name), 1.0, False) for d in find(name, year=year)]
    found += _led(name, year)
    best: dict[str, Met] = {}
    for one in found or _near(name, year):
        best.setdefault(one.place.code, one)
    return list(best.values())


def beginning(text: str) -> list[Met]:
    """Return the divisions of today whose full name begins with a text, the shortest first."""
    start = _BETWEEN.sub("", fold(text))
    longer = sorted((n for n in names() if start and n.startswith(start)), key=lambda n: (len(n), n))
    found = (d for name in longer for d in find(name) if d.name == name and d.valid_to is None)
    return [Met(d, "near_name", round(len(start) / len(d.name), 3), False) for d in found]


def code_in(name: str) -> str | None:
    """Return the code that a text is: of six digits, or written with the zeros of a longer or without those of a shorter."""
    if is_code(name):
        return name
    if not re.fullmatch(r"\d{2}|\d{4}|\d{9}|\d{12}", name) or name[6:].strip("0"):
        return None
    code = name[:6].ljust(6, "0")
    return code if is_code(code) else None


def inside(place: Division, codes: frozenset[str]) -> bool:
    """Whether a division is in one of others, or is one of them."""
    return place.code in codes or any(a.code in codes for a in ancestors(place.code))


def holders(text: str, year: int | None = None) -> frozenset[str]:
    """Return the codes of the divisions that the name of what contains others may mean."""
    return frozenset(m.place.code for m in met(text, year) if m.how != "near_name")


def _how(place: Division, name: str) -> str:
    if name == place.name:
        return "full_name"
    return "short_name" if name == short_name(place) else "other_name"


def _led(name: str, year: int | None) -> list[Met]:
    """Return divisions whose name stands behind the names of what contains them: 湖南省衡阳市石鼓区, 湖南衡阳."""
    return [Met(d, _how(d, rest), 1.0, True) for d, rest in _behind(name, None, year)]


def _behind(name: str, within: str | None, year: int | None) -> Iterator[tuple[Division, str]]:
    for cut in range(len(name) - 2, 1, -1):
        head, rest = name[:cut], name[cut:]
        for above in find(head, within, year):
            if above.level == "county":
                continue
            for below in find(rest, above.code, year):
                if below.code != above.code:
                    yield below, rest
            yield from _behind(rest, above.code, year)


def _english(text: str) -> list[Met]:
    wanted = _plain(text)
    codes = [code for code, name in english_names().items() if wanted and _plain(name) == wanted]
    return [Met(division(code), "other_name", 1.0, False) for code in codes]


def _plain(text: str) -> str:
    return " ".join(_KIND_EN.sub(" ", fold(text)).split())


@cache
def _pairs() -> Mapping[str, tuple[str, ...]]:
    """Map two neighbouring characters to the names that hold them."""
    index: dict[str, list[str]] = {}
    for name in names():
        for pair in {name[i : i + 2] for i in range(len(name) - 1)}:
            index.setdefault(pair, []).append(name)
    return {pair: tuple(sorted(found)) for pair, found in index.items()}


def _near(name: str, year: int | None) -> list[Met]:
    held = {n for i in range(len(name) - 1) for n in _pairs().get(name[i : i + 2], ())}
    shares = sorted(((SequenceMatcher(None, name, n).ratio(), n) for n in held), key=lambda s: (-s[0], s[1]))
    found = [
        Met(d, "near_name", round(share, 3), False)
        for share, n in shares[:20]
        if share >= _NEAR
        for d in find(n, year=year)
    ]
    return sorted(found, key=lambda m: (-m.share, LEVELS.index(m.place.level), m.place.code))
