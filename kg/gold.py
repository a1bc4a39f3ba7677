"""Gold rows without their text → gold rows with quotes, bound to somebody's own copy of the report.

A published gold file (``docs/gold.md``) is JSON Lines: a header, then a row per claim or project with offsets instead of
characters. Offsets are code points as in ``kg.model``; *ink* are the characters that are not white space, full-width
forms folded. Each row carries its place among the ink and a hash of the ink around it, so that it also finds its place
in a copy with other line ends, blanks, headers or footers.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from kg.errors import ReportError
from kg.model import Span
from kg.readers import read_file

FORMAT = 1
# Characters on either side that a row's hash covers.
AROUND = 12
_FOLD = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}

Row = Mapping[str, Any]

# What a published row says of its claim or project; all else that a reading notes stays with the reading.
_SAID = [
    "kind",
    "indicator",
    "measure",
    "value",
    "low",
    "high",
    "unit",
    "comparator",
    "strength",
    "year",
    "place",
    "subject",
    "rank_scope",
    "relative_to",
    "margin",
    "per_subdivision",
    "obs_status",
    "status",
    "role",
    "optional",
    "settled",
]

# What a row points at besides its quote: the field that names its characters, and those with their offsets.
_POINTED = {"indicator": "indicator_as_written", "name": "name"}


@dataclass(frozen=True)
class Ink:
    """The characters of a text that are not white space; ``characters[i]`` stands at ``offsets[i]``."""

    text: str

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """The offset of each ink character in the text."""
        return tuple(i for i, c in enumerate(self.text) if not c.isspace())

    @cached_property
    def characters(self) -> str:
        """The ink, full-width forms folded."""
        return "".join(self.text[i] for i in self.offsets).translate(_FOLD)

    def ordinals(self, span: Span) -> tuple[int, int]:
        """Return which ink characters a stretch of the text holds."""
        return bisect_left(self.offsets, span.start), bisect_left(self.offsets, span.end)

    def span(self, first: int, last: int) -> Span:
        """Lead ink characters ``first`` to ``last`` (exclusive) back to the text."""
        return Span(self.offsets[first], self.offsets[last - 1] + 1)

    def hash(self, first: int, last: int) -> str:
        """Return 8 hex digits of the SHA-256 over these ink characters and 12 on either side."""
        around = self.characters[max(0, first - AROUND) : last + AROUND]
        return hashlib.sha256(around.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Gold:
    """A published gold file: its header and its rows, without any text."""

    header: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """Gold rows with their quotes, and those whose characters this copy of the report does not have.

    ``exact`` says whether the copy is the very text the rows were made on.
    """

    rows: tuple[Row, ...]
    unbound: tuple[Row, ...]
    exact: bool


def sha256(text: str) -> str:
    """Return the SHA-256 of a text as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_gold(path: Path) -> Gold:
    """Read a published gold file. Raises ReportError for what is none."""
    try:
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        header, *rows = (json.loads(line) for line in lines)
    except OSError as error:
        found = error.strerror or "no file"
        raise ReportError(path, "a gold file", found, "give a file of data/gold/") from None
    except ValueError:
        raise ReportError(path, "a gold file in JSON Lines", "something else", "give a file of data/gold/") from None
    if not isinstance(header, dict) or header.get("format") != FORMAT or "sha256" not in header:
        raise ReportError(path, "a gold file with its header", "a first line without it", "give a file of data/gold/")
    for number, row in enumerate(rows, 2):
        if not isinstance(row, dict) or not {"id", "start", "end", "ink", "hash"} <= row.keys():
            raise ReportError(
                f"{path}:{number}", "a row with id, start, end, ink, hash", "others", "get the file again"
            )
    return Gold(header, tuple(rows))


def bare(row: Row, ink: Ink) -> dict[str, Any]:
    """Return a row with quotes as one without: offsets, ink and hash instead of characters.

    ``ink`` holds the ordinals of the quote's first ink character and of the one behind its last, and the same of the
    indicator as written or of the project's name where these stand together in what the hash covers.
    """
    start, end = row["start"], row["end"]
    first, last = ink.ordinals(Span(start, end))
    kept = {name: row[name] for name in _SAID if row.get(name) not in (None, "")}
    out: dict[str, Any] = {
        "id": row["id"],
        "start": start,
        "end": end,
        "ink": [first, last],
        "hash": ink.hash(first, last),
    }
    for field, words in _POINTED.items():
        found = _find(ink, row.get(words), first, last)
        if found is not None:
            span = ink.span(*found)
            out |= {f"{field}_start": span.start, f"{field}_end": span.end}
            out["ink"] += found
    return out | kept


def _find(ink: Ink, words: str | None, first: int, last: int) -> tuple[int, int] | None:
    """Find words in a quote, else in it and the ink just before."""
    sought = Ink((words or "").strip("（）()")).characters
    if not sought:
        return None
    at = ink.characters.find(sought, first, last)
    if at < 0:
        at = ink.characters.rfind(sought, max(0, first - AROUND), last)
    return None if at < 0 else (at, at + len(sought))


def attach(gold: Gold, text: str) -> Attached:
    """Bind gold rows to a copy of the report.

    Each row is found by its hash, nearest to where it is expected after the row before: in the very text they were
    made on at its own offsets, in any other copy wherever the same ink stands. What is not found is returned as unbound.
    """
    ink, shift = Ink(text), 0
    common = {"place": gold.header["place_label"]} if "place_label" in gold.header else {}
    rows, unbound = list[Row](), list[Row]()
    for row in gold.rows:
        first, last = row["ink"][:2]
        at = _nearest(ink, row["hash"], first + shift, last - first)
        if at is None:
            unbound.append(row)
            continue
        shift = at - first
        rows.append(common | _quoted(row, ink, shift))
    return Attached(tuple(rows), tuple(unbound), exact=sha256(text) == gold.header["sha256"])


def _nearest(ink: Ink, wanted: str, expected: int, length: int) -> int | None:
    """Return where the ink hashes to what is wanted, nearest to the place expected."""
    most = len(ink.characters) - length
    expected = min(max(expected, 0), max(most, 0))
    outwards = chain.from_iterable((expected - d, expected + d) for d in range(1, len(ink.characters)))
    for at in chain((expected,), outwards):
        if 0 <= at <= most and ink.hash(at, at + length) == wanted:
            return at
    return None


def _quoted(row: Row, ink: Ink, shift: int) -> dict[str, Any]:
    first, last = row["ink"][:2]
    span = ink.span(first + shift, last + shift)
    kept = {k: v for k, v in row.items() if k not in ("id", "start", "end", "ink", "hash")}
    out = {"id": row["id"], "quote": span.of(ink.text), "start": span.start, "end": span.end} | kept
    for field, words in _POINTED.items():
        if f"{field}_start" in row:
            begin, stop = row["ink"][2:]
            pointed = ink.span(begin + shift, stop + shift)
            out |= {f"{field}_start": pointed.start, f"{field}_end": pointed.end, words: pointed.of(ink.text)}
    return out


def attach_file(gold: Path, text: Path) -> Attached:
    """Bind a published gold file to a file of the report; raises ReportError where one of them cannot be read."""
    return attach(read_gold(gold), read_file(text).text)


def to_jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """Yield each row as one line of JSON without blanks, without the line end."""
    return (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
