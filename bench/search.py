"""How fast `kg search` finds words, beside SPARQL CONTAINS and beside other ways to index Chinese with SQLite.

    python bench/search.py FOLDER [--reports N] [--words N]

Reads N reports of a folder (20 make about a million quads), writes their graph as a store and as an index, and looks for
the same words, drawn from the texts, in each: words of one, two and of three to six characters, and numbers. Times are
of a first page of 20 with the count of all, in milliseconds; SPARQL is asked for the count alone, over quotes and labels.
The other indexes hold the same rows: `trigram` as SQLite brings it, `unigrams` is one token a character. `found` is the
share of words of which an index finds as many rows as a plain look at each text does.
"""

import argparse
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import kg
from kg.build import quad_lines
from kg.errors import KgError
from kg.places import division
from kg.project import init_project
from kg.reviewed import Reviewed, review
from kg.search import Index, search
from kg.search.entries import Entry, Part, entries
from kg.search.tokens import fold, indexed, phrase, tokens
from kg.search.write import write_index
from kg.store import Snapshot, open_store, prepare_store, switch_store

COUNT = """
SELECT (COUNT(*) AS ?n) {{
  {{ ?s <https://w3id.org/gwr/ns#quote> ?text }} UNION {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> ?text }}
  UNION {{ ?s <http://www.w3.org/2004/02/skos/core#prefLabel>|<http://www.w3.org/2004/02/skos/core#altLabel> ?text }}
  FILTER CONTAINS(?text, "{word}") }}"""


def read(folder: Path, most: int) -> Iterator[Reviewed]:
    """Read reports; what is no report is left out."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.txt")):
        if len(seen) >= most:
            return
        try:
            report = kg.read(path).report
        except KgError:
            continue
        if report.id not in seen:
            seen.add(report.id)
            yield review(report)


def drawn(texts: list[str], number: int) -> dict[str, list[str]]:
    """Draw words from texts: what somebody may look for, common and rare as they stand there."""
    chance = random.Random(7)
    han = re.compile(r"[\u4e00-\u9fff]{6,}")
    runs = [run for text in texts for run in han.findall(text)]
    numbers = re.compile(r"(?<![\d.])\d+(?:\.\d+)?%?")
    found = [n for text in texts for n in numbers.findall(text)]

    def cut(low: int, high: int) -> str:
        run, size = chance.choice(runs), chance.randint(low, high)
        at = chance.randrange(len(run) - size + 1)
        return run[at : at + size]

    kinds = {"1 character": (1, 1), "2 characters": (2, 2), "3 to 6": (3, 6)}
    words = {name: [cut(*size) for _ in range(number)] for name, size in kinds.items()}
    return words | {"number": [chance.choice(found) for _ in range(number)]}


def timed(ask: Callable[[str], int], words: Iterable[str]) -> tuple[list[float], list[int]]:
    """Return the milliseconds of each word, and how much was found."""
    times, counts = [], []
    for word in words:
        began = time.perf_counter()
        counts.append(ask(word))
        times.append(1000 * (time.perf_counter() - began))
    return times, counts


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


class Other:
    """Another way to index the same rows."""

    def __init__(self, folder: Path, name: str, rows: list[Entry]) -> None:
        self.name, self.file = name, folder / f"{name}.sqlite"
        trigram = name == "trigram"
        how = "trigram" if trigram else "ascii tokenchars '.%'"
        self.database = sqlite3.connect(self.file)
        self.database.execute(
            f"CREATE VIRTUAL TABLE word USING fts5(words, content='', columnsize=0, tokenize=\"{how}\")"
        )
        self.cut: Callable[[str], str] = fold if trigram else unigrams
        began = time.perf_counter()
        self.database.executemany(
            "INSERT INTO word(rowid, words) VALUES (?, ?)", ((n, self.cut(e.words)) for n, e in enumerate(rows))
        )
        self.database.execute("INSERT INTO word(word) VALUES ('optimize')")
        self.database.commit()
        self.seconds = time.perf_counter() - began

    def ask(self, word: str) -> int:
        query = '"' + self.cut(word).replace('"', "") + '"'
        self.database.execute("SELECT rowid FROM word WHERE word MATCH ? ORDER BY rowid LIMIT 20", (query,)).fetchall()
        sql = "SELECT count(*) FROM (SELECT 1 FROM word WHERE word MATCH ? LIMIT 10000)"
        return int(self.database.execute(sql, (query,)).fetchone()[0])


def unigrams(text: str) -> str:
    """Return one token a character, of numbers and Latin words one token each."""
    return " ".join(t.text if t.text.isascii() else t.text[0] for t in tokens(text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of reports, one text file each")
    parser.add_argument("--reports", type=int, default=20)
    parser.add_argument("--words", type=int, default=100, help="so many words of each kind")
    parser.add_argument("--sparql", type=int, default=10, help="so many of them by SPARQL, which is slow")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), given)


def measure(folder: Path, given: argparse.Namespace) -> None:
    project = init_project(folder / "project")
    reviewed = list(read(given.folder, given.reports))
    lines = quad_lines(reviewed, project)
    parts = [Part(r.report, r.passages, r.published, division(r.report.place).name) for r in reviewed]
    began = time.perf_counter()
    rows = list(entries(parts, lines, project.addresses))
    made = time.perf_counter() - began
    target = folder / "ours.sqlite"
    began = time.perf_counter()
    write_index(target, rows)
    written = time.perf_counter() - began
    began = time.perf_counter()
    prepare_store(folder, b"".join(lines), "bench")
    stored = time.perf_counter() - began
    switch_store(folder, "bench")
    print(f"{len(reviewed)} reports, {len(lines):,} quads, {len(rows):,} rows of the index")
    size = target.stat().st_size / 1e6
    print(f"index: made in {made + written:.1f} s (store {stored:.1f} s), {size:.0f} MB with the texts it shows")
    words = drawn([r.report.text for r in reviewed], given.words)
    others = [Other(folder, "unigrams", rows), Other(folder, "trigram", rows)]
    for other in others:
        print(f"{other.name}: made in {other.seconds:.1f} s, {other.file.stat().st_size / 1e6:.0f} MB without texts")
    plain = [indexed(e.words) for e in rows]
    with Index(target) as index, open_store(folder) as snapshot:
        compare(index, snapshot, others, words, plain, given.sparql)


def compare(
    index: Index, snapshot: Snapshot, others: list[Other], words: dict[str, list[str]], plain: list[str], some: int
) -> None:
    ours_all: list[float] = []
    sparql_all: list[float] = []
    print(f"{'words':14} {'by':10} {'p50':>8} {'p95':>8} {'found':>7}")
    for kind, asked in words.items():
        expected = [min(10_000, looked(word, plain)) for word in asked]
        ours, counts = timed(lambda word: search(index, word).total, asked)
        ours_all += ours
        # Ours counts a thing once whatever names it is found by, so it may be fewer, never none.
        right = statistics.mean((c > 0) == (e > 0) and c <= e for c, e in zip(counts, expected, strict=True))
        print(f"{kind:14} {'kg search':10} {statistics.median(ours):8.2f} {p95(ours):8.2f} {right:7.2f}")
        for other in others:
            times, counts = timed(other.ask, asked)
            right = statistics.mean(c == e for c, e in zip(counts, expected, strict=True))
            print(f"{kind:14} {other.name:10} {statistics.median(times):8.2f} {p95(times):8.2f} {right:7.2f}")
        times, _ = timed(lambda word: counted(snapshot, word), asked[:some])
        sparql_all += times
        print(f"{kind:14} {'SPARQL':10} {statistics.median(times):8.2f} {p95(times):8.2f}       –")
    ratio = statistics.median(sparql_all) / statistics.median(ours_all)
    print(
        f"all words: kg search p50 {statistics.median(ours_all):.2f} ms, p95 {p95(ours_all):.2f} ms; "
        f"SPARQL CONTAINS p50 {statistics.median(sparql_all):.0f} ms, p95 {p95(sparql_all):.0f} ms: {ratio:,.0f} times as long"
    )


def counted(snapshot: Snapshot, word: str) -> int:
    found = snapshot.store.query(COUNT.format(word=word), use_default_graph_as_union=True)
    return int(next(iter(found))[0].value)  # type: ignore[index, union-attr]


def looked(word: str, plain: list[str]) -> int:
    """Count the rows that hold a word, token by token."""
    wanted = phrase(word)
    if wanted is None:
        return 0
    needle = " " + " ".join(wanted.tokens) + ("" if wanted.open else " ")
    return sum(needle in f" {text} " for text in plain)


if __name__ == "__main__":
    main()
