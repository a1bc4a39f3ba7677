"""What a client may keep of an answer, and when it may be told that it has it already (RFC 9110, 9111)."""

import hashlib
import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

# Queries whose answer is another each time, or comes from elsewhere. A keyword may follow a number without a blank, and a
# comment may stand before its parenthesis: what only looks like it is not kept either.
_MOVING: Final = re.compile(r"(?:NOW|RAND|UUID|BNODE)\s*+[(#]|SERVICE", re.IGNORECASE)
_VARY: Final = "Accept, Accept-Encoding, Accept-Language"


def tag(content_hash: str, *parts: object) -> str:
    """Return the ETag of what comes from one snapshot: weak, since it is the same compressed or not."""
    digest = hashlib.sha256("\x1f".join((content_hash, *map(str, parts))).encode()).hexdigest()
    return f'W/"{content_hash[:12]}-{digest[:20]}"'


def short(words: str) -> str:
    """Return ten digits that stand for words in an address."""
    return hashlib.sha256(words.encode()).hexdigest()[:10]


def moving(text: str) -> bool:
    """Whether a query's answer may change while the graph stays."""
    return _MOVING.search(text) is not None


def headers(etag: str | None) -> dict[str, str]:
    """Return the headers of an answer: one with an ETag may be kept and asked for again, another not."""
    if etag is None:
        return {"Cache-Control": "no-store", "Vary": _VARY}
    return {"Cache-Control": "public, no-cache", "Vary": _VARY, "ETag": etag}


def unchanged(request: Request, etag: str | None) -> Response | None:
    """Return 304 where the client says that it has just this; None where it has not."""
    if etag is None or request.method not in ("GET", "HEAD"):
        return None
    known = request.headers.get("if-none-match", "")
    if known.strip() != "*" and etag.removeprefix("W/") not in {t.strip().removeprefix("W/") for t in known.split(",")}:
        return None
    return Response(status_code=304, headers=headers(etag))
