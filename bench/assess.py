"""Hold ``kg assess`` against a reading by hand, or time it: ``python bench/assess.py CORPUS_DIR | --generated N``.

CORPUS_DIR holds the texts that ``data/assessed/expected.csv`` was read from (``national-2013.txt`` …). They are read in
memory and assessed; printed are the agreement by expected result, what the given results are worth, and each difference by
id. Frozen reports are never opened. A text in another copy may have other ids; its rows are counted as not found.

``--generated N`` makes N reports (places × 5 years, seeded): targets with a stated outcome, with growth to derive, relative
ones, planned milestones, and promises of which the later text says nothing. Printed are seconds, pairs and pairs a second of
``kg.assess.assess`` alone, in one process.
"""

import argparse
import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.assess import Assessment, Held, assess
from kg.cells import joined
from kg.model import Passage, Report, Span, Statement
from kg.numerals import plain
from kg.places import children, descendants
from kg.report import report_of_file
from kg.reviewed import review

EXPECTED = Path(__file__).parent.parent / "data" / "assessed" / "expected.csv"
REPORTS = (
    *(f"national-{year}" for year in (2013, 2014, 2016, 2017, 2018, 2019)),
    "province-beijing-2024",
    *(f"province-{place}-{year}" for place in ("chongqing", "shanghai", "tianjin") for year in (2024, 2025)),
)
NO_PROMISE = "no-promise"
YEARS = range(2015, 2020)


@dataclass(frozen=True, slots=True)
class Row:
    """What a reader decided of one promise held against one source; of what is no promise there is no source."""

    statement: str
    source: str
    result: str
    rules: tuple[str, ...]
    value: str
    sample: str


def expected() -> list[Row]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return [
            Row(r["statement"], r["source"], r["result"], tuple(r["rule"].split("|")), r["value"], r["sample"])
            for r in csv.DictReader(file)
        ]


def read_corpus(folder: Path) -> Iterator[Held]:
    for name in REPORTS:
        report = report_of_file(folder / f"{name}.txt")
        reviewed = review(report)
        yield Held(report, reviewed.published, reviewed.passages)


def compare(rows: list[Row], held: list[Held]) -> None:
    known = {s.id for h in held for s in h.statements}
    given: dict[str, dict[str, Assessment]] = {}
    for a in assess(held):
        given.setdefault(a.commitment, {})["" if a.source == "pending" else a.source] = a
    total, agreed = Counter[str](), Counter[str]()
    answered, right = Counter[str](), Counter[str]()
    samples, agreed_in = Counter[str](), Counter[str]()
    differences = []
    for row in rows:
        if row.statement not in known:
            print(f"{row.statement}: not found in these texts")
            continue
        found = given.get(row.statement, {})
        one = found.get(row.source)
        if row.result == NO_PROMISE:
            told, same = ("assessed" if found else NO_PROMISE), not found
        else:
            # Where an earlier source tells of a promise, a report on a whole term that is silent has no result.
            unheld = row.result if not one and found and row.rules == ("term-report",) else "not held against it"
            told = one.result if one else unheld
            same = told == row.result
        total[row.result] += 1
        agreed[row.result] += same
        answered[told] += 1
        right[told] += same
        samples[row.sample] += 1
        agreed_in[row.sample] += same
        if not same:
            differences.append(f"{row.statement} {row.source or '-'}: expected {row.result}, found {told}")
        elif one and (
            one.rule not in row.rules or (row.value and (one.value is None or plain(one.value) != row.value))
        ):
            value = "" if one.value is None else f" {plain(one.value)}"
            differences.append(
                f"{row.statement} {row.source}: {row.result}, expected by {'|'.join(row.rules)} {row.value}, "
                f"found by {one.rule}{value}"
            )
    print(f"{sum(agreed.values())} of {sum(total.values())} agree")
    for sample in sorted(samples):
        print(f"  sample {sample}: {agreed_in[sample]} of {samples[sample]}")
    print("expected result: agree / read")
    for result, count in total.most_common():
        print(f"  {result}: {agreed[result]} / {count}")
    print("found result: right / found")
    for result, count in answered.most_common():
        print(f"  {result}: {right[result]} / {count}")
    print("differences")
    for line in differences:
        print(f"  {line}")


class Maker:
    """Reports that were never given: every word is drawn, seeded."""

    DIRECT = ("gdp", "fixed-asset-investment", "total-retail-sales", "cpi", "urban-employment-new")
    DERIVED = ("general-public-budget-revenue", "exports", "imports")
    RELATIVE = ("per-capita-disposable-income",)

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        characters = [chr(0x4E00 + n) for n in self.random.sample(range(6000), 900)]
        self.words = ["".join(self.random.choices(characters, k=2)) for _ in range(4000)]

    def sentence(self) -> str:
        return "".join(self.random.choices(self.words, k=self.random.randint(8, 30))) + "。"

    def name(self) -> str:
        return "".join(self.random.choices(self.words, k=3))

    def place(self, code: str) -> Iterator[Held]:
        """Make five reports of a place; what one promises the next tells of, or not."""
        works = [self.name() for _ in range(12)]
        projects = [self.name() for _ in range(6)]
        for year in YEARS:
            yield self.report(code, year, works, projects)

    def report(self, code: str, year: int, works: list[str], projects: list[str]) -> Held:
        name, text = f"{code}-{year}", "".join(self.sentence() for _ in range(120))
        spans = []
        start = 0
        for end in (i + 1 for i, c in enumerate(text) if c == "。"):
            spans.append(Span(start, end))
            start = end
        passages = tuple(
            Passage(kind=kind, span=span, section="", half="review")  # type: ignore[arg-type]
            for kind, of in (("paragraph", [Span(0, len(text))]), ("sentence", spans))
            for span in of
        )
        report = Report(id=name, text=text, sha256="", place=code, plan=year, review=(year - 1, year - 1))
        made: list[Statement] = []

        def say(cls: str, **more: object) -> None:
            span = spans[len(made) % len(spans)]
            made.append(
                Statement(
                    id=f"{name}.{len(made):010x}",
                    cls=cls,
                    report=name,
                    place=code,
                    place_label="某县",
                    quote=span.of(text),
                    span=span,
                    as_stated=span,
                    section="",
                    rule="made",
                    slots={"year": "made"},
                    **more,  # type: ignore[arg-type]
                )
            )

        def number(cls: str, of: str, value_type: str, unit: str, label: str = "", **more: object) -> None:
            say(
                cls,
                indicator=of or None,
                indicator_label=label or of,
                value_type=value_type,
                unit=unit,
                **{"comparator": "eq", "value": Decimal(self.random.randint(10, 900)) / 10, **more},
            )

        for of in self.DIRECT:
            number("Observation", of, "growth", "%", year=year - 1)
            number("Target", of, "growth", "%", year=year, comparator="approx")
        for of in self.DERIVED:
            number("Observation", of, "level", "元", year=year - 1)
            number("Target", of, "growth", "%", year=year)
        for of in self.RELATIVE:
            number("Observation", of, "growth", "%", year=year - 1)
            say(
                "Target",
                indicator=of,
                indicator_label=of,
                value_type="growth",
                relative_to="经济增长",
                comparator="tracks",
                year=year,
            )
        for index, work in enumerate(works):
            if index % 3 == 0:
                number("Observation", "", "level", "个", f"新增{work}", year=year - 1)
            number("Target", "", "level", "个", f"新建{work}", year=year)
        for index, project in enumerate(projects):
            key = {"project": f"{code}.{index}", "project_label": project}
            if index % 2:
                say("RealisedMilestone", status="completed", year=year - 1, **key)
            if index % 2 or year == YEARS[0]:
                say("PlannedMilestone", status="operating", year=year, **key)
        return Held(report, joined(made), passages)


def generated(count: int) -> None:
    counties = [d for province in children("cn") for d in descendants(province.code) if d.level == "county"]
    codes = sorted({d.code for d in counties})[: count // len(YEARS)]
    maker = Maker()
    held = [h for code in codes for h in maker.place(code)]
    began = time.perf_counter()
    found = assess(held)
    seconds = time.perf_counter() - began
    pairs = sum(a.source != "pending" for a in found)
    rules = Counter(a.rule for a in found)
    print(f"{len(held)} reports, {sum(len(h.statements) for h in held)} statements")
    print(", ".join(f"{rule} {count}" for rule, count in rules.most_common()))
    print(f"{seconds:.1f} s, {pairs} pairs, {pairs / seconds:.0f} pairs/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", metavar="CORPUS_DIR", type=Path, nargs="?")
    parser.add_argument("--generated", metavar="N", type=int, help="time the assessment of N made reports")
    given = parser.parse_args()
    if given.generated:
        generated(given.generated)
    elif given.corpus is None:
        parser.error("expected a folder of texts, or --generated N")
    elif missing := [name for name in REPORTS if not (given.corpus / f"{name}.txt").is_file()]:
        sys.exit(f"{given.corpus}: expected {missing[0]}.txt, found none")
    else:
        compare(expected(), list(read_corpus(given.corpus)))


if __name__ == "__main__":
    main()
