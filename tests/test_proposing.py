"""``kg propose``: another tool's proposals are held against the text, wait for a decision, and are published when taken."""

import json
from pathlib import Path
from typing import Any

import pytest
from command import Ran, kg, tree
from desk import REPORT, TEXT, decide, desk, fill, reviewed, statement, table

from kg.project import Project

QUOTE = "乡村旅游品牌叫响湘西南"
TOURISM: dict[str, Any] = {
    "class": "Action",
    "quote": QUOTE,
    "start": TEXT.index(QUOTE),
    "end": TEXT.index(QUOTE) + len(QUOTE),
    "as_stated": "叫响",
    "label": "乡村旅游品牌",
    "year": 2020,
    "strength": "plain",
    "confidence": 0.6,
}
UNEMPLOYMENT: dict[str, Any] = {
    "class": "Target",
    "quote": "城镇登记失业率控制在 4.5%以内",
    "indicator_label": "城镇登记失业率",
    "value": 4.5,
    "upper": 4.5,
    "unit": "%",
    "comparator": "le",
    "value_type": "share",
    "strength": "expected",
    "year": 2020,
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return desk(tmp_path / "p")


def propose(project: Project, *rows: dict[str, Any], name: str = "model-a") -> Ran:
    path = project.root / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return kg("propose", REPORT, path.name, "--name", name, cwd=project.root)


def published(project: Project) -> dict[str, dict[str, Any]]:
    """Build and check; return the published statements by id."""
    assert kg("build", cwd=project.root).code == 0
    checked = kg("check", cwd=project.root)
    assert checked.code == 0, checked.out
    lines = (project.build / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def test_a_proposal_waits_is_listed_and_stays_out_of_the_graph_until_it_is_accepted(project: Project) -> None:
    before = published(project)
    ran = propose(project, TOURISM)
    assert (ran.code, ran.err) == (0, "") and "1 wait for a decision, 0 agree" in ran.out
    waiting = statement(project, "叫响")
    assert (waiting.origin, waiting.review_status) == ("external:model-a", "extracted")
    assert published(project) == before
    first = kg("review", REPORT, cwd=project.root).out.splitlines()[:4]
    assert first[0] == f"{waiting.id}  Action  extracted  0.6  external:model-a"
    assert "乡村旅游品牌【叫响】湘西南" in first[1] and "not published until it is accepted" in first[3]
    ran = decide(project, waiting.id, "accept")
    assert f"{waiting.id}  extracted → reviewed" in ran.out
    row = published(project)[waiting.id]
    assert (row["origin"], row["review_status"], row["as_stated"]) == ("external:model-a", "reviewed", "叫响")
    graph = (project.build / "graph.nq").read_text(encoding="utf-8")
    assert "def/rule/external-model-a>" in graph and f"{waiting.id}> <https://w3id.org/gwr/ns#decidedBy>" in graph


def test_an_amended_proposal_is_published_and_a_rejected_one_is_not(project: Project) -> None:
    assert propose(project, TOURISM).code == 0
    waiting = statement(project, "叫响").id
    assert decide(project, waiting, "amend", "--set", "label=乡村旅游").code == 0
    assert published(project)[waiting]["origin"] == "external:model-a"
    assert statement(project, "叫响").label == "乡村旅游"
    assert decide(project, waiting, "reject").code == 0
    assert waiting not in published(project)
    assert waiting in kg("review", REPORT, "--all", cwd=project.root).out


def test_what_was_accepted_stays_when_the_tool_proposes_otherwise_tomorrow(project: Project) -> None:
    assert propose(project, TOURISM).code == 0
    waiting = statement(project, "叫响").id
    assert decide(project, waiting, "accept").code == 0
    assert propose(project, TOURISM | {"label": "别的"}).code == 0
    assert statement(project, "叫响").label == "乡村旅游品牌"
    assert published(project)[waiting]["review_status"] == "reviewed"


def test_one_that_stands_where_a_rule_read_agrees_or_differs(project: Project) -> None:
    own = statement(project, "4.5%以内")
    ran = propose(project, UNEMPLOYMENT | {"strength": own.strength})
    assert ran.code == 0 and "0 wait for a decision, 1 agree with a statement, 0 differ" in ran.out
    ran = propose(project, UNEMPLOYMENT | {"strength": own.strength, "year": 2019}, name="model-b")
    assert f"{own.id}  differs: year=2019" in ran.out and not reviewed(project).waiting
    rows = [json.loads(line) for line in kg("review", REPORT, "--format", "jsonl", cwd=project.root).out.splitlines()]
    (row,) = [row for row in rows if row["id"] == own.id]
    assert row["others"] == {"model-a": {}, "model-b": {"year": "2019"}}
    assert "others: model-a: agrees; model-b: year=2019" in kg("review", REPORT, cwd=project.root).out


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"quote": "春风化雨润万家"},
            "row 1, column quote: expected a quote that stands in the text, found nothing like it",
        ),
        (
            {"quote": "乡村旅游品牌在叫响湘西南"},
            f"found nothing but, at {TEXT.index(QUOTE)}:{TEXT.index(QUOTE) + 11}, 「{QUOTE}」",
        ),
        ({"start": 3, "end": 13}, f"it stands at {TOURISM['start']}:{TOURISM['end']}"),
        ({"quote": "", "start": None, "end": None}, "column quote: expected characters of the report"),
        ({"quote": "红旗水库", "start": None, "end": None}, "found 2 places; fill start and end with one of"),
        ({"class": "Opinion"}, "column class: expected one of Observation"),
        ({"class": None}, "column class: expected the class of the statement to add"),
        ({"as_stated": "大力发展"}, "column as_stated: expected characters of the quote"),
        ({"year": "soon"}, "column year: expected a year of four digits"),
        ({"strength": "binding", "slots": {"strength": [TOURISM["start"], TOURISM["start"] + 2]}}, "column strength"),
        ({"slots": "[1]"}, "column slots: expected JSON"),
        ({"place": "430400"}, "column place: expected the report's place, 430500"),
        ({"confidence": "high"}, "column confidence: expected a number from 0 to 1, found 'high'; correct it"),
        ({"confidence": 7}, "column confidence: expected a number from 0 to 1"),
    ],
)
def test_what_is_not_anchored_is_refused_with_the_reason(changed: dict[str, Any], words: str, project: Project) -> None:
    row = {name: value for name, value in (TOURISM | changed).items() if value is not None}
    ran = propose(project, row)
    first, last = ran.err.splitlines()
    assert ran.code == 1 and words in first and "rows.jsonl, row 1" in first, first
    assert last.endswith("model-a.refused.tsv") and not reviewed(project).waiting


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"value": 4.6, "upper": 4.6},
            "row 1, column value: expected a number of the quote (4.5), found 4.6; correct it",
        ),
        (
            {"value": 4.6, "upper": 4.6, "value_start": TEXT.index("4.5"), "value_end": TEXT.index("4.5") + 3},
            "expected 4.5",
        ),
        ({"comparator": "ge", "upper": None, "lower": 4.5}, "column comparator: expected le, found ge"),
        ({"unit": "百分点"}, "column unit: expected %, found 百分点"),
        ({"year": 2020, "slots": {"year": [TEXT.index("2019年工作"), TEXT.index("2019年工作") + 5]}}, "column year"),
    ],
)
def test_a_number_that_its_characters_do_not_say_is_refused(
    changed: dict[str, Any], words: str, project: Project
) -> None:
    row = {name: value for name, value in (UNEMPLOYMENT | changed).items() if value is not None}
    ran = propose(project, row)
    assert ran.code == 1 and words in ran.err.splitlines()[0].replace("value_start", "number"), ran.err


def test_good_rows_are_stored_beside_bad_ones_which_are_written_down(project: Project) -> None:
    ran = propose(project, TOURISM, TOURISM | {"label": "again"}, UNEMPLOYMENT | {"unit": "亩"})
    assert "rows.jsonl, row 2: expected one row for a number or for words of the text, found row 1 for" in ran.err
    assert ran.code == 1 and "1 wait for a decision" in ran.out and len(ran.err.splitlines()) == 3
    folder = project.reports / REPORT / "proposals"
    assert sorted(tree(folder)) == ["model-a.jsonl", "model-a.refused.tsv"]
    header, *rows = (folder / "model-a.refused.tsv").read_text(encoding="utf-8").splitlines()
    assert header == "row\tcolumn\texpected\tfound\tquote"
    assert [row.split("\t")[0] for row in rows] == ["2", "3"]
    assert propose(project, TOURISM).code == 0
    assert sorted(tree(folder)) == ["model-a.jsonl"]


@pytest.mark.parametrize("name", ["rows.csv", "rows.xlsx"])
def test_a_spreadsheet_of_proposals_is_read(name: str, project: Project) -> None:
    path = fill(project.root / name, [{k: str(v) for k, v in TOURISM.items()} | {"note": "x"}])
    ran = kg("propose", REPORT, path.name, "--name", "intern", cwd=project.root)
    assert ran.code == 0 and ran.err == "columns not read: note\n"
    assert statement(project, "叫响").origin == "external:intern"


def test_what_the_rules_extract_goes_through_the_same_gate_and_agrees(project: Project) -> None:
    table_ = kg("extract", REPORT, cwd=project.root).out
    (project.root / "own.jsonl").write_text(table_, encoding="utf-8")
    ran = kg("propose", REPORT, "own.jsonl", "--name", "own", cwd=project.root)
    assert ran.err == "" and f"0 wait for a decision, {len(table_.splitlines())} agree" in ran.out


def test_a_wrong_file_or_name_is_one_line(project: Project) -> None:
    (project.root / "bad.jsonl").write_text("{\n", encoding="utf-8")
    (project.root / "list.jsonl").write_text("[1]\n", encoding="utf-8")
    (project.root / "empty.csv").write_text("quote,class\n", encoding="utf-8")
    (project.root / "other.csv").write_text("year,b\n1,2\n", encoding="utf-8")
    assert kg("review", REPORT, "-o", "sheet.csv", cwd=project.root).code == 0
    before = tree(project.root)
    for file, words in (
        ("sheet.csv", "expected proposals, one a row, found a decision sheet; hand it to `kg decide --from`"),
        ("bad.jsonl", "bad.jsonl, line 1: expected one JSON object"),
        ("list.jsonl", "found list"),
        ("empty.csv", "expected proposals, one a row, found none"),
        ("other.csv", "row 1: expected the columns of docs/statements-table.md, found year, b"),
        ("missing.csv", "expected a readable file"),
    ):
        ran = kg("propose", REPORT, file, "--name", "x", cwd=project.root)
        assert ran.code == 1 and words in ran.line(), ran.err
    ran = propose(project, TOURISM, name="../x")
    assert ran.code == 2 and "--name: expected a name of small letters" in ran.line()
    (project.root / "rows.jsonl").unlink()
    assert tree(project.root) == before


def test_a_stored_file_that_somebody_broke_is_one_line(project: Project) -> None:
    assert propose(project, TOURISM).code == 0
    path = project.reports / REPORT / "proposals" / "model-a.jsonl"
    path.write_text('{"class": "Action"}\n', encoding="utf-8")
    assert "model-a.jsonl, line 1: expected a proposal" in kg("build", cwd=project.root).line()


def test_new_proposals_make_a_build_stale(project: Project) -> None:
    assert kg("build", cwd=project.root).code == 0
    assert propose(project, TOURISM).code == 0
    assert "stale" in kg("status", cwd=project.root).out and not table(project)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"class": "Wish"}, "column class: expected one of Observation, Target,"),
        ({"kind": "Ghost"}, "column kind: expected one of Place, Programme,"),
        ({"strength": "iron"}, "column strength: expected one of binding, ensure,"),
        ({"as_stated_span": [0, 2]}, "column as_stated: expected characters inside the quote, found [0, 2]; "),
        ({"as_stated_span": [-2, 1]}, "column as_stated: expected characters inside the quote"),
        ({"value_start": 3, "value_end": 1}, "column value_start: expected characters inside the quote, found [3, 1]"),
        ({"slots": {"label": [5, 999_999]}}, "column slots: expected characters of the text, found [5, 999999]"),
        ({"slots": {"label": [5, 5]}}, "column slots: expected characters of the text"),
        ({"slots": {"label": ["a", "b"]}}, "column slots: expected characters of the text"),
        ({"as_stated": "叫好"}, "column as_stated: expected '叫响', found '叫好'; propose it again"),
        ({"kind": ["Place"]}, "column kind: expected one of Place"),
        ({"slots": 3}, "line 1: expected a proposal as `kg propose` stores it"),
    ],
)
def test_a_stored_proposal_that_somebody_spoilt_is_named_with_its_line_and_column(
    cells: dict[str, Any], words: str, project: Project
) -> None:
    propose(project, TOURISM)
    path = project.reports / REPORT / "proposals" / "model-a.jsonl"
    row = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(row | cells, ensure_ascii=False) + "\n", encoding="utf-8")
    for verb in (["build"], ["review", REPORT]):
        line = kg(*verb, cwd=project.root).line()
        assert "model-a.jsonl, line 1" in line and words in line, line
