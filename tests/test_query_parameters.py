"""Parameters of questions: found by code, label or IRI, bound as terms; what is wrong or absent is one line."""

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import sample_nquads

from kg.errors import QueryError
from kg.query import run
from kg.question import parse_question, question
from kg.store import memory_store
from kg.terms import PREFIXES, TERMS


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return memory_store(sample_nquads()).store


@pytest.mark.parametrize(
    "place", ["430400", "place:430400", TERMS + "id/place/430400", f"<{TERMS}id/place/430400>", "衡阳市", "衡阳"]
)
def test_a_place_is_given_by_code_short_or_full_iri_or_name(store: ox.Store, place: str) -> None:
    assert len(run(store, question("cq01"), {"place": place}).rows) == 6


@pytest.mark.parametrize("indicator", ["gdp", "ind:gdp", "地区生产总值", "生产总值", "gross domestic product", " gdp "])
def test_an_indicator_is_given_by_code_or_by_any_label(store: ox.Store, indicator: str) -> None:
    rows = run(store, question("cq03"), {"place": "430400", "year": 2018, "indicator": indicator}).rows
    assert [row[0] for row in rows] == [ox.Literal("增长8.5%")]


def test_an_empty_parameter_leaves_it_open(store: ox.Store) -> None:
    assert len(run(store, question("cq01"), {"place": "", "year": ""}).rows) == 10


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        (
            "cq01",
            {"plaec": "430400"},
            "expected a parameter of place, year, lang, found plaec; for example place=430400",
        ),
        (
            "cq01",
            {"place": "430499"},
            r"place: expected the code, label or IRI of a place in the graph.*430400 \(衡阳市\)",
        ),
        ("cq01", {"place": "http://e.test/x"}, "place: expected the code"),
        ("cq01", {"place": "<not an iri>"}, "place: expected the code"),
        ("cq03", {"indicator": "gpd"}, r"found 'gpd'; near to it: gdp \(地区生产总值\)"),
        ("cq03", {"indicator": "城镇失业率"}, r"near to it: urban-registered-unemployment"),
        ("cq01", {"year": "二〇一九"}, "year: expected a whole number, found '二〇一九'; for example year=2019"),
        ("cq01", {"year": "2019.5"}, "year: expected a whole number"),
        ("cq17", {"limit": "NaN"}, "limit: expected a number"),
        ("cq17", {"limit": "1e999999"}, "limit: expected a number"),
        ("cq06", {"strength": "sure"}, "strength: expected one of binding, ensure, plain, strive, expected, encourage"),
    ],
)
def test_a_wrong_parameter_is_named_with_what_is_allowed(
    store: ox.Store, name: str, given: dict[str, str], words: str
) -> None:
    with pytest.raises(QueryError, match=words):
        run(store, question(name), given)


def test_a_name_that_several_things_bear_is_not_guessed() -> None:
    line = '<{0}id/project/{1}> <{2}label> "新区道路"@zh <{0}graph/g> .\n'
    nquads = "".join(line.format(TERMS, p, PREFIXES["rdfs"]) for p in ("430400.a", "430400.b")).encode()
    with pytest.raises(QueryError, match=r"one of proj:430400\.a, proj:430400\.b"):
        run(memory_store(nquads).store, question("cq08"), {"project": "新区道路"})


def test_place_and_year_default_to_those_of_the_report_with_the_latest_plan_year(store: ox.Store) -> None:
    said: list[str] = []
    latest = run(store, question("cq02"), {"indicator": "gdp"}, remark=said.append)
    assert said == ["place=999900 year=2020", "0 rows"]
    assert latest == run(store, question("cq02"), {"indicator": "gdp", "place": "999900", "year": 2020})
    said.clear()
    run(store, question("cq01"), {"place": "430400"}, remark=said.append)
    assert said == ["year=2019"]
    said.clear()
    run(store, question("cq01"), {"place": "430400", "year": 2019}, remark=said.append)
    assert said == []


def test_without_a_report_place_and_year_are_left_open() -> None:
    said: list[str] = []
    assert run(ox.Store(), question("cq01"), remark=said.append).rows == ()
    assert said == ["0 rows"]


def test_a_default_that_the_graph_does_not_hold_must_be_given() -> None:
    line = '<{0}id/project/120000.port> <{1}label> "港口"@zh <{0}graph/g> .\n'
    store = memory_store(line.format(TERMS, PREFIXES["rdfs"]).encode()).store
    words = r"expected the parameter project, found none; for example project=120000\.port"
    with pytest.raises(QueryError, match=words):
        run(store, question("cq08"))


def test_an_empty_answer_says_which_class_the_graph_lacks_and_what_to_ask_instead(store: ox.Store) -> None:
    reports = b"".join(line for line in sample_nquads().splitlines(keepends=True) if b"#Assessment>" not in line)
    said: list[str] = []
    run(memory_store(reports).store, question("cq13"), {"place": "430400"}, remark=said.append)
    run(store, question("cq13"), {"place": "430400"}, remark=said.append)
    assert said == ["0 rows: this graph holds no assessments; try targets/with-results", "0 rows"]


def test_an_article_fits_its_noun(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="IRI of an indicator in the graph"):
        run(store, question("cq03"), {"indicator": "gpd"})


def test_a_parameter_without_a_default_must_be_given(store: ox.Store) -> None:
    asked = parse_question("# param: least integer 至少@zh at least@en\nSELECT ?least {}", "q", "q.rq")
    with pytest.raises(QueryError, match="expected the parameter least, found none; for example least=10"):
        run(store, asked)
    assert run(store, asked, {"least": "+07"}).rows == ((ox.Literal(7),),)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: t.strip() == t))
def test_a_text_parameter_comes_back_as_it_went_in(text: str) -> None:
    asked = parse_question("# param: x text\nSELECT ?x ?y { BIND(?x AS ?y) }", "q", "q.rq")
    assert run(ox.Store(), asked, {"x": text}).rows == ((ox.Literal(text), ox.Literal(text)),)


@settings(max_examples=60, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_decimal_parameter_keeps_its_value_in_one_form(number: Decimal) -> None:
    asked = parse_question("# param: x decimal\nSELECT ?x {}", "q", "q.rq")
    ((term,),) = run(ox.Store(), asked, {"x": str(number)}).rows
    assert isinstance(term, ox.Literal)
    assert Decimal(term.value) == number
    assert "E" not in term.value
    assert term.datatype.value.endswith("#decimal")


def test_sparql_text_takes_iris_numbers_and_strings(store: ox.Store) -> None:
    given = {"a": "place:430400", "b": "2019", "c": "0.50", "d": "2019年", "e": "http://e.test/x"}
    (row,) = run(store, "SELECT ?a ?b ?c ?d ?e {}", given).rows
    assert list(map(str, row)) == [
        f"<{TERMS}id/place/430400>",
        '"2019"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"2019年"',
        "<http://e.test/x>",
    ]
    with pytest.raises(QueryError, match="the name of a variable"):
        run(store, "SELECT ?a {}", {"a) { } #": "1"})
