"""A worker: a process that holds one snapshot open and answers one query at a time, from and to its pipes.

Started by :mod:`kg.serve.process`, which kills it at a limit. What it answers is serialised by pyoxigraph and leaves
in pieces as it is made. It imports no part of the server's network side.
"""

import io
import json
import os
import sys
import time
import zlib
from pathlib import Path
from typing import IO, Any, Final, cast

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

from kg.errors import KgError, StoreError
from kg.query import as_question, check_syntax
from kg.serve import frames
from kg.serve.negotiation import GRAPHS, RESULTS, Format, chosen
from kg.serve.refusals import RefusedError, refusal_of
from kg.store import Snapshot, open_store

_PIECE: Final = 1 << 16


def main() -> None:
    """Serve queries until the pipe closes. The one argument is JSON: ``build``, ``prefixes``, ``memory_mb``."""
    given = json.loads(sys.argv[1])
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nothing that anybody prints gets between the frames
    worker = Worker(Path(given["build"]), given["prefixes"], out)
    worker.open()
    out.write(frames.said(frames.READY, {"hash": worker.hash}))
    while (frame := frames.receive(sys.stdin.buffer)) is not None:
        kind, payload = frame
        message = json.loads(payload)
        if kind == frames.OPEN:
            worker.open()
            out.write(frames.said(frames.READY, {"hash": worker.hash}))
        else:
            worker.answer(message)


class Worker:
    """One snapshot and the way out."""

    def __init__(self, build: Path, prefixes: dict[str, str], out: IO[bytes]) -> None:
        """Take what the process was started with."""
        self._build = build
        self._prefixes = prefixes
        self._out = out
        self._snapshot: Snapshot | None = None

    @property
    def hash(self) -> str:
        """The content hash of the snapshot that is open."""
        return self._snapshot.content_hash if self._snapshot else ""

    def open(self) -> None:
        """Open the current snapshot and let go of another."""
        snapshot = open_store(self._build)
        if self._snapshot is not None:
            self._snapshot.close()
        self._snapshot = snapshot

    def answer(self, message: dict[str, Any]) -> None:
        """Answer a query; whatever is wrong with it leaves as a refused."""
        started = time.perf_counter()
        try:
            if message["hash"] != self.hash:
                self.open()
            rows = self._answer(message)
        except RefusedError as refused:
            self._out.write(frames.said(frames.ERROR, refused.message()))
        except KgError as error:
            status = 503 if isinstance(error, StoreError) else 400
            self._out.write(frames.said(frames.ERROR, refusal_of(error, status).message()))
        else:
            seconds = time.perf_counter() - started
            self._out.write(frames.said(frames.END, {"rows": rows, "seconds": seconds}))

    def _answer(self, message: dict[str, Any]) -> int:
        results = self._evaluate(message)
        offered = GRAPHS if isinstance(results, QueryTriples) else RESULTS
        format = chosen(message["accept"], offered, message.get("format", ""))
        if format is None:
            raise _unacceptable(offered)
        head = {"content_type": format.content_type, "hash": self.hash, "gzip": bool(message.get("gzip"))}
        self._out.write(frames.said(frames.HEAD, head))
        with Pieces(self._out, bool(message.get("gzip"))) as pieces:
            _serialise(results, format, pieces)
        return 0

    def _evaluate(self, message: dict[str, Any]) -> QuerySolutions | QueryBoolean | QueryTriples:
        assert self._snapshot is not None
        text = message["text"]
        default, named = message.get("default_graphs") or [], message.get("named_graphs") or []
        try:
            return self._snapshot.store.query(
                text,
                prefixes=self._prefixes,
                use_default_graph_as_union=not (default or named),
                default_graph=[NamedNode(g) for g in default] if default or named else None,
                named_graphs=[NamedNode(g) for g in named] if default or named else None,
            )
        except SyntaxError as error:
            check_syntax(as_question(text), self._prefixes)
            raise RefusedError(400, f"query: {error}", f"query：{error}") from None


def _unacceptable(offered: tuple[Format, ...]) -> RefusedError:
    types = ", ".join(f.media_type for f in offered)
    return RefusedError(406, f"none of the formats you accept; there are {types}", f"没有您接受的格式；可用：{types}")


def _serialise(results: QuerySolutions | QueryBoolean | QueryTriples, format: Format, pieces: "Pieces") -> None:
    out = cast("IO[bytes]", pieces)  # all that is called is its write
    if isinstance(results, QueryTriples):
        assert isinstance(format.writer, RdfFormat)
        results.serialize(out, format.writer)
    else:
        assert isinstance(format.writer, QueryResultsFormat)
        results.serialize(out, format.writer)


class Pieces(io.RawIOBase):
    """What pyoxigraph writes into: gathers pieces, compresses them where asked, and sends each as a frame."""

    def __init__(self, out: IO[bytes], gzip: bool) -> None:
        """Send frames to a pipe."""
        self._out = out
        self._held = bytearray()
        self._gzip = zlib.compressobj(5, wbits=31) if gzip else None

    def writable(self) -> bool:
        """Say so."""
        return True

    def write(self, data: Any) -> int:
        """Take what was serialised."""
        size = len(data)
        self._held += data
        if len(self._held) >= _PIECE:
            self._send()
        return size

    def __exit__(self, *error: object) -> None:
        """Send the rest, unless it failed."""
        if error[0] is None:
            self._send(last=True)

    def __enter__(self) -> "Pieces":
        """Use it in a ``with`` statement."""
        return self

    def _send(self, last: bool = False) -> None:
        data = bytes(self._held)
        self._held.clear()
        if self._gzip is not None:
            data = self._gzip.compress(data) + (self._gzip.flush() if last else b"")
        if data:
            self._out.write(frames.packed(frames.DATA, data))


if __name__ == "__main__":
    main()
