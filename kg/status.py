"""What a project holds, what is undecided, what is stale, and the next command."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.build import MANIFEST, fingerprint, missing, read_rows
from kg.language import count, say
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
    built = _built(project)
    gone = missing(project.build, built) if built else []
    undecided = (
        Counter(r["report"] for r in read_rows(project.build) if r["review_status"] == "extracted")
        if built and not gone
        else {}
    )
    for folder in folders:
        report = read_report(folder)
        line = f"  {report.id}  {division(report.place).name}  {len(report.text):,} "
        line += say("characters", "字")
        if built and not gone and report.id in built["reports"]:
            about = built["reports"][report.id]
            left = undecided.get(report.id, 0)
            line += say(
                f", {count(about['statements'], 'statement')}, {left} undecided, {about['unaccounted']} of {count(about['numerals'], 'numeral')} unaccounted",
                f"，陈述 {about['statements']} 条，未裁定 {left} 条，数字 {about['numerals']} 个，未交代 {about['unaccounted']} 个",
            )
        yield line
    if built is None:
        yield say("not built; next: kg build", "尚未构建；下一步：kg build")
    elif gone:
        names = ", ".join(gone)
        yield say(
            f"damaged: the build is without {names}; next: kg build", f"构建不完整：缺少 {names}；下一步：kg build"
        )
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


def _built(project: Project) -> dict[str, Any] | None:
    """Return what the last build says of itself; one that is damaged has to be built again like none."""
    try:
        content = json.loads((project.build / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and isinstance(content.get("reports"), dict) else None
