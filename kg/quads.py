"""Statements → quads: one node per claim, its slots, its evidence; each triple in exactly one named graph.

The model is the ontology's (``ontology/gwr.ttl``); which graph holds what is said in ``docs/ontology.md``.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from kg.model import Report, Span, Statement
from kg.numerals import plain
from kg.periods import period_name
from kg.registry import entity, organisation
from kg.source_notes import SourceNote
from kg.terms import (
    COMMITMENTS,
    COMPARATORS,
    DEF,
    EXTERNAL,
    NS,
    OUTCOMES,
    PREFIXES,
    VALUE_TYPES,
    Addresses,
)
from kg.units import unit_iri

_XSD = PREFIXES["xsd"]
TYPE = NamedNode(PREFIXES["rdf"] + "type")
LABEL = NamedNode(PREFIXES["rdfs"] + "label")
# The slots of a statement and the property that leads to the characters each was read from (amendment 2).
SLOT_PROPERTIES = {
    "value": "valueSpan",
    "unit": "unitSpan",
    "indicator": "indicatorSpan",
    "comparator": "comparatorSpan",
    "strength": "strengthSpan",
    "year": "yearSpan",
    "period": "periodSpan",
    "aggregation": "aggregationSpan",
    "subject": "subjectSpan",
    "place": "placeSpan",
    "project": "projectSpan",
    "status": "statusSpan",
    "verb": "verbSpan",
    "obs_status": "obsStatusSpan",
    "scope": "scopeSpan",
    "headline": "headlineSpan",
    "relative_to": "relativeToSpan",
    "per_subdivision": "perSubdivisionSpan",
    "rank_scope": "rankScopeSpan",
    "label": "labelSpan",
    "agent": "agentSpan",
    "role": "roleSpan",
    "programme": "programmeSpan",
    "sector": "sectorSpan",
    "definition": "definitionSpan",
    "list_open": "listOpenSpan",
}


@cache
def node(curie: str) -> NamedNode:
    """Return the term of a prefixed name (``gwr:value``)."""
    prefix, local = curie.split(":", 1)
    return NamedNode(PREFIXES[prefix] + local)


@cache
def _gwr(local: str) -> NamedNode:
    return NamedNode(NS + local)


@cache
def code(scheme: str, slug: str) -> NamedNode:
    """Return the IRI of a code (``def/strength/ensure``)."""
    return NamedNode(f"{DEF}{scheme}/{slug}")


def rule_slug(rule: str) -> str:
    """Return the slug of a rule or of another tool (``external-NAME``)."""
    return rule.replace(":", "-") if rule.startswith(EXTERNAL) else rule


def decimal(value: Decimal) -> Literal:
    """Return an ``xsd:decimal`` in its one lexical form."""
    return Literal(plain(value), datatype=NamedNode(_XSD + "decimal"))


def integer(value: int) -> Literal:
    """Return an ``xsd:integer``."""
    return Literal(str(value), datatype=NamedNode(_XSD + "integer"))


def date(value: str) -> Literal:
    """Return an ``xsd:date``."""
    return Literal(value, datatype=NamedNode(_XSD + "date"))


# How a statement is tied to the organisation it names, by its class.
AGENT_PROPERTIES = {"Recognition": "awardedBy", "Action": "responsible", "Involvement": "agent"}

TRUE = Literal("true", datatype=NamedNode(_XSD + "boolean"))


def report_quads(
    report: Report, statements: Iterable[Statement], at: Addresses, sections: dict[Span, str]
) -> Iterator[Quad]:
    """Yield the graph of one report: its published statements and the passages they rest on.

    ``sections`` gives the heading path of a span. Rejected statements are left out.
    """
    graph = NamedNode(at.graph(f"report-{report.id}"))
    spans: set[Span] = set()
    for statement in statements:
        if statement.review_status == "rejected":
            continue
        spans |= set(_spans(statement))
        for predicate, value in _statement(report, statement, at):
            yield Quad(NamedNode(at.statement(statement.id)), predicate, value, graph)
    for span in sorted(spans):
        yield from _passage(report, span, sections.get(span, ""), at, graph)


def note_quads(
    report: Report, notes: Iterable[SourceNote], statements: Iterable[Statement], at: Addresses
) -> Iterator[Quad]:
    """Yield the doubts about a report's numbers, beside the statements they are about (the report's graph)."""
    graph = NamedNode(at.graph(f"report-{report.id}"))
    spans = {s.id: s.span for s in statements}
    for note in notes:
        this = NamedNode(at.note(note.id))
        yield Quad(this, TYPE, _gwr("SourceNote"), graph)
        yield Quad(this, _gwr("inReport"), NamedNode(at.report(report.id)), graph)
        yield Quad(this, _gwr("raisedBy"), code("rule", note.check), graph)
        for language, words in (("zh", note.zh), ("en", note.en)):
            yield Quad(this, node("rdfs:comment"), Literal(words, language=language), graph)
        for name in note.statements:
            passage = at.passage(report.id, report.sha256, *spans[name])
            yield Quad(this, _gwr("concerns"), NamedNode(at.statement(name)), graph)
            yield Quad(this, _gwr("evidence"), NamedNode(passage), graph)


def _spans(statement: Statement) -> Iterator[Span]:
    yield statement.span
    if statement.value_span:
        yield statement.value_span
    yield from (s for s in statement.slots.values() if isinstance(s, Span))


Facts = Iterator[tuple[NamedNode, NamedNode | Literal]]


def _statement(report: Report, s: Statement, at: Addresses) -> Facts:
    """Yield a statement's predicates and objects."""
    for cls in (
        s.cls,
        "Statement",
        *(["Commitment"] if s.cls in COMMITMENTS else []),
        *(["Outcome"] if s.cls in OUTCOMES else []),
    ):
        yield TYPE, _gwr(cls)
    if s.cls == "Observation" and s.restates is None and s.value is not None and (s.year or s.period_start):
        yield TYPE, node("qb:Observation")
        yield node("qb:dataSet"), NamedNode(at.dataset(report.id))
    yield _gwr("inReport"), NamedNode(at.report(report.id))
    yield _gwr("place"), NamedNode(at.place(s.place))
    yield _gwr("about"), about(s, at)
    yield from _time(s, at)
    if s.cls in ("Observation", "Target"):
        yield from _quantity(s, at)
    if s.project:
        yield _gwr("project"), NamedNode(at.project(s.project))
    if s.status:
        yield _gwr("status"), code("project-status", s.status)
    if s.strength:
        yield _gwr("strength"), code("strength", s.strength)
    if s.agent:
        yield _gwr(AGENT_PROPERTIES[s.cls]), NamedNode(at.org(organisation(s.agent, s.place)))
    if s.cls == "Mention" and s.kind and s.about:
        yield _gwr("mentions"), NamedNode(at.entity(s.kind, s.about))
    if s.cls == "Involvement":
        yield _gwr("involvedIn"), about(s, at)
        if s.role:
            yield _gwr("role"), code("role", s.role)
    if s.programme:
        yield _gwr("programme"), NamedNode(at.entity("Programme", entity("Programme", s.place, s.programme)))
    if s.sector:
        yield _gwr("sector"), NamedNode(at.entity("Sector", entity("Sector", s.place, s.sector)))
    if s.list_open:
        yield _gwr("listOpen"), TRUE
    if s.label:
        yield LABEL, Literal(s.label, language="zh")
    yield from _provenance(report, s, at)


def about(s: Statement, at: Addresses) -> NamedNode:
    """Return what a statement is about: a project, a narrower place, another thing, or its place."""
    if s.project:
        return NamedNode(at.project(s.project))
    if s.about is None or s.cls == "Mention" or s.about == s.place:
        return NamedNode(at.place(s.place))
    return NamedNode(at.place(s.about) if is_place(s) else at.thing(s.about))


_DIVISION = re.compile(r"cn|\d{6}|\d{9}")


def is_division(local: str) -> bool:
    """Whether a local name is the code of an administrative division."""
    return bool(_DIVISION.fullmatch(local))


_PLACE = re.compile(
    r"(?:机场|港|口岸|车站|站|[高新经开综保临]+区|开发区|新区|园区|产业园|示范区|水库|江|河|湖|山|岛|市|县|乡|镇|村|街道)$"
)


def is_place(s: Statement) -> bool:
    """Whether a statement's narrower subject is a place; a firm, a product or a practice is a thing of no claimed kind."""
    return names_place(s.about, s.about_label)


def names_place(about: str | None, label: str | None) -> bool:
    """Whether a narrower subject, by its local name and its own name, is a place."""
    return bool(about and (is_division(about) or _PLACE.search(label or "")))


def _time(s: Statement, at: Addresses) -> Facts:
    if s.year is not None:
        yield _gwr("year"), integer(s.year)
    if s.period_start and s.period_end:
        yield _gwr("period"), NamedNode(at.period(period_key(s)))
    elif s.year is not None:
        yield _gwr("period"), NamedNode(at.period(str(s.year)))
    if s.aggregation:
        yield _gwr("aggregation"), code("aggregation", s.aggregation)


def period_key(s: Statement) -> str:
    """Return the local name of a statement's period: ``2019``, ``2016..2020``, ``2019-q1``."""
    if s.period_start and s.period_end:
        return period_name(s.period_start, s.period_end)
    return str(s.year)


def indicator(s: Statement, at: Addresses) -> NamedNode:
    """Return a catalogue indicator, or the candidate that keeps the report's own words."""
    if s.indicator:
        return code("indicator", s.indicator)
    assert s.indicator_label
    return NamedNode(at.candidate(s.indicator_label))


def _quantity(s: Statement, at: Addresses) -> Facts:
    yield _gwr("indicator"), indicator(s, at)
    if s.value_type:
        yield _gwr("valueType"), code("value-type", VALUE_TYPES[s.value_type])
    for name, value in (("value", s.value), ("lowerBound", s.lower), ("upperBound", s.upper), ("margin", s.margin)):
        if value is not None:
            yield _gwr(name), decimal(value)
    if s.unit and (iri := unit_iri(s.unit)):
        yield _gwr("unit"), NamedNode(iri)
    if s.comparator:
        yield _gwr("comparator"), code("comparator", COMPARATORS[s.comparator])
    if s.headline:
        yield _gwr("headline"), TRUE
    if s.per_subdivision:
        yield _gwr("perSubdivision"), TRUE
    for name, words in (("relativeTo", s.relative_to), ("rankScope", s.rank_scope), ("scope", s.scope)):
        if words:
            yield _gwr(name), Literal(words, language="zh")
    if s.obs_status:
        yield _gwr("obsStatus"), code("observation-status", s.obs_status)
    if s.basis != "stated":
        yield _gwr("basis"), Literal(s.basis)
    if s.cell:
        yield _gwr("cell"), NamedNode(at.cell(s.cell))


def _provenance(report: Report, s: Statement, at: Addresses) -> Facts:
    """Yield what the statement rests on: passages, rules, decisions."""

    def passage(span: Span) -> NamedNode:
        return NamedNode(at.passage(report.id, report.sha256, span.start, span.end))

    yield _gwr("asStated"), Literal(s.as_stated.of(report.text))
    yield _gwr("evidence"), passage(s.span)
    if s.value_span:
        yield _gwr("valueSpan"), passage(s.value_span)
    for slot, evidence in s.slots.items():
        if isinstance(evidence, Span):
            if slot in SLOT_PROPERTIES:
                yield _gwr(SLOT_PROPERTIES[slot]), passage(evidence)
        elif not evidence.startswith("decision:"):
            yield _gwr("inferredBy"), code("rule", f"{slot}.{evidence.replace(':', '-')}")
    if not s.origin.startswith("curated"):
        yield _gwr("extractedBy"), code("rule", rule_slug(s.rule))
    for decision in s.decided_by:
        yield _gwr("decidedBy"), NamedNode(at.decision(decision))
    if s.restates:
        yield _gwr("restates"), NamedNode(at.statement(s.restates))
    yield _gwr("reviewStatus"), code("review", s.review_status)
    yield _gwr("confidence"), decimal(s.confidence)


def _passage(report: Report, span: Span, section: str, at: Addresses, graph: NamedNode) -> Iterator[Quad]:
    this = NamedNode(at.passage(report.id, report.sha256, span.start, span.end))
    yield Quad(this, TYPE, _gwr("Passage"), graph)
    yield Quad(this, _gwr("inReport"), NamedNode(at.report(report.id)), graph)
    yield Quad(this, node("oa:hasSource"), NamedNode(at.text(report.id, report.sha256)), graph)
    yield Quad(this, _gwr("quote"), Literal(span.of(report.text)), graph)
    yield Quad(this, _gwr("startOffset"), integer(span.start), graph)
    yield Quad(this, _gwr("endOffset"), integer(span.end), graph)
    if section:
        yield Quad(this, _gwr("section"), Literal(section), graph)
