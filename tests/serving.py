"""A real server for the tests: ``kg serve`` on a free port of this machine, ended by its own number."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

# A first answer may take so many seconds on a machine that does much else.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address, and a client that speaks to it."""

    url: str
    client: httpx.Client
    process: "subprocess.Popen[str]"

    def get(self, path: str, **options: object) -> httpx.Response:
        """Send a GET."""
        return self.client.get(path, **options)  # type: ignore[arg-type]

    def post(self, path: str, **options: object) -> httpx.Response:
        """Send a POST."""
        return self.client.post(path, **options)  # type: ignore[arg-type]

    def query(self, text: str, accept: str = "application/sparql-results+json", **headers: str) -> httpx.Response:
        """Send a query by GET."""
        return self.client.get("/sparql", params={"query": text}, headers={"Accept": accept, **headers})


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[Server]:
    """Run ``kg serve`` for the project of a folder until the block ends."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", *options]
    # Coverage and warnings of the tests are no matter of the server's.
    env = os.environ | {"LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.UTF-8"} | environment
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            process.kill()
            raise AssertionError(f"no server: {line}{process.communicate()[1]}")
        with httpx.Client(base_url=found[0], timeout=PATIENCE, trust_env=False) as client:
            yield Server(found[0].rstrip("/"), client, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
