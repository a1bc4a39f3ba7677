"""Pages as files: where links lead, what is written anew, what is refused; and a report's marks, letter for letter."""

import itertools
import json
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from command import HENGYANG, kg, put
from sites import HOSTILE, hostile, written

from kg.build import build
from kg.errors import UsageError
from kg.project import Project
from kg.site import open_site
from kg.site.inputs import code
from kg.site.links import SingleLinks, StaticLinks
from kg.site.marked import span_of
from kg.site.page import environment, words
from kg.site.single import single
from kg.site.units import units
from kg.site.write import write_site


class Page(HTMLParser):
    """The links, the ids, and the marked text of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.policy = ""
        self.marks: list[tuple[int, str, tuple[str, ...]]] = []
        self.text = ""
        self._depth = 0
        self._mark: tuple[str, ...] | None = None
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.links += [v for k, v in attrs if k in ("href", "src") and v]
        if "id" in found:
            assert found["id"] not in self.ids, found["id"]
            self.ids.add(found["id"])
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"]
        if self._depth:
            self._depth += tag not in ("br", "img")
        elif found.get("class") == "text":
            self._depth = 1
        if tag == "mark" and self._depth:
            self._mark = tuple(found["data-c"].split())

    def handle_endtag(self, tag):
        if self._depth:
            self._depth -= 1
        if tag == "mark":
            self._mark = None

    def handle_data(self, data):
        if self._depth:
            if self._mark:
                self.marks.append((len(self.text), data, self._mark))
            self.text += data


@pytest.fixture(scope="module")
def folder(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(project, tmp_path_factory.mktemp("站点") / "out")


@pytest.fixture(scope="module")
def harm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    root = tmp_path_factory.mktemp("harm")
    project = hostile(root / "project")
    return project, written(project, root / "out")


@pytest.mark.parametrize("which", ["hengyang", "hostile"])
def test_every_link_leads_to_a_page_and_a_place_in_it(which, folder, harm):
    out = folder if which == "hengyang" else harm[1]
    pages = {path.relative_to(out).as_posix(): Page(path) for path in sorted(out.rglob("*.html"))}
    assert len(pages) > (500 if which == "hengyang" else 20)
    for name, page in pages.items():
        assert page.policy.startswith("default-src 'none'") and "unsafe-inline" not in page.policy.replace(
            "style-src 'self' 'unsafe-inline'", ""
        )
        for link in page.links:
            if link.startswith(("data:", "http:", "https:", "mailto:")):
                continue
            path, _, fragment = link.partition("#")
            target = os.path.normpath(Path(name).parent / unquote(path)) if path else name
            assert (out / target).is_file(), (name, link)
            if fragment.startswith(("c=", "t=", "h=")):
                assert unquote(fragment).split("&")[0] in pages[target].ids, (name, link)


def test_the_text_of_a_page_is_the_report_s_and_every_mark_its_statement_s_characters(project, folder, harm):
    for of, out in ((project, folder), harm):
        site = open_site(of)
        for report in site.reports.values():
            for tree in ("", "en/"):
                page = Page(out / f"{tree}report/{report.id}.html")
                assert page.text == report.text
                said: dict[str, list[tuple[int, str]]] = {}
                for start, words_, names in page.marks:
                    for name in names:
                        said.setdefault(name, []).append((start, words_))
                rows = site.rows(report.id)
                assert set(said) == {row["id"].rpartition(".")[2] for row in rows}
                for row in rows:
                    span, pieces = span_of(row), said[row["id"].rpartition(".")[2]]
                    assert pieces[0][0] == span.start
                    assert "".join(piece for _, piece in pieces) == span.of(report.text)
    assert "𠮷" in HOSTILE


def test_a_second_run_makes_nothing_and_a_changed_report_only_its_own(harm, tmp_path):
    project, _ = harm
    out = tmp_path / "out"
    first = write_site(project, out)
    assert first.made == first.files and first.removed == 0
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in out.rglob("*") if p.is_file()}
    again = write_site(project, out)
    assert again.made == 0
    assert {p: p.stat().st_mtime_ns for p in before if p.name != "site.json"} == {
        p: t for p, (t, _) in before.items() if p.name != "site.json"
    }


def test_another_place_leaves_the_pages_of_a_place_as_they_are_and_what_goes_is_removed(tmp_path):
    project = hostile(tmp_path / "project")
    out = tmp_path / "out"
    write_site(project, out)
    kept = (out / "report/430500-2020.html").stat().st_mtime_ns
    (out / "mine.txt").write_text("stays")
    new = HOSTILE.replace("邵阳市第十六届", "邵阳市第十七届").replace("2020", "2022").replace("2019", "2021")
    put(project.reports / "430500-2022", new)
    build(project)
    write_site(project, out)
    assert (out / "report/430500-2022.html").is_file()
    assert (out / "report/430500-2020.html").stat().st_mtime_ns >= kept
    for path in (project.reports / "430500-2022").iterdir():
        path.unlink()
    (project.reports / "430500-2022").rmdir()
    build(project)
    done = write_site(project, out)
    assert done.removed > 0 and not (out / "report/430500-2022.html").exists() and (out / "mine.txt").exists()
    fresh = tmp_path / "fresh"
    write_site(project, fresh)
    assert contents(fresh) == {k: v for k, v in contents(out).items() if k != "mine.txt"}


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_workers_and_the_environment_s_language_change_no_byte(harm, tmp_path):
    project, out = harm
    ran = kg("site", str(tmp_path / "two"), "--workers", "2", cwd=project.root, LC_ALL="zh_CN.UTF-8")
    assert ran.code == 0, ran.err
    assert contents(tmp_path / "two") == contents(out)


def test_a_missing_file_is_made_again(harm, tmp_path):
    project, _ = harm
    out = tmp_path / "out"
    write_site(project, out)
    whole = contents(out)
    (out / "index.html").unlink()
    assert 0 < write_site(project, out).made < len(whole)
    assert contents(out) == whole


def test_a_few_pieces_are_made_without_workers_and_with_the_same_bytes(harm, tmp_path):
    project, out = harm
    kept = tmp_path / "out"
    shutil.copytree(out, kept)
    (kept / "index.html").unlink()
    assert write_site(project, kept, workers=2).made > 0
    assert contents(kept) == contents(out)


def test_a_first_run_that_was_cut_off_is_taken_up_again(harm, tmp_path, monkeypatch):
    project, whole = harm
    out, count = tmp_path / "out", itertools.count()
    replace = Path.replace

    def cut_off(self, target):
        if next(count) == 40:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", cut_off)
    with pytest.raises(KeyboardInterrupt):
        write_site(project, out)
    monkeypatch.undo()
    assert len(contents(out)) > 10
    write_site(project, out)
    assert contents(out) == contents(whole)


def test_a_folder_of_somebody_else_s_is_refused_in_one_line(project, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    ran = kg("site", str(out), cwd=project.root)
    assert ran.code == 2 and "expected a new or empty folder" in ran.line()
    (out / "site.json").write_text("{}")
    with pytest.raises(UsageError):
        write_site(project, out)
    assert sorted(p.name for p in out.iterdir()) == ["site.json", "thesis.txt"]
    assert kg("site", cwd=project.root).code == 2
    assert kg("site", "a", "--single", "b", cwd=project.root).code == 2


def test_one_file_holds_the_site_and_is_small(project, tmp_path):
    path = tmp_path / "one.html"
    ran = kg("site", "--single", str(path), cwd=project.root)
    assert ran.code == 0 and re.search(r"1\.\d\d MB", ran.out)
    page = Page(path)
    assert path.stat().st_size <= 1_500_000
    assert "sha256-" in page.policy and "unsafe" not in page.policy and "'self'" not in page.policy
    assert not [link for link in page.links if not link.startswith(("#", "data:", "http"))]
    for link in page.links:
        name = unquote(link[1:]).split("&")[0]
        if link.startswith("#") and name.startswith(("c=", "t=", "p=", "h=")):
            assert name in page.ids, link
    assert single(open_site(project)) == path.read_bytes()


def test_links_say_the_same_everywhere():
    from kg.site.links import Address, LiveLinks

    here = Address("thing", "project/430400.byd")
    folder, live, one = (make(here, "en") for make in (StaticLinks, LiveLinks, SingleLinks))
    assert folder.sentence("430400-2019.0123456789") == "../../en/report/430400-2019.html#c=430400-2019.0123456789"
    assert live.sentence("430400-2019.0123456789") == "/en/report/430400-2019#c=430400-2019.0123456789"
    assert one.sentence("430400-2019.0123456789") == "#c=430400-2019.0123456789"
    assert folder.twin == "../../project/430400.byd.html" and live.twin == "/project/430400.byd"
    assert folder.report("430400-2019", 120, 164).endswith("report/430400-2019.html#s=120-164")
    assert one.report("430400-2019", 120, 164) == "#p=report/430400-2019&s=120-164"
    assert folder.asset("site.css") == "../../assets/site.css"


def test_every_word_of_a_template_is_in_the_table_in_both_languages():
    used = set()
    for name in environment("zh").list_templates():
        source = environment("zh").loader.get_source(environment("zh"), name)[0]
        used |= set(re.findall(r"""say\("([\w-]+)"[,)]""", source))
    assert len(used) > 50 and used <= set(words())
    assert all(zh and en for zh, en in words().values())


def test_fingerprints_tell_pages_apart_by_what_they_are_made_of(harm, tmp_path):
    project, _ = harm
    found = {unit.name: unit.fingerprint for unit in units(open_site(project))}
    assert {"site", "place/430500"} <= set(found) and any(name.startswith("thing/") for name in found)
    assert len(set(found.values())) == len(found)
    assert re.fullmatch("[0-9a-f]{32}", code())
    listed = json.loads((harm[1] / "site.json").read_bytes())
    assert {name: unit[0] for name, unit in listed["units"].items()} == found


def test_a_build_that_is_not_there_is_one_line(small):
    ran = kg("site", "out", cwd=small.root)
    assert ran.code == 1 and "kg build" in ran.line()
    assert not (small.root / "out").exists()
    assert HENGYANG.is_dir()
