"""``kg add``: files and folders → reports of a project, each file recognised, none of them stopping the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from os.path import relpath
from pathlib import Path
from types import MappingProxyType
from unicodedata import category

from kg.adding.sheet import COLUMNS, NAME, Corrections, Row, corrections, read_sheet, write_sheet
from kg.adding.stored import Source, free_folder, originals, remove, store, texts_held
from kg.adding.telling import cells, remarks, summary
from kg.curation.reanchoring import Replaced, replace_text, retold
from kg.errors import KgError, ReportError
from kg.language import say
from kg.project import SETTINGS, Project, read_toml
from kg.readers import read_bytes, read_document
from kg.recognise import KIND_LABELS, Recognition
from kg.recognise.guess import GIVEN
from kg.report import read_report, recognise_document, report_folder, report_of

__all__ = ["Added", "add_files", "add_report", "is_folder", "replace_report", "summary"]


@dataclass(frozen=True, slots=True)
class Added:
    """The folder of a report that was added, and what a person should know of its text."""

    folder: Path
    remarks: tuple[str, ...] = ()


def add_report(
    project: Project,
    path: Path,
    place: str | None = None,
    year: int | None = None,
    *,
    second: bool = False,
    sure: bool = False,
) -> Added:
    """Put one file into a project as ``data/reports/{id}/``.

    Raises ReportError where the file is no report or its text is there already; where another text of that place and
    year is there, unless ``second`` asks to keep both; where the text plainly says another place or year than those
    given, unless the caller is ``sure``. Nothing is overwritten.
    """
    source = _source(path)
    found = recognise_document(path, source.document, place, year, sure=sure)
    report = report_of(path, source.document, found)
    held = texts_held(project).get(source.ink)
    if held is not None:
        same = held.startswith(report.id)
        step = (
            "there is nothing to do" if same else f"if its place or year is wrong, take data/reports/{held} away first"
        )
        raise ReportError(path, "a report that is not in the project", f"the same text as {held}", step)
    folder = free_folder(project, report, second=second)
    store(folder, report, source, found.given())
    return Added(folder, tuple(remarks(found, source.document)))


def replace_report(project: Project, path: Path, name: str) -> Replaced:
    """Put a better copy of the text into a report of the project; decisions and proposals are led to their places in it.

    The old text and all that stood beside it stay under ``earlier/``. Raises ReportError where there is no such report,
    the file is none, or its text is the report's own or another's.
    """
    folder = report_folder(project, name)
    old, source = read_report(folder), _source(path)
    held = texts_held(project).get(source.ink)
    if held not in (None, old.id):
        raise ReportError(path, f"a copy of {old.id}", f"the same text as {held}", "check the file's name")
    # What a person once insisted on holds for a better copy too.
    given = {"year": "plan", "place": "place"}
    insisted = [given.get(name, name) for name in read_toml(folder / "report.toml").get("given", ())]
    recognised = recognise_document(path, source.document, old.place, old.plan).insisted(insisted)
    found = report_of(path, source.document, recognised)
    if found.sha256 == old.sha256:
        raise ReportError(path, f"another text than {old.id} has", "the same, byte for byte", "there is nothing to do")
    new = replace(old, text=found.text, sha256=found.sha256, whole=found.whole, earlier=(*old.earlier, old.sha256))
    files = originals(source, new.text.encode())
    original = next(((name, data) for name, data in files.items() if name.startswith("original")), None)
    about = (folder / "report.toml").read_bytes().decode("utf-8-sig")
    return replace_text(folder, new, files | {"report.toml": retold(about, new, original).encode()})


def _source(path: Path) -> Source:
    data = read_bytes(path)
    return Source(path, data, read_document(data, path))


def add_files(
    project: Project,
    paths: Sequence[Path],
    place: str | None = None,
    year: int | None = None,
    *,
    second: bool = False,
    sure: bool = False,
) -> tuple[Row, ...]:
    """Add every file of the files and folders given; write and return the rows of ``reports.csv``.

    What a person wrote into its columns place, year and kind wins over what is recognised, and so do ``place`` and
    ``year`` where the caller is ``sure``. A file that cannot be added
    has its reason in the column problem; only a sheet that is no table raises (ProjectError).
    """
    sheet = project.root / NAME
    known = read_sheet(sheet)
    adding = _Adding(project, known, place, year, second=second, sure=sure)
    rows = {file: row for file, (_, row) in known.items()}
    done = []
    try:
        for path in _files(paths, project):
            row = adding.add(path)
            rows[row["file"]] = row
            done.append(row)
    finally:
        # Whoever breaks a long run off keeps the rows of what is in the project by then.
        write_sheet(sheet, rows.values())
    return tuple(done)


def _files(paths: Sequence[Path], project: Project) -> Iterator[Path]:
    """Yield the files given and those in the folders given, in order.

    Of a folder, hidden files, the locks of programs, and what the project itself wrote are left out.
    """
    own = [project.reports.resolve(), project.build.resolve(), project.root.resolve() / NAME, project.root / SETTINGS]
    seen: set[Path] = set()
    for path in paths:
        if is_folder(path):
            inside = [p for p in sorted(path.rglob("*")) if _is_file(p) and not _hidden(p.relative_to(path))]
            inside = [p for p in inside if not any(_resolved(p).is_relative_to(o) for o in own)]
        else:
            inside = [path]
        yield from (p for p in inside if _resolved(p) not in seen)
        seen.update(map(_resolved, inside))


def _is_file(path: Path) -> bool:
    """Whether a path is a file, or a link that leads nowhere; pipes and devices in a folder are none."""
    return path.is_file() or (path.is_symlink() and not path.exists())


def _resolved(path: Path) -> Path:
    """Return where a path leads; one that leads in a circle, or cannot be one, is left as it is."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; a name that cannot be one is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) or part in ("Thumbs.db", "desktop.ini") for part in path.parts)


class _Adding:
    """One run over many files: what the project and the sheet hold, and which file each report came from."""

    def __init__(
        self,
        project: Project,
        known: dict[str, tuple[int, Row]],
        place: str | None,
        year: int | None,
        *,
        second: bool,
        sure: bool,
    ) -> None:
        self._project = project
        self._known = known
        self._given = (place, year)
        self._second = second
        self._sure = sure
        self._held = texts_held(project)
        self._from = {row["report"]: file for file, (_, row) in known.items() if row["added"] == "yes"}

    def add(self, path: Path) -> Row:
        """Add one file; return its row."""
        file = _named(path, self._project.root)
        number, before = self._known.get(file, (0, dict.fromkeys(COLUMNS, "")))
        row = dict.fromkeys(COLUMNS, "") | {"file": file, "added": "no"}
        try:
            said = corrections(before, f"{self._project.root / NAME}, row {number}")
        except KgError as error:
            return before | {"problem": error.line()}
        try:
            source = _source(path)
            text = recognise_document(source.path, source.document)
            found = self._recognised(source, said, text)
            # What an option says against the text stays out of the sheet, where it would be a person's word.
            row |= cells(text if found.otherwise else found)
            row["remark"] = "; ".join(remarks(found, source.document))
            row |= self._place(file, source, found)
        except KgError as error:
            # What a person wrote stays in its cell even if the file cannot be read today.
            kept = {name: before[name] for name in ("place", "year", "kind") if not row[name]}
            row |= kept | {"problem": _reason(error)}
        return row

    def _recognised(self, source: Source, said: Corrections, text: Recognition) -> Recognition:
        """Recognise a file by its text, the options and the sheet; cells that say something else than the text win."""
        person = (said.place not in (None, text.place), said.year not in (None, text.plan))
        place = said.place if person[0] else self._given[0]
        year = said.year if person[1] else self._given[1]
        found = text if (place, year) == (None, None) else recognise_document(source.path, source.document, place, year)
        found = found.insisted(
            [n for n, insists in zip(("place", "plan"), person, strict=True) if insists or self._sure]
        )
        if said.kind in (None, found.kind):
            return found
        guesses = MappingProxyType({**found.guesses, "kind": GIVEN})
        problem = None if said.kind == "report" else KIND_LABELS[said.kind][1]
        return replace(found, kind=said.kind, problem=problem, guesses=guesses)

    def _place(self, file: str, source: Source, found: Recognition) -> Row:
        """Add what was recognised unless the project has it; return the cells that say what happened."""
        report = report_of(source.path, source.document, found)
        held = self._held.get(source.ink)
        if held is not None:
            if self._from.setdefault(held, file) != file:
                return {"duplicate_of": held, "report": held, "remark": _same_as(self._from[held])}
            if held[: len(report.id)] == report.id:
                return {"report": held, "added": "yes"}
        try:
            folder = free_folder(self._project, report, second=self._second)
        except ReportError:
            problem = say(
                f"another text of {report.id} is there; --replace {report.id} puts a better copy in, --second keeps both",
                f"{report.id} 已有另一份文本；用 --replace {report.id} 换成更好的版本，加 --second 两份都保留",
            )
            return {"duplicate_of": report.id, "problem": problem}
        if held is not None:
            remove(self._project.reports / held)
            del self._from[held]
        store(folder, report, source, found.given())
        self._held[source.ink] = folder.name
        self._from[folder.name] = file
        return {"report": folder.name, "added": "yes"}


def _named(path: Path, root: Path) -> str:
    """Return the name of a file in the sheet: its path seen from the project, what no cell can hold as ``\\n``."""
    real = _resolved(path.parent) / path.name
    try:
        name = Path(relpath(real, root.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        name = real.as_posix()
    return "".join(c if c.isprintable() or category(c) == "Zs" else c.encode("unicode_escape").decode() for c in name)


def _same_as(file: str) -> str:
    return say(f"the same text as {file}", f"与 {file} 文字相同")


def _reason(error: KgError) -> str:
    """Return an error's line without the file, which has its own column."""
    bare = KgError("", error.expected, error.found, error.step).line().lstrip(":： ")
    return bare.encode("utf-8", "backslashreplace").decode()
