"""Word (ECMA-376 .docx): paragraphs, rows of tables, footnotes and endnotes, by the standard library's expat.

The file is untrusted: sizes are bounded before and while inflating, a document type declaration (the door to entities)
is refused, nesting is bounded, and nothing that the document refers to is fetched.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from kg.errors import ReportError
from kg.readers.document import Document, compose
from kg.readers.plain import refuse_damage

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_MOST_INFLATED = 64 * 2**20
_MOST_RATIO = 500
_MOST_ENTRIES = 20_000
_DEEPEST = 200
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
)


def read_word(data: bytes, name: str) -> Document:
    """Read a .docx; a footnote's mark stands as ``[3]`` in the text and its words in a line ``[3]…`` at the end.

    Raises ReportError for what is no Word document, is damaged, or would grow beyond bounds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = _Body(name)
            parts = {n: _part(archive, n, name) for n in ("document", "footnotes", "endnotes")}
            if parts["document"] is None:
                raise ReportError(
                    name, "a Word document", "an archive of another kind", "unpack it, or save the report as docx"
                )
            body.read(parts["document"])
            for kind in ("footnotes", "endnotes"):
                body.read_notes(parts[kind], kind.removesuffix("s"))
    except _BROKEN as error:
        raise ReportError(name, "a Word document", f"a damaged one ({error})", "save it again as docx") from None
    document = compose(body.pieces)
    refuse_damage(document.text, name)
    return document


def _part(archive: zipfile.ZipFile, part: str, name: str) -> bytes | None:
    if len(archive.infolist()) > _MOST_ENTRIES:
        raise ReportError(name, f"at most {_MOST_ENTRIES:,} parts", f"{len(archive.infolist()):,}", "save it again")
    try:
        entry = archive.getinfo(f"word/{part}.xml")
    except KeyError:
        return None
    too_large = ReportError(
        name, f"at most {_MOST_INFLATED:,} bytes of text", "a part that inflates beyond that", "give the report itself"
    )
    if entry.file_size > _MOST_INFLATED or entry.file_size > max(2**20, _MOST_RATIO * entry.compress_size):
        raise too_large
    with archive.open(entry) as file:
        data = file.read(_MOST_INFLATED + 1)
    # What the archive says of its own sizes may be a lie.
    if len(data) > _MOST_INFLATED:
        raise too_large
    return data


class _Body:
    """Collects the lines of a document while its XML goes by."""

    def __init__(self, name: str) -> None:
        self.pieces: list[tuple[str, str]] = []
        self._name = name
        self._open: list[list[str]] = []  # the text of each open paragraph or row
        self._depth = self._skipping = self._tables = self._nested = self._rows = self._paragraphs = 0
        self._in_text = False
        self._numbers: dict[tuple[str, str], int] = {}
        self._note: str | None = None
        self._notes: dict[str, list[str]] = {}

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(data, True)

    def read_notes(self, data: bytes | None, kind: str) -> None:
        """Read footnotes or endnotes; only those that the text refers to are kept."""
        if data is None:
            return
        before, self.pieces = self.pieces, []
        self._notes = {}
        self.read(data)
        self.pieces = before
        for (of, key), number in self._numbers.items():
            if of == kind and key in self._notes:
                words = " ".join("".join(self._notes[key]).split("\n")).strip()
                self.pieces.append((f"{kind} {number}", f"[{number}]{words}"))

    def _refuse_doctype(self, *_: object) -> None:
        raise ReportError(
            self._name, "a Word document without a DOCTYPE", "one that declares entities", "save it again as docx"
        )

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ReportError(self._name, f"at most {_DEEPEST} levels of elements", "more", "save it again as docx")
        if self._skipping or element == _FALLBACK:
            self._skipping += 1
            return
        namespace, _, tag = element.rpartition(" ")
        if namespace not in _NAMESPACES:
            return
        start: dict[str, Callable[[], None]] = {"p": self._paragraph, "tbl": self._table, "tr": self._row}
        if tag in start:
            start[tag]()
        elif tag == "t":
            self._in_text = True
        elif tag in ("tab", "tc"):
            self._write("\t" if tag == "tab" else " ")
        elif tag in ("br", "cr"):
            self._write("\n")
        elif tag == "noBreakHyphen":
            self._write("-")
        else:
            key = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            self._refer(tag, key)

    def _refer(self, tag: str, key: str) -> None:
        if tag in ("footnoteReference", "endnoteReference"):
            of = (tag.removesuffix("Reference"), key)
            self._write(f"[{self._numbers.setdefault(of, len(self._numbers) + 1)}]")
        elif tag in ("footnote", "endnote"):
            self._note = key

    def _paragraph(self) -> None:
        if not self._nested:
            self._open.append([])

    def _table(self) -> None:
        self._tables += not self._nested
        self._rows = self._rows if self._nested else 0
        self._nested += 1

    def _row(self) -> None:
        if self._nested == 1:
            self._rows += 1
            self._open.append([])

    def _end(self, element: str) -> None:
        self._depth -= 1
        if self._skipping:
            self._skipping -= 1
            return
        namespace, _, tag = element.rpartition(" ")
        if namespace not in _NAMESPACES:
            return
        if tag == "t":
            self._in_text = False
        elif tag == "p" and not self._nested:
            self._paragraphs += 1
            self._close(f"paragraph {self._paragraphs}")
        elif tag == "p":
            self._write(" ")
        elif tag == "tr" and self._nested == 1:
            self._close(f"table {self._tables}, row {self._rows}")
        elif tag == "tbl":
            self._nested -= 1
        elif tag in ("footnote", "endnote"):
            self._note = None

    def _close(self, place: str) -> None:
        words = "".join(self._open.pop())
        if self._note is not None:
            self._notes.setdefault(self._note, []).append(words + "\n")
        else:
            self.pieces.append((place, words))

    def _characters(self, words: str) -> None:
        if self._in_text and not self._skipping:
            self._write(words)

    def _write(self, words: str) -> None:
        if self._open:
            self._open[-1].append(words)
