"""What a parameter may be filled with: the things of a type that the graph speaks of, offered as they are typed."""

from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.question import THINGS
from kg.serve.context import Context
from kg.serve.refusals import RefusedError
from kg.terms import PREFIXES

# Type of parameter → a pattern for the things that a question can be about.
_PATTERNS: Final = {
    "place": "?any a gwr:Report ; gwr:place ?x .",
    "report": "?x a gwr:Report .",
    "indicator": "?any gwr:indicator ?x .",
    "project": "?any gwr:project ?x .",
    "organisation": "?any gwr:agent ?x .",
    "programme": "?x a gwr:Programme .",
    "sector": "?x a gwr:Sector .",
    "theme": "?any skos:broader ?x . ?any a gwr:Indicator .",
}
_MOST: Final = 300


class Values:
    """Values by type, kept until a build switches the store."""

    def __init__(self, context: Context) -> None:
        """Read from the graph that a server answers from."""
        self._context = context
        self._hash = ""
        self._known: dict[str, tuple[tuple[str, str], ...]] = {}

    async def of(self, type: str) -> tuple[tuple[str, str], ...]:
        """Return up to 300 (code, name) of a type, by name; none where a limit of the server is met."""
        if self._context.content_hash() != self._hash:
            self._hash, self._known = self._context.content_hash(), {}
        if type not in _PATTERNS:
            return ()
        if type not in self._known:
            try:
                self._known[type] = await self._look_up(type)
            except RefusedError:
                return ()
        return self._known[type]

    async def _look_up(self, type: str) -> tuple[tuple[str, str], ...]:
        prefixes = "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in ("gwr", "skos", "rdfs"))
        text = (
            f"{prefixes}SELECT ?x (MIN(?l) AS ?name) {{ {{ SELECT DISTINCT ?x {{ {_PATTERNS[type]} }} LIMIT {_MOST} }} "
            'OPTIONAL { ?x rdfs:label|skos:prefLabel ?l FILTER(LANG(?l) = "zh") } } GROUP BY ?x ORDER BY ?name ?x'
        )
        bases = [self._context.prefixes[p] for p in THINGS[type]]
        found = []
        for thing, name in (await self._context.answer(text)).rows:
            if isinstance(thing, NamedNode):
                base = next((b for b in bases if thing.value.startswith(b)), None)
                if base is not None:
                    found.append((thing.value.removeprefix(base), name.value if isinstance(name, Literal) else ""))
        return tuple(found)
