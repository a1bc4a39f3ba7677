"""Which year a report plans for, and which years it looks back on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.recognise.guess import GIVEN, NONE, Guess

_YEAR = r"(?P<y>(?:19|20)\d\d)年"
_REVIEWED = re.compile(rf"{_YEAR}(?:政府)?(?:的)?工作(?:回顾|情况|总结)|(?:回顾|过去的){_YEAR.replace('<y>', '<y2>')}")
_PLANNED = re.compile(
    rf"{_YEAR}(?:政府)?(?:的)?(?:工作(?:安排|重点|总体|建议|打算|任务|部署)|(?:主要|重点|目标|总体|经济社会发展|全市|全省|全区|全县|全州|全盟)"
    r"[^，。]{0,16}(?:目标|任务|工作|要求|安排))"
)
_LOOKS_AHEAD = re.compile("安排|目标|任务|总体|重点|建议|打算|部署|奋斗|下一步")
_LOOKS_BACK = re.compile("回顾|总结|工作情况|过去|完成")
_TITLE = re.compile(rf"{_YEAR}[\u4e00-\u9fff]{{0,14}}政府工作报告")
_MENTIONED = re.compile(r"(?<![到至0-9—\-年])((?:19|20)\d\d)年(?![底前末代])")


def plan_of(
    folded: str, lines: Sequence[str], head: str, date: re.Match[str] | None, given: int | None, hint: str
) -> tuple[int | None, Guess]:
    """Return the year planned for; what says it best counts, and is less certain where something else disagrees."""
    if given is not None:
        return given, GIVEN
    found = list(_evidence(folded, lines, head, date)) or list(_weak(folded, hint))
    if not found:
        return None, NONE
    year, certainty, reason = found[0]
    others = {other for other, _, _ in found[1:] if other != year}
    if others:
        return year, Guess(round(certainty - 0.2, 2), f"though other words would mean {min(others)}: {reason}")
    return year, Guess(certainty, reason)


def _evidence(
    folded: str, lines: Sequence[str], head: str, date: re.Match[str] | None
) -> Iterator[tuple[int, float, str]]:
    """Yield (year, certainty, reason), best first: headings, the date of the meeting, the title."""
    if m := _PLANNED.search(folded):
        yield int(m["y"]), 0.97, f"「{m[0]}」"
    if m := _REVIEWED.search(folded):
        yield int(m["y"] or m["y2"]) + 1, 0.95, f"「{m[0]}」"
    else:
        yield from _of_headings(lines)
    if date:
        # A meeting of November or December plans the year after.
        yield int(date["y"]) + (int(date["m"]) >= 11), 0.9, f"the meeting of {date[0]}"
    if m := _TITLE.search(head):
        yield int(m["y"]), 0.85, f"the title 「{m[0]}」"


def _of_headings(lines: Sequence[str]) -> Iterator[tuple[int, float, str]]:
    for line in lines:
        if len(line) > 40 or re.search("[，。；：]|日在|来源|工作报告", line) or not (m := re.search(_YEAR, line)):
            continue
        if _LOOKS_BACK.search(line):
            yield int(m["y"]) + 1, 0.85, f"the heading 「{line}」"
        elif _LOOKS_AHEAD.search(line):
            yield int(m["y"]), 0.85, f"the heading 「{line}」"


def _weak(folded: str, hint: str) -> Iterator[tuple[int, float, str]]:
    """Yield the last year that is mentioned as is the one before it; else the year in the file's name."""
    named = Counter(map(int, _MENTIONED.findall(folded)))
    pairs = [year for year in named if named[year - 1]]
    if pairs and re.search("今年|新的一年|一年来|过去五年", folded):
        yield max(pairs), 0.6, f"the last year mentioned is {max(pairs)}, after {max(pairs) - 1}"
        return
    years = set(re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", hint))
    if len(years) == 1:
        yield int(years.pop()), 0.5, "the file's name"


_TERM = re.compile(
    r"一、(?:过去|本届政府)?五年|(?:过去|本届政府|这)五年(?:的)?(?:工作)?(?:回顾|总结)"
    r"|报告(?:本届政府)?(?:过去|五年来).{0,8}工作|五年(?:来)?(?:的)?工作(?:回顾|总结)"
)
_PLAN_PERIOD = re.compile(r"“?十[一二三四五]?五”?(?:时期|期间).{0,16}回顾")


def review_of(folded: str, plan: int | None) -> tuple[tuple[int, int] | None, Guess]:
    """Return the first and last year looked back on: five at the end of a term or of a five-year plan, else one."""
    if plan is None:
        return None, NONE
    opening = folded[:3000]
    spoken = re.search("过去五年|五年来|五年工作回顾|这五年", opening)
    m = (_TERM.search(folded) if spoken else None) or _PLAN_PERIOD.search(opening)
    if m:
        return (plan - 5, plan - 1), Guess(0.9, f"「{m[0]}」")
    return (plan - 1, plan - 1), Guess(0.9 if not spoken else 0.6, "one year, as no heading names five")
