"""The application: routes, what stands before them, and its beginning and end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from importlib import import_module
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kg.errors import KgError, StoreError
from kg.serve.context import Context
from kg.serve.guards import HEADERS, Guards
from kg.serve.refusals import RefusedError, refusal_of
from kg.serve.refused import page_of
from kg.serve.responses import respond

# Each gives ``routes(context) -> list[BaseRoute]``; the first that matches an address answers.
ROUTES: Final = (
    "sparql",
    "graphs",
    "description",
    "health",
    "visitors",
    "questions",
    "picture",
    "editor",
    "search",
    "reconcile",
    "assets",
    "things",
    "site",
)


def create_app(
    context: Context, *, before: Sequence[BaseRoute] = (), doors: Sequence[Middleware] | None = None
) -> Starlette:
    """Return the application; its workers start and end with it.

    ``before`` are routes that go before those of ``ROUTES``. ``doors`` decide who may come in: with them pages of other
    origins are not let read anything, as they else are.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await context.open()
        context.warn()
        keeper = asyncio.create_task(_keep(context))
        yield
        keeper.cancel()
        await context.close()

    routes = list(before)
    for name in ROUTES:
        routes += import_module(f"kg.serve.{name}").routes(context)
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[
            Middleware(Guards, settings=context.settings, metrics=context.metrics),
            *([_everyone()] if doors is None else doors),
            # Answers to queries come compressed from the workers and are left as they are.
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={RefusedError: _refused, KgError: _kg_error, HTTPException: _http, Exception: _mistake},
    )
    app.state.context = context
    return app


def _everyone() -> Middleware:
    """Let pages of any origin read: the data are for everyone."""
    return Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["Accept", "Accept-Language", "Content-Type", "If-None-Match"],
        expose_headers=["ETag", "Retry-After"],
        max_age=86400,
    )


async def _keep(context: Context) -> None:
    """Look after the processes while nobody asks."""
    while True:
        await asyncio.sleep(1.0)
        await context.pool.refresh()


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return page_of(request, error) or respond(request, error)


async def _kg_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, KgError)
    # A build that puts its files in place tells readers to wait: that is no mistake of theirs.
    return respond(request, refusal_of(error, 503 if isinstance(error, StoreError) else 400))


async def _http(request: Request, error: Exception) -> Response:
    """What the router itself refuses: an address that there is not, a method that it does not take."""
    assert isinstance(error, HTTPException)
    en, zh = {
        404: ("no such address", "没有这个地址"),
        405: (f"{request.method} is not taken here", f"此处不接受 {request.method}"),
    }.get(error.status_code, (str(error.detail), str(error.detail)))
    refused = RefusedError(error.status_code, en, zh, dict(error.headers or {}))
    return page_of(request, refused) or respond(request, refused)


async def _mistake(request: Request, error: Exception) -> Response:
    """What the server itself did wrong: its log has the traceback, the client a line."""
    response = respond(
        request, RefusedError(500, "the server made a mistake; it is in its log", "服务器出错，详见其日志")
    )
    response.headers.update(HEADERS)
    return response
