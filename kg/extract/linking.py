"""What the proposals of one sentence say together: the field of an action, the part an organisation takes."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.involvements import involvements
from kg.extract.reading import Reading
from kg.model import Evidence, Proposal, Span


def linked(reading: Reading, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield one sentence's proposals with the programme and sector of its actions, and the roles of organisations.

    An action is what is left to promise: none where the clause has a number or a project's stage of its own.
    """
    known = tuple(proposals)
    promises = [p for p in known if p.cls in ("Target", "PlannedMilestone")]
    named = [p for p in known if p.cls == "Mention"]
    for p in known:
        if p.project:
            p = _in_list(reading, p)
        if p.cls != "Action":
            yield p
        elif not any(p.span.meets(other.as_stated) for other in promises):
            yield _in_field(p, named)
    yield from involvements(reading, known)


_ETC = re.compile(r"(?:项目|工程)?(?:[、和及与][^，。；：！？、]{1,40})*?(?P<etc>等)")


def _in_list(reading: Reading, stage: Proposal) -> Proposal:
    """Mark a project of a list that ends in 等: the text names some of what it means."""
    name = stage.slots.get("project")
    if not isinstance(name, Span):
        return stage
    match = _ETC.match(reading.text, bisect_left(reading.view.offsets, name.end))
    if match is None:
        return stage
    etc = reading.view.span(*match.span("etc"))
    if not stage.span.covers(etc):
        return stage
    return replace(stage, list_open=True, slots=dict(stage.slots) | {"list_open": etc})


def _in_field(action: Proposal, named: Iterable[Proposal]) -> Proposal:
    """Fill the programme and the sector that an action names."""
    first: dict[str, Proposal] = {}
    for name in named:
        if name.kind in ("Programme", "Sector") and action.span.covers(name.as_stated):
            first.setdefault(name.kind, name)
    programme, sector = first.get("Programme"), first.get("Sector")
    slots: dict[str, Evidence] = dict(action.slots)
    if programme:
        slots["programme"] = programme.as_stated
    if sector:
        slots["sector"] = sector.as_stated
    return replace(
        action,
        slots=slots,
        programme=programme.label if programme else None,
        sector=sector.label if sector else None,
    )
