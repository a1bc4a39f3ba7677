"""The second reading: it passes what follows from the text, and names the slot of everything that does not."""

import ast
import copy
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.verify
from kg.errors import KgError
from kg.verify import Result, verify
from kg.verify.claim import Claim, findings
from kg.verify.numbers import chinese, derive, fold, same
from kg.verify.quads import unescape
from kg.verify.words import comparators, statuses, strengths, unit_fits, years

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


def test_a_changed_text_is_found_by_its_sha256_and_line_ends_are_never_translated(check: Written) -> None:
    rows = table()
    assert (ID, "sha256") in named(check(rows, quads(rows), text=TEXT.replace("\r\n", "\n").encode()))
    assert named(check(rows, quads(rows), toml='sha256 = "00"\nplan_year = 2019\n')) == {(ID, "sha256")}
    changed = [line.replace(SHA, "0" * 64) if "ns#sha256" in line else line for line in quads(rows)]
    assert named(check(rows, changed)) == {(ID, "sha256")}


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


def test_a_value_that_cannot_be_derived_is_never_passed(check: Written) -> None:
    text = TEXT.replace("320", "几百")
    rows = copy.deepcopy(table())[3:4]
    rows[0]["quote"] = rows[0]["quote"].replace("320", "几百")
    rows[0] |= {"as_stated": "几百", "end": rows[0]["end"] - 1, "value_end": rows[0]["value_end"] - 1}
    found = check(rows, quads(rows), text=text.encode()).problems
    assert [p for p in found if p.slot == "value" and "cannot be re-derived" in p.found]


@pytest.mark.parametrize(
    ("text", "chars", "unit", "values"),
    [
        ("增长5 . 5%", "5 . 5", "%", ["5.5"]),
        ("共１，２３４元", "１，２３４", "元", []),
        ("共1,234.5元", "1,234.5", "元", ["1234.5"]),
        ("收入264.69亿元", "264.69", "亿元", ["26469000000"]),
        ("超过3.2万亿元", "3.2", "万亿元", ["3200000000000"]),
        ("1200 余件", "1200", "件", ["1200"]),
        ("新增4万多亿元", "4万多亿", "元", ["4000000000000"]),
        ("300多万元", "300", "万元", ["3000000"]),
        ("1.8万余人", "1.8万", "人", ["18000"]),
        ("装机500千瓦", "500", "千瓦", ["500"]),
        ("装机50万千瓦", "50", "万千瓦", ["500000"]),
        ("提高6个百分点", "6", "个百分点", ["6"]),
        ("建设3-5万套", "3-5", "万套", ["30000", "50000"]),
        ("6%-6.5%", "6%-6.5%", "%", ["6", "6.5"]),
        ("3—5家", "3—5", "家", ["3", "5"]),
        ("8000至1万户", "8000至1万", "户", ["8000", "10000"]),
        ("三到五个", "三到五", "个", ["3", "5"]),
        ("海拔500米到860米", "500米到860", "米", ["500", "860"]),
        ("12万元至15万元", "12万元至15", "万元", ["120000", "150000"]),
        ("六万万人", "六万万", "人", ["600000000"]),
        ("三万亿元", "三万亿", "元", ["3000000000000"]),
        ("三千五百户", "三千五百", "户", ["3500"]),
        ("一亿二千万人", "一亿二千万", "人", ["120000000"]),
        ("一万二", "一万二", "", ["12000"]),
        ("两百零五个", "两百零五", "个", ["205"]),
        ("百分之八点五", "百分之八点五", "%", ["8.5"]),
        ("百分之八点五", "八点五", "%", ["8.5"]),
        ("达到七成", "七成", "%", ["70"]),
        ("达到一半", "一半", "%", ["50"]),
        ("四分之三", "四分之三", "%", ["75"]),
        ("翻一番", "翻一番", "倍", ["2"]),
        ("1/4", "1/4", "%", ["25"]),
        ("翻了一番", "翻了一番", "倍", ["2"]),
        ("二十五亿七千多万斤", "二十五亿七千多万", "斤", ["2570000000"]),
        ("翻两番", "翻两番", "倍", ["4"]),
        ("12、13万人", "12", "万人", ["120000"]),
        ("两三百人", "两三百", "人", []),
        ("几百人", "几百", "人", []),
        ("128.5元", "8.5", "元", []),
        ("128.5元", "128", "元", []),
        ("三千五百户", "五百", "户", []),
        ("三千五百户", "三千", "户", []),
        ("12 34", "12 34", "", []),
        ("增长-2.5%", "-2.5", "%", ["-2.5"]),
    ],
)
def test_numbers_are_read_again_from_their_characters(text: str, chars: str, unit: str, values: list[str]) -> None:
    start = text.index(chars)
    column = unit.lstrip("万亿") if unit != "%" else "%"
    found = derive(text, start, start + len(chars), unit)
    assert [fold(n, column) for n in found] == [Fraction(v) for v in values]


def claim(text: str, number: str, **filled: Any) -> set[str]:
    """Return the slots that do not follow from a text with one number, all of it the quote."""
    start = text.index(number)
    made: dict[str, Any] = dict.fromkeys(COLUMNS) | {
        "class": "Observation",
        "quote": text,
        "start": 0,
        "end": len(text),
    }
    made |= {
        "as_stated": number,
        "value_start": start,
        "value_end": start + len(number),
        "comparator": "eq",
        "slots": {},
    }
    return {slot for slot, _, _ in findings(Claim(made | filled, text, 2019, 2018, frozenset()))}


@pytest.mark.parametrize(
    ("text", "number", "filled"),
    [
        ("为市场主体减负15亿元", "15", {"value": 1500000000, "value_type": "level"}),
        ("能耗下降3个百分点", "3", {"value": -3, "value_type": "change"}),
        ("能耗降幅收窄3个百分点", "3", {"value": -3, "value_type": "change"}),
        ("失业率下降到3%", "3", {"value": 3, "value_type": "level"}),
        ("增速回落至3%", "3", {"value": 3, "value_type": "growth"}),
        ("能耗下降约3%", "3", {"value": -3, "value_type": "growth", "comparator": "approx"}),
        ("税收下降后增长3%", "3", {"value": 3, "value_type": "growth"}),
        ("能耗下降不超过3%", "3", {"value": -3, "lower": -3, "value_type": "growth", "comparator": "ge"}),
        ("整改问题1500 余件", "1500", {"value": 1500, "lower": 1500, "comparator": "gt"}),
        ("总投资亿元以上项目12个", "12", {"value": 12}),
        ("产值增长1.2倍以上", "1.2", {"value": "1.2", "lower": "1.2", "comparator": "ge"}),
    ],
)
def test_sign_and_comparator_follow_from_the_words_around_a_number(
    text: str, number: str, filled: dict[str, Any]
) -> None:
    filled |= {"unit": "%"} if "%" in text else {}
    found = claim(text, number, **filled, slots={"unit": [len(text) - 1, len(text)]} if "%" in text else {})
    assert found - {"unit"} == set()
    assert "value" in claim(text, number, **filled | {"value": -Decimal(filled["value"])})
    other = "lt" if filled.get("comparator") == "approx" else "approx"
    assert "comparator" in claim(text, number, **filled | {"comparator": other})


def test_a_margin_below_its_reference_is_negative() -> None:
    text = "失业率低于全省1.5个百分点"
    filled = {"comparator": "exceeds", "unit": "百分点", "value_type": "change"}
    slots = {"comparator": [3, 5], "unit": [text.index("个百分点"), len(text)]}
    assert claim(text, "1.5", margin="-1.5", slots=slots, **filled) == set()
    assert claim(text, "1.5", margin="1.5", slots=slots, **filled) == {"margin"}


def test_a_third_is_taken_to_four_places_and_no_fewer() -> None:
    third = fold(derive("三分之二", 0, 4)[0], None)
    assert same(third, Decimal("0.6667"))
    assert not same(third, Decimal("0.667"))
    assert not same(third, Decimal("0.6666"))


DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """Say a whole number below 10^12, as people do (一十二 for 12, so that no rule of ours is shared)."""
    if number < 10:
        return DIGITS[number]
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            head, rest = divmod(number, scale)
            gap = "零" if rest and rest < scale // 10 else ""
            return spoken(head) + name + (gap + spoken(rest) if rest else "")
    raise AssertionError(number)


@given(st.integers(0, 10**12 - 1))
def test_every_spoken_whole_number_is_read_back(number: int) -> None:
    assert chinese(spoken(number)) == number


@given(st.decimals(0, 10**6, places=3), st.sampled_from(["", "万", "亿", "万亿"]), st.booleans(), st.booleans())
def test_every_written_decimal_is_read_back_exactly(number: Decimal, scale: str, wide: bool, loose: bool) -> None:
    chars = f"{number:f}"
    if wide:
        chars = chars.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if loose:
        chars = chars.replace(".", " . ")
    factor = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    text = f"共计{chars}{scale}元，"
    wanted = (Fraction(number) * factor,)
    assert tuple(n.value for n in derive(text, 2, 2 + len(chars), f"{scale}元")) == wanted
    assert tuple(n.value for n in derive(text, 2, 2 + len(chars) + len(scale), "元")) == wanted


@given(st.integers(1, 10**6), st.integers(0, 999))
def test_every_spoken_percentage_is_read_back_exactly(whole: int, thousandths: int) -> None:
    chars = f"百分之{spoken(whole)}点{''.join(DIGITS[int(d)] for d in f'{thousandths:03}')}"
    found = derive(chars, 0, len(chars))
    assert [(n.value, n.mark) for n in found] == [(whole + Fraction(thousandths, 1000), "%")]


def test_words_mean_what_the_tables_say() -> None:
    assert comparators("不超过") == {"le"}
    assert comparators("超过") == {"gt"}
    assert comparators("不低于") == {"ge"}
    assert comparators("低于") == {"lt"}
    assert comparators("达到") == frozenset()
    assert strengths("主要预期目标是") == {"expected"}
    assert statuses("建成投产") == {"operating"}
    assert statuses("即将封顶") == {"under-way", "main-works-done"}
    assert statuses("基本建成") == {"completed", "main-works-done"}
    assert unit_fits("人", "万名", "")
    assert unit_fits("件/万人", "件", "每万人口发明专利12件")
    assert not unit_fits("元/月", "元", "每人每年12元")


def test_years_are_digits_or_words_about_the_report() -> None:
    assert years("二〇二五年", 2019, 2018, ahead=True) == {2025}
    assert years("２０２５年", 2019, 2018, ahead=True) == {2025}
    assert years("去年", 2019, 2018, ahead=False) == {2018}
    assert years("今年", 2019, 2018, ahead=True) == {2019}
    assert years("“十四五”末", 2022, 2021, ahead=True) == {2025}
    assert years("高质量", 2019, 2018, ahead=True) == frozenset()


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
