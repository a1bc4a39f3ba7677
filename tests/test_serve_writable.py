"""A writable store: who has the token changes it, everyone reads what was changed, nothing half-done is kept."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from command import kg, kg_alone
from serving import Server, serving

from kg.project import init_project

TOKEN = "a-token-of-the-tests"
AUTH = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {"Content-Type": "text/turtle"}
UPDATE = {"Content-Type": "application/sparql-update"}
G = "http://example.org/g"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("writable")
    init_project(root / "project")
    with serving(root / "project", "--writable", str(root / "store"), KG_SERVE_TOKEN=TOKEN) as started:
        yield started


@pytest.fixture(autouse=True)
def emptied(request: pytest.FixtureRequest) -> None:
    if "server" in request.fixturenames:
        assert update(request.getfixturevalue("server"), "DROP ALL").status_code == 204


def update(server: Server, text: str, **params: object) -> httpx.Response:
    return server.post("/sparql", params=params, content=text, headers=UPDATE | AUTH)


def put(server: Server, turtle: str, graph: str = G, method: str = "PUT", **headers: str) -> httpx.Response:
    params = {"graph": graph} if graph else {"default": ""}
    return server.client.request(method, "/store", params=params, content=turtle, headers=TURTLE | AUTH | headers)


def count(server: Server, pattern: str = "?s ?p ?o") -> int:
    [row] = server.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").json()["results"]["bindings"]
    return int(row["n"]["value"])


def test_an_update_is_seen_by_the_next_query(server: Server) -> None:
    for n in range(1, 4):
        assert update(server, f"INSERT DATA {{ <http://x/{n}> <http://p> {n} }}").status_code == 204
        assert count(server) == n
    by_form = server.post("/sparql", data={"update": "DELETE WHERE { ?s ?p 1 }"}, headers=AUTH)
    assert by_form.status_code == 204 and count(server) == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": "Basic !!!"}, 401),
        ({"Authorization": "Digest " + TOKEN}, 401),
        (AUTH, 204),
        # Any name, the token as the password: what tools for SPARQL can send.
        ({"Authorization": "Basic YW55Ym9keTphLXRva2VuLW9mLXRoZS10ZXN0cw=="}, 204),
    ],
)
def test_only_who_has_the_token_changes_anything(server: Server, headers: dict[str, str], status: int) -> None:
    found = server.post("/sparql", content="INSERT DATA { <http://x> <http://p> 1 }", headers=UPDATE | headers)
    assert found.status_code == status and ("www-authenticate" in found.headers) is (status == 401)
    stored = server.client.put("/store", params={"graph": G}, content="", headers=TURTLE | headers)
    assert stored.status_code == (201 if status == 204 else 401)
    assert server.client.delete("/store", params={"graph": G}, headers=headers).status_code == status
    assert count(server) == (status == 204)


def test_the_graphs_of_the_request_are_where_an_update_looks(server: Server) -> None:
    update(
        server,
        "INSERT DATA { GRAPH <http://a> { <http://s> <http://p> 1 } GRAPH <http://b> { <http://s> <http://p> 2 } }",
    )
    text = "INSERT { GRAPH <http://c> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    assert update(server, text, **{"using-graph-uri": "http://b"}).status_code == 204
    assert count(server, "GRAPH <http://c> { ?s ?p 2 }") == 1 == count(server, "GRAPH <http://c> { ?s ?p ?o }")
    conflict = update(
        server, "WITH <http://a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", **{"using-graph-uri": "http://b"}
    )
    assert conflict.status_code == 400 and conflict.text.startswith("using-graph-uri beside WITH in the update")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("INSERT DATA { <http://x> <http://p> }", "update: error at 1:37: "),
        ("CLEAR ALL ; INSERT DATA {", "update: error at "),
        ("LOAD <http://127.0.0.1:9/data.ttl>", "LOAD is off at this endpoint; send the data"),
        ("CLEAR ALL;LOADSILENT<http://127.0.0.1:9/data.ttl>", "LOAD is off at this endpoint; send the data"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is off at this endpoint"),
        ("\x00", "update: error at 1:2: "),
    ],
)
def test_what_is_refused_changes_nothing(server: Server, text: str, line: str) -> None:
    update(server, "INSERT DATA { <http://x> <http://p> 1 }")
    found = update(server, text)
    assert found.status_code == 400 and found.text.startswith(line), found.text
    assert found.text.count("\n") == 1 and count(server) == 1


def test_a_graph_is_put_replaced_added_to_read_and_removed(server: Server) -> None:
    assert put(server, "<http://s> <http://p> 1, 2 .").status_code == 201
    assert put(server, "<http://s> <http://p> 3 .").status_code == 204
    assert put(server, "<http://s> <http://p> 4 .", method="POST").status_code == 204
    found = server.get("/store", params={"graph": G}, headers={"Accept": "application/n-triples"})
    assert sorted(line.split('"')[1] for line in found.text.splitlines()) == ["3", "4"]
    assert server.client.head("/store", params={"graph": G}).status_code == 200
    gone = [server.client.delete("/store", params={"graph": G}, headers=AUTH).status_code for _ in range(2)]
    assert gone == [204, 404] and server.get("/store", params={"graph": G}).status_code == 404 and count(server) == 0


def test_the_default_graph_a_graph_s_own_address_and_one_without_a_name(server: Server) -> None:
    assert put(server, "<http://s> <http://p> 1 .", graph="").status_code == 204
    assert server.get("/store", params={"default": ""}, headers={"Accept": "text/turtle"}).text.strip().endswith("1 .")
    own = server.client.put("/store/people/one", content="<> <http://p> 1 .", headers=TURTLE | AUTH)
    assert (
        own.status_code == 201
        and count(server, f"GRAPH <{server.url}/store/people/one> {{ <{server.url}/store/people/one> ?p ?o }}") == 1
    )
    made = server.post("/store", content="<http://s> <http://p> 2 .", headers=TURTLE | AUTH)
    assert made.status_code == 201 and count(server, f"GRAPH <{made.headers['location']}> {{ ?s ?p 2 }}") == 1


def test_a_file_of_quads_says_itself_what_belongs_where(server: Server) -> None:
    nquads = '<http://s> <http://p> "广州" <http://a> .\n<http://s> <http://p> "1" <http://b> .\n'
    found = server.post("/store", content=nquads.encode(), headers={"Content-Type": "application/n-quads"} | AUTH)
    assert found.status_code == 204 and count(server, "GRAPH <http://a> { ?s ?p '广州' }") == 1 == count(
        server, "GRAPH <http://b> { ?s ?p ?o }"
    )


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ("<http://s> <http://p>", {}, 400),
        ("<http://s> <http://p> 1 . <http://s> <http://p> 'a", {}, 400),
        ("", {"Content-Type": "image/png"}, 415),
        ("", {"Content-Encoding": "br"}, 415),
    ],
)  # fmt: skip
def test_a_malformed_upload_leaves_the_graph_as_it_was(
    server: Server, body: str, headers: dict[str, str], status: int
) -> None:
    put(server, "<http://s> <http://p> 1, 2 .")
    found = put(server, body, **headers)
    assert found.status_code == status and count(server) == 2, found.text
    assert "tmp" not in found.text and "urn:" not in server.query("SELECT ?g { GRAPH ?g {} }").text


def test_an_update_that_takes_too_long_is_undone_and_others_go_on(tmp_path: Path) -> None:
    project = init_project(tmp_path / "project")
    with (project.root / "kg.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[serve]\nupdate_limit = 2\n")
    with serving(project.root, "--writable", str(tmp_path / "store"), KG_SERVE_TOKEN=TOKEN) as server:
        values = " ".join(f"<http://s> <http://p> {n} ." for n in range(3000))
        assert update(server, f"INSERT DATA {{ {values} }}").status_code == 204
        long = "INSERT { ?a <http://q> ?d } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        found = update(server, f"DELETE WHERE {{ ?s ?p 1 }} ; {long}")
        assert (found.status_code, found.text) == (504, "the change took more than 2 s; nothing was changed\n")
        assert count(server) == 3000 and update(server, "DELETE WHERE { ?s ?p 1 }").status_code == 204
        assert count(server) == 2999


def test_what_was_written_is_there_after_a_restart_even_a_rough_one(tmp_path: Path) -> None:
    init_project(tmp_path / "project")
    options = (tmp_path / "project", "--writable", str(tmp_path / "store"))
    with serving(*options, KG_SERVE_TOKEN=TOKEN) as server:
        update(server, "INSERT DATA { <http://s> <http://p> 1 }")
        server.process.kill()
        server.process.wait()
    with serving(*options, KG_SERVE_TOKEN=TOKEN) as server:
        assert count(server) == 1
        # A second server of the same folder would spoil it.
        second = kg_alone(
            "serve",
            "--port",
            "0",
            "--writable",
            str(tmp_path / "store"),
            cwd=tmp_path / "project",
            KG_SERVE_TOKEN=TOKEN,
        )
        assert second.code == 1 and "expected a store that nobody else writes to" in second.err


def test_a_writable_store_without_a_token_is_not_served(tmp_path: Path) -> None:
    init_project(tmp_path / "project")
    ran = kg("serve", "--port", "0", "--writable", str(tmp_path / "store"), cwd=tmp_path / "project", KG_SERVE_TOKEN="")
    assert ran.code == 2 and ran.line().startswith("kg: --writable: expected a token in KG_SERVE_TOKEN, found none; ")


def test_a_page_of_another_site_changes_nothing_though_the_browser_adds_the_password(server: Server) -> None:
    form = {"update": "INSERT DATA { <http://x/1> <http://p> 1 }"}
    for origin in ("https://evil.example", "null"):
        refused = server.post("/sparql", data=form, auth=("me", TOKEN), headers={"Origin": origin})
        assert refused.status_code == 403
    assert count(server) == 0
    assert server.post("/sparql", data=form, auth=("me", TOKEN), headers={"Origin": server.url}).status_code == 204
