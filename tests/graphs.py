"""Made-up islands for the explorer's tests, and a page of them as a site writes it."""

from pathlib import Path

from browser import HOSTILE

from kg import web
from kg.explorer.areas import ground
from kg.explorer.atlas import Atlas, atlas
from kg.explorer.model import Island, Link, Said, Section, Source, Thing
from kg.explorer.shards import overview, part, script, text
from kg.explorer.sheet import sheet
from kg.model import Span
from kg.project import Project
from kg.site import graph
from kg.site.assets import static
from kg.site.data import Site, open_site
from kg.site.kinds import render
from kg.site.links import Address, StaticLinks

WORDS = "一、工作安排\n𠮷野产业园今年建成投产，比亚迪投资10亿元。"


def made(place: str, things: list[Thing], pairs: list[tuple[int, int]]) -> Island:
    """An island whose links all rest on one sentence of one report."""
    source = Source(f"{place}-2020", "政府工作报告", place, 2020, WORDS, [Section("一", "一、工作安排", "plan")])
    home = Thing(f"place/{place}", "place", "某市")
    said = [
        Said(f"{place}-2020.{i:010x}", 0, "Action", Span(7, 18), Span(7, len(WORDS)), 0, 2020, "", "extracted", i + 1)
        for i, thing in enumerate(things)
        if thing.kind == "action"
    ]
    links = [Link(a + 1, b + 1, "names", (0,) if said else ()) for a, b in pairs]
    return Island(place, "某市", 0, [source], [home, *things], said, links)


def whole(islands: list[Island]) -> Atlas:
    """The picture of some islands."""
    return atlas([sheet(ground(island)) for island in islands])


def plain(count: int, linked: bool) -> Island:
    """So many places: each linked to the one before it, or none to any."""
    things = [Thing(f"place/430500.{i:05d}", "place", f"第{i}个地点") for i in range(count)]
    return made("430500", things, [(i, i + 1) for i in range(count - 1)] if linked else [])


def hostile() -> Island:
    """Names that a page must show as they are, each as a thing and as a statement."""
    things = [Thing(f"statement/430500-2020.{i:010x}", "action", name) for i, name in enumerate(HOSTILE)]
    things += [Thing(f"place/430500.x{i}", "place", name) for i, name in enumerate(HOSTILE)]
    return made("430500", things, [(i, i + len(HOSTILE)) for i in range(len(HOSTILE))] + [(0, i) for i in range(1, 5)])


def write_page(project: Project, out: Path, islands: list[Island] | None = None) -> Path:
    """Write the graph page of a project in both languages, or the same page over other islands; return its path."""
    with open_site(project) as site:
        if islands is not None:
            site.__dict__["atlas"] = whole(islands)
        return _write(site, out, islands)


def _write(site: Site, out: Path, islands: list[Island] | None) -> Path:
    files = dict(static())
    if islands is not None:
        files |= {"graph/atlas.js": script("atlas", overview(site.atlas)), "explorer.js": web.asset("explorer.js")}
        files |= {f"graph/{told['place']}.js": script("part", part(told)) for told in site.atlas.sheets}
        sources = [source for island in islands for source in island.sources]
        files |= {f"graph/text/{s.id}.js": script("text", text(s.id, s.text)) for s in sources}
    else:
        files |= {name: graph.content(site, name) for name in graph.names(site)}
    address = Address("graph")
    pages = {"graph.html": render(site, address, StaticLinks(address, "zh"))}
    pages["en/graph.html"] = render(site, address, StaticLinks(address, "en"))
    everything = {f"assets/{name}": data for name, data in files.items()} | {n: p.encode() for n, p in pages.items()}
    for name, data in everything.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return out / "graph.html"
