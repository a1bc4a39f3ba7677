"""``/id/…``, ``/def/…``, ``/ns``, ``/graph/…``, ``/dataset/…``, ``/mappings/…``: each thing of the graph at the path of its address.

HTML, Turtle, JSON-LD, N-Triples or RDF/XML by ``Accept`` or the ending of the path. What the data says keeps its addresses;
only links of pages lead to this server. A statement that a better text gave another address leads to the new one.
"""

import asyncio
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, RdfFormat, serialize
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg.answer import Answer, render
from kg.serve.caching import unchanged
from kg.serve.context import Context, client_of
from kg.serve.live import lang_of, local
from kg.serve.negotiation import GRAPHS, Format, chosen, wants_page
from kg.serve.refusals import RefusedError
from kg.serve.resource import page_of
from kg.serve.site import Pages
from kg.site.things import key_of
from kg.terms import PREFIXES, TERMS

# The ending of a path → the form it asks for.
ENDINGS: Final = {"ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld", "rdf": "rdfxml", "html": "html"}
# So much of what leads to a thing is told with it; a query tells the rest.
INCOMING: Final = 1000
_FORMATS: Final = tuple(f for f in GRAPHS if f.name in ENDINGS.values())
_ROOTS: Final = ("id", "def", "graph", "dataset", "mappings")
# So many names of a kind are looked through for those that are near to one that there is not.
_LOOKED_THROUGH: Final = 2000
# And so many seconds long.
_PATIENCE: Final = 2.0
# No name is longer, and how long the comparison takes grows with it.
_LONGEST: Final = 100


def routes(context: Context) -> list[BaseRoute]:
    """Return the routes of things."""
    pages = Pages.of(context)

    async def thing(request: Request) -> Response:
        path, form, wanted = _asked(request)
        iri = await _known(context, path, client_of(request))
        if iri is None:
            raise await _missing(context, path, client_of(request))
        tag = f'W/"{context.edition()}-{wanted}-{lang_of(request)}"'
        if (same := unchanged(request, tag)) is not None:
            return same
        if form is not None:
            return await _data(context, iri, form, path, tag, client_of(request))
        return await _page(context, pages, request, iri, path, tag)

    return [
        *(Route(f"{lang}/{root}/{{path:path}}", thing) for lang in ("", "/en") for root in _ROOTS),
        *(Route(f"{lang}/ns{ending}", thing) for lang in ("", "/en") for ending in ("", *(f".{e}" for e in ENDINGS))),
    ]


def _asked(request: Request) -> tuple[str, Format | None, str]:
    """Return the path without language and ending, the form of data or None for a page, and the name of the form."""
    path = request.url.path.removeprefix("/en/").removeprefix("/")
    stem, _, ending = path.rpartition(".")
    name = request.query_params.get("format", "")
    if stem and ending in ENDINGS:
        path, name = stem, ENDINGS[ending]
    accept = request.headers.get("accept", "")
    if name == "html" or (not name and wants_page(accept)):
        return path, None, "html"
    form = chosen(accept, _FORMATS, name)
    if form is None:
        names = ", ".join(f".{ending}" for ending in ENDINGS)
        raise RefusedError(406, f"no such form here; endings are {names}", f"此处没有这种格式；可用后缀 {names}")
    return path, form, form.name


async def _known(context: Context, path: str, client: str) -> str | None:
    """Return the address of which a path is the end, where the graph knows it: the project's own base goes first."""
    for base in dict.fromkeys((context.project.base_iri, TERMS)):
        try:
            iri = NamedNode(base + path)
        except ValueError:
            continue
        within = Literal(f"{iri.value}#")
        asked = (
            f"ASK {{ GRAPH {iri} {{ ?a ?b ?c }} }}"
            if path.startswith("graph/")
            else f"ASK {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), {within})) }}"
            if path == "ns"
            else f"ASK {{ {{ {iri} ?p ?o }} UNION {{ ?s ?p {iri} }} }}"
        )
        if (await context.answer(asked, client=client)).boolean:
            return iri.value
    return None


def description(iri: str, *, graph: bool) -> str:
    """Return the query for what the graph says of an address: outgoing, incoming, labels, and passages in full.

    Where it is the address of a ``graph``, all that the graph holds.
    """
    this, gwr = NamedNode(iri), PREFIXES["gwr"]
    if graph:
        return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {this} {{ ?s ?p ?o }} }}"
    if iri == TERMS + "ns":
        within = f"FILTER(STRSTARTS(STR(?s), {Literal(iri + '#')}))"
        return f"CONSTRUCT {{ ?s ?p ?o . {this} ?q ?v }} WHERE {{ {{ ?s ?p ?o {within} }} UNION {{ {this} ?q ?v }} }}"
    labels = f"<{PREFIXES['rdfs']}label>|<{PREFIXES['skos']}prefLabel>"
    return (
        f"CONSTRUCT {{ {this} ?p ?o . ?s ?q {this} . ?passage ?a ?b . ?o <{PREFIXES['rdfs']}label> ?label }} WHERE {{ "
        f"{{ {this} ?p ?o OPTIONAL {{ ?o {labels} ?label }} }} UNION "
        f"{{ {this} ?any ?passage . ?passage <{gwr}quote> ?quote ; ?a ?b }} UNION "
        f"{{ SELECT ?s ?q {{ ?s ?q {this} }} ORDER BY ?q ?s LIMIT {INCOMING} }} }}"
    )


async def _data(context: Context, iri: str, form: Format, path: str, tag: str, client: str) -> Response:
    if graph := path.startswith("graph/"):  # a whole graph leaves as the worker writes it
        body = await context.ask(description(iri, graph=graph), accept=form.media_type, client=client)
    else:
        told = await context.answer(description(iri, graph=graph), client=client)
        body = await asyncio.to_thread(_written, told, form, context.prefixes)
    headers = {
        "ETag": tag,
        "Vary": "Accept",
        "Cache-Control": "no-cache",
        "Link": f'<{quote("/" + path, safe="/.-_")}.html>; rel="alternate"; type="text/html"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body, media_type=form.content_type, headers=headers)


def _written(answer: Answer, form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Return triples in a form, subject by subject; Turtle with prefixes."""
    if form.name == "turtle":
        return render(answer, "turtle", prefixes).encode()
    assert isinstance(form.writer, RdfFormat)
    return serialize(answer.triples or (), format=form.writer) or b""


async def _page(context: Context, pages: Pages, request: Request, iri: str, path: str, tag: str) -> Response:
    lang = lang_of(request)
    if path.startswith("id/statement/"):
        after = await _successor(context, iri, client_of(request))
        if after is not None and (path_after := local(after, context)) is not None:
            prefix = "/en" if lang == "en" else ""
            return RedirectResponse(prefix + quote(path_after, safe="/.-_"), 301)
    # ``.html`` is the page of all links; without it readers get the page that the site has of a thing.
    if not request.url.path.endswith(".html") and (key := key_of(iri, context.project.addresses)):
        leads = await asyncio.to_thread(pages.link, key, lang)
        if leads is not None:
            return RedirectResponse(leads, 303, {"Vary": "Accept"})
    return await page_of(context, pages, request, iri, path, tag)


async def _successor(context: Context, iri: str, client: str) -> str | None:
    """Return the address that replaced one of which nothing else is said any more."""
    replaced = f"<{PREFIXES['dcterms']}isReplacedBy>"
    rows = (await context.answer(f"SELECT ?p ?o {{ <{iri}> ?p ?o }} ORDER BY ?p ?o LIMIT 9", client=client)).rows
    if not rows or any(str(what) != replaced for what, _ in rows):
        return None
    after = rows[0][1]
    return after.value if isinstance(after, NamedNode) else None


async def _missing(context: Context, path: str, client: str) -> RefusedError:
    """Say that there is no such thing, and which names are near."""
    folder, _, local = path.rpartition("/")
    near: list[str] = []
    for base in dict.fromkeys((context.project.base_iri, TERMS)):
        start = Literal(f"{base}{folder}/")
        names = (
            f"SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), {start}) && !CONTAINS(STR(?s), '#')) }} "
            f"LIMIT {_LOOKED_THROUGH}"
        )
        if folder and not near:
            found = await _names(context, names, client)
            ends = {iri.removeprefix(start.value): iri for iri in found}
            close = await asyncio.to_thread(get_close_matches, local[:_LONGEST], sorted(ends), 3, 0.6)
            near = ["/" + folder + "/" + name for name in close]
    step = f"; the nearest are {', '.join(near)}" if near else "; search at /search"
    step_zh = f"；相近的有 {'、'.join(near)}" if near else "；可在 /search 搜索"
    return RefusedError(
        404, f"/{path}: nothing of this address is in the graph{step}", f"/{path}：图中没有这个地址{step_zh}"
    )


async def _names(context: Context, text: str, client: str) -> list[str]:
    """Return the addresses that a query finds; none where it takes long: what is missing is missing all the same."""
    try:
        async with asyncio.timeout(_PATIENCE):
            rows = (await context.answer(text, client=client)).rows
    except (RefusedError, TimeoutError):
        return []
    return [row[0].value for row in rows if isinstance(row[0], NamedNode)]
