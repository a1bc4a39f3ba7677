"""Batches of queries and requests for properties, read from JSON and held against what the service takes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg.errors import QueryError
from kg.match import Wanted
from kg.match.table import year_in
from kg.serve.reconcile.properties import MATCHED, PROPERTIES
from kg.serve.refusals import RefusedError, refusal_of

QUERIES: Final = 100  # queries of one batch
ROWS: Final = 500  # things whose properties are asked at once
COLUMNS: Final = 20
_CANDIDATES: Final = 5
_MOST_CANDIDATES: Final = 50
_KEYS: Final = frozenset({"query", "type", "limit", "properties", "type_strict"})
_STRICT: Final = ("any", "should", "all")


@dataclass(frozen=True, slots=True)
class Column:
    """A property that is asked of each thing, and its settings."""

    id: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Extension:
    """Things and the properties that are asked of them."""

    ids: tuple[str, ...]
    columns: tuple[Column, ...]


def read_queries(text: str) -> dict[str, Wanted]:
    """Return the queries of a batch by their keys. Raises RefusedError 400 that names the query, 413 for too many."""
    batch = _object(_parsed(text, "queries"), "queries")
    if len(batch) > QUERIES:
        raise RefusedError(
            413,
            f"queries: expected at most {QUERIES}, found {len(batch)}",
            f"queries：最多 {QUERIES} 条，实为 {len(batch)} 条",
        )
    return {key: _wanted(_object(value, f"queries.{key[:40]}"), f"queries.{key[:40]}") for key, value in batch.items()}


def read_extension(text: str) -> Extension:
    """Return what is asked of which things. Raises RefusedError 400, or 413 for too many."""
    asked = _object(_parsed(text, "extend"), "extend")
    ids = _list(asked.get("ids"), "extend.ids")
    if not all(isinstance(name, str) for name in ids):
        raise wrong("extend.ids", "a list of strings", ids)
    columns = [_column(value) for value in _list(asked.get("properties"), "extend.properties")]
    if len(ids) > ROWS or len(columns) > COLUMNS:
        found = f"{len(ids)} × {len(columns)}"
        raise RefusedError(
            413,
            f"extend: expected at most {ROWS} ids and {COLUMNS} properties, found {found}",
            f"extend：最多 {ROWS} 个 ids、{COLUMNS} 个 properties，实为 {found}",
        )
    if twice := next((c.id for i, c in enumerate(columns) if c.id in {d.id for d in columns[:i]}), ""):
        raise wrong("extend.properties", "each property once", twice)
    return Extension(tuple(dict.fromkeys(ids)), tuple(columns))


def _column(value: Any) -> Column:
    given = _object(value, "extend.properties")
    name = given.get("id")
    if not isinstance(name, str) or name not in PROPERTIES:
        raise wrong("extend.properties.id", f"one of {', '.join(PROPERTIES)}", name)
    settings = _object(given.get("settings") or {}, f"extend.properties.{name}.settings")
    return Column(name, {key: _text(text) for key, text in settings.items() if text not in (None, "")})


def _wanted(query: Mapping[str, Any], where: str) -> Wanted:
    if unknown := sorted(query.keys() - _KEYS):
        raise wrong(where, f"keys of {', '.join(sorted(_KEYS))}", unknown[0])
    name, limit = query.get("query", ""), query.get("limit", _CANDIDATES)
    if not isinstance(name, str):
        raise wrong(f"{where}.query", "text", name)
    if isinstance(limit, bool) or not isinstance(limit, int | float):
        raise wrong(f"{where}.limit", "a number", limit)
    if query.get("type_strict", "any") not in _STRICT:
        raise wrong(f"{where}.type_strict", f"one of {', '.join(_STRICT)}", query["type_strict"])
    given_type = query.get("type", [])
    types = [given_type] if isinstance(given_type, str) else given_type
    if not isinstance(types, list) or not all(isinstance(t, str) for t in types):
        raise wrong(f"{where}.type", "a type or a list of types", given_type)
    given = _properties(query.get("properties", []), where)
    if "query" not in query and not given:
        raise wrong(where, "a query or properties", "neither")
    return Wanted(
        name=name,
        types=tuple(t for t in types if t),
        within=given.get("within", ""),
        code=given.get("code", ""),
        year=year_in(given.get("year", "")),
        limit=int(min(max(limit, 1), _MOST_CANDIDATES)),
    )


def _properties(value: Any, where: str) -> dict[str, str]:
    """Return what a query says beside the name; of several values the first."""
    found: dict[str, str] = {}
    for one in _list(value, f"{where}.properties"):
        given = _object(one, f"{where}.properties")
        name = given.get("pid")
        if name not in MATCHED:
            raise wrong(f"{where}.properties.pid", f"one of {', '.join(MATCHED)}", name)
        if "v" not in given:
            raise wrong(f"{where}.properties.{name}", "a value v", None)
        values = given["v"] if isinstance(given["v"], list) else [given["v"]]
        if text := next((_text(v) for v in values if v not in (None, "")), ""):
            found.setdefault(name, text)
    return found


def _text(value: Any) -> str:
    """Return a value as text; of another thing the local name of its address."""
    if isinstance(value, dict):
        return str(value.get("id", "")).rpartition("/")[2]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise wrong(where, "JSON", str(error)) from None


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise wrong(where, "an object", value)
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise wrong(where, "a list", value)
    return value


def wrong(where: str, expected: str, found: Any) -> RefusedError:
    """Return the refusal of a part of a request: what was expected there, and what stands there."""
    return refusal_of(QueryError(where, expected, repr(found)[:60], "see docs/reconcile.md"), 400)
