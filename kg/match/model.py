"""What is looked for, what may be meant, and how the features of a candidate make its score."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kg.places import LEVEL_LABELS
from kg.search.entries import THINGS

_KINDS: Final = {
    "place": ("地点", "place"),
    "indicator": ("指标", "indicator"),
    "project": ("项目", "project"),
    "organisation": ("组织机构", "organisation"),
    "programme": ("计划", "programme"),
    "sector": ("行业", "sector"),
    "event": ("活动", "event"),
    "document": ("文件", "document"),
    "thing": ("其他", "other thing"),
}
assert set(_KINDS) == set(THINGS), "every kind that the search knows has its label"

LEVELS: Final = tuple(LEVEL_LABELS)
"""Levels of places, each a type narrower than ``place``."""

TYPES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(_KINDS | dict(LEVEL_LABELS))
"""Type → its label in Chinese and English: kinds of things, and the levels of places."""

# How a name was met → what that is worth at most; the features of a candidate say which one it was.
WORTH: Final[Mapping[str, float]] = MappingProxyType(
    {"code": 100, "full_name": 100, "other_name": 97, "short_name": 90, "near_name": 80}
)
EXACT: Final = ("code", "full_name", "other_name", "short_name")
_HOMONYM, _GONE, _ELSEWHERE, _OTHER_CODE, _LOWER = 25.0, 20.0, 50.0, 30.0, 5.0
_PARENT: Final = 5.0

Feature = bool | float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name and what is known beside it; the other columns of a table.

    ``types`` are of ``TYPES``, none for all. ``within`` is the name or code of a place that contains it, ``code`` its own
    code, ``year`` the year in which the name was valid.
    """

    name: str
    types: tuple[str, ...] = ()
    within: str = ""
    code: str = ""
    year: int | None = None
    limit: int = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant.

    ``id`` is its address, ``code`` its local name (of a division: the code of GB/T 2260). ``score`` is 0 to 100 and follows
    from ``features`` alone (``scored``); ``match`` is true where it is the only one that can be meant.
    """

    id: str
    code: str
    type: str
    name: str
    name_en: str
    description: str
    description_en: str
    score: float
    match: bool
    features: Mapping[str, Feature]

    @property
    def types(self) -> tuple[str, ...]:
        """Its type, and the wider one of a level."""
        return (self.type, "place") if self.type in LEVELS else (self.type,)


def scored(features: Mapping[str, Feature]) -> float:
    """Return the score that features make: the best way the name was met, less what speaks against it."""
    met = max((WORTH[name] * float(features.get(name, 0)) for name in WORTH), default=0.0)
    met -= _LOWER * float(features.get("levels_below", 0))
    if not features.get("valid", True):
        met -= _GONE
    if features.get("within") is False:
        met -= _ELSEWHERE
    if features.get("same_code") is False:
        met -= _OTHER_CODE
    if features.get("parent_named"):
        met += _PARENT
    if float(features.get("homonyms", 0)):
        met = min(met, 100.0) - _HOMONYM
    return round(min(100.0, max(0.0, met)), 1)
