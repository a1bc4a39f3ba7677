"""The command line: one line says what is wrong, nothing stored is lost, and every verb is explained."""

import csv
import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from command import HENGYANG, ROOT, SMALL, Ran, kg, kg_alone, put, tree

from kg.__main__ import run
from kg.project import Project, init_project

VERBS = [
    "init",
    "add",
    "build",
    "demo",
    "review",
    "decide",
    "propose",
    "audit",
    "gold",
    "extract",
    "ledger",
    "check",
    "verify",
    "status",
    "export",
    "panel",
    "sql",
    "query",
    "queries",
    "show",
    "graph",
    "heatmap",
]
BOXES = re.compile("[\u2500-\u259f\x1b]")


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """Make a small project with one made-up report, not built."""
    project = init_project(tmp_path / "small")
    put(project.reports / "430500-2020", SMALL)
    return project


def refused(ran: Ran, place: str, *words: str, code: int = 1) -> None:
    """Check the one line: place, expected, found, next step, and the exit code."""
    line = ran.line()
    assert ran.code == code and re.search(r"kg: .*: expected .+, found .+; .+", line), line
    for word in (place, *words):
        assert word in line, line


# Every verb is explained


def test_the_help_lists_every_verb_and_no_other() -> None:
    ran = kg("--help", cwd=ROOT)
    assert (ran.code, ran.err) == (0, "")
    assert sorted(re.findall(r"^  ([a-z]+)  ", ran.out.partition("Commands:")[2], re.MULTILINE)) == sorted(VERBS)
    assert kg(cwd=ROOT) == ran


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_stands_in_the_readme(verb: str) -> None:
    ran = kg(verb, "--help", cwd=ROOT)
    assert (ran.code, ran.err) == (0, "") and ran.out.startswith(f"Usage: kg {verb} ")
    assert len(ran.out.splitlines()[2].strip()) > 10
    assert kg(verb, "-h", cwd=ROOT) == ran
    for readme in ("README.md", "README.zh.md"):
        assert f"kg {verb}" in (ROOT / readme).read_text(encoding="utf-8"), readme


def test_every_command_of_the_readme_is_one_there_is() -> None:
    for readme in ("README.md", "README.zh.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert set(re.findall(r"(?:^\$ |`)kg ([a-z]+)", text, re.MULTILINE)) <= set(VERBS), readme


# Bad input is one line; nothing is lost


@pytest.mark.parametrize("verb", ["extract", "ledger", "add"])
def test_a_file_that_is_no_report_is_one_line_and_nothing_is_stored(verb: str, small: Project) -> None:
    text = (HENGYANG / "report.txt").read_bytes()
    files = {
        "empty.txt": (b"", "an empty file"),
        "binary.txt": (bytes(range(256)), "a binary file"),
        "readme.md": ((ROOT / "README.md").read_bytes(), "of the 5 marks of one"),
        "mojibake.txt": (text.decode("gb18030", errors="replace").encode(), "broken by a wrong encoding"),
        "broken.pdf": (b"%PDF-1.7", "a damaged one"),
    }
    for name, (data, _) in files.items():
        (small.root / name).write_bytes(data)
    before = tree(small.root)
    for name, (_, found) in files.items():
        refused(kg(verb, name, cwd=small.root), name, found)
    refused(kg(verb, "missing.txt", cwd=small.root), "missing.txt", "no such file")
    if verb == "ledger":  # of a folder the others take the reports in it
        refused(kg(verb, ".", cwd=small.root), ".", "a folder")
    refused(kg(verb, "x" * 300, cwd=small.root), "xxx", "File name too long")
    assert tree(small.root) == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--place", "990000"), ("'990000'",)),
        (("--place", "衡阳"), ("'衡阳'", "430400 衡阳市")),
        (("--year", "1900"), ("1900", "mend --year")),
    ],
)
def test_a_wrong_place_or_year_is_one_line(options: tuple[str, str], words: tuple[str, ...], tmp_path: Path) -> None:
    refused(kg("extract", HENGYANG / "report.txt", *options, cwd=tmp_path), "", *words)


def test_a_report_of_the_project_that_is_not_there_is_one_line(small: Project) -> None:
    refused(kg("extract", "430500-2021", cwd=small.root), "430500-2021", "kg status")


@pytest.mark.parametrize("verb", ["build", "status", "ledger"])
def test_what_is_wrong_in_a_project_is_one_line_and_the_project_stays_as_it_is(verb: str, small: Project) -> None:
    command = (verb, *(("430500-2020",) if verb == "ledger" else ()))
    report = small.reports / "430500-2020"

    def spoilt(path: Path, data: bytes, *words: str) -> None:
        kept = path.read_bytes()
        path.write_bytes(data)
        before = tree(small.root)
        refused(kg(*command, cwd=small.root), path.name, *words)
        assert tree(small.root) == before
        path.write_bytes(kept)

    settings = (small.root / "kg.toml").read_bytes()
    about = (report / "report.toml").read_bytes()
    spoilt(small.root / "kg.toml", settings + b"x = [\n", "at line", "column")
    spoilt(report / "report.toml", about + b"title = \n", "at line 4, column 9")
    spoilt(report / "report.txt", SMALL.replace("7.5", "7.6").encode(), "SHA-256", "kg add")
    spoilt(report / "report.txt", b"", "SHA-256")


def test_a_folder_with_a_bad_name_among_the_reports_is_one_line(small: Project) -> None:
    (small.reports / "shaoyang").mkdir()
    for verb in ("build", "status"):
        refused(kg(verb, cwd=small.root), "shaoyang", "PLACE-YEAR", "rename it")


def test_a_malformed_row_of_decisions_is_one_line_with_row_and_column(small: Project) -> None:
    table = small.reports / "430500-2020" / "decisions.tsv"
    row = "430500-2020.0123456789\taccept\tzehn\t20\t引\t甲\t2020-01-01\n"
    table.write_text("statement\taction\tstart\tend\tquote\twho\twhen\n" + row, encoding="utf-8")
    refused(kg("build", cwd=small.root), "decisions.tsv, row 2, column start", "'zehn'")
    assert not small.build.exists()


def test_a_wrong_question_is_one_line(project: Project, tmp_path: Path) -> None:
    malformed = tmp_path / "mine.rq"
    malformed.write_text("SELECT ?x WHERE {\n  ?x a gwr:Target ?y }\n", encoding="utf-8")
    cases: dict[tuple[object, ...], tuple[str, ...]] = {
        (malformed,): ("mine.rq:3:1",),
        (tmp_path / "none.rq",): ("none.rq", "No such file"),
        ("targets/frm",): ("targets/frm", "targets/firm"),
        ("targets/firm", "-p", "colour=red"): ("colour", "place, year, strength"),
        ("targets/firm", "-p", "year=soon"): ("'soon'", "for example year=2019"),
        ("targets/firm", "-p", "place=火星"): ("'火星'", "for example place=430400"),
        ("targets/firm", "-p", "strength=hard"): ("'hard'", "ensure"),
        ("cq01", "--endpoint", "ftp://example.org/"): ("ftp://example.org/", "http"),
    }
    for arguments, words in cases.items():
        refused(kg("query", *arguments, cwd=project.root), "", *words)
    refused(kg("query", "targets/firm", "-p", "year", cwd=project.root), "--param", "'year'", code=2)


def test_a_question_that_needs_a_parameter_asks_for_it(project: Project, tmp_path: Path) -> None:
    asked = tmp_path / "asked.rq"
    asked.write_text("# param: year year 年份@zh year@en\nASK { ?x gwr:year ?year }\n", encoding="utf-8")
    refused(kg("query", asked, cwd=project.root), "asked.rq", "the parameter year", "year=2019")
    assert kg("query", asked, "-p", "year=2019", cwd=project.root).out == "true\n"


def test_an_endpoint_that_nobody_serves_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.remote.Endpoint.__init__.__defaults__", (1.0, 0, lambda _: None))
    refused(
        kg("query", "cq04", "--endpoint", "http://127.0.0.1:1/sparql", cwd=tmp_path),
        "http://127.0.0.1:1/sparql",
        "no connection",
    )


def test_a_store_of_a_newer_version_is_one_line(copied: Project) -> None:
    store = copied.build / "store"
    about = store / (store / "current").read_text(encoding="utf-8").strip() / "format.json"
    about.write_text(json.dumps({"format": 99, "quads": 1}), encoding="utf-8")
    refused(kg("query", "cq01", cwd=copied.root), "format.json", "format 99", "install the newer")


@pytest.mark.parametrize(
    "command", [("export",), ("graph", "430400"), ("extract", "430400-2019"), ("ledger", "430400-2019")]
)
def test_a_result_that_cannot_be_written_is_one_line(
    command: tuple[str, ...], project: Project, tmp_path: Path
) -> None:
    refused(kg(*command, "-o", tmp_path / "none" / "x", cwd=project.root), str(tmp_path / "none"), "No such file")
    refused(kg(*command, "-o", tmp_path, cwd=project.root), str(tmp_path), "a folder")
    assert list(tmp_path.iterdir()) == []


def test_a_result_under_a_file_or_an_endless_name_is_one_line(project: Project, tmp_path: Path) -> None:
    for out in (ROOT / "README.md" / "x", tmp_path / ("x" * 300), "", "/"):
        refused(kg("export", "-o", out, cwd=project.root), str(out))


def test_outside_a_project_a_project_is_asked_for(tmp_path: Path) -> None:
    for verb in ("build", "status", "check", "verify", "export"):
        refused(kg(verb, cwd=tmp_path), str(tmp_path), "kg.toml", "kg init")


def test_names_of_one_thing_too_many_or_none_are_one_line(project: Project) -> None:
    refused(kg("show", "430400-2019", cwd=project.root), "430400-2019", "the id of one statement")
    refused(kg("show", "", cwd=project.root), "the id of one statement")
    refused(kg("graph", "火星", "-o", "x.html", cwd=project.root), "火星", "nothing of that name")
    assert not (project.root / "x.html").exists()


ODD = """
|x|-|--|-x|--nope|--help=3|query|query --|query -p|extract|extract --place|extract a b c|extract --year x f
extract --year 1e9 f|extract ../x|extract /dev/null|ledger /|graph|graph x --hops 0|graph x --hops 99
graph x --limit 0|graph x --limit nan|graph <|graph place:<|graph http://|graph gwr:|graph _:b|show|show a b
show /|show ../x|export --format pdf|export -o|check x|check --shape|status x|build x|build --out y|init|init /dev/null
init /proc/none|add|add /dev/null|add --place 1 x|queries x|query a.rq|query .rq|query /|query *
query cq01 -p place=<>|query cq01 -p place="|query cq01 -p year=9999999999999999999999|query cq01 -p year=٣
query cq01 -p =|query cq01 -p place=\udcff|query \udcff|show \udcff|graph \udcff|extract \udcff|query cq01 --format xml
query cq01 --endpoint x|query cq01 --endpoint http://|query cq01 -p place=a:b:c|query cq01 -p year=-0|verify verify
""".replace("\n", "|").split("|")


def test_no_odd_arguments_end_in_a_traceback(project: Project, tmp_path: Path) -> None:
    before = tree(project.root)
    for line in ODD:
        ran = kg(*line.split(" ") if line else (), cwd=project.root)
        assert ran.code in (0, 1, 2), line
        assert ran.code == 0 or len(ran.err.splitlines()) == 1, (line, ran)
        assert "Traceback" not in ran.err, (line, ran)
    assert tree(project.root) == before


def test_usage_errors_name_the_verb_and_its_help(tmp_path: Path) -> None:
    ran = kg("extract", "--year", "soon", "x", cwd=tmp_path)
    assert ran.code == 2
    assert (
        ran.line() == "kg extract: Invalid value for '--year': 'soon' is not a valid integer; see `kg extract --help`"
    )
    assert kg("extrakt", cwd=tmp_path).line().startswith("kg: No such command 'extrakt'")


def test_names_that_could_steer_a_terminal_are_shown_without_it(tmp_path: Path) -> None:
    line = kg("extract", "\x1b[31mred\n\x07", cwd=tmp_path).line()
    assert line.isprintable() and "red" in line


# A full disk


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file sizes")
@pytest.mark.parametrize("limit", [10_000, 1_000_000])
def test_a_full_disk_leaves_the_last_build_whole(limit: int, copied: Project) -> None:
    put(copied.reports / "430500-2020", SMALL)
    before = tree(copied.root)
    ran = kg_alone("build", cwd=copied.root, limit=limit)
    assert ran.code == 1 and "Traceback" not in ran.err
    assert re.search(r"kg: .+: expected .+, found .+; free some space", ran.err.splitlines()[-1])
    after = tree(copied.root)
    assert after == before
    assert kg("query", "targets/firm", cwd=copied.root).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file sizes")
@pytest.mark.parametrize("command", [("export", "-o", "out"), ("graph", "430400", "-o", "out")])
def test_a_full_disk_leaves_the_last_result_whole(command: tuple[str, ...], copied: Project) -> None:
    (copied.root / "out").write_text("the last one", encoding="utf-8")
    before = tree(copied.root)
    refused(kg_alone(*command, cwd=copied.root, limit=1000), "out", "File too large", "free some space")
    assert tree(copied.root) == before


# Output


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


def test_a_reader_that_closes_the_pipe_ends_the_command_without_a_word(project: Project) -> None:
    command = [sys.executable, "-m", "kg", "export"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=project.root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout and running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


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


# The whole way


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


def test_extract_and_ledger_write_the_same_rows_as_csv_and_jsonl(project: Project, tmp_path: Path) -> None:
    for verb in ("extract", "ledger"):
        lines = kg(verb, "430400-2019", cwd=project.root).out.splitlines()
        assert kg(verb, "430400-2019", "--format", "csv", "-o", tmp_path / "x.csv", cwd=project.root).code == 0
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


# What the system refuses


def refuse_to_open(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file of this name be opened: root, as whom tests may run, has every right."""
    opened = io.open

    def guarded(file: object, *arguments: object, **options: object) -> object:
        if Path(str(file)).name == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
        return opened(file, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", guarded)


@pytest.mark.parametrize("name", ["kg.toml", "report.toml", "report.txt"])
@pytest.mark.parametrize("verb", ["status", "build"])
def test_a_file_without_the_right_to_read_it_is_one_line(
    verb: str, name: str, small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_open(name, monkeypatch)
    ran = kg(verb, cwd=small.root)
    refused(ran, name, "Permission denied", "make it readable")
    assert "Errno" not in ran.err and "PermissionError" not in ran.err


def test_a_build_that_may_not_write_is_told_so_and_not_to_free_space(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_open(".graph.nq.new", monkeypatch)
    ran = kg("build", cwd=small.root)
    refused(ran, str(small.build), "Permission denied", "make it writable or choose another folder")
    assert "space" not in ran.err


class Full(io.RawIOBase):
    """An output that takes nothing while it is full."""

    full = True

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return len(memoryview(data))  # type: ignore[arg-type]


@pytest.mark.parametrize("command", [("export",), ("query", "cq01"), ("check",), ("status",), ("--help",)])
def test_an_output_that_is_full_is_one_line_and_no_success(
    command: tuple[str, ...], project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    raw, complaint = Full(), io.StringIO()
    out = io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8")
    with chdir(project.root), redirect_stdout(out), redirect_stderr(complaint):
        assert run(list(command)) == 1
    assert complaint.getvalue().splitlines()[-1] == (
        "kg: stdout: expected room to write, found No space left on device; free some space"
    )
    raw.full = False
    out.close()


def test_a_report_that_is_not_there_names_those_that_are(small: Project) -> None:
    for verb in ("ledger", "extract"):
        refused(kg(verb, "999999-2024", cwd=small.root), "999999-2024", "you have 430500-2020")


@pytest.mark.parametrize("verb", ["check", "verify"])
def test_a_report_removed_after_the_build_makes_the_build_stale(verb: str, small: Project) -> None:
    assert kg("build", cwd=small.root).code == 0
    shutil.rmtree(small.reports / "430500-2020")
    ran = kg(verb, cwd=small.root)
    refused(ran, "report.txt", "stale", "run `kg build`")
    assert "Error" not in ran.err


def test_the_help_has_no_marks_of_another_printer() -> None:
    for verb in VERBS:
        assert "\\[" not in kg(verb, "--help", cwd=ROOT).out, verb


def test_verify_speaks_the_language_of_the_environment(project: Project) -> None:
    zh = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}
    out = kg("verify", cwd=project.root, **zh).out
    assert "已核实陈述" in out and "通过" in out and "verified" not in out


def test_show_names_the_characters_of_the_number(project: Project) -> None:
    ran = kg("show", first(project), cwd=project.root)
    assert "value            8.5  ← 「8.5」 [352:355]" in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is another one there")
def test_a_second_build_waits_for_the_first(small: Project) -> None:
    from kg.build import build
    from kg.files import locked

    small.build.mkdir()
    waits = []
    with ExitStack() as first_build:
        first_build.enter_context(locked(small.build / ".lock", 0))

        def waiting() -> None:
            waits.append(1)
            assert not (small.build / "build.json").exists()
            first_build.close()

        build(small, waiting)
    assert waits == [1] and (small.build / "build.json").exists()
    assert not (small.build / ".lock").exists()


def test_a_build_that_never_ends_stops_the_second_with_one_line(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.files import locked

    monkeypatch.setattr("kg.build._PATIENCE", 0.0)
    small.build.mkdir()
    with locked(small.build / ".lock", 0):
        refused(kg("build", cwd=small.root), str(small.build), "only build", "run `kg build` again")


def test_the_readme_shows_what_a_build_says(copied: Project) -> None:
    for readme, locale in (("README.md", "en_GB.UTF-8"), ("README.zh.md", "zh_CN.UTF-8")):
        text = (ROOT / readme).read_text(encoding="utf-8").splitlines()
        said = kg("build", cwd=copied.root, LC_ALL=locale).out.splitlines()
        assert [line for line in said[:-1] if line not in text] == []  # the last names the next command
