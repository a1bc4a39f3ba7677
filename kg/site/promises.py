"""Commitments with what came of them, as readers see them: 承诺与成效.

A promise has one result on these pages. Where several sources tell of it, the earliest that gives a judgement does; else
the earliest that says anything; what the others say stands on the promise's own page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.assess.judging import RESULTS
from kg.leads.held import said, what_of, year_of
from kg.leads.model import Evidence, Row
from kg.leads.tables import Tables
from kg.leads.weighing import decimal

PROMISES: Final = ("Target", "PlannedMilestone")
JUDGED: Final = frozenset({"met", "exceeded", "partly-met", "missed"})
PENDING: Final = "pending"


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment: the statement, what it is of, the year it is for, and what came of it.

    ``told`` is the assessment whose result is shown, ``None`` where nothing could be held against it. ``others`` counts
    the further sources whose judgement is another.
    """

    row: Row
    what: str
    aim: str
    year: int
    result: str
    told: Row | None
    outcomes: tuple[Evidence, ...]
    others: int = 0

    @property
    def id(self) -> str:
        """The id of the statement."""
        return str(self.row["id"])

    @property
    def gap(self) -> str | None:
        """Outcome minus target with its sign, in the target's unit; growth and shares in percentage points; none where there is none."""
        gap = self.told["gap"] if self.told else None
        if gap is None or not decimal(gap):
            return None
        return str(gap) if str(gap).startswith("-") else f"+{gap}"


def promise(row: Row, tables: Tables) -> Promise:
    """Return a commitment with what came of it."""
    held = tables.held.get(row["id"], ())
    told = shown(held)
    result = told["result"] if told else PENDING
    others = {r["result"] for r in held if r["result"] in JUDGED} - {result} if result in JUDGED else set()
    return Promise(
        row=row,
        what=what_of(row),
        aim=said(row),
        year=year_of(row, tables),
        result=result,
        told=told,
        outcomes=tables.outcomes(told) if told else (),
        others=len(others),
    )


def shown(held: Sequence[Row]) -> Row | None:
    """Return the assessment that is shown: the first that judges, else the first that says anything, else the first."""
    for fits in (JUDGED.__contains__, lambda result: result != PENDING, lambda result: True):
        if found := next((row for row in held if fits(row["result"])), None):
            return found
    return None


def promises(tables: Tables, report: str) -> tuple[Promise, ...]:
    """Return the commitments of one report in order of its text; what only repeats another is left to that one."""
    rows = (row for row in tables.of_report.get(report, ()) if row["class"] in PROMISES)
    return tuple(promise(row, tables) for row in rows if not _repeated(row, tables))


def _repeated(row: Row, tables: Tables) -> bool:
    """Whether the assessments passed a commitment over while they hold others of its report: it restates one of those."""
    own = tables.held.get(row["id"])
    return own is None and any(other["id"] in tables.held for other in tables.of_report[row["report"]])


def of_place(tables: Tables, place: str) -> tuple[Promise, ...]:
    """Return the commitments of all reports of a place, the latest report first."""
    reports = reversed(tables.of_place.get(place, ()))
    return tuple(found for report in reports for found in promises(tables, report.id))


def tally(found: Iterable[Promise]) -> Mapping[str, int]:
    """Count promises by result, in the order of the results; results that none has are left out."""
    counts = Counter(p.result for p in found)
    return {result: counts[result] for result in RESULTS if counts[result]}
