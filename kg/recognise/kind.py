"""Is this a government work report, another report of the same meeting, or something else? Are both halves there?"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from kg.recognise.guess import Guess

KIND_LABELS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "report": ("政府工作报告", "government work report"),
        "plan": ("计划报告", "report on the economic plan"),
        "budget": ("财政报告", "budget report"),
        "court": ("法院报告", "court's report"),
        "procuratorate": ("检察院报告", "procuratorate's report"),
        "congress": ("人大常委会报告", "report of a congress's standing committee"),
        "consultative": ("政协报告", "report of a consultative conference"),
        "statistics": ("统计公报", "statistical communiqué"),
        "summary": ("新闻摘要", "press summary of a report"),
        "other": ("其他", "something else"),
    }
)
"""Code of a kind of text → its label in Chinese and in English; only ``report`` is built."""

_MARKS = (
    re.compile("各位代表|各位委员|主任、委员|各位主任"),
    re.compile("报告工作|工作报告"),
    re.compile("工作回顾|过去的?一年|过去五年|一年来|回顾"),
    re.compile("预期目标|工作安排|总体要求|重点工作|主要任务|目标任务|今后"),
    re.compile("人民政府|[市省州县区]政府|国务院|行署|自治区政府|盟行政公署"),
)
_OTHERS = (
    ("plan", re.compile("国民经济和社会发展计划.{0,20}(?:报告|草案)"), "a report on the economic plan (计划报告)"),
    ("budget", re.compile("预算执行情况.{0,30}(?:报告|草案)|财政预算.{0,12}报告"), "a budget report (财政报告)"),
    ("court", re.compile("人民法院工作报告"), "a court's report (法院报告)"),
    ("procuratorate", re.compile("人民检察院工作报告"), "a procuratorate's report (检察院报告)"),
    (
        "congress",
        re.compile("(?:人大|人民代表大会)常务?委(?:员)?会工作(?:的)?报告"),
        "a report of a congress's standing committee (人大常委会报告)",
    ),
    (
        "consultative",
        re.compile("(?:政协|政治协商会议).{0,30}(?:常务委员会|常委会)?工作(?:的)?报告"),
        "a report of a consultative conference (政协报告)",
    ),
    (
        "statistics",
        re.compile("国民经济和社会发展统计公报"),
        "a statistical communiqué (统计公报)",
    ),
)
_SPOKEN = re.compile("我(?:谨)?(?:代表|向)|请予?审议|向大会(?:报告|作)")
_REPORTED = re.compile(
    "(?:作了?《?政府工作报告|政府工作报告》?(?:[中]?(?:指出|提出|强调|显示))|报告(?:指出|提出|强调|认为|显示))"
)
_TOLD = re.compile("(?:报告|他|她|[省市州县区盟旗]长)(?:指出|提出|强调|认为|显示|说|表示)")


def kind_of(folded: str) -> tuple[str, str | None, Guess]:
    """Return the code of the kind, what the text is instead of a work report, and the guess."""
    title = folded[:200]
    for code, pattern, name in _OTHERS:
        m = pattern.search(title)
        if m and "政府工作报告" not in title:
            return code, name, Guess(0.95, f"「{m[0]}」 in the title")
    told = len(_TOLD.findall(folded))
    if _REPORTED.search(folded) and not _SPOKEN.search(folded) and told >= 2:
        return "summary", "a press summary of one (新闻摘要)", Guess(0.85, f"{told} times 「报告指出」 or the like")
    found = sum(bool(mark.search(folded)) for mark in _MARKS)
    if found >= 3:
        return "report", None, Guess(0.5 + found / 10, f"{found} of {len(_MARKS)} marks of a work report")
    name = f"a text with {found} of the {len(_MARKS)} marks of one (such as 各位代表, 报告工作, 工作回顾, 预期目标)"
    return "other", name, Guess(1 - found / 5, name)


_REVIEW_HALF = re.compile("工作回顾|回顾|过去的?一年|过去五年|一年来|五年来|工作总结|工作情况")
_PLAN_HALF = re.compile(
    "(?:主要)?(?:预期|奋斗|发展)目标(?:是|为|：|建议|如下)|今年(?:的|政府)?(?:工作的?)?(?:总体要求|总体思路|重点|主要任务|要(?:抓|做|重点|着力))"
    "|(?:今年|新的一年|明年)[，]?(?:我们)?(?:要|将)?(?:重点|着力|切实|全力|突出)?(?:抓|做|围绕)"
    "|今后(?:五年|一个时期|几年)|今年要|下一步"
)
_DIVIDED = re.compile("工作(?:的)?(?:回顾|总结)|(?:过去|本届政府)五年(?:的)?(?:政府)?工作")
_PLAN_HEADING = re.compile("安排|目标|任务|总体|重点工作|部署|建议|打算|下一步|今后|的工作")


def halves(folded: str, lines: Sequence[str], plan: int | None) -> tuple[bool, bool]:
    """Whether the text looks back, and whether it looks ahead."""
    heading = any(str(plan) in line and _PLAN_HEADING.search(line) and "。" not in line for line in lines)
    inline = plan is not None and re.search(rf"{plan}年.{{0,16}}(?:安排|目标|任务|总体|重点|部署|建议)", folded)
    # Reports before the 1990s are not divided so; of what is not divided no half is missing.
    if not (heading or inline or _DIVIDED.search(folded)):
        return True, True
    return bool(_REVIEW_HALF.search(folded)), bool(heading or inline or _PLAN_HALF.search(folded))
