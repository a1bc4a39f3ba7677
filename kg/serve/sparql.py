"""``/sparql``: queries by GET and POST, and what the endpoint is where nothing is asked."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve import caching
from kg.serve.context import Context, client_of, origin_of
from kg.serve.description import describe
from kg.serve.negotiation import takes_gzip, wants_page
from kg.serve.protocol import Asked, read_asked
from kg.serve.refusals import RefusedError
from kg.serve.reply import Query
from kg.serve.rights import writable
from kg.serve.streaming import streamed


def routes(context: Context) -> list[BaseRoute]:
    """Return the route of the endpoint."""

    async def endpoint(request: Request) -> Response:
        asked = await read_asked(request, context.settings)
        page = context.pages.get("sparql")
        if page is not None and request.method != "POST" and wants_page(request.headers.get("accept", "")):
            return await page(request)
        if asked.update is not None:
            return await _update(request, context, asked)
        if asked.query is None:
            if request.method == "POST":
                raise RefusedError(400, "a query is missing", "缺少查询")
            return await describe(request, context)
        return await _query(request, context, asked, asked.query)

    return [Route("/sparql", endpoint, methods=["GET", "POST"])]


async def _query(request: Request, context: Context, asked: Asked, text: str) -> Response:
    await context.fresh()
    accept = request.headers.get("accept", "*/*")
    dataset = asked.default_graphs, asked.named_graphs
    known = None if caching.moving(text) else caching.tag(context.content_hash(), text, dataset, accept, asked.format)
    if response := caching.unchanged(request, known):
        return response
    reply = context.reply(
        Query(
            text,
            accept=accept,
            format=asked.format,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            gzip=takes_gzip(request.headers.get("accept-encoding", "")),
            base=f"{origin_of(request, context)}/sparql",
            client=client_of(request),
        )
    )
    response = await streamed(request, reply, {})
    # A build may have switched the store in between: the tag is that of the snapshot that answered.
    etag = caching.tag(reply.head.hash, text, dataset, accept, asked.format) if known and reply.head else None
    response.headers.update(caching.headers(etag))
    return response


async def _update(request: Request, context: Context, asked: Asked) -> Response:
    writing = writable(request, context)
    message = {
        "kind": "update",
        "text": asked.update,
        "base": f"{origin_of(request, context)}/sparql",
        "default_graphs": asked.default_graphs,
        "named_graphs": asked.named_graphs,
    }
    await writing.change(message)
    return Response(status_code=204, headers={"Cache-Control": "no-store"})
