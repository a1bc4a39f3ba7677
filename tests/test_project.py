"""A folder is a project, or one line says why not."""

from pathlib import Path

import pytest
from command import ROOT, kg, tree

from kg.errors import ProjectError, UsageError
from kg.project import find_project, init_project, read_project
from kg.terms import TERMS


def settings(folder: Path, text: str) -> Path:
    (folder / "kg.toml").write_text(text, encoding="utf-8")
    return folder


def test_this_repository_is_a_project() -> None:
    project = read_project(ROOT)
    assert project.base_iri == TERMS and (project.reports / "430400-2019").is_dir()


def test_a_project_is_found_from_any_folder_inside_it(tmp_path: Path) -> None:
    made = init_project(tmp_path / "p")
    inside = made.reports / "x" / "y"
    inside.mkdir(parents=True)
    assert find_project(inside).root == made.root.resolve()
    with pytest.raises(ProjectError, match="run `kg init DIR`"):
        find_project(tmp_path)


def test_an_empty_setting_file_is_enough(tmp_path: Path) -> None:
    project = read_project(settings(tmp_path, ""))
    assert (project.title, project.base_iri) == (tmp_path.name, TERMS)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[project\n", "(at line 1, column 9)"),
        ("[project]\ntitle = 没有引号\n", "(at line 2, column 9)"),
        ("[project]\ntitel = 'x'\n", "found 'titel'; take it out or mend its name"),
        ("[project]\ntitle = 3\n", "expected text for title, found 3"),
        ("project = 1\n", "expected a table [project], found 1"),
        ("[projekt]\ntitle = 'x'\n", "found 'projekt'"),
        ("[project]\nbase_iri = 'https://example.org/kg'\n", "expected a base_iri"),
        ("[project]\nbase_iri = 'example.org/'\n", "expected a base_iri"),
        ("[project]\nbase_iri = 'https://例 子.org/'\n", "expected a base_iri"),
        ("[project]\nbase_iri = 'https://'\n", "expected a base_iri"),
        ("[project]\nbase_iri = 'https://example.org/a#b/'\n", "expected a base_iri"),
        ("[project]\nlicence = 'CC BY 4.0'\n", "expected the address of a licence"),
    ],
)
def test_wrong_settings_are_refused_with_their_place(text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        read_project(settings(tmp_path, text))
    line = caught.value.line()
    assert complaint in line and line.startswith(f"{tmp_path / 'kg.toml'}: ") and "\n" not in line


def test_settings_of_another_encoding_are_refused_and_a_mark_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_bytes("[project]\ntitle = '报告'\n".encode("gb18030"))
    with pytest.raises(ProjectError, match="byte 19 that is not"):
        read_project(tmp_path)
    (tmp_path / "kg.toml").write_bytes("[project]\ntitle = '报告'\n".encode("utf-8-sig"))
    assert read_project(tmp_path).title == "报告"


def test_a_new_project_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    init_project(tmp_path)
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"
    before = tree(tmp_path)
    with pytest.raises(UsageError, match=r"found its kg\.toml"):
        init_project(tmp_path)
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="expected a folder, found a file"):
        init_project(file)
    with pytest.raises(ProjectError, match="expected a folder that can be written"):
        init_project(file / "inside")
    assert tree(tmp_path) == before | {"file": tree(tmp_path)["file"]}


@pytest.mark.parametrize("name", ["报告", 'a "b"', "a\\b", "a\nb", "{title}", "a'b\x01"])
def test_a_folder_of_any_name_becomes_a_project(name: str, tmp_path: Path) -> None:
    made = init_project(tmp_path / name)
    assert read_project(made.root) == made and made.title


def test_the_example_is_the_report_that_comes_with_the_package(tmp_path: Path) -> None:
    made = init_project(tmp_path / "p", with_example=True)
    assert tree(made.reports) == tree(ROOT / "data" / "reports")


def test_a_project_is_made_and_looked_at_by_the_command_line(tmp_path: Path) -> None:
    ran = kg("init", "我的 报告", cwd=tmp_path)
    assert ran.code == 0 and "next: cd" in ran.out and "kg add FILE" in ran.out
    ran = kg("status", cwd=tmp_path / "我的 报告")
    assert ran.code == 0 and ran.out.splitlines()[-1] == "no report yet; next: kg add FILE"
    assert kg("init", "我的 报告", cwd=tmp_path).code == 2
