"""What browsers and crawlers ask for by themselves: a sign for the tab, and what robots may read."""

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kg.serve.context import Context
from kg.site.page import ICON

# Queries cost time, and every search is another address (RFC 9309).
_ROBOTS: Final = """\
User-agent: *
Disallow: /sparql
Disallow: /picture
Disallow: /search
Disallow: /en/search
Disallow: /suggest
"""
_DAY: Final = {"Cache-Control": "public, max-age=86400"}


def routes(context: Context) -> list[BaseRoute]:
    """Return both routes."""

    async def icon(request: Request) -> Response:
        return Response(ICON, media_type="image/svg+xml", headers=_DAY)

    async def robots(request: Request) -> Response:
        return PlainTextResponse(_ROBOTS, headers=_DAY)

    return [Route("/favicon.ico", icon), Route("/robots.txt", robots)]
