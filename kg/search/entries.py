"""Reports, statements and the labels of the graph → what can be found, in the order in which it is shown.

Order is part of the index: labels before statements before sentences; of labels those that reports use before the rest of
the catalogue, then the shortest first, so that one equal to what is looked for stands before one that holds it; of
statements and sentences the newest year first.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.model import Passage, Report, Statement
from kg.search.tokens import fold
from kg.terms import DEF, PREFIXES, Addresses

# What bears a label, by where its addresses stand, in the order in which equally good ones are shown.
THINGS: Final = {
    "place": "id/place/",
    "indicator": "def/indicator/",
    "project": "id/project/",
    "organisation": "id/org/",
    "programme": "id/programme/",
    "sector": "id/sector/",
    "event": "id/event/",
    "document": "id/document/",
    "thing": "id/thing/",
}
_UNLISTED: Final = "id/indicator/"  # indicators that no catalogue knows are indicators too
CLASSES: Final = (
    "Target",
    "Observation",
    "PlannedMilestone",
    "RealisedMilestone",
    "Recognition",
    "Action",
    "Problem",
    "Involvement",
)
# What ``kinds`` may name: things by their kind, statements all or by class, sentences (headings among them).
KINDS: Final = (*THINGS, "statement", *CLASSES, "sentence")
_LABELS: Final = {
    PREFIXES["skos"] + "prefLabel": 0,
    PREFIXES["rdfs"] + "label": 0,
    PREFIXES["skos"] + "altLabel": 1,
}
_REPLACED: Final = PREFIXES["dcterms"] + "isReplacedBy"
_PASSAGES: Final = frozenset({"title", "heading", "sentence", "note"})


class Part(NamedTuple):
    """One report as the index takes it."""

    report: Report
    passages: Sequence[Passage]
    statements: Sequence[Statement]
    place_label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: ``words`` is what it is found by, ``text`` what is shown of it.

    ``kind`` and ``cls`` are of ``KINDS``; ``label`` names a thing or what a statement is of; ``start`` and ``end`` are
    code points of the report's text. ``facets`` are what it can be picked by.
    """

    kind: str
    cls: str
    iri: str
    label: str
    text: str
    words: str
    place: str
    place_label: str
    year: int | None
    report: str
    start: int | None
    end: int | None
    facets: frozenset[str]


def facet(name: str, value: object) -> str:
    """Return one token for a thing to pick by: ``facet("place", "430400")``."""
    return name + "." + re.sub(r"[^0-9a-z.]", ".", str(value).casefold())


def entries(parts: Sequence[Part], lines: Sequence[bytes], at: Addresses) -> Iterator[Entry]:
    """Yield everything that can be found; ``lines`` is the graph as sorted lines of N-Quads."""
    yield from _labels(parts, lines, at)
    yield from _statements(parts, at)
    yield from _sentences(parts, at)


def _statements(parts: Sequence[Part], at: Addresses) -> Iterator[Entry]:
    # A mention says only that a name stands there: its sentence and what it names are found themselves.
    every = ((s.year or p.report.plan, s, p) for p in parts for s in p.statements if s.cls != "Mention")
    for year, s, p in sorted(every, key=lambda e: (-e[0], e[1].report, e[1].span, e[1].id)):
        stated = s.as_stated.of(p.report.text)
        names = dict.fromkeys(filter(None, (s.indicator_label, s.project_label, s.agent, s.about_label)))
        yield Entry(
            kind="statement",
            cls=s.cls,
            iri=at.statement(s.id),
            label=s.indicator_label or s.project_label or stated,
            text=s.quote,
            words="\n".join((stated, *names)),
            place=s.place,
            place_label=s.place_label,
            year=year,
            report=s.report,
            start=s.span.start,
            end=s.span.end,
            facets=_facets("statement", s.cls, {s.place}, {year}, {s.report}),
        )


def _sentences(parts: Sequence[Part], at: Addresses) -> Iterator[Entry]:
    for p in sorted(parts, key=lambda p: (-p.report.plan, p.report.id)):
        r = p.report
        facets = _facets("sentence", "sentence", {r.place}, {r.plan}, {r.id})
        for passage in p.passages:
            if passage.kind not in _PASSAGES:
                continue
            text = passage.span.of(r.text)
            yield Entry(
                kind="sentence",
                cls="sentence",
                iri=at.passage(r.id, r.sha256, *passage.span),
                label=passage.section,
                text=text,
                words=text,
                place=r.place,
                place_label=p.place_label,
                year=r.plan,
                report=r.id,
                start=passage.span.start,
                end=passage.span.end,
                facets=facets,
            )


def _facets(kind: str, cls: str, places: set[str], years: set[int], reports: set[str]) -> frozenset[str]:
    found = {facet("kind", kind), facet("kind", cls)}
    for name, values in (("place", places), ("year", years), ("report", reports)):
        found |= {facet(name, value) for value in values}
    return frozenset(found)


def _labels(parts: Sequence[Part], lines: Sequence[bytes], at: Addresses) -> Iterator[Entry]:
    used = _used(lines, at)
    reports = {p.report.id: p.report for p in parts}
    reported = {r.place for r in reports.values()}
    labels: list[tuple[tuple[object, ...], Entry]] = []
    for order, (kind, path) in enumerate(_paths(at)):
        for iri, names in _named(lines, path).items():
            own = re.match(r"(cn|[0-9]{6})\b", iri.rpartition("/")[2]) if kind in ("place", "project") else None
            within = [reports[name] for name in used.get(iri, ()) if name in reports]
            places = {r.place for r in within} | ({own[1]} if own else set())
            named = bool(within) or bool(own and own[1] in reported)
            # A thing stands once for each of its names; two that fold to the same are one.
            told = {fold(name): (rank, name) for rank, name in sorted(names, reverse=True)}
            best = min(names)[1]
            for folded, (rank, name) in told.items():
                facets = _facets(kind, kind, places, {r.plan for r in within}, {r.id for r in within})
                entry = Entry(
                    kind=kind,
                    cls=kind,
                    iri=iri,
                    label=best,
                    text=name,
                    words=name,
                    place=next(iter(places)) if len(places) == 1 else "",
                    place_label="",
                    year=None,
                    report="",
                    start=None,
                    end=None,
                    facets=facets,
                )
                labels.append(((not named, len(folded), rank, order, name, iri), entry))
    labels.sort(key=lambda item: item[0])
    yield from (entry for _, entry in labels)


def _paths(at: Addresses) -> Iterator[tuple[str, str]]:
    for kind, path in THINGS.items():
        yield kind, (DEF + path.removeprefix("def/") if path.startswith("def/") else at.base + path)
        if kind == "indicator":
            yield kind, at.base + _UNLISTED


def _beginning(lines: Sequence[bytes], start: bytes) -> slice:
    """Return where sorted lines that begin so stand."""
    return slice(bisect_left(lines, start), bisect_left(lines, start + b"\xff"))


def _named(lines: Sequence[bytes], path: str) -> dict[str, list[tuple[tuple[int, bool, str], str]]]:
    """Return what things with addresses of a path are called: each name with its rank, lower is better."""
    names: defaultdict[str, list[tuple[tuple[int, bool, str], str]]] = defaultdict(list)
    gone = set()
    block = lines[_beginning(lines, b"<" + path.encode())]
    told = [line for line in block if b"abel> " in line or b"isReplacedBy> " in line]
    for quad in parse(b"".join(told), format=RdfFormat.N_QUADS):
        assert isinstance(quad.subject, NamedNode)
        if quad.predicate.value == _REPLACED:
            gone.add(quad.subject.value)
        elif quad.predicate.value in _LABELS and isinstance(quad.object, Literal):
            language = quad.object.language or ""
            rank = (_LABELS[quad.predicate.value], language != "zh", language)
            names[quad.subject.value].append((rank, quad.object.value))
    return {iri: found for iri, found in names.items() if iri not in gone}


def _used(lines: Sequence[bytes], at: Addresses) -> dict[str, set[str]]:
    """Return the reports whose statements lead to a thing, by its address."""
    base, terms = re.escape(at.base.encode()), re.escape(DEF.encode())
    link = re.compile(
        rb"<%sid/statement/([^>.]+)\.[^>]*> <[^>]*> <((?:%sid/|%sindicator/)[^>]*)>" % (base, base, terms)
    )
    used: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines[_beginning(lines, f"<{at.base}id/statement/".encode())]:
        if found := link.match(line):
            used[found[2].decode()].add(found[1].decode())
    return used
