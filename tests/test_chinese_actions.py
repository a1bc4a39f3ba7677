"""Actions in Chinese, in a sheet and on the command line; the table keeps them in English."""

from pathlib import Path

import pytest
from command import kg, put
from desk import TEXT, decide, desk, fill, statement, table

from kg.decisions import action_of
from kg.project import Project

WORDS = {
    "接受": "accept",
    "驳回": "reject",
    "拒绝": "reject",
    "修正": "amend",
    "存疑": "doubt",
    "添加": "add",
    "合并": "merge",
    "撤回": "undo",
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return desk(tmp_path / "p")


def test_each_word_means_its_action() -> None:
    assert {word: action_of(word) for word in WORDS} == WORDS


def test_a_sheet_filled_in_chinese_is_stored_in_english(project: Project, tmp_path: Path) -> None:
    ids = {w: statement(project, w).id for w in ("7.5%", "101.2", "建成通车", "4.5%")}
    blank = dict.fromkeys(("start", "end", "quote", "who", "when", "why", "year"), "")
    actions = (("7.5%", "接受", ""), ("101.2", " 拒绝 ", ""), ("建成通车", "存疑", ""), ("4.5%", "修正", "2021"))
    rows = [blank | {"statement": ids[w], "action": a, "year": y} for w, a, y in actions]
    ran = decide(project, "--from", fill(tmp_path / "s.xlsx", rows))
    assert ran.code == 0, ran.err
    assert [row["action"] for row in table(project)] == ["accept", "reject", "doubt", "amend"]
    assert "stand already" in decide(project, "--from", tmp_path / "s.xlsx").out


def test_the_command_line_takes_them_too(project: Project) -> None:
    before, after = statement(project, "开工建设"), statement(project, "建成投用")
    quote = ("--set", "quote=乡村旅游品牌叫响湘西南", "--set", "as_stated=叫响", "--set", "label=乡村旅游品牌")
    assert (
        decide(project, "添加", "--set", "class=Action", *quote, "--set", "strength=plain", "--set", "year=2020").code
        == 0
    )
    assert decide(project, after.project, "合并", "--set", f"project={before.project}").code == 0
    assert decide(project, after.project, "撤回").code == 0
    assert [row["action"] for row in table(project)] == ["add", "merge", "undo"]


def test_a_word_that_is_none_is_refused(project: Project) -> None:
    ran = decide(project, statement(project, "建成通车").id, "同意")
    assert ran.code == 2 and "accept, reject" in ran.line()
    assert kg("build", cwd=project.root).code == 0


def test_a_merge_in_chinese_in_another_report_s_table_holds_here(project: Project) -> None:
    other = TEXT.replace("2020年", "2021年").replace("2019年", "2020年")
    path = put(project.reports / "430500-2021", other) / "decisions.tsv"
    before, after = statement(project, "开工建设"), statement(project, "建成投用")
    given = ("--set", f"project={before.project}", "--who", "王")
    assert kg("decide", "430500-2021", after.project, "merge", *given, cwd=project.root).code == 0
    path.write_text(path.read_text(encoding="utf-8").replace("\tmerge\t", "\t合并\t"), encoding="utf-8")
    assert statement(project, "建成投用").project == before.project


def test_a_table_written_by_hand_in_chinese_is_read(project: Project) -> None:
    assert decide(project, statement(project, "建成通车").id, "reject").code == 0
    path = project.reports / "430500-2020" / "decisions.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace("\treject\t", "\t驳回\t"), encoding="utf-8")
    assert statement(project, "建成通车").review_status == "rejected"
