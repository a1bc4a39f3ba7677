"""Time the shapes on one built graph against pySHACL, and compare what the two find.

``python bench/shacl.py [BUILD] [--faults N]``. BUILD is a build folder (``build`` if none is given). Printed are the CPU
seconds of each, from file to findings, the shapes not parsed before and all imports done; then whether the findings are
equal, on the graph and on N copies of it, each with a hundred random faults. Exits 1 where they are not.
"""

import argparse
import logging
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from kg.shacl.reference import to_rdflib
from kg.terms import Addresses
from kg.validate import Violation, validate

VOCABULARY = Addresses().graph("vocab")
FAULTS = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", metavar="BUILD", type=Path, nargs="?", default=Path("build"))
    parser.add_argument("--faults", metavar="N", type=int, default=2, help="broken copies to compare (2)")
    given = parser.parse_args()
    graph = given.build / "graph.nq"
    if not graph.exists():
        sys.exit(f"{graph}: expected a built graph, found none; run `kg build`")
    # rdflib logs every literal that it cannot read.
    logging.disable()
    quads = list(pyoxigraph.parse(path=graph, format=RdfFormat.N_QUADS))
    print(f"{len(quads)} quads")
    fast, found = timed(lambda: validate(graph, VOCABULARY))
    slow, reference = timed(lambda: validate(graph, VOCABULARY, reference=True))
    print(f"kg.shacl  {fast:6.2f} s CPU")
    print(f"pySHACL   {slow:6.2f} s CPU, {slow / fast:.0f} times as long")
    equal = report("as built", found, reference)
    for seed in range(given.faults):
        equal = broken(quads, seed) and equal
    sys.exit(not equal)


def timed(run: Callable[[], tuple[Violation, ...]]) -> tuple[float, tuple[Violation, ...]]:
    start = time.process_time()
    found = run()
    return time.process_time() - start, found


def broken(quads: list[Quad], seed: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "graph.nq"
        copy.write_bytes(pyoxigraph.serialize(faulty(quads, seed), format=RdfFormat.N_QUADS) or b"")
        return report(f"{FAULTS} faults", validate(copy, VOCABULARY), validate(copy, VOCABULARY, reference=True))


def faulty(quads: list[Quad], seed: int) -> list[Quad]:
    """Drop, double and exchange values of the report, each for another of the same property."""
    dice = random.Random(seed)
    chosen = dice.sample([i for i, q in enumerate(quads) if q.graph_name != NamedNode(VOCABULARY)], FAULTS)
    values: dict[str, list[Quad]] = {}
    for quad in quads:
        values.setdefault(quad.predicate.value, []).append(quad)
    changed = dict(enumerate(quads))
    for number, i in enumerate(chosen):
        old = changed.pop(i) if number % 3 else changed[i]
        if number % 3 < 2:
            new = dice.choice(values[old.predicate.value]).object
            changed[len(quads) + number] = Quad(old.subject, old.predicate, new, old.graph_name)
    return list(changed.values())


def report(name: str, found: tuple[Violation, ...], reference: tuple[Violation, ...]) -> bool:
    ours, theirs = {key(f) for f in found}, {key(f) for f in reference}
    shapes = len({f.shape for f in found})
    verdict = "equal" if ours == theirs else f"{len(ours - theirs)} more, {len(theirs - ours)} missing"
    print(f"{name}: {len(ours)} findings of {shapes} shapes, {verdict}")
    return ours == theirs


def key(finding: Violation) -> tuple[str, ...]:
    """All but the words, a literal in the form that rdflib gives it."""
    value = finding.value
    if value:
        (quad,) = pyoxigraph.parse(f"<urn:s> <urn:p> {value} .", format=RdfFormat.N_QUADS)
        value = to_rdflib(quad.object).n3() if isinstance(quad.object, Literal) else value
    return finding.focus, finding.path, value, finding.shape, finding.component


if __name__ == "__main__":
    main()
