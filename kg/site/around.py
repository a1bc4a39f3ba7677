"""What a thing is linked to: by the statements that name both, by containment, as a part; and a small drawing of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from markupsafe import Markup

from kg.language import Language
from kg.network import caption
from kg.page.kinds import MARKS, look
from kg.places import children, division
from kg.site.data import Site, Thing
from kg.site.links import Links

# In this order; each is the key of its heading (``role-project``).
ROLES: Final = (
    "within", "part-of", "parts", "contains", "project", "involved", "agent", "responsible", "awarded", "honour",
    "indicator", "programme", "sector", "about", "mentions", "place",
)  # fmt: skip
_DRAWN: Final = 7  # on each side of the drawing
_ROW, _WIDTH, _MIDDLE = 30, 720, 360


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing linked to another: how (one of ``ROLES``), and in how many statements; none where a catalogue says so."""

    role: str
    thing: Thing
    count: int


def neighbours(site: Site, thing: Thing) -> list[Neighbour]:
    """Return what a thing is linked to, by role, most often named first."""
    named: Counter[tuple[str, str]] = Counter()
    for _, statement in thing.said:
        for other in site.named(site.statements[statement]):
            if other.key != thing.key:
                named[other.role, other.key] += 1
    found = [Neighbour(role, site.things[key], count) for (role, key), count in named.items()]
    found += [Neighbour(role, site.things[key], 0) for role, key in _linked(thing.key) if key in site.things]
    # A report's place is named by all its statements: what it is linked to would be everything.
    if thing.key.removeprefix("place/") in site.of_place:
        found = [n for n in found if n.role in ("within", "contains")]
    return sorted(found, key=lambda n: (ROLES.index(n.role), -n.count, n.thing.zh, n.thing.key))


def _linked(key: str) -> Iterator[tuple[str, str]]:
    """Yield the things that a key itself is linked to: places by containment, phases by the project they are part of."""
    path, _, local = key.partition("/")
    if path == "place":
        if "." in local:
            yield "within", f"place/{local.partition('.')[0]}"
            return
        parent = division(local).parent
        if parent:
            yield "within", f"place/{parent}"
        yield from (("contains", f"place/{child.code}") for child in children(local))
    if path == "project":
        if ".phase-" in local:
            yield "part-of", f"project/{local.rpartition('.phase-')[0]}"
        else:
            yield from (("parts", f"project/{local}.phase-{number}") for number in range(1, 6))


def drawing(site: Site, thing: Thing, near: Sequence[Neighbour], links: Links, lang: Language) -> Markup:
    """Return the nearest neighbours around a thing as SVG with links; nothing where there are fewer than two.

    A drawing for the eye: the list beside it says the same.
    """
    once: dict[str, Neighbour] = {}
    for n in near:
        if n.thing.key not in once or once[n.thing.key].count < n.count:
            once[n.thing.key] = n
    order = {n.thing.key: at for at, n in enumerate(near)}
    chosen = sorted(once.values(), key=lambda n: (-n.count, order[n.thing.key]))[: 2 * _DRAWN]
    if len(chosen) < 2:
        return Markup("")
    chosen.sort(key=lambda n: order[n.thing.key])
    left, right = chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]
    height = max(len(left), len(right)) * _ROW + 20
    centre = height // 2
    parts = [
        f'<svg class="around" viewBox="0 0 {_WIDTH} {height}" role="group" aria-label="{escape(thing.label(lang))}">',
        *_side(site, left, -1, centre, links, lang),
        *_side(site, right, 1, centre, links, lang),
        _sign(thing.kind, _MIDDLE, centre - 8, 1.5),
        "".join(
            f'<text class="name" x="{_MIDDLE}" y="{centre + 26 + 18 * i}" text-anchor="middle">{escape(line)}</text>'
            for i, line in enumerate(caption(thing.label(lang))[:2])
        ),
        "</svg>",
    ]
    return Markup("".join(parts))


def _side(site: Site, near: Sequence[Neighbour], side: int, centre: int, links: Links, lang: Language) -> Iterable[str]:
    top = centre - len(near) * _ROW // 2 + _ROW // 2
    x = _MIDDLE + side * 150
    for at, n in enumerate(near):
        y = top + at * _ROW
        width = min(1 + n.count / 4, 4)
        bend = _MIDDLE + side * 90
        yield (
            f'<path class="line" d="M{_MIDDLE + side * 16} {centre - 8}C{bend} {centre - 8} {bend} {y} {x - side * 14} {y}" '
            f'stroke-width="{width:g}"/>'
        )
        address, fragment = site.where(n.thing.key)
        lines = caption(n.thing.label(lang))
        label = lines[0] + ("…" if len(lines) > 1 and not lines[0].endswith("…") else "")
        yield (
            f'<a href="{escape(links.to(address, fragment))}">{_sign(n.thing.kind, x, y, 1)}'
            f'<text x="{x + side * 14}" y="{y + 5}" text-anchor="{"start" if side > 0 else "end"}">'
            f"{escape(label)}</text></a>"
        )


def _sign(kind: str, x: int, y: int, size: float) -> str:
    move = f"translate({x - 8 * size:g} {y - 8 * size:g}) scale({size:g})"
    return f'<path class="mark k-{kind}" transform="{move}" d="{MARKS[look(kind).shape]}"/>'
