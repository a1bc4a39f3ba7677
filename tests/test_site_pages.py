"""The pages on promises, years, places, everything, structure and method, as a reader's browser shows them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import axe
import pytest
from browser import HOSTILE, opened
from command import HENGYANG, kg, put
from tables_made import text

from kg.decisions import parse_table
from kg.project import Project, init_project
from kg.report import read_report
from kg.site import shards
from kg.site.data import Site, open_site
from kg.site.headings import headed
from kg.site.kinds import KINDS, render
from kg.site.links import Address, StaticLinks
from kg.site.narrowed import at_place
from kg.site.quantities import quantities
from kg.site.signs import SIGNS
from kg.site.write import write_site

OWN = ("scorecard", "timeline", "map", "table", "schema", "about")
BEYOND = "𠮷野工业园"  # beyond the BMP: offsets are code points, not UTF-16 units


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two places, one with two reports: something of every result, and words that would do harm if they could."""
    project = init_project(tmp_path_factory.mktemp("pages") / "p")
    harm = "".join(f"建成<b onclick=alert(1)>{i}号</b>“{words[:60]}”项目。" for i, words in enumerate(HOSTILE[:4]))
    aims = "主要预期目标是：地区生产总值增长8%左右，城镇登记失业率控制在4.5%以内，进出口总额增长10%以上。"
    first = text(2019, "地区生产总值增长8.2%。", f"{aims}确保红旗水库建成投用。力争{BEYOND}项目开工建设。{harm}")
    second = text(
        2020,
        f"地区生产总值增长7%，进出口总额增长12%。城镇登记失业率3.2%。{BEYOND}项目开工建设。",
        "地区生产总值增长7%以上。衡南县城镇新增就业2万人。",
    )
    put(project.reports / "430400-2019", first)
    put(project.reports / "430400-2020", second)
    put(project.reports / "430500-2020", text(2020, "地区生产总值增长6%。", "地区生产总值增长8%左右。"))
    assert kg("build", cwd=project.root).code == 0
    return project


@pytest.fixture(scope="module")
def pages(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    write_site(built, out, 1)
    return out


@pytest.fixture(scope="module")
def site(built: Project) -> Site:
    return open_site(built)


def of(site: Site, kind: str) -> Iterator[Address]:
    """Yield the addresses of a kind of page."""
    for name in site.reports if KINDS[kind].of in ("report", "place") else ("",):
        for key in KINDS[kind].keys(site, name):
            yield Address(kind, key)


def promised(site: Site, words: str) -> str:
    """Return the path of the page of the promise that holds some words."""
    row = next(
        r for r in site.rows("430400-2019") if words in r["quote"] and r["class"] in ("Target", "PlannedMilestone")
    )
    return f"promise/430400-2019/{row['id'].rpartition('.')[2]}.html"


@pytest.mark.parametrize("kind", [*OWN, "promise"])
def test_every_page_is_whole_in_both_languages_without_a_script(site: Site, kind: str) -> None:
    addresses = list(of(site, kind))
    assert addresses
    for address in addresses:
        for lang in ("zh", "en"):
            html = render(site, address, StaticLinks(address, lang))
            assert html.count("<h1") == 1 and "Undefined" not in html
            assert not re.search("None(?! of a)", re.sub(r"<[^>]*>", "", html))  # a definition begins "None of a thing"
            assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", html))


def test_a_thing_leads_to_what_its_kind_means(site: Site) -> None:
    key = next(k for k in site.things if k.startswith("indicator/") and site.thing_address(k))
    html = render(site, Address("thing", key), StaticLinks(Address("thing", key), "en"))
    assert 'href="../../en/schema.html#Indicator">' in html


def test_every_code_has_its_own_anchor_and_words_on_the_page_of_the_structure(site: Site) -> None:
    for lang, word in (("zh", "确保"), ("en", "ensure")):
        html = render(site, Address("schema"), StaticLinks(Address("schema"), lang))
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids)) and {"Target", "indicator", "def-strength", "def-review-doubtful"} <= set(ids)
        assert re.search(rf'id="def-strength-ensure"><th scope="row">{word}<br>', html)


def test_a_promise_stands_beside_what_came_of_it_with_both_sentences(chromium: Any, pages: Path) -> None:
    with opened(chromium, pages / "scorecard" / "430400.html", java_script_enabled=False) as (tab, seen):
        row = tab.locator("tr", has_text="进出口总额").first
        assert "「" in row.inner_text() or row.locator("q").count() == 2
        assert row.locator("q").all_inner_texts()[0].strip("「」").endswith("进出口总额增长10%以上")
        assert row.locator("q").all_inner_texts()[1].strip("「」") == "进出口总额增长12%"
        assert row.locator(".chip").inner_text() == SIGNS["met"].zh and row.locator(".chip svg").count() == 1
        assert not tab.locator("form.facets").is_visible()
        silent = tab.locator("details", has_text="红旗水库").first
        assert "红旗水库" in silent.locator(".name").first.text_content()
    assert seen.errors == [] and seen.requests == []


def test_rows_are_filtered_sorted_and_counted_and_the_choice_stands_in_the_address(chromium: Any, pages: Path) -> None:
    with opened(chromium, pages / "scorecard" / "430400.html") as (tab, seen):
        rows = tab.locator('[data-row="promises"]')
        whole = rows.count()
        tab.locator('select[data-by="result"]').select_option("not-mentioned-again")
        left = tab.locator('[data-row="promises"]:visible')
        assert 0 < left.count() < whole
        assert set(left.locator(".chip").all_inner_texts()) == {SIGNS["not-mentioned-again"].zh}
        assert f"{left.count()} / {whole}" in tab.locator("[data-shown]").inner_text()
        tab.reload()
        assert tab.locator('[data-row="promises"]:visible').count() == left.count() < whole
        tab.locator('button[type="reset"]').click()
        rows.nth(whole - 1).wait_for()
        assert left.count() == whole
        tab.locator("select[data-sort]").select_option("rank")
        first = tab.locator('[data-row="promises"]').first.get_attribute("data-result")
        assert first == "missed"
    assert seen.errors == []


def test_a_promise_page_marks_the_words_of_the_text_also_beyond_the_bmp(chromium: Any, pages: Path, site: Site) -> None:
    with opened(chromium, pages / promised(site, BEYOND)) as (tab, seen):
        row = next(r for r in site.rows("430400-2019") if BEYOND in r["quote"])
        assert "".join(tab.locator("blockquote mark").inner_text().split()) == "".join(row["quote"].split())
        assert row["quote"] == site.reports["430400-2019"].text[row["start"] : row["end"]]
        story = tab.locator("#story").locator("xpath=..").locator("tbody tr")
        assert story.count() == 2
    assert seen.errors == [] and seen.requests == []


def test_an_absence_shows_where_was_looked_for_what(chromium: Any, pages: Path, site: Site) -> None:
    with opened(chromium, pages / promised(site, "红旗水库")) as (tab, _):
        looked = tab.locator("#looked").locator("xpath=..")
        assert "衡阳市2020年报告" in looked.inner_text() and "红旗水库" in looked.locator(".name").all_inner_texts()


def test_citations_get_the_day_and_a_changed_page_says_so(chromium: Any, pages: Path, site: Site) -> None:
    path = pages / promised(site, "红旗水库")
    with opened(chromium, path, "#v=0000000000000000") as (tab, seen):
        assert tab.locator("[data-changed]").is_visible()
        cited = tab.locator("pre.citation").first.inner_text()
        assert re.search(r"\[DB\]\. .*\[20\d\d-\d\d-\d\d\]\.$", cited)
        version = tab.locator("article.promise").get_attribute("data-version")
    with opened(chromium, path, f"#v={version}") as (tab, seen):
        assert not tab.locator("[data-changed]").is_visible()
    assert seen.errors == []


def test_a_mistake_becomes_a_row_that_a_table_of_decisions_holds(chromium: Any, pages: Path, site: Site) -> None:
    with opened(chromium, pages / promised(site, "红旗水库")) as (tab, seen):
        tab.locator("[data-why]").fill("水库\t去年已建成")
        sheet = tab.locator("[data-sheet]").text_content()
        assert sheet in unquote(tab.locator("[data-mail]").get_attribute("href"))
    header, row = sheet.rstrip("\n").split("\n", 1)
    filled = row.split("\t")
    filled[header.split("\t").index("who")], filled[header.split("\t").index("when")] = "李明", "2026-01-01"
    (decision,) = parse_table("\n".join((header, "\t".join(filled))).encode(), "page")
    assert (decision.action, decision.why) == ("doubt", "水库 去年已建成")
    assert seen.errors == []


def test_the_picture_of_a_promise_is_saved_as_svg_and_png(
    chromium: Any, pages: Path, site: Site, tmp_path: Path
) -> None:
    with opened(chromium, pages / promised(site, "红旗水库"), accept_downloads=True) as (tab, seen):
        for ending, start in (("svg", b"<svg"), ("png", b"\x89PNG")):
            with tab.expect_download() as told:
                tab.locator(f'[data-save="{ending}"]').click()
            told.value.save_as(tmp_path / f"x.{ending}")
            assert told.value.suggested_filename.endswith(f".{ending}")
            assert (tmp_path / f"x.{ending}").read_bytes().startswith(start)
    assert seen.errors == []


def test_charts_lead_to_the_promise_and_the_sentence(chromium: Any, pages: Path) -> None:
    with opened(chromium, pages / "timeline" / "430400.html") as (tab, seen):
        marks = tab.locator(".chart a")
        assert marks.count() >= 4
        for link in marks.all():
            target = link.get_attribute("href")
            assert (pages / "timeline" / target.partition("#")[0]).resolve().is_file()
        marks.first.click()
        assert tab.locator("h1").count() == 1
    assert seen.errors == [] and seen.requests == []


def test_the_map_shows_one_measure_at_a_time_and_the_same_as_a_table(chromium: Any, pages: Path) -> None:
    with opened(chromium, pages / "map.html", "#m=m0") as (tab, seen):
        shown = tab.locator("svg g[data-layer]:not([hidden])")
        assert shown.count() == 1 and shown.get_attribute("data-layer") == "m0"
        table = tab.locator('details[data-table="m0"]')
        assert table.get_attribute("open") is not None
        assert table.locator("tbody tr").count() == shown.locator("circle").count() == 2
    assert seen.errors == []
    with opened(chromium, pages / "map.html", java_script_enabled=False) as (tab, _):
        assert tab.locator("svg g[data-layer]:not([hidden])").get_attribute("data-layer") == "all"
        assert tab.locator("#places").locator("xpath=..").locator("tbody tr").count() >= 2


def test_everything_is_found_over_many_reports_and_loaded_only_when_asked_for(
    chromium: Any, pages: Path, site: Site
) -> None:
    with opened(chromium, pages / "table.html") as (tab, seen):
        assert tab.locator("[data-found]").is_hidden() and tab.locator("script").count() == 2
        tab.locator('select[data-by="kind"]').select_option("target")
        tab.locator('[data-by="q"]').fill("生产总值")
        rows = tab.locator("[data-found] tbody tr")
        rows.nth(2).wait_for()
        wanted = [
            r
            for r in site.statements.values()
            if r["class"] == "Target" and "生产总值" in r["quote"] and r["indicator"] == "gdp"
        ]
        assert rows.count() == len(wanted) == 3
        rows.nth(0).locator("td").nth(3).locator("a").click()
        tab.wait_for_url(re.compile(r"report/\d+-\d+\.html#c="))
        tab.go_back()
        rows.nth(2).wait_for()
    assert seen.errors == [] and seen.requests == []


def test_a_section_is_called_by_its_heading(site: Site) -> None:
    report = read_report(HENGYANG)
    assert headed(report, "二/（五）") == "二、2019年工作安排 › (五)统筹抓好区域协调发展"
    assert headed(report, "一/（一）").startswith("一、2018年工作回顾 › ")
    assert (headed(report, "九/（九）"), headed(report, None)) == ("九 › （九）", "")
    address = Address("table", report.id)
    row = next(r for r in site.rows(report.id) if r["section"])
    words = headed(site.reports[report.id], row["section"].split("/")[0])
    assert len(words) > 2 and f'data-section="{words}"' in render(site, address, StaticLinks(address, "zh"))


def test_english_pages_use_the_english_names_that_are_known(project: Project) -> None:
    with open_site(project) as own:
        for kind, words in (
            (
                "report",
                ("<span>Hunan</span>", 'lang="en"><a href="#c=430400-2019.dceb3524dd">candidates for listing</a>'),
            ),
            ("table", ('<option value="地区生产总值">gross domestic product of the region (',)),
        ):
            address = Address(kind, "430400-2019" if kind == "report" else "")
            html = render(own, address, StaticLinks(address, "en"))
            assert [each for each in words if each not in html] == []


def test_the_files_beside_the_pages_say_what_the_pages_say(site: Site) -> None:
    names = set(shards.names(site))
    assert {
        "data/430400-2019.csv",
        "data/430400-2019.json",
        "rows/430400-2019.js",
        "data/scorecard-430400.csv",
    } <= names
    rows = json.loads(shards.content(site, "data/430400-2019.json"))
    assert [row["id"] for row in rows] == [row["id"] for row in site.rows("430400-2019")]
    csv = shards.content(site, "data/scorecard-430400.csv").decode("utf-8-sig").splitlines()
    assert csv[0].startswith("id,place,") and any(",met," in line for line in csv)
    script = shards.content(site, "rows/430400-2019.js").decode()
    assert "<" not in script and script.startswith("(self.kgRows=")
    for wrong in ("data/nothing.csv", "rows/../430400-2019.js", "other/430400-2019.csv"):
        with pytest.raises(KeyError):
            shards.content(site, wrong)


def test_the_structure_has_every_class_and_relation_of_the_ontology_counted(site: Site) -> None:
    from kg.site.schema import counts, terms
    from kg.terms import NS

    classes, relations = terms()
    assert {"Target", "Report", "Project", "Assessment"} <= {t.name for t in classes}
    assert {"indicator", "place", "evidence"} <= {t.name for t in relations}
    assert all(t.label[0] and t.label[1] and t.definition[0] for t in (*classes, *relations))
    targets = sum(r["class"] == "Target" for r in site.statements.values())
    assert counts(site)[NS + "Target"] == targets


def test_the_figures_of_the_about_page_are_those_of_the_documentation() -> None:
    import subprocess
    import sys

    from command import ROOT

    made = subprocess.run(
        [sys.executable, ROOT / "bench" / "figures.py"], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert made.stdout == (ROOT / "data" / "reference" / "extraction.csv").read_text(encoding="utf-8")


def test_the_colours_of_results_are_the_same_in_pictures_and_pages() -> None:
    from kg.site.page import STATIC

    light, dark = (STATIC / "pages.css").read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")[:2]
    for result, sign in SIGNS.items():
        assert f"--r-{result}: {sign.light}" in light and f"--r-{result}: {sign.dark}" in dark


@pytest.mark.parametrize(
    ("lang", "scheme", "width"), [("", "light", 1280), ("", "dark", 390), ("en/", "light", 390), ("en/", "dark", 1280)]
)
def test_nothing_stands_in_the_way_of_a_screen_reader_or_weak_eyes(
    chromium: Any, pages: Path, site: Site, lang: str, scheme: str, width: int
) -> None:
    ends = [promised(site, "进出口总额"), promised(site, "红旗水库"), "table/430400-2019.html", "scorecard/430400.html"]
    for path in (*ends, *(f"{kind}.html" for kind in OWN)):
        options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
        with opened(chromium, pages / lang / path, **options) as (tab, seen):
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
            assert seen.errors == [] and seen.requests == [], path
            # What axe itself asks for, the page's policy refuses.
            assert axe.problems(tab) == [], path


def test_numbers_for_the_map_are_kept_by_the_rows_they_are_of_and_read_the_same(built: Project) -> None:
    plain = open_site(built)
    kept = open_site(built, keep=True)
    folder = built.build / "site" / "numbers"
    for name in plain.reports:
        assert quantities(kept, name) == quantities(plain, name) == quantities(kept, name)
        assert len(list(folder.glob(f"{name}.*.json"))) == 1
    assert any(quantities(plain, name) for name in plain.reports)
    (spoilt,) = folder.glob("430500-2020.*.json")
    spoilt.write_text("[[1]]", encoding="utf-8")
    assert quantities(kept, "430500-2020") == quantities(plain, "430500-2020")


def test_a_page_of_a_place_reads_the_statements_of_that_place_alone(built: Project) -> None:
    whole = open_site(built)
    narrow = at_place(whole, "430500")
    assert at_place(narrow, "430500") is narrow is at_place(whole, "430500")
    assert {row["place"] for row in narrow.tables.statements.values()} == {"430500"}
    for kind in ("scorecard", "timeline"):
        address = Address(kind, "430500")
        links = StaticLinks(address, "zh")
        assert render(whole, address, links) == render(narrow, address, links)
