"""How long `kg search` takes over a graph of ``bench/multiplied.py``: its statements and the passages they rest on."""

import json
import time
from collections.abc import Iterator

from pyoxigraph import Literal, RdfFormat, parse

from kg.build import GRAPH, STATEMENTS
from kg.project import Project
from kg.search import open_index, search
from kg.search.entries import Entry, facet
from kg.search.write import prepare_index
from kg.store import current
from kg.terms import PREFIXES, Addresses

WORDS = ("机场", "乡村振兴", "高铁", "营商环境", "一般公共预算收入", "市", "2019")


def searched(project: Project, runs: int) -> list[tuple[str, list[float], int]]:
    """Return the seconds of each run and the rows found, of a first page with the count of all, for each word."""
    key = current(project.build)
    prepare_index(project.build, key, key, lambda: entries(project))
    found = []
    with open_index(project.build) as index:
        for word in WORDS:
            times, total = [], search(index, word).total
            for _ in range(runs):
                started = time.perf_counter()
                search(index, word)
                times.append(time.perf_counter() - started)
            found.append((word, times, total))
    return found


def entries(project: Project) -> Iterator[Entry]:
    """Yield what can be found, statements first, then passages, as ``kg build`` has them."""
    at = Addresses(project.base_iri)
    with (project.build / STATEMENTS).open(encoding="utf-8") as lines:
        for s in map(json.loads, lines):
            if s["class"] != "Mention":
                named = [s[k] for k in ("indicator_label", "project_label", "agent", "about_label") if s[k]]
                yield _entry("statement", s["class"], at.statement(s["id"]), s["quote"], [s["as_stated"], *named], s)
    quote = PREFIXES["gwr"] + "quote"
    for quad in parse(path=project.build / GRAPH, format=RdfFormat.N_QUADS):
        if quad.predicate.value == quote and isinstance(quad.object, Literal):
            iri, text = str(quad.subject)[1:-1], quad.object.value
            report = iri.rpartition("/")[2].partition(".")[0]
            place, _, year = report.rpartition("-")
            about = {
                "report": report,
                "place": place,
                "place_label": "",
                "year": int(year),
                "start": 0,
                "end": len(text),
            }
            yield _entry("sentence", "sentence", iri, text, [text], about)


def _entry(kind: str, cls: str, iri: str, text: str, words: list[str], about: dict[str, object]) -> Entry:
    place, year, report = str(about["place"]), about["year"], str(about["report"])
    picked = {"kind": kind, "place": place, "year": year, "report": report}
    return Entry(
        kind=kind,
        cls=cls,
        iri=iri,
        label=words[0],
        text=text,
        words="\n".join(words),
        place=place,
        place_label=str(about["place_label"]),
        year=year if isinstance(year, int) else None,
        report=report,
        start=int(str(about["start"])),
        end=int(str(about["end"])),
        facets=frozenset({*(facet(n, v) for n, v in picked.items()), facet("kind", cls)}),
    )
