"""Who may come in: this machine's own user, who has the token, from the app's own pages.

A page elsewhere can make a browser send requests here (CSRF), and a name that leads here can make it read the answers
(DNS rebinding): the Host, the Origin and the Sec-Fetch-Site of a request tell (RFC 9110 section 7.2, RFC 6454, W3C
Fetch Metadata). The token comes once with the address that the browser is opened at, and stays in a cookie.
"""

import hmac
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.refusals import RefusedError
from kg.serve.responses import respond


@dataclass(frozen=True, slots=True)
class Key:
    """What opens the door: the port that is listened on, and the token."""

    port: int
    token: str

    @property
    def origin(self) -> str:
        """The one origin of the app's pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def cookie(self) -> str:
        """The name of the cookie; cookies are shared by all ports of a host."""
        return f"kg-app-{self.port}"

    def fits(self, given: str) -> bool:
        """Whether somebody has the token."""
        return hmac.compare_digest(given.encode(), self.token.encode())


class Door:
    """Stands before every route."""

    def __init__(self, app: ASGIApp, key: Key) -> None:
        """Stand before an application."""
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request in, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def own(message: Message) -> None:
            if message["type"] == "http.response.start":
                header = (b"cross-origin-resource-policy", b"same-origin")
                message = {**message, "headers": [*message["headers"], header]}
            await send(message)

        request = Request(scope)
        try:
            answer = self._answer(request)
        except RefusedError as refused:
            answer = respond(request, refused)
        await (answer or self._app)(scope, receive, own)

    def _answer(self, request: Request) -> Response | None:
        """Return what to say instead of a page, None for who may come in. Raises RefusedError."""
        key, headers = self._key, request.headers
        if headers.getlist("host") != [key.origin.removeprefix("http://")]:
            raise RefusedError(421, "this app answers at 127.0.0.1 only", "本应用只在 127.0.0.1 应答")
        origins = headers.getlist("origin")
        changes = request.method not in ("GET", "HEAD")
        strange = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        if strange or ((origins or changes) and origins != [key.origin]):
            raise RefusedError(403, "this request comes from another page", "请求来自其他网页")
        if key.fits(request.cookies.get(key.cookie, "")):
            return None
        given = parse_qs(request.url.query).get("token", [""])[-1]
        if changes or not key.fits(given):
            raise RefusedError(
                403, "open the address that kg app printed when it started", "请打开 kg app 启动时显示的地址"
            )
        entered = RedirectResponse(request.url.path, 303, {"Cache-Control": "no-store"})
        entered.set_cookie(key.cookie, key.token, path="/", httponly=True, samesite="strict")
        return entered
