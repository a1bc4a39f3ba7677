"""Statements by ``recognizers-text-suite``: numbers with units wherever they stand, nothing of what they mean.

``python bench/baseline_recognizers.py TEXT PLAN_YEAR`` writes the columns of the statements table that ``bench/score.py``
reads. Needs ``pip install recognizers-text-suite "emoji<2"``, best in an environment of its own. Numbers that the suite
reads as part of a date are left out; kind, year and indicator are what it does not offer: every row is an Observation of
the year before PLAN_YEAR without a name.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recognizers_date_time import recognize_datetime
from recognizers_number import Culture, recognize_number, recognize_percentage
from recognizers_number_with_unit import recognize_currency, recognize_dimension

_UNITS = {
    "Chinese yuan": "元",
    "Dollar": "美元",
    "United States dollar": "美元",
    "Kilometer": "公里",
    "Meter": "米",
    "Square meter": "平方米",
    "Square kilometer": "平方公里",
    "Hectare": "公顷",
    "Mu": "亩",
    "Ton": "吨",
    "Cubic meter": "立方米",
    "Kilogram": "千克",
}
# Longer readings first: what they cover is not read again as a bare number.
_READERS = (recognize_currency, recognize_dimension, recognize_percentage, recognize_number)


def statements(text: str, year: int) -> Iterator[dict[str, Any]]:
    """Yield a row for each number that is in no date."""
    taken = [(d.start, d.end + 1) for d in recognize_datetime(text, Culture.Chinese)]
    for reader in _READERS:
        for found in reader(text, Culture.Chinese):
            span = found.start, found.end + 1
            if any(span[0] < end and start < span[1] for start, end in taken):
                continue
            taken.append(span)
            row = _row(found, span, year)
            if row is not None:
                yield row


def _row(found: Any, span: tuple[int, int], year: int) -> dict[str, Any] | None:
    value = str((found.resolution or {}).get("value"))
    unit = found.resolution.get("unit") if found.resolution else None
    if value.endswith("%"):
        value, unit = value[:-1], "百分点" if "百分点" in found.text else "%"
    try:
        float(value)
    except ValueError:
        return None
    return {
        "class": "Observation",
        "value": value,
        "unit": _UNITS.get(unit or "", unit),
        "value_type": "growth" if unit == "%" else "change" if unit == "百分点" else "level",
        "comparator": "eq",
        "year": year - 1,
        "indicator_label": "",
        "start": span[0],
        "end": span[1],
        "value_start": span[0],
        "value_end": span[1],
    }


def main() -> None:
    text = Path(sys.argv[1]).read_bytes().decode("utf-8")
    for row in sorted(statements(text, int(sys.argv[2])), key=lambda row: row["start"]):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
