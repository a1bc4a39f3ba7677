"""Answers as tables, csv, tsv, json and turtle, as other readers and the engine itself have them."""

import json

import pyoxigraph as ox
import pytest
from sample import sample_nquads

from kg.answer import FORMATS, Answer, compact, read_answer, render
from kg.query import run
from kg.question import question
from kg.store import memory_store
from kg.terms import PREFIXES, TERMS, Addresses

PREFIX = Addresses().prefixes()


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return memory_store(sample_nquads()).store


ANSWER = Answer(
    ("thing", "says"),
    (
        (ox.NamedNode(TERMS + "id/place/430400"), ox.Literal('增长 8.5%,\n"左右"', language="zh")),
        (ox.NamedNode("http://e.test/"), ox.Literal("a\tb\x1b[31m")),
        (None, ox.Literal("8.50", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))),
        (ox.BlankNode("b"), None),
    ),
)


def test_a_table_is_aligned_where_a_chinese_character_counts_two() -> None:
    rows = (ox.Literal("衡阳市"), ox.Literal("8.5")), (ox.Literal("abc"), ox.Literal("12"))
    assert render(Answer(("name", "v"), rows), "table", PREFIX) == "name    v\n------  ---\n衡阳市  8.5\nabc     12\n"


def test_a_table_folds_white_space_shortens_iris_and_cannot_steer_a_terminal() -> None:
    table = render(ANSWER, "table", PREFIX)
    assert len(table.splitlines()) == 6
    assert 'place:430400    增长 8.5%, "左右"' in table
    assert "\x1b" not in table
    drawn = render(ANSWER, "table", PREFIX, terminal=True, width=80)
    assert "place:430400" in drawn
    assert "\x1b[31m" not in drawn


def test_brackets_in_a_value_are_text_on_a_terminal_too() -> None:
    answer = Answer(("x[bold]",), ((ox.Literal("[red]文[/red]"),),))
    assert "[red]文[/red]" in render(answer, "table", PREFIX, terminal=True, width=60)


@pytest.mark.parametrize("format", [ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.TSV])
def test_json_and_tsv_are_read_back_the_same_by_another_reader(format: ox.QueryResultsFormat) -> None:
    written = render(ANSWER, "json" if format == ox.QueryResultsFormat.JSON else "tsv", PREFIX)
    assert read_answer(ox.parse_query_results(written, format)) == ANSWER


def test_csv_and_json_are_those_that_the_engine_writes(store: ox.Store) -> None:
    text = "SELECT ?s ?o { ?s rdfs:label ?o } ORDER BY ?s ?o"
    answer = run(store, text)

    def engine(format: ox.QueryResultsFormat) -> str:
        results = store.query(text, prefixes=PREFIX, use_default_graph_as_union=True)
        assert isinstance(results, ox.QuerySolutions)
        written = results.serialize(format=format)
        assert written is not None
        return written.decode()

    assert render(answer, "csv", PREFIX) == engine(ox.QueryResultsFormat.CSV)
    assert json.loads(render(answer, "json", PREFIX)) == json.loads(engine(ox.QueryResultsFormat.JSON))


def test_truth_and_triples_have_every_format(store: ox.Store) -> None:
    truth = run(store, "ASK { ?s a gwr:Target }")
    assert json.loads(render(truth, "json", PREFIX)) == {"head": {}, "boolean": True}
    triples = run(store, question("projects/network"), {"place": "430400"})
    for format in FORMATS:
        assert render(triples, format, PREFIX).endswith("\n")
        assert "true" in render(truth, format, PREFIX)
    turtle = render(triples, "turtle", PREFIX)
    assert turtle == render(triples, "table", PREFIX)
    again = {ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert triples.triples is not None
    assert again == set(triples.triples)
    assert [line for line in turtle.splitlines() if line.startswith("@prefix")] == sorted(turtle.splitlines()[:6])
    assert json.loads(render(triples, "json", PREFIX))
    with pytest.raises(ValueError, match="no such format"):
        render(truth, "xml", PREFIX)


def test_the_longest_prefix_shortens_an_iri() -> None:
    prefixes = {"a": "http://e.test/", "b": "http://e.test/b/"}
    assert compact(ox.NamedNode("http://e.test/b/c"), prefixes) == "b:c"
    assert compact(ox.NamedNode("http://e.test/b/"), prefixes) == "a:b/"
    assert compact(ox.NamedNode("http://other.test/"), prefixes) == "http://other.test/"
