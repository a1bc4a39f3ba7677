"""A text of anybody → what it claims: each number with what it is said of, where and when, read by the rules for reports.

The text is read as if it were a report, but what a report leaves to be understood is not taken for granted: a year counts
where the text names one, or the caller does; the place is the one named last before the number.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from kg.catalogue import catalogue
from kg.claims.facts import first_number, located, measure_of
from kg.claims.numbers import Amount, step_of
from kg.extract import extract
from kg.ledger import Entry, ledger
from kg.model import Passage, Proposal, Report, Span
from kg.places import division, names_within
from kg.text import passages, view

# The year of a report that the text is read as; what is reckoned from it does not count.
_NO_YEAR: Final = 2000
_YEAR: Final = re.compile(r"(?<![\d.])((?:19|20)\d\d)\s*年(?!代)")
_BASE: Final = re.compile(r"(?:较|比|与|同|自|从|以|于|相比)\s*$")
_ROUGH: Final = re.compile(r"\s*(?:[个%％‰元人名户家亩吨座条万亿]{0,4})(?P<word>多|余|有余|左右|上下)")
_PLANNED: Final = re.compile(r"目标(?!任务|的)|预期|(?<!招生)计划(?!\d)|力争|确保|争取|拟|将(?!近)|提出|规划|明年|有望")
_REACHED: Final = re.compile(
    r"实际(?:完成|增长|实现|达)|已经|已|完成了|实现了|达到了|增长了|下降了|同比|比上年|较上年|去年|上年|累计完成|超额"
)
# What an article puts around the name of what is measured.
_TOLD_BEFORE: Final = re.compile(r"^(?:计划|预计|提出|目标|力争|确保|全年|实际|完成|实现|的)+")
_TOLD_BEHIND: Final = re.compile(r"(?:预期)?(?:目标|任务|指标|计划|预期|情况)$")
# What names the place of a number stands at the head of a clause, or behind a time.
_HEAD: Final = re.compile(r"(?:^|[\s，。；：、！？（(“\"]|年|月|日|全年|中|在|是|来自|湖南省|省)$")
_NO_PLACE: Final = re.compile(
    r"(?:银行|机场|大学|学院|医院|高铁|集团|公司|日报|晚报|海关|路|大道|[至到—-]|第|排|前|首|百强|文明|卫生|重点|先进|优秀)"
)
_NATION: Final = ("全国", "我国", "中国")
# Reasons of numerals that are no more than part of a word.
_WORDS: Final = ("fixed-word", "idiom")
# Digits that reach somebody or something: numbers of telephones, times of day, addresses.
_CONTACT: Final = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-－—\s]?\d{7,8}|1[3-9]\d{9}|400[-－]?\d{3}[-－]?\d{4}|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
    r"|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{17}[\dXx])(?!\d)"
    r"|https?://[^\s\u4e00-\u9fff]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,63}|(?:QQ|微信|邮编|电话|热线|传真|账号|编号|证号)[^，。；\d]{0,6}\d[\d-]*"
)

# So far back are words looked for that say whether a number was reached: no sentence for people is as long.
_LOOKED_BACK: Final = 400

Kind = Literal["reported", "planned"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One number of a text: ``text[start:end]``, what it is of, where, when; ``site`` is its key of ``facts.located``.

    ``measure`` and ``amount`` are None where the rules read no quantity; ``reason`` is why it claims nothing. ``firm`` is
    true where its own sentence, or the caller, names the year; false where one before it does.
    """

    start: int
    end: int
    reason: str | None = None
    about: str = ""
    measure: tuple[str, str] | None = None
    amount: Amount | None = None
    place: str | None = None
    year: int | None = None
    firm: bool = False
    kind: Kind | None = None
    per_subdivision: bool = False
    scope: str | None = None
    site: tuple[tuple[str, int], str] | None = None


def claims(text: str, place: str | None = None, year: int | None = None) -> Iterator[Claim]:
    """Yield what a text claims, one for each number, in order; every numeral lies in exactly one of them.

    ``place`` is a code, where the text names none; ``year`` what numbers are of where it names none.
    """
    named = list(_places(text))
    whole = place or (named[0][1] if named else None)
    read = _as_report(text, whole or "cn", year)
    cut = passages(read)
    proposals = extract(read)
    entries = ledger(read, cut, proposals)
    article = _Article(text, cut, named, whole, year)
    # What only the name of a quantity holds: 一 of 一般公共预算收入, 三 of 第三产业. The quantity has the verdict.
    words = {e.start: e.reason for e in ledger(read, cut, ()) if e.reason in _WORDS or e.start not in article.sites}
    quantities = sorted((p for p in proposals if p.value_span and p.value_type), key=lambda p: p.value_span or p.span)
    starts = [p.value_span.start for p in quantities if p.value_span]
    contacts = [m.span() for m in _CONTACT.finditer(text)]
    last = -1
    for entry in entries:
        if entry.start < last:
            continue  # 万 of 「7000多万」: the number it is part of has a verdict
        nearest = bisect_right(starts, entry.start) - 1
        found = quantities[nearest] if nearest >= 0 else None
        if found and found.value_span and entry.end <= found.value_span.end:
            last = found.value_span.end
            yield article.quantity(found)
        elif any(start <= entry.start and entry.end <= end for start, end in contacts):
            yield Claim(entry.start, entry.end, reason="contact")
        elif entry.disposition == "statement" and words.get(entry.start):
            yield Claim(entry.start, entry.end, reason=words[entry.start])
        else:
            yield article.numeral(entry, proposals)


def _as_report(text: str, place: str, year: int | None) -> Report:
    # A line without an end is a sentence all the same, not a heading.
    ended = re.sub(r"(?<=[^\s。！？；，、：:])\n(?=\s*(?:\n|$))", "。", text)
    if ended.rstrip() and ended.rstrip()[-1] not in "。！？；":
        ended = ended[: len(ended.rstrip())] + "。" + ended[len(ended.rstrip()) :]
    plan = year if year is not None else _NO_YEAR
    return Report(id="text", text=ended, sha256="", place=place, plan=plan, review=(plan, plan))


class _Article:
    """A text with where its sentences and the places it names stand."""

    def __init__(
        self, text: str, cut: tuple[Passage, ...], named: list[tuple[int, str]], place: str | None, year: int | None
    ) -> None:
        self.text = text
        self.named = named
        self.place = place
        self.year = year
        self.sentences = [p.span for p in cut if p.kind == "sentence"]
        self.starts = [span.start for span in self.sentences]
        self.paragraphs = [p.span.start for p in cut if p.kind == "paragraph"]
        self.named_at = [where for where, _ in named]
        self.years = list(_years(text))
        self.years_at = [where for where, _ in self.years]
        self.sites = dict(self._sites())

    def _sites(self) -> Iterator[tuple[int, tuple[tuple[str, int], str]]]:
        for span in self.sentences:
            seen = view(self.text, Span(span.start, min(span.end, len(self.text))))
            for key, number, at in located(seen.text):
                yield seen.offsets[at], (_without_place(key), number)

    def sentence(self, at: int) -> Span:
        """Return the sentence that holds a place, else the line."""
        found = bisect_right(self.starts, at) - 1
        if found >= 0 and at < self.sentences[found].end:
            return self.sentences[found]
        start = self.text.rfind("\n", 0, at) + 1
        end = self.text.find("\n", at)
        return Span(start, len(self.text) if end < 0 else end)

    def quantity(self, p: Proposal) -> Claim:
        """Return the claim of a quantity that the rules read."""
        assert p.value_span is not None
        start, end = p.value_span
        indicator, label = _indicator(p)
        written = self.text[start:end]
        digits = first_number(written)
        amount = Amount(p.comparator or "eq", p.value, p.lower, p.upper, p.unit, digits)
        point = amount.point
        loose = self._loose(p, written, end)
        if loose == "above" and amount.comparator == "eq":
            amount = Amount("gt", p.value, p.value, None, p.unit, digits)
        step = step_of(digits, point) if point is not None and digits else None
        amount = Amount(amount.comparator, amount.value, amount.lower, amount.upper, amount.unit, digits, step, loose)
        year, firm = self.year_of(p, start)
        return Claim(
            start,
            end,
            about=label,
            measure=measure_of(indicator, label, p.value_type),
            amount=amount,
            place=self.place_of(start),
            year=year,
            firm=firm,
            kind=self.kind_of(start),
            per_subdivision=p.per_subdivision,
            scope=p.scope,
            site=self.sites.get(start),
        )

    def numeral(self, entry: Entry, proposals: tuple[Proposal, ...]) -> Claim:
        """Return the claim of a numeral that no quantity holds: nothing for a reason, or something the words may tell."""
        site = self.sites.get(entry.start)
        if entry.disposition == "not-a-claim":
            return Claim(entry.start, entry.end, reason=entry.reason)
        if entry.disposition == "statement":
            held = [p for p in proposals if p.id in entry.statements]
            here = Span(entry.start, entry.end)
            if all(_dates(p, here) for p in held):
                return Claim(entry.start, entry.end, reason="date")
        label = next((p.project_label or p.label or "" for p in proposals if p.id in entry.statements), "")
        year, firm = self.year_before(entry.start)
        place = self.place_of(entry.start)
        return Claim(entry.start, entry.end, about=label, place=place, year=year, firm=firm, site=site)

    def _loose(self, p: Proposal, written: str, end: int) -> Literal["around", "above", "below"] | None:
        evidence = p.slots.get("comparator")
        word = evidence.of(self.text) if isinstance(evidence, Span) else ""
        unit = p.slots.get("unit")
        behind = unit.end if isinstance(unit, Span) and unit.start >= p.value_span.start else end  # type: ignore[union-attr]
        after = _ROUGH.match(self.text, behind)
        word += (after["word"] if after else "") + written
        if any(w in word for w in ("多", "余")):
            return "above"
        if any(w in word for w in ("约", "左右", "上下")):
            return "around"
        return "below" if "近" in word else None

    def place_of(self, at: int) -> str | None:
        """Return the place that a number is of: the one named last before it in its paragraph, else the whole text's."""
        inside = bisect_right(self.paragraphs, at)
        paragraph = self.paragraphs[inside - 1] if inside else 0
        last = bisect_left(self.named_at, at) - 1
        return self.named[last][1] if last >= 0 and self.named_at[last] >= paragraph else self.place

    def year_of(self, p: Proposal, at: int) -> tuple[int | None, bool]:
        """Return the year that a text says a quantity is of, and whether it is said for it; None where it says none."""
        evidence = p.slots.get("year")
        if isinstance(evidence, Span) and (named := _YEAR.search(evidence.of(self.text) + "年")):
            return int(named[1]), True
        if p.period_start and p.period_end and p.year is None:
            return None, False
        return self.year_before(at)

    def year_before(self, at: int) -> tuple[int | None, bool]:
        """Return the year named last before a place of the text, and whether its own sentence or the caller names it."""
        last = bisect_left(self.years_at, at) - 1
        own = last >= 0 and self.years_at[last] >= self.sentence(at).start
        if self.year is not None and not own:
            return self.year, True
        return (self.years[last][1], own) if last >= 0 else (None, False)

    def kind_of(self, at: int) -> Kind | None:
        """Return whether the words before a number in its sentence say that it was reached or is promised."""
        before = self.text[max(self.sentence(at).start, at - _LOOKED_BACK) : at]
        planned = max((m.end() for m in _PLANNED.finditer(before)), default=-1)
        reached = max((m.end() for m in _REACHED.finditer(before)), default=-1)
        if planned == reached:
            return None
        return "planned" if planned > reached else "reported"


def _years(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text names a year that what follows is of, and the year; none that something is compared with."""
    for match in _YEAR.finditer(text):
        # A blank or two stand before a year, never a page of them.
        if not _BASE.search(text[max(0, match.start() - 12) : match.start()]):
            yield match.start(), int(match[1])


def _dates(p: Proposal, here: Span) -> bool:
    """Whether a numeral is only the time of a statement."""
    times = [p.slots.get(name) for name in ("year", "period")]
    return any(isinstance(t, Span) and t.meets(here) for t in times) and not (p.value_span and p.value_span.meets(here))


def _indicator(p: Proposal) -> tuple[str | None, str]:
    """Return indicator and label of a quantity, without the place and the telling that an article puts before a name."""
    label = p.indicator_label or ""
    if p.indicator or not label:
        return p.indicator, label
    bare = _TOLD_BEHIND.sub("", _TOLD_BEFORE.sub("", _without_place_of(label)))
    known = catalogue().lookup(bare) if bare and bare != label else None
    return (known.id, known.label_for(bare)) if known else (None, bare or label)


def _without_place(key: tuple[str, int]) -> tuple[str, int]:
    return _without_place_of(key[0]), key[1]


def _without_place_of(words: str) -> str:
    """Take the name of a place off the head of words."""
    names = place_names()
    for size in range(min(9, len(words)), 1, -1):
        if words[:size] in names:
            return re.sub(r"^(?:全市|全省|全县|市|省|的|地区)", "", words[size:]) if words[size:] else words
    return words


@cache
def place_names() -> dict[str, str]:
    """Map the names that a text may call a division by to its code: full ones, short ones from prefectures up."""
    found = {}
    for name, code in names_within("cn").items():
        if code != "cn" and (len(name) > 2 or division(code).level != "county"):
            full = division(code).name == name
            if full or division(code).level in ("province", "prefecture"):
                found[name] = code
    return found


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a text names the place that what follows is of, and its code."""
    names = place_names()
    at = 0
    while at < len(text):
        size = next((n for n in range(9, 1, -1) if text[at : at + n] in names or text[at : at + n] in _NATION), 0)
        if not size:
            at += 1
            continue
        word = text[at : at + size]
        if _HEAD.search(text[max(0, at - 4) : at]) and not _NO_PLACE.match(text, at + size):
            yield at, "cn" if word in _NATION else names[word]
        at += size
