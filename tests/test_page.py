import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import browser
import pytest
from browser import CENTRE, demo, opened
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryError, UsageError
from kg.neighbours import around
from kg.network import (
    Edge,
    Graph,
    Node,
    Quote,
    caption,
    edges_of,
    neighbourhood,
    network,
    nodes_of,
    outline,
    positions,
    radius,
)
from kg.page import MOST, page, to_pyvis
from kg.page.kinds import KINDS, PAPER
from kg.terms import DEF, NS, PREFIXES, Addresses

REPORT = Path(__file__).parent.parent / "data" / "reports" / "430400-2019" / "report.txt"
AT = Addresses()
TYPE = PREFIXES["rdf"] + "type"
PROMISE, RESULT = AT.statement("430400-2019.3000000001"), AT.statement("430400-2019.1000000001")
HOSTILE = (
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "{{ 7*7 }}${window.hit=1}",
    "\u202e目标\u202c مرحبا",
    "𠮷野家\u2028&amp;<b>",
    "长" * 200,
    " ",
)

chromium = pytest.fixture(scope="session")(browser.chromium)


@pytest.fixture(scope="session")
def graph() -> Graph:
    return demo(REPORT)


@pytest.fixture(scope="session")
def file(graph, tmp_path_factory):
    path = tmp_path_factory.mktemp("页 #1") / "图.html"
    path.write_bytes(page(graph, title_zh="衡阳市", title_en="Hengyang", centre=CENTRE, hidden=12))
    return path


def wheel(leaves: int, centre: str = "c") -> Graph:
    rim = [Node(f"n{i:03d}", "place", f"第{i}个地点") for i in range(leaves)]
    spokes = [Edge(centre, n.id, "near", "邻近") for n in rim]
    return network([Node(centre, "place", "中心"), *rim], spokes)


def boxes(graph: Graph, centre: str | None = None):
    places = positions(graph, 1, centre=centre)
    return [outline(n, radius(graph.degree(n.id), n.id == centre)).at(*places[n.id]) for n in nodes_of(graph)]


def overlapping(found) -> list:
    return [(a, b) for a, b in combinations(found, 2) if a.meets(b)]


# The graph


def test_nodes_and_edges_given_in_another_order_make_the_same_graph(graph):
    again = network(reversed(nodes_of(graph)), reversed(edges_of(graph)))
    assert nodes_of(again) == nodes_of(graph)
    assert edges_of(again) == edges_of(graph)


def test_links_alike_become_one_with_the_evidence_of_both():
    one, two = (Quote("r", q, at, at + 1, "", "", "s", "") for at, q in enumerate("甲乙"))
    nodes = [Node("a", "place", "A"), Node("b", "place", "B")]
    merged = network(nodes, [Edge("a", "b", "k", "l", (two,)), Edge("a", "b", "k", "l", (one,))])
    assert [e.evidence for e in edges_of(merged)] == [(one, two)]


def test_a_link_without_its_end_and_two_nodes_of_one_id_are_refused():
    with pytest.raises(ValueError, match="no node"):
        network([Node("a", "place", "A")], [Edge("a", "b", "k", "l")])
    with pytest.raises(ValueError, match="two nodes"):
        network([Node("a", "place", "A"), Node("a", "place", "B")], [])


def test_a_neighbourhood_keeps_the_near_and_connected_and_counts_the_rest(graph):
    near, hidden = neighbourhood(graph, CENTRE, 1, 10)
    assert len(near) == 10 and CENTRE in near
    assert hidden == len(set(graph.to_undirected()[CENTRE])) + 1 - 10
    left_out = [n for n in graph.to_undirected()[CENTRE] if n not in near]
    kept = [n for n in near if n != CENTRE]
    assert min(map(graph.degree, kept)) >= max(map(graph.degree, left_out))
    assert neighbourhood(graph, CENTRE, 9, 999)[1] == 0


def test_the_neighbourhood_of_nothing_is_a_mistake_of_usage(graph):
    with pytest.raises(UsageError, match="Atlantis"):
        neighbourhood(graph, "Atlantis", 1, 10)


@pytest.mark.parametrize("label", [*HOSTILE, "比亚迪胶轮有轨电车示范线", "2019年 增长18%以上", "GDP"])
def test_a_caption_has_at_most_two_lines_of_readable_length(label):
    lines = caption(label)
    assert 1 <= len(lines) <= 2
    assert all(len(line) <= 24 and line.isprintable() for line in lines)
    assert len(label.strip()) <= 14 or "…" in lines[-1] or len("".join(lines)) >= 14


def test_a_caption_breaks_between_words_and_never_begins_with_a_stop():
    assert caption("2019年 增长18%以上") == ("2019年", "增长18%以上")
    assert caption("政府工作报告（2019年）") == ("政府工作报告", "（2019年）")


@pytest.mark.parametrize("number", [0, 1, 2, 17, 60, 140])
def test_captions_do_not_overlap_around_a_centre(number):
    wheeled = wheel(number)
    assert overlapping(boxes(wheeled, "c")) == []


def test_captions_do_not_overlap_in_islands_and_unlinked_nodes_stand_in_rows(graph):
    alone = [Node(f"z{i}", "theme", f"主题{i}") for i in range(30)]
    more = wheel(80)
    mixed = network(nodes_of(graph) + nodes_of(more) + alone, edges_of(graph) + edges_of(more))
    assert overlapping(boxes(mixed)) == []
    places = positions(mixed, 1)
    rows = {places[n.id][1] for n in alone}
    assert len(rows) < 10 and min(rows) > max(y for n, (_, y) in places.items() if not n.startswith("z"))


def test_the_centre_is_in_the_middle(graph):
    assert positions(graph, 1, centre=CENTRE)[CENTRE] == (0, 0)


def test_places_and_page_are_the_same_whatever_the_hash_seed(graph):
    code = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); from pathlib import Path; from browser import demo, CENTRE;"
        "from kg.page import page; from kg.network import positions; g = demo(Path(sys.argv[1]));"
        "print(hashlib.sha256(page(g, title_zh='甲', title_en='A', centre=CENTRE)).hexdigest(), positions(g, 3))"
    )
    run = [sys.executable, "-c", code, str(REPORT)]
    results = {
        subprocess.run(
            run,
            capture_output=True,
            check=True,
            cwd=REPORT.parents[3],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": ".", "LC_ALL": "C"},
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(results) == 1


# The file


def test_pyvis_holds_the_graph_at_fixed_places_without_hover_html(graph):
    net = to_pyvis(graph, centre=CENTRE)
    assert net.num_nodes() == len(graph)
    assert net.num_edges() == graph.number_of_edges()
    assert all("title" not in n and isinstance(n["x"], int) for n in net.nodes)
    assert net.options["physics"]["enabled"] is False and net.options["edges"]["smooth"] is False
    assert all(e["arrows"] == "to" for e in net.edges)


def test_the_page_names_its_language_and_loads_nothing(graph, file):
    html = file.read_text(encoding="utf-8")
    assert '<html lang="zh-CN"' in html and "<title>衡阳市</title>" in html and html.count("<main>") == 1
    assert len(html.encode()) < 1_000_000
    assert not re.search(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//|@import|url\(\s*["']?http""", html)
    assert "sourceMappingURL" not in html
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    assert "另有 12 个没有显示" in html and f"{len(graph)} 个事物" in html
    assert page(graph, title_zh="甲", title_en="Hengyang", lang="en").startswith(b'<!DOCTYPE html>\n<html lang="en"')


def test_a_page_of_too_many_nodes_is_refused_with_their_number():
    with pytest.raises(UsageError, match="302") as error:
        page(wheel(MOST + 1), title_zh="", title_en="")
    assert "--limit" in error.value.step


def contrast(one: str, two: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_stands_out_from_its_ground_and_has_a_look_of_its_own(kind):
    assert contrast(kind.light, PAPER[0]) >= 3 and contrast(kind.dark, PAPER[1]) >= 3
    same = [k for k in KINDS.values() if (k.shape, k.hollow, k.light) == (kind.shape, kind.hollow, kind.light)]
    assert same == [kind]


# The page in a browser


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


# The page of what a store holds


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
