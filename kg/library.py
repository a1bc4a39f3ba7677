"""The library of questions as people and programs read it: each one told in full, with an example of its answer.

The example is ``queries/{group}/{name}.expected.csv``, the exact answer over the report that ships. Where that one alone
has none (a promise held against a later report), ``{name}.example.csv`` shows the form of an answer over a made-up graph,
and says so. Both are SPARQL 1.1 CSV results.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import resources
from kg.language import Language, columns, language, say
from kg.question import Parameter, Question

# Sections of the library, by folder: English, Chinese.
GROUPS = {
    "evidence": ("Evidence", "原文依据"),
    "linking": ("Linking", "外部链接与名称"),
    "organisations": ("Organisations", "机构"),
    "places": ("Places", "地点"),
    "programmes": ("Programmes", "工程与行动"),
    "projects": ("Projects", "项目"),
    "quality": ("Quality", "数据质量"),
    "results": ("Results", "成效"),
    "sectors": ("Industries", "产业"),
    "targets": ("Targets", "目标"),
}
_DEFAULTS = {
    "@place": ("that of the latest report", "取最新报告的地点"),
    "@plan-year": ("the year the latest report plans for", "取最新报告所计划的年份"),
    "@review-year": ("the year the latest report looks back on", "取最新报告所回顾的年份"),
    "@lang": ("your language", "取您的语言"),
    "": ("left open", "不限"),
}
_TYPES = {
    "place": ("a place: name or code", "地点：名称或代码"),
    "indicator": ("an indicator: name or code", "指标：名称或代码"),
    "project": ("a project: name or code", "项目：名称或代码"),
    "organisation": ("an organisation: name or code", "机构：名称或代码"),
    "programme": ("a programme: name or code", "工程或行动：名称或代码"),
    "sector": ("an industry: name or code", "产业：名称或代码"),
    "theme": ("a theme: name or code", "主题：名称或代码"),
    "report": ("a report: its id", "报告：编号"),
    "statement": ("a statement: its id", "陈述：编号"),
    "year": ("a year", "年份"),
    "integer": ("a whole number", "整数"),
    "decimal": ("a number", "数"),
    "text": ("any words", "任意文字"),
    "name": ("the name of a thing, as the graph has it", "事物的名称，须与图中一致"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """The first rows of an answer. ``total`` counts all of its rows; ``made_up``: of no real report."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    made_up: bool


def example(asked: Question, limit: int = 5) -> Example | None:
    """Return up to ``limit`` rows of a question's example answer; None for one that needs the network."""
    folder = resources.path("queries")
    for ending, made_up in ((".example.csv", True), (".expected.csv", False)):
        file = folder / f"{asked.name}{ending}"
        if file.is_file():
            return _read(file, limit, made_up)
    return None


def _read(file: Path, limit: int, made_up: bool) -> Example:
    with file.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    return Example(tuple(head), tuple(map(tuple, rows[:limit])), len(rows), made_up)


def of_example(shown: Example, lang: Language | None = None) -> str:
    """Say what an example is of, and how many of its rows are shown."""
    lang = lang or language()
    if shown.made_up:
        return _either(
            lang,
            f"{len(shown.rows)} of {shown.total}, made up to show the form",
            f"{shown.total} 行之 {len(shown.rows)}，虚构，仅示形式",
        )
    return _either(
        lang,
        f"{len(shown.rows)} of {shown.total} over the report that ships",
        f"随附报告的 {shown.total} 行之 {len(shown.rows)}",
    )


def _either(lang: Language, en: str, zh: str) -> str:
    return zh if lang == "zh" else en


def meaning(parameter: Parameter, lang: Language | None = None) -> str:
    """Say what a parameter takes: the kind of thing, or the only values there are."""
    lang = lang or language()
    if parameter.allowed:
        return _either(lang, "one of ", "取 ") + _either(lang, ", ", "、").join(parameter.allowed)
    return _TYPES[parameter.type][lang == "zh"]


def default(parameter: Parameter, lang: Language | None = None) -> str:
    """Say what a parameter is unless it is given."""
    lang = lang or language()
    if parameter.default is None:
        return _either(lang, "must be given", "必须给出")
    if parameter.default in _DEFAULTS:
        return _DEFAULTS[parameter.default][lang == "zh"]
    return parameter.default


def given(asked: Question) -> dict[str, str]:
    """Return parameters for a call as an example, the language left out."""
    return {p.name: p.example for p in asked.parameters if p.default != "@lang"}


def told(asked: Question) -> Iterator[str]:
    """Yield the lines that tell a question in full, in the language people are spoken to in."""
    lang = language()
    yield f"{asked.name}{f' ({asked.id})' if asked.id else ''}"
    yield f"    {asked.title.get(lang, '')}"
    yield f"    {asked.question.get(lang, '')}"
    if asked.description.get(lang):
        yield f"    {asked.description[lang]}"
    if asked.needs or asked.requires:
        instead = say(f"; else try {asked.instead}", f"；否则可试 {asked.instead}") if asked.instead else ""
        yield "    " + say("needs ", "需要 ") + f"{asked.needs or asked.requires}{instead}"
    if asked.parameters:
        yield ""
        yield say("parameters", "参数")
        rows = [
            (p.name, p.label.get(lang, ""), meaning(p), say("unless given: ", "不写时：") + default(p))
            for p in asked.parameters
        ]
        yield from _laid_out(rows)
    yield ""
    shown = example(asked)
    if shown is None:
        yield say("example: none, the answer is the network's", "示例：无，答案取自网络")
    else:
        yield say(f"example ({of_example(shown)})", f"示例（{of_example(shown)}）")
        yield from _laid_out([shown.columns, *shown.rows])
    yield ""
    yield (
        say("shown best as a ", "最宜显示为")
        + {"table": say("table", "表格"), "graph": say("graph", "网络图"), "chart": say("chart", "图表")}[asked.view]
    )
    yield "kg query " + " ".join([asked.name, *(f"-p {name}={value}" for name, value in given(asked).items())])
    yield ""
    yield from (line for line in asked.text.rstrip().splitlines() if not line.startswith("#"))


def _laid_out(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows in columns; what is longer than sixty columns of a terminal is cut."""
    cells = [[_cut(cell) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield ("    " + "  ".join(c + " " * (w - columns(c)) for c, w in zip(row, widths, strict=True))).rstrip()


def _cut(text: str, width: int = 60) -> str:
    if columns(text) <= width:
        return text
    while columns(text) >= width:
        text = text[:-1]
    return text + "…"


def described(asked: Question, rows: int = 5) -> dict[str, object]:
    """Return a question for programs, as JSON: its texts in both languages, parameters, example and SPARQL."""
    shown = example(asked, rows)
    return {
        "name": asked.name,
        "id": asked.id,
        "group": asked.group,
        "title": dict(asked.title),
        "question": dict(asked.question),
        "description": dict(asked.description),
        "parameters": [
            {
                "name": p.name,
                "type": "enum" if p.type.startswith("enum(") else p.type,
                "label": dict(p.label),
                "required": p.default is None,
                "default": p.default,
                "allowed": list(p.allowed) or None,
                "example": p.example,
            }
            for p in asked.parameters
        ],
        "view": asked.view,
        "needs": asked.needs,
        "requires": asked.requires,
        "instead": asked.instead,
        "example": None
        if shown is None
        else {
            "madeUp": shown.made_up,
            "columns": list(shown.columns),
            "rows": [list(row) for row in shown.rows],
            "total": shown.total,
        },
        "sparql": asked.text,
    }
