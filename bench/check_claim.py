"""How right `kg check-claim` is: on made articles about one report, and on sentences of reports as they are and altered.

    python bench/check_claim.py                    # the made articles (tests/data/claims)
    python bench/check_claim.py FOLDER [--most N]  # and reports: every sentence with a number, as it is and altered

For the articles: of each verdict that was given, how many were right (precision), and of each that should have been, how
many were given (recall). For reports, every quantity's own words are the article: as they are they must be supported;
with the number changed, its scale (万, 亿) changed, or under a year no report is of, they must not be. The rules that read
reports read these too, so the rates are of the comparison, not of reading anybody's prose.
"""

import argparse
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import kg
from kg.claims import Facts, check_claim
from kg.claims.facts import Fact
from kg.errors import KgError

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "claims"
ARTICLES = {"made while the rules were": "hengyang.tsv", "held out": "held-out.tsv"}
Row = tuple[str, str, str, str]


def articles(name: str) -> Iterator[Row]:
    """Yield category, marked text, verdict and slot of each made article."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()[2:]:
        category, text, verdict, slot = line.split("\t")
        yield category, text, verdict, slot


def got(marked: str, facts: Facts) -> tuple[str, str]:
    """Return verdict and slot of the marked number."""
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    text = re.sub("[⟦⟧]", "", marked)
    found = [r for r in check_claim(text, facts).rows if r.start < end and start < r.end]
    return (found[0].verdict, found[0].slot or "") if len(found) == 1 else ("none" if not found else "several", "")


def measure_articles(what: str, name: str) -> None:
    facts = Facts(kg.read(kg.example(), place="430400", year=2019).rows())
    given, should, right, wrong = Counter[str](), Counter[str](), Counter[str](), []
    by_category: defaultdict[str, list[bool]] = defaultdict(list)
    for category, text, verdict, slot in articles(name):
        found = got(text, facts)
        name = {True: f"{verdict} ({slot})", False: verdict}[bool(slot)]
        told = {True: f"{found[0]} ({found[1]})", False: found[0]}[bool(found[1])]
        given[told] += 1
        should[name] += 1
        by_category[category].append(told == name)
        if told == name:
            right[name] += 1
        else:
            wrong.append(f"  {category}: {text}: {name}, given {told}")
    print(f"{what}: {sum(should.values())} claims, {sum(right.values())} right")
    print(f"{'verdict':26} given  precision  recall")
    for name in sorted(given | should):
        precision = f"{right[name] / given[name]:9.3f}" if given[name] else "        –"
        recall = f"{right[name] / should[name]:7.3f}" if should[name] else "      –"
        print(f"{name:26} {given[name]:5}  {precision} {recall}")
    print(", ".join(f"{c} {sum(ok)}/{len(ok)}" for c, ok in by_category.items()))
    print("\n".join(wrong))


def altered(fact: Fact, chance: random.Random) -> dict[str, str]:
    """Return a statement's own words, and each alteration that can be made of them."""
    row = fact.row
    quote, start = str(row["quote"]), int(row["start"])
    at, end = int(row["value_start"]) - start, int(row["value_end"]) - start
    written = quote[at:end]
    made = {"as it is": quote}
    if number := re.search(r"\d[\d.]*", written):
        digits = number[0]
        other = digits
        while float(other) == float(digits):
            place = chance.choice([i for i, c in enumerate(digits) if c.isdigit()])
            new = chance.choice([d for d in "123456789" if d != digits[place]])
            other = digits[:place] + new + digits[place + 1 :]
        made["value"] = quote[:at] + written.replace(digits, other, 1) + quote[end:]
        scale = re.search("[万亿]", written)
        if scale:
            swapped = {"万": "亿", "亿": "万"}[scale[0]]
            made["scale"] = quote[:at] + written.replace(scale[0], swapped, 1) + quote[end:]
    if not re.search(r"(?:19|20)\d\d|[一二三四五六七八九十]五|年来|去年|今年", quote):
        made["year"] = f"1987年，{quote}"
    return made


def measure_reports(folder: Path, most: int) -> None:
    chance = random.Random(7)
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reports = examples = 0
    seconds = 0.0
    shown: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*.txt"))[:most]:
        try:
            rows = kg.read(path).rows()
        except KgError as error:
            print(f"  left out: {error}", file=sys.stderr)
            continue
        reports += 1
        facts = Facts(rows)
        place = facts.places[0]
        here = facts.of(place)
        assert here is not None
        quantities = [f for found in here.by_measure.values() for f in found if f.row["value_start"] is not None]
        for fact in quantities:
            for what, text in altered(fact, chance).items():
                began = time.perf_counter()
                number = int(fact.row["value_start"]) - int(fact.row["start"])
                number += 6 if what == "year" else 0
                checked = check_claim(text + "。", facts, place=place).rows
                seconds += time.perf_counter() - began
                examples += 1
                row = next((r for r in checked if r.start <= number < r.end), None)
                verdict = "none" if row is None else f"contradicted ({row.slot})" if row.slot else row.verdict
                told[what][verdict] += 1
                if (verdict == "supported") != (what == "as it is"):
                    shown[what].append(f"{path.stem}: {text!r} -> {verdict}")
    print(f"\n{reports} reports, {examples:,} sentences checked, {1000 * seconds / max(1, examples):.1f} ms each")
    for what, verdicts in told.items():
        whole = verdicts.total()
        parts = ", ".join(f"{v} {n / whole:.3f}" for v, n in verdicts.most_common())
        print(f"{what:9} {whole:6,}: {parts}")
    for what, lines in shown.items():
        print(f"\n{what}, not as it should be: {len(lines)}")
        print("\n".join(f"  {line}" for line in chance.sample(lines, min(8, len(lines)))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="a folder of reports, one text file each")
    parser.add_argument("--most", type=int, default=1000, help="read so many reports at most")
    given = parser.parse_args()
    for what, name in ARTICLES.items():
        measure_articles(what, name)
    if given.folder:
        measure_reports(given.folder, given.most)


if __name__ == "__main__":
    main()
