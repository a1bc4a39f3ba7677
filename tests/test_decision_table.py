"""The table of decisions: what people keep, and the programs they keep it with."""

import io
import json
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from deciding import (
    CELL,
    DECIMALS,
    HEADER,
    ROW,
    TRICKY,
    WORDS,
    table,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.decisions import Decision, numbered, parse, parse_table, read, write
from kg.errors import DecisionError

AMENDMENTS = st.fixed_dictionaries(
    {"about_label": WORDS},
    optional={
        "unit": st.sampled_from(["%", "kV", "元/人·月", "℃", "-"]),
        "about": st.sampled_from(["430400.76358969", "430400.1e10", "0"]),
        "indicator": st.sampled_from(["gdp", "-"]),
        "value": DECIMALS.map(str),
        "lower": st.integers(-(10**20), 10**20).map(str),
        "scope": WORDS | st.just("-"),
        "year": st.integers(1000, 9999).map(str),
        "headline": st.booleans().map(str),
        "period_start": st.dates(min_value=date(1000, 1, 1)).map(str),
        "comparator": st.sampled_from(["ge", "range", "-"]),
        "label": WORDS,
    },
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Decision, ...]:
    rows = []
    for _ in range(draw(st.integers(0, 3))):
        quote = draw((CELL | TRICKY).filter(str.strip))
        start = draw(st.integers(0, 10**6))
        key = {
            "statement": f"430400-2019.{draw(st.integers(0, 16**10 - 1)):010x}",
            "action": "amend",
            "start": str(start),
            "end": str(start + len(quote)),
            "quote": quote,
            "before": draw(CELL | TRICKY | st.just("")),
            "after": draw(CELL | TRICKY | st.just("")),
            "who": draw(WORDS),
            "when": "2026-11-24",
            "why": draw(WORDS | st.just("")),
            "slots": json.dumps({"unit": [start, start + 1]}),
        }
        rows.append(parse(key | draw(AMENDMENTS), "row"))
    return numbered(rows + rows[:1])


@pytest.mark.parametrize("ending", ["tsv", "csv", "xlsx"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(decisions=tables())
def test_every_table_comes_back_as_it_was_written(tmp_path: Path, ending: str, decisions: tuple[Decision, ...]) -> None:
    path = tmp_path / f"decisions.{ending}"
    write(path, decisions)
    found = read(path)
    assert found == decisions
    assert [d.id for d in found] == [d.id for d in decisions]
    assert len({d.id for d in found}) == len(found)
    first = path.read_bytes()
    write(path, found)
    assert path.read_bytes() == first


SAVED = (
    "430400-2019.0123456789",
    "AMEND",
    "3.0",
    "7",
    "增长“5%”，\n“好”",
    "李明",
    "2026/11/24",
    "",
    "1169.9亿",
    "TRUE",
    "2018.0",
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(table([HEADER, SAVED], ",", "\r\n").encode("utf-8-sig"), id="Excel: CSV UTF-8"),
        pytest.param(table([HEADER, SAVED], ",", "\r\n").encode("gbk"), id="Excel: CSV in GBK"),
        pytest.param(table([HEADER, SAVED], "\t", "\r\n").encode("utf-16"), id="Excel: Unicode Text"),
        pytest.param(table([HEADER, SAVED], ";", "\r\n").encode("utf-8-sig"), id="Excel: semicolons"),
        pytest.param(table([HEADER, SAVED], "\t", "\r\n").encode("gb18030"), id="Excel: text, tabs"),
        pytest.param(table([HEADER, SAVED], ",").encode(), id="LibreOffice: CSV"),
        pytest.param(
            "\n".join(",".join(f'"{c}"' for c in row) for row in (HEADER, SAVED)).encode(), id="LibreOffice: all quoted"
        ),
        pytest.param(table([(*HEADER, "", ""), (*SAVED, "", ""), ("",) * 13], ",").encode(), id="trailing empty cells"),
        pytest.param(table([HEADER[::-1], SAVED[::-1]]).encode(), id="columns the other way round"),
        pytest.param(table([HEADER, SAVED], "\t", "\r").encode(), id="old Macintosh line ends"),
    ],
)
def test_files_as_spreadsheets_write_them_are_read_alike(data: bytes) -> None:
    (decision,) = parse_table(data, "decisions.csv")
    assert (decision.action, decision.start, decision.when) == ("amend", 3, "2026-11-24")
    assert decision.quote == "增长“5%”，\n“好”"
    assert decision.changes == {"value": Decimal(116990000000), "headline": True, "year": 2018}
    assert decision.row == 2


def test_a_workbook_with_numbers_dates_and_booleans_for_cells_is_read() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADER)
    book.active.append(())
    when = datetime(2026, 11, 24)
    book.active.append((ROW[0], "amend", 3.0, 7, "a_x000D_\nb", "李明", when, None, 116990000000.0, True, 2018, None))
    saved = io.BytesIO()
    book.save(saved)
    (decision,) = parse_table(saved.getvalue(), "decisions.xlsx")
    assert (decision.quote, decision.when, decision.row) == ("a\r\nb", "2026-11-24", 3)
    assert decision.changes == {"value": Decimal(116990000000), "headline": True, "year": 2018}


@pytest.mark.parametrize(
    ("value", "form", "found"),
    [(0.085, "0.00%", "'8.5%'"), (1234567890123456789, "General", "'1.234568E+18'")],
)
def test_a_workbooks_share_or_shortened_number_is_never_taken_for_the_number(
    value: float, form: str, found: str
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADER)
    book.active.append((*ROW[:8], value, *ROW[9:]))
    book.active.cell(2, 9).number_format = form
    saved = io.BytesIO()
    book.save(saved)
    with pytest.raises(DecisionError, match=rf"row 2, column value.*found {re.escape(found)}"):
        parse_table(saved.getvalue(), "decisions.xlsx")


def test_the_same_decision_has_the_same_id_whichever_program_saved_it(tmp_path: Path) -> None:
    own = parse_table(table([HEADER, ROW]).encode(), "own")
    other = (*ROW[:2], "3.0", "7.0", ROW[4], "李明 ", "2026/11/24", "", "116990000000", "是", "2018.0")
    assert parse_table(table([HEADER, other], ",", "\r\n").encode("gb18030"), "saved")[0].id == own[0].id
