"""A report's folder and a file of no project → Report; what is wrong with either is one line."""

import shutil
from pathlib import Path

import pytest
from command import HENGYANG, SMALL, kg, put, tree

from kg.adding import add_report
from kg.errors import KgError, PlaceError, ProjectError, ReportError
from kg.project import init_project
from kg.report import is_report_id, read_report, read_reports, report_folders, report_of_file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "430500-2020", SMALL)


def refused(folder: Path, kind: type[KgError]) -> str:
    with pytest.raises(kind) as caught:
        read_report(folder)
    return caught.value.line()


def test_hengyang_is_read_with_all_that_its_toml_says() -> None:
    found = read_report(HENGYANG)
    assert (found.id, found.place, found.plan, found.review) == ("430400-2019", "430400", 2019, (2018, 2018))
    assert (found.date, found.speaker, found.whole) == ("2019-01-08", "邓群策", True)
    assert found.text.encode() == (HENGYANG / "report.txt").read_bytes()


def test_what_the_toml_leaves_out_has_its_usual_value(folder: Path) -> None:
    found = read_report(folder)
    assert (found.review, found.title, found.date, found.complete) == ((2019, 2019), "政府工作报告", None, False)


@pytest.mark.parametrize("name", ["430400-2019", "cn-2024", "430400-2019-b", "430423101-2025"])
def test_a_reports_id_is_its_place_and_plan_year(name: str) -> None:
    assert is_report_id(name)


@pytest.mark.parametrize(
    "name", ["hengyang", "430400", "430400-19", "430400-2019-a", "430400-0000", "４３０４００-2019", "us-2019"]
)
def test_other_names_are_no_ids_and_a_folder_of_that_name_is_refused(name: str, tmp_path: Path) -> None:
    assert not is_report_id(name)
    (tmp_path / name).mkdir()
    assert f"found {name}; rename it" in refused(tmp_path / name, ProjectError)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('meeting = "没有结束\n', "(at line 4, column 16)"),
        ('meeting = "没有结束', "(at line 4, column 16)"),
        ("plan_year: 2020", "(at line 4, column 10)"),
        ('colour = "red"', "found 'colour'; take it out or mend its name"),
        ("complete = 1", "expected complete as true or false, found 1"),
        ('review_start = "2019"', "expected review_start as a number, found '2019'"),
        ("date = 2020-01-08T10:00:00", "expected date as a date"),
    ],
)
def test_a_malformed_toml_is_refused_with_its_place(line: str, complaint: str, folder: Path) -> None:
    with (folder / "report.toml").open("a", encoding="utf-8") as file:
        file.write(line)
    found = refused(folder, ProjectError)
    assert complaint in found and str(folder / "report.toml") in found and "\n" not in found


@pytest.mark.parametrize(
    ("old", "new", "kind", "complaint"),
    [
        ("plan_year = 2020\n", "", ProjectError, "expected a line for plan_year, found none"),
        ("plan_year = 2020", "plan_year = 2021", ProjectError, "found 430500-2021"),
        ('place = "430500"', 'place = "430400"', ProjectError, "found 430400-2020"),
        ('sha256 = "', 'sha256 = "0', ReportError, "expected the text whose SHA-256 is 0"),
    ],
)
def test_a_toml_that_does_not_fit_is_refused(
    old: str, new: str, kind: type[KgError], complaint: str, folder: Path
) -> None:
    path = folder / "report.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert complaint in refused(folder, kind)


def test_years_looked_back_on_come_before_the_year_planned_for_and_in_order(tmp_path: Path) -> None:
    for number, (start, end) in enumerate([("2019", "2017"), ("2019", "2021"), ("1019", "2019")]):
        wrong = put(tmp_path / str(number) / "430500-2020", SMALL, review_start=start, review_end=end)
        assert "review_start" in refused(wrong, ProjectError)


def test_a_place_that_never_was_is_refused(tmp_path: Path) -> None:
    assert "'990000'" in refused(put(tmp_path / "990000-2020", SMALL), PlaceError)


def test_a_text_that_changed_or_went_missing_is_refused(folder: Path) -> None:
    path = folder / "report.txt"
    path.write_text(SMALL.replace("7.5%", "7.6%"), encoding="utf-8")
    assert "a text never changes in place" in refused(folder, ReportError)
    path.unlink()
    assert "found No such file" in refused(folder, ReportError)
    (folder / "report.toml").unlink()
    assert "report.toml: expected a file, found none" in refused(folder, ProjectError)


def test_a_file_of_no_project_has_the_text_place_and_year_that_a_project_would_give_it(tmp_path: Path) -> None:
    path = tmp_path / "any name"
    path.write_bytes((HENGYANG / "report.txt").read_bytes())
    found, stored = report_of_file(path), read_report(HENGYANG)
    for name in ("id", "text", "sha256", "place", "plan", "review", "meeting", "date", "speaker", "whole"):
        assert getattr(found, name) == getattr(stored, name), name


def test_a_year_or_place_that_cannot_be_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(SMALL, encoding="utf-8")
    for year in (-1, 0, 1948, 2100, 99999):
        with pytest.raises(ReportError, match=f"expected a year from 1949 to 2099, found {year}; mend --year"):
            report_of_file(path, year=year)
    with pytest.raises(PlaceError, match="430400 衡阳市"):
        report_of_file(path, place="衡阳")


def test_a_report_without_a_sure_place_or_year_asks_for_it(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("政府工作报告\n各位代表：\n报告工作。工作回顾。主要预期目标是增长8%。市政府。\n", encoding="utf-8")
    with pytest.raises(ReportError, match="--place 430400"):
        report_of_file(path)
    with pytest.raises(ReportError, match="--year 2019"):
        report_of_file(path, place="430400")


def test_a_report_is_added_once_and_never_overwritten(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p")
    path = tmp_path / "report.txt"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    folder = add_report(project, path).folder
    assert folder.name == "430500-2020" and report_folders(project) == (folder,)
    stored = (folder / "report.txt").read_bytes()
    assert stored == path.read_bytes()
    before = tree(project.root)
    with pytest.raises(ReportError, match="found the same text"):
        add_report(project, path)
    path.write_text(SMALL + "谢谢。\n", encoding="utf-8")
    with pytest.raises(ReportError, match="found another text"):
        add_report(project, path)
    assert tree(project.root) == before
    assert [r.id for r in read_reports(project)] == ["430500-2020"]


def test_an_added_report_has_its_text_as_utf_8_whatever_it_came_in(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p")
    path = tmp_path / "report.txt"
    path.write_bytes(SMALL.encode("gb18030"))
    assert read_report(add_report(project, path).folder).text == SMALL


def test_a_folder_that_add_left_half_is_no_report_and_can_be_filled(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p")
    path = tmp_path / "report.txt"
    path.write_text(SMALL, encoding="utf-8")
    (project.reports / "430500-2020").mkdir()
    assert read_report(add_report(project, path).folder).text == SMALL


def test_names_with_quotes_and_backslashes_stay_whole_in_the_toml(tmp_path: Path) -> None:
    project = init_project(tmp_path / 'a "b" \\c')
    path = tmp_path / "report.txt"
    path.write_text(SMALL.replace("甲乙丙", "甲乙丙"), encoding="utf-8")
    assert read_report(add_report(project, path).folder).speaker == "甲乙丙"
    assert project.title == "a b c"


def test_nothing_is_stored_of_a_file_that_is_refused(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p")
    before = tree(project.root)
    for name, data in (("a.txt", b""), ("b.txt", b"\0\1"), ("c.txt", "一段话。".encode())):
        (tmp_path / name).write_bytes(data)
        ran = kg("add", tmp_path / name, cwd=project.root)
        assert ran.code == 1 and name in ran.line()
    assert tree(project.root) == before
    assert not list(project.reports.iterdir())


def test_hidden_folders_and_loose_files_among_the_reports_are_passed_over(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p", with_example=True)
    (project.reports / ".cache").mkdir()
    (project.reports / "notes.txt").write_text("x", encoding="utf-8")
    assert [f.name for f in report_folders(project)] == ["430400-2019"]
    shutil.rmtree(project.reports)
    assert report_folders(project) == ()
