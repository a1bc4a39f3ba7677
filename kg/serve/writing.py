"""The writable store as the server sees it: changes one at a time, then a new snapshot for the next query."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

from kg.serve import frames
from kg.serve.process import GoneError, Process
from kg.serve.refusals import RefusedError, read_refusal

_WAITING: Final = 64


class Writing:
    """The writer of a folder; ``name`` is the snapshot that holds all that was carried out."""

    def __init__(self, given: Mapping[str, Any], limit: float) -> None:
        """Give each change ``limit`` seconds."""
        self._given = given
        self._limit = limit
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._process: Process | None = None
        self._changed = False
        self.name = ""

    @property
    def snapshots(self) -> Path:
        """The folder of snapshots, laid out as a build's."""
        return Path(self._given["folder"]) / "snapshots"

    async def open(self) -> None:
        """Start the process. Raises StoreError where the store cannot be opened."""
        self._process = await Process.start(self._given, "kg.serve.writer")
        self.name = self._process.hash

    async def close(self) -> None:
        """Let the change under way end, then end the process."""
        async with self._turn:
            if self._process is not None:
                await self._process.finish()

    async def fresh(self) -> str:
        """Return the name of a snapshot that holds every change that was answered."""
        if self._changed:
            await self._in_turn(self._snapshot)
        return self.name

    async def change(self, message: dict[str, Any]) -> dict[str, Any]:
        """Carry out a change. Raises RefusedError; then nothing has changed."""

        async def carry_out() -> dict[str, Any]:
            self._changed = True
            return await self._exchange(message)

        return await self._in_turn(carry_out)

    async def _snapshot(self) -> dict[str, Any]:
        if self._changed:
            self.name = (await self._exchange({"kind": "snapshot"}))["hash"]
            self._changed = False
        return {}

    async def _in_turn(self, work: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        if self._waiting >= _WAITING:
            raise RefusedError(503, "too many changes are waiting", "等待的更新过多", {"Retry-After": "5"})

        async def alone() -> dict[str, Any]:
            try:
                async with self._turn:
                    return await work()
            finally:
                self._waiting -= 1

        self._waiting += 1
        # Who asked may go: what was begun is carried out, and the next waits for it.
        return await asyncio.shield(asyncio.ensure_future(alone()))

    async def _exchange(self, message: dict[str, Any]) -> dict[str, Any]:
        if self._process is None:
            await self.open()
        assert self._process is not None
        try:
            async with asyncio.timeout(self._limit):
                await self._process.send(frames.ASK, message)
                kind, payload = await self._process.frame()
        except TimeoutError:
            await self._again()
            en = f"the change took more than {self._limit:g} s; nothing was changed"
            raise RefusedError(504, en, f"更新超过 {self._limit:g} 秒，未作任何更改") from None
        except GoneError:
            await self._again()
            raise RefusedError(
                422, "the change ended its process; nothing was changed", "更新使进程中止，未作任何更改"
            ) from None
        if kind == frames.ERROR:
            raise read_refusal(json.loads(payload))
        return dict(json.loads(payload))

    async def _again(self) -> None:
        """Replace a process that is gone or too late."""
        if self._process is not None:
            self._process.kill()
            await self._process.ended()
        self._process = None
        await self.open()
        self._changed = False
