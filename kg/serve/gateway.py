"""The one way from a query to another endpoint: addresses on the operator's list, and nothing that hides behind them.

A worker never speaks to another machine itself. A SERVICE that names an allowed address is rewritten to an address of
this gateway on the loopback, which sends the query on: to that address exactly, without following redirects, without
credentials, within the time and size a query may take. A host name is looked up here and the address connected to is
the one that was looked at: one that leads into a private network is refused, unless it did so when the server started
(an office's own endpoint) or the operator wrote an IP address.
"""

import secrets
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from kg.errors import UsageError

_ACCEPT: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Allowed:
    """An endpoint that SERVICE may name; ``inside`` where its address may be a private one."""

    url: SplitResult
    inside: bool

    @property
    def port(self) -> int:
        """The port, or the scheme's own."""
        return self.url.port or (443 if self.url.scheme == "https" else 80)


class Gateway:
    """Runs in a thread of its own; ``services`` is what workers are told: address → the way to it through here."""

    def __init__(self, allowed: Sequence[str], seconds: float, most_bytes: int) -> None:
        """Listen on a free port of the loopback. Raises UsageError for what is no address of an endpoint."""
        endpoints = [read_endpoint(address) for address in allowed]
        key = secrets.token_urlsafe(24)

        ways = {f"/{key}/{place}": endpoint for place, endpoint in enumerate(endpoints)}
        handler = type("Handler", (_Handler,), {"ways": ways, "limits": (seconds, most_bytes)})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        base = f"http://127.0.0.1:{self._server.server_address[1]}/{key}"
        self.services: dict[str, str] = {address: f"{base}/{place}" for place, address in enumerate(allowed)}
        threading.Thread(target=self._server.serve_forever, name="gateway", daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


def read_endpoint(address: str) -> Allowed:
    """Read an address of the operator's list. Raises UsageError."""
    try:
        url = urlsplit(address)
        port = url.port
    except ValueError:
        url, port = urlsplit(""), None
    if url.scheme not in ("http", "https") or not url.hostname or url.username is not None or url.fragment or port == 0:
        step = "write it as http://host/path, without a name or password"
        raise UsageError("--allow-service", "the http or https address of an endpoint", repr(address), step)
    return Allowed(url, _leads_inside(url.hostname))


def _leads_inside(host: str) -> bool:
    try:
        found = _addresses(host, 0)
    except OSError:
        return False
    return any(not public(address) for address in found)


def _addresses(host: str, port: int) -> list[str]:
    return list(dict.fromkeys(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def public(address: str) -> bool:
    """Whether an IP address is one of the public internet, not of this machine or a private network."""
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip.sixtofour is not None or ip.teredo is not None or ip in _NAT64 or ip.is_site_local or ip.is_reserved:
            return False
    return ip.is_global and not ip.is_multicast


class _Nat64:
    """Addresses that stand for IPv4 ones (RFC 6052): they lead wherever those lead."""

    def __contains__(self, ip: IPv6Address) -> bool:
        return ip.packed[:4] == b"\x00\x64\xff\x9b"


_NAT64: Final = _Nat64()


class _RefusedError(Exception):
    """The endpoint is not asked, or its answer not passed on."""


class _Handler(BaseHTTPRequestHandler):
    """One call of a worker."""

    ways: Mapping[str, Allowed] = {}
    limits: tuple[float, int] = (0.0, 0)

    def do_POST(self) -> None:
        """Send a query on and its answer back."""
        endpoint = self.ways.get(self.path)
        size = self.headers.get("content-length", "")
        if endpoint is None or not size.isdecimal():
            self._send(404, "text/plain", b"no such way")
            return
        try:
            self._pass_on(endpoint, self.rfile.read(int(size)))
        except (_RefusedError, OSError, HTTPException) as error:
            self._send(502, "text/plain; charset=utf-8", " ".join(str(error).split())[:200].encode())

    def log_message(self, *_: object) -> None:
        """Log nothing: the query that called has its own line."""

    def _pass_on(self, endpoint: Allowed, query: bytes) -> None:
        seconds, most = self.limits
        connection = _Pinned(endpoint, seconds)
        try:
            headers = {"Content-Type": "application/sparql-query", "Accept": _ACCEPT, "User-Agent": "gwr-kg"}
            target = (endpoint.url.path or "/") + (f"?{endpoint.url.query}" if endpoint.url.query else "")
            connection.request("POST", target, query, headers)
            answer = connection.getresponse()
            if 300 <= answer.status < 400:
                raise _RefusedError("it redirects elsewhere, which is not followed")
            if answer.status != 200:
                raise _RefusedError(f"HTTP {answer.status}")
            body = _body(answer, most, time.monotonic() + seconds)
        finally:
            connection.close()
        self._send(200, answer.headers.get("Content-Type", "application/sparql-results+json"), body)

    def _send(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _body(answer: HTTPResponse, most: int, deadline: float) -> bytes:
    body = bytearray()
    while piece := answer.read1(_PIECE):
        body += piece
        # A timeout of the socket is for each piece: one that drips would go on as long as it likes.
        if time.monotonic() > deadline:
            raise _RefusedError("it took too long")
        if len(body) > most:
            raise _RefusedError(f"more than {most >> 20} MB")
    return bytes(body)


class _Pinned(HTTPConnection):
    """A connection to the very address that was looked at."""

    def __init__(self, endpoint: Allowed, seconds: float) -> None:
        super().__init__(endpoint.url.hostname or "", endpoint.port, timeout=seconds)
        self._endpoint = endpoint

    def connect(self) -> None:
        """Connect, over TLS where the address says so."""
        found = _addresses(self.host, self.port)
        if not self._endpoint.inside and not all(public(address) for address in found):
            raise _RefusedError("its name leads into a private network")
        self.sock = socket.create_connection((found[0], self.port), self.timeout)
        if self._endpoint.url.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
