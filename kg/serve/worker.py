"""A worker: a process that holds one snapshot open and answers one query at a time, from and to its pipes.

Started by :mod:`kg.serve.process`, which kills it at a limit. What it answers is serialised by pyoxigraph and leaves
in pieces as it is made. It imports no part of the server's network side, and the network is closed to it.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Final, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import KgError, StoreError
from kg.query import as_question, check_syntax
from kg.query.lexer import tokens
from kg.serve import frames
from kg.serve.negotiation import GRAPHS, RESULTS, Format, chosen
from kg.serve.pieces import Pieces
from kg.serve.refusals import RefusedError, refusal_of
from kg.serve.sealed import with_the_server, within_memory, without_network
from kg.serve.tokens import has_dataset, services
from kg.store import Snapshot, open_store

# Prefixes in front of Turtle are those that so many first triples use.
_LOOKED_AT: Final = 2000
_READABLE: Final = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG})


def main() -> None:
    """Serve queries until the pipe closes. The one argument is JSON, as :class:`Worker` has it."""
    given = json.loads(sys.argv[1])
    out = frames.Out(os.fdopen(os.dup(1), "wb", buffering=0))
    os.dup2(2, 1)  # nothing that anybody prints gets between the frames
    with_the_server()
    sealed = not given["services"] and without_network()
    worker = Worker(given, out)
    try:
        worker.open()
    except StoreError as error:
        out.add(frames.said(frames.ERROR, [error.place, error.expected, error.found, error.step]))
        out.flush()
        return
    within_memory(given["memory_mb"])
    out.add(frames.said(frames.READY, {"hash": worker.hash, "sealed": sealed}))
    out.flush()
    while (frame := frames.receive(sys.stdin.buffer)) is not None:
        worker.answer(json.loads(frame[1]))
        out.flush()


class Worker:
    """One snapshot and the way out.

    ``given`` holds ``build`` (a folder), ``prefixes``, ``memory_mb``, and ``services``: addresses that SERVICE may
    name → where the server's gateway to them is.
    """

    def __init__(self, given: dict[str, Any], out: frames.Out) -> None:
        """Take what the process was started with."""
        self._build = Path(given["build"])
        self._prefixes: dict[str, str] = given["prefixes"]
        self._services: dict[str, str] = given["services"]
        self._out = out
        self._snapshot: Snapshot | None = None

    @property
    def hash(self) -> str:
        """The content hash of the snapshot that is open."""
        return self._snapshot.content_hash if self._snapshot else ""

    def open(self) -> None:
        """Open the current snapshot and let go of another. Raises StoreError."""
        snapshot = open_store(self._build)
        if self._snapshot is not None:
            self._snapshot.close()
        self._snapshot = snapshot

    def answer(self, message: dict[str, Any]) -> None:
        """Answer a query; whatever is wrong with it leaves as a refusal."""
        started, used = time.perf_counter(), time.process_time()
        try:
            if message["hash"] != self.hash:
                self.open()
            rows = self._answer(message)
        except RefusedError as refused:
            self._refuse(refused, used)
        except KgError as error:
            status = 503 if isinstance(error, StoreError) else 400
            self._refuse(refusal_of(error, status), used)
        else:
            times = {"seconds": time.perf_counter() - started, "used": time.process_time() - used}
            self._out.add(frames.said(frames.END, {"rows": rows} | times))

    def _refuse(self, refused: RefusedError, used: float) -> None:
        self._out.add(frames.said(frames.ERROR, refused.message() | {"used": time.process_time() - used}))

    def _answer(self, message: dict[str, Any]) -> int:
        results = self._evaluate(message)
        offered = GRAPHS if isinstance(results, QueryTriples) else RESULTS
        format = chosen(message["accept"], offered, message["format"])
        if format is None:
            raise _unacceptable(offered, message["format"])
        head = {"content_type": format.content_type, "hash": self.hash, "gzip": message["gzip"]}
        most, most_bytes = message["max_rows"], message["max_bytes"]
        pieces = Pieces(self._out, head, format.writer, most=most, most_bytes=most_bytes)
        try:
            self._serialise(results, format, pieces)
        except OSError as error:
            raise self._unread(error) from error
        pieces.finish()
        return pieces.rows

    def _evaluate(self, message: dict[str, Any]) -> QuerySolutions | QueryBoolean | QueryTriples:
        assert self._snapshot is not None
        text: str = message["text"]
        default: list[NamedNode | BlankNode | DefaultGraph] = [
            NamedNode(g) if g else DefaultGraph() for g in message["default_graphs"]
        ]
        named: list[NamedNode | BlankNode] = [NamedNode(g) for g in message["named_graphs"]]
        given = bool(default or named)
        # Backwards, so that the places of the earlier ones stay.
        for call in reversed(services(text, frozenset(self._services))):
            text = f"{text[: call.start]}<{self._services[call.address]}>{text[call.end :]}"
        try:
            return self._snapshot.store.query(
                text,
                base_iri=message["base"],
                prefixes=self._prefixes,
                use_default_graph_as_union=not (given or has_dataset(tokens(text))),
                default_graph=default if given else None,
                named_graphs=named if given else None,
            )
        except SyntaxError as error:
            check_syntax(as_question(message["text"]), self._prefixes)
            raise RefusedError(400, f"query: {error}", f"查询：{error}") from None
        except (OSError, RuntimeError) as error:
            raise self._unread(error) from error

    def _unread(self, error: Exception) -> RefusedError:
        """Say what pyoxigraph could not read: another endpoint, or else the store."""
        words = str(error)
        for address, way in self._services.items():
            if way in words:
                found = words.rpartition("with payload:")[2].strip() or "no answer"
                return RefusedError(502, f"SERVICE <{address}>: {found}", f"SERVICE <{address}>：{found}")
        return RefusedError(503, f"query: {words}", f"查询：{words}")

    def _serialise(self, results: QuerySolutions | QueryBoolean | QueryTriples, format: Format, pieces: Pieces) -> None:
        out = cast("IO[bytes]", pieces)  # all that is called is its write
        if not isinstance(results, QueryTriples):
            assert isinstance(format.writer, QueryResultsFormat)
            results.serialize(out, format.writer)
            return
        assert isinstance(format.writer, RdfFormat)
        first = list(islice(results, _LOOKED_AT))
        prefixes = self._used(first) if format.writer in _READABLE else None
        serialize(_counted(chain(first, results), pieces), out, format.writer, prefixes=prefixes)

    def _used(self, triples: list[Triple]) -> dict[str, str]:
        text = "\n".join(map(str, triples))
        return {prefix: iri for prefix, iri in sorted(self._prefixes.items()) if f"<{iri}" in text}


def _counted(triples: Iterable[Triple], pieces: Pieces) -> Iterator[Triple]:
    for triple in triples:
        pieces.count(1)
        yield triple


def _unacceptable(offered: tuple[Format, ...], name: str) -> RefusedError:
    if name:
        names = ", ".join(f.name for f in offered)
        return RefusedError(406, f"no format {name}; there are {names}", f"没有格式 {name}；可用：{names}")
    types = ", ".join(f.media_type for f in offered)
    return RefusedError(406, f"none of the formats you accept; there are {types}", f"没有您接受的格式；可用：{types}")


if __name__ == "__main__":
    main()
