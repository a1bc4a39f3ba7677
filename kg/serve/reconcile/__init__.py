"""``/reconcile``: names of tables matched with things of the build, as the Reconciliation Service API 0.2 has it.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ . Chinese at ``/reconcile``, English at
``/en/reconcile``. What is wrong with a request is told as problem JSON (RFC 9457) with a status of 4xx.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from kg.errors import KgError, StoreError
from kg.match import TYPES, Candidate, Matcher, Wanted
from kg.serve.bodies import read_body
from kg.serve.context import Context, client_of, origin_of
from kg.serve.live import both, lang_of, local
from kg.serve.protocol import FORM, content_type, one_field, read_fields
from kg.serve.reconcile.asked import ROWS, read_extension, read_queries
from kg.serve.reconcile.extend import extended
from kg.serve.reconcile.manifest import manifest
from kg.serve.reconcile.preview import POLICY, page, snippet
from kg.serve.reconcile.properties import EXTENDED, PROPERTIES
from kg.serve.reconcile.things import label, said, told
from kg.serve.refusals import RefusedError, refusal_of
from kg.serve.responses import speaks_chinese
from kg.serve.search import BuildIndex

_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$]{0,63}(?:\.[A-Za-z_$][\w$]{0,63}){0,3}", re.ASCII)
_PAGE: Final = 20
_FARTHEST: Final = 1000
_NO_STORE: Final = {"Cache-Control": "no-store", "Vary": "Accept-Language"}

Fields = list[tuple[str, str]]
Endpoint = Callable[[Request], Awaitable[Response]]


def routes(context: Context) -> list[BaseRoute]:
    """Return the routes of the service."""
    service = _Service(context)
    named: dict[str, Endpoint] = {
        "/reconcile": service.root,
        "/reconcile/suggest/entity": service.suggest_entity,
        "/reconcile/suggest/type": service.suggest_type,
        "/reconcile/suggest/property": service.suggest_property,
        "/reconcile/properties": service.propose,
        "/reconcile/flyout": service.flyout,
        "/reconcile/preview": service.preview,
        "/reconcile/view": service.view,
    }
    found: list[BaseRoute] = []
    for path, endpoint in named.items():
        for route in both(path, _told_as_json(endpoint)):
            if path == "/reconcile" and route.methods is not None:
                route.methods.add("POST")
            found.append(route)
    return found


def _told_as_json(endpoint: Endpoint) -> Endpoint:
    """Let clients of the service read in JSON what is wrong, whatever they accept."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except RefusedError as error:
            refused = error
        except KgError as error:
            refused = refusal_of(error, 503 if isinstance(error, StoreError) else 400)
        line = refused.zh if speaks_chinese(request) else refused.en
        content = {"type": "about:blank", "status": refused.status, "title": line}
        return JSONResponse(content, refused.status, refused.headers | _NO_STORE, "application/problem+json")

    return answer


class _Service:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._index = BuildIndex(context)

    def _matcher(self) -> Matcher:
        return Matcher(self._index.of_now(), self._context.project.addresses)

    async def root(self, request: Request) -> Response:
        fields = await self._fields(request)
        queries, extension = one_field(fields, "queries"), one_field(fields, "extend")
        if queries is not None and extension is not None:
            raise RefusedError(400, "queries or extend, not both", "只可有 queries 或 extend 之一")
        if queries is not None:
            wanted = read_queries(queries)
            found = await asyncio.to_thread(self._matched, wanted)
            lang = lang_of(request)
            named = await self._named([c for cs in found.values() for c in cs], lang, request)
            answer = {
                key: {"result": [_candidate(c, named.get(c.id, c.name), lang) for c in cs]} for key, cs in found.items()
            }
            return _json(fields, answer)
        if extension is not None:
            asked = read_extension(extension)
            rows = await extended(self._context, self._matcher(), asked, lang_of(request), client=client_of(request))
            return _json(fields, rows)
        if request.method == "POST":
            raise RefusedError(
                400,
                "expected a field queries or extend in the form, found neither",
                "表单中应有 queries 或 extend 字段",
            )
        prefix = "/en" if lang_of(request) == "en" else ""
        here = f"{origin_of(request, self._context)}{prefix}/reconcile"
        return _json(fields, manifest(here, self._context.project, lang_of(request)))

    def _matched(self, wanted: dict[str, Wanted]) -> dict[str, tuple[Candidate, ...]]:
        matcher = self._matcher()
        return {key: matcher.match(one) for key, one in wanted.items()}

    async def _named(self, found: Iterable[Candidate], lang: str, request: Request) -> dict[str, str]:
        """Return the English names of candidates where the service is asked in English and the graph has one."""
        if lang != "en":
            return {}
        known = {c.id: c.name_en for c in found}
        ids = sorted(known)
        for at in range(0, len(ids), ROWS):
            values = await said(self._context, ids[at : at + ROWS], client_of(request))
            known |= {name: label(told, "en") or known[name] for name, told in values.items()}
        return {name: words for name, words in known.items() if words}

    async def suggest_entity(self, request: Request) -> Response:
        fields = await self._fields(request)
        start, cursor = _start(fields)
        types = [value for name, value in fields if name == "type" and value]
        lang = lang_of(request)
        found = await asyncio.to_thread(self._matcher().suggest, start, types, _PAGE, cursor)
        named = await self._named(found, lang, request)
        rows = [
            {
                "id": c.id,
                "name": named.get(c.id, c.name),
                "description": c.description_en if lang == "en" else c.description,
                "notable": [_type(t, lang) for t in c.types],
            }
            for c in found
        ]
        return _json(fields, {"result": rows})

    async def suggest_type(self, request: Request) -> Response:
        fields = await self._fields(request)
        lang = lang_of(request)
        rows = [_type(name, lang) for name, labels in TYPES.items() if _begun(fields, name, *labels)]
        return _json(fields, {"result": _page_of(fields, rows)})

    async def suggest_property(self, request: Request) -> Response:
        fields = await self._fields(request)
        rows = [p.record(lang_of(request)) for p in PROPERTIES.values() if _begun(fields, p.id, p.zh, p.en)]
        return _json(fields, {"result": _page_of(fields, rows)})

    async def propose(self, request: Request) -> Response:
        fields = await self._fields(request)
        kind = one_field(fields, "type") or ""
        if kind and kind not in TYPES:
            raise RefusedError(
                400, f"type: expected one of {', '.join(TYPES)}, found {kind!r}", f"type：应为 {'、'.join(TYPES)} 之一"
            )
        limit = _number(fields, "limit", len(PROPERTIES)) or len(PROPERTIES)
        fitting = [p.record(lang_of(request)) for p in PROPERTIES.values() if p.id in EXTENDED and p.fits(kind)]
        answer: dict[str, Any] = {"properties": fitting[:limit]}
        return _json(fields, answer | ({"type": kind} if kind else {}) | {"limit": limit})

    async def flyout(self, request: Request) -> Response:
        fields = await self._fields(request)
        name = one_field(fields, "id") or ""
        thing = await told(self._context, self._matcher(), name, client_of(request))
        return _json(fields, {"id": name, "html": str(snippet(thing))})

    async def preview(self, request: Request) -> Response:
        fields = await self._fields(request)
        thing = await told(self._context, self._matcher(), one_field(fields, "id") or "", client_of(request))
        prefix = "/en" if lang_of(request) == "en" else ""
        here = f"{origin_of(request, self._context)}{prefix}/reconcile/view"
        headers = {"Content-Security-Policy": POLICY, **_NO_STORE}
        return Response(page(thing, here, lang_of(request)), media_type="text/html; charset=utf-8", headers=headers)

    async def view(self, request: Request) -> Response:
        fields = await self._fields(request)
        thing = await told(self._context, self._matcher(), one_field(fields, "id") or "", client_of(request))
        prefix = "/en" if lang_of(request) == "en" else ""
        path = local(thing.id, self._context) if thing.in_graph else None
        if path is None:
            return await self.preview(request)
        return RedirectResponse(origin_of(request, self._context) + prefix + path, 303, _NO_STORE)

    async def _fields(self, request: Request) -> Fields:
        fields = read_fields(request.scope["query_string"])
        if request.method == "POST":
            kind, charset = content_type(request)
            if kind != FORM or charset not in ("", "utf-8", "utf8"):
                raise RefusedError(
                    415,
                    f"expected {FORM} in UTF-8, found {kind or 'none'}",
                    f"应为 UTF-8 的 {FORM}，实为 {kind or '无'}",
                )
            settings = self._context.settings
            fields += read_fields(await read_body(request, settings.body_kb << 10, settings.client_timeout))
        return fields


def _json(fields: Fields, content: dict[str, Any]) -> Response:
    """Return JSON, or JSONP where the client names a function."""
    callback = one_field(fields, "callback")
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if callback is None:
        return Response(text, media_type="application/json", headers=_NO_STORE)
    if not _CALLBACK.fullmatch(callback):
        raise RefusedError(
            400, f"callback: expected a name of a function, found {callback[:60]!r}", "callback：应为函数名"
        )
    # A comment before it: what an answer begins with is nothing that the client chose.
    escaped = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Response(f"/**/{callback}({escaped});", media_type="text/javascript", headers=_NO_STORE)


def _candidate(c: Candidate, name: str, lang: str) -> dict[str, Any]:
    return {
        "id": c.id,
        "name": name,
        "description": c.description_en if lang == "en" else c.description,
        "score": c.score,
        "match": c.match,
        "type": [_type(t, lang) for t in c.types],
        "features": [{"id": name, "value": value} for name, value in c.features.items()],
    }


def _type(name: str, lang: str) -> dict[str, str]:
    zh, en = TYPES[name]
    return {"id": name, "name": en if lang == "en" else zh}


def _start(fields: Fields) -> tuple[str, int]:
    return one_field(fields, "prefix") or "", _number(fields, "cursor", 0)


def _number(fields: Fields, name: str, without: int) -> int:
    text = one_field(fields, name)
    if not text:
        return without
    if not (text.isascii() and text.isdecimal()) or len(text) > 4 or int(text) > _FARTHEST:
        raise RefusedError(
            400,
            f"{name}: expected a number up to {_FARTHEST}, found {text[:40]!r}",
            f"{name}：应为不超过 {_FARTHEST} 的数字",
        )
    return int(text)


def _begun(fields: Fields, *names: str) -> bool:
    start = (one_field(fields, "prefix") or "").strip().casefold()
    return any(start in name.casefold() for name in names)


def _page_of(fields: Fields, rows: list[Any]) -> list[Any]:
    cursor = _number(fields, "cursor", 0)
    return rows[cursor : cursor + _PAGE]
