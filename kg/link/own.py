"""A build → its places and organisations with names, codes and what contains them; and what is mapped already."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kg import resources
from kg.errors import MappingError
from kg.files import reading, reason
from kg.link.model import Known, Own
from kg.mappings import FOLDER, Mapping
from kg.mappings.table import rebased
from kg.places import ancestors, division, find, is_code
from kg.terms import PREFIXES, Addresses

KINDS: Final = {"place": "place/", "organisation": "org/"}
DOUBTFUL: Final = "doubtful.tsv"
DOUBTFUL_COLUMNS: Final = ("subject_id", "subject_label", "object_id", "why_not")
_SAME: Final = PREFIXES["schema"] + "sameAs"
_ISO: Final = PREFIXES["gwr"] + "ISO3166-2"
# Not what is retired: its address leads to another thing.
_ASKED: Final = """
SELECT ?s ?p ?o WHERE {
  ?s <%(label)s> ?any FILTER(STRSTARTS(STR(?s), "%(start)s"))
  FILTER NOT EXISTS { ?s <%(replaced)s> ?other }
  VALUES ?p { <%(label)s> <%(alt)s> <%(code)s> <%(within)s> <%(iata)s> <%(icao)s> <%(notation)s> }
  ?s ?p ?o
} ORDER BY ?s ?p ?o"""
_P: Final = {
    "label": PREFIXES["rdfs"] + "label",
    "alt": PREFIXES["skos"] + "altLabel",
    "replaced": PREFIXES["dcterms"] + "isReplacedBy",
    "code": PREFIXES["gwr"] + "code",
    "within": PREFIXES["schema"] + "containedInPlace",
    "iata": PREFIXES["schema"] + "iataCode",
    "icao": PREFIXES["schema"] + "icaoCode",
    "notation": PREFIXES["skos"] + "notation",
}


def own_things(store: Store, at: Addresses, kinds: Iterable[str] = tuple(KINDS)) -> tuple[Own, ...]:
    """Return the places and organisations of a build, by address; the nation and what has no Chinese name are left out."""
    return tuple(thing for kind in kinds for thing in _things(store, at, kind))


def _things(store: Store, at: Addresses, kind: str) -> list[Own]:
    start = f"{at.base}id/{KINDS[kind]}"
    said: dict[str, list[tuple[str, NamedNode | Literal]]] = {}
    query = _ASKED % (_P | {"start": start})
    for row in store.query(query, use_default_graph_as_union=True):  # type: ignore[union-attr]
        said.setdefault(row["s"].value, []).append((row["p"].value, row["o"]))
    things = (_thing(iri, kind, iri.removeprefix(start), pairs, said) for iri, pairs in said.items())
    return sorted((t for t in things if t is not None), key=lambda t: t.iri)


def _thing(
    iri: str,
    kind: str,
    local: str,
    pairs: Sequence[tuple[str, NamedNode | Literal]],
    said: dict[str, list[tuple[str, NamedNode | Literal]]],
) -> Own | None:
    names = [o.value for p in ("label", "alt") for q, o in pairs if q == _P[p] and _chinese(o)]
    if not names or local == "cn":
        return None
    codes = {scheme: o.value for scheme in ("code", "iata", "icao") for q, o in pairs if q == _P[scheme]}
    for predicate, term in pairs:
        if predicate == _P["notation"] and isinstance(term, Literal) and term.datatype.value == _ISO:
            codes["iso"] = term.value
    if kind == "place" and is_code(local):
        own = division(local)
        others = {d.code for d in find(own.name) if d.name == own.name and d.code != local}
        above = tuple(d.name for d in ancestors(local) if d.level != "nation")
        return Own(iri, kind, tuple(dict.fromkeys(names)), codes | {"code": local}, above, "", len(others))
    held = [o.value for q, o in pairs if q == _P["within"]]
    within = [o.value for one in held for q, o in said.get(one, ()) if q == _P["label"]]
    code = local.partition(".")[0]
    named_by = division(code).name if kind == "place" and is_code(code) else ""
    codes.pop("code", None)
    return Own(iri, kind, tuple(dict.fromkeys(names)), codes, tuple(within), named_by)


def _chinese(term: NamedNode | Literal) -> bool:
    return isinstance(term, Literal) and (term.language or "").startswith("zh")


def known_pairs(mappings: Iterable[Mapping], own: Path, at: Addresses) -> Known:
    """Return what the tables settle: those of the package and of a project, ``own`` being its ``data/mappings``.

    Raises MappingError for a list of doubtful ones that is no such table.
    """
    mapped, same = set(), dict[str, set[str]]()
    for mapping in mappings:
        mapped.add((mapping.subject, mapping.object))
        if mapping.predicate == _SAME:
            same.setdefault(mapping.subject, set()).add(mapping.object)
    shipped = resources.path(f"data/{FOLDER}")
    lists = dict.fromkeys((shipped.resolve() / DOUBTFUL, own.resolve() / DOUBTFUL))
    doubtful = {
        (whole(row["subject_id"], at), whole(row["object_id"], at)) for path in lists for row in doubtful_rows(path)
    }
    return Known(frozenset(mapped), frozenset(doubtful), {s: frozenset(o) for s, o in same.items()})


def doubtful_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a list of doubtful mappings; none where there is no such file. Raises MappingError."""
    if not path.exists():
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        found = reason(error) if isinstance(error, OSError) else "another encoding"
        step = reading(error) if isinstance(error, OSError) else "save it as UTF-8"
        raise MappingError(path, "a table in UTF-8", found, step) from None
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, 2):
        if set(row) != set(DOUBTFUL_COLUMNS) or None in row.values():
            raise MappingError(f"{path}:{number}", ", ".join(DOUBTFUL_COLUMNS), "other columns", "correct the row")
    return rows


def whole(name: str, at: Addresses) -> str:
    """Return the address of a name with a prefix; a whole address of ours comes under the project's base."""
    prefix, _, local = name.partition(":")
    return rebased(at.prefixes().get(prefix, f"{prefix}:") + local, at)
