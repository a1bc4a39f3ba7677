"""The page of one promise: its sentence, what came of it, its story, how that was looked for, how to cite and to correct it."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.rule_names import labels
from kg.language import Language
from kg.leads.model import Evidence, Row
from kg.model import Passage, Report, Span
from kg.site import called, mistake
from kg.site.amounts import difference, stated
from kg.site.charts import svg
from kg.site.citing import Source, bib_entry, bib_report, gb_entry, gb_report, government
from kg.site.data import Site
from kg.site.headings import headed
from kg.site.links import Address, Links
from kg.site.narrowed import at_place
from kg.site.page import Body, fill, speaker
from kg.site.picture import picture
from kg.site.promises import PROMISES, Promise, promise
from kg.site.scorecard import nearest
from kg.site.signs import SIGNS
from kg.site.story import AHEAD, stories
from kg.terms import VERSION, digest

_AROUND: Final = 1  # sentences of the same paragraph on each side


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence with those around it: what stands before, the quote, what stands behind, cut at whole sentences."""

    before: str
    quote: str
    after: str
    section: str


def keys(site: Site, report: str) -> Iterable[str]:
    """Yield the key of each promise of a report."""
    return (f"{report}/{row['id'].rpartition('.')[2]}" for row in site.rows(report) if row["class"] in PROMISES)


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the page of a promise by its key, ``430400-2019/149f6dc862``. Raises KeyError where there is none."""
    site = at_place(site, site.reports[key.partition("/")[0]].place)
    row = site.statements[key.replace("/", ".")]
    if row["class"] not in PROMISES:
        raise KeyError(key)
    say = speaker(lang)
    found = promise(row, site.tables)
    report = site.reports[row["report"]]
    told = stories(site.tables).of(row)
    drawn_of = [r for r in told if stories(site.tables).of_a_year(r)]
    held = site.held.get(row["id"], ())
    decided = tuple(site.decisions(report.id).get(row["id"], ()))
    version = version_of(report, row, told, held, decided)
    source = Source(site.title, site.project.publisher, version)
    what = called.what(row, lang)
    links_of = {r["id"]: links.promise(r["id"]) if r["class"] in PROMISES else links.sentence(r["id"]) for r in told}
    sheet = mistake.sheet(row, report)
    shared = drawn(site, found, source, lang)
    shown = fill(
        "promise.html",
        lang,
        links,
        site=site,
        p=found,
        row=row,
        report=report,
        context=context(report, site.passages(report.id), row),
        held=held,
        judged=[judged(site, r) for r in held],
        told=told,
        told_links=links_of,
        stated=stated,
        ahead=AHEAD,
        chart=svg(drawn_of, lang, what, links_of) if len(drawn_of) > 1 and row["class"] == "Target" else "",
        looked=looked(site, report, held),
        proofs=[r for r in held if r["searched"]],
        nearest=lambda r: nearest(site, _as(found, r)),
        decided=decided,
        rule=labels(row["origin"].removeprefix("rule:"))[0 if lang == "zh" else 1],
        version=version,
        release=VERSION,
        picture="data:image/svg+xml;base64," + base64.b64encode(shared.encode()).decode(),
        alt=f"「{_line(row['quote'])}」 {called.report_name(report, lang)}",
        gb=(gb_entry(row, found.what, source, online=False), gb_entry(row, found.what, source, online=True)),
        bib=(bib_entry(row, found.what, source, online=False), bib_entry(row, found.what, source, online=True)),
        difference=difference,
        scorecard=Address("scorecard", report.place if len(site.of_place) > 1 else ""),
        gb_report=gb_report(report),
        bib_report=bib_report(report, row),
        sheet=sheet,
        command=mistake.command(row),
        mail=mistake.mail(row, sheet, source, site.project.contact if "@" in site.project.contact else ""),
        issue=mistake.issue(row, sheet, source),
        signs=SIGNS,
        called=called,
    )
    title = f"{what} {_line(found.aim)} · {called.report_name(report, lang)}"
    description = (
        f"{say('p-promise')}：「{_line(row['quote'])}」" if lang == "zh" else f"{SIGNS[found.result].en}: {title}"
    )
    return Body(title, shown, description, ("pages.css",), ("promise.js",))


def context(report: Report, cut: Sequence[Passage], row: Row) -> Context:
    """Return a statement's quote with the sentence it stands in and those next to it in the same paragraph."""
    span = Span(row["start"], row["end"])
    within = next((p.span for p in cut if p.kind == "paragraph" and p.span.covers(span)), span)
    near = [p.span for p in cut if p.kind == "sentence" and within.covers(p.span)]
    own = [i for i, s in enumerate(near) if s.meets(span)]
    if own:
        first, last = near[max(0, own[0] - _AROUND)], near[min(len(near) - 1, own[-1] + _AROUND)]
        within = Span(min(first.start, span.start), max(last.end, span.end))
    text = report.text
    return Context(
        text[within.start : span.start],
        text[span.start : span.end],
        text[span.end : within.end],
        headed(report, row["section"]),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """One assessment as the page tells it: its row, the sentences it was based on, the source by report or by name."""

    row: Row
    outcomes: tuple[Evidence, ...]
    source: Report | None
    other: Row | None


def judged(site: Site, row: Row) -> Judged:
    """Return an assessment with its sentences."""
    return Judged(row, site.tables.outcomes(row), site.reports.get(row["source"]), site.row(row["other"] or ""))


@dataclass(frozen=True, slots=True)
class Looked:
    """A later report of the same place, and what it gave: a result, or nothing that was held against the promise."""

    report: Report
    result: str | None


def looked(site: Site, report: Report, held: Sequence[Row]) -> tuple[Looked, ...]:
    """Return the later reports of the place, in which a promise could be told of, with what each gave."""
    results = {row["source"]: row["result"] for row in held}
    later = (r for r in site.of_place[report.place] if r.plan > report.plan)
    return tuple(Looked(r, results.get(r.id)) for r in later)


def version_of(report: Report, row: Row, *more: object) -> str:
    """Return the version of what a page says: 16 hex digits over the text it stands in and everything held against it.

    It changes when what the page says changes, not with every build: a link made today still fits tomorrow's build.
    """
    parts = [
        [sorted(r.items(), key=str) if isinstance(r, dict) else repr(r) for r in each]
        for each in more
        if isinstance(each, (list, tuple))
    ]
    return digest(VERSION, report.sha256, sorted(row.items(), key=str), parts, length=16)


def drawn(site: Site, found: Promise, source: Source, lang: Language) -> str:
    """Return the picture of a promise for sharing."""
    report = site.reports[found.row["report"]]
    sign = SIGNS[found.result]
    say = speaker(lang)
    came = found.outcomes[0] if found.outcomes else None
    outcome = ""
    if came is not None:
        where = called.report_name(site.reports[came.report], lang) if came.report in site.reports else ""
        outcome = say("p-came", where=where, quote=_line(came.quote)) if where else _line(came.quote)
    where = say("p-characters", start=found.row["start"], end=found.row["end"])
    return picture(
        quote=_line(found.row["quote"]),
        result=found.result,
        status=sign.zh if lang == "zh" else sign.en,
        outcome=outcome,
        source=f"{government(report)} · {_line(report.title)}（{report.plan}）· {where}",
        published=report.date or str(report.plan),
        version=f"{found.id} · {source.content_hash}",
        heading=f"{called.place(report.place, lang)} · {found.year} · {say('p-promise')}",
    )


def _as(found: Promise, row: Row) -> Promise:
    return Promise(found.row, found.what, found.aim, found.year, row["result"], row, ())


def _line(text: str) -> str:
    return " ".join(text.split())
