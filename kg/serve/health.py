"""``/health`` for who watches over the server, ``/metrics`` for who measures it."""

import os
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.serve.context import Context, client_of
from kg.serve.metrics import CONTENT_TYPE
from kg.serve.process import memory_of
from kg.serve.refusals import RefusedError
from kg.serve.rights import has_token


def routes(context: Context) -> list[BaseRoute]:
    """Return both routes."""

    async def health(request: Request) -> Response:
        """Ask the smallest query there is: 200 where it is answered, else the refusal's status."""
        await context.ask("ASK {}", client="health")
        content = {"status": "ok", "content": context.content_hash()}
        return JSONResponse(content, headers={"Cache-Control": "no-store"})

    async def metrics(request: Request) -> Response:
        # Behind a proxy everybody may look like this machine.
        here = not context.settings.origin and _is_here(client_of(request))
        if not (here or has_token(request)):
            raise RefusedError(403, "metrics are for this machine, or with the token", "指标只供本机或持令牌者查看")
        text = context.metrics.text(_gauges(context), context.pool.counts)
        return Response(text, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})

    return [Route("/health", health), Route("/metrics", metrics)]


def _is_here(client: str) -> bool:
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return False


def _gauges(context: Context) -> dict[str, tuple[str, float]]:
    pool = context.pool
    processes = list(pool.processes)
    return {
        "kg_requests_under_way": ("Requests being answered.", context.metrics.under_way),
        "kg_queries_under_way": ("Queries that wait or run.", len(pool.running)),
        "kg_queries_waiting": ("Queries in the first queue.", pool.lanes.first.waiting),
        "kg_long_queries_waiting": ("Queries that wait for a place in the long lane.", pool.lanes.long.waiting),
        "kg_worker_processes": ("Worker processes there are.", len(processes)),
        "kg_worker_memory_bytes": ("Memory of the workers, their own.", sum(p.memory() for p in processes)),
        "kg_server_memory_bytes": ("Memory of the server itself.", memory_of(os.getpid())),
    }
