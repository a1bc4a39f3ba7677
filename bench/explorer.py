"""The graph page at work, beside pyvis: the first view, and dragging, with so many things in the data.

usage: python bench/explorer.py [--sizes 1000,10000,30000] [--seconds 2.5] [--no-stock]     (in a built project)

Each size is a made-up graph of communities in places of about 1,000 things; ``real`` is the project's own. Every page
is opened from a file in a Chromium without hardware WebGL, the network refused. For the explorer: seconds to the first
view and frames a second while the mouse drags it, then both with every thing drawn one by one (``all``). Beside it
pyvis with the same places and no simulation, and, unless ``--no-stock``, pyvis as it comes with 1,000 things. The
ratios at the end are pyvis' first picture to ours.
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from renderers import FLAGS, generated, measured, pyvis_page

from kg import web
from kg.explorer.areas import ground
from kg.explorer.atlas import Atlas, atlas
from kg.explorer.model import Island, Link, Said, Section, Source, Thing
from kg.explorer.shards import overview, part, script, text
from kg.explorer.sheet import sheet
from kg.model import Span
from kg.places import children
from kg.project import find_project
from kg.site import Address, StaticLinks, open_site, render
from kg.site.assets import static
from kg.site.data import Site

AIMS = {1000: (0.5, 50), 10000: (1, 30), 30000: (2, 15)}
KINDS = ("place", "project", "organisation", "action", "target", "outcome")
WORDS = "今年安排的一件事情。" * 40


def island(place: str, count: int, rng: random.Random) -> Island:
    """Return so many things of one place in communities with hubs, every link resting on a statement."""
    source = Source(f"{place}-2020", "政府工作报告", place, 2020, WORDS, [Section("一", "一、工作安排", "plan")])
    things = [Thing(f"place/{place}", "place", place)]
    things += [Thing(f"thing/{place}.{i}", KINDS[i % 6], f"{place}的第{i}件事") for i in range(1, count)]
    said = [
        Said(f"{place}-2020.{i:010x}", 0, "Mention", Span(10 * (i % 40), 10 * (i % 40) + 5), Span(0, 400), 0, 2020, "",
             "extracted", -1)
        for i in range(count)
    ]  # fmt: skip
    groups = max(2, count // 50)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < 1.6 * count:
        a = rng.randrange(1, count)
        b = (
            int(count * rng.random() ** 3) // groups * groups + a % groups
            if rng.random() < 0.93
            else rng.randrange(count)
        )
        if 0 < b < count and a != b:
            pairs.add((min(a, b), max(a, b)))
    links = [Link(a, b, "names", (a,)) for a, b in sorted(pairs)] + [Link(i, 0, "home", (i,)) for i in range(1, count)]
    return Island(place, f"第{place}地", 0, [source], things, said, links)


def made(size: int) -> tuple[Atlas, list[Source]]:
    """Return the picture of so many things, about 1,000 a place, and the reports they are in."""
    codes = [c.code for province in children("cn") for c in children(province.code)][: max(1, size // 1000)]
    rng = random.Random(7)
    islands = [island(code, size // len(codes), rng) for code in codes]
    return atlas([sheet(ground(each)) for each in islands]), [s for each in islands for s in each.sources]


def write_page(site: Site, out: Path, sources: list[Source]) -> Path:
    """Write the graph page with its data; return its path."""
    files = dict(static()) | {"explorer.js": web.asset("explorer.js")}
    files["graph/atlas.js"] = script("atlas", overview(site.atlas))
    files |= {f"graph/{told['place']}.js": script("part", part(told)) for told in site.atlas.sheets}
    files |= {f"graph/text/{s.id}.js": script("text", text(s.id, s.text)) for s in sources}
    for name, data in files.items():
        path = out / "assets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    address = Address("graph")
    path = out / "graph.html"
    path.write_text(render(site, address, StaticLinks(address, "zh")), encoding="utf-8")
    return path


def show(name: str, what: str, found: tuple[float, float, float], aim: tuple[float, float] | None = None) -> None:
    first, drag, wheel = found
    told = f"aim {aim[0]} s, {aim[1]} fps" if aim else ""
    print(f"{name:18} {what:24} {first:8.2f} {drag:9.1f} {wheel:9.1f}  {told}", flush=True)


def as_plain(picture: Atlas) -> Mapping[str, Any]:
    """Return the same things, links and places for pyvis."""
    nodes, edges, at = [], [], 0
    for told, (dx, dy) in zip(picture.sheets, picture.shifts, strict=True):
        things, links = told["things"], told["links"]
        columns = (things[k] for k in ("x", "y", "label"))
        nodes += [
            {"x": x + dx, "y": y + dy, "name": label, "color": "#1c6a8c"} for x, y, label in zip(*columns, strict=True)
        ]
        named = zip(links["a"], links["b"], links["kind"], strict=True)
        edges += [(at + a, at + b) for a, b, kind in named if kind > 1]
        at += len(things["x"])
    return {"nodes": nodes, "edges": edges}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,30000")
    parser.add_argument("--seconds", type=float, default=2.5)
    parser.add_argument("--no-stock", action="store_true")
    args = parser.parse_args()
    from playwright.sync_api import sync_playwright

    project = find_project(Path())
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if executable is None:
        sys.exit("bench/explorer.py: expected a Chromium, found none; apt-get install chromium")
    ratios = []
    print(f"{'things in the data':18} {'page':24} {'first s':>8} {'drag fps':>9} {'wheel fps':>9}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        for size in (int(n) for n in args.sizes.split(",")):
            folder = Path(name) / str(size)
            site = open_site(project)
            site.__dict__["atlas"], sources = made(size)
            page = write_page(site, folder, sources)
            ready = "window.kgExplorer && kgExplorer.ready"
            first = measured(browser, page, args.seconds, when=ready)
            show(f"{size:,}", "explorer", first, AIMS.get(size))
            show(f"{size:,}", "explorer, all", measured(browser, page, args.seconds, when=ready, fragment="#all=1"))
            peer = measured(browser, pyvis_page(folder, as_plain(site.atlas), places=True), args.seconds, 300)
            show(f"{size:,}", "pyvis, our places", peer)
            ratios.append(f"{size:,} things: pyvis with our places takes {peer[0] / first[0]:.1f} times as long")
        site = open_site(project)
        count = sum(len(told["things"]["x"]) for told in site.atlas.sheets)
        folder = Path(name) / "real"
        sources = [Source(r.id, r.title, r.place, r.plan, r.text) for r in site.reports.values()]
        page = write_page(site, folder, sources)
        for what, fragment in (("explorer", ""), ("explorer, all", "#all=1")):
            show(f"{count:,} real", what, measured(browser, page, args.seconds, when=ready, fragment=fragment))
        if not args.no_stock:
            page = pyvis_page(Path(name), generated(1000), places=False)
            stock = measured(browser, page, args.seconds, 600)
            show("1,000", "pyvis as it comes", stock)
            ratios.append(f"1,000 things: pyvis as it comes takes {stock[0]:.1f} s to its first settled picture")
        browser.close()
    print("\n".join(ratios))


if __name__ == "__main__":
    main()
