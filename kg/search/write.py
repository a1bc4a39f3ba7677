"""Entries → ``build/search/{content hash}.sqlite``, written whole or not at all, beside the store of the same name.

The file holds what is shown (``entry``) and what is looked in (``word``, an FTS5 table without content). Rows are
numbered in the order in which they are shown, so an answer needs no sorting; ``about`` has the numbers of the first
statement and the first sentence, so that counting them needs no row. The same entries give the same bytes with the
same release of SQLite.
"""

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from kg.errors import StoreError
from kg.files import advice, reason
from kg.search.entries import Entry
from kg.search.tokens import indexed

FOLDER: Final = "search"
FORMAT: Final = 2  # what PRAGMA user_version says
_KEPT: Final = 2

_SCHEMA: Final = """
CREATE TABLE entry (
  kind TEXT NOT NULL, cls TEXT NOT NULL, iri TEXT NOT NULL, label TEXT NOT NULL, text TEXT NOT NULL,
  place TEXT NOT NULL, place_label TEXT NOT NULL, year INTEGER, report TEXT NOT NULL, start INTEGER, "end" INTEGER);
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- Tokens come apart by blanks alone: whatever is not ASCII is part of a token, and so are these.
CREATE VIRTUAL TABLE word USING fts5(
  words, facets, content='', columnsize=0, prefix='1', tokenize="ascii tokenchars '.%'");
INSERT INTO word(word, rank) VALUES ('automerge', 0);
"""
_ENTRY: Final = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_WORD: Final = "INSERT INTO word(rowid, words, facets) VALUES (?, ?, ?)"


def path(build: Path, content_hash: str) -> Path:
    """Return where the index of a build stands."""
    return build / FOLDER / f"{content_hash}.sqlite"


def prepare_index(build: Path, content_hash: str, key: str, entries: Callable[[], Iterable[Entry]]) -> Path:
    """Write the index of a build that is not in use yet; return its file.

    ``key`` says what the entries follow from: a whole index of that key is left as it is and ``entries`` not called.
    Raises StoreError where it cannot be written; nothing half-written is left then.
    """
    target = path(build, content_hash)
    if not _is_whole(target, key):
        write_index(target, entries(), key)
    return target


def write_index(target: Path, entries: Iterable[Entry], key: str = "") -> None:
    """Write an index of entries, in their order, whole or not at all. Raises StoreError."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.unlink(missing_ok=True)
            _fill(beside, entries, key)
            with beside.open("rb") as file:
                os.fsync(file.fileno())
            beside.replace(target)
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        found = reason(error) if isinstance(error, OSError) else str(error)
        step = advice(error) if isinstance(error, OSError) else "free some space or check the folder"
        raise StoreError(target, "room to write the search index", found, step) from None


def prune(build: Path, content_hash: str) -> None:
    """Remove all indexes but that of a build and the newest other one; who has one open keeps it."""
    folder = build / FOLDER
    if not folder.is_dir():
        return
    current = path(build, content_hash)
    others = [p for p in folder.iterdir() if p != current and p.suffix == ".sqlite"]
    for old in sorted(others, key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True)[_KEPT - 1 :]:
        with contextlib.suppress(OSError):  # Windows does not remove what somebody reads; the next build will
            old.unlink()


def key_of(content_hash: str, sentences: Iterable[tuple[str, int, int]]) -> str:
    """Return what an index follows from: the graph, and where sentences stand in each report's text."""
    digest = hashlib.sha256(f"{FORMAT} {content_hash}".encode())
    for report, start, end in sentences:
        digest.update(f"\x1f{report} {start} {end}".encode())
    return digest.hexdigest()


def _is_whole(target: Path, key: str) -> bool:
    if not target.is_file():
        return False
    try:
        with contextlib.closing(sqlite3.connect(f"{target.resolve().as_uri()}?mode=ro", uri=True)) as database:
            found = database.execute("SELECT value FROM about WHERE key = 'key'").fetchone()
    except sqlite3.Error:
        return False
    return bool(found) and found[0] == key


def _fill(file: Path, entries: Iterable[Entry], key: str) -> None:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as database:
        # Nobody reads the file before it is whole, so a journal would protect nothing.
        for setting in ("page_size = 8192", "journal_mode = OFF", "synchronous = OFF", f"user_version = {FORMAT}"):
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN")
        for statement in _SCHEMA.split(";\n"):
            database.execute(statement)
        first: dict[str, int] = {}
        number = 0
        for number, e in enumerate(entries, start=1):
            first.setdefault(e.kind, number)
            shown = (e.kind, e.cls, e.iri, e.label, e.text, e.place, e.place_label, e.year, e.report, e.start, e.end)
            database.execute(_ENTRY, shown)
            database.execute(_WORD, (number, indexed(e.words), " ".join(sorted(e.facets))))
        database.execute("INSERT INTO word(word) VALUES ('optimize')")
        sentences = first.get("sentence", number + 1)
        known = {"key": key, "statements": first.get("statement", sentences), "sentences": sentences}
        for name, value in sorted(known.items()):
            database.execute("INSERT INTO about VALUES (?, ?)", (name, str(value)))
        database.execute("COMMIT")
