"""What another revision of this checkout's rules reads in a report: its extractor, in a worktree and a process of its own.

Nothing is installed and nothing fetched: the same interpreter and libraries run the code of that revision from a temporary
folder, which is gone afterwards.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from kg import resources
from kg.errors import UsageError
from kg.model import Report

Row = dict[str, Any]
Reader = Callable[[Report], "Callable[[], list[Row]]"]

# One report a line on stdin, its statements on one line of stdout. It runs in the worktree, on the code that stands there.
_SCRIPT = """
import json, sys
from dataclasses import fields
from pathlib import Path
import kg
from kg.extract import extract
from kg.model import Report
from kg.table import row
assert Path(kg.__file__).resolve().is_relative_to(Path.cwd().resolve()), kg.__file__
known = {f.name for f in fields(Report)}
for line in sys.stdin:
    about = {k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(line).items() if k in known}
    report = Report(**about)
    print(json.dumps([row(p, report.text) for p in extract(report)]), flush=True)
"""


def commit_of(revision: str) -> str:
    """Return the commit that a revision names; UsageError where there is no checkout or no such revision in it."""
    root = resources.root()
    step = "give a table that `kg extract -o` wrote: --base FILE"
    if not (root / ".git").exists():
        raise UsageError("--base", "a file, where kg is installed from a package", repr(revision), step)
    try:
        done = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except FileNotFoundError:
        raise UsageError("--base", "git to find a revision with", "no git", step) from None
    if done.returncode:
        raise UsageError("--base", "a revision of the checkout, or a file", repr(revision), "see `git log`")
    return done.stdout.strip()


@contextmanager
def reader_of(commit: str) -> Iterator[Reader]:
    """Give a function that has a report read by the rules of a commit.

    It returns at once; what it returns waits for the rows. One report is asked for at a time. Raises UsageError where that
    commit's extractor cannot be run.
    """
    with tempfile.TemporaryDirectory(prefix="kg-base-") as folder, tempfile.TemporaryFile() as complaints:
        tree = Path(folder) / "tree"
        done = _git("worktree", "add", "--quiet", "--detach", str(tree), commit)
        if done.returncode:
            raise _failed(commit, done.stderr)
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", _SCRIPT],
                cwd=tree,
                env=os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                encoding="utf-8",
            )
            with process:
                try:
                    yield lambda report: _asked(process, report, commit, complaints)
                finally:
                    process.kill()
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _asked(
    process: "subprocess.Popen[str]", report: Report, commit: str, complaints: IO[bytes]
) -> Callable[[], list[Row]]:
    assert process.stdin is not None and process.stdout is not None
    output = process.stdout

    def wait() -> list[Row]:
        line = output.readline()
        if not line:
            complaints.seek(0)
            raise _failed(commit, complaints.read().decode("utf-8", "replace"))
        rows: list[Row] = json.loads(line)
        return rows

    try:
        process.stdin.write(json.dumps(asdict(report)) + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        wait()
    return wait


def _failed(commit: str, complaint: str) -> UsageError:
    last = (complaint.strip().splitlines() or ["no message"])[-1]
    step = "give a later revision, or a table that `kg extract -o` wrote"
    return UsageError(f"--base {commit[:10]}", "a revision whose rules can be run", last, step)


def _git(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["git", "-C", str(resources.root()), *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )
