"""The cube of targets and results: whole by the integrity constraints of the RDF Data Cube Vocabulary, true to its source."""

from collections.abc import Callable

import pytest
from command import kg
from pyoxigraph import NamedNode, Quad, QueryBoolean, RdfFormat, Store

from kg.build import GRAPH, read_rows
from kg.export import export
from kg.export.cube import to_cube
from kg.project import Project

PREFIXES = """PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX gwr: <https://w3id.org/gwr/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX cube: <https://w3id.org/gwr/def/cube/>
PREFIX ex: <http://example.org/>
"""
# Ours, from the wording of the constraints: each is true of a cube that breaks it.
CONSTRAINTS = {
    "IC-1 one data set": """ASK { ?o a qb:Observation OPTIONAL { ?o qb:dataSet ?d }
        OPTIONAL { ?o qb:dataSet ?e FILTER(?e != ?d) } FILTER(!BOUND(?d) || BOUND(?e)) }""",
    "IC-2 one structure": """ASK { ?d a qb:DataSet OPTIONAL { ?d qb:structure ?s }
        OPTIONAL { ?d qb:structure ?t FILTER(?t != ?s) } FILTER(!BOUND(?s) || BOUND(?t)) }""",
    "IC-3 a measure": """ASK { ?s a qb:DataStructureDefinition
        MINUS { ?s qb:component/qb:measure ?m . ?m a qb:MeasureProperty } }""",
    "IC-4 ranges": "ASK { ?c qb:dimension ?p MINUS { ?p rdfs:range ?r } }",
    "IC-11 every dimension": """ASK { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?p
        FILTER NOT EXISTS { ?o ?p ?v } }""",
    "IC-12 no duplicates": """ASK { ?o qb:dataSet ?d . ?p qb:dataSet ?d FILTER(STR(?o) < STR(?p))
        FILTER NOT EXISTS { ?d qb:structure/qb:component/qb:dimension ?k . ?o ?k ?v FILTER NOT EXISTS { ?p ?k ?v } } }""",
    "IC-13 required attributes": """ASK { ?o qb:dataSet/qb:structure/qb:component ?c .
        ?c qb:attribute ?p ; qb:componentRequired true FILTER NOT EXISTS { ?o ?p ?v } }""",
    "IC-14 every measure": """ASK { ?o qb:dataSet/qb:structure ?s . ?s qb:component/qb:measure ?p
        FILTER NOT EXISTS { ?s qb:component/qb:dimension qb:measureType } FILTER NOT EXISTS { ?o ?p ?v } }""",
    "IC-17 every measure of a measure dimension": """ASK { ?o qb:dataSet ?d . ?d qb:structure ?s .
        ?s qb:component/qb:dimension qb:measureType ; qb:component/qb:measure ?m
        FILTER NOT EXISTS { ?p qb:dataSet ?d ; qb:measureType ?m FILTER NOT EXISTS {
            ?s qb:component/qb:dimension ?k . ?o ?k ?v FILTER(?k != qb:measureType && NOT EXISTS { ?p ?k ?v }) } } }""",
    "IC-19 codes of the list": """ASK { ?o qb:dataSet/qb:structure/qb:component/qb:dimension ?p . ?p qb:codeList ?l .
        ?l a skos:ConceptScheme . ?o ?p ?v FILTER NOT EXISTS { ?v a skos:Concept ; skos:inScheme ?l } }""",
}
ONE = "{ SELECT ?o ?d WHERE { ?o qb:dataSet ?d } ORDER BY ?o LIMIT 1 }"
# What breaks each, done to a whole cube.
BREAKS = {
    "IC-1": f"INSERT {{ ?o qb:dataSet ex:second }} WHERE {ONE}",
    "IC-2": "DELETE WHERE { ?d qb:structure ?s }",
    "IC-3": "DELETE WHERE { ?c qb:measure ?m }",
    "IC-4": "DELETE WHERE { cube:kind rdfs:range ?r }",
    "IC-11": f"DELETE {{ ?o gwr:period ?p }} WHERE {{ {ONE} ?o gwr:period ?p }}",
    "IC-12": f"INSERT {{ ex:twin ?p ?v }} WHERE {{ {ONE} ?o ?p ?v }}",
    "IC-13": f"DELETE {{ ?o gwr:comparator ?c }} WHERE {{ {ONE} ?o gwr:comparator ?c }}",
    "IC-14": f"DELETE {{ ?o gwr:value ?v }} WHERE {{ {ONE} ?o gwr:value ?v }}",
    "IC-17": """INSERT { ?s qb:component ex:c . ex:c qb:dimension qb:measureType . ?o qb:measureType gwr:lowerBound }
        WHERE { ?o qb:dataSet/qb:structure ?s }""",
    "IC-19": f"INSERT {{ ?o gwr:indicator ex:unknown }} WHERE {ONE}",
}


def broken(store: Store) -> list[str]:
    """Which constraints a cube breaks."""
    answers = {name: store.query(PREFIXES + ask) for name, ask in CONSTRAINTS.items()}
    assert all(isinstance(answer, QueryBoolean) for answer in answers.values())
    return [name.split()[0] for name, answer in answers.items() if answer]


@pytest.fixture(scope="module")
def turtle(project: Project) -> bytes:
    return export(project, "cube")


@pytest.fixture
def cube(turtle: bytes) -> Store:
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    return store


def test_the_cube_of_the_build_keeps_every_constraint(cube: Store) -> None:
    assert broken(cube) == []


@pytest.mark.parametrize("constraint", BREAKS)
def test_a_broken_cube_breaks_the_constraint(constraint: str, cube: Store) -> None:
    cube.update(PREFIXES + BREAKS[constraint])
    assert constraint in broken(cube)


def test_each_observation_says_what_its_statement_says(cube: Store, project: Project) -> None:
    rows = {project.addresses.statement(r["id"]): r for r in read_rows(project.build)}
    wanted = "SELECT ?s ?k ?v ?r { ?o prov:wasDerivedFrom ?s ; cube:kind ?k ; gwr:value ?v ; gwr:reviewStatus ?r }"
    found = {s.value: (k.value, v.value, r.value) for s, k, v, r in cube.query(PREFIXES + wanted)}  # type: ignore[union-attr]
    assert len(found) == len(list(cube.query(PREFIXES + "SELECT ?o { ?o a qb:Observation }"))) > 90  # type: ignore[arg-type]
    for statement, (kind, value, review) in found.items():
        row = rows[statement]
        assert kind.endswith("/" + row["class"].lower()) and float(value) == float(row["value"])
        assert review.endswith("/" + row["review_status"])
    whole = {
        address
        for address, row in rows.items()
        if row["class"] in ("Target", "Observation") and row["indicator"] and row["value"] is not None
        if row["year"] or row["period_start"]
    }
    # Whatever else is left out shares its key with another, or repeats what its report said.
    assert set(found) <= whole and len(whole) - len(found) < 10


def without(project: Project, change: Callable[[Store], object]) -> int:
    """How many observations there are after a change of the graph."""
    store = Store()
    store.load(path=project.build / GRAPH, format=RdfFormat.N_QUADS)
    change(store)
    nquads = store.dump(format=RdfFormat.N_QUADS)
    assert nquads is not None
    return to_cube(nquads, project).count(b"qb:Observation ;")


def test_what_shares_a_key_with_another_or_has_two_values_is_left_out(project: Project, turtle: bytes) -> None:
    count = turtle.count(b"qb:Observation ;")
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    wanted = (
        "SELECT ?s { ?o prov:wasDerivedFrom ?s ; cube:kind ?k FILTER(STRENDS(STR(?k), '/target')) } ORDER BY ?s LIMIT 1"
    )
    (row,) = store.query(PREFIXES + wanted)  # type: ignore[misc]
    target, twin = row[0], NamedNode("https://w3id.org/gwr/id/statement/430400-2019.0000000000")

    def double(graph: Store) -> None:
        for quad in list(graph.quads_for_pattern(target, None, None, None)):
            graph.add(Quad(twin, quad.predicate, quad.object, quad.graph_name))

    def two_values(graph: Store) -> None:
        graph.update(PREFIXES + f"INSERT DATA {{ <{target.value}> gwr:value 7654321.5 }}")

    assert without(project, lambda graph: None) == count
    assert without(project, double) == count - 1
    assert without(project, two_values) == count - 1


def test_the_same_build_gives_the_same_bytes_and_no_blank_node(turtle: bytes, project: Project) -> None:
    ran = kg("export", "--format", "cube", cwd=project.root)
    assert (ran.code, ran.out.encode()) == (0, turtle)
    assert b"_:" not in turtle and b"[" not in turtle
