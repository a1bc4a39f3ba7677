"""Merges weighed when they are decided: the thing that stays exists, the one that goes has not gone yet, no circle closes."""

import json
import mmap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from kg.build import GRAPH, MANIFEST, STATEMENTS
from kg.decisions import Decision
from kg.decisions.row import ENTITIES
from kg.errors import DecisionError
from kg.model import Statement
from kg.places import is_code
from kg.project import Project
from kg.report import report_folders
from kg.reviewed import Reviewed, review_folder
from kg.terms import ink

_MOST: Final = 3
_FILES: Final = ("report.txt", "report.toml", "decisions.tsv")


@dataclass(frozen=True)
class Things:
    """The things that a report and its project name, by id; other reports as the last build has them, or read afresh."""

    project: Project
    reviewed: Reviewed
    _gone: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Start from the merges in force, of all reports."""
        merges = (*self.reviewed.merges, *self.reviewed.elsewhere)
        self._gone.update({m.retired: m.successor for m in merges})

    def became(self, name: str) -> str | None:
        """Return what a thing that was merged away is by now; None for one that was not."""
        chain = list(_chain(name, self._gone))
        return chain[-1] if len(chain) > 1 else None

    def weigh(self, decisions: Sequence[Decision]) -> Iterator[tuple[Decision, DecisionError]]:
        """Yield each merge that cannot be one, in the order of the rows, of which each sees those before it."""
        before = dict(self._gone)
        named = {str(d.changes[c]) for d in decisions if d.action != "merge" for c in ENTITIES if d.changes.get(c)}
        for decision in decisions:
            if decision.action == "undo" and decision.replaces:
                self._gone.pop(decision.replaces, None)
            elif decision.action == "merge" and (column := next((c for c in ENTITIES if decision.changes.get(c)), "")):
                if error := self._refused(decision, column, named):
                    yield decision, error
                else:
                    self._gone[decision.replaces] = str(decision.changes[column])
        self._gone.clear()
        self._gone.update(before)

    def _refused(self, decision: Decision, column: str, named: set[str]) -> DecisionError | None:
        kept, place = str(decision.changes[column]), decision.place
        if decision.replaces in _chain(kept, self._gone):
            found = f"{decision.replaces} is already what {kept} became"
            return DecisionError(place, "a merge that closes no circle", found, "undo that merge first")
        if now := self.became(decision.replaces):
            return already(f"{place}, column replaces", decision.replaces, now)
        if kept in self._gone or kept in named or self.known(kept):
            return None
        return self.unknown(place, column, kept, str(decision.changes.get(f"{column}_label") or ""), decision.replaces)

    def known(self, name: str) -> bool:
        """Whether something of the project has this id."""
        if is_code(name) or _holds(name, self._own):
            return True
        graph = self.project.build / GRAPH
        if graph.is_file() and graph.stat().st_size:
            with graph.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as quads:
                if quads.find(f"/{name}>".encode()) >= 0:
                    return True
        return any(_holds(name, _labels(_of(review_folder(folder)))) for folder in self._unbuilt())

    def unknown(self, place: str, column: str, name: str, label: str = "", retired: str = "") -> DecisionError:
        """Return the error for an id that nothing has: with those that are nearest by id or by label."""
        near = self._nearest(name, label, retired)
        step = "ids stand in the columns project and about of build/statements.jsonl"
        if near:
            step = f"did you mean {', '.join(near)}?"
        return DecisionError(f"{place}, column {column}", "the id of a thing of the project, which stays", name, step)

    def _nearest(self, name: str, label: str, retired: str) -> list[str]:
        rows = [*_rows(self.project.build / STATEMENTS), *map(_row, _of(self.reviewed))]
        things = {r[c]: r[f"{c}_label"] or "" for r in reversed(rows) for c in ENTITIES if r.get(c)}
        wanted = [ink(words) for words in (label, things.get(retired, ""), name) if words]
        things.pop(retired, None)
        # Who gives a statement's id, or a name, means the thing.
        found = [r[c] for r in rows if r["id"] == name for c in ENTITIES if r.get(c) and r[c] != retired]
        found += [i for i, said in things.items() if said and ink(said) == ink(name)]
        found += get_close_matches(name, things, _MOST, 0.8)
        for words in wanted:
            labels = get_close_matches(words, {ink(said) for said in things.values()}, _MOST, 0.4)
            found += [i for near in labels for i, said in things.items() if ink(said) == near]
        return [f"{i} {things.get(i, '')}".rstrip() for i in dict.fromkeys(found)][:_MOST]

    @cached_property
    def _own(self) -> dict[str, str]:
        return _labels(_of(self.reviewed))

    def _unbuilt(self) -> list[Path]:
        """Return the folders of other reports that the last build does not hold as they are, those of the same place first."""
        manifest = self.project.build / MANIFEST
        built = manifest.stat().st_mtime_ns if manifest.is_file() else 0
        own = self.reviewed.report.id
        others = [f for f in report_folders(self.project) if f.name != own and _changed(f) > built]
        return sorted(others, key=lambda f: f.name.partition("-")[0] != own.partition("-")[0])


def already(place: str, retired: str, now: str) -> DecisionError:
    """Return the error for a thing that was merged away before."""
    step = f"merge {now}, or undo that merge first"
    return DecisionError(place, "a thing that is not merged yet", f"{retired}, which already became {now}", step)


def _changed(folder: Path) -> int:
    return max((f.stat().st_mtime_ns for name in _FILES if (f := folder / name).is_file()), default=0)


def _of(reviewed: Reviewed) -> tuple[Statement, ...]:
    return (*reviewed.statements, *reviewed.waiting)


def _row(statement: Statement) -> dict[str, Any]:
    columns = [name for entity in ENTITIES for name in (entity, f"{entity}_label")]
    return {name: getattr(statement, name) for name in ("id", *columns)}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of the last build's table, which is looked at for advice alone: what is no row is passed over."""
    lines = path.read_bytes().split(b"\n") if path.is_file() else []
    for line in lines:
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            yield {"project_label": None, "about_label": None} | row


def _labels(statements: Iterable[Statement]) -> dict[str, str]:
    return {r[c]: r[f"{c}_label"] or "" for r in map(_row, statements) for c in ENTITIES if r[c]}


def _holds(name: str, things: Mapping[str, str]) -> bool:
    """Whether a thing has this id, or is a phase of one that has."""
    return name in things or any(i.startswith(f"{name}.phase-") for i in things)


def _chain(name: str, gone: Mapping[str, str]) -> Iterator[str]:
    """Yield a thing and what it became, over several merges; merges in force close no circle."""
    seen = set[str]()
    while name and name not in seen:
        yield name
        seen.add(name)
        name = gone.get(name, "")
