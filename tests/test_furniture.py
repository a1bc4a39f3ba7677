"""What web pages and prints put around a report is told by structure and repetition; sentences go on across it."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.adding import add_report
from kg.build import build
from kg.extract import extract
from kg.furniture import furniture
from kg.ledger import ledger
from kg.model import Report
from kg.project import init_project
from kg.text import passages, sentences, view
from kg.verify import verify

BODY = "政府工作报告\n各位代表：\n一、2018年工作回顾\n地区生产总值增长8.5%。\n二、2019年工作安排\n地区生产总值增长8%左右。\n"


def report_of(text: str) -> Report:
    return Report(
        id="430400-2019",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        place="430400",
        plan=2019,
        review=(2018, 2018),
    )


def told(text: str) -> dict[str, str]:
    return {it.span.of(text): it.kind for it in furniture(text)}


def reasons(text: str) -> list[tuple[str, str | None]]:
    report = report_of(text)
    entries = ledger(report, passages(report), list(extract(report)))
    return [(entry.text, entry.reason or entry.disposition) for entry in entries]


@pytest.mark.parametrize(
    "line",
    [
        "来源：某某日报",
        "发布时间：2019-01-15 10:32 浏览次数：1234 次",
        "2019-01-15 10:32:11",
        "２０１９年１月１５日　１０：３２　来源：本站　点击：３４５",
        "2019-01-15 稿源：某某网",
        "【字体：大 中 小】 打印 关闭",
        "[ 打印本页 ] [ 关闭窗口 ] 分享到： 微信 微博",
        "大 中 小",
        "首页 > 政务公开 > 政府工作报告",
        "您现在的位置：首页 >> 公开",
        "首页 » 2019年报告",
        "网站首页 | 新闻中心 | 政务公开 | 办事服务",
        "上一篇：关于2019年民生实事的公告",
        "2018年统计公报 [2019-03-20]",
        "责任编辑：甲乙",
        "（责任编辑 甲乙",
        "湘ICP备05002141号-3 湘公网安备 43040002000012号 网站标识码：4304000001",
        "Copyright © 2019 某某网 All Rights Reserved",
        "版权所有 © 1999-2019 某某单位",
        "地址：某某路12号 邮编：421001 电话：0734-1234567",
        "您是第 1234567 位访客",
        "建议使用1024×768分辨率浏览本站",
    ],
)
def test_a_line_of_a_web_page_is_known_by_its_structure(line: str) -> None:
    for text in (f"{line}\n{BODY}", f"{BODY}{line}\n"):
        assert told(text) == {line: "page"}
        report = report_of(text)
        assert [p.span.of(text) for p in passages(report) if p.kind == "note"] == [line]
        assert {why for number, why in reasons(text) if number in line} <= {
            "furniture",
            "date",
            "statement",
            "list-mark",
        }
        assert "unaccounted" not in dict(reasons(text)).values()


@pytest.mark.parametrize(
    "line",
    [
        "关闭退出煤矿31处，来源广泛。",
        "编辑出版志书3部。",
        "打印耗材产业园建成投产。",
        "首页改版12次，访问量增长30%。",
        "2019年1月8日在衡阳市第十五届人民代表大会第五次会议上",
        "2019年1月8日",
        "一、2018年工作回顾",
        "（一）2018年工作回顾",
        "农业 工业 服务业",
        "指标 | 8.5% | 9%",
        "12345服务热线办理诉求3万件。",
        "时间紧、任务重",
        "R&D投入强度>2.5%，高于全省。",
    ],
)
def test_a_line_of_the_report_is_none(line: str) -> None:
    assert told(BODY + line + "\n" + BODY) == {}


def test_the_value_of_a_label_may_stand_on_the_next_line() -> None:
    text = f"发布时间：\n2019-01-15\n浏览次数：\n12345\n{BODY}"
    assert list(told(text)) == ["发布时间：", "2019-01-15", "浏览次数：", "12345"]
    assert reasons(text)[:4] == [
        ("2019", "furniture"),
        ("01", "furniture"),
        ("15", "furniture"),
        ("12345", "furniture"),
    ]


def test_a_menu_of_one_entry_a_line_is_one_before_and_behind_the_report_and_never_in_it() -> None:
    menu = "首页\n新闻中心\n政务公开\n十大专栏\n互动交流\n走进本市\n"
    assert set(told(menu + BODY + menu).values()) == {"page"} and len(told(menu + BODY + menu)) == 6
    assert told(BODY + menu + BODY).keys() <= {"首页"}


LONG = "全市上下团结一心，经济社会平稳健康发展，人民生活持续改善，各项事业全面进步。" * 6


@pytest.mark.parametrize(
    "footer",
    [
        "— {} —",
        "- {} -",
        "－{}－",
        "·{}·",
        "第 {} 页",
        "第{}页 共30页",
        "共30页，第{}页",
        "Page {} of 30",
        "{}",
        "{}/30",
    ],
)
def test_the_number_of_a_page_parts_no_sentence(footer: str) -> None:
    text = "一、2018年工作回顾\n"
    for page in range(1, 5):
        text += f"{LONG}全年粮食总产量达到{page}00万吨，财政收\n{footer.format(page)}\n入增长{page}0%。\n"
    assert list(told(text).values()) == ["page-number"] * 4
    report = report_of(text)
    read = [view(text, p.span).text for p in sentences(report)]
    assert [words for words in read if "财政收" in words] == [
        f"全年粮食总产量达到{page}00万吨，财政收入增长{page}0%。" for page in range(1, 5)
    ]
    assert [p.value for p in extract(report) if p.indicator_label and "财政收入" in p.indicator_label] == [
        10,
        20,
        30,
        40,
    ]
    pages = [why for number, why in reasons(text) if why == "page-number"]
    assert len(pages) == (8 if "30" in footer else 4)
    assert all("page" not in p.kind for p in passages(report))


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("2019年政府工作报告", "— {} —"),
        ("某某市2019年政府工作报告 第 {} 页", ""),
        ("{} 某某市2019年政府工作报告", ""),
        ("某某市2019年政府工作报告", ""),
        ("某某市2019年政府工作报告", "\f"),
    ],
)
def test_a_running_head_is_known_by_coming_again_at_the_ends_of_pages(head: str, number: str) -> None:
    text = "某某市2019年政府工作报告\n一、2018年工作回顾\n"
    for page in range(1, 6):
        text += f"{LONG}全年财政收入，完成{page}00亿元，税\n{number.format(page)}\n{head.format(page)}\n收收入增长{page}0%。\n"
    kinds = told(text)
    assert [it.kind for it in furniture(text)].count("running-head") == 5
    assert set(kinds.values()) <= {"page-number", "running-head"}
    # What stands on the first page as the title stays a heading.
    assert next(iter(passages(report_of(text)))).kind == "heading"
    read = "".join(view(text, p.span).text for p in sentences(report_of(text)))
    assert read.count("亿元，税收收入增长") == 5
    assert ("2019", "furniture") in reasons(text) and ("2019", "unaccounted") not in reasons(text)


def test_words_that_a_report_repeats_are_no_running_heads() -> None:
    text = BODY
    for part in "一二三四":
        text += f"（{part}）工作\n主要措施\n{LONG}\n各位代表！\n{LONG}\n"
    assert told(text) == {}


def test_numbers_in_the_cells_of_a_table_are_no_pages() -> None:
    text = BODY + "".join(f"{n}\n项目{n}\n{n}00万元\n" for n in range(1, 9))
    assert told(text) == {}


@given(st.text("首页|>：:—-第 共页0123年月日来源。，\n\r\f\u3000<U+00A0>", max_size=200))
def test_any_text_has_its_furniture_in_order_line_by_line(text: str) -> None:
    at = 0
    for it in furniture(text):
        assert at <= it.span.start < it.span.end and "\n" not in it.span.of(text)
        at = it.span.end
    end = 0
    for passage in passages(report_of(text)):
        if passage.kind != "paragraph":
            assert end <= passage.span.start and not text[end : passage.span.start].strip()
            end = passage.span.end


PAGED = """\
政府工作报告

2020年1月8日在邵阳市第十六届人民代表大会第六次会议上

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、2019年工作回顾

一年来，经济平稳增长，一般公共预算收入完成10123.5万元，财政支出增长7.5%，石门大桥建成通车，粮食产量达258万吨。

二、2020年工作安排

主要预期目标是：地区生产总值增长8%左右，城镇登记失业率控制在4.5%以内。确保红旗水库开工建设。
"""


@pytest.mark.parametrize(
    "at", ["0123.5万元", ".5万元", "万元，", "元，财", "5%，", "%，石", "大桥建", "通车，", "58万吨", "万吨。"]
)
@pytest.mark.parametrize("head", ["邵阳市2020年政府工作报告", ""])
def test_a_page_that_ends_in_a_number_or_name_changes_no_statement_and_the_verifier_agrees(
    at: str, head: str, tmp_path: Path
) -> None:
    def end(page: int) -> str:
        return f"\n— {page} —\n" + (f"{head}\n" if head else "")

    text = PAGED.replace("现在，我代表", f"现在，{end(1)}我代表").replace("红旗", f"红{end(3)}旗")
    text = text.replace(at, end(2) + at) if at in text else text
    values = []
    for number, words in enumerate((PAGED, text)):
        project = init_project(tmp_path / str(number))
        (tmp_path / "r.txt").write_text(words, encoding="utf-8")
        add_report(project, tmp_path / "r.txt")
        (reviewed,) = build(project).reports
        values.append([(s.cls, s.value, s.unit, s.year, s.label, s.project_label) for s in reviewed.statements])
        assert reviewed.coverage.unaccounted == 0
        assert verify(project.build, project.reports).problems == ()
    assert values[0] == values[1]
