"""The build behind the pages: its stages as they are reached, how it ended, and again where something changed meanwhile."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from kg.build import STAGES as BUILD
from kg.errors import KgError, StoreError
from kg.project import Project

# What a person sees: the change to the folder, which is done by then, what a build does, and the first page that is made of it.
STAGES: Final = ("kept", *BUILD, "page")


@dataclass(frozen=True, slots=True)
class State:
    """How far a build is: ``stage`` is what is being done, ``report`` what to open after it, ``error`` how it failed."""

    stage: str = ""
    report: str = ""
    error: KgError | None = None

    @property
    def running(self) -> bool:
        """Whether it is still under way."""
        return bool(self.stage) and self.error is None


class Job:
    """One build at a time; ``state`` may be read from any thread."""

    def __init__(self, project: Project, made: Callable[[str], None]) -> None:
        """Build nothing yet; ``made`` prepares the page of a report after a build, and may take its time."""
        self.state = State()
        self._project = project
        self._made = made
        self._lock = threading.Lock()
        self._again = False
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, report: str = "") -> None:
        """Build what the folder holds now, after the build that runs; then ``report`` is to be opened."""
        with self._lock:
            if self._closed:
                return
            if self.state.running:
                self.state = replace(self.state, report=report)
                self._again = True
                return
            self.state = State(BUILD[0], report)
        threading.Thread(target=self._run, name="kg app: build", daemon=True).start()

    def close(self) -> None:
        """End a build that runs: what was built before stays."""
        with self._lock:
            self._closed = True
            process = self._process
        if process is not None:
            process.terminate()
            process.wait()

    def _run(self) -> None:
        while True:
            error = self._build()
            with self._lock:
                if self._again and not self._closed:
                    self._again = False
                    self.state = replace(self.state, stage=BUILD[0])
                    continue
                if error is not None:
                    self.state = replace(self.state, error=error)
                    return
                self.state = replace(self.state, stage="page")
                report = self.state.report
            try:
                self._made(report)
            except KgError as wrong:
                error = wrong
            with self._lock:
                if self._again and not self._closed:
                    self._again = False
                    continue
                self.state = replace(self.state, stage="" if error is None else "page", error=error)
            return

    def _build(self) -> KgError | None:
        with self._lock:
            if self._closed:
                return None
            # Ctrl-C is for the server, which then ends this.
            process = self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "kg.app.builder", str(self._project.root)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        assert process.stdout is not None
        error = None
        with process.stdout as lines:
            for line in lines:
                told = json.loads(line)
                if isinstance(told, list):
                    error = StoreError(*told)
                else:
                    self._reached(told)
        code = process.wait()
        with self._lock:
            self._process = None
        if code and error is None and not self._closed:
            return StoreError(self._project.build, "a whole build", f"an end with code {code}", "run `kg build`")
        return error

    def _reached(self, stage: str) -> None:
        with self._lock:
            self.state = replace(self.state, stage=stage)
