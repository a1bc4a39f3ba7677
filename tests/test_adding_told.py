"""What ``kg add`` tells of a text that it takes, and of a person's word against the text."""

import tomllib
from pathlib import Path

import pytest
from command import SMALL, kg

from kg.adding import add_report
from kg.project import Project, init_project
from kg.report import read_report

HALF = SMALL[: SMALL.index("二、2020年")]
# Long enough to be told from a refrain.
THRICE = SMALL.replace("一年来，", "一年来，" + "".join(f"第{n}件民生实事办结。" for n in range(300))) * 3
ZH = {"LC_ALL": "zh_CN.UTF-8"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return init_project(tmp_path / "p")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        (
            THRICE,
            "the text stands 3 times; all but the first are left out",
            "正文在文件中重复出现 3 次，只保留第一份",
        ),
        (
            HALF,
            "only a part of a report: nothing is concluded from what it does not say",
            "报告残缺：对其未提及的内容不作任何推断",
        ),
    ],
)
def test_a_cut_copy_and_half_a_report_are_told_for_one_file_and_for_a_folder(
    text: str, english: str, chinese: str, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(text, encoding="utf-8")
    for words, env in ((english, {}), (chinese, ZH)):
        one, many = (init_project(tmp_path / f"{kind}-{len(env)}") for kind in ("one", "many"))
        assert kg("add", folder / "a.txt", cwd=one.root, **env).err == f"430500-2020: {words}\n"
        assert kg("add", folder, cwd=many.root, **env).out.splitlines()[0] == f"../in/a.txt: {words}"


def test_the_same_text_again_is_told_that_nothing_is_to_be_done(project: Project, path: Path) -> None:
    add_report(project, path)
    assert kg("add", path, cwd=project.root).line().endswith("the same text as 430500-2020; there is nothing to do")
    other = kg("add", path, "--year", "2021", "--sure", cwd=project.root)
    assert other.line().endswith("if its place or year is wrong, take data/reports/430500-2020 away first")


def test_a_word_against_the_text_is_taken_only_from_somebody_who_is_sure(project: Project, path: Path) -> None:
    slip = kg("add", path, "--place", "430400", cwd=project.root)
    assert slip.code == 1
    assert slip.line().endswith(
        "found one of 邵阳市 (430500): the meeting: 邵阳市; leave --place out, or add --sure if you know better than the text"
    )
    assert (
        "请去掉 --place；如确信以您所说为准，请加 --sure"
        in kg("add", path, "--place", "430400", cwd=project.root, **ZH).err
    )
    taken = kg("add", path, "--place", "430400", "--year", "2021", "--sure", cwd=project.root)
    assert taken.out == "added 430400-2021 (衡阳市, 2021); next: kg build\n"
    assert taken.err.splitlines() == [
        "430400-2021: place: 邵阳市 430500 (the meeting: 邵阳市) → 衡阳市 430400",
        "430400-2021: year: 2020 (「2020年工作安排」) → 2021",
    ]
    folder = project.reports / "430400-2021"
    assert tomllib.loads((folder / "report.toml").read_text(encoding="utf-8"))["given"] == ["place", "year"]
    assert read_report(folder).place == "430400"


def test_what_nobody_said_is_not_stored_as_given(project: Project, path: Path) -> None:
    folder = add_report(project, path).folder
    assert "given" not in (folder / "report.toml").read_text(encoding="utf-8")


def test_what_was_insisted_on_holds_for_a_better_copy(project: Project, path: Path) -> None:
    add_report(project, path, "430400", sure=True)
    path.write_text(SMALL.replace("石门大桥", "石门二桥"), encoding="utf-8")
    assert kg("add", path, "--replace", "430400-2020", cwd=project.root).code == 0
    assert 'given = ["place"]' in (project.reports / "430400-2020" / "report.toml").read_text(encoding="utf-8")


def test_a_folder_is_taken_as_said_where_somebody_is_sure(project: Project, path: Path) -> None:
    ran = kg("add", path.parent / "report.txt", path, "--place", "430400", "--sure", cwd=project.root)
    assert ran.out.splitlines() == [
        "../report.txt: place: 邵阳市 430500 (the meeting: 邵阳市) → 衡阳市 430400",
        "1 file: 1 in the project; see and correct reports.csv, then run this again; next: kg build",
    ]
    assert ",1,0.97,1,given," in (project.root / "reports.csv").read_text(encoding="utf-8-sig")


def test_a_file_of_no_project_is_read_as_said(path: Path, tmp_path: Path) -> None:
    assert kg("ledger", path, "--place", "430400", cwd=tmp_path).code == 1
    told = kg("ledger", path, "--place", "430400", "--sure", cwd=tmp_path)
    assert told.code == 0 and told.err.startswith("衡阳市 2020")


def test_one_must_be_sure_of_something(project: Project, path: Path) -> None:
    assert kg("add", path, "--sure", cwd=project.root).code == 2
