"""The graph against its shapes (``ontology/shapes.ttl``, SHACL)."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.shacl.checking import Finding, check
from kg.shacl.compiling import compile_shapes
from kg.shacl.data import Data, read_quads

if TYPE_CHECKING:
    import rdflib

_SHAPES = "ontology/shapes.ttl"
_SHOWN = 60


class Violation(Finding):
    """One finding: focus node, path, value, shape or SPARQL constraint, constraint component, and what it says."""

    __slots__ = ()

    def __str__(self) -> str:
        """Put it on one line."""
        value = self.value if self.value != f"<{self.focus}>" else ""
        shown = value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"
        return " ".join(f"{self.focus} {self.path} {shown}".split()) + ": " + " ".join(self.message.split())


def validate(nquads: Path, vocabulary: str, *, reference: bool = False) -> tuple[Violation, ...]:
    """Return what the shapes find wrong in a graph, sorted; empty where it conforms.

    Of the named graph ``vocabulary`` only the codes that the rest refers to are looked at: the vocabulary comes with
    the package, and the package's own tests hold it against the shapes as a whole. With ``reference`` pySHACL looks
    for the same findings, more slowly and in its own words.
    """
    quads = read_quads(nquads, vocabulary)
    if reference:
        from kg.shacl.reference import check_with_pyshacl

        found = check_with_pyshacl(shapes_graph(), quads)
    else:
        found = check(compile_shapes(resources.text(_SHAPES)), Data(quads))
    return tuple(Violation(*finding) for finding in found)


@cache
def shapes_graph() -> "rdflib.Graph":
    """Return the shapes as pySHACL wants them, parsed once."""
    import rdflib

    return rdflib.Graph().parse(data=resources.text(_SHAPES), format="turtle")
