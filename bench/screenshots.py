"""Pictures of every kind of page: ``python bench/screenshots.py OUT [--project DIR] [--only RE] [--docs]``.

Writes the site of a built project, runs ``kg serve`` over it, and photographs each kind of page × 1280 and 390 px wide ×
light and dark × Chinese and English as ``OUT/NAME-WIDTH-SCHEME-LANGUAGE.png``: the page from its top, at most 3,000 px
(report and graph: one screen).
Each page is looked at for what no picture shows: words wider than the screen, complaints on the console, requests to
elsewhere; any of them is printed and ends the run with 1. ``--only`` takes the pictures whose name matches a regular expression. ``--docs``
also writes the dozen that ``docs/`` shows, to ``docs/screenshots/`` as WebP. Motion is off and the clock stands still:
the same build and browser give the same bytes.
"""

import argparse
import base64
import datetime
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.project import Project, read_project
from kg.site import Address, StaticLinks, open_site
from kg.site.data import Site
from kg.site.kinds import KINDS
from kg.site.links import promise
from kg.site.write import write_site

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs/screenshots"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
WIDTHS = {1280: 860, 390: 844}
TALLEST = 3000
DAY = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
# What docs/ shows: name, width, scheme, language.
SHOWN = (
    ("home", 1280, "light", "en"), ("home", 1280, "light", "zh"), ("report-open", 1280, "light", "en"),
    ("report-open", 1280, "light", "zh"), ("graph-open", 1280, "light", "zh"), ("graph", 1280, "dark", "en"),
    ("project", 1280, "light", "en"), ("promise", 390, "light", "zh"), ("scorecard", 1280, "light", "zh"),
    ("scorecard", 1280, "light", "en"), ("table", 390, "dark", "en"), ("question", 1280, "light", "en"),
    ("sparql", 1280, "dark", "zh"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """A page to photograph: its address, what stands after it, whether a server gives it, what to wait for."""

    name: str
    address: Address
    after: str = ""
    live: bool = False
    ready: str = "document.readyState === 'complete'"


def views(site: Site, project: Project) -> Iterator[View]:
    """Yield every kind of page, each thing by the one of its kind that most is said of."""
    report = max(site.reports, key=lambda name: (len(site.rows(name)), name))
    kept = [row for row in site.rows(report) if row["class"] in ("Target", "PlannedMilestone")]
    judged = [a for a in site.assessments if a["result"] not in ("pending", "not-comparable")]
    held = judged[0]["statement"] if judged else kept[0]["id"]
    yield View("home", Address("home"))
    yield View("home-search", Address("home"), "#q=" + quote("机场"), ready="document.querySelector('#found li')")
    yield View("report", Address("report", report))
    yield View("report-open", Address("report", report), f"#c={kept[0]['id']}")
    yield View("report-heat", Address("report", report), "#heat=1")
    biggest: dict[str, tuple[int, str]] = {}
    for key, thing in site.things.items():
        if site.thing_address(key):
            folder = key.partition("/")[0]
            biggest[folder] = max(biggest.get(folder, (0, "")), (len(thing.said), key))
    for folder, (_, key) in sorted(biggest.items()):
        yield View(folder, Address("thing", key))
    yield View("promise", promise(held))
    yield View("scorecard", Address("scorecard"))
    if any(KINDS["scorecard"].keys(site, "")):
        place = min({a["place"] for a in judged} or set(site.of_place))
        yield View("scorecard-place", Address("scorecard", place))
        yield View("timeline-place", Address("timeline", place))
    yield View("timeline", Address("timeline"))
    drawn = "window.kgExplorer && window.kgExplorer.ready"
    yield View("graph", Address("graph"), ready=drawn)
    most = biggest.get("project", biggest.get("place", (0, "")))[1]
    yield View("graph-open", Address("graph"), f"#n={most}", ready=drawn)
    yield View("map", Address("map"))
    yield View("table", Address("table"))
    yield View("schema", Address("schema"))
    yield View("about", Address("about"))
    yield View("search", Address("search"), "?q=" + quote("机场"), live=True)
    yield View("queries", Address("queries"), live=True)
    asked = "?place=&year="
    yield View("question", Address("queries", "targets/numeric-targets"), asked, live=True)
    yield View("question-graph", Address("queries", "organisations/projects"), asked, live=True)
    yield View("sparql", Address("sparql"), live=True, ready="document.querySelector('.CodeMirror, .cm-editor')")
    yield View("id", Address("id", f"statement/{kept[0]['id']}"), ".html", live=True)


@contextmanager
def serving(project: Project) -> Iterator[str]:
    """Run ``kg serve`` on a free port until the block ends; yield its address."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0"]
    process = subprocess.Popen(command, cwd=project.root, stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        if found is None:
            raise SystemExit("kg serve said no address")
        yield found[0].rstrip("/")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def picture(tab: Any, path: Path, *, whole: bool) -> None:
    """Write what the page shows, or the page from its top, as PNG or WebP by the ending."""
    if path.suffix == ".png":
        tall = min(tab.evaluate("document.documentElement.scrollHeight"), TALLEST)
        clip = {"x": 0, "y": 0, "width": tab.viewport_size["width"], "height": tall}
        tab.screenshot(path=path, timeout=120_000, **({"full_page": True, "clip": clip} if whole else {}))
        return
    session = tab.context.new_cdp_session(tab)
    made = session.send("Page.captureScreenshot", {"format": "webp", "quality": 72})
    path.write_bytes(base64.b64decode(made["data"]))


def photograph(browser: Any, url: str, view: View, size: tuple[int, str], to: list[Path]) -> list[str]:
    """Photograph a page and return what is wrong with it."""
    width, scheme = size
    wrong: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme, reduced_motion="reduce",
        has_touch=width < 500, device_scale_factor=1, timezone_id="Asia/Shanghai", locale="zh-CN",
    )  # fmt: skip
    tab = context.new_page()
    home = url.split("/", 3)[2] if url.startswith("http") else ""
    tab.on("pageerror", lambda e: wrong.append(str(e)))
    tab.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    tab.on("request", lambda r: wrong.append(r.url) if not allowed(r.url, home) else None)
    tab.clock.set_fixed_time(DAY)
    answer = tab.goto(url)
    if answer is not None and answer.status >= 400:
        wrong.append(f"status {answer.status}")
    from playwright.sync_api import TimeoutError as TooLate

    try:
        tab.wait_for_function(view.ready, timeout=15_000)
    except TooLate as late:
        wrong.append(f"not ready: {str(late).splitlines()[0]}")
    tab.wait_for_timeout(500)
    if (wide := tab.evaluate("document.documentElement.scrollWidth")) > width:
        wrong.append(f"{wide} px wide")
    for path in to:
        picture(tab, path, whole=not view.name.startswith(("graph", "report")))
    context.close()
    return [f"{url}: {what}" for what in wrong]


def allowed(url: str, home: str) -> bool:
    return url.startswith(("file:", "data:", "blob:")) or bool(home and url.startswith(f"http://{home}/"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--only", default="")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--some", action="store_true", help="only those that docs/ shows")
    args = parser.parse_args()
    from playwright.sync_api import sync_playwright

    project = read_project(args.project)
    args.out.mkdir(parents=True, exist_ok=True)
    site = open_site(project)
    shown = {f"{n}-{w}-{s}-{lang}" for n, w, s, lang in SHOWN}
    browser_path = os.environ.get("KG_CHROMIUM") or next(filter(None, map(shutil.which, COMMANDS)), None)
    wrong: list[str] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(project) as server,
        sync_playwright() as playwright,
    ):
        write_site(project, Path(folder))
        browser = playwright.chromium.launch(executable_path=browser_path, args=list(FLAGS))
        for view in views(site, project):
            for width, scheme, lang in product(WIDTHS, ("light", "dark"), ("zh", "en")):
                name = f"{view.name}-{width}-{scheme}-{lang}"
                if not re.search(args.only, name) or (args.some and name not in shown):
                    continue
                if view.live:
                    url = server + ("/en/" if lang == "en" else "/") + view.address.path + view.after
                else:
                    links = StaticLinks(view.address, lang)
                    url = (Path(folder) / links.path(view.address)).as_uri() + view.after
                to = [args.out / f"{name}.png"]
                if args.docs and name in shown:
                    DOCS.mkdir(parents=True, exist_ok=True)
                    to.append(DOCS / f"{name}.webp")
                wrong += photograph(browser, url, view, (width, scheme), to)
        browser.close()
    print("\n".join(wrong) or "every page is as wide as its screen, quiet, and asks for nothing elsewhere")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
