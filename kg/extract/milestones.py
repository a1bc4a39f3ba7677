"""Project × stage: what has been reached (「…竣工」) and what is promised (「确保…建成投产」).

A clause is read from both ends. Words at its front (「力争」「加快推进」「启动」) say how firmly and what is done to the
names that follow; words at the end of a list member (「建成投产」「进展顺利」) say what became of the names before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.project_names import (
    any_of,
    is_phase,
    own,
)
from kg.extract.reading import Piece, Reading, separators
from kg.extract.stage_groups import (
    Group,
    Opening,
    groups,
    joined,
    names_of,
    only_verbs,
    open_clause,
    predicates,
    stage_told,
)
from kg.extract.stage_words import SIGNAL
from kg.model import Proposal
from kg.terms import slug

_APPROVED = re.compile(r"(?<!址)(?<!研)(?<!划)获批|批复")
_DESIGNATED = re.compile(r"(?:区|中心|实验室|平台|口岸|基地|园|城市)\Z")
# A body that comes to the place is won, not built: 「某研究院落户」.
_BODY = re.compile(r"(?:研究院|研究中心|总部|研发中心|(?:联络|签证|运营)中心|交易所\w*中心|平台|机构|公司)\Z")
_SPAN = re.compile(r"(?:桥|隧道|隧洞|管廊|轨道)\Z")
_DENIED = any_of("未能 尚未 没有 滞后 缓慢 不足 不够 不快 不大 不多 难以 困难 短板 如果 盲目 严禁 坚决遏制 叫停")
_OTHER_VERB = re.compile(
    r"加[大强]|提[升高]|增强|优化|拓展|发[展挥]|[用办做盘]|改善|健全|建立|规范|利用|紧抓|依托|[以在对把由从向为按围聚]"
)
_AHEAD = re.compile(r"有望|将于|将在|预计")
_YEAR = re.compile(r"(20\d\d)年(?!来)")
# (sentence, half, (name, status, strength; "" looking back) …)
EXAMPLES: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "建滔环氧氯丙烷、10 万吨离子膜烧碱项目竣工，力赛大型锂电池储能(一期)、富士康 IDX 产业园等项目投产。",
        "review",
        (
            ("建滔环氧氯丙烷", "completed", ""),
            ("10万吨离子膜烧碱项目", "completed", ""),
            ("力赛大型锂电池储能（一期）", "operating", ""),
            ("富士康IDX产业园", "operating", ""),
        ),
    ),
    (
        "怀邵衡铁路衡阳段建成通车；大源渡二线船闸主体基本完成，祁东归阳千吨级码头建设稳步推进；东洲湘江大桥即将中跨合龙。",
        "review",
        (
            ("怀邵衡铁路衡阳段", "operating", ""),
            ("大源渡二线船闸", "main-works-done", ""),
            ("祁东归阳千吨级码头", "under-way", ""),
            ("东洲湘江大桥", "under-way", ""),
        ),
    ),
    (
        "比亚迪、华侨城等重大项目实现当年签约落地、当年开工建设。",
        "review",
        (
            ("比亚迪", "signed", ""),
            ("华侨城", "signed", ""),
            ("比亚迪", "started", ""),
            ("华侨城", "started", ""),
        ),
    ),
    (
        "甲子智造园（一期）、乙丑新材料等重大产业项目，丙寅水库工程等重大民生项目建成投用。",
        "review",
        (
            ("甲子智造园（一期）", "operating", ""),
            ("乙丑新材料", "operating", ""),
            ("丙寅水库工程", "operating", ""),
        ),
    ),
    (
        "确保泛亚绿洲铜杆加工、豪曼新能源等项目建成投产，力促特变电工南方智能电网产业园、界牌陶瓷产业园等项目部分投产。",
        "plan",
        (
            ("泛亚绿洲铜杆加工", "operating", "ensure"),
            ("豪曼新能源", "operating", "ensure"),
            ("特变电工南方智能电网产业园", "partly-operating", "strive"),
            ("界牌陶瓷产业园", "partly-operating", "strive"),
        ),
    ),
    (
        "力争比亚迪胶轮有轨电车示范线一期建成投用，启动北三环、长丰大道北延等重点工程。",
        "plan",
        (
            ("比亚迪胶轮有轨电车示范线一期", "operating", "strive"),
            ("北三环", "started", "plain"),
            ("长丰大道北延", "started", "plain"),
        ),
    ),
    (
        "完成南岳机场站坪扩建工程，启动二期项目前期工作；建成大浦通用机场；推进安张衡铁路项目前期工作。",
        "plan",
        (
            ("南岳机场站坪扩建工程", "completed", "plain"),
            ("二期项目", "preliminary", "plain"),
            ("大浦通用机场", "completed", "plain"),
            ("安张衡铁路项目", "preliminary", "plain"),
        ),
    ),
    (
        "加快铁一中初中部、市十七中、市七中迁建和市华新实验中学改扩建等项目建设。",
        "plan",
        (
            ("铁一中初中部", "under-way", "plain"),
            ("市十七中", "under-way", "plain"),
            ("市七中迁建", "under-way", "plain"),
            ("市华新实验中学改扩建", "under-way", "plain"),
        ),
    ),
    ("随着丁卯大桥建成通车，戊辰站即将投运。", "review", (("丁卯大桥", "operating", ""), ("戊辰站", "under-way", ""))),
    ("己巳河大桥2021年建成通车。", "review", (("己巳河大桥", "operating", "plain"),)),
    # Campaigns, groups and counts are no projects.
    ("加快推进电网升级改造三年行动计划，大力实施“1113”重大项目推进计划。", "plan", ()),
    ("实施产业培育、创新人才集聚等六大工程，“雪亮工程”加快建设。", "plan", ()),
    ("全年签约引进项目122个，一批重大项目建成投产，推进78个项目建设。", "review", ()),
    ("加快农村通讯设施改造，推进农村水利工程建设，打通一批断头路、堵点路。", "plan", ()),
    ("甲子综合保税区正式获批，乙丑铁路获批。", "review", (("乙丑铁路", "preliminary", ""),)),
    ("推动甲子大学与乙丑港深化合作，推动甲子港参与共建。", "plan", ()),
    ("支持白沙绿岛争创国家级军民融合产业示范区，城市更新推进缓慢。", "plan", ()),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One project and the stage a sentence says it has come to, as stretches of the sentence.

    ``before`` is the project named before, where ``name`` is only a phase of it (「启动二期项目前期工作」).
    """

    name: Piece
    status: str
    words: Piece
    anchor: int
    quote: Piece
    strength: str = "plain"
    strength_at: Piece | None = None
    before: Piece | None = None


def stages(reading: Reading) -> Iterator[Stage]:
    """Yield each project and stage of a sentence, in order."""
    text = reading.text
    if not SIGNAL.search(text):
        return
    strength: tuple[str, Piece | None] = ("plain", None)
    waiting: Group | None = None  # a list whose stage stands in a later clause
    verb: Opening | None = None  # a verb whose list goes on in this clause
    latest: list[tuple[Piece, Piece]] = []
    subject: list[tuple[Piece, Piece]] = []  # what a clause without names of its own goes on about
    for clause in reading.clauses:
        if not SIGNAL.search(text, *clause) and "等" not in text[slice(*clause)]:
            opening = open_clause(text, *clause)
            strength = (opening.strength, opening.strength_at) if opening.strength else strength
            waiting = verb = None
            continue
        if _DENIED.search(text, *clause):
            waiting = verb = None
            continue
        for group in (g for piece in predicates(text, clause) for g in groups(text, piece)):
            opening, ending = group.opening, group.ending
            if opening.strength or (opening.status and opening.status not in ("completed", "operating")):
                strength = (opening.strength or "plain", opening.strength_at)
            if not opening.status and not ending:
                if verb and group.listed:
                    opening.status, opening.words = verb.status, verb.words
                else:
                    waiting = joined(waiting, group) if group.listed and not _OTHER_VERB.match(text, *clause) else None
                    continue
            # 「A等项目，B等项目建成投用」: the later list must be one too, and open with no word of its own.
            if waiting and ending and group.listed and opening.end == group.clause[0]:
                group = joined(waiting, group)
            waiting = None
            goes_on = group.listed or text.startswith("以及", clause[1] + 1)
            verb = opening if opening.status and not ending and goes_on else None
            if not (ending or group.listed or group.works(text)):
                verb_said = text[slice(*opening.words)]
                # 「推动甲港与乙港深化合作」, 「实施甲培训」: these alone ask for works or a list of projects.
                if verb_said in ("推动", "促进", "打造", "实施"):
                    continue
                # 「推进甲乙共治」: what is not said to be built must be named in full.
                if verb_said == "推进":
                    group.names = [(n, where) for n, where in group.names if own(text[slice(*n)]) >= 4]
            # 「建好用好甲中心」 asks for use, not for building.
            if opening.status and "用好" in text[opening.words[0] : opening.end]:
                continue
            # Whom the place wishes to come is no project yet: 「招引电芯、电解液等项目」.
            group.firm &= not (reading.planned and opening.status == "signed" and not ending)
            group.firm &= text[slice(*opening.words)] != "开放"
            names = names_of(text, group)
            if (ending or opening).status == "signed":
                names = [(name, where) for name, where in names if not _BODY.search(text, *name)]
            # 「甲综合保税区获批」 is a recognition, not a stage of a building.
            if (
                names
                and ending
                and _APPROVED.search(text, ending.words, ending.end)
                and _DESIGNATED.search(text, *names[-1][0])
            ):
                continue
            if not group.names and not group.void:
                names = subject if ending or only_verbs(text, opening.end, group.clause[1]) else []
            firmly = (ending.strength, ending.strength_at) if ending and ending.strength else strength
            for index, (name, where) in enumerate(names):
                status, words, anchor = stage_told(group, index == len(names) - 1)
                phase = is_phase(text[slice(*name)])
                if not status or (phase and not latest):
                    continue
                if "全线贯通" in text[slice(*words)] and not _SPAN.search(text, *name):
                    status = "completed"  # a road, where a bridge or tunnel still lacks its roadway
                said = clause if clause[0] <= anchor < clause[1] else reading.clause_at(anchor)
                quote = (min(where[0], said[0]), max(where[1], said[1]))
                yield Stage(name, status, words, anchor, quote, *firmly, before=latest[-1][0] if phase else None)
            latest, subject = names or latest, names


def _propose(reading: Reading, rule: str, *, planned: bool) -> Iterator[Proposal]:
    text, seen = reading.text, set[tuple[int, int]]()
    for stage in stages(reading):
        clause = reading.clause_at(stage.anchor)
        year, year_at = _year(reading, clause)
        words = text[slice(*stage.words)]
        ahead = reading.planned and not words.startswith("已")
        if not reading.planned and _AHEAD.search(text, *clause):
            ahead = True
            year, year_at = (year, year_at) if isinstance(year_at, tuple) else _to_come(reading, clause)
        ahead |= not reading.planned and year > reading.report.review[1]
        if ahead != planned:
            continue
        near = stage.name[1] if stage.name[1] <= stage.anchor else stage.name[0]
        low, high = sorted((stage.anchor, near))
        # A list that runs over several clauses is told apart by its commas too.
        commas = text.count("，", low, high) + text.count("；", low, high)
        ordinal = separators(text, low, high) + commas + text.count("”“", max(low - 1, 0), high + 1)
        if (stage.anchor, ordinal) in seen:
            continue
        quote = stage.quote
        if _length(reading, quote) > 200:
            quote = (min(stage.name[0], stage.words[0]), max(stage.name[1], stage.words[1]))
        if _length(reading, quote) > 200:
            continue
        seen.add((stage.anchor, ordinal))
        label = text[slice(*stage.name)]
        whole = text[slice(*stage.before)] + label if stage.before else label
        project = f"{reading.report.place}.{slug(whole)}"
        status = stage.status
        if not reading.planned and "即将" in words:
            status = "preliminary" if status == "started" else "under-way"
        strength = {"strength": stage.strength_at or "plain-directive"} if planned else {}
        yield reading.propose(
            cls="PlannedMilestone" if planned else "RealisedMilestone",
            rule=rule,
            anchor=stage.anchor,
            ordinal=ordinal,
            quote=quote,
            as_stated=stage.words,
            slots={"project": stage.name, "status": stage.words, "year": year_at, **strength},
            about=project,
            about_label=label,
            project=project,
            project_label=label,
            status=status,
            strength=stage.strength if planned else None,
            year=year,
        )


def _length(reading: Reading, piece: Piece) -> int:
    span = reading.view.span(*piece)
    return span.end - span.start


def _year(reading: Reading, clause: Piece) -> tuple[int, Piece | str]:
    """Return the year a clause states, else the one at the head of the sentence, else the report's."""
    text = reading.text
    head = reading.clauses[0]
    written = _YEAR.search(text, *clause) or (_YEAR.fullmatch(text, *head))
    if written:
        return int(written[1]), written.span()
    if reading.planned and (next_year := text.find("明年", *clause)) >= 0:
        return reading.report.plan + 1, (next_year, next_year + 2)
    return reading.default_year, "inherited:report"


def _to_come(reading: Reading, clause: Piece) -> tuple[int, Piece | str]:
    """Return the year of what a look back says is still to come: 「甲公路将在今年内通车」.

    It is the year planned for; in a report given before the year's end 今年 is the year it looks back on.
    """
    report = reading.report
    at = reading.text.find("今年", *clause)
    if at < 0:
        return report.plan, "inherited:report"
    late = report.date is not None and report.date[:4] == str(report.review[1])
    return report.review[1] if late else report.plan, (at, at + 2)


def project_status(reading: Reading) -> Iterator[Proposal]:
    """Read the stage a project has come to: 「怀邵衡铁路衡阳段建成通车」. Groups without names are left alone."""
    if not reading.planned or "已" in reading.text:
        yield from _propose(reading, "project-status", planned=False)


def planned_project(reading: Reading) -> Iterator[Proposal]:
    """Read the stage a project is to come to: 「确保泛亚绿洲铜杆加工等项目建成投产」, with how firmly it is said."""
    last = reading.report.review[1]
    if reading.planned or _AHEAD.search(reading.text) or any(int(y) > last for y in _YEAR.findall(reading.text)):
        yield from _propose(reading, "planned-project", planned=True)


RULES = (project_status, planned_project)
