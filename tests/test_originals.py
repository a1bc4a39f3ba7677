"""Every statement is led back to the page or paragraph of the file it came in, and a change to either is told."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import made
import made_doc
import pytest
from command import SMALL, kg

from kg.adding import add_report
from kg.build import build
from kg.project import Project, init_project

LINES = SMALL.splitlines()
PAGES = ["\n".join(LINES[:12]), "\n".join(LINES[12:14]), "\n".join(LINES[14:])]
# A page as governments publish them: one line of source, the text in nested divisions, a menu before it.
WEB = (
    "<html><body><ul><li><a href='/'>首页</a></li></ul><div><div>"
    + "".join(f"<p>{s}</p>" for s in LINES)
    + "</div></div>"
)
FILES = {
    "report.docx": (made.docx(SMALL), "paragraph 13", "paragraph 17"),
    "report.doc": (made_doc.doc(SMALL), "paragraph 13", "paragraph 17"),
    "report.pdf": (made.pdf(PAGES), "page 2", "page 3"),
    "report.html": (WEB.encode(), "p element 13, line 1", "p element 17, line 1"),
    "report.rtf": (made.rtf(SMALL), "paragraph 13", "paragraph 17"),
    "report.md": (("# " + SMALL).encode(), "line 13", "line 17"),
    "report.txt": (SMALL.encode("gb18030"), "line 13", "line 17"),
    "same.txt": (SMALL.encode(), "line 13", "line 17"),
}


def added(tmp_path: Path, name: str) -> Project:
    path = tmp_path / name
    path.write_bytes(FILES[name][0])
    project = init_project(tmp_path / "p")
    add_report(project, path)
    build(project)
    return project


def statement(project: Project, words: str) -> str:
    rows = map(json.loads, (project.build / "statements.jsonl").read_text(encoding="utf-8").splitlines())
    return next(str(row["id"]) for row in rows if words in "".join(row["quote"].split()))


@pytest.mark.parametrize("name", FILES)
def test_show_leads_to_the_page_or_paragraph_of_the_original(name: str, tmp_path: Path) -> None:
    _, reviewed, planned = FILES[name]
    project = added(tmp_path, name)
    file = "report.txt" if name == "same.txt" else "original" + Path(name).suffix
    for words, place in (("增长7.5%", reviewed), ("增长8%左右", planned)):
        shown = kg("show", statement(project, words), cwd=project.root)
        assert shown.code == 0 and f"  original         {file}, {place}\n" in shown.out
    assert kg("check", cwd=project.root).code == 0


def test_what_stands_on_two_pages_names_both(tmp_path: Path) -> None:
    cut = SMALL.index("7.5%")
    path = tmp_path / "report.pdf"
    path.write_bytes(made.pdf([SMALL[:cut], SMALL[cut:]]))
    project = init_project(tmp_path / "p")
    add_report(project, path)
    build(project)
    name = statement(project, "增长7.5%")
    assert "original.pdf, page 1 to page 2\n" in kg("show", name, cwd=project.root).out
    assert "original.pdf，第 1 页至第 2 页\n" in kg("show", name, cwd=project.root, LC_ALL="zh_CN.UTF-8").out


def test_places_are_said_in_chinese(tmp_path: Path) -> None:
    project = added(tmp_path, "report.html")
    shown = kg("show", statement(project, "增长7.5%"), cwd=project.root, LC_ALL="zh_CN.UTF-8").out
    assert "original.html，第 13 个 p 元素，第 1 行\n" in shown


def _text(folder: Path) -> None:
    text = (folder / "report.txt").read_text(encoding="utf-8")
    (folder / "report.txt").write_text(text.replace("7.5%", "9.5%"), encoding="utf-8")


def _original(folder: Path) -> None:
    (folder / "original.docx").write_bytes(made.docx(SMALL.replace("7.5%", "9.5%")))


def _original_with_its_hash(folder: Path) -> None:
    old = hashlib.sha256((folder / "original.docx").read_bytes()).hexdigest()
    _original(folder)
    new = hashlib.sha256((folder / "original.docx").read_bytes()).hexdigest()
    toml = (folder / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(toml.replace(old, new), encoding="utf-8")


def _stations(folder: Path) -> None:
    table = (folder / "stations.tsv").read_text(encoding="utf-8")
    (folder / "stations.tsv").write_text(table.replace("paragraph 13", "paragraph 14"), encoding="utf-8")


def _named_elsewhere(folder: Path) -> None:
    toml = (folder / "report.toml").read_text(encoding="utf-8")
    (folder / "report.toml").write_text(toml.replace('"original.docx"', '"../report.docx"'), encoding="utf-8")


@pytest.mark.parametrize(
    ("tamper", "file", "found"),
    [
        (_original, "original.docx", "expected the file whose SHA-256 is"),
        (
            _original_with_its_hash,
            "report.txt",
            "expected what original.docx is read as, '9.5%，一般公共预算收' at character ",
        ),
        (lambda f: (f / "original.docx").unlink(), "original.docx", "found No such file or directory; restore it"),
        (lambda f: (f / "original.docx").write_bytes(b"PK\x03\x04"), "original.docx", "expected the file whose SHA"),
        (_stations, "stations.tsv", "expected the places that original.docx is read with, found others"),
        (lambda f: (f / "stations.tsv").unlink(), "stations.tsv", "expected the way back into the original"),
        (_named_elsewhere, "report.toml", "expected original as `kg add` names it, found '../report.docx'"),
    ],
)
def test_check_names_which_of_text_and_original_was_changed(
    tamper: Callable[[Path], object], file: str, found: str, tmp_path: Path
) -> None:
    project = added(tmp_path, "report.docx")
    folder = project.reports / "430500-2020"
    tamper(folder)
    ran = kg("check", "--no-shapes", cwd=project.root)
    lines = [line for line in ran.out.splitlines() if line.startswith(f"{folder / file}: ") and found in line]
    assert ran.code == 1 and len(lines) == 1
    others = [line for line in ran.out.splitlines() if str(folder) in line and line not in lines]
    assert others == []


def test_an_altered_text_beside_its_original_is_one_line(tmp_path: Path) -> None:
    project = added(tmp_path, "report.docx")
    _text(project.reports / "430500-2020")
    ran = kg("check", "--no-shapes", cwd=project.root)
    assert ran.code == 1 and ran.out.startswith("430500-2020 sha256: expected ") and len(ran.out.splitlines()) == 2


@pytest.mark.parametrize(
    "table", ["", "offset\tplace\nx\tpage 1\n", "place\toffset\n", "offset\tplace\n0\tpage 1\n5\n"]
)
def test_a_garbled_table_of_places_is_one_line(table: str, tmp_path: Path) -> None:
    project = added(tmp_path, "report.docx")
    name = statement(project, "增长7.5%")
    (project.reports / "430500-2020" / "stations.tsv").write_text(table, encoding="utf-8")
    line = kg("show", name, cwd=project.root).line()
    assert "stations.tsv, line " in line and "expected an offset, a tab and a place" in line
