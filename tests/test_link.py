"""Candidates for links elsewhere: by code, by name and container, from files and endpoints; a person alone accepts them."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from command import ROOT, kg
from test_remote import JSON, Fake

from kg import resources
from kg.errors import EndpointError, KgError, MappingError
from kg.link import Known, Own, Theirs, accept, ask_endpoint, candidates, known_pairs, own_things, read_extract
from kg.link.asking import BATCH, queries
from kg.link.model import normal, spellings
from kg.mappings import Mapping, read_mappings
from kg.mappings.model import DECISION
from kg.mappings.table import read_marked, read_table, table_text
from kg.project import Project
from kg.remote import Endpoint
from kg.store import open_store
from kg.terms import Addresses

sys.path.insert(0, str(ROOT / "bench"))
from servers import oxigraph

AT = Addresses()
WD = "http://www.wikidata.org/entity/"
NOTHING = Known(frozenset(), frozenset(), {})
CITY = Own(AT.place("430400"), "place", ("衡阳市",), {"code": "430400"}, ("湖南省",))
COUNTY = Own(AT.place("430423"), "place", ("衡山县",), {"code": "430423"}, ("衡阳市", "湖南省"))
DISTRICT = Own(AT.place("110105"), "place", ("朝阳区",), {"code": "110105"}, ("北京市",), "", 2)
TOWN = Own(AT.place("430400.24711587"), "place", ("归阳镇",), {}, (), "衡阳市")
FIRM = Own(AT.org("06d4af11"), "organisation", ("黄金集团",))


def theirs(q: str, label: str, parent: str = "", **codes: str) -> Theirs:
    made = Theirs(WD + q)
    for what, value in (("label", label), ("parent", parent), *codes.items()):
        made.take(what, value)
    return made


def weighed(own: Sequence[Own], *others: Theirs, known: Known = NOTHING) -> list[tuple[str, str, str]]:
    made, _, _ = candidates(own, others, known)
    return [(m.object.removeprefix(WD), str(m.confidence), re.split("[/#]", m.predicate)[-1]) for m in made]


@pytest.mark.parametrize("code", ["43 04", "4304", "430400", "43 04 00"])
def test_a_code_in_any_spelling_is_the_same_thing(code: str) -> None:
    assert weighed([CITY], theirs("Q1", "衡阳市", code=code)) == [("Q1", "0.95", "sameAs")]


def test_codes_are_asked_for_as_wikidata_writes_them() -> None:
    assert spellings("code", "430400") == ("43 04", "430400")
    assert spellings("code", "430426") == ("43 04 26", "430426")
    assert spellings("code", "430000") == ("43", "430000")
    assert normal("iata", " hny ") == "HNY"


def test_airports_and_provinces_are_known_by_their_codes() -> None:
    port = Own(AT.place("430400.x"), "place", ("南岳机场",), {"iata": "HNY", "icao": "ZGHY"})
    province = Own(AT.place("430000"), "place", ("湖南省",), {"code": "430000", "iso": "CN-HN"})
    assert weighed([port], theirs("Q1", "南岳机场", iata="HNY")) == [("Q1", "0.95", "sameAs")]
    assert weighed([province], theirs("Q2", "湖南省", iso="CN-HN")) == [("Q2", "0.95", "sameAs")]


def test_a_code_under_another_name_is_no_exact_match() -> None:
    assert weighed([CITY], theirs("Q1", "衡阳府", code="43 04")) == [("Q1", "0.5", "seeAlso")]


def test_name_and_container_make_a_score() -> None:
    assert weighed([COUNTY], theirs("Q1", "衡山县", "衡阳市")) == [("Q1", "0.8", "sameAs")]
    assert weighed([COUNTY], theirs("Q1", "衡山县", "湖南省")) == [("Q1", "0.7", "sameAs")]
    assert weighed([TOWN], theirs("Q1", "归阳镇", "衡阳市")) == [("Q1", "0.5", "seeAlso")]
    assert weighed([FIRM], theirs("Q1", "黄金集团")) == [("Q1", "0.4", "seeAlso")]


def test_the_name_of_a_homonymous_county_alone_is_never_exact() -> None:
    assert weighed([DISTRICT], theirs("Q1", "朝阳区")) == [("Q1", "0.2", "seeAlso")]
    assert weighed([DISTRICT], theirs("Q1", "朝阳区", "北京市"), theirs("Q2", "朝阳区", "长春市")) == [
        ("Q1", "0.8", "sameAs")
    ]


def test_another_container_or_code_is_another_thing_and_counted() -> None:
    made, left, _ = candidates(
        [COUNTY], [theirs("Q1", "衡山县", "长沙市"), theirs("Q2", "衡山县", "衡阳市", code="43 01 01")], NOTHING
    )
    assert (made, dict(left)) == ((), {"refuted": 2})


def test_where_several_fit_none_is_exact() -> None:
    two = (theirs("Q1", "衡山县", "衡阳市"), theirs("Q2", "衡山县", "衡阳市"))
    assert weighed([COUNTY], *two) == [("Q1", "0.5", "seeAlso"), ("Q2", "0.5", "seeAlso")]


def test_what_is_settled_is_left_out_and_a_code_against_it_told() -> None:
    known = Known(
        frozenset({(CITY.iri, WD + "Q1")}),
        frozenset({(COUNTY.iri, WD + "Q3")}),
        {CITY.iri: frozenset({WD + "Q1"})},
    )
    others = [
        theirs("Q1", "衡阳市", code="43 04"),
        theirs("Q2", "衡阳市", code="43 04"),
        theirs("Q3", "衡山县", "衡阳市"),
    ]
    made, left, against = candidates([CITY, COUNTY], others, known)
    assert made == ()
    assert left == {"mapped already": 1, "mapped to another": 1, "doubtful": 1}
    assert against == ((CITY.iri, WD + "Q1", WD + "Q2"),)


TURTLE = """\
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
wd:Q1 rdfs:label "衡阳市"@zh ; wdt:P442 "43 04" .
wd:Q2 schema:name "衡山县"@zh ; wdt:P131 wd:Q1 .
"""
TABLE = f"id,label,code,parent_label\n{WD}Q1,衡阳市,43 04,\n{WD}Q2,衡山县,,衡阳市\n"


@pytest.mark.parametrize(("name", "text"), [("x.ttl", TURTLE), ("x.csv", TABLE), ("x.tsv", TABLE.replace(",", "\t"))])
def test_an_extract_as_table_or_rdf_says_the_same(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert read_extract(path) == (theirs("Q1", "衡阳市", code="43 04"), theirs("Q2", "衡山县", "衡阳市"))


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.csv", b"id,name\n", "expected columns id and label, each once, found id, name"),
        ("x.csv", b"id,label\nQ1,a\n", "x.csv:2: expected an http or https address in id, found 'Q1'"),
        ("x.ttl", b"<a> <b", "expected RDF as Turtle"),
        ("x.nq", b"\xff\xfe", "expected RDF as N-Quads"),
        ("x.pdf", b"", "--from: expected a file that ends in"),
        ("none.csv", None, "expected an extract, found No such file or directory"),
    ],
)
def test_an_extract_that_is_none_is_told_in_one_line(tmp_path: Path, name: str, data: bytes | None, told: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(KgError) as error:
        read_extract(tmp_path / name)
    assert told in str(error.value) and "\n" not in str(error.value)


def answer(*rows: tuple[str, str, str]) -> bytes:
    bindings = [
        {
            "item": {"type": "uri", "value": WD + item},
            "what": {"type": "literal", "value": what},
            "value": {"type": "literal", "value": value, "xml:lang": "zh"},
        }
        for item, what, value in rows
    ]
    return json.dumps({"head": {"vars": ["item", "what", "value"]}, "results": {"bindings": bindings}}).encode()


FOUND = answer(("Q1", "label", "衡阳市"), ("Q1", "code", "43 04"), ("Q1", "parent", "湖南省"))


def test_an_endpoint_is_asked_politely_and_its_answers_are_kept(tmp_path: Path) -> None:
    with Fake((429, "text/plain", b""), (200, JSON, FOUND)) as fake:
        there = fake.endpoint()
        first = ask_endpoint(there, [CITY], tmp_path / "link")
        asked = len(fake.requests)
        assert first == (theirs("Q1", "衡阳市", "湖南省", code="43 04"),)
        assert (asked, fake.waits) == (3, [7.0, 1.0])  # a code, again when it may, and a name after a pause
        assert ask_endpoint(there, [CITY], tmp_path / "link") == first
        assert len(fake.requests) == asked
        (kept, *_) = sorted((tmp_path / "link").iterdir())
        kept.write_text("[[")
        assert ask_endpoint(there, [CITY], tmp_path / "link") == first
        assert len(fake.requests) == asked + 1
    assert '"43 04" "430400"' in fake.requests[0][1]["query"][0]


MADE = """\
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
wd:Q1 rdfs:label "衡阳市"@zh, "Hengyang"@en ; wdt:P442 "43 04" ; wdt:P131 wd:Q9 .
wd:Q2 rdfs:label "衡山县"@zh-hans ; wdt:P131 wd:Q1 .
wd:Q3 rdfs:label "南岳机场"@zh-cn ; wdt:P238 "HNY" ; wdt:P239 "ZGHY" .
wd:Q4 rdfs:label "衡东县"@zh .
wd:Q5 rdfs:label "衡东县"@zh ; wdt:P131 wd:Q6 .
wd:Q6 rdfs:label "长沙市"@zh ; wdt:P442 "43 01" .
wd:Q7 rdfs:label "Hengyang"@en .
wd:Q9 rdfs:label "湖南省"@zh ; wdt:P300 "CN-HN" ; wdt:P442 "43" .
"""


def test_a_real_server_is_asked_for_what_it_has_and_says_what_the_same_file_does(
    project: Project, tmp_path: Path
) -> None:
    made = tmp_path / "made.ttl"
    made.write_text(MADE, encoding="utf-8")
    program = Path(sys.executable).parent / "oxigraph"
    load = [program, "load", "--location", tmp_path / "store", "--file", made]
    subprocess.run(load, check=True, capture_output=True, timeout=60)
    with open_store(project.build) as snapshot:
        things = own_things(snapshot.store, AT, ("place",))
    waits: list[float] = []
    with oxigraph(tmp_path, store=tmp_path / "store") as served:
        found = ask_endpoint(Endpoint(served.url, pause=waits.append), things, tmp_path / "link")
    assert [t.iri.removeprefix(WD) for t in found] == ["Q1", "Q2", "Q3", "Q4", "Q5", "Q9"]
    assert waits == [1.0] * (len(list(queries(things))) - 1)
    asked, left, _ = candidates(things, found, NOTHING)
    assert {(m.object.removeprefix(WD), str(m.confidence)) for m in asked} == {
        ("Q1", "0.95"),
        ("Q2", "0.8"),
        ("Q3", "0.95"),
        ("Q4", "0.4"),
        ("Q9", "0.95"),
    }
    assert left == {"refuted": 1}
    assert asked == candidates(things, read_extract(made), NOTHING)[0]


def test_no_query_asks_for_more_than_a_batch() -> None:
    many = [Own(AT.org(str(n)), "organisation", (f'集团“{n}”\\"',)) for n in range(BATCH + 1)]
    made = list(queries(many))
    assert [q.count("@zh-hans") for q in made] == [BATCH, 1]


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ((200, JSON, FOUND[:60]), "found malformed JSON"),
        ((200, "text/html", b"<html>"), "found a page of HTML"),
        ((200, JSON, b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'), "expected columns item, what, value"),
        ((0, "1", b""), "found none within 0.2 s"),
    ],
)
def test_what_is_no_answer_is_told_in_one_line_and_not_kept(
    tmp_path: Path, reply: tuple[int, str, bytes], told: str
) -> None:
    with Fake(reply) as fake, pytest.raises(EndpointError) as error:
        ask_endpoint(fake.endpoint(0.2), [CITY], tmp_path / "link")
    assert told in str(error.value) and "\n" not in str(error.value)
    assert not (tmp_path / "link").exists()


def test_a_broken_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with Fake((200, JSON, FOUND), (404, "text/plain", b""), (200, JSON, FOUND)) as fake:
        with pytest.raises(EndpointError, match="HTTP 404"):
            ask_endpoint(fake.endpoint(), [CITY], tmp_path / "link")
        assert len(list((tmp_path / "link").iterdir())) == 1
        assert ask_endpoint(fake.endpoint(), [CITY], tmp_path / "link")
        assert len(fake.requests) == 3


def test_things_of_a_build_have_their_codes_names_and_containers(project: Project) -> None:
    with open_store(project.build) as snapshot:
        things = {t.iri: t for t in own_things(snapshot.store, AT)}
    assert things[CITY.iri] == CITY
    assert things[AT.place("430000")].codes == {"code": "430000", "iso": "CN-HN"}
    assert AT.place("cn") not in things
    assert {t.kind for t in things.values()} == {"place", "organisation"}
    named = [t for t in things.values() if t.kind == "place" and "code" not in t.codes]
    assert named and all(t.named_by == "衡阳市" for t in named)


def test_what_ships_as_doubtful_is_no_candidate() -> None:
    folder = resources.path("data/mappings")
    known = known_pairs(read_mappings(folder, AT), folder, AT)
    city = Own(AT.place("430481"), "place", ("耒阳市",), {"code": "430481"}, ("衡阳市",))
    made, left, _ = candidates([city], [theirs("Q1025448", "耒阳市", code="43 04 81")], known)
    assert (made, dict(left)) == ((), {"doubtful": 1})


def sheet(folder: Path, *marks: str, made: Sequence[Mapping] | None = None) -> Path:
    """Write candidates for three things with marks of a person."""
    others = (theirs("Q1", "衡阳市", code="43 04"), theirs("Q2", "衡山县", "衡阳市"), theirs("Q5", "黄金集团"))
    made = candidates([CITY, COUNTY, FIRM], others, NOTHING)[0] if made is None else made
    lines = table_text("candidates", made, AT, DECISION).splitlines()
    lines[-len(marks) :] = [line + mark for line, mark in zip(lines[-len(marks) :], marks, strict=True)]
    path = folder / "candidates.sssom.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_accepting_takes_what_a_person_marked_and_nothing_twice(tmp_path: Path) -> None:
    own = tmp_path / "mappings"
    path = sheet(tmp_path, "reject", "", "accept")  # organisation, city, county
    done = accept(path, own, AT, "王芳", "2026-11-24")
    assert (done.accepted, done.rejected, done.before, done.undecided) == (1, 1, 0, 1)
    (taken,) = read_mappings(own, AT)
    (before,) = (r.mapping for r in read_marked(path, AT, DECISION) if r.mark == "accept")
    assert (taken.justification, taken.author, taken.date) == ("ManualMappingCuration", "王芳", "2026-11-24")
    assert (taken.subject, taken.object, taken.confidence, taken.comment) == (
        before.subject,
        before.object,
        Decimal("0.8"),
        before.comment,
    )
    with (own / "doubtful.tsv").open(encoding="utf-8") as lines:
        (doubtful,) = csv.DictReader(lines, delimiter="\t")
    assert doubtful["why_not"] == "rejected by 王芳, 2026-11-24: the name alone"
    bytes_before = {p.name: p.read_bytes() for p in own.iterdir()}
    again = accept(path, own, AT, "王芳", "2026-11-25")
    assert (again.accepted, again.rejected, again.before) == (0, 0, 2)
    assert {p.name: p.read_bytes() for p in own.iterdir()} == bytes_before


def test_all_rows_are_taken_or_none(tmp_path: Path) -> None:
    own = tmp_path / "mappings"
    with pytest.raises(MappingError, match=r"candidates\.sssom\.tsv:\d+: expected decision: accept, reject or nothing"):
        accept(sheet(tmp_path, "accept", "accept", "maybe"), own, AT, "王芳", "2026-11-24")
    assert not own.exists()


def test_one_thing_is_never_accepted_as_two(tmp_path: Path) -> None:
    made = candidates([COUNTY], [theirs("Q1", "衡山县", "衡阳市")], NOTHING)[0]
    twice = sheet(tmp_path, "accept", "accept", made=[*made, *(type(m)(**_but(m, object=WD + "Q2")) for m in made)])
    with pytest.raises(MappingError, match="expected one thing the same as one other"):
        accept(twice, tmp_path / "mappings", AT, "王芳", "2026-11-24")
    assert not (tmp_path / "mappings").exists()


def _but(mapping: Mapping, **changed: object) -> dict[str, object]:
    return {name: getattr(mapping, name) for name in Mapping.__slots__} | changed


def test_a_table_of_candidates_is_no_table_of_a_project(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="found a table of candidates; take what is decided"):
        read_table(sheet(tmp_path, "accept", "", ""), AT)


def test_the_verb_from_an_extract_to_the_table(copied: Project, tmp_path: Path) -> None:
    extract, out = tmp_path / "x.csv", tmp_path / "c.sssom.tsv"
    extract.write_text(
        f"id,label,code,parent_label\n{WD}Q144663,衡阳市,43 04,湖南省\n{WD}Q2,耒阳市,43 04 81,衡阳市\n",
        encoding="utf-8",
    )
    assert kg("link", "--from", extract, "-o", copied.root / "data/mappings/c.sssom.tsv", cwd=copied.root).code == 2
    ran = kg("link", "--from", extract, "--kind", "place", "-o", out, cwd=copied.root)
    assert ran.code == 0 and ran.err.startswith("1 candidates for ") and "left out: 1 mapped already" in ran.err
    once = out.read_bytes()
    assert kg("link", "--from", extract, "--kind", "place", "-o", out, cwd=copied.root).code == 0
    assert out.read_bytes() == once
    out.write_bytes(once.rstrip(b"\n") + b"accept\n")
    ran = kg("link", "--accept", out, "--who", "王芳", "--date", "2026-11-24", cwd=copied.root)
    assert (ran.code, ran.out) == (0, "1 accepted, 0 rejected, 0 settled before, 0 undecided\n")
    assert "ManualMappingCuration\t王芳\t2026-11-24" in (copied.root / "data/mappings/linked.sssom.tsv").read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "expected one of --endpoint, --from and --accept, found 0"),
        (["--from", "a.csv", "--endpoint", "http://x"], "found 2"),
        (["--accept", "a.tsv", "--kind", "place"], "expected --accept with --who and --date alone"),
        (["--accept", "a.tsv", "--who", "x", "--date", "soon"], "--date: expected a date"),
    ],
)
def test_a_wrong_call_is_one_line(project: Project, arguments: list[str], told: str) -> None:
    ran = kg("link", *arguments, cwd=project.root)
    assert ran.code == 2 and told in ran.line()
