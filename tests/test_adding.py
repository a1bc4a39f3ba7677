"""``kg add`` of files and folders: every file has its row, what a person corrects wins, nothing is overwritten."""

import csv
import hashlib
import io
import os
import sys
from pathlib import Path

import made
import pytest
from command import SMALL, kg, tree

import kg.adding as kg_adding
from kg.adding import add_files, add_report, summary
from kg.adding.sheet import COLUMNS, read_sheet
from kg.errors import KgError, ProjectError, ReportError
from kg.project import Project, init_project
from kg.readers import Document
from kg.report import read_report, read_reports

OTHER = SMALL.replace("邵阳", "衡阳")
SILENT = "各位代表：\n现在，我代表市人民政府报告工作。\n一年来，经济增长。\n今后的预期目标是增长。\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return init_project(tmp_path / "p")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a report of each format, a duplicate, other things, and a damaged file."""
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.docx").write_bytes(made.docx(SMALL))
    (folder / "b.pdf").write_bytes(made.pdf([OTHER]))
    (folder / "c.txt").write_text(SMALL.replace("\n\n", "\n"), encoding="utf-8")
    (folder / "sub" / "d.html").write_bytes(made.html("关于2019年预算执行情况和2020年预算草案的报告\n各位代表："))
    (folder / "e.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "f.txt").write_text(SILENT, encoding="utf-8")
    (folder / ".hidden.txt").write_text(SMALL, encoding="utf-8")
    (folder / "~$a.docx").write_bytes(b"lock")
    return folder


def rows(project: Project) -> dict[str, dict[str, str]]:
    """Return the sheet's rows by the file's name."""
    data = (project.root / "reports.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return {
        row["file"].rpartition("/")[2]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    }


def correct(project: Project, name: str, encoding: str = "utf-8-sig", delimiter: str = ",", **cells: str) -> None:
    """Write cells of one file's row as a person does in a spreadsheet."""
    held = rows(project)
    held[name] |= cells
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(held.values())
    (project.root / "reports.csv").write_bytes(out.getvalue().encode(encoding))


# One file


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.docx", made.docx(SMALL)),
        ("report.PDF", made.pdf([SMALL])),
        ("report.html", made.html(SMALL)),
        ("report.rtf", made.rtf(SMALL)),
        ("report.txt", SMALL.encode("gb18030")),
    ],
)
def test_the_original_is_kept_with_its_hash_and_the_way_back_into_it(
    name: str, data: bytes, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    folder = add_report(project, path).folder
    original = "original" + path.suffix.lower()
    assert {p.name for p in folder.iterdir()} == {"report.txt", "report.toml", "stations.tsv", original}
    assert (folder / original).read_bytes() == data
    toml = (folder / "report.toml").read_text(encoding="utf-8")
    assert f'original = "{original}"\noriginal_sha256 = "{hashlib.sha256(data).hexdigest()}"\n' in toml
    report = read_report(folder)
    assert report.id == "430500-2020" and report.text.split() == SMALL.split()
    header, *stations = (folder / "stations.tsv").read_text(encoding="utf-8").splitlines()
    assert header == "offset\tplace" and stations[0].startswith("0\t")
    offsets = [int(line.partition("\t")[0]) for line in stations]
    assert offsets == sorted(set(offsets)) and offsets[-1] <= len(report.text)


def test_a_text_that_is_its_file_needs_no_second_copy(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(SMALL, encoding="utf-8")
    assert {p.name for p in add_report(project, path).folder.iterdir()} == {"report.txt", "report.toml"}


def test_another_text_of_a_place_and_year_is_kept_beside_the_first_only_when_asked(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "report.txt"
    for number, name in enumerate(("430500-2020", "430500-2020-b", "430500-2020-c")):
        path.write_text(SMALL + f"谢谢{number}次。\n", encoding="utf-8")
        if number:
            with pytest.raises(
                ReportError, match="found another text; put a better copy in with --replace 430500-2020, keep both with"
            ):
                add_report(project, path)
        assert add_report(project, path, second=True).folder.name == name
    with pytest.raises(ReportError, match="found the same text as 430500-2020-c"):
        add_report(project, path, second=True)
    assert [r.id for r in read_reports(project)] == ["430500-2020", "430500-2020-b", "430500-2020-c"]


def test_half_a_report_is_taken_and_marked_as_such(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(SMALL[: SMALL.index("二、2020年")], encoding="utf-8")
    assert read_report(add_report(project, path).folder).whole is False


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (
            ("--place", "430400"),
            "expected a report of 衡阳市 (430400), as you say, found one of 邵阳市 (430500): the meeting: 邵阳市;",
        ),
        (
            ("--place", "430000"),
            "expected a report of 湖南省 (430000), as you say, found one of 邵阳市 (430500): the meeting",
        ),
        (("--year", "2019"), "expected a report for 2019, as you say, found one for 2020: 「2020年工作安排」;"),
    ],
)
def test_a_text_that_plainly_names_another_place_or_year_is_refused_with_both(
    options: tuple[str, str], found: str, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(SMALL, encoding="utf-8")
    for verb in ("add", "extract"):
        assert found in kg(verb, path, *options, cwd=project.root).line()
    assert list(project.reports.iterdir()) == []
    # Its own place and year, and a district whose report names its city, are no contradiction.
    assert kg("extract", path, "--place", "430502", "--year", "2020", cwd=project.root).code == 0
    added = kg("add", path, "--place", "430500", "--year", "2020", cwd=project.root)
    assert added.out == "added 430500-2020 (邵阳市, 2020); next: kg build\n"


def test_a_contradicted_option_is_told_in_the_sheet_and_what_a_person_insists_on_is_remarked(
    project: Project, folder: Path
) -> None:
    for _ in range(2):
        add_files(project, [folder], place="430400")
        found = rows(project)
        assert (
            "found one of 邵阳市 (430500)" in found["a.docx"]["problem"]
            and "衡阳市 (430400)" in found["a.docx"]["problem"]
        )
        assert (found["a.docx"]["place"], found["a.docx"]["added"]) == ("430500", "no")
        assert found["b.pdf"]["added"] == "yes" and found["b.pdf"]["remark"] == ""
    correct(project, "a.docx", place="430400", year="2021")
    add_files(project, [folder])
    row = rows(project)["a.docx"]
    assert (row["report"], row["added"], row["problem"]) == ("430400-2021", "yes", "")
    assert row["remark"] == (
        "place: 邵阳市 430500 (the meeting: 邵阳市) → 衡阳市 430400; year: 2020 (「2020年工作安排」) → 2021"
    )


# A folder


def test_a_folder_is_added_to_its_end_and_every_file_has_its_row(project: Project, folder: Path) -> None:
    ran = kg("add", folder, cwd=project.root)
    assert ran.code == 0 and ran.err == ""
    assert [r.id for r in read_reports(project)] == ["430400-2020", "430500-2020"]
    found = rows(project)
    assert list(found) == ["a.docx", "b.pdf", "c.txt", "e.pdf", "f.txt", "d.html"]
    a, b, c, d, e, f = (found[n] for n in ("a.docx", "b.pdf", "c.txt", "d.html", "e.pdf", "f.txt"))
    assert (a["place"], a["place_name"], a["level"], a["year"], a["kind"]) == (
        "430500",
        "邵阳市",
        "市",
        "2020",
        "report",
    )
    assert (a["report"], a["added"], a["duplicate_of"], a["problem"]) == ("430500-2020", "yes", "", "")
    assert (a["meeting_date"], a["speaker"], a["review_start"]) == ("2020-01-08", "甲乙丙", "2019")
    assert b["report"] == "430400-2020" and b["added"] == "yes"
    assert (c["duplicate_of"], c["added"], c["problem"]) == ("430500-2020", "no", "")
    assert d["kind"] == "budget" and "财政报告" in d["problem"] and d["added"] == "no"
    assert "a damaged one" in e["problem"] and "--place 430400" in f["problem"]
    for row in (a, b):
        assert all(0.5 < float(row[f"{name}_certainty"]) <= 1 for name in ("place", "year", "kind", "speaker"))
        assert all(row[f"{name}_reason"] for name in ("place", "year", "kind"))
    last = ran.out.splitlines()[-1]
    assert last.startswith("6 files: 2 in the project, 1 duplicate, 1 of another kind, 2 with a problem; ")
    assert "e.pdf: expected a PDF" in ran.out


@pytest.mark.skipif(sys.platform != "linux", reason="names that other systems do not have")
def test_a_folder_of_every_kind_of_junk_is_added_to_its_end_and_a_second_run_changes_nothing(
    project: Project, folder: Path
) -> None:
    names = [
        "new\nline.txt",
        "tab\tand  blanks .txt",
        "\U0001f600报告.txt",
        "全\u3000角.txt",
        "=1+1.txt",
        "\x1b[31mred.txt",
        "none",
    ]
    for name in names:
        (folder / name).write_text(SILENT, encoding="utf-8")
    (folder / os.fsdecode(b"bad\xff.txt")).write_text("x", encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)))
    (folder / "x.txt").mkdir()
    (folder / "x.txt" / "inner.txt").write_text("x", encoding="utf-8")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "here").symlink_to(".")
    (folder / "gone.pdf").symlink_to("nowhere")
    (folder / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    with (folder / "large.pdf").open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(100 * 2**20)
    ran = kg("add", folder, cwd=project.root)
    assert ran.code == 0 and "2 in the project, 1 duplicate" in ran.out.splitlines()[-1]
    assert "\x1b" not in ran.out and len(ran.out.splitlines()) == 1 + sum(
        bool(r["problem"] or r["duplicate_of"]) for r in rows(project).values()
    )
    found = rows(project)
    assert {
        "new\\nline.txt",
        "tab\\tand  blanks .txt",
        "全\u3000角.txt",
        "=1+1.txt",
        "bad\\udcff.txt",
        "inner.txt",
    } <= found.keys()
    assert "found a binary file" in found["binary.txt"]["problem"]
    assert "found no such file" in found["gone.pdf"]["problem"]
    assert "Too many levels of symbolic links" in found["loop.txt"]["problem"]
    assert "at most 33,554,432 bytes" in found["large.pdf"]["problem"]
    assert found.keys() & {"pipe.txt", "zero.txt", "here"} == set()
    before = tree(project.root)
    assert kg("add", folder, cwd=project.root).out == ran.out
    assert tree(project.root) == before
    correct(project, "tab\\tand  blanks .txt", place="430400", year="2022")
    assert kg("add", folder, cwd=project.root).out.count("--place 430400") < ran.out.count("--place 430400")


def test_a_run_that_is_broken_off_keeps_the_rows_of_what_was_added(
    project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(data: bytes, path: Path) -> Document:
        if path.name == "b.pdf":
            raise KeyboardInterrupt
        return read_document(data, path)

    read_document = kg_adding.read_document
    monkeypatch.setattr(kg_adding, "read_document", stop)
    with pytest.raises(KeyboardInterrupt):
        add_files(project, [folder])
    assert [(name, row["added"]) for name, row in rows(project).items()] == [("a.docx", "yes")]


def test_a_second_run_changes_nothing(project: Project, folder: Path) -> None:
    add_files(project, [folder])
    before = tree(project.root)
    again = add_files(project, [folder, folder / "a.docx"])
    assert tree(project.root) == before and len(again) == 6


def test_what_a_person_corrects_wins_and_stays(project: Project, folder: Path) -> None:
    add_files(project, [folder])
    correct(project, "f.txt", place="430400", year="2022")
    correct(project, "d.html", kind="政府工作报告", place="430300", year="2020年")
    for _ in range(2):
        add_files(project, [folder])
        found = rows(project)
        assert found["f.txt"]["report"] == "430400-2022" and found["f.txt"]["problem"] == ""
        assert (found["f.txt"]["place_certainty"], found["f.txt"]["place_reason"]) == ("1", "given")
        assert (found["d.html"]["report"], found["d.html"]["kind_certainty"]) == ("430300-2020", "1")
        assert found["a.docx"]["place_reason"] == "the meeting: 邵阳市"
    assert read_report(project.reports / "430400-2022").plan == 2022


@pytest.mark.parametrize(("encoding", "delimiter"), [("gb18030", ","), ("utf-16", "\t"), ("utf-8", ";")])
def test_the_sheet_is_read_as_a_spreadsheet_saves_it(
    encoding: str, delimiter: str, project: Project, folder: Path
) -> None:
    add_files(project, [folder])
    correct(project, "f.txt", encoding, delimiter, place="衡阳市", year="2022")
    add_files(project, [folder])
    assert rows(project)["f.txt"]["report"] == "430400-2022"


def test_a_report_whose_place_is_corrected_moves_and_one_with_decisions_stays(project: Project, folder: Path) -> None:
    add_files(project, [folder])
    correct(project, "a.docx", place="430100")
    add_files(project, [folder])
    assert [r.id for r in read_reports(project)] == ["430100-2020", "430400-2020"]
    assert rows(project)["c.txt"]["duplicate_of"] == "430100-2020"
    (project.reports / "430100-2020" / "decisions.tsv").write_text("", encoding="utf-8")
    correct(project, "a.docx", place="430200")
    before = tree(project.reports)
    add_files(project, [folder])
    row = rows(project)["a.docx"]
    assert "found decisions.tsv; move it by hand" in row["problem"] and row["place"] == "430200"
    assert tree(project.reports) == before


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"place": "999999"}, "row 6, column place: expected a code of 6 digits or cn, found '999999'"),
        ({"place": "鼓楼区"}, "column place: expected a code of 6 digits or cn, found '鼓楼区'; write one of 320106, "),
        ({"year": "MMXX"}, "row 6, column year: expected a year of four digits, found 'MMXX'"),
        ({"year": "1066"}, "row 6, column year: expected a year from 1949 to 2099, found 1066"),
        ({"kind": "poem"}, "row 6, column kind: expected one of report, plan, "),
    ],
)
def test_a_malformed_cell_is_named_by_row_and_column_and_stays(
    cells: dict[str, str], found: str, project: Project, folder: Path
) -> None:
    add_files(project, [folder])
    correct(project, "f.txt", **cells)
    outcome = add_files(project, [folder])
    row = rows(project)["f.txt"]
    assert found in row["problem"] and row | cells == row
    assert sum(r["added"] == "yes" for r in outcome) == 2
    assert any(found in line for line in summary(outcome))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"place,year\r\n430400,2019\r\n", "row 1: expected a column file, found place, year"),
        (b"", "row 1: expected a column file, found nothing"),
        (b"\xff\xff\x81", "expected a CSV file"),
        (b'file,place\r\n"' + b"a" * 200_000 + b"\r\n", "expected a row of CSV"),
    ],
)
def test_a_sheet_that_is_no_table_is_refused_before_anything_is_added(
    data: bytes, found: str, project: Project, folder: Path
) -> None:
    (project.root / "reports.csv").write_bytes(data)
    before = tree(project.root)
    ran = kg("add", folder, cwd=project.root)
    assert ran.code == 1 and found in ran.line() and "reports.csv" in ran.line()
    assert tree(project.root) == before


def test_two_texts_of_one_place_and_year_are_told_and_kept_when_asked(project: Project, folder: Path) -> None:
    (folder / "g.txt").write_text(SMALL + "谢谢。\n", encoding="utf-8")
    add_files(project, [folder])
    row = rows(project)["g.txt"]
    assert (row["duplicate_of"], row["added"]) == (
        "430500-2020",
        "no",
    ) and "--replace 430500-2020 puts a better copy in, --second keeps both" in row["problem"]
    add_files(project, [folder], second=True)
    assert rows(project)["g.txt"]["report"] == "430500-2020-b"
    before = tree(project.root)
    add_files(project, [folder], second=True)
    assert tree(project.root) == before


def test_a_file_added_alone_is_the_same_report_when_its_folder_follows(project: Project, folder: Path) -> None:
    add_report(project, folder / "a.docx")
    add_files(project, [folder])
    assert (rows(project)["a.docx"]["added"], rows(project)["c.txt"]["added"]) == ("yes", "no")


def test_rows_of_other_folders_stay_and_the_project_itself_is_not_read(project: Project, folder: Path) -> None:
    add_files(project, [folder / "a.docx", folder / "b.pdf"])
    (project.root / "more").mkdir()
    (project.root / "more" / "x.txt").write_text(SILENT, encoding="utf-8")
    ran = kg("add", ".", "--place", "430400", "--year", "2021", cwd=project.root)
    assert ran.out.splitlines()[-1].startswith("1 file: 1 in the project; ")
    assert {name: row["report"] for name, row in rows(project).items()} == {
        "a.docx": "430500-2020",
        "b.pdf": "430400-2020",
        "x.txt": "430400-2021",
    }


def test_a_name_that_is_a_formula_is_only_words_in_the_sheet(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "p" / "=1+1.txt"
    path.write_text("x", encoding="utf-8")
    add_files(project, [path, path])
    assert b"\r\n'=1+1.txt," in (project.root / "reports.csv").read_bytes()
    assert list(read_sheet(project.root / "reports.csv")) == ["=1+1.txt"]


def test_a_missing_file_among_many_is_told_and_the_others_are_added(project: Project, folder: Path) -> None:
    ran = kg("add", folder / "none.txt", folder / "a.docx", cwd=project.root)
    assert ran.code == 0 and "none.txt: expected a report, found no such file" in ran.out
    assert "1 in the project, 1 with a problem" in ran.out
    ran = kg("add", folder, cwd=project.root, LC_ALL="zh_CN.UTF-8")
    assert "共 6 个文件：2 已在项目中" in ran.out.splitlines()[-1]


def test_a_file_whose_sheet_cannot_be_read_says_so(project: Project) -> None:
    (project.root / "reports.csv").mkdir()
    with pytest.raises(ProjectError, match=r"reports\.csv"):
        add_files(project, [project.root])
    with pytest.raises(KgError):
        add_report(project, project.root)
