"""Numeral ledger → a table for a person: each numeral in its words, and the statement it lies in or why in none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from kg import resources
from kg.language import columns, language, say
from kg.ledger import Entry

_CONCEPT = re.compile(r'skos:notation "([a-z-]+)" ;\s+skos:prefLabel "([^"]+)"@zh , "([^"]+)"@en')
# So many characters are shown before and behind a numeral.
_AROUND = 14


@cache
def reason_labels() -> Mapping[str, tuple[str, str]]:
    """Read code of a reason → its label in Chinese and in English: ``ontology/vocab/reasons.ttl``."""
    return {code: (zh, en) for code, zh, en in _CONCEPT.findall(resources.text("ontology/vocab/reasons.ttl"))}


def lines(entries: Iterable[Entry], text: str) -> Iterator[str]:
    """Yield a head and a line per numeral of a report: its place, itself, what became of it, the words around it."""
    head = (say("at", "位置"), say("numeral", "数字"), say("what it is", "归属"), say("in the words", "上下文"))
    cells = [head, *((str(e.start), e.text, _became(e), _words(e, text)) for e in entries)]
    widths = [max(columns(row[place]) for row in cells) for place in range(3)]
    for number, row in enumerate(cells):
        yield "  ".join((*(c + " " * (w - columns(c)) for c, w in zip(row[:3], widths, strict=True)), row[3])).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in (*widths, 2 * _AROUND))


def _became(entry: Entry) -> str:
    if entry.disposition == "statement":
        first = entry.statements[0].rpartition(".")[2]
        more = f" +{len(entry.statements) - 1}" if entry.statements[1:] else ""
        return say("statement ", "陈述 ") + first + more
    if entry.disposition == "withheld":
        return say("in a statement left out", "属于未列入的陈述")
    if entry.reason is None:
        return say("unaccounted", "未交代")
    zh, en = reason_labels().get(entry.reason, (entry.reason, entry.reason))
    return zh if language() == "zh" else en


def _words(entry: Entry, text: str) -> str:
    before, after = text[max(0, entry.start - _AROUND) : entry.start], text[entry.end : entry.end + _AROUND]
    shown = f"{before}【{text[entry.start : entry.end]}】{after}"
    return "".join(c if c.isprintable() else " " for c in " ".join(shown.split()))
