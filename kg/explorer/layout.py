"""Where everything stands: Louvain communities, a spring layout for each, circles packed beside each other.

One force layout of thousands of nodes is one blue disc in which nothing is seen. Two levels give islands that can be
told apart, and the overview as well: each community is a circle with its members inside. Found here and not in the
browser, which would take minutes for it, and the same for the same graph: numbers instead of names (the order of a set
of strings changes from run to run), a fixed seed, whole numbers in the end.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import networkx as nx
import numpy as np
import rustworkx as rx

Point: TypeAlias = tuple[int, int]
Pair: TypeAlias = tuple[int, int]
_Floats: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"

SEED: Final = 20190108
# A node and the room about it, in units of the picture: everything else is measured by it.
STEP: Final = 40
# A community with more members is cut again, each part laid out and packed on its own.
BIG: Final = 240
_ROUNDS: Final = 60
_TURNS: Final = 48


@dataclass(frozen=True, slots=True)
class Circle:
    """A disc in the picture: middle and radius, in units of the picture."""

    x: int
    y: int
    r: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A place for every node; the community of every node (-1: linked to nothing), and each community's circle.

    Communities are numbered by size, the largest 0. ``band`` is the circle about what is linked to nothing, if any.
    """

    places: Sequence[Point]
    communities: Sequence[int]
    circles: Sequence[Circle]
    band: Circle | None


def layout(size: int, links: Collection[Pair], weights: Mapping[Pair, float] | None = None, seed: int = SEED) -> Layout:
    """Lay out nodes ``0 … size - 1`` with links between them (undirected, each pair once, smaller number first).

    ``weights`` are the links' strengths, 1 where they name none. Nodes that are linked to nothing stand in rows below.
    """
    strength = weights or {}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from((a, b, strength.get((a, b), 1.0)) for a, b in sorted(links) if a != b)
    alone = [n for n in graph if not graph.degree(n)]
    kept = graph.subgraph(n for n in graph if graph.degree(n))
    parts = communities(kept, seed)
    inside = [_set(graph, part, seed) for part in parts]
    radii = [_reach(each) for each in inside]
    middles = pack(radii, _between(graph, parts))
    places: list[Point] = [(0, 0)] * size
    of = [-1] * size
    circles = []
    for number, (part, local, radius, (x, y)) in enumerate(zip(parts, inside, radii, middles, strict=True)):
        circles.append(Circle(round(x), round(y), math.ceil(radius)))
        for node, (px, py) in zip(part, local, strict=True):
            places[node] = round(x + px), round(y + py)
            of[node] = number
    band = _band(alone, circles, places)
    return Layout(places, of, circles, band)


def communities(graph: "nx.Graph[int]", seed: int = SEED, resolution: float = 1.0) -> list[list[int]]:
    """Return the Louvain communities, largest first, each in order of its numbers."""
    if not graph:
        return []
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    plain.add_weighted_edges_from(
        sorted((min(a, b), max(a, b), w) for a, b, w in graph.edges(data="weight", default=1))
    )
    found = nx.community.louvain_communities(plain, seed=seed, resolution=resolution)
    return sorted((sorted(part) for part in found), key=lambda part: (-len(part), part))


def _set(graph: "nx.Graph[int]", part: Sequence[int], seed: int) -> _Floats:
    """Return places of a community's members about (0, 0); a big one is cut again and its parts are packed."""
    inside = graph.subgraph(part)
    if len(part) > BIG:
        smaller = communities(inside, seed, resolution=2.0)
        if len(smaller) > 1:
            return _set_parts(inside, part, smaller, seed)
        return _rows(len(part))
    return _spring(inside, part, seed)


def _set_parts(graph: "nx.Graph[int]", whole: Sequence[int], parts: Sequence[Sequence[int]], seed: int) -> _Floats:
    found = [_set(graph, part, seed) for part in parts]
    middles = pack([_reach(each) for each in found], _between(graph, parts), wide=1.0)
    at = {n: (x + px, y + py) for part, local, (x, y) in zip(parts, found, middles, strict=True)
          for n, (px, py) in zip(part, local, strict=True)}  # fmt: skip
    return _centred(np.array([at[n] for n in whole]))


def _spring(graph: "nx.Graph[int]", part: Sequence[int], seed: int) -> _Floats:
    if len(part) == 1:
        return np.zeros((1, 2))
    number = {n: i for i, n in enumerate(part)}
    net: rx.PyGraph[int, float] = rx.PyGraph()
    net.add_nodes_from(list(range(len(part))))
    ends = [(number[a], number[b], float(w)) for a, b, w in graph.edges(data="weight", default=1.0)]
    net.add_edges_from(sorted((min(a, b), max(a, b), w) for a, b, w in ends))
    found = rx.spring_layout(net, num_iter=_ROUNDS, weight_fn=float, seed=seed)
    places = np.array([found[i] for i in range(len(part))], dtype=float)
    return _apart(_even(places))


def _even(places: _Floats) -> _Floats:
    """Spread nodes over a disc that holds them all evenly: a force layout leaves a dense middle and a wide, empty rim."""
    about = places - places.mean(axis=0)
    far, turn = np.hypot(about[:, 0], about[:, 1]), np.arctan2(about[:, 1], about[:, 0])
    # Half by direction as found, half by its rank: no side of the disc stays empty.
    around = np.empty(len(places))
    around[np.argsort(turn, kind="stable")] = (np.arange(len(places)) + 0.5) / len(places) * 2 * math.pi - math.pi
    turn = 0.35 * turn + 0.65 * around
    rank = np.empty(len(places))
    rank[np.argsort(far, kind="stable")] = np.arange(len(places)) + 0.5
    reach = STEP * 0.62 * math.sqrt(len(places))
    spread = reach * (0.8 * np.sqrt(rank / len(places)) + 0.2 * far / (far.max() or 1.0))
    found: _Floats = np.stack([spread * np.cos(turn), spread * np.sin(turn)], axis=1)
    return found


def _apart(places: _Floats) -> _Floats:
    """Push nodes that stand too near to each other apart, until none do or 60 rounds are over."""
    where = places.copy()
    # What stands on one point has no direction to be pushed in: give each its own.
    turn = np.arange(len(where)) * 2.399963
    where += np.stack([np.cos(turn), np.sin(turn)], axis=1) * 0.5
    for _ in range(60):
        away = where[:, None, :] - where[None, :, :]
        far = np.sqrt((away**2).sum(axis=2))
        np.fill_diagonal(far, np.inf)
        lack = np.clip(STEP - far, 0, None)
        if lack.max() < STEP * 0.05:
            break
        push = (away / far[:, :, None] * (lack / 2)[:, :, None]).sum(axis=1)
        # One of many on one spot is pushed by all of them at once: no farther than a step.
        where += push * np.minimum(1.0, STEP / 3 / np.maximum(np.hypot(push[:, 0], push[:, 1]), 1e-9))[:, None]
    return _centred(where)


def _rows(count: int) -> _Floats:
    """Return places of so many nodes in rows."""
    across = math.ceil(math.sqrt(count))
    return _centred(np.array([(STEP * (i % across), STEP * (i // across)) for i in range(count)], dtype=float))


def _centred(places: _Floats) -> _Floats:
    middle = (places.max(axis=0) + places.min(axis=0)) / 2
    moved: _Floats = places - middle
    return moved


def _reach(places: _Floats) -> float:
    return float(np.sqrt((places**2).sum(axis=1)).max()) + STEP


def _between(graph: "nx.Graph[int]", parts: Sequence[Sequence[int]]) -> dict[Pair, float]:
    """Return how strongly two communities are linked."""
    of = {n: i for i, part in enumerate(parts) for n in part}
    found: dict[Pair, float] = {}
    for a, b, weight in graph.edges(data="weight", default=1.0):
        if a in of and b in of and of[a] != of[b]:
            pair = min(of[a], of[b]), max(of[a], of[b])
            found[pair] = found.get(pair, 0.0) + weight
    return found


def pack(
    radii: Sequence[float], between: Mapping[Pair, float], gap: float = STEP, wide: float = 2.0
) -> list[tuple[float, float]]:
    """Return middles for circles so that none touch, each as near as room allows to those it is linked to.

    The whole is about ``wide`` times as wide as it is high, as screens are.
    """
    count = len(radii)
    pull = np.zeros((count, count))
    for (a, b), weight in between.items():
        pull[a, b] = pull[b, a] = weight
    at = np.zeros((count, 2))
    size = np.array(radii, dtype=float)
    order = sorted(range(count), key=lambda i: (-radii[i], i))
    turns = np.arange(_TURNS) * (2 * math.pi / _TURNS)
    ways = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    done: list[int] = []
    for this in order:
        if not done:
            done.append(this)
            continue
        others, where = size[done] + size[this] + gap, at[done]
        pulled = pull[this, done]
        # Half towards the linked ones, half towards the middle, which keeps the picture round.
        goal = (where * pulled[:, None]).sum(axis=0) / pulled.sum() if pulled.any() else np.zeros(2)
        # A circle that touches one of those that stand there, all around it; the free place nearest to the goal.
        spots = (where[:, None, :] + ways[None, :, :] * (others * 1.0005)[:, None, None]).reshape(-1, 2)
        far = np.sqrt(((spots[:, None, :] - where[None, :, :]) ** 2).sum(axis=2))
        free = spots[(far >= others - 1e-6).all(axis=1)]
        cost = 0.6 * np.hypot(*(free - goal).T) + np.hypot(free[:, 0] / wide, free[:, 1])
        at[this] = free[int(np.argmin(np.round(cost, 3)))]
        done.append(this)
    if count:
        left, right = (at - size[:, None]).min(axis=0), (at + size[:, None]).max(axis=0)
        at -= (left + right) / 2
    return [(float(x), float(y)) for x, y in at]


def _band(alone: Sequence[int], circles: Sequence[Circle], places: list[Point]) -> Circle | None:
    """Set what is linked to nothing in rows below the circles, and return the circle about them."""
    if not alone:
        return None
    below = max((c.y + c.r for c in circles), default=0)
    local = _rows(len(alone))
    radius = math.ceil(_reach(local))
    y = below + radius + STEP if circles else 0
    for node, (px, py) in zip(alone, local, strict=True):
        places[node] = round(px), round(y + py)
    return Circle(0, y, radius)
