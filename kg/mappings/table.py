"""SSSOM/TSV → mappings: the metadata in ``#`` lines (a plain subset of YAML), then a tab-separated table.

https://mapping-commons.github.io/sssom/spec-formats-tsv/. Every file of ``data/mappings`` is read whole and checked: a
term that is not known, a row without a column, two rows that say the same are errors with file and line.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from kg import resources
from kg.errors import MappingError
from kg.files import reading, reason
from kg.mappings import model
from kg.mappings.model import COLUMNS, DECISION, ENDING, FOLDER, JUSTIFICATIONS, LITERAL, PREDICATES, REQUIRED
from kg.terms import PREFIXES, TERMS, Addresses

_KEY: Final = re.compile(r"^([a-z_]+):(?: +(.*))?$")
_ENTRY: Final = re.compile(r"^ {2,}([A-Za-z0-9_.-]+): +(\S+)$")
_IRI: Final = re.compile(r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+$")
_DAY: Final = re.compile(r"^\d{4}-\d{2}-\d{2}$")
# Of these the table's own lines are made; whatever else SSSOM has for a mapping set is read and left.
_WANTED: Final = ("mapping_set_id", "license")
_OURS: Final = frozenset(PREFIXES)


@dataclass(frozen=True, slots=True)
class Head:
    """What the ``#`` lines of a file say: the id of the mapping set, its licence, its prefixes."""

    mapping_set: str
    license: str
    prefixes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """A mapping of a file, the line it stands in, and what a person wrote beside it."""

    line: int
    mapping: model.Mapping
    mark: str


def all_mappings(own: Path, at: Addresses) -> tuple[model.Mapping, ...]:
    """Return the mappings that come with the package and those of a project, ``own`` being its ``data/mappings``.

    A project that is the package's own checkout has them once. Raises MappingError.
    """
    shipped = resources.path(f"data/{FOLDER}")
    folders = [shipped] if own.resolve() == shipped.resolve() else [shipped, own]
    found = [mapping for folder in folders for mapping in read_mappings(folder, at)]
    return tuple(found)


def read_mappings(folder: Path, at: Addresses) -> Iterator[model.Mapping]:
    """Yield the mappings of every ``*.sssom.tsv`` in a folder, in order of names and lines.

    Our own things are under the base of ``at`` whatever base the file was written for. Raises MappingError.
    """
    for path in sorted(folder.glob(f"*{ENDING}")):
        yield from read_table(path, at)


def read_table(path: Path, at: Addresses) -> tuple[model.Mapping, ...]:
    """Return the mappings of one file. Raises MappingError where it cannot be read or breaks a rule."""
    return tuple(row.mapping for row in _read(path, at, ()))


def read_marked(path: Path, at: Addresses, column: str) -> tuple[Marked, ...]:
    """Return the mappings of a file that has one column more, in which a person says something of each.

    A file with that column is no table of a project: `read_table` refuses it. Raises MappingError as that does.
    """
    return tuple(_read(path, at, (column,)))


def _read(path: Path, at: Addresses, more: Sequence[str]) -> Iterator[Marked]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise MappingError(path, "a mapping table", reason(error), reading(error)) from None
    except UnicodeDecodeError as error:
        raise MappingError(path, "UTF-8", f"byte {error.start} of another encoding", "save it as UTF-8") from None
    count = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = _head(path, lines[:count])
    rows = csv.reader(lines[count:], delimiter="\t", quoting=csv.QUOTE_NONE)
    names = next(rows, [])
    _demand_columns(path, count + 1, names, more)
    found: dict[tuple[str, str, str], int] = {}
    for number, cells in enumerate(rows, count + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            raise MappingError(f"{path}:{number}", f"{len(names)} cells", str(len(cells)), "look for a missing tab")
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
        mapping = _mapping(f"{path}:{number}", row, head, at)
        key = (mapping.subject, mapping.predicate, mapping.object)
        if key in found:
            raise MappingError(
                f"{path}:{number}", "each mapping once", f"the same as line {found[key]}", "take one out"
            )
        found[key] = number
        yield Marked(number, mapping, row[more[0]] if more else "")


def table_text(title: str, mappings: Iterable[model.Mapping], at: Addresses, marks: str = "") -> str:
    """Return mappings that name addresses as a file of SSSOM, sorted; ``marks`` names a column more, empty, for a person.

    Our own things stand under the base of the ontology, as `read_table` takes them under any.
    """
    prefixes = {k: v.replace(at.base, TERMS, 1) for k, v in at.prefixes().items() if v.startswith(at.base + "id/")}
    prefixes |= {name: PREFIXES[name] for name in ("rdfs", "schema", "semapv", "wd")}
    rows = sorted((_cells(m, prefixes, at) for m in mappings), key=lambda c: (c[0], c[2], c[3]))
    used = {"semapv"} | {cell.partition(":")[0] for row in rows for cell in (row[0], row[2], row[3])}
    columns = [*COLUMNS, marks] if marks else [*COLUMNS]
    lines = [
        f"#mapping_set_id: {TERMS}mappings/{title}",
        "#license: https://creativecommons.org/licenses/by/4.0/",
        *([f"#extension_definitions:\n#  - slot_name: {marks}"] if marks else []),
        "#curie_map:",
        *(f"#  {name}: {prefixes[name]}" for name in sorted(prefixes) if name in used),
        "\t".join(columns),
        *("\t".join((*row, "") if marks else row) for row in rows),
    ]
    return "".join(line + "\n" for line in lines)


def _cells(mapping: model.Mapping, prefixes: Mapping[str, str], at: Addresses) -> tuple[str, ...]:
    def short(iri: str) -> str:
        whole = iri.replace(at.base, TERMS, 1) if iri.startswith(at.base + "id/") else iri
        fits = [(len(p), name, whole[len(p) :]) for name, p in prefixes.items() if whole.startswith(p)]
        _, name, rest = max(fits, default=(0, "", ""))
        return f"{name}:{rest}" if name and rest else whole

    cells = (
        short(mapping.subject),
        mapping.subject_label,
        next(name for name in sorted(PREDICATES) if _predicate(name) == mapping.predicate),
        "" if mapping.literal else short(mapping.object),
        mapping.object if mapping.literal else mapping.object_label,
        LITERAL if mapping.literal else "",
        mapping.datatype,
        f"semapv:{mapping.justification}",
        mapping.author,
        mapping.date,
        "" if mapping.confidence is None else f"{mapping.confidence:f}",
        mapping.comment,
    )
    return tuple(" ".join(cell.split()) for cell in cells)


def _predicate(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _head(path: Path, lines: Sequence[str]) -> Head:
    values: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    block = ""
    for number, line in enumerate(lines, 1):
        content = line[1:].rstrip().removeprefix(" ") if line.startswith("# ") else line[1:].rstrip()
        if not content:
            continue
        if key := _KEY.match(content):
            block, value = key[1], (key[2] or "").strip().strip("\"'")
            values[block] = value
        elif block == "curie_map" and (entry := _ENTRY.match("  " + content.strip())):
            prefixes[entry[1]] = entry[2].strip("\"'")
        elif not content.startswith((" ", "-")):
            expected = "`#key: value` as SSSOM/TSV has it"
            raise MappingError(f"{path}:{number}", expected, repr(line[:40]), "see docs/mappings.md")
    for wanted in _WANTED:
        if not _IRI.match(values.get(wanted, "")):
            raise MappingError(path, f"#{wanted}: an IRI", repr(values.get(wanted, "")), "add the line at the top")
    for prefix, iri in prefixes.items():
        if prefix in _OURS and iri != PREFIXES[prefix]:
            raise MappingError(path, f"{prefix}: {PREFIXES[prefix]}", iri, "name another prefix")
    return Head(values["mapping_set_id"], values["license"], PREFIXES | prefixes)


def _demand_columns(path: Path, number: int, names: Sequence[str], more: Sequence[str] = ()) -> None:
    missing = [name for name in (*REQUIRED, *more) if name not in names]
    unknown = [name for name in names if name not in (*COLUMNS, *more)]
    if unknown == [DECISION]:
        step = "take what is decided with `kg link --accept`, and keep this file elsewhere"
        raise MappingError(f"{path}:{number}", "a table of mappings", "a table of candidates", step)
    if missing or unknown or len(set(names)) != len(names):
        found = ", ".join(names) or "no header"
        expected = f"a header with {', '.join((*REQUIRED, *more))} and nothing but columns of docs/mappings.md"
        raise MappingError(f"{path}:{number}", expected, found, "correct the header")


def _mapping(place: str, row: Mapping[str, str], head: Head, at: Addresses) -> model.Mapping:
    literal = row.get("object_type", "") == LITERAL
    if row.get("object_type", "") not in ("", LITERAL):
        raise MappingError(place, f"object_type {LITERAL!r} or empty", repr(row["object_type"]), "leave it empty")
    if row["predicate_id"] not in PREDICATES:
        expected = f"a predicate of {', '.join(sorted(PREDICATES))}"
        raise MappingError(place, expected, repr(row["predicate_id"]), "see docs/mappings.md")
    value = row.get("object_label", "") if literal else row.get("object_id", "")
    if not value or (literal and row.get("object_id")):
        expected = "a code in object_label and no object_id" if literal else "an object_id"
        raise MappingError(place, expected, repr(value or row.get("object_id", "")), "fill in the row")
    how = row["mapping_justification"].removeprefix("semapv:")
    if how not in JUSTIFICATIONS or how == row["mapping_justification"]:
        expected = f"semapv: and one of {', '.join(sorted(JUSTIFICATIONS))}"
        raise MappingError(place, expected, repr(row["mapping_justification"]), "say how it was made")
    if (day := row.get("mapping_date", "")) and not _DAY.match(day):
        raise MappingError(place, "a day like 2026-01-31", repr(day), "correct mapping_date")
    source = row.get("object_source", "")
    return model.Mapping(
        subject=rebased(_whole(place, row["subject_id"], head), at),
        subject_label=row.get("subject_label", ""),
        predicate=_whole(place, row["predicate_id"], head),
        object=value if literal else rebased(_whole(place, value, head), at),
        object_label=row.get("object_label", ""),
        literal=literal,
        datatype=_whole(place, source, head) if literal and source else "",
        justification=how,
        author=row.get("author_label", ""),
        date=day,
        confidence=_confidence(place, row.get("confidence", "")),
        comment=row.get("comment", ""),
        mapping_set=head.mapping_set,
        license=head.license,
    )


def _whole(place: str, name: str, head: Head) -> str:
    """Return the IRI of a CURIE; an IRI of ``http:`` or ``https:`` is one already."""
    prefix, colon, local = name.partition(":")
    if prefix in ("http", "https"):
        found = name
    elif colon and prefix in head.prefixes:
        found = head.prefixes[prefix] + local
    else:
        raise MappingError(place, "an IRI, or a name with a prefix of #curie_map", repr(name), "add the prefix")
    if not _IRI.match(found):
        raise MappingError(place, "an IRI", repr(found), "correct it")
    return found


def rebased(iri: str, at: Addresses) -> str:
    """Return one of our own things under the project's base, whatever else as it is."""
    own = TERMS + "id/"
    return at.base + "id/" + iri.removeprefix(own) if iri.startswith(own) else iri


def _confidence(place: str, cell: str) -> Decimal | None:
    if not cell:
        return None
    try:
        value = Decimal(cell)
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value <= 1):
        raise MappingError(place, "a confidence from 0 to 1", repr(cell), "correct it, or leave it empty")
    return value
