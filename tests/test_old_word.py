"""Word of before 2007: a file as a program writes it, files made by hand, and what is no Word document at all."""

from pathlib import Path

import made_doc
import pytest

from kg.errors import ReportError
from kg.readers import read_file
from kg.readers.apart import read_here

FILES = Path(__file__).parent / "files"


def test_a_binary_word_document_as_libreoffice_writes_it_is_read_with_its_places() -> None:
    # Made by: soffice --headless --convert-to doc:"MS Word 97" tests/files/old-word.rtf
    document = read_file(FILES / "old-word.doc")
    lines = [" ".join(line.split()) for line in document.text.splitlines()]
    assert lines == [
        "一、2018年工作回顾",
        "地区生产总值增长 7.5%。",
        "公报说：𠮷野县财政收入",
        "12.5亿元。",
        "指标 名称 2018",
        "出口",
        "两表之间。",
        "进口 3%",
        "四张清单[1]和三路[2]",
        "推进。",
        "谢谢大家。",
        "[1]四张清单：投资清单。",
        "[2]三路：旅游路。",
    ]
    places = [
        document.where(document.text.index(w)) for w in ("12.5", "出口", "两表", "进口", "谢谢", "[1]四", "[2]三")
    ]
    assert places == [
        "paragraph 3",
        "table 1, row 2",
        "paragraph 4",
        "table 2, row 1",
        "paragraph 7",
        "endnote 1",
        "footnote 2",
    ]


def test_words_that_a_reviewer_deleted_are_not_read() -> None:
    text = "增长百分之九。\n增长8.5%，旧的新的。\n"
    assert read_here("old", made_doc.doc(text, deleted=["旧的"]), "made").text == text.replace("旧的", "")


def test_a_long_binary_document_knows_each_paragraph() -> None:
    text = "".join(f"第{n}项增长{n}%。\n" for n in range(1, 120))
    document = read_here("old", made_doc.doc(text), "made")
    assert document.text == text
    assert [document.where(document.text.index(f"第{n}项")) for n in (1, 20, 21, 119)] == [
        f"paragraph {n}" for n in (1, 20, 21, 119)
    ]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (made_doc.doc("一", flags=0x0100), "found one locked by a password"),
        (made_doc.doc("一", version=0x65), "found one of before Word 97"),
        (made_doc.compound({"Workbook": b""}), "found an Excel workbook"),
        (made_doc.compound({"PowerPoint Document": b""}), "found PowerPoint slides"),
        (made_doc.compound({"EncryptedPackage": b"", "EncryptionInfo": b""}), "found one locked by a password"),
        (made_doc.compound({"CONTENTS": b""}), "found something else"),
        (made_doc.compound({"WordDocument": b"\xec\xa5\xc1"}), "found a damaged one"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "found a damaged one"),
        (made_doc.doc("一" * 3000)[:4000], "found a damaged one"),
    ],
)
def test_a_compound_file_without_words_to_be_read_says_what_it_is_and_what_to_do(
    data: bytes, found: str, tmp_path: Path
) -> None:
    for name in ("old.doc", "old.wps", "old.docx", "old.xls"):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(ReportError, match=found) as caught:
            read_file(path)
        assert "docx" in caught.value.step


def test_a_piece_table_of_more_characters_than_a_report_can_have_is_refused() -> None:
    good = made_doc.doc("增长。" * 200)
    limit = good.index(b"\x01\x02\x00ab\x02") + 14
    with pytest.raises(ReportError, match="out of order"):
        read_here("old", good[:limit] + b"\xff\xff\xff\x7f" + good[limit + 4 :], "made")
