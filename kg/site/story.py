"""What all reports of a place say of one thing, year by year: a measure promised and reached, a project stage by stage."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg.assess.milestones import plain_name
from kg.leads.held import said
from kg.leads.model import Row
from kg.leads.tables import Tables
from kg.site.codes import codes
from kg.terms import VALUE_TYPES

QUANTITIES: Final = ("Observation", "Target")
MILESTONES: Final = ("RealisedMilestone", "PlannedMilestone")
AHEAD: Final = frozenset({"Target", "PlannedMilestone"})
_SHORTEST: Final = 4
_INHERITED: Final = "inherited:report"
_AT_THE_END: Final = frozenset({"share", "rank"})
_REACHED: Final = ("到", "达", "为")

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of a place with every target and result, in order of year and report."""

    key: Key
    rows: tuple[Row, ...]

    @property
    def label(self) -> str:
        """What is measured, in the words of the catalogue or the report."""
        row = self.rows[-1]
        name = row["indicator_label"] or ""
        return f"{row['about_label']} {name}" if row["about"] != row["place"] else name

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are told of."""
        return tuple(sorted({row["year"] for row in self.rows}))


@dataclass(frozen=True, slots=True)
class Works:
    """A project of a place with every stage promised and reached, in order of year, stage and report."""

    key: str
    label: str
    rows: tuple[Row, ...]


class Stories:
    """Measures and projects by what they are, over all reports of the tables."""

    def __init__(self, tables: Tables) -> None:
        """Take the tables of a build; nothing is read until it is asked for."""
        self._tables = tables

    def of(self, row: Row) -> tuple[Row, ...]:
        """Return all that is said of what a promise is about, itself among it; itself alone where nothing else is."""
        if row["class"] in MILESTONES:
            works = self._works.get(self._names.get(row["id"], ""))
            return works.rows if works else (row,)
        measure = self._measures.get(measured(row) or ())
        return measure.rows if measure and row["id"] in {r["id"] for r in measure.rows} else (row,)

    def measures(self, place: str) -> tuple[Measure, ...]:
        """Return the measures of a place year by year, headline ones first, then those told of in most years."""
        of = [m for m in self._measures.values() if m.rows[0]["place"] == place]
        plain = (Measure(m.key, tuple(r for r in m.rows if self.of_a_year(r))) for m in of)
        found = [m for m in plain if m.rows]
        return tuple(sorted(found, key=lambda m: (-_weight(m), m.label, str(m.key))))

    def of_a_year(self, row: Row) -> bool:
        """Whether a number is of the one year it is put down to, not perhaps of all years that its report looks back on.

        Where its paragraph does not name the year so far, a count or a growth in a report on five years may be that of the five; a share, a
        rank and a level that is reached (增加到) are of the last of them.
        """
        first, last = self._tables.reports[row["report"]].review
        if row["class"] in AHEAD or first == last or row["slots"].get("year") != _INHERITED:
            return True
        verb = row["slots"].get("verb")
        text = self._tables.reports[row["report"]].text
        paragraph = text[text.rfind("\n", 0, row["start"]) + 1 : row["end"]]
        if f"{row['year']}年" in paragraph:
            return True
        return row["value_type"] in _AT_THE_END or (
            isinstance(verb, list) and text[verb[0] : verb[1]].endswith(_REACHED)
        )

    def longer(self, place: str) -> tuple[Row, ...]:
        """Return the numbers of a place that are of several years or of a part of one, those of one measure together."""
        found = [
            row
            for row in self._tables.statements.values()
            if row["place"] == place and row["class"] in QUANTITIES and self._longer(row)
        ]
        return tuple(sorted(_once(found), key=lambda r: (r["indicator_label"] or "", r["about"] or "", self._order(r))))

    def _longer(self, row: Row) -> bool:
        if row["period_start"] or row["aggregation"] not in (None, "annual", "point"):
            return bool(row["indicator_label"]) and not row["relative_to"]
        return measured(row) is not None and not self.of_a_year(row)

    def works(self, place: str) -> tuple[Works, ...]:
        """Return the projects of a place, those with most stages told first; phases of one project together."""
        found = [w for w in self._works.values() if w.rows[0]["place"] == place]
        return tuple(sorted(found, key=lambda w: (-len(w.rows), w.key)))

    @cached_property
    def _measures(self) -> Mapping[Key, Measure]:
        found = defaultdict[Key, list[Row]](list)
        for row in self._tables.statements.values():
            key = measured(row)
            if key:
                found[key].append(row)
        return {key: Measure(key, tuple(sorted(_once(rows), key=self._order))) for key, rows in found.items()}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The project that each milestone is of: its address, or that of the first of the same plain name in the place."""
        first: dict[tuple[str, str], str] = {}
        found: dict[str, str] = {}
        for row in self._tables.statements.values():
            if row["class"] in MILESTONES and row["project"]:
                name = plain_name(row["project_label"] or "")
                key = (row["place"], name)
                same = first.setdefault(key, row["project"]) if len(name) >= _SHORTEST else row["project"]
                found[row["id"]] = same
        return found

    @cached_property
    def _works(self) -> Mapping[str, Works]:
        found = defaultdict[str, list[Row]](list)
        for name, project in self._names.items():
            found[project].append(self._tables.statements[name])
        return {
            key: Works(key, rows[-1]["project_label"] or key, tuple(sorted(_once(rows), key=self._order)))
            for key, rows in found.items()
        }

    def _order(self, row: Row) -> tuple[object, ...]:
        plan = self._tables.reports[row["report"]].plan
        year = row["year"] if row["year"] is not None else plan
        return (year, row["class"] not in AHEAD, _rank(row), plan, row["report"], row["start"])


def stories(tables: Tables) -> Stories:
    """Return the stories of some tables, indexed once for all pages that are made of them."""
    if not _KEPT or _KEPT[0][0] is not tables:
        _KEPT[:] = [(tables, Stories(tables))]
    return _KEPT[0][1]


_KEPT: Final[list[tuple[Tables, Stories]]] = []


def measured(row: Row) -> Key | None:
    """Return what a target or result is of: all that must agree for two numbers to be of one measure; else ``None``."""
    if row["class"] not in QUANTITIES or row["year"] is None or row["value_type"] is None or row["relative_to"]:
        return None
    if row["aggregation"] not in (None, "annual", "point") or row["period_start"]:
        return None
    indicator = row["indicator"] or row["indicator_label"]
    if not indicator:
        return None
    kind = VALUE_TYPES[row["value_type"]]
    return (
        row["place"],
        row["about"],
        indicator,
        kind,
        row["unit"],
        row["rank_scope"],
        row["scope"],
        row["per_subdivision"],
    )


def _once(rows: Sequence[Row]) -> list[Row]:
    """Return rows without those that say in one report what another of them says in it."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (row["report"], row["class"], row["year"], row["comparator"], row["status"])
        found.setdefault((*key, *(row[name] for name in ("value", "lower", "upper"))), row)
    return list(found.values())


def _rank(row: Row) -> int:
    known = codes("project-status").get(row["status"] or "")
    return known.rank or 0 if known else 0


def _weight(measure: Measure) -> int:
    both = len({row["class"] for row in measure.rows})
    headline = any(row["headline"] for row in measure.rows)
    return 4 * headline + 2 * (len(measure.years) - 1) + both + bool(measure.rows[0]["indicator"])


def in_words(row: Row) -> str:
    """Return the words in which a statement says it, on one line."""
    return said(row)
