"""Queries → worker processes: who goes first, how long, and what is done with those that take too much.

A query starts in the first lane, which has ``workers`` places. One that runs longer than ``patience`` steps back into
the long lane (:mod:`kg.serve.lanes`): so short questions are answered beside long ones. A query that was long before
begins in the long lane, and so does one that is new from a client who sent many long ones (:mod:`kg.serve.debts`). In
either queue clients take turns.
"""

import asyncio
import contextlib
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Final

from kg.errors import StoreError
from kg.serve import frames
from kg.serve.debts import Debts
from kg.serve.lanes import Lanes, Run, busy
from kg.serve.process import GoneError, Process
from kg.serve.refusals import RefusedError, refusal_of
from kg.serve.reply import Query, Reply
from kg.serve.settings import Settings

# A process is replaced after so many queries: what engines do not give back does not add up.
_RETIRE: Final = 2000
# What takes less of a processor, in seconds, costs a client nothing.
_SHORT: Final = 0.03
# What a query that steps back costs at least: it held a place, and a process is to be replaced.
_LONG: Final = 1.5
# Idle processes may end by themselves; so many in a row do not.
_TRIES: Final = 5
# Of how many queries it is remembered what they took.
_REMEMBERED: Final = 20_000


class Pool:
    """The worker processes of a server."""

    def __init__(self, settings: Settings, given: Mapping[str, Any], current: Callable[[], str]) -> None:
        """Answer from the snapshot that ``current`` names; ``given`` is what a process is started with."""
        self.settings = settings
        self.counts: Counter[str] = Counter()
        self.lanes = Lanes.of(settings, self._replenish)
        self.running: set[asyncio.Task[None]] = set()
        self._given = given
        self._current = current
        self._idle: list[Process] = []
        self._idle_back: list[Process] = []
        self._debts = Debts()
        self._starting: set[asyncio.Task[None]] = set()
        self._known: OrderedDict[int, float] = OrderedDict()
        self.processes: set[Process] = set()
        self.closing = False

    async def open(self) -> None:
        """Start the first processes. Raises GoneError or StoreError where they cannot be started."""
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
        for idle in (self._idle, self._idle_back):
            for process in [p for p in idle if p.hash != self._current()]:
                idle.remove(process)
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
                raise busy("the server is closing", "服务器正在关闭")
            await self._answer(reply)
            reply.spool.end()
        except RefusedError as refused:
            self.counts[f"refused {refused.status}"] += 1
            reply.spool.end(refused)
        except asyncio.CancelledError:
            self.counts["cancelled"] += 1
            reply.spool.end(busy("the query was cancelled", "查询已取消"))
            raise
        except BaseException:
            reply.spool.end(RefusedError(500, "the server made a mistake; it is in its log", "服务器出错，详见其日志"))
            raise

    async def _answer(self, reply: Reply) -> None:
        query = reply.query
        key = hash((query.text, query.default_graphs, query.named_graphs))
        run = Run(reply, self.lanes, self.settings, self.counts)
        # What was short or long before will be so again; of what is new, who sent much of it before says what to expect.
        known = self._known.get(key)
        long = self._debts.owes(query.client) if known is None else known > self.settings.patience
        await run.enter(self.lanes.long if long else self.lanes.first)
        try:
            process = await self._sent(run, back=long)
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
            self._remember(key, query.client, run.used)
            self._replenish()

    def _remember(self, key: int, client: str, used: float) -> None:
        if used > self.settings.patience:
            self._debts.add(client, max(used, _LONG))
        elif used > _SHORT:
            self._debts.add(client, used)
        self._known[key] = used
        self._known.move_to_end(key)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    async def _sent(self, run: Run, *, back: bool) -> Process:
        """Return a process that has the query. One that ended while it was idle is replaced."""
        message = run.message(self._current())
        for _ in range(_TRIES):
            process = await self._take(back=back)
            with contextlib.suppress(GoneError):
                await process.send(frames.ASK, message)
                return process
            self._end(process)
        raise busy("no process can be started", "无法启动进程")

    async def _take(self, *, back: bool) -> Process:
        """Return an idle process, for the long lane one that has stepped back; start one where there is none."""
        if back and self._idle_back:
            return self._idle_back.pop()
        while not self._idle:
            try:
                await self._start()
            except StoreError as error:
                raise refusal_of(error, 503) from error
            except (GoneError, TimeoutError) as error:
                raise busy("no process can be started", "无法启动进程") from error
        process = self._idle.pop()
        if back:
            process.step_back()
        return process

    def _give_back(self, process: Process) -> None:
        process.answered += 1
        grown = process.memory() - process.base
        worn = process.answered >= _RETIRE or grown > self.settings.memory_mb << 18
        if worn or self.closing or (process.set_back and len(self._idle_back) >= self.settings.long):
            self._end(process)
        else:
            (self._idle_back if process.set_back else self._idle).append(process)

    def _end(self, process: Process) -> None:
        process.kill()
        self.processes.discard(process)
        self._replenish()

    def _replenish(self) -> None:
        """Keep a process for each free place in front, and one to spare."""
        wanted = self.lanes.first.free + 1 - len(self._idle) - len(self._starting)
        for _ in range(0 if self.closing else wanted):
            task = asyncio.get_running_loop().create_task(self._spare())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _spare(self) -> None:
        # Who needs a process and gets none is told; that there is none to spare is no matter yet.
        with contextlib.suppress(GoneError, StoreError, TimeoutError):
            await self._start()

    async def _start(self) -> None:
        process = await Process.start(self._given)
        self.processes.add(process)
        self.counts["started"] += 1
        self._idle.append(process)
