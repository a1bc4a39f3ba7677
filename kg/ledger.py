"""Report and statements → the numeral ledger: one row for every numeral, so that nothing is lost in silence.

A numeral either lies in a statement, or claims nothing for a reason with a name – a person's own, where a statement
was rejected with one –, or lies only in a statement that is withheld from publication, or is unaccounted for.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal, NamedTuple

from kg.furniture import furniture
from kg.ledger_reasons import FURNITURE, NOTE, REJECTED, Site, reason
from kg.model import Passage, Proposal, Report, Span
from kg.numerals import Kind, Numeral, numerals

Disposition = Literal["statement", "not-a-claim", "withheld", "unaccounted"]


class Entry(NamedTuple):
    """One row of the ledger; ``reason`` is a code of ``ledger_reasons.REASONS``, ``statements`` are ids.

    ``why`` has the words of the decision beside the reason ``rejected``.
    """

    start: int
    end: int
    text: str
    disposition: Disposition
    statements: tuple[str, ...] = ()
    reason: str | None = None
    kind: Kind = "arabic"
    section: str = ""
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many numerals there are, by what became of them."""

    total: int = 0
    statement: int = 0
    not_a_claim: int = 0
    unaccounted: int = 0
    withheld: int = 0

    @property
    def accounted(self) -> int:
        """Those in a statement or explained."""
        return self.statement + self.not_a_claim


@dataclass(frozen=True, slots=True)
class Coverage(Count):
    """The count of a whole ledger, and the same by script, by section and, for the explained, by reason."""

    by_kind: Mapping[str, Count] = field(default_factory=dict)
    by_section: Mapping[str, Count] = field(default_factory=dict)
    by_reason: Mapping[str, int] = field(default_factory=dict)


def ledger(
    report: Report,
    passages: Iterable[Passage],
    statements: Iterable[Proposal],
    rejected: Iterable[tuple[Proposal, str]] = (),
    withheld: Iterable[Proposal] = (),
) -> tuple[Entry, ...]:
    """Account for every numeral of a report, in order of where it stands.

    ``rejected`` are statements that somebody rejected, with the reason given: it stands for the numerals that the
    statement accounted for, where nothing else does. ``withheld`` are statements that are not published: of a numeral
    that only they account for, that is all that is told.
    """
    found = tuple(numerals(report.text))
    cut = tuple(passages)
    sections = tuple((p.span, p.section) for p in cut if p.kind in ("heading", "paragraph"))
    stated, rejected = tuple(statements), tuple(rejected)
    carried = _carried(found, (s for s in stated if _counts(s)))
    named = {s.id: _NAMES.get(s.kind or "", "name") for s in stated if s.cls == "Mention"}
    in_names = _carried(found, (s for s in stated if s.id in named))
    told = {s.id: why for s, why in rejected if s.cls not in _UNCOUNTED}
    declined = _carried(found, (s for s, _ in rejected if s.id in told))
    withheld = tuple(withheld)
    hidden = _carried(found, (s for s in withheld if _counts(s)))
    unnamed = _carried(found, (s for s in withheld if s.cls == "Mention"))
    places = _Places(sections)
    notes = _Places((p.span, NOTE) for p in cut if p.kind == "note")
    frame = _Places((it.span, _FRAME[it.kind]) for it in furniture(report.text))
    rows = []
    for index, (numeral, site) in enumerate(zip(found, _sites(report.text, found), strict=True)):
        framed = frame.section(numeral.span.start)
        ids = () if framed else tuple(sorted(carried.get(index, ())))
        kept_back = not ids and not framed and index in hidden
        why = None if ids or kept_back else framed or notes.section(numeral.span.start) or reason(site)
        open_ = not ids and not kept_back and why is None
        if open_ and index in in_names:
            why = named[min(in_names[index])]
        elif open_ and index in unnamed:
            kept_back = True
        because = None
        if not ids and not kept_back and why is None and index in declined:
            why, because = REJECTED, told[min(declined[index])]
        rows.append(
            Entry(
                start=numeral.span.start,
                end=numeral.span.end,
                text=numeral.text,
                kind=numeral.kind,
                disposition="statement"
                if ids
                else "withheld"
                if kept_back
                else "not-a-claim"
                if why
                else "unaccounted",
                statements=ids,
                reason=why,
                section=places.section(numeral.span.start),
                why=because,
            )
        )
    return tuple(rows)


# The reason of a numeral in furniture, by its kind.
_FRAME: Mapping[str, str] = {"page-number": "page-number", "running-head": FURNITURE, "page": FURNITURE}
# The reason of a numeral that nothing but a name holds, by what is named.
_NAMES = {"Programme": "programme-name", "Event": "event-name", "LegalDocument": "title"}


# Classes that count nothing as a rule reads them.
_UNCOUNTED = ("Mention", "Action", "Problem", "Involvement")


class _Places:
    """The section in which an offset stands."""

    def __init__(self, sections: Iterable[tuple[Span, str]]) -> None:
        self._sections = sorted(sections)
        self._starts = [span.start for span, _ in self._sections]

    def section(self, offset: int) -> str:
        index = bisect_right(self._starts, offset) - 1
        return self._sections[index][1] if index >= 0 and offset < self._sections[index][0].end else ""


def _counts(statement: Proposal) -> bool:
    """Whether a statement accounts for its numerals: a name, an action or a problem that a rule read counts nothing."""
    if statement.cls == "Mention":
        return False
    return statement.cls not in _UNCOUNTED or getattr(statement, "review_status", "") not in ("", "extracted")


def _evidence(statement: Proposal) -> Iterator[Span]:
    """Yield the stretches a statement was read from: its value, what it states, and each slot."""
    yield statement.as_stated
    if statement.value_span is not None:
        yield statement.value_span
    for evidence in statement.slots.values():
        if not isinstance(evidence, str):
            yield evidence


def _carried(found: Sequence[Numeral], statements: Iterable[Proposal]) -> dict[int, set[str]]:
    """Map the index of each numeral in some statement's evidence to the statements' ids."""
    ends = [numeral.span.end for numeral in found]
    carried: dict[int, set[str]] = {}
    for statement in statements:
        for span in _evidence(statement):
            index = bisect_right(ends, span.start)
            while index < len(found) and found[index].span.start < span.end:
                carried.setdefault(index, set()).add(statement.id)
                index += 1
    return carried


_FOLDS = tuple(
    zip("０１２３４５６７８９．％()～〜－–—―'‘’「」『』＋【】", "0123456789.%（）~~----““”“”“”+[]", strict=True)
)
_BLANK = re.compile(r"[\s\u200b\ufeff\u2060]+")
_NAMED = re.compile(r"“([^“”\n]{1,30})”|\"([^\"“”\n，。；]{1,20})\"|(《[^《》\n]{1,60}》)")
_LINE_START = " \t\u3000（(—-"
_LINE_ENDS = re.compile(r"[ \t\u3000）)—\-]*(?:[\n\r]|$)")


def _sites(text: str, found: Sequence[Numeral]) -> Iterator[Site]:
    """Set each numeral into the text without blanks, where a page end parts no word."""
    blanks = [match.span() for match in _BLANK.finditer(text)]
    starts = [start for start, _ in blanks]
    lost = [0, *accumulate(end - start for start, end in blanks)]
    compact = _BLANK.sub("", text)
    for wide, narrow in _FOLDS:
        compact = compact.replace(wide, narrow)
    names = [(m.start(), m.end(), m[1] or m[2], m[3] is not None) for m in _NAMED.finditer(compact)]
    name_starts = [name[0] for name in names]
    for numeral in found:
        start, end = (at - lost[bisect_right(starts, at - 1)] for at in numeral.span)
        opens = text[max(0, numeral.span.start - 8) : numeral.span.start].rstrip(_LINE_START)[-1:] in ("", "\n", "\r")
        alone = opens and bool(_LINE_ENDS.match(text, numeral.span.end))
        nearest = bisect_right(name_starts, start) - 1
        inside = nearest >= 0 and end < names[nearest][1] + 1 and start < names[nearest][1]
        quoted, titled = (names[nearest][2], names[nearest][3]) if inside else (None, False)
        yield Site(compact, start, end, numeral.kind, opens, alone, quoted, titled)


def _count(entries: Iterable[Entry]) -> Count:
    tally = Counter(entry.disposition for entry in entries)
    return Count(tally.total(), tally["statement"], tally["not-a-claim"], tally["unaccounted"], tally["withheld"])


def coverage(entries: Iterable[Entry]) -> Coverage:
    """Count a ledger: in all, by script (arabic, chinese), by section, and the explained numerals by reason."""
    rows = tuple(entries)
    whole = _count(rows)
    kinds = sorted({row.kind for row in rows})
    sections = sorted({row.section for row in rows})
    reasons = Counter(row.reason for row in rows if row.reason is not None)
    return Coverage(
        whole.total,
        whole.statement,
        whole.not_a_claim,
        whole.unaccounted,
        whole.withheld,
        by_kind={kind: _count(row for row in rows if row.kind == kind) for kind in kinds},
        by_section={section: _count(row for row in rows if row.section == section) for section in sections},
        by_reason=dict(sorted(reasons.items())),
    )
