"""Queries → worker processes: who goes first, how long, and what is done with those that take too much.

A query starts in the first lane, which has ``workers`` places. One that runs longer than ``patience`` steps back into
the long lane, which has ``long`` places and a lower priority: its place in front is free for the next. Where the long
lane is full it is paused, still in memory, until its turn; so short questions are answered beside long ones. In either
queue clients take turns.
"""

import asyncio
import json
import signal
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Final

from kg.serve import frames
from kg.serve.fair import FullError, Places
from kg.serve.process import GoneError, Process
from kg.serve.refusals import RefusedError, read_refusal
from kg.serve.reply import Query, Reply
from kg.serve.settings import Settings

# How often memory is looked at, in seconds.
_TICK: Final = 0.1
# A process is replaced after so many queries: what engines do not give back does not add up.
_RETIRE: Final = 2000
# How many long queries are remembered, to go to the long lane at once when they come again.
_REMEMBERED: Final = 2000


class Pool:
    """The worker processes of a server."""

    def __init__(self, settings: Settings, given: Mapping[str, Any], current: Callable[[], str]) -> None:
        """Answer from the snapshot that ``current`` names; ``given`` is what a process is started with."""
        self.settings = settings
        self.counts: Counter[str] = Counter()
        self.first = Places(settings.workers, settings.queue)
        self.long = Places(settings.long, max(2, 2 * settings.long))
        self.running: set[asyncio.Task[None]] = set()
        self._given = given
        self._current = current
        self._idle: list[Process] = []
        self._starting: set[asyncio.Task[None]] = set()
        self._known_long: OrderedDict[int, None] = OrderedDict()
        self.processes: set[Process] = set()
        self.closing = False

    async def open(self) -> None:
        """Start the first processes. Raises GoneError where none can be started."""
        await asyncio.gather(*(self._start() for _ in range(self.settings.workers)))

    async def close(self) -> None:
        """Let running queries finish within ``grace`` seconds, then end all processes."""
        self.closing = True
        if self.running:
            await asyncio.wait(self.running, timeout=self.settings.grace)
        for task in (*self.running, *self._starting):
            task.cancel()
        for process in self.processes:
            process.kill()
        for process in list(self.processes):
            await process.ended()

    async def refresh(self) -> None:
        """Let idle processes open the current snapshot, so that an old one can be removed."""
        for process in [p for p in self._idle if p.hash != self._current()]:
            self._idle.remove(process)
            self._end(process)
        self._replenish()

    def ask(self, query: Query) -> Reply:
        """Begin to answer a query; a reply that nobody reads to its end must be closed."""
        reply = Reply(query)
        reply.task = asyncio.get_running_loop().create_task(self._drive(reply))
        self.running.add(reply.task)
        reply.task.add_done_callback(self.running.discard)
        return reply

    async def _drive(self, reply: Reply) -> None:
        """Answer a query from its turn in the queue to its end."""
        try:
            if self.closing:
                raise _busy("the server is closing", "服务器正在关闭")
            await self._answer(reply)
            reply.spool.end()
        except RefusedError as refused:
            self.counts[f"refused {refused.status}"] += 1
            reply.spool.end(refused)
        except asyncio.CancelledError:
            self.counts["cancelled"] += 1
            reply.spool.end(_busy("the query was cancelled", "查询已取消"))
            raise
        except BaseException:
            reply.spool.end(RefusedError(500, "the server made a mistake; it is in its log", "服务器出错，详见其日志"))
            raise

    async def _answer(self, reply: Reply) -> None:
        key = hash((reply.query.text, reply.query.default_graphs, reply.query.named_graphs))
        run = _Run(self, reply)
        long = key in self._known_long
        await run.enter(self.long if long else self.first)
        try:
            process = await self._take()
            if long:
                process.step_back()
            try:
                refusal = await run.through(process)
            except BaseException:
                self._end(process)
                raise
            self._give_back(process)
            if refusal is not None:
                raise refusal
        finally:
            run.leave()
            if run.spent > self.settings.patience:
                self._known_long[key] = None
                self._known_long.move_to_end(key)
                while len(self._known_long) > _REMEMBERED:
                    self._known_long.popitem(last=False)
            self._replenish()

    async def _take(self) -> Process:
        while True:
            if self._idle:
                return self._idle.pop()
            await self._start()

    def _give_back(self, process: Process) -> None:
        process.answered += 1
        grown = process.memory() - process.base
        if process.set_back or process.answered >= _RETIRE or grown > self.settings.memory_mb << 18 or self.closing:
            self._end(process)
        else:
            self._idle.append(process)

    def _end(self, process: Process) -> None:
        process.kill()
        self.processes.discard(process)
        self._replenish()

    def _replenish(self) -> None:
        """Keep a process for each free place in front, and one to spare."""
        wanted = self.first.free + 1 - len(self._idle) - len(self._starting)
        for _ in range(0 if self.closing else wanted):
            task = asyncio.get_running_loop().create_task(self._start())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _start(self) -> None:
        process = await Process.start(self._given)
        self.processes.add(process)
        self.counts["started"] += 1
        self._idle.append(process)


def _busy(en: str, zh: str) -> RefusedError:
    return RefusedError(503, f"{en}; try again in a moment", f"{zh}，请稍后再试", {"Retry-After": "5"})


class _Run:
    """One query on its way through the lanes."""

    def __init__(self, pool: Pool, reply: Reply) -> None:
        self._pool = pool
        self._settings = pool.settings
        self._reply = reply
        self._lane: Places | None = None
        self.spent = 0.0

    async def enter(self, lane: Places) -> None:
        try:
            await lane.enter(self._reply.query.client, self._settings.wait)
        except FullError:
            raise _busy("too many queries are waiting", "等待的查询过多") from None
        self._lane = lane

    def leave(self) -> None:
        if self._lane is not None:
            self._lane.leave()
            self._lane = None

    async def through(self, process: Process) -> RefusedError | None:
        """Have a process answer within the limits; return what it refuses itself. Raises RefusedError at a limit."""
        await process.send(frames.ASK, self._message())
        reading = asyncio.get_running_loop().create_task(self._read(process))
        try:
            limit = self._reply.query.time_limit or self._settings.time_limit
            while not reading.done():
                began = time.monotonic()
                await asyncio.wait({reading}, timeout=_TICK)
                self.spent += time.monotonic() - began
                if reading.done():
                    break
                self._weigh(process, limit)
                if self._lane is self._pool.first and self.spent > self._settings.patience:
                    await self._step_back(process)
            return await reading
        except GoneError:
            code = await process.ended()
            self._pool.counts["died"] += 1
            raise _died(code, self._settings.memory_mb) from None
        finally:
            reading.cancel()

    def _message(self) -> dict[str, Any]:
        most = {"max_rows": self._settings.max_rows, "max_bytes": self._settings.max_mb << 20}
        return self._reply.query.message() | most | {"hash": self._pool._current()}

    async def _read(self, process: Process) -> RefusedError | None:
        reply = self._reply
        while True:
            kind, payload = await process.frame()
            if kind == frames.DATA:
                reply.spool.write(payload)
            elif kind == frames.HEAD:
                reply.begin(payload)
                process.hash = reply.head.hash if reply.head else process.hash
            elif kind == frames.ERROR:
                refusal = read_refusal(json.loads(payload))
                # Now, before anybody learns that the body has begun.
                reply.spool.end(refusal)
                return refusal
            else:
                end = json.loads(payload)
                reply.rows, reply.seconds = end["rows"], end["seconds"]
                reply.spool.end()
                return None

    def _weigh(self, process: Process, limit: float) -> None:
        if self.spent > limit:
            self._pool.counts["out of time"] += 1
            en = f"the query took more than {limit:g} s; narrow it or add LIMIT"
            raise RefusedError(504, en, f"查询超过 {limit:g} 秒；请缩小范围或加 LIMIT")
        if process.memory() - process.base > self._settings.memory_mb << 20:
            self._pool.counts["out of memory"] += 1
            raise _too_much_memory(self._settings.memory_mb)

    async def _step_back(self, process: Process) -> None:
        """Give up the place in front; go on in the long lane, at once or when there is a place."""
        process.step_back()
        self.leave()
        if not self._pool.long.free:
            process.pause()
        self._pool._replenish()
        try:
            await self.enter(self._pool.long)
        finally:
            process.resume()


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
