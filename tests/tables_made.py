"""Tables as a build writes them, of made-up reports."""

from kg.assess import Held, Realised, assess
from kg.assess.table import row as assessment_row
from kg.leads import Tables
from kg.model import Report
from kg.reviewed import review
from kg.table import row

CALM, ON = "各项事业平稳。", "继续努力。"


def text(plan: int, review: str, ahead: str) -> str:
    return f"各位代表：我向大会作政府工作报告。\n一、{plan - 1}年工作回顾\n{review}\n二、{plan}年工作安排\n{ahead}\n"


def report(plan: int, review: str = CALM, ahead: str = ON, place: str = "430400") -> Report:
    return Report(
        id=f"{place}-{plan}",
        text=text(plan, review, ahead),
        sha256=f"{plan:064}",
        place=place,
        plan=plan,
        review=(plan - 1, plan - 1),
    )


def tables(*reports: Report, realised: tuple[Realised, ...] = ()) -> Tables:
    read = {r.id: review_of(r) for r in reports}
    found = assess((h for h in read.values()), realised)
    return Tables(
        {s.id: row(s, h.report.text) for h in read.values() for s in h.statements},
        [assessment_row(a) for a in found],
        {h.report.id: h.report for h in read.values()},
        {r.id: r for r in realised},
    )


def review_of(r: Report) -> Held:
    reviewed = review(r)
    return Held(r, reviewed.published, reviewed.passages)
