"""Places for so many at once, and a queue before them in which clients take turns, however much each asks for."""

import asyncio
from collections import OrderedDict, deque


class FullError(Exception):
    """The queue is full, or the wait was too long."""


class Places:
    """``free`` places and those who wait for one; who waits longest in a client's line is its next."""

    def __init__(self, places: int, queue: int) -> None:
        """Have so many places, and let so many wait."""
        self.places = self.free = places
        self.queue = queue
        self.waiting = 0
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def enter(self, client: str, wait: float) -> None:
        """Take a place, waiting for it so many seconds at most. Raises FullError."""
        if self.free and not self.waiting:
            self.free -= 1
            return
        if self.waiting >= self.queue:
            raise FullError
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(client, deque()).append(turn)
        self.waiting += 1
        try:
            await asyncio.wait_for(turn, wait)
        except TimeoutError:
            # From Python 3.12 on the wait may end in the very moment in which the place was given.
            if turn.cancelled() or not turn.done():
                raise FullError from None
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()
            raise
        finally:
            self.waiting -= 1
            self._forget(client, turn)
            self._next()

    def leave(self) -> None:
        """Give a place back."""
        self.free += 1
        self._next()

    def _next(self) -> None:
        """Give free places to who is next: the first of the line whose client had its turn longest ago."""
        for client in list(self._lines):
            if not self.free:
                return
            line = self._lines[client]
            while line and line[0].done():
                line.popleft()
            if line:
                self.free -= 1
                line.popleft().set_result(None)
                self._lines.move_to_end(client)

    def _forget(self, client: str, turn: "asyncio.Future[None]") -> None:
        line = self._lines.get(client)
        if line is None:
            return
        if turn in line:
            line.remove(turn)
        if not line:
            del self._lines[client]
