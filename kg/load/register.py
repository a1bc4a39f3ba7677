"""What an endpoint holds of a project's graphs: a register, kept there as a graph of its own.

::

    graph {base}graph/loaded {
      {base}graph/loaded  a void:DatasetDescription ; dcterms:title "the project's title" .
      {base}graph/vocab   a void:Dataset ; dcterms:isPartOf {base}graph/loaded ;
                          dcterms:identifier "sha256:…" ; void:triples 14911 .
    }

A graph is entered before it is written, and gets hash and number of triples when it is whole: one without them is ours
but unfinished. What the register does not name is not ours and is never touched.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.answer import Term
from kg.errors import EndpointError
from kg.load.graphs import LocalGraph
from kg.quads import TYPE, integer, node
from kg.query import Asks
from kg.remote import Writer
from kg.terms import Addresses

NAME: Final = "loaded"
_SHA256: Final = "sha256:"
_PART, _ID, _TRIPLES = node("dcterms:isPartOf"), node("dcterms:identifier"), node("void:triples")
# Graphs named in one request.
_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One graph that is ours: its hash and its triples as they were written, None while it is not whole."""

    sha256: str | None
    triples: int | None


class Register:
    """The register of one project's graphs at an endpoint."""

    def __init__(self, base: str, title: str) -> None:
        """Take the base of the project's addresses and its title, by which it knows its own register."""
        self.iri = Addresses(base).graph(NAME)
        self._title = title

    def read(self, asks: Asks) -> tuple[str | None, dict[str, Entry]]:
        """Return the title of the project whose register is there (None: there is none), and its entries by IRI.

        Raises EndpointError.
        """
        titles = asks.ask(
            f"SELECT ?t WHERE {{ GRAPH <{self.iri}> {{ <{self.iri}> {node('dcterms:title')} ?t }} }} ORDER BY ?t"
        ).rows
        rows = asks.ask(
            f"SELECT ?g ?id ?n WHERE {{ GRAPH <{self.iri}> {{ ?g {_PART} <{self.iri}> "
            f"OPTIONAL {{ ?g {_ID} ?id }} OPTIONAL {{ ?g {_TRIPLES} ?n }} }} }}"
        ).rows
        found = {
            _text(g): Entry(_text(i).removeprefix(_SHA256) or None, int(_text(n) or 0) or None) for g, i, n in rows
        }
        return (_text(titles[0][0]) if titles else None), dict(sorted(found.items()))

    def head(self) -> bytes:
        """Return the lines of N-Triples that say what the register is."""
        this = NamedNode(self.iri)
        kind, title = node("void:DatasetDescription"), Literal(self._title)
        return f"{this} {TYPE} {kind} .\n{this} {node('dcterms:title')} {title} .\n".encode()

    def entry(self, graph: str) -> bytes:
        """Return the lines that say a graph is ours."""
        this = NamedNode(graph)
        return f"{this} {TYPE} {node('void:Dataset')} .\n{this} {_PART} {NamedNode(self.iri)} .\n".encode()

    def whole(self, graph: LocalGraph) -> bytes:
        """Return the lines that say a graph is whole, with its hash and its triples."""
        this = NamedNode(graph.iri)
        return (
            f"{this} {_ID} {Literal(_SHA256 + graph.sha256)} .\n{this} {_TRIPLES} {integer(graph.triples)} .\n".encode()
        )

    def lines(self, graphs: Iterable[LocalGraph]) -> Iterator[bytes]:
        """Yield the lines of a register in which all these graphs are whole."""
        yield from self.head().splitlines(keepends=True)
        for graph in graphs:
            yield from (self.entry(graph.iri) + self.whole(graph)).splitlines(keepends=True)

    def begin(self, writer: Writer, graphs: Sequence[str]) -> None:
        """Enter graphs as ours and unfinished, under this project's title. Raises EndpointError."""
        title = f"DELETE WHERE {{ GRAPH <{self.iri}> {{ <{self.iri}> {node('dcterms:title')} ?t }} }}"
        writer.run(title)
        writer.insert(self.iri, self.head())
        for some in _some(graphs):
            writer.run(" ;\n".join(map(self._forget, some)))
            writer.insert(self.iri, b"".join(map(self.entry, some)))

    def finish(self, writer: Writer, graph: LocalGraph) -> None:
        """Enter a graph as whole. Raises EndpointError."""
        writer.insert(self.iri, self.whole(graph))

    def strike(self, writer: Writer, graph: str) -> None:
        """Take a graph out. Raises EndpointError."""
        writer.run(self._forget(graph))

    def _forget(self, graph: str) -> str:
        return f"DELETE WHERE {{ GRAPH <{self.iri}> {{ <{graph}> ?p ?o }} }}"


def counted(asks: Asks, graphs: Iterable[str]) -> Mapping[str, int]:
    """Return how many triples an endpoint holds in each of these graphs. Raises EndpointError."""
    found: dict[str, int] = {}
    for some in _some(sorted(graphs)):
        names = " ".join(f"<{name}>" for name in some)
        rows = asks.ask(
            f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        ).rows
        found |= dict.fromkeys(some, 0) | {_text(g): int(_text(n)) for g, n in rows if g is not None}
    return found


def demand_count(url: str, graph: LocalGraph, there: int) -> None:
    """Raise EndpointError where an endpoint does not hold a graph's triples after it was written."""
    if there != graph.triples:
        raise EndpointError(
            url,
            f"{graph.triples} triples in {graph.iri} after it was written",
            str(there),
            "run `kg load` again; if it stays so, the server takes two of its terms for one",
        )


def _some(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else ""
