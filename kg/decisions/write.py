"""Decisions → table, whole or not at all: written beside the old file, then put in its place."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kg.decisions.read import read
from kg.decisions.row import COLUMNS, WORDS, Decision, numbered
from kg.decisions.sheets import Sheet, to_bytes
from kg.errors import DecisionError
from kg.files import advice, locked, reason, replace_whole


def write(path: Path, decisions: Iterable[Decision]) -> None:
    """Write decisions as .tsv, .csv (for spreadsheets, with a byte order mark) or .xlsx, by the name's ending.

    Raises DecisionError, and leaves the old file as it was, when the disk is full or the folder cannot be written.
    """
    data = table_bytes(path, decisions)
    with changing(path):
        _replace(path, data)


def append(path: Path, rows: Iterable[Decision]) -> tuple[Decision, ...]:
    """Add decisions behind those of the file, which is made if there is none; return all, numbered.

    A file with a mistake in it raises DecisionError and is not touched.
    """
    with changing(path):
        decisions = numbered((*(read(path) if path.exists() else ()), *rows))
        _replace(path, table_bytes(path, decisions))
    return decisions


def table_bytes(path: Path, decisions: Iterable[Decision]) -> bytes:
    """Return decisions as the bytes of a table, by the name's ending."""
    return to_bytes(path, Sheet(COLUMNS, [decision.cells() for decision in decisions], WORDS))


def _replace(path: Path, data: bytes) -> None:
    """Put the data in the file's place in one step; a link keeps pointing at the same file."""
    try:
        replace_whole(path, data)
    except OSError as error:
        raise _unwritten(path, error) from None


def _unwritten(path: Path, error: OSError) -> DecisionError:
    step = f"the old file is unchanged; {advice(error)}, then try again"
    return DecisionError(path, "room and the right to write", reason(error), step)


_PATIENCE = 10.0  # seconds to wait for another writer


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Be the only one to change a table: hold its lock, ``{name}.lock`` beside it; programs that edit without it are not kept out."""
    target = path.resolve()
    lock = target.with_name(target.name + ".lock")
    with ExitStack() as held:
        try:
            held.enter_context(locked(lock, _PATIENCE))
        except TimeoutError:
            step = f"try again later; if no other program is running, delete {lock.name}"
            raise DecisionError(path, "to be the only writer", "another program writing", step) from None
        except OSError as error:
            raise _unwritten(path, error) from None
        yield
