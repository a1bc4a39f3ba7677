"""How alike two sentences are: the cosine of their pairs of characters, rare pairs weighing more.

It ranks the sentences of a report by what a promise said, so that a person can look at the nearest before believing
that the report is silent. Weights are those of TF-IDF (Salton & Buckley 1988) over the report's own sentences.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from operator import add
from typing import NamedTuple

from kg.model import Passage, Report, Span

_NOT_WORDS = re.compile(r"[\W\d_]+")


class Near(NamedTuple):
    """A sentence of a later report and how alike it is to the promise, 0 to 1."""

    span: Span
    score: Decimal


class _Rarities(dict[str, float]):
    """How rare a pair is among a report's sentences, reckoned when first asked for."""

    def __init__(self, where: Mapping[str, str], sentences: int) -> None:
        super().__init__()
        self._where = where
        self._of_spread = [math.log((1 + sentences) / (1 + spread)) + 1 for spread in range(sentences + 1)]
        self.once = self._of_spread[min(1, sentences)]

    def __missing__(self, pair: str) -> float:
        where = self._where.get(pair, "")
        known = self[pair] = self._of_spread[len(where) if len(where) < 2 else len(set(where))]
        return known


class Sentences:
    """The sentences of one report, ready to be ranked."""

    def __init__(self, report: Report, passages: Iterable[Passage]) -> None:
        """Index a report's sentences by their pairs of characters."""
        self._spans: Sequence[Span] = [p.span for p in passages if p.kind == "sentence"]
        self._text = report.text
        # Pair → the sentences that it stands in, each as often as it does; the rest is reckoned where it is asked for.
        # A sentence's number is one character of a string: millions of lists would keep the garbage collector busy.
        where: dict[str, str] = {}
        for index, span in enumerate(self._spans):
            number = chr(index)
            for pair in _pairs(span.of(report.text)):
                where[pair] = where.get(pair, "") + number
        self._where = where
        self._rarity = _Rarities(self._where, len(self._spans))
        self._lengths: dict[int, float] = {}

    def _length(self, index: int) -> float:
        known = self._lengths.get(index)
        if known is None:
            where, rarity, once = self._where, self._rarity, self._rarity.once
            squares = 0.0
            for pair, times in Counter(_pairs(self._spans[index].of(self._text))).items():
                weight = once if len(where[pair]) == 1 else times * rarity[pair]
                squares += weight * weight
            known = self._lengths[index] = math.sqrt(squares)
        return known

    def nearest(self, words: str, most: int = 5) -> tuple[Near, ...]:
        """Return the sentences most like the words, best first, in order of the text where they are equal."""
        counts = {
            pair: times * self._rarity[pair] for pair, times in Counter(_pairs(words)).items() if pair in self._where
        }
        length = math.sqrt(sum(w * w for w in counts.values()))
        scores: dict[int, float] = {}
        for pair in sorted(counts):
            share, rarity = counts[pair] / length, self._rarity[pair]
            for number, times in Counter(self._where[pair]).items():
                index = ord(number)
                scores[index] = scores.get(index, 0.0) + share * (times * rarity / self._length(index))
        best = sorted(scores.items(), key=lambda item: (-round(item[1], 3), item[0]))[:most]
        return tuple(Near(self._spans[index], Decimal(f"{score:.3f}")) for index, score in best)

    def fullest(self, words: str) -> Near | None:
        """Return the sentence that holds most of the words' pairs, rare ones weighing more, and the share that it holds."""
        pairs = sorted(set(_pairs(words)))
        whole = sum(self._rarity[pair] for pair in pairs)
        held: dict[int, float] = {}
        for pair in pairs:
            for index in set(map(ord, self._where.get(pair, ""))):
                held[index] = held.get(index, 0.0) + self._rarity[pair]
        if not held:
            return None
        best = min(held, key=lambda index: (-round(held[index], 3), index))
        return Near(self._spans[best], Decimal(f"{held[best] / whole:.3f}"))


def _pairs(text: str) -> list[str]:
    words = _NOT_WORDS.sub("", text)
    return list(map(add, words, words[1:]))
