"""The proof that a later report does not mention a promise again: names searched, nearest sentences, completeness."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Final

from kg.assess.likeness import Near, Sentences
from kg.assess.model import Held
from kg.assess.wording import thing
from kg.catalogue import catalogue
from kg.model import Span, Statement
from kg.text import fold

_BLANKS = re.compile(r"\s+")
# From this share of a name in one sentence on, the sentence may well tell of it in other words (docs/assessed.md).
_IN_PART: Final = Decimal("0.45")
_GENERIC = re.compile(r"(?:项目|工程|建设项目|建设工程|改造工程|建设)$")


@cache
def _folded(name: str) -> str:
    return fold(_BLANKS.sub("", name))


class Searched:
    """A later report, searched for names and for the nearest sentences."""

    def __init__(self, held: Held) -> None:
        """Take a report with its passages; texts are folded and indexed once, when first asked for."""
        self.held = held

    @cached_property
    def _text(self) -> str:
        notes = [p.span for p in self.held.passages if p.kind == "note"]
        text = self.held.report.text
        for span in notes:
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
        return fold(_BLANKS.sub("", text))

    @cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self.held.report, self.held.passages)

    def named(self, names: Iterable[str]) -> str | None:
        """Return the first of the names that stands in the report, notes apart."""
        return next((name for name in names if _folded(name) in self._text), None)

    def named_in_part(self, names: Iterable[str]) -> tuple[str, Near] | None:
        """Return a name of which one sentence holds 45 % or more, and that sentence: 「城北国际机场2号航站楼」 for 「城北机场2号航站楼」."""
        for name in names:
            found = self._sentences.fullest(name)
            if found and found.score >= _IN_PART:
                return name, found
        return None

    def nearest(self, promise: Statement) -> tuple[Near, ...]:
        """Return the five sentences most like what was promised."""
        return self._sentences.nearest(f"{promise.indicator_label or promise.project_label or ''}{promise.quote}")

    def quote(self, span: Span) -> str:
        """Return the characters of a sentence of the report."""
        return span.of(self.held.report.text)


def silence(
    searched: Searched, promise: Statement, names: tuple[str, ...], years: frozenset[int], named: str
) -> dict[str, Any]:
    """Return what a report that should tell of a promise and gives no result proves: slots of an ``Assessment``.

    ``named`` is the rule where a name does occur, whole or in part; ``years`` are those that the report looks back on.
    """
    found: dict[str, Any] = {"searched": names, "nearest": searched.nearest(promise)}
    if name := searched.named(names):
        return found | {"result": "not-comparable", "rule": named, "searched": (name,)}
    if part := searched.named_in_part(names):
        note = f"{part[1].score} of the name in {part[1].span.start}-{part[1].span.end}"
        return found | {"result": "not-comparable", "rule": named, "searched": part[:1], "note": note}
    if not searched.held.report.whole:
        return found | {"result": "pending", "rule": "part-of-a-report"}
    # The last report of a term tells of its earlier years only what stands out: that of the year after should tell.
    if promise.year is not None and promise.year in years and promise.year < max(years):
        return found | {"result": "pending", "rule": "term-report"}
    return found | {"result": "not-mentioned-again", "rule": "no-mention"}


def names_of(promise: Statement) -> tuple[str, ...]:
    """Return the names under which a later report would mention a promise, the usual one first.

    Of an indicator the canonical label, its aliases and the words as written; of what no catalogue knows, and of
    projects, the words as written and the thing itself, without what was done to it and without 项目 or 工程.
    """
    if promise.project_label:
        found = [promise.project_label, _GENERIC.sub("", promise.project_label), thing(promise.project_label)]
    else:
        known = catalogue().by_id.get(promise.indicator or "")
        label = promise.indicator_label or ""
        found = [*(known.names if known else ()), label] if known else [label, thing(label)]
    # Of what no catalogue knows, 「经济」 and 「目标」 are no name; 「托位」 in 「新增托位」 is one.
    shortest = 2 if promise.indicator or promise.project_label or len(found[0]) >= 4 else 4
    return tuple(dict.fromkeys(name for name in found if len(name) >= shortest))
