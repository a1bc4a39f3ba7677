"""What is worth a look first: each kind of lead on made-up reports, what is none, how they are ranked and told."""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from command import ROOT, kg, put
from tables_made import CALM, ON, report, tables, text

from kg.assess import Realised
from kg.assess.judging import Number
from kg.leads import KINDS, Lead, find, ranked
from kg.leads.telling import COLUMNS, table
from kg.model import Report
from kg.project import init_project


def leads(*reports: Report, kind: str) -> list[Lead]:
    return [lead for lead in find(tables(*reports)) if lead.kind == kind]


def only(found: list[Lead]) -> Lead:
    (one,) = found
    return one


def test_a_missed_target_has_both_sentences_and_a_score_of_published_factors() -> None:
    one = only(
        leads(
            report(2019, ahead="主要预期目标是：地区生产总值增长8%左右。"),
            report(2020, review="地区生产总值增长7%。"),
            kind="missed",
        )
    )
    assert one.zh == "地区生产总值：2019年目标「增长8%左右」，后称「增长7%」，相差-1个百分点"
    assert one.en == "地区生产总值 2019: promised 「增长8%左右」, reported 「增长7%」, gap -1 percentage points"
    assert [(e.role, e.report) for e in one.evidence] == [("promise", "430400-2019"), ("outcome", "430400-2020")]
    factors = dict(one.factors)
    assert factors.pop("confidence") <= 1
    # Expected is two thirds of plain; a gap of two half points is one double tolerance.
    assert factors == {
        "strength": Decimal("0.67"),
        "headline": Decimal("2.5"),
        "known": Decimal("1.25"),
        "size": Decimal("1.00"),
    }
    product = Decimal(100)
    for _, factor in one.factors:
        product *= factor
    assert one.score == product.quantize(Decimal("0.1"))


def test_every_evidence_is_the_characters_of_its_report() -> None:
    made = tables(
        report(2019, ahead="地区生产总值增长8%。引进外资增长10%。建成衡阳东站。"),
        report(2020, review="地区生产总值增长7%。衡阳东站停工缓建。"),
    )
    found = find(made)
    assert {"missed", "not-mentioned-again"} <= {lead.kind for lead in found}
    for lead in found:
        for e in lead.evidence:
            assert made.reports[e.report].text[e.start : e.end] == e.quote


def test_a_project_said_to_be_stopped_is_missed_in_the_words_of_the_report() -> None:
    one = only(leads(report(2019, ahead="建成衡阳东站。"), report(2020, review="衡阳东站停工缓建。"), kind="missed"))
    assert one.caveat[1] == "停缓不等于不再建：请核实后续安排。"
    assert one.zh.startswith("衡阳东站：2019年计划「建成」，后称「停工") and dict(one.factors)["stage"] == Decimal(
        "1.5"
    )


def test_what_two_levels_give_is_told_apart_from_what_is_stated() -> None:
    one = only(
        leads(
            report(2019, review="一般公共预算收入264.69亿元。", ahead="一般公共预算收入增长7.5%左右。"),
            report(2020, review="一般公共预算收入270.06亿元。"),
            kind="missed-by-derivation",
        )
    )
    assert "由两个总量推算为2.03%" in one.zh and "two levels give 2.03%" in one.en
    assert [(e.role, e.report) for e in one.evidence] == [
        ("promise", "430400-2019"),
        ("outcome", "430400-2020"),
        ("base", "430400-2019"),
    ]


def test_what_was_to_keep_pace_with_the_economy_stands_beside_it() -> None:
    one = only(
        leads(
            report(2019, ahead="城镇居民人均可支配收入增长与经济增长同步。"),
            report(2020, review="城镇居民人均可支配收入增长6%，地区生产总值增长7.8%。"),
            kind="missed",
        )
    )
    assert [(e.role, e.quote) for e in one.evidence[1:]] == [
        ("outcome", "城镇居民人均可支配收入增长6%"),
        ("base", "地区生产总值增长7.8%"),
    ]
    assert "相差-1.8个百分点" in one.zh and "不变价" in one.caveat[1]


def test_an_external_result_is_evidence_by_file_and_line() -> None:
    outside = Realised(
        "r1", "yearbook.csv", 3, "430400", "gdp", "地区生产总值", "growth", 2019, Number("eq", Decimal(6)), "%", "年鉴"
    )
    made = tables(report(2019, ahead="地区生产总值增长8%。"), realised=(outside,))
    one = only([lead for lead in find(made) if lead.kind == "missed"])
    assert (one.evidence[1].report, one.evidence[1].quote) == (
        "data/realised/yearbook.csv:3",
        "地区生产总值 2019: 6% (年鉴)",
    )
    # What a report says and an external source otherwise contradicts it.
    later = report(2020, review="地区生产总值增长8.1%。")
    both = tables(report(2019, ahead="地区生产总值增长8%。"), later, realised=(outside,))
    told = only([lead for lead in find(both) if lead.kind == "contradicts-last-year"])
    assert told.zh == "地区生产总值：2019年数据，430400-2020 称8.1%，另一来源称6%"


def test_amounts_and_differences_are_told_as_people_write_them() -> None:
    outside = Realised(
        "r1", "yearbook.csv", 2, "430400", "general-public-budget-revenue", "一般公共预算收入", "level", 2019,
        Number("eq", Decimal(27006000000)), "元", "年鉴",
    )  # fmt: skip
    made = tables(report(2019, ahead="一般公共预算收入达到300亿元。"), realised=(outside,))
    one = only([lead for lead in find(made) if lead.kind == "missed"])
    assert one.zh == "一般公共预算收入：2019年目标「300亿元」，后称「270.06亿元」，相差-29.94亿元"
    assert one.en.endswith("reported 「270.06亿元」, gap -29.94亿元")
    assert one.evidence[1].quote == "一般公共预算收入 2019: 270.06亿元 (年鉴)"


def test_what_is_not_mentioned_again_has_the_nearest_sentence_and_is_never_called_failed() -> None:
    one = only(
        leads(
            report(2019, ahead="新建果蔬冷链仓库10座。"),
            report(2020, review="农产品冷链物流加快发展。粮食生产保持稳定。社会大局和谐。"),
            kind="not-mentioned-again",
        )
    )
    nearest = one.evidence[1]
    assert (nearest.role, nearest.quote) == ("nearest", "农产品冷链物流加快发展。") and nearest.score
    assert (
        "未再提及" in one.zh and nearest.score in one.zh and dict(one.factors)["silence"] == 1 - Decimal(nearest.score)
    )
    for kind in KINDS.values():
        for words in (kind.zh, kind.en, kind.caveat_zh, kind.caveat_en, one.zh, one.en):
            assert not re.search(r"失败|落空|放弃|食言|取消|烂尾|drop|fail|abandon|broke", words)


NAMED = [
    # promised, what a later report says of it under another name
    ("建成沪苏湖铁路上海段。", "沪苏湖高铁开通。"),
    ("推动中石化南港120万吨乙烯投产。", "南港百万吨乙烯及产业集群项目投产运行。"),
    ("启动建设12个乡村旅游示范片区。", "12个乡村旅游重点片区有序建设。"),
    ("打造工业上楼智造空间1000万平方米。", "实施“工业上楼”项目，打造智造空间1015万平方米。"),
]


@pytest.mark.parametrize(("ahead", "review"), NAMED)
def test_what_is_named_otherwise_is_no_silence(ahead: str, review: str) -> None:
    promised = report(2024, ahead=ahead)
    assert not leads(promised, report(2025, review=f"{CALM}{review}"), kind="not-mentioned-again")
    assert leads(promised, report(2025, review=CALM), kind="not-mentioned-again")


def test_silence_is_no_lead_where_another_report_tells() -> None:
    reports = [report(2018, ahead="引进外资增长10%。"), report(2019), report(2020, review="2018年引进外资增长11%。")]
    assert leads(*reports[:2], kind="not-mentioned-again") and not leads(*reports, kind="not-mentioned-again")


def test_a_project_promised_again_is_counted_with_its_years() -> None:
    reports = [
        report(year, ahead=f"{words}衡阳东站。") for year, words in ((2018, "建成"), (2019, "建成"), (2020, "确保建成"))
    ]
    one = only(leads(*reports, kind="promised-again"))
    assert one.years == (2018, 2019, 2020) and "连续第3年承诺（2018、2019、2020）" in one.zh
    assert "for the 3rd year running (2018, 2019, 2020)" in one.en
    assert [e.role for e in one.evidence] == ["promise", "again", "again"]
    # A year whose report is not at hand ends the count; another stage is no repetition.
    assert not leads(reports[0], reports[2], kind="promised-again")
    assert not leads(report(2018, ahead="开工建设衡阳东站。"), reports[1], kind="promised-again")


def test_the_same_number_is_promised_again_unless_it_was_reported_as_met() -> None:
    first, second = (report(year, ahead="新建农村公路500公里。") for year in (2018, 2019))
    assert only(leads(first, second, kind="promised-again")).years == (2018, 2019)
    met = report(2019, review="新建农村公路510公里。", ahead="新建农村公路500公里。")
    assert not leads(first, met, kind="promised-again")
    # A ceiling stands from year to year; more than last year is another promise.
    ceilings = [report(year, ahead="城镇登记失业率控制在4.5%以内。") for year in (2018, 2019)]
    assert not leads(*ceilings, kind="promised-again")
    assert not leads(first, report(2019, ahead="新建农村公路600公里。"), kind="promised-again")


def test_a_lower_number_in_three_years_is_promised_again_and_in_two_loosened() -> None:
    reports = [report(y, ahead=f"地区生产总值增长{n}%。") for y, n in ((2018, 9), (2019, 8), (2020, 7))]
    assert only(leads(*reports, kind="promised-again")).years == (2018, 2019, 2020)
    assert not leads(*reports[:2], kind="promised-again")
    assert only(leads(*reports, kind="loosened")).years == (2018, 2019, 2020)


LOOSENED = [
    ("地区生产总值增长8%左右。", "地区生产总值增长7.5%左右。"),
    ("地区生产总值增长7%左右。", "地区生产总值增长6%-6.5%。"),
    ("地区生产总值增长8%以上。", "地区生产总值增长8%左右。"),
    ("确保地区生产总值增长8%。", "力争地区生产总值增长8%。"),
    ("城镇登记失业率控制在4.5%以内。", "城镇登记失业率控制在5%以内。"),
    ("城镇登记失业率控制在4.5%以内。", "城镇登记失业率4.5%左右。"),
    ("单位GDP能耗下降3.4%以上。", "单位GDP能耗下降3%以上。"),
]


@pytest.mark.parametrize(("before", "after"), LOOSENED)
def test_a_weaker_target_is_loosened_and_a_stronger_one_is_not(before: str, after: str) -> None:
    first, second = report(2018, ahead=before), report(2019, ahead=after)
    one = only(leads(first, second, kind="loosened"))
    assert one.years == (2018, 2019) and [e.role for e in one.evidence] == ["promise", "later"]
    assert not leads(report(2018, ahead=after), report(2019, ahead=before), kind="loosened")


def test_a_step_over_a_year_whose_report_is_not_at_hand_says_so() -> None:
    one = only(
        leads(
            report(2014, ahead="地区生产总值增长7.5%。"), report(2016, ahead="地区生产总值增长6.5%。"), kind="loosened"
        )
    )
    assert one.zh == "地区生产总值：目标 2014「增长7.5%」 → 2016「增长6.5%」（其间的报告不在手头）"
    assert one.en.endswith("(reports between are not at hand)")


def test_a_target_without_a_wish_is_not_loosened_and_a_booked_deficit_is_no_promise() -> None:
    deficits = [report(y, ahead="地方财政赤字8300亿元。") for y in (2018, 2019)]
    assert find(tables(*deficits)) == []
    prices = [report(y, ahead=f"居民消费价格涨幅{n}%左右。") for y, n in ((2018, 3), (2019, 2))]
    assert not leads(*prices, kind="loosened")


def test_a_project_completed_in_two_years_is_a_lead_and_its_phases_are_none() -> None:
    first, again = report(2019, review="衡阳东站建成投用。"), report(2020, review="衡阳东站建成投用。")
    one = only(leads(first, again, kind="completed-twice"))
    assert one.years == (2018, 2019) and one.zh.startswith("衡阳东站：2018年称「") and "又称" in one.zh
    phases = report(2019, review="衡阳东站一期建成投用。"), report(2020, review="衡阳东站二期建成投用。")
    assert not leads(*phases, kind="completed-twice")
    opened = report(2019, review="衡阳东站竣工。"), report(2020, review="衡阳东站投入运营。")
    assert not leads(*opened, kind="completed-twice")


def test_another_value_than_last_year_contradicts_it_unless_it_was_an_estimate_or_rounding() -> None:
    first = report(2019, review="城镇新增就业5.2万人。")
    one = only(leads(first, report(2020, review="2018年，城镇新增就业4.8万人。"), kind="contradicts-last-year"))
    assert one.zh == "城镇新增就业：2018年数据，430400-2019 称「5.2万人」，430400-2020 称「4.8万人」"
    rounded = report(2020, review="2018年，城镇新增就业5.23万人。")
    assert not leads(first, rounded, kind="contradicts-last-year")
    estimated = report(2019, review="城镇新增就业预计5.2万人。")
    assert not leads(estimated, report(2020, review="2018年，城镇新增就业4.8万人。"), kind="contradicts-last-year")


def test_an_odd_number_is_a_lead_of_a_single_report() -> None:
    one = only(leads(report(2019, ahead="建设高标准农田1043万亩。"), kind="odd-number"))
    assert "45.4%" in one.zh and one.evidence[0].role == "stated"


def test_leads_are_in_order_of_score_then_of_the_text_in_any_order_of_reading() -> None:
    reports = [
        report(2019, ahead="引进外资增长10%。地区生产总值增长8%。新建果蔬冷链仓库3座。修缮古代书院遗址3座。"),
        report(2020, review="地区生产总值增长6%。"),
        report(2019, ahead="地区生产总值增长8%。", place="430500"),
        report(2020, review="地区生产总值增长6%。", place="430500"),
    ]
    found = ranked(tables(*reports))
    assert found == ranked(tables(*reversed(reports)))
    own = [(lead.score, lead.evidence[0].start) for _, lead in found if lead.place == "430400"]
    assert len(own) > 2 and own == sorted(own, key=lambda key: (-key[0], key[1] or 0))
    assert [rank for rank, lead in found if lead.place == "430500"] == [1]
    assert [lead.kind for _, lead in ranked(tables(*reports), "邵阳市", ["missed"])] == ["missed"]
    assert len(ranked(tables(*reports), limit=1)) == 2


def test_the_documentation_has_every_kind_with_its_weight() -> None:
    for name in ("docs/leads.md", "docs/leads.zh.md"):
        rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert rows == [(kind, str(known.weight)) for kind, known in KINDS.items()], name


def test_a_table_has_both_sentences_in_a_row_and_all_of_them_in_a_record() -> None:
    found = ranked(tables(*(report(y, ahead="建成衡阳东站。") for y in (2018, 2019, 2020))), kinds=["promised-again"])
    (cells,) = csv.DictReader(io.StringIO(table(found, "csv").removeprefix("\ufeff")))
    assert tuple(cells) == COLUMNS
    assert (cells["report"], cells["other_report"], cells["years"]) == ("430400-2018", "430400-2020", "2018|2019|2020")
    assert cells["more"].startswith("430400-2019.") and cells["factors"].startswith("kind 40 × strength 1")
    record = json.loads(table(found, "jsonl"))
    assert [e["report"] for e in record["evidence"]] == ["430400-2018", "430400-2019", "430400-2020"]
    assert record["factors"]["kind"] == 40 and record["caveat_zh"] == KINDS["promised-again"].caveat_zh


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = init_project(tmp_path_factory.mktemp("leads") / "p")
    lots = "".join(f"新建{name}3座。" for name in ("果蔬冷链仓库", "污水提升泵站", "古代书院展馆", "森林防火瞭望塔"))
    put(project.reports / "430400-2019", text(2019, CALM, f"地区生产总值增长8%。{lots}"))
    put(project.reports / "430400-2020", text(2020, "地区生产总值增长6%。", ON))
    assert kg("build", cwd=project.root).code == 0
    return project.root


def test_kg_leads_tells_the_first_of_each_place(built: Path) -> None:
    ran = kg("leads", "--limit", "1", cwd=built)
    assert (ran.code, ran.err) == (0, "")
    head, claim, promised, reported, caveat = ran.out.splitlines()
    assert head == "衡阳市 (430400): 5 leads, the first 1"
    assert claim.startswith("  1. [missed ") and claim.endswith(
        "地区生产总值 2019: promised 「增长8%」, reported 「增长6%」, gap -2 percentage points"
    )
    assert re.fullmatch(r"     promised 「地区生产总值增长8%」 430400-2019\[\d+:\d+\] [0-9a-f]{8,10}", promised)
    assert re.fullmatch(r"     reported 「地区生产总值增长6%」 430400-2020\[\d+:\d+\] [0-9a-f]{8,10}", reported)
    assert caveat == f"     caveat: {KINDS['missed'].caveat_en}"
    chinese = kg("leads", "衡阳市", "--limit", "1", cwd=built, LC_ALL="zh_CN.UTF-8").out.splitlines()
    assert chinese[0] == "衡阳市（430400）：线索 5 条，先看前 1 条" and chinese[1].startswith("  1. [未实现 ")
    assert chinese[-1] == f"     注意：{KINDS['missed'].caveat_zh}"


def test_kg_leads_writes_tables_and_refuses_what_there_is_none_of(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "leads.csv"
    ran = kg("leads", "--format", "csv", "--kind", "not-mentioned-again", "-o", out, cwd=built)
    assert ran.out == f"{out}: 4 leads\n" and len(out.read_text(encoding="utf-8").splitlines()) == 5
    assert kg("leads", "--format", "jsonl", cwd=built).out == kg("leads", "430400", "--format", "jsonl", cwd=built).out
    refused = kg("leads", "--kind", "dropped", cwd=built)
    assert refused.code == 1 and "expected --kind: one of missed, " in refused.line()
    assert "expected a place with reports, found '上海'; one of 430400" in kg("leads", "上海", cwd=built).line()
    none = kg("leads", "--kind", "odd-number", cwd=built)
    assert (none.code, none.out, none.err) == (0, "", "no leads of that kind\n")


def test_kg_leads_says_where_the_build_is_out_of_date_and_where_there_is_nothing(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p")
    put(project.reports / "430400-2019", text(2019, CALM, "地区生产总值增长8%。"))
    assert "run `kg build`" in kg("leads", cwd=project.root).line()
    assert kg("build", cwd=project.root).code == 0
    one = kg("leads", cwd=project.root)
    assert (one.code, one.out, one.err) == (0, "", "no leads; most need a later report of the same place\n")
    put(project.reports / "430400-2020", text(2020, "地区生产总值增长6%。", ON))
    assert kg("leads", cwd=project.root).err.splitlines()[0].startswith("the build is older than ")
