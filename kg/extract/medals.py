"""「斩获8金4银4铜」: a row of medals counts each metal."""

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.extract.quantities import UNWRITTEN
from kg.extract.reading import Examples, Piece, Reading
from kg.extract.when import ahead, when
from kg.model import Proposal

_ONE = r"\d{1,3}(?:枚|块|个)?[金银铜](?:牌|奖)?"
_ROW = re.compile(
    rf"(?:斩获|获得|荣获|夺得|勇夺|取得|摘得|收获|赢得|获|夺|摘)(?:了)?(?P<row>{_ONE}(?:[、，和]?{_ONE}){{0,2}})"
    r"(?=[，。；、！\u4e00-\u9fff]|$)(?!融|属|矿|额)"
)
_MEDAL = re.compile(r"(?P<number>\d{1,3})(?P<word>[枚块个])?(?P<metal>[金银铜])")

EXAMPLE_COLUMNS = ("indicator_label", "value", "unit")
EXAMPLES: Examples = (
    (
        "我省运动员斩获8金4银4铜。",
        "review",
        (("金牌数", "8", "枚"), ("银牌数", "4", "枚"), ("铜牌数", "4", "枚")),
    ),
    ("取得4金、2银、1铜佳绩。", "review", (("金牌数", "4", "枚"), ("银牌数", "2", "枚"), ("铜牌数", "1", "枚"))),
    ("获得5金融机构支持。", "review", ()),
)


def medal(reading: Reading) -> Iterator[Proposal]:
    """Read each number of a row of medals behind a verb of winning."""
    for row in _ROW.finditer(reading.text):
        for m in _MEDAL.finditer(reading.text, *row.span("row")):
            time = when(reading, m.start())
            target = ahead(reading, time)
            slots: dict[str, Piece | str] = {
                "indicator": m.span("metal"),
                "unit": m.span("word") if m["word"] else UNWRITTEN,
                "comparator": "bare-value",
                "value_type": "medals",
                "year": time.year_from,
            }
            if time.year is None:
                del slots["year"]
            if target:
                slots["strength"] = "plain-directive"
            yield reading.propose(
                cls="Target" if target else "Observation",
                rule="medals",
                anchor=m.start("number"),
                quote=(row.start(), row.end("row")),
                as_stated=m.span(),
                value_at=m.span("number"),
                slots=slots,
                indicator=None,
                indicator_label=f"{m['metal']}牌数",
                value_type="level",
                value=Decimal(m["number"]),
                comparator="eq",
                unit=m["word"] or "枚",
                year=time.year,
                strength="plain" if target else None,
            )
