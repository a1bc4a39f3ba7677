"""Citations, the row that reports a mistake, and the picture for sharing."""

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import pytest
from browser import HOSTILE
from command import kg, put
from tables_made import report, tables

from kg.decisions import read
from kg.leads import read_tables
from kg.project import Project, init_project
from kg.site import mistake
from kg.site.citing import Source, bib_entry, bib_report, gb_entry, gb_report, government, tex
from kg.site.lines import broken, width
from kg.site.picture import HIGH, WIDE, picture
from kg.site.promises import promises
from kg.site.signs import SIGNS

SOURCE = Source("某市工作报告", "某研究组", "0123456789abcdef0123")
REPORT = report(2019, ahead="地区生产总值增长8%左右，一般公共预算收入增长7.5%左右。")


def test_a_report_is_cited_after_gb_t_7714_as_far_as_it_is_known() -> None:
    assert gb_report(REPORT) == "衡阳市人民政府. 政府工作报告[R]. 衡阳: 衡阳市人民政府, 2019."
    spoken = replace(REPORT, speaker="甲乙丙", date="2019-01-08", meeting="衡阳市第十五届人民代表大会第五次会议")
    assert gb_report(spoken) == (
        "甲乙丙. 政府工作报告：2019年1月8日在衡阳市第十五届人民代表大会第五次会议上[R]. 衡阳: 衡阳市人民政府, 2019."
    )


def test_a_report_at_an_address_is_an_online_source_with_its_day_and_the_day_it_was_looked_at() -> None:
    online = replace(REPORT, date="2019-01-08", source="https://www.example.gov.cn/a_b.html")
    assert gb_report(online) == (
        "衡阳市人民政府. 政府工作报告[R/OL]. (2019-01-08)[{date}]. https://www.example.gov.cn/a_b.html."
    )
    entry = bib_report(online)
    assert "url = {https://www.example.gov.cn/a_b.html}" in entry and "urldate = {{date}}" in entry


def test_the_body_that_reports_is_named_as_it_is_called() -> None:
    assert government(replace(REPORT, place="cn")) == "国务院"
    assert government(replace(REPORT, place="152500")) == "锡林郭勒盟行政公署"


def test_an_entry_is_cited_with_version_and_content_online_and_at_hand() -> None:
    row = next(iter(tables(REPORT).statements.values()))
    online = gb_entry(row, "地区生产总值", SOURCE, online=True)
    assert online == (
        f"某研究组. 地区生产总值: {row['place_label']}2019年政府工作报告条目 {row['id']}[DB/OL]. "
        "0.1.0版(内容 0123456789abcdef)[{date}]. {url}."
    )
    assert "[DB]." in gb_entry(row, "地区生产总值", SOURCE, online=False)
    held = bib_entry(row, "地区生产总值", SOURCE, online=False)
    assert held.startswith("@misc{gwr-430400-2019-") and "url =" not in held


@pytest.mark.parametrize("words", HOSTILE)
def test_no_word_of_a_report_is_carried_out_by_tex(words: str) -> None:
    kept = tex(words)
    for command in (r"\textbackslash{}", r"\textasciitilde{}", r"\textasciicircum{}"):
        kept = kept.replace(command, "")
    assert not re.search(r"(?<!\\)[{}&%$#_]", kept)
    row = {**next(iter(tables(REPORT).statements.values())), "quote": words}
    entry = bib_report(REPORT, row)
    plain = re.sub(r"\\[{}]", "", entry)
    assert plain.count("{") == plain.count("}")


@pytest.fixture
def told(tmp_path: Path) -> Project:
    project = init_project(tmp_path / "told")
    put(project.reports / REPORT.id, REPORT.text)
    assert kg("build", cwd=project.root).code == 0
    return project


def test_a_reported_mistake_is_a_sheet_that_kg_decide_takes_as_it_is(told: Project) -> None:
    made = read_tables(told)
    for promise in promises(made, REPORT.id):
        sheet = mistake.sheet(promise.row, made.reports[REPORT.id], why="数字不对")
        (told.root / mistake.NAME).write_text(sheet, encoding="utf-8")
        ran = kg(*mistake.command(promise.row).split()[1:], "--who", "李明", cwd=told.root)
        assert ran.code == 0, ran.err
    decisions = read(told.reports / REPORT.id / "decisions.tsv")
    assert [(d.action, d.who, d.why) for d in decisions] == [("doubt", "李明", "数字不对")] * 2
    assert kg("build", cwd=told.root).code == 0
    assert {p.row["review_status"] for p in promises(read_tables(told), REPORT.id)} == {"doubtful"}


def test_a_mistake_by_mail_or_as_an_issue_holds_the_row_and_asks_no_third_party() -> None:
    made = tables(REPORT)
    row = next(iter(made.statements.values()))
    address = urlsplit(mistake.mail(row, mistake.sheet(row, REPORT), SOURCE, "data@example.org"))
    assert address.scheme == "mailto" and unquote(address.path) == "data@example.org"
    (body,) = parse_qs(address.query)["body"]
    assert mistake.sheet(row, REPORT) in body
    ticks = {**row, "quote": "```\nrm -rf\n````"}
    (fence,) = re.findall(r"^(`+)tsv$", mistake.issue(ticks, mistake.sheet(ticks, REPORT), SOURCE), re.MULTILINE)
    assert len(fence) > 4


def shared(quote: str, outcome: str = "", result: str = "met") -> ElementTree.Element:
    sign = SIGNS[result]
    text = picture(
        quote=quote, result=result, status=sign.zh, outcome=outcome, source="衡阳市 2019年政府工作报告",
        published="2019-01-08", version="0123456789abcdef", heading="承诺与成效",
    )  # fmt: skip
    return ElementTree.fromstring(text)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_picture_shows_hostile_words_as_words(words: str) -> None:
    root = shared(words, words)
    assert {e.tag.rpartition("}")[2] for e in root.iter()} <= {"svg", "title", "rect", "text", "tspan", "path", "g"}
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on") or "href" in name]


def test_a_picture_holds_the_sentence_whole_its_source_and_its_day() -> None:
    quote = "今年经济社会发展的主要预期目标是：地区生产总值增长8.5%左右，一般公共预算收入增长7.5%左右，固定资产投资增长12%以上"
    root = shared(quote)
    assert (root.get("width"), root.get("height")) == (str(WIDE), str(HIGH)) == ("1200", "630")
    assert quote in "".join("".join(e.itertext()) for e in root.iter() if e.tag.endswith("tspan"))
    words = "".join(root.itertext())
    assert all(part in words for part in ("衡阳市 2019年政府工作报告", "2019-01-08", "0123456789abcdef", "实现"))


def test_every_result_has_a_sign_of_its_own() -> None:
    from kg.assess.judging import RESULTS
    from kg.assessments import WORDS

    assert tuple(SIGNS) == RESULTS
    assert {name: (s.en, s.zh) for name, s in SIGNS.items()} == WORDS
    assert len({s.path for s in SIGNS.values()}) == len(SIGNS)


@pytest.mark.parametrize(
    ("text", "measure", "lines"),
    [
        ("地区生产总值增长", 4, ("地区生产", "总值增长")),
        ("增长八点五，其中", 5, ("增长八点五，", "其中")),
        ("建成「红旗水库」", 3, ("建成", "「红旗", "水库」")),
        ("GDP growth of 8.5%", 6, ("GDP growth", "of 8.5%")),
    ],
)
def test_lines_break_as_chinese_and_english_do(text: str, measure: float, lines: tuple[str, ...]) -> None:
    assert broken(text, measure, 9) == lines


def test_what_does_not_fit_is_cut_with_a_sign_that_it_was() -> None:
    (line,) = broken("长" * 200, 10, 1)
    assert line.endswith("…") and width(line) <= 10


def test_the_row_is_json_where_a_quote_holds_several_statements() -> None:
    made = tables(report(2019, ahead="新增学位2000个、床位2000张。"))
    for row in made.statements.values():
        given = mistake.cells(row, made.reports[row["report"]])
        assert "slots" not in given or json.loads(given["slots"])
