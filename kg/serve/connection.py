"""A connection of uvicorn's that waits for a request's head only so long: who sends it by drips is shown out."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


class Connection(H11Protocol):
    """Closes where a request was begun and its head is not there within ``patience`` seconds.

    uvicorn itself limits only the time between one request and the next.
    """

    patience = 10.0
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on waiting unless a head came whole."""
        if self._watch is None and not self._answering():
            self._wait()
        super().data_received(data)
        if self._answering():
            self._rest()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._rest()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for what may have come of the next request."""
        super().on_response_complete()
        self._rest()

    def _answering(self) -> bool:
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _wait(self) -> None:
        self._watch = self.loop.call_later(self.patience, self._late)

    def _rest(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _late(self) -> None:
        self._watch = None
        if not self._answering() and not self.transport.is_closing():
            self.transport.close()
