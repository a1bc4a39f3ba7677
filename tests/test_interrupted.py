"""A build that stops anywhere leaves the old one, the new one, or what every reader of both files refuses by name."""

import re
import shutil
from pathlib import Path

import pytest
from command import SMALL, Ran, kg, put, tree

from kg.build import build
from kg.errors import KgError
from kg.project import Project, init_project, read_project

ID = "430500-2020"
OTHER = SMALL.replace("7.5%", "6.5%")
READERS = (
    ("check", "--no-shapes"),
    ("export", "--format", "nquads"),
    ("export", "--format", "jsonl"),
    ("export", "--format", "csv"),
    ("query", "said.rq", "--format", "csv"),
    ("search", "增长", "--format", "csv"),
)
# Everything that is put in place: the search index, the mark, six files, the name of the current store; then the mark goes.
STEPS = range(1, 11)


class Crash(BaseException):
    """The machine stops."""


def project_of(folder: Path, text: str) -> Project:
    project = init_project(folder)
    put(project.reports / ID, text)
    (folder / "said.rq").write_text("SELECT ?said { ?s gwr:asStated ?said } ORDER BY ?said", encoding="utf-8")
    build(project)
    return project


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project_of(tmp_path_factory.mktemp("before") / "p", SMALL)


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project_of(tmp_path_factory.mktemp("after") / "p", OTHER)


def seen(project: Project) -> list[Ran]:
    """Return what every reader answers, without the line that the build is older than the report."""
    ran = [kg(*command, cwd=project.root) for command in READERS]
    return [Ran(r.code, r.out, re.sub(r"\Athe build is older than .+\n", "", r.err)) for r in ran]


def built(project: Project) -> dict[str, str]:
    """Return every file of a build but the stores and their search indexes, of which the one before is kept."""
    return {name: sha256 for name, sha256 in tree(project.build).items() if not name.startswith(("store/", "search/"))}


@pytest.mark.parametrize("error", [Crash(), OSError(28, "No space left on device")])
@pytest.mark.parametrize("step", STEPS)
def test_a_build_that_stops_anywhere_is_seen_whole_or_refused(
    step: int, error: BaseException, before: Project, after: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = seen(before), seen(after)
    assert all(ran.code == 0 for ran in old + new) and all(
        o.out != n.out for o, n in zip(old[1:], new[1:], strict=True)
    )
    shutil.copytree(before.root, tmp_path / "p")
    project = read_project(tmp_path / "p")
    shutil.copytree(after.reports, project.reports, dirs_exist_ok=True)
    done = 0

    def replace(path: Path, target: Path) -> Path:
        stop()
        return real_replace(path, target)

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.name == ".unfinished":
            stop()
        real_unlink(path, missing_ok)

    def stop() -> None:
        nonlocal done
        done += 1
        if done == step:
            raise error

    real_replace, real_unlink = Path.replace, Path.unlink
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        patched.setattr(Path, "unlink", unlink)
        with pytest.raises((Crash, KgError)):
            build(project)
    states = set()
    for ran, o, n in zip(seen(project)[1:], old[1:], new[1:], strict=True):
        refused = ran.code == 1 and "a whole build, found one that ended in the middle; run `kg build`" in ran.line()
        assert refused or ran in (o, n)
        states |= set() if refused else {"old" if ran == o else "new"}
    # No reader shows the old build while another shows the new one.
    assert len(states) == 1
    assert kg("check", "--no-shapes", cwd=project.root).code == 1
    build(project)
    assert seen(project) == new
    assert built(project) == built(after)
