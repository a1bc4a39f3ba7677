"""*Report a mistake*: a row of decisions that a curator can take as it is with ``kg decide REPORT --from FILE``."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from kg.decisions.row import CONTEXT, pointer
from kg.decisions.sheets import Sheet, to_bytes
from kg.leads.model import Row
from kg.leads.tables import statements_of
from kg.model import Report, Span
from kg.site.citing import Source

DOUBT: Final = "doubt"
NAME: Final = "mistake.tsv"
COLUMNS: Final = (
    "statement",
    "action",
    "start",
    "end",
    "quote",
    "before",
    "after",
    "number",
    "slots",
    "who",
    "when",
    "why",
)
# What is left for the curator: `kg decide` fills it with --who and the day.
WORDS: Final = frozenset(COLUMNS) - {"statement", "start", "end", "when", "slots"}
_LONGEST: Final = 1500  # what every mail program takes in an address


def cells(row: Row, report: Report, *, action: str = DOUBT, why: str = "") -> dict[str, str]:
    """Return the cells of a decision on a statement; ``who`` and ``when`` stay empty."""
    start, end = row["start"], row["end"]
    filled = {
        "statement": row["id"],
        "action": action,
        "start": str(start),
        "end": str(end),
        "quote": row["quote"],
        "before": report.text[max(0, start - CONTEXT) : start],
        "after": report.text[end : end + CONTEXT],
        "why": why,
    }
    return filled | _pointer(row, report)


def sheet(row: Row, report: Report, *, action: str = DOUBT, why: str = "") -> str:
    """Return a table with that one row, tab-separated, as a file for ``kg decide REPORT --from``."""
    given = cells(row, report, action=action, why=why)
    return to_bytes(Path(NAME), Sheet(COLUMNS, [given], WORDS)).decode()


def command(row: Row) -> str:
    """Return the command that takes the row."""
    return f"kg decide {row['report']} --from {NAME}"


def mail(row: Row, table: str, source: Source, to: str) -> str:
    """Return a ``mailto:`` address that holds the row, ``table`` as `sheet` makes it (RFC 6068); ``to`` may be empty."""
    body = f"{row['id']}\n{row['quote']}\n\n{table}\n{command(row)}\n{source.content_hash[:16]}"
    if len(quote(body)) > _LONGEST:
        body = f"{row['id']}\n{command(row)}\n{source.content_hash[:16]}"
    return f"mailto:{quote(to, safe='@')}?subject={quote('gwr-kg ' + row['id'])}&body={quote(body)}"


def issue(row: Row, table: str, source: Source) -> str:
    """Return the same as text for an issue tracker, in Markdown."""
    fence = "`" * (1 + max((len(run) for run in _ticks(row["quote"])), default=2))
    table = table.removesuffix("\n").removesuffix("\r")
    return (
        f"{row['id']}\n\n> {' '.join(row['quote'].split())}\n\n{fence}tsv\n{table}\n{fence}\n\n"
        f"`{command(row)}` · {source.content_hash[:16]}\n"
    )


def _ticks(text: str) -> list[str]:
    runs, run = [""], ""
    for char in text:
        run = run + char if char == "`" else ""
        runs.append(run)
    return [r for r in runs if len(r) > 2]


def _pointer(row: Row, report: Report) -> dict[str, str]:
    """Return the cells that tell a statement from others with the same quote."""
    (statement,) = statements_of([row], report.text)
    slots: Mapping[str, Any] = row["slots"]
    spans = {name: Span(*at) if isinstance(at, list) else at for name, at in slots.items()}
    number = Span(row["value_start"], row["value_end"]) if row["value_start"] is not None else None
    return pointer(report.text, replace(statement, slots=spans, value_span=number))
