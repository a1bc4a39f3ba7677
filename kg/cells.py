"""Statements held beside each other: the cell each fills, claims that repeat another, the baseline of a target."""

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Statement
from kg.quads import period_key
from kg.terms import VALUE_TYPES, slug


def cell_key(s: Statement) -> str | None:
    """Return ``{place}.{subject|-}.{indicator}.{value type}.{period}[.{aggregation}][.each]`` (amendment 3).

    ``None`` for what is no quantity, is measured by another value only, or has no period.
    """
    if s.cls not in ("Observation", "Target") or s.relative_to or s.value_type is None or not s.indicator_label:
        return None
    if s.year is None and s.period_start is None:
        return None
    subject = s.about.removeprefix(s.place + ".") if s.about and s.about != s.place else "-"
    indicator = s.indicator or f"x-{slug(s.indicator_label)}"
    parts = [s.place, subject, indicator, VALUE_TYPES[s.value_type], period_key(s)]
    if s.aggregation and s.aggregation != "annual":
        parts.append(s.aggregation)
    if s.per_subdivision:
        parts.append("each")
    return ".".join(parts)


def joined(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return one report's statements with their cells, and ``restates`` on each claim that repeats an earlier one."""
    first: dict[tuple[object, ...], str] = {}
    found: list[Statement] = []
    for s in statements:
        key = cell_key(s)
        restated = None
        if key and s.review_status != "rejected":
            claim = (s.cls, key, s.value, s.lower, s.upper, s.comparator, s.unit, s.rank_scope, s.scope, s.obs_status)
            restated = first.setdefault(claim, s.id)
        restates = restated if restated != s.id else None
        found.append(s if (key, restates) == (s.cell, s.restates) else replace(s, cell=key, restates=restates))
    return tuple(found)


def baselines(statements: Iterable[Statement]) -> dict[str, str]:
    """Return target id → id of the observation of the same place, indicator and value type in the latest earlier year."""
    known: dict[tuple[object, ...], list[tuple[int, str]]] = {}
    kept = [s for s in statements if s.review_status != "rejected" and s.cell and s.year is not None]
    for s in kept:
        if s.cls == "Observation" and s.restates is None and s.value is not None:
            known.setdefault(_measured(s), []).append((s.year or 0, s.id))
    found: dict[str, str] = {}
    for s in kept:
        if s.cls == "Target":
            earlier = [(year, name) for year, name in known.get(_measured(s), ()) if year < (s.year or 0)]
            if earlier:
                found[s.id] = max(earlier)[1]
    return found


def _measured(s: Statement) -> tuple[object, ...]:
    return (
        s.place,
        s.about,
        s.indicator or s.indicator_label,
        VALUE_TYPES[s.value_type or "level"],
        s.aggregation,
        s.per_subdivision,
        s.unit,
        s.rank_scope,
        s.scope,
    )
