"""``sh:path`` → the values of a node: predicate, sequence and alternative paths."""

from collections.abc import Callable, Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.shacl.data import Data, Index, Term
from kg.shacl.vocabulary import FIRST, NIL, REST, sh

Path = Callable[[Data, Term], Sequence[Term]]
_ALTERNATIVE = sh("alternativePath")


def items(graph: Index, head: Term) -> list[Term]:
    """Return the members of an RDF list; ValueError where it is none."""
    found, seen = list[Term](), set[Term]()
    while head != NIL:
        node = graph.get(head, {})
        first, rest = node.get(FIRST, []), node.get(REST, [])
        if len(first) != 1 or len(rest) != 1 or head in seen:
            raise ValueError(f"expected an RDF list, found {head}")
        seen.add(head)
        found += first
        head = rest[0]
    return found


def compile_path(graph: Index, node: Term) -> tuple[Path, str]:
    """Return a path's function and its SPARQL notation; ValueError for a path of another kind."""
    if isinstance(node, NamedNode):
        return _predicate(node), node.value
    parts = graph.get(node, {})
    if isinstance(node, Literal) or (FIRST not in parts and _ALTERNATIVE not in parts):
        raise ValueError(f"expected a predicate, sequence or alternative path, found {node}")
    if FIRST in parts:
        return _joined(graph, items(graph, node), _sequence, "/")
    return _joined(graph, items(graph, parts[_ALTERNATIVE][0]), _alternative, "|")


def _joined(
    graph: Index, members: Sequence[Term], join: Callable[[Sequence[Path]], Path], sign: str
) -> tuple[Path, str]:
    if len(members) < 2:
        raise ValueError("a path of several parts has two or more")
    compiled = [compile_path(graph, member) for member in members]
    texts = [
        f"({text})" if isinstance(member, BlankNode) else f"<{text}>"
        for (_, text), member in zip(compiled, members, strict=True)
    ]
    return join([path for path, _ in compiled]), sign.join(texts)


def _predicate(predicate: NamedNode) -> Path:
    return lambda data, focus: data.values(focus, predicate)


def _sequence(parts: Sequence[Path]) -> Path:
    def values(data: Data, focus: Term) -> Sequence[Term]:
        reached: Sequence[Term] = (focus,)
        for part in parts:
            reached = _distinct(value for node in reached for value in part(data, node))
        return reached

    return values


def _alternative(parts: Sequence[Path]) -> Path:
    return lambda data, focus: _distinct(value for part in parts for value in part(data, focus))


def _distinct(values: Iterable[Term]) -> Sequence[Term]:
    return tuple(dict.fromkeys(values))
