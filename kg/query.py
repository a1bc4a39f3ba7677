"""Question or SPARQL text → answer, over the union of a store's graphs.

Parameters are bound as terms, never pasted: each value becomes a term first, and the terms enter the query as one
``VALUES`` clause in front of its pattern, serialised by pyoxigraph. That is SPARQL 1.1, so the same query runs on any
engine; Oxigraph plans it like constants, while its ``substitutions`` asks for every variable in the projection and
measured 10 to 100 times slower on disk.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kg.answer import FORMATS, Answer, Term, compact, read_answer, render
from kg.errors import QueryError, StoreError
from kg.language import say
from kg.question import (
    AUTOMATIC,
    CODES,
    THINGS,
    Parameter,
    Question,
    parse_question,
    question,
    questions,
    read_question,
)
from kg.terms import PREFIXES, TERMS, Addresses

__all__ = [
    "FORMATS",
    "Answer",
    "Parameter",
    "Question",
    "Remark",
    "Term",
    "Value",
    "answered",
    "asked_with",
    "bind",
    "compact",
    "parse_question",
    "query_form",
    "question",
    "questions",
    "read_question",
    "render",
    "run",
    "with_prefixes",
    "with_values",
]

Ask = Callable[[str], Answer]
Value = str | int | float | Decimal
Remark = Callable[[str], None]

_XSD: Final = PREFIXES["xsd"]
_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_ADDRESS: Final = re.compile(r"<(\S+)>|(https?://\S+)")
_TOKEN: Final = re.compile(
    r"#[^\n]*"
    r"|<[^<>\"{}|^`\\\s]*>"
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\""
    r"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\""
    r"|[?$]\w+|[\w.-]*:[\w.-]*|\w+|[{}()]",
    re.DOTALL,
)
_PREFIX: Final = re.compile(r"PREFIX\s+([\w.-]*):", re.IGNORECASE)
_ERROR: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def silent(_: str) -> None:
    """Leave a remark unsaid."""


def run(
    store: Store,
    query: str | Question,
    params: Mapping[str, Value] | None = None,
    base: str = TERMS,
    lang: str = "zh",
    remark: Remark = silent,
) -> Answer:
    """Answer a question, or SPARQL text (SELECT, ASK, CONSTRUCT, DESCRIBE), with parameters as they were typed.

    ``lang`` is the language of labels (zh, en) in questions that have it as a parameter. ``remark`` is told which
    values were taken from the graph's latest report, and why there are no rows.
    Raises QueryError for malformed SPARQL (with file, line and column) and for a wrong parameter, StoreError if the
    store turns out damaged while it is read.
    """
    asked = as_question(query)
    prefixes = Addresses(base).prefixes()
    check_syntax(asked, prefixes)
    return answered(asked, params or {}, base, lambda text: _evaluate(store, text, prefixes, asked), lang, remark)


def answered(
    asked: Question, params: Mapping[str, Value], base: str, ask: Ask, lang: str = "zh", remark: Remark = silent
) -> Answer:
    """Bind the parameters, ask, and remark on an answer without rows; ``ask`` evaluates SPARQL text."""
    return asked_with(asked, bind(asked, params, base, ask, lang, remark), params, base, ask, remark)


def asked_with(
    asked: Question,
    terms: Mapping[str, Term],
    params: Mapping[str, Value],
    base: str,
    ask: Ask,
    remark: Remark = silent,
) -> Answer:
    """Ask with parameters that are bound already, and remark on an answer without rows; ``params`` as they were typed."""
    answer = ask(with_values(asked.text, terms))
    if answer.boolean is None and not answer.table[1]:
        given = {name: term for name, term in terms.items() if name in params}
        remark(_emptiness(asked, given, base, ask))
    return answer


def _emptiness(asked: Question, given: Mapping[str, Term], base: str, ask: Ask) -> str:
    """Say of an answer without rows what the graph lacks: a class, a report of the place or year, a thing."""
    needed = _address(asked.needs, Addresses(base).prefixes()) if asked.needs else None
    if needed is None or ask(f"ASK {{ ?x a {needed} }}").boolean:
        return absence(asked, given, base, ask) or say("0 rows", "0 行")
    name = f"{needed.value.rpartition('#')[2].lower()}s"
    try_en, try_zh = (f"; try {asked.instead}", f"；可试 {asked.instead}") if asked.instead else ("", "")
    return say(f"0 rows: this graph holds no {name}{try_en}", f"0 行：图中没有 {asked.needs}{try_zh}")


# How many places or years a remark names.
_NAMED: Final = 5


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
            code = _code_of(term, [prefixes["place"]])
            names = ((_code_of(place, [prefixes["place"]]), _text(name)) for place, _, _, name in reports)
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


def as_question(query: str | Question) -> Question:
    """Return SPARQL text as a question without a name."""
    return query if isinstance(query, Question) else Question(name="query", text=query, source="query")


def check_syntax(asked: Question, prefixes: Mapping[str, str]) -> None:
    """Parse a question by pyoxigraph. Raises QueryError with file, line and column if it is malformed.

    Line and column count from 1, in code points; they are where the parser gave up, at or after the mistake.
    """
    try:
        Store().query(asked.text, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise _malformed(asked, prefixes, str(error)) from error


def _malformed(asked: Question, prefixes: Mapping[str, str], message: str) -> QueryError:
    source = asked.source or asked.name
    strange = _undeclared(asked.text, prefixes)
    if strange is not None:
        line = asked.text.count("\n", 0, strange.start()) + 1
        column = strange.start() - asked.text.rfind("\n", 0, strange.start())
        return QueryError(
            f"{source}:{line}:{column}", "a prefix that is declared", strange.group(), "declare it on top"
        )
    match = _ERROR.match(message)
    place = f"{source}:{match[1]}:{match[2]}" if match else source
    return QueryError(place, "a SPARQL query", _complaint(match[3] if match else message), _step(asked.text))


def _undeclared(text: str, prefixes: Mapping[str, str]) -> re.Match[str] | None:
    known = {*prefixes, *_PREFIX.findall(text), "_"}
    names = (t for t in _tokens(text) if ":" in t.group() and t.group()[0] not in "<'\"?$")
    return next((t for t in names if t.group().partition(":")[0] not in known), None)


def _complaint(message: str) -> str:
    """Say what the parser says, without its lists of characters."""
    sentence = re.search(r"[A-Z][a-z]+ [^,\[\n]*", message)
    if sentence:
        return sentence[0].strip()
    words = re.findall(r"\b[A-Z]{2,}\b", re.sub(r"\[[^\n]*\]", "", message))
    return "text that does not fit or breaks off" + (f" ({', '.join(words[:5])} would fit)" if words else "")


def _step(text: str) -> str:
    if re.search(r"\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b", text, re.IGNORECASE):
        return "correct it there; the store is read-only, updates are not queries"
    return "correct it there"


def _evaluate(store: Store, text: str, prefixes: Mapping[str, str], asked: Question) -> Answer:
    try:
        return read_answer(store.query(text, prefixes=dict(prefixes), use_default_graph_as_union=True))
    except SyntaxError as error:
        # The text was parsed without its parameters before: it binds one of their variables itself, or leaves no place.
        raise QueryError(
            asked.name, "a pattern that takes the parameters", _complaint(str(error)), "rename one"
        ) from error
    except (OSError, RuntimeError) as error:
        first = (getattr(error, "strerror", None) or str(error)).partition("\n")[0]
        if "SERVICE" in asked.text.upper():
            raise QueryError(asked.name, "an answer from the other endpoint", first, "check the network") from error
        raise StoreError(asked.name, "a store that can be read", first, "run `kg build`") from error


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a query that declares, on lines in front, each of the prefixes it uses and does not declare itself."""
    tokens = [t.group() for t in _tokens(text)]
    declared = {p.lower() for p in _PREFIX.findall(text)}
    used = sorted({t.partition(":")[0] for t in tokens if ":" in t and t[0] not in "<'\"#"} & set(prefixes))
    lines = "".join(f"PREFIX {p}: <{prefixes[p]}>\n" for p in used if p.lower() not in declared)
    return lines + text


def with_values(text: str, bindings: Mapping[str, Term]) -> str:
    """Return a query whose outermost pattern starts with a VALUES clause that binds the variables to the terms."""
    if not bindings:
        return text
    at = _pattern_start(text)
    names = " ".join("?" + name for name in bindings)
    return f"{text[:at]} VALUES ({names}) {{ ({' '.join(map(str, bindings.values()))}) }} {text[at:]}"


def query_form(text: str) -> str:
    """Return SELECT, ASK, CONSTRUCT or DESCRIBE; "" if the text has none of them."""
    words = (match.group().upper() for match in _tokens(text))
    return next((word for word in words if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")


def _tokens(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _TOKEN.finditer(text) if not match.group().startswith("#"))


def _pattern_start(text: str) -> int:
    """Return the place after the brace that opens the outermost pattern.

    Braces inside parentheses belong to an expression of the SELECT clause, the first pair of a CONSTRUCT without a
    WHERE in front is its template.
    """
    depth = parentheses = 0
    template = False
    for match in _tokens(text):
        word = match.group().upper()
        parentheses += (word == "(") - (word == ")")
        if parentheses:
            continue
        if word == "CONSTRUCT":
            template = True
        elif word == "WHERE" and depth == 0:
            template = False
        elif word == "{":
            if depth == 0 and not template:
                return match.end()
            depth += 1
        elif word == "}":
            depth -= 1
            template = template and depth > 0
    raise QueryError("query", "a WHERE { … } for the parameters", "none", "add one")


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
    return _code_of(rows[0][0], bases) if rows else "…"


def _code_of(thing: Term | None, bases: Iterable[str]) -> str:
    iri = thing.value if isinstance(thing, NamedNode) else str(thing)
    return next((iri.removeprefix(b) for b in bases if iri.startswith(b)), iri)


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
    shown = (f"{n}={t.value if isinstance(t, Literal) else _code_of(t, bases)}" for n, t in taken.items())
    remark(" ".join(shown))
    return taken


def _guess(name: str, value: str, base: str) -> Term:
    if not re.fullmatch(r"\w+", name, re.ASCII):
        raise QueryError(name, "the name of a variable", name, "for example year=2019")
    iri = _address(value, Addresses(base).prefixes())
    if iri is not None:
        return iri
    if re.fullmatch(r"[+-]?\d+", value, re.ASCII):
        return Literal(str(int(value)), datatype=NamedNode(_XSD + "integer"))
    if re.fullmatch(r"[+-]?\d*\.\d+", value, re.ASCII):
        return _decimal(Decimal(value))
    return Literal(value)


def _term(parameter: Parameter, value: str, base: str, ask: Ask) -> Term:
    if parameter.type in THINGS:
        return _thing(parameter, value, base, ask)
    if parameter.type in CODES:
        prefix = CODES[parameter.type][0]
        return NamedNode(PREFIXES[prefix] + _code(parameter, value, prefix))
    if parameter.type in ("year", "integer"):
        if not re.fullmatch(r"[+-]?\d{1,18}", value, re.ASCII):
            raise _wrong(parameter, value, "a whole number")
        return Literal(str(int(value)), datatype=NamedNode(_XSD + "integer"))
    if parameter.type == "decimal":
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > 30:
            raise _wrong(parameter, value, "a number")
        return _decimal(number)
    if parameter.allowed and value not in parameter.allowed:
        raise _wrong(parameter, value, "one of " + ", ".join(parameter.allowed))
    return Literal(value)


def _code(parameter: Parameter, value: str, prefix: str) -> str:
    code = value.removeprefix(prefix + ":").strip("<>").removeprefix(PREFIXES[prefix])
    if code not in parameter.allowed:
        raise _wrong(parameter, value, "one of " + ", ".join(parameter.allowed))
    return code


def _decimal(number: Decimal) -> Literal:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Literal(text if text not in ("-0", "") else "0", datatype=NamedNode(_XSD + "decimal"))


def _address(value: str, prefixes: Mapping[str, str]) -> NamedNode | None:
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


def _thing(parameter: Parameter, value: str, base: str, ask: Ask) -> NamedNode:
    """Find a thing of the graph by full or shortened IRI, by code, or by a label of it."""
    prefixes = Addresses(base).prefixes()
    bases = [prefixes[p] for p in THINGS[parameter.type]]
    address = _address(value, prefixes)
    codes = [NamedNode(b + value) for b in bases] if _CODE.fullmatch(value) else []
    for candidate in [address] if address else codes:
        if _known(candidate, ask):
            return candidate
    found = [] if address else _labelled(value, bases, ask)
    if not found and parameter.type == "place" and not address:
        found = _divisions(value, bases[0], ask)
    if len(found) == 1:
        return found[0]
    if found:
        raise _wrong(parameter, value, "one of " + ", ".join(sorted(compact(f, prefixes) for f in found)))
    raise _wrong(
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
    """Name up to three things whose code or label is near to a value."""
    from difflib import get_close_matches

    starts = " || ".join(f"STRSTARTS(STR(?x), {Literal(b)})" for b in bases)
    names = f"<{PREFIXES['rdfs']}label>|<{PREFIXES['skos']}prefLabel>"
    rows = ask(f"SELECT DISTINCT ?x ?l {{ ?x {names} ?l FILTER({starts}) }}").rows
    codes = {}
    for thing, label in rows:
        if isinstance(thing, NamedNode) and isinstance(label, Literal):
            code = thing.value[max(len(b) for b in bases if thing.value.startswith(b)) :]
            codes[label.value] = codes[code] = f"{code} ({label.value})"
    near = get_close_matches(value, sorted(codes), 3, 0.4)
    return ", ".join(dict.fromkeys(codes[n] for n in near))


def _one(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _wrong(parameter: Parameter, value: str, allowed: str, near: str = "") -> QueryError:
    example = f"for example {parameter.name}={parameter.example}"
    return QueryError(parameter.name, allowed, repr(value), f"near to it: {near}" if near else example)
