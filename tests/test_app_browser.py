"""``kg app`` in a real browser: drop, confirm, read; two years side by side; by keyboard, without a script, on a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe
import pytest
from apps import App, app
from browser import Seen, watched
from command import SMALL
from made import docx

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LATER = SMALL.replace("2020", "2021").replace("2019", "2020").replace("红旗水库开工建设", "红旗水库建成蓄水")
BUILT = 60_000
HOSTILE = SMALL.replace("邵阳", "怀化").replace(
    "石门", "</script><script>window.hit=1</script><img src=x onerror=window.hit=1>石门"
)
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  for (const kind of ["dragenter", "dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with app(tmp_path_factory.mktemp("app") / "reports") as started:
        yield started


@contextmanager
def opened(browser: Any, app: App, path: str = "/app", **options: Any) -> Iterator[tuple[Any, Seen]]:
    """Enter the app as its own browser does and open a page; every other address is refused and told."""
    with watched(browser, f"{app.url}/", **({"viewport": DESK} | options)) as (tab, seen):
        tab.goto(app.entry)
        assert "token" not in tab.url
        if path != "/app":
            tab.goto(app.url + path)
        yield tab, seen


def test_a_report_is_dropped_confirmed_and_read_and_a_second_year_beside_it(
    chromium: Any, running: App, tmp_path: Path
) -> None:
    with opened(chromium, running) as (tab, seen):
        tab.evaluate(DROP, ["邵阳.txt", SMALL])
        tab.wait_for_url("**/app/confirm/*")
        assert tab.input_value("#place") == "邵阳市 430500" and tab.input_value("#year") == "2020"
        # Places are suggested while one types.
        tab.fill("#place", "衡阳")
        tab.locator("#places option[value='衡阳市 430400']").wait_for(state="attached")
        tab.fill("#place", "邵阳市")
        tab.click("button[value=add]")
        tab.wait_for_url("**/report/430500-2020", timeout=BUILT)
        assert "石门大桥建成通车" in tab.inner_text("main")
        # Search → evidence.
        tab.goto(running.url + "/search?q=石门大桥")
        tab.locator(".hits a[href*='#']").first.click()
        tab.wait_for_url("**/report/430500-2020#*")
        assert tab.locator("main .text").get_by_text("石门大桥").first.is_visible()
        # The next year is dropped on the page of the report itself.
        tab.evaluate(DROP, ["明年.txt", LATER])
        tab.wait_for_url("**/app/confirm/*")
        assert tab.input_value("#year") == "2021"
        tab.click("button[value=add]")
        tab.wait_for_url("**/scorecard", timeout=BUILT)
        shown = tab.inner_text("main")
        assert "红旗水库开工建设" in shown and "红旗水库建成蓄水" in shown
        assert (seen.requests, seen.errors) == ([], [])


@pytest.mark.parametrize(
    ("lang", "scheme", "viewport"),
    [("", "light", DESK), ("/en", "dark", PHONE), ("", "dark", DESK), ("/en", "light", PHONE)],
    ids=["zh-light", "en-dark-phone", "zh-dark", "en-light-phone"],
)
def test_pages_are_whole_quiet_and_open_to_everyone(
    chromium: Any, running: App, tmp_path: Path, lang: str, scheme: str, viewport: dict[str, int]
) -> None:
    file = tmp_path / ("长" * 50 + ".docx")
    file.write_bytes(docx(SMALL.replace("第十六届", "第十五届")))
    with opened(chromium, running, f"{lang}/app", color_scheme=scheme, viewport=viewport) as (tab, seen):

        def clean() -> None:
            tab.wait_for_load_state("networkidle")
            assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
            assert tab.get_attribute("html", "lang") == ("en" if lang else "zh-CN")
            assert axe.problems(tab, serious=False) == []

        clean()
        tab.set_input_files("#file", file)
        tab.click("#drop button")
        tab.wait_for_url("**/app/confirm/*")
        clean()
        seen.errors.clear()
        tab.fill("#year", "2018")
        tab.click("button[value=add]")
        tab.locator("input[name=sure]").wait_for()
        clean()
        tab.goto(tab.url)
        tab.click("button[value=drop]")
        tab.wait_for_url("**/app")
        for report in running.reports()[:1]:
            tab.goto(f"{running.url}{lang}/app/remove/{report}")
            clean()
        assert seen.requests == [] and [e for e in seen.errors if "422" not in e] == []


def test_all_of_it_works_without_a_script_and_by_keyboard(chromium: Any, running: App, tmp_path: Path) -> None:
    file = tmp_path / "yy.txt"
    file.write_text(SMALL.replace("邵阳", "岳阳"), encoding="utf-8")
    with opened(chromium, running, java_script_enabled=False) as (tab, seen):
        tab.set_input_files("#file", file)
        tab.focus("#file")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/app/confirm/*")
        tab.focus("#year")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/report/430600-2020", timeout=BUILT)
        tab.goto(running.url + "/app")
        tab.get_by_role("link", name="移出 岳阳市 2020").click()
        tab.get_by_role("button", name="移出").click()
        tab.wait_for_url("**/app", timeout=BUILT)
        assert "岳阳市" not in tab.inner_text("main") and "430600-2020" not in running.reports()
        assert (seen.requests, seen.errors) == ([], [])


def test_hostile_names_and_texts_are_shown_and_never_run(chromium: Any, running: App) -> None:
    with opened(chromium, running) as (tab, seen):
        tab.evaluate(DROP, ["<img src=x onerror=window.hit=1>\u202e𠮷.txt", HOSTILE])
        tab.wait_for_url("**/app/confirm/*")
        assert "onerror=window.hit=1" in tab.inner_text(".file") and tab.evaluate("window.hit") is None
        tab.click("button[value=add]")
        tab.wait_for_url("**/report/431200-2020", timeout=BUILT)
        assert "window.hit=1" in tab.inner_text("main") and tab.evaluate("window.hit") is None
        assert (seen.requests, seen.errors) == ([], [])


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(chromium: Any, running: App) -> None:
    with opened(chromium, running, "/en/app") as (tab, seen):
        tab.evaluate(DROP, ["large.pdf", "x" * (50 << 20)])
        tab.get_by_text("Too large: a report has at most 32 MB").wait_for()
        assert tab.url.endswith("/en/app") and (seen.requests, seen.errors) == ([], [])
