"""The numeral ledger: every numeral is in a statement, explained, or shown as unaccounted."""

import csv
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import resources
from kg.ledger import Entry, coverage, ledger
from kg.ledger_reasons import CHINESE, REASONS
from kg.model import Passage, Proposal, Report, Span
from kg.numerals import numerals
from kg.text import passages


def report(text: str) -> Report:
    return Report(id="430400-2019", text=text, sha256="", place="430400", plan=2019, review=(2018, 2018))


def reasons(text: str) -> list[tuple[str, str | None]]:
    return [(entry.text, entry.reason) for entry in ledger(report(text), (), ())]


# A sentence, and the reason of each numeral in it, in order; None: nothing may explain it away.
CASES: list[tuple[str, list[str | None]]] = [
    # list marks
    ("一、2018年工作回顾", ["list-mark", "date"]),
    ("（一）坚持补短板强弱项。", ["list-mark"]),
    ("(十二)加强政治建设。", ["list-mark"]),
    ("(2)促进就业。", ["list-mark"]),
    ("3．完善服务体系", ["list-mark"]),
    ("困难不少。一是质量不高；二是投入不足。", ["list-mark", "list-mark"]),
    ("要求如下。一要狠抓落实，二要形成合力。", ["list-mark", "list-mark"]),
    ("第一，稳增长。第二，促改革。", ["list-mark", "list-mark"]),
    ("一二三产业融合", ["classification"]),
    # dates and periods
    ("2019年1月8日在衡阳", ["date", "date", "date"]),
    ("2018—2020年行动", ["date", "date"]),
    ("２０１９年安排", ["date"]),
    ("1-11月增长8%", ["date", "date", None]),
    ("到2025年达到100亿元", ["date", None]),
    ("二〇一九年一月八日", ["date", "date", "date"]),
    ("一季度增长8%", ["date", None]),
    ("21世纪", ["date"]),
    ("“十三五”时期", ["period-name"]),
    ("完成“十四五”规划", ["period-name"]),
    ("一年来，我们努力工作", ["period-name"]),
    ("过去五年成就斐然", ["period-name"]),
    ("工期6个月", [None]),
    ("2000年历史的古城", [None]),
    ("100年", [None]),
    ("连续三年进入全国前列", ["duration"]),
    ("落实重点任务三张清单", ["counted-list"]),
    # anniversaries
    ("新中国成立 70 周年", ["anniversary"]),
    ("纪念王船山诞辰400周年", ["anniversary"]),
    # congresses, documents, roads
    ("衡阳市第十五届人民代表大会第五次会议", ["session-number", "session-number"]),
    ("党的二十大和二十届二中、三中全会", ["session-number"] * 4),
    ("国发〔2018〕15号文件", ["document-number", "document-number"]),
    ("推进G107和S337建设", ["road-number", "road-number"]),
    ("地铁2号线开通", ["road-number"]),
    ("107国道改造", ["road-number"]),
    # events
    ("承办省十三运会、省十届残运会", ["event-name", "event-name"]),
    ("“6·29”事故和“9·12”案", ["event-name"] * 4),
    ("第二次全国污染源普查", ["event-name"]),
    ("举办第三届油茶博览会", ["event-name"]),
    ("“2018 衡州经济发展论坛”成果丰硕", ["event-name"]),
    # programmes and counted formulas
    ("实施“3311”工程计划", ["programme-name"]),
    ("“135”工程升级版", ["programme-name"]),
    ("发展“三黄两茶”", ["programme-name", "programme-name"]),
    ("“三江六岸”绿地", ["programme-name", "programme-name"]),
    ("打好三大攻坚战", ["programme-name"]),
    ("增强“四个意识”", ["programme-name"]),
    ("坚定两个维护", ["programme-name"]),
    ("“五位一体”总体布局", ["programme-name", "programme-name"]),
    ("制定三年行动计划", ["programme-name"]),
    ("一主两副的格局", ["programme-name", "programme-name"]),
    ("“1+3+N”体系", ["programme-name", "programme-name"]),
    ("打造15分钟生活圈", ["programme-name"]),
    ("“投资100亿元”的大项目", [None]),
    # grades, classes, phases, size classes
    ("三类以上标准", ["classification"]),
    ("4A级景区1家", ["classification", None]),
    ("二级航道建设", ["classification"]),
    ("市、县、乡、村四级平台", ["classification"]),
    ("第三产业占比提高", ["classification"]),
    ("三次产业结构", ["classification"]),
    ("项目二期开工", ["classification"]),
    ("世界500强企业8家", ["classification", None]),
    ("千亿级产业集群", ["classification"]),
    ("千吨级码头", ["classification"]),
    # technical names
    ("建成5G基站100个", ["model-number", None]),
    ("110kV电缆隧道", ["model-number"]),
    ("改革2.0版", ["model-number"]),
    ("PM2.5浓度下降3%", ["model-number", None]),
    ("装机10MW", [None]),
    ("投放AED20台", [None]),
    # names
    ("铁一中、市十七中迁建", ["name", "name"]),
    ("市第一人民医院", ["name"]),
    ("三塘镇和三江县", ["name", "name"]),
    ("北三环通车", ["name"]),
    ("四川、三峡、九江", ["name", "name", "name"]),
    ("开通“12345”政务服务热线", ["name"]),
    ("电影《一代女魂唐群英》", ["title"]),
    ("《保卫战1944》成功立项", ["title"]),
    # words and idioms
    ("进一步统一思想，引进一批企业", ["fixed-word", "fixed-word", "fixed-word"]),
    ("社会消费品零售总额", ["fixed-word"]),
    ("一般公共预算收入264.69亿元", ["fixed-word", None]),
    ("完成自然\n\n统\n一规划", ["fixed-word"]),
    ("千方百计、万众一心", ["idiom"] * 4),
    ("举一反三", ["idiom", "idiom"]),
    ("以下三个方面", ["fixed-word"]),
    # what describes, starts or only says many
    ("低保由420元提高到480元", ["base-value", None]),
    ("企业从四家增至16家", ["base-value", None]),
    ("比重由百分之三十七增加到百分之七十一", ["base-value", "base-value", None, None]),
    ("开工500千伏变电站", ["capacity"]),
    ("建成30万吨级码头", ["capacity"]),
    ("开工10亿元以上项目95个", ["threshold", None]),
    ("培训5万人以上", [None]),
    ("全市360万人民", ["population"]),
    ("组织千家企业参展", ["round-number"]),
    ("融资、用工、物流三项难题", ["counted-list"]),
    # ordinals and ranks
    ("成为全省第5个试点", ["ordinal"]),
    ("启动第三轮督察", ["ordinal"]),
    ("进出口总额居全省第二", [None]),
    ("金牌总数全省第一", [None]),
    ("跻身全国百强", [None]),
    ("进入全国30强", [None]),
    # quantities stay
    ("建成一座大桥", [None]),
    ("三个项目竣工", [None]),
    ("解决两万人就业", [None]),
    ("出台十条措施", [None]),
    ("实施六大工程，打造十大领军企业", ["programme-name", None]),
    ("提高一倍", [None]),
    ("翻一番", [None]),
    ("完成一半以上", [None]),
    ("下降百分之八点五", [None, None, None]),
    ("提高4.4个百分点", [None, "fixed-word"]),
    ("八点一个百分点", [None, None, "fixed-word"]),
    ("扩大三倍", [None]),
    ("每万人拥有2件", [None, None]),
    ("突破千亿元", [None]),
    ("数百家企业", [None]),
    ("实现零增长", ["zero"]),
    ("开展两轮价格调整", ["small-count"]),
    ("滚动实施十大民生项目", ["programme-name"]),
    ("力度重回万亿元规模", ["classification"]),
    ("增长2.0倍", [None]),
    ("3-5家", [None, None]),
    ("优化结构为10.8：34.1：55.1", [None, None, None]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=range(len(CASES)))
def test_a_numeral_is_explained_only_where_the_words_leave_no_doubt(text: str, expected: list[str | None]) -> None:
    assert [why for _, why in reasons(text)] == expected


def test_every_reason_has_a_note_and_an_example() -> None:
    shown = {why for _, expected in CASES for why in expected if why}
    assert shown | {"page-number", "note-mark", "note", "rejected", "furniture"} == set(REASONS)


def test_a_number_alone_on_its_line_is_a_page_number() -> None:
    assert reasons("完成率达9\n— 12 —\n成以上")[1] == ("12", "page-number")


def test_a_number_in_square_brackets_is_a_note_mark() -> None:
    assert reasons("推进“三线一单”[22]管控")[2] == ("22", "note-mark")


def statement(text: str, quote: str, value: str, **slots: str) -> Proposal:
    def span(part: str) -> Span:
        start = text.index(part)
        return Span(start, start + len(part))

    return Proposal(
        id=f"s{text.index(value)}",
        cls="Observation",
        report="430400-2019",
        place="430400",
        place_label="衡阳市",
        quote=quote,
        span=span(quote),
        as_stated=span(value),
        section="",
        rule="test",
        value=Decimal(1),
        value_span=span(value),
        slots={name: span(part) for name, part in slots.items()} | {"year": "inherited:report"},
    )


def test_a_numeral_in_a_value_or_a_slot_belongs_to_the_statement() -> None:
    text = "2018年，每万人有效发明专利拥有量达2件，新增5家。"
    made = statement(text, "每万人有效发明专利拥有量达2件", "2件", indicator="每万人有效发明专利拥有量")
    found = [(e.text, e.disposition, e.statements, e.reason) for e in ledger(report(text), (), (made,))]
    assert found == [
        ("2018", "not-a-claim", (), "date"),
        ("万", "statement", (made.id,), None),
        ("2", "statement", (made.id,), None),
        ("5", "unaccounted", (), None),
    ]


def test_a_numeral_of_two_statements_names_both_in_order() -> None:
    text = "总人次、总收入增长12%"
    made = [statement(text, text, "12%", indicator=part) for part in ("总人次", "总收入")]
    twins = (made[0], Proposal(**{f: getattr(made[1], f) for f in made[1].__dataclass_fields__} | {"id": "a"}))
    assert ledger(report(text), (), twins)[0].statements == ("a", made[0].id)


def test_a_numeral_of_a_rejected_statement_is_accounted_for_by_the_reason_given() -> None:
    text = "新增5家，达2件，2018年起"
    five, two = (statement(text, part, part[-2:]) for part in ("新增5家", "达2件"))
    named = replace(five, id="m", cls="Mention")
    found = ledger(report(text), (), (two,), [(five, "重复"), (two, "不成立")])
    assert [(e.text, e.disposition, e.reason, e.why) for e in found] == [
        ("5", "not-a-claim", "rejected", "重复"),
        ("2", "statement", None, None),
        ("2018", "not-a-claim", "date", None),
    ]
    # A name counts nothing, so its rejection accounts for nothing.
    assert ledger(report(text), (), (two,), [(named, "不是名称")])[0].disposition == "unaccounted"


def test_a_capacity_in_the_name_of_a_project_belongs_to_its_statement() -> None:
    text = "10万吨离子膜烧碱项目竣工"
    made = statement(text, text, "竣工", project="10万吨离子膜烧碱项目")
    assert [e.disposition for e in ledger(report(text), (), (made,))] == ["statement"]


def test_each_row_names_the_section_it_stands_in() -> None:
    text = "一、工作\n增长8%"
    cut = [
        Passage(kind="heading", span=Span(0, 4), section="一", half="review"),
        Passage(kind="paragraph", span=Span(5, 9), section="一", half="review"),
    ]
    assert [e.section for e in ledger(report(text), cut, ())] == ["一", "一"]


@given(st.text(alphabet="0123.．〇○一二十百万亿年第个大元%“”《》（）\n 、是统", max_size=60))
def test_every_numeral_has_exactly_one_row_in_order(text: str) -> None:
    rows = ledger(report(text), (), ())
    assert [(row.start, row.end, row.text) for row in rows] == [(*n.span, n.text) for n in numerals(text)]
    assert all((row.disposition == "not-a-claim") == (row.reason in REASONS) for row in rows)


def test_blanks_and_widths_do_not_change_a_reason() -> None:
    plain = "2018年“三类500强”企业增长8.5%，第二次全国普查，(一)新一轮"
    spaced = "２０１８ 年 “三 类 500 强” 企业增长８．５％，第\n\n二次全国普查，（ 一 ）新 一轮"
    assert [why for _, why in reasons(spaced)] == [why for _, why in reasons(plain)]


def test_coverage_counts_by_script_section_and_reason() -> None:
    rows = (
        Entry(0, 1, "3", "statement", ("a",), section="一"),
        Entry(2, 3, "一", "not-a-claim", reason="idiom", kind="chinese", section="一"),
        Entry(4, 5, "9", "unaccounted", section="二"),
    )
    counted = coverage(rows)
    assert (counted.total, counted.statement, counted.not_a_claim, counted.unaccounted) == (3, 1, 1, 1)
    assert counted.accounted == 2
    assert counted.by_kind["arabic"].unaccounted == 1 and counted.by_kind["chinese"].total == 1
    assert counted.by_section["二"].unaccounted == 1
    assert counted.by_reason == {"idiom": 1}


HENGYANG = resources.path("data/reports/430400-2019/report.txt")


def test_the_first_report_has_all_its_numerals_and_keeps_its_quantities() -> None:
    text = HENGYANG.read_text(encoding="utf-8")
    rows = ledger(report(text), (), ())
    assert sum(row.kind == "arabic" for row in rows) == 192
    measured = [
        r for r in rows if r.kind == "arabic" and text[r.end : r.end + 3].lstrip(" 余万亿")[:1] in tuple("%元亩吨人")
    ]
    assert len(measured) > 60
    # 10亿元以上项目, 10万吨烧碱项目, 由420元提高到480元: size and start of a rise are no quantities of their own.
    assert [r.text for r in measured if r.reason not in (None, "threshold", "base-value", "capacity")] == []
    explained = [row for row in rows if row.kind == "chinese" and row.reason]
    assert len(explained) / sum(row.kind == "chinese" for row in rows) > 0.93


def test_fixed_words_are_unique_sorted_and_hold_a_numeral() -> None:
    rows = list(csv.reader(resources.text("data/reference/fixed_words.tsv").splitlines(), delimiter="\t"))
    assert rows[0] == ["word", "reason"]
    words = [word for word, _ in rows[1:]]
    assert words == sorted(set(words))
    assert all(len(word) > 1 and any(char in CHINESE for char in word) for word in words)
    assert {why for _, why in rows[1:]} <= set(REASONS)


def test_a_numeral_in_a_glossary_is_in_a_note() -> None:
    text = "一、2018年工作回顾\n新建公园3个。\n名词解释\n1.三高四新：指打造3个高地。\n"
    report = Report(id="430400-2019", text=text, sha256="0" * 64, place="430400", plan=2019, review=(2018, 2018))
    cut = passages(report)
    assert any(p.kind == "note" for p in cut)
    last = ledger(report, cut, ())[-1]
    assert (last.text, last.disposition, last.reason) == ("3", "not-a-claim", "note")
