"""The text of a report shaded by what is modelled of it."""

import html
import re
from pathlib import Path

import command
import pytest

from kg.heatmap import counts, heatmap, sentences
from kg.model import Report
from kg.project import Project
from kg.reviewed import review, review_folder

TEXT = """一、2018年工作回顾
地区生产总值增长8.5%。对接粤港澳大湾区。一切工作围绕人民。大家心情舒畅。
"""


def made(text: str) -> Report:
    return Report(id="430400-2019", text=text, sha256="0" * 64, place="430400", plan=2019, review=(2018, 2018))


def test_each_sentence_has_the_shade_of_what_rests_on_it() -> None:
    shaded = sentences(review(made(TEXT)))
    assert [s.shade for s in shaded] == ["stated", "named", "reasoned", "open"]
    assert counts(shaded) == {"stated": 1, "named": 1, "reasoned": 1, "open": 1}


@pytest.mark.parametrize(
    "text", [TEXT, TEXT + "<script>alert(1)</script>\u202e𠮷“ & ”。\n", "一、2018年工作回顾\n。\n"]
)
def test_the_page_holds_the_whole_text_and_runs_nothing(text: str) -> None:
    page = heatmap(review(made(text))).decode()
    body = page.partition('<div class="text" lang="zh">')[2].partition("</div>")[0]
    assert html.unescape(re.sub(r"<[^>]+>", "", body)) == text
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert heatmap(review(made(text))).decode() == page


def test_every_mark_is_a_sentence_at_its_offset(project: Project) -> None:
    reviewed = review_folder(next(iter(project.reports.iterdir())))
    page = heatmap(reviewed, "en").decode()
    marks = re.findall(r'<mark class="(\w+)" id="c(\d+)" title="([^"]*)">(.*?)</mark>', page, re.S)
    assert len(marks) == len(sentences(reviewed))
    for shade, start, told, words in marks:
        plain = html.unescape(words)
        assert reviewed.report.text.startswith(plain, int(start))
        assert bool(told) == (shade in ("stated", "named"))


def test_the_command_writes_the_page_in_the_reader_s_language(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    ran = command.kg("heatmap", "430400-2019", "-o", str(out), cwd=project.root)
    assert ran.code == 0 and re.search(
        r"stated \d{3}, named only \d+, numerals explained \d+, not modelled \d+", ran.out
    )
    assert "shaded by what is modelled" in out.read_text(encoding="utf-8")
    command.kg("heatmap", "430400-2019", "-o", str(out), cwd=project.root, LC_ALL="zh_CN.UTF-8")
    assert "按是否建模着色" in out.read_text(encoding="utf-8")
    ran = command.kg("heatmap", "430400-2030", cwd=project.root)
    assert ran.code == 1 and len(ran.err.splitlines()) == 1
