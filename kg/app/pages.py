"""The pages of the app: drop a file, confirm what it is, wait for the build, take a report out, quit."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kg.app.desk import Desk, oddities, reasons
from kg.app.forms import MOST, read_form
from kg.app.job import STAGES
from kg.app.named import above, great, place_meant, suggestions, written
from kg.app.reports import Held, move_aside, reports_held
from kg.app.uploads import Upload
from kg.errors import KgError
from kg.language import Language, speaking
from kg.messages import translated
from kg.places import division
from kg.readers import MOST_BYTES, READERS
from kg.serve.context import Context
from kg.serve.live import PageLinks, both, links_of, paged
from kg.serve.refusals import RefusedError, refusal_of
from kg.site.links import HOME, Address, Links
from kg.site.page import environment, speaker

APP: Final = Address("app")
STATIC: Final = Path(__file__).resolve().parent / "static"
# Of the text a person sees so much before confirming that it is the one.
_OPENING: Final = 300


@cache
def _environment(lang: Language) -> Environment:
    return environment(lang).overlay(loader=FileSystemLoader(Path(__file__).resolve().parent / "templates"))


def routes(context: Context, desk: Desk, end: Callable[[], None]) -> list[BaseRoute]:
    """Return the routes of the app; ``end`` stops the server."""
    pages = _Pages(context, desk, end)
    return [
        *both("/app", pages.first),
        *(Route(prefix + "/app/add", pages.add, methods=["POST"]) for prefix in ("", "/en")),
        *(
            Route(prefix + "/app/confirm/{id}", pages.confirm, methods=["GET", "HEAD", "POST"])
            for prefix in ("", "/en")
        ),
        *both("/app/building", pages.building),
        Route("/app/progress", pages.progress),
        Route("/app/places", pages.places),
        *(Route(prefix + "/app/remove/{id}", pages.remove, methods=["GET", "HEAD", "POST"]) for prefix in ("", "/en")),
        *(Route(prefix + "/app/quit", pages.quit, methods=["POST"]) for prefix in ("", "/en")),
        *(Route(f"/assets/{name}", _file) for name in ("app.css", "app.js", "drop.js")),
    ]


async def _file(request: Request) -> Response:
    """Give a file of the app."""
    path = STATIC / request.url.path.rpartition("/")[2]
    return FileResponse(path, headers={"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"})


class _Pages:
    def __init__(self, context: Context, desk: Desk, end: Callable[[], None]) -> None:
        self._context, self._desk, self._end = context, desk, end

    async def first(self, request: Request) -> Response:
        return await self._first(request)

    async def _first(self, request: Request, error: RefusedError | None = None) -> Response:
        links = links_of(request, "app") if error is None else PageLinks(APP, _lang(request))
        held = await asyncio.to_thread(reports_held, self._desk.project)
        years = Counter(report.place for report in held if not report.error)
        values = {
            "held": held,
            "scorecards": {place: _scorecard(held, place) for place, number in years.items() if number > 1},
            "waiting": tuple(self._desk.waiting.values()),
            "job": self._desk.job.state,
            "folder": self._desk.project.root,
            "problem": _told(error, links),
        }
        return self._page(links, "first.html", "app-title", values, status=error.status if error else 200)

    async def add(self, request: Request) -> Response:
        """Take files in; what cannot be read is told of where it would be confirmed."""
        try:
            form = await read_form(request)
            if not form.files:
                raise RefusedError(400, "no file was chosen", "没有选择文件")
            taken = [await asyncio.to_thread(self._desk.take, name, data) for name, data in form.files]
        except KgError as error:
            return await self._first(request, refusal_of(error, 400))
        except RefusedError as refused:
            return await self._first(request, refused)
        return _to(request, f"confirm/{taken[0].id}")

    def _next(self, request: Request) -> Response:
        """Go on with what waits, or with the build."""
        if self._desk.waiting:
            return _to(request, f"confirm/{next(iter(self._desk.waiting))}")
        return _to(request, "building" if self._desk.job.state.running else "")

    async def confirm(self, request: Request) -> Response:
        """Show what a file was taken for, and add it once a person says so."""
        upload = self._desk.waiting.get(request.path_params["id"])
        if upload is None:
            return _to(request, "")
        if request.method != "POST":
            return await asyncio.to_thread(self._asked, request, upload, {}, None)
        form = await read_form(request)
        if form.fields.get("do") == "drop":
            await asyncio.to_thread(self._desk.drop, upload)
            return self._next(request)
        return await asyncio.to_thread(self._confirmed, request, upload, form.fields)

    def _confirmed(self, request: Request, upload: Upload, given: dict[str, str]) -> Response:
        if upload.found is None or upload.found.problem or upload.held:
            return self._asked(request, upload, given, None)
        try:
            place, year = place_meant(given.get("place", "")), _year(given.get("year", ""))
        except KgError as error:
            return self._asked(request, upload, given, refusal_of(error, 400))
        if place is None or year is None:
            return self._asked(request, upload, given, _WANTED["place" if place is None else "year"])
        how = given.get("how", "")
        unsure = given.get("sure") != "yes" and self._desk.disputed(upload, place, year)
        if unsure or (self._desk.taken(place, year) and how not in ("replace", "second")):
            return self._asked(request, upload, given, None)
        try:
            report = self._desk.add(upload, place, year, how)
        except KgError as error:
            return self._asked(request, upload, given, refusal_of(error, 400))
        self._desk.job.start(report)
        return self._next(request)

    def _asked(self, request: Request, upload: Upload, given: dict[str, str], error: RefusedError | None) -> Response:
        """Return the page that asks: what was recognised, or what a person wrote and what is still to be said about it."""
        links = links_of(request, "app", f"confirm/{upload.id}")
        with speaking(links.lang):
            values = self._values(upload, given, links)
        values |= {"problem": _told(error, links)}
        status = error.status if error else 422 if request.method == "POST" else 200
        return self._page(links, "confirm.html", "app-confirm", values, scripts=("app.js",), status=status)

    def _values(self, upload: Upload, given: dict[str, str], links: Links) -> dict[str, Any]:
        values: dict[str, Any] = {"upload": upload, "held": upload.held, "others": len(self._desk.waiting) - 1}
        found = upload.found
        if found is None or upload.document is None:
            assert upload.error is not None
            return values | {"stop": upload.error.line()}
        place = given.get("place", written(division(found.place)) if found.place else "")
        year = given.get("year", str(found.plan or ""))
        code, number = _quietly(place, year)
        known = code is not None and number is not None
        return values | {
            "stop": translated(found.problem) if found.problem else "",
            "place": place,
            "year": year,
            "within": above(division(code)) if code else "",
            "reasons": reasons(upload),
            "oddities": oddities(upload),
            "disputed": [
                (name, written(division(said)) if name == "place" else said, translated(words))
                for name, said, words in self._desk.disputed(upload, code, number)
            ],
            "sure": given.get("sure") == "yes",
            "taken": f"{code}-{number}" if known and self._desk.taken(str(code), int(number or 0)) else "",
            "how": given.get("how", ""),
            "opening": upload.document.text.strip()[:_OPENING],
            "size": len(upload.document.text),
            "great": [(written(d), above(d)) for d in great()],
        }

    async def building(self, request: Request) -> Response:
        """Show how far the build is; once it is done, lead to what was made."""
        state = self._desk.job.state
        links = links_of(request, "app", "building")
        if not state.stage:
            return RedirectResponse(self._made(state.report, links), 303)
        problem = _told(refusal_of(state.error, 500), links) if state.error else ""
        values = {"state": state, "stages": STAGES, "at": STAGES.index(state.stage), "problem": problem}
        # With a script the page asks by itself; without one the browser comes again.
        again = {} if state.error or "live" in request.query_params else {"Refresh": "2"}
        return self._page(links, "building.html", "app-building", values, scripts=("app.js",), headers=again)

    async def progress(self, request: Request) -> Response:
        """Tell a script how far the build is."""
        state = self._desk.job.state
        done = [name for name in STAGES if state.stage and STAGES.index(name) < STAGES.index(state.stage)]
        told = {"stage": state.stage, "done": done, "running": state.running}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    def _made(self, report: str, links: Links) -> str:
        """Return where to read on: two years of a place side by side, a report, or the first page."""
        held = reports_held(self._desk.project)
        this = next((r for r in held if r.id == report and not r.error), None)
        if this is None:
            return links.to(APP)
        years = {r.year for r in held if r.place == this.place}
        return links.to(_scorecard(held, this.place) if len(years) > 1 else Address("report", report))

    async def places(self, request: Request) -> Response:
        """Suggest places for what was typed."""
        found = await asyncio.to_thread(suggestions, request.query_params.get("q", "")[:40])
        return JSONResponse([[written(d), above(d)] for d in found])

    async def remove(self, request: Request) -> Response:
        """Ask whether a report is to be taken out, and do it."""
        name = request.path_params["id"]
        report = next((r for r in await asyncio.to_thread(reports_held, self._desk.project) if r.id == name), None)
        if report is None:
            return _to(request, "")
        if request.method == "POST":
            try:
                await asyncio.to_thread(move_aside, self._desk.project, name)
            except KgError as error:
                return await self._first(request, refusal_of(error, 400))
            self._desk.job.start()
            return _to(request, "building")
        links = links_of(request, "app", f"remove/{name}")
        values = {"report": report, "to": self._desk.project.reports.parent / "removed" / name}
        return self._page(links, "remove.html", "app-remove", values)

    async def quit(self, request: Request) -> Response:
        """Say goodbye, and end the server once the page has its looks."""
        links = PageLinks(APP, _lang(request))
        page = self._page(links, "quit.html", "app-closed", {})
        page.background = BackgroundTask(self._soon)
        return page

    async def _soon(self) -> None:
        asyncio.get_running_loop().call_later(1.0, self._end)

    def _page(
        self,
        links: PageLinks,
        template: str,
        title: str,
        values: dict[str, Any],
        *,
        scripts: tuple[str, ...] = (),
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Response:
        say = speaker(links.lang)
        shown = {
            "accepted": ",".join(s for s in READERS if s),
            "most": MOST_BYTES,
            "all": MOST,
            "app": APP,
            "home": HOME,
        }
        made = _environment(links.lang).get_template(template)
        html = Markup(made.render(lang=links.lang, say=say, links=links, Address=Address, **shown, **values))
        told = {"Cache-Control": "no-store"} | (headers or {})
        return paged(self._context, links, say(title), html, scripts=scripts, status=status, headers=told)


_WANTED: Final = {
    "place": RefusedError(400, "say which place the report is of", "请填写报告所属地区"),
    "year": RefusedError(400, "say which year the report plans for", "请填写报告安排工作的年份"),
}


def _scorecard(held: Iterable[Held], place: str) -> Address:
    """Return the address of a place's scorecard; the only place of a site has the one at the top."""
    return Address("scorecard", place if len({r.place for r in held if not r.error}) > 1 else "")


def _year(text: str) -> int | None:
    text = text.strip().removesuffix("年")
    if not text:
        return None
    if not (text.isdecimal() and 1949 <= int(text) <= 2099):
        raise KgError("year", "a year from 1949 to 2099", repr(text[:20]), "mend it")
    return int(text)


def _quietly(place: str, year: str) -> tuple[str | None, int | None]:
    """Return place and year as far as they can be read."""
    try:
        code = place_meant(place)
    except KgError:
        code = None
    try:
        return code, _year(year)
    except KgError:
        return code, None


def _lang(request: Request) -> Any:
    return links_of(request, "app").lang


def _told(error: RefusedError | None, links: Links) -> str:
    return "" if error is None else error.zh if links.lang == "zh" else error.en


def _to(request: Request, where: str) -> Response:
    links = links_of(request, "app")
    return RedirectResponse(links.to(Address("app", where)), 303)
