"""The app from its start to its end."""

import logging
import secrets
import threading
import webbrowser
from pathlib import Path

from starlette.middleware import Middleware

from kg.app.desk import Desk
from kg.app.door import Door, Key
from kg.app.folder import OpenError, alone, chosen, tell
from kg.app.pages import APP, routes
from kg.build import CURRENT, build, demand_whole
from kg.errors import StoreError
from kg.language import language, say
from kg.project import Project
from kg.serve.app import create_app
from kg.serve.context import Additions, Context
from kg.serve.live import POLICY
from kg.serve.run import listen, log, server_of
from kg.serve.settings import Settings
from kg.serve.site import Pages
from kg.site.links import HOME, Address, LiveLinks
from kg.stale import stale
from kg.store import open_store

# Pages of the site may send a form here: the file that is dropped on them.
_POLICY = POLICY.replace("frame-ancestors 'self'; ", "")
_ADDITIONS = Additions(
    nav=((APP, "nav-app"),), styles=("app.css",), scripts=("drop.js",), policy=_POLICY, referrer="same-origin"
)


def run(folder: Path | None, port: int = 0, *, browser: bool = True) -> None:
    """Serve the app for a folder until it is told to quit; open the browser at it.

    Raises UsageError where the folder is no project and not empty or the port cannot be had, KgError where a build of
    what lies in it fails and there was none before.
    """
    project = chosen(folder)
    try:
        with alone(project) as running:
            _serve(project, port, running, browser=browser)
    except OpenError as other:
        print(say(f"{project.root} is open already: {other.url}", f"{project.root} 已经打开：{other.url}"), flush=True)
        if browser and other.url:
            _show(other.url)


def _serve(project: Project, port: int, running: Path, *, browser: bool) -> None:
    late = _prepared(project)
    # Two at once are enough for one person; who quits does not wait long.
    settings = Settings(port=port, workers=2, long=1, grace=3.0)
    with listen(settings) as socket:
        log(logging.WARNING)
        key = Key(socket.getsockname()[1], secrets.token_urlsafe(24))
        context = Context(project, settings, _ADDITIONS)
        pages = Pages.of(context)

        def made(report: str) -> None:
            pages.page(Address("report", report) if report else HOME, language())

        desk = Desk(project, made)

        def started(url: str) -> None:
            address = url.rstrip("/") + LiveLinks(HOME, language()).to(APP) + f"?token={key.token}"
            tell(running, address)
            told = say(f"open {address} (Ctrl-C ends)", f"请打开 {address} （Ctrl-C 结束）")
            print(told, flush=True)
            if late:
                desk.job.start()
            if browser:
                threading.Thread(target=_show, args=(address,), daemon=True).start()

        def end() -> None:
            server.should_exit = True

        app = create_app(context, before=routes(context, desk, end), doors=[Middleware(Door, key=key)])
        server = server_of(app, context, started)
        try:
            server.run([socket])
        finally:
            desk.close()


def _prepared(project: Project) -> bool:
    """See to it that there is a whole build; return whether it is older than what lies in the folder."""
    try:
        demand_whole(project.build)
        if (project.build / CURRENT).exists():
            open_store(project.build).close()
            return stale(project) is not None
    except StoreError:
        # Whatever is wrong with it, another one helps.
        pass
    print(say("getting ready …", "正在准备……"), flush=True)
    build(project)
    return False


def _show(address: str) -> None:
    """Open the browser; one that would take over the terminal is none, and the address has been printed."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return
    if type(found) is not webbrowser.GenericBrowser:
        found.open(address)
