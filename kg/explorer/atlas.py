"""Sheets beside each other: the whole picture, with what several places name between them.

Of one place the picture is its sheet. Of several, what the reports of two places or more name (indicators,
organisations, industries, divisions) has circles of its own, one a kind, to which all places are linked. Beyond 150
places those of one province stand together.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from kg.explorer.layout import STEP, Circle, pack
from kg.explorer.sheet import KIND_ORDER, Sheet, thing_ids
from kg.page.kinds import KINDS
from kg.places import division, is_code

# More marks than this and a first view shows nothing; groups stand for what is in them.
MOST: Final = 150
# The circle of what is shared is never so small beside an island that it cannot bear its name.
_LEAST: Final = 24 * STEP


class Shared(NamedTuple):
    """A thing that several places name: its id, its kind (a number), its name, its place, the circle it stands in."""

    id: str
    kind: int
    label: str
    x: int
    y: int
    group: int


@dataclass(frozen=True, slots=True)
class Group:
    """A circle of the picture with its name in Chinese and English, and what holds it (a number, or -1).

    ``sheet`` is the number of the place it belongs to, or -1. ``mix`` is how many things of each kind (a number) it
    holds, those apart that stand in a circle of what is shared.
    """

    zh: str
    en: str
    circle: Circle
    parent: int
    sheet: int
    note: str
    mix: Counter[int] = field(repr=False)

    @property
    def count(self) -> int:
        """How many things it holds."""
        return self.mix.total()


@dataclass(frozen=True, slots=True)
class Atlas:
    """The whole picture.

    ``groups`` are all circles, outer ones before those inside: provinces (where there are too many places), places
    (where there are several), what is shared, then communities. For each sheet, ``ids`` are those of its things,
    ``shifts`` where its middle lies, ``first`` the group of its first area.
    """

    sheets: Sequence[Sheet] = field(repr=False)
    ids: Sequence[Sequence[str]] = field(repr=False)
    shifts: Sequence[tuple[int, int]] = field(repr=False)
    first: Sequence[int] = field(repr=False)
    shared: Sequence[Shared] = field(repr=False)
    groups: Sequence[Group] = field(repr=False)
    homes: frozenset[str] = field(repr=False)


def atlas(sheets: Sequence[Sheet]) -> Atlas:
    """Put the sheets of places beside each other, and what they have in common between them."""
    ids = [thing_ids(each) for each in sheets]
    homes = frozenset(each["home"] for each in sheets)
    seen = Counter(name for each in ids for name in each)
    common = {name for name, times in seen.items() if times > 1 and name not in homes}
    kinds: dict[str, tuple[int, str]] = {}
    for each, names in zip(sheets, ids, strict=True):
        for name, kind, label in zip(names, each["things"]["kind"], each["things"]["label"], strict=True):
            if name in common:
                kinds.setdefault(name, (kind, label))
    by_kind = {
        kind: sorted((n for n in common if kinds[n][0] == kind), key=lambda n: (-seen[n], n))
        for kind in sorted({kind for kind, _ in kinds.values()})
    }
    spots = {kind: [_sunflower(i) for i in range(len(names))] for kind, names in by_kind.items()}
    radii = {kind: max(max(math.hypot(*p) for p in places) + STEP, _LEAST) for kind, places in spots.items()}
    middles = _middles(sheets, ids, by_kind, list(radii.values()))
    groups: list[Group] = []
    parents = list(_outer(groups, sheets, middles[len(by_kind) :]))
    shared: list[Shared] = []
    for (kind, names), (x, y) in zip(by_kind.items(), middles, strict=False):
        look = KINDS[KIND_ORDER[kind]]
        for name, (px, py) in zip(names, spots[kind], strict=True):
            shared.append(Shared(name, *kinds[name], round(x + px), round(y + py), len(groups)))
        circle = Circle(round(x), round(y), math.ceil(radii[kind]))
        mix = Counter({kind: len(names)})
        groups.append(Group(f"共有{look.zh}", f"Shared: {look.en.lower()}", circle, -1, -1, "", mix))
    first, shifts = [], []
    for number, (each, (x, y)) in enumerate(zip(sheets, middles[len(by_kind) :], strict=True)):
        shifts.append((round(x), round(y)))
        first.append(len(groups))
        groups += _areas(each, ids[number], common | homes, number, parents[number], shifts[-1])
    for group in reversed(groups):
        if group.parent >= 0:
            groups[group.parent].mix.update(group.mix)
    return Atlas(sheets, ids, shifts, first, shared, groups, homes)


def _areas(
    told: Sheet,
    ids: Sequence[str],
    elsewhere: set[str] | frozenset[str],
    number: int,
    parent: int,
    shift: tuple[int, int],
) -> Iterator[Group]:
    areas, things = told["areas"], told["things"]
    mixes: list[Counter[int]] = [Counter() for _ in areas["label"]]
    for name, kind, area in zip(ids, things["kind"], things["area"], strict=True):
        if area >= 0 and name not in elsewhere:
            mixes[area][kind] += 1
    for label, section, x, y, r, mix in zip(
        *(areas[k] for k in ("label", "section", "x", "y", "r")), mixes, strict=True
    ):
        yield Group(label, label, Circle(x + shift[0], y + shift[1], r), parent, number, section, mix)


def _sunflower(number: int) -> tuple[int, int]:
    """Return the place of a number on a spiral that fills a disc evenly (Vogel's, the golden angle)."""
    far, turn = STEP * 2.2 * math.sqrt(number), number * 2.39996322972865
    return round(far * math.cos(turn)), round(far * math.sin(turn))


def _provinces(sheets: Sequence[Sheet]) -> list[list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(sheets):
        found[each["place"][:2]].append(number)
    return [found[code] for code in sorted(found)]


def _middles(
    sheets: Sequence[Sheet], ids: Sequence[Sequence[str]], by_kind: Mapping[int, Sequence[str]], first: Sequence[float]
) -> list[tuple[float, float]]:
    """Return the middle of each circle, the shared ones first; places of one province are packed together."""
    if len(sheets) <= MOST:
        circle = {name: i for i, names in enumerate(by_kind.values()) for name in names}
        links: dict[tuple[int, int], float] = defaultdict(float)
        for number, names in enumerate(ids):
            for name in names:
                if name in circle:
                    links[circle[name], len(by_kind) + number] += 1
        return pack([*first, *(each["radius"] for each in sheets)], links, gap=5 * STEP)
    parts = _provinces(sheets)
    inner = [pack([sheets[n]["radius"] for n in part], {}, gap=3 * STEP, wide=1.0) for part in parts]
    radii = [
        max(math.hypot(x, y) + sheets[n]["radius"] for n, (x, y) in zip(part, places, strict=True))
        for part, places in zip(parts, inner, strict=True)
    ]
    outer = pack([*first, *radii], {}, gap=6 * STEP)
    found = outer[: len(by_kind)] + [(0.0, 0.0)] * len(sheets)
    for (x, y), part, places in zip(outer[len(by_kind) :], parts, inner, strict=True):
        for n, (px, py) in zip(part, places, strict=True):
            found[len(by_kind) + n] = x + px, y + py
    return found


def _outer(groups: list[Group], sheets: Sequence[Sheet], middles: Sequence[tuple[float, float]]) -> Iterator[int]:
    """Add the groups of provinces and places; yield the group that each place's communities stand in."""
    if len(sheets) < 2:
        yield from [-1] * len(sheets)
        return
    above = [-1] * len(sheets)
    for part in _provinces(sheets) if len(sheets) > MOST else ():
        ends = [(middles[n], sheets[n]["radius"]) for n in part]
        x, y = (sum(m[i] for m, _ in ends) / len(ends) for i in (0, 1))
        reach = max(math.hypot(mx - x, my - y) + r for (mx, my), r in ends)
        code = sheets[part[0]]["place"][:2] + "0000"
        name = division(code).name if is_code(code) else code[:2]
        for n in part:
            above[n] = len(groups)
        groups.append(Group(name, name, Circle(round(x), round(y), round(reach)), -1, -1, "", Counter()))
    for number, each in enumerate(sheets):
        x, y = middles[number]
        years = "、".join(str(year) for year in sorted({r["year"] for r in each["reports"]}))
        circle = Circle(round(x), round(y), each["radius"])
        groups.append(Group(each["label"], each["label"], circle, above[number], number, years, Counter()))
        yield len(groups) - 1
