"""Periods: from their first and last day to the name that cells and addresses use (amendment 3), and back to words."""

from datetime import date, timedelta

_QUARTERS = {("01-01", "03-31"): "q1", ("04-01", "06-30"): "q2", ("07-01", "09-30"): "q3", ("10-01", "12-31"): "q4"}
_HALVES = {("01-01", "06-30"): "h1", ("07-01", "12-31"): "h2"}


def period_name(start: str, end: str) -> str:
    """Return ``2019``, ``2016..2020``, ``2019-q1``, ``2019-h1`` or ``2019-01..2019-11`` for two ISO dates.

    >>> period_name("2018-01-01", "2018-12-31"), period_name("2018-01-01", "2018-09-30")
    ('2018', '2018-01..2018-09')
    """
    first, last = start[:4], end[:4]
    days = (start[5:], end[5:])
    if days == ("01-01", "12-31"):
        return first if first == last else f"{first}..{last}"
    if first == last and (part := (_QUARTERS | _HALVES).get(days)):
        return f"{first}-{part}"
    return f"{start[:7]}..{end[:7]}"


def months(year: int, first: int, last: int) -> tuple[str, str]:
    """Return the first day of one month and the last day of another of the same year.

    >>> months(2018, 1, 2)
    ('2018-01-01', '2018-02-28')
    """
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1).isoformat(), (after - timedelta(days=1)).isoformat()


def years(first: int, last: int) -> tuple[str, str]:
    """Return the first and the last day of a run of years."""
    return f"{first}-01-01", f"{last}-12-31"
