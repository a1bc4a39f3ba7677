"""Decision → the statement it is about, though rules, anchors or the text itself have changed since.

First by the statement's id, then by the same characters at the same place, then by the quote wherever it went.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from functools import cached_property
from itertools import takewhile

from kg.decisions.row import NAMED, Decision, squeeze
from kg.extract.involvements import part_ordinal
from kg.extract.reading import Reading, separators
from kg.model import Evidence, Passage, Proposal, Report, Span
from kg.terms import FAMILIES, ink, statement_id
from kg.text import sentences

NOTHING_READ = "nothing is read at its number or words any more"


class UnattachedError(ValueError):
    """A decision fits nowhere in the text; the message is the reason."""


class Ground:
    """One report's text, ready for finding places again."""

    def __init__(self, report: Report) -> None:
        """Take a report; its characters with ink are indexed when a decision asks for them."""
        self.report = report
        self._readings: dict[Span, Reading] = {}

    @cached_property
    def offsets(self) -> list[int]:
        """Where the characters with ink stand."""
        return [i for i, char in enumerate(self.report.text) if not char.isspace()]

    @cached_property
    def squeezed(self) -> str:
        """The characters with ink, one for each of the offsets."""
        return squeeze(self.report.text)

    @cached_property
    def sentences(self) -> tuple[Passage, ...]:
        """The report's sentences."""
        return tuple(sentences(self.report))

    @cached_property
    def _starts(self) -> list[int]:
        return [passage.span.start for passage in self.sentences]

    def reading(self, passage: Passage) -> Reading:
        """Return the sentence as rules see it, made once for all decisions on it."""
        key = passage.span
        if key not in self._readings:
            self._readings[key] = Reading(self.report, passage)
        return self._readings[key]

    def locate(self, decision: Decision) -> Span:
        """Return where the quote stands now: at its old place, else where its surroundings are the same.

        Raises UnattachedError where it is gone, or stands only among other words.
        """
        old = Span(decision.start, decision.end)
        if squeeze(old.of(self.report.text)) == squeeze(decision.quote):
            return old
        places = self._occurrences(decision.quote)
        if not places:
            raise UnattachedError("its quote no longer stands in the text")
        known = [place for place in places if self._recognised(decision, place)]
        if not known:
            raise UnattachedError("its quote stands only among other words than before and after say")
        return min(known, key=lambda p: (-sum(self._context(decision, p)), abs(p.start - decision.start), p.start))

    def nearest(self, quote: str) -> Span | None:
        """Return the stretch of the text that is most like a quote that stands nowhere; None where nothing is."""
        wanted = squeeze(quote)
        pairs = {wanted[i : i + 2] for i in range(len(wanted) - 1)}
        text, length = self.squeezed, len(wanted)
        hits = [text[i : i + 2] in pairs for i in range(len(text) - 1)]
        best, most, count = 0, 0, sum(hits[: length - 1])
        for first in range(max(1, len(hits) - length + 2)):
            if count > most:
                best, most = first, count
            count += sum(hits[first + length - 1 : first + length]) - sum(hits[first : first + 1])
        if not pairs or most < max(2, (length - 1) * _ALIKE):
            return None
        low = max(0, best - length // 4)
        window = text[low : best + length + length // 4]
        blocks = [b for b in SequenceMatcher(None, window, wanted, autojunk=False).get_matching_blocks() if b.size]
        start, end = low + blocks[0].a, low + blocks[-1].a + blocks[-1].size
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def within(self, decision: Decision, span: Span) -> Span:
        """Return where the quote stands in or around a statement's own quote; raises UnattachedError if it does not."""
        old = Span(decision.start, decision.end)
        if old.meets(span) and squeeze(old.of(self.report.text)) == squeeze(decision.quote):
            return old
        near = [place for place in self._occurrences(decision.quote) if place.meets(span)]
        if not near:
            raise UnattachedError("its quote does not stand where the statement of its id stands")
        return min(near, key=lambda p: (abs(p.start - decision.start), p.start))

    def pieces(self, decision: Decision, place: Span) -> dict[str, Span]:
        """Return the characters the row names, as stretches of the report."""
        first = bisect_left(self.offsets, place.start)

        def moved(start: int, end: int) -> Span:
            skipped, length = len(squeeze(decision.quote[:start])), len(squeeze(decision.quote[start:end]))
            low = first + skipped
            return Span(self.offsets[low], self.offsets[low + length - 1] + 1)

        return {name: moved(*piece) for name, piece in decision.pieces.items()}

    def sentence(self, offset: int) -> Passage:
        """Return the sentence that holds a character; raises UnattachedError for a heading."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.sentences[index].span.end:
            return self.sentences[index]
        raise UnattachedError("its quote stands in no sentence of the text")

    def _occurrences(self, quote: str) -> list[Span]:
        wanted = squeeze(quote)
        starts = _all(self.squeezed, wanted)
        return [Span(self.offsets[i], self.offsets[i + len(wanted) - 1] + 1) for i in starts]

    def _context(self, decision: Decision, place: Span) -> tuple[int, int]:
        """Count the characters on each side that are as the row has them."""
        low, high = bisect_left(self.offsets, place.start), bisect_left(self.offsets, place.end)
        before, after = squeeze(decision.before), squeeze(decision.after)
        return (
            _common(reversed(before), reversed(self.squeezed[max(0, low - len(before)) : low])),
            _common(after, self.squeezed[high : high + len(after)]),
        )

    def _recognised(self, decision: Decision, place: Span) -> bool:
        """Whether a place is the quote's own: some of the context on one side, none given, or a long quote."""
        sides = (len(squeeze(decision.before)), len(squeeze(decision.after)))
        alike = zip(self._context(decision, place), sides, strict=True)
        return (
            not any(sides)
            or len(squeeze(decision.quote)) >= _LONG
            or any(side and same >= min(_SAME, side) for same, side in alike)
        )


_ALIKE = 0.4  # share of a quote's pairs of characters that the stretch most like it holds
_LONG = 20  # characters with ink that do not recur by chance
_SAME = 4  # characters of context that tell a place


def _all(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _common(left: Iterable[str], right: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def family(proposal: Proposal) -> str:
    """Return the family that stands in a proposal's address."""
    return FAMILIES[proposal.cls]


def by_place(ground: Ground, decision: Decision, proposals: Iterable[Proposal]) -> Proposal:
    """Find the one proposal of the same family at the same number or status word, or with the same quote.

    Raises UnattachedError where there is none, or several that cannot be told apart.
    """
    place = ground.locate(decision)
    near = [p for p in proposals if p.span.meets(place)]
    pieces = ground.pieces(decision, place)
    named = [pieces[name] for name in ("number", "as_stated") if name in pieces]
    at, kind = _remembered(ground, decision, named or [place]) if near else (None, None)
    kind = kind or decision.family
    near = [p for p in near if kind is None or family(p) == kind]
    at = at or pieces.get("number") or pieces.get("as_stated")
    for name in NAMED:
        if name in pieces and (alike := [p for p in near if _meets(p.slots.get(name), pieces[name])]):
            near = alike
    same = [p for p in near if squeeze(p.quote) == squeeze(decision.quote) and p.span.meets(place)]
    if at is None:
        return _only(same)
    anchor = at
    tests: list[Callable[[Proposal], bool]] = [
        lambda p: p.value_span is not None and p.value_span.meets(anchor),
        lambda p: p.as_stated.meets(anchor),
    ]
    for test in tests:
        if found := list(filter(test, near)):
            return _only([p for p in found if p in same] or found)
    raise UnattachedError(NOTHING_READ)


def _meets(evidence: Evidence | None, span: Span) -> bool:
    return isinstance(evidence, Span) and evidence.meets(span)


def _only(found: list[Proposal]) -> Proposal:
    if not found:
        raise UnattachedError("no statement of its id or its place is read any more")
    if len(found) > 1:
        raise UnattachedError("several statements stand there: " + ", ".join(sorted(p.id for p in found)))
    return found[0]


_ORDINALS = range(32)
_FAMILIES = tuple(dict.fromkeys(FAMILIES.values()))


def _remembered(ground: Ground, decision: Decision, places: Iterable[Span]) -> tuple[Span | None, str | None]:
    """Tell from the old id which character of these places it was made from, and of which family it was.

    An id is a digest, so each character is tried; after a change of the sentence none fits.
    """
    report = ground.report
    for place in places:
        try:
            passage = ground.sentence(place.start)
        except UnattachedError:
            continue
        start, sentence = passage.span.start, ink(passage.span.of(report.text))
        first = bisect_left(ground.offsets, start)
        for index in range(bisect_left(ground.offsets, place.start), bisect_left(ground.offsets, place.end)):
            for name in _FAMILIES:
                # Quantities share no anchor: one number, one statement.
                for ordinal in _ORDINALS[:1] if name == "quantity" else _ORDINALS:
                    key = statement_id(report.id, sentence, passage.ordinal, index - first, name, ordinal)
                    if key == decision.statement:
                        return Span(ground.offsets[index], ground.offsets[index] + 1), name
    return None, None


def address(ground: Ground, decision: Decision, place: Span) -> tuple[str, Passage]:
    """Return the id of the statement that a row adds, as a rule would have made it, and its sentence."""
    pieces = ground.pieces(decision, place)
    kind = decision.family
    assert kind is not None
    first = pieces.get("as_stated") or pieces["number"]
    anchor = pieces.get("number", first).start if kind == "quantity" else first.start
    passage = ground.sentence(anchor)
    reading = ground.reading(passage)
    index = bisect_left(reading.view.offsets, anchor)
    made = reading.address(index, kind, _ordinal(reading, index, kind, pieces))
    if decision.statement in ("", made):
        return made, passage
    named = any(decision.statement == reading.address(index, kind, n) for n in _ORDINALS)
    return (decision.statement if named else made), passage


def _ordinal(reading: Reading, anchor: int, kind: str, pieces: dict[str, Span]) -> int:
    """Count the separators between a status word and the thing it is said of, as the rules do."""
    if kind == "involvement":
        agent = pieces.get("agent")
        if agent is None:
            return 0
        low, high = (bisect_left(reading.view.offsets, offset) for offset in agent)
        return part_ordinal(reading.text, anchor, (low, high))
    thing = pieces.get("project") or pieces.get("subject") or pieces.get("label")
    if kind == "quantity" or thing is None:
        return 0
    start, end = (bisect_left(reading.view.offsets, offset) for offset in thing)
    low, high = sorted((anchor, end if end <= anchor else start))
    return separators(reading.text, low, high) + sum(char in "，；" for char in reading.text[low:high])
