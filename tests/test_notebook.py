"""Statements, things and graphs in a notebook: what they show of themselves, and how they go on to other libraries."""

import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from browser import HOSTILE, opened
from command import HENGYANG, ROOT
from pyvis.network import Network

import kg
from kg.displayed import card, framed, listing
from kg.errors import QueryError
from kg.project import Project
from kg.table import COLUMNS

VOID = {"meta", "link", "br", "img", "input"}


class Tags(HTMLParser):
    """Every start tag of a text, with its attributes; and whether they all end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def report() -> kg.ReadReport:
    return kg.read(HENGYANG / "report.txt", place="430400", year=2019)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_as_words(report: kg.ReadReport, words: str) -> None:
    statement = replace(report.statements()[0], quote=words, about_label=words, indicator_label=words)
    for text in (
        statement._repr_html_(),
        listing(words, words, (words,), [(words,)], words),
        card(words, words, [("x", words)]),
    ):
        told = Tags(text)
        assert {tag for tag, _ in told.found} <= {
            "div",
            "b",
            "span",
            "q",
            "code",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        }
        assert not [name for _, attrs in told.found for name in attrs if name.startswith("on")]
    (frame,) = Tags(framed(words, words)).found
    assert frame[1]["srcdoc"] == words and frame[1]["sandbox"] == "allow-scripts"


def test_a_statement_shows_its_sentence_and_where_that_stands(report: kg.ReadReport) -> None:
    statement = next(s for s in report.statements() if s.cls == "Target")
    shown = statement._repr_html_()
    assert statement.id in shown and f"[{statement.span.start}:{statement.span.end}]" in shown
    assert " ".join(statement.quote.split()) in shown


def test_a_report_and_its_things_show_how_much_there_is(report: kg.ReadReport) -> None:
    assert f"Target {sum(s.cls == 'Target' for s in report.statements())}" in report._repr_html_()
    airport = report.entity("南岳机场")
    assert airport.kind == "place" and airport.statements
    assert all(q.quote == report.report.text[q.start : q.end] for q in airport.quotes)
    assert airport.label in airport._repr_html_() and airport.iri in airport._repr_html_()
    with pytest.raises(QueryError):
        report.entity("没有这个名字")


def test_a_graph_goes_on_to_networkx_as_plain_values_with_quotes_of_the_text(report: kg.ReadReport) -> None:
    graph = report.graph("南岳机场")
    made = graph.to_networkx()
    assert type(made) is nx.MultiDiGraph and graph.centre in made
    assert made.number_of_nodes() == len(graph.found.graph)
    assert {type(value) for _, data in made.nodes(data=True) for value in data.values()} == {str}
    quotes = [quote for _, _, data in made.edges(data=True) for quote in data["quotes"]]
    assert quotes and all(q["quote"] == report.report.text[q["start"] : q["end"]] for q in quotes)
    whole = report.to_networkx()
    assert whole.number_of_nodes() > 500 and set(made) <= set(whole)


def test_a_graph_goes_on_to_pyvis_with_every_node_at_its_place(report: kg.ReadReport) -> None:
    graph = report.graph("南岳机场")
    net = graph.to_pyvis()
    assert type(net) is Network and net.directed and len(net.nodes) == len(graph.found.graph)
    assert all({"x", "y"} <= node.keys() for node in net.nodes)


def test_a_graph_shows_its_page_in_a_frame_that_runs_without_errors(
    report: kg.ReadReport, chromium: Any, tmp_path: Path
) -> None:
    graph = report.graph("南岳机场")
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><title>n</title>{graph._repr_html_()}", encoding="utf-8")
    with opened(chromium, path) as (tab, seen):
        inside = tab.frame_locator("iframe")
        inside.locator("canvas").first.wait_for()
        assert inside.locator("h1").inner_text().strip() == graph.found.label
    assert seen.errors == [] and seen.requests == []
    assert graph.save(tmp_path / "g.html").read_bytes().startswith(b"<!DOCTYPE html>")


def test_statements_and_answers_become_data_frames(project: Project) -> None:
    pandas = pytest.importorskip("pandas")
    mine = kg.open(project.root)
    frame = mine.to_pandas()
    assert isinstance(frame, pandas.DataFrame) and tuple(frame.columns) == COLUMNS
    assert len(frame) == len(mine.statements())
    assert tuple(mine.reports["430400-2019"].to_pandas().columns) == COLUMNS
    answer = mine.query("targets/numeric-targets")
    assert answer.to_pandas().shape == (len(answer.rows), len(answer.columns))
    assert answer._repr_html_().count("<tr>") == min(len(answer.rows), 50) + 1
    assert "true" in mine.sparql("ASK { ?s ?p ?o }")._repr_html_()


def test_a_project_shows_its_reports_and_things_of_its_build(project: Project) -> None:
    mine = kg.open(project.root)
    assert "430400-2019" in mine._repr_html_() and str(project.root) in repr(mine)
    assert len(mine.entity("衡阳市").statements) > 100
    with pytest.raises(QueryError):
        mine.entity("没有这个名字")
    assert len(mine.graph("衡阳市", limit=5).to_networkx()) == 5


def test_the_example_notebook_runs() -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "bench" / "notebook.py"], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "cells ran" in ran.stdout
