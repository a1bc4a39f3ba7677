"""``kg impact``: what a change of rules or catalogue adds, removes and alters over reports, and what it does to the score.

Statements are compared by their id, which depends on the text alone. Of reports whose gold rows are frozen nothing is ever
told but the score of all of them together.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kg import score
from kg.errors import ReportError, UsageError
from kg.extract import extract
from kg.files import reading, reason
from kg.gold import Gold, attach, read_gold
from kg.model import Passage, Report, Span
from kg.revision import Row, commit_of, reader_of
from kg.score import LEVELS, Score
from kg.sources import Source
from kg.table import COLUMNS, row
from kg.text import in_sentence, sentences

# Columns that say where a statement stands or follow from another.
_PLACES = frozenset(
    ("id", "report", "quote", "start", "end", "value_start", "value_end", "slots", "section", "unit_iri")
)
_NEEDED = frozenset(("id", "class", "report", "quote", "start", "end", "slots"))

Kind = Literal["added", "removed", "altered", "reweighed"]
Reader = Callable[[Report], "Callable[[], list[Row]]"]


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that only one side reads, or that both read otherwise: each slot as it was and as it is.

    It is ``reweighed`` where nothing but its confidence changed.
    """

    kind: Kind
    row: Row
    slots: Mapping[str, tuple[Any, Any]]
    sentence: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One report: how many statements it had and has, what changed, and its score before and now where gold is at hand."""

    report: str
    before: int
    after: int
    changes: tuple[Change, ...]
    scores: tuple[Score, Score] | None = None

    def count(self, kind: Kind) -> int:
        """Count the changes of a kind."""
        return sum(change.kind == kind for change in self.changes)


@dataclass(slots=True)
class Impact:
    """All reports that may be told of, and the summed scores of open and of frozen ones, before and now."""

    base: str
    reports: list[Compared] = field(default_factory=list)
    frozen: tuple[Score, Score] | None = None
    frozen_reports: int = 0
    frozen_apart: bool = False
    absent: list[str] = field(default_factory=list)

    def count(self, kind: Kind) -> int:
        """Count the changes of a kind over all reports."""
        return sum(r.count(kind) for r in self.reports)

    def by_slot(self) -> Counter[str]:
        """Count the alterations of each slot."""
        return Counter(slot for r in self.reports for c in r.changes if c.kind == "altered" for slot in c.slots)

    @property
    def open(self) -> tuple[Score, Score] | None:
        """The summed score of the open reports with gold, before and now."""
        return _summed([r.scores for r in self.reports if r.scores])


class Golds:
    """The gold files of a folder, found by the SHA-256 of the text they are of."""

    def __init__(self, folder: Path | None) -> None:
        """Read the headers and rows of a folder's gold files; none without a folder."""
        files = sorted(folder.glob("*.gold.jsonl")) if folder else []
        self.golds = [read_gold(file) for file in files]
        self.by_text = {gold.header["sha256"]: gold for gold in self.golds}

    @property
    def frozen(self) -> int:
        """How many of the reports are frozen."""
        return sum(bool(gold.header.get("frozen")) for gold in self.golds)

    def of(self, report: Report) -> Gold | None:
        """Return the gold of a report's very text."""
        return self.by_text.get(report.sha256)

    def is_frozen(self, report: Report) -> bool:
        """Whether a report, in this copy or another, is one of the frozen."""
        return any(
            gold.header.get("frozen")
            and (
                gold.header["sha256"] == report.sha256
                or (gold.header.get("place"), gold.header.get("plan_year")) == (report.place, report.plan)
            )
            for gold in self.golds
        )


def impact(chosen: Sequence[Source], base: str, gold: Path | None, refused: list[ReportError]) -> Impact:
    """Compare what the rules read in reports with a base: a file of statements, or a revision of the checkout.

    What cannot be read in a folder is put into ``refused``. Raises UsageError for a base that is neither, ReportError for
    a table that is of another text.
    """
    golds = Golds(gold)
    name, opened = _base(base)
    found = Impact(base=name)
    frozen: dict[str, tuple[Score, Score]] = {}
    with opened as read_before:
        for source in chosen:
            try:
                report = source.read()
            except ReportError as error:
                if source.named:
                    raise
                refused.append(error)
                continue
            gold_rows, is_frozen = golds.of(report), golds.is_frozen(report)
            if is_frozen and gold_rows is None:
                continue  # another copy of a frozen report
            waiting = read_before(report)
            after = [row(p, report.text) for p in extract(report)]
            before = waiting()
            scores = _scores(gold_rows, report, before, after)
            if is_frozen:
                if scores:
                    frozen[report.sha256] = scores
                continue
            if not before and after:
                found.absent.append(report.id)
            found.reports.append(
                Compared(report.id, len(before), len(after), tuple(compare(report, before, after)), scores)
            )
    found.frozen_reports = golds.frozen
    # The score of some of the frozen reports would tell of each.
    found.frozen_apart = 0 < len(frozen) < golds.frozen
    if frozen and not found.frozen_apart:
        found.frozen = _summed(list(frozen.values()))
    return found


def compare(report: Report, before: Iterable[Row], after: Iterable[Row]) -> Iterator[Change]:
    """Yield what changed in a report, in order of the text."""
    cut = tuple(sentences(report))
    old, new = ({r["id"]: r for r in rows} for rows in (before, after))
    places = sorted({**old, **new}.values(), key=lambda r: (r["start"], r["end"], r["id"]))
    for place in places:
        was, now = old.get(place["id"]), new.get(place["id"])
        told = now or was or place
        slots = dict(_differences(was, now, report.text)) if was and now else {}
        if was is None or now is None or slots:
            yield Change(_kind(was, now, slots), told, slots, _sentence(told, cut, report.text))


def _kind(was: Row | None, now: Row | None, slots: Mapping[str, tuple[Any, Any]]) -> Kind:
    if was is None or now is None:
        return "added" if was is None else "removed"
    return "reweighed" if slots.keys() == {"confidence"} else "altered"


def _differences(was: Row, now: Row, text: str) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Yield the columns that both have and fill otherwise, then the slots that rest on other characters or another rule."""
    for column in COLUMNS:
        if column in was and column in now and column not in _PLACES and was[column] != now[column]:
            yield column, (was[column], now[column])
    if (was["start"], was["end"]) != (now["start"], now["end"]):
        yield "quote", (was["quote"], now["quote"])
    for slot in sorted(was["slots"].keys() | now["slots"].keys()):
        one, two = was["slots"].get(slot), now["slots"].get(slot)
        if one != two:
            yield f"{slot} ←", (_characters(one, text), _characters(two, text))


def _characters(evidence: object, text: str) -> str | None:
    if isinstance(evidence, list):
        start, end = evidence
        return f"「{' '.join(text[start:end].split())}」[{start}:{end}]"
    return None if evidence is None else str(evidence)


def _sentence(told: Row, cut: Sequence[Passage], text: str) -> str:
    whole = Span(told["start"], told["end"])
    at = text.find(told.get("as_stated") or told["quote"], whole.start, whole.end)
    stated = Span(at, at + len(told.get("as_stated") or told["quote"])) if at >= 0 else whole
    return in_sentence(text, cut, [stated], whole)


def _scores(gold: Gold | None, report: Report, before: list[Row], after: list[Row]) -> tuple[Score, Score] | None:
    if gold is None:
        return None
    claims = score.claims(attach(gold, report.text).rows)
    one, two = (score.score(claims, score.statements(rows))[0] for rows in (before, after))
    return one, two


def _summed(scores: Sequence[tuple[Score, Score]]) -> tuple[Score, Score] | None:
    if not scores:
        return None
    return sum((one for one, _ in scores), Score()), sum((two for _, two in scores), Score())


def _base(base: str) -> tuple[str, AbstractContextManager[Reader]]:
    """Return how the base is called and what reads of it: a file's rows, or a revision's extractor."""
    path = Path(base)
    if path.is_file():
        table = _read_table(path)

        def held(report: Report) -> Callable[[], list[Row]]:
            rows = table.get(report.id, [])
            for r in rows:
                if report.text[r["start"] : r["end"]] != r["quote"]:
                    found = f"{r['id']}, which quotes other characters"
                    raise ReportError(path, f"statements of this text of {report.id}", found, "save a table of it anew")
            return lambda: rows

        return path.name, nullcontext(held)
    commit = commit_of(base)
    return f"{base} ({commit[:10]})", reader_of(commit)


def _read_table(path: Path) -> dict[str, list[Row]]:
    """Read a saved statements table, JSON Lines or one JSON list, by report; UsageError for anything else."""
    step = "save one by `kg extract REPORT… -o FILE`"
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = (
            json.loads(text)
            if text.lstrip().startswith("[")
            else [json.loads(s) for s in text.split("\n") if s.strip()]
        )
    except OSError as error:
        raise UsageError(path, "a table of statements", reason(error), reading(error)) from None
    except ValueError:
        raise UsageError(path, "a table of statements in JSON or JSON Lines", "something else", step) from None
    found: dict[str, list[Row]] = {}
    for number, r in enumerate(rows, 1):
        if not isinstance(r, dict) or not r.keys() >= _NEEDED or not isinstance(r["slots"], dict):
            raise UsageError(f"{path}, row {number}", "the columns of the statements table", "others", step)
        found.setdefault(r["report"], []).append(r)
    return found


def levels(scores: tuple[Score, Score]) -> Iterator[tuple[str, float, float, int, int]]:
    """Yield each level with its F1 and the number right, before and now."""
    one, two = scores
    return ((level, one.f1(level), two.f1(level), one.right[level], two.right[level]) for level in LEVELS)
