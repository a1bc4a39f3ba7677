"""Administrative divisions: GB/T 2260 codes with their names, years and containment (``data/reference/divisions.csv``).

A code whose name changed has one row per name. ``valid_from`` and ``valid_to`` are the first and last calendar year
in any part of which the name was valid; ``None`` is open. In a year of change both names are valid, as a report of
that January still uses the old one.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from kg import resources
from kg.errors import PlaceError

LEVEL_LABELS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "nation": ("国家", "nation"),
        "province": ("省级行政区", "province"),
        "prefecture": ("地级行政区", "prefecture"),
        "county": ("县级行政区", "county"),
    }
)
"""Level → its label in Chinese and in English, highest level first."""

_RANK: Final = {level: rank for rank, level in enumerate(LEVEL_LABELS)}
_SOURCE: Final = "data/reference/divisions.csv"

_PEOPLES: Final = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|"
    "哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|"
    "土族|达斡尔族|达斡尔|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|普米族|塔吉克|怒族|"
    "鄂温克族|裕固族|保安族|独龙族|各族"
)
_AUTONOMOUS: Final = re.compile(rf"(?:{_PEOPLES})*自治(?P<kind>区|州|县|旗)$")
_KIND: Final = re.compile(r"(?:特别行政区|(?:达斡尔族|回族)区|地区|林区|特区|省|市|县|区|盟)$")
# Short forms of counties and districts that are also everyday words: in running text they name no division.
_EVERYDAY: Final = (
    "和平 新建 新城 新华 新兴 新市 新邱 团结 解放 建设 前进 向阳 胜利 文明 安定 永定 城中 城区 城关 城东 城西 城南 城北 城厢 郊区 "
    "矿区 河东 河西 江东 江北 江南 海港 港口 港北 港南 开平 金牛 中山 振兴 振安 友好 东风 红旗 红星 兴安 兴业 兴国 富民 安宁 安康 "
    "大同 平安 太平 长安 文化 工农 朝阳 光明 永安 长治 保定 高新 高港 南山 西山 东山 北山 东港 西湖 东湖 南湖 南沙 宝山 武功 大理 "
    "公安 民权 理县 合作 成功 丰收 开化 开发 资源 集美 集安 海南 东方 全南 明水 清水 工业 城乡 中阳 永新 新民 新宁 新安 新和 新河 "
    "新源 新津 新野 通道 城步 大方 大田 大安 普格 双江 双流 江口 天等 天台 天柱 上林 福海 民和 民乐 互助 共和 同心 同德 同仁 安化 "
    "会同 会理 平和 平顺 和顺 和谐 东部 西部 新区 中心 万年 中原 二七 友谊 前锋 南部 复兴 大关 大东 大观 大名 大兴 大新 大城 大丰 "
    "宏伟 将乐 小店 惠民 新都 方正 桥东 民丰 民勤 永丰 清流 滨城 滨海 滨江 滨湖 玄武 白水 站前 老城 路北 运河 通海 通河 金沙 金山 "
    "金台 铁山 长兴 长寿 长乐 长丰 龙门 翠屏 钟楼 道外 道里 牡丹 湖口 灯塔 温泉 泰山 江山 江海 江岸 江汉 比如 林口 明光 文成 文峰 "
    "文昌 恒山 平原 平房 平川 市北 市南 山城 宝塔 天山 天河 天元 天涯 天长 天桥 丰满 乐业 安居 安吉 安图 兴文 兴化 合水 古城 喜德 "
    "商城 商都 嘉善 回民 响水 名山 政和 康乐 泰和 爱民 甘泉 石门 石林 石棉 福安 红桥 红原 绿园 花山 铜鼓 阳明 青山 高明 高台 高平 "
    "麒麟 黄龙 黑山 黑水 城口 独山 海兴 建华"
)
_WORDS: Final = frozenset(_EVERYDAY.split())
_ANY_WORDS: Final = frozenset({"长治", "安康"})  # 长治久安, 幸福安康


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division under one of its names; ``parent`` is ``None`` for the nation.

    ``lon`` and ``lat`` are decimal degrees as the source writes them, whose datum is not stated.
    """

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: int | None
    valid_to: int | None
    lon: str | None
    lat: str | None

    def valid_in(self, year: int | None) -> bool:
        """Whether the name was valid in any part of the year; without a year, whether it still is."""
        if year is None:
            return self.valid_to is None
        return (self.valid_from or year) <= year <= (self.valid_to or year)


class _Table(NamedTuple):
    """The rows as read, by code and by parent; a Division is made of a row when it is asked for."""

    by_code: Mapping[str, list[tuple[str, ...]]]
    by_parent: Mapping[str, list[tuple[str, ...]]]


@cache
def _table() -> _Table:
    by_code: dict[str, list[tuple[str, ...]]] = {}
    by_parent: dict[str, list[tuple[str, ...]]] = {}
    with resources.path(_SOURCE).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        next(reader)
        for row in map(tuple, reader):
            by_code.setdefault(row[0], []).append(row)
            by_parent.setdefault(row[3], []).append(row)
    return _Table(by_code, by_parent)


@cache
def _division(row: tuple[str, ...]) -> Division:
    code, name, level, parent, since, until, lon, lat = row
    years = (int(since) if since else None, int(until) if until else None)
    return Division(code, name, level, parent or None, *years, lon or None, lat or None)


@cache
def _rows() -> tuple[Division, ...]:
    return tuple(_division(row) for rows in _table().by_code.values() for row in rows)


def _named(found: Iterable[Division]) -> str:
    return ", ".join(f"{d.code} {d.name}" for d in found)


def _suggestions(code: str) -> tuple[Division, ...]:
    """Return what may have been meant: places of that name, or the prefecture and the codes nearest by number."""
    named = find(code)
    if named:
        return named[:3]
    if not re.fullmatch(r"\d{4,9}", code):
        names = names_within("cn")
        return tuple(dict.fromkeys(division(names[n]) for n in get_close_matches(code[:40], names, 3, 0.6)))
    number = int(code[:6].ljust(6, "0"))
    latest = [d for d in _rows() if d.code != "cn" and d.valid_in(None)]
    near = sorted((d for d in latest if d.code[:4] == code[:4]), key=lambda d: (abs(int(d.code) - number), d.code))
    near = near or sorted(
        (d for d in latest if d.code[:2] == code[:2]), key=lambda d: (abs(int(d.code) - number), d.code)
    )
    above = [d for d in near if d.code == code[:4] + "00"]
    return tuple(dict.fromkeys([*above, *near]))[:3]


def division(code: str, year: int | None = None) -> Division:
    """Return the division of this code, by its name in that year (without a year: its newest name).

    Raises PlaceError for an unknown code, or a code that was not valid in that year.
    """
    rows = [_division(row) for row in _table().by_code.get(code, ())]
    if not rows:
        meant = _named(_suggestions(code))
        raise PlaceError(
            "place",
            "a place's name, its GB/T 2260 code of 6 digits, or cn",
            f"'{code}'",
            f"did you mean {meant}?" if meant else "write its name in Chinese, as in 衡阳市",
        )
    valid = [d for d in rows if year is None or d.valid_in(year)]
    if not valid:
        spans = "; ".join(f"{d.name} {d.valid_from or ''}–{d.valid_to or ''}" for d in rows)
        raise PlaceError("place", f"a division valid in {year}", f"'{code}' ({spans})", "give another year or code")
    return valid[-1]


@cache
def _english() -> Mapping[str, str]:
    with resources.path("data/reference/names_en.csv").open(encoding="utf-8", newline="") as lines:
        return MappingProxyType({row["code"]: row["en"] for row in csv.DictReader(lines)})


def english_name(code: str) -> str | None:
    """Return the usual English name of the nation or a province; of other divisions none is known."""
    return _english().get(code)


def english_names() -> Mapping[str, str]:
    """Return the English names that are known, by code."""
    return _english()


def names() -> tuple[str, ...]:
    """Return every way to write the name of a division, in full or short, in order."""
    return tuple(sorted(_by_name()))


def is_code(code: str) -> bool:
    """Whether a division has or had this code."""
    return code in _table().by_code


def ancestors(code: str) -> tuple[Division, ...]:
    """Return what contains a division, nearest first, ending with the nation."""
    found: list[Division] = []
    parent = division(code).parent
    while parent is not None:
        found.append(division(parent))
        parent = found[-1].parent
    return tuple(found)


def children(code: str, year: int | None = None) -> tuple[Division, ...]:
    """Return the divisions directly in this one, by code; without a year, those that are valid now."""
    division(code)
    rows = map(_division, _table().by_parent.get(code, ()))
    newest = {d.code: d for d in rows if d.valid_in(year)}
    return tuple(newest.values())


def descendants(code: str, year: int | None = None) -> tuple[Division, ...]:
    """Return all divisions in this one, each followed by its own, without this one itself."""
    found: list[Division] = []
    for child in children(code, year):
        found += [child, *descendants(child.code, year)]
    return tuple(found)


@lru_cache(maxsize=8192)
def _short(name: str) -> str:
    autonomous = _AUTONOMOUS.search(name)
    if autonomous:
        stem = name[: autonomous.start()]
        # 东乡族自治县, 内蒙古自治区: the people's name is part of the place's.
        return stem if len(stem) > 1 else name[: autonomous.start("kind") - 2].removesuffix("族")
    stem = _KIND.sub("", name)
    return stem if len(stem) > 1 else name


def short_name(place: Division) -> str:
    """Return the name without its kind: 衡阳 of 衡阳市, 湘西 of 湘西土家族苗族自治州; 沙县 stays 沙县."""
    return _short(place.name)


def _names(name: str) -> tuple[str, ...]:
    """Return all ways to write a name: the full one, the short one, and 湘西州, 江华县 for autonomous ones."""
    short = _short(name)
    autonomous = _AUTONOMOUS.search(name)
    middle = (short + autonomous["kind"],) if autonomous and autonomous["kind"] != "区" else ()
    return tuple(dict.fromkeys((name, *middle, short)))


@cache
def _by_name() -> Mapping[str, tuple[Division, ...]]:
    index: dict[str, list[Division]] = {}
    for row in _rows():
        for name in _names(row.name):
            index.setdefault(name, []).append(row)
    return {name: tuple(found) for name, found in index.items()}


def find(name: str, within: str | None = None, year: int | None = None) -> tuple[Division, ...]:
    """Return the divisions that are called so, in full or short: highest level first, then by code.

    ``within`` keeps those in one division (or that one itself). Without a year, a code's newest name that fits is
    returned, and places that no longer exist come last.
    """
    rows = [d for d in _by_name().get("".join(name.split()), ()) if year is None or d.valid_in(year)]
    if within is not None:
        division(within)
        rows = [d for d in rows if d.code == within or any(a.code == within for a in ancestors(d.code))]
    newest = {d.code: d for d in rows}
    return tuple(sorted(newest.values(), key=lambda d: (d.valid_to is not None, _RANK[d.level], d.code)))


_NATION: Final = ("中国", "全国", "国家")


def meant(name: str, known: Callable[[str], bool] | None = None) -> tuple[Division, ...]:
    """Return the divisions that a person means by a code or a name, of those whose codes are ``known``.

    A name that several levels have means the highest (衡阳 the city, not the county in it), and what is there today goes
    before what is not. 全国, 国家 and 中国 mean the nation.
    """
    name = "".join(name.split())
    if name in _NATION or is_code(name):
        found: tuple[Division, ...] = (division("cn" if name in _NATION else name),)
    else:
        found = find(name)
    found = tuple(d for d in found if known is None or known(d.code))
    found = tuple(d for d in found if d.valid_to is None) or found
    return tuple(d for d in found if d.level == found[0].level)


def code_of(name: str, known: Callable[[str], bool] | None = None) -> str | None:
    """Return the code of the one division that a code or a name means; None where it means none.

    Raises PlaceError that lists them where it means several.
    """
    found = meant(name, known)
    if len(found) > 1:
        listed = ", ".join(f"{d.name} ({d.code})" for d in found[:8]) + (" …" if len(found) > 8 else "")
        step = "give its full name or its code" if len({d.name for d in found}) == len(found) else "give its code"
        raise PlaceError(name, "the name of one place", f"{len(found)}: {listed}", step)
    return found[0].code if found else None


def listed(codes: Iterable[str], most: int = 5) -> str:
    """Return the first codes of places in words, the nation's first; … where some are left out."""
    ordered = sorted(set(codes), key=lambda code: (code != "cn", code))
    return ", ".join(ordered[:most]) + (" …" if len(ordered) > most else "")


@lru_cache(maxsize=64)
def names_within(code: str, year: int | None = None) -> Mapping[str, str]:
    """Map every name that stands for one division in a place (itself included) to its code, for reading text.

    Full names, 湘西州-like forms and short names of two characters or more; a name that several divisions of the same
    level share is left out, and of two levels the higher one has it. Short forms that are everyday words are left out.
    """
    place = division(code)
    found: dict[str, Division] = {}
    shared: set[str] = set()
    for part in (place, *descendants(code, year)):
        for name in _names(part.name):
            if name != part.name and (name in _ANY_WORDS or (part.level == "county" and name in _WORDS)):
                continue
            held = found.get(name)
            if held is None or _beats(part, held, name, year):
                found[name] = part
                shared.discard(name)
            elif held.code != part.code and not _beats(held, part, name, year):
                shared.add(name)
    return MappingProxyType({name: d.code for name, d in sorted(found.items()) if name not in shared})


def _beats(one: Division, other: Division, name: str, year: int | None) -> bool:
    """Whether a name stands for the first: a full name goes first, then the higher level, then what outlasts the year."""
    first, second = ((d.name != name, _RANK[d.level], year is not None and d.valid_to == year) for d in (one, other))
    return first < second
