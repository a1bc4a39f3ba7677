"""What things are called on the pages: indicators, places, sources and rules, in the language of the page."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from kg.assess import RULES
from kg.catalogue import catalogue
from kg.language import Language
from kg.leads.model import Row
from kg.model import Report
from kg.places import division, english_name
from kg.site.codes import coded


def what(row: Row, lang: Language) -> str:
    """Return what a promise or result is of: its indicator or project, with whose it is where that is not the place."""
    name = row["indicator_label"] or row["project_label"] or ""
    if lang == "en" and row["indicator_label"]:
        # A label that says more than the catalogue's is not lost for an English one that does not.
        name = indicator(row["indicator_label"], lang)
    narrower = row["about"] != row["place"] and row["indicator_label"]
    return f"{row['about_label']} {name}" if narrower else str(name)


def indicator(name: str, lang: Language) -> str:
    """Return an indicator's name, in English where the catalogue has just this one."""
    return _english().get(name, name) if lang == "en" else name


@cache
def _english() -> Mapping[str, str]:
    return {one.zh: one.en for one in catalogue().by_id.values() if one.en}


def place(code: str, lang: Language, year: int | None = None) -> str:
    """Return the name of a division, in English where it has a usual one."""
    found = division(code, year)
    return (english_name(code) if lang == "en" else None) or found.name


def report_name(report: Report, lang: Language) -> str:
    """Return a report by place and year: 上海市2025年报告, Shanghai, report of 2025."""
    name = place(report.place, lang, report.plan)
    return f"{name}{report.plan}年报告" if lang == "zh" else f"{name}, report of {report.plan}"


def rule(name: str, lang: Language) -> str:
    """Return the words of a rule by which a result was found."""
    return RULES[name][0 if lang == "zh" else 1]


_PART: Final = re.compile(r"([\d.]+) of the name in (\d+)-(\d+)")
_OTHER: Final = re.compile(r"(revises|contradicts) (\S+) of (\S+)")
_PRICES: Final = re.compile(r"(\S+) % at current prices")


def note(words: str, lang: Language) -> str:
    """Return the remark of an assessment, which the tables hold in English."""
    if lang == "en":
        return words
    if found := _PART.fullmatch(words):
        return f"名称的 {found[1]} 见于第 {found[2]}–{found[3]} 字"
    if found := _OTHER.fullmatch(words):
        return f"{'修订' if found[1] == 'revises' else '不同于'} {found[3]} 所述的 {found[2]}"
    if found := _PRICES.fullmatch(words):
        return f"按现价 {found[1]}%"
    return words


def code(column: str, value: str | None, lang: Language) -> str:
    """Return what a code in a column of the statements table is called; nothing where there is none."""
    return coded(column, value, lang) if value else ""
