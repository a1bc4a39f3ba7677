"""Reports and decisions → Reviewed: what rules and other tools read of a report, and what people decided of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from kg.cells import joined
from kg.decisions import Decision, Leftover, Settled, merged, numbered, read, settle
from kg.decisions.merge import Merge, Merged
from kg.decisions.row import NAMED
from kg.external import read_external
from kg.extract import extract
from kg.ledger import Coverage, Entry, coverage, ledger
from kg.many import each
from kg.model import Passage, Proposal, Report, Span, Statement
from kg.places import division
from kg.project import Project
from kg.registry import addressed
from kg.report import read_report, report_folders
from kg.retired import read_retired
from kg.source_notes import SourceNote, source_notes
from kg.terms import EXTERNAL, FAMILIES, LEVELS
from kg.text import passages


@dataclass(frozen=True)
class Reviewed:
    """One report with what was read and decided of it.

    ``proposals`` are what decisions are laid to: those of the rules, then those of other tools for other places.
    ``statements`` are in order of the text, rejected ones among them; ``waiting`` are other tools' proposals that
    nobody has accepted, which are not published. ``beside`` has, by a statement's id, what other tools propose for the
    same place. ``history`` has every decision on a statement, undone ones among them; ``merged`` what a merge renamed;
    ``retired`` maps addresses that statements had in earlier texts to their successors; ``elsewhere`` are the merges in
    force that tables of other reports hold; ``withheld`` are the statements that `at_level` left out.
    """

    report: Report
    passages: tuple[Passage, ...] = field(repr=False)
    statements: tuple[Statement, ...] = field(repr=False)
    decisions: tuple[Decision, ...] = field(repr=False)
    leftovers: tuple[Leftover, ...] = field(repr=False)
    proposals: tuple[Proposal, ...] = field(repr=False)
    waiting: tuple[Statement, ...] = field(repr=False, default=())
    beside: Mapping[str, tuple[Proposal, ...]] = field(repr=False, default_factory=dict)
    history: Mapping[str, tuple[Decision, ...]] = field(repr=False, default_factory=dict)
    merges: tuple[Merge, ...] = field(repr=False, default=())
    merged: tuple[Merged, ...] = field(repr=False, default=())
    retired: Mapping[str, str] = field(repr=False, default_factory=dict)
    elsewhere: tuple[Merge, ...] = field(repr=False, default=())
    withheld: tuple[Statement, ...] = field(repr=False, default=())

    def at_level(self, level: str) -> "Reviewed":
        """Return the report with the statements of a level (``LEVELS``) alone, and what was decided of these.

        Rejected statements stay, as the ledger's reasons do; proposals that wait are left out.
        """
        let_in = (*LEVELS[level], "rejected")
        kept = [s for s in self.statements if s.review_status in let_in]
        withheld = tuple(s for s in self.statements if s.review_status not in let_in)
        names = {s.id for s in kept}
        left = {d.id for s in withheld for d in self.history.get(s.id, ())}
        left -= {d.id for name in names for d in self.history.get(name, ())}
        return replace(
            self,
            statements=joined(kept),
            withheld=withheld,
            waiting=(),
            beside={},
            decisions=tuple(d for d in self.decisions if d.id not in left),
            history={name: decisions for name, decisions in self.history.items() if name in names},
            merges=tuple(m for m in self.merges if m.anchor.id in names),
            merged=tuple(m for m in self.merged if m.after.id in names),
            retired={old: new for old, new in self.retired.items() if new in names},
        )

    @cached_property
    def published(self) -> tuple[Statement, ...]:
        """The statements that nobody rejected."""
        return tuple(s for s in self.statements if s.review_status != "rejected")

    @property
    def unpublished(self) -> tuple[Statement, ...]:
        """The statements that somebody rejected, and other tools' proposals that nobody has accepted."""
        return (*(s for s in self.statements if s.review_status == "rejected"), *self.waiting)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The numeral ledger."""
        return ledger(self.report, self.passages, self.published, self._declined(), self.withheld)

    def _declined(self) -> Iterator[tuple[Statement, str]]:
        """Yield each rejected statement whose rejection says why."""
        why = {d.id: d.why for d in self.decisions if d.action == "reject"}
        for statement in self.statements:
            if statement.review_status == "rejected":
                last = next(name for name in reversed(statement.decided_by) if name in why)
                if why[last]:
                    yield statement, why[last]

    @cached_property
    def notes(self) -> tuple[SourceNote, ...]:
        """The doubts about the source."""
        return source_notes(self.report, self.statements)

    @property
    def coverage(self) -> Coverage:
        """How many numerals are in a statement, reasoned out, or neither."""
        return coverage(self.entries)


@dataclass(frozen=True)
class _Draft:
    """A report settled by itself, before things of several reports are merged."""

    report: Report
    passages: tuple[Passage, ...]
    proposals: tuple[Proposal, ...]
    decisions: tuple[Decision, ...]
    settled: Settled
    beside: Mapping[str, tuple[Proposal, ...]]
    retired: Mapping[str, str]

    @property
    def merges(self) -> tuple[Merge, ...]:
        return self.settled.merges


def review(report: Report, decisions: Sequence[Decision] = (), external: Iterable[Proposal] = ()) -> Reviewed:
    """Read a report and apply what was decided of it; ``external`` are other tools' proposals for it."""
    return _finished([_draft(report, tuple(decisions), external, {})])[0]


def review_folder(folder: Path, more: Iterable[Decision] = ()) -> Reviewed:
    """Read one report of a project with its decisions and ``more``, and the merges that other reports' tables hold."""
    others = (
        f
        for f in sorted(folder.parent.iterdir())
        if f != folder and (table := f / "decisions.tsv").is_file() and _merges(table.read_bytes())
    )
    return _finished([_draft_of(folder, more), *map(_draft_of, others)])[0]


def _merges(table: bytes) -> bool:
    """Whether a table may hold a merge, in the encodings that it may have been saved in by hand."""
    return any(word in table for word in (b"merge", "合并".encode(), "合并".encode("gb18030")))


def review_project(project: Project, workers: int | None = None) -> tuple[Reviewed, ...]:
    """Read all reports of a project with their decisions, in order of place and year.

    ``workers`` is how many processes read them, by default this one alone. Raises KgError for the first report or decision that cannot be read.
    """
    return _finished(list(each(_draft_of, report_folders(project), workers or 1)))


def _draft_of(folder: Path, more: Iterable[Decision] = ()) -> _Draft:
    table, report = folder / "decisions.tsv", read_report(folder)
    decisions = numbered((*(read(table) if table.exists() else ()), *more))
    return _draft(report, decisions, read_external(folder, report), read_retired(folder))


def _draft(
    report: Report, decisions: tuple[Decision, ...], external: Iterable[Proposal], retired: Mapping[str, str]
) -> _Draft:
    places = _Places(_extracted(report))
    beside: defaultdict[str, list[Proposal]] = defaultdict(list)
    for proposal in external:
        if (own := places.own(proposal)) is not None:
            beside[own].append(proposal)
        else:
            places.add(proposal)
    proposals = tuple(places.proposals.values())
    settled = settle(report, proposals, decisions, division(report.place).name)
    named = {own: tuple(ps) for own, ps in beside.items()}
    return _Draft(report, passages(report), proposals, decisions, settled, named, retired)


@lru_cache(maxsize=2)  # a report is read again within a moment when somebody decides on it
def _extracted(report: Report) -> tuple[Proposal, ...]:
    return extract(report)


class _Places:
    """What is proposed, found by where it stands: a proposal is looked for among those that share a character with it."""

    def __init__(self, proposals: Iterable[Proposal]) -> None:
        self.proposals: dict[str, Proposal] = {}
        self._at: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        for proposal in proposals:
            self.add(proposal)

    def add(self, proposal: Proposal) -> None:
        place = len(self.proposals), proposal.id
        self.proposals[proposal.id] = proposal
        for offset in _offsets(proposal):
            self._at[offset].append(place)

    def own(self, proposal: Proposal) -> str | None:
        """Return the id of what stands at a proposal's place: of its address, its number, or its words and its thing."""
        if proposal.id in self.proposals:
            return proposal.id
        near = sorted({place for offset in _offsets(proposal) for place in self._at.get(offset, ())})
        return next((name for _, name in near if _same_place(proposal, self.proposals[name])), None)


def _offsets(proposal: Proposal) -> set[int]:
    return {offset for span in (proposal.as_stated, proposal.value_span) if span for offset in range(*span)}


def _same_place(one: Proposal, other: Proposal) -> bool:
    if FAMILIES[one.cls] != FAMILIES[other.cls]:
        return False
    if one.value_span and other.value_span:
        return one.value_span.meets(other.value_span)
    things = [(one.slots.get(name), other.slots.get(name)) for name in NAMED]
    named = [(a, b) for a, b in things if isinstance(a, Span) and isinstance(b, Span)]
    return one.as_stated.meets(other.as_stated) and bool(named) and all(a.meets(b) for a, b in named)


def _finished(drafts: Sequence[_Draft]) -> tuple[Reviewed, ...]:
    everything = addressed(s for draft in drafts for s in draft.settled.statements)
    known = {s.id: s for s in everything}
    drafts = [_anchored(draft, known) for draft in drafts]
    statements, renamed, circular = merged(everything, [m for draft in drafts for m in draft.merges])
    own: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        own[statement.report].append(statement)
    merges = [m for draft in drafts for m in draft.merges if m not in circular]
    return tuple(_reviewed(draft, own[draft.report.id], renamed, circular, merges) for draft in drafts)


def _anchored(draft: _Draft, known: Mapping[str, Statement]) -> _Draft:
    """Let merges stand at their statements with the addresses these have by now."""
    merges = tuple(replace(m, anchor=known[m.anchor.id]) for m in draft.merges)
    return replace(draft, settled=draft.settled._replace(merges=merges))


def _reviewed(
    draft: _Draft,
    own: Sequence[Statement],
    renamed: Sequence[Merged],
    circular: Sequence[Merge],
    merges: Sequence[Merge],
) -> Reviewed:
    waiting = tuple(s for s in own if _waits(s))
    circles = [
        Leftover(m.decision, f"{m.retired} is already what {m.successor} became") for m in circular if m in draft.merges
    ]
    return Reviewed(
        report=draft.report,
        passages=draft.passages,
        statements=joined([s for s in own if not _waits(s)]),
        decisions=draft.decisions,
        proposals=draft.proposals,
        leftovers=(*draft.settled.leftovers, *circles),
        waiting=waiting,
        beside=draft.beside,
        history=draft.settled.history,
        merges=tuple(m for m in draft.merges if m not in circular),
        retired=draft.retired,
        elsewhere=tuple(m for m in merges if m.anchor.report != draft.report.id),
        merged=tuple(m for m in renamed if m.after.report == draft.report.id and not _waits(m.after)),
    )


def _waits(statement: Statement) -> bool:
    return statement.origin.startswith(EXTERNAL) and statement.review_status in ("extracted", "doubtful")
