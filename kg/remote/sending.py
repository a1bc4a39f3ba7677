"""One request to a server, tried again ever later while the server is busy, broken or away."""

import ast
import os
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from socket import gaierror
from typing import Final
from urllib.error import HTTPError, URLError

from kg.errors import EndpointError

# Where name and password, or a token in their place, come from: never from a command line, which others can read.
USER: Final = "KG_ENDPOINT_USER"
PASSWORD: Final = "KG_ENDPOINT_PASSWORD"
TOKEN: Final = "KG_ENDPOINT_TOKEN"
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_LONGEST_WAIT: Final = 30.0


@dataclass(frozen=True, slots=True)
class Patience:
    """``timeout`` in seconds for one try, ``retries`` after the first, ``pause`` between them."""

    timeout: float
    retries: int
    pause: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class _Refusal:
    found: str
    step: str
    again: bool = False
    wait: float = 0.0


class MovedError(Exception):
    """The server points elsewhere, as ``where`` says: name and password stay here, and what was sent was not taken."""

    def __init__(self, where: str) -> None:
        """Take the address it points to."""
        super().__init__(where)
        self.where = where


def credentials() -> tuple[str, str] | None:
    """Return the name and the password of the environment, None where one is missing."""
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    return (user, password) if user and password else None


def token() -> str | None:
    """Return the token of the environment, which is sent as a bearer's (RFC 6750)."""
    return os.environ.get(TOKEN) or None


def send(url: str, request: Callable[[], bytes], patience: Patience) -> bytes:
    """Return what a request brings. Raises EndpointError, in the end, for a server that gives no answer."""
    tried = 1
    while isinstance(outcome := _once(request, patience), _Refusal):
        if not outcome.again or tried > patience.retries:
            step = outcome.step + (f" (tried {tried} times)" if tried > 1 else "")
            raise EndpointError(url, "an answer", outcome.found, step)
        patience.pause(min(_LONGEST_WAIT, outcome.wait or 0.25 * 2**tried))
        tried += 1
    return outcome


def _once(request: Callable[[], bytes], patience: Patience) -> bytes | _Refusal:
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    slow = _Refusal(f"none within {patience.timeout:g} s", "raise the timeout or ask for less")
    try:
        return request()
    except MovedError as error:
        return _moved(error.where)
    except SPARQLWrapperException as error:
        status = error.__context__
        if not isinstance(status, HTTPError):
            return _refusal(0, _body(error), None)
        return _refusal(status.code, _body(error), status.headers.get("Retry-After"))
    except HTTPError as error:
        with error:
            if error.code in _MOVED:
                return _moved(error.headers.get("Location") or "elsewhere")
            return _refusal(error.code, error.read(2000), error.headers.get("Retry-After"))
    except TimeoutError:
        return slow
    except (URLError, OSError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, TimeoutError):
            return slow
        if isinstance(reason, gaierror):
            return _Refusal("a host name that cannot be resolved", "check the address and the network")
        words = getattr(reason, "strerror", None) or reason
        return _Refusal(f"no connection ({words})", "check the address and the network", again=True)


def _moved(where: str) -> _Refusal:
    return _Refusal(f"a redirect to {where[:200]}", "if you trust it, give that address instead")


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
