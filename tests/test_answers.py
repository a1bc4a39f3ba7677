"""The library of questions over the project that ships: exact answers, the same from pyoxigraph and from rdflib."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
import rdflib
from test_query import PREFIX, in_rdflib, rows_of

from kg import resources
from kg.answer import render
from kg.build import GRAPH
from kg.project import Project
from kg.query import run
from kg.question import question, questions
from kg.store import open_store

NAMES = [q.name for q in questions() if q.requires is None]


@pytest.fixture(scope="module")
def store(project: Project) -> Iterator[ox.Store]:
    with open_store(project.build) as snapshot:
        yield snapshot.store


@pytest.fixture(scope="module")
def dataset(project: Project) -> rdflib.Dataset:
    found = rdflib.Dataset(default_union=True)
    found.parse(project.build / GRAPH, format="nquads")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_question_has_its_exact_answer_on_hengyang_s_report(
    store: ox.Store, dataset: rdflib.Dataset, name: str
) -> None:
    expected = rows_of((resources.path("queries") / f"{name}.expected.csv").read_text(encoding="utf-8"))
    asked = question(name)
    assert rows_of(render(run(store, asked, {}), "csv", PREFIX)) == expected
    assert rows_of(render(in_rdflib(dataset, asked, {}, store), "csv", PREFIX)) == expected


def test_the_competency_questions_of_the_design_are_answered_as_it_says(store: ox.Store) -> None:
    def rows(name: str, *columns: int) -> set[tuple[str, ...]]:
        return {tuple(getattr(row[c], "value", "") for c in columns) for row in run(store, question(name), {}).rows}

    assert rows("cq02", 1) == {("26469000000",), ("5.03",)}
    assert rows("cq03", 1, 2, 3) == {("地区生产总值增长8.5%(预计数，下同)", "344", "364")}
    assert rows("cq04", 0, 1, 2) == {
        ("城区空气质量优良天数比率", "86.1", "80"),
        ("城镇登记失业率", "3.5", "4.5"),
        ("接待游客总人次", "13.2", "12"),
    }
    assert ("新增3A级旅游景区", "3", "5") in rows("cq07", 0, 1, 2)
    assert rows("cq08", 0, 2) == {("2018", "开工"), ("2019", "投产（投运）")}
    assert ("南岳机场站坪扩建工程",) in rows("cq09", 0)
    assert ("南岳机场", "4") in rows("cq11", 1, 2)
    assert any("国务院" in by for _, by in rows("cq12", 0, 1))
    assert rows("cq19", 0, 1) == {("衡阳市", "8.5")}
