"""A build as files that engines load in bulk: shards of N-Quads, their checksums, and the engine's own configuration.

::

    DIR/part-00000.nq.gz …   N-Quads (W3C), gzip; no graph is split over two
    DIR/SHA256SUMS           as `sha256sum --check` reads it
    DIR/load.json            graphs and shards with their triples and hashes, and the content hash of the build
    DIR/load.sh, Qleverfile, fuseki.ttl   what the engine needs

The shards hold the register too (``kg.load.register``): what was loaded from files is known to ``kg load --endpoint``,
which then sends only what has changed. The same build gives the same bytes.
"""

import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kg.check import read_manifest
from kg.errors import UsageError
from kg.files import write_whole
from kg.load.graphs import LocalGraph
from kg.load.recipes import RECIPES
from kg.load.register import Register
from kg.project import Project

ENGINES: Final = tuple(RECIPES)
MANIFEST: Final = "load.json"
# Bytes of N-Quads in one shard before it is compressed, unless one graph alone is larger.
SHARD: Final = 200_000_000


def write_files(
    project: Project, graphs: Mapping[str, LocalGraph], folder: Path, engine: str, size: int = SHARD
) -> dict[str, Any]:
    """Write the graphs of a build for an engine of ``ENGINES``; return what ``load.json`` says.

    Raises UsageError for another engine and for a folder that holds anything but what this wrote before, KgError where
    it cannot be written.
    """
    if engine not in RECIPES:
        raise UsageError("--for", "one of " + ", ".join(ENGINES), engine, "choose one")
    _clear(folder)
    register = Register(project.base_iri, project.title)
    shards = []
    for number, some in enumerate(_sharded(graphs.values(), size)):
        name = f"part-{number:05}.nq.gz"
        last = some and some[-1].iri == list(graphs)[-1]
        extra = register.lines(graphs.values()) if last else ()
        digest = hashlib.sha256()
        count = [0]
        write_whole(folder / name, _summed(_gzipped(_quads(some, register.iri, extra, count)), digest))
        written = {"name": name, "sha256": digest.hexdigest(), "quads": count[0]}
        shards.append(written | {"bytes": (folder / name).stat().st_size, "graphs": [g.iri for g in some]})
    sums = "".join(f"{s['sha256']}  {s['name']}\n" for s in shards)
    write_whole(folder / "SHA256SUMS", sums.encode())
    for name, text in RECIPES[engine](project.title).items():
        write_whole(folder / name, text.encode())
        if name.endswith(".sh"):
            (folder / name).chmod(0o755)
    content = {
        "engine": engine,
        "content_hash": read_manifest(project.build)["content_hash"],
        "quads": sum(int(str(s["quads"])) for s in shards),
        "register": register.iri,
        "graphs": {g.iri: {"triples": g.triples, "sha256": g.sha256} for g in graphs.values()},
        "shards": shards,
    }
    # Last: a folder without it is one that was not written to its end.
    write_whole(folder / MANIFEST, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    return content


def _clear(folder: Path) -> None:
    """Make a folder, or take out what an earlier call wrote."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(folder, "a folder", "a file", "choose another name")
    folder.mkdir(parents=True, exist_ok=True)
    ours = {MANIFEST, "SHA256SUMS", *(name for recipe in RECIPES.values() for name in recipe(""))}
    there = sorted(folder.iterdir())
    others = [path for path in there if path.name not in ours and not path.match("part-*.nq.gz")]
    if others:
        raise UsageError(folder, "a new or empty folder, or load files", others[0].name, "choose another folder")
    for path in there:
        path.unlink()


def _sharded(graphs: Iterable[LocalGraph], size: int) -> Iterator[list[LocalGraph]]:
    some: list[LocalGraph] = []
    full = 0
    for graph in graphs:
        own = graph.file.stat().st_size + graph.triples * (len(graph.iri) + 3)
        if some and full + own > size:
            yield some
            some, full = [], 0
        some.append(graph)
        full += own
    yield some


def _quads(graphs: Iterable[LocalGraph], register: str, extra: Iterable[bytes], count: list[int]) -> Iterator[bytes]:
    """Yield lines of N-Quads, counting them."""
    for iri, lines in (*((g.iri, g.lines()) for g in graphs), (register, extra)):
        end = f" <{iri}> .\n".encode()
        for line in lines:
            count[0] += 1
            yield line[:-3] + end


def _gzipped(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what lines make compressed, without a time or a name in it."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed:
        for line in lines:
            packed.write(line)
            if out.tell() > 1 << 20:
                yield out.getvalue()
                out.seek(0)
                out.truncate()
    yield out.getvalue()


def _summed(pieces: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece
