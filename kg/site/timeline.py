"""Measures and projects of a place over the years: promised beside reached; numbers of longer and shorter periods apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.language import Language
from kg.leads.model import Row
from kg.registry import title
from kg.site import called
from kg.site.amounts import stated
from kg.site.charts import svg
from kg.site.codes import coded
from kg.site.data import Site
from kg.site.links import Links
from kg.site.narrowed import at_place
from kg.site.page import Body, fill, speaker
from kg.site.promises import PROMISES
from kg.site.story import AHEAD, Measure, Works, stories
from kg.site.telling import when

_CHARTS: Final = 60  # on one page; the rest stands in the table of everything
_WORKS: Final = 120
_LONGER: Final = 150


@dataclass(frozen=True, slots=True)
class Lane:
    """A project, or a phase of one, with what is said of it in each year."""

    label: str
    phase: bool
    years: Mapping[int, tuple[Row, ...]]


def keys(site: Site, report: str) -> Iterable[str]:
    """Yield the first place, and each place where there are several."""
    yield ""
    if len(site.of_place) > 1:
        yield from site.of_place


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the years of a place; without a key of the place with most reports, and the way to the others."""
    say = speaker(lang)
    place = key or max(site.of_place, key=lambda code: (len(site.of_place[code]), code == "cn"), default="")
    if not place:
        return Body(
            say("p-timeline"), fill("nothing.html", lang, links, title=say("p-timeline")), styles=("pages.css",)
        )
    site = at_place(site, place)
    known = stories(site.tables)
    measures = [m for m in known.measures(place) if worth(m)]
    longer = known.longer(place)
    works = known.works(place)
    lanes = tuple(lanes_of(works, site))
    shown = fill(
        "timeline.html",
        lang,
        links,
        place=place,
        places=tuple(site.of_place),
        site=site,
        charts=[
            (m, heading(m, lang), svg(m.rows, lang, heading(m, lang), _links(m.rows, links)))
            for m in measures[:_CHARTS]
        ],
        more=max(0, len(measures) - _CHARTS),
        longer=[(row, called.what(row, lang), period(row, site, lang)) for row in longer[:_LONGER]],
        more_longer=max(0, len(longer) - _LONGER),
        years=years_of(lanes),
        lanes=lanes,
        link=lambda row: links.promise(row["id"]) if row["class"] in PROMISES else links.sentence(row["id"]),
        stated=stated,
        ahead=AHEAD,
        called=called,
    )
    return Body(f"{called.place(place, lang)} · {say('p-timeline')}", shown, say("p-timeline-about"), ("pages.css",))


def worth(measure: Measure) -> bool:
    """Whether a measure says more drawn than told: of several years, or promised and reached in one."""
    return len(measure.years) > 1 or len({row["class"] for row in measure.rows}) > 1


def period(row: Row, site: Site, lang: Language) -> str:
    """Return the period of a number that is not of one year; where its words name none, the years its report looks back on."""
    say = speaker(lang)
    told = when(row)
    if not row["period_start"]:
        first, last = site.reports[row["report"]].review
        return say("p-looked-back", first=first, last=last)
    average = row["aggregation"] == "average" and row["period_start"][:4] != row["period_end"][:4]
    return say("p-average", period=told) if average else told


def heading(measure: Measure, lang: Language) -> str:
    """Return what a chart is called: what is measured, and how where it is no plain level."""
    row = measure.rows[-1]
    kind = row["value_type"]
    way = "" if kind in (None, "level", "count", "share") else coded("value_type", kind, lang)
    return " · ".join(part for part in (called.what(row, lang), way, row["scope"]) if part)


def lanes_of(works: Sequence[Works], site: Site) -> Iterable[Lane]:
    """Yield the projects of a place that more than one statement tells of, each phase under its project."""
    told = [w for w in works if len(w.rows) > 1][:_WORKS]
    wholes = {w.key.partition(".phase-")[0] for w in told}
    order = {key: i for i, key in enumerate(dict.fromkeys(w.key.partition(".phase-")[0] for w in told))}
    for w in sorted(told, key=lambda w: (order[w.key.partition(".phase-")[0]], w.key)):
        years: dict[int, list[Row]] = {}
        for row in w.rows:
            years.setdefault(row["year"] or site.reports[row["report"]].plan, []).append(row)
        whole, _, phase = w.key.partition(".phase-")
        own = whole in wholes and bool(phase)
        yield Lane(title(w.label), own, {year: tuple(rows) for year, rows in years.items()})


def years_of(lanes: Iterable[Lane]) -> tuple[int, ...]:
    """Return the years that any lane tells of, those between among them."""
    told = {year for lane in lanes for year in lane.years}
    return tuple(range(min(told), max(told) + 1)) if told and max(told) - min(told) <= 15 else tuple(sorted(told))


def _links(rows: Iterable[Row], links: Links) -> dict[str, str]:
    return {r["id"]: links.promise(r["id"]) if r["class"] in PROMISES else links.sentence(r["id"]) for r in rows}
