"""A request → what is asked, as the SPARQL 1.1 Protocol has it: queries and updates, their dataset, their errors.

https://www.w3.org/TR/sparql11-protocol/
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import Request

from kg.serve.bodies import read_body, utf8
from kg.serve.refusals import RefusedError
from kg.serve.settings import Settings

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_FIELDS: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: a ``query``, an ``update``, or neither (the service description)."""

    query: str | None = None
    update: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""


async def read_asked(request: Request, settings: Settings) -> Asked:
    """Read a request. Raises RefusedError where it is not what the protocol has."""
    fields = read_fields(request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        if "update" in _names(fields):
            raise RefusedError(400, "an update is sent by POST", "更新须用 POST 发送")
        return _asked(fields)
    kind, charset = content_type(request)
    if charset not in ("", "utf-8", "utf8"):
        raise RefusedError(415, f"charset {charset} is not taken; UTF-8 is", f"不接受字符集 {charset}；请用 UTF-8")
    if kind not in (FORM, QUERY, UPDATE):
        known = ", ".join((FORM, QUERY, UPDATE))
        found = kind or "none"
        raise RefusedError(
            415, f"expected the content type {known}, found {found}", f"内容类型应为 {known}，实为 {found}"
        )
    most = settings.upload_mb << 20 if settings.writable and kind != QUERY else settings.body_kb << 10
    body = await read_body(request, most, settings.client_timeout)
    if kind == FORM:
        return _asked([*fields, *read_fields(body)])
    name = "query" if kind == QUERY else "update"
    if {"query", "update"} & _names(fields):
        raise RefusedError(400, f"one {name}, not another in the address", f"只可有一个 {name}，地址中不可再有")
    return _asked([*fields, (name, utf8(body))])


def content_type(request: Request) -> tuple[str, str]:
    """Return the content type and the charset that a request names, in lower case."""
    kind, *parameters = request.headers.get("content-type", "").split(";")
    given = dict(p.strip().lower().partition("=")[::2] for p in parameters)
    return kind.strip().lower(), given.get("charset", "").strip('"')


def read_fields(encoded: bytes) -> list[tuple[str, str]]:
    """Return the fields of a query string or a form. Raises RefusedError where they are too many or no UTF-8."""
    try:
        return parse_qsl(utf8(encoded), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError:
        raise RefusedError(400, "a parameter is not UTF-8", "有参数不是 UTF-8") from None
    except ValueError:
        raise RefusedError(400, f"more than {_FIELDS} parameters", f"参数超过 {_FIELDS} 个") from None


def _names(fields: list[tuple[str, str]]) -> set[str]:
    return {name for name, _ in fields}


def _asked(fields: list[tuple[str, str]]) -> Asked:
    query, update = one_field(fields, "query"), one_field(fields, "update")
    if query is not None and update is not None:
        raise RefusedError(400, "a query or an update, not both", "只可有查询或更新之一")
    prefix = (
        ("default-graph-uri", "named-graph-uri") if update is None else ("using-graph-uri", "using-named-graph-uri")
    )
    default, named = (tuple(_graph(value, name) for n, value in fields if n == name) for name in prefix)
    return Asked(query, update, default, named, one_field(fields, "format") or "")


def one_field(fields: list[tuple[str, str]], name: str) -> str | None:
    """Return a field that may stand once. Raises RefusedError where it stands more often."""
    values = [value for n, value in fields if n == name]
    if len(values) > 1:
        raise RefusedError(400, f"one {name}, not {len(values)}", f"只可有一个 {name}，而不是 {len(values)} 个")
    return values[0] if values else None


def _graph(value: str, name: str) -> str:
    try:
        return NamedNode(value).value
    except ValueError:
        raise RefusedError(400, f"{name}: {value[:100]!r} is no IRI", f"{name}：{value[:100]!r} 不是 IRI") from None
