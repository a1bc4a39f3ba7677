"""How alike two sentences are: the cosine of their pairs of characters, rare pairs weighing more.

It ranks the sentences of a report by what a promise said, so that a person can look at the nearest before believing
that the report is silent. Weights are those of TF-IDF (Salton & Buckley 1988) over the report's own sentences.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from kg.model import Passage, Report, Span

_NOT_WORDS = re.compile(r"[\W\d_]+")


class Near(NamedTuple):
    """A sentence of a later report and how alike it is to the promise, 0 to 1."""

    span: Span
    score: Decimal


class Sentences:
    """The sentences of one report, ready to be ranked."""

    def __init__(self, report: Report, passages: Iterable[Passage]) -> None:
        """Index a report's sentences by their pairs of characters."""
        self._spans: Sequence[Span] = [p.span for p in passages if p.kind == "sentence"]
        counts = [Counter(_pairs(span.of(report.text))) for span in self._spans]
        spread = Counter(pair for count in counts for pair in count)
        self._rarity = {pair: math.log((1 + len(counts)) / (1 + times)) + 1 for pair, times in spread.items()}
        self._where: dict[str, list[tuple[int, float]]] = {}
        for index, count in enumerate(counts):
            weights = {pair: times * self._rarity[pair] for pair, times in count.items()}
            length = math.sqrt(sum(w * w for w in weights.values()))
            for pair, weight in weights.items():
                self._where.setdefault(pair, []).append((index, weight / length))

    def nearest(self, words: str, most: int = 5) -> tuple[Near, ...]:
        """Return the sentences most like the words, best first, in order of the text where they are equal."""
        counts = {
            pair: times * self._rarity[pair] for pair, times in Counter(_pairs(words)).items() if pair in self._where
        }
        length = math.sqrt(sum(w * w for w in counts.values()))
        scores: dict[int, float] = {}
        for pair in sorted(counts):
            for index, weight in self._where[pair]:
                scores[index] = scores.get(index, 0.0) + counts[pair] / length * weight
        best = sorted(scores.items(), key=lambda item: (-round(item[1], 3), item[0]))[:most]
        return tuple(Near(self._spans[index], Decimal(f"{score:.3f}")) for index, score in best)


def _pairs(text: str) -> list[str]:
    words = _NOT_WORDS.sub("", text)
    return [words[i : i + 2] for i in range(len(words) - 1)]
