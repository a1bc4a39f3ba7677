"""Measures over the years as SVG, and where places lie: laid out in Python, looked at as XML."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from browser import HOSTILE
from tables_made import report, tables

from kg.places import descendants
from kg.site.charts import HIGH, WIDE, chart, svg
from kg.site.geography import ground, point
from kg.site.story import Stories

MADE = tables(
    report(2019, ahead="主要预期目标是：地区生产总值增长6%-6.5%。确保进出口总额增长8%以上，力争旅游总收入增长15%。"),
    report(2020, review="地区生产总值增长7%，进出口总额增长9%，旅游总收入增长12%。", ahead="地区生产总值增长7%以上。"),
)
ROWS = {m.label: m.rows for m in Stories(MADE).measures("430400")}
LINKS = {name: f"docket/{name}.html" for name in MADE.statements}


def drawn(label: str, title: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(svg(ROWS[label], "zh", title, LINKS))


def test_what_was_promised_is_hollow_what_was_reached_is_filled_and_each_leads_to_its_page() -> None:
    links = drawn("地区生产总值").findall("a")
    assert [(a.get("class"), a.get("href")) for a in links] == [
        ("ahead" if r["class"] == "Target" else "done", LINKS[r["id"]]) for r in ROWS["地区生产总值"]
    ]
    assert [a.findtext("title") for a in links] == [
        "2019 承诺 6–6.5% · 增长6%-6.5%",
        "2019 成效 7% · 增长7%",
        "2020 承诺 ≥ 7% · 增长7%以上",
    ]


def test_bounds_are_arrows_ranges_have_ends_and_a_firm_promise_a_heavier_line() -> None:
    (share, *_) = [m for m in chart_of("地区生产总值") if m.row["comparator"] == "range"]
    assert share.span is not None and share.span[0] < share.y < share.span[1] and share.arrow == ""
    (trade,) = [m for m in chart_of("进出口总额") if m.ahead]
    (tourism,) = [m for m in chart_of("旅游总收入") if m.ahead]
    assert trade.arrow == "up" and trade.weight > tourism.weight and tourism.dashed and not trade.dashed


def chart_of(label: str) -> tuple[object, ...]:
    laid = chart(ROWS[label], "zh")
    assert laid is not None
    return laid.marks


def test_nothing_is_drawn_beyond_the_picture_and_no_words_over_each_other() -> None:
    for rows in ROWS.values():
        laid = chart(rows, "en")
        assert laid is not None
        assert all(0 < m.x < WIDE and 0 < m.y < HIGH for m in laid.marks)
        spots = [m.label[:2] for m in laid.marks if m.label]
        assert len(spots) == len(set(spots))


def test_what_has_no_number_of_its_own_is_not_drawn() -> None:
    row = {**ROWS["地区生产总值"][0], "comparator": "tracks", "value": None, "lower": None, "upper": None}
    assert chart([row], "zh") is None and svg([row], "zh", "", LINKS) == ""


def test_a_promise_is_told_from_a_result_by_its_shape_and_neither_hides_the_other() -> None:
    for a in drawn("地区生产总值").findall("a"):
        shape = a.find("*[@class='mark']") if a.get("class") == "done" else a.find("path[@class='mark']")
        assert shape is not None and shape.tag == ("circle" if a.get("class") == "done" else "path")
    trade = report(2019, ahead="进出口总额增长8%。"), report(2020, review="进出口总额增长8%。")
    (measure,) = Stories(tables(*trade)).measures("430400")
    laid = chart(measure.rows, "zh")
    assert laid is not None and [m.ahead for m in laid.marks] == [True, False]
    assert laid.marks[1].x - laid.marks[0].x >= 12


def test_words_keep_clear_of_marks_of_ranges_and_of_one_another() -> None:
    for rows in ROWS.values():
        laid = chart(rows, "zh")
        assert laid is not None
        for m in laid.marks:
            if m.label and m.span:
                assert not m.span[0] < m.label[1] - 5 < m.span[1]


FIVE_YEARS = (
    "过去五年，城镇新增就业66万人，进出口总额增长70%，财政收入增加到90亿元，居民收入年均增长7.4%。\n"
    "刚刚过去的2019年，城镇新增就业13万人。三季度地区生产总值增长4.6%。"
)


def test_numbers_of_five_years_or_of_a_quarter_stand_apart_from_those_of_a_year() -> None:
    five = replace(report(2020, review=FIVE_YEARS, ahead="城镇新增就业12万人。"), review=(2015, 2019))
    known = Stories(tables(five))
    yearly = [row["quote"] for m in known.measures("430400") for row in m.rows]
    apart = [row["quote"] for row in known.longer("430400")]
    assert any("13万" in words for words in yearly) and any("12万" in words for words in yearly)
    assert any("66万" in words for words in apart) and any("70%" in words for words in apart)
    assert any("年均" in words for words in apart) and any("4.6%" in words for words in apart)
    assert any("90亿" in words for words in yearly), "a level that is reached is of the last year"
    assert not set(yearly) & set(apart)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_chart_shows_hostile_words_as_words(words: str) -> None:
    root = drawn("地区生产总值", words)
    assert {e.tag for e in root.iter()} <= {"svg", "path", "text", "a", "title", "circle"}
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]


def test_places_of_one_city_stand_on_the_ground_of_that_city() -> None:
    own = ground(["430400", *(d.code for d in descendants("430400"))])
    assert own.focus == "430400" and len(own.outline) > 2
    assert all(0 < dot.x < 760 and 0 < dot.y < 600 for dot in own.dots)
    assert own.at("430408") in own.dots


def test_places_of_two_provinces_stand_on_that_of_the_nation_without_an_outline() -> None:
    whole = ground(["430400", "310000"])
    assert whole.focus == "cn" and not whole.outline and len(whole.dots) > 350
    beijing, shanghai, urumqi = (whole.at(code) for code in ("110000", "310000", "650100"))
    assert beijing and shanghai and urumqi
    assert beijing.y < shanghai.y and urumqi.x < beijing.x < shanghai.x
    assert whole.at("cn") is None and point("no-code") is None
