"""What all routes share: the project, the settings, and the way to an answer."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse, parse_query_results
from starlette.requests import Request
from starlette.responses import Response

from kg.answer import Answer, Term, read_answer
from kg.build import MANIFEST
from kg.project import Project
from kg.query import Asks, query_form, with_values
from kg.serve.gateway import Gateway
from kg.serve.guards import LOG
from kg.serve.metrics import Metrics
from kg.serve.pool import Pool
from kg.serve.reply import Query, Reply
from kg.serve.settings import Settings
from kg.serve.writing import Writing
from kg.site.links import Address

Page = Callable[[Request], Awaitable[Response]]
_ROWS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
# So many rows the server itself takes into its memory; ``/sparql`` hands on what a worker writes and holds none.
MOST_HELD: Final = 200_000
# What is larger (in bytes) is read beside the loop, which others wait for.
_LARGE: Final = 1 << 16
# How long the name of the current store is believed, in seconds.
_BELIEVED: Final = 0.2


@dataclass(frozen=True, slots=True)
class Additions:
    """What a program around the server adds to every page: names in the navigation, files under ``/assets/``.

    ``policy`` is what pages of the site may load and do then, where it is not their own. With ``referrer`` same-origin a
    form that is sent tells its origin.
    """

    nav: tuple[tuple[Address, str], ...] = ()
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    policy: str = ""
    referrer: str = "no-referrer"


class Context:
    """The project, the settings, the pool of workers; ``pages`` are what browsers get at an address of data.

    ``shared`` is what modules of routes make once for all of them, by its class.

    A module of pages puts its page at ``context.pages["sparql"]``: the endpoint gives it to a browser.
    """

    def __init__(self, project: Project, settings: Settings, additions: Additions | None = None) -> None:
        """Serve the last build of a project. Raises UsageError for an address in ``allow_service`` that is none."""
        self.project = project
        self.settings = settings
        self.additions = additions or Additions()
        self.prefixes: dict[str, str] = project.addresses.prefixes()
        self.pages: dict[str, Page] = {}
        self.shared: dict[type, Any] = {}
        self.metrics = Metrics()
        self._gateway = _gateway(settings)
        services = self._gateway.services if self._gateway else {}
        self._given: dict[str, Any] = {"prefixes": self.prefixes, "services": services}
        self.writing = _writing(settings, self._given)
        build = self.writing.snapshots if self.writing else project.build
        given = self._given | {"build": str(build), "memory_mb": settings.memory_mb}
        self.pool = Pool(settings, given, self.content_hash)
        self._opened = False
        self._hash, self._looked = "", float("-inf")
        self._start = secrets.token_hex(4)

    async def open(self) -> None:
        """Start the processes, once. Raises StoreError, GoneError where they cannot be."""
        if self._opened:
            return
        self._opened = True
        if self.writing:
            await self.writing.open()
        await self.pool.open()

    def warn(self) -> None:
        """Say in the log what the operating system does not give."""
        if self._gateway is None and not all(process.sealed for process in self.pool.processes):
            LOG.warning("this system cannot close the network to workers; SERVICE is refused by its text alone")

    async def close(self) -> None:
        """Let what runs end, and end the processes."""
        await self.pool.close()
        if self.writing:
            await self.writing.close()
        if self._gateway:
            self._gateway.close()

    async def fresh(self) -> None:
        """See to it that the next query finds all that was written before; nothing to do over a build."""
        if self.writing:
            await self.writing.fresh()

    def content_hash(self) -> str:
        """Return the content hash of the snapshot that answers; it changes when a build switches the store."""
        if self.writing:
            return self.writing.name
        if time.monotonic() - self._looked > _BELIEVED:
            self._hash = (self.project.build / "store" / "current").read_text(encoding="utf-8").strip()
            self._looked = time.monotonic()
        return self._hash

    def edition(self) -> str:
        """Return a name for all that pages are made of: the snapshot, the tables built with it, this start of a server.

        A decision may change a table and no triple, another release a page and no data: the content hash stays then.
        """
        made = 0 if self.writing else (self.project.build / MANIFEST).stat().st_mtime_ns
        return hashlib.sha256(f"{self._start} {self.content_hash()} {made}".encode()).hexdigest()[:32]

    def reply(self, query: Query) -> Reply:
        """Begin to answer a query; see :class:`kg.serve.reply.Reply`."""
        return self.pool.ask(query)

    async def ask(
        self,
        text: str,
        params: Mapping[str, Term] | None = None,
        *,
        accept: str = "*/*",
        client: str = "",
        most: int | None = None,
    ) -> bytes:
        """Return the whole answer to SPARQL text in the format that ``accept`` prefers (JSON, or Turtle for a graph).

        ``params`` are bound as terms. ``client`` is the address of who asks (:func:`client_of`): clients take turns.
        Raises :class:`kg.serve.refusals.RefusedError`, which a route may let pass: it becomes a response.
        """
        await self.fresh()
        query = Query(with_values(text, params or {}), accept=accept, client=client, most=most)
        return await self.reply(query).body()

    async def answer(
        self, text: str, params: Mapping[str, Term] | None = None, *, client: str = "", most: int = MOST_HELD
    ) -> Answer:
        """Return the answer as rows of terms, a boolean or triples; ``most`` of them. Raises RefusedError."""
        rows = query_form(text) in ("SELECT", "ASK")
        body = await self.ask(text, params, accept=_ROWS if rows else _TRIPLES, client=client, most=most)
        return await asyncio.to_thread(_read, body, rows) if len(body) > _LARGE else _read(body, rows)

    def asks(self, client: str = "") -> Asks:
        """Return the workers as what a thread asks (:class:`kg.query.Asks`); to be called on the server's loop."""
        return _Workers(self, client, asyncio.get_running_loop())


class _Workers:
    """The pool as seen from a thread beside the loop."""

    hashes: Final = True

    def __init__(self, context: Context, client: str, loop: asyncio.AbstractEventLoop) -> None:
        self._context, self._client, self._loop = context, client, loop

    def ask(self, text: str) -> Answer:
        """Answer a query. Raises RefusedError."""
        answer = self._context.answer(text, client=self._client)
        return asyncio.run_coroutine_threadsafe(answer, self._loop).result()


def _read(body: bytes, rows: bool) -> Answer:
    """Return the answer that a worker wrote: rows or a truth, or else triples."""
    if rows:
        return read_answer(parse_query_results(body, QueryResultsFormat.JSON))
    return read_answer(Triple(q.subject, q.predicate, q.object) for q in parse(body, RdfFormat.N_TRIPLES))


def _gateway(settings: Settings) -> Gateway | None:
    if not settings.allow_service:
        return None
    return Gateway(settings.allow_service, settings.time_limit, settings.max_mb << 20)


def _writing(settings: Settings, given: Mapping[str, Any]) -> Writing | None:
    if settings.writable is None:
        return None
    return Writing({**given, "folder": str(settings.writable.resolve())}, settings.update_limit)


def client_of(request: Request) -> str:
    """Return the address of who asks; behind a proxy that is trusted, the one the proxy names."""
    return request.client.host if request.client else ""


def origin_of(request: Request, context: Context) -> str:
    """Return the address that others see the server at, without a slash at its end."""
    return context.settings.origin.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"
