"""``kg audit``: a sample that a seed fixes, a person's verdicts, and what they say of precision and recall."""

import re
from collections import Counter
from pathlib import Path

import pytest
from command import HENGYANG, kg, put, tree
from desk import REPORT, desk, fill, read_sheet, reviewed

from kg.curation.intervals import Stratum, weighted, wilson
from kg.project import Project

HENGYANG_ID = "430400-2019"


@pytest.fixture(scope="module")
def hengyang(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Make a project of the small report and Hengyang's."""
    project = desk(tmp_path_factory.mktemp("audit") / "p")
    folder = put(project.reports / HENGYANG_ID, (HENGYANG / "report.txt").read_bytes().decode())
    (folder / "report.toml").write_bytes((HENGYANG / "report.toml").read_bytes())
    return project


def sample(project: Project, name: str, *options: object) -> list[dict[str, str]]:
    ran = kg("audit", *options, "-o", name, cwd=project.root)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return read_sheet(project.root / name)


def judged(rows: list[dict[str, str]], *wrong: tuple[int, str]) -> list[dict[str, str]]:
    """Judge every row right, and nothing missed, but those numbered."""
    for row in rows:
        row |= {"verdict": "nothing missed" if row["stratum"] == "sentences" else "right", "who": "李明"}
    for number, verdict in wrong:
        rows[number]["verdict"] = verdict
    return rows


def score(project: Project, rows: list[dict[str, str]], name: str = "judged.csv") -> dict[str, list[str]]:
    """Score rows; return the cells of the printed table by class."""
    ran = kg("audit", "--score", fill(project.root / name, rows), cwd=project.root)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return {cells[0]: cells[1:] for line in ran.out.splitlines() if len(cells := line.split("\t")) > 1}


def test_a_seed_fixes_the_sample_and_another_draws_another(hengyang: Project) -> None:
    rows = sample(hengyang, "a.csv", "--n", 60, "--seed", 7)
    assert len(rows) == 60 and rows == sample(hengyang, "b.csv", "--n", 60, "--seed", 7)
    assert sample(hengyang, "c.xlsx", "--n", 60, "--seed", 7) == rows
    others = sample(hengyang, "d.csv", "--n", 60, "--seed", 8)
    assert {row["item"] for row in others} != {row["item"] for row in rows}
    assert {row["seed"] for row in rows} == {"7"} and {row["verdict"] for row in rows} == {""}


def test_every_class_and_band_is_drawn_from_and_a_third_are_sentences_without_a_statement(hengyang: Project) -> None:
    rows = sample(hengyang, "a.csv", HENGYANG_ID, "--n", 90)
    drawn = Counter(row["stratum"] for row in rows)
    assert drawn["sentences"] == 30 and {row["report"] for row in rows} == {HENGYANG_ID}
    assert {"Target from 0.85", "RealisedMilestone from 0.85"} <= drawn.keys()
    sizes = {row["stratum"]: int(row["population"]) for row in rows}
    assert all(drawn[name] >= min(2, size) for name, size in sizes.items())
    assert sum(size for name, size in sizes.items() if name != "sentences") >= 250
    biggest = max(sizes, key=lambda name: sizes[name] if name != "sentences" else 0)
    assert drawn[biggest] == max(count for name, count in drawn.items() if name != "sentences")
    spans = [re.fullmatch(r".*\[(\d+):(\d+)]", row["item"]) for row in rows if row["stratum"] == "sentences"]
    text = (HENGYANG / "report.txt").read_bytes().decode()
    sentences = [row["sentence"] for row in rows if row["stratum"] == "sentences"]
    assert [" ".join(text[int(m[1]) : int(m[2])].split()) for m in spans if m] == sentences


def test_a_sample_larger_than_there_is_takes_all(hengyang: Project) -> None:
    rows = sample(hengyang, "a.csv", REPORT)
    read = reviewed(hengyang)
    assert {row["item"] for row in rows if row["stratum"] != "sentences"} == {s.id for s in read.published}
    sentences = [p for p in read.passages if p.kind == "sentence"]
    silent = [p for p in sentences if not any(p.span.meets(s.as_stated) for s in read.published)]
    assert len([row for row in rows if row["stratum"] == "sentences"]) == len(silent) > 0


def test_strata_count_by_their_size_and_a_wrong_slot_is_still_found(tmp_path: Path) -> None:
    project = desk(tmp_path / "p")
    rows = [
        {"item": f"{stratum}{n}", "stratum": stratum, "population": size, "verdict": "right"}
        for stratum, size in (("Target from 0.7", "90"), ("Target from 0.85", "10"), ("Problem from 1", "20"))
        for n in range(10)
    ]
    for number, verdict in ((0, "wrong"), (10, "slot wrong: year, unit"), (11, "槽位错：year"), (12, "错"), (13, "对")):
        rows[number]["verdict"] = verdict
    table = score(project, rows)
    # 0.9 · 90 % + 0.1 · 70 % are wholly right, 0.9 · 90 % + 0.1 · 90 % found.
    assert table["Target"][:5] == ["100", "20", "16", "2", "2"]
    assert table["Target"][5].startswith("88.0 % [") and table["Target"][6].startswith("90.0 % [")
    assert table["Problem"][5] == "100.0 % [72.2, 100.0]"
    assert table["all"][:5] == ["120", "30", "26", "2", "2"] and table["all"][5].startswith("90.0 %")
    out = kg("audit", "--score", "judged.csv", cwd=project.root).out
    assert "slots wrong: year 2, unit 1" in out and "recall" not in out


def test_recall_comes_from_what_was_missed_in_silent_sentences(tmp_path: Path) -> None:
    project = desk(tmp_path / "p")
    rows = [{"item": f"s{n}", "stratum": "Target from 1", "population": "300", "verdict": "right"} for n in range(30)]
    silent = [{"item": f"t{n}", "stratum": "sentences", "population": "100", "verdict": "无遗漏"} for n in range(50)]
    silent[0]["verdict"], silent[1]["verdict"] = "missed 3", "遗漏 2"
    table = score(project, rows + silent)
    # 100 · 5/50 = 10 missed beside 300 found.
    share, words = table["recall"]
    assert share.startswith("96.8 % [") and words == "5 missed in 50 of 100 sentences"
    low, high = map(float, re.findall(r"[\d.]+", share)[1:])
    assert low < 96.8 < high <= 100
    for row in silent:
        row["verdict"] = "nothing missed"
    assert score(project, rows + silent)["recall"][0].endswith(", 100.0]")


def test_the_paragraph_names_the_method_the_seed_and_who_judged_in_both_languages(hengyang: Project) -> None:
    rows = sample(hengyang, "a.csv", "--n", 40, "--seed", 3)
    stated = next(n for n, row in enumerate(rows) if row["stratum"] != "sentences")
    rows = judged(rows, (stated, "wrong"))
    fill(hengyang.root / "judged.xlsx", rows)
    out = kg("audit", "--score", "judged.xlsx", cwd=hengyang.root).out
    english, chinese = out.splitlines()[-3], out.splitlines()[-1]
    for words in ("seed 3", "李明", "Wilson 1927", "Kish 1965", "upper estimate"):
        assert words in english
    for words in ("随机种子 3", "李明", "Wilson 1927", "Kish 1965", "偏高的估计"):
        assert words in chinese
    zh = kg("audit", "--score", "judged.xlsx", cwd=hengyang.root, LC_ALL="zh_CN.UTF-8").out
    assert zh.startswith("\t总数\t抽取") and zh.splitlines()[-3:] == out.splitlines()[-3:]


def test_wrong_and_empty_verdicts_are_all_named_by_row_and_column(hengyang: Project) -> None:
    rows = judged(sample(hengyang, "a.csv", "--n", 40))
    own = [n for n, row in enumerate(rows) if row["stratum"] != "sentences"]
    silent = next(n for n, row in enumerate(rows) if row["stratum"] == "sentences")
    for number, verdict in zip(own, ("", "perhaps", "slot wrong", "slot wrong: colour", "missed 1"), strict=False):
        rows[number]["verdict"] = verdict
    rows[silent]["verdict"] = "right"
    rows[own[6]]["item"], rows[own[7]]["population"] = rows[own[5]]["item"], "many"
    ran = kg("audit", "--score", fill(hengyang.root / "bad.csv", rows), cwd=hengyang.root)
    assert (ran.code, ran.out) == (1, "")
    wanted = {n + 2: "verdict" for n in (*own[:5], silent)} | {own[6] + 2: "item", own[7] + 2: "population"}
    found = {int(m[1]): m[2] for m in re.finditer(r"bad\.csv, row (\d+), column (\w+): expected ", ran.err)}
    assert found == wanted and len(ran.err.splitlines()) == len(wanted)


def test_a_wrong_call_is_one_line_and_writes_nothing(hengyang: Project) -> None:
    before = tree(hengyang.root)
    for arguments, words, code in (
        ((), "use -o sheet.xlsx", 2),
        (("--score", "kg.toml"), "a column item, stratum, population, verdict", 1),
        (("--score", "none.csv"), "expected a readable file", 1),
        (("--score", "none.csv", REPORT), "--score alone", 2),
        (("430400-2020", "-o", "x.csv"), "no report of that name", 1),
        (("-o", "x.ods"), "a name that ends in .tsv, .csv or .xlsx", 1),
        (("--n", "0", "-o", "x.csv"), "--n", 2),
    ):
        ran = kg("audit", *arguments, cwd=hengyang.root)
        assert ran.code == code and words in ran.line(), ran.err
    assert tree(hengyang.root) == before


def test_intervals_are_those_of_the_books() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for counted, number, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        share = wilson(counted / number, number)
        assert (round(share.low, 4), round(share.high, 4)) == (low, high)
    assert weighted([Stratum(263, 263, 81)]) == wilson(81 / 263, 263)
    assert (weighted([]).low, weighted([]).high) == (0, 1)
