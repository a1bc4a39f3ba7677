"""Parameters as they were typed → terms, by the types a question declares.

Parameters are bound as terms, never pasted: each value becomes a term first, and the terms enter the query as one
``VALUES`` clause in front of its pattern, serialised by pyoxigraph. That is SPARQL 1.1, so the same query runs on any
engine; Oxigraph plans it like constants, while its ``substitutions`` asks for every variable in the projection and
measured 10 to 100 times slower on disk.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.answer import Term
from kg.errors import QueryError
from kg.query.things import Ask, address, code_of, found_thing, misfit
from kg.question import AUTOMATIC, CODES, THINGS, Parameter, Question
from kg.terms import PREFIXES, Addresses

Value = str | int | float | Decimal
Remark = Callable[[str], None]

_XSD: Final = PREFIXES["xsd"]


def silent(_: str) -> None:
    """Leave a remark unsaid."""


def bind(
    asked: Question, params: Mapping[str, Value], base: str, ask: Ask, lang: str = "zh", remark: Remark = silent
) -> dict[str, Term]:
    """Return the term of each parameter, by the question's types; ``ask`` looks up labels and checks addresses.

    For SPARQL text without declared parameters a value is an IRI, a prefixed name, a number or else a string.
    Raises QueryError naming the parameter, what is allowed, and an example.
    """
    given = {name: str(value) for name, value in params.items()}
    if not asked.parameters:
        return {name: _guess(name, value, base) for name, value in sorted(given.items())}
    known = {p.name: p for p in asked.parameters}
    for name in given:
        if name not in known:
            example = next(f"{p.name}={p.example}" for p in asked.parameters)
            raise QueryError(asked.name, "a parameter of " + ", ".join(known), name, f"for example {example}")
    typed = {n: _term(known[n], value.strip(), base, ask) for n, value in given.items() if value.strip()}
    rest = [p for p in asked.parameters if p.name not in given]
    typed |= {p.name: Literal(lang) for p in rest if p.default == "@lang"}
    typed |= _of_latest([p for p in rest if p.default in AUTOMATIC and p.default != "@lang"], typed, base, ask, remark)
    for parameter in rest:
        if parameter.default is None:
            raise _missing(asked, parameter, parameter.example)
        if parameter.default and parameter.default not in AUTOMATIC:
            typed[parameter.name] = _default(asked, parameter, base, ask)
    return {name: typed[name] for name in known if name in typed}


def _missing(asked: Question, parameter: Parameter, example: str) -> QueryError:
    return QueryError(asked.name, f"the parameter {parameter.name}", "none", f"for example {parameter.name}={example}")


def _default(asked: Question, parameter: Parameter, base: str, ask: Ask) -> Term:
    """Return a default; one that the graph does not hold is no default."""
    value = parameter.default or ""
    try:
        return _term(parameter, value, base, ask)
    except QueryError:
        raise _missing(asked, parameter, _first(parameter, base, ask)) from None


def _first(parameter: Parameter, base: str, ask: Ask) -> str:
    """Return the code of the first thing of a type in the graph, as an example."""
    bases = [Addresses(base).prefixes()[p] for p in THINGS.get(parameter.type, ())]
    starts = " || ".join(f"STRSTARTS(STR(?x), {Literal(b)})" for b in bases) or "false"
    names = f"<{PREFIXES['rdfs']}label>|<{PREFIXES['skos']}prefLabel>"
    rows = ask(f"SELECT ?x {{ ?x {names} ?l FILTER({starts}) }} ORDER BY ?x LIMIT 1").rows
    return code_of(rows[0][0], bases) if rows else "…"


def _of_latest(
    wanted: list[Parameter], typed: Mapping[str, Term], base: str, ask: Ask, remark: Remark
) -> dict[str, Term]:
    """Take values from the report with the latest plan year, of the place that was given if one was.

    A graph without reports leaves them open.
    """
    if not wanted:
        return {}
    place = typed.get("place", "?place")
    gwr = PREFIXES["gwr"]
    rows = ask(
        f"SELECT ?place ?plan ?review {{ ?report a <{gwr}Report> ; <{gwr}place> ?place ; <{gwr}planYear> ?plan . "
        f"OPTIONAL {{ ?report <{gwr}reviewYear> ?review }} "
        f"FILTER(?place = {place}) }} ORDER BY DESC(?plan) ?report DESC(?review) LIMIT 1"
    ).rows
    if not rows:
        return {}
    where, plan, review = rows[0]
    if review is None and isinstance(plan, Literal):
        review = Literal(str(int(plan.value) - 1), datatype=plan.datatype)
    latest = {"@place": where, "@plan-year": plan, "@review-year": review}
    taken = {p.name: term for p in wanted if p.default and (term := latest[p.default]) is not None}
    bases = [Addresses(base).prefixes()["place"]]
    shown = (f"{n}={t.value if isinstance(t, Literal) else code_of(t, bases)}" for n, t in taken.items())
    remark(" ".join(shown))
    return taken


def _guess(name: str, value: str, base: str) -> Term:
    if not re.fullmatch(r"\w+", name, re.ASCII):
        raise QueryError(name, "the name of a variable", name, "for example year=2019")
    iri = address(value, Addresses(base).prefixes())
    if iri is not None:
        return iri
    if re.fullmatch(r"[+-]?\d+", value, re.ASCII):
        return Literal(str(int(value)), datatype=NamedNode(_XSD + "integer"))
    if re.fullmatch(r"[+-]?\d*\.\d+", value, re.ASCII):
        return _decimal(Decimal(value))
    return Literal(value)


def _term(parameter: Parameter, value: str, base: str, ask: Ask) -> Term:
    if parameter.type in THINGS:
        return found_thing(parameter, value, base, ask)
    if parameter.type in CODES:
        prefix = CODES[parameter.type][0]
        return NamedNode(PREFIXES[prefix] + _code(parameter, value, prefix))
    if parameter.type in ("year", "integer"):
        if not re.fullmatch(r"[+-]?\d{1,18}", value, re.ASCII):
            raise misfit(parameter, value, "a whole number")
        return Literal(str(int(value)), datatype=NamedNode(_XSD + "integer"))
    if parameter.type == "decimal":
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > 30:
            raise misfit(parameter, value, "a number")
        return _decimal(number)
    if parameter.allowed and value not in parameter.allowed:
        raise misfit(parameter, value, "one of " + ", ".join(parameter.allowed))
    return Literal(value, language="zh") if parameter.type == "name" else Literal(value)


def _code(parameter: Parameter, value: str, prefix: str) -> str:
    code = value.removeprefix(prefix + ":").strip("<>").removeprefix(PREFIXES[prefix])
    if code not in parameter.allowed:
        raise misfit(parameter, value, "one of " + ", ".join(parameter.allowed))
    return code


def _decimal(number: Decimal) -> Literal:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Literal(text if text not in ("-0", "") else "0", datatype=NamedNode(_XSD + "decimal"))
