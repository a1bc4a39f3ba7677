"""What the proposals of one sentence say together: the field of an action, the part an organisation takes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.involvements import involvements
from kg.extract.reading import Reading
from kg.model import Evidence, Proposal


def linked(reading: Reading, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield one sentence's proposals with the programme and sector of its actions, and the roles of organisations.

    An action is what is left to promise: none where the clause has a number or a project's stage of its own.
    """
    known = tuple(proposals)
    promises = [p for p in known if p.cls in ("Target", "PlannedMilestone")]
    named = [p for p in known if p.cls == "Mention"]
    for p in known:
        if p.cls != "Action":
            yield p
        elif not any(p.span.meets(other.as_stated) for other in promises):
            yield _in_field(p, named)
    yield from involvements(reading, known)


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
