"""The endpoint held to the SPARQL 1.1 Protocol by requests of our own, over a real connection."""

import gzip
import json
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from serving import Server, serving

from kg.project import Project
from kg.store import open_store

FORM = "application/x-www-form-urlencoded"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a gwr:Target }"
FEW = "CONSTRUCT { ?s a gwr:Target } { ?s a gwr:Target } LIMIT 3"


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    with serving(project.root) as started:
        yield started


def number(answer: httpx.Response) -> int:
    """Return the one number that an answer in JSON holds."""
    assert answer.status_code == 200, answer.text
    [row] = answer.json()["results"]["bindings"]
    return int(row["n"]["value"])


def test_a_query_comes_by_get_and_by_both_forms_of_post(server: Server) -> None:
    by_form = server.post("/sparql", content=f"query={quote(COUNT)}", headers={"Content-Type": FORM})
    directly = server.post(
        "/sparql", content=COUNT, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}
    )
    assert number(server.query(COUNT)) == number(by_form) == number(directly) == 60


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.6", "application/sparql-results+xml"),
        ("text/*, application/sparql-results+json;q=0.9", "text/csv; charset=utf-8"),
        ("text/turtle, */*;q=0.1", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ],
)
def test_tables_come_in_the_format_the_client_prefers(server: Server, accept: str, found: str) -> None:
    answer = server.query("SELECT ?s ?l { ?s a gwr:Report ; rdfs:label ?l }", accept)
    assert answer.headers["content-type"] == found
    format = QueryResultsFormat.from_media_type(found)
    assert format is not None
    if format not in (QueryResultsFormat.CSV,):
        rows = parse_query_results(answer.content, format)
        assert [row["s"].value for row in rows] == ["https://w3id.org/gwr/id/report/430400-2019"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-quads", "application/n-quads"),
        ("application/trig", "application/trig"),
    ],
)
def test_graphs_come_in_every_format_of_rdf(server: Server, accept: str, found: str) -> None:
    answer = server.query(FEW, accept)
    assert answer.headers["content-type"] == found
    format = RdfFormat.from_media_type(found.partition(";")[0])
    assert format is not None and len(list(parse(answer.content, format))) == 3


def test_a_word_in_the_address_goes_before_what_the_client_accepts(server: Server) -> None:
    for word, kind in (("csv", "text/csv"), ("xml", "application/sparql-results+xml")):
        answer = server.get("/sparql", params={"query": COUNT, "format": word}, headers={"Accept": "image/png"})
        assert answer.headers["content-type"].startswith(kind)
    answer = server.get("/sparql", params={"query": FEW, "format": "json"})
    assert answer.headers["content-type"] == "application/ld+json"
    assert server.get("/sparql", params={"query": FEW, "format": "png"}).status_code == 406


def test_the_graphs_of_the_request_are_the_dataset(server: Server, project: Project) -> None:
    report, vocab = (project.addresses.graph(name) for name in ("report-430400-2019", "vocab"))
    everywhere = number(server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    ask = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "json"}
    one = number(server.get("/sparql", params={**ask, "default-graph-uri": report}))
    both = number(server.get("/sparql", params={**ask, "default-graph-uri": [report, vocab]}))
    none = number(server.get("/sparql", params={**ask, "named-graph-uri": report}))
    assert 0 == none < one < both < everywhere
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(server.get("/sparql", params={"query": named, "named-graph-uri": [report, vocab]})) == 2
    in_text = f"SELECT (COUNT(*) AS ?n) FROM <{report}> {{ ?s ?p ?o }}"
    assert number(server.query(in_text)) == one
    # What the request says goes before what the query says.
    assert number(server.get("/sparql", params={"query": in_text, "default-graph-uri": [report, vocab]})) == both


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "line"),
    [
        ("GET", "/sparql?query=SELECT", {}, 400, "query:1:7: expected a SPARQL query, found "),
        ("GET", "/sparql?query=ASK{}&query=ASK{}", {}, 400, "one query, not 2"),
        ("GET", "/sparql?update=CLEAR%20ALL", {}, 400, "an update is sent by POST"),
        ("GET", "/sparql?query=%FF", {}, 400, "a parameter is not UTF-8"),
        ("GET", "/sparql?query=ASK{}&default-graph-uri=a%20b", {}, 400, "default-graph-uri: 'a b' is no IRI"),
        ("POST", "/sparql", {"content": b"ASK {}"}, 415, "expected the content type application/x-www-form-"),
        ("POST", "/sparql", {"content": b"query=", "headers": {"Content-Type": "text/plain"}}, 415, "expected the cont"),
        ("POST", "/sparql", {"content": b"a=b", "headers": {"Content-Type": FORM}}, 400, "a query is missing"),
        ("POST", "/sparql", {"content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}}, 400, "byte 0 "),
        ("POST", "/sparql", {"content": b"", "headers": {"Content-Type": f"{FORM}; charset=utf-16"}}, 415, "charset utf-"),
        ("POST", "/sparql", {"content": b"update=CLEAR+ALL", "headers": {"Content-Type": FORM}}, 403, "this endpoint is "),
        ("PUT", "/sparql?query=ASK{}", {}, 405, "PUT is not taken here"),
        ("GET", "/nothing/here", {}, 404, "/nothing/here: there is no such page"),
        ("GET", "/sparql?query=ASK{}", {"headers": {"Accept": "image/png"}}, 406, "none of the formats you accept; th"),
        ("POST", "/sparql", {"content": b"x" * 2_000_000, "headers": {"Content-Type": FORM}}, 413, "the request is larger"),
        ("GET", "/sparql?query=SELECT*{SERVICE<http://127.0.0.1:9/>{?s?p?o}}", {}, 400, "SERVICE is off at this end"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line(
    server: Server, method: str, path: str, options: dict[str, object], status: int, line: str
) -> None:
    found = server.client.request(method, path, **options)  # type: ignore[arg-type]
    assert (found.status_code, found.headers["content-type"]) == (status, "text/plain; charset=utf-8"), found.text
    assert found.text.startswith(line) and found.text.count("\n") == 1


def test_refusals_are_in_the_clients_language_and_form(server: Server) -> None:
    headers = {"Accept-Language": "zh-CN,zh;q=0.9", "Accept": "application/json"}
    found = server.get("/nothing", headers=headers)
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json() == {"type": "about:blank", "status": 404, "title": "/nothing：没有这一页；可在 /search 搜索"}
    assert server.query("SELECT", **{"Accept-Language": "zh"}).json()["title"].startswith("query:1:7：应为 SPARQL 查询")


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_a_browser_gets_a_page_with_ways_on_where_there_is_none(server: Server) -> None:
    for path, asked, lang, words in (
        ("/nothing/<b>", "zh-CN,zh;q=0.9", "zh", "没有这一页"),
        ("/nothing", "en", "en", "No such page"),
        ("/en/nothing", "zh", "en", "No such page"),
        ("/id/nothing/x", "zh", "zh", "图中没有这个地址"),
    ):
        found = server.get(path, headers={"Accept": BROWSER, "Accept-Language": asked})
        assert (found.status_code, found.headers["content-language"]) == (404, lang), path
        assert (
            words in found.text and 'href="/en/queries"' in found.text
            if lang == "en"
            else 'href="/index"' in found.text
        )
        assert "<b>" not in found.text and "default-src 'none'" in found.headers["content-security-policy"]
    assert (
        server.get("/nothing", headers={"Accept": "*/*"}).text == "/nothing: there is no such page; search at /search\n"
    )


def test_the_first_page_is_in_the_language_of_the_browser_and_links_name_theirs(server: Server) -> None:
    for asked, status in (("en-GB,en;q=0.9,zh;q=0.1", 302), ("zh-CN,zh;q=0.9,en;q=0.8", 200), ("*", 200), ("", 200)):
        found = server.get("/", headers={"Accept": BROWSER, "Accept-Language": asked})
        assert (found.status_code, found.headers.get("location")) == (status, "/en/" if status == 302 else None), asked
        assert found.headers["vary"].startswith("Accept-Language")
    english = server.get("/en/", headers={"Accept-Language": "zh"})
    assert english.status_code == 200 and 'class="twin" href="/index"' in english.text
    assert server.get("/index", headers={"Accept-Language": "en"}).headers["content-language"] == "zh"


def test_what_browsers_and_crawlers_ask_for_is_there(server: Server) -> None:
    assert server.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
    assert "Disallow: /sparql\n" in server.get("/robots.txt").text
    for accept in ("text/html", BROWSER, "*/*"):
        found = server.get("/.well-known/void", headers={"Accept": accept})
        assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, "text/turtle")


def test_the_project_s_prefixes_need_no_declaration_and_relative_addresses_have_a_base(server: Server) -> None:
    answer = server.query("SELECT ?a ?b { BIND(gwr:Target AS ?a) BIND(<x> AS ?b) }")
    row = answer.json()["results"]["bindings"][0]
    assert row["a"]["value"] == "https://w3id.org/gwr/ns#Target" and row["b"]["value"] == f"{server.url}/x"


def test_an_answer_has_a_tag_of_its_content_and_is_sent_once(server: Server, project: Project) -> None:
    first = server.query(COUNT)
    with open_store(project.build) as snapshot:
        assert first.headers["etag"].startswith(f'W/"{snapshot.content_hash[:12]}-')
    again = server.query(COUNT, **{"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = server.query(COUNT, "text/csv", **{"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200 and other.headers["etag"] != first.headers["etag"]
    assert "accept" in first.headers["vary"].lower() and first.headers["cache-control"] == "public, no-cache"
    moving = server.query("SELECT (NOW() AS ?n) {}")
    assert "etag" not in moving.headers and moving.headers["cache-control"] == "no-store"


def test_a_head_is_the_answer_without_its_body(server: Server) -> None:
    whole = server.query(COUNT)
    head = server.client.head("/sparql", params={"query": COUNT}, headers={"Accept": "application/sparql-results+json"})
    assert head.status_code == 200 and head.content == b""
    assert head.headers["content-length"] == whole.headers["content-length"] == str(len(whole.content))


def test_answers_come_compressed_to_who_takes_that(server: Server) -> None:
    query = {"query": "SELECT * { ?s ?p ?o } LIMIT 5000", "format": "csv"}
    with server.client.stream("GET", "/sparql", params=query, headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        raw = b"".join(packed.iter_raw())
    plain = server.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content and len(raw) < len(plain.content) / 3


def test_any_page_may_ask_and_nothing_is_asked_of_a_browser(server: Server) -> None:
    answer = server.query(COUNT, Origin="https://elsewhere.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff" and "server" not in answer.headers
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    flight = server.client.options("/sparql", headers=headers | {"Access-Control-Request-Headers": "content-type"})
    assert flight.status_code == 200 and "POST" in flight.headers["access-control-allow-methods"]
    # The token of a writable store is no matter of pages elsewhere.
    assert "authorization" not in flight.headers["access-control-allow-headers"].lower()


def test_the_endpoint_describes_itself(server: Server) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    answer = server.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.headers["content-type"].startswith(("text/turtle", "text/html"))
    found = server.get("/sparql", headers={"Accept": "application/n-triples"})
    triples = {(q.predicate.value, str(q.object)) for q in parse(found.content, RdfFormat.N_TRIPLES)}
    assert (f"{sd}endpoint", f"<{server.url}/sparql>") in triples
    assert (f"{sd}feature", f"<{sd}UnionDefaultGraph>") in triples
    assert (f"{sd}supportedLanguage", f"<{sd}SPARQL11Update>") not in triples


def test_void_counts_what_is_there(server: Server, project: Project) -> None:
    found = server.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    void = {(q.subject.value, q.predicate.value): q.object for q in parse(found.content, RdfFormat.N_TRIPLES)}
    with open_store(project.build) as snapshot:
        quads = list(snapshot.store)
    this, ns = f"{server.url}/.well-known/void#dataset", "http://rdfs.org/ns/void#"
    expected = {
        "triples": len({(q.subject, q.predicate, q.object) for q in quads}),
        "distinctSubjects": len({q.subject for q in quads}),
        "distinctObjects": len({q.object for q in quads}),
        "properties": len({q.predicate for q in quads}),
    }
    assert {name: int(void[this, ns + name].value) for name in expected} == expected  # type: ignore[union-attr]
    classes = [subject for (subject, name), value in void.items() if name == ns + "class" and "Target" in str(value)]
    assert {void[part, ns + "entities"].value for part in classes} == {"60"}  # type: ignore[union-attr]
    assert server.get("/.well-known/void", headers={"If-None-Match": found.headers["etag"]}).status_code == 200
    again = {"Accept": "application/n-triples", "If-None-Match": found.headers["etag"]}
    assert server.get("/.well-known/void", headers=again).status_code == 304


def test_a_graph_is_read_by_its_name(server: Server, project: Project) -> None:
    name = project.addresses.graph("report-430400-2019")
    found = server.get("/store", params={"graph": name}, headers={"Accept": "application/n-triples"})
    with open_store(project.build) as snapshot:
        assert len(found.text.splitlines()) == sum(q.graph_name.value == name for q in snapshot.store if q.graph_name)  # type: ignore[union-attr]
    assert server.get("/store", params={"graph": name + "x"}).status_code == 404
    assert server.get("/store").status_code == 400
    assert server.client.put("/store", params={"graph": name}, content=b"").status_code == 403


def test_health_says_which_content_answers_and_metrics_count(server: Server, project: Project) -> None:
    with open_store(project.build) as snapshot:
        assert server.get("/health").json() == {"status": "ok", "content": snapshot.content_hash}
    lines = server.get("/metrics").text.splitlines()
    values = {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}
    assert values['kg_requests_total{route="/sparql",status="200"}'] > 10
    assert values["kg_request_seconds_count"] == values['kg_request_seconds_bucket{le="+Inf"}'] > 30
    assert values["kg_worker_processes"] >= 2 and values["kg_server_memory_bytes"] > 1e6
    assert server.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 403


def test_a_large_answer_is_whole(server: Server) -> None:
    answer = server.query("SELECT ?s ?p ?o { ?s ?p ?o }")
    assert len(answer.json()["results"]["bindings"]) == number(server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    assert len(json.dumps(answer.json())) > 1 << 20


def test_a_search_takes_a_place_by_name_and_tells_of_one_that_there_is_not(server: Server) -> None:
    json = {"Accept": "application/json"}
    named = server.get("/search", params={"q": "机场", "place": "衡阳市"}, headers=json).json()
    assert (
        named["total"]
        == server.get("/search", params={"q": "机场", "place": "430400"}, headers=json).json()["total"]
        > 5
    )
    wrong = server.get("/search", params={"q": "机场", "place": "衡羊市"}, headers=json)
    assert wrong.status_code == 400 and "衡阳市" in wrong.json()["title"]
    page = server.get("/en/search", params={"q": "机场", "place": "衡羊市"}, headers={"Accept": "text/html"})
    assert page.status_code == 400 and "did you mean 430400 衡阳市" in page.text and "</form>" in page.text
