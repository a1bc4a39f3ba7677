"""Things that are one: a merge retires an id, and every statement that names it names the successor.

A merge is a row of one report's table and holds for all reports of the project, as the id does. To *split* a thing
needs no action of its own: amend ``project`` or ``about`` of the statements that are about the other one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from kg.decisions.row import Decision
from kg.model import Statement
from kg.terms import KINDS


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge in force, and the statement it was decided at."""

    decision: Decision
    anchor: Statement

    @property
    def column(self) -> str:
        """The column that holds the id that stays: ``project`` or ``about``."""
        return "project" if self.decision.changes.get("project") else "about"

    @property
    def retired(self) -> str:
        """The id that goes."""
        return self.decision.replaces

    @property
    def successor(self) -> str:
        """The id that stays."""
        return str(self.decision.changes[self.column])

    @property
    def label(self) -> str | None:
        """The name that the row gives the thing, if it gives one."""
        given = self.decision.changes.get(f"{self.column}_label")
        return str(given) if given else None


class Merged(NamedTuple):
    """A statement that named a retired thing: as it was, as it is, by which merge; ``after`` is what is published."""

    before: Statement
    after: Statement
    merge: Merge


def merged(
    statements: Sequence[Statement], merges: Iterable[Merge]
) -> tuple[tuple[Statement, ...], tuple[Merged, ...], tuple[Merge, ...]]:
    """Let statements name the successors of what was merged, over several merges if need be.

    Return the statements, what was renamed, and the merges that would close a circle, which are left out.
    """
    following, circular = _following(merges)
    labels = {s.project: s.project_label for s in reversed(statements) if s.project and s.project not in following}
    labels |= {
        s.about: s.about_label for s in reversed(statements) if s.about and not s.project and s.about not in following
    }
    renamed: list[Merged] = []
    done: list[Statement] = []
    for statement in statements:
        after = statement
        while merge := _next(after, following):
            before, after = after, _renamed(after, merge, merge.label or labels.get(merge.successor))
            renamed.append(Merged(before, after, merge))
        done.append(after)
    return tuple(done), tuple(renamed), circular


def _next(statement: Statement, following: Mapping[str, Merge]) -> Merge | None:
    """Return the merge that retired the project or the thing that a statement names.

    A place and a programme may have the same local name as a project: a mention follows a merge of its own kind alone.
    """
    if statement.cls != "Mention":
        return following.get(statement.project or "") or following.get(statement.about or "")
    merge = following.get(statement.about or "")
    if merge is None or merge.column == "project":
        return None
    anchor = merge.anchor
    return merge if anchor.cls != "Mention" or KINDS.get(anchor.kind or "") == KINDS.get(statement.kind or "") else None


def _following(merges: Iterable[Merge]) -> tuple[dict[str, Merge], tuple[Merge, ...]]:
    """Return the merge that retired each id, the last one taken, without any that closes a circle."""
    following: dict[str, Merge] = {}
    circular = []
    for merge in merges:
        others = {retired: other for retired, other in following.items() if retired != merge.retired}
        if merge.retired in _chain(merge.successor, others):
            circular.append(merge)
        else:
            following[merge.retired] = merge
    return following, tuple(circular)


def _chain(name: str, following: dict[str, Merge]) -> Iterator[str]:
    while name:
        yield name
        name = following[name].successor if name in following else ""


def _renamed(statement: Statement, merge: Merge, label: str | None) -> Statement:
    changes: dict[str, Any] = {}
    for column, value in (("project", statement.project), ("about", statement.about)):
        if value == merge.retired:
            changes[column] = merge.successor
            if label:
                changes[f"{column}_label"] = label
    if statement.cls == "Mention" and changes:
        # What the name stands for no longer follows from its characters, but from the merge.
        changes["slots"] = dict(statement.slots) | {"subject": f"decision:{merge.decision.id}"}
    decided = (*statement.decided_by, *(() if merge.decision.id in statement.decided_by else (merge.decision.id,)))
    return replace(statement, decided_by=decided, **changes)
