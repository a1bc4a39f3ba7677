"""What becomes of each text of a folder when it is read and recognised: a table for docs/reading.md, without texts.

usage: python bench/reading.py CORPUS_DIR [--write docs/reading.md]

Place and year are compared with the folder's INDEX.tsv (columns file, place, year); names of files are not used. With
``--write`` the table replaces what stands between the marks ``<!-- table -->`` and ``<!-- /table -->`` of each file.
"""

import argparse
import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.model import Report
from kg.places import division
from kg.readers import read_file
from kg.recognise import Recognition, recognise
from kg.text import glossary, passages

BEGIN, END = "<!-- table -->", "<!-- /table -->"
HEADER = ("text", "read", "place", "certain", "year", "certain", "looks back on", "times", "whole", "terms", "notes")


@dataclass(frozen=True)
class Outcome:
    """What became of one text."""

    file: str
    refused: str = ""
    place: str = ""
    place_right: bool = False
    year: str = ""
    year_right: bool = False
    certain: tuple[str, str] = ("", "")
    review: str = ""
    times: str = ""
    whole: bool = True
    terms: int = 0
    notes: int = 0

    @property
    def right(self) -> bool:
        """Whether both place and year were found without help."""
        return self.place_right and self.year_right


def outcome(path: Path, place: str, year: str) -> Outcome:
    """Read and recognise one text and compare it with the truth."""
    try:
        document = read_file(path)
    except KgError as error:
        return Outcome(path.name, refused=f"{error.found}; {error.step}")
    found = recognise(document.text)
    if found.problem:
        return Outcome(path.name, refused=found.problem)
    name = division(found.place).name if found.place else ""
    report = _report(document.text, found)
    times = next((r.split()[3] for r in document.remarks if r.startswith("the text stands")), "")
    return Outcome(
        path.name,
        place=name,
        place_right=bool(name) and (place in name or (place, found.place) == ("全国", "cn")),
        year=str(found.plan or ""),
        year_right=str(found.plan) == year,
        certain=(f"{found.certainty('place'):.2f}", f"{found.certainty('plan'):.2f}"),
        review="–".join(map(str, dict.fromkeys(found.review or ()))),
        times=times,
        whole=found.whole,
        terms=len(glossary(report)),
        notes=sum(p.kind == "note" for p in passages(report)),
    )


def _report(text: str, found: Recognition) -> Report:
    plan = found.plan or 2000
    return Report(
        id=f"{found.place or 'cn'}-{plan}",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        place=found.place or "cn",
        plan=plan,
        review=found.review or (plan - 1, plan - 1),
    )


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """Yield the lines of the table and its totals, as Markdown."""
    yield "| " + " | ".join(HEADER) + " |"
    yield "|---" * len(HEADER) + "|"
    for o in outcomes:
        if o.refused:
            yield f"| {o.file} | refused: {o.refused}" + " |" * (len(HEADER) - 1)
            continue
        place, year = (v + ("" if ok else " ✗") for v, ok in ((o.place, o.place_right), (o.year, o.year_right)))
        cells = [o.file, "yes", place, o.certain[0], year, o.certain[1], o.review, o.times or "1"]
        yield "| " + " | ".join([*cells, "yes" if o.whole else "**half**", str(o.terms), str(o.notes)]) + " |"
    count = Counter(read=sum(not o.refused for o in outcomes), right=sum(o.right for o in outcomes))
    yield ""
    yield (
        f"{len(outcomes)} texts: {count['read']} read, {len(outcomes) - count['read']} refused; place and year right"
        f" without help in {count['right']}; {sum(bool(o.times) for o in outcomes)} cut to one copy,"
        f" {sum(not o.whole for o in outcomes)} half a report, {sum(o.terms > 0 for o in outcomes)} with a glossary of"
        f" {sum(o.terms for o in outcomes)} terms together, {sum(o.notes > 0 for o in outcomes)} with notes."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="CORPUS_DIR")
    parser.add_argument("--write", type=Path, action="append", default=[], metavar="FILE")
    arguments = parser.parse_args()
    index = arguments.folder / "INDEX.tsv"
    if not index.is_file():
        sys.exit(f"bench/reading.py: expected {index} with columns file, place, year, found none; name another folder")
    with index.open(encoding="utf-8", newline="") as lines:
        truth = sorted(csv.DictReader(lines, delimiter="\t"), key=lambda row: row["file"])
    text = "\n".join(table([outcome(arguments.folder / r["file"], r["place"], r["year"]) for r in truth]))
    if not arguments.write:
        print(text)
    for path in arguments.write:
        old = path.read_text(encoding="utf-8")
        if BEGIN not in old or END not in old:
            sys.exit(f"bench/reading.py: expected the marks {BEGIN} and {END} in {path}, found none; add them")
        new = old[: old.index(BEGIN) + len(BEGIN)] + f"\n{text}\n" + old[old.index(END) :]
        path.write_text(new, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
