"""``/queries``: the library of questions over HTTP.

``GET /queries`` lists and searches (``?q=``), ``GET /queries/{group}/{name}?place=…`` answers; HTML, CSV, TSV or JSON (of a
graph: Turtle or JSON-LD) by ``Accept`` or ``?format=``. A parameter is bound as a term; one that is wrong is 400 and one line.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final
from urllib.parse import quote, urlencode

from pyoxigraph import Literal, NamedNode
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from kg.answer import Answer, Term, render
from kg.errors import KgError, QueryError
from kg.language import Language
from kg.library import GROUPS, default, described, example, meaning, of_example
from kg.query import asked_with, bind, query_form, with_prefixes, with_values
from kg.question import Question, having, question, questions
from kg.serve.caching import unchanged
from kg.serve.context import Context, client_of, origin_of
from kg.serve.live import both, filled, lang_of, links_of, paged
from kg.serve.negotiation import GRAPHS, RESULTS, Format, chosen, ranges
from kg.serve.openapi import document
from kg.serve.quoted import quoted, shown
from kg.serve.refusals import RefusedError, refusal_of
from kg.serve.values import Values

# Words of an address that are no parameters of a question.
RESERVED: Final = frozenset({"format"})
# A page shows so many rows; the files hold all.
ROWS_SHOWN: Final = 500
# What writes an answer, by the name of the format.
_WRITERS: Final = {"csv": "csv", "tsv": "tsv", "json": "json", "turtle": "turtle", "jsonld": "json"}
_ROWS: Final = tuple(f for f in RESULTS if f.name in _WRITERS)
_TRIPLES: Final = tuple(f for f in GRAPHS if f.name in _WRITERS) + tuple(f for f in RESULTS if f.name == "csv")


@dataclass(slots=True)
class Given:
    """A question as it was asked: parameters as typed, then what was bound, answered and remarked."""

    asked: Question
    typed: Mapping[str, str]
    error: RefusedError | None = None
    terms: Mapping[str, Term] = field(default_factory=dict)
    answer: Answer | None = None
    remarks: list[str] = field(default_factory=list)


def routes(context: Context) -> list[BaseRoute]:
    """Return the routes of the library."""
    values = Values(context)

    async def library(request: Request) -> Response:
        words = request.query_params.get("q", "").split()
        found = having(questions(), words)
        if not _html(request):
            return JSONResponse({"questions": [described(q) for q in found]}, headers={"Vary": "Accept"})
        links = links_of(request, "queries")
        html = filled(
            "library.html", links, words=" ".join(words), groups=_grouped(found, links.lang), total=len(questions())
        )
        return paged(context, links, _title(links.lang), html)

    async def one(request: Request) -> Response:
        wanted = f"{request.path_params['group']}/{request.path_params['name']}"
        try:
            asked = question(wanted)
        except QueryError as error:
            raise refusal_of(error, 404) from error
        given = Given(asked, *_typed(request))
        if request.query_params.get("format") == "sparql":
            return await _sparql(context, given, request)
        html = _html(request)
        offered = _TRIPLES if query_form(asked.text) in ("CONSTRUCT", "DESCRIBE") else _ROWS
        form = (
            None if html else chosen(request.headers.get("accept", ""), offered, request.query_params.get("format", ""))
        )
        if not html and form is None:
            raise _no_format(offered)
        tag = f'W/"{context.edition()}-{"html" if form is None else form.name}"'
        if (same := unchanged(request, tag)) is not None:
            return same
        lang = lang_of(request)
        try:
            if given.error is None:
                await answer(context, given, lang, client_of(request))
        except KgError as error:
            given.error = refusal_of(error, 400)
        except RefusedError as error:
            given.error = error
        if form is None:
            return await _page(context, values, request, given)
        if given.error is not None:
            raise given.error
        assert given.answer is not None
        return await asyncio.to_thread(_file, context, given, form, tag)

    async def short(request: Request) -> Response:
        try:
            name = question(request.path_params["name"]).name
        except QueryError as error:
            raise refusal_of(error, 404) from error
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{'/en' if lang_of(request) == 'en' else ''}/queries/{name}{query}", 308)

    async def openapi(request: Request) -> Response:
        server = origin_of(request, context)
        return JSONResponse(document(server, context.project.title), headers={"Cache-Control": "no-cache"})

    return [
        *both("/queries", library),
        *both("/queries/{name}", short),
        *both("/queries/{group}/{name}", one),
        *both("/openapi.json", openapi)[:1],
    ]


async def bound(context: Context, given: Given, lang: Language, client: str) -> None:
    """Bind the parameters. Raises QueryError for a wrong one, RefusedError where a limit is met."""
    base, asks = context.project.base_iri, context.asks(client)
    given.terms = await asyncio.to_thread(bind, given.asked, given.typed, base, asks.ask, lang, given.remarks.append)


async def answer(context: Context, given: Given, lang: Language, client: str) -> None:
    """Bind and ask. Raises QueryError for a wrong parameter, RefusedError where a limit is met."""
    await bound(context, given, lang, client)
    base, asks = context.project.base_iri, context.asks(client)
    given.answer = await asyncio.to_thread(
        asked_with, given.asked, given.terms, given.typed, base, asks, given.remarks.append
    )


def sparql_of(context: Context, given: Given) -> str:
    """Return what was asked as SPARQL that runs anywhere: prefixes in front, parameters as one VALUES clause."""
    body = "\n".join(line for line in given.asked.text.splitlines() if not line.startswith("#"))
    return with_prefixes(with_values(body, given.terms), context.prefixes)


async def _sparql(context: Context, given: Given, request: Request) -> Response:
    """Return the query itself, for an editor or another endpoint."""
    if given.error is not None:
        raise given.error
    try:
        await bound(context, given, lang_of(request), client_of(request))
    except KgError as error:
        raise refusal_of(error, 400) from error
    return Response(sparql_of(context, given), media_type="application/sparql-query")


def _typed(request: Request) -> tuple[dict[str, str], RefusedError | None]:
    """Return the parameters of the address, and a refusal where one stands there twice."""
    items = [(k, v) for k, v in request.query_params.multi_items() if k not in RESERVED]
    # A field that a form leaves empty was not given.
    typed = {k: v for k, v in items if v.strip()}
    twice = next((k for k, times in Counter(k for k, _ in items).items() if times > 1), None)
    if twice is None:
        return typed, None
    return typed, RefusedError(
        400, f"the parameter {twice} stands twice; give it once", f"参数 {twice} 出现两次；只写一次"
    )


def _html(request: Request) -> bool:
    """Whether to give a page: it is asked for by name, or by a browser."""
    name = request.query_params.get("format", "")
    if name:
        return name == "html"
    accepted = ranges(request.headers.get("accept", ""))
    best = max((r.q for r in accepted), default=0.0)
    return any(r.type in ("text/html", "application/xhtml+xml") and r.q == best for r in accepted)


def _no_format(offered: tuple[Format, ...]) -> RefusedError:
    names = ", ".join(("html", *(f.name for f in offered)))
    return RefusedError(406, f"no such format here; there are {names}", f"此处没有这种格式；可用 {names}")


def _file(context: Context, given: Given, form: Format, tag: str) -> Response:
    assert given.answer is not None
    text = render(given.answer, _WRITERS[form.name], context.prefixes)
    name = given.asked.name.replace("/", "-")
    ending = {"turtle": "ttl"}.get(form.name, form.name)
    headers = {
        "ETag": tag,
        "Vary": "Accept",
        "Cache-Control": "no-cache",
        "Content-Disposition": f'inline; filename="{name}.{ending}"',
        "X-Content-Type-Options": "nosniff",
    }
    if given.remarks:
        headers["X-Remark"] = quote("; ".join(given.remarks), safe=" =;:,.()/")
    return Response(text, media_type=form.media_type, headers=headers)


async def _page(context: Context, values: Values, request: Request, given: Given) -> Response:
    asked = given.asked
    links = links_of(request, "queries", asked.name)
    lang = links.lang
    columns, rows = given.answer.table if given.answer is not None else ((), ())
    words = await quoted(context, rows[:ROWS_SHOWN], client_of(request))
    sparql = sparql_of(context, given)
    sample = example(asked)
    html = filled(
        "question.html",
        links,
        asked=asked,
        group=GROUPS[asked.group][lang == "zh"],
        fields=[
            {
                "parameter": p,
                "label": p.label.get(lang, p.name),
                "value": given.typed.get(p.name, "" if (p.default or "").startswith("@") else p.default or ""),
                "taken": _short(given.terms.get(p.name)),
                "meaning": meaning(p, lang),
                "default": default(p, lang),
                "values": () if p.allowed else await values.of(p.type),
            }
            for p in asked.parameters
            if p.default != "@lang"
        ],
        error=given.error and (given.error.zh if lang == "zh" else given.error.en),
        remarks=given.remarks,
        columns=columns,
        rows=[[shown(term, context, links, words) for term in row] for row in rows[:ROWS_SHOWN]],
        total=len(rows),
        answered=given.answer is not None,
        graph=given.answer is not None and given.answer.triples is not None,
        sparql=sparql,
        editor=links.to(links.here._replace(kind="sparql", key=""))
        + "#"
        + urlencode({"query": sparql, "view": asked.view}),
        picture="/picture?" + urlencode({"question": asked.name, "lang": lang, **given.typed}),
        address="/queries/" + asked.name + "?" + urlencode({**given.typed, "format": ""}),
        example=sample,
        of_example=sample and of_example(sample, lang),
    )
    status = given.error.status if given.error is not None else 200
    return paged(context, links, asked.title.get(lang, asked.name), html, scripts=("answer.js",), status=status)


def _short(term: Term | None) -> str:
    """Return a bound value as it would be typed."""
    return term.value.rpartition("/")[2] if isinstance(term, NamedNode | Literal) else ""


def _grouped(found: tuple[Question, ...], lang: Language) -> list[tuple[str, str, list[Question]]]:
    return [(g, GROUPS[g][lang == "zh"], list(members)) for g, members in groupby(found, key=lambda q: q.group)]


def _title(lang: Language) -> str:
    return "问题库" if lang == "zh" else "Questions"
