"""Decisions: the table people keep, the programs they keep it with, and what becomes of the statements."""

import errno
import io
import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.decisions import COLUMNS, Decision, append, apply, decide, numbered, parse, parse_table, read, write
from kg.decisions.cells import AMENDABLE, protect, read_date, read_number, spell, unprotect
from kg.decisions.row import WORDS as KEPT
from kg.errors import DecisionError
from kg.extract.reading import Reading
from kg.model import Proposal, Report, Span, Statement
from kg.text import sentences

TEXT = (
    "政府工作报告\n\n一、2018年工作回顾\n\n"
    "实现一般公共预算收入264.69亿元，增长5.03%；税收收入增长14.62%。"
    "南岳机场旅客吞吐量突破80万人次。荣获国家“守信激励创新奖”。\n"
)


def report_of(text: str = TEXT, name: str = "430400-2019") -> Report:
    return Report(id=name, text=text, sha256="0" * 64, place="430400", plan=2019, review=(2018, 2018))


def proposal_of(
    report: Report, quote: str, number: str, as_stated: str = "", *, rule: str = "level", at: str = "", **filled: object
) -> Proposal:
    """Propose what a rule would: the number inside the quote, anchored at ``at`` or the number."""
    for passage in sentences(report):
        reading = Reading(report, passage, "衡阳市")
        start = reading.text.find(quote)
        if start >= 0:
            first = reading.text.index(number, start)
            stated = reading.text.index(as_stated or number, start)
            content: dict[str, object] = {"cls": "Observation", "year": 2018, "value_type": "level"} | filled
            return reading.propose(
                rule=rule,
                anchor=reading.text.index(at, start) if at else first,
                quote=(start, start + len(quote)),
                as_stated=(stated, stated + len(as_stated or number)),
                slots={"year": "inherited:report", "value_type": "bare", "value": (first, first + len(number))},
                value_at=(first, first + len(number)),
                **content,  # type: ignore[arg-type]
            )
    raise AssertionError(f"{quote} is not in the text")


REVENUE = "实现一般公共预算收入264.69亿元"


def revenue(report: Report, **filled: object) -> Proposal:
    given = {"value": Decimal(26469000000), "unit": "元", "indicator": "revenue", "comparator": "eq"} | filled
    return proposal_of(report, REVENUE, "264.69亿", "264.69亿元", **given)  # type: ignore[arg-type]


def growth(report: Report, **filled: object) -> Proposal:
    given = {"value": Decimal("5.03"), "unit": "%", "value_type": "growth", "comparator": "eq"} | filled
    return proposal_of(report, "增长5.03%", "5.03", "增长5.03%", **given)  # type: ignore[arg-type]


def proposals_of(report: Report) -> tuple[Proposal, ...]:
    return revenue(report), growth(report)


def on(proposal: Proposal, action: str, who: str = "李明", report: Report | None = None, **cells: str) -> Decision:
    return decide(report or report_of(), proposal, action, who=who, when="2026-11-24", **cells)  # type: ignore[arg-type]


def outcome(*decisions: Decision, report: Report | None = None) -> Statement:
    """Return what becomes of the revenue statement; nothing may be left over."""
    report = report or report_of()
    statements, leftovers = apply(report, proposals_of(report), numbered(decisions))
    assert not leftovers
    return next(s for s in statements if s.as_stated.of(report.text).startswith("264"))


ADDED = {
    "statement": "",
    "action": "add",
    "start": str(TEXT.index("南岳机场旅客")),
    "end": str(TEXT.index("万人次") + 3),
    "quote": "南岳机场旅客吞吐量突破80万人次",
    "before": TEXT[TEXT.index("南岳机场旅客") - 12 : TEXT.index("南岳机场旅客")],
    "after": "。荣获国家",
    "who": "李明",
    "when": "2026-11-24",
    "class": "Observation",
    "value": "80万",
    "unit": "人次",
    "comparator": "gt",
    "indicator": "passengers",
    "year": "2018",
    "value_type": "level",
    "number": "80万",
    "as_stated": "突破80万人次",
}


# ---------------------------------------------------------------- what becomes of the statements


def test_what_nobody_decided_stays_as_the_rule_read_it() -> None:
    report = report_of()
    proposal = revenue(report)
    (statement,), leftovers = apply(report, [proposal], [])
    assert (statement.review_status, statement.origin, statement.decided_by) == ("extracted", "rule:level", ())
    assert (statement.confidence, statement.slots, leftovers) == (proposal.confidence, proposal.slots, ())


def test_an_accepted_statement_is_reviewed_and_still_the_rules() -> None:
    decision = on(revenue(report_of()), "accept")
    statement = outcome(decision)
    assert (statement.review_status, statement.origin) == ("reviewed", "rule:level")
    assert statement.decided_by == (decision.id,)


def test_a_second_person_who_agrees_makes_it_double_checked_and_the_same_person_does_not() -> None:
    proposal = revenue(report_of())
    assert outcome(on(proposal, "accept"), on(proposal, "accept", "王芳")).review_status == "double-checked"
    assert outcome(on(proposal, "accept"), on(proposal, "accept")).review_status == "reviewed"
    assert outcome(on(proposal, "accept"), on(proposal, "accept", " 李 明 ")).review_status == "reviewed"


def test_two_who_amend_alike_agree_and_the_one_who_accepts_an_amendment_agrees_with_it() -> None:
    proposal = revenue(report_of())
    alike = outcome(on(proposal, "amend", year="2017"), on(proposal, "amend", "reading-1", year="2017"))
    assert (alike.review_status, alike.year) == ("double-checked", 2017)
    assert outcome(on(proposal, "amend", year="2017"), on(proposal, "accept", "王芳")).review_status == "double-checked"


def test_where_two_differ_the_last_row_wins_and_both_are_kept() -> None:
    proposal = revenue(report_of())
    first, second = on(proposal, "amend", year="2017"), on(proposal, "amend", "王芳", year="2016")
    statement = outcome(first, second)
    assert (statement.review_status, statement.year) == ("reviewed", 2016)
    assert statement.decided_by == (first.id, second.id)


def test_agreement_before_a_doubt_does_not_count_behind_it() -> None:
    proposal = revenue(report_of())
    doubted = (on(proposal, "accept"), on(proposal, "doubt", "王芳"))
    assert outcome(*doubted).review_status == "doubtful"
    assert outcome(*doubted, on(proposal, "accept", "王芳")).review_status == "reviewed"
    assert outcome(*doubted, on(proposal, "accept", "王芳"), on(proposal, "accept")).review_status == "double-checked"


def test_an_amendment_changes_its_slots_alone_and_they_rest_on_the_decision() -> None:
    proposal = revenue(report_of())
    decision = on(proposal, "amend", unit="美元", scope="可比口径", class_="Target", headline="是")
    statement = outcome(decision)
    assert (statement.unit, statement.scope, statement.cls, statement.headline) == ("美元", "可比口径", "Target", True)
    assert (statement.value, statement.year) == (proposal.value, proposal.year)
    assert statement.id == proposal.id
    assert (statement.origin, statement.confidence) == ("curated:decisions.tsv", Decimal(1))
    evidence = f"decision:{decision.id}"
    assert {n: statement.slots[n] for n in ("unit", "scope", "headline")} == dict.fromkeys(
        ("unit", "scope", "headline"), evidence
    )
    assert statement.slots["year"] == "inherited:report"


def test_characters_that_a_row_names_become_the_evidence() -> None:
    report = report_of()
    start = report.text.index("一般公共预算收入")
    decision = on(
        revenue(report),
        "amend",
        indicator="general-public-budget-revenue",
        value="264.69亿",
        number="264.69",
        as_stated="264.69亿元",
        slots=json.dumps({"indicator": [start, start + 8]}),
    )
    statement = outcome(decision)
    assert isinstance(statement.slots["indicator"], Span)
    assert statement.slots["indicator"].of(report.text) == "一般公共预算收入"
    assert statement.value_span is not None
    assert statement.value_span.of(report.text) == "264.69"
    assert statement.slots["value"] == statement.value_span
    assert statement.as_stated.of(report.text) == "264.69亿元"


def test_a_dash_empties_a_slot_and_its_evidence() -> None:
    statement = outcome(on(revenue(report_of(), headline=True), "amend", year="-", headline="-", number="-"))
    assert statement.year is None
    assert statement.headline is False
    assert "year" not in statement.slots
    assert statement.value_span is None


def test_bounds_follow_an_amended_comparator_unless_the_row_gives_them() -> None:
    proposal = revenue(report_of())
    assert outcome(on(proposal, "amend", comparator="ge")).lower == proposal.value
    below = outcome(on(proposal, "amend", comparator="lt", value="300亿"))
    assert (below.lower, below.upper) == (None, Decimal(30000000000))
    between = outcome(on(proposal, "amend", comparator="range", lower="260亿", upper="270亿"))
    assert (between.value, between.lower, between.upper) == (None, Decimal(26000000000), Decimal(27000000000))


def test_a_rejected_statement_is_kept_as_rejected_each_time_the_rule_proposes_it() -> None:
    report = report_of()
    rejection = on(revenue(report), "reject", why="不是本市数据")
    statements, leftovers = apply(report, [revenue(report, rule="better")], [rejection])
    assert [s.review_status for s in statements] == ["rejected"]
    assert not leftovers


def test_undo_takes_back_the_last_decision_in_force_of_that_statement_alone() -> None:
    report = report_of()
    money, rate = proposals_of(report)
    kept, amended = on(money, "accept"), on(money, "amend", "王芳", year="2017")
    decisions = numbered((kept, amended, on(rate, "reject"), on(money, "undo")))
    statements, leftovers = apply(report, (money, rate), decisions)
    by_id = {s.id: s for s in statements}
    assert not leftovers
    assert (by_id[money.id].year, by_id[money.id].decided_by) == (2018, (kept.id,))
    assert by_id[rate.id].review_status == "rejected"
    twice = outcome(kept, amended, on(money, "undo"), on(money, "undo"))
    assert (twice.review_status, twice.decided_by) == ("extracted", ())


def test_undo_without_anything_in_force_is_left_over() -> None:
    report = report_of()
    decision = on(revenue(report), "undo")
    statements, leftovers = apply(report, proposals_of(report), [decision])
    assert [left.decision for left in leftovers] == [decision]
    assert "taken back" in leftovers[0].reason
    assert len(statements) == 2


def test_an_added_statement_has_the_id_that_a_rule_would_give_it() -> None:
    report = report_of()
    decision = parse(ADDED, "decision")
    (statement,), leftovers = apply(report, [], [decision], "衡阳市")
    found = proposal_of(report, ADDED["quote"], "80万", "突破80万人次", value=Decimal(1))
    assert not leftovers
    assert statement.id == found.id
    assert statement.quote == statement.span.of(report.text) == ADDED["quote"]
    assert (statement.value, statement.lower, statement.comparator) == (Decimal(800000), Decimal(800000), "gt")
    assert (statement.review_status, statement.origin) == ("reviewed", "curated:decisions.tsv")
    assert (statement.value_span, statement.place_label, statement.section) == (found.value_span, "衡阳市", "一")
    assert statement.slots["value"] == found.value_span
    assert statement.slots["indicator"] == f"decision:{decision.id}"


def test_an_added_statement_wins_over_the_rule_that_finds_it_later_and_comes_back_to_it_when_undone() -> None:
    report = report_of()
    found = proposal_of(report, ADDED["quote"], "80万", "80万人次", value=Decimal(1), scope="全市")
    added = parse(ADDED, "decision")
    (statement,), _ = apply(report, [found], [added])
    assert (statement.id, statement.value, statement.scope) == (found.id, Decimal(800000), None)
    undo = parse({k: v for k, v in ADDED.items() if k in COLUMNS[:10]} | {"action": "undo", "statement": found.id}, "d")
    (statement,), leftovers = apply(report, [found], [added, undo])
    assert (statement.value, statement.review_status, leftovers) == (Decimal(1), "extracted", ())
    assert apply(report, [], [added, undo]) == ((), ())


def test_others_can_decide_on_an_added_statement_by_its_id() -> None:
    report = report_of()
    added = parse(ADDED, "decision")
    (statement,), _ = apply(report, [], [added])
    (again,), leftovers = apply(report, [], [added, on(statement, "accept", "王芳")])
    assert (again.review_status, leftovers) == ("double-checked", ())
    (twice,), _ = apply(report, [], [added, parse(ADDED | {"who": "王芳"}, "decision")])
    assert twice.review_status == "double-checked"


def test_an_honour_is_added_by_the_words_that_state_it() -> None:
    report = report_of()
    start = TEXT.index("荣获")
    cells = {
        **{k: ADDED[k] for k in ("action", "who", "when")},
        "start": str(start),
        "end": str(start + 14),
        "quote": TEXT[start : start + 14],
        "class": "Recognition",
        "label": "守信激励创新奖",
        "as_stated": "荣获",
    }
    (statement,), leftovers = apply(report, [], [parse(cells, "decision")])
    assert (statement.cls, statement.label, leftovers) == ("Recognition", "守信激励创新奖", ())
    reading = next(Reading(report, p) for p in sentences(report) if p.span.covers(statement.span))
    assert statement.id == reading.address(reading.text.index("荣获"), "recognition")


def test_an_acceptance_that_records_what_was_seen_holds_when_the_rule_reads_otherwise() -> None:
    report = report_of()
    seen = on(revenue(report), "accept", value="264.69亿", unit="元")
    assert outcome(seen).origin == "rule:level"
    (statement,), _ = apply(report, [revenue(report, value=Decimal(1))], [seen])
    assert (statement.value, statement.origin) == (Decimal(26469000000), "curated:decisions.tsv")
    assert statement.slots["value"] == f"decision:{seen.id}"


def test_a_quote_wide_enough_for_its_evidence_becomes_the_statements_own() -> None:
    report = report_of()
    proposal = growth(report)
    start = proposal.span.start - len(REVENUE) - 1
    wide = {"start": str(start), "end": str(proposal.span.end), "quote": report.text[start : proposal.span.end]}
    slots = json.dumps({"indicator": [start + 2, start + 10]})
    decision = on(proposal, "amend", "李明", report, indicator="general-public-budget-revenue", slots=slots, **wide)
    (statement,), leftovers = apply(report, [proposal], [decision])
    assert not leftovers
    assert statement.quote == wide["quote"] == statement.span.of(report.text)
    assert statement.id == proposal.id


# ---------------------------------------------------------------- where decisions go when things change


def test_another_rule_indicator_confidence_or_order_leaves_every_decision_attached() -> None:
    report = report_of()
    decisions = [on(revenue(report), "accept"), on(growth(report), "reject"), parse(ADDED, "decision")]
    before, _ = apply(report, proposals_of(report), decisions)
    others = (growth(report, rule="new"), revenue(report, rule="other", indicator="else", year=2019))
    after, leftovers = apply(report, others, decisions)
    assert not leftovers
    assert [(s.id, s.review_status, s.decided_by) for s in after] == [
        (s.id, s.review_status, s.decided_by) for s in before
    ]
    assert sum(bool(s.decided_by) for s in after) == 3


def test_text_inserted_before_moves_the_places_and_keeps_the_decisions() -> None:
    old, new = report_of(), report_of(TEXT.replace("实现一般", "各位代表：经济平稳。\n\n实现一般"))
    start = TEXT.index("一般公共")
    slots = json.dumps({"indicator": [start, start + 8]})
    decisions = [
        on(revenue(old), "amend", indicator="tax-revenue", slots=slots),
        on(growth(old), "accept"),
        parse(ADDED, "d"),
    ]
    statements, leftovers = apply(new, proposals_of(new), decisions)
    assert not leftovers
    assert [s.review_status for s in statements] == ["reviewed"] * 3
    where = statements[0].slots["indicator"]
    assert isinstance(where, Span)
    assert where.of(new.text) == "一般公共预算收入"
    assert all(s.quote == s.span.of(new.text) for s in statements)


def test_a_changed_sentence_is_found_by_its_quote_and_by_the_decisions_after_it() -> None:
    old, new = (
        report_of(),
        report_of(TEXT.replace("税收收入增长14.62%", "税收收入增长14.6%").replace("264.69亿", "264.69 亿")),
    )
    first, second = on(revenue(old), "amend", year="2017"), on(revenue(old), "accept", "王芳")
    assert revenue(old).id != revenue(new).id
    statement = outcome(first, second, report=new)
    assert (statement.id, statement.year) == (revenue(new).id, 2017)
    assert statement.review_status == "double-checked"


def test_of_several_places_with_the_same_words_the_one_with_the_same_surroundings_is_taken() -> None:
    def text(order: tuple[str, ...]) -> str:
        return "".join(f"{name}税收总收入增长7.5%，好于去年{n}。" for n, name in enumerate(order))

    old, new = report_of(text(("蒸湘区", "石鼓区"))), report_of("开头新写一句。" + text(("石鼓区", "蒸湘区")))

    def both(report: Report) -> list[Proposal]:
        return [
            proposal_of(report, f"{name}税收总收入增长7.5%", "7.5", "增长7.5%", value=Decimal("7.5"))
            for name in ("蒸湘区", "石鼓区")
        ]

    rejected = [
        replace(on(p, "reject", report=old), quote="增长7.5%", start=p.as_stated.start, end=p.as_stated.end)
        for p in both(old)
    ]
    start = rejected[0].start
    rejected[0] = replace(rejected[0], before=old.text[start - 8 : start], after="，好于去年")
    # The first one's row only: its old id is gone, as the sentence ends otherwise now.
    proposals = [replace(p, quote="增长7.5%", span=p.as_stated) for p in both(new)]
    statements, leftovers = apply(new, proposals, rejected[:1])
    assert not leftovers
    assert [(new.text[s.span.start - 8 :][:3], s.review_status) for s in statements] == [
        ("石鼓区", "extracted"),
        ("蒸湘区", "rejected"),
    ]


def test_an_anchor_that_moved_keeps_the_decision_at_its_number() -> None:
    report = report_of()
    quote = "实现一般公共预算收入264.69亿元，增长5.03%"

    def money(at: str) -> Proposal:
        return proposal_of(report, quote, "264.69亿", "264.69亿元", at=at, value=Decimal(26469000000))

    rate = proposal_of(report, quote, "5.03", "增长5.03%", value=Decimal("5.03"))
    decision = on(money("69亿"), "reject")
    statements, leftovers = apply(report, [rate, money("264")], [decision])
    assert not leftovers
    assert {s.id: s.review_status for s in statements} == {money("264").id: "rejected", rate.id: "extracted"}


def test_a_decision_never_moves_to_another_family() -> None:
    report = report_of()
    decision = on(revenue(report), "accept")
    statements, leftovers = apply(report, [revenue(report, cls="Action")], [decision])
    assert [s.review_status for s in statements] == ["extracted"]
    assert [left.decision for left in leftovers] == [decision]
    _, leftovers = apply(report, [revenue(report)], [on(revenue(report), "amend", class_="Action")])
    assert "reject the statement and add another" in leftovers[0].reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TEXT.replace("264.69", "265.1"), "no longer stands in the text"),
        ("甲乙丙丁戊己。实现264.69亿元，子丑寅卯。", "among other words"),
    ],
)
def test_what_fits_nowhere_is_listed_with_its_reason(text: str, reason: str) -> None:
    old, new = report_of(), report_of(text)
    start = TEXT.index("264.69")
    decision = replace(
        on(revenue(old), "accept"),
        quote="264.69亿元",
        start=start,
        end=start + 8,
        before="公共预算收入",
        after="，增长",
    )
    statements, leftovers = apply(new, [], [decision])
    assert statements == ()
    assert [(left.decision, reason in left.reason) for left in leftovers] == [(decision, True)]


def test_a_quote_that_contradicts_its_id_and_a_row_of_another_report_are_left_over() -> None:
    report = report_of()
    wrong = replace(on(growth(report), "reject"), statement=revenue(report).id)
    other = replace(on(growth(report), "reject"), statement="430400-2020.0123456789")
    statements, leftovers = apply(report, proposals_of(report), [wrong, other])
    assert [left.decision for left in leftovers] == [wrong, other]
    assert {s.review_status for s in statements} == {"extracted"}


def test_several_statements_in_one_quote_are_never_guessed_between() -> None:
    old, new = report_of(), report_of(TEXT.replace("14.62%", "14.6%"))
    quote = "实现一般公共预算收入264.69亿元，增长5.03%"
    both = [proposal_of(new, quote, n, value=Decimal(1)) for n in ("264.69", "5.03")]
    before = proposal_of(old, quote, "5.03", value=Decimal(1))
    pointing = on(before, "reject")
    _, leftovers = apply(new, both, [replace(pointing, number=None, pieces={})])
    assert "several statements" in leftovers[0].reason
    assert pointing.number == "5.03"
    assert on(before, "amend", value="5").number is None
    statements, leftovers = apply(new, both, [pointing])
    assert not leftovers
    assert [s.review_status for s in statements if s.id == both[1].id] == ["rejected"]


def test_projects_that_share_a_status_word_are_told_apart_by_their_names() -> None:
    old, new = report_of("建成来雁新城、松木大桥。\n"), report_of("年内建成来雁新城、松木大桥。\n")

    def both(report: Report) -> list[Proposal]:
        (passage,) = sentences(report)
        reading = Reading(report, passage)
        start = reading.text.index("建成")
        return [
            reading.propose(
                cls="RealisedMilestone",
                rule="project-status",
                anchor=start,
                ordinal=ordinal,
                quote=(start, start + 11),
                as_stated=(start, start + 2),
                slots={"project": (start + at, start + at + 4), "status": (start, start + 2)},
                status="completed",
                project=name,
            )
            for ordinal, (at, name) in enumerate([(2, "来雁新城"), (7, "松木大桥")])
        ]

    decision = on(both(old)[1], "reject", report=old)
    assert decision.slots == {"project": Span(7, 11)}
    statements, leftovers = apply(new, both(new), [decision])
    assert not leftovers
    assert {s.project: s.review_status for s in statements} == {"来雁新城": "extracted", "松木大桥": "rejected"}


def test_full_width_forms_for_half_width_ones_keep_the_decisions() -> None:
    old = report_of(TEXT.replace("264.69亿元", "264.69亿元(预计数)"))
    new = report_of(old.text.replace("(", "（").replace(")", "）"))
    decision = on(replace(revenue(old), quote=REVENUE + "(预计数)", span=Span(27, 27 + len(REVENUE) + 5)), "accept")
    decision = replace(decision, start=old.text.index(REVENUE), end=old.text.index(")") + 1)
    assert outcome(decision, report=new).review_status == "reviewed"


# ---------------------------------------------------------------- the table

CELL = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
CLEAN = CELL.map(str.strip).filter(lambda cell: cell not in ("", "-"))
TRICKY = st.sampled_from(
    [
        "=1+1",
        "'=1",
        "-3",
        "+甲",
        "@甲",
        "第\n行",
        "a\tb",
        '说"好"',
        "𠮷野家",
        "a\r\nb",
        "_x000D_",
        "8.50%",
        "1月8日",
        "TRUE",
        "1e5",
    ]
)
WORDS = CLEAN | TRICKY
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**16), max_value=10**16)
AMENDMENTS = st.fixed_dictionaries(
    {"about_label": WORDS},
    optional={
        "unit": st.sampled_from(["%", "kV", "元/人·月", "℃", "-"]),
        "about": st.sampled_from(["430400.76358969", "430400.1e10", "0"]),
        "indicator": st.sampled_from(["gdp", "-"]),
        "value": DECIMALS.map(str),
        "lower": st.integers(-(10**20), 10**20).map(str),
        "scope": WORDS | st.just("-"),
        "year": st.integers(1000, 9999).map(str),
        "headline": st.booleans().map(str),
        "period_start": st.dates(min_value=date(1000, 1, 1)).map(str),
        "comparator": st.sampled_from(["ge", "range", "-"]),
        "label": WORDS,
    },
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Decision, ...]:
    rows = []
    for _ in range(draw(st.integers(0, 3))):
        quote = draw((CELL | TRICKY).filter(str.strip))
        start = draw(st.integers(0, 10**6))
        key = {
            "statement": f"430400-2019.{draw(st.integers(0, 16**10 - 1)):010x}",
            "action": "amend",
            "start": str(start),
            "end": str(start + len(quote)),
            "quote": quote,
            "before": draw(CELL | TRICKY | st.just("")),
            "after": draw(CELL | TRICKY | st.just("")),
            "who": draw(WORDS),
            "when": "2026-11-24",
            "why": draw(WORDS | st.just("")),
            "slots": json.dumps({"unit": [start, start + 1]}),
        }
        rows.append(parse(key | draw(AMENDMENTS), "row"))
    return numbered(rows + rows[:1])


@pytest.mark.parametrize("ending", ["tsv", "csv", "xlsx"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(decisions=tables())
def test_every_table_comes_back_as_it_was_written(tmp_path: Path, ending: str, decisions: tuple[Decision, ...]) -> None:
    path = tmp_path / f"decisions.{ending}"
    write(path, decisions)
    found = read(path)
    assert found == decisions
    assert [d.id for d in found] == [d.id for d in decisions]
    assert len({d.id for d in found}) == len(found)
    first = path.read_bytes()
    write(path, found)
    assert path.read_bytes() == first


HEADER = ("statement", "action", "start", "end", "quote", "who", "when", "why", "value", "headline", "year")
ROW = ("430400-2019.0123456789", "amend", "3", "7", "增长𠮷“5%”", "李明", "2026-11-24", "", "1169.9亿", "true", "2018")


def table(rows: list[tuple[str, ...]], mark: str = "\t", end: str = "\n") -> str:
    return "".join(
        mark.join('"' + c.replace('"', '""') + '"' if set(c) & set('",;\t\r\n') else c for c in r) + end for r in rows
    )


SAVED = (
    "430400-2019.0123456789",
    "AMEND",
    "3.0",
    "7",
    "增长“5%”，\n“好”",
    "李明",
    "2026/11/24",
    "",
    "1169.9亿",
    "TRUE",
    "2018.0",
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(table([HEADER, SAVED], ",", "\r\n").encode("utf-8-sig"), id="Excel: CSV UTF-8"),
        pytest.param(table([HEADER, SAVED], ",", "\r\n").encode("gbk"), id="Excel: CSV in GBK"),
        pytest.param(table([HEADER, SAVED], "\t", "\r\n").encode("utf-16"), id="Excel: Unicode Text"),
        pytest.param(table([HEADER, SAVED], ";", "\r\n").encode("utf-8-sig"), id="Excel: semicolons"),
        pytest.param(table([HEADER, SAVED], "\t", "\r\n").encode("gb18030"), id="Excel: text, tabs"),
        pytest.param(table([HEADER, SAVED], ",").encode(), id="LibreOffice: CSV"),
        pytest.param(
            "\n".join(",".join(f'"{c}"' for c in row) for row in (HEADER, SAVED)).encode(), id="LibreOffice: all quoted"
        ),
        pytest.param(table([(*HEADER, "", ""), (*SAVED, "", ""), ("",) * 13], ",").encode(), id="trailing empty cells"),
        pytest.param(table([HEADER[::-1], SAVED[::-1]]).encode(), id="columns the other way round"),
        pytest.param(table([HEADER, SAVED], "\t", "\r").encode(), id="old Macintosh line ends"),
    ],
)
def test_files_as_spreadsheets_write_them_are_read_alike(data: bytes) -> None:
    (decision,) = parse_table(data, "decisions.csv")
    assert (decision.action, decision.start, decision.when) == ("amend", 3, "2026-11-24")
    assert decision.quote == "增长“5%”，\n“好”"
    assert decision.changes == {"value": Decimal(116990000000), "headline": True, "year": 2018}
    assert decision.row == 2


def test_a_workbook_with_numbers_dates_and_booleans_for_cells_is_read() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADER)
    book.active.append(())
    when = datetime(2026, 11, 24)
    book.active.append((ROW[0], "amend", 3.0, 7, "a_x000D_\nb", "李明", when, None, 116990000000.0, True, 2018, None))
    saved = io.BytesIO()
    book.save(saved)
    (decision,) = parse_table(saved.getvalue(), "decisions.xlsx")
    assert (decision.quote, decision.when, decision.row) == ("a\r\nb", "2026-11-24", 3)
    assert decision.changes == {"value": Decimal(116990000000), "headline": True, "year": 2018}


@pytest.mark.parametrize(
    ("value", "form", "found"),
    [(0.085, "0.00%", "'8.5%'"), (1234567890123456789, "General", "'1.234568E+18'")],
)
def test_a_workbooks_share_or_shortened_number_is_never_taken_for_the_number(
    value: float, form: str, found: str
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADER)
    book.active.append((*ROW[:8], value, *ROW[9:]))
    book.active.cell(2, 9).number_format = form
    saved = io.BytesIO()
    book.save(saved)
    with pytest.raises(DecisionError, match=rf"row 2, column value.*found {re.escape(found)}"):
        parse_table(saved.getvalue(), "decisions.xlsx")


def test_the_same_decision_has_the_same_id_whichever_program_saved_it(tmp_path: Path) -> None:
    own = parse_table(table([HEADER, ROW]).encode(), "own")
    other = (*ROW[:2], "3.0", "7.0", ROW[4], "李明 ", "2026/11/24", "", "116990000000", "是", "2018.0")
    assert parse_table(table([HEADER, other], ",", "\r\n").encode("gb18030"), "saved")[0].id == own[0].id


def table_of(decision: Decision) -> bytes:
    cells = decision.cells()
    names = [name for name in COLUMNS if name in cells or name in HEADER[:7]]
    return table([tuple(names), tuple(protect(cells.get(n, ""), text=n in KEPT) for n in names)]).encode()


def changed(**cells: str) -> list[tuple[str, ...]]:
    return [HEADER, tuple(cells.get(name, cell) for name, cell in zip(HEADER, ROW, strict=True))]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"value": "1.1699E+11"}, ["row 2, column value", "all digits", "'1.1699E+11'", "write 1169.9亿"]),
        ({"value": "8.5%"}, ["column value", "a decimal number", "'8.5%'"]),
        ({"value": "三千五"}, ["column value", "a decimal number"]),
        ({"action": "acept"}, ["column action", "one of accept, reject, amend, add, doubt, undo", "'acept'"]),
        ({"start": "3.5"}, ["column start", "a whole number"]),
        ({"end": "3"}, ["column end", "above start (3)"]),
        ({"when": "11/24/2026"}, ["column when", "year first", "2026-11-24"]),
        ({"when": "2026-02-30"}, ["column when", "the calendar has"]),
        ({"headline": "maybe"}, ["column headline", "true or false"]),
        ({"year": "18"}, ["column year", "four digits"]),
        ({"who": " "}, ["column who", "a filled cell", "found nothing"]),
        ({"quote": "#NAME?"}, ["column quote", "took the cell for a formula"]),
        ({"statement": "5"}, ["column statement", "430400-2019.1a2b3c4d5e"]),
        ({"action": "reject", "year": "", "headline": ""}, ["column value", "an empty cell beside reject"]),
        ({"action": "amend", "value": "", "headline": "", "year": ""}, ["column action", "an amended column"]),
        ({"action": "add"}, ["column class", "the class of the statement"]),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column_with_the_next_step(cells: dict[str, str], words: list[str]) -> None:
    with pytest.raises(DecisionError) as caught:
        parse_table(table(changed(**cells)).encode(), "decisions.tsv")
    message = str(caught.value)
    assert message.startswith("decisions.tsv, row 2")
    assert [word for word in words if word not in message] == []
    assert "\n" not in message


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"as_stated": "增长6%"}, ["column as_stated", "characters of the quote"]),
        ({"number": "5"}, ["column number", "once in the quote, not 2 times", '"number": [10, 11] or [13, 14]']),
        ({"number": "5", "slots": '{"number": [10, 12]}'}, ["column number", "what slots points at"]),
        ({"slots": '{"unit": [1, 2]}'}, ["column slots", "unit inside 8 to 15"]),
        ({"slots": '{"unt": [9, 10]}'}, ["column slots", "'unt'"]),
        ({"slots": "unit 9-10"}, ["column slots", "JSON"]),
        ({"slots": '{"unit": [9, 9]}'}, ["column slots", "start below end"]),
        ({"end": "20", "slots": '{"unit": [9, 10]}'}, ["column slots", "a quote of 12 characters"]),
        ({"class": "-"}, ["column class", "one of Observation"]),
    ],
)
def test_characters_that_do_not_fit_the_quote_are_refused(cells: dict[str, str], words: list[str]) -> None:
    row = {k: ADDED[k] for k in ("who", "when")} | {"statement": ROW[0], "action": "amend"}
    row |= {"start": "8", "end": "15", "quote": "增长5%至5%"} | cells
    with pytest.raises(DecisionError) as caught:
        parse(row, "decision")
    assert [word for word in words if word not in str(caught.value)] == []


def amendment(**cells: str) -> dict[str, str]:
    return dict(zip(HEADER, ROW, strict=True)) | {"value": "", "headline": "", "year": ""} | cells


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"about": "430400.a b<>"}, ["column about", "an id of letters, digits, . and -", "'430400.a b<>'"]),
        ({"about": "南岳机场"}, ["column about", "names have a column"]),
        ({"project": "430400/x"}, ["column project", "an id of letters"]),
        ({"project": "../x"}, ["column project", "an id of letters"]),
        ({"indicator": "foo bar>"}, ["column indicator", "a code of the catalogue", "fill indicator_label"]),
        ({"indicator": "tax-revenu"}, ["column indicator", "write tax-revenue, or leave it out"]),
        ({"unit": "蒲式耳"}, ["column unit", "a unit of", "'蒲式耳'"]),
        ({"unit": "亿元"}, ["column unit", "without 万 and 亿"]),
        (
            {"period_start": "2018-12-31", "period_end": "2018-01-01"},
            ["column period_end", "not before period_start (2018-12-31)", "found '2018-01-01'"],
        ),
        ({"period_start": "2018-01-01", "period_end": "-"}, ["column period_end", "beside period_start", "nothing"]),
        ({"comparator": "eq", "relative_to": "经济增长"}, ["column relative_to", "no relative_to", "tracks, exceeds"]),
        ({"comparator": "tracks", "relative_to": "-"}, ["column relative_to", "relative_to beside comparator tracks"]),
        ({"comparator": "exceeds", "value": "8"}, ["column value", "no value beside comparator exceeds", "margin"]),
        ({"comparator": "as-assigned", "margin": "1"}, ["column margin", "only exceeds has a margin"]),
    ],
)
def test_a_cell_the_graph_could_not_hold_is_refused_where_it_is_read(cells: dict[str, str], words: list[str]) -> None:
    with pytest.raises(DecisionError) as caught:
        parse(amendment(**cells), "decisions.tsv", 5)
    message = str(caught.value)
    assert message.startswith("decisions.tsv, row 5, column ")
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"indicator": "", "indicator_label": ""}, ["column indicator_label", "found nothing"]),
        ({"indicator": "-", "indicator_label": "-"}, ["column indicator_label", "found nothing"]),
        ({"period_start": "2018-01-01"}, ["column period_start", "period_end beside period_start (2018-01-01)"]),
        ({"value": "", "comparator": "", "relative_to": "经济增长"}, ["column relative_to", "beside no comparator"]),
        ({"comparator": "exceeds", "margin": "1"}, ["column comparator", "relative_to beside comparator exceeds"]),
        ({"margin": "1"}, ["column margin", "no margin beside comparator gt"]),
    ],
)
def test_an_added_statement_must_be_whole(cells: dict[str, str], words: list[str]) -> None:
    with pytest.raises(DecisionError) as caught:
        parse(ADDED | cells, "decision")
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"indicator": "-", "indicator_label": "-"}, "indicator_label"),
        ({"indicator": "-"}, "indicator"),
        ({"period_start": "2018-01-01"}, "period_start"),
        ({"period_end": "2018-12-31"}, "period_end"),
        ({"relative_to": "经济增长"}, "relative_to"),
        ({"comparator": "tracks"}, "comparator"),
        ({"comparator": "exceeds", "relative_to": "经济增长"}, "comparator"),
        ({"margin": "1"}, "margin"),
    ],
)
def test_an_amendment_that_does_not_fit_what_the_rule_read_is_refused_by_row_and_column(
    cells: dict[str, str], column: str
) -> None:
    report = report_of()
    (decision,) = parse_table(table_of(on(revenue(report), "amend", report=report, **cells)), "decisions.tsv")
    with pytest.raises(DecisionError, match=rf"^decisions\.tsv, row 2, column {column}: "):
        apply(report, proposals_of(report), [decision])
    statements, _ = apply(report, proposals_of(report), [decision, on(revenue(report), "reject")])
    assert {s.review_status for s in statements} == {"extracted", "rejected"}
    _, leftovers = apply(report, proposals_of(report), [decision, on(revenue(report), "undo")])
    assert not leftovers


def test_amendments_that_fit_each_other_over_several_rows_are_taken() -> None:
    proposal = revenue(report_of())
    first, second = (
        on(proposal, "amend", period_start="2018-01-01"),
        on(proposal, "amend", period_end="2018-12-31", unit="人民币"),
    )
    statement = outcome(first, second)
    assert (statement.period_start, statement.period_end, statement.unit) == ("2018-01-01", "2018-12-31", "元")
    relative = {"comparator": "exceeds", "relative_to": "经济增长", "margin": "1", "value": "-", "class_": "Target"}
    target = outcome(on(proposal, "amend", report=report_of(), **relative))
    assert (target.value, target.lower, target.upper, target.margin) == (None, None, None, Decimal(1))


def test_an_indicators_label_follows_its_code_unless_the_row_gives_it() -> None:
    proposal = revenue(report_of(), indicator_label="旧名")
    assert outcome(on(proposal, "amend", indicator="tax-revenue")).indicator_label == "税收收入"
    named = outcome(on(proposal, "amend", indicator="tax-revenue", indicator_label="全部税收"))
    assert (named.indicator, named.indicator_label) == ("tax-revenue", "全部税收")


def test_what_a_rule_read_is_not_held_against_the_person_who_accepts_it() -> None:
    report = report_of()
    odd = revenue(report, relative_to="去年", indicator=None)
    statements, _ = apply(report, [odd], [on(odd, "accept"), on(odd, "amend", year="2017")])
    assert [(s.year, s.relative_to) for s in statements] == [(2017, "去年")]


def test_codes_and_units_are_kept_in_one_spelling_and_ids_are_safe_from_spreadsheets() -> None:
    cells = {"unit": "ｋｍ", "indicator": "GDP", "about": "430400.76358969"}
    decision = parse(amendment(**cells), "decision")
    assert decision.changes == {"unit": "公里", "indicator": "gdp", "about": "430400.76358969"}
    assert b"'430400.76358969" in table_of(decision)


def test_offsets_tell_apart_characters_that_occur_twice() -> None:
    row = {k: ADDED[k] for k in ("who", "when")} | {"statement": ROW[0], "action": "amend", "number": "5"}
    row |= {"start": "8", "end": "15", "quote": "增长5%至5%", "slots": '{"number": [13, 14]}'}
    assert parse(row, "decision").pieces == {"number": (5, 6)}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["a header line", "an empty file"]),
        (table([(*HEADER, "valeu"), (*ROW, "")]).encode(), ["row 1", "'valeu'", "rename it to value"]),
        (table([(*HEADER, "value"), (*ROW, "")]).encode(), ["row 1", "each column once", "value 2 times"]),
        (table([HEADER[1:], ROW[1:]]).encode(), ["row 1", "a column statement"]),
        (table([HEADER, (*ROW, "note")]).encode(), ["row 2, column 12", "an empty cell", "'note'"]),
        ((table([HEADER]) + '"open').encode(), ["row 2", "cells as spreadsheets write them"]),
        ((table([HEADER]) + 'a\t"b"c\n').encode(), ["row 2", "double those inside"]),
        (table([HEADER]).encode() + b"\xff\xff\xff", ["line 2", "UTF-8, UTF-16 or GB18030"]),
        (b"\xd0\xcf\x11\xe0....", [".xls file", "save it as .xlsx"]),
        (b"PK\x03\x04broken", ["an .xlsx workbook"]),
    ],
)
def test_a_file_that_is_no_decision_table_is_refused_with_its_place(data: bytes, words: list[str]) -> None:
    with pytest.raises(DecisionError) as caught:
        parse_table(data, "decisions.tsv")
    assert str(caught.value).startswith("decisions.tsv")
    assert [word for word in words if word not in str(caught.value)] == []


def test_all_rows_are_checked_and_the_first_mistake_is_told_with_the_number_of_others() -> None:
    rows = [HEADER, ROW, ("",) * 11, changed(year="x")[1], changed(value="y", when="z")[1]]
    with pytest.raises(DecisionError, match=r"row 4, column year.*\(and 2 more\)$"):
        parse_table(table(rows).encode(), "decisions.tsv")


def test_a_missing_file_and_an_unknown_ending_are_told(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match=r"none\.tsv: expected a readable file"):
        read(tmp_path / "none.tsv")
    with pytest.raises(DecisionError, match=r"\.tsv, \.csv or \.xlsx, found \.ods"):
        write(tmp_path / "decisions.ods", [])
    with pytest.raises(DecisionError, match="room and the right to write"):
        write(tmp_path / "no folder" / "decisions.tsv", [])


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1169.9亿", "116990000000"),
        ("3.96万", "39600"),
        ("-3.2", "-3.2"),
        ("1,234.50", "1234.5"),
        ("－１２", "-12"),
        ("0", "0"),
    ],
)
def test_numbers_are_read_exactly_also_as_chinese_writes_them(cell: str, number: str) -> None:
    assert read_number(cell) == Decimal(number)


@given(DECIMALS | st.integers(-(10**20), 10**20).map(Decimal))
def test_a_number_keeps_its_value_and_never_shows_twelve_bare_digits(number: Decimal) -> None:
    assert read_number(spell(number)) == number
    assert (
        not spell(number).lstrip("-").replace(".", "").isdigit() or len(spell(number).strip("-").replace(".", "")) < 12
    )


def test_dates_are_read_in_every_form_that_puts_the_year_first() -> None:
    forms = (
        "2026-11-24",
        "2026/11/24",
        "2026.11.24",
        "2026年11月24日",
        "20261124",
        "46350",
        "46350.0",
        "2026-11-24 00:00:00",
    )
    assert {read_date(form) for form in forms} == {"2026-11-24"}


@given(CELL | TRICKY, st.booleans())
def test_protection_is_taken_away_again_and_leaves_no_formula(cell: str, text: bool) -> None:
    kept = protect(cell, text=text)
    assert unprotect(kept) == cell
    assert kept[0] not in "=+@"


def test_ids_quotes_and_numbers_are_not_protected_without_need() -> None:
    assert [protect(c, text=True) for c in ("增长5.03%", "-", "𠮷")] == ["增长5.03%", "-", "𠮷"]
    assert [protect(c, text=False) for c in ("-3.2", "2026-11-24", ROW[0])] == ["-3.2", "2026-11-24", ROW[0]]
    assert [protect(c, text=True) for c in ("5.03%", "1月8日", "=A1")] == ["'5.03%", "'1月8日", "'=A1"]


def test_workbook_cells_are_text_that_no_spreadsheet_evaluates(tmp_path: Path) -> None:
    path = tmp_path / "decisions.xlsx"
    decision = parse(dict(zip(HEADER, ROW, strict=True)) | {"quote": "=1+1", "why": "=HYPERLINK(1)"}, "row")
    write(path, [decision])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert {cell.number_format for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"@"}


# ---------------------------------------------------------------- the file


def rows(count: int = 2) -> list[Decision]:
    return [parse(dict(zip(HEADER, ROW, strict=True)) | {"why": str(n)}, "row") for n in range(count)]


def test_the_table_in_the_repository_has_plain_line_ends_and_the_spreadsheets_a_byte_order_mark(tmp_path: Path) -> None:
    write(tmp_path / "d.tsv", rows())
    write(tmp_path / "d.csv", rows())
    plain, marked = (tmp_path / "d.tsv").read_bytes(), (tmp_path / "d.csv").read_bytes()
    assert plain.split(b"\n")[0].decode().split("\t") == list(COLUMNS)
    assert b"\r" not in plain
    assert plain.endswith(b"\n")
    assert marked.startswith(b"\xef\xbb\xbfstatement,action,")


def test_append_keeps_what_is_there_and_counts_equal_rows(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    first = append(path, rows(1))
    both = append(path, rows(1))
    assert both[:1] == first
    assert both == read(path)
    assert both[0].id != both[1].id
    assert [p.name for p in tmp_path.iterdir()] == ["decisions.tsv"]


def test_append_does_not_touch_a_file_with_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_text(table(changed(year="x")), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(DecisionError, match="column year"):
        append(path, rows(1))
    assert path.read_bytes() == before


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "decisions.tsv"
    write(path, rows())
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DecisionError, match=r"No space left on device; the old file is unchanged"):
        append(path, rows())
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["decisions.tsv"]


def test_a_file_that_cannot_grow_is_left_whole(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    write(path, rows(1))
    before = path.read_bytes()
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from kg.decisions import append, read; from kg.errors import DecisionError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); path = Path(sys.argv[1]); rows = read(path)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))\n"
        "try: append(path, rows * 9)\n"
        "except DecisionError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "the old file is unchanged" in done.stdout
    assert path.read_bytes() == before


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    threads = [threading.Thread(target=append, args=(path, [row])) for row in rows(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(d.why for d in read(path)) == [str(n) for n in range(8)]


def test_a_linked_file_stays_linked_and_keeps_its_rights(tmp_path: Path) -> None:
    real, link = tmp_path / "real.tsv", tmp_path / "decisions.tsv"
    write(real, rows(1))
    real.chmod(0o640)
    link.symlink_to(real)
    append(link, rows(1))
    assert link.is_symlink()
    assert len(read(real)) == 2
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("language", ["docs/decisions.md", "docs/decisions.zh.md"])
def test_the_page_for_people_shows_every_column_and_rows_that_can_be_read(language: str) -> None:
    root = Path(__file__).parent.parent
    page = (root / language).read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []
    examples = [block.split("```")[0] for block in page.split("```tsv\n")[1:]]
    found = [d for example in examples for d in parse_table(example.encode(), language)]
    assert {d.action for d in found} == {"accept", "reject", "amend", "add", "doubt", "undo", "merge"}
    report = root / "data" / "reports" / "430400-2019" / "report.txt"
    text = report.read_bytes().decode()
    assert [d.quote for d in found] == [text[d.start : d.end] for d in found]
    _, leftovers = apply(report_of(text), [], [d for d in found if d.action == "add"])
    assert not leftovers


def test_every_amendable_column_is_a_field_of_a_proposal() -> None:
    assert {slot.field for slot in AMENDABLE.values()} <= set(Proposal.__dataclass_fields__)
