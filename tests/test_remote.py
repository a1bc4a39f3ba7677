"""A remote endpoint gives the same answers as the store here, and every way it can fail is one line."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest

from kg.answer import Answer
from kg.backends import OXIGRAPH, VIRTUOSO
from kg.errors import EndpointError, QueryError
from kg.query import Question, questions, run
from kg.question import THINGS
from kg.remote import Endpoint, Writer
from kg.store import memory_store

SAMPLE = Path(__file__).parent / "data" / "sample.trig"
GOOD = json.dumps(
    {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "增长", "xml:lang": "zh"}}]}}
).encode()


def sample_nquads() -> bytes:
    quads = ox.serialize(ox.parse(path=SAMPLE, format=ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS)
    assert quads is not None
    return quads


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """An Oxigraph server on a free port of this machine, with the sample loaded."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("served")
    program = Path(sys.executable).parent / "oxigraph"
    command = [str(program), "serve", "--location", str(folder), "--bind", address, "--union-default-graph"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            load = Request(
                f"http://{address}/store", sample_nquads(), {"Content-Type": "application/n-quads"}, method="POST"
            )
            for _ in range(100):
                try:
                    urlopen(load).close()
                    break
                except URLError:
                    time.sleep(0.1)
            yield Endpoint(f"http://{address}/query")
        finally:
            process.terminate()


def key(answer: Answer) -> object:
    if answer.triples is not None:
        return answer.triples
    return answer.columns, sorted(map(str, answer.rows)), answer.boolean


@pytest.mark.parametrize("asked", [q for q in questions() if q.requires is None], ids=lambda q: q.name)
def test_every_question_has_the_same_answer_from_a_server_as_from_the_store(server: Endpoint, asked: Question) -> None:
    # What a question asks of by default may be a thing that only the report that ships has: it is left open here.
    given = {p.name: "" for p in asked.parameters if p.type in THINGS and not (p.default or "@").startswith("@")}
    here = run(memory_store(sample_nquads()).store, asked, given)
    assert key(run(server, asked, given)) == key(here)


def test_a_comment_about_an_update_makes_no_query_an_update(server: Endpoint) -> None:
    text = "# a comment\n# what to add or to delete\nSELECT ?one WHERE { BIND(1 AS ?one) }"
    assert run(server, text).rows == ((ox.Literal(1),),)


def test_parameters_go_as_terms_whatever_they_hold(server: Endpoint) -> None:
    text = "SELECT ?text ?same WHERE { BIND(?text AS ?same) }"
    for value in ('a"b', "a\\", "} UNION { ?s ?p ?o", "行\n行", "#", "'''", "<x>", "\U00020000"):
        answer = run(server, text, {"text": value})
        assert answer.rows == ((ox.Literal(value), ox.Literal(value)),)


def test_labels_are_looked_up_at_the_endpoint(server: Endpoint) -> None:
    by_label = run(server, next(q for q in questions() if q.id == "cq01"), {"place": "测试市", "year": 2019})
    assert len(by_label.rows) == 4
    with pytest.raises(QueryError, match="place: expected the code, label or IRI of a place"):
        run(server, next(q for q in questions() if q.id == "cq01"), {"place": "亚特兰蒂斯"})


def test_ask_and_construct_and_describe_work(server: Endpoint) -> None:
    assert run(server, "ASK { ?s a gwr:Target }").boolean is True
    built = run(server, "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l }")
    assert built.triples
    assert run(server, "DESCRIBE ind:gdp").triples


class Fake(ThreadingHTTPServer):
    """Answers in turn with what it was told to, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self, *replies: tuple[int, str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), FakeHandler)
        self.replies = list(replies)
        self.requests: list[tuple[dict[str, str], dict[str, list[str]]]] = []
        self.waits: list[float] = []

    def __enter__(self) -> "Fake":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet when a client has gone away."""

    def endpoint(self, timeout: float = 5.0) -> Endpoint:
        return Endpoint(f"http://127.0.0.1:{self.server_address[1]}/sparql", timeout, pause=self.waits.append)


class FakeHandler(BaseHTTPRequestHandler):
    server: Fake

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        self.server.requests.append((dict(self.headers), parse_qs(body)))
        code, kind, reply = self.server.replies.pop(0) if len(self.server.replies) > 1 else self.server.replies[0]
        if code == 0:
            time.sleep(float(kind))
            return
        self.send_response(code)
        self.send_header("Content-Type", kind)
        if code == 429:
            self.send_header("Retry-After", "7")
        if 300 <= code < 400:
            self.send_header("Location", reply.decode())
        self.end_headers()
        self.wfile.write(reply)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


JSON = "application/sparql-results+json"
QUERY = "SELECT ?x WHERE { ?s gwr:asStated ?x }"


def test_a_query_is_one_urlencoded_post_that_carries_its_prefixes() -> None:
    with Fake((200, JSON, GOOD)) as fake:
        answer = run(fake.endpoint(), QUERY)
    assert answer == Answer(("x",), ((ox.Literal("增长", language="zh"),),))
    ((headers, form),) = fake.requests
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert JSON in headers["Accept"]
    assert form == {"query": ["PREFIX gwr: <https://w3id.org/gwr/ns#>\n" + QUERY]}


def test_name_and_password_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_USER", "reader")
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "secret")
    with Fake((200, JSON, GOOD), (403, "text/plain", b"no")) as fake:
        run(fake.endpoint(), QUERY)
        with pytest.raises(EndpointError) as error:
            run(fake.endpoint(), QUERY)
    assert fake.requests[0][0]["Authorization"] == "Basic cmVhZGVyOnNlY3JldA=="
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("secret", [{"USER": "reader", "PASSWORD": "secret"}, {"TOKEN": "secret"}])
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("digest", [False, True])
def test_what_opens_a_server_follows_no_redirect(
    code: int, secret: dict[str, str], digest: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in secret.items():
        monkeypatch.setenv(f"KG_ENDPOINT_{name}", value)
    with Fake((200, JSON, GOOD)) as other:
        elsewhere = f"http://localhost:{other.server_address[1]}/sparql"
        with Fake((code, "text/plain", elsewhere.encode())) as fake:
            asked = fake.endpoint()
            asked.backend = VIRTUOSO if digest else OXIGRAPH
            writer = Writer(asked, asked.url, asked.url + "/store")
            for use in (
                lambda: run(asked, QUERY),
                lambda: writer.run("DROP ALL"),
                lambda: writer.replace("http://a/g", [b"<a:a> <b:b> <c:c> .\n"]),
                lambda: writer.remove("http://a/g"),
            ):
                with pytest.raises(EndpointError, match=f"found a redirect to {elsewhere}; if you trust it"):
                    use()
            assert any("Authorization" in headers for headers, _ in fake.requests)
    assert not any("Authorization" in headers for headers, _ in other.requests)


def test_a_busy_or_broken_endpoint_is_tried_again_ever_later() -> None:
    replies = ((503, "text/plain", b"busy"), (500, "text/plain", b"oops"), (429, "text/plain", b""), (200, JSON, GOOD))
    with Fake(*replies) as fake:
        assert len(run(fake.endpoint(), QUERY).rows) == 1
    assert fake.waits == [0.5, 1.0, 7.0]


def test_an_endpoint_that_stays_busy_is_given_up_with_its_words() -> None:
    with Fake((503, "text/plain", "维护中\nmore".encode())) as fake, pytest.raises(EndpointError) as error:
        run(fake.endpoint(), QUERY)
    assert "found HTTP 503: 维护中; " in str(error.value)
    assert "(tried 4 times)" in str(error.value)
    assert len(fake.requests) == 4


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ((200, "text/html", b"<!DOCTYPE html><html>Welcome"), "expected SPARQL results in JSON, found a page of HTML"),
        ((200, JSON, b'{"head": {"vars": ["x"]}, "results": {"bindi'), "found malformed JSON"),
        ((200, JSON, b'{"message": "hello"}'), "found malformed JSON"),
        ((200, "text/plain", b"hello"), "found text: hello"),
        ((200, JSON, b""), "found an empty answer"),
        ((200, JSON, b"\xff\xfe\x00"), "expected SPARQL results in JSON"),
        (
            (400, "text/plain", b"Parse error: unknown function\nstack trace"),
            "HTTP 400: Parse error: unknown function;",
        ),
        ((400, "text/plain", b""), "HTTP 400; the endpoint rejects the query"),
        ((401, "text/plain", b""), "HTTP 401; set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD"),
        ((404, "text/html", b"<html>not here"), "HTTP 404: a page of HTML; check the address"),
        ((414, "text/plain", b""), "HTTP 414"),
        ((0, "0", b""), "found no connection"),
    ],
)
def test_every_wrong_answer_is_one_line_that_says_what_came(reply: tuple[int, str, bytes], words: str) -> None:
    with Fake(reply) as fake, pytest.raises(EndpointError) as error:
        run(fake.endpoint(), QUERY)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_slow_endpoint_is_given_up_after_the_timeout() -> None:
    with Fake((0, "3", b"")) as fake, pytest.raises(EndpointError, match=r"none within 0\.2 s; raise the timeout"):
        run(fake.endpoint(0.2), QUERY)
    assert len(fake.requests) == 1


def test_nobody_listening_is_called_unreachable() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(EndpointError, match=r"no connection .*; check the address and the network \(tried 2 times\)"):
        run(Endpoint(f"http://127.0.0.1:{port}/", retries=1, pause=lambda _: None), QUERY)


def test_a_host_that_nobody_knows_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    waits: list[float] = []
    with pytest.raises(EndpointError, match="found a host name that cannot be resolved; check") as error:
        run(Endpoint("http://nowhere.invalid/", pause=waits.append), QUERY)
    assert waits == []
    assert "Errno" not in str(error.value)


def test_an_endpoint_s_latest_report_gives_place_and_year_and_its_labels_the_language(server: Endpoint) -> None:
    store = memory_store(sample_nquads()).store
    for lang in ("zh", "en"):
        said: list[str] = []
        asked = next(q for q in questions() if q.id == "cq01")
        there = run(server, asked, {"place": "430400"}, lang=lang, remark=said.append)
        assert there.rows
        assert key(there) == key(run(store, asked, {"place": "430400", "year": 2019}, lang=lang))
        assert said == ["year=2019"]


@pytest.mark.parametrize("url", ["file:///etc/hosts", "localhost/sparql", "ftp://e.test/", "http://"])
def test_only_an_address_on_the_web_is_an_endpoint(url: str) -> None:
    with pytest.raises(EndpointError, match="expected the http or https address"):
        run(Endpoint(url), QUERY)


def test_malformed_sparql_never_leaves_this_machine() -> None:
    with Fake((200, JSON, GOOD)) as fake, pytest.raises(QueryError, match="query:1:"):
        run(fake.endpoint(), "SELECT ?x WHER { ?x a }")
    assert fake.requests == []
