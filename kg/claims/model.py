"""What a check of a text says: one verdict for each numeral."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Verdict = Literal["supported", "contradicted", "not-stated", "not-covered", "unread", "no-claim"]
VERDICTS: Final[tuple[Verdict, ...]] = (
    "supported",
    "contradicted",
    "not-stated",
    "not-covered",
    "unread",
    "no-claim",
)
Slot = Literal["value", "unit", "bound", "year", "place", "indicator", "kind"]
How = Literal["exact", "rounded", "implied"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a report says it: a statement with its sentence, ``text[start:end]`` of the report."""

    statement: str
    iri: str
    report: str
    start: int
    end: int
    quote: str
    said: str
    year: int | None
    place_label: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One number of a text and what the reports say of it.

    ``text[start:end]`` is the number as written there; ``about`` is what it was read to be said of, ``said`` the number
    with its bound and unit. ``slot`` is the part that a report contradicts; ``how`` tells an exact agreement from one by
    rounding that the text's own words allow, and from one that follows (超过8% where 8.5% is reported). ``reason`` is the
    ledger's reason of a numeral that claims nothing. ``citations`` are the statements that support or contradict; beside a
    number that is not stated or not covered, those nearest to it, if any.
    """

    start: int
    end: int
    text: str
    verdict: Verdict
    slot: Slot | None = None
    how: How | None = None
    reason: str | None = None
    about: str = ""
    said: str = ""
    place: str | None = None
    place_label: str = ""
    year: int | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """All verdicts on a text, in order; ``counts`` has how many there are of each."""

    text: str
    rows: tuple[Checked, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many numbers got each verdict."""
        return {v: n for v in VERDICTS if (n := sum(row.verdict == v for row in self.rows))}
