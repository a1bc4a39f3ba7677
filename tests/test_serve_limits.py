"""What a server does with queries and clients that take too much: each ends alone, and others are answered."""

import asyncio
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from asynchronous import run_apart
from pyoxigraph import NamedNode, Quad
from serving import Server, serving
from stores import write_store

from kg.project import Project
from kg.serve.fair import FullError, Places

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ALL = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
LIMITS = ("--time-limit", "2", "--max-rows", "1000", "--workers", "2")


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    with serving(project.root, *LIMITS) as started:
        yield started


def metric(server: Server, name: str) -> float:
    """Return one number of the metrics; 0 where there is none."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", server.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def eventually(true: object) -> None:
    """Wait until a condition holds."""
    for _ in range(300):
        if true():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError("it never came true")


def test_a_query_ends_at_the_time_limit_and_its_process_is_replaced(server: Server) -> None:
    found = server.query(CROSS, "*/*")
    assert (found.status_code, found.text) == (504, "the query took more than 2 s; narrow it or add LIMIT\n")
    assert server.query("ASK {}").json()["boolean"] is True
    eventually(lambda: metric(server, "kg_worker_processes") >= 2)


def test_an_answer_of_too_many_rows_is_refused_before_it_begins(server: Server) -> None:
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
        found = server.query("SELECT ?s { ?s ?p ?o } LIMIT 1300", accept)
        assert found.status_code == 422 and "more than 1,000 rows" in found.text, accept
        assert server.query("SELECT ?s { ?s ?p ?o } LIMIT 900", accept).status_code == 200
    assert server.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1001", "text/turtle").status_code == 422


def test_an_answer_that_fails_on_the_way_is_broken_off_not_ended(project: Project) -> None:
    with serving(project.root, "--time-limit", "1") as server:
        with pytest.raises(httpx.RemoteProtocolError):
            server.query(ALL)
        assert server.query("ASK {}").status_code == 200


def test_a_query_that_needs_too_much_memory_ends_alone(project: Project) -> None:
    with serving(project.root, "--memory", "32", "--time-limit", "50") as server:
        found = server.query(CROSS, "*/*")
        assert (found.status_code, found.text) == (422, "the query needs more than 32 MB of memory; narrow it\n")
        assert server.query("ASK {}").status_code == 200


@pytest.mark.parametrize(
    "text", ["SELECT * { " + "{" * 20_000 + "}" * 20_000 + " }", "ASK { FILTER(" + "!" * 20_000 + "1) }"]
)
def test_a_query_too_deep_for_the_parser_ends_its_process_alone(server: Server, text: str) -> None:
    found = server.post("/sparql", data={"query": text})
    assert found.status_code == 422 and "too deep or too large" in found.text
    assert server.query("ASK {}").status_code == 200


def test_short_queries_go_on_beside_long_ones(server: Server) -> None:
    with ThreadPoolExecutor(12) as threads:
        long = [threads.submit(server.query, f"{CROSS} # {n}") for n in range(8)]
        time.sleep(0.3)
        assert all(server.query("ASK {}").status_code == 200 for _ in range(20))
        statuses = {future.result().status_code for future in long}
    assert statuses <= {503, 504} and 504 in statuses


def test_more_than_may_wait_are_told_when_to_come_again(project: Project) -> None:
    # One place, one waiting: the rest are refused at once.
    toml = (project.root / "kg.toml").read_text(encoding="utf-8")
    (project.root / "kg.toml").write_text(f"{toml}\n[serve]\nqueue = 1\nwait = 5\npatience = 60\n", encoding="utf-8")
    try:
        with serving(project.root, "--workers", "1", "--time-limit", "2") as server, ThreadPoolExecutor(6) as threads:
            asked = [threads.submit(server.query, f"{CROSS} # {n}", "*/*") for n in range(6)]
            found = [future.result() for future in asked]
    finally:
        (project.root / "kg.toml").write_text(toml, encoding="utf-8")
    refused = [answer for answer in found if answer.status_code == 503]
    assert len(refused) >= 4 and {answer.headers["retry-after"] for answer in refused} == {"5"}
    assert refused[0].text == "too many queries are waiting; try again in a moment\n"


def test_the_query_of_a_client_that_goes_is_ended(project: Project) -> None:
    with serving(project.root, "--time-limit", "60") as server:
        with pytest.raises(httpx.ReadTimeout):
            server.get("/sparql", params={"query": CROSS}, timeout=1.0)
        eventually(lambda: metric(server, "kg_queries_under_way") == 0)
        assert metric(server, 'kg_workers_total{event="cancelled"}') == 1


def test_a_worker_reaches_no_other_machine_even_where_the_text_is_not_looked_at(project: Project) -> None:
    if os.uname().sysname != "Linux":
        pytest.skip("the network is closed to processes on Linux alone")
    with socket.create_server(("127.0.0.1", 0)) as trap:
        code = (
            "from kg.serve.sealed import without_network; from pyoxigraph import Store; assert without_network();"
            f"Store().query('SELECT * {{ SERVICE <http://127.0.0.1:{trap.getsockname()[1]}/> {{ ?a ?b ?c }} }}').__next__()"
        )
        import subprocess
        import sys

        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "PermissionError" in ran.stderr
        trap.settimeout(0.2)
        with pytest.raises(TimeoutError):
            trap.accept()


def test_a_build_that_switches_the_store_is_answered_from_next(tmp_path: Path, project: Project) -> None:
    def store(number: int) -> None:
        quads = [
            Quad(NamedNode(f"http://x/{n}"), NamedNode("http://x/p"), NamedNode("http://x/o")) for n in range(number)
        ]
        write_store(tmp_path / "build", "".join(f"{q} .\n" for q in quads).encode(), f"hash{number}")

    (tmp_path / "kg.toml").write_text("[project]\ntitle = 'x'\n", encoding="utf-8")
    store(1)
    with serving(tmp_path) as server:
        first = server.query("SELECT * { ?s ?p ?o }")
        assert len(first.json()["results"]["bindings"]) == 1 and server.get("/health").json()["content"] == "hash1"
        store(2)
        eventually(lambda: server.get("/health").json()["content"] == "hash2")
        second = server.query("SELECT * { ?s ?p ?o }", **{"If-None-Match": first.headers["etag"]})
        assert second.status_code == 200 and len(second.json()["results"]["bindings"]) == 2
        store(3)
        # Nobody holds the first any more, so that the build could remove it.
        eventually(lambda: not (tmp_path / "build" / "store" / "hash1").exists() or store(3))


def test_who_sends_a_request_by_drips_is_shown_out(server: Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as slow:
        slow.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: ")
        slow.settimeout(30)
        assert slow.recv(100) == b""


def test_a_head_that_is_too_long_is_refused(server: Server) -> None:
    with pytest.raises(httpx.HTTPError):
        answer = server.get("/health", headers={"X-A": "a" * 200_000})
        answer.raise_for_status()
    assert server.get("/health").status_code == 200


def test_told_to_end_it_lets_running_queries_finish(project: Project) -> None:
    with serving(project.root, "--time-limit", "2") as server:
        found: list[int] = []
        asking = threading.Thread(target=lambda: found.append(server.query(CROSS).status_code))
        asking.start()
        time.sleep(0.7)
        server.process.send_signal(signal.SIGTERM)
        asking.join()
        assert server.process.wait(30) in (0, -signal.SIGTERM) and found == [504]
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{server.url}/health", trust_env=False)


def test_no_worker_outlives_a_server_that_is_killed(project: Project) -> None:
    if os.uname().sysname != "Linux":
        pytest.skip("processes end with their parent on Linux alone")
    with serving(project.root) as server:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        server.process.kill()
        server.process.wait()
        assert len(children) >= 2
        eventually(
            lambda: (
                not any(
                    Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes()
                    for child in children
                )
            )
        )


def test_the_log_has_no_query_unless_asked_for(project: Project) -> None:
    for options, logged in ((), False), (("--log-queries",), True):
        with serving(project.root, *options) as server:
            assert server.query("ASK { <http://secret> ?p ?o }").status_code == 200
            server.process.send_signal(signal.SIGTERM)
            log = server.process.communicate(timeout=30)[1]
        line = next(line for line in log.splitlines() if "/sparql" in line)
        assert ("secret" in line) is logged and re.search(r'127\.0\.0\.1 "GET /sparql\S*" 200 \d+ \d+ ms', line)


def test_clients_take_turns_however_many_each_sends() -> None:
    async def run() -> list[str]:
        places, order = Places(1, 10), []
        await places.enter("first", 1)

        async def ask(client: str) -> None:
            await places.enter(client, 5)
            order.append(client)
            places.leave()

        tasks = [asyncio.create_task(ask(client)) for client in ("a", "a", "a", "a", "b", "c")]
        await asyncio.sleep(0)
        places.leave()
        await asyncio.gather(*tasks)
        assert places.free == 1 and places.waiting == 0
        return order

    assert run_apart(run()) == ["a", "b", "c", "a", "a", "a"]


def test_a_place_that_nobody_takes_any_more_goes_to_the_next() -> None:
    async def run() -> None:
        places = Places(1, 2)
        await places.enter("a", 1)
        with pytest.raises(FullError):
            await places.enter("b", 0.01)
        gone = asyncio.create_task(places.enter("c", 5))
        await asyncio.sleep(0)
        gone.cancel()
        next_one = asyncio.create_task(places.enter("d", 5))
        await asyncio.sleep(0)
        places.leave()
        await next_one
        assert (places.free, places.waiting) == (0, 0)

    run_apart(run())


def test_a_place_given_in_the_moment_the_wait_ends_is_not_lost() -> None:
    async def run() -> None:
        places = Places(1, 2)
        await places.enter("a", 1)
        waiting = asyncio.create_task(places.enter("b", 0.01))
        await asyncio.sleep(0)
        # Both come due in the same turn of the loop, the place first.
        time.sleep(0.05)
        asyncio.get_running_loop().call_soon(places.leave)
        [outcome] = await asyncio.gather(waiting, return_exceptions=True)
        if outcome is None:
            places.leave()
        assert (places.free, places.waiting) == (1, 0)

    run_apart(run())
