"""The library of questions over HTTP: the same answers as anywhere, in every form, and errors that say what to do."""

import json
import re
from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
from openapi_spec_validator import validate
from serving import Server, serving
from test_query_library import answer_file, rows_of

from kg.answer import render
from kg.project import Project
from kg.query import answered
from kg.question import questions
from kg.remote import Endpoint
from kg.terms import TERMS, Addresses

ASKED = [q for q in questions() if q.requires is None]
CSV, JSON, HTML = "text/csv", "application/sparql-results+json", "text/html"


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    with serving(project.root) as started:
        yield started


def get(server: Server, path: str, accept: str = "*/*", **headers: str) -> httpx.Response:
    return server.get(path, headers={"Accept": accept, **headers})


@pytest.mark.parametrize("name", [q.name for q in ASKED])
def test_every_question_has_its_exact_answer_over_http_and_from_a_remote_endpoint(server: Server, name: str) -> None:
    asked = next(q for q in ASKED if q.name == name)
    expected = rows_of(answer_file(asked).read_text(encoding="utf-8"))
    found = get(server, f"/queries/{name}", CSV)
    assert (found.status_code, found.headers["content-type"]) == (200, "text/csv; charset=utf-8"), found.text
    assert rows_of(found.text) == expected
    remote = answered(asked, {}, TERMS, Endpoint(f"{server.url}/sparql"))
    assert rows_of(render(remote, "csv", Addresses().prefixes())) == expected


def test_an_answer_comes_in_the_form_that_accept_or_format_asks_for(server: Server) -> None:
    one, graph = "/queries/targets/firm", "/queries/projects/network"
    rows = get(server, one, JSON).json()["results"]["bindings"]
    assert len(rows) == len(rows_of(get(server, one, CSV).text)) - 1 == 15
    assert get(server, f"{one}?format=json").json() == get(server, one, JSON).json()
    assert get(server, f"{one}?format=tsv").text.startswith("?text\t?label")
    assert get(server, one, "text/html,*/*;q=0.8").headers["content-type"].startswith("text/html")
    assert get(server, f"{one}?format=html").headers["content-type"].startswith("text/html")
    turtle = get(server, graph, "text/turtle").content
    triples = set(ox.parse(turtle, ox.RdfFormat.TURTLE))
    assert triples and triples == set(ox.parse(get(server, f"{graph}?format=jsonld").content, ox.RdfFormat.JSON_LD))
    assert get(server, one, "image/png").status_code == 406
    assert "html, json, csv, tsv" in get(server, f"{one}?format=png").text


def test_what_is_unchanged_is_not_sent_again(server: Server) -> None:
    first = get(server, "/queries/targets/firm", CSV)
    again = get(server, "/queries/targets/firm", CSV, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("place=999999", "place: expected the code, label or IRI of a place in the graph, found '999999'; for example place=430400"),
        ("strength=iron", "strength: expected one of binding, ensure, plain, strive, expected, encourage, found 'iron'; for example strength=ensure"),
        ("year=twenty", "year: expected a whole number, found 'twenty'; for example year=2019"),
        ("colour=red", "targets/firm: expected a parameter of place, year, strength, lang, found colour; for example place=430400"),
        ("year=2019&year=2018", "the parameter year stands twice; give it once"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_one_line(server: Server, query: str, line: str) -> None:
    found = get(server, f"/queries/targets/firm?{query}", CSV)
    assert (found.status_code, found.text) == (400, line + "\n")
    problem = get(server, f"/queries/targets/firm?{query}", "application/json")
    assert (problem.headers["content-type"], problem.json()["title"]) == ("application/problem+json", line)
    page = get(server, f"/en/queries/targets/firm?{query}", HTML)
    assert page.status_code == 400 and 'role="alert"' in page.text


def test_a_wrong_parameter_is_told_in_chinese_where_that_is_asked_for(server: Server) -> None:
    found = get(server, "/queries/targets/firm?year=twenty", CSV, **{"Accept-Language": "zh-CN,zh;q=0.9"})
    assert found.text == "year：应为整数，实为 'twenty'；例如 year=2019\n"


@pytest.mark.parametrize(
    "words", ['机场" } INSERT DATA { <a:b> <a:c> "', "') || true || CONTAINS(?quote, '", "\\", "{"]
)
def test_what_is_typed_is_a_term_and_never_part_of_the_query(server: Server, words: str) -> None:
    found = server.get("/queries/evidence/word", params={"word": words, "format": "csv"})
    assert (found.status_code, len(rows_of(found.text))) == (200, 1)
    sparql = server.get("/queries/evidence/word", params={"word": words, "format": "sparql"})
    assert ox.Literal(words).__str__() in sparql.text
    again = server.query(sparql.text)
    assert again.json()["results"]["bindings"] == []


def test_a_question_is_found_by_part_of_its_name_and_the_nearest_are_named(server: Server) -> None:
    found = get(server, "/queries/cq06?strength=plain", CSV)
    assert (found.status_code, found.headers["location"]) == (308, "/queries/targets/firm?strength=plain")
    missing = get(server, "/queries/targets/firmer")
    assert missing.status_code == 404 and "the nearest are targets/firm" in missing.text


def test_the_library_is_listed_and_searched(server: Server) -> None:
    listed = get(server, "/queries", "application/json").json()["questions"]
    assert [q["name"] for q in listed] == [q.name for q in questions()]
    firm = next(q for q in listed if q["name"] == "targets/firm")
    assert firm["question"]["zh"] and firm["example"]["total"] == 15 and firm["view"] == "table"
    strength = next(p for p in firm["parameters"] if p["name"] == "strength")
    assert strength["default"] == "ensure" and "binding" in strength["allowed"]
    found = get(server, "/queries?q=强度 分布", "application/json").json()["questions"]
    assert [q["name"] for q in found] == ["targets/strengths"]
    page = get(server, "/en/queries?q=firm", HTML).text
    assert "/en/queries/targets/firm" in page and "/en/queries/places/chain" not in page


def test_the_page_of_an_answer_shows_all_that_belongs_to_it(server: Server) -> None:
    page = get(server, "/queries/targets/firm?strength=plain", HTML).text
    for text in ("哪些承诺达到“确保”或更强？", '<option value="plain" selected>', 'href="/queries/targets/firm?strength=plain&amp;format=csv"',
                 "VALUES (?place ?year ?strength ?lang)", "/sparql#query=", "衡阳市"):  # fmt: skip
        assert text in page, text
    assert 'data-chart="rows"' in get(server, "/queries/targets/strengths", HTML).text
    assert (
        '<iframe src="/picture?question=organisations%2Fprojects'
        in get(server, "/queries/organisations/projects", HTML).text
    )


def test_what_somebody_typed_stands_on_the_page_as_it_is(server: Server) -> None:
    hostile = '"><script>window.hit=1</script>'
    page = server.get("/queries/evidence/word", params={"word": hostile}, headers={"Accept": HTML})
    assert page.status_code == 200 and "<script>window.hit" not in page.text
    assert "&#34;&gt;&lt;script&gt;" in page.text


def test_the_description_of_the_server_is_valid_openapi_and_names_every_question(server: Server) -> None:
    document = get(server, "/openapi.json").json()
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert {f"/queries/{q.name}" for q in questions()} <= set(document["paths"])
    for asked in questions():
        described = document["paths"][f"/queries/{asked.name}"]["get"]
        named = {p["name"] for p in described["parameters"]}
        assert named == {p.name for p in asked.parameters} | {"format"}
    assert document["servers"] == [{"url": server.url}]
    assert json.dumps(document).count('"operationId"') == len(
        set(re.findall(r'"operationId": "([^"]+)"', json.dumps(document)))
    )


def test_no_question_has_a_parameter_that_the_address_needs_for_itself() -> None:
    from kg.serve.questions import RESERVED

    assert not [q.name for q in questions() if RESERVED & {p.name for p in q.parameters}]


def test_a_picture_holds_at_most_three_hundred_things(server: Server) -> None:
    page = get(server, "/picture?question=linking/co-named")
    assert page.status_code == 200 and page.headers["content-security-policy"] == "frame-ancestors 'self'"
    assert get(server, "/picture").status_code == 400
    assert get(server, "/picture?query=SELECT ?x { ?x ?y ?z } LIMIT 1").status_code == 422
