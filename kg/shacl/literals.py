"""Literals: is one well-formed for its datatype, and is one less than another?

Lexical forms are those of XML Schema 1.1 part 2; ``1_000``, ``１`` or ``1e5`` are no integers or decimals.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.shacl.data import Term
from kg.shacl.vocabulary import XSD

Comparable = str | Decimal | float | bool | date
_ZONE: Final = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_LEXICAL: Final = {
    XSD + "boolean": re.compile(r"true|false|0|1"),
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"),
    XSD + "date": re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_ZONE}"),
    XSD + "dateTime": re.compile(
        rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]+)?{_ZONE}"
    ),
}
_VALUE: Final[dict[str, Callable[[str], Comparable]]] = {
    XSD + "boolean": lambda text: text in ("true", "1"),
    XSD + "integer": Decimal,
    XSD + "decimal": Decimal,
    XSD + "double": float,
    # The zone is left out as pySHACL does; a graph's dates have none.
    XSD + "date": lambda text: date.fromisoformat(text[:10]),
    XSD + "dateTime": datetime.fromisoformat,
}
_KIND: Final[dict[type, str]] = {
    str: "text",
    bool: "truth",
    Decimal: "number",
    float: "number",
    datetime: "time",
    date: "day",
}
SUPPORTED: Final = frozenset(_LEXICAL) | {XSD + "string"}


def has_datatype(term: Term, datatype: NamedNode) -> bool:
    """Tell whether a term is a well-formed literal of the datatype, one of ``SUPPORTED``."""
    return isinstance(term, Literal) and term.datatype == datatype and value_of(term) is not None


def less(one: Term, other: Term, or_equal: bool = False) -> bool:
    """Tell whether one value is less than another; False where the two have no order."""
    a, b = value_of(one), value_of(other)
    if a is None or b is None or _KIND[type(a)] != _KIND[type(b)]:
        return False
    try:
        return bool(a < b or (or_equal and a == b))  # type: ignore[operator]
    except TypeError:  # a time with a zone against one without
        return False


@lru_cache(maxsize=4096)
def value_of(term: Term) -> Comparable | None:
    """Return what to compare: text of IRIs and strings, numbers, days, times; None if ill-formed or of no known order."""
    if not isinstance(term, Literal):
        return term.value
    datatype = term.datatype.value
    if datatype == XSD + "string" or term.language:
        return term.value
    lexical = _LEXICAL.get(datatype)
    if lexical is None or not lexical.fullmatch(term.value):
        return None
    try:
        return _VALUE[datatype](term.value)
    except ValueError:  # the 30th of February
        return None
