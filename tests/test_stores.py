"""Any store: the library of questions has the same rows on every server that runs here, loaded over the network or from files."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser, ExtendedInterpolation
from pathlib import Path

import pyoxigraph as ox
import pytest
from command import ROOT, kg

sys.path.insert(0, str(ROOT / "bench"))
from answers import rows_of
from servers import INSTALL_VIRTUOSO, Served, has_virtuoso, oxigraph, virtuoso
from stores_table import PAGES, page

import kg as package
from kg.answer import render
from kg.backends import BACKENDS, OXIGRAPH, SPARQL, VIRTUOSO, recognised
from kg.build import GRAPH
from kg.errors import QueryError
from kg.project import Project
from kg.query import run
from kg.question import Question, questions
from kg.remote import Endpoint
from kg.store import open_store
from kg.terms import Addresses

PREFIX = Addresses().prefixes()
ASKED = [q for q in questions() if q.requires is None]
DBA = {"KG_ENDPOINT_USER": "dba", "KG_ENDPOINT_PASSWORD": "dba"}
installed = pytest.mark.skipif(not has_virtuoso(), reason=INSTALL_VIRTUOSO)


@pytest.fixture(scope="module")
def here(project: Project) -> Iterator[ox.Store]:
    with open_store(project.build) as snapshot:
        yield snapshot.store


@pytest.fixture(scope="module")
def ox_server(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Oxigraph with the build published to it."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as served:
        ran = kg("load", "--endpoint", served.url, cwd=project.root)
        assert ran.code == 0, ran.err
        yield served


@pytest.fixture(scope="module")
def virtuoso_server(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Virtuoso with the build loaded from files by its own loader."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso"), readable=files["virtuoso"]) as served:
        told = {"PORT": f"127.0.0.1:{served.port}", "VIRTUOSO_PASSWORD": "dba"}
        load = ["sh", str(files["virtuoso"] / "load.sh")]
        subprocess.run(load, check=True, capture_output=True, env=os.environ | told, timeout=300)
        yield served


def rows(asks: "ox.Store | Endpoint", asked: Question) -> list[tuple[str, ...]]:
    return rows_of(render(run(asks, asked, {}), "csv", PREFIX))


@pytest.mark.parametrize("asked", ASKED, ids=lambda q: q.name)
def test_oxigraph_serve_has_the_same_rows(here: ox.Store, ox_server: Served, asked: Question) -> None:
    assert rows(Endpoint(ox_server.url), asked) == rows(here, asked)


@installed
@pytest.mark.parametrize("asked", ASKED, ids=lambda q: q.name)
def test_virtuoso_has_the_same_rows_but_where_the_table_says_why(
    here: ox.Store, virtuoso_server: Served, asked: Question
) -> None:
    there, wanted = rows(Endpoint(virtuoso_server.url), asked), rows(here, asked)
    if asked.name not in VIRTUOSO.differing:
        assert there == wanted
        return
    # A difference that is gone is taken out of the table.
    assert there != wanted and len(there) == len(wanted)
    assert sorted(map(truths, there)) == sorted(map(truths, wanted))


def truths(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({"true": "1", "false": "0"}.get(cell, cell) for cell in row)


@installed
def test_virtuoso_is_published_to_once_and_withdrawn_from_by_name_and_password(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "virtuoso").mkdir()
    with virtuoso(tmp_path / "virtuoso") as served:
        ran = kg("load", "--endpoint", served.url, cwd=project.root, **DBA | {"KG_ENDPOINT_PASSWORD": "wrong"})
        assert ran.code == 1 and "found HTTP 401; set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD" in ran.err
        for how in ((), ("--graphs-url", "none")):
            ran = kg("load", "--endpoint", served.url, *how, cwd=project.root, **DBA)
            assert ran.code == 0, ran.err
            again = kg("load", "--endpoint", served.url, cwd=project.root, **DBA)
            assert (again.code, again.err) == (0, "") and "0 graphs sent" in again.out
            assert kg("load", "--endpoint", served.url, "--withdraw", cwd=project.root, **DBA).code == 0
            left = run(Endpoint(served.url), "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
            assert not [g for g, *_ in left if "w3id.org/gwr/" in str(g)]


@installed
def test_what_virtuoso_is_known_to_answer_wrongly_is_refused_and_the_other_ways_are_right(
    here: ox.Store, virtuoso_server: Served
) -> None:
    text = "SELECT (COUNT(*) AS ?n) {{ ?p gwr:quote ?t FILTER({}) }}"
    there = Endpoint(virtuoso_server.url)
    for right in ('REGEX(?t, "乡村.*振兴")', 'CONTAINS(STR(?t), "乡村振兴")', 'REGEX(STR(?t), "GDP|[0-9]{4}")'):
        (found,) = run(here, text.format(right)).rows
        assert run(there, text.format(right)).rows == (found,) and found[0].value != "0"  # type: ignore[union-attr]
    wrong = text.format('REGEX(STR(?t), "乡村.*振兴")')
    with pytest.raises(
        QueryError, match=r"found Chinese in REGEX\(STR\(…\)\), for which OpenLink Virtuoso 7 finds nothing"
    ):
        run(there, wrong)
    # If this fails, Debian's Virtuoso has learnt it: let the table say so.
    silent = Endpoint(virtuoso_server.url, backend=SPARQL)
    assert run(silent, wrong).rows[0][0].value == "0"  # type: ignore[union-attr]
    assert run(silent, "ASK { ?s a gwr:Target }").boolean is True
    assert run(silent, "ASK { ?s a gwr:NoSuchThing }").boolean is False


def test_servers_are_known_by_what_they_say_of_themselves(ox_server: Served) -> None:
    there = Endpoint(ox_server.url)
    assert there.kind() is OXIGRAPH
    assert recognised("Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu") is VIRTUOSO
    assert recognised(None) is recognised("nginx") is SPARQL


@pytest.mark.parametrize(
    ("name", "query", "secured", "update", "graphs"),
    [
        ("oxigraph", "http://e.test/query", False, "http://e.test/update", "http://e.test/store"),
        ("virtuoso", "http://e.test/sparql", False, "http://e.test/sparql", "http://e.test/sparql-graph-crud"),
        ("virtuoso", "http://e.test/sparql", True, "http://e.test/sparql-auth", "http://e.test/sparql-graph-crud-auth"),
        ("fuseki", "http://e.test/gwr/sparql", False, "http://e.test/gwr/update", "http://e.test/gwr/data"),
        ("fuseki", "http://e.test/gwr", False, "http://e.test/gwr/update", "http://e.test/gwr/data"),
        ("qlever", "http://e.test/", False, "http://e.test/", "http://e.test/"),
        ("qlever", "http://e.test/api/gwr", False, "http://e.test/api/gwr", "http://e.test/api/gwr"),
        (
            "graphdb",
            "http://e.test/repositories/gwr",
            True,
            "http://e.test/repositories/gwr/statements",
            "http://e.test/repositories/gwr/rdf-graphs/service",
        ),
        ("sparql", "http://e.test/query", False, "http://e.test/update", None),
        ("sparql", "http://e.test/endpoint", False, "http://e.test/endpoint", None),
    ],
)
def test_each_server_is_written_to_where_it_takes_it(
    name: str, query: str, secured: bool, update: str, graphs: str | None
) -> None:
    places = BACKENDS[name].places(query, secured=secured)
    assert (places.query, places.update, places.graphs) == (query, update, graphs)


def test_an_endpoint_is_asked_in_python_as_a_project_is(project: Project, ox_server: Served) -> None:
    there = package.connect(ox_server.url)
    assert there.query("targets/firm").rows == package.open(project.root).query("targets/firm").rows
    assert there.sparql("ASK { ?s a gwr:Target }").boolean is True


def test_the_page_of_stores_tells_the_whole_table() -> None:
    for language, name in PAGES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        assert page(text, language) == text
        for backend in BACKENDS.values():
            assert all(getattr(quirk, language) in text for quirk in (*backend.quirks, *backend.differing.values()))


@pytest.fixture(scope="module")
def files(project: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {}
    for engine in ("oxigraph", "virtuoso", "qlever", "fuseki"):
        made[engine] = tmp_path_factory.mktemp("files") / engine
        ran = kg("load", "--files", made[engine], "--for", engine, cwd=project.root)
        assert ran.code == 0, ran.err
    return made


def test_load_files_hold_the_build_and_the_register_and_their_sums_are_right(
    project: Project, files: dict[str, Path], tmp_path: Path
) -> None:
    folder = files["qlever"]
    about = json.loads((folder / "load.json").read_text())
    lines = [
        line
        for shard in about["shards"]
        for line in gzip.decompress((folder / shard["name"]).read_bytes()).splitlines()
    ]
    mine = (project.build / GRAPH).read_bytes().splitlines()
    assert sorted(line for line in lines if b"/graph/loaded> ." not in line) == mine
    assert about["quads"] == len(lines) == len(mine) + 2 + 4 * len(about["graphs"])
    for shard in about["shards"]:
        assert hashlib.sha256((folder / shard["name"]).read_bytes()).hexdigest() == shard["sha256"]
        assert f"{shard['sha256']}  {shard['name']}\n" in (folder / "SHA256SUMS").read_text()
    assert kg("load", "--files", tmp_path / "again", "--for", "qlever", cwd=project.root).code == 0
    for path in folder.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_no_graph_is_split_over_two_shards(project: Project, tmp_path: Path) -> None:
    from kg.load import taken_apart, write_files

    (tmp_path / "apart").mkdir()
    graphs = taken_apart(project, tmp_path / "apart")
    about = write_files(project, graphs, tmp_path / "out", "oxigraph", size=3_000_000)
    assert len(about["shards"]) > 2
    seen = [graph for shard in about["shards"] for graph in shard["graphs"]]
    assert seen == sorted(graphs)
    assert sum(s["quads"] for s in about["shards"]) == about["quads"]
    again = write_files(project, graphs, tmp_path / "out", "fuseki")
    assert len(again["shards"]) == 1 and not (tmp_path / "out" / "part-00001.nq.gz").exists()


def test_a_folder_with_other_things_is_left_alone(project: Project, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ran = kg("load", "--files", tmp_path, "--for", "qlever", cwd=project.root)
    assert ran.code == 2 and "found mine.txt; choose another folder" in ran.line()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_oxigraph_s_own_loader_takes_its_files_and_the_network_has_nothing_to_add(
    project: Project, files: dict[str, Path], tmp_path: Path
) -> None:
    programs = str(Path(sys.executable).parent)
    subprocess.run(
        ["sh", str(files["oxigraph"] / "load.sh")],
        check=True,
        capture_output=True,
        env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"},
    )
    with oxigraph(tmp_path, store=files["oxigraph"] / "store") as served:
        ran = kg("load", "--endpoint", served.url, cwd=project.root)
    assert (ran.code, ran.err) == (0, "") and "0 graphs sent" in ran.out


@installed
def test_virtuoso_s_own_loader_takes_its_files_and_the_network_has_nothing_to_add(
    project: Project, virtuoso_server: Served
) -> None:
    ran = kg("load", "--endpoint", virtuoso_server.url, cwd=project.root, **DBA)
    assert (ran.code, ran.err) == (0, "") and "0 graphs sent" in ran.out


def test_the_configurations_of_engines_that_cannot_be_run_here_are_well_formed_and_say_so(
    project: Project, files: dict[str, Path]
) -> None:
    settings = ConfigParser(interpolation=ExtendedInterpolation())
    settings.optionxform = str  # type: ignore[assignment,method-assign]
    text = (files["qlever"] / "Qleverfile").read_text(encoding="utf-8")
    settings.read_string(text)
    assert settings["index"]["FORMAT"] == "nq"
    assert settings["index"]["CAT_INPUT_FILES"] == "zcat part-*.nq.gz"
    json.loads(settings["index"]["SETTINGS_JSON"])
    assembler = (files["fuseki"] / "fuseki.ttl").read_bytes()
    said = {
        (str(q.predicate), str(q.object)) for q in ox.parse(assembler, ox.RdfFormat.TURTLE, base_iri="http://e.test/")
    }
    union = (
        "<http://jena.apache.org/2016/tdb#unionDefaultGraph>",
        '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    )
    assert union in said
    for engine in ("qlever", "fuseki"):
        assert any("not run where gwr-kg is made" in p.read_text() for p in files[engine].glob("[Qf]*"))
