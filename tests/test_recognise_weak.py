"""What is recognised where the text hardly says it: place, years, kind, and half a report."""

from pathlib import Path

import pytest
from command import SMALL, kg

from kg.recognise import recognise


def body(name: str, parts: str, spoken: str) -> str:
    return (
        f"各位代表：\n现在，我代表{spoken}人民政府，向大会报告工作。\n一、2023年工作回顾\n"
        + f"{name}经济增长。{name}开局良好。{parts}协调发展。"
        + f"{name}向好。{name}人民满意。" * 4
        + "\n"
        + "二、2024年工作安排\n主要预期目标：增长5%左右。\n"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (body("衡阳", "祁东县、衡南县、耒阳市、常宁市", "市"), "430400"),
        (body("阿坝", "马尔康、九寨沟、松潘、若尔盖", "州"), "513200"),
        (body("吉林", "桦甸、蛟河、舒兰", "市"), "220200"),
        (body("吉林", "长春市、四平市、通化市、延边", "省"), "220000"),
        (body("天门", "武汉", "市"), "429006"),
        (body("祁东", "衡阳", "县"), "430426"),
        (body("锡林郭勒", "锡林浩特、二连浩特、苏尼特左旗", "盟行政公署、盟"), "152500"),
    ],
)
def test_a_report_without_a_title_is_placed_by_the_names_in_it(text: str, place: str) -> None:
    found = recognise(text)
    assert (found.place, found.plan) == (place, 2024)
    assert 0.5 <= found.certainty("place") < 0.97 and "named" in found.guesses["place"].reason


def test_a_mention_of_the_state_council_is_not_the_nation_but_speaking_for_it_is() -> None:
    text = "各位代表：\n党中央、国务院坚强领导。一年来，工作回顾。今后预期目标。市政府。\n"
    assert recognise(text).place is None
    assert recognise("各位代表：\n现在，我代表国务院，向大会报告工作。2023年工作回顾。\n").place == "cn"


def test_a_files_name_counts_only_where_the_text_is_silent() -> None:
    silent = "各位代表：\n现在，我代表市人民政府报告工作。\n一年来，经济增长。\n今后的预期目标是增长。\n"
    found = recognise(silent, hint="衡阳2019政府工作报告")
    assert (found.place, found.plan) == ("430400", 2019)
    assert found.certainty("place") == found.certainty("plan") == 0.5
    assert recognise(SMALL, hint="衡阳2019").place == "430500"


@pytest.mark.parametrize(
    ("opening", "heading", "review"),
    [
        ("报告过去五年的政府工作", "一、过去五年工作回顾", (2019, 2023)),
        ("报告工作", "一、2023年工作回顾", (2023, 2023)),
        ("报告工作", "一、“十三五”时期工作回顾", (2019, 2023)),
    ],
)
def test_a_report_at_the_end_of_a_term_looks_back_on_five_years(
    opening: str, heading: str, review: tuple[int, int]
) -> None:
    text = f"各位代表：\n现在，我代表市人民政府{opening}。\n{heading}\n增长。\n二、2024年工作安排\n预期目标：5%。\n"
    assert recognise(text).review == review


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("衡阳市人大常委会工作报告\n各位代表：现在报告工作。" + SMALL[60:], "congress"),
        ("政协衡阳市委员会常务委员会工作报告\n各位委员：报告工作回顾。" + SMALL[60:], "consultative"),
        ("衡阳市2023年国民经济和社会发展统计公报\n增长5%。", "statistics"),
        ("市长甲乙作政府工作报告。报告指出，过去一年增长8%。报告提出，今年预期目标是增长9%。市政府。", "summary"),
        ("衡阳市人民检察院工作报告\n各位代表：报告工作。", "procuratorate"),
    ],
)
def test_what_is_no_work_report_is_named(text: str, kind: str) -> None:
    found = recognise(text)
    assert found.kind == kind and found.problem
    assert found.certainty("kind") >= 0.5


def test_a_heading_of_another_wording_says_the_year() -> None:
    text = "位代表：\n现在，我代表市人民政府，向大会作工作报告。\n奋力完成2023年各项任务\n经济增长。\n全力实现2024年奋斗目标\n增长5%。\n"
    assert recognise(text).plan == 2024
    assert recognise(text).guesses["plan"].reason == "the heading 「奋力完成2023年各项任务」"


def test_half_a_report_is_said_to_be_half(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(SMALL[: SMALL.index("二、2020年")], encoding="utf-8")
    ran = kg("extract", path, "--place", "430500", cwd=tmp_path)
    assert ran.code == 0 and recognise(path.read_text(encoding="utf-8")).whole is False
