"""Every question answers as expected on two engines; parameters are terms; what is wrong is one line with its place."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from command import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import write_store

from kg import resources
from kg.answer import FORMATS, Answer, compact, read_answer, render
from kg.errors import QueryError, StoreError
from kg.query import check_syntax, query_form, run, with_prefixes
from kg.question import parse_question, question, questions
from kg.store import memory_store, open_store
from kg.terms import PREFIXES, TERMS, Addresses

sys.path.insert(0, str(ROOT / "bench"))

from answers import answer_file, in_rdflib, rows_of

DATA = Path(__file__).parent / "data"
PREFIX = Addresses().prefixes()
ALL = {"year": "", "place": "999900"}
# The sample's latest report is that of the invented place; most questions are asked of the other.
HENGYANG = {"@place": "430400", "@plan-year": "2019", "@review-year": "2018"}
# What each question is asked on the sample: of Hengyang, and of the invented place where Hengyang has nothing.
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


def sample_nquads() -> bytes:
    quads = ox.serialize(ox.parse(path=DATA / "sample.trig", format=ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS)
    assert quads is not None
    return quads


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
        for words in (asked.title, asked.question, *(p.label for p in asked.parameters)):
            assert sorted(words) == ["en", "zh"], asked.name
            assert all(words.values()), asked.name
        assert sorted(asked.description) in ([], ["en", "zh"])


def test_every_parameter_is_a_variable_of_its_query_and_every_question_is_sparql() -> None:
    for asked in questions():
        check_syntax(asked, PREFIX)
        for parameter in asked.parameters:
            assert f"?{parameter.name}" in asked.text, asked.name


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


@pytest.mark.parametrize(
    "place", ["430400", "place:430400", TERMS + "id/place/430400", f"<{TERMS}id/place/430400>", "衡阳市", "衡阳"]
)
def test_a_place_is_given_by_code_short_or_full_iri_or_name(store: ox.Store, place: str) -> None:
    assert len(run(store, question("cq01"), {"place": place}).rows) == 6


@pytest.mark.parametrize("indicator", ["gdp", "ind:gdp", "地区生产总值", "生产总值", "gross domestic product", " gdp "])
def test_an_indicator_is_given_by_code_or_by_any_label(store: ox.Store, indicator: str) -> None:
    rows = run(store, question("cq03"), {"place": "430400", "year": 2018, "indicator": indicator}).rows
    assert [row[0] for row in rows] == [ox.Literal("增长8.5%")]


def test_an_empty_parameter_leaves_it_open(store: ox.Store) -> None:
    assert len(run(store, question("cq01"), {"place": "", "year": ""}).rows) == 10


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        (
            "cq01",
            {"plaec": "430400"},
            "expected a parameter of place, year, lang, found plaec; for example place=430400",
        ),
        (
            "cq01",
            {"place": "430499"},
            r"place: expected the code, label or IRI of a place in the graph.*430400 \(衡阳市\)",
        ),
        ("cq01", {"place": "http://e.test/x"}, "place: expected the code"),
        ("cq01", {"place": "<not an iri>"}, "place: expected the code"),
        ("cq03", {"indicator": "gpd"}, r"found 'gpd'; near to it: gdp \(地区生产总值\)"),
        ("cq03", {"indicator": "城镇失业率"}, r"near to it: urban-registered-unemployment"),
        ("cq01", {"year": "二〇一九"}, "year: expected a whole number, found '二〇一九'; for example year=2019"),
        ("cq01", {"year": "2019.5"}, "year: expected a whole number"),
        ("cq17", {"limit": "NaN"}, "limit: expected a number"),
        ("cq17", {"limit": "1e999999"}, "limit: expected a number"),
        ("cq06", {"strength": "sure"}, "strength: expected one of binding, ensure, plain, strive, expected, encourage"),
    ],
)
def test_a_wrong_parameter_is_named_with_what_is_allowed(
    store: ox.Store, name: str, given: dict[str, str], words: str
) -> None:
    with pytest.raises(QueryError, match=words):
        run(store, question(name), given)


def test_a_name_that_several_things_bear_is_not_guessed() -> None:
    line = '<{0}id/project/{1}> <{2}label> "新区道路"@zh <{0}graph/g> .\n'
    nquads = "".join(line.format(TERMS, p, PREFIXES["rdfs"]) for p in ("430400.a", "430400.b")).encode()
    with pytest.raises(QueryError, match=r"one of proj:430400\.a, proj:430400\.b"):
        run(memory_store(nquads).store, question("cq08"), {"project": "新区道路"})


def test_place_and_year_default_to_those_of_the_report_with_the_latest_plan_year(store: ox.Store) -> None:
    said: list[str] = []
    latest = run(store, question("cq02"), {"indicator": "gdp"}, remark=said.append)
    assert said == ["place=999900 year=2020", "0 rows"]
    assert latest == run(store, question("cq02"), {"indicator": "gdp", "place": "999900", "year": 2020})
    said.clear()
    run(store, question("cq01"), {"place": "430400"}, remark=said.append)
    assert said == ["year=2019"]
    said.clear()
    run(store, question("cq01"), {"place": "430400", "year": 2019}, remark=said.append)
    assert said == []


def test_without_a_report_place_and_year_are_left_open() -> None:
    said: list[str] = []
    assert run(ox.Store(), question("cq01"), remark=said.append).rows == ()
    assert said == ["0 rows"]


def test_a_default_that_the_graph_does_not_hold_must_be_given() -> None:
    line = '<{0}id/project/120000.port> <{1}label> "港口"@zh <{0}graph/g> .\n'
    store = memory_store(line.format(TERMS, PREFIXES["rdfs"]).encode()).store
    words = r"expected the parameter project, found none; for example project=120000\.port"
    with pytest.raises(QueryError, match=words):
        run(store, question("cq08"))


def test_an_empty_answer_says_which_class_the_graph_lacks_and_what_to_ask_instead(store: ox.Store) -> None:
    reports = b"".join(line for line in sample_nquads().splitlines(keepends=True) if b"#Assessment>" not in line)
    said: list[str] = []
    run(memory_store(reports).store, question("cq13"), {"place": "430400"}, remark=said.append)
    run(store, question("cq13"), {"place": "430400"}, remark=said.append)
    assert said == ["0 rows: this graph holds no assessments; try targets/with-results", "0 rows"]


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


def test_an_article_fits_its_noun(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="IRI of an indicator in the graph"):
        run(store, question("cq03"), {"indicator": "gpd"})


def test_a_looser_target_is_told_from_a_limit_and_has_its_unit(store: ox.Store) -> None:
    answer = run(store, question("cq04"), {"place": "430400", "year": 2019}, lang="en")
    (row,) = answer.rows
    said = dict(zip(answer.columns, (getattr(cell, "value", None) for cell in row), strict=True))
    assert (said["was"], said["target"], said["unit"], said["reading"]) == ("3.5", "4.5", "percent", "limit")


def test_a_parameter_without_a_default_must_be_given(store: ox.Store) -> None:
    asked = parse_question("# param: least integer 至少@zh at least@en\nSELECT ?least {}", "q", "q.rq")
    with pytest.raises(QueryError, match="expected the parameter least, found none; for example least=10"):
        run(store, asked)
    assert run(store, asked, {"least": "+07"}).rows == ((ox.Literal(7),),)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: t.strip() == t))
def test_a_text_parameter_comes_back_as_it_went_in(text: str) -> None:
    asked = parse_question("# param: x text\nSELECT ?x ?y { BIND(?x AS ?y) }", "q", "q.rq")
    assert run(ox.Store(), asked, {"x": text}).rows == ((ox.Literal(text), ox.Literal(text)),)


@settings(max_examples=60, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_decimal_parameter_keeps_its_value_in_one_form(number: Decimal) -> None:
    asked = parse_question("# param: x decimal\nSELECT ?x {}", "q", "q.rq")
    ((term,),) = run(ox.Store(), asked, {"x": str(number)}).rows
    assert isinstance(term, ox.Literal)
    assert Decimal(term.value) == number
    assert "E" not in term.value
    assert term.datatype.value.endswith("#decimal")


def test_sparql_text_takes_iris_numbers_and_strings(store: ox.Store) -> None:
    given = {"a": "place:430400", "b": "2019", "c": "0.50", "d": "2019年", "e": "http://e.test/x"}
    (row,) = run(store, "SELECT ?a ?b ?c ?d ?e {}", given).rows
    assert list(map(str, row)) == [
        f"<{TERMS}id/place/430400>",
        '"2019"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"2019年"',
        "<http://e.test/x>",
    ]
    with pytest.raises(QueryError, match="the name of a variable"):
        run(store, "SELECT ?a {}", {"a) { } #": "1"})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?o { ?place rdfs:label ?o }",
        "# { ?\nSELECT ?o WHERE{?place rdfs:label ?o}",
        'PREFIX x: <http://e.test/>\nSELECT ("{" AS ?b) ?o WHERE { ?place rdfs:label ?o }',
        "SELECT (EXISTS { ?x ?y ?z } AS ?b) ?o { ?place rdfs:label ?o }",
        "SELECT ?o { { SELECT ?place ?o { ?place rdfs:label ?o } } }",
        "ASK { ?place rdfs:label '衡阳市'@zh }",
        "CONSTRUCT { ?place gwr:x ?o } WHERE { ?place rdfs:label ?o }",
        "CONSTRUCT { ?place gwr:x ?o } { ?place rdfs:label ?o }",
        "DESCRIBE ?place WHERE { ?place rdfs:label ?o }",
        "SELECT (COUNT(*) AS ?n) { ?place rdfs:label ?o }",
        'SELECT ?o { ?place rdfs:label ?o FILTER(?o != """}"{""") }',
    ],
)
def test_parameters_reach_the_outermost_pattern_of_any_query(store: ox.Store, text: str) -> None:
    bound = run(store, text, {"place": "place:430400"})
    written = run(store, text.replace("?place", f"<{TERMS}id/place/430400>") if "SELECT ?place" not in text else text)
    if text.startswith("DESCRIBE"):
        assert bound.triples
        assert {t.subject for t in bound.triples} == {ox.NamedNode(TERMS + "id/place/430400")}
    elif "SELECT ?place" in text:
        assert len(bound.rows) == 1 < len(written.rows)
    else:
        assert bound == written


def test_parameters_without_a_pattern_or_bound_by_it_are_refused(store: ox.Store) -> None:
    for text in ("CONSTRUCT WHERE { ?place rdfs:label ?o }", "SELECT * { BIND(1 AS ?place) }"):
        with pytest.raises(QueryError, match="expected a pattern that takes the parameters"):
            run(store, text, {"place": "place:430400"})
    with pytest.raises(QueryError, match="expected a WHERE"):
        run(store, "DESCRIBE ind:gdp", {"place": "place:430400"})


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT ?x WHERE { ?x a }", "query:1:25"),
        ("SELECT ?x\nWHERE { ?x rdfs:label '衡阳' .. }", "query:2:32"),
        ("INSERT DATA { <http://e.test/a> <http://e.test/b> 1 }", "query:1:"),
        ("", "query:1:1"),
    ],
)
def test_malformed_sparql_is_one_line_with_line_and_column(store: ox.Store, text: str, place: str) -> None:
    with pytest.raises(QueryError) as error:
        run(store, text, {"place": "430400"})
    assert str(error.value).startswith(place)
    assert "expected a SPARQL query" in str(error.value)
    assert len(str(error.value)) < 300


def test_an_undeclared_prefix_is_shown_where_it_stands(store: ox.Store) -> None:
    text = "SELECT ?x\nWHERE { ?x rdfs:label 'no: it'@zh ; nope:thing ?y }"
    with pytest.raises(QueryError, match="query:2:37: expected a prefix that is declared, found nope:thing"):
        run(store, text)


def test_an_update_is_told_that_the_store_is_read_only(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="updates are not queries"):
        run(store, "DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(QueryError, match="The SELECT contains a variable that is unbound"):
        run(store, "SELECT ?x ?y WHERE { ?x a ?z } GROUP BY ?x")


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


def test_prefixes_are_added_only_where_used_and_not_declared() -> None:
    text = 'PREFIX ind: <http://e.test/>\nSELECT ?x { ?x a ind:a, gwr:b, nope:c ; rdfs:label "st:d" } # vt:e <cmp:f>'
    added = with_prefixes(text, PREFIX)
    assert added.removesuffix(text).splitlines() == [
        f"PREFIX gwr: <{PREFIXES['gwr']}>",
        f"PREFIX rdfs: <{PREFIXES['rdfs']}>",
    ]
    assert query_form(text) == "SELECT"
    assert query_form("# ASK\nPREFIX ask: <http://e.test/select> DESCRIBE <http://e.test/ASK>") == "DESCRIBE"


def test_another_base_moves_the_things_but_not_the_terms() -> None:
    base = "https://data.e.test/"
    nquads = sample_nquads().replace(f"<{TERMS}id/".encode(), f"<{base}id/".encode())
    assert len(run(memory_store(nquads).store, question("cq01"), {"place": "衡阳市"}, base).rows) == 6


ANSWER = Answer(
    ("thing", "says"),
    (
        (ox.NamedNode(TERMS + "id/place/430400"), ox.Literal('增长 8.5%,\n"左右"', language="zh")),
        (ox.NamedNode("http://e.test/"), ox.Literal("a\tb\x1b[31m")),
        (None, ox.Literal("8.50", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))),
        (ox.BlankNode("b"), None),
    ),
)


def test_a_table_is_aligned_where_a_chinese_character_counts_two() -> None:
    rows = (ox.Literal("衡阳市"), ox.Literal("8.5")), (ox.Literal("abc"), ox.Literal("12"))
    assert render(Answer(("name", "v"), rows), "table", PREFIX) == "name    v\n------  ---\n衡阳市  8.5\nabc     12\n"


def test_a_table_folds_white_space_shortens_iris_and_cannot_steer_a_terminal() -> None:
    table = render(ANSWER, "table", PREFIX)
    assert len(table.splitlines()) == 6
    assert 'place:430400    增长 8.5%, "左右"' in table
    assert "\x1b" not in table
    drawn = render(ANSWER, "table", PREFIX, terminal=True, width=80)
    assert "place:430400" in drawn
    assert "\x1b[31m" not in drawn


def test_brackets_in_a_value_are_text_on_a_terminal_too() -> None:
    answer = Answer(("x[bold]",), ((ox.Literal("[red]文[/red]"),),))
    assert "[red]文[/red]" in render(answer, "table", PREFIX, terminal=True, width=60)


@pytest.mark.parametrize("format", [ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.TSV])
def test_json_and_tsv_are_read_back_the_same_by_another_reader(format: ox.QueryResultsFormat) -> None:
    written = render(ANSWER, "json" if format == ox.QueryResultsFormat.JSON else "tsv", PREFIX)
    assert read_answer(ox.parse_query_results(written, format)) == ANSWER


def test_csv_and_json_are_those_that_the_engine_writes(store: ox.Store) -> None:
    text = "SELECT ?s ?o { ?s rdfs:label ?o } ORDER BY ?s ?o"
    answer = run(store, text)

    def engine(format: ox.QueryResultsFormat) -> str:
        results = store.query(text, prefixes=PREFIX, use_default_graph_as_union=True)
        assert isinstance(results, ox.QuerySolutions)
        written = results.serialize(format=format)
        assert written is not None
        return written.decode()

    assert render(answer, "csv", PREFIX) == engine(ox.QueryResultsFormat.CSV)
    assert json.loads(render(answer, "json", PREFIX)) == json.loads(engine(ox.QueryResultsFormat.JSON))


def test_truth_and_triples_have_every_format(store: ox.Store) -> None:
    truth = run(store, "ASK { ?s a gwr:Target }")
    assert json.loads(render(truth, "json", PREFIX)) == {"head": {}, "boolean": True}
    triples = run(store, question("projects/network"), {"place": "430400"})
    for format in FORMATS:
        assert render(triples, format, PREFIX).endswith("\n")
        assert "true" in render(truth, format, PREFIX)
    turtle = render(triples, "turtle", PREFIX)
    assert turtle == render(triples, "table", PREFIX)
    again = {ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert triples.triples is not None
    assert again == set(triples.triples)
    assert [line for line in turtle.splitlines() if line.startswith("@prefix")] == sorted(turtle.splitlines()[:6])
    assert json.loads(render(triples, "json", PREFIX))
    with pytest.raises(ValueError, match="no such format"):
        render(truth, "xml", PREFIX)


def test_the_longest_prefix_shortens_an_iri() -> None:
    prefixes = {"a": "http://e.test/", "b": "http://e.test/b/"}
    assert compact(ox.NamedNode("http://e.test/b/c"), prefixes) == "b:c"
    assert compact(ox.NamedNode("http://e.test/b/"), prefixes) == "a:b/"
    assert compact(ox.NamedNode("http://other.test/"), prefixes) == "http://other.test/"


def test_a_store_damaged_after_it_was_opened_is_an_error_of_the_store(tmp_path: Path) -> None:
    write_store(tmp_path, sample_nquads(), "h1")
    for table in (tmp_path / "store" / "h1").glob("*.sst"):
        whole = table.read_bytes()
        table.write_bytes(bytes(len(whole) // 2) + whole[len(whole) // 2 :])
    with pytest.raises(StoreError, match="run `kg build`"), open_store(tmp_path) as snapshot:
        run(snapshot.store, "SELECT * { ?s ?p ?o }")


def test_another_endpoint_that_does_not_answer_is_not_blamed_on_the_store(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="check the network"):
        run(store, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_asking_imports_none_of_the_slow_libraries() -> None:
    program = "import sys, kg.query, kg.store, kg.remote; print(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    slow = {"rdflib", "networkx", "pyvis", "pyshacl", "SPARQLWrapper", "rich", "openpyxl", "typer"}
    assert not slow & set(done.stdout.split())


def test_the_questions_that_come_with_the_package_are_beside_their_queries() -> None:
    folder = resources.path("queries")
    for expected in folder.glob("*/*.expected.csv"):
        assert expected.with_name(expected.name.replace(".expected.csv", ".rq")).is_file()
