"""The file of a page: it loads nothing, names its language, and every kind has a look of its own."""

import re
from pathlib import Path

import pytest
from browser import CENTRE, demo, wheel

from kg.errors import UsageError
from kg.network import (
    Graph,
)
from kg.page import MOST, page, to_pyvis
from kg.page.kinds import KINDS, PAPER

REPORT = Path(__file__).parent.parent / "data" / "reports" / "430400-2019" / "report.txt"


@pytest.fixture(scope="session")
def graph() -> Graph:
    return demo(REPORT)


@pytest.fixture(scope="session")
def file(graph, tmp_path_factory):
    path = tmp_path_factory.mktemp("页 #1") / "图.html"
    path.write_bytes(page(graph, title_zh="衡阳市", title_en="Hengyang", centre=CENTRE, hidden=12))
    return path


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
