"""Decisions → table, whole or not at all: written beside the old file, then put in its place."""

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.decisions.cells import protect
from kg.decisions.read import read
from kg.decisions.row import COLUMNS, WORDS, Decision, numbered
from kg.errors import DecisionError
from kg.files import advice, locked, reason


def write(path: Path, decisions: Iterable[Decision]) -> None:
    """Write decisions as .tsv, .csv (for spreadsheets, with a byte order mark) or .xlsx, by the name's ending.

    Raises DecisionError, and leaves the old file as it was, when the disk is full or the folder cannot be written.
    """
    data = _table(path, decisions)
    with _lock(path):
        _replace(path, data)


def append(path: Path, rows: Iterable[Decision]) -> tuple[Decision, ...]:
    """Add decisions behind those of the file, which is made if there is none; return all, numbered.

    A file with a mistake in it raises DecisionError and is not touched.
    """
    with _lock(path):
        decisions = numbered((*(read(path) if path.exists() else ()), *rows))
        _replace(path, _table(path, decisions))
    return decisions


def _table(path: Path, decisions: Iterable[Decision]) -> bytes:
    rows = [decision.cells() for decision in decisions]
    match path.suffix.lower():
        case ".tsv":
            return _text(rows, "\t").encode()
        case ".csv":
            return _text(rows, ",").encode("utf-8-sig")
        case ".xlsx":
            return _workbook(rows, path)
    raise DecisionError(path, "a name that ends in .tsv, .csv or .xlsx", path.suffix or "no ending", "rename it")


def _text(rows: Iterable[dict[str, str]], mark: str) -> str:
    lines = [mark.join(COLUMNS)]
    lines += [mark.join(_quoted(protect(row.get(c, ""), text=c in WORDS), mark) for c in COLUMNS) for row in rows]
    return "\n".join(lines) + "\n"


def _quoted(cell: str, mark: str) -> str:
    """Put a cell in quotation marks where RFC 4180 asks for them."""
    special = cell != cell.strip() or any(char in cell for char in ('"', mark, "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if special else cell


# What XML cannot hold or would change, and what looks like the escape itself.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_CELL = 32767  # what a workbook's cell holds; openpyxl would cut off the rest
_SAVED = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*")


def _workbook(rows: Iterable[dict[str, str]], path: Path) -> bytes:
    """Return a workbook of text cells; equal decisions give equal bytes."""
    import openpyxl  # here, because it takes longer to load than all else of a run without .xlsx

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "decisions"
    sheet.freeze_panes = "A2"
    for number, row in enumerate([{name: name for name in COLUMNS}, *rows], start=1):
        for index, name in enumerate(COLUMNS, start=1):
            if text := row.get(name):
                cell = sheet.cell(number, index)
                # Only a cell that begins with ' needs one here: a text cell is never taken for a formula.
                kept = "'" + text if text.startswith("'") else text
                kept = _UNSAFE.sub(lambda m: f"_x{ord(m[0]):04X}_", kept)
                if len(kept) > _CELL:
                    where = f"{path}, row {number}, column {name}"
                    raise DecisionError(
                        where, f"at most {_CELL} characters", str(len(kept)), "shorten it or write a .tsv"
                    )
                cell.value = kept
                cell.data_type = "s"
                cell.number_format = "@"
                cell.quotePrefix = True
    saved = io.BytesIO()
    book.save(saved)
    return _without_clock(saved)


def _without_clock(saved: io.BytesIO) -> bytes:
    """Take the time of saving out of a workbook."""
    steady = io.BytesIO()
    with ZipFile(saved) as old, ZipFile(steady, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = (
                _SAVED.sub(rb"\g<1>2000-01-01T00:00:00Z", old.read(name))
                if name == "docProps/core.xml"
                else old.read(name)
            )
            new.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return steady.getvalue()


def _replace(path: Path, data: bytes) -> None:
    """Put the data in the file's place in one step; a link keeps pointing at the same file."""
    target = path.resolve()
    beside = target.with_name(f".{target.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise _unwritten(path, error) from None


def _unwritten(path: Path, error: OSError) -> DecisionError:
    step = f"the old file is unchanged; {advice(error)}, then try again"
    return DecisionError(path, "room and the right to write", reason(error), step)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where folders can be synced."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_PATIENCE = 10.0  # seconds to wait for another writer


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold the file's lock, ``{name}.lock`` beside it; programs that edit without it are not kept out."""
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
