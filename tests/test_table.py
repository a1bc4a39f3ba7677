"""The statements table: exact numbers, and no spreadsheet runs a report's text."""

import csv
import io
from decimal import Decimal

from kg.table import COLUMNS, number, to_csv


def test_numbers_are_json_numbers_where_those_hold_them_exactly() -> None:
    assert number(Decimal("26469000000")) == 26469000000
    assert number(Decimal("6.54")) == 6.54
    assert number(Decimal("-3.0")) == -3
    assert number(Decimal("0.1234567890123456789")) == "0.1234567890123456789"
    assert number(Decimal(2) ** 60) == str(2**60)
    assert number(None) is None


def test_csv_holds_no_formula_and_opens_as_utf_8() -> None:
    row = dict.fromkeys(COLUMNS) | {"quote": '=HYPERLINK("x")地区生产总值', "value": -3, "slots": {"unit": [1, 2]}}
    text = to_csv([row])
    assert text.startswith("\ufeff")
    read = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert read["quote"] == '\'=HYPERLINK("x")地区生产总值'
    assert read["value"] == "-3"
    assert read["slots"] == '{"unit": [1, 2]}'
