"""``/search?q=…``: full-text search over sentences, statements and names; a page, or JSON; ``/suggest`` while one types."""

import asyncio
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.errors import PlaceError, QueryError
from kg.page.kinds import KINDS as LOOKS
from kg.places import code_of, division
from kg.search import Hit, Hits, Index, open_index, search
from kg.search.entries import THINGS
from kg.search.telling import record
from kg.serve import caching
from kg.serve.context import Context
from kg.serve.live import PageLinks, both, filled, links_of, local, paged
from kg.serve.negotiation import wants_page
from kg.serve.refusals import RefusedError, refusal_of
from kg.site.called import place
from kg.site.links import HOME, Address
from kg.site.page import speaker

_PAGE: Final = 20
_MOST: Final = 100
_SUGGESTED: Final = 8


@dataclass(slots=True)
class _Asked:
    words: str
    kinds: list[str]
    place: str | None
    year: int | None
    limit: int
    offset: int


@dataclass(slots=True)
class BuildIndex:
    """The search index of the current build, opened once for each build."""

    context: Context
    opened: Index | None = None
    hash: str = field(default="")

    def of_now(self) -> Index:
        """Return the open index of the build that answers now. Raises StoreError where it has none."""
        now = self.context.content_hash()
        if self.opened is None or now != self.hash:
            # Threads that still read keep the old one open as long as they do.
            self.opened, self.hash = open_index(self.context.project.build), now
        return self.opened


def routes(context: Context) -> list[BaseRoute]:
    """Return the routes of search."""
    index = BuildIndex(context)

    async def page(request: Request) -> Response:
        known = caching.tag(context.edition(), request.url, request.headers.get("accept", ""))
        if response := caching.unchanged(request, known):
            return response
        asked = _read(request)
        html = request.query_params.get("format") == "html" or (
            "format" not in request.query_params and wants_page(request.headers.get("accept", ""))
        )
        error, found = None, Hits(asked.words, (), 0, {}, asked.offset)
        try:
            asked.place = await asyncio.to_thread(_code, asked.place)
            found = await asyncio.to_thread(_found, index, asked)
        except (PlaceError, QueryError) as wrong:
            error = refusal_of(wrong, 400)
            if not html:
                raise error from wrong
        headers = caching.headers(None if error else known)
        if not html:
            return JSONResponse(_json(found, context), headers=headers)
        return _page(context, links_of(request, "search"), asked, found, error, headers)

    async def suggest(request: Request) -> Response:
        words = request.query_params.get("q", "")
        asked = _Asked(words, list(THINGS), None, None, _SUGGESTED, 0)
        try:
            found = await asyncio.to_thread(_found, index, asked)
        except QueryError as wrong:
            raise refusal_of(wrong, 400) from wrong
        hits = [{"label": hit.label, "kind": hit.kind, "href": _href(hit, context, None)} for hit in found.hits]
        return JSONResponse({"suggestions": hits})

    return [*both("/search", page), Route("/suggest", suggest)]


def _read(request: Request) -> _Asked:
    given = request.query_params
    numbers = {"year": None, "limit": _PAGE, "offset": 0}
    for name in numbers:
        if text := given.get(name, "").strip():
            if not text.isdecimal() or len(text) > 6:
                raise RefusedError(
                    400, f"{name}: expected a number, found {text!r}", f"{name}：应为数字，实为 {text!r}"
                )
            numbers[name] = int(text)
    year, limit, offset = numbers["year"], numbers["limit"] or _PAGE, numbers["offset"] or 0
    kinds = [kind for kind in given.getlist("kind") if kind]
    return _Asked(given.get("q", ""), kinds, given.get("place") or None, year, min(limit, _MOST), offset)


def _code(place: str | None) -> str | None:
    """Return the code of the place that is named; PlaceError, with what may be meant, where there is none."""
    return division(code_of(place) or place).code if place else None


def _found(index: BuildIndex, asked: _Asked) -> Hits:
    return search(
        index.of_now(),
        asked.words,
        kinds=asked.kinds,
        place=asked.place,
        year=asked.year,
        limit=asked.limit,
        offset=asked.offset,
    )


def _json(found: Hits, context: Context) -> dict[str, object]:
    return {
        "words": found.words,
        "total": found.total,
        "more": found.more,
        "counts": found.counts,
        "offset": found.offset,
        "hits": [record(hit) | {"href": _href(hit, context, None)} for hit in found.hits],
    }


def _href(hit: Hit, context: Context, links: PageLinks | None) -> str:
    """Return where a hit leads: a statement or sentence to its words in the report, a thing to its page."""
    links = links or PageLinks(HOME, "zh")
    if hit.report and hit.start is not None:
        return links.sentence(hit.id) if hit.cls else links.report(hit.report, hit.start, hit.end)
    return local(hit.iri, context) or hit.iri


def _page(
    context: Context,
    links: PageLinks,
    asked: _Asked,
    found: Hits,
    error: RefusedError | None,
    headers: dict[str, str],
) -> Response:
    say = speaker(links.lang)
    hits = [
        {
            "hit": hit,
            "href": _href(hit, context, links),
            "pieces": _pieces(hit),
            "kind": _kind(hit.cls or hit.kind, links),
            # Of a thing the place alone that its reports are of: what two of the same name are told apart by.
            "where": hit.place_label or (place(hit.place, links.lang) if hit.place else ""),
        }
        for hit in found.hits
    ]

    def here(**other: object) -> str:
        given = {"q": asked.words, "kind": asked.kinds, "place": asked.place, "year": asked.year} | other
        kept = {name: value for name, value in given.items() if value not in (None, [], 0, "")}
        return links.to(links.here) + "?" + urlencode(kept, doseq=True)

    end = asked.offset + len(found.hits)
    html = filled(
        "search.html",
        links,
        asked=asked,
        hits=hits,
        total=found.total,
        more=found.more,
        counts=[(kind, _kind(kind, links), number, here(kind=[kind])) for kind, number in found.counts.items()],
        all_kinds=here(kind=[]),
        queries=links.to(Address("queries")),
        error=error and (error.zh if links.lang == "zh" else error.en),
        before=here(offset=max(0, asked.offset - asked.limit)) if asked.offset else "",
        after=here(offset=end) if end < found.total and found.hits else "",
    )
    title = f"{asked.words} · {say('s-title')}" if asked.words else say("s-title")
    return paged(
        context, links, title, html, scripts=("suggest.js",), status=error.status if error else 200, headers=headers
    )


def _pieces(hit: Hit) -> list[tuple[str, bool]]:
    """Return a hit's text in pieces, each with whether it is one of the words."""
    pieces, at = [], 0
    for start, end in hit.marks:
        pieces += [(hit.text[at:start], False), (hit.text[start:end], True)]
        at = end
    return [*pieces, (hit.text[at:], False)]


_NAMES: Final = {"sentence": ("原文", "Sentences"), "statement": ("陈述", "Statements"), "thing": ("其他", "Other")}


def _kind(kind: str, links: PageLinks) -> str:
    column = 0 if links.lang == "zh" else 1
    if kind in LOOKS:
        return (LOOKS[kind].zh, LOOKS[kind].en)[column]
    say = speaker(links.lang)
    try:
        return _NAMES[kind][column] if kind in _NAMES else say(kind)
    except KeyError:
        return kind
