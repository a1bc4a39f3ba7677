"""Small parts of the server by themselves: what is kept, where addresses lead, what a worker says of itself."""

from types import SimpleNamespace
from typing import cast

import pytest
from asynchronous import run_apart
from pyoxigraph import NamedNode
from starlette.requests import Request

from kg.answer import Answer
from kg.project import Project
from kg.serve import things
from kg.serve.caching import moving
from kg.serve.context import Context
from kg.serve.process import Process
from kg.serve.site import Pages
from kg.terms import PREFIXES, TERMS


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (NOW() AS ?n) {}",
        "SELECT (now\n() AS ?n) {}",
        "SELECT (NOW #x\n() AS ?n) {}",
        "SELECT (RAND#(\n() AS ?n) {}",
        "SELECT (STRUUID \t#\n#\n() AS ?n) {}",
        "SELECT (UUID() AS ?n) {}",
        "SELECT (BNODE#\n('a') AS ?n) {}",
        "SELECT (IF(1=1,1,0)+RAND() AS ?n) {}",
        "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }",
    ],
)
def test_what_is_another_answer_each_time_is_never_kept(text: str) -> None:
    assert moving(text)


@pytest.mark.parametrize("text", ["SELECT ?now { ?s ?p ?now }", "ASK { ?s <http://a/rand> ?uuid } # now", "ASK {}"])
def test_what_only_looks_like_it_is_kept(text: str) -> None:
    assert not moving(text)


@pytest.mark.parametrize("services", [{}, {"http://a.example/sparql": "http://127.0.0.1:1/"}])
@pytest.mark.parametrize("module", ["worker", "writer"])
def test_a_process_says_that_the_network_is_closed_to_it_only_where_it_is(
    project: Project, services: dict[str, str], module: str, tmp_path: object
) -> None:
    given = {
        "prefixes": {},
        "services": services,
        "build": str(project.build),
        "memory_mb": 512,
        "folder": str(tmp_path),
    }

    async def start() -> bool:
        process = await Process.start(given, f"kg.serve.{module}")
        await process.finish()
        return process.sealed

    # An operating system that cannot close it says so in either case.
    assert run_apart(start()) in ((True, False) if not services else (False,))


def test_each_server_has_pages_of_its_own() -> None:
    one, other = (cast("Context", SimpleNamespace(shared={})) for _ in range(2))
    assert Pages.of(one) is Pages.of(one) is not Pages.of(other)


BASE = "https://data.example.org/reports/"


@pytest.mark.parametrize(
    ("path", "after", "leads"),
    [
        ("/id/statement/a.1", f"{BASE}id/statement/a.2", "/id/statement/a.2"),
        ("/en/id/statement/a.1", f"{BASE}id/statement/a.2", "/en/id/statement/a.2"),
        ("/en/id/statement/a.1", f"{TERMS}id/statement/a.2", "/en/id/statement/a.2"),
        ("/id/statement/a.1", "https://elsewhere.example/id/statement/a.2", None),
    ],
)
def test_a_retired_address_leads_on_within_this_server_alone(
    path: str, after: str, leads: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(*_: object, **__: object) -> Answer:
        return Answer(("p", "o"), ((NamedNode(PREFIXES["dcterms"] + "isReplacedBy"), NamedNode(after)),))

    async def page_of(*_: object) -> None:
        return None

    monkeypatch.setattr(things, "page_of", page_of)
    here = SimpleNamespace(answer=answer, project=SimpleNamespace(base_iri=BASE, addresses=None))
    request = Request({"type": "http", "method": "GET", "path": path + ".html", "headers": [], "query_string": b""})
    made = run_apart(things._page(here, None, request, BASE + "id/statement/a.1", "id/statement/a.1", ""))  # type: ignore[arg-type]
    assert (None if made is None else made.headers["location"]) == leads
