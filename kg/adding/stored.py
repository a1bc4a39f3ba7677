"""A report's folder: the text, what is known of it, the file it came in, and the way back into that file."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ReportError
from kg.files import write_whole
from kg.model import Report
from kg.originals import STATIONS, stations
from kg.project import Project
from kg.readers.document import Document
from kg.report import report_folders
from kg.terms import ink

_LETTERS = "bcdefghijklmnopqrstuvwxyz"
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it came, and what was read of it."""

    path: Path
    data: bytes = field(repr=False)
    document: Document

    @property
    def ink(self) -> str:
        """The SHA-256 of the text without white space: two files of one text share it."""
        return ink_hash(self.document.text)


def ink_hash(text: str) -> str:
    """Return the SHA-256 of a text without white space and in one form of its characters."""
    return hashlib.sha256(ink(text).encode()).hexdigest()


def texts_held(project: Project) -> dict[str, str]:
    """Map the ink hash of each report of a project to the report's id."""
    found: dict[str, str] = {}
    for folder in report_folders(project):
        path = folder / "report.txt"
        if path.is_file() and (folder / "report.toml").is_file():
            found.setdefault(ink_hash(path.read_text(encoding="utf-8", errors="replace")), folder.name)
    return found


def free_folder(project: Project, report: Report, *, second: bool) -> Path:
    """Return the folder for a report: its id, or with ``second`` the next of ``-b``, ``-c`` … where that is taken.

    Raises ReportError where it is taken.
    """
    folder = project.reports / report.id
    if not (folder / "report.toml").exists():
        return folder
    for letter in _LETTERS if second else "":
        other = project.reports / f"{report.id}-{letter}"
        if not (other / "report.toml").exists():
            return other
    step = f"put a better copy in with --replace {report.id}, keep both with --second, or say another --year"
    raise ReportError(folder, "no report of that place and year", "another text", step)


def store(folder: Path, report: Report, source: Source, given: Sequence[str] = ()) -> None:
    """Write a report's folder; ``report.toml`` comes last, so that a folder without it holds no report yet.

    ``given`` names what a person said of it (place, year, kind) instead of the text.
    The original is kept as ``original.{suffix}`` where the text is not that file byte for byte.
    Raises KgError where it cannot be written.
    """
    text = report.text.encode()
    lines = list(_toml(report))
    if given:
        lines.append("given = [" + ", ".join(map(_quoted, given)) + "]")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = error.strerror or str(error)
        raise ReportError(folder, "a folder that can be written", found, "free some space") from None
    write_whole(folder / "report.txt", text)
    for name, data in originals(source, text).items():
        write_whole(folder / name, data)
        if name.startswith("original"):
            lines += [f"original = {_quoted(name)}", f'original_sha256 = "{hashlib.sha256(data).hexdigest()}"']
    write_whole(folder / "report.toml", ("\n".join(lines) + "\n").encode())


def originals(source: Source, text: bytes) -> dict[str, bytes]:
    """Return the file a text came in and the way back into it, by their names; nothing where it is the text itself."""
    if source.data == text:
        return {}
    suffix = source.path.suffix.lower()
    name = "original" + (suffix if _SUFFIX.fullmatch(suffix) else "")
    return {name: source.data, STATIONS: stations(source.document).encode()}


def _toml(report: Report) -> Iterator[str]:
    yield f'place = "{report.place}"'
    yield f"plan_year = {report.plan}"
    yield f"review_start = {report.review[0]}"
    yield f"review_end = {report.review[1]}"
    for key, value in (("title", report.title), ("meeting", report.meeting), ("speaker", report.speaker)):
        if value:
            yield f"{key} = {_quoted(value)}"
    if report.date:
        yield f"date = {report.date}"
    yield f'sha256 = "{report.sha256}"'
    if not report.whole:
        yield "whole = false"


def _quoted(text: str) -> str:
    """Write a basic TOML string; its escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


_OURS = re.compile(r"report\.txt|report\.toml|stations\.tsv|original(?:\.[a-z0-9]{1,8})?")


def remove(folder: Path) -> None:
    """Take away a report's folder as ``store`` wrote it.

    Raises ReportError where something else is in it, such as decisions, which rest on the report's id.
    """
    others = sorted(p.name for p in folder.iterdir() if not _OURS.fullmatch(p.name))
    if others:
        raise ReportError(folder, "a folder as `kg add` wrote it", ", ".join(others[:3]), "move it by hand")
    for path in sorted(folder.iterdir()):
        path.unlink()
    folder.rmdir()
