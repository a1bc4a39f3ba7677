"""``/sparql``: queries by GET and POST as the SPARQL 1.1 Protocol has it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve.context import Context, client_of
from kg.serve.reply import Query


def routes(context: Context) -> list[BaseRoute]:
    """Return the route of the endpoint."""

    async def endpoint(request: Request) -> Response:
        query = Query(
            request.query_params.get("query", ""),
            request.headers.get("accept", "*/*"),
            request.query_params.get("format", ""),
            client=client_of(request),
        )
        reply = context.reply(query)
        body = await reply.body()
        assert reply.head is not None
        return Response(body, media_type=reply.head.content_type)

    return [Route("/sparql", endpoint, methods=["GET", "POST"])]
