"""Markdown: the text without its marks; headings, emphasis, links and pictures are told by the words in them."""

import re
from dataclasses import replace

from kg.readers.document import Document, compose
from kg.readers.plain import read_plain, refuse_damage

_LINE = re.compile(r"[^\n]*\n?")
_HEADING = re.compile(r"^ {0,3}(?:#{1,6}[ \t]+|>[ \t]?|[*+-][ \t]+(?=\S))")
_MARKED = re.compile(r"\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|`")
_PICTURE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
_LINK = re.compile(r"\[(?P<words>[^\]\n]{1,200})\]\([^)\n]{0,500}\)")
_FOOTNOTE = re.compile(r"\[\^(?P<number>\d{1,3})\](?::[ \t]*)?")
_RULE = re.compile(r"^ {0,3}(?:[-*_=][ \t]*){3,}$|^ {0,3}(?:```|~~~)")


def read_markdown(data: bytes, name: str) -> Document:
    """Read Markdown; a text without marks comes back as it is. Raises ReportError as ``read_plain`` does."""
    plain = read_plain(data, name)
    lines = [(f"line {n}", m[0]) for n, m in enumerate(_LINE.finditer(plain.text), 1) if m[0]]
    cleaned = [(place, _clean(line)) for place, line in lines]
    if all(before == after for before, after in zip(lines, cleaned, strict=True)):
        return plain
    document = compose(cleaned)
    refuse_damage(document.text, name)
    return replace(document, encoding=plain.encoding)


def _clean(line: str) -> str:
    if _RULE.match(line.rstrip()):
        return ""
    line = _PICTURE.sub("", _HEADING.sub("", line))
    return _MARKED.sub("", _FOOTNOTE.sub(r"[\g<number>]", _LINK.sub(r"\g<words>", line)))
