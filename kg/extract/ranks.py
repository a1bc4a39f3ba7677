"""「进出口总额居全省第二」, 「增速排名全省前三」: a place in an order, with the population it is among."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kg.catalogue import catalogue
from kg.extract.coordinations import dealt
from kg.extract.labels import TIME_ALONE, left_label, plain
from kg.extract.names import Name
from kg.extract.quantities import named_amounts, strength_at
from kg.extract.reading import Examples, Piece, Reading
from kg.extract.subjects import only_county
from kg.extract.when import ahead, when
from kg.model import Proposal
from kg.numerals import parse

_WHOLE = r"(?:全国|全省|全区|全市|全州|全盟|全球|世界|亚洲|中部|西部|东部|东北|中西部|全疆|省内|国内|长三角|珠三角|粤港澳|京津冀|中国|副省级)"
_SCOPE = rf"(?:{_WHOLE}|[\u4e00-\u9fff]{{0,4}}?(?:省|市州|地市|城市|省份|地区|三角|新区)|[\u4e00-\u9fff]{{2,14}}?榜单?)[^，。；、第前\d]{{0,16}}?"
_VERB = (
    r"(?:排名|位次|名次)?(?:晋升至?|晋位|挺进|挤进|进入|跻身|迈入|位次|位居|位列|排名|排在|排到|跃居|稳居|名列|居于|居(?!民)|列|排|升至|升到|上升至|上升到|前移至|跃升至|跃升到|(?:提升|上升|前进|前移)(?:\d{1,3}[位名])?至?|保持|蝉联|均居|并列|"
    r"连续[^，。；第]{1,4}?年?(?:位居|保持|居)?)"
)
_NUMBER = r"[一二三四五六七八九十]{1,3}+|\d{1,3}+"
_NOT_RANKED = r"(?!产业|届|次|批|个|条|季度|医院|中学|期|家|座|例|笔|张|单|大|强|方阵|梯队|阵营|经济|线|轮|代|人称|位数|监督|课堂|书记|现场|城)"
_ORDINAL = rf"第(?P<number>{_NUMBER})(?:位|名)?{_NOT_RANKED}"
_FIRST_FEW = (
    rf"(?P<few>前)(?P<within>{_NUMBER})(?:位|名|强)?(?![个年季月期列景线往来行后次天%家分大周批轮章项.\d]|\s*\d)"
)
_PATTERN = re.compile(
    rf"(?:(?P<verb>{_VERB})(?P<scope>{_SCOPE})|(?P<bare>{_WHOLE}[^，。；、第前\d]{{0,8}}?)|(?P<alone>(?:位居|位列|排名|名列|居|排|(?:排名|位次|名次)?(?:(?:提升|上升|前进|前移|跃升|攀升)(?:\d{{1,3}}[位名])?[至到]|升[至到]|晋升至))))的?(?P<words>{_ORDINAL}|{_FIRST_FEW})"
)
# 「居全省第1、长三角第2位」, 「第4、第5、第15位」: what follows in the list.
_NEXT = re.compile(rf"[、和与](?P<scope>{_SCOPE})??(?P<words>{_ORDINAL})")
_FILLER = re.compile(
    r"(?:增速|增幅|增量|继续|连续|均|稳步|历史性|首次|分别|，|双双|总体|(?:[两三四五六七八九十]|\d+)年)$"
)
_ALONE = re.compile(r"(?:总量|数量|规模|增量|总数|排名|位次|连续)")

EXAMPLE_COLUMNS = ("indicator_label", "rank_scope", "value", "comparator")
EXAMPLES: Examples = (
    (
        "95家企业实现外贸业绩“破零倍增”，进出口总额居全省第二，富士康进出口总额继续保持全省单体企业第一。",
        "review",
        (("进出口总额", "全省", "2", "eq"), ("富士康进出口总额", "全省单体企业", "1", "eq")),
    ),
    ("地区生产总值增速排名全省第3位。", "review", (("地区生产总值", "全省", "3", "eq"),)),
    ("研发投入强度提升至1.93%、居东部第4位。", "review", (("研发经费投入强度", "东部", "4", "eq"),)),
    (
        "86个断面水质优良率达97.2%、居西部第2位、全国第5位。",
        "review",
        (("断面水质优良率", "西部", "2", "eq"), ("断面水质优良率", "全国", "5", "eq")),
    ),
    (
        "城乡居民人均可支配收入分别增长6%、7%，居全省第1、第3位。",
        "review",
        (("城镇居民人均可支配收入", "全省", "1", "eq"), ("农村居民人均可支配收入", "全省", "3", "eq")),
    ),
    ("夜间消费排名全国前三。", "review", (("夜间消费", "全国", "3", "le"),)),
    ("力争进出口总额居全省第二。", "plan", (("进出口总额", "全省", "2", "eq"),)),
    ("第二产业增加值增长5%。", "review", ()),
    ("召开全市第三次会议，推进全省第一笔业务。", "review", ()),
)


def rank(reading: Reading) -> Iterator[Proposal]:
    """Read the ranks of a sentence; the indicator is what the clause names before them, or the number before them."""
    text = reading.text
    end = last_end = 0
    names: list[Name | None] = []
    for m in _PATTERN.finditer(text):
        if m.start() < end:
            continue
        matches = [m]
        while n := _NEXT.match(text, matches[-1].end()):
            matches.append(n)
        end = matches[-1].end()
        scope = m.span("scope") if m["scope"] else m.span("bare") if m["bare"] else None
        joined = reading.text[last_end : m.start()] in ("、", "，") if names else False
        names = names[-1:] * len(matches) if joined else _names(reading, m, scope, len(matches))
        last_end = end
        for n, name in zip(matches, names, strict=True):
            if n is not m and n["scope"]:
                scope = n.span("scope")
            if name:
                yield _proposal(reading, n, name, scope)


def _proposal(reading: Reading, m: re.Match[str], name: Name, scope: Piece | None) -> Proposal:
    few = m.groupdict().get("few")
    number = m.span("within" if few else "number")
    value = Decimal(parse(reading.text[slice(*number)]))
    words = plain(name.words)
    known = catalogue().lookup(words)
    time = when(reading, m.start())
    slots: dict[str, Piece | str] = {
        "indicator": name.at,
        "unit": m.span("words"),
        "comparator": m.span("few") if few else "bare-value",
        "value_type": "rank",
        "year": time.year_from,
    }
    filled: dict[str, Any] = {"comparator": "le" if few else "eq", "upper": value if few else None}
    if time.year is None:
        del slots["year"]
    if time.period and time.period_from:
        filled |= {"period_start": time.period[0], "period_end": time.period[1]}
        slots["period"] = time.period_from
    if scope:
        slots["rank_scope"] = scope
    target = ahead(reading, time)
    if target:
        filled["strength"], filled["headline"] = strength_at(reading, number[0], slots)
    where = [name.at, m.span(), *([scope] if scope else [])]
    start = min(p[0] for p in where)
    return reading.propose(
        cls="Target" if target else "Observation",
        rule="rank",
        anchor=number[0],
        quote=(start, max(p[1] for p in where)),
        as_stated=m.span() if m.start() >= start else m.span("words"),
        value_at=number,
        slots=slots,
        indicator=known.id if known else None,
        indicator_label=known.zh if known else words,
        value_type="rank",
        rank_scope=reading.text[slice(*scope)] if scope else None,
        value=value,
        unit="位",
        year=time.year,
        **filled,
    )


def _names(reading: Reading, m: re.Match[str], scope: Piece | None, count: int) -> list[Name | None]:
    """Find what is ranked: the words before the rank, else what the numbers before it measure, else its own scope."""
    text, at = reading.text, m.start()
    start = max(text.rfind("；", 0, at) + 1, text.rfind("。", 0, at) + 1)
    stated = [s for s in named_amounts(reading) if start <= s.measure.amount.start and s.measure.after <= at]
    opening = max([reading.clause_at(at)[0], *(s.measure.after for s in stated[-1:])])
    if own := _label(text, opening, at):
        return _own(reading, m, own, scope, count)
    if stated:
        # Of 「86个断面水质优良率达97.2%、居第2位」 the rate is ranked.
        named = [s.name.of if s.name.of and s.name.of.words.startswith(s.name.words) else s.name for s in stated]
        last = named[-1]
        several = list(dict.fromkeys(named))[-count:]
        return [*several] if 1 < count == len(several) and last.words != several[0].words else [last] * count
    for clause in sorted((c for c in reading.clauses if start <= c[0] and c[1] <= at), reverse=True)[:1]:
        if own := _label(text, *clause):
            return [Name(own, text[slice(*own)])] * count
    # 「跃居全国先进制造业百强城市第六位」: the list itself says in what.
    return [Name(scope, text[slice(*scope)]) if scope and scope[1] - scope[0] > 4 else None] * count


def _own(reading: Reading, m: re.Match[str], own: Piece, scope: Piece | None, count: int) -> list[Name | None]:
    """Name ranks by the words right before them; a county's own rank is one in the list it stands in."""
    text = reading.text
    words = text[slice(*own)]
    if scope and all(only_county(reading, item) for item in re.split("[、和]", words)):
        return [Name((own[0], scope[1]), text[slice(*scope)])] * count
    if count > 1 and "分别" in text[own[1] : m.end()]:
        return [Name(at, name) for at, name in dealt(text, own, "", count)]
    return [Name(own, words)] * count


def _label(text: str, start: int, end: int) -> Piece | None:
    while end > start and (filler := _FILLER.search(text[start:end])):
        end = start + filler.start()
    label = left_label(text, start, end)
    words = text[slice(*label)] if label else ""
    return label if words and not TIME_ALONE.fullmatch(words) and not _ALONE.fullmatch(words) else None
