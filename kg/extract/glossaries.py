"""Glossaries: what a report's own notes define, as mentions with their definition (「“两新”：指设备更新和以旧换新」)."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.entities import kind_of
from kg.extract.reading import Reading
from kg.model import Passage, Proposal, Report
from kg.text import glossary


def defined(report: Report, passages: Iterable[Passage], place_label: str) -> Iterator[Proposal]:
    """Yield each term of the report's notes as what it names, a programme unless its form says otherwise.

    Notes state nothing else. The definition is a slot of the mention, read from the notes word for word.
    """
    cut = tuple(passages)
    notes = [p for p in cut if p.kind == "note"]
    for term in glossary(report, cut):
        note = next((p for p in notes if p.span.covers(term.span)), None)
        if note is None:
            continue
        reading = Reading(report, note, place_label)
        start, end = (bisect_left(reading.view.offsets, at) for at in term.span)
        if start >= end:
            continue
        proposal = reading.propose(
            cls="Mention",
            rule="glossary",
            anchor=start,
            quote=(start, end),
            as_stated=(start, end),
            slots={"label": (start, end), "subject": (start, end), "kind": "name-form"},
            kind=kind_of(reading.text[start:end]) or "Programme",
            label=term.name,
            about_label=term.name,
        )
        slots = dict(proposal.slots) | {"definition": term.definition}
        yield replace(proposal, slots=dict(sorted(slots.items())))
