"""kg check-claim: each number of a text held against the report of Hengyang."""

import csv
import io
import json
import re
import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from command import ROOT, kg
from hypothesis import given
from hypothesis import strategies as st

import kg as package
from kg.claims import Facts, check_claim
from kg.claims.facts import Fact
from kg.claims.numbers import Amount, compare, factor, step_of
from kg.numerals import numerals
from kg.project import Project

ARTICLES = Path(__file__).parent / "data" / "claims" / "hengyang.tsv"
ROWS = [line.split("\t") for line in ARTICLES.read_text(encoding="utf-8").splitlines()[2:]]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(package.read(package.example(), place="430400", year=2019).rows())


def test_the_made_articles_are_at_least_forty_claims_of_every_kind() -> None:
    assert len(ROWS) >= 60
    verdicts = {(row[2], row[3]) for row in ROWS}
    assert {slot for _, slot in verdicts} == {"", "value", "unit", "year", "bound", "indicator", "kind"}
    assert {verdict for verdict, _ in verdicts} >= {
        "supported",
        "contradicted",
        "not-stated",
        "not-covered",
        "no-claim",
    }


@pytest.mark.parametrize(("category", "marked", "verdict", "slot"), ROWS)
def test_a_made_claim_gets_its_verdict(category: str, marked: str, verdict: str, slot: str, facts: Facts) -> None:
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    text = re.sub("[⟦⟧]", "", marked)
    found = [r for r in check_claim(text, facts).rows if r.start < end and start < r.end]
    assert [(r.verdict, r.slot or "") for r in found] == [(verdict, slot)], category


ARTICLE = """\
衡阳交出成绩单

2018年，衡阳市地区生产总值增长8.5%，全体居民人均可支配收入约2.6万元。旅游总收入达630.3亿元，接待游客7000多万人次。

固定资产投资增长近12%。联系电话：0734-8866712。编号为七千七百的文书归档，还有 12 34 两格。
"""


def test_every_numeral_lies_in_exactly_one_verdict(facts: Facts) -> None:
    for text in (ARTICLE, *(re.sub("[⟦⟧]", "", row[1]) for row in ROWS)):
        rows = check_claim(text, facts).rows
        for numeral in numerals(text):
            holding = [r for r in rows if r.start <= numeral.span.start and numeral.span.end <= r.end]
            assert len(holding) == 1, (text, numeral)
        assert all(text[r.start : r.end] == r.text for r in rows)
        assert all(a.end <= b.start for a, b in pairwise(rows))


@pytest.mark.parametrize("piece", ["2020年增长5%，", "衡阳市生产总值增长5.2%，", "目标5个。", "衡阳经开区"])
def test_a_text_four_times_as_long_takes_four_times_the_work(piece: str) -> None:
    check_claim(piece * 20, _EMPTY)  # tables are read once
    short, long = (_work(piece * n) for n in (150, 600))
    assert long < 5 * short


def _work(text: str) -> int:
    """Count the calls of a check: what a clock would say on a quiet machine."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        check_claim(text, _EMPTY)
    finally:
        sys.setprofile(None)
    return calls


@given(st.text(alphabet="衡阳市年增长达亿万元%，。2018.5 \n约第三", max_size=60))
def test_any_text_gets_one_verdict_a_numeral(text: str) -> None:
    rows = check_claim(text, _EMPTY).rows
    for numeral in numerals(text):
        assert len([r for r in rows if r.start <= numeral.span.start and numeral.span.end <= r.end]) == 1


_EMPTY = Facts([])


def test_a_verdict_cites_the_report_by_quote_and_offsets(facts: Facts) -> None:
    report = (ROOT / "data/reports/430400-2019/report.txt").read_text(encoding="utf-8")
    cited = [c for r in check_claim(ARTICLE, facts).rows for c in r.citations]
    assert len(cited) >= 5
    for citation in cited:
        assert report[citation.start : citation.end] == citation.quote
        assert citation.iri.endswith(citation.statement)


def test_a_year_that_an_earlier_sentence_names_contradicts_nothing(facts: Facts) -> None:
    text = "2019年，衡阳继续发力。接待游客7016.2万人次。"
    row = check_claim(text, facts).rows[-1]
    assert (row.verdict, row.citations[0].year) == ("supported", 2018)
    assert check_claim("接待游客7016.2万人次。", facts, year=2019).rows[-1].slot == "year"


def test_the_place_is_the_one_named_last_in_the_paragraph(facts: Facts) -> None:
    text = "衡阳市2018年经济发展。\n\n与此同时，长沙市地区生产总值增长8.5%。\n\n地区生产总值增长8.5%。"
    assert [r.verdict for r in check_claim(text, facts).rows if r.verdict != "no-claim"] == ["not-covered", "supported"]
    assert check_claim("地区生产总值增长8.5%", facts, place="430100").rows[0].verdict == "not-covered"


def test_a_numeral_inside_the_name_of_what_is_measured_claims_nothing(facts: Facts) -> None:
    text = "衡阳市2018年一般公共预算收入264.69亿元，新开工亿元以上项目95个，第三产业增加值增长9%。"
    told = {r.text: (r.verdict, r.reason) for r in check_claim(text, facts).rows}
    assert told["一"] == ("no-claim", "fixed-word")
    assert told["亿"] == ("no-claim", "threshold") and told["三"] == ("no-claim", "classification")
    assert told["264.69亿"][0] == "supported" and told["95"][0] == "not-stated"


def test_a_growth_is_never_held_against_a_level(facts: Facts) -> None:
    row = check_claim("2018年，衡阳一般公共预算收入增长264.69%。", facts).rows[-1]
    assert row.verdict != "supported" and row.slot != "unit"
    row = check_claim("2018年，衡阳森林覆盖率提高48.2个百分点。", facts).rows[-1]
    assert row.verdict != "supported"


@pytest.mark.parametrize(
    ("digits", "value", "step"),
    [("7500", 7500, 100), ("7516", 7516, 1), ("2.6", 26000, 1000), ("3.05", 3_050_000_000_000, 10_000_000_000)],
)
def test_the_last_digit_that_counts_says_how_roughly_a_number_is_told(digits: str, value: int, step: int) -> None:
    assert step_of(digits, Decimal(value)) == step


def amount(value: str, comparator: str = "eq", unit: str = "元", loose: object = None) -> Amount:
    number = Decimal(value)
    return Amount(comparator, number, None, None, unit, value, step_of(value, number), loose)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "known", "reported", "agreement"),
    [
        (amount("7516"), amount("7516"), True, "exact"),
        (amount("7500"), amount("7516"), True, "value"),
        (amount("7500", "approx", loose="around"), amount("7516"), True, "rounded"),
        (amount("7400", "approx", loose="around"), amount("7516"), True, "value"),
        (amount("7500", "gt", loose="above"), amount("7516"), True, "rounded"),
        (amount("7000", "gt", loose="above"), amount("6990"), True, "value"),
        (amount("7600", "approx", loose="below"), amount("7516"), True, "value"),
        (amount("7520", "approx", loose="below"), amount("7516"), True, "rounded"),
        (amount("7000", "gt"), amount("7516"), True, "implied"),
        (amount("7000", "gt"), amount("7516"), False, "value"),
        (amount("8", "ge"), amount("8", "approx"), False, "bound"),
        (amount("8"), amount("8", "ge"), False, "bound"),
        (amount("8", "le"), amount("8", "ge"), True, "bound"),
        (amount("1228000", unit="米"), amount("1228", unit="公里"), True, "exact"),
        (amount("15", unit="亩"), amount("1", unit="公顷"), True, "exact"),
        (amount("8", unit="人"), amount("8", unit="人次"), True, "unit"),
    ],
)
def test_two_numbers_agree_or_differ_in_one_part(said: Amount, known: Amount, reported: bool, agreement: str) -> None:
    assert compare(said, known, reported=reported) == agreement


def test_units_of_different_things_are_not_one_another() -> None:
    assert factor("元", "美元") is None and factor("亩", "米") is None and factor(None, "元") is None
    assert factor("千米", "公里") == 1


def test_a_statement_s_own_words_are_supported_and_its_altered_number_is_not(facts: Facts) -> None:
    here = facts.of("430400")
    assert here is not None
    held: list[bool] = []
    refused: list[bool] = []
    for fact in (f for found in here.by_measure.values() for f in found):
        if fact.row["value_start"] is None or "\n" in str(fact.row["quote"]):
            continue
        held.append(_verdict(fact, facts, str(fact.row["quote"])) == "supported")
        if fact.amount.comparator == "eq" and (altered := _altered(fact)):
            refused.append(_verdict(fact, facts, altered) != "supported")
    assert len(held) > 100 and sum(held) / len(held) > 0.95
    assert len(refused) > 80 and sum(refused) / len(refused) > 0.97


def _verdict(fact: Fact, facts: Facts, text: str) -> str:
    at = int(fact.row["value_start"]) - int(fact.row["start"])
    rows = check_claim(text + "。", facts, place="430400").rows
    return next((r.verdict for r in rows if r.start <= at < r.end), "none")


def _altered(fact: Fact) -> str | None:
    quote, at = str(fact.row["quote"]), int(fact.row["value_start"]) - int(fact.row["start"])
    digit = quote[at : at + 1]
    return f"{quote[:at]}{(int(digit) + 4) % 9 + 1}{quote[at + 1 :]}" if digit.isascii() and digit.isdigit() else None


def test_the_command_says_what_is_contradicted_and_exits_one(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    ran = kg("check-claim", str(file), cwd=project.root)
    assert (ran.code, ran.err) == (0, "")
    assert "8.5%  supported  地区生产总值  衡阳市  2018" in ran.out and "kg show " in ran.out
    assert kg("check-claim", str(file), "--strict", cwd=project.root).code == 1
    wrong = kg("check-claim", "2018年，衡阳市地区生产总值增长9.5%", cwd=project.root)
    assert wrong.code == 1 and "9.5%  contradicted in its value" in wrong.out
    chinese = kg("check-claim", "2018年，衡阳旅游总收入630.3万元", cwd=project.root, LC_ALL="zh_CN.UTF-8")
    assert "不符（单位不符）" in chinese.out and chinese.out.splitlines()[-1] == "共 2 个数字：不符 1, 非数据 1"


def test_the_command_writes_tables(project: Project) -> None:
    text = "2018年，衡阳市地区生产总值增长9.5%"
    rows = list(csv.DictReader(io.StringIO(kg("check-claim", text, "--format", "csv", cwd=project.root).out[1:])))
    assert [(r["text"], r["verdict"], r["slot"]) for r in rows] == [
        ("2018", "no-claim", ""),
        ("9.5", "contradicted", "value"),
    ]
    assert rows[1]["report"] == "430400-2019" and rows[1]["report_says"] == "增长8.5%"
    records = json.loads(kg("check-claim", text, "--format", "json", cwd=project.root).out)
    assert records["counts"] == {"contradicted": 1, "no-claim": 1}


def test_what_cannot_be_read_is_one_line(project: Project) -> None:
    assert kg("check-claim", "missing.txt", cwd=project.root).code == 1
    assert "expected a file, or a text" in kg("check-claim", "missing.txt", cwd=project.root).line()
    assert kg("check-claim", "增长8%", "--place", "没有的地方", cwd=project.root).code == 1


def test_python_has_the_same_words(project: Project) -> None:
    checked = package.open(project.root).check_claim("2018年，衡阳市地区生产总值增长9.5%。")
    assert checked.counts == {"contradicted": 1, "no-claim": 1}


def test_what_cannot_be_read_is_said_and_not_passed(project: Project) -> None:
    folder = kg("check-claim", project.root, cwd=project.root)
    assert folder.code == 1 and "found a folder" in folder.line()
    english = kg("check-claim", "In 2018, GDP grew by 8.5%", cwd=project.root)
    assert english.code == 1 and "expected a text in Chinese" in english.line()
