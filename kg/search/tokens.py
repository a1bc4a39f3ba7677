"""Text → tokens that a full-text index can hold for Chinese, and words → phrases of them.

A stretch of Chinese is cut into overlapping pairs with its last character alone behind them (机场建设 → 机场 场建 建设 设), so
that every character begins exactly one token: a word of two or more is a phrase of pairs, a single character the
beginning of a token. Trigrams, which SQLite brings, find nothing shorter than three characters, and most Chinese words
have two. Latin words and numbers are one token each; ``%`` is one. Full-width forms and case are folded (NFKC), white
space between Chinese characters is none, punctuation ends a stretch.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

_CJK: Final = 0x2E80  # from the CJK radicals on, scripts are written without blanks between words


class Token(NamedTuple):
    """One token and the stretch of the text that it begins at and ends at."""

    text: str
    start: int
    end: int


class Phrase(NamedTuple):
    """Tokens that must follow each other; the last one is only the beginning of a token where ``open`` is true."""

    tokens: tuple[str, ...]
    open: bool


_CJK_RUN: Final = r"[^\W\x00-\u2e7f]+"
_WORD: Final = r"[^\W_\u2e80-\U0010ffff]+"
_RUN: Final = re.compile(rf"({_CJK_RUN})|{_WORD}(?:(?<=\d)\.(?=\d){_WORD})*|[%‰]")
_COMMA: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_BLANK: Final = re.compile(r"(?<=[^\W\x00-\u2e7f])\s+")


class _Folding(dict[int, str]):
    """Characters as they are compared, each looked up in Unicode once."""

    def __missing__(self, char: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(char)).casefold()
        self[char] = folded
        return folded


_FOLDING: Final = _Folding()


def fold(text: str) -> str:
    """Return a text as it is compared: each character in NFKC, case-folded."""
    return text.translate(_FOLDING)


class _Char(NamedTuple):
    char: str
    start: int


def _kind(char: str) -> str:
    """Return what a folded character is part of: ``cjk``, ``word``, ``percent``, ``blank`` or nothing (``end``)."""
    if char.isalnum():
        return "cjk" if ord(char) >= _CJK else "word"
    if char.isspace():
        return "blank"
    return "percent" if char in "%‰" else "end"


def _chars(text: str) -> list[_Char]:
    return [_Char(piece, at) for at, char in enumerate(text) for piece in _FOLDING[ord(char)]]


def _runs(text: str) -> Iterator[tuple[str, list[_Char]]]:
    """Yield stretches of one kind; blanks and punctuation between them only end a word or a stretch."""
    chars = _chars(text)
    kind, run = "end", list[_Char]()
    for at, char in enumerate(chars):
        found = _kind(char.char)
        if found == "end" and kind == "word" and _inside_number(chars, at):
            if char.char == ".":
                run.append(char)
            continue
        if found == "blank" and kind == "cjk":
            continue
        if found != kind or found == "percent":
            if run:
                yield kind, run
            kind, run = found, []
        if found in ("cjk", "word", "percent"):
            run.append(char)
        elif found == "end":
            yield "end", []
    if run:
        yield kind, run


def _inside_number(chars: list[_Char], at: int) -> bool:
    """Whether a point or a comma stands inside a number: 8.5, 1,228."""
    around = chars[at - 1 : at] + chars[at + 1 : at + 2]
    if len(around) < 2 or not all(c.char.isdigit() for c in around):
        return False
    if chars[at].char == ".":
        return True
    after = [c.char.isdigit() for c in chars[at + 1 : at + 5]]
    return chars[at].char == "," and after[:3] == [True] * 3 and after[3:] != [True]


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text in order, each with where it stands.

    >>> [t.text for t in tokens("机场建设，增长 ８.5%")]
    ['机场', '场建', '建设', '设', '增长', '长', '8.5', '%']
    """
    found = []
    for kind, run in _runs(text):
        if kind == "cjk":
            for one, other in zip(run, [*run[1:], None], strict=True):
                end = (other or one).start + 1
                found.append(Token(one.char + (other.char if other else ""), one.start, end))
        elif run:
            found.append(Token("".join(c.char for c in run), run[0].start, run[-1].start + 1))
    return found


def indexed(text: str) -> str:
    """Return the tokens of a text with blanks between them, as the index takes them."""
    found: list[str] = []
    folded = _BLANK.sub("", _COMMA.sub("", fold(text)))
    for run in _RUN.finditer(folded):
        if run[1]:
            found += map("".join, zip(run[0], run[0][1:], strict=False))
            found.append(run[0][-1])
        else:
            found.append(run[0])
    return " ".join(found)


def words(text: str) -> list[str]:
    """Return the words of what somebody looks for: apart at blanks, together inside quotation marks.

    >>> words('南岳机场 "air port"')
    ['南岳机场', 'air port']
    """
    found = []
    for at, part in enumerate(text.replace("“", '"').replace("”", '"').split('"')):
        found += [part] if at % 2 else part.split()
    return [word for word in found if word.strip()]


def phrase(word: str) -> Phrase | None:
    """Return the phrase that finds a word anywhere in a text; None where nothing of it can be looked for.

    >>> phrase("机场"), phrase("场"), phrase("增长8%")
    (Phrase(tokens=('机场',), open=False), Phrase(tokens=('场',), open=True), Phrase(tokens=('增长', '长', '8', '%'), open=False))
    """
    runs = list(_runs(word))
    while runs and not runs[-1][1]:
        runs.pop()  # a mark at the end says nothing of what follows
    found = [token.text for token in tokens(word)]
    if not found:
        return None
    kind, run = runs[-1]
    if kind == "cjk":
        if len(run) > 1:
            return Phrase(tuple(found[:-1]), False)
        return Phrase(tuple(found), True)
    # Whoever types airp looks for airport; a number stands for itself.
    return Phrase(tuple(found), kind == "word" and len(run) > 1 and not any(c.char.isdigit() for c in run))


def marks(text: str, phrases: list[Phrase]) -> list[tuple[int, int]]:
    """Return the stretches of a text that phrases are found at, in order, none touching another."""
    folded = fold(text)
    stand: list[Token] | None = None
    found: list[tuple[int, int]] = []
    for wanted in phrases:
        run = _run(wanted)
        if run is not None and len(folded) == len(text):
            # A stretch of Chinese stands in the text as it is, but for blanks: no need to cut it all.
            found += (m.span() for m in re.finditer(r"\s*".join(map(re.escape, run)), folded))
        else:
            stand = tokens(text) if stand is None else stand
            found += _standing(stand, wanted)
    return _joined(sorted(found))


def _run(wanted: Phrase) -> str | None:
    """Return the characters of a phrase that is one stretch of Chinese."""
    pairs = wanted.tokens[:-1] if wanted.open else wanted.tokens
    if all(len(token) == 2 and ord(token[0]) >= _CJK for token in pairs) and ord(wanted.tokens[-1][0]) >= _CJK:
        return "".join(token[0] for token in wanted.tokens[:-1]) + wanted.tokens[-1]
    return None


def _standing(stand: list[Token], wanted: Phrase) -> Iterator[tuple[int, int]]:
    size = len(wanted.tokens)
    for at in range(len(stand) - size + 1):
        piece = stand[at : at + size]
        if any(p.text != w for p, w in zip(piece[:-1], wanted.tokens, strict=False)):
            continue
        last = piece[-1].text
        if last.startswith(wanted.tokens[-1]) if wanted.open else last == wanted.tokens[-1]:
            end = piece[-1].start + 1 if wanted.open and len(wanted.tokens[-1]) == 1 else piece[-1].end
            yield piece[0].start, end


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
