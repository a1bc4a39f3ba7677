"""Leads of reports beside each other: promised again, loosened, completed twice, another value than last year."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from kg.amounts import amount
from kg.assess.milestones import plain_name
from kg.catalogue import catalogue
from kg.leads.held import said, what_of
from kg.leads.model import Evidence, Lead, Row, evidence
from kg.leads.tables import Tables
from kg.leads.weighing import aim, bounded, decimal, promise_factors, size
from kg.model import Report
from kg.terms import VALUE_TYPES

_PHASE: Final = re.compile(r"[一二三四五六七八九十\d首]+[期段批标]|[东西南北中上下首][段延]|分期|分段|\.phase-")
_DONE: Final = {"completed": 0, "operating": 1}
# Only words that a report itself puts to an aim are held against each other; a list of expected targets has one word for all.
_WORDS: Final = {"binding": 4, "ensure": 3, "strive": 2, "expected": 1, "encourage": 0}
_NO_HEADLINE: Final = Decimal("0.5")  # what a smaller number weighs that is none of the main targets
_NO_NUMBER: Final = Decimal("0.75")  # what a weaker word or bound weighs
_SHORTEST: Final = 4
_BOOKED: Final = ("赤字", "缺口")  # what a budget allows for is no promise


class Promise(NamedTuple):
    """A promise in the report that makes it."""

    report: Report
    row: Row


def promised_again(tables: Tables) -> Iterator[Lead]:
    """Yield a lead for each promise that stands in the reports of consecutive years and was not reported as met."""
    for reports in tables.of_place.values():
        for promises in _projects(tables, reports, "PlannedMilestone"):
            for run in _runs(promises, lambda a, b: _unmet(a, tables) and a.row["status"] == b.row["status"]):
                yield _again(run)
        for promises in _targets(tables, reports):
            if (promises[0].row["indicator_label"] or "").endswith(_BOOKED):
                continue
            for run in _runs(promises, lambda a, b: _unmet(a, tables) and _same_or_less(a.row, b.row)):
                if len(run) > 2 or _equal(run[0].row, run[-1].row):
                    yield _again(run)


def _again(run: Sequence[Promise]) -> Lead:
    last, count = run[-1].row, len(run)
    years = tuple(p.report.plan for p in run)
    listed = ", ".join(map(str, years)), "、".join(map(str, years))
    what = what_of(last)
    words = " → ".join(dict.fromkeys(f"「{said(p.row)}」" for p in run))
    nth = {2: "2nd", 3: "3rd"}.get(count, f"{count}th")
    return Lead(
        kind="promised-again",
        place=last["place"],
        place_label=last["place_label"],
        what=what,
        years=years,
        en=f"{what}: promised for the {nth} year running ({listed[0]}): {words}",
        zh=f"{what}：连续第{count}年承诺（{listed[1]}）：{words}",
        evidence=tuple(evidence("again" if i else "promise", p.row) for i, p in enumerate(run)),
        factors=(*promise_factors(last), bounded(Decimal(count - 1) / 2)),
    )


def _runs(promises: Sequence[Promise], goes_on: Callable[[Promise, Promise], bool]) -> Iterator[Sequence[Promise]]:
    """Yield the longest runs of two and more in reports of consecutive years of which each goes on the one before."""
    run: list[Promise] = []
    for promise in promises:
        if run and (promise.report.plan != run[-1].report.plan + 1 or not goes_on(run[-1], promise)):
            if len(run) > 1:
                yield run
            run = []
        run.append(promise)
    if len(run) > 1:
        yield run


def _unmet(promise: Promise, tables: Tables) -> bool:
    held = tables.held.get(promise.row["id"], ())
    return all(row["result"] not in ("met", "exceeded") for row in held)


def _projects(tables: Tables, reports: Sequence[Report], cls: str) -> Iterator[list[Promise]]:
    """Yield the stages of each project that stands in more than one report, by its address, else by its plain name."""
    found: dict[str, list[Promise]] = {}
    names: dict[str, str] = {}
    for report in reports:
        here: dict[str, Row] = {}
        for row in tables.of_report.get(report.id, ()):
            if row["class"] != cls or not row["project"]:
                continue
            name = plain_name(row["project_label"] or "")
            key = names.setdefault(name, row["project"]) if len(name) >= _SHORTEST else row["project"]
            here.setdefault(row["project"] if row["project"] in found else key, row)
        for key, row in here.items():
            found.setdefault(key, []).append(Promise(report, row))
    yield from (promises for promises in found.values() if len(promises) > 1)


def _targets(tables: Tables, reports: Sequence[Report]) -> Iterator[list[Promise]]:
    """Yield what was promised of one measure for the coming year, report by report; nothing where a report says two."""
    found = defaultdict[tuple[object, ...], list[Promise]](list)
    for report in reports:
        here = defaultdict[tuple[object, ...], list[Row]](list)
        for row in tables.of_report.get(report.id, ()):
            if row["class"] == "Target" and _for_coming_year(row, report):
                here[_measured(row)].append(row)
        for key, rows in here.items():
            if len({(r["comparator"], aim(r), r["upper"]) for r in rows}) == 1:
                found[key].append(Promise(report, rows[0]))
    yield from (promises for promises in found.values() if len(promises) > 1)


def _for_coming_year(row: Row, report: Report) -> bool:
    return (
        row["year"] == report.plan
        and not row["period_start"]
        and not row["relative_to"]
        and row["value_type"] is not None
        and aim(row) is not None
        and row["aggregation"] in (None, "annual")
    )


def _measured(row: Row) -> tuple[object, ...]:
    kind = VALUE_TYPES[row["value_type"]]
    indicator = row["indicator"] or row["indicator_label"]
    return (row["place"], row["about"], indicator, kind, row["scope"], row["unit"], row["per_subdivision"])


def _wish(row: Row) -> int:
    """Return 1 where more is better, -1 where less is, 0 where neither is known."""
    known = catalogue().by_id.get(row["indicator"] or "")
    return {"higher": 1, "lower": -1}.get(known.direction, 0) if known else 0


def _equal(one: Row, other: Row) -> bool:
    return aim(one) == aim(other) and one["upper"] == other["upper"] and one["comparator"] == other["comparator"]


def _same_or_less(earlier: Row, later: Row) -> bool:
    if earlier["indicator"] and not _wish(earlier):
        return False
    if earlier["comparator"] in ("le", "lt") and (aim(earlier) or 0) > 0:
        return False  # a ceiling stands from year to year
    return _equal(earlier, later) or _weaker_by(earlier, later) > 0


def _weaker_by(earlier: Row, later: Row) -> Decimal:
    """Return by how much a later number asks for less, against the direction of its indicator; negative for more."""
    one, other = _asked(earlier), _asked(later)
    return Decimal(0) if one is None or other is None else (one - other) * _wish(earlier)


def _asked(row: Row) -> Decimal | None:
    if _wish(row) < 0 and row["upper"] is not None:
        return decimal(row["upper"])
    return aim(row)


def loosened(tables: Tables) -> Iterator[Lead]:
    """Yield a lead for each measure whose target became weaker from report to report, by number, by bound or by word."""
    for reports in tables.of_place.values():
        for promises in _targets(tables, reports):
            chain: list[Promise] = []
            for earlier, later in pairwise(promises):
                if not _looser(earlier.row, later.row):
                    if len(chain) > 1:
                        yield _loosened(chain)
                    chain = []
                    continue
                chain = [*(chain or [earlier]), later]
            if len(chain) > 1:
                yield _loosened(chain)


def _looser(earlier: Row, later: Row) -> bool:
    less = _weaker_by(earlier, later)
    if less:
        return less > 0
    if aim(earlier) != aim(later):
        return False
    bounds = {"ge": 1, "gt": 1} if _wish(earlier) >= 0 else {"le": 1, "lt": 1, "ge": 1, "gt": 1}
    word, before = (_WORDS.get(row["strength"] or "") for row in (later, earlier))
    return (bounds.get(earlier["comparator"], 0) == 1 and later["comparator"] == "approx") or (
        word is not None and before is not None and word < before
    )


def _loosened(chain: Sequence[Promise]) -> Lead:
    first, last = chain[0].row, chain[-1].row
    years = tuple(p.report.plan for p in chain)
    what = what_of(last)
    steps = " → ".join(f"{p.report.plan}「{_with_word(p.row)}」" for p in chain)
    missing = any(later != earlier + 1 for earlier, later in pairwise(years))
    gap = (" (reports between are not at hand)", "（其间的报告不在手头）") if missing else ("", "")
    less = _weaker_by(first, last)
    factors = [*promise_factors(last), size(less, first) if less > 0 else ("size", _NO_NUMBER)]
    if less > 0 and not last["headline"]:
        factors.append(("no-headline", _NO_HEADLINE))
    return Lead(
        kind="loosened",
        place=last["place"],
        place_label=last["place_label"],
        what=what,
        years=years,
        en=f"{what}: target {steps}{gap[0]}",
        zh=f"{what}：目标 {steps}{gap[1]}",
        evidence=tuple(evidence("later" if i else "promise", p.row) for i, p in enumerate(chain)),
        factors=tuple(factors),
    )


def _with_word(row: Row) -> str:
    word = {"binding": "约束性", "ensure": "确保", "strive": "力争"}.get(row["strength"] or "", "")
    return said(row) if said(row).startswith(word) else word + said(row)


def completed_twice(tables: Tables) -> Iterator[Lead]:
    """Yield a lead for each project that the reports of two years say to be completed, or to have begun operating."""
    for reports in tables.of_place.values():
        done = [r for r in reports if r.review[0] == r.review[1]]  # the report at the end of a term looks back anyway
        for stages in _projects(tables, done, "RealisedMilestone"):
            said_so = [p for p in stages if p.row["status"] in _DONE and not _in_phases(p.row)]
            for one, other in pairwise(said_so):
                if _DONE[one.row["status"]] < _DONE[other.row["status"]] or one.row["year"] == other.row["year"]:
                    continue
                what, years = (
                    what_of(other.row),
                    (one.row["year"] or one.report.review[1], other.row["year"] or other.report.review[1]),
                )
                yield Lead(
                    kind="completed-twice",
                    place=other.row["place"],
                    place_label=other.row["place_label"],
                    what=what,
                    years=years,
                    en=f"{what}: said to be 「{said(one.row)}」 in {years[0]} and 「{said(other.row)}」 in {years[1]}",
                    zh=f"{what}：{years[0]}年称「{said(one.row)}」，{years[1]}年又称「{said(other.row)}」",
                    evidence=(evidence("stated", one.row), evidence("stated", other.row)),
                    factors=(),
                )


def _in_phases(row: Row) -> bool:
    return bool(_PHASE.search(f"{row['project']} {row['project_label']} {row['quote']}"))


def contradicts_last_year(tables: Tables) -> Iterator[Lead]:
    """Yield a lead for each number that a later report states otherwise, where the earlier one was no estimate."""
    for reports in tables.of_place.values():
        told: dict[tuple[object, ...], list[Promise]] = {}
        for report in reports:
            here = defaultdict[tuple[object, ...], list[Row]](list)
            for row in tables.of_report.get(report.id, ()):
                if _is_firm(row):
                    here[(*_measured(row), row["aggregation"], row["rank_scope"], row["year"])].append(row)
            for key, rows in here.items():
                if len({decimal(r["value"]) for r in rows}) == 1:
                    told.setdefault(key, []).append(Promise(report, rows[0]))
        for stated in told.values():
            for one, other in pairwise(stated):
                # A later report speaks of an earlier year only where it names it.
                named = isinstance(other.row["slots"].get("year"), list)
                if named and one.row["obs_status"] not in ("estimated", "preliminary") and _differ(one, other):
                    yield _contradiction(evidence("stated", one.row), evidence("stated", other.row), one.row, other.row)
    yield from _noted(tables)


def _is_firm(row: Row) -> bool:
    return (
        row["class"] == "Observation"
        and row["value"] is not None
        and row["value_type"] is not None
        and row["comparator"] in ("eq", "approx")
        and row["year"] is not None
        and not row["period_start"]
        and not row["relative_to"]
        and row["review_status"] != "doubtful"
    )


def _differ(one: Promise, other: Promise) -> bool:
    first, second = decimal(one.row["value"]), decimal(other.row["value"])
    assert first is not None and second is not None
    return abs(first - second) >= max(_grain(one), _grain(other))


def _grain(promise: Promise) -> Decimal:
    """Return what the last digit of a number as printed stands for: 8374.2亿 is exact to a tenth of 亿."""
    row, text = promise.row, promise.report.text
    if row["value_start"] is None:
        return Decimal(0)
    digits = text[row["value_start"] : row["value_end"]]
    printed = re.match(r"[\d,]*\.?(\d*)", digits)
    places = len(printed[1]) if printed and "." in digits else 0
    power = text[row["value_start"] : row["value_end"] + 3]
    times = Decimal(10) ** (
        8 if "万亿" not in power and "亿" in power else 12 if "万亿" in power else 4 if "万" in power else 0
    )
    return times.scaleb(-places)


def _contradiction(first: Evidence, second: Evidence, one: Row, other: Row) -> Lead:
    what, year = what_of(one), one["year"]
    a, b = decimal(one["value"]), decimal(other["value"])
    gap = None if a is None or b is None else b - a
    headline = promise_factors(one)
    return Lead(
        kind="contradicts-last-year",
        place=one["place"],
        place_label=one["place_label"],
        what=what,
        years=(year,),
        en=f"{what} {year}: {first.report} says 「{said(one)}」, {second.report} 「{said(other)}」",
        zh=f"{what}：{year}年数据，{first.report} 称「{said(one)}」，{second.report} 称「{said(other)}」",
        evidence=(first, second),
        factors=(*headline, size(gap, one)),
    )


def _noted(tables: Tables) -> Iterator[Lead]:
    """Yield what assessments note of external sources: another value than the report gave."""
    for row in tables.assessments:
        if (
            not row["note"].startswith("contradicts ")
            or not row["realised"]
            or row["statement"] not in tables.statements
        ):
            continue
        value, _, source = row["note"].removeprefix("contradicts ").partition(" of ")
        before = next((r for r in tables.held[row["statement"]] if r["source"] == source and r["outcomes"]), None)
        stated = tables.outcomes(before)[:1] if before else ()
        promise, outside = tables.statements[row["statement"]], tables.outcomes(row)[:1]
        if not stated or not outside:
            continue
        what, year, unit = what_of(promise), promise["year"], promise["unit"]
        told, outer = amount(Decimal(value), unit), amount(Decimal(row["value"]), unit)
        gap = Decimal(row["value"]) - Decimal(value)
        yield Lead(
            kind="contradicts-last-year",
            place=promise["place"],
            place_label=promise["place_label"],
            what=what,
            years=(year,),
            en=f"{what} {year}: {source} says {told}, an external source {outer}",
            zh=f"{what}：{year}年数据，{source} 称{told}，另一来源称{outer}",
            evidence=(*stated, *outside),
            factors=(*promise_factors(promise), size(gap, promise)),
        )
