"""A query that was asked and what comes back of it: its head, then its body through a spool."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from kg.serve.refusals import RefusedError
from kg.serve.spool import Spool


@dataclass(frozen=True, slots=True)
class Query:
    """What a client asks: SPARQL text, its dataset, and how the answer shall be written.

    ``accept`` is an Accept header and ``format`` a word that goes before it; ``client`` is whose turn in the queue it
    takes; ``base`` is what relative addresses are held against. Without graphs the default graph is the union of all, and
    the graph "" is the store's own default graph. ``most`` rows are too many sooner than the server's own limit, where it is
    given.
    """

    text: str
    accept: str = "*/*"
    format: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    gzip: bool = False
    base: str | None = None
    client: str = ""
    time_limit: float | None = None
    most: int | None = None

    def message(self) -> dict[str, Any]:
        """Return what goes to a worker."""
        return {
            "text": self.text,
            "accept": self.accept,
            "format": self.format,
            "default_graphs": self.default_graphs,
            "named_graphs": self.named_graphs,
            "gzip": self.gzip,
            "base": self.base,
        }


@dataclass(frozen=True, slots=True)
class Head:
    """What is known before the body: its content type, the snapshot it is from, whether it is compressed."""

    content_type: str
    hash: str
    gzip: bool = False


@dataclass(slots=True)
class Reply:
    """An answer under way; ``task`` is what drives it, ``head`` stands once the body has begun."""

    query: Query
    spool: Spool = field(default_factory=Spool)
    head: Head | None = None
    task: "asyncio.Task[None] | None" = None
    rows: int = 0
    seconds: float = 0.0

    def begin(self, payload: bytes) -> None:
        """Take in the head."""
        message = json.loads(payload)
        self.head = Head(message["content_type"], message["hash"], message["gzip"])

    async def begun(self) -> Head:
        """Wait until the body has begun, or is whole. Raises RefusedError."""
        await self.spool.begun()
        if self.head is None:
            raise RefusedError(
                503, "the query was not answered; try again", "查询没有得到答复，请重试", {"Retry-After": "1"}
            )
        return self.head

    async def body(self) -> bytes:
        """Wait for the whole body. Raises RefusedError."""
        try:
            await self.begun()
            return b"".join([piece async for piece in self.spool.pieces()])
        finally:
            self.close()

    def close(self) -> None:
        """Forget it: a query that still runs is ended."""
        if self.task is not None and not self.spool.ended:
            self.task.cancel()
        self.spool.close()
