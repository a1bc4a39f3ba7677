"""What a change of rules changes: against a saved table and against a revision, with scores, and frozen reports untold."""

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from command import ROOT, SMALL, kg, put

from kg.extract import extract
from kg.gold import Ink, bare, sha256, to_jsonl
from kg.project import Project, init_project
from kg.report import read_report
from kg.table import row

NAMES = ("430500-2020", "430500-2021")


@pytest.fixture
def two(tmp_path: Path) -> Project:
    """Two made reports of one city."""
    project = init_project(tmp_path / "two")
    put(project.reports / NAMES[0], SMALL)
    put(project.reports / NAMES[1], SMALL.replace("2020年", "2021年").replace("2019年", "2020年"))
    return project


def rows_of(project: Project) -> list[dict[str, Any]]:
    reports = [read_report(project.reports / name) for name in NAMES]
    return [row(p, r.text) for r in reports for p in extract(r)]


def saved(project: Project, rows: Iterable[dict[str, Any]], name: str = "base.jsonl") -> str:
    (project.root / name).write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return name


def changed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make a base: one statement less, one more, one of another year that rests on a rule, one of another confidence."""
    numbers = [r for r in rows if r["value_start"] is not None]
    gone, other, third, weighed = numbers[:4]
    extra = third | {"id": third["id"][:-10] + "0123456789"}
    moved = other | {"year": 1999, "slots": other["slots"] | {"year": "stated:period"}}
    return [
        extra,
        *(moved if r is other else r | {"confidence": 0.1} if r is weighed else r for r in rows if r is not gone),
    ]


def gold_of(project: Project, folder: Path, frozen: Iterable[str] = ()) -> Path:
    """Write gold rows of both reports: every number as it is read, but the year of one."""
    folder.mkdir(exist_ok=True)
    for name in NAMES:
        report = read_report(project.reports / name)
        head = {"gold": name, "format": 1, "frozen": name in frozen, "sha256": sha256(report.text)}
        head |= {"place": report.place, "plan_year": report.plan}
        claims = []
        for p in extract(report):
            if p.value_span:
                said = {
                    "kind": "target" if p.cls == "Target" else "outcome",
                    "indicator": p.indicator_label,
                    "year": p.year,
                }
                said |= {
                    "measure": p.value_type,
                    "value": float(p.value or 0),
                    "unit": p.unit,
                    "comparator": p.comparator,
                }
                claims.append({"id": p.id, "start": p.span.start, "end": p.span.end, **said})
        lines = to_jsonl([head, *(bare(c, Ink(report.text)) for c in claims)])
        (folder / f"{name}.gold.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return folder


def test_each_change_is_told_with_its_sentence_the_summary_first(two: Project) -> None:
    base = saved(two, changed(rows_of(two)))
    ran = kg("impact", "--base", base, cwd=two.root)
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert lines[0].startswith(f"against {base}, 2 reports: ")
    assert lines[0].endswith("1 added, 1 removed, 1 altered")
    assert lines[1:3] == ["  of another confidence alone: 1", "  altered slots: year 1, year ← 1"]
    assert lines[3] == f"{NAMES[0]}: 1 added, 1 removed, 1 altered"
    assert [line.split()[0] for line in lines[4:] if line[2] in "+-~"] == ["+", "~", "-"]
    assert sum("【" in line for line in lines) == 3
    assert "      year: 1999 → 2019" in lines
    assert "      year ←: stated:period → inherited:report" in lines
    assert NAMES[1] not in ran.out


def test_the_same_rules_change_nothing(two: Project) -> None:
    base = saved(two, rows_of(two))
    assert kg("impact", "--base", base, cwd=two.root).out.splitlines()[0].endswith("0 added, 0 removed, 0 altered")
    assert len(kg("impact", NAMES[0], "--base", base, cwd=two.root).out.splitlines()) == 1
    rows = json.dumps(rows_of(two))
    (two.root / "base.json").write_text(rows, encoding="utf-8")
    assert "0 altered" in kg("impact", "data", "--base", "base.json", cwd=two.root).out


def test_as_csv_and_json_it_is_for_programs_and_the_summary_beside_it(two: Project) -> None:
    base = saved(two, changed(rows_of(two)))
    ran = kg("impact", "--base", base, "--format", "csv", cwd=two.root)
    rows = list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"))))
    assert sorted((r["change"], r["slot"]) for r in rows) == [
        ("added", ""),
        ("altered", "year"),
        ("altered", "year ←"),
        ("removed", ""),
        ("reweighed", "confidence"),
    ]
    assert all("【" in r["sentence"] for r in rows) and "1 added" in ran.err.splitlines()[0]
    record = json.loads(kg("impact", "--base", base, "--format", "json", cwd=two.root).out)
    assert [record["total"][kind] for kind in ("added", "removed", "altered", "reweighed")] == [1, 1, 1, 1]
    assert record["total"]["slots"] == {"year": 1, "year ←": 1}
    altered = next(c for r in record["reports"] for c in r["changes"] if c["change"] == "altered")
    assert altered["slots"]["year"] == {"before": 1999, "after": 2019}


def test_where_gold_is_at_hand_the_score_before_and_now_is_told(two: Project, tmp_path: Path) -> None:
    gold = gold_of(two, tmp_path / "gold")
    ran = kg("impact", "--base", saved(two, changed(rows_of(two))), "--gold", gold, cwd=two.root)
    scores = [line for line in ran.out.splitlines() if "score, 2 open" in line]
    assert len(scores) == 1 and "found 0.8750 → 1.0000 (+1), strict 0.7500 → 1.0000 (+2)" in scores[0]
    per_report = next(line for line in ran.out.splitlines() if line.startswith(NAMES[0]))
    assert "strict 0.5000 → 1.0000 (+2)" in per_report


def test_of_frozen_reports_nothing_is_told_but_their_score_together(two: Project, tmp_path: Path) -> None:
    base = saved(two, changed(rows_of(two)))
    for frozen in (NAMES, NAMES[:1]):
        gold = gold_of(two, tmp_path / "gold", frozen)
        told = [
            kg("impact", "--base", base, "--gold", gold, "--format", f, cwd=two.root) for f in ("table", "csv", "json")
        ]
        for ran in told:
            assert ran.code == 0
            assert not any(name in ran.out + ran.err for name in frozen)
            assert "地区生产总值" not in ran.out + ran.err and "1999" not in ran.out + ran.err
        assert ("score, 2 frozen" if frozen == NAMES else "score, 1 frozen") in told[0].out
    # One of two frozen ones alone would tell its own score.
    gold = gold_of(two, tmp_path / "gold", NAMES)
    ran = kg("impact", NAMES[0], "--base", base, "--gold", gold, cwd=two.root)
    assert "0.7" not in ran.out and "for all 2 together or not at all" in ran.out
    # Another copy of a frozen report is as frozen.
    text = (two.reports / NAMES[0] / "report.txt").read_text(encoding="utf-8").replace("\n\n", "\n")
    (two.root / "copy.txt").write_text(text, encoding="utf-8")
    assert "0 reports" in kg("impact", "copy.txt", "--base", base, "--gold", gold, cwd=two.root).out


def test_a_base_that_is_none_is_one_line(two: Project) -> None:
    (two.root / "other.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    (two.root / "words.jsonl").write_text("words\n", encoding="utf-8")
    rows = rows_of(two)
    moved = saved(two, [rows[0] | {"start": rows[0]["start"] + 1, "end": rows[0]["end"] + 1}], "moved.jsonl")
    for base, found in (
        ("other.jsonl", "the columns of the statements table"),
        ("words.jsonl", "something else"),
        (moved, "which quotes other characters"),
        ("no-such-revision", "a revision of the checkout, or a file"),
    ):
        line = kg("impact", "--base", base, cwd=two.root).line()
        assert found in line or not (ROOT / ".git").exists()
    assert "--gold" in kg("impact", "--gold", "nowhere", cwd=two.root).line()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_against_a_revision_its_own_rules_and_catalogue_are_run(two: Project, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in ("kg", "ontology", "data/reference", "data/registry"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "base")):
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=checkout, check=True)
    catalogue = checkout / "ontology" / "indicators.csv"
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    catalogue.write_text("".join(line for line in lines if not line.startswith("gdp,")), encoding="utf-8")
    command = [
        sys.executable,
        "-c",
        "from kg.__main__ import main; main()",
        "impact",
        str(two.reports),
        "--format",
        "json",
    ]
    before = sorted(tmp_path.iterdir())
    done = subprocess.run(command, cwd=checkout, capture_output=True, check=True)
    record = json.loads(done.stdout)
    assert (record["total"]["added"], record["total"]["removed"]) == (0, 0)
    changes = [c["slots"]["indicator"] for r in record["reports"] for c in r["changes"] if "indicator" in c["slots"]]
    assert changes == [{"before": "gdp", "after": None}] * 4
    assert sorted(tmp_path.iterdir()) == before
    assert not list((checkout / ".git" / "worktrees").glob("*"))
    # A revision whose extractor cannot run is told on one line.
    (checkout / "kg" / "extract" / "__init__.py").write_text("raise ImportError('none here')\n", encoding="utf-8")
    subprocess.run(["git", *who, "commit", "-q", "-a", "-m", "broken"], cwd=checkout, check=True)
    subprocess.run(["git", "checkout", "-q", "HEAD~1", "--", "kg"], cwd=checkout, check=True)
    done = subprocess.run(command, cwd=checkout, capture_output=True, check=False)
    assert done.returncode == 2 and done.stderr.decode().count("\n") == 1 and b"none here" in done.stderr
