"""How the data is made up: each kind of thing and each relation of the ontology, in plain words, with counts and an example."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from kg import resources
from kg.language import Language
from kg.quads import node
from kg.question import questions
from kg.site.codes import label as code_label
from kg.site.codes import lists
from kg.site.data import Site
from kg.site.links import Links
from kg.site.page import Body, fill, speaker
from kg.site.telling import one_line, shortened, title
from kg.terms import DEF, NS

MOST: Final = 5_000_000  # quads; in larger builds counting every relation would take longer than all other pages
_LONGEST: Final = 60
_CLASSES: Final = NamedNode("http://www.w3.org/2002/07/owl#Class")
_PROPERTIES: Final = frozenset(
    NamedNode(f"http://www.w3.org/2002/07/owl#{name}Property") for name in ("Object", "Datatype", "Annotation")
)
_TERM: Final = re.compile(r"\bgwr:([A-Za-z][\w-]*)")
_SHAPE: Final = re.compile(r"^(gsh:[\w-]+) a sh:", re.MULTILINE)
_LOOK: Final = {
    "Target": "target", "PlannedMilestone": "target", "Action": "action", "Observation": "outcome",
    "RealisedMilestone": "outcome", "Recognition": "recognition", "Problem": "problem", "Report": "report",
    "Indicator": "indicator", "Place": "place", "AdministrativeDivision": "place", "Project": "project",
    "Programme": "programme", "Sector": "sector", "Event": "event", "LegalDocument": "document",
    "Agency": "organisation", "Enterprise": "organisation", "Institution": "institution", "Involvement": "organisation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A class or relation of the ontology: its local name, words in Chinese and English, what it is under or between.

    ``questions`` are the names of the library's queries that name it, ``shapes`` those of the SHACL shapes that do.
    """

    name: str
    label: tuple[str, str]
    definition: tuple[str, str]
    above: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()

    def words(self, lang: Language) -> str:
        """Return its label."""
        return self.label[0 if lang == "zh" else 1]

    def says(self, lang: Language) -> str:
        """Return its definition."""
        return self.definition[0 if lang == "zh" else 1]


@dataclass(slots=True)
class _Draft:
    types: set[NamedNode] = field(default_factory=set)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """An instance from the data: its words, its link, of a relation the words of what it leads to, and its sentence."""

    words: str
    href: str
    other: str = ""
    quote: str = ""


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the page of the structure."""
    say = speaker(lang)
    classes, relations = terms()
    counted = counts(site)
    shown = fill(
        "schema.html",
        lang,
        links,
        classes=[(t, counted.get(NS + t.name), class_example(site, t.name, links, lang)) for t in classes],
        relations=[(t, counted.get(NS + t.name), relation_example(site, t.name, links, lang)) for t in relations],
        counted=site.manifest["quads"] <= MOST,
        words={t.name: t.words(lang) for t in (*classes, *relations)},
        lists=lists(),
        column=0 if lang == "zh" else 1,
        namespace=NS,
    )
    return Body(say("p-schema"), shown, say("p-schema-about"), ("pages.css",))


@cache
def terms() -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return the classes and the relations of the ontology, in its own order; of spans of slots only the first counts."""
    drafts: dict[str, _Draft] = {}
    for quad in _triples():
        if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith(NS):
            continue
        draft = drafts.setdefault(quad.subject.value.removeprefix(NS), _Draft())
        predicate = quad.predicate.value.rpartition("#")[2].rpartition("/")[2]
        if predicate == "type" and isinstance(quad.object, NamedNode):
            draft.types.add(quad.object)
        elif isinstance(quad.object, Literal) and quad.object.language:
            draft.words[predicate, quad.object.language] = quad.object.value
        elif isinstance(quad.object, NamedNode):
            draft.others.setdefault(predicate, []).append(quad.object.value.removeprefix(NS))
    below: dict[str, list[str]] = {}
    for name, draft in drafts.items():
        for above in (*draft.others.get("subClassOf", ()), *draft.others.get("subPropertyOf", ())):
            below.setdefault(above, []).append(name)
    found = {name: _term(name, draft, tuple(below.get(name, ()))) for name, draft in drafts.items()}
    classes = tuple(found[name] for name, draft in drafts.items() if _CLASSES in draft.types)
    relations = tuple(found[name] for name, draft in drafts.items() if _PROPERTIES & draft.types)
    return classes, relations


def _term(name: str, draft: _Draft, below: tuple[str, ...]) -> Term:
    def pair(predicate: str) -> tuple[str, str]:
        zh = draft.words.get((predicate, "zh"), name)
        return zh, draft.words.get((predicate, "en"), zh)

    others = {key: tuple(v for v in values if ":" not in v) for key, values in draft.others.items()}
    return Term(
        name,
        pair("label"),
        pair("definition"),
        others.get("subClassOf", ()) + others.get("subPropertyOf", ()),
        others.get("domain", ()) + others.get("domainIncludes", ()),
        others.get("range", ()) + others.get("rangeIncludes", ()),
        below,
        tuple(q.name for q in questions() if name in _named_in(q.text)),
        tuple(shape for shape, named in _shapes().items() if name in named),
    )


@cache
def _named_in(text: str) -> frozenset[str]:
    """Return the local names of the terms that a query or a shape names by their prefix."""
    return frozenset(_TERM.findall(text))


@cache
def _shapes() -> Mapping[str, frozenset[str]]:
    """Return which terms each shape of its own name uses, in the order of the file."""
    parts = _SHAPE.split(resources.text("ontology/shapes.ttl"))
    return {name: _named_in(text) for name, text in zip(parts[1::2], parts[2::2], strict=True)}


@cache
def _triples() -> Sequence[Quad]:
    return tuple(parse(path=str(resources.path("ontology/gwr.ttl")), format=RdfFormat.TURTLE))


_KEPT: dict[str, Mapping[str, int]] = {}


def counts(site: Site) -> Mapping[str, int]:
    """Return how many things there are of each class and, in builds of up to five million quads, how often each relation."""
    known = _KEPT.get(site.content_hash)
    if known is None:
        found = grouped(site.store, "SELECT ?t (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s a ?t } } GROUP BY ?t")
        if site.manifest["quads"] <= MOST:
            found |= grouped(site.store, "SELECT ?t (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?t ?o } } GROUP BY ?t")
        _KEPT.clear()
        known = _KEPT[site.content_hash] = found
    return known


def grouped(store: Store, query: str) -> dict[str, int]:
    """Return what a query counts: the addresses under ``?t`` with the numbers under ``?n``."""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    pairs = ((solution["t"], solution["n"]) for solution in found)
    return {t.value: int(n.value) for t, n in pairs if isinstance(t, NamedNode) and isinstance(n, Literal)}


def class_example(site: Site, name: str, links: Links, lang: Language) -> Example | None:
    """Return a thing of a class with a page to look at: the first statement of it, or the thing most is said of."""
    first_with = next((report for report, brief in site.briefs.items() if brief.classes.get(name)), None)
    row = next((r for r in site.rows(first_with) if r["class"] == name), None) if first_with else None
    if row is not None:
        return Example(title(row, lang), links.sentence(row["id"]), quote=one_line(row["quote"]))
    if name == "Report" and site.reports:
        report = next(iter(site.reports.values()))
        return Example(f"{report.title} {report.plan}", links.report(report.id))
    if name == "Assessment" and site.assessments:
        first = next((a for a in site.assessments if a["result"] != "pending"), site.assessments[0])
        promised = site.row(first["statement"])
        return Example(title(promised, lang), links.promise(promised["id"])) if promised else None
    look = _LOOK.get(name)
    things = [t for t in site.things.values() if t.kind == look and site.thing_address(t.key)]
    if name in ("Agency", "Enterprise", "Institution", "AdministrativeDivision", "Involvement") or not things:
        return None
    best = max(things, key=lambda t: (len(t.said), t.key))
    return Example(best.label(lang), links.thing(best.key))


def relation_example(site: Site, name: str, links: Links, lang: Language) -> Example | None:
    """Return a statement that bears a relation, and what it leads to there."""
    start = site.project.addresses.statement("")
    for quad in site.store.quads_for_pattern(None, node(f"gwr:{name}"), None, None):
        if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith(start):
            return None  # of this relation, statements are not what it starts from
        row = site.row(quad.subject.value.removeprefix(start))
        if row is not None:
            return Example(
                title(row, lang), links.sentence(row["id"]), _object(site, quad, lang), one_line(row["quote"])
            )
    return None


def _object(site: Site, quad: Quad, lang: Language) -> str:
    value = quad.object
    if isinstance(value, Literal):
        words = one_line(value.value)
    elif isinstance(value, NamedNode):
        words = _named(site, value, lang)
    else:
        return ""
    return shortened(words, _LONGEST)


def _named(site: Site, this: NamedNode, lang: Language) -> str:
    if this.value.startswith(DEF):
        scheme, _, code = this.value.removeprefix(DEF).partition("/")
        return code_label(scheme, code)[0 if lang == "zh" else 1]
    for predicate in ("rdfs:label", "skos:prefLabel", "gwr:quote"):
        for words in _words(site.store, this, predicate):
            return one_line(words)
    return this.value.rpartition("/")[2]


def _words(store: Store, this: NamedNode, predicate: str) -> Iterator[str]:
    for quad in store.quads_for_pattern(this, node(predicate), None, None):
        if isinstance(quad.object, Literal):
            yield quad.object.value
