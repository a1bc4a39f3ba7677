"""Sorted N-Quads → subject → property → terms: the subset that a build writes, and nothing else."""

import re
from pathlib import Path
from typing import NamedTuple

from kg.errors import StoreError

_IRI = r"<([^\x00-\x20<>\"{}|^`\\]*)>"
_NAME = re.compile(_IRI)
# What stands behind subject and property: the object, the graph and the full stop.
_REST = re.compile(
    rf'(?:{_IRI}|"([^"\\\n\r]*(?:\\(?:[tbnrf"\'\\]|u[0-9A-Fa-f]{{4}}|U[0-9A-Fa-f]{{8}})[^"\\\n\r]*)*)"'
    rf"(?:\^\^{_IRI}|@([a-z]+(?:-[A-Za-z0-9]+)*))?)(?: {_IRI})? ?\.\n?"
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Term(NamedTuple):
    """An IRI (``type`` empty) or a literal with its datatype (``string`` for a plain one) or ``@language``."""

    text: str
    type: str = ""


Graph = dict[str, dict[str, frozenset[Term] | set[Term]]]
_REMEMBERED = 1 << 16  # ends of lines that are not read again


def unescape(lexical: str) -> str:
    """Resolve the escapes of an N-Quads string (RDF 1.1 N-Quads, section 3)."""
    if "\\" not in lexical:
        return lexical
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _SHORT.get(m[3], m[3]), lexical)


def read_quads(path: Path) -> Graph:
    """Read a file of N-Quads; a line of any other form raises ``StoreError`` with its number."""
    graph: Graph = {}
    names: dict[str, str] = {}
    known: dict[str, frozenset[Term]] = {}
    head, node = "", dict[str, frozenset[Term] | set[Term]]()
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if line == "\n":
                    continue
                try:
                    subject, verb, rest = line.split(" ", 2)
                    if subject != head:
                        node, head = graph.setdefault(_iri(subject), {}), subject
                    name = names.get(verb) or names.setdefault(verb, _iri(verb))
                    terms = known.get(rest)
                    if terms is None:
                        if len(known) == _REMEMBERED:
                            known.clear()
                        terms = known[rest] = frozenset((_term(rest),))
                except ValueError:
                    found = repr(line.rstrip("\n")[:60])
                    raise StoreError(f"{path}:{number}", "one quad without blank nodes", found, "build again") from None
                before = node.get(name)
                if before is None:
                    node[name] = terms
                elif isinstance(before, set):
                    before |= terms
                else:
                    node[name] = {*before, *terms}
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(path, "UTF-8 N-Quads", type(error).__name__, "build again") from error
    return graph


def _iri(words: str) -> str:
    """Read an IRI in angle brackets; ValueError for anything else."""
    match = _NAME.fullmatch(words)
    if match is None:
        raise ValueError(words)
    return match[1]


def _term(rest: str) -> Term:
    """Read the object at the end of a line; ValueError where that is no end of a quad."""
    match = _REST.fullmatch(rest)
    if match is None:
        raise ValueError(rest)
    iri, lexical, datatype, language, _ = match.groups()
    if iri is not None:
        return Term(iri)
    return Term(unescape(lexical), f"@{language}" if language else datatype or "string")
