"""Proposals of other tools and of language models: ``data/reports/{id}/proposals/{name}.jsonl`` ↔ Proposals.

The file has the columns of the statements table, and where ``as_stated`` stands. ``kg propose`` writes it; what is in it
was anchored then, and what no longer is after the text was replaced is left out of what is read.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from kg.errors import ProjectError
from kg.model import PROPOSAL_FIELDS, Proposal, Report, Span
from kg.table import row
from kg.terms import COMPARATORS, EXTERNAL, FAMILIES, KINDS, STATUSES, STRENGTHS, VALUE_TYPES

FOLDER: Final = "proposals"
_NUMBERS = ("value", "lower", "upper", "margin", "confidence")
_SPANNED = {"span", "as_stated", "value_span", "slots", "rule", "cls"}


def files(folder: Path) -> tuple[Path, ...]:
    """Return the files of proposals of a report, by the names of who made them."""
    return tuple(sorted((folder / FOLDER).glob("*.jsonl")))


def read_external(folder: Path, report: Report) -> Iterator[Proposal]:
    """Yield what other tools propose for a report and stands in its text, by name and in order of each file.

    Raises ProjectError at the line that is not as ``kg propose`` writes it: other cells, a code there is none of, or
    characters that are not where the quote is.
    """
    for path in files(folder):
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                cells = json.loads(line, parse_float=Decimal)
                proposal = _proposal(cells, path.stem)
            except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
                raise ProjectError(
                    f"{path}, line {number}",
                    "a proposal as `kg propose` stores it",
                    "something else",
                    "propose it again",
                ) from None
            if proposal.report == report.id and proposal.span.of(report.text) == proposal.quote:
                for column, expected, found in _faults(proposal, cells, report.text):
                    raise ProjectError(f"{path}, line {number}, column {column}", expected, found, "propose it again")
                yield proposal


# The columns that hold codes, and the codes there are.
_CODES: Final[Mapping[str, Collection[str]]] = {
    "class": FAMILIES,
    "kind": KINDS,
    "comparator": COMPARATORS,
    "strength": STRENGTHS,
    "status": STATUSES,
    "value_type": VALUE_TYPES,
}


def _faults(proposal: Proposal, cells: Mapping[str, Any], text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (column, what was expected, what was found) for a code there is none of and a stretch that is elsewhere.

    What is stated and its number stand in the quote, what a slot rests on anywhere in the text.
    """
    for column, known in _CODES.items():
        if cells.get(column) is not None and cells[column] not in tuple(known):
            yield column, "one of " + ", ".join(known), repr(cells[column])
    whole = Span(0, len(text))
    stretches = [("as_stated", proposal.as_stated, proposal.span), ("value_start", proposal.value_span, proposal.span)]
    stretches += [("slots", e, whole) for e in proposal.slots.values() if not isinstance(e, str)]
    for column, span, around in stretches:
        if span is not None and not (
            all(type(at) is int for at in span) and span.start < span.end and around.covers(span)
        ):
            yield (
                column,
                "characters inside the quote" if around != whole else "characters of the text",
                str(list(span)),
            )
    if cells["as_stated"] != proposal.as_stated.of(text):
        yield "as_stated", repr(proposal.as_stated.of(text)), repr(cells["as_stated"])


def _proposal(cells: dict[str, Any], name: str) -> Proposal:
    filled = {field: cells[field] for field in PROPOSAL_FIELDS if field in cells and field not in _SPANNED}
    filled |= {field: None if cells[field] is None else Decimal(str(cells[field])) for field in _NUMBERS}
    value = (cells["value_start"], cells["value_end"])
    return Proposal(
        **filled,
        cls=cells["class"],
        rule=EXTERNAL + name,
        span=Span(cells["start"], cells["end"]),
        as_stated=Span(*cells["as_stated_span"]),
        value_span=None if value[0] is None else Span(*value),
        slots={slot: e if isinstance(e, str) else Span(*e) for slot, e in cells["slots"].items()},
    )


def to_jsonl(proposals: Iterable[Proposal], text: str) -> str:
    """Return proposals as the lines of such a file; ``text`` is their report's."""
    return "".join(json.dumps(_cells(p, text), ensure_ascii=False) + "\n" for p in proposals)


def _cells(proposal: Proposal, text: str) -> dict[str, Any]:
    beyond = {field: getattr(proposal, field) for field in PROPOSAL_FIELDS if field not in _SPANNED}
    written = row(proposal, text)
    beyond = {field: value for field, value in beyond.items() if field not in written}
    return (
        written
        | beyond
        | {
            "about": proposal.about,
            "about_label": proposal.about_label,
            "as_stated_span": list(proposal.as_stated),
            "origin": proposal.rule,
        }
    )
