"""Make and compare the gold rows of ``data/gold`` (see ``docs/gold.md``).

``publish TEXT READING OUT --reading NAME`` writes a reading without its text; ``compare A B TEXT`` measures how far two
readings agree and lists where they differ; ``settle TEXT ONE TWO OUT`` makes one of two. Readings are JSON Lines with
quotes, or for projects ``.tsv`` (quote, name, status, kind, year).
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import projects
import settle
import settle_projects
from score import read_rows

from kg import score
from kg.gold import FORMAT, Ink, bare, sha256, to_jsonl

LICENCE = "CC-BY-4.0"


def read_text(path: Path) -> str:
    """Read a report byte for byte, so that offsets count its line ends as stored."""
    return path.read_bytes().decode("utf-8")


def read_reading(path: Path, text: str) -> list[dict[str, Any]]:
    """Read a reading of claims or of projects."""
    return settle_projects.read(path, text) if path.suffix == ".tsv" else read_rows(path)


def header(text: str, gold: str, reading: str, place: str, year: int, frozen: bool = False) -> dict[str, Any]:
    """Say which text the rows belong to, and who read it."""
    return {
        "gold": gold,
        "format": FORMAT,
        "reading": reading,
        "frozen": frozen,
        "licence": LICENCE,
        "place": place,
        "plan_year": year,
        "sha256": sha256(text),
        "characters": len(text),
        "ink": len(Ink(text).offsets),
    }


def publish(rows: Iterable[dict[str, Any]], text: str, head: dict[str, Any]) -> str:
    """Return a gold file: the header, then the rows without any character of the text."""
    ink = Ink(text)
    out = [bare(row, ink) for row in rows]
    # The place of most rows is said once.
    places = Counter(row["place"] for row in out if "place" in row).most_common(1)
    for label, _ in places:
        head = head | {"place_label": label}
        out = [{k: v for k, v in row.items() if (k, v) != ("place", label)} for row in out]
    return "".join(line + "\n" for line in to_jsonl([head, *out]))


def agreement(one: Sequence[dict[str, Any]], two: Sequence[dict[str, Any]]) -> score.Score:
    """Measure the second reading against the first as if it were a program's; what either calls optional is not counted."""
    left, right = score.numbered(one), [settle.as_statement(row) for row in two if score.figure(row).stated]
    met = {p.guess for p in score.pair(left, right)}
    counted = [row for j, row in enumerate(right) if j in met or not score.is_optional(row)]
    return score.score(left, counted)[0]


def project_agreement(
    one: Sequence[dict[str, Any]], two: Sequence[dict[str, Any]], text: str
) -> tuple[int, int, list[tuple[projects.Row, projects.Row]]]:
    """Return how many projects each reading has, and their pairs."""
    pairs = projects.pair(settle_projects.as_rows(one, text), settle_projects.as_rows(two, text))
    return len(one), len(two), pairs


def compare(one: Path, two: Path, text: str, listed: bool) -> Iterator[str]:
    """Yield the lines to print."""
    left, right = read_reading(one, text), read_reading(two, text)
    if one.suffix == ".tsv":
        first, second, pairs = project_agreement(left, right, text)
        yield f"rows {first} {second}  pairs {len(pairs)}  F1 {projects.ratio(2 * len(pairs), first + second):.4f}"
        for slot in projects.SLOTS:
            same = sum(getattr(a, slot) == getattr(b, slot) for a, b in pairs)
            yield f"{slot:<18}{projects.ratio(same, len(pairs)):.4f}"
        if listed:
            found = settle_projects.matched(left, right, text)
            yield from (line for a, b in found if (line := _project_difference(a, b)))
        return
    for name, figures in agreement(left, right).record().items():
        yield f"{name:<18}{figures}"
    if listed:
        yield from (_difference(a, b, slots) for a, b, slots in settle.compared(left, right) if slots or not (a and b))


def _difference(a: dict[str, Any] | None, b: dict[str, Any] | None, slots: Sequence[str]) -> str:
    row = a or b or {}
    place = f"[{row['start']}:{row['end']}]"
    if a is None or b is None:
        return f"{place} only in {'the second' if a is None else 'the first'}"
    fields = ["measure" if slot == "value_type" else slot for slot in slots]
    return f"{place} " + "; ".join(f"{f}: {a.get(f)} | {b.get(f)}" for f in fields)


def _project_difference(a: dict[str, Any] | None, b: dict[str, Any] | None) -> str | None:
    row = a or b or {}
    place = f"[{row['start']}:{row['end']}]"
    if a is None or b is None:
        return f"{place} only in {'the second' if a is None else 'the first'}"
    differing = [f for f in projects.COLUMNS[1:] if str(a[f]) != str(b[f])]
    return f"{place} " + "; ".join(f"{f}: {a[f]} | {b[f]}" for f in differing) if differing else None


def settled(one: Path, two: Path, text: str) -> list[dict[str, Any]]:
    """Make one reading of two."""
    left, right = read_reading(one, text), read_reading(two, text)
    return settle_projects.settle(left, right, text) if one.suffix == ".tsv" else settle.settle(left, right, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, files in (("publish", ("text", "one", "out")), ("settle", ("text", "one", "two", "out"))):
        made = verbs.add_parser(verb)
        for name in files:
            made.add_argument(name, type=Path)
        made.add_argument("--place", required=True, metavar="CODE", help="GB/T 2260 code of the report's place, or cn")
        made.add_argument("--year", required=True, type=int, help="the year the report plans for")
        made.add_argument("--frozen", action="store_true", help="rules may not be tuned to this report")
        made.add_argument("--reading", default="settled" if verb == "settle" else "reading-1", help="who read")
    shown = verbs.add_parser("compare")
    for name in ("one", "two", "text"):
        shown.add_argument(name, type=Path)
    shown.add_argument("--totals", action="store_true", help="list no differences (for a report nobody may look at)")
    asked = parser.parse_args()
    text = read_text(asked.text)
    if asked.verb == "compare":
        for line in compare(asked.one, asked.two, text, not asked.totals):
            print(line)
        return
    rows = settled(asked.one, asked.two, text) if asked.verb == "settle" else read_reading(asked.one, text)
    head = header(text, asked.text.stem, asked.reading, asked.place, asked.year, asked.frozen)
    asked.out.write_text(publish(rows, text, head), encoding="utf-8", newline="\n")
    print(json.dumps({"rows": len(rows), "settled": sum("settled" in row for row in rows)}))


if __name__ == "__main__":
    main()
