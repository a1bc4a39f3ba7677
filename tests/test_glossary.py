"""What a report's notes explain: each term and its definition, by their characters."""

import hashlib

import pytest
from command import HENGYANG
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import extract
from kg.model import Passage, Report, Term
from kg.report import read_report
from kg.text import glossary, passages


def report_for(text: str) -> Report:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Report(id="430400-2019", text=text, sha256=sha256, place="430400", plan=2019, review=(2018, 2018))


def terms_of(notes: str, heading: str = "名词解释") -> tuple[str, tuple[Term, ...]]:
    text = f"一、2018年工作回顾\n实施“两新”[1]。\n{heading}\n{notes}\n"
    return text, glossary(report_for(text))


@pytest.mark.parametrize(
    ("notes", "found"),
    [
        ("“两新”：设备更新和以旧换新。", [(None, "两新", "设备更新和以旧换新。")]),
        (
            "1.“两重”工程：是指重点建设。\n2.两新：指换新。",
            [(1, "“两重”工程", "是指重点建设。"), (2, "两新", "指换新。")],
        ),
        ("（1）甲工程：一。\n（2）乙工程：二。", [(1, "甲工程", "一。"), (2, "乙工程", "二。")]),
        ("①甲工程：一。\n②乙工程——二。", [(1, "甲工程", "一。"), (2, "乙工程", "二。")]),
        ("［３］三路：旅游路、\n产业路。", [(3, "三路", "旅游路、\n产业路。")]),
        # The number of an item goes before a number that its term begins with.
        (
            "7.甲：一。\n8.6个专项：二。\n9.1+8方案：三。",
            [(7, "甲", "一。"), (8, "6个专项", "二。"), (9, "1+8方案", "三。")],
        ),
        ("5.5万套住房：指保障房。", [(None, "5.5万套住房", "指保障房。")]),
        ("2021—2025年行动计划：五年行动。", [(None, "2021—2025年行动计划", "五年行动。")]),
        ("“房票”是指补偿凭证：由政府出具。", [(None, "房票", "是指补偿凭证：由政府出具。")]),
        ("“四旁”、“五边”：“四旁”为村旁；“五边”为山边。", [(None, "“四旁”、“五边”", "“四旁”为村旁；“五边”为山边。")]),
        ("两 新：换新。\u200c", [(None, "两新", "换新。")]),
        # A definition of several paragraphs.
        ("1.甲：一。\n主要有：二。\n三。\n2.乙：四。", [(1, "甲", "一。\n主要有：二。\n三。"), (2, "乙", "四。")]),
        ("甲：一。\n主要包括：二。\n乙：三。", [(None, "甲", "一。\n主要包括：二。"), (None, "乙", "三。")]),
        # What a page put around the notes belongs to no definition.
        ("1.甲：一。\n责任编辑：丙丁\n谢谢。", [(1, "甲", "一。")]),
        ("甲：一。\n甲：二。", [(None, "甲", "一。")]),
        ("：一。\n甲：\n没有冒号的一行", []),
    ],
)
def test_terms_and_definitions_are_found_by_their_characters(
    notes: str, found: list[tuple[int | None, str, str]]
) -> None:
    text, terms = terms_of(notes)
    assert [(t.number, t.name, t.definition.of(text)) for t in terms] == found
    assert all("".join(t.span.of(text).split()) == t.name for t in terms)


def test_footnotes_without_a_heading_are_a_glossary_and_an_annex_of_another_kind_is_none() -> None:
    text, terms = terms_of("附件2 民生实事\n就业：新增5万人。", heading="[1]“两新”：换新。")
    assert [(t.number, t.name, t.span.of(text)) for t in terms] == [(1, "两新", "两新")]
    _, terms = terms_of("甲：一。\n附件2 民生实事\n就业：新增5万人。")
    assert [t.name for t in terms] == ["甲"]


@given(st.text("“”：。；甲乙1.[]（）①②\n —是指\u200b", max_size=80))
def test_every_term_and_definition_lies_in_the_notes_with_ink_at_its_ends(notes: str) -> None:
    text, terms = terms_of(notes)
    inside = {i for p in passages(report_for(text)) if p.kind == "note" for i in range(*p.span)}
    for term in terms:
        for span in (term.span, term.definition):
            assert span.start < span.end
            assert {i for i in range(*span) if not text[i].isspace()} <= inside
            assert span.of(text) == span.of(text).strip()
        assert term.span.end <= term.definition.start


def test_a_report_is_cut_once_however_many_read_its_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.extract
    import kg.text

    cut = []
    once = kg.text.passages

    def counted(report: Report) -> tuple[Passage, ...]:
        cut.append(report.id)
        return once(report)

    for module in (kg.text, kg.extract):
        monkeypatch.setattr(module, "passages", counted)
    extract(read_report(HENGYANG))
    assert cut == ["430400-2019"]
