"""Mappings → ``graph/links``: what is said, and a node that says how anybody knows.

The node is SSSOM's in RDF (``sssom:Mapping`` with OWL's annotated source, property and target), under an address of our
own instead of a blank node.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.mappings.model import Mapping
from kg.quads import TYPE, date, decimal, node
from kg.terms import PREFIXES, Addresses, digest

_SSSOM: Final = PREFIXES["sssom"]


def linked(quads: Iterable[Quad], mappings: Sequence[Mapping], at: Addresses) -> Iterator[Quad]:
    """Yield the quads of a graph, then the links of the things that it speaks of (``graph/links``)."""
    mapped = {mapping.subject for mapping in mappings}
    known: set[str] = set()
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and quad.subject.value in mapped:
            known.add(quad.subject.value)
        yield quad
    graph = NamedNode(at.graph("links"))
    for mapping in mappings:
        if mapping.subject in known:
            yield from _said(mapping, at, graph)


def mapping_iri(mapping: Mapping, at: Addresses) -> str:
    """Return the address of a mapping: it depends on what is mapped to what, and by which relation."""
    return f"{at.base}id/mapping/{digest(mapping.subject, mapping.predicate, mapping.object, length=16)}"


def _said(mapping: Mapping, at: Addresses, graph: NamedNode) -> Iterator[Quad]:
    subject, predicate = NamedNode(mapping.subject), NamedNode(mapping.predicate)
    this = NamedNode(mapping_iri(mapping, at))
    if not mapping.literal:
        target: NamedNode | Literal = NamedNode(mapping.object)
    elif mapping.datatype:
        target = Literal(mapping.object, datatype=NamedNode(mapping.datatype))
    else:
        target = Literal(mapping.object)
    yield Quad(subject, predicate, target, graph)
    yield Quad(this, TYPE, NamedNode(_SSSOM + "Mapping"), graph)
    yield Quad(this, node("owl:annotatedSource"), subject, graph)
    yield Quad(this, node("owl:annotatedProperty"), predicate, graph)
    yield Quad(this, node("owl:annotatedTarget"), target, graph)
    justification = NamedNode(PREFIXES["semapv"] + mapping.justification)
    yield Quad(this, NamedNode(_SSSOM + "mapping_justification"), justification, graph)
    if mapping.confidence is not None:
        yield Quad(this, NamedNode(_SSSOM + "confidence"), decimal(mapping.confidence), graph)
    if mapping.object_label and not mapping.literal:
        yield Quad(this, NamedNode(_SSSOM + "object_label"), Literal(mapping.object_label), graph)
    if mapping.author:
        yield Quad(this, NamedNode(_SSSOM + "author_label"), Literal(mapping.author), graph)
    if mapping.date:
        yield Quad(this, NamedNode(_SSSOM + "mapping_date"), date(mapping.date), graph)
    if mapping.comment:
        yield Quad(this, node("rdfs:comment"), Literal(mapping.comment), graph)
    of = NamedNode(mapping.mapping_set)
    yield Quad(this, node("dcterms:isPartOf"), of, graph)
    yield Quad(of, TYPE, NamedNode(_SSSOM + "MappingSet"), graph)
    yield Quad(of, node("dcterms:license"), NamedNode(mapping.license), graph)
