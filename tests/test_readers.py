"""Bytes → text: every reader passes the same checks over made files; what is damaged is counted and refused."""

import os
from pathlib import Path

import made
import made_doc
import pytest
from command import HENGYANG, ROOT
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReportError
from kg.readers import MOST_BYTES, READERS, Document, read_file
from kg.readers.apart import read_here
from kg.readers.plain import damaged, read_plain

TEXT = "一、2018年工作回顾\r\n地区生产总值增长 8.5 %。\n\n二、2019年工作安排\n𠮷野县㐂增长9%左右。"
# What a file of each suffix holds when it is made of a text; a new reader adds its own.
MADE = dict.fromkeys(("", ".txt", ".text", ".md"), lambda text: text.encode()) | {
    ".docx": made.docx,
    ".pdf": lambda text: made.pdf([text]),
    ".html": made.html,
    ".htm": made.html,
    ".rtf": made.rtf,
    ".doc": made_doc.doc,
    ".wps": made.docx,
}
# The formats that are read in a process of their own, which is slow to start for a hundred examples.
APART = {".docx": "word", ".pdf": "pdf", ".html": "web", ".htm": "web", ".rtf": "rtf", ".doc": "old"}
LINES = ("", ".txt", ".text", ".md")
# The first place of each other format, and that of the paragraph that begins with 地区.
PLACES = {
    ".docx": ("paragraph 1", "paragraph 2"),
    ".pdf": ("page 1", "page 1"),
    ".html": ("p element 1, line 1", "p element 2, line 2"),
    ".htm": ("p element 1, line 1", "p element 2, line 2"),
    ".rtf": ("paragraph 1", "paragraph 2"),
    ".doc": ("paragraph 1", "paragraph 2"),
    ".wps": ("paragraph 1", "paragraph 2"),
}


def complaint(name: str, data: bytes, folder: Path) -> str:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(ReportError) as caught:
        read_file(path)
    line = caught.value.line()
    assert line.startswith(f"{path}: expected ") and "\n" not in line
    return line.partition(": ")[2]


# The contract of readers


def test_every_reader_has_made_files_to_be_tested_on() -> None:
    assert MADE.keys() == READERS.keys()


@pytest.mark.parametrize("suffix", LINES)
def test_a_reader_returns_the_text_as_it_is_and_the_line_of_each_character(suffix: str) -> None:
    document = READERS[suffix](MADE[suffix](TEXT), "made")
    assert isinstance(document, Document)
    assert document.text == TEXT
    assert document.where(0) == "line 1"
    assert document.where(TEXT.index("地区")) == "line 2"
    assert document.where(TEXT.index("二、")) == "line 4"
    offsets = [start for start, _ in document.stations]
    assert offsets == sorted(set(offsets)) and offsets[0] == 0 and offsets[-1] <= len(TEXT)


@pytest.mark.parametrize("suffix", PLACES)
def test_a_reader_returns_all_the_ink_and_the_place_of_each_character(suffix: str) -> None:
    text = TEXT.replace("𠮷野县㐂", "祁东县") if suffix == ".pdf" else TEXT
    document = READERS[suffix](MADE[suffix](text), "made")
    assert isinstance(document, Document)
    assert document.text.split() == text.split()
    assert (document.where(0), document.where(document.text.index("地区"))) == PLACES[suffix]
    offsets = [start for start, _ in document.stations]
    assert offsets == sorted(set(offsets)) and offsets[0] == 0 and offsets[-1] <= len(document.text)


@pytest.mark.parametrize("suffix", READERS)
def test_a_reader_refuses_an_empty_file_and_names_it(suffix: str) -> None:
    with pytest.raises(ReportError, match=r"^made: expected a report, found an empty file"):
        READERS[suffix](b"", "made")


@pytest.mark.parametrize("suffix", READERS)
@given(data=st.binary(max_size=400))
def test_a_reader_reads_or_refuses_any_bytes(suffix: str, data: bytes) -> None:
    try:
        document = read_here(APART[suffix], data, "made") if suffix in APART else READERS[suffix](data, "made")
    except ReportError:
        return
    assert document.text.strip()


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_is_the_same_in_every_encoding_it_may_come_in(encoding: str) -> None:
    assert read_plain(TEXT.encode(encoding), "made").text.removeprefix("\ufeff") == TEXT


def test_hengyang_is_undamaged() -> None:
    text = (HENGYANG / "report.txt").read_bytes()
    assert read_plain(text, "made").text.encode() == text


@pytest.mark.parametrize("wrong", ["gb18030", "cp1252"])
def test_utf_8_read_in_a_wrong_encoding_is_refused_with_the_count_of_broken_characters(
    wrong: str, tmp_path: Path
) -> None:
    broken = (HENGYANG / "report.txt").read_bytes().decode(wrong, "replace")
    line = complaint("report.txt", broken.encode(), tmp_path)
    assert f"found {damaged(broken):,} of {len(broken):,} broken by a wrong encoding" in line
    assert damaged(broken) > 2000


def test_bytes_of_no_encoding_are_refused_with_their_count(tmp_path: Path) -> None:
    data = (HENGYANG / "report.txt").read_bytes()
    assert "4 of " in complaint("report.txt", data[:5001] + b"\xff\xfe\x80" + data[5002:], tmp_path)


def test_a_few_odd_signs_of_the_typesetter_are_no_damage() -> None:
    assert damaged("\ue5e5" + "经济稳定增长。" * 100) == 0
    assert damaged("\ufffd" * 4 + "经济稳定增长。" * 100) == 4


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("binary.txt", bytes(range(256)), "found a binary file"),
        ("blank.txt", "\ufeff \u3000\r\n\t".encode(), "found an empty file"),
        ("table.xlsx", b"a", "found .xlsx; save it as plain text"),
        ("broken.pdf", b"%PDF-1.7", "found a damaged one"),
        ("large.txt", b"a" * (MOST_BYTES + 1), "found more; give one report, not a collection"),
    ],
)
def test_what_is_no_plain_text_is_refused(name: str, data: bytes, found: str, tmp_path: Path) -> None:
    assert found in complaint(name, data, tmp_path)


def test_a_missing_file_a_folder_and_an_unreadable_name_are_refused(tmp_path: Path) -> None:
    for path, found in (
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "a folder"),
        (tmp_path / ("长" * 300), "File name too long"),
        (tmp_path / "a\0b", "null byte"),
    ):
        with pytest.raises(ReportError, match=found):
            read_file(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="Windows has no such devices")
def test_a_device_without_end_is_read_only_so_far() -> None:
    with pytest.raises(ReportError, match=r"a binary file|at most"):
        read_file(Path("/dev/zero"))


def test_a_pipe_is_read_like_a_file() -> None:
    read, write = os.pipe()
    with os.fdopen(write, "wb") as out:
        out.write(TEXT.encode())
    document = read_file(Path(f"/dev/fd/{read}"))
    os.close(read)
    assert document.text == TEXT


def test_the_readme_of_a_program_is_text_and_left_to_recognition() -> None:
    assert read_file(ROOT / "README.md").text.startswith("gwr-kg")
