"""「进出口总额居全省第二」, 「增速排名全省第3位」: a place in an order, with the population it is among."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.catalogue import catalogue
from kg.extract.amounts import amounts
from kg.extract.before import peel
from kg.extract.labels import TIME_ALONE, left_label, plain
from kg.extract.reading import Examples, Piece, Reading
from kg.extract.when import when
from kg.model import Proposal
from kg.numerals import parse

_SCOPE = (
    r"(?:全国|全省|全区|全市|全州|全盟|全球|世界|亚洲|中部|西部|东部|东北|中西部|全疆|省内|国内|[\u4e00-\u9fff]{0,4}?(?:省|市州|地市|城市|省份|地区|三角))"
    r"[^，。；、第\d]{0,10}?"
)
_VERB = r"(?:位居|位列|排名|排在|排到|跃居|稳居|名列|居于|居|列|排|升至|升到|上升至|上升到|前移至|跃升至|跃升到|保持|蝉联|均居|并列|连续[^，。；第]{1,4}?年?(?:位居|保持|居)?)"
_PATTERN = re.compile(
    rf"(?:(?P<verb>{_VERB})(?P<scope>{_SCOPE})|(?P<bare>(?:全国|全省|全区|全州|中部|西部|全疆)))(?:的)?(?P<words>第(?P<number>[一二三四五六七八九十]{{1,3}}|\d{{1,3}})(?:位|名)?)(?!产业|届|次|批|个|条|季度|医院|中学|期|家|座|例|笔|张|单|大|强|方阵|梯队|阵营|经济)"
)

_FILLER = re.compile(r"(?:增速|增幅|总量|规模|继续|连续|均|稳步|历史性|首次|分别|，|双双|总体|[两三四五六七八九十]年)$")

EXAMPLE_COLUMNS = ("indicator_label", "rank_scope", "value")
EXAMPLES: Examples = (
    (
        "95家企业实现外贸业绩“破零倍增”，进出口总额居全省第二，富士康进出口总额继续保持全省单体企业第一。",
        "review",
        (("进出口总额", "全省", "2"), ("富士康进出口总额", "全省单体企业", "1")),
    ),
    ("地区生产总值增速排名全省第3位。", "review", (("地区生产总值", "全省", "3"),)),
    ("研发投入强度提升至2.57%、居中部第2位。", "review", (("研发经费投入强度", "中部", "2"),)),
    ("第二产业增加值增长5%。", "review", ()),
    ("召开全市第三次会议，推进全省第一笔业务。", "review", ()),
    ("力争进出口总额居全省第二。", "plan", ()),
)


def rank(reading: Reading) -> Iterator[Proposal]:
    """Read a stated rank; the indicator is what the clause names before it."""
    text = reading.text
    for m in _PATTERN.finditer(text):
        label = _label(reading, m.start())
        if label is None or reading.planned:
            continue
        words = plain(text[slice(*label)])
        known = catalogue().lookup(words)
        time = when(reading, m.start())
        number = m.span("number")
        yield reading.propose(
            cls="Observation",
            rule="rank",
            anchor=number[0],
            quote=(label[0], m.end()),
            as_stated=m.span(),
            value_at=number,
            slots={
                "indicator": label,
                "rank_scope": m.span("scope" if m["scope"] else "bare"),
                "unit": m.span("words"),
                "comparator": "bare-value",
                "value_type": "rank",
                "year": time.year_from,
            },
            confidence="0.85",
            indicator=known.id if known else None,
            indicator_label=known.zh if known else words,
            value_type="rank",
            rank_scope=m["scope"] or m["bare"],
            value=Decimal(parse(m["number"])),
            comparator="eq",
            unit="位",
            year=time.year,
        )


def _label(reading: Reading, at: int) -> Piece | None:
    """Find what is ranked: the words before the rank, or before the number that the clause states first."""
    text = reading.text
    for clause in sorted((c for c in reading.clauses if c[0] <= at), reverse=True)[:2]:
        end = min(at, clause[1])
        first = next((a for a in amounts(text) if clause[0] <= a.start < end), None)
        if first:
            end = peel(text, clause[0], first.start).rest
        while end > clause[0] and (filler := _FILLER.search(text[clause[0] : end])):
            end = clause[0] + filler.start()
        if (label := left_label(text, clause[0], end)) and not TIME_ALONE.fullmatch(text[slice(*label)]):
            return label
    return None
