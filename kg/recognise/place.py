"""Which place a report is of: the meeting, the title and the speaker's office say it; else the names in the text do."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.places import Division, ancestors, children, descendants, division, find, names_within, short_name
from kg.recognise.guess import GIVEN, NONE, Guess

_NAMED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,12}?(?:省|自治区|市|州|盟|县|区|旗))"
    r"(?=第|人民政府|政府|人民代表|代?[市省州盟县区旗]长|20\d\d年)"
)
_NATIONAL = re.compile(
    r"全国人(?:民代表)?大会?第?.{1,4}次会议上|代表国务院|中华人民共和国第.{1,3}届全国人民代表大会|国务院总理"
)
_LEVEL = re.compile(
    r"代表[\u4e00-\u9fff]{0,14}?(?P<level>省|自治区|市|自治州|州|县|区|旗|盟|行署|行政公署|乡|镇)"
    r"(?:人民)?(?:政府)?[，,向作]"
)
# Whom the speaker speaks for → the levels and last characters of the names that may be meant.
_MEANT = {
    "省": ("province", "省"),
    "自治区": ("province", "区"),
    "市": ("province prefecture county", "市"),
    "自治州": ("prefecture", "州"),
    "州": ("prefecture", "州"),
    "盟": ("prefecture", "盟"),
    "行署": ("prefecture", "盟区"),
    "行政公署": ("prefecture", "盟区"),
    "县": ("county", "县"),
    "区": ("county province", "区"),
    "旗": ("county", "旗"),
    "乡": ("township", ""),
    "镇": ("township", ""),
}
# How often a place must be named to be the subject of a text that never says so.
_ENOUGH = 4.0


class _Score(NamedTuple):
    score: float
    code: str
    own: int
    parts: int
    of: int


def place_of(
    folded: str, head: str, meeting: str, year: int | None, given: str | None, hint: str
) -> tuple[str | None, Guess]:
    """Return the code of the place and how certain it is; without one the reason says what was considered."""
    if given is not None:
        return given, GIVEN
    cue = _LEVEL.search(folded[:3000])
    if cue and _MEANT[cue["level"]][0] == "township":
        return None, Guess(0.3, f"「{cue[0]}」: townships have no code here")
    ranked = sorted(_scores(folded, cue["level"] if cue else "", year), reverse=True)
    for words, name, certainty in ((meeting, "the meeting", 0.97), (head[-400:], "the title", 0.93)):
        for place in _in_words(words):
            agreed = bool(ranked) and ranked[0].code == place.code
            return place.code, Guess(certainty if agreed or not ranked else certainty - 0.1, f"{name}: {place.name}")
    if m := _NATIONAL.search(folded[:600]):
        return "cn", Guess(0.97, f"「{m[0]}」")
    if ranked and ranked[0].score >= _ENOUGH:
        best, second = ranked[0], ranked[1].score if len(ranked) > 1 else 0.0
        certainty = round(0.4 + 0.5 * (1 - second / best.score), 2)
        parts = f", and {best.parts} of its {best.of} parts" if best.of else ""
        reason = f"named {best.own} times: {division(best.code).name}{parts}"
        if certainty >= 0.5:
            return best.code, Guess(certainty, reason)
        other = division(ranked[1].code).name
        return None, Guess(certainty, f"{reason}, but so is {other}")
    for place in _in_words(hint) or _in_name(hint):
        return place.code, Guess(0.5, f"the file's name: {place.name}")
    return None, NONE


def differ(given: str, named: str) -> bool:
    """Whether a report of the given place cannot name the other one as its own; PlaceError for a wrong code.

    A county that became a city keeps its name, and a district's report may name its city first.
    """
    one, other = division(given), division(named)
    renamed = (short_name(one), one.level, one.code[:2]) == (short_name(other), other.level, other.code[:2])
    within = named != "cn" and any(above.code == named for above in ancestors(given))
    return given != named and not renamed and not within


_BEFORE = re.compile(r"[省市州县区盟旗在于日]\Z")


def _in_words(words: str) -> tuple[Division, ...]:
    """Return the one place that a title or a meeting names by its kind, longest name first."""
    for m in _NAMED.finditer(words):
        for cut in range(len(m["name"]) - 1):
            found = find(m["name"][cut:])
            # 江北新区 is no 新区: a name so short is meant only where it stands alone or behind what contains it.
            tail = cut and len(m["name"]) - cut == 2 and not _BEFORE.search(m["name"][:cut])
            if len(found) == 1 and not tail:
                return found
    return ()


def _in_name(hint: str) -> tuple[Division, ...]:
    """Return the place a file's name begins with or holds, where that is one."""
    for run in re.findall(r"[\u4e00-\u9fff]+", hint):
        for length in range(min(len(run), 12), 1, -1):
            for start in range(len(run) - length + 1):
                found = find(run[start : start + length])
                if found and (len(found) == 1 or found[0].level != found[1].level):
                    return found[:1]
    return ()


def _scores(folded: str, cue: str, year: int | None) -> Iterator[_Score]:
    """Score each place that may be meant by how often it and how many of its parts are named."""
    levels, ends = _MEANT.get(cue, ("province prefecture", ""))
    for place in descendants("cn", year):
        if place.level not in levels or (ends and place.name[-1] not in ends):
            continue
        own = sum(folded.count(name) for name in _written(place, year))
        if not own:
            continue
        parts = children(place.code, year)
        named = sum(any(name in folded for name in _written(part, year)) for part in parts)
        share = named / len(parts) if parts else 0.0
        above = ancestors(place.code)[0]
        within = 0.25 if above.code != "cn" and short_name(above) in folded else 0.0
        yield _Score(own * (0.5 + share) + 4 * share * min(1.0, named / 3) + within, place.code, own, named, len(parts))


def _written(place: Division, year: int | None) -> tuple[str, ...]:
    """Return the ways a place is written in running text: the short name, unless that is an everyday word."""
    province = place.code if place.code == "cn" else place.code[:2] + "0000"
    short = short_name(place)
    if short[-1] in "市县区":
        return (place.name,)  # 北市 of 北市区 stands in 江北市 too
    meant = names_within(province, year).get(short)
    # 吉林 is both the province and its city: whom the speaker speaks for tells them apart.
    return (short,) if meant == place.code or (meant == place.parent == province) else (place.name,)
