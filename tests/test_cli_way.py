"""The whole way through the verbs: what each prints, in both languages, and the next command at every step."""

import csv
import io
import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from command import ROOT, SMALL, kg, kg_alone, put, refused

from kg.project import Project, init_project

BOXES = re.compile("[\u2500-\u259f\x1b]")


def test_output_in_a_pipe_is_plain(project: Project) -> None:
    for command in (
        ("queries",),
        ("status",),
        ("query", "targets/firm"),
        ("query", "targets/firm", "--format", "csv"),
        ("show", first(project)),
        ("verify",),
        ("--help",),
        ("extract", "430400-2019", "--format", "csv"),
    ):
        ran = kg(*command, cwd=project.root, FORCE_COLOR="1", TERM="xterm-256color")
        assert ran.code == 0 and not BOXES.search(ran.out + ran.err), command


def first(project: Project) -> str:
    """The first result with a number."""
    rows = map(json.loads, (project.build / "statements.jsonl").read_text(encoding="utf-8").splitlines())
    return next(str(row["id"]) for row in rows if row["class"] == "Observation")


def test_chinese_leaves_whole_whatever_the_console(project: Project) -> None:
    plain = kg_alone("show", first(project), cwd=project.root, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert plain.code == 0 and "衡阳市" in plain.out


def test_messages_are_chinese_where_the_environment_asks_for_it(project: Project, tmp_path: Path) -> None:
    zh = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}
    assert "构建为最新；下一步：kg check" in kg("status", cwd=project.root, **zh).out
    line = kg("extract", "none.txt", cwd=tmp_path, **zh).line()
    assert line == "kg: none.txt：应为报告，实为没有这个文件；请检查文件名"
    assert "；请看 `kg extract --help`" in kg("extract", cwd=tmp_path, **zh).line()
    assert "项目" in kg("queries", cwd=project.root, **zh).out
    # LC_ALL goes before LANG.
    assert "up to date" in kg("status", cwd=project.root, LC_ALL="en_GB.UTF-8", LANG="zh_CN.UTF-8").out


def test_show_says_what_each_slot_rests_on(project: Project) -> None:
    ran = kg("show", first(project), cwd=project.root)
    assert "indicator_label  地区生产总值  ← 「地区生产总值」 [344:350]" in ran.out
    assert "← inferred by " in ran.out and "430400-2019[344:" in ran.out
    assert kg("show", first(project)[-10:], cwd=project.root) == ran


def test_status_says_the_next_command_at_every_step(small: Project) -> None:
    def last() -> str:
        ran = kg("status", cwd=small.root)
        assert ran.code == 0
        return ran.out.splitlines()[-1]

    assert last() == "not built; next: kg build"
    assert kg("build", cwd=small.root).code == 0
    assert last().startswith("up to date; next: kg check")
    assert "1 of 30 numerals unaccounted" in re.sub(r"of \d+", "of 30", kg("status", cwd=small.root).out)
    (small.root / "kg.toml").write_bytes((small.root / "kg.toml").read_bytes() + b"\n")
    assert last().startswith("stale: ") and last().endswith("next: kg build")
    for damage in (b"{", b"[]", b'{"quads": 1}'):
        (small.build / "build.json").write_bytes(damage)
        assert last() == "not built; next: kg build"


def test_a_damaged_table_is_one_line_for_status_and_show(copied: Project) -> None:
    for damage in (b"x\n", b"{}\n", b"\xff\n"):
        (copied.build / "statements.jsonl").write_bytes(damage)
        for command in (("status",), ("show", "x")):
            refused(kg(*command, cwd=copied.root), "statements.jsonl", "kg build")


def test_the_demo_goes_the_whole_way_from_an_empty_folder(tmp_path: Path) -> None:
    ran = kg_alone("demo", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert "1 report, " in ran.out and "check passed" in ran.out and "kg query " in ran.out
    assert (tmp_path / "gwr-demo" / "build" / "hengyang.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert kg("status", cwd=tmp_path / "gwr-demo").out.splitlines()[-1].startswith("up to date")
    assert not BOXES.search(ran.out)


def test_the_demo_never_builds_over_what_is_something_else(tmp_path: Path, small: Project) -> None:
    (tmp_path / "gwr-demo").write_text("x", encoding="utf-8")
    refused(kg("demo", cwd=tmp_path), "gwr-demo", "a file", code=2)
    refused(kg("demo", cwd=small.root), "430400-2019", "outside a project")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay the package out as a wheel does, in a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copytree(ROOT / "kg", folder / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for source, target in about["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"].items():
        path = ROOT / source
        (shutil.copytree if path.is_dir() else shutil.copy)(path, folder / target)
    return folder


def test_an_installed_package_reads_a_file_outside_a_project(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(SMALL, encoding="utf-8")
    ran = kg_alone("extract", "r.txt", cwd=tmp_path, PYTHONPATH=str(installed))
    assert (ran.code, ran.err) == (0, "")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert rows == [json.loads(line) for line in kg("extract", "r.txt", cwd=tmp_path).out.splitlines()]
    assert {r["class"] for r in rows} >= {"Observation", "Target"}
    assert [p.name for p in tmp_path.iterdir()] == ["r.txt"]
    assert kg_alone("query", "cq04", cwd=tmp_path, PYTHONPATH=str(installed)).code == 1


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        (("export",), r"[\d,]+ quads", r"[\d,]+ 个四元组"),
        (("export", "--format", "jsonl"), r"[\d,]+ statements", r"[\d,]+ 条陈述"),
        (("export", "--format", "csv"), r"[\d,]+ bytes", r"[\d,]+ 字节"),
        (("review", "430400-2019", "--all", "--limit", "2"), r"2 of [\d,]+ statements", r"2 / [\d,]+ 条陈述"),
    ],
)
def test_a_file_that_was_written_is_told_in_one_line(
    arguments: tuple[str, ...], en: str, zh: str, project: Project, tmp_path: Path
) -> None:
    out = tmp_path / "x"
    for words, mark, locale in ((en, ": ", "en_GB.UTF-8"), (zh, "：", "zh_CN.UTF-8")):
        said = kg(*arguments, "-o", out, cwd=project.root, LC_ALL=locale).out
        assert re.fullmatch(re.escape(f"{out}{mark}") + words + "\n", said), said


def test_extract_and_ledger_write_the_same_rows_as_csv_and_jsonl(project: Project, tmp_path: Path) -> None:
    for verb in ("extract", "ledger"):
        lines = kg(verb, "430400-2019", cwd=project.root).out.splitlines()
        ran = kg(verb, "430400-2019", "--format", "csv", "-o", tmp_path / "x.csv", cwd=project.root)
        what = f"{len(lines):,} {'statement' if verb == 'extract' else 'numeral'}s"
        assert (ran.code, ran.out) == (0, f"{tmp_path / 'x.csv'}: {what}\n")
        text = (tmp_path / "x.csv").read_text(encoding="utf-8-sig")
        table = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [r["start"] for r in table] == [str(json.loads(line)["start"]) for line in lines]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = init_project(tmp_path_factory.mktemp("built") / "p")
    put(project.reports / "430500-2020", SMALL)
    assert kg("build", cwd=project.root).code == 0
    return project


@pytest.mark.parametrize("form", ["nquads", "turtle", "jsonld", "jsonl", "csv"])
def test_every_form_of_export_is_the_same_each_time(form: str, built: Project) -> None:
    ran = kg("export", "--format", form, cwd=built.root)
    assert ran.code == 0 and "石门大桥" in ran.out
    if form in ("turtle", "jsonld"):
        assert kg_alone("export", "--format", form, cwd=built.root, PYTHONHASHSEED="7") == ran


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("x.ttl", "turtle"),
        ("x.jsonld", "jsonld"),
        ("x.csv", "csv"),
        ("x.JSONL", "jsonl"),
        ("x.nq", "nquads"),
        ("x", "nquads"),
    ],
)
def test_export_writes_the_form_that_the_file_s_ending_names(
    name: str, form: str, built: Project, tmp_path: Path
) -> None:
    assert kg("export", "-o", tmp_path / name, cwd=built.root).code == 0
    written = (tmp_path / name).read_bytes()
    assert written.decode() == kg("export", "--format", form, cwd=built.root).out
    assert kg("export", "--format", form, "-o", tmp_path / "x.txt", cwd=built.root).code == 0
    assert (tmp_path / "x.txt").read_bytes() == written


def test_export_refuses_an_ending_it_does_not_write(built: Project, tmp_path: Path) -> None:
    ran = kg("export", "-o", tmp_path / "x.rdf", cwd=built.root)
    refused(ran, "x.rdf", ".nq, .ttl, .jsonld, .jsonl, .csv, .parquet, .geojson, found .rdf", "--format", code=2)
    ran = kg("export", "-o", tmp_path / "x.rdf", cwd=built.root, LC_ALL="zh_CN.UTF-8")
    assert "应为以 .nq, .ttl" in ran.line() and "请改名，或用 --format 指明" in ran.line()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", ["check", "verify"])
def test_a_report_removed_after_the_build_makes_the_build_stale(verb: str, small: Project) -> None:
    assert kg("build", cwd=small.root).code == 0
    shutil.rmtree(small.reports / "430500-2020")
    ran = kg(verb, cwd=small.root)
    refused(ran, "report.txt", "stale", "run `kg build`")
    assert "Error" not in ran.err


def test_verify_speaks_the_language_of_the_environment(project: Project) -> None:
    zh = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}
    out = kg("verify", cwd=project.root, **zh).out
    assert "已核实陈述" in out and "通过" in out and "verified" not in out


def test_show_names_the_characters_of_the_number(project: Project) -> None:
    ran = kg("show", first(project), cwd=project.root)
    assert "value            8.5  ← 「8.5」 [352:355]" in ran.out
