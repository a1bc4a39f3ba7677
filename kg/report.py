"""Files → Report: ``report.txt`` byte for byte, ``report.toml`` beside it; and the same for a file of no project."""

import datetime
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from kg.errors import ProjectError, ReportError
from kg.files import reading, reason
from kg.model import Report
from kg.places import division
from kg.project import Project, read_toml
from kg.readers import read_file
from kg.readers.document import Document
from kg.recognise import Recognition, recognise

_FIRST, _LAST = 1949, 2099
_ID = re.compile(r"(?P<place>cn|\d{6}|\d{9})-(?P<year>19[4-9]\d|20\d\d)(?:-[b-z])?", re.ASCII)
_KEYS = {
    "place": str,
    "plan_year": int,
    "review_start": int,
    "review_end": int,
    "title": str,
    "meeting": str,
    "date": datetime.date,
    "speaker": str,
    "source": str,
    "sha256": str,
    "original": str,
    "original_sha256": str,
    "whole": bool,
    "complete": bool,
    "earlier_sha256": list,
    "given": list,
}
_KINDS = {str: "text", int: "a number", bool: "true or false", datetime.date: "a date", list: "a list"}


def is_report_id(name: str) -> bool:
    """Whether a name has the form of a report's id: ``430400-2019``, ``cn-2019``, ``430400-2019-b``."""
    return _ID.fullmatch(name) is not None


def read_report(folder: Path) -> Report:
    """Read one report of a project from its folder.

    Raises ProjectError for a ``report.toml`` that is malformed or does not fit the folder's name, ReportError for a
    text that is missing, damaged or not the one whose SHA-256 stands in ``report.toml``, PlaceError for a wrong code.
    """
    path = folder / "report.toml"
    name = _ID.fullmatch(folder.name)
    if name is None:
        raise ProjectError(folder, "a folder named PLACE-YEAR, like 430400-2019", folder.name, "rename it")
    about = read_toml(path)
    for key, value in about.items():
        if key not in _KEYS:
            raise ProjectError(path, "keys " + ", ".join(_KEYS), repr(key), "take it out or mend its name")
        if type(value) is not _KEYS[key]:
            raise ProjectError(path, f"{key} as {_KINDS[_KEYS[key]]}", repr(value), "mend that line")
    for key in ("place", "plan_year", "sha256"):
        if key not in about:
            raise ProjectError(path, f"a line for {key}", "none", "add it")
    if about["place"] != name["place"] or about["plan_year"] != int(name["year"]):
        found = f"{about['place']}-{about['plan_year']}"
        raise ProjectError(path, f"place and plan_year of {folder.name}", found, "mend one of the two")
    division(about["place"])
    text_path = folder / "report.txt"
    try:
        data = text_path.read_bytes()
    except OSError as error:
        step = "put it there" if isinstance(error, FileNotFoundError) else reading(error)
        raise ReportError(text_path, "the report's text", reason(error), step) from None
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != about["sha256"]:
        raise ReportError(
            text_path,
            f"the text whose SHA-256 is {about['sha256'][:12]}…",
            f"{sha256[:12]}…",
            "restore report.txt: a text never changes in place, a better copy is put in by `kg add FILE --replace`",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReportError(
            text_path, "UTF-8", f"byte {error.start} that is not", "add the original by `kg add`"
        ) from None
    plan = about["plan_year"]
    review = (about.get("review_start", plan - 1), about.get("review_end", plan - 1))
    if not _FIRST - 1 <= review[0] <= review[1] <= plan:
        found = f"{review[0]} and {review[1]}"
        raise ProjectError(path, f"review_start up to review_end, none after {plan}", found, "mend those lines")
    date = about.get("date")
    return Report(
        id=folder.name,
        text=text,
        sha256=sha256,
        place=about["place"],
        plan=plan,
        review=review,
        title=about.get("title", "政府工作报告"),
        meeting=about.get("meeting"),
        date=date.isoformat() if date else None,
        speaker=about.get("speaker"),
        source=about.get("source"),
        whole=about.get("whole", True),
        complete=about.get("complete", False),
        earlier=tuple(map(str, about.get("earlier_sha256", ()))),
    )


def report_folder(project: Project, name: str) -> Path:
    """Return the folder of a report of a project; ReportError, which names those there are, where it has none."""
    if not is_report_id(name) or not (project.reports / name).is_dir():
        names = [folder.name for folder in report_folders(project)]
        listed = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        found = f"no report of that name; you have {listed}" if names else "no report"
        raise ReportError(name, "a report of the project", found, "see `kg status`")
    return project.reports / name


def report_folders(project: Project) -> tuple[Path, ...]:
    """Return the folders of a project's reports, in order of place and year."""
    if not project.reports.is_dir():
        return ()
    return tuple(sorted(p for p in project.reports.iterdir() if p.is_dir() and not p.name.startswith(".")))


def read_reports(project: Project) -> Iterator[Report]:
    """Read all reports of a project, in order of place and year."""
    return (read_report(folder) for folder in report_folders(project))


def report_of_file(path: Path, place: str | None = None, year: int | None = None, *, sure: bool = False) -> Report:
    """Read a file that belongs to no project.

    Place and year are recognised where they are not given; ``sure`` takes those given even where the text plainly says
    others. Raises ReportError where the file is no government work report or says neither, PlaceError for a wrong code.
    """
    document = read_file(path)
    return report_of(path, document, recognise_document(path, document, place, year, sure=sure))


def recognise_document(
    path: Path, document: Document, place: str | None = None, year: int | None = None, *, sure: bool = False
) -> Recognition:
    """Recognise what was read of a file; its name and a page's title count where the text is silent.

    ``sure`` overrules what the text plainly says against place and year.

    Raises ReportError for a year that no report can have.
    """
    if year is not None and not _FIRST <= year <= _LAST:
        raise ReportError(path, f"a year from {_FIRST} to {_LAST}", str(year), "mend --year")
    found = recognise(document.text, place, year, f"{path.stem} {document.title}")
    return found.insisted(found.otherwise) if sure else found


def _insist(option: str) -> str:
    return f"leave --{option} out, or add --sure if you know better than the text"


def report_of(path: Path, document: Document, found: Recognition) -> Report:
    """Make a report of what was read and recognised.

    Raises ReportError where it is no government work report, place or year are missing or other than the caller says,
    PlaceError for a wrong code.
    """
    if found.problem:
        raise ReportError(path, "a government work report", found.problem, "give the report itself")
    for name, (said, guess) in found.otherwise.items():
        if name == "place":
            wanted, there = division(str(found.place)), division(said)
            expected = f"a report of {wanted.name} ({wanted.code}), as you say"
            raise ReportError(path, expected, f"one of {there.name} ({there.code}): {guess.reason}", _insist("place"))
        raise ReportError(
            path, f"a report for {found.plan}, as you say", f"one for {said}: {guess.reason}", _insist("year")
        )
    if found.place is None:
        raise ReportError(path, "a place in the report's opening", "none that is certain", "say it: --place 430400")
    if found.plan is None:
        raise ReportError(path, "a year in the report's opening", "none that is certain", "say it: --year 2019")
    division(found.place)
    return Report(
        id=f"{found.place}-{found.plan}",
        text=document.text,
        # The hash of the text as UTF-8: what report.txt would hold.
        sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        place=found.place,
        plan=found.plan,
        review=found.review or (found.plan - 1, found.plan - 1),
        meeting=found.meeting,
        date=found.date,
        speaker=found.speaker,
        whole=found.whole,
    )
