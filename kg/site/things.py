"""Row of the statements table → the things it names: what it is about, in which part, under which key.

A key is the end of a thing's address: ``project/430400.byd``, ``place/430400``, ``org/6bd100d7``, ``indicator/gdp``.
Indicators that no catalogue knows have ``indicator/x-…``; honours, which the graph has as statements, are gathered
by their name as ``recognition/…``.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from kg.catalogue import catalogue
from kg.quads import names_place
from kg.registry import entity, organisation
from kg.terms import DEF, KINDS, Addresses, slug
from kg.text import fold

Row = Mapping[str, Any]

# The first part of a key → the kind as ``kg.page.kinds`` draws it.
LOOK: Final = {
    "project": "project",
    "place": "place",
    "org": "organisation",
    "indicator": "indicator",
    "programme": "programme",
    "sector": "sector",
    "event": "event",
    "document": "document",
    "thing": "other",
    "recognition": "recognition",
}
_GIVEN: Final = {"Recognition": "awarded", "Action": "responsible", "Involvement": "agent"}


class Named(NamedTuple):
    """A thing that a statement names: in which role (``about``, ``project``, ``indicator``, ``place``, ``agent``,
    ``awarded``, ``responsible``, ``involved``, ``programme``, ``sector``, ``mentions``, ``honour``), its key, its name.
    """

    role: str
    key: str
    label: str


def named(row: Row) -> Iterator[Named]:
    """Yield every thing that a statement names, its place first, each key once."""
    seen = set()
    for thing in _named(row):
        if thing.key not in seen:
            seen.add(thing.key)
            yield thing


def _named(row: Row) -> Iterator[Named]:
    place, cls, about = row["place"], row["class"], row["about"]
    if cls != "Mention":
        yield Named("place", f"place/{place}", row["place_label"])
    if row["project"]:
        role = "involved" if cls == "Involvement" else "project"
        yield Named(role, f"project/{row['project']}", fold(row["project_label"] or row["project"]))
    elif cls != "Mention" and about and about != place:
        path = "place" if names_place(about, row["about_label"]) else "thing"
        role = "involved" if cls == "Involvement" else "about"
        yield Named(role, f"{path}/{about}", fold(row["about_label"] or about))
    if cls == "Mention" and row["kind"] and about:
        yield Named("mentions", f"{KINDS[row['kind']]}/{about}", fold(row["about_label"] or row["label"] or about))
    if cls in ("Observation", "Target") and row["indicator_label"]:
        yield Named("indicator", indicator_key(row["indicator"], row["indicator_label"]), indicator_label(row))
    if row["agent"]:
        yield Named(_GIVEN[cls], f"org/{organisation(row['agent'], place)}", fold(row["agent"]))
    if row["programme"]:
        name = row["programme"]
        yield Named("programme", f"programme/{entity('Programme', place, name)}", fold(name))
    if row["sector"]:
        name = row["sector"]
        yield Named("sector", f"sector/{entity('Sector', place, name)}", fold(name))
    if cls == "Recognition" and row["label"]:
        yield Named("honour", f"recognition/{slug(row['label'])}", fold(row["label"]))


def indicator_key(indicator: str | None, label: str) -> str:
    """Return the key of an indicator: of the catalogue, or by its own words."""
    return f"indicator/{indicator}" if indicator else f"indicator/x-{slug(label)}"


def indicator_label(row: Row) -> str:
    """Return the Chinese name of a row's indicator, that of the catalogue where it has one."""
    known = catalogue().by_id.get(row["indicator"]) if row["indicator"] else None
    return known.zh if known else str(row["indicator_label"])


def iri(key: str, at: Addresses) -> str | None:
    """Return the IRI of the thing that a key names, None for an honour, which has none of its own."""
    path, _, local = key.partition("/")
    if path == "indicator" and not local.startswith("x-"):
        return f"{DEF}indicator/{local}"
    if path == "recognition":
        return None
    return f"{at.base}id/{path}/{local.removeprefix('x-') if path == 'indicator' else local}"


def key_of(address: str, at: Addresses) -> str | None:
    """Return the key of a thing by its IRI, None where it is not of a kind that has pages."""
    if address.startswith(f"{DEF}indicator/"):
        return address.removeprefix(DEF)
    path, _, local = address.removeprefix(f"{at.base}id/").partition("/")
    if not address.startswith(f"{at.base}id/") or path not in LOOK or not local:
        return None
    return f"indicator/x-{local}" if path == "indicator" else f"{path}/{local}"
