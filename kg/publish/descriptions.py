"""A report, its statements and the things without a page of their own as RDF, for addresses to lead to.

A thing with a page has its data beside it already (:mod:`kg.site.downloads`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode, Triple

from kg.quads import node
from kg.site.data import Site
from kg.site.downloads import FORMS, told, written
from kg.site.links import HOME, StaticLinks
from kg.site.page import environment

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
        thing = site.things[key]
        links = StaticLinks(HOME._replace(kind="thing", key=key), "zh")
        address, fragment = site.where(key)
        page = (
            environment()
            .get_template("moved.html")
            .render(name=thing.zh, zh=links.to(address, fragment), en=links.to(address, fragment, "en"))
        )
        yield f"{key}.html", page.encode()
        yield from ((f"{key}.{form}", FORMS[form][1](site, key)) for form in RDF)
