"""Places on a schematic drawing, and the value of any measure at them by year; the same as a table."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kg.language import Language
from kg.leads.model import Row
from kg.leads.weighing import decimal
from kg.places import is_code
from kg.site import called
from kg.site.amounts import stated
from kg.site.data import Site
from kg.site.geography import HIGH, WIDE, At, Ground, ground
from kg.site.lines import width
from kg.site.links import Links
from kg.site.page import Body, fill, speaker
from kg.site.promises import PROMISES
from kg.site.quantities import quantities
from kg.site.story import AHEAD, Measure, measured
from kg.site.timeline import heading

_LABEL: Final = 19  # as large as a phone needs it; on a wide screen words are smaller and have room to spare
_LEAST, _MOST = 4.5, 26.0
_CHOICES: Final = 80  # measures to choose from, those of most places first


@dataclass(frozen=True, slots=True)
class Layer:
    """One measure in one year, promised or reached: the statement of each place."""

    id: str
    measure: Measure
    year: int
    ahead: bool
    rows: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the drawing: where, how large, the words beside it."""

    code: str
    x: float
    y: float
    size: float
    name: str
    label: tuple[float, float, str, str] | None = None


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the map of all places that reports are of or tell of."""
    say = speaker(lang)
    counts = spoken_of(site)
    on = ground(site.of_place)
    layers = layers_of(site)
    first = layers[0] if layers else None
    spots = spots_of(on, {code: Decimal(n) for code, n in counts.items()}, lang, site)
    shown = fill(
        "map.html",
        lang,
        links,
        site=site,
        counts=counts,
        ground=on,
        spots=spots,
        layers=layers,
        first=first,
        drawn={layer.id: drawn(on, layer, lang, site) for layer in layers},
        heading=heading,
        stated=stated,
        link=lambda row: links.promise(row["id"]) if row["class"] in PROMISES else links.sentence(row["id"]),
        place_link=lambda code: place_link(site, links, code),
        wide=WIDE,
        high=HIGH,
        called=called,
    )
    return Body(say("p-map"), shown, say("p-map-about"), ("pages.css",), ("map.js",))


def place_link(site: Site, links: Links, code: str) -> str | None:
    """Return the link to a place's own page, if it has one."""
    return links.thing(f"place/{code}") if site.thing_address(f"place/{code}") else None


def spoken_of(site: Site) -> Mapping[str, int]:
    """Return the divisions that statements are of, about or name, and how many each, most first."""
    places = ((key.removeprefix("place/"), thing) for key, thing in site.things.items() if key.startswith("place/"))
    found = {code: len(thing.said) for code, thing in places if is_code(code)}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def layers_of(site: Site) -> tuple[Layer, ...]:
    """Return what can be drawn: a measure by year, promised or reached, with most places first."""
    found: dict[tuple[object, ...], dict[str, Row]] = defaultdict(dict)
    for report in site.reports:
        for row in quantities(site, report):
            key = measured(row)
            if key and row["about"] != "cn" and value(row) is not None:
                found[(*key[2:], row["year"], row["class"] in AHEAD)][row["about"]] = row
    made = [
        Layer("", Measure(key[:-2], tuple(at.values())), int(str(key[-2])), bool(key[-1]), at)
        for key, at in found.items()
        if len(at) > 1
    ]
    made.sort(key=lambda a: (-len(a.rows), -a.year, a.ahead, str(a.measure.key)))
    return tuple(replace(a, id=f"m{i}") for i, a in enumerate(made[:_CHOICES]))


def value(row: Row) -> Decimal | None:
    """Return the number that is drawn."""
    return next((decimal(row[name]) for name in ("value", "lower", "upper") if row[name] is not None), None)


def drawn(on: Ground, layer: Layer, lang: Language, site: Site) -> tuple[Spot, ...]:
    """Return the spots of a layer."""
    values = {code: found for code, row in layer.rows.items() if (found := value(row)) is not None}
    words = {code: stated(layer.rows[code], lang) for code in values}
    return spots_of(on, values, lang, site, words)


def spots_of(
    on: Ground, values: Mapping[str, Decimal], lang: Language, site: Site, words: Mapping[str, str] | None = None
) -> tuple[Spot, ...]:
    """Lay places out, the largest first: its area is as large as its value, its name stands where nothing else does."""
    known = ((code, on.at(code), found) for code, found in values.items())
    placed = [(code, at, found) for code, at, found in known if at and 0 < at.x < WIDE and 0 < at.y < HIGH]
    most = max((abs(found) for _, _, found in placed), default=Decimal(1)) or Decimal(1)
    placed.sort(key=lambda each: (-abs(each[2]), each[0]))
    sizes = {code: round(max(_LEAST, _MOST * float(abs(found) / most) ** 0.5), 1) for code, _, found in placed}
    taken = [(at.x - sizes[code], at.y - sizes[code], at.x + sizes[code], at.y + sizes[code]) for code, at, _ in placed]
    spots = []
    for code, at, _ in placed:
        name = called.place(code, lang)
        text = f"{name} {words[code]}" if words else name
        spots.append(Spot(code, at.x, at.y, sizes[code], text, _beside(at, sizes[code], text, taken)))
    return tuple(spots)


def _beside(
    at: At, size: float, text: str, taken: list[tuple[float, float, float, float]]
) -> tuple[float, float, str, str] | None:
    wide = width(text) * _LABEL
    for x, y, anchor in (
        (at.x + size + 4, at.y + 5, "start"),
        (at.x - size - 4, at.y + 5, "end"),
        (at.x, at.y - size - 5, "middle"),
        (at.x, at.y + size + _LABEL, "middle"),
    ):
        left = x - {"start": 0, "end": wide, "middle": wide / 2}[anchor]
        box = (left, y - _LABEL + 2, left + wide, y + 3)
        inside = box[0] >= 2 and box[2] <= WIDE - 2 and box[1] >= 2 and box[3] <= HIGH - 2
        if inside and not any(b[0] < box[2] and box[0] < b[2] and b[1] < box[3] and box[1] < b[3] for b in taken):
            taken.append(box)
            return round(x, 1), round(y, 1), text, anchor
    return None
