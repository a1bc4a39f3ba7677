"""The shapes find the same as pySHACL does with them, and a shape that is not understood is refused."""

import random
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from rdflib.namespace import SH
from test_shapes import BROKEN, SAMPLE, turtle

from kg import resources
from kg.shacl.checking import Finding, check
from kg.shacl.compiling import compile_shapes
from kg.shacl.data import Data
from kg.shacl.literals import value_of
from kg.shacl.reference import check_with_pyshacl, to_rdflib
from kg.terms import Addresses
from kg.validate import shapes_graph, validate

Found = set[tuple[str, str, object, str, str]]
VOCABULARY = Addresses().graph("vocab")
XSD = "http://www.w3.org/2001/XMLSchema#"
QUERIES = "SPARQLConstraintComponent"


@cache
def vocabularies() -> tuple[Quad, ...]:
    files = sorted(resources.path("ontology/vocab").glob("*.ttl"))
    # The sample brings its own indicators.
    return tuple(
        Quad(t.subject, t.predicate, t.object, NamedNode(VOCABULARY))
        for file in files
        if file.name != "indicators.ttl"
        for t in pyoxigraph.parse(path=file)
    )


def graph(source: str) -> list[Quad]:
    """The quads of a Turtle document and the codes that they refer to."""
    own = [Quad(t.subject, t.predicate, t.object) for t in pyoxigraph.parse(source, format=RdfFormat.TURTLE)]
    used = {quad.object for quad in own}
    return own + [quad for quad in vocabularies() if quad.subject in used]


@cache
def sample() -> tuple[Quad, ...]:
    return tuple(graph(turtle(SAMPLE)))


@cache
def core() -> rdflib.Graph:
    """The shapes without their queries."""
    return rdflib.Graph().parse(resources.path("ontology/shapes.ttl")).remove((None, SH.sparql, None))


@cache
def queries() -> rdflib.Graph:
    """The shapes with queries, and no others to speak of: rdflib takes its time."""
    shapes = rdflib.Graph().parse(resources.path("ontology/shapes.ttl"))
    return shapes.remove((None, SH.targetClass, None)).remove((None, SH.targetSubjectsOf, None))


def ours(quads: Iterable[Quad]) -> Found:
    return compared(check(compile_shapes(resources.text("ontology/shapes.ttl")), Data(list(quads))))


def theirs(quads: Iterable[Quad], shapes: rdflib.Graph) -> Found:
    return compared(check_with_pyshacl(shapes, list(quads)))


def compared(findings: Iterable[Finding]) -> Found:
    """What has to agree: everything but the words; a literal in the form that rdflib gives it."""
    return {(f.focus, f.path, value(f.value), f.shape, f.component) for f in findings}


def value(text: str) -> object:
    triples = list(pyoxigraph.parse(f"<urn:s> <urn:p> {text} .", format=RdfFormat.N_TRIPLES)) if text else []
    return to_rdflib(triples[0].object) if triples else None


def queried(found: Found) -> Found:
    return {each for each in found if each[4].endswith(QUERIES)}


def names(found: Found) -> set[str]:
    return {shape.partition("shapes#")[2] for _, _, _, shape, _ in found}


def test_the_sound_sample_has_no_finding_in_either() -> None:
    assert ours(sample()) == theirs(sample(), shapes_graph()) == set()


@pytest.mark.parametrize(("old", "new", "shape"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_each_fault_gives_the_findings_of_pyshacl(old: str, new: str, shape: str) -> None:
    quads = graph(turtle(SAMPLE.replace(old, new)))
    found = ours(quads)
    assert shape in names(found)
    assert found - queried(found) == theirs(quads, core())
    if queried(found):
        assert queried(found) == queried(theirs(quads, queries()))


# ── Random faults ───────────────────────────────────────────────────────────────────────────────────────────────


def typed(datatype: str, *texts: str) -> list[Literal]:
    return [Literal(text, datatype=NamedNode(XSD + datatype)) for text in texts]


# What may come in the place of a value: terms of every kind, well-formed or not.
STRANGERS = [
    NamedNode("https://w3id.org/gwr/def/comparator/nothing"),
    NamedNode("https://w3id.org/gwr/id/place/430400"),
    Literal(""),
    Literal("x" * 201),
    Literal("增长8.5%"),
    Literal("名称", language="zh"),
    Literal("name", language="en"),
    Literal("name", language="en-gb"),
    *typed("boolean", "true", "false"),
    *typed("integer", "0", "-1", "1948", "2101", "3000", "many"),
    *typed("decimal", "-3.0", "0.5", "1.5", "8.5", "12.0"),
    *typed("double", "8.5", "1948.0"),
    *typed("date", "2018-06-30", "2020-02-29", "2019-02-29"),
    *typed("dateTime", "2018-06-30T12:00:00"),
]
NUMBERS = {"integer", "decimal", "double", "string"}
DAYS = {"date", "string"}
# Between things that have no order, such as days and numbers, rdflib has one; see the departures below.
COMPARED = {"startOffset": NUMBERS, "endOffset": NUMBERS, "lowerBound": NUMBERS, "upperBound": NUMBERS}
COMPARED |= {"startDate": DAYS, "endDate": DAYS}
BOUNDED = {"year": NUMBERS, "planYear": NUMBERS, "reviewYear": NUMBERS, "confidence": NUMBERS, "rank": NUMBERS}
DECISIVE = {"type", "value", "comparator", "cell", "perSubdivision", "reviewStatus", "label", "prefLabel", *COMPARED}


def local(term: NamedNode) -> str:
    return term.value.rpartition("#")[2].rpartition("/")[2]


def comparable(quad: Quad) -> bool:
    name, term = local(quad.predicate), quad.object
    if not isinstance(term, Literal) or name not in COMPARED | BOUNDED:
        return True
    # pySHACL ends with an error where it compares a value that is ill-formed, or orders it by its letters.
    return local(term.datatype) in (COMPARED | BOUNDED)[name] and value_of(term) is not None


def mutated(seed: int) -> list[Quad]:
    """Return half of the sample with triples dropped, doubled with another value, altered, moved and renamed."""
    dice = random.Random(seed)
    kept = {subject for subject in sorted({str(q.subject) for q in sample()}) if dice.random() < 0.5}
    quads = [q for q in sample() if str(q.subject) in kept]
    for _ in range(dice.randint(8, 24)):
        decisive = [q for q in quads if local(q.predicate) in DECISIVE]
        chosen = dice.choice(decisive if dice.random() < 0.5 else quads)
        other = dice.choice(quads)
        same = [q.object for q in quads if q.predicate == chosen.predicate]
        changed = {
            "drop": None,
            "add": Quad(chosen.subject, chosen.predicate, dice.choice(STRANGERS)),
            "double": Quad(chosen.subject, chosen.predicate, dice.choice(same)),
            "alter": Quad(chosen.subject, chosen.predicate, dice.choice(STRANGERS)),
            "swap": Quad(chosen.subject, chosen.predicate, dice.choice(same)),
            "move": Quad(other.subject, chosen.predicate, chosen.object),
            "rename": Quad(chosen.subject, other.predicate, chosen.object),
        }
        how = dice.choice(sorted(changed))
        if how not in ("add", "double"):
            quads.remove(chosen)
        new = changed[how]
        if new is not None and comparable(new):
            quads.append(new)
    return quads


@pytest.mark.parametrize("seed", range(60))
def test_random_faults_give_the_findings_of_pyshacl(seed: int) -> None:
    quads = mutated(seed)
    found = ours(quads)
    assert found - queried(found) == theirs(quads, core())


def test_the_random_faults_are_found_by_most_shapes() -> None:
    found = set[str]().union(*(names(ours(mutated(seed))) for seed in range(60)))
    assert len(found) > 60


def misquoted(seed: int) -> list[Quad]:
    """Return the sample with offsets, quotes, wordings, reports and names exchanged, each for another of its kind."""
    dice = random.Random(seed)
    quads = list(sample())
    kinds = ("startOffset", "endOffset", "quote", "asStated", "inReport", "label", "prefLabel", "evidence")
    for kind in kinds:
        own = [q for q in quads if local(q.predicate) == kind]
        for chosen in dice.sample(own, k=min(3, len(own))):
            quads.remove(chosen)
            term = dice.choice(own).object
            if isinstance(term, Literal) and term.language:
                term = Literal(term.value, language=dice.choice(("zh", "en", "zh-hans", "fr")))
            quads.append(Quad(chosen.subject, chosen.predicate, term))
    return quads


@pytest.mark.parametrize("seed", range(12))
def test_random_misquotes_give_the_findings_of_pyshacl(seed: int) -> None:
    quads = misquoted(seed)
    found = queried(ours(quads))
    assert {"Anchors-asStated", "Anchors-length", "Names-languages"} <= names(found)
    assert found == queried(theirs(quads, queries()))


# ── Single features ─────────────────────────────────────────────────────────────────────────────────────────────

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
THINGS = """
:a a :Dog ; :p 1 , 2 , 3 ; :q 3 ; :name "a"@en , "b"@en , "甲"@zh-Hans ; :knows :b , :c , "d" ; :day "2018-01-01"^^xsd:date .
:b a :Cat ; :p 2 , 4 ; :q 2.0 ; :name "b" ; :knows :a ; :day "2019-01-01"^^xsd:date ; :until "2018-12-31"^^xsd:date .
:c a :Stone ; :q 1 ; :ok true ; :name "石"@zh , "石头"@zh , "Stein"@de , "stone"@de ; :knows :c .
:Dog rdfs:subClassOf :Animal . :Cat rdfs:subClassOf :Pet . :Pet rdfs:subClassOf :Animal . :Animal rdfs:subClassOf :Pet .
"""


@pytest.mark.parametrize(
    "shape",
    [
        "sh:targetClass :Animal ; sh:property :P . :P sh:path :p ; sh:minCount 3",
        "sh:targetSubjectsOf :p ; sh:property :P . :P sh:path :p ; sh:maxCount 2 ; sh:maxInclusive 2 ; sh:minInclusive 2.0",
        "sh:targetObjectsOf :knows ; sh:class :Animal",
        "sh:targetObjectsOf :knows ; sh:nodeKind sh:IRI ; sh:minLength 6 ; sh:maxLength 6",
        "sh:targetObjectsOf :name ; sh:languageIn ( 'zh' 'en' )",
        "sh:targetObjectsOf :name ; sh:pattern '^.$' ; sh:datatype xsd:string",
        "sh:targetNode :a , :b , :c , :nowhere ; sh:property :P . :P sh:path :name ; sh:uniqueLang true",
        "sh:targetNode :a , :b , :c ; sh:property :P . :P sh:path :p ; sh:equals :q",
        "sh:targetNode :a , :b , :c ; sh:property :P . :P sh:path :p ; sh:lessThan :q",
        "sh:targetNode :a , :b , :c ; sh:property :P . :P sh:path :p ; sh:lessThanOrEquals :q",
        "sh:targetNode :a , :b , :c ; sh:property :P . :P sh:path :day ; sh:lessThan :until",
        "sh:targetNode :a , :b , :c ; sh:property :P . :P sh:path :p ; sh:hasValue 2 , 3 ; sh:in ( 1 2 )",
        "sh:targetNode :a , :b , :c ; sh:property :P . :P sh:path :ok ; sh:hasValue true",
        "sh:targetNode :a , :b ; sh:property :P . :P sh:path ( :knows :knows :p ) ; sh:maxCount 1 ; sh:minInclusive 2",
        "sh:targetNode :a , :b , :c ; sh:property :P . :P sh:path [ sh:alternativePath ( :p ( :knows :q ) ) ] ; sh:maxCount 2",
        "sh:targetNode :a , :b , :c ; sh:property [ sh:path :knows ; sh:property :P ] . :P sh:path :q ; sh:minCount 1",
        "sh:targetNode :a , :b , :c ; sh:node :N . :N sh:property [ sh:path :ok ; sh:maxCount 0 ] ; sh:class :Animal",
        "sh:targetNode :a , :b , :c ; sh:not [ sh:class :Pet ] , [ sh:property [ sh:path :ok ; sh:minCount 1 ] ]",
        "sh:targetNode :a , :b , :c ; sh:or ( [ sh:class :Cat ] [ sh:not [ sh:class :Animal ] ] )",
        "sh:targetNode :a , :b ; sh:property :P . :P sh:path :knows ; sh:qualifiedValueShape [ sh:class :Animal ] ; sh:qualifiedMinCount 2",
        "sh:path :p ; sh:targetNode :a , :b , :c ; sh:minCount 1",
        ":odd 1 ; sh:targetNode :a ; sh:sparql :Q . :Q sh:message '{?x} of {$this}' ; sh:prefixes :O ; sh:select "
        "'SELECT $this ?x ?value WHERE { $this e:knows ?x . ?x e:p ?value }' . "
        ":O a owl:Ontology ; sh:declare [ sh:prefix 'e' ; sh:namespace 'urn:x:'^^xsd:anyURI ]",
    ],
)
def test_each_feature_gives_the_findings_of_pyshacl(shape: str) -> None:
    shapes = f"{HEAD} :S a {'sh:PropertyShape' if shape.startswith('sh:path') else 'sh:NodeShape'} ; {shape} ."
    quads = [Quad(t.subject, t.predicate, t.object) for t in pyoxigraph.parse(HEAD + THINGS, format=RdfFormat.TURTLE)]
    found = compared(check(compile_shapes(shapes), Data(quads)))
    assert found
    assert found == theirs(quads, rdflib.Graph().parse(data=shapes, format="turtle"))


@pytest.mark.parametrize(
    "shape",
    [
        "sh:targetNode :a ; sh:closed true",
        "sh:targetNode :a ; sh:xone ( :T )",
        "sh:targetNode :a ; sh:severity sh:Warning",
        "sh:targetNode :a ; sh:deactivated true",
        "sh:targetNode :a ; sh:nodeKind sh:BlankNode",
        "sh:targetNode :a ; sh:datatype :mine",
        "sh:targetNode :a ; sh:pattern 'a' ; sh:flags 'i'",
        "sh:targetNode :a ; sh:minExclusive 1",
        "sh:targetNode :a ; sh:minCount 1",
        "sh:targetNode :a ; sh:node :Nowhere",
        "sh:targetNode :a ; sh:node :S",
        "sh:targetNode :a ; sh:property :T . :T a sh:NodeShape",
        "sh:targetNode :a ; sh:languageIn ( 'zh-Hans' )",
        "sh:targetNode :a ; sh:in [ :no 'list' ]",
        "sh:targetNode :a ; sh:property [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ]",
        "sh:targetNode :a ; sh:property [ sh:path :p ; sh:minCount 1 , 2 ]",
        "sh:targetNode :a ; sh:property [ sh:path :p ; sh:uniqueLang false ]",
        "sh:targetNode :a ; sh:property [ sh:path :p ; sh:qualifiedMinCount 1 ]",
        "sh:targetNode :a ; sh:property [ sh:path :p ; sh:minInclusive '1'^^:mine ]",
        "sh:targetNode :a ; sh:property [ sh:path :p ; sh:sparql [ sh:select 'SELECT $this { $this $PATH ?value }' ] ]",
        "sh:targetNode :a ; sh:sparql [ sh:select 'SELECT $this { $this <urn:p> ?path }' ]",
        "sh:targetNode :a ; sh:sparql [ sh:select 'SELECT $this { $this unknown:p ?value }' ]",
        "sh:targetNode :a ; sh:sparql [ sh:select 'ASK { $this <urn:p> ?value }' ]",
        "sh:targetNode :a ; a rdfs:Class",
    ],
)
def test_a_shape_that_is_not_understood_is_refused(shape: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        compile_shapes(f"{HEAD} :S a sh:NodeShape ; {shape} .")


# rdflib reads 3_44 as a number and has an order for days and numbers; XML Schema and SPARQL have not.
@pytest.mark.parametrize(
    ("old", "new", "shape"),
    [
        ('gwr:startOffset "344"^^xsd:integer', 'gwr:startOffset "3_44"^^xsd:integer', "Passage-startOffset"),
        ('gwr:startOffset "344"^^xsd:integer', "gwr:startOffset true", "Passage-startOffset"),
        ("gwr:yearSpan p", 'gwr:confidence "9e-1"^^xsd:decimal ; gwr:yearSpan p', "Statement-confidence"),
        ("gwr:yearSpan p", 'gwr:confidence "2019-01-01"^^xsd:date ; gwr:yearSpan p', "Statement-confidence"),
    ],
)
def test_what_rdflib_reads_or_orders_too_generously_is_found(old: str, new: str, shape: str) -> None:
    whole = turtle(SAMPLE)
    assert old in whole
    quads = graph(whole.replace(old, new))
    found, reference = ours(quads), theirs(quads, core())
    assert shape in names(found)
    assert names(found - queried(found) - reference) == {shape}
    assert reference <= found


# ── As kg check runs it ─────────────────────────────────────────────────────────────────────────────────────────


def written(folder: Path, quads: Iterable[Quad]) -> Path:
    file = folder / "graph.nq"
    file.write_bytes(pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b"")
    return file


def test_a_file_is_validated_without_codes_that_nothing_refers_to(tmp_path: Path) -> None:
    nameless = Quad(
        NamedNode("urn:x:code"),
        NamedNode("http://www.w3.org/2004/02/skos/core#inScheme"),
        NamedNode("urn:x:scheme"),
        NamedNode(VOCABULARY),
    )
    used = Quad(NamedNode("urn:x:thing"), NamedNode("urn:x:is"), nameless.subject)
    assert validate(written(tmp_path, [*sample(), nameless]), VOCABULARY) == ()
    assert [v.shape for v in validate(written(tmp_path, [*sample(), nameless, used]), VOCABULARY)] == [
        "https://w3id.org/gwr/shapes#Names-codes"
    ]


def test_the_reference_finds_the_same_in_a_file(tmp_path: Path) -> None:
    file = written(tmp_path, graph(turtle(SAMPLE.replace("gwr:status st:operating ;", ""))))
    found = validate(file, VOCABULARY)
    assert [v.shape for v in found] == ["https://w3id.org/gwr/shapes#Milestone-status"]
    assert compared(found) == compared(validate(file, VOCABULARY, reference=True))


def test_findings_are_sorted_lines_in_the_language_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = SAMPLE.replace("gwr:status st:started ;", "gwr:status st:started ; gwr:strength str:ensure ;")
    broken = broken.replace('gwr:asStated "4.5% 以内"', 'gwr:asStated "5.4% 以内"').replace("vt:change", "vt:share")
    file = written(tmp_path, graph(turtle(broken)))
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    chinese = [str(v) for v in validate(file, VOCABULARY)]
    monkeypatch.setenv("LC_ALL", "C")
    english = [str(v) for v in validate(file, VOCABULARY)]
    statement = "https://w3id.org/gwr/id/statement/430400-2019.00000000"
    assert english == sorted(english)
    assert not any("\n" in line for line in english + chinese)
    assert f"{statement}c2 https://w3id.org/gwr/ns#strength: an outcome commits to nothing: no gwr:strength" in english
    assert f"{statement}c2 https://w3id.org/gwr/ns#strength: 成效没有承诺强度。" in chinese
    assert any(line.startswith(f"{statement}b6 ") and line.endswith("应为 ValueType 的实例") for line in chinese)
    assert any(f"{statement}b3: as stated 5.4% 以内 does not occur in its evidence" in line for line in english)


def test_validating_needs_neither_rdflib_nor_pyshacl(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kg.validate import validate\n"
        "print(validate(Path(sys.argv[1]), sys.argv[2]), {'rdflib', 'pyshacl'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", program, str(written(tmp_path, sample())), VOCABULARY]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    assert done.stdout == "() set()\n"
