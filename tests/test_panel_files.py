"""The panel's files, codebook and starter scripts."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from command import kg, kg_alone
from panels import made

from kg import extras
from kg.errors import KgError
from kg.panel import CODES, LONG, Panel, long_panel, read_evidence, wide_panel
from kg.panel.files import FORMS, to_bytes, variable_label
from kg.panel.scripts import scripts
from kg.project import Project

R = shutil.which("Rscript")
BINARY = ("xlsx", "parquet", "dta")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return made(tmp_path_factory.mktemp("files") / "project")


@pytest.fixture(scope="module")
def panels(built: Project) -> dict[str, Panel]:
    evidence = read_evidence(built)
    return {"long": long_panel(evidence), "wide": wide_panel(evidence)}


def plain(value: Any) -> Any:
    """Return a value of the panel as a flat file holds it."""
    return " ".join(value) if isinstance(value, tuple) else int(value) if isinstance(value, bool) else value


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("form", FORMS)
def test_equal_panels_give_equal_bytes_also_in_another_process(form: str, built: Project) -> None:
    files = [built.root / f"{n}.{form}" for n in "ab"]
    ran = kg("panel", "-o", files[0], cwd=built.root)
    assert (ran.code, ran.out) == (0, f"{files[0]}: 17 rows\n")
    assert kg_alone("panel", "-o", files[1], cwd=built.root, PYTHONHASHSEED="7", TZ="Asia/Shanghai").code == 0
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_csv_opens_in_excel_and_holds_exact_numbers(layout: str, panels: dict[str, Panel]) -> None:
    data = to_bytes(panels[layout], "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = read_csv(data)
    assert len(rows) == len(panels[layout].rows)
    for written, row in zip(rows, panels[layout].rows, strict=True):
        assert list(written) == [c.name for c in panels[layout].columns]
        for name, value in row.items():
            held = plain(value)
            assert written[name] == ("" if held is None else str(held)), name


def test_no_spreadsheet_runs_a_reports_words(panels: dict[str, Panel]) -> None:
    row = panels["long"].rows[0] | {"indicator_zh": '=HYPERLINK("x")', "target_value": -3}
    panel = Panel(LONG, (row,), panels["long"].left_out)
    assert read_csv(to_bytes(panel, "csv"))[0]["indicator_zh"] == '\'=HYPERLINK("x")'
    assert read_csv(to_bytes(panel, "csv"))[0]["target_value"] == "-3"
    book = opened(to_bytes(panel, "xlsx"))
    cell = book["panel"].cell(2, [c.name for c in LONG].index("indicator_zh") + 1)
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x")', "s")


def opened(data: bytes) -> Any:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_the_workbook_has_the_panel_and_its_codebook(layout: str, panels: dict[str, Panel]) -> None:
    book = opened(to_bytes(panels[layout], "xlsx"))
    assert book.sheetnames == ["panel", "codebook"]
    header, *rows = [list(row) for row in book["panel"].iter_rows(values_only=True)]
    assert header == [c.name for c in panels[layout].columns]
    assert rows == [[plain(v) for v in row.values()] for row in panels[layout].rows]
    explained = [row[0] for row in book["codebook"].iter_rows(min_row=2, values_only=True)]
    assert list(dict.fromkeys(explained)) == header


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_stata_gets_labels_in_both_languages_and_labelled_codes(layout: str, panels: dict[str, Panel]) -> None:
    pandas = pytest.importorskip("pandas")
    data = to_bytes(panels[layout], "dta")
    with pandas.io.stata.StataReader(io.BytesIO(data)) as reader:
        labels, read = reader.variable_labels(), reader.read(convert_categoricals=True)
    assert b"<release>118</release>" in data[:200]
    assert labels == {c.name: variable_label(c) for c in panels[layout].columns}
    assert all(len(label) <= 80 for label in labels.values())
    for number, row in enumerate(panels[layout].rows):
        for column in panels[layout].columns:
            value, held = row[column.name], read[column.name].iloc[number]
            if value is None:
                assert held == "" if column.kind in ("text", "ids") else pandas.isna(held)
            elif column.kind == "flag":
                assert held == ("yes" if value else "no")
            else:
                assert held == plain(value), column.name


def test_a_long_list_of_ids_fits_into_stata(panels: dict[str, Panel]) -> None:
    pandas = pytest.importorskip("pandas")
    many = tuple(f"430500-2020.{n:010}" for n in range(200))
    panel = Panel(LONG, (panels["long"].rows[0] | {"outcome_others": many},), panels["long"].left_out)
    assert pandas.read_stata(io.BytesIO(to_bytes(panel, "dta")))["outcome_others"][0] == " ".join(many)


def test_parquet_keeps_types_and_lists(panels: dict[str, Panel], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "panel.parquet"
    path.write_bytes(to_bytes(panels["long"], "parquet"))
    asked = duckdb.execute(f"SELECT * FROM read_parquet('{path}')")
    assert [c[0] for c in asked.description] == [c.name for c in LONG]
    held = [[list(v) if isinstance(v, tuple) else v for v in row.values()] for row in panels["long"].rows]
    assert [list(row) for row in asked.fetchall()] == held


def test_json_lines_hold_null_where_nothing_is(panels: dict[str, Panel]) -> None:
    rows = [json.loads(line) for line in to_bytes(panels["long"], "jsonl").splitlines()]
    assert [r["target_value"] for r in rows] == [r["target_value"] for r in panels["long"].rows]


def test_a_missing_package_is_one_line_with_the_command_that_installs_it(
    panels: dict[str, Panel], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    for form, package in (("parquet", "duckdb"), ("dta", "pandas")):
        with pytest.raises(KgError, match=rf"the package {package}, found none; run `pip install 'gwr-kg\[tables\]'`"):
            to_bytes(panels["long"], form)
    for form in ("csv", "xlsx", "jsonl"):
        assert to_bytes(panels["long"], form)


# Codebook


def test_the_codebook_documents_every_column_and_code_and_needs_no_build(tmp_path: Path) -> None:
    book, table = tmp_path / "book.md", tmp_path / "book.csv"
    for path in (book, table):
        assert kg_alone("panel", "--codebook", path, cwd=tmp_path).code == 0
    text = book.read_text(encoding="utf-8")
    rows = read_csv(table.read_bytes())
    for column in LONG:
        assert f"| `{column.name}` |" in text
        (row,) = (r for r in rows if r["column"] == column.name and not r["code"])
        assert (row["label_en"], row["label_zh"]) == column.label and row["empty_zh"] and row["empty_en"]
        codes = [r["code"] for r in rows if r["column"] == column.name and r["code"]]
        assert codes == list(CODES[column.codes] if column.codes else ())
    assert all(f"`{code}`" in text for codes in CODES.values() for code in codes)


def test_the_codebook_of_a_wide_panel_has_its_columns(built: Project) -> None:
    path = built.root / "wide.csv"
    ran = kg("panel", "--wide", "--indicator", "gdp", "--codebook", path, cwd=built.root)
    assert re.fullmatch(re.escape(f"{path}: ") + r"\d+ columns\n", ran.out) and ran.err == ""
    assert {"place", "year", "gdp_g_target", "gdp_g_owhy"} <= {r["column"] for r in read_csv(path.read_bytes())}


# Scripts


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_the_pandas_script_runs_on_what_was_written(layout: str, panels: dict[str, Panel], tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    ran = _run(sys.executable, "panel_start.py", panels[layout], tmp_path)
    assert f"{len(panels[layout].rows)} rows" in ran
    assert ("not-stated-and-checked" in ran) == (layout == "long")


@pytest.mark.skipif(R is None, reason="apt-get install r-base-core")
@pytest.mark.parametrize("layout", ["long", "wide"])
def test_the_r_script_runs_on_what_was_written(layout: str, panels: dict[str, Panel], tmp_path: Path) -> None:
    assert R is not None
    ran = _run(R, "panel_start.R", panels[layout], tmp_path)
    assert ("not-stated-and-checked" if layout == "long" else "gdp_g") in ran


def _run(program: str, script: str, panel: Panel, folder: Path) -> str:
    (folder / script).write_bytes(scripts(panel.columns)[script])
    (folder / "panel.csv").write_bytes(to_bytes(panel, "csv"))
    ran = subprocess.run([program, script], cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


# Words of the languages, and names that the scripts make themselves.
_R_WORDS = """\
arguments commandArgs trailingOnly TRUE file if length else codes types setNames rep panel read csv colClasses na strings
fileEncoding check names FALSE for column in factor levels stopifnot anyDuplicated c cat nrow unique print table useNA both
is data FUN mean aggregate stems stem found paste0 colSums list texts numbers whole n 0 1"""
_STATA_WORDS = """\
version 14 use clear describe short isid encode generate series_n place_n xtset tabulate missing tabstat if by 0 1
statistics n mean sd min max capture noisily summarize"""


@pytest.mark.parametrize("layout", ["long", "wide"])
@pytest.mark.parametrize(
    ("script", "mark", "words"), [("panel_start.R", "#", _R_WORDS), ("panel_start.do", "*", _STATA_WORDS)]
)
def test_scripts_name_only_columns_there_are(
    layout: str, script: str, mark: str, words: str, panels: dict[str, Panel]
) -> None:
    lines = scripts(panels[layout].columns)[script].decode().splitlines()
    code = "\n".join(line for line in lines if not line.startswith(mark))
    columns = {c.name for c in panels[layout].columns}
    quoted = set(re.findall(r'"([^"]*)"', code))
    codes = {code for codes in CODES.values() for code in codes}
    stems = {name.removesuffix("_target") for name in columns if name.endswith("_target")}
    own = {
        "panel.csv",
        "panel.dta",
        "UTF-8-BOM",
        "character",
        "numeric",
        "integer",
        "ifany",
        "",
        "_target",
        "_outcome",
        "_gap",
    }
    assert {
        q for q in quoted if "rows" not in q and "\\n" not in q and "places" not in q
    } <= columns | codes | stems | own
    named = set(re.findall(r"\w+", re.sub(r'"[^"]*"', "", code)))
    assert named <= columns | set(words.split()), named - columns - set(words.split())


def test_what_was_written_beside_a_panel_is_told_beside_it(built: Project, tmp_path: Path) -> None:
    also = ("--codebook", tmp_path / "b.md", "--scripts", tmp_path / "s")
    names = ", ".join(sorted(scripts(LONG)))
    ran = kg("panel", "--format", "csv", *also, cwd=built.root)
    assert ran.out.startswith("\ufeffplace,")
    assert ran.err.splitlines()[-2:] == [f"{tmp_path / 'b.md'}: {len(LONG)} columns", f"{tmp_path / 's'}: {names}"]
    ran = kg("panel", "-o", tmp_path / "p.csv", *also, cwd=built.root, LC_ALL="zh_CN.UTF-8")
    assert ran.out.splitlines()[1:] == [f"{tmp_path / 'b.md'}：{len(LONG)} 列的说明", f"{tmp_path / 's'}：{names}"]


def test_scripts_are_written_into_a_folder(built: Project) -> None:
    folder = built.root / "start"
    assert kg("panel", "--scripts", folder, cwd=built.root).code == 0
    assert sorted(p.name for p in folder.iterdir()) == ["panel_start.R", "panel_start.do", "panel_start.py"]


# The command


def test_stdout_gets_csv_and_the_remarks_go_beside(built: Project) -> None:
    ran = kg("panel", "--indicator", "gdp", cwd=built.root)
    assert ran.code == 0 and len(read_csv(ran.out.encode())) == 8
    assert ran.err.splitlines() == [
        "8 rows",
        "numbers of the build that no year's cell is for: 1 of several years or a part of one",
    ]
    said = kg("panel", "--indicator", "gdp", cwd=built.root, LC_ALL="zh_CN.UTF-8").err
    assert said.splitlines() == ["8 行", "构建中不属于任何年度数据格的数字：跨多年或不足一年 1 条"]
    settings = built.root / "kg.toml"
    before = settings.read_bytes()
    settings.write_bytes(before + b"\n")
    assert kg("panel", cwd=built.root).err.splitlines()[0].startswith("the build is older than ")
    settings.write_bytes(before)
    assert json.loads(kg("panel", "--format", "jsonl", cwd=built.root).out.splitlines()[0])["place"] == "430000"
