"""A local extract → their things: a table (columns id, label, code, iata, icao, iso, parent_label) or RDF as Wikidata's."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.decisions.sheets import column_names, header_of, read_rows
from kg.errors import MappingError, UsageError
from kg.files import reading, reason
from kg.link.model import SCHEMES, Theirs
from kg.terms import PREFIXES

_TABLES: Final = (".csv", ".tsv")
_RDF: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
}
_COLUMNS: Final = ("id", "label", *SCHEMES, "parent_label")
_LABELS: Final = (PREFIXES["rdfs"] + "label", PREFIXES["schema"] + "name", "https://schema.org/name")
_WDT: Final = PREFIXES["wdt"]
_HELD: Final = _WDT + "P131"


def read_extract(path: Path) -> tuple[Theirs, ...]:
    """Return the things of an extract, by address.

    Raises UsageError for another ending, MappingError or DecisionError for what cannot be read, with its line.
    """
    ending = path.suffix.lower()
    if ending not in (*_TABLES, *_RDF):
        raise UsageError("--from", "a file that ends in " + ", ".join((*_TABLES, *_RDF)), repr(path.name), "convert it")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MappingError(path, "an extract", reason(error), reading(error)) from None
    found = _table(data, path) if ending in _TABLES else _graph(data, path, _RDF[ending])
    return tuple(sorted(found, key=lambda t: t.iri))


def _table(data: bytes, path: Path) -> Iterable[Theirs]:
    rows = read_rows(data, str(path), _COLUMNS)
    header = header_of(rows)
    names = column_names(header) if header else []
    if not {"id", "label"} <= set(names) or len(set(names)) != len(names):
        found = ", ".join(names) or "no header"
        raise MappingError(path, "columns id and label, each once", found[:200], "name the columns")
    at = {name: names.index(name) for name in _COLUMNS if name in names}
    things: dict[str, Theirs] = {}
    for number, cells in rows:
        if (header is not None and (number, cells) == header) or not any(c.strip() for c in cells):
            continue
        iri = cells[at["id"]].strip() if len(cells) > at["id"] else ""
        if not _is_address(iri):
            raise MappingError(f"{path}:{number}", "an http or https address in id", repr(iri[:80]), "correct it")
        this = things.setdefault(iri, Theirs(iri))
        for name, column in at.items():
            if name != "id" and column < len(cells):
                this.take("parent" if name == "parent_label" else name, cells[column])
    return things.values()


def _graph(data: bytes, path: Path, format: RdfFormat) -> Iterable[Theirs]:
    schemes = {_WDT + number: scheme for scheme, number in SCHEMES.items()}
    things: dict[str, Theirs] = {}
    held: list[tuple[str, str]] = []
    try:
        for quad in parse(data, format):
            if not isinstance(quad.subject, NamedNode):
                continue
            iri, predicate, value = quad.subject.value, quad.predicate.value, quad.object
            if predicate == _HELD and isinstance(value, NamedNode):
                held.append((iri, value.value))
            what = "label" if predicate in _LABELS else schemes.get(predicate)
            if what and isinstance(value, Literal):
                things.setdefault(iri, Theirs(iri)).take(what, value.value)
    except (SyntaxError, ValueError) as error:
        line = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        words = str(getattr(error, "msg", None) or error)[:120]
        raise MappingError(f"{path}{line}", f"RDF as {format.name}", words, "correct it or give another file") from None
    for iri, parent in held:
        if iri in things and parent in things:
            for label in things[parent].labels:
                things[iri].take("parent", label)
    return [t for t in things.values() if _is_address(t.iri)]


def _is_address(iri: str) -> bool:
    return iri.startswith(("http://", "https://")) and not any(c in iri for c in ' <>"{}|\\^`\t\n')
