"""Proposals and Decisions → Statements: what rules read, as people accepted, corrected or rejected it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from kg.catalogue import catalogue
from kg.decisions.attach import Ground, UnattachedError, address, by_place, family
from kg.decisions.cells import AMENDABLE, DASH
from kg.decisions.fit import misfit_error, misfits
from kg.decisions.merge import Merge
from kg.decisions.row import Decision
from kg.model import PROPOSAL_FIELDS, Evidence, Proposal, Report, ReviewStatus, Span, Statement
from kg.terms import EXTERNAL, SETTLING, ink

CURATED = "curated:decisions.tsv"
NOTHING_LEFT = "nothing decided of the statement is in force that could be taken back"


class Leftover(NamedTuple):
    """A decision that fits nowhere, and why."""

    decision: Decision
    reason: str


class Settled(NamedTuple):
    """What became of a report: statements in the order of its text, rejected ones among them, and what fits nowhere.

    ``merges`` are those in force; ``history`` has every decision on a statement by its id, undone ones among them.
    """

    statements: tuple[Statement, ...]
    leftovers: tuple[Leftover, ...]
    merges: tuple[Merge, ...]
    history: Mapping[str, tuple[Decision, ...]]


@dataclass(frozen=True, slots=True)
class _Ruling:
    """A decision at its place: the quote and the characters it names, as stretches of the report.

    ``adds`` is the statement as a row that adds one has it.
    """

    decision: Decision
    place: Span
    pieces: dict[str, Span]
    adds: Statement | None = None


def settle(
    report: Report, proposals: Iterable[Proposal], decisions: Iterable[Decision], place_label: str = ""
) -> Settled:
    """Lay every decision to the statement it is about, and decide the statements.

    ``place_label`` names the report's place in statements that people added; by default as the proposals do.
    Raises DecisionError at the row and column that leave a statement with slots that do not fit each other.
    """
    desk = _Desk(report, tuple(proposals), place_label)
    for decision in decisions:
        desk.take(decision)
    statements = desk.statements()
    history = {target: tuple(laid) for target, laid in desk.history.items()}
    return Settled(statements, tuple(desk.leftovers), tuple(desk.merges(statements)), history)


class _Desk:
    """Sorts decisions by the statement they are about."""

    def __init__(self, report: Report, proposals: Sequence[Proposal], place_label: str) -> None:
        self.ground = Ground(report)
        self.proposals = {p.id: p for p in proposals}
        if len(self.proposals) < len(proposals):
            raise ValueError(f"two proposals of {report.id} share an id")
        self.label = place_label or next((p.place_label for p in proposals if p.place == report.place), "")
        self.added: dict[str, Statement] = {}
        self.successor: dict[str, str] = {}
        self.rulings: defaultdict[str, list[_Ruling]] = defaultdict(list)
        self.history: defaultdict[str, list[Decision]] = defaultdict(list)
        self.leftovers: list[Leftover] = []
        self.taken: list[Decision] = []

    def take(self, decision: Decision) -> None:
        """Lay a decision to its statement, or to the leftovers."""
        self.taken.append(decision)
        try:
            target, ruling = self._add(decision) if decision.action == "add" else self._attach(decision)
            if decision.action == "undo":
                self._undo(target, decision.replaces)
            else:
                self.rulings[target].append(ruling)
        except UnattachedError as reason:
            self.leftovers.append(Leftover(decision, str(reason)))
            return
        self.history[target].append(decision)
        if decision.statement:
            self.successor[decision.statement] = target

    def _attach(self, decision: Decision) -> tuple[str, _Ruling]:
        report = self.ground.report.id
        if decision.statement.rpartition(".")[0] != report:
            raise UnattachedError(f"it is about another report than {report}")
        known = self.added | self.proposals
        target = self.successor.get(decision.statement, decision.statement)
        if target in known:
            proposal: Proposal = known[target]
            place = self.ground.within(decision, proposal.span)
        else:
            place = self.ground.locate(decision)
            proposal = by_place(self.ground, decision, known.values())
        if decision.family not in (None, family(proposal)):
            raise UnattachedError(
                f"its class is of the family {decision.family}, the statement of {family(proposal)}: "
                "reject the statement and add another"
            )
        return proposal.id, _Ruling(decision, place, self.ground.pieces(decision, place))

    def _add(self, decision: Decision) -> tuple[str, _Ruling]:
        statement, ruling = _written(self.ground, decision, self.label)
        held = self.added.get(statement.id)
        if held is not None and _thing(held) != _thing(statement):
            raise UnattachedError("another statement was added at its place: amend that one")
        self.added[statement.id] = statement
        return statement.id, ruling

    def _undo(self, target: str, retired: str) -> None:
        """Take back the last decision on a statement, or the last merge there that retired this id."""
        laid = self.rulings[target]
        # A merge's row names what it retires; no other row in force does.
        found = [r for r in laid if r.decision.replaces == retired]
        if not found:
            raise UnattachedError(NOTHING_LEFT)
        last = found[-1]
        self.rulings[target] = [r for r in laid if r is not last]
        if last.adds:
            self.added.pop(target)
            for ruling in self.rulings[target]:
                if ruling.adds:
                    self.added[target] = ruling.adds

    def statements(self) -> tuple[Statement, ...]:
        """Return every statement as its decisions leave it."""
        found = [
            _decided(_undecided(proposal), self.rulings[proposal.id], self.ground.report.text)
            for proposal in (self.added | self.proposals).values()
        ]
        return tuple(sorted(found, key=lambda s: (s.span, s.as_stated, s.id)))

    def merges(self, statements: Iterable[Statement]) -> Iterator[Merge]:
        """Yield the merges in force, in the order they were taken."""
        anchors = {s.id: s for s in statements}
        found = [
            (r.decision, anchors[target])
            for target, rulings in self.rulings.items()
            for r in rulings
            if r.decision.action == "merge"
        ]
        return (Merge(decision, anchor) for decision, anchor in sorted(found, key=lambda m: self.taken.index(m[0])))


def written(ground: Ground, decision: Decision, place_label: str) -> Statement:
    """Return the statement that a row adds, from its cells alone; raises UnattachedError where its quote is gone."""
    return _written(ground, decision, place_label)[0]


def _written(ground: Ground, decision: Decision, place_label: str) -> tuple[Statement, _Ruling]:
    report, place = ground.report, ground.locate(decision)
    target, passage = address(ground, decision, place)
    ruling = _Ruling(decision, place, ground.pieces(decision, place))
    bare = Statement(
        id=target,
        cls=str(decision.changes["class"]),
        report=report.id,
        place=report.place,
        place_label=place_label,
        quote=place.of(report.text),
        span=place,
        as_stated=ruling.pieces.get("as_stated") or ruling.pieces["number"],
        section=passage.section,
        rule=f"decision:{decision.id}",
    )
    statement = _amended(bare, ruling, report.text)
    return statement, replace(ruling, adds=statement)


def _thing(statement: Statement) -> tuple[object, ...]:
    """Return what tells two statements of one address apart: the words of what they are about."""
    return statement.label, statement.agent, statement.project_label


def _undecided(proposal: Proposal) -> Statement:
    filled: dict[str, Any] = {name: getattr(proposal, name) for name in PROPOSAL_FIELDS}
    external = proposal.rule.startswith(EXTERNAL)
    return Statement(**filled, origin=proposal.rule if external else f"rule:{proposal.rule}")


def _decided(statement: Statement, rulings: Sequence[_Ruling], text: str) -> Statement:
    """Follow the decisions on one statement, in order."""
    if not rulings:
        return statement
    read = _content(statement)
    curated = False
    status: ReviewStatus = "extracted"
    agreed: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    for ruling in rulings:
        decision = ruling.decision
        if decision.action == "merge":
            continue  # it is about a thing, whichever statements name it
        if decision.action in ("reject", "doubt"):
            status = "rejected" if decision.action == "reject" else "doubtful"
            agreed.clear()
            continue
        statement = ruling.adds or _vouched(_amended(statement, ruling, text), decision)
        curated = curated or decision.action != "accept" or _content(statement) != read
        readers, who = agreed[_content(statement)], ink(decision.who).casefold()
        if not who.startswith(SETTLING):
            readers.add(who)
        status = "double-checked" if len(readers) > 1 else "reviewed"
    if status != "rejected":
        _check_fit(statement, rulings)
    if curated and not statement.origin.startswith(EXTERNAL):
        statement = replace(statement, origin=CURATED)
    if curated or status in ("reviewed", "double-checked"):
        statement = replace(statement, confidence=Decimal(1))
    return replace(statement, review_status=status, decided_by=tuple(r.decision.id for r in rulings))


def _vouched(statement: Statement, decision: Decision) -> Statement:
    """Rest on the decision what another tool filled without naming characters or a known rule: a person stands for it."""
    if not statement.rule.startswith(EXTERNAL):
        return statement
    own = f"decision:{decision.id}"
    slots = {name: own if evidence == statement.rule else evidence for name, evidence in statement.slots.items()}
    return replace(statement, slots=slots)


def _check_fit(statement: Statement, rulings: Sequence[_Ruling]) -> None:
    """Raise DecisionError at the last row that filled one of two slots that do not fit; rules answer for their own."""
    if not any(ruling.decision.changes for ruling in rulings):
        return
    for misfit in misfits({name: getattr(statement, name) for name in _FIELDS}):
        for decision in (ruling.decision for ruling in reversed(rulings)):
            if column := next((c for c in misfit.columns if c in decision.changes), None):
                raise misfit_error(decision.place, column, misfit, getattr(statement, misfit.columns[0]))


_FIELDS = tuple(slot.field for slot in AMENDABLE.values())


def _content(statement: Statement) -> tuple[object, ...]:
    """Return what a statement says, without how it was found: what two people agree or differ on."""
    return tuple(getattr(statement, name) for name in _FIELDS)


def _amended(statement: Statement, ruling: _Ruling, text: str) -> Statement:
    """Set the slots that a row fills, and what each of them rests on."""
    given: dict[str, object] = {
        AMENDABLE[column].field: AMENDABLE[column].empty if value is None else value
        for column, value in ruling.decision.changes.items()
    }
    if statement.cls == "Mention" and {"kind", "label", "about_label"} & given.keys() and "about" not in given:
        # Another name or kind is another thing: its address is made again from what the row says.
        given = {"about": None, "about_label": given.get("label") or statement.about_label} | given
    wanted = _following(statement, given) | _label(given) | _subject(statement, given) | given
    changes: dict[str, Any] = {name: v for name, v in wanted.items() if getattr(statement, name) != v}
    if ruling.decision.action == "accept" and not changes:
        return statement
    return _evidenced(replace(statement, **changes), changes.keys(), ruling, text)


def _label(given: Mapping[str, object]) -> dict[str, object]:
    """Return the catalogue's label for a code that the row fills: the cell a quantity joins by needs one."""
    code = given.get("indicator")
    return {"indicator_label": catalogue().by_id[str(code)].zh} if code else {}


def _subject(statement: Statement, given: Mapping[str, object]) -> dict[str, object]:
    """Return the subject of a statement about a project, which is the project, where the row names another."""
    if statement.project is None or statement.about != statement.project:
        return {}
    return {name.replace("project", "about"): given[name] for name in ("project", "project_label") if name in given}


def _following(statement: Statement, given: Mapping[str, object]) -> dict[str, object]:
    """Return what an amended value or comparator makes of the value and the bounds that the row leaves alone."""
    value, comparator = (given.get(name, getattr(statement, name)) for name in ("value", "comparator"))
    if not {"value", "comparator"} & given.keys():
        return {}
    if comparator == "range":
        return {"value": None}
    return {
        "lower": value if comparator in ("ge", "gt") else None,
        "upper": value if comparator in ("le", "lt") else None,
    }


def _evidenced(statement: Statement, changed: Collection[str], ruling: _Ruling, text: str) -> Statement:
    """Rest each changed slot on the characters the row names, else on the decision itself."""
    pieces, decision = ruling.pieces, ruling.decision
    slots = dict(statement.slots)
    for name in {slot.evidence for slot in AMENDABLE.values() if slot.field in changed and slot.evidence}:
        slots.pop(name, None)
        if any(slot.evidence == name and getattr(statement, slot.field) != slot.empty for slot in AMENDABLE.values()):
            slots[name] = f"decision:{decision.id}"
    slots |= {name: span for name, span in pieces.items() if name not in ("as_stated", "number")}
    number = pieces.get("number") or pieces.get("value")
    value_at, stated = number or statement.value_span, pieces.get("as_stated") or statement.as_stated
    if number:
        slots["value"] = number
        stated = stated if "as_stated" in pieces or stated.covers(number) else number
    if decision.number == DASH:
        value_at = None
        slots |= {"value": f"decision:{decision.id}"} if "value" in slots else {}
    span = statement.span
    if not all(span.covers(piece) for piece in pieces.values()):
        span = Span(min(span.start, ruling.place.start), max(span.end, ruling.place.end))
    evidence: dict[str, Evidence] = dict(sorted(slots.items()))
    return replace(statement, slots=evidence, value_span=value_at, as_stated=stated, span=span, quote=span.of(text))
