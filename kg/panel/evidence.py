"""What a build says of each cell of the panel, and why it says nothing of the others.

A cell is one indicator of a place or of a narrower subject, by value type and year. Where several statements are about
one, the better one is taken by a fixed order; where that does not tell, none is: ``undecided``.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple

from kg.adding.sheet import NAME as SHEET
from kg.adding.sheet import read_sheet
from kg.assessments import read_assessments
from kg.build import ASSESSMENTS, UNPUBLISHED, read_rows, read_unpublished
from kg.catalogue import catalogue, fold
from kg.check import read_manifest
from kg.project import Project
from kg.report import read_report
from kg.terms import VALUE_TYPES, slug

Row = Mapping[str, Any]

# Words in front of a number that make it one of several years or of a part of one, whatever year it inherits.
_OTHER_PERIOD: Final = re.compile(r"年均(?!.{0,2}(?:浓度|气温))|[一二三四1-4]季度|[上下]半年|前.个?月")
_CLAUSE: Final = re.compile(r"[，、；：,;（(]")
_REVIEW: Final = {"double-checked": 0, "reviewed": 1, "extracted": 2}
_EXACT: Final = {"eq": 0, "approx": 1, "range": 2}
_ANNUAL: Final = (None, "annual", "point")


class Cell(NamedTuple):
    """What a row of the panel is about; ``subject`` is empty for the place itself."""

    place: str
    subject: str
    indicator: str
    value_type: str
    year: int

    @property
    def series(self) -> str:
        """The cell without its year, as the addresses of cells are written."""
        subject = self.subject.removeprefix(self.place + ".") or "-"
        return f"{self.place}.{subject}.{self.indicator}.{self.value_type}"


@dataclass(frozen=True, slots=True)
class Holding:
    """A report of the build: what it plans for and looks back on, whether its silence counts, its text as searched."""

    id: str
    place: str
    plan: int
    review: tuple[int, int]
    whole: bool
    complete: bool
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stated:
    """The statement taken for a place in a row, or why there is no number; a relative target has both."""

    row: Row | None = None
    reason: str | None = None
    others: tuple[str, ...] = ()

    @property
    def number(self) -> Row | None:
        """The statement, where it has a number."""
        return self.row if self.reason is None else None


class Measure(NamedTuple):
    """What must be equal for two numbers to be compared: the unit, and among whom a rank is."""

    unit: str | None
    scope: str | None


def measure(row: Row) -> Measure:
    """Return what a number is measured in."""
    return Measure(row["unit_iri"] or row["unit"], row["rank_scope"])


def decimal(value: object) -> Decimal | None:
    """Return a number of the table exactly."""
    return None if value is None else Decimal(str(value))


def numbers(row: Row) -> tuple[Decimal | None, ...]:
    """Return a statement's value and bounds."""
    return tuple(decimal(row[name]) for name in ("value", "lower", "upper"))


def has_number(row: Row) -> bool:
    """Whether a statement gives a number and not only what it is relative to."""
    return row["relative_to"] is None and any(n is not None for n in numbers(row))


def indicator_key(row: Row) -> str | None:
    """Return an indicator's id in the catalogue, or one made of its words."""
    if row["indicator"]:
        return str(row["indicator"])
    return f"x-{slug(row['indicator_label'])}" if row["indicator_label"] else None


def _cell(row: Row) -> Cell | None:
    """Return the cell that a statement of the table fills, whatever its period."""
    key = indicator_key(row)
    if key is None or row["value_type"] is None or row["year"] is None:
        return None
    subject = row["about"] if row["about"] != row["place"] else ""
    return Cell(row["place"], subject or "", key, VALUE_TYPES[row["value_type"]], int(row["year"]))


def left_out(row: Row) -> str | None:
    """Return why a quantity of the table has no place in a panel of calendar years, or None."""
    if indicator_key(row) is None or row["value_type"] is None:
        return "without an indicator"
    if row["per_subdivision"]:
        return "a quota of each subdivision"
    if row["year"] is None:
        return "without a year"
    if row["period_start"] or row["aggregation"] not in _ANNUAL or _of_another_period(row):
        return "of several years or a part of one"
    return None


def _of_another_period(row: Row) -> bool:
    if row["value_start"] is None:
        return False
    before = str(row["quote"])[: max(0, row["value_start"] - row["start"])]
    return _OTHER_PERIOD.search(_CLAUSE.split(before)[-1]) is not None


class Evidence:
    """The quantities of a build by cell, its reports, and what was rejected, proposed and assessed."""

    def __init__(
        self,
        rows: Iterable[Row],
        holdings: Sequence[Holding],
        *,
        unpublished: Iterable[Row] = (),
        unreadable: Iterable[tuple[str, int]] = (),
        assessments: Iterable[Row] | None = None,
    ) -> None:
        """Sort the statements into their cells; ``left_out`` counts those that have none, by why."""
        self.holdings = tuple(holdings)
        self.cells: dict[Cell, list[Row]] = defaultdict(list)
        self.left_out: Counter[str] = Counter()
        self.labels: dict[str, str] = {}
        self.subjects: dict[str, str] = {}
        self._unpublished: dict[tuple[str, Cell], bool] = {}
        self._unreadable = frozenset(unreadable)
        self._by_id = {h.id: h for h in self.holdings}
        self._mentioned: dict[tuple[str, str], bool] = {}
        self._targets: dict[Cell, Stated] = {}
        for row in rows:
            if row["class"] not in ("Observation", "Target"):
                continue
            why, cell = left_out(row), _cell(row)
            if why or cell is None:
                self.left_out[why or "without an indicator"] += 1
                continue
            self.cells[cell].append(row)
            self.labels.setdefault(cell.indicator, str(row["indicator_label"]))
            if cell.subject:
                self.subjects.setdefault(cell.subject, str(row["about_label"] or ""))
        for row in unpublished:
            if row["class"] in ("Observation", "Target") and (cell := _cell(row)) and not left_out(row):
                self._unpublished[row["class"], cell] = True
        self.assessed = assessments is not None
        self._assessments: dict[str, list[Row]] = defaultdict(list)
        for row in assessments or ():
            self._assessments[row["statement"]].append(row)

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The places that reports or statements are of, in order."""
        return tuple(sorted({h.place for h in self.holdings} | {c.place for c in self.cells}))

    def label(self, indicator: str) -> str:
        """Return an indicator's Chinese name."""
        known = catalogue().by_id.get(indicator)
        return known.zh if known else self.labels.get(indicator, "")

    def target(self, cell: Cell) -> Stated:
        """Return the target of a cell: of the report that plans the year, else of the nearest one before it."""
        if cell not in self._targets:
            self._targets[cell] = self._target(cell)
        return self._targets[cell]

    def _target(self, cell: Cell) -> Stated:
        rows = [r for r in self.cells.get(cell, ()) if r["class"] == "Target"]
        planning = [h for h in self.holdings if h.place == cell.place and h.plan == cell.year]
        found = _best([r for r in rows if has_number(r)], lambda r: (*self._planning(cell, r), not r["headline"]))
        return self._or_why(cell, "Target", rows, found, planning, cell.year)

    def outcome(self, cell: Cell, wanted: Measure | None) -> Stated:
        """Return the outcome that the first report to state the year's value gives, in the measure that is wanted."""
        rows = [r for r in self.cells.get(cell, ()) if r["class"] == "Observation"]
        reviewing = [h for h in self.holdings if h.place == cell.place and cell.year in (h.review[1], h.plan - 1)]
        numeric = [r for r in rows if has_number(r)]
        fitting = [r for r in numeric if wanted in (None, measure(r))]
        found = _best(
            fitting,
            lambda r: (*self._reporting(cell, r), self.of_several_years(r), _EXACT.get(r["comparator"], 3)),
            cell,
        )
        if numeric and not fitting:
            found = Stated(reason="other-unit", others=tuple(sorted(r["id"] for r in numeric)))
        return self._or_why(cell, "Observation", rows, found, reviewing, cell.year + 1)

    def later(self, cell: Cell, first: Stated, wanted: Measure | None) -> Stated:
        """Return what the latest report after the first says of the year's value."""
        after = self._plan(first.row) if first.row else cell.year + 1
        rows = [r for r in self.cells.get(cell, ()) if r["class"] == "Observation" and self._plan(r) > after]
        numeric = [r for r in rows if has_number(r)] if first.row else []
        fitting = [r for r in numeric if wanted in (None, measure(r))]
        found = _best(fitting, lambda r: (-self._plan(r), _EXACT.get(r["comparator"], 3)), cell)
        if numeric and not fitting:
            found = Stated(reason="other-unit", others=tuple(sorted(r["id"] for r in numeric)))
        following = [h for h in self.holdings if h.place == cell.place and h.plan > after]
        return self._or_why(cell, "", rows, found, following, None)

    def of_several_years(self, row: Row) -> bool:
        """Whether a number may be of several years: its report looks back on several, and names no year with it."""
        holding = self._by_id.get(row["report"])
        named = isinstance(row["slots"].get("year"), list)
        return holding is not None and holding.review[0] < holding.review[1] and not named

    def others(self, cell: Cell, cls: str, *taken: Row | None) -> tuple[str, ...]:
        """Return the ids of a cell's statements of a class that say another number than those that were taken."""
        said = {(numbers(r), measure(r), r["relative_to"]) for r in taken if r is not None}
        rows = [r for r in self.cells.get(cell, ()) if r["class"] == cls]
        return tuple(sorted(r["id"] for r in rows if (numbers(r), measure(r), r["relative_to"]) not in said))

    def assessment(self, target: str, outcome: Row | None) -> Row | None:
        """Return the assessment of a target against the outcome's report, else another report, else another source."""
        report = outcome["report"] if outcome else None
        found = self._assessments.get(target, ())
        return min(
            found,
            key=lambda a: (a["source"] != report, a["source"] not in self._by_id, a["source"], a["id"]),
            default=None,
        )

    def _or_why(
        self, cell: Cell, cls: str, rows: list[Row], found: Stated, holdings: list[Holding], plan: int | None
    ) -> Stated:
        """Return what was found, or the reason that nothing was."""
        if found.row is not None or found.reason:
            return found
        relative = [r for r in rows if r["relative_to"] is not None and r["review_status"] != "doubtful"]
        if relative:
            order = min(relative, key=lambda r: (not r["headline"], self._plan(r), r["start"]))
            return Stated(order, "stated-without-a-number")
        if rows or (cls, cell) in self._unpublished:
            return Stated(reason="undecided")
        if not holdings:
            lost = plan is not None and (cell.place, plan) in self._unreadable
            return Stated(reason="unreadable" if lost else "no-report")
        checked = all(h.complete or (h.whole and not self._mentions(h, cell.indicator)) for h in holdings)
        return Stated(reason="not-stated-and-checked" if checked else "not-stated")

    def _mentions(self, holding: Holding, indicator: str) -> bool:
        """Whether a name of the indicator stands anywhere in a report."""
        key = holding.id, indicator
        if key not in self._mentioned:
            known = catalogue().by_id.get(indicator)
            names = known.names if known else (self.labels.get(indicator, ""),)
            self._mentioned[key] = any(fold(name) in holding.text for name in names)
        return self._mentioned[key]

    def _plan(self, row: Row) -> int:
        """Return the year that a statement's report plans for."""
        holding = self._by_id.get(row["report"])
        return holding.plan if holding else int(str(row["report"]).split("-")[1])

    def _own(self, row: Row) -> bool:
        return str(row["report"]).split("-")[0] == str(row["place"])

    def _planning(self, cell: Cell, row: Row) -> tuple[object, ...]:
        """Order targets: of the place's own report, and of the one that plans the year or the nearest before it."""
        ahead = cell.year - self._plan(row)
        return not self._own(row), ahead < 0, abs(ahead)

    def _reporting(self, cell: Cell, row: Row) -> tuple[object, ...]:
        """Order outcomes: of the place's own report, and of the first one after the year."""
        plan = self._plan(row)
        return not self._own(row), plan <= cell.year, plan


def _best(rows: list[Row], order: Any, cell: Cell | None = None) -> Stated:
    """Return the first row by an order and by review; none where first ones of one measure say different numbers."""
    known = [r for r in rows if r["review_status"] in _REVIEW]
    if not known:
        return Stated()
    ordered = sorted(
        known, key=lambda r: (*order(r), _REVIEW[r["review_status"]], _usual(cell, r), r["start"], r["id"])
    )
    first = ordered[0]
    standing = (*order(first), _REVIEW[first["review_status"]])
    equal = [
        r for r in ordered if (*order(r), _REVIEW[r["review_status"]]) == standing and measure(r) == measure(first)
    ]
    if len({numbers(r) for r in equal}) > 1:
        return Stated(reason="undecided", others=tuple(sorted(r["id"] for r in equal)))
    return Stated(first)


def _usual(cell: Cell | None, row: Row) -> bool:
    """Whether a row is not in the catalogue's unit of its indicator: of two units the usual one goes first."""
    known = catalogue().by_id.get(cell.indicator) if cell else None
    return known is not None and row["unit"] != known.unit


def read_evidence(project: Project) -> Evidence:
    """Read a project's build with its reports; StoreError where there is none or it is damaged."""
    manifest = read_manifest(project.build)
    build = project.build
    held = [
        read_report(project.reports / name) for name in sorted(manifest["reports"]) if (project.reports / name).is_dir()
    ]
    holdings = [Holding(r.id, r.place, r.plan, r.review, r.whole, r.complete, fold(r.text)) for r in held]
    return Evidence(
        read_rows(build),
        holdings,
        unpublished=read_unpublished(build) if (build / UNPUBLISHED).exists() else (),
        unreadable=_unreadable(project),
        assessments=read_assessments(build) if (build / ASSESSMENTS).exists() else None,
    )


def _unreadable(project: Project) -> Iterable[tuple[str, int]]:
    """Yield place and year of the files of ``reports.csv`` that could not be read, where somebody wrote them in."""
    for _, row in read_sheet(project.root / SHEET).values():
        year = row["year"].removesuffix(".0")
        if row["problem"] and not row["report"] and not row["duplicate_of"] and row["place"] and year.isdigit():
            yield row["place"].removesuffix(".0"), int(year)
