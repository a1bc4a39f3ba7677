"""Bytes of a file → the text of a report and the way back to where each character stood.

A reader is a function ``(data, name) -> Document``; add one by writing it in a module of its own and naming the
suffixes it reads in ``READERS``. ``tests/test_readers.py`` runs the same checks over all of them.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.errors import ReportError
from kg.readers.document import Document
from kg.readers.plain import read_plain

Reader = Callable[[bytes, str], Document]

READERS: Mapping[str, Reader] = {".txt": read_plain, ".text": read_plain, ".md": read_plain, "": read_plain}

# A report has some 15,000 to 40,000 characters; what is a thousand times longer is something else.
MOST_BYTES = 32 * 2**20

__all__ = ["MOST_BYTES", "READERS", "Document", "Reader", "read_file"]


def read_file(path: Path) -> Document:
    """Read a file with the reader for its suffix.

    Raises ReportError where the file is missing, a folder, empty, too large, of a kind no reader knows, or damaged.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ReportError(path, "a report", "no such file", "check the name") from None
    except IsADirectoryError:
        raise ReportError(path, "a file", "a folder", "name the report inside it") from None
    except (OSError, ValueError) as error:
        found = error.strerror if isinstance(error, OSError) else None
        raise ReportError(path, "a file that can be read", found or str(error), "check its name and rights") from None
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ReportError(
            path, "a file ending in " + " ".join(s for s in READERS if s), path.suffix, "save it as plain text"
        )
    if len(data) > MOST_BYTES:
        raise ReportError(path, f"at most {MOST_BYTES:,} bytes", "more", "give one report, not a collection")
    return reader(data, str(path))
