"""A thing as data: its own triples and those of the statements that name it, as Turtle, JSON-LD, N-Triples (W3C) or CSV."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.site.data import Site
from kg.table import to_csv

# Statements beyond this many are left to `kg export`: a report's place is named by all of them.
MOST: Final = 2000


def told(site: Site, *addresses: str) -> Iterator[Triple]:
    """Yield what the graph says of some addresses."""
    for address in addresses:
        for quad in site.store.quads_for_pattern(NamedNode(address), None, None, None):
            yield Triple(quad.subject, quad.predicate, quad.object)


def _triples(site: Site, key: str) -> Iterator[Triple]:
    iri = site.iri(key)
    names = [site.project.addresses.statement(name) for _, name in site.things[key].said[:MOST]]
    yield from told(site, *([iri] if iri else []), *names)


def written(triples: Iterable[Triple], form: str, known: Mapping[str, str]) -> bytes:
    """Return triples, each once and in order, as ``ttl``, ``jsonld`` or ``nt`` (W3C Turtle, JSON-LD, N-Triples).

    ``known`` are the prefixes that Turtle and JSON-LD may use.
    """
    ordered = sorted(set(triples), key=str)
    prefixes = dict(sorted(known.items())) if form != "nt" else None
    if form == "jsonld":  # the writer takes it for a form of datasets
        made = serialize((Quad(*triple) for triple in ordered), format=RdfFormat.JSON_LD, prefixes=prefixes)
        return (made or b"") + b"\n"
    made = serialize(ordered, format=RdfFormat.TURTLE if form == "ttl" else RdfFormat.N_TRIPLES, prefixes=prefixes)
    return made or b""


def _rdf(form: str) -> Callable[[Site, str], bytes]:
    return lambda site, key: written(_triples(site, key), form, site.project.addresses.prefixes())


def _csv(site: Site, key: str) -> bytes:
    return to_csv(dict(site.statements[name]) for _, name in site.things[key].said[:MOST]).encode()


# The ending of a file → its media type and what makes it.
FORMS: Final[dict[str, tuple[str, Callable[[Site, str], bytes]]]] = {
    "ttl": ("text/turtle", _rdf("ttl")),
    "jsonld": ("application/ld+json", _rdf("jsonld")),
    "nt": ("application/n-triples", _rdf("nt")),
    "csv": ("text/csv", _csv),
}


def download(site: Site, key: str, form: str) -> bytes:
    """Return a thing in one of ``FORMS``. Raises KeyError for a thing or a form that there is none of."""
    return FORMS[form][1](site, key)
