"""Every page of a site → a folder of files."""

from collections.abc import Iterator
from pathlib import Path

from kg.files import write_all
from kg.site import search, shards
from kg.site.assets import static
from kg.site.data import Site
from kg.site.downloads import FORMS, download
from kg.site.kinds import KINDS, render
from kg.site.links import Address, StaticLinks


def addresses(site: Site) -> Iterator[Address]:
    """Yield the address of every page, kind by kind."""
    for name, kind in KINDS.items():
        for report in site.reports if kind.of in ("report", "place") else ("",):
            for key in kind.keys(site, report):
                yield Address(name, key)


def write_site(site: Site, out: Path) -> int:
    """Write the pages in both languages and what they share; return the number of files."""
    files = {}
    for address in addresses(site):
        for lang in ("zh", "en"):
            links = StaticLinks(address, lang)
            files[out / links.path(address)] = render(site, address, links).encode()
    files |= {out / "assets" / name: data for name, data in static().items()}
    files |= {out / "assets" / name: search.shard(site, name) for name in search.names(site)}
    files |= {
        out / f"{address.key}.{form}": download(site, address.key, form)
        for address in addresses(site)
        if address.kind == "thing" and site.iri(address.key)
        for form in FORMS
    }
    files |= {out / "assets" / name: shards.content(site, name) for name in shards.names(site)}
    write_all(files)
    return len(files)
