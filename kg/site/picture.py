"""A picture of one sentence for sharing: what was promised, what came of it, and where it stands; SVG, 1200 by 630.

No font goes with it: the reader's own draws it. The page's script makes a PNG of it with the reader's browser, since a PNG
made here would need a Chinese font of several megabytes.
"""

from typing import Final

from kg.site.lines import broken, width
from kg.site.page import environment
from kg.site.signs import SIGNS

WIDE, HIGH = 1200, 630
FACE: Final = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, sans-serif"
_MARGIN: Final = 72
_SIZES: Final = (54, 46, 40, 34, 29)


def picture(
    *, quote: str, result: str, status: str, outcome: str, source: str, published: str, version: str, heading: str
) -> str:
    """Return the picture of a promise as SVG 1.1 with the sentence whole, else cut with 「…」 where it is very long.

    ``result`` is a key of the results, ``status`` and ``heading`` words for it; ``outcome`` is the sentence that tells of
    it, or empty; ``source``, ``published`` and ``version`` say whose sentence it is, of which day, and in which build.
    """
    room = HIGH - 250 - (118 if outcome else 0)
    size, lines = _fitted(quote, room)
    came = broken(outcome, (WIDE - 2 * _MARGIN - 30) / 26, 2) if outcome else ()
    sign = SIGNS[result]
    made: str = (
        environment("zh")  # no words of its own
        .get_template("picture.svg")
        .render(
            wide=WIDE,
            high=HIGH,
            margin=_MARGIN,
            face=FACE,
            size=size,
            lines=lines,
            came=came,
            sign=sign,
            status=status,
            pill=width(status) * 28 + 84,
            heading=heading,
            source=broken(source, (WIDE - 2 * _MARGIN) / 24, 1)[0] if source.strip() else "",
            published=published,
            version=version,
        )
    )
    return made


def _fitted(quote: str, room: int) -> tuple[int, tuple[str, ...]]:
    """Return the largest size at which a sentence fits whole, and its lines; at the smallest it may be cut."""
    measure = WIDE - 2 * _MARGIN
    for size in _SIZES:
        most = int(room / (size * 1.5))
        lines = broken(f"「{quote}」", measure / size, most)
        if lines[-1].endswith("」"):
            return size, lines
    return size, lines
