"""An answer without rows says in one line what the graph lacks: the place, the year, the thing that was asked about."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from command import kg
from sample import sample_nquads

from kg.project import Project
from kg.query import run
from kg.question import question
from kg.store import memory_store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return memory_store(sample_nquads()).store


def told(store: ox.Store, name: str, **params: str) -> list[str]:
    said: list[str] = []
    assert run(store, question(name), params, remark=said.append).rows == ()
    return said


def test_a_place_of_no_report_is_told_with_the_places_there_are(project: Project) -> None:
    ran = kg("query", "targets/numeric-targets", "-p", "place=430000", "-p", "year=2019", cwd=project.root)
    assert ran.code == 0 and len(ran.out.splitlines()) == 2
    assert ran.err == "0 rows: no report of 430000 is in the graph; there are those of 430400 (衡阳市)\n"
    chinese = kg("query", "cq01", "-p", "place=湖南省", "-p", "year=2019", cwd=project.root, LC_ALL="zh_CN.UTF-8")
    assert chinese.err == "0 行：图中没有 430000 的报告；现有 430400 (衡阳市) 的报告\n"


def test_a_year_of_no_report_is_told_with_the_years_there_are(project: Project) -> None:
    ran = kg("query", "cq01", "-p", "place=430400", "-p", "year=1990", cwd=project.root)
    assert ran.code == 0
    assert ran.err == "0 rows: no report in the graph plans for 1990 or looks back on it, only 2018, 2019\n"


def test_a_thing_of_no_statement_is_told(project: Project) -> None:
    ran = kg("query", "results/series", "-p", "place=430400", "-p", "indicator=a-share-companies", cwd=project.root)
    assert ran.err == "0 rows: no statement in the graph is about ind:a-share-companies\n"


def test_what_is_there_and_has_no_rows_all_the_same_is_just_0_rows(store: ox.Store) -> None:
    assert told(store, "targets/numeric-targets", place="430400", year="2018") == ["0 rows"]


def test_a_default_is_nobodys_mistake(tmp_path: Path) -> None:
    assert told(memory_store(b"").store, "targets/numeric-targets") == ["0 rows"]


def test_many_places_are_named_in_part() -> None:
    lines = "".join(
        f"<urn:r{n}> <https://w3id.org/gwr/ns#place> <https://w3id.org/gwr/id/place/43{n:04}> <urn:g> .\n"
        f"<urn:r{n}> <https://w3id.org/gwr/ns#planYear> 2019 <urn:g> .\n".replace(
            " 2019 ", ' "2019"^^<http://www.w3.org/2001/XMLSchema#integer> '
        )
        + f"<urn:r{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/gwr/ns#Report> <urn:g> .\n"
        for n in range(1, 9)
    )
    lines += '<https://w3id.org/gwr/id/place/cn> <http://www.w3.org/2000/01/rdf-schema#label> "中国"@zh <urn:g> .\n'
    (line,) = told(memory_store(lines.encode()).store, "targets/numeric-targets", place="cn", year="2019")
    assert line.startswith("0 rows: no report of cn is in the graph; there are those of 430001") and line.endswith(
        "430005 … (+3: kg status)"
    )
