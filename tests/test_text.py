"""Report → passages: every character once and in order; the view that rules read leads back to where it was read."""

import dataclasses
import hashlib
import re

import pytest
from command import HENGYANG
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Passage, Report, Span
from kg.report import read_report
from kg.text import fold, passages, sentences, view

CHARACTERS = "增长完8.5%２，。！？；：、“”（）()《》\n\r\t \u3000\u2028\u200b\ufeff\x0b\x85一二（一）1.𠮷aZ\"'+,"


def report_of(text: str) -> Report:
    return Report(
        id="430400-2019",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        place="430400",
        plan=2019,
        review=(2018, 2018),
    )


def words_of(text: str, kind: str = "sentence") -> list[str]:
    return ["".join(p.span.of(text).split()) for p in passages(report_of(text)) if p.kind == kind]


@pytest.fixture(scope="module")
def hengyang() -> Report:
    return read_report(HENGYANG)


# Passages


@given(st.text(CHARACTERS, max_size=300) | st.text(max_size=80))
def test_sentences_and_headings_cover_any_text_in_order_without_overlap(text: str) -> None:
    at = 0
    for passage in passages(report_of(text)):
        if passage.kind != "paragraph":
            assert at <= passage.span.start < passage.span.end
            assert not text[at : passage.span.start].strip()
            at = passage.span.end
    assert not text[at:].strip()


@given(st.text(CHARACTERS, max_size=300))
def test_every_sentence_lies_in_the_paragraph_before_it_and_begins_and_ends_with_ink(text: str) -> None:
    paragraph = Span(0, 0)
    for passage in passages(report_of(text)):
        piece = passage.span.of(text)
        assert piece == piece.strip() != ""
        if passage.kind == "paragraph":
            assert passage.span.start >= paragraph.end
            paragraph = passage.span
        elif passage.kind == "sentence":
            assert paragraph.covers(passage.span)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("完成自然", "村通水泥路 1228 公里"),
        ("东洲湘江大桥即将中跨合", "龙，比亚迪胶轮有轨电车示范线"),
        ("不担当、", "不作为、不敢为、不善为等问题不同程度存在。"),
        ("残疾人等弱势群体", "权利。"),
    ],
)
def test_a_sentence_that_a_page_end_breaks_is_one_passage_stored_as_it_is(
    hengyang: Report, before: str, after: str
) -> None:
    (broken,) = (p for p in sentences(hengyang) if f"{before}\n\n{after}" in p.span.of(hengyang.text))
    assert broken.span.of(hengyang.text).endswith("。")
    assert before + "".join(after.split()) in view(hengyang.text, broken.span).text


def test_hengyang_has_its_four_broken_sentences_and_no_other(hengyang: Report) -> None:
    broken = [p for p in sentences(hengyang) if "\n" in p.span.of(hengyang.text)]
    assert len(broken) == 4
    assert hashlib.sha256(hengyang.text.encode()).hexdigest() == hengyang.sha256


@pytest.mark.parametrize("heading", ["（二）巩固过去一年的改革成果", "（二）不断提升治理成效"])
def test_a_heading_below_a_plan_that_names_past_success_stays_in_the_plan(heading: str) -> None:
    made = Report(
        id="999900-2019",
        text=f"一、过去一年工作回顾\n建成甲子大桥。\n二、2019年工作安排\n（一）抓项目\n建成乙丑大桥。\n{heading}\n建成丙寅大桥。\n",
        sha256="",
        place="999900",
        plan=2019,
        review=(2018, 2018),
    )
    assert [p.half for p in sentences(made)] == ["review", "plan", "plan"]
    back = dataclasses.replace(made, text=made.text.replace(heading, "（二）过去一年工作回顾"))
    assert [p.half for p in sentences(back)] == ["review", "plan", "review"]


def test_hengyang_falls_into_its_headings_sections_and_halves(hengyang: Report) -> None:
    found = [(p.section, p.half, fold(p.span.of(hengyang.text))) for p in passages(hengyang) if p.kind == "heading"]
    assert found[4:7] == [
        ("一", "review", "一、2018年工作回顾"),
        ("二", "plan", "二、2019年工作安排"),
        ("二/（一）", "plan", "（一）全力以赴推动高质量发展"),
    ]
    assert [section for section, _, _ in found[6:]] == [f"二/（{n}）" for n in "一二三四五六七八"] + ["三"]
    assert [words for _, _, words in found[:4]] == [
        "政府工作报告",
        "2019年1月8日在衡阳市第十五届人民代表大会第五次会议上",
        "衡阳市人民政府市长邓群策",
        "各位代表：",
    ]


def test_a_numbered_opening_inside_a_paragraph_gives_its_sentences_their_section(hengyang: Report) -> None:
    def at(words: str) -> Passage:
        place = hengyang.text.index(words)
        return next(p for p in sentences(hengyang) if p.span.start <= place < p.span.end)

    assert at("(一)坚持补短板").section == "一/（一）"
    assert at("完成易地扶贫搬迁").section == "一/（一）"
    assert at("怀邵衡铁路").section == "一/（四）"
    assert at("全体居民人均可支配收入增长 8.5%左右").half == "plan"


def test_a_text_of_a_fixed_line_width_is_put_together_again() -> None:
    body = "全市上下坚持稳中求进工作总基调不断深化改革扩大开放着力保障和改善民生经济社会保持平稳健康发展。"
    lines = [(body * 30)[i : i + 32] for i in range(0, len(body) * 30, 32)]
    text = "一、工作回顾\n" + "\n".join(lines) + "\n二、工作安排\n" + body + "\n"
    assert words_of(text) == [body] * 31
    assert words_of(text, "heading") == ["一、工作回顾", "二、工作安排"]


def test_a_report_of_one_paragraph_is_cut_into_its_sentences() -> None:
    text = "各位代表：现在报告工作。地区生产总值增长8.5%。民生改善！请审议？"
    assert words_of(text) == ["各位代表：现在报告工作。", "地区生产总值增长8.5%。", "民生改善！", "请审议？"]


def test_a_stop_inside_quotes_or_brackets_ends_no_sentence_and_an_open_mark_swallows_nothing() -> None:
    assert words_of("坚持“一切为了人民。一切依靠人民”的理念。任务完成。") == [
        "坚持“一切为了人民。一切依靠人民”的理念。",
        "任务完成。",
    ]
    text = "打造“三地。" + "经济持续增长，民生持续改善。" * 40
    assert len(words_of(text)) > 10


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n", "\u2028", "\x0b", "\x85"])
def test_any_line_end_parts_paragraphs(end: str) -> None:
    text = end.join(["一、2018年工作回顾", "地区生产总值增长8%。", "二、2019年工作安排", "增长9%左右。"])
    assert words_of(text, "paragraph") == ["地区生产总值增长8%。", "增长9%左右。"]
    assert [p.half for p in sentences(report_of(text))] == ["review", "plan"]


@pytest.mark.parametrize(
    ("clause", "ends"),
    [
        ("地区生产总值增长8.5%；财政收入12,345亿元，", "；"),
        ("地区生产总值增长8.5%，财政收入12,345亿元、", "，"),
        ("全市新建学校3所、", "、"),
        ("增", "增"),
        ("1234.5 ", ""),
    ],
)
def test_a_sentence_without_an_end_is_cut_where_it_breathes_and_its_pieces_cover_it(clause: str, ends: str) -> None:
    text = clause * (12_000 // len(clause)) + "完"
    spans = [p.span for p in passages(report_of(text)) if p.kind == "sentence"]
    assert "".join("".join(s.of(text).split()) for s in spans) == "".join(text.split())
    assert all(s.end - s.start <= 1000 for s in spans)
    assert all(s.of(text).endswith(ends) for s in spans[:-1])
    # No number is cut in two.
    numbers = re.findall(r"[\d.,]*\d", text)
    assert [n for s in spans for n in re.findall(r"[\d.,]*\d", s.of(text))] == numbers


def test_what_many_lines_join_is_cut_as_one_line_is() -> None:
    text = "一、2018年工作回顾\n" + "财政收入增长，\n" * 2_000
    spans = [p.span for p in passages(report_of(text)) if p.kind == "sentence"]
    assert "".join("".join(s.of(text).split()) for s in spans) == "财政收入增长，" * 2_000
    assert all(s.end - s.start <= 1000 for s in spans)


def test_equal_sentences_are_counted() -> None:
    text = "完成任务。\n\n完成 任务。\n\n完成任务！"
    assert [p.ordinal for p in sentences(report_of(text))] == [0, 1, 0]


# The view


@given(st.text(CHARACTERS, max_size=200), st.data())
def test_a_view_leads_each_of_its_characters_back_to_where_it_was_read(text: str, data: st.DataObject) -> None:
    seen = view(text, Span(0, len(text)))
    assert list(seen.offsets) == sorted(set(seen.offsets))
    for char, offset in zip(seen.text, seen.offsets, strict=True):
        assert (char == " " and fold(text[offset]) == "") or fold(text[offset]) in (char, "，")
    if seen.text:
        start = data.draw(st.integers(0, len(seen.text) - 1))
        end = data.draw(st.integers(start + 1, len(seen.text)))
        back = fold(seen.span(start, end).of(text))
        assert back.replace("，", ",") == seen.text[start:end].strip(" ").replace("，", ",")


@given(st.text(CHARACTERS, max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("增长8.5%，一（）()％；", max_size=60), st.randoms())
def test_white_space_between_characters_changes_no_view_but_keeps_numbers_apart(text: str, random: object) -> None:
    spaced = "".join(c + "\n \u3000"[: random.randrange(4)] for c in text)  # type: ignore[attr-defined]
    assert fold(spaced).replace(" ", "") == fold(text)


def test_numbers_in_neighbouring_cells_never_run_together() -> None:
    assert fold("12 34") == "12 34"
    assert fold("5 . 5 %") == "5.5%"
    assert fold("１２\u30003４％") == "12 34%"


def test_a_comma_inside_a_number_stays_one_and_any_other_is_a_chinese_one() -> None:
    assert fold("12,345元,增长5,6") == "12,345元，增长5，6"


def test_characters_beyond_the_basic_plane_count_as_one() -> None:
    text = "𠮷野县 GDP 增长 8.5 %。"
    seen = view(text, Span(0, len(text)))
    at = seen.text.index("8.5")
    assert seen.text == "𠮷野县GDP增长8.5%。"
    assert seen.span(at, at + 4) == Span(11, 16) and Span(11, 16).of(text) == "8.5 %"


def test_an_empty_stretch_of_a_view_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="no stretch"):
        view("增长", Span(0, 2)).span(1, 1)


def test_a_report_on_one_line_is_parted_at_its_indents() -> None:
    """Pages copied without line ends keep the two spaces that opened each paragraph."""
    years = "".join(f"　　第{n}段说了许多话。{'各项事业稳步推进。' * 60}" for n in range(6))
    text = f"　　一、2018年工作回顾　　实现主要预期目标，经济增长8%。{years}　　二、2019年工作安排　　经济增长9%。"
    report = Report(id="430400-2019", text=text, sha256="0" * 64, place="430400", plan=2019, review=(2018, 2018))
    cut = passages(report)
    assert [p.span.of(text) for p in cut if p.kind == "heading"] == ["一、2018年工作回顾", "二、2019年工作安排"]
    halves = {p.span.of(text): p.half for p in cut if p.kind == "sentence"}
    assert halves["实现主要预期目标，经济增长8%。"] == "review" and halves["经济增长9%。"] == "plan"
