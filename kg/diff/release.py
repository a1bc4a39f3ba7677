"""What a person names → the N-Quads of a release: a project, a build, a published folder, or a dump."""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.build import GRAPH, MANIFEST, demand_whole
from kg.errors import StoreError, UsageError
from kg.files import reading, reason
from kg.project import SETTINGS

# Where `kg publish` puts the whole graph; this module stands below that one.
DUMP: Final = "data/all.nq.gz"
_ENDINGS: Final = (".nq", ".nquads", ".nq.gz", ".nquads.gz")
_QUAD: Final = re.compile(rb"<[^<>\s]+> <[^<>\s]+> .+ <[^<>\s]+> \.$")
_WANTED: Final = "a project, a build, a folder of `kg publish`, or N-Quads (.nq, .nq.gz)"


@dataclass(frozen=True, slots=True)
class Release:
    """A release: how it was named, and the file that holds its N-Quads, packed by gzip or not."""

    name: str
    file: Path

    def lines(self) -> Iterator[bytes]:
        """Yield its lines as they stand, without line ends; StoreError for what is no N-Quads, is damaged or
        cannot be read."""
        try:
            with gzip.open(self.file, "rb") if self.file.suffix == ".gz" else self.file.open("rb") as file:
                for number, line in enumerate(file, 1):
                    line = line.rstrip(b"\r\n")
                    if line and not _QUAD.match(line):
                        step = "name another file"
                        raise StoreError(f"{self.file}, line {number}", "a line of N-Quads", "something else", step)
                    if line:
                        yield line
        except (EOFError, zlib.error, gzip.BadGzipFile):
            step = "fetch it again"
            raise StoreError(self.file, "a whole file in gzip", "one that breaks off or is damaged", step) from None
        except OSError as error:
            raise StoreError(self.file, "N-Quads", reason(error), reading(error)) from None

    def content_hash(self) -> str:
        """Return the SHA-256 over its lines in order of their bytes: the content hash of a build."""
        digest = hashlib.sha256()
        for line in sorted(self.lines()):
            digest.update(line + b"\n")
        return digest.hexdigest()


def release(named: str) -> Release:
    """Return the release that a path names.

    Raises UsageError for a path that holds none, StoreError for one that is missing or a build that is being written.
    """
    path = Path(named)
    if not path.exists():
        raise StoreError(path, _WANTED, "neither file nor folder", "check the name")
    if path.is_file() and path.name.endswith(_ENDINGS):
        return Release(named, path)
    for folder in (path, path / "build") if (path / SETTINGS).is_file() else (path,):
        if (folder / MANIFEST).is_file() and (folder / GRAPH).is_file():
            demand_whole(folder)
            return Release(named, folder / GRAPH)
    if (path / DUMP).is_file():
        return Release(named, path / DUMP)
    if (path / SETTINGS).is_file():
        raise UsageError(path, "a build", "none", "run `kg build` in it")
    found = "another file" if path.is_file() else "none of them"
    raise UsageError(path, _WANTED, found, "see `kg diff --help`")
