"""The dataset of an update as its request gives it: USING clauses set into the text (SPARQL 1.1 Protocol, 2.2.3).

pyoxigraph takes a dataset for queries alone, so that of an update is written where the grammar has it: in front of
each WHERE.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from kg.query.lexer import Token, tokens
from kg.serve.refusals import RefusedError

_KEYWORDS: Final = frozenset(
    [
        "PREFIX",
        "BASE",
        "VERSION",
        "INSERT",
        "DELETE",
        "DATA",
        "WHERE",
        "LOAD",
        "CLEAR",
        "DROP",
        "CREATE",
        "COPY",
        "MOVE",
        "ADD",
        "TO",
        "INTO",
        "SILENT",
        "GRAPH",
        "DEFAULT",
        "NAMED",
        "ALL",
        "USING",
        "WITH",
    ]
)


def with_using(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return an update whose WHERE clauses match in these graphs alone.

    Raises RefusedError where the update names graphs itself, as the protocol has it, or cannot be read.
    """
    if not default and not named:
        return text
    clauses = " ".join([*(f"USING <{g}>" for g in default), *(f"USING NAMED <{g}>" for g in named)])
    for start, end, words in reversed(list(_changes(text, list(tokens(text)), clauses))):
        text = f"{text[:start]}{words}{text[end:]}"
    return text


def _changes(text: str, found: Sequence[Token], clauses: str) -> Iterator[tuple[int, int, str]]:
    """Yield what to put in place of which stretch of the text."""
    depth, before = 0, ""
    for place, token in enumerate(found):
        word = token.text.upper()
        if token.text == "{":
            depth += 1
        elif token.text == "}":
            depth -= 1
        elif depth == 0 and token.kind == "word":
            _check(word)
            if word == "WHERE" and before == "DELETE":
                # DELETE WHERE { … } has no place for it: what it deletes and where it looks are written apart.
                pattern = text[found[place + 1].start : _closing(found, place + 1)] if found[place + 1 :] else ""
                yield token.start, token.end, f"{pattern} {clauses} WHERE"
            elif word == "WHERE":
                yield token.start, token.start, f"{clauses} "
        before = word


def _check(word: str) -> None:
    if word in ("USING", "WITH"):
        raise RefusedError(
            400,
            f"using-graph-uri beside {word} in the update; give one of them",
            f"using-graph-uri 与更新中的 {word} 只可有其一",
        )
    if word not in _KEYWORDS:
        raise RefusedError(400, f"update: {word[:40]} is no keyword of an update", f"更新：{word[:40]} 不是关键词")


def _closing(found: Sequence[Token], opening: int) -> int:
    """Return where the group that opens at a token ends."""
    depth = 0
    for token in found[opening:]:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return token.end
    raise RefusedError(400, "update: a group is not closed", "更新：有花括号未闭合")
