"""Leads of the source itself: numbers that cannot well be as they are printed (``kg.source_notes``)."""

from collections.abc import Iterator
from decimal import Decimal

from kg.leads.held import what_of
from kg.leads.model import Lead, evidence
from kg.leads.tables import Tables, statements_of
from kg.leads.weighing import HEADLINE
from kg.source_notes import source_notes


def odd_numbers(tables: Tables) -> Iterator[Lead]:
    """Yield a lead for each doubt about a number of a report."""
    for report in tables.reports.values():
        rows = tables.of_report.get(report.id, ())
        for note in source_notes(report, statements_of(rows, report.text)):
            about = [tables.statements[name] for name in note.statements]
            first = about[0]
            headline = any(row["headline"] for row in about)
            yield Lead(
                kind="odd-number",
                place=first["place"],
                place_label=first["place_label"],
                what=what_of(first),
                years=(first["year"] or report.plan,),
                en=note.en,
                zh=f"{what_of(first)}：{note.zh}".replace(
                    f"{what_of(first)}：「{what_of(first)}」", f"「{what_of(first)}」"
                ),
                evidence=tuple(evidence("stated", row) for row in about),
                factors=(("headline", HEADLINE),) if headline else (("headline", Decimal(1)),),
            )
