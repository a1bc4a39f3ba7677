"""The table of all questions, ``docs/questions.md`` and ``docs/questions.zh.md``: ``python bench/questions_page.py``.

Made from the comments of ``queries/*/*.rq``, so that page and library cannot drift apart; a test holds them together.
"""

from itertools import groupby

from kg import resources
from kg.library import GROUPS
from kg.question import Question, questions

FILES = {"en": "docs/questions.md", "zh": "docs/questions.zh.md"}
_OPENING = {
    "en": """# Questions

[中文](questions.zh.md)

{count} questions come with the package, in the files `queries/{{group}}/{{name}}.rq`. Ask one by name or id: `kg query targets/firm`,
`kg query cq06 -p strength=plain`. A parameter in brackets may be left out; place and years are then those of the latest
report. `{{name}}.expected.csv` beside it is the exact answer over the report that ships, the same from pyoxigraph and from
rdflib; `python bench/answers.py` writes them anew. This page is made by `python bench/questions_page.py`.
""",
    "zh": """# 问题

[English](questions.md)

随包共 {count} 个问题，见 `queries/{{组}}/{{名称}}.rq`。按名称或编号提问：`kg query targets/firm`、`kg query cq06 -p strength=plain`。
方括号里的参数可省略，地点与年份即取最新报告的。旁边的 `{{名称}}.expected.csv` 是对随包报告的确切答案，pyoxigraph 与 rdflib 结果一致；
`python bench/answers.py` 重新生成。本页由 `python bench/questions_page.py` 生成。
""",
}
_HEAD = {"en": "| id | name | question | parameters |", "zh": "| 编号 | 名称 | 问题 | 参数 |"}
_NEEDS = {"en": "needs", "zh": "需要"}


def row(asked: Question, language: str) -> str:
    """Return the line of one question: id, name, what it asks, its parameters."""
    given = (
        f"{p.name}" if p.default is None else f"[{p.name}{'=' + p.default if p.default else ''}]"
        for p in asked.parameters
        if p.name != "lang"
    )
    needed = asked.needs or asked.requires
    says = asked.question[language] + (f" ({_NEEDS[language]} {needed})" if needed else "")
    return f"| {asked.id} | `{asked.name}` | {says} | {' '.join(f'`{g}`' for g in given)} |"


def page(language: str) -> str:
    """Return the page in a language (en, zh), as Markdown."""
    parts = [_OPENING[language].format(count=len(questions()))]
    for group, members in groupby(questions(), key=lambda q: q.group):
        name = GROUPS[group][language == "zh"]
        lines = "\n".join(row(q, language) for q in members)
        parts.append(f"\n## {name}\n\n{_HEAD[language]}\n|---|---|---|---|\n{lines}\n")
    return "".join(parts)


if __name__ == "__main__":
    for language, file in FILES.items():
        resources.path(file).write_text(page(language), encoding="utf-8")
