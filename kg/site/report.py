"""A report: the full text with what was read in it, and beside it each statement with what it rests on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kg.heatmap import SHADES
from kg.language import Language
from kg.model import Report, Span
from kg.places import ancestors, division, english_name
from kg.site import called
from kg.site.cards import cards
from kg.site.data import Site, Thing
from kg.site.links import Links
from kg.site.marked import marked
from kg.site.page import Body, fill, speaker
from kg.site.telling import DRAWN, FAMILIES, FAMILY_OF
from kg.site.things import Row


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of statement in the legend."""

    name: str
    word: str
    drawn: str
    count: int


def heading(report: Report, lang: Language) -> str:
    """Return how a report is called: 衡阳市2019年政府工作报告."""
    place = division(report.place)
    if lang == "zh":
        return f"{place.name}{report.plan}年{report.title}"
    return f"{english_name(report.place) or place.name} {report.plan}: {report.title}"


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the page of a report by its id."""
    report, rows, ledger = site.reports[key], site.rows(key), site.ledger(key)
    explained = [Span(e["start"], e["end"]) for e in ledger if e["disposition"] == "not-a-claim"]
    text = marked(report, site.passages(key), rows, explained)
    say, column = speaker(lang), 0 if lang == "zh" else 1
    counts = Counter(FAMILY_OF[row["class"]] for row in rows)
    families = [Family(f, say(FAMILIES[f][0]), DRAWN[f], counts[f]) for f in FAMILIES if counts[f]]
    total = sum(text.counts.values()) or 1
    html = fill(
        "report.html",
        lang,
        links,
        site=site,
        report=report,
        heading=heading(report, lang),
        place=called.place(report.place, lang),
        within=[called.place(d.code, lang) for d in reversed(ancestors(report.place)) if d.code != "cn"],
        text=text,
        cards=cards(site, report, links, lang),
        families=families,
        shades=[
            (s, names[column], text.counts[s], f"{100 * text.counts[s] / total:.0f}") for s, names in SHADES.items()
        ],
        numerals=Counter(e["disposition"] for e in ledger),
        numeral_count=len(ledger),
        withheld=site.manifest["reports"][key].get("withheld"),
        doubts=site.doubts(key),
        once=_once(site, rows),
        total=len(rows),
    )
    return Body(heading(report, lang), html, styles=("report.css",), scripts=("report.js",))


def _once(site: Site, rows: Iterable[Row]) -> list[tuple[str, list[Thing]]]:
    """Return the things that have no page of their own and that this report names, by kind."""
    found: dict[str, Thing] = {}
    for row in rows:
        for thing in site.named(row):
            if site.thing_address(thing.key) is None:
                found[thing.key] = site.things[thing.key]
    listed = sorted(found.values(), key=lambda t: (t.kind, t.zh, t.key))
    return [(kind, list(group)) for kind, group in groupby(listed, key=lambda t: t.kind)]
