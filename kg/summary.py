"""What a build says of itself: statements by class, numerals accounted, decisions that found no place."""

from collections.abc import Iterable, Iterator

from kg.build import Built
from kg.decisions import Leftover
from kg.decisions.attach import NOTHING_READ
from kg.language import count, say
from kg.messages import translated
from kg.places import division
from kg.reviewed import Reviewed

_CLASSES = {
    "Observation": ("results with a number", "成效（数值）"),
    "Target": ("promises with a number", "承诺（数值）"),
    "RealisedMilestone": ("project stages reached", "项目进展（已达）"),
    "PlannedMilestone": ("project stages promised", "项目进展（承诺）"),
    "Recognition": ("honours and approvals", "荣誉与获批"),
    "Mention": ("names mentioned", "点名"),
    "Involvement": ("organisations taking part", "组织参与"),
    "Action": ("actions", "举措"),
    "Problem": ("problems admitted", "问题"),
}


def built(done: Built) -> Iterator[str]:
    """Yield the lines a build ends with."""
    counts = done.by_class()
    total = counts.total()
    yield say(
        f"{count(len(done.reports), 'report')}, {total:,} statements, {done.quads:,} quads",
        f"报告 {len(done.reports)} 份，陈述 {total:,} 条，四元组 {done.quads:,} 个",
    )
    for name in sorted(counts, key=lambda c: (-counts[c], c)):
        en, zh = _CLASSES.get(name, (name, name))
        yield f"  {counts[name]:>5,}  {say(en, zh)} ({name})"
    for r in done.reports:
        yield coverage_line(r)
        for note in r.notes:
            yield say(
                f"  doubt about the source, {note.statements[0]}: {note.en}",
                f"  原文存疑 {note.statements[0]}：{note.zh}",
            )
    yield say(f"content {done.content_hash[:16]}", f"内容 {done.content_hash[:16]}")


def coverage_line(r: Reviewed) -> str:
    """Return how many numerals of one report are accounted for."""
    c = r.coverage
    share = 100 * c.accounted / c.total if c.total else 100
    name = f"{division(r.report.place).name} {r.report.plan}"
    return say(
        f"{name}: numerals {c.total}, in statements {c.statement}, reasoned out {c.not_a_claim}, unaccounted {c.unaccounted} ({share:.1f} % accounted)",
        f"{name}：数字 {c.total} 个，入陈述 {c.statement}，有理由 {c.not_a_claim}，未交代 {c.unaccounted}（已交代 {share:.1f}%）",
    )


def leftovers(done: Built) -> Iterator[str]:
    """Yield a line for each decision that could not be attached to its text."""
    return (line for r in done.reports for line in unattached(r.report.id, r.leftovers))


def unattached(report: str, leftovers: Iterable[Leftover]) -> Iterator[str]:
    """Yield a line for each decision of a report that fits nowhere: listed, never dropped."""
    for left in leftovers:
        if left.decision.action == "reject" and left.reason == NOTHING_READ:
            continue  # what was to be kept out is not read any more
        d, reason = left.decision, translated(left.reason)
        what = d.statement or " ".join(d.quote.split())
        yield say(
            f"{report}/decisions.tsv row {d.row}: {d.action} of {what} not attached: {reason}",
            f"{report}/decisions.tsv 第 {d.row} 行：{what} 的 {d.action} 未能附着：{reason}",
        )
