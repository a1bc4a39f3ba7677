"""What reaches beyond a sentence: 「预计数，下同」 marks every later result of its half as an estimate."""

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.model import Passage, Proposal, Report, Span

_FROM_HERE = re.compile(r"[（(]\s*(?:预计|预计数|预计值)\s*[，,]\s*下\s*同\s*[)）]")
_PRELIMINARY = re.compile(r"[（(]\s*(?:初步核算|初步统计|快报)\s*数?\s*[，,]\s*下\s*同\s*[)）]")


def spread(report: Report, passages: Iterable[Passage], proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return the proposals in order of the text, with the status that an earlier 「下同」 gives them."""
    marks = [(m, "estimated") for m in _FROM_HERE.finditer(report.text)]
    marks += [(m, "preliminary") for m in _PRELIMINARY.finditer(report.text)]
    end = next(
        (p.span.start for p in passages if p.half == "plan" and marks and p.span.start > marks[0][0].start()), None
    )
    found = sorted(proposals, key=lambda p: (p.value_span or p.as_stated, p.id))
    for mark, status in marks:
        where = Span(*mark.span())
        found = [_marked(p, where, status) if _reached(p, where, end) else p for p in found]
    return tuple(found)


def _reached(proposal: Proposal, mark: Span, end: int | None) -> bool:
    if proposal.cls != "Observation" or proposal.obs_status is not None or proposal.value_span is None:
        return False
    start = proposal.value_span.start
    return mark.start - 40 <= start and (end is None or start < end) and (start > mark.start or mark.start - start < 30)


def _marked(proposal: Proposal, mark: Span, status: str) -> Proposal:
    return replace(proposal, obs_status=status, slots={**proposal.slots, "obs_status": mark})
