"""What a binary Word document holds, by [MS-DOC]: characters by the piece table, properties by pages of 512 bytes.

FIB 2.5, Clx 2.9.38, PlcPcd 2.8.35, FcCompressed 2.9.73, ChpxFkp 2.9.33, PapxFkp 2.9.175, Sprm 2.2.5. Every offset is
checked where it is used; one that leads outside raises ValueError, IndexError or struct.error.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from kg.readers.document import MOST_CHARACTERS

# Indices of the FIB's pairs of offset and size (FibRgFcLcb97), and the byte at which these pairs begin.
FOOTNOTES, ENDNOTES, CHARACTERS, PARAGRAPHS = (2, 3), (46, 47), 12, 13
_CLX, _PAIRS = 33, 154
# What changes a property of characters, of paragraphs; and the size of a change's operand by its three highest bits.
DELETED, IN_TABLE, ROW_END, HUGE = 0x0800, 0x2416, 0x2417, 0x6646
_SIZES = (1, 1, 2, 4, 2, 2, None, 3)
_LONG = 0xD608
# UTF-16 units of the bytes of a narrow piece.
_NARROW = bytes(range(256)).decode("cp1252", "replace").replace("\ufffd", " ")


@dataclass(frozen=True, slots=True)
class Binary:
    """The streams WordDocument and 0Table or 1Table."""

    word: bytes
    table: bytes

    def part(self, index: int) -> bytes:
        """Return a part of the table stream."""
        start, size = struct.unpack_from("<II", self.word, _PAIRS + 8 * index)
        if start + size > len(self.table):
            raise ValueError("a part outside the file")
        return self.table[start : start + size]

    def lengths(self) -> tuple[int, ...]:
        """Return how many units the text has, footnotes, headers, macros, comments, endnotes and text boxes."""
        counts = struct.unpack_from("<7i", self.word, 0x4C)
        if min(counts) < 0:
            raise ValueError("a text of negative length")
        return counts

    def units(self) -> tuple["array[int]", "array[int]"]:
        """Return the units of UTF-16 of all texts, one behind the other, and the byte behind each of them."""
        clx, at = self.part(_CLX), 0
        while clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if clx[at] != 2:
            raise ValueError("no piece table")
        (size,) = struct.unpack_from("<I", clx, at + 1)
        table = clx[at + 5 : at + 5 + size]
        count = (len(table) - 4) // 12
        limits = struct.unpack_from(f"<{count + 1}I", table)
        if limits[-1] > 2 * MOST_CHARACTERS or list(limits) != sorted(limits):
            raise ValueError("a piece table out of order")
        units, ends = array("H"), array("L")
        for piece in range(count):
            length = limits[piece + 1] - limits[piece]
            (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * piece + 2)
            width, start = (1, (place & 0x3FFFFFFF) // 2) if place & 0x40000000 else (2, place & 0x3FFFFFFF)
            raw = self.word[start : start + width * length]
            if len(raw) != width * length:
                raise ValueError("a piece outside the file")
            units.extend(map(ord, (_NARROW[byte] for byte in raw)) if width == 1 else struct.unpack(f"<{length}H", raw))
            ends.extend(range(start + width, start + width * length + 1, width))
        return units, ends

    def runs(self, index: int) -> Iterator[tuple[int, int, dict[int, int]]]:
        """Yield (first byte, byte behind the last, changes) of each stretch of one property (CHARACTERS, PARAGRAPHS).

        Changes are by their code, each with the first byte of its operand.
        """
        bins = self.part(index)
        count = max(0, (len(bins) - 4) // 8)
        step = 13 if index == PARAGRAPHS else 1
        for (number,) in struct.iter_unpack("<I", bins[4 * (count + 1) : 4 * (2 * count + 1)]):
            page = self.word[(number & 0x3FFFFF) * 512 :][:512]
            runs = page[511]
            limits = struct.unpack_from(f"<{runs + 1}I", page)
            for run in range(runs):
                at = 2 * page[4 * (runs + 1) + run * step]
                changes = _changes(_of_paragraph(page, at) if step == 13 else page[at + 1 :][: page[at]]) if at else {}
                yield limits[run], limits[run + 1], changes


def _of_paragraph(page: bytes, at: int) -> bytes:
    """Return the changes of a paragraph, without the two bytes that name its style."""
    half = page[at]
    return page[at + 3 : at + 2 * half] if half else page[at + 4 : at + 2 + 2 * page[at + 1]]


def _changes(data: bytes) -> dict[int, int]:
    found: dict[int, int] = {}
    at = 0
    while at + 3 <= len(data):
        (code,) = struct.unpack_from("<H", data, at)
        size = _SIZES[code >> 13]
        if size is None:
            size = 1 + struct.unpack_from("<H", data, at + 2)[0] if code == _LONG else 1 + data[at + 2]
        found[code] = data[at + 2]
        at += 2 + size
    return found
