"""Names of industries and lines of business."""

import re
from collections.abc import Iterator

from kg.extract.entities.edges import Named, begin

_HEAD = re.compile(
    r"(?:产业(?!园|化|链|发展|结构|项目|基地|政策|集群|转移|集聚|扶贫|升级|转型|投资|基金|体系|规模|布局|协|兴|强|振兴|融合|帮扶|工人|用地|路|带|新城|小镇|配套|招商|平台|技术|创新|生态|数字|增加|工程|大军|引导|承接|立|支撑|联盟|人才)|制造业|服务业|旅游业|养殖业|种植业|加工业|建筑业|房地产业|物流业|金融业|畜牧业|(?:休闲|智慧|设施|都市|观光|创意|生态|循环|订单|精细)农业|(?:盐|冶金|林产|食品|军民)工业|装备(?=[、，；。和与等]|$)|新材料(?=[、，；。和与等]|$)|新能源(?=[、，；。和与等]|$)|电子信息(?=[、，；。和与等产]|$)|生物医药(?=[、，；。和与等产]|$)|大数据(?=产业|[、，；。和与等]|$)|人工智能(?=[、，；。和与等产]|$)|盐卤化工|有色金属(?=[、，；。和与等加]|$)|轨道交通装备|输变电(?:装备)?(?=[、，；。和与等产]|$)|汽车零部件|节能环保(?=[、，；。和与等产]|$)|文化创意(?=[、，；。和与等产]|$)|电子商务(?=[、，；。和与等产]|$))"
)
# Words and single characters that say which of an economy's trades are meant, but name none: 「千亿级新兴产业」.
_WORDS = (
    "每个 国家 支柱 主导 优势 特色 传统 新兴 战略性新兴 高新技术 富民 扶贫 重点 主要 千亿 百亿 相关 劳动密集型 高端 现代 新型 生产性 "
    "生活性 先进 未来 朝阳 绿色 首位 本地 当地 实体 乡村 农村 农业 工业 规模以上 规模 规上 龙头 接续 环保 低端 落后 过剩 关联 上下游 下游 "
    "配套 品牌 整个 两大 智能 大力"
)
_CHARACTERS = "全大小轻重新各市县省个条亿级元0123456789一二三四五六七八九十"
_GENERIC = re.compile(
    rf"(?:{'|'.join(_WORDS.split())}|第[一二三]|[一二三]次|[{_CHARACTERS}]|“[^”]*”)*(?:产业|工业|农业|装备|新能源|新材料)"
    r"|(?:军民融合|村级|集体|扶贫|招商引资|融合|链条|全链条|招商|经济|转移|承接)产业"
)


def sectors(text: str) -> Iterator[Named]:
    """Find industries by their heads (产业, 制造业 …) and lines of business that name themselves."""
    for match in _HEAD.finditer(text):
        start = begin(text, match.start())
        name = text[start : match.end()]
        # What names itself (新材料, 人工智能 …) takes a short word before it; a longer one is a firm's or a project's.
        longest = 14 if match[0].endswith(("业", "产业")) else 9
        if (
            3 <= len(name) <= longest
            and "占" not in name
            and not _GENERIC.fullmatch(name)
            and not re.search("[“”]|集团|公司", name)
            and not re.search(r"\d", name)
        ):
            yield Named((start, match.end()), "Sector")
