"""``kg export --format csvw``: the table with metadata, by which it turns into triples of the graph and no others."""

import csv
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from command import kg

from kg.build import GRAPH, read_rows
from kg.export.csvw import to_csvw
from kg.numerals import plain
from kg.project import Project
from kg.table import COLUMNS

Written = tuple[list[dict[str, str]], dict[str, Any]]


@pytest.fixture(scope="module")
def written(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Written:
    table = tmp_path_factory.mktemp("csvw") / "衡阳 2019.csv"
    ran = kg("export", "--format", "csvw", "-o", table, cwd=project.root)
    assert ran.code == 0 and "衡阳 2019.csv-metadata.json: " in ran.out
    assert sorted(p.name for p in table.parent.iterdir()) == [table.name, table.name + "-metadata.json"]
    rows = list(csv.DictReader(io.StringIO(table.read_bytes().decode("utf-8"), newline="")))
    return rows, json.loads((table.parent / (table.name + "-metadata.json")).read_text(encoding="utf-8"))


def test_the_metadata_name_table_licence_and_every_column(written: Written, project: Project) -> None:
    rows, metadata = written
    assert metadata["@context"] == "http://www.w3.org/ns/csvw"
    assert metadata["url"] == "%E8%A1%A1%E9%98%B3%202019.csv"
    assert metadata["dc:license"] == {"@id": project.licence}
    columns = metadata["tableSchema"]["columns"]
    assert [c["name"] for c in columns] == [c["titles"] for c in columns] == list(rows[0]) == list(COLUMNS)
    assert len({row[metadata["tableSchema"]["primaryKey"]] for row in rows}) == len(rows)


def test_every_cell_has_its_column_s_datatype_and_reads_back(written: Written, project: Project) -> None:
    rows, metadata = written
    lexical = {
        "string": r"(?s).*",
        "json": r"\{.*\}",
        "integer": r"-?\d+",
        "decimal": r"-?\d+(\.\d+)?",
        "boolean": "true|false",
        "date": r"\d{4}-\d\d-\d\d",
    }
    stated = read_rows(project.build)
    assert len(rows) == len(stated) > 1000
    for row, source in zip(rows, stated, strict=True):
        for column in metadata["tableSchema"]["columns"]:
            name, kind = column["name"], column["datatype"]
            assert row[name] or not column.get("required")
            assert not row[name] or re.fullmatch(lexical[kind], row[name]), (name, row[name])
            read = {"json": json.loads, "integer": int, "decimal": Decimal, "boolean": "true".__eq__}.get(kind, str)
            value = Decimal(str(source[name])) if kind == "decimal" and source[name] is not None else source[name]
            assert (read(row[name]) if row[name] else None) == (value if value != "" else None), name  # type: ignore[operator]


def test_each_triple_that_the_metadata_make_of_a_cell_is_in_the_graph(written: Written, project: Project) -> None:
    rows, metadata = written
    graph = {line.rpartition(" <")[0] for line in (project.build / GRAPH).read_text(encoding="utf-8").splitlines()}
    schema, seen = metadata["tableSchema"], set()
    for row in rows:
        subject = schema["aboutUrl"].replace("{id}", row["id"])
        for column in schema["columns"]:
            cell = row[column["name"]]
            assert column.get("suppressOutput") or column["propertyUrl"]
            if column.get("suppressOutput") or not cell:
                continue
            seen.add(column["name"])
            assert f"<{subject}> <{column['propertyUrl']}> {term(column, cell)}" in graph, (column["name"], cell)
    assert len(seen) > 15


def term(column: dict[str, Any], cell: str) -> str:
    """A cell as N-Triples writes its value."""
    if "valueUrl" in column:
        return "<" + re.sub(r"\{\+?\w+\}", lambda _: cell, column["valueUrl"]) + ">"
    if column["datatype"] in ("integer", "decimal"):
        number = plain(Decimal(cell)) if column["datatype"] == "decimal" else cell
        return f'"{number}"^^<http://www.w3.org/2001/XMLSchema#{column["datatype"]}>'
    words = cell.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{words}"' + (f"@{column['lang']}" if "lang" in column else "")


def test_no_value_is_written_otherwise_for_a_spreadsheet(project: Project) -> None:
    row = read_rows(project.build)[0] | {"quote": '=1+1,"甲"\n乙', "value": 1e-07}
    (read,) = csv.DictReader(io.StringIO(to_csvw([row]).decode("utf-8"), newline=""))
    assert read["quote"] == '=1+1,"甲"\n乙' and read["value"] == "0.0000001" and next(iter(read)) == "id"


def test_without_a_file_there_is_no_place_for_the_metadata(project: Project) -> None:
    ran = kg("export", "--format", "csvw", cwd=project.root)
    line = "kg export: expected a file, to write its metadata beside it, found none; use -o table.csv"
    assert (ran.code, ran.out, ran.line()) == (2, "", line)
    ran = kg("export", "--format", "csvw", cwd=project.root, LC_ALL="zh_CN.UTF-8")
    assert "请用 -o table.csv" in ran.line()
