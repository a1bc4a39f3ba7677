"""Decisions: what becomes of the statements."""

import json
from decimal import Decimal

from deciding import ADDED, REVENUE, TEXT, apply, growth, on, outcome, proposal_of, proposals_of, report_of, revenue

from kg.decisions import COLUMNS, numbered, parse
from kg.extract.reading import Reading
from kg.model import Span
from kg.text import sentences


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


def test_a_settlement_between_readers_is_no_reader_itself() -> None:
    proposal = revenue(report_of())
    assert outcome(on(proposal, "accept"), on(proposal, "accept", "settling-1")).review_status == "reviewed"
    assert (
        outcome(on(proposal, "accept", "settling-1"), on(proposal, "accept", "settling-2")).review_status == "reviewed"
    )
    settled = (on(proposal, "amend", "settling-1", year="2017"), on(proposal, "accept", "王芳"))
    assert outcome(on(proposal, "accept"), *settled).review_status == "reviewed"
    assert outcome(*settled, on(proposal, "accept")).review_status == "double-checked"


def test_a_settlement_that_follows_two_readers_leaves_their_agreement() -> None:
    proposal = revenue(report_of())
    both = (on(proposal, "accept"), on(proposal, "accept", "王芳"))
    assert outcome(*both, on(proposal, "accept", "settling-1")).review_status == "double-checked"


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
