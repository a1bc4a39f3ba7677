"""docs/extraction.md → data/reference/extraction.csv: the figures that pages state, copied by no hand.

``python bench/figures.py --write`` after ``bench/extraction.py … --write docs/extraction.md``; without it the table is printed.
"""

import argparse
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE, TARGET = ROOT / "docs" / "extraction.md", ROOT / "data" / "reference" / "extraction.csv"
COLUMNS = ("set", "reports", "claims", "measure", "reader", "micro", "macro")
_SET = re.compile(r"^## (?P<name>Frozen|Open): (?P<reports>\d+) reports, (?P<claims>[\d,]+) claims$", re.MULTILINE)
_MEASURES = {"found": "found", "strict": "strict", "strict + indicator": "strict-indicator"}
_READERS = {
    "kg": "kg",
    "one reader against the other": "reader",
    "recognizers-text-suite": "recognizers-text-suite",
    "jieba and a pattern": "jieba",
}


def figures(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the first table of each set: F1 of claims, micro and macro mean, by reader and measure."""
    for found in _SET.finditer(text):
        table = [line for line in text[found.end() :].split("\n## ")[0].splitlines() if line.startswith("|")]
        measures = [_MEASURES[cell.strip()] for cell in table[0].strip("|").split("|")[1:]]
        for line in table[2 : 2 + len(_READERS)]:
            reader, *cells = (cell.strip() for cell in line.strip("|").split("|"))
            for measure, cell in zip(measures, cells, strict=True):
                micro, macro = cell.split(" / ")
                claims = found["claims"].replace(",", "")
                yield found["name"].lower(), found["reports"], claims, measure, _READERS[reader], micro, macro


def table(text: str) -> str:
    """Return the figures as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(figures(text))
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.relative_to(ROOT)}")
    made = table(SOURCE.read_text(encoding="utf-8"))
    if parser.parse_args().write:
        TARGET.write_text(made, encoding="utf-8", newline="")
    else:
        print(made, end="")


if __name__ == "__main__":
    main()
