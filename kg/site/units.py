"""The work of a site in pieces: what is made together, from what, and whether that has changed.

A unit is a place with its reports (their pages, the promises, the place's own pages and data), one thing, or what
concerns everything. Its fingerprint is over all that its files are made of; equal fingerprints, equal bytes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Final

from kg.assess.realised import FOLDER as REALISED
from kg.language import Language
from kg.report import report_folder
from kg.site import graph, search, shards
from kg.site.assets import static
from kg.site.briefs import Named
from kg.site.data import Site
from kg.site.downloads import FORMS, download
from kg.site.inputs import code, files_in, fingerprint
from kg.site.kinds import KINDS, render
from kg.site.links import Address, StaticLinks

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
WHOLE: Final = "site"


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of work: ``place/430400``, ``thing/project/430400.byd`` or ``site``, and the fingerprint of its inputs."""

    name: str
    fingerprint: str


def units(site: Site) -> Iterator[Unit]:
    """Yield every unit of a site with its fingerprint."""
    common = fingerprint(
        code(),
        site.project.title,
        site.project.base_iri,
        site.project.publisher,
        site.project.licence,
        site.manifest.get("withheld"),
        site.also,
    )
    realised = files_in(site.project.root / "data" / REALISED)
    places = list(site.of_place)
    for place in places:
        yield Unit(f"place/{place}", fingerprint(common, realised, places, _place(site, place)))
    parts = _parts(site)
    for key in site.things:
        if site.thing_address(key):
            yield Unit(f"thing/{key}", fingerprint(common, _thing(site, key, parts[key])))
    yield Unit(WHOLE, fingerprint(common, realised, site.content_hash, list(site.reports)))


def _place(site: Site, place: str) -> Iterator[object]:
    keys: set[str] = set()
    for report in site.of_place[place]:
        yield [table.digest(report.id) for table in site.slices.values()]
        yield files_in(report_folder(site.project, report.id))
        keys |= site.briefs[report.id].things.keys()
    yield site.held_at(place)
    yield [_told(site, key) for key in sorted(keys)]


def _parts(site: Site) -> dict[str, list[tuple[str, Named]]]:
    """Return what each report says of each thing, with the report's id."""
    found = defaultdict[str, list[tuple[str, Named]]](list)
    for report, brief in site.briefs.items():
        for key, one in brief.things.items():
            found[site.heirs.get(key, key)].append((report, one))
    return found


def _thing(site: Site, key: str, parts: list[tuple[str, Named]]) -> Iterator[object]:
    yield key
    yield [astuple(one) for one in site.elsewhere(key)]
    code = key.removeprefix("place/")
    own = site.of_place.get(code, ()) if code != key else ()
    yield [(report.id, dict(site.briefs[report.id].classes)) for report in own]
    yield bool(own and site.held_at(code)), len(site.of_place) > 1
    for report, part in parts:
        yield report, site.reports[report].sha256, part.digest, [_told(site, near) for near in part.near]


def _told(site: Site, key: str) -> tuple[str, str, bool]:
    """Return what other pages say of a thing: its key, its name, whether it has a page."""
    key = site.heirs.get(key, key)
    return key, site.things[key].zh, site.thing_address(key) is not None


def make(site: Site, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a unit: path from the root of the site, and content."""
    kind, _, key = name.partition("/")
    if kind == "thing":
        yield from _pages(site, Address("thing", key))
        if site.iri(key):
            yield from ((f"{key}.{form}", download(site, key, form)) for form in FORMS)
        return
    part = site.only(key) if kind == "place" else site
    # Asked of the unit's own reports alone: the names of promises are in their statements.
    own = [report.id for report in site.of_place[key]] if kind == "place" else []
    for address in addresses(site, reports=own):
        if unit_of(site, address) == name:
            yield from _pages(part, address)
    for module in (search, shards, graph):
        for shard in module.names(site):
            if _shard_of(site, shard) == name:
                yield f"assets/{shard}", module.content(part, shard)
    if name == WHOLE:
        yield from ((f"assets/{file}", data) for file, data in static().items())


def _pages(site: Site, address: Address) -> Iterator[tuple[str, bytes]]:
    for lang in LANGUAGES:
        links = StaticLinks(address, lang)
        yield links.path(address), render(site, address, links).encode()


def addresses(site: Site, *, things: bool = False, reports: Iterable[str] | None = None) -> Iterator[Address]:
    """Yield the address of every page, kind by kind; those of things where they are asked for.

    With ``reports`` the pages that belong to a report are those of these reports alone.
    """
    chosen = list(site.reports if reports is None else reports)
    for name, kind in KINDS.items():
        if kind.of == "thing" and not things:
            continue
        for report in chosen if kind.of in ("report", "place") else ("",):
            for key in kind.keys(site, report):
                yield Address(name, key)


def unit_of(site: Site, address: Address) -> str:
    """Return the unit that a page is made in."""
    if address.kind == "thing":
        return f"thing/{address.key}"
    report = address.key.partition("/")[0]
    if report in site.reports:
        return f"place/{site.reports[report].place}"
    return f"place/{report}" if report in site.of_place else WHOLE


def _shard_of(site: Site, name: str) -> str:
    stem = name.rpartition("/")[2].partition(".")[0].removeprefix("scorecard-")
    if stem in site.reports:
        return f"place/{site.reports[stem].place}"
    return f"place/{stem}" if stem in site.of_place else WHOLE
