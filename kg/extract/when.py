"""What time a number is for: the year or period the sentence states, else the report's own."""

import re
from dataclasses import dataclass

from kg.extract.reading import Piece, Reading
from kg.extract.wording import (
    AVERAGE_PATTERN,
    BASE_BEFORE,
    CUMULATIVE_PATTERN,
    PART_OF_YEAR,
    RELATIVE_PATTERN,
    SPAN_PATTERN,
    YEAR_PATTERN,
)
from kg.periods import months, years


@dataclass(frozen=True, slots=True)
class When:
    """A year or a period with what it was read from (a piece of the sentence, or the rule that inferred it)."""

    year: int | None
    year_from: Piece | str
    period: tuple[str, str] | None = None
    period_from: Piece | str | None = None
    aggregation: str | None = None
    aggregation_from: Piece | str | None = None


# 2015年以来, 2020年基础上: where something starts, not what a number is for.
_NOT_FOR = re.compile(r"(?:以来|的?[^，]{0,6}基础上|相比)")
_OPENING = re.compile(
    r"(?:力争|确保|预计|计划|综合[^，]{0,10}|建议|经过努力|其中|到|至|截至|在|今年|，|：|“|一、|二、|三、|（[一二三四五六七八九十]）)*"
)
_PLANS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031}
_NUMBERS = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {"两": 2}


def when(reading: Reading, at: int) -> When:
    """Tell what time the number at ``at`` is for.

    A year binds the number behind it until another stands between; one behind 比 or 较 is a base, not a date.
    """
    text = reading.text[:at]
    clause = reading.clause_at(at)[0]
    year: int | None = None
    year_from: Piece | str = "inherited:report"
    for m in YEAR_PATTERN.finditer(text):
        if BASE_BEFORE.search(text[: m.start()]) or _NOT_FOR.match(reading.text, m.end()):
            continue
        # A year that opens its clause sets the scene for what follows; inside one it qualifies that clause alone.
        if m.start() >= clause or _OPENING.fullmatch(text[reading.clause_at(m.start())[0] : m.start()]):
            year, year_from = int(m["year"]), m.span()
    span = _span(reading, text, clause)
    if span and (isinstance(year_from, str) or _starts(span) > year_from[1]) and not _this_year(reading, text, span):
        return span
    for m in RELATIVE_PATTERN.finditer(text, 0 if isinstance(year_from, str) else year_from[1]):
        if BASE_BEFORE.search(text[: m.start()]) or reading.text[m.end() : m.end() + 1] in ("同", "底", "末"):
            continue
        year, year_from = _relative(reading, m[0]), m.span()
    if year is None and (average := _over_the_term(reading, text, clause)):
        return average
    if year is None:
        year = reading.default_year
    return _part(text, clause, year, year_from) or When(year, year_from)


def _over_the_term(reading: Reading, text: str, clause: int) -> When | None:
    """In a report on a whole term 「年均增长7.1%」 is the average of all its years, whether it names them or not."""
    first, last = reading.report.review
    average = AVERAGE_PATTERN.search(text[clause:])
    if average is None or first == last or reading.planned:
        return None
    where: Piece = (clause + average.start(), clause + average.end())
    return When(None, "stated:period", years(first, last), "inherited:report", "average", where)


def _part(text: str, clause: int, year: int, year_from: Piece | str) -> When | None:
    """Read 上半年, 前三季度, 1-11月 in the number's clause: less than the whole year."""
    # 「前三季度，地区生产总值…」: a part of the year that is a clause of its own sets the scene for what follows.
    found = [m for m in PART_OF_YEAR.finditer(text) if m.start() >= clause or text[m.end() : m.end() + 1] == "，"]
    if not found:
        return None
    m = found[-1]
    first, last = _months(m[0])
    return When(
        year,
        year_from,
        months(year, first, last),
        m.span(),
        "to-date" if first == 1 and last < 12 and last != 3 else None,
        m.span(),
    )


def _months(words: str) -> tuple[int, int]:
    """Return the first and last month of a part of a year."""
    if "半年" in words:
        return (1, 6) if words.startswith("上") else (7, 12)
    if m := re.search(r"([一二三四])个?季度", words):
        n = _NUMBERS[m[1]]
        return (1, 3 * n) if words.startswith("前") else (3 * n - 2, 3 * n)
    return 1, min(12, max(1, int(re.findall(r"\d+", words)[-1])))


def _this_year(reading: Reading, text: str, span: When) -> bool:
    """Whether 今年 and its like stand behind a period: 「对接“十四五”规划，提出今年目标是…」."""
    return any(
        m.start() > _starts(span)
        and reading.text[m.end() : m.end() + 1] not in ("底", "末")
        and not BASE_BEFORE.search(text[: m.start()])
        for m in RELATIVE_PATTERN.finditer(text)
    )


def _starts(span: When) -> int:
    return span.period_from[0] if isinstance(span.period_from, tuple) else -1


def ahead(reading: Reading, time: When) -> bool:
    """Whether a value is promised: a year that the sentence states overrules the half it stands in."""
    if time.year is not None and not isinstance(time.year_from, str):
        return time.year > reading.report.review[1]
    return reading.planned


def _relative(reading: Reading, word: str) -> int:
    """Reckon 今年 and its like; a report written before the year's end calls the year it looks back on 今年."""
    plan = reading.report.plan
    steps = {"去年": plan - 1, "上年": plan - 1, "前年": plan - 2, "明年": plan}
    return steps.get(word, reading.default_year)


def _span(reading: Reading, text: str, clause: int) -> When | None:
    """Read a period of several years (五年来, “十四五”期间, 2021-2025年): no single year."""
    found = None
    for m in SPAN_PATTERN.finditer(text):
        if m.start() >= clause or "；" not in text[m.end() :]:
            found = m
    if found is None:
        return None
    period = _period(reading, found)
    if period is None:
        return None
    if average := AVERAGE_PATTERN.search(text[clause:]):
        where: Piece = (clause + average.start(), clause + average.end())
        return When(None, "stated:period", period, found.span(), "average", where)
    if total := CUMULATIVE_PATTERN.search(text[clause:]):
        where = (clause + total.start(), clause + total.end())
        return When(None, "stated:period", period, found.span(), "cumulative", where)
    # 「五年来，新增就业30万人」: nothing says how the years add up, but the number is not one year's.
    if found.start() >= clause or text[found.end() : clause] in ("", "，"):
        return When(None, "stated:period", period, found.span())
    return None


def _period(reading: Reading, m: re.Match[str]) -> tuple[str, str] | None:
    words = m[0]
    if plan := re.search(r"十([一二三四五六])五", words):
        return years(_PLANS[plan[1]], _PLANS[plan[1]] + 4)
    if stated := re.findall(r"\d{4}", words):
        return years(int(stated[0]), int(stated[1])) if stated[0] < stated[1] else None
    if count := m["n"] or m["bare"]:
        n = _NUMBERS.get(count) or int(count)
        first = reading.report.plan if reading.planned else reading.report.review[1] - n + 1
        return years(first, first + n - 1)
    return None
