"""Tables of mappings: what ships is sound and sourced, what breaks a rule is told with its line, what enters the graph."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import resources
from kg.catalogue import catalogue
from kg.errors import MappingError
from kg.mappings import all_mappings, linked, read_mappings
from kg.mappings.quads import mapping_iri
from kg.mappings.table import read_table
from kg.places import division
from kg.quads import TYPE, node
from kg.terms import DEF, Addresses

AT = Addresses()
FOLDER = resources.path("data/mappings")
SHIPPED = tuple(read_mappings(FOLDER, AT))
HEAD = """\
#mapping_set_id: https://example.org/set
#license: https://creativecommons.org/licenses/by/4.0/
#curie_map:
#  place: https://w3id.org/gwr/id/place/
"""
COLUMNS = (
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tobject_type\tmapping_justification\tconfidence"
)
ROW = "place:430400\t衡阳市\tschema:sameAs\twd:Q144663\tHengyang\t\tsemapv:ManualMappingCuration\t0.95"


def table(folder: Path, *rows: str, head: str = HEAD, columns: str = COLUMNS) -> Path:
    path = folder / "made.sssom.tsv"
    path.write_text(head + "\n".join((columns, *rows)) + "\n", encoding="utf-8")
    return path


def test_what_ships_is_read_and_each_mapping_says_how_anybody_knows() -> None:
    assert len(SHIPPED) > 300
    assert all(m.justification and m.confidence and m.confidence <= Decimal("0.95") and m.comment for m in SHIPPED)
    assert not any("owl#sameAs" in m.predicate for m in SHIPPED)
    assert len({mapping_iri(m, AT) for m in SHIPPED}) == len(SHIPPED)


def test_what_ships_names_things_by_the_names_they_have() -> None:
    for m in SHIPPED:
        if m.subject.startswith(AT.place("")) and "." not in m.subject:
            code = m.subject.removeprefix(AT.place(""))
            years = [y for y in (None, 2000, 2005, 2010, 2015, 2020) if division(code, y).name == m.subject_label]
            assert years, m
        if m.subject.startswith(DEF + "indicator/"):
            assert catalogue().by_id[m.subject.rpartition("/")[2]].zh == m.subject_label


def test_one_thing_is_the_same_as_one_item_and_one_item_as_one_thing() -> None:
    same = [(m.subject, m.object) for m in SHIPPED if m.predicate.endswith("sameAs")]
    assert len({s for s, _ in same}) == len({o for _, o in same}) == len(same)


def test_what_is_doubtful_is_listed_and_in_no_table() -> None:
    with (FOLDER / "doubtful.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert rows and all(row["why_not"] for row in rows)
    named = {m.object.rpartition("/")[2] for m in SHIPPED}
    assert named.isdisjoint(row["object_id"].removeprefix("wd:") for row in rows)


def test_the_seat_of_a_prefecture_is_never_the_prefecture_itself() -> None:
    assert {m.predicate.rpartition("#")[2] for m in SHIPPED if "geonames" in m.object} == {"seeAlso"}


def test_a_code_that_was_replaced_leads_to_a_division_that_began_when_it_ended() -> None:
    changes = [m for m in SHIPPED if m.predicate.endswith("P1366")]
    assert len(changes) > 200
    ended = {m.subject for m in changes}
    assert all(m.object not in ended or m.object != m.subject for m in changes)


def test_a_project_s_own_table_comes_beside_what_ships_under_its_own_base(tmp_path: Path) -> None:
    table(tmp_path, ROW.replace("Q144663", "Q1"))
    at = Addresses("https://data.example/")
    own = [m for m in all_mappings(tmp_path, at) if m.object.endswith("/Q1")]
    assert [m.subject for m in own] == ["https://data.example/id/place/430400"]
    assert len(all_mappings(FOLDER, AT)) == len(SHIPPED)


@pytest.mark.parametrize(
    ("rows", "changed", "told"),
    [
        ([ROW, ROW], {}, "made.sssom.tsv:7: expected each mapping once, found the same as line 6"),
        ([ROW.rpartition("\t")[0]], {}, ":6: expected 8 cells, found 7"),
        ([ROW.replace("schema:sameAs", "owl:sameAs")], {}, "found 'owl:sameAs'"),
        ([ROW.replace("wd:Q144663", "")], {}, "expected an object_id"),
        ([ROW.replace("wd:", "nowhere:")], {}, "found 'nowhere:Q144663'; add the prefix"),
        ([ROW.replace("wd:Q144663", "wd:Q1 44")], {}, "expected an IRI, found"),
        ([ROW.replace("0.95", "95 %")], {}, "expected a confidence from 0 to 1, found '95 %'"),
        ([ROW.replace("0.95", "NaN")], {}, "expected a confidence from 0 to 1"),
        ([ROW.replace("semapv:Manual", "Manual")], {}, "say how it was made"),
        ([ROW], {"columns": COLUMNS.replace("predicate_id", "predicate")}, "correct the header"),
        ([ROW], {"head": HEAD.replace("#license", "#licence")}, "expected #license: an IRI"),
        ([ROW], {"head": "#what is this\n" + HEAD}, "made.sssom.tsv:1: expected `#key: value`"),
        ([ROW], {"head": HEAD + "#  skos: https://example.org/\n"}, "name another prefix"),
    ],
)
def test_a_table_that_breaks_a_rule_is_told_in_one_line(tmp_path: Path, rows, changed, told) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(MappingError) as error:
        read_table(table(tmp_path, *rows, **changed), AT)
    assert told in str(error.value) and "\n" not in str(error.value)


def test_a_table_of_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "made.sssom.tsv"
    path.write_bytes("衡阳市".encode("gb18030"))
    with pytest.raises(MappingError, match="UTF-8"):
        read_table(path, AT)


def test_only_what_the_graph_speaks_of_is_linked(tmp_path: Path) -> None:
    mappings = read_table(table(tmp_path, ROW, ROW.replace("430400", "430100").replace("Q144663", "Q2")), AT)
    place = NamedNode(AT.place("430400"))
    graph = [Quad(place, node("rdfs:label"), Literal("衡阳市", language="zh"), NamedNode(AT.graph("reference")))]
    found = list(linked(graph, mappings, AT))
    assert found[0] == graph[0]
    links = {(q.subject.value, q.predicate.value, q.object.value) for q in found[1:]}
    assert (place.value, "http://schema.org/sameAs", "http://www.wikidata.org/entity/Q144663") in links
    assert not any("430100" in subject for subject, _, _ in links)
    assert {q.graph_name.value for q in found[1:]} == {AT.graph("links")}
    assert [q.object.value for q in found[1:] if q.predicate == TYPE and "MappingSet" not in q.object.value] == [
        "https://w3id.org/sssom/Mapping"
    ]


def test_a_code_without_an_address_is_a_literal_of_its_list() -> None:
    (iata,) = (m for m in SHIPPED if m.predicate.endswith("iataCode"))
    assert (iata.literal, iata.object, iata.datatype) == (True, "HNY", "")
    status = {m.object for m in SHIPPED if m.datatype.endswith("IATIActivityStatus")}
    assert status == {"1", "2", "3", "4", "5", "6"}
