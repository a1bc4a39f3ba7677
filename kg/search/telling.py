"""Hits as a person reads them in a terminal, and as a table."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from kg.decisions.cells import protect
from kg.language import count, say
from kg.search.find import DEEPEST, Hit, Hits

COLUMNS: Final = (
    "kind", "class", "id", "iri", "label", "text", "marks", "place", "place_label", "year", "report", "start", "end",
)  # fmt: skip
_KINDS: Final = {
    "place": "地点",
    "indicator": "指标",
    "project": "项目",
    "organisation": "组织",
    "programme": "计划",
    "sector": "行业",
    "event": "活动",
    "document": "文件",
    "thing": "事物",
    "statement": "陈述",
    "sentence": "句子",
}
_LONGEST: Final = 72  # characters of a sentence that are shown


def lines(found: Hits) -> Iterator[str]:
    """Yield the hits for a terminal, the words marked 【】, each with the command that leads on from it."""
    for number, hit in enumerate(found.hits, start=found.offset + 1):
        yield f"{number:>3}. {_named(hit)}"
        yield f"     {_shown(hit)}"
        yield f"     {_next(hit)}"
    if found.total:
        yield _summary(found)


def _named(hit: Hit) -> str:
    kind = say(hit.kind, _KINDS[hit.kind])
    if hit.kind == "statement":
        return f"{kind} {hit.cls}  {hit.place_label} {hit.year}  {hit.label}"
    if hit.kind == "sentence":
        return f"{kind}  {hit.place_label} {hit.year}"
    return f"{kind}  {hit.label}"


def _shown(hit: Hit) -> str:
    if hit.start is None:
        return marked(hit.text, hit.marks)
    return f"「{excerpt(hit)}」 {hit.report}[{hit.start}:{hit.end}]"


def _next(hit: Hit) -> str:
    if hit.kind == "statement":
        return f"kg show {hit.id}"
    if hit.kind == "sentence":
        return f"kg heatmap {hit.report}"
    return f"kg graph {hit.iri}"


def marked(text: str, marks: tuple[tuple[int, int], ...], signs: tuple[str, str] = ("【", "】")) -> str:
    """Return a text with signs around its marks."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [text[at:start], signs[0], text[start:end], signs[1]]
        at = end
    return "".join((*pieces, text[at:]))


def excerpt(hit: Hit) -> str:
    """Return no more of a sentence than fits a line or two, its marks 【】: what stands around the first of them."""
    first = hit.marks[0][0] if hit.marks else 0
    start = 0 if len(hit.text) <= _LONGEST else max(0, min(first - _LONGEST // 3, len(hit.text) - _LONGEST))
    end = min(start + _LONGEST, len(hit.text))
    inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in hit.marks if a < end and b > start)
    shown = " ".join(marked(hit.text[start:end], inside).split())
    return ("…" if start else "") + shown + ("…" if end < len(hit.text) else "")


def _summary(found: Hits) -> str:
    parts = ", ".join(f"{say(kind, _KINDS[kind])} {number}" for kind, number in found.counts.items())
    shown = found.offset + len(found.hits)
    more = f"; --limit, --offset {shown}, --kind" if shown < found.total else ""
    least = say("at least ", "至少 ") if found.more else ""
    return say(
        f"{least}{count(min(found.total, DEEPEST), 'hit')}: {parts}{more}",
        f"共{least or ' '}{min(found.total, DEEPEST):,} 条：{parts}{more}",
    )


def table(found: Hits, format: str) -> str:
    """Return the hits as ``csv`` or ``json``; marks are code points of ``text``, half-open."""
    if format == "json":
        records = {
            "words": found.words,
            "total": found.total,
            "counts": found.counts,
            "hits": [record(hit) for hit in found.hits],
        }
        return json.dumps(records, ensure_ascii=False, indent=1) + "\n"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for hit in found.hits:
        cells = record(hit) | {"marks": "|".join(f"{start}-{end}" for start, end in hit.marks)}
        writer.writerow({k: protect(v, text=False) if isinstance(v, str) else v for k, v in cells.items()})
    return "\ufeff" + out.getvalue()


def record(hit: Hit) -> dict[str, object]:
    """Return a hit as a flat record."""
    cells = asdict(hit)
    cells["class"] = cells.pop("cls")
    return {name: cells[name] for name in COLUMNS}
