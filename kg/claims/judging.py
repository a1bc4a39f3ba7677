"""One claim held against what reports say of its place: supported, contradicted in a slot, not stated, not covered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kg.claims.article import Claim
from kg.claims.facts import Fact, Facts, PlaceFacts
from kg.claims.model import Citation, How, Slot, Verdict
from kg.claims.numbers import compare

_CITED: Final = 3  # statements shown beside a verdict
_TELLING_DIGITS: Final = 4  # a number of so many digits is hardly two things' by chance


class Judged(NamedTuple):
    """A verdict, the slot that is contradicted or how it agrees, and the rows it rests on."""

    verdict: Verdict
    slot: Slot | None = None
    how: How | None = None
    rows: tuple[Mapping[str, Any], ...] = ()


def judge(claim: Claim, facts: Facts) -> Judged:
    """Hold a claim against the reports of its place.

    Only what is measured alike is compared: a growth never with a level, a part never with the whole. A number that a report
    states of another year, in other units or with another bound is contradicted in that slot; where the same is stated
    with another number, in its value. What no report states is not stated, and not covered where none is of its place
    and year.
    """
    if claim.reason is not None:
        return Judged("no-claim")
    here = facts.of(claim.place) if claim.place else None
    if here is None or claim.place is None:
        return Judged("not-covered", rows=_elsewhere(claim, facts))
    covered = claim.year is None or claim.year in facts.years.get(claim.place, _years_of(here))
    if claim.amount is None or claim.measure is None:
        return _by_words(claim, here, covered)
    return _quantity(claim, here, facts, covered)


def _years_of(here: PlaceFacts) -> set[int]:
    """The years that a place without a report of its own is spoken of in."""
    return {int(f.row["year"]) for found in here.by_measure.values() for f in found if f.row["year"] is not None}


def _quantity(claim: Claim, here: PlaceFacts, facts: Facts, covered: bool) -> Judged:
    assert claim.amount is not None and claim.measure is not None
    same = [f for f in here.by_measure.get(claim.measure, ()) if _comparable(claim, f)]
    worded = [f for _, _, f in here.by_words.get(claim.site[0], ()) if f] if claim.site else []
    worded = [f for f in worded if f.measure[1] == claim.measure[1]]
    found = list({id(f): f for f in (*same, *worded)}.values())
    now = [f for f in found if claim.year is None or f.covers(claim.year)]
    other = [f for f in found if f not in now]
    told = {id(f): compare(claim.amount, f.amount, reported=f.reported) for f in found}
    agreeing = [f for f in now if told[id(f)] in ("exact", "rounded", "implied")]
    if all(told[id(f)] == "implied" for f in agreeing) and (slipped := _slipped(claim, now, told)):
        # 「110万斤以上」 is true where 110亿 is reported, and still not what is reported.
        return Judged("contradicted", "unit", rows=_rows(slipped))
    if agreeing:
        return _agreed(claim, agreeing, told)
    if match := [f for f in other if told[id(f)] in ("exact", "rounded")]:
        # A year that an earlier sentence names may not be this number's.
        return Judged("contradicted", "year", rows=_rows(match)) if claim.firm else _agreed(claim, match, told)
    if match := [f for f in now if told[id(f)] == "bound"]:
        return Judged("contradicted", "bound", rows=_rows(match))
    elsewhere = _other_measure(claim, here)
    if elsewhere and _listed(claim.measure) and all(_listed(f.measure) for f in elsewhere):
        return Judged("contradicted", "indicator", rows=_rows(elsewhere))
    alike = [f for f in now if claim.kind is None or f.reported == (claim.kind == "reported")] or now
    if alike and any(told[id(f)] == "value" for f in alike):
        return Judged("contradicted", "value", rows=_rows(f for f in alike if told[id(f)] == "value"))
    if not covered:
        return Judged("not-covered", rows=_rows(other))
    if (
        claim.amount.digits
        and len(_significant(claim.amount.digits)) >= _TELLING_DIGITS
        and (match := _of_other_place(claim, facts))
    ):
        return Judged("contradicted", "place", rows=_rows(match))
    # Two names that no catalogue knows may mean one thing: what has this very number is shown, not held against it.
    return Judged("not-stated", rows=_rows(elsewhere or other))


def _listed(measure: tuple[str, str]) -> bool:
    """Whether the catalogue knows what is measured."""
    return not measure[0].startswith("x:")


def _agreed(claim: Claim, agreeing: Sequence[Fact], told: Mapping[int, str]) -> Judged:
    """Return support, unless the text says reached of what is promised only, or the other way round."""
    if claim.kind is not None:
        alike = [f for f in agreeing if f.reported == (claim.kind == "reported")]
        if not alike:
            return Judged("contradicted", "kind", rows=_rows(agreeing))
        agreeing = alike
    how: How
    for how in ("exact", "rounded", "implied"):
        if match := [f for f in agreeing if told[id(f)] == how]:
            return Judged("supported", how=how, rows=_rows(match))
    raise AssertionError("unreachable")


def _comparable(claim: Claim, fact: Fact) -> bool:
    """Whether both are of the same whole: the same scope, and both of each part or of all."""
    row = fact.row
    return bool(row["per_subdivision"]) == claim.per_subdivision and (
        claim.scope is None or row["scope"] == claim.scope
    )


def _slipped(claim: Claim, now: Sequence[Fact], told: Mapping[int, str]) -> list[Fact]:
    """Return what is written with the same digits and is another amount: 万 for 亿, 米 for 公里."""
    assert claim.amount is not None
    digits = claim.amount.digits
    return [f for f in now if told[id(f)] == "unit" and digits and digits == f.amount.digits]


def _significant(digits: str) -> str:
    return digits.replace(".", "").strip("0")


def _other_measure(claim: Claim, here: PlaceFacts) -> list[Fact]:
    """Return what has exactly this number, of the same year, and is another indicator: the number was put to a wrong one."""
    assert claim.amount is not None and claim.measure is not None
    point = claim.amount.point
    if point is None or len(_significant(claim.amount.digits)) < _TELLING_DIGITS:
        return []
    found = here.by_number.get((point, claim.amount.unit or ""), ())
    return [
        f
        for f in found
        if f.measure != claim.measure
        and f.measure[1] == claim.measure[1]
        and (claim.year is None or f.covers(claim.year))
    ]


def _of_other_place(claim: Claim, facts: Facts) -> list[Fact]:
    return [f for place in facts.places if place != claim.place for f in _exact(claim, facts.of(place))]


def _elsewhere(claim: Claim, facts: Facts) -> tuple[Mapping[str, Any], ...]:
    """Return statements of other places with exactly what a claim of an uncovered place says."""
    if claim.amount is None or claim.measure is None:
        return ()
    return _rows(_of_other_place(claim, facts))


def _exact(claim: Claim, there: PlaceFacts | None) -> list[Fact]:
    assert claim.amount is not None and claim.measure is not None
    found = there.by_measure.get(claim.measure, ()) if there else ()
    year = claim.year
    return [
        f
        for f in found
        if (year is None or f.covers(year)) and compare(claim.amount, f.amount, reported=f.reported) == "exact"
    ]


def _by_words(claim: Claim, here: PlaceFacts, covered: bool) -> Judged:
    """Judge a number that the rules read no quantity of by the same words before a number in a report."""
    if claim.site is None:
        return Judged("unread")
    key, number = claim.site
    found = here.by_words.get(key, ())
    if match := [row for said, row, _ in found if said == number]:
        return Judged("supported", how="exact", rows=_cited(match))
    if found:
        return Judged("contradicted", "value", rows=_cited(row for _, row, _ in found))
    return Judged("unread" if covered else "not-covered")


def _rows(found: Iterable[Fact]) -> tuple[Mapping[str, Any], ...]:
    return _cited(f.row for f in found)


def _cited(found: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    rows = {str(row["id"]): row for row in found}
    newest = sorted(rows.values(), key=lambda r: (-int(str(r["report"]).rpartition("-")[2]), r["start"], r["id"]))
    return tuple(newest[:_CITED])


def citation(row: Mapping[str, Any], iri: Callable[[str], str]) -> Citation:
    """Return where a report says it."""
    return Citation(
        statement=str(row["id"]),
        iri=iri(str(row["id"])),
        report=str(row["report"]),
        start=int(row["start"]),
        end=int(row["end"]),
        quote=str(row["quote"]),
        said=str(row["as_stated"]),
        year=row["year"] if isinstance(row["year"], int) else None,
        place_label=str(row["place_label"]),
    )
