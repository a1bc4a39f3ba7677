"""How fast text becomes a checked graph: ``python bench/pipeline.py CORPUS_DIR [--peers PYTHON] [--shacl N]``.

The way of a text through `kg` is timed stage by stage over every text of CORPUS_DIR that reading takes: reading (bytes,
recognition of place and year), extraction (rules, decisions, ledger), RDF (sorted N-Quads, statements table) and
verification. It is warm (one report went through before the clock starts), on one core, in CPU seconds. SHACL is told apart, and on the
graph of N reports beside pySHACL. PYTHON is an interpreter that has the peers' packages, which read the same texts in the
same run on the same core: ``python -m venv peers && peers/bin/pip install jieba recognizers-text-suite "emoji<2"``.
"""

import argparse
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kg.__main__ import unhurried
from kg.adding import add_files
from kg.build import GRAPH, STATEMENTS, quad_lines
from kg.errors import KgError
from kg.project import Project, init_project
from kg.report import report_of_file
from kg.reviewed import review_project
from kg.table import row, to_jsonl
from kg.validate import validate
from kg.verify import verify

T = TypeVar("T")
MEMORY = (1, 10, 50)
STAGES = ("reading", "extraction", "RDF", "verification")
PEERS = ("jieba.cut", "jieba.posseg.cut", "recognizers-text-suite")
# Run by the peers' interpreter: the names of the texts on stdin, one JSON object of CPU seconds by peer on stdout.
PEER = """
import json, logging, sys, time
import jieba, jieba.posseg
from recognizers_date_time import recognize_datetime
from recognizers_number import Culture, recognize_number, recognize_percentage
from recognizers_number_with_unit import recognize_currency, recognize_dimension

def recognizers(text):
    for read in (recognize_datetime, recognize_currency, recognize_dimension, recognize_percentage, recognize_number):
        read(text, Culture.Chinese)

def seconds(read, texts):
    read(texts[0][:500])
    start = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - start

jieba.setLogLevel(logging.WARNING)
texts = json.load(sys.stdin)
peers = {
    "jieba.cut": lambda text: list(jieba.cut(text)),
    "jieba.posseg.cut": lambda text: list(jieba.posseg.cut(text)),
    "recognizers-text-suite": recognizers,
}
print(json.dumps({name: seconds(read, texts) for name, read in peers.items()}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run over the texts: how many and how long, CPU seconds of each stage, how much was made."""

    reports: int
    characters: int
    statements: int
    quads: int
    problems: int
    seconds: dict[str, float]

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """Return a result and the CPU seconds it took."""
    start = time.process_time()
    result = run()
    return result, time.process_time() - start


def readable(corpus: Path) -> list[Path]:
    """Return the texts that reading takes."""
    found = []
    for path in sorted(corpus.glob("*.txt")):
        with contextlib.suppress(KgError):
            report_of_file(path)
            found.append(path)
    if not found:
        sys.exit(f"{corpus}: expected texts of government work reports (.txt), found none")
    return found


def pipeline(files: Sequence[Path], folder: Path) -> tuple[Run, Project]:
    """Take texts the whole way in a project of their own."""
    project = init_project(folder)
    add_files(project, list(files))
    reports, reading = timed(lambda: [report_of_file(path) for path in files])
    reviewed, extraction = timed(lambda: review_project(project))
    # The ledger and the doubts are made when they are first asked for.
    _, asked = timed(lambda: [(r.entries, r.notes) for r in reviewed])
    (quads, _), rdf = timed(lambda: (written := quad_lines(reviewed, project), _written(project, written, reviewed)))
    checked, verification = timed(lambda: verify(project.build, project.reports))
    seconds = dict(zip(STAGES, (reading, extraction + asked, rdf, verification), strict=True))
    characters = sum(len(r.text) for r in reports)
    return Run(len(reports), characters, checked.statements, len(quads), len(checked.problems), seconds), project


def _written(project: Project, quads: list[bytes], reviewed: Sequence) -> None:
    project.build.mkdir()
    (project.build / GRAPH).write_bytes(b"".join(quads))
    with (project.build / STATEMENTS).open("w", encoding="utf-8", newline="\n") as table:
        for r in reviewed:
            table.writelines(line + "\n" for line in to_jsonl(row(s, r.report.text) for s in r.published))


def peers(python: str, texts: Sequence[str]) -> dict[str, float]:
    """Return the CPU seconds of each peer over the same texts."""
    done = subprocess.run(
        [python, "-c", PEER], input=json.dumps(texts), capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        sys.exit(f"{python}: expected jieba and recognizers-text-suite, found {last}")
    seconds: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return seconds


def memory(corpus: Path, count: int) -> float:
    """Return the peak memory in MB of a process that takes so many texts the whole way."""
    done = subprocess.run(
        [sys.executable, __file__, str(corpus), "--only", str(count)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def shapes(files: Sequence[Path], folder: Path) -> tuple[int, float, float]:
    """Return quads and CPU seconds of the shapes by ``kg.shacl`` and by pySHACL."""
    run, project = pipeline(files, folder)
    graph, vocabulary = project.build / GRAPH, project.addresses.graph("vocab")
    _, ours = timed(lambda: validate(graph, vocabulary))
    _, theirs = timed(lambda: validate(graph, vocabulary, reference=True))
    return run.quads, ours, theirs


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter that has the peers' packages")
    parser.add_argument("--shacl", type=int, default=1, metavar="N", help="reports to hold kg.shacl beside pySHACL on")
    parser.add_argument("--only", type=int, metavar="N", help="print the peak memory in MB of N reports and stop")
    asked = parser.parse_args()
    with contextlib.suppress(AttributeError, OSError):  # one core, where the system lets us choose
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-1:])
    unhurried()
    files = readable(asked.corpus)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        if asked.only:
            pipeline(files[: asked.only], root / "only")
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            return
        # First, while this process is small: a child begins with the peak of who starts it.
        sizes = [(n, memory(asked.corpus, n)) for n in MEMORY if n <= len(files)]
        pipeline(files[:1], root / "warm")
        run, project = pipeline(files, root / "all")
        graph, vocabulary = project.build / GRAPH, project.addresses.graph("vocab")
        found, whole = timed(lambda: validate(graph, vocabulary))
        print(
            f"{run.reports} reports, {run.characters:,} characters, {run.statements:,} statements, {run.quads:,} quads;"
        )
        print(f"{run.problems} disagreements of the verifier, {len(found)} findings of the shapes\n")
        print(f"{'':24}{'seconds':>9}{'characters/s':>14}")
        for stage, seconds in run.seconds.items():
            print(f"{stage:24}{seconds:9.2f}{run.characters / seconds:14,.0f}")
        print(f"{'text to N-Quads':24}{run.total:9.2f}{run.characters / run.total:14,.0f}")
        print(f"{'SHACL, apart':24}{whole:9.2f}{run.characters / whole:14,.0f}")
        if asked.peers:
            print(f"\n{'beside':24}{'seconds':>9}{'characters/s':>14}   kg is")
            texts = [report_of_file(path).text for path in files]
            for peer, seconds in peers(asked.peers, texts).items():
                ratio = seconds / run.total
                print(f"{peer:24}{seconds:9.2f}{run.characters / seconds:14,.0f}   {ratio:.2f} times as fast")
        quads, ours, theirs = shapes(files[: asked.shacl], root / "shapes")
    print(
        f"\nSHACL of {asked.shacl} report(s), {quads:,} quads: kg.shacl {ours:.2f} s, pySHACL {theirs:.2f} s, ", end=""
    )
    print(f"{theirs / ours:.0f} times as long")
    print("peak memory: " + ", ".join(f"{size:.0f} MB after {n}" for n, size in sizes))


if __name__ == "__main__":
    main()
