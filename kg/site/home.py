"""The first page: what there is, where to begin."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.language import Language
from kg.leads import KINDS as LEADS
from kg.leads import Evidence, Lead
from kg.model import Report
from kg.places import ancestors, division
from kg.site.called import place as place_name
from kg.site.data import Site, Thing
from kg.site.links import Links
from kg.site.page import Body, fill, half, speaker
from kg.site.telling import FAMILIES, one_line
from kg.site.worth import MOST, worth_a_look

_THINGS: Final = 10
_SHOWN: Final = ("project", "indicator", "organisation", "programme", "sector", "place")


@dataclass(frozen=True, slots=True)
class Region:
    """A province, or the nation, with its places and their reports by year."""

    name: str
    places: tuple[tuple[str, str, tuple[Report, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A lead as the page shows it: its kind's name, what it is of, what to bear in mind, its sentences."""

    kind: str
    what: str
    place: str
    said: str
    caveat: str
    evidence: tuple[tuple[str, str, str | None], ...]


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the first page."""
    say = speaker(lang)
    classes = Counter[str]()
    for brief in site.briefs.values():
        classes.update(brief.classes)
    counts = {family: sum(classes[cls] for cls in of) for family, of in FAMILIES.items()}
    numerals = Counter[str]()
    for about in site.manifest["reports"].values():
        numerals["all"] += about["numerals"]
        numerals["open"] += about["unaccounted"]
        numerals["withheld"] += about.get("withheld", {}).get("numerals", 0)
    worth = [worth_a_look(site, place) for place in site.of_place]
    accounted = numerals["all"] - numerals["open"] - numerals["withheld"]
    html = fill(
        "home.html",
        lang,
        links,
        title=half(site.title, lang),
        reports=site.reports,
        regions=list(_regions(site, lang)),
        figures=[
            (len(site.reports), say("figure-reports", n=len(site.reports))),
            (len(site.of_place), say("figure-places", n=len(site.of_place))),
            (counts["target"], say("figure-promises", n=counts["target"])),
            (counts["outcome"], say("figure-results", n=counts["outcome"])),
            (sum(counts.values()), say("figure-statements", n=sum(counts.values()))),
        ],
        numerals=numerals["all"],
        accounted=accounted,
        withheld=site.manifest.get("withheld"),
        share=f"{100 * accounted / numerals['all']:.1f}" if numerals["all"] else "100",
        leads=[_shown(site, lead, links, lang) for lead in _first(worth)],
        more=sum(count for count, _ in worth),
        things=list(_most(site, lang)),
    )
    return Body(half(site.title, lang), html, say("lede"), styles=("home.css",), scripts=("search.js",))


def _regions(site: Site, lang: Language) -> Iterator[Region]:
    """Yield the provinces in order of their codes, the nation first, each with its places."""
    found: dict[str, list[tuple[str, str, tuple[Report, ...]]]] = {}
    for code, reports in site.of_place.items():
        above = [d.code for d in ancestors(code) if d.code != "cn"]
        top = above[-1] if above else code
        found.setdefault(top, []).append((code, place_name(code, lang), tuple(reports)))
    for top in sorted(found, key=lambda code: (code != "cn", code)):
        name = division(top).name if lang == "zh" else place_name(top, lang)
        yield Region(name, tuple(sorted(found[top])))


def _first(worth: Sequence[tuple[int, Sequence[Lead]]]) -> list[Lead]:
    """Return the leads that weigh most, no more than two of one place where there are several places."""
    each = MOST if len(worth) == 1 else 2
    return sorted((lead for _, leads in worth for lead in leads[:each]), key=lambda lead: lead.order)[:MOST]


def _shown(site: Site, lead: Lead, links: Links, lang: Language) -> Shown:
    column = 1 if lang == "zh" else 0
    kind = LEADS[lead.kind]
    return Shown(
        kind=(kind.en, kind.zh)[column],
        what=one_line(lead.what),
        place=place_name(lead.place, lang),
        said=(lead.en, lead.zh)[column],
        caveat=lead.caveat[column],
        evidence=tuple(_evidence(site, e, links, lang) for e in lead.evidence[:3]),
    )


def _evidence(site: Site, e: Evidence, links: Links, lang: Language) -> tuple[str, str, str | None]:
    """Return where a sentence stands, the sentence, and the link to it, None for a source that is no report."""
    if e.report not in site.reports:
        return speaker(lang)("p-other-source"), e.quote, None
    if e.statement:
        return str(site.reports[e.report].plan), one_line(e.quote), links.sentence(e.statement)
    return str(site.reports[e.report].plan), one_line(e.quote), links.report(e.report, e.start, e.end)


def _most(site: Site, lang: Language) -> Iterator[tuple[str, list[Thing]]]:
    """Yield the things that reports speak of most, by kind."""
    by: dict[str, list[Thing]] = {}
    for key, thing in site.things.items():
        if site.thing_address(key) and key.removeprefix("place/") not in site.of_place:
            by.setdefault(thing.kind, []).append(thing)
    for kind in _SHOWN:
        if kind in by:
            yield kind, sorted(by[kind], key=lambda t: (-len(t.said), t.key))[:_THINGS]
