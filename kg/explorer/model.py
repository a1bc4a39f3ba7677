"""The values of the explorer: things, the statements that speak of them, and the links that rest on those."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Thing:
    """What is drawn as a mark: an entity, or a statement that readers take for one (a promise, a result, a measure).

    ``id`` is what its IRI ends in (``project/430400.byd-rubber-tyred-tram``, ``statement/430400-2019.b28472d373``),
    ``kind`` a key of `kg.page.kinds.KINDS`.
    """

    id: str
    kind: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as what a link rests on: which words of which report, and what readers filter by.

    ``span`` are the quoted characters, ``window`` the whole sentence or sentences around them. ``section`` is a number
    in the report's `Source.sections`, ``result`` what became of a commitment (``met``, ``missed``, …; empty for what is
    none), ``review`` how far people have looked at it, ``thing`` the number of the thing that it is drawn as, or -1.
    """

    id: str
    report: int
    cls: str
    span: Span
    window: Span
    section: int
    year: int | None
    result: str
    review: str
    thing: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two things (numbers), the key of what it is called (`kg.explorer.words.RELATIONS`), and the
    statements (numbers) that it rests on."""

    source: int
    target: int
    relation: str
    said: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: its path of headings, its own heading, and whether it looks back, ahead or neither."""

    path: str
    heading: str
    half: str


@dataclass(frozen=True, slots=True)
class Source:
    """A report as the explorer needs it."""

    id: str
    title: str
    place: str
    year: int
    text: str = field(repr=False)
    sections: Sequence[Section] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class Island:
    """All that the reports of one place speak of. ``home`` is the number of the place itself."""

    place: str
    label: str
    home: int
    sources: Sequence[Source] = field(repr=False)
    things: Sequence[Thing] = field(repr=False)
    said: Sequence[Said] = field(repr=False)
    links: Sequence[Link] = field(repr=False)
