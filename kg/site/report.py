"""A report: the full text with what was read in it, and beside it each statement with what it rests on."""

from kg.language import Language
from kg.site.data import Site
from kg.site.links import Links
from kg.site.page import Body, fill


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the page of a report by its id."""
    report = site.reports[key]
    return Body(report.title, fill("report.html", lang, links, report=report, rows=site.rows(key)))
