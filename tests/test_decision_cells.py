"""Cells of the table of decisions: what is wrong is told by row and column."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from deciding import (
    ADDED,
    CELL,
    DECIMALS,
    HEADER,
    ROW,
    TRICKY,
    amendment,
    apply,
    changed,
    on,
    outcome,
    proposals_of,
    report_of,
    revenue,
    table,
    table_of,
)
from hypothesis import given
from hypothesis import strategies as st

from kg.decisions import parse, parse_table, read, write
from kg.decisions.cells import protect, read_date, read_number, spell, unprotect
from kg.errors import DecisionError


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"value": "1.1699E+11"}, ["row 2, column value", "all digits", "'1.1699E+11'", "write 1169.9亿"]),
        ({"value": "8.5%"}, ["column value", "a decimal number", "'8.5%'"]),
        ({"value": "三千五"}, ["column value", "a decimal number"]),
        ({"action": "acept"}, ["column action", "one of accept, reject, amend, add, doubt, undo", "'acept'"]),
        ({"start": "3.5"}, ["column start", "a whole number"]),
        ({"end": "3"}, ["column end", "above start (3)"]),
        ({"when": "11/24/2026"}, ["column when", "year first", "2026-11-24"]),
        ({"when": "2026-02-30"}, ["column when", "the calendar has"]),
        ({"headline": "maybe"}, ["column headline", "true or false"]),
        ({"year": "18"}, ["column year", "four digits"]),
        ({"who": " "}, ["column who", "a filled cell", "found nothing"]),
        ({"quote": "#NAME?"}, ["column quote", "took the cell for a formula"]),
        ({"statement": "5"}, ["column statement", "430400-2019.1a2b3c4d5e"]),
        ({"action": "reject", "year": "", "headline": ""}, ["column value", "an empty cell beside reject"]),
        ({"action": "amend", "value": "", "headline": "", "year": ""}, ["column action", "an amended column"]),
        ({"action": "add"}, ["column class", "the class of the statement"]),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column_with_the_next_step(cells: dict[str, str], words: list[str]) -> None:
    with pytest.raises(DecisionError) as caught:
        parse_table(table(changed(**cells)).encode(), "decisions.tsv")
    message = str(caught.value)
    assert message.startswith("decisions.tsv, row 2")
    assert [word for word in words if word not in message] == []
    assert "\n" not in message


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"as_stated": "增长6%"}, ["column as_stated", "characters of the quote"]),
        ({"number": "5"}, ["column number", "once in the quote, not 2 times", '"number": [10, 11] or [13, 14]']),
        ({"number": "5", "slots": '{"number": [10, 12]}'}, ["column number", "what slots points at"]),
        ({"slots": '{"unit": [1, 2]}'}, ["column slots", "unit inside 8 to 15"]),
        ({"slots": '{"unt": [9, 10]}'}, ["column slots", "'unt'"]),
        ({"slots": "unit 9-10"}, ["column slots", "JSON"]),
        ({"slots": '{"unit": [9, 9]}'}, ["column slots", "start below end"]),
        ({"end": "20", "slots": '{"unit": [9, 10]}'}, ["column slots", "a quote of 12 characters"]),
        ({"class": "-"}, ["column class", "one of Observation"]),
    ],
)
def test_characters_that_do_not_fit_the_quote_are_refused(cells: dict[str, str], words: list[str]) -> None:
    row = {k: ADDED[k] for k in ("who", "when")} | {"statement": ROW[0], "action": "amend"}
    row |= {"start": "8", "end": "15", "quote": "增长5%至5%"} | cells
    with pytest.raises(DecisionError) as caught:
        parse(row, "decision")
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"about": "430400.a b<>"}, ["column about", "an id of letters, digits, . and -", "'430400.a b<>'"]),
        ({"about": "南岳机场"}, ["column about", "names have a column"]),
        ({"project": "430400/x"}, ["column project", "an id of letters"]),
        ({"project": "../x"}, ["column project", "an id of letters"]),
        ({"indicator": "foo bar>"}, ["column indicator", "a code of the catalogue", "fill indicator_label"]),
        ({"indicator": "tax-revenu"}, ["column indicator", "write tax-revenue, or leave it out"]),
        ({"unit": "蒲式耳"}, ["column unit", "a unit of", "'蒲式耳'"]),
        ({"unit": "亿元"}, ["column unit", "without 万 and 亿"]),
        (
            {"period_start": "2018-12-31", "period_end": "2018-01-01"},
            ["column period_end", "not before period_start (2018-12-31)", "found '2018-01-01'"],
        ),
        ({"period_start": "2018-01-01", "period_end": "-"}, ["column period_end", "beside period_start", "nothing"]),
        ({"comparator": "eq", "relative_to": "经济增长"}, ["column relative_to", "no relative_to", "tracks, exceeds"]),
        ({"comparator": "tracks", "relative_to": "-"}, ["column relative_to", "relative_to beside comparator tracks"]),
        ({"comparator": "exceeds", "value": "8"}, ["column value", "no value beside comparator exceeds", "margin"]),
        ({"comparator": "as-assigned", "margin": "1"}, ["column margin", "only exceeds has a margin"]),
    ],
)
def test_a_cell_the_graph_could_not_hold_is_refused_where_it_is_read(cells: dict[str, str], words: list[str]) -> None:
    with pytest.raises(DecisionError) as caught:
        parse(amendment(**cells), "decisions.tsv", 5)
    message = str(caught.value)
    assert message.startswith("decisions.tsv, row 5, column ")
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"indicator": "", "indicator_label": ""}, ["column indicator_label", "found nothing"]),
        ({"indicator": "-", "indicator_label": "-"}, ["column indicator_label", "found nothing"]),
        ({"period_start": "2018-01-01"}, ["column period_start", "period_end beside period_start (2018-01-01)"]),
        ({"value": "", "comparator": "", "relative_to": "经济增长"}, ["column relative_to", "beside no comparator"]),
        ({"comparator": "exceeds", "margin": "1"}, ["column comparator", "relative_to beside comparator exceeds"]),
        ({"margin": "1"}, ["column margin", "no margin beside comparator gt"]),
    ],
)
def test_an_added_statement_must_be_whole(cells: dict[str, str], words: list[str]) -> None:
    with pytest.raises(DecisionError) as caught:
        parse(ADDED | cells, "decision")
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"indicator": "-", "indicator_label": "-"}, "indicator_label"),
        ({"indicator": "-"}, "indicator"),
        ({"period_start": "2018-01-01"}, "period_start"),
        ({"period_end": "2018-12-31"}, "period_end"),
        ({"relative_to": "经济增长"}, "relative_to"),
        ({"comparator": "tracks"}, "comparator"),
        ({"comparator": "exceeds", "relative_to": "经济增长"}, "comparator"),
        ({"margin": "1"}, "margin"),
    ],
)
def test_an_amendment_that_does_not_fit_what_the_rule_read_is_refused_by_row_and_column(
    cells: dict[str, str], column: str
) -> None:
    report = report_of()
    (decision,) = parse_table(table_of(on(revenue(report), "amend", report=report, **cells)), "decisions.tsv")
    with pytest.raises(DecisionError, match=rf"^decisions\.tsv, row 2, column {column}: "):
        apply(report, proposals_of(report), [decision])
    statements, _ = apply(report, proposals_of(report), [decision, on(revenue(report), "reject")])
    assert {s.review_status for s in statements} == {"extracted", "rejected"}
    _, leftovers = apply(report, proposals_of(report), [decision, on(revenue(report), "undo")])
    assert not leftovers


def test_amendments_that_fit_each_other_over_several_rows_are_taken() -> None:
    proposal = revenue(report_of())
    first, second = (
        on(proposal, "amend", period_start="2018-01-01"),
        on(proposal, "amend", period_end="2018-12-31", unit="人民币"),
    )
    statement = outcome(first, second)
    assert (statement.period_start, statement.period_end, statement.unit) == ("2018-01-01", "2018-12-31", "元")
    relative = {"comparator": "exceeds", "relative_to": "经济增长", "margin": "1", "value": "-", "class_": "Target"}
    target = outcome(on(proposal, "amend", report=report_of(), **relative))
    assert (target.value, target.lower, target.upper, target.margin) == (None, None, None, Decimal(1))


def test_an_indicators_label_follows_its_code_unless_the_row_gives_it() -> None:
    proposal = revenue(report_of(), indicator_label="旧名")
    assert outcome(on(proposal, "amend", indicator="tax-revenue")).indicator_label == "税收收入"
    named = outcome(on(proposal, "amend", indicator="tax-revenue", indicator_label="全部税收"))
    assert (named.indicator, named.indicator_label) == ("tax-revenue", "全部税收")


def test_what_a_rule_read_is_not_held_against_the_person_who_accepts_it() -> None:
    report = report_of()
    odd = revenue(report, relative_to="去年", indicator=None)
    statements, _ = apply(report, [odd], [on(odd, "accept"), on(odd, "amend", year="2017")])
    assert [(s.year, s.relative_to) for s in statements] == [(2017, "去年")]


def test_codes_and_units_are_kept_in_one_spelling_and_ids_are_safe_from_spreadsheets() -> None:
    cells = {"unit": "ｋｍ", "indicator": "GDP", "about": "430400.76358969"}
    decision = parse(amendment(**cells), "decision")
    assert decision.changes == {"unit": "公里", "indicator": "gdp", "about": "430400.76358969"}
    assert b"'430400.76358969" in table_of(decision)


def test_offsets_tell_apart_characters_that_occur_twice() -> None:
    row = {k: ADDED[k] for k in ("who", "when")} | {"statement": ROW[0], "action": "amend", "number": "5"}
    row |= {"start": "8", "end": "15", "quote": "增长5%至5%", "slots": '{"number": [13, 14]}'}
    assert parse(row, "decision").pieces == {"number": (5, 6)}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["a header line", "an empty file"]),
        (table([(*HEADER, "valeu"), (*ROW, "")]).encode(), ["row 1", "'valeu'", "rename it to value"]),
        (table([(*HEADER, "value"), (*ROW, "")]).encode(), ["row 1", "each column once", "value 2 times"]),
        (table([HEADER[1:], ROW[1:]]).encode(), ["row 1", "a column statement"]),
        (table([HEADER, (*ROW, "note")]).encode(), ["row 2, column 12", "an empty cell", "'note'"]),
        ((table([HEADER]) + '"open').encode(), ["row 2", "cells as spreadsheets write them"]),
        ((table([HEADER]) + 'a\t"b"c\n').encode(), ["row 2", "double those inside"]),
        (table([HEADER]).encode() + b"\xff\xff\xff", ["line 2", "UTF-8, UTF-16 or GB18030"]),
        (b"\xd0\xcf\x11\xe0....", [".xls file", "save it as .xlsx"]),
        (b"PK\x03\x04broken", ["a sheet (.tsv, .csv, .xlsx)"]),
    ],
)
def test_a_file_that_is_no_decision_table_is_refused_with_its_place(data: bytes, words: list[str]) -> None:
    with pytest.raises(DecisionError) as caught:
        parse_table(data, "decisions.tsv")
    assert str(caught.value).startswith("decisions.tsv")
    assert [word for word in words if word not in str(caught.value)] == []


def test_all_rows_are_checked_and_the_first_mistake_is_told_with_the_number_of_others() -> None:
    rows = [HEADER, ROW, ("",) * 11, changed(year="x")[1], changed(value="y", when="z")[1]]
    with pytest.raises(DecisionError, match=r"row 4, column year.*\(and 2 more\)$"):
        parse_table(table(rows).encode(), "decisions.tsv")


def test_a_missing_file_and_an_unknown_ending_are_told(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match=r"none\.tsv: expected a readable file"):
        read(tmp_path / "none.tsv")
    with pytest.raises(DecisionError, match=r"\.tsv, \.csv or \.xlsx, found \.ods"):
        write(tmp_path / "decisions.ods", [])
    with pytest.raises(DecisionError, match="room and the right to write"):
        write(tmp_path / "no folder" / "decisions.tsv", [])


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1169.9亿", "116990000000"),
        ("3.96万", "39600"),
        ("-3.2", "-3.2"),
        ("1,234.50", "1234.5"),
        ("－１２", "-12"),
        ("0", "0"),
    ],
)
def test_numbers_are_read_exactly_also_as_chinese_writes_them(cell: str, number: str) -> None:
    assert read_number(cell) == Decimal(number)


@given(DECIMALS | st.integers(-(10**20), 10**20).map(Decimal))
def test_a_number_keeps_its_value_and_never_shows_twelve_bare_digits(number: Decimal) -> None:
    assert read_number(spell(number)) == number
    assert (
        not spell(number).lstrip("-").replace(".", "").isdigit() or len(spell(number).strip("-").replace(".", "")) < 12
    )


def test_dates_are_read_in_every_form_that_puts_the_year_first() -> None:
    forms = (
        "2026-11-24",
        "2026/11/24",
        "2026.11.24",
        "2026年11月24日",
        "20261124",
        "46350",
        "46350.0",
        "2026-11-24 00:00:00",
    )
    assert {read_date(form) for form in forms} == {"2026-11-24"}


@given(CELL | TRICKY, st.booleans())
def test_protection_is_taken_away_again_and_leaves_no_formula(cell: str, text: bool) -> None:
    kept = protect(cell, text=text)
    assert unprotect(kept) == cell
    assert kept[0] not in "=+@"


def test_ids_quotes_and_numbers_are_not_protected_without_need() -> None:
    assert [protect(c, text=True) for c in ("增长5.03%", "-", "𠮷")] == ["增长5.03%", "-", "𠮷"]
    assert [protect(c, text=False) for c in ("-3.2", "2026-11-24", ROW[0])] == ["-3.2", "2026-11-24", ROW[0]]
    assert [protect(c, text=True) for c in ("5.03%", "1月8日", "=A1")] == ["'5.03%", "'1月8日", "'=A1"]


def test_workbook_cells_are_text_that_no_spreadsheet_evaluates(tmp_path: Path) -> None:
    path = tmp_path / "decisions.xlsx"
    decision = parse(dict(zip(HEADER, ROW, strict=True)) | {"quote": "=1+1", "why": "=HYPERLINK(1)"}, "row")
    write(path, [decision])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert {cell.number_format for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"@"}
