"""What a project holds, what is undecided, what is stale, and the next command."""

import json
from collections.abc import Iterator

from kg.build import MANIFEST, STATEMENTS, fingerprint
from kg.language import say
from kg.places import division
from kg.project import Project
from kg.report import read_report, report_folders


def status(project: Project) -> Iterator[str]:
    """Yield a line per report and, last, the next command."""
    folders = report_folders(project)
    yield f"{project.title}  {project.root}"
    if not folders:
        yield say("no report yet; next: kg add FILE", "还没有报告；下一步：kg add FILE")
        return
    manifest = project.build / MANIFEST
    built = json.loads(manifest.read_bytes()) if manifest.exists() else None
    undecided = _undecided(project)
    for folder in folders:
        report = read_report(folder)
        line = f"  {report.id}  {division(report.place).name}  {len(report.text):,} "
        line += say("characters", "字")
        if built and report.id in built["reports"]:
            about = built["reports"][report.id]
            left = undecided.get(report.id, 0)
            line += say(
                f", {about['statements']} statements, {left} undecided, {about['unaccounted']} of {about['numerals']} numerals unaccounted",
                f"，陈述 {about['statements']} 条，未裁定 {left} 条，数字 {about['numerals']} 个，未交代 {about['unaccounted']} 个",
            )
        yield line
    if built is None:
        yield say("not built; next: kg build", "尚未构建；下一步：kg build")
    elif built.get("inputs") != fingerprint(project):
        yield say(
            "stale: reports, decisions or settings changed since the last build; next: kg build",
            "构建已过期：报告、裁定或设置有改动；下一步：kg build",
        )
    else:
        yield say(
            "up to date; next: kg check, then kg query targets/numeric-targets",
            "构建为最新；下一步：kg check，然后 kg query targets/numeric-targets",
        )


def _undecided(project: Project) -> dict[str, int]:
    path = project.build / STATEMENTS
    counts: dict[str, int] = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line and (row := json.loads(line))["review_status"] == "extracted":
                counts[row["report"]] = counts.get(row["report"], 0) + 1
    return counts
