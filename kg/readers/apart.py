"""Reading an untrusted file in a process of its own, with bounds on time and memory.

Whatever goes wrong in there – an endless loop, a crash of a parser, memory without end – is one ReportError here.
The process gets the bytes on stdin, and writes the document or the complaint as JSON to stdout.
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from kg.errors import KgError, ReportError
from kg.readers.document import Document

SECONDS = 30
_MEMORY = 2 * 2**30
_FUNCTIONS = {
    "word": ("kg.readers.word", "read_word"),
    "web": ("kg.readers.web", "read_web"),
    "rtf": ("kg.readers.rtf", "read_rtf"),
    "pdf": ("kg.readers.pdf", "read_pdf"),
    "old": ("kg.readers.old_word", "read_old_word"),
}


def read_apart(format: str, data: bytes, name: str, seconds: float = SECONDS) -> Document:
    """Read a file of one of the formats word, web, rtf, pdf, old.

    Raises ReportError where it is empty, damaged, or takes more than its share of time or memory.
    """
    if not data.strip():
        raise ReportError(name, "a report", "an empty file", "check that it was saved")
    package = str(Path(__file__).resolve().parent.parent.parent)
    paths = os.pathsep.join(p for p in (package, os.environ.get("PYTHONPATH", "")) if p)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "kg.readers.apart", format],
            input=data,
            capture_output=True,
            timeout=seconds,
            env=os.environ | {"PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
        told = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise ReportError(
            name, f"a file that is read in {seconds:g} seconds", "one that takes longer", "save it again, or as text"
        ) from None
    except ValueError:
        raise ReportError(
            name, "a file that its reader can bear", "one too large or too damaged", "save it again, or as text"
        ) from None
    if "expected" in told:
        raise ReportError(name, told["expected"], told["found"], told["step"])
    stations = tuple((int(offset), str(place)) for offset, place in told["stations"])
    return Document(told["text"], told["encoding"], stations, told["title"], tuple(told["remarks"]))


def read_here(format: str, data: bytes, name: str) -> Document:
    """Read a file in this process, without bounds on time and memory."""
    module, function = _FUNCTIONS[format]
    document = getattr(import_module(module), function)(data, name)
    assert isinstance(document, Document)
    return document


def _bound() -> None:
    """Bound what this process may use, where the system can."""
    try:
        import resource
    except ImportError:  # Windows bounds time alone
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _main() -> None:
    _bound()
    data = sys.stdin.buffer.read()
    try:
        document = read_here(sys.argv[1], data, "")
    except KgError as error:
        told: dict[str, object] = {"expected": error.expected, "found": error.found, "step": error.step}
    else:
        told = {name: getattr(document, name) for name in ("text", "encoding", "stations", "title", "remarks")}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _main()
