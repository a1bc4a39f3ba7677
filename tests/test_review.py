"""``kg review`` and ``kg decide``: what is undecided, a sheet that a person fills, and decisions taken whole or not at all."""

import json
from pathlib import Path

import pytest
from command import kg, tree
from desk import REPORT, TEXT, decide, desk, fill, read_sheet, reviewed, statement, table

from kg.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return desk(tmp_path / "p")


def sheet(project: Project, name: str = "sheet.csv", *options: str) -> list[dict[str, str]]:
    ran = kg("review", REPORT, "-o", name, *options, cwd=project.root)
    rows = read_sheet(project.root / name)
    assert (ran.code, ran.err) == (0, "") and ran.out.startswith(f"{name}: {len(rows)} of ")
    assert ran.out.endswith(f" statements; fill action, then kg decide {REPORT} --from {name}\n")
    return rows


# What is undecided


def test_what_is_undecided_is_listed_with_its_words_marked_in_its_sentence(project: Project) -> None:
    out = kg("review", REPORT, cwd=project.root).out
    assert "地区生产总值【增长 7.5%】，一般公共预算收入完成 101.2 亿元。" in out
    assert "value=7.5" in out
    total = len(reviewed(project).statements)
    assert out.splitlines()[-1] == f"{total} of {total} shown"
    assert kg("review", REPORT, cwd=project.root).out == out


def test_the_most_doubtful_comes_first_then_the_least_certain_then_by_the_text(project: Project) -> None:
    target = statement(project, "8%左右")
    assert decide(project, target.id, "doubt").code == 0
    rows = [json.loads(line) for line in kg("review", REPORT, "--format", "jsonl", cwd=project.root).out.splitlines()]
    assert (rows[0]["id"], rows[0]["review_status"]) == (target.id, "doubtful")
    rest = [(row["confidence"], row["start"]) for row in rows[1:]]
    assert rest == sorted(rest) and len({c for c, _ in rest}) > 1


def test_decided_statements_are_listed_only_where_all_are_asked_for(project: Project) -> None:
    accepted, rejected = statement(project, "增长 7.5%"), statement(project, "101.2")
    assert decide(project, accepted.id, "accept").code == decide(project, rejected.id, "reject").code == 0
    some, everything = sheet(project), sheet(project, "all.csv", "--all")
    assert not {accepted.id, rejected.id} & {row["statement"] for row in some}
    status = {row["statement"]: row["(status)"] for row in everything}
    assert (status[accepted.id], status[rejected.id]) == ("reviewed", "rejected")
    assert len(everything) == len(some) + 2


def test_one_class_and_so_many(project: Project) -> None:
    rows = sheet(project, "sheet.csv", "--class", "Target", "--limit", "1")
    assert [row["(class)"] for row in rows] == ["Target"]
    ran = kg("review", REPORT, "--class", "Zeal", cwd=project.root)
    assert ran.code == 2 and "one of Observation, Target" in ran.line()
    assert "you have 430500-2020" in kg("review", "430400-2019", cwd=project.root).line()
    assert "-o sheet.xlsx" in kg("review", REPORT, "--format", "xlsx", cwd=project.root).line()
    ran = kg("review", REPORT, "-o", "sheet.docx", cwd=project.root)
    assert ran.code == 2 and "--out: expected a name that ends in .xlsx, .csv, .tsv, .jsonl or .txt" in ran.line()
    assert kg("review", REPORT, "-o", "list.txt", cwd=project.root).code == 0


# A sheet, there and back


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
def test_a_filled_sheet_is_taken_and_rows_without_an_action_are_not(name: str, project: Project) -> None:
    rows = sheet(project, name)
    revenue, growth = statement(project, "101.2"), statement(project, "增长 7.5%")
    for row in rows:
        if row["statement"] == revenue.id:
            row |= {"action": "amend", "scope": "可比口径", "why": "见统计公报"}
        elif row["statement"] == growth.id:
            row |= {"action": "accept", "who": "王芳"}
    ran = decide(project, "--from", fill(project.root / name, rows))
    assert (ran.code, ran.err) == (0, "")
    assert f"{revenue.id}  extracted → reviewed; scope: - → 可比口径" in ran.out
    assert "2 decision(s) taken; next: kg build" in ran.out
    taken = [(row["statement"], row["action"], row["who"], row["when"], row["why"]) for row in table(project)]
    assert sorted(taken) == sorted(
        [
            (revenue.id, "amend", "李明", "2026-11-24", "见统计公报"),
            (growth.id, "accept", "王芳", "2026-11-24", ""),
        ]
    )
    assert statement(project, "101.2").scope == "可比口径"
    again = decide(project, "--from", name)
    assert "2 row(s) stand in decisions.tsv already" in again.err and len(table(project)) == 2
    tomorrow = kg("decide", REPORT, "--from", name, "--who", "李明", "--when", "2026-11-25", cwd=project.root)
    assert "2 row(s) stand in decisions.tsv already" in tomorrow.err and len(table(project)) == 2
    assert tomorrow.out == "0 decision(s): all stand already\n"


def test_a_day_that_the_sheet_itself_names_tells_two_rows_apart(project: Project) -> None:
    row = next(row for row in sheet(project) if row["statement"] == statement(project, "101.2").id)
    for day, count in (("2026-11-23", 1), ("2026-11-24", 2), ("2026-11-24", 2), ("", 2)):
        path = fill(project.root / "sheet.csv", [row | {"action": "accept", "when": day}])
        assert decide(project, "--from", path).code == 0 and len(table(project)) == count
    other = kg("decide", REPORT, "--from", "sheet.csv", "--who", "王芳", cwd=project.root)
    assert other.code == 0 and len(table(project)) == 3  # another person's decision


# What the text says otherwise


@pytest.mark.parametrize(
    ("words", "cells", "told"),
    [
        ("增长 7.5%", ("value=7.6",), "column value: expected 7.5, found 7.6; that is how `kg check` reads"),
        ("4.5%以内", ("upper=5",), "column upper: expected 4.5, found 5;"),
        ("4.5%以内", ("value=4.6", "upper=4.6", "number=4.5"), "column value: expected 4.5"),
        ("4.5%以内", ("number=-",), "column number: expected the place of its number, found none"),
        ("101.2", ("unit=-",), "column unit: expected a unit beside a number, found nothing"),
        ("8%左右", ("class=Observation",), "column strength: expected an empty cell beside a result, found"),
    ],
)
def test_an_amendment_that_the_text_denies_is_refused_as_the_check_would(
    words: str, cells: tuple[str, ...], told: str, project: Project
) -> None:
    target = statement(project, words)
    before = tree(project.root)
    ran = decide(project, target.id, "amend", *(part for cell in cells for part in ("--set", cell)))
    assert ran.code == 1 and told in ran.err.splitlines()[0], ran.err
    assert tree(project.root) == before


def test_a_sheet_with_a_number_that_the_text_denies_names_row_and_column_and_nothing_is_taken(
    project: Project,
) -> None:
    rows = sheet(project)
    revenue, growth = statement(project, "101.2"), statement(project, "增长 7.5%")
    for row in rows:
        row["action"] = "accept" if row["statement"] == growth.id else ""
        if row["statement"] == revenue.id:
            row |= {"action": "amend", "value": "102.2亿"}
            number = rows.index(row) + 2
    ran = decide(project, "--from", fill(project.root / "sheet.csv", rows))
    assert ran.code == 1 and not table(project)
    assert f"sheet.csv, row {number}, column value: expected 10120000000" in ran.line()
    ran = decide(project, "--from", "sheet.csv", LC_ALL="zh_CN.UTF-8")
    assert f"row {number}" not in ran.line() and "`kg check` 如此读原文" in ran.line()


def test_a_unit_or_bound_against_the_words_is_taken_and_said_to_rest_on_the_decision(project: Project) -> None:
    target = statement(project, "4.5%以内")
    ran = decide(project, target.id, "amend", "--set", "comparator=approx")
    told = "kg decide: the text says comparator le by the words 「以内」; approx rests on the decision alone\n"
    assert ran.code == 0 and ran.err == told
    assert kg("build", cwd=project.root).code == 0 and kg("check", cwd=project.root).code == 0
    assert decide(project, target.id, "undo").code == 0
    ran = decide(project, target.id, "amend", "--set", "strength=ensure")
    told = "the text says strength expected by the words 「主要预期目标是」; ensure rests on the decision alone"
    assert ran.err == f"kg decide: {told}\n"
    ran = decide(project, target.id, "amend", "--set", "unit=人", "--why", "x", LC_ALL="zh_CN.UTF-8")
    assert ran.err == "kg decide：原文的 unit 是 %；人 只以这条裁定为据\n"


def test_what_is_taken_back_tells_what_is_still_in_force(project: Project) -> None:
    target = statement(project, "4.5%以内").id
    assert decide(project, target, "accept", "--who", "王芳", "--why", "见公报").code == 0
    assert decide(project, target, "amend", "--set", "strength=ensure").code == 0
    out = decide(project, target, "undo").out
    assert f"{target}  still in force: 2026-11-24 王芳 accept 见公报\n" in out
    out = decide(project, target, "undo", LC_ALL="zh_CN.UTF-8").out
    assert f"{target}  已没有仍有效的裁定\n" in out and "reviewed → extracted" in out
    line = decide(project, target, "undo").line()
    assert "expected a decision in force that can be taken back, found none; `kg show` tells" in line


def test_a_row_that_is_filled_without_an_action_is_named(project: Project) -> None:
    rows = sheet(project)
    rows[1]["year"] = "2018"
    ran = decide(project, "--from", fill(project.root / "sheet.csv", rows))
    assert ran.code == 0 and ran.err == "row 3 is filled but has no action: passed over\n" and not table(project)
    assert ran.out == "0 decision(s): no row has an action\n"


def test_every_bad_row_is_named_by_row_and_column_and_none_is_taken(project: Project) -> None:
    rows = sheet(project)
    growth = next(row for row in rows if row["(class)"] == "Observation")
    good, *bad = [row for row in rows if row is not growth][:4]
    good["action"] = "accept"
    bad[0]["action"] = "akzept"
    bad[1] |= {"action": "amend", "year": "zwanzig"}
    bad[2] |= {
        "action": "accept",
        "statement": f"{REPORT}.0123456789",
        "quote": "这句话不在报告里",
        "after": "",
        "before": "",
    }
    growth |= {"action": "amend", "margin": "1"}
    path = fill(project.root / "sheet.csv", rows)
    before = tree(project.root)
    ran = decide(project, "--from", path)
    assert (ran.code, ran.out) == (1, "")
    number = {id(row): index for index, row in enumerate(rows, 2)}
    wanted = sorted(
        [
            (number[id(bad[0])], "column action"),
            (number[id(bad[1])], "column year"),
            (number[id(bad[2])], "no longer stands in the text"),
            (number[id(growth)], "column margin"),
        ]
    )
    lines = ran.err.splitlines()
    assert len(lines) == len(wanted), ran.err
    for line, (row, words) in zip(lines, wanted, strict=True):
        assert f"sheet.csv, row {row}" in line and words in line and ": expected " in line
    assert tree(project.root) == before


def test_a_full_disk_takes_no_decision(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    assert decide(project, statement(project, "101.2").id, "accept").code == 0
    before = tree(project.root)

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    ran = decide(project, statement(project, "增长 7.5%").id, "accept")
    assert ran.code == 1 and "the old file is unchanged" in ran.line()
    assert tree(project.root) == before


# Single decisions


def test_the_end_of_an_id_is_enough_and_a_dry_run_writes_nothing(project: Project) -> None:
    target = statement(project, "4.5%以内")
    ran = decide(project, target.id[-6:], "amend", "--set", "strength=ensure", "--why", "确保", "--dry-run")
    assert f"{target.id}  extracted → reviewed; strength: " in ran.out and "1 decision(s) would be taken" in ran.out
    assert not table(project)
    assert decide(project, target.id[-6:], "amend", "--set", "strength=ensure").code == 0
    assert statement(project, "4.5%以内").strength == "ensure"
    assert kg("build", cwd=project.root).code == 0 and kg("check", cwd=project.root).code == 0


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("0000000000", "accept"), "the id of one statement of the report, found none", 1),
        (("accept",), "STATEMENT and one of accept", 2),
        (("x", "approve"), "found 'x approve'", 2),
        (("x", "accept", "--set", "colour=red"), "--set: expected COLUMN=VALUE", 2),
        ((), "STATEMENT ACTION, or --from FILE", 2),
        (("x", "accept", "--from", "y.csv"), "found both", 2),
        (("--from", "missing.csv"), "missing.csv: expected a readable file", 1),
        (("--from", "rows.jsonl"), "expected a decision sheet (.csv, .tsv, .xlsx), found JSON; fill a sheet of", 1),
        (
            ("--from", "audit.csv"),
            "audit.csv: expected a decision sheet, found an audit sheet; hand it to `kg audit",
            1,
        ),
        (("--from", "kg.toml"), "kg.toml, row 1: expected the column names", 1),
        (("add", "--set", "class=Action", "--set", "quote=天下太平"), "column quote: expected a quote that stands", 1),
        (("add", "--set", "class=Action", "--set", "quote=红旗水库"), "found 2; say which one: start=", 1),
        (("add", "--set", "quote=红旗水库", "--start", "7"), "found none at that start; say which one: start=", 1),
        (("add", "--set", "quote=乡村旅游的品牌叫响湘西"), "「乡村旅游品牌叫响湘西」; copy the quote from there", 1),
    ],
)
def test_a_wrong_call_is_one_line(arguments: tuple[str, ...], words: str, code: int, project: Project) -> None:
    assert kg("audit", "--n", "4", "-o", "audit.csv", cwd=project.root).code == 0
    before = tree(project.root)
    ran = decide(project, *arguments)
    assert (ran.code, words in ran.line()) == (code, True), ran.line()
    assert tree(project.root) == before


def test_somebody_must_decide_on_some_day(project: Project) -> None:
    target = statement(project, "4.5%以内").id
    ran = decide(project, target, "accept", KG_WHO="")
    assert ran.code == 2 and "the name of whoever decides" in ran.line() and not table(project)
    ran = kg("decide", REPORT, target, "accept", "--when", "yesterday", cwd=project.root, KG_WHO="李明")
    assert ran.code == 2 and "--when: expected a date" in ran.line()
    with (project.root / "kg.toml").open("a", encoding="utf-8") as file:
        file.write('\n[curation]\nwho = "王芳"\n')
    for arguments, env in (((), ""), ((), "李明"), (("--who", "赵敏"), "李明")):
        assert decide(project, target, "accept", *arguments, KG_WHO=env).code == 0
    assert [row["who"] for row in table(project)] == ["王芳", "李明", "赵敏"]


def test_what_no_rule_saw_is_added_by_its_words(project: Project) -> None:
    quote = "乡村旅游品牌叫响湘西南"
    given = {
        "class": "Action",
        "quote": quote,
        "as_stated": "叫响",
        "label": "乡村旅游品牌",
        "strength": "plain",
        "year": "2020",
    }
    ran = decide(project, "add", *(part for name, cell in given.items() for part in ("--set", f"{name}={cell}")))
    assert (ran.code, ran.err) == (0, "") and f"+ Action reviewed  「{quote}」" in ran.out
    (row,) = table(project)
    assert TEXT[int(row["start"]) : int(row["end"])] == quote and row["after"].startswith("。")
    assert kg("build", cwd=project.root).code == 0 and kg("check", cwd=project.root).code == 0


def test_one_of_two_places_is_chosen_by_its_start(project: Project) -> None:
    start = TEXT.rindex("红旗水库")
    given = ("class=Action", "quote=红旗水库", "as_stated=水库", "label=水库", "strength=plain", "year=2020")
    ran = decide(project, "add", "--start", start, *(part for pair in given for part in ("--set", pair)))
    assert ran.code == 0 and table(project)[0]["start"] == str(start)


def test_the_last_accepted_row_wins_and_show_tells_who_when_and_why(project: Project) -> None:
    target = statement(project, "4.5%以内").id
    for who, strength, why in (("李明", "ensure", "口头"), ("王芳", "strive", "公报")):
        assert decide(project, target, "amend", "--set", f"strength={strength}", "--why", why, "--who", who).code == 0
    assert kg("build", cwd=project.root).code == 0
    out = kg("show", target, cwd=project.root).out
    assert "strength         strive" in out
    first, last = out.splitlines()[-2:]
    assert first.split() == ["2026-11-24", "李明", "amend", "strength=ensure", "口头"]
    assert last.split() == ["2026-11-24", "王芳", "amend", "strength=strive", "公报"]
    assert decide(project, target, "undo", "--who", "王芳").code == 0
    assert kg("build", cwd=project.root).code == 0
    out = kg("show", target, cwd=project.root).out
    assert "strength         ensure" in out and "strength=strive  公报  (taken back)" in out
    assert out.splitlines()[-1].split() == ["2026-11-24", "王芳", "undo"]


def test_a_rejected_statement_can_be_shown_and_taken_back_in(project: Project) -> None:
    target = statement(project, "4.5%以内").id
    assert decide(project, target, "reject", "--why", "重复").code == 0 and kg("build", cwd=project.root).code == 0
    out = kg("show", target, cwd=project.root).out
    assert "review_status    rejected" in out and out.splitlines()[-1].endswith("reject  重复")
    assert "rejected → extracted" in decide(project, target, "undo").out


def test_a_rejection_with_a_reason_accounts_for_its_number_and_one_without_tells_it_does_not(project: Project) -> None:
    def row() -> tuple[str, str | None, str | None]:
        rows = [json.loads(line) for line in kg("ledger", REPORT, cwd=project.root).out.splitlines()]
        return next((r["disposition"], r["reason"], r["why"]) for r in rows if r["text"] == "101.2")

    target = statement(project, "101.2").id
    ran = decide(project, target, "reject")
    start = TEXT.index("101.2")
    assert ran.err == f"unaccounted now: 101.2 [{start}]; a rejection with a reason (why) accounts for its number\n"
    assert row() == ("unaccounted", None, None)
    assert decide(project, target, "reject", "--why", "口径不明").err == ""
    assert row() == ("not-a-claim", "rejected", "口径不明")
    assert decide(project, target, "undo").code == 0 and row() == ("unaccounted", None, None)
    assert decide(project, target, "undo").code == 0 and row() == ("statement", None, None)


def test_results_and_errors_are_told_in_chinese_where_asked(project: Project) -> None:
    target = statement(project, "4.5%以内").id
    assert "已记下 1 条裁定；下一步：kg build" in decide(project, target, "accept", LC_ALL="zh_CN.UTF-8").out
    line = decide(project, "add", "--set", "quote=天下太平", "--set", "class=Action", LC_ALL="zh_CN.UTF-8").line()
    assert line == "kg decide，quote 列：应为原文中有的引文，实为没有相近的文字；请从报告中照抄引文"
