"""The difference of two releases: statements added, removed and altered slot by slot, terms, and what else changed.

A statement is known by its address, which depends on the text alone; a passage by its words, so that a text put in again
with another line break changes nothing. Slots are called as the ontology calls the properties.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.diff.lines import apart
from kg.diff.release import Release
from kg.impact import Change, Compared, Impact, Kind
from kg.revision import Row
from kg.terms import DEF, FAMILIES, NS, PREFIXES

_TYPE: Final = PREFIXES["rdf"] + "type"
_STATEMENT: Final = b"/id/statement/"
_IS_STATEMENT: Final = f"<{_TYPE}> <{NS}Statement>".encode()
_VOCAB: Final = b"/graph/vocab> ."
_VERSION: Final = PREFIXES["owl"] + "versionIRI"
_REPLACED: Final = PREFIXES["dcterms"] + "isReplacedBy"
_LABELS: Final = (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel")
# Properties that say no more than others do, or where a statement stands.
_DERIVED: Final = frozenset((_TYPE, f"{NS}inReport", f"{NS}cell", PREFIXES["qb"] + "dataSet"))
# The columns by which an impact shows a statement, and the properties that fill them.
_READ: Final = {
    "indicator_label": "indicator", "project_label": "project", "label": "label", "value_type": "valueType",
    "comparator": "comparator", "value": "value", "unit": "unit", "year": "year", "status": "status",
    "origin": "extractedBy",
}  # fmt: skip

TermKind = Literal["added", "removed", "retired", "changed"]


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term or code that only one side has, that was retired, or of which something else is said."""

    kind: TermKind
    iri: str
    label: str
    slots: Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Differences:
    """What two releases differ in.

    ``statements`` is an impact whose base is the first; ``moved`` counts statements that say the same in other places of
    the text. ``terms`` are in order of kind and address, ``versions`` the ontology's version on each side, ``graphs``
    the lines that each other graph lost and gained.
    """

    one: Release
    two: Release
    statements: Impact
    moved: int = 0
    terms: tuple[TermChange, ...] = ()
    versions: tuple[str, str] = ("", "")
    graphs: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.graphs)

    @property
    def breaches(self) -> tuple[TermChange, ...]:
        """The terms that were deleted, where the ontology's changelog has them retired."""
        return tuple(term for term in self.terms if term.kind == "removed")


class _Side(NamedTuple):
    """What one side says of what differs: statements by id, passages and labels by address, counts by report."""

    statements: dict[str, dict[str, list[NamedNode | RdfLiteral]]]
    words: dict[str, str]
    counts: Counter[str]
    terms: set[str]
    version: str


def differences(one: Release, two: Release) -> Differences:
    """Compare two releases. Raises StoreError for a file that is no N-Quads."""
    changed = apart(one, two)
    subjects = {s for _, line in changed if _STATEMENT in (s := line.partition(b" ")[0])}
    sides = _side(one, subjects), _side(two, subjects)
    found, moved = _statements(one, sides)
    return Differences(
        one, two, found, moved, tuple(_terms(changed, sides)), (sides[0].version, sides[1].version), _graphs(changed)
    )


def _graphs(changed: Iterable[tuple[str, bytes]]) -> dict[str, tuple[int, int]]:
    lost, gained = Counter[str](), Counter[str]()
    for sign, line in changed:
        graph = line.rpartition(b" <")[2].removesuffix(b"> .").decode().rpartition("/graph/")[2]
        (lost if sign == "-" else gained)[graph] += 1
    return {graph: (lost[graph], gained[graph]) for graph in sorted(lost.keys() | gained.keys())}


def _side(release: Release, subjects: set[bytes]) -> _Side:
    """Read what a release says of some statements, and all that is needed to show it."""
    counts: Counter[str] = Counter()
    told: list[bytes] = []
    terms: set[str] = set()
    version = ""
    for line in release.lines():
        subject = line.partition(b" ")[0]
        if subject in subjects:
            told.append(line)
        if _IS_STATEMENT in line:
            counts[_report(subject[1:-1].decode())] += 1
        elif line.endswith(_VOCAB):
            terms.add(subject[1:-1].decode())
            if f" <{_VERSION}> ".encode() in line:
                version = line.split(b" ")[2][1:-1].decode()
    statements: defaultdict[str, dict[str, list[NamedNode | RdfLiteral]]] = defaultdict(dict)
    needed: set[bytes] = set()
    for quad in _parsed(told):
        name = quad.subject.value.rpartition("/")[2] if isinstance(quad.subject, NamedNode) else ""
        if isinstance(quad.object, NamedNode | RdfLiteral):
            statements[name].setdefault(quad.predicate.value, []).append(quad.object)
        if isinstance(quad.object, NamedNode):
            needed.add(f"<{quad.object.value}>".encode())
    return _Side(dict(statements), _words(release, needed), counts, terms, version)


def _words(release: Release, needed: set[bytes]) -> dict[str, str]:
    """Return the quote of each passage and the Chinese label of each thing of some addresses."""
    lines = (line for line in release.lines() if line.partition(b" ")[0] in needed)
    found: dict[str, str] = {}
    for quad in _parsed(lines):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, RdfLiteral):
            if quad.predicate.value == f"{NS}quote":
                found[quad.subject.value] = "「" + " ".join(quad.object.value.split()) + "」"
            elif quad.predicate.value in _LABELS and quad.object.language in ("zh", None):
                found.setdefault(quad.subject.value, quad.object.value)
    return found


def _parsed(lines: Iterable[bytes]) -> Iterator[Quad]:
    return iter(parse(b"\n".join(lines) + b"\n", format=RdfFormat.N_QUADS))


def _report(address: str) -> str:
    return address.rpartition("/")[2].rpartition(".")[0]


# Statements.


def _statements(one: Release, sides: tuple[_Side, _Side]) -> tuple[Impact, int]:
    before, after = sides
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    moved = 0
    for name in sorted(before.statements.keys() | after.statements.keys()):
        was, now = (side.statements.get(name) for side in sides)
        old, new = (_shown(facts, side.words) if facts else None for facts, side in ((was, before), (now, after)))
        slots = _slots(old, new) if old and new else {}
        if old and new and not slots:
            moved += 1
            continue
        told = new or old
        assert told is not None
        report = name.rpartition(".")[0]
        changes[report].append(Change(_kind(old, new, slots), _row(name, told), slots, told.get("quote", "")))
    reports = sorted(before.counts.keys() | after.counts.keys() | changes.keys())
    compared = [Compared(r, before.counts[r], after.counts[r], tuple(changes.get(r, ()))) for r in reports]
    return Impact(base=one.name, reports=compared), moved


def _kind(old: object, new: object, slots: Mapping[str, object]) -> Kind:
    if not old or not new:
        return "added" if not old else "removed"
    return "reweighed" if slots.keys() == {"confidence"} else "altered"


def _slots(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str | None, str | None]]:
    return {
        slot: (old.get(slot), new.get(slot))
        for slot in sorted(old.keys() | new.keys())
        if old.get(slot) != new.get(slot)
    }


def _shown(facts: Mapping[str, list[NamedNode | RdfLiteral]], words: Mapping[str, str]) -> dict[str, str]:
    """Return each slot of a statement as it is shown."""
    classes = {t.value.removeprefix(NS) for t in facts.get(_TYPE, ()) if isinstance(t, NamedNode)}
    found = {"class": next((name for name in FAMILIES if name in classes), "")}
    for what, values in facts.items():
        if what not in _DERIVED:
            name = "quote" if what == f"{NS}evidence" else _local(what)
            found[name] = "、".join(sorted(_value(value, words) for value in values))
    return found


def _value(value: NamedNode | RdfLiteral, words: Mapping[str, str]) -> str:
    if isinstance(value, RdfLiteral):
        return value.value
    if value.value.startswith(DEF) and not value.value.startswith(f"{DEF}indicator/"):
        return _local(value.value)
    # A passage whose words are not told is known by its place.
    return words.get(value.value) or _local(value.value)


def _local(address: str) -> str:
    return address.rpartition("#" if "#" in address and "#char=" not in address else "/")[2]


def _row(name: str, told: Mapping[str, str]) -> Row:
    row: Row = {column: told[slot] for column, slot in _READ.items() if slot in told}
    quote = told.get("quote", "").removeprefix("「").removesuffix("」")
    return row | {"id": name, "class": told["class"], "report": name.rpartition(".")[0], "quote": quote}


# Terms.


def _terms(changed: Iterable[tuple[str, bytes]], sides: tuple[_Side, _Side]) -> Iterator[TermChange]:
    """Yield what became of terms, from the lines of the vocabulary that differ."""
    said: dict[str, defaultdict[str, dict[str, list[str]]]] = {"-": defaultdict(dict), "+": defaultdict(dict)}
    for sign in ("-", "+"):
        for quad in _parsed(line for s, line in changed if s == sign and line.endswith(_VOCAB)):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | RdfLiteral):
                tag = quad.object.language if isinstance(quad.object, RdfLiteral) else None
                language = f"@{tag}" if tag else ""
                said[sign][quad.subject.value].setdefault(_local(quad.predicate.value) + language, []).append(
                    quad.object.value
                )
    order = {"removed": 0, "retired": 1, "added": 2, "changed": 3}
    found = [
        _term(iri, said["-"].get(iri, {}), said["+"].get(iri, {}), iri in sides[0].terms, iri in sides[1].terms)
        for iri in said["-"].keys() | said["+"].keys()
    ]
    yield from sorted(found, key=lambda term: (order[term.kind], term.iri))


def _term(iri: str, lost: Mapping[str, list[str]], gained: Mapping[str, list[str]], was: bool, is_: bool) -> TermChange:
    def shown(values: Mapping[str, list[str]], name: str) -> str | None:
        return "; ".join(sorted(values[name])) if name in values else None

    slots = {name: (shown(lost, name), shown(gained, name)) for name in sorted(lost.keys() | gained.keys())}
    kind: TermKind = "changed"
    if not (was and is_):
        kind = "removed" if was else "added"
    elif _local(_REPLACED) in gained:
        kind = "retired"
    named = gained or lost
    label = next(
        (shown(named, n) for n in ("label@zh", "prefLabel@zh", "label@en", "prefLabel@en") if n in named), None
    )
    return TermChange(kind, iri, label or "", slots if kind in ("changed", "retired") else {})
