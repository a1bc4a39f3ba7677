"""Names, roles and terms of a report's notes, from the sentence to the graph."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import command
import made as made_files
import pytest

from kg.extract import extract, involvements, linking
from kg.extract.actions import action
from kg.extract.entities import mention
from kg.extract.entities.localities import localities
from kg.extract.reading import Reading, read
from kg.model import Half, Passage, Proposal, Report, Span
from kg.neighbours import around
from kg.project import Project
from kg.registry import organisation
from kg.reviewed import review
from kg.source_notes import source_notes
from kg.store import open_store

REPORT = """衡阳市人民政府工作报告
——2019年1月8日在衡阳市第十五届人民代表大会第五次会议上
市长 某某
各位代表：
一、2018年工作回顾
地区生产总值增长8.5%。引进华泰汽车、顺丰集团等企业。市政府办理建议200件。
二、2019年工作安排
实施“两新”行动，壮大油茶产业。建设高标准农田1043万亩。
名词解释
1.“两新”行动：是指设备更新和消费品以旧换新。
2.两不愁：不愁吃、不愁穿。
"""


def made(text: str = REPORT, place: str = "430400") -> Report:
    return Report(id=f"{place}-2019", text=text, sha256="0" * 64, place=place, plan=2019, review=(2018, 2018))


def reading(text: str, half: Half) -> Reading:
    passage = Passage(kind="sentence", span=Span(0, len(text)), section="一", half=half)
    return next(iter(read(made(text), (passage,), "衡阳市")))


@pytest.mark.parametrize(("text", "half", "expected"), involvements.EXAMPLES)
def test_an_organisation_takes_the_part_that_its_clause_gives_it(
    text: str, half: Half, expected: tuple[tuple[str, str, str], ...]
) -> None:
    this = reading(text, half)
    found = [p for p in linking.linked(this, mention(this)) if p.cls == "Involvement"]
    assert [(p.agent, p.role, p.project_label or "") for p in found] == list(expected)
    assert all(p.as_stated.of(text) in text and len({p.id for p in found}) == len(found) for p in found)


def test_an_action_names_its_programme_and_its_sector() -> None:
    this = reading("深化“放管服”改革，大力发展油茶产业。", "plan")
    found = [p for p in linking.linked(this, [*action(this), *mention(this)]) if p.cls == "Action"]
    assert [(p.label, p.programme, p.sector) for p in found] == [
        ("深化“放管服”改革", "“放管服”改革", None),
        ("大力发展油茶产业", None, "油茶产业"),
    ]
    assert isinstance(found[0].slots["programme"], Span)


def test_a_clause_with_a_number_of_its_own_is_no_action() -> None:
    actions = [
        p.label
        for p in extract(made("二、2019年工作安排\n新建改造农村公路300公里，抓好道路安全整治。"))
        if p.cls == "Action"
    ]
    assert actions == ["抓好道路安全整治"]


def test_what_the_notes_define_is_named_with_its_definition() -> None:
    found = {p.label: p for p in extract(made()) if p.rule == "glossary"}
    assert {name: p.kind for name, p in found.items()} == {"“两新”行动": "Programme", "两不愁": "Programme"}
    definition = found["“两新”行动"].slots["definition"]
    assert isinstance(definition, Span) and definition.of(REPORT) == "是指设备更新和消费品以旧换新。"


def in_project(tmp_path: Path, text: str = REPORT) -> Path:
    root = tmp_path / "own"
    assert command.kg("init", str(root), cwd=tmp_path).code == 0
    (tmp_path / "report.txt").write_text(text, encoding="utf-8")
    assert command.kg("add", str(tmp_path / "report.txt"), "--place", "430400", "--year", "2019", cwd=root).code == 0
    assert command.kg("build", cwd=root).code == 0
    return root


def test_a_definition_is_in_the_graph_and_checked(tmp_path: Path) -> None:
    root = in_project(tmp_path)
    assert command.kg("check", cwd=root).code == 0
    (tmp_path / "q.rq").write_text(
        "SELECT ?name ?definition WHERE { ?m gwr:mentions ?thing . ?thing a gwr:Programme ; rdfs:label ?name ; "
        "skos:definition ?definition } ORDER BY ?name",
        encoding="utf-8",
    )
    ran = command.kg("query", str(tmp_path / "q.rq"), "--format", "csv", cwd=root)
    assert "“两新”行动,是指设备更新和消费品以旧换新。" in ran.out.splitlines()
    assert "两不愁,不愁吃、不愁穿。" in ran.out.splitlines()


def test_the_build_says_what_is_doubtful_in_the_source(tmp_path: Path) -> None:
    root = in_project(tmp_path)
    said = command.kg("build", cwd=root).out
    assert "doubt about the source" in said and "6953 km², 45.4% of the 15303 km² of 衡阳市" in said
    assert "原文存疑" in command.kg("build", cwd=root, LC_ALL="zh_CN.UTF-8").out


NOTES = [
    ("建设高标准农田1043万亩。", "plan", ["too-much-land"]),
    ("累计建成高标准农田300万亩。", "review", []),
    ("建设高标准农田20万亩。", "plan", []),
    ("森林面积达到30000万亩。", "review", ["too-much-land"]),
    ("三次产业结构优化为10.8：34.1：55.1。", "review", []),
    ("三次产业结构优化为10.8：34.1：65.1。", "review", ["shares-that-do-not-sum"]),
    ("一般公共预算收入由2017年的252亿元增加到2018年的264.6亿元，2018年一般公共预算收入增长5%。", "review", []),
    (
        "2017年地区生产总值3000亿元。2018年地区生产总值3300亿元，2018年地区生产总值增长30%。",
        "review",
        ["growth-against-levels"],
    ),
    ("2017年地区生产总值3000亿元。2018年地区生产总值3300亿元，2018年地区生产总值增长10%。", "review", []),
    ("2017年一般公共预算收入250亿元。2018年一般公共预算收入264万元。", "review", ["unit-slip"]),
]


@pytest.mark.parametrize(("text", "half", "expected"), NOTES)
def test_a_number_that_cannot_well_be_is_noted_and_left_as_it_stands(text: str, half: str, expected: list[str]) -> None:
    heading = "二、2019年工作安排" if half == "plan" else "一、2018年工作回顾"
    report = made(f"{heading}\n{text}")
    reviewed = review(report)
    notes = source_notes(report, reviewed.statements)
    assert [n.check for n in notes] == expected
    for note in notes:
        assert note.zh and note.en and set(note.statements) <= {s.id for s in reviewed.published}
    assert source_notes(report, reviewed.statements) == notes


def test_an_area_of_a_place_nobody_knows_is_held_against_the_one_above_it() -> None:
    report = made("二、2019年工作安排\n建设高标准农田40000万亩。", "430421")
    assert [n.check for n in review(report).notes] == ["too-much-land"]
    assert not review(made("二、2019年工作安排\n建设高标准农田40000万亩。", "110000")).notes


def changed(project: Project, name: str, **cells: Any) -> str:
    """Alter the row of the first mention of this name, and say what ``kg check`` finds."""
    path = project.build / "statements.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    row = next(r for r in rows if r["class"] == "Mention" and r["label"] == name and r["kind"])
    row.update(cells)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    ran = command.kg("check", cwd=project.root)
    assert ran.code == 1
    return ran.out + ran.err


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"label": "湘南"}, "label: expected 湘江, found 湘南"),
        ({"kind": "River"}, "kind: expected "),
        ({"about_label": "长江"}, "subject: expected "),
    ],
)
def test_an_altered_name_is_named_by_the_verifier(copied: Project, cells: dict[str, str], said: str) -> None:
    assert said in changed(copied, "湘江", **cells)


def test_confidence_is_no_certainty() -> None:
    named: list[Proposal] = [p for p in extract(made()) if p.cls in ("Mention", "Action", "Involvement")]
    assert named and all(Decimal("0.5") <= p.confidence < 1 for p in named)


def test_the_page_of_a_firm_shows_what_it_takes_part_in_and_where_it_is_named(copied: Project) -> None:
    ran = command.kg("graph", "org-id:byd", "-o", "byd.html", cwd=copied.root)
    assert ran.code == 0
    page = (copied.root / "byd.html").read_text(encoding="utf-8")
    for words in ("takes part in", "参与", "比亚迪胶轮有轨电车示范线", "named in reports of"):
        assert words in page


def test_a_name_that_statements_bear_too_means_the_thing(copied: Project) -> None:
    ran = command.kg("graph", "三大攻坚战", "-o", "page.html", cwd=copied.root)
    assert (ran.code, "expected the name of one thing" in ran.err) == (0, False)


def test_a_list_that_ends_in_etc_is_marked_open() -> None:
    text = "一、2018年工作回顾\n南岳机场、滨江大桥、石门水库等项目建成投用。红旗水库建成投用。"
    found = {p.project_label: p for p in extract(made(text)) if p.cls == "RealisedMilestone"}
    assert {name: p.list_open for name, p in found.items()} == {
        "南岳机场": True,
        "滨江大桥": True,
        "石门水库": True,
        "红旗水库": False,
    }
    etc = found["滨江大桥"].slots["list_open"]
    assert isinstance(etc, Span) and etc.of(text) == "等"


def test_a_body_without_its_place_s_name_is_another_one_in_each_place() -> None:
    assert organisation("省委", "430400") == organisation("省委", "430100") != organisation("省委", "370700")
    assert organisation("市教育局", "430400") != organisation("市教育局", "430100")
    assert organisation("国务院", "430400") == organisation("国务院", "370700")
    assert organisation("市场监管总局", "430400") == organisation("市场监管总局", "370700")


def test_an_agency_is_no_firm_because_a_firm_takes_part(copied: Project) -> None:
    kinds = set()
    for line in (copied.build / "graph.nq").read_text(encoding="utf-8").splitlines():
        if "id/org/byd> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in line:
            kinds.add(line.split()[2].rpartition("#")[2].strip(">"))
    assert "Enterprise" in kinds and "Agency" not in kinds


@pytest.mark.parametrize("form", ["{}", "stm:{}", "https://w3id.org/gwr/id/statement/{}"])
def test_a_statement_is_shown_by_its_id_as_a_query_prints_it(copied: Project, form: str) -> None:
    name = "430400-2019.b626a9f4d9"
    ran = command.kg("show", form.format(name), cwd=copied.root)
    assert ran.code == 0 and ran.out.startswith(name)


def test_a_check_says_that_decisions_came_after_the_build(copied: Project) -> None:
    decided = command.kg(
        "decide", "430400-2019", "stm:430400-2019.b626a9f4d9", "doubt", "--who", "李明", cwd=copied.root
    )
    assert decided.code == 0
    ran = command.kg("check", cwd=copied.root)
    assert ran.code == 0 and ran.err.startswith("stale: ")


def test_a_code_that_no_division_has_is_refused_where_it_is_written(copied: Project) -> None:
    before = (copied.reports / "430400-2019" / "decisions.tsv").read_bytes()
    ran = command.kg(
        "decide", "430400-2019", "b626a9f4d9", "amend", "--set", "about=999999", "--who", "李明", cwd=copied.root
    )
    assert ran.code == 1 and "column about: expected a code of GB/T 2260" in ran.err
    assert (copied.reports / "430400-2019" / "decisions.tsv").read_bytes() == before


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_word_file_is_no_sheet(copied: Project, suffix: str) -> None:
    (copied.root / f"sheet{suffix}").write_bytes(made_files.docx("政府工作报告"))
    ran = command.kg("decide", "430400-2019", "--from", f"sheet{suffix}", "--who", "李明", cwd=copied.root)
    assert ran.code == 1 and f"sheet{suffix}: expected a sheet (.tsv, .csv, .xlsx)" in ran.err


def test_a_city_s_page_is_for_what_is_promised_and_told_of_it(project: Project) -> None:
    with open_store(project.build) as snapshot:
        found = around(snapshot.store, "衡阳市", project.addresses, {})
    kinds = Counter(data["node"].kind for _, data in found.graph.nodes(data=True))
    assert kinds["target"] >= 10 and kinds["outcome"] >= 10 and kinds["programme"] <= 5


ORGANISATIONS = [
    ("在市委的坚强领导下，自觉接受人大监督、政协民主监督。", ["市委", "人大", "政协"]),
    ("支持工会、共青团、妇联、残联等群团组织。", ["工会", "共青团", "妇联", "残联"]),
    ("湘南大数据交易所揭牌，云谷市妇女儿童急救中心开工。", ["湘南大数据交易所", "云谷市妇女儿童急救中心"]),
    ("认真落实省委十二届三次全会精神，争创省政府质量奖。", []),
    ("新增标准化中职学校25所，建设特色高水平学校。", []),
]


@pytest.mark.parametrize(("text", "expected"), ORGANISATIONS)
def test_organisations_are_bodies_and_not_their_kinds_meetings_or_prizes(text: str, expected: list[str]) -> None:
    report = made(text)
    passage = Passage(kind="sentence", span=Span(0, len(text)), section="一", half="plan")
    (sentence,) = read(report, (passage,), "衡阳市")
    found = [p.label for p in mention(sentence) if p.kind in ("Agency", "Enterprise", "Institution")]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("深化改革和政策创新，共同富裕取得进展，和政县脱贫。", "cn", ["和政县"]),
        ("浏阳和长沙市发展，浏阳市领先。", "430000", ["长沙市", "浏阳市"]),
        ("支持衡山、祁东发展。", "430400", ["衡山", "祁东"]),
    ],
)
def test_the_short_name_of_a_county_counts_no_further_up_than_its_prefecture(
    text: str, place: str, found: list[str]
) -> None:
    assert [text[slice(*named.at)] for named in localities(text, place)] == found
