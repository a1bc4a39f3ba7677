"""A place is named on the command line by its code or its name, the nation by 全国, 国家 or 中国."""

import csv
from pathlib import Path

import pytest
from command import SMALL, kg
from panels import made

from kg.adding.sheet import corrections
from kg.errors import PlaceError
from kg.places import code_of, listed, meant
from kg.project import Project, init_project


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return made(tmp_path_factory.mktemp("named") / "p")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("上海", "310000"),
        ("池州", "341700"),
        ("衡阳", "430400"),
        ("衡阳县", "430421"),
        ("430400", "430400"),
        ("全国", "cn"),
        ("国家", "cn"),
        ("中国", "cn"),
        ("cn", "cn"),
        ("无此地", None),
    ],
)
def test_a_name_means_the_highest_level_that_has_it(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_of_what_is_known_the_one_that_is_meant() -> None:
    assert [d.code for d in meant("衡阳", {"430421"}.__contains__)] == ["430421"]
    with pytest.raises(PlaceError, match=r"4: 鼓楼区 \(320106\), .*; give its code"):
        code_of("鼓楼")


def test_a_list_of_places_begins_with_the_nation_and_says_where_it_is_cut() -> None:
    assert listed(["430000", "cn", "110000"]) == "cn, 110000, 430000"
    assert listed(["cn", *(f"{n}0000" for n in range(11, 19))]) == "cn, 110000, 120000, 130000, 140000 …"


def test_verbs_over_the_build_take_a_place_by_name(built: Project) -> None:
    for verb in ("assess", "leads"):
        by_code = kg(verb, "430500", cwd=built.root)
        assert by_code.code == 0 and kg(verb, "邵阳", cwd=built.root) == by_code
        assert kg(verb, "邵阳市", cwd=built.root) == by_code
        nation = kg(verb, "cn", cwd=built.root)
        assert nation.code in (0, 1) and kg(verb, "全国", cwd=built.root).code == nation.code
        line = kg(verb, "上海", cwd=built.root).line()
        assert "found '上海'; one of cn, " in line or "found '上海'; one of 430500" in line
    panel = kg("panel", "--place", "430500", "--place", "cn", cwd=built.root)
    assert panel.code == 0 and kg("panel", "--place", "邵阳", "--place", "国家", cwd=built.root) == panel
    assert "a place of the build: cn, 430000, 430500" in kg("panel", "--place", "上海", cwd=built.root).err


def test_a_file_is_read_and_added_for_a_place_by_name(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p")
    file = tmp_path / "x.txt"
    file.write_text(SMALL.replace("邵阳市", "本市"), encoding="utf-8")
    assert '"report": "430500-2020"' in kg("ledger", file, "--place", "邵阳", "--year", "2020", cwd=tmp_path).out
    assert "430500-2020" in kg("extract", file, "--place", "邵阳", "--year", "2020", cwd=tmp_path).out
    ran = kg("add", file, "--place", "邵阳", "--year", "2020", cwd=project.root)
    assert (ran.code, ran.out) == (0, "added 430500-2020 (邵阳市, 2020); next: kg build\n")


def test_reports_csv_takes_the_nation_by_name(tmp_path: Path) -> None:
    row = {"place": "全国", "year": "2020", "kind": ""}
    assert corrections(row, "reports.csv, row 2").place == "cn"
    project = init_project(tmp_path / "p")
    file = tmp_path / "x.txt"
    file.write_text(SMALL.replace("邵阳市", "本市"), encoding="utf-8")
    other = tmp_path / "y.txt"
    other.write_text(SMALL, encoding="utf-8")
    assert kg("add", file, other, cwd=project.root).code == 0
    sheet = project.root / "reports.csv"
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    rows[0]["place"] = "中国"
    with sheet.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    kg("add", file, other, cwd=project.root)
    assert (project.reports / "cn-2020").is_dir()
