"""A thing of the graph and the graph around it, as Python and notebooks take them: networkx, pyvis, or on show."""

import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

from kg.displayed import framed, listing
from kg.files import write_whole
from kg.language import count, language, say
from kg.neighbours import Found, around
from kg.network import Quote, edges_of, nodes_of
from kg.page import page, to_pyvis
from kg.page.kinds import look
from kg.store import Snapshot
from kg.terms import Addresses

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

_SHOWN = 10


@dataclass(frozen=True)
class EntityGraph:
    """The graph around a thing: what it is linked with, each link with the quotes it rests on."""

    found: Found = field(repr=False)

    @property
    def centre(self) -> str:
        """The address of the thing in the middle."""
        return self.found.centre

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """Return a networkx MultiDiGraph of plain values.

        Nodes are addresses with ``label``, ``kind``, ``note``; edges have ``kind``, ``label``, and ``quotes``, a list of
        dicts with ``report``, ``start``, ``end`` (code points, half-open), ``quote`` and ``statement``.
        """
        import networkx as nx

        made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for node in nodes_of(self.found.graph):
            made.add_node(node.id, label=node.label, kind=node.kind, note=node.note)
        for edge in edges_of(self.found.graph):
            made.add_edge(
                edge.source,
                edge.target,
                edge.key,
                kind=edge.kind,
                label=edge.label,
                quotes=[_plain(q) for q in edge.evidence],
            )
        return made

    def to_pyvis(self) -> "Network":
        """Return a pyvis Network: every node at its place, nothing moving."""
        return to_pyvis(self.found.graph, centre=self.found.centre)

    def save(self, path: str | Path) -> Path:
        """Write the page of the graph, one HTML file that works offline; return its path."""
        write_whole(Path(path), self._page())
        return Path(path)

    def _page(self) -> bytes:
        found = self.found
        return page(
            found.graph,
            title_zh=found.label,
            title_en=found.label,
            centre=found.centre,
            hidden=found.hidden,
            lang=language(),
        )

    def __repr__(self) -> str:
        """Name the thing in the middle and count what is around it."""
        return f"<EntityGraph {self.found.label}: {len(self.found.graph)} nodes, {self.found.graph.number_of_edges()} links>"

    def _repr_html_(self) -> str:
        return framed(self._page().decode(), self.found.label)


@dataclass(frozen=True)
class Entity:
    """A thing of the graph: a place, a project, an organisation, an indicator, …; ``quotes`` are what is said of it."""

    iri: str
    label: str
    kind: str
    note: str
    quotes: tuple[Quote, ...] = field(repr=False)
    _store: Store = field(repr=False, compare=False)
    _at: Addresses = field(repr=False, compare=False)
    _texts: Mapping[str, str] = field(repr=False, compare=False)

    @property
    def statements(self) -> tuple[str, ...]:
        """The ids of the statements that tell of it, in order of reports and text."""
        return tuple(dict.fromkeys(quote.statement for quote in self.quotes))

    def graph(self, *, hops: int = 2, limit: int = 60) -> EntityGraph:
        """Return the graph around it, of so many hops and nodes at most."""
        return EntityGraph(around(self._store, self.iri, self._at, self._texts, hops=hops, limit=limit))

    def __repr__(self) -> str:
        """Name it and count what is said of it."""
        return f"<Entity {self.kind} {self.label}: {len(self.statements)} statements>"

    def _repr_html_(self) -> str:
        kind = look(self.kind)
        rows = [(q.words, f"「{q.quote}」", f"{q.report}[{q.start}:{q.end}]") for q in self.quotes[:_SHOWN]]
        left = len(self.quotes) - len(rows)
        return listing(
            self.label,
            " · ".join(filter(None, (say(kind.en, kind.zh), self.note, self.iri))),
            (say("says", "内容"), say("sentence", "原文"), say("where", "出处")),
            rows,
            say(f"and {count(left, 'more sentence')}", f"另有 {left} 句") if left else "",
        )


def entity(store: Store, name: str, at: Addresses, texts: Mapping[str, str], held: Snapshot | None = None) -> Entity:
    """Return a thing by its name, code or address; ``held`` is let go of when the thing is no longer used.

    Raises QueryError where nothing or several things have that name.
    """
    # Everything that is one link away, however much that is: what is said of a thing is never cut.
    found = around(store, name, at, texts, hops=1, limit=1_000_000)
    node = found.graph.nodes[found.centre]["node"]
    near = (e for e in edges_of(found.graph) if found.centre in (e.source, e.target))
    quotes = {quote for edge in near for quote in edge.evidence}
    ordered = tuple(sorted(quotes, key=lambda q: (q.report, q.start, q.end, q)))
    made = Entity(found.centre, node.label, node.kind, node.note, ordered, store, at, texts)
    if held is not None:
        # Until then no build removes what it looks at.
        weakref.finalize(made, held.close)
    return made


def _plain(quote: Quote) -> dict[str, object]:
    return {
        "report": quote.report,
        "start": quote.start,
        "end": quote.end,
        "quote": quote.quote,
        "statement": quote.statement,
    }
