"""Question → answer from a SPARQL 1.1 endpoint on the network, by SPARQLWrapper.

The query goes as URL-encoded POST, which every server takes (Virtuoso hangs on a direct one). It carries its prefixes
and its parameters' VALUES itself, so any engine reads it the same way as the store here.
"""

import ast
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from socket import gaierror
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse, parse_query_results

from kg.answer import Answer, read_answer
from kg.errors import EndpointError
from kg.query import Remark, Value, answered, as_question, check_syntax, query_form, silent, with_prefixes
from kg.question import Question
from kg.terms import TERMS, Addresses

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

USER: Final = "KG_ENDPOINT_USER"
PASSWORD: Final = "KG_ENDPOINT_PASSWORD"
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
_LONGEST_WAIT: Final = 30.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL endpoint: ``timeout`` in seconds for one try, ``retries`` after the first, ``pause`` between them."""

    url: str
    timeout: float = 30.0
    retries: int = 3
    pause: Callable[[float], None] = time.sleep


def run_remote(
    endpoint: Endpoint,
    query: str | Question,
    params: Mapping[str, Value] | None = None,
    base: str = TERMS,
    lang: str = "zh",
    remark: Remark = silent,
) -> Answer:
    """Answer a question or SPARQL text at an endpoint; parameters and remarks as for :func:`kg.query.run`.

    Name and password for HTTP Basic come from KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD. Raises QueryError for what is
    wrong before anything is sent, EndpointError for what the endpoint does.
    """
    if not _is_address(endpoint.url):
        raise EndpointError(endpoint.url, "the http or https address of an endpoint", "something else", "correct it")
    asked = as_question(query)
    prefixes = Addresses(base).prefixes()
    check_syntax(asked, prefixes)
    return answered(asked, params or {}, base, lambda text: _ask(endpoint, with_prefixes(text, prefixes)), lang, remark)


def _is_address(url: str) -> bool:
    """Whether a text is an http or https address; urlsplit raises on brackets that do not match."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _ask(endpoint: Endpoint, text: str) -> Answer:
    rows = query_form(text) in ("SELECT", "ASK")
    client = _client(endpoint, text, "json" if rows else "turtle")
    body = _send(endpoint, client)
    try:
        if rows:
            return read_answer(parse_query_results(body, QueryResultsFormat.JSON))
        return read_answer(Triple(q.subject, q.predicate, q.object) for q in parse(body, RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        kind = "SPARQL results in JSON" if rows else "Turtle"
        raise EndpointError(endpoint.url, kind, _what(body), "check that the address is an endpoint") from error


def _what(body: bytes) -> str:
    """Say in a few words what came instead of results."""
    start = body[:200].decode("utf-8", "replace").strip()
    if not start:
        return "an empty answer"
    if start.startswith("<"):
        return "a page of HTML or XML"
    return ("malformed JSON: " if start[0] in "{[" else "text: ") + start[:80]


def _client(endpoint: Endpoint, text: str, format: str) -> "SPARQLWrapper":
    from SPARQLWrapper import POST, URLENCODED, SPARQLWrapper

    client = SPARQLWrapper(endpoint.url, returnFormat=format)
    client.setMethod(POST)
    client.setRequestMethod(URLENCODED)
    client.setOnlyConneg(True)
    # setTimeout takes whole seconds, yet hands the value on as it is.
    client.timeout = endpoint.timeout  # type: ignore[assignment]
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    if user and password:
        client.setCredentials(user, password)
    client.setQuery(text)
    # Its own guess reads every other line of comments, and takes a question about what to add for an update.
    client.queryType = query_form(text)
    return client


def _send(endpoint: Endpoint, client: "SPARQLWrapper") -> bytes:
    """Return the body of the answer; try again, ever later, while the endpoint is busy, broken or away."""
    tried = 1
    while isinstance(outcome := _once(endpoint, client), _Refusal):
        if not outcome.again or tried > endpoint.retries:
            step = outcome.step + (f" (tried {tried} times)" if tried > 1 else "")
            raise EndpointError(endpoint.url, "an answer", outcome.found, step)
        endpoint.pause(min(_LONGEST_WAIT, outcome.wait or 0.25 * 2**tried))
        tried += 1
    return outcome


@dataclass(frozen=True, slots=True)
class _Refusal:
    found: str
    step: str
    again: bool = False
    wait: float = 0.0


def _once(endpoint: Endpoint, client: "SPARQLWrapper") -> bytes | _Refusal:
    from http.client import HTTPException

    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    try:
        with client.query().response as response:
            return bytes(response.read())
    except SPARQLWrapperException as error:
        status = error.__context__
        code = status.code if isinstance(status, HTTPError) else 0
        return _refusal(
            code, _body(error), status.headers.get("Retry-After") if isinstance(status, HTTPError) else None
        )
    except HTTPError as error:
        with error:
            return _refusal(error.code, error.read(2000), error.headers.get("Retry-After"))
    except TimeoutError:
        return _Refusal(f"none within {endpoint.timeout:g} s", "raise the timeout or ask for less")
    except (URLError, OSError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, TimeoutError):
            return _Refusal(f"none within {endpoint.timeout:g} s", "raise the timeout or ask for less")
        if isinstance(reason, gaierror):
            return _Refusal("a host name that cannot be resolved", "check the address and the network")
        words = getattr(reason, "strerror", None) or reason
        return _Refusal(f"no connection ({words})", "check the address and the network", again=True)


def _body(error: Exception) -> bytes:
    """Return the server's words, which SPARQLWrapper hands on inside its message as the literal of a bytes object."""
    literal = str(error).partition("Response:\n")[2]
    return bytes(ast.literal_eval(literal)) if literal else b""


def _refusal(code: int, body: bytes, retry_after: str | None) -> _Refusal:
    lines = body.decode("utf-8", "replace").strip().splitlines() or [""]
    words = "a page of HTML" if lines[0].lstrip().startswith("<") else lines[0][:200]
    found = f"HTTP {code}" + (f": {words}" if words else "")
    wait = float(retry_after) if retry_after and retry_after.isdecimal() else 0.0
    steps = {
        400: "the endpoint rejects the query; correct it",
        401: f"set {USER} and {PASSWORD}",
        403: f"set {USER} and {PASSWORD}, or ask for access",
        404: "check the address: endpoints often end in /sparql or /query",
        429: "the endpoint is busy; wait and try again",
    }
    return _Refusal(found, steps.get(code, "try again later or ask its operator"), code in _AGAIN, wait)
