"""Names of agencies, enterprises and institutions."""

import re
from collections.abc import Iterator

from kg.extract.entities.edges import Named, begin

_AGENCY = re.compile(
    r"党中央|中共中央|国务院(?:办公厅|扶贫办|安委会)?|中央(?:军委|政法委|组织部|宣传部|统战部|纪委|文明办|网信办|环保督察组|生态环境保护督察组|扫黑除恶督导组|巡视组|电视台)|"
    r"(?:省|市|县|区|州|自治区|旗)(?:委|人民政府|政府|人大常委会|人大|人民代表大会(?:常务委员会)?|政协|纪委监委|纪委|监委|监察委员会|中级人民法院|人民法院|法院|人民检察院|检察院)(?!员|委员|质量奖|班子|党组|托|会|发|派|代表|提案|[一二三四五六七八九十]+届|经济工作|全会|机关|职能|投资|性|采购|工作|自身|系统|门户|网|债|购|常|领导|部门|办公室主任|融资|(?<!委)的|还|补|扶|隐|规)|"
    r"全国人大常委会|应急部|中共[\u4e00-\u9fff]{2,4}[省市州县区]委|(?:省|市|县|区|州)?人大(?:及其常委会)?(?=的?(?:法律|工作|依法)*监督)|(?<!人民)政协(?=的?民主监督|监督)|"
    r"教育部|科技部|科学技术部|工信部|工业和信息化部|公安部|民政部|司法部|财政部|人社部|人力资源和?社会保障部|自然资源部|国土资源部|生态环境部|环保部|住建部|住房和?城乡建设部|交通运输部|水利部|农业农村部|农业部|商务部|文化和旅游部|文化部|卫健委|国家卫健委|应急管理部|退役军人事务部|国家发展改革委|国家发改委|国家民委|中国人民银行|"
    r"银保监会|证监会|国家税务总局|海关总署|国家市场监管总局|国家统计局|国家林草局|国家林业局|国家能源局|国家体育总局|国家文物局|国家铁路局|国家知识产权局|国家药监局|"
    r"(?:省|市|县|区)?(?:发改委|发展改革委|发展和改革委员会|财政局|教育局|公安局|民政局|司法局|人社局|住建局|交通运输局|水利局|农业农村局|商务局|文旅广体局|卫健委|审计局|应急管理局|市场监管局|统计局|医保局|生态环境局|自然资源和规划局|自然资源局|退役军人事务局|城管局|税务局|行政审批服务局|行政审批局|信访局|扶贫办|金融办|国资委|工信局|科技局|体育局|林业局)(?!长|面)|"
    r"[\u4e00-\u9fff]{2,6}(?:海关|检验检疫局|海事局|武警支队|军分区|警备区)(?!总署|特殊|监管)|(?:武警|消防)(?:官兵|部队|支队|总队)|解放军|人民解放军"
)
_RESOLVED = {
    "委": "委", "政府": "人民政府", "人民政府": "人民政府", "人大": "人民代表大会", "人大常委会": "人民代表大会常务委员会",
    "政协": "政协", "纪委监委": "纪委监委", "纪委": "纪委", "监委": "监察委员会", "监察委员会": "监察委员会",
    "中级人民法院": "中级人民法院", "法院": "人民法院", "人民法院": "人民法院", "检察院": "人民检察院", "人民检察院": "人民检察院",
}  # fmt: skip
_COMPANY = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|股份|公司|银行|证券|药业|汽车|重工|钢铁厂?|电气|乳业|酒业|置业)(?=等|[，、；。和与）]|落户|投资|签约|入驻|项目|建成|上市|成功|获|$)"
)
_ALWAYS = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|集团)(?!化|军|内)")
# Kinds of firms, not names.
_NO_COMPANY = re.compile(
    r"(?:大型|龙头|骨干|知名|上市|国有|央企|民营|外资|投资|平台|担保|融资|国企|农业|省属|市属|央属|产业|企业|各|多家|跨国|本土|优势|战略|城市|商业|村镇|政策性|文旅|物流|教育|医疗|建筑|旅游|控股)*(?:集团公司|有限公司|股份|公司|集团|银行)|.*(?:新能源|智能网联|电动汽车|开放银行|教育集团|医疗集团|强村公司|共富公司|[“”]).*"
)
_LISTED = re.compile(
    r"(?P<list>[^，；。：！？]{2,80}?)等(?:一批|[一二三四五六七八九十\d]+(?:余|多)?[家个])?(?:[\u4e00-\u9fff0-9“”]{0,10}?)(?P<head>企业|公司|集团|厂商|商家|高校|院校|大学|医院)"
)
_NOT_LISTED = re.compile(
    r"产业|行业|领域|业务|政策|措施|资金|服务业|制造业|[一二三四]产|问题|项目|工程|成本|农业|环境|工业|商贸|能源|物流|环保|金融|科技型|创新|装备|材料|医药|食品\Z|化工|电子信息|规模|国有|民营|中小|微型|困难|试点|示范|高新技术|外贸|加工|平台|园区|合作社|家庭农场|冶金|建材|火电|水泥|钢铁|造纸|印染|煤炭|改革|准入|许可|经营|招投标|航运|交通|应用|服务|建设|专精特新|冠军|涉农|科研|[一二三四五六七八九十\d]+[家个户]"
)
_INSTITUTION = re.compile(
    r"大学|学院(?!路)|医院|中学|(?<=[市县区州])[\u4e00-\u9fff]{0,4}?[一二三四五六七八九十]+中(?!全会|心|队)|小学|幼儿园|学校|研究院|研究所|实验室|图书馆|博物馆|美术馆|科技馆|体育馆|文化馆|群艺馆|档案馆|纪念馆|展览馆|规划馆|大剧院|书院|技师学院|党校|基金会|商会|总工会|工商联|共青团|妇联|红十字会|科协|文联|社科联|残联|侨联|中国科学院|中国工程院|中科院|交易所|交易中心|福利院|农科院|博物院|歌剧院|领事馆|急救中心|救治中心|疾控中心|计量中心|"
    r"(?:(?<=[、和持化好])|(?<=推进))(?:工会|侨联|文联|社科联|科协|残联|贸促会|红十字会|慈善总?会|关工委|老龄委|计生协|佛协)(?=[、和等]|工作)"
)
_NO_INSTITUTION = re.compile(
    r"(?:中|标准化中职|特色|高水平|研究型|普特融合|社区老年|综合性|市级|优质高|农村|义务教育|县级公立|示范|以上|级|扩充|(?:深入|持续)?推进|[^，]{0,6}级|普通|职业|高等|特殊|民办|公办|乡镇|农村|公立|民营|县级|三级|二级|三甲|三级甲等|综合|专科|中心|重点|寄宿制|义务教育|标准化|普惠性|公共|省级|示范|定点|异地|普通高|智慧|高水平|重|传染病|乡镇标准化寄宿制|专门教育|开放|市|县|区|省|城区|城镇|中西部|一流|本科|各类|薄弱|社区|国家|国家级|省级|市级|企业|联合|工程|薄弱|芙蓉|化解|大班额|新|小规模|完全|农民|百年|所|座|家|级)*"
    r"(?:大学|学院|医院|中学|小学|幼儿园|学校|研究院|研究所|实验室|图书馆|博物馆|美术馆|科技馆|体育馆|文化馆|纪念馆|书院|商会|党校)\Z|中小学|大学生|医学院校"
)


_UNIONS = frozenset(
    (
        "工会",
        "侨联",
        "文联",
        "社科联",
        "科协",
        "残联",
        "贸促会",
        "慈善会",
        "慈善总会",
        "关工委",
        "老龄委",
        "计生协",
        "佛协",
    )
)


def organisations(text: str, place: str) -> Iterator[Named]:
    """Find agencies, enterprises and institutions; 市政府 is resolved to the government of ``place`` (衡阳市)."""
    yield from _agencies(text, place)
    yield from _companies(text)
    yield from _institutions(text)


def _agencies(text: str, place: str) -> Iterator[Named]:
    for match in _AGENCY.finditer(text):
        words = match[0]
        full = None
        if words[0] in "市县区州旗" and place.endswith(words[0]) and words[1:] in _RESOLVED:
            # 「株洲市政府」 has its own place before it.
            if (
                match.start()
                and re.match(r"[\u4e00-\u9fff]", text[match.start() - 1])
                and text[match.start() - 1] not in "受在向由被经按对和与及以、获为是的将请感谢凭"
            ):
                continue
            full = place + _RESOLVED[words[1:]]
        yield Named(match.span(), "Agency", full)


def _companies(text: str) -> Iterator[Named]:
    for match in (*_ALWAYS.finditer(text), *_COMPANY.finditer(text)):
        start = begin(text, match.start())
        name = text[start : match.end()]
        if 4 <= len(name) <= 24 and match.start() - start >= 2 and not _NO_COMPANY.fullmatch(name):
            yield Named((start, match.end()), "Enterprise")
    for match in _LISTED.finditer(text):
        kind = "Enterprise" if match["head"] in ("企业", "公司", "集团", "厂商", "商家") else "Institution"
        if "、" not in match["list"] and kind == "Enterprise":
            continue
        at = match.start("list")
        for piece in re.finditer(r"[^、]+", match["list"]):
            first, last = at + piece.start(), at + piece.end()
            first = begin(text, last, first)
            name = text[first:last]
            if (
                2 <= len(name) <= 14
                and not _NOT_LISTED.search(name)
                and re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9·]+", name)
            ):
                yield Named((first, last), kind)


def _institutions(text: str) -> Iterator[Named]:
    for match in _INSTITUTION.finditer(text):
        start = begin(text, match.start())
        name = text[start : match.end()]
        if match[0] in ("总工会", "工商联", "共青团", "妇联", "中科院", "中国科学院", "中国工程院", "红十字会"):
            yield Named((start if match.start() - start <= 2 else match.start(), match.end()), "Institution")
        elif match[0] in _UNIONS:
            yield Named(match.span(), "Institution")
        elif 4 <= len(name) <= 20 and match.start() - start >= 2 and not _NO_INSTITUTION.fullmatch(name):
            yield Named((start, match.end()), "Institution")
