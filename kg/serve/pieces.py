"""What pyoxigraph serialises into: pieces that leave as frames, counted and compressed on their way."""

import io
import zlib
from typing import Any, Final

from pyoxigraph import QueryResultsFormat

from kg.serve import frames
from kg.serve.refusals import RefusedError

_PIECE: Final = 1 << 16
# What is shorter than a packet gains nothing by being compressed.
_SHORT: Final = 1000
# What ends a row, or stands between two, in each format of tables; a line end inside a quoted field of CSV counts too.
_ROW: Final = {
    QueryResultsFormat.JSON: b'}},{"',
    QueryResultsFormat.XML: b"<result>",
    QueryResultsFormat.CSV: b"\n",
    QueryResultsFormat.TSV: b"\n",
}


class Pieces(io.RawIOBase):
    """A file that nobody reads: each piece goes out as a frame. ``rows`` is counted where ``format`` is of tables.

    Raises RefusedError where there are more than ``most`` rows, or more bytes than ``most_bytes``.
    """

    def __init__(
        self, out: frames.Out, head: dict[str, Any], format: object, *, most: int = 0, most_bytes: int = 0
    ) -> None:
        """Send ``head`` first, which says whether to compress; what is short is not compressed."""
        self._out = out
        self._head = head
        self._begun = False
        self._held = bytearray()
        self._mark = _ROW.get(format) if isinstance(format, QueryResultsFormat) else None
        self._tail = b""
        self._gzip: Any = None
        self._most, self._most_bytes = most, most_bytes
        self.rows = 0
        self.size = 0

    def writable(self) -> bool:
        """Say so."""
        return True

    def write(self, data: Any) -> int:
        """Take what was serialised."""
        size = len(data)
        self.size += size
        if self._most_bytes and self.size > self._most_bytes:
            raise _too_large(self._most_bytes)
        if self._mark is not None:
            seen = self._tail + bytes(data)
            self.count(seen.count(self._mark))
            self._tail = seen[-len(self._mark) + 1 :] if len(self._mark) > 1 else b""
        self._held += data
        if len(self._held) >= _PIECE:
            self._send()
        return size

    def count(self, rows: int) -> None:
        """Count so many rows more."""
        self.rows += rows
        if self._most and self.rows > self._most:
            raise _too_many(self._most)

    def finish(self) -> None:
        """Send the rest."""
        self._send(last=True)

    def _send(self, last: bool = False) -> None:
        data = bytes(self._held)
        self._held.clear()
        if not self._begun:
            self._begun = True
            packed = bool(self._head["gzip"]) and len(data) >= _SHORT
            self._gzip = zlib.compressobj(5, wbits=31) if packed else None
            self._out.add(frames.said(frames.HEAD, self._head | {"gzip": packed}))
        if self._gzip is not None:
            data = self._gzip.compress(data) + (self._gzip.flush() if last else b"")
        if data:
            self._out.add(frames.packed(frames.DATA, data))


def _too_many(most: int) -> RefusedError:
    return RefusedError(
        422,
        f"the answer has more than {most:,} rows; add LIMIT or narrow it",
        f"结果超过 {most:,} 行；请加 LIMIT 或缩小范围",
    )


def _too_large(most: int) -> RefusedError:
    mb = most >> 20
    return RefusedError(
        422, f"the answer has more than {mb:,} MB; add LIMIT or narrow it", f"结果超过 {mb:,} MB；请加 LIMIT 或缩小范围"
    )
