"""SERVICE at an endpoint of ours: to the operator's list alone, and never to what hides behind an address of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from serving import Server, serving

from kg.errors import UsageError
from kg.project import Project
from kg.serve import gateway
from kg.serve.gateway import public, read_endpoint

ROWS = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"7"}}]}}'


class Stranger(BaseHTTPRequestHandler):
    """Another endpoint: answers at /ok, redirects at /away, fails at /bad, talks without end at /long."""

    asked: list[tuple[str, bytes, str]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.asked.append((self.path, body, self.headers.get("authorization", "")))
        status = {"/ok": 200, "/away": 307, "/bad": 500, "/long": 200}[self.path]
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json")
        if status == 307:
            self.send_header("Location", "/ok")
        answer = ROWS if self.path != "/long" else ROWS[:-2] + b" " * (3 << 20) + ROWS[-2:]
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def stranger() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def servers(project: Project) -> Iterator[tuple[Server, str]]:
    with stranger() as url:
        allowed = [f"--allow-service={url}/{path}" for path in ("ok", "away", "bad", "long")]
        toml = (project.root / "kg.toml").read_text(encoding="utf-8")
        (project.root / "kg.toml").write_text(f"{toml}\n[serve]\nmax_mb = 1\n", encoding="utf-8")
        try:
            with serving(project.root, *allowed) as server:
                yield server, url
        finally:
            (project.root / "kg.toml").write_text(toml, encoding="utf-8")


def test_an_endpoint_of_the_list_is_asked(servers: tuple[Server, str]) -> None:
    server, url = servers
    found = server.query(
        f"SELECT ?n {{ ?r a gwr:Report SERVICE <{url}/ok> {{ ?s <http://p> ?n }} }}", Authorization="Bearer x"
    )
    assert [row["n"]["value"] for row in found.json()["results"]["bindings"]] == ["7"]
    assert "etag" not in found.headers  # it may be another tomorrow
    path, body, authorization = Stranger.asked[-1]
    assert path == "/ok" and b"<http://p>" in body and authorization == ""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("away", "it redirects elsewhere, which is not followed"),
        ("bad", "HTTP 500"),
        ("long", "more than 1 MB"),
    ],
)
def test_what_an_endpoint_does_wrong_is_said_by_its_own_address(
    servers: tuple[Server, str], path: str, line: str
) -> None:
    server, url = servers
    found = server.query(f"SELECT * {{ SERVICE <{url}/{path}> {{ ?s ?p ?n }} }}", "*/*")
    assert (found.status_code, found.text) == (502, f"SERVICE <{url}/{path}>: {line}\n")
    silent = server.query(f"SELECT * {{ SERVICE SILENT <{url}/{path}> {{ ?s ?p ?n }} }}")
    assert silent.status_code == 200 and silent.json()["results"]["bindings"] == [{}]


def test_any_other_address_is_refused_unasked(servers: tuple[Server, str]) -> None:
    server, url = servers
    before = len(Stranger.asked)
    for address in (f"<{url}/ok?x>", f"<{url}/>", "<ok>", "?x", f"<{url}\\u002Fok>"):
        found = server.query(f"SELECT * {{ ?x a gwr:Report SERVICE {address} {{ ?s ?p ?n }} }}", "*/*")
        assert found.status_code == 400, address
    assert len(Stranger.asked) == before


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "255.255.255.255", "198.18.0.1", "fec0::1", "::127.0.0.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_the_public_internet(address: str) -> None:
    assert not public(address)


def test_a_public_name_that_turns_private_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    where = ["203.0.114.1"]
    monkeypatch.setattr(gateway, "_addresses", lambda host, port: where)
    endpoint = read_endpoint("http://data.example/sparql")
    assert public("203.0.114.1") and not endpoint.inside
    where[0] = "127.0.0.1"
    with pytest.raises(gateway._RefusedError, match="private network"):
        gateway._Pinned(endpoint, 1).connect()
    # An office's own endpoint is inside from the start, and may be so later.
    assert read_endpoint("http://fuseki.office/sparql").inside


@pytest.mark.parametrize(
    "address", ["ftp://x/", "http:///x", "x", "http://u:p@h/", "http://h/#x", "http://h:0/", "http://[::1"]
)
def test_what_is_no_address_of_an_endpoint_ends_the_start(address: str) -> None:
    with pytest.raises(UsageError, match="--allow-service"):
        read_endpoint(address)


def test_an_answer_that_drips_is_given_up_in_the_end() -> None:
    class Dripping:
        pieces = 0

        def read1(self, most: int) -> bytes:
            self.pieces += 1
            return b" " if self.pieces < 100 else b""

    answer = Dripping()
    with pytest.raises(gateway._RefusedError, match="too long"):
        gateway._body(answer, 1 << 20, deadline=float("-inf"))  # type: ignore[arg-type]
    assert answer.pieces == 1
