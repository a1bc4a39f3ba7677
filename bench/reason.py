"""Is the ontology consistent, and does a built graph obey it? HermiT, an OWL 2 DL reasoner, is asked through owlready2.

``python bench/reason.py [BUILD]`` or ``make reason``. BUILD is a build folder (``build`` if none is given); needs Java 8 or
newer. Three things must hold, or the exit status is 1:

* no class of the ontology is bound to stay empty;
* all triples of the graph together, ontology and code lists among them, contradict nothing: no thing is of two disjoint
  classes, no functional property has two values, no value lies outside its datatype;
* each of a few broken copies of that graph is found out, so that the answer above means something.

A reasoner has no closed world: what must be *there* is held by ``ontology/shapes.ttl``. Literals of datatypes that OWL 2
does not have (xsd:date, xsd:gYear, WKT, codes of other standards) are passed over.
"""

import argparse
import contextlib
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import owlready2
import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from kg import resources
from kg.quads import node

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SUBCLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", metavar="BUILD", type=Path, nargs="?", default=Path("build"))
    graph = parser.parse_args().build / "graph.nq"
    if not graph.exists():
        sys.exit(f"{graph}: expected a built graph, found none; run `kg build`")
    if shutil.which(owlready2.JAVA_EXE) is None:
        sys.exit("expected Java for the reasoner, found none; on Debian: apt-get install default-jre-headless")
    terms = triples(pyoxigraph.parse(path=str(resources.path("ontology/gwr.ttl")), format=RdfFormat.TURTLE))
    facts = triples(pyoxigraph.parse(path=str(graph), format=RdfFormat.N_QUADS))
    right = [
        expect(f"ontology, {len(terms)} triples", terms, consistent=True),
        expect(f"ontology and graph, {len(facts)} triples", facts, consistent=True),
        expect("broken: a class under both halves", terms | empty_class(), consistent=False),
        *(expect(f"broken: {name}", facts | fault(facts), consistent=False) for name, fault in FAULTS.items()),
    ]
    sys.exit(not all(right))


def triples(quads: Iterable[Quad | Triple]) -> set[Triple]:
    """Return the triples of quads: which graph says a thing is nothing to a reasoner."""
    return {Triple(q.subject, q.predicate, q.object) for q in quads}


def expect(name: str, given: set[Triple], *, consistent: bool) -> bool:
    """Ask the reasoner, print its answer and its seconds, and return whether it is the expected one."""
    start = time.perf_counter()
    found = judge(given)
    right = (not found) == consistent
    print(
        f"{name}: {found or 'consistent'}, {time.perf_counter() - start:.1f} s{'' if right else '  ← WRONG'}",
        flush=True,
    )
    return right


def judge(given: set[Triple]) -> str:
    """Return what is wrong with the triples, or the empty string."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "all.nt"
        file.write_bytes(pyoxigraph.serialize(sorted(given, key=str), format=RdfFormat.N_TRIPLES) or b"")
        world = owlready2.World()
        try:
            # It complains of each property that is both OWL's and the data cube's; HermiT gets the triples themselves.
            with contextlib.redirect_stderr(io.StringIO()), world.get_ontology(file.as_uri()).load():
                owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        except owlready2.OwlReadyInconsistentOntologyError:
            return "inconsistent"
        hollow = sorted(str(each.iri) for each in world.inconsistent_classes() if each is not owlready2.Nothing)
        return f"bound to stay empty: {', '.join(hollow)}" if hollow else ""


def empty_class() -> set[Triple]:
    new = NamedNode("urn:broken:class")
    owl = NamedNode("http://www.w3.org/2002/07/owl#Class")
    return {Triple(new, TYPE, owl), *(Triple(new, SUBCLASS, node(f"gwr:{half}")) for half in ("Commitment", "Outcome"))}


def promise_that_is_a_result(facts: set[Triple]) -> set[Triple]:
    return {Triple(first(facts, TYPE, node("gwr:Target")).subject, TYPE, node("gwr:Outcome"))}


def project_that_is_a_programme(facts: set[Triple]) -> set[Triple]:
    """Only the range of gwr:programme makes it one."""
    action = first(facts, TYPE, node("gwr:Action")).subject
    project = first(facts, TYPE, node("gwr:Project")).subject
    return {Triple(action, node("gwr:programme"), project)}


def second_value(facts: set[Triple]) -> set[Triple]:
    old = first(facts, node("gwr:value"))
    return {Triple(old.subject, old.predicate, Literal("-1234.5", datatype=old.object.datatype))}


def first(facts: set[Triple], predicate: NamedNode, value: NamedNode | None = None) -> Triple:
    return min((t for t in facts if t.predicate == predicate and value in (None, t.object)), key=str)


FAULTS: dict[str, Callable[[set[Triple]], set[Triple]]] = {
    "a promise that is a result": promise_that_is_a_result,
    "a project where a programme belongs": project_that_is_a_programme,
    "a second value": second_value,
}

if __name__ == "__main__":
    main()
