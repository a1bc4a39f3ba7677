"""VoID (https://www.w3.org/TR/void/): how much a graph holds, by class and property, and how it is linked with others."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, QuerySolutions

from kg.publish.triples import Triples, text, typed
from kg.site.data import Site
from kg.terms import DEF, PREFIXES

WELL_KNOWN: Final = ".well-known/void"
FILE: Final = "void.ttl"
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
# What is counted of the union of all graphs: one number each, and a number for each class and property.
TOTALS: Final = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
}
PARTS: Final = {
    "classes": f"SELECT ?key (COUNT(DISTINCT ?s) AS ?n) {{ ?s {_TYPE} ?key FILTER(isIRI(?key)) }} GROUP BY ?key",
    "properties": "SELECT ?key (COUNT(*) AS ?n) { ?s ?key ?o } GROUP BY ?key",
}
_PARTITIONS: Final = (
    ("classPartition", "classes", "class", "entities"),
    ("propertyPartition", "properties", "property", "triples"),
)

Counts = Mapping[str, Mapping[str, int]]


def short(iri: str) -> str:
    """Return what names an address within a document: 12 hex digits of its SHA-256."""
    return hashlib.sha256(iri.encode()).hexdigest()[:12]


def tell_counts(said: Triples, this: str, base: str, counts: Counts) -> None:
    """Say the counts of a data set: the totals, and its partitions as fragments of ``base``.

    ``counts`` has totals by their name in VoID under ``all``, numbers by IRI under ``classes`` and ``properties``.
    """
    said.a(this, "void:Dataset")
    said.say(this, "void:vocabulary", PREFIXES["gwr"], DEF)
    for name, count in counts["all"].items():
        said.say(this, f"void:{name}", typed(count, "integer"))
    for name, inside, about, unit in _PARTITIONS:
        for iri, count in counts[inside].items():
            part = f"{base}#{about}-{short(iri)}"
            said.say(this, f"void:{name}", part)
            said.a(part, "void:Dataset")
            said.say(part, f"void:{about}", iri)
            said.say(part, f"void:{unit}", typed(count, "integer"))


def counted(site: Site) -> Counts:
    """Count a build."""
    found: dict[str, dict[str, int]] = {
        name: {row[0].value: int(row[1].value) for row in _rows(site, query)} for name, query in PARTS.items()
    }
    totals = {name: int(next(iter(_rows(site, query)))[0].value) for name, query in TOTALS.items()}
    totals |= {name: len(found[name]) for name in PARTS}
    space = f"{site.project.base_iri}id/"
    things = f'SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s {_TYPE} ?c FILTER(STRSTARTS(STR(?s), "{space}")) }}'
    totals["entities"] = int(next(iter(_rows(site, things)))[0].value)
    return found | {"all": totals}


def of_graphs(site: Site) -> Mapping[str, int]:
    """Return how many triples each named graph has, by its name (``report-430400-2019``)."""
    stem = site.project.addresses.graph("")
    rows = _rows(site, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return dict(sorted((row[0].value.removeprefix(stem), int(row[1].value)) for row in rows))


def _rows(site: Site, query: str) -> QuerySolutions:
    found = site.store.query(query, use_default_graph_as_union="GRAPH" not in query)
    assert isinstance(found, QuerySolutions)
    return found


def tell_linksets(said: Triples, site: Site, this: str) -> int:
    """Say which links the graph ``links`` holds: one linkset for each property and target; return how many links."""
    groups = defaultdict[tuple[str, str], list[str]](list)
    links = NamedNode(site.project.addresses.graph("links"))
    for quad in site.store.quads_for_pattern(None, None, None, links):
        if isinstance(quad.object, NamedNode) and isinstance(quad.predicate, NamedNode):
            host = urlsplit(quad.object.value).netloc
            if host and not quad.object.value.startswith((site.project.base_iri, PREFIXES["gwr"], DEF)):
                groups[quad.predicate.value, host].append(quad.object.value)
    for (predicate, host), objects in groups.items():
        linkset, target = f"{this}#links-{short(predicate + host)}", f"{this}#target-{short(host)}"
        said.a(linkset, "void:Linkset")
        said.say(this, "void:subset", linkset)
        said.say(linkset, "void:linkPredicate", predicate)
        said.say(linkset, "void:subjectsTarget", this)
        said.say(linkset, "void:objectsTarget", target)
        said.say(linkset, "void:triples", typed(len(objects), "integer"))
        said.a(target, "void:Dataset")
        said.say(target, "dcterms:title", text(host))
    of_host = defaultdict[str, list[str]](list)
    for (_, host), objects in groups.items():
        of_host[host] += objects
    for host, objects in of_host.items():
        said.say(f"{this}#target-{short(host)}", "void:uriSpace", text(_space(objects)))
    return sum(len(objects) for objects in groups.values())


def _space(iris: list[str]) -> str:
    """Return what addresses begin with alike, up to a slash or a number sign."""
    first, last = min(iris), max(iris)
    alike = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    start = first[:alike]
    cut = max(start.rfind("/"), start.rfind("#"))
    return start[: cut + 1]
