"""What leads are found in: the tables of the last build, and the reports themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from kg.amounts import amount
from kg.assess.model import Realised
from kg.assess.realised import read_realised
from kg.assessments import read_assessments
from kg.build import read_rows
from kg.leads.model import Evidence, Row, evidence
from kg.leads.weighing import decimal
from kg.model import Passage, Report, Span, Statement
from kg.project import Project
from kg.report import read_report, report_folder
from kg.text import passages

_NUMBERS: Final = ("value", "lower", "upper", "margin", "confidence")
_SAME: Final = (
    "id", "report", "place", "place_label", "quote", "section", "about", "about_label", "year", "period_start",
    "period_end", "aggregation", "obs_status", "scope", "headline", "basis", "indicator", "indicator_label",
    "value_type", "rank_scope", "relative_to", "per_subdivision", "unit", "comparator", "strength", "project",
    "project_label", "status", "review_status",
)  # fmt: skip


@dataclass(frozen=True)
class Tables:
    """Statements and assessments of a build, the reports they are of, and the rows of external sources by id."""

    statements: Mapping[str, Row] = field(repr=False)
    assessments: Sequence[Row] = field(repr=False)
    reports: Mapping[str, Report]
    realised: Mapping[str, Realised] = field(repr=False, default_factory=dict)

    @cached_property
    def of_report(self) -> Mapping[str, Sequence[Row]]:
        """The statements of each report, in order of the text."""
        found = defaultdict[str, list[Row]](list)
        for row in self.statements.values():
            found[row["report"]].append(row)
        return found

    @cached_property
    def of_place(self) -> Mapping[str, Sequence[Report]]:
        """The reports of each place, in order of the years they plan for."""
        found = defaultdict[str, list[Report]](list)
        for report in sorted(self.reports.values(), key=lambda r: (r.place, r.plan, r.id)):
            found[report.place].append(report)
        return found

    @cached_property
    def held(self) -> Mapping[str, Sequence[Row]]:
        """The assessments of each commitment, earlier sources first."""
        found = defaultdict[str, list[Row]](list)
        for row in self.assessments:
            found[row["statement"]].append(row)
        return found

    @cached_property
    def _sentences(self) -> dict[str, tuple[Passage, ...]]:
        return {}

    def sentences(self, report: str) -> tuple[Passage, ...]:
        """Return the sentences of a report, notes apart; cut once."""
        if report not in self._sentences:
            cut = passages(self.reports[report])
            self._sentences[report] = tuple(p for p in cut if p.kind == "sentence")
        return self._sentences[report]

    def outcomes(self, assessment: Row) -> tuple[Evidence, ...]:
        """Return what a result was based on: the outcome first, what it was reckoned from behind it."""
        promise = self.statements[assessment["statement"]]
        known = [self.statements[name] for name in assessment["outcomes"] if name in self.statements]
        found: list[Evidence] = []
        for index, row in enumerate(known):
            reference = assessment["rule"] == "reference-known" and index > 0
            before = assessment["derived"] and row["year"] != promise["year"]
            found.append(evidence("base" if reference or before else "outcome", row))
        for name in assessment["realised"]:
            if row_of := self.realised.get(name):
                base = (
                    bool(found or known) if assessment["rule"] == "reference-known" else row_of.year != promise["year"]
                )
                found.append(_external("base" if base else "outcome", row_of))
        return tuple(sorted(found, key=lambda e: e.role == "base"))


def _written(row: Realised) -> str:
    number = row.number.reference
    return row.unit if number is None else amount(number, row.unit)


def _external(role: str, row: Realised) -> Evidence:
    said = f"{row.indicator_label} {row.year}: {_written(row)} ({row.source})"
    return Evidence(role, f"data/realised/{row.file}:{row.line}", said)


def read_tables(project: Project) -> Tables:
    """Read the last build; StoreError where nothing has been built."""
    rows = read_rows(project.build)
    return Tables(
        {row["id"]: row for row in rows},
        read_assessments(project.build),
        {name: read_report(report_folder(project, name)) for name in dict.fromkeys(row["report"] for row in rows)},
        {row.id: row for row in read_realised(project)},
    )


def statements_of(rows: Iterable[Row], text: str) -> tuple[Statement, ...]:
    """Return rows of the statements table as the statements that they were made of."""
    return tuple(_statement(row, text) for row in rows)


def _statement(row: Row, text: str) -> Statement:
    cells: dict[str, Any] = {name: row[name] for name in _SAME}
    cells |= {name: decimal(row[name]) for name in _NUMBERS if row[name] is not None}
    at = text.find(row["as_stated"], row["start"]) if row["as_stated"] else row["start"]
    return Statement(
        **cells,
        cls=row["class"],
        span=Span(row["start"], row["end"]),
        as_stated=Span(at, at + len(row["as_stated"] or "")),
        rule=row["origin"].removeprefix("rule:"),
    )
