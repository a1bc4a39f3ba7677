"""SPARQL text → tokens: the one lexer for all that is told of a query without asking an engine.

pyoxigraph gives no syntax tree. A query or update that it reads is cut here just as it cuts it; two habits of its parser
make this harder than the grammar says: a keyword may follow a number or another keyword without a blank
(``1SERVICE``), and a prefixed name that makes no IRI is read as its prefix alone, its rest as what comes next
(``x:SERVICE`` where x: is ``<http://a:8>``). Time grows with the length of the text, whatever it holds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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


def tokens(text: str) -> Iterator[Token]:
    """Yield what a text consists of, without blanks and comments."""
    for match in _TOKENS.finditer(text):
        kind = match.lastgroup or ""
        if kind not in ("blank", "comment"):
            yield Token(kind, match.group(), match.start())
