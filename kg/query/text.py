"""SPARQL text: its prefixes, where parameters enter it, and what is malformed about it with line and column."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Store

from kg.answer import Term
from kg.errors import QueryError
from kg.query.lexer import Token, tokens
from kg.question import Question

_PREFIX: Final = re.compile(r"PREFIX\s+([\w.-]*):", re.IGNORECASE)
_ERROR: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a query that declares, on lines in front, each of the prefixes it uses and does not declare itself."""
    words = [t.text for t in parts(text)]
    declared = {p.lower() for p in _PREFIX.findall(text)}
    used = sorted({t.partition(":")[0] for t in words if ":" in t and t[0] not in "<'\"#"} & set(prefixes))
    lines = "".join(f"PREFIX {p}: <{prefixes[p]}>\n" for p in used if p.lower() not in declared)
    return lines + text


def with_values(text: str, bindings: Mapping[str, Term]) -> str:
    """Return a query whose outermost pattern starts with a VALUES clause that binds the variables to the terms.

    So does each sub-SELECT that gives one of the variables on, which says no more than the join outside it does, yet lets
    an engine begin with what is asked for. One with a LIMIT or an OFFSET is left as it is.
    """
    if not bindings:
        return text
    places = {_pattern_start(text): list(bindings)}
    for at, names in _given_on(text, bindings):
        places.setdefault(at, names)
    for at, names in sorted(places.items(), reverse=True):
        text = f"{text[:at]}{_values({name: bindings[name] for name in names})}{text[at:]}"
    return text


def with_first(text: str, first: str, bindings: Mapping[str, Term]) -> str:
    """Return a query that begins with patterns of its own, which say nothing new but are found by themselves.

    ``first`` is a group of groups of triples and VALUES that stand in the query too (``# first:`` in a question), so the rows
    stay the same. Each group becomes a sub-SELECT, which Oxigraph joins by a hash table after one reading of an index: for
    plain patterns it looks into the index again for each row, which took twenty times as long for what a place's reports
    state. All terms are bound inside too, as its planner goes by the number of variables that two parts share.
    """
    if not first:
        return text
    words = [*parts(first)]
    edits: list[tuple[int, str]] = []
    for i, word in enumerate(words):
        if word.text == "{" and (i == 0 or words[i - 1].text in "{}"):
            closing = _closing(words, i)
            names = dict.fromkeys(w.text[1:] for w in words[i:closing] if w.text[0] in "?$")
            head = " ".join("?" + n for n in (names | dict.fromkeys(bindings) if i == 0 else names))
            edits += [
                (word.end, f" SELECT {head} {{{_values(bindings) if i == 0 else ''}"),
                (words[closing].start, "} "),
            ]
    for at, added in sorted(edits, reverse=True):
        first = first[:at] + added + first[at:]
    at = _pattern_start(text)
    return f"{text[:at]} {first}{text[at:]}"


def _values(bindings: Mapping[str, Term]) -> str:
    """Return a VALUES clause that binds the variables to the terms; "" for none."""
    if not bindings:
        return ""
    names, terms = " ".join("?" + n for n in bindings), " ".join(str(t) for t in bindings.values())
    return f" VALUES ({names}) {{ ({terms}) }} "


def _given_on(text: str, names: Mapping[str, Term]) -> Iterator[tuple[int, list[str]]]:
    """Yield where the pattern of each sub-SELECT begins and which of the names it both uses and gives on."""
    words = list(parts(text))
    for i, word in enumerate(words):
        if i and word.text.upper() == "SELECT" and words[i - 1].text == "{":
            opening = next((j for j in range(i, len(words)) if words[j].text == "{"), None)
            if opening is None:
                return
            head = words[i:opening]
            closing = _closing(words, opening)
            cut = (w.text.upper() in ("LIMIT", "OFFSET") for w in words[closing : _closing(words, i - 1)])
            if any(cut):
                continue
            plain = {w.text[1:] for w, deep in zip(head, _depths(head), strict=True) if not deep}
            used = {w.text[1:] for w in words[opening:closing] if w.text[0] in "?$"}
            given = [n for n in names if n in used and n in plain]
            if given:
                yield words[opening].end, given


def _closing(words: list[Token], opening: int) -> int:
    """Return the index of the brace that closes one, or of the last word."""
    depth = 0
    for i in range(opening, len(words)):
        depth += (words[i].text == "{") - (words[i].text == "}")
        if depth == 0:
            return i
    return len(words) - 1


def _depths(words: list[Token]) -> Iterator[int]:
    """Yield for each word how many parentheses are open around it."""
    depth = 0
    for word in words:
        depth += (word.text == "(") - (word.text == ")")
        yield depth


def query_form(text: str) -> str:
    """Return SELECT, ASK, CONSTRUCT or DESCRIBE; "" if the text has none of them."""
    words = (token.text.upper() for token in parts(text))
    return next((word for word in words if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")


def parts(text: str) -> Iterator[Token]:
    """Yield the words, names, strings and brackets of a query, without its comments and other marks."""
    return (token for token in tokens(text) if token.kind != "other" or token.text in "{}()")


def _pattern_start(text: str) -> int:
    """Return the place after the brace that opens the outermost pattern.

    Braces inside parentheses belong to an expression of the SELECT clause, the first pair of a CONSTRUCT without a
    WHERE in front is its template.
    """
    depth = parentheses = 0
    template = False
    for token in parts(text):
        word = token.text.upper()
        parentheses += (word == "(") - (word == ")")
        if parentheses:
            continue
        if word == "CONSTRUCT":
            template = True
        elif word == "WHERE" and depth == 0:
            template = False
        elif word == "{":
            if depth == 0 and not template:
                return token.end
            depth += 1
        elif word == "}":
            depth -= 1
            template = template and depth > 0
    raise QueryError("query", "a WHERE { … } for the parameters", "none", "add one")


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
        line = asked.text.count("\n", 0, strange.start) + 1
        column = strange.start - asked.text.rfind("\n", 0, strange.start)
        return QueryError(f"{source}:{line}:{column}", "a prefix that is declared", strange.text, "declare it on top")
    match = _ERROR.match(message)
    place = f"{source}:{match[1]}:{match[2]}" if match else source
    found = _unfinished(asked.text) or complaint(match[3] if match else message)
    return QueryError(place, "a SPARQL query", found, _step(asked.text))


def _unfinished(text: str) -> str | None:
    """Say of a text that ends too early what it lacks; the parser lists all that could go on there."""
    signs = Counter(t.text for t in parts(text))
    if not any(sign for sign in signs if not sign.startswith("#")):
        return "nothing"
    lacking = signs["{"] - signs["}"]
    return f"{lacking} closing braces too few" if lacking > 0 else None


def _undeclared(text: str, prefixes: Mapping[str, str]) -> Token | None:
    # Of a prefix with a dot in it the lexer has the end.
    known = {*prefixes, *(name.rpartition(".")[2] for name in _PREFIX.findall(text)), "_"}
    names = (t for t in parts(text) if ":" in t.text and t.text[0] not in "<'\"?$")
    return next((t for t in names if t.text.partition(":")[0] not in known), None)


def complaint(message: str) -> str:
    """Say what the parser says, without its lists of characters."""
    sentence = re.search(r"[A-Z][a-z]+ [^,\[\n]*", message)
    if sentence:
        return sentence[0].strip()
    words = re.findall(r"\b[A-Z]{2,}\b", re.sub(r"\\u\{[0-9A-F]+\}", "", message))
    return "text that does not fit or breaks off" + (f" ({', '.join(words[:5])} would fit)" if words else "")


def _step(text: str) -> str:
    if re.search(r"\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b", text, re.IGNORECASE):
        return "correct it there; the store is read-only, updates are not queries"
    return "correct it there"
