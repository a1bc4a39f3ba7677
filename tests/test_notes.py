"""A text several times over, notes, glossaries and the frame of a page: what states nothing is left apart."""

import hashlib
from pathlib import Path

import pytest
from command import HENGYANG

from kg.extract import extract
from kg.model import Report
from kg.readers import read_file
from kg.text import fold, glossary, passages, sentences


def report_of(text: str) -> Report:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Report(id="430400-2019", text=text, sha256=sha256, place="430400", plan=2019, review=(2018, 2018))


def test_a_text_that_stands_several_times_is_cut_to_one(tmp_path: Path) -> None:
    text = (HENGYANG / "report.txt").read_text(encoding="utf-8")
    path = tmp_path / "report.txt"
    for times, between in ((2, "\n"), (6, "\n<!--|-->\n当前位置：首页\n")):
        path.write_text("\n网站\n" + between.join([text] * times) + "\n页脚\n", encoding="utf-8", newline="")
        document = read_file(path)
        assert document.remarks == (f"the text stands {times} times; all but the first are left out",)
        assert document.text.count("各位代表：\n\n现在") == text.count("各位代表：\n\n现在")
        assert document.text.startswith("\n网站\n" + text)
        assert len(document.text) < len(text) + 100
        assert all(offset < len(document.text) for offset, _ in document.stations)


def test_a_text_that_stands_once_is_left_alone_refrains_and_all(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    text = (HENGYANG / "report.txt").read_text(encoding="utf-8")
    path.write_text(text + "\n" + text[:300], encoding="utf-8", newline="")
    document = read_file(path)
    assert document.remarks == () and document.text == text + "\n" + text[:300]


NOTED = """\
衡阳市人民政府网 新华社衡阳1月8日电
来源：衡阳日报
政府工作报告
1月8日，大会开幕，市长作报告。本报记者 甲乙 摄
各位代表：
一、2018年工作回顾
地区生产总值增长8.5%[3]，实施“四张清单”①，新建“三路”［12］631公里。
二、2019年工作安排
地区生产总值增长8%左右。
{heading}
1.“四张清单”：投资清单增长99%。
2.三路：旅游路、
产业路，投资77亿元。
责任编辑：丙丁
湘ICP备05002141号
"""


@pytest.mark.parametrize(
    "heading", ["名词解释", "名 词 解 释", "附件2 名词解释", "《政府工作报告》名词解释", "注释：", "附：有关名词解释"]
)
def test_a_glossary_and_the_frame_of_a_page_are_notes_and_state_nothing(heading: str) -> None:
    report = report_of(NOTED.format(heading=heading))
    stated = [fold(p.span.of(report.text)) for p in sentences(report)]
    assert not any(words in "".join(stated) for words in ("99%", "77亿元", "责任编辑", "ICP", "记者", "来源"))
    assert "地区生产总值增长8.5%，实施“四张清单”，新建“三路”631公里。" in stated
    assert {t.name: t.definition.of(report.text).replace("\n", "") for t in glossary(report)} == {
        "四张清单": "投资清单增长99%。",
        "三路": "旅游路、产业路，投资77亿元。",
    }
    values = {str(p.value) for p in extract(report)}
    assert {"8.5", "631", "8"} <= values and not values & {"99", "77", "85", "853"}


def test_an_annex_of_another_kind_is_text_again() -> None:
    text = NOTED.format(heading="附件1\n名词解释").replace("责任编辑", "附件2\n民生实事\n新增就业5万人。\n责任编辑")
    report = report_of(text)
    assert "新增就业5万人。" in [fold(p.span.of(text)) for p in sentences(report)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("增长5.2%[3]，", "增长5.2%，"),
        ("增长5.2%［３］。", "增长5.2%。"),
        ("全面落实“三长制”①。", "全面落实“三长制”。"),
        ("①增长8%；②下降3%", "①增长8%；②下降3%"),
        ("国发〔2019〕3号", "国发〔2019〕3号"),
        ("面积5m²", "面积5m²"),
        ("现在，<U+00A0>我代表", "现在，我代表"),
    ],
)
def test_footnote_marks_do_not_reach_what_rules_read(text: str, read: str) -> None:
    assert fold(text) == read


def test_a_line_that_only_looks_like_a_pages_frame_is_text() -> None:
    text = "一、2018年工作回顾\n关闭退出煤矿31处，来源广泛。\n首批项目开工。\n注释性工作完成5项。\n编辑出版志书3部。\n"
    kinds = [p.kind for p in passages(report_of(text))]
    assert "note" not in kinds and kinds.count("sentence") == 4
