"""Units of measurement: the spellings that reports use, and the IRI each stands for.

QUDT's units keep QUDT's IRI; the rest are ours (``u:``). The same table with labels is ``ontology/vocab/units.ttl``;
a test holds the two together. 万 and 亿 are never part of a unit: they are folded into the number.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kg.terms import PREFIXES

# Unit → its spellings, the usual one first.
_SPELLINGS: Final = {
    "unit:PERCENT": "%",
    "unit:PPTH": "‰",
    "u:PERCENTAGE_POINT": "百分点 个百分点",
    "unit:CCY_CNY": "元 人民币",
    "unit:CCY_USD": "美元",
    "unit:CCY_EUR": "欧元",
    "unit:CCY_HKD": "港元 港币",
    "unit:CCY_JPY": "日元",
    "unit:NUM": (
        "个 家 项 件 座 所 处 套 场 条 台 辆 列 部 张 只 头 株 批 次 宗 起 栋 幢 枚 块 对 类 支 班 艘 架 "
        "盏 间 门 届 站 口 篇 集 期 档 例 片 组 队 册 份 棵 根 颗 孔 笔 单 卷 款 届次 场次 批次 班次 架次 "
        "车次 列次 件次 位 种 羽 尾 席 航次 户次 辆次 趟次 趟 轮 枪 剂 镇 村 乡 县 区"
    ),
    "unit:INDIV": "人 名",
    "u:PERSON_TIME": "人次",
    "u:HOUSEHOLD": "户",
    "unit:M": "米",
    "unit:KiloM": "公里 千米",
    "u:LI": "里 华里",
    "unit:CentiM": "厘米",
    "unit:MilliM": "毫米",
    "unit:M2": "平方米 平米",
    "unit:KiloM2": "平方公里 平方千米",
    "unit:HA": "公顷",
    "u:MU": "亩",
    "unit:M3": "立方米 立方 方",
    "unit:L": "升",
    "unit:KiloL": "千升",
    "unit:TONNE": "吨",
    "unit:KiloGM": "公斤 千克",
    "u:JIN": "斤",
    "u:DAN": "担",
    "unit:GM": "克",
    "unit:MilliGM": "毫克",
    "unit:MicroGM": "微克",
    "u:TCE": "吨标准煤 吨标煤",
    "u:TEU": "标箱 标准箱",
    "u:WEIGHT_CASE": "重量箱",
    "u:SHEEP_UNIT": "羊单位",
    "u:DWT_CLASS": "吨级",
    "u:TONNE-KiloM": "吨公里",
    "u:INDIV-KiloM": "人公里",
    "u:PERSON_YEAR": "人年",
    "u:STANDARD_VEHICLE": "标台",
    "unit:KiloW": "千瓦",
    "unit:MegaW": "兆瓦",
    "unit:GigaW": "吉瓦",
    "unit:W": "瓦",
    "unit:KiloW-HR": "千瓦时 度",
    "unit:W-HR": "瓦时",
    "unit:MegaW-HR": "兆瓦时",
    "unit:GigaW-HR": "吉瓦时",
    "unit:KiloV": "千伏",
    "unit:KiloV-A": "千伏安",
    "unit:MegaV-A": "兆伏安",
    "unit:YR": "年",
    "unit:MO": "月 个月",
    "unit:WK": "周",
    "unit:DAY": "天 日 个工作日 工作日",
    "unit:HR": "小时 个小时",
    "unit:MIN": "分钟",
    "unit:SEC": "秒",
    "u:YEAR_OF_AGE": "岁 周岁",
    "u:INDEX_POINT": "点",
    "unit:DEG_C": "℃ 摄氏度",
    "unit:UNITLESS": "倍",
    "u:RANK": "名次 位次",
    "unit:MicroGM-PER-M3": "微克/立方米",
    "unit:MilliGM-PER-L": "毫克/升",
    "unit:TONNE-PER-DAY": "吨/日 吨/天",
    "unit:TONNE-PER-YR": "吨/年",
    "unit:M3-PER-DAY": "立方米/日 立方米/天",
    "unit:KiloM-PER-HR": "公里/小时",
    "unit:MegaBIT-PER-SEC": "兆 兆比特/秒 Mbps",
    "unit:PetaFLOPS": "P",
    "unit:NUM-PER-KiloM2": "个/平方公里",
    "u:CCY_CNY-PER-INDIV": "元/人",
    "u:CCY_CNY-PER-MO": "元/月",
    "u:CCY_CNY-PER-YR": "元/年",
    "u:CCY_CNY-PER-DAY": "元/天 元/日",
    "u:CCY_CNY-PER-HR": "元/小时",
    "u:CCY_CNY-PER-INDIV-MO": "元/人·月 元/月·人",
    "u:CCY_CNY-PER-INDIV-YR": "元/人·年 元/年·人",
    "u:CCY_CNY-PER-INDIV-DAY": "元/人·天 元/人·日",
    "u:CCY_CNY-PER-HOUSEHOLD": "元/户",
    "u:CCY_CNY-PER-M2": "元/平方米",
    "u:CCY_CNY-PER-MU": "元/亩",
    "u:CCY_CNY-PER-JIN": "元/斤",
    "u:CCY_CNY-PER-KiloGM": "元/公斤",
    "u:CCY_CNY-PER-KiloM2": "元/平方公里",
    "u:CCY_CNY-PER-TONNE": "元/吨",
    "u:CCY_CNY-PER-KiloW-HR": "元/千瓦时 元/度",
    "u:CCY_CNY-PER-M3": "元/立方米",
    "u:NUM-PER-10K_INDIV": "件/万人 个/万人 人/万人 名/万人 家/万人 张/万人 辆/万人",
    "u:NUM-PER-KiloINDIV": "张/千人 个/千人 人/千人 名/千人 件/千人 家/千人 辆/千人",
    "u:NUM-PER-100_HOUSEHOLD": "辆/百户 台/百户 个/百户 件/百户 张/百户 家/百户",
    "u:INDIV-PER-100_HOUSEHOLD": "人/百户 名/百户",
    "u:HOUSEHOLD-PER-10K_INDIV": "户/万人",
    "u:HOUSEHOLD-PER-KiloINDIV": "户/千人",
    "u:M2-PER-10K_INDIV": "平方米/万人",
    "u:M2-PER-KiloINDIV": "平方米/千人",
    "u:M2-PER-100_HOUSEHOLD": "平方米/百户",
    "u:M-PER-10K_INDIV": "米/万人",
    "u:CCY_CNY-PER-10K_INDIV": "元/万人",
    "u:CCY_CNY-PER-KiloINDIV": "元/千人",
    "u:CCY_CNY-PER-100_HOUSEHOLD": "元/百户",
    "u:NUM-PER-MO": "个/月 件/月 家/月 张/月 辆/月",
    "u:INDIV-PER-MO": "人/月 名/月",
    "u:HOUSEHOLD-PER-MO": "户/月",
    "u:M2-PER-MO": "平方米/月",
    "u:M-PER-MO": "米/月",
    "u:KiloGM-PER-MO": "公斤/月",
    "u:NUM-PER-INDIV-MO": "个/人·月 件/人·月 张/人·月",
    "u:NUM-PER-INDIV-YR": "个/人·年 件/人·年 张/人·年",
    "u:KiloGM-PER-INDIV-MO": "公斤/人·月",
    "u:KiloGM-PER-INDIV-YR": "公斤/人·年",
    "u:INDIV-PER-M2": "人/平方米 名/平方米",
    "u:NUM-PER-MU": "个/亩 件/亩",
    "unit:MilliGM-PER-M3": "毫克/立方米",
    "u:NUM-PER-100K_INDIV": "人/10万 人/十万 人/10万人 人/十万人",
    "u:INDIV-PER-KiloM2": "人/平方公里",
    "u:M2-PER-INDIV": "平方米/人",
    "u:KiloGM-PER-MU": "公斤/亩",
    "u:JIN-PER-MU": "斤/亩",
    "u:TCE-PER-10K_CNY": "吨标准煤/万元 吨标煤/万元",
    "u:M3-PER-10K_CNY": "立方米/万元",
    "u:TONNE-PER-10K_CNY": "吨/万元",
    "u:INDIV-PER-100M_CNY": "人/亿元",
    "unit:DeciB": "分贝",
    "unit:TeraBYTE": "TB",
}

# Spellings that a report may use for one of the above, and what the statements table writes instead.
_VARIANTS: Final = {
    "kV": "千伏",
    "KV": "千伏",
    "kW": "千瓦",
    "MW": "兆瓦",
    "GW": "吉瓦",
    "kWh": "千瓦时",
    "MWh": "兆瓦时",
    "GWh": "吉瓦时",
    "dB": "分贝",
    "㎡": "平方米",
    "m2": "平方米",
    "m3": "立方米",
    "km": "公里",
    "km2": "平方公里",
    "μg/m3": "微克/立方米",
    "微克每立方米": "微克/立方米",
    "每立方米微克": "微克/立方米",
    "国际标准箱": "标箱",
    "TEU": "标箱",
    "PFLOPS": "P",
    "PFlops": "P",
    "PF": "P",
    "美金": "美元",
    "元人民币": "元",
    "元/平米": "元/平方米",
    "元/人/月": "元/人·月",
    "元/人月": "元/人·月",
    "元/月/人": "元/人·月",
    "元/人/年": "元/人·年",
    "元/人/天": "元/人·天",
    "平方": "平方米",
}

# Units that open a longer word: 「3个别」, 「5升级」, 「3条件」 hold none.
_NOT_BEFORE: Final = {
    "个": "别",
    "元": "旦素",
    "人": "均才大工民员口",
    "部": "门分委队级",
    "门": "户诊店",
    "对": "外口接比",
    "天": "然",
    "周": "年边",
    "期": "间货末",
    "组": "织",
    "队": "伍",
    "集": "群团中聚成体约",
    "单": "位",
    "条": "件例",
    "台": "阶账",
    "家": "庭具",
    "户": "籍均",
    "头": "部",
    "处": "理置",
    "口": "岸径",
    "片": "区",
    "根": "据本",
    "份": "额",
    "位": "居列于",
    "方": "面案式向便",
    "里": "程",
    "升": "级至到高为",
    "克": "服",
    "度": "假",
    "名": "列牌录单优",
    "所": "有在",
    "套": "餐",
    "批": "准发",
    "支": "持出付柱撑",
    "间": "接",
    "米": "粉线",
    "班": "列",
    "站": "位点",
    "场": "馆景",
    "年": "均内底初末来前",
    "日": "均报",
    "P": "MC",
    "种": "植养粮子业",
    "席": "卷",
    "例": "如会",
    "档": "案",
    "类": "别似",
    "起": "来步到",
    "次": "要产",
    "款": "项",
    "担": "当任保",
    "兆": "易",
    "瓦": "房斯",
    "月": "均",
    "人年": "均内底初末龄",
    "尾": "气矿水款",
    "羽": "毛绒",
    "届": "时",
    "趟": "次",
    "轮": "胎毂机渡值岗",
    "枪": "支械",
    "镇": "级域街",
    "村": "级集民委",
    "乡": "级村镇土",
    "县": "级域市区城",
    "区": "级域间块县市",
    "点": "位名钟半整前后多以开0-9",
}


def _iri(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {spelling: _iri(unit) for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
)
"""Spelling of a unit in the statements table → the IRI of its unit."""


def canonical_unit(spelling: str) -> str:
    """Return how the statements table writes a unit: 百分点 for 个百分点, 公里 for km; an unknown one as it is."""
    spelling = _VARIANTS.get(spelling, spelling)
    iri = UNITS.get(spelling)
    # Counting words stay as they are: they say what is counted.
    return spelling if iri is None or iri.startswith((UNITS["个"], PREFIXES["u"] + "NUM")) else _USUAL[iri]


_USUAL: Final = {_iri(unit): spellings.split()[0] for unit, spellings in _SPELLINGS.items()}


def unit_iri(unit: str) -> str | None:
    """Return the IRI of a unit by any of its spellings, or ``None`` for one that is not known."""
    return UNITS.get(_VARIANTS.get(unit, unit))


def _alternative(spelling: str) -> str:
    stop = _NOT_BEFORE.get(spelling)
    return re.escape(spelling) + (f"(?![{stop}])" if stop else "")


UNIT_PATTERN: Final = "|".join(
    _alternative(spelling) for spelling in sorted({*UNITS, *_VARIANTS}, key=lambda s: (-len(s), s))
)
"""Alternation of every spelling, longest first, without groups: put it in ``(?:…)`` behind a number and its 万 or 亿."""
