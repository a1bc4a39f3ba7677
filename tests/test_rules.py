"""Every rule reads its own examples, and what a table of harder sentences says."""

from types import ModuleType

import pytest

from kg.extract import (
    actions,
    compositions,
    entities,
    medals,
    milestones,
    problems,
    quantities,
    ranks,
    ratios,
    recognitions,
    relatives,
)
from kg.extract.coordinations import two_in_one
from kg.extract.reading import Reading, read
from kg.extract.rule_names import labels
from kg.model import Half, Passage, Proposal, Report, Span

MODULES: tuple[tuple[ModuleType, str], ...] = (
    (compositions, "composition"),
    (ratios, "ratio"),
    (medals, "medal"),
    (quantities, "quantity"),
    (ranks, "rank"),
    (relatives, "relative"),
    (entities, "mention"),
    (actions, "action"),
    (problems, "problem"),
)


def reading(text: str, half: Half, place: str = "430400") -> Reading:
    """A sentence of a made report of 2019."""
    report = Report(id=f"{place}-2019", text=text, sha256="0" * 64, place=place, plan=2019, review=(2018, 2018))
    passage = Passage(kind="sentence", span=Span(0, len(text)), section="一", half=half)
    return next(iter(read(report, (passage,), "衡阳市")))


def cells(proposal: Proposal, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("" if (value := getattr(proposal, name)) is None else str(value) for name in columns)


@pytest.mark.parametrize(
    ("module", "rule", "text", "half", "expected"),
    [(m, r, *example) for m, r in MODULES for example in m.EXAMPLES],
)
def test_a_rule_reads_its_examples_and_nothing_else(
    module: ModuleType, rule: str, text: str, half: Half, expected: tuple[tuple[str, ...], ...]
) -> None:
    found = list(getattr(module, rule)(reading(text, half)))
    assert [cells(p, module.EXAMPLE_COLUMNS) for p in found] == list(expected)


# Sentence, half → (indicator, comparator, value, unit, year, strength) of each number.
SENTENCES = [
    ("旅客吞吐量突破 100 万人次。", "plan", [("机场旅客吞吐量", "gt", "1000000", "人次", "2019", "plain")]),
    ("化解矛盾纠纷1.8万余起。", "review", [("化解矛盾纠纷", "gt", "18000", "起", "2018", "")]),
    ("单位GDP能耗下降3.2%。", "review", [("单位地区生产总值能耗", "eq", "-3.2", "%", "2018", "")]),
    ("力争到2025年，森林覆盖率达到50%左右。", "plan", [("森林覆盖率", "approx", "50", "%", "2025", "strive")]),
    ("2017年粮食总产量为300万吨，去年增长2%。", "review", [
        ("粮食产量", "eq", "3000000", "吨", "2017", ""), ("粮食产量", "eq", "2", "%", "2018", "")]),
    ("比2015年提高5个百分点。", "review", []),
    ("确保城镇新增就业6万人以上，城镇调查失业率控制在5.5%以内；支持企业发展，新增高新技术企业80家。", "plan", [
        ("城镇新增就业", "ge", "60000", "人", "2019", "ensure"),
        ("城镇调查失业率", "le", "5.5", "%", "2019", "ensure"),
        ("新增高新技术企业", "eq", "80", "家", "2019", "plain")]),
    ("五年来，累计新建农村公路3000公里。", "review", [("新建农村公路", "eq", "3000", "公里", "", "")]),
    ("增长5.5%—6%。", "review", []),
    ("地区生产总值增长5.5%—6%。", "plan", [("地区生产总值", "range", "", "%", "2019", "plain")]),
    ("城乡居民人均可支配收入分别增长6.6%、7.6%。", "review", [
        ("城镇居民人均可支配收入", "eq", "6.6", "%", "2018", ""), ("农村居民人均可支配收入", "eq", "7.6", "%", "2018", "")]),
    ("一般公共预算收入增长百分之八点五。", "review", [("一般公共预算收入", "eq", "8.5", "%", "2018", "")]),
    ("用水总量下降２．５％。", "review", [("用水总量", "eq", "-2.5", "%", "2018", "")]),
    ("产业规模突破千亿元。", "review", [("产业规模", "gt", "100000000000", "元", "2018", "")]),
    ("规模工业增加值同比增速为-1.2%。", "review", [("规模以上工业增加值", "eq", "-1.2", "%", "2018", "")]),
    ("固定资产投资增长-3.2%。", "review", [("固定资产投资", "eq", "-3.2", "%", "2018", "")]),
    ("一般公共预算收入增幅不低于-3%。", "plan", [("一般公共预算收入", "ge", "-3", "%", "2019", "plain")]),
    ("衡阳市地区生产总值增长8%。", "review", [("地区生产总值", "eq", "8", "%", "2018", "")]),
    ("连续8个月保持增长。", "review", []),
    ("城镇调查失业率控制在5.5%。", "plan", [("城镇调查失业率", "le", "5.5", "%", "2019", "plain")]),
    ("城镇调查失业率控制在5.5%左右。", "plan", [("城镇调查失业率", "approx", "5.5", "%", "2019", "plain")]),
    ("成立100亿元招商基金。", "review", [("成立招商基金", "eq", "10000000000", "元", "2018", "")]),
    ("省定20件、市定15件民生实事全部完成。", "review", [
        ("省定民生实事", "eq", "20", "件", "2018", ""), ("市定民生实事", "eq", "15", "件", "2018", "")]),
    ("构建15分钟便民生活圈。", "review", []),
    ("30万吨离子膜烧碱项目竣工。", "review", [("离子膜烧碱项目竣工", "eq", "300000", "吨", "2018", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "half", "expected"), SENTENCES[:-1])
def test_numbers_are_read_with_all_their_slots(text: str, half: Half, expected: list[tuple[str, ...]]) -> None:
    columns = ("indicator_label", "comparator", "value", "unit", "year", "strength")
    assert [cells(p, columns) for p in quantities.quantity(reading(text, half))] == expected


@pytest.mark.parametrize(("text", "half", "expected"), SENTENCES)
def test_every_slot_rests_on_characters_or_a_rule(text: str, half: Half, expected: object) -> None:
    for p in quantities.quantity(reading(text, half)):
        assert p.span.of(text) == p.quote and len(p.quote) <= 200
        assert p.value_span is not None and p.span.covers(p.value_span) and p.span.covers(p.as_stated)
        assert {"indicator", "comparator", "value_type"} <= set(p.slots)
        for evidence in p.slots.values():
            assert isinstance(evidence, str) or evidence.of(text).strip()


def test_a_capacity_inside_a_project_s_name_is_no_statement_of_its_own() -> None:
    from kg.extract import extract

    text = "一、2018年工作回顾\n10 万吨离子膜烧碱项目竣工。\n"
    report = Report(id="430400-2019", text=text, sha256="0" * 64, place="430400", plan=2019, review=(2018, 2018))
    assert [(p.project_label, p.value) for p in extract(report)] == [("10万吨离子膜烧碱项目", None)]


def test_a_name_that_means_two_things_is_parted_and_a_list_is_none() -> None:
    assert two_in_one("城乡低保标准") == ("城镇低保标准", "农村低保标准")
    assert two_in_one("社会消费品零售总额和商品进出口总值") is None


def test_every_rule_has_a_name_in_both_languages() -> None:
    for module in (compositions, milestones, quantities, ranks, recognitions, relatives):
        assert module.EXAMPLES
    for rule in ("growth", "year.inherited-report", "strength.plain-directive"):
        zh, en = labels(rule)
        assert zh != en


TIMES = [
    ("五年来，城镇新增就业30万人。", "review", (None, "2014-01-01", "2018-12-31", None)),
    ("过去五年，地区生产总值年均增长8%。", "review", (None, "2014-01-01", "2018-12-31", "average")),
    ("2014—2018年累计完成投资300亿元。", "review", (None, "2014-01-01", "2018-12-31", "cumulative")),
    ("今后三年，每年新增床位300张。", "plan", (None, "2019-01-01", "2021-12-31", None)),
    ("到2025年，“十四五”期间累计新增就业50万人。", "plan", (None, "2021-01-01", "2025-12-31", "cumulative")),
    ("前三季度，地区生产总值增长8%。", "review", (2018, "2018-01-01", "2018-09-30", "to-date")),
    ("一季度财政收入下降3%。", "review", (2018, "2018-01-01", "2018-03-31", None)),
    ("1-11月事故起数下降5%。", "review", (2018, "2018-01-01", "2018-11-30", "to-date")),
]


@pytest.mark.parametrize(("text", "half", "expected"), TIMES)
def test_a_number_for_more_or_less_than_a_year_says_so(text: str, half: Half, expected: tuple[object, ...]) -> None:
    (p,) = quantities.quantity(reading(text, half))
    assert (p.year, p.period_start, p.period_end, p.aggregation) == expected
    assert isinstance(p.slots["period"], Span)
