"""What a text says of itself: whether it is a government work report, of which place and year, how certain and why."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from kg.places import Division
from kg.recognise.guess import GIVEN, Guess
from kg.recognise.kind import KIND_LABELS, halves, kind_of
from kg.recognise.place import differ, place_of
from kg.recognise.year import plan_of, review_of
from kg.text import fold

__all__ = ["KIND_LABELS", "PLAIN", "Guess", "Recognition", "level_of", "recognise"]

PLAIN: Final[Mapping[str, float]] = MappingProxyType({"place": 0.8, "plan": 0.9})
"""From which certainty on a text counts against what the caller says, by field."""

_NUMBER = "[一二三四五六七八九十\\d]{1,4}"
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_HELD = re.compile(_DATE.pattern + r"[^。]{0,12}在")
_MEETING = re.compile(
    rf"(?P<meeting>(?!日?[在于])(?:[\u4e00-\u9fff]{{2,24}}?第{_NUMBER}届|第{_NUMBER}届全国)人民代表大会"
    rf"(?:常务委员会)?第{_NUMBER}次会议)"
)
_OFFICE = "(?:代?[省市州县区盟旗乡镇]长|主席|总理|专员)"
_SPEAKER = re.compile(rf"{_OFFICE}[、：]?(?P<name>[\u4e00-\u9fff·]{{2,8}})$")
_SPOKEN = re.compile(
    rf"{_OFFICE}(?P<name>[\u4e00-\u9fff·]{{2,4}}?)(?:同志)?(?=各位代表|作《?政府工作报告)"
    rf"|日(?P<name2>[\u4e00-\u9fff·]{{2,4}}?)(?:同志)?{_OFFICE}在"
)
_ADDRESS = re.compile("各位(?:代表|委员|主任)|位代表：")


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was found, each ``None`` where the text does not say it; ``problem`` says what the text is instead.

    ``review`` are the first and last year looked back on; ``whole`` is false where a half is missing; ``kind`` is a
    code of KIND_LABELS. ``guesses`` says by field (place, plan, review, date, speaker, kind) how certain each is, and
    why. ``otherwise`` holds the place or plan that the text names plainly where the caller says another: field → (code
    or year, the guess); ``overruled`` what of it the caller insists against.
    """

    place: str | None
    plan: int | None
    review: tuple[int, int] | None = None
    meeting: str | None = None
    date: str | None = None
    speaker: str | None = None
    whole: bool = True
    problem: str | None = None
    kind: str = field(default="report", compare=False)
    guesses: Mapping[str, Guess] = field(default_factory=dict, compare=False, repr=False)
    otherwise: Mapping[str, tuple[str, Guess]] = field(default_factory=dict, compare=False, repr=False)
    overruled: Mapping[str, tuple[str, Guess]] = field(default_factory=dict, compare=False, repr=False)

    def given(self) -> tuple[str, ...]:
        """Return which of place, year and kind the caller said."""
        names = {"place": "place", "plan": "year", "kind": "kind"}
        return tuple(names[name] for name in names if self.guesses.get(name) == GIVEN)

    def insisted(self, names: Collection[str]) -> "Recognition":
        """Return the recognition with what the text says against these fields overruled."""
        left = {name: said for name, said in self.otherwise.items() if name not in names}
        gone = {name: said for name, said in self.otherwise.items() if name in names}
        return replace(self, otherwise=MappingProxyType(left), overruled=MappingProxyType({**self.overruled, **gone}))

    def certainty(self, name: str) -> float:
        """Return how certain a field is, 0 to 1; 0 where nothing was found."""
        return self.guesses[name].certainty if name in self.guesses else 0.0


def level_of(place: Division) -> str:
    """Return the level as one character: 国 省 市 地 州 盟 县 区 旗 (a province-level city is 省)."""
    if place.level in ("nation", "province"):
        return "国" if place.level == "nation" else "省"
    return "地" if place.name.endswith("地区") else place.name[-1]


def recognise(text: str, place: str | None = None, year: int | None = None, hint: str = "") -> Recognition:
    """Recognise a report; what the caller knows already is taken as given.

    ``hint`` is what stands around the text (a file's name, a page's title): it counts only where the text is silent.
    """
    folded = fold(text)
    opening = folded[:1200]
    head = _head(folded)
    lines = [line for raw in text.splitlines() if 0 < len(line := fold(raw)) <= 60] if text.count("\n") < 20_000 else []
    meeting = _MEETING.search(opening)
    # The day of the meeting goes before the day on which a page was put up.
    date = _HELD.search(head) or _DATE.search(head)
    real = date if date and _real(date) else None
    guesses: dict[str, Guess] = {}
    otherwise: dict[str, tuple[str, Guess]] = {}
    kind, problem, guesses["kind"] = kind_of(folded)
    plan, guesses["plan"] = plan_of(folded, lines, head, real, year, fold(hint))
    where, guesses["place"] = place_of(folded, head, meeting["meeting"] if meeting else "", plan, place, fold(hint))
    if year is not None:
        said, guess = plan_of(folded, lines, head, real, None, "")
        if said not in (None, year) and guess.certainty >= PLAIN["plan"]:
            otherwise["plan"] = str(said), guess
    if place is not None:
        named, guess = place_of(folded, head, meeting["meeting"] if meeting else "", plan, None, "")
        if named is not None and guess.certainty >= PLAIN["place"] and differ(place, named):
            otherwise["place"] = named, guess
    review, guesses["review"] = review_of(folded, plan)
    speaker, guesses["speaker"] = _speaker(text, opening)
    if real:
        guesses["date"] = Guess(0.95, f"「{real[0]}」 before the report begins")
    return Recognition(
        place=where,
        plan=plan,
        review=review,
        meeting=meeting["meeting"] if meeting else None,
        date=f"{real['y']}-{int(real['m']):02}-{int(real['d']):02}" if real else None,
        speaker=speaker,
        whole=all(halves(folded, lines, plan)),
        problem=problem,
        kind=kind,
        guesses=MappingProxyType({name: guess for name, guess in guesses.items() if guess.certainty > 0}),
        otherwise=MappingProxyType(otherwise),
    )


def _head(folded: str) -> str:
    """Return what stands before the deputies are addressed: title, meeting, speaker; nothing where that is cut off."""
    address = _ADDRESS.search(folded[:1500])
    return folded[: address.start()] if address else folded[:200]


def _real(date: re.Match[str]) -> bool:
    return 1 <= int(date["m"]) <= 12 and 1 <= int(date["d"]) <= 28 + 3 * (int(date["m"]) != 2)


def _speaker(text: str, opening: str) -> tuple[str | None, Guess]:
    for line in text[:2000].splitlines():
        if len(folded := fold(line)) <= 40 and (m := _SPEAKER.search(folded)):
            return m["name"], Guess(0.95, f"the line 「{folded}」")
    if m := _SPOKEN.search(opening):
        return m["name"] or m["name2"], Guess(0.85, f"「{m[0]}」")
    return None, Guess(0, "")
