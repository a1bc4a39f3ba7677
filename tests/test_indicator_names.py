"""What a number measures: names that a clause shares, lends or completes."""

import pytest
from test_rules import reading

from kg.extract.medals import medal
from kg.extract.quantities import quantity
from kg.extract.ranks import rank
from kg.extract.ratios import ratio
from kg.extract.reading import read
from kg.model import Passage, Report, Span

# Sentence → (indicator, value, unit) of each number.
NAMED = [
    # a verb or a noun shared by a coordination
    ("管护林地50万亩、草地40万亩。", [("管护林地", "500000", "亩"), ("管护草地", "400000", "亩")]),
    ("出栏肉牛10万头（只）、生猪40万头。", [("出栏肉牛", "100000", "头"), ("生猪出栏", "400000", "头")]),
    (
        "5个园区、16家企业入选省级试点名单。",
        [("园区入选省级试点名单", "5", "个"), ("企业入选省级试点名单", "16", "家")],
    ),
    ("实施十大攻关项目及30个科技专项。", [("实施科技专项", "30", "个")]),
    ("刑事、治安案件立案数分别下降20%、6%。", [("刑事案件立案数", "-20", "%"), ("治安案件立案数", "-6", "%")]),
    (
        "汽车、家电产品以旧换新分别达2万辆、3万台。",
        [("汽车产品以旧换新", "20000", "辆"), ("家电产品以旧换新", "30000", "台")],
    ),
    ("省、市重点项目分别完成投资30亿元、50亿元。", [("省重点项目投资", "3000000000", "元"), ("市重点项目投资", "5000000000", "元")]),
    ("国家级、省级示范区分别增至3个、9个。", [("国家级示范区", "3", "个"), ("省级示范区", "9", "个")]),
    # what an earlier clause gives
    ("推进农村“厕所革命”，卫生厕所普及率达到90%。", [("农村卫生厕所普及率", "90", "%")]),
    ("重点项目完成投资13亿元，完成年度计划的130%。", [("重点项目投资", "1300000000", "元"), ("重点项目完成投资占年度计划比重", "130", "%")]),
    ("新登记经营主体7万户、总数达到50万户。", [("新登记经营主体（市场主体）", "70000", "户"), ("经营主体（市场主体）", "500000", "户")]),
    ("实施湖区生态保护和修复工程，累计投资15亿元。", [("湖区生态保护和修复工程投资", "1500000000", "元")]),
    # formulas and thresholds measure nothing, an index is no rate of rise, and a lead-in is no name
    ("56个民族一家亲，守护近14亿中国人的饭碗。", []),
    ("500万元以上固定资产投资增长9%。", [("固定资产投资", "9", "%")]),
    ("居民消费价格指数102%左右。", [("居民消费价格指数", "102", "%")]),
    ("主要预期目标建议为：地区生产总值增长6%。", [("地区生产总值", "6", "%")]),
    ("网络交易额突破百亿大关、达108亿元。", [("网络交易额", "10800000000", "元")]),
    ("监测鱼类较禁捕之初增加47种。", [("监测鱼类", "47", "种")]),
    ("材料使用的浪费损失18亿元。", [("材料使用的浪费损失", "1800000000", "元")]),
    # where several numbers rise from is no statement, and each of those they rise to has its own name
    (
        "残疾人生活补贴、残疾人护理补贴标准分别从每人每月202元、270元提高到209元、280元。",
        [("残疾人生活补贴标准", "209", "元/人·月"), ("残疾人护理补贴标准", "280", "元/人·月")],
    ),
    # money is named by what it is for where only the payer or the verb is told
    ("中央财政安排423亿元资金，支持重点节能工程建设。", [("中央财政安排资金支持重点节能工程建设", "42300000000", "元")]),
    ("安排资金5亿元，用于农村公路养护。", [("安排资金用于农村公路养护", "500000000", "元")]),
    ("小麦、稻谷最低收购价平均每斤分别提高0.11元和0.13元。", [("小麦最低收购价", "0.11", "元/斤"), ("稻谷最低收购价", "0.13", "元/斤")]),
    (
        "城镇职工基本养老保险、基本医疗保险参保人数分别增加17万人和20万人。",
        [("城镇职工基本养老保险参保人数", "170000", "人"), ("城镇职工基本医疗保险参保人数", "200000", "人")],
    ),
    # for whom, where
    ("为2万名残疾人提供康复服务。", [("提供康复服务残疾人", "20000", "人")]),
    ("在15个县建设示范片100个。", [("建设示范片县", "15", "个"), ("建设示范片", "100", "个")]),
    ("又有20万人进城落户。", [("进城落户", "200000", "人")]),
    # numbers without a unit of their own, or with one before them
    ("旅游大会全网流量达16亿。", [("旅游大会全网流量", "1600000000", "个")]),
    ("居民消费价格指数控制在103左右。", [("居民消费价格指数", "103", "点")]),
    ("4万监测对象风险消除。", [("监测对象风险消除", "40000", "个")]),
    ("日均新设企业由5千户增加到1万6千户。", [("日均新设企业", "16000", "户")]),
    ("PM2.5平均浓度控制在每立方米40微克以下。", [("PM2.5平均浓度", "40", "微克/立方米")]),
    ("服务业比重提高2个多百分点。", [("服务业比重", "2", "百分点")]),
    ("压减企业内设机构11%。", [("企业内设机构", "-11", "%")]),
    # what belongs to the name, and what does not
    ("在库规上企业达400户。", [("在库规上企业", "400", "户")]),
    ("“一链一策”提升12条产业链。", [("“一链一策”提升产业链", "12", "条")]),
    ("电子厂等26个50亿元级以上产业项目落地。", [("50亿元级以上产业项目落地", "26", "个")]),
    ("污水处理规模达到每日80万吨。", [("污水处理规模", "800000", "吨")]),
    ("小麦最低收购价每50公斤提高3元。", [("小麦最低收购价每50公斤", "3", "元")]),
    ("2000多万蓉城儿女奋力拼搏。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMED, ids=[text[:16] for text, _ in NAMED])
def test_a_number_is_named_by_all_that_tells_what_it_measures(text: str, expected: list[tuple[str, ...]]) -> None:
    found = [(str(p.indicator_label), str(p.value), str(p.unit)) for p in quantity(reading(text, "review"))]
    assert found == expected


RANKED = [
    ("交易额保持亚洲第一、全球前三。", [("交易额", "1"), ("交易额", "3")]),
    ("创新指数排名提升5位至第24位。", [("创新指数", "24")]),
]


@pytest.mark.parametrize(("text", "expected"), RANKED)
def test_a_rank_is_named_by_what_is_ranked(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(p.indicator_label), str(p.value)) for p in rank(reading(text, "review"))] == expected


def test_ratios_and_medals_need_their_words() -> None:
    assert [p.value for p in ratio(reading("比分为3：1。", "review"))] == []
    assert [p.value for p in medal(reading("12金融机构入驻，获得3金矿。", "review"))] == []


def test_in_a_report_on_a_whole_term_an_average_is_that_of_its_years() -> None:
    text = "国内生产总值年均增长7.1%。"
    term = Report(id="cn-2018", text=text, sha256="0" * 64, place="cn", plan=2018, review=(2013, 2017))
    passage = Passage(kind="sentence", span=Span(0, len(text)), section="一", half="review")
    (found,) = quantity(next(iter(read(term, (passage,), "中国"))))
    assert (found.year, found.period_start, found.period_end) == (None, "2013-01-01", "2017-12-31")
    assert found.aggregation == "average"
