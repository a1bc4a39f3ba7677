"""Text → original: the file that a report came in, kept with its hash, and where in it each character stood.

``stations.tsv`` leads back: columns ``offset`` (code points into ``report.txt``) and ``place``; from that offset on,
characters stood at that place. A report without it is its own original, and its places are lines.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError, ProjectError, ReportError
from kg.files import reading, reason
from kg.language import say
from kg.messages import translated
from kg.model import Span
from kg.project import read_toml
from kg.readers import Document, read_bytes, read_document
from kg.readers.plain import read_plain

STATIONS = "stations.tsv"
_RESTORE = "restore it from where you keep copies, or add the report again"
_NAME = re.compile(r"original(?:\.[a-z0-9]{1,8})?")
_ROW = re.compile(r"(?P<offset>\d{1,9})\t(?P<place>[^\t]+)")


@dataclass(frozen=True, slots=True)
class Origin:
    """The file a report came in, by its name in the report's folder, and the way back into it."""

    file: str
    document: Document = field(repr=False)

    def of(self, span: Span) -> str:
        """Name where a stretch stood, for a person: ``original.pdf, page 3``, ``original.docx, paragraph 7 to …``."""
        first, last = self.document.where(span.start), self.document.where(span.end - 1)
        where = (
            translated(first)
            if first == last
            else say(f"{first} to {last}", f"{translated(first)}至{translated(last)}")
        )
        return say(f"{self.file}, {where}", f"{self.file}，{where}")


def stations(document: Document) -> str:
    """Return the table that leads from the text into the original."""
    rows = [f"{offset}\t{' '.join(place.split())}" for offset, place in document.stations]
    return "\n".join(["offset\tplace", *rows]) + "\n"


def origin(folder: Path, text: str) -> Origin:
    """Return where the text of a report's folder came from.

    Raises ProjectError where ``stations.tsv`` is missing or malformed.
    """
    name = read_toml(folder / "report.toml").get("original")
    if name is None:
        return Origin("report.txt", read_plain(text.encode(), str(folder / "report.txt")))
    path = folder / STATIONS
    header, *rows = _text(path).split("\n")
    found = [(n, _ROW.fullmatch(row)) for n, row in enumerate(rows, 2) if row]
    wrong = 1 if header != "offset\tplace" else next((n for n, row in found if row is None), None)
    if wrong is not None:
        raise ProjectError(f"{path}, line {wrong}", "an offset, a tab and a place", "something else", _RESTORE)
    places = tuple((int(row["offset"]), row["place"]) for _, row in found if row is not None)
    return Origin(str(name), Document(text, stations=places))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ProjectError(path, "the way back into the original", reason(error), reading(error)) from None
    except UnicodeDecodeError as error:
        raise ProjectError(path, "UTF-8", f"byte {error.start} that is not", _RESTORE) from None


def differences(folder: Path) -> Iterator[KgError]:
    """Compare a report's text, its original and the way between them with ``report.toml`` and with each other.

    Yields one complaint for each that is not what it was; nothing where the text is its own original.
    """
    about = read_toml(folder / "report.toml")
    name = about.get("original")
    if name is None:
        return
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield ProjectError(folder / "report.toml", "original as `kg add` names it", repr(name), "mend that line")
        return
    changed = [
        error
        for file, key in (("report.txt", "sha256"), (name, "original_sha256"))
        for error in _changed(folder / file, about, key)
    ]
    yield from changed
    if not changed:
        yield from _read_again(folder, name)


def _changed(path: Path, about: dict[str, Any], key: str) -> Iterator[KgError]:
    """Compare a file with the hash that ``report.toml`` states."""
    stated = str(about.get(key, "none"))
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        yield ReportError(path, "the file whose hash stands in report.toml", reason(error), _RESTORE)
        return
    if found != stated:
        yield ReportError(path, f"the file whose SHA-256 is {stated[:12]}…", f"{found[:12]}…", _RESTORE)


def _read_again(folder: Path, name: str) -> Iterator[KgError]:
    """Compare the text with what reading the original gives today."""
    path = folder / name
    try:
        document = read_document(read_bytes(path), path)
        text = _text(folder / "report.txt")
        led = _text(folder / STATIONS)
    except KgError as error:
        yield error
        return
    if document.text != text:
        at = next(
            (n for n, (a, b) in enumerate(zip(text, document.text, strict=False)) if a != b),
            min(len(text), len(document.text)),
        )
        shown = repr(document.text[at : at + 12])
        step = "neither was changed since, so this version reads otherwise: keep the text, or add the original to a new project"
        yield ReportError(
            folder / "report.txt", f"what {name} is read as, {shown} at character {at}", repr(text[at : at + 12]), step
        )
    elif led != stations(document):
        yield ReportError(folder / STATIONS, f"the places that {name} is read with", "others", _RESTORE)
