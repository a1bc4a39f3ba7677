"""What a rule is given: one sentence of one report, cut into clauses, and the way to propose what it says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg.extract.confidence import confidence, trait
from kg.furniture import across
from kg.model import Evidence, Half, Passage, Proposal, Report
from kg.terms import FAMILIES, ink, statement_id
from kg.text import View, view

# A stretch of a reading's view: ``text[start:end]``.
Piece = tuple[int, int]

# A rule's examples: a sentence, the half it stands in, and what the rule must read in it, one tuple a proposal in the
# columns of the rule's EXAMPLE_COLUMNS ("" for an empty one). No tuple: the sentence must yield nothing.
Examples = tuple[tuple[str, Half, tuple[tuple[str, ...], ...]], ...]

# A page that ends inside a name leaves its number there: 红旗 — 3 — 水库.
_PAGE = re.compile(r"[—–-]{1,2}\d{1,3}[—–-]{1,2}")
_BREAKS = "，；。！？"
_OPEN, _CLOSE = "（“《〈【", "）”》〉】"


@dataclass(frozen=True)
class Reading:
    """One sentence as rules see it.

    Rules work on ``text`` (no white space, folded) and name stretches of it as pairs ``(start, end)``;
    ``propose`` leads them back to the report's own offsets.
    """

    report: Report
    passage: Passage
    place_label: str = ""

    @cached_property
    def view(self) -> View:
        """The folded sentence with its offsets."""
        return view(self.report.text, self.passage.span)

    @property
    def text(self) -> str:
        """The folded sentence."""
        return self.view.text

    @cached_property
    def _ink(self) -> str:
        """The sentence as addresses see it; taking the ink of ink changes nothing."""
        return ink(self.passage.span.of(self.report.text))

    @property
    def planned(self) -> bool:
        """Whether the sentence stands in the half that looks ahead."""
        return self.passage.half == "plan"

    @property
    def default_year(self) -> int:
        """The year meant where the sentence names none: the plan year ahead, the last review year behind."""
        return self.report.plan if self.planned else self.report.review[1]

    @cached_property
    def clauses(self) -> tuple[Piece, ...]:
        """The stretches between ，；。！？ outside brackets and quotation marks."""
        return tuple(split(self.text, _BREAKS))

    def clause_at(self, index: int) -> Piece:
        """Return the clause that holds a character."""
        return next((c for c in self.clauses if c[0] <= index < c[1]), (0, len(self.text)))

    def propose(
        self,
        *,
        cls: str,
        rule: str,
        anchor: int,
        quote: Piece,
        as_stated: Piece,
        slots: Mapping[str, Piece | str],
        ordinal: int = 0,
        value_at: Piece | None = None,
        **filled: Any,
    ) -> Proposal:
        """Make a proposal whose address rests on ``anchor``, the first character of its number or status word.

        ``ordinal`` tells statements apart that share one anchor: the count of list separators (、和及与) between
        the anchor and the thing stated. Each slot is a stretch of ``text`` or the name of the rule that inferred it.
        A quote of more than 200 characters is a mistake of the rule.
        """
        span = self.view.span(*quote)
        evidence: dict[str, Evidence] = {
            name: where if isinstance(where, str) else self.view.span(*where) for name, where in sorted(slots.items())
        }
        for name in ("value_type", "year", "status"):
            if filled.get(name) is not None and name not in evidence:
                raise ValueError(f"rule {rule} fills {name} without evidence")
        return Proposal(
            id=self.address(anchor, FAMILIES[cls], ordinal),
            cls=cls,
            report=self.report.id,
            place=filled.pop("place", self.report.place),
            place_label=filled.pop("place_label", self.place_label),
            quote=span.of(self.report.text),
            span=span,
            as_stated=self.view.span(*as_stated),
            section=self.passage.section,
            rule=rule,
            value_span=self.view.span(*value_at) if value_at else None,
            slots=evidence,
            confidence=confidence(rule, self._trait(cls, quote, value_at, slots, filled)),
            **filled,
        )

    def _trait(
        self, cls: str, quote: Piece, number: Piece | None, slots: Mapping[str, Piece | str], filled: Mapping[str, Any]
    ) -> str:
        start, end = number or (quote[1], quote[1])
        indicator = slots.get("indicator")
        words = self.text[indicator[1] : start] if isinstance(indicator, tuple) else ""
        return trait(cls, filled, self.text[quote[0] : start], self.text[end : quote[1] + 2], words)

    def words(self, piece: Piece) -> str:
        """Return a stretch as the report has it, without white space and without the end of a page inside it."""
        if not piece[1] - piece[0]:
            return ""
        return _PAGE.sub("", "".join(across(self.report.text, self.view.span(*piece)).split()))

    def address(self, anchor: int, family: str, ordinal: int = 0) -> str:
        """Return the id of the statement whose number or status word starts at ``anchor``."""
        start = self.passage.span.start
        inked = len("".join(self.report.text[start : self.view.offsets[anchor]].split()))
        return statement_id(self.report.id, self._ink, self.passage.ordinal, inked, family, ordinal)


def split(text: str, marks: str, start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """Yield the stretches of ``text[start:end]`` between the marks, leaving brackets and quotations whole.

    >>> ["建成A（一期，二期）、B"[i:j] for i, j in split("建成A（一期，二期）、B", "、，")]
    ['建成A（一期，二期）', 'B']
    """
    end = len(text) if end is None else end
    depth, first = 0, start
    for index in range(start, end):
        char = text[index]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char in marks and depth == 0:
            if first < index:
                yield first, index
            first = index + 1
    if first < end:
        yield first, end


def read(report: Report, passages: tuple[Passage, ...], place_label: str) -> Iterator[Reading]:
    """Yield a reading of each sentence, in order."""
    return (Reading(report, p, place_label) for p in passages if p.kind == "sentence")


def separators(text: str, start: int, end: int) -> int:
    """Count the list separators between two places of a text: what tells coordinated things apart."""
    low, high = sorted((start, end))
    return sum(char in "、和及与" for char in text[low:high])
