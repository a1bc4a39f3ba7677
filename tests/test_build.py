"""Reports and decisions → build: the same bytes anywhere, every slot anchored, and addresses that nothing moves."""

import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from command import HENGYANG, ROOT, SMALL, kg, kg_alone, put, tree

from kg import resources
from kg.build import build
from kg.catalogue import catalogue
from kg.cells import cell_key
from kg.errors import KgError, StoreError
from kg.extract import RULES, Reading, extract
from kg.model import Proposal, Report, Span
from kg.project import Project, init_project, read_project
from kg.report import read_report
from kg.reviewed import review
from kg.store import open_store
from kg.table import COLUMNS, row
from kg.terms import FAMILIES
from kg.units import unit_iri

# The columns of the contract of the statements table, in its order.
# Columns of names, behind those of the contract.
NAMES = ["label", "kind", "agent", "role", "programme", "sector", "list_open"]
CONTRACT = [
    "id",
    "class",
    "report",
    "place",
    "place_label",
    "about",
    "about_label",
    "year",
    "period_start",
    "period_end",
    "aggregation",
    "obs_status",
    "scope",
    "headline",
    "basis",
    "indicator",
    "indicator_label",
    "value_type",
    "rank_scope",
    "relative_to",
    "margin",
    "per_subdivision",
    "value",
    "lower",
    "upper",
    "unit",
    "unit_iri",
    "comparator",
    "strength",
    "project",
    "project_label",
    "status",
    "as_stated",
    "quote",
    "start",
    "end",
    "value_start",
    "value_end",
    "slots",
    "section",
    "origin",
    "review_status",
    "confidence",
]
XSD = "http://www.w3.org/2001/XMLSchema#"


def read_rows(project: Project) -> list[dict[str, Any]]:
    lines = (project.build / "statements.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line, parse_float=Decimal) for line in lines if line]


@pytest.fixture(scope="module")
def quads(project: Project) -> list[ox.Quad]:
    return list(ox.parse(path=project.build / "graph.nq", format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def rows(project: Project) -> list[dict[str, Any]]:
    return read_rows(project)


@pytest.fixture(scope="module")
def hengyang() -> Report:
    return read_report(HENGYANG)


def built_files(folder: Path) -> dict[str, str]:
    return {name: digest for name, digest in tree(folder).items() if "/" not in name}


# The same bytes


def test_two_builds_give_the_same_bytes_whatever_the_folder_time_zone_language_and_hash_seed(
    project: Project, tmp_path: Path
) -> None:
    root = tmp_path / "另一个 文件夹"
    root.mkdir()
    for name in ("kg.toml", "data"):
        source = project.root / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    inside = root / "data" / "reports"
    ran = kg_alone(
        "build", cwd=inside, TZ="Pacific/Kiritimati", LANG="tr_TR.UTF-8", LC_ALL="zh_CN.UTF-8", PYTHONHASHSEED="4242"
    )
    assert (ran.code, ran.err) == (0, "")
    assert built_files(root / "build") == built_files(project.build)
    ran = kg_alone("build", cwd=root, TZ="America/St_Johns", LC_ALL="C", PYTHONHASHSEED="1")
    assert (ran.code, ran.err) == (0, "")
    assert built_files(root / "build") == built_files(project.build)


def test_nothing_built_names_a_day_a_folder_or_a_machine(project: Project) -> None:
    for name in built_files(project.build):
        text = (project.build / name).read_text(encoding="utf-8")
        assert str(project.root) not in text and str(ROOT) not in text


# The graph


def test_each_triple_stands_in_exactly_one_named_graph(quads: list[ox.Quad]) -> None:
    seen = Counter((str(q.subject), str(q.predicate), str(q.object)) for q in quads)
    assert [triple for triple, times in seen.items() if times > 1] == []
    assert all(isinstance(q.graph_name, ox.NamedNode) for q in quads)
    names = {q.graph_name.value.rpartition("/")[2] for q in quads}  # type: ignore[union-attr]
    own = {"report-430400-2019", "entities-430400", "assessment-430400"}
    assert names == own | {"reference", "vocab", "meta", "realised", "links"}


def test_there_are_no_blank_nodes(quads: list[ox.Quad]) -> None:
    assert [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)] == []


def test_every_number_is_a_decimal_or_integer_in_its_one_lexical_form(quads: list[ox.Quad]) -> None:
    numbers = [q.object for q in quads if isinstance(q.object, ox.Literal)]
    kinds = Counter(n.datatype.value.removeprefix(XSD) for n in numbers)
    assert not kinds.keys() & {"double", "float", "int", "nonNegativeInteger"} and kinds["decimal"] > 200
    for number in numbers:
        if number.datatype.value == XSD + "decimal":
            assert re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", number.value) and number.value != "-0"
        elif number.datatype.value == XSD + "integer":
            assert re.fullmatch(r"0|-?[1-9]\d*", number.value)


def test_languages_are_tagged_zh_and_en_alone(quads: list[ox.Quad]) -> None:
    assert {q.object.language for q in quads if isinstance(q.object, ox.Literal)} <= {None, "zh", "en"}


def test_rdflib_and_pyoxigraph_read_the_same_graph(project: Project, quads: list[ox.Quad]) -> None:
    # The vocabulary is two thirds of it and has tests of its own.
    own = [q for q in quads if not q.graph_name.value.endswith("/vocab")]  # type: ignore[union-attr]
    lines = (project.build / "graph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    dataset = rdflib.Dataset()
    dataset.parse(data="".join(line for line in lines if "/graph/vocab> ." not in line), format="nquads")

    def theirs() -> Iterator[tuple[str, ...]]:
        for s, p, o, g in dataset.quads((None, None, None, None)):
            kind = (o.language or o.datatype) if isinstance(o, rdflib.Literal) else False
            yield str(s), str(p), str(o), str(kind), str(g)

    def ours() -> Iterator[tuple[str, ...]]:
        for q in own:
            kind: object = False
            if isinstance(q.object, ox.Literal):
                plain = q.object.datatype.value == XSD + "string"
                kind = q.object.language or (None if plain else q.object.datatype.value)
            yield q.subject.value, q.predicate.value, q.object.value, str(kind), q.graph_name.value  # type: ignore[union-attr]

    assert sorted(theirs()) == sorted(ours())


def test_the_file_is_sorted_and_the_store_and_manifest_hold_the_same(project: Project) -> None:
    data = (project.build / "graph.nq").read_bytes()
    lines = data.decode().splitlines(keepends=True)
    assert lines == sorted(set(lines))
    manifest = json.loads((project.build / "build.json").read_bytes())
    with open_store(project.build) as snapshot:
        assert snapshot.content_hash == manifest["content_hash"] == hashlib.sha256(data).hexdigest()
        assert len(snapshot.store) == manifest["quads"] == len(lines)


def test_every_statement_of_the_table_is_in_the_graph_and_the_other_way_round(
    quads: list[ox.Quad], rows: list[dict[str, Any]]
) -> None:
    marker = "/id/statement/"
    typed = {
        q.subject.value.partition(marker)[2]: q.object.value.rpartition("#")[2]  # type: ignore[union-attr]
        for q in quads
        if marker in str(q.subject)
        and q.predicate.value.endswith("#type")
        and q.object.value.rpartition("#")[2] in FAMILIES  # type: ignore[union-attr]
    }
    assert typed == {r["id"]: r["class"] for r in rows}


# The table


def test_the_table_has_exactly_the_columns_of_the_contract(rows: list[dict[str, Any]]) -> None:
    assert list(COLUMNS) == [*CONTRACT, *NAMES]
    assert {tuple(r) for r in rows} == {(*CONTRACT, *NAMES)}


def test_every_statement_quotes_the_text_and_every_slot_has_its_characters_or_its_rule(
    rows: list[dict[str, Any]], hengyang: Report
) -> None:
    text = hengyang.text
    for r in rows:
        assert text[r["start"] : r["end"]] == r["quote"] and 0 < len(r["quote"]) <= 200
        assert r["as_stated"] in r["quote"]
        if r["value_start"] is not None:
            assert r["start"] <= r["value_start"] < r["value_end"] <= r["end"]
        for evidence in r["slots"].values():
            if isinstance(evidence, list):
                assert text[evidence[0] : evidence[1]].strip()
            else:
                assert re.fullmatch(r"[a-z][a-z:-]*(?:\.?[0-9a-f-]*)*", evidence)
        for column, slot in {
            "year": "year",
            "unit": "unit",
            "comparator": "comparator",
            "strength": "strength",
            "status": "status",
            "indicator_label": "indicator",
        }.items():
            assert r[column] is None or slot in r["slots"], (r["id"], column)


def test_ids_are_unique_over_all_classes(rows: list[dict[str, Any]]) -> None:
    assert len({r["id"] for r in rows}) == len(rows) > 200
    assert {len(r["id"].split(".")[1]) for r in rows} == {10}


def test_the_ledger_leaves_no_numeral_out_and_names_statements_of_the_table(
    project: Project, rows: list[dict[str, Any]], hengyang: Report
) -> None:
    entries = [json.loads(line) for line in (project.build / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    ids = {r["id"] for r in rows}
    for entry in entries:
        assert hengyang.text[entry["start"] : entry["end"]] == entry["text"]
        assert (entry["disposition"] == "statement") == bool(entry["statements"])
        assert (entry["disposition"] == "not-a-claim") == bool(entry["reason"])
        assert set(entry["statements"]) <= ids
    digits = {m.start() for m in re.finditer(r"[0-9０-９]+(?:\s*[.．]\s*[0-9０-９]+)?", hengyang.text)}
    assert digits <= {entry["start"] for entry in entries}


def test_a_cell_joins_a_target_with_the_result_of_the_same_year_alone(hengyang: Report) -> None:
    statements = review(hengyang).published
    gdp = [s for s in statements if s.indicator == "gdp" and s.cell]
    assert {cell_key(s) for s in gdp} >= {"430400.-.gdp.growth.2018", "430400.-.gdp.growth.2019"}
    assert all(s.cell is None for s in statements if s.relative_to)


# Addresses


def ids(report: Report) -> list[str]:
    return [p.id for p in extract(report)]


def retold(report: Report, text: str) -> Report:
    return replace(report, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        ("\n", "\r\n"),
        ("\n\n", "\n"),
        ("\n\n", "\n\n\n\n"),
        (r"(?m)^(?=.)", "\u3000\u3000"),
        (r"(?<=[\u4e00-\u9fff])(?=[0-9])|(?<=[0-9])(?=[\u4e00-\u9fff%])", " "),
        (r"(?<=[\u4e00-\u9fff]) (?=[0-9])|(?<=[0-9%]) (?=[\u4e00-\u9fff%])", ""),
        (r"。(?=[^”）\n])", "。\n\n"),
        (r"，(?=[^\n])", "，\n\n"),
        ("(?<=自然)\n\n|(?<=中跨合)\n\n|(?<=不担当、)\n\n|(?<=弱势群体)\n\n", ""),
    ],
    ids=["crlf", "single", "blank lines", "indented", "blanks", "no blanks", "sentences", "clauses", "pages"],
)
def test_another_layout_of_the_text_leaves_every_address_unchanged(
    pattern: str, instead: str, hengyang: Report
) -> None:
    other = retold(hengyang, re.sub(pattern, instead, hengyang.text))
    assert other.text != hengyang.text
    assert ids(other) == ids(hengyang)


def test_rules_in_another_order_leave_every_address_unchanged(hengyang: Report) -> None:
    assert {p.id for p in extract(hengyang, tuple(reversed(RULES)))} == set(ids(hengyang))


def test_a_new_rule_adds_addresses_and_moves_none(hengyang: Report) -> None:
    def problems(reading: Reading) -> Iterator[Proposal]:
        for found in re.finditer("不足|滞后|短板", reading.text):
            start, end = found.span()
            yield reading.propose(
                cls="Problem",
                rule="problem",
                anchor=start,
                quote=(start, end),
                as_stated=(start, end),
                slots={"label": (start, end)},
                label=found[0],
            )

    more = {p.id for p in extract(hengyang, (problems, *RULES))}
    assert more > set(ids(hengyang))


def test_a_changed_indicator_leaves_every_address_unchanged(
    hengyang: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = extract(hengyang)
    changed = tmp_path / "indicators.csv"
    text = resources.text("ontology/indicators.csv")
    assert "\ngdp," in text
    changed.write_text(text.replace("\ngdp,", "\ngross-product,"), encoding="utf-8")
    monkeypatch.setattr("kg.catalogue._SOURCE", str(changed))
    catalogue.cache_clear()
    try:
        after = extract(hengyang)
    finally:
        catalogue.cache_clear()
    assert [p.id for p in after] == [p.id for p in before]
    assert {b.indicator for a, b in zip(after, before, strict=True) if a.indicator == "gross-product"} == {"gdp"}


def test_a_claim_said_twice_in_equal_sentences_has_two_addresses_and_the_second_restates_the_first(
    hengyang: Report,
) -> None:
    said = "地区生产总值增长9%左右。"
    twice = review(retold(hengyang, f"一、2018年工作回顾\n{said}\n二、2019年工作安排\n{said}\n{said}\n"))
    found = twice.published
    assert len({s.id for s in found}) == 3
    assert [s.restates for s in found if s.year == 2019] == [None, found[1].id]


# Builds that fail, and builds of several reports


def broken(project: Project) -> KgError:
    before = tree(project.root)
    with pytest.raises(KgError) as caught:
        build(project)
    assert tree(project.root) == before
    return caught.value


def test_a_failed_build_leaves_the_last_one_whole_and_usable(copied: Project) -> None:
    table = copied.reports / "430400-2019" / "decisions.tsv"
    kept = table.read_bytes() if table.exists() else None
    table.write_text("statement\taction\n", encoding="utf-8")
    assert "decisions.tsv" in broken(copied).line()
    assert kg("query", "targets/firm", cwd=copied.root).code == 0
    table.unlink()
    if kept is not None:
        table.write_bytes(kept)
    put(copied.reports / "430500-2020", SMALL, sha256='"0"')
    assert "430500-2020" in broken(copied).line()
    assert kg("query", "targets/firm", cwd=copied.root).code == 0
    shutil.rmtree(copied.reports / "430500-2020")
    assert kg("check", "--no-shapes", cwd=copied.root).code == 0


def test_a_report_that_calls_itself_complete_with_an_unaccounted_numeral_fails_the_build_naming_it(
    tmp_path: Path,
) -> None:
    project = init_project(tmp_path / "p")
    put(project.reports / "430500-2020", SMALL, complete="true")
    start = SMALL.index("七千七百")
    with pytest.raises(StoreError, match=re.escape(f"430500-2020[{start}:{start + 4}]")) as caught:
        build(project)
    assert "'七千七百'" in caught.value.line()
    shutil.rmtree(project.reports / "430500-2020")
    put(project.reports / "430500-2020", SMALL.replace("编号为七千七百的文书归档。", ""), complete="true")
    assert build(project).reports[0].coverage.unaccounted == 0


def test_two_reports_are_built_together_each_in_its_own_graph(copied: Project) -> None:
    alone = {r["id"] for r in read_rows(copied)}
    put(copied.reports / "430500-2020", SMALL)
    ran = kg("build", cwd=copied.root)
    assert ran.code == 0 and ran.out.startswith("2 reports, ") and "邵阳市 2020: numerals" in ran.out
    together = read_rows(copied)
    assert {r["id"] for r in together if r["report"] == "430400-2019"} == alone
    assert {r["place"] for r in together if r["report"] == "430500-2020"} == {"430500"}
    assert len({r["id"] for r in together}) == len(together)
    seen: Counter[tuple[str, ...]] = Counter()
    for q in ox.parse(path=copied.build / "graph.nq", format=ox.RdfFormat.N_QUADS):
        seen[str(q.subject), str(q.predicate), str(q.object)] += 1
    assert max(seen.values()) == 1
    assert kg("check", "--no-shapes", cwd=copied.root).code == 0


def test_a_project_without_a_report_is_built_empty(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p")
    done = build(project)
    assert done.reports == () and done.quads > 1000
    assert kg("check", "--no-shapes", cwd=project.root).code == 0


def test_a_base_of_ones_own_is_in_every_address_of_a_thing_and_in_no_term(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p")
    settings = (project.root / "kg.toml").read_text(encoding="utf-8")
    settings = settings.replace('base_iri = "https://w3id.org/gwr/"', 'base_iri = "https://data.example/报告/"')
    (project.root / "kg.toml").write_text(settings, encoding="utf-8")
    project = read_project(project.root)
    put(project.reports / "430500-2020", SMALL)
    build(project)
    text = (project.build / "graph.nq").read_text(encoding="utf-8")
    things = "report", "statement", "place", "text", "cell", "period", "curation"
    assert (
        not [t for t in things if f"https://w3id.org/gwr/id/{t}/" in text] and "https://w3id.org/gwr/graph/" not in text
    )
    assert "<https://data.example/报告/id/report/430500-2020>" in text and "<https://w3id.org/gwr/ns#Target>" in text
    assert kg("check", "--no-shapes", cwd=project.root).out.count("passed") == 1


def test_a_row_of_the_table_is_the_proposal(hengyang: Report) -> None:
    first = next(p for p in extract(hengyang) if p.cls == "Observation")
    record = row(first, hengyang.text)
    assert (record["id"], record["class"], record["quote"]) == (first.id, first.cls, first.quote)
    assert record["slots"]["indicator"] == list(first.slots["indicator"])
    assert isinstance(first.slots["indicator"], Span)


def test_what_real_reports_write_builds_and_conforms(tmp_path: Path) -> None:
    written = (
        "每千人企业数量增加到116.8户。每万人拥有公共文化设施面积增至820平方米。农村居民每百户拥有家用汽车21.5辆。"
        "北塔纳入全国“五好两宜”[9]和美乡村试点。红旗港区四期工程（一期）竣工投产，红旗港区四期有序推进。"
    )
    project = init_project(tmp_path / "mine")
    put(project.reports / "430500-2020", SMALL.replace("石门大桥建成通车。", written))
    build(project)
    assert kg("check", cwd=project.root).code == 0
    rows = read_rows(project)
    assert {r["unit"] for r in rows if r["unit"]} >= {"户/千人", "平方米/万人", "辆/百户"}
    assert all(r["unit_iri"] for r in rows if r["unit"])
    # A phase has one address however it is written, and so one name; the others are written beside it.
    graph = (project.build / "graph.nq").read_text(encoding="utf-8")
    named = re.findall(r'\.phase-4> <[^>]*(label|altLabel)> "([^"]*)"', graph)
    assert named == [("label", "红旗港区四期")]
    assert ("altLabel", "红旗港区四期工程（一期）") in re.findall(
        r'\.phase-1> <[^>]*(label|altLabel)> "([^"]*)"', graph
    )


def test_whatever_a_rate_is_written_for_has_a_unit() -> None:
    rates = ("每月", "每万人", "每千人", "每百户", "每平方米", "每立方米", "每亩", "每人每月", "每人每年")
    text = "".join(
        f"{rate}有新设施{n}.5{unit}。" for n, (rate, unit) in enumerate(product(rates, ("件", "户", "微克", "米")))
    )
    report = Report(id="430500-2020", text=text, sha256="0", place="430500", plan=2020, review=(2019, 2019))
    units = [p.unit for p in extract(report) if p.cls in ("Observation", "Target")]
    assert len(units) > 20
    assert [unit for unit in units if unit and not unit_iri(unit)] == []
