"""A worker process as the server sees it: started, asked, watched, killed."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kg.errors import StoreError
from kg.serve import frames

_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
# How long a process may take to start and open its snapshot.
_START: Final = 60.0
# Weight of a query that has stepped back, against one that has just come: 15 to 1024 on Linux.
_NICE: Final = 19


class GoneError(Exception):
    """The process ended by itself."""


class Process:
    """One worker process; ``hash`` is the snapshot that it holds."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Take over a process that was just started."""
        self._process = process
        self.hash = ""
        self.sealed = False
        self.answered = 0
        self.set_back = False
        self.base = 0

    @classmethod
    async def start(cls, given: Mapping[str, Any], module: str = "kg.serve.worker") -> "Process":
        """Start a process and wait until its store is open. Raises GoneError or StoreError where it cannot be."""
        process = cls(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", module, json.dumps(dict(given))),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=1 << 18,
                start_new_session=True,  # Ctrl-C is for the server, which lets running queries finish
            )
        )
        try:
            async with asyncio.timeout(_START):
                kind, message = await process.frame()
        except BaseException:
            process.kill()
            raise
        if kind == frames.ERROR:
            await process.ended()
            raise StoreError(*json.loads(message))
        ready = json.loads(message)
        process.hash, process.sealed = ready["hash"], ready["sealed"]
        process.base = process.memory()
        return process

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    async def send(self, kind: bytes, message: dict[str, Any]) -> None:
        """Send a message. Raises GoneError."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(frames.said(kind, message))
            await self._process.stdin.drain()
        except (ConnectionError, BrokenPipeError) as error:
            raise GoneError from error

    async def frame(self) -> tuple[bytes, bytes]:
        """Return the next frame. Raises GoneError."""
        assert self._process.stdout is not None
        try:
            kind, length = frames.unpacked(await self._process.stdout.readexactly(frames.LENGTH))
            return kind, await self._process.stdout.readexactly(length) if length else b""
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise GoneError from error

    def memory(self) -> int:
        """Return the bytes of memory that are the process's alone; 0 where the system does not tell."""
        return memory_of(self.pid)

    def cpu(self) -> float | None:
        """Return the seconds of a processor that the process has used; None where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def step_back(self) -> None:
        """Let processes of short queries go first, from now on: a process cannot step forward again."""
        self.set_back = True
        if hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def pause(self) -> None:
        """Stop it where it is."""
        self._signal("SIGSTOP")

    def resume(self) -> None:
        """Let it go on."""
        self._signal("SIGCONT")

    def kill(self) -> None:
        """End it at once, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def finish(self) -> None:
        """Let it end by itself."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def ended(self) -> int:
        """Wait for its end and return its exit code."""
        return await self._process.wait()

    def _signal(self, name: str) -> None:
        number = getattr(signal, name, None)  # Windows has neither
        if number is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)


def memory_of(pid: int) -> int:
    """Return the bytes of memory that are a process's alone; 0 where the system does not tell."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE
