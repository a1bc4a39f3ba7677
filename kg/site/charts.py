"""A measure over the years as SVG: what was promised a hollow diamond, what was reached a filled disc. No script.

Bounds are arrows, a range has a bar at each end. Words stand free of marks, of lines and of one another, or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from kg.leads.model import Row
from kg.leads.weighing import decimal
from kg.site.amounts import stated
from kg.site.lines import width
from kg.site.page import environment
from kg.site.story import AHEAD

WIDE, HIGH = 360, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 30, 34, 32
_LABEL: Final = 12
_NEAR: Final = 15.0
_ASIDE: Final = 7.0  # how far marks of one year that would cover each other step aside
_STEP: Final = 4  # the line in stretches of so many units, for words to keep clear of
_UP: Final = frozenset({"ge", "gt"})
_DOWN: Final = frozenset({"le", "lt"})
# How firmly something was promised, as the weight of its line; what is only striven for or expected is dashed.
_FIRM: Final = {"binding": 3.2, "ensure": 3.2, "strive": 1.6, "expected": 1.6, "encourage": 1.6}
_SOFT: Final = frozenset({"strive", "encourage"})

Box = tuple[float, float, float, float]  # left, top, right, bottom
Spot = tuple[Row, float, float]  # a statement and where its mark stands


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement in a chart: where it stands, how it is drawn, the words beside it."""

    row: Row
    x: float
    y: float
    ahead: bool
    arrow: str
    weight: float
    dashed: bool
    span: tuple[float, float] | None
    text: str
    label: tuple[float, float, str] | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A measure over the years, laid out; ``line`` joins what was reached."""

    years: tuple[tuple[int, float], ...]
    marks: tuple[Mark, ...]
    line: str


def chart(rows: Sequence[Row], lang: str) -> Chart | None:
    """Lay out a measure's targets and results; ``None`` where none has a number of its own."""
    points = [(row, _value(row)) for row in rows]
    known = [(row, value) for row, value in points if value is not None]
    if not known:
        return None
    years = sorted({int(row["year"]) for row, _ in known})
    columns = list(range(years[0], years[-1] + 1)) if years[-1] - years[0] <= 12 else years
    reach = [v for row, value in known for v in (value, *_ends(row))]
    low, high = _padded(min(reach), max(reach))

    def x(year: int) -> float:
        if len(columns) == 1:
            return WIDE / 2
        return round(_LEFT + (WIDE - _LEFT - _RIGHT) * columns.index(year) / (len(columns) - 1), 1)

    def y(value: Decimal) -> float:
        share = float((value - low) / (high - low))
        return round(HIGH - _BOTTOM - share * (HIGH - _TOP - _BOTTOM), 1)

    spots = _apart([(row, x(row["year"]), y(value)) for row, value in known])
    reached = _reached(spots)
    line = "M" + "L".join(f"{a:g} {b:g}" for a, b in reached) if len(reached) > 1 else ""
    ends = [(y(e[1]), y(e[0])) if (e := _ends(row)) else None for row, _, _ in spots]
    taken = [_outline(*spot, span) for spot, span in zip(spots, ends, strict=True)]
    along = _along(reached)
    marks = []
    for (row, *at), span in zip(spots, ends, strict=True):
        ahead = row["class"] in AHEAD
        text = stated(row, lang)
        marks.append(
            Mark(
                row=row,
                x=at[0],
                y=at[1],
                ahead=ahead,
                arrow="up" if row["comparator"] in _UP else "down" if row["comparator"] in _DOWN else "",
                weight=_FIRM.get(row["strength"] or "", 2.2) if ahead else 2.2,
                dashed=ahead and row["strength"] in _SOFT,
                span=span,
                text=text,
                label=_label((at[0], at[1]), text, above=not ahead, taken=taken, along=along),
            )
        )
    every = 1 if len(columns) <= 8 else 2
    shown = [(year, x(year)) for i, year in enumerate(reversed(columns)) if i % every == 0]
    return Chart(tuple(reversed(shown)), tuple(marks), line)


def svg(rows: Sequence[Row], lang: str, title: str, links: Mapping[str, str]) -> Markup:
    """Return the chart as inline SVG, each mark a link to its page; empty where there is nothing to draw."""
    laid = chart(rows, lang)
    if laid is None:
        return Markup()
    told = [(m, _told(m, lang)) for m in laid.marks]
    return Markup(
        environment("zh")  # no words of its own
        .get_template("chart.svg")
        .render(chart=laid, told=told, title=title, links=links, wide=WIDE, high=HIGH, bottom=_BOTTOM)
    )


def _told(mark: Mark, lang: str) -> str:
    words = {"zh": ("承诺", "成效"), "en": ("promised", "result")}[lang][0 if mark.ahead else 1]
    return f"{mark.row['year']} {words} {mark.text} · {''.join((mark.row['as_stated'] or '').split())}"


def _value(row: Row) -> Decimal | None:
    if row["comparator"] == "range" and (ends := _ends(row)):
        return (ends[0] + ends[1]) / 2
    return next((decimal(row[name]) for name in ("value", "lower", "upper") if row[name] is not None), None)


def _ends(row: Row) -> tuple[Decimal, Decimal] | tuple[()]:
    lower, upper = decimal(row["lower"]), decimal(row["upper"])
    return (lower, upper) if row["comparator"] == "range" and lower is not None and upper is not None else ()


def _padded(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """Return the ends of the scale: a little beyond the numbers; zero where it is near enough to belong there."""
    room = (high - low) / 6 or abs(high) / 6 or Decimal(1)
    bottom = Decimal(0) if 0 <= low <= (high - low) else low - room
    return bottom, high + room


def _apart(spots: Sequence[Spot]) -> list[Spot]:
    """Return the marks with those of one year that would cover each other aside: the promise left, the result right."""
    moved = []
    for row, x, y in spots:
        ahead = row["class"] in AHEAD
        near = any(
            there == x and abs(up - y) < 2 * _ASIDE and (other["class"] in AHEAD) != ahead for other, there, up in spots
        )
        moved.append((row, round(x + (-_ASIDE if ahead else _ASIDE), 1) if near else x, y))
    return moved


def _reached(spots: Sequence[Spot]) -> list[tuple[float, float]]:
    """Return where plain results stand, one a year: the last report to tell of a year has the last word on it."""
    last = {
        row["year"]: (x, y) for row, x, y in spots if row["class"] not in AHEAD and row["comparator"] not in _UP | _DOWN
    }
    return list(last.values())


def _along(points: Sequence[tuple[float, float]]) -> list[Box]:
    """Return the line that joins points as small boxes."""
    found = []
    for (x, y), (to, down) in pairwise(points):
        steps = max(1, int((to - x) // _STEP))
        for i in range(steps + 1):
            at, up = x + (to - x) * i / steps, y + (down - y) * i / steps
            found.append((at - 1, up - 1, at + 1, up + 1))
    return found


def _outline(row: Row, x: float, y: float, span: tuple[float, float] | None) -> Box:
    """Return the box that a mark takes with its arrow or the bars of its range."""
    up, down = (18 if row["comparator"] in way else 6 for way in (_UP, _DOWN))
    top, bottom = span or (y, y)
    return (x - 6, min(y - up, top - 1), x + 6, max(y + down, bottom + 1))


def _label(
    at: tuple[float, float], text: str, *, above: bool, taken: list[Box], along: Sequence[Box]
) -> tuple[float, float, str] | None:
    """Return where the words of a mark stand free of other marks and words; ``None`` where nothing is free.

    Words keep clear of the line, too, where there is room to.
    """
    wide = width(text) * _LABEL
    ways = (-1, 1) if above else (1, -1)
    for clear in (along, ()):
        for way in ways:
            for step in (1, 1.5, 2, 2.5, 3):
                y = at[1] + 4 + way * step * _NEAR
                x = min(max(at[0], wide / 2 + 2), WIDE - wide / 2 - 2)
                box = (x - wide / 2, y - _LABEL + 2, x + wide / 2, y + 2)
                free = not any(_meet(box, other) for other in (*taken, *clear))
                if box[1] >= 12 and box[3] <= HIGH - _BOTTOM + 7 and free:
                    taken.append(box)
                    return round(x, 1), round(y, 1), text
    return None


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
