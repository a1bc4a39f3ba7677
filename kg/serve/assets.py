"""``/assets/…``: the scripts and styles of pages; a browser keeps them and asks whether they are still the same."""

import asyncio
import hashlib
import mimetypes
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg import web
from kg.serve.caching import unchanged
from kg.serve.context import Context
from kg.serve.refusals import RefusedError
from kg.serve.site import Pages
from kg.site.assets import static

OWN: Final = Path(__file__).resolve().parent / "static"


def routes(context: Context) -> list[BaseRoute]:
    """Return the route of the files that pages load."""
    pages = Pages.of(context)

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        found = _read(name) or await _shard(context, pages, name)
        if found is None:
            raise RefusedError(404, f"no such file: {name}", f"没有这个文件：{name}")
        content, tag = found
        kind = mimetypes.guess_type(name)[0] or "text/plain"
        headers = {"ETag": tag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return unchanged(request, tag) or Response(content, media_type=kind, headers=headers)

    return [Route("/assets/{name:path}", asset)]


@cache
def _read(name: str) -> tuple[bytes, str] | None:
    """Return a file that is the same for every project, and its tag."""
    content = static().get(name)
    if content is None and name in (*_own(), *web.names()):
        content = (OWN / name).read_bytes() if name in _own() else web.asset(name)
    if content is None:
        if name in _BUILT:
            web.asset(name)  # says what to do where it was not built
        return None
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'


@cache
def _own() -> tuple[str, ...]:
    return tuple(file.name for file in OWN.iterdir() if file.is_file())


async def _shard(context: Context, pages: Pages, name: str) -> tuple[bytes, str] | None:
    """Return a piece of the current build's data as the pages of the site load it, and its tag."""
    # Before it is read: a tag may name an older build than the content is of, never a newer one.
    tag = f'W/"{context.edition()}"'
    content = await asyncio.to_thread(pages.shard, name)
    return None if content is None else (content, tag)


_BUILT: Final = ("answer.js", "editor.js", "editor.css", "suggest.js")
