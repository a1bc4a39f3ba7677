"""A better copy of a report's text: every decision is led to its place in it, and what finds none is listed, not dropped.

The folder keeps what was there before under ``earlier/{first 8 digits of the old text's SHA-256}/``.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

from kg.curation.alignment import Alignment
from kg.curation.proposing import Refusal, anchor, cells_of
from kg.decisions import COLUMNS, Decision, Leftover, numbered, parse, settle
from kg.decisions.attach import Ground, UnattachedError
from kg.decisions.row import CONTEXT, NAMED, WORDS, find
from kg.decisions.sheets import Sheet, to_bytes
from kg.decisions.write import changing, table_bytes
from kg.errors import DecisionError
from kg.external import FOLDER, to_jsonl
from kg.extract import extract
from kg.files import write_all
from kg.model import Evidence, Proposal, Report, Span, Statement
from kg.retired import NAME as RETIRED
from kg.retired import to_tsv
from kg.reviewed import Reviewed, review_folder
from kg.terms import EXTERNAL, FAMILIES

EARLIER: Final = "earlier"
UNATTACHED: Final = "unattached.tsv"


class Replaced(NamedTuple):
    """What became of decisions and proposals; ``listing`` is the file of what found no place, if anything did not."""

    folder: Path
    decisions: int
    unattached: tuple[Leftover, ...]
    refusals: tuple[Refusal, ...]
    listing: Path | None


@dataclass(frozen=True)
class _Moved:
    """Decisions in order, led to the new text where they could be, and why the others could not."""

    decisions: tuple[Decision, ...]
    lost: Mapping[str, str]


def replace_text(folder: Path, new: Report, others: Mapping[str, bytes]) -> Replaced:
    """Put a better text into a report's folder, decisions and other tools' proposals with it.

    ``others`` are further files of the folder by name, ``report.toml`` among them. All is written or nothing; raises
    KgError where the report cannot be read or the folder not be written.
    """
    table = folder / "decisions.tsv"
    with changing(table):
        reviewed = review_folder(folder)
        old = reviewed.report
        earlier = folder / EARLIER / old.sha256[:8]
        kept = {earlier / path.relative_to(folder): path.read_bytes() for path in _present(folder)}
        alignment = Alignment(old.text, new.text)
        external = {path.stem: _external(path.stem, reviewed, new, alignment) for path in _proposals(folder)}
        proposals = {p.id: p for found, _ in external.values() for p in found} | {p.id: p for p in extract(new)}
        moved = _settled(_moved(reviewed, new, alignment), reviewed, new, alignment, tuple(proposals.values()))
        unattached = _unattached(moved, new, tuple(proposals.values()))
        files = {folder / "report.txt": new.text.encode()}
        files |= {folder / name: data for name, data in others.items() if name != "report.toml"}
        files |= {
            folder / FOLDER / f"{name}.jsonl": to_jsonl(found, new.text).encode()
            for name, (found, _) in external.items()
        }
        if table.exists():
            files[table] = table_bytes(table, moved.decisions)
        gone = dict(reviewed.retired) | _retired(reviewed, new, alignment, tuple(proposals.values()), moved)
        live = {p.id for p in proposals.values()} | {d.statement for d in moved.decisions}
        gone = {retired: heir for retired, heir in gone.items() if retired not in live}
        if gone:
            files[folder / RETIRED] = to_tsv(gone)
        listing = earlier / UNATTACHED
        if unattached:
            kept[listing] = _listing(listing, unattached)
        write_all(kept | files | {folder / "report.toml": others["report.toml"]})
        for path in _present(folder):
            if path.name not in others and re.match(r"original\b|stations\.tsv", path.name):
                path.unlink()
    refusals = tuple(refusal for _, refused in external.values() for refusal in refused)
    return Replaced(folder, len(moved.decisions), unattached, refusals, listing if unattached else None)


def _present(folder: Path) -> list[Path]:
    """Return the files of a report's folder but those of earlier texts."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith("."))
    return [p for p in files if p.relative_to(folder).parts[0] != EARLIER and p.suffix != ".lock"]


def _proposals(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob("*.jsonl"))


def _listing(path: Path, unattached: Sequence[Leftover]) -> bytes:
    rows = [left.decision.cells() | {"(reason)": left.reason} for left in unattached]
    return to_bytes(path, Sheet(("(reason)", *COLUMNS), rows, WORDS | {"(reason)"}))


def _moved(reviewed: Reviewed, new: Report, alignment: Alignment) -> _Moved:
    before, after = Ground(reviewed.report), Ground(new)
    decisions, lost = [], {}
    for decision in reviewed.decisions:
        try:
            decisions.append(_anchored(decision, before, after, alignment))
        except (UnattachedError, DecisionError) as error:
            decisions.append(decision)
            lost[decision.id] = str(error)
    return _Moved(tuple(decisions), lost)


def _anchored(decision: Decision, before: Ground, after: Ground, alignment: Alignment) -> Decision:
    """Return a decision with the place, the context and the characters it has in the new text."""
    old = before.locate(decision)
    place = alignment.span(old)
    if place is not None and alignment.same(old, place):
        found = {name: alignment.span(piece) for name, piece in before.pieces(decision, old).items()}
        if any(piece is None for piece in found.values()):
            raise UnattachedError("characters that it names are gone")
        pieces = {name: piece for name, piece in found.items() if piece is not None}
    else:
        place = after.locate(decision)
        pieces = after.pieces(decision, place)
    text = after.report.text
    quote = place.of(text)
    cells = decision.cells() | {
        "start": str(place.start),
        "end": str(place.end),
        "quote": quote,
        "before": text[max(0, place.start - CONTEXT) : place.start],
        "after": text[place.end : place.end + CONTEXT],
    }
    named = {name: pieces[name] for name in decision.slots}
    for name in ("as_stated", "number"):
        if name in cells and name in pieces:
            cells[name] = pieces[name].of(text)
            if len(find(quote, cells[name])) > 1:
                named[name] = pieces[name]
    return replace(parse(_with_slots(cells, named), decision.place, decision.row), ordinal=decision.ordinal)


def _with_slots(cells: dict[str, str], slots: Mapping[str, Span]) -> dict[str, str]:
    return cells | ({"slots": json.dumps({name: list(span) for name, span in slots.items()})} if slots else {})


def _settled(
    moved: _Moved, reviewed: Reviewed, new: Report, alignment: Alignment, proposals: Sequence[Proposal]
) -> _Moved:
    """Give each decision the id that its statement has in the new text."""
    target = {d.id: name for name, laid in reviewed.history.items() for d in laid}
    statements = {s.id: s for s in (*reviewed.statements, *reviewed.waiting)}
    added = [d for d in moved.decisions if d.action == "add" and d.id not in moved.lost]
    candidates = settle(new, proposals, added).statements
    decisions = []
    for was, decision in zip(reviewed.decisions, moved.decisions, strict=True):
        old = statements.get(target.get(was.id, ""))
        if decision.statement and old and was.id not in moved.lost:
            decision = replace(decision, statement=_same(old, candidates, alignment) or decision.statement)
        decisions.append(decision)
    lost = {
        after.id: moved.lost[was.id]
        for was, after in zip(reviewed.decisions, decisions, strict=True)
        if was.id in moved.lost
    }
    return _Moved(numbered(decisions), lost)


def _same(old: Statement, candidates: Sequence[Statement], alignment: Alignment) -> str | None:
    """Return the id of the statement of the same family at the same number or words, and of the same thing."""

    def anchor_of(s: Statement) -> Span:
        return s.value_span or s.as_stated

    there = alignment.span(anchor_of(old))
    found = [s for s in candidates if there and FAMILIES[s.cls] == FAMILIES[old.cls] and anchor_of(s).meets(there)]
    for name in NAMED:
        thing = old.slots.get(name)
        place = alignment.span(thing) if isinstance(thing, Span) else None
        if place and len(found) > 1:
            found = [s for s in found if isinstance(at := s.slots.get(name), Span) and at.meets(place)]
    exact = [s for s in found if anchor_of(s) == there]
    return (exact or found)[0].id if len(exact or found) == 1 else None


def _retired(
    reviewed: Reviewed, new: Report, alignment: Alignment, proposals: Sequence[Proposal], moved: _Moved
) -> dict[str, str]:
    """Return the new address of each published statement that has another one in the new text."""
    good = [d for d in moved.decisions if d.id not in moved.lost]
    candidates = settle(new, proposals, good).statements
    found = ((s.id, _same(s, candidates, alignment)) for s in reviewed.published)
    return {old: after for old, after in found if after is not None and after != old}


def _unattached(moved: _Moved, new: Report, proposals: Sequence[Proposal]) -> tuple[Leftover, ...]:
    """Return what fits nowhere in the new text, in order of the table."""
    lost = dict(moved.lost)
    good = [d for d in moved.decisions if d.id not in lost]
    lost |= {left.decision.id: left.reason for left in settle(new, proposals, good).leftovers}
    return tuple(Leftover(d, lost[d.id]) for d in moved.decisions if d.id in lost)


def _external(
    name: str, reviewed: Reviewed, new: Report, alignment: Alignment
) -> tuple[tuple[Proposal, ...], tuple[Refusal, ...]]:
    """Lead one tool's proposals to the new text and hold them against it again."""
    own = [
        p
        for p in (*reviewed.proposals, *(p for ps in reviewed.beside.values() for p in ps))
        if p.rule == EXTERNAL + name
    ]
    rows = list(enumerate((cells_of(_at(p, new, alignment), new.text) for p in own), 1))
    return anchor(new, rows, f"{FOLDER}/{name}.jsonl", name)


def _at(proposal: Proposal, new: Report, alignment: Alignment) -> Proposal:
    """Return a proposal at its place in the new text; what has none keeps its offsets, and is refused there."""

    def led(span: Span) -> Span:
        return alignment.span(span) or span

    slots: dict[str, Evidence] = {n: led(e) if isinstance(e, Span) else e for n, e in proposal.slots.items()}
    place = alignment.span(proposal.span)
    fits = place is not None and alignment.same(proposal.span, place)
    return replace(
        proposal,
        span=led(proposal.span),
        quote=led(proposal.span).of(new.text) if fits else proposal.quote,
        as_stated=led(proposal.as_stated),
        value_span=led(proposal.value_span) if proposal.value_span else None,
        slots=slots,
    )


def retold(about: str, new: Report, original: tuple[str, bytes] | None) -> str:
    """Return a ``report.toml`` for the new text: its hash, those of the earlier ones, the file it came from."""
    gone = re.compile(r"\s*(?:sha256|original|original_sha256|earlier_sha256|whole)\s*=")
    lines = [line for line in about.splitlines() if not gone.match(line)]
    return "\n".join([*lines, *_settings(new, original)]) + "\n"


def _settings(new: Report, original: tuple[str, bytes] | None) -> Iterator[str]:
    yield f'sha256 = "{new.sha256}"'
    yield "earlier_sha256 = [" + ", ".join(f'"{sha256}"' for sha256 in new.earlier) + "]"
    if not new.whole:
        yield "whole = false"
    if original:
        yield f'original = "{original[0]}"'
        yield f'original_sha256 = "{hashlib.sha256(original[1]).hexdigest()}"'
