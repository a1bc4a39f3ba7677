"""A report cut for the explorer: which sentence and which section a stretch of it stands in."""

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.model import Passage, Report, Span
from kg.text import fold, passages


@dataclass(frozen=True, slots=True)
class Cut:
    """The sentences of a report in order, and its sections: path, heading and half of each."""

    sentences: Sequence[Passage] = field(repr=False)
    starts: Sequence[int] = field(repr=False)
    sections: Sequence[tuple[str, str, str]]
    number: Mapping[tuple[str, str], int] = field(repr=False)

    def around(self, start: int, end: int) -> tuple[Span, int, int]:
        """Return the sentence or sentences that hold a stretch, the number of the first, and that of its section."""
        if not self.sentences:
            return Span(start, end), 0, 0
        first = max(bisect.bisect_right(self.starts, start) - 1, 0)
        last = max(bisect.bisect_left(self.starts, end) - 1, first)
        one, other = self.sentences[first], self.sentences[last]
        window = Span(min(one.span.start, start), max(other.span.end, end))
        return window, first, self.number[one.section, one.half]

    def span(self, row: Mapping[str, Any]) -> Span:
        """Return the stretch that a row of the statements table quotes."""
        return Span(row["start"], row["end"])


def cut(report: Report) -> Cut:
    """Cut a report into sentences and sections."""
    found = passages(report)
    kept = sorted((p for p in found if p.kind != "paragraph"), key=lambda p: p.span.start)
    headings = {p.section: fold(p.span.of(report.text)) for p in reversed(found) if p.kind == "heading"}
    number: dict[tuple[str, str], int] = {}
    sections: list[tuple[str, str, str]] = []
    for passage in kept:
        key = passage.section, passage.half
        if key not in number:
            number[key] = len(sections)
            sections.append((passage.section, headings.get(passage.section, ""), passage.half))
    return Cut(kept, [p.span.start for p in kept], sections, number)
