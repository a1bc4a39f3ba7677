"""Where places lie on a drawing: points in an equal-area projection, and a soft schematic outline of one division.

No border is drawn or known here: ``data/reference/divisions.csv`` holds one point for each division, whose source and
licence stand in ``data/reference/README.md``. The outline of a division is the hull of the points inside it, rounded off.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from kg.places import Division, ancestors, children, descendants, division, is_code

WIDE, HIGH = 760, 600
_MARGIN: Final = 46.0
# Albers' equal-area conic (Snyder 1987, 14) with the parallels that maps of China usually have.
_SOUTH, _NORTH, _CENTRE, _ORIGIN = (math.radians(degrees) for degrees in (25.0, 47.0, 105.0, 0.0))
_N: Final = (math.sin(_SOUTH) + math.sin(_NORTH)) / 2
_C: Final = math.cos(_SOUTH) ** 2 + 2 * _N * math.sin(_SOUTH)


class At(NamedTuple):
    """A point of a drawing; y grows downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Ground:
    """What a map stands on: the division shown, a dot for each division inside it, its outline if it has one."""

    focus: str
    dots: tuple[At, ...]
    outline: tuple[At, ...]
    _left: float
    _top: float
    _scale: float

    def at(self, code: str) -> At | None:
        """Return where a division lies on this drawing; ``None`` where no point of it is known."""
        place = point(code)
        return None if place is None else self._drawn(place)

    def _drawn(self, place: At) -> At:
        return At(round((place.x - self._left) * self._scale, 1), round((place.y - self._top) * self._scale, 1))


def ground(codes: Iterable[str]) -> Ground:
    """Return the ground for some places: the narrowest division that holds them all, and has divisions inside it."""
    focus = _common(sorted(set(codes)))
    inside = _inside(focus)
    points = [place for d in inside if (place := point(d.code))]
    if focus != "cn" and (own := point(focus)):
        points.append(own)
    left, right = min(p.x for p in points), max(p.x for p in points)
    top, bottom = min(p.y for p in points), max(p.y for p in points)
    scale = min((WIDE - 2 * _MARGIN) / ((right - left) or 1), (HIGH - 2 * _MARGIN) / ((bottom - top) or 1))
    found = Ground(
        focus,
        (),
        (),
        left - (WIDE / scale - (right - left)) / 2,
        top - (HIGH / scale - (bottom - top)) / 2,
        scale,
    )
    outline = () if focus == "cn" else tuple(found._drawn(p) for p in hull(points))
    dots = tuple(found._drawn(p) for p in points)
    return Ground(focus, dots, outline, found._left, found._top, scale)


@cache
def point(code: str) -> At | None:
    """Return where a division lies in the projection, in radii of the earth; ``None`` where no point is known."""
    if not is_code(code):
        return None
    d = division(code)
    return None if d.lon is None or d.lat is None else project(float(d.lon), float(d.lat))


def project(lon: float, lat: float) -> At:
    """Return a point of the earth, given in degrees, in Albers' equal-area conic projection.

    >>> project(105, 36).x
    0.0
    """
    rho, rho_0 = (math.sqrt(_C - 2 * _N * math.sin(phi)) / _N for phi in (math.radians(lat), _ORIGIN))
    theta = _N * (math.radians(lon) - _CENTRE)
    return At(rho * math.sin(theta), -(rho_0 - rho * math.cos(theta)))


def hull(points: Sequence[At]) -> list[At]:
    """Return the convex hull of some points, in order around it (Andrew 1979); fewer than three points have none.

    >>> [tuple(p) for p in hull([At(0, 0), At(2, 0), At(1, 1), At(2, 2), At(0, 2)])]
    [(0, 0), (2, 0), (2, 2), (0, 2)]
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return []
    halves = []
    for way in (ordered, ordered[::-1]):
        chain: list[At] = []
        for p in way:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        halves.append(chain[:-1])
    return halves[0] + halves[1]


def _turn(a: At, b: At, c: At) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def _common(codes: Sequence[str]) -> str:
    """Return the narrowest division that holds all of some, itself being one of them or above them."""
    lines = [[code, *(d.code for d in ancestors(code))] for code in codes]
    if not lines:
        return "cn"
    shared = [code for code in lines[0] if all(code in line for line in lines) and children(code)]
    return shared[0] if shared else "cn"


def _inside(focus: str) -> Sequence[Division]:
    """Return the divisions whose points make the ground: prefectures of the nation, counties of anything else."""
    if focus == "cn":
        return [d for d in descendants("cn") if d.level in ("province", "prefecture")]
    return [d for d in descendants(focus) if d.level == "county"] or list(children(focus))
