import hashlib

import pytest

from kg.extract.reading import Reading
from kg.extract.recognitions import EXAMPLES, recognition
from kg.model import Passage, Proposal, Report, Span


def proposed(text: str, half: str = "review", place_label: str = "测试市") -> list[Proposal]:
    report = Report(
        id="999900-2019",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        place="999900",
        plan=2019,
        review=(2018, 2018),
    )
    passage = Passage(
        kind="sentence", span=Span(0, len(text)), section="一", half="plan" if half == "plan" else "review"
    )
    return list(recognition(Reading(report, passage, place_label)))


@pytest.mark.parametrize(("text", "half", "expected"), EXAMPLES)
def test_the_rule_reads_its_examples(text: str, half: str, expected: tuple[tuple[str, str, str], ...]) -> None:
    found = [(p.about_label if "subject" in p.slots else "", p.label, p.agent or "") for p in proposed(text, half)]
    assert found == list(expected)


@pytest.mark.parametrize(("text", "half", "expected"), EXAMPLES)
def test_every_slot_stands_in_the_text_and_every_address_is_its_own(text: str, half: str, expected: object) -> None:
    found = proposed(text, half)
    assert len({p.id for p in found}) == len(found)
    for p in found:
        label = p.slots["label"]
        assert isinstance(label, Span) and label.of(text) == p.label and p.span.covers(label)
        assert p.as_stated.of(text) in p.quote and p.span.of(text) == p.quote
        assert p.year == 2018 and p.slots["year"] == "inherited:report"


def test_the_place_by_its_short_name_is_the_place() -> None:
    (found,) = proposed("测试入选国家节水示范城市。")
    assert (found.about, found.about_label, "subject" in found.slots) == ("999900", "测试市", False)


def test_titles_and_receivers_are_paired_where_the_text_says_each() -> None:
    found = proposed("甲县、乙县分别入选“中国气候宜居城市”“全国文明示范县”。")
    assert [(p.about_label, p.label) for p in found] == [("甲县", "“中国气候宜居城市”"), ("乙县", "“全国文明示范县”")]


def test_what_was_received_before_in_the_plan_half_counts_and_aims_do_not() -> None:
    assert [p.label for p in proposed("随着我市成功获批建设国家创新型城市，机遇更多。", "plan")] == ["国家创新型城市"]
    assert proposed("积极争取获评全国文明城市，推动甲县入选国家试点县。", "plan") == []


def test_an_approved_project_is_left_to_the_milestones() -> None:
    assert proposed("甲子铁路获批。") == []
