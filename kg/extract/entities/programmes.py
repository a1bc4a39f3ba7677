"""Names of programmes: plans of action, campaigns, schemes, standing systems with a name."""

import re
from collections.abc import Iterator

from kg.extract.entities.edges import Named, begin
from kg.extract.project_names import has_site

_HEAD = (
    r"专项行动|三年行动计划|三年行动|五年行动|行动计划|行动方案|行动(?!力|上|起来|自觉|迅速|指南|中|纲领)|推进计划|倍增计划|培育计划|计划(?!生育|单列|内|外|总投资|完成|投资|新|年|在|用|到|总|于|开|实施|安排|建|经济|任务)|"
    r"攻坚战役|攻坚战|保卫战|歼灭战|持久战|人民战争|大会战|战役|专项斗争|专项整治|专项治理|战略(?!性|地位|机遇|合作|协议|定位|投资|支撑|布局|目标|部署|决策|意义|安排|资源|支点|框架|高度|思维|任务|规划|转移|平台|方向|重点|和|空间|位置|新兴|物资|储备|重组|伙伴|融资|腹地)|"
    r"革命(?!老区|军人|精神|烈士|斗争|文物|传统|历史|遗址|家|先|理想|化)|[河湖林田路街山楼网]长制|工程(?!建|机械|质量|款|师|技术|量|项目|投资|进度|学|院|类|局|公司|设计|咨询|中心|大学|实验|研究|科|车|职业|有限|管理|领域|招|监理|总|资|造价|措施|车辆|竣工)|"
    r"大行动|创建活动|主题活动|专项活动|主题教育|示范创建|改革(?=[，、；。和]|$|试点|走|取得|成|深入|全面|加快|持续|不断|扎实|工作|任务|落)|清单制"
)
_QUOTED = re.compile(
    rf"(?P<front>[\u4e00-\u9fff]{{0,10}})“(?P<words>[^“”，；。]{{1,20}})”(?P<between>[^“”，。；、的了和与等纳列]{{0,10}}?)(?P<head>{_HEAD})"
)
_PLAIN = re.compile(_HEAD)
_CAMPAIGN = re.compile(
    r"扫黑除恶(?:专项斗争)?(?!.{0,2}常态化机制)|三大攻坚战|乡村振兴战略|创新驱动发展战略|精准扶贫(?:精准脱贫)?|“一带一路”|污染防治攻坚战|脱贫攻坚战?|(?:大众创业[、，]万众创新)|双随机[、，]一公开|最多跑一次改革?|厕所革命|禁毒人民战争|供给侧结构性改革|"
    r"雪亮工程|天网工程|希望工程|安居工程|菜篮子工程|民生工程|百日攻坚|“两不愁三保障”|全面二孩政策|八大工程|商事制度改革|营商环境优化年"
)
# 「“四好农村路”」, 「“3311”」: a name in quotation marks that stands for a programme where it is carried out.
_DONE = re.compile(
    r"(?:实施|开展|推行|启动|打好|打赢|打响)(?:了|的)?(?P<name>“[^“”，；。]{2,16}”)(?P<more>(?:[\u4e00-\u9fff]{0,4}(?:活动|机制|模式|制度|工作法|政策|方案|建设))?)(?=[，、；。和，]|$)"
)
# 工程 and 行动 that are no campaign: something is built, or it is any work.
_BUILT = re.compile(
    r"(?:[扩改新迁重续]建|改造|加固|修复|整治|治理|配套|主体|基础|安置|输变电|水利|防洪|引水|供水|管网|道路|桥|隧道|站坪|机场|公路|铁路|航道|枢纽|绿化|亮化|土建|装修|连接线|安全饮水|饮水|灌区|水库|排水|二期|一期|三期|重点|重大|公共|民心|[一二三四五六七八九十0-9]+(?:大|项|个)|项目|标志性|龙头|系统|基建|建筑|土石方|交通|市政)工程\Z"
)
_PLAIN_WORD = re.compile(
    r"(?:有力|果断|一致|本|该|此|其|各项|统一|联合|实际|具体|年度|工作|集中|重大|新的|国家|省级|市级|重点|一次|自觉|有关|投资|生产|建设|用地|招生|年|月|日|发展|执法|采取|思想|党的|城市|产业|战略)(?:行动|计划|战略|工程|改革|革命|活动)\Z"
)
_REFORM = re.compile(
    r"(?:放管服|国企国资|国资国企|国企|商事制度|行政审批制度|投融资体制|机构|农村集体产权制度|医药卫生体制|医疗卫生体制|供销社综合|供销合作社综合|司法体制|监察体制|财税体制|教育综合|国有林场|殡葬|事业单位|农村土地|综合行政执法|行政执法|公立医院|价格|价格机制|户籍制度|电力|集体林权制度|“[^“”]{1,12}”)[^，、；。]{0,6}改革\Z"
)
_SYSTEM = re.compile(r"长制\Z")


def programmes(text: str) -> Iterator[Named]:
    """Find programmes: by quotation marks and a head (行动, 计划, 攻坚战 …), by a head alone, or by a fixed name."""
    for match in _CAMPAIGN.finditer(text):
        yield Named(match.span(), "Programme")
    for match in _QUOTED.finditer(text):
        start = begin(text, match.start("words") - 1, match.start())
        yield Named((start, match.end()), "Programme")
    for match in _DONE.finditer(text):
        yield Named((match.start("name"), match.end()), "Programme")
    for match in _PLAIN.finditer(text):
        start = begin(text, match.start())
        name = text[start : match.end()]
        # Two characters before a head say what kind of work it is: 帮扶行动, 节约战略.
        if not (3 if _SYSTEM.search(name) else 6) <= len(name) <= 24 or name.count("“") != name.count("”"):
            continue
        if name.startswith(("三年", "五年", "专项", "重点", "问题", "重大")):
            continue
        if name.endswith("工程") and has_site(name):
            continue
        if _BUILT.search(name) or _PLAIN_WORD.fullmatch(name):
            continue
        if name.endswith("改革") and not _REFORM.fullmatch(name):
            continue
        yield Named((start, match.end()), "Programme")
