"""An island laid out: its communities as areas with names, and a place for each of its things."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.explorer.layout import Circle, Layout, layout
from kg.explorer.model import Island, Link

# How strongly a link holds its ends together; what all is linked to (home) holds nothing.
_STRENGTH: Final = {
    "names": 1.0,
    "together": 0.6,
    "named": 0.0,
    "home": 0.0,
    "held": 2.0,
    "project": 1.5,
    "indicator": 1.5,
}
# Sentences of one section stand near each other, but a thing named in two of them may draw them apart.
_SECTION: Final = 0.35
_STATEMENTS: Final = frozenset({"target", "action", "outcome", "problem"})
_NAMES: Final = 2
_MOST_NAME: Final = 16


@dataclass(frozen=True, slots=True)
class Area:
    """A community: what it is called after, the section most of it stands in, its circle and its members (numbers)."""

    label: str
    section: str
    circle: Circle
    members: Sequence[int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ground:
    """An island with places: its areas, a place for every thing, and the circle about all of it."""

    island: Island
    areas: Sequence[Area]
    places: Sequence[tuple[int, int]] = field(repr=False)
    circle: Circle

    @property
    def area_of(self) -> list[int]:
        """The area of each thing, -1 where it has none."""
        found = [-1] * len(self.island.things)
        for number, area in enumerate(self.areas):
            for member in area.members:
                found[member] = number
        return found


def ground(island: Island) -> Ground:
    """Lay out an island; the place itself and its reports, to which all is linked, stand in no area."""
    size = len(island.things)
    apart = {island.home, *(n for n, t in enumerate(island.things) if t.kind == "report")}
    weights = dict(_weights(island.links, island.home))
    sections: dict[tuple[int, int], int] = {}
    for said in island.said:
        if said.thing >= 0:
            key = said.report, said.section
            virtual = sections.setdefault(key, size + len(sections))
            weights[said.thing, virtual] = _SECTION
    laid = layout(size + len(sections), list(weights), weights)
    areas, places = _areas(island, laid, apart)
    whole = _around([a.circle for a in areas])
    return Ground(island, areas, places, whole)


def _weights(links: Sequence[Link], home: int) -> Mapping[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = defaultdict(float)
    for link in links:
        strength = _STRENGTH.get(link.relation, 1.0)
        if strength and home not in (link.source, link.target):
            found[min(link.source, link.target), max(link.source, link.target)] += strength
    return found


def _areas(island: Island, laid: Layout, apart: Collection[int]) -> tuple[list[Area], list[tuple[int, int]]]:
    size = len(island.things)
    degree: Counter[int] = Counter()
    for link in island.links:
        if link.relation not in ("home",) and laid.communities[link.source] == laid.communities[link.target]:
            degree[link.source] += 1
            degree[link.target] += 1
    members: dict[int, list[int]] = defaultdict(list)
    for thing in range(size):
        if thing not in apart:
            members[laid.communities[thing]].append(thing)
    where = _sections(island)
    areas = []
    for number in sorted(members, key=lambda n: (n < 0, n)):
        circle = laid.band if number < 0 else laid.circles[number]
        assert circle is not None
        inside = members[number]
        sections = Counter(where[m] for m in inside if m in where)
        section = min(sections, key=lambda s: (-sections[s], s)) if sections else ""
        areas.append(Area(name(island, inside, degree), section, circle, inside))
    return areas, list(laid.places[:size])


def _sections(island: Island) -> dict[int, str]:
    found: dict[int, str] = {}
    for said in island.said:
        if said.thing >= 0:
            section = island.sources[said.report].sections[said.section]
            found.setdefault(said.thing, section.heading or section.path)
    return found


def name(island: Island, members: Sequence[int], degree: Mapping[int, int]) -> str:
    """Return what a community is called: after its most connected things, not after statements where it has others."""
    ranked = sorted(
        members,
        key=lambda m: (island.things[m].kind in _STATEMENTS, -degree.get(m, 0), len(island.things[m].label), m),
    )
    labels: list[str] = []
    for member in ranked:
        label = _bare(island.things[member].label)
        if label and label not in island.label and not any(label in other or other in label for other in labels):
            labels.append(label if len(label) <= _MOST_NAME else label[:_MOST_NAME].rstrip("，、；：,. “‘《「") + "…")
        if len(labels) == _NAMES:
            break
    return " · ".join(labels)


_PAIRS: Final = ("“”", "‘’", "《》", "「」", '""')


def _bare(label: str) -> str:
    """Take a label out of the marks that stand around the whole of it."""
    shown = label.strip("，。、；： ")
    for pair in _PAIRS:
        inside = shown[1:-1]
        if shown[:1] == pair[0] and shown[-1:] == pair[1] and not set(pair) & set(inside):
            return inside
    return shown


def _around(circles: Sequence[Circle]) -> Circle:
    """Return a circle about circles, around the middle of the field they take."""
    if not circles:
        return Circle(0, 0, 0)
    left, right = min(c.x - c.r for c in circles), max(c.x + c.r for c in circles)
    top, bottom = min(c.y - c.r for c in circles), max(c.y + c.r for c in circles)
    x, y = (left + right) // 2, (top + bottom) // 2
    reach = max(((c.x - x) ** 2 + (c.y - y) ** 2) ** 0.5 + c.r for c in circles)
    return Circle(x, y, round(reach + 0.5))
