"""The library of questions over the project that ships: exact answers, the same from pyoxigraph and from rdflib."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import command
import pyoxigraph as ox
import pytest
import rdflib
from command import ROOT
from test_query_library import PREFIX, answer_file, in_rdflib, rows_of

import kg
from kg.answer import render
from kg.api import OpenProject
from kg.build import GRAPH, build
from kg.errors import ReportError
from kg.project import Project
from kg.query import run
from kg.question import Question, question, questions

sys.path.insert(0, str(ROOT / "bench"))

from questions_page import FILES, page

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
    asked = question(name)
    answer = rows_of(answer_file(asked).read_text(encoding="utf-8"))
    assert rows_of(render(run(store, asked, {}), "csv", PREFIX)) == answer
    assert rows_of(render(in_rdflib(dataset, asked, {}, store), "csv", PREFIX)) == answer


def test_a_project_takes_texts_and_numbers_alike(project: Project) -> None:
    opened = OpenProject(project)
    assert opened.query("targets/firm", year=2019) == opened.query("targets/firm", year="2019")
    assert opened.query("targets/firm", year=2019).rows


def test_the_command_says_what_it_took_and_why_there_is_nothing(project: Project) -> None:
    ran = command.kg("query", "cq01", cwd=project.root)
    assert (ran.code, ran.err) == (0, "place=430400 year=2019\n")
    assert "  ensure  " in ran.out
    assert "  确保  " not in ran.out
    assert "  确保  " in command.kg("query", "cq01", cwd=project.root, LC_ALL="zh_CN.UTF-8").out
    ran = command.kg("query", "cq13", cwd=project.root)
    assert (ran.code, ran.err) == (0, "place=430400\n") and "growth derived from two levels" in ran.out


def test_a_graph_without_what_a_question_asks_for_says_what_to_ask_instead(small: Project) -> None:
    build(small)
    ran = command.kg("query", "cq13", cwd=small.root)
    assert (ran.code, ran.err.splitlines()[-1]) == (
        0,
        "0 rows: this graph holds no assessments; try targets/with-results",
    )


def test_a_file_without_the_suffix_of_a_query_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    line = command.kg("query", "empty.txt", cwd=tmp_path).line()
    assert "empty.txt: expected a file whose name ends in .rq or .sparql" in line
    assert "Errno" not in command.kg("query", "none.rq", cwd=tmp_path).line()


def test_each_question_is_listed_with_a_call_and_what_it_needs(tmp_path: Path) -> None:
    listed = command.kg("queries", cwd=tmp_path).out
    assert "    kg query targets/firm -p place=430400 -p year=2019 -p strength=ensure\n" in listed
    assert listed.count("    kg query ") == len(questions())
    assert listed.count("    needs gwr:Assessment\n") == 2
    assert listed.count("    needs network\n") == 1


def test_the_page_of_questions_lists_them_all_in_both_languages() -> None:
    for language, file in FILES.items():
        assert (ROOT / file).read_text(encoding="utf-8") == page(language)
        assert page(language).count("| cq") == len(questions())


def test_the_names_of_the_package_are_listed_before_they_are_used() -> None:
    assert set(kg.__all__) <= set(dir(kg))


def test_a_year_may_be_read_from_text_and_a_wrong_one_is_named() -> None:
    assert kg.read(kg.example(), year="2019").report.plan == 2019
    with pytest.raises(ReportError, match="expected a year of four digits"):
        kg.read(kg.example(), year="二〇一九")


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
    assert ("“扫黑除恶”经验", "中央政法委") in rows("cq12", 1, 2)
    assert ("衡南县", "全国农业社会化服务体系试点县") in rows("cq12", 1, 0)
    assert ("华侨城", "华侨城") in rows("cq10", 0, 1)
    assert rows("cq19", 0, 1) == {("衡阳市", "8.5")}


def test_the_text_of_a_query_is_asked_as_it_is(project: Project) -> None:
    ran = command.kg("query", "SELECT ?n WHERE { VALUES ?n { 1 } }", "--format", "csv", cwd=project.root)
    assert (ran.code, ran.out.split()) == (0, ["n", "1"])
    assert "query:1:" in command.kg("query", "SELECT ?n WHERE { ?n a", cwd=project.root).line()


@pytest.mark.parametrize("asked", [q for q in questions() if q.first], ids=lambda q: q.name)
def test_what_is_found_first_changes_no_row(asked: Question, store: ox.Store) -> None:
    told = run(store, asked, {}).table
    plain = run(store, replace(asked, first=""), {}).table
    assert told[0] == plain[0]
    assert Counter(map(str, told[1])) == Counter(map(str, plain[1]))
