"""Files of each format, made of a text by small code of our own."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_xml(body: str, root: str = "document") -> str:
    """Return a part of a Word document around its body."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{_WORD}">{body}</w:{root}>'


def paragraph(text: str) -> str:
    """Return a paragraph, its text in two runs."""
    half = len(text) // 2
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(t)}</w:t></w:r>' for t in (text[:half], text[half:]) if t)
    return f"<w:p>{runs}</w:p>"


def archive(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, compress_type=compression)
    return out.getvalue()


def docx(text: str) -> bytes:
    """Return a Word document with a paragraph a line."""
    body = "".join(paragraph(line) for line in text.splitlines())
    return archive({"word/document.xml": word_xml(f"<w:body>{body}</w:body>")})


def html(text: str) -> bytes:
    """Return a page with a paragraph a line."""
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{lines}</body></html>".encode()


def rtf(text: str) -> bytes:
    """Return a rich text file with a paragraph a line, every character beyond ASCII escaped as UTF-16."""
    return "{{\\rtf1\\ansi\\ansicpg936 {}}}".format("\\par\n".join(map(_escaped, text.splitlines()))).encode("ascii")


def _escaped(line: str) -> str:
    out = []
    for char in line:
        units = char.encode("utf-16-le")
        codes = [int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)]
        out.append(char if char.isascii() else "".join(f"\\u{code}?" for code in codes))
    return "".join(out)


def pdf(pages: Sequence[str]) -> bytes:
    """Return a PDF of these pages, a line a line; a page without text is empty, as a scan is to a reader of text.

    The font is one of Adobe's for Chinese that every reader knows by name (PDF 1.7, 9.7.5.2).
    """
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/FontDescriptor 5 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 80>>",
    ]
    kids = []
    for page in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        shown = " T* ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in page.splitlines())
        stream = f"BT /F1 12 Tf 18 TL 60 780 Td {shown} ET" if page else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {number + 1} 0 R>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode("ascii")
