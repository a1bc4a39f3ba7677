"""The graph as a graph: what is linked to what, what lies near an entity, and where each node is drawn.

The graph is a ``networkx.MultiDiGraph`` whose nodes carry ``node`` (a `Node`) and whose edges carry ``edge``
(an `Edge`), so all of networkx works on it.

Places are found here and not in the browser: a force simulation of some hundred nodes takes a browser minutes,
knows nothing of labels and ends elsewhere each time. One rule sets every node: as near to the node it hangs on as
its label leaves room, in the direction of its branch, crossing as few labels as possible.
"""

import math
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import networkx as nx

from kg.errors import UsageError
from kg.terms import digest

Graph: TypeAlias = "nx.MultiDiGraph[str]"
Point: TypeAlias = tuple[int, int]

# Of captions, in characters as wide as 中; of everything else, in pixels at a scale of 1.
CAPTION = 24
LINE = 8
FONT = 14
LINE_HEIGHT = 18
# Up to this many nodes an ego graph is drawn around its centre, beyond it as islands.
EGO = 60
# Pictures are wider than high, as screens are.
STRETCH = 1.5
_GAP = 10
_STEP = 8
_FIELD = 80
_TURNS = tuple(sign * degrees for degrees in range(0, 91, 6) for sign in ((1, -1) if degrees else (1,)))


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """One stretch of a report, ``text[start:end] == quote``, with what stands around it in its sentence.

    ``statement`` is the local name of the statement that rests on it, ``words`` what that statement says.
    """

    report: str
    quote: str
    start: int
    end: int
    before: str
    after: str
    statement: str
    words: str


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A thing: its address, its kind (``place``, ``target``, …), its name and a line about it."""

    id: str
    kind: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A link from one thing to another and the quotes it rests on.

    ``label`` names it in Chinese as seen from its source, ``back`` as seen from its target; ``en`` and ``back_en`` do
    so in English. A name that is not given is that of the same direction, else ``label``.
    """

    source: str
    target: str
    kind: str
    label: str
    evidence: tuple[Quote, ...] = ()
    en: str = ""
    back: str = ""
    back_en: str = ""

    @property
    def names(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """The Chinese and the English name as seen from the source, then those as seen from the target."""
        ahead = (self.label, self.en or self.label)
        return ahead, (self.back or ahead[0], self.back_en or self.back or ahead[1])

    @property
    def key(self) -> str:
        """A short name that stays the same as long as the ends, the kind and the label do."""
        return digest(self.source, self.target, self.kind, self.label)


class Box(NamedTuple):
    """A rectangle, y downwards."""

    left: int
    top: int
    right: int
    bottom: int

    def at(self, x: int, y: int) -> "Box":
        """Move the rectangle."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def meets(self, other: "Box") -> bool:
        """Whether the two share a point."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def crossed(self, x1: int, y1: int, x2: int, y2: int) -> bool:
        """Whether the straight line between two points runs through (Liang and Barsky's clipping)."""
        enters, leaves = 0.0, 1.0
        for start, delta, low, high in (
            (x1, x2 - x1, self.left, self.right),
            (y1, y2 - y1, self.top, self.bottom),
        ):
            if delta == 0:
                if not low < start < high:
                    return False
                continue
            near, far = sorted(((low - start) / delta, (high - start) / delta))
            enters, leaves = max(enters, near), min(leaves, far)
        return enters < leaves


class _Taken:
    """The room already given away: boxes in order, and by the fields of a grid that they touch."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self._fields: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        self.boxes.append(box)
        for place in self._touched(box):
            self._fields.setdefault(place, []).append(box)

    def meets(self, box: Box) -> bool:
        return any(box.meets(other) for place in self._touched(box) for other in self._fields.get(place, ()))

    def _touched(self, box: Box) -> Iterator[tuple[int, int]]:
        for column in range(box.left // _FIELD, box.right // _FIELD + 1):
            for row in range(box.top // _FIELD, box.bottom // _FIELD + 1):
                yield column, row


def network(nodes: Iterable[Node], edges: Iterable[Edge]) -> Graph:
    """Return the graph of these nodes and edges, in an order of their own that no caller can change.

    Edges alike in ends, kind and label become one that holds the evidence of all, in reading order. An edge to a node that is not
    there, and two different nodes of one id, are mistakes of the caller: ``ValueError``.
    """
    graph: Graph = nx.MultiDiGraph()
    for node in sorted(set(nodes)):
        if node.id in graph:
            raise ValueError(f"two nodes have the id {node.id}")
        graph.add_node(node.id, node=node)
    merged: dict[str, Edge] = {}
    for edge in sorted(edges):
        if edge.source not in graph or edge.target not in graph:
            raise ValueError(f"an end of the edge {edge.source} → {edge.target} is no node")
        held = merged[edge.key].evidence if edge.key in merged else ()
        evidence = sorted({*held, *edge.evidence}, key=lambda q: (q.report, q.start, q.end, q))
        merged[edge.key] = replace(edge, evidence=tuple(evidence))
    for key, edge in merged.items():
        graph.add_edge(edge.source, edge.target, key=key, edge=edge)
    return graph


def nodes_of(graph: Graph) -> list[Node]:
    """Return the nodes of a graph in its order."""
    return [data["node"] for _, data in graph.nodes(data=True)]


def edges_of(graph: Graph) -> list[Edge]:
    """Return the edges of a graph in its order."""
    return [data["edge"] for _, _, data in graph.edges(data=True)]


def neighbourhood(graph: Graph, centre: str, hops: int, limit: int) -> tuple[Graph, int]:
    """Return what lies within ``hops`` links of a node, and how many nodes of it are left out.

    At most ``limit`` nodes are kept: the centre, then the nearer ones, among equally near ones the most
    connected. What is kept hangs together. Raises UsageError when the centre is no node of the graph.
    """
    if centre not in graph:
        raise UsageError(
            centre,
            "an entity of the graph",
            "none with this address",
            "name a place, report, project or indicator of the graph",
        )
    near = nx.single_source_shortest_path_length(graph.to_undirected(as_view=True), centre, cutoff=hops)
    ranked = sorted(near, key=lambda n: (near[n], -graph.degree(n), n))
    kept = set(ranked[: max(limit, 1)])
    return _part(graph, kept), len(near) - len(kept)


@lru_cache(maxsize=4096)
def caption(label: str) -> tuple[str, ...]:
    """Return a label as it is drawn: at most 24 characters wide, then …, in one line or two of like length."""
    shown = " ".join("".join(c if _drawn(c) else " " for c in label).split())
    cut = _fitting(shown, CAPTION)
    if cut < len(shown):
        shown = shown[:cut].rstrip("，、；：,. ") + "…"
    if _width(shown) <= LINE:
        return (shown,)
    at = min(range(1, len(shown)), key=lambda i: (_strain(shown[:i], shown[i:]), i))
    return shown[:at].strip(), shown[at:].strip()


def radius(degree: int, centre: bool = False) -> int:
    """Return half the size of a node's mark in pixels."""
    return 20 if centre else min(7 + degree, 14)


def outline(node: Node, size: int) -> Box:
    """Return what a node takes up around its place: its mark and, below it, its caption."""
    lines = caption(node.label)
    half = max(size, math.ceil(max(map(_width, lines)) * FONT / 2)) + _GAP
    return Box(-half, -size - _GAP // 2, half, size + 6 + LINE_HEIGHT * len(lines) + _GAP // 2)


def positions(graph: Graph, seed: int, *, centre: str | None = None) -> dict[str, Point]:
    """Return a place for every node in whole pixels; no two captions overlap.

    Up to 60 nodes around a centre are set about it. Others form islands, the Louvain communities found with
    ``seed``, the largest in the middle; what is linked to nothing stands in rows below.
    """
    if centre in graph and len(graph) <= EGO:
        return _islands(graph, [list(graph)], centre)
    alone = sorted(n for n in graph if not graph.degree(n))
    islands = _communities(graph.subgraph(set(graph) - set(alone)), seed)
    placed = _islands(graph, islands, centre)
    return placed | _band(alone, placed)


def _drawn(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@lru_cache(maxsize=4096)
def _width(text: str) -> float:
    return sum(_advance(c) for c in text)


def _advance(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    return 1 if unicodedata.east_asian_width(character) in "WFA" else 0.6


def _fitting(text: str, width: float) -> int:
    """Return how many characters of the text fit into a width."""
    used = 0.0
    for i, character in enumerate(text):
        used += _advance(character)
        if used > width:
            return i
    return len(text)


def _strain(first: str, second: str) -> float:
    """Return how badly a text breaks here: unlike lengths, torn words and numbers, lines that begin with a stop."""
    before, after = first[-1], second[0]
    strain = abs(_width(first) - _width(second))
    strain += 20 * max(0.0, max(_width(first), _width(second)) - LINE - 1)
    if before.isspace() or after.isspace():
        return strain - 2
    if before in "（《“‘(" or after in "，。、；：）》”’·%…),.":
        return strain + 12
    return strain + (8 if before.isascii() and after.isascii() else 0)


def _part(graph: Graph, kept: Collection[str]) -> Graph:
    """Copy some nodes and the edges between them, in the order of the whole: a subgraph's order is that of a set."""
    part: Graph = nx.MultiDiGraph()
    part.add_nodes_from((n, data) for n, data in graph.nodes(data=True) if n in kept)
    for source, target, key, data in graph.edges(keys=True, data=True):
        if source in kept and target in kept:
            part.add_edge(source, target, key=key, **data)
    return part


def _communities(graph: Graph, seed: int) -> list[list[str]]:
    """Return the Louvain communities, largest first, each in the order of its ids."""
    names = sorted(graph)
    # Numbers instead of names: the order of a set of strings changes from run to run.
    number = {name: i for i, name in enumerate(names)}
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(names)))
    plain.add_edges_from(sorted((number[s], number[t]) for s, t in graph.edges()))
    found = [sorted(part) for part in nx.community.louvain_communities(plain, seed=seed)]
    return [[names[i] for i in part] for part in sorted(found, key=lambda part: (-len(part), part))]


def _islands(graph: Graph, parts: Sequence[list[str]], centre: str | None) -> dict[str, Point]:
    """Set each part about its most connected node (or the centre), and the parts beside each other."""
    placed: dict[str, Point] = {}
    taken: list[Box] = []
    for part in parts:
        inside = _part(graph, set(part))
        root = centre if centre is not None and centre in inside else min(part, key=lambda n: (-graph.degree(n), n))
        local = _around(inside, root, centre)
        ground = _ground(inside, local, centre)
        x, y = _free(ground, taken)
        taken.append(ground.at(x, y))
        placed |= {node: (px + x, py + y) for node, (px, py) in local.items()}
    return placed


def _ground(graph: Graph, places: Mapping[str, Point], centre: str | None) -> Box:
    boxes = [_outline_in(graph, n, centre).at(*place) for n, place in places.items()]
    edge = 3 * _GAP
    return Box(
        min(b.left for b in boxes) - edge,
        min(b.top for b in boxes) - edge,
        max(b.right for b in boxes) + edge,
        max(b.bottom for b in boxes) + edge,
    )


def _outline_in(graph: Graph, name: str, centre: str | None) -> Box:
    return outline(graph.nodes[name]["node"], radius(graph.degree(name), name == centre))


def _free(box: Box, taken: Sequence[Box]) -> Point:
    """Return the place nearest to the middle where the box meets no other."""
    if not taken:
        return 0, 0
    middle = -(box.left + box.right) / 2, -(box.top + box.bottom) / 2
    for reach in range(0, 100_000, 20):
        for ux, uy in map(_direction, range(0, 360, 10)):
            x, y = round(middle[0] + ux * reach * STRETCH), round(middle[1] + uy * reach)
            if not any(box.at(x, y).meets(other) for other in taken):
                return x, y
    raise AssertionError("a box fits nowhere")


def _direction(degrees: float) -> tuple[float, float]:
    """Return cosine and sine, rounded so that every machine goes on with the same numbers."""
    angle = math.radians(degrees)
    return round(math.cos(angle), 9), round(math.sin(angle), 9)


def _around(graph: Graph, root: str, centre: str | None) -> dict[str, Point]:
    """Set the nodes of one island about its root, branch by branch."""
    parents = _tree(graph, root)
    headings = _headings(graph, root, parents)
    places = {root: (0, 0)}
    taken = _Taken()
    taken.add(_outline_in(graph, root, centre))
    for name, parent in parents.items():
        box = _outline_in(graph, name, centre)
        x, y = _nearest(box, headings[name], places[parent], taken)
        places[name] = (x, y)
        taken.add(box.at(x, y))
    return places


def _nearest(box: Box, heading: float, parent: Point, taken: _Taken) -> Point:
    """Return the free place with the shortest way to the middle; a turn or a crossed label counts as a detour.

    After 60 boxes the search is coarser and crossings of later labels are not counted: there lines cross labels
    whatever one does.
    """
    start = math.sqrt(parent[0] ** 2 / STRETCH**2 + parent[1] ** 2) + 40
    grain = 1 if len(taken.boxes) <= EGO else 3
    best, best_cost = (0, 0), math.inf
    for turn in _TURNS[::grain]:
        ux, uy = _direction(heading + turn)
        reach = start
        while reach + 2 * abs(turn) < best_cost:
            x, y = round(ux * reach * STRETCH), round(uy * reach)
            here = box.at(x, y)
            if not taken.meets(here):
                crossings = sum(other.crossed(*parent, x, y) for other in taken.boxes[1:EGO])
                cost = reach + 2 * abs(turn) + 25 * crossings
                if cost < best_cost:
                    best, best_cost = (x, y), cost
                break
            reach += _STEP * grain
    return best


def _tree(graph: Graph, root: str) -> dict[str, str]:
    """Return each node's parent in a breadth-first tree, nearest first, alike kinds together."""
    beside = graph.to_undirected(as_view=True)
    parents: dict[str, str] = {}
    level = [root]
    while level:
        following: list[str] = []
        for parent in level:
            for child in sorted(set(beside[parent]) - set(parents) - {root}, key=lambda n: _rank(graph, n)):
                parents[child] = parent
                following.append(child)
        level = following
    # An island of Louvain's hangs together; anything else is set about the root as well.
    return parents | {n: root for n in graph if n != root and n not in parents}


def _rank(graph: Graph, name: str) -> tuple[str, str, str]:
    node: Node = graph.nodes[name]["node"]
    return node.kind, node.label, node.id


def _headings(graph: Graph, root: str, parents: Mapping[str, str]) -> dict[str, float]:
    """Return the direction of each node's branch in degrees, wide branches with more of the circle."""
    children: dict[str, list[str]] = {n: [] for n in graph}
    for name, parent in parents.items():
        children[parent].append(name)
    weight = dict.fromkeys(graph, 1.0)
    for name in reversed(list(parents)):
        weight[parents[name]] += weight[name]
    return dict(_fan(root, children, weight, -90.0, 360.0))


def _fan(
    name: str, children: Mapping[str, list[str]], weight: Mapping[str, float], start: float, extent: float
) -> Iterator[tuple[str, float]]:
    whole = sum(weight[child] for child in children[name])
    for child in children[name]:
        share = extent * weight[child] / whole
        yield child, start + share / 2
        yield from _fan(child, children, weight, start, share)
        start += share


def _band(names: Sequence[str], placed: Mapping[str, Point]) -> dict[str, Point]:
    """Set unlinked nodes in rows as wide as the picture, below it."""
    across = [x for x, _ in placed.values()] or [0]
    left, width = min(across), max(600, max(across) - min(across))
    top = max((y for _, y in placed.values()), default=0) + 120
    columns = max(1, width // (LINE * FONT + 3 * _GAP))
    pitch = width // columns
    return {n: (left + pitch * (i % columns), top + 70 * (i // columns)) for i, n in enumerate(names)}
