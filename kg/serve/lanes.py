"""One query on its way: its place in a lane, its limits, and how it steps back for others.

The long lane has ``long`` places and a lower priority. Where it is full, a query that steps back is paused, still in
memory, until its turn; since that holds a process, only a few may, and the next is refused.
"""

import asyncio
import json
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from kg.serve import frames
from kg.serve.fair import FullError, Places
from kg.serve.process import GoneError, Process
from kg.serve.refusals import RefusedError, read_refusal
from kg.serve.reply import Reply
from kg.serve.settings import Settings

# How often time and memory are looked at, in seconds.
_TICK: Final = 0.1
# Bytes a second that are taken in of a long answer, and how many of it at once.
_PACE: Final = 16e6
_UNPACED: Final = 1 << 20


@dataclass(slots=True)
class Lanes:
    """The places of both lanes, and of those paused between them; ``moved`` is called when a place in front is free."""

    first: Places
    long: Places
    paused: Places
    moved: Callable[[], None]

    @classmethod
    def of(cls, settings: Settings, moved: Callable[[], None]) -> "Lanes":
        """Return the lanes of a server, all free."""
        paused = Places(2 * settings.long, 0)
        return cls(Places(settings.workers, settings.queue), Places(settings.long, settings.queue), paused, moved)


class Run:
    """A query that runs; ``spent`` is how many seconds it has, without those it was paused, ``used`` of a processor.

    What a query is held to is what it used: on a machine that does much else, all take longer.
    """

    def __init__(self, reply: Reply, lanes: Lanes, settings: Settings, counts: Counter[str]) -> None:
        """Begin outside of any lane."""
        self._reply = reply
        self._lanes = lanes
        self._settings = settings
        self._counts = counts
        self._lane: Places | None = None
        self.spent = self.used = 0.0

    async def enter(self, lane: Places) -> None:
        """Wait for a place. Raises RefusedError where the queue is full or the wait too long."""
        try:
            await lane.enter(self._reply.query.client, self._settings.wait)
        except FullError:
            raise busy("too many queries are waiting", "等待的查询过多") from None
        self._lane = lane

    def leave(self) -> None:
        """Give the place back."""
        if self._lane is not None:
            self._lane.leave()
            self._lane = None

    def message(self, content_hash: str) -> dict[str, Any]:
        """Return what goes to a worker."""
        rows = min(self._settings.max_rows, self._reply.query.most or self._settings.max_rows)
        most = {"max_rows": rows, "max_bytes": self._settings.max_mb << 20}
        return self._reply.query.message() | most | {"hash": content_hash}

    async def through(self, process: Process) -> RefusedError | None:
        """Take in what a process answers; return what it refuses itself. Raises RefusedError at a limit."""
        reading = asyncio.get_running_loop().create_task(self._read(process))
        try:
            limit = self._reply.query.time_limit or self._settings.time_limit
            before = process.cpu()
            while not reading.done():
                began = time.monotonic()
                await asyncio.wait({reading}, timeout=_TICK)
                self.spent += time.monotonic() - began
                if reading.done():
                    break
                self.used = self.spent if before is None else (process.cpu() or before) - before
                self._weigh(process, limit)
                if self._lane is self._lanes.first and self.used > self._settings.patience:
                    await self._step_back(process)
            return await reading
        except GoneError:
            code = await process.ended()
            self._counts["died"] += 1
            # It cost a process.
            self.used = max(self.used, 1.0)
            raise _died(code, self._settings.memory_mb) from None
        finally:
            reading.cancel()

    async def _read(self, process: Process) -> RefusedError | None:
        reply = self._reply
        while True:
            kind, payload = await process.frame()
            if kind == frames.DATA:
                reply.spool.write(payload)
                if process.set_back and reply.spool.size > _UNPACED:
                    # What the server itself does with a long answer has the same priority as all it does.
                    await asyncio.sleep(len(payload) / _PACE)
            elif kind == frames.HEAD:
                reply.begin(payload)
                process.hash = reply.head.hash if reply.head else process.hash
            elif kind == frames.ERROR:
                message = json.loads(payload)
                refusal, self.used = read_refusal(message), message["used"]
                # Now, before anybody learns that the body has begun.
                reply.spool.end(refusal)
                return refusal
            else:
                end = json.loads(payload)
                reply.rows, reply.seconds, self.used = end["rows"], end["seconds"], end["used"]
                reply.spool.end()
                return None

    def _weigh(self, process: Process, limit: float) -> None:
        if self.spent > limit:
            self._counts["out of time"] += 1
            en = f"the query took more than {limit:g} s; narrow it or add LIMIT"
            raise RefusedError(504, en, f"查询超过 {limit:g} 秒；请缩小范围或加 LIMIT")
        if process.memory() - process.base > self._settings.memory_mb << 20:
            self._counts["out of memory"] += 1
            raise _too_much_memory(self._settings.memory_mb)

    async def _step_back(self, process: Process) -> None:
        """Give up the place in front; go on in the long lane, at once or when there is a place."""
        process.step_back()
        self.leave()
        self._lanes.moved()
        if self._lanes.long.free:
            await self.enter(self._lanes.long)
            return
        await self.enter(self._lanes.paused)
        process.pause()
        try:
            await self._lanes.long.enter(self._reply.query.client, self._settings.wait)
        except FullError:
            raise busy("long queries of others are running", "其他较长的查询正在运行") from None
        finally:
            self.leave()
            process.resume()
        self._lane = self._lanes.long


def busy(en: str, zh: str) -> RefusedError:
    """Return the refusal of what there is no room for now."""
    return RefusedError(503, f"{en}; try again in a moment", f"{zh}，请稍后再试", {"Retry-After": "5"})


def _too_much_memory(mb: int) -> RefusedError:
    return RefusedError(
        422, f"the query needs more than {mb:,} MB of memory; narrow it", f"查询所需内存超过 {mb:,} MB；请缩小范围"
    )


def _died(code: int, mb: int) -> RefusedError:
    """Say why a process ended by itself: no memory where it gave up, too deep a query where its stack ran over."""
    if code in (-signal.SIGABRT, -getattr(signal, "SIGKILL", 9)):
        return _too_much_memory(mb)
    return RefusedError(
        422,
        f"the query ended its process (code {code}): too deep or too large; make it simpler",
        f"查询使进程中止（代码 {code}）：嵌套过深或过大；请简化",
    )
