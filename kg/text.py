"""Report → Passages: headings, paragraphs and sentences by offsets; and the view that rules read.

Stored text is never changed. Rules match against a *view*: the same characters without white space, with
full-width forms folded, each led back to its offset. Layout (blanks around numbers, a page end inside a
word) therefore never reaches a rule.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from kg.furniture import furniture, inside
from kg.furniture import lines as inked_lines
from kg.model import Half, Passage, Report, Span, Term
from kg.terms import ink

_FULL_WIDTH = {chr(c): chr(c - 0xFEE0) for c in range(0xFF10, 0xFF1A)}  # ０-９
_FULL_WIDTH |= {chr(c): chr(c - 0xFEE0) for c in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_FULL_WIDTH |= {
    "％": "%",
    "．": ".",
    "﹪": "%",
    "～": "~",
    "〜": "~",
    "／": "/",
    "－": "-",
    "–": "-",
    "―": "—",
    "─": "—",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "+": "+",
    "＋": "+",
}
_PUNCTUATION = {"(": "（", ")": "）", ";": "；", ":": "：", "!": "！", "?": "？", "﹔": "；", "﹐": "，", "○": "〇"}
_FOLD = str.maketrans(_FULL_WIDTH | _PUNCTUATION)
# A stretch without any of these is a view of itself: nothing is left out of it, and no comma waits to be weighed.
_LAYOUT = re.compile(r"[\s\u200b\ufeff\u2060,]")
# What follows the comma of 12,345.
_GROUP = re.compile(r"[0-9０-９]{3}(?![0-9０-９])")


# The mark of a footnote: 「[3]」「［12］」 anywhere, 「①」「²」 only behind a word, where they number no item of a list.
_NOTE_MARK = re.compile(
    r"[\[［〔【]\s*[0-9０-９]{1,3}\s*[\]］〕】]|(?<=[\u4e00-\u9fff%％”’》）)])[\u2460-\u2473¹²³⁴-⁹⁰]+"
)
# What a program that wrote the text out left of a blank it could not show.
_WRITTEN_OUT = re.compile(r"<U\+(?:00A0|3000|200B|FEFF|2002|2003|2009)>")
# The number of a page that stands inside a word: 「落 — 5 — 实」.
_PAGE_MARK = re.compile(r"(?<=[\u4e00-\u9fff，、；。])\s*[—－-]\s+\d{1,3}\s+[—－-]\s*(?=[\u4e00-\u9fff，、；。])")


@dataclass(frozen=True)
class View:
    """A stretch of a report without white space, led back to it character by character.

    ``text[i]`` was read at ``offsets[i]`` of the report.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Lead ``self.text[start:end]`` back to the report; an empty stretch is an error."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no stretch {start}:{end} in a view of {len(self.text)} characters")
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    @cached_property
    def position(self) -> dict[int, int]:
        """The view's index of each of the report's offsets."""
        return {offset: index for index, offset in enumerate(self.offsets)}


def view(text: str, span: Span) -> View:
    """Fold a stretch of a report for reading.

    Between two digits one blank stays, so that table cells 「12 34」 never run together; 「5 . 5%」 becomes 5.5%.

    >>> view("完成自然\\n\\n村通水泥路 1228 公里", Span(0, 19)).text
    '完成自然村通水泥路1228公里'
    """
    chars: list[str] = []
    offsets: list[int] = []
    unread = {
        i
        for pattern in (_PAGE_MARK, _NOTE_MARK, _WRITTEN_OUT)
        for m in pattern.finditer(text, span.start, span.end)
        for i in range(*m.span())
    }
    unread.update(i for page in inside(text, span) for i in range(*page))
    piece = text[span.start : span.end].translate(_FOLD)
    if not unread and not _LAYOUT.search(piece):
        return View(piece, tuple(range(*span)))
    for offset in range(span.start, span.end):
        char = text[offset]
        if char.isspace() or char in "\u200b\ufeff\u2060" or offset in unread:
            continue
        folded = char.translate(_FOLD)
        # A line end inside a number is layout; other blanks between digits part the cells of a table.
        gap = text[offsets[-1] + 1 : offset] if offsets else ""
        if gap and "\n" not in gap and "\r" not in gap and folded.isdigit() and chars[-1].isdigit():
            chars.append(" ")
            offsets.append(offset - 1)
        if folded == "," and not (chars and chars[-1].isdigit() and _GROUP.match(text, offset + 1)):
            folded = "，"
        chars.append(folded)
        offsets.append(offset)
    return View("".join(chars), tuple(offsets))


def fold(text: str) -> str:
    """Fold a whole text as a view does, without the way back."""
    return view(text, Span(0, len(text))).text


_ENDS = "。！？!?"
_CLOSERS = '”’」』）)】》"'
_STOP = re.compile(rf"[（(「『“《【）)」』”》】{_ENDS}]")
_MARK = re.compile(
    r"[ \t\u3000]*(?:(?P<one>[一二三四五六七八九十]{1,3}[、.．])|(?P<two>[（(][一二三四五六七八九十]{1,3}[)）])"
    r"|第[一二三四五六七八九十]{1,2}(?:部分|章|节)|(?P<three>[0-9０-９]{1,2}[、.．](?![0-9０-９])))"
)
_PUNCTUATED = re.compile(r"[，。；！？,;]")


# The heading of a section that explains words instead of stating anything.
_NOTES = re.compile(
    r"[（《【]?(?:附[件录表注]?\d{0,2}[：、.]?)?(?:\d{4}年)?《?(?:政府工作报告)?》?(?:中)?(?:的)?(?:有关|相关|部分|专有|专业|专用)?"
    r"(?:名词|术语|词语|用语|用词|概念|词汇|缩略语|名词术语|指标)?(?:解释|释义|注释|注解|简释|解释说明|注释说明|说明)[）》】]?[：]?|"
    r"(?:附注|脚注|尾注|注释?)[：]?"
)
_ANNEX = re.compile(r"附[件录表]")
_NOTE_LINE = re.compile(r"\s*[\[［〔【]\s*[0-9０-９]{1,3}\s*[\]］〕】]")


def _is_note(text: str, line: Span) -> bool:
    """Whether a line belongs to no sentence: a numbered footnote."""
    return bool(_NOTE_LINE.match(text, line.start, line.end))


# Pages copied without their line ends: the paragraphs are told by their indents alone.
_INDENT = re.compile("\u3000{2}")
_LONGEST_LINE, _MANY = 3000, 5


def _on_one_line(text: str, line: Span) -> Iterator[Span]:
    """Part a line that holds a whole report at the indents that its paragraphs began with (two ideographic spaces)."""
    indents = list(_INDENT.finditer(text, *line)) if line.end - line.start > _LONGEST_LINE else []
    start = line.start
    for end, after in [(m.start(), m.end()) for m in indents if len(indents) >= _MANY] + [(line.end, line.end)]:
        piece = text[start:end]
        first, last = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if first < last:
            yield Span(first, last)
        start = after


def _is_heading(line: str) -> bool:
    """Whether a line stands for itself: a numbered or short line without a sentence in it."""
    return len(line) <= 60 and (bool(_MARK.match(line)) or len(line) <= 30) and not _PUNCTUATED.search(line)


def _paragraphs(text: str) -> Iterator[Span]:
    """Join lines that a page end or a fixed line width broke apart; yield paragraphs and headings."""
    parted = {it.span: it.printed for it in furniture(text)}
    lines = [piece for line in inked_lines(text) for piece in _on_one_line(text, line)]
    widths = Counter(min(end - start, 200) for start, end in lines)
    width, _ = widths.most_common(1)[0] if widths else (0, 0)
    wrapped = (
        len(lines) > 40
        and 15 <= width <= 60
        and sum(n for w, n in widths.items() if abs(w - width) <= 2) > len(lines) / 2
    )
    held: Span | None = None
    between: list[Span] = []  # numbers and heads of pages behind what is held
    for line in lines:
        if held is None:
            held = line
            continue
        if parted.get(line):
            between.append(line)
            continue
        # The end of what is held says whether it goes on: a paragraph of a thousand lines is not read a thousand times.
        before, after = text[max(held.start, held.end - _LONGEST) : held.end], line.of(text)
        if held in parted or line in parted or _is_note(text, held) or _is_note(text, line):
            yield from (held, *between)
            held, between = line, []
            continue
        open_end = before[-1] not in _ENDS + _CLOSERS + "；;：:" or (
            before[-1] in _CLOSERS and before[-2:-1] not in tuple(_ENDS) and bool(_PUNCTUATED.search(before))
        )
        broken = bool(_PUNCTUATED.search(before)) or before[-1] == "、" or (wrapped and len(before) >= width - 2)
        if open_end and broken and not _MARK.match(after):
            held = Span(held.start, line.end)
        else:
            yield from (held, *between)
            held = line
        between = []
    if held is not None:
        yield from (held, *between)


# The longest sentence of 55 real reports has 791 characters; rules compare the parts of a sentence with each other.
_LONGEST = 1000
_BREAKS = (re.compile("[；;]"), re.compile(r"，|,(?!\d)"), re.compile("、"), re.compile(r"[^\d.,%]"))


def _sentences(text: str, paragraph: Span) -> Iterator[Span]:
    """Cut a paragraph into sentences; one without an end is cut on, behind ； or ， or 、 where there is one."""
    for sentence in _ended(text, paragraph):
        start = sentence.start
        while sentence.end - start > _LONGEST:
            middle, end = start + _LONGEST // 2, start + _LONGEST
            cuts = ([m.end() for m in mark.finditer(text, middle, end)] for mark in _BREAKS)
            end = next((found[-1] for found in cuts if found), end)
            yield from _trim(text, Span(start, end))
            start = end
        yield from _trim(text, Span(start, sentence.end))


def _ended(text: str, paragraph: Span) -> Iterator[Span]:
    """Cut a paragraph behind 。！？ and the closing marks that follow, never inside brackets or quotes."""
    start, depth = paragraph.start, 0
    offset = paragraph.start
    while mark := _STOP.search(text, offset, paragraph.end):
        offset = mark.start()
        char = mark[0]
        if char in "（(「『“《【":
            depth += 1
        elif char in "）)」』”》】":
            depth = max(0, depth - 1)
        # A mark that was never closed must not swallow the rest of the report.
        if char in _ENDS and (depth == 0 or offset - start > 200 or text[offset + 1 : offset + 2] in ("", "\n")):
            end = offset + 1
            while end < paragraph.end and text[end] in _CLOSERS + _ENDS:
                end += 1
            yield from _trim(text, Span(start, end))
            start, depth, offset = end, 0, end
            continue
        offset += 1
    yield from _trim(text, Span(start, paragraph.end))


def _trim(text: str, span: Span) -> Iterator[Span]:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    end = span.end - (len(piece) - len(piece.rstrip()))
    if start < end:
        yield Span(start, end)


_REVIEW = re.compile(r"回顾|过去[一五]年|(?:主要|取得)?成效|工作总结|所做的?工作|工作情况")
# What turns back to a review from below a first level that plans: 「（三）巩固过去一年的成效」 is no review.
_LOOKS_BACK = re.compile(r"回顾|工作总结|所做的?工作|工作情况")
_PLAN = re.compile(
    r"安排|目标任务|主要目标|预期目标|总体要求|重点任务|重点工作|总体思路|主要任务|工作打算|今后|未来|建议|下一步|工作任务|奋斗目标|发展目标"
)
_PLAN_CUE = re.compile(
    r"(?:做好|围绕)(?:今年|明年|\d{4}年).{0,12}工作|(?:主要)?预期目标(?:建议)?(?:是|为|：|如下)|(?:今年|\d{4}年)(?:政府)?工作的?总体(?:要求|思路)"
)


def _half(heading: str, report: Report, current: Half, *, below: bool = False) -> Half:
    """Tell from a heading whether what follows looks back or ahead; the date of the meeting says nothing.

    ``below`` is true for a heading under one of the first level.
    """
    line = ink(heading)
    if re.search(r"\d{4}年\d{1,2}月\d{1,2}日|工作报告", line):
        return current
    last = report.review[1]
    review = _LOOKS_BACK if below and current == "plan" else _REVIEW
    if review.search(line) and not _PLAN.search(line):
        return "review"
    if _PLAN.search(line) or (f"{report.plan}年" in line and str(last) not in line):
        return "plan"
    if f"{last}年" in line and last != report.plan:
        return "review"
    return current


@lru_cache(maxsize=2)  # a report is cut once for all that read it in turn
def passages(report: Report) -> tuple[Passage, ...]:
    """Cut a report into headings, paragraphs, sentences and notes, in order, without overlap inside a kind.

    Notes are what states nothing: footnotes, a glossary with its heading, captions, the frame of a web page. A numbered opening inside a paragraph (「(一)坚持补短板。…」) counts as a heading for the section path of what follows.
    """
    found: list[Passage] = []
    text = report.text
    path: dict[int, str] = {}
    half: Half = "review"
    seen: Counter[str] = Counter()
    explaining = False
    around = {it.span for it in furniture(text)}
    for paragraph in _paragraphs(text):
        body = paragraph.of(text)
        explaining = _explains(body, explaining)
        if explaining or paragraph in around or _is_note(text, paragraph):
            found.append(Passage(kind="note", span=paragraph, section="", half="other"))
            continue
        mark = _MARK.match(body)
        level = (1 if mark["one"] else 2 if mark["two"] else 3 if mark["three"] else 1) if mark else None
        if mark and level is not None:
            path = {k: v for k, v in path.items() if k < level} | {
                level: ink(mark[0]).strip("、.").replace("(", "（").replace(")", "）")
            }
        section = "/".join(path[k] for k in sorted(path))
        heading = _is_heading(body)
        opening = body if heading else next(iter(_sentences(text, paragraph))).of(text) if mark else ""
        if level == 1 or heading:
            half = _half(opening[:60], report, half, below=level is not None and level > 1)
        if heading:
            found.append(Passage(kind="heading", span=paragraph, section=section, half=half))
            continue
        found.append(Passage(kind="paragraph", span=paragraph, section=section, half=half))
        for sentence in _sentences(text, paragraph):
            words = ink(sentence.of(text))
            if half == "review" and _PLAN_CUE.search(words) and str(report.review[1]) + "年" not in words:
                half = "plan"
            found.append(Passage(kind="sentence", span=sentence, section=section, half=half, ordinal=seen[words]))
            seen[words] += 1
    return tuple(found)


def _explains(paragraph: str, before: bool) -> bool:
    """Whether a paragraph stands in a glossary: from its heading on, up to an annex of another kind."""
    if len(paragraph) > 60:
        return before
    line = fold(paragraph)
    if _NOTES.fullmatch(line):
        return True
    return before and not _ANNEX.match(line)


_ITEM = re.compile(
    r"\s*(?:[\[［〔【（(]\s*(?P<marked>\d{1,3})\s*[\]］〕】）)]|(?P<numbered>\d{1,3})[.、．]|(?P<circled>[\u2460-\u2473]))\s*"
)
_TERM = re.compile(
    r"(?P<term>[^：:。；;]{1,60}?)(?:[：:]|[—─]{2,}|[—─](?=[指即是])|(?=是指))(?P<definition>.+)", re.DOTALL
)
# 「主要包括：…」 goes on explaining; it is no term.
_GOES_ON = re.compile(r"(?:包括|如下|其中|分别是|内容|例如)$")
_UNSEEN = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"


def glossary(report: Report, cut: Iterable[Passage] | None = None) -> tuple[Term, ...]:
    """Return the terms that the report's notes explain, in order of the text; of a term explained twice, the first.

    A definition reaches over all its paragraphs. ``cut`` are the report's passages, where they are at hand.
    """
    found: dict[str, Term] = {}
    last: Term | None = None
    around = {it.span for it in furniture(report.text)}
    for passage in passages(report) if cut is None else cut:
        words = fold(passage.span.of(report.text)) if passage.kind == "note" else ""
        if not words or passage.span in around or _NOTES.fullmatch(words):
            last = None
            continue
        term = _term(report.text, passage.span, last)
        if term is not None:
            last = term
            found.setdefault(term.name, term)
        elif last is not None and words[-1] in _ENDS + _CLOSERS + "；":
            longer = replace(last, definition=_inked(report.text, last.definition.start, passage.span.end))
            if found[last.name] is last:
                found[last.name] = longer
            last = longer
    return tuple(found.values())


def _term(text: str, span: Span, before: Term | None) -> Term | None:
    """Read one paragraph of notes as a term and its definition; ``before`` is the term that may go on in it."""
    start, number = span.start, None
    if item := _ITEM.match(text, span.start, span.end):
        number = int(item["marked"] or item["numbered"] or ord(item["circled"]) - 0x245F)
        follows = number == (1 if before is None or before.number is None else before.number + 1)
        # 「8.6个专项」 behind item 7 is item 8; elsewhere 8.6 is a number.
        if item["numbered"] and text[item.end() : item.end() + 1].isdigit() and not follows:
            number = None
        else:
            start = item.end()
    if number is None and before is not None and before.number is not None:
        return None
    match = _TERM.fullmatch(text, start, span.end)
    if match is None or _GOES_ON.search(ink(match["term"])):
        return None
    named = _inked(text, *match.span("term"))
    opened, closed = text[named.start : named.start + 1], text[named.end - 1 : named.end]
    if opened + closed in ("“”", "「」") and text.find(closed, named.start, named.end) == named.end - 1:
        named = _inked(text, named.start + 1, named.end - 1)
    definition = _inked(text, *match.span("definition"))
    if named.start == named.end or definition.start == definition.end:
        return None
    return Term(name=ink(named.of(text)), span=named, definition=definition, number=number)


def _inked(text: str, start: int, end: int) -> Span:
    """Return a stretch without what is not seen at its ends."""
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip(_UNSEEN))
    return Span(left, max(left, start + len(piece.rstrip(_UNSEEN))))


def in_sentence(text: str, cut: Iterable[Passage], marks: Iterable[Span], whole: Span) -> str:
    """Return the sentence that holds the first mark, else ``whole``, on one line, the marked characters in 【】.

    Marks that overlap or touch are one; what stands outside the sentence is not marked.
    """
    wanted = sorted(marks)
    start, end = next((p.span for p in cut if wanted and p.span.covers(wanted[0])), whole)
    joined: list[Span] = []
    for mark in wanted:
        if not start <= mark.start < mark.end <= end:
            continue
        if joined and mark.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, mark.end))
        else:
            joined.append(mark)
    parts, last = list[str](), start
    for mark in joined:
        parts += [text[last : mark.start], "【", mark.of(text), "】"]
        last = mark.end
    return " ".join("".join([*parts, text[last:end]]).split())


def sentences(report: Report) -> Iterator[Passage]:
    """Yield the report's sentences in order."""
    return (p for p in passages(report) if p.kind == "sentence")
