"""Numerals: where a text has them, and what they say."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.numerals import numerals, parse, parse_percent, plain

FOUND = [
    ("新增3万人", [("3", "arabic")]),
    ("新增 3 万人", [("3", "arabic")]),
    ("每万人拥有", [("万", "chinese")]),
    ("增长5 . 5%", [("5 . 5", "arabic")]),
    ("增长5．5%", [("5．5", "arabic")]),
    ("达１２３项", [("１２３", "arabic")]),
    ("“十三五”时期", [("十三五", "chinese")]),
    ("二○二四年", [("二", "chinese"), ("二四", "chinese")]),
    ("二〇二四年", [("二〇二四", "chinese")]),
    ("10余万户", [("10", "arabic"), ("万", "chinese")]),
    ("12 34", [("12", "arabic"), ("34", "arabic")]),
    ("1,234元", [("1", "arabic"), ("234", "arabic")]),
    ("一3二", [("一", "chinese"), ("3", "arabic")]),
    ("没有数字", []),
    ("", []),
]

SAID = [
    ("8.5", "8.5"),
    ("264.69亿", "26469000000"),
    ("17.1 万", "171000"),
    ("5 . 5", "5.5"),
    ("5．5", "5.5"),
    ("１２３", "123"),
    ("1,234", "1234"),
    ("1,234.50", "1234.5"),
    ("1.2万亿", "1200000000000"),
    ("3百万", "3000000"),
    ("3亿5000万", "350000000"),
    ("007", "7"),
    ("三千五百", "3500"),
    ("一百零八", "108"),
    ("一百一十", "110"),
    ("两万", "20000"),
    ("两万三千", "23000"),
    ("十二", "12"),
    ("十", "10"),
    ("三十", "30"),
    ("千亿", "100000000000"),
    ("万亿", "1000000000000"),
    ("一万零五", "10005"),
    ("一亿零五百万", "105000000"),
    ("二〇二四", "2024"),
    ("二○二四", "2024"),
    ("一九四九", "1949"),
    ("零", "0"),
    ("三点六万", "36000"),
    ("八点零五", "8.05"),
]

UNREADABLE = ["", "abc", "七八", "三千五", "两万五", "1.8万余", "12,34", "1.2.3", "3万5亿", "3万4万", "12 34", "零点", "点五", "百百", "数十", "-3", "½", "²"]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_numerals_are_found_as_the_ledger_defines_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(n.text, n.kind) for n in numerals(text)] == expected


@given(st.text(alphabet="0123９.． \n一二十百万亿〇○人%，", max_size=40))
def test_every_numeral_stands_where_it_says_and_none_overlap(text: str) -> None:
    found = list(numerals(text))
    assert all(n.span.of(text) == n.text for n in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(st.text(alphabet="0123９.． \n一二十百万亿〇○人%，", max_size=40))
def test_no_arabic_digit_is_lost(text: str) -> None:
    digits = [i for i, char in enumerate(text) if char.isdigit() and char not in "〇○"]
    covered = {i for n in numerals(text) for i in range(*n.span)}
    assert covered.issuperset(digits)


@pytest.mark.parametrize(("characters", "expected"), SAID)
def test_a_numeral_is_read_exactly(characters: str, expected: str) -> None:
    assert plain(parse(characters)) == expected


@pytest.mark.parametrize("characters", UNREADABLE)
def test_what_is_no_number_or_could_be_two_is_refused(characters: str) -> None:
    with pytest.raises(ValueError, match="number"):
        parse(characters)


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        ("百分之八点五", "8.5"),
        ("百分之百", "100"),
        ("8.50％", "8.5"),
        ("千分之三", "0.3"),
        ("万分之一", "0.01"),
        ("3‰", "0.3"),
    ],
)
def test_a_share_is_read_as_per_cent(characters: str, expected: str) -> None:
    assert plain(parse_percent(characters)) == expected


@pytest.mark.parametrize("characters", ["8.5", "百分之", "%", "三分之一"])
def test_what_is_no_share_is_refused(characters: str) -> None:
    with pytest.raises(ValueError, match="number"):
        parse_percent(characters)


_DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """Write a number below 10**12 as it is spoken, with 零 for the places that are skipped."""
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            high, rest = divmod(number, scale)
            gap = "零" if 0 < rest < scale // 10 else ""
            return in_chinese(high) + name + gap + (in_chinese(rest) if rest else "")
    return _DIGITS[number]


@given(st.integers(0, 10**12 - 1))
def test_a_spoken_number_reads_back(number: int) -> None:
    assert parse(in_chinese(number)) == number


@given(st.decimals(0, 10**9, places=3), st.sampled_from(["", "万", "亿", "万亿"]))
def test_a_written_number_reads_back_with_its_scale(number: Decimal, scale: str) -> None:
    times = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    assert parse(f"{plain(number)}{scale}") == number * times


@given(st.integers(0, 10**15))
def test_thousands_separators_and_width_change_nothing(number: int) -> None:
    wide = f"{number:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert parse(f"{number:,}") == parse(wide) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_there_is_one_lexical_form_for_each_number(number: Decimal) -> None:
    form = plain(number)
    assert Decimal(form) == number
    assert form == plain(number * Decimal("1.000"))
    assert "E" not in form and form != "-0" and not ("." in form and form[-1] in "0.")


def test_what_is_not_finite_has_no_form() -> None:
    with pytest.raises(ValueError, match="finite"):
        plain(Decimal("NaN"))
