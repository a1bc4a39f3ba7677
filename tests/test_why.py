"""``kg show ID --why``: how a statement was read, told from what it carries."""

from itertools import takewhile
from pathlib import Path

import pytest
from command import SMALL, kg, put

from kg.build import build, read_rows
from kg.extract.rule_names import DESCRIPTIONS, RULES, SLOTS
from kg.project import Project, init_project

TEXT = SMALL.replace(
    "石门大桥建成通车。",
    "石门大桥建成通车。全市GDP突破2900亿元，增长6%。全市接待游客7016.2万人次，实现旅游总收入630.3亿元，分别增长13.2%、11.2%。"
    "2018年以来生态持续向好；2018年，森林覆盖率达48.2%。矿泉水产量12.5万吨。",
).replace("确保红旗水库开工建设。", "确保红旗水库开工建设，固定资产投资增长12%以上。推进绿色发展，新建绿道30公里。")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = init_project(tmp_path_factory.mktemp("why") / "small")
    put(project.reports / "430500-2020", TEXT)
    build(project)
    return project


def reasons(project: Project, number: str, **env: str) -> dict[str, str]:
    """Return the lines that explain the statement of a number, by what they are about."""
    start = TEXT.index(number)
    found = next(r for r in read_rows(project.build) if r["value_start"] == start)
    lines = kg("show", found["id"], "--why", cwd=project.root, **env).out.splitlines()
    first = next(i for i, line in enumerate(lines) if line in ("  why", "  依据"))
    told = takewhile(lambda line: line.startswith("    "), lines[first + 1 :])
    return dict(line.strip().split(": ", 1) for line in told)


def test_every_rule_is_described_in_both_languages() -> None:
    assert DESCRIPTIONS.keys() == RULES.keys()
    assert all(len(both) == 2 and all(both) for both in (*DESCRIPTIONS.values(), *SLOTS.values()))


def test_the_rule_the_sentence_with_its_characters_marked_and_the_number_come_first(small: Project) -> None:
    told = reasons(small, "2900亿")
    assert list(told)[:4] == ["rule", "sentence", "section", "number"]
    assert told["rule"].startswith("level, level; 「旅客吞吐量突破80万人次」: how much")
    assert told["sentence"] == "全市【GDP突破2900亿元】，增长6%。"
    assert told["section"] == "一, in the half that looks back"
    assert told["number"].startswith("「2900亿」 [")


def test_where_the_indicator_comes_from_is_told(small: Project) -> None:
    assert reasons(small, "2900亿")["indicator"].endswith("an alias of 地区生产总值 (gdp) in the catalogue")
    lent = reasons(small, "6%。全市接待")["indicator"]
    assert "lent by an earlier clause, 1 before: 「GDP突破2900亿元」" in lent
    dealt = reasons(small, "11.2%。")["indicator"]
    assert "read from 「旅游总收入」" in dealt and "dealt out by 「分别」" in dealt
    assert "the catalogue's gdp" in reasons(small, "7.5%")["indicator"]
    assert "no indicator of the catalogue has this name" in reasons(small, "12.5万")["indicator"]


def test_where_the_year_comes_from_is_told(small: Project) -> None:
    inherited = reasons(small, "8%左右")["year"]
    assert "the sentence names none, and the report plans for 2020" in inherited
    assert "this half begins at 「二、2020年工作安排」" in inherited
    assert "looks back on 2019" in reasons(small, "7.5%")["year"]
    said = reasons(small, "48.2%")["year"]
    assert "read from 「2018年」" in said and "1 clause(s) before" in said


def test_how_far_a_word_of_strength_reaches_is_told(small: Project) -> None:
    assert "read from 「确保」" in reasons(small, "12%以上")["strength"]
    assert "said 1 clause(s) before, it holds up to ； or a new undertaking" in reasons(small, "12%以上")["strength"]
    assert "the list of main targets that it opens" in reasons(small, "8%左右")["strength"]
    assert "no word of strength reaches" in reasons(small, "30公里")["strength"]


def test_what_the_confidence_rests_on_is_told(small: Project) -> None:
    told = reasons(small, "12.5万")["confidence"]
    assert (
        told.startswith("0.99, at least: ") and "on open gold reports (an indicator by the words of the text;" in told
    )
    first = next(r for r in read_rows(small.build) if r["class"] == "RealisedMilestone")
    shown = kg("show", first["id"], "--why", cwd=small.root).out
    assert (
        "rule             project-status  project stage reached" in shown and "status: read from 「建成通车」" in shown
    )


def test_a_decision_that_changed_a_slot_is_told(small: Project, tmp_path: Path) -> None:
    project = init_project(tmp_path / "decided")
    put(project.reports / "430500-2020", TEXT)
    build(project)
    found = next(r for r in read_rows(project.build) if r["value_start"] == TEXT.index("12.5万"))
    who = ("--who", "李明", "--why", "another year")
    assert kg("decide", "430500-2020", found["id"], "amend", "--set", "year=2018", *who, cwd=project.root).code == 0
    build(project)
    told = reasons(project, "12.5万")
    assert told["year"].startswith("decided (decision:") and told["confidence"] == "1: somebody decided it"
    out = kg("show", found["id"], "--why", cwd=project.root).out
    assert "李明  amend  year=2018  another year" in out
    assert "rule             level  level" in out


def test_it_is_told_in_chinese_too(small: Project) -> None:
    told = reasons(small, "11.2%。", LC_ALL="zh_CN.UTF-8")
    assert told["规则"].startswith("growth, 增长率; 「地区生产总值增长8.5%左右」")
    assert "分配" in told["指标"] and told["章节"] == "一, 在回顾部分" and told["置信度"].startswith("不低于 0.")
    assert "句中未写年份，报告回顾 2019 年" in told["年份"]
