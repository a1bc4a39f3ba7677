"""Evidence → the rows of the panel: long (a row a cell) and wide (a row a place and year)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from kg.catalogue import catalogue
from kg.errors import UsageError
from kg.panel.columns import CODES, LONG, PER_SERIES, WIDE, Column, Words
from kg.panel.evidence import Cell, Evidence, Measure, Row, Stated, decimal, measure, numbers
from kg.places import ancestors, code_of, division, english_name, is_code, listed
from kg.table import number
from kg.terms import VALUE_TYPES, digest

COVERAGE: Final = 12  # series of the wide panel where nobody chooses
_STEM: Final = 24  # characters of a series' name, so that Stata's 32 hold the longest ending
_TAKEN: Final = ("target", "outcome", "later", "province_target", "nation_target")


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a project the panel is of: places, indicators (``gdp``, ``gdp:growth`` or a name) and years.

    ``balanced`` adds the cells that no statement is about: of each catalogued indicator for the years that each place's
    reports plan for or look back on.
    """

    places: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    balanced: bool = False

    def takes_year(self, year: int) -> bool:
        """Whether a year is chosen."""
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class Panel:
    """Columns and rows; a row has a value or ``None`` for each column. ``left_out`` counts statements without a cell."""

    columns: tuple[Column, ...]
    rows: tuple[dict[str, Any], ...]
    left_out: Counter[str]


Series = tuple[str, str]  # indicator, value type


def long_panel(evidence: Evidence, choice: Choice = Choice()) -> Panel:
    """Return one row per place, indicator, value type and year, and subject where there is a narrower one."""
    cells = _chosen(evidence, choice)
    return Panel(LONG, tuple(_row(evidence, cell) for cell in cells), evidence.left_out)


def wide_panel(evidence: Evidence, choice: Choice = Choice()) -> Panel:
    """Return one row per place and year, with columns for each series: those chosen, else those with most numbers.

    Only what is about the place itself has a place in it.
    """
    places = replace(choice, indicators=(), balanced=False)
    cells = [c for c in _chosen(evidence, places) if not c.subject]
    series = _wanted_series(evidence, choice) if choice.indicators else _covered(evidence, cells)
    kept = [c for c in cells if (c.indicator, c.value_type) in set(series)]
    times = sorted({(c.place, c.year) for c in kept})
    if choice.balanced:
        times = sorted({*times, *_times(evidence, choice)})
    stems = _stems(series)
    rows = []
    for place, year in times:
        row = {**_of_place(place), "year": year}
        for indicator, value_type in series:
            cell = _row(evidence, Cell(place, "", indicator, value_type, year))
            row |= {f"{stems[indicator, value_type]}_{c.wide}": cell[c.name] for c in PER_SERIES}
        rows.append(row)
    columns = (*WIDE, *(c for s in series for c in _wide_columns(evidence, s, stems[s])))
    return Panel(columns, tuple(rows), evidence.left_out)


def _chosen(evidence: Evidence, choice: Choice) -> list[Cell]:
    wanted = set(_wanted_series(evidence, choice)) if choice.indicators else None
    places = set(_places(evidence, choice))
    cells = {
        c
        for c in evidence.cells
        if c.place in places and choice.takes_year(c.year) and (wanted is None or (c.indicator, c.value_type) in wanted)
    }
    if choice.balanced:
        known = wanted or {
            (c.indicator, c.value_type) for c in cells if c.indicator in catalogue().by_id and not c.subject
        }
        cells |= {Cell(p, "", i, v, y) for p, y in _times(evidence, choice) for i, v in known}
    return sorted(cells)


def _places(evidence: Evidence, choice: Choice) -> tuple[str, ...]:
    """Return the places chosen; UsageError for one that no report and no statement is of."""
    return tuple(_place(evidence, name) for name in choice.places) or evidence.places


def _place(evidence: Evidence, name: str) -> str:
    if code := code_of(name, evidence.places.__contains__):
        return code
    found = f"{division(name).code} {division(name).name}, of which there is nothing" if is_code(name) else repr(name)
    raise UsageError("--place", f"a place of the build: {listed(evidence.places)}", found, "run `kg status`")


def _times(evidence: Evidence, choice: Choice) -> set[tuple[str, int]]:
    """Return the places and years of a balanced panel: those that a report plans for, or whose review ends with it."""
    places = set(_places(evidence, choice))
    held = {(h.place, y) for h in evidence.holdings for y in (h.review[1], h.plan) if h.place in places}
    return {(p, y) for p, y in held if choice.takes_year(y)}


def _wanted_series(evidence: Evidence, choice: Choice) -> list[Series]:
    """Return the series that the words for indicators mean, in their order; UsageError for one that nothing fits."""
    held = sorted({(c.indicator, c.value_type) for c in evidence.cells})
    found: list[Series] = []
    for words in choice.indicators:
        name, _, kind = words.partition(":")
        if kind and kind not in VALUE_TYPES:
            raise UsageError(
                "--indicator", "a value type of " + ", ".join(VALUE_TYPES), repr(kind), "for example gdp:growth"
            )
        known = catalogue().lookup(name)
        ids = {name, known.id if known else name} | {i for i, label in evidence.labels.items() if label == name}
        fitting = [s for s in held if s[0] in ids and (not kind or s[1] == VALUE_TYPES[kind])]
        if not fitting:
            raise UsageError(
                "--indicator", "an indicator of the build, by id or name", repr(words), _near(evidence, name)
            )
        found += [s for s in fitting if s not in found]
    return found


def _near(evidence: Evidence, name: str) -> str:
    from difflib import get_close_matches

    names = {key: key for key in evidence.labels if not key.startswith("x-")}
    names |= {evidence.label(key): key for key in names}
    near = get_close_matches(name, sorted(names), 3, 0.5)
    listed = ", ".join(dict.fromkeys(names[n] for n in near))
    return f"near to it: {listed}" if listed else "see the column indicator of `kg panel`"


def _covered(evidence: Evidence, cells: Iterable[Cell]) -> list[Series]:
    """Return the series of catalogued indicators with most numbers, targets and outcomes counted alike."""
    counted: Counter[Series] = Counter()
    for cell in cells:
        if cell.indicator in catalogue().by_id:
            target = evidence.target(cell)
            outcome = evidence.outcome(cell, _measured(target)).number
            # A series with both is worth more than one with results alone.
            counted[cell.indicator, cell.value_type] += (
                (target.number is not None) + (outcome is not None) + bool(target.number and outcome)
            )
    ranked = sorted(counted, key=lambda s: (-counted[s], s))
    return [s for s in ranked if counted[s]][:COVERAGE]


def _stems(series: Sequence[Series]) -> dict[Series, str]:
    """Return what each series' columns begin with: ``gdp_g``; a long id is cut and has a mark of its own."""
    found: dict[Series, str] = {}
    for indicator, value_type in series:
        ending = "_" + value_type[0]
        name = re.sub(r"\W", "_", indicator, flags=re.ASCII)
        name = name if name[0].isalpha() else "i" + name
        room = _STEM - len(ending)
        if len(name) > room:
            name = name[: room - 5].rstrip("_") + "_" + digest(indicator, length=4)
        found[indicator, value_type] = name + ending
    return found


def _wide_columns(evidence: Evidence, series: Series, stem: str) -> Iterator[Column]:
    indicator, value_type = series
    known = catalogue().by_id.get(indicator)
    kind = CODES["value_type"][value_type]
    zh = evidence.label(indicator)
    name = Words(f"{known.en if known else zh}, {kind.en}", f"{zh}{kind.zh}")
    for column in PER_SERIES:
        label = Words(f"{column.label.en}, {name.en}", f"{name.zh}：{column.label.zh}")
        empty = column.empty and Words(*(_renamed(w, stem) for w in column.empty))
        yield replace(column, name=f"{stem}_{column.wide}", label=label, empty=empty)


def _renamed(words: str, stem: str) -> str:
    """Name a wide panel's column where the long one's stands; what has no column there is left as it is."""
    for column in PER_SERIES:
        words = re.sub(rf"\b{column.name}\b", f"{stem}_{column.wide}", words)
    return words


def _of_place(code: str) -> dict[str, Any]:
    if not is_code(code):
        return dict.fromkeys((c.name for c in WIDE if c.name != "year"), None) | {"place": code, "place_zh": code}
    place = division(code)
    province = _province(code)
    return {
        "place": code,
        "place_zh": place.name,
        "place_en": english_name(code),
        "level": place.level,
        "province": province,
        "province_zh": division(province).name if province else None,
    }


def _province(code: str) -> str | None:
    return next((d.code for d in (division(code), *ancestors(code)) if d.level == "province"), None)


def _row(evidence: Evidence, cell: Cell) -> dict[str, Any]:
    known = catalogue().by_id.get(cell.indicator)
    target = evidence.target(cell)
    wanted = _measured(target)
    outcome = evidence.outcome(cell, wanted)
    wanted = wanted or _measured(outcome)
    later = evidence.later(cell, outcome, wanted)
    stated = {
        "target": target,
        "outcome": outcome,
        "later": later,
        "province_target": _above(evidence, cell, "province", wanted),
        "nation_target": _above(evidence, cell, "nation", wanted),
    }
    row: dict[str, Any] = dict.fromkeys(c.name for c in LONG)
    row |= _of_place(cell.place) | {
        "subject": cell.subject or None,
        "subject_zh": evidence.subjects.get(cell.subject),
        "series": cell.series,
        "indicator": cell.indicator,
        "indicator_zh": evidence.label(cell.indicator),
        "indicator_en": known.en if known else None,
        "catalogued": known is not None,
        "direction": _direction(known.direction, cell) if known else None,
        "value_type": cell.value_type,
        "rank_scope": next((s.row["rank_scope"] for s in (target, outcome, later) if s.row), None),
        "unit": next((s.row["unit"] for s in (target, outcome, later) if s.row and s.row["unit"]), None),
        "year": cell.year,
    }
    for name in _TAKEN:
        row |= _taken(name, stated[name])
    row |= _of_target(target) | _of_outcome(evidence, outcome)
    targets = evidence.others(cell, "Target", target.row)
    outcomes = evidence.others(cell, "Observation", outcome.row, later.row)
    row |= {"target_others": targets or None, "outcome_others": outcomes or None}
    row |= _compared(target.number, outcome.number, later.number)
    row |= _assessed(evidence, target, outcome.number)
    ids = {str(row[f"{name}_id"]) for name in _TAKEN if row[f"{name}_id"]} | {*targets, *outcomes}
    row["evidence"] = len(ids)
    return row


def _direction(wished: str, cell: Cell) -> str:
    """Return whether a greater number is better: who is first in something good has the smallest."""
    turned = {"higher": "lower", "lower": "higher"} if cell.value_type == "rank" else {}
    return turned.get(wished, wished)


def _measured(stated: Stated) -> Measure | None:
    """Return what a number is measured in, where there is one."""
    return measure(stated.number) if stated.number else None


def _above(evidence: Evidence, cell: Cell, level: str, wanted: Measure | None) -> Stated:
    """Return the target that the place's province or the nation has for the same indicator and year."""
    code = None if cell.subject or not is_code(cell.place) else _upper(cell.place, level)
    if code is None:
        return Stated(reason="not-applicable")
    found = evidence.target(cell._replace(place=code))
    if found.number and wanted not in (None, measure(found.number)):
        return Stated(reason="other-unit", others=(found.number["id"],))
    return found


def _upper(code: str, level: str) -> str | None:
    return next((d.code for d in ancestors(code) if d.level == level), None)


def _taken(name: str, stated: Stated) -> dict[str, Any]:
    row = stated.row
    found = {f"{name}_reason": stated.reason}
    if row is not None:
        found |= {f"{name}_comparator": row["comparator"], f"{name}_id": row["id"], f"{name}_report": row["report"]}
        if stated.number:
            found |= {f"{name}_{end}": row[end] for end in ("value", "lower", "upper")}
    return found


def _of_target(target: Stated) -> dict[str, Any]:
    row = target.row
    if row is None:
        return {}
    return {
        "target_relative_to": row["relative_to"],
        "target_margin": row["margin"],
        "target_strength": row["strength"],
        "target_headline": row["headline"],
        "target_review": row["review_status"],
    }


def _of_outcome(evidence: Evidence, outcome: Stated) -> dict[str, Any]:
    row = outcome.row
    if row is None:
        return {}
    return {
        "outcome_status": row["obs_status"],
        "outcome_review": row["review_status"],
        "outcome_multiyear": evidence.of_several_years(row),
    }


def _compared(target: Row | None, outcome: Row | None, later: Row | None) -> dict[str, Any]:
    """Return the gap between outcome and target, and between the later and the first outcome."""
    found: dict[str, Any] = {}
    first, again = (decimal(r["value"]) if r else None for r in (outcome, later))
    if first is not None and again is not None:
        found["revision"] = number(again - first)
    if target is None:
        found["gap_reason"] = "no-target"
    elif first is None:
        found["gap_reason"] = "no-outcome"
    else:
        found["gap"] = number(_gap(first, *numbers(target)))
    return found


def _gap(outcome: Decimal, value: Decimal | None, lower: Decimal | None, upper: Decimal | None) -> Decimal:
    if value is not None:
        return outcome - value
    if lower is not None and outcome < lower:
        return outcome - lower
    return outcome - upper if upper is not None and outcome > upper else Decimal(0)


def _assessed(evidence: Evidence, target: Stated, outcome: Row | None) -> dict[str, Any]:
    if target.row is None:
        return {"result_reason": "no-target"}
    if not evidence.assessed:
        return {"result_reason": "no-assessments"}
    found = evidence.assessment(target.row["id"], outcome)
    if found is None:
        return {"result_reason": "not-assessed"}
    return {
        "result": found["result"],
        "result_at_zero": found.get("at_zero"),
        "result_at_twice": found.get("at_twice"),
        "result_source": found["source"],
        "result_rule": found["rule"],
        "assessment": found["id"],
    }
