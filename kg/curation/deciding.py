"""Rows of decisions, completed from what was read, weighed as a whole, and appended to ``decisions.tsv`` or not at all."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from kg.curation.evidence import absent, contradictions, denied, outvoted
from kg.curation.merging import Things, already
from kg.curation.undecided import differing, read_cells
from kg.decisions import Decision, Leftover, Merge, action_of, append, numbered, settle
from kg.decisions.apply import NOTHING_LEFT
from kg.decisions.attach import Ground
from kg.decisions.cells import DASH
from kg.decisions.read import read_filled
from kg.decisions.row import CONTEXT, ENTITIES, check, find, pointer
from kg.errors import DecisionError, UsageError
from kg.language import say
from kg.messages import translated
from kg.model import Span, Statement
from kg.project import Project
from kg.reviewed import Reviewed, review_folder
from kg.summary import unattached
from kg.terms import EXTERNAL, local_name
from kg.verify.claim import Finding

_POINTERS: Final = {"as_stated", "number", "slots", "value", "lower", "upper", "margin", "label", "project", "agent"}
_AT: Final = ("start", "end", "quote", "before", "after")


class Weighed(NamedTuple):
    """Decisions that may be taken, all that is wrong with the others, and what the report says before and after.

    ``known`` are rows that stand in the table already, ``passed`` the numbers of rows that were filled but have no action.
    """

    decisions: tuple[Decision, ...]
    errors: tuple[DecisionError, ...]
    before: Reviewed
    after: Reviewed
    known: tuple[Decision, ...] = ()
    passed: tuple[int, ...] = ()

    @property
    def leftovers(self) -> tuple[Leftover, ...]:
        """Decisions of the table, taken before, that fit nowhere."""
        return self.after.leftovers


def decider(project: Project, who: str | None, verb: str = "kg decide") -> str:
    """Return who decides: as given, else ``KG_WHO``, else ``who`` of ``kg.toml``; UsageError where nobody is named."""
    name = (who or os.environ.get("KG_WHO") or project.who).strip()
    if not name:
        step = 'say --who NAME, set KG_WHO, or write who = "…" under [curation] in kg.toml'
        raise UsageError(verb, "the name of whoever decides", "none", step)
    return name


@dataclass(frozen=True)
class Desk:
    """One report with what was decided of it, ready for more: completes rows and weighs them."""

    project: Project
    folder: Path
    reviewed: Reviewed
    who: str
    when: str

    @property
    def text(self) -> str:
        """The report's text."""
        return self.reviewed.report.text

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Every statement by its id, rejected and waiting ones too."""
        return {s.id: s for s in (*self.reviewed.statements, *self.reviewed.waiting)}

    @cached_property
    def things(self) -> Things:
        """The things that the report and its project name."""
        return Things(self.project, self.reviewed)

    def single(self, action: str, name: str, cells: Mapping[str, str]) -> Weighed:
        """Weigh one decision on the statement whose id is, or ends with, ``name`` (or a thing's id beside merge)."""
        place = "kg decide"
        given = {key: cell for key, cell in cells.items() if cell} | {"action": action}
        if action in ("merge", "undo") and name and not self._named(name):
            given |= {"replaces": name, "statement": self._naming(name, action)}
        elif name:
            given["statement"] = self._one(name)
        decision, errors = None, list[DecisionError]()
        try:
            decision, errors = check(self.complete(given, place), place)
        except DecisionError as error:
            errors.append(error)
        return self.weighed([decision] if decision else [], errors)

    def sheet(self, path: Path) -> Weighed:
        """Weigh the rows of a filled sheet; those that stand in the table already, of whatever day, are left out.

        The day tells two rows apart only where the sheet itself says it.
        """
        if path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
            step = "fill a sheet of `kg review -o`, or hand proposals to `kg propose`"
            raise DecisionError(path, "a decision sheet (.csv, .tsv, .xlsx)", "JSON", step)
        undated = set[str]()

        def complete(cells: dict[str, str], place: str) -> dict[str, str]:
            if not cells.get("when", "").strip():
                undated.add(place)
            return self.complete(cells, place)

        filled = read_filled(path, complete)
        held = {_said(d, dated) for d in self.reviewed.decisions for dated in (True, False)}
        known, new = list[Decision](), list[Decision]()
        for decision in filled.decisions:
            (known if _said(decision, decision.place not in undated) in held else new).append(decision)
        return self.weighed(new, list(filled.errors), tuple(known), filled.passed)

    def weighed(
        self,
        decisions: Sequence[Decision],
        errors: list[DecisionError],
        known: tuple[Decision, ...] = (),
        passed: tuple[int, ...] = (),
    ) -> Weighed:
        """Try decisions on the report: what does not fit its statement, or fits none, is an error."""
        good = list(decisions)
        for decision, error in self.things.weigh(good):
            errors.append(error)
            good.remove(decision)
        while wrong := self._misfit(good):
            errors.append(wrong)
            kept = [d for d in good if not wrong.place.startswith(f"{d.place}, ")]
            if len(kept) == len(good):
                break  # a row of the table itself no longer fits: none of the new ones can be weighed
            good = kept
        old = self.reviewed.decisions
        new = numbered((*old, *good))[len(old) :]
        after = review_folder(self.folder, new)
        fresh = {d.id for d in new}
        for left in after.leftovers:
            if left.decision.id in fresh:
                errors.append(_unfitting(left))
        errors += self._contradicted(after, new)
        errors.sort(key=_row_of)
        return Weighed(new, tuple(errors), self.reviewed, after, known, passed)

    def _contradicted(self, after: Reviewed, new: Sequence[Decision]) -> Iterator[DecisionError]:
        """Yield what ``kg check`` would find wrong with the statements as decided, and did not before."""
        for statement in after.published:
            laid = [d for d in new if d.id in statement.decided_by]
            old = self.statements.get(statement.id)
            if not laid or statement == old:
                continue
            known = set(contradictions(old, after.report)) if old else set()
            for finding in contradictions(statement, after.report):
                if finding not in known:
                    yield _contradiction(laid, finding)

    def _misfit(self, decisions: Sequence[Decision]) -> DecisionError | None:
        try:
            settle(self.reviewed.report, self.reviewed.proposals, (*self.reviewed.decisions, *decisions))
        except DecisionError as error:
            return error
        return None

    def complete(self, cells: dict[str, str], place: str) -> dict[str, str]:
        """Fill what a row leaves open: who and when, where the statement stands, which of a quote's it is.

        Raises DecisionError for an addition whose quote stands nowhere, or more than once, in the text.
        """
        action = action_of(cells.get("action", ""))
        if action == "merge":
            for column in ENTITIES:
                if (name := cells.get(column, "").strip()) and not name.isascii():
                    raise self.things.unknown(place, column, name)
        filled = {name: cell for name, cell in cells.items() if cell.strip()}
        filled = {"who": self.who, "when": self.when} | filled
        if action == "add":
            return self._placed(filled, place) | filled
        statement = self.statements.get(filled.get("statement", "").strip())
        if statement is None:
            return filled
        if action == "undo" and "replaces" not in filled and (merge := self._last_merge(statement)):
            filled |= {"replaces": merge.retired, "statement": merge.anchor.id}
            statement = self.statements[merge.anchor.id]
        if not filled.keys() & set(_AT[:3]):
            filled |= _at(statement.span, self.text)
        if not filled.keys() & _POINTERS:
            filled |= pointer(self.text, statement)
        if action == "merge" and "replaces" not in filled:
            column = next((name for name in ENTITIES if name in filled), "project")
            filled["replaces"] = getattr(statement, column) or ""
        if action in ("accept", "amend") and statement.rule.startswith(EXTERNAL):
            # The proposal may be replaced or gone tomorrow: the row keeps what was seen.
            filled = {"class": statement.cls} | read_cells(statement) | filled
        return filled

    def _last_merge(self, statement: Statement) -> Merge | None:
        """Return the last decision in force on a statement if it is a merge of this report's table."""
        last = statement.decided_by[-1:]
        return next((m for m in self.reviewed.merges if (m.decision.id,) == last), None)

    def _placed(self, cells: Mapping[str, str], place: str) -> dict[str, str]:
        """Return where an added quote stands: at the row's start, else where it stands alone."""
        quote = cells.get("quote", "")
        if not quote or {"start", "end"} <= cells.keys():
            return {}
        found = [Span(*piece) for piece in find(self.text, quote)]
        if not found:
            raise absent(f"{place}, column quote", quote, Ground(self.reviewed.report))
        meant = [span for span in found if cells.get("start", str(span.start)) == str(span.start)]
        if len(meant) != 1:
            at = ", ".join(str(span.start) for span in found[:6])
            step, times = f"say which one: start={at}", str(len(meant)) if meant else "none at that start"
            raise DecisionError(f"{place}, column quote", "one place in the text where it stands", times, step)
        return _at(meant[0], self.text) | {"quote": meant[0].of(self.text)}

    def _named(self, name: str) -> list[str]:
        return sorted(key for key in self.statements if key.endswith(name))

    def _one(self, name: str) -> str:
        found = self._named(local_name(name))
        if len(found) != 1:
            shown = f"{len(found)}: {', '.join(found[:3])}" if found else "none"
            raise DecisionError(name, "the id of one statement of the report", shown, "see `kg review --all`")
        return found[0]

    def _naming(self, thing: str, action: str) -> str:
        """Return the first statement that names a thing, beside undo the one at which it was merged."""
        if action == "undo":
            found = next((m.anchor.id for m in reversed(self.reviewed.merges) if m.retired == thing), None)
        else:
            known = self.reviewed.statements
            # A place may have the local name of a project: what claims something goes before what only names it.
            named = sorted(known, key=lambda s: s.cls == "Mention")
            found = next((s.id for s in named if thing in (s.project, s.about)), None)
            if found is None and (now := self.things.became(thing)):
                raise already(thing, thing, now)
        if found is None:
            step = "ids stand in the columns project and about of build/statements.jsonl"
            raise DecisionError(thing, "the id of a statement, or of a thing that one names", "none", step)
        return found


def _said(decision: Decision, dated: bool) -> str:
    """Return what tells a decision from others: its cells, with or without the day."""
    return json.dumps({name: cell for name, cell in decision.cells().items() if dated or name != "when"})


def _unfitting(left: Leftover) -> DecisionError:
    """Return the error for a row that fits no statement, or takes back what is not there."""
    if left.reason == NOTHING_LEFT:
        step = "`kg show` tells what was decided of a statement"
        return DecisionError(left.decision.place, "a decision in force that can be taken back", "none", step)
    step = "see `kg review`, correct the row or take it out"
    return DecisionError(left.decision.place, "a statement that it fits", left.reason, step)


def _contradiction(laid: Sequence[Decision], finding: Finding) -> DecisionError:
    """Return the error at the last row that fills a slot which the text says otherwise."""
    cells = {finding[0], "number"} if finding[0] == "value" else {finding[0]}
    decision = next((d for d in reversed(laid) if cells & d.cells().keys()), laid[-1])
    step = "that is how `kg check` reads the text: correct it, or name the characters in number, as_stated or slots"
    column = "number" if decision.number == DASH and finding[0] == "value" else finding[0]
    return denied(decision.place, (column, *finding[1:]), step)


def _at(span: Span, text: str) -> dict[str, str]:
    start, end = span
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return dict(zip(_AT, (str(start), str(end), span.of(text), before, after), strict=True))


def _row_of(error: DecisionError) -> int:
    row = error.place.rpartition(", row ")[2].split(",")[0]
    return int(row) if row.isdigit() else 0


def open_desk(project: Project, report: str, who: str, when: str) -> Desk:
    """Return a report's desk; raises KgError where it or its decisions cannot be read."""
    folder = project.reports / report
    return Desk(project, folder, review_folder(folder), who, when)


def take(folder: Path, weighed: Weighed) -> None:
    """Append decisions to a report's table in one step; DecisionError where it cannot be written."""
    if weighed.decisions:
        append(folder / "decisions.tsv", weighed.decisions)


def changes(weighed: Weighed) -> Iterator[str]:
    """Yield a line for each statement that the decisions change, and for each that they take in or out."""
    before, after = (
        {s.id: s for s in sorted((*r.statements, *r.waiting), key=lambda s: s.span)}
        for r in (weighed.before, weighed.after)
    )
    for name, new in after.items():
        old = before.get(name)
        if old is None:
            yield f"{name}  + {new.cls} {new.review_status}  「{_line(new.quote)}」"
        elif old != new:
            said = [] if old.review_status == new.review_status else [f"{old.review_status} → {new.review_status}"]
            was = read_cells(old) | {"class": old.cls}
            said += [f"{column}: {was.get(column, '-')} → {cell}" for column, cell in differing(old, new).items()]
            yield f"{name}  " + ("; ".join(said) or say("decided again", "再次裁定"))
    for name, gone in before.items():
        if name not in after:
            yield f"{name}  - {gone.cls}  「{_line(gone.quote)}」"
    yield from _in_force(weighed)


def _in_force(weighed: Weighed) -> Iterator[str]:
    """Yield for each statement or thing that something was taken back of what is still decided of it."""
    after = weighed.after
    known = {s.id: s.decided_by for s in (*after.statements, *after.waiting)}
    undone = {d.id: d for d in weighed.decisions if d.action == "undo"}
    for name, laid in after.history.items():
        back = [undone[d.id] for d in laid if d.id in undone]
        if any(not d.replaces for d in back):
            ids = known.get(name, ())
            yield _told(name, [d for d in laid if d.id in ids and d.action != "merge"])
        for retired in dict.fromkeys(d.replaces for d in back if d.replaces):
            yield _told(retired, [m.decision for m in after.merges if m.retired == retired])


def _told(name: str, decisions: Sequence[Decision]) -> str:
    said = "; ".join(" ".join(f"{d.when} {d.who} {d.action} {_line(d.why)}".split()) for d in decisions)
    if not said:
        return say(f"{name}  nothing decided of it is in force any more", f"{name}  已没有仍有效的裁定")
    return say(f"{name}  still in force: {said}", f"{name}  仍有效：{said}")


def _line(quote: str) -> str:
    return " ".join(quote.split())


def remarks(weighed: Weighed) -> Iterator[str]:
    """Yield what a person should know beside the result."""
    for row in weighed.passed:
        yield say(f"row {row} is filled but has no action: passed over", f"第 {row} 行填了内容但没有 action，已跳过")
    if weighed.known:
        count = len(weighed.known)
        yield say(f"{count} row(s) stand in decisions.tsv already", f"{count} 行已在 decisions.tsv 中")
    yield from _outvoted(weighed)
    yield from _unaccounted(weighed)
    yield from unattached(weighed.after.report.id, weighed.leftovers)


def _unaccounted(weighed: Weighed) -> Iterator[str]:
    """Yield a line that names the numerals which the decisions leave without a statement or a reason."""
    before, after = (
        {(e.start, e.text) for e in r.entries if e.disposition == "unaccounted"}
        for r in (weighed.before, weighed.after)
    )
    if lost := sorted(after - before):
        named = ", ".join(f"{text} [{start}]" for start, text in lost)
        yield say(
            f"unaccounted now: {named}; a rejection with a reason (why) accounts for its number",
            f"现在未交代的数字：{named}；否定时写明理由（why），其数字即有交代",
        )


def _outvoted(weighed: Weighed) -> Iterator[str]:
    """Yield a line for each unit, bound, strength, stage or year that rests on a decision alone, against the words read."""
    fresh = {d.id: d for d in weighed.decisions}
    before = {s.id: s for s in (*weighed.before.statements, *weighed.before.waiting)}
    for statement in weighed.after.published:
        for decision in (fresh[name] for name in statement.decided_by if name in fresh):
            for slot, expected, found in outvoted(
                statement, weighed.after.report, decision.id, before.get(statement.id)
            ):
                yield say(
                    f"{decision.place}: the text says {slot} {expected}; {found} rests on the decision alone",
                    f"{decision.place}：原文的 {slot} 是 {translated(str(expected))}；{found} 只以这条裁定为据",
                )
