"""About: how the pages are made, of which texts, how well it reads, what it does not know, and under which licences."""

import csv
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final

from kg import resources
from kg.assess import RULES
from kg.language import Language
from kg.site import called
from kg.site.data import Site
from kg.site.links import Links
from kg.site.page import Body, fill, speaker
from kg.site.schema import grouped
from kg.terms import DEF, NS, REVIEW, VERSION

FIGURES: Final = "data/reference/extraction.csv"
_GAPS: Final = ("numbers", "projects", "organisations", "silence", "places", "single", "prose")


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the page."""
    say = speaker(lang)
    told = site.manifest["reports"]
    total = Counter[str]()
    for name in site.reports:
        total.update({key: told[name][key] for key in ("numerals", "unaccounted", "statements")})
    shown = fill(
        "about.html",
        lang,
        links,
        site=site,
        project=site.project,
        release=VERSION,
        told=told,
        total=total,
        review=reviewed(site),
        figures=figures(),
        rules=[words[0 if lang == "zh" else 1] for words in RULES.values()],
        gaps=_GAPS,
        called=called,
    )
    return Body(say("p-about"), shown, say("p-about-about"), ("pages.css",))


def reviewed(site: Site) -> list[tuple[str, int]]:
    """Return how many statements have each review status, by the end of its address, in the order of the list."""
    query = "SELECT ?t (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s gwr:reviewStatus ?t } } GROUP BY ?t"
    found = grouped(site.store, f"PREFIX gwr: <{NS}> {query}")
    return [(name, n) for name in REVIEW if (n := found.get(f"{DEF}review/{name}"))]


@cache
def figures() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the F1 figures on frozen reports: reader → measure → macro mean, and the counts under ``""``."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    with resources.path(FIGURES).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["set"] == "frozen":
                found.setdefault(row["reader"], {})[row["measure"]] = {"micro": row["micro"], "macro": row["macro"]}
                found.setdefault("", {})["of"] = {"reports": row["reports"], "claims": row["claims"]}
    return found
