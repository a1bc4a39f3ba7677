"""What can go wrong between a client and the server, as one clear line in the client's language (RFC 9457).

====  =========================================================================================
400   the request or its query is malformed
401   an update without the token
404   no such graph or thing
405   a method that the address does not know
406   the client takes no format there is
413   a body that is too large
415   a body of a kind that is not taken
422   a query that asks for more than it may: rows, bytes, memory
503   too many requests at once; Retry-After says when to come again
504   the time limit
====  =========================================================================================
"""

from collections.abc import Mapping
from typing import Any

from kg.errors import KgError
from kg.messages import framed


class RefusedError(Exception):
    """A refusal: a status, one line in English and one in Chinese, and headers beside them."""

    def __init__(self, status: int, en: str, zh: str, headers: Mapping[str, str] | None = None) -> None:
        """Fold each line, and replace what could steer a terminal."""
        super().__init__(en)
        self.status = status
        self.en, self.zh = _line(en), _line(zh)
        self.headers = dict(headers or {})

    def message(self) -> dict[str, Any]:
        """Return it as what goes through a pipe."""
        return {"status": self.status, "en": self.en, "zh": self.zh, "headers": self.headers}


def read_refusal(message: Mapping[str, Any]) -> RefusedError:
    """Return the refusal that came through a pipe."""
    return RefusedError(message["status"], message["en"], message["zh"], message.get("headers"))


def refusal_of(error: KgError, status: int) -> RefusedError:
    """Return an error of the package as a refusal, in both languages."""
    return RefusedError(status, str(error), framed(error.place, error.expected, error.found, error.step))


def _line(words: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in " ".join(words.split()))
