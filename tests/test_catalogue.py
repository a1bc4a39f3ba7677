"""The catalogue of indicators, its units and its SKOS file."""

import csv
import re
from itertools import pairwise

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDF, SKOS

from kg import resources
from kg.catalogue import Catalogue, Indicator, catalogue, fold
from kg.terms import NS, PREFIXES
from kg.units import UNIT_PATTERN, UNITS, canonical_unit, unit_iri
from kg.vocabulary import main, vocabulary

GWR = Namespace(NS)
QUDT = Namespace(PREFIXES["qudt"])
HAN = re.compile(r"[\u4e00-\u9fff]")


# 净增贷款 is 新增贷款; new buildings are counted when begun; 省级 is 省's rank; greened land is measured in built-up areas.
_SAME_THING = {"loans-new", "prefab-share", "key-projects-provincial", "key-projects-municipal", "green-coverage"}


def found(text: str) -> list[tuple[str, str]]:
    return [(text[i:j], indicator.id) for i, j, indicator in catalogue().find(text)]


def test_every_indicator_has_both_languages_a_known_unit_and_a_theme() -> None:
    themes = Graph().parse(resources.path("ontology/vocab/themes.ttl"), format="turtle")
    known = {str(s).rpartition("/")[2] for s in themes.subjects(RDF.type, SKOS.Concept)}
    for indicator in catalogue().indicators:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", indicator.id)
        assert HAN.search(indicator.zh) and HAN.search(indicator.definition_zh), indicator.id
        assert indicator.en and not HAN.search(indicator.en + indicator.definition_en), indicator.id
        assert unit_iri(indicator.unit), indicator.id
        assert canonical_unit(indicator.unit) == indicator.unit, indicator.id
        assert indicator.direction in {"higher", "lower", "neutral"}, indicator.id
        assert indicator.theme in known, indicator.id


def test_no_two_indicators_share_an_id_a_label_or_a_name() -> None:
    with resources.path("ontology/indicators.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ids = [r["id"] for r in rows]
    assert ids == sorted(set(ids))
    assert len({r["en"] for r in rows}) == len(rows)
    names = [fold(n) for r in rows for n in {fold(r["zh"]), *map(fold, filter(None, r["aliases"].split("|")))}]
    assert len(names) == len(set(names))


def test_a_name_that_two_indicators_claim_is_a_mistake_of_the_table() -> None:
    one = catalogue().by_id["gdp"]
    other = Indicator("other", "另一指标", "other", ("GDP",), "元", "higher", "economy", "", "定义", "definition")
    with pytest.raises(ValueError, match="GDP belongs to both gdp and other"):
        Catalogue((one, other))


def test_every_name_is_written_as_a_view_has_it() -> None:
    for indicator in catalogue().indicators:
        for name in indicator.names:
            assert fold(name) == re.sub(r"[“”]", "", name), name


def test_labels_hold_no_growth_word() -> None:
    assert [i.zh for i in catalogue().indicators if re.search(r"增长$|增速|同比", i.zh)] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GDP", "gdp"),
        ("地区 生产总值", "gdp"),
        ("全市地区生产总值", "gdp"),
        ("全年社会消费品零售总额", "total-retail-sales"),
        ("社零总额", "total-retail-sales"),
        ("规模工业增加值增速", "industrial-value-added-above-scale"),
        ("地方一般公共预算收入", "general-public-budget-revenue"),
        ("高新技术企业总数", "hi-tech-enterprises"),
        ("高新技术企业数量", "hi-tech-enterprises"),
        ("四上企业", "four-above-units"),
        ("旅客吞吐量", "airport-passengers"),
        ("城区空气质量优良率", "good-air-days-ratio-urban"),
        ("高新技术企业家数", "hi-tech-enterprises"),
        ("高新技术企业人数", None),
        ("亿元GDP生产安全事故死亡率", "accident-deaths-per-gdp"),
        ("单位生产总值二氧化碳排放", "co2-intensity"),
        ("贫困人口发生率", "poverty-rate"),
        ("全社会研发投入占GDP比重", "rd-intensity"),
        ("税占比", "tax-share"),
        ("粮食总产", "grain-output"),
        ("没有这个指标", None),
        ("农村居民", None),
        ("增长", None),
        ("", None),
    ],
)
def test_a_name_leads_to_its_indicator(name: str, expected: str | None) -> None:
    indicator = catalogue().lookup(name)
    assert (indicator.id if indicator else None) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("地区生产总值", "人均地区生产总值"),
        ("全体居民人均可支配收入", "农村居民人均可支配收入"),
        ("全体居民人均可支配收入", "城镇居民人均可支配收入"),
        ("工业增加值", "规模以上工业增加值"),
        ("税收收入", "税收收入占一般公共预算收入比重"),
        ("高新技术企业", "新增高新技术企业"),
        ("城镇登记失业率", "城镇调查失业率"),
        ("国家重点实验室", "省级重点实验室"),
        ("空气质量优良天数", "空气质量优良天数比率"),
        ("空气质量优良天数比率", "城区空气质量优良天数比率"),
        ("人民币存款余额", "各项存款余额"),
        ("3A级旅游景区", "新增3A级旅游景区"),
        ("新登记市场主体", "新增市场主体"),
        ("民生支出占比", "民生支出占一般公共预算支出比重"),
        ("农业生产托管面积", "粮食生产社会化托管面积"),
        ("改造城镇老旧小区", "新开工改造城镇老旧小区"),
        ("高标准农田", "新建高标准农田"),
        ("接待国内外游客", "接待国内游客"),
        ("较大道路交通事故", "较大以上道路交通事故"),
    ],
)
def test_a_qualifier_makes_another_indicator(one: str, other: str) -> None:
    first, second = catalogue().lookup(one), catalogue().lookup(other)
    assert first and second and first.id != second.id


@pytest.mark.parametrize(
    "name",
    [
        "新增公园",
        "城区居民人均可支配收入",
        "累计化解隐性债务",
        "农村公路",
        "战略性新兴产业占比",
        "亿元以上新开工项目",
        "户均可支配收入",
        "旅游总收入日均",
        "省级上市公司",
    ],
)
def test_words_that_change_a_meaning_are_never_left_off(name: str) -> None:
    assert catalogue().lookup(name) is None


def test_no_alias_adds_a_verb_or_a_rank_that_its_label_lacks() -> None:
    flows = re.compile(r"净增|开工|投产|培育")
    ranks = re.compile(r"(?<!国家)省级|市级|县级|城区|市区|县城|人民币")
    label_lacks = [
        (i.zh, alias)
        for i in catalogue().indicators
        for alias in i.aliases
        for said in (flows, ranks)
        if said.search(alias) and not (said.search(i.zh) or i.id in _SAME_THING)
    ]
    assert label_lacks == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("农村居民人均可支配收入增长8%", [("农村居民人均可支配收入", "per-capita-disposable-income-rural")]),
        ("全市居民人均可支配收入", [("居民人均可支配收入", "per-capita-disposable-income")]),
        ("脱贫县农村居民人均可支配收入", []),
        (
            "城镇和农村居民人均可支配收入分别增长8%、9%",
            [
                ("城镇", "per-capita-disposable-income-urban"),
                ("农村居民人均可支配收入", "per-capita-disposable-income-rural"),
            ],
        ),
        ("工业投资占比达35%", [("工业投资占比", "industrial-investment-share")]),
        ("民营经济占GDP的六成", []),
        ("单位GDP电耗下降", []),
        ("第三产业增长8%", [("第三产业", "value-added-tertiary")]),
        ("第三产业蓬勃发展", []),
        ("高新技术产业开发区", []),
        ("出口100亿元", [("出口", "exports")]),
        ("机电产品出口100亿元", []),
        ("新增“四上”企业30家", [("新增“四上”企业", "four-above-units-new")]),
        ("“四上”企业达30家", [("“四上”企业", "four-above-units")]),
        (
            "旅游接待总人次、旅游总收入分别增长12%、13%以上",
            [("旅游接待总人次", "tourist-visits"), ("旅游总收入", "tourism-revenue")],
        ),
        ("", []),
    ],
)
def test_indicators_are_found_in_text_whole_or_not_at_all(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_what_is_found_never_overlaps_and_stands_in_order() -> None:
    text = resources.text("data/reports/430400-2019/report.txt").replace(" ", "").replace("\n", "")
    spans = [(i, j) for i, j, _ in catalogue().find(text)]
    assert len(spans) > 50
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_the_units_and_their_vocabulary_say_the_same() -> None:
    graph = Graph().parse(resources.path("ontology/vocab/units.ttl"), format="turtle")
    rows = {str(n): str(s) for s in graph.subjects(RDF.type, QUDT.Unit) for n in graph.objects(s, SKOS.notation)}
    assert rows == dict(UNITS)


@pytest.mark.parametrize(
    ("spelling", "canonical", "iri"),
    [
        ("%", "%", "http://qudt.org/vocab/unit/PERCENT"),
        ("个百分点", "百分点", PREFIXES["u"] + "PERCENTAGE_POINT"),
        ("家", "家", "http://qudt.org/vocab/unit/NUM"),
        ("人次", "人次", PREFIXES["u"] + "PERSON_TIME"),
        ("千米", "公里", "http://qudt.org/vocab/unit/KiloM"),
        ("㎡", "平方米", "http://qudt.org/vocab/unit/M2"),
        ("元/人·月", "元/人·月", PREFIXES["u"] + "CCY_CNY-PER-INDIV-MO"),
        ("光年", "光年", None),
        ("GWh", "吉瓦时", "http://qudt.org/vocab/unit/GigaW-HR"),
        ("吨/万元", "吨/万元", PREFIXES["u"] + "TONNE-PER-10K_CNY"),
        ("位次", "名次", PREFIXES["u"] + "RANK"),
        ("羽", "羽", "http://qudt.org/vocab/unit/NUM"),
    ],
)
def test_a_unit_has_one_spelling_in_the_table_and_one_address(spelling: str, canonical: str, iri: str | None) -> None:
    assert canonical_unit(spelling) == canonical
    assert unit_iri(spelling) == iri


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("16人次", "人次"),
        ("6个百分点", "个百分点"),
        ("30千瓦时", "千瓦时"),
        ("42元/人·月", "元/人·月"),
        ("5个", "个"),
        ("5个别", ""),
        ("36人年", "人年"),
        ("36人年均", "人"),
        ("12吨公里", "吨公里"),
        ("40GWh", "GWh"),
        ("2尾矿", ""),
        ("3户籍", ""),
        ("10吨标准煤", "吨标准煤"),
        ("5项目", "项"),
    ],
)
def test_the_longest_unit_behind_a_number_is_read(text: str, unit: str) -> None:
    match = re.match(rf"\d+(?P<unit>(?:{UNIT_PATTERN})?)", text)
    assert match and match["unit"] == unit


def test_the_skos_file_is_what_the_table_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_a_file_that_drifted_is_reported_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    drifted = tmp_path_factory.mktemp("drift") / "indicators.ttl"
    drifted.write_text("# old\n", encoding="utf-8")
    catalogue()
    monkeypatch.setattr(resources, "path", lambda _: drifted)
    assert main(["--check"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert main([]) == 0
    assert drifted.read_text(encoding="utf-8") == vocabulary(catalogue())


def test_each_indicator_of_the_skos_file_has_one_label_a_language_and_no_blank_node() -> None:
    graph = Graph().parse(data=vocabulary(catalogue()), format="turtle")
    concepts = set(graph.subjects(RDF.type, GWR.Indicator))
    assert len(concepts) == len(catalogue().indicators)
    for concept in concepts:
        assert sorted(str(label.language) for label in graph.objects(concept, SKOS.prefLabel)) == ["en", "zh"]  # type: ignore[attr-defined]
    assert all(node.n3().startswith(("<", '"')) for triple in graph for node in triple)
