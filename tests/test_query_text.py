"""SPARQL text: where parameters enter, what is malformed with line and column, prefixes, and what a store refuses."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from sample import sample_nquads
from stores import write_store

from kg.errors import QueryError, StoreError
from kg.query import query_form, run, with_prefixes
from kg.query.text import parts
from kg.question import question
from kg.store import memory_store, open_store
from kg.terms import PREFIXES, TERMS, Addresses

PREFIX = Addresses().prefixes()


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return memory_store(sample_nquads()).store


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?o { ?place rdfs:label ?o }",
        "# { ?\nSELECT ?o WHERE{?place rdfs:label ?o}",
        'PREFIX x: <http://e.test/>\nSELECT ("{" AS ?b) ?o WHERE { ?place rdfs:label ?o }',
        "SELECT (EXISTS { ?x ?y ?z } AS ?b) ?o { ?place rdfs:label ?o }",
        "SELECT ?o { { SELECT ?place ?o { ?place rdfs:label ?o } } }",
        "ASK { ?place rdfs:label '衡阳市'@zh }",
        "CONSTRUCT { ?place gwr:x ?o } WHERE { ?place rdfs:label ?o }",
        "CONSTRUCT { ?place gwr:x ?o } { ?place rdfs:label ?o }",
        "DESCRIBE ?place WHERE { ?place rdfs:label ?o }",
        "SELECT (COUNT(*) AS ?n) { ?place rdfs:label ?o }",
        'SELECT ?o { ?place rdfs:label ?o FILTER(?o != """}"{""") }',
    ],
)
def test_parameters_reach_the_outermost_pattern_of_any_query(store: ox.Store, text: str) -> None:
    bound = run(store, text, {"place": "place:430400"})
    written = run(store, text.replace("?place", f"<{TERMS}id/place/430400>") if "SELECT ?place" not in text else text)
    if text.startswith("DESCRIBE"):
        assert bound.triples
        assert {t.subject for t in bound.triples} == {ox.NamedNode(TERMS + "id/place/430400")}
    elif "SELECT ?place" in text:
        assert len(bound.rows) == 1 < len(written.rows)
    else:
        assert bound == written


def test_parameters_without_a_pattern_or_bound_by_it_are_refused(store: ox.Store) -> None:
    for text in ("CONSTRUCT WHERE { ?place rdfs:label ?o }", "SELECT * { BIND(1 AS ?place) }"):
        with pytest.raises(QueryError, match="expected a pattern that takes the parameters"):
            run(store, text, {"place": "place:430400"})
    with pytest.raises(QueryError, match="expected a WHERE"):
        run(store, "DESCRIBE ind:gdp", {"place": "place:430400"})


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT ?x WHERE { ?x a }", "query:1:25"),
        ("SELECT ?x\nWHERE { ?x rdfs:label '衡阳' .. }", "query:2:32"),
        ("INSERT DATA { <http://e.test/a> <http://e.test/b> 1 }", "query:1:"),
        ("", "query:1:1"),
    ],
)
def test_malformed_sparql_is_one_line_with_line_and_column(store: ox.Store, text: str, place: str) -> None:
    with pytest.raises(QueryError) as error:
        run(store, text, {"place": "430400"})
    assert str(error.value).startswith(place)
    assert "expected a SPARQL query" in str(error.value)
    assert len(str(error.value)) < 300


def test_an_undeclared_prefix_is_shown_where_it_stands(store: ox.Store) -> None:
    text = "SELECT ?x\nWHERE { ?x rdfs:label 'no: it'@zh ; nope:thing ?y }"
    with pytest.raises(QueryError, match="query:2:37: expected a prefix that is declared, found nope:thing"):
        run(store, text)


def test_an_update_is_told_that_the_store_is_read_only(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="updates are not queries"):
        run(store, "DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="The SELECT contains a variable that is unbound"):
        run(store, "SELECT ?x ?y WHERE { ?x a ?z } GROUP BY ?x")


def test_prefixes_are_added_only_where_used_and_not_declared() -> None:
    text = 'PREFIX ind: <http://e.test/>\nSELECT ?x { ?x a ind:a, gwr:b, nope:c ; rdfs:label "st:d" } # vt:e <cmp:f>'
    added = with_prefixes(text, PREFIX)
    assert added.removesuffix(text).splitlines() == [
        f"PREFIX gwr: <{PREFIXES['gwr']}>",
        f"PREFIX rdfs: <{PREFIXES['rdfs']}>",
    ]
    assert query_form(text) == "SELECT"
    assert query_form("# ASK\nPREFIX ask: <http://e.test/select> DESCRIBE <http://e.test/ASK>") == "DESCRIBE"


def test_another_base_moves_the_things_but_not_the_terms() -> None:
    base = "https://data.e.test/"
    nquads = sample_nquads().replace(f"<{TERMS}id/".encode(), f"<{base}id/".encode())
    assert len(run(memory_store(nquads).store, question("cq01"), {"place": "衡阳市"}, base).rows) == 6


def test_a_store_damaged_after_it_was_opened_is_an_error_of_the_store(tmp_path: Path) -> None:
    write_store(tmp_path, sample_nquads(), "h1")
    for table in (tmp_path / "store" / "h1").glob("*.sst"):
        whole = table.read_bytes()
        table.write_bytes(bytes(len(whole) // 2) + whole[len(whole) // 2 :])
    with pytest.raises(StoreError, match="run `kg build`"), open_store(tmp_path) as snapshot:
        run(snapshot.store, "SELECT * { ?s ?p ?o }")


def test_another_endpoint_that_does_not_answer_is_not_blamed_on_the_store(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="check the network"):
        run(store, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_asking_imports_none_of_the_slow_libraries() -> None:
    program = "import sys, kg.query, kg.store, kg.remote; print(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    slow = {"rdflib", "networkx", "pyvis", "pyshacl", "SPARQLWrapper", "rich", "openpyxl", "typer"}
    assert not slow & set(done.stdout.split())


def test_a_name_is_found_behind_a_variable_and_a_sign() -> None:
    found = [t.text for t in parts("SELECT?s{?s:p ?o-1 . a.b:c.d :e f- xsd:g}")]
    assert [t for t in found if ":" in t] == [":p", "b:c", ":e", "xsd:g"]


def test_a_long_run_without_a_colon_is_read_once() -> None:
    # Each character of it looked to its end once: a line of an address took a minute.
    assert query_form("-a" * 100_000 + " ASK {}") == "ASK"


def test_a_query_that_ends_too_early_is_told_what_it_lacks() -> None:
    with pytest.raises(QueryError, match="found 1 closing braces too few"):
        run(ox.Store(), "SELECT ?x WHERE { ?x a gwr:Target")
    with pytest.raises(QueryError, match="found nothing"):
        run(ox.Store(), "# only a comment")
