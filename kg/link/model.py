"""One of our things, one of theirs, and codes in one spelling."""

import re
from dataclasses import dataclass, field
from typing import Final

from kg.search.tokens import fold

DECISION: Final = "decision"
"""The column of a table of candidates in which a person writes ``accept`` or ``reject``."""

# The codes by which a thing is known for sure, each with the property of Wikidata that holds it.
SCHEMES: Final = {"code": "P442", "iata": "P238", "icao": "P239", "iso": "P300"}


@dataclass(frozen=True, slots=True)
class Own:
    """A thing of the build: ``kind`` place or organisation, ``names`` with the label first, ``codes`` by scheme.

    ``within`` holds the names of what contains it for sure, nearest first; ``named_by`` that of the place whose reports
    name it. ``homonyms`` is how many other divisions bear its name.
    """

    iri: str
    kind: str
    names: tuple[str, ...]
    codes: dict[str, str] = field(default_factory=dict)
    within: tuple[str, ...] = ()
    named_by: str = ""
    homonyms: int = 0

    @property
    def label(self) -> str:
        """The name that it is called by."""
        return self.names[0]


@dataclass(slots=True)
class Theirs:
    """A thing elsewhere: its address, what it is called, its codes by scheme, and the names of what contains it."""

    iri: str
    labels: set[str] = field(default_factory=set)
    codes: dict[str, set[str]] = field(default_factory=dict)
    parents: set[str] = field(default_factory=set)

    def take(self, what: str, value: str) -> None:
        """Add a label, a ``parent`` or a code of a scheme."""
        if not (value := value.strip()):
            return
        if what == "label":
            self.labels.add(value)
        elif what == "parent":
            self.parents.add(value)
        else:
            self.codes.setdefault(what, set()).add(normal(what, value))


@dataclass(frozen=True, slots=True)
class Known:
    """What is settled already: pairs of addresses that are mapped or doubtful, and what each thing is said to be."""

    mapped: frozenset[tuple[str, str]]
    doubtful: frozenset[tuple[str, str]]
    same: dict[str, frozenset[str]]


def normal(scheme: str, code: str) -> str:
    """Return a code in one spelling: of a division its six digits, whether given as ``43 04``, ``4304`` or ``430400``."""
    if scheme != "code":
        return code.strip().upper()
    digits = re.sub(r"\s", "", code)
    return digits.ljust(6, "0") if re.fullmatch(r"\d{2}|\d{4}|\d{6}", digits) else digits


def spellings(scheme: str, code: str) -> tuple[str, ...]:
    """Return how others may write a code of ours: P442 has pairs set apart, without those that are zero at the end."""
    if scheme != "code":
        return (code,)
    pairs = [code[i : i + 2] for i in (0, 2, 4)]
    while len(pairs) > 1 and pairs[-1] == "00":
        pairs.pop()
    return (" ".join(pairs), code)


def key(name: str) -> str:
    """Return a name as it is compared."""
    return "".join(fold(name).split())


def authority(iri: str) -> str:
    """Return the list that an address is of: all but its last part."""
    return iri[: max(iri.rstrip("/").rfind("/"), iri.rfind("#")) + 1]
