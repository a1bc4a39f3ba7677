"""Gold rows without texts: publishing, binding to another copy, the measure, settling two readings."""

import json
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from command import ROOT, kg

from kg import score
from kg.errors import ReportError
from kg.gold import Gold, Ink, attach, attach_file, bare, read_gold, sha256

sys.path.insert(0, str(ROOT / "bench"))

import gold as bench_gold
import settle
import settle_projects

TEXT = (
    "各位代表：\n现在，我代表市人民政府向大会报告工作。2018年，地区生产总值增长8.5%左右，一般公共预算收入264.69亿元，下降3.2%。\n"
    "新建学校12所、改扩建18所，空气质量居全省第3位。\n石门大桥建成通车，力争红旗水库开工。\n"
    "今年，确保城镇新增就业５万人以上，财政收入增长5%、6%以上。\n"
)
PUBLISHED = sorted((ROOT / "data" / "gold").rglob("*.jsonl"))


def claim(quote: str, said: float | None, **slots: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    filled = {
        "kind": "outcome",
        "indicator": "地区生产总值",
        "indicator_as_written": None,
        "measure": "growth",
        "unit": "%",
        "comparator": "eq",
        "strength": None,
        "year": 2018,
        "place": "衡阳市",
        "subject": "",
        "value": said,
    }
    return {"id": f"n{start:03}", "quote": quote, "start": start, "end": start + len(quote)} | filled | slots


def reading() -> list[dict[str, Any]]:
    jobs = {
        "kind": "target",
        "indicator": "城镇新增就业",
        "measure": "level",
        "unit": "人",
        "strength": "ensure",
        "year": 2019,
    }
    return [
        claim("地区生产总值增长8.5%左右", 8.5, comparator="approx", indicator_as_written="地区生产总值"),
        claim("一般公共预算收入264.69亿元", 26469000000, indicator="一般公共预算收入", measure="level", unit="元"),
        claim("一般公共预算收入264.69亿元，下降3.2%", -3.2, indicator="一般公共预算收入"),
        claim("新建学校12所", 12, indicator="新建学校数", measure="count", unit="所"),
        claim("改扩建18所", 18, indicator="改扩建学校数", measure="count", unit="所"),
        claim("空气质量居全省第3位", 3, indicator="空气质量全省排名", measure="rank", unit="位", optional=True),
        claim("确保城镇新增就业５万人以上", 50000, comparator="ge", **jobs),
    ]


def published(rows: list[dict[str, Any]]) -> Gold:
    head = bench_gold.header(TEXT, "made", "reading-1", "430400", 2019)
    first, *rest = bench_gold.publish(rows, TEXT, head).splitlines()
    return Gold(json.loads(first), tuple(json.loads(line) for line in rest))


def test_a_published_row_has_offsets_and_hashes_but_no_words_of_the_report() -> None:
    made = published(reading())
    assert len(made.rows) == len(reading())
    for row, source in zip(made.rows, reading(), strict=True):
        assert "quote" not in row and "indicator_as_written" not in row
        assert TEXT[row["start"] : row["end"]] == source["quote"]
        assert source["quote"] not in json.dumps(row, ensure_ascii=False)
    first = made.rows[0]
    assert TEXT[first["indicator_start"] : first["indicator_end"]] == "地区生产总值"
    assert made.header["sha256"] == sha256(TEXT) and made.header["characters"] == len(TEXT)


def test_attached_to_the_same_text_the_rows_are_those_of_the_reading() -> None:
    done = attach(published(reading()), TEXT)
    assert done.exact and not done.unbound
    for row, source in zip(done.rows, reading(), strict=True):
        said = {k: v for k, v in source.items() if v not in (None, "")}
        assert {k: row[k] for k in said} == said


def test_rows_find_their_place_in_a_copy_with_other_blanks_widths_and_a_header() -> None:
    chance = random.Random(7)
    spread = "".join(c + "  \r\n"[: chance.randrange(4)] for c in TEXT.replace("５", "5").replace("%", "％"))
    other = "政府网站首页 > 报告\n\n" + spread + "\n版权所有"
    done = attach(published(reading()), other)
    assert not done.exact and not done.unbound
    for row, source in zip(done.rows, reading(), strict=True):
        assert other[row["start"] : row["end"]] == row["quote"]
        assert Ink(row["quote"]).characters == Ink(source["quote"]).characters
    assert Ink(done.rows[0]["indicator_as_written"]).characters == "地区生产总值"


def test_a_row_whose_words_were_changed_is_listed_and_the_others_are_bound() -> None:
    done = attach(published(reading()), TEXT.replace("５万", "６万"))
    assert [row["id"] for row in done.unbound] == [reading()[-1]["id"]]
    assert [row["id"] for row in done.rows] == [row["id"] for row in reading()[:-1]]


def test_equal_clauses_are_bound_each_to_its_own_place() -> None:
    text = "增长5%。" * 3 + "完。" + "增长5%。" * 3
    starts = [i for i in range(len(text)) if text.startswith("增长5%", i)]
    rows = [claim("确保", 5) | {"id": f"n{i}", "start": i, "end": i + 4} for i in starts]
    ink = Ink(text)
    made = Gold({"sha256": sha256(text)}, tuple(bare(row, ink) for row in rows))
    assert [row["start"] for row in attach(made, text).rows] == starts


def test_the_command_writes_bound_rows_and_says_what_is_missing(tmp_path: Path) -> None:
    file, same, other = tmp_path / "made.gold.jsonl", tmp_path / "same.txt", tmp_path / "other.txt"
    head = bench_gold.header(TEXT, "made", "settled", "430400", 2019)
    file.write_text(bench_gold.publish(reading(), TEXT, head), encoding="utf-8")
    same.write_bytes(TEXT.encode())
    other.write_bytes(TEXT.replace("５万", "６万").encode())
    ran = kg("gold", "attach", file, same, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "bound 7 of 7 rows (the same text)\n")
    assert [json.loads(line)["quote"] for line in ran.out.splitlines()] == [row["quote"] for row in reading()]
    ran = kg("gold", "attach", file, other, cwd=tmp_path)
    assert ran.code == 1 and ran.err.splitlines()[-1] == "bound 6 of 7 rows (another copy)"
    assert len(ran.out.splitlines()) == 6 and ran.err.count("not in this copy: n") == 1


@pytest.mark.parametrize("content", ["", "{}\n", "no json\n", '{"format": 1, "sha256": "0"}\n{"id": "n1"}\n'])
def test_a_file_that_is_no_gold_file_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReportError):
        attach_file(path, path)


def guess(quote: str, value: float | None, **slots: Any) -> dict[str, Any]:
    row = settle.as_statement(claim(quote, value, **slots))
    return row | {"class": slots.get("class", row["class"]), "as_stated": quote}


def test_the_measure_counts_found_strict_and_indicator_as_documented() -> None:
    guesses = [
        guess("地区生产总值增长8.5%左右", 8.5, comparator="eq"),
        guess("一般公共预算收入264.69亿元", 26469000000, indicator="一般公共预算收入", measure="level", unit="亿元"),
        guess("一般公共预算收入264.69亿元，下降3.2%", 3.2, indicator="一般公共预算收入"),
        guess("新建学校12所", 12, indicator="改扩建桥梁12所", measure="level", unit="个"),
        guess("空气质量居全省第3位", 3, indicator="空气质量", measure="rank", unit=None),
        guess("财政收入增长5%、6%以上", 6, kind="target", indicator="财政收入", year=2019),
    ]
    result, pairs = score.score(score.numbered(reading()), guesses)
    assert len(pairs) == 5
    assert result.record() == {
        "gold": 6,
        "predicted": 5,
        "paired": 4,
        "found": {"precision": 0.8, "recall": 0.6667, "f1": 0.7273},
        "strict": {"precision": 0.4, "recall": 0.3333, "f1": 0.3636},
        "strict+indicator": {"precision": 0.2, "recall": 0.1667, "f1": 0.1818},
        "slot accuracy": {
            "kind": 1.0,
            "unit": 1.0,
            "comparator": 0.75,
            "value_type": 0.75,
            "year": 1.0,
            "indicator": 0.75,
        },
        "strength": None,
    }


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("城镇居民人均可支配收入", "城镇居民可支配收入", False),
        ("一般公共预算收入", "一般公共预算收入总额", True),
        ("进出口总额", "出口总额", False),
        ("农民人均可支配收入", "农村居民人均可支配收入", True),
        ("新增就业", "学校数", False),
        ("税收收入占比", "税收占一般公共预算收入的比重", True),
    ],
)
def test_two_labels_agree_only_with_the_same_qualifiers(one: str, other: str, same: bool) -> None:
    assert score.same_indicator(one, other) is same is score.same_indicator(other, one)


def test_a_statement_without_a_name_agrees_with_no_named_indicator() -> None:
    nameless = guess("新建学校12所", 12, measure="count", unit="所") | {"indicator_label": None}
    gold = claim("新建学校12所", 12, measure="count", unit="所", indicator="新建学校数")
    result, _ = score.score([gold], [nameless])
    assert (result.f1("strict"), result.f1("strict+indicator")) == (1.0, 0.0)


def test_a_pair_is_given_up_where_that_lets_one_more_be_made() -> None:
    wide = claim("新建学校12所、改扩建18所", 12, measure="count", unit="所", indicator="学校数")
    narrow = claim("新建学校12所", 12, measure="count", unit="所", indicator="学校数")
    inside = guess("新建学校12所", 12, measure="count", unit="所", indicator="学校数")
    outside = guess("改扩建18所", 12, measure="count", unit="座", indicator="学校数")
    _, pairs = score.score([wide, narrow], [inside, outside])
    assert {(p.gold, p.guess) for p in pairs} == {(0, 1), (1, 0)}


def test_a_reading_agrees_with_itself_wholly_and_settles_to_itself() -> None:
    result = bench_gold.agreement(reading(), reading())
    assert [result.f1(level) for level in score.LEVELS] == [1.0, 1.0, 1.0]
    rows = settle.settle(reading(), reading(), TEXT)
    assert [r["quote"] for r in rows] == [r["quote"] for r in sorted(reading(), key=lambda r: (r["end"], r["start"]))]
    assert not any("settled" in row for row in rows)


@pytest.mark.parametrize(
    ("quote", "value", "one", "two", "settled"),
    [
        ("地区生产总值增长8.5%左右", 8.5, {"comparator": "eq"}, {"comparator": "approx"}, {"comparator": "approx"}),
        ("财政收入增长5%、6%以上", 5, {"comparator": "eq"}, {"comparator": "ge"}, {"comparator": "ge"}),
        ("确保城镇新增就业５万人以上", 50000, {"strength": "plain"}, {"strength": "ensure"}, {"strength": "ensure"}),
        ("改扩建18所", 18, {"unit": "人", "measure": "count"}, {"unit": None, "measure": "count"}, {"unit": None}),
        ("新建学校12所", 12, {"measure": "count"}, {"measure": "count", "optional": True}, {"optional": None}),
        ("空气质量居全省第3位", 3, {"measure": "rank"}, {"measure": "rank", "optional": True}, {"optional": None}),
        (
            "下降3.2%",
            -3.2,
            {"measure": "growth"},
            {"measure": "share", "value": 3.2},
            {"measure": "growth", "value": -3.2},
        ),
    ],
)
def test_a_difference_is_settled_by_its_convention_and_says_so(
    quote: str, value: float, one: dict[str, Any], two: dict[str, Any], settled: dict[str, Any]
) -> None:
    for first, second in ((one, two), (two, one)):
        (row,) = settle.settle([claim(quote, value, **first)], [claim(quote, value, **second)], TEXT)
        assert {slot: row.get(slot) for slot in settled} == settled
        assert row["settled"]


def test_what_one_reader_alone_has_is_kept_as_optional() -> None:
    both, lone = reading()[:2], claim("新建学校12所", 12, measure="count", unit="所")
    rows = settle.settle(both, [*both, lone], TEXT)
    assert [bool(row.get("optional")) for row in rows] == [False, False, True]
    assert rows[-1]["settled"] == {"row": "reading-2-only"}


def test_projects_of_two_readings_are_settled_by_stage_word_and_one_row_per_name(tmp_path: Path) -> None:
    one, two = tmp_path / "one.tsv", tmp_path / "two.tsv"
    one.write_text("石门大桥建成通车\t石门大桥\tcompleted\trealised\t2018\n", encoding="utf-8")
    two.write_text(
        "石门大桥建成通车\t石门大桥\toperating\trealised\t2018\n力争红旗水库开工\t红旗水库\tstarted\tplanned\t2019\n",
        encoding="utf-8",
    )
    rows = settle_projects.settle(*(settle_projects.read(path, TEXT) for path in (one, two)), TEXT)
    assert [(r["name"], r["status"], bool(r.get("optional"))) for r in rows] == [
        ("石门大桥", "operating", False),
        ("红旗水库", "started", True),
    ]
    made = published(rows)
    assert "name" not in made.rows[0] and attach(made, TEXT).rows[0]["name"] == "石门大桥"


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_a_published_file_holds_names_and_numbers_only(path: Path) -> None:
    made = read_gold(path)
    assert {"gold", "reading", "frozen", "licence", "place", "plan_year", "characters"} <= made.header.keys()
    for row in made.rows:
        assert row.keys() & {"quote", "name", "indicator_as_written", "note"} == set()
        words = [v for k, v in row.items() if isinstance(v, str)]
        # A name of an indicator is the longest thing said in words; a clause of a report is longer.
        assert max(map(len, words)) <= 60
        assert 0 <= row["start"] < row["end"] <= made.header["characters"]


def test_every_settled_file_has_its_two_readings_and_all_stay_small() -> None:
    names = {p.name for p in PUBLISHED if p.parent.name == "gold"}
    assert names
    for name in names:
        report, _, what = name.partition(".")
        for number in (1, 2):
            kind = f".{what.removesuffix('.jsonl')}" if not what.startswith("gold") else ""
            assert (ROOT / "data" / "gold" / "readings" / f"{report}.reading-{number}{kind}.jsonl").exists()
    assert sum(p.stat().st_size for p in PUBLISHED) <= 5 * 10**6
