"""A report, its statements and the things without a page of their own as RDF, for addresses to lead to.

A thing with a page has its data beside it already (:mod:`kg.site.downloads`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.quads import node
from kg.site.data import Site
from kg.site.downloads import FORMS, told, written
from kg.site.links import HOME, Address, StaticLinks
from kg.site.page import environment
from kg.site.things import key_of

RDF: Final = ("ttl", "jsonld", "nt")


def of_report(site: Site, report: str) -> Iterator[tuple[str, bytes]]:
    """Yield what is said of a report itself – its text, how it was read, its doubts – in each form, beside its page."""
    at = site.project.addresses
    about = site.reports[report]
    notes = {
        q.subject.value
        for q in site.store.quads_for_pattern(
            None, node("rdf:type"), node("gwr:SourceNote"), NamedNode(at.graph(f"report-{report}"))
        )
        if isinstance(q.subject, NamedNode)
    }
    texts = (at.text(report, sha256) for sha256 in (about.sha256, *about.earlier))
    named = (at.report(report), *texts, at.curation(report), at.dataset(report), *sorted(notes))
    triples = list(told(site, *named))
    for form in RDF:
        yield f"report/{report}.{form}", written(triples, form, at.prefixes())


def of_statements(site: Site, report: str) -> Iterator[tuple[str, bytes]]:
    """Yield the statements of a report with their passages and what came of them, by the first digit of their names.

    So an address finds its file by a rule alone, and no file is large: ``statement/430400-2019/e.ttl``.
    """
    at = site.project.addresses
    graph = NamedNode(at.graph(f"report-{report}"))
    held = _assessments(site, report)
    parts: defaultdict[str, set[Triple]] = defaultdict(set)
    stem = at.statement(f"{report}.")
    passages = defaultdict[str, set[str]](set)
    for quad in site.store.quads_for_pattern(None, None, None, graph):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(stem):
            digit = quad.subject.value[len(stem)]
            parts[digit].add(Triple(quad.subject, quad.predicate, quad.object))
            if isinstance(quad.object, NamedNode) and "#char=" in quad.object.value:
                passages[digit].add(quad.object.value)
    for digit in sorted(parts):
        parts[digit].update(told(site, *sorted(passages[digit]), *held.get(digit, ())))
        yield f"statement/{report}/{digit}.ttl", written(parts[digit], "ttl", at.prefixes())


def _assessments(site: Site, report: str) -> Mapping[str, Sequence[str]]:
    """Return the addresses of the assessments of a report's promises by the first digit of the promise's name."""
    found = defaultdict[str, list[str]](list)
    at = site.project.addresses
    stem, graph = at.statement(f"{report}."), NamedNode(at.graph(f"assessment-{site.reports[report].place}"))
    for quad in site.store.quads_for_pattern(None, node("gwr:assesses"), None, graph):
        one, promise = quad.subject, quad.object
        if isinstance(one, NamedNode) and isinstance(promise, NamedNode) and promise.value.startswith(stem):
            found[promise.value[len(stem)]].append(one.value)
    return {digit: sorted(names) for digit, names in found.items()}


def small_things(site: Site, report: str) -> list[str]:
    """Return the things that one statement, of this report, names, and so have no page."""
    return [
        key
        for key, thing in site.things.items()
        if site.iri(key) and not site.thing_address(key) and thing.said[0][1].rpartition(".")[0] == report
    ]


def of_small_things(site: Site, report: str) -> Iterator[tuple[str, bytes]]:
    """Yield the things that one statement, of this report, names: a page that leads to their line, and their data."""
    for key in small_things(site, report):
        yield f"{key}.html", _leading(key, site.things[key].zh, *site.where(key))
        yield from ((f"{key}.{form}", FORMS[form][1](site, key)) for form in RDF)


def of_the_rest(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield what the graph knows and no statement names: merged things, wholes of phases, divisions around a place.

    The page of a merged thing leads to what it became, that of a whole to a part of it, any other to the first page.
    """
    at = site.project.addresses
    near = {name: node(f"dcterms:{name}") for name in ("isReplacedBy", "isPartOf")}
    for address in _unnamed(site):
        key, this = key_of(address, at), NamedNode(address)
        assert key is not None
        label = next((q.object for q in site.store.quads_for_pattern(this, node("rdfs:label"), None, None)), None)
        into = [q.object for q in site.store.quads_for_pattern(this, near["isReplacedBy"], None, None)]
        parts = [q.subject for q in site.store.quads_for_pattern(None, near["isPartOf"], this, None)]
        ends = sorted(end.value for end in (*into, *parts) if isinstance(end, NamedNode))
        keys = (site.heirs.get(found, found) for end in ends if (found := key_of(end, at)))
        where = next((site.where(found) for found in keys if found in site.things), (HOME, ""))
        yield f"{key}.html", _leading(key, label.value if isinstance(label, Literal) else key, *where)
        triples = {*told(site, address), *(t for end in ends for t in told(site, end) if t.object == this)}
        yield from ((f"{key}.{form}", written(triples, form, at.prefixes())) for form in RDF)


def _unnamed(site: Site) -> list[str]:
    """Return the addresses of the things of the graph that no statement names."""
    at = site.project.addresses
    graphs = ["reference", *(f"entities-{place}" for place in site.of_place)]
    found = {
        quad.subject.value
        for graph in graphs
        for quad in site.store.quads_for_pattern(None, None, None, NamedNode(at.graph(graph)))
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(f"{at.base}id/")
    }
    return sorted(address for address in found if (key := key_of(address, at)) and key not in site.things)


def _leading(key: str, name: str, address: Address, fragment: str) -> bytes:
    """Return a page that leads to another, in both languages."""
    links = StaticLinks(Address("thing", key), "zh")
    zh, en = links.to(address, fragment), links.to(address, fragment, "en")
    return environment("zh").get_template("moved.html").render(name=name, zh=zh, en=en).encode()
