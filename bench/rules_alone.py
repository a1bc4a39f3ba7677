"""Count what rules alone, without any decision, get right of a curated report.

``python bench/rules_alone.py data/reports/430400-2019``: quantities with the same value, bounds, unit, comparator, kind,
year and strength as published; project statements of the same stage whose names hold one another.
"""

import sys
from pathlib import Path

from kg.extract import extract
from kg.model import Proposal
from kg.reviewed import review_folder

SLOTS = ("cls", "value", "lower", "upper", "unit", "comparator", "year", "strength")
_LEVELS = ("level", "share", "count")


def same_quantity(one: Proposal, other: Proposal) -> bool:
    kinds = {"level" if p.value_type in _LEVELS else p.value_type for p in (one, other)}
    return len(kinds) == 1 and all(getattr(one, slot) == getattr(other, slot) for slot in SLOTS)


def same_stage(one: Proposal, other: Proposal) -> bool:
    names = (one.project_label or "", other.project_label or "")
    return (one.cls, one.status) == (other.cls, other.status) and (names[0] in names[1] or names[1] in names[0])


def main() -> None:
    reviewed = review_folder(Path(sys.argv[1]))
    proposed = {p.id: p for p in extract(reviewed.report)}
    for what, classes, same in (
        ("quantities strictly right", ("Observation", "Target"), same_quantity),
        ("project statements right", ("PlannedMilestone", "RealisedMilestone"), same_stage),
    ):
        published = [s for s in reviewed.published if s.cls in classes]
        right = sum(s.id in proposed and same(proposed[s.id], s) for s in published)
        print(f"{what}: {right} of {len(published)} published")


if __name__ == "__main__":
    main()
