"""Shape × Data → findings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.shacl.constraints import Check
from kg.shacl.data import Data, Term
from kg.shacl.paths import Path
from kg.shacl.queries import Query
from kg.shacl.vocabulary import SH
from kg.shacl.wording import Wording, say


class Finding(NamedTuple):
    """One validation result, every part as text.

    ``path`` is an IRI or a SPARQL property path, ``value`` is in N-Triples; both are empty where there is none. ``shape``
    is the IRI of the shape at fault, or of its SPARQL constraint; empty where it has no name.
    """

    focus: str
    path: str
    value: str
    shape: str
    component: str
    message: str


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a shape: its component's IRI, the check, and what a finding says."""

    component: str
    check: Check
    wording: Wording


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled shape; a node shape has no path."""

    name: str
    path: Path | None
    path_text: str
    constraints: tuple[Constraint, ...]
    properties: tuple["Shape", ...]
    queries: tuple[Query, ...]

    def conforms(self, data: Data, focus: Term) -> bool:
        """Tell whether a node conforms; the first fault ends the look."""
        values = self._values(data, focus)
        return (
            not any(True for constraint in self.constraints for _ in constraint.check(data, focus, values))
            and all(shape.conforms(data, value) for value in values for shape in self.properties)
            and not any(True for query in self.queries for _ in query.solutions(data, focus))
        )

    def findings(self, data: Data, focus: Term) -> Iterator[Finding]:
        """Yield what is wrong with a node, some more than once."""
        values = self._values(data, focus)
        for constraint in self.constraints:
            for value in constraint.check(data, focus, values):
                yield Finding(
                    focus.value,
                    self.path_text,
                    "" if value is None else str(value),
                    self.name,
                    constraint.component,
                    say(constraint.wording, {}),
                )
        for value in values:
            for shape in self.properties:
                yield from shape.findings(data, value)
        yield from self._queried(data, focus)

    def _queried(self, data: Data, focus: Term) -> Iterator[Finding]:
        for query in self.queries:
            for bindings in query.solutions(data, focus):
                value = str(bindings.get("value", focus))
                said = say(query.wording, {"this": focus, **bindings})
                yield Finding(focus.value, "", value, query.name, SH + "SPARQLConstraintComponent", said)

    def _values(self, data: Data, focus: Term) -> Sequence[Term]:
        return (focus,) if self.path is None else self.path(data, focus)


@dataclass(frozen=True, slots=True)
class Target:
    """A shape and what it is for: classes, nodes, subjects and objects of properties."""

    shape: Shape
    nodes: tuple[Term, ...]
    classes: tuple[Term, ...]
    subjects_of: tuple[NamedNode, ...]
    objects_of: tuple[NamedNode, ...]

    def focus_nodes(self, data: Data) -> set[Term]:
        """Return the nodes to look at."""
        found = set(self.nodes)
        found.update(node for kind in self.classes for node in data.instances(kind))
        found.update(node for each in self.subjects_of for node in data.subjects_of(each))
        found.update(node for each in self.objects_of for node in data.objects_of(each))
        return found


def check(targets: Iterable[Target], data: Data) -> tuple[Finding, ...]:
    """Return what the shapes find wrong, sorted, each finding once."""
    found = {
        finding
        for target in targets
        for node in target.focus_nodes(data)
        for finding in target.shape.findings(data, node)
    }
    return tuple(sorted(found))
