"""Two copies of one text → where each stretch of the first stands in the second.

White space is layout and full-width forms are their plain ones (``kg.decisions.row.squeeze``). Clauses are matched first,
then the characters of those that differ, so that a page number, a mended slip or other line ends move nothing else.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from kg.decisions.row import squeeze
from kg.model import Span
from kg.numerals import numerals
from kg.text import view

_CLAUSE = re.compile(r"[^，。；：、！？]*[，。；：、！？]?")
_LARGEST = 4000  # characters of a stretch that is compared character by character
_ALIKE = 0.8  # of the characters of two quotes of one place

# Stretches of the two texts, as SequenceMatcher gives them.
_Pair = tuple[int, int, int, int]


class Alignment:
    """Leads stretches of one text to another copy of it."""

    def __init__(self, old: str, new: str) -> None:
        """Compare two texts."""
        self.old, self.new = old, new
        self._offsets = [[i for i, char in enumerate(text) if not char.isspace()] for text in (old, new)]
        first, second = squeeze(old), squeeze(new)
        self._there: dict[int, int] = {}
        for low, high, start, end in _stretches(first, second):
            if high - low == end - start:
                # Alike, or a slip of the same length: character for character.
                self._there |= zip(range(low, high), range(start, end), strict=True)

    def span(self, span: Span) -> Span | None:
        """Return where a stretch of the old text stands; None where its first or last character has no place."""
        old, new = self._offsets
        first, last = bisect_left(old, span.start), bisect_left(old, span.end) - 1
        if first > last or first not in self._there or last not in self._there:
            return None
        return Span(new[self._there[first]], new[self._there[last]] + 1)

    def same(self, span: Span, there: Span) -> bool:
        """Whether two stretches say the same but for a slip: most characters and every numeral."""
        before, after = view(self.old, span).text, view(self.new, there).text
        if [n.text for n in numerals(before)] != [n.text for n in numerals(after)]:
            return False
        return before == after or SequenceMatcher(None, before, after, autojunk=False).ratio() >= _ALIKE


def _stretches(old: str, new: str) -> Iterator[_Pair]:
    """Yield pairs of stretches that stand for each other, alike or not."""
    ones, others = (_CLAUSE.findall(text) for text in (old, new))
    starts, ends = ([0, *_sums(parts)] for parts in (ones, others))
    for kind, i, j, k, m in SequenceMatcher(None, ones, others, autojunk=False).get_opcodes():
        low, high, start, end = starts[i], starts[j], ends[k], ends[m]
        if kind == "equal":
            yield low, high, start, end
        elif max(high - low, end - start) <= _LARGEST:
            inside = SequenceMatcher(None, old[low:high], new[start:end], autojunk=False)
            for _, a, b, c, d in inside.get_opcodes():
                yield low + a, low + b, start + c, start + d


def _sums(parts: Sequence[str]) -> Iterator[int]:
    total = 0
    for part in parts:
        total += len(part)
        yield total
