"""A small project for curation: one made-up report with statements of several kinds, and ways to look at its tables."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
from command import Ran, kg, put

from kg.project import Project, init_project
from kg.reviewed import Reviewed, review_folder

REPORT = "430500-2020"
TEXT = """\
政府工作报告

2020年1月8日在邵阳市第十六届人民代表大会第六次会议上

邵阳市人民政府市长 甲乙丙

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、2019年工作回顾

一年来，地区生产总值增长 7.5%，一般公共预算收入完成 101.2 亿元。石门大桥建成通车，红旗水库开工建设。\
全市上下同心同德，社会大局保持稳定。荣获“全国文明城市”称号。

二、2020年工作安排

主要预期目标是：地区生产总值增长 8%左右，城镇登记失业率控制在 4.5%以内。确保红旗水库工程建成投用，推进石门大桥亮化提质。\
乡村旅游品牌叫响湘西南。
"""


def desk(folder: Path) -> Project:
    """Make the project; nothing is decided yet."""
    project = init_project(folder)
    put(project.reports / REPORT, TEXT)
    return project


def reviewed(project: Project) -> Reviewed:
    """Read the project's report with its decisions."""
    return review_folder(project.reports / REPORT)


def statement(project: Project, words: str, cls: str | None = None) -> Any:
    """Return the one statement, rejected and waiting ones too, whose stating characters hold these words."""
    read = reviewed(project)
    all_ = (*read.statements, *read.waiting)
    found = [s for s in all_ if words in s.as_stated.of(read.report.text) and cls in (None, s.cls)]
    assert len(found) == 1, [s.as_stated.of(read.report.text) for s in all_]
    return found[0]


def decide(project: Project, *arguments: object, **env: str) -> Ran:
    """Run ``kg decide`` on the report as 李明, on a fixed day."""
    return kg("decide", REPORT, *arguments, "--when", "2026-11-24", cwd=project.root, **{"KG_WHO": "李明"} | env)


def table(project: Project) -> list[dict[str, str]]:
    """Return the rows of the report's decisions."""
    path = project.reports / REPORT / "decisions.tsv"
    return read_sheet(path) if path.exists() else []


def read_sheet(path: Path) -> list[dict[str, str]]:
    """Return the rows of a sheet, .csv, .tsv or .xlsx, by column."""
    if path.suffix == ".xlsx":
        page = openpyxl.load_workbook(path).active
        assert page is not None
        names, *rows = [[str(cell.value or "") for cell in row] for row in page.iter_rows()]
        return [dict(zip(names, row, strict=True)) for row in rows]
    text = io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter="\t" if path.suffix == ".tsv" else ","))


def fill(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write a sheet as a person's program does, .csv or .xlsx."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        page.append(names)
        for row in rows:
            page.append([row.get(name) or None for name in names])
        book.save(path)
        return path
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path
