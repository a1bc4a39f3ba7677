"""Quads → Data: what shapes look at, by subject and predicate, by class, and as a store for SPARQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.shacl.vocabulary import SUBCLASS, TYPE

Term = NamedNode | BlankNode | Literal
Index = dict[Term, dict[NamedNode, list[Term]]]
_NOTHING: Mapping[NamedNode, Sequence[Term]] = {}


def index(statements: Iterable[Quad | Triple]) -> Index:
    """Return subject → predicate → objects; a triple of several graphs counts once."""
    found: Index = {}
    for statement in statements:
        subject, predicate, value = statement.subject, statement.predicate, statement.object
        if isinstance(subject, Triple) or isinstance(value, Triple):
            raise ValueError(f"no triple terms are published: {statement}")
        values = found.setdefault(subject, {}).setdefault(predicate, [])
        if value not in values:
            values.append(value)
    return found


def read_quads(nquads: Path, vocabulary: str) -> list[Quad]:
    """Read the quads to validate: of the named graph ``vocabulary`` only codes that the rest refers to."""
    shared = NamedNode(vocabulary)
    own, codes = list[Quad](), list[Quad]()
    for quad in parse(path=nquads, format=RdfFormat.N_QUADS):
        (codes if quad.graph_name == shared else own).append(quad)
    used = {quad.object for quad in own}
    return own + [quad for quad in codes if quad.subject in used]


class Data:
    """A graph under validation; its named graphs are taken together."""

    def __init__(self, quads: Sequence[Quad]) -> None:
        """Index the quads."""
        self._quads = quads
        self._properties = index(quads)

    def values(self, subject: Term, predicate: NamedNode) -> Sequence[Term]:
        """Return the objects of a subject's property."""
        return self._properties.get(subject, _NOTHING).get(predicate, ())

    def subjects_of(self, predicate: NamedNode) -> Iterator[Term]:
        """Yield every node that has the property."""
        return (subject for subject, values in self._properties.items() if predicate in values)

    def objects_of(self, predicate: NamedNode) -> Iterator[Term]:
        """Yield every value of the property, some more than once."""
        return (value for values in self._properties.values() for value in values.get(predicate, ()))

    def instances(self, kind: Term) -> Iterator[Term]:
        """Yield the instances of a class and of its subclasses, some more than once."""
        return (node for each in self._subclasses(kind) for node in self._by_class.get(each, ()))

    def is_instance(self, node: Term, kind: Term) -> bool:
        """Tell whether a node is a SHACL instance of a class."""
        kinds = self._subclasses(kind)
        return any(each in kinds for each in self.values(node, TYPE))

    @cached_property
    def store(self) -> Store:
        """The graph for SPARQL; ask it with ``use_default_graph_as_union``."""
        store = Store()
        store.bulk_extend(self._quads)
        return store

    @cached_property
    def _by_class(self) -> dict[Term, list[Term]]:
        found: dict[Term, list[Term]] = {}
        for node, properties in self._properties.items():
            for kind in properties.get(TYPE, ()):
                found.setdefault(kind, []).append(node)
        return found

    @cached_property
    def _narrower(self) -> dict[Term, list[Term]]:
        found: dict[Term, list[Term]] = {}
        for kind in self.subjects_of(SUBCLASS):
            for broader in self.values(kind, SUBCLASS):
                found.setdefault(broader, []).append(kind)
        return found

    @cached_property
    def _closures(self) -> dict[Term, frozenset[Term]]:
        return {}

    def _subclasses(self, kind: Term) -> frozenset[Term]:
        known = self._closures.get(kind)
        if known is None:
            reached, ahead = {kind}, [kind]
            while ahead:
                new = [each for each in self._narrower.get(ahead.pop(), ()) if each not in reached]
                reached.update(new)
                ahead.extend(new)
            known = self._closures[kind] = frozenset(reached)
        return known
