"""kg search: what is found, in which order, by whom, and what happens where the index is not."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator

import pytest
from command import SMALL, kg, put

import kg as package
from kg.build import build
from kg.errors import QueryError, StoreError
from kg.project import Project
from kg.search import KINDS, Hits, Index, open_index, search
from kg.search.find import known_kinds
from kg.store import current


@pytest.fixture(scope="module")
def index(project: Project) -> Iterator[Index]:
    with open_index(project.build) as opened:
        yield opened


def texts(found: Hits) -> list[str]:
    return [hit.text for hit in found.hits]


@pytest.mark.parametrize("word", ["机", "机场", "南岳机场", "扶贫", "8.5%", "ＧＤＰ", "gdp", "airport"])
def test_words_of_every_length_and_script_are_found_and_marked(word: str, index: Index) -> None:
    found = search(index, word)
    assert found.total >= 3 and len(found.hits) == min(20, found.total)
    assert all(hit.marks for hit in found.hits if hit.kind not in ("statement",))


def test_every_sentence_that_holds_a_word_is_found_and_no_other(project: Project, index: Index) -> None:
    from kg.report import read_reports
    from kg.text import passages

    report = next(read_reports(project))
    for word in ("机场", "场", "扶贫", "污染防治", "12%", "农"):
        sentences = {p.span for p in passages(report) if p.kind in ("sentence", "heading", "title", "note")}
        expected = {s for s in sentences if word in "".join(s.of(report.text).split())}
        found = search(index, word, kinds=["sentence"], limit=1000)
        # A number is a word of its own: 12% is not in 112%.
        assert {(h.start, h.end) for h in found.hits} == set(map(tuple, expected)), word


def test_names_come_before_statements_before_sentences_and_an_equal_name_first(index: Index) -> None:
    found = search(index, "南岳机场", limit=100)
    assert [hit.text for hit in found.hits[:2]] == ["南岳机场", "南岳机场"]
    kinds = [("label", "statement", "sentence").index(h.kind if h.start is not None else "label") for h in found.hits]
    assert kinds == sorted(kinds) and set(kinds) == {0, 1, 2}


def test_a_thing_is_one_hit_whatever_its_names(index: Index) -> None:
    found = search(index, "GDP", kinds=["indicator"], limit=100)
    assert len({hit.iri for hit in found.hits}) == len(found.hits) == found.total
    assert found.hits[0].label == "地区生产总值" and found.hits[0].text == "GDP"


def test_all_words_must_be_there(index: Index) -> None:
    both = search(index, "地区生产总值 左右", limit=100)
    assert both.total and all("地区生产总值" in t and "左右" in t for t in texts(both))


def test_offsets_are_those_of_the_report(project: Project, index: Index) -> None:
    text = (project.reports / "430400-2019" / "report.txt").read_text(encoding="utf-8")
    for hit in search(index, "机场", limit=100).hits:
        if hit.start is not None:
            assert text[hit.start : hit.end] == hit.text
            assert all("机场" in hit.text[start:end] for start, end in hit.marks)


def test_pages_follow_each_other(index: Index) -> None:
    whole = search(index, "发展", limit=200)
    pages = [search(index, "发展", limit=7, offset=at).hits for at in range(0, whole.total, 7)]
    assert [hit for page in pages for hit in page] == list(whole.hits)
    assert sum(whole.counts.values()) == whole.total == len(whole.hits)


@pytest.mark.parametrize("kind", ["indicator", "project", "statement", "Target", "target", "sentence"])
def test_kinds_pick(kind: str, index: Index) -> None:
    found = search(index, "机场", kinds=[kind], limit=100)
    assert found.hits and all(kind.lower() in (hit.kind.lower(), hit.cls.lower()) for hit in found.hits)


def test_place_year_and_report_pick(index: Index) -> None:
    assert search(index, "机场", place="430400").total > 5
    assert search(index, "机场", place="430100").total == 0
    assert {h.year for h in search(index, "机场", year=2018, limit=100).hits} == {2018}
    assert search(index, "机场", report="430400-2019").total > 5
    assert search(index, "机场", report="430400-2018").total == 0


@pytest.mark.parametrize(
    "words",
    ['"', "a\" OR \"b", "NEAR(机 场)", "words:机场", "facets:机场", "机*", "机场 NOT 南岳", "^机场", "机 + 场", "'; DROP TABLE entry; --",
     "\x00", "\ud800", "(" * 50, "-机场", "{机场}:", "\N{ZERO WIDTH SPACE}"],
)  # fmt: skip
def test_words_are_never_the_syntax_of_the_index(words: str, index: Index) -> None:
    search(index, words)
    assert search(index, "机场").total == 18


def test_operators_are_words_like_others(index: Index) -> None:
    assert search(index, "机场 OR 扶贫").total == 0
    assert search(index, "机*").total == search(index, "机").total


def test_too_much_is_refused_in_one_line(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QueryError, match="at most 200 characters"):
        search(index, "机" * 201)
    with pytest.raises(QueryError, match="at most 16 words"):
        search(index, " ".join(chr(0x4E00 + i) for i in range(17)))
    with pytest.raises(QueryError, match="expected one of place"):
        search(index, "机场", kinds=["nothing"])
    monkeypatch.setattr("kg.search.index._STEPS", 1)
    with pytest.raises(QueryError, match="took more than 0 seconds"):
        search(index, "发展", limit=1000, seconds=0)
    assert search(index, "机场").total == 18


def test_an_index_answers_many_threads_at_once(index: Index) -> None:
    expected = {word: search(index, word) for word in ("机场", "发展", "8.5%", "市")}
    wrong: list[str] = []

    def ask() -> None:
        for _ in range(10):
            wrong.extend(word for word, found in expected.items() if search(index, word) != found)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_nothing_can_be_written_through_an_index(index: Index) -> None:
    with pytest.raises(StoreError), index.reading(1.0) as database:
        database.execute("DELETE FROM entry")
    assert search(index, "机场").total == 18


def test_two_builds_have_the_same_index_and_old_ones_go(small: Project) -> None:
    first = build(small)
    file = small.build / "search" / f"{first.content_hash}.sqlite"
    before = file.read_bytes()
    file.unlink()
    build(small)
    assert file.read_bytes() == before
    for percent in ("6.5%", "5.5%", "4.5%"):
        shutil.rmtree(small.reports / "430500-2020")
        put(small.reports / "430500-2020", SMALL.replace("7.5%", percent))
        build(small)
    kept = sorted(p.name for p in (small.build / "search").iterdir())
    assert len(kept) == 2 and f"{current(small.build)}.sqlite" in kept
    with open_index(small.build) as index:
        assert search(index, "4.5%").total and not search(index, "7.5%").total


def test_an_index_that_is_there_is_not_written_again(small: Project) -> None:
    built = build(small)
    file = small.build / "search" / f"{built.content_hash}.sqlite"
    before = file.stat().st_mtime_ns
    build(small)
    assert file.stat().st_mtime_ns == before


def test_a_reader_without_an_index_gets_one_line(copied: Project) -> None:
    file = next((copied.build / "search").iterdir())
    data = file.read_bytes()
    file.write_bytes(data[:5000])
    assert "expected a whole search index" in kg("search", "机场", cwd=copied.root).line()
    file.unlink()
    assert kg("search", "机场", cwd=copied.root).line().endswith("expected a search index, found none; run `kg build`")
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert "of format 2, found format 99" in kg("search", "机场", cwd=copied.root).line()
    shutil.rmtree(copied.build)
    assert "expected a store, found none" in kg("search", "机场", cwd=copied.root).line()


def test_a_build_mends_an_index_that_is_damaged(copied: Project) -> None:
    file = next((copied.build / "search").iterdir())
    data = file.read_bytes()
    file.write_bytes(b"no database")
    build(copied)
    assert file.read_bytes() == data


def test_the_command_shows_the_words_and_the_next_command(project: Project) -> None:
    ran = kg("search", "机场", "--limit", "9", cwd=project.root)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[:2] == ["  1. place  南岳机场", "     南岳【机场】"] and "kg graph https://" in lines[2]
    assert lines[-1].startswith("18 hits: place 1, project 4, indicator 4, statement 7, sentence 2")
    shown = kg("search", "机场", "--kind", "Target", "--limit", "1", cwd=project.root).out
    statement = shown.splitlines()[2].split()[-1]
    assert kg("show", statement, cwd=project.root).code == 0
    thing = lines[2].split()[-1]
    assert kg("graph", thing, "-o", str(project.root / "page.html"), cwd=project.root).code == 0


def test_the_command_writes_tables(project: Project) -> None:
    records = json.loads(kg("search", "机场", "--format", "json", "--limit", "2", cwd=project.root).out)
    assert (records["total"] == 18 and [h["marks"] for h in records["hits"]] == [[[2, 4]], [[0, 2]]]) or records["hits"]
    csv = kg("search", "机场", "--format", "csv", "--kind", "sentence", cwd=project.root).out
    assert csv.startswith("\ufeffkind,class,id,iri,label,text,marks,") and "430400-2019" in csv
    nothing = kg("search", "没有的词汇", cwd=project.root)
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "nothing holds 没有的词汇\n")


def test_a_place_may_be_named(project: Project) -> None:
    assert kg("search", "机场", "--place", "衡阳", cwd=project.root).out
    assert kg("search", "机场", "--place", "长沙市", cwd=project.root).err == "nothing holds 机场\n"


def test_python_has_the_same_words(project: Project) -> None:
    assert package.open(project.root).search("机场", kinds=["Target"]).total == 2
    assert "statement" in KINDS


def test_a_kind_given_ten_thousand_times_is_one_kind() -> None:
    assert known_kinds(["place", "PLACE"] * 5000) == ["place"]
