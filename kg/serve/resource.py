"""One address of the graph as a page of links: what is said of it, what leads to it, the words it rests on."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from pyoxigraph import Literal, NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.answer import Term
from kg.language import Language
from kg.serve.context import Context, client_of
from kg.serve.live import Cell, PageLinks, cell, filled, lang_of, paged
from kg.serve.site import Pages
from kg.site import Site
from kg.site.links import Address
from kg.terms import PREFIXES

_SHOWN: Final = 200
# So many characters around a quote are shown with it.
_AROUND: Final = 60
_GWR, _RDFS, _SKOS = PREFIXES["gwr"], PREFIXES["rdfs"], PREFIXES["skos"]
_LABELS: Final = f"<{_RDFS}label>|<{_SKOS}prefLabel>|<{_GWR}asStated>"


@dataclass(slots=True)
class Quote:
    """A stretch of a report with what stands around it, and what of the thing rests on it."""

    report: str
    start: int
    end: int
    before: str
    quote: str
    after: str
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """A property and its values."""

    name: str
    href: str
    values: list[Cell] = field(default_factory=list)


async def page_of(context: Context, pages: Pages, request: Request, iri: str, path: str, tag: str) -> Response:
    """Return the page of an address that the graph knows."""
    lang, client = lang_of(request), client_of(request)
    out = (await context.answer(_outgoing(iri, lang), client=client)).rows
    into = (await context.answer(_incoming(iri, lang), client=client)).rows
    lines, quotes = await asyncio.to_thread(pages.reading, partial(_told, context, rows=out, lang=lang))
    incoming = _leading(context, into[:_SHOWN])
    links = PageLinks(Address(path.partition("/")[0], path.partition("/")[2]), lang, request.url.query)
    html = filled(
        "resource.html",
        links,
        title=_title(out, iri),
        iri=iri,
        path="/" + path,
        lines=lines,
        quotes=quotes,
        incoming=incoming,
        cut=len(into) > _SHOWN and _SHOWN,
        reader=await asyncio.to_thread(pages.reading, partial(_reader, pages, path=path, lang=lang)),
    )
    return paged(context, links, _title(out, iri), html, headers={"ETag": tag, "Cache-Control": "no-cache"})


def _outgoing(iri: str, lang: Language) -> str:
    return (
        f"SELECT ?p ?name ?o ?label ?quote ?start ?end ?report {{ <{iri}> ?p ?o "
        f"OPTIONAL {{ ?p <{_RDFS}label> ?name FILTER(LANG(?name) = '{lang}') }} "
        f"OPTIONAL {{ ?o {_LABELS} ?label FILTER(LANG(?label) IN ('{lang}', 'zh', '')) }} "
        f"OPTIONAL {{ ?o <{_GWR}quote> ?quote ; <{_GWR}startOffset> ?start ; <{_GWR}endOffset> ?end ; "
        f"<{_GWR}inReport> ?report }} }} ORDER BY ?p ?o DESC(LANG(?label) = '{lang}') ?label LIMIT 2000"
    )


def _incoming(iri: str, lang: Language) -> str:
    return (
        f"SELECT ?s ?p ?name ?label {{ {{ SELECT ?s ?p {{ ?s ?p <{iri}> }} ORDER BY ?p ?s LIMIT {_SHOWN + 1} }} "
        f"OPTIONAL {{ ?p <{_RDFS}label> ?name FILTER(LANG(?name) = '{lang}') }} "
        f"OPTIONAL {{ ?s {_LABELS} ?label FILTER(LANG(?label) IN ('{lang}', 'zh', '')) }} "
        f"}} ORDER BY ?p ?s DESC(LANG(?label) = '{lang}') ?label"
    )


Rows = tuple[tuple[Term | None, ...], ...]


def _told(context: Context, site: Site, rows: Rows, lang: Language) -> tuple[list[Line], list[Quote]]:
    """Return outgoing links by property, and the passages among their ends as quotes in their places."""
    lines: dict[str, Line] = {}
    quotes: dict[tuple[str, int, int], Quote] = {}
    seen: set[tuple[str, str]] = set()
    for what, name, value, label, quoted, start, end, report in rows:
        if (str(what), str(value)) in seen:
            continue
        seen.add((str(what), str(value)))
        said = _property(context, what, name)
        if isinstance(quoted, Literal) and isinstance(start, Literal) and isinstance(end, Literal):
            place = (_end(report), int(start.value), int(end.value))
            found = quotes.setdefault(place, _quote(site, *place, quoted.value))
            found.parts.append(said.text)
            continue
        line = lines.setdefault(str(what), Line(said.text, said.href))
        line.values.append(_named(context, value, label))
    # The whole passage before the words in it.
    order = sorted(quotes.values(), key=lambda q: (q.start - q.end, q.report, q.start))
    return sorted(lines.values(), key=lambda x: x.name), order


def _leading(context: Context, rows: Rows) -> list[Line]:
    lines: dict[str, Line] = {}
    seen: set[tuple[str, str]] = set()
    for subject, what, name, label in rows:
        if (str(what), str(subject)) in seen:
            continue
        seen.add((str(what), str(subject)))
        said = _property(context, what, name)
        lines.setdefault(str(what), Line(said.text, said.href)).values.append(_named(context, subject, label))
    return sorted(lines.values(), key=lambda x: x.name)


def _property(context: Context, what: Term | None, name: Term | None) -> Cell:
    shown = cell(what, context)
    return Cell(name.value if isinstance(name, Literal) else shown.text, shown.href)


def _named(context: Context, value: Term | None, label: Term | None) -> Cell:
    shown = cell(value, context)
    if isinstance(value, NamedNode) and isinstance(label, Literal):
        return Cell(label.value, shown.href, shown.text, label.language or "")
    return Cell(shown.text, shown.href, "", shown.lang)


def _quote(site: Site, report: str, start: int, end: int, quoted: str) -> Quote:
    """Return a quote with its surroundings; the text is that of the report, and must be what the graph quotes."""
    text = site.reports[report].text if report in site.reports else ""
    if text[start:end] != quoted:
        return Quote(report, start, end, "", quoted, "")
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    return Quote(report, start, end, before, quoted, after)


def _end(term: Term | None) -> str:
    return term.value.rpartition("/")[2] if isinstance(term, NamedNode) else ""


def _title(rows: Rows, iri: str) -> str:
    names = {str(what): value.value for what, _, value, *_ in reversed(rows) if isinstance(value, Literal)}
    titles = (f"<{_GWR}asStated>", f"<{_RDFS}label>", f"<{_SKOS}prefLabel>", f"<{PREFIXES['dcterms']}title>")
    return next((names[t] for t in titles if t in names), iri.rpartition("/")[2])


def _reader(pages: Pages, site: Site, path: str, lang: Language) -> str:
    """Return where readers find it: a statement in its report's text, a thing on its own page."""
    links = PageLinks(Address("home"), lang)
    if path.startswith("id/statement/"):
        name = path.removeprefix("id/statement/")
        return links.sentence(name) if site.row(name) is not None else ""
    key = path.removeprefix("id/") if path.startswith("id/") else path.removeprefix("def/")
    return pages.link(key, lang) or ""
