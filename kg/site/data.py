"""What pages are made of: the last build of a project, its reports and what was decided, read when it is asked for.

A row is a record of ``build/statements.jsonl`` (docs/statements-table.md). Nothing here writes.
"""

import weakref
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final, Self

from pyoxigraph import Literal, NamedNode, Store

from kg.assess.model import Realised
from kg.assess.realised import read_realised
from kg.assessments import read_assessments
from kg.build import LEDGER, STATEMENTS, UNPUBLISHED, demand_whole
from kg.catalogue import catalogue
from kg.check import read_manifest
from kg.explorer.atlas import Atlas, atlas
from kg.language import Language
from kg.leads import Lead, Tables, find
from kg.model import Passage, Report
from kg.places import division, english_name
from kg.project import Project
from kg.quads import node
from kg.report import read_report, report_folder
from kg.site.briefs import Brief, gathered, read_brief, together
from kg.site.elsewhere import Elsewhere, elsewhere
from kg.site.links import Address
from kg.site.sheets import read_sheet
from kg.site.slices import Slices, Statements
from kg.site.things import LOOK, Named, Row, iri, key_of, named
from kg.store import open_store
from kg.terms import PREFIXES
from kg.text import passages

# A thing of which one statement tells is told of on its report's page; a place with a report always has its own.
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that reports name: its key, its kind as ``kg.page.kinds`` draws it, its names, its statements.

    ``said`` are (role, statement id) in order of reports and text.
    """

    key: str
    kind: str
    zh: str
    en: str = ""
    said: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def label(self, lang: Language) -> str:
        """Return its name: Chinese where no English one is known."""
        return self.en or self.zh if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision on a statement: what was done, by whom, when, and why."""

    action: str
    who: str
    when: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about a number of the source: the statement it is about first, its sentence, and the words by language."""

    statement: str
    quote: str
    words: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Site:
    """The last build of a project. Opened by `open_site`; everything is read at first use and kept.

    ``place`` is the code of the place that it is narrowed to (`only`), empty for the whole. With ``keep`` what each
    report names is kept under ``build/site/`` for the next time. ``also`` are pages made elsewhere that the navigation
    has too, with the keys of their words.
    """

    project: Project
    manifest: Mapping[str, Any] = field(repr=False)
    place: str = ""
    keep: bool = False
    also: tuple[tuple[Address, str], ...] = ()

    def only(self, place: str) -> "Site":
        """Return this site with the statements, assessments and leads of one place alone, for what its pages say.

        Reports, things and the graph are those of the whole; a statement of elsewhere is still found by its id.
        """
        part = Site(self.project, self.manifest, place, self.keep, self.also)
        for name in ("reports", "of_place", "briefs", "things", "heirs", "store", "slices", "_realised", "_elsewhere"):
            part.__dict__[name] = getattr(self, name)
        part.__dict__["_whole"] = self
        part.__dict__["assessments"] = self._of_place.get(place, [])
        return part

    @cached_property
    def _of_place(self) -> Mapping[str, Sequence[Row]]:
        return _grouped(self.assessments, "place")

    @property
    def title(self) -> str:
        """The project's title."""
        return self.project.title

    @property
    def content_hash(self) -> str:
        """The version of the graph that the pages are of."""
        return str(self.manifest["content_hash"])

    @cached_property
    def reports(self) -> Mapping[str, Report]:
        """Every report of the build by its id, in order of place and year."""
        found = (read_report(report_folder(self.project, name)) for name in self.manifest["reports"])
        return {r.id: r for r in sorted(found, key=lambda r: (r.place, r.plan, r.id))}

    @cached_property
    def of_place(self) -> Mapping[str, Sequence[Report]]:
        """The reports of each place, by its code, earlier years first."""
        found = defaultdict[str, list[Report]](list)
        for report in self.reports.values():
            found[report.place].append(report)
        return found

    # Statements.

    @cached_property
    def slices(self) -> Mapping[str, Slices]:
        """The tables of the build by name, report by report."""
        return {name: Slices(self.project.build, name) for name in (STATEMENTS, LEDGER, UNPUBLISHED)}

    @cached_property
    def statements(self) -> Statements:
        """Every published statement by its id, in order of reports and text."""
        chosen = self.of_place.get(self.place, ()) if self.place else self.reports.values()
        return Statements(self.slices[STATEMENTS], [report.id for report in chosen])

    def rows(self, report: str) -> Sequence[Row]:
        """Return the published statements of a report in order of the text."""
        return list(self.statements.of_report(report).values())

    def row(self, statement: str) -> Row | None:
        """Return a statement by its id."""
        return self.statements.get(statement)

    def unpublished(self, report: str) -> Sequence[Row]:
        """Return what was rejected of a report, or waits for a decision."""
        return self.slices[UNPUBLISHED].rows(report)

    def ledger(self, report: str) -> Sequence[Row]:
        """Return the numerals of a report: start, end, text, disposition, statements, reason, why."""
        return self.slices[LEDGER].rows(report)

    def passages(self, report: str) -> tuple[Passage, ...]:
        """Return a report cut into title, headings, paragraphs, sentences and notes."""
        return _passages(self.reports[report])

    # Promises and what came of them.

    @cached_property
    def assessments(self) -> Sequence[Row]:
        """Every assessment: the columns of ``kg.assess.table``."""
        return read_assessments(self.project.build)

    def held_at(self, place: str) -> Sequence[Row]:
        """Return the assessments of one place."""
        return self._of_place.get(place, ())

    @cached_property
    def held(self) -> Mapping[str, Sequence[Row]]:
        """The assessments of each promise by its statement's id, earlier sources first."""
        return _grouped(self.assessments, "statement")

    @cached_property
    def tables(self) -> Tables:
        """What leads are found in."""
        chosen = {r.id: r for r in self.of_place.get(self.place, ())} if self.place else self.reports
        return Tables(self.statements, self.assessments, chosen, self._realised)

    @cached_property
    def _realised(self) -> Mapping[str, Realised]:
        return {r.id: r for r in read_realised(self.project)}

    @cached_property
    def leads(self) -> Sequence[Lead]:
        """What is worth a look first, place by place, the highest score first."""
        return find(self.tables)

    # Things.

    @cached_property
    def briefs(self) -> Mapping[str, Brief]:
        """What each report names, in short, by its id."""
        statements = self.slices[STATEMENTS]
        return {name: read_brief(self.project.build, statements, name, self.keep) for name in self.reports}

    @cached_property
    def things(self) -> Mapping[str, Thing]:
        """Every thing that statements name, by its key, in order of keys."""
        found = gathered(self.briefs.values(), self.heirs)
        return {key: _thing(key, *together(found[key])) for key in sorted(found)}

    def named(self, row: Row) -> Sequence[Named]:
        """Return the things that a statement names, those that were merged as what they became."""
        # Asked a dozen times of each statement of a place: by its cards, tables, graph and pages, in two languages.
        # What is narrowed to a place goes when its pages are made; the whole may be a server's, and would grow.
        kept = self._named.get(row["id"])
        if kept is None:
            kept = tuple(thing._replace(key=self.heirs.get(thing.key, thing.key)) for thing in named(row))
            if self.place:
                self._named[row["id"]] = kept
        return kept

    @cached_property
    def _named(self) -> dict[str, Sequence[Named]]:
        return {}

    def thing_address(self, key: str) -> Address | None:
        """Return where a thing has a page of its own; None where it is told of on its report's page alone."""
        thing = self.things.get(key)
        if thing is None:
            return None
        own = len(thing.said) >= _LEAST or (key.startswith("place/") and key.removeprefix("place/") in self.of_place)
        return Address("thing", key) if own else None

    def where(self, key: str) -> tuple[Address, str]:
        """Return the page and the fragment where a thing is told of: its own page, or its line on its report's."""
        address = self.thing_address(key)
        if address is not None:
            return address, ""
        return Address("report", self.things[key].said[0][1].rpartition(".")[0]), f"t={key}"

    def iri(self, key: str) -> str | None:
        """Return the address of a thing in the graph."""
        return iri(key, self.project.addresses)

    def elsewhere(self, key: str) -> Sequence[Elsewhere]:
        """Return what a thing is called elsewhere."""
        return self._elsewhere.get(self.iri(key) or "", ())

    @cached_property
    def _elsewhere(self) -> Mapping[str, Sequence[Elsewhere]]:
        return elsewhere(self.store, self.project.addresses)

    @cached_property
    def heirs(self) -> Mapping[str, str]:
        """Merged things by their keys, and the keys of what they became."""
        at = self.project.addresses
        pairs: dict[str, str] = {}
        for quad in self.store.quads_for_pattern(None, node("dcterms:isReplacedBy"), None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                before, after = key_of(quad.subject.value, at), key_of(quad.object.value, at)
                if before and after:
                    pairs[before] = after
        return {before: _last(before, pairs) for before in pairs}

    # Decisions, and the graph itself.

    def decisions(self, report: str) -> Mapping[str, Sequence[Decided]]:
        """Return the decisions in force on the statements of a report, by statement, in order of time."""
        if report not in self._decided:
            self._decided[report] = _decisions(self.store, self.project.addresses.graph(f"report-{report}"))
        return self._decided[report]

    def doubts(self, report: str) -> Sequence[Doubt]:
        """Return the doubts about a report's numbers, in order of the text."""
        return _doubts(self, self.project.addresses.graph(f"report-{report}"))

    @cached_property
    def _decided(self) -> dict[str, Mapping[str, Sequence[Decided]]]:
        return {}

    def sheet(self, place: str) -> dict[str, Any]:
        """Return what the graph page shows of a place."""
        if place not in self._sheets:
            self._sheets[place] = read_sheet(self, place)
        return self._sheets[place]

    @cached_property
    def _sheets(self) -> dict[str, dict[str, Any]]:
        return {}

    @cached_property
    def atlas(self) -> Atlas:
        """The graph of all places, laid out."""
        return atlas([self.sheet(place) for place in self.of_place])

    @cached_property
    def store(self) -> Store:
        """The graph of the build, for reading; no build removes it while the site lives."""
        snapshot = open_store(self.project.build)
        self.__dict__["_closing"] = weakref.finalize(self, snapshot.close)
        return snapshot.store

    def close(self) -> None:
        """Let go of the store and the tables; nothing more can be read. The parts that `only` returned go with it."""
        closing = self.__dict__.pop("_closing", None)
        self.__dict__.pop("store", None)
        if closing is not None:
            closing()
        for table in self.__dict__.pop("slices", {}).values() if "_whole" not in self.__dict__ else ():
            table.close()

    def __enter__(self) -> Self:
        """Return the site itself, to be closed at the end of the block."""
        return self

    def __exit__(self, *about: object) -> None:
        """Close the site."""
        self.close()


def open_site(project: Project, *, keep: bool = False, also: tuple[tuple[Address, str], ...] = ()) -> Site:
    """Open the last build of a project; ``keep`` and ``also`` as `Site` says.

    Raises StoreError where nothing has been built.
    """
    demand_whole(project.build)
    return Site(project, read_manifest(project.build), keep=keep, also=also)


def _grouped(rows: Any, column: str) -> Mapping[str, Sequence[Row]]:
    found = defaultdict[str, list[Row]](list)
    for row in rows:
        found[row[column]].append(row)
    return dict(found)


@lru_cache(maxsize=64)
def _passages(report: Report) -> tuple[Passage, ...]:
    return passages(report)


def _thing(key: str, label: str, said: tuple[tuple[str, str], ...]) -> Thing:
    path, _, local = key.partition("/")
    zh, en = label, ""
    if path == "indicator" and (known := catalogue().by_id.get(local)):
        zh, en = known.zh, known.en
    elif path == "place" and "." not in local:
        zh, en = division(local).name, english_name(local) or ""
    return Thing(key, LOOK[path], zh, en, said)


def _last(key: str, pairs: Mapping[str, str]) -> str:
    seen = {key}
    while (after := pairs.get(key)) is not None and after not in seen:
        seen.add(after)
        key = after
    return key


def _decisions(store: Store, graph: str) -> dict[str, tuple[Decided, ...]]:
    by = node("gwr:decidedBy")
    found = defaultdict[str, list[Decided]](list)
    for quad in store.quads_for_pattern(None, by, None, NamedNode(graph)):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found[quad.subject.value.rpartition("/")[2]].append(_decision(store, quad.object))
    return {name: tuple(sorted(each, key=lambda d: (d.when, d.who, d.action))) for name, each in found.items()}


def _decision(store: Store, this: NamedNode) -> Decided:
    def one(curie: str, of: NamedNode = this) -> str:
        prefix, local = curie.split(":")
        for quad in store.quads_for_pattern(of, NamedNode(PREFIXES[prefix] + local), None, None):
            if isinstance(quad.object, Literal):
                return quad.object.value
            if isinstance(quad.object, NamedNode):
                return one("rdfs:label", quad.object) or quad.object.value.rpartition("/")[2]
        return ""

    return Decided(one("gwr:action"), one("prov:wasAttributedTo"), one("dcterms:date"), one("rdfs:comment"))


def _doubts(site: Site, graph: str) -> list[Doubt]:
    store, this = site.store, NamedNode(graph)
    found = []
    for quad in store.quads_for_pattern(None, node("rdf:type"), node("gwr:SourceNote"), this):
        about = [q.object for q in store.quads_for_pattern(quad.subject, node("gwr:concerns"), None, this)]
        comments = [q.object for q in store.quads_for_pattern(quad.subject, node("rdfs:comment"), None, this)]
        names = [a.value.rpartition("/")[2] for a in about if isinstance(a, NamedNode)]
        rows = sorted((site.statements[n] for n in names if n in site.statements), key=lambda r: (r["start"], r["id"]))
        words = {c.language or "": c.value for c in comments if isinstance(c, Literal)}
        if rows:
            found.append((rows[0]["start"], Doubt(rows[0]["id"], rows[0]["quote"], words)))
    return [doubt for _, doubt in sorted(found, key=lambda d: (d[0], d[1].statement))]
