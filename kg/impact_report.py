"""An impact as lines for a person, as CSV and as JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from kg.decisions.cells import protect
from kg.impact import Change, Compared, Impact, Kind, levels
from kg.language import count, say
from kg.score import Score

COLUMNS: Final = ("report", "change", "id", "class", "rule", "slot", "before", "after", "sentence")
KINDS: Final[tuple[Kind, ...]] = ("added", "removed", "altered", "reweighed")
_SIGNS: Final = {"added": "+", "removed": "-", "altered": "~"}
_READ: Final = (
    "indicator_label",
    "project_label",
    "label",
    "value_type",
    "comparator",
    "value",
    "unit",
    "year",
    "status",
)


def summary(found: Impact) -> Iterator[str]:
    """Yield what changed over all reports, in a few lines."""
    before, after = (sum(getattr(r, side) for r in found.reports) for side in ("before", "after"))
    added, removed, altered = (found.count(kind) for kind in KINDS[:3])
    yield say(
        f"against {found.base}, {count(len(found.reports), 'report')}: {before:,} statements → {after:,}; "
        f"{added:,} added, {removed:,} removed, {altered:,} altered",
        f"对照 {found.base}，报告 {len(found.reports)} 份：陈述 {before:,} → {after:,} 条；"
        f"新增 {added:,}，消失 {removed:,}，改变 {altered:,}",
    )
    if reweighed := found.count("reweighed"):
        yield say(f"  of another confidence alone: {reweighed:,}", f"  只有置信度改变：{reweighed:,}")
    if slots := found.by_slot():
        listed = ", ".join(f"{slot} {n:,}" for slot, n in sorted(slots.items(), key=lambda s: (-s[1], s[0])))
        yield say(f"  altered slots: {listed}", f"  改变的槽位：{listed}")
    if found.open:
        golden = sum(r.scores is not None for r in found.reports)
        yield say(f"  score, {golden} open: ", f"  得分，公开 {golden} 份：") + _scored(found.open)
    if found.frozen:
        n = found.frozen_reports
        yield say(f"  score, {n} frozen: ", f"  得分，冻结 {n} 份：") + _scored(found.frozen)
    if found.frozen_apart:
        yield say(
            f"  frozen reports are left out: their score is told for all {found.frozen_reports} together or not at all",
            f"  冻结报告未列入：只在 {found.frozen_reports} 份齐全时公布合计得分",
        )
    if found.absent:
        names = ", ".join(found.absent)
        yield say(f"  the base has nothing of {names}", f"  对照中没有 {names}")


def _scored(scores: tuple[Score, Score]) -> str:
    return ", ".join(
        f"{level} {one:.4f} → {two:.4f} ({right - was:+d})" for level, one, two, was, right in levels(scores)
    )


def lines(found: Impact) -> Iterator[str]:
    """Yield the whole listing: the summary, then each report that changed with its statements."""
    yield from summary(found)
    for report in found.reports:
        if changed := [change for change in report.changes if change.kind != "reweighed"]:
            yield counted(report)
            for change in changed:
                yield from told(change)


def counted(report: Compared) -> str:
    """Return how many statements of a report changed, on one line."""
    added, removed, altered = (report.count(kind) for kind in KINDS[:3])
    words = say(
        f"{report.report}: {added} added, {removed} removed, {altered} altered",
        f"{report.report}：新增 {added}，消失 {removed}，改变 {altered}",
    )
    return words + (f"; {_scored(report.scores)}" if report.scores else "")


def told(change: Change) -> Iterator[str]:
    """Yield a change: the statement, its sentence, what it says or each slot as it was and is."""
    row = change.row
    yield f"  {_SIGNS[change.kind]} {row['id']}  {row['class']}  {row.get('origin', '')}"
    yield f"      {change.sentence}"
    if change.slots:
        for slot, (before, after) in change.slots.items():
            yield f"      {slot}: {shown(before)} → {shown(after)}"
    else:
        yield f"      {read(row)}"


def read(row: dict[str, Any]) -> str:
    """Return what a row says, on one line."""
    return " ".join(shown(row[column]) for column in _READ if row.get(column) not in (None, "", False))


def shown(value: object) -> str:
    """Return a value on one line, a dash for none."""
    return "–" if value in (None, "") else " ".join(str(value).split())


def to_csv(found: Impact) -> str:
    """Return a row for each statement that only one side reads and for each slot that changed (RFC 4180, UTF-8 for Excel)."""
    return csv_of(cells for r in found.reports for change in r.changes for cells in rows_of(r.report, change))


def csv_of(rows: Iterable[Iterable[object]]) -> str:
    """Return rows of ``COLUMNS`` as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([protect(str(cell), text=False) for cell in cells] for cells in rows)
    return "\ufeff" + out.getvalue()


def rows_of(report: str, change: Change) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a change: one for each slot, or one for the statement."""
    row = change.row
    head = (report, change.kind, row["id"], row["class"], row.get("origin", ""))
    if change.slots:
        for slot, (before, after) in change.slots.items():
            yield (*head, slot, *("" if v is None else v for v in (before, after)), change.sentence)
    else:
        said = read(row)
        yield (*head, "", *((said, "") if change.kind == "removed" else ("", said)), change.sentence)


def to_json(found: Impact) -> str:
    """Return one object: the totals first, then each report with its changes."""
    return json.dumps(record(found), ensure_ascii=False, indent=1) + "\n"


def record(found: Impact) -> dict[str, Any]:
    """Return an impact as a record: ``base``, ``total``, ``score``, ``reports``."""
    counts: dict[str, int] = {kind: found.count(kind) for kind in KINDS}
    return {
        "base": found.base,
        "total": {
            "reports": len(found.reports),
            "before": sum(r.before for r in found.reports),
            "after": sum(r.after for r in found.reports),
            **counts,
            "slots": dict(sorted(found.by_slot().items())),
        },
        "score": {name: _record(s) for name, s in (("open", found.open), ("frozen", found.frozen)) if s},
        "reports": [
            {
                "report": r.report,
                "before": r.before,
                "after": r.after,
                "score": _record(r.scores) if r.scores else None,
                "changes": [
                    {
                        "change": c.kind,
                        "slots": {slot: {"before": b, "after": a} for slot, (b, a) in c.slots.items()},
                        "sentence": c.sentence,
                        "statement": c.row,
                    }
                    for c in r.changes
                ],
            }
            for r in found.reports
        ],
    }


def _record(scores: tuple[Score, Score]) -> dict[str, dict[str, float]]:
    return {level: {"before": round(one, 4), "after": round(two, 4)} for level, one, two, _, _ in levels(scores)}
