"""The writer: the one process that has a writable store open, and carries out what changes it, one after another.

Queries are not its work: they read snapshots that it makes when asked, by links to the store's files. It may be killed
at any time; RocksDB keeps what was carried out whole, and nothing of what was not.
"""

import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from kg.errors import StoreError
from kg.query.lexer import tokens
from kg.serve import frames
from kg.serve.refusals import RefusedError, refusal_of
from kg.serve.sealed import with_the_server, without_network
from kg.serve.tokens import loads, services
from kg.serve.using import with_using
from kg.store import copy_store, switch_store

# Where an upload is put before it takes the place of a graph in one step.
_UPLOAD: Final = "urn:kg-serve:upload"


def main() -> None:
    """Carry out changes until the pipe closes. The one argument is JSON: ``folder``, ``prefixes``, ``services``."""
    given = json.loads(sys.argv[1])
    out = frames.Out(os.fdopen(os.dup(1), "wb", buffering=0))
    os.dup2(2, 1)
    with_the_server()
    sealed = not given["services"] and without_network()
    try:
        writer = WritableStore(Path(given["folder"]), given["prefixes"], given["services"])
    except StoreError as error:
        out.add(frames.said(frames.ERROR, [error.place, error.expected, error.found, error.step]))
        out.flush()
        return
    out.add(frames.said(frames.READY, {"hash": writer.snapshot(), "sealed": sealed}))
    out.flush()
    while (frame := frames.receive(sys.stdin.buffer)) is not None:
        try:
            out.add(frames.said(frames.END, writer.carry_out(json.loads(frame[1]))))
        except RefusedError as refused:
            out.add(frames.said(frames.ERROR, refused.message()))
        except StoreError as error:
            out.add(frames.said(frames.ERROR, refusal_of(error, 503).message()))
        out.flush()


class WritableStore:
    """A store of a folder (``store``), and its snapshots (``snapshots``, laid out as a build's)."""

    def __init__(self, folder: Path, prefixes: dict[str, str], services: dict[str, str]) -> None:
        """Open or make it. Raises StoreError where another process has it, or it cannot be written."""
        self._folder = folder
        self._prefixes = prefixes
        self._services = services
        try:
            (folder / "snapshots").mkdir(parents=True, exist_ok=True)
            self._store = Store(str(folder / "store"))
        except (OSError, RuntimeError) as error:
            found = str(error).partition("\n")[0]
            raise StoreError(folder, "a store that nobody else writes to", found, "end the other server") from None
        self._store.remove_graph(NamedNode(_UPLOAD))

    def carry_out(self, message: dict[str, Any]) -> dict[str, Any]:
        """Carry out one change and say what came of it. Raises RefusedError, with nothing changed."""
        kind = message["kind"]
        if kind == "snapshot":
            return {"hash": self.snapshot()}
        try:
            if kind == "update":
                self._update(message)
                return {}
            if kind == "drop":
                return {"there": self._drop(message["graph"])}
            return {"there": self._load(message)}
        except (OSError, RuntimeError) as error:
            raise RefusedError(503, f"update: {error}", f"更新：{error}") from error

    def snapshot(self) -> str:
        """Make what the store holds now the snapshot that queries read; return its name."""
        name = secrets.token_hex(16)
        copy_store(self._store, self._folder / "snapshots", name)
        switch_store(self._folder / "snapshots", name)
        return name

    def _update(self, message: dict[str, Any]) -> None:
        text = message["text"]
        if loads(tokens(text)):
            raise RefusedError(400, "LOAD is off at this endpoint; send the data", "本端点不提供 LOAD；请直接发送数据")
        for call in reversed(services(text, frozenset(self._services))):
            text = f"{text[: call.start]}<{self._services[call.address]}>{text[call.end :]}"
        text = with_using(text, message["default_graphs"], message["named_graphs"])
        try:
            self._store.update(text, base_iri=message["base"], prefixes=self._prefixes)
        except SyntaxError as error:
            raise RefusedError(400, f"update: {error.msg}", f"更新：{error.msg}") from None

    def _load(self, message: dict[str, Any]) -> bool:
        """Put a file into a graph, or in its place; return whether the graph was there.

        Without a graph the file says itself what belongs where.
        """
        graph = message["graph"]
        format = RdfFormat.from_media_type(message["content_type"])
        try:
            if graph == "":
                self._store.load(path=message["path"], format=format, base_iri=message["base"])
                return True
            there = self._there(graph)
            target = DefaultGraph() if graph is None else NamedNode(graph)
            upload = NamedNode(_UPLOAD)
            self._store.add_graph(upload)
            self._store.load(path=message["path"], format=format, base_iri=message["base"], to_graph=upload)
            verb = "MOVE" if message["replace"] else "ADD"
            to = "DEFAULT" if isinstance(target, DefaultGraph) else f"{target}"
            self._store.update(f"{verb} {upload} TO {to}")
            if isinstance(target, NamedNode):
                self._store.add_graph(target)
            return there
        except SyntaxError as error:
            raise RefusedError(400, f"body: {error.msg}", f"请求体：{error.msg}") from None
        except ValueError as error:
            raise RefusedError(400, f"body: {error}", f"请求体：{error}") from None
        finally:
            self._store.remove_graph(NamedNode(_UPLOAD))

    def _drop(self, graph: str | None) -> bool:
        there = self._there(graph)
        if graph is None:
            self._store.clear_graph(DefaultGraph())
        elif there:
            self._store.remove_graph(NamedNode(graph))
        return there

    def _there(self, graph: str | None) -> bool:
        return graph is None or self._store.contains_named_graph(NamedNode(graph))


if __name__ == "__main__":
    main()
