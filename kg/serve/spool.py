"""An answer on its way: a worker writes it as fast as it can, a client reads it as slowly as it likes.

So a slow client holds no worker. What is beyond a megabyte waits in a temporary file.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import Final

_IN_MEMORY: Final = 1 << 20
_PIECE: Final = 1 << 16


class Spool:
    """Bytes written at one end and read at the other, once; ``size`` is how many there are by now."""

    def __init__(self) -> None:
        """Begin empty."""
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (closed by close)
        self._more = asyncio.Event()
        self._read = 0
        self._error: Exception | None = None
        self.size = 0
        self.ended = False

    def write(self, data: bytes) -> None:
        """Add a piece."""
        if self._file.closed:
            return
        self._file.seek(self.size)
        self._file.write(data)
        self.size += len(data)
        self._more.set()

    def end(self, error: Exception | None = None) -> None:
        """Say that this was all, or what kept the rest from coming."""
        if not self.ended:
            self.ended, self._error = True, error
            self._more.set()

    async def begun(self) -> None:
        """Wait for the first piece or the end. Raises what went wrong before any piece came."""
        while not self.size and not self.ended:
            self._more.clear()
            await self._more.wait()
        if self._error is not None and self._read == 0:
            raise self._error

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the pieces as they come. Raises what kept the rest from coming, after what there is."""
        while True:
            while self._read < self.size:
                self._file.seek(self._read)
                piece = self._file.read(min(_PIECE, self.size - self._read))
                self._read += len(piece)
                yield piece
            if self.ended:
                break
            self._more.clear()
            await self._more.wait()
        if self._error is not None:
            raise self._error

    @property
    def exhausted(self) -> bool:
        """Whether all there will ever be was read."""
        return self.ended and self._error is None and self._read == self.size

    def close(self) -> None:
        """Let go of the file; what is written from now on is lost."""
        self._file.close()
        self.end()
