"""Names of SHACL and RDF that shapes are written with."""

from typing import Final

from pyoxigraph import NamedNode

SH: Final = "http://www.w3.org/ns/shacl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

TYPE: Final = NamedNode(_RDF + "type")
FIRST: Final = NamedNode(_RDF + "first")
REST: Final = NamedNode(_RDF + "rest")
NIL: Final = NamedNode(_RDF + "nil")
SUBCLASS: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")


def sh(name: str) -> NamedNode:
    """Return a term of SHACL's namespace."""
    return NamedNode(SH + name)
