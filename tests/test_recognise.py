"""Is this a government work report, of where and of which year? The text says it, or nobody does."""

import pytest
from command import HENGYANG, ROOT, SMALL
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.recognise import Recognition, recognise

HEAD = "政府工作报告\n2024年1月{day}日在{meeting}上\n{office} 甲乙丙\n各位代表：\n现在，我代表政府报告工作。\n"
BODY = "一、2023年工作回顾\n经济增长。\n二、2024年工作安排\n主要预期目标：增长5%左右。\n"


def opening(meeting: str, office: str, day: int = 9) -> str:
    return HEAD.format(meeting=meeting, office=office, day=day) + BODY


def test_hengyang_is_recognised_whole() -> None:
    text = (HENGYANG / "report.txt").read_bytes().decode()
    assert recognise(text) == Recognition(
        place="430400",
        plan=2019,
        review=(2018, 2018),
        meeting="衡阳市第十五届人民代表大会第五次会议",
        date="2019-01-08",
        speaker="邓群策",
    )


def test_a_short_report_is_recognised() -> None:
    found = recognise(SMALL)
    assert (found.place, found.plan, found.date, found.speaker) == ("430500", 2020, "2020-01-08", "甲乙丙")
    assert found.problem is None and found.whole


@pytest.mark.parametrize(
    ("meeting", "office", "place"),
    [
        ("湖南省第十四届人民代表大会第二次会议", "湖南省省长", "430000"),
        ("贵州省第十四届人民代表大会第二次会议", "省长", "520000"),
        ("广西壮族自治区第十四届人民代表大会第二次会议", "自治区主席", "450000"),
        ("黔东南苗族侗族自治州第十五届人民代表大会第四次会议", "州长", "522600"),
        ("北京市第十六届人民代表大会第二次会议", "市长", "110000"),
        ("祁东县第十八届人民代表大会第三次会议", "县长", "430426"),
        ("第十四届全国人民代表大会第二次会议", "国务院总理", "cn"),
    ],
)
def test_the_meeting_names_the_place(meeting: str, office: str, place: str) -> None:
    assert recognise(opening(meeting, office)).place == place


def test_a_place_named_by_none_is_left_open_and_what_the_caller_says_is_taken() -> None:
    text = opening("第十五届人民代表大会第五次会议", "市长")
    assert recognise(text).place is None
    found = recognise(text, "430400", 2030)
    assert (found.place, found.plan, found.review) == ("430400", 2030, (2029, 2029))


def test_a_heading_says_the_year_before_the_date_does() -> None:
    assert recognise(opening("衡阳市第十七届人民代表大会第四次会议", "市长")).plan == 2024
    bare = "政府工作报告\n{}\n各位代表：\n我代表市政府报告工作。\n一年来，经济增长。\n今后的任务是增长。\n"
    assert recognise(bare.format("2023年12月28日")).plan == 2024
    assert recognise(bare.format("2023年3月5日")).plan == 2023
    assert recognise(bare.format("某年某月")).plan is None


def test_a_date_that_no_calendar_has_is_left_out() -> None:
    found = recognise(opening("衡阳市第十七届人民代表大会第四次会议", "市长", 45))
    assert found.date is None and found.plan == 2024


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于衡阳市2023年国民经济和社会发展计划执行情况与2024年计划草案的报告", "计划报告"),
        ("关于衡阳市2023年预算执行情况和2024年预算草案的报告", "财政报告"),
        ("衡阳市中级人民法院工作报告", "court"),
    ],
)
def test_other_reports_of_the_same_meeting_are_named_as_what_they_are(title: str, kind: str) -> None:
    problem = recognise(f"{title}\n各位代表：\n现在报告工作，请市人民政府审议。\n{BODY}").problem
    assert problem is not None and kind in problem


@pytest.mark.parametrize("text", ["", "衡阳市", "a b c", "# gwr-kg\n政府工作报告"])
def test_what_bears_no_marks_of_a_report_is_none(text: str) -> None:
    assert "marks of one" in (recognise(text).problem or "")


def test_the_readme_is_no_report() -> None:
    assert recognise((ROOT / "README.md").read_text(encoding="utf-8")).problem


def test_half_a_report_is_not_whole() -> None:
    half = SMALL[: SMALL.index("二、2020年")]
    assert recognise(half, year=2020).whole is False


@settings(max_examples=20)
@given(st.text("各位代表报告工作回顾预期目标市人民政府第一届大会次议年月日0123456789\n ，。", max_size=120))
def test_any_text_is_recognised_or_not_and_nothing_else_happens(text: str) -> None:
    found = recognise(text)
    assert found.plan is None or 1900 <= found.plan <= 2100
    assert found.problem is None or "marks of one" in found.problem or "report" in found.problem


@pytest.mark.parametrize("name", ["江北新区", "西咸新区", "横琴新区", "江北市"])
def test_a_name_that_only_ends_as_a_place_s_does_is_no_place(name: str) -> None:
    text = (
        f"政府工作报告\n——2024年1月8日在{name}第八届人民代表大会第四次会议上\n各位代表：\n"
        f"现在，我代表{name}人民政府向大会报告工作，请予审议。\n一、2023年工作回顾\n地区生产总值增长6%。\n"
        "二、2024年工作安排\n地区生产总值增长6%左右。\n"
    )
    assert recognise(text).place is None
    assert recognise(text, place="320100", year=2024).otherwise == {}
