"""One thing, or several, by address: what the reference and the graph say of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.match import Matcher
from kg.places import is_code
from kg.serve.context import Context
from kg.serve.refusals import RefusedError
from kg.terms import PREFIXES

_LONGEST: Final = 500
SAID: Final = {
    name: PREFIXES[prefix] + local
    for name, prefix, local in (
        ("label", "rdfs", "label"),
        ("prefLabel", "skos", "prefLabel"),
        ("altLabel", "skos", "altLabel"),
        ("definition", "skos", "definition"),
        ("unit", "gwr", "canonicalUnit"),
        ("sameAs", "schema", "sameAs"),
        ("exactMatch", "skos", "exactMatch"),
        ("closeMatch", "skos", "closeMatch"),
        ("relatedMatch", "skos", "relatedMatch"),
    )
}
Said = Mapping[str, Mapping[str, list[NamedNode | Literal]]]


@dataclass(frozen=True, slots=True)
class Told:
    """A thing as people see it in short; ``in_graph`` where the build says anything of it."""

    id: str
    zh: str
    en: str
    description_zh: str
    description_en: str
    others: tuple[str, ...]
    in_graph: bool


def iri_of(name: str) -> NamedNode | None:
    """Return an id as an address; None where it is none."""
    if len(name) > _LONGEST or not name.startswith(("http://", "https://")):
        return None
    try:
        return NamedNode(name)
    except ValueError:
        return None


def code_of(name: str, context: Context) -> str | None:
    """Return the code of the division whose address an id is."""
    start = context.project.addresses.place("")
    code = name.removeprefix(start)
    return code if name.startswith(start) and is_code(code) else None


async def said(context: Context, ids: Iterable[str], client: str) -> Said:
    """Return what the graph says of things, by id and by the names of ``SAID``. Raises RefusedError."""
    nodes = [node for name in ids if (node := iri_of(name)) is not None]
    found: defaultdict[str, defaultdict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    if not nodes:
        return found
    things, names = " ".join(map(str, nodes)), " ".join(f"<{iri}>" for iri in SAID.values())
    text = f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?s {{ {things} }} VALUES ?p {{ {names} }} ?s ?p ?o }} ORDER BY ?s ?p ?o"
    known = {iri: name for name, iri in SAID.items()}
    for thing, what, value in (await context.answer(text, client=client)).rows:
        if isinstance(thing, NamedNode) and isinstance(what, NamedNode) and isinstance(value, NamedNode | Literal):
            found[thing.value][known[what.value]].append(value)
    return found


def label(values: Mapping[str, list[NamedNode | Literal]], lang: str) -> str:
    """Return a label in a language; "" where there is none."""
    every = [v for name in ("prefLabel", "label") for v in values.get(name, ()) if isinstance(v, Literal)]
    return next((v.value for v in every if (v.language or "zh") == lang), "")


async def told(context: Context, matcher: Matcher, name: str, client: str) -> Told:
    """Return a thing in short. Raises RefusedError 404 for what neither the reference nor the graph knows."""
    values = (await said(context, [name], client)).get(name, {})
    others = tuple(v.value for v in values.get("altLabel", ()) if isinstance(v, Literal))
    zh, en = label(values, "zh"), label(values, "en")
    definition = {v.language: v.value for v in values.get("definition", ()) if isinstance(v, Literal)}
    if (code := code_of(name, context)) is not None:
        place = matcher.division(code)
        return Told(
            name, place.name, place.name_en or en, place.description, place.description_en, others, bool(values)
        )
    if not zh and not en:
        shown = name[:80]
        raise RefusedError(404, f"id: nothing is known of {shown!r}", f"id：没有 {shown!r}")
    return Told(name, zh or en, en, definition.get("zh", ""), definition.get("en", ""), others, True)
