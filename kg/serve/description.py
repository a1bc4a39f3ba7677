"""What the endpoint is, for programs: the SPARQL 1.1 Service Description, and VoID of its data with counts.

https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/
"""

import io
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.publish.triples import Triples
from kg.publish.void import tell_counts
from kg.serve import caching
from kg.serve.context import Context, origin_of
from kg.serve.counts import Counts
from kg.serve.negotiation import GRAPHS, RESULTS, chosen, wants_page
from kg.serve.refusals import RefusedError
from kg.terms import PREFIXES

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_PREFIXES: Final = {name: PREFIXES[name] for name in ("rdf", "rdfs", "void", "dcterms", "xsd")} | {
    "sd": _SD,
    "format": _FORMATS,
}
_W3C: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "nquads": "N-Quads",
    "trig": "TriG",
}


def routes(context: Context) -> list[BaseRoute]:
    """Return the route of VoID."""
    counts = Counts(context)

    async def void(request: Request) -> Response:
        etag = caching.tag(context.content_hash(), "void", origin_of(request, context), request.headers.get("accept"))
        if response := caching.unchanged(request, etag):
            return response
        found = await counts.current()
        return written(request, _void(request, context, found), etag)

    return [Route("/.well-known/void", void)]


async def describe(request: Request, context: Context) -> Response:
    """Return the service description."""
    etag = caching.tag(context.content_hash(), "sd", origin_of(request, context), request.headers.get("accept"))
    return caching.unchanged(request, etag) or written(request, _service(request, context), etag)


def written(request: Request, triples: Iterable[Triple], etag: str | None) -> Response:
    """Return triples in the format the client wants; Turtle where it is a browser. Raises RefusedError (406)."""
    accept, name = request.headers.get("accept", "*/*"), request.query_params.get("format", "")
    format = chosen(accept, GRAPHS, name or ("turtle" if wants_page(accept) else ""))
    if format is None:
        types = ", ".join(f.media_type for f in GRAPHS)
        raise RefusedError(
            406, f"none of the formats you accept; there are {types}", f"没有您接受的格式；可用：{types}"
        )
    assert isinstance(format.writer, RdfFormat)
    out = io.BytesIO()
    readable = format.name in ("turtle", "trig")
    serialize(sorted(triples, key=str), out, format.writer, prefixes=_PREFIXES if readable else None)
    return Response(out.getvalue(), headers=caching.headers(etag) | {"Content-Type": format.content_type})


def _iri(prefix: str, local: str) -> NamedNode:
    return NamedNode(_PREFIXES[prefix] + local)


def _service(request: Request, context: Context) -> Iterator[Triple]:
    endpoint = f"{origin_of(request, context)}/sparql"
    this, a = NamedNode(f"{endpoint}#service"), _iri("rdf", "type")
    dataset, graph = NamedNode(f"{endpoint}#dataset"), NamedNode(f"{endpoint}#default-graph")
    yield Triple(this, a, _iri("sd", "Service"))
    yield Triple(this, _iri("sd", "endpoint"), NamedNode(endpoint))
    yield Triple(this, _iri("sd", "supportedLanguage"), _iri("sd", "SPARQL11Query"))
    if context.settings.writable:
        yield Triple(this, _iri("sd", "supportedLanguage"), _iri("sd", "SPARQL11Update"))
    yield Triple(this, _iri("sd", "feature"), _iri("sd", "UnionDefaultGraph"))
    if context.settings.allow_service:
        yield Triple(this, _iri("sd", "feature"), _iri("sd", "BasicFederatedQuery"))
    for format in (*RESULTS, *GRAPHS):
        yield Triple(this, _iri("sd", "resultFormat"), _iri("format", _W3C[format.name]))
    yield Triple(this, _iri("sd", "defaultDataset"), dataset)
    yield Triple(dataset, a, _iri("sd", "Dataset"))
    yield Triple(dataset, _iri("dcterms", "title"), Literal(context.project.title))
    yield Triple(dataset, _iri("sd", "defaultGraph"), graph)
    yield Triple(graph, a, _iri("sd", "Graph"))


def _void(request: Request, context: Context, counts: dict[str, dict[str, int]]) -> Iterator[Triple]:
    origin, project = origin_of(request, context), context.project
    base = f"{origin}/.well-known/void"
    this, a = NamedNode(f"{base}#dataset"), _iri("rdf", "type")
    yield Triple(NamedNode(base), a, _iri("void", "DatasetDescription"))
    yield Triple(NamedNode(base), NamedNode("http://xmlns.com/foaf/0.1/primaryTopic"), this)
    yield Triple(this, _iri("dcterms", "title"), Literal(project.title))
    if project.publisher:
        yield Triple(this, _iri("dcterms", "publisher"), Literal(project.publisher))
    yield Triple(this, _iri("dcterms", "license"), NamedNode(project.licence))
    yield Triple(this, _iri("void", "sparqlEndpoint"), NamedNode(f"{origin}/sparql"))
    yield Triple(this, _iri("void", "uriSpace"), Literal(project.base_iri))
    said = Triples()
    tell_counts(said, this.value, base, counts)
    yield from said.said
