"""Who answers from the last build says what changed after it, and asks only the clock where nothing did."""

import json
import os
import shutil
import time
from pathlib import Path

import pytest
from command import SMALL, kg, put, refused

import kg.build as building
from kg.build import build
from kg.project import Project
from kg.stale import stale

VERBS = [
    ("query", "linking/everything"),
    ("assess",),
    ("leads",),
    ("panel",),
    ("sql", "SELECT 1"),
    ("export",),
    ("graph", "430500"),
]


@pytest.fixture
def built(small: Project) -> Project:
    build(small)
    return small


def decided(project: Project) -> str:
    ran = kg("decide", "430500-2020", statement(project), "reject", "--who", "Li", "--why", "x", cwd=project.root)
    assert ran.code == 0, ran.err
    return "the build is older than decisions.tsv of 430500-2020: run kg build"


def statement(project: Project) -> str:
    lines = (project.build / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    return str(json.loads(lines[0])["id"])


@pytest.mark.parametrize("verb", VERBS, ids=lambda v: v[0])
def test_what_was_decided_after_the_build_is_said_beside_the_answer(verb: tuple[str, ...], built: Project) -> None:
    said = decided(built)
    ran = kg(*verb, cwd=built.root)
    assert ran.code == 0 and ran.err.splitlines()[0] == said, (ran.out, ran.err)
    ran = kg(*verb, cwd=built.root, LC_ALL="zh_CN.UTF-8")
    assert ran.err.splitlines()[0] == "构建早于 430500-2020 的 decisions.tsv：请运行 kg build"
    build(built)
    assert "older" not in kg(*verb, cwd=built.root).err


def test_show_says_so_too(built: Project) -> None:
    name = statement(built)
    assert kg("show", name, cwd=built.root).err == ""
    said = decided(built)
    assert kg("show", name, cwd=built.root).err.splitlines() == [said]


def test_reports_put_in_and_taken_out_settings_and_external_results_are_named(built: Project) -> None:
    put(built.reports / "430500-2021", SMALL)
    assert stale(built) == "the build is older than report 430500-2021: run kg build"
    shutil.rmtree(built.reports / "430500-2021")
    assert stale(built) is None
    shutil.rmtree(built.reports / "430500-2020")
    assert stale(built) == "the build is older than the removal of 430500-2020: run kg build"
    put(built.reports / "430500-2020", SMALL)
    assert stale(built) is None
    realised = built.root / "data" / "realised" / "x.csv"
    realised.parent.mkdir()
    realised.write_text("place\n", encoding="utf-8")
    assert stale(built) == "the build is older than data/realised/x.csv: run kg build"
    realised.unlink()
    (built.root / "kg.toml").write_text("", encoding="utf-8")
    assert stale(built) == "the build is older than kg.toml: run kg build"


def test_a_file_that_brings_an_old_time_with_it_is_noticed(built: Project, tmp_path: Path) -> None:
    path = built.reports / "430500-2020" / "decisions.tsv"
    decided(built)
    os.utime(path, (0, 0))
    assert "decisions.tsv of 430500-2020" in (stale(built) or "")


def test_what_was_only_touched_is_not_stale_and_no_text_is_read_where_nothing_is_newer(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(built.reports / "430500-2020" / "report.txt")
    assert stale(built) is None
    later = time.time() + 10
    os.utime(built.build / "build.json", (later, later))
    monkeypatch.setattr(building, "fingerprint", lambda _: pytest.fail("texts were read"))
    assert stale(built) is None


def test_no_build_or_a_damaged_one_is_left_to_who_reads_it(small: Project) -> None:
    assert stale(small) is None
    build(small)
    decided(small)
    (small.build / "build.json").write_bytes(b"{")
    assert stale(small) is None


@pytest.mark.parametrize("name", ["assessments.jsonl", "unpublished.jsonl", "ledger.jsonl", "statements.jsonl"])
def test_a_file_missing_from_the_build_is_named_by_who_looks_for_it(name: str, built: Project) -> None:
    (built.build / name).unlink()
    ran = kg("check", "--no-shapes", cwd=built.root)
    assert ran.code == 1 and f"{name}: expected a file of the build, found none" in ran.out
    assert ran.err.splitlines()[-1] == "next: kg build"
    last = kg("status", cwd=built.root).out.splitlines()[-1]
    assert last == f"damaged: the build is without {name}; next: kg build"
    last = kg("status", cwd=built.root, LC_ALL="zh_CN.UTF-8").out.splitlines()[-1]
    assert last == f"构建不完整：缺少 {name}；下一步：kg build"
    for verb in (("panel",), ("sql", "SELECT 1")):
        refused(kg(*verb, cwd=built.root), "build", "a whole build", f"one without {name}", "run `kg build`")
    line = kg("panel", cwd=built.root, LC_ALL="zh_CN.UTF-8").line()
    assert f"应为完整的构建，实为缺少 {name} 的构建" in line
    build(built)
    assert kg("check", "--no-shapes", cwd=built.root).code == 0 and kg("panel", cwd=built.root).code == 0


def test_verbs_over_one_table_name_it_where_it_is_missing(built: Project) -> None:
    for name, verb in (
        ("assessments.jsonl", ("assess",)),
        ("assessments.jsonl", ("leads",)),
        ("statements.jsonl", ("show", "x")),
        ("statements.jsonl", ("export", "--format", "jsonl")),
        ("graph.nq", ("export",)),
    ):
        (built.build / name).unlink()
        refused(kg(*verb, cwd=built.root), "build", f"one without {name}", "run `kg build`")
        build(built)


def test_a_build_without_its_store_is_a_problem(built: Project) -> None:
    shutil.rmtree(built.build / "store")
    assert "store/current: expected a file of the build, found none" in kg("check", cwd=built.root).out
    assert "damaged" in kg("status", cwd=built.root).out
