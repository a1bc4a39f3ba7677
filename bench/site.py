"""The site at work: ``python bench/site.py [--generated N] [--pages]``.

``--generated N`` makes a project of N reports (places × 5 years; paragraphs of Hengyang's report in a seeded order, with
its statements moved along), and times `kg site` over it: cold, unchanged, and after one report has changed. ``--pages``
opens Hengyang's pages in a Chromium with software rendering and gives the time until each is drawn, the median of five.
"""

import argparse
import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.assess import Held, assess
from kg.assess.table import row as assessment_row
from kg.build import ASSESSMENTS, GRAPH, LEDGER, MANIFEST, STATEMENTS, UNPUBLISHED, build
from kg.leads.tables import statements_of
from kg.many import cores
from kg.places import children
from kg.project import Project, init_project, read_project
from kg.report import read_report
from kg.site import open_site
from kg.site.single import single
from kg.site.write import write_site
from kg.store import prepare_store, switch_store
from kg.terms import digest
from kg.text import passages

ROOT = Path(__file__).parent.parent
YEARS = range(2017, 2022)
SLOTS = ("start", "end", "value_start", "value_end")


def places() -> Iterator[str]:
    for province in children("cn"):
        yield from (place.code for place in children(province.code))


class Maker:
    """Hengyang's paragraphs with the statements in each, to be put together anew."""

    def __init__(self, source: Project) -> None:
        site = open_site(source)
        report = next(iter(site.reports.values()))
        rows = site.rows(report.id)
        self.pieces: list[tuple[str, list[dict[str, Any]]]] = []
        for p in site.passages(report.id):
            if p.kind in ("heading", "paragraph"):
                inside = [
                    dict(r) for r in rows if p.span.start <= r["start"] and r["end"] <= p.span.end and whole(r, p.span)
                ]
                self.pieces.append((p.span.of(report.text), [moved(r, -p.span.start) for r in inside]))

    def report(self, folder: Path, rng: random.Random) -> list[dict[str, Any]]:
        """Write a report's folder; return its statements."""
        place, year = folder.name.split("-")
        body = [piece for piece in self.pieces if len(piece[0]) > 60]
        rng.shuffle(body)
        text, rows = f"政府工作报告\n\n一、{int(year) - 1}年工作回顾\n\n", []
        for words, found in body[: len(body) * 2 // 3]:
            rows += [renamed(moved(r, len(text)), place, int(year)) for r in found]
            text += words + "\n\n"
        folder.mkdir(parents=True)
        (folder / "report.txt").write_bytes(text.encode())
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        (folder / "report.toml").write_text(f'place = "{place}"\nplan_year = {year}\nsha256 = "{sha256}"\n')
        return rows


def whole(row: dict[str, Any], span: Any) -> bool:
    return all(span.start <= e[0] and e[1] <= span.end for e in row["slots"].values() if isinstance(e, list))


def moved(row: dict[str, Any], by: int) -> dict[str, Any]:
    slots = {k: [e[0] + by, e[1] + by] if isinstance(e, list) else e for k, e in row["slots"].items()}
    return row | {name: row[name] + by for name in SLOTS if row[name] is not None} | {"slots": slots}


def renamed(row: dict[str, Any], place: str, year: int) -> dict[str, Any]:
    def local(name: str | None) -> str | None:
        return name and name.replace("430400", place)

    report = f"{place}-{year}"
    made = row | {"id": f"{report}.{digest(row['id'], report, row['start'])}", "report": report, "place": place}
    made |= {name: local(row[name]) for name in ("about", "project")}
    return made | {"year": row["year"] and row["year"] - 2019 + year}


def generated(folder: Path, count: int) -> Project:
    """Make a project with a build of so many reports, without the graph of their statements."""
    source = init_project(folder / "source", with_example=True)
    build(source)
    maker, project = Maker(source), init_project(folder / "made")
    names = [f"{place}-{year}" for place in places() for year in YEARS][:count]
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in names:
        tables[name] = maker.report(project.reports / name, random.Random(name))
    put(project, tables)
    return project


def put(project: Project, tables: dict[str, list[dict[str, Any]]]) -> None:
    """Write the tables of a build."""
    project.build.mkdir(exist_ok=True)
    held = []
    for name, rows in sorted(tables.items()):
        report = read_report(project.reports / name)
        held.append(Held(report, statements_of(rows, report.text), passages(report)))
    lines = [json.dumps(r, ensure_ascii=False) + "\n" for _, rows in sorted(tables.items()) for r in rows]
    assessed = [json.dumps(assessment_row(a), ensure_ascii=False) + "\n" for a in assess(iter(held), ())]
    content = hashlib.sha256("".join(lines).encode()).hexdigest()
    for name, data in {STATEMENTS: lines, ASSESSMENTS: assessed, LEDGER: [], UNPUBLISHED: [], GRAPH: []}.items():
        (project.build / name).write_text("".join(data), encoding="utf-8")
    reports = {n: {"statements": len(r), "numerals": 0, "unaccounted": 0} for n, r in tables.items()}
    manifest = {"content_hash": content, "files": [], "inputs": "", "ontology": "", "quads": 0, "reports": reports}
    (project.build / MANIFEST).write_text(json.dumps(manifest))
    prepare_store(project.build, b"", content)
    switch_store(project.build, content)


def timed(what: str, project: Project, out: Path, workers: int) -> None:
    started = time.perf_counter()
    done = write_site(project, out, workers)
    seconds = time.perf_counter() - started
    print(f"{what:32} {seconds:7.1f} s  {done.pages:,} pages, {done.made:,} of {done.files:,} files made", flush=True)


def many(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project, out, workers = generated(Path(folder), count), Path(folder) / "out", cores()
        size = (project.build / STATEMENTS).stat().st_size / 1e6
        print(f"{count} reports, {size:.0f} MB of statements, {workers} workers")
        timed("cold", project, out, workers)
        timed("unchanged", project, out, workers)
        change(project)
        timed("after one report has changed", project, out, workers)


def change(project: Project) -> None:
    """Take the last statement out of one report."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for line in (project.build / STATEMENTS).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        tables.setdefault(row["report"], []).append(row)
    tables[sorted(tables)[len(tables) // 2]].pop()
    put(project, tables)


def pages() -> None:
    sys.path.insert(0, str(ROOT / "tests"))
    from browser import FLAGS, executable
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = init_project(Path(folder) / "p", with_example=True)
        build(project)
        out = Path(folder) / "out"
        write_site(read_project(project.root), out)
        one = Path(folder) / "one.html"
        with open_site(project) as site:
            one.write_bytes(single(site))
        started = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        shown = {"one file": one} | {
            name: next(iter(sorted(out.glob(pattern))))
            for name, pattern in (("first page", "index.html"), ("report", "report/*.html"), ("thing", "org/byd.html"))
        }
        for name, path in shown.items():
            times = [drawn(started, path) for _ in range(5)]
            print(f"{name:12} {statistics.median(times):6.0f} ms to drawn, {path.stat().st_size / 1e6:.2f} MB")
        started.close()


def drawn(browser: Any, path: Path) -> float:
    """Return the milliseconds from the start of loading to two frames after it."""
    tab = browser.new_page()
    tab.goto(path.as_uri())
    ready: float = tab.evaluate(
        "new Promise(d => requestAnimationFrame(() => requestAnimationFrame(() => d(performance.now()))))"
    )
    tab.close()
    return ready


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generated", type=int, metavar="N", help="time the site of N made reports")
    parser.add_argument("--pages", action="store_true", help="time Hengyang's pages in a browser")
    given = parser.parse_args()
    if given.generated:
        many(given.generated)
    if given.pages:
        pages()
    if not given.generated and not given.pages:
        parser.error("expected --generated N or --pages")


if __name__ == "__main__":
    main()
