"""The reports of the folder as the first page lists them, and how one is taken out again."""

from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError, ProjectError
from kg.files import advice, reason
from kg.places import division
from kg.project import Project
from kg.report import read_report, report_folder, report_folders

REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Held:
    """A report of the folder: its id, its place by name, its year; ``error`` where it cannot be read."""

    id: str
    place: str
    name: str
    year: int
    whole: bool = True
    error: KgError | None = None


def reports_held(project: Project) -> tuple[Held, ...]:
    """Return the reports of a project in order of place and year; a damaged one has its ``error``."""
    found = []
    for folder in report_folders(project):
        try:
            report = read_report(folder)
        except KgError as error:
            found.append(Held(folder.name, "", folder.name, 0, error=error))
            continue
        found.append(Held(report.id, report.place, division(report.place).name, report.plan, report.whole))
    return tuple(found)


def move_aside(project: Project, name: str) -> Path:
    """Take a report out of the project, with its decisions and all that stands beside it; return its new folder.

    It lies under ``data/removed/`` and is a report again when it is moved back. Raises ReportError where there is no such
    report, ProjectError where it cannot be moved.
    """
    folder = report_folder(project, name)
    removed = project.reports.parent / REMOVED
    try:
        removed.mkdir(exist_ok=True)
        target = removed / folder.name
        number = 1
        while target.exists():
            number += 1
            target = removed / f"{folder.name} ({number})"
        return folder.rename(target)
    except OSError as error:
        raise ProjectError(folder, "a folder that can be moved", reason(error), advice(error)) from None
