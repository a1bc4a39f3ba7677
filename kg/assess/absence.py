"""The proof that a later report does not mention a promise again: names searched, nearest sentences, completeness."""

import re
from collections.abc import Iterable
from functools import cached_property

from kg.assess.likeness import Near, Sentences
from kg.assess.model import Held
from kg.catalogue import catalogue
from kg.model import Span, Statement
from kg.text import fold

_BLANKS = re.compile(r"\s+")
# Words that say what was done, or how much of it; the thing itself is what a later report would name.
_DOING = re.compile(
    r"^(?:新增|新建|新开工|新改扩建|改扩建|建成|完成|实施|打造|培育|引进|开展|推进|创建|建设|改造|实现|力争|启动|加快|累计)+|(?:总额|总量|数量|个数|总数|数)$"
)
_GENERIC = re.compile(r"(?:项目|工程|建设项目|建设工程|改造工程|建设)$")


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
        return next((name for name in names if fold(_BLANKS.sub("", name)) in self._text), None)

    def nearest(self, promise: Statement) -> tuple[Near, ...]:
        """Return the five sentences most like what was promised."""
        return self._sentences.nearest(f"{promise.indicator_label or promise.project_label or ''}{promise.quote}")

    def quote(self, span: Span) -> str:
        """Return the characters of a sentence of the report."""
        return span.of(self.held.report.text)


def names_of(promise: Statement) -> tuple[str, ...]:
    """Return the names under which a later report would mention a promise, the usual one first.

    Of an indicator the canonical label, its aliases and the words as written; of what no catalogue knows, and of
    projects, the words as written and the thing itself, without what was done to it and without 项目 or 工程.
    """
    if promise.project_label:
        found = [promise.project_label, _GENERIC.sub("", promise.project_label)]
    else:
        known = catalogue().by_id.get(promise.indicator or "")
        label = promise.indicator_label or ""
        found = [*(known.names if known else ()), label] if known else [label, _DOING.sub("", label)]
    shortest = 2 if promise.indicator else 4
    return tuple(dict.fromkeys(name for name in found if len(name) >= shortest))
