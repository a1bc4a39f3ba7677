"""Two readings of one report's projects → one, by the conventions of ``docs/annotation.md``; see ``bench/settle.py``."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import projects

from kg.gold import Ink

# The furthest stage that the words of the quote name; the first cue that is one of the two readings' holds.
_CUES = (
    ("partly-operating", re.compile("试运行|试运营|部分|先行投用")),
    ("operating", re.compile("投用|运营|通车|投产|启用|开业|运行")),
    ("completed", re.compile("建成|完工|竣工|建好|完成")),
    ("main-works-done", re.compile("封顶|主体完工|贯通")),
    ("started", re.compile("开工|动工|启动|落子起步|落地建设")),
    ("signed", re.compile("签约|落地|引进")),
    ("under-way", re.compile("建设|推进|实施|加快")),
    ("preliminary", re.compile("谋划|规划|前期|争取|筹建")),
)


def read(path: Path, text: str) -> list[dict[str, Any]]:
    """Read a reading of projects; rows with raw offsets. Exits with a message for a quote that is not in the text."""
    ink = Ink(text)
    rows = []
    for number, row in enumerate(projects.read(path, text), 1):
        span = ink.span(row.start, row.end)
        year = int(row.year) if row.year.isdecimal() else None
        rows.append(
            {
                "id": f"p{number:03}",
                "quote": span.of(text),
                "start": span.start,
                "end": span.end,
                "name": row.name,
                "status": row.status,
                "kind": row.kind,
                "year": year,
            }
        )
    return rows


def as_rows(rows: Sequence[dict[str, Any]], text: str) -> list[projects.Row]:
    """Dress rows with raw offsets as what ``bench/projects.py`` pairs."""
    made = list[projects.Row]()
    for row in rows:
        first, last = (len(projects.squeeze(text[: row[end]])) for end in ("start", "end"))
        quote = projects.squeeze(text[row["start"] : row["end"]])
        name, year = projects.squeeze(row["name"]), str(row.get("year") or "")
        made.append(projects.Row(first, last, quote, name, row["status"], row["kind"], year))
    return made


def matched(
    one: Sequence[dict[str, Any]], two: Sequence[dict[str, Any]], text: str
) -> list[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Return the projects of both readings in order of the text, each with its fellow or None."""
    left, right = as_rows(one, text), as_rows(two, text)
    place_left, place_right = {id(r): i for i, r in enumerate(left)}, {id(r): j for j, r in enumerate(right)}
    both = [(place_left[id(a)], place_right[id(b)]) for a, b in projects.pair(left, right)]
    met_left, met_right = {i for i, _ in both}, {j for _, j in both}
    found: list[tuple[dict[str, Any] | None, dict[str, Any] | None]] = [(one[i], two[j]) for i, j in both]
    found += [(row, None) for i, row in enumerate(one) if i not in met_left]
    found += [(None, row) for j, row in enumerate(two) if j not in met_right]
    return sorted(found, key=lambda pair: _place(pair[0] or pair[1] or {}))


def _place(row: dict[str, Any]) -> tuple[int, int, str]:
    return row["start"], row["end"], row["name"]


def settle(one: Sequence[dict[str, Any]], two: Sequence[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Return the settled projects; what only one reading has is optional, save for a name the other left in a coordination."""
    pairs = matched(one, two, text)
    rows = []
    for a, b in pairs:
        row = a or b
        assert row is not None
        if a is not None and b is not None:
            rows.append(_settled(a, b))
        elif _coordinated(row, a is not None, pairs):
            rows.append(row | {"settled": {"row": "one-row-per-name"}})
        else:
            rows.append(row | {"optional": True, "settled": {"row": f"reading-{1 if b is None else 2}-only"}})
    return [row | {"id": f"p{number:03}"} for number, row in enumerate(rows, 1)]


def _coordinated(row: dict[str, Any], in_first: bool, pairs: Sequence[Any]) -> bool:
    """Whether the other reading has this name inside a longer one for the same words."""
    for a, b in pairs:
        other = b if in_first else a
        if a is not None and b is not None and row["start"] < other["end"] and other["start"] < row["end"]:
            mine, theirs = projects.squeeze(row["name"]), projects.squeeze(other["name"])
            if mine != theirs and mine in theirs:
                return True
    return False


def _settled(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    row, notes = dict(a), dict[str, str]()
    if projects.squeeze(a["name"]) != projects.squeeze(b["name"]):
        shorter = min(a, b, key=lambda r: len(r["name"]))
        row |= {key: shorter[key] for key in ("name", "quote", "start", "end")}
        notes["name"] = "one-row-per-name"
    if a["status"] != b["status"]:
        cued = [code for code, cue in _CUES if code in (a["status"], b["status"]) and cue.search(row["quote"])]
        row["status"] = cued[0] if cued else a["status"]
        notes["status"] = "stage-word" if cued else "first-reading"
    for slot in ("kind", "year"):
        if a[slot] != b[slot]:
            notes[slot] = "first-reading"
    return row | ({"settled": notes} if notes else {})
