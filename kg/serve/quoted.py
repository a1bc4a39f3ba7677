"""Statements among the values of an answer, shown by their words: nobody reads ``stm:430400-2019.d88c774770``."""

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.answer import Term
from kg.serve.context import Context
from kg.serve.live import Cell, cell
from kg.serve.refusals import RefusedError
from kg.site.links import Links
from kg.site.telling import one_line, shortened
from kg.terms import PREFIXES

# So many characters of a quote stand in a cell.
_SHOWN: Final = 28


async def quoted(context: Context, rows: Iterable[tuple[Term | None, ...]], client: str) -> Mapping[str, str]:
    """Return the words of every statement among values, by its IRI; none where a limit of the server is met."""
    base = context.prefixes["stm"]
    named = sorted({t.value for row in rows for t in row if isinstance(t, NamedNode) and t.value.startswith(base)})
    if not named:
        return {}
    gwr = PREFIXES["gwr"]
    values = " ".join(str(NamedNode(iri)) for iri in named)
    text = (
        f"SELECT ?s (MIN(?q) AS ?words) {{ VALUES ?s {{ {values} }} ?s <{gwr}evidence>/<{gwr}quote> ?q }} GROUP BY ?s"
    )
    try:
        found = (await context.answer(text, client=client)).rows
    except RefusedError:
        return {}
    return {s.value: q.value for s, q in found if isinstance(s, NamedNode) and isinstance(q, Literal)}


def shown(term: Term | None, context: Context, links: Links, words: Mapping[str, str]) -> Cell:
    """Return a term as a cell; a statement as its words, leading to where they stand in the report."""
    plain = cell(term, context)
    if not isinstance(term, NamedNode) or term.value not in words:
        return plain
    # What was written to a server stands in no report's page.
    href = plain.href if context.writing else links.sentence(term.value.removeprefix(context.prefixes["stm"]))
    return Cell(shortened(one_line(words[term.value]), _SHOWN), href, "said", "zh-CN")
