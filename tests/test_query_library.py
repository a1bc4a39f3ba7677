"""Every question of the library answers as expected on two engines, and says in its comments what it asks."""

import re
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from command import ROOT
from sample import DATA, sample_nquads

from kg import resources
from kg.answer import render
from kg.errors import QueryError
from kg.library import example, meaning
from kg.query import check_syntax, run
from kg.question import CODES, LITERALS, THINGS, Parameter, parse_question, question, questions
from kg.store import memory_store
from kg.terms import Addresses

sys.path.insert(0, str(ROOT / "bench"))
from answers import answer_file, in_rdflib, rows_of

PREFIX = Addresses().prefixes()


ALL = {"year": "", "place": "999900"}


HENGYANG = {"@place": "430400", "@plan-year": "2019", "@review-year": "2018"}


CASES: list[tuple[str, dict[str, str], str]] = [
    (q.name, {p.name: HENGYANG[p.default] for p in q.parameters if p.default in HENGYANG}, q.name.replace("/", "."))
    for q in questions()
    if (DATA / "questions" / f"{q.name.replace('/', '.')}.csv").is_file()
] + [
    (name, given, name.replace("/", ".") + ".999900")
    for name, given in (
        ("results/problems", {"place": "999900"}),
        ("targets/firm", {"place": "999900", "year": "2019", "strength": "binding"}),
        ("targets/met-or-missed", ALL),
        ("targets/not-mentioned-again", ALL),
        ("targets/numeric-targets", {"place": "999900", "year": "2019"}),
        ("targets/relative", {"place": "999900", "year": "2019"}),
        ("targets/with-results", ALL),
    )
]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return memory_store(sample_nquads()).store


@pytest.fixture(scope="module")
def dataset() -> rdflib.Dataset:
    found = rdflib.Dataset(default_union=True)
    found.parse(DATA / "sample.trig", format="trig")
    return found


@pytest.mark.parametrize(("name", "given", "file"), CASES, ids=[file for _, _, file in CASES])
def test_each_question_has_its_expected_answer_on_both_engines(
    store: ox.Store, dataset: rdflib.Dataset, name: str, given: dict[str, str], file: str
) -> None:
    asked = question(name)
    expected = rows_of((DATA / "questions" / f"{file}.csv").read_text(encoding="utf-8"))
    assert rows_of(render(run(store, asked, given), "csv", PREFIX)) == expected
    assert rows_of(render(in_rdflib(dataset, asked, given, store), "csv", PREFIX)) == expected


def test_every_question_finds_something_in_the_sample_or_in_the_report_that_ships() -> None:
    files = [(name, DATA / "questions" / f"{file}.csv") for name, _, file in CASES]
    files += [(q.name, answer_file(q)) for q in questions() if q.requires is None]
    found = {name for name, file in files if len(rows_of(file.read_text("utf-8"))) > 1}
    assert found == {q.name for q in questions() if q.requires is None}


def test_there_are_sixty_competency_questions_and_only_one_needs_the_network() -> None:
    ids = sorted(q.id or "" for q in questions())
    assert ids == [f"cq{n:02}" for n in range(1, len(ids) + 1)]
    assert len([q for q in questions() if q.requires is None]) >= 60
    assert [q.id for q in questions() if q.requires] == ["cq16"]


def test_a_short_answer_stays_short_as_the_graph_grows() -> None:
    """A question that ends in a limit orders by something unique, so that the cut is always the same."""
    for asked in questions():
        if " LIMIT " in asked.text:
            assert re.search(
                r"ORDER BY .*\?(statement|thing|programme|indicator|passage) LIMIT \d+$", asked.text.strip()
            ), asked.name


def test_every_question_speaks_both_languages_and_labels_its_parameters() -> None:
    for asked in questions():
        for words in (asked.title, asked.question, asked.description, *(p.label for p in asked.parameters)):
            assert sorted(words) == ["en", "zh"], asked.name
            assert all(words.values()), asked.name


def test_every_parameter_is_a_variable_of_its_query_and_every_question_is_sparql() -> None:
    for asked in questions():
        check_syntax(asked, PREFIX)
        for parameter in asked.parameters:
            assert f"?{parameter.name}" in asked.text, asked.name


def test_every_type_of_parameter_says_what_it_takes_in_both_languages() -> None:
    for kind in (*THINGS, *CODES, *LITERALS, "enum(a|b)"):
        told = {lang: meaning(Parameter("x", kind), lang) for lang in ("en", "zh")}
        assert all(told.values()) and told["en"] != told["zh"], kind


def test_the_order_of_rows_does_not_depend_on_the_order_of_loading(store: ox.Store) -> None:
    backwards = memory_store(b"".join(sorted(sample_nquads().splitlines(keepends=True), reverse=True))).store
    for name, chosen, _ in CASES:
        assert run(store, question(name), chosen) == run(backwards, question(name), chosen)


def test_a_question_is_found_by_name_last_part_and_id() -> None:
    assert question("targets/firm") == question("firm") == question("cq06")
    with pytest.raises(QueryError, match="the nearest are targets/numeric-targets"):
        question("numeric-target")
    with pytest.raises(QueryError, match="kg queries"):
        question("天气")


def test_a_default_that_nobody_knows_is_refused() -> None:
    with pytest.raises(QueryError, match=r"q\.rq:1: expected a default of @place, @plan-year"):
        parse_question('# param: place place default "@home" 地点@zh place@en\nSELECT * {}', "q", "q.rq")


def test_labels_are_in_the_language_asked_for_and_chinese_where_there_is_no_other(store: ox.Store) -> None:
    given = {"place": "430400", "year": "2019"}
    chinese, english = (run(store, question("cq01"), given, lang=lang).rows for lang in ("zh", "en"))
    assert len(chinese) == len(english)
    assert {row[2] for row in english} <= {
        ox.Literal(s, language="en") for s in ("ensure", "plain", "strive", "expected")
    }
    assert {row[2] for row in chinese} <= {ox.Literal(s, language="zh") for s in ("确保", "直陈", "力争", "预期")}
    assert run(store, question("cq01"), given | {"lang": "en"}).rows == english
    lines = sample_nquads().splitlines(keepends=True)
    nameless = b"".join(line for line in lines if b"/indicator/" not in line or b'"@en' not in line)
    names = {row[0] for row in run(memory_store(nameless).store, question("cq01"), given, lang="en").rows}
    assert names == {row[0] for row in chinese}


def test_a_looser_target_is_told_from_a_limit_and_has_its_unit(store: ox.Store) -> None:
    answer = run(store, question("cq04"), {"place": "430400", "year": 2019}, lang="en")
    (row,) = answer.rows
    said = dict(zip(answer.columns, (getattr(cell, "value", None) for cell in row), strict=True))
    assert (said["was"], said["target"], said["unit"], said["reading"]) == ("3.5", "4.5", "percent", "limit")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# tilte@zh: 错\nSELECT * {}", r"q\.rq:1: expected a comment such as"),
        ("# id: a\n# param: x city\nSELECT * {}", r"q\.rq:2: expected `name type"),
        ("# view: map\nSELECT * {}", "expected a view of table, graph, chart, found map"),
    ],
)
def test_a_wrong_comment_is_named_with_its_line(text: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        parse_question(text, "q", "q.rq")


def test_the_comments_on_top_become_the_question() -> None:
    text = (
        '# id: q1\n# title@zh: 题\n# title@en: Title\n# just a remark\n# param: s strength default "ensure" 最低 强度@zh least one@en\n'
        "# param: k enum(a|b)\n# view: chart\n# requires: network\nSELECT ?s ?k {}\n# title@en: not on top\n"
    )
    asked = parse_question(text, "g/q", "q.rq")
    assert (asked.id, asked.group, asked.view, asked.requires) == ("q1", "g", "chart", "network")
    assert asked.title == {"zh": "题", "en": "Title"}
    assert asked.parameters[0].label == {"zh": "最低 强度", "en": "least one"}
    assert asked.parameters[1].allowed == ("a", "b")
    assert asked.parameters[1].default is None


def test_the_questions_that_come_with_the_package_are_beside_their_queries() -> None:
    folder = resources.path("queries")
    for answer in folder.glob("*/*.csv"):
        assert answer.with_name(answer.name.split(".")[0] + ".rq").is_file()


def test_every_question_shows_an_example_of_its_answer_and_says_when_it_is_made_up() -> None:
    made_up = {"conflicts", "doubtful", "low-confidence", "down-the-levels", "not-mentioned-again", "with-results"}
    for asked in questions():
        shown = example(asked)
        if asked.requires:
            assert shown is None
            continue
        assert shown is not None and shown.rows, asked.name
        assert shown.made_up == (asked.name.partition("/")[2] in made_up), asked.name
        assert shown.made_up == (len(rows_of(answer_file(asked).read_text("utf-8"))) == 1), asked.name


@pytest.mark.parametrize("file", sorted(resources.path("queries").glob("*/*.example.csv")), ids=lambda f: f.name)
def test_made_up_examples_are_answers_of_the_sample(file: Path) -> None:
    name = f"{file.parent.name}.{file.name.removesuffix('.example.csv')}"
    answers = [DATA / "questions" / f"{name}{of}.csv" for of in (".999900", "")]
    assert file.read_bytes() == next(a for a in answers if a.is_file()).read_bytes()
