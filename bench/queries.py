"""How long each question of the library takes on a large graph: ``python bench/queries.py FOLDER [QUADS …]``.

Run ``kg build`` first: FOLDER gets graphs of about so many quads (100000 1000000 10000000 by default), multiplied from
Hengyang's report (``bench/multiplied.py``). Each question is asked ``--runs`` times, of other reports each time, by ``kg.query``
over the read-only store on disk, in a process of its own that is killed after ``--limit`` seconds: the way ``kg serve`` does it.
Peers in the same run: rdflib on the smallest graph, ``oxigraph serve`` and Debian's Virtuoso on the largest. What takes more
than two seconds over a whole corpus is also asked in SQL, by ``kg sql``'s tables. ``--write`` writes ``docs/queries-speed.md``.

All peers side by side in some minutes, on a small graph and for two questions::

    python bench/queries.py /tmp/graphs 100000 --peers rdflib "oxigraph serve" Virtuoso --runs 3 --only cq01 cq02

The page of the docs, on a quiet machine (an hour or more, gigabytes of disk; Virtuoso is Debian's virtuoso-opensource-7-bin)::

    python bench/queries.py /tmp/graphs --write
"""

import argparse
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from multiplied import GRAPH, YEAR, multiplied, reports
from searched import searched
from servers import has_virtuoso, isql, oxigraph, virtuoso

from kg import resources
from kg.errors import KgError
from kg.project import Project, find_project
from kg.query import run
from kg.question import THINGS, Question, question, questions
from kg.store import open_store

PAGE = "docs/queries-speed.md"
PATIENCE = 10  # seconds for a peer's answer
PEERS = ("rdflib", "oxigraph serve", "Virtuoso")
AIM_ONE, AIM_ALL = 0.1, 2.0
# Questions about all places: those that have no place to give, and these, whose place is left open.
OPENED: Mapping[str, Mapping[str, str]] = {
    "results/value": {"place": "", "year": str(YEAR - 1)},
    "results/series": {"place": ""},
    "targets/headline": {"place": "", "year": str(YEAR)},
    "targets/with-results": {"place": "", "year": str(YEAR - 1)},
    "targets/met-or-missed": {"place": ""},
    "targets/not-mentioned-again": {"place": ""},
    "targets/looser-than-result": {"place": "", "year": str(YEAR - 1)},
    "targets/beside-baseline": {"place": "", "year": str(YEAR - 1)},
    "quality/by-class": {"place": ""},
}
# What SPARQL is slow at, asked of the tables. Decisions and other names of things stand in no table.
SQL: Mapping[str, str] = {
    "quality/by-class (all places)": """
        SELECT class, review_status, count(*) AS statements FROM statements GROUP BY ALL ORDER BY ALL""",
    "quality/reports": "SELECT report, count(*) AS statements FROM statements GROUP BY report ORDER BY report",
    "targets/with-results (all places)": """
        SELECT t.indicator_label, t.year, t.as_stated AS target, o.as_stated AS result, t.id AS goal, o.id AS outcome
        FROM statements t JOIN statements o USING (place, about, indicator, value_type, year)
        WHERE t.class = 'Target' AND o.class = 'Observation' ORDER BY ALL""",
    "targets/down-the-levels": """
        SELECT l.place_label, u.place_label AS above, l.year, l.indicator_label, l.as_stated AS own, u.as_stated AS upper,
          l.value - u.value AS gap, l.id, u.id AS upper_id
        FROM statements l JOIN statements u USING (year, indicator, value_type, unit, class)
        WHERE class = 'Target' AND l.about = l.place AND u.about = u.place AND NOT l.per_subdivision
          AND l.place <> u.place AND u.place IN (left(l.place, 4) || '00', left(l.place, 2) || '0000')
        ORDER BY ALL""",
}


@dataclass
class Timed:
    """Seconds of each run by one engine, the rows of the last, and what it said where it gave up."""

    seconds: list[float] = field(default_factory=list)
    rows: int = 0
    said: str = ""

    @property
    def p50(self) -> float:
        return median(self.seconds)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[max(0, round(0.95 * len(self.seconds)) - 1)]


@dataclass(frozen=True)
class Case:
    """One question with how it is asked; ``wide`` where it is asked of all places."""

    asked: Question
    wide: bool
    given: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.asked.name + (" (all places)" if self.asked.name in OPENED and self.wide else "")

    def parameters(self, number: int, count: int) -> dict[str, str]:
        """Return the parameters of one run: those of some report, where the question is of a place or a year."""
        if self.wide:
            return dict(self.given)
        if self.asked.name == "programmes/passages":
            return {"programme": "430400.d9600841"}  # of that name there is one in each city
        place, year = random.Random(f"{self.asked.name} {number}").choice(list(reports(count)))
        automatic = {"@place": place, "@plan-year": str(year), "@review-year": str(year - 1)}
        return {p.name: automatic[p.default] for p in self.asked.parameters if p.default in automatic}


def cases() -> Iterator[Case]:
    """Yield the questions of the library, and again those that can be asked of all places."""
    for asked in questions():
        if asked.requires:
            continue
        about = {*THINGS} - {"indicator", "theme"}
        yield Case(asked, not any(p.type in about and p.default != "" for p in asked.parameters), {})
        if asked.name in OPENED:
            yield Case(asked, True, OPENED[asked.name])


class Worker:
    """A process that answers questions, and is killed when one takes too long."""

    def __init__(self, target: Callable[..., None], *arguments: object) -> None:
        self._start = (target, arguments)
        self._process: multiprocessing.Process | None = None

    def ask(self, case: Case, params: Mapping[str, str], limit: float) -> tuple[float, int] | str:
        """Return seconds and rows, or what went wrong."""
        if self._process is None:
            self._here, there = multiprocessing.Pipe()
            target, arguments = self._start
            self._process = multiprocessing.Process(target=target, args=(there, *arguments), daemon=True)
            self._process.start()
            self._here.recv()
        self._here.send((case.asked.name, dict(params)))
        if not self._here.poll(limit):
            self.close()
            return f"> {limit:g} s"
        found: tuple[float, int] | str = self._here.recv()
        return found

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


def serve_store(pipe: Connection, build: Path) -> None:
    """Answer from the store of a build, as the server's workers do."""
    with open_store(build) as snapshot:
        _answer(pipe, lambda asked, params: len(run(snapshot.store, asked, params, remark=str).table[1]))


def serve_endpoint(pipe: Connection, url: str) -> None:
    """Answer from an endpoint."""
    from kg.remote import Endpoint

    endpoint = Endpoint(url, 600.0, 0)
    _answer(pipe, lambda asked, params: len(run(endpoint, asked, params, remark=str).table[1]))


def serve_rdflib(pipe: Connection, build: Path) -> None:
    """Answer by rdflib; Oxigraph looks up what parameters name."""
    import rdflib
    from answers import in_rdflib

    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(build / GRAPH, format="nquads")
    with open_store(build) as snapshot:
        # It is Python throughout, so it can be stopped without reading the graph again.
        _answer(
            pipe, lambda asked, params: len(in_rdflib(dataset, asked, dict(params), snapshot.store).table[1]), PATIENCE
        )


def _late(*_: object) -> None:
    raise TimeoutError(f"> {PATIENCE} s")


def _answer(pipe: Connection, answer: Callable[[Question, Mapping[str, str]], int], seconds: int = 0) -> None:
    signal.signal(signal.SIGALRM, _late)
    pipe.send("ready")
    while True:
        name, params = pipe.recv()
        started = time.perf_counter()
        signal.alarm(seconds)
        try:
            rows = answer(question(name), params)
            signal.alarm(0)
            pipe.send((time.perf_counter() - started, rows))
        except TimeoutError as late:
            pipe.send(str(late))
        except (KgError, ArithmeticError, ValueError, TypeError, AttributeError, LookupError) as error:
            pipe.send(f"{type(error).__name__}: {error}"[:200])


def timed(worker: Worker, case: Case, runs: int, count: int, limit: float) -> Timed:
    """Ask a question so many times after once to warm up; one that takes long is asked less often."""
    found = Timed()
    first = worker.ask(case, case.parameters(0, count), limit)
    if isinstance(first, str):
        found.said = first
        return found
    for number in range(runs):
        outcome = worker.ask(case, case.parameters(number, count), limit)
        if isinstance(outcome, str):
            found.said = outcome
            break
        found.seconds.append(outcome[0])
        found.rows = outcome[1]
        if sum(found.seconds) > limit:
            break
    return found


def in_sql(project: Project, names: Iterable[str], runs: int) -> dict[str, Timed]:
    """Return how long the SQL forms take over the Parquet tables, opened once."""
    from kg.extras import needed
    from kg.sql import _opened

    found: dict[str, Timed] = {}
    with _opened(needed("duckdb", "bench"), project) as database:
        for name in names:
            times = found[name] = Timed()
            for _ in range(runs):
                started = time.perf_counter()
                times.rows = len(database.execute(SQL[name]).fetchall())
                times.seconds.append(time.perf_counter() - started)
    return found


def shown(times: Timed | None) -> str:
    """Return p50 and p95 in milliseconds, or why there are none."""
    if times is None:
        return "–"
    if not times.seconds:
        return times.said.partition(":")[0] if times.said.startswith(">") else "error"
    return f"{times.p50 * 1000:,.1f} · {times.p95 * 1000:,.1f}" + (f" ({times.said})" if times.said else "")


def main() -> int:
    """Multiply, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("quads", nargs="*", type=int, default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds after which a question is given up")
    parser.add_argument("--only", nargs="*", default=[], help="names or ids of questions")
    parser.add_argument(
        "--peers", nargs="*", choices=PEERS, help="these, on every graph; none where none is named (default: see above)"
    )
    parser.add_argument("--write", action="store_true", help=f"write {PAGE}")
    args = parser.parse_args()
    source = find_project(resources.root()).build
    chosen = [c for c in cases() if not args.only or c.asked.name in args.only or c.asked.id in args.only]
    pages = []
    for quads in args.quads:
        small, large = quads == min(args.quads), quads == max(args.quads)
        usual = (*(PEERS[:1] if small else ()), *(PEERS[1:] if large else ()))
        peers = usual if args.peers is None else tuple(args.peers)
        pages.append(_measured(args, source, quads, chosen, peers))
        print(pages[-1], flush=True)
    if args.write:
        (resources.root() / PAGE).write_text(_head() + "".join(pages), encoding="utf-8")
    return 0


def _measured(args: argparse.Namespace, source: Path, quads: int, chosen: list[Case], peers: tuple[str, ...]) -> str:
    started = time.perf_counter()
    project, held, count = multiplied(source, args.folder / str(quads), quads)
    print(f"{held:,} quads of {count} reports, {time.perf_counter() - started:.0f} s", file=sys.stderr)
    results: dict[str, dict[str, Timed]] = {}
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        workers = {"kg": Worker(serve_store, project.build)}
        if "rdflib" in peers:
            workers["rdflib"] = Worker(serve_rdflib, project.build)
        if "oxigraph serve" in peers:
            (scratch / "oxigraph").mkdir()
            store = project.build / "store" / (project.build / "store" / "current").read_text().strip()
            served = stack.enter_context(oxigraph(scratch / "oxigraph", store=store))
            workers["oxigraph serve"] = Worker(serve_endpoint, served.url)
        if "Virtuoso" in peers and has_virtuoso():
            (scratch / "virtuoso").mkdir()
            buffers = 20_000 + held // 30
            there = stack.enter_context(virtuoso(scratch / "virtuoso", buffers=buffers, readable=project.build))
            started = time.perf_counter()
            isql(there, f"ld_dir('{project.build}', '{GRAPH}', 'urn:none'); rdf_loader_run(); checkpoint;")
            print(f"loaded into Virtuoso in {time.perf_counter() - started:.0f} s", file=sys.stderr)
            workers["Virtuoso"] = Worker(serve_endpoint, there.url)
        for case in chosen:
            row = results[case.name] = {}
            for engine, worker in workers.items():
                ours = engine == "kg"
                row[engine] = timed(
                    worker, case, args.runs if ours else min(3, args.runs), count, args.limit if ours else 2 * PATIENCE
                )
            print(
                f"{case.asked.id} {case.name}",
                *(f"{e} {shown(t)}" for e, t in row.items()),
                file=sys.stderr,
                flush=True,
            )
        for worker in workers.values():
            worker.close()
    slow = [c.name for c in chosen if c.wide and (t := results[c.name]["kg"]) and (not t.seconds or t.p95 > AIM_ALL)]
    sql = in_sql(project, [name for name in slow if name in SQL], args.runs)
    return _page(
        held,
        count,
        chosen,
        results,
        list(workers),
        sql,
        slow,
        [(w, Timed(times, total)) for w, times, total in searched(project, args.runs)],
    )


def _head() -> str:
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    return (
        "# How long questions take\n\nWritten by `python bench/queries.py FOLDER --write`, which says at its top what it does. "
        f"Median · 95th percentile, milliseconds. {os.cpu_count()} cores, load {load} at the end.\n"
    )


def _page(
    held: int,
    count: int,
    chosen: list[Case],
    results: Mapping[str, Mapping[str, Timed]],
    engines: list[str],
    sql: Mapping[str, Timed],
    slow: list[str],
    search: list[tuple[str, Timed]],
) -> str:
    lines = [f"\n## {held:,} quads, {count} reports\n"]
    for wide, title, aim in ((False, "One entity, report or place", AIM_ONE), (True, "All reports", AIM_ALL)):
        mine = [c for c in chosen if c.wide == wide]
        within = [c for c in mine if (t := results[c.name]["kg"]).seconds and not t.said and t.p95 <= aim]
        lines += [
            f"\n### {title}\n",
            f"{len(within)} of {len(mine)} within {aim * 1000:,.0f} ms at the 95th percentile.\n",
            "| question | rows | " + " | ".join(engines) + " |",
            "|---|---:|" + "---:|" * len(engines),
        ]
        for case in sorted(mine, key=lambda c: -(results[c.name]["kg"].p95 if results[c.name]["kg"].seconds else 1e9)):
            row = results[case.name]
            lines.append(
                f"| {case.asked.id} {case.name} | {row['kg'].rows:,} | "
                + " | ".join(shown(row.get(e)) for e in engines)
                + " |"
            )
    if slow:
        lines += ["\n### Slower than two seconds, and their form for `kg sql`\n"]
        for name in slow:
            lines.append(
                f"- {name}: {shown(results[name]['kg'])} ms"
                + (f"; in SQL {shown(sql[name])} ms" if name in sql else "")
            )
            if name in sql:
                lines.append(f"\n  ```sql\n  {' '.join(SQL[name].split())}\n  ```")
    if search:
        lines += ["\n### Text search (`kg search`)\n", "| words | results | ms |", "|---|---:|---:|"]
        lines += [f"| {word} | {t.rows:,} | {shown(t)} |" for word, t in search]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KgError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
