"""A thing of the graph by what a person calls it: its address, its code, or a label of it."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.answer import Answer, Term, compact
from kg.errors import QueryError
from kg.question import THINGS, Parameter
from kg.terms import PREFIXES, Addresses

Ask = Callable[[str], Answer]

_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_ADDRESS: Final = re.compile(r"<(\S+)>|(https?://\S+)")


# A value longer than this is no mistyped name; among so many names at most a near one is looked for.
_LONGEST_NAME = 100
_LOOKED_AT = 5000


def address(value: str, prefixes: Mapping[str, str]) -> NamedNode | None:
    """Return ``<iri>``, ``http…`` or ``prefix:local`` as an IRI, None for anything else."""
    match = _ADDRESS.fullmatch(value)
    prefix, colon, local = value.partition(":")
    iri = (match[1] or match[2]) if match else prefixes[prefix] + local if colon and prefix in prefixes else None
    if iri is None:
        return None
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def code_of(thing: Term | None, bases: Iterable[str]) -> str:
    """Return what stands behind the first base that fits in a thing's address."""
    iri = thing.value if isinstance(thing, NamedNode) else str(thing)
    return next((iri.removeprefix(b) for b in bases if iri.startswith(b)), iri)


def found_thing(parameter: Parameter, value: str, base: str, ask: Ask) -> NamedNode:
    """Find a thing of the graph by full or shortened IRI, by code, or by a label of it."""
    prefixes = Addresses(base).prefixes()
    bases = [prefixes[p] for p in THINGS[parameter.type]]
    given = address(value, prefixes)
    codes = [NamedNode(b + value) for b in bases] if _CODE.fullmatch(value) else []
    for candidate in [given] if given else codes:
        if _known(candidate, ask):
            return candidate
    found = [] if given else _labelled(value, bases, ask)
    if not found and parameter.type == "place" and not given:
        found = _divisions(value, bases[0], ask)
    if len(found) == 1:
        return found[0]
    if found:
        raise misfit(parameter, value, "one of " + ", ".join(sorted(compact(f, prefixes) for f in found)))
    raise misfit(
        parameter, value, f"the code, label or IRI of {_one(parameter.type)} in the graph", _near(value, bases, ask)
    )


def _labelled(label: str, bases: list[str], ask: Ask) -> list[NamedNode]:
    """Return what bears this label; what it is chiefly called comes before what it is also called."""
    labels = " ".join(str(Literal(label, language=language)) for language in ("zh", "en")) + f" {Literal(label)}"
    for properties in ("rdfs:label skos:prefLabel", "skos:altLabel"):
        names = " ".join(f"<{PREFIXES[p]}{n}>" for p, _, n in (name.partition(":") for name in properties.split()))
        text = f"SELECT DISTINCT ?x {{ VALUES ?l {{ {labels} }} VALUES ?p {{ {names} }} ?x ?p ?l }} ORDER BY ?x"
        found = [row[0] for row in ask(text).rows]
        fitting = [x for x in found if isinstance(x, NamedNode) and x.value.startswith(tuple(bases))]
        if fitting:
            return fitting
    return []


def _known(thing: NamedNode, ask: Ask) -> bool:
    return bool(ask(f"ASK {{ {{ {thing} ?p ?o }} UNION {{ ?s ?p {thing} }} }}").boolean)


def _divisions(name: str, base: str, ask: Ask) -> list[NamedNode]:
    """Return the graph's divisions of a short name (衡阳); the highest level has it where several levels do."""
    from kg.places import meant

    return [NamedNode(base + d.code) for d in meant(name, lambda code: _known(NamedNode(base + code), ask))]


def _near(value: str, bases: list[str], ask: Ask) -> str:
    """Name up to three things whose code or label is near to a value; none for what is too long to be either."""
    from difflib import get_close_matches

    if len(value) > _LONGEST_NAME:
        return ""

    starts = " || ".join(f"STRSTARTS(STR(?x), {Literal(b)})" for b in bases)
    names = f"<{PREFIXES['rdfs']}label>|<{PREFIXES['skos']}prefLabel>"
    rows = ask(f"SELECT DISTINCT ?x ?l {{ ?x {names} ?l FILTER({starts}) }} LIMIT {_LOOKED_AT}").rows
    codes = {}
    for thing, label in rows:
        if isinstance(thing, NamedNode) and isinstance(label, Literal):
            code = thing.value[max(len(b) for b in bases if thing.value.startswith(b)) :]
            codes[label.value] = codes[code] = f"{code} ({label.value})"
    near = get_close_matches(value, sorted(codes), 3, 0.4)
    return ", ".join(dict.fromkeys(codes[n] for n in near))


def _one(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def misfit(parameter: Parameter, value: str, allowed: str, near: str = "") -> QueryError:
    """Return the error for a value that its parameter does not take."""
    example = f"for example {parameter.name}={parameter.example}"
    return QueryError(parameter.name, allowed, repr(value), f"near to it: {near}" if near else example)
