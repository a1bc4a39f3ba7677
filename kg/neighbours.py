"""Store → the graph around one entity, in the words readers use, for ``kg graph``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Store

from kg.answer import read_answer
from kg.errors import QueryError
from kg.language import Language
from kg.network import Edge, Graph, Node, Quote, neighbourhood, network
from kg.terms import DEF, NS, PREFIXES, Addresses

_KINDS = {
    "AdministrativeDivision": "place",
    "Place": "place",
    "Project": "project",
    "Report": "report",
    "Indicator": "indicator",
    "Programme": "programme",
    "Agency": "organisation",
    "Enterprise": "organisation",
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
_LINKS = {
    "place": ("地点", "place"),
    "about": ("关于", "about"),
    "indicator": ("指标", "indicator"),
    "project": ("项目", "project"),
    "baseline": ("上年实绩", "result of the year before"),
    "containedInPlace": ("位于", "in"),
}


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
    lang: Language = "zh",
) -> Found:
    """Return the graph around an entity named by its IRI, prefixed name, code, or label.

    ``texts`` are the reports' texts by id, from which the words around each quote are cut. Raises QueryError where
    nothing or several things have that name.
    """
    centre = _resolve(store, name, at)
    graph = _whole(store, texts, lang)
    if centre not in graph:
        raise QueryError(name, "an entity with links", "one without", "try the place or report it belongs to")
    near, hidden = neighbourhood(_without_detours(graph, centre), centre, hops, limit)
    label: str = graph.nodes[centre]["node"].label
    return Found(near, centre, label, hidden)


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
        if " " not in iri and next(store.quads_for_pattern(_node(iri), None, None, None), None):
            return iri
    found = sorted(_labelled(store, name))
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(name, "the name of one thing", f"{len(found)}: {', '.join(found[:3])}", "give its IRI")
    near = sorted(_similar(store, name))[:3]
    step = (
        f"did you mean {', '.join(near)}?" if near else "see names with `kg query projects/life-cycle` or give an IRI"
    )
    raise QueryError(name, "a place, report, project or indicator of the graph", "nothing of that name", step)


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


def _similar(store: Store, name: str) -> set[str]:
    return {
        quad.object.value
        for predicate in map(_predicate, _LABELS[:2])
        for quad in store.quads_for_pattern(None, predicate, None, None)
        if isinstance(quad.object, Literal) and name and (name in quad.object.value or quad.object.value in name)
    }


def _whole(store: Store, texts: Mapping[str, str], lang: Language) -> Graph:
    """Return statements and entities as nodes, their links as edges that carry their quotes."""
    kinds = _kinds(store)
    labels = _names(store)
    quotes = _quotes(store, texts)
    nodes = {
        iri: Node(
            iri,
            kind,
            quotes[iri].words if iri in quotes else labels.get(iri, iri.rpartition("/")[2]),
            _note(iri, quotes),
        )
        for iri, kind in kinds.items()
    }
    return network(nodes.values(), _edges(store, kinds, quotes, lang))


def _kinds(store: Store) -> dict[str, str]:
    found: dict[str, str] = {}
    for local, kind in _KINDS.items():
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
SELECT ?statement ?report ?quote ?start ?end ?words ?indicator ?project ?label WHERE {{
  ?statement <{NS}evidence> ?passage ; <{NS}inReport> ?report ; <{NS}asStated> ?words .
  ?passage <{NS}quote> ?quote ; <{NS}startOffset> ?start ; <{NS}endOffset> ?end
  OPTIONAL {{ ?statement <{NS}indicator>/<{PREFIXES["skos"]}prefLabel> ?indicator FILTER(LANG(?indicator) = "zh") }}
  OPTIONAL {{ ?statement <{NS}project>/<{PREFIXES["rdfs"]}label> ?project FILTER(LANG(?project) = "zh") }}
  OPTIONAL {{ ?statement <{PREFIXES["rdfs"]}label> ?label FILTER(LANG(?label) = "zh") }}
}}
"""


def _quotes(store: Store, texts: Mapping[str, str]) -> dict[str, Quote]:
    """Return each statement's quote, headed by what it says: 「地区生产总值 增长8.5%左右」."""
    answer = read_answer(store.query(_QUOTES, use_default_graph_as_union=True))
    found: dict[str, Quote] = {}
    for row in answer.rows:
        statement, report, quote, start, end, words, indicator, project, label = (
            cell.value if isinstance(cell, NamedNode | Literal) else "" for cell in row
        )
        name = report.rpartition("/")[2]
        before, after = _context(texts.get(name, ""), int(start), int(end))
        said = " ".join("".join(w.split()) for w in (label or indicator or project, "" if label else words) if w)
        found[statement] = Quote(name, quote, int(start), int(end), before, after, statement.rpartition("/")[2], said)
    return found


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    """Cut the words around a quote, up to the ends of its sentence and 60 characters."""
    before = text[max(0, start - 60) : start]
    after = text[end : end + 60]
    cut = max(before.rfind(mark) for mark in "。！？\n")
    stop = min((i + 1 for mark in "。！？\n" if (i := after.find(mark)) >= 0), default=len(after))
    return before[cut + 1 :], after[:stop].rstrip("\n")


def _note(iri: str, quotes: dict[str, Quote]) -> str:
    return " ".join(quotes[iri].quote.split()) if iri in quotes else ""


@cache
def _link_predicates() -> tuple[tuple[NamedNode, str], ...]:
    own = [(NamedNode(NS + local), local) for local in _LINKS if local != "containedInPlace"]
    return (*own, (_predicate("schema:containedInPlace"), "containedInPlace"))


def _edges(store: Store, kinds: dict[str, str], quotes: dict[str, Quote], lang: Language) -> Iterator[Edge]:
    for predicate, local in _link_predicates():
        for quad in store.quads_for_pattern(None, predicate, None, None):
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
                continue
            source, target = quad.subject.value, quad.object.value
            if source not in kinds or target not in kinds or source == target:
                continue
            if local == "about" and target in set(_told_apart(store, quad.subject)):
                continue
            evidence = (quotes[source],) if source in quotes else ()
            yield Edge(source, target, local, _LINKS[local][0 if lang == "zh" else 1], evidence)


def _told_apart(store: Store, statement: NamedNode) -> Iterator[str]:
    """Yield what a statement's other links lead to: about says nothing new of its place or project."""
    for local in ("place", "project"):
        for quad in store.quads_for_pattern(statement, NamedNode(NS + local), None, None):
            if isinstance(quad.object, NamedNode):
                yield quad.object.value
