"""What the graph lacks where an answer has no rows: a class, a report of the place or year, a thing."""

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal

from kg.answer import Term, compact
from kg.language import say
from kg.query.things import Ask, address, code_of
from kg.question import THINGS, Question
from kg.terms import PREFIXES, Addresses

# How many places or years a remark names.
_NAMED: Final = 5


def emptiness(asked: Question, given: Mapping[str, Term], base: str, ask: Ask) -> str:
    """Say of an answer without rows what the graph lacks: a class, a report of the place or year, a thing."""
    needed = address(asked.needs, Addresses(base).prefixes()) if asked.needs else None
    if needed is None or ask(f"ASK {{ ?x a {needed} }}").boolean:
        return absence(asked, given, base, ask) or say("0 rows", "0 行")
    name = f"{needed.value.rpartition('#')[2].lower()}s"
    try_en, try_zh = (f"; try {asked.instead}", f"；可试 {asked.instead}") if asked.instead else ("", "")
    return say(f"0 rows: this graph holds no {name}{try_en}", f"0 行：图中没有 {asked.needs}{try_zh}")


def absence(asked: Question, given: Mapping[str, Term], base: str, ask: Ask) -> str | None:
    """Say which of the parameters that were given nothing in the graph is of; None where each is of something."""
    gwr, label = PREFIXES["gwr"], PREFIXES["rdfs"] + "label"
    reports = ask(
        f"SELECT DISTINCT ?place ?plan ?review ?label {{ ?r a <{gwr}Report> ; <{gwr}place> ?place ; <{gwr}planYear> ?plan ."
        f" OPTIONAL {{ ?r <{gwr}reviewYear> ?review }} OPTIONAL {{ ?place <{label}> ?label FILTER(LANG(?label) = 'zh') }} }}"
        " ORDER BY ?place ?plan ?review"
    ).rows
    if not reports:
        return None
    prefixes = Addresses(base).prefixes()
    kinds = {p.name: p.type for p in asked.parameters}
    places = {name: term for name, term in given.items() if kinds.get(name) == "place"}
    for term in places.values():
        if all(place != term for place, *_ in reports):
            code = code_of(term, [prefixes["place"]])
            names = ((code_of(place, [prefixes["place"]]), _text(name)) for place, _, _, name in reports)
            known = [f"{there} ({name})" if name else there for there, name in names]
            return say(
                f"0 rows: no report of {code} is in the graph; there are those of {_listed(known)}",
                f"0 行：图中没有 {code} 的报告；现有 {_listed(known)} 的报告",
            )
    there = [row for row in reports if not places or row[0] in places.values()]
    years = {_text(year) for _, plan, review, _ in there for year in (plan, review) if year is not None}
    for name, term in given.items():
        if kinds.get(name) == "year" and _text(term) not in years:
            return say(
                f"0 rows: no report in the graph plans for {_text(term)} or looks back on it, only {_listed(sorted(years))}",
                f"0 行：图中没有计划或回顾 {_text(term)} 年的报告，只有 {_listed(sorted(years))}",
            )
        thing = kinds.get(name) in THINGS and kinds[name] not in ("place", "report", "statement")
        if thing and not ask(f"ASK {{ ?s ?any {term} ; <{gwr}evidence> ?e }}").boolean:
            return say(
                f"0 rows: no statement in the graph is about {compact(term, prefixes)}",
                f"0 行：图中没有关于 {compact(term, prefixes)} 的陈述",
            )
    return None


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else "" if term is None else str(term)


def _listed(names: Iterable[str]) -> str:
    shown = list(dict.fromkeys(names))
    return ", ".join(shown[:_NAMED]) + (f" … (+{len(shown) - _NAMED}: kg status)" if len(shown) > _NAMED else "")
