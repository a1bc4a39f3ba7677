"""Targets and observations as one cube of the RDF Data Cube Vocabulary (W3C, 2014); its structure is ``ontology/cube.ttl``.

In the graph itself a target is no ``qb:Observation``, lest a sum mix promises and results. Here each becomes a node of
its own with the dimension ``kind``, derived (``prov:wasDerivedFrom``) from its statement.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from kg import resources
from kg.project import Project
from kg.quads import LABEL, TYPE, node
from kg.store import memory_store
from kg.terms import DEF, NS, Addresses

Term = NamedNode | Literal
Facts = dict[str, Term]

STRUCTURE: Final = "ontology/cube.ttl"
NAME: Final = "quantities"
CUBE: Final = DEF + "cube/"
_CLASSES: Final = {"Target": "target", "Observation": "observation"}
_DIMENSIONS: Final = ("place", "about", "period", "indicator", "valueType", "inReport")
_REQUIRED: Final = ("value", "comparator", "reviewStatus")
_OPTIONAL: Final = ("unit", "lowerBound", "upperBound", "strength", "scope", "aggregation", "obsStatus")
# What the file tells of each thing that an observation points to, so that it can be read alone.
_TOLD: Final = (
    TYPE,
    LABEL,
    *(node(f"skos:{name}") for name in ("prefLabel", "inScheme", "notation")),
    *(node(f"dcterms:{name}") for name in ("title", "issued")),
    *(node(f"dcat:{name}") for name in ("startDate", "endDate")),
    node("gwr:code"),
)
_OF_COMPONENTS: Final = (TYPE, LABEL, node("rdfs:range"), node("rdfs:subPropertyOf"), node("qb:codeList"))


def to_cube(nquads: bytes, project: Project) -> bytes:
    """Return the cube as Turtle: structure, data set, observations, and the labels of what they point to.

    ``nquads`` is the build's graph. Left out, and counted in the data set's description: what lacks a dimension or
    its value, what repeats a claim of its report (``gwr:restates``), an indicator that the catalogue (the dimension's
    code list) does not have, and all that share one key: none of them is chosen over the others.
    """
    with memory_store(nquads) as graph:
        triples = set(_triples(graph.store, project))
    content = serialize(sorted(triples, key=str), format=RdfFormat.TURTLE, prefixes=_prefixes(project.addresses))
    assert content is not None
    return content


def _prefixes(at: Addresses) -> dict[str, str]:
    return dict(sorted(at.prefixes().items()))


def _triples(store: Store, project: Project) -> Iterator[Triple]:
    at = project.addresses
    dataset = NamedNode(at.dataset(NAME))
    told: set[NamedNode] = set()
    structure = [q.triple for q in parse(path=resources.path(STRUCTURE), format=RdfFormat.TURTLE)]
    yield from structure
    for triple in structure:
        if triple.predicate.value.startswith(node("qb:").value) and isinstance(triple.object, NamedNode):
            yield from _about(store, triple.object, _OF_COMPONENTS)
            told.update(o for o in _objects(store, triple.object, node("qb:codeList")) if isinstance(o, NamedNode))
    quantities = list(_quantities(store))
    kept = list(_kept(quantities))
    for facts in kept:
        statement = facts.pop("statement")
        assert isinstance(statement, NamedNode)
        this = NamedNode(f"{dataset.value}#{statement.value.rpartition('/')[2]}")
        yield Triple(this, TYPE, node("qb:Observation"))
        yield Triple(this, node("qb:dataSet"), dataset)
        yield Triple(this, node("prov:wasDerivedFrom"), statement)
        for name, value in facts.items():
            yield Triple(this, NamedNode((CUBE if name == "kind" else NS) + name), value)
            if isinstance(value, NamedNode):
                told.add(value)
    for thing in told:
        yield from _about(store, thing, _TOLD)
    yield from _dataset(dataset, project, len(kept), len(quantities))


def _dataset(dataset: NamedNode, project: Project, kept: int, found: int) -> Iterator[Triple]:
    yield Triple(dataset, TYPE, node("qb:DataSet"))
    yield Triple(dataset, node("qb:structure"), NamedNode(CUBE + NAME))
    yield Triple(dataset, node("dcterms:license"), NamedNode(project.licence))
    for language, title, words in (
        ("en", "Targets and results", f"{kept} of the {found} targets and observations of the build."),
        ("zh", "目标与结果", f"构建中 {found} 条目标与观测值中的 {kept} 条。"),
    ):
        yield Triple(dataset, node("dcterms:title"), Literal(title, language=language))
        yield Triple(dataset, node("dcterms:description"), Literal(words, language=language))


def _quantities(store: Store) -> Iterator[Facts | None]:
    """Yield each target's and observation's components by name; None where it is not well formed."""
    for cls, kind in _CLASSES.items():
        for quad in store.quads_for_pattern(None, TYPE, NamedNode(NS + cls), None):
            yield _facts(store, quad, NamedNode(f"{CUBE}kinds/{kind}"))


def _facts(store: Store, quad: Quad, kind: NamedNode) -> Facts | None:
    statement = quad.subject
    assert isinstance(statement, NamedNode)
    facts: Facts = {"statement": statement, "kind": kind}
    for name in (*_DIMENSIONS, *_REQUIRED, *_OPTIONAL):
        found = _objects(store, statement, NamedNode(NS + name))
        if len(found) == 1:
            facts[name] = found[0]
        elif found or name not in _OPTIONAL:
            return None
    if _objects(store, statement, NamedNode(NS + "restates")):
        return None
    codes = ("indicator", "valueType")
    return facts if all(_is_code(store, facts[name]) for name in codes) else None


def _is_code(store: Store, value: Term) -> bool:
    return isinstance(value, NamedNode) and bool(_objects(store, value, node("skos:inScheme")))


def _kept(quantities: Iterable[Facts | None]) -> Iterator[Facts]:
    """Yield those whose key (all dimensions) no other has."""
    by_key: dict[tuple[Term, ...], list[Facts]] = defaultdict(list)
    for facts in quantities:
        if facts is not None:
            by_key[(facts["kind"], *(facts[name] for name in _DIMENSIONS))].append(facts)
    for group in by_key.values():
        if len(group) == 1:
            yield group[0]


def _objects(store: Store, subject: NamedNode, predicate: NamedNode) -> list[Term]:
    found = {q.object for q in store.quads_for_pattern(subject, predicate, None, None)}
    return [value for value in found if isinstance(value, NamedNode | Literal)]


def _about(store: Store, thing: NamedNode, predicates: Iterable[NamedNode]) -> Iterator[Triple]:
    for predicate in predicates:
        for value in _objects(store, thing, predicate):
            yield Triple(thing, predicate, value)
