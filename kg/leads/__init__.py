"""Leads: what is worth a look first in the reports of a place, each with its evidence, its caveat and its score.

The kinds and the score are published in ``docs/leads.md``. A lead says where to look, never that something was dropped
or failed.
"""

from collections.abc import Callable, Collection, Iterator
from itertools import groupby
from typing import Final

from kg.errors import QueryError
from kg.leads.across import completed_twice, contradicts_last_year, loosened, promised_again
from kg.leads.doubts import odd_numbers
from kg.leads.held import missed, not_mentioned_again
from kg.leads.model import KINDS, Evidence, Lead
from kg.leads.tables import Tables, read_tables
from kg.places import code_of, listed

__all__ = ["KINDS", "Evidence", "Lead", "Tables", "find", "ranked", "read_tables"]

FINDERS: Final[tuple[Callable[[Tables], Iterator[Lead]], ...]] = (
    missed,
    contradicts_last_year,
    completed_twice,
    loosened,
    odd_numbers,
    promised_again,
    not_mentioned_again,
)


def find(tables: Tables) -> list[Lead]:
    """Return every lead, place by place, the highest score first, then in order of the text."""
    found = {lead.evidence: lead for finder in FINDERS for lead in finder(tables)}
    return sorted(found.values(), key=lambda lead: (lead.place, lead.order))


def ranked(
    tables: Tables, place: str = "", kinds: Collection[str] = (), limit: int | None = None
) -> list[tuple[int, Lead]]:
    """Return the leads with their ranks in their place: of one place if it is named, of some kinds, the first of each.

    Raises QueryError for a place that no report is of, and for a kind that there is none of.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise QueryError("kg leads", "--kind: one of " + ", ".join(KINDS), repr(kind), "correct it")
    places = {report.place for report in tables.reports.values()}
    code = code_of(place, places.__contains__) if place else None
    if place and code is None:
        raise QueryError("kg leads", "a place with reports", repr(place), f"one of {listed(places)}")
    found: list[tuple[int, Lead]] = []
    for key, leads in groupby(find(tables), key=lambda lead: lead.place):
        if place and key != code:
            continue
        chosen = [lead for lead in leads if not kinds or lead.kind in kinds]
        found += enumerate(chosen[:limit], 1)
    return found
