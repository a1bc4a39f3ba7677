"""Whom or what a number is about, where that is less than the report's place: a county in it, an airport."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.reading import Piece, Reading
from kg.places import division, names_within
from kg.registry import local

_AIRPORT = re.compile(
    r"(?:^|[，。；、：]|(?=[完推加建启实提支确力]))(?:完成|推进|加快|建设|启动|实施|实现|提升|支持|确保|力争)*(?P<name>[\u4e00-\u9fff]{2,6}?(?:国际)?机场)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A division or another place: its local name, its label, where the text names it."""

    place: str | None
    about: str | None
    label: str
    at: Piece


def named_first(reading: Reading, at: Piece) -> Subject | None:
    """Return the county or district whose full name opens an indicator's words (「祁东县粮食总产」)."""
    words = reading.text[slice(*at)]
    for length in range(min(len(words) - 2, 12), 2, -1):
        code = _full_names(reading).get(words[:length])
        if code and code != reading.report.place:
            return Subject(code, None, division(code).name, (at[0], at[0] + length))
    return None


def only_county(reading: Reading, words: str) -> bool:
    """Whether words are the full name of a county or district of the report's place and nothing else."""
    return words in _full_names(reading)


def airport(reading: Reading, before: int) -> Subject | None:
    """Return the airport that the sentence names last before a number: 「南岳机场通航城市达23个，旅客吞吐量…」."""
    found = list(_AIRPORT.finditer(reading.text, 0, before))
    if not found:
        return None
    name = found[-1]["name"]
    return Subject(None, local("place", reading.report.place, name), name, found[-1].span("name"))


def _full_names(reading: Reading) -> Mapping[str, str]:
    return _names_of(reading.report.place, reading.report.plan)


@lru_cache(maxsize=8)
def _names_of(place: str, year: int) -> Mapping[str, str]:
    return {n: c for n, c in names_within(place, year).items() if n[-1] in "市县区旗州盟" and len(n) > 2}
