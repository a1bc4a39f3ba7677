"""``kg audit``: a stratified sample of statements, and of sentences without any, as a sheet for a person's verdicts."""

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Final, NamedTuple

from kg.curation.undecided import Sentences, marked, read_words
from kg.decisions.sheets import Sheet
from kg.model import Span, Statement
from kg.reviewed import Reviewed

COLUMNS: Final = ("item", "report", "stratum", "population", "seed", "sentence", "read", "verdict", "who", "note")
SENTENCES: Final = "sentences"
_WORDS: Final = frozenset(COLUMNS) - {"item", "report", "population", "seed"}
_BANDS: Final = (Decimal("0.7"), Decimal("0.85"), Decimal("1"))
_OF_SENTENCES = 3  # one in so many of a sample is a sentence
_LEAST = 2  # of each stratum, where the sample is large enough


class Item(NamedTuple):
    """A statement or a sentence of a report that may be drawn."""

    name: str
    report: str
    start: int
    sentence: str
    read: str


def draw(reports: Iterable[Reviewed], number: int, seed: int) -> Sheet:
    """Draw a sample of ``number``: strata of class and confidence band, and the sentences without a statement.

    The same reports and seed give the same sample; an item that is drawn stays drawn in a larger one of its stratum.
    """
    strata: defaultdict[str, list[Item]] = defaultdict(list)
    for reviewed in reports:
        for stratum, item in _items(reviewed):
            strata[stratum].append(item)
    rows = []
    for stratum, count in sorted(_shared(strata, number).items()):
        population = strata[stratum]
        for item in sorted(population, key=lambda i: _lot(seed, i))[:count]:
            rows.append((item.report, item.start, _cells(item, stratum, len(population), seed)))
    return Sheet(COLUMNS, [cells for *_, cells in sorted(rows, key=lambda r: (r[0], r[1], r[2]["item"]))], _WORDS)


def _cells(item: Item, stratum: str, population: int, seed: int) -> dict[str, str]:
    cells = {"item": item.name, "report": item.report, "stratum": stratum, "population": str(population)}
    return cells | {"seed": str(seed), "sentence": item.sentence, "read": item.read}


def _lot(seed: int, item: Item) -> str:
    return hashlib.sha256(f"{seed}\x1f{item.name}".encode()).hexdigest()


def _items(reviewed: Reviewed) -> Iterator[tuple[str, Item]]:
    text, report = reviewed.report.text, reviewed.report.id
    sentences = Sentences(reviewed.passages)
    for s in reviewed.published:
        read = f"{s.cls}: {read_words(s)}"
        yield f"{s.cls} {band(s)}", Item(s.id, report, s.span.start, marked(s, sentences, text), read)
    for span in _silent(sentences.all, [s.as_stated for s in reviewed.published]):
        words = " ".join(span.of(text).split())
        yield SENTENCES, Item(f"{report}[{span.start}:{span.end}]", report, span.start, words, "")


def _silent(sentences: Iterable[Span], stated: Iterable[Span]) -> Iterator[Span]:
    """Yield the sentences that no stretch with a statement meets."""
    ordered = sorted(stated)
    starts = [span.start for span in ordered]
    furthest = [0, *accumulate((span.end for span in ordered), max)]  # of those that start before
    return (span for span in sentences if furthest[bisect_left(starts, span.end)] <= span.start)


def band(statement: Statement) -> str:
    """Return the band of confidence a statement is in: below 0.7, from 0.7, from 0.85, or 1."""
    low = [limit for limit in _BANDS if statement.confidence >= limit]
    return f"from {low[-1]}" if low else f"below {_BANDS[0]}"


def _shared(strata: Mapping[str, Sequence[Item]], number: int) -> dict[str, int]:
    """Deal a sample out: a third to the sentences, the rest to the strata of statements by their size."""
    sizes = {name: len(items) for name, items in strata.items() if name != SENTENCES}
    silent = len(strata.get(SENTENCES, ()))
    asked = min(silent, max(number // _OF_SENTENCES, number - sum(sizes.values())))
    dealt = _dealt(sizes, number - asked)
    return dealt | ({SENTENCES: asked} if asked else {})


def _dealt(sizes: Mapping[str, int], number: int) -> dict[str, int]:
    """Deal by size, at least two to each stratum where there is enough, the largest remainders first."""
    number = min(number, sum(sizes.values()))
    least = next((n for n in (_LEAST, 1, 0) if sum(min(n, size) for size in sizes.values()) <= number), 0)
    dealt = {name: min(least, size) for name, size in sizes.items()}
    rest, room = number - sum(dealt.values()), sum(sizes.values()) - sum(dealt.values())
    if room:
        exact = {name: rest * (size - dealt[name]) / room for name, size in sizes.items()}
        dealt = {name: dealt[name] + int(exact[name]) for name in sizes}
        order = sorted(sizes, key=lambda name: (int(exact[name]) - exact[name], name))
        for name in order[: number - sum(dealt.values())]:
            dealt[name] += 1
    return dealt
