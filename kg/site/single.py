"""A whole site as one file that needs nothing beside it: for a mail, a stick, an archive.

It holds what is read: the first page, the reports, promises beside results, the years, things, what the pages are made
of. A promise's own page, the table and the graph are left to the folder: their statements are in the reports.
"""

import re
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup, escape

from kg.language import Language
from kg.site import search
from kg.site.assets import static
from kg.site.data import Site
from kg.site.kinds import KINDS
from kg.site.links import HOME, Address, SingleLinks
from kg.site.page import Body, Inline, frame
from kg.site.units import addresses

_HELD: Final = ("home", "report", "scorecard", "timeline", "map", "thing", "about")
_INDENT: Final = re.compile(r"\n\s+")
_TAG: Final = re.compile(r"<[a-z][^<>]*>")
_QUOTED: Final = re.compile(r"""="([^\s"'=<>`/]+|[^\s"'=<>`]*[^\s"'=<>`/])"(?=([\s>])|/>)""")
# A sign of a result, drawn a hundred times over.
_CHIP: Final = re.compile(
    r'<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">(<path d="[^"]*"/>)</svg>'
)


def single(site: Site, lang: Language = "zh") -> bytes:
    """Return the last build as one HTML file in a language. The same build gives the same bytes."""
    bodies = [(a, KINDS[a.kind].body(site, a.key, SingleLinks(a, lang), lang)) for a in _held(site)]
    sheets = [
        f'<section class="leaf" id="p={escape(address.path)}" data-title="{escape(body.title)}">'
        f"{body.html if address.kind == 'report' else _INDENT.sub(chr(10), body.html)}</section>"
        for address, body in bodies
    ]
    files = static()
    styles = dict.fromkeys(("site.css", *(name for _, body in bodies for name in body.styles), "single.css"))
    scripts = dict.fromkeys(("site.js", "single.js", *(name for _, body in bodies for name in body.scripts)))
    css = Markup("\n".join(files[name].decode() for name in styles))
    # What the search box looks in comes before the box; statements it finds in the reports of the file.
    data = ["const kgHeld=[];const kgData=(name,value)=>kgHeld.push([name,value]);"]
    data += [search.content(site, name).decode() for name in ("search/index.js", "search/things.js")]
    code = ["".join(data), *(files[name].decode() for name in scripts if name in files)]
    inline = Inline(css, tuple(Markup(script) for script in code))
    nav = tuple((Address(name), kind.nav) for name, kind in KINDS.items() if kind.nav and name in _HELD)
    whole = Body(bodies[0][1].title, Markup(_short(_drawn_once("\n".join(sheets)))), bodies[0][1].description)
    return frame(whole, SingleLinks(HOME, lang), site_title=site.title, nav=nav, inline=inline).encode()


def _held(site: Site) -> Iterator[Address]:
    """Yield the pages that are in the file, the first page first."""
    yield from (address for address in addresses(site, things=True) if address.kind in _HELD)


def _drawn_once(html: str) -> str:
    """Return pages in which each sign of a result is drawn once, and named wherever it stands."""
    names: dict[str, str] = {}

    def used(found: re.Match[str]) -> str:
        name = names.setdefault(found[1], f"r{len(names)}")
        return f"<svg width=16 height=16 aria-hidden=true><use href=#{name} /></svg>"

    short = _CHIP.sub(used, html)
    symbols = (f'<symbol id="{name}" viewBox="0 0 16 16">{path}</symbol>' for path, name in names.items())
    return f'<svg class="sprite" aria-hidden="true">{"".join(symbols)}</svg>{short}'


def _short(html: str) -> str:
    """Return the same elements in fewer bytes: no quotation marks around attributes that need none; Chinese as ``zh``."""
    return _TAG.sub(lambda tag: _QUOTED.sub(_bare, tag[0]).replace(" lang=zh-CN", " lang=zh"), html)


def _bare(found: re.Match[str]) -> str:
    return f"={found[1]}" if found[2] else f"={found[1]} "
