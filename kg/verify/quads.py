"""Sorted N-Quads → subject → property → terms: the subset that a build writes, and nothing else."""

import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from kg.errors import StoreError

_IRI = r"<([^\x00-\x20<>\"{}|^`\\]*)>"
_QUAD = re.compile(
    rf'{_IRI} {_IRI} (?:{_IRI}|"((?:[^"\\\n\r]|\\[tbnrf"\'\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*)"'
    rf"(?:\^\^{_IRI}|@([a-z]+(?:-[A-Za-z0-9]+)*))?)(?: {_IRI})? ?\."
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Term(NamedTuple):
    """An IRI (``type`` empty) or a literal with its datatype (``string`` for a plain one) or ``@language``."""

    text: str
    type: str = ""


Graph = dict[str, dict[str, set[Term]]]


def unescape(lexical: str) -> str:
    """Resolve the escapes of an N-Quads string (RDF 1.1 N-Quads, section 3)."""
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _SHORT.get(m[3], m[3]), lexical)


def read_quads(path: Path) -> Graph:
    """Read a file of N-Quads; a line of any other form raises ``StoreError`` with its number."""
    graph: Graph = defaultdict(lambda: defaultdict(set))
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(path, "UTF-8 N-Quads", type(error).__name__, "build again") from error
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        match = _QUAD.fullmatch(line)
        if match is None:
            raise StoreError(f"{path}:{number}", "one quad without blank nodes", repr(line[:60]), "build again")
        subject, predicate, iri, lexical, datatype, language, _ = match.groups()
        term = (
            Term(iri)
            if iri is not None
            else Term(unescape(lexical), f"@{language}" if language else datatype or "string")
        )
        graph[subject][predicate].add(term)
    return graph
