"""Numbers as readers write them: 264.69亿元 and 26.47 billion yuan, not 26469000000."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from kg.language import Language
from kg.leads.model import Row
from kg.leads.weighing import decimal
from kg.site.codes import codes
from kg.site.page import speaker
from kg.terms import PREFIXES
from kg.units import unit_iri

_STEPS: Final = {
    "zh": ((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万")),
    "en": ((Decimal(10**12), " trillion"), (Decimal(10**9), " billion"), (Decimal(10**6), " million")),
}
# From here on a number is told in larger steps; below it every digit counts.
_FROM: Final = {"zh": Decimal(10**4), "en": Decimal(10**6)}
_SIGNS: Final = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}
_TIGHT: Final = ("%", "‰")
_POINTS: Final = ("%", "百分点", "个百分点")


def number(value: Decimal, lang: str) -> str:
    """Return a number in the steps of its language, to at most four significant digits behind a step.

    >>> number(Decimal("26469000000"), "zh"), number(Decimal("26469000000"), "en"), number(Decimal("8.50"), "zh")
    ('264.7亿', '26.47 billion', '8.5')
    """
    size = abs(value)
    if size >= _FROM[lang]:
        for step, word in _STEPS[lang]:
            if size >= step:
                return f"{_short(value / step)}{word}"
    return _plain(value)


def amount(value: Decimal, unit: str | None, lang: str) -> str:
    """Return a number with its unit: ``264.7亿元``, ``26.47 billion yuan``, ``8.5%``."""
    name = unit_name(unit, lang)
    gap = "" if lang == "zh" or not name or name in _TIGHT else " "
    return f"{number(value, lang)}{gap}{name}"


def difference(gap: object, row: Row, lang: Language) -> str:
    """Return by how much a result differs from what was promised, with its sign: ``-5.47个百分点``, ``+537 million yuan``."""
    apart = decimal(gap)
    if apart is None:
        return ""
    sign = "" if apart < 0 else "+"
    if row["unit"] in _POINTS or row["value_type"] in ("growth", "share"):
        return f"{sign}{_plain(apart)}{speaker(lang)('p-points')}"
    return sign + amount(apart, row["unit"], lang)


def stated(row: Row, lang: str) -> str:
    """Return what a target or result says, with its bound: ``≥ 8%``, ``6–6.5%``; of a relative one nothing."""
    unit = row["unit"]
    if row["comparator"] == "range" and row["lower"] is not None and row["upper"] is not None:
        lower, upper = (decimal(row[name]) or Decimal(0) for name in ("lower", "upper"))
        return f"{number(lower, lang)}–{amount(upper, unit, lang)}"
    value = next((decimal(row[name]) for name in ("value", "lower", "upper") if row[name] is not None), None)
    return "" if value is None else f"{_SIGNS.get(row['comparator'] or '', '')}{amount(value, unit, lang)}"


def unit_name(unit: str | None, lang: str) -> str:
    """Return what a unit is called: as the report writes it in Chinese, its English name where it has one of its own."""
    if not unit or lang == "zh" or unit in _TIGHT:
        return unit or ""
    iri = unit_iri(unit) or ""
    own = codes("unit").get(iri.removeprefix(PREFIXES["u"])) if iri.startswith(PREFIXES["u"]) else None
    return own.label[1] if own else _ENGLISH.get(iri.removeprefix(PREFIXES["unit"]), unit)


# Units of QUDT's that reports use most; others keep the report's own word.
_ENGLISH: Final = {
    "CCY_CNY": "yuan", "CCY_USD": "US dollars", "CCY_EUR": "euros", "CCY_HKD": "HK dollars", "INDIV": "people",
    "NUM": "", "M": "m", "KiloM": "km", "M2": "m²", "KiloM2": "km²", "HA": "ha", "M3": "m³", "TONNE": "t",
    "KiloGM": "kg", "KiloW": "kW", "MegaW": "MW", "KiloW-HR": "kWh", "YR": "years", "MO": "months", "DAY": "days",
    "HR": "hours", "MIN": "minutes",
}  # fmt: skip


def _short(value: Decimal) -> str:
    places = max(0, 3 - value.copy_abs().adjusted())
    return _plain(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
