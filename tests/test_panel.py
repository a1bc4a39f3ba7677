"""The panel: which statement is taken for a cell, and why a cell is empty."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from command import kg
from panels import made
from rdflib import Graph
from rdflib.namespace import RDF, SKOS

from kg import resources, terms
from kg.assessments import read_assessments
from kg.panel import CODES, LONG, Choice, Evidence, Panel, Words, long_panel, read_evidence, wide_panel
from kg.panel.columns import Column, empty_when
from kg.panel.evidence import Holding
from kg.places import division, english_name
from kg.project import Project
from kg.table import COLUMNS

NAMES = {c.name: c for c in LONG}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return made(tmp_path_factory.mktemp("panel") / "project")


@pytest.fixture(scope="module")
def evidence(built: Project) -> Evidence:
    return read_evidence(built)


def rows_of(panel: Panel) -> dict[tuple[str, int], dict[str, Any]]:
    """Return the rows by series and year; each has one."""
    found = {(r["series"], r["year"]): r for r in panel.rows}
    assert len(found) == len(panel.rows)
    return found


def picked(row: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


# Real rows of a build


def test_target_outcome_and_gap_of_a_year_stand_in_one_row(evidence: Evidence) -> None:
    row = rows_of(long_panel(evidence))["430500.-.gdp.growth", 2019]
    assert picked(row, "place_zh", "place_en", "level", "province", "province_zh") == (
        "邵阳市",
        None,
        "prefecture",
        "430000",
        "湖南省",
    )
    assert picked(row, "indicator", "indicator_zh", "value_type", "unit", "direction") == (
        "gdp",
        "地区生产总值",
        "growth",
        "%",
        "higher",
    )
    assert picked(row, "target_value", "target_comparator", "target_report") == (8, "approx", "430500-2019")
    assert picked(row, "outcome_value", "outcome_report", "gap") == (7.6, "430500-2020", -0.4)
    assert picked(row, "nation_target_value", "nation_target_lower", "nation_target_upper") == (None, 6, 6.5)
    assert picked(row, "province_target_reason", "nation_target_reason") == ("no-report", None)
    assert row["evidence"] == 3


def test_the_province_and_the_nation_are_held_beside_a_place_and_have_none_above(evidence: Evidence) -> None:
    rows = rows_of(long_panel(evidence))
    assert rows["430500.-.gdp.growth", 2020]["province_target_value"] == 7.5
    province, nation = rows["430000.-.gdp.growth", 2020], rows["cn.-.gdp.growth", 2019]
    assert picked(province, "place_en", "province", "province_target_reason") == ("Hunan", "430000", "not-applicable")
    assert picked(nation, "place_en", "province", "province_target_reason", "nation_target_reason") == (
        "China",
        None,
        "not-applicable",
        "not-applicable",
    )


def test_what_a_later_report_says_of_the_year_stands_beside_the_first(evidence: Evidence) -> None:
    row = rows_of(long_panel(evidence))["430500.-.general-public-budget-revenue.level", 2019]
    assert picked(row, "outcome_value", "outcome_report") == (10120000000, "430500-2020")
    assert picked(row, "later_value", "later_report", "revision") == (10080000000, "430500-2021", -40000000)
    assert row["later_reason"] is None and row["outcome_others"] is None


def test_a_range_has_no_gap_inside_and_the_distance_to_its_end_outside(evidence: Evidence) -> None:
    row = rows_of(long_panel(evidence))["430500.-.fixed-asset-investment.growth", 2019]
    assert picked(row, "target_value", "target_lower", "target_upper", "target_reason") == (None, 9, 10, None)
    assert picked(row, "outcome_value", "gap", "gap_reason") == (9.5, 0, None)


@pytest.mark.parametrize(
    ("series", "year", "column", "reason"),
    [
        ("430500.-.gdp.growth", 2018, "target", "no-report"),
        ("430500.-.gdp.growth", 2021, "outcome", "no-report"),
        ("430500.-.gdp.growth", 2019, "later", "not-stated"),
        ("430500.-.fixed-asset-investment.growth", 2019, "later", "not-stated-and-checked"),
        ("430500.-.urban-registered-unemployment.level", 2020, "outcome", "not-stated-and-checked"),
        ("430500.-.urban-registered-unemployment.level", 2019, "outcome", "not-stated"),
        ("430500.-.general-public-budget-revenue.level", 2019, "target", "not-stated"),
    ],
)
def test_an_empty_cell_says_why(evidence: Evidence, series: str, year: int, column: str, reason: str) -> None:
    row = rows_of(long_panel(evidence))[series, year]
    assert picked(row, f"{column}_value", f"{column}_reason") == (None, reason)


def test_a_relative_target_says_what_it_is_relative_to(evidence: Evidence) -> None:
    row = next(r for r in long_panel(evidence).rows if r["indicator_zh"] == "居民收入")
    assert picked(row, "target_value", "target_reason", "target_relative_to", "target_comparator") == (
        None,
        "stated-without-a-number",
        "经济增长",
        "tracks",
    )
    assert row["target_id"] and not row["catalogued"] and row["indicator"].startswith("x-")


def test_a_number_of_a_quarter_is_not_the_years(evidence: Evidence) -> None:
    assert evidence.left_out["of several years or a part of one"] == 1
    assert rows_of(long_panel(evidence))["430500.-.gdp.growth", 2019]["outcome_value"] == 7.6


def test_every_empty_cell_of_a_block_has_its_reason_and_no_other_has_one(evidence: Evidence) -> None:
    for row in long_panel(evidence, Choice(balanced=True)).rows:
        for name in ("target", "outcome", "later", "province_target", "nation_target"):
            empty = all(row[f"{name}_{end}"] is None for end in ("value", "lower", "upper"))
            assert empty == (row[f"{name}_reason"] in CODES["reason"]), row
            assert (row[f"{name}_id"] is None) == (row[f"{name}_comparator"] is None)
        assert (row["gap"] is None) == (row["gap_reason"] in CODES["gap_reason"])
        assert (row["result"] is None) == (row["result_reason"] in CODES["result_reason"])


def test_cells_hold_what_their_columns_say(evidence: Evidence) -> None:
    kinds = {"text": str, "code": str, "number": (int, float), "whole": int, "flag": bool, "ids": tuple}
    for panel in (long_panel(evidence), wide_panel(evidence)):
        for row in panel.rows:
            assert list(row) == [c.name for c in panel.columns]
            for column in panel.columns:
                value = row[column.name]
                assert value is not None or column.empty, column.name
                assert value is None or isinstance(value, kinds[column.kind]), (column, value)  # type: ignore[arg-type]
                assert value is None or column.kind != "code" or value in CODES[column.codes], (column, value)


def test_a_balanced_panel_has_the_cells_that_no_statement_is_about(evidence: Evidence) -> None:
    plain, full = (rows_of(long_panel(evidence, Choice(balanced=b))) for b in (False, True))
    assert plain.keys() < full.keys()
    assert ("430000.-.urban-registered-unemployment.level", 2020) in full
    row = full["430000.-.urban-registered-unemployment.level", 2020]
    assert row["target_reason"] == "not-stated-and-checked" and row["evidence"] == 0
    # No report of the province plans or looks back on 2021.
    assert not any(series.startswith("430000") and year == 2021 for series, year in full)


# What is chosen


def test_places_indicators_and_years_are_chosen(evidence: Evidence) -> None:
    panel = long_panel(evidence, Choice(("430500",), ("gdp:growth", "城镇登记失业率"), 2019, 2020))
    assert sorted(rows_of(panel)) == [
        ("430500.-.gdp.growth", 2019),
        ("430500.-.gdp.growth", 2020),
        ("430500.-.urban-registered-unemployment.level", 2019),
        ("430500.-.urban-registered-unemployment.level", 2020),
    ]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--indicator", "gdq"), ("--indicator", "'gdq'", "near to it: gdp")),
        (("--indicator", "gdp:speed"), ("'speed'", "for example gdp:growth")),
        (("--place", "430100"), ("430100 长沙市, of which there is nothing", "430500")),
        (("--place", "x"), ("--place", "'x'")),
        (("-o", "panel.xls"), ("panel.xls", ".xlsx", "--format")),
        (("--codebook", "book.txt"), (".md, .csv",)),
        (("--from", "2025", "--to", "2020"), ("--from: expected a year up to 2020", "found 2025; exchange the two")),
    ],
)
def test_a_wrong_choice_is_one_line(built: Project, options: tuple[str, ...], words: tuple[str, ...]) -> None:
    ran = kg("panel", *options, cwd=built.root)
    line = ran.line()
    assert ran.code == 2 and line.startswith("kg: ")
    for word in words:
        assert word in line


def test_without_a_build_it_is_one_line(tmp_path: Path) -> None:
    kg("init", "new", cwd=tmp_path)
    assert "run `kg build`" in kg("panel", cwd=tmp_path / "new").line()


def test_the_wide_panel_has_a_row_a_place_and_year_with_the_same_numbers(evidence: Evidence) -> None:
    wide = wide_panel(evidence, Choice(indicators=("gdp", "城镇登记失业率")))
    found = {(r["place"], r["year"]): r for r in wide.rows}
    assert len(found) == len(wide.rows)
    row = found["430500", 2020]
    assert picked(row, "gdp_g_target", "gdp_g_tlow", "gdp_g_outcome", "gdp_g_gap") == (7.5, 7.5, 3.9, -3.6)
    longest = next(n for n in row if n.startswith("urban_reg") and n.endswith("_thigh"))
    assert row[longest] == 4.5 and len(longest) <= 32
    assert found["430000", 2019]["gdp_g_twhy"] == "no-report"
    assert wide_panel(evidence, Choice(balanced=True)).rows[0].keys() >= {"gdp_g_target", "place", "year"}


def test_names_are_variables_in_stata_and_differ(evidence: Evidence) -> None:
    for columns in (LONG, wide_panel(evidence).columns):
        names = [c.name for c in columns]
        assert len(set(names)) == len(names)
        for name in names:
            assert len(name) <= 32 and name.isidentifier() and name.isascii() and name == name.lower()


# The definition


def test_every_column_has_words_in_both_languages() -> None:
    def spoken(words: Words) -> bool:
        return bool(words.en and words.zh) and words.en != words.zh and not words.zh.isascii()

    for column in LONG:
        assert all(map(spoken, (column.label, column.meaning, empty_when(column)))), column.name
        assert (column.kind == "code") == bool(column.codes)
        mentioned = {w.strip(":：`,，") for w in empty_when(column).en.split() if w.endswith("_reason")}
        assert mentioned <= NAMES.keys()
    for codes in CODES.values():
        assert all(map(spoken, codes.values()))


@pytest.mark.parametrize(
    ("codes", "scheme"),
    [
        ("comparator", "comparators"),
        ("strength", "strengths"),
        ("status", "observation-statuses"),
        ("direction", "directions"),
        ("result", "results"),
    ],
)
def test_codes_and_their_labels_are_those_of_the_ontology(codes: str, scheme: str) -> None:
    graph = Graph().parse(resources.path(f"ontology/vocab/{scheme}.ttl"))
    concepts = list(graph.subjects(RDF.type, SKOS.Concept))
    labels = {
        str(graph.value(c, SKOS.notation)): {label.language: str(label) for label in graph.objects(c, SKOS.prefLabel)}  # type: ignore[attr-defined]
        for c in concepts
    }
    assert {code: {"en": w.en, "zh": w.zh} for code, w in CODES[codes].items()} == labels


def test_value_types_and_review_are_those_of_the_terms() -> None:
    assert set(CODES["value_type"]) == set(terms.VALUE_TYPES.values())
    assert set(CODES["review"]) == set(terms.REVIEW) - {"doubtful", "rejected"}


def test_the_english_names_are_of_divisions() -> None:
    assert english_name("610000") == "Shaanxi" and english_name("430400") is None
    for line in resources.text("data/reference/names_en.csv").splitlines()[1:]:
        code, name = line.split(",")
        assert division(code).level in ("nation", "province") and name.isascii()


# Which statement is taken, by hand-made rows


def statement(ident: str, cls: str, value: float | None, **more: Any) -> dict[str, Any]:
    """Return a row of the statements table about the growth of a city's GDP."""
    report = ident.split(".")[0]
    row = dict.fromkeys(COLUMNS) | {
        "id": ident,
        "class": cls,
        "report": report,
        "place": "430500",
        "about": "430500",
        "indicator": "gdp",
        "indicator_label": "地区生产总值",
        "value_type": "growth",
        "year": 2019,
        "value": value,
        "unit": "%",
        "unit_iri": "http://qudt.org/vocab/unit/PERCENT",
        "comparator": "eq",
        "headline": False,
        "per_subdivision": False,
        "review_status": "extracted",
        "quote": "",
        "start": 0,
        "end": 0,
        "slots": {"year": "inherited:report"},
    }
    return row | more


def held(year: int, text: str = "", review: tuple[int, int] | None = None, **more: Any) -> Holding:
    about = {"whole": True, "complete": False} | more
    return Holding(f"430500-{year}", "430500", year, review or (year - 1, year - 1), text=text, **about)


def only(evidence: Evidence) -> dict[str, Any]:
    (row,) = long_panel(evidence).rows
    return row


def test_the_headline_target_goes_before_others_and_those_are_named() -> None:
    rows = [statement("430500-2019.a", "Target", 7), statement("430500-2019.b", "Target", 8, headline=True)]
    row = only(Evidence(rows, [held(2019)]))
    assert picked(row, "target_value", "target_id", "target_others") == (8, "430500-2019.b", ("430500-2019.a",))


def test_the_report_that_plans_the_year_goes_before_an_earlier_one() -> None:
    rows = [statement("430500-2016.a", "Target", 9, headline=True), statement("430500-2019.b", "Target", 8)]
    assert only(Evidence(rows, [held(2016), held(2019)]))["target_value"] == 8
    assert only(Evidence(rows[:1], [held(2016), held(2019)]))["target_value"] == 9


def test_statements_of_equal_standing_that_disagree_leave_the_cell_undecided() -> None:
    rows = [statement("430500-2020.a", "Observation", 7), statement("430500-2020.b", "Observation", 8)]
    row = only(Evidence(rows, [held(2020)]))
    assert picked(row, "outcome_value", "outcome_reason") == (None, "undecided")
    assert row["outcome_others"] == ("430500-2020.a", "430500-2020.b") and row["evidence"] == 2
    reviewed = [rows[0] | {"review_status": "reviewed"}, rows[1]]
    assert only(Evidence(reviewed, [held(2020)]))["outcome_value"] == 7


def test_a_doubtful_statement_gives_no_number() -> None:
    rows = [statement("430500-2019.a", "Target", 8, review_status="doubtful")]
    assert picked(only(Evidence(rows, [held(2019)])), "target_value", "target_reason") == (None, "undecided")


@pytest.mark.parametrize("status", [{"review_status": "rejected"}, {"origin": "external:model-a"}])
def test_what_was_rejected_or_waits_for_a_decision_is_undecided(status: dict[str, str]) -> None:
    rows = [statement("430500-2020.a", "Observation", 8)]
    unpublished = [statement("430500-2019.b", "Target", 9, **status)]
    row = only(Evidence(rows, [held(2019), held(2020)], unpublished=unpublished))
    assert picked(row, "target_value", "target_reason", "outcome_value") == (None, "undecided", 8)


def test_an_outcome_in_another_unit_is_not_compared() -> None:
    rows = [
        statement("430500-2019.a", "Target", 100, value_type="level", unit="元", unit_iri="x:CNY"),
        statement("430500-2020.b", "Observation", 15, value_type="level", unit="美元", unit_iri="x:USD"),
    ]
    row = only(Evidence(rows, [held(2019), held(2020)]))
    assert picked(row, "unit", "outcome_value", "outcome_reason", "gap_reason") == (
        "元",
        None,
        "other-unit",
        "no-outcome",
    )
    assert row["outcome_others"] == ("430500-2020.b",)


def test_a_complete_report_that_is_silent_was_checked_and_a_part_of_one_was_not() -> None:
    rows = [statement("430500-2020.a", "Observation", 8)]
    for more, reason in (
        ({"text": "地区生产总值"}, "not-stated"),
        ({"text": "国内生产总值"}, "not-stated"),
        ({"text": "其他"}, "not-stated-and-checked"),
        ({"text": "地区生产总值", "complete": True}, "not-stated-and-checked"),
        ({"text": "其他", "whole": False}, "not-stated"),
    ):
        assert only(Evidence(rows, [held(2019, **more), held(2020)]))["target_reason"] == reason


def test_a_file_that_could_not_be_read_is_told_from_none() -> None:
    rows = [statement("430500-2020.a", "Observation", 8)]
    row = only(Evidence(rows, [held(2020)], unreadable=[("430500", 2019)]))
    assert row["target_reason"] == "unreadable"


def test_files_that_could_not_be_read_are_those_of_the_sheet(built: Project, tmp_path: Path) -> None:
    sheet = built.root / "reports.csv"
    sheet.write_text("file,place,year,problem,report,duplicate_of\nbad.txt,430500,2018,broken,,\n", encoding="utf-8")
    try:
        rows = rows_of(long_panel(read_evidence(built)))
    finally:
        sheet.unlink()
    assert rows["430500.-.gdp.growth", 2018]["target_reason"] == "unreadable"


def test_a_number_that_may_be_of_a_whole_term_is_marked_and_goes_behind_one_with_its_year() -> None:
    several = statement("430500-2020.a", "Observation", 40)
    named = statement("430500-2020.b", "Observation", 8, slots={"year": [1, 5]}, comparator="gt", lower=8)
    term = held(2020, review=(2015, 2019))
    assert only(Evidence([several], [term]))["outcome_multiyear"] is True
    row = only(Evidence([several, named], [term]))
    assert picked(row, "outcome_value", "outcome_multiyear", "outcome_others") == (8, False, ("430500-2020.a",))


def test_an_average_over_years_is_left_out_but_a_mean_concentration_is_not() -> None:
    average = statement("430500-2020.a", "Observation", 7.1, quote="国内生产总值年均增长7.1%", value_start=10, start=0)
    mean = statement("430500-2020.b", "Observation", 32, quote="细颗粒物年均浓度32微克", value_start=8, start=0)
    assert Evidence([average], []).left_out == {"of several years or a part of one": 1}
    assert not Evidence([mean], []).left_out


def test_a_narrower_subject_has_rows_of_its_own_and_nothing_above() -> None:
    rows = [statement("430500-2020.a", "Observation", 8, about="430500.park", about_label="高新区")]
    row = only(Evidence(rows, [held(2020)]))
    assert picked(row, "series", "subject", "subject_zh") == ("430500.park.gdp.growth", "430500.park", "高新区")
    assert picked(row, "province_target_reason", "nation_target_reason") == ("not-applicable", "not-applicable")
    assert wide_panel(Evidence(rows, [held(2020)])).rows == ()


def test_of_ranks_only_those_among_the_same_are_compared_and_the_smaller_is_better() -> None:
    rows = [
        statement("430500-2019.a", "Target", 3, value_type="rank", unit="位", rank_scope="全省"),
        statement("430500-2020.b", "Observation", 2, value_type="rank", unit="位", rank_scope="全省"),
        statement("430500-2020.c", "Observation", 40, value_type="rank", unit="位", rank_scope="全国"),
    ]
    row = only(Evidence(rows, [held(2019), held(2020)]))
    assert picked(row, "rank_scope", "direction", "outcome_value", "outcome_others") == (
        "全省",
        "lower",
        2,
        ("430500-2020.c",),
    )


# Assessments


def assessed(ident: str, source: str, result: str, **more: Any) -> dict[str, Any]:
    row = {"id": ident, "statement": "430500-2019.a", "source": source, "result": result, "rule": "stated-outcome"}
    return row | {"at_zero": None} | more


def test_the_assessment_against_the_first_report_is_taken_before_others() -> None:
    rows = [statement("430500-2019.a", "Target", 8), statement("430500-2020.b", "Observation", 7)]
    found = [
        assessed("x", "430500-2021", "target-changed"),
        assessed("y", "430500-2020", "missed", at_zero="missed", at_twice="met"),
        assessed("z", "yearbook", "met"),
    ]
    reports = [held(2019), held(2020), held(2021)]
    row = only(Evidence(rows, reports, assessments=found))
    assert picked(row, "result", "result_source", "assessment", "result_at_twice") == (
        "missed",
        "430500-2020",
        "y",
        "met",
    )
    assert only(Evidence(rows, reports, assessments=found[2:]))["result_source"] == "yearbook"
    assert only(Evidence(rows, reports, assessments=[]))["result_reason"] == "not-assessed"
    assert only(Evidence(rows, reports))["result_reason"] == "no-assessments"
    assert only(Evidence(rows[1:], reports, assessments=found))["result_reason"] == "no-target"


def test_the_assessments_of_the_build_stand_beside_their_targets(built: Project, evidence: Evidence) -> None:
    rows = rows_of(long_panel(evidence))
    found = {a["id"]: a for a in read_assessments(built.build)}
    missed = rows["430500.-.gdp.growth", 2020]
    assert picked(missed, "result", "result_source", "result_rule", "gap") == (
        "missed",
        "430500-2021",
        "stated-outcome",
        -3.6,
    )
    assert rows["430500.-.gdp.growth", 2021]["result"] == "pending"
    for row in rows.values():
        if row["assessment"]:
            held = found[row["assessment"]]
            assert picked(row, "target_id", "result", "result_source") == (
                held["statement"],
                held["result"],
                held["source"],
            )
            if held["value"] and row["outcome_id"] in held["outcomes"] and row["target_value"] is not None:
                assert str(row["gap"]) == held["gap"]


def test_rejected_statements_and_waiting_proposals_stand_beside_the_build(built: Project) -> None:
    assert (built.build / "unpublished.jsonl").read_bytes() == b""


def test_the_columns_of_a_wide_panel_are_explained_by_its_own_names(evidence: Evidence) -> None:
    columns: dict[str, Column] = {c.name: c for c in wide_panel(evidence).columns}
    assert "gdp_g_twhy" in empty_when(columns["gdp_g_target"]).en
    assert columns["gdp_g_target"].label == Words(
        "target: value, gross domestic product of the region, growth rate", "地区生产总值增速：目标：数值"
    )
