"""The body of a request, within a limit of size and time."""

import asyncio
import zlib

from starlette.requests import ClientDisconnect, Request

from kg.serve.refusals import RefusedError


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """Return the body, unpacked where it came in gzip; ``most`` bytes of it, before and after.

    Raises RefusedError: 413 too large, 408 too slow, 415 in another coding, 400 not what it says.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        raise _too_large(most)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    raise _too_large(most)
    except TimeoutError:
        en = f"the request did not arrive within {seconds:g} s"
        raise RefusedError(408, en, f"请求未在 {seconds:g} 秒内到达", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise RefusedError(400, "the request broke off", "请求中断") from None
    return _unpacked(bytes(body), request.headers.get("content-encoding", "").strip().lower(), most)


def _unpacked(body: bytes, coding: str, most: int) -> bytes:
    if coding in ("", "identity"):
        return body
    if coding != "gzip":
        raise RefusedError(
            415, f"Content-Encoding {coding} is not taken; gzip is", f"不接受 Content-Encoding {coding}；可用 gzip"
        )
    unpack = zlib.decompressobj(wbits=31)
    try:
        found = unpack.decompress(body, most + 1)
    except zlib.error:
        raise RefusedError(400, "the body is not gzip", "请求体不是 gzip") from None
    if len(found) > most:
        raise _too_large(most)
    if not unpack.eof:
        raise RefusedError(400, "the body breaks off inside its gzip", "请求体的 gzip 数据不完整")
    return found


def utf8(body: bytes) -> str:
    """Return the text of a body. Raises RefusedError where it is not UTF-8."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"byte {error.start} is not UTF-8", f"第 {error.start} 字节不是 UTF-8") from None


def _too_large(most: int) -> RefusedError:
    kb = most >> 10
    return RefusedError(413, f"the request is larger than {kb:,} KB", f"请求超过 {kb:,} KB", {"Connection": "close"})
