"""A thing that reports name: a project, a place, an organisation, an indicator, …, and what is said of it."""

from collections.abc import Iterable

from kg.language import Language
from kg.site.data import Site
from kg.site.links import Links
from kg.site.page import Body, fill


def keys(site: Site, report: str) -> Iterable[str]:
    """Yield the keys of the things that have a page of their own."""
    return (key for key in site.things if site.thing_address(key))


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the page of a thing by its key."""
    found = site.things[key]
    rows = [site.statements[name] for _, name in found.said]
    return Body(found.label(lang), fill("thing.html", lang, links, thing=found, rows=rows))
