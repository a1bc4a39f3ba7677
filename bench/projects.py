"""Measure the projects found in one report against a reading by hand.

``python bench/projects.py GOLD PREDICTED TEXT [--errors N]``. GOLD and PREDICTED are each either a reading (``.tsv`` without
a header: quote, name, status, kind, year; or ``.jsonl`` with these keys) or the statements table that ``kg extract`` writes.
Two rows may pair when their quotes overlap in TEXT and one name contains the other; each row pairs at most once. Printed are
precision, recall and F1 of the names, and among the pairs the accuracy of status, kind and year.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COLUMNS = ("quote", "name", "status", "kind", "year")
KINDS = {"RealisedMilestone": "realised", "PlannedMilestone": "planned"}
SLOTS = ("status", "kind", "year")
_FOLD = str.maketrans("()", "（）") | {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}


@dataclass(frozen=True, slots=True)
class Row:
    """One project and one stage of it; ``start`` and ``end`` are places among the text's characters that are not blank."""

    start: int
    end: int
    quote: str
    name: str
    status: str
    kind: str
    year: str


def squeeze(text: str) -> str:
    """Leave out white space and fold full-width forms."""
    return "".join(text.split()).translate(_FOLD)


def read(path: Path, text: str) -> list[Row]:
    """Read a reading or a statements table; exit with a message for a quote that is not in the text."""
    ink, found, last = squeeze(text), list[Row](), 0
    for number, record in enumerate(_records(path), 1):
        quote = squeeze(str(record["quote"]))
        if isinstance(record.get("start"), int):
            start = len(squeeze(text[: record["start"]]))
        else:
            # Readers go through the text in order: of equal clauses the next one is meant.
            start = ink.find(quote, last)
            start = ink.find(quote) if start < 0 else start
            last = start
        if start < 0 or ink[start : start + len(quote)] != quote:
            sys.exit(f"{path}: row {number}: expected a quote of the text, found {quote}; mend the row")
        name, status, kind, year = (str(record.get(c) or "") for c in COLUMNS[1:])
        found.append(Row(start, start + len(quote), quote, squeeze(name), status, kind, year))
    return found


def _records(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        if path.suffix == ".tsv":
            yield dict(zip(COLUMNS, line.split("\t"), strict=False))
            continue
        record = json.loads(line)
        if "class" not in record:
            yield record
        elif record["class"] in KINDS:
            yield record | {"name": record["project_label"], "kind": KINDS[record["class"]]}


def pair(gold: list[Row], predicted: list[Row]) -> list[tuple[Row, Row]]:
    """Pair rows one to one, those first that agree in more: the whole name, then status and kind, then the quote."""
    candidates = sorted(
        (
            (
                g.name != p.name,
                g.status != p.status,
                g.kind != p.kind,
                -(min(g.end, p.end) - max(g.start, p.start)),
                i,
                j,
            )
            for i, g in enumerate(gold)
            for j, p in enumerate(predicted)
            if max(g.start, p.start) < min(g.end, p.end) and (g.name in p.name or p.name in g.name)
        ),
    )
    left, right, pairs = set(range(len(gold))), set(range(len(predicted))), list[tuple[Row, Row]]()
    for *_, i, j in candidates:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((gold[i], predicted[j]))
    return pairs


def ratio(part: int, whole: int) -> float:
    """Divide, with 1 for nothing of nothing."""
    return part / whole if whole else 1.0


def report(gold: list[Row], predicted: list[Row], errors: int) -> Iterator[str]:
    """Yield the lines to print."""
    pairs = pair(gold, predicted)
    precision, recall = ratio(len(pairs), len(predicted)), ratio(len(pairs), len(gold))
    f1 = ratio(2 * len(pairs), len(gold) + len(predicted))
    yield f"gold {len(gold)}  predicted {len(predicted)}  pairs {len(pairs)}"
    yield f"names  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"
    for slot in SLOTS:
        right = sum(getattr(g, slot) == getattr(p, slot) for g, p in pairs)
        yield f"{slot:<6} accuracy {ratio(right, len(pairs)):.3f}"
    if errors:
        yield from _listed("missed", _without(gold, (g for g, _ in pairs)), errors)
        yield from _listed("not in the reading", _without(predicted, (p for _, p in pairs)), errors)
        for slot in SLOTS:
            wrong = [(g, p) for g, p in pairs if getattr(g, slot) != getattr(p, slot)]
            lines = [f"{getattr(p, slot)} for {getattr(g, slot)}: {p.name}: {p.quote}" for g, p in wrong]
            yield from (f"{slot}: {line}" for line in lines[:errors])


def _without(rows: list[Row], used: Iterable[Row]) -> list[Row]:
    taken = {id(row) for row in used}
    return [row for row in rows if id(row) not in taken]


def _listed(title: str, rows: list[Row], errors: int) -> Iterator[str]:
    return (f"{title}: {row.name} ({row.status}, {row.kind}): {row.quote}" for row in rows[:errors])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("text", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list at most N errors of each sort")
    asked = parser.parse_args()
    text = asked.text.read_text(encoding="utf-8")
    for line in report(read(asked.gold, text), read(asked.predicted, text), asked.errors):
        print(line)


if __name__ == "__main__":
    main()
