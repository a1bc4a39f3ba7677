"""Files beside the pages: tables to download, and the rows of a report as a script that the table of everything loads."""

import json
from collections.abc import Iterator, Sequence

from kg.model import Report
from kg.site.data import Site
from kg.site.scorecard import table as scorecard
from kg.site.table import chapter
from kg.site.telling import FAMILY_OF, one_line, title
from kg.site.things import Row
from kg.table import to_csv, to_jsonl


def names(site: Site) -> Iterator[str]:
    """Yield the name of every file, as ``Links.asset`` takes it."""
    for report in site.reports:
        yield f"data/{report}.csv"
        yield f"data/{report}.json"
        if len(site.reports) > 1:
            yield f"rows/{report}.js"
    for place in site.of_place:
        yield f"data/scorecard-{place}.csv"


def content(site: Site, name: str) -> bytes:
    """Return the bytes of a file by its name. Raises KeyError where there is none of it."""
    folder, _, file = name.partition("/")
    stem, _, ending = file.rpartition(".")
    if folder == "data" and ending == "csv" and stem.startswith("scorecard-"):
        place = stem.removeprefix("scorecard-")
        site.of_place[place]
        return scorecard(site, place).encode()
    if stem not in site.reports or (folder, ending) not in {("data", "csv"), ("data", "json"), ("rows", "js")}:
        raise KeyError(name)
    rows = site.rows(stem)
    if folder == "rows":
        return _script(site.reports[stem], rows)
    if ending == "csv":
        return to_csv([dict(row) for row in rows]).encode()
    # A row a line: what a person can read and a program takes without an indenting encoder, which is far slower.
    return ("[\n" + ",\n".join(to_jsonl(dict(row) for row in rows)) + "\n]\n").encode()


def _script(report: Report, rows: Sequence[Row]) -> bytes:
    """Return a script that hands over the rows of a report: JSON in which nothing ends a line or an element."""
    told = [_row(row, report) for row in rows]
    text = json.dumps([report.id, told], ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"(self.kgRows=self.kgRows||[]).push({text});\n".encode()


def _row(row: Row, report: Report) -> list[object]:
    """Return what the table of everything shows: id, family, heading, year, chapter, whom, measure, review, sentence."""
    return [
        row["id"].rpartition(".")[2],
        FAMILY_OF[row["class"]],
        title(row, "zh"),
        row["year"] or 0,
        chapter(row, report),
        row["about_label"] or "",
        row["indicator_label"] or "",
        row["review_status"],
        one_line(row["quote"]) if row["class"] != "Mention" else "",
    ]
