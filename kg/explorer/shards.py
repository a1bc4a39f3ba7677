"""The picture as files that a page loads by ``<script>``: columns of numbers, names once, texts by report.

A page opened from a folder may load a script beside it, but may not fetch: each file calls ``kgGraph(kind, value)``.
``atlas`` holds the circles and what is shared, ``part`` a place's sheet, ``text`` a report's text, from which the words
of a statement are cut: ``text[start:end]``, in code points.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from kg.explorer.atlas import Atlas
from kg.explorer.sheet import (
    CLASSES,
    COMMITMENTS,
    HALVES,
    KIND_ORDER,
    RELATION_ORDER,
    RESULTS,
    REVIEWS,
    Sheet,
    as_json,
    thing_ids,
)
from kg.explorer.words import QUIET
from kg.terms import digest

# Where a thing has a page of its own: 1 under its id, a string under another key, 0 nowhere.
Paged: TypeAlias = Callable[[str], int | str]


def nowhere(name: str) -> int | str:
    """Return 0: no thing has a page."""
    return 0


def script(kind: str, value: object) -> bytes:
    """Return a script that hands a shard to the page."""
    return f'kgGraph("{kind}",{as_json(value)});\n'.encode()


def part(told: Sheet, paged: Paged = nowhere) -> dict[str, Any]:
    """Return the shard of a place: its sheet, and which of its things have pages."""
    return {**told, "things": {**told["things"], "page": [paged(name) for name in thing_ids(told)]}}


def text(report: str, words: str) -> dict[str, str]:
    """Return the shard of a report's text."""
    return {"id": report, "text": words}


def overview(whole: Atlas, paged: Paged = nowhere) -> dict[str, Any]:
    """Return the circles, what lies between them, what places share, and what there is to filter by."""
    groups = whole.groups
    return {
        "groups": {
            "key": _keys(whole),
            "zh": [g.zh for g in groups],
            "en": [g.en if g.en != g.zh else "" for g in groups],
            "note": [g.note for g in groups],
            "x": [g.circle.x for g in groups],
            "y": [g.circle.y for g in groups],
            "r": [g.circle.r for g in groups],
            "up": [g.parent for g in groups],
            "island": [g.sheet for g in groups],
            "count": [g.count for g in groups],
            "mix": [[n for kind in sorted(g.mix) for n in (kind, g.mix[kind])] for g in groups],
        },
        "roads": _roads(whole),
        "islands": [_island(whole, n, paged) for n in range(len(whole.sheets))],
        "common": {
            "id": [s.id for s in whole.shared],
            "kind": [s.kind for s in whole.shared],
            "label": [s.label for s in whole.shared],
            "x": [s.x for s in whole.shared],
            "y": [s.y for s in whole.shared],
            "group": [s.group for s in whole.shared],
            "page": [paged(s.id) for s in whole.shared],
        },
        "facets": _facets(whole),
    }


def _island(whole: Atlas, number: int, paged: Paged) -> dict[str, Any]:
    told, ids, (dx, dy) = whole.sheets[number], whole.ids[number], whole.shifts[number]
    elsewhere = {s.id for s in whole.shared} | whole.homes - {told["home"]}
    home = ids.index(told["home"])
    x, y = told["things"]["x"][home] + dx, told["things"]["y"][home] + dy
    return {
        "place": told["place"],
        "label": told["label"],
        "home": {"id": told["home"], "x": x, "y": y, "page": paged(told["home"])},
        "x": dx,
        "y": dy,
        "first": whole.first[number],
        "reports": told["reports"],
        "own": sum(name not in elsewhere for name in ids),
        "said": len(told["said"]["id"]),
        "links": len(told["links"]["a"]),
    }


def _keys(whole: Atlas) -> list[str]:
    """Return a short name for each circle that lasts as long as what it is called after does."""
    found: list[str] = []
    taken: set[str] = set()
    for group in whole.groups:
        place = whole.sheets[group.sheet]["place"] if group.sheet >= 0 else ""
        key = digest(place, group.zh, length=6)
        while key in taken:
            key = digest(key, length=6)
        taken.add(key)
        found.append(key)
    return found


def _roads(whole: Atlas) -> dict[str, list[int]]:
    """Return how many links run between two of the innermost circles: columns a, b, count."""
    shared = {s.id: s.group for s in whole.shared}
    quiet = {RELATION_ORDER.index(relation) for relation in QUIET}
    found: Counter[tuple[int, int]] = Counter()
    for told, ids, first in zip(whole.sheets, whole.ids, whole.first, strict=True):
        of = [
            -1 if name in whole.homes else shared.get(name, first + area if area >= 0 else -1)
            for name, area in zip(ids, told["things"]["area"], strict=True)
        ]
        links = told["links"]
        for one, other, kind in zip(links["a"], links["b"], links["kind"], strict=True):
            a, b = sorted((of[one], of[other]))
            if a >= 0 and a != b and kind not in quiet:
                found[a, b] += 1
    pairs = sorted(found)
    return {"a": [a for a, _ in pairs], "b": [b for _, b in pairs], "count": [found[p] for p in pairs]}


def _facets(whole: Atlas) -> Mapping[str, Mapping[str, int]]:
    """Return what there is to filter by, with counts: things by kind; statements by year, half, result, review."""
    shared = {s.id for s in whole.shared} | whole.homes
    found: dict[str, Counter[str]] = {name: Counter() for name in ("kind", "year", "half", "result", "review")}
    found["kind"].update(KIND_ORDER[s.kind] for s in whole.shared)
    found["kind"]["place"] += len(whole.sheets)
    commitments = {i for i, cls in enumerate(CLASSES) if cls in COMMITMENTS}
    for told, ids in zip(whole.sheets, whole.ids, strict=True):
        kinds = told["things"]["kind"]
        found["kind"].update(KIND_ORDER[k] for name, k in zip(ids, kinds, strict=True) if name not in shared)
        said = told["said"]
        halves = [[HALVES[half] for _, _, half in sections] for sections in told["sections"]]
        found["year"].update(str(year or "") for year in said["year"])
        found["half"].update(halves[r][s] for r, s in zip(said["report"], said["section"], strict=True))
        found["review"].update(REVIEWS[n] for n in said["review"])
        found["result"].update(
            (RESULTS[n] or "pending") if cls in commitments else "none"
            for n, cls in zip(said["result"], said["class"], strict=True)
        )
    return {name: {value: count for value, count in sorted(counts.items()) if count} for name, counts in found.items()}
