"""The same findings from pySHACL and rdflib: slow, and what ours are held against."""

from collections.abc import Sequence

import pyoxigraph
import rdflib
from pyoxigraph import Quad
from pyshacl import validate
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from kg.language import language
from kg.shacl.checking import Finding

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def check_with_pyshacl(shapes: rdflib.Graph, quads: Sequence[Quad]) -> tuple[Finding, ...]:
    """Return what pySHACL finds wrong, sorted. A literal in ``value`` has the form that rdflib gives it."""
    data = rdflib.Graph()
    for quad in quads:
        data.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    _, results, _ = validate(data, shacl_graph=shapes, inference="none", inplace=True)
    if not isinstance(results, rdflib.Graph):
        raise TypeError(f"pySHACL gave no graph of results: {results!r}")
    # What sh:detail adds to a result is no result of the report.
    return tuple(sorted({_finding(results, node) for node in results.objects(None, SH.result)}))


def to_rdflib(term: object) -> rdflib.term.Identifier:
    """Return the same IRI or literal as rdflib's; TypeError for a blank node."""
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # rdflib keeps "x" and "x"^^xsd:string apart, though RDF 1.1 does not.
        kind = None if term.datatype.value == _STRING else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=kind)
    raise TypeError(f"no blank nodes are published: {term}")


def _finding(results: rdflib.Graph, node: Node) -> Finding:
    value, path = results.value(node, SH.value), results.value(node, SH.resultPath)
    source = results.value(node, SH.sourceConstraint) or results.value(node, SH.sourceShape)
    return Finding(
        str(results.value(node, SH.focusNode)),
        "" if path is None else _path(results, path),
        "" if value is None else _ntriples(value),
        str(source) if isinstance(source, rdflib.URIRef) else "",
        str(results.value(node, SH.sourceConstraintComponent)),
        _message(results, node),
    )


def _path(results: rdflib.Graph, path: Node) -> str:
    if isinstance(path, rdflib.URIRef):
        return str(path)
    alternatives = results.value(path, SH.alternativePath)
    members = Collection(results, path if alternatives is None else alternatives)
    texts = (f"<{m}>" if isinstance(m, rdflib.URIRef) else f"({_path(results, m)})" for m in members)
    return ("/" if alternatives is None else "|").join(texts)


def _ntriples(term: Node) -> str:
    if isinstance(term, rdflib.Literal):
        if term.language:
            return str(pyoxigraph.Literal(str(term), language=term.language))
        kind = pyoxigraph.NamedNode(str(term.datatype or _STRING))
        return str(pyoxigraph.Literal(str(term), datatype=kind))
    return str(pyoxigraph.NamedNode(str(term)))


def _message(results: rdflib.Graph, node: Node) -> str:
    """Return a finding's message in the language of the environment, else whatever there is, always the same."""
    found = sorted(
        results.objects(node, SH.resultMessage), key=lambda m: (getattr(m, "language", None) != language(), str(m))
    )
    return str(found[0]) if found else ""
