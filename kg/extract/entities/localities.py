"""Names of places: divisions of the gazetteer, regions, waters, mountains, zones, ports and roads."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.extract.entities.edges import Named, begin
from kg.places import ancestors, children, division, names_within, short_name

_REGIONS = re.compile(
    r"粤港澳大湾区|长江经济带|京津冀|长三角|珠三角|成渝(?:地区)?(?:双城经济圈)?|长株潭(?:城市群|都市圈)?|泛珠三角|北部湾|环渤海|东盟|海峡西岸|中原(?:城市群|经济区)|关中平原|"
    r"哈长城市群|长江中游城市群|西部陆海新通道|中国（[^（）]{2,6}）自由贸易试验区|洞庭湖生态经济区|京津|港澳台?|欧美|欧盟|中亚|东南亚|非洲|欧洲|北美|大别山|罗霄山区?|武陵山区?|秦巴山区"
)
_HEAD = re.compile(
    r"(?:经济技术开发区|高新技术产业开发区|经济开发区|综合保税区|保税物流中心|保税区|经开区|高新区|综保区|开发区|工业集中区|工业园区|工业园|产业园区|科技园|物流园|示范区|合作区|新区|新城|风景名胜区|风景区|度假区|湿地公园|森林公园|国家公园|地质公园|自然保护区|水库|机场|火车站|高铁站|汽车站|港区|口岸|码头|大桥|大道)(?![\u4e00-\u9fff]{0,6}(?:建设|化)\Z)|"
    r"[江河湖溪](?=[，、；。和与沿流两岸治水段干支航]|$)|[\u4e00-\u9fff]山(?=[，、；。和与景旅]|$)"
)
_GENERIC = re.compile(
    r"(?:乡镇|江|河|国家级?|省级以上|省级|市级|县级|各|园区|产业|工业|现代|综合|示范|中小|主要|重要|城市|城区|高新|千亿|百亿|重点|一流|特色|农业|物流|通用|支线|通航|军民|国际|骨干|沿线|城乡|流域|跨境|航空|沿江|内陆|开放|生态|先行|核心|集聚|试点|实验|改革|创新|旅游|文化|自贸|转移|承接产业转移|大型|新|老|旧|省内|境内|县域|主干|跨区域|跨省|万亩|千亩|水源|饮用水|黑臭|长株潭|中心|示范性|引领|样板|优质)*"
    r"(?:经济技术开发区|高新技术产业开发区|经济开发区|综合保税区|保税区|开发区|工业集中区|工业园区?|产业园区|科技园|物流园|示范区|合作区|新区|新城|风景名胜区|风景区|度假区|公园|保护区|水库|机场|车站|高铁站|火车站|港区|口岸|码头|大桥|大道|[江河湖溪山])\Z"
)
# A rank and a kind are a title that many places have: 国家生态文明先行示范区.
_TITLE = re.compile(
    r"(?:国家级?|省级(?:以上)?|全[国省]|世界|.*创[成建]?(?:国家|省)).*(?:示范区|先行区|试验区|度假区|旅游区|公园|园区|高新区)\Z|一流|型|物流园\Z|保护[\u4e00-\u9fff]*[江河湖]\Z|.*绿水青山"
)
_RIVERS = re.compile(
    r"(?:长江|黄河|淮河|海河|珠江|松花江|辽河|湘江|资江|沅江|澧水|耒水|蒸水|洣水|赣江|汉江|嘉陵江|岷江|乌江|金沙江|澜沧江|怒江|西江|东江|北江|韩江|闽江|钱塘江|太湖|洞庭湖|鄱阳湖|巢湖|滇池|洱海|青海湖|大运河)(?!省|大学|大道|路|医|新区|国际|学院|流域经济|经济|日报|证券|三峡)"
)
_HIGHWAY = re.compile(r"(?:[GSX]\d{2,4}(?:国道|省道|线)?|\d{3}国道)")


def localities(text: str, code: str) -> Iterator[Named]:
    """Find places in a report of the division ``code``: its own divisions, those above, provinces and prefectures, named spots."""
    pattern, names = _gazetteer(code)
    for match in pattern.finditer(text):
        full, inside = names[match[0]]
        if inside or match[0] == full or _alone(text, *match.span()):
            yield Named(match.span(), "Place", full)
    for pattern in (_REGIONS, _RIVERS, _HIGHWAY):
        for match in pattern.finditer(text):
            yield Named(match.span(), "Place")
    for match in _HEAD.finditer(text):
        start = begin(text, match.end() - 1)
        name = text[start : match.end()]
        if 3 <= len(name) <= 16 and not _GENERIC.fullmatch(name) and not _TITLE.match(name) and "“" not in name:
            yield Named((start, match.end()), "Place")


# Short names that are words of every day, or parts of other names.
_WORDS = frozenset(
    [
        "安康",
        "吉安",
        "大同",
        "平安",
        "长治",
        "和平",
        "东方",
        "铁路",
        "城区",
        "郊区",
        "市中",
        "新城",
        "开发",
        "海洋",
        "朝阳",
        "太平",
        "合作",
        "延安",
        "保定",
        "宿州",
        "白银",
        "金昌",
        "通化",
        "大庆",
        "松原",
        "和田",
    ]
)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a short name stands free on one side: 乡镇江河 names no 镇江."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return (
        not before
        or before in "，。；：、“（与和到赴在向从至由对来"
        or (behind != "" and behind in "，。；、”）和与至—")
    )


@lru_cache(maxsize=64)
def _gazetteer(code: str) -> tuple[re.Pattern[str], dict[str, tuple[str, bool]]]:
    """Return a pattern of the names of divisions a report of this place may use; each name's full one, and whether it is the place's own."""
    names = {name: (full, False) for name, full in _outside()}
    names |= {above.name: (above.name, True) for above in ancestors(code) if above.code != "cn"}
    names |= {name: (division(c).name, True) for name, c in names_within(code).items() if not _far(name, c, code)}
    own = division(code).name
    words = [n for n, (full, _) in names.items() if full != own and n not in _WORDS]
    tail = r"(?![一二三四五六七八九十]中|[大中小]学|学院|路|街|大道|银行|集团|公司|机场|大桥|高速|铁路|港|商会)"
    return re.compile(_one_of(words) + tail), names


def _far(name: str, code: str, above: str) -> bool:
    """Whether a name is the short one of a county, and the report that of a place above its prefecture.

    Of so many short names some stand in any text across its words: 改革和政策 names no 和政县.
    """
    county = division(code)
    between = [a.level for a in ancestors(code) if above in {b.code for b in ancestors(a.code)}]
    return county.level == "county" and name == short_name(county) != county.name and "prefecture" in between


def _one_of(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first, that tries those alone which begin with the character there."""
    found: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (w[0], -len(w), w)):
        found.setdefault(word[0], []).append(re.escape(word[1:]))
    return "(?:" + "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in found.items()) + ")"


@lru_cache(maxsize=1)
def _outside() -> tuple[tuple[str, str], ...]:
    """Return provinces and prefectures by full and, where one alone has it, short name."""
    found: dict[str, set[str]] = {}
    provinces = children("cn")
    for place in (
        *provinces,
        *(p for province in provinces for p in children(province.code) if p.level == "prefecture"),
    ):
        for name in {place.name, short_name(place)}:
            if len(name) >= 2:
                found.setdefault(name, set()).add(place.name)
    return tuple(sorted((name, next(iter(full))) for name, full in found.items() if len(full) == 1))
