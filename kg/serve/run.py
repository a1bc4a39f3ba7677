"""A server from its start to its end."""

import logging
import os
import socket
import sys
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from kg.errors import UsageError
from kg.files import reason
from kg.language import say
from kg.project import Project
from kg.serve.app import create_app
from kg.serve.connection import Connection
from kg.serve.context import Context
from kg.serve.guards import LOG
from kg.serve.settings import TOKEN, Settings
from kg.store import open_store

# Longer heads than this are no requests of ours: a query in an address is one line of it.
_HEAD = 1 << 16


def run(project: Project, settings: Settings) -> None:
    """Serve a project until the process is told to end; say where once it listens.

    Raises StoreError where there is no build, UsageError where the address cannot be had or a token is missing.
    """
    if settings.writable is None:
        open_store(project.build).close()
    elif not os.environ.get(TOKEN):
        raise UsageError("--writable", f"a token in {TOKEN}", "none", f"set {TOKEN} to a long random word")
    with listen(settings) as listening:
        log(logging.INFO)
        context = Context(project, settings)
        server_of(create_app(context), context, _told).run([listening])


def _told(url: str) -> None:
    print(say(f"serving at {url} (Ctrl-C ends)", f"服务地址：{url} （Ctrl-C 结束）"), flush=True)


def server_of(app: Starlette, context: Context, listening: Callable[[str], None]) -> uvicorn.Server:
    """Return the server of an application; ``listening`` is called with its address once it listens."""
    settings = context.settings
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.proxies,
        limit_concurrency=settings.connections,
        h11_max_incomplete_event_size=_HEAD,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=max(1, round(settings.grace)),
    )
    return _Server(config, context, listening)


class _Server(uvicorn.Server):
    """Says where it listens."""

    def __init__(self, config: uvicorn.Config, context: Context, listening: Callable[[str], None]) -> None:
        super().__init__(config)
        self._context = context
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        # Before the application's own beginning, whose errors uvicorn would keep to itself.
        await self._context.open()
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            url = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
            self._listening(url)


def log(least: int) -> None:
    """Write the log to stderr, from a level on: a line for each request (INFO), and what went wrong in the server itself."""
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    for name, level in ((LOG.name, least), ("uvicorn.error", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [out], False
        logger.setLevel(level)
    # What clients do wrong, and answers that were broken off on purpose, are in the line of the request.
    noise = ("ASGI callable returned without completing response.", "Invalid HTTP request received.")
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.getMessage() not in noise)


def listen(settings: Settings) -> socket.socket:
    """Return a socket at the address of the settings. Raises UsageError where it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named: asyncio sends small answers at once (TCP_NODELAY) only where it is.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((settings.host, settings.port))
    except OSError as error:
        found.close()
        place = f"{settings.host}:{settings.port}"
        raise UsageError(place, "an address to listen on", reason(error), "choose another --port or --host") from None
    return found
