"""Commitments held against later reports: the published rules, one by one, and the proof of an absence."""

import csv
from dataclasses import replace
from decimal import Decimal

import pytest

from kg import resources
from kg.assess import RULES, Assessment, Held, assess
from kg.assess.judging import RESULTS, Number, judge, tolerances
from kg.assess.likeness import Sentences
from kg.assess.milestones import plain_name
from kg.model import Report
from kg.reviewed import review
from kg.text import passages

PROMISES = "各位代表：我向大会作政府工作报告。\n一、2018年工作回顾\n{review}\n二、2019年工作安排\n{plan}\n"
RESULTS_OF = "各位代表：我向大会作政府工作报告。\n一、2019年工作回顾\n{review}\n二、2020年工作安排\n{plan}\n"
PLAN, LATER = 2019, 2020


def report(text: str, plan: int, place: str = "430400", **more: object) -> Report:
    made = Report(
        id=f"{place}-{plan}", text=text, sha256=f"{plan:064}", place=place, plan=plan, review=(plan - 1, plan - 1)
    )
    return replace(made, **more)  # type: ignore[arg-type]


def held(r: Report) -> Held:
    reviewed = review(r)
    return Held(r, reviewed.published, reviewed.passages)


def came_of(
    plan: str, review: str, before: str = "各项事业平稳。", again: str = "继续努力。", **more: object
) -> list[Assessment]:
    """Hold what one report plans against what the next one says."""
    first = report(PROMISES.format(review=before, plan=plan), PLAN)
    later = report(RESULTS_OF.format(review=review, plan=again), LATER, **more)
    found = assess([held(later), held(first)])
    return [a for a in found if a.report == first.id]


def only(found: list[Assessment]) -> Assessment:
    (one,) = found
    return one


QUANTITIES = [
    # promised, reported → result, rule, outcome minus target
    ("地区生产总值增长8%左右。", "地区生产总值增长8.3%。", "met", "stated-outcome", "0.3"),
    ("地区生产总值增长8%左右。", "地区生产总值增长8.8%。", "exceeded", "stated-outcome", "0.8"),
    ("地区生产总值增长8%左右。", "地区生产总值增长7%。", "missed", "stated-outcome", "-1"),
    ("地区生产总值增长8%。", "地区生产总值增长7.9%。", "missed", "stated-outcome", "-0.1"),
    ("地区生产总值增长8%以上。", "地区生产总值增长8%。", "met", "stated-outcome", "0"),
    ("地区生产总值突破3000亿元。", "地区生产总值达3000亿元。", "missed", "stated-outcome", "0"),
    ("城镇登记失业率控制在4.5%以内。", "城镇登记失业率3.2%。", "met", "stated-outcome", "-1.3"),
    ("城镇登记失业率控制在4.5%以内。", "城镇登记失业率4.8%。", "missed", "stated-outcome", "0.3"),
    ("单位GDP能耗下降3%以上。", "单位GDP能耗下降3.4%。", "met", "stated-outcome", "-0.4"),
    ("地区生产总值增长6%-6.5%。", "地区生产总值增长6.2%。", "met", "stated-outcome", "0"),
    ("居民消费价格涨幅3%左右。", "居民消费价格涨幅1.9%。", "not-comparable", "stated-outcome", "-1.1"),
    ("城镇新增就业5万人。", "城镇新增就业5万多人。", "met", "stated-outcome", "0"),
    ("社会消费品零售总额增长10%。", "社会消费品零售总额达1000亿元。", "not-comparable", "other-measure", None),
    ("社会消费品零售总额增长10%。", "社会消费品零售总额稳步增长。", "not-comparable", "named-without-a-number", None),
    ("引进外资增长10%。", "各项事业取得新成绩。", "not-mentioned-again", "no-mention", None),
    ("城镇居民人均可支配收入增长与经济增长同步。", "城镇居民人均可支配收入增长8%，地区生产总值增长7.8%。", "met", "reference-known", "0.2"),
    ("城镇居民人均可支配收入增长与经济增长同步。", "城镇居民人均可支配收入增长6%，地区生产总值增长7.8%。", "missed", "reference-known", "-1.8"),
    ("完成省下达的节能任务。", "节能任务完成。", "not-comparable", "as-assigned", None),
    # Of work that no catalogue knows more is wished, and the verb may be another.
    ("新建口袋公园20座。", "新增口袋公园26座。", "exceeded", "stated-outcome", "6"),
    ("建设数字车间20个。", "建成数字车间17个。", "missed", "stated-outcome", "-3"),
    ("新开工数字车间20个。", "建成数字车间26个。", "not-comparable", "named-without-a-number", None),
    # A total over the years is no year's work.
    ("新建数字车间20个。", "累计建成数字车间160个。", "not-comparable", "named-without-a-number", None),
    # Most of a name in one sentence is no silence.
    ("启动120个旧楼院改造提升。", "推进城镇旧楼院改造。", "not-comparable", "named-without-a-number", None),
    ("减少乡村困难人口任务2万人。", "乡村困难人口安置扎实推进。", "not-comparable", "named-without-a-number", None),
    ("新增学生托位2000个。", "各项事业取得新成绩。", "not-mentioned-again", "no-mention", None),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "review", "result", "rule", "gap"), QUANTITIES)
def test_a_target_is_held_against_the_next_report(
    plan: str, review: str, result: str, rule: str, gap: str | None
) -> None:
    found = came_of(plan, review)[0]
    assert (found.result, found.rule) == (result, rule)
    assert found.gap == (None if gap is None else Decimal(gap))


def test_the_tolerance_is_shown_with_what_it_decides() -> None:
    found = only(came_of("地区生产总值增长8%左右。", "地区生产总值增长8.3%。"))
    assert (found.tolerance, found.at_zero, found.at_twice) == (Decimal("0.5"), "exceeded", "met")


def test_growth_is_derived_from_two_levels_and_says_so() -> None:
    before, after = "一般公共预算收入264.69亿元。", "一般公共预算收入270.06亿元。"
    found = only(came_of("一般公共预算收入增长7.5%左右。", after, before))
    assert (found.result, found.rule, found.value) == ("missed", "derived-growth", Decimal("2.03"))
    assert len(found.based_on) == 2
    # Growth of gross product is stated at constant prices: two levels do not give it.
    product = only(came_of("地区生产总值增长8%。", "地区生产总值3200亿元。", "地区生产总值3000亿元。"))
    assert (product.result, product.rule) == ("not-comparable", "current-prices") and "+6.67" in product.note


def test_silence_proves_nothing_in_a_part_of_a_report() -> None:
    found = only(came_of("引进外资增长10%。", "各项事业取得新成绩。", whole=False))
    assert (found.result, found.rule) == ("pending", "part-of-a-report")


def test_a_report_on_a_whole_term_proves_no_absence_for_its_earlier_years() -> None:
    first = report(PROMISES.format(review="平稳。", plan="引进产业工人500人。开工建设衡阳东站。"), PLAN)
    term = report(RESULTS_OF.format(review="社会大局和谐。", plan="继续努力。"), PLAN + 3, review=(PLAN - 2, PLAN + 2))
    found = [a for a in assess([held(first), held(term)]) if a.report == first.id]
    assert [(a.result, a.rule) for a in found] == [("pending", "term-report")] * 2
    yearly = report(RESULTS_OF.format(review="社会大局和谐。", plan="继续努力。"), LATER)
    found = [a for a in assess([held(first), held(yearly), held(term)]) if a.report == first.id]
    assert [(a.result, a.source) for a in found] == [("not-mentioned-again", yearly.id)] * 2


def test_an_absence_carries_what_was_searched_and_the_nearest_sentences() -> None:
    review = "产业基础更加稳固。粮食生产保持稳定。社会大局和谐。"
    found = only(came_of("引进产业工人500人。", review))
    assert found.result == "not-mentioned-again" and "引进产业工人" in found.searched
    scores = [near.score for near in found.nearest]
    assert 1 <= len(scores) <= 5 and scores == sorted(scores, reverse=True) and scores[0] > 0
    text = RESULTS_OF.format(review=review, plan="继续努力。")
    assert found.nearest[0].span.of(text) == "产业基础更加稳固。"


def test_a_name_in_part_says_where_and_how_much_of_it() -> None:
    found = only(came_of("启动120个旧楼院改造提升。", "推进城镇旧楼院改造。"))
    share, _, where = found.note.partition(" of the name in ")
    start, end = map(int, where.split("-"))
    assert Decimal("0.5") <= Decimal(share) < 1
    assert RESULTS_OF.format(review="推进城镇旧楼院改造。", plan="继续努力。")[start:end] == "推进城镇旧楼院改造。"


def test_what_is_reached_already_is_no_promise() -> None:
    assert came_of("目前教育支出已经超过200亿元。", "各项事业平稳。") == []


def test_another_target_for_the_same_is_no_failure() -> None:
    plan = "到2025年，地区生产总值达到5000亿元。"
    found = came_of(plan, "各项事业平稳。", again="到2025年，地区生产总值达到4500亿元。")
    assert [(a.result, a.rule) for a in found] == [("target-changed", "restated-target")] and found[0].other
    same = came_of(plan, "各项事业平稳。", again=plan)
    assert [(a.result, a.rule) for a in same] == [("pending", "no-later-source")]


def test_two_values_in_one_report_are_a_conflict_and_a_later_one_a_revision() -> None:
    two = came_of("地区生产总值增长8%以上。", "地区生产总值增长9%。会上说，地区生产总值增长7%。")
    assert two[0].rule == "conflicting-outcomes"
    texts = (
        report(PROMISES.format(review="平稳。", plan="地区生产总值增长8%以上。"), 2019),
        report(RESULTS_OF.format(review="地区生产总值预计增长8.5%。", plan="继续努力。"), 2020),
        report(
            "各位代表：\n一、2020年工作回顾\n2019年，地区生产总值增长8.2%。\n二、2021年工作安排\n继续努力。\n", 2021
        ),
    )
    found = [a for a in assess(held(r) for r in texts) if a.report == "430400-2019"]
    assert [(a.source, a.value, a.note) for a in found] == [
        ("430400-2020", Decimal("8.5"), ""),
        ("430400-2021", Decimal("8.2"), "revises 8.5 of 430400-2020"),
    ]


def test_numbers_of_a_term_are_not_those_of_its_last_year() -> None:
    term = report(
        RESULTS_OF.format(review="五年来，成绩显著。城镇新增就业30万人。", plan="继续努力。"),
        LATER,
        review=(2015, 2019),
    )
    first = report(PROMISES.format(review="平稳。", plan="城镇新增就业5万人。"), PLAN)
    found = [a for a in assess([held(first), held(term)]) if a.report == first.id]
    assert [(a.result, a.rule) for a in found] == [("not-comparable", "whole-term")]


def test_the_last_year_of_a_term_may_have_its_own_paragraph() -> None:
    first = report(PROMISES.format(review="平稳。", plan="地区生产总值增长6%以上，城镇居民收入与经济增长同步。"), PLAN)
    term = report(
        RESULTS_OF.format(
            review="五年来，成绩显著。地区生产总值年均增长7.5%，城镇居民收入年均增长9%。\n"
            "刚刚过去的2019年，地区生产总值增长6.2%，城镇居民收入增长6.1%。",
            plan="继续努力。",
        ),
        LATER,
        review=(2015, 2019),
    )
    found = [a for a in assess([held(first), held(term)]) if a.report == first.id]
    average = replace(term, text=term.text.replace("，城镇居民收入增长6.1%", ""))
    (alone,) = [a for a in assess([held(first), held(average)]) if a.report == first.id and a.value is None]
    assert (alone.result, alone.rule) == ("not-comparable", "named-without-a-number")
    assert [(a.result, a.rule, a.value) for a in found] == [
        ("met", "stated-outcome", Decimal("6.2")),
        ("met", "reference-known", Decimal("6.1")),
    ]


SEVERAL_YEARS = [
    ("今后一个时期，改造旧楼院300个。", "whole-term"),
    ("建设粮仓7座，使“十四五”末总量达到60座，改造旧楼院300个。", "no-later-source"),
    ("今年要启动一批“十四五”规划重大项目。改造旧楼院300个。", "no-later-source"),
]


@pytest.mark.parametrize(("plan", "rule"), SEVERAL_YEARS)
def test_a_number_is_for_several_years_only_where_they_govern_it(plan: str, rule: str) -> None:
    found = assess([held(report(PROMISES.format(review="平稳。", plan=plan), PLAN))])
    assert found[-1].rule == rule


def test_a_heading_of_the_review_says_nothing_of_the_plan() -> None:
    first = report(
        "各位代表：我向大会作政府工作报告。\n一、2018年工作回顾\n五年来的主要工作：\n平稳。\n"
        "对今年工作的建议\n　　改造旧楼院300个。\n",
        PLAN,
    )
    assert {a.rule for a in assess([held(first)])} <= {"no-later-source"}


MILESTONES = [
    ("建成衡阳东站。", "衡阳东站建成投用。", "met", "stage-reached"),
    ("建成衡阳东站。", "衡阳东站开工建设。", "partly-met", "earlier-stage"),
    ("建成衡阳东站。", "衡阳东站停工缓建。", "missed", "stopped"),
    ("加快建设来雁新城会展中心。", "来雁新城会展中心开工建设。", "met", "stage-reached"),
    ("建成衡阳来雁会展中心。", "来雁会展中心建成投用。", "met", "stage-reached"),
    ("加快建设城北机场2号航站楼。", "城北国际机场2号航站楼受到好评。", "not-comparable", "named-without-a-stage"),
    ("建成衡阳东站。", "各项事业平稳。", "not-mentioned-again", "no-mention"),
    ("建成衡阳东站。", "衡阳东站受到好评。", "not-comparable", "named-without-a-stage"),
]


@pytest.mark.parametrize(("plan", "review", "result", "rule"), MILESTONES)
def test_a_planned_stage_is_held_against_the_stage_reached(plan: str, review: str, result: str, rule: str) -> None:
    found = only(came_of(plan, review))
    assert (found.result, found.rule) == (result, rule)


def test_a_project_keeps_its_name_where_reports_add_to_it() -> None:
    assert plain_name("“云谷”数据中心（一期）建设项目") == "云谷数据中心"
    found = only(came_of("建成云谷数据中心项目。", "云谷数据中心建成投用。"))
    assert found.result == "met"


def test_nothing_later_leaves_a_commitment_pending_and_the_order_of_reports_is_nothing() -> None:
    first = held(report(PROMISES.format(review="平稳。", plan="地区生产总值增长8%。"), PLAN))
    assert [(a.result, a.id.endswith(".pending")) for a in assess([first])] == [("pending", True)]
    other = held(report(RESULTS_OF.format(review="地区生产总值增长9%。", plan="继续。"), LATER))
    elsewhere = held(report(RESULTS_OF.format(review="地区生产总值增长1%。", plan="继续。"), LATER, place="430300"))
    assert assess([first, other, elsewhere]) == assess([elsewhere, other, first])
    assert {a.source for a in assess([first, other, elsewhere])} == {"430400-2020"}


def test_every_rule_and_result_has_a_label_and_tolerances_name_known_types() -> None:
    assert all(zh and en and zh != en for zh, en in RULES.values())
    assert len(set(RESULTS)) == len(RESULTS) == 8
    assert {comparator for comparator, _ in tolerances()} == {"approx"}


@pytest.mark.parametrize("comparator", ["ge", "gt", "le", "lt"])
def test_a_bound_is_met_or_missed_and_never_exceeded(comparator: str) -> None:
    goal = Number(
        comparator,
        Decimal(10),
        Decimal(10) if comparator in ("ge", "gt") else None,
        Decimal(10) if comparator in ("le", "lt") else None,
    )
    for value in (1, 10, 100):
        for direction in ("higher", "lower", "neutral"):
            found = judge(goal, Number("eq", Decimal(value)), direction, Decimal(5))  # type: ignore[arg-type]
            assert found.result in ("met", "missed")
    assert judge(goal, Number("approx", Decimal(10)), "higher", Decimal(0)).result == (
        "met" if comparator in ("ge", "le") else "missed"
    )


def test_what_was_read_by_hand_names_known_results_and_rules_and_no_text() -> None:
    rows = list(csv.DictReader(resources.text("data/assessed/expected.csv").splitlines()))
    assert len({(row["statement"], row["source"]) for row in rows}) == len(rows) >= 70
    assert {row["result"] for row in rows} - {"no-promise"} <= set(RESULTS)
    assert {rule for row in rows for rule in row["rule"].split("|")} - {""} <= set(RULES)
    assert all(value.isascii() for row in rows for value in row.values())


def test_likeness_is_that_of_words_and_its_order_is_fixed() -> None:
    r = report("各位代表：甲乙丙丁。甲乙戊己。庚辛壬癸。\n", 2019)
    ranked = Sentences(r, passages(r)).nearest("甲乙丙丁")
    assert [near.span.of(r.text) for near in ranked] == ["各位代表：甲乙丙丁。", "甲乙戊己。"]
    assert Sentences(r, passages(r)).nearest("子丑") == ()
