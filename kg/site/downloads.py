"""A thing as data: its own triples and those of the statements that name it, as Turtle, JSON-LD (W3C) or CSV."""

from collections.abc import Callable, Iterator
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.site.data import Site
from kg.table import to_csv

# Statements beyond this many are left to `kg export`: a report's place is named by all of them.
MOST: Final = 2000


def _triples(site: Site, key: str) -> Iterator[Triple]:
    iri = site.iri(key)
    names = [site.project.addresses.statement(name) for _, name in site.things[key].said[:MOST]]
    seen: set[Triple] = set()
    for subject in (*([iri] if iri else []), *names):
        for quad in site.store.quads_for_pattern(NamedNode(subject), None, None, None):
            seen.add(Triple(quad.subject, quad.predicate, quad.object))
    yield from sorted(seen, key=str)


def _prefixes(site: Site) -> dict[str, str]:
    return dict(sorted(site.project.addresses.prefixes().items()))


def _turtle(site: Site, key: str) -> bytes:
    written = serialize(_triples(site, key), format=RdfFormat.TURTLE, prefixes=_prefixes(site))
    assert written is not None
    return written


def _jsonld(site: Site, key: str) -> bytes:
    quads = (Quad(*triple) for triple in _triples(site, key))
    written = serialize(quads, format=RdfFormat.JSON_LD, prefixes=_prefixes(site))
    assert written is not None
    return written + b"\n"


def _csv(site: Site, key: str) -> bytes:
    return to_csv(dict(site.statements[name]) for _, name in site.things[key].said[:MOST]).encode()


# The ending of a file → its media type and what makes it.
FORMS: Final[dict[str, tuple[str, Callable[[Site, str], bytes]]]] = {
    "ttl": ("text/turtle", _turtle),
    "jsonld": ("application/ld+json", _jsonld),
    "csv": ("text/csv", _csv),
}


def download(site: Site, key: str, form: str) -> bytes:
    """Return a thing in one of ``FORMS``. Raises KeyError for a thing or a form that there is none of."""
    return FORMS[form][1](site, key)
