"""Citations: GB/T 7714-2015 and BibTeX, of the sentence in its report and of the entry in this data.

GB/T 7714-2015 names a report ``[R]``, online ``[R/OL]``, and a data set ``[DB]``, online ``[DB/OL]``; an online source carries
the day it was looked at and its address. What day that is, and at what address a page is read, only the reader's own
device knows: ``{date}`` and ``{url}`` stand for both, and the page's script fills them in.
"""

import re
from dataclasses import dataclass
from typing import Final

from kg.leads.model import Row
from kg.model import Report
from kg.places import division, short_name
from kg.site.telling import shortened
from kg.terms import VERSION

DATE, URL = "{date}", "{url}"
_ADDRESS: Final = re.compile(r"https?://\S+")
_SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Source:
    """What a citation needs to know of the data set: its title, publisher, content hash and the base of its addresses."""

    title: str
    publisher: str
    content_hash: str


def government(report: Report) -> str:
    """Return the body that gives a report: 国务院, or the people's government of its place; of a 盟 or 地区 its 行政公署."""
    if report.place == "cn":
        return "国务院"
    name = division(report.place, report.plan).name
    body = "行政公署" if name.endswith(("地区", "盟")) else "人民政府"
    return f"{name}{body}"


def gb_report(report: Report) -> str:
    """Return the reference to a report after GB/T 7714-2015; ``{date}`` stands for the day it was looked at."""
    author = report.speaker or government(report)
    title = _one_line(report.title)
    if report.meeting:
        title += f"：{_day(report.date)}在{_one_line(report.meeting)}上"
    address = _ADDRESS.search(report.source or "")
    if address:
        published = f"({report.date})" if report.date else f"({report.plan})"
        return f"{_dot(author)}{title}[R/OL]. {published}[{DATE}]. {address[0]}."
    place = "北京" if report.place == "cn" else short_name(division(report.place, report.plan))
    return f"{_dot(author)}{title}[R]. {place}: {government(report)}, {report.plan}."


def gb_entry(row: Row, what: str, source: Source, *, online: bool) -> str:
    """Return the reference to one entry of this data after GB/T 7714-2015, as a page online or as a data set at hand."""
    place = row["place_label"]
    title = f"{what}: {place}{report_year(row)}年政府工作报告条目 {row['id']}"
    version = f"{VERSION}版(内容 {source.content_hash[:16]})"
    seen = f"[{DATE}]. {URL}." if online else f"[{DATE}]."
    author = _dot(source.publisher) if source.publisher else ""
    return f"{author}{title}[{'DB/OL' if online else 'DB'}]. {version}{seen}"


def report_year(row: Row) -> str:
    """Return the year of the report that a statement stands in."""
    return str(row["report"]).split("-")[1]


def bib_report(report: Report, row: Row | None = None) -> str:
    """Return a BibTeX entry of a report, with the quoted sentence as a note where a statement is given."""
    address = _ADDRESS.search(report.source or "")
    note = f"「{_cut(row['quote'])}」, characters {row['start']}--{row['end']}" if row else ""
    fields = {
        "author": "{" + tex(report.speaker or government(report)) + "}",
        "title": "{" + tex(_one_line(report.title)) + "}",
        "institution": "{" + tex(government(report)) + "}",
        "type": "政府工作报告",
        "year": str(report.plan),
        "date": report.date or "",
        "url": address[0] if address else "",
        "urldate": DATE if address else "",
        "note": tex(note),
        "language": "chinese",
    }
    return _entry("techreport", f"gwr-{report.id}", fields)


def bib_entry(row: Row, what: str, source: Source, *, online: bool) -> str:
    """Return a BibTeX entry of one entry of this data, as a page online or as a data set at hand."""
    fields = {
        "author": "{" + tex(source.publisher) + "}" if source.publisher else "",
        "title": "{" + tex(f"{what}（{row['place_label']}{report_year(row)}年政府工作报告）") + "}",
        "howpublished": tex(_one_line(source.title)),
        "version": tex(f"{VERSION} ({source.content_hash[:16]})"),
        "url": URL if online else "",
        "urldate": DATE,
        "note": tex(f"entry {row['id']}"),
        "language": "chinese",
    }
    return _entry("misc", f"gwr-{row['id'].replace('.', '-')}", fields)


def tex(text: str) -> str:
    r"""Return text in which TeX finds nothing to carry out.

    >>> tex("50% & {x}")
    '50\\% \\& \\{x\\}'
    """
    return "".join(_SPECIAL.get(char, char) for char in _one_line(text))


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def _dot(author: str) -> str:
    return f"{_one_line(author)}. "


def _day(date: str | None) -> str:
    if not date:
        return ""
    year, month, day = date.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cut(quote: str) -> str:
    return shortened("".join(quote.split()), _LONGEST)
