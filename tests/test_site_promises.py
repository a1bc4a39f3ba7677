"""Promises with what came of them, and what all reports say of one thing over the years, on made-up reports."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tables_made import report, tables

from kg.site.amounts import amount, number, stated
from kg.site.promises import of_place, promises, shown, tally
from kg.site.story import Stories, measured

FIRST = report(
    2019,
    ahead="主要预期目标是：地区生产总值增长8%左右，城镇登记失业率控制在4.5%以内。确保红旗水库建成投用。力争石门大桥开工建设。",
)
SECOND = report(
    2020,
    review="地区生产总值增长7%，城镇登记失业率3.2%。石门大桥开工建设。",
    ahead="地区生产总值增长7%以上。",
)


def test_a_promise_has_the_result_of_the_source_that_judges_it() -> None:
    made = tables(FIRST, SECOND)
    found = {p.what: p for p in promises(made, FIRST.id)}
    assert {what: p.result for what, p in found.items()} == {
        "地区生产总值": "missed",
        "城镇登记失业率": "met",
        "红旗水库": "not-mentioned-again",
        "石门大桥": "met",
    }
    gdp = found["地区生产总值"]
    assert (gdp.year, gdp.aim, gdp.gap) == (2019, "增长8%左右", "-1")
    assert [(e.role, e.report, e.quote) for e in gdp.outcomes] == [("outcome", SECOND.id, "地区生产总值增长7%")]
    assert not found["红旗水库"].outcomes and found["红旗水库"].told is not None
    assert found["红旗水库"].told["searched"] == ["红旗水库"]


def test_promises_of_a_place_begin_with_the_latest_report_and_are_counted_in_the_order_of_results() -> None:
    made = tables(FIRST, SECOND)
    found = of_place(made, "430400")
    assert [p.row["report"] for p in found] == [SECOND.id, *[FIRST.id] * 4]
    assert list(tally(found).items()) == [("met", 2), ("missed", 1), ("not-mentioned-again", 1), ("pending", 1)]


def test_where_no_later_report_is_at_hand_every_promise_is_pending() -> None:
    made = replace(tables(FIRST), assessments=[])  # as a build of one report has none
    assert {p.result for p in promises(made, FIRST.id)} == {"pending"}


def test_a_judgement_goes_before_silence_and_silence_before_what_is_pending() -> None:
    rows = [{"result": name, "source": name} for name in ("pending", "not-mentioned-again", "met", "missed")]
    first = shown(rows)
    assert first is not None and first["result"] == "met"
    silent = shown(rows[:2])
    assert silent is not None and silent["result"] == "not-mentioned-again"
    assert shown([]) is None


def test_a_measure_is_told_over_the_years_with_promise_before_result() -> None:
    made = tables(FIRST, SECOND)
    stories = Stories(made)
    promise = next(p for p in promises(made, FIRST.id) if p.what == "地区生产总值")
    told = [(r["class"], r["year"], r["report"]) for r in stories.of(promise.row)]
    assert told == [
        ("Target", 2019, FIRST.id),
        ("Observation", 2019, SECOND.id),
        ("Target", 2020, SECOND.id),
    ]
    measures = stories.measures("430400")
    assert measures[0].label == "地区生产总值" and measures[0].years == (2019, 2020)


def test_a_project_is_told_stage_by_stage_under_whatever_name_it_bears() -> None:
    later = report(2020, review="石门大桥项目建成通车。", ahead="继续努力。")
    made = tables(FIRST, later)
    promise = next(p for p in promises(made, FIRST.id) if p.what == "石门大桥")
    told = [(r["class"], r["status"]) for r in Stories(made).of(promise.row)]
    assert told == [("PlannedMilestone", "started"), ("RealisedMilestone", "operating")]


def test_what_covers_several_years_is_not_drawn_beside_single_ones() -> None:
    made = tables(FIRST)
    (row,) = [r for r in made.statements.values() if r["indicator_label"] == "地区生产总值"]
    assert measured(row)
    assert measured({**row, "period_start": "2015-01-01"}) is None
    assert measured({**row, "relative_to": "national"}) is None


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("26469000000", "元", "264.7亿元", "26.47 billion yuan"),
        ("8.5", "%", "8.5%", "8.5%"),
        ("65000", "人", "6.5万人", "65,000 people"),
        ("3000", "个", "3,000个", "3,000"),
        ("-2.5", "%", "-2.5%", "-2.5%"),
        ("1830000000000", "元", "1.83万亿元", "1.83 trillion yuan"),
        ("0", "个", "0个", "0"),
    ],
)
def test_amounts_are_told_in_the_steps_of_their_language(value: str, unit: str, zh: str, en: str) -> None:
    assert (amount(Decimal(value), unit, "zh"), amount(Decimal(value), unit, "en")) == (zh, en)


def test_no_digit_that_counts_is_lost_below_ten_thousand() -> None:
    assert number(Decimal("9999.75"), "zh") == "9,999.75"


def test_bounds_and_ranges_are_told_with_their_signs() -> None:
    row = {"unit": "%", "comparator": "le", "value": 4.5, "lower": None, "upper": 4.5}
    assert stated(row, "zh") == "≤ 4.5%"
    assert stated(row | {"comparator": "range", "value": None, "lower": 6, "upper": 6.5}, "en") == "6–6.5%"
    assert stated(row | {"value": None, "lower": None, "upper": None}, "zh") == ""
