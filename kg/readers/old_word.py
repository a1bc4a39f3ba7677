"""Word 97 to 2003 (.doc, and .wps as WPS Office writes it): the compound file by olefile, what is in it by [MS-DOC]."""

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator

from kg.errors import ReportError
from kg.readers.binary import CHARACTERS, DELETED, ENDNOTES, FOOTNOTES, HUGE, IN_TABLE, PARAGRAPHS, ROW_END, Binary
from kg.readers.document import Document, compose
from kg.readers.plain import refuse_damage

_WORD, _WORD_97 = 0xA5EC, 0xC1
_LOCKED, _SECOND_TABLE = 0x0100, 0x0200
_CELL, _LINE, _PAGE, _PARAGRAPH, _HYPHEN = 0x07, 0x0B, 0x0C, 0x0D, 0x1E
_FIELD, _RESULT, _FIELD_END = 0x13, 0x14, 0x15
_WRITTEN = {0x09: 0x09, _LINE: 0x0A, _PAGE: 0x0A, _HYPHEN: 0x2D}
_STEP = "open it in Word or WPS and save it as docx"
_OTHERS = {
    "Workbook": "an Excel workbook",
    "Book": "an Excel workbook",
    "PowerPoint Document": "PowerPoint slides",
    "EncryptedPackage": "one locked by a password",
}


def read_old_word(data: bytes, name: str) -> Document:
    """Read a binary Word document; notes and places are written as those of a .docx are.

    Raises ReportError for another compound file, one of before Word 97, a locked and a damaged one.
    """
    binary = _open(data, name)
    try:
        story = _Story(binary)
        document = compose(story.pieces(), remarks=story.remarks)
    except (struct.error, IndexError, ValueError) as error:
        raise ReportError(name, "a Word document", f"a damaged one ({error})", _STEP) from None
    refuse_damage(document.text, name)
    return document


def _open(data: bytes, name: str) -> Binary:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if not ole.exists("WordDocument"):
                found = next((words for stream, words in _OTHERS.items() if ole.exists(stream)), "something else")
                raise ReportError(name, "a docx, pdf, html or text", found, _STEP)
            word = ole.openstream("WordDocument").read()
            kind, version, flags = struct.unpack_from("<HH6xH", word)
            if kind != _WORD or version < _WORD_97:
                raise ReportError(name, "a Word document", "one of before Word 97", _STEP)
            if flags & _LOCKED:
                raise ReportError(name, "a Word document", "one locked by a password", _STEP)
            return Binary(word, ole.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read())
    except (OSError, struct.error, IndexError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ReportError(name, "a Word document", f"a damaged one ({error})", _STEP) from None


class _Story:
    """The text of a document as lines, each with its paragraph, row or note."""

    def __init__(self, binary: Binary) -> None:
        self._units, self._ends = binary.units()
        self._lengths = binary.lengths()
        if sum(self._lengths) > len(self._units):
            raise ValueError("fewer characters than the file says")
        changed = sorted((start, end) for start, end, it in binary.runs(CHARACTERS) if it.get(DELETED) == 1)
        self._deleted = changed
        self._starts = [start for start, _ in changed]
        # Paragraphs by the byte behind their last character.
        self._paragraphs = {end: it for _, end, it in binary.runs(PARAGRAPHS)}
        self._notes = list(self._read_notes(binary))
        self._numbers = {at: number for number, (at, *_) in enumerate(sorted(self._notes), 1)}
        boxes = self._lengths[-1] > 1
        self.remarks = ("the words of text boxes are left out",) if boxes else ()

    def _read_notes(self, binary: Binary) -> Iterator[tuple[int, str, int, int]]:
        """Yield of each note where it is referred to, its kind, and its first and last character."""
        text, footnotes, headers, macros, comments, *_ = self._lengths
        after = text + footnotes + headers + macros + comments
        for (refer, words), kind, base in ((FOOTNOTES, "footnote", text), (ENDNOTES, "endnote", after)):
            marks, limits = binary.part(refer), binary.part(words)
            count = max(0, (len(marks) - 4) // 6)
            starts = struct.unpack_from(f"<{count + 1}I", limits) if count else ()
            for note, at in enumerate(struct.unpack_from(f"<{count}I", marks)):
                yield at, kind, base + starts[note], base + starts[note + 1]

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Yield (place, words) of each paragraph and row, then of each note."""
        paragraphs = tables = rows = 0
        words: list[int] = []
        for at, unit in self._seen(0, self._lengths[0]):
            end = self._ends[at]
            changes = self._paragraphs.get(end, {})
            in_table = changes.get(IN_TABLE) == 1
            if unit == _CELL and (changes.get(ROW_END) == 1 or HUGE in changes):
                rows += 1
                yield f"table {tables + (rows == 1)}, row {rows}", _text(words)
                tables += rows == 1
                words = []
            elif unit == _CELL or (unit == _PARAGRAPH and in_table):
                words.append(0x20)
            elif unit == _PARAGRAPH or (unit == _PAGE and end in self._paragraphs):
                paragraphs, rows = paragraphs + 1, 0
                yield f"paragraph {paragraphs}", _text(words)
                words = []
            else:
                words.extend(self._written(at, unit))
        yield f"paragraph {paragraphs + 1}", _text(words)
        for number, (_, kind, start, end) in enumerate(sorted(self._notes), 1):
            written = [w for at, unit in self._seen(start, end) for w in self._written(at, unit)]
            yield f"{kind} {number}", f"[{number}]{' '.join(_text(written).split())}"

    def _seen(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield position and unit of what is not deleted and no instruction of a field."""
        fields: list[bool] = []  # of each open field, whether its result has begun
        for at in range(start, end):
            unit = self._units[at]
            if unit == _FIELD:
                fields.append(False)
            elif unit == _RESULT and fields:
                fields[-1] = True
            elif unit == _FIELD_END and fields:
                fields.pop()
            elif all(fields) and not self._is_deleted(self._ends[at] - 1):
                yield at, unit

    def _is_deleted(self, byte: int) -> bool:
        run = bisect_right(self._starts, byte) - 1
        return run >= 0 and byte < self._deleted[run][1]

    def _written(self, at: int, unit: int) -> Iterator[int]:
        """Yield what a unit is written as: itself, the number of its note, or nothing."""
        if at in self._numbers:
            yield from map(ord, f"[{self._numbers[at]}]")
        elif unit >= 0x20:
            yield unit
        elif unit in _WRITTEN:
            yield _WRITTEN[unit]
        elif unit == _PARAGRAPH:
            yield 0x20


def _text(units: list[int]) -> str:
    """Join units of UTF-16; half a pair is a damaged character."""
    return struct.pack(f"<{len(units)}H", *units).decode("utf-16-le", "replace")
