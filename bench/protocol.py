"""Run the W3C's tests of the SPARQL 1.1 protocols against ``kg serve``, and against ``oxigraph serve`` beside it.

``python bench/protocol.py W3C_DIR``. W3C_DIR is the folder ``sparql11`` of the W3C's rdf-tests (or one with a folder of
that name) with ``protocol/manifest.ttl``, ``http-rdf-update/manifest.ttl``. Both servers are started here, writable,
on free ports of this machine. Each test is printed; exits 1 where ours fails one of the Protocol's or of the Service
Description's. The Graph Store Protocol's, which the W3C has deprecated, are printed and counted.
"""

import argparse
import os
import re
import secrets
import socket
import subprocess
import sys
import sysconfig
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from pyoxigraph import RdfFormat, parse
from rdflib import RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
# The terms of the Service Description's vocabulary.
TERMS = [
    "Service",
    "Feature",
    "Language",
    "Function",
    "Aggregate",
    "EntailmentRegime",
    "EntailmentProfile",
    "GraphCollection",
    "Dataset",
    "Graph",
    "NamedGraph",
    "endpoint",
    "feature",
    "defaultEntailmentRegime",
    "entailmentRegime",
    "defaultSupportedEntailmentProfile",
    "supportedEntailmentProfile",
    "extensionFunction",
    "extensionAggregate",
    "languageExtension",
    "supportedLanguage",
    "propertyFeature",
    "defaultDataset",
    "availableGraphs",
    "resultFormat",
    "inputFormat",
    "defaultGraph",
    "namedGraph",
    "name",
    "graph",
]
SD = "http://www.w3.org/ns/sparql-service-description#"
TABULAR = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
GRAPH = {
    "application/rdf+xml",
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/n-quads",
    "text/html",
}


@dataclass(frozen=True)
class Peer:
    """A server: where it takes queries, updates and graphs, and what every request carries."""

    name: str
    client: httpx.Client
    query: str
    update: str
    store: str


@dataclass(frozen=True)
class Request:
    """One request of a test, and what shall come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    format: str = ""
    boolean: bool | None = None


@dataclass
class Test:
    """A test of the Protocol: graphs that are there before, requests one after another."""

    name: str
    graphs: list[tuple[Path, str]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="W3C_DIR", type=Path)
    given = parser.parse_args()
    folder = given.folder / "sparql11" if (given.folder / "sparql11").is_dir() else given.folder
    if not (folder / "protocol" / "manifest.ttl").is_file():
        sys.exit(f"{folder}: expected protocol/manifest.ttl of the W3C's tests, found none; name the folder sparql11")
    tests = list(protocol_tests(folder / "protocol"))
    steps = list(store_steps(folder / "http-rdf-update" / "manifest.ttl"))
    failed = False
    for start in (kg, oxigraph):
        with tempfile.TemporaryDirectory() as scratch, start(Path(scratch)) as peer:
            outcomes = [(test.name, protocol(peer, test)) for test in tests]
            described = list(description(peer))
            stored = list(graph_store(peer, steps))
        print(f"{peer.name}: {tally(outcomes)} of the Protocol")
        told(outcomes)
        print(f"{peer.name}: {tally(described)} of the Service Description")
        told(described)
        print(f"{peer.name}: {tally(stored)} of the Graph Store Protocol")
        told(stored)
        if start is kg:
            failed = any(why for _, why in outcomes + described)
    sys.exit(failed)


def tally(outcomes: list[tuple[str, str]]) -> str:
    return f"{sum(not why for _, why in outcomes)} of {len(outcomes)}"


def told(outcomes: list[tuple[str, str]]) -> None:
    for name, why in outcomes:
        print(f"  {'FAIL' if why else 'pass'}  {name}{f': {why}' if why else ''}")


# The servers.


@contextmanager
def kg(scratch: Path) -> Iterator[Peer]:
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "kg"]
    subprocess.run([*command, "init", "project"], cwd=scratch, check=True, capture_output=True)
    serve = [*command, "serve", "--port", "0", "--writable", "../store"]
    environment = os.environ | {"KG_SERVE_TOKEN": token, "LC_ALL": "C.UTF-8"}
    with running(serve, scratch / "project", environment) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline().decode())
        if found is None:
            raise SystemExit("kg serve did not start")
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=found[0], headers=headers, timeout=30, trust_env=False) as client:
            yield Peer("kg serve", client, "/sparql", "/sparql", "/store")


@contextmanager
def oxigraph(scratch: Path) -> Iterator[Peer]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sysconfig.get_path("scripts")) / "oxigraph"
    url = f"http://127.0.0.1:{port}"
    command = [str(program), "serve", "--location", str(scratch / "peer"), "--bind", f"127.0.0.1:{port}"]
    with (
        running([*command, "--union-default-graph"], scratch, dict(os.environ)),
        httpx.Client(base_url=url, timeout=30, trust_env=False) as client,
    ):
        for _ in range(300):
            try:
                client.get("/")
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield Peer("oxigraph serve", client, "/query", "/update", "/store")


@contextmanager
def running(command: list[str], folder: Path, environment: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


# The Protocol.


def protocol_tests(folder: Path) -> Iterator[Test]:
    """Read the manifest."""
    graph = Graph().parse(folder / "manifest.ttl")
    for name in Collection(graph, next(graph.objects(None, MF.entries))):
        test = Test(f"{str(name).rpartition('#')[2]}: {graph.value(name, MF.name)}")
        for data in graph.objects(name, UT.graphData):
            file = Path(str(graph.value(data, UT.graph))).name
            test.graphs.append((folder / file, str(graph.value(data, RDFS.label))))
        requests: Any = graph.value(graph.value(name, MF.action), HT.requests)
        test.requests = [request(graph, node) for node in Collection(graph, requests)]
        yield test


def request(graph: Graph, node: Node) -> Request:
    def text(subject: Any, name: Any, default: str = "") -> str:
        value = graph.value(subject, name) if subject is not None else None
        return default if value is None else str(value)

    body, response, fields = (graph.value(node, name) for name in (HT.body, HT.resp, HT.headers))
    headers: Any = Collection(graph, fields) if fields is not None else []
    boolean = text(response, MF.expectedBoolean)
    return Request(
        text(node, HT.methodName),
        text(node, HT.absolutePath),
        {text(h, HT.fieldName): text(h, HT.fieldValue) for h in headers},
        text(body, CNT.chars).encode(text(body, CNT.characterEncoding, "UTF-8")),
        tuple(str(status)[-3:] for status in graph.objects(response, MF.expectedStatus)),
        text(response, MF.expectedFormat),
        boolean == "true" if boolean else None,
    )


def protocol(peer: Peer, test: Test) -> str:
    """Run a test; return why it fails, "" where it passes."""
    peer.client.post(peer.update, content="CLEAR ALL", headers={"Content-Type": "application/sparql-update"})
    for file, graph in test.graphs:
        sent = peer.client.put(
            peer.store, params={"graph": graph}, content=file.read_bytes(), headers={"Content-Type": "text/turtle"}
        )
        sent.raise_for_status()
    for number, asked in enumerate(test.requests, 1):
        if why := unmet(peer, test.name, asked):
            return f"request {number}: {why}"
    return ""


def unmet(peer: Peer, name: str, asked: Request) -> str:
    target = peer.update if updates(name, asked) else peer.query
    path = asked.path.replace("/sparql/", target, 1)
    headers = asked.headers | ({} if "content-type" in asked.headers else {"content-type": ""})
    try:
        sent = peer.client.build_request(asked.method, path, content=asked.body, headers=headers)
        if not headers["content-type"]:
            del sent.headers["content-type"]
        answer = peer.client.send(sent)
    except httpx.HTTPError as error:
        return f"no answer ({error})"
    if f"{answer.status_code // 100}xx" not in asked.statuses:
        return f"expected {' or '.join(asked.statuses)}, found {answer.status_code}"
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if asked.format == "tabular" and kind not in TABULAR:
        return f"expected a table, found {kind}"
    if asked.format == "RDF" and kind not in GRAPH:
        return f"expected a graph, found {kind}"
    if asked.boolean is not None and truth(answer) is not asked.boolean:
        return f"expected {asked.boolean}, found {answer.text[:80]!r}"
    return ""


def updates(name: str, asked: Request) -> bool:
    """Whether a request is for the address of updates, where a server has two."""
    kind = asked.headers.get("content-type", "")
    return "sparql-query" not in kind and (
        "sparql-update" in kind or "update" in name.partition(":")[0] or asked.body.startswith(b"update=")
    )


def truth(answer: httpx.Response) -> bool | None:
    found = re.search(r"\b(true|false)\b", answer.text)
    return found[1] == "true" if found else None


# The Service Description: three tests, without requests of their own in the manifest.


def description(peer: Peer) -> Iterator[tuple[str, str]]:
    answer = peer.client.get(peer.query, headers={"Accept": "text/turtle"})
    try:
        triples = {
            (q.subject, q.predicate.value, q.object)
            for q in parse(answer.content, RdfFormat.TURTLE, base_iri=str(answer.url))
        }
    except SyntaxError as error:
        yield from (
            (name, f"no Turtle: {error}") for name in ("returns-rdf", "has-endpoint-triple", "conforms-to-schema")
        )
        return
    kind = answer.headers.get("content-type", "")
    yield "returns-rdf", "" if answer.is_success and kind.startswith("text/turtle") else f"{answer.status_code} {kind}"
    endpoints = {o.value for _, p, o in triples if p == SD + "endpoint"}
    here = str(answer.url)
    yield "has-endpoint-triple", "" if here in endpoints else f"{endpoints or 'none'}, not {here}"
    services = {s for s, p, o in triples if p.endswith("#type") and o.value == SD + "Service"}
    unknown = {p for _, p, _ in triples if p.startswith(SD)} - {SD + name for name in TERMS}
    yield "conforms-to-schema", "" if services and not unknown else f"services {services}, unknown terms {unknown}"


# The Graph Store Protocol: its manifest holds requests and responses as text.


@dataclass(frozen=True)
class Step:
    """A request as text with its response; both still name $HOST$, $GRAPHSTORE$ and $NEWPATH$."""

    name: str
    request: str
    response: str


def store_steps(manifest: Path) -> Iterator[Step]:
    if not manifest.is_file():
        return
    graph = Graph().parse(manifest)
    for name in Collection(graph, next(graph.objects(None, MF.entries))):
        for words in graph.objects(name, RDFS.comment):
            parts = re.split(r"^#### (?:Request|Response)\s*$", textwrap.dedent(str(words)), flags=re.MULTILINE)
            if len(parts) == 3:
                _, asked, answered = (textwrap.dedent(part).strip() for part in parts)
                yield Step(str(name).rpartition("#")[2], asked, answered)


def graph_store(peer: Peer, steps: list[Step]) -> Iterator[tuple[str, str]]:
    """Run the steps in order: each builds on those before."""
    peer.client.post(peer.update, content="DROP ALL", headers={"Content-Type": "application/sparql-update"})
    host, made = str(peer.client.base_url.netloc.decode()), ""
    for step in steps:
        words = step.request.replace("$GRAPHSTORE$/", f"{peer.store}/").replace("$GRAPHSTORE$", peer.store)
        words = words.replace("$HOST$//", "$HOST$/").replace("$HOST$", host).replace("$NEWPATH$", made)
        head, _, body = words.partition("\n\n")
        line, *fields = head.splitlines()
        method, path, _ = line.split()
        headers = dict(field.split(": ", 1) for field in fields)
        answer = peer.client.request(method, path, content=body.encode(), headers=headers)
        made = urlsplit(answer.headers.get("location", made)).path
        wanted = int(step.response.split()[0])
        # A server may say 200, 201 or 204 of what it did; what it could not do has one status.
        same = answer.status_code == wanted if wanted >= 400 else answer.is_success
        yield step.name, "" if same else f"expected {wanted}, found {answer.status_code} {answer.text[:80].strip()}"


if __name__ == "__main__":
    main()
