"""A project from report to report: its stages in order of year, promised and reached; what is merged is one."""

from pathlib import Path

import pytest
from command import kg, put
from desk import TEXT, decide, desk, statement

from kg.answer import Answer
from kg.project import Project
from kg.query import run
from kg.question import question
from kg.store import open_store

LATER = TEXT.replace("2020年", "2021年").replace("2019年", "2020年").replace("红旗水库开工建设", "红旗水库工程加快建设")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = desk(tmp_path / "p")
    put(made.reports / "430500-2021", LATER)
    return made


def asked(made: Project, **given: str) -> list[tuple[str, ...]]:
    assert kg("build", cwd=made.root).code == 0
    with open_store(made.build) as snapshot:
        answer = run(snapshot.store, question("projects/life-cycle-over-years"), {"place": "430500"} | given, lang="en")
    assert isinstance(answer, Answer)
    wanted = [answer.columns.index(name) for name in ("name", "reports", "report", "year", "kind", "text", "part")]
    return [tuple(getattr(row[i], "value", "") for i in wanted) for row in answer.rows]


def test_the_stages_of_each_project_stand_in_order_of_year_the_one_of_most_reports_first(project: Project) -> None:
    rows = asked(project)
    assert [r[1] for r in rows] == sorted((r[1] for r in rows), reverse=True)
    works = [r[2:6] for r in rows if r[0] == "红旗水库工程"]
    assert works == [
        ("2020", "2020", "Planned milestone", "建成投用"),
        ("2021", "2020", "Realised milestone", "加快建设"),
        ("2021", "2021", "Planned milestone", "建成投用"),
    ]
    assert len(rows) == len(set(rows))


def test_merged_projects_are_one_and_one_project_can_be_asked_for_alone(project: Project) -> None:
    before, after = statement(project, "开工建设"), statement(project, "建成投用")
    assert decide(project, before.project, "merge", "--set", f"project={after.project}", "--why", "同一水库").code == 0
    rows = asked(project, project=after.project)
    assert {r[0] for r in rows} == {"红旗水库工程"} and {r[1] for r in rows} == {"2"}
    assert [r[5] for r in rows] == ["开工建设", "建成投用", "加快建设", "建成投用"]
