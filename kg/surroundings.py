"""The graphs around the reports: entities of a place, shared reference, vocabulary, and what is said of the build.

Each triple stands in one graph: what several reports may name (indicators without an entry, periods, cells,
divisions) is shared reference; what only one place's reports name is that place's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import resources
from kg.decisions import Decision
from kg.decisions.merge import Merge, Merged
from kg.extract.rule_names import labels
from kg.model import Report, Span, Statement
from kg.periods import years
from kg.places import ancestors, descendants, division
from kg.quads import (
    LABEL,
    TYPE,
    about,
    code,
    date,
    indicator,
    integer,
    is_division,
    is_place,
    node,
    period_key,
    rule_slug,
)
from kg.registry import entity, organisation, title, whole
from kg.terms import DEF, KINDS, NS, VALUE_TYPES, VERSION, Addresses
from kg.text import fold


def _gwr(local: str) -> NamedNode:
    return NamedNode(NS + local)


def _label(name: str) -> Literal:
    """Return a thing's name in one spelling, however one statement or another wrote it: IDX 产业园, （一期） and (一期)."""
    return Literal(fold(name), language="zh")


def entities(place: str, statements: Iterable[Statement], at: Addresses) -> Iterator[Quad]:
    """Yield the projects and the narrower places that one place's reports name (``graph/entities-{place}``)."""
    graph = NamedNode(at.graph(f"entities-{place}"))
    for s in statements:
        if s.review_status == "rejected":
            continue
        yield from _named(s, at, graph, everywhere=False)
        if s.cls == "Mention":
            continue
        if s.project and s.project_label:
            this = NamedNode(at.project(s.project))
            yield Quad(this, TYPE, _gwr("Project"), graph)
            yield from _titled(this, s, graph)
            yield Quad(this, _gwr("place"), NamedNode(at.place(s.place)), graph)
            yield from _phase(s, this, at, graph)
            if s.cls == "Involvement" and s.agent:
                yield Quad(this, _gwr("involves"), NamedNode(at.org(organisation(s.agent, s.place))), graph)
        elif s.about and s.about_label and s.about != s.place:
            this = about(s, at)
            if "." not in s.about:
                continue  # a division: reference says all of it
            yield Quad(this, LABEL, _label(s.about_label), graph)
            if not is_place(s):
                yield Quad(this, TYPE, node("schema:Thing"), graph)
            else:
                yield Quad(this, TYPE, _gwr("Place"), graph)
                yield Quad(this, node("schema:containedInPlace"), NamedNode(at.place(s.place)), graph)


# What a slot names by its words alone: the class of the entity.
_UNTOLD = "Organization"  # an organisation of which nobody has said what kind it is: org:Organization
_SLOTS = {"programme": "Programme", "sector": "Sector"}


def _named(s: Statement, at: Addresses, graph: NamedNode, *, everywhere: bool) -> Iterator[Quad]:
    """Describe what a mention, a giver, an involved organisation, a programme or a sector slot names.

    ``everywhere`` picks what every place's reports may name alike: organisations, sectors, divisions.
    """
    found: list[tuple[str, str, str, str]] = [
        (kind, entity(kind, s.place, name), name, name) for slot, kind in _SLOTS.items() if (name := getattr(s, slot))
    ]
    if s.agent:
        # Who gives an honour or is to act is a body of government; what else takes part is of the kind it says.
        kind = s.kind or ("Agency" if s.cls in ("Recognition", "Action") else _UNTOLD)
        found.append((kind, organisation(s.agent, s.place), s.agent, s.agent))
    if s.cls == "Mention" and s.kind and s.about:
        found.append((s.kind, s.about, s.about_label or s.label or "", s.label or ""))
    for kind, local, name, written in found:
        shared = kind == _UNTOLD or KINDS[kind] in ("org", "sector") or is_division(local)
        if shared != everywhere or is_division(local):
            continue
        this = NamedNode(at.org(local) if kind == _UNTOLD else at.entity(kind, local))
        yield Quad(this, TYPE, node("org:Organization") if kind == _UNTOLD else _gwr(kind), graph)
        yield Quad(this, LABEL, _label(name), graph)
        if kind == "Sector":
            yield Quad(this, TYPE, node("skos:Concept"), graph)
            yield Quad(this, node("skos:prefLabel"), _label(name), graph)
        if fold(written) != fold(name):
            yield Quad(this, node("skos:altLabel"), Literal(written, language="zh"), graph)
        if not shared and kind != "Place":
            yield Quad(this, _gwr("place"), NamedNode(at.place(s.place)), graph)


def definitions(report: Report, statements: Iterable[Statement], at: Addresses) -> Iterator[Quad]:
    """Yield what the report's own notes say a thing is (``graph/entities-{place}``)."""
    graph = NamedNode(at.graph(f"entities-{report.place}"))
    for s in statements:
        where = s.slots.get("definition")
        if s.review_status != "rejected" and isinstance(where, Span) and s.kind and s.about:
            words = Literal(where.of(report.text), language="zh")
            yield Quad(NamedNode(at.entity(s.kind, s.about)), node("skos:definition"), words, graph)


def _titled(this: NamedNode, s: Statement, graph: NamedNode) -> Iterator[Quad]:
    """Name a project; a phase by its one spelling, any other that a statement writes beside it."""
    written = s.project_label or ""
    name = title(written) if ".phase-" in (s.project or "") else written
    yield Quad(this, LABEL, _label(name), graph)
    if fold(name) != fold(written):
        yield Quad(this, node("skos:altLabel"), _label(written), graph)


def _phase(s: Statement, this: NamedNode, at: Addresses, graph: NamedNode) -> Iterator[Quad]:
    """Hang a phase on the whole project, which is a thing of its own even where no statement names it alone."""
    name = whole(s.project_label or "")
    if name is None or not s.project or ".phase-" not in s.project:
        return
    entire = NamedNode(at.project(s.project.rpartition(".phase-")[0]))
    yield Quad(this, node("dcterms:isPartOf"), entire, graph)
    yield Quad(entire, TYPE, _gwr("Project"), graph)
    yield Quad(entire, LABEL, _label(title(name)), graph)
    yield Quad(entire, _gwr("place"), NamedNode(at.place(s.place)), graph)


def retired(place: str, renamed: Iterable[Merged], merges: Iterable[Merge], at: Addresses) -> Iterator[Quad]:
    """Yield what became of the things that were merged: a retired id keeps its name and points to its successor."""
    for m in (*renamed, *map(_of_anchor, merges)):
        before, after = _thing(m.before, at), _thing(m.after, at)
        shared = m.before.cls == "Mention" and KINDS.get(m.before.kind or "") in ("org", "sector")
        graph = NamedNode(at.graph("reference" if shared else f"entities-{place}"))
        yield Quad(before, node("dcterms:isReplacedBy"), after, graph)
        name = m.before.project_label if m.before.project else m.before.about_label
        if name:
            yield Quad(before, LABEL, _label(name), graph)


def heirs(renamed: Iterable[Merged], merges: Iterable[Merge], at: Addresses) -> dict[NamedNode, NamedNode]:
    """Map the address of each merged thing to that of what it became."""
    return {_thing(m.before, at): _thing(m.after, at) for m in (*renamed, *map(_of_anchor, merges))}


def following(quads: Iterable[Quad], heirs: Mapping[NamedNode, NamedNode]) -> Iterator[Quad]:
    """Let every link to a merged thing lead to what it became; of the thing itself only name and successor stay.

    A giver, a programme or an industry is addressed by its name, wherever that stands, so links follow the merge here.
    """
    replaced = node("dcterms:isReplacedBy")
    for quad in quads:
        if quad.subject in heirs and quad.predicate not in (replaced, LABEL):
            continue
        after = quad.object
        while quad.predicate != replaced and isinstance(after, NamedNode) and after in heirs:
            after = heirs[after]
        yield quad if after is quad.object else Quad(quad.subject, quad.predicate, after, quad.graph_name)


def _thing(s: Statement, at: Addresses) -> NamedNode:
    """Return what a statement is about, or what a mention names."""
    if s.cls == "Mention" and s.kind and s.about:
        return NamedNode(at.entity(s.kind, s.about))
    return about(s, at)


def _of_anchor(merge: Merge) -> Merged:
    """Return a merge as if the statement it was decided at still named the retired thing alone."""
    kept = {"project": merge.successor, "about": merge.successor}
    gone = {"project": merge.retired, "about": merge.retired}
    columns = ("project", "about") if merge.anchor.project else ("about",)
    unnamed = {f"{column}_label": None for column in columns}
    before = replace(merge.anchor, **{c: gone[c] for c in columns}, **unnamed)  # type: ignore[arg-type]
    return Merged(before, replace(merge.anchor, **{c: kept[c] for c in columns}, **unnamed), merge)  # type: ignore[arg-type]


def reference(reports: Sequence[Report], statements: Iterable[Statement], at: Addresses) -> Iterator[Quad]:
    """Yield divisions with their containment, periods, cells and the indicators no catalogue knows (``graph/reference``)."""
    graph = NamedNode(at.graph("reference"))
    statements = [s for s in statements if s.review_status != "rejected"]
    yield from _divisions(reports, statements, at, graph)
    for s in statements:
        if s.year is not None or s.period_start is not None:
            yield from _period(s, at, graph)
        if s.indicator_label and not s.indicator and s.cls in ("Observation", "Target"):
            this = indicator(s, at)
            yield Quad(this, TYPE, _gwr("Indicator"), graph)
            yield Quad(this, TYPE, node("skos:Concept"), graph)
            yield Quad(this, node("skos:prefLabel"), Literal(s.indicator_label, language="zh"), graph)
        yield from _named(s, at, graph, everywhere=True)
        if s.cell and s.value_type:
            this = NamedNode(at.cell(s.cell))
            yield Quad(this, TYPE, _gwr("Cell"), graph)
            yield Quad(this, _gwr("indicator"), indicator(s, at), graph)
            yield Quad(this, _gwr("valueType"), code("value-type", VALUE_TYPES[s.value_type]), graph)
            yield Quad(this, _gwr("place"), NamedNode(at.place(s.place)), graph)
            yield Quad(this, _gwr("period"), NamedNode(at.period(period_key(s))), graph)


def _divisions(
    reports: Sequence[Report], statements: Iterable[Statement], at: Addresses, graph: NamedNode
) -> Iterator[Quad]:
    named = {s.about for s in statements if s.about and is_division(s.about)}
    codes = {code for name in named for code in (name, *(d.code for d in ancestors(name)))}
    for report in reports:
        codes |= {report.place, *(d.code for d in ancestors(report.place))}
        codes |= {d.code for d in descendants(report.place, report.plan)}
    for name in sorted(codes):
        place = division(name)
        this = NamedNode(at.place(place.code))
        yield Quad(this, TYPE, _gwr("AdministrativeDivision"), graph)
        yield Quad(this, TYPE, _gwr("Place"), graph)
        yield Quad(this, LABEL, Literal(place.name, language="zh"), graph)
        yield Quad(this, _gwr("code"), Literal(place.code), graph)
        if place.code != "cn":
            yield Quad(this, _gwr("codeList"), code("code-list", "gb2260"), graph)
        if place.parent:
            yield Quad(this, node("schema:containedInPlace"), NamedNode(at.place(place.parent)), graph)


def _period(s: Statement, at: Addresses, graph: NamedNode) -> Iterator[Quad]:
    this = NamedNode(at.period(period_key(s)))
    start, end = (s.period_start, s.period_end) if s.period_start and s.period_end else years(s.year or 0, s.year or 0)
    yield Quad(this, TYPE, node("time:ProperInterval"), graph)
    yield Quad(this, LABEL, Literal(_dates(start, end), language="zh"), graph)
    yield Quad(this, node("dcat:startDate"), date(start), graph)
    yield Quad(this, node("dcat:endDate"), date(end), graph)


def _dates(start: str, end: str) -> str:
    """Return a period in Chinese: 2018年, 2016—2020年, 2018年1—9月."""
    if (start[5:], end[5:]) != ("01-01", "12-31"):
        return f"{start[:4]}年{int(start[5:7])}—{int(end[5:7])}月"
    return f"{start[:4]}年" if start[:4] == end[:4] else f"{start[:4]}—{end[:4]}年"


def vocabulary(at: Addresses) -> Iterator[Quad]:
    """Yield the ontology and the code lists as they come with the package (``graph/vocab``)."""
    graph = NamedNode(at.graph("vocab"))
    files = [resources.path("ontology/gwr.ttl"), *sorted(resources.path("ontology/vocab").glob("*.ttl"))]
    for path in files:
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def meta(
    reports: Sequence[tuple[Report, Sequence[Statement], Sequence[Decision]]],
    at: Addresses,
    publisher: str,
    licence: str,
) -> Iterator[Quad]:
    """Yield the reports, their texts, how they were read and reviewed, decisions and rules (``graph/meta``)."""
    graph = NamedNode(at.graph("meta"))
    for report, statements, decisions in reports:
        yield from _report(report, at, graph)
        yield from _dataset(report, at, graph, publisher, licence)
        yield from _curation(report, statements, decisions, at, graph)
        for decision in decisions:
            yield from _decision(decision, at, graph)
    yield from _rules((s for _, statements, _ in reports for s in statements), graph)


def _report(report: Report, at: Addresses, graph: NamedNode) -> Iterator[Quad]:
    this, text = NamedNode(at.report(report.id)), NamedNode(at.text(report.id, report.sha256))
    yield Quad(this, TYPE, _gwr("Report"), graph)
    yield Quad(this, TYPE, node("prov:Entity"), graph)
    title = f"{division(report.place).name}{report.plan}年{report.title}"
    yield Quad(this, node("dcterms:title"), Literal(title, language="zh"), graph)
    yield Quad(this, LABEL, Literal(title, language="zh"), graph)
    yield Quad(this, _gwr("place"), NamedNode(at.place(report.place)), graph)
    yield Quad(this, _gwr("planYear"), integer(report.plan), graph)
    for year in range(report.review[0], report.review[1] + 1):
        yield Quad(this, _gwr("reviewYear"), integer(year), graph)
    yield Quad(this, _gwr("sha256"), Literal(report.sha256), graph)
    yield Quad(this, node("dcterms:hasVersion"), text, graph)
    if report.meeting:
        yield Quad(this, _gwr("meeting"), Literal(report.meeting, language="zh"), graph)
    if report.date:
        yield Quad(this, node("dcterms:issued"), date(report.date), graph)
    if report.speaker:
        yield Quad(this, node("dcterms:creator"), Literal(report.speaker, language="zh"), graph)
    if report.source:
        yield Quad(this, node("dcterms:source"), Literal(report.source), graph)
    yield Quad(this, node("prov:wasGeneratedBy"), NamedNode(at.curation(report.id)), graph)
    yield Quad(text, TYPE, node("prov:Entity"), graph)
    yield Quad(text, node("dcterms:isVersionOf"), this, graph)
    yield Quad(text, _gwr("sha256"), Literal(report.sha256), graph)
    for sha256 in report.earlier:
        earlier = NamedNode(at.text(report.id, sha256))
        yield Quad(earlier, TYPE, node("prov:Entity"), graph)
        yield Quad(earlier, node("dcterms:isVersionOf"), this, graph)
        yield Quad(earlier, _gwr("sha256"), Literal(sha256), graph)
        yield Quad(earlier, node("dcterms:isReplacedBy"), text, graph)


def _dataset(report: Report, at: Addresses, graph: NamedNode, publisher: str, licence: str) -> Iterator[Quad]:
    this = NamedNode(at.dataset(report.id))
    yield Quad(this, TYPE, node("qb:DataSet"), graph)
    yield Quad(this, TYPE, node("dcat:Dataset"), graph)
    series = NamedNode(at.dataset(f"place-{report.place}"))
    yield Quad(this, node("dcat:inSeries"), series, graph)
    yield Quad(series, TYPE, node("dcat:DatasetSeries"), graph)
    yield Quad(this, node("qb:structure"), NamedNode(NS + "ObservationStructure"), graph)
    yield Quad(this, node("dcterms:isPartOf"), NamedNode(at.report(report.id)), graph)
    yield Quad(this, node("dcterms:license"), NamedNode(licence), graph)
    if publisher:
        agent = NamedNode(at.agent(publisher))
        yield Quad(this, node("dcterms:publisher"), agent, graph)
        yield Quad(agent, TYPE, node("prov:Agent"), graph)
        yield Quad(agent, LABEL, Literal(publisher), graph)


def _curation(
    report: Report, statements: Sequence[Statement], decisions: Sequence[Decision], at: Addresses, graph: NamedNode
) -> Iterator[Quad]:
    this = NamedNode(at.curation(report.id))
    yield Quad(this, TYPE, _gwr("Curation"), graph)
    yield Quad(this, TYPE, node("prov:Activity"), graph)
    yield Quad(this, node("prov:used"), NamedNode(at.text(report.id, report.sha256)), graph)
    yield Quad(this, _gwr("ontologyVersion"), NamedNode(f"{NS.removesuffix('#')}/{VERSION}"), graph)
    for who in sorted({d.who for d in decisions}):
        agent = NamedNode(at.agent(who))
        yield Quad(this, node("prov:wasAssociatedWith"), agent, graph)
        # An automated reading is named as one, a person as a person.
        kind = (
            "prov:SoftwareAgent"
            if re.fullmatch(r"(?:reading|settling|model|program)-[a-z0-9.-]+", who)
            else "prov:Person"
        )
        yield Quad(agent, TYPE, node(kind), graph)
        yield Quad(agent, LABEL, Literal(who), graph)


def _decision(decision: Decision, at: Addresses, graph: NamedNode) -> Iterator[Quad]:
    this = NamedNode(at.decision(decision.id))
    yield Quad(this, TYPE, _gwr("Decision"), graph)
    yield Quad(this, _gwr("action"), Literal(decision.action), graph)
    yield Quad(this, node("prov:wasAttributedTo"), NamedNode(at.agent(decision.who)), graph)
    yield Quad(this, node("dcterms:date"), date(decision.when), graph)
    if decision.why:
        yield Quad(this, node("rdfs:comment"), Literal(decision.why), graph)
    for column in sorted(decision.changes):
        yield Quad(this, _gwr("amendedSlot"), Literal(column), graph)


def _rules(statements: Iterable[Statement], graph: NamedNode) -> Iterator[Quad]:
    """Describe the rules that statements name, and those that inferred a slot."""
    names: set[str] = set()
    for s in statements:
        if s.review_status == "rejected":
            continue
        names |= {rule_slug(s.rule)}
        names |= {
            f"{slot}.{e.replace(':', '-')}"
            for slot, e in s.slots.items()
            if isinstance(e, str) and not e.startswith("decision:")
        }
    yield from _described(names, graph)


def rule_quads(names: Iterable[str], at: Addresses) -> Iterator[Quad]:
    """Describe rules by name (``graph/meta``)."""
    yield from _described(names, NamedNode(at.graph("meta")))


def _described(names: Iterable[str], graph: NamedNode) -> Iterator[Quad]:
    for name in sorted(names):
        this = NamedNode(f"{DEF}rule/{name}")
        yield Quad(this, TYPE, _gwr("Rule"), graph)
        zh, en = labels(name)
        yield Quad(this, node("skos:prefLabel"), Literal(zh, language="zh"), graph)
        yield Quad(this, node("skos:prefLabel"), Literal(en, language="en"), graph)
