"""A site narrowed to one place, for the pages of that place; the last few are kept."""

from typing import Final

from kg.site.data import Site

_FEW: Final = 4
_KEPT: Final[list[tuple[Site, Site]]] = []


def at_place(site: Site, place: str) -> Site:
    """Return the site narrowed to a place: itself where it is, one that is kept where it was asked for before."""
    if site.place == place:
        return site
    for whole, part in _KEPT:
        if whole is site and part.place == place:
            return part
    part = site.only(place)
    _KEPT[:] = [(site, part), *_KEPT[: _FEW - 1]]
    return part
