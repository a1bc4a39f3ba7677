"""What is given wrongly is one line that says where and what to do; nothing is lost, no traceback ends a command."""

import json
from pathlib import Path

import pytest
from command import HENGYANG, ROOT, SMALL, kg, refused, tree

from kg.project import Project


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
        (("--place", "衡洋"), ("'衡洋'", "write its name in Chinese")),
        (("--place", "鼓楼"), ("鼓楼", "4: 鼓楼区 (320106), ", "give its code")),
        (("--year", "1900"), ("1900", "mend --year")),
    ],
)
def test_a_wrong_place_or_year_is_one_line(options: tuple[str, str], words: tuple[str, ...], tmp_path: Path) -> None:
    refused(kg("extract", HENGYANG / "report.txt", *options, cwd=tmp_path), "", *words)


@pytest.mark.parametrize("verb", ["add", "check-claim", "diff", "graph", "heatmap", "impact", "query", "show", "sql"])
def test_a_file_that_is_missing_is_no_wrong_usage(verb: str, project: Project) -> None:
    name = {"query": "missing.rq", "sql": "missing.sql"}.get(verb, "missing.txt")
    ran = kg(verb, name, *(("build",) if verb == "diff" else ()), cwd=project.root)
    assert (ran.code, ran.err.count("\n")) == (1, 1) and name in ran.err, ran.err


def test_a_search_for_nothing_or_at_no_place_is_one_line(project: Project) -> None:
    for words in ("", "  "):
        ran = kg("search", words, cwd=project.root)
        assert ran.code == 2 and "expected words to look for, found none" in ran.err
    ran = kg("query", " ", cwd=project.root)
    assert ran.code == 2 and ran.line().startswith("kg query: expected the name or id of a question, found none; ")
    ran = kg("search", "机场", "--place", "衡羊市", cwd=project.root)
    assert ran.code == 1 and "found '衡羊市'; did you mean 430400 衡阳市" in ran.err
    ran = kg("search", "机场", "--place", "999999", cwd=project.root)
    assert ran.code == 1 and "write its name in Chinese" in ran.err  # no province is near that number


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
    monkeypatch.setattr("kg.remote.Endpoint.__init__.__defaults__", (1.0, 0, lambda _: None, None))
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


def test_a_report_that_is_not_there_names_those_that_are(small: Project) -> None:
    for verb in ("ledger", "extract"):
        refused(kg(verb, "999999-2024", cwd=small.root), "999999-2024", "you have 430500-2020")
