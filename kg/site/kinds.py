"""The kinds of page, in order of the navigation. A new kind is one module with a function ``body`` and one entry here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from kg.language import Language
from kg.site import about, graph, home, map, promise, report, schema, scorecard, table, thing, timeline
from kg.site.data import Site
from kg.site.links import Address, Links
from kg.site.page import Body, frame


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page.

    ``body`` makes one of it; ``keys`` names all that there are. ``of`` says what a page changes with: ``report`` (then
    ``keys`` is asked for each report's id, and yields keys that begin with it), ``place`` (the same, but any report of its
    place may change it), ``thing`` (its own statements), or ``site`` (anything). ``nav`` is the key of its word in the navigation, None where it is not in it.
    """

    body: Callable[[Site, str, Links, Language], Body]
    keys: Callable[[Site, str], Iterable[str]] = lambda site, report: ("",)
    of: Literal["site", "place", "report", "thing"] = "site"
    nav: str | None = None


KINDS: Final[dict[str, Kind]] = {
    "home": Kind(home.body, nav="nav-home"),
    "report": Kind(report.body, keys=lambda site, report: (report,), of="report"),
    "promise": Kind(promise.body, keys=promise.keys, of="place"),
    "scorecard": Kind(scorecard.body, keys=scorecard.keys, nav="nav-scorecard"),
    "graph": Kind(graph.body, nav="nav-graph"),
    "timeline": Kind(timeline.body, keys=timeline.keys, nav="nav-timeline"),
    "map": Kind(map.body, nav="nav-map"),
    "table": Kind(table.body, keys=table.keys, nav="nav-table"),
    "schema": Kind(schema.body, nav="nav-schema"),
    "about": Kind(about.body, nav="nav-about"),
    "thing": Kind(thing.body, keys=thing.keys, of="thing"),
}


def render(site: Site, address: Address, links: Links) -> str:
    """Return a page as HTML. Raises KeyError for a kind or a key that there is none of."""
    return framed(KINDS[address.kind].body(site, address.key, links, links.lang), site, links)


def framed(body: Body, site: Site, links: Links) -> str:
    """Return a page in the frame of a site, with its navigation."""
    nav = tuple((Address(name), kind.nav) for name, kind in KINDS.items() if kind.nav)
    return frame(body, links, site_title=site.title, nav=(*nav, *site.also))
