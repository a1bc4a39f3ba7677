"""The verifier over a build: table, graph and texts must agree, and what was tampered with is named by its slot."""

import ast
import copy
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg.verify
from kg.errors import KgError
from kg.verify import Result, verify
from kg.verify.claim import Claim, findings
from kg.verify.quads import unescape

T = "https://example.org/kg/"


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


XSD = "http://www.w3.org/2001/XMLSchema#"


TEXT = (
    "一、2018年工作回顾\r\n地区生产总值增长 8 . 5%。一般公共预算收入２６４.69 亿元。单位能耗下降3%以上。"
    "农村低保提高到每人每月 320 元。旅客吞吐量突破80万人次。二环路建成通车。\r\n二、2019年工作安排\r\n"
    "确保失业率控制在 4.5% 以内，力争到２０１９年创建3-5家景区，税占比提高1.5个百分点。\r\n"
)


ID = "430400-2019"


SLUGS = {"eq": "equal", "ge": "at-least", "gt": "more-than", "le": "at-most", "lt": "less-than", "range": "range"}


UNITS = {"%": "PERCENT", "元": "CCY_CNY", "人次": "PERSON_TIME", "百分点": "PERCENTAGE_POINT"}


COLUMNS = ["indicator", "indicator_label", "unit", "unit_iri", "comparator", "strength", "status", "value", "lower"]
COLUMNS += ["upper", "margin", "year", "value_type", "value_start", "value_end"]


def at(words: str, inside: str | None = None) -> list[int]:
    """Where words stand: in a quote, else nearest before it."""
    base = TEXT.index(inside) if inside else 0
    start = TEXT.find(words, base, base + len(inside or TEXT))
    if start < 0:
        start = TEXT.rindex(words, 0, base)
    return [start, start + len(words)]


def row(name: str, cls: str, quote: str, number: str | None, /, **filled: Any) -> dict[str, Any]:
    slots = {k: v if isinstance(v, str) and v in RULES else at(v, quote) for k, v in filled.pop("slots").items()}
    start, end = at(quote)
    made: dict[str, Any] = dict.fromkeys(COLUMNS)
    if number:
        made["value_start"], made["value_end"] = at(number, quote)
    unit = filled.get("unit")
    return made | {
        "id": f"{ID}.{name}",
        "class": cls,
        "report": ID,
        "quote": quote,
        "start": start,
        "end": end,
        "as_stated": number or filled["as_stated"],
        "review_status": "extracted",
        "slots": {"year": "inherited:report"} | slots,
        "unit_iri": f"{T}def/unit/{UNITS.get(unit, 'NUM')}" if unit else None,
        "year": 2018 if cls in ("Observation", "RealisedMilestone") else 2019,
        **filled,
    }


RULES = {"bare-value", "plain-directive", "inherited:report", "growth", "level"}


def table() -> list[dict[str, Any]]:
    return [
        row("gdp", "Observation", "地区生产总值增长 8 . 5%", "8 . 5", value="8.5", unit="%", value_type="growth",
            comparator="eq", indicator="gdp", indicator_label="地区生产总值",
            slots={"indicator": "地区生产总值", "verb": "增长", "unit": "%", "comparator": "bare-value"}),
        row("revenue", "Observation", "一般公共预算收入２６４.69 亿元", "２６４.69 亿", value=26469000000, unit="元",
            value_type="level", comparator="eq", indicator="revenue", indicator_label="一般公共预算收入",
            slots={"indicator": "一般公共预算收入", "unit": "元", "value_type": "level"}),
        row("energy", "Observation", "单位能耗下降3%以上", "3", value=-3, upper=-3, unit="%", value_type="growth",
            comparator="le", indicator="energy", indicator_label="单位能耗",
            slots={"indicator": "单位能耗", "unit": "%", "comparator": "以上", "verb": "下降"}),
        row("dibao", "Observation", "农村低保提高到每人每月 320 元", "320", value=320, unit="元/人·月",
            value_type="level", comparator="eq", indicator="dibao", indicator_label="农村低保",
            slots={"indicator": "农村低保", "unit": "每人每月 320 元"}),
        row("flights", "Observation", "旅客吞吐量突破80万人次", "80万", value=800000, lower=800000, unit="人次",
            value_type="level", comparator="gt", indicator="flights", indicator_label="旅客吞吐量",
            slots={"indicator": "旅客吞吐量", "unit": "人次", "comparator": "突破"}),
        row("road", "RealisedMilestone", "二环路建成通车", None, status="operating", as_stated="建成通车",
            slots={"project": "二环路", "status": "建成通车"}),
        row("jobless", "Target", "失业率控制在 4.5% 以内", "4.5", value="4.5", upper="4.5", unit="%",
            value_type="share", comparator="le", strength="ensure", indicator="jobless", indicator_label="失业率",
            slots={"indicator": "失业率", "unit": "%", "comparator": "以内", "strength": "确保"}
            ),
        row("parks", "Target", "力争到２０１９年创建3-5家景区", "3-5", lower=3, upper=5, unit="家", value_type="level",
            comparator="range", strength="strive", indicator="parks", indicator_label="景区",
            slots={"indicator": "景区", "unit": "家", "comparator": "3-5", "strength": "力争", "year": "２０１９年"}),
        row("tax", "Target", "税占比提高1.5个百分点", "1.5", value="1.5", unit="百分点", value_type="change",
            comparator="eq", strength="plain", indicator="tax", indicator_label="税占比",
            slots={"indicator": "税占比", "unit": "个百分点", "strength": "plain-directive", "verb": "提高"}),
    ]  # fmt: skip


SHA = hashlib.sha256(TEXT.encode()).hexdigest()


def passage(start: int, end: int) -> str:
    return f"{T}id/text/{ID}.{SHA[:8]}#char={start},{end}"


def literal(value: object, datatype: str = "") -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r").replace("\n", "\\n")
    return f'"{escaped}"' + (f"^^<{XSD}{datatype}>" if datatype else "")


def quads(rows: list[dict[str, Any]]) -> list[str]:
    made: set[str] = set()

    def add(subject: str, name: str, thing: str) -> None:
        predicate = RDF_TYPE if name == "a" else f"{T}ns#{name}"
        made.add(f"<{subject}> <{predicate}> {thing} <{T}graph/report-{ID}> .")

    def cite(start: int, end: int) -> str:
        iri = passage(start, end)
        add(iri, "a", f"<{T}ns#Passage>")
        add(iri, "startOffset", literal(start, "integer"))
        add(iri, "endOffset", literal(end, "integer"))
        add(iri, "quote", literal(TEXT[start:end]))
        return f"<{iri}>"

    add(f"{T}id/report/{ID}", "sha256", literal(SHA))
    for r in rows:
        s = f"{T}id/statement/{r['id']}"
        add(s, "a", f"<{T}ns#Statement>")
        add(s, "a", f"<{T}ns#{r['class']}>")
        for column, name in (("value", "value"), ("lower", "lowerBound"), ("upper", "upperBound")):
            if r[column] is not None:
                add(s, name, literal(r[column], "decimal"))
        for column, code in (("comparator", SLUGS.get(r["comparator"])), ("strength", r["strength"])):
            if code:
                add(s, column, f"<{T}def/{column}/{code}>")
        if r["status"]:
            add(s, "status", f"<{T}def/project-status/{r['status']}>")
        if r["unit"]:
            add(s, "unit", f"<{r['unit_iri']}>")
        if r["indicator"]:
            add(s, "indicator", f"<{T}def/indicator/{r['indicator']}>")
        add(s, "year", literal(r["year"], "integer"))
        add(s, "asStated", literal(r["as_stated"]))
        add(s, "evidence", cite(r["start"], r["end"]))
        if r["value_start"] is not None:
            add(s, "valueSpan", cite(r["value_start"], r["value_end"]))
        for slot, where in r["slots"].items():
            if isinstance(where, list):
                add(s, f"{slot}Span", cite(*where))
            else:
                add(s, "inferredBy", f"<{T}def/rule/{slot}.{where.replace(':', '-')}>")
    return sorted(made)


Written = Callable[..., Result]


@pytest.fixture
def check(tmp_path: Path) -> Written:
    """Write table, graph and report, and verify them."""

    def write(rows: list[dict[str, Any]], lines: list[str], text: bytes = TEXT.encode(), toml: str = "") -> Result:
        folder = tmp_path / "reports" / ID
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.txt").write_bytes(text)
        (folder / "report.toml").write_text(toml or f'sha256 = "{SHA}"\nplan_year = 2019\n', encoding="utf-8")
        (tmp_path / "statements.jsonl").write_bytes(
            "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode()
        )
        (tmp_path / "graph.nq").write_bytes("\n".join([*lines, ""]).encode())
        return verify(tmp_path, tmp_path / "reports")

    return write


def named(result: Result) -> set[tuple[str, str]]:
    return {(p.statement.removeprefix(f"{ID}."), p.slot) for p in result.problems}


def test_a_build_that_follows_from_its_text_has_no_problems(check: Written) -> None:
    result = check(table(), quads(table()))
    assert [str(p) for p in result.problems] == []
    assert (result.statements, result.numbers) == (9, 8)
    assert result.slots == sum(len(r["slots"]) for r in table())


def test_a_base_other_than_ours_is_read_from_the_graph(check: Written) -> None:
    rows = [r | {"unit_iri": r["unit_iri"] and r["unit_iri"].replace(T, "urn:x/")} for r in table()]
    assert not check(rows, [line.replace(T, "urn:x/") for line in quads(table())]).problems


Edit = Callable[[dict[str, Any]], object]


TAMPERED: list[tuple[str, str, Edit]] = [
    ("gdp", "value", lambda r: r.update(value="8.6")),
    ("gdp", "value", lambda r: r.update(value="-8.5")),
    ("gdp", "value", lambda r: r.update(value=None)),
    ("gdp", "value", lambda r: r.update(value_start=r["value_start"] + 2, value="5")),
    ("gdp", "value", lambda r: r.update(value_start=r["value_start"] - 3)),
    ("revenue", "value", lambda r: r.update(value="264.69")),
    ("revenue", "value", lambda r: r.update(value_end=r["value_end"] - 3, value=26400000000)),
    ("energy", "value", lambda r: r.update(value=3)),
    ("energy", "comparator", lambda r: r.update(comparator="ge")),
    ("energy", "comparator", lambda r: (r.update(comparator="eq"), r["slots"].update(comparator="bare-value"))),
    ("energy", "upper", lambda r: r.update(upper=None)),
    ("energy", "upper", lambda r: r.update(upper=-2)),
    ("energy", "lower", lambda r: r.update(lower=-3)),
    ("jobless", "comparator", lambda r: r.update(comparator="lt")),
    ("jobless", "strength", lambda r: r.update(strength="strive")),
    ("jobless", "strength", lambda r: r.update(strength=None)),
    ("jobless", "strength", lambda r: r["slots"].pop("strength")),
    ("tax", "strength", lambda r: r.update(strength="ensure")),
    ("gdp", "strength", lambda r: (r.update(strength="plain"), r["slots"].update(strength="plain-directive"))),
    ("parks", "lower", lambda r: r.update(lower=4)),
    ("parks", "upper", lambda r: r.update(upper=6)),
    ("parks", "value", lambda r: r.update(value=4)),
    ("parks", "year", lambda r: r.update(year=2020)),
    ("gdp", "year", lambda r: r.update(year=2019)),
    ("jobless", "year", lambda r: r.update(year=2018)),
    ("gdp", "year", lambda r: r["slots"].pop("year")),
    ("gdp", "year", lambda r: r["slots"].update(year="guessed")),
    ("gdp", "year", lambda r: r["slots"].update(year="decision:0123")),
    ("flights", "unit", lambda r: r.update(unit="人")),
    ("dibao", "unit", lambda r: r.update(unit="元/人·年")),
    ("tax", "unit", lambda r: r.update(unit="%")),
    ("road", "status", lambda r: r.update(status="started")),
    ("road", "status", lambda r: r["slots"].update(status=at("二环路"))),
    ("revenue", "quote", lambda r: r.update(quote=r["quote"] + "。")),
    ("road", "quote", lambda r: r.update(start=r["start"] + 1)),
    ("gdp", "as_stated", lambda r: r.update(as_stated="8.5")),
    ("gdp", "unit", lambda r: r["slots"].update(unit=[r["end"], r["end"] + 1])),
    ("gdp", "indicator", lambda r: r["slots"].update(indicator=[5, 5])),
    ("gdp", "indicator", lambda r: r["slots"].update(indicator=[len(TEXT), len(TEXT) + 2])),
    ("gdp", "verb", lambda r: r["slots"].update(verb=at("提高"))),
    ("gdp", "margin", lambda r: r.update(margin=1)),
]


@pytest.mark.parametrize(("name", "slot", "edit"), TAMPERED)
def test_what_is_wrong_in_table_and_graph_alike_is_named_by_its_slot(
    check: Written, name: str, slot: str, edit: Edit
) -> None:
    rows = table()
    edit(next(r for r in rows if r["id"].endswith(name)))
    lines = [line for line in quads(rows) if "[]" not in line]
    found = {p for p in named(check(rows, lines)) if "#char" not in p[0]}
    assert found == {(name, slot)}


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('ns#value> "8.5"', 'ns#value> "8.6"', ("gdp", "value")),
        ('ns#value> "8.5"', 'ns#value> "8.50"', ("gdp", "value")),
        ('ns#upperBound> "4.5"', 'ns#upperBound> "5.5"', ("jobless", "upper")),
        ("def/comparator/more-than", "def/comparator/at-least", ("flights", "comparator")),
        ("def/strength/ensure", "def/strength/strive", ("jobless", "strength")),
        ("def/project-status/operating", "def/project-status/completed", ("road", "status")),
        ("def/unit/PERSON_TIME", "def/unit/INDIV", ("flights", "unit")),
        ("def/indicator/gdp", "def/indicator/gnp", ("gdp", "indicator")),
        ('ns#asStated> "320"', 'ns#asStated> "20"', ("dibao", "as_stated")),
        ("def/rule/value_type.level", "def/rule/value_type.growth", ("revenue", "value_type")),
        ("ns#projectSpan", "ns#subjectSpan", ("road", "project")),
        ("ns#RealisedMilestone", "ns#PlannedMilestone", ("road", "class")),
    ],
)
def test_what_the_graph_says_otherwise_is_named_by_its_slot(
    check: Written, old: str, new: str, found: tuple[str, str]
) -> None:
    lines = quads(table())
    changed = [line.replace(old, new) for line in lines]
    assert changed != lines
    assert found in named(check(table(), changed))
    assert {statement for statement, _ in named(check(table(), changed))} == {found[0]}


def test_a_statement_that_only_the_graph_has_is_found(check: Written) -> None:
    line = f"<{T}id/statement/{ID}.more> <{RDF_TYPE}> <{T}ns#Statement> <{T}graph/report-{ID}> ."
    assert named(check(table(), sorted([*quads(table()), line]))) == {("more", "id")}


def test_a_statement_that_the_graph_lacks_is_found_and_a_rejected_one_must_be_missing(check: Written) -> None:
    rows = table()
    assert named(check(rows, quads(rows[1:]))) == {("gdp", "id")}
    rejected = [rows[0] | {"review_status": "rejected"}, *rows[1:]]
    assert not check(rejected, quads(rows[1:])).problems
    assert named(check(rejected, quads(rows))) == {("gdp", "id")}
    assert named(check([*rows, rows[0]], quads(rows))) == {("gdp", "id")}


def test_an_empty_graph_is_no_agreement(check: Written) -> None:
    assert {(r["id"].removeprefix(f"{ID}."), "id") for r in table()} <= named(check(table(), []))


def test_a_passage_shifted_by_one_is_found(check: Written) -> None:
    start, end = at("单位能耗")
    lines = [line.replace(f'Offset> "{start}"', f'Offset> "{start + 1}"') for line in quads(table())]
    assert (passage(start, end), "passage") in named(check(table(), lines))
    moved = [line.replace(f"#char={start},{end}>", f"#char={start + 1},{end + 1}>") for line in quads(table())]
    assert {("energy", "indicator"), (passage(start + 1, end + 1), "passage")} == named(check(table(), moved))


def test_a_changed_text_is_one_line_and_line_ends_are_never_translated(check: Written) -> None:
    rows = table()
    text = TEXT.replace("\r\n", "\n").encode()
    other, toml = hashlib.sha256(text).hexdigest(), "plan_year = 2019\n"
    lines = quads(rows)
    rebuilt = [line.replace(SHA, "0" * 64) if "ns#sha256" in line else line for line in lines]
    short, file = f"{SHA[:12]}…", f"{other[:12]}…"

    def said(*made: Any, **files: Any) -> list[str]:
        return [str(p) for p in check(rows, *made, **files).problems]

    assert said(lines, text=text) == [f"{ID} sha256: expected {short}, found {file}"]
    # report.toml was altered, with the text or without it.
    assert said(lines, toml=f'sha256 = "11"\n{toml}') == [f"{ID} sha256: expected 11… by report.toml, found {short}"]
    assert said(lines, text=text, toml=f'sha256 = "11"\n{toml}') == [
        f"{ID} sha256: expected 11… by report.toml and {short} by the build, found {file}"
    ]
    # The text was replaced in good order, and not built again.
    assert said(lines, text=text, toml=f'sha256 = "{other}"\n{toml}') == [
        f"{ID} sha256: expected {short} by the build, found {file}"
    ]
    assert said(rebuilt) == [f"{ID} sha256: expected 000000000000… by the build, found {short}"]


def test_a_decision_is_evidence_when_the_graph_holds_it_for_that_statement(check: Written) -> None:
    rows = table()
    rows[0]["slots"]["year"], rows[0]["year"] = "decision:d1", 2017
    subject, end = f"<{T}id/statement/{ID}.gdp>", f"<{T}graph/meta> ."
    decision = f'<{T}id/decision/d1> <{T}ns#why> "said so" {end}'
    link = f"{subject} <{T}ns#decidedBy> <{T}id/decision/d1> {end}"
    lines = [line for line in quads(rows) if "decision-d1" not in line]
    assert not check(rows, sorted([*lines, decision, link])).problems
    assert named(check(rows, sorted([*lines, link]))) == {("gdp", "year")}
    assert named(check(rows, sorted([*lines, decision]))) == {("gdp", "year")}


def _wrong(text: str, status: str, words: str, **filled: Any) -> set[str]:
    """Return the slots in which a milestone of the project 甲楼 does not follow from a text."""
    slots = {"project": [text.index("甲楼"), text.index("甲楼") + 2], "year": "inherited:report"}
    slots |= {"status": [text.index(words), text.index(words) + len(words)]} | filled.pop("slots", {})
    made = dict.fromkeys(COLUMNS) | {"class": "RealisedMilestone", "quote": text, "start": 0, "end": len(text)}
    made |= {"as_stated": words, "status": status, "year": 2018, "slots": slots}
    spoken = filled.pop("spoken", None)
    return {slot for slot, _, _ in findings(Claim(made | filled, text, 2019, 2018, frozenset(), spoken))}


def test_what_stands_behind_a_project_tells_how_much_of_it_is_completed() -> None:
    assert _wrong("完成甲楼、乙楼主体工程", "main-works-done", "完成") == set()
    assert _wrong("完成甲楼主体\n工程", "main-works-done", "完成") == set()
    assert _wrong("完成甲楼主体工程", "completed", "完成") == {"status"}
    assert _wrong("完成甲楼，乙楼主体工程完工", "main-works-done", "完成") == {"status"}
    assert _wrong("主体工程推进，甲楼完成", "main-works-done", "完成") == {"status"}


def test_what_is_to_come_this_year_is_of_the_year_in_which_it_is_said() -> None:
    text = "甲楼将在今年内建成"
    ahead = {"class": "PlannedMilestone", "strength": "plain"}
    told = {"strength": "plain-directive", "year": [4, 6]}
    inherited = {"strength": "plain-directive", "year": "inherited:report"}
    assert _wrong(text, "completed", "建成", **ahead, year=2019, slots=told) == set()
    assert _wrong(text, "completed", "建成", **ahead, year=2019, slots=inherited) == set()
    assert _wrong(text, "completed", "建成", **ahead, year=2018, slots=told) == {"year"}
    assert _wrong(text, "completed", "建成", **ahead, year=2018, slots=inherited) == {"year"}
    assert _wrong(text, "completed", "建成", **ahead, year=2018, slots=told, spoken=2018) == set()


def test_a_word_that_allows_no_such_value_is_shown_with_those_it_allows() -> None:
    def told(status: str, words: str) -> list[object]:
        text = f"甲楼{words}"
        made = dict.fromkeys(COLUMNS) | {"class": "RealisedMilestone", "quote": text, "start": 0, "end": len(text)}
        made |= {"as_stated": words, "status": status, "slots": {"status": [2, len(text)]}}
        return [expected for _, expected, _ in findings(Claim(made, text, 2019, 2018, frozenset()))]

    assert told("signed", "基本建成") == ["completed or main-works-done by the words 「基本建成」"]
    assert told("under-way", "如何如何") == ["a value that the words 「如何如何」 tell"]


def test_a_value_that_cannot_be_derived_is_never_passed(check: Written) -> None:
    text = TEXT.replace("320", "几百")
    rows = copy.deepcopy(table())[3:4]
    rows[0]["quote"] = rows[0]["quote"].replace("320", "几百")
    rows[0] |= {"as_stated": "几百", "end": rows[0]["end"] - 1, "value_end": rows[0]["value_end"] - 1}
    other = hashlib.sha256(text.encode()).hexdigest()
    lines = [line.replace(SHA, other).replace(SHA[:8], other[:8]) for line in quads(rows)]
    found = check(rows, lines, text=text.encode(), toml=f'sha256 = "{other}"\nplan_year = 2019\n').problems
    assert [p for p in found if p.slot == "value" and "cannot be re-derived" in p.found]


def test_escapes_of_n_quads_are_resolved() -> None:
    assert unescape(r"a\"b\\n\n\u4e00\U0001F600") == 'a"b\\n\n一😀'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("graph.nq", b"_:a <b> <c> <d> .\n"),
        ("graph.nq", b"\xff"),
        ("graph.nq", None),
        ("statements.jsonl", b"{"),
        ("statements.jsonl", b"{}"),
        ("statements.jsonl", b"[]"),
        ("statements.jsonl", None),
        (f"reports/{ID}/report.txt", b"\xff"),
        (f"reports/{ID}/report.txt", None),
        (f"reports/{ID}/report.toml", b"sha256 = "),
        (f"reports/{ID}/report.toml", b"plan_year = 2019"),
        (f"reports/{ID}/report.toml", None),
    ],
)
def test_a_missing_or_garbled_file_is_one_line(
    check: Written, tmp_path: Path, name: str, content: bytes | None
) -> None:
    check(table(), quads(table()))
    path = tmp_path / name
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(KgError) as caught:
        verify(tmp_path, tmp_path / "reports")
    assert path.name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("column", "value"), [("value", "NaN"), ("start", "3"), ("slots", [1]), ("year", "2019")])
def test_a_column_of_the_wrong_type_is_one_line(check: Written, column: str, value: object) -> None:
    rows = table()
    lines = quads(rows)
    rows[2][column] = value
    with pytest.raises(KgError, match=rf"statements\.jsonl:3: .*{column}"):
        check(rows, lines)


def test_the_command_prints_a_line_a_problem_and_counts(check: Written, tmp_path: Path) -> None:
    rows = table()
    check(rows, quads(rows))
    run = [sys.executable, "-m", "kg.verify", str(tmp_path), str(tmp_path / "reports")]
    good = subprocess.run(run, capture_output=True, encoding="utf-8", check=False)
    assert (good.returncode, good.stdout) == (0, "9 statements, 39 slots, 8 numbers read again: 0 problems\n")
    rows[0]["value"] = "9.5"
    check(rows, quads(rows))
    bad = subprocess.run(run, capture_output=True, encoding="utf-8", check=False)
    assert bad.returncode == 1
    assert bad.stdout.splitlines()[0] == f"{ID}.gdp value: expected 8.5, found 9.5"
    assert subprocess.run(run[:-1], capture_output=True, check=False).returncode == 2


def test_it_stands_on_the_standard_library_and_the_errors_alone() -> None:
    seen = set()
    for path in Path(kg.verify.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                seen |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                seen.add(node.module or "")
    ours = {name for name in seen if name.partition(".")[0] == "kg"}
    assert all(name == "kg.errors" or name.startswith("kg.verify") for name in ours)
    assert {name.partition(".")[0] for name in seen - ours} <= set(sys.stdlib_module_names)
