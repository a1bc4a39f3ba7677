"""The pages of the site, live: the same code as the folder that ``kg site`` writes, of the build that is current.

A page is made when it is asked for and kept until a build switches the store.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import RLock
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg.language import Language
from kg.serve.caching import unchanged
from kg.serve.context import Context
from kg.serve.live import lang_of, navigation
from kg.serve.refusals import RefusedError
from kg.serve.responses import speaks_chinese
from kg.site import KINDS, LiveLinks, Site, graph, open_site, search, shards
from kg.site.downloads import FORMS, download
from kg.site.links import HOME, Address
from kg.site.page import POLICY, frame
from kg.site.things import LOOK

_KEPT: Final = 256
T = TypeVar("T")


class Pages:
    """The pages of the current build, and the site they are made of. One for each context."""

    def __init__(self, context: Context) -> None:
        """Make nothing yet."""
        self._context = context
        # A site reads from files as it goes: one thread at a time.
        self._lock = RLock()
        self._hash = ""
        self._site: Site | None = None
        self._made: OrderedDict[tuple[Address, Language], str] = OrderedDict()

    @classmethod
    def of(cls, context: Context) -> "Pages":
        """Return the pages of a context, the same for all routes."""
        found: Pages = context.shared.setdefault(cls, cls(context))
        return found

    def site(self) -> Site:
        """Return the site of the current build."""
        now = self._context.edition()
        if self._site is None or now != self._hash:
            if self._site is not None:
                self._site.close()
            self._site, self._hash = open_site(self._context.project), now
            self._made.clear()
        return self._site

    def reading(self, use: Callable[[Site], T]) -> T:
        """Return what is made of the site of the current build."""
        with self._lock:
            return use(self.site())

    def page(self, address: Address, lang: Language) -> str | None:
        """Return a page as HTML, None where there is none of this address."""
        with self._lock:
            return self._page(address, lang)

    def _page(self, address: Address, lang: Language) -> str | None:
        site = self.site()
        made = self._made.get((address, lang))
        if made is None:
            kind = KINDS.get(address.kind)
            if kind is None or not self.has(address):
                return None
            links = LiveLinks(address, lang)
            body = kind.body(site, address.key, links, lang)
            added = self._context.additions
            body = replace(
                body,
                styles=(*body.styles, *added.styles),
                scripts=(*body.scripts, *added.scripts),
                policy=added.policy or body.policy,
                referrer=added.referrer,
            )
            made = frame(body, links, site_title=site.title, nav=navigation(self._context))
            self._made[address, lang] = made
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return made

    def has(self, address: Address) -> bool:
        """Whether there is such a page."""
        site = self.site()
        if address.kind == "thing":
            return site.thing_address(address.key) is not None
        kind = KINDS[address.kind]
        if kind.of == "site":
            return address.key in set(kind.keys(site, ""))
        first = address.key.partition("/")[0]
        reports = [first] if first in site.reports else [report.id for report in site.of_place.get(first, ())]
        return any(address.key in set(kind.keys(site, report)) for report in reports)

    def shard(self, name: str) -> bytes | None:
        """Return a piece of data by its name under ``assets/``, None where there is none."""
        with self._lock:
            site = self.site()
            for module in (search, shards, graph):
                if name in set(module.names(site)):
                    content: bytes = module.content(site, name)
                    return content
            return None

    def file(self, key: str, form: str) -> bytes | None:
        """Return a thing as a file in a form of ``FORMS``, None where there is no such thing."""
        with self._lock:
            site = self.site()
            return download(site, key, form) if key in site.things and site.iri(key) else None

    def link(self, key: str, lang: Language) -> str | None:
        """Return the path at which readers find a thing; None where it has no page of its own."""
        with self._lock:
            site = self.site()
            address = site.thing_address(site.heirs.get(key, key))
            if address is None and key.startswith("report/"):
                address = Address("report", key.removeprefix("report/"))
        return LiveLinks(HOME, lang).to(address) if address is not None else None


def address_of(path: str) -> Address | None:
    """Return the address of which ``path`` is the path without language; None for one of another kind."""
    if path in ("", "index"):
        return HOME
    kind, _, key = path.partition("/")
    if kind in LOOK and key:
        return Address("thing", path)
    return Address(kind, key) if kind in KINDS and kind not in ("home", "thing") else None


def routes(context: Context) -> list[BaseRoute]:
    """Return the route of all pages that no other route has taken."""
    pages = Pages.of(context)

    async def page(request: Request) -> Response:
        lang = lang_of(request)
        if request.url.path == "/" and _reads_english(request):
            return RedirectResponse("/en/", 302, {"Vary": "Accept-Language", "Cache-Control": "no-cache"})
        path = request.path_params["path"].removesuffix(".html")
        stem, _, ending = path.rpartition(".")
        if ending in FORMS and stem.partition("/")[0] in LOOK:
            # Before it is read: a tag may name an older build than the content is of, never a newer one.
            headers = {"ETag": f'W/"{context.edition()}"', "Cache-Control": "no-cache"}
            data = await asyncio.to_thread(pages.file, stem, ending)
            if data is not None:
                return Response(data, media_type=FORMS[ending][0], headers=headers)
        address = address_of(path)
        tag = f'W/"{context.edition()}-{lang}"'
        if (same := unchanged(request, tag)) is not None:
            return same
        made = await asyncio.to_thread(pages.page, address, lang) if address is not None else None
        if made is None:
            raise RefusedError(
                404, f"/{path}: there is no such page; search at /search", f"/{path}：没有这一页；可在 /search 搜索"
            )
        headers = {
            "Content-Security-Policy": (context.additions.policy or POLICY) + "; frame-ancestors 'self'",
            "Content-Language": lang,
            "Vary": "Accept-Language",
            "ETag": tag,
            "Cache-Control": "no-cache",
        }
        return HTMLResponse(made, headers=headers)

    return [Route("/en/{path:path}", page), Route("/en", page_home), Route("/{path:path}", page)]


def _reads_english(request: Request) -> bool:
    """Whether a browser says that its reader prefers another language than Chinese."""
    said = request.headers.get("accept-language", "").strip()
    return said not in ("", "*") and not speaks_chinese(request)


async def page_home(request: Request) -> Response:
    """Lead to the first English page."""
    return RedirectResponse("/en/", 308)
