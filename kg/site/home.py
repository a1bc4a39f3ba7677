"""The first page: what there is, where to begin."""

from kg.language import Language
from kg.site.data import Site
from kg.site.links import Links
from kg.site.page import Body, fill, half


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the first page."""
    return Body(half(site.title, lang), fill("home.html", lang, links, site=site))
