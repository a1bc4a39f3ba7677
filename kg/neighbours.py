"""Store → the graph around one entity, in the words readers use, for ``kg graph``."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from pyoxigraph import Literal, NamedNode, Store

from kg import places
from kg.answer import read_answer
from kg.errors import QueryError
from kg.network import Edge, Graph, Node, Quote, edges_of, neighbourhood, network, nodes_of
from kg.terms import DEF, NS, PREFIXES, Addresses

# Class of a thing or statement → the kind that graph pages tell it by.
KIND_OF = {
    "AdministrativeDivision": "place",
    "Place": "place",
    "Project": "project",
    "Report": "report",
    "Indicator": "indicator",
    "Programme": "programme",
    "Agency": "organisation",
    "Enterprise": "organisation",
    "Institution": "institution",
    "Sector": "sector",
    "Event": "event",
    "LegalDocument": "document",
    "Target": "target",
    "PlannedMilestone": "target",
    "Action": "action",
    "Observation": "outcome",
    "RealisedMilestone": "outcome",
    "Recognition": "recognition",
    "Problem": "problem",
}
# More links than this and a node says nothing about what lies behind it.
_HUB = 25
# A thing named more often shows its first places; ``kg query linking/everything`` has them all.
_MOST_QUOTES = 8
# What a link is called from its source (Chinese, English) and from its target.
_LINKS = {
    "place": ("地点", "place", "关于此地的陈述", "statements about this place"),
    "about": ("关于", "about", "关于它的陈述", "statements about it"),
    "indicator": ("指标", "indicator", "该指标的陈述", "statements of this indicator"),
    "project": ("项目", "project", "该项目的陈述", "statements of this project"),
    "programme": ("所属计划", "programme", "属于它的举措", "actions that belong to it"),
    "sector": ("所涉产业", "industry", "涉及它的举措", "actions that touch it"),
    "awardedBy": ("授予方", "awarded by", "所授荣誉", "honours it gave"),
    "responsible": ("责任主体", "responsible", "由它承担的举措", "actions it is to take"),
    "baseline": ("上年实绩", "result of the year before", "下年承诺", "promise for the year after"),
    "containedInPlace": ("位于", "in", "包含", "contains"),
}
_NAMED = ("点名于", "named in reports of", "报告点名的事物", "named in its reports")
_PART = ("参与", "takes part in", "参与方", "who takes part")
# Whose place is more than where it is named.
_SITED = {"project", "report", "target", "outcome", "action", "recognition", "problem"}
_SITE = ("地点", "place", "此地的项目", "projects here")


@dataclass(frozen=True, slots=True)
class Found:
    """An entity's neighbourhood; ``hidden`` nodes were left out for room."""

    graph: Graph
    centre: str
    label: str
    hidden: int


def around(
    store: Store,
    name: str,
    at: Addresses,
    texts: Mapping[str, str],
    *,
    hops: int = 2,
    limit: int = 60,
) -> Found:
    """Return the graph around an entity named by its IRI, prefixed name, code, label, or short place name.

    ``texts`` are the reports' texts by id, from which the words around each quote are cut. Raises QueryError where
    nothing or several things have that name.
    """
    centre = _resolve(store, name, at)
    said = _said(store, texts)
    graph = _whole(store, said)
    if centre not in graph:
        raise QueryError(name, "an entity with links", "one without", "try the place or report it belongs to")
    near, hidden = neighbourhood(_without_detours(_claims_first(graph, centre), centre), centre, hops, limit)
    label: str = graph.nodes[centre]["node"].label
    return Found(_dated(near, centre, said), centre, label, hidden)


def _dated(graph: Graph, centre: str, said: Mapping[str, "_Said"]) -> Graph:
    """Put the year before captions of one subject; about an indicator of several places, the place as well."""
    shown = {name: said[name] for name in graph if name in said}
    alike = Counter(each.subject for each in shown.values() if each.subject)
    kind: str = graph.nodes[centre]["node"].kind
    several = kind == "indicator" and len({each.place for each in shown.values()}) > 1
    nodes = []
    for node in nodes_of(graph):
        each = shown.get(node.id)
        if each is not None and (several or alike[each.subject] > 1):
            words = (each.year, each.place if several else "", node.label)
            node = replace(node, label=" ".join(filter(None, words)))
        nodes.append(node)
    return network(nodes, edges_of(graph))


def _claims_first(graph: Graph, centre: str) -> Graph:
    """Leave out the names a place's reports merely mention: its page is for what they promise and tell of it."""
    named = [
        (s, t, k) for s, t, k in graph.in_edges(centre, keys=True) if graph.edges[s, t, k]["edge"].kind == "mentions"
    ]
    if not named:
        return graph
    kept = graph.copy()
    kept.remove_edges_from(named)
    return kept


def _without_detours(graph: Graph, centre: str) -> Graph:
    """Cut the links of other hubs to what the centre has nothing to do with: an airport's page is not its city's."""
    own = set(graph.to_undirected(as_view=True).neighbors(centre))
    hubs = {n for n in graph if n != centre and graph.degree(n) > _HUB}
    kept = graph.copy()
    kept.remove_edges_from(
        [(s, t, k) for s, t, k in graph.edges(keys=True) if {s, t} & hubs and not {s, t} <= own | hubs | {centre}]
    )
    return kept


def _resolve(store: Store, name: str, at: Addresses) -> str:
    prefix, colon, local = name.partition(":")
    prefixes = at.prefixes()
    candidates = [name] if name.startswith(("http://", "https://")) else []
    if colon and prefix in prefixes:
        candidates.append(prefixes[prefix] + local)
    candidates += [make(name) for make in (at.place, at.report, at.project, at.statement, at.org)]
    candidates.append(f"{DEF}indicator/{name}")
    for iri in candidates:
        if " " not in iri and _known(store, iri):
            return iri
    found = sorted(_labelled(store, name))
    # A mention or an honour bears the name of what it names: the thing itself is meant.
    found = [iri for iri in found if not iri.startswith(at.statement(""))] or found
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(name, "the name of one thing", f"{len(found)}: {', '.join(found[:3])}", "give its IRI")
    # 衡阳 is the city that reports speak of rather than the county of that name that is only on the map.
    spoken = places.meant(name, lambda code: _spoken_of(store, at.place(code)))
    called = spoken or places.meant(name, lambda code: _known(store, at.place(code)))
    if len(called) == 1:
        return at.place(called[0].code)
    if called:
        names = ", ".join(f"{d.name} ({d.code})" for d in called[:3])
        raise QueryError(name, "the name of one place", f"{len(called)}: {names}", "give its full name or its code")
    near = _similar(store, name)[:3]
    step = f"did you mean {', '.join(near)}?" if near else _offer(store, at)
    raise QueryError(name, "a place, report, project or indicator of the graph", "nothing of that name", step)


def _known(store: Store, iri: str) -> bool:
    return next(store.quads_for_pattern(_node(iri), None, None, None), None) is not None


def _spoken_of(store: Store, iri: str) -> bool:
    return next(store.quads_for_pattern(None, NamedNode(NS + "place"), _node(iri), None), None) is not None


def _offer(store: Store, at: Addresses) -> str:
    """Name the places most is said of, and some reports."""
    said = Counter(
        quad.object.value
        for quad in store.quads_for_pattern(None, NamedNode(NS + "place"), None, None)
        if isinstance(quad.object, NamedNode)
    )
    labels = _names(store)
    ranked = sorted((name for name in said if name in labels), key=lambda name: (-said[name], name))
    kinds = _kinds(store)
    reports = sorted(iri.removeprefix(at.report("")) for iri, kind in kinds.items() if kind == "report")
    offers = [labels[name] for name in ranked if kinds.get(name) == "place"][:3] + reports[:3]
    return f"try {', '.join(offers)}" if offers else "add a report with `kg add`, then `kg build`"


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise QueryError(iri, "an IRI", "something else", "give a name, a code or an IRI") from None


_LABELS = ("rdfs:label", "skos:prefLabel", "skos:altLabel")


def _predicate(curie: str) -> NamedNode:
    prefix, local = curie.split(":")
    return NamedNode(PREFIXES[prefix] + local)


def _labelled(store: Store, name: str) -> set[str]:
    found = set()
    for predicate in map(_predicate, _LABELS):
        for tag in ("zh", "en"):
            for quad in store.quads_for_pattern(None, predicate, Literal(name, language=tag), None):
                if isinstance(quad.subject, NamedNode):
                    found.add(quad.subject.value)
    return found


def _similar(store: Store, name: str) -> list[str]:
    """Return labels that hold the name or are held by it, those of places first."""
    kinds = _kinds(store)
    found: dict[str, bool] = {}
    for predicate in map(_predicate, _LABELS[:2]):
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                label = quad.object.value
                if name and label and (name in label or label in name):
                    found[label] = found.get(label, False) or kinds.get(quad.subject.value) == "place"
    return sorted(found, key=lambda label: (not found[label], label))


def _whole(store: Store, said: Mapping[str, "_Said"]) -> Graph:
    """Return statements and entities as nodes, their links as edges that carry their quotes."""
    kinds = _kinds(store)
    labels = _names(store)
    nodes = [
        Node(iri, kind, said[iri].label, said[iri].note)
        if iri in said
        else Node(iri, kind, labels.get(iri, iri.rpartition("/")[2]))
        for iri, kind in kinds.items()
    ]
    return network(nodes, _edges(store, kinds, {iri: each.quote for iri, each in said.items()}))


def _kinds(store: Store) -> dict[str, str]:
    found: dict[str, str] = {}
    for local, kind in KIND_OF.items():
        for quad in store.quads_for_pattern(None, _predicate("rdf:type"), NamedNode(NS + local), None):
            if isinstance(quad.subject, NamedNode):
                found.setdefault(quad.subject.value, kind)
    return found


def _names(store: Store) -> dict[str, str]:
    found: dict[str, str] = {}
    for predicate in map(_predicate, _LABELS[:2]):
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if (
                isinstance(quad.object, Literal)
                and quad.object.language == "zh"
                and isinstance(quad.subject, NamedNode)
            ):
                found.setdefault(quad.subject.value, quad.object.value)
    return found


_QUOTES = f"""
SELECT ?statement ?report ?quote ?start ?end ?words ?indicator ?project ?label ?period ?place WHERE {{
  ?statement <{NS}evidence> ?passage ; <{NS}inReport> ?report ; <{NS}asStated> ?words .
  ?passage <{NS}quote> ?quote ; <{NS}startOffset> ?start ; <{NS}endOffset> ?end
  OPTIONAL {{ ?statement <{NS}indicator>/<{PREFIXES["skos"]}prefLabel> ?indicator FILTER(LANG(?indicator) = "zh") }}
  OPTIONAL {{ ?statement <{NS}project>/<{PREFIXES["rdfs"]}label> ?project FILTER(LANG(?project) = "zh") }}
  OPTIONAL {{ ?statement <{PREFIXES["rdfs"]}label> ?label FILTER(LANG(?label) = "zh") }}
  OPTIONAL {{ ?statement <{NS}period> ?period }}
  OPTIONAL {{ ?statement <{NS}place>/<{PREFIXES["rdfs"]}label> ?place FILTER(LANG(?place) = "zh") }}
}}
"""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a statement says: of which subject, in which year, of which place, in which words of a report."""

    subject: str
    label: str
    year: str
    place: str
    quote: Quote

    @property
    def note(self) -> str:
        return " · ".join(filter(None, (self.year, self.place)))


def _said(store: Store, texts: Mapping[str, str]) -> dict[str, _Said]:
    """Return what each statement says: 「地区生产总值 增长8.5%左右」, 2019, 衡阳市, with its quote."""
    answer = read_answer(store.query(_QUOTES, use_default_graph_as_union=True))
    # Of a statement with several places or projects one row counts, and always the same one.
    rows = sorted([cell.value if isinstance(cell, NamedNode | Literal) else "" for cell in row] for row in answer.rows)
    found: dict[str, _Said] = {}
    for statement, report, quote, start, end, words, indicator, project, label, period, place in rows:
        if statement in found:
            continue
        report_name, year = report.rpartition("/")[2], period.rpartition("/")[2].replace("..", "–")
        before, after = _context(texts.get(report_name, ""), int(start), int(end))
        subject = "".join((label or indicator or project).split())
        name = " ".join(filter(None, (subject, "" if label else "".join(words.split()))))
        head = " ".join(filter(None, (year, name)))
        local = statement.rpartition("/")[2]
        evidence = Quote(report_name, quote, int(start), int(end), before, after, local, head)
        found[statement] = _Said(subject, name, year, place, evidence)
    return found


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """Cut the words around a quote, up to the ends of its sentence and 60 characters."""
    before = text[max(0, start - 60) : start]
    after = text[end : end + 60]
    cut = max(before.rfind(mark) for mark in "。！？\n")
    stop = min((i + 1 for mark in "。！？\n" if (i := after.find(mark)) >= 0), default=len(after))
    return before[cut + 1 :], after[:stop].rstrip("\n")


@cache
def _link_predicates() -> tuple[tuple[NamedNode, str], ...]:
    own = [(NamedNode(NS + local), local) for local in _LINKS if local != "containedInPlace"]
    return (*own, (_predicate("schema:containedInPlace"), "containedInPlace"))


def _edges(store: Store, kinds: dict[str, str], quotes: dict[str, Quote]) -> Iterator[Edge]:
    yield from _named_edges(store, kinds, quotes)
    for predicate, local in _link_predicates():
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
                continue
            source, target = quad.subject.value, quad.object.value
            if source not in kinds or target not in kinds or source == target:
                continue
            if local == "place" and kinds[source] not in _SITED:
                continue  # where it is named is told by the mentions of it
            if local == "about" and target in set(_told_apart(store, quad.subject)):
                continue
            # What two statements have to do with each other is read in the words of both.
            ends = (source, target) if local == "baseline" else (source,)
            evidence = tuple(quotes[end] for end in ends if end in quotes)
            words = _SITE if local == "place" and kinds[source] == "project" else _LINKS[local]
            yield Edge(source, target, local, words[0], evidence, *words[1:])


def _named_edges(store: Store, kinds: dict[str, str], quotes: dict[str, Quote]) -> Iterator[Edge]:
    """Yield a link from each thing to the place whose reports name it, and from organisations to what they take part in.

    The statements behind them, mentions and involvements, are the links' words, not nodes of their own.
    """
    for source_by, target_by, words in (("mentions", "place", _NAMED), ("agent", "involvedIn", _PART)):
        found: dict[tuple[str, str], list[Quote]] = {}
        targets = {
            quad.subject: quad.object for quad in store.quads_for_pattern(None, NamedNode(NS + target_by), None, None)
        }
        for quad in store.quads_for_pattern(None, NamedNode(NS + source_by), None, None):
            target = targets.get(quad.subject)
            if not isinstance(quad.object, NamedNode) or not isinstance(target, NamedNode):
                continue
            ends = (quad.object.value, target.value)
            if ends[0] in kinds and ends[1] in kinds and ends[0] != ends[1]:
                held = found.setdefault(ends, [])
                if isinstance(quad.subject, NamedNode) and quad.subject.value in quotes:
                    held.append(quotes[quad.subject.value])
        for (named, at), said in sorted(found.items()):
            evidence = tuple(sorted(said, key=lambda q: (q.report, q.start, q.end))[:_MOST_QUOTES])
            yield Edge(named, at, source_by, words[0], evidence, *words[1:])


def _told_apart(store: Store, statement: NamedNode) -> Iterator[str]:
    """Yield what a statement's other links lead to: about says nothing new of its place or project."""
    for local in ("place", "project"):
        for quad in store.quads_for_pattern(statement, NamedNode(NS + local), None, None):
            if isinstance(quad.object, NamedNode):
                yield quad.object.value
