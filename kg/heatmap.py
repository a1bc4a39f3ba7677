"""Reviewed → which sentences of a report are modelled, and the page that shows it in the text itself.

A sentence is *stated* where a statement rests on it, *named* where only names in it are known, *reasoned* where all its
numerals claim nothing for a reason with a name, else *open*. Headings and notes are not counted.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from jinja2 import Environment, StrictUndefined, Template

from kg.model import Passage, Span, Statement
from kg.places import division
from kg.reviewed import Reviewed

Shade = Literal["stated", "named", "reasoned", "open"]
SHADES: Final[Mapping[Shade, tuple[str, str]]] = {
    "stated": ("有陈述", "stated"),
    "named": ("只有点名", "named only"),
    "reasoned": ("数字有理由", "numerals explained"),
    "open": ("未建模", "not modelled"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report, its shade, and the statements that rest on it in order of the text."""

    passage: Passage
    shade: Shade
    statements: tuple[Statement, ...]


def sentences(reviewed: Reviewed) -> tuple[Sentence, ...]:
    """Return every sentence of a report with its shade, in order of the text."""
    published = sorted(reviewed.published, key=lambda s: s.span)
    explained = [Span(e.start, e.end) for e in reviewed.entries if e.disposition == "not-a-claim"]
    shaded = shades(reviewed.passages, [(s.span, s.cls) for s in published], explained)
    return tuple(Sentence(p, shade, tuple(published[i] for i in held)) for p, shade, held in shaded)


def shades(
    passages: Iterable[Passage], stated: Sequence[tuple[Span, str]], explained: Iterable[Span]
) -> Iterator[tuple[Passage, Shade, tuple[int, ...]]]:
    """Yield every sentence with its shade and which of what is stated rests on it, as places in ``stated``.

    ``stated`` are spans with the classes of their statements, in order of the text; ``explained`` are the spans of
    numerals that claim nothing for a reason with a name.
    """
    cut = [p for p in passages if p.kind == "sentence"]
    held: list[list[int]] = [[] for _ in cut]
    index = 0
    for place, (span, _) in enumerate(stated):
        while index < len(cut) and cut[index].span.end <= span.start:
            index += 1
        for at in range(index, len(cut)):
            if not cut[at].span.meets(span):
                break
            held[at].append(place)
    reasoned = _holding(cut, sorted(explained))
    for at, (passage, found) in enumerate(zip(cut, held, strict=True)):
        yield passage, _shade([stated[i][1] for i in found], at in reasoned), tuple(found)


def _holding(cut: Sequence[Passage], spans: Sequence[Span]) -> set[int]:
    """Return which sentences cover one of the spans, both in order of the text."""
    starts = [p.span.start for p in cut]
    found = ((bisect_right(starts, span.start) - 1, span) for span in spans)
    return {at for at, span in found if at >= 0 and cut[at].span.covers(span)}


def _shade(classes: Sequence[str], explained: bool) -> Shade:
    if any(cls != "Mention" for cls in classes):
        return "stated"
    return "named" if classes else "reasoned" if explained else "open"


def counts(shaded: Sequence[Sentence]) -> dict[Shade, int]:
    """Count the sentences of each shade."""
    found = Counter(s.shade for s in shaded)
    return {shade: found[shade] for shade in SHADES}


def heatmap(reviewed: Reviewed, lang: Literal["zh", "en"] = "zh") -> bytes:
    """Return the whole text of a report as one HTML page, its sentences shaded, each with what is stated of it.

    The page works offline and without a script; a report's text is escaped, whatever it holds. The same report and
    decisions give the same bytes.
    """
    shaded = sentences(reviewed)
    total = len(shaded) or 1
    html = _template().render(
        lang=lang,
        column=0 if lang == "zh" else 1,
        title=f"{division(reviewed.report.place).name}{reviewed.report.plan}年{reviewed.report.title}",
        report=reviewed.report,
        shades=SHADES,
        counts={shade: (n, f"{100 * n / total:.0f}") for shade, n in counts(shaded).items()},
        total=len(shaded),
        numerals=reviewed.coverage,
        pieces=tuple(_pieces(reviewed, shaded)),
        notes=reviewed.notes,
        quotes={s.id: s.quote for s in reviewed.published},
    )
    return html.encode()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text as the page prints it: between sentences, or a sentence."""

    text: str
    shade: str
    start: int
    told: str = ""


def _pieces(reviewed: Reviewed, shaded: Sequence[Sentence]) -> Iterator[Piece]:
    """Yield the whole text in order, nothing left out and nothing twice."""
    text, at = reviewed.report.text, 0
    for sentence in shaded:
        start, end = sentence.passage.span
        if at < start:
            yield Piece(text[at:start], "", at)
        yield Piece(text[start:end], sentence.shade, start, "\n".join(_told(sentence, text)))
        at = end
    if at < len(text):
        yield Piece(text[at:], "", at)


def _told(sentence: Sentence, text: str) -> Iterator[str]:
    for s in sentence.statements:
        name = s.label or s.project_label or s.indicator_label or ""
        stated = "".join(s.as_stated.of(text).split())
        words = name if not stated or stated in name else f"{name} {stated}"
        yield f"{s.cls}  {words}  {s.id}"


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    source = (Path(__file__).resolve().parent / "page" / "heatmap.html").read_text(encoding="utf-8")
    return environment.from_string(source)
