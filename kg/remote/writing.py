"""Graphs of an endpoint replaced and removed: by the SPARQL 1.1 Graph Store Protocol, else by updates in batches."""

import itertools
from collections.abc import Iterable, Iterator
from functools import partial
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    Request,
    build_opener,
    parse_http_list,
    parse_keqv_list,
)

from kg.backends import Places
from kg.remote.endpoint import Endpoint
from kg.remote.sending import credentials, send, token

# What one request carries at most, whatever the number of triples: servers and what stands before them have limits.
_BYTES = 8_000_000


class _Stays(HTTPRedirectHandler):
    """Leads nowhere else: a POST would arrive there as a GET without its body."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


class Writer:
    """What writes to an endpoint. ``update`` and ``graphs`` are its addresses where they are not where they usually are.

    ``graphs`` "" means that it has no Graph Store Protocol. All it sends may be sent twice without harm.
    """

    def __init__(self, endpoint: Endpoint, update: str | None = None, graphs: str | None = None) -> None:
        """Take an endpoint, and ask it what it is where nobody has said so. Raises EndpointError if it is away."""
        self.endpoint = endpoint
        self._kind = endpoint.kind()
        usual = self._kind.places(endpoint.url, secured=credentials() is not None)
        self.places = Places(endpoint.url, update or usual.update, usual.graphs if graphs is None else graphs or None)

    def replace(self, graph: str, lines: Iterable[bytes]) -> None:
        """Put lines of N-Triples in a graph's place; where they take several requests, readers see it grow.

        Raises EndpointError where the server does not take them.
        """
        if self.places.graphs is None:
            self.remove(graph)
            for batch in _batches(lines, self._kind.insert):
                self.insert(graph, batch)
            return
        method = "PUT"
        for batch in _batches(lines, self._kind.batch):
            self._graph_store(method, graph, batch)
            method = "POST"
        if method == "PUT":
            self.remove(graph)

    def remove(self, graph: str) -> None:
        """Remove a graph, whether it is there or not. Raises EndpointError."""
        if self.places.graphs is None:
            self.run(f"DROP SILENT GRAPH <{graph}>")
        else:
            self._graph_store("DELETE", graph, None)

    def insert(self, graph: str, triples: bytes) -> None:
        """Add lines of N-Triples to a graph by one update. Raises EndpointError."""
        self.run(f"INSERT DATA {{ GRAPH <{graph}> {{\n{triples.decode()}}} }}")

    def run(self, text: str) -> None:
        """Run one update. Raises EndpointError."""
        self.endpoint.update(self.places.update, text)

    def _graph_store(self, method: str, graph: str, body: bytes | None) -> None:
        assert self.places.graphs is not None
        url = f"{self.places.graphs}{'&' if '?' in self.places.graphs else '?'}graph={quote(graph, safe='')}"
        request = Request(
            url, body, {"Content-Type": "application/n-triples"} if body is not None else {}, method=method
        )
        if bearer := token():
            request.add_unredirected_header("Authorization", f"Bearer {bearer}")
        elif (known := credentials()) and not self._kind.digest:
            request.add_unredirected_header("Authorization", _basic(*known))
        absent = (404,) if method == "DELETE" else ()
        send(self.places.graphs, partial(self._open, request, absent), self.endpoint.patience)

    def _open(self, request: Request, fine: tuple[int, ...]) -> bytes:
        if self._kind.digest and credentials() is not None and token() is None:
            request.add_unredirected_header("Authorization", self._digest(request))
        try:
            with build_opener(_Stays).open(request, timeout=self.endpoint.timeout) as response:
                return bytes(response.read())
        except HTTPError as error:
            if error.code in fine:
                error.close()
                return b""
            raise

    def _digest(self, request: Request) -> str:
        """Return the answer to the server's challenge (RFC 7616), got before the body is sent.

        Virtuoso closes the connection on a large body that comes without one.
        """
        passwords = HTTPPasswordMgrWithDefaultRealm()
        known = credentials()
        assert known is not None
        passwords.add_password(None, request.full_url, *known)
        try:
            head = Request(request.full_url, method="HEAD")
            build_opener(_Stays).open(head, timeout=self.endpoint.timeout).close()
        except HTTPError as error:
            error.close()
            kind, _, challenge = error.headers.get("WWW-Authenticate", "").partition(" ")
            if error.code == 401 and kind.lower() == "digest":
                asked = parse_keqv_list(parse_http_list(challenge))
                # What is not in the public names is what its handler calls itself, and has been since Python 2.
                made = HTTPDigestAuthHandler(passwords).get_authorization(request, asked)
                return f"Digest {made}"
        return _basic(*known)


def _basic(user: str, password: str) -> str:
    from base64 import b64encode

    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def _batches(lines: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Yield lines joined, at most so many and so many bytes together."""
    rest = iter(lines)
    for first in rest:
        batch, size = [first], len(first)
        for line in itertools.islice(rest, most - 1):
            batch.append(line)
            size += len(line)
            if size > _BYTES:
                break
        yield b"".join(batch)
