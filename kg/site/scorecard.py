"""Promises and results side by side: of all places an overview, of each place every promise with what came of it."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.decisions.cells import protect
from kg.language import Language
from kg.leads.model import Evidence
from kg.model import Report
from kg.site import called
from kg.site.amounts import difference
from kg.site.data import Site
from kg.site.links import Links
from kg.site.narrowed import at_place
from kg.site.page import Body, fill, speaker
from kg.site.promises import JUDGED, Promise, of_place, promises, shown, tally
from kg.site.signs import SIGNS
from kg.site.things import Row

NOTED: Final = ("loosened", "promised-again", "completed-twice")
COLUMNS: Final = (
    "id", "place", "place_label", "report", "year", "what", "promise", "promise_quote", "result", "outcome_quote",
    "outcome_report", "outcome_start", "outcome_end", "gap", "unit", "rule", "strength", "headline", "review_status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A report's promises, and how many came to what."""

    report: Report
    promises: tuple[Promise, ...]

    @property
    def tally(self) -> Mapping[str, int]:
        """The promises counted by result."""
        return tally(self.promises)

    @property
    def judged(self) -> bool:
        """Whether a later source shows what came of any of them."""
        return any(p.result in JUDGED for p in self.promises)


def keys(site: Site, report: str) -> Iterable[str]:
    """Yield the overview, and each place where there are several."""
    yield ""
    if len(site.of_place) > 1:
        yield from site.of_place


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the scorecard of a place, or what all places come to where there are several."""
    only = key or (next(iter(site.of_place), "") if len(site.of_place) == 1 else "")
    return _place(site, only, links, lang) if only else _overview(site, links, lang)


def _overview(site: Site, links: Links, lang: Language) -> Body:
    say = speaker(lang)
    places = {code: tuple(counted(site, code)) for code in site.of_place}
    total = sum((Counter(tally) for each in places.values() for _, tally in each), Counter[str]())
    html = fill(
        "scorecards.html",
        lang,
        links,
        site=site,
        places={code: reports for code, reports in places.items() if reports},
        signs=SIGNS,
        called=called,
        total={result: total[result] for result in SIGNS if total[result]},
    )
    return Body(say("p-scorecard"), html, say("p-scorecard-about"), ("pages.css",))


def counted(site: Site, place: str) -> Iterable[tuple[Report, Mapping[str, int]]]:
    """Yield the reports of a place with their promises counted by result, from the assessments alone; the latest first."""
    held: dict[str, dict[str, list[Row]]] = {}
    for row in site.held_at(place):
        held.setdefault(row["report"], {}).setdefault(row["statement"], []).append(row)
    for report in reversed(site.of_place[place]):
        results = Counter(found["result"] for rows in held.get(report.id, {}).values() if (found := shown(rows)))
        if results:
            yield report, {result: results[result] for result in SIGNS if results[result]}


def _place(whole: Site, place: str, links: Links, lang: Language) -> Body:
    site = at_place(whole, place)
    say = speaker(lang)
    reports = tuple(told(site, place))
    noted = {kind: [lead for lead in site.leads if lead.place == place and lead.kind == kind] for kind in NOTED}
    total = tally(p for t in reports for p in t.promises)
    html = fill(
        "scorecard.html",
        lang,
        links,
        site=site,
        place=place,
        reports=reports,
        total=total,
        all=sum(total.values()),
        judged=sum(n for result, n in total.items() if result in JUDGED),
        difference=difference,
        silent=[p for t in reports for p in t.promises if p.result == "not-mentioned-again"],
        noted={kind: leads for kind, leads in noted.items() if leads},
        csv=links.asset(f"data/scorecard-{place}.csv"),
        signs=SIGNS,
        called=called,
        nearest=nearest,
    )
    title = f"{called.place(place, lang)} · {say('p-scorecard')}"
    return Body(title, html, say("p-scorecard-about"), ("pages.css",), ("facets.js",))


def told(site: Site, place: str) -> Iterable[Told]:
    """Yield the reports of a place with their promises: those that came to something first, the latest first."""
    found = [Told(r, promises(site.tables, r.id)) for r in site.of_place[place]]
    yield from sorted((t for t in found if t.promises), key=lambda t: (not t.judged, -t.report.plan, t.report.id))


def nearest(site: Site, promise: Promise, most: int = 5) -> tuple[Evidence, ...]:
    """Return the sentences of the silent report that are most like a promise, the likest first."""
    row = promise.told
    if row is None or row["source"] not in site.reports:
        return ()
    report = site.reports[row["source"]]
    return tuple(
        Evidence("nearest", report.id, report.text[start:end], start, end, None, score)
        for start, end, score in row["nearest"][:most]
    )


def table(site: Site, place: str) -> str:
    """Return the promises of a place with what came of them as CSV (RFC 4180) that Excel opens as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for promise in of_place(at_place(site, place).tables, place):
        cells = _cells(promise)
        writer.writerow(protect(v, text=False) if isinstance(v := cells[name], str) else v for name in COLUMNS)
    return "\ufeff" + out.getvalue()


def _cells(promise: Promise) -> dict[str, object]:
    row = promise.row
    came = promise.outcomes[0] if promise.outcomes else None
    cells: dict[str, object] = {name: row[name] for name in COLUMNS if name in row}
    return cells | {
        "year": promise.year,
        "what": promise.what,
        "promise": promise.aim,
        "promise_quote": row["quote"],
        "result": promise.result,
        "outcome_quote": came and came.quote,
        "outcome_report": came and came.report,
        "outcome_start": came and came.start,
        "outcome_end": came and came.end,
        "gap": promise.told["gap"] if promise.told else None,
        "rule": promise.told["rule"] if promise.told else None,
    }
