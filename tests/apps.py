"""``kg app`` for the tests: run on a free port of this machine without a browser, ended by its own number."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from serving import PATIENCE


@dataclass(frozen=True, slots=True)
class App:
    """An app that runs: its address with and without the token, and a client that has been let in."""

    entry: str
    url: str
    client: httpx.Client
    process: "subprocess.Popen[str]"
    folder: Path

    def post(self, path: str, **options: object) -> httpx.Response:
        """Send a form as a page of the app does."""
        return self.client.post(path, headers={"Origin": self.url}, **options)  # type: ignore[arg-type]

    def reports(self) -> list[str]:
        """Return the names of the reports in the folder."""
        return sorted(path.name for path in (self.folder / "data" / "reports").iterdir())


@contextmanager
def app(folder: Path, *options: str) -> Iterator[App]:
    """Run ``kg app`` on a folder until the block ends, which the app may have done itself."""
    command = [sys.executable, "-m", "kg", "app", "--folder", str(folder), "--no-browser", *options]
    env = os.environ | {"LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"}
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said = ""
        while (found := re.search(r"(http://127\.0\.0\.1:\d+)/app\?token=\S+", said)) is None:
            line = process.stdout.readline()
            assert line, said + process.communicate()[1]
            said += line
        with httpx.Client(base_url=found[1], timeout=PATIENCE, trust_env=False) as client:
            assert client.get(found[0]).status_code == 303
            yield App(found[0], found[1], client, process, folder)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
