"""``kg load``: an endpoint holds what the build holds, nothing else there is touched, and a break is no loss."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from command import ROOT, SMALL, kg, put
from proxy import Asked, Proxy

sys.path.insert(0, str(ROOT / "bench"))
from servers import Served, oxigraph

from kg.build import build
from kg.errors import EndpointError
from kg.load import Register, planned, publish, taken_apart, withdraw
from kg.project import Project, init_project, read_project
from kg.query import run
from kg.remote import Endpoint, Writer
from kg.store import open_store

REGISTER = "https://w3id.org/gwr/graph/loaded"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "served").mkdir()
    with oxigraph(tmp_path / "served") as served:
        yield served


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two made-up reports, built; to be copied before it is changed."""
    project = init_project(tmp_path_factory.mktemp("two") / "two")
    put(project.reports / "430500-2020", SMALL)
    put(project.reports / "430600-2020", SMALL.replace("邵阳", "岳阳"))
    build(project)
    return project


@pytest.fixture
def project(two: Project, tmp_path: Path) -> Project:
    return read_project(Path(shutil.copytree(two.root, tmp_path / "two")))


def sizes(served: Served) -> dict[str, int]:
    rows = run(Endpoint(served.url), "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
    return {g.value: int(n.value) for g, n in rows if isinstance(g, ox.NamedNode) and isinstance(n, ox.Literal)}


def built(project: Project) -> dict[str, int]:
    text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    with open_store(project.build) as snapshot:
        rows = run(snapshot.store, text).rows
    return {g.value: int(n.value) for g, n in rows if isinstance(g, ox.NamedNode) and isinstance(n, ox.Literal)}


def without_register(found: dict[str, int]) -> dict[str, int]:
    return {g: n for g, n in found.items() if g != REGISTER}


@pytest.mark.parametrize("how", [(), ("--graphs-url", "none")], ids=["graph store protocol", "updates"])
def test_a_server_holds_what_the_build_holds_and_a_second_time_nothing_is_sent(
    project: Project, server: Served, how: tuple[str, ...]
) -> None:
    dry = kg("load", "--endpoint", server.url, "--dry-run", *how, cwd=project.root)
    assert (dry.code, dry.err) == (0, "nothing was sent\n") and "new        0 → " in dry.out.replace(
        "new  ", "new        "
    )
    assert sizes(server) == {}
    ran = kg("load", "--endpoint", server.url, *how, cwd=project.root)
    assert ran.code == 0, ran.err
    assert without_register(sizes(server)) == built(project)
    total = sum(built(project).values())
    assert ran.out.endswith(f"{len(built(project))} graphs with {total:,} triples counted there\n")
    assert "sending https://w3id.org/gwr/graph/vocab" in ran.err
    with Proxy(server.url) as proxy:
        again = kg("load", "--endpoint", proxy.url, *how, cwd=project.root)
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith(f"{len(built(project))} graphs are the same there\n")
    assert not [a for a in proxy.asked if a.writes or a.update]


def test_only_what_changed_is_sent_and_what_the_build_lost_is_withdrawn(project: Project, server: Served) -> None:
    kg("load", "--endpoint", server.url, cwd=project.root)
    shutil.rmtree(project.reports / "430600-2020")
    build(project)
    dry = kg("load", "--endpoint", server.url, "--dry-run", cwd=project.root).out
    assert "withdrawn" in dry and "graph/report-430600-2020" in dry
    with Proxy(server.url) as proxy:
        ran = kg("load", "--endpoint", proxy.url, cwd=project.root)
    assert ran.code == 0, ran.err
    written = {a.path.rpartition("%2F")[2] for a in proxy.asked if a.method == "PUT"}
    assert written == {"meta", "reference"}
    assert without_register(sizes(server)) == built(project)


def test_a_graph_altered_there_is_put_right(project: Project, server: Served) -> None:
    kg("load", "--endpoint", server.url, cwd=project.root)
    there = Writer(Endpoint(server.url))
    there.insert("https://w3id.org/gwr/graph/meta", b"<http://e.test/a> <http://e.test/b> <http://e.test/c> .\n")
    assert kg("load", "--endpoint", server.url, "--dry-run", cwd=project.root).out.startswith("altered")
    kg("load", "--endpoint", server.url, cwd=project.root)
    assert without_register(sizes(server)) == built(project)


def test_what_is_not_ours_is_neither_overwritten_nor_withdrawn(project: Project, server: Served) -> None:
    writer = Writer(Endpoint(server.url))
    other = b"<http://e.test/a> <http://e.test/b> <http://e.test/c> .\n"
    writer.insert("http://e.test/graph", other)
    writer.insert("https://w3id.org/gwr/graph/vocab", other)
    ran = kg("load", "--endpoint", server.url, cwd=project.root)
    assert ran.code == 1 and ran.err.count("\n") == 1
    assert (
        "expected no graph that `kg load` has not written, found https://w3id.org/gwr/graph/vocab (1 triples)"
        in ran.err
    )
    assert sizes(server) == {"http://e.test/graph": 1, "https://w3id.org/gwr/graph/vocab": 1}
    assert kg("load", "--endpoint", server.url, "--adopt", cwd=project.root).code == 0
    assert sizes(server)["http://e.test/graph"] == 1
    assert without_register(sizes(server)) == built(project) | {"http://e.test/graph": 1}
    ran = kg("load", "--endpoint", server.url, "--withdraw", cwd=project.root)
    assert (ran.code, ran.out.splitlines()[-1]) == (0, f"{server.url}: {len(built(project))} graphs withdrawn")
    assert sizes(server) == {"http://e.test/graph": 1}


def test_another_project_s_graphs_under_the_same_base_are_not_taken_for_ones_own(
    project: Project, server: Served, tmp_path: Path
) -> None:
    kg("load", "--endpoint", server.url, cwd=project.root)
    before = sizes(server)
    other = init_project(tmp_path / "other")
    put(other.reports / "430700-2020", SMALL.replace("邵阳", "常德"))
    build(other)
    for way in ((), ("--withdraw",)):
        ran = kg("load", "--endpoint", server.url, *way, cwd=other.root)
        assert (
            ran.code == 1
            and "expected graphs of the project 'other', found those of 'two' under the same base" in ran.err
        )
    assert sizes(server) == before


def test_a_project_of_the_same_base_and_title_withdraws_nothing_of_another(
    project: Project, server: Served, tmp_path: Path
) -> None:
    kg("load", "--endpoint", server.url, cwd=project.root)
    before = sizes(server)
    other = init_project(tmp_path / "elsewhere" / "two")
    put(other.reports / "430700-2020", SMALL.replace("邵阳", "常德"))
    build(other)
    for way in ((), ("--dry-run",), ("--withdraw",)):
        ran = kg("load", "--endpoint", server.url, *way, cwd=other.root)
        assert ran.code == 1 and "among those published there, found 430500-2020, 430600-2020; give" in ran.err, way
    assert sizes(server) == before


def test_a_server_that_leaves_named_graphs_out_is_told_of_in_one_line(project: Project, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    with oxigraph(tmp_path / "alone", union=False) as alone:
        line = f"{alone.url} answers over its default graph alone, which is empty"
        assert kg("query", "ASK {}", "--endpoint", alone.url, cwd=project.root).err == ""
        loaded = kg("load", "--endpoint", alone.url, cwd=project.root)
        asked = kg("query", "SELECT ?s { ?s a gwr:Target }", "--endpoint", alone.url, cwd=project.root)
    for ran in (loaded, asked):
        assert ran.code == 0 and ran.err.splitlines()[-1].startswith(line) and "--union-default-graph" in ran.err


def at(number: int, what: str) -> "Iterator[str | None]":
    """Yield nothing so many times, then a fault, then nothing."""
    yield from [None] * number
    yield what
    while True:
        yield None


@pytest.mark.parametrize("what", ["drop", "busy", "lost"])
def test_a_passing_fault_is_gone_over(project: Project, server: Served, what: str) -> None:
    faults = at(2, what)

    def fault(asked: Asked, number: int) -> str | None:
        return next(faults) if asked.method == "PUT" else None

    waits: list[float] = []
    with Proxy(server.url, fault) as proxy:
        load(project, Endpoint(proxy.url, 5.0, pause=waits.append))
    assert waits == [7.0 if what == "busy" else 0.5]
    assert without_register(sizes(server)) == built(project)


def load(project: Project, endpoint: Endpoint) -> list[str]:
    told: list[str] = []
    register = Register(project.base_iri, project.title)
    folder = project.root / "apart"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    graphs = taken_apart(project, folder)
    publish(Writer(endpoint), register, graphs, planned(register, endpoint, graphs), told.append)
    return told


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("drop", "found no connection"),
        ("busy", "found HTTP 503: later"),
        ("denied", "found HTTP 401; set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD"),
        ("slow", "found none within"),
    ],
)
def test_a_load_that_is_broken_off_goes_on_where_it_stopped(
    project: Project, server: Served, what: str, words: str
) -> None:
    written = 0

    def fault(asked: Asked, number: int) -> str | None:
        nonlocal written
        written += asked.method == "PUT"
        return what if asked.method == "PUT" and written > 2 else None

    with Proxy(server.url, fault) as proxy, pytest.raises(EndpointError, match=words) as error:
        load(project, Endpoint(proxy.url, 1.0, 1, pause=lambda _: None))
    assert "\n" not in str(error.value)
    states = [
        c.state for c in planned(Register(project.base_iri, project.title), Endpoint(server.url), graphs(project))
    ]
    assert states.count("same") == 2 and states.count("unfinished") == len(built(project)) - 2
    told = load(project, Endpoint(server.url))
    assert len(told) == len(built(project)) - 2
    assert without_register(sizes(server)) == built(project)


def graphs(project: Project) -> "dict[str, object]":
    folder = project.root / "once-more"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return taken_apart(project, folder)  # type: ignore[return-value]


def test_an_answer_in_no_format_stops_it_before_anything_is_sent(project: Project, server: Served) -> None:
    with (
        Proxy(server.url, lambda asked, number: "garbage") as proxy,
        pytest.raises(EndpointError, match="found text: hello"),
    ):
        load(project, Endpoint(proxy.url, 5.0, 0))
    assert sizes(server) == {}


def test_a_server_that_loses_triples_is_found_out(project: Project, server: Served) -> None:
    def spoil(asked: Asked, body: bytes) -> bytes:
        lost = asked.method == "PUT" and asked.path.endswith("vocab")
        return body[body.index(b"\n") + 1 :] if lost else body

    with (
        Proxy(server.url, spoil=spoil) as proxy,
        pytest.raises(EndpointError, match=r"expected \d+ triples in \S+/vocab after"),
    ):
        load(project, Endpoint(proxy.url, 30.0, 0))
    assert kg("load", "--endpoint", server.url, "--dry-run", cwd=project.root).out.startswith("unfinished")


def test_a_large_graph_goes_in_several_requests(
    project: Project, server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.remote.writing._BYTES", 100_000)
    with Proxy(server.url) as proxy:
        load(project, Endpoint(proxy.url))
    assert len([a for a in proxy.asked if a.method == "POST" and a.writes]) > 5
    assert max(len(a.body) for a in proxy.asked) < 150_000
    assert without_register(sizes(server)) == built(project)


def test_a_token_is_sent_as_a_bearer_s(project: Project, server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "secret")
    sent: list[str | None] = []
    with Proxy(server.url) as proxy:
        take = proxy.RequestHandlerClass.parse_request  # type: ignore[attr-defined]

        def parse(self: object) -> bool:
            done = bool(take(self))
            sent.append(self.headers.get("Authorization"))  # type: ignore[attr-defined]
            return done

        monkeypatch.setattr(proxy.RequestHandlerClass, "parse_request", parse)
        load(project, Endpoint(proxy.url))
    assert set(sent) == {"Bearer secret"}


def test_withdrawing_what_was_never_loaded_does_nothing(project: Project, server: Served) -> None:
    done = withdraw(Writer(Endpoint(server.url)), Register(project.base_iri, project.title), str)
    assert (done.withdrawn, done.graphs) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "expected --endpoint URL or --files DIR, found neither"),
        (("--endpoint", "http://e.test/", "--files", "x"), "found both"),
        (("--files", "x"), "expected --for one of oxigraph, virtuoso, qlever, fuseki, found none"),
        (("--files", "x", "--for", "neo4j"), "expected one of oxigraph"),
        (("--files", "x", "--for", "qlever", "--dry-run"), "leave it out"),
        (("--endpoint", "http://e.test/", "--backend", "neo4j"), "--backend: expected one of oxigraph"),
    ],
)
def test_a_wrong_call_is_one_line(project: Project, arguments: tuple[str, ...], words: str) -> None:
    ran = kg("load", *arguments, cwd=project.root)
    assert ran.code == 2 and words in ran.line()


def test_nothing_built_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    empty = init_project(tmp_path / "empty")
    assert "kg build" in kg("load", "--endpoint", "http://127.0.0.1:9/", cwd=empty.root).line()
