"""Properties that things are matched by and asked for."""

from dataclasses import dataclass
from typing import Any, Final

from kg.match.model import LEVELS

_PLACES: Final = frozenset({"place", *LEVELS})
_INDICATORS: Final = frozenset({"indicator"})
_COUNTED: Final = _PLACES | _INDICATORS


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its id, its labels, what it says, and the types of the things that have it (none: all)."""

    id: str
    zh: str
    en: str
    told_zh: str
    told_en: str
    types: frozenset[str] = frozenset()

    def fits(self, kind: str) -> bool:
        """Whether things of a type have it; "" is any type."""
        return not kind or not self.types or kind in self.types

    def label(self, lang: str) -> str:
        """Return its label in a language."""
        return self.en if lang == "en" else self.zh

    def record(self, lang: str) -> dict[str, Any]:
        """Return it as the service tells of it."""
        return {"id": self.id, "name": self.label(lang), "description": self.told_en if lang == "en" else self.told_zh}


_ALL: Final = (
    Property("name_zh", "中文名", "Chinese name", "图中的中文名称", "its label in Chinese"),
    Property("name_en", "英文名", "English name", "图中的英文名称，不是每个都有", "its label in English, where it has one"),
    Property("other_names", "别名", "other names", "又称", "what else it is called"),
    Property("code", "代码", "code", "行政区划代码（GB/T 2260），或地址末段", "code of GB/T 2260, or local name"),
    Property("level", "级别", "level", "国家、省级、地级、县级", "nation, province, prefecture, county", _PLACES),
    Property("within", "上级地区", "within", "直接上级行政区", "the division that contains it", _PLACES),
    Property("province", "省份", "province", "所在省级行政区", "the province that contains it", _PLACES),
    Property("lon", "经度", "longitude", "十进制度，来源未说明坐标系", "decimal degrees; the source states no datum", _PLACES),
    Property("lat", "纬度", "latitude", "十进制度，来源未说明坐标系", "decimal degrees; the source states no datum", _PLACES),
    Property("year", "年份", "year", "名称有效的年份（用于匹配）", "year in which the name was valid, to match by", _PLACES),
    Property("valid_from", "起始年", "valid from", "名称启用年份", "first year of its name", _PLACES),
    Property("valid_to", "终止年", "valid to", "名称停用年份，空为沿用至今", "last year of its name; none: still valid", _PLACES),
    Property("unit", "单位", "unit", "规范计量单位（QUDT）", "canonical unit (QUDT)", _INDICATORS),
    Property("definition", "定义", "definition", "指标定义", "what the indicator counts", _INDICATORS),
    Property("target", "目标", "target", "最近一年（或设定年份）的目标；设定另一方：指标或地区",
             "target of the latest year or that of the settings, which name the indicator or the place", _COUNTED),
    Property("result", "结果", "result", "最近一年（或设定年份）的完成值；设定另一方：指标或地区",
             "result of the latest year or that of the settings, which name the indicator or the place", _COUNTED),
    Property("same_as", "等同", "same as", "schema:sameAs、skos:exactMatch", "schema:sameAs and skos:exactMatch"),
    Property("close_match", "近似", "close match", "skos:closeMatch、skos:relatedMatch", "skos:closeMatch and skos:relatedMatch"),
)  # fmt: skip
PROPERTIES: Final = {p.id: p for p in _ALL}
MATCHED: Final = ("within", "code", "year")
"""Properties that a query may bring beside a name."""
EXTENDED: Final = frozenset(PROPERTIES) - {"year"}
"""Properties that things can be asked for."""
