"""Characters → exact numbers: where a text has numerals, what they say, and the one form numbers are written in.

Numerals are found exactly as the ledger of the statements table defines them, so that two programs count alike:
Arabic digits with their decimals, and Chinese ones that do not merely scale the Arabic ones before them.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from kg.model import Span

Kind = Literal["arabic", "chinese"]

_CHINESE = "[〇零一二两三四五六七八九十百千万亿]+"
# A Chinese run behind Arabic digits is their scale (3万, 3 千): it is read over together with them.
_NUMERAL = re.compile(rf"([0-9０-９]+(?:\s*[.．]\s*[0-9０-９]+)?)(?:\s*{_CHINESE})?|({_CHINESE})")


class Numeral(NamedTuple):
    """One numeral of a text: its place, its characters as they stand there, and its script."""

    span: Span
    text: str
    kind: Kind


def numerals(text: str) -> Iterator[Numeral]:
    """Yield every numeral of a text in order.

    >>> [n.text for n in numerals("新增3万人，增长 5 . 5%，三大行动")]
    ['3', '5 . 5', '三']
    """
    for match in _NUMERAL.finditer(text):
        group = match.lastindex or 1
        yield Numeral(Span(*match.span(group)), match[group], "arabic" if group == 1 else "chinese")


_WIDTH = str.maketrans("０１２３４５６７８９．，％○Ｏ", "0123456789.,%〇〇")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

_ARABIC_PART = re.compile(r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)([十百千万亿]*)")
_ROW = re.compile(r"[〇零一二三四五六七八九]{3,}|[〇零一二三四五六七八九]*[〇零][〇零一二三四五六七八九]*")
_BELOW_TEN_THOUSAND = re.compile(
    r"(?:([一二两三四五六七八九]?)千)?[零〇]?(?:([一二两三四五六七八九]?)百)?[零〇]?"
    r"(?:([一二两三四五六七八九]?)十)?[零〇]?([一二两三四五六七八九])?"
)
_LAST_POINT = re.compile(r"(?P<whole>[^点]+)点(?P<row>[〇零一二三四五六七八九]+)(?P<scale>[百千万亿]*)")


_SPLIT_DIGITS = re.compile(r"[0-9０-９]\s+[0-9０-９]")


def _compact(characters: str) -> str:
    # Digits with a blank between them are two numbers (「12 34」), never one.
    if _SPLIT_DIGITS.search(characters):
        raise _refuse(characters)
    return "".join(characters.split()).translate(_WIDTH)


def _refuse(characters: str) -> ValueError:
    return ValueError(f"not a number this can read exactly: {characters!r}")


def _scale(characters: str) -> int:
    """Multiply out 万, 亿, 百万, 万亿; nothing is 1."""
    product = 1
    for char in characters:
        product *= _SCALES[char]
    return product


def _arabic(compact: str) -> Decimal:
    """Read 1,234 and 264.69亿 and 3亿5000万: parts of falling scale, added up."""
    parts = [(Decimal(m[1].replace(",", "")), _scale(m[2])) for m in _ARABIC_PART.finditer(compact)]
    whole = "".join(m[0] for m in _ARABIC_PART.finditer(compact))
    falling = all(low * low_scale < high_scale for (_, high_scale), (low, low_scale) in pairwise(parts))
    if not parts or whole != compact or not falling:
        raise _refuse(compact)
    return sum((number * scale for number, scale in parts), Decimal(0))


def _row(digits: str) -> int:
    """Read digits one by one: 二〇二四 is 2024."""
    return int("".join(str(_DIGITS[char]) for char in digits))


def _small(compact: str) -> int:
    """Read a number below 10000: 三千五百, 一百零八, 十二."""
    match = _BELOW_TEN_THOUSAND.fullmatch(compact)
    if match is None or not any(group is not None for group in match.groups()):
        raise _refuse(compact)
    *higher, tens, ones = match.groups()
    if ones is not None and tens is None and any(g is not None for g in higher) and compact[-2] not in "零〇":
        raise _refuse(compact)
    total = 0
    for group, scale in zip(match.groups(), (1000, 100, 10, 1), strict=True):
        if group is not None:
            total += (_DIGITS[group] if group else 1) * scale
    return total


def _chinese(compact: str) -> int:
    """Read a whole number: 两万三千, 一亿零五百万, 千亿, 二〇二四."""
    if _ROW.fullmatch(compact):
        return _row(compact)
    for mark in "亿万":
        head, found, tail = compact.rpartition(mark)
        if found:
            rest = _chinese(tail.lstrip("零〇")) if tail.lstrip("零〇") else 0
            if rest >= _SCALES[mark] or tail in _DIGITS:
                raise _refuse(compact)
            return (_chinese(head) if head else 1) * _SCALES[mark] + rest
    return _small(compact)


def parse(characters: str) -> Decimal:
    """Read a numeral with its scale as an exact number; blanks and full-width forms are the same number.

    Raises ValueError for what is no number, or could be two: 七八 (seven or eight), 三千五 (3005 or 3500).

    >>> parse("264.69 亿"), parse("两万三千"), parse("二〇二四")
    (Decimal('26469000000'), Decimal('23000'), Decimal('2024'))
    """
    compact = _compact(characters)
    if compact[:1].isdigit():
        return _normal(_arabic(compact))
    point = _LAST_POINT.fullmatch(compact)
    if point is None:
        return Decimal(_chinese(compact))
    fraction = "".join(str(_DIGITS[char]) for char in point["row"])
    return _normal(Decimal(f"{_chinese(point['whole'])}.{fraction}") * _scale(point["scale"]))


_PARTS = {"百分之": Decimal(1), "千分之": Decimal("0.1"), "万分之": Decimal("0.01")}


def parse_percent(characters: str) -> Decimal:
    """Read a share as per cent: 百分之八点五 and 8.5% are 8.5, 千分之三 and 3‰ are 0.3; ValueError for all else."""
    compact = _compact(characters)
    if compact[:3] in _PARTS:
        return _normal(parse(compact[3:]) * _PARTS[compact[:3]])
    if compact[-1:] in ("%", "‰"):
        return _normal(parse(compact[:-1]) * (1 if compact[-1] == "%" else Decimal("0.1")))
    raise _refuse(characters)


def _normal(number: Decimal) -> Decimal:
    return Decimal(plain(number))


def plain(number: Decimal) -> str:
    """Write a number in its one lexical form: no exponent, no trailing zeros, no negative zero.

    >>> plain(Decimal("8.50")), plain(Decimal("1E+3"))
    ('8.5', '1000')
    """
    if not number.is_finite():
        raise ValueError(f"not a finite number: {number}")
    digits = format(number, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits
