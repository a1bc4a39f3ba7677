"""Every statement as a table: of one report with facets, of all reports an overview that leads to each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from markupsafe import Markup

from kg.language import Language
from kg.model import Report
from kg.site import called
from kg.site.data import Site
from kg.site.headings import headed
from kg.site.links import Links
from kg.site.page import Body, fill, mark, speaker
from kg.site.promises import PROMISES
from kg.site.telling import FAMILIES, FAMILY_OF, drawn, one_line, title, when
from kg.site.things import Row
from kg.terms import REVIEW

_TOP: Final = "/"


def keys(site: Site, report: str) -> Iterable[str]:
    """Yield the overview, and each report where there are several."""
    yield ""
    if len(site.reports) > 1:
        yield from site.reports


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the table of a report, or the overview of all where there are several."""
    only = key or (next(iter(site.reports)) if len(site.reports) == 1 else "")
    return _report(site, only, links, lang) if only else _overview(site, links, lang)


def _overview(site: Site, links: Links, lang: Language) -> Body:
    say = speaker(lang)
    counts = {name: _families(site.briefs[name].classes) for name in site.reports}
    shown = fill(
        "tables.html",
        lang,
        links,
        site=site,
        counts=counts,
        families=FAMILIES,
        total=sum((each for each in counts.values()), Counter()),
        called=called,
        years=sorted({r.plan for r in site.reports.values()}, reverse=True),
        statuses={name: called.code("review_status", name, lang) for name in REVIEW if name != "rejected"},
        shards=[
            (r.id, links.asset(f"rows/{r.id}.js"), called.report_name(r, lang), r.place, r.plan)
            for r in site.reports.values()
        ],
        report_link=links.report,
    )
    return Body(say("p-table"), shown, say("p-table-about"), ("pages.css",), ("rows.js",))


def _families(classes: Mapping[str, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for cls, n in classes.items():
        found[FAMILY_OF[cls]] += n
    return found


def _report(site: Site, report: str, links: Links, lang: Language) -> Body:
    say = speaker(lang)
    rows = site.rows(report)
    shown = fill(
        "table.html",
        lang,
        links,
        site=site,
        report=site.reports[report],
        total=len(rows),
        rows=Markup("".join(_row(row, at, site.reports[report], links, lang) for at, row in enumerate(rows))),
        facets=facets(rows, site.reports[report], lang),
        families=FAMILIES,
        csv=links.asset(f"data/{report}.csv"),
        json=links.asset(f"data/{report}.json"),
        called=called,
    )
    name = called.report_name(site.reports[report], lang)
    return Body(f"{name} · {say('p-table')}", shown, say("p-table-about"), ("pages.css",), ("facets.js",))


def _row(row: Row, at: int, report: Report, links: Links, lang: Language) -> str:
    # Written by hand: a report has a thousand of them and more.
    cls, name, heading, chinese = row["class"], row["id"], escape(title(row, lang)), ' lang="zh-CN"'
    facets = {
        "kind": FAMILY_OF[cls],
        "section": chapter(row, report),
        "year": row["year"] or "",
        "place": row["about_label"] or "",
        "status": row["review_status"],
        "indicator": row["indicator_label"] or "",
    }
    data = "".join(f' data-{key}="{escape(str(value))}"' for key, value in facets.items() if value)
    what = f'<a href="{links.promise(name)}">{heading}</a>' if cls in PROMISES else f"<bdi>{heading}</bdi>"
    return (
        f'<tr data-row="rows"{data} data-name="{heading}" data-rank="{at}"><td>{mark(drawn(row))} {speaker(lang)(cls)}</td>'
        f'<td{chinese}>{what}</td><td>{when(row)}</td><td{chinese}><a href="{links.sentence(name)}">{escape(one_line(row["quote"]))}</a></td>'
        f'<td class="soft">{escape(called.code("review_status", row["review_status"], lang))}</td></tr>\n'
    )


def chapter(row: Row, report: Report) -> str:
    """Return the first heading that a statement stands under."""
    return headed(report, (row["section"] or "").split(_TOP)[0])


def facets(rows: Iterable[Row], report: Report, lang: Language) -> dict[str, list[tuple[str, str, int]]]:
    """Return the facets of a table: each value with its word and how many there are, most first; kinds in their order."""
    rows = list(rows)
    found: dict[str, Counter[str]] = {
        "kind": Counter(FAMILY_OF[row["class"]] for row in rows),
        "section": Counter(chapter(row, report) for row in rows),
        "year": Counter(str(row["year"]) for row in rows if row["year"]),
        "place": Counter(row["about_label"] for row in rows if row["about_label"]),
        "status": Counter(row["review_status"] for row in rows),
        "indicator": Counter(row["indicator_label"] for row in rows if row["indicator_label"]),
    }
    order = list(FAMILIES)
    say = speaker(lang)
    made: dict[str, list[tuple[str, str, int]]] = {}
    for name, counts in found.items():
        ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        if name == "kind":
            ranked.sort(key=lambda each: order.index(each[0]))
        if name == "year":
            ranked.sort(reverse=True)
        if name == "section":
            ranked = list(counts.items())
        words = {
            "kind": lambda v: say(FAMILIES[v][0]),
            "status": lambda v: called.code("review_status", v, lang),
            "indicator": lambda v: called.indicator(v, lang),
        }
        made[name] = [(value, words.get(name, str)(value), n) for value, n in ranked if value]
    return made
