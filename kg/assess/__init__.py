"""Commitments held against later reports and other sources: what was promised, and what came of it.

The rules are published in ``docs/assessment.md``; every result names the one it follows from.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.assess.absence import Searched
from kg.assess.milestones import Later, assess_milestone
from kg.assess.model import RULES, Assessment, Held, Realised
from kg.assess.periods import Scenes
from kg.assess.realised import read_realised
from kg.assess.targets import Levels, Source, assess_target, realised_key
from kg.assess.wording import before_number, reached_already, summed_up
from kg.model import Statement
from kg.terms import digest

__all__ = ["RULES", "Assessment", "Held", "Realised", "assess", "external_source", "read_realised"]


def external_source(row: Realised) -> str:
    """Return the name of an external publication in addresses: ``x-`` and 8 hex digits of what it calls itself."""
    return f"x-{digest(row.source, length=8)}"


def assess(held: Iterable[Held], realised: Iterable[Realised] = ()) -> tuple[Assessment, ...]:
    """Hold every target and planned milestone against each later report of its place and each external source.

    In order of report, of the text, and of the source's age; the same input gives the same result in any order.
    """
    reports = sorted(held, key=lambda h: (h.report.place, h.report.plan, h.report.id))
    rows = defaultdict[str, list[Realised]](list)
    for row in sorted(realised, key=lambda r: (r.place, r.year, r.id)):
        rows[row.place].append(row)
    levels = _levels(reports, rows)
    by_place = defaultdict[str, list[Held]](list)
    for h in reports:
        by_place[h.report.place].append(h)
    found: list[Assessment] = []
    for place, own in by_place.items():
        found += _of_place(own, rows.get(place, ()), levels)
    return tuple(found)


def _levels(reports: Sequence[Held], rows: dict[str, list[Realised]]) -> Levels:
    levels = Levels()
    for h in reports:
        for s in h.statements:
            if s.cls == "Observation" and s.cell and s.review_status not in ("rejected", "doubtful"):
                levels.add(s.cell, h.report.plan, s)
    for given in rows.values():
        for row in given:
            levels.add(realised_key(row), row.year, row)
    return levels


def _of_place(reports: Sequence[Held], rows: Sequence[Realised], levels: Levels) -> list[Assessment]:
    searched = [Searched(h) for h in reports]
    scenes = [Scenes(h) for h in reports]
    sources = [_source(*known) for known in zip(reports, searched, scenes, strict=True)]
    later = [Later(h, s) for h, s in zip(reports, searched, strict=True)]
    external = _external(rows)
    found: list[Assessment] = []
    for index, h in enumerate(reports):
        # A source tells of a promise only if it was published after it.
        behind = [i for i in range(index + 1, len(reports)) if reports[i].report.plan > h.report.plan]
        given = [source for source in external if max(source.years) >= h.report.plan]
        for s in h.statements:
            if s.review_status == "rejected" or s.restates:
                continue
            if s.cls == "Target":
                if reached_already(s.quote):
                    continue
                undated = scenes[index].several_years(s)
                found += assess_target(s, [*(sources[i] for i in behind), *given], levels, undated=undated)
            elif s.cls == "PlannedMilestone" and s.project:
                found += assess_milestone(s, [later[i] for i in behind])
    return _revised(found, reports)


def _source(h: Held, searched: Searched, scenes: Scenes) -> Source:
    source = Source(h.report.id, frozenset(range(h.report.review[0], h.report.review[1] + 1)), searched)
    for s in h.statements:
        if not s.cell or s.review_status == "rejected":
            continue
        if s.cls == "Observation" and not s.restates:
            source.add(s.cell, s)
            if summed_up(before_number(h.report.text, s)):
                source.summed.add(s.id)
            if scenes.several_years(s):
                source.undated.add(s.id)
        elif s.cls == "Target" and not s.restates:
            source.targets.setdefault(s.cell, []).append(s)
    return source


def _external(rows: Sequence[Realised]) -> list[Source]:
    by_name = defaultdict[str, list[Realised]](list)
    for row in rows:
        by_name[external_source(row)].append(row)
    found = []
    for name, given in sorted(by_name.items()):
        source = Source(name, frozenset(row.year for row in given))
        for row in given:
            source.add(realised_key(row), row)
        found.append(source)
    return found


def _revised(found: Sequence[Assessment], reports: Sequence[Held]) -> list[Assessment]:
    """Note where a later source states another outcome than an earlier one: a revision of an estimate, or a conflict."""
    statements = {s.id: s for h in reports for s in h.statements}
    first: dict[str, tuple[Assessment, Statement | None]] = {}
    noted = []
    for a in found:
        if a.rule != "stated-outcome" or a.value is None:
            noted.append(a)
            continue
        earlier = first.setdefault(a.commitment, (a, statements.get(a.based_on[0]) if a.based_on else None))
        if earlier[0] is not a and earlier[0].value != a.value:
            provisional = earlier[1] is not None and earlier[1].obs_status in ("estimated", "preliminary")
            kind = "revises" if provisional else "contradicts"
            a = replace(a, note=f"{kind} {earlier[0].value} of {earlier[0].source}")
        noted.append(a)
    return noted
