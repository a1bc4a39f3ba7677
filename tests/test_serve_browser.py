"""The server's own pages in a real browser: nothing asked of others, nothing inline run, usable by keyboard and phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import axe
import pytest
from browser import Seen, watched
from serving import Server, serving

from kg.project import Project

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PAGES = (
    "/queries",
    "/queries/targets/strengths",
    "/queries/organisations/projects",
    "/queries/targets/firm?strength=iron",
    "/search?q=机场",
    "/id/statement/430400-2019.7b8cb5adb1.html",
    "/sparql",
)
HOSTILE = "</script><img src=x onerror=window.hit=1>\u202e目标 𠮷 " + "长" * 200


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    with serving(project.root) as started:
        yield started


@contextmanager
def opened(browser: Any, server: Server, path: str, **options: Any) -> Iterator[tuple[Any, Seen]]:
    """Open a page of the server as a reader would; every other address is refused and told."""
    with watched(browser, f"{server.url}/", **({"viewport": DESK} | options)) as (tab, seen):
        tab.goto(server.url + path)
        yield tab, seen


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("lang", "scheme", "viewport"),
    [("", "light", DESK), ("/en", "dark", PHONE), ("", "dark", DESK), ("/en", "light", PHONE)],
    ids=["zh-light", "en-dark-phone", "zh-dark", "en-light-phone"],
)
def test_pages_are_whole_quiet_and_open_to_everyone(
    chromium: Any, server: Server, path: str, lang: str, scheme: str, viewport: dict[str, int]
) -> None:
    with opened(chromium, server, lang + path, color_scheme=scheme, viewport=viewport) as (tab, seen):
        tab.wait_for_load_state("networkidle")
        wrong = [e for e in seen.errors if "400 (Bad Request)" not in e]
        assert (seen.requests, wrong) == ([], [])
        assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        assert tab.get_attribute("html", "lang") == ("en" if lang else "zh-CN")
        assert axe.problems(tab) == []


@pytest.mark.parametrize(
    "path",
    ["/", "/queries", "/queries/targets/firm", "/search", "/sparql", "/id/statement/430400-2019.7b8cb5adb1.html"],
)
def test_no_page_may_run_anything_inline(server: Server, path: str) -> None:
    policy = server.get(path, headers={"Accept": "text/html"}).headers["content-security-policy"]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    assert rules["default-src"] == "'none'" and rules["script-src"] == "'self'" and rules["base-uri"] == "'none'"
    assert "unsafe" not in policy and "http" not in policy


def typed(tab: Any, text: str) -> None:
    """Replace what stands in the editor, by the keyboard."""
    tab.click("#query .CodeMirror-lines")
    tab.keyboard.press("Control+A")
    tab.keyboard.insert_text(text)


def test_the_editor_runs_a_query_and_its_address_keeps_it(chromium: Any, server: Server) -> None:
    text = 'SELECT ?x WHERE { ?x a gwr:Target ; gwr:asStated "完成省里下达的节能减排、安全生产等约束性指标" }'
    with opened(chromium, server, "/sparql") as (tab, seen):
        typed(tab, text)
        tab.keyboard.press("Control+Enter")
        link = tab.locator("#results td a").first
        link.wait_for()
        # What the server knows is opened on the server.
        assert link.get_attribute("href") == "/id/statement/430400-2019.7b8cb5adb1"
        assert quote("约束性指标") in tab.url
        address = tab.url.removeprefix(server.url)
        assert (seen.requests, seen.errors) == ([], [])
    with opened(chromium, server, address) as (tab, seen):
        tab.locator("#results td a").first.wait_for()
        assert tab.evaluate("document.querySelector('#query .CodeMirror').CodeMirror.getValue()") == text
    with opened(chromium, server, "/sparql?" + urlencode({"query": text})) as (tab, seen):
        tab.locator("#results td a").first.wait_for()


def test_a_question_beside_the_editor_is_found_filled_in_and_answered_as_chart_and_graph(
    chromium: Any, server: Server
) -> None:
    with opened(chromium, server, "/en/sparql") as (tab, seen):
        tab.fill("#library input[type=search]", "firm commitments how")
        tab.get_by_text("1 questions").wait_for()
        tab.locator("#library li:not([hidden]) summary").click()
        form = tab.locator("#library li:not([hidden]) form")
        assert form.locator("tbody tr").count() == 3
        form.get_by_label("year").fill("nineteen")
        form.get_by_role("button", name="Put into the editor").click()
        form.get_by_role("alert").get_by_text("year: expected a whole number").wait_for()
        seen.errors.clear()  # the browser tells of the 400 itself
        form.get_by_label("year").fill("2019")
        form.get_by_role("button", name="Run").click()
        tab.locator("#results canvas").wait_for()
        asked = tab.evaluate("document.querySelector('#query .CodeMirror').CodeMirror.getValue()")
        assert '"2019"^^' in asked and '"en"' in asked and "view=chart" in tab.url
        tab.click(".select_picture")
        tab.frame_locator("#results iframe").locator("h1").wait_for()
        assert axe.problems(tab) == []
        assert (seen.requests, seen.errors) == ([], [])


def test_a_mistake_in_a_query_is_told_in_the_language_of_the_page(chromium: Any, server: Server) -> None:
    with opened(chromium, server, "/sparql") as (tab, _):
        typed(tab, "SELECT ?x { ?x nope:y ?z }")
        tab.click("#run")
        tab.get_by_text("query:1:16：应为已声明的前缀，实为 nope:y；请在开头声明").wait_for()


def test_hostile_text_is_shown_and_never_run(chromium: Any, server: Server) -> None:
    text = "SELECT ?a ?b WHERE { VALUES (?a ?b) { (" + f'"{HOSTILE}" "<svg onload=window.hit=1>"' + ") } }"
    hashed = "#" + urlencode({"query": text})
    with opened(chromium, server, "/sparql" + hashed) as (tab, seen):
        tab.locator("#results td").first.wait_for()
        assert "onerror=window.hit=1" in tab.inner_text("#results")
        tab.click(".select_picture")
        tab.frame_locator("#results iframe").locator("h1").wait_for()
        assert tab.evaluate("window.hit") is None and tab.frames[-1].evaluate("window.hit") is None
        assert seen.requests == []
    for path in ("/queries/evidence/word?word=", "/search?q=", "/queries?q="):
        with opened(chromium, server, path + quote(HOSTILE[:150])) as (tab, seen):
            tab.wait_for_load_state("networkidle")
            assert tab.evaluate("window.hit") is None
            assert (seen.requests, seen.errors) == ([], []), path


def test_the_answer_of_a_question_is_drawn_from_its_table(chromium: Any, server: Server) -> None:
    with opened(chromium, server, "/queries/targets/strengths") as (tab, _):
        tab.locator("figure canvas").wait_for()
        assert tab.locator("#rows tbody tr").count() == 12
    with opened(chromium, server, "/queries/organisations/projects") as (tab, _):
        assert "唯品会" in (tab.frame_locator("figure iframe").locator("body").text_content() or "")
    with opened(chromium, server, "/queries/targets/firm", java_script_enabled=False) as (tab, _):
        assert tab.locator("#rows tbody tr").count() == 15
        tab.select_option("select[name=strength]", "binding")
        tab.click("button.go")
        assert tab.locator("#rows tbody tr").count() == 1


def test_a_statement_in_an_answer_is_its_words_and_leads_to_them(server: Server) -> None:
    html = server.get("/en/queries/evidence/word?word=机场", headers={"Accept": "text/html"}).text
    link = '<td class="said" lang="zh-CN"><a href="/en/report/430400-2019#c=430400-2019.d88c774770">南岳机场通航城市达23个</a>'
    assert link in html and ">stm:" not in html and "…</a>" in html
    csv = server.get("/queries/evidence/word?word=机场", headers={"Accept": "text/csv"}).text
    assert "/statement/430400-2019.d88c774770" in csv


def test_names_are_suggested_while_one_types(chromium: Any, server: Server) -> None:
    with opened(chromium, server, "/search") as (tab, seen):
        tab.keyboard.press("/")
        tab.keyboard.insert_text("南岳")
        tab.locator("#suggested option").first.wait_for(state="attached")
        values = tab.locator("#suggested option").evaluate_all("all => all.map(o => o.value)")
        assert "南岳机场" in values
        tab.keyboard.press("Enter")
        tab.locator(".hits mark").first.wait_for()
        assert set(tab.locator(".hits mark").all_inner_texts()) == {"南岳"}
        assert (seen.requests, seen.errors) == ([], [])
