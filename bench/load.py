"""Load ``kg serve`` on the loopback: many connections at once, or hostile queries beside normal ones.

``python bench/load.py [PROJECT] [--seconds 120] [--connections 64]`` runs ``wrk`` (Debian: ``apt-get install wrk``)
with mixed requests (an entity, a question of the library, a search, a page: those the server has) and prints requests
a second, latencies, errors, and the memory of the server and its workers before and after. Exits 1 on any error.

``python bench/load.py [PROJECT] --hostile [--minutes 5]`` measures normal requests alone for a minute at most, then
beside clients that send cross products, ``.*`` over all literals, paths without end, ten megabytes of text, malformed
UTF-8 and requests by drips; prints the 95th percentile of both and their ratio. Normal clients come from 127.0.0.1, each
hostile one from a loopback address of its own, as they would on the internet. Exits 1 where a normal request fails,
the ratio is above 2, or the server has died.

PROJECT is a built project (the working directory if none is given); the server is started here and ended here.
"""

import argparse
import itertools
import json
import multiprocessing
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from kg.project import Project, find_project
from kg.store import open_store

NORMAL_CLIENTS = 4
HOSTILE_CLIENTS = 2  # of each kind
LONG = b"ASK { FILTER('" + b"x" * 10_000_000 + b"' = '') }"
LUA = """
local paths = {%s}
local at = 0
function request()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", metavar="PROJECT", type=Path, nargs="?", default=Path())
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--only", metavar="KIND", action="append", choices=list(ATTACKS), help="of hostile clients")
    parser.add_argument("--time-limit", default="10", help="of a query, in seconds (10)")
    given = parser.parse_args()
    project = find_project(given.project)
    with serving(project, given.time_limit) as (port, process):
        found = paths(project, port)
        print("requests: " + ", ".join(f"{len(list(group))} of {kind}" for kind, group in by_kind(found)))
        if given.hostile:
            good = hostile(port, process, [path for _, path in found], given.minutes * 60, given.only or list(ATTACKS))
        else:
            good = load(port, process, [path for _, path in found], given.seconds, given.connections)
    sys.exit(not good)


@contextmanager
def serving(project: Project, time_limit: str) -> "Iterator[tuple[int, subprocess.Popen[str]]]":
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--time-limit", time_limit]
    process = subprocess.Popen(command, cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r":(\d+)/", process.stdout.readline())
        if found is None:
            sys.exit(f"{project.root}: kg serve did not start; run it to see why")
        yield int(found[1]), process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait()


def paths(project: Project, port: int) -> list[tuple[str, str]]:
    """Return kinds and paths of normal requests: those that the server answers with 200."""
    with open_store(project.build) as snapshot:
        text = "SELECT ?s { ?s <https://w3id.org/gwr/ns#evidence> ?e } ORDER BY ?s LIMIT 50"
        things = [row["s"].value for row in snapshot.store.query(text, use_default_graph_as_union=True)]  # type: ignore[union-attr]
        text = "SELECT ?p { ?r a <https://w3id.org/gwr/ns#Report> ; <https://w3id.org/gwr/ns#place> ?p } LIMIT 1"
        places = [row["p"].value for row in snapshot.store.query(text, use_default_graph_as_union=True)]  # type: ignore[union-attr]
    place = places[0].rpartition("/")[2]
    count = "SELECT ?i (COUNT(*) AS ?n) { ?s a gwr:Target ; gwr:indicator ?i } GROUP BY ?i ORDER BY DESC(?n) LIMIT 20"
    tried = [("entity", f"/sparql?query={quote(f'SELECT ?p ?o {{ <{thing}> ?p ?o }}')}") for thing in things]
    tried += [("entity page", thing.partition("/gwr")[2]) for thing in things[:10]]
    tried += [("question", f"/sparql?query={quote(count)}")]
    tried += [
        ("library question", f"/queries/{name}?{urlencode({'place': place})}") for name in ("cq01", "targets-missed")
    ]
    tried += [("search", f"/search?{urlencode({'q': word})}") for word in ("地区生产总值", "高速公路")]
    tried += [("page", "/"), ("description", "/sparql"), ("health", "/health")]
    return [(kind, path) for kind, path in tried if status(port, path) == 200]


def by_kind(found: list[tuple[str, str]]) -> "Iterator[tuple[str, Iterator[tuple[str, str]]]]":
    return itertools.groupby(found, key=lambda one: one[0])


def status(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def memory(process: "subprocess.Popen[str]") -> tuple[int, int]:
    """Return megabytes of the server, and of its workers together."""
    own = resident(process.pid)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8").split()
    return own >> 20, sum(map(resident, map(int, children))) >> 20


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


# Many connections.


def load(port: int, process: "subprocess.Popen[str]", found: list[str], seconds: int, connections: int) -> bool:
    if shutil.which("wrk") is None:
        sys.exit("wrk: expected the program, found none; apt-get install wrk")
    before = memory(process)
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(LUA % ", ".join(map(json.dumps, found)))
        script.flush()
        command = [
            "wrk",
            "-t2",
            f"-c{connections}",
            f"-d{seconds}s",
            "--latency",
            "--timeout",
            "30s",
            "-s",
            script.name,
        ]
        ran = subprocess.run([*command, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True)
    print(ran.stdout)
    after = memory(process)
    print(f"memory in MB, server and workers: {before[0]} and {before[1]} before, {after[0]} and {after[1]} after")
    errors = re.findall(r"Non-2xx.*|Socket errors.*", ran.stdout)
    print(f"errors: {'; '.join(errors) or 'none'}")
    return not errors and process.poll() is None


# Hostile clients.


def hostile(port: int, process: "subprocess.Popen[str]", found: list[str], seconds: float, kinds: list[str]) -> bool:
    before = memory(process)
    alone, failed_alone = normal(port, found, min(60.0, seconds))
    spawn = multiprocessing.get_context("spawn")
    ending, told_back = spawn.Event(), spawn.SimpleQueue()
    attackers = spawn.Process(target=attack_all, args=(port, kinds, ending, told_back), daemon=True)
    attackers.start()
    time.sleep(2)
    beside, failed_beside = normal(port, found, seconds)
    after = memory(process)
    ending.set()
    met: Counter[str] = told_back.get()
    print(f"normal alone:  {told(alone)}, {failed_alone} failed")
    print(f"normal beside: {told(beside)}, {failed_beside} failed")
    ratio = percentile(beside, 0.95) / percentile(alone, 0.95)
    print(f"p95 beside against alone: {ratio:.2f}")
    print("hostile: " + ", ".join(f"{name} {number}" for name, number in sorted(met.items())))
    print(f"memory in MB, server and workers: {before[0]} and {before[1]} before, {after[0]} and {after[1]} after")
    alive = process.poll() is None and status(port, "/health") == 200
    print("the server lives" if alive else "the server has died")
    return alive and not failed_alone and not failed_beside and ratio <= 2


def normal(port: int, found: list[str], seconds: float) -> tuple[list[float], int]:
    """Ask normally, one request after another in each of a few clients; return seconds, and how many failed."""
    times: list[float] = []
    failed: list[str] = []
    until = time.monotonic() + seconds

    def ask(first: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        for path in itertools.cycle(found[first:] + found[:first]):
            began = time.monotonic()
            if began > until:
                break
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    failed.append(f"{path}: {answer.status}")
            except (OSError, HTTPException) as error:
                failed.append(f"{path}: {error}")
                connection.close()
            times.append(time.monotonic() - began)
            time.sleep(0.01)

    threads = [threading.Thread(target=ask, args=(number * 7 % len(found),)) for number in range(NORMAL_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for line in failed[:5]:
        print(f"failed: {line}")
    return times, len(failed)


def told(times: list[float]) -> str:
    p50, p95, p99 = (1000 * percentile(times, share) for share in (0.5, 0.95, 0.99))
    return f"{len(times)} requests, p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms"


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def attack_all(port: int, kinds: list[str], ending: Any, told_back: Any) -> None:
    """Run the hostile clients, in a process that leaves this machine to the server as another machine would."""
    os.nice(19)
    met: Counter[str] = Counter()
    names = (name for name in kinds for _ in range(HOSTILE_CLIENTS))
    threads = [
        threading.Thread(target=attack, args=(port, f"127.0.1.{number}", name, ending, met), daemon=True)
        for number, name in enumerate(names, 2)
    ]
    for thread in threads:
        thread.start()
    ending.wait()
    for thread in threads:
        thread.join(1)
    told_back.put(Counter(met))


def attack(port: int, source: str, name: str, ending: Any, met: Counter[str]) -> None:
    """Send one kind of hostile request again and again, from an address of its own."""
    for number in itertools.count():
        if ending.is_set():
            return
        with suppress(OSError, HTTPException):
            outcome = ATTACKS[name](port, source, number)
            met[f"{name} → {outcome}"] += 1
        time.sleep(0.02)


def post(port: int, source: str, body: bytes, kind: str = "application/sparql-query") -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
    try:
        connection.request("POST", "/sparql", body, {"Content-Type": kind})
        answer = connection.getresponse()
        answer.read()
        return str(answer.status)
    except (BrokenPipeError, ConnectionResetError):
        return "broken off"
    finally:
        connection.close()


def drips(port: int, source: str, number: int) -> str:
    with socket.create_connection(("127.0.0.1", port), 30, (source, 0)) as slow:
        slow.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\n")
        for _ in range(30):
            time.sleep(1)
            slow.sendall(b"X-A: b\r\n")
    return "never shown out"


def query(text: str) -> Callable[[int, str, int], str]:
    """Return an attack by a query that is another each time."""
    return lambda port, source, number: post(port, source, f"{text} # {source} {number}".encode())


ATTACKS: dict[str, Callable[[int, str, int], str]] = {
    "cross product": query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"),
    "cross product to send": query("SELECT * { ?a ?b ?c . ?d ?e ?f }"),
    "regex": query(
        "SELECT ?a ?x { ?a ?b ?c . ?x ?y ?z FILTER(REGEX(STR(?c), '.*.*.*甲.*') && REGEX(STR(?z), '.*乙.*')) }"
    ),
    "path": query("SELECT (COUNT(*) AS ?n) { ?a (!gwr:x|^!gwr:x)* ?b . ?b (!gwr:x|^!gwr:x)+ ?c }"),
    "sorted": query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY STR(?c) DESC(STR(?f))"),
    "deep": query("SELECT * { " + "{" * 30_000 + "}" * 30_000 + " }"),
    "ten megabytes": lambda port, source, _: post(port, source, LONG),
    "malformed UTF-8": lambda port, source, _: post(port, source, b"ASK { ?s ?p '\xff\xfe\xc0\x80' }"),
    "no query": lambda port, source, number: post(port, source, os.urandom(2000), f"application/x-{number}"),
    "drips": drips,
}


if __name__ == "__main__":
    main()
