"""A report's text as HTML, in which every statement is marked where it stands.

The element's text is the report's text, character for character: offsets are counted in it, in code points. Spans that
overlap are cut into segments; each bears the ids of all statements that cover it, the shortest first.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from kg.heatmap import Shade, shades
from kg.model import Passage, Report, Span
from kg.site.telling import FAMILY_OF
from kg.site.things import Row

_TAGS = {"title": "p", "heading": "h2", "paragraph": "p", "note": "p"}


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked text, its headings (id, level, words), and how many sentences have which shade."""

    html: Markup
    headings: tuple[tuple[str, int, str], ...]
    counts: dict[Shade, int]


def span_of(row: Row) -> Span:
    """Return the stretch that is marked for a statement: its own words, of a name or a taking part the name alone."""
    slot = {"Mention": "label", "Involvement": "agent"}.get(row["class"])
    found = row["slots"].get(slot) if slot else None
    return Span(*found) if isinstance(found, list) else Span(row["start"], row["end"])


def marked(report: Report, passages: Sequence[Passage], rows: Sequence[Row], explained: Sequence[Span]) -> Marked:
    """Return a report's text with its statements marked; ``explained`` are numerals that claim nothing for a reason."""
    writer = _Writer(report.text, rows)
    stated = sorted(((Span(r["start"], r["end"]), r["class"]) for r in rows), key=lambda s: s[0])
    shaded = [(p.span, shade) for p, shade, _ in shades(passages, stated, explained)]
    counts: dict[Shade, int] = {"stated": 0, "named": 0, "reasoned": 0, "open": 0}
    for _, shade in shaded:
        counts[shade] += 1
    headings: list[tuple[str, int, str]] = []
    out: list[str] = []
    at = 0
    for block in (p for p in passages if p.kind in _TAGS):
        start, end = block.span
        if start < at:
            continue  # within the last one
        out.append(str(escape(report.text[at:start])))
        tag, attributes = _opening(block, headings, report)
        out += [f"<{tag}{attributes}>", *writer.block(start, end, shaded), f"</{tag}>"]
        at = end
    out.append(str(escape(report.text[at:])))
    return Marked(Markup("".join(out)), tuple(headings), counts)


def _opening(block: Passage, headings: list[tuple[str, int, str]], report: Report) -> tuple[str, str]:
    if block.kind != "heading":
        return _TAGS[block.kind], ' class="note"' if block.kind == "note" else ""
    if not block.section:
        return "p", ' class="opening"'
    level = 2 + block.section.count("/")
    name = f"h={report.id}.{block.span.start}"
    headings.append((name, level, " ".join(block.span.of(report.text).split())))
    return f"h{min(level, 4)}", f' id="{name}"'


class _Writer:
    """The text and who covers each stretch of it."""

    def __init__(self, text: str, rows: Sequence[Row]) -> None:
        self.text = text
        spans = [span_of(row) for row in rows]
        order = sorted(range(len(rows)), key=lambda i: (spans[i].end - spans[i].start, spans[i], rows[i]["id"]))
        self.names = [row["id"].rpartition(".")[2] for row in rows]
        self.families = [FAMILY_OF[row["class"]] for row in rows]
        self.cuts = sorted({offset for span in spans for offset in span})
        covers = defaultdict[int, list[int]](list)
        for i in order:
            for cut in range(bisect_left(self.cuts, spans[i].start), bisect_left(self.cuts, spans[i].end)):
                covers[cut].append(i)
        self.covers = covers

    def block(self, start: int, end: int, shaded: Sequence[tuple[Span, Shade]]) -> Iterator[str]:
        """Yield the HTML of a paragraph: its sentences with their shades, what stands between them as it is."""
        at = start
        for index in range(bisect_left(shaded, start, key=lambda s: s[0].start), len(shaded)):
            span, shade = shaded[index]
            if span.start >= end:
                break
            yield from self.stretch(at, span.start)
            yield f'<span class="n {shade}">'
            yield from self.stretch(span.start, min(span.end, end))
            yield "</span>"
            at = min(span.end, end)
        yield from self.stretch(at, end)

    def stretch(self, start: int, end: int) -> Iterator[str]:
        """Yield the segments between two offsets."""
        index = bisect_right(self.cuts, start) - 1
        at = start
        while at < end:
            after = self.cuts[index + 1] if index + 1 < len(self.cuts) else end
            stop = min(after, end)
            words = self._words(at, stop)
            held = self.covers.get(index, ()) if index >= 0 else ()
            if held:
                kinds = " ".join(dict.fromkeys(f"k-{self.families[i]}" for i in held))
                ids = " ".join(self.names[i] for i in held)
                yield f'<mark class="{kinds}" data-c="{ids}">{words}</mark>'
            else:
                yield words
            at, index = stop, index + 1

    def _words(self, start: int, end: int) -> str:
        """Return a piece of text; a line end that breaks a sentence between two Chinese characters takes no room."""
        piece = self.text[start:end]
        words = str(escape(piece))
        if "\n" not in piece:
            return words
        return words.replace("\n", '<span class="nl">\n</span>')
