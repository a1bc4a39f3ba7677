"""Planned milestones held against later reports: was the promised stage of a project reached?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from kg.assess.absence import Searched, names_of, silence
from kg.assess.model import PENDING, Assessment, Held
from kg.model import Statement
from kg.terms import STATUSES
from kg.text import fold

_STOPPED = frozenset(("suspended", "cancelled"))
_RANK = {status: rank for rank, status in enumerate(STATUSES) if status not in _STOPPED}
# What two reports add to one project's name or leave out: brackets, quotation marks, 项目 and the like at its end.
_LEVEL = re.compile(r"(?:省|市|自治区|自治州|地区|县|区)$")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]|[“”\"《》]|(?:项目|工程|建设项目|建设工程|建设)+$")


class Later:
    """A later report: what it states of projects, by address and by name, and its text to search."""

    def __init__(self, held: Held, searched: Searched) -> None:
        """Take a report; of rejected statements none counts."""
        self.name = held.report.id
        self.searched = searched
        self.years = frozenset(range(held.report.review[0], held.report.review[1] + 1))
        self._reached: dict[str, list[Statement]] = {}
        self._planned: dict[str, list[Statement]] = {}
        for s in held.statements:
            if s.project and s.cls in ("RealisedMilestone", "PlannedMilestone") and s.review_status != "rejected":
                found = self._reached if s.cls == "RealisedMilestone" else self._planned
                for key in _keys(s):
                    found.setdefault(key, []).append(s)

    def reached(self, promise: Statement) -> list[Statement]:
        """Return what the report says was reached of the promised project, by its address, else by its plain name."""
        return _first(self._reached, promise)

    def planned(self, promise: Statement) -> list[Statement]:
        """Return what the report plans for the promised project again."""
        return _first(self._planned, promise)


def _keys(s: Statement) -> tuple[str, ...]:
    plain = plain_name(s.project_label or "")
    # 「上海工业博物馆」 in Shanghai's own report is 「工业博物馆」.
    own = plain.removeprefix(_LEVEL.sub("", s.place_label)).lstrip("市省")
    plain = own if len(own) >= 4 else plain
    return (f"id:{s.project}", f"name:{plain}") if len(plain) >= 4 else (f"id:{s.project}",)


def _first(found: dict[str, list[Statement]], promise: Statement) -> list[Statement]:
    return next((found[key] for key in _keys(promise) if key in found), [])


@cache
def plain_name(name: str) -> str:
    """Return a project's name without what reports add and leave out.

    >>> plain_name("“云端”数据中心（一期）建设项目")
    '云端数据中心'
    """
    return _ASIDE.sub("", _ASIDE.sub("", fold(name)))


def assess_milestone(promise: Statement, later: Sequence[Later]) -> Iterator[Assessment]:
    """Yield what comes of a planned milestone, one for each later report that tells of it or should, else pending.

    Once a report says that the promised stage was reached, later ones have nothing to add.
    """
    told, waiting = False, None
    for report in later:
        found = _against(promise, report)
        if found is None:
            continue
        if found.rule == "term-report":
            waiting = waiting or found
            continue
        told = True
        yield found
        if found.result in ("met", "exceeded"):
            return
    if not told:
        yield waiting or _of(promise, PENDING, "pending", "no-later-source")


def _against(promise: Statement, report: Later) -> Assessment | None:
    wanted = _RANK.get(promise.status or "")
    if wanted is None:
        return None
    if promise.status == "under-way":
        wanted = _RANK["started"]  # work that has begun is under way
    reached = report.reached(promise)
    if reached:
        best = max(reached, key=lambda s: _RANK.get(s.status or "", -1))
        if all(s.status in _STOPPED for s in reached):
            return _of(promise, report.name, "missed", "stopped", reached)
        if _RANK.get(best.status or "", -1) >= wanted:
            return _of(promise, report.name, "met", "stage-reached", [best])
        return _of(promise, report.name, "partly-met", "earlier-stage", [best])
    if again := report.planned(promise):
        return _of(promise, report.name, "target-changed", "promised-again", other=again[0].id)
    if promise.year is not None and promise.year not in report.years:
        return None
    proof = silence(report.searched, promise, names_of(promise), report.years, "named-without-a-stage")
    return _of(promise, report.name, **proof)


def _of(
    promise: Statement, source: str, result: str, rule: str, based_on: Iterable[Statement] = (), **more: object
) -> Assessment:
    return Assessment(
        commitment=promise.id,
        report=promise.report,
        place=promise.place,
        source=source,
        result=result,  # type: ignore[arg-type]
        rule=rule,
        based_on=tuple(s.id for s in based_on),
        **more,  # type: ignore[arg-type]
    )
