"""PDF by PDFium: the text layer page by page, without page numbers and running heads; a scan is refused."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.errors import ReportError
from kg.readers.document import MOST_CHARACTERS, Document, compose
from kg.readers.plain import refuse_damage

_MOST_PAGES = 600
_PAGE_NUMBER = re.compile(r"[\s—–\-－第]*\d{1,3}[\s—–\-－页]*(?:[/／共]\s*\d{1,3}\s*页?)?")
_ODD = re.compile(r"[\ufffe\uffff\u0000-\u0008\u000e-\u001f\u00ad]")


def read_pdf(data: bytes, name: str) -> Document:
    """Read the text layer of a PDF; each stretch is led back to its page.

    Raises ReportError for a damaged or locked file, one of too many pages, and for pages that are pictures alone.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        found = "one locked by a password" if locked else "a damaged one"
        raise ReportError(name, "a PDF", found, "save it again without a password, or as docx") from None
    try:
        count = len(pdf)
        if not 0 < count <= _MOST_PAGES:
            raise ReportError(
                name, f"a PDF of 1 to {_MOST_PAGES} pages", f"{count:,}", "give one report, not a collection"
            )
        pages = list(_pages(pdf, count))
    except pypdfium2.PdfiumError as error:
        raise ReportError(name, "a PDF", f"a damaged one ({error})", "save it again") from None
    finally:
        pdf.close()
    blank = [n for n, lines in enumerate(pages, 1) if not any(line.strip() for line in lines)]
    remarks = _refuse_scan(blank, count, name)
    running = _running(pages)
    pieces = ((f"page {n}", "\n".join(_inner(lines, running))) for n, lines in enumerate(pages, 1))
    document = compose(pieces, remarks=remarks)
    refuse_damage(document.text, name)
    return document


def _pages(pdf: object, count: int) -> Iterator[list[str]]:
    """Yield the lines of each page."""
    total = 0
    for index in range(count):
        page = pdf[index]  # type: ignore[index]
        words = page.get_textpage()
        text = _ODD.sub("", words.get_text_range())
        words.close()
        page.close()
        total += len(text)
        if total > MOST_CHARACTERS:
            return
        yield text.splitlines()


def _refuse_scan(blank: Sequence[int], count: int, name: str) -> tuple[str, ...]:
    """Refuse a scan, naming its pages; a few empty pages among many are remarked on."""
    if not blank:
        return ()
    if len(blank) * 4 > count:
        raise ReportError(
            name, "a text layer on every page", f"none on {_ranges(blank)} (a scan)", "run text recognition (OCR) first"
        )
    return (f"no text on {_ranges(blank)}",)


def _ranges(pages: Sequence[int]) -> str:
    """Write page numbers as ranges.

    >>> _ranges([1, 2, 3, 7])
    'pages 1–3, 7'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown = ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
    return f"page{'s' if len(pages) > 1 else ''} {shown}"


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the lines that stand among the first or last two on most pages, numbers apart."""
    if len(pages) < 3:
        return frozenset()
    edges: Counter[str] = Counter()
    for lines in pages:
        inked = [line for line in lines if line.strip()]
        edges.update({_without_digits(line) for line in (*inked[:2], *inked[-2:])})
    return frozenset(line for line, times in edges.items() if line and times > len(pages) / 2)


def _without_digits(line: str) -> str:
    return re.sub(r"\d+", "#", "".join(line.split()))


def _inner(lines: Sequence[str], running: frozenset[str]) -> list[str]:
    """Return a page's lines without its number and running heads."""
    kept = [line for line in lines if line.strip()]
    for place in (0, -1):
        for _ in range(2):
            if kept and (_PAGE_NUMBER.fullmatch(kept[place]) or _without_digits(kept[place]) in running):
                del kept[place]
    return kept
