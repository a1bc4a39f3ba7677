"""Plain text: UTF-8 (with or without mark), UTF-16 with its mark, GB 18030; damage is counted, never guessed away."""

import re

from kg.errors import ReportError
from kg.readers.document import MOST_CHARACTERS, MOST_LINES, Document

_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def read_plain(data: bytes, name: str) -> Document:
    """Decode a plain text file.

    Raises ReportError for an empty or binary file and for damaged characters, with their count.
    """
    encoding = next((e for mark, e in _MARKS if data.startswith(mark)), None)
    if encoding is None and b"\x00" in data[:8192]:
        raise ReportError(name, "text", "a binary file", "save the report as UTF-8 text")
    text, encoding = (data.decode(encoding, "replace"), encoding) if encoding else decode(data)
    refuse_damage(text, name)
    stations = ((0, "line 1"), *((m.end(), f"line {n}") for n, m in enumerate(_LINE.finditer(text), 2)))
    return Document(text, encoding, stations)


def refuse_damage(text: str, name: str) -> None:
    """Raise ReportError for a text without ink, too long for a report, or with damaged characters."""
    if not text.replace("\ufeff", "").strip():
        raise ReportError(name, "a report", "an empty file", "check that it was saved")
    if len(text) > MOST_CHARACTERS:
        found = f"{len(text):,}"
        raise ReportError(name, f"at most {MOST_CHARACTERS:,} characters", found, "give one report, not a collection")
    lines = len(_LINE.findall(text))
    if lines > MOST_LINES:
        raise ReportError(name, f"at most {MOST_LINES:,} lines", f"{lines:,}", "give one report, not a collection")
    broken = damaged(text)
    if broken:
        raise ReportError(
            name,
            "undamaged characters",
            f"{broken:,} of {len(text):,} broken by a wrong encoding",
            "get the text again from its source",
        )


def decode(data: bytes) -> tuple[str, str]:
    """Decode bytes as UTF-8, else as GB 18030, else as UTF-8 with replacement marks; return the text and the encoding."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace"), "utf-8"


def damaged(text: str) -> int:
    """Count characters that a wrong encoding left behind: replacement marks, private use, and UTF-8 read as GBK.

    The last kind gives itself away: encoded as GBK again, it reads as UTF-8, which real Chinese never does for long.
    A handful is a slip of the typesetter and counts as none; a report may hold one odd sign.
    """
    marks = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text)
    misread = 0
    for run in re.findall(r"[\u3400-\u9fff\u20ac\u00b7？?]{6,}", text):
        raw = run.encode("gb18030", "ignore")
        back = raw.decode("utf-8", "ignore")
        # Three bytes of UTF-8 make one character: a misread run comes back two thirds as long, and as Chinese.
        if len(back) >= len(run) * 0.55 and sum(
            "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" for c in back
        ) >= 0.8 * len(back):
            misread += len(run)
    broken = marks + misread
    return broken if broken > max(3, len(text) // 5000) else 0
