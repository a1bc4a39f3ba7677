"""SPARQL servers started for a test or a measurement: on free ports of this machine, in a folder, ended by their own id."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

VIRTUOSO = "virtuoso-t"
INSTALL_VIRTUOSO = "apt-get install --no-install-recommends virtuoso-opensource-7-bin"


@dataclass(frozen=True)
class Served:
    """A server that runs: the address of its queries, its folder, and for Virtuoso the port of its own protocol."""

    url: str
    folder: Path
    pid: int
    port: int = 0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], url: str, folder: Path, seconds: float, port: int = 0) -> Iterator[Served]:
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as run,
    ):
        try:
            _wait(url, run, seconds)
            yield Served(url, folder, run.pid, port)
        finally:
            run.terminate()
            try:
                run.wait(30)
            except subprocess.TimeoutExpired:
                run.kill()


def _wait(url: str, run: "subprocess.Popen[bytes]", seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and run.poll() is None:
        try:
            urlopen(url + "?query=ASK%7B%7D", timeout=5).close()
            return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url}: no server within {seconds:g} s")


@contextlib.contextmanager
def oxigraph(folder: Path, *, store: Path | None = None, union: bool = True) -> Iterator[Served]:
    """Serve a folder with Oxigraph, to be written to; or a store that is there, to be read."""
    address = f"127.0.0.1:{free_port()}"
    program = str(Path(sys.executable).parent / "oxigraph")
    verb = ["serve", "--location", str(folder)] if store is None else ["serve-read-only", "--location", str(store)]
    options = ["--union-default-graph"] if union else []
    with _running([program, *verb, "--bind", address, *options], f"http://{address}/query", folder, 60) as served:
        yield served


def has_virtuoso() -> bool:
    """Whether Debian's Virtuoso is installed."""
    return shutil.which(VIRTUOSO) is not None


@contextlib.contextmanager
def virtuoso(folder: Path, *, buffers: int = 20_000, readable: Path | None = None) -> Iterator[Served]:
    """Serve a new database with Virtuoso; its administrator is dba, with the password dba.

    ``buffers`` are pages of 8 KB; ``readable`` is a folder it may load files from.
    """
    web, own = free_port(), free_port()
    database = folder / "database"
    database.mkdir()
    settings = f"""\
[Database]
DatabaseFile = {database}/virtuoso.db
ErrorLogFile = {database}/virtuoso.log
LockFile = {database}/virtuoso.lck
TransactionFile = {database}/virtuoso.trx
xa_persistent_file = {database}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {database}/temp.db
TransactionFile = {database}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{own}
ServerThreads = 10
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {buffers * 3 // 4}
DirsAllowed = {folder}{f", {readable}" if readable else ""}
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerRoot = {folder}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000000
"""
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    command = [VIRTUOSO, "-f", "-c", str(folder / "virtuoso.ini")]
    with _running(command, f"http://127.0.0.1:{web}/sparql", folder, 120, own) as served:
        yield served


def isql(served: Served, *commands: str) -> str:
    """Run commands in Virtuoso's own shell; return what it says."""
    done = subprocess.run(
        ["isql-vt", f"127.0.0.1:{served.port}", "dba", "dba", "VERBOSE=OFF", f"exec={' '.join(commands)}"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    return done.stdout
