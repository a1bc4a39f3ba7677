"""Clause → groups of names that share a verb before them, or words of stage behind them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.project_names import (
    any_of,
    could_be_name,
    has_head,
    is_catchword,
    is_definite,
    is_district,
    is_hall,
    is_institution,
    is_name,
    is_phase,
    is_plant,
    items,
    own,
    parted,
    trim,
)
from kg.extract.reading import Piece
from kg.extract.stage_words import (
    AFTER,
    AFTER_LENGTHS,
    APPLYING,
    BEFORE,
    ENTERED,
    LAST,
    MADE_OF,
    MANNER,
    NEEDS_COMPANY,
    NEUTRAL,
    NOT_FIRST,
    NOT_OPENER,
    OPENERS,
    PARTNER,
    RANK,
    REACHED,
    SECOND,
    SETTLED,
    STRENGTH,
    STRONG,
    SUBJECT,
    TAIL,
    TAIL_LAST,
    TIME_END,
    TIME_FIRST,
    TIME_LAST,
    TIMES,
    WHERE,
    WORK,
)

_ET_CETERA = re.compile(
    r"(?<![高中初优同均])(?<![公不]平)等(?![级效同离])(?P<kind>(?:[^、，“”覆纳参向与在对]|在建|“[^“”]{1,12}”){0,22})\Z"
)
_PROJECTS = re.compile(
    r"(?:项目|(?<![一二三四五六七八九十]大)工程|设施|线路|航道|港区|装置|产线|载体|重大[^、]{0,4}平台|产业园|园区)群?”?(?:\d+[余多]?[个项条座处])?\Z"
)
_NO_THINGS = re.compile(r"(?:试点|业务|帮扶|合作|服务|协议|规划|编制)(?!平台|项目|区|园|基地|中心)[^项园]*\Z")
# In a list of these a member must show by itself that it is one thing: 「5G网络等新型基础设施」, 「中山等市级医院」.
_LOOSE_KIND = re.compile(r"\A(?!.*(?:重大|大科学)).*(?:设施|医院|院校|学校|高校|中学|小学)\Z")
# Campaigns are carried out under this name too: 「实施甲育才、乙河治理等重大工程」.
_CAMPAIGNS = re.compile(r"工程\Z")
# What is done to trades, troubles and ills is no work on a thing: 「高额彩礼等综合治理」, 「水泥等行业改造」.
_NO_WORKS = re.compile(
    r"行业|领域|企业|问题|地区|业态|产品|的|产业(?:改造|升级)|达标|污染|专项|\A(?:综合)?(?:治理|整治)\Z"
)
_WORKS_END = re.compile(r"(?:项目|工程|[迁扩改续新]建|扩容|延伸|改造|扩能|二期|三期)\Z")
_BUILT_WORD = any_of("竣工 开工 动工 奠基 投产 达产 通车 完工 封顶 合龙")
# 「连贺、贺州北过境线2条高速公路」, 「长征、长江、黄河三大国家文化公园」
_TOLD = re.compile(r"(?P<number>[2-9]|1\d|[两三四五六七八九])(?:大|个|条|座|所|处|家|项)(?P<kind>[^、，\d]{2,16})\Z")
_NUMBERS = {"两": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}
_SHARED_HEAD = re.compile(
    r"(?:水库|大桥|隧道|铁路|高铁|高速(?:公路)?|机场|互通|[水风]?电站|风电场|电厂|水厂|枢纽|国家文化公园|污水处理厂|接收站|变电站)\Z"
)
# Another verb behind the first has the whole list: 「加快补齐甲短板、乙系统」.
_GOVERNED = re.compile(
    r"完善|提[升高]|优化|健全|补[齐短]|培[育优]|发展|扩大|构[建筑]|形成|吸引|纳入|争创|创建|申创|设立|推出|加密|释放|降低|减少|解决|破解|防范"
)
_COUNTED = re.compile(r"一批|若干|多个|一系列|更多|\d+[余多]?[个条座所家处]以上")
_COUNT_BEHIND = re.compile(r"\d[余多]?[个座条家所处]\Z")


@dataclass(slots=True)
class Opening:
    """What the words at the front of a list member say; ``end`` is where they stop."""

    end: int
    status: str = ""
    words: Piece = (0, 0)
    strength: str = ""
    strength_at: Piece | None = None


@dataclass(slots=True)
class _Ending:
    """What the words at the end of a list member say; the name ends before ``start``."""

    start: int
    end: int
    status: str = ""
    anchor: int = 0
    words: int = 0
    main_works: bool = False
    tail: bool = False
    strength: str = ""
    strength_at: Piece | None = None


@dataclass(slots=True)
class Group:
    """Names that share one verb or one ending; the first ``listed`` of them stand in a list that ends in 等…项目.

    ``firm`` is false for a list of things that need not be single ones (等…设施), ``void`` where it is of no things at all.
    """

    clause: Piece
    opening: Opening
    names: list[tuple[Piece, Piece]] = field(default_factory=list)
    listed: int = 0
    firm: bool = True
    void: bool = False
    ending: _Ending | None = None
    tail: bool = False
    told: bool = False
    """Whether the list says how many projects it names: 「甲河、乙河、丙河三大国家文化公园」."""

    def works(self, text: str) -> bool:
        """Whether it is works that are spoken of, not an institution or a place."""
        return self.tail or any(_WORKS_END.search(text, *piece) for piece, _ in self.names)


def _opener(text: str, start: int, end: int) -> int:
    """Return where the opening word at ``start`` ends, 0 if none stands there."""
    first = text[start]
    if first in TIME_FIRST and (time := TIMES.match(text, start, end)):
        return time.end()
    for word in OPENERS.get(first, ()):
        if text.startswith(word, start, end):
            return start + len(word)
    return 0


def open_clause(text: str, start: int, end: int) -> Opening:
    """Read adverbs, words of strength and verbs from the front."""
    found = Opening(start)
    statuses: list[str] = []
    while (
        (at := found.end) < end
        and (stop := _opener(text, at, end))
        and not (text[at] in NOT_FIRST and NOT_OPENER.match(text, at, end))
    ):
        word = text[at:stop]
        if word in STRENGTH:
            found.strength, found.strength_at = STRENGTH[word], (at, stop)
        if word in BEFORE:
            found.words = (found.words[0] if statuses else at, stop)
            statuses.append(BEFORE[word])
        found.end = stop
    if found.strength == "encourage" and not statuses and (led := APPLYING.match(text, found.end, end)):
        found.words, found.end, statuses = led.span("verb"), led.end(), ["preliminary"]
    elif text.startswith(("与", "和", "同"), found.end, end) and (led := PARTNER.match(text, found.end, end)):
        found.words, found.end, statuses = led.span("verb"), led.end(), ["under-way"]
    if not statuses and not found.strength and (led := SUBJECT.match(text, found.end, end)):
        stop = led.end()
        # What follows must be things, not more words of stage: 「甲大桥建成投用」, 「甲工程竣工投产后」.
        which = "verb" if led["verb"] else "works"
        if (
            end - stop >= 4
            and _close(text, stop, end).start > stop + 1
            and (text[found.end] in "依围聚结沿以" or not has_head(text, found.end, led.start(which)))
        ):
            found.words, found.end, statuses = led.span(which), stop, [BEFORE.get(led[which], "under-way")]
    if statuses:
        found.status = min(statuses, key=RANK.index)
    elif found.strength_at:
        word = text[slice(*found.strength_at)]
        found.status = {"争取": "preliminary", "积极争取": "preliminary"}.get(word, "")
        found.words = found.strength_at
    return found


def _token_before(text: str, start: int, end: int) -> int:
    """Return where the word of stage that ends at ``end`` begins, or ``end``."""
    last = text[end - 1]
    for length in AFTER_LENGTHS.get(last, ()):
        if length <= end - start and text[end - length : end] in AFTER:
            return end - length
    time = TIME_END.search(text, max(start, end - 10), end) if last in TIME_LAST else None
    return time.start() if time else end


def _words_behind(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Return the words of stage that a stretch ends in, each with its place, the last first."""
    found: list[tuple[int, str]] = []
    while end > start and (first := _token_before(text, start, end)) < end:
        found.append((first, text[first:end]))
        end = first
        if text.endswith("或", start, end):
            # 「投产或试产」 is said as one; 「推进或建成」 leaves the stage open.
            end -= 1
            if AFTER.get(text[_token_before(text, start, end) : end]) not in ("completed", "operating"):
                return []
    return found


def _close(text: str, start: int, end: int) -> _Ending:
    """Read the words of stage from the end."""
    if text.find("落户", max(start, end - 8), end) > 0 and (settled := SETTLED.search(text, start, end)):
        end = settled.end(1)  # 「落户甲县」
    elif "至" in text[max(start, end - 8) : end] and (reached := REACHED.search(text, start, end)):
        end = reached.end(1)
    if text[end - 1 : end] in ("划", "单", "子") and (entered := ENTERED.search(text, start, end)):
        at = entered.start()
        return _Ending(at, end, "preliminary", at, at)
    if start >= end or text[end - 1] not in LAST:
        return _Ending(end, end)
    tokens = _words_behind(text, start, end)
    told = [(at, word, status) for at, word in tokens if (status := AFTER.get(word))]
    if not told and (said := {word for _, word in tokens}) & WORK and said & MANNER:
        told = [(tokens[-1][0], tokens[-1][1], "under-way")]
    if not told or (len(told) == 1 and told[0][1] in NEEDS_COMPANY):
        return _tail(text, start, end)
    found = _Ending(tokens[-1][0], end)
    for at, word in tokens:
        if word in STRENGTH:
            found.strength, found.strength_at = STRENGTH[word], (at, at + len(word))
    if told[-1][1] == "开放" and text.endswith("开发", start, told[-1][0]):
        return _Ending(end, end)  # 「推进甲经济带开发开放」
    found.status = min((status for _, _, status in told), key=RANK.index)
    found.main_works = any(word.startswith("主体") for _, word in tokens)
    if found.status == "completed" and (found.main_works or any(word == "基本" for _, word in tokens)):
        found.status = "main-works-done"
    found.anchor = told[-1][0]
    if (where := WHERE.search(text, start, found.start)) and where.start() - start >= 4:
        found.start = where.start()
    # 「甲高铁建设顺利」: the manner alone tells no stage, the work is a part of the words.
    manner = told[-1][1] in WORK
    found.words = found.anchor if manner else next(at for at, word in reversed(tokens) if word not in NEUTRAL)
    return found


def _closes(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a name with a stage behind it, not words of stage alone (「加快建设｜和平大桥」)."""
    ending = _close(text, start, end)
    return bool(ending.status) and ending.start > start


def _tail(text: str, start: int, end: int) -> _Ending:
    """Read a noun for the work itself: 「…建设」."""
    found = TAIL.search(text, max(start, end - 8), end) if text[end - 1] in TAIL_LAST else None
    if not found:
        return _Ending(end, end)
    return _Ending(found.start(), end, tail=True, main_works="主体" in found[0])


def _are_projects(kind: str, *, bare: bool) -> bool:
    """Whether the words behind 等 say that the list is one of projects; ``bare`` when no word of stage follows them."""
    return bool(
        _PROJECTS.search(kind)
        or (has_head(kind) and not _NO_WORKS.search(kind) and (bare or not kind.endswith("片区")))
    )


def predicates(text: str, clause: Piece) -> Iterator[Piece]:
    """Cut a clause before each 并 that opens a verb with things of its own; leave out what a thing is made up of."""
    start, end = clause
    if made_of := MADE_OF.match(text, start, end):
        start = made_of.end()
    for joint in SECOND.finditer(text, start, end):
        opening = open_clause(text, joint.end(), end)
        behind = _close(text, opening.end, end)
        if (opening.status and end - opening.end >= 3 and behind.start > opening.end) or (
            not opening.status and not behind.status and _closes(text, start, joint.start())
        ):
            yield start, joint.start()
            start = joint.end()
    yield start, end


def only_verbs(text: str, start: int, end: int) -> bool:
    """Whether nothing but verbs follows in a list: 「（甲项目）当年签约、当年开工」."""
    while start < end and text[start] == "、":
        opening = open_clause(text, start + 1, end)
        if opening.end == start + 1:
            return False
        start = opening.end
    return start == end


def groups(text: str, clause: Piece) -> Iterator[Group]:
    """Cut a clause into groups of names that share a verb before or words of stage behind."""
    group: Group | None = None
    for start, end in items(text, *clause, ends=lambda i, j: _closes(text, i, j)):
        opening = open_clause(text, start, end)
        if group is None or group.ending or (opening.status and opening.end - start > 1):
            if group:
                yield group
            group = Group(clause, opening)
            start = opening.end
        ending = _close(text, start, end)
        stop = ending.start
        et_cetera = _ET_CETERA.search(text, start, stop) if text.rfind("等", start, stop) > 0 else None
        counted = None if et_cetera else _told_number(text, start, stop, group)
        if et_cetera:
            stop = et_cetera.start()
        elif counted:
            stop = counted
        if et_cetera and _NO_THINGS.search(et_cetera["kind"]):
            group.void = True
            group.names.clear()
        elif start < stop:
            group.names.append(((start, stop), clause))
            # 「一批甲项目、乙项目」 are counted out, not named.
            if (
                group.names[1:]
                and text.endswith("项目", start, stop)
                and not _COUNTED.match(text, group.names[0][0][0])
            ):
                group.listed = len(group.names)
        if (
            et_cetera
            and group.names
            and (
                _are_projects(et_cetera["kind"], bare=not ending.status)
                # 「甲药业、乙纸业等建成投产」: what comes to this stage is a project.
                or (not et_cetera["kind"] and ending.status in STRONG)
            )
        ):
            group.listed = len(group.names)
            group.firm = not _LOOSE_KIND.search(et_cetera["kind"]) and not (
                group.opening.status == "under-way" and _CAMPAIGNS.search(et_cetera["kind"])
            )
        if counted:
            group.listed, group.firm, group.told = len(group.names), True, True
        if ending.status:
            group.ending = ending
        elif ending.main_works and group.opening.status == "completed":
            group.opening.status = "main-works-done"
        elif ending.tail and opening.strength == "encourage" and not opening.status and group.opening is opening:
            # 「支持甲基地建设」
            ending.status, ending.anchor, ending.words = "under-way", ending.start, ending.start
            group.ending = ending
        group.tail |= ending.tail
    if group:
        yield group


def _told_number(text: str, start: int, stop: int, group: Group) -> int | None:
    """Return where the number stands that a list ends in, if as many projects of a kind are named before it."""
    m = _TOLD.search(text, start + 2, stop) if group.names and not group.listed else None
    if m is None or _NUMBERS.get(m["number"], m["number"]) != str(len(group.names) + 1):
        return None
    kind = m["kind"]
    if kind.rstrip("”").endswith("工程") or kind == "项目":  # 「…水土保持治理三大工程」 are campaigns
        return None
    return m.start() if _are_projects(kind, bare=True) and not _NO_THINGS.search(kind) else None


def names_of(text: str, group: Group) -> list[tuple[Piece, Piece]]:
    """Return the names of a group that are names, each with its clause."""
    if not group.listed and group.names and _GOVERNED.match(text, group.names[0][0][0]):
        return []
    pieces: list[tuple[Piece, Piece, bool]] = []
    raw: list[int] = []  # where each began before it was trimmed
    held: int | None = None  # where a run of bare divisions begins: 「衡南县、衡东县特殊学校」
    for index, (piece, clause) in enumerate(group.names):
        if is_district(text[slice(*piece)]) and index + 1 < len(group.names):
            held = piece[0] if held is None else held
            continue
        for part in parted(text, *piece) if index == group.listed - 1 else (piece,):
            pieces.append(
                (trim(text, part[0] if held is None else held, part[1]), clause, group.firm and index < group.listed)
            )
            raw.append(part[0])
            held = None
    labels = [text[slice(*name)] for name, _, _ in pieces]
    told = group.ending.status if group.ending else group.opening.status
    built = (
        told in ("operating", "completed", "main-works-done", "started") and text[slice(*group.opening.words)] != "建好"
    )
    applied = text[slice(*group.opening.words)] in ("申建", "申报建设")
    kept = [is_name(label, listed=listed, built=built) for label, (_, _, listed) in zip(labels, pieces, strict=True)]
    # 「加快某地城市运行安全智能管理系统建设」: what is set up under a name so long is one thing.
    if group.tail or text[slice(*group.opening.words)].endswith("建设"):
        kept = [k or (len(label) >= 8 and is_plant(label)) for k, label in zip(kept, labels, strict=True)]
    # 「一批中试基地和验证中心」: what is counted out stands for all that follow it.
    if group.told:
        kept = [could_be_name(label) for label in labels]
    counted = next((i for i, at in enumerate(raw) if _COUNTED.match(text, at)), len(labels))
    counted = 0 if labels and _COUNT_BEHIND.search(labels[-1][-4:]) else counted
    kept[counted:] = [False] * (len(kept) - counted)
    for index, label in enumerate(labels):
        kept[index] = (
            kept[index]
            or is_phase(label)
            or (applied and is_hall(label))
            or (index < counted and _told_by_its_place(text, group, label, built=built))
            or _told_by_its_company(labels, kept, label, group, listed=pieces[index][2])
        )
    return [(name, clause) for keep, (name, clause, _) in zip(kept, pieces, strict=True) if keep]


def _told_by_its_place(text: str, group: Group, label: str, *, built: bool) -> bool:
    """Whether a stretch is a name by what is said behind it.

    What a sentence speaks of before its verb is known to the reader: 「综合办公区二期建成」. What is begun, topped out or
    put into production is built, whatever it is called: 「甲子硅材料投产」.
    """
    ending = group.ending
    if ending is None:
        return False
    if ending.status == "preliminary" and len(label) >= 6 and label.endswith(("工程", "项目")) and could_be_name(label):
        return True  # What has papers drawn up is one thing: 「铁路枢纽改造工程前期工作」.
    if built and is_catchword(label):
        return True
    if group.opening.status:
        return False
    if is_definite(label) and (built or ending.status == "partly-operating" or is_institution(label)):
        return True
    works = built and bool(_BUILT_WORD.search(text, ending.words, ending.end))
    return works and len(label) >= 4 and could_be_name(label) and own(label) >= 2


def _told_by_its_company(labels: list[str], kept: list[bool], label: str, group: Group, *, listed: bool) -> bool:
    """Whether a stretch is a name as one of a list that holds names."""
    if not any(kept):
        return False
    last = labels[-1]
    # 「甲子高速、乙丑高速中山段」, 「蒸水、湘水」: what shares the head of a name beside it.
    if kept[-1] and len(label) <= 5 and label[-1] in "河江湖库路桥" and label[-1] in last:
        return True
    # A building beside named ones needs no name: 「市博物馆、科技馆」.
    if is_hall(label):
        return True
    if not could_be_name(label):
        return False
    headed = has_head(label)
    if (
        len(label) >= 4
        and headed
        and any(k and other[-2:] == label[-2:] for k, other in zip(kept, labels, strict=True))
    ):
        return True
    if listed and len(label) >= (5 if headed else 7):
        return True
    # 「开工建设甲云脑设施、乙细胞谱系、丙生态系统」: of what is begun or put to use in one list all is built.
    told = (group.ending or group.opening).status
    if group.opening.status in STRONG and told in STRONG and len(label) >= 5 and own(label) >= 3:
        return True
    # Members may share the head of the last: 「角山、松木污水处理厂」, 「加快建设甲隆、七坝水库」.
    shared = group.ending is not None or (
        bool(_SHARED_HEAD.search(last)) and "个" not in last and not any(has_head(other) for other in labels[:-1])
    )
    return kept[-1] and shared and len(label) <= 6 and own(label) >= 2


def joined(earlier: Group | None, later: Group) -> Group:
    """Return the later group with the names that waited for its stage before its own."""
    if earlier is None:
        return later
    listed = len(earlier.names) + later.listed if later.listed else earlier.listed
    firm = earlier.firm and later.firm
    return Group(later.clause, later.opening, earlier.names + later.names, listed, firm, ending=later.ending)


def stage_told(group: Group, last: bool) -> tuple[str, Piece, int]:
    """Return the stage that a group's words tell of a name, the words, and where the statement is anchored."""
    opening, ending = group.opening, group.ending
    # 「建成A、B竣工」: what stands behind speaks of the last name only; 「推动A、B投产」: of all.
    behind = ending and (last or opening.status not in STRONG or group.listed or ending.status == "preliminary")
    if ending and behind:
        return ending.status, (ending.words, ending.end), ending.anchor
    return opening.status, opening.words, opening.words[0]
