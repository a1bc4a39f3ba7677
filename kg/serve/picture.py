"""``/picture``: the answer to a question or a query as a graph, on a page of its own (the page of ``kg graph``).

The triples of a CONSTRUCT or DESCRIBE are drawn as they are; of rows, what stands in the first two columns is joined, and a
column ``quote``, ``role`` or ``text`` says by what. More than 300 things are no picture any more: the first are drawn.
"""

import asyncio
from collections.abc import Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.answer import Answer, Term, compact
from kg.errors import KgError, QueryError
from kg.language import Language
from kg.network import Edge, Graph, Node, network
from kg.page import MOST, page
from kg.question import question
from kg.serve.context import Context, client_of
from kg.serve.questions import Given, answer
from kg.serve.refusals import RefusedError, refusal_of
from kg.terms import PREFIXES

# Rows or triples that a picture is made of: of 300 things no more are needed.
MOST_DRAWN: Final = 20_000
_LABELS: Final = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel")
_TYPE: Final = PREFIXES["rdf"] + "type"
_BY: Final = ("role", "quote", "text")
# The class of a thing, without its prefix → the kind it is drawn as.
_KINDS: Final = {
    "Report": "report",
    "LegalDocument": "document",
    "Place": "place",
    "AdministrativeDivision": "place",
    "Agency": "organisation",
    "Enterprise": "organisation",
    "Institution": "institution",
    "Project": "project",
    "Programme": "programme",
    "Indicator": "indicator",
    "Sector": "sector",
    "Event": "event",
    "Target": "target",
    "PlannedMilestone": "target",
    "Action": "action",
    "Observation": "outcome",
    "RealisedMilestone": "outcome",
    "Recognition": "recognition",
    "Problem": "problem",
}
# The first part of an address under id/ → the kind it is drawn as, where no class is given.
_PATHS: Final = {
    "place": "place",
    "project": "project",
    "org": "organisation",
    "programme": "programme",
    "sector": "sector",
    "indicator": "indicator",
    "event": "event",
    "document": "document",
    "report": "report",
    "statement": "outcome",
}
# The name of a column → the kind that what stands in it is drawn as.
_COLUMNS: Final = {
    "enterprise": "organisation",
    "organisation": "organisation",
    "agency": "organisation",
    "project": "project",
    "programme": "programme",
    "place": "place",
    "county": "place",
    "sector": "sector",
    "industry": "sector",
    "indicator": "indicator",
}


def routes(context: Context) -> list[BaseRoute]:
    """Return the route of pictures: ``?question=NAME&place=…`` or ``?query=SPARQL``."""

    async def picture(request: Request) -> Response:
        parameters = dict(request.query_params)
        lang: Language = "en" if parameters.pop("lang", "zh") == "en" else "zh"
        name, text = parameters.pop("question", ""), parameters.pop("query", "")
        if bool(name) == bool(text):
            raise RefusedError(400, "give question=NAME or query=SPARQL", "请给出 question=名称 或 query=SPARQL")
        try:
            if name:
                given = Given(question(name), parameters)
                await answer(context, given, lang, client_of(request))
                assert given.answer is not None
                found, title = given.answer, given.asked.title
            else:
                found = await context.answer(text, client=client_of(request), most=MOST_DRAWN)
                title = {"zh": "查询结果", "en": "Answer to a query"}
        except QueryError as error:
            raise refusal_of(error, 400) from error
        try:
            html = await asyncio.to_thread(_drawn_page, found, context.prefixes, title, lang)
        except KgError as error:
            raise refusal_of(error, 422) from error
        # The page brings its own policy, by the hashes of its scripts.
        return Response(
            html,
            media_type="text/html",
            headers={"Content-Security-Policy": "frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN"},
        )

    return [Route("/picture", picture)]


def _drawn_page(found: Answer, prefixes: dict[str, str], title: Mapping[str, str], lang: Language) -> bytes:
    graph, hidden = drawn(found, prefixes)
    return page(graph, title_zh=title["zh"], title_en=title["en"], hidden=hidden, lang=lang)


def drawn(answer: Answer, prefixes: dict[str, str]) -> tuple[Graph, int]:
    """Return an answer as a graph of at most 300 things, the most connected first, and how many are left out."""
    nodes, edges = _of_triples(answer, prefixes) if answer.triples is not None else _of_rows(answer, prefixes)
    degree: dict[str, int] = dict.fromkeys(nodes, 0)
    for edge in edges:
        degree[edge.source] += 1
        degree[edge.target] += 1
    kept = set(sorted(nodes, key=lambda n: (-degree[n], n))[:MOST])
    inside = [e for e in edges if e.source in kept and e.target in kept]
    return network([nodes[n] for n in sorted(kept)], sorted(set(inside))), len(nodes) - len(kept)


def _of_triples(answer: Answer, prefixes: dict[str, str]) -> tuple[dict[str, Node], list[Edge]]:
    labels: dict[str, str] = {}
    kinds: dict[str, str] = {}
    links: list[tuple[str, str, str]] = []
    for triple in answer.triples or ():
        subject = _name(triple.subject)
        what = triple.predicate.value
        if isinstance(triple.object, Literal):
            if what in _LABELS and (subject not in labels or triple.object.language == "zh"):
                labels[subject] = triple.object.value
        elif what == _TYPE:
            kinds.setdefault(subject, _KINDS.get(_name(triple.object).rpartition("#")[2], "other"))
        else:
            links.append((subject, what, _name(triple.object)))
    ends = dict.fromkeys(end for a, _, b in links for end in (a, b)) | dict.fromkeys(labels)
    nodes = {e: Node(e, kinds.get(e) or _kind(e, prefixes), labels.get(e) or _short(e, prefixes)) for e in ends}
    return nodes, [Edge(a, b, "link", _short(what, prefixes).rpartition(":")[2]) for a, what, b in links if a != b]


def _of_rows(answer: Answer, prefixes: dict[str, str]) -> tuple[dict[str, Node], list[Edge]]:
    columns, rows = answer.table
    if len(columns) < 2:
        raise RefusedError(422, "a picture needs two columns to join", "网络图至少要有两列")
    by = next((columns.index(name) for name in _BY if name in columns[2:]), None)
    nodes: dict[str, Node] = {}
    edges = []
    for row in rows:
        ends = [end for end in (row[0], row[1]) if end is not None]
        for column, end in zip(columns, row[:2], strict=False):
            if end is not None:
                name = _name(end)
                kind = _COLUMNS.get(column) if isinstance(end, Literal) else None
                nodes.setdefault(name, Node(name, kind or _kind(name, prefixes), compact(end, prefixes) or " "))
        if len(ends) == 2 and _name(ends[0]) != _name(ends[1]):
            said = compact(row[by], prefixes) if by is not None else ""
            edges.append(Edge(_name(ends[0]), _name(ends[1]), "link", said[:60] or "·"))
    return nodes, edges


def _name(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _short(iri: str, prefixes: dict[str, str]) -> str:
    try:
        return compact(NamedNode(iri), prefixes)
    except ValueError:
        return iri


def _kind(name: str, prefixes: dict[str, str]) -> str:
    base = prefixes["stm"].removesuffix("statement/")
    return _PATHS.get(name.removeprefix(base).partition("/")[0], "other") if name.startswith(base) else "other"
