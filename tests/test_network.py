"""The graph of a page: neighbourhoods, captions, places that are the same each time."""

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from browser import CENTRE, HOSTILE, demo, wheel

from kg.errors import UsageError
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

REPORT = Path(__file__).parent.parent / "data" / "reports" / "430400-2019" / "report.txt"


@pytest.fixture(scope="session")
def graph() -> Graph:
    return demo(REPORT)


def boxes(graph: Graph, centre: str | None = None):
    places = positions(graph, 1, centre=centre)
    return [outline(n, radius(graph.degree(n.id), n.id == centre)).at(*places[n.id]) for n in nodes_of(graph)]


def overlapping(found) -> list:
    return [(a, b) for a, b in combinations(found, 2) if a.meets(b)]


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
