"""The graph page in a real browser, from a folder, with the network refused."""

import io
import json
import re
from collections import Counter
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import axe
import pytest
from browser import HOSTILE, Seen, opened
from graphs import hostile, made, plain, write_page

from kg.explorer.model import Thing
from kg.project import Project
from kg.report import read_report, report_folder

AIRPORT = "#n=place/430400.nanyue-airport"


@pytest.fixture(scope="module")
def page(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(project, tmp_path_factory.mktemp("graph 图#1"))


def ready(tab: Any) -> Any:
    tab.wait_for_selector("#explorer[data-ready]")
    tab.wait_for_function("() => kgExplorer.graph.whole")
    tab.wait_for_timeout(50)
    return tab


def clean(seen: Seen) -> None:
    assert (seen.requests, seen.errors) == ([], [])


def labels(tab: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tab.evaluate(
        "kgExplorer.view.labels().map(({left, right, top, bottom, lines}) => ({left, right, top, bottom, lines}))"
    )
    return found


def overlapping(found: list[dict[str, Any]]) -> float:
    """The share of labels that lie over another."""
    over = {
        i
        for (i, a), (j, b) in combinations(enumerate(found), 2)
        if a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
        for i in (i, j)
    }
    return len(over) / len(found)


def click_mark(tab: Any, key: str) -> None:
    """Click a mark of the picture where it stands on the screen."""
    box = tab.locator("#graph-stage canvas").bounding_box()
    at = tab.evaluate(
        "(key) => { const n = kgExplorer.scene().nodes.find((n) => n.key === key); return kgExplorer.view.where(n); }",
        key,
    )
    tab.mouse.click(box["x"] + at["x"], box["y"] + at["y"])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_first_view_is_named_circles_without_an_error_or_a_request(
    chromium: Any, page: Path, lang: str, scheme: str, width: int
) -> None:
    path = page if lang == "zh" else page.parent / "en" / "graph.html"
    size = {"width": width, "height": 844}
    with opened(chromium, path, viewport=size, color_scheme=scheme) as (tab, seen):
        ready(tab)
        found = labels(tab)
        assert len(found) >= (20 if width > 1000 else 10) and overlapping(found) < 0.05
        assert not [text for each in found for text in each["lines"] if re.match(r"[，。、；：]", text)]
        assert tab.evaluate("kgExplorer.scene().discs.size") >= 10
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        clean(seen)
        assert not axe.problems(tab)


@pytest.mark.parametrize("fragment", ["", "#all=1"])
def test_no_colour_but_the_ground_fills_the_picture(chromium: Any, page: Path, fragment: str) -> None:
    with opened(chromium, page, fragment) as (tab, _):
        ready(tab)
        pixels = tab.evaluate("""() => {
          const canvas = document.querySelector("#graph-stage canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const found = {};
          for (let i = 0; i < data.length; i += 40) {
            if (!data[i + 3]) continue;
            const key = [data[i] >> 4, data[i + 1] >> 4, data[i + 2] >> 4].join();
            found[key] = (found[key] || 0) + 1;
          }
          return [found, data.length / 40];
        }""")
        (colour, most), *_ = Counter(pixels[0]).most_common(1)
        assert most < 0.4 * pixels[1], colour
        assert len(pixels[0]) > 20


def test_from_search_to_the_sentence_into_the_report_and_back(chromium: Any, page: Path, project: Project) -> None:
    text = read_report(report_folder(project, "430400-2019")).text
    with opened(chromium, page) as (tab, seen):
        ready(tab)
        tab.keyboard.press("/")
        tab.keyboard.type("南岳机场")
        tab.wait_for_selector("#graph-search-found [role=option]")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#graph-panel h2:has-text('南岳机场')")
        assert tab.evaluate("location.hash") == AIRPORT
        tab.get_by_role("button", name="突破100万人次").first.click()
        figure = tab.locator("#graph-panel figure").first
        figure.locator("mark").wait_for()
        start, end = (int(figure.get_attribute(f"data-{side}")) for side in ("start", "end"))
        assert figure.locator("mark").text_content() == text[start:end]
        assert text[start:end] in figure.locator("blockquote").text_content()
        link = figure.locator("a").get_attribute("href")
        statement = figure.get_attribute("data-statement")
        assert link == f"report/430400-2019.html#c={statement}"
        tab.go_back()
        tab.wait_for_selector("#graph-panel h2:has-text('南岳机场')")
        tab.go_back()
        tab.wait_for_selector("#graph-panel .circles")
        clean(seen)


def test_every_marked_sentence_is_the_text_at_its_offsets(chromium: Any, page: Path, project: Project) -> None:
    text = read_report(report_folder(project, "430400-2019")).text
    with opened(chromium, page) as (tab, _):
        ready(tab)
        told = tab.evaluate("Promise.all(kgExplorer.graph.said.map((s) => kgExplorer.graph.words(s)))")
    assert len(told) > 1400
    for each in told:
        assert each["quote"] == text[each["start"] : each["end"]]
        assert each["before"] + each["quote"] + each["after"] in text


def test_a_circle_opens_by_a_click_and_closes_again(chromium: Any, page: Path) -> None:
    with opened(chromium, page) as (tab, _):
        ready(tab)
        key = tab.evaluate("kgExplorer.scene().nodes.filter((n) => n.circle)[0].key")
        before = tab.locator("#graph-shown").text_content()
        click_mark(tab, key)
        tab.wait_for_function("(old) => document.getElementById('graph-shown').textContent !== old", arg=before)
        tab.wait_for_timeout(100)
        assert tab.evaluate("kgExplorer.scene().things") > 20
        found = labels(tab)
        assert len(found) > 15 and overlapping(found) < 0.05
        tab.keyboard.press("Escape")
        tab.wait_for_function("() => kgExplorer.scene().things === 1")


def test_filters_change_what_is_shown_and_each_others_counts(chromium: Any, page: Path) -> None:
    def count(facet: str, value: str) -> int:
        label = f'label:has(input[data-facet="{facet}"][data-value="{value}"]) .count'
        return int(tab.locator(label).text_content().replace(",", ""))

    with opened(chromium, page, "#all=1") as (tab, seen):
        ready(tab)
        shown = tab.evaluate("kgExplorer.scene().things")
        targets = count("kind", "target")
        tab.locator('input[data-facet="half"][data-value="plan"]').uncheck()
        tab.wait_for_function("(n) => kgExplorer.scene().things < n", arg=shown)
        assert count("kind", "target") < targets and count("half", "plan") > 0
        assert "筛选" in tab.locator("#graph-shown").text_content()
        assert "s=plan" in tab.evaluate("location.hash")
        less = tab.evaluate("kgExplorer.scene().things")
        tab.reload()
        ready(tab)
        assert tab.evaluate("kgExplorer.scene().things") == less
        assert not tab.locator('input[data-facet="half"][data-value="plan"]').is_checked()
        tab.locator("#graph-reset").click()
        tab.wait_for_function("(n) => kgExplorer.scene().things === n", arg=shown)
        tab.go_back()
        tab.wait_for_function("(n) => kgExplorer.scene().things === n", arg=less)
        clean(seen)


def test_only_one_value_is_a_click_away(chromium: Any, page: Path) -> None:
    with opened(chromium, page, "#all=1") as (tab, _):
        ready(tab)
        tab.locator('button.only[data-facet="kind"][data-value="project"]').focus()
        tab.keyboard.press("Enter")
        tab.wait_for_function("() => kgExplorer.scene().nodes.every((n) => n.circle || n.kind === 'project')")
        assert tab.evaluate("kgExplorer.scene().things") > 100


def test_a_deep_link_is_restored_with_all_that_was_opened(chromium: Any, page: Path) -> None:
    with opened(chromium, page, AIRPORT) as (tab, _):
        ready(tab)
        before = tab.evaluate("kgExplorer.scene().nodes.map((n) => n.key).sort()")
        home = "#n=place/430400"
        tab.evaluate("(hash) => { location.hash = hash; }", home)
        tab.wait_for_selector("#graph-panel h2:has-text('衡阳市')")
        grow = tab.locator("#graph-panel .grow").last
        grow.click()
        tab.wait_for_function("() => location.hash.includes('x=')")
        tab.wait_for_timeout(200)
        grown = tab.evaluate("kgExplorer.scene().nodes.map((n) => n.key).sort()")
        tab.reload()
        ready(tab)
        assert tab.evaluate("kgExplorer.scene().nodes.map((n) => n.key).sort()") == grown
        tab.go_back()
        tab.go_back()
        tab.wait_for_selector("#graph-panel h2:has-text('南岳机场')")
        assert tab.evaluate("kgExplorer.scene().nodes.map((n) => n.key).sort()") == before


def test_the_way_between_two_things_is_shown_step_by_step_with_its_words(chromium: Any, page: Path) -> None:
    with opened(chromium, page, AIRPORT) as (tab, seen):
        ready(tab)
        tab.locator("#way").click()
        tab.keyboard.type("比亚迪")
        tab.wait_for_selector("#graph-search-found [role=option]")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#graph-panel ol.way")
        steps = tab.locator("#graph-panel ol.way .door").all_text_contents()
        assert steps[0].strip() == "南岳机场" and "比亚迪" in steps[-1] and len(steps) > 2
        tab.locator("#graph-panel ol.way mark").first.wait_for()
        address = tab.evaluate("location.hash")
        assert "to=" in address
        tab.reload()
        ready(tab)
        assert tab.locator("#graph-panel ol.way .door").all_text_contents() == steps
        clean(seen)


def test_all_of_it_can_be_done_by_keyboard(chromium: Any, page: Path) -> None:
    with opened(chromium, page) as (tab, _):
        ready(tab)
        tab.locator("#graph-keys").focus()
        tab.keyboard.press("ArrowRight")
        first = tab.locator("#graph-status").text_content()
        tab.keyboard.press("ArrowRight")
        second = tab.locator("#graph-status").text_content()
        assert first and second and first != second
        tab.keyboard.press("Enter")
        tab.wait_for_function("() => location.hash.includes('g=')")
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Enter")
        tab.wait_for_function("() => location.hash.includes('n=')")
        tab.keyboard.press("ArrowRight")
        assert re.search(r"，第 1 个，共 \d+ 个", tab.locator("#graph-status").text_content())
        tab.keyboard.press("Escape")
        tab.wait_for_function("() => !location.hash.includes('n=')")
        # What the picture shows stands in the list as well, as buttons.
        tab.locator(".graph-list summary").focus()
        tab.keyboard.press("Enter")
        tab.locator("#graph-list .door").first.focus()
        tab.keyboard.press("Enter")
        tab.wait_for_function("() => document.activeElement.matches('#graph-panel h2')")
        reached = tab.evaluate("kgExplorer.scene().nodes.filter((n) => !n.ring).length")
        assert int(tab.locator("#graph-list-count").text_content().replace(",", "")) == reached


def test_the_focus_of_the_keyboard_is_seen(chromium: Any, page: Path) -> None:
    with opened(chromium, page) as (tab, _):
        ready(tab)
        for _ in range(12):
            tab.keyboard.press("Tab")
            width = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert width != "none", tab.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("fragment", [AIRPORT, "#all=1", AIRPORT + "&to=org/x"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious_with_something_open(chromium: Any, page: Path, fragment: str, width: int) -> None:
    with opened(chromium, page, fragment, viewport={"width": width, "height": 844}) as (tab, seen):
        ready(tab)
        tab.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        tab.wait_for_timeout(100)
        clean(seen)
        assert not axe.problems(tab)


def test_pictures_can_be_kept(chromium: Any, page: Path) -> None:
    with opened(chromium, page, AIRPORT, accept_downloads=True) as (tab, _):
        ready(tab)
        kept = {}
        for name in ("png", "svg"):
            tab.locator(".graph-menu summary").click()
            with tab.expect_download() as waiting:
                tab.locator(f"#graph-{name}").click()
            kept[name] = Path(waiting.value.path()).read_bytes()
            tab.locator(".graph-menu summary").click()
        assert kept["png"].startswith(b"\x89PNG")
        svg = ElementTree.parse(io.BytesIO(kept["svg"])).getroot()
        words = [each.text for each in svg.iter("{http://www.w3.org/2000/svg}text")]
        assert "南岳机场" in words
        assert len(list(svg.iter("{http://www.w3.org/2000/svg}path"))) > 10


@pytest.mark.parametrize(
    "fragment", ["", "#all=1", "#all=1&h=1", "#n=place/430500.x0", "#n=%3Cimg%20src=x%20onerror=alert(1)%3E&t=%3Cb%3E"]
)
def test_hostile_names_are_shown_and_never_run(chromium: Any, project: Project, tmp_path: Path, fragment: str) -> None:
    page = write_page(project, tmp_path, [hostile()])
    with opened(chromium, page, fragment) as (tab, seen):
        ready(tab)
        tab.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        tab.locator("#graph-search").fill("script")
        tab.wait_for_timeout(150)
        assert "</script><script>window.hit=1</script>" in tab.locator("#graph-search-found").text_content()
        assert tab.evaluate("window.hit") is None
        names = {thing["label"] for thing in tab.evaluate("kgExplorer.graph.things.map(({label}) => ({label}))")}
        assert {name for name in HOSTILE if name.strip()} <= names
        clean(seen)


def test_nothing_and_one_thing_and_5000_without_links_are_shown(
    chromium: Any, project: Project, tmp_path: Path
) -> None:
    for count in (0, 1, 5000):
        page = write_page(project, tmp_path / str(count), [plain(count, False)])
        with opened(chromium, page, "#all=1") as (tab, seen):
            ready(tab)
            assert tab.evaluate("kgExplorer.scene().things") == count + 1
            assert tab.evaluate("Number.isFinite(kgExplorer.view.camera().scale)")
            clean(seen)
    page = write_page(project, tmp_path / "none", [])
    with opened(chromium, page) as (tab, seen):
        ready(tab)
        assert "没有" in tab.locator("#graph-panel").text_content()
        clean(seen)


def test_rarer_characters_do_not_shift_the_marked_words(chromium: Any, project: Project, tmp_path: Path) -> None:
    island = made("430500", [Thing("statement/430500-2020.0000000000", "action", "𠮷野产业园")], [])
    page = write_page(project, tmp_path, [island])
    with opened(chromium, page, "#n=statement/430500-2020.0000000000") as (tab, _):
        ready(tab)
        # The page's own project has no report of that id: what is tested is the cutting.
        told = tab.evaluate("kgExplorer.graph.words(kgExplorer.graph.said[0])")
        assert told["quote"] == "𠮷野产业园今年建成投产" and told["after"] == "，比亚迪投资10亿元。"


def test_several_places_open_one_by_one(chromium: Any, project: Project, tmp_path: Path) -> None:
    gdp = Thing("indicator/gdp", "indicator", "地区生产总值")
    islands = [
        made(
            code,
            [gdp, *(Thing(f"place/{code}.{i}", "place", f"第{i}处") for i in range(9))],
            [(0, i) for i in range(1, 9)],
        )
        for code in ("430500", "430600", "430700")
    ]
    page = write_page(project, tmp_path, islands)
    with opened(chromium, page) as (tab, seen):
        ready(tab)
        assert tab.evaluate("kgExplorer.scene().nodes.filter((n) => n.circle && n.ring).length") == 3
        tab.evaluate("location.hash = '#n=indicator/gdp'")
        tab.wait_for_selector("#graph-panel h2:has-text('地区生产总值')")
        kinds = Counter(tab.evaluate("kgExplorer.scene().nodes.filter((n) => n.must).map((n) => n.thing.island)"))
        assert set(kinds) == {-1, 0, 1, 2}
        clean(seen)


def test_without_scripts_the_circles_and_what_is_in_them_are_a_list(chromium: Any, page: Path) -> None:
    with opened(chromium, page, java_script_enabled=False) as (tab, seen):
        assert tab.locator("#explorer").is_hidden()
        plainly = tab.locator(".graph-plain")
        assert plainly.locator("h2").count() >= 10
        assert plainly.locator('a[href^="report/430400-2019.html#c="]').count() > 100
        assert plainly.locator('a[href^="project/"]').count() > 5
        clean(seen)


def test_the_page_runs_under_a_policy_that_lets_nothing_inline_run(page: Path) -> None:
    html = unescape(page.read_text(encoding="utf-8"))
    assert "script-src 'self'" in html and "unsafe" not in html
    for attributes in re.findall(r"<script([^>]*)>", html):
        assert "src=" in attributes or 'type="application/json"' in attributes
    assert not re.search(r"\son\w+=|\sstyle=", re.sub(r"<script.*?</script>", "", html, flags=re.S))
    config = json.loads(re.search(r'id="graph-config">(.*?)</script>', html, re.S)[1])  # type: ignore[index]
    assert config["data"] == "assets/graph/{name}"
