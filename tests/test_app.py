"""``kg app`` by its requests: who is let in, what is taken, what is asked, nothing lost."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from apps import App, app
from command import SMALL, kg
from serving import PATIENCE

from kg.app.named import place_meant, suggestions
from kg.app.uploads import safe_name


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with app(tmp_path_factory.mktemp("app") / "reports") as started:
        yield started


def dropped(app: App, name: str, data: bytes | str) -> httpx.Response:
    """Drop a file; return the page that asks about it."""
    answer = app.post("/app/add", files={"file": (name, data.encode() if isinstance(data, str) else data)})
    assert answer.status_code == 303 and "/confirm/" in answer.headers["location"], answer.text
    return app.client.get(answer.headers["location"])


def confirmed(app: App, page: httpx.Response, **fields: str) -> httpx.Response:
    return app.post(page.url.path, data={"do": "add"} | fields)


def left(app: App, page: httpx.Response) -> None:
    """Leave a file out again."""
    assert app.post(page.url.path, data={"do": "drop"}).status_code == 303


def built(app: App) -> None:
    """Wait until nothing is built."""
    end = time.monotonic() + PATIENCE
    while app.client.get("/app/progress").json()["running"]:
        assert time.monotonic() < end
        time.sleep(0.1)


def alert(page: httpx.Response) -> str:
    found = re.search(r'<p class="error" role="alert">(.*?)</p>', page.text, re.DOTALL)
    return found[1] if found else ""


def test_only_who_has_the_token_comes_in_and_only_from_the_apps_own_pages(running: App) -> None:
    url, cookie = running.url, running.client.cookies
    host = url.removeprefix("http://")

    def ask(path: str = "/app", method: str = "GET", *, known: bool = True, **headers: str) -> int:
        with httpx.Client(base_url=url, trust_env=False, cookies=cookie if known else None) as client:
            return client.request(
                method, path, headers={k.replace("_", "-"): v for k, v in headers.items()}
            ).status_code

    assert ask() == 200
    for path in ("/app", "/", "/assets/site.css", "/sparql?query=ASK{}", "/app?token=wrong", "/health"):
        assert ask(path, known=False) == 403, path
    for other in ("evil.example", f"localhost:{host.rpartition(':')[2]}", "127.0.0.1", f"{host}.evil.example"):
        assert ask(host=other) == 421, other
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1", f"http://localhost:{host.rpartition(':')[2]}"):
        assert ask(origin=origin) == 403
        assert ask("/app/quit", "POST", origin=origin) == 403
    # A form without an origin is none of ours, and another port of this machine is another page.
    assert ask("/app/quit", "POST") == 403
    assert ask(sec_fetch_site="same-site") == ask(sec_fetch_site="cross-site") == 403
    assert ask("/app/add", "OPTIONS", origin="https://evil.example", access_control_request_method="POST") == 403
    assert ask("/app/quit", "POST", known=False, origin=url) == 403
    assert running.client.get("/app").status_code == 200


def test_pages_say_that_nothing_else_may_read_or_run_anything(running: App) -> None:
    for path in ("/app", "/", "/sparql"):
        headers = running.client.get(path, headers={"Accept": "text/html"}).headers
        assert "access-control-allow-origin" not in headers
        assert headers["cross-origin-resource-policy"] == "same-origin"
        rules = dict(rule.strip().partition(" ")[::2] for rule in headers["content-security-policy"].split(";"))
        assert rules["default-src"] == "'none'" and rules["script-src"] == "'self'" and rules["form-action"] == "'self'"
    entered = httpx.get(running.entry, trust_env=False).headers["set-cookie"]
    assert "HttpOnly" in entered and "samesite=strict" in entered.lower()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "空文件"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(99), "picture.png"),
        ("broken.docx", b"PK\x03\x04 nothing", "broken.docx"),
        ("broken.pdf", b"%PDF-1.7 nothing", "broken.pdf"),
        ("notes.txt", "今天天气很好。".encode(), "这不像政府工作报告"),
    ],
)
def test_what_is_no_report_is_told_in_one_line_and_not_added(running: App, name: str, data: bytes, said: str) -> None:
    page = dropped(running, name, data)
    assert said in alert(page) and str(running.folder) not in alert(page) and "/tmp" not in alert(page)
    assert 'value="add"' not in page.text
    assert confirmed(running, page, place="430500", year="2020").status_code == 422
    left(running, page)
    assert "430500-2020" not in running.reports()


def test_a_file_that_is_too_large_or_none_is_refused_in_words(running: App) -> None:
    large = running.post("/app/add", files={"file": ("large.txt", b"\xe4\xb8\x80" * (25 << 20))})
    assert large.status_code == 413 and "32 MB" in alert(large)
    page = dropped(running, "middle.txt", "一".encode() * (12 << 20))
    assert "33,554,432" in alert(page)
    left(running, page)
    nothing = running.post("/app/add", files={"file": ("", b"")})
    assert nothing.status_code == 400 and alert(nothing) == "没有选择文件"
    assert (
        running.post(
            "/app/add",
            content=b"x",
        ).status_code
        == 415
    )
    torn = running.client.post(
        "/app/add", content=b"--x", headers={"Origin": running.url, "Content-Type": "multipart/form-data; boundary=x"}
    )
    assert torn.status_code == 400


def test_names_of_files_are_shown_and_kept_without_harm(running: App) -> None:
    evil = '../../<script>alert(1)</script>"\u202etxt.txt'
    page = dropped(running, evil, SMALL.replace("邵阳", "怀化"))
    assert "<script>alert" not in page.text and "\u202e" not in page.text and "怀化市 431200" in page.text
    left(running, page)
    assert [safe_name(n) for n in ("", "...", "a/b\\c.TXT", "长" * 200 + ".docx", "CON:x.pdf")] == [
        "report",
        "report",
        "c.TXT",
        "长" * 60 + ".docx",
        "CON_x.pdf",
    ]


def test_place_and_year_are_confirmed_or_corrected_and_a_better_copy_keeps_the_old_one(running: App) -> None:
    page = dropped(running, "small.txt", SMALL)
    assert 'value="邵阳市 430500"' in page.text and 'value="2020"' in page.text and "「2020年工作安排」" in page.text
    # What cannot be, what is missing, and what the text plainly denies.
    assert "9999" in alert(confirmed(running, page, place="邵阳市 430500", year="9999"))
    assert alert(confirmed(running, page, place="没有这地方", year="2020")) == "请填写报告所属地区"
    assert "鼓楼区" in alert(confirmed(running, page, place="鼓楼区", year="2020"))
    doubted = confirmed(running, page, place="邵阳市 430500", year="2018")
    assert doubted.status_code == 422 and "文本中写的是 2020 年" in doubted.text and running.reports() == []
    added = confirmed(running, page, place="邵阳", year="2020年")
    assert added.headers["location"] == "/app/building" and running.reports() == ["430500-2020"]
    assert (
        "逐句读取报告" in running.client.get("/app/building").text
        or not running.client.get("/app/progress").json()["running"]
    )
    built(running)
    assert running.client.get("/app/building").headers["location"] == "/report/430500-2020"
    assert "石门大桥建成通车" in running.client.get("/report/430500-2020").text

    again = dropped(running, "same.txt", SMALL)
    assert "这份文本已经在了" in again.text and 'value="add"' not in again.text
    left(running, again)

    better = dropped(running, "better.txt", SMALL.replace("石门大桥", "石门特大桥"))
    assert "换成这份" in better.text and "两份都保留" in better.text
    assert confirmed(running, better, place="430500", year="2020").status_code == 422
    assert confirmed(running, better, place="430500", year="2020", how="replace").status_code == 303
    built(running)
    folder = running.folder / "data" / "reports" / "430500-2020"
    assert "石门特大桥" in (folder / "report.txt").read_text(encoding="utf-8")
    earlier = next((folder / "earlier").glob("*/report.txt"))
    assert earlier.read_text(encoding="utf-8") == SMALL
    # The server has the new build by itself.
    asked = 'ASK { ?s gwr:asStated ?t FILTER CONTAINS(STR(?t), "石门特大桥") }'
    assert running.client.get("/sparql", params={"query": asked}, headers={"Accept": "*/*"}).json()["boolean"]


def test_half_a_report_is_said_to_be_one(running: App) -> None:
    half = SMALL.replace("邵阳", "永州").partition("二、2020年工作安排")[0] + "今后再说。预期目标另行公布。"
    page = dropped(running, "half.txt", half)
    assert "报告残缺" in page.text
    english = running.client.get("/en" + page.url.path)
    assert "only a part of a report" in english.text and "Confirm place and year" in english.text
    left(running, page)


def test_a_report_is_moved_aside_once_that_is_confirmed(running: App) -> None:
    page = dropped(running, "gone.txt", SMALL.replace("邵阳", "郴州"))
    confirmed(running, page, place="431000", year="2020")
    built(running)
    text = (running.folder / "data/reports/431000-2020/report.txt").read_bytes()
    assert "移出这份报告？" in running.client.get("/app/remove/431000-2020").text
    assert "431000-2020" in running.reports()
    assert running.post("/app/remove/431000-2020").headers["location"] == "/app/building"
    built(running)
    assert "431000-2020" not in running.reports()
    assert (running.folder / "data/removed/431000-2020/report.txt").read_bytes() == text
    assert running.client.get("/report/431000-2020").status_code == 404
    assert running.client.get("/app/remove/..%2f..%2fetc").status_code in (303, 404)


def test_a_second_app_on_the_folder_says_so(running: App) -> None:
    ran = kg("app", "--folder", running.folder, "--no-browser", cwd=running.folder)
    assert (ran.code, ran.out) == (0, f"{running.folder} is open already: {running.entry}\n")
    if os.name == "posix":
        assert (running.folder / "build" / ".app.json").stat().st_mode & 0o077 == 0


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    line = kg("app", "--folder", tmp_path, "--no-browser", cwd=tmp_path).line()
    assert "expected a project, or a new or empty folder, found other files" in line
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_it_ends_by_its_button_and_by_ctrl_c_with_nothing_left_behind(tmp_path: Path) -> None:
    with app(tmp_path / "a") as one:
        assert "已退出" in one.post("/app/quit").text
        _, err = one.process.communicate(timeout=PATIENCE)
        assert (one.process.returncode, err) == (0, "")
        assert not (one.folder / "build" / ".app.json").exists()
    with app(tmp_path / "a") as two:
        page = dropped(two, "small.txt", SMALL)
        assert confirmed(two, page, place="430500", year="2020").status_code == 303
        two.process.send_signal(signal.SIGINT)
        _, err = two.process.communicate(timeout=PATIENCE)
        assert (two.process.returncode, "Traceback" in err) == (130, False), err
        assert two.reports() == ["430500-2020"]
    # What was dropped and not built by then is built at the next start.
    with app(tmp_path / "a") as three:
        built(three)
        assert three.client.get("/report/430500-2020").status_code == 200


def test_places_are_suggested_by_the_beginning_of_name_or_code(running: App) -> None:
    assert running.client.get("/app/places", params={"q": "衡阳"}).json()[0] == ["衡阳市 430400", "湖南省"]
    assert suggestions("4304")[0].name == "衡阳市" and suggestions("") == ()
    assert place_meant("衡阳市（430400）") == place_meant("430400") == place_meant("衡阳 市") == "430400"
    assert place_meant("全国") == place_meant("cn") == "cn" and place_meant("nowhere") is None


def test_the_browser_is_opened_at_the_address(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = f"import sys, pathlib; pathlib.Path({str(seen)!r}).write_text(sys.argv[1])"
    tool = tmp_path / "tool.py"
    tool.write_text(script, encoding="utf-8")
    env = os.environ | {"BROWSER": f"{sys.executable} {tool} %s &", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "kg", "app", "--folder", str(tmp_path / "p")]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + PATIENCE
        while not (seen.exists() and seen.read_text(encoding="utf-8")):
            assert time.monotonic() < end and process.poll() is None
            time.sleep(0.1)
    finally:
        process.terminate()
        out, _ = process.communicate(timeout=PATIENCE)
    assert f"open {seen.read_text(encoding='utf-8')} (Ctrl-C ends)" in out
