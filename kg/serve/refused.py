"""A refusal as a browser gets it: a page in the frame of the site, with ways on."""

from starlette.requests import Request
from starlette.responses import Response

from kg.language import Language
from kg.serve.context import Context
from kg.serve.live import PageLinks, filled, lang_of, paged
from kg.serve.negotiation import wants_page
from kg.serve.refusals import RefusedError
from kg.serve.responses import speaks_chinese
from kg.site.links import HOME, Address
from kg.site.page import speaker


def page_of(request: Request, refused: RefusedError) -> Response | None:
    """Return the page; None for programs, and for a picture, which stands inside another page."""
    if request.method not in ("GET", "HEAD") or request.url.path == "/picture":
        return None
    if "format" in request.query_params or not wants_page(request.headers.get("accept", "")):
        return None
    context: Context = request.app.state.context
    lang: Language = "zh" if lang_of(request) == "zh" and speaks_chinese(request) else "en"
    path = request.url.path.removeprefix("/en").strip("/")
    here = Address(*path.split("/", 1)) if "/" in path else Address(path or "index", "")
    links = PageLinks(here, lang, request.url.query)
    html = filled(
        "refused.html",
        links,
        missing=refused.status == 404,
        line=refused.zh if lang == "zh" else refused.en,
        home=links.to(HOME),
        search=links.to(Address("search")),
        queries=links.to(Address("queries")),
    )
    title = speaker(lang)("r-missing" if refused.status == 404 else "r-refused")
    headers = refused.headers | {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    return paged(context, links, title, html, status=refused.status, headers=headers)
