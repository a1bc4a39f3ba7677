"""The indicators that reports name: labels, aliases and how to find them in text (``ontology/indicators.csv``).

A name is compared without white space and quotation marks. A qualifier is never dropped: 「农村居民人均可支配收入」 is
not 居民人均可支配收入, and 「工业投资占比」 holds no 工业投资.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Final

from kg import resources

_SOURCE: Final = "ontology/indicators.csv"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the catalogue; ``unit`` is a spelling of ``kg.units``, ``direction`` higher, lower or neutral.

    ``nbs`` is the nearest name used by the National Bureau of Statistics, or empty.
    """

    id: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    unit: str
    direction: str
    theme: str
    nbs: str
    definition_zh: str
    definition_en: str

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical label, then the aliases."""
        return (self.zh, *self.aliases)

    def label_for(self, words: str) -> str:
        """Return the canonical label, or the words themselves where they say whose it is otherwise.

        「改造城镇老旧小区」 is the indicator 老旧小区改造, but 城镇 must not be lost.

        >>> catalogue().by_id["gdp"].label_for("国内生产总值")
        '地区生产总值'
        """
        return self.zh if _qualifiers(words) == _qualifiers(self.zh) else words


# Words that say of whom or of what kind a number is; they are never dropped for a canonical label.
_QUALIFIERS: Final = re.compile(r"人均|城镇|农村|占比|比重|比例")
_SHARES: Final = ("占比", "比例")


def _qualifiers(name: str) -> set[str]:
    return {"比重" if word in _SHARES else word for word in _QUALIFIERS.findall(name)}


_QUOTES: Final = "“”‘’「」『』\"'"
_DROP: Final = dict.fromkeys(map(ord, _QUOTES))

# Words before or behind a name that say whose, when or how, never what.
_PREFIX: Final = re.compile(
    r"(?:全市|全省|全县|全区|全州|全国|全盟|全旗|全域|我市|我省|我县|我区|我州|我国|本市|全年|年度|预计|其中|实现|力争|确保|"
    r"(?:19|20)\d\d年|今年|去年|上年|当年|全部(?!工业))"
)
_SUFFIX: Final = re.compile(
    r"(?:增长速度|增长率|增速|增幅|增长|同比|实际|分别|预计|年均|总体|力争|有望|继续|持续|稳定|首次|再次|(?<![人户日月季亩])均|的|要|将|再|达到|达)$"
)
_COUNT_SUFFIX: Final = re.compile(r"(?:总数量|总数|总量|数量|(?P<counted>[个家户人])?数)$")
_SUM_SUFFIX: Final = re.compile(r"(?:总量|总额)$")
_COUNTED: Final = frozenset("个家项件座所处套场条台辆列部张只头枚块起户人")

# A match directly behind one of these names something narrower than the indicator.
_NARROWER_LEFT: Final = re.compile(
    r"(?:人均|城镇|农村|城乡|城市|城区|市区|县城|税收|规模以上|规上|规模|限额以上|限上|地方|一产|二产|三产|第[一二三]产业|农业|工业|服务业|制造业|"
    r"高新技术|高技术|战略性新兴|战新|先进|装备|传统|特色|优势|民营|民间|国有|非公|园区|中央|省级|国家级|县级|市级|乡镇|行政村|单位|万元|亿元|亩均|每万人|每千人|"
    r"占|与|对|新增|新建|新认定|新登记|新设|新引进|新培育|新开工|净增|开工|筹集|筹建|建成|在建|竣工|投产|改造|培育|配售型|公办|优质|"
    r"国控|国考|省控|省考|散居|人民币|日均|月均|户均|单日|一次|村级|中心城区|建成区|企业|居民|职工|女性|青年|老年|残疾人|脱贫|贫困|"
    r"跨境|数字|网络|电商|文化|旅游|体育|健康|海洋|航空|铁路|公路|港口|机场|外贸|内贸|一般|加工|服务|农产品|食品|汽车|机电|集成电路|医药|钢铁|"
    r"儿童|亚洲|电气|重特大|较大|控股|护理型|贫困地区|脱贫地区|脱贫县|贫困县|牧区|库区|山区|基础设施|房地产|交通|水利|能源|电力|环保|技改|重点|重大|核心|上市|小微|中小|普惠|绿色|涉农|科技型|主导|支柱|主城|主城区|前海|新区|示范区|高新区|经开区)$"
)
# A match directly before one of these is part of the name of something else.
_NARROWER_RIGHT: Final = re.compile(
    r"占(?!比?重?[达为至])|占|比重|占比|比例|的比重|的比例|之比|与|能耗|电耗|水耗|用水量|产值|增加值|营收|营业收入|投资|贡献率|项目|"
    r"企业|产业|园|基地|集群|示范|试点|行动|工程|计划|规划|中心|平台|体系|机制|政策|改革|管理|服务|办法|制度|条例|公司|银行|综试|综合试验|博览|基金|活力|风险|"
    r"结构|质量|水平(?!达)|能力|覆盖率|普及率|处理率|保险|补贴|补助|资金|贷款|余额|标准|收入|支出|总额|面积|产量|人数|人次|率"
)
# Where a short name may begin: 出口, 税收 and the like are parts of many longer words.
_OPEN_LEFT: Final = re.compile(
    r"(?:^|[，。；：、（）！？“”\d%]|和|及|与|或|中|实现|完成|力争|确保|预计|全市|全省|全县|全区|全州|全国|我市|我省|年|年度|全部|各项|累计|分别|其中|达|是|为|新增|的)$"
)
# A sector's name stands for its value added only where it is said to grow or shrink.
_SECTOR: Final = re.compile(r"(?:产业|制造业|经济|服务业)$")
_GROWS: Final = re.compile(r"(?:预计|同比|分别|年均|比上年|较上年|均)*(?:增长|下降|增速|增幅)")
_COORDINATED: Final = re.compile(r"城镇(?:常住)?(?:居民)?(?:和|与|、|及)$")


def fold(name: str) -> str:
    """Return a name as it is compared: NFKC, without white space and quotation marks."""
    return "".join(unicodedata.normalize("NFKC", name).translate(_DROP).split()).replace("(", "（").replace(")", "）")


def _row(cells: list[str]) -> Indicator:
    id_, zh, en, aliases, unit, direction, theme, nbs, definition_zh, definition_en = cells
    names = tuple(a for a in aliases.split("|") if a)
    return Indicator(id_, zh, en, names, unit, direction, theme, nbs, definition_zh, definition_en)


class Catalogue:
    """All indicators, by id and by name."""

    def __init__(self, indicators: tuple[Indicator, ...]) -> None:
        """Index the indicators; a name that two of them claim is a mistake of the table (ValueError)."""
        self.indicators = indicators
        self.by_id: Mapping[str, Indicator] = MappingProxyType({i.id: i for i in indicators})
        self._by_name: dict[str, Indicator] = {}
        for indicator in indicators:
            for name in indicator.names:
                key = name if name.isalpha() else fold(name)
                held = self._by_name.setdefault(key, indicator)
                if held is not indicator:
                    raise ValueError(f"{_SOURCE}: {name} belongs to both {held.id} and {indicator.id}")

    def lookup(self, name: str) -> Indicator | None:
        """Return the indicator of this name, or ``None``: by its label or an alias.

        Words that carry no meaning in a name are left off where that leads to a known name: 全市 before it, 增速
        behind it, 总数 behind something counted.
        """
        key = fold(name)
        found = self._by_name.get(key)
        while found is None and (m := _PREFIX.match(key)):
            key = key[m.end() :]
            found = self._by_name.get(key)
        while found is None and (m := _SUFFIX.search(key)):
            key = key[: m.start()]
            found = self._by_name.get(key)
        return found or self._without_count(key)

    def _without_count(self, key: str) -> Indicator | None:
        counted = _COUNT_SUFFIX.search(key)
        found = self._by_name.get(key[: counted.start()]) if counted else None
        # 高新技术企业人数 counts people, 高新技术企业家数 the firms.
        if counted and found and found.unit in _COUNTED and (counted["counted"] or found.unit) in (found.unit, "个"):
            return found
        total = _SUM_SUFFIX.search(key)
        found = self._by_name.get(key[: total.start()]) if total else None
        return found if found is not None and found.unit not in _COUNTED and found.unit != "%" else None

    @cached_property
    def _by_opening(self) -> Mapping[str, tuple[str, ...]]:
        """Names by their first two characters, longest first."""
        index: dict[str, list[str]] = {}
        for name in self._by_name:
            index.setdefault(name[:2], []).append(name)
        return {opening: tuple(sorted(names, key=lambda n: (-len(n), n))) for opening, names in index.items()}

    def find(self, text: str) -> list[tuple[int, int, Indicator]]:
        """Return the indicators named in a view's text as (start, end, indicator), in order, without overlap.

        Longer names go before shorter ones, and of two equally long ones that overlap the right one, as the head of
        a Chinese noun phrase stands last. Of 「城镇和农村居民人均可支配收入」 the first word is the urban indicator.
        """
        bare, offsets = _bare(text)
        taken: list[tuple[int, int, Indicator]] = []
        for start, end, name in sorted(self._candidates(bare), key=lambda c: (c[0] - c[1], -c[1])):
            if all(end <= i or j <= start for i, j, _ in taken):
                taken.append((start, end, self._by_name[name]))
        taken += self._coordinated(bare, taken)
        return [(*_with_quotes(text, offsets[i], offsets[j - 1] + 1), indicator) for i, j, indicator in _ordered(taken)]

    def _candidates(self, bare: str) -> Iterator[tuple[int, int, str]]:
        """Yield at each place the longest name that neither neighbour narrows."""
        openings = self._by_opening
        for start in range(len(bare) - 1):
            for name in openings.get(bare[start : start + 2], ()):
                if bare.startswith(name, start):
                    if _stands(bare, start, start + len(name), name):
                        yield start, start + len(name), name
                    # A shorter name at the same place would drop what the longer one says.
                    break

    def _coordinated(self, bare: str, taken: list[tuple[int, int, Indicator]]) -> Iterator[tuple[int, int, Indicator]]:
        for start, _, indicator in taken:
            pair = indicator.id.replace("-rural", "-urban")
            if (
                pair != indicator.id
                and pair in self.by_id
                and (m := _COORDINATED.search(bare, max(0, start - 8), start))
            ):
                yield m.start(), m.start() + 2, self.by_id[pair]


def _ordered(found: list[tuple[int, int, Indicator]]) -> list[tuple[int, int, Indicator]]:
    return sorted(found, key=lambda f: f[:2])


def _bare(text: str) -> tuple[str, list[int]]:
    """Leave quotation marks out of a text; return it with the offset of each character left."""
    offsets = [i for i, char in enumerate(text) if char not in _QUOTES]
    return (text, offsets) if len(offsets) == len(text) else ("".join(text[i] for i in offsets), offsets)


def _with_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the mark that opens a quotation closed inside, or closes one opened inside: “四上”企业."""
    inside = text[start:end]
    if start and text[start - 1] in "“‘" and inside.count("”") + inside.count("’") == 1:
        return start - 1, end
    if text[end : end + 1] in ("”", "’") and inside.count("“") + inside.count("‘") == 1:
        return start, end + 1
    return start, end


def _stands(bare: str, start: int, end: int, name: str) -> bool:
    """Whether a name at a place is the whole name of what stands there."""
    before = bare[max(0, start - 6) : start]
    if _SECTOR.search(name):
        if not _GROWS.match(bare, end):
            return False
    elif _NARROWER_RIGHT.match(bare, end):
        return False
    if len(name) <= 3 and name.isalpha() and not name.isascii():
        return bool(_OPEN_LEFT.search(before))
    if name.isascii() and re.match(r"[A-Za-z]", bare[end : end + 1]):
        return False
    return not _NARROWER_LEFT.search(before)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that comes with the package."""
    with resources.path(_SOURCE).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        next(reader)
        return Catalogue(tuple(map(_row, reader)))
