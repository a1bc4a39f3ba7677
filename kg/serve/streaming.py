"""A reply → a response that goes out as it comes in; the query ends when its client has gone."""

import asyncio
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.serve.refusals import RefusedError
from kg.serve.reply import Reply


async def streamed(request: Request, reply: Reply, headers: Mapping[str, str]) -> Response:
    """Wait until a reply has begun, and return its response. Raises RefusedError.

    Where the client goes first, the query is ended and what is returned reaches nobody.
    """
    gone = asyncio.create_task(_gone(request.receive))
    begun = asyncio.create_task(reply.begun())
    try:
        await asyncio.wait({gone, begun}, return_when=asyncio.FIRST_COMPLETED)
        if not begun.done():
            reply.close()
            return Response(status_code=499)
        await begun
    except BaseException:
        reply.close()
        raise
    finally:
        begun.cancel()
        gone.cancel()
    return _Streamed(reply, headers)


class _Streamed(Response):
    def __init__(self, reply: Reply, headers: Mapping[str, str]) -> None:
        assert reply.head is not None
        self._reply = reply
        self.status_code = 200
        self.background = None
        self.media_type = None
        self.init_headers(dict(headers) | {"Content-Type": reply.head.content_type})
        if reply.head.gzip:
            self.headers["Content-Encoding"] = "gzip"
        if reply.spool.ended:
            self.headers["Content-Length"] = str(reply.spool.size)

    def init_headers(self, headers: Mapping[str, str] | None = None) -> None:
        self.raw_headers = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in (headers or {}).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(_gone(receive))
        sending = asyncio.create_task(self._send(send, body=scope["method"] != "HEAD"))
        try:
            await asyncio.wait({gone, sending}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            sending.cancel()
            gone.cancel()
            self._reply.close()

    async def _send(self, send: Send, *, body: bool) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        spool, more = self._reply.spool, True
        try:
            async for piece in spool.pieces():
                if body:
                    more = not spool.exhausted
                    await send({"type": "http.response.body", "body": piece, "more_body": more})
        except RefusedError:
            # The status is sent: the one way left to say that this is not all is to break the connection, which the
            # server does with a response that was not completed.
            return
        if more:
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
