"""One cell of a decision table: what people and spreadsheets write there, and the one form it is kept in.

Every reader takes the text of a cell and returns its value; what it cannot take raises ``CellError``, which the
row turns into a ``DecisionError`` with file, row and column. A value has one spelling (``spell``), so that a
decision keeps its id whichever program saved the file.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Final, NamedTuple

from kg.catalogue import catalogue
from kg.numerals import parse, plain
from kg.places import is_code
from kg.terms import AGGREGATIONS, COMPARATORS, FAMILIES, KINDS, OBS_STATUSES, ROLES, STATUSES, STRENGTHS, VALUE_TYPES
from kg.units import canonical_unit, unit_iri

Value = str | int | bool | Decimal

DASH = "-"  # the cell that empties a slot


class CellError(ValueError):
    """A cell that cannot be understood: what was expected, and what to do."""

    def __init__(self, expected: str, step: str) -> None:
        """Hold both halves until the row adds its place."""
        super().__init__(expected)
        self.expected = expected
        self.step = step


def _folded(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def read_text(cell: str) -> str:
    """Return free text without the blanks around it."""
    return cell.strip()


_LOCAL = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*")


def read_id(cell: str) -> str:
    """Read the local name of a thing, which ends an IRI: ``430400.3991115e``, ``430400``."""
    name = _folded(cell)
    if not _LOCAL.fullmatch(name):
        raise CellError(
            "an id of letters, digits, . and -",
            "copy it from the statements table, or leave it out: names have a column",
        )
    if re.fullmatch(r"\d{6}", name) and not is_code(name):
        raise CellError("a code of GB/T 2260 that is or was in force", "copy it from the statements table")
    return name


def read_indicator(cell: str) -> str:
    """Read the code of an indicator of the catalogue."""
    code, known = _folded(cell).casefold(), catalogue().by_id
    if code not in known:
        close = get_close_matches(code, known, 1)
        step = f"write {close[0]}, or" if close else "copy it from ontology/indicators.csv, or"
        raise CellError("a code of the catalogue", f"{step} leave it out and fill indicator_label")
    return code


def read_unit(cell: str) -> str:
    """Read a unit in any of its known spellings, as the statements table spells it: ``km`` is 公里."""
    for spelling in (cell.strip(), _folded(cell)):
        if unit_iri(spelling):
            return canonical_unit(spelling)
    raise CellError("a unit of ontology/vocab/units.ttl", "write its label there, without 万 and 亿, or leave it out")


def read_integer(cell: str) -> int:
    """Read a whole number that is not negative, also as a spreadsheet writes it: ``344`` and ``344.0``."""
    match = re.fullmatch(r"(\d{1,15})(?:\.0+)?", _folded(cell))
    if match is None:
        raise CellError("a whole number", "write it without blanks, commas or a unit, as 344")
    return int(match[1])


def read_year(cell: str) -> int:
    """Read a calendar year of four digits."""
    match = re.fullmatch(r"(\d{4})(?:\.0+)?年?", _folded(cell))
    if match is None:
        raise CellError("a year of four digits", "write it as 2019")
    return int(match[1])


_SCIENTIFIC = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[eE][+-]?\d{1,3}")
_DIGITS = 28  # what kg.numerals multiplies out exactly


def read_number(cell: str) -> Decimal:
    """Read an exact decimal: ``-3.2``, ``1,234``, ``1169.9亿``, ``3.96万``.

    Scientific notation is refused, because a spreadsheet that shows it may have dropped digits.
    """
    text = _folded(cell).replace("−", "-")
    if _SCIENTIFIC.fullmatch(text):
        raise CellError(
            "all digits of the number",
            f"compare the report and write {_in_words(Decimal(text))}: a spreadsheet shortens long numbers",
        )
    sign = -1 if text.startswith("-") else 1
    try:
        number = parse(text.removeprefix("-").removeprefix("+")).copy_abs()
    except ValueError:
        raise CellError(
            "a decimal number", "write digits alone, as 8.5, 1169.9亿 or 3.96万; the unit has a column"
        ) from None
    if sum(char.isdigit() for char in text) > _DIGITS or len(number.as_tuple().digits) > _DIGITS:
        raise CellError(f"a number of at most {_DIGITS} digits", "write fewer digits")
    return number.copy_negate() if sign < 0 and number else number


_DAY = re.compile(r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?(?:[T ]0{1,2}:00(?::00(?:\.0+)?)?)?")
_EPOCH = date(1899, 12, 30)  # day 0 of Excel's and LibreOffice's serial dates
_SERIALS = range(20000, 80000)  # 1954 to 2119


def read_date(cell: str) -> str:
    """Read a day as ISO 8601: ``2026-11-24``, ``2026/11/24``, ``2026年11月24日`` or a spreadsheet's serial number."""
    text = _folded(cell)
    serial = re.fullmatch(r"(\d{5})(?:\.0+)?", text)
    try:
        if serial and int(serial[1]) in _SERIALS:
            return (_EPOCH + timedelta(days=int(serial[1]))).isoformat()
        if re.fullmatch(r"\d{8}", text):
            return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
        if match := _DAY.fullmatch(text):
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat()
    except ValueError:
        raise CellError("a day that the calendar has", "write it as 2026-11-24") from None
    raise CellError("a date, year first", "write it as 2026-11-24")


_YES = {"true", "是", "真", "对", "yes", "1", "1.0"}
_NO = {"false", "否", "假", "不", "no", "0", "0.0"}


def read_yes_or_no(cell: str) -> bool:
    """Read true or false: ``TRUE``, ``true``, ``是``, ``1`` and their opposites."""
    word = _folded(cell).casefold()
    if word not in _YES | _NO:
        raise CellError("true or false", "write true (是) or false (否)")
    return word in _YES


def one_of(codes: Collection[str]) -> Callable[[str], str]:
    """Return a reader of one of these codes, in any case of letters."""
    spelling = {code.casefold(): code for code in codes}

    def read_code(cell: str) -> str:
        code = spelling.get(_folded(cell).casefold())
        if code is None:
            raise CellError("one of " + ", ".join(spelling.values()), "write the code as it stands there")
        return code

    return read_code


class Slot(NamedTuple):
    """A column people may amend: the field of a Proposal it sets, the slot its evidence goes to, its reader.

    ``empty`` is what ``-`` makes of it.
    """

    field: str
    evidence: str
    read: Callable[[str], Value]
    empty: Value | None = None


AMENDABLE: dict[str, Slot] = {
    "class": Slot("cls", "", one_of(FAMILIES)),
    "about": Slot("about", "subject", read_id),
    "about_label": Slot("about_label", "subject", read_text),
    "year": Slot("year", "year", read_year),
    "period_start": Slot("period_start", "period", read_date),
    "period_end": Slot("period_end", "period", read_date),
    "aggregation": Slot("aggregation", "aggregation", one_of(AGGREGATIONS)),
    "obs_status": Slot("obs_status", "obs_status", one_of(OBS_STATUSES)),
    "scope": Slot("scope", "scope", read_text),
    "headline": Slot("headline", "headline", read_yes_or_no, False),
    "basis": Slot("basis", "basis", one_of(("stated", "derived")), "stated"),
    "indicator": Slot("indicator", "indicator", read_indicator),
    "indicator_label": Slot("indicator_label", "indicator", read_text),
    "value_type": Slot("value_type", "value_type", one_of(VALUE_TYPES)),
    "rank_scope": Slot("rank_scope", "rank_scope", read_text),
    "relative_to": Slot("relative_to", "relative_to", read_text),
    "margin": Slot("margin", "value", read_number),
    "per_subdivision": Slot("per_subdivision", "per_subdivision", read_yes_or_no, False),
    "value": Slot("value", "value", read_number),
    "lower": Slot("lower", "value", read_number),
    "upper": Slot("upper", "value", read_number),
    "unit": Slot("unit", "unit", read_unit),
    "comparator": Slot("comparator", "comparator", one_of(COMPARATORS)),
    "strength": Slot("strength", "strength", one_of(STRENGTHS)),
    "project": Slot("project", "project", read_id),
    "project_label": Slot("project_label", "project", read_text),
    "status": Slot("status", "status", one_of(STATUSES)),
    "label": Slot("label", "label", read_text),
    "agent": Slot("agent", "agent", read_text),
    "kind": Slot("kind", "kind", one_of(KINDS)),
    "role": Slot("role", "role", one_of(ROLES)),
    "programme": Slot("programme", "programme", read_text),
    "sector": Slot("sector", "sector", read_text),
    "list_open": Slot("list_open", "list_open", read_yes_or_no, False),
}

# Readers of columns in which a spreadsheet must not see a number or a day: 430400.76358969 is an id.
WORDED: Final = (read_text, read_id, read_indicator, read_unit)


def _in_words(number: Decimal) -> str:
    """Write a number in 亿: 116990000000 is 1169.9亿. Digits are moved, never rounded."""
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    return plain(Decimal((sign, digits, exponent - 8))) + "亿"


_LONG = 12  # from here on spreadsheets show 1.1699E+11


def spell(value: Value | None) -> str:
    """Return the one spelling of a value; nothing is ``-``.

    >>> spell(Decimal("116990000000")), spell(True), spell(None)
    ('1169.9亿', 'true', '-')
    """
    if value is None:
        return DASH
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = plain(value)
        return _in_words(value) if sum(char.isdigit() for char in text) >= _LONG else text
    return str(value)


_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
# What a spreadsheet would turn into a number, a share, a day or a time of day: 8.50%, 1月8日, 10:8, 1e5.
_CONVERTED = re.compile(r"(?=.*\d)[\d\s.,:/%+\-()$¥eE年月日时分秒]+|true|false", re.I | re.S)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def protect(cell: str, *, text: bool) -> str:
    """Put ``'`` before what a spreadsheet would take for a formula and, in a column of text, for a number or day.

    A plain number and the lone ``-`` stay as they are; a cell that begins with ``'`` gets a second one.
    """
    formula = bool(_FORMULA.match(cell)) and cell != DASH and not _NUMBER.fullmatch(cell)
    converted = text and bool(_CONVERTED.fullmatch(_folded(cell)))
    return "'" + cell if cell.startswith("'") or formula or converted else cell


def unprotect(cell: str) -> str:
    """Take the protecting ``'`` away."""
    return cell.removeprefix("'")
