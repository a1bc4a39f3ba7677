"""The codebook of a panel, made from the definition of its columns: Markdown or CSV, Chinese and English."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.errors import UsageError
from kg.panel.columns import CODES, Column, empty_when

_HEADER: Final = ("column", "code", "type", "label_zh", "label_en", "meaning", "empty_zh", "empty_en")
_KINDS: Final = {
    "text": ("文字", "text"),
    "code": ("代码", "code"),
    "number": ("数值", "number"),
    "whole": ("整数", "whole number"),
    "flag": ("是否（1/0）", "1 or 0"),
    "ids": ("编号，以空格分隔", "ids, a blank between"),
}


def sheet_rows(columns: tuple[Column, ...]) -> Iterator[list[str]]:
    """Yield the codebook as a table: a header, a row per column, and under a column of codes a row per code."""
    yield list(_HEADER)
    for c in columns:
        empty = empty_when(c)
        kind = " / ".join(_KINDS[c.kind])
        yield [c.name, "", kind, c.label.zh, c.label.en, f"{c.meaning.zh} / {c.meaning.en}", empty.zh, empty.en]
        for number, (code, words) in enumerate(CODES[c.codes].items() if c.codes else (), start=1):
            yield [c.name, code, f"Stata: {number}", words.zh, words.en, "", "", ""]


def codebook(columns: tuple[Column, ...], path: Path) -> bytes:
    """Return the codebook as Markdown or CSV, by the file's ending; UsageError for another."""
    match path.suffix.lower():
        case ".md":
            return _markdown(columns).encode()
        case ".csv":
            out = io.StringIO()
            csv.writer(out, lineterminator="\r\n").writerows(sheet_rows(columns))
            return out.getvalue().encode("utf-8-sig")
    raise UsageError(path, "a file ending in .md, .csv", path.suffix or "no ending", "rename it")


def _markdown(columns: tuple[Column, ...]) -> str:
    lines = [
        "# Codebook · 编码手册",
        "",
        "| column 列 | type 类型 | meaning 含义 | empty when 何时为空 |",
        "|---|---|---|---|",
    ]
    for c in columns:
        empty = empty_when(c)
        kind = "<br>".join(_KINDS[c.kind]) + (f"<br>[{c.codes}](#{c.codes})" if c.codes else "")
        meaning = f"**{c.label.zh}** {c.meaning.zh}<br>**{c.label.en}** {c.meaning.en}"
        lines.append(f"| `{c.name}` | {kind} | {meaning} | {empty.zh}<br>{empty.en} |")
    for name in dict.fromkeys(c.codes for c in columns if c.codes):
        lines += ["", f"## {name}", "", "| code 代码 | Stata | 中文 | English |", "|---|---:|---|---|"]
        lines += [f"| `{code}` | {n} | {w.zh} | {w.en} |" for n, (code, w) in enumerate(CODES[name].items(), 1)]
    return "\n".join(lines) + "\n"
