"""``kg check``: whatever is changed after a build is found, and named by its statement and slot."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command import SMALL, Ran, kg, put

from kg.check import check
from kg.project import Project, read_project

Change = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture(scope="module")
def spoilt(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("spoilt") / "p"
    shutil.copytree(project.root, root)
    return read_project(root)


@pytest.fixture
def restored(spoilt: Project) -> Iterator[Project]:
    """Give the copy to spoil, and put its files back after the test."""
    kept = {p: p.read_bytes() for f in (spoilt.build, *spoilt.reports.iterdir()) for p in f.iterdir() if p.is_file()}
    current = spoilt.build / "store" / "current"
    kept[current] = current.read_bytes()
    yield spoilt
    for path, data in kept.items():
        path.write_bytes(data)


def rows_of(project: Project) -> list[dict[str, Any]]:
    lines = (project.build / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def write_rows(project: Project, rows: list[dict[str, Any]]) -> None:
    lines = (json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    (project.build / "statements.jsonl").write_text("".join(lines), encoding="utf-8")


def spoilable(row: dict[str, Any]) -> bool:
    """Whether a row is a target with a lower bound, a year and all else that can be spoilt."""
    bounded = row["comparator"] == "ge" and row["value"] is not None and row["value"] == row["lower"]
    read = "decision:" not in json.dumps(row["slots"])
    return bounded and read and row["class"] == "Target" and row["unit"] == "%" and row["year"] is not None


def chosen(project: Project) -> dict[str, Any]:
    return next(filter(spoilable, rows_of(project)))


def found(ran: Ran, statement: str, slot: str) -> bool:
    """Whether the check failed, in plain lines of which one names the statement and the slot."""
    assert (
        ran.code == 1
        and ran.err.startswith("next: see `kg show ID --why`, then `kg decide ")
        and len(ran.err.splitlines()) == 1
    )
    assert re.search(r"\d problems?$", ran.out.splitlines()[-1])
    return any(
        re.match(rf"{re.escape(statement)} {slot}: expected .+, found .+", line) for line in ran.out.splitlines()
    )


def run(project: Project) -> Ran:
    return kg("check", "--no-shapes", cwd=project.root)


def test_an_untouched_build_passes_all_three_parts(project: Project) -> None:
    done = check(project)
    assert done.problems == ()
    assert done.statements > 200 and done.slots > 5 * 200 and done.numbers > 100 and done.quads > 20_000


# What is spoilt in one row each, and the slot that a line must name.
CHANGES: tuple[tuple[str, Change], ...] = (
    ("value", lambda r: r | {"value": r["value"] + 1, "lower": r["lower"] + 1}),
    ("lower", lambda r: r | {"lower": r["lower"] - 1}),
    ("upper", lambda r: r | {"upper": r["value"]}),
    ("comparator", lambda r: r | {"comparator": "gt"}),
    ("year", lambda r: r | {"year": r["year"] + 1}),
    ("unit", lambda r: r | {"unit": "百分点"}),
    ("quote", lambda r: r | {"start": r["start"] + 1, "end": r["end"] + 1}),
    ("quote", lambda r: r | {"quote": r["quote"] + "。"}),
    ("value", lambda r: r | {"value_start": r["value_start"] - 1}),
    ("indicator", lambda r: r | {"slots": r["slots"] | {"indicator": [0, 2]}}),
    ("strength", lambda r: r | {"strength": "encourage"}),
    ("class", lambda r: r | {"class": "Observation"}),
)


def test_each_changed_slot_of_the_table_is_found(restored: Project) -> None:
    whole = rows_of(restored)
    targets = [r for r in whole if spoilable(r)]
    assert len(targets) >= 3
    # As many changes at once as there are rows to make them in, one in each.
    for start in range(0, len(CHANGES), len(targets)):
        changes = dict(zip((r["id"] for r in targets), CHANGES[start:], strict=False))
        same: tuple[str, Change] = ("", lambda r: r)
        write_rows(restored, [changes.get(r["id"], same)[1](r) for r in whole])
        ran = run(restored) if start == 0 else kg("verify", cwd=restored.root)
        for statement, (slot, _) in changes.items():
            assert found(ran, statement, slot), (slot, ran.out)


def test_each_changed_slot_of_the_graph_is_found(restored: Project) -> None:
    target = chosen(restored)["id"]
    path = restored.build / "graph.nq"
    about = f"<https://w3id.org/gwr/id/statement/{target}>"
    slots = {
        "value": (r'(ns#value> ")(\d)', r"\g<1>9\2"),
        "lower": (r'(ns#lowerBound> ")(\d)', r"\g<1>9\2"),
        "comparator": ("comparator/at-least", "comparator/more-than"),
        "year": (r'(ns#year> ")(\d{4})', r"\g<1>2031"),
        "unit": ("vocab/unit/PERCENT", "vocab/unit/CCY_CNY"),
        "strength": (r"def/strength/[a-z]+", "def/strength/encourage"),
        "indicator": (r"(ns#indicator> <[^>]+/)[^/>]+>", r"\g<1>population>"),
    }
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for pattern, instead in slots.values():
        spoilt = [re.sub(pattern, instead, li, count=1) if li.startswith(about) else li for li in lines]
        assert spoilt != lines, pattern
        lines = spoilt
    path.write_text("".join(lines), encoding="utf-8")
    ran = run(restored)
    assert all(found(ran, target, slot) for slot in slots), ran.out
    assert "graph.nq sha256: expected " in ran.out


def test_a_changed_offset_of_a_passage_in_the_graph_is_found(restored: Project) -> None:
    target = chosen(restored)
    path = restored.build / "graph.nq"
    text = path.read_text(encoding="utf-8")
    passage = f"#char={target['start']},{target['end']}>"
    spoilt = re.sub(rf'({re.escape(passage)} <[^>]+startOffset> ")\d+', rf"\g<1>{target['start'] + 1}", text, count=1)
    assert spoilt != text
    path.write_text(spoilt, encoding="utf-8")
    ran = run(restored)
    assert ran.code == 1
    assert [line for line in ran.out.splitlines() if f"char={target['start']},{target['end']}" in line]


def test_a_statement_added_to_the_graph_is_found(restored: Project) -> None:
    path = restored.build / "graph.nq"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    old = chosen(restored)["id"]
    new = old[:-10] + "0123456789"
    added = [line.replace(f"{old}>", f"{new}>") for line in lines if f"{old}>" in line.split(" ")[0]]
    path.write_text("".join(sorted(lines + added)), encoding="utf-8")
    assert found(run(restored), new, "id")


def test_a_statement_taken_out_of_the_graph_is_found(restored: Project) -> None:
    path = restored.build / "graph.nq"
    target = chosen(restored)["id"]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if f"{target}>" not in line.split(" ")[0]), encoding="utf-8")
    ran = run(restored)
    assert ran.code == 1 and f"\n{target} " in "\n" + ran.out


def test_an_altered_text_is_one_line_and_nothing_else_is_said_of_the_report(restored: Project) -> None:
    path = restored.reports / "430400-2019" / "report.txt"
    whole = path.read_bytes()
    at = chosen(restored)["value_start"]
    text = whole.decode("utf-8")
    path.write_bytes((text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]).encode())
    stated, file = (hashlib.sha256(data).hexdigest()[:12] for data in (whole, path.read_bytes()))
    for command in (("check", "--no-shapes"), ("verify",)):
        ran = kg(*command, cwd=restored.root)
        first, last = ran.out.splitlines()
        assert first == f"430400-2019 sha256: expected {stated}…, found {file}…"
        assert ran.code == 1 and last.endswith("1 problem") and ran.err.startswith("next: restore report.txt")
    # As the build says it, the same way round.
    refused = kg("build", cwd=restored.root).line()
    assert f"expected the text whose SHA-256 is {stated}…, found {file}…" in refused


def test_problems_and_the_next_step_are_told_in_chinese(restored: Project) -> None:
    rows = rows_of(restored)
    done = next(r for r in rows if r["status"] == "completed" and isinstance(r["slots"]["status"], list))
    write_rows(restored, [r | {"status": "signed"} if r is done else r for r in rows])
    ran = kg("verify", cwd=restored.root, LC_ALL="zh_CN.UTF-8")
    words, graph = ran.out.splitlines()[:2] if "所据文字" in ran.out.splitlines()[0] else ran.out.splitlines()[1::-1]
    assert re.match(
        rf"{done['id']} 状态：应为 [\w 或-]*completed[\w 或-]*（所据文字「.+」），实为 signed  「.+」$", words
    )
    assert re.match(rf"{done['id']} 状态：应为 .+/signed，实为图中 gwr:status 的 .+/completed  「.+」$", graph)
    assert "`kg decide" in ran.err and "decisions.tsv" not in ran.err


def test_an_older_store_in_the_place_of_the_current_one_is_found(copied: Project) -> None:
    old = (copied.build / "store" / "current").read_text(encoding="utf-8")
    put(copied.reports / "430500-2020", SMALL)
    assert kg("build", cwd=copied.root).code == 0
    new = (copied.build / "store" / "current").read_text(encoding="utf-8")
    assert new != old
    (copied.build / "store" / "current").write_text(old, encoding="utf-8")
    ran = run(copied)
    assert ran.code == 1
    assert f"store: expected {new[:12]}…, found {old[:12]}…" in ran.out
    # And its content under the new name.
    store = copied.build / "store"
    (store / "current").write_text(new, encoding="utf-8")
    shutil.rmtree(store / new.strip())
    shutil.copytree(store / old.strip(), store / new.strip())
    ran = run(copied)
    assert ran.code == 1 and f"store content: expected {new[:12]}…, found {old[:12]}…" in ran.out


def test_the_independent_part_alone_finds_the_same(restored: Project) -> None:
    target = chosen(restored)["id"]
    path = restored.build / "statements.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(li.replace('"ge"', '"le"') if target in li else li for li in lines), encoding="utf-8")
    ran = kg("verify", cwd=restored.root)
    assert found(ran, target, "comparator")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("build.json", b"{"),
        ("build.json", b"[]"),
        ("statements.jsonl", b"{}\n"),
        ("statements.jsonl", b"\xff\n"),
        ("graph.nq", b"<a\n"),
    ],
)
def test_a_damaged_file_of_the_build_is_one_line_that_names_it(
    name: str, data: bytes, restored: Project, tmp_path: Path
) -> None:
    (restored.build / name).write_bytes(data)
    ran = run(restored)
    assert ran.code == 1 and name in ran.line()


def test_without_a_build_there_is_nothing_to_check(project: Project, tmp_path: Path) -> None:
    shutil.copy(project.root / "kg.toml", tmp_path)
    for command in (("check",), ("verify",), ("export",), ("show", "x"), ("query", "cq01"), ("graph", "430400")):
        ran = kg(*command, cwd=tmp_path)
        assert ran.code == 1 and "run `kg build`" in ran.line()
