"""What a text says of itself in its opening: whether it is a government work report, of which place and year."""

import re
from dataclasses import dataclass

from kg.places import descendants, division, find
from kg.text import fold

_MARKS = (
    re.compile("各位代表|各位委员|主任、委员|各位主任"),
    re.compile("报告工作|工作报告"),
    re.compile("工作回顾|过去的?一年|过去五年|一年来|回顾"),
    re.compile("预期目标|工作安排|总体要求|重点工作|主要任务|目标任务|今后"),
    re.compile("人民政府|[市省州县区]政府|国务院|行署|自治区政府|盟行政公署"),
)
_OTHERS = (
    (re.compile("国民经济和社会发展计划.{0,20}(?:报告|草案)"), "a report on the economic plan (计划报告)"),
    (re.compile("预算执行情况.{0,30}(?:报告|草案)|财政预算.{0,12}报告"), "a budget report (财政报告)"),
    (re.compile("人民(?:法院|检察院)工作报告"), "a court's or procuratorate's report"),
)
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_MEETING = re.compile(
    r"(?P<meeting>(?!日?[在于])[\u4e00-\u9fff]{2,24}?第[一二三四五六七八九十]+届人民代表大会(?:常务委员会)?第[一二三四五六七八九十]+次会议)"
)
_SPEAKER = re.compile(
    r"(?:代?省长|代?市长|代?州长|代?县长|代?区长|代?盟长|代?旗长|主席|总理)[、：]?(?P<name>[\u4e00-\u9fff·]{2,8})$"
)
_REVIEWED = re.compile(r"(?P<y>(?:19|20)\d\d)年(?:政府)?工作(?:回顾|情况|总结)|(?:回顾|过去的)(?P<y2>(?:19|20)\d\d)年")
_PLANNED = re.compile(
    r"(?P<y>(?:19|20)\d\d)年(?:政府)?(?:的)?(?:工作(?:安排|重点|总体|建议|打算|任务)|(?:主要|重点|目标|总体|经济社会发展|全市|全省|全区|全县|全州|全盟)"
    r"[^，。]{0,16}(?:目标|任务|工作|要求|安排))"
)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was found, each ``None`` where the text does not say it; ``problem`` says what the text is instead.

    ``review`` are the first and last year looked back on; ``whole`` is false where a half is missing.
    """

    place: str | None
    plan: int | None
    review: tuple[int, int] | None = None
    meeting: str | None = None
    date: str | None = None
    speaker: str | None = None
    whole: bool = True
    problem: str | None = None


def recognise(text: str, place: str | None = None, year: int | None = None) -> Recognition:
    """Recognise a report by its opening and headings; what the caller knows already is taken as given."""
    folded = fold(text)
    opening = folded[:1200]
    problem = _problem(folded, opening)
    meeting = _MEETING.search(opening)
    lines = [fold(line) for line in text[:2000].splitlines()]
    speaker = next((m["name"] for line in lines if len(line) <= 40 and (m := _SPEAKER.search(line))), None)
    date = _DATE.search(opening)
    plan = year or _plan_year(folded, date)
    if place is None:
        place = _place(opening, meeting["meeting"] if meeting else "", folded)
    review = None
    if plan:
        five = re.search(r"过去五年|五年来|五年工作回顾", folded[:3000])
        review = (
            (plan - 5, plan - 1)
            if five and re.search(r"一、(?:过去)?五年|过去五年工作回顾", folded)
            else (plan - 1, plan - 1)
        )
    return Recognition(
        place=place,
        plan=plan,
        review=review,
        meeting=meeting["meeting"] if meeting else None,
        date=f"{date['y']}-{int(date['m']):02}-{int(date['d']):02}" if date and _real(date) else None,
        speaker=speaker,
        whole=bool(_MARKS[2].search(folded)) and bool(_MARKS[3].search(folded)),
        problem=problem,
    )


def _real(date: re.Match[str]) -> bool:
    return 1 <= int(date["m"]) <= 12 and 1 <= int(date["d"]) <= 28 + 3 * (int(date["m"]) != 2)


def _problem(folded: str, opening: str) -> str | None:
    for pattern, name in _OTHERS:
        if pattern.search(opening[:200]) and "政府工作报告" not in opening[:200]:
            return name
    found = sum(bool(mark.search(folded)) for mark in _MARKS)
    if found >= 3:
        return None
    return f"a text with {found} of the {len(_MARKS)} marks of one (such as 各位代表, 报告工作, 工作回顾, 预期目标)"


def _plan_year(folded: str, date: re.Match[str] | None) -> int | None:
    """A heading says it best, then the date of the meeting: one of November or December plans the year after."""
    if m := _PLANNED.search(folded):
        return int(m["y"])
    if m := _REVIEWED.search(folded):
        return int(m["y"] or m["y2"]) + 1
    if date and _real(date):
        return int(date["y"]) + (int(date["m"]) >= 11)
    if m := re.search(r"(?P<y>(?:19|20)\d\d)年[\u4e00-\u9fff]{0,12}政府工作报告", folded[:200]):
        return int(m["y"])
    return None


def _place(opening: str, meeting: str, folded: str) -> str | None:
    """Take the place named in the meeting's name, the title or the speaker's office; else the place whose parts are named most."""
    for words in (meeting, opening[:400]):
        for m in re.finditer(
            r"(?P<name>[\u4e00-\u9fff]{2,12}?(?:省|自治区|市|州|盟|县|区|旗))(?=第|人民政府|政府|人民代表|代?[市省州盟县区旗]长|20\d\d年)",
            words,
        ):
            for cut in range(len(m["name"]) - 1):
                found = find(m["name"][cut:])
                if len(found) == 1:
                    return found[0].code
    if (
        "中华人民共和国第" in opening
        or ("国务院" in opening and "全国人民代表大会" in opening)
        or "全国人大" in opening
    ):
        return "cn"
    return _by_parts(folded)


def _by_parts(folded: str) -> str | None:
    """Find the prefecture or province most of whose parts the text names by their full names."""
    best: tuple[float, str] = (0.0, "")
    for parent in descendants("cn"):
        if parent.level not in ("province", "prefecture"):
            continue
        parts = [d.name for d in descendants(parent.code) if d.parent == parent.code and len(d.name) >= 3]
        if len(parts) < 2:
            continue
        named = sum(name in folded for name in parts)
        score = named / len(parts) * (1.5 if division(parent.code).name[:2] in folded else 1.0)
        if named >= 3 or (named == len(parts)):
            best = max(best, (score, parent.code))
    return best[1] if best[0] >= 0.5 else None
