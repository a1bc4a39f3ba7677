"""A build's N-Quads → one file of N-Triples for each named graph, with its number of triples and its SHA-256.

The hash is over the graph's lines in order of their bytes, so equal graphs have equal hashes wherever they were written.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.build import GRAPH, demand_whole, without
from kg.errors import StoreError
from kg.project import Project

# Bytes of one graph that are kept in memory before they are written out, and of all graphs together.
_KEPT, _ALL = 1 << 20, 1 << 26


@dataclass(frozen=True, slots=True)
class LocalGraph:
    """One named graph of a build: its IRI, its triples, the hash of its lines, and the file that holds them."""

    iri: str
    triples: int
    sha256: str
    file: Path

    def lines(self) -> Iterator[bytes]:
        """Yield its triples, a line of N-Triples each."""
        with self.file.open("rb") as lines:
            yield from lines


@dataclass(slots=True)
class _Open:
    file: Path
    triples: int = 0
    size: int = 0
    kept: list[bytes] = field(default_factory=list)
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def put(self) -> None:
        """Write out what is kept."""
        with self.file.open("ab") as file:
            file.writelines(self.kept)
        self.kept.clear()
        self.size = 0


def taken_apart(project: Project, folder: Path) -> dict[str, LocalGraph]:
    """Return the graphs of a project's last build by IRI, their triples in files under a folder.

    Raises StoreError where nothing is built or the build is damaged.
    """
    demand_whole(project.build)
    path = project.build / GRAPH
    if not path.is_file():
        raise without(project.build, GRAPH)
    opened: dict[bytes, _Open] = {}
    held = 0
    with path.open("rb") as quads:
        for number, line in enumerate(quads, 1):
            # Sorted lines of pyoxigraph's N-Quads: four terms, a blank between two, and ` .` at the end.
            triple, mark, graph = line.rpartition(b" <")
            if not mark or not graph.endswith(b"> .\n"):
                raise StoreError(f"{path}:{number}", "a quad of a named graph", "another line", "run `kg build`")
            name = graph[:-4]
            if (one := opened.get(name)) is None:
                one = opened[name] = _Open(folder / f"{len(opened)}.nt")
            triple += b" .\n"
            one.digest.update(triple)
            one.kept.append(triple)
            one.triples += 1
            one.size += len(triple)
            held += len(triple)
            if one.size > _KEPT:
                held -= one.size
                one.put()
            if held > _ALL:
                for each in opened.values():
                    each.put()
                held = 0
    for each in opened.values():
        each.put()
    found = {name.decode(): each for name, each in opened.items()}
    return {iri: LocalGraph(iri, o.triples, o.digest.hexdigest(), o.file) for iri, o in sorted(found.items())}
