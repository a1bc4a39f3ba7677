"""``kg publish``: what an open-data office needs lies there, agrees with the build, and every address leads somewhere."""

import gzip
import hashlib
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from command import kg, refused, tree

from kg.build import GRAPH, build
from kg.errors import ProjectError, UsageError
from kg.project import Project, read_project
from kg.publish import publish
from kg.publish.redirects import TYPES, _accept, rules
from kg.publish.settings import read_settings
from kg.publish.triples import Triples
from kg.publish.void import tell_linksets
from kg.site import open_site
from kg.site.write import write_site
from kg.terms import PREFIXES

DCT, DCAT, VOID = PREFIXES["dcterms"], PREFIXES["dcat"], PREFIXES["void"]
FOAF, SPDX = "http://xmlns.com/foaf/0.1/", "http://spdx.org/rdf/terms#"
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
MORE = '\n[publish]\nurl = "https://data.example.org/gwr/"\ncontact_email = "open@example.org"\nfrequency = "annual"\nissued = 2026-12-01\n'
# What DCAT-AP 3.0.0 demands: class → property → how many at least and at most, and what the values are.
WORDS, LINK = ox.Literal, ox.NamedNode
DEMANDED = {
    DCAT + "Catalog": {
        DCT + "title": (1, 9, WORDS), DCT + "description": (1, 9, WORDS), DCT + "publisher": (1, 1, LINK),
        DCT + "license": (0, 1, LINK), FOAF + "homepage": (0, 1, LINK), DCT + "issued": (0, 1, WORDS),
    },
    DCAT + "Dataset": {
        DCT + "title": (1, 9, WORDS), DCT + "description": (1, 9, WORDS), DCT + "publisher": (0, 1, LINK),
        DCT + "accessRights": (0, 1, LINK), DCT + "modified": (0, 1, WORDS), DCAT + "version": (0, 1, WORDS),
        DCAT + "distribution": (1, 9, LINK),
    },
    DCAT + "DatasetSeries": {
        DCT + "title": (1, 9, WORDS), DCT + "description": (1, 9, WORDS), DCT + "publisher": (0, 1, LINK),
        DCT + "accrualPeriodicity": (0, 1, LINK),
    },
    DCAT + "Distribution": {
        DCAT + "accessURL": (1, 9, LINK), DCAT + "byteSize": (0, 1, WORDS), SPDX + "checksum": (0, 1, LINK),
        DCT + "license": (0, 1, LINK), DCT + "format": (0, 1, LINK), DCAT + "mediaType": (0, 1, LINK),
    },
    FOAF + "Agent": {FOAF + "name": (1, 9, WORDS)},
    SPDX + "Checksum": {SPDX + "algorithm": (1, 1, LINK), SPDX + "checksumValue": (1, 1, WORDS)},
    PREFIXES["skos"] + "Concept": {PREFIXES["skos"] + "prefLabel": (1, 9, WORDS)},
    PREFIXES["skos"] + "ConceptScheme": {DCT + "title": (1, 9, WORDS)},
}  # fmt: skip


@pytest.fixture(scope="module")
def hengyang(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("published") / "p"
    shutil.copytree(project.root, root)
    with (root / "kg.toml").open("a", encoding="utf-8") as file:
        file.write(MORE)
    return read_project(root)


@pytest.fixture(scope="module")
def out(hengyang: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("数据") / "out"
    publish(hengyang, folder)
    return folder


def graph(path: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    return store


def values(store: ox.Store, subject: ox.NamedNode, what: str) -> list:
    return [q.object for q in store.quads_for_pattern(subject, ox.NamedNode(what), None, None)]


def lacks(store: ox.Store) -> list[str]:
    """Return what the catalogue lacks of what must stand there."""
    found = []
    for cls, demanded in DEMANDED.items():
        for quad in store.quads_for_pattern(None, TYPE, ox.NamedNode(cls), None):
            for what, (least, most, kind) in demanded.items():
                given = values(store, quad.subject, what)
                if not least <= len(given) <= most or not all(isinstance(v, kind) for v in given):
                    found.append(f"{quad.subject} {what} {len(given)}")
    return found


def test_the_catalogue_has_what_dcat_ap_demands_and_a_lack_is_found(out: Path) -> None:
    store = graph(out / "catalog.ttl")
    assert lacks(store) == []
    assert {c for c in DEMANDED if next(store.quads_for_pattern(None, TYPE, ox.NamedNode(c), None), None)} == set(
        DEMANDED
    )
    assert not [q for q in store if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    for what in (DCT + "title", DCAT + "accessURL", SPDX + "algorithm"):
        broken = graph(out / "catalog.ttl")
        for quad in list(broken.quads_for_pattern(None, ox.NamedNode(what), None, None)):
            broken.remove(quad)
        assert lacks(broken), what
    same = {q.triple for q in store}
    assert same == {q.triple for q in ox.parse(path=out / "catalog.nt", format=ox.RdfFormat.N_TRIPLES)}
    assert same == {q.triple for q in ox.parse(path=out / "catalog.jsonld", format=ox.RdfFormat.JSON_LD)}


def test_each_report_is_a_data_set_of_its_places_series_and_each_file_is_what_is_said_of_it(
    out: Path, hengyang: Project
) -> None:
    store, at = graph(out / "catalog.ttl"), hengyang.addresses
    this = ox.NamedNode(at.dataset("430400-2019"))
    assert values(store, this, DCAT + "inSeries") == [ox.NamedNode(at.dataset("place-430400"))]
    distributions = [q.subject for q in store.quads_for_pattern(None, TYPE, ox.NamedNode(DCAT + "Distribution"), None)]
    for one in distributions:
        address = values(store, one, DCAT + "downloadURL")[0].value
        data = (out / address.removeprefix("https://data.example.org/gwr/")).read_bytes()
        checksum = values(store, one, SPDX + "checksum")[0]
        assert values(store, one, DCAT + "byteSize")[0].value == str(len(data))
        assert values(store, checksum, SPDX + "checksumValue")[0].value == hashlib.sha256(data).hexdigest()
    lines = (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(lines) > len(distributions) >= 10
    for line in lines:
        digest, path = line.split("  ")
        assert hashlib.sha256((out / path).read_bytes()).hexdigest() == digest, path


def test_the_dumps_hold_the_graph_no_more_and_no_less_and_no_time(out: Path, hengyang: Project) -> None:
    whole = (hengyang.build / GRAPH).read_bytes()
    assert gzip.decompress((out / "data" / "all.nq.gz").read_bytes()) == whole
    parts = [p for p in sorted((out / "data").glob("*.nq.gz")) if p.name != "all.nq.gz"]
    assert sorted(b"".join(gzip.decompress(p.read_bytes()) for p in parts).splitlines()) == whole.splitlines()
    assert all(p.read_bytes()[4:8] == bytes(4) for p in (out / "data").glob("*.gz"))


def test_void_counts_what_the_graph_holds(out: Path, hengyang: Project) -> None:
    assert (out / ".well-known" / "void").read_bytes() == (out / "void.ttl").read_bytes()
    store, this = graph(out / "void.ttl"), ox.NamedNode(hengyang.addresses.dataset("all"))
    quads = list(ox.parse(path=hengyang.build / GRAPH, format=ox.RdfFormat.N_QUADS))
    told = {
        name: int(values(store, this, VOID + name)[0].value) for name in ("triples", "distinctSubjects", "entities")
    }
    spaced = {q.subject for q in quads if q.predicate == TYPE and q.subject.value.startswith(f"{hengyang.base_iri}id/")}
    assert told == {"triples": len(quads), "distinctSubjects": len({q.subject for q in quads}), "entities": len(spaced)}
    counts = Counter(q.predicate.value for q in quads)
    parts = values(store, this, VOID + "propertyPartition")
    said = {
        values(store, p, VOID + "property")[0].value: int(values(store, p, VOID + "triples")[0].value) for p in parts
    }
    assert said == counts


def test_links_to_others_are_counted_by_property_and_target() -> None:
    store, said = ox.Store(), Triples()
    project = SimpleNamespace(base_iri="https://example.org/kg/", addresses=SimpleNamespace(graph=lambda n: f"urn:{n}"))
    same = ox.NamedNode("http://schema.org/sameAs")
    for number, end in enumerate(
        ("https://wd.example/entity/Q1", "https://wd.example/entity/Q22", "https://geo.example/1/")
    ):
        store.add(
            ox.Quad(
                ox.NamedNode(f"https://example.org/kg/id/place/{number}"),
                same,
                ox.NamedNode(end),
                ox.NamedNode("urn:links"),
            )
        )
    assert tell_linksets(said, SimpleNamespace(store=store, project=project), "urn:all") == 3  # type: ignore[arg-type]
    told = sorted(t.object.value for t in said.said if t.predicate.value == VOID + "triples")
    assert told == ["1", "2"]
    spaces = {t.object.value for t in said.said if t.predicate.value == VOID + "uriSpace"}
    assert spaces == {"https://wd.example/entity/", "https://geo.example/1/"}


def test_every_address_of_the_dump_leads_to_a_page_and_to_data(out: Path, hengyang: Project) -> None:
    base = hengyang.base_iri
    quads = ox.parse(path=hengyang.build / GRAPH, format=ox.RdfFormat.N_QUADS)
    terms = {t.value.partition("#")[0] for q in quads for t in (q.subject, q.graph_name) if isinstance(t, ox.NamedNode)}
    paths = sorted(t.removeprefix(base) for t in terms if t.startswith(base))
    with open_site(hengyang) as site:
        known = [(re.compile(rule.pattern), rule) for rule in rules(site)]
    assert len(paths) > 5000
    for path in paths:
        rule, match = next((r, m) for pattern, r in known if (m := pattern.fullmatch(path)))
        ends = {rule.page, *(rule.data.replace("{form}", form) for form in ("ttl", "jsonld", "nt"))}
        for end in ends:
            there = match.expand(re.sub(r"\$(\d)", r"\\\1", end)).partition("#")[0]
            assert (out / unquote(there)).is_file(), (path, there)


def test_every_rule_that_needs_no_name_leads_to_a_file_that_is_there(out: Path, hengyang: Project) -> None:
    with open_site(hengyang) as site:
        ends = {end for rule in rules(site) for end in (rule.page, rule.data) if "$" not in end}
    assert len(ends) > 10
    for end in sorted(ends):
        for form in ("ttl", "jsonld", "nt"):
            there = end.replace("{form}", form).partition("#")[0]
            assert (out / there).is_file(), there


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "html"),
        ("", "html"),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("application/rdf+xml, text/turtle;q=0.9, text/html;q=0.1", "ttl"),
        ("application/ld+json, text/turtle", "jsonld"),
        ("application/n-triples", "nt"),
        ("text/html, text/turtle", "html"),
    ],
)
def test_the_first_type_that_there_is_decides(accept: str, form: str) -> None:
    found = [name for name in TYPES if re.search(_accept(name), accept)]
    assert (found or ["html"]) == [form]


def test_nothing_is_written_again_and_pages_alone_do_not_take_it_away(out: Path, hengyang: Project) -> None:
    before = tree(out)
    (out / "own.txt").write_text("mine", encoding="utf-8")
    done = publish(hengyang, out)
    assert (done.made, done.removed) == (0, 0)
    with pytest.raises(UsageError, match="run `kg publish"):
        write_site(hengyang, out)
    assert tree(out) == before | {"own.txt": hashlib.sha256(b"mine").hexdigest()}


def test_a_file_in_the_way_stays_and_a_folder_of_others_is_refused(small: Project, tmp_path: Path) -> None:
    with (small.root / "kg.toml").open("a", encoding="utf-8") as file:
        file.write(MORE)
    (small.root / "kg.toml").write_text(
        (small.root / "kg.toml").read_text(encoding="utf-8").replace('publisher = ""', 'publisher = "某市"'),
        encoding="utf-8",
    )
    build(read_project(small.root))
    others = tmp_path / "others"
    others.mkdir()
    (others / "a.txt").write_text("a", encoding="utf-8")
    refused(kg("publish", others, cwd=small.root), str(others), code=2)
    assert tree(others) == {"a.txt": hashlib.sha256(b"a").hexdigest()}
    site = tmp_path / "site"
    assert kg("site", site, cwd=small.root).code == 0
    (site / ".htaccess").write_text("theirs", encoding="utf-8")
    refused(kg("publish", site, cwd=small.root), ".htaccess", "did not write", code=2)
    assert (site / ".htaccess").read_text(encoding="utf-8") == "theirs"


def test_what_nobody_signed_off_is_absent_everywhere_and_counted(small: Project, tmp_path: Path) -> None:
    toml = small.root / "kg.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('publisher = ""', 'publisher = "某市"'), encoding="utf-8")
    build(read_project(small.root))
    rows = [json.loads(s) for s in (small.build / "statements.jsonl").read_text(encoding="utf-8").splitlines()]
    kept = next(r for r in rows if r["class"] == "Target")
    decided = kg("decide", "430500-2020", kept["id"], "accept", "--who", "李明", "--when", "2026-11-24", cwd=small.root)
    assert decided.code == 0, decided.err
    build(read_project(small.root))
    ran = kg("publish", tmp_path / "out", "--min-review", "reviewed", cwd=small.root)
    assert ran.code == 0 and f"1 statements published; {len(rows) - 1} below `reviewed` left out" in ran.err, ran.err
    gone = {r["id"].rpartition(".")[2] for r in rows if r["id"] != kept["id"]}
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            assert not [name for name in gone if name.encode() in data or name in path.name], path
    numerals = gzip.decompress((tmp_path / "out" / "data" / "numerals.jsonl.gz").read_bytes()).decode().splitlines()
    told = Counter(json.loads(line)["disposition"] for line in numerals)
    whole = Counter(
        json.loads(line)["disposition"]
        for line in (small.build / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    )
    assert told["withheld"] == whole["statement"] - told["statement"] > 0
    assert (told["not-a-claim"], told["unaccounted"]) == (whole["not-a-claim"], whole["unaccounted"])
    assert f"{len(rows) - 1} statements" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    page = (tmp_path / "out" / "en" / "index.html").read_text(encoding="utf-8")
    assert f"{len(rows) - 1} statements are not reviewed" in page


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[project]\ntitle = 'x'\n", "expected a publisher, found none; write publisher"),
        ("[publish]\nurl = 'https://x.org/a'\n", "expected an address for url that starts with http and ends with /"),
        ("[publish]\ncontact_email = 'open at x.org'\n", "expected an e-mail address for contact_email"),
        ("[publish]\nfrequency = 'often'\n", "expected annual, semiannual, quarterly, monthly, weekly or an address"),
        ("[publish]\nlanguages = 'zh'\n", "expected a list of texts for languages"),
        ("[publish]\nissued = 'soon'\n", "expected a day for issued"),
        ("[publish]\ncontact = 'x'\n", "found 'contact'; take it out or mend its name"),
        ("publish = 1\n", "expected a table [publish]"),
    ],
)
def test_settings_that_do_not_fit_are_told_with_their_place(text: str, complaint: str, tmp_path: Path) -> None:
    head = "" if "[project]" in text or "publish = 1" in text else "[project]\npublisher = 'x'\n"
    (tmp_path / "kg.toml").write_text(head + text, encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        read_settings(read_project(tmp_path))
    assert complaint in caught.value.line() and caught.value.line().startswith(str(tmp_path / "kg.toml"))
