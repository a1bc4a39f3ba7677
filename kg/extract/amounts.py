"""Amounts: numbers with their scale, unit and range, as they stand in a sentence.

An amount is not yet a claim: 「8.5%」 says nothing before a rule has read the words around it. Numbers that count or
measure nothing (years, dates, names in quotation marks, road and document numbers) are left out here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.extract.reading import Piece
from kg.numerals import parse, parse_percent, plain
from kg.units import UNIT_PATTERN

_NUM = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SCALE = r"(?:万亿|[百千]?[万亿]|[百千])"
_DASH = r"(?:[-—]+|~|至|到)"
_CHINESE = r"[一二两三四五六七八九十百千零〇]"
_TAIL = rf"(?P<scale>{_SCALE}?)(?P<more>[余多]?)(?P<scale2>[万亿]?)(?P<unit>(?:{UNIT_PATTERN})?)"
# 「1万6千多户」, 「1亿3千多万人次」: two scales in one number.
_TWO_SCALES = r"(?:万\d千|亿\d千(?=[余多]?万))"
_SINGLE = re.compile(rf"(?P<number>{_NUM}{_TWO_SCALES}?){_TAIL}")
_MORE_POINTS = re.compile(r"(?P<more>个[余多])(?P<unit>百分点)")
_RANGE = re.compile(
    rf"(?P<low>{_NUM})(?P<lowscale>{_SCALE}?)(?P<lowunit>(?:{UNIT_PATTERN})?){_DASH}(?P<high>{_NUM}){_TAIL}"
)
_FIRST_DIGIT = re.compile(r"(?<![\d.])(?:(?<![A-Za-z])|(?<=[A-Z]{3})|(?<=[a-z]{4}))\d")
_PERCENT = re.compile(rf"百分之(?P<number>{_CHINESE}+(?:点{_CHINESE}+)?)")
# Chinese numerals count or measure only before a unit that idioms do not use, and with 万 or 亿, 百 or 千 in them.
_MEASURED = re.compile(
    r"(?<![一二两三四五六七八九十百千万亿零〇几数点第])(?P<number>[一二两三四五六七八九十百千][一二两三四五六七八九十百千零〇万亿]*(?:点[一二三四五六七八九零〇]+)?)"
    r"(?P<more>[余多]?)(?P<scale>[万亿]*)(?P<more2>[余多]?)(?P<unit>美元|元|人次|人|亩|公顷|吨|户|公里|平方米|立方米|千瓦|斤|担|匹|度(?!假)|件|台(?!阶)|辆|头|只|所|座|个|种|处|倍(?![增感的]))"
)
_LARGE = re.compile(r"[万亿]|[一二两三四五六七八九][百千]")
# A scale alone is a number behind a word of bound: 「突破千亿元」, 「开行量超千列」.
_SCALE_ALONE = re.compile(
    r"(?:突破|超过?|达到?|超越|逾|近|过)(?P<number>[百千万]?[万亿]|[百千](?=亿|万)亿?|[百千](?![年里姓计方古]))(?P<unit>美元|元|吨|人次|亩|人|户|家|列|台(?!阶)|辆|件|个|场|公里|项|标箱|所|头|只|张|座)"
)
# 七成, 三分之一 and 1/4 are shares; a whole one of them is no fraction.
_TENTHS = re.compile(
    r"(?<![一二两三四五六七八九十百千第])(?P<number>[一二三四五六七八九两]|[1-9](?:\.\d)?)(?P<unit>成)(?![立员功为果都本效形分交人年熟品绩长的]|本)"
)
_FRACTION = re.compile(
    rf"(?<![{'一二两三四五六七八九十百千万'}\d])(?P<whole>[二三四五六七八九十]+)(?P<unit>分之)(?P<part>[一二两三四五六七八九])(?![十百千点]|世纪)|(?<![一另前后])(?P<half>一(?=半))(?P<is>半)(?=以上|多|左右|用于|人|的|[，。；、]|$)|(?<![\d/])(?P<low>[1-9])(?P<mark>/)(?P<high>[2-9])(?![\d/])"
)
# A minus sign behind a word, before a rate: 「增速为-1.2%」; between numbers it is a dash.
_SIGNED = ("%", "‰", "百分点", "个百分点")
_MINUS = re.compile(r"[\u4e00-\u9fff]-$")
_NOT_UNITS = (
    "年",
    "月",
    "日",
    "时",
    "届",
    "次会议",
    "号",
    "级",
    "强",
    "周年",
    "版",
    "期",
    "岁",
    "省",
    "线",
    "路",
    "条主线",
)
_NOT_BEHIND = re.compile(
    r"(?:年(?!均|产|度|增|营|销|接|旅|吞|发|供|处|加|交)|月|日|号(?!台)|届|周年|强(?:企业|县|区|市|榜|”)?|级|版|岁|华诞|热线|[A-Za-z])"
)
# 「平均受教育年限提高到10.8年」 is a length of time.
_SCHOOLING = re.compile(r"(?:年限|寿命|期限)[^，。；]{0,16}$")
# 翻一番 is twice, 翻两番 four times as much.
_DOUBLED = re.compile(r"翻了?(?P<times>[一两三])(?P<unit>番)(?P<more>多?)")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what belongs to it. Pieces are stretches of the reading's text.

    ``number`` holds the digits through the scale (「264.69亿」), ``low``/``high`` are the ends of a range and
    ``value`` is empty for one; ``more`` is the piece of 余 or 多. ``unit`` is without 万 and 亿.
    """

    number: Piece
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    unit_at: Piece | None
    more: Piece | None

    @property
    def start(self) -> int:
        """Where its first digit stands."""
        return self.number[0]

    @property
    def end(self) -> int:
        """Where its last character ends, unit and 余 included."""
        return max(p[1] for p in (self.number, self.unit_at, self.more) if p)


def amounts(text: str) -> Iterator[Amount]:
    """Yield the amounts of a folded sentence in order."""
    closed = _quoted(text)
    found = [a for m in _FIRST_DIGIT.finditer(text) if (a := _arabic(text, m.start()))]
    found += [a for m in _PERCENT.finditer(text) if (a := _percent(m))]
    found += [a for m in _MEASURED.finditer(text) if (a := _measured(m))]
    found += [a for m in _SCALE_ALONE.finditer(text) if (a := _scale_alone(m))]
    found += [_doubled(m) for m in _DOUBLED.finditer(text)]
    found += [_tenths(m) for m in _TENTHS.finditer(text)]
    found += [_fraction(m) for m in _FRACTION.finditer(text)]
    last = 0
    for amount in sorted(found, key=lambda a: (a.start, -a.end)):
        if amount.start >= last and not any(i <= amount.start < j for i, j in closed):
            last = amount.end
            yield amount


def _quoted(text: str) -> list[Piece]:
    """Return the short quotations and book titles: numbers in them belong to a name."""
    return [m.span() for m in re.finditer(r"“[^“”]{1,24}”|《[^《》]{1,60}》|〔[^〕]*〕|【[^】]*】", text)]


def _decimal(number: str, scale: str) -> Decimal:
    return parse(number.replace(",", "") + scale)


def _arabic(text: str, start: int) -> Amount | None:
    if re.search(r"(?:第|[GSX]|[A-Za-z]-|〔)$", text[max(0, start - 3) : start]):
        return None
    try:
        return _range(text, start) or _single(text, start)
    except ValueError:
        return None  # 「1万3千万」: no number that anybody means


def _range(text: str, start: int) -> Amount | None:
    m = _RANGE.match(text, start)
    if m is None or not m["unit"] or m["unit"] in _NOT_UNITS:
        return None
    # 「由420元到480元」 is a change from one value to another, 「2019-2021年」 a period; neither is a range.
    if m["lowunit"] and (m["lowunit"] != m["unit"] or text[start - 1 : start] in ("由", "从")):
        return None
    scale = m["scale"] + m["scale2"]
    low, high = _decimal(m["low"], m["lowscale"] or scale), _decimal(m["high"], scale)
    if low >= high:
        return None
    more = m.span("more") if m["more"] else None
    return Amount((start, _number_end(m)), None, low, high, m["unit"], m.span("unit"), more)


def _single(text: str, start: int) -> Amount | None:
    m = _SINGLE.match(text, start)
    assert m
    unit, scale = m["unit"], m["scale"] + m["scale2"]
    if (unit in _NOT_UNITS and not (unit in ("年", "岁") and _SCHOOLING.search(text[:start]))) or (
        not unit and _NOT_BEHIND.match(text, m.end())
    ):
        return None
    if _YEAR.fullmatch(m["number"]) and not scale and (not unit or unit.startswith("年")):
        return None
    if unit == "小时" and m["number"] == "24" and not text.startswith(("内", "以内", "之内"), m.end()):
        return None  # 「24小时开放」
    if unit in ("年", "个月", "月", "天", "届", "次", "季度") and text[:start].endswith("连续"):
        return None
    if unit == "人" and text.startswith("制", m.end()):
        return None  # 「3人制篮球场」
    more = m.span("more") if m["more"] else None
    value = _decimal(m["number"], scale)
    if unit == "个" and (points := _MORE_POINTS.match(text, m.start("unit"))):
        return Amount(
            (start, _number_end(m)),
            value,
            None,
            None,
            "百分点",
            points.span("unit"),
            (points.end("more") - 1, points.end("more")),
        )
    if unit in _SIGNED and _MINUS.search(text[max(0, start - 2) : start]):
        start, value = start - 1, -value
    return Amount((start, _number_end(m)), value, None, None, unit, m.span("unit") if unit else None, more)


def _number_end(m: re.Match[str]) -> int:
    """Where digits and scale end; a 余 in between (「1.8万余」, 「30多万」) is inside only when a scale follows it."""
    return m.end("scale2") if m["scale2"] else m.end("scale")


def _percent(m: re.Match[str]) -> Amount | None:
    try:
        value = parse_percent(m[0])
    except ValueError:
        return None
    return Amount(m.span(), value, None, None, "%", (m.start(), m.start() + 3), None)


def _scale_alone(m: re.Match[str]) -> Amount | None:
    try:
        value = parse("一" + m["number"])
    except ValueError:
        return None
    return Amount(m.span("number"), value, None, None, m["unit"], m.span("unit"), None)


def _tenths(m: re.Match[str]) -> Amount:
    return Amount(m.span("number"), parse(m["number"]) * 10, None, None, "%", m.span("unit"), None)


def _doubled(m: re.Match[str]) -> Amount:
    more = m.span("more") if m["more"] else None
    value = Decimal(2) ** int(parse(m["times"]))
    return Amount((m.start(), m.end("unit")), value, None, None, "倍", m.span("unit"), more)


def _fraction(m: re.Match[str]) -> Amount:
    """Read 三分之一, 一半 and 1/4 as per cent, to four places where it has no end."""
    if m["half"]:
        return Amount(m.span(), Decimal(50), None, None, "%", m.span("is"), None)
    part, whole = (m["part"], m["whole"]) if m["whole"] else (m["low"], m["high"])
    share = (parse(part) * 100 / parse(whole)).quantize(Decimal("0.0001"))
    return Amount(m.span(), Decimal(plain(share)), None, None, "%", m.span("unit" if m["whole"] else "mark"), None)


def _measured(m: re.Match[str]) -> Amount | None:
    written = m["number"] + m["scale"]
    if m["unit"] != "倍" and not _LARGE.search(written):
        return None
    try:
        value = parse(written)
    except ValueError:
        return None
    more = m.span("more") if m["more"] else m.span("more2") if m["more2"] else None
    return Amount((m.start(), m.end("scale")), value, None, None, m["unit"], m.span("unit"), more)
