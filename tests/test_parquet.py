"""Parquet: every cell of the statements table comes through, and a missing package is one line."""

import json
from pathlib import Path

import pytest
from command import kg

from kg import extras
from kg.build import read_rows, read_unpublished
from kg.parquet import STATEMENT_TYPES
from kg.project import Project
from kg.table import COLUMNS


def test_the_published_table_is_exported_whole_with_the_same_bytes(project: Project, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    out, again = tmp_path / "s.parquet", tmp_path / "t.parquet"
    for path in (out, again):
        assert kg("export", "--format", "parquet", "-o", path, cwd=project.root).code == 0
    assert out.read_bytes() == again.read_bytes()
    asked = duckdb.execute(f"SELECT * FROM read_parquet('{out}')")
    assert tuple(c[0] for c in asked.description) == COLUMNS == tuple(STATEMENT_TYPES)
    for row, held in zip(asked.fetchall(), read_rows(project.build), strict=True):
        for name, value in zip(COLUMNS, row, strict=True):
            if name == "slots":
                assert json.loads(value) == held[name]
            elif STATEMENT_TYPES[name] == "DATE":
                assert (value and value.isoformat()) == held[name]
            else:
                assert value == held[name], name


def test_without_the_package_it_says_how_to_install_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    line = kg("export", "--format", "parquet", cwd=project.root).line()
    assert line == "kg export: expected the package duckdb, found none; run `pip install 'gwr-kg[tables]'`"


def test_what_was_rejected_stands_beside_the_build(project: Project) -> None:
    rejected = read_unpublished(project.build)
    published = {row["id"] for row in read_rows(project.build)}
    assert rejected and {row["review_status"] for row in rejected} == {"rejected"}
    assert not published & {row["id"] for row in rejected}
