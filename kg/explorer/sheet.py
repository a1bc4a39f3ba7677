"""A place's part of the picture as columns: all that a page loads of it, and all that the whole picture is made of.

A sheet depends on the reports of its place alone, so it can be kept until they change. Places are in units of the
picture about the sheet's own middle, areas by their number in the sheet; a statement's own node has no id of its own.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from kg.explorer.areas import Ground, ground
from kg.explorer.gather import Row, island, judged
from kg.explorer.layout import STEP
from kg.explorer.model import Said, Source
from kg.explorer.words import RELATIONS
from kg.model import Report
from kg.page.kinds import KINDS

Sheet: TypeAlias = Mapping[str, Any]

KIND_ORDER: Final = tuple(KINDS)
RELATION_ORDER: Final = tuple(RELATIONS)
CLASSES: Final = (
    "Target", "PlannedMilestone", "Action", "Observation", "RealisedMilestone", "Recognition", "Problem", "Mention",
    "Involvement",
)  # fmt: skip
RESULTS: Final = (
    "", "met", "exceeded", "partly-met", "missed", "target-changed", "not-mentioned-again", "not-comparable", "pending",
)  # fmt: skip
REVIEWS: Final = ("extracted", "reviewed", "double-checked", "doubtful", "rejected")
HALVES: Final = ("review", "plan", "other")
COMMITMENTS: Final = frozenset({"Target", "PlannedMilestone", "Action"})


def place_sheet(
    place: str,
    reports: Sequence[Report],
    rows: Mapping[str, Sequence[Row]],
    assessments: Iterable[Row],
    heirs: Mapping[str, str],
) -> dict[str, Any]:
    """Return the sheet of one place, laid out; the parameters are those of `kg.explorer.gather.island`."""
    results, held = judged(assessments)
    return sheet(ground(island(place, reports, rows, results, held, heirs)))


def sheet(laid: Ground) -> dict[str, Any]:
    """Return an island with places as a sheet. The same island gives the same sheet."""
    source = laid.island
    said_of = {s.thing: s.id for s in source.said if s.thing >= 0}
    x, y = laid.circle.x, laid.circle.y
    stand = _stand(laid)
    return {
        "place": source.place,
        "label": source.label,
        "home": source.things[source.home].id,
        "radius": laid.circle.r,
        "reports": [{"id": s.id, "title": s.title, "year": s.year} for s in source.sources],
        "areas": {
            "label": [a.label for a in laid.areas],
            "section": [a.section for a in laid.areas],
            "x": [a.circle.x - x for a in laid.areas],
            "y": [a.circle.y - y for a in laid.areas],
            "r": [a.circle.r for a in laid.areas],
        },
        "things": {
            "id": ["" if t.id == f"statement/{said_of.get(i)}" else t.id for i, t in enumerate(source.things)],
            "kind": [KIND_ORDER.index(t.kind if t.kind in KINDS else "other") for t in source.things],
            "label": [t.label for t in source.things],
            "x": [px - x for px, _ in stand],
            "y": [py - y for _, py in stand],
            "area": laid.area_of,
        },
        "said": _said(source.said, source.sources),
        "links": {
            "a": [link.source for link in source.links],
            "b": [link.target for link in source.links],
            "kind": [RELATION_ORDER.index(link.relation) for link in source.links],
            "count": [len(link.said) for link in source.links],
            "said": [n for link in source.links for n in link.said],
        },
        "sections": [[[s.path, s.heading, HALVES.index(s.half)] for s in each.sections] for each in source.sources],
    }


def thing_ids(told: Sheet) -> list[str]:
    """Return the ids of a sheet's things, those of statements too."""
    ids: list[str] = list(told["things"]["id"])
    said = told["said"]
    for report, local, thing in zip(said["report"], said["id"], said["thing"], strict=True):
        if thing >= 0 and not ids[thing]:
            ids[thing] = f"statement/{statement_id(told, report, local)}"
    return ids


def statement_id(told: Sheet, report: int, local: str) -> str:
    """Return the whole id of a statement."""
    return local if "." in local else f"{told['reports'][report]['id']}.{local}"


def as_json(value: object) -> str:
    """Return JSON that may stand inside a ``<script>`` element: nothing in it ends one, or a line of script."""
    words = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        words = words.replace(character, f"\\u{ord(character):04x}")
    return words


def _stand(laid: Ground) -> list[tuple[int, int]]:
    """Return the places of an island's things; the place itself and its reports stand above it."""
    places = list(laid.places)
    heads = [laid.island.home, *(i for i, t in enumerate(laid.island.things) if t.kind == "report")]
    above = min((a.circle.y - a.circle.r for a in laid.areas), default=0) - 5 * STEP
    for turn, thing in enumerate(heads):
        way = (turn + 1) // 2 * (-1 if turn % 2 else 1)
        places[thing] = laid.circle.x + way * 15 * STEP, above
    return places


def _said(said: Sequence[Said], sources: Sequence[Source]) -> dict[str, Any]:
    return {
        "id": [s.id.rpartition(".")[2] if s.id.startswith(sources[s.report].id + ".") else s.id for s in said],
        "report": [s.report for s in said],
        "class": [CLASSES.index(s.cls) for s in said],
        "start": [s.span.start for s in said],
        "length": [s.span.end - s.span.start for s in said],
        "before": [s.span.start - s.window.start for s in said],
        "after": [s.window.end - s.span.end for s in said],
        "section": [s.section for s in said],
        "year": [s.year or 0 for s in said],
        "result": [RESULTS.index(s.result) if s.cls in COMMITMENTS else 0 for s in said],
        "review": [REVIEWS.index(s.review) for s in said],
        "thing": [s.thing for s in said],
    }
