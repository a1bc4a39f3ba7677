"""What was dropped and waits to be confirmed: the file as it came, what was read of it, what stands in the way."""

import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.adding.stored import Source, texts_held
from kg.errors import KgError, ReportError
from kg.files import write_whole
from kg.project import Project
from kg.readers import Document, read_bytes, read_document
from kg.recognise import Recognition
from kg.report import recognise_document

# What file systems take for a name is 255 bytes; a Chinese character has three, and an ending must have room.
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits; ``error`` says why it cannot be read, ``held`` is the report that has the same text.

    ``document`` and ``found`` are there where there is no ``error``.
    """

    id: str
    name: str
    path: Path
    document: Document | None = field(default=None, repr=False)
    found: Recognition | None = field(default=None, repr=False)
    error: KgError | None = None
    held: str = ""


def safe_name(given: str) -> str:
    """Return a name that a person knows a file by, and that is the name of a file in one folder on every system.

    >>> safe_name("../../etc/pass\\u202ewd.txt")
    'pass_wd.txt'
    """
    bare = given.replace("\\", "/").rpartition("/")[2]
    clean = "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in bare).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 8:
        stem, dot, ending = clean, "", ""
    return (stem[:_LONGEST].strip(" .") or "report") + dot + ending


def taken_in(project: Project, folder: Path, given: str, data: bytes) -> Upload:
    """Keep a file under a folder of its own, read it, and see what it is. Nothing is added to the project yet.

    Raises KgError where it cannot be kept; a file that cannot be read comes back with its ``error``.
    """
    name = safe_name(given)
    path = folder / (upload := secrets.token_hex(8)) / name
    try:
        path.parent.mkdir(parents=True)
    except OSError as error:
        raise ReportError(name, "room for the file", error.strerror or "none", "free some space") from None
    write_whole(path, data)
    try:
        if not data:
            raise ReportError(name, "a report", "an empty file", "check the file")
        source = Source(path, data := read_bytes(path), read_document(data, path))
        found = recognise_document(path, source.document)
        held = texts_held(project).get(source.ink, "")
    except KgError as error:
        return Upload(upload, name, path, error=at(error, name))
    return Upload(upload, name, path, source.document, found, held=held)


def at(error: KgError, name: str) -> KgError:
    """Return an error that names a file as its owner does, not where the app keeps it."""
    return type(error)(name, error.expected, error.found, error.step)


def dropped(upload: Upload) -> None:
    """Forget a file that was put into the project, or is not wanted."""
    shutil.rmtree(upload.path.parent, ignore_errors=True)
