"""What the explorer makes of a build: things and links that rest on statements, communities, a layout, files."""

import json
from itertools import combinations
from xml.etree import ElementTree

import networkx as nx
import pytest
from browser import HOSTILE
from graphs import WORDS, hostile, made, plain, whole

from kg.explorer.areas import ground
from kg.explorer.atlas import MOST
from kg.explorer.exchange import to_gexf, to_graphml
from kg.explorer.gather import island, judged
from kg.explorer.layout import STEP, communities, layout, pack
from kg.explorer.model import Island, Thing
from kg.explorer.shards import overview, part
from kg.explorer.sheet import as_json, sheet, thing_ids
from kg.leads import read_tables
from kg.project import Project


@pytest.fixture(scope="module")
def hengyang(project: Project) -> Island:
    tables = read_tables(project)
    results, held = judged(tables.assessments)
    return island("430400", list(tables.reports.values()), tables.of_report, results, held)


def test_every_link_but_those_of_the_catalogue_rests_on_words_of_the_report(hengyang: Island) -> None:
    (source,) = hengyang.sources
    bare = {link.relation for link in hengyang.links if not link.said}
    assert bare <= {"home", "phase"}
    for said in hengyang.said:
        assert said.window.covers(said.span) and said.span.of(source.text).strip()
    # A statement that names a thing in its own words shares those words with the mention.
    for link in hengyang.links:
        if link.relation == "names":
            spans = [hengyang.said[n].span for n in link.said]
            assert any(a.meets(b) for a, b in combinations(spans, 2))
        if link.relation == "together":
            assert hengyang.said[link.said[0]].window.meets(hengyang.said[link.said[1]].window)


def test_what_one_sentence_speaks_of_hangs_together(hengyang: Island) -> None:
    graph = nx.Graph([(link.source, link.target) for link in hengyang.links if link.relation not in ("home", "named")])
    by_sentence: dict[tuple[int, int], set[int]] = {}
    for said in hengyang.said:
        if said.thing >= 0:
            by_sentence.setdefault(said.window, set()).add(said.thing)
    for things in by_sentence.values():
        first, *rest = sorted(things)
        assert all(nx.has_path(graph, first, other) for other in rest)


def test_statements_and_things_go_by_the_ids_of_the_site(hengyang: Island) -> None:
    by_id = {thing.id: thing for thing in hengyang.things}
    assert len(by_id) == len(hengyang.things)
    assert by_id["place/430400"].label == "衡阳市" and by_id["indicator/gdp"].label == "地区生产总值"
    airport = by_id["place/430400.nanyue-airport"]
    near = {
        hengyang.things[link.source].label
        for link in hengyang.links
        if hengyang.things[link.target] == airport and link.relation == "about"
    }
    assert "机场旅客吞吐量 突破100万人次" in near and "机场旅客吞吐量 突破80万人次" in near


def test_the_overview_of_a_report_is_of_circles_named_after_their_hubs_that_do_not_touch(hengyang: Island) -> None:
    laid = ground(hengyang)
    assert 10 <= len(laid.areas) <= 60
    assert all(area.label for area in laid.areas)
    for one, other in combinations([area.circle for area in laid.areas], 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (one.r + other.r) ** 2
    for area in laid.areas:
        for member in area.members:
            x, y = laid.places[member]
            assert (x - area.circle.x) ** 2 + (y - area.circle.y) ** 2 <= (area.circle.r + 2) ** 2
    # Communities follow the chapters of the report closely enough to be named after one each.
    assert sum(bool(area.section) for area in laid.areas) >= 0.9 * len(laid.areas)
    assert hengyang.home not in {member for area in laid.areas for member in area.members}


def test_the_same_graph_has_the_same_files_whatever_the_order_of_sets(hengyang: Island) -> None:
    once, again = (sheet(ground(hengyang)) for _ in range(2))
    assert as_json(once) == as_json(again)
    assert as_json(overview(whole([hengyang]))) == as_json(overview(whole([hengyang])))


def test_marks_in_a_community_stand_apart() -> None:
    links = [(i, j) for i in range(30) for j in range(i + 1, 30)]
    laid = layout(30, links)
    nearest = min(((a - c) ** 2 + (b - d) ** 2) ** 0.5 for (a, b), (c, d) in combinations(laid.places, 2))
    assert nearest > 0.6 * STEP


def test_planted_communities_are_found_and_isolates_stand_in_rows_below() -> None:
    links = [(10 * g + i, 10 * g + j) for g in range(3) for i in range(10) for j in range(i + 1, 10)]
    laid = layout(33, links)
    assert [laid.communities[10 * g : 10 * g + 10] for g in range(3)].count([laid.communities[0]] * 10) == 1
    assert len(laid.circles) == 3 and list(laid.communities[30:]) == [-1] * 3
    assert laid.band is not None and laid.band.y > max(c.y for c in laid.circles)
    assert communities(nx.Graph()) == []


def test_packed_circles_never_overlap_and_lie_wider_than_high() -> None:
    radii = [100.0 - i for i in range(60)]
    places = pack(radii, {(0, 59): 5.0})
    for (r, (x, y)), (s, (u, v)) in combinations(list(zip(radii, places, strict=True)), 2):
        assert ((x - u) ** 2 + (y - v) ** 2) ** 0.5 >= r + s
    xs, ys = zip(*places, strict=True)
    assert max(xs) - min(xs) > 1.3 * (max(ys) - min(ys))


def test_what_several_places_name_stands_between_their_islands_once() -> None:
    gdp = Thing("indicator/gdp", "indicator", "地区生产总值")
    codes = ("430500", "430600")
    picture = whole([made(code, [gdp, Thing(f"place/{code}.a", "place", "甲")], [(0, 1)]) for code in codes])
    assert [thing.id for thing in picture.shared] == ["indicator/gdp"]
    seen = overview(picture)
    assert seen["groups"]["zh"].count("共有指标") == 1
    assert [each["own"] for each in seen["islands"]] == [2, 2]
    assert [group.count for group in picture.groups if group.parent >= 0] == [1, 1]
    assert seen["roads"]["count"] == [1, 1]


def test_more_islands_than_can_be_read_at_once_stand_in_provinces() -> None:
    codes = [f"{13 + i % 3}{i // 99 + 1:02d}{i % 99 + 1:02d}" for i in range(MOST + 10)]
    groups = whole([made(code, [Thing(f"place/{code}.a", "place", "甲")], []) for code in sorted(codes)]).groups
    roots = [g for g in groups if g.parent < 0]
    assert {g.zh for g in roots} == {"河北省", "山西省", "内蒙古自治区"}
    assert sum(1 for g in groups if g.parent >= 0 and groups[g.parent].parent < 0) == len(codes)


@pytest.mark.parametrize("shape", [plain(0, False), plain(1, False), plain(5000, False), plain(900, True), hostile()])
def test_graphs_of_any_shape_are_laid_out(shape: Island) -> None:
    picture = whole([shape])
    told = part(picture.sheets[0])
    assert len(told["things"]["x"]) == len(shape.things)
    assert sum(group.count for group in picture.groups) == len(shape.things) - 1
    assert thing_ids(told) == [thing.id for thing in shape.things]


def test_names_cannot_end_the_script_that_carries_them() -> None:
    for name in HOSTILE:
        assert "<" not in as_json([name]) and json.loads(as_json([name])) == [name]


def test_exports_hold_every_thing_and_link_and_no_date(hengyang: Island) -> None:
    laid = sheet(ground(hengyang))
    graphml, gexf = to_graphml(laid), to_gexf(laid)
    assert (graphml, gexf) == (to_graphml(laid), to_gexf(laid))
    assert b"lastmodified" not in gexf
    read = nx.parse_graphml(graphml.decode())
    assert len(read) == len(hengyang.things) and read.number_of_edges() == len(hengyang.links)
    assert read.nodes["indicator/gdp"]["label"] == "地区生产总值"
    nodes = ElementTree.fromstring(gexf).iter("{http://www.gexf.net/1.2draft}node")
    assert len(list(nodes)) == len(hengyang.things)
    for odd in (to_graphml(sheet(ground(hostile()))), to_gexf(sheet(ground(hostile())))):
        ElementTree.fromstring(odd)


def test_offsets_count_code_points() -> None:
    one = made("430500", [Thing("statement/430500-2020.0", "action", "𠮷野产业园建成")], [])
    assert one.said[0].span.of(WORDS) == "𠮷野产业园今年建成投产"
