"""SPARQL text → tokens, to see what an engine would do that a server must decide: call other servers, load files.

pyoxigraph gives no syntax tree, and calls whatever address a SERVICE names. So a query is held to its tokens before it
is evaluated, and what cannot be told is refused. Two habits of Oxigraph's parser make this harder than the grammar
says: a keyword may follow a number or another keyword without a blank (``1SERVICE``), and a prefixed name that makes
no IRI is read as its prefix alone, its rest as what comes next (``x:SERVICE`` where x: is ``<http://a:8>``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.serve.refusals import RefusedError

_LOCAL: Final = r"(?:[\w:\-\u00B7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*+"
_TOKENS: Final = re.compile(
    r"(?P<blank>[ \t\r\n]++)"
    r"|(?P<comment>\#[^\r\n]*+)"
    r"|(?P<iri><(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)"
    r"|(?P<string>'''(?:[^'\\]|\\.|'(?!''))*+'''|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"\"\""
    r"|'(?:[^'\\\r\n]|\\[^\r\n])*+'|\"(?:[^\"\\\r\n]|\\[^\r\n])*+\")"
    r"|(?P<variable>[?$]\w++)"
    r"|(?P<language>@[A-Za-z]++(?:-++[A-Za-z0-9]++)*+)"
    # A prefix only where no part of one stands before it: else each character of a long run would look to its end.
    rf"|(?P<name>(?:(?<![\w\-])[\w\-]++)?+:{_LOCAL})"
    r"|(?P<word>\w++)"
    r"|(?P<other>\\.|.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind (a group's name above), its text, and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    def holds(self, keyword: str) -> bool:
        """Whether the keyword could begin in this token, which is no string, IRI or variable."""
        if self.kind == "word":
            return keyword in self.text.upper()
        return self.kind == "name" and keyword in self.text.partition(":")[0].upper()


def tokens(text: str) -> list[Token]:
    """Return what a text consists of, without blanks and comments."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKENS.finditer(text):
        kind = match.lastgroup or ""
        if kind not in ("blank", "comment"):
            yield Token(kind, match.group(), match.start())


def has_dataset(found: list[Token]) -> bool:
    """Whether a query names its graphs itself (FROM)."""
    return any(token.holds("FROM") for token in found)


def loads(found: list[Token]) -> bool:
    """Whether an update could load an address."""
    return any(token.holds("LOAD") for token in found)


def calls(found: list[Token]) -> list[int]:
    """Return the places of the tokens that could be the keyword SERVICE."""
    return [place for place, token in enumerate(found) if token.holds("SERVICE") or _looks_like_a_call(found, place)]


def _looks_like_a_call(found: list[Token], place: int) -> bool:
    """Whether a name's local part could be read as SERVICE: an address or variable and a group follow."""
    token = found[place]
    if token.kind not in ("name", "language") or "SERVICE" not in token.text.upper():
        return False
    rest = [t for t in found[place + 1 : place + 4] if t.text.upper() != "SILENT"]
    return any(t.text == "{" for t in rest[:2])


@dataclass(frozen=True, slots=True)
class Call:
    """A SERVICE that is written plainly: the address it names, and where that stands in the text, with its brackets."""

    address: str
    start: int
    end: int


def services(text: str, allowed: frozenset[str]) -> list[Call]:
    """Return the calls of other endpoints in a query. Raises RefusedError for one that is not allowed."""
    found = tokens(text)
    return [_call(found, place, allowed) for place in calls(found)]


def _call(found: list[Token], place: int, allowed: frozenset[str]) -> Call:
    if not allowed:
        raise RefusedError(400, "SERVICE is off at this endpoint", "本端点不提供 SERVICE")
    rest = found[place + 1 : place + 3]
    if rest and rest[0].text.upper() == "SILENT":
        rest = rest[1:]
    plain = found[place].text.upper() == "SERVICE" and rest and rest[0].kind == "iri" and "\\" not in rest[0].text
    if not plain:
        raise RefusedError(
            400,
            "SERVICE must be followed by a whole address in angle brackets at this endpoint",
            "在本端点，SERVICE 之后须是尖括号中的完整地址",
        )
    address = rest[0].text[1:-1]
    if address not in allowed:
        known = ", ".join(sorted(allowed))
        raise RefusedError(
            400,
            f"SERVICE <{address[:200]}> is not allowed here; allowed are {known}",
            f"此处不允许 SERVICE <{address[:200]}>；允许的有 {known}",
        )
    return Call(address, rest[0].start, rest[0].end)
