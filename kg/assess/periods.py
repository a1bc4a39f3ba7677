"""Whether a number that states no year of its own may be for several: what a paragraph or a heading said before it."""

import re
from bisect import bisect_right

from kg.assess.model import Held
from kg.model import Statement

INHERITED = "inherited:report"
_SEVERAL = re.compile(
    r"(?:今后|未来|过去|这|近|前)(?:的)?[一二两三四五六七八九十\d]{1,2}年|[两三四五六七八九十]年(?:来|间|中)|本届政府|"
    r"十[一二三四五六]五[”\"]?(?:时期|期间|规划|以来|末)|到20\d\d年|届时"
)
_ONE = re.compile(r"今年|去年|过去一年|全年|一年来|(?:19|20)\d\d年(?!代)")
_BLANKS = re.compile(r"\s+")


class Scenes:
    """A report's headings and paragraphs: what they say of time before a statement."""

    def __init__(self, held: Held) -> None:
        """Take a report with its passages."""
        self._text = held.report.text
        self._whole_term = held.report.review[1] > held.report.review[0]
        self._headings = [p for p in held.passages if p.kind == "heading"]
        self._paragraphs = [p for p in held.passages if p.kind == "paragraph"]
        self._heading_starts = [p.span.start for p in self._headings]
        self._paragraph_starts = [p.span.start for p in self._paragraphs]
        self._review = {p.span.start for p in self._paragraphs if p.half == "review"}

    def several_years(self, s: Statement) -> bool:
        """Whether a statement's year was inherited where the words before it, or its heading, speak of several years."""
        if s.slots.get("year") != INHERITED:
            return False
        index = bisect_right(self._paragraph_starts, s.span.start) - 1
        if index < 0:
            return False
        paragraph = self._paragraphs[index].span
        if self._whole_term and paragraph.start in self._review:
            return True
        above = bisect_right(self._heading_starts, s.span.start)
        heading = "".join(p.span.of(self._text) for p in self._headings[max(0, above - 2) : above])
        return _spoke(self._text[paragraph.start : s.span.start]) or _spoke(heading)


def _spoke(words: str) -> bool:
    squeezed = _BLANKS.sub("", words)
    found = [m.end() for m in _SEVERAL.finditer(squeezed)]
    return bool(found) and not _ONE.search(squeezed, found[-1])
