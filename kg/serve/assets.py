"""``/assets/…``: the scripts and styles of pages; a browser keeps them and asks whether they are still the same."""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg import web
from kg.serve.context import Context
from kg.serve.live import unchanged
from kg.serve.refusals import RefusedError
from kg.site.assets import static

OWN: Final = Path(__file__).resolve().parent / "static"


def routes(context: Context) -> list[BaseRoute]:
    """Return the route of the files that pages load."""

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        found = _read(name)
        if found is None:
            raise RefusedError(404, f"no such file: {name}", f"没有这个文件：{name}")
        content, tag = found
        kind = mimetypes.guess_type(name)[0] or "text/plain"
        headers = {"ETag": tag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return unchanged(request, tag) or Response(content, media_type=kind, headers=headers)

    return [Route("/assets/{name}", asset)]


@cache
def _read(name: str) -> tuple[bytes, str] | None:
    content = static().get(name) or next((f.read_bytes() for f in (OWN / name, web.FOLDER / name) if f.is_file()), None)
    if content is not None:
        return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if name in _EXPECTED:
        web.asset(name)  # says what to do where it was not built
    return None


_EXPECTED: Final = ("answer.js", "editor.js", "editor.css", "explorer.js")
