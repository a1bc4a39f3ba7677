"""What all routes share: the project, the settings, and the way to an answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, parse, parse_query_results
from starlette.requests import Request
from starlette.responses import Response

from kg.answer import Answer, Term, read_answer
from kg.project import Project
from kg.query import Asks, query_form, with_values
from kg.serve.pool import Pool
from kg.serve.reply import Query, Reply
from kg.serve.settings import Settings

Page = Callable[[Request], Awaitable[Response]]
_ROWS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
# How long the name of the current store is believed, in seconds.
_BELIEVED: Final = 0.2


class Context:
    """The project, the settings, the pool of workers; ``pages`` are what browsers get at an address of data.

    A module of pages puts its page at ``context.pages["sparql"]``: the endpoint gives it to a browser.
    """

    def __init__(self, project: Project, settings: Settings) -> None:
        """Serve the last build of a project."""
        self.project = project
        self.settings = settings
        self.prefixes: dict[str, str] = project.addresses.prefixes()
        self.pages: dict[str, Page] = {}
        given = {"build": str(project.build), "prefixes": self.prefixes, "memory_mb": settings.memory_mb}
        self.pool = Pool(settings, given, self.content_hash)
        self._hash, self._looked = "", float("-inf")

    def content_hash(self) -> str:
        """Return the content hash of the snapshot that answers; it changes when a build switches the store."""
        if time.monotonic() - self._looked > _BELIEVED:
            self._hash = (self.project.build / "store" / "current").read_text(encoding="utf-8").strip()
            self._looked = time.monotonic()
        return self._hash

    def reply(self, query: Query) -> Reply:
        """Begin to answer a query; see :class:`kg.serve.reply.Reply`."""
        return self.pool.ask(query)

    async def ask(
        self, text: str, params: Mapping[str, Term] | None = None, *, accept: str = "*/*", client: str = ""
    ) -> bytes:
        """Return the whole answer to SPARQL text in the format that ``accept`` prefers (JSON, or Turtle for a graph).

        ``params`` are bound as terms. ``client`` is the address of who asks (:func:`client_of`): clients take turns.
        Raises :class:`kg.serve.refusals.RefusedError`, which a route may let pass: it becomes a response.
        """
        return await self.reply(Query(with_values(text, params or {}), accept=accept, client=client)).body()

    async def answer(self, text: str, params: Mapping[str, Term] | None = None, *, client: str = "") -> Answer:
        """Return the answer as rows of terms, a boolean or triples. Raises RefusedError."""
        if query_form(text) in ("SELECT", "ASK"):
            body = await self.ask(text, params, accept=_ROWS, client=client)
            return read_answer(parse_query_results(body, QueryResultsFormat.JSON))
        body = await self.ask(text, params, accept=_TRIPLES, client=client)
        return read_answer(Triple(q.subject, q.predicate, q.object) for q in parse(body, RdfFormat.N_TRIPLES))

    def asks(self, client: str = "") -> Asks:
        """Return the workers as what a thread asks (:class:`kg.query.Asks`); to be called on the server's loop."""
        return _Workers(self, client, asyncio.get_running_loop())


class _Workers:
    """The pool as seen from a thread beside the loop."""

    def __init__(self, context: Context, client: str, loop: asyncio.AbstractEventLoop) -> None:
        self._context, self._client, self._loop = context, client, loop

    def ask(self, text: str) -> Answer:
        """Answer a query. Raises RefusedError."""
        answer = self._context.answer(text, client=self._client)
        return asyncio.run_coroutine_threadsafe(answer, self._loop).result()


def client_of(request: Request) -> str:
    """Return the address of who asks; behind a proxy that is trusted, the one the proxy names."""
    return request.client.host if request.client else ""
