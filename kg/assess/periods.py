"""Whether a number that states no year of its own may be for several: what a paragraph or a heading said before it."""

import re
from bisect import bisect_right

from kg.assess.model import Held
from kg.model import Statement

INHERITED = "inherited:report"
_SEVERAL = re.compile(
    r"(?:今后|未来|过去|这|近|前)(?:的)?[一二两三四五六七八九十\d]{1,2}年|(?:今后|未来)一(?:个时期|段时[间期])|"
    r"[两三四五六七八九十]年(?:来|间|中)|本届政府|"
    r"十[一二三四五六]五[”\"]?(?:时期|期间|规划(?!重大|重点|项目|任务)|以来|末)|到20\d\d年|届时"
)
# 「使“十四五”末面积达到8万亩」 in the middle of a sentence says so of its own clause alone.
_OWN_CLAUSE = re.compile(r"[，,、][^，,、；;。]{0,6}十[一二三四五六]五[”\"]?末[^，,；;。]+[，,；;。]")
_AVERAGED = re.compile(r"年均(?:实际)?(?:增长|增速|上涨|下降|增加|减少|提高|递增)")
# How texts without line ends begin a paragraph.
_INDENTED = re.compile(r"[ \u3000\t]*\u3000\u3000")

_ONE = re.compile(r"今年|去年|过去一年|全年|一年来|(?:19|20)\d\d年(?!代)")
_BLANKS = re.compile(r"\s+")


class Scenes:
    """A report's headings and paragraphs: what they say of time before a statement."""

    def __init__(self, held: Held) -> None:
        """Take a report with its passages."""
        self._text = held.report.text
        self._last = held.report.review[1]
        self._whole_term = held.report.review[1] > held.report.review[0]
        self._headings = [p for p in held.passages if p.kind == "heading"]
        self._paragraphs = [p for p in held.passages if p.kind == "paragraph"]
        self._heading_starts = [p.span.start for p in self._headings]
        self._paragraph_starts = [p.span.start for p in self._paragraphs]
        self._half = [p.half for p in self._paragraphs]
        self._review = {p.span.start for p in self._paragraphs if p.half == "review"}

    def several_years(self, s: Statement) -> bool:
        """Whether a statement's year was inherited where the words before it, or its heading, speak of several years.

        An average over years is for none of them.
        """
        if s.slots.get("year") != INHERITED:
            return False
        if _AVERAGED.search(s.quote):
            return True
        index = bisect_right(self._paragraph_starts, s.span.start) - 1
        if index < 0:
            return False
        paragraph = self._paragraphs[index].span
        begin = max((m.end() for m in _INDENTED.finditer(self._text, paragraph.start, s.span.start)), default=None)
        before = self._text[paragraph.start if begin is None else begin : s.span.start]
        if self._whole_term and paragraph.start in self._review:
            return not self._of_last_year(before)
        above = bisect_right(self._heading_starts, s.span.start)
        # A heading of what was done says nothing of what is planned.
        heading = "".join(
            p.span.of(self._text) for p in self._headings[max(0, above - 2) : above] if p.half == self._half[index]
        )
        return _spoke(before) or _spoke(heading)

    def _of_last_year(self, before: str) -> bool:
        """Whether a paragraph of a report on a whole term is about its last year: 「刚刚过去的2019年，」."""
        opening = re.split(r"[，,。；;：:]", _BLANKS.sub("", before), maxsplit=1)[0]
        return bool(re.search(rf"去年|过去一年|{self._last}年", opening)) and not _SEVERAL.search(opening)


def _spoke(words: str) -> bool:
    squeezed = _OWN_CLAUSE.sub("，", _BLANKS.sub("", words))
    found = [m.end() for m in _SEVERAL.finditer(squeezed)]
    return bool(found) and not _ONE.search(squeezed, found[-1])
