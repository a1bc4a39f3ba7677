"""Statements by a plain pattern over words: what a first afternoon with jieba and regular expressions gives.

``python bench/baseline_jieba.py TEXT PLAN_YEAR`` writes the columns of the statements table that ``bench/score.py``
reads. Needs ``pip install jieba``. A clause with ``NUMBER UNIT`` is a statement; its indicator are the nouns before 增长,
达, 完成 and the like, or those after the unit; it is a target of PLAN_YEAR behind the first heading that plans, an
observation of the year before until then.
"""

import json
import logging
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jieba.posseg

_NUMBER = re.compile(
    r"(?P<digits>\d+(?:\.\d+)?)(?P<scale>[万亿]*)(?P<more>[多余])?"
    r"(?P<unit>%|个百分点|元|美元|人次|人|户|公里|亩|平方米|吨|个|家|项|件|座|所|套|条|处|辆|倍|次|名|位)(?P<least>以上)?"
)
_VERB = re.compile("增长|下降|提高|达到|达|完成|实现|突破|超过|超|新增|建成|为")
_PLAN = re.compile(r"[一二三四五]、[^。\n]{0,20}(?:20\d\d年|今年|下一步)[^。\n]{0,16}(?:安排|任务|目标|打算|工作)")
_NOUN = re.compile("n|vn|l|j|eng|a|b|f|s")
_COUNTED = "个家项件座所套条处辆名位"
_SCALES = {"万": 10**4, "亿": 10**8}


def name(clause: str) -> str:
    """Return the last run of nouns of a clause."""
    run: list[str] = []
    for word, tag in jieba.posseg.cut(clause):
        run = [*run, word] if _NOUN.match(tag) else run if tag in ("u", "uj", "m") else []
    return "".join(run)


def statements(text: str, year: int) -> Iterator[dict[str, Any]]:
    """Yield a row for each number with a unit."""
    plan = max((m.start() for m in _PLAN.finditer(text)), default=len(text) // 2)
    last = ""
    for clause in re.finditer(r"[^，。；：！\n]+", text):
        for m in _NUMBER.finditer(clause[0]):
            before = clause[0][: m.start()]
            verbs = list(_VERB.finditer(before))
            verb = verbs[-1][0] if verbs else ""
            after = re.split("[、和]", clause[0][m.end() :])[0]
            counted = name(after) if m["unit"] in _COUNTED else ""
            last = counted or name(before[: verbs[-1].start()] if verbs else before) or last
            value = Decimal(m["digits"])
            for scale in m["scale"]:
                value *= _SCALES[scale]
            growth, points = m["unit"] == "%" and verb in ("增长", "下降", "提高"), m["unit"] == "个百分点"
            start = clause.start() + m.start()
            yield {
                "class": "Target" if start > plan else "Observation",
                "value": str(-value if verb == "下降" else value),
                "unit": m["unit"],
                "value_type": "change"
                if points
                else "growth"
                if growth
                else "multiple"
                if m["unit"] == "倍"
                else "level",
                "comparator": "ge" if m["least"] else "gt" if m["more"] or verb in ("突破", "超过", "超") else "eq",
                "year": year if start > plan else year - 1,
                "indicator_label": last,
                "start": clause.start(),
                "end": clause.start() + m.end(),
                "value_start": start,
                "value_end": start + len(m["digits"]),
            }


def main() -> None:
    jieba.setLogLevel(logging.WARNING)
    text = Path(sys.argv[1]).read_bytes().decode("utf-8")
    for row in statements(text, int(sys.argv[2])):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
