"""The shapes find the same as pySHACL does with them, and a shape that is not understood is refused."""

import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from test_shapes import BROKEN, SAMPLE, turtle

from kg import resources
from kg.shacl.checking import Finding, check
from kg.shacl.compiling import compile_shapes
from kg.shacl.data import Data
from kg.shacl.reference import check_with_pyshacl, to_rdflib
from kg.terms import Addresses
from kg.validate import Violation, shapes_graph, validate

VOCABULARY = Addresses().graph("vocab")
XSD = "http://www.w3.org/2001/XMLSchema#"
Found = set[tuple[str, str, object, str, str]]


@cache
def vocabularies() -> tuple[Quad, ...]:
    files = sorted(resources.path("ontology/vocab").glob("*.ttl"))
    return tuple(q for file in files if file.name != "indicators.ttl" for q in pyoxigraph.parse(path=file))


def graph(source: str) -> list[Quad]:
    """The sample's quads and the codes that they refer to."""
    own = list(pyoxigraph.parse(source, format=RdfFormat.TURTLE))
    used = {quad.object for quad in own}
    return own + [quad for quad in vocabularies() if quad.subject in used]


@cache
def sample() -> tuple[Quad, ...]:
    return tuple(graph(turtle(SAMPLE)))


def ours(quads: Iterable[Quad]) -> Found:
    return compared(check(compile_shapes(resources.text("ontology/shapes.ttl")), Data(list(quads))))


def theirs(quads: Iterable[Quad]) -> Found:
    return compared(check_with_pyshacl(shapes_graph(), list(quads)))


def compared(findings: Iterable[Finding]) -> Found:
    """What has to agree: everything but the words; a literal in the form that rdflib gives it."""
    return {(f.focus, f.path, value(f.value), f.shape, f.component) for f in findings}


def value(text: str) -> object:
    quads = list(pyoxigraph.parse(f"<urn:s> <urn:p> {text} .", format=RdfFormat.N_TRIPLES)) if text else []
    return to_rdflib(quads[0].object) if quads else None


def names(found: Found) -> set[str]:
    return {shape.partition("shapes#")[2] for _, _, _, shape, _ in found}


def test_the_sound_sample_has_no_finding_in_either() -> None:
    assert ours(sample()) == theirs(sample()) == set()


@pytest.mark.parametrize(("old", "new", "shape"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_each_fault_gives_the_findings_of_pyshacl(old: str, new: str, shape: str) -> None:
    quads = graph(turtle(SAMPLE.replace(old, new)))
    found = ours(quads)
    assert shape in names(found)
    assert found == theirs(quads)


# What a mutation may put in the place of a value: terms of every kind, well-formed or not.
STRANGERS = [
    NamedNode("https://w3id.org/gwr/def/comparator/nothing"),
    NamedNode("https://w3id.org/gwr/id/place/430400"),
    Literal(""),
    Literal("x" * 201),
    Literal("增长8.5%"),
    Literal("名称", language="zh"),
    Literal("name", language="en"),
    Literal("name", language="en-gb"),
    Literal("false", datatype=NamedNode(XSD + "boolean")),
    Literal("1", datatype=NamedNode(XSD + "boolean")),
    *(Literal(text, datatype=NamedNode(XSD + "integer")) for text in ("0", "-1", "1948", "2101", "3000", "many")),
    *(Literal(text, datatype=NamedNode(XSD + "decimal")) for text in ("-3.0", "0.5", "1.5", "8.5", "12.0", "much")),
    *(Literal(text, datatype=NamedNode(XSD + "double")) for text in ("8.5", "1948.0")),
    *(Literal(text, datatype=NamedNode(XSD + "date")) for text in ("2018-06-30", "2020-02-29", "2019-02-29")),
    Literal("2018-06-30T12:00:00", datatype=NamedNode(XSD + "dateTime")),
]
# Types are where shapes take hold, and these properties are compared with each other.
DECISIVE = re.compile(r"#type$|ns#(value|lowerBound|upperBound|comparator|cell|startOffset|endOffset)$|Date$|label$|Label$")


def mutated(seed: int) -> list[Quad]:
    """Return the sample with some triples dropped, doubled with another value, moved or altered."""
    dice = random.Random(seed)
    quads = list(sample())
    for _ in range(dice.randint(3, 12)):
        decisive = [q for q in quads if DECISIVE.search(q.predicate.value)]
        chosen = dice.choice(decisive if dice.random() < 0.6 else quads)
        same = [q.object for q in quads if q.predicate == chosen.predicate]
        term = dice.choice(STRANGERS) if dice.random() < 0.5 else dice.choice(same)
        other = dice.choice(quads)
        change = dice.choice(("drop", "add", "alter", "alter", "move", "rename"))
        if change != "add":
            quads.remove(chosen)
        if change in ("add", "alter"):
            quads.append(Quad(chosen.subject, chosen.predicate, term))
        if change == "move":
            quads.append(Quad(other.subject, chosen.predicate, chosen.object))
        if change == "rename":
            quads.append(Quad(chosen.subject, other.predicate, chosen.object))
    return quads


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
@pytest.mark.parametrize("seed", range(80))
def test_random_faults_give_the_findings_of_pyshacl(seed: int) -> None:
    quads = mutated(seed)
    assert ours(quads) == theirs(quads)


def test_random_faults_reach_nearly_every_shape() -> None:
    found = set[str]().union(*(names(ours(mutated(seed))) for seed in range(80)))
    assert len(found) > 60
