"""``sh:sparql``: SELECT queries about one focus node."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Variable

from kg.shacl.data import Data, Index, Term
from kg.shacl.vocabulary import sh
from kg.shacl.wording import Wording, messages

# What pre-bound variables there are besides $this, and the result variables with a meaning besides ?value.
_UNKNOWN = re.compile(r"[?$](?:PATH|path|shapesGraph|currentShape|failure)\b")


@dataclass(frozen=True, slots=True)
class Query:
    """One compiled ``sh:SPARQLConstraint``; ``name`` is its IRI."""

    name: str
    text: str
    wording: Wording

    def solutions(self, data: Data, focus: Term) -> Iterator[Mapping[str, Term]]:
        """Yield the bindings of every solution."""
        answers = data.store.query(self.text, substitutions={Variable("this"): focus}, use_default_graph_as_union=True)
        if not isinstance(answers, QuerySolutions):
            raise TypeError(f"expected solutions, found {answers}")
        names = [variable.value for variable in answers.variables]
        for solution in answers:
            yield {name: term for name in names if isinstance(term := solution[name], NamedNode | BlankNode | Literal)}


def compile_query(graph: Index, node: Term, shape_messages: list[Term]) -> Query:
    """Return the query of a constraint node; ValueError where it needs more than ``$this``."""
    properties = graph.get(node, {})
    select = properties.get(sh("select"), [])
    if len(select) != 1 or not isinstance(select[0], Literal):
        raise ValueError(f"expected one sh:select, found {len(select)} at {node}")
    if unknown := _UNKNOWN.search(select[0].value):
        raise ValueError(f"expected no pre-bound variable but $this, found {unknown[0]} at {node}")
    text = _prologue(graph, properties.get(sh("prefixes"), [])) + select[0].value
    _refuse_malformed(text)
    name = node.value if isinstance(node, NamedNode) else ""
    return Query(name, text, messages(properties.get(sh("message"), []) or shape_messages, "sparql", [node]))


def _refuse_malformed(query: str) -> None:
    try:
        answers = Store().query(query)
    except SyntaxError as error:
        raise ValueError(f"expected a SPARQL query, found {query}") from error
    if not isinstance(answers, QuerySolutions):
        raise ValueError(f"expected a SELECT query, found {query}")


def _prologue(graph: Index, owners: list[Term]) -> str:
    declared = [node for owner in owners for node in graph.get(owner, {}).get(sh("declare"), [])]
    lines = {
        f"PREFIX {prefix.value}: <{namespace.value}>\n"
        for node in declared
        for prefix in graph[node][sh("prefix")]
        for namespace in graph[node][sh("namespace")]
    }
    return "".join(sorted(lines))
