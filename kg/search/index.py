"""A build's index, open for reading by any number of threads."""

import contextlib
import queue
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.errors import QueryError, StoreError
from kg.search.write import FORMAT, path
from kg.store import current

_REBUILD: Final = "run `kg build`"
_STEPS: Final = 2000  # steps of SQLite's machine between two looks at the clock


class Index:
    """An index that was opened: read-only, never written to again, so readers need no locks.

    Each question gets a connection of its own; those that are free are kept. Closing it closes them.
    """

    def __init__(self, file: Path, content_hash: str = "") -> None:
        """Open an index; StoreError where there is none, or of another release, or damaged."""
        self.file = file
        self.content_hash = content_hash
        self._free: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        if not file.is_file():
            raise StoreError(file, "a search index", "none", _REBUILD)
        with self._connection() as database:
            found = database.execute("PRAGMA user_version").fetchone()[0]
        if found != FORMAT:
            raise StoreError(file, f"a search index of format {FORMAT}", f"format {found}", _REBUILD)

    @contextlib.contextmanager
    def reading(self, seconds: float) -> Iterator[sqlite3.Connection]:
        """Lend a connection whose statements end after so many seconds; QueryError then."""
        deadline = time.monotonic() + seconds
        with self._connection() as database:
            database.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
            try:
                yield database
            except sqlite3.OperationalError as error:
                if time.monotonic() <= deadline:
                    raise
                found = f"one that took more than {seconds:g} seconds"
                raise QueryError("search", "words that are found at once", found, "give longer words") from error
            finally:
                database.set_progress_handler(None, 0)

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            database = self._free.get_nowait()
        except queue.Empty:
            database = self._connect()
        try:
            yield database
        except sqlite3.DatabaseError as error:
            database.close()
            raise StoreError(self.file, "a whole search index", str(error), _REBUILD) from None
        except BaseException:
            database.close()
            raise
        self._free.put(database)

    def _connect(self) -> sqlite3.Connection:
        # The file is never changed once it has its name: SQLite need not look whether it was.
        address = f"{self.file.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            database = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
            database.execute("PRAGMA query_only = ON")
        except sqlite3.Error as error:
            raise StoreError(self.file, "a whole search index", str(error), _REBUILD) from None
        return database

    def close(self) -> None:
        """Close what is open."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._free.get_nowait().close()

    def __enter__(self) -> "Index":
        """Use it in a ``with`` statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def open_index(build: Path) -> Index:
    """Open the index of the current build; StoreError where nothing is built or it has no index."""
    content_hash = current(build)
    return Index(path(build, content_hash), content_hash)
