"""Quads → store: one RocksDB folder for each content of the graph, and a small file that names the current one.

::

    build/store/current              one line: the content hash of the store that answers questions
    build/store/{hash}/              an Oxigraph (RocksDB) store, never written to again
    build/store/{hash}/format.json   format number, pyoxigraph version, number of quads
    build/store/{hash}/in-use.lock   held shared by readers and the builder, exclusively by who removes it
    build/store/.{hash}.partial-{pid}   a build under way, or what a crash left of one

A build writes beside the store in use and switches by replacing ``current``, so a reader keeps the snapshot it
opened. Nothing here depends on symbolic links.
"""

import contextlib
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

import pyoxigraph
from pyoxigraph import RdfFormat, Store

from kg.errors import StoreError
from kg.files import advice, replace_whole, write_new

if sys.platform != "win32":
    import fcntl

FORMAT: Final = 1
KEPT: Final = 2
_HASH: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
_LOCK: Final = "in-use.lock"
_REBUILD: Final = "run `kg build`"


class Snapshot:
    """One content of the graph, open for reading: ``store``, its ``content_hash`` and its number of ``quads``.

    ``quads`` is -1 where nobody counted them: in a copy of a store that is written to.
    """

    def __init__(self, store: Store, content_hash: str, quads: int, lock: IO[bytes] | None = None) -> None:
        """Take over an open store and the lock that keeps it from being removed."""
        self.store = store
        self.content_hash = content_hash
        self.quads = quads
        self._lock = lock

    def close(self) -> None:
        """Let go of the store; builds may remove it from now on."""
        self.store = Store()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> "Snapshot":
        """Use the snapshot in a ``with`` statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def memory_store(nquads: Path | bytes | Iterable[bytes]) -> Snapshot:
    """Return a store in memory that holds the N-Quads. Raises StoreError if they are malformed."""
    store = Store()
    _load(store, nquads, Path("memory"))
    return Snapshot(store, "memory", len(store))


def prepare_store(build: Path, nquads: Path | bytes | Iterable[bytes], content_hash: str) -> Path:
    """Write the N-Quads as the store ``content_hash`` beside the current one; return its folder.

    A whole store of that hash is reused. Whatever fails (a full disk, malformed quads) raises StoreError with the
    current store untouched and nothing half-written left behind.
    """
    if not _HASH.fullmatch(content_hash):
        raise ValueError(f"not a content hash: {content_hash!r}")
    folder = build / "store"
    target = folder / content_hash
    with _reported(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(folder)
        if not _whole(target):
            _retire(target)
            _build(target, nquads)
        os.utime(target)
    return target


def copy_store(store: Store, build: Path, content_hash: str) -> Path:
    """Write what an open store holds now as the store ``content_hash``, by links to its files; return its folder.

    The open store may be written to again. Raises StoreError where that fails.
    """
    folder = build / "store"
    target = folder / content_hash
    partial = folder / f".{content_hash}.partial-{os.getpid()}"
    with _reported(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(folder)
        try:
            store.backup(str(partial))
            with (partial / _LOCK).open("w+b") as lock:
                _share(lock)
                _describe(partial, -1)
            partial.rename(target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    return target


def switch_store(build: Path, content_hash: str) -> None:
    """Make a store that was prepared the current one, in one step; StoreError where that fails.

    Keeps the two newest stores, and any in use.
    """
    folder = build / "store"
    with _reported(folder):
        replace_whole(folder / "current", f"{content_hash}\n".encode())
        _prune(folder, content_hash)


def current(build: Path) -> str:
    """Return the content hash of the store that answers questions; StoreError where there is none."""
    return _current(build / "store")


def open_store(build: Path) -> Snapshot:
    """Open the current store for reading; it stays as it is while builds write beside it.

    Raises StoreError if there is none, if a newer release wrote it, or if it is damaged.
    """
    folder = build / "store"
    for last in (False, True):
        content_hash = _current(folder)
        try:
            return _open(folder / content_hash, content_hash)
        except FileNotFoundError as error:
            # Two builds may have passed between reading the name and opening the folder: look once more.
            if last:
                raise _damaged(folder / content_hash, error) from error
    raise AssertionError("unreachable")


def _current(folder: Path) -> str:
    try:
        content_hash = (folder / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise StoreError(folder, "a store", "none", _REBUILD) from None
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(folder / "current", error) from error
    if not _HASH.fullmatch(content_hash):
        raise StoreError(folder / "current", "the name of a store", repr(content_hash[:40]), _REBUILD)
    return content_hash


def _open(target: Path, content_hash: str) -> Snapshot:
    """Open one store folder. Raises FileNotFoundError if a part is missing, else StoreError."""
    lock = (target / _LOCK).open("rb")
    try:
        _share(lock)
        quads = _read_format(target)
        return Snapshot(Store.read_only(str(target)), content_hash, quads, lock)
    except FileNotFoundError:
        lock.close()
        raise
    except (OSError, RuntimeError) as error:
        lock.close()
        raise _damaged(target, error) from error
    except StoreError:
        lock.close()
        raise


def _read_format(target: Path) -> int:
    """Return the number of quads from ``format.json`` after checking that this release reads the format."""
    file = target / "format.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        number, quads = int(found["format"]), int(found["quads"])
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(file, error) from error
    if number > FORMAT:
        raise StoreError(
            file, f"format {FORMAT} or older", f"format {number}", "install the newer gwr-kg or " + _REBUILD
        )
    if number < FORMAT:
        raise StoreError(file, f"format {FORMAT}", f"format {number} of an older release", _REBUILD)
    return quads


def _whole(target: Path) -> bool:
    try:
        _open(target, target.name).close()
    except (FileNotFoundError, StoreError):
        return False
    return True


def _build(target: Path, nquads: Path | bytes | Iterable[bytes]) -> None:
    """Fill a partial folder and give it its name once it is whole."""
    partial = target.parent / f".{target.name}.partial-{os.getpid()}"
    partial.mkdir()
    try:
        with (partial / _LOCK).open("w+b") as lock:
            _share(lock)
            _fill(partial, nquads)
        partial.rename(target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _fill(partial: Path, nquads: Path | bytes | Iterable[bytes]) -> None:
    store = Store(str(partial))
    _load(store, nquads, partial)
    store.optimize()
    store.flush()
    _describe(partial, len(store))


def _describe(partial: Path, quads: int) -> None:
    about = {"format": FORMAT, "pyoxigraph": pyoxigraph.__version__, "quads": quads}
    write_new(partial / "format.json", (json.dumps(about, sort_keys=True) + "\n").encode())


def _load(store: Store, nquads: Path | bytes | Iterable[bytes], place: Path) -> None:
    try:
        if isinstance(nquads, Path):
            place = nquads
            store.bulk_load(path=nquads, format=RdfFormat.N_QUADS)
        elif isinstance(nquads, bytes):
            store.bulk_load(nquads, format=RdfFormat.N_QUADS)
        else:
            store.bulk_load(io.BufferedReader(_Pieces(nquads)), format=RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise StoreError(place, "N-Quads", _first_line(error), "build the graph again") from error


class _Pieces(io.RawIOBase):
    """Pieces of bytes, read as one file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _remove_leftovers(folder: Path) -> None:
    """Remove what crashed builds left: whatever has a dot in front and nobody holds."""
    for left in sorted(folder.glob(".*")):
        if left.is_dir():
            _retire(left)


def _prune(folder: Path, content_hash: str) -> None:
    stores = [d for d in folder.iterdir() if d.is_dir() and not d.name.startswith(".") and d.name != content_hash]
    stores.sort(key=lambda d: (d.stat().st_mtime_ns, d.name), reverse=True)
    for old in stores[KEPT - 1 :]:
        _retire(old)


def _retire(folder: Path) -> None:
    """Remove a store's folder unless somebody has it open. Renamed first: no half-removed store has a store's name."""
    if not folder.exists():
        return
    grave = folder.parent / f".{folder.name.strip('.')}.removed-{os.getpid()}"
    with contextlib.ExitStack() as held:
        with contextlib.suppress(FileNotFoundError):
            lock = held.enter_context((folder / _LOCK).open("r+b"))
            if not _exclusive(lock):
                return
        try:
            folder.rename(grave)
        except PermissionError:
            # Windows refuses to move a folder with open files: that is its way to say "in use".
            if sys.platform != "win32":
                raise
            return
    shutil.rmtree(grave)


def _share(lock: IO[bytes]) -> None:
    if sys.platform != "win32":
        fcntl.flock(lock, fcntl.LOCK_SH)


def _exclusive(lock: IO[bytes]) -> bool:
    if sys.platform != "win32":
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@contextlib.contextmanager
def _reported(folder: Path) -> Iterator[None]:
    """Turn what the system or RocksDB says while writing into one line for the user."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        todo = advice(error) if isinstance(error, OSError) else _advice_on(str(error))
        step = f"{todo}, then run `kg build` again; the store in use was not touched"
        raise StoreError(folder, "to write the store", _first_line(error), step) from error


def _damaged(place: Path, error: Exception) -> StoreError:
    return StoreError(place, "a whole store", f"it damaged ({_first_line(error)})", _REBUILD)


def _advice_on(words: str) -> str:
    """Return what to do about what RocksDB says, which has no number of an error."""
    if "Permission denied" in words or "Read-only" in words:
        return "make it writable or choose another folder"
    return "free some space or check the folder"


def _first_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).partition("\n")[0][:300] or "no reason given"
