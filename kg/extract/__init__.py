"""Passages → proposals: every rule over every sentence.

A rule is a function from a Reading to proposals. Add one by writing it in a module of its own, with ``EXAMPLES`` that
are its tests, and naming it in ``RULES``. Neither a new rule nor another order changes any address.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

from kg.extract.actions import action
from kg.extract.compositions import composition
from kg.extract.context import spread
from kg.extract.entities import mention
from kg.extract.glossaries import defined
from kg.extract.linking import linked
from kg.extract.medals import medal
from kg.extract.milestones import planned_project, project_status
from kg.extract.problems import problem
from kg.extract.quantities import quantity
from kg.extract.ranks import rank
from kg.extract.ratios import ratio
from kg.extract.reading import Reading, read
from kg.extract.recognitions import recognition
from kg.extract.relatives import relative
from kg.model import Proposal, Report, Span
from kg.places import division
from kg.registry import addressed
from kg.text import passages

Rule = Callable[[Reading], Iterable[Proposal]]

RULES: Final[tuple[Rule, ...]] = (
    project_status,
    planned_project,
    recognition,
    composition,
    ratio,
    medal,
    rank,
    relative,
    quantity,
    mention,
    action,
    problem,
)

LONGEST: Final = 200  # characters of a quote

__all__ = ["RULES", "Reading", "Rule", "extract"]


def extract(report: Report, rules: Iterable[Rule] = RULES) -> tuple[Proposal, ...]:
    """Return what the rules propose for a report, in order of the text; one proposal for each address.

    Where two rules read the same number or status word, the one named first in ``rules`` is kept. A number inside
    the name of a project belongs to the project (「10万吨离子膜烧碱项目」) and is no statement of its own.
    """
    cut = passages(report)
    label = division(report.place).name
    read_by_rules = (
        p for reading in read(report, cut, label) for p in linked(reading, [p for rule in rules for p in rule(reading)])
    )
    # Blanks and brackets that never close make a clause too long to be evidence.
    found = chain(read_by_rules, defined(report, cut, label))
    proposals = _once(p for p in found if p.span.end - p.span.start <= LONGEST)
    return spread(report, cut, addressed(_without_capacities(proposals)))


def _once(proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    seen: set[str] = set()
    for proposal in proposals:
        if proposal.id not in seen:
            seen.add(proposal.id)
            yield proposal


def _without_capacities(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    kept = tuple(proposals)
    numbers = {p.slots["unit"].end for p in kept if isinstance(p.slots.get("unit"), Span)}  # type: ignore[union-attr]
    # 「建成高标准农田16万亩」 is an amount of farmland, not a project of that name.
    kept = tuple(p for p in kept if not (p.project and (name := _name(p)) and name.end in numbers))
    names = sorted(name for p in kept if p.project and (name := _name(p)))

    def in_a_name(span: Span | None) -> bool:
        return span is not None and any(name.covers(span) for name in names)

    return tuple(
        p
        for p in kept
        if p.project or not (in_a_name(p.value_span) or (p.kind == "Programme" and in_a_name(p.as_stated)))
    )


def _name(proposal: Proposal) -> Span | None:
    evidence = proposal.slots.get("project")
    return evidence if isinstance(evidence, Span) else None
