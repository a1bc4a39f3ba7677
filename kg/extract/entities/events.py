"""Names of contests, fairs, conferences and festivals."""

import re
from collections.abc import Iterator

from kg.extract.entities.edges import Named, begin, clause_start

_HEAD = re.compile(
    r"运动会|省运会|全运会|残运会|亚运会|奥运会|冬奥会|进博会|广交会|世博会|园博会|农博会|服贸会|消博会|博览会|交易会|洽谈会|投洽会|推介会|招商会|恳谈会|对接会|论坛(?!建)|峰会|高峰会|年会|大会(?!精神|战|堂)|文化节|旅游节|艺术节|音乐节|美食节|电影节|采摘节|丰收节|购物节|啤酒节|花节|马拉松(?:赛)?|锦标赛|挑战赛|公开赛|邀请赛|大奖赛|联赛|创新创业大赛|大赛|巡回赛|环[\u4e00-\u9fff]{1,3}赛"
)
_GENERIC = re.compile(
    r"(?:人民代表|职工代表|党员代表|党代表|代表|各类|系列|重大|大型|国际|国家级?|全国|专题|专场|网络|现场|高端|招商|经贸|文旅|产业|工作|动员|表彰|总结|全体|职业技能|人代|群众|村民|业主|专业|线上|本届|一届|二届|[一二三四五六七八九十0-9]+[届次场个]|第[一二三四五六七八九十0-9]+次|推进|誓师|全面|攻坚|脱贫攻坚|庆祝|纪念|联席|营商环境)*"
    r"(?:大会|会|论坛|峰会|年会|节|赛|大赛|博览会|交易会|洽谈会|推介会|招商会|恳谈会|对接会|运动会|联赛)|.*代表大会"
)
_SESSION = re.compile(r"第[一二三四五六七八九十百0-9]+届[\u4e00-\u9fff（）]{0,20}\Z")


def events(text: str) -> Iterator[Named]:
    """Find events by their heads; 代表大会 and meetings without a name of their own are none."""
    for match in _HEAD.finditer(text):
        start = begin(text, match.start())
        # 「第十三届省运会」: the number of the session is part of the name.
        low = clause_start(text, match.start())
        if number := _SESSION.search(text, low, match.start()):
            start = min(start, number.start())
        name = text[start : match.end()]
        if 4 <= len(name) <= 30 and not _GENERIC.fullmatch(name):
            yield Named((start, match.end()), "Event")
