"""Every address of the graph leads to what it is: as a page, as Turtle, as JSON-LD, as N-Triples."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from asynchronous import run_apart
from serving import Server, serving

from kg.build import build
from kg.project import Project, init_project, read_project
from kg.serve.context import Context
from kg.serve.refusals import RefusedError
from kg.serve.settings import Settings
from kg.serve.things import _missing, description
from kg.store import open_store
from kg.terms import TERMS

FORMS = {
    "text/turtle": (".ttl", ox.RdfFormat.TURTLE),
    "application/ld+json": (".jsonld", ox.RdfFormat.JSON_LD),
    "application/n-triples": (".nt", ox.RdfFormat.N_TRIPLES),
    "application/rdf+xml": (".rdf", ox.RdfFormat.RDF_XML),
}


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    with serving(project.root) as started:
        yield started


@pytest.fixture(scope="module")
def subjects(project: Project) -> dict[str, list[str]]:
    """Return every address that the graph says something of, by the first part of its path."""
    found: dict[str, list[str]] = {}
    with open_store(project.build) as snapshot:
        rows = snapshot.store.query("SELECT DISTINCT ?s { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s")
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            iri = row["s"].value
            if iri.startswith(TERMS) and "#" not in iri:
                path = iri.removeprefix(TERMS)
                found.setdefault("/".join(path.split("/")[:-1]), []).append(path)
    return found


def get(server: Server, path: str, accept: str, **headers: str) -> httpx.Response:
    return server.get(path, headers={"Accept": accept, **headers})


def test_things_of_every_kind_are_the_same_in_every_form(server: Server, subjects: dict[str, list[str]]) -> None:
    assert len(subjects) > 25
    for paths in subjects.values():
        path = paths[len(paths) // 2]
        said = []
        for accept, (ending, form) in FORMS.items():
            found = get(server, f"/{path}", accept)
            assert (found.status_code, found.headers["content-type"].split(";")[0]) == (200, accept), path
            assert found.content == get(server, f"/{path}{ending}", "*/*").content, path
            said.append(set(ox.parse(found.content, form)))
        assert said[0] and all(other == said[0] for other in said), path
        assert any(TERMS + path in str(triple) for triple in said[0]), path


def test_the_first_and_last_of_every_kind_has_a_page(server: Server, subjects: dict[str, list[str]]) -> None:
    for paths in subjects.values():
        for path in {paths[0], paths[-1]}:
            found = get(server, f"/{path}", "text/html")
            if found.status_code == 303:
                found = get(server, found.headers["location"].partition("#")[0], "text/html")
            assert found.status_code == 200 and found.headers["content-type"].startswith("text/html"), path
            links = get(server, f"/en/{path}.html", "*/*")
            assert links.status_code == 200 and f"<code>{TERMS}{path}</code>" in links.text, path


def test_a_statement_shows_the_words_it_rests_on_in_their_place(server: Server, project: Project) -> None:
    text = (project.reports / "430400-2019" / "report.txt").read_text(encoding="utf-8")
    page = get(server, "/id/statement/430400-2019.7b8cb5adb1.html", "*/*").text
    places = re.findall(r"/report/430400-2019#s=(\d+)-(\d+)", page)
    quotes = re.findall(r"<mark>(.*?)</mark>", page, re.DOTALL)
    assert len(places) == len(quotes) > 4
    assert [text[int(a) : int(b)] for a, b in places] == quotes
    assert "哪些指向它" in page and "/id/assessment/" in page
    assert 'href="/report/430400-2019#c=430400-2019.7b8cb5adb1"' in page


def test_a_thing_leads_readers_to_its_page_and_keeps_the_language(server: Server) -> None:
    path = "/id/project/430400.byd-rubber-tyred-tram"
    for before in ("", "/en"):
        found = get(server, before + path, "text/html")
        assert (found.status_code, found.headers["location"]) == (303, before + path.removeprefix("/id"))
    for ending, kind in (("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("csv", "text/csv")):
        data = get(server, f"/project/430400.byd-rubber-tyred-tram.{ending}", "*/*")
        assert data.status_code == 200 and data.headers["content-type"].startswith(kind) and data.content


def test_the_ontology_and_whole_graphs_are_there(server: Server) -> None:
    ontology = set(ox.parse(get(server, "/ns", "text/turtle").content, ox.RdfFormat.TURTLE))
    assert ox.NamedNode(TERMS + "ns#Target") in {quad.subject for quad in ontology}
    graph = get(server, "/graph/report-430400-2019.nt", "*/*").content
    count = server.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{TERMS}graph/report-430400-2019> {{ ?s ?p ?o }} }}").json()
    assert len(graph.splitlines()) == int(count["results"]["bindings"][0]["n"]["value"]) > 10_000


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/id/statement/430400-2019.7b8cb5ad99", "/id/statement/430400-2019.7b8cb5adb1"),
        ("/id/project/430400.byd-rubber-tram", "/id/project/430400.byd-rubber-tyred-tram"),
        ("/def/indicator/gdpp", "/def/indicator/gdp"),
        ("/id/nothing/x", "search at /search"),
    ],
)
def test_an_address_of_nothing_is_404_and_names_the_nearest(server: Server, path: str, near: str) -> None:
    found = get(server, path, "text/turtle")
    assert found.status_code == 404 and near in found.text and len(found.text.splitlines()) == 1
    assert "图中没有这个地址" in get(server, path, "*/*", **{"Accept-Language": "zh"}).text


@pytest.mark.parametrize(
    "path", ["/id/place/%3E%7D%20INSERT", "/id/place/<x>", "/id/place/a%0Ab", "/graph/%22", "/id/%F0%A0%AE%B7"]
)
def test_a_path_is_never_part_of_a_query(server: Server, path: str) -> None:
    assert get(server, path, "text/turtle").status_code == 404


def test_what_is_unchanged_is_not_sent_again(server: Server) -> None:
    first = get(server, "/def/indicator/gdp", "text/turtle")
    again = get(server, "/def/indicator/gdp", "text/turtle", **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert get(
        server, "/def/indicator/gdp", "application/n-triples", **{"If-None-Match": first.headers["etag"]}
    ).content


@pytest.fixture
def elsewhere(copied: Project) -> Iterator[tuple[Server, str]]:
    """Serve the project under another base, with an address that a better text gave another one."""
    base = "https://data.example.org/reports/"
    settings = copied.root / "kg.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^#?\s*base_iri = .*$", f'base_iri = "{base}"', text), encoding="utf-8")
    retired = Path(copied.reports / "430400-2019" / "retired.tsv")
    retired.write_text("retired\tsuccessor\n430400-2019.0123456789\t430400-2019.7b8cb5adb1\n", encoding="utf-8")
    build(read_project(copied.root))
    with serving(copied.root) as started:
        yield started, base


def test_another_base_and_retired_addresses_lead_to_this_server(elsewhere: tuple[Server, str]) -> None:
    server, base = elsewhere
    old, new = "/id/statement/430400-2019.0123456789", "/id/statement/430400-2019.7b8cb5adb1"
    data = get(server, old, "application/n-triples").text
    assert (
        f"<{base}id/statement/430400-2019.0123456789> <http://purl.org/dc/terms/isReplacedBy> <{base}{new[1:]}>" in data
    )
    page = get(server, old, "text/html")
    assert (page.status_code, page.headers["location"]) == (301, new)
    assert f"<{base}id/report/430400-2019>" in get(server, new, "application/n-triples").text
    shown = get(server, f"{new}.html", "*/*").text
    assert (
        'href="/id/place/430400"' in shown and f'href="{base}' not in shown and 'href="/def/strength/binding"' in shown
    )


def test_every_page_of_the_site_is_served_live_with_all_that_it_links_to(server: Server, project: Project) -> None:
    from kg.site import open_site
    from kg.site.links import LiveLinks
    from kg.site.units import addresses

    linked: set[str] = set()
    for address in addresses(open_site(project)):
        if address.kind == "promise" and "a" not in address.key[-1:]:
            continue  # a hundred pages of one kind: a few of them do
        for lang in ("zh", "en"):
            found = get(server, LiveLinks(address, lang).to(address), "text/html")
            assert found.status_code == 200 and "'self'" in found.headers["content-security-policy"], address
            linked |= set(re.findall(r'(?:href|src)="(/[^"#]*)', found.text))
    kinds: dict[str, list[str]] = {}
    for path in sorted(linked):
        kinds.setdefault(re.sub(r"[^/]+$", "", path), []).append(path)
    assert len(kinds) > 8
    for paths in kinds.values():
        for path in paths[:3]:
            found = server.client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
            assert found.status_code == 200, path


def test_the_data_of_the_graph_and_the_table_is_served_as_the_site_writes_it(server: Server, project: Project) -> None:
    from kg.site import graph, open_site, shards

    with open_site(project) as site:
        names = [(module, name) for module in (graph, shards) for name in module.names(site)]
        assert {"graph/atlas.js", "graph/430400.js", "data/430400-2019.csv", "data/430400-2019.json"} <= {
            name for _, name in names
        }
        for module, name in names:
            found = server.get(f"/assets/{name}")
            assert (found.status_code, found.content) == (200, module.content(site, name)), name
    assert server.get("/assets/graph/none.js").status_code == 404


def test_a_thing_whose_base_holds_the_word_graph_is_a_thing() -> None:
    thing = "https://data.example/graph/id/place/430400"
    assert "GRAPH" not in description(thing, graph=False) and "GRAPH" in description(thing, graph=True)


def test_what_is_missing_is_missing_though_names_near_to_it_take_too_long() -> None:
    class Busy:
        project = read_project(Path())

        async def answer(self, *_: object, **__: object) -> None:
            raise RefusedError(504, "too long", "太久")

    refused = run_apart(_missing(Busy(), "id/place/430499", ""))  # type: ignore[arg-type]
    assert refused.status == 404 and "/search" in refused.en


def test_pages_are_of_another_edition_after_a_build_that_changes_no_triple_and_after_a_start(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p")
    build(project)
    one, other = Context(project, Settings()), Context(project, Settings())
    before = one.edition()
    assert one.edition() == before != other.edition()
    build(project)
    assert one.edition() != before and one.content_hash() == other.content_hash()
