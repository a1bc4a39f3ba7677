"""Words dealt out by 分别: 「卫生厕所、生活污水处理覆盖率分别达70%、52%」 names a rate for each thing it lists."""

import re

from kg.catalogue import catalogue
from kg.extract.reading import Piece

# What a name measures, at its end; a list of things shares it. The first that fits is taken.
_HEADS = (
    re.compile(r"占[^、]{2,16}(?:比重|比例|比)$"),
    re.compile(r"(?:营业收入|产值|增加值|收入|投资|出口额?|进口额?|销售额)(?:占比|比重)$"),
    re.compile(
        r"(?:(?:消费品|产品)?(?:以旧)?换新(?:数?量)?|案件(?:立案|发案|发生|破案)?数|(?:最低|平均)?收购价格?|(?:学生|居民|职工)?人均[\u4e00-\u9fff]{2,6}|(?:产业|行业)?(?:总规模|规模|总产值|产值|增加值|营业收入|营收|销售收入|经营收入|投资额?)|(?:平均|年均)?浓度|(?:总|人均)产量|产量|销量|总量|数量|吞吐量|运量|周转量|"
        r"[用发]电量|(?:存款|贷款)?余额|(?:零售|销售|交易|成交|出口|进口|进出口)总?额|(?:总|限|金)额|装机(?:容量)?|人次数?|(?:参保|就业|死亡|在校|从业|总)?人数|(?:种植|播种|占地|覆盖|总)?面积)$"
    ),
    re.compile(
        r"(?:[\u4e00-\u9fff]{2}(?:率|量|数)|里程|收入|支出|利润|税收|出口|进口|总?(?:数|额|值)|占比|比重|比例|指数|[\u4e00-\u9fff]{4}标准|标准|水平|能耗|电耗|水耗)$"
    ),
)
# A share that the last item of a list is said to be, as are the others: 「产业投资、民间投资占比」.
_SHARE = re.compile(r"(?:占[^、]{2,16}(?:比重|比例|比)|占比|比重)$")
_A_RATIO = re.compile(r"(?:率|度|比|比重|比例|指数)$")
_LISTS = re.compile(r"[、和与及]")
_QUOTED = re.compile(r"“[^“”]+”(?P<kind>[\u4e00-\u9fff]*)")
# The head that an item has of its own, so that nothing is to be shared with it.
_OWN_HEAD = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:率|量|额|值|收入|面积|比重|占比|指数|浓度|标准|里程|规模|总数|人数|起数|产量|以旧换新|投资|支出|余额|税收|进口|出口|游客)$|[能电水]耗$"
)
_OWN_WORDS = (
    "城镇",
    "农村",
    "城市",
    "第一产业",
    "第二产业",
    "第三产业",
    "进口",
    "出口",
    "工业",
    "农业",
    "省",
    "市",
    "县",
    "区",
)
# 市、县两级财政科技支出: what stands behind 两级 is of each.
_LEVELS = re.compile(r"[省市县区乡镇村]{1,2}[两三四]级")
_RANK = re.compile(r"(?:国家|自治区|省|市|州|盟|县|区)级")
_TWO_IN_ONE = (("城乡", ("城镇", "农村")), ("存贷款", ("存款", "贷款")), ("进出口", ("进口", "出口")))
_SECTORS = re.compile(r"(?:三次产业|第?一(?:次?产业)?、?第?二(?:次?产业)?[、和及]?第?三次?产业?)(?:增加值)?$")
_EXAMPLES_END = re.compile(r"等(?=“[^”]*”|[\u4e00-\u9fff]{2})")
# What every item is reckoned on: 单位国内生产总值用水量、能耗.
_OPENING = re.compile(r"(?:每?单位|每?万元)(?:地区生产总值|国内生产总值|生产总值|GDP)")
# 城镇职工基本养老保险、基本医疗保险参保人数: both are of the employees.
_INSURED = re.compile(r"(?:城镇企业职工|城镇职工|企业职工|职工|城乡居民|城镇居民|灵活就业人员|农民工)(?=基本)")
# 生产安全事故起数、死亡人数: the second is that of the same accidents.
_ACCIDENTS = re.compile(r"(?P<whose>.*?)(?:发生)?起数$")


def dealt(text: str, piece: Piece, tail: str, count: int) -> list[tuple[Piece, str]]:
    """Deal the words at ``piece`` to ``count`` numbers; ``tail`` is what 分别 has behind it before the first of them.

    Where the words do not part into as many names, each number has all of them.

    >>> [name for _, name in dealt("电力、水利建设", (0, 7), "投资", 2)]
    ['电力投资', '水利建设投资']
    """
    whole = text[slice(*piece)]
    if count == 3 and _SECTORS.fullmatch(whole):
        return [(piece, f"第{n}产业增加值") for n in "一二三"]
    items = next((i for marks in ("、和与及", "、", "和与及") if len(i := _items(text, piece, marks)) == count), None)
    if items is None:
        both = next((parts for word, parts in _TWO_IN_ONE if count == 2 and word in whole), None)
        if both is None:
            return [(piece, whole + tail)] * count
        word = next(word for word, parts in _TWO_IN_ONE if parts == both)
        return [(piece, whole.replace(word, part)) for part in both]
    words = [text[slice(*i)] for i in items]
    if tail:
        words = [*(_with_level(word, words[-1]) or word for word in words[:-1]), words[-1]]
        return [(piece, word if _OWN_HEAD.search(word) else word + tail) for word in words]
    return list(zip(items, _with_heads(words), strict=True))


def two_in_one(name: str) -> tuple[str, str] | None:
    """Return the two names that one holds: 「城乡低保标准」 is that of 城镇 and that of 农村.

    A list holds its own: 「零售总额和商品进出口总值」.
    """
    if _LISTS.search(name):
        return None
    word, parts = next(((w, p) for w, p in _TWO_IN_ONE if w in name), ("", ("", "")))
    return (name.replace(word, parts[0]), name.replace(word, parts[1])) if word else None


def _with_heads(words: list[str]) -> list[str]:
    """Give each item the head that the last one carries for all."""
    last = words[-1]
    if (share := _SHARE.search(last)) and share.start() >= 2:
        whole = _with_heads([*words[:-1], last[: share.start()]])
        return [*(w if _A_RATIO.search(w) else w + share[0] for w in whole[:-1]), whole[-1] + share[0]]
    if listed := list(_EXAMPLES_END.finditer(last)):
        kind = last[listed[-1].end() :]
        if head := _head(kind):
            return [*(word + head for word in words[:-1]), last[: listed[-1].start()] + head]
    if accidents := _ACCIDENTS.fullmatch(words[0]):
        return [
            words[0],
            *(accidents["whose"] + w if w in ("死亡人数", "伤亡人数", "受伤人数") else w for w in words[1:]),
        ]
    if (insured := _INSURED.match(words[0])) and all(w.startswith("基本") for w in words[1:]):
        words = [words[0], *(insured[0] + w for w in words[1:])]
    if opening := _OPENING.match(words[0]):
        words = [words[0], *(w if _OPENING.match(w) else opening[0] + w for w in words[1:])]
    named = [w if catalogue().lookup(w) or _OWN_HEAD.search(w) else _with_head(w, last) for w in words[:-1]]
    return [*named, _LEVELS.sub(lambda m: m[0][:-2], words[-1])]


def _with_head(word: str, last: str) -> str:
    """Give an item the head of the last one: 「城镇、农村居民人均可支配收入」 is 城镇居民人均可支配收入 first."""
    if levelled := _with_level(word, last):
        return levelled
    if (quoted := _QUOTED.fullmatch(last)) and _QUOTED.fullmatch(word) and word.endswith("”"):
        return word + quoted["kind"]
    head = _head(last)
    if not head or len(last) <= len(head) or word.endswith(head):
        return word
    # Of 生活补贴、护理补贴标准 the first ends in what the head goes on from: 生活补贴标准.
    said = next((word[-size:] for size in (4, 3, 2) if word[-size:] in head), "")
    return word + (head.partition(said)[2] if said else head)


def _with_level(word: str, last: str) -> str | None:
    """Give 省, 国家级 or 城镇 the things that the last item has: 「国家级、省级示范区」, 「省、市重点项目」."""
    if levels := _LEVELS.match(last):
        return word + last[levels.end() :]
    if (rank := _RANK.match(last)) and _RANK.fullmatch(word):
        return word + last[rank.end() :]
    for own in _OWN_WORDS:
        if last.startswith(own) and len(word) <= 5 and (len(own) > 1 or len(word) == 1):
            return word + last.removeprefix(own)
    return None


def _head(name: str) -> str:
    return next((m[0] for pattern in _HEADS if (m := pattern.search(name))), "")


def _items(text: str, piece: Piece, marks: str) -> list[Piece]:
    """Cut a coordination at its marks, outside quotation marks and brackets."""
    items: list[Piece] = []
    start, depth = piece[0], 0
    for index in range(*piece):
        depth += (text[index] in "“（《") - (text[index] in "”）》")
        if text[index] in marks and not depth:
            if index > start:
                items.append((start, index))
            start = index + 1
    return [*items, (start, piece[1])]
