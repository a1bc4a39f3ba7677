"""What stands between ``kg load`` and a server and goes wrong when it is told to."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request that came: its method, its path, its body."""

    method: str
    path: str
    body: bytes = field(repr=False)

    @property
    def writes(self) -> bool:
        """Whether it changes a graph of data: what is entered in the register is apart."""
        return self.method in ("PUT", "POST", "DELETE") and self.path.startswith("/store")

    @property
    def update(self) -> str:
        """The update that it carries, "" if none."""
        return "".join(parse_qs(self.body.decode("utf-8", "replace")).get("update", []))


class Proxy(ThreadingHTTPServer):
    """Hands requests on to a server; ``fault`` says of each, by its number from 0, what goes wrong (None: nothing);
    ``spoil`` alters a body on its way.

    drop: half of the body is read, then the connection is closed. lost: the server does it, and its answer is lost.
    busy: 503 with Retry-After. denied: 401. garbage: an answer in no format. slow: none in time.
    """

    daemon_threads = True

    def __init__(
        self,
        url: str,
        fault: Callable[[Asked, int], str | None] = lambda asked, number: None,
        spoil: Callable[[Asked, bytes], bytes] = lambda asked, body: body,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.there = urlsplit(url)
        self.fault = fault
        self.spoil = spoil
        self.asked: list[Asked] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{self.there.path}"

    def __enter__(self) -> "Proxy":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet when a client has gone away."""


class _Handler(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.1"

    def _hand_on(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        number = len(self.server.asked)
        peek = Asked(self.command, self.path, b"")
        self.server.asked.append(peek)
        what = self.server.fault(peek, number)
        if what == "drop":
            self.rfile.read(size // 2)
            self.close_connection = True
            return
        peek.body = self.server.spoil(peek, self.rfile.read(size))
        match what:
            case "busy":
                self._answer(503, {"Retry-After": "7"}, b"later")
            case "denied":
                self._answer(401, {}, b"")
            case "garbage":
                self._answer(200, {"Content-Type": "text/plain"}, b"hello")
            case "slow":
                time.sleep(2)
                self.close_connection = True
            case "lost":
                self._forward(peek)
                self.close_connection = True
            case None:
                self._answer(*self._forward(peek))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _hand_on  # noqa: N815

    def _forward(self, asked: Asked) -> tuple[int, dict[str, str], bytes]:
        there = http.client.HTTPConnection(self.server.there.netloc, timeout=60)
        kept = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection", "content-length")}
        there.request(asked.method, asked.path, asked.body or None, kept)
        response = there.getresponse()
        body = response.read()
        there.close()
        return (
            response.status,
            {k: v for k, v in response.getheaders() if k.lower() in ("content-type", "server")},
            body,
        )

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""
