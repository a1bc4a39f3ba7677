"""Assessment → row of ``build/assessments.jsonl``."""

from typing import Final

from kg.assess.model import Assessment
from kg.numerals import plain

COLUMNS: Final = (
    "id",
    "statement",
    "report",
    "place",
    "source",
    "result",
    "rule",
    "outcomes",
    "realised",
    "value",
    "gap",
    "tolerance",
    "at_zero",
    "at_twice",
    "derived",
    "searched",
    "nearest",
    "other",
    "note",
)


def row(a: Assessment) -> dict[str, object]:
    """Return an assessment as a record; numbers as decimals in text, ``nearest`` as [start, end, score]."""
    return {
        "id": a.id,
        "statement": a.commitment,
        "report": a.report,
        "place": a.place,
        "source": a.source,
        "result": a.result,
        "rule": a.rule,
        "outcomes": list(a.based_on),
        "realised": list(a.realised),
        "value": None if a.value is None else plain(a.value),
        "gap": None if a.gap is None else plain(a.gap),
        "tolerance": None if a.tolerance is None else plain(a.tolerance),
        "at_zero": a.at_zero,
        "at_twice": a.at_twice,
        "derived": a.rule in ("derived-growth", "current-prices"),
        "searched": list(a.searched),
        "nearest": [[*near.span, plain(near.score)] for near in a.nearest],
        "other": a.other,
        "note": a.note,
    }
