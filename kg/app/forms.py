"""What a browser sends: files and fields of a form (RFC 7578), within limits."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final

from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from kg.readers import MOST_BYTES
from kg.serve.refusals import RefusedError

# Two reports of the largest size, and the form around them; a field of text has far less.
MOST: Final = 2 * MOST_BYTES + (1 << 20)
_FILES: Final = 8
_FIELDS: Final = 16
# What is too large is still taken in and thrown away, or the browser would show a broken connection instead of why.
_PATIENT: Final = 1 << 32


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, and the files by the names that they were sent with."""

    fields: dict[str, str]
    files: tuple[tuple[str, bytes], ...] = ()


async def read_form(request: Request) -> Form:
    """Read a form. Raises RefusedError: 413 larger than ``MOST``, 415 no form, 400 not what it says."""
    kind, _ = parse_options_header(request.headers.get("content-type", ""))
    stream = _limited(request)
    try:
        if kind == b"multipart/form-data":
            parser = MultiPartParser(request.headers, stream, max_files=_FILES, max_fields=_FIELDS)
            sent = await parser.parse()
        elif kind == b"application/x-www-form-urlencoded":
            sent = await FormParser(request.headers, stream, max_fields=_FIELDS, max_part_size=1 << 16).parse()
        else:
            raise RefusedError(415, "a form is wanted here", "此处应为表单")
    except (MultiPartException, KeyError, UnicodeDecodeError):
        raise RefusedError(400, "the form is damaged", "表单已损坏") from None
    except ClientDisconnect:
        raise RefusedError(400, "the request broke off", "请求中断") from None
    try:
        fields = {name: value for name, value in sent.multi_items() if isinstance(value, str)}
        uploads = [value for _, value in sent.multi_items() if isinstance(value, UploadFile)]
        # A form without a file sends one of no name.
        files = [(upload.filename or "", await upload.read()) for upload in uploads if upload.filename]
    finally:
        await sent.close()
    return Form(fields, tuple(files))


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    declared = request.headers.get("content-length", "")
    large = declared.isdecimal() and int(declared) > MOST
    async for piece in request.stream():
        size += len(piece)
        large = large or size > MOST
        if size > _PATIENT:
            break
        if not large:
            yield piece
    if large:
        mb = MOST_BYTES >> 20
        raise RefusedError(
            413,
            f"too large: a report has at most {mb} MB; drop one report, not a collection",
            f"文件太大：一份报告最多 {mb} MB；请放入单份报告，不要放入汇编",
        )
