"""Slots of one statement that must fit each other: both days of a period, a name for what is counted, what a
relative target may hold (amendment 6).

A row alone shows some of it; an amendment's slots meet those of the rule, so the whole is looked at once more where
decisions are applied.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.errors import DecisionError
from kg.terms import FAMILIES

# Field of a Proposal → its value, None where it is empty; a field that is not there is not known.
Content = Mapping[str, object]

RELATIVE = ("tracks", "exceeds", "as-assigned")


class Misfit(NamedTuple):
    """Columns that do not fit each other, the one to fill or clear first; what was expected, and what to do."""

    columns: tuple[str, ...]
    expected: str
    step: str


def misfit_error(place: str, column: str, misfit: Misfit, found: object) -> DecisionError:
    """Return the error at a cell; ``found`` is the value of the misfit's first column."""
    shown = "nothing" if found is None else repr(str(found))
    return DecisionError(f"{place}, column {column}", misfit.expected, shown, misfit.step)


def misfits(content: Content) -> Iterator[Misfit]:
    """Yield what does not fit among the fields that are known."""
    for rule in (_period, _named, _measure, _no_value, _margin):
        yield from rule(content)


def _said(comparator: object) -> str:
    return f"comparator {comparator}" if comparator else "no comparator"


def _knows(content: Content, *fields: str) -> bool:
    return all(field in content for field in fields)


def _period(content: Content) -> Iterator[Misfit]:
    if not _knows(content, "period_start", "period_end"):
        return
    start, end = content["period_start"], content["period_end"]
    for column, other, day, beside in (
        ("period_end", "period_start", end, start),
        ("period_start", "period_end", start, end),
    ):
        if day is None and beside is not None:
            yield Misfit((column, other), f"{column} beside {other} ({beside})", f"fill both, or write - in {other}")
    # Days are spelled as ISO 8601, which sorts as the calendar does.
    if start is not None and end is not None and str(start) > str(end):
        yield Misfit(
            ("period_end", "period_start"), f"period_end not before period_start ({start})", "correct one of the two"
        )


def _quantity(content: Content) -> bool:
    return FAMILIES.get(str(content.get("cls"))) == "quantity"


def _named(content: Content) -> Iterator[Misfit]:
    named = _knows(content, "indicator", "indicator_label") and (content["indicator"] or content["indicator_label"])
    if _quantity(content) and _knows(content, "indicator", "indicator_label") and not named:
        yield Misfit(
            ("indicator_label", "indicator"),
            "indicator or indicator_label",
            "fill indicator_label with the report's words, or indicator with a code",
        )


def _measure(content: Content) -> Iterator[Misfit]:
    if not _knows(content, "comparator", "relative_to"):
        return
    comparator, reference = content["comparator"], content["relative_to"]
    codes = ", ".join(RELATIVE)
    if reference and comparator not in RELATIVE:
        yield Misfit(
            ("relative_to", "comparator"),
            f"no relative_to beside {_said(comparator)}",
            f"only {codes} are relative: correct comparator, or leave relative_to out (- empties it)",
        )
    if comparator in RELATIVE and not reference:
        yield Misfit(
            ("relative_to", "comparator"),
            f"relative_to beside {_said(comparator)}",
            "fill relative_to, or correct comparator",
        )


def _no_value(content: Content) -> Iterator[Misfit]:
    if content.get("comparator") in RELATIVE:
        for column in ("value", "lower", "upper"):
            if content.get(column) is not None:
                yield Misfit(
                    (column, "comparator", "relative_to"),
                    f"no {column} beside {_said(content['comparator'])}",
                    f"a relative target has no number but a margin: leave {column} out (- empties it)",
                )


def _margin(content: Content) -> Iterator[Misfit]:
    if _knows(content, "comparator") and content.get("margin") is not None and content["comparator"] != "exceeds":
        yield Misfit(
            ("margin", "comparator"),
            f"no margin beside {_said(content['comparator'])}",
            "only exceeds has a margin: correct comparator, or leave margin out (- empties it)",
        )
