"""A second, independent reading of a finished build: does every statement follow from the characters it names?

Standard library only, and nothing of ``kg`` but its errors: numbers, units, comparators and the rest are read again
with the verifier's own small tables, and table, graph and texts must agree. Run ``python -m kg.verify BUILD REPORTS``.
"""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import ProjectError, ReportError, StoreError
from kg.verify.claim import Claim, Finding, findings
from kg.verify.graph import Published
from kg.verify.quads import Graph, read_quads

_INTEGERS, _OPTIONAL = ("start", "end"), ("value_start", "value_end", "year")
_WORDS = ("id", "class", "report", "quote", "as_stated", "review_status")
_OTHERS = ("indicator", "indicator_label", "unit", "unit_iri", "comparator", "strength", "status", "value_type")
# Columns that a table of quantities and projects alone may lack.
_NAMES = ("about_label", "label", "kind", "agent", "role", "programme", "sector")
_NUMBERS = ("value", "lower", "upper", "margin")


class Problem(NamedTuple):
    """One slot of one statement (or passage, or report) that does not follow from the text."""

    statement: str
    slot: str
    expected: str
    found: str

    def __str__(self) -> str:
        """Put it on one line."""
        return " ".join(f"{self.statement} {self.slot}: expected {self.expected}, found {self.found}".split())


@dataclass(frozen=True)
class Result:
    """How many statements, slots and numbers were checked, and what was wrong, sorted."""

    statements: int
    slots: int
    numbers: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Source:
    text: str
    sha256: str
    stated: str
    plan: int
    last: int
    spoken: int | None


def verify(build: Path, reports: Path) -> Result:
    """Check ``build/statements.jsonl`` and ``build/graph.nq`` against the texts under ``reports/{id}/``.

    Raises StoreError for a missing or garbled build, ReportError and ProjectError for a report that cannot be read.
    """
    rows = list(_rows(build / "statements.jsonl"))
    graph = Published.of(_graph(build / "graph.nq"))
    sources = {name: _source(reports / name) for name in sorted({r["report"] for r in rows} | graph.report_ids())}
    problems = set[Problem]()

    def note(place: str, found: Iterator[Finding]) -> None:
        problems.update(Problem(place, slot, _said(expected), _said(seen)) for slot, expected, seen in found)

    for name, source in sources.items():
        note(name, graph.report_findings(name, source.sha256, source.stated))
    # Of a text that is another one nothing follows: the one line about it is all that is to be said of the report.
    altered = {name for name, s in sources.items() if not graph.is_text(name, s.sha256, s.stated)}
    decisions = graph.decisions()
    for row in rows:
        if row["report"] in altered:
            continue
        source = sources[row["report"]]
        note(row["id"], findings(Claim(row, source.text, source.plan, source.last, decisions, source.spoken)))
        note(row["id"], graph.row_findings(row, source.sha256))
    texts = {name: (source.text, source.sha256) for name, source in sources.items() if name not in altered}
    for passage in graph.passages():
        if graph.report_of(passage) in altered:
            continue
        note(passage, graph.passage_findings(passage, texts))
    ids = Counter(row["id"] for row in rows)
    problems.update(Problem(i, "id", "once in the table", "twice") for i, times in ids.items() if times > 1)
    problems.update(Problem(i, "id", "in the table", "only in the graph") for i in graph.statements.keys() - ids.keys())
    numbers = sum(row["value_start"] is not None for row in rows)
    return Result(len(rows), sum(len(row["slots"]) for row in rows), numbers, tuple(sorted(problems)))


def _said(cell: object) -> str:
    return "none" if cell is None else str(cell)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except FileNotFoundError:
        raise StoreError(path, "the statements table", "none", "run `kg build`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(path, "the statements table", _reason(error), "run `kg build`") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_float=Decimal)
        except json.JSONDecodeError as error:
            raise StoreError(f"{path}:{number}", "one JSON object", error.msg, "run `kg build`") from error
        wrong = _wrong(row)
        if wrong:
            raise StoreError(f"{path}:{number}", "the columns of the statements table", wrong, "run `kg build`")
        yield row


def _wrong(row: object) -> str | None:
    """Name the first column that is missing or of the wrong type."""
    if not isinstance(row, dict):
        return "no object"
    if isinstance(row.get("slots"), str):
        try:
            row["slots"] = json.loads(row["slots"])
        except json.JSONDecodeError:
            return "slots"
    for columns, kinds in (
        (_INTEGERS, (int,)),
        (_OPTIONAL, (int, type(None))),
        (_WORDS, (str,)),
        (_OTHERS, (str, type(None))),
    ):
        for column in columns:
            if column not in row or not isinstance(row[column], kinds) or isinstance(row[column], bool):
                return column
    for column in _NAMES:
        if not isinstance(row.setdefault(column, None), str | None):
            return column
    for column in _NUMBERS:
        try:
            finite = column in row and (row[column] is None or Decimal(str(row[column])).is_finite())
        except InvalidOperation:
            finite = False
        if not finite:
            return column
    slots = row.get("slots")
    return None if isinstance(slots, dict) and all(map(_is_slot, slots.values())) else "slots"


def _is_slot(value: object) -> bool:
    pair = isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value)
    return pair or isinstance(value, str)


def _graph(path: Path) -> Graph:
    try:
        return read_quads(path)
    except StoreError as error:
        if isinstance(error.__cause__, OSError | UnicodeDecodeError):
            raise StoreError(path, "UTF-8 N-Quads", _reason(error.__cause__), "run `kg build`") from None
        raise


def _source(folder: Path) -> _Source:
    try:
        data = (folder / "report.txt").read_bytes()
        text = data.decode("utf-8")
    except FileNotFoundError:
        found = "none: the build is stale"
        step = "run `kg build`, or restore the report first"
        raise ReportError(folder / "report.txt", "the report that the build was made from", found, step) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(folder / "report.txt", "the report in UTF-8", _reason(error), "restore it") from error
    path = folder / "report.toml"
    try:
        about: Mapping[str, Any] = tomllib.loads(path.read_bytes().decode("utf-8"))
        plan, stated = about["plan_year"], about["sha256"]
        last = about.get("review_end", plan - 1)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ProjectError(path, "TOML with sha256 and plan_year", _reason(error), "restore it") from error
    return _Source(
        text, hashlib.sha256(data).hexdigest(), str(stated), plan, last, getattr(about.get("date"), "year", None)
    )


def _reason(error: Exception) -> str:
    """Return what is wrong with a file, in words."""
    match error:
        case OSError():
            return error.strerror or "a failure of the system"
        case UnicodeDecodeError():
            return f"byte {error.start} that is not UTF-8"
        case KeyError():
            return f"no line for {error.args[0]}"
        case tomllib.TOMLDecodeError():
            return str(error)
    return "a value of another kind"
