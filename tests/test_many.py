"""Many reports on several cores: the same bytes as on one, errors on one line, no result before its turn."""

import json
import os
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import SMALL, kg, put, tree

from kg import many
from kg.errors import KgError, ReportError, UsageError
from kg.project import Project, init_project
from kg.sources import sources

YEARS = range(2014, 2024)


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Ten made reports of one city."""
    project = init_project(tmp_path_factory.mktemp("many") / "ten")
    for year in YEARS:
        text = (
            SMALL.replace("2019年", f"{year - 1}年").replace("2020年", f"{year}年").replace("7.5%", f"{year % 10}.5%")
        )
        put(project.reports / f"430500-{year}", text)
    return project


def half(number: int) -> int:
    if number % 2:
        raise ReportError(number, "an even number", "an odd one", "take another")
    return number // 2


def gone(number: int) -> int:
    os._exit(number)


def test_results_come_in_order_whoever_computes_them() -> None:
    numbers = range(0, 40, 2)
    assert list(many.each(half, numbers, 1)) == list(many.each(half, numbers, 2)) == list(range(20))


@pytest.mark.parametrize("workers", [1, 2])
def test_the_first_error_in_order_is_raised_whole(workers: int) -> None:
    found = many.each(half, [4, 2, 3, 6, 5], workers)
    assert [next(found), next(found)] == [2, 1]
    with pytest.raises(ReportError, match=r"^3: expected an even number, found an odd one; take another$"):
        next(found)


def test_a_worker_that_the_system_ends_is_told_on_one_line() -> None:
    with pytest.raises(UsageError, match="--workers 1"):
        list(many.each(gone, [1, 1], 2))


def test_no_more_is_begun_than_is_asked_for() -> None:
    begun: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(0, 200, 2):
            begun.append(number)
            yield number

    found = many.each(half, numbers(), 2)
    assert next(found) == 0
    assert len(begun) <= 6


def test_a_handful_needs_no_workers() -> None:
    assert many.workers_for(many.HANDFUL) == many.workers_for(0) == 1
    assert many.workers_for(100) == many.cores()
    assert (many.workers_for(3, 8), many.workers_for(100, 2)) == (3, 2)


@pytest.mark.parametrize("error", [ReportError("a", "b", "c", "d"), KgError(Path("x"), "b", "c", "d")])
def test_an_error_crosses_processes_as_it_is(error: KgError) -> None:
    other = pickle.loads(pickle.dumps(error))
    assert (type(other), str(other), other.step) == (type(error), str(error), "d")


def test_a_build_has_the_same_bytes_with_any_number_of_workers(ten: Project) -> None:
    built = []
    for workers in (1, 2):
        assert kg("build", "--workers", workers, cwd=ten.root).code == 0
        built.append({name: digest for name, digest in tree(ten.build).items() if not name.startswith("store/")})
    assert built[0] == built[1]
    assert kg("check", cwd=ten.root).code == 0


def test_a_build_names_the_first_report_that_cannot_be_read(ten: Project, tmp_path: Path) -> None:
    project = init_project(tmp_path / "broken")
    for year in YEARS:
        put(project.reports / f"430500-{year}", SMALL.replace("2020", str(year)))
    for year in (2016, 2020):
        (project.reports / f"430500-{year}" / "report.txt").write_text("changed", encoding="utf-8")
    lines = {kg("build", "--workers", workers, cwd=project.root).line() for workers in (1, 2)}
    assert len(lines) == 1 and "430500-2016" in lines.pop()


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_extract_writes_one_table_of_many_reports(ten: Project, tmp_path: Path, format: str) -> None:
    calls = [("extract", ".", "--format", format, "--workers", n, "-o", tmp_path / f"{n}.{format}") for n in (1, 2)]
    assert [kg(*call, cwd=ten.root).code for call in calls] == [0, 0]
    one, two = ((tmp_path / f"{n}.{format}").read_bytes() for n in (1, 2))
    assert one == two == kg("extract", *(f"430500-{y}" for y in YEARS), "--format", format, cwd=ten.root).out.encode()
    if format == "csv":
        assert one.count(b"value_type,") == 1
    else:
        assert [*dict.fromkeys(json.loads(line)["report"] for line in one.splitlines())] == [
            f"430500-{y}" for y in YEARS
        ]


def test_what_cannot_be_read_or_comes_twice_is_told_and_the_rest_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SMALL, encoding="utf-8")
    (tmp_path / "b.txt").write_text("no report", encoding="utf-8")
    (tmp_path / "c.txt").write_text(SMALL + "\n", encoding="utf-8")
    (tmp_path / "table.tsv").write_text("not read at all", encoding="utf-8")
    done = kg("extract", ".", cwd=tmp_path)
    assert done.code == 1
    assert {json.loads(line)["report"] for line in done.out.splitlines()} == {"430500-2020"}
    errors = done.err.splitlines()
    assert [e.split(":")[1].strip() for e in errors] == ["b.txt", "c.txt"]
    assert "one text of a place and year" in errors[1]
    # Of a single report nothing is written where it cannot be read.
    assert "b.txt" in kg("extract", "b.txt", "-o", "out.jsonl", cwd=tmp_path).line()
    assert not (tmp_path / "out.jsonl").exists()


def test_a_folder_means_the_reports_of_a_project_in_it(ten: Project, tmp_path: Path) -> None:
    names = [f"430500-{year}" for year in YEARS]
    for folder in (ten.root, ten.reports):
        assert [s.path.name for s in sources([str(folder)])] == names
    assert [s.path.name for s in sources([str(ten.reports / names[3]), str(ten.reports)])][:2] == [names[3], names[0]]
    with pytest.raises(ReportError, match="a folder with reports"):
        sources([str(tmp_path)])
