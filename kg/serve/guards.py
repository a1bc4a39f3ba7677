"""What stands around every request: headers that keep browsers safe, limits on slow clients, the log, the count.

Plain ASGI, so that what streams keeps streaming.
"""

import asyncio
import logging
import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.metrics import Metrics
from kg.serve.settings import Settings

LOG: Final = logging.getLogger("kg.serve")

# A page that needs more than this says so itself: a header that a response has is left as it is.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    # The data are for everyone, from any page.
    "cross-origin-resource-policy": "cross-origin",
}
_ENCODED: Final = [(name.encode(), value.encode()) for name, value in HEADERS.items()]


class SlowClientError(Exception):
    """A client takes nothing in."""


class Guards:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        """Stand around an application."""
        self._app = app
        self._settings = settings
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        seen = _Seen(scope, self._settings, send)
        self._metrics.under_way += 1
        try:
            await self._app(scope, receive, seen.send)
        except SlowClientError:
            # uvicorn closes a connection whose response was not completed.
            return
        except BaseException:
            seen.status = seen.status or 500
            raise
        finally:
            self._metrics.under_way -= 1
            self._metrics.request(seen.route, seen.status, seen.seconds)
            LOG.info("%s", seen.line())


class _Seen:
    """One request as it is answered."""

    def __init__(self, scope: Scope, settings: Settings, send: Send) -> None:
        self._scope, self._settings, self._send = scope, settings, send
        self._began = time.perf_counter()
        self.status = 0
        self.size = 0
        self.whole = False

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    @property
    def route(self) -> str:
        """The pattern of the route, so that addresses of things are counted as one; "" where there is none."""
        return getattr(self._scope.get("route"), "path", "")

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            has = {name for name, _ in message["headers"]}
            added = [(name, value) for name, value in _ENCODED if name not in has]
            message = {**message, "headers": [*message["headers"], *added]}
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
            self.whole = not message.get("more_body", False)
        # A client that takes nothing in is not waited for.
        try:
            async with asyncio.timeout(self._settings.client_timeout):
                await self._send(message)
        except TimeoutError:
            raise SlowClientError from None

    def line(self) -> str:
        """Return the line of the log: no query, no search words, unless they are asked for."""
        client = _printable(self._scope["client"][0]) if self._scope.get("client") else "-"
        path = _printable(self._scope["path"])
        if self._settings.log_queries and self._scope["query_string"]:
            path += "?" + _printable(self._scope["query_string"].decode("latin-1"))
        end = "" if self.whole else " broken off"
        return f'{client} "{self._scope["method"]} {path}" {self.status} {self.size} {self.seconds * 1000:.0f} ms{end}'


def _printable(words: str) -> str:
    return "".join(c if c.isprintable() and c != '"' else "\ufffd" for c in words[:2000])
