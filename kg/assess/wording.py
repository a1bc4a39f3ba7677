"""The thing itself in the name of a promise, without what is to be done to it; and whether more of it is wished."""

import re
from functools import cache
from typing import Final

from kg.model import Statement
from kg.text import fold

# What stands before a promise in a list or counts the list: 「包括：」, 「二是」, 「十方面」, 「新一轮」.
_BEFORE: Final = re.compile(
    r"^(?:.*[：:]|[一二三四五六七八九十]+(?:是|方面|件)|新一轮|继续|持续|全面|深入|集中|再|约|年内|今年)+"
)
_BEGUN: Final = "新开工(?:建设|改造)?|开工(?:建设|改造)?|启动(?:建设|实施|改造)?"
_DONE: Final = (
    "新增|新建|新改扩建|新建改扩建|改扩建|新改建|新创建|新培育|建成|完成|实施|打造|培育|引进|引育|开展|推进|创建|建设|"
    "推出|设立|提供|安装|加装|新加装|盘活|筹措|新|增加|实现|力争|累计|安排|落实|取消|停征|减少|压减|淘汰|退出|解决好?|或|和|、"
)
_DOING: Final = re.compile(rf"^(?:{_BEGUN}|{_DONE})+")
_BEGINNING: Final = re.compile(rf"^(?:{_BEGUN})")
# What says how much or what kind of thing it is.
_KIND: Final = re.compile(
    r"(?:总额|总量|数量|个数|总数|数|任务措施|任务|建设项目|建设工程|改造工程|项目|工程|试点(?:地市|县|城市|地区)?|建设)+$"
)
# A stretch of a line: what is told of the line is told of it too.
_STRETCH: Final = re.compile(r"(?<=铁路|高铁|高速|公路|大道|快线|国道|省道)[^铁高公大快国省]{2,9}段$")
_MARKS: Final = re.compile(r"[“”\"《》‘’]|\s+")
_WORK: Final = re.compile(
    r"新增|增加|新建|新开工|开工|启动|改扩建|改建|新改建|改造|建成|建设|创建|培育|打造|引进|引育|整治|治理|安装|加装|筹措|"
    r"推出|设立|实施|完成|淘汰|退出|压减|减量|化解"
)
_CAPPED: Final = re.compile(r"控制|不超过|以内|降[至到]|减[至到]|压减[至到]|支出|赤字")
_SUMMED: Final = re.compile(r"累计|总[数量规]|合计|保有")
_STOCK: Final = re.compile(r"达|突破|超过|增至|增加到")
_ALREADY: Final = re.compile(r"(?<!不)已经?(?:超过|达到?|突破|有|是|建成|完成|实现)")
_CLAUSES: Final = re.compile(r"[，,。；;！？\n]")


@cache
def thing(name: str) -> str:
    """Return the thing itself, where at least two characters are left of it.

    >>> thing("新增“夜间共享”车位"), thing("九方面惠民实事项目"), thing("甲乙高速丙至丁段")
    ('夜间共享车位', '惠民实事', '甲乙高速')
    """
    plain = _MARKS.sub("", fold(name))
    for pattern in (_BEFORE, _DOING, _KIND, _STRETCH):
        left = pattern.sub("", plain)
        plain = left if len(left) >= 2 else plain
    return plain


@cache
def work(name: str) -> str:
    """Return what two reports must agree in to speak of the same work: the thing, and whether it is to be begun or done.

    >>> work("新建公园") == work("新增公园"), work("新开工老旧小区") == work("建成老旧小区")
    (True, False)
    """
    plain = _BEFORE.sub("", _MARKS.sub("", fold(name)))
    return ("begun." if _BEGINNING.match(plain) else "") + thing(name)


def more_is_wished(quote: str) -> bool:
    """Whether a promise is of work to be done, so that more of it is wished: 「新建公园30座」, 「淘汰旧锅炉90台」."""
    return bool(_WORK.search(quote)) and not _CAPPED.search(quote)


def reached_already(quote: str) -> bool:
    """Whether a plan tells of what is so already, and promises nothing: 「支出已经超过2万亿元」."""
    return bool(_ALREADY.search(quote))


def summed_up(words: str) -> bool:
    """Whether the words before a number make it a total over the years: 「累计建成」."""
    return bool(_SUMMED.search(words))


def of_a_stock(quote: str) -> bool:
    """Whether a promise is of what there shall be in all, so that a total tells of it: 「突破20家」, 「累计达到20家」."""
    return summed_up(quote) or bool(_STOCK.search(quote))


def before_number(text: str, s: Statement) -> str:
    """Return a statement's clause up to its number: a list shares the words before its first member."""
    end = s.value_span.start if s.value_span else s.span.end
    return _CLAUSES.split(text[max(0, end - 60) : end])[-1]
