"""The numeral ledger for a person: a table in a terminal, the same bytes as ever in a pipe, the open ones alone if asked."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import SMALL, Ran, kg

from kg.ledger_reasons import REASONS
from kg.ledger_table import reason_labels


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


def table(path: Path, *options: object, **env: str) -> Ran:
    return kg("ledger", path, *options, "--format", "table", cwd=path.parent, **env)


def test_every_numeral_is_shown_in_its_words_with_its_statement_or_its_reason(path: Path) -> None:
    head, rule, *rows = table(path).out.splitlines()
    assert head.split() == ["at", "numeral", "what", "it", "is", "in", "the", "words"] and set(rule) == {"-", " "}
    told = {row.split()[1]: row for row in rows}
    assert "  statement " in told["7.5"] and "地区生产总值增长 【7.5】%，" in told["7.5"]
    assert "  unaccounted  " in told["七千七百"]
    assert "  list mark  " in told["二"] and "【二】、2020年工作安排" in told["二"]
    # The words begin in one column, whatever the width of what stands before them.
    assert len({row.index("【") > 0 for row in rows}) == 1


def test_the_table_is_chinese_where_the_environment_asks_for_it(path: Path) -> None:
    out = table(path, LC_ALL="zh_CN.UTF-8").out
    assert out.startswith("位置  数字") and "  序号" in out and "  未交代" in out


def test_the_open_ones_alone_in_every_format(path: Path) -> None:
    (row,) = map(json.loads, kg("ledger", path, "--unaccounted", cwd=path.parent).out.splitlines())
    assert (row["text"], row["disposition"]) == ("七千七百", "unaccounted")
    sheet = kg("ledger", path, "--unaccounted", "--format", "csv", cwd=path.parent).out
    assert [r["text"] for r in csv.DictReader(io.StringIO(sheet.lstrip("\ufeff")))] == ["七千七百"]
    assert len(table(path, "--unaccounted").out.splitlines()) == 3


def test_a_ledger_without_open_ones_is_empty_and_its_sheet_has_its_head(path: Path) -> None:
    path.write_text(SMALL.replace("编号为七千七百的文书归档。", ""), encoding="utf-8")
    assert kg("ledger", path, "--unaccounted", cwd=path.parent).out == ""
    assert table(path, "--unaccounted").out == ""
    sheet = kg("ledger", path, "--unaccounted", "--format", "csv", cwd=path.parent).out
    assert sheet == "\ufeffreport,start,end,text,disposition,statements,reason,why\r\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_in_a_terminal_it_is_a_table(path: Path) -> None:
    import pty

    main, side = pty.openpty()
    ran = subprocess.run(
        [sys.executable, "-m", "kg", "ledger", path, "--unaccounted"], stdout=side, stderr=subprocess.PIPE, check=True
    )
    shown = os.read(main, 4096).decode()
    os.close(main)
    os.close(side)
    assert "unaccounted  " in shown and "【七千七百】" in shown and "numerals" in ran.stderr.decode()


def test_in_a_pipe_and_a_file_it_is_jsonl(path: Path) -> None:
    out = kg("ledger", path, cwd=path.parent).out
    assert all(json.loads(line)["report"] == "430500-2020" for line in out.splitlines())
    kg("ledger", path, "-o", "ledger.jsonl", cwd=path.parent)
    assert (path.parent / "ledger.jsonl").read_text(encoding="utf-8") == out


def test_every_reason_has_a_label_in_both_languages() -> None:
    assert set(REASONS) <= set(reason_labels())
