"""Binary Word documents, made by hand to [MS-DOC] and [MS-CFB]: pieces narrow and wide, paragraphs, deleted words."""

import re
import struct
from collections.abc import Mapping, Sequence

_TEXT = 0x800  # where the text begins; the FIB stands before it
_CHARACTERS, _PARAGRAPHS, _CLX = 12, 13, 33


def doc(text: str, deleted: Sequence[str] = (), flags: int = 0, version: int = 0xC1) -> bytes:
    """Return a Word document with a paragraph a line; ``deleted`` words are marked as deleted by a reviewer."""
    text = "\r".join(text.splitlines()) + "\r"
    body, table = bytearray(), bytearray()
    limits, places, ends = [0], [], [_TEXT]
    units = 0
    for run in re.findall(r"[\x20-\x7e\r]+|[^\x20-\x7e\r]+", text):
        narrow = run.isascii()
        raw = run.encode("cp1252" if narrow else "utf-16-le")
        if not narrow and len(body) % 2:
            body += b"\0"  # pieces need not touch; wide ones begin at even bytes
        start = _TEXT + len(body)
        places.append(start * 2 | 0x40000000 if narrow else start)
        if narrow:
            ends += [start + m.end() for m in re.finditer("\r", run)]
        body += raw
        units += len(raw) if narrow else len(raw) // 2
        limits.append(units)
    clx = struct.pack(f"<{len(limits)}I", *limits) + b"".join(struct.pack("<HIH", 0, p, 0) for p in places)
    pairs = {_CLX: _part(table, b"\x01\x02\x00ab" + b"\x02" + struct.pack("<I", len(clx)) + clx)}
    word = bytearray(_TEXT) + body
    gone = [(_TEXT + at, _TEXT + at + 2 * len(w)) for w in deleted if (at := body.find(w.encode("utf-16-le"))) >= 0]
    marks = [place for pair in sorted(gone) for place in pair]
    pairs[_CHARACTERS] = _part(table, _pages(word, [_TEXT, *marks, _TEXT + len(body)], 1))
    pairs[_PARAGRAPHS] = _part(table, _pages(word, ends, 13))
    struct.pack_into("<HH6xH", word, 0, 0xA5EC, version, 0x0200 | flags)
    struct.pack_into("<HHH", word, 32, 14, 0, 0)
    struct.pack_into("<i", word, 0x4C, units)
    for index, pair in pairs.items():
        struct.pack_into("<II", word, 154 + 8 * index, *pair)
    return compound({"WordDocument": bytes(word), "1Table": bytes(table)})


def _part(table: bytearray, part: bytes) -> tuple[int, int]:
    table += part
    return len(table) - len(part), len(part)


def _pages(word: bytearray, limits: Sequence[int], step: int) -> bytes:
    """Write pages of properties: of characters every second run is deleted, of paragraphs none has a change."""
    starts, numbers = [], []
    for first in range(0, len(limits) - 1, 20):
        some = limits[first : first + 21]
        page = bytearray(512)
        runs = len(some) - 1
        struct.pack_into(f"<{runs + 1}I", page, 0, *some)
        at = 480 if step == 1 else 500
        for run in range(runs):
            page[4 * (runs + 1) + run * step] = at // 2 if step == 13 or run % 2 else 0
        page[at : at + 4] = b"\x03\x00\x08\x01" if step == 1 else b"\x02\x00\x00\x00"
        page[511] = runs
        word += bytes(-len(word) % 512)
        numbers.append(len(word) // 512)
        starts.append(some[0])
        word += page
    return struct.pack(f"<{len(starts) + 1}I", *starts, limits[-1]) + struct.pack(f"<{len(numbers)}I", *numbers)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file of these streams, each at least 4,096 bytes, in sectors of 512 bytes."""
    bodies = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sectors = {name: -(-len(data) // 512) for name, data in bodies.items()}
    folders = -(-(len(bodies) + 1) // 4)
    used = sum(sectors.values()) + folders
    tables = next(n for n in range(1, 110) if n * 128 >= used + n)
    fat = [-3] * tables
    starts = {}
    for name, count in sectors.items():
        starts[name] = len(fat)
        fat += [*range(len(fat) + 1, len(fat) + count), -2]
    directory = len(fat)
    fat += [*range(directory + 1, directory + folders), -2]
    fat += [-1] * (tables * 128 - len(fat))
    names = sorted(bodies, key=lambda n: (len(n), n))
    entries = [_entry("Root Entry", 5, 1, -1, -2, 0)]
    entries += [
        _entry(n, 2, -1, i + 1 if i < len(names) else -1, starts[n], len(bodies[n])) for i, n in enumerate(names, 1)
    ]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIiIIiIiI", 0, tables, directory, 0, 4096, -2, 0, -2, 0)
    header += struct.pack("<109i", *range(tables), *[-1] * (109 - tables))
    body = b"".join(data.ljust(512 * sectors[name], b"\0") for name, data in bodies.items())
    return header + struct.pack(f"<{len(fat)}i", *fat) + body + b"".join(entries).ljust(512 * folders, b"\0")


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBBiii", len(written), kind, 1, -1, right, child)
    return head + bytes(36) + struct.pack("<iQ", start, size)
