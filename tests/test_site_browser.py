"""The site in a browser, from a folder, with the network refused: read, search, follow, come back; harm shown and not done."""

import json
from pathlib import Path

import pytest
from axe import problems
from browser import opened
from sites import hostile, written

from kg.project import Project
from kg.site import open_site
from kg.site.marked import span_of
from kg.site.single import single

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture(scope="module")
def folder(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(project, tmp_path_factory.mktemp("站点 #1 %") / "out")


@pytest.fixture(scope="module")
def harm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    root = tmp_path_factory.mktemp("harm")
    project = hostile(root / "project")
    return project, written(project, root / "out")


def here(tab) -> str:
    return tab.evaluate("location.href")


def kinds(out: Path) -> dict[str, Path]:
    """Return one page of each kind: the largest of those that there are many of."""
    found = {p.stem: p for p in sorted(out.glob("*.html"))}
    for folder in sorted(p for p in out.iterdir() if p.is_dir() and p.name not in ("en", "assets")):
        pages = sorted(folder.rglob("*.html"), key=lambda p: (-p.stat().st_size, p.name))
        if pages:
            found[folder.name] = pages[0]
    return found


@pytest.mark.parametrize("tree", ["", "en"])
def test_no_page_asks_the_network_or_complains(chromium, folder, tree):
    pages = kinds(folder / tree)
    assert {"index", "report", "promise", "project", "org", "indicator", "place", "scorecard"} <= set(pages)
    for name, path in pages.items():
        with opened(chromium, path) as (tab, seen):
            tab.wait_for_timeout(150)
            assert (seen.requests, seen.errors) == ([], []), name
            assert tab.title() and tab.locator("h1").count() == 1, name
            assert not tab.evaluate("document.documentElement.classList.contains('plain')")


@pytest.mark.parametrize("which", ["hengyang", "hostile"])
def test_every_mark_is_its_characters_beyond_the_bmp_too(chromium, project, folder, harm, which):
    of, out = (project, folder) if which == "hengyang" else harm
    site = open_site(of)
    report = next(iter(site.reports.values()))
    with opened(chromium, out / f"report/{report.id}.html") as (tab, _):
        text = tab.evaluate("document.querySelector('.text').textContent")
        assert text == report.text
        marked = tab.evaluate(
            """() => { const found = {}; for (const mark of document.querySelectorAll('.text mark'))
               for (const name of mark.dataset.c.split(' ')) found[name] = (found[name] || '') + mark.textContent;
               return found; }"""
        )
        rows = site.rows(report.id)
        assert marked == {row["id"].rpartition(".")[2]: span_of(row).of(text) for row in rows}
        # A stretch in the address is shown, whatever stands before it.
        for row in [r for r in rows if r["class"] != "Mention"][:: max(1, len(rows) // 12)]:
            tab.evaluate("hash => { location.hash = hash; }", f"s={row['start']}-{row['end']}")
            tab.wait_for_selector(".text .here", state="attached")
            shown = tab.evaluate("[...document.querySelectorAll('.text .here')].map(e => e.textContent).join('')")
            assert shown == text[row["start"] : row["end"]]
        assert tab.evaluate("document.querySelector('.text').textContent") == report.text


def test_search_leads_to_the_sentence_and_back(chromium, folder):
    with opened(chromium, folder / "index.html") as (tab, seen):
        tab.keyboard.press("/")
        tab.keyboard.type("南岳机场 通航")
        tab.wait_for_selector("#found a.hit")
        assert tab.locator("#found mark").first.inner_text() in ("南岳机场", "通航")
        hit = tab.locator("#found a.hit", has_text="机场通航城市 23个")
        hit.click()
        tab.wait_for_selector(".text mark.on")
        assert "".join(tab.locator(".text mark.on").all_inner_texts()) == "南岳机场通航城市达23个"
        assert "#c=" in tab.url
        tab.go_back()
        tab.wait_for_selector("#found a.hit")
        assert tab.locator("#q").input_value() == "南岳机场 通航"
        assert seen.errors == [] and seen.requests == []
        tab.fill("#q", "比亚迪")
        tab.locator("#found .where", has_text="机构 · 衡阳市").first.wait_for()
        hits = tab.locator("#found a.hit").all()
        things = [hit.locator(".where").inner_text() for hit in hits if hit.locator("b").inner_text() == "比亚迪"]
        assert {"机构 · 衡阳市", "项目 · 衡阳市"} <= {where.rpartition(" · ")[0] for where in things}
        tab.fill("#q", "没有这样的字句")
        tab.locator("#found h2", has_text="没有找到").wait_for()


def test_the_keyboard_is_enough(chromium, folder):
    with opened(chromium, folder / "index.html") as (tab, _):
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("/")
        tab.keyboard.type("比亚迪")
        tab.wait_for_selector("#found a.hit")
        tab.keyboard.press("ArrowDown")
        assert tab.evaluate("document.activeElement.className") == "hit"
        tab.keyboard.press("ArrowUp")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/org/**")
        assert tab.locator("h1").inner_text() == "比亚迪"
    with opened(chromium, folder / "report/430400-2019.html") as (tab, _):
        tab.keyboard.press("j")
        first = here(tab)
        tab.keyboard.press("j")
        assert here(tab) != first and tab.locator(".cards li.on").count() == 1
        assert tab.locator("#kg-status").inner_text()
        tab.keyboard.press("k")
        assert here(tab) == first
        tab.keyboard.press("Escape")
        assert "#c=" not in here(tab) and tab.locator(".on").count() == 0
        box = tab.locator(".kinds input.f-action")
        box.focus()
        tab.keyboard.press("Space")
        assert tab.locator(".cards li.k-action").first.is_hidden()


def test_an_address_restores_what_was_seen(chromium, folder, project):
    row = next(r for r in open_site(project).rows("430400-2019") if r["class"] == "Target")
    page = folder / "report/430400-2019.html"
    with opened(chromium, page, f"#c={row['id']}&k=target,outcome&heat=1") as (tab, seen):
        assert tab.locator(".cards li.on details[open]").count() == 1
        assert "".join(tab.locator(".text mark.on").all_text_contents()) == row["quote"]
        assert tab.locator(".kinds .f-target").is_checked() and not tab.locator(".kinds .f-action").is_checked()
        assert tab.locator(".heat-legend").is_visible()
        assert tab.locator(".cards li.on summary").bounding_box()["y"] >= 0
        before = tab.url
        tab.reload()
        tab.wait_for_selector(".text mark.on")
        assert tab.url == before and seen.errors == []
        tab.locator(".promises-only").click()
        assert tab.locator(".cards li:visible").count() == tab.locator(".cards li.k-target").count()
        evidence = tab.locator(".cards li.on a.ev").first
        words = evidence.inner_text()
        evidence.click()
        assert "".join(tab.locator(".text .here").all_text_contents()) == words
        tab.go_back()
        tab.wait_for_selector(".text mark.on")


def test_an_address_that_points_at_nothing_says_so_and_harms_nothing(chromium, folder):
    name, end = "430400-2019", 10**30
    wrong = (
        "s=5-2", "s=0-99999999", f"s=1-{end}", "s=", "s=a-b", "c=", f"c={name}.0000000000", "c=430500-2020.d88c774770",
        "t=project/none", "nothing", f"h={name}.1", "%E0%A4%A", "c=%E0%A4%A", "__proto__=1", "c=__proto__&k=__proto__",
        "<img src=x onerror=window.hit=1>", "s=<svg onload=window.hit=1>", "javascript:window.hit=1", '"]*{}', "𠮷" * 999,
    )  # fmt: skip
    with opened(chromium, folder / f"report/{name}.html", f"#c={name}.0123456789") as (tab, seen):
        told = tab.locator(".gone")
        assert "此处已不存在" in told.inner_text()
        for fragment in wrong:
            tab.evaluate("hash => { location.hash = '#k=target'; location.hash = hash }", fragment)
            tab.wait_for_function("[...document.querySelectorAll('.gone')].length === 1 && scrollY === 0")
            assert tab.locator(".text .here, .on").count() == 0, fragment
        for fragment in ("main", "s=0-5", f"c={name}.d88c774770", "k=target", "k=nonsense", ""):
            tab.evaluate("hash => { location.hash = '#none'; location.hash = hash }", fragment)
            tab.wait_for_function("!document.querySelector('.gone')")
        assert tab.locator(".cards li:visible").count()
        assert tab.evaluate("window.hit") is None and (seen.requests, seen.errors) == ([], [])


def test_several_statements_in_one_place_are_reached_one_after_the_other(chromium, folder):
    with opened(chromium, folder / "report/430400-2019.html") as (tab, _):
        mark = tab.locator(".text mark.k-outcome.k-involvement[data-c]").first
        names = mark.get_attribute("data-c").split(" ")
        shown = []
        for _ in range(3):
            mark.click()
            shown.append(tab.evaluate("document.querySelector('.cards li.on').id.split('.').pop()"))
        assert set(shown) <= set(names) and len(set(shown)) >= 2


def test_on_a_phone_what_is_chosen_comes_up_as_a_sheet(chromium, folder):
    with opened(chromium, folder / "report/430400-2019.html", **PHONE) as (tab, _):
        tab.locator(".text mark.k-outcome").first.click()
        box, mark = tab.locator(".panel").bounding_box(), tab.locator(".text mark.on").first.bounding_box()
        assert box["y"] > 250 and box["y"] + box["height"] <= 845
        assert 0 <= mark["y"] < box["y"]
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        tab.locator(".panel .close").click()
        assert tab.locator(".on").count() == 0


def test_pages_are_complete_without_a_script(chromium, folder, project):
    text = open_site(project).reports["430400-2019"].text
    with opened(chromium, folder / "report/430400-2019.html", java_script_enabled=False) as (tab, _):
        assert tab.locator(".text").text_content() == text
        assert tab.locator(".cards li").count() == 1448 and tab.locator(".promises-only").is_hidden()
        item = tab.locator(".cards li.k-target").first
        item.locator("summary").click()
        assert item.locator("dl a.ev").first.is_visible()
        tab.locator(".kinds .f-target").uncheck()
        assert item.is_hidden()
        tab.locator(".heat").check()
        assert tab.locator(".heat-legend").is_visible()
    with opened(chromium, folder / "index.html", java_script_enabled=False) as (tab, _):
        assert tab.locator("#q").is_hidden() and tab.locator("#rest").is_visible()
        tab.locator(".by-place .years a").first.click()
        assert tab.locator(".text").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tree", ["", "en"])
def test_nothing_stands_in_the_way_of_a_reader(chromium, folder, tree, scheme):
    for name in ("index", "report", "project", "place", "indicator", "org"):
        path = kinds(folder / tree)[name]
        # The report's own page takes the checker ten times as long as another: each width in one of the palettes.
        sizes = ({}, PHONE) if name != "report" else ({},) if scheme == "light" else (PHONE,)
        for size in sizes:
            with opened(chromium, path, color_scheme=scheme, **size) as (tab, _):
                assert problems(tab) == [], (name, size)
                if name == "report" and size:
                    tab.keyboard.press("j")
                    assert problems(tab) == [], "with a statement open"


def test_harm_is_shown_and_never_done(chromium, harm):
    _, out = harm
    for path in sorted(out.rglob("*.html")):
        with opened(chromium, path) as (tab, seen):
            assert tab.evaluate("window.hit") is None, path
            assert (seen.requests, seen.errors) == ([], []), path
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    with opened(chromium, out / "report/430500-2020.html") as (tab, _):
        assert "</script><script>window.hit=1</script>" in tab.locator(".text").text_content()
    with opened(chromium, out / "index.html") as (tab, seen):
        tab.fill("#q", "<img")
        tab.wait_for_selector("#found h2")
        tab.fill("#q", "𠮷祥大桥")
        tab.locator("#found a.hit mark", has_text="𠮷祥大桥").first.wait_for()
        tab.locator("#found a.hit", has_text="𠮷祥大桥").last.click()
        tab.wait_for_selector(".text mark.on")
        assert tab.evaluate("window.hit") is None and seen.errors == []


def test_one_file_does_it_all(chromium, project, tmp_path):
    path = tmp_path / "一个 #文件%.html"
    path.write_bytes(single(open_site(project)))
    with opened(chromium, path) as (tab, seen):
        assert tab.locator(".leaf:visible").count() == 1
        tab.fill("#q", "南岳机场 通航")
        tab.locator("#found a.hit", has_text="机场通航城市 23个").click()
        tab.wait_for_selector(".text mark.on")
        assert "".join(tab.locator(".text mark.on").all_inner_texts()) == "南岳机场通航城市达23个"
        tab.go_back()
        tab.wait_for_selector("#found a.hit:visible")
        tab.locator("header.site nav a").nth(1).click()
        assert tab.locator(".leaf:visible h1").count() == 1
        tab.goto(path.as_uri() + "#p=org/byd")
        assert tab.locator(".leaf:visible h1").inner_text() == "比亚迪"
        tab.evaluate("location.hash = '#p=table'")
        assert "此处已不存在" in tab.locator(".leaf:visible .gone").inner_text()
        tab.go_back()
        tab.wait_for_function("!document.querySelector('.gone')")
        tab.locator(".leaf:visible a[href^='#c=']").first.click()
        tab.wait_for_selector(".text mark.on")
        assert (seen.requests, seen.errors) == ([], [])
        assert json.dumps(problems(tab)) == "[]"


def test_paper_gets_the_text_alone(chromium, folder):
    with opened(chromium, folder / "report/430400-2019.html") as (tab, _):
        tab.emulate_media(media="print")
        assert tab.locator(".text").is_visible() and tab.locator(".panel").is_hidden()
        assert tab.locator("header.site nav").is_hidden()
