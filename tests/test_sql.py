"""kg sql: the same numbers as SPARQL gives, one line for a wrong query, and nothing but the tables."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from command import ROOT, Ran, kg
from panels import made

from kg import extras
from kg import sql as sql_module
from kg.assess.table import COLUMNS as ASSESSED
from kg.assessments import read_assessments
from kg.build import build, read_rows
from kg.errors import KgError
from kg.panel import LONG, long_panel, read_evidence
from kg.project import Project, read_project
from kg.query import run
from kg.sql import Table, ask, table_files, tables
from kg.store import open_store

pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return made(tmp_path_factory.mktemp("sql") / "project")


def sparql(project: Project, query: str) -> list[tuple[str, ...]]:
    with open_store(project.build) as snapshot:
        answer = run(snapshot.store, query)
    return sorted(tuple("" if t is None else t.value for t in row) for row in answer.rows)  # type: ignore[union-attr]


def sql(project: Project, query: str) -> list[tuple[str, ...]]:
    rows = ask(project, query).rows
    return sorted(tuple("" if v is None else f"{v:g}" if isinstance(v, float) else str(v) for v in row) for row in rows)


def floats(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return rows whose last cell is a decimal as SQL shows it."""
    return sorted((*row[:-1], f"{float(row[-1]):g}") for row in rows)


# Both ways of asking


@pytest.mark.parametrize("which", ["made", "hengyang"])
def test_statements_of_each_class_are_as_many_as_in_the_graph(which: str, built: Project, project: Project) -> None:
    asked = built if which == "made" else project
    graph = sparql(
        asked,
        "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a gwr:Statement , ?c . "
        "FILTER(?c IN (gwr:Observation, gwr:Target, gwr:Action, gwr:Mention, gwr:Problem, gwr:Recognition, "
        "gwr:PlannedMilestone, gwr:RealisedMilestone, gwr:Involvement)) "
        "BIND(STRAFTER(STR(?c), '#') AS ?class) } GROUP BY ?class",
    )
    assert sql(asked, "SELECT class, count(*) FROM statements GROUP BY class") == graph


@pytest.mark.parametrize("which", ["made", "hengyang"])
def test_targets_of_each_indicator_and_their_sums_are_those_of_the_graph(
    which: str, built: Project, project: Project
) -> None:
    asked = built if which == "made" else project
    start = asked.addresses.prefixes()["ind"]
    graph = sparql(
        asked,
        "SELECT ?id (COUNT(*) AS ?n) (SUM(?v) AS ?sum) { ?s a gwr:Target ; gwr:indicator ?i ; gwr:value ?v . "
        f"FILTER(STRSTARTS(STR(?i), '{start}')) BIND(STRAFTER(STR(?i), '{start}') AS ?id) }} GROUP BY ?id",
    )
    assert graph
    found = sql(
        asked,
        "SELECT indicator, count(*), sum(value)::DOUBLE FROM statements "
        "WHERE class = 'Target' AND indicator IS NOT NULL AND value IS NOT NULL GROUP BY 1",
    )
    assert found == floats(graph)


def test_outcomes_of_each_year_and_place_are_those_of_the_graph(built: Project) -> None:
    graph = sparql(
        built,
        "SELECT ?code ?year (SUM(?v) AS ?sum) { ?s a gwr:Observation ; gwr:place ?p ; gwr:year ?year ; gwr:value ?v . "
        "BIND(REPLACE(STR(?p), '^.*/', '') AS ?code) } GROUP BY ?code ?year",
    )
    found = sql(
        built,
        "SELECT place, year, sum(value)::DOUBLE FROM statements WHERE class = 'Observation' AND value IS NOT NULL GROUP BY ALL",
    )
    assert found == floats(graph)


def test_numerals_of_the_ledger_lead_to_the_statements(built: Project) -> None:
    (counted,) = ask(
        built, "SELECT count(DISTINCT s.id) FROM ledger l, unnest(l.statements) u(id) JOIN statements s USING (id)"
    ).rows
    rows = read_rows(built.build)
    assert counted == (sum(r["value_start"] is not None for r in rows),)


def test_the_panel_is_a_table_too(built: Project) -> None:
    panel = long_panel(read_evidence(built))
    reasons = Counter(r["target_reason"] for r in panel.rows)
    found = dict(ask(built, "SELECT target_reason, count(*) FROM panel GROUP BY 1").rows)
    assert found == reasons
    (row,) = ask(
        built,
        "SELECT target_value, outcome_value, gap FROM panel WHERE place = '430500' AND indicator = 'gdp' AND year = 2019",
    ).rows
    assert row == (8, 7.6, -0.4)


# The command


def test_without_a_query_tables_and_columns_are_listed(built: Project) -> None:
    ran = kg("sql", cwd=built.root)
    assert (ran.code, ran.err) == (0, "")
    listed = [line.split("  ")[0] for line in ran.out.splitlines() if not line.startswith(" ")]
    assert listed == ["assessments", "ledger", "panel", "statements"]
    assert "  target_reason               VARCHAR    target: why empty" in ran.out.splitlines()
    assert "目标：为何为空" in kg("sql", cwd=built.root, LC_ALL="zh_CN.UTF-8").out
    assert [t.name for t in tables(built)] == listed and all(isinstance(t, Table) for t in tables(built))


def test_assessments_are_a_table_where_there_are_any(built: Project) -> None:
    held = read_assessments(built.build)
    result = ask(built, "SELECT * FROM assessments")
    assert result.columns == ASSESSED and len(result.rows) == len(held) > 0
    for row, record in zip(result.rows, held, strict=True):
        for name, value in zip(ASSESSED, row, strict=True):
            if name in ("value", "gap", "tolerance"):
                assert value == (None if record[name] is None else float(record[name]))
            else:
                assert (json.loads(value) if name == "nearest" else value) == record[name], name
    joined = "SELECT count(*) FROM assessments a JOIN statements s ON s.id = a.statement"
    assert ask(built, joined).rows == ((len(held),),)


def test_a_build_of_before_has_no_assessments(built: Project, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(built.root, root)
    (root / "build" / "assessments.jsonl").unlink()
    (root / "build" / "unpublished.jsonl").unlink()
    manifest = json.loads((root / "build" / "build.json").read_bytes())
    del manifest["files"]
    (root / "build" / "build.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert [t.name for t in tables(read_project(root))] == ["ledger", "panel", "statements"]
    assert ask(read_project(root), "SELECT DISTINCT result_reason FROM panel ORDER BY ALL").rows == (
        ("no-assessments",),
        ("no-target",),
    )


def test_answers_are_written_as_table_csv_and_json(built: Project) -> None:
    query = "SELECT place_zh, year, gap, target_others, NULL AS nothing FROM panel WHERE gap = -3.6"
    ran = kg("sql", query, cwd=built.root)
    assert ran == Ran(
        0,
        "place_zh  year  gap   target_others  nothing\n--------  ----  ----  -------------  -------\n邵阳市    2020  -3.6\n",
        "",
    )
    assert kg("sql", query, "--format", "csv", cwd=built.root).out.splitlines()[1] == "邵阳市,2020,-3.6,,"
    (record,) = json.loads(kg("sql", query, "--format", "json", cwd=built.root).out)
    assert record == {"place_zh": "邵阳市", "year": 2020, "gap": -3.6, "target_others": None, "nothing": None}


def test_names_that_stand_twice_and_nested_values_stay_apart_in_json(built: Project) -> None:
    query = (
        "SELECT 1 AS n, 2 AS n, [1.5, 2] AS list, {'a': DATE '2020-01-08'} AS pair, 'nan'::DOUBLE AS none, 1e300 AS big"
    )
    (record,) = json.loads(kg("sql", query, "--format", "json", cwd=built.root).out)
    assert record == {"n": 1, "n_2": 2, "list": [1.5, 2], "pair": {"a": "2020-01-08"}, "none": None, "big": 1e300}


def test_no_rows_are_said_beside_the_answer(built: Project) -> None:
    ran = kg("sql", "SELECT * FROM panel WHERE year = 1900", "--format", "csv", cwd=built.root)
    assert ran.code == 0 and ran.err == "0 rows\n" and ran.out.count("\n") == 1


def test_a_query_may_stand_in_a_file(built: Project) -> None:
    (built.root / "q.sql").write_text("-- 全部\nSELECT count(*) AS n FROM panel", encoding="utf-8")
    assert kg("sql", "q.sql", cwd=built.root).out.split() == ["n", "--", "17"]
    (built.root / "q.sql").write_text("SELECT\n  nope FROM panel", encoding="utf-8")
    assert (
        kg("sql", "q.sql", cwd=built.root).line().startswith("kg: q.sql:2:3: expected an SQL query, found Referenced")
    )
    assert "No such file" in kg("sql", "none.sql", cwd=built.root).line()


# What is refused


@pytest.mark.parametrize(
    ("query", "place", "found"),
    [
        ("SELEC 1", "query:1:1", 'syntax error at or near "SELEC"'),
        ("SELECT '中国',\n nope FROM panel", "query:2:2", 'Referenced column "nope" not found'),
        ("SELECT '中国', nope FROM panel", "query:1:14", 'Referenced column "nope" not found'),
        ("SELECT * FROM statement", "query:1:15", 'Did you mean "statements"'),
        ("SELECT foo(1)", "query:1:8", "foo does not exist"),
        ("SELECT 'a'::INT", "query:1:11", "Could not convert string 'a'"),
        ("", "query", "found none"),
        ("SELECT 1; SELECT 2", "query", "2 statements"),
        ("DROP TABLE panel", "query", "DROP"),
        ("SET threads = 1", "query", "SET"),
        ("COPY panel TO 'x.csv'", "query", "COPY"),
        ("ATTACH 'x.db'", "query", "ATTACH"),
        ("INSTALL httpfs", "query", "LOAD"),
        ("PRAGMA version", "query", "PRAGMA"),
        ("INSERT INTO panel SELECT * FROM panel", "query", "INSERT"),
    ],
)
def test_a_wrong_query_is_one_line_with_its_position(query: str, place: str, found: str, built: Project) -> None:
    ran = kg("sql", query, cwd=built.root)
    line = ran.line()
    assert ran.code == 1 and line.startswith(f"kg: {place}: expected ") and found in line
    assert kg("sql", query, cwd=built.root, LC_ALL="zh_CN.UTF-8").line().startswith(f"kg: {place}：应为")


@pytest.mark.parametrize(
    "source",
    [
        "read_text('{path}')",
        "read_csv('{path}')",
        "read_blob('{path}')",
        "read_json('{path}')",
        "read_parquet('{path}')",
        "'{path}'",
        "glob('{folder}/*')",
        "'http://localhost:1/x.parquet'",
        "secret_rows",
    ],
)
def test_sql_reads_no_files_and_no_variables(source: str, built: Project, tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("a\nsecret\n", encoding="utf-8")
    secret_rows = path  # a variable by which Python's DuckDB would otherwise find a table
    ran = kg("sql", f"SELECT * FROM {source.format(path=secret_rows, folder=tmp_path)}", cwd=built.root)
    assert ran.code == 1 and "kg: query" in ran.line() and "\nsecret" not in ran.err


def test_what_explains_a_query_is_a_query(built: Project) -> None:
    for query in (
        "DESCRIBE panel",
        "SUMMARIZE ledger",
        "EXPLAIN SELECT 1",
        "SHOW TABLES",
        "WITH a AS (SELECT 1) FROM a",
        "VALUES (1)",
    ):
        assert kg("sql", query, cwd=built.root).code == 0, query
    before = {p: p.read_bytes() for p in table_files(built).values()}
    assert kg("sql", f"EXPLAIN ANALYZE COPY panel TO '{built.root}/x.csv'", cwd=built.root).code in (0, 1)
    assert not (built.root / "x.csv").exists()
    assert {p: p.read_bytes() for p in table_files(built).values()} == before


def test_without_a_build_or_the_package_it_is_one_line(
    tmp_path: Path, built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg("init", "new", cwd=tmp_path)
    assert "run `kg build`" in kg("sql", "SELECT 1", cwd=tmp_path / "new").line()

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    line = kg("sql", "SELECT 1", cwd=built.root).line()
    assert line == "kg sql: expected the package duckdb, found none; run `pip install 'gwr-kg[tables]'`"


# Where the tables are kept


def test_tables_are_written_once_for_a_build_with_the_same_bytes(built: Project, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(built.root, root, ignore=shutil.ignore_patterns("tables"))
    copy = read_project(root)
    files = table_files(copy)
    first = {name: path.read_bytes() for name, path in files.items()}
    times = {name: path.stat().st_mtime_ns for name, path in files.items()}
    assert {name: path.stat().st_mtime_ns for name, path in table_files(copy).items()} == times
    assert {name: path.read_bytes() for name, path in table_files(built).items()} == first
    assert [p.name for p in (root / "build" / "tables").iterdir()] == [files["panel"].parent.name]


def test_a_new_build_has_new_tables_and_the_oldest_go(built: Project, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(built.root, root)
    copy = read_project(root)
    folder = root / "build" / "tables"
    for number, report in enumerate(("430500-2021", "430000-2020", "cn-2019"), 1):
        before = ask(copy, "SELECT count(*) FROM statements").rows
        shutil.rmtree(copy.reports / report)
        build(copy)
        assert ask(copy, "SELECT count(*) FROM statements").rows < before
        assert len(list(folder.iterdir())) == 2, number


def test_a_failure_to_write_them_leaves_nothing_half_written(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "copy"
    shutil.copytree(built.root, root, ignore=shutil.ignore_patterns("tables"))

    def full(files: Any) -> None:
        path = next(iter(files))
        path.write_bytes(b"half")
        raise KgError(path, "a place to write", "No space left on device", "free some space")

    monkeypatch.setattr(sql_module, "write_all", full)
    with pytest.raises(KgError, match="free some space"):
        table_files(read_project(root))
    assert list((root / "build" / "tables").iterdir()) == []


def test_the_published_table_is_exported_as_parquet(built: Project, tmp_path: Path) -> None:
    out = tmp_path / "s.parquet"
    assert kg("export", "--format", "parquet", "-o", out, cwd=built.root).code == 0
    assert out.read_bytes() == table_files(built)["statements"].read_bytes()


def test_a_question_in_sparql_imports_no_database(built: Project) -> None:
    code = (
        "import sys; from kg.__main__ import run; run(['query', 'targets/numeric-targets']); "
        "print(*sorted({n.split('.')[0] for n in sys.modules} & {'duckdb', 'pandas', 'numpy', 'pyarrow'}), file=sys.stderr)"
    )
    env = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    ran = subprocess.run([sys.executable, "-c", code], cwd=built.root, env=env, capture_output=True, check=True)
    assert ran.stderr.decode().splitlines()[-1].strip() == ""


def test_the_panels_columns_in_sql_are_those_of_the_definition(built: Project) -> None:
    (panel,) = (t for t in tables(built) if t.name == "panel")
    assert [name for name, _ in panel.columns] == [c.name for c in LONG]
