"""Word, PDF, pages, rich text and Markdown give the text of a report and the way back into the file; damage is refused."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import made
import made_doc
import pytest
from command import HENGYANG, SMALL
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError, ReportError
from kg.model import Report
from kg.readers import READERS, Document, read_file
from kg.readers.apart import read_apart, read_here
from kg.readers.document import MOST_CHARACTERS
from kg.recognise import recognise
from kg.text import glossary

FORMATS = {
    "word": made.docx,
    "web": made.html,
    "rtf": made.rtf,
    "pdf": lambda text: made.pdf([text]),
    "old": made_doc.doc,
}


def refusal(format: str, data: bytes) -> str:
    with pytest.raises(ReportError) as caught:
        read_here(format, data, "made")
    line = caught.value.line()
    assert line.startswith("made: expected ") and "\n" not in line
    return line


def report_of(text: str) -> Report:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Report(id="430400-2019", text=text, sha256=sha256, place="430400", plan=2019, review=(2018, 2018))


def ink(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("format", FORMATS)
def test_hengyang_comes_back_from_every_format_character_by_character(format: str) -> None:
    text = (HENGYANG / "report.txt").read_text(encoding="utf-8")
    lines = [line[i : i + 40] for line in text.splitlines() for i in range(0, len(line), 40)]
    if format == "pdf":
        data = made.pdf(["\n".join(lines[i : i + 40]) for i in range(0, len(lines), 40)])
    else:
        data = FORMATS[format](text)
    document = read_apart(format, data, "made")
    assert ink(document.text) == ink(text)
    assert recognise(document.text).place == "430400"


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_that_takes_too_long_is_given_up(format: str) -> None:
    with pytest.raises(ReportError, match=r"expected a file that is read in 0\.001 seconds"):
        read_apart(format, FORMATS[format]("一"), "made", seconds=0.001)


def test_a_reader_that_crashes_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "striprtf"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "striprtf.py").write_text("import os\nos.abort()\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ReportError, match="one too large or too damaged"):
        read_apart("rtf", made.rtf("一"), "made")


@pytest.mark.parametrize("format", FORMATS)
def test_damaged_characters_are_counted_in_every_format(format: str) -> None:
    broken = (HENGYANG / "report.txt").read_bytes().decode("gb18030", "replace")[:2000].replace("\ufffd", "")
    broken = "".join(c for c in broken if c.isprintable() and ord(c) < 0xFFFF)
    assert "broken by a wrong encoding" in refusal(format, FORMATS[format](broken))


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_mutated_files_give_a_document_or_one_line_and_nothing_else(format: str, data: st.DataObject) -> None:
    good = FORMATS[format](SMALL)
    if data.draw(st.booleans()):
        bad = bytearray(good)
        for _ in range(data.draw(st.integers(1, 12))):
            at = data.draw(st.integers(0, len(bad) - 1))
            bad[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=6))
    else:
        bad = bytearray(good[: data.draw(st.integers(1, len(good)))])
    try:
        document = read_here(format, bytes(bad), "made")
    except KgError as error:
        assert "\n" not in error.line()
        return
    assert isinstance(document, Document) and document.text.strip() and len(document.text) <= 2 * MOST_CHARACTERS


@settings(max_examples=60, deadline=None)
@given(st.text('<w:p tbltrc>/"&;fonte=1[]一。', max_size=200))
def test_any_xml_in_a_word_document_is_read_or_refused(body: str) -> None:
    data = made.archive({"word/document.xml": made.word_xml(body), "word/footnotes.xml": made.word_xml(body)})
    try:
        assert read_here("word", data, "made").text.strip()
    except KgError as error:
        assert "\n" not in error.line()


@settings(max_examples=80, deadline=None)
@given(st.text('<>/!-[]&#;="pdivtablesrcx 一。1', max_size=200))
def test_any_page_is_read_or_refused(page: str) -> None:
    try:
        assert read_here("web", ("<html>" + page).encode(), "made").text.strip()
    except KgError as error:
        assert "\n" not in error.line()


@pytest.mark.parametrize(
    ("suffix", "format"), [(".docx", "word"), (".pdf", "pdf"), (".html", "web"), (".rtf", "rtf"), (".doc", "old")]
)
def test_what_a_file_holds_counts_and_not_what_it_is_called(suffix: str, format: str, tmp_path: Path) -> None:
    for name in ("report.doc", "report.wps", "report.txt", "report" + suffix):
        path = tmp_path / name
        path.write_bytes(FORMATS[format](SMALL))
        assert ink(read_file(path).text) == ink(SMALL), name


def test_a_file_far_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(100 * 2**20)
    with pytest.raises(ReportError, match="found more; give one report"):
        read_file(path)
    text = tmp_path / "endless.txt"
    text.write_bytes(b"a" * (MOST_CHARACTERS + 1))
    with pytest.raises(ReportError, match="at most 1,000,000 characters"):
        read_file(text)
    text.write_bytes(b"a\n" * 50_001)
    with pytest.raises(ReportError, match=r"expected at most 50,000 lines, found 50,001"):
        read_file(text)


def test_a_words_footnotes_stand_at_the_end_and_their_marks_in_the_text() -> None:
    mark = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    body = f"<w:p><w:r><w:t>实施“四张清单”</w:t></w:r>{mark}<w:r><w:t>推进模式，增长5.2%。</w:t></w:r></w:p>"
    notes = f'<w:footnote w:id="0">{made.paragraph("从未引用")}</w:footnote><w:footnote w:id="7">{made.paragraph("四张清单：投资清单。")}</w:footnote>'
    parts = {"word/document.xml": made.word_xml(body), "word/footnotes.xml": made.word_xml(notes, "footnotes")}
    document = read_here("word", made.archive(parts), "made")
    assert document.text == "实施“四张清单”[1]推进模式，增长5.2%。\n[1]四张清单：投资清单。\n"
    assert [document.where(0), document.where(document.text.index("[1]四"))] == ["paragraph 1", "footnote 1"]
    report = report_of(document.text)
    assert [(t.name, t.definition.of(report.text)) for t in glossary(report)] == [("四张清单", "投资清单。")]


def test_a_words_table_is_a_line_a_row_and_its_text_boxes_and_deleted_words_are_in_their_place() -> None:
    row = "<w:tr>" + "".join(f"<w:tc>{made.paragraph(cell)}</w:tc>" for cell in ("指标", "2018", "8.5%")) + "</w:tr>"
    markup = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:p><w:r><w:t>外</w:t><w:txbxContent>{made.paragraph('内')}</w:txbxContent></w:r></w:p>"
    box += f"<w:p {markup}><mc:Fallback>{made.paragraph('重复')}</mc:Fallback><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:t>留</w:t><w:tab/><w:t>下</w:t></w:r></w:p>"
    body = made.paragraph("前") + f"<w:tbl>{row}{row}</w:tbl>" + box
    document = read_here("word", made.archive({"word/document.xml": made.word_xml(body)}), "made")
    lines = [" ".join(line.split()) for line in document.text.splitlines()]
    assert lines == ["前", "指标 2018 8.5%", "指标 2018 8.5%", "内", "外", "留 下"]
    assert document.where(document.text.rindex("指标")) == "table 1, row 2"


def bombs() -> Iterator[tuple[str, bytes, str]]:
    entity = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    xml = made.word_xml(made.paragraph("一"))
    yield "entities", made.archive({"word/document.xml": xml.replace("?>", "?>" + entity, 1)}), "DOCTYPE"
    outside = '<!DOCTYPE w:document SYSTEM "file:///etc/hostname">'
    yield "outside", made.archive({"word/document.xml": xml.replace("?>", "?>" + outside, 1)}), "DOCTYPE"
    large = made.word_xml(f"<w:p><w:r><w:t>{'一' * 30_000_000}</w:t></w:r></w:p>")
    yield "ratio", made.archive({"word/document.xml": large}), "inflates beyond"
    deep = made.word_xml("<w:r>" * 5000 + "</w:r>" * 5000)
    yield "depth", made.archive({"word/document.xml": deep}), "levels of elements"
    yield "parts", made.archive({f"p{n}": "" for n in range(20_001)}), "20,001"
    marks = "".join(f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in range(60_000))
    notes = "".join(f'<w:footnote w:id="{n}">{made.paragraph("一")}</w:footnote>' for n in range(60_000))
    parts = {"document": made.word_xml(f"<w:p>{marks}</w:p>"), "footnotes": made.word_xml(notes, "footnotes")}
    yield "notes", made.archive({f"word/{n}.xml": part for n, part in parts.items()}), "at most 50,000 lines"
    yield "other", made.archive({"report.txt": "一"}), "an archive of another kind"
    yield "cut", made.docx(SMALL)[:300], "a damaged one"
    long = made.word_xml(made.paragraph("一" * (MOST_CHARACTERS + 1)))
    yield "long", made.archive({"word/document.xml": long}, zipfile.ZIP_STORED), "at most 1,000,000 characters"
    lie = bytearray(made.archive({"word/document.xml": made.word_xml(made.paragraph("一" * 400_000))}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = lie.index(signature) + at
        lie[place : place + 4] = struct.pack("<I", 100)
    yield "lie", bytes(lie), "a damaged one"


@pytest.mark.parametrize(("name", "data", "found"), [pytest.param(*b, id=b[0]) for b in bombs()])
def test_a_word_document_made_to_harm_is_refused(name: str, data: bytes, found: str) -> None:
    assert found in refusal("word", data)


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(made.docx("一"))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    assert zipfile.ZipFile(io.BytesIO(data)).infolist()[0].flag_bits & 1
    assert "a damaged one" in refusal("word", bytes(data))


def test_page_numbers_and_running_heads_are_no_text_and_each_stretch_knows_its_page() -> None:
    body = ("增长8.5%，完成", "村通水泥路一千公里。", "二、工作安排", "目标是增长9%。")
    pages = [f"衡阳市人民政府文件\n{words}\n— {n} —" for n, words in enumerate(body, 1)]
    document = read_here("pdf", made.pdf(pages), "made")
    assert document.text.splitlines() == list(body)
    assert [document.where(document.text.index(words)) for words in body] == [f"page {n}" for n in range(1, 5)]


def test_a_scan_is_refused_with_its_pages_and_one_empty_page_among_many_is_remarked_on() -> None:
    assert "none on pages 1–3 (a scan); run text recognition (OCR) first" in refusal("pdf", made.pdf(["", "", ""]))
    assert "none on pages 2–3, 5 (a scan)" in refusal("pdf", made.pdf(["一", "", "", "二", ""]))
    assert read_here("pdf", made.pdf(["一", "二", "", "三", "四"]), "made").remarks == ("no text on page 3",)


def test_a_pdf_of_thousands_of_pages_is_refused() -> None:
    assert "a PDF of 1 to 600 pages, found 3,000" in refusal("pdf", made.pdf(["一"] * 3000))


def test_a_pdf_whose_table_of_objects_is_broken_is_mended_or_refused() -> None:
    thirds = [SMALL[:60], SMALL[60:120], SMALL[120:]]
    good = made.pdf(thirds)
    for bad in (
        good.replace(b"startxref\n", b"startxref\n9"),
        good.replace(b"00000 n", b"0x000 n"),
        good.replace(b"/Count 3", b"/Count 99999999"),
    ):
        assert bad != good
        assert ink(read_here("pdf", bad, "made").text) == ink(SMALL)
    assert "a damaged one" in refusal("pdf", good[: good.index(b"xref\n")])
    # Pages that are their own parents.
    assert "a damaged one" in refusal("pdf", good.replace(b"/Kids[6 0 R", b"/Kids[2 0 R"))


def page(body: str, charset: str = "utf-8") -> bytes:
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>市2019年</title>'
    text = f"{head}<style>p {{}}</style></head><body>{body}</body></html>"
    return text.encode({"gb2312": "gb18030"}.get(charset, charset))


def test_a_page_gives_its_text_without_menus_scripts_and_frame() -> None:
    body = (
        '<nav>首页 政务公开</nav><div><a href="/a">政府信息</a> | <a href="/b">公开</a></div><script>alert("增长1%")</script>'
        '<p style="display: none">隐藏</p><p>增长<b>8.5</b>%<sup>3</sup>，面积<span>5</span>km<sup>2</sup>。</p>'
        '<table><tr><td>指标</td><td>12</td><td>34</td></tr></table>\n<p>见<a href="x">公报</a>。<br>&#20108;、安排</p><footer>主办</footer>'
    )
    document = read_here("web", page(body.replace(" | ", "")), "made")
    assert document.text == "增长8.5%[3]，面积5km2。\n指标 12 34\n见公报。\n二、安排\n"
    assert document.title == "市2019年"
    places = [document.where(document.text.index(words)) for words in ("增长", "指标", "见", "二、")]
    assert places == ["p element 2, line 1", "tr element 1, line 1", "p element 3, line 2", "p element 3, line 2"]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "big5"])
def test_a_page_is_the_same_in_every_encoding_it_declares(charset: str) -> None:
    words = "增長率" if charset == "big5" else "增长率"
    assert read_here("web", page(f"<p>{words}是8.5%。</p>" * 3, charset), "made").text == f"{words}是8.5%。\n" * 3


def test_a_page_nested_without_end_is_refused_and_one_never_closed_is_read() -> None:
    assert "levels of elements" in refusal("web", b"<div>" * 100_000)
    assert read_here("web", ("<p>增长<p>下降<div>" * 400).encode(), "made").text.count("增长") == 400


def test_nothing_that_a_page_or_document_refers_to_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    rels = '<Relationships><Relationship Id="r1" Target="http://127.0.0.1:9/x" TargetMode="External"/></Relationships>'
    parts = {"word/document.xml": made.word_xml(made.paragraph("一")), "word/_rels/document.xml.rels": rels}
    assert read_here("word", made.archive(parts), "made").text == "一\n"
    body = '<img src="http://127.0.0.1:9/a"><link href="http://127.0.0.1:9/b"><iframe src="http://127.0.0.1:9/c"></iframe><p>一</p>'
    assert read_here("web", page(body), "made").text == "一\n"


def test_rich_text_with_gbk_bytes_is_read() -> None:
    words = "增长百分之九。"
    escaped = "".join(f"\\'{byte:02x}" for byte in words.encode("gbk"))
    assert read_here("rtf", f"{{\\rtf1\\ansi\\ansicpg936 {escaped}\\par}}".encode("ascii"), "made").text == words + "\n"
    assert "something else" in refusal("rtf", words.encode())


def test_markdown_gives_its_words_and_the_lines_they_stood_on() -> None:
    text = "# 政府工作报告\n\n![图](a.png)\n## 一、2018年**工作**回顾\n\n- 增长[8.5%](b.html)，[^2]面积3*4公里。\n\n---\n[^2]: 说明：甲。\n"
    document = READERS[".md"](text.encode(), "made")
    assert document.text == "政府工作报告\n一、2018年工作回顾\n增长8.5%，[2]面积3*4公里。\n[2]说明：甲。\n"
    assert document.where(document.text.index("增长")) == "line 6"
    with pytest.raises(ReportError, match="an empty file"):
        READERS[".md"](b"---\n# **\n", "made")
