"""「城乡居民收入比缩小至2.31：1」: a ratio to one is a multiple."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.catalogue import catalogue
from kg.extract.quantities import UNWRITTEN
from kg.extract.reading import Examples, Piece, Reading
from kg.extract.when import ahead, when
from kg.model import Proposal

_RATIO = r"\d+(?:\.\d+)?[：:∶]1(?![\d.：:∶])"
_PATTERN = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{2,16}?(?:收入比|之比|比值|倍差|比))(?:率|例)?"
    rf"(?P<verb>[^，。；：\d]{{0,8}}?)(?P<base>(?:(?:19|20)\d\d年的?)?{_RATIO}[^，。；：\d]{{1,8}}?(?:(?:19|20)\d\d年的?)?)?"
    rf"(?P<ratio>{_RATIO})"
)
_LEADS_IN = re.compile(r".*(?:全市|全省|全区|全州|全县|推动|促进|确保|力争)")

EXAMPLE_COLUMNS = ("indicator_label", "value_type", "value", "unit")
EXAMPLES: Examples = (
    ("城乡居民收入比缩小至2.31：1。", "review", (("城乡居民收入比", "multiple", "2.31", "倍"),)),
    ("城乡居民收入比由2022年的2.03：1降至2023年的1.97：1。", "review", (("城乡居民收入比", "multiple", "1.97", "倍"),)),
    ("三次产业结构比为12：38：50。", "review", ()),
    ("比赛以3：1获胜。", "review", ()),
)


def ratio(reading: Reading) -> Iterator[Proposal]:
    """Read a named ratio to one; of two that it went from and to, the second."""
    for m in _PATTERN.finditer(reading.text):
        lead = _LEADS_IN.match(m["what"])
        what = (m.start("what") + (lead.end() if lead else 0), m.end("what"))
        words = reading.text[slice(*what)]
        known = catalogue().lookup(words)
        if known is None and len(words) < 4:
            continue
        number = (m.start("ratio"), m.start("ratio") + re.match(r"[\d.]+", m["ratio"]).end())  # type: ignore[union-attr]
        time = when(reading, number[0])
        target = ahead(reading, time)
        slots: dict[str, Piece | str] = {
            "indicator": what,
            "unit": UNWRITTEN,
            "comparator": "bare-value",
            "value_type": "ratio",
            "year": time.year_from,
        }
        if time.year is None:
            del slots["year"]
        if target:
            slots["strength"] = "plain-directive"
        yield reading.propose(
            cls="Target" if target else "Observation",
            rule="ratio",
            anchor=number[0],
            quote=(what[0], m.end()),
            as_stated=(m.start("base") if m["base"] else m.start("ratio"), m.end()),
            value_at=number,
            slots=slots,
            indicator=known.id if known else None,
            indicator_label=known.zh if known else words,
            value_type="multiple",
            value=Decimal(reading.text[slice(*number)]),
            comparator="eq",
            unit="倍",
            year=time.year,
            strength="plain" if target else None,
        )
