"""Leads of what the assessments say: missed, missed as derived, and not mentioned again."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from kg.amounts import amount, difference
from kg.leads.model import Evidence, Lead, Row, evidence
from kg.leads.tables import Tables
from kg.leads.weighing import decimal, promise_factors, size
from kg.model import Report, Span
from kg.numerals import plain
from kg.text import fold

# A name of which so much stands in one sentence of the later report is as good as mentioned.
_NAMED: Final = Decimal("0.6")
_LATER_REPORT: Final = Decimal("0.5")  # what the silence of a report of years later weighs
_BLANKS: Final = re.compile(r"\s+")
_APART: Final = re.compile(r"[、,;]|以及")
_SHORTEST: Final = 4
_RUN: Final = 3
_HALF: Final = Decimal("0.5")
# What to bear in mind of a result that follows from one of these rules (kg.assess.RULES).
_BEWARE: Final = {
    "reference-known": (
        "What is compared may be measured differently: incomes often at current prices, gross product at constant ones.",
        "相比的两个数口径可能不同：收入常按现价，生产总值按不变价。",
    ),
    "stopped": (
        "Suspended is not given up: ask what is planned instead.",
        "停缓不等于不再建：请核实后续安排。",
    ),
}
_NUMBER: Final = re.compile(r"\d[\d.,]*\D")
_DIGIT: Final = re.compile(r"\d")


def what_of(row: Row) -> str:
    """Return what a statement is about, in the report's words or the catalogue's."""
    name = row["indicator_label"] or row["project_label"] or ""
    return f"{row['about_label']} {name}" if row["about"] != row["place"] and row["indicator_label"] else name


def said(row: Row) -> str:
    """Return what a statement says of it, on one line."""
    return _BLANKS.sub("", row["as_stated"] or "")


def year_of(row: Row, tables: Tables) -> int:
    """Return the year that a promise is for, else the one its report plans for."""
    return row["year"] or tables.reports[row["report"]].plan


def missed(tables: Tables) -> Iterator[Lead]:
    """Yield a lead for each commitment that a source shows as missed; the first such source tells."""
    for name, rows in tables.held.items():
        row = next((r for r in rows if r["result"] == "missed"), None)
        if row is None or name not in tables.statements:
            continue
        promise = tables.statements[name]
        outcomes = tables.outcomes(row)
        if not outcomes:
            continue
        derived = row["rule"] == "derived-growth"
        en, zh = _missed_words(promise, row, tables)
        gap = decimal(row["gap"])
        measure = ("size", Decimal(2)) if row["rule"] == "stopped" else size(gap, promise)
        yield Lead(
            kind="missed-by-derivation" if derived else "missed",
            place=promise["place"],
            place_label=promise["place_label"],
            what=what_of(promise),
            years=(year_of(promise, tables),),
            en=en,
            zh=zh,
            evidence=(evidence("promise", promise), *outcomes),
            factors=(*promise_factors(promise), measure),
            beware=_BEWARE.get(row["rule"]),
        )


def _missed_words(promise: Row, row: Row, tables: Tables) -> tuple[str, str]:
    year, aim, what = year_of(promise, tables), said(promise), what_of(promise)
    stated = tables.statements.get(row["outcomes"][0]) if row["outcomes"] else None
    if row["rule"] == "stopped":
        came = said(stated) if stated else ""
        return (
            f"{what}: promised for {year}, later said to be 「{came}」",
            f"{what}：{year}年计划「{aim}」，后称「{came}」",
        )
    apart = decimal(row["gap"])
    kind = promise["value_type"]
    unit = "%" if row["rule"] == "derived-growth" else promise["unit"]
    gap_en, gap = (
        ("", "") if apart is None else (difference(apart, unit, "en", kind), difference(apart, unit, "zh", kind))
    )
    value = decimal(row["value"])
    given = "" if value is None else amount(value, promise["unit"])
    if row["rule"] == "derived-growth":
        return (
            f"{what} {year}: promised 「{aim}」; two levels give {row['value']}%, gap {gap_en}",
            f"{what}：{year}年目标「{aim}」，由两个总量推算为{row['value']}%，相差{gap}",
        )
    if row["rule"] == "reference-known" and len(row["outcomes"]) > 1:
        base = tables.statements[row["outcomes"][1]]
        came = said(stated) if stated else given
        return (
            f"{what} {year}: promised 「{aim}」; reported 「{came}」 beside 「{said(base)}」, gap {gap_en}",
            f"{what}：{year}年目标「{aim}」，后称「{came}」，所参照的为「{said(base)}」，相差{gap}",
        )
    came = said(stated) if stated else given
    short = f", gap {gap_en}" if gap else "", f"，相差{gap}" if gap else ""
    return (
        f"{what} {year}: promised 「{aim}」, reported 「{came}」{short[0]}",
        f"{what}：{year}年目标「{aim}」，后称「{came}」{short[1]}",
    )


def not_mentioned_again(tables: Tables) -> Iterator[Lead]:
    """Yield a lead for each commitment of which no later source tells, where the first whole report is silent.

    What is named there in good part is no lead: see ``_near`` and ``_same_number``.
    """
    for name, rows in tables.held.items():
        told = [r for r in rows if r["result"] != "pending"]
        if name not in tables.statements or not told or any(r["result"] != "not-mentioned-again" for r in told):
            continue
        promise, row = tables.statements[name], told[0]
        label = promise["indicator_label"] or promise["project_label"] or ""
        if len(label) < _SHORTEST and not promise["indicator"]:
            continue
        later = tables.reports[row["source"]]
        shown = _near(promise, row, tables, later)
        alike = Decimal(shown.score or 0) if shown else Decimal(0)
        if alike >= _NAMED or _same_number(promise, row, later):
            continue
        factors = [*promise_factors(promise), ("silence", 1 - alike)]
        if later.plan != tables.reports[promise["report"]].plan + 1:
            factors.append(("later", _LATER_REPORT))
        year, what, aim = year_of(promise, tables), what_of(promise), said(promise)
        yield Lead(
            kind="not-mentioned-again",
            place=promise["place"],
            place_label=promise["place_label"],
            what=what,
            years=(year,),
            en=f"{what} {year}: promised 「{aim}」, not mentioned again in the report of {later.plan} (nearest {plain(alike)})",
            zh=f"{what}：{year}年承诺「{aim}」，{later.plan}年报告未再提及（最相近者 {plain(alike)}）",
            evidence=(evidence("promise", promise), *([shown] if shown else [])),
            factors=tuple(factors),
        )


def _near(promise: Row, row: Row, tables: Tables, later: Report) -> Evidence | None:
    """Return the sentence of a later report that comes nearest to a promise, with how near it comes.

    That is the nearest of the assessment, the opening of the report apart, or one that holds half of the name and more,
    in pieces of three characters and more; a project may be as good as named (``_told``).
    """
    opening = {tuple(p.span) for p in tables.sentences(later.id) if not p.section}
    listed = [near for near in row["nearest"] if (near[0], near[1]) not in opening] or row["nearest"]
    near = next((Evidence("nearest", later.id, later.text[a:b], a, b, None, s) for a, b, s in listed), None)
    sentences = [(p.span, _plain(p.span.of(later.text))) for p in tables.sentences(later.id)]
    best, where = _HALF, None
    for name in sorted({part for each in row["searched"] for part in _APART.split(_plain(each))}):
        if len(name) < _SHORTEST:
            continue
        for span, text in sentences:
            share = Decimal(_held(name, text)) / len(name)
            if share > best or (share == best and where is None):
                best, where = share, span
        holding = _told(name, said(promise), sentences) if promise["project"] else []
        if holding and best < _NAMED:
            best, where = _NAMED, holding[0]
    if where is None or (near and Decimal(near.score or 0) >= best):
        return near
    score = plain(best.quantize(Decimal("0.001")))
    return Evidence("nearest", later.id, where.of(later.text), where.start, where.end, None, score)


def _told(name: str, stage: str, sentences: Sequence[tuple[Span, str]]) -> list[Span]:
    """Return the sentences that tell of a project under another name.

    Its first three characters stand in no more than two sentences (「沪苏湖铁路上海段」, 「沪苏湖高铁」); or half of the
    name stands beside the words of the stage (「南港120万吨乙烯」 was to 投产, 「南港百万吨乙烯及产业集群项目投产」).
    """
    first = [span for span, text in sentences if name[:_RUN] in text]
    if 1 <= len(first) <= 2:
        return first
    return [span for span, text in sentences if stage in text and 2 * _held(name, text, 2) >= len(name)]


def _held(name: str, text: str, least: int = _RUN) -> int:
    """Count the characters of a name that stand in a text in pieces of three and more, each as long as may be."""
    at, count = 0, 0
    while at <= len(name) - least:
        length = least - 1
        while at + length < len(name) and name[at : at + length + 1] in text:
            length += 1
        length = length if length >= least else 0
        count += length
        at += max(length, 1)
    return count


def _same_number(promise: Row, row: Row, later: Report) -> bool:
    """Whether a near sentence has the promise's number with its measure, and four characters of it together.

    「12个乡村旅游重点片区」 is what became of 「12个乡村旅游示范片区」, whatever it is called.
    """
    quote = _plain(promise["quote"])
    numbers = set(_NUMBER.findall(quote))
    for start, end, _ in row["nearest"] if numbers else ():
        sentence = _plain(later.text[start:end])
        runs = (quote[i : i + _SHORTEST] for i in range(len(quote) - _SHORTEST + 1))
        if numbers & set(_NUMBER.findall(sentence)) and any(r in sentence for r in runs if not _DIGIT.search(r)):
            return True
    return False


def _plain(text: str) -> str:
    return fold(_BLANKS.sub("", text))
