"""Bytes of a file → the text of a report and the way back to where each character stood.

A reader is a function ``(data, name) -> Document``; add one by writing it in a module of its own and naming the
suffixes it reads in ``READERS``. ``tests/test_readers.py`` runs the same checks over all of them. What a file holds
counts, not what it is called: a page saved as ``.doc`` is read as a page.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from kg.errors import ReportError
from kg.readers.apart import read_apart
from kg.readers.document import Document
from kg.readers.markdown import read_markdown
from kg.readers.plain import read_plain
from kg.readers.repeats import once

Reader = Callable[[bytes, str], Document]


def read_old(data: bytes, name: str) -> Document:
    """Read a binary Word document, or what programs save as .doc or .wps though it is something newer."""
    held = _by_content(data)
    return (READERS[held] if held else partial(read_apart, "old"))(data, name)


READERS: Mapping[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    "": read_plain,
    ".md": read_markdown,
    ".docx": partial(read_apart, "word"),
    ".pdf": partial(read_apart, "pdf"),
    ".html": partial(read_apart, "web"),
    ".htm": partial(read_apart, "web"),
    ".rtf": partial(read_apart, "rtf"),
    ".doc": read_old,
    ".wps": read_old,
}

# A report has some 15,000 to 40,000 characters; what is a thousand times longer is something else.
MOST_BYTES = 32 * 2**20

__all__ = ["MOST_BYTES", "READERS", "Document", "Reader", "read_bytes", "read_document", "read_file"]


def read_file(path: Path) -> Document:
    """Read a file with the reader for what it holds.

    Raises ReportError where the file is missing, a folder, empty, too large, of a kind no reader knows, or damaged.
    """
    return read_document(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; ReportError where there are none to be had or more than a report can have."""
    try:
        size = path.stat().st_size if path.is_file() else 0
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1) if size <= MOST_BYTES else b""
    except FileNotFoundError:
        raise ReportError(path, "a report", "no such file", "check the name") from None
    except IsADirectoryError:
        raise ReportError(path, "a file", "a folder", "name the report inside it") from None
    except (OSError, ValueError) as error:
        found = error.strerror if isinstance(error, OSError) else None
        raise ReportError(path, "a file that can be read", found or str(error), "check its name and rights") from None
    if _reader(path, data) is None:
        known = " ".join(s for s in READERS if s)
        raise ReportError(path, f"a file ending in {known}", path.suffix, "save it as plain text")
    if size > MOST_BYTES or len(data) > MOST_BYTES:
        raise ReportError(path, f"at most {MOST_BYTES:,} bytes", "more", "give one report, not a collection")
    return data


def read_document(data: bytes, path: Path) -> Document:
    """Read the bytes of a file; a text that stands several times in it is cut to its first copy."""
    reader = _reader(path, data)
    assert reader is not None, path
    return once(reader(data, str(path)))


def _reader(path: Path, data: bytes) -> Reader | None:
    suffix = path.suffix.lower()
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return read_old
    held = _by_content(data)
    return READERS[held] if held else READERS.get(suffix)


def _by_content(data: bytes) -> str | None:
    """Tell by its first bytes what a file holds; ``None`` where they do not say."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF-"):
        return ".pdf"
    if start.startswith(b"PK\x03\x04"):
        return ".docx"
    if start.startswith(b"{\\rtf"):
        return ".rtf"
    if start[:200].lower().startswith((b"<!doctype html", b"<html", b'<?xml version="1.0" encoding="utf-8"?><html')):
        return ".html"
    return None
