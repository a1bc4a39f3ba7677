"""Places as GeoJSON (RFC 7946), each with what the published statements say of it, led back to the statement's address.

RFC 7946 wants WGS 84. The source of our coordinates does not state its datum, which the file says of itself
(``coordinates_note``); a place without coordinates has ``geometry`` null, as the standard allows.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kg.places import division, is_code
from kg.terms import Addresses

_NOTE: Final = "decimal degrees as the source of the divisions writes them; it does not state their datum"
_VALUES: Final = (
    "indicator",
    "indicator_label",
    "value_type",
    "year",
    "period_start",
    "period_end",
    "scope",
    "comparator",
    "value",
    "lower",
    "upper",
    "unit",
    "unit_iri",
    "report",
    "review_status",
)
_QUANTITIES: Final = {"Target": "targets", "Observation": "observations"}


def to_geojson(rows: Iterable[Mapping[str, Any]], at: Addresses) -> bytes:
    """Return a FeatureCollection: one Feature per place that a row is about, by code.

    ``rows`` are those of the statements table. Properties: ``code``, ``name``, ``level``, ``within`` (an address or
    null), ``statements`` (how many by class), ``review`` (how many by review status), ``targets`` and
    ``observations`` (each with the statement's address, its quantity in the table's columns and its review status).
    """
    said: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        said[place_of(row)].append(row)
    content = {
        "type": "FeatureCollection",
        "coordinates_note": _NOTE,
        "features": [_feature(code, said[code], at) for code in sorted(said)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def place_of(row: Mapping[str, Any]) -> str:
    """Return the code of the narrowest division that a statement is about."""
    about = row["about"]
    return str(about if about and is_code(about) else row["place"])


def _feature(code: str, rows: list[Mapping[str, Any]], at: Addresses) -> dict[str, Any]:
    place = division(code)
    point = None
    if place.lon and place.lat:
        point = {"type": "Point", "coordinates": [float(place.lon), float(place.lat)]}
    properties: dict[str, Any] = {
        "code": code,
        "name": place.name,
        "level": place.level,
        "within": at.place(place.parent) if place.parent else None,
        "statements": dict(sorted(Counter(r["class"] for r in rows).items())),
        "review": dict(sorted(Counter(r["review_status"] for r in rows).items())),
    }
    for cls, name in _QUANTITIES.items():
        found = (r for r in rows if r["class"] == cls)
        properties[name] = [
            {"statement": at.statement(r["id"])} | {column: r[column] for column in _VALUES}
            for r in sorted(found, key=lambda r: str(r["id"]))
        ]
    return {"type": "Feature", "id": at.place(code), "geometry": point, "properties": properties}
