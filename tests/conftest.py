"""What all tests share: a project built once, and a list of what this machine could not run."""

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from command import HENGYANG, ROOT, SMALL, put

from kg.project import Project, init_project, read_project

# The same examples on every machine and day; how long one takes is no matter.
hypothesis.settings.register_profile("kg", deadline=None, derandomize=True)
hypothesis.settings.load_profile("kg")

# A test that needs a system package skips with the command that installs it as its reason.
_INSTALL = re.compile(r"(?:Skipped: )?(?P<command>apt-get install [\w.+ -]*[\w.+-])")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Hengyang's report of 2019 in a project of its own, built; to be read, never changed."""
    # Here, so that a test of one small module needs no other.
    from kg.build import build

    root = tmp_path_factory.mktemp("hengyang")
    shutil.copy(ROOT / "kg.toml", root)
    # Without the files' modes: what is read-only here may be spoilt in a copy.
    shutil.copytree(HENGYANG, root / "data" / "reports" / HENGYANG.name, copy_function=shutil.copyfile)
    shutil.copytree(ROOT / "data" / "realised", root / "data" / "realised", copy_function=shutil.copyfile)
    made = read_project(root)
    build(made)
    return made


@pytest.fixture
def copied(project: Project, tmp_path: Path) -> Project:
    """Make a copy of the built project to spoil."""
    root = tmp_path / "copy"
    shutil.copytree(project.root, root)
    return read_project(root)


@pytest.fixture
def small(tmp_path: Path) -> Project:
    """Make a small project with one made-up report, not built."""
    project = init_project(tmp_path / "small")
    put(project.reports / "430500-2020", SMALL)
    return project


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """One browser for all pages of a run."""
    from browser import chromium

    yield from chromium()


def _missing(report: pytest.TestReport | pytest.CollectReport) -> str | None:
    """Return the command that would install what a skipped test needs."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    found = _INSTALL.match(reason)
    return found["command"] if found else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Count what could not run as failed where everything is promised to be installed (CI=true)."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    if report.skipped and os.environ.get("CI") and (command := _missing(report)):
        report.outcome = "failed"
        report.longrepr = f"not run: {command}"
    return report  # type: ignore[return-value]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the tests that could not run, by what to install."""
    tests: dict[str, list[str]] = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", ()):
        if command := _missing(report):
            tests[command].append(report.nodeid.partition("::")[0])
    for command, files in sorted(tests.items()):
        where = ", ".join(sorted(set(files)))
        terminalreporter.write_line(f"not run: {command}  ({len(files)} test(s) in {where})")
