"""Places by what a person types: suggestions for a name or code that is begun, and the one that is meant."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from kg.places import Division, ancestors, code_of, descendants, division

MOST: Final = 12
_CODE: Final = re.compile(r"(?:^|[\s（(])(cn|\d{6}|\d{9})[)）]?$")


def written(place: Division) -> str:
    """Return a place as it stands in the field: 衡阳市 430400."""
    return f"{place.name} {place.code}"


def place_meant(text: str) -> str | None:
    """Return the code of the place that a field names, None where it names none.

    Raises PlaceError for a name that several places have, or a code that is none.
    """
    text = " ".join(text.split())
    if found := _CODE.search(text):
        return division(found[1]).code
    return code_of(text) if text else None


def suggestions(begun: str) -> tuple[Division, ...]:
    """Return places whose name or code begins with these words, then those that hold them; the higher levels first."""
    begun = "".join(begun.split())
    if not begun:
        return ()
    first = [d for d in _all() if d.name.startswith(begun) or d.code.startswith(begun)]
    inside = [d for d in _all() if begun in d.name and d not in first] if len(first) < MOST else []
    return tuple((first + inside)[:MOST])


def above(place: Division) -> str:
    """Return what a place lies in, in words: 湖南省衡阳市."""
    return "".join(d.name for d in reversed(ancestors(place.code)) if d.code != "cn")


def great() -> Iterator[Division]:
    """Yield the nation, the provinces and the prefectures: what a field offers without a script."""
    return (d for d in _all() if d.level != "county")


@cache
def _all() -> tuple[Division, ...]:
    rank = ("nation", "province", "prefecture", "county")
    return tuple(sorted((division("cn"), *descendants("cn")), key=lambda d: (rank.index(d.level), d.code)))
