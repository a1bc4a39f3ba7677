"""SPARQL text: its prefixes, where parameters enter it, and what is malformed about it with line and column."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Store

from kg.answer import Term
from kg.errors import QueryError
from kg.question import Question

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


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a query that declares, on lines in front, each of the prefixes it uses and does not declare itself."""
    words = [t.group() for t in tokens(text)]
    declared = {p.lower() for p in _PREFIX.findall(text)}
    used = sorted({t.partition(":")[0] for t in words if ":" in t and t[0] not in "<'\"#"} & set(prefixes))
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
    words = (match.group().upper() for match in tokens(text))
    return next((word for word in words if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the words, names, strings and brackets of a query, without its comments."""
    return (match for match in _TOKEN.finditer(text) if not match.group().startswith("#"))


def _pattern_start(text: str) -> int:
    """Return the place after the brace that opens the outermost pattern.

    Braces inside parentheses belong to an expression of the SELECT clause, the first pair of a CONSTRUCT without a
    WHERE in front is its template.
    """
    depth = parentheses = 0
    template = False
    for match in tokens(text):
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
    return QueryError(place, "a SPARQL query", complaint(match[3] if match else message), _step(asked.text))


def _undeclared(text: str, prefixes: Mapping[str, str]) -> re.Match[str] | None:
    known = {*prefixes, *_PREFIX.findall(text), "_"}
    names = (t for t in tokens(text) if ":" in t.group() and t.group()[0] not in "<'\"?$")
    return next((t for t in names if t.group().partition(":")[0] not in known), None)


def complaint(message: str) -> str:
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
