"""Assessments → quads of ``graph/assessment-{place}``; external results → ``graph/realised``."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.assess.model import PENDING, RULES, Assessment, Realised
from kg.model import Report
from kg.quads import LABEL, TYPE, code, decimal, integer, node
from kg.terms import COMPARATORS, VALUE_TYPES, Addresses
from kg.units import unit_iri


def assessment_quads(
    assessments: Iterable[Assessment], reports: Iterable[Report], realised: Iterable[Realised], at: Addresses
) -> Iterator[Quad]:
    """Yield the quads of every assessment, and of the external rows and rules that they rest on."""
    texts = {r.id: r for r in reports}
    used: set[str] = set()
    rules: set[str] = set()
    for a in assessments:
        yield from _assessment(a, texts, at)
        used.update(a.realised)
        rules.add(a.rule)
    for row in realised:
        if row.id in used:
            yield from _realised(row, at)
    graph = NamedNode(at.graph("meta"))
    for rule in sorted(rules):
        this = code("rule", rule)
        yield Quad(this, TYPE, node("gwr:Rule"), graph)
        for language, label in zip(("zh", "en"), RULES[rule], strict=True):
            yield Quad(this, LABEL, Literal(label, language=language), graph)


def _assessment(a: Assessment, texts: dict[str, Report], at: Addresses) -> Iterator[Quad]:
    graph = NamedNode(at.graph(f"assessment-{a.place}"))
    this = NamedNode(at.assessment(a.id))

    def said(term: str, value: NamedNode | Literal) -> Quad:
        return Quad(this, node(term), value, graph)

    yield Quad(this, TYPE, node("gwr:Assessment"), graph)
    yield said("gwr:assesses", NamedNode(at.statement(a.commitment)))
    yield said("gwr:result", code("result", a.result))
    yield said("gwr:assessmentRule", code("rule", a.rule))
    if a.source in texts:
        yield said("gwr:heldAgainst", NamedNode(at.report(a.source)))
    elif a.source != PENDING:
        yield said("gwr:heldAgainst", NamedNode(at.publication(a.source)))
    for outcome in a.based_on:
        yield said("gwr:basedOn", NamedNode(at.statement(outcome)))
    for row in a.realised:
        yield said("gwr:basedOnResult", NamedNode(at.realised(row)))
    for term, value in (("gwr:outcomeValue", a.value), ("gwr:gap", a.gap), ("gwr:tolerance", a.tolerance)):
        if value is not None:
            yield said(term, decimal(value))
    for term, result in (("gwr:resultWithoutTolerance", a.at_zero), ("gwr:resultWithTwiceTheTolerance", a.at_twice)):
        if result is not None:
            yield said(term, code("result", result))
    if a.other:
        yield said("gwr:otherCommitment", NamedNode(at.statement(a.other)))
    if a.note:
        yield said("gwr:assessmentNote", Literal(a.note))
    for name in a.searched:
        yield said("gwr:searchedName", Literal(name, language="zh"))
    report = texts.get(a.source)
    for rank, near in enumerate(a.nearest, 1):
        likeness = NamedNode(f"{at.assessment(a.id)}.near-{rank}")
        yield said("gwr:nearest", likeness)
        yield Quad(likeness, TYPE, node("gwr:Likeness"), graph)
        yield Quad(likeness, node("gwr:score"), decimal(near.score), graph)
        if report is not None:
            words = "".join(near.span.of(report.text).split())
            passage = NamedNode(at.passage(report.id, report.sha256, *near.span))
            yield Quad(likeness, node("gwr:likePassage"), passage, graph)
            yield Quad(likeness, node("gwr:likeQuote"), Literal(words, language="zh"), graph)


def _realised(row: Realised, at: Addresses) -> Iterator[Quad]:
    graph = NamedNode(at.graph("realised"))
    this = NamedNode(at.realised(row.id))

    def said(term: str, value: NamedNode | Literal) -> Quad:
        return Quad(this, node(term), value, graph)

    yield Quad(this, TYPE, node("gwr:ExternalResult"), graph)
    yield said("gwr:place", NamedNode(at.place(row.place)))
    yield said(
        "gwr:indicator",
        code("indicator", row.indicator) if row.indicator else NamedNode(at.candidate(row.indicator_label)),
    )
    yield said("gwr:valueType", code("value-type", VALUE_TYPES[row.value_type]))
    yield said("gwr:comparator", code("comparator", COMPARATORS[row.number.comparator]))
    if row.number.value is not None:
        yield said("gwr:value", decimal(row.number.value))
    unit = unit_iri(row.unit)
    if unit:
        yield said("gwr:unit", NamedNode(unit))
    yield said("gwr:resultYear", integer(row.year))
    yield said("dcterms:source", Literal(row.source))
    if row.note:
        yield said("gwr:assessmentNote", Literal(row.note))
