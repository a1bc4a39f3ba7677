"""Organisations that a reading names, held against another reading or against what kg reads.

``python bench/organisations.py settle TEXT ONE TWO OUT --place CODE --year YEAR`` makes one reading of two and writes it and
both (``OUT`` and ``readings/`` beside it) without the text. Readings are JSON Lines with quote, start, end, name, name_start,
name_end, kind, role (``docs/annotation.md``). ``bench/extraction.py`` measures kg against the settled ones.

Two rows pair where their names share characters and one name holds the other; of a sentence each name counts once.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = ("Agency", "Enterprise", "Institution")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Organisations:
    """Counts over one or several reports: rows of the reading, rows held against it, pairs, pairs of one kind."""

    gold: int = 0
    predicted: int = 0
    pairs: int = 0
    kind: int = 0

    def __add__(self, other: "Organisations") -> "Organisations":
        """Add up."""
        return Organisations(
            self.gold + other.gold, self.predicted + other.predicted, self.pairs + other.pairs, self.kind + other.kind
        )


def squeeze(text: str) -> str:
    """Leave out white space."""
    return "".join(text.split())


def pair(one: Sequence[Row], two: Sequence[Row], text: str) -> list[tuple[int, int]]:
    """Pair rows one to one, those first whose names are equal."""

    def name(row: Row) -> str:
        return squeeze(text[row["name_start"] : row["name_end"]])

    candidates = sorted(
        (name(a) != name(b), i, j)
        for i, a in enumerate(one)
        for j, b in enumerate(two)
        if max(a["name_start"], b["name_start"]) < min(a["name_end"], b["name_end"])
        and (name(a) in name(b) or name(b) in name(a))
    )
    left, right, found = set[int](), set[int](), list[tuple[int, int]]()
    for _, i, j in candidates:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return sorted(found)


def count(gold: Sequence[Row], predicted: Sequence[Row], text: str) -> Organisations:
    """Hold rows against a reading; its optional rows are neither demanded nor held against anyone."""
    pairs = pair(gold, predicted, text)
    met = dict(pairs)
    spared = {j for i, j in pairs if gold[i].get("optional")}
    demanded = [i for i, row in enumerate(gold) if not row.get("optional")]
    both = [(i, met[i]) for i in demanded if i in met]
    return Organisations(
        len(demanded),
        len(predicted) - len(spared),
        len(both),
        sum(gold[i]["kind"] == predicted[j]["kind"] for i, j in both),
    )


def named(statements: Iterable[Row], text: str) -> list[Row]:
    """Return the organisations that a statements table names: each name once for a sentence."""
    found: dict[tuple[int, str], Row] = {}
    for s in statements:
        if s["class"] != "Mention" or s["kind"] not in KINDS:
            continue
        start, end = s["slots"].get("label") or (s["start"], s["end"])
        sentence = max(text.rfind(mark, 0, start) for mark in "。！？\n")
        row = {"name_start": start, "name_end": end, "kind": s["kind"]}
        found.setdefault((sentence, squeeze(text[start:end])), row)
    return list(found.values())


def settle(one: Sequence[Row], two: Sequence[Row], text: str) -> list[Row]:
    """Return the settled rows: what only one reading has is optional; of two spans of a name the longer, of two kinds the first."""
    pairs = pair(one, two, text)
    rows = []
    for i, j in pairs:
        a, b = one[i], two[j]
        longer = max(a, b, key=lambda r: r["name_end"] - r["name_start"])
        notes = {slot: "first-reading" for slot in ("kind", "role") if a.get(slot) != b.get(slot)}
        row = longer | {"kind": a["kind"], "role": a.get("role") or b.get("role")}
        rows.append(row | ({"settled": notes} if notes else {}))
    for number, rest, met in ((1, one, {i for i, _ in pairs}), (2, two, {j for _, j in pairs})):
        rows += [
            row | {"optional": True, "settled": {"row": f"reading-{number}-only"}}
            for index, row in enumerate(rest)
            if index not in met
        ]
    return sorted(rows, key=lambda r: (r["name_start"], r["name_end"]))


def _numbered(rows: Iterable[Row], text: str) -> list[Row]:
    made = []
    for number, row in enumerate(sorted(rows, key=lambda r: (r["name_start"], r["name_end"])), 1):
        name = text[row["name_start"] : row["name_end"]]
        made.append(row | {"id": f"o{number:03}", "name": name, "quote": text[row["start"] : row["end"]]})
    return made


def main() -> None:
    """Settle two readings and publish all three."""
    import gold

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("verb", choices=["settle"])
    for name in ("text", "one", "two", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--place", required=True)
    parser.add_argument("--year", required=True, type=int)
    asked = parser.parse_args()
    text = gold.read_text(asked.text)
    readings = [
        [json.loads(line) for line in path.read_text("utf-8").splitlines() if line] for path in (asked.one, asked.two)
    ]
    made = [*readings, settle(*readings, text)]
    name = asked.text.stem
    out = [asked.out.parent / "readings" / f"{name}.reading-{n}.organisations.jsonl" for n in (1, 2)] + [asked.out]
    for rows, who, path in zip(made, ("reading-1", "reading-2", "settled"), out, strict=True):
        head = gold.header(text, name, who, asked.place, asked.year)
        kept = [
            {k: v for k, v in row.items() if k != "role"} | ({"role": row["role"]} if row.get("role") else {})
            for row in rows
        ]
        published = gold.publish(_numbered(kept, text), text, head)
        path.write_text(published, encoding="utf-8", newline="\n")
    agreed = count(readings[0], readings[1], text)
    print(json.dumps({"rows": [len(r) for r in made], "agree": agreed.pairs, "kind": agreed.kind}))


if __name__ == "__main__":
    main()
