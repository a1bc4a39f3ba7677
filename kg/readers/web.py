"""HTML by the standard library's parser: lines of text, without scripts, menus and the page's frame; nothing is fetched."""

import re
from collections import Counter
from html.parser import HTMLParser

from kg.errors import ReportError
from kg.readers.document import Document, compose
from kg.readers.plain import decode, refuse_damage

_SKIPPED_NAMES = "script style noscript template svg iframe object nav footer aside form select button textarea head"
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_BLOCK_NAMES = (
    "p div br hr li ul ol dl dt dd tr table tbody thead h1 h2 h3 h4 h5 h6 section article main header body blockquote "
    "pre center figure figcaption"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,20})", re.IGNORECASE)
_ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "utf-8": "utf-8"}
_DEEPEST = 1000
# A line that is nothing but a link of a few words is an entry of a menu.
_MENU_LENGTH = 30


def read_web(data: bytes, name: str) -> Document:
    """Read an HTML page; each stretch is led back to its element and its line of the source.

    ``p element 12`` is the twelfth ``p`` of the page, as ``document.querySelectorAll("p")[11]`` finds it in a browser.

    Raises ReportError for an empty or damaged page.
    """
    text, encoding = _decoded(data)
    page = _Page(name)
    try:
        page.feed(text)
        page.close()
    except AssertionError as error:
        raise ReportError(name, "an HTML page", f"a malformed one ({error})", "save the page again") from None
    page.finish_line()
    document = compose(page.lines, title=" ".join("".join(page.title).split())[:200])
    refuse_damage(document.text, name)
    return Document(document.text, encoding, document.stations, document.title)


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    text, encoding = decode(data)
    declared = _DECLARED.search(data[:8192])
    wanted = _ENCODINGS.get(declared[1].decode("ascii").lower()) if declared else None
    if encoding == "gb18030" and wanted == "big5":
        return data.decode("big5", "replace"), "big5"
    # A page of GBK with a slip in it is a page of GBK, and the slip is counted.
    if "\ufffd" in text and wanted == "gb18030":
        return data.decode("gb18030", "replace"), "gb18030"
    return text.removeprefix("\ufeff"), encoding


class _Page(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, str]] = []
        self.title: list[str] = []
        self._name = name
        self._words: list[str] = []
        self._linked = self._written = 0
        self._at = ""
        self._stack: list[tuple[str, bool, int]] = []  # open elements, whether each hides what is in it, its ordinal
        self._seen: Counter[str] = Counter()
        self._hidden = self._links = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.finish_line()
        if tag in _BLOCKS and tag != "br":
            # A paragraph and an item end where the next block begins, closed or not.
            if self._stack and self._stack[-1][0] in ("p", tag) and tag not in ("div", "ul", "ol", "table"):
                self.handle_endtag(self._stack[-1][0])
            elif self._stack and self._stack[-1][0] == "p":
                self.handle_endtag("p")
        elif tag in ("td", "th"):
            self._words.append(" ")
        if tag in _VOID:
            return
        self._seen[tag] += 1
        if len(self._stack) >= _DEEPEST:
            raise ReportError(self._name, f"at most {_DEEPEST} levels of elements", "more", "save the page again")
        style = next((value or "" for key, value in attrs if key == "style"), "")
        hides = tag in _SKIPPED or "display:none" in style.replace(" ", "").lower()
        self._stack.append((tag, hides, self._seen[tag]))
        self._hidden += hides
        self._links += tag == "a"

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.finish_line()
        # What was never opened closes nothing; what was never closed ends with what holds it.
        if not any(open_tag == tag for open_tag, *_ in self._stack[-50:]):
            return
        while self._stack:
            open_tag, hides, _ = self._stack.pop()
            self._hidden -= hides
            self._links -= open_tag == "a"
            if open_tag == tag:
                return

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, *_ in self._stack[-2:]]
        if "title" in tags and len(self.title) < 10:
            self.title.append(data)
        if self._hidden or "title" in tags:
            return
        ink = len("".join(data.split()))
        if ink and not self._written:
            self._at = self._place()
        self._written += ink
        self._linked += ink if self._links else 0
        word = " ".join(data.split()) if not data.isspace() else " "
        if tags and tags[-1] == "sup" and word.isdigit() and not _ends_in_letter(self._words):
            word = f"[{word}]"
        elif data[:1].isspace() and word != " ":
            word = " " + word
        self._words.append(word + (" " if data[-1:].isspace() and word != " " else ""))

    def _place(self) -> str:
        """Name the innermost block that is open, and the line of the source."""
        line = f"line {self.getpos()[0]}"
        block = next(((tag, number) for tag, _, number in reversed(self._stack) if tag in _BLOCKS), None)
        return f"{block[0]} element {block[1]}, {line}" if block else line

    def finish_line(self) -> None:
        line = "".join(self._words).strip()
        menu = self._linked == self._written and len(line) <= _MENU_LENGTH
        if line and not menu:
            self.lines.append((self._at, line))
        self._words = []
        self._linked = self._written = 0


def _ends_in_letter(words: list[str]) -> bool:
    last = words[-1][-1:] if words else ""
    return last.isascii() and last.isalpha()
