"""``/store``: one graph at a time, as the SPARQL 1.1 Graph Store Protocol has it; reading is for everyone.

``?graph=IRI`` names a graph, ``?default`` the store's own default graph, and what stands below ``/store/`` is the
address of a graph itself. https://www.w3.org/TR/sparql11-http-rdf-update/
"""

import asyncio
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from pyoxigraph import NamedNode, RdfFormat
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve import caching
from kg.serve.context import Context, client_of, origin_of
from kg.serve.negotiation import GRAPHS, takes_gzip
from kg.serve.refusals import RefusedError
from kg.serve.reply import Query
from kg.serve.rights import writable
from kg.serve.streaming import streamed

_METHODS: Final = ("GET", "HEAD", "PUT", "POST", "DELETE")
_ALL: Final = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"


def routes(context: Context) -> list[BaseRoute]:
    """Return the routes of the graph store."""

    async def store(request: Request) -> Response:
        graph = _graph(request, context)
        if request.method in ("GET", "HEAD"):
            return await _read(request, context, graph)
        if request.method == "DELETE":
            return await _drop(request, context, graph)
        return await _load(request, context, graph)

    return [Route("/store", store, methods=_METHODS), Route("/store/{path:path}", store, methods=_METHODS)]


def _graph(request: Request, context: Context) -> str | None:
    """Return the graph a request is about: an IRI, None for the default graph, "" where it names none."""
    names = request.query_params.getlist("graph")
    default = "default" in request.query_params
    if request.path_params.get("path"):
        if names or default:
            raise RefusedError(400, "a graph in the path or in ?graph=, not both", "图在路径或 ?graph= 中，只可有其一")
        return f"{origin_of(request, context)}{request.url.path}"
    if len(names) + default > 1:
        raise RefusedError(400, "one ?graph= or ?default, not several", "?graph= 或 ?default 只可有一个")
    if default:
        return None
    if not names:
        return ""
    try:
        return NamedNode(names[0]).value
    except ValueError:
        raise RefusedError(400, f"graph: {names[0][:100]!r} is no IRI", f"graph：{names[0][:100]!r} 不是 IRI") from None


async def _read(request: Request, context: Context, graph: str | None) -> Response:
    if graph == "":
        raise RefusedError(400, "?graph=IRI or ?default is missing", "缺少 ?graph=IRI 或 ?default")
    await context.fresh()
    accept, name = request.headers.get("accept", "*/*"), request.query_params.get("format", "")
    etag = caching.tag(context.content_hash(), "graph", graph, accept, name)
    if response := caching.unchanged(request, etag):
        return response
    if graph is not None and not (await context.answer(f"ASK {{ GRAPH {NamedNode(graph)} {{ }} }}")).boolean:
        raise RefusedError(404, "no such graph", "没有这个图")
    query = Query(
        _ALL,
        accept=accept,
        format=name,
        default_graphs=(graph or "",),
        gzip=takes_gzip(request.headers.get("accept-encoding", "")),
        client=client_of(request),
    )
    return await streamed(request, context.reply(query), caching.headers(etag))


async def _drop(request: Request, context: Context, graph: str | None) -> Response:
    writing = writable(request, context)
    if graph == "":
        raise RefusedError(400, "?graph=IRI or ?default is missing", "缺少 ?graph=IRI 或 ?default")
    if not (await writing.change({"kind": "drop", "graph": graph}))["there"]:
        raise RefusedError(404, "no such graph", "没有这个图")
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


async def _load(request: Request, context: Context, graph: str | None) -> Response:
    writing = writable(request, context)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    format = RdfFormat.from_media_type(kind) if kind else None
    if format is None:
        known = ", ".join(f.media_type for f in GRAPHS)
        raise RefusedError(
            415, f"expected {known}, found {kind or 'no content type'}", f"应为 {known}，实为 {kind or '无'}"
        )
    made = None
    if graph == "" and not format.supports_datasets:
        if request.method == "PUT":
            raise RefusedError(400, "?graph=IRI or ?default is missing", "缺少 ?graph=IRI 或 ?default")
        # A graph of which only the data are known gets an address of ours.
        graph = made = f"{origin_of(request, context)}/store/{secrets.token_hex(8)}"
    base = graph or f"{origin_of(request, context)}/store"
    with _kept() as (path, file):
        await _receive(request, file, context)
        message = {"kind": "load", "path": str(path), "content_type": kind, "graph": graph, "base": base}
        done = await writing.change(message | {"replace": request.method == "PUT"})
    headers = {"Cache-Control": "no-store"} | ({"Location": made} if made else {})
    return Response(status_code=204 if done["there"] else 201, headers=headers)


@contextmanager
def _kept() -> Iterator[tuple[Path, IO[bytes]]]:
    """Give a file that is removed when it has been read."""
    with tempfile.NamedTemporaryFile(prefix="kg-serve-") as file:
        yield Path(file.name), file


async def _receive(request: Request, file: IO[bytes], context: Context) -> None:
    """Write the body of a request into a file. Raises RefusedError where it is too large, too slow, or packed."""
    most, size = context.settings.upload_mb << 20, 0
    coding = request.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity"):
        raise RefusedError(415, f"Content-Encoding {coding} is not taken", f"不接受 Content-Encoding {coding}")
    pieces = request.stream()
    try:
        while True:
            async with asyncio.timeout(context.settings.client_timeout):
                piece = await anext(pieces, None)
            if piece is None:
                break
            size += len(piece)
            if size > most:
                mb = context.settings.upload_mb
                raise RefusedError(
                    413, f"the upload is larger than {mb:,} MB", f"上传超过 {mb:,} MB", {"Connection": "close"}
                )
            file.write(piece)
    except TimeoutError:
        raise RefusedError(408, "the upload stopped", "上传中断", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise RefusedError(400, "the request broke off", "请求中断") from None
    file.flush()
