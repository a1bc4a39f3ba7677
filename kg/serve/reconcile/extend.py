"""Things → values of their properties: from the reference of divisions, from labels, from targets and results."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kg.match import Matcher, Wanted
from kg.match.divisions import holders
from kg.places import LEVEL_LABELS, Division, ancestors, division
from kg.serve.context import Context
from kg.serve.reconcile.asked import Column, Extension, wrong
from kg.serve.reconcile.properties import EXTENDED, PROPERTIES
from kg.serve.reconcile.things import Said, code_of, iri_of, label, said
from kg.terms import DEF, PREFIXES

_GWR: Final = PREFIXES["gwr"]
_CLASSES: Final = {"target": "Target", "result": "Observation"}
_CONTENT: Final = ("stated", "value", "statement")
_LINKS: Final = {"same_as": ("sameAs", "exactMatch"), "close_match": ("closeMatch", "relatedMatch")}

Values = list[dict[str, Any]]


async def extended(context: Context, matcher: Matcher, asked: Extension, lang: str, client: str) -> dict[str, Any]:
    """Return the answer to a request for properties: ``meta`` and ``rows``, a row for each id, with a list for each property.

    Raises RefusedError for a setting that names nothing.
    """
    known = await said(context, asked.ids, client)
    rows: dict[str, dict[str, Values]] = {name: {} for name in asked.ids}
    for column in asked.columns:
        if column.id not in EXTENDED:
            raise wrong("extend.properties.id", f"one of {', '.join(sorted(EXTENDED))}", column.id)
        if column.id in _CLASSES:
            stated = await _stated(context, matcher, asked.ids, column, client)
        else:
            stated = {name: _values(column.id, name, known, context, lang) for name in asked.ids}
        for name in asked.ids:
            rows[name][column.id] = stated.get(name, [])
    return {"meta": [_meta(column, lang) for column in asked.columns], "rows": rows}


def _meta(column: Column, lang: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": column.id, "name": PROPERTIES[column.id].label(lang)}
    if column.id in ("within", "province"):
        kind = "place" if column.id == "within" else "province"
        found["type"] = {"id": kind, "name": kind}
    return found


def _values(column: str, name: str, known: Said, context: Context, lang: str) -> Values:
    values = known.get(name, {})
    code = code_of(name, context)
    place = division(code) if code is not None else None
    match column:
        case "name_zh" | "name_en":
            found = label(values, column[-2:])
            return _texts([found or (place.name if place and column == "name_zh" else "")])
        case "other_names":
            return _texts([v.value for v in values.get("altLabel", ())])
        case "definition":
            return _texts([v.value for v in values.get("definition", ()) if _language(v) == lang])
        case "unit":
            return _texts([v.value.rpartition("/")[2] for v in values.get("unit", ())])
        case "same_as" | "close_match":
            return _texts([v.value for link in _LINKS[column] for v in values.get(link, ())])
        case "code":
            return _texts([code or (name.rpartition("/")[2] if values else "")])
    return _of_division(column, place, context, lang) if place else []


def _of_division(column: str, place: Division, context: Context, lang: str) -> Values:
    match column:
        case "level":
            return _texts([LEVEL_LABELS[place.level][1 if lang == "en" else 0]])
        case "within" | "province":
            above = ancestors(place.code)[:1] if column == "within" else _provinces(place)
            return [{"id": context.project.addresses.place(a.code), "name": a.name} for a in above]
        case "lon" | "lat":
            degrees = place.lon if column == "lon" else place.lat
            return [{"float": float(degrees)}] if degrees else []
        case "valid_from" | "valid_to":
            year = place.valid_from if column == "valid_from" else place.valid_to
            return [{"int": year}] if year else []
    return []


def _provinces(place: Division) -> tuple[Division, ...]:
    return tuple(d for d in (place, *ancestors(place.code)) if d.level == "province")


def _texts(found: Sequence[str]) -> Values:
    return [{"str": text} for text in dict.fromkeys(found) if text]


def _language(value: NamedNode | Literal) -> str:
    return (value.language or "") if isinstance(value, Literal) else ""


async def _stated(
    context: Context, matcher: Matcher, ids: Sequence[str], column: Column, client: str
) -> Mapping[str, Values]:
    """Return what was promised or reached, by id: of places for an indicator of the settings, of indicators for a place."""
    content = column.settings.get("content", "stated")
    if content not in _CONTENT:
        raise wrong("extend.settings.content", f"one of {', '.join(_CONTENT)}", content)
    places = [name for name in ids if code_of(name, context) is not None]
    others = [name for name in ids if name not in set(places) and iri_of(name) is not None]
    found: dict[str, Values] = {}
    if places:
        found |= await _rows(
            context, places, "place", "indicator", _indicator(matcher, column), column, content, client
        )
    if others:
        found |= await _rows(context, others, "indicator", "place", _place(context, column), column, content, client)
    return found


async def _rows(
    context: Context, ids: Sequence[str], of: str, by: str, named: str, column: Column, content: str, client: str
) -> dict[str, Values]:
    year = column.settings.get("year", "")
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise wrong("extend.settings.year", "a year", year)
    things = " ".join(str(node) for name in ids if (node := iri_of(name)) is not None)
    text = (
        f"SELECT ?s ?y ?text ?value ?statement {{ VALUES ?s {{ {things} }} ?statement a <{_GWR}{_CLASSES[column.id]}> ; "
        f"<{_GWR}{of}> ?s ; <{_GWR}{by}> {NamedNode(named)} ; <{_GWR}year> ?y ; <{_GWR}asStated> ?text "
        f"OPTIONAL {{ ?statement <{_GWR}value> ?value }} }} ORDER BY ?s DESC(?y) ?statement"
    )
    latest: dict[str, str] = {}
    found: dict[str, Values] = {}
    for thing, when, words, value, statement in (await context.answer(text, client=client)).rows:
        if not isinstance(thing, NamedNode) or not isinstance(when, Literal) or (year and when.value != year):
            continue
        if latest.setdefault(thing.value, when.value) != when.value:
            continue
        one: dict[str, Any] | None
        if content == "value":
            one = {"float": float(value.value)} if isinstance(value, Literal) else None
        else:
            told = statement if content == "statement" else words
            one = {"str": told.value} if isinstance(told, NamedNode | Literal) else None
        if one is not None and one not in found.setdefault(thing.value, []):
            found[thing.value].append(one)
    return found


def _indicator(matcher: Matcher, column: Column) -> str:
    name = column.settings.get("indicator", "")
    if not name:
        raise wrong(
            "extend.settings.indicator",
            "the name or code of an indicator, which a target or result of a place needs",
            "none",
        )
    if name.isascii() and (found := f"{DEF}indicator/{name}") and iri_of(found) and name.replace("-", "").isalnum():
        by_name = next((c.id for c in matcher.match(Wanted(name, ("indicator",))) if c.match), "")
        return by_name or found
    sure = [c for c in matcher.match(Wanted(name, ("indicator",))) if c.match]
    if not sure:
        raise wrong("extend.settings.indicator", "the name or code of one indicator", name)
    return sure[0].id


def _place(context: Context, column: Column) -> str:
    name = column.settings.get("place", "")
    codes = holders(name)
    if len(codes) != 1:
        raise wrong(
            "extend.settings.place",
            "the full name or code of one place, which a target or result of an indicator needs",
            name,
        )
    return context.project.addresses.place(next(iter(codes)))
