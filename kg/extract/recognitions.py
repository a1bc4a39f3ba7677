"""Recognitions: titles, awards, approvals and places on lists that somebody received (「获评国家绿色工厂」)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.reading import Piece, Reading, separators, split
from kg.model import Proposal
from kg.terms import slug

# (sentence, half, (subject or "" for the place, label, agent or "") …)
EXAMPLES: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "获批建设国家创新型城市，荣获全省唯一的国家“守信激励创新奖”。",
        "review",
        (("", "国家创新型城市", ""), ("", "国家“守信激励创新奖”", "")),
    ),
    (
        "“营造良好环境、承接产业转移”经验做法获国务院通报表扬。",
        "review",
        (("“营造良好环境、承接产业转移”经验做法", "通报表扬", "国务院"),),
    ),
    (
        "“扫黑除恶”经验被中央政法委推介，“云端2018”专项行动荣获全国先进。",
        "review",
        (("“扫黑除恶”经验", "推介", "中央政法委"), ("“云端2018”专项行动", "全国先进", "")),
    ),
    ("70余家企业开展智能化改造，南岳生物制药获评国家绿色工厂。", "review", (("南岳生物制药", "国家绿色工厂", ""),)),
    (
        "成功跻身国家大城市行列，入选国家物流枢纽承载城市。",
        "review",
        (("", "国家大城市行列", ""), ("", "国家物流枢纽承载城市", "")),
    ),
    (
        "金甲岭萝卜、衡山红脆桃荣获国家农产品地理标志登记。",
        "review",
        (("金甲岭萝卜", "国家农产品地理标志登记", ""), ("衡山红脆桃", "国家农产品地理标志登记", "")),
    ),
    (
        "甲县入选国家节水示范县、全国卫生县城。",
        "review",
        (("甲县", "国家节水示范县", ""), ("甲县", "全国卫生县城", "")),
    ),
    ("乙镇被农业农村部评为全国产业强镇。", "review", (("乙镇", "全国产业强镇", "农业农村部"),)),
    ("滨海综合保税区获批。", "review", (("", "滨海综合保税区", ""),)),
    # Plans, sums of money and counts are none.
    ("支持白沙绿岛争创国家级军民融合产业示范区，力争获批国家级高新区。", "plan", ()),
    ("获批专项债券120亿元，获得授权专利44项。", "review", ()),
    ("5家企业入选全国百强，获评国家级绿色工厂3家。", "review", ()),
    ("城乡居民获得感明显增强，粮食获得丰收。", "review", ()),
    ("以获评国家级试点为契机，全面深化改革。", "review", ()),
)

_RECEIVED = re.compile(
    r"(?:获批|获准)(?:正式)?(?:建设|创建|设立|筹建|成为|列入|纳入|成立|开展|升格为|实施)?|(?:联合|成功)?(?P<in>入选|入围|入列)|获评(?:为)?|获评定为|荣获|荣膺|喜获|荣登|"
    r"获[命授]名?为?(?=[“国全])|跻身|上榜|成功(?:创建|创成)(?:为)?|创成|(?P<as>被(?P<by>[^、，被]{0,14}?)(?:评定?为|评选为|命名为|授予|认定为|确定为|列为|列入|纳入|确认为))|"
    r"成功(?:列入|纳入)|列入(?=国家|全国|全省|省级)|纳入(?=国家|全国)(?=[^、，]{2,24}(?:试点|名单|名录|目录)\Z)|摘得|捧回|夺得|"
    r"获(?:得)?(?P<from>国家|国务院|省政府|自治区政府|教育部|民政部|国家[^、，]{2,8}[局委部])(?:正式)?(?:批复|批准)(?:建设|设立|成立|筹建|同意)?\Z|"
    r"成为(?=(?:全[国省市区]|国家|中国)[^、，]{2,40}(?:试点|示范|先行|样板)[^、，]{0,6}(?:城市|市|县|区|基地|单位)\Z)|"
    r"获得(?=[^、，]{0,24}(?:称号|表[扬彰]|[大金银]奖|荣誉|激励|认证|批示|肯定)\Z)|"
    r"(?P<got>[获被受](?:得|到)?(?P<giver>(?!全)[^、，获被“”]{2,16}?)?(?=(?:通报|督查|充分|高度|全国|全省)?(?:表扬|表彰|激励|推介|肯定|批示|嘉奖|点赞|刊发|推广)[^、，]{0,6}\Z))|"
    r"获(?!得|批|评|取|益|悉|奖|准|授|命)(?=[^、，]{2,26}(?:奖|奖项|称号|先进|荣誉|登记|认定|认证|提名|冠军|锦旗|奖牌|流动红旗)\Z)"
)
_DECLINED = re.compile(
    r"助力|力争|争取|争创|确保|支持|鼓励|推动|申报|申创|积极|加快|推进|巩固|深化|持续|扎实|全力|努力|开展|契机|抢抓|有望|未能|尚未|如果|引导|组织|即将|谋划|启动创建|为抓手|为载体"
)
_COUNT = (
    r"[0-9一二三四五六七八九十百千两]+[余多]?(?:个|家|项|件|名|人|所|处|座|位|篇|部|种|户|批|村|镇|条|只|支|款|枚|次)"
)
_COUNTED = re.compile(rf"^(?:新增)?{_COUNT}(?!案|标准)|{_COUNT}(?:以上)?\Z|[0-9.]+[万亿]|元\Z|\d+[%吨亩]")
_NO_LABEL = re.compile(
    r"(?:资金|债券|贷款|额度|支持|指标|丰收|好评|规划|预算|专利|用地|优势|成效|突破|进展|保障|前列|运行|实施|启动|经验.{0,4}推介|运营|使用|开工|建设)\Z|^[并此]|增长|达到|同比|第[0-9一二三四五六七八九十]+[位名]?\Z|^前?[0-9一二三]+[位强名]\Z"
)
_SUBJECT_FRONT = re.compile(
    r"随着|其中|同时|此外|并|且|也|均|还|再次|再|首次|正式|成功|顺利|双双|分别|先后|相继|陆续|率先|一举|整体|荣幸|特别是|目前|今年|去年|全年|连续(?:\d+|[一二两三四五六七八九十]+)[年次届]|"
    r"近年来|我[市省区县州盟旗](?!级)|全[市省区县州](?!域|民)|本[市省]"
)
_SUBJECT_BACK = re.compile(
    r"(?:再次|再|首次|正式|成功|顺利|双双|分别|先后|相继|陆续|率先|一举|整体|均|也|还|又|并|已|全部|联合|光荣|再度|\[\d+\]|连续(?:\d+|[一二两三四五六七八九十]+)[年次届](?:获得)?|等\Z|共同|同时|新|喜)+\Z"
)
_SUBJECT_NOT = re.compile(
    r"[；：。]|增长|实现|完成|推进|加快|通过(?!率)|推动|坚持|新增|达到?[0-9]|位居|在第?[0-9]?|以[^、]{4,}|全面|深入|有力|成为|累计|[^机]关于|等次|考核|评价"
)
_ETC = re.compile(rf"等(?:{_COUNT}|[^、]{{0,8}}\Z).*\Z")
_FIRSTS = re.compile(
    r"(?:全[国省市区球]|国内|世界|国际|我[国省市])?(?:首[个批家座条]|第一[个批家]|唯一)的?(?=国|省|“|中国)|全[国省市区]唯一的?"
)
# Where 和 parts two titles: 「国家物流枢纽承载城市和国家先进制造业试点示范城市」.
_TITLE_JOINT = re.compile(
    r"(?<=[市县区园地点奖号单心纽厂品业村镇乡队体])(?:和|及|以及|与)(?=国家|全[国省市区]|中国|省|[^、]{0,4}级|“)|(?<=”)(?=“)"
)
_TITLE = re.compile(
    r"(?:[市县区镇乡村园地点奖号单录心纽例业牌位体群校院厂强进片目场区产物品法人家队司店馆站室范验榜国”）]|试点|口岸)\Z"
)
_AGENT = re.compile(
    r"(?:中共中央|党中央|国务院(?:办公厅)?|中央[政宣组统军][^、，]{1,5}?委?部?(?=[^、，])|教育部|科技部|工信部|工业和信息化部|国家发展?和?改革委员?会?|国家[^、，的级]{1,8}?(?:局|委|署|总局)|"
    r"[^、，的国省]{1,6}?部(?=[^、，门队分]{3})|省委省政府|[省市区]委、[省市区]政府|省政府|省委|自治区(?:党委、)?(?:人民)?政府|联合国[^、，]{0,6}?组织|世界[^、，]{1,6}?组织)"
)
# 「滨江铁路获批」 tells a stage of a project and is read by ``project_status``.
_PROJECT = re.compile(
    r"(?:项目|工程|铁路|高铁|高速|公路|[号复支干]?线|机场|通道|大桥|水库|电站|港|码头|[一二三四]期|运河|航道|枢纽|改扩建|隧道|地铁|选址|场址|规划|方案|条例|清单|报告)\Z"
)


@dataclass(frozen=True, slots=True)
class _Recognition:
    """Who received what from whom, as stretches of the sentence."""

    label: Piece
    status: Piece
    clause: Piece
    subject: Piece | None
    agent: Piece | None


def _trimmed(text: str, start: int, end: int) -> Piece:
    """Cut adverbs and 我市 from both ends of what stands before the word of receiving."""
    while start < end:
        if back := _SUBJECT_BACK.search(text, start, end):
            end = back.start()
        elif front := _SUBJECT_FRONT.match(text, start, end):
            start = front.end()
        else:
            break
    return start, end


def _subjects(text: str, start: int, end: int) -> list[Piece] | None:
    """Return who received it, [] for the place itself, None where it cannot be told."""
    start, end = _trimmed(text, start, end)
    if start == end:
        return []
    if etc := _ETC.search(text, start, end):
        end = etc.start()
    whole = text[start:end]
    if len(whole) > 60 or _SUBJECT_NOT.search(whole) or _COUNTED.search(whole):
        return None
    found: list[Piece] = []
    for piece in split(text, "、", start, end):
        joint = re.compile("和").search(text, piece[0] + 2, piece[1] - 1)
        if joint and found and piece[1] == end:
            found += [(piece[0], joint.start()), (joint.end(), piece[1])]
        else:
            found.append(piece)
    # Short members of one name (「税务、交管等领域改革」) would be torn apart.
    return found if all(2 <= j - i <= 30 for i, j in found) else None


def _labels(text: str, start: int, end: int) -> list[Piece]:
    """Return each title of a list; a member that ends as no title does belongs to the next."""
    found: list[Piece] = []
    held = start
    for _, last in split(text, "、", start, end):
        if last < end and not _TITLE.search(text, held, last):
            continue
        edges = [held, *(edge for m in _TITLE_JOINT.finditer(text, held + 3, last) for edge in m.span()), last]
        found += zip(edges[::2], edges[1::2], strict=True)
        held = last + 1
    return found


def _in_clause(text: str, clause: Piece, before: list[Piece] | None, planned: bool) -> Iterator[_Recognition]:
    start, end = clause
    matches = [m for m in _RECEIVED.finditer(text, start, end) if not _inside_quotes(text, start, m.start())]
    if not matches:
        return
    first = matches[0]
    lead = text[start : first.start()]
    if _DECLINED.search(lead) or (planned and not re.search(r"随着|已|成功\Z", lead + first[0][:2])):
        return
    heads = [start]  # where the words before each word of receiving begin
    for earlier, match in pairwise(matches):
        heads.append(max(text.rfind(mark, earlier.end(), match.start()) for mark in "、和并") + 1)
    subjects: list[Piece] | None = None
    for index, match in enumerate(matches):
        if index and not heads[index]:
            continue
        stop = next((head - 1 for head in heads[index + 1 :] if head), end)
        named = _subjects(text, heads[index], match.start())
        if named is None:
            return
        subjects = named or (subjects if index else before) or []
        yield from _received(text, match, stop, clause, subjects, bare=bool(named) and stop == match.end())


def _received(
    text: str, match: re.Match[str], stop: int, clause: Piece, subjects: list[Piece], *, bare: bool
) -> Iterator[_Recognition]:
    skip = 2 if match[0].startswith("成功") and len(match[0]) > 3 else 0
    status = (match.start() + skip, match.end())
    agent = next((match.span(g) for g in ("by", "giver") if match[g]), None)
    if agent and match["giver"]:
        status = (match.start(), match.start() + 1)
    if bare:
        # 「滨海综合保税区获批」: what stands before is what was received.
        if match[0].startswith(("获批", "获准")) or match["from"]:
            agent = match.span("from") if match["from"] else None
            for received in subjects:
                if not _PROJECT.search(text, *received):
                    yield _Recognition(received, status, clause, None, agent)
        return
    labels = _labels(text, match.end(), stop)
    each = "分别" in text[clause[0] : match.start()] and len(labels) == len(subjects)
    for index, label in enumerate(labels):
        if firsts := _FIRSTS.match(text, *label):
            label = (firsts.end(), label[1])
        giver = agent or (m.span() if (m := _AGENT.match(text, *label)) else None)
        if (
            not agent
            and giver
            and re.match("通报|督查|表[扬彰]|推介|批示|肯定|激励|认定|授予", text[giver[1] : label[1]])
        ):
            label = (giver[1], label[1])
        words = text[slice(*label)]
        if not 2 <= len(words) <= 45 or _COUNTED.search(words) or _NO_LABEL.search(words):
            continue
        receivers: list[Piece | None] = [subjects[index]] if each else [*subjects] or [None]
        for subject in receivers:
            # What stands before in the sentence may be no city: 「某案例入选…，获评…示范市」.
            of_place = subject and subject[1] < clause[0] and words.endswith("市")
            yield _Recognition(label, status, clause, None if of_place else subject, giver)


def _inside_quotes(text: str, start: int, index: int) -> bool:
    return any(text.count(o, start, index) > text.count(c, start, index) for o, c in ("“”", "（）", "《》"))


_SIGNAL = re.compile(r"获|入选|入围|入列|荣|跻身|上榜|创成|创建|被|列入|纳入|摘得|捧回|夺得|受到")


def recognition(reading: Reading) -> Iterator[Proposal]:
    """Read who received which title, award or approval, and from whom where the text says so.

    Aims (「争创」「力争获批」), sums of money and counts of titles (「获评绿色工厂3家」) are left alone.
    """
    text = reading.text
    if not _SIGNAL.search(text):
        return
    before: list[Piece] | None = None
    seen: set[tuple[int, int]] = set()
    for clause in reading.clauses:
        found = list(_in_clause(text, clause, before, reading.planned))
        for item in found:
            near = [item.label, item.subject] if item.subject else [item.label]
            ordinal = sum(_between(text, item.status[0], _edge(piece, item.status[0])) for piece in near)
            start = min(clause[0], item.subject[0]) if item.subject else clause[0]
            quote = (start, clause[1])
            if _length(reading, quote) > 200 or (item.status[0], ordinal) in seen:
                continue
            seen.add((item.status[0], ordinal))
            yield _proposal(reading, item, quote, ordinal)
        before = _subjects_of(found)


def _proposal(reading: Reading, item: _Recognition, quote: Piece, ordinal: int) -> Proposal:
    text, place = reading.text, reading.report.place
    subject = text[slice(*item.subject)] if item.subject else None
    if subject and reading.place_label.startswith(subject):
        subject = None
    slots: dict[str, Piece | str] = {"label": item.label, "year": "inherited:report"}
    if item.agent:
        slots["agent"] = item.agent
    if subject and item.subject:
        slots["subject"] = item.subject
    words = (item.status[0], item.label[1]) if item.label[0] >= item.status[0] else (item.label[0], item.status[1])
    return reading.propose(
        cls="Recognition",
        rule="recognition",
        anchor=item.status[0],
        ordinal=ordinal,
        quote=quote,
        as_stated=words,
        slots=slots,
        about=f"{place}.{slug(subject)}" if subject else place,
        about_label=subject or reading.place_label,
        label=text[slice(*item.label)],
        agent=text[slice(*item.agent)] if item.agent else None,
        year=reading.report.review[1],
    )


def _subjects_of(found: list[_Recognition]) -> list[Piece] | None:
    subjects = list(dict.fromkeys(item.subject for item in found if item.subject))
    return subjects or None


def _edge(piece: Piece, anchor: int) -> int:
    """Return the end of a piece that is nearest to the anchor."""
    return piece[1] if piece[1] <= anchor else piece[0]


def _between(text: str, anchor: int, edge: int) -> int:
    """Count the separators between; 「“甲”“乙”」 has one too."""
    low, high = sorted((anchor, edge))
    return separators(text, low, high) + text.count("”“", low, high)


def _length(reading: Reading, piece: Piece) -> int:
    span = reading.view.span(*piece)
    return span.end - span.start


RULES = (recognition,)
