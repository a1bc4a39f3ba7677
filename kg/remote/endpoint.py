"""Question → answer from a SPARQL 1.1 endpoint on the network, by SPARQLWrapper.

The query goes as URL-encoded POST, which every server takes (Virtuoso hangs on a direct one). It carries its prefixes
and its parameters' VALUES itself, so any engine reads it the same way as the store here.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from urllib.request import Request

from pyoxigraph import Literal, QueryResultsFormat, RdfFormat, Triple, parse, parse_query_results

from kg.answer import Answer, read_answer
from kg.backends import Backend, recognised
from kg.errors import EndpointError, QueryError
from kg.query.text import parts, query_form
from kg.remote.sending import PASSWORD, TOKEN, USER, MovedError, Patience, credentials, send, token

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

__all__ = ["PASSWORD", "TOKEN", "USER", "Endpoint"]


@dataclass(slots=True)
class Endpoint:
    """A SPARQL endpoint: ``timeout`` in seconds for one try, ``retries`` after the first, ``pause`` between them.

    ``backend`` is the kind of server, learnt from its answers where nobody says it. Name and password (HTTP Basic, or
    Digest where the server wants that) come from KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, a bearer's token from
    KG_ENDPOINT_TOKEN. Raises EndpointError for what is no address on the web.
    """

    url: str
    timeout: float = 30.0
    retries: int = 3
    pause: Callable[[float], None] = time.sleep
    backend: Backend | None = None

    def __post_init__(self) -> None:
        """Refuse what is no http or https address."""
        if not is_address(self.url):
            raise EndpointError(self.url, "the http or https address of an endpoint", "something else", "correct it")

    @property
    def hashes(self) -> bool:
        """False: an endpoint is asked as the question is written, its engine plans by itself."""
        return False

    @property
    def patience(self) -> Patience:
        """How long to wait and how often to try."""
        return Patience(self.timeout, self.retries, self.pause)

    def ask(self, text: str) -> Answer:
        """Answer one query of SPARQL 1.1, whole with its prefixes.

        Raises EndpointError for what the endpoint does, QueryError for what this kind of server is known to answer
        wrongly.
        """
        if _chinese_regex_of_str(text) and not self.kind().regex:
            raise QueryError(
                "query",
                "a pattern that this server finds",
                f"Chinese in REGEX(STR(…)), for which {self.kind().title} finds nothing",
                "leave STR out, or use CONTAINS",
            )
        rows = query_form(text) in ("SELECT", "ASK")
        body = self._send(text, "json" if rows else "turtle")
        try:
            if rows:
                return _truth(read_answer(parse_query_results(body, QueryResultsFormat.JSON)))
            return read_answer(Triple(q.subject, q.predicate, q.object) for q in parse(body, RdfFormat.TURTLE))
        except (SyntaxError, ValueError) as error:
            kind = "SPARQL results in JSON" if rows else "Turtle"
            raise EndpointError(self.url, kind, _what(body), "check that the address is an endpoint") from error

    def kind(self) -> Backend:
        """Return what kind of server this is, asking it the least there is where it is not known yet."""
        if self.backend is None:
            self.ask("ASK { }")
        assert self.backend is not None
        return self.backend

    def leaves_graphs_out(self) -> bool:
        """Whether a query that names no graph finds nothing here although there are graphs. Raises EndpointError."""
        return not self.ask("ASK { ?s ?p ?o }").boolean and bool(self.ask("ASK { GRAPH ?g { ?s ?p ?o } }").boolean)

    def update(self, url: str, text: str) -> None:
        """Run one SPARQL update at an address. Raises EndpointError."""
        send(url, lambda: self._once(self._client(url, text, "json", update=True)), self.patience)

    def _send(self, text: str, format: str) -> bytes:
        return send(self.url, lambda: self._once(self._client(self.url, text, format)), self.patience)

    def _once(self, client: "SPARQLWrapper") -> bytes:
        with client.query().response as response:
            # A POST that is led elsewhere arrives as a GET without its query or update: its answer is none.
            if response.geturl() not in (client.endpoint, client.updateEndpoint):
                raise MovedError(response.geturl())
            if self.backend is None:
                self.backend = recognised(response.headers.get("Server"))
            return bytes(response.read())

    def _client(self, url: str, text: str, format: str, *, update: bool = False) -> "SPARQLWrapper":
        from SPARQLWrapper import DIGEST, POST, URLENCODED

        client: Any = _client_class()(url, returnFormat=format)
        client.setMethod(POST)
        client.setRequestMethod(URLENCODED)
        client.setOnlyConneg(True)
        # setTimeout takes whole seconds, yet hands the value on as it is.
        client.timeout = self.timeout
        if bearer := token():
            client.addCustomHttpHeader("Authorization", f"Bearer {bearer}")
        elif known := credentials():
            client.setCredentials(*known)
            if self.backend is not None and self.backend.digest:
                client.setHTTPAuth(DIGEST)
        client.setQuery(text)
        # Its own guess reads every other line of comments, and takes a question about what to add for an update.
        client.queryType = "INSERT" if update else query_form(text)
        return client  # type: ignore[no-any-return]


@cache
def _client_class() -> type["SPARQLWrapper"]:
    """Return SPARQLWrapper with a name and password, or a token, that no redirect takes to another server."""
    from SPARQLWrapper import SPARQLWrapper

    class Client(SPARQLWrapper):  # type: ignore[misc, unused-ignore]
        def _createRequest(self) -> Request:  # noqa: N802
            request: Request = super()._createRequest()
            if secret := request.headers.pop("Authorization", None):
                request.add_unredirected_header("Authorization", secret)
            return request

    return Client


def is_address(url: str) -> bool:
    """Whether a text is an http or https address; urlsplit raises on brackets that do not match."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


_YES_OR_NO: Final = "__ASK_RETVAL"
_OF_STR: Final = re.compile(r"\bREGEX \( STR \( ", re.IGNORECASE)


def _chinese_regex_of_str(text: str) -> bool:
    """Whether a query may look for Chinese by a regular expression in STR of something."""
    return not text.isascii() and bool(_OF_STR.search(" ".join(t.text for t in parts(text))))


def _truth(answer: Answer) -> Answer:
    """Return yes or no where Virtuoso puts it in a row of its own column; no row means no."""
    if answer.columns != (_YES_OR_NO,):
        return answer
    said = answer.rows[0][0] if answer.rows else None
    return Answer(boolean=isinstance(said, Literal) and said.value == "1")


def _what(body: bytes) -> str:
    """Say in a few words what came instead of results."""
    start = body[:200].decode("utf-8", "replace").strip()
    if not start:
        return "an empty answer"
    if start.startswith("<"):
        return "a page of HTML or XML"
    return ("malformed JSON: " if start[0] in "{[" else "text: ") + start[:80]
