"""Targets held against later reports of the same place and against external results."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.assess.absence import Searched, names_of, silence
from kg.assess.judging import Direction, Judged, Number, judge, tolerance_for
from kg.assess.model import PENDING, Assessment, Realised
from kg.assess.wording import more_is_wished, of_a_stock, work
from kg.catalogue import catalogue
from kg.cells import cell_key
from kg.model import Statement
from kg.places import ancestors
from kg.terms import VALUE_TYPES, slug
from kg.units import unit_iri

_HUNDREDTH = Decimal("0.01")
_EXACT = frozenset(("eq", "approx"))
_OWN_ECONOMY = ("经济", "地区生产总值", "生产总值", "GDP", "国内生产总值")


class Source:
    """One source that commitments are held against: its results by cell, and how silence is proved."""

    def __init__(self, name: str, years: frozenset[int], searched: Searched | None = None) -> None:
        """Take the source's name in addresses, the years that it looks back on, and its text if it is a report."""
        self.name = name
        self.years = years
        self.searched = searched
        self.outcomes: dict[str, list[Statement | Realised]] = {}
        # The same by what is done, of what no catalogue knows: 「新增公园」 tells of 「新建公园」.
        self.done: dict[str, list[Statement]] = {}
        self.targets: dict[str, list[Statement]] = {}
        # Numbers that may be for several years, although they were given one.
        self.undated: set[str] = set()
        # Numbers that are totals over the years.
        self.summed: set[str] = set()

    def add(self, key: str, outcome: Statement | Realised) -> None:
        """Take a result into its cell."""
        self.outcomes.setdefault(key, []).append(outcome)
        if isinstance(outcome, Statement) and (done := work_key(outcome)):
            self.done.setdefault(done, []).append(outcome)

    def stated(self, target: Statement) -> Sequence["Found"]:
        """Return what the source states for a target's cell, else of the same work in other words.

        Where no catalogue says whether a stock is meant, a total over the years tells nothing of a year's work.
        """
        found: Sequence[Found] = self.outcomes.get(target.cell or "") or self.done.get(work_key(target) or "") or ()
        if target.indicator or of_a_stock(target.quote):
            return found
        return [o for o in found if o.id not in self.summed]


Found = Statement | Realised


def number(of: Found) -> Number:
    """Return the number of a statement or an external row."""
    if isinstance(of, Realised):
        return of.number
    return Number(of.comparator or "eq", of.value, of.lower, of.upper)


def realised_key(row: Realised) -> str:
    """Return the cell of an external row, as ``kg.cells.cell_key`` does for statements."""
    return f"{row.place}.-.{row.indicator or f'x-{slug(row.indicator_label)}'}.{VALUE_TYPES[row.value_type]}.{row.year}"


def work_key(s: Statement) -> str | None:
    """Return the cell of a level that no catalogue knows, by what is done instead of by its words."""
    if s.indicator or s.value_type != "level" or not s.indicator_label or not s.cell:
        return None
    return s.cell.replace(f".x-{slug(s.indicator_label)}.", f".~{work(s.indicator_label)}.", 1)


def direction(of: Statement) -> Direction:
    """Return the direction that the indicator wishes; of what no catalogue knows, whether the promise is of work to be done."""
    if known := catalogue().by_id.get(of.indicator or ""):
        return known.direction  # type: ignore[return-value]
    return "higher" if of.value_type == "level" and more_is_wished(of.quote) else "neutral"


def at_constant_prices(target: Statement) -> bool:
    """Whether growth of an indicator is stated at constant prices, so that two levels in money do not give it.

    So it is for gross product and value added (NBS, 《国家统计调查制度》: 增长速度按不变价格计算).
    """
    known = catalogue().by_id.get(target.indicator or "")
    return (known.zh if known else target.indicator_label or "").endswith(("增加值", "生产总值"))


def assess_target(
    target: Statement, sources: Sequence[Source], levels: "Levels", *, undated: bool = False
) -> Iterator[Assessment]:
    """Yield what comes of a target, one for each source that tells of it or should, else that it is pending."""
    if undated:
        found = [_of(target, PENDING, "not-comparable", "whole-term")]
    elif target.relative_to:
        found = list(_relative(target, sources, levels))
    elif target.cell is None:
        found = [_of(target, PENDING, "not-comparable", "no-period")]
    else:
        found = [a for source in sources if (a := _against(target, source, levels))]
    found = [a for a in found if a.rule != "term-report"] or found[:1]
    yield from found or [_of(target, PENDING, "pending", "no-later-source")]


class Levels:
    """Every exact level that some source states, by its cell: what a growth may be derived from."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[str, list[tuple[int, Found]]] = {}

    def add(self, key: str, rank: int, found: Found) -> None:
        """Take a level; ``rank`` orders sources by age, later ones last."""
        if number(found).comparator in _EXACT and number(found).value is not None:
            self._known.setdefault(key, []).append((rank, found))

    def latest(self, key: str, most: int) -> Found | None:
        """Return the level that the latest source up to a rank states, alone or in agreement; None where it states two."""
        known = [(rank, found) for rank, found in self._known.get(key, ()) if rank <= most]
        if not known:
            return None
        last = max(rank for rank, _ in known)
        stated = [found for rank, found in known if rank == last]
        return stated[0] if len({number(f).value for f in stated}) == 1 else None


def _against(target: Statement, source: Source, levels: Levels) -> Assessment | None:
    """Hold a target against one source; None where the source neither tells of it nor should."""
    if stated := source.stated(target):
        return _compared(target, source, stated)
    if derived := _derived(target, source, levels):
        return derived
    if target.year not in source.years or source.searched is None:
        return _restated(target, source)
    return _restated(target, source) or _silent(target, source)


def _compared(target: Statement, source: Source, stated: Sequence[Found]) -> Assessment:
    usable = [o for o in stated if unit_iri(o.unit or "") == unit_iri(target.unit or "")]
    if not usable:
        return _of(target, source.name, "not-comparable", "other-unit", stated)
    scoped = [o for o in usable if isinstance(o, Realised) or (o.scope or None) == (target.scope or None)]
    if not scoped and target.scope:
        return _of(target, source.name, "not-comparable", "other-scope", usable)
    usable = scoped or usable
    firm = [o for o in usable if isinstance(o, Realised) or o.review_status != "doubtful"]
    if not firm:
        return _of(target, source.name, "not-comparable", "doubtful-outcome", usable)
    dated = [o for o in firm if o.id not in source.undated]
    if not dated:
        return _of(target, source.name, "not-comparable", "whole-term", firm)
    firm = dated
    judged = [_judged(target, number(o)) for o in firm]
    if target.per_subdivision and len(judged) > 1 and len({j.result for j in judged}) > 1:
        return _of(target, source.name, "partly-met", "some-subdivisions", firm)
    if len({j.result for j in judged}) > 1:
        return _of(target, source.name, "not-comparable", "conflicting-outcomes", firm)
    return _of(target, source.name, judged[0].result, "stated-outcome", firm, judged[0], number(firm[0]).reference)


def _judged(target: Statement, outcome: Number) -> Judged:
    goal = number(target)
    granted = tolerance_for(goal.comparator, target.value_type or "level", goal.reference or Decimal(0))
    return judge(goal, outcome, direction(target), granted)


def _derived(target: Statement, source: Source, levels: Levels) -> Assessment | None:
    """Derive a growth rate from the level that a source states for the year and the last one known for the year before."""
    if target.value_type != "growth" or target.year is None or target.period_start or target.per_subdivision:
        return None
    now = source.outcomes.get(_level_key(target, target.year), ())
    now = [o for o in now if number(o).comparator in _EXACT and number(o).value is not None]
    if not now or len({number(o).value for o in now}) > 1:
        return None
    before = levels.latest(_level_key(target, target.year - 1), _LATEST)
    if before is None or before.unit != now[0].unit:
        return None
    first, last = number(before).value, number(now[0]).value
    if not first or last is None:
        return None
    growth = ((last / first - 1) * 100).quantize(_HUNDREDTH)
    based = (now[0], before)
    if at_constant_prices(target):
        note = f"{growth:+} % at current prices"
        return _of(target, source.name, "not-comparable", "current-prices", based, note=note)
    judged = _judged(target, Number("eq", growth))
    return _of(target, source.name, judged.result, "derived-growth", based, judged, growth)


_LATEST = 10**9


def _level_key(target: Statement, year: int) -> str:
    return cell_key(replace(target, value_type="level", year=year)) or ""


def _restated(target: Statement, source: Source) -> Assessment | None:
    """Return that a later report sets another target for the same cell, where it does."""
    others = [t for t in source.targets.get(target.cell or "", ()) if _aim(t) != _aim(target)]
    if not others or any(_aim(t) == _aim(target) for t in source.targets.get(target.cell or "", ())):
        return None
    return _of(target, source.name, "target-changed", "restated-target", other=others[0].id)


def _aim(target: Statement) -> tuple[object, ...]:
    return target.comparator, target.value, target.lower, target.upper, target.unit


def _silent(target: Statement, source: Source) -> Assessment:
    """Say why a report that looks back on the year gives no result: another measure, a name alone, a part, or silence."""
    assert source.searched is not None
    names = names_of(target)
    if not names:
        return _of(target, source.name, "not-comparable", "no-name")
    if other := _other_measure(target, source):
        return _of(target, source.name, "not-comparable", "other-measure", other)
    proof = silence(source.searched, target, names, source.years, "named-without-a-number")
    return _of(target, source.name, **proof)


def _other_measure(target: Statement, source: Source) -> Sequence[Found]:
    own = VALUE_TYPES[target.value_type or "level"]
    of = target.indicator or f"x-{slug(target.indicator_label or '')}"
    for kind in ("level", "growth", "change", "multiple"):
        if kind != own and (
            stated := source.outcomes.get((target.cell or "").replace(f".{of}.{own}.", f".{of}.{kind}.", 1))
        ):
            return stated
    return ()


def _relative(target: Statement, sources: Sequence[Source], levels: "Levels") -> Iterator[Assessment]:
    """Hold 「与经济增长同步」 and 「高于全省平均水平」 against their reference where both are known."""
    if target.comparator == "as-assigned":
        yield _of(target, PENDING, "not-comparable", "as-assigned")
        return
    own = cell_key(replace(target, relative_to=None, value_type="growth"))
    for source in sources:
        if own is None or target.year not in source.years:
            continue
        stated = _of_one_year(source, own)
        reference = _reference(target, source, levels)
        if not stated and (several := [o for o in source.outcomes.get(own, ()) if o.id in source.undated]):
            yield _of(target, source.name, "not-comparable", "whole-term", several)
            continue
        if not stated:
            if source.searched is not None:
                yield _silent(replace(target, value_type="growth", cell=own), source)
            continue
        if reference is None:
            yield _of(target, source.name, "not-comparable", "reference-unknown", stated)
            continue
        reached, held = number(stated[0]).value, number(reference).value
        if reached is None or held is None:
            continue
        gap = reached - held
        wanted = target.margin or Decimal(0)
        slack = tolerance_for("approx", "growth", held) if target.comparator == "tracks" else Decimal(0)
        below = direction(target) == "lower"
        short = (gap - wanted if not below else wanted - gap) + slack
        met = short >= 0 if target.comparator == "tracks" or wanted else short > 0
        judged = Judged("met" if met else "missed", gap, slack or None)
        yield _of(target, source.name, judged.result, "reference-known", (*stated[:1], reference), judged, reached)


def _of_one_year(source: Source, key: str) -> list[Found]:
    """Return the exact results of a cell that are for its year alone: no average over a term, none that is doubtful."""
    return [
        o
        for o in source.outcomes.get(key, ())
        if number(o).comparator in _EXACT
        and o.id not in source.undated
        and (isinstance(o, Realised) or o.review_status != "doubtful")
    ]


def _reference(target: Statement, source: Source, levels: Levels) -> Found | None:
    """Find what a relative target is measured by: the place's own economy, or the same indicator of a place above it."""
    words = (target.relative_to or "").removeprefix("同期")
    if words.startswith(_OWN_ECONOMY):
        key = cell_key(replace(target, relative_to=None, value_type="growth", indicator="gdp", about=None))
        stated = _of_one_year(source, key or "")
        return stated[0] if stated else None
    above = {"全国": "cn", "国家": "cn"} | {
        word: place.code
        for place in ancestors(target.place)
        for word in (
            ("全省", "全区", "省") if place.code.endswith("0000") else ("全市", "全州") if place.code != "cn" else ()
        )
    }
    place = next((code for word, code in above.items() if words.startswith(word)), None)
    if place is None:
        return None
    key = cell_key(replace(target, relative_to=None, value_type="growth", place=place, about=None))
    return levels.latest(key or "", _LATEST)


def _of(
    target: Statement,
    source: str,
    result: str,
    rule: str,
    based_on: Iterable[Found] = (),
    judged: Judged | None = None,
    value: Decimal | None = None,
    **more: object,
) -> Assessment:
    based = tuple(based_on)
    return Assessment(
        commitment=target.id,
        report=target.report,
        place=target.place,
        source=source,
        result=result,  # type: ignore[arg-type]
        rule=rule,
        based_on=tuple(o.id for o in based if isinstance(o, Statement)),
        realised=tuple(o.id for o in based if isinstance(o, Realised)),
        value=value,
        gap=judged.gap if judged else None,
        tolerance=judged.tolerance if judged else None,
        at_zero=judged.at_zero if judged else None,
        at_twice=judged.at_twice if judged else None,
        **more,  # type: ignore[arg-type]
    )
