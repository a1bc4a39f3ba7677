"""Measures over the years as SVG, and where places lie: laid out in Python, looked at as XML."""

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
