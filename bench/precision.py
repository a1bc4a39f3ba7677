"""Measure how often each rule is right: ``python bench/precision.py CORPUS_DIR [--write]``.

Prints ``data/reference/precision.csv``, from which extraction takes its confidence (``kg.extract.confidence``), and with
``--write`` writes it. What is counted, and on what:

- numbers, on the open gold reports of CORPUS_DIR (named as in ``bench/extraction.py``): right is what is strictly right;
- stages of projects, on those of them whose projects were read: right is a project of the reading with its status, kind and year;
- the rest, on the statements of ``data/reports`` that somebody decided: right is what was taken as it was read.

Frozen reports are never looked at. The same texts, gold rows and rules give the same bytes.
"""

import argparse
import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import projects
import settle_projects
from extraction import GOLD, HERE, bound

from kg import score
from kg.curation.undecided import read_cells
from kg.extract import extract
from kg.extract.confidence import ANY, COLUMNS, FILE, RISKS, at_least, trait_of
from kg.extract.rule_names import RULES
from kg.gold import read_gold
from kg.model import Proposal, Report
from kg.project import read_project
from kg.report import report_of_file
from kg.reviewed import review_project
from kg.table import row

# A reading of a rule: its rule, its trait, whether it was right.
Judged = tuple[str, str, bool]
# Readings that set a trait apart from its rule; a risk is set apart however rare it is.
FEWEST_APART = 15


def of_gold(path: Path, corpus: Path) -> Iterator[Judged]:
    """Judge the numbers and the stages that are read of one open gold report."""
    head = read_gold(path).header
    report = report_of_file(corpus / f"{head['gold']}.txt", head["place"], head["plan_year"])
    proposals = {p.id: p for p in extract(report)}
    rows = [row(p, report.text) for p in proposals.values()]
    claims, guesses = score.claims(bound(path, report.text)), score.statements(rows)
    met = {p.guess: p for p in score.score(claims, guesses)[1]}
    for j, guess in enumerate(guesses):
        pair = met.get(j)
        if pair is None or not score.is_optional(claims[pair.gold]):
            yield _judged(proposals[guess["id"]], report, pair is not None and all(pair.slots[s] for s in score.CORE))
    settled = GOLD / f"{head['gold']}.projects.jsonl"
    if settled.exists():
        yield from _stages(
            report, bound(settled, report.text), [r for r in rows if r["class"] in projects.KINDS], proposals
        )


def _stages(
    report: Report, demanded: list[dict[str, Any]], found: list[dict[str, Any]], proposals: Mapping[str, Proposal]
) -> Iterator[Judged]:
    named = [r | {"name": r["project_label"], "kind": projects.KINDS[r["class"]]} for r in found]
    left, right = settle_projects.as_rows(demanded, report.text), settle_projects.as_rows(named, report.text)
    optional = {id(r) for r, d in zip(left, demanded, strict=True) if d.get("optional")}
    met = {id(b): a for a, b in projects.pair(left, right)}
    for read, made in zip(found, right, strict=True):
        gold = met.get(id(made))
        if gold is None or id(gold) not in optional:
            same = gold is not None and all(getattr(gold, s) == getattr(made, s) for s in projects.SLOTS)
            yield _judged(proposals[read["id"]], report, same)


def of_decisions() -> Iterator[Judged]:
    """Judge what the rules read of the reports in this repository by what was decided of it."""
    for reviewed in review_project(read_project(HERE.parent)):
        known = {s.id: s for s in reviewed.statements}
        for proposal in extract(reviewed.report):
            statement = known[proposal.id]
            if statement.review_status in ("reviewed", "double-checked", "rejected"):
                taken = statement.review_status != "rejected" and read_cells(statement) == read_cells(proposal)
                yield _judged(proposal, reviewed.report, taken)


def _judged(proposal: Proposal, report: Report, right: bool) -> Judged:
    return proposal.rule, trait_of(proposal, report.text), right


def counted(judged: Iterable[Judged]) -> dict[tuple[str, str], tuple[int, int]]:
    """Count what was read and what was right of each rule, and of each rule's traits."""
    read, right = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for rule, trait, is_right in judged:
        for key in {(ANY if trait in RISKS else rule, trait), (rule, "")}:
            read[key] += 1
            right[key] += is_right
    return {key: (read[key], right[key]) for key in read}


def table(gold: Iterable[Judged], decided: Iterable[Judged]) -> str:
    """Return the table: of each rule what gold rows say, else what decisions say, else that nobody measured it."""
    by_gold, by_decisions = counted(gold), counted(decided)
    measured = {rule for rule, _ in by_gold}
    rows: dict[tuple[str, str], tuple[int, int, str]] = {k: (*v, "gold") for k, v in by_gold.items()}
    rows |= {k: (*v, "decisions") for k, v in by_decisions.items() if k[0] not in measured and k[0] in RULES}
    for rule in RULES.keys() - {r for r, _ in rows}:
        rows[rule, ""] = (0, 0, "")
    for risk in RISKS:
        rows.setdefault((ANY, risk), (0, 0, ""))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for (rule, trait), (read, right, on) in sorted(rows.items()):
        if rule == ANY or not trait or read >= FEWEST_APART:
            writer.writerow((rule, trait, read, right, at_least(right, read), on))
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {FILE}")
    asked = parser.parse_args()
    files = [f for f in sorted(GOLD.glob("*.gold.jsonl")) if not read_gold(f).header["frozen"]]
    missing = [f.name for f in files if not (asked.corpus / f"{f.name.removesuffix('.gold.jsonl')}.txt").exists()]
    if missing:
        sys.exit(f"{asked.corpus}: expected the texts of all open gold reports, found none of {', '.join(missing)}")
    text = table((j for f in files for j in of_gold(f, asked.corpus)), of_decisions())
    print(text, end="")
    if asked.write:
        (HERE.parent / FILE).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
