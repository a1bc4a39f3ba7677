"""How much a snapshot holds, counted once for each: what VoID says."""

import asyncio
from typing import Final

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kg.publish.void import PARTS, TOTALS
from kg.serve.context import Context
from kg.serve.refusals import RefusedError
from kg.serve.reply import Query

# Counting ten million quads takes minutes, beside everything else and after it.
_LIMIT: Final = 1800.0


class Counts:
    """The counts of the current snapshot."""

    def __init__(self, context: Context) -> None:
        """Count when first asked."""
        self._context = context
        self._task: asyncio.Task[dict[str, dict[str, int]]] | None = None
        self._hash = ""

    async def current(self) -> dict[str, dict[str, int]]:
        """Return the counts: under ``all`` by name, under ``classes`` and ``properties`` by IRI.

        Raises RefusedError (503) where counting takes longer than a request may; it goes on.
        """
        if self._task is None or self._hash != self._context.content_hash() or _failed(self._task):
            self._hash = self._context.content_hash()
            self._task = asyncio.create_task(self._count())
        try:
            return await asyncio.wait_for(asyncio.shield(self._task), self._context.settings.time_limit)
        except TimeoutError:
            raise RefusedError(
                503, "still counting; try again in a minute", "仍在计数，请一分钟后再试", {"Retry-After": "60"}
            ) from None

    async def _count(self) -> dict[str, dict[str, int]]:
        found = {name: {r[0]: int(r[1]) for r in await self._rows(text)} for name, text in PARTS.items()}
        all_of = {name: int((await self._rows(text))[0][0]) for name, text in TOTALS.items()}
        all_of |= {name: len(found[name]) for name in PARTS}
        return found | {"all": all_of}

    async def _rows(self, text: str) -> list[list[str]]:
        query = Query(text, accept="application/sparql-results+json", time_limit=_LIMIT)
        results = parse_query_results(await self._context.reply(query).body(), QueryResultsFormat.JSON)
        assert isinstance(results, QuerySolutions)
        return [[term.value for term in solution] for solution in results]


def _failed(task: "asyncio.Task[dict[str, dict[str, int]]]") -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
