"""The page of what a store holds: promises and results, names, and links read from either end."""

import pytest
from browser import opened
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryError
from kg.neighbours import around
from kg.network import (
    edges_of,
    nodes_of,
)
from kg.page import page
from kg.terms import DEF, NS, PREFIXES, Addresses

AT = Addresses()


TYPE = PREFIXES["rdf"] + "type"


PROMISE, RESULT = AT.statement("430400-2019.3000000001"), AT.statement("430400-2019.1000000001")


STATEMENTS = {
    "3000000001": ("Target", "2019", "地区生产总值增长8.5%左右", "增长8.5%左右"),
    "1000000001": ("Observation", "2018", "地区生产总值增长8.4%", "增长8.4%"),
    "2000000002": ("Observation", "2018", "财政收入增长5%", "增长5%"),
}


def stored() -> tuple[Store, dict[str, str]]:
    """Return a small store: a promise, the result of the year before, another result, a city and its county."""
    text = "。".join(quote for _, _, quote, _ in STATEMENTS.values()) + "。"
    store, add = Store(), lambda s, p, o: store.add(Quad(NamedNode(s), NamedNode(p), o))
    label = PREFIXES["rdfs"] + "label"
    for code, name in {"430400": "衡阳市", "430421": "衡阳县", "430000": "湖南省"}.items():
        add(AT.place(code), TYPE, NamedNode(NS + "AdministrativeDivision"))
        add(AT.place(code), label, Literal(name, language="zh"))
    for inner, outer in (("430421", "430400"), ("430400", "430000")):
        add(AT.place(inner), "http://schema.org/containedInPlace", NamedNode(AT.place(outer)))
    add(AT.report("430400-2019"), TYPE, NamedNode(NS + "Report"))
    for indicator, name in (("gdp", "地区生产总值"), ("revenue", "财政收入")):
        add(f"{DEF}indicator/{indicator}", TYPE, NamedNode(NS + "Indicator"))
        add(f"{DEF}indicator/{indicator}", PREFIXES["skos"] + "prefLabel", Literal(name, language="zh"))
    for local, (kind, year, quote, words) in STATEMENTS.items():
        iri, start = AT.statement(f"430400-2019.{local}"), text.index(quote)
        passage = f"{iri}/passage"
        add(iri, TYPE, NamedNode(NS + kind))
        add(iri, NS + "evidence", NamedNode(passage))
        add(iri, NS + "inReport", NamedNode(AT.report("430400-2019")))
        add(iri, NS + "asStated", Literal(words))
        add(iri, NS + "period", NamedNode(AT.period(year)))
        add(iri, NS + "place", NamedNode(AT.place("430400")))
        add(iri, NS + "indicator", NamedNode(f"{DEF}indicator/{'gdp' if '生产' in quote else 'revenue'}"))
        add(passage, NS + "quote", Literal(quote))
        add(passage, NS + "startOffset", Literal(start))
        add(passage, NS + "endOffset", Literal(start + len(quote)))
    add(PROMISE, NS + "baseline", NamedNode(RESULT))
    return store, {"430400-2019": text}


def test_a_promise_and_the_result_before_it_are_linked_by_the_sentences_of_both():
    store, texts = stored()
    [edge] = [e for e in edges_of(around(store, "衡阳市", AT, texts).graph) if e.kind == "baseline"]
    assert (edge.source, edge.target) == (PROMISE, RESULT)
    assert [q.quote for q in edge.evidence] == ["地区生产总值增长8.5%左右", "地区生产总值增长8.4%"]
    assert [q.words for q in edge.evidence] == ["2019 地区生产总值 增长8.5%左右", "2018 地区生产总值 增长8.4%"]


def test_the_year_stands_in_the_note_and_before_captions_of_one_subject():
    store, texts = stored()
    named_as = {n.id: n for n in nodes_of(around(store, "衡阳市", AT, texts).graph)}
    assert named_as[PROMISE].label == "2019 地区生产总值 增长8.5%左右"
    assert named_as[RESULT].label == "2018 地区生产总值 增长8.4%"
    alone = named_as[AT.statement("430400-2019.2000000002")]
    assert (alone.label, alone.note) == ("财政收入 增长5%", "2018 · 衡阳市")


def test_a_short_place_name_is_the_place_that_reports_speak_of():
    store, texts = stored()
    assert around(store, "衡阳", AT, texts).centre == AT.place("430400")
    assert around(store, "衡阳县", AT, texts).centre == AT.place("430421")
    assert around(store, "湖南", AT, texts).centre == AT.place("430000")


def test_an_unknown_name_is_answered_with_names_that_are_known():
    store, texts = stored()
    with pytest.raises(QueryError) as error:
        around(store, "亚特兰蒂斯", AT, texts)
    assert "衡阳市" in error.value.step and "430400-2019" in error.value.step
    with pytest.raises(QueryError) as error:
        around(store, "南", AT, texts)
    assert error.value.step == "did you mean 湖南省?"


def test_links_are_named_from_the_end_they_are_read_from_in_the_language_of_the_page(chromium, tmp_path):
    store, texts = stored()
    found = around(store, "衡阳市", AT, texts)
    path = tmp_path / "city.html"
    path.write_bytes(page(found.graph, title_zh=found.label, title_en=found.label, centre=found.centre))
    with opened(chromium, path) as (tab, seen):

        def headings(node: str) -> set[str]:
            tab.evaluate("id => { location.hash = new URLSearchParams({n: id}).toString(); }", node)
            tab.wait_for_function("id => document.querySelector('#panel .close')", arg=node)
            return {text.rsplit(maxsplit=1)[0] for text in tab.locator("#panel h3").all_inner_texts()}

        assert headings(AT.place("430400")) == {"位于", "包含", "关于此地的陈述"}
        assert headings(RESULT) == {"地点", "指标", "下年承诺"}
        assert headings(f"{DEF}indicator/gdp") == {"该指标的陈述"}
        assert tab.locator("#links .relation", has_text="上年实绩").count() == 1
        tab.evaluate("id => { location.hash = new URLSearchParams({n: id}).toString(); }", PROMISE)
        tab.wait_for_function("document.querySelector('#panel h2').textContent.startsWith('2019')")
        passages = tab.locator("#panel mark").all_text_contents()
        assert sorted(passages) == sorted(set(passages))
        tab.locator("#language").click()
        english = {text.rsplit(maxsplit=1)[0] for text in tab.locator("#panel h3").all_inner_texts()}
        assert english == {"place", "indicator", "result of the year before"}
        assert tab.locator("#links .relation", has_text="上年实绩").count() == 0
        drawn = tab.evaluate("kgPage.network.body.data.edges.get().map(e => e.label).filter(Boolean)")
        assert "result of the year before" in drawn
        assert seen.errors == []
