"""Pages that only a server has (questions, the editor, search, one thing's links), in the frame of the site.

The Chinese page stands at an address, the English one at ``/en`` before it. ``words/live.json`` of the site holds their
words, ``templates/`` what they look like; scripts come from ``/assets/``, and nothing inline runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pyoxigraph import Literal, NamedNode
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kg.answer import Term, compact
from kg.language import Language
from kg.serve.context import Context, Page
from kg.site import KINDS
from kg.site.links import Address, Links, LiveLinks
from kg.site.page import Body, environment, frame, speaker
from kg.terms import TERMS

# Pages beside those of the site, for the navigation.
LIVE: Final = (
    (Address("search"), "nav-search"),
    (Address("queries"), "nav-queries"),
    (Address("sparql"), "nav-sparql"),
)
# Forms lead to this server, and its own pages may stand within a page; scripts and styles are files of this server.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
# What a policy in the page itself may not say (CSP Level 3, section 3.3).
_HEADER_ONLY: Final = "frame-ancestors 'self'; "


@dataclass(frozen=True)
class PageLinks(LiveLinks):
    """The links of a page that has a query in its address: the page in the other language keeps it."""

    query: str = ""

    @property
    def twin(self) -> str:
        """This page in the other language, with the same query."""
        return super().twin + (f"?{self.query}" if self.query else "")


def both(path: str, endpoint: Page) -> list[Route]:
    """Return the routes of a page in both languages."""
    return [Route(path, endpoint), Route("/en" + path, endpoint)]


def lang_of(request: Request) -> Language:
    """Return the language of a page by its address."""
    return "en" if request.url.path == "/en" or request.url.path.startswith("/en/") else "zh"


def links_of(request: Request, kind: str, key: str = "") -> PageLinks:
    """Return the links of the page that a request is for."""
    return PageLinks(Address(kind, key), lang_of(request), request.url.query)


@cache
def _environment(lang: Language) -> Environment:
    return environment(lang).overlay(loader=FileSystemLoader(Path(__file__).resolve().parent / "templates"))


def filled(template: str, links: Links, **values: Any) -> Markup:
    """Return a template of ``kg/serve/templates`` with ``lang``, ``say``, ``links`` and other values filled in."""
    made = _environment(links.lang).get_template(template)
    return Markup(made.render(lang=links.lang, say=speaker(links.lang), links=links, **values))


def paged(
    context: Context,
    links: Links,
    title: str,
    html: Markup,
    *,
    styles: Sequence[str] = (),
    scripts: Sequence[str] = (),
    policy: str = POLICY,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a page in the frame of the site, with its policy in the header."""
    body = Body(
        title,
        html,
        styles=("live.css", *context.additions.styles, *styles),
        scripts=(*context.additions.scripts, *scripts),
        policy=policy.replace(_HEADER_ONLY, ""),
        referrer=context.additions.referrer,
    )
    text = frame(body, links, site_title=context.project.title, nav=navigation(context))
    told = {"Content-Security-Policy": policy, "Content-Language": links.lang, "Vary": "Accept"}
    return HTMLResponse(text, status, told | dict(headers or {}))


def navigation(context: Context) -> tuple[tuple[Address, str], ...]:
    """Return the navigation of a server's pages: that of the site, then what only a server has."""
    own = tuple((Address(name), kind.nav) for name, kind in KINDS.items() if kind.nav)
    return context.additions.nav + own + LIVE


def local(iri: str, context: Context) -> str | None:
    """Return the path of this server at which an IRI of the project's is told of; None for one of somebody else's."""
    for base in (context.project.base_iri, TERMS):
        if iri.startswith(base) and iri != base:
            return "/" + iri.removeprefix(base)
    return None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a table: its text, where it leads, its kind (number, year, text, iri), its language."""

    text: str
    href: str = ""
    kind: str = "text"
    lang: str = ""


_NUMBERS: Final = ("integer", "decimal", "double", "float", "long", "int", "nonNegativeInteger")


def cell(term: Term | None, context: Context) -> Cell:
    """Return a term as it stands in a table of a page."""
    if isinstance(term, NamedNode):
        href = local(term.value, context) or (term.value if term.value.startswith(("http://", "https://")) else "")
        return Cell(compact(term, context.prefixes), href, "iri")
    if isinstance(term, Literal):
        kind = term.datatype.value.rpartition("#")[2]
        return Cell(
            term.value, "", "number" if kind in _NUMBERS else "year" if kind == "gYear" else "text", term.language or ""
        )
    return Cell(compact(term, context.prefixes))
