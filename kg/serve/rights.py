"""Who may change something: whoever has the token that the server was started with (KG_SERVE_TOKEN)."""

import base64
import binascii
import hmac
import os

from starlette.requests import Request

from kg.serve.context import Context, origin_of
from kg.serve.refusals import RefusedError
from kg.serve.settings import TOKEN
from kg.serve.writing import Writing


def writable(request: Request, context: Context) -> Writing:
    """Return the way to change the store. Raises RefusedError where there is none, or without the token."""
    if context.writing is None:
        raise RefusedError(403, "this endpoint is read-only", "本端点只读")
    if _from_elsewhere(request, context):
        raise RefusedError(
            403, "a page of another site may not change anything here", "其他网站的页面不得更改此处的内容"
        )
    if not has_token(request):
        challenge = {"WWW-Authenticate": 'Basic realm="kg", Bearer'}
        raise RefusedError(401, "a change needs the token", "更新需要令牌", challenge)
    return context.writing


def _from_elsewhere(request: Request, context: Context) -> bool:
    """Whether a browser sends it for another site's page: it adds name and password by itself where it has them."""
    sender = request.headers.get("origin")
    return sender is not None and sender.partition("://")[2] != origin_of(request, context).partition("://")[2]


def has_token(request: Request) -> bool:
    """Whether a request carries the token: as Bearer, or as the password of Basic with any name."""
    token = os.environ.get(TOKEN, "")
    kind, _, given = request.headers.get("authorization", "").strip().partition(" ")
    word = _password(given) if kind.lower() == "basic" else given.strip()
    same = hmac.compare_digest(word.encode(), token.encode())
    return bool(token) and kind.lower() in ("bearer", "basic") and same


def _password(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
