"""Places: what a code or a name stands for, in which year, and what contains it."""

import csv

import pytest

from kg import resources
from kg.errors import PlaceError
from kg.places import (
    LEVEL_LABELS,
    Division,
    ancestors,
    children,
    descendants,
    division,
    find,
    names_within,
    short_name,
)


def codes(found: tuple[Division, ...]) -> list[str]:
    return [d.code for d in found]


def test_the_table_is_sorted_and_every_parent_is_in_it() -> None:
    with resources.path("data/reference/divisions.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert (rows[0]["code"], rows[0]["name"]) == ("cn", "中国")
    keys = [(r["code"], int(r["valid_from"] or 0)) for r in rows[1:]]
    assert keys == sorted(keys)
    known = {r["code"] for r in rows}
    assert [r for r in rows[1:] if r["parent"] not in known] == []
    assert {r["level"] for r in rows} == set(LEVEL_LABELS)
    assert all(not (r["valid_from"] and r["valid_to"]) or r["valid_from"] <= r["valid_to"] for r in rows)


def test_headings_of_the_code_list_are_no_divisions() -> None:
    for code in ("110100", "430401", "429000", "500200", "659000"):
        with pytest.raises(PlaceError):
            division(code)


def test_hengyang_has_its_twelve_divisions() -> None:
    districts, counties, cities = ["05", "06", "07", "08", "12"], ["21", "22", "23", "24", "26"], ["81", "82"]
    expected = ["4304" + tail for tail in districts + counties + cities]
    assert codes(children("430400", 2019)) == expected
    assert codes(descendants("430400")) == expected


def test_a_chain_leads_to_the_nation() -> None:
    assert codes(ancestors("430426")) == ["430400", "430000", "cn"]
    assert ancestors("cn") == ()


def test_counties_directly_under_a_province_have_it_as_parent() -> None:
    assert division("429006").name == "天门市"
    assert codes(ancestors("429006")) == ["420000", "cn"]
    assert division("110101").parent == "110000"


def test_a_renamed_code_gives_the_name_of_the_year() -> None:
    assert division("420600", 2008).name == "襄樊市"
    assert division("420600", 2015).name == division("420600").name == "襄阳市"


def test_a_code_outside_its_years_says_when_it_was_valid() -> None:
    assert division("431121", 2019).name == "祁阳县"
    with pytest.raises(PlaceError, match=r"valid in 2019, found '431181' \(祁阳市 2021–\)"):
        division("431181", 2019)


@pytest.mark.parametrize(
    ("code", "suggestion"),
    [("430499", "430400 衡阳市, 430482 常宁市"), ("衡阳", "430400 衡阳市, 430421 衡阳县"), ("4304", "430400 衡阳市")],
)
def test_an_unknown_code_is_answered_in_one_line_with_what_may_be_meant(code: str, suggestion: str) -> None:
    with pytest.raises(PlaceError) as caught:
        division(code)
    message = str(caught.value)
    assert (
        f"expected a place's name, its GB/T 2260 code of 6 digits, or cn, found '{code}'; did you mean {suggestion}"
        in message
    )
    assert "\n" not in message


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("430400", "衡阳"),
        ("433100", "湘西"),
        ("150000", "内蒙古"),
        ("650000", "新疆"),
        ("152500", "锡林郭勒"),
        ("451028", "乐业"),
        ("622926", "东乡"),
        ("410104", "管城"),
        ("340321", "怀远"),
        ("130921", "沧县"),
        ("810000", "香港"),
        ("429021", "神农架"),
    ],
)
def test_a_short_name_leaves_the_kind_of_place_off(code: str, short: str) -> None:
    assert short_name(division(code)) == short


def test_a_short_name_finds_every_place_called_so_the_higher_first() -> None:
    assert codes(find("衡阳")) == ["430400", "430421"]
    assert codes(find("祁东")) == ["430426"]
    assert codes(find("湘西州")) == codes(find("湘西")) == ["433100"]
    assert find("没有这个地方") == ()


def test_a_search_can_be_kept_to_a_place_and_a_year() -> None:
    assert codes(find("朝阳区", within="110000")) == ["110105"]
    assert codes(find("祁阳", within="431100", year=2019)) == ["431121"]
    assert codes(find("祁阳"))[0] == "431181"


def test_names_within_a_place_are_unambiguous() -> None:
    names = names_within("430400", 2019)
    assert names["衡阳"] == names["衡阳市"] == "430400"
    assert names["衡阳县"] == "430421"
    assert names["耒阳"] == names["耒阳市"] == "430481"
    assert "长沙" not in names
    assert "朝阳区" not in names_within("cn", 2019)
    assert names_within("cn", 2019)["湖南"] == "430000"


def test_in_the_year_of_a_change_a_short_name_stands_for_the_successor() -> None:
    names = names_within("431100", 2021)
    assert names["祁阳"] == names["祁阳市"] == "431181"
    assert names["祁阳县"] == "431121"


def test_an_everyday_word_is_no_name_of_a_county() -> None:
    names = names_within("cn", 2019)
    assert not {"比如", "乐业", "和平", "复兴", "长治"} & set(names)
    assert names["比如县"].startswith("54")
