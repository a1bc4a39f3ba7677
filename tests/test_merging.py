"""Things that are one, and one name that is two: merges and splits survive a rebuild, are seen in the graph and can be undone."""

import shutil
from pathlib import Path

import pytest
from command import Ran, kg, put
from desk import TEXT, decide, desk, fill, statement, table

from kg.project import Project
from kg.reviewed import review_project

LATER = "430500-2021"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return desk(tmp_path / "p")


def built(project: Project) -> list[str]:
    """Build and check; return the lines of the graph."""
    assert kg("build", cwd=project.root).code == 0
    checked = kg("check", cwd=project.root)
    assert checked.code == 0, checked.out
    return (project.build / "graph.nq").read_text(encoding="utf-8").splitlines()


def replaced(lines: list[str]) -> list[tuple[str, str]]:
    """Return which thing is replaced by which, by their local names."""
    found = [line.split()[:3] for line in lines if "dcterms" not in line and "/isReplacedBy>" in line]
    return [(s.rpartition("/")[2].rstrip(">"), o.rpartition("/")[2].rstrip(">")) for s, _, o in found]


def test_two_projects_that_are_one_become_one_and_the_retired_id_leads_to_it(project: Project) -> None:
    before, after = statement(project, "开工建设"), statement(project, "建成投用")
    assert before.project != after.project and before.project_label != after.project_label
    ran = decide(project, after.project, "merge", "--set", f"project={before.project}", "--why", "同一水库")
    assert (ran.code, ran.err) == (0, "") and f"project: {after.project} → {before.project}" in ran.out
    (row,) = table(project)
    assert (row["action"], row["project"], row["replaces"]) == ("merge", before.project, after.project)
    lines = built(project)
    assert replaced(lines) == [(after.project, before.project)]
    assert any(f"/{after.project}>" in line and f'"{after.project_label}"@zh' in line for line in lines)
    now = statement(project, "建成投用")
    assert (now.project, now.project_label, now.about) == (before.project, before.project_label, before.project)
    assert now.review_status == "extracted" and now.id == after.id
    shown = kg("show", now.id, cwd=project.root).out.splitlines()[-1]
    assert shown.split() == [
        *("2026-11-24", "李明", "merge"),
        *(f"project={before.project}", f"replaces={after.project}", "同一水库"),
    ]
    assert built(project) == lines


def test_a_merge_is_taken_back_by_undo(project: Project) -> None:
    before, after = statement(project, "开工建设"), statement(project, "建成投用")
    lines = built(project)
    for name in (after.project, after.id):
        assert decide(project, after.id, "merge", "--set", f"project={before.project}").code == 0
        assert decide(project, name, "undo").code == 0
        assert table(project)[-1]["replaces"] == after.project
        assert statement(project, "建成投用").project == after.project
        assert replaced(built(project)) == replaced(lines) == []
    assert "taken back" in decide(project, after.id, "undo").line()


def test_what_is_decided_of_a_statement_and_of_a_thing_it_names_is_taken_back_apart(project: Project) -> None:
    before, after = statement(project, "开工建设"), statement(project, "建成投用")
    assert decide(project, after.id, "merge", "--set", f"project={before.project}").code == 0
    assert decide(project, after.id, "accept").code == 0
    out = decide(project, after.project, "undo").out
    assert f"{after.project}  nothing decided of it is in force any more" in out
    now = statement(project, "建成投用")
    assert (now.project, now.review_status) == (after.project, "reviewed")
    assert decide(project, after.id, "undo").code == 0
    assert statement(project, "建成投用").review_status == "extracted"


def test_a_merge_holds_for_every_report_that_names_the_thing(project: Project) -> None:
    put(project.reports / LATER, TEXT.replace("2020年", "2021年").replace("2019年", "2020年"))
    before, after = statement(project, "开工建设"), statement(project, "建成投用")
    assert decide(project, after.project, "merge", "--set", f"project={before.project}").code == 0
    for read in review_project(project):
        named = {s.project for s in read.statements if s.project}
        assert before.project in named and after.project not in named
    assert replaced(built(project)) == [(after.project, before.project)]
    shown = next(s.id for s in review_project(project)[1].statements if s.project == before.project and s.decided_by)
    assert "merge" in kg("show", shown, cwd=project.root).out


def test_merges_follow_one_another_but_never_in_a_circle(project: Project) -> None:
    first, second = statement(project, "开工建设"), statement(project, "建成投用")
    third = statement(project, "建成通车")
    assert decide(project, second.project, "merge", "--set", f"project={first.project}").code == 0
    assert decide(project, first.project, "merge", "--set", f"project={third.project}").code == 0
    assert {statement(project, words).project for words in ("开工建设", "建成投用")} == {third.project}
    ran = decide(project, third.id, "merge", "--set", f"project={second.project}")
    assert ran.code == 1 and "is already what" in ran.line() and len(table(project)) == 2
    assert len(replaced(built(project))) == 2


def test_one_name_that_is_two_things_is_split_by_amending_the_statement_about_the_other(project: Project) -> None:
    old = statement(project, "建成通车")
    ran = decide(project, old.id, "amend", "--set", "project=430500.shimen-north", "--set", "project_label=石门北大桥")
    assert ran.code == 0
    new = statement(project, "建成通车")
    assert (new.project, new.about, new.about_label) == ("430500.shimen-north", "430500.shimen-north", "石门北大桥")
    assert statement(project, "开工建设").project != new.project
    assert any("430500.shimen-north" in line and "石门北大桥" in line for line in built(project))
    assert decide(project, old.id, "undo").code == 0
    assert statement(project, "建成通车").project == old.project


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ((), "column project: expected the id that stays, in project or in about, found nothing"),
        (("project=430500.x", "replaces=430500.x"), "column replaces: expected another id than the one that stays"),
        (("project=430500.x", "year=2019"), "column year: expected an empty cell beside merge"),
        (("project=430500 x",), "column project: expected an id of letters"),
    ],
)
def test_a_merge_that_cannot_be_one_is_one_line(cells: tuple[str, ...], words: str, project: Project) -> None:
    given = [part for pair in cells for part in ("--set", pair)]
    ran = decide(project, statement(project, "建成通车").id, "merge", *given)
    assert ran.code == 1 and words in ran.line() and not table(project)


def test_a_project_that_somebody_added_is_merged_as_a_project(project: Project) -> None:
    kept = statement(project, "建成投用")
    cells = {
        "class": "PlannedMilestone",
        "quote": "乡村旅游品牌叫响湘西南",
        "as_stated": "叫响",
        "project_label": "乡村旅游品牌",
        "status": "under-way",
        "strength": "plain",
        "year": "2020",
    }
    assert decide(project, "add", *(p for c, v in cells.items() for p in ("--set", f"{c}={v}"))).code == 0
    added = statement(project, "叫响")
    assert decide(project, added.id, "merge", "--set", f"project={kept.project}").code == 0
    assert [line.split()[0] for line in built(project) if "/isReplacedBy>" in line] == [
        f"<https://w3id.org/gwr/id/project/{added.project}>"
    ]


def test_a_thing_that_nothing_names_cannot_be_merged_and_only_a_merge_retires_an_id(project: Project) -> None:
    assert (
        "that one names, found none" in decide(project, "430500.nothing", "merge", "--set", "project=430500.x").line()
    )
    ran = decide(project, statement(project, "建成通车").id, "accept", "--set", "replaces=430500.x")
    assert "column replaces: expected an empty cell beside accept" in ran.line()


ORGANISATIONS = TEXT.replace(
    "石门大桥建成通车，", "石门大桥建成通车，成功引进顺丰集团、华泰集团等企业，顺丰集团落户双清工业园，"
)


def test_links_to_a_merged_firm_lead_to_the_one_it_became(tmp_path: Path) -> None:
    project = desk(tmp_path / "p")
    shutil.rmtree(project.reports / "430500-2020")
    put(project.reports / "430500-2020", ORGANISATIONS)
    read = [s for r in review_project(project) for s in r.statements]
    gone, kept = (
        next(s for s in read if s.cls == "Mention" and s.label == name and s.kind == "Enterprise")
        for name in ("顺丰集团", "华泰集团")
    )
    assert any(s.cls == "Involvement" and s.agent == "顺丰集团" for s in read)
    assert decide(project, gone.id, "merge", "--set", f"about={kept.about}").code == 0
    lines = built(project)  # checked too: no triple stands in two graphs
    assert (gone.about, kept.about) in replaced(lines)
    leading = [line for line in lines if f"id/org/{gone.about}> <" in line.partition(" ")[2]]
    assert [line for line in leading if "/isReplacedBy>" not in line] == []
    about = [line.split()[1] for line in lines if line.startswith("<") and f"id/org/{gone.about}>" in line.split()[0]]
    assert all("isReplacedBy" in p or "rdf-schema#label" in p for p in about)


def named(ran: Ran) -> str:
    assert ran.code == 1
    return ran.line()


def test_a_merge_into_what_the_project_does_not_have_names_the_nearest(project: Project) -> None:
    before, after = statement(project, "开工建设"), statement(project, "建成投用")
    wrong = f"{before.project[:-1]}z"
    for name in (wrong, before.id, str(before.project_label)):
        line = named(decide(project, after.project, "merge", "--set", f"project={name}"))
        assert f"column project: expected the id of a thing of the project, which stays, found {name}" in line
        assert f"did you mean {before.project} {before.project_label}" in line
    # By the label of what goes: 红旗水库工程 and 红旗水库.
    line = named(decide(project, after.project, "merge", "--set", "project=430500.none"))
    assert f"{before.project} {before.project_label}" in line and not table(project)
    zh = decide(project, after.project, "merge", "--set", f"project={wrong}", LC_ALL="zh_CN.UTF-8").line()
    assert "应为项目中已有的、要保留的事物的编号" in zh and "您要的是不是" in zh


def test_a_sheet_s_merge_into_nothing_is_refused_by_its_row(project: Project, tmp_path: Path) -> None:
    before, after = statement(project, "开工建设"), statement(project, "建成投用")
    blank = dict.fromkeys(("start", "end", "quote", "who", "when"), "")
    rows = [
        blank | {"statement": after.id, "action": "merge", "project": before.project + "x", "replaces": after.project}
    ]
    ran = decide(project, "--from", fill(tmp_path / "s.csv", rows))
    assert "row 2, column project" in named(ran) and not table(project)
    rows[0]["project"] = before.project
    assert decide(project, "--from", fill(tmp_path / "s.csv", rows)).code == 0
    assert "stand already" in decide(project, "--from", tmp_path / "s.csv").out


def test_the_thing_that_stays_may_be_another_report_s_built_or_not(project: Project) -> None:
    later = TEXT.replace("2020年", "2021年").replace("2019年", "2020年").replace("红旗水库", "石牛水库")
    put(project.reports / LATER, later)
    there = next(s for s in review_project(project)[1].statements if s.project_label == "石牛水库")
    after = statement(project, "建成投用")
    for dry in ("--dry-run",), ():
        assert decide(project, after.project, "merge", "--set", f"project={there.project}", *dry).code == 0
        built(project)


def test_a_circle_over_two_reports_is_refused_when_it_is_decided(project: Project) -> None:
    put(project.reports / LATER, TEXT.replace("2020年", "2021年").replace("2019年", "2020年"))
    before, after = statement(project, "开工建设"), statement(project, "建成投用")
    ran = kg(
        "decide", LATER, after.project, "merge", "--set", f"project={before.project}", "--who", "王", cwd=project.root
    )
    assert ran.code == 0
    line = named(decide(project, before.project, "merge", "--set", f"project={after.project}"))
    assert (
        "a merge that closes no circle" in line and f"{before.project} is already what {after.project} became" in line
    )
    assert not table(project)


def test_what_was_merged_away_already_says_what_it_became(project: Project) -> None:
    first, second, third = (statement(project, words) for words in ("开工建设", "建成投用", "建成通车"))
    assert decide(project, second.project, "merge", "--set", f"project={first.project}").code == 0
    line = named(decide(project, second.project, "merge", "--set", f"project={third.project}"))
    assert f"{second.project}, which already became {first.project}; merge {first.project}, or undo" in line
    given = ("--set", f"replaces={second.project}", "--set", f"project={third.project}")
    assert "already became" in named(decide(project, third.id, "merge", *given))
    zh = decide(project, second.project, "merge", "--set", f"project={third.project}", LC_ALL="zh_CN.UTF-8").line()
    assert f"{second.project}，早已成为 {first.project}" in zh
    assert len(table(project)) == 1
