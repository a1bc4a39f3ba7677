"""Text → furniture: lines that a web page or a printed page put around the report, or into the middle of its sentences.

They are told by their structure (labels with their values, buttons, paths, menus, rights, numbers of pages) and by
repetition (a running head), never by the name of a site. The text stays as it is; passages, views and the ledger ask here.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple
from unicodedata import normalize

from kg.model import Span

Kind = Literal["page-number", "running-head", "page"]


class Furniture(NamedTuple):
    """One such line: where it stands, and whether it is the number or head of a printed page, or of a web page."""

    span: Span
    kind: Kind

    @property
    def printed(self) -> bool:
        """Whether it parts the sheets of one text: what stands before and behind it may be one sentence."""
        return self.kind != "page"


class _Line(NamedTuple):
    span: Span
    raw: str
    words: str  # without blanks, full-width forms folded; cut off where no furniture is so long


# A line of a page is short; a report that is one line is never furniture.
_LONGEST = 160
_LINE_END = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
# A blank that the program which wrote the text out could not show.
_WRITTEN_OUT = re.compile(r"<U\+[0-9A-F]{4}>")
_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def lines(text: str) -> Iterator[Span]:
    """Yield each line with ink in it, without the blanks around it."""
    for match in _LINE.finditer(text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            yield Span(start, end)


@lru_cache(maxsize=4)
def furniture(text: str) -> tuple[Furniture, ...]:
    """Return the lines of a text that are furniture, in order."""
    found: dict[Span, Kind] = {}
    read = [_read(text, span) for span in lines(text)]
    for line, before in zip(read, [None, *read], strict=False):
        if line.words and (_of_a_page(line) or _is_value(line, before if before and before.span in found else None)):
            found[line.span] = "page"
    found |= dict.fromkeys(_menus(read), "page")
    numbers = {line.span for line in _page_numbers(read)}
    found |= dict.fromkeys(numbers, "page-number")
    heads = _running_heads(text, [line for line in read if found.get(line.span) != "page"], numbers)
    found |= dict.fromkeys(heads, "running-head")
    return tuple(Furniture(span, found[span]) for span in sorted(found))


def inside(text: str, span: Span) -> Iterator[Span]:
    """Yield the numbers and heads of pages that stand inside a stretch, between other words of it."""
    if _LINE_END.search(text, span.start, span.end):
        yield from (
            it.span for it in furniture(text) if it.printed and span.start < it.span.start < it.span.end < span.end
        )


def across(text: str, span: Span) -> str:
    """Return a stretch without the numbers and heads of pages inside it."""
    kept, start = [], span.start
    for page in inside(text, span):
        kept.append(text[start : page.start])
        start = page.end
    return "".join((*kept, text[start : span.end]))


def _read(text: str, span: Span) -> _Line:
    raw = _WRITTEN_OUT.sub(" ", span.of(text)).strip() if "<U+" in text else span.of(text)
    return _Line(span, raw, "".join(normalize("NFKC", raw).split()) if len(raw) <= _LONGEST else "")


# What a page says of a text, or of itself: a label with a colon.
_LABEL = (
    r"(?:(?:信息|文章|稿件|新闻)?来源|稿源|作者|供稿|责任?编辑|值班编辑|编辑|责编|编审|审核|审校|校对|录入"
    r"|(?:发布|发文|成文|公开|生成|更新|打印|刊登)(?:时间|日期|机构|机关|单位|人|字号|方式)|时间|日期"
    r"|(?:浏览|点击|阅读|访问|查看)(?:量|数|次数|率|人次)?|人气|字号|字体(?:大小)?|视力保护色|背景色"
    r"|(?:信息)?索引号?|文号|主题(?:词|分类)|信息(?:分类|名称|类别)|有效性|当前位置|您?(?:现在)?(?:所在)?的?位置"
    r"|上一[篇条页]|下一[篇条页]|相关(?:链接|阅读|新闻|文档|信息)|友情链接|(?:主管|主办|承办|协办)(?:单位)?|技术支持|网站(?:管理|维护)"
    r"|(?:联系|咨询|举报|监督|服务|办公|值班)?(?:电话|热线)|传真|邮编|邮政编码|(?:联系|办公|单位)?地址|(?:电子)?邮箱|E-?mail|网址"
    r"|备案(?:号|序号|编号)|网站标识码|分享(?:到|至)?|收藏)"
)
_STAMP = r"(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
# Words to press on.
_BUTTON = (
    r"(?:打印(?:本页|页面|本文|文章)?|关闭(?:窗口|本页|页面)?|分享(?:到|至|文章)?|收藏(?:本页|本文)?|推荐|返回(?:顶部|首页|上[一]?页|列表|页首)?"
    r"|首页|末页|尾页|上一[页篇条]|下一[页篇条]|[大中小](?=[\]\s|/、]*(?:[大中小]|[\])】]|$))|字[体号](?:大小)?|默认|放大|缩小|复制链接|(?:新浪|腾讯)?微博|微信(?:好友)?|朋友圈"
    r"|QQ(?:空间|好友)?|朗读|收听|语音播报|无障碍(?:浏览|阅读)?|适老化|长者(?:模式|版|助手)|繁体(?:版|中文)?|简体(?:版|中文)?|English|手机版|移动版|电脑版|登录|注册|退出"
    r"|RSS|搜索|(?:高级|站内)搜索|网站地图|站点地图|页面纠错|我要纠错|纠错|隐私(?:声明|保护)|版权声明|免责声明|联系我们|关于我们|设为首页|加入收藏)"
)
_FRAME = re.compile(
    rf"{_LABEL}:"
    # The day and hour on which it was put up, alone or before labels and counts; with - or / the hour may lack.
    rf"|{_STAMP}{_CLOCK}(?!\d)|(?:19|20)\d\d[-/]\d{{1,2}}[-/]\d{{1,2}}(?:$|(?=[^\d。,;]{{0,12}}{_LABEL}))"
    # The entry of a list of links, with its day.
    rf"|[^。;!?]{{2,60}}[\[(]?(?:19|20)\d\d[-/]\d{{1,2}}[-/]\d{{1,2}}[\])]?(?:{_CLOCK})?$"
    rf"|[\[【(]*(?:{_BUTTON}[\]】):|/、·]*[\[【(]*)+$"
    r"|[【\[(]?(?:责任?编辑|E-mail推荐)[^。]{0,20}$|扫一扫[^。]{0,40}$|(?:版权所有|Copyright|©)|党政机关$|<!--|-->"
    r"|[^。;]{0,80}(?:公网安备|ICP备\d|网站标识码|版权所有|AllRightsReserved|Copyright|©)"
    r"|[^。;]{0,40}(?:邮编|邮政编码|传真|电话|热线):\d"
    r"|(?:您是)?(?:本站)?第\d+位(?:访问者|访客|浏览者)|(?:建议|推荐|最佳).{0,12}(?:浏览器|分辨率)"
    r"|(?:累计|总|今日)?(?:浏览|点击|访问|阅读)(?:量|数|次数|人次)?\d+次?$"
    # What a news agency wrote before a text and beneath its pictures.
    r"|(?:新华社|人民网|新华网|中新社)?.{0,120}(?:记者|通讯员).{1,14}摄\)?$|新华社.{1,12}电$",
    re.IGNORECASE,
)
_STEP = re.compile(r"\s*(?:[>＞]{1,2}|»|›)\s*")
_ENTRY = re.compile(r"[^\d。，,；;：:！!？?（）()%％]{2,12}")


def _of_a_page(line: _Line) -> bool:
    return bool(line.words) and (bool(_FRAME.match(line.words)) or _is_path(line.raw) or _is_menu(line.raw))


def _is_path(line: str) -> bool:
    """「首页 > 政务公开 > 政府工作报告」: the way to a page."""
    steps = _STEP.split(line)
    named = all(0 < len(step) <= 24 and not re.search("[，。；！？<=\\d]", step) for step in steps[:-1])
    return named and (len(steps) > 2 or (len(steps) == 2 and bool(re.search("首页|主页|位置", steps[0]))))


def _is_menu(line: str) -> bool:
    """「网站地图 | 版权声明 | 关于我们」."""
    entries = [entry.strip() for entry in re.split("[|｜]", line.strip("|｜ \t"))]
    return len(entries) >= 3 and all(map(_ENTRY.fullmatch, entries))


def _is_value(line: _Line, before: _Line | None) -> bool:
    """Whether a line is what the label on the line before it announces: 「浏览次数：」, 「1234」."""
    announced = before is not None and before.words.endswith(":")
    return announced and bool(re.fullmatch(rf"\d{{1,9}}次?|{_STAMP}(?:{_CLOCK})?", line.words))


_ITEM = re.compile(r"[一二三四五六七八九十]{1,3}[、.]|[(（]|第[一二三四五六七八九十]|\d{1,2}[、.]")
_ENTRIES = 6


def _menus(read: Sequence[_Line]) -> Iterator[Span]:
    """Yield the entries, one a line, of menus before the first and behind the last sentence."""
    ended = [i for i, line in enumerate(read) if not line.words or re.search("[。!?;:]", line.words)]
    if not ended:
        return
    for region in (read[: ended[0]], read[ended[-1] + 1 :]):
        run: list[Span] = []
        for line in [*region, None]:
            if (
                line
                and len(line.words) <= 10
                and not re.search(r"\d", line.words)
                and not _ITEM.match(line.words)
                and "报告" not in line.words
            ):
                run.append(line.span)
                continue
            if len(run) >= _ENTRIES:
                yield from run
            run = []


_DASHES = "[-—–―─~·•*]{1,3}"
_PAGE_NUMBER = re.compile(
    rf"{_DASHES}(?P<a>\d{{1,3}}){_DASHES}|(?:第|共\d{{1,3}}页[,/]?第)(?P<b>\d{{1,3}})页(?:[,/(]?共\d{{1,3}}页\)?)?"
    r"|(?:Page|P\.?)(?P<c>\d{1,3})(?:(?:of|/)\d{1,3})?",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(?P<n>\d{1,3})(?:/\d{1,3})?")
# So much stands on a page at least.
_PAGE = 200


def _page_numbers(read: Sequence[_Line]) -> Iterator[_Line]:
    """Yield lines that are the number of a page: by their dashes or words, or bare ones that count pages up."""
    bare: list[tuple[int, _Line]] = []
    for line in read:
        if _PAGE_NUMBER.fullmatch(line.words):
            yield line
        elif match := _BARE_NUMBER.fullmatch(line.words):
            bare.append((int(match["n"]), line))
    if _count_up([number for number, _ in bare]) and _apart([line for _, line in bare]):
        yield from (line for _, line in bare)


def _count_up(numbers: Sequence[int]) -> bool:
    """Whether numbers are those of pages one after the other, some lacking."""
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    return len(steps) >= 2 and sum(step in (1, 2) for step in steps) >= 0.8 * len(steps)


def _apart(those: Sequence[_Line]) -> bool:
    return those[-1].span.start - those[0].span.end >= _PAGE * (len(those) - 1)


_HEAD_LENGTH = 40
_OPEN = re.compile(r"[^。！？!?；;：:”’」』）)】》…\d]\Z")


def _running_heads(text: str, read: Sequence[_Line], numbers: set[Span]) -> Iterator[Span]:
    """Yield short lines, numbers apart the same, that stand at ends of pages: by a number, its own or another line's.

    Without any, a line that comes again and again in the middle of sentences.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(read):
        if line.span not in numbers and 2 <= len(line.words) <= _HEAD_LENGTH and _may_head(line.words):
            places[re.sub(r"\d+", "#", line.words)].append(index)
    for key, found in places.items():
        if len(found) < 3:
            continue
        at_ends = [i for i in found if _at_page_end(text, read, i, numbers)]
        counted = _own_numbers([read[i].words for i in found]) if "#" in key else False
        parting = [i for i in found if _parts_a_sentence(read, i)]
        if counted and _apart([read[i] for i in found]):
            yield from (read[i].span for i in found)
        elif len(at_ends) >= 2 and len(at_ends) >= len(found) / 2:
            yield from (read[i].span for i in at_ends)
        elif len(parting) >= 2 and len(parting) >= len(found) / 2:
            yield from (read[i].span for i in parting)


def _may_head(words: str) -> bool:
    return words[-1] not in "。;!?:,、" and not _ITEM.match(words) and not re.search("[。;!?]", words)


def _at_page_end(text: str, read: Sequence[_Line], index: int, numbers: set[Span]) -> bool:
    around = [i for i in (index - 1, index + 1) if 0 <= i < len(read)]
    return any(read[i].span in numbers or "\f" in _gap(text, read, index, i) for i in around)


def _gap(text: str, read: Sequence[_Line], one: int, other: int) -> str:
    first, second = sorted((one, other))
    return text[read[first].span.end : read[second].span.start]


def _own_numbers(those: Sequence[str]) -> bool:
    """Whether the first or the last number in lines alike counts pages."""
    numbers = [[int(n) for n in re.findall(r"\d+", words)] for words in those]
    return any(max(n[place] for n in numbers) <= 999 and _count_up([n[place] for n in numbers]) for place in (0, -1))


def _parts_a_sentence(read: Sequence[_Line], index: int) -> bool:
    if not 0 < index < len(read) - 1:
        return False
    before, after = read[index - 1].raw, read[index + 1].raw
    return bool(_OPEN.search(before)) and len(before) > 12 and "，" in before and not _ITEM.match(after)
