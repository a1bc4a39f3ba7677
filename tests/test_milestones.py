import dataclasses
import hashlib

import pytest

from kg.extract.milestones import EXAMPLES, RULES, planned_project, project_status
from kg.extract.project_names import is_name, own, trim
from kg.extract.reading import Reading
from kg.extract.stage_words import AFTER, BEFORE
from kg.model import Passage, Proposal, Report, Span
from kg.verify.words import statuses


def reading(text: str, half: str) -> Reading:
    report = Report(
        id="999900-2019",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        place="999900",
        plan=2019,
        review=(2018, 2018),
    )
    passage = Passage(
        kind="sentence", span=Span(0, len(text)), section="一", half="plan" if half == "plan" else "review"
    )
    return Reading(report, passage, "测试市")


def proposed(text: str, half: str) -> list[Proposal]:
    found = [p for rule in RULES for p in rule(reading(text, half))]
    return sorted(found, key=lambda p: (p.slots["status"], p.slots["project"]))


@pytest.mark.parametrize(("text", "half", "expected"), EXAMPLES)
def test_the_rules_read_their_examples(text: str, half: str, expected: tuple[tuple[str, str, str], ...]) -> None:
    found = [(p.project_label, p.status, p.strength or "") for p in proposed(text, half)]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(("text", "half", "expected"), EXAMPLES)
def test_every_slot_stands_in_the_text_and_every_address_is_its_own(text: str, half: str, expected: object) -> None:
    found = proposed(text, half)
    assert len({p.id for p in found}) == len(found)
    for p in found:
        project, status = p.slots["project"], p.slots["status"]
        assert isinstance(project, Span) and isinstance(status, Span)
        assert text[p.span.start : p.span.end] == p.quote and len(p.quote) <= 200
        assert p.span.covers(project) and p.span.covers(status) and status == p.as_stated
        assert "".join(project.of(text).split()).replace("(", "（").replace(")", "）") == p.project_label
        assert p.about == p.project and p.about_label == p.project_label


def test_a_written_year_is_evidence_and_an_unwritten_one_is_inherited() -> None:
    (written,) = planned_project(reading("确保甲子大桥2020年建成通车。", "plan"))
    assert (written.year, written.slots["year"]) == (2020, Span(6, 11))
    (inherited,) = planned_project(reading("确保甲子大桥建成通车。", "plan"))
    assert (inherited.year, inherited.slots["year"]) == (2019, "inherited:report")
    (past,) = project_status(reading("甲子大桥建成通车。", "review"))
    assert (past.year, past.slots["year"]) == (2018, "inherited:report")


def test_what_a_look_back_says_is_to_come_is_of_the_year_planned_for() -> None:
    text = "甲子公路将在今年内全线初步通车。"
    (found,) = proposed(text, "review")
    assert (found.cls, found.year, found.slots["year"]) == ("PlannedMilestone", 2019, Span(6, 8))
    (bare,) = proposed("甲子公路有望全线通车。", "review")
    assert (bare.cls, bare.year, bare.slots["year"]) == ("PlannedMilestone", 2019, "inherited:report")
    # Given in December, a report says 今年 of the year it looks back on.
    early = reading(text, "review")
    late = dataclasses.replace(early, report=dataclasses.replace(early.report, date="2018-12-20"))
    (found,) = planned_project(late)
    assert (found.year, found.slots["year"]) == (2018, Span(6, 8))


def test_the_manner_of_the_work_is_told_with_the_work() -> None:
    text = "甲子高铁、乙丑高铁等项目建设顺利。"
    assert [p.as_stated.of(text) for p in proposed(text, "review")] == ["建设顺利"] * 2


def test_the_verifier_knows_each_word_of_stage_by_its_own_table() -> None:
    known = {**AFTER, **BEFORE}
    assert [(word, code) for word, code in known.items() if code and code not in statuses(word)] == []


def test_strength_reaches_over_clauses_without_a_verb_of_their_own() -> None:
    found = {p.project_label: p for p in proposed("确保甲子大桥竣工，乙丑隧道通车，推进丙寅水库建设。", "plan")}
    assert found["乙丑隧道"].strength == "ensure" and found["乙丑隧道"].slots["strength"] == Span(0, 2)
    assert found["丙寅水库"].strength == "plain" and found["丙寅水库"].slots["strength"] == "plain-directive"


def test_a_phase_alone_belongs_to_the_project_before_it() -> None:
    one = proposed("完成甲子机场扩建工程，启动二期项目前期工作。", "plan")
    two = proposed("完成乙丑机场扩建工程，启动二期项目前期工作。", "plan")
    assert one[1].project_label == two[1].project_label == "二期项目"
    assert one[1].project != two[1].project
    assert proposed("启动二期项目前期工作。", "plan") == []


def test_past_wording_in_the_plan_half_is_an_outcome() -> None:
    (found,) = proposed("甲子铁路已开工建设。", "plan")
    assert (found.cls, found.status) == ("RealisedMilestone", "started")


def test_a_name_needs_characters_of_its_own() -> None:
    assert is_name("安张衡铁路", listed=False) and not is_name("农村公路", listed=False)
    assert own("衡东县特殊学校") >= 2 and own("农村污水处理厂") == 0
    assert is_name("豪曼新能源", listed=True) and not is_name("豪曼新能源", listed=False)
    assert not is_name("12个重大项目", listed=True)


def test_trimming_leaves_the_name_alone() -> None:
    text = "全国首个工惠驿家线下项目建设"
    assert text[slice(*trim(text, 0, len(text)))] == "工惠驿家线下项目"
    assert trim("和平印象城", 0, 5) == (0, 5)


def test_words_of_a_status_stand_in_the_quote_of_a_list_over_two_clauses() -> None:
    text = "加快推动甲河博物馆、乙山艺术中心等文化设施，以及丙城五星级酒店等重点项目建设。"
    found = proposed(text, "plan")
    assert {p.project_label for p in found} >= {"甲河博物馆", "丙城五星级酒店"}
    assert all(p.as_stated.of(text) in p.quote and p.span.covers(p.as_stated) for p in found)


def test_a_quote_of_more_than_two_hundred_characters_is_never_given() -> None:
    names = "、".join(f"甲{n}村水库" for n in "东西南北上下左右前后" * 5)
    for text in (f"加快{names}等项目建设。", f"{names}等项目建成投产。"):
        found = proposed(text, "plan")
        assert found and all(len(p.quote) <= 200 and p.span.covers(p.as_stated) for p in found)


def test_main_works_are_told_by_the_word_for_them() -> None:
    (found,) = proposed("甲子大桥主体工程完工。", "review")
    assert found.status == "main-works-done" and found.as_stated.of("甲子大桥主体工程完工。") == "主体工程完工"


@pytest.mark.parametrize(
    ("text", "half", "status"),
    [
        ("建好甲子山博物馆。", "plan", "completed"),
        ("甲子大道全线贯通。", "review", "completed"),
        ("甲子隧道全线贯通。", "review", "main-works-done"),
        ("甲子高铁即将开工。", "review", "preliminary"),
        ("甲子高铁即将通车。", "review", "under-way"),
        ("甲子高速分段试运行。", "review", "partly-operating"),
        ("力争甲子高铁具备通车条件。", "plan", "completed"),
        ("支持乙丑县申建甲子国际陆港。", "plan", "preliminary"),
        ("甲子现代种业园落户乙丑。", "review", "signed"),
        ("甲子产业园规划建设有序推进。", "review", "under-way"),
    ],
)
def test_each_wording_tells_its_stage(text: str, half: str, status: str) -> None:
    (found,) = proposed(text, half)
    assert found.status == status


@pytest.mark.parametrize(
    "text",
    [
        "推进甲行、乙俗等综合治理。",
        "推进甲钢、乙铝等重点行业超低排放改造。",
        "建设一批中试基地和甲子验证中心。",
        "建成智能工厂、甲子数字工厂8个。",
        "完成甲子造林30万亩。",
        "打通10条以上断头路、甲子路。",
        "建好用好甲子海外贸易中心。",
        "重点招引甲子电芯、乙丑隔膜等制造项目。",
        "努力建设平安甲子。",
        "推动甲子刺绣、乙丑首饰等民族工艺产品开拓更加广阔的市场。",
        "建成“无甲城市”。",
    ],
)
def test_groups_quantities_and_campaigns_are_no_projects(text: str) -> None:
    assert proposed(text, "plan") == []


def test_names_are_known_by_number_phase_transfer_or_a_catchword() -> None:
    plan = "推进G107甲子至乙丑、城东污水处理厂二期、引江济甲、“甲电入乙”“丙电入乙”建设。"
    assert {p.project_label for p in proposed(plan, "plan")} == {
        "G107甲子至乙丑",
        "城东污水处理厂二期",
        "引江济甲",
        "“甲电入乙”",
        "“丙电入乙”",
    }
    (found,) = proposed("“三馆一院”建成投用。", "review")
    assert found.project_label == "“三馆一院”"


def test_a_list_of_projects_may_be_counted_or_named_in_quotes() -> None:
    found = proposed("着重抓好甲子乙烯、乙丑河等“十大产业项目”建设。", "plan")
    assert [p.project_label for p in found] == ["甲子乙烯", "乙丑河"]
    found = proposed("甲子3万吨镁合金、乙丑电容器等20个项目建成投产或试产。", "plan")
    assert [p.status for p in found] == ["operating", "operating"]
    assert proposed("甲子3万吨镁合金、乙丑电容器等20个项目推进或建成投产。", "plan") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("开工建设甲子、乙丑北过境线2条高速公路。", {"甲子", "乙丑北过境线"}),
        ("推进甲子河、乙丑河、丙寅河三大国家文化公园建设。", {"甲子河", "乙丑河", "丙寅河"}),
        # Two are said and three named: the number belongs to the last one alone, and says nothing of the list.
        ("推进甲子河、乙丑河、丙寅河两大国家文化公园建设。", {"甲子河", "乙丑河", "丙寅河两大国家文化公园"}),
        # Campaigns are counted in the same words and are no works.
        ("加快水土流失治理、荒漠化治理、水土保持治理三大工程建设。", set()),
        ("加快推进保障性住房、公共基础设施、城中村改造“三大工程”。", set()),
    ],
)
def test_a_list_that_says_how_many_it_names_has_as_many_projects(text: str, names: set[str]) -> None:
    assert {p.project_label for p in proposed(text, "plan")} == names


def test_what_is_begun_in_one_list_is_built_like_its_siblings() -> None:
    begun = "甲子云脑设施、乙丑细胞谱系、丙寅生态系统"
    assert {p.project_label for p in proposed(f"开工建设{begun}。", "plan")} == set(begun.split("、"))
    # What is only furthered may be no works at all.
    assert {p.project_label for p in proposed(f"推进{begun}建设。", "plan")} < set(begun.split("、"))


def test_a_system_under_a_long_name_of_its_own_is_a_project_and_one_of_a_kind_is_not() -> None:
    (found,) = proposed("加快城区智能停车系统建设。", "plan")
    assert (found.project_label, found.status) == ("城区智能停车系统", "under-way")
    assert proposed("加快安全管理系统建设。", "plan") == []
    assert proposed("加快交通信息平台建设。", "plan") == []


@pytest.mark.parametrize(
    ("text", "half", "names"),
    [
        ("建成将军甲子水库。", "review", {"将军甲子水库"}),  # 将 of 将军 says nothing of time
        ("建成湖南省（市）甲子种质库。", "review", {"湖南省（市）甲子种质库"}),
        ("甲子展馆在乙建成投用。", "review", {"甲子展馆"}),
        ("推进国债项目建设，建成甲子中心库。", "plan", {"甲子中心库"}),
        ("推进甲子口岸、乙丑文化宫、丙寅少年宫建设。", "plan", {"甲子口岸", "乙丑文化宫", "丙寅少年宫"}),
        ("加快甲子商业航天新赛道建设。", "plan", set()),
        ("争取列入国家活畜、肉类进口指定口岸。", "plan", set()),  # what a port is named, not works
        ("建成后的甲子大桥将连通两岸。", "review", set()),
    ],
)
def test_heads_and_edges_of_a_name_are_known(text: str, half: str, names: set[str]) -> None:
    assert {p.project_label for p in proposed(text, half)} == names


@pytest.mark.parametrize(
    ("text", "half", "expected"),
    [
        # The count may stand behind the list, and the list may be of firms or of things to be built.
        ("签约甲子液晶屏、乙丑锂电等项目255个。", "review", {("甲子液晶屏", "signed"), ("乙丑锂电", "signed")}),
        ("甲子药业、乙丑纸业等建成投产。", "review", {("甲子药业", "operating"), ("乙丑纸业", "operating")}),
        ("甲子、乙丑等2条高速公路建成通车。", "review", {("甲子", "operating"), ("乙丑", "operating")}),
        ("甲子至乙平等高速公路建成通车。", "review", {("甲子至乙平", "operating")}),
        # A manner and a noun of work are a stage.
        ("甲子平台、乙丑产业园等有序实施。", "review", {("甲子平台", "under-way"), ("乙丑产业园", "under-way")}),
        ("甲子高铁、乙丑城际等项目建设顺利。", "review", {("甲子高铁", "under-way"), ("乙丑城际", "under-way")}),
        ("甲子机场航站楼进入收尾阶段。", "review", {("甲子机场航站楼", "under-way")}),
        ("甲子博览中心投入试运营。", "review", {("甲子博览中心", "partly-operating")}),
        ("力争甲子水库获得可研批复。", "plan", {("甲子水库", "preliminary")}),
        ("甲子高铁列入国家规划。", "review", {("甲子高铁", "preliminary")}),
        ("推进丙寅水库主体工程建设，完成甲子大楼、乙丑河改造等项目主体工程。", "plan",
         {("丙寅水库", "under-way"), ("甲子大楼", "main-works-done"), ("乙丑河改造", "main-works-done")}),
        # What stands around the verb: a subject, a ground, a second verb, the place.
        ("甲子谷开工建设乙丑总部、丙寅二期、丁卯生产项目。", "plan",
         {("乙丑总部", "started"), ("丙寅二期", "started"), ("丁卯生产项目", "started")}),
        ("依托三江基地加快推进甲子水电站、乙丑水电站，以及丙寅风电、丁卯光伏等项目建设。", "plan",
         {("甲子水电站", "under-way"), ("乙丑水电站", "under-way"), ("丙寅风电", "under-way"), ("丁卯光伏", "under-way")}),
        ("建成甲子学院扩建工程并全力推进二期规划建设等前期工作。", "plan",
         {("甲子学院扩建工程", "completed"), ("二期", "preliminary")}),
        ("甲子大桥建成并通车。", "review", {("甲子大桥", "operating")}),
        ("首个甲子展览馆在乙丑县建成投用。", "review", {("甲子展览馆", "operating")}),
        ("集戊辰馆、己巳馆于一体的庚午艺术中心启用。", "review", {("庚午艺术中心", "operating")}),
        ("加快建设和盛公园、甲子公园。", "plan", {("和盛公园", "under-way"), ("甲子公园", "under-way")}),
        ("开通试运营地铁9号线二期。", "plan", {("地铁9号线二期", "partly-operating")}),
        ("推进甲子学院筹建工作。", "plan", {("甲子学院", "preliminary")}),
        ("基本建成甲子水库，新建、改扩建排水管网160公里。", "plan", {("甲子水库", "completed")}),
        ("地铁9号线开通至甲子站。", "review", {("地铁9号线", "operating")}),
        ("甲子升级项目全面开工并圆满实现年度预期进度。", "review", {("甲子升级项目", "started")}),
        ("加快建设甲隆、七坝水库。", "plan", {("甲隆", "under-way"), ("七坝水库", "under-way")}),
        ("东中高速、甲子高速中山段建成通车。", "review", {("东中高速", "operating"), ("甲子高速中山段", "operating")}),
        # A name may be known by where it stands.
        ("综合办公区二期建成。", "review", {("综合办公区二期", "completed")}),
        ("甲子硅材料竣工投产。", "review", {("甲子硅材料", "operating")}),
        ("加快G999（甲子段）、城北净水厂（二期）建设。", "plan",
         {("G999（甲子段）", "under-way"), ("城北净水厂（二期）", "under-way")}),
        ("G99高速与东二环互通建成通车。", "review", {("G99高速与东二环互通", "operating")}),
        ("推进甲子河生态修复试点、乙丑细胞技术等项目建设。", "plan",
         {("甲子河生态修复试点", "under-way"), ("乙丑细胞技术", "under-way")}),
    ],
)  # fmt: skip
def test_a_wording_is_read_by_its_grammar(text: str, half: str, expected: set[tuple[str, str]]) -> None:
    assert {(p.project_label, p.status) for p in proposed(text, half)} == expected


@pytest.mark.parametrize(
    "text",
    [
        "实施一批甲子便民、乙丑兜底项目。",
        "打造一批甲子产业园、乙丑直播园等特色园区。",
        "实施甲子育才、乙丑强链等重大工程。",
        "加快完善甲子河流域、乙丑防火预警系统。",
        "抓好甲子源、乙丑源等污染治理。",
        "实施甲子人才中心。",
        "推进甲子平台。",
        "建成两座水库，推进中小水库建设。",
        "更大力度推进“双重”项目。",
        "推动甲子经济带开发开放。",
        "推进甲子职业学院升格为本科学校。",
        "打造甲子先进制造业基地。",
        "甲子、乙丑等片区加快建设。",
        "启动实施甲子大学、乙丑大学等高水平大学帮扶我省学科建设。",
        "推进甲子部门信息系统互联互通。",
    ],
)
def test_programmes_zones_and_aims_are_no_projects(text: str) -> None:
    assert proposed(text, "plan") == []


def test_a_clause_with_things_of_its_own_does_not_go_on_about_those_before() -> None:
    found = proposed("甲子中心建成投用，乙丑公园等规划建设稳步推进。", "review")
    assert {(p.project_label, p.status) for p in found} == {("甲子中心", "operating"), ("乙丑公园", "under-way")}
