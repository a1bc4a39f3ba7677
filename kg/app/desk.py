"""What the app has before it: the project, files that wait to be confirmed, the build behind the pages."""

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from kg.adding import add_report, replace_report
from kg.adding.telling import remarks, why
from kg.app.job import Job
from kg.app.uploads import Upload, at, dropped, taken_in
from kg.errors import KgError
from kg.project import Project
from kg.report import recognise_document


class Desk:
    """One for each run; its methods may take their time and are called in threads, one change at a time."""

    def __init__(self, project: Project, made: Callable[[str], None]) -> None:
        """Begin with nothing that waits; ``made`` prepares a report's page after a build."""
        self.project = project
        self.job = Job(project, made)
        self.waiting: dict[str, Upload] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="kg-app-")
        self._lock = threading.Lock()

    def close(self) -> None:
        """End the build and forget the files that wait; reports stay as they are."""
        self.job.close()
        self._folder.cleanup()

    def take(self, name: str, data: bytes) -> Upload:
        """Keep a file until it is confirmed. Raises KgError where it cannot be kept."""
        with self._lock:
            upload = taken_in(self.project, Path(self._folder.name), name, data)
            self.waiting[upload.id] = upload
            return upload

    def drop(self, upload: Upload) -> None:
        """Forget a file that waits."""
        with self._lock:
            self.waiting.pop(upload.id, None)
            dropped(upload)

    def taken(self, place: str, year: int) -> bool:
        """Whether another text of this place and year is there."""
        return (self.project.reports / f"{place}-{year}" / "report.toml").exists()

    def disputed(self, upload: Upload, place: str | None, year: int | None) -> list[tuple[str, str, str]]:
        """Return what the text plainly says against a person's place or year: (field, what it says, its words)."""
        assert upload.document is not None and upload.found is not None
        said = self._corrected(upload, place, year)
        found = recognise_document(upload.path, upload.document, *said)
        return [(field, text, guess.reason) for field, (text, guess) in found.otherwise.items()]

    def add(self, upload: Upload, place: str, year: int, how: str = "") -> str:
        """Put a file that waits into the project; return the report's id.

        ``how`` is ``replace`` where its text takes the place of the one that is there, ``second`` where both are kept.
        A person who gives another place or year than the text is taken at their word. Raises KgError: nothing has changed
        then.
        """
        with self._lock:
            try:
                name = f"{place}-{year}"
                if how == "replace" and self.taken(place, year):
                    name = replace_report(self.project, upload.path, name).folder.name
                else:
                    said = self._corrected(upload, place, year)
                    sure = said != (None, None)
                    name = add_report(self.project, upload.path, *said, second=how == "second", sure=sure).folder.name
            except KgError as error:
                raise at(error, upload.name) if error.place == str(upload.path) else error from None
            self.waiting.pop(upload.id, None)
            dropped(upload)
            return name

    @staticmethod
    def _corrected(upload: Upload, place: str | None, year: int | None) -> tuple[str | None, int | None]:
        """Return place and year where a person says something else than the text."""
        found = upload.found
        assert found is not None
        return (None if place == found.place else place), (None if year == found.plan else year)


def oddities(upload: Upload) -> list[str]:
    """Return what is odd about a text, in the language that is spoken."""
    assert upload.document is not None and upload.found is not None
    return list(remarks(upload.found, upload.document))


def reasons(upload: Upload) -> dict[str, tuple[str, str]]:
    """Return for place and year how sure they are (a word's key) and the words they were read from."""
    assert upload.found is not None
    found = upload.found
    return {
        name: (_sure(found.certainty(field)), why(found, field))
        for name, field in (("place", "place"), ("year", "plan"))
    }


def _sure(certainty: float) -> str:
    steps = ((0.9, "app-sure"), (0.7, "app-likely"), (0.01, "app-unsure"))
    return next((word for least, word in steps if certainty >= least), "app-unknown")
