"""Candidates that a person marked → the project's own table ``linked.sssom.tsv``, or its list of doubtful ones; all or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg.errors import MappingError
from kg.files import write_all
from kg.link.model import DECISION, authority
from kg.link.own import DOUBTFUL, DOUBTFUL_COLUMNS, doubtful_rows, whole
from kg.mappings import Mapping, all_mappings
from kg.mappings.table import Marked, read_marked, read_table, table_text
from kg.terms import PREFIXES, Addresses

LINKED: Final = "linked.sssom.tsv"
_SAME: Final = PREFIXES["schema"] + "sameAs"
_MARKS: Final = ("accept", "reject", "")


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many rows were taken, how many refused for good, how many were settled before, how many are undecided."""

    accepted: int
    rejected: int
    before: int
    undecided: int


def accept(path: Path, own: Path, at: Addresses, who: str, day: str) -> Accepted:
    """Take what a person decided of a table of candidates, ``own`` being the project's ``data/mappings``.

    Raises MappingError where the table breaks a rule, a mark is none, or one thing would be two: nothing is written then.
    """
    marked = read_marked(path, at, DECISION)
    for row in marked:
        if row.mark.casefold() not in _MARKS:
            raise MappingError(
                f"{path}:{row.line}", "decision: accept, reject or nothing", repr(row.mark), "correct it"
            )
    there = all_mappings(own, at)
    known = {(m.subject, m.predicate, m.object) for m in there}
    doubted = doubtful_rows(own / DOUBTFUL)
    refused = {(whole(r["subject_id"], at), whole(r["object_id"], at)) for r in doubted}
    yes = [r for r in marked if r.mark.casefold() == "accept"]
    no = [r for r in marked if r.mark.casefold() == "reject"]
    new = [r for r in yes if (r.mapping.subject, r.mapping.predicate, r.mapping.object) not in known]
    out = [r for r in no if (r.mapping.subject, r.mapping.object) not in refused]
    _refuse_two_of_one(path, new, there)
    files: dict[Path, bytes] = {}
    if new:
        table = own / LINKED
        made = [
            replace(r.mapping, justification="ManualMappingCuration", author=" ".join(who.split()), date=day)
            for r in new
        ]
        old = read_table(table, at) if table.exists() else ()
        files[table] = table_text("linked", (*old, *made), at).encode()
    if out:
        rows = [tuple(r[c] for c in DOUBTFUL_COLUMNS) for r in doubted]
        rows += sorted(_refused(r.mapping, f"rejected by {who}, {day}: {r.mapping.comment}") for r in out)
        lines = ("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in (DOUBTFUL_COLUMNS, *rows))
        files[own / DOUBTFUL] = "".join(lines).encode()
    if files:
        write_all(files)
    settled = len(yes) + len(no) - len(new) - len(out)
    return Accepted(len(new), len(out), settled, len(marked) - len(yes) - len(no))


def _refused(mapping: Mapping, why: str) -> tuple[str, ...]:
    return (mapping.subject, mapping.subject_label, mapping.object, why)


def _refuse_two_of_one(path: Path, new: Sequence[Marked], there: Sequence[Mapping]) -> None:
    """Raise MappingError where one of our things would be two of theirs, or one of theirs two of ours."""
    is_theirs = {(m.subject, authority(m.object)): m.object for m in there if m.predicate == _SAME}
    is_ours = {m.object: m.subject for m in there if m.predicate == _SAME}
    for row in new:
        m = row.mapping
        if m.predicate != _SAME:
            continue
        other = is_theirs.setdefault((m.subject, authority(m.object)), m.object)
        twin = is_ours.setdefault(m.object, m.subject)
        if other != m.object or twin != m.subject:
            expected = "one thing the same as one other"
            found = f"{m.subject} and {twin} for {m.object}" if twin != m.subject else f"{other} and {m.object}"
            raise MappingError(f"{path}:{row.line}", expected, found, "accept one of them, or say rdfs:seeAlso")
