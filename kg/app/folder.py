"""The folder that the app keeps reports in: the current project, or one of the user's own that is made on first use."""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.errors import ProjectError, UsageError
from kg.files import advice, locked, reason, write_whole
from kg.project import SETTINGS, Project, find_project, init_project, read_project

NAME: Final = "gwr-kg"
TITLE: Final = "政府工作报告 · Government work reports"
# Both lie under build/: they are of one run, and no part of the project.
_LOCK, _RUNNING = ".app.lock", ".app.json"


class OpenError(Exception):
    """Another ``kg app`` has the folder; ``url`` is where it answers, empty where it does not say."""

    def __init__(self, url: str) -> None:
        """Keep the address."""
        super().__init__(url)
        self.url = url


def chosen(folder: Path | None) -> Project:
    """Return the project of a folder, made where it is new or empty; without one the current project, or the user's.

    Raises UsageError for a folder that holds other files, ProjectError where it cannot be read or made.
    """
    if folder is None:
        with contextlib.suppress(ProjectError):
            return find_project(Path.cwd())
        folder = _documents() / NAME
    folder = folder.expanduser()
    if (folder / SETTINGS).is_file():
        return read_project(folder.resolve())
    try:
        strange = folder.is_dir() and any(not entry.name.startswith(".") for entry in folder.iterdir())
    except OSError as error:
        raise ProjectError(folder, "a folder that can be read", reason(error), advice(error)) from None
    if strange:
        raise UsageError(folder, "a project, or a new or empty folder", "other files", "name a new folder")
    made = init_project(folder.resolve())
    settings = made.root / SETTINGS
    told = settings.read_text(encoding="utf-8").replace(f'title = "{made.title}"', f'title = "{TITLE}"', 1)
    write_whole(settings, told.encode())
    return read_project(made.root)


def _documents() -> Path:
    """Return the folder of documents, by the names that desktops give it, else the home."""
    home = Path.home()
    return next((path for name in ("Documents", "文档", "文稿") if (path := home / name).is_dir()), home)


@contextlib.contextmanager
def alone(project: Project) -> Iterator[Path]:
    """Hold a project against a second app; give the file in which :func:`tell` leaves the address.

    Raises OpenError where another one has it, ProjectError where nothing can be written there.
    """
    running = project.build / _RUNNING
    try:
        project.build.mkdir(parents=True, exist_ok=True)
        with locked(project.build / _LOCK, 0.0):
            running.unlink(missing_ok=True)
            try:
                yield running
            finally:
                running.unlink(missing_ok=True)
    except TimeoutError:
        raise OpenError(_address(running)) from None
    except OSError as error:
        raise ProjectError(project.root, "a folder that can be written", reason(error), advice(error)) from None


def tell(running: Path, url: str) -> None:
    """Leave the address for a second app of the same user; nobody else may read it."""
    handle = os.open(running, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"url": url}, file)


def _address(running: Path) -> str:
    try:
        url = json.loads(running.read_bytes())["url"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return url if isinstance(url, str) and url.startswith("http://127.0.0.1:") else ""
