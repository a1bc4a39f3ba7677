"""Verdicts as a person reads them in a terminal, and as a table."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from kg.claims.model import Check, Checked, Citation
from kg.decisions.cells import protect
from kg.language import count, say

COLUMNS: Final = (
    "start", "end", "text", "verdict", "slot", "how", "reason", "about", "said", "place", "place_label", "year",
    "statement", "iri", "report", "report_start", "report_end", "quote", "report_says", "report_year", "more",
)  # fmt: skip
_VERDICTS: Final = {
    "supported": ("supported", "有据"),
    "contradicted": ("contradicted", "不符"),
    "not-stated": ("not stated", "报告未提"),
    "not-covered": ("not covered", "无此报告"),
    "unread": ("not understood", "未能读懂"),
    "no-claim": ("no claim", "非数据"),
}
_SLOTS: Final = {
    "value": ("in its value", "数值不符"),
    "unit": ("in its unit", "单位不符"),
    "bound": ("in its bound (左右, 以上, 以内 …)", "限定语不符（左右、以上、以内等）"),
    "year": ("in its year", "年份不符"),
    "place": ("in its place", "地点不符"),
    "indicator": ("in what it is a number of", "指标不符"),
    "kind": ("reached and promised are not the same", "完成与目标混淆"),
}
_HOWS: Final = {
    "exact": ("", ""),
    "rounded": (" (rounded, as its words say)", "（约数，措辞已说明）"),
    "implied": (" (follows from it)", "（可由报告推出）"),
}
_LONGEST: Final = 72


def lines(check: Check) -> Iterator[str]:
    """Yield the verdicts for a terminal, each with what the report says; numerals that claim nothing are only counted."""
    for row in check.rows:
        if row.verdict == "no-claim":
            continue
        yield _verdict(row)
        for cited in row.citations[: 1 if row.verdict == "supported" else 2]:
            yield f"    {_cited(row, cited)}"
    parts = ", ".join(f"{say(*_VERDICTS[verdict])} {n}" for verdict, n in check.counts.items())
    total = len(check.rows)
    yield (
        say(f"{count(total, 'number')}: {parts}", f"共 {total} 个数字：{parts}")
        if parts
        else say("no numbers", "没有数字")
    )


def _verdict(row: Checked) -> str:
    words = say(*_VERDICTS[row.verdict])
    if row.slot:
        words += say(f" {_SLOTS[row.slot][0]}", f"（{_SLOTS[row.slot][1]}）")
    if row.how:
        words += say(*_HOWS[row.how])
    of = "  ".join(part for part in (row.about, row.place_label, str(row.year or "")) if part)
    return f"{row.said}  {words}" + (f"  {of}" if of else "")


def _cited(row: Checked, cited: Citation) -> str:
    quote = " ".join(cited.quote.split())
    quote = quote if len(quote) <= _LONGEST else quote[:_LONGEST] + "…"
    near = "" if row.verdict in ("supported", "contradicted") else say("nearest: ", "最相近：")
    year = f" ({cited.year})" if cited.year else ""
    place = f"kg show {cited.statement.rpartition('.')[2]}"
    return f"{near}「{quote}」{year}  {cited.report}[{cited.start}:{cited.end}]  {place}"


def table(check: Check, format: str) -> str:
    """Return the verdicts as ``csv``, one row a number with its first citation, or as ``json`` with all."""
    if format == "json":
        records = {"counts": dict(check.counts), "numbers": [asdict(row) for row in check.rows]}
        return json.dumps(records, ensure_ascii=False, indent=1) + "\n"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in check.rows:
        writer.writerow({k: protect(v, text=False) if isinstance(v, str) else v for k, v in _cells(row).items()})
    return "\ufeff" + out.getvalue()


def _cells(row: Checked) -> dict[str, Any]:
    cells = asdict(row)
    first, *more = row.citations or (None,)
    del cells["citations"]
    cited = asdict(first) if first else {}
    names = {
        "statement": "statement",
        "iri": "iri",
        "report": "report",
        "report_start": "start",
        "report_end": "end",
        "quote": "quote",
        "report_says": "said",
        "report_year": "year",
    }
    cells |= {column: cited.get(name) for column, name in names.items()}
    return cells | {"more": "|".join(c.statement for c in more if c)}
