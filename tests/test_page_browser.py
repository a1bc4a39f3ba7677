"""The page in a browser with the network refused: what is shown, clicked, typed and kept in the address."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from browser import CENTRE, HOSTILE, demo, opened, wheel

from kg.network import (
    Edge,
    Graph,
    Node,
    Quote,
    edges_of,
    network,
    nodes_of,
)
from kg.page import MOST, page

REPORT = Path(__file__).parent.parent / "data" / "reports" / "430400-2019" / "report.txt"


@pytest.fixture(scope="session")
def graph() -> Graph:
    return demo(REPORT)


@pytest.fixture(scope="session")
def file(graph, tmp_path_factory):
    path = tmp_path_factory.mktemp("页 #1") / "图.html"
    path.write_bytes(page(graph, title_zh="衡阳市", title_en="Hengyang", centre=CENTRE, hidden=12))
    return path


def at(tab, node: str) -> tuple[float, float]:
    frame = tab.locator("#graph").bounding_box()
    x, y = tab.evaluate(
        "id => { const n = kgPage.network, p = n.canvasToDOM(n.getPosition(id)); return [p.x, p.y]; }", node
    )
    return frame["x"] + x, frame["y"] + y


def named(graph: Graph, label: str) -> str:
    return next(n.id for n in nodes_of(graph) if n.label == label)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_asks_for_nothing_complains_of_nothing_and_draws_every_caption(chromium, file, graph, scheme):
    with opened(chromium, file, color_scheme=scheme) as (tab, seen):
        tab.wait_for_function("kgPage.captions().length > 0")
        assert tab.evaluate("kgPage.captions().length") == len(graph)
        assert tab.evaluate("kgPage.network.getScale()") * 14 >= 10
        tab.locator("#thaw").click()
        tab.wait_for_timeout(300)
        assert tab.locator("#thaw").inner_text() == "冻结布局"
        assert (seen.requests, seen.errors) == ([], [])


def test_no_caption_overlaps_another_at_first_sight(chromium, file):
    with opened(chromium, file) as (tab, _):
        found = tab.evaluate("kgPage.network.body.nodeIndices.map(id => kgPage.network.getBoundingBox(id))")
        assert len(found) == 55
        for a, b in combinations(found, 2):
            apart = (
                a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
            )
            assert apart, (a, b)
        drawn = tab.evaluate("kgPage.captions()")
        for a, b in combinations(drawn, 2):
            assert (
                a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
            )
        frame = tab.locator("#graph").bounding_box()
        for box in found:
            corner = tab.evaluate("b => kgPage.network.canvasToDOM({x: b.right, y: b.bottom})", box)
            assert 0 < corner["x"] <= frame["width"] and 0 < corner["y"] <= frame["height"]


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_no_button_covers_a_mark_or_a_caption(chromium, file, width):
    with opened(chromium, file, viewport={"width": width, "height": 900}) as (tab, _):
        tab.wait_for_function("kgPage.captions().length > 0")
        frame, buttons = (tab.locator(name).bounding_box() for name in ("#graph", ".controls"))
        assert frame["y"] + frame["height"] <= buttons["y"]


def test_a_click_on_a_mark_shows_the_sentence_with_the_quote_marked(chromium, file, graph):
    with opened(chromium, file) as (tab, _):
        tab.mouse.click(*at(tab, named(graph, "2018年 增长10.6%")))
        panel = tab.locator("#panel")
        assert panel.locator("h2").inner_text() == "2018年 增长10.6%"
        mark = panel.locator("figure mark").first
        assert mark.inner_text() == "社会消费品零售总额增长 10.6%"
        text = REPORT.read_text(encoding="utf-8")
        start, end = map(int, re.search(r"(\d+)–(\d+)", panel.locator(".where").first.inner_text()).groups())
        assert text[start:end] == mark.inner_text()


def test_every_passage_of_the_list_is_what_stands_at_its_place_in_the_report(chromium, file):
    text = REPORT.read_text(encoding="utf-8")
    with opened(chromium, file, java_script_enabled=False) as (tab, _):
        figures = tab.locator("#links figure")
        assert figures.count() > 50
        for figure in figures.all():
            place = figure.locator(".where").text_content()
            start, end = map(int, re.search(r"(\d+)–(\d+)", place).groups())
            assert figure.locator("mark").text_content() == text[start:end]


def test_a_click_on_a_line_shows_its_ends_and_its_sentence(chromium, file, graph):
    edge = next(e for e in edges_of(graph) if e.target == named(graph, "贫困发生率") and e.kind == "about")
    with opened(chromium, file) as (tab, _):
        (x1, y1), (x2, y2) = at(tab, edge.source), at(tab, edge.target)
        hits = "([x, y]) => kgPage.network.getNodeAt({x, y}) === undefined && kgPage.network.getEdgeAt({x, y})"
        frame = tab.locator("#graph").bounding_box()
        for part in range(5, 95):
            x, y = x1 + (x2 - x1) * part / 100, y1 + (y2 - y1) * part / 100
            if tab.evaluate(hits, [x - frame["x"], y - frame["y"]]) == edge.key:
                tab.mouse.click(x, y)
                break
        assert tab.locator("#panel .ends button").count() == 2
        assert tab.locator("#panel mark").first.inner_text() == edge.evidence[0].quote
        assert tab.url.endswith(f"#e={edge.key}")


def test_with_the_keyboard_alone_one_finds_reads_and_goes_on(chromium, file):
    with opened(chromium, file) as (tab, _):
        tab.keyboard.press("/")
        tab.keyboard.type("机场")
        assert tab.locator("#found [role=option]").count() == 2
        assert tab.locator("#search").get_attribute("aria-activedescendant") == "found-0"
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("ArrowUp")
        tab.keyboard.press("Enter")
        heading = tab.locator("#panel h2")
        assert heading.inner_text() == "南岳机场"
        assert heading.evaluate("e => e === document.activeElement")
        assert tab.locator("#status").text_content() == "南岳机场"
        tab.keyboard.press("Tab")
        to = tab.locator("#panel .to").first
        assert to.evaluate("e => e === document.activeElement")
        tab.keyboard.press("Enter")
        assert tab.locator("#panel h2").inner_text() == "旅客吞吐量"
        tab.keyboard.press("Escape")
        assert tab.locator("#panel h2").inner_text() == "衡阳市"


def test_the_address_keeps_the_selection_over_reload_and_back(chromium, file, graph):
    with opened(chromium, file) as (tab, _):
        first, second = named(graph, "比亚迪"), named(graph, "富士康")
        tab.mouse.click(*at(tab, first))
        assert tab.url.endswith(f"#n={first}")
        tab.mouse.click(*at(tab, second))
        tab.reload()
        assert tab.locator("#panel h2").inner_text() == "富士康"
        tab.go_back()
        tab.wait_for_function("document.querySelector('#panel h2').textContent === '比亚迪'")
        tab.go_forward()
        tab.wait_for_function("document.querySelector('#panel h2').textContent === '富士康'")


def test_an_address_of_nothing_known_shows_the_whole(chromium, file):
    with opened(chromium, file, "#n=nobody&hide=%3Cb%3E&lang=xx") as (tab, seen):
        assert tab.locator("#panel h2").inner_text() == "衡阳市"
        assert seen.errors == []


def test_the_legend_counts_and_filters_by_kind(chromium, file, graph):
    with opened(chromium, file) as (tab, _):
        button = tab.locator(".legend [data-kind=outcome]").first
        outcomes = [n.id for n in nodes_of(graph) if n.kind == "outcome"]
        assert button.inner_text().split() == ["成效", str(len(outcomes))]
        button.click()
        assert button.get_attribute("aria-pressed") == "false"
        hidden = "kgPage.network.body.data.nodes.get({filter: n => n.hidden}).map(n => n.id)"
        assert sorted(tab.evaluate(hidden)) == sorted(outcomes)
        edges = "kgPage.network.body.data.edges.get({filter: e => e.hidden}).length"
        assert tab.evaluate(edges) == sum(e.source in outcomes or e.target in outcomes for e in edges_of(graph))
        tab.reload()
        assert sorted(tab.evaluate(hidden)) == sorted(outcomes)
        button.click()
        assert tab.evaluate(hidden) == []


def test_the_words_of_the_page_change_language_and_the_report_does_not(chromium, file):
    with opened(chromium, file) as (tab, _):
        tab.locator("#language").click()
        assert tab.evaluate("document.documentElement.lang") == "en"
        assert tab.title() == "Hengyang" and tab.locator("h1").inner_text() == "Hengyang"
        rest = tab.evaluate(
            "[...document.querySelectorAll('header, .legend, .controls, h2 [data-word], thead, footer')]"
            ".map(e => e.innerText).join(' ')"
        )
        assert re.findall(r"[\u4e00-\u9fff]+", rest) == ["中文"]
        assert tab.locator("#search").get_attribute("placeholder") == "Find a name (press /)"
        assert "社会消费品" in tab.locator("#links").text_content()
        tab.reload()
        assert tab.evaluate("document.documentElement.lang") == "en"
        tab.locator("#language").click()
        assert tab.locator("h1").inner_text() == "衡阳市" and "lang=" not in tab.url


ALL_IN_VIEW = """(() => {
  const frame = document.getElementById("graph").getBoundingClientRect();
  return kgPage.network.body.nodeIndices.every((id) => {
    const p = kgPage.network.canvasToDOM(kgPage.network.getPosition(id));
    return 0 < p.x && p.x < frame.width && 0 < p.y && p.y < frame.height;
  });
})()"""


UNCUT = """kgPage.captions().every((box) => {
  const ends = [{x: box.left, y: box.top}, {x: box.right, y: box.bottom}].map((p) => kgPage.network.canvasToDOM(p));
  const frame = document.getElementById("graph").getBoundingClientRect();
  return ends[0].x >= 0 && ends[0].y >= 0 && ends[1].x <= frame.width && ends[1].y <= frame.height;
})"""


def test_the_page_fits_a_phone_and_cuts_no_caption(chromium, file):
    with opened(chromium, file, viewport={"width": 390, "height": 844}) as (tab, _):
        tab.wait_for_function("kgPage.captions().length >= 8")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        assert tab.evaluate(ALL_IN_VIEW) and tab.evaluate(UNCUT)
        legend = tab.locator(".legend")
        assert legend.evaluate("e => e.scrollWidth <= e.clientWidth")
        controls = tab.locator(".controls").bounding_box()
        picture = tab.locator("#graph").bounding_box()
        assert controls["y"] >= picture["y"] + picture["height"]
        before = tab.evaluate("kgPage.network.getScale()")
        tab.set_viewport_size({"width": 844, "height": 390})
        tab.set_viewport_size({"width": 390, "height": 844})
        tab.wait_for_function(f"Math.abs(kgPage.network.getScale() - {before}) < 0.01")


def test_a_link_to_a_passage_is_copied_or_put_into_the_address(chromium, file, graph):
    with opened(chromium, file, f"#n={named(graph, '祁东县')}") as (tab, seen):
        copy = tab.locator("#panel a.copy").first
        wanted = copy.get_attribute("href")
        copy.click()
        tab.wait_for_function(
            "['copied', 'copy-by-hand'].includes(document.querySelector('#panel a.copy').dataset.word)"
        )
        with opened(chromium, file, wanted) as (other, _):
            assert other.locator("#panel .ends").count() == 1
        assert seen.errors == []


def test_hostile_names_and_quotes_are_shown_and_never_run(chromium, tmp_path):
    nodes = [Node(f"<{i}>&#'\"{name}", "<kind>", name, name) for i, name in enumerate(HOSTILE)]
    quotes = [Quote(h, h, 0, len(h), h, h, h, h) for h in HOSTILE]
    edges = [Edge(nodes[0].id, n.id, "k", n.label, (q,)) for n, q in zip(nodes, quotes, strict=True)]
    path = tmp_path / "hostile.html"
    path.write_bytes(page(network(nodes, edges), title_zh=HOSTILE[0], title_en=HOSTILE[1], note=HOSTILE[2]))
    with opened(chromium, path) as (tab, seen):
        assert tab.locator("h1").inner_text() == HOSTILE[0]
        assert tab.locator("#links mark").all_text_contents() == [
            e.evidence[0].quote for e in edges_of(network(nodes, edges))
        ]
        for node in nodes:
            tab.evaluate("id => { location.hash = new URLSearchParams({n: id}).toString(); }", node.id)
            tab.wait_for_function("n => document.querySelector('#panel h2')?.textContent === n", arg=node.label)
        tab.locator("#search").fill("img")
        assert tab.locator("#found li").first.text_content() == HOSTILE[1]
        tab.locator("#language").click()
        assert tab.evaluate("window.hit") is None
        assert tab.locator("img, script[src], main svg[onload]").count() == 0
        assert (seen.requests, seen.errors) == ([], [])


@pytest.mark.parametrize("number", [0, 1])
def test_an_empty_graph_and_a_single_thing_make_a_page(chromium, tmp_path, number):
    path = tmp_path / "small.html"
    only = network([Node("a", "project", "一个项目")][:number], [])
    path.write_bytes(page(only, title_zh="小", title_en="Small", centre="a" if number else None))
    with opened(chromium, path) as (tab, seen):
        assert tab.locator("#things tbody tr").count() == number
        assert tab.evaluate("kgPage.network.body.nodeIndices.length") == number
        assert seen.errors == []


def test_three_hundred_things_show_the_captions_there_is_room_for(chromium, tmp_path):
    path = tmp_path / "large.html"
    path.write_bytes(page(wheel(MOST - 1), title_zh="大", title_en="Large", centre="c"))
    with opened(chromium, path) as (tab, seen):
        tab.wait_for_function("kgPage.captions().length >= 20")
        assert tab.evaluate(ALL_IN_VIEW)
        assert "c" in [box["id"] for box in tab.evaluate("kgPage.captions()")]
        assert seen.errors == []


def test_without_scripts_everything_is_in_the_lists(chromium, file, graph):
    with opened(chromium, file, java_script_enabled=False) as (tab, _):
        assert tab.locator("#things tbody tr").count() == len(graph)
        assert tab.locator("#links li").count() == graph.number_of_edges()
        assert tab.get_by_text("浏览器没有运行脚本").is_visible()
        assert not tab.locator("#search").is_visible()
        assert tab.locator("#links li").first.is_visible()


def test_beside_the_picture_the_lists_are_folded_and_say_how_many(chromium, file, graph):
    with opened(chromium, file) as (tab, _):
        assert tab.evaluate("document.documentElement.scrollHeight") <= 900
        things, links = (text.split() for text in tab.locator("summary h2").all_inner_texts())
        assert (things[-1], links[-1]) == (str(len(graph)), str(graph.number_of_edges()))
        tab.locator("#links summary").click()
        assert tab.locator("#links li").first.is_visible()
