"""The graph against its shapes (``ontology/shapes.ttl``, SHACL), by pySHACL."""

from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import rdflib
from pyshacl import validate as run_shacl
from rdflib.namespace import RDF, SH

from kg import resources
from kg.language import language

_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Violation(NamedTuple):
    """One finding: the node, the property it is about, and the shape's words."""

    focus: str
    path: str
    message: str

    def __str__(self) -> str:
        """Put it on one line."""
        return " ".join(f"{self.focus} {self.path}: {self.message}".split())


def validate(nquads: Path, vocabulary: str) -> tuple[Violation, ...]:
    """Return what the shapes find wrong in a graph; empty where it conforms.

    Of the named graph ``vocabulary`` only the codes that the rest refers to are looked at: the vocabulary comes with
    the package, and the package's own tests hold it against the shapes as a whole.
    """
    shapes = rdflib.Graph().parse(data=resources.text("ontology/shapes.ttl"), format="turtle")
    _, results, _ = run_shacl(_data(nquads, vocabulary), shacl_graph=shapes, inference="none", inplace=True)
    if not isinstance(results, rdflib.Graph):
        raise TypeError(f"pySHACL gave no graph of results: {results!r}")
    found = [
        Violation(
            str(results.value(node, SH.focusNode) or ""),
            str(results.value(node, SH.resultPath) or ""),
            _message(results, node),
        )
        for node in results.subjects(RDF.type, SH.ValidationResult)
    ]
    return tuple(sorted(set(found)))


def _message(results: rdflib.Graph, node: rdflib.term.Node) -> str:
    """Return a finding's message in the language of the environment, else whatever there is, always the same."""
    found = sorted(
        results.objects(node, SH.resultMessage), key=lambda m: (getattr(m, "language", None) != language(), str(m))
    )
    return str(found[0]) if found else ""


def _data(nquads: Path, vocabulary: str) -> rdflib.Graph:
    """Load the graph; pyoxigraph reads N-Quads several times faster than rdflib does."""
    quads = list(pyoxigraph.parse(path=nquads, format=pyoxigraph.RdfFormat.N_QUADS))
    shared = pyoxigraph.NamedNode(vocabulary)
    own = [q for q in quads if q.graph_name != shared]
    used = {q.object for q in own}
    data = rdflib.Graph()
    for q in (*own, *(q for q in quads if q.graph_name == shared and q.subject in used)):
        data.add((_term(q.subject), _term(q.predicate), _term(q.object)))
    return data


def _term(term: object) -> rdflib.term.Identifier:
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # rdflib keeps "x" and "x"^^xsd:string apart, though RDF 1.1 does not.
        kind = None if term.datatype.value == _STRING else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=kind)
    raise TypeError(f"no blank nodes are published: {term}")
