"""The exact answers that the tests hold every question to: ``python bench/answers.py [QUESTION …]``.

Asks the build of this checkout (run ``kg build`` first) each question by pyoxigraph and by rdflib, writes
``queries/{group}/{name}.expected.csv`` where the answer changed, and says how many rows came and went. Nothing is
written, and the exit code is 1, if the two engines differ on any question. ``--check`` writes nothing either and says
what would be written. Read what changed (``git diff queries``) before it is committed: an answer is only as good as the
eye that compared it with the text.
"""

import argparse
import csv
import io
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import rdflib

from kg import resources
from kg.answer import Answer, read_answer, render
from kg.build import GRAPH
from kg.errors import KgError
from kg.project import find_project
from kg.query import bind, run, with_prefixes, with_values
from kg.question import Question, question, questions
from kg.store import open_store
from kg.terms import TERMS, Addresses

PREFIXES = Addresses().prefixes()
Row = tuple[str, ...]


def by_value(text: str) -> str:
    """Write a number in one way, so that engines are compared by value."""
    try:
        return str(Decimal(text).normalize())
    except ArithmeticError:
        return text


def rows_of(csv_text: str) -> list[Row]:
    """Return the header and the rows of an answer, rows sorted, numbers written in one way."""
    header, *rows = csv.reader(io.StringIO(csv_text))
    return [tuple(header), *sorted(tuple(by_value(cell) for cell in row) for row in rows)]


def in_rdflib(dataset: rdflib.Dataset, asked: Question, given: dict[str, str], store: ox.Store) -> Answer:
    """Answer a question by rdflib; the store only looks up what its parameters name."""

    def ask(text: str) -> Answer:
        return read_answer(store.query(text, use_default_graph_as_union=True))

    result = dataset.query(with_prefixes(with_values(asked.text, bind(asked, given, TERMS, ask)), PREFIXES))
    if result.type == "CONSTRUCT":
        assert result.graph is not None
        triples = ox.parse(result.graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
        return read_answer(ox.Triple(q.subject, q.predicate, q.object) for q in triples)
    written = result.serialize(format="json")
    assert written is not None
    return read_answer(ox.parse_query_results(written, ox.QueryResultsFormat.JSON))


def change(old: list[Row], new: list[Row]) -> str:
    """Say how many rows came and went between two answers; "" if none did."""
    if old == new:
        return ""
    came, went = Counter(new[1:]) - Counter(old[1:]), Counter(old[1:]) - Counter(new[1:])
    columns = ", other columns" if old and old[0] != new[0] else ""
    return f"{len(new) - 1} rows: +{came.total()} -{went.total()}{columns}{'' if old else ' (new)'}"


def answer_file(asked: Question) -> Path:
    """Return the file of a question's exact answer."""
    return resources.path("queries") / f"{asked.name}.expected.csv"


def main() -> int:
    """Ask, compare, and write what changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="QUESTION", help="names or ids; all without any")
    parser.add_argument("--check", action="store_true", help="say what would change, write nothing")
    args = parser.parse_args()
    chosen = [question(name) for name in args.names] or [q for q in questions() if q.requires is None]
    build = find_project(resources.root()).build
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(build / GRAPH, format="nquads")
    answers: dict[Path, str] = {}
    differing = []
    with open_store(build) as snapshot:
        for asked in chosen:
            answer = render(run(snapshot.store, asked, {}), "csv", PREFIXES)
            if rows_of(answer) != rows_of(render(in_rdflib(dataset, asked, {}, snapshot.store), "csv", PREFIXES)):
                differing.append(asked.name)
            answers[answer_file(asked)] = answer
    if differing:
        print(f"nothing written: pyoxigraph and rdflib differ on {', '.join(differing)}", file=sys.stderr)
        return 1
    changed = 0
    for file, answer in answers.items():
        old = rows_of(file.read_text(encoding="utf-8")) if file.is_file() else []
        said = change(old, rows_of(answer))
        if said:
            changed += 1
            print(f"{file.parent.name}/{file.name.removesuffix('.expected.csv')}: {said}")
            if not args.check:
                file.write_text(answer, encoding="utf-8", newline="")
    print(f"{len(answers)} questions, {changed} answers changed{' (not written)' if args.check and changed else ''}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KgError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
