"""「三次产业结构优化为10.8：34.1：55.1」: one string, one Observation or Target for each part."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.catalogue import catalogue
from kg.extract.reading import Examples, Piece, Reading
from kg.extract.when import ahead, when
from kg.model import Proposal

_PATTERN = re.compile(
    r"(?P<what>三次产业(?:增加值)?(?:结构|比重|比例|占比)|(?:产业结构)|三产(?:结构|比例|比重))"
    r"(?P<verb>[^，。；：\d]{0,10}?)(?P<row>\d+(?:\.\d+)?(?:[：:∶]\d+(?:\.\d+)?)+)"
)
# What each of the three parts is the share of.
_PARTS = ("第一产业占比", "第二产业占比", "第三产业占比")

EXAMPLE_COLUMNS = ("indicator_label", "value")
EXAMPLES: Examples = (
    (
        "三次产业结构优化为10.8：34.1：55.1，第三产业占比提高4.4个百分点。",
        "review",
        (("第一产业占比", "10.8"), ("第二产业占比", "34.1"), ("第三产业占比", "55.1")),
    ),
    ("三次产业结构比由12：38：50调整为11.4∶37.6∶51。", "review", ()),
)


# A row that misses 100 by more is no composition; one that misses it by less is read as it stands, and noted
# (``kg.source_notes``).
_SLIP = 15


def composition(reading: Reading) -> Iterator[Proposal]:
    """Read the shares of the three sectors; those that stand after 由 are left alone."""
    text = reading.text
    for m in _PATTERN.finditer(text):
        numbers = list(re.finditer(r"\d+(?:\.\d+)?", m["row"]))
        if (
            len(numbers) != len(_PARTS)
            or "由" in m["verb"]
            or abs(sum((Decimal(n[0]) for n in numbers), Decimal(-100))) > _SLIP
        ):
            continue
        for number, label in zip(numbers, _PARTS, strict=True):
            known = catalogue().lookup(label)
            start, end = m.start("row") + number.start(), m.start("row") + number.end()
            time = when(reading, start)
            target = ahead(reading, time)
            slots: dict[str, Piece | str] = {
                "indicator": m.span("what"),
                "unit": "composition",
                "comparator": "bare-value",
                "value_type": "composition",
                "year": time.year_from,
            }
            if target:
                slots["strength"] = "plain-directive"
            yield reading.propose(
                cls="Target" if target else "Observation",
                rule="composition",
                anchor=start,
                quote=m.span(),
                as_stated=m.span("row"),
                value_at=(start, end),
                slots=slots,
                indicator=known.id if known else None,
                indicator_label=known.zh if known else label,
                value_type="share",
                value=Decimal(number[0]),
                comparator="eq",
                unit="%",
                year=time.year,
                strength="plain" if target else None,
            )
