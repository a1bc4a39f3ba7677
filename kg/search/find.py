"""Words → hits: what of a build's labels, statements and sentences holds all of them, best first."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.errors import QueryError
from kg.search.entries import KINDS, facet
from kg.search.index import Index
from kg.search.tokens import Phrase, marks, phrase, words

MOST_WORDS: Final = 16
MOST_CHARS: Final = 200
DEEPEST: Final = 10_000  # hits behind this one are not counted or shown
SECONDS: Final = 2.0

_COLUMNS: Final = 'kind, cls, iri, label, text, place, place_label, year, report, start, "end"'


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found.

    ``kind`` is of ``KINDS``, ``cls`` the class of a statement; ``id`` the local name of a statement or a thing, ``iri``
    its address (of a sentence: the passage's). ``label`` names it, ``text`` holds the words: one of a thing's names, or
    the quote. ``marks`` are the stretches of ``text`` that the words stand at; a statement that was found by its
    indicator's name may have none. ``start`` and ``end`` are code points of the report's text, None for a thing.
    """

    kind: str
    cls: str
    id: str
    iri: str
    label: str
    text: str
    marks: tuple[tuple[int, int], ...]
    place: str
    place_label: str
    year: int | None
    report: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of what was found; ``total`` counts all, at most ``DEEPEST``; ``counts`` by kind, in order of rank.

    ``more`` is true where there are more than are counted.
    """

    words: str
    hits: tuple[Hit, ...]
    total: int
    counts: dict[str, int]
    offset: int
    more: bool = False


def search(
    index: Index,
    words: str,
    *,
    kinds: Iterable[str] = (),
    place: str | None = None,
    year: int | None = None,
    report: str | None = None,
    limit: int = 20,
    offset: int = 0,
    seconds: float = SECONDS,
) -> Hits:
    """Find what holds all words: labels first, then statements, then sentences.

    ``words`` are text of somebody and never the index's syntax: apart at blanks, together in quotation marks; no word
    that can be looked for finds nothing. ``kinds`` are of ``KINDS`` in any case; ``place`` is a code; ``year`` the year
    spoken of, or the report's. Read-only and safe in threads. Raises QueryError for an unknown kind, too many words, or
    more than ``seconds``; StoreError for a damaged index.
    """
    phrases = phrases_of(words)
    picked = known_kinds(kinds)
    if not phrases or limit < 1:
        return Hits(words, (), 0, {}, offset)
    query = _expression(phrases, picked, {"place": place, "year": year, "report": report})
    with index.reading(seconds) as database:
        counts = _counts(database, query)
        rows = _rows(database, query, limit, offset)
    total = sum(counts.values())
    hits = tuple(_hit(row, phrases) for row in rows)
    return Hits(words, hits, min(total, DEEPEST), counts, offset, total >= DEEPEST)


def phrases_of(text: str) -> list[Phrase]:
    """Return the phrases that words stand for; QueryError for too many or too long ones."""
    if len(text) > MOST_CHARS:
        raise QueryError("search", f"at most {MOST_CHARS} characters", str(len(text)), "give fewer words")
    found = list(dict.fromkeys(p for word in words(text) if (p := phrase(word))))
    if len(found) > MOST_WORDS:
        raise QueryError("search", f"at most {MOST_WORDS} words", str(len(found)), "give fewer words")
    return found


def known_kinds(kinds: Iterable[str]) -> list[str]:
    """Return kinds as the index has them; QueryError for one that it has not."""
    known = {kind.casefold(): kind for kind in KINDS}
    found = []
    for kind in kinds:
        if kind.casefold() not in known:
            raise QueryError("--kind", f"one of {', '.join(KINDS)}", repr(kind), "see `kg search --help`")
        found.append(known[kind.casefold()])
    return list(dict.fromkeys(found))


def _expression(phrases: Sequence[Phrase], kinds: Sequence[str], picked: dict[str, object]) -> str:
    """Return the query in FTS5's syntax. Tokens hold no quotation mark, by what a token is."""
    parts = [f'words : "{" ".join(p.tokens)}"{" *" if p.open else ""}' for p in phrases]
    parts += [f'facets : "{facet(name, value)}"' for name, value in picked.items() if value is not None]
    if kinds:
        parts.append("facets : (" + " OR ".join(f'"{facet("kind", kind)}"' for kind in kinds) + ")")
    return " AND ".join(f"({part})" for part in parts)


def _counts(database: sqlite3.Connection, query: str) -> dict[str, int]:
    """Count what is found by kind, a thing once whatever names it is found by; rows of one kind stand together."""
    known = dict(database.execute("SELECT key, value FROM about").fetchall())
    statements, sentences = int(known["statements"]), int(known["sentences"])
    things = f"""
        SELECT kind, count(DISTINCT iri) FROM entry
        WHERE rowid IN (SELECT rowid FROM word WHERE word MATCH ? AND rowid < ? ORDER BY rowid LIMIT {DEEPEST})
        GROUP BY kind ORDER BY min(rowid)"""
    counts = dict(database.execute(things, (query, statements)).fetchall())
    others = f"""
        SELECT count(*) FROM (
          SELECT 1 FROM word WHERE word MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid LIMIT {DEEPEST})"""
    for kind, start, end in (("statement", statements, sentences), ("sentence", sentences, 1 << 62)):
        found = database.execute(others, (query, start, end)).fetchone()[0]
        if found:
            counts[kind] = found
    return counts


def _rows(database: sqlite3.Connection, query: str, limit: int, offset: int) -> list[tuple[object, ...]]:
    """Return a page of rows in the order of the index, each thing at the first of its names that is found."""
    sql = f"SELECT {_COLUMNS} FROM word JOIN entry ON entry.rowid = word.rowid WHERE word MATCH ? ORDER BY word.rowid"
    seen: set[object] = set()
    rows: list[tuple[object, ...]] = []
    last = min(offset + limit, DEEPEST)
    for row in database.execute(sql, (query,)):
        if len(seen) >= last:
            break
        if row[2] in seen:
            continue
        seen.add(row[2])
        if len(seen) > offset:
            rows.append(row)
    return rows


def _hit(row: tuple[object, ...], phrases: list[Phrase]) -> Hit:
    kind, cls, iri, label, text, place, place_label, year, report, start, end = row
    return Hit(
        kind=str(kind),
        cls=str(cls),
        id=str(iri).rpartition("/")[2],
        iri=str(iri),
        label=str(label),
        text=str(text),
        marks=tuple(marks(str(text), phrases)),
        place=str(place),
        place_label=str(place_label),
        year=year if isinstance(year, int) else None,
        report=str(report),
        start=start if isinstance(start, int) else None,
        end=end if isinstance(end, int) else None,
    )
