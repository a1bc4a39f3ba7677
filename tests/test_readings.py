"""Two full readings of a report, held against each other and settled as decisions (``bench/readings.py``)."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from command import ROOT
from desk import REPORT, TEXT, desk, reviewed, statement, table

sys.path.insert(0, str(ROOT / "bench"))

import readings

from kg.errors import AnchorError
from kg.model import Statement
from kg.project import Project
from kg.table import row as as_row

Row = dict[str, Any]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return desk(tmp_path / "p")


def read_as(s: Statement, **otherwise: Any) -> Row:
    """Return a statement as a reader writes it down, but for some slots."""
    row = as_row(s, TEXT)
    slots = {name: where for name, where in row["slots"].items() if isinstance(where, list)}
    if s.value_span:
        slots["value"] = list(s.value_span)
    return row | {"slots": slots | {"as_stated": list(s.as_stated)}} | otherwise


def action(quote: str, stated: str, label: str, **otherwise: Any) -> Row:
    """Return an action that a reader found."""
    start = TEXT.index(quote)

    def at(words: str) -> list[int]:
        return [start + quote.index(words), start + quote.index(words) + len(words)]

    slots = {"label": at(label), "as_stated": at(stated)}
    given = {"class": "Action", "quote": quote, "start": start, "end": start + len(quote), "slots": slots}
    return given | {"label": label, "year": 2020, "strength": "plain"} | otherwise


def write(project: Project, one: list[Row], two: list[Row]) -> list[Path]:
    """Write both readings beside the project."""
    paths = [project.root / f"{REPORT}.{name}.jsonl" for name in ("reading-2", "reading-3")]
    for path, rows in zip(paths, (one, two), strict=True):
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return paths


def run(
    step: str, project: Project, one: list[Row], two: list[Row], monkeypatch: pytest.MonkeyPatch, *options: str
) -> None:
    paths = [str(path) for path in write(project, one, two)]
    folder = str(project.reports / REPORT)
    monkeypatch.setattr(sys, "argv", ["readings.py", step, folder, *paths, *options])
    readings.main()


def taken(project: Project) -> list[tuple[str, str, str]]:
    """Return who did what, where."""
    return [(r["who"], r["action"], r["quote"]) for r in table(project)]


TOURISM = action("乡村旅游品牌叫响湘西南", "叫响", "乡村旅游品牌")


def test_two_readings_are_compared_by_class(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    growth, rate = statement(project, "增长 7.5%"), statement(project, "4.5%以内")
    one = [read_as(growth), read_as(rate), TOURISM]
    two = [read_as(growth), read_as(rate, strength="ensure")]
    run("compare", project, one, two, monkeypatch)
    lines = capsys.readouterr().out.splitlines()
    assert "| quantity | 2 | 2 | 2 | 1.000 | 0.500 |" in lines
    assert "| action | 1 | 0 | 0 | 0.000 | 0.000 |" in lines
    assert lines[-1] == "| all | 3 | 2 | 2 | 0.800 | 0.500 |"
    assert not table(project)


def test_what_both_say_is_accepted_by_each_and_double_checked(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    growth = statement(project, "增长 7.5%")
    run("settle", project, [read_as(growth)], [read_as(growth)], monkeypatch, "--when", "2026-11-25")
    assert taken(project)[:2] == [("reading-2", "accept", growth.quote), ("reading-3", "accept", growth.quote)]
    assert statement(project, "增长 7.5%").review_status == "double-checked"


def test_a_difference_is_settled_with_its_reason_and_the_settlement_is_no_voice(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = statement(project, "4.5%以内")
    run("settle", project, [read_as(rate)], [read_as(rate, strength="ensure")], monkeypatch, "--when", "2026-11-25")
    mine = [r for r in table(project) if r["statement"] == rate.id]
    assert [(r["who"], r["action"]) for r in mine] == [("reading-2", "accept"), ("settling-1", "accept")]
    assert mine[1]["why"].startswith(f"reading-3 读作 ensure；取 {rate.strength}：强度只看")
    assert statement(project, "4.5%以内").review_status == "reviewed"


def test_where_both_read_otherwise_alike_the_settlement_amends(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = statement(project, "4.5%以内")
    both = [read_as(rate, strength="ensure")]
    run("settle", project, both, both, monkeypatch, "--when", "2026-11-25")
    (mine,) = [r for r in table(project) if r["statement"] == rate.id]
    assert (mine["who"], mine["action"], mine["strength"]) == ("settling-1", "amend", "ensure")
    assert mine["why"].startswith("两次独立阅读一致：strength 为 ensure")
    after = statement(project, "4.5%以内")
    assert (after.strength, after.review_status) == ("ensure", "reviewed")


def test_what_only_readers_saw_is_added_and_what_neither_saw_is_rejected(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = action("社会大局保持稳定", "保持", "社会大局保持稳定", strength="plain", year=2020)
    run("settle", project, [TOURISM, other], [TOURISM], monkeypatch, "--when", "2026-11-25")
    added = [(r["who"], r["quote"], r["why"]) for r in table(project) if r["action"] == "add"]
    assert added == [
        ("reading-2", TOURISM["quote"], ""),
        ("reading-3", TOURISM["quote"], ""),
        ("reading-2", other["quote"], "只有 reading-2 读出"),
    ]
    status = {s.quote: s.review_status for s in reviewed(project).statements if s.cls == "Action"}
    assert (status[TOURISM["quote"]], status[other["quote"]]) == ("double-checked", "reviewed")
    rejected = [s for s in reviewed(project).statements if s.review_status == "rejected"]
    assert rejected and not {s.cls for s in rejected} & {"Observation", "Target"}  # a number is never rejected unread


def test_a_number_that_one_reader_alone_has_is_left_out_and_a_dry_run_writes_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start = TEXT.index("第十六届")
    row = {"class": "Observation", "quote": "第十六届", "start": start, "end": start + 4, "value": 16}
    alone = [row | {"slots": {"value": [start + 1, start + 3]}}]
    run("settle", project, alone, [], monkeypatch, "--when", "2026-11-25", "--dry-run")
    assert "     1 quantity left out" in capsys.readouterr().out and not table(project)


def test_a_reading_of_another_text_a_missing_day_and_one_reader_twice_are_refused(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moved = [TOURISM | {"start": TOURISM["start"] + 1, "end": TOURISM["end"] + 1}]
    with pytest.raises(AnchorError, match=r"reading-2\.jsonl:1: expected the report's characters"):
        run("settle", project, moved, [], monkeypatch, "--when", "2026-11-25")
    with pytest.raises(SystemExit):
        run("settle", project, [TOURISM], [], monkeypatch)
    assert "settle needs --when" in capsys.readouterr().err
    path = str(write(project, [], [])[0])
    monkeypatch.setattr(sys, "argv", ["readings.py", "compare", str(project.reports / REPORT), path, path])
    with pytest.raises(SystemExit):
        readings.main()
    assert "must have names of their own" in capsys.readouterr().err and not table(project)
