"""What a query or an update would do that a server must decide, told by its tokens: call other servers, load files.

pyoxigraph calls whatever address a SERVICE names. So a query is held to its tokens before it is evaluated, and what cannot
be told is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.query.lexer import Token, tokens
from kg.serve.refusals import RefusedError


def has_dataset(found: Iterable[Token]) -> bool:
    """Whether a query names its graphs itself (FROM)."""
    return any(token.holds("FROM") for token in found)


def loads(found: Iterable[Token]) -> bool:
    """Whether an update could load an address."""
    return any(token.holds("LOAD") for token in found)


def calls(found: Sequence[Token]) -> list[int]:
    """Return the places of the tokens that could be the keyword SERVICE."""
    return [place for place, token in enumerate(found) if token.holds("SERVICE") or _looks_like_a_call(found, place)]


def _looks_like_a_call(found: Sequence[Token], place: int) -> bool:
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
    found = list(tokens(text))
    return [_call(found, place, allowed) for place in calls(found)]


def _call(found: Sequence[Token], place: int, allowed: frozenset[str]) -> Call:
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
