"""Characters → exact numbers: 「5 . 5」, 「264.69亿」, 「三千五百」, 「百分之八点五」, 「6%-6.5%」, 「翻两番」."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from kg.verify import pages

_DIGIT = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# 千 in 千瓦 or 千米 and 百 in 百分点 belong to the unit.
SCALES = r"(?:[十万亿]|百(?!分)|千(?![伏瓦克米升卡赫]))+"
_MARK = r"%|‰|成|折|倍|番|个?百分点"
_HAN = r"[〇○零一二两三四五六七八九十百千万亿]+(?:点[〇零一二三四五六七八九]+)?"
_ONE = re.compile(
    rf"第?(?P<minus>[-−负])?\+?(?:(?P<whole>{_HAN}|\d+)分之)?(?P<n>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|{_HAN})"
    rf"(?P<scale>(?:{SCALES}|[余多](?=[万亿%]|$))*)[余多]?(?P<mark>{_MARK})?"
)
_WORDS = {
    "一半": Fraction(1, 2),
    "半数": Fraction(1, 2),
    "过半": Fraction(1, 2),
    "首位": Fraction(1),
    "榜首": Fraction(1),
}


class Number(NamedTuple):
    """An exact number and the sign behind it that says what it counts (``%``, ``成``, ``倍``, ``分之`` …)."""

    value: Fraction
    mark: str


def squeeze(chars: str) -> str:
    """Return the characters in NFKC without white space."""
    return "".join(unicodedata.normalize("NFKC", chars).split())


def chinese(chars: str) -> Fraction | None:
    """Read a Chinese numeral; two digits side by side (两三, 三五) are no exact number, 二〇二五 is 2025."""
    whole, point, decimals = chars.partition("点")
    if point:
        tail = "".join(str(_DIGIT[c]) for c in decimals)
        head = chinese(whole)
        return None if head is None else head + Fraction(int(tail), 10 ** len(tail))
    if all(c in _DIGIT for c in whole) and (len(whole) >= 4 or len(whole) == 1):
        return Fraction(int("".join(str(_DIGIT[c]) for c in whole)))
    total = section = 0
    digit: int | None = None
    last = 10**9
    for char in whole:
        if char in _DIGIT:
            if digit:
                return None
            digit = _DIGIT[char]
            last = last if digit else 10
        elif (scale := _SCALE[char]) < 10**4:
            section, digit, last = section + (1 if digit is None else digit) * scale, None, scale
        else:
            section += digit or 0
            if scale == 10**8 or (total and not section):  # 三万亿, 六万万
                total = (total + section or 1) * scale
            else:
                total += (section or 1) * scale
            section, digit, last = 0, None, scale
    # 一万二 is 12 000: a last digit without a scale of its own stands one place below the one before it.
    return Fraction(total + section + (digit or 0) * (last // 10 if 10 < last < 10**9 else 1))


def _one(chars: str) -> Number | None:
    if chars in _WORDS:
        return Number(_WORDS[chars], "半")
    if doubled := re.fullmatch(r"翻了?([一二两三四])?番", chars):
        return Number(Fraction(2 ** _DIGIT[doubled[1] or "一"]), "番")
    if part := re.fullmatch(r"([1-9])/([1-9])", chars):
        return Number(Fraction(int(part[1]), int(part[2])), "分之")
    # 二十五亿七千多万: 多 inside a Chinese numeral changes nothing of how it is built.
    chars = re.sub(r"(?<=[二三四五六七八九十百千])[余多](?=[万亿])", "", chars)
    if two := re.fullmatch(r"(\d+)([亿万])(\d)(千万|千)", chars):  # 1亿3千万, 2万5千
        high, low = (Fraction(int(n)) * _product(scale) for n, scale in (two.group(1, 2), two.group(3, 4)))
        return Number(high + low, "") if low < _product(two[2]) else None
    match = _ONE.fullmatch(chars)
    if match is None:
        return None
    number, whole = _plain(match["n"]), _plain(match["whole"] or "一")
    if number is None or not whole:
        return None
    mark = match["mark"] or ""
    if match["whole"]:
        mark = {100: "%", 1000: "‰"}.get(int(whole), "分之")
        number = number if mark in "%‰" else number / whole
    number *= _product(match["scale"] or "")
    return Number(-number if match["minus"] else number, mark)


def _plain(chars: str) -> Fraction | None:
    return Fraction(Decimal(chars.replace(",", ""))) if chars[0].isdecimal() else chinese(chars)


def _product(scale: str) -> int:
    product = 1
    for char in scale:
        product *= _SCALE.get(char, 1)
    return product


def derive(text: str, start: int, end: int, unit: str = "") -> tuple[Number, ...]:
    """Re-derive the number at ``text[start:end]``: one, the two ends of a range, or nothing where it cannot be.

    A scale may stand in the characters, behind them, or (「12、13万人」) only at the head of ``unit``.
    """
    raw, before, after = pages.across(text, start, end), pages.before(text, start, 8), pages.behind(text, end, 8)
    chars, before, after = map(squeeze, (raw, before, after))
    # A line or page may end inside a number; other blanks part the cells of a table.
    if not chars or "，" in raw or re.search(r"\d[^\S\r\n\v\f]+\d", raw):
        return ()
    if chars[0].isdecimal() and (text[start - 1 : start].isdecimal() or re.search(r"\d[.]$", before)):
        return ()
    if chars[-1].isdecimal() and (text[end : end + 1].isdecimal() or re.match(r"\.\d", after)):
        return ()
    tail = re.match(rf"[余多]?({SCALES})?[余多]?({_MARK})?", after)
    assert tail is not None
    if chars[-1] in _DIGIT | _SCALE and after[tail.end() :][:1] in {*_DIGIT, "点"} - {""}:
        return ()
    if (
        (chars[0] in _DIGIT | _SCALE)
        and before[-1:] in {*_DIGIT, *_SCALE}
        and not re.search(r"[统唯之第单同]一$", before)
    ):
        return ()
    parts = re.split(r"[-–—~〜至到]+", chars)
    if len(parts) == 2:  # 「500米到860米」
        parts[0] = parts[0].removesuffix(re.sub(rf"^(?:{SCALES})", "", unit))
    numbers = [_one(part) for part in parts] if len(parts) == 2 and parts[0] else [_one(chars)]
    if any(n is None for n in numbers):
        return ()
    part = re.search(r"([百千])分之$", before)
    tail_mark = {"百": "%", "千": "‰"}[part[1]] if part else tail[2] or ""
    outer = tail[1] or ("" if re.search(SCALES, chars) else (re.match(SCALES, unit) or [""])[0])
    read = [Number(n.value, n.mark or tail_mark) for n in numbers if n is not None]
    scales = [_product((re.search(rf"({SCALES})?[余多]?(?:{_MARK})?$", part) or [""])[1] or "") for part in parts]
    read[-1] = Number(read[-1].value * _product(outer), read[-1].mark)
    if len(read) == 2 and scales[0] == 1:
        # 「3-5万」: the first end shares the scale of the second when it is the smaller figure, 「8000至1万」 not.
        shared = _product(outer) * (scales[1] if parts[1][0].isdecimal() else 1)
        if read[0].value < read[1].value / shared:
            read[0] = Number(read[0].value * shared, read[1].mark)
    return tuple(read)


def fold(number: Number, unit: str | None) -> Fraction:
    """Express a number in the unit of its column: 七成 is 70 %, 八折 80 %, 一半 and 四分之三 50 and 75 %."""
    if unit == "%":
        return number.value * {"成": 10, "折": 10, "分之": 100, "半": 100}.get(number.mark, 1)
    return number.value


def same(stated: Fraction | None, column: Decimal | None) -> bool:
    """Whether a column holds a number exactly; one without a finite decimal (三分之二) to at least four places."""
    if stated is None or column is None:
        return stated is None and column is None
    places = -int(column.as_tuple().exponent)
    left = stated.denominator
    for prime in (2, 5):
        while left % prime == 0:
            left //= prime
    exact = Fraction(column) == stated
    return exact or (left != 1 and places >= 4 and abs(Fraction(column) - stated) * 2 <= Fraction(1, 10**places))
