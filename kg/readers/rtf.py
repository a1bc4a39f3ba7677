"""Rich text by striprtf: its paragraphs, without pictures, fields and formatting."""

from collections.abc import Callable

from kg.errors import ReportError
from kg.readers.document import Document, compose
from kg.readers.plain import refuse_damage


def read_rtf(data: bytes, name: str) -> Document:
    """Read a rich text file whose Chinese is escaped as Unicode or as GBK bytes.

    Raises ReportError for what is no rich text or is damaged.
    """
    from striprtf.striprtf import rtf_to_text

    convert: Callable[..., str] = rtf_to_text
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ReportError(name, "a rich text file", "something else", "save the report as docx or text")
    try:
        text = convert(data.decode("latin-1"), encoding="gb18030", errors="replace")
    except (ValueError, IndexError, KeyError, LookupError, TypeError, AttributeError) as error:
        raise ReportError(
            name, "a rich text file", f"a damaged one ({error})", "save the report as docx or text"
        ) from None
    # Characters beyond the first plane are escaped as the two halves of UTF-16.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    document = compose((f"paragraph {n}", line) for n, line in enumerate(text.splitlines(), 1))
    refuse_damage(document.text, name)
    return document
