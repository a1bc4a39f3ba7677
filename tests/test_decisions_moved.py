"""Decisions: where they go when rules, anchors or the text itself change."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from deciding import ADDED, REVENUE, TEXT, apply, growth, on, outcome, proposal_of, proposals_of, report_of, revenue

from kg.decisions import parse
from kg.extract.reading import Reading
from kg.model import Proposal, Report, Span
from kg.text import sentences


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
