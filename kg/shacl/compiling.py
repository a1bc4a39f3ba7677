"""Shapes graph (Turtle) → targets; whatever this does not know raises ValueError, so that nothing passes unseen."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.shacl import constraints as c
from kg.shacl.checking import Constraint, Shape, Target
from kg.shacl.data import Index, Term, index
from kg.shacl.paths import compile_path, items
from kg.shacl.queries import compile_query
from kg.shacl.vocabulary import SH, TYPE, sh
from kg.shacl.wording import messages

_SIMPLE: Final[dict[str, Callable[[Term], c.Check]]] = {
    "class": c.of_class,
    "datatype": c.datatype,
    "equals": c.equals,
    "hasValue": c.has_value,
    "lessThan": c.less_than,
    "lessThanOrEquals": c.less_than_or_equals,
    "maxCount": c.max_count,
    "maxInclusive": c.max_inclusive,
    "maxLength": c.max_length,
    "minCount": c.min_count,
    "minInclusive": c.min_inclusive,
    "minLength": c.min_length,
    "nodeKind": c.node_kind,
    "pattern": c.pattern,
    "uniqueLang": c.unique_language,
}
_OF_MEMBERS: Final[dict[str, Callable[[Sequence[Term]], c.Check]]] = {"in": c.one_of, "languageIn": c.language_in}
_OF_SHAPES: Final = ("node", "not", "or", "qualifiedValueShape")
_CONSTRAINTS: Final = (*_SIMPLE, *_OF_MEMBERS, *_OF_SHAPES)
_ONCE: Final = (
    *("datatype", "in", "languageIn", "maxCount", "maxLength", "minCount", "minLength", "nodeKind"),
    *("path", "qualifiedMinCount", "qualifiedValueShape", "uniqueLang"),
)
_OF_PROPERTIES: Final = (
    *("lessThan", "lessThanOrEquals", "maxCount", "minCount"),
    *("qualifiedMinCount", "qualifiedValueShape", "uniqueLang"),
)
_TARGETS: Final = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
_OTHERS: Final = ("path", "alternativePath", "property", "message", "qualifiedMinCount")
_OF_QUERIES: Final = ("sparql", "select", "prefixes", "declare", "prefix", "namespace")
_KNOWN: Final = frozenset(map(sh, (*_CONSTRAINTS, *_TARGETS, *_OTHERS, *_OF_QUERIES)))
_SHAPE_TYPES: Final = frozenset((sh("NodeShape"), sh("PropertyShape")))
_KNOWN_VALUES: Final = _SHAPE_TYPES | {sh("SPARQLConstraint"), sh("IRI"), sh("Literal")}
_COMPONENTS: Final = {"qualifiedValueShape": "QualifiedMinCount"}


@cache
def compile_shapes(turtle: str) -> tuple[Target, ...]:
    """Return the shapes that have targets, ready to check; ValueError for what is not known or makes no sense."""
    graph = index(parse(turtle, format=RdfFormat.TURTLE))
    _refuse_unknown(graph)
    shapes = _Shapes(graph)
    return tuple(
        _target(shapes.compiled(node), properties)
        for node, properties in graph.items()
        if any(sh(name) in properties for name in _TARGETS)
    )


def _target(shape: Shape, properties: Mapping[NamedNode, Sequence[Term]]) -> Target:
    nodes, classes, subjects, objects = (properties.get(sh(name), ()) for name in _TARGETS)
    return Target(shape, tuple(nodes), tuple(classes), tuple(map(c.iri, subjects)), tuple(map(c.iri, objects)))


def _refuse_unknown(graph: Index) -> None:
    for node, properties in graph.items():
        for predicate, values in properties.items():
            if predicate.value.startswith(SH) and predicate not in _KNOWN:
                raise ValueError(f"expected a known feature of SHACL, found {predicate} at {node}")
            for value in values:
                if isinstance(value, NamedNode) and value.value.startswith(SH) and value not in _KNOWN_VALUES:
                    raise ValueError(f"expected a known feature of SHACL, found {value} at {node}")
        _refuse_odd_shape(node, properties)


def _refuse_odd_shape(node: Term, properties: Mapping[NamedNode, Sequence[Term]]) -> None:
    kinds = set(properties.get(TYPE, ()))
    if kinds & _SHAPE_TYPES and kinds - _SHAPE_TYPES:
        raise ValueError(f"expected a shape that is no class, found {node}")
    for name in _ONCE:
        if len(properties.get(sh(name), ())) > 1:
            raise ValueError(f"expected one sh:{name}, found several at {node}")
    if sh("path") not in properties and (odd := [name for name in _OF_PROPERTIES if sh(name) in properties]):
        raise ValueError(f"expected sh:{min(odd)} beside an sh:path, found none at {node}")
    if sh("path") in properties and sh("sparql") in properties:
        raise ValueError(f"expected sh:sparql in a node shape, found it in the property shape {node}")
    if (sh("qualifiedValueShape") in properties) != (sh("qualifiedMinCount") in properties):
        raise ValueError(f"expected sh:qualifiedValueShape with sh:qualifiedMinCount, found one of them at {node}")


class _Shapes:
    """The shapes of a graph, each compiled once."""

    def __init__(self, graph: Index) -> None:
        self._graph = graph
        self._compiled: dict[Term, Shape] = {}
        self._under_way: set[Term] = set()

    def compiled(self, node: Term) -> Shape:
        if node in self._under_way:
            raise ValueError(f"expected shapes that do not refer to themselves, found {node}")
        if node not in self._compiled:
            self._under_way.add(node)
            self._compiled[node] = self._compile(node)
            self._under_way.remove(node)
        return self._compiled[node]

    def _compile(self, node: Term) -> Shape:
        if node not in self._graph:
            raise ValueError(f"expected a shape, found nothing about {node}")
        paths = self._values(node, "path")
        path, text = compile_path(self._graph, paths[0]) if paths else (None, "")
        said = self._values(node, "message")
        return Shape(
            node.value if isinstance(node, NamedNode) else "",
            path,
            text,
            tuple(self._constraint(node, name, value) for name in _CONSTRAINTS for value in self._values(node, name)),
            tuple(self._property(value) for value in self._values(node, "property")),
            tuple(compile_query(self._graph, value, said) for value in self._values(node, "sparql")),
        )

    def _values(self, node: Term, name: str) -> list[Term]:
        return self._graph[node].get(sh(name), [])

    def _property(self, node: Term) -> Shape:
        shape = self.compiled(node)
        if shape.path is None:
            raise ValueError(f"expected a property shape, found {node}")
        return shape

    def _constraint(self, node: Term, name: str, value: Term) -> Constraint:
        members = items(self._graph, value) if name in _OF_MEMBERS or name == "or" else [value]
        component = _COMPONENTS.get(name, name[0].upper() + name[1:])
        wording = messages(self._values(node, "message"), name, members)
        return Constraint(f"{SH}{component}ConstraintComponent", self._check(node, name, members), wording)

    def _check(self, node: Term, name: str, members: Sequence[Term]) -> c.Check:
        if name in _SIMPLE:
            return _SIMPLE[name](members[0])
        if name in _OF_MEMBERS:
            return _OF_MEMBERS[name](members)
        shapes = [self.compiled(member).conforms for member in members]
        if name == "or":
            return c.any_of(shapes)
        if name == "not":
            return c.negated(shapes[0])
        if name == "node":
            return c.required(shapes[0])
        return c.enough(shapes[0], c.number(self._values(node, "qualifiedMinCount")[0]))
