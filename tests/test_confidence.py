"""Confidence is what was measured: the table of precision, the rules it is of, and what a proposal takes from it."""

import csv
import sys
from decimal import Decimal

import pytest
from command import HENGYANG, ROOT

from kg.extract import RULES, extract
from kg.extract import confidence as measured
from kg.extract.rule_names import RULES as NAMES
from kg.model import Report
from kg.report import read_report
from kg.terms import KINDS

sys.path.insert(0, str(ROOT / "bench"))

import precision


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (ROOT / measured.FILE).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def hengyang() -> Report:
    return read_report(HENGYANG)


def test_the_rules_of_the_table_are_those_of_the_code(rows: list[dict[str, str]]) -> None:
    assert {r["rule"] for r in rows if not r["trait"]} == NAMES.keys()
    assert {r["trait"] for r in rows if r["rule"] == measured.ANY} == measured.RISKS.keys()
    own = {r["trait"] for r in rows if r["rule"] != measured.ANY and r["trait"]}
    assert own <= measured.NAMES.keys() | KINDS.keys()
    assert len(RULES) <= len(NAMES)


def test_every_confidence_follows_from_its_counts(rows: list[dict[str, str]]) -> None:
    assert next(tuple(r) for r in rows) == measured.COLUMNS
    for r in rows:
        read, right = int(r["read"]), int(r["right"])
        assert 0 <= right <= read and Decimal(r["confidence"]) == measured.at_least(right, read), r
        assert (r["measured_on"] in ("gold", "decisions")) == (read > 0)
    assert [(r["rule"], r["trait"]) for r in rows] == sorted((r["rule"], r["trait"]) for r in rows)


def test_what_decisions_measure_is_measured_again_with_the_same_counts(rows: list[dict[str, str]]) -> None:
    found = precision.counted(precision.of_decisions())
    stated = {
        (r["rule"], r["trait"]): (int(r["read"]), int(r["right"])) for r in rows if r["measured_on"] == "decisions"
    }
    assert stated and {key: found[key] for key in stated} == stated


def test_a_proposal_has_the_confidence_of_its_rule_and_trait(hengyang: Report) -> None:
    for p in extract(hengyang):
        assert p.confidence == measured.confidence(p.rule, measured.trait_of(p, hengyang.text)), p.id


SENTENCES = [
    ("地区生产总值增长7.5%。", "known"),
    ("全市矿泉水产量12.5万吨。", "worded"),
    ("全市矿泉水产量12.5万吨，增长3%。", "lent"),
    ("审批事项提速60%。", "odd-share"),
    ("建设保障性住房7万套（间）。", "second-unit"),
    ("人均养老金新增110元。", "rate-unsaid"),
    ("矿泉水产业园产值超过10亿元。", "threshold"),
    ("新医院将有病床2500张。", "other-half"),
    ("矿泉水产量约12.5万吨。", "about"),
    ("矿泉水产量达12.5担。", "rare-unit"),
]


@pytest.mark.parametrize(("sentence", "trait"), SENTENCES)
def test_traits_tell_numbers_apart(sentence: str, trait: str) -> None:
    text = f"一、2019年工作回顾\n\n{sentence}\n"
    report = Report(id="430500-2020", text=text, sha256="0", place="430500", plan=2020, review=(2019, 2019))
    assert [measured.trait_of(p, text) for p in extract(report) if p.value_span][-1] == trait


def test_few_readings_measure_little() -> None:
    assert measured.at_least(4, 4) == measured.UNMEASURED == measured.confidence("a-new-rule")
    assert measured.at_least(5, 5) < measured.at_least(50, 50) < measured.at_least(500, 500) < 1
    assert measured.at_least(0, 50) == 0
    assert measured.confidence("level", "threshold") == measured.confidence("growth", "threshold")
