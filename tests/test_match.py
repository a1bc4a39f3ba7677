"""Names of tables → things: what is sure, what is not, and a table that stays as it was."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from command import kg

import kg as package
from kg.errors import UsageError
from kg.match import Candidate, Matcher, Wanted
from kg.match.model import scored
from kg.match.table import ADDED
from kg.project import Project
from kg.search import open_index
from kg.terms import Addresses


@pytest.fixture(scope="module")
def matcher(project: Project) -> Iterator[Matcher]:
    with open_index(project.build) as index:
        yield Matcher(index, project.addresses)


def sure(found: tuple[Candidate, ...]) -> str | None:
    assert sum(c.match for c in found) <= 1 and not any(c.match for c in found[1:])
    return found[0].code if found and found[0].match else None


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted("衡阳市"), "430400"),
        (Wanted(" 衡阳 市 "), "430400"),
        (Wanted("衡阳", ("prefecture",)), "430400"),
        (Wanted("湖南省衡阳市石鼓区"), "430407"),
        (Wanted("湖南 郴州"), None),
        (Wanted("湖南 郴州", ("place",)), "431000"),
        (Wanted("430400000000"), "430400"),
        (Wanted("４３０４００"), "430400"),
        (Wanted("Hunan Province"), "430000"),
        (Wanted("全国"), "cn"),
        (Wanted("湘西", ("place",)), "433100"),
        (Wanted("吉林市"), "220200"),
        (Wanted("朝阳区", within="北京"), "110105"),
        (Wanted("朝阳区", within="220100"), "220104"),
        (Wanted("寿县"), "340422"),
        (Wanted("寿县", year=2010), "341521"),
        (Wanted("襄樊市"), "420600"),
        (Wanted("襄阳市", year=2005), None),
        (Wanted("巢湖市", year=2005), "341400"),
        (Wanted("", code="430400"), "430400"),
        (Wanted("铜仁", ("place",)), "520600"),
        (Wanted("甘肃定西", ("place",)), "621100"),
        (Wanted("南岳机场", ("project",), within="衡阳"), "430400.3374b2ef"),
        (Wanted("南岳机场", ("project",), within="长沙市"), None),
        (Wanted("GDP"), "gdp"),
        (Wanted("ＧＤＰ"), "gdp"),
        (Wanted("地区生产总值", ("indicator",)), "gdp"),
    ],
)
def test_what_is_plain_is_sure(wanted: Wanted, code: str | None, matcher: Matcher) -> None:
    assert sure(matcher.match(wanted)) == code


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("衡阳"),
        Wanted("吉林"),
        Wanted("朝阳区"),
        Wanted("鼓楼区"),
        Wanted("郊区"),
        Wanted("通州", ("place",)),
        Wanted("钟山", ("place",)),
        Wanted("鼓楼区", within="江苏省"),
        Wanted("巢湖市"),
        Wanted("和平", ("place",)),
        Wanted("衡阳市", code="430100"),
        Wanted("衡阳市", within="湖北省"),
        Wanted("衡阳市", within="没有的省"),
        Wanted("衡阴市"),
        Wanted("国内生产总值（亿元）"),
        Wanted("南岳机场"),
    ],
)
def test_what_may_be_several_or_another_is_never_sure(wanted: Wanted, matcher: Matcher) -> None:
    found = matcher.match(wanted)
    assert found and sure(found) is None


@pytest.mark.parametrize(
    "name", ["", "  ", "xyzzy", "不存在的名字", "。", '"', "的" * 199, "的" * 200, "衡" * 300, "999999"]
)
def test_what_is_nothing_finds_nothing(name: str, matcher: Matcher) -> None:
    assert matcher.match(Wanted(name)) == ()


def test_short_names_mean_the_higher_level_first(matcher: Matcher) -> None:
    found = matcher.match(Wanted("衡阳", ("place",)))
    assert [c.name for c in found[:2]] == ["衡阳市", "衡阳县"] and found[0].score > found[1].score


def test_the_score_follows_from_the_features(matcher: Matcher) -> None:
    for name in ("衡阳", "朝阳区", "巢湖市", "GDP", "衡阴市", "南岳机场"):
        found = matcher.match(Wanted(name, limit=50))
        assert [c.score for c in found] == sorted((scored(c.features) for c in found), reverse=True)
        assert all(0 <= c.score <= 100 for c in found)


def test_a_type_that_there_is_not_is_named(matcher: Matcher) -> None:
    with pytest.raises(UsageError, match="one of place, indicator"):
        matcher.match(Wanted("衡阳市", ("city",)))


def test_divisions_need_no_build() -> None:
    assert sure(Matcher(None, Addresses()).match(Wanted("衡阳市"))) == "430400"


def test_what_is_typed_leads_to_what_begins_so(matcher: Matcher) -> None:
    names = [c.name for c in matcher.suggest("衡", ("place",), 100)]
    assert {"衡阳市", "衡阳县", "衡水市"} <= set(names[:12])
    assert matcher.suggest("衡", ("place",), 5, 5) == matcher.suggest("衡", ("place",), 10)[5:]


TABLE = (
    '说明,,\n省,城市,年\n湖南,衡阳市,2019\n湖南,衡阳,2019\n,"朝阳区",2020\n,,\n=1+1,-5,x,extra\n安徽,巢湖市,2005年\n'
)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_keeps_its_rows_and_cells(encoding: str, project: Project, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(TABLE.encode(encoding))
    ran = kg("match", table, "--column", "城市", "--within", "省", "--year", "年", cwd=project.root)
    assert ran.code == 0, ran.err
    before, after = rows_of(TABLE), rows_of(ran.out)
    assert [row[: len(old)] for row, old in zip(after, before, strict=True)] == before
    assert after[1][-len(ADDED) :] == list(ADDED) and len({len(row) for row in after}) == 1
    became = [row[-6] for row in after[2:]]
    assert became == ["matched", "ambiguous", "ambiguous", "", "not found", "matched"]
    assert [row[-4] for row in after[2:]] == ["430400", "", "", "", "", "341400"]
    assert after[3][-1].startswith("430400 衡阳市")
    assert "朝阳区: 110105" in ran.err and ran.err.endswith("matched 2, ambiguous 2, not found 1, empty 1\n")


def test_a_workbook_comes_back_and_may_be_matched_again(project: Project, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["城市", "人口"], ["衡阳市", 12], ["长沙市", None]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    once, twice = tmp_path / "once.xlsx", tmp_path / "twice.csv"
    assert kg("match", tmp_path / "t.xlsx", "--column", "城市", "-o", once, cwd=project.root).code == 0
    assert kg("match", once, "--column", "城市", "-o", twice, cwd=project.root).code == 0
    rows = rows_of(twice.read_text(encoding="utf-8-sig"))
    assert rows[0] == ["城市", "人口", *ADDED, *(f"{name}_2" for name in ADDED)]
    assert [row[:2] for row in rows[1:]] == [["衡阳市", "12"], ["长沙市", ""]] and rows[2][10] == "430100"


@pytest.mark.parametrize(
    ("options", "said", "code"),
    [
        (("--column", "市"), "one of the table's columns: 省, 城市, 年, found no column 市", 2),
        (("--column", "城市", "--within", "x"), "found no column x", 2),
        (("--column", "城市", "--type", "city"), "one of place, indicator", 2),
        (("--column", "城市", "-o", "t.doc"), "a name that ends in .tsv, .csv or .xlsx", 1),
    ],
)
def test_what_is_wrong_is_named(
    options: tuple[str, ...], said: str, code: int, project: Project, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(TABLE, encoding="utf-8")
    table.write_text(TABLE.partition("\n")[2], encoding="utf-8")
    ran = kg("match", table, *options, cwd=project.root)
    assert (ran.code, ran.out) == (code, "") and said in ran.err and ran.err.count("\n") == 1


def test_from_python(project: Project) -> None:
    found = package.open(project.root).match("衡阳市", types=("place",))
    assert (found[0].match, found[0].id) == (True, project.addresses.place("430400"))
