"""What the system refuses: a full disk, no rights, a closed pipe, another build; the last build and result stay whole."""

import errno
import io
import os
import re
import subprocess
import sys
from contextlib import ExitStack, chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from command import ROOT, SMALL, kg, kg_alone, put, refused, tree

from kg.__main__ import run
from kg.project import Project


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file sizes")
@pytest.mark.parametrize("limit", [10_000, 1_000_000])
def test_a_full_disk_leaves_the_last_build_whole(limit: int, copied: Project) -> None:
    put(copied.reports / "430500-2020", SMALL)
    before = tree(copied.root)
    ran = kg_alone("build", cwd=copied.root, limit=limit)
    assert ran.code == 1 and "Traceback" not in ran.err
    assert re.search(r"kg: .+: expected .+, found .+; free some space", ran.err.splitlines()[-1])
    after = tree(copied.root)
    assert after == before
    assert kg("query", "targets/firm", cwd=copied.root).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file sizes")
@pytest.mark.parametrize("command", [("export", "-o", "out"), ("graph", "430400", "-o", "out")])
def test_a_full_disk_leaves_the_last_result_whole(command: tuple[str, ...], copied: Project) -> None:
    (copied.root / "out").write_text("the last one", encoding="utf-8")
    before = tree(copied.root)
    refused(kg_alone(*command, cwd=copied.root, limit=1000), "out", "File too large", "free some space")
    assert tree(copied.root) == before


def test_a_reader_that_closes_the_pipe_ends_the_command_without_a_word(project: Project) -> None:
    command = [sys.executable, "-m", "kg", "export"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=project.root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout and running.stderr
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def refuse_to_open(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file of this name be opened: root, as whom tests may run, has every right."""
    opened = io.open

    def guarded(file: object, *arguments: object, **options: object) -> object:
        if Path(str(file)).name == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
        return opened(file, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", guarded)


@pytest.mark.parametrize("name", ["kg.toml", "report.toml", "report.txt"])
@pytest.mark.parametrize("verb", ["status", "build"])
def test_a_file_without_the_right_to_read_it_is_one_line(
    verb: str, name: str, small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_open(name, monkeypatch)
    ran = kg(verb, cwd=small.root)
    refused(ran, name, "Permission denied", "make it readable")
    assert "Errno" not in ran.err and "PermissionError" not in ran.err


def test_a_build_that_may_not_write_is_told_so_and_not_to_free_space(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_to_open(".graph.nq.new", monkeypatch)
    ran = kg("build", cwd=small.root)
    refused(ran, str(small.build), "Permission denied", "make it writable or choose another folder")
    assert "space" not in ran.err


class Full(io.RawIOBase):
    """An output that takes nothing while it is full."""

    full = True

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return len(memoryview(data))  # type: ignore[arg-type]


@pytest.mark.parametrize("command", [("export",), ("query", "cq01"), ("check",), ("status",), ("--help",)])
def test_an_output_that_is_full_is_one_line_and_no_success(
    command: tuple[str, ...], project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    raw, complaint = Full(), io.StringIO()
    out = io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8")
    with chdir(project.root), redirect_stdout(out), redirect_stderr(complaint):
        assert run(list(command)) == 1
    assert complaint.getvalue().splitlines()[-1] == (
        "kg: stdout: expected room to write, found No space left on device; free some space"
    )
    raw.full = False
    out.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the lock is another one there")
def test_a_second_build_waits_for_the_first(small: Project) -> None:
    from kg.build import build
    from kg.files import locked

    small.build.mkdir()
    waits = []
    with ExitStack() as first_build:
        first_build.enter_context(locked(small.build / ".lock", 0))

        def waiting() -> None:
            waits.append(1)
            assert not (small.build / "build.json").exists()
            first_build.close()

        build(small, waiting)
    assert waits == [1] and (small.build / "build.json").exists()
    assert not (small.build / ".lock").exists()


def test_a_build_that_never_ends_stops_the_second_with_one_line(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.files import locked

    monkeypatch.setattr("kg.build._PATIENCE", 0.0)
    small.build.mkdir()
    with locked(small.build / ".lock", 0):
        refused(kg("build", cwd=small.root), str(small.build), "only build", "run `kg build` again")
