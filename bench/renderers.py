"""Which library draws the explorer: sigma.js 3 and force-graph beside pyvis, in a Chromium without hardware WebGL.

usage: python bench/renderers.py [--sizes 1000,10000,30000] [--seconds 2.5] [--pyvis]

Fetches the two libraries by npm into a temporary folder, bundles each with its small page in ``bench/renderers/``,
opens it from a file with the network refused, and prints for each graph: seconds to the first picture, frames a
second while the mouse drags, while the wheel turns, and the bundle's size. All draw the same nodes at the same places
(communities found and set by ``kg.explorer``). ``--pyvis`` adds pyvis as it comes (1,000 nodes) and with our places. The
explorer's own page, on made-up and real graphs, is measured by ``bench/explorer.py``.
"""

import argparse
import json
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "renderers"
PACKAGES = {"force-graph": "1.52.0", "sigma": "3.0.3", "graphology": "0.26.0", "esbuild": "0.28.2"}
COLOURS = ("#1c6a8c", "#6a4fa3", "#b0560a", "#857000", "#b02a57", "#2c7a3f")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--enable-unsafe-swiftshader")
FRAMES = """(ms) => new Promise((done) => {
  let n = 0; const start = performance.now();
  const step = () => { n += 1; performance.now() - start < ms ? requestAnimationFrame(step) : done(1000 * n / (performance.now() - start)); };
  requestAnimationFrame(step);
})"""


def generated(size: int, seed: int = 7) -> dict[str, Any]:
    """Return nodes in planted communities with hubs, about 1.6 links a node, at places of the explorer's own layout."""
    rng = random.Random(seed)
    groups = max(4, size // 60)
    of = [rng.randrange(groups) for _ in range(size)]
    members: dict[int, list[int]] = {g: [] for g in range(groups)}
    for node, group in enumerate(of):
        members[group].append(node)
    edges = set()
    while len(edges) < int(1.6 * size):
        a = rng.randrange(size)
        near = members[of[a]]
        b = near[int(len(near) * rng.random() ** 3)] if rng.random() < 0.92 else rng.randrange(size)
        if a != b:
            edges.add((min(a, b), max(a, b)))
    from kg.explorer.layout import layout

    places = layout(size, sorted(edges)).places
    nodes = [
        {"x": x, "y": y, "color": COLOURS[g % 6], "name": f"第{i}个"}
        for i, ((x, y), g) in enumerate(zip(places, of, strict=True))
    ]
    return {"nodes": nodes, "edges": sorted(edges)}


def bundles(folder: Path) -> Mapping[str, Path]:
    """Install the libraries and bundle a page's script with each; return the scripts by library."""
    for page in HERE.glob("*.js"):
        shutil.copy(page, folder)
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": PACKAGES}), encoding="utf-8")
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
    esbuild = folder / "node_modules" / ".bin" / "esbuild"
    found = {}
    for name in ("force-graph", "sigma"):
        out = folder / "out" / f"{name}.js"
        command = [str(esbuild), f"{name}.js", "--bundle", "--minify", "--format=iife", f"--outfile={out}"]
        subprocess.run([*command, "--log-level=error"], cwd=folder, check=True)
        found[name] = out
    return found


PAGE = """<!doctype html><meta charset="utf-8"><style>html,body,#box{margin:0;height:100%;overflow:hidden}</style>
<div id="box"></div><script src="DATA"></script><script src="BUNDLE"></script>
<script>draw(document.getElementById("box"), window.data, () => requestAnimationFrame(() => requestAnimationFrame(() => { window.ready = performance.now(); })));</script>"""


def measured(
    browser: Any, page: Path, seconds: float, patience: float = 120, when: str = "window.ready", fragment: str = ""
) -> tuple[float, float, float]:
    """Return seconds to the first picture, and frames a second while dragging and while turning the wheel."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.on("pageerror", lambda error: print(f"  {error}", flush=True))
    tab.goto(page.as_uri() + fragment)
    tab.wait_for_function(when, timeout=1000 * patience)
    first = tab.evaluate(when) / 1000
    tab.wait_for_timeout(300)
    found = []
    for wheel in (False, True):
        tab.mouse.move(640, 400)
        if not wheel:
            tab.mouse.down()
        tab.evaluate(f"window.fps = null; void ({FRAMES})({1000 * seconds}).then((f) => {{ window.fps = f; }})")
        # Each move is answered by the page once it has been dealt with, so there is about one a frame.
        step, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            step += 1
            if wheel:
                tab.mouse.wheel(0, -40 if step % 20 < 10 else 40)
            else:
                tab.mouse.move(640 + 150 * ((step % 20) - 10) / 10, 400 + 60 * ((step % 14) - 7) / 7)
        tab.wait_for_function("window.fps", timeout=1000 * patience)
        found.append(tab.evaluate("window.fps"))
        if not wheel:
            tab.mouse.up()
    context.close()
    return first, found[0], found[1]


def pyvis_page(folder: Path, graph: Mapping[str, Any], places: bool) -> Path:
    """Write pyvis' own page (its parts inlined); with our places and no simulation, or as it comes."""
    from pyvis.network import Network

    net = Network(height="800px", width="100%", cdn_resources="in_line")
    for i, node in enumerate(graph["nodes"]):
        where = {"x": node["x"], "y": node["y"]} if places else {}
        net.add_node(i, label=node["name"], color=node["color"], **where)
    for s, t in graph["edges"]:
        net.add_edge(s, t)
    if places:
        net.toggle_physics(False)
        net.set_edge_smooth("continuous")
    html = net.generate_html(notebook=False)
    when = "afterDrawing" if places else "stabilizationIterationsDone"
    hook = f'<script>network.once("{when}", () => requestAnimationFrame(() => requestAnimationFrame(() => {{ window.ready = performance.now(); }})));</script>'
    out = folder / f"pyvis-{places}.html"
    out.write_text(html.replace("</body>", hook + "</body>"), encoding="utf-8")
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,30000")
    parser.add_argument("--seconds", type=float, default=2.5)
    parser.add_argument("--pyvis", action="store_true")
    args = parser.parse_args()
    from playwright.sync_api import sync_playwright

    graphs = {f"{int(n):,} generated": generated(int(n)) for n in args.sizes.split(",") if n}
    executable = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    print(f"{'graph':20} {'library':28} {'first s':>8} {'drag fps':>9} {'wheel fps':>9} {'script kB':>9}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        scripts = bundles(folder)
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        for title, graph in graphs.items():
            for library, script in scripts.items():
                for tuned in (False, True):
                    data = {**graph, "pointer": not tuned}
                    (folder / "out" / "data.js").write_text(f"window.data={json.dumps(data)}", encoding="utf-8")
                    page = folder / "out" / "page.html"
                    page.write_text(PAGE.replace("DATA", "data.js").replace("BUNDLE", script.name), encoding="utf-8")
                    called = (
                        library
                        + {"force-graph": " (no shadow canvas)", "sigma": " (edges hidden moving)"}[library] * tuned
                    )
                    show(title, called, measured(browser, page, args.seconds), script.stat().st_size)
            if args.pyvis:
                page = pyvis_page(folder, graph, True)
                show(title, "pyvis, our places", measured(browser, page, args.seconds), page.stat().st_size)
        if args.pyvis:
            page = pyvis_page(folder, generated(1000), False)
            show(
                "1,000 generated", "pyvis as it comes", measured(browser, page, args.seconds, 300), page.stat().st_size
            )
        browser.close()


def show(graph: str, library: str, found: tuple[float, float, float], size: int) -> None:
    first, drag, wheel = found
    print(f"{graph:20} {library:28} {first:8.2f} {drag:9.1f} {wheel:9.1f} {size / 1000:9.0f}", flush=True)


if __name__ == "__main__":
    main()
