"""What a person names on the command line → the reports meant: ids of the project, files, folders of either."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ProjectError, ReportError
from kg.model import Report
from kg.project import Project, find_project
from kg.readers import READERS
from kg.report import is_report_id, read_report, report_folder, report_folders, report_of_file

_SETTINGS = "report.toml"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report is read from: its folder in a project, or any file, with what the caller says of it.

    ``named`` is false for what only lies in a folder that was named.
    """

    path: Path
    place: str | None = None
    year: int | None = None
    named: bool = True
    sure: bool = False

    def read(self) -> Report:
        """Read the report; raises KgError where it is none."""
        if (self.path / _SETTINGS).is_file():
            return read_report(self.path)
        return report_of_file(self.path, self.place, self.year, sure=self.sure)


def sources(
    names: Iterable[str], place: str | None = None, year: int | None = None, *, sure: bool = False
) -> tuple[Source, ...]:
    """Return the reports that names mean, in order, each once; of no name all reports of the project.

    A name is a report's id, a file, or a folder: of a folder that holds reports of a project these are meant, else the
    files in it that a reader knows by their suffix. Raises ReportError where a folder holds none.
    """
    given = tuple(names)
    if not given:
        return tuple(Source(folder) for folder in report_folders(_project()))
    found = (source for name in given for source in _named(name, place, year, sure))
    return tuple({source.path.absolute(): source for source in found}.values())


def _project() -> Project:
    return find_project(Path.cwd())


def _named(name: str, place: str | None, year: int | None, sure: bool) -> Iterator[Source]:
    path = Path(name)
    if is_report_id(name) and not path.exists():
        yield Source(report_folder(_project(), name))
    elif _is_folder(path):
        inside = list(_folders(path)) or list(_files(path))
        if not inside:
            raise ReportError(path, "a folder with reports", "none in it", "give a report or another folder")
        yield from (Source(found, place, year, named=False, sure=sure) for found in inside)
    else:
        yield Source(path, place, year, sure=sure)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # too long for a path, or none
        return False


def _folders(path: Path) -> Iterator[Path]:
    """Yield the folders of a project's reports in a folder, or that one itself; what it holds of earlier texts is left out."""
    if (path / _SETTINGS).is_file():
        yield path
        return
    try:
        inside = report_folders(find_project(path))
    except ProjectError:
        inside = tuple(file.parent for file in sorted(path.rglob(_SETTINGS)))
    here = path.resolve()
    for folder in inside:
        if is_report_id(folder.name) and folder.resolve().is_relative_to(here):
            yield folder


def _files(path: Path) -> Iterator[Path]:
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith((".", "~")) for part in file.relative_to(path).parts)
        if file.suffix and file.suffix.lower() in READERS and not hidden and file.is_file():
            yield file
