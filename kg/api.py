"""The same words in Python: read a report, open a project, ask it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.displayed import listing
from kg.errors import ReportError
from kg.extras import needed
from kg.language import say
from kg.model import Report, Statement
from kg.places import division
from kg.project import Project, find_project
from kg.report import read_reports, report_of_file
from kg.reviewed import Reviewed, review, review_project
from kg.table import COLUMNS, row
from kg.terms import TERMS, Addresses

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pandas import DataFrame
    from pyoxigraph import Store

    from kg.answer import Answer
    from kg.build import Built
    from kg.claims import Check
    from kg.entity import Entity, EntityGraph
    from kg.ledger import Coverage, Entry
    from kg.match import Candidate
    from kg.query import Asks, Value
    from kg.search import Hits
    from kg.store import Snapshot

_FIRST = 8


class ReadReport:
    """One report, read: its statements, its ledger, its rows."""

    def __init__(self, reviewed: Reviewed) -> None:
        """Take what was read and decided of a report."""
        self._reviewed = reviewed

    @property
    def report(self) -> Report:
        """The report: text, SHA-256, place, years."""
        return self._reviewed.report

    def statements(self) -> tuple[Statement, ...]:
        """Return the published statements in order of the text."""
        return self._reviewed.published

    def rows(self) -> list[dict[str, Any]]:
        """Return the statements as flat records, in the columns of the statements table (``pandas.DataFrame(rows)``)."""
        return [row(s, self.report.text) for s in self.statements()]

    def to_pandas(self) -> "DataFrame":
        """Return the statements as a pandas DataFrame, in the columns of the statements table (extra ``tables``)."""
        return _frame(self.rows(), COLUMNS)

    def entity(self, name: str = "") -> "Entity":
        """Return a thing of the report by name, code or address, by default its place; raises QueryError."""
        from kg.entity import entity

        return entity(self._store, name or self.report.place, Addresses(), {self.report.id: self.report.text})

    def graph(self, name: str = "", *, hops: int = 2, limit: int = 60) -> "EntityGraph":
        """Return the graph around a thing of the report, by default its place; raises QueryError."""
        return self.entity(name).graph(hops=hops, limit=limit)

    def to_networkx(self) -> "MultiDiGraph[str]":
        """Return all that the report says as a networkx MultiDiGraph, as ``kg.entity.EntityGraph.to_networkx`` describes it."""
        return self.graph(hops=10, limit=1_000_000).to_networkx()

    @cached_property
    def _store(self) -> "Store":
        """The graph of this report alone, in memory."""
        from pyoxigraph import RdfFormat, Store

        from kg.build import quad_lines

        made = Store()
        lines = quad_lines([self._reviewed], Project(Path(), ""))
        made.bulk_load(b"".join(lines), RdfFormat.N_QUADS)
        return made

    def ledger(self) -> "tuple[Entry, ...]":
        """Return the numeral ledger: one entry per numeral."""
        return self._reviewed.entries

    @property
    def coverage(self) -> "Coverage":
        """How many numerals are in statements, reasoned out, unaccounted."""
        return self._reviewed.coverage

    def __repr__(self) -> str:
        """Name the report and count its statements."""
        return f"<ReadReport {self.report.id}: {len(self.statements())} statements>"

    def _repr_html_(self) -> str:
        counts = Counter(s.cls for s in self.statements())
        told = " · ".join(f"{name} {n:,}" for name, n in sorted(counts.items(), key=lambda each: (-each[1], each[0])))
        c = self.coverage
        numerals = say(
            f"numerals {c.total}: in statements {c.statement}, explained {c.not_a_claim}, open {c.unaccounted}",
            f"数字 {c.total} 个：入陈述 {c.statement}，有理由 {c.not_a_claim}，未交代 {c.unaccounted}",
        )
        heading = f"{division(self.report.place).name} {self.report.plan} {self.report.title}"
        return _shown(heading, f"{told} · {numerals}", self.statements())


class OpenProject:
    """A project: its reports read afresh, and its last build to ask."""

    def __init__(self, project: Project) -> None:
        """Take a project's settings."""
        self.project = project

    @cached_property
    def reports(self) -> Mapping[str, ReadReport]:
        """The reports by id, read with their decisions."""
        return {r.report.id: ReadReport(r) for r in review_project(self.project)}

    def statements(self) -> tuple[Statement, ...]:
        """Return the published statements of all reports."""
        return tuple(s for r in self.reports.values() for s in r.statements())

    def to_pandas(self) -> "DataFrame":
        """Return the statements of all reports as a pandas DataFrame, in the columns of the statements table."""
        return _frame([row for r in self.reports.values() for row in r.rows()], COLUMNS)

    def entity(self, name: str) -> "Entity":
        """Return a thing of the last build by name, code or address; raises QueryError, StoreError."""
        from kg.entity import entity

        snapshot = self._snapshot
        try:
            return entity(snapshot.store, name, self.project.addresses, self._texts, snapshot)
        except BaseException:
            snapshot.close()
            raise

    def graph(self, name: str, *, hops: int = 2, limit: int = 60) -> "EntityGraph":
        """Return the graph around a thing of the last build; raises QueryError, StoreError."""
        return self.entity(name).graph(hops=hops, limit=limit)

    @property
    def _snapshot(self) -> "Snapshot":
        from kg.store import open_store

        return open_store(self.project.build)

    @property
    def _texts(self) -> dict[str, str]:
        return {report.id: report.text for report in read_reports(self.project)}

    def __repr__(self) -> str:
        """Name the project and where it is."""
        return f"<OpenProject {self.project.title} in {self.project.root}>"

    def _repr_html_(self) -> str:
        rows = [
            (division(r.report.place).name, r.report.plan, len(r.statements()), r.report.id)
            for r in self.reports.values()
        ]
        header = (say("place", "地方"), say("year", "年份"), say("statements", "陈述"), say("report", "报告"))
        return listing(self.project.title, str(self.project.root), header, rows)

    def build(self) -> "Built":
        """Build everything under ``build/``."""
        from kg.build import build

        return build(self.project)

    def query(self, name: str, **params: "Value") -> "Answer":
        """Ask a question of the library by name, with its parameters, as texts or numbers; raises QueryError."""
        from kg.query import run
        from kg.question import question
        from kg.store import open_store

        with open_store(self.project.build) as snapshot:
            return run(snapshot.store, question(name), params, self.project.base_iri)

    def search(self, words: str, **picked: Any) -> "Hits":
        """Find words in labels, statements and sentences of the last build; the parameters are those of ``kg.search``.

        Raises StoreError where nothing is built, QueryError for an unknown kind.
        """
        from kg.search import open_index, search

        with open_index(self.project.build) as index:
            return search(index, words, **picked)

    def match(self, name: str, **beside: Any) -> "tuple[Candidate, ...]":
        """Return what a name may mean, best first; ``beside`` are the other fields of ``kg.match.Wanted``.

        Raises StoreError where nothing is built, UsageError for an unknown type.
        """
        from kg.match import Matcher, Wanted
        from kg.search import open_index

        with open_index(self.project.build) as index:
            return Matcher(index, self.project.addresses).match(Wanted(name, **beside))

    def check_claim(self, text: str, *, place: str | None = None, year: int | None = None) -> "Check":
        """Hold each number of a text against the last build; ``place`` is a code. Raises StoreError where nothing is built."""
        from kg.build import read_rows
        from kg.claims import Facts, check_claim

        facts = Facts(read_rows(self.project.build))
        return check_claim(text, facts, place=place, year=year, at=self.project.addresses)

    def sparql(self, text: str) -> "Answer":
        """Ask any SPARQL query; the usual prefixes need not be written."""
        from kg.query import run
        from kg.store import open_store

        with open_store(self.project.build) as snapshot:
            return run(snapshot.store, text, {}, self.project.base_iri)


class ConnectedGraph:
    """The graph of an endpoint, asked as that of a project: ``base_iri`` is the base of the addresses of its things."""

    def __init__(self, asks: "Asks", base_iri: str = TERMS) -> None:
        """Take what answers SPARQL."""
        self._asks = asks
        self.base_iri = base_iri

    def query(self, name: str, **params: "Value") -> "Answer":
        """Ask a question of the library by name, with its parameters; raises QueryError or EndpointError."""
        from kg.query import run
        from kg.question import question

        return run(self._asks, question(name), params, self.base_iri)

    def sparql(self, text: str) -> "Answer":
        """Ask any SPARQL query; the usual prefixes need not be written."""
        from kg.query import run

        return run(self._asks, text, {}, self.base_iri)


def connect(url: str, *, base_iri: str = TERMS, backend: str | None = None, timeout: float = 30.0) -> ConnectedGraph:
    """Ask a SPARQL endpoint instead of a build; name, password or token come from the environment (``docs/stores.md``).

    ``backend`` says what kind of server it is where it does not say so itself. Raises EndpointError for a wrong address,
    UsageError for a kind nobody knows.
    """
    from kg.backends import named
    from kg.remote import Endpoint

    return ConnectedGraph(Endpoint(url, timeout, backend=named(backend) if backend else None), base_iri)


def _frame(rows: list[dict[str, Any]], columns: Sequence[str]) -> "DataFrame":
    pandas = needed("pandas", "to_pandas")
    made: DataFrame = pandas.DataFrame(rows, columns=list(columns))
    return made


def _shown(heading: str, note: str, statements: Sequence[Statement]) -> str:
    """Return the first statements under a heading, as a notebook shows them."""
    claims = [s for s in statements if s.cls != "Mention"]
    rows = [
        (s.cls, s.indicator_label or s.project_label or s.label, s.year, f"「{s.quote}」", s.id)
        for s in claims[:_FIRST]
    ]
    header = (
        say("class", "类别"),
        say("what", "事项"),
        say("year", "年份"),
        say("sentence", "原文"),
        say("id", "编号"),
    )
    left = len(statements) - len(rows)
    return listing(heading, note, header, rows, say(f"and {left:,} more", f"另有 {left:,} 条") if left else "")


def read(
    path: str | Path, *, place: str | None = None, year: int | str | None = None, sure: bool = False
) -> ReadReport:
    """Read a report from a file of no project.

    Place (GB/T 2260 code) and year are recognised where they are not given; ``sure`` takes those given even where the
    text plainly says others. Raises ReportError or PlaceError.

    >>> import kg
    >>> hengyang = kg.read(kg.example())
    >>> first = next(s for s in hengyang.statements() if s.cls == "Observation")
    >>> first.indicator_label, str(first.value), first.unit, first.comparator, first.year
    ('地区生产总值', '8.5', '%', 'eq', 2018)
    >>> hengyang.report.text[slice(*first.span)] == first.quote
    True
    """
    if isinstance(year, str):
        if not re.fullmatch(r"[0-9]{4}", year):
            raise ReportError(path, "a year of four digits", repr(year), "give it like year=2019")
        year = int(year)
    return ReadReport(review(report_of_file(Path(path), place, year, sure=sure)))


def open_project(path: str | Path = ".") -> OpenProject:
    """Open the project that a folder lies in; raises ProjectError where there is none."""
    return OpenProject(find_project(Path(path)))


def example() -> Path:
    """Return the path of the report that comes with the package: Hengyang's of 2019."""
    from kg import resources

    return resources.path("data/reports/430400-2019/report.txt")
