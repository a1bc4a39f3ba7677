"""A refusal → a response, in the client's language and form."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kg.language import language
from kg.serve.negotiation import ranges
from kg.serve.refusals import RefusedError


def respond(request: Request, refused: RefusedError) -> Response:
    """Return the response: a line of plain text, or problem JSON where the client asks for JSON."""
    chinese = speaks_chinese(request)
    line = refused.zh if chinese else refused.en
    headers = refused.headers | {"Content-Language": "zh" if chinese else "en", "Cache-Control": "no-store"}
    if any(r.type.endswith("json") and r.q for r in ranges(request.headers.get("accept", ""))):
        content = {"type": "about:blank", "status": refused.status, "title": line}
        return JSONResponse(content, refused.status, headers, "application/problem+json")
    return PlainTextResponse(line + "\n", refused.status, headers)


def speaks_chinese(request: Request) -> bool:
    """Whether to speak Chinese to a client: it prefers it, or names no language and the server's own is Chinese."""
    asked = request.headers.get("accept-language", "").strip().lower()
    if not asked or asked == "*":
        return language() == "zh"
    return asked.startswith("zh")
