"""The verifier reads numbers, signs, comparators and years again from their characters."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.verify.claim import Claim, findings
from kg.verify.numbers import chinese, derive, fold, same
from kg.verify.words import comparators, statuses, strengths, unit_fits, years

COLUMNS = ["indicator", "indicator_label", "unit", "unit_iri", "comparator", "strength", "status", "value", "lower"]
COLUMNS += ["upper", "margin", "year", "value_type", "value_start", "value_end"]


@pytest.mark.parametrize(
    ("text", "chars", "unit", "values"),
    [
        ("增长5 . 5%", "5 . 5", "%", ["5.5"]),
        ("共１，２３４元", "１，２３４", "元", []),
        ("共1,234.5元", "1,234.5", "元", ["1234.5"]),
        ("收入264.69亿元", "264.69", "亿元", ["26469000000"]),
        ("超过3.2万亿元", "3.2", "万亿元", ["3200000000000"]),
        ("1200 余件", "1200", "件", ["1200"]),
        ("新增4万多亿元", "4万多亿", "元", ["4000000000000"]),
        ("300多万元", "300", "万元", ["3000000"]),
        ("1.8万余人", "1.8万", "人", ["18000"]),
        ("装机500千瓦", "500", "千瓦", ["500"]),
        ("装机50万千瓦", "50", "万千瓦", ["500000"]),
        ("提高6个百分点", "6", "个百分点", ["6"]),
        ("建设3-5万套", "3-5", "万套", ["30000", "50000"]),
        ("6%-6.5%", "6%-6.5%", "%", ["6", "6.5"]),
        ("3—5家", "3—5", "家", ["3", "5"]),
        ("8000至1万户", "8000至1万", "户", ["8000", "10000"]),
        ("三到五个", "三到五", "个", ["3", "5"]),
        ("海拔500米到860米", "500米到860", "米", ["500", "860"]),
        ("12万元至15万元", "12万元至15", "万元", ["120000", "150000"]),
        ("六万万人", "六万万", "人", ["600000000"]),
        ("三万亿元", "三万亿", "元", ["3000000000000"]),
        ("三千五百户", "三千五百", "户", ["3500"]),
        ("一亿二千万人", "一亿二千万", "人", ["120000000"]),
        ("一万二", "一万二", "", ["12000"]),
        ("两百零五个", "两百零五", "个", ["205"]),
        ("百分之八点五", "百分之八点五", "%", ["8.5"]),
        ("百分之八点五", "八点五", "%", ["8.5"]),
        ("达到七成", "七成", "%", ["70"]),
        ("达到一半", "一半", "%", ["50"]),
        ("四分之三", "四分之三", "%", ["75"]),
        ("翻一番", "翻一番", "倍", ["2"]),
        ("1/4", "1/4", "%", ["25"]),
        ("翻了一番", "翻了一番", "倍", ["2"]),
        ("二十五亿七千多万斤", "二十五亿七千多万", "斤", ["2570000000"]),
        ("翻两番", "翻两番", "倍", ["4"]),
        ("12、13万人", "12", "万人", ["120000"]),
        ("两三百人", "两三百", "人", []),
        ("几百人", "几百", "人", []),
        ("128.5元", "8.5", "元", []),
        ("128.5元", "128", "元", []),
        ("三千五百户", "五百", "户", []),
        ("三千五百户", "三千", "户", []),
        ("12 34", "12 34", "", []),
        ("增长-2.5%", "-2.5", "%", ["-2.5"]),
    ],
)
def test_numbers_are_read_again_from_their_characters(text: str, chars: str, unit: str, values: list[str]) -> None:
    start = text.index(chars)
    column = unit.lstrip("万亿") if unit != "%" else "%"
    found = derive(text, start, start + len(chars), unit)
    assert [fold(n, column) for n in found] == [Fraction(v) for v in values]


def claim(text: str, number: str, **filled: Any) -> set[str]:
    """Return the slots that do not follow from a text with one number, all of it the quote."""
    start = text.index(number)
    made: dict[str, Any] = dict.fromkeys(COLUMNS) | {
        "class": "Observation",
        "quote": text,
        "start": 0,
        "end": len(text),
    }
    made |= {
        "as_stated": number,
        "value_start": start,
        "value_end": start + len(number),
        "comparator": "eq",
        "slots": {},
    }
    return {slot for slot, _, _ in findings(Claim(made | filled, text, 2019, 2018, frozenset()))}


@pytest.mark.parametrize(
    ("text", "number", "filled"),
    [
        ("为市场主体减负15亿元", "15", {"value": 1500000000, "value_type": "level"}),
        ("能耗下降3个百分点", "3", {"value": -3, "value_type": "change"}),
        ("能耗降幅收窄3个百分点", "3", {"value": -3, "value_type": "change"}),
        ("失业率下降到3%", "3", {"value": 3, "value_type": "level"}),
        ("增速回落至3%", "3", {"value": 3, "value_type": "growth"}),
        ("能耗下降约3%", "3", {"value": -3, "value_type": "growth", "comparator": "approx"}),
        ("税收下降后增长3%", "3", {"value": 3, "value_type": "growth"}),
        ("能耗下降不超过3%", "3", {"value": -3, "lower": -3, "value_type": "growth", "comparator": "ge"}),
        ("整改问题1500 余件", "1500", {"value": 1500, "lower": 1500, "comparator": "gt"}),
        ("总投资亿元以上项目12个", "12", {"value": 12}),
        ("产值增长1.2倍以上", "1.2", {"value": "1.2", "lower": "1.2", "comparator": "ge"}),
    ],
)
def test_sign_and_comparator_follow_from_the_words_around_a_number(
    text: str, number: str, filled: dict[str, Any]
) -> None:
    filled |= {"unit": "%"} if "%" in text else {}
    found = claim(text, number, **filled, slots={"unit": [len(text) - 1, len(text)]} if "%" in text else {})
    assert found - {"unit"} == set()
    assert "value" in claim(text, number, **filled | {"value": -Decimal(filled["value"])})
    other = "lt" if filled.get("comparator") == "approx" else "approx"
    assert "comparator" in claim(text, number, **filled | {"comparator": other})


def test_a_margin_below_its_reference_is_negative() -> None:
    text = "失业率低于全省1.5个百分点"
    filled = {"comparator": "exceeds", "unit": "百分点", "value_type": "change"}
    slots = {"comparator": [3, 5], "unit": [text.index("个百分点"), len(text)]}
    assert claim(text, "1.5", margin="-1.5", slots=slots, **filled) == set()
    assert claim(text, "1.5", margin="1.5", slots=slots, **filled) == {"margin"}


def test_a_third_is_taken_to_four_places_and_no_fewer() -> None:
    third = fold(derive("三分之二", 0, 4)[0], None)
    assert same(third, Decimal("0.6667"))
    assert not same(third, Decimal("0.667"))
    assert not same(third, Decimal("0.6666"))


DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """Say a whole number below 10^12, as people do (一十二 for 12, so that no rule of ours is shared)."""
    if number < 10:
        return DIGITS[number]
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            head, rest = divmod(number, scale)
            gap = "零" if rest and rest < scale // 10 else ""
            return spoken(head) + name + (gap + spoken(rest) if rest else "")
    raise AssertionError(number)


@given(st.integers(0, 10**12 - 1))
def test_every_spoken_whole_number_is_read_back(number: int) -> None:
    assert chinese(spoken(number)) == number


@given(st.decimals(0, 10**6, places=3), st.sampled_from(["", "万", "亿", "万亿"]), st.booleans(), st.booleans())
def test_every_written_decimal_is_read_back_exactly(number: Decimal, scale: str, wide: bool, loose: bool) -> None:
    chars = f"{number:f}"
    if wide:
        chars = chars.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if loose:
        chars = chars.replace(".", " . ")
    factor = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    text = f"共计{chars}{scale}元，"
    wanted = (Fraction(number) * factor,)
    assert tuple(n.value for n in derive(text, 2, 2 + len(chars), f"{scale}元")) == wanted
    assert tuple(n.value for n in derive(text, 2, 2 + len(chars) + len(scale), "元")) == wanted


@given(st.integers(1, 10**6), st.integers(0, 999))
def test_every_spoken_percentage_is_read_back_exactly(whole: int, thousandths: int) -> None:
    chars = f"百分之{spoken(whole)}点{''.join(DIGITS[int(d)] for d in f'{thousandths:03}')}"
    found = derive(chars, 0, len(chars))
    assert [(n.value, n.mark) for n in found] == [(whole + Fraction(thousandths, 1000), "%")]


def test_words_mean_what_the_tables_say() -> None:
    assert comparators("不超过") == {"le"}
    assert comparators("超过") == {"gt"}
    assert comparators("不低于") == {"ge"}
    assert comparators("低于") == {"lt"}
    assert comparators("达到") == frozenset()
    assert strengths("主要预期目标是") == {"expected"}
    assert statuses("建成投产") == {"operating"}
    assert statuses("即将封顶") == {"under-way", "main-works-done"}
    assert statuses("基本建成") == {"completed", "main-works-done"}
    assert statuses("投入试运营") == {"operating", "partly-operating"}
    assert statuses("试开通") == {"partly-operating"}
    assert statuses("通过行业评审") == {"preliminary"}
    assert statuses("贯通") == {"completed", "main-works-done"}
    for words in ("打造", "服务保障", "除险加固", "恢复重建", "建设顺利"):
        assert statuses(words) == {"under-way"}
    assert unit_fits("人", "万名", "")
    assert unit_fits("件/万人", "件", "每万人口发明专利12件")
    assert not unit_fits("元/月", "元", "每人每年12元")


def test_main_works_behind_a_project_are_not_the_whole_of_it() -> None:
    assert statuses("完成", "。", "甲楼") == {"completed"}
    assert statuses("完成", "主体工程。", "甲楼主体工程") == {"main-works-done"}
    assert statuses("完成", "、乙楼主体工程。", "甲楼、乙楼主体工程") == {"completed", "main-works-done"}
    assert statuses("启动", "主体工程。", "甲楼主体工程") == {"started"}


def test_years_are_digits_or_words_about_the_report() -> None:
    assert years("二〇二五年", 2019, 2018, ahead=True) == {2025}
    assert years("２０２５年", 2019, 2018, ahead=True) == {2025}
    assert years("去年", 2019, 2018, ahead=False) == {2018}
    assert years("今年", 2019, 2018, ahead=True) == {2019}
    assert years("“十四五”末", 2022, 2021, ahead=True) == {2025}
    assert years("高质量", 2019, 2018, ahead=True) == frozenset()
