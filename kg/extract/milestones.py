"""Project × stage: what has been reached (「…竣工」) and what is promised (「确保…建成投产」).

A clause is read from both ends. Words at its front (「力争」「加快推进」「启动」) say how firmly and what is done to the
names that follow; words at the end of a list member (「建成投产」「进展顺利」) say what became of the names before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.project_names import (
    any_of,
    could_be_name,
    has_head,
    is_catchword,
    is_district,
    is_hall,
    is_name,
    is_phase,
    items,
    own,
    parted,
    trim,
)
from kg.extract.reading import Piece, Reading, separators
from kg.model import Proposal
from kg.terms import slug

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


def _words(table: dict[str, str]) -> dict[str, str]:
    return {word: code for code, words in table.items() for word in words.split()}


_STRENGTH = _words(
    {
        "ensure": "确保 保证 务必 务求 力保",
        "strive": "力争 力促 争取 努力 全力争取 力求 奋力 积极争取",
        "encourage": "鼓励 支持 引导",
        "expected": "预计 有望",
        "binding": "必须",
    }
)
# Words that may end a list member, by the stage they tell; "" adds nothing to the words beside it.
_AFTER = _words(
    {
        "suspended": "停缓 停工 停建 缓建 暂停建设 暂停实施",
        "cancelled": "取消建设 终止实施 终止建设",
        "preliminary": "前期工作 前期 前期研究 前期论证 前期手续 可研获批 可研批复 完成可研 规划获批 选址获批 获批 获批复 获批建设 获核准 核准 "
        "获得核准 批复 立项 获国家批复 获准建设 获批立项 完成立项 获得批复 谋划 规划 论证 完成选址 通过核准 取得批复",
        "operating": "投产 投运 投用 投入使用 投入运营 投入运行 投入生产 投入营运 投入商业运营 投入商业运行 通车 通航 通水 通电 通气 通行 开通 "
        "运营 载客运营 营运 启用 开园 开馆 开业 营业 开街 开放 开诊 招生 开学 开行 首航 并网 并网发电 发电 达产 达效 达标 满产 上线 交付 "
        "交付使用 使用 供水 供电 供气 供热 开港 启运 迎客 面世 见效 运行 试运营 试运行 试生产 试投产 试营业 开营 招生办学 办学 量产 下线 "
        "向公众开放 向社会开放 向市民开放 对外开放 封关运行 封关运营 封关 满产满销 “满产满销” 接诊 试产",
        "partly-operating": "分段试运行 分段通车 分段开通 分段投用 分段运营 部分投产 部分投用 部分投运 部分建成 部分投入使用 部分竣工 部分通车 部分开放 部分建成投用 部分建成投产",
        "main-works-done": "封顶 合龙 贯通 洞通 架通 下闸蓄水",
        "completed": "建成 竣工 竣工验收 完工 落成 完成 完成验收 通过验收 通过竣工验收 完成建设 完成搬迁 完成迁建 完成改造 完成扩建 完成施工 "
        "完成修复 完成整治 完成升级 完成修缮 完成提质改造 完成升级改造 具备通车条件 具备通航条件 具备开通条件 具备投产条件 具备投运条件 具备使用条件 交工 交工验收 收官 完成主体施工 挂牌 完成建设任务",
        "under-way": "复工 复工复建 恢复施工 复工建设 推进 进展 进展顺利 进展良好 进展迅速 提速 加快 加速 铺开 展开 在建 进展较快 如火如荼 有序进行 "
        "热火朝天 推进中 加快步伐 步伐加快 推动 抓紧建设 突破 开展 起势 成势 来势向好 势头良好 初具规模 初具雏形 铺轨 完成铺轨",
        "started": "落地建设 开工 动工 开建 奠基 破土动工 启动 启建 动建 进场施工 落地开工 开工即投产",
        "signed": "签约 签约落地 落地签约 签约落户 完成签约 落地见效 落地 落户 成功落地 落户我市 落户我省 落户我区 落户我县",
        "": "全面 正式 顺利 成功 相继 陆续 先后 如期 提前 即将 已经 已 基本 全部 全线 圆满 高质量 高标准 高效 稳步 有序 扎实 深入 大力 全力 强力 积极 "
        "统筹 持续 继续 抓紧 快速 强势 有力 同步 稳妥 接续 压茬 协同 不断 尽快 尽早 早日 当年 年内 着力 切实 科学 精心 努力 重点 集中 纵深 整体 按期 "
        "按时 进一步 主动 加紧 全速 聚力 有效 务实 实现 双双 均 再 也 将 要 了 取得 实质性 突破性 重要 积极 明显 阶段性 重大 决定性 新 建设 施工 实施 "
        "主体 中跨 主跨 全桥 双幅 左幅 右幅 主体工程 主体结构 主体建设 主体施工 工作 年底 年底前 并 进入 阶段 收尾 常态化 实体化 盛大 安全 平稳 开工建设 首期 规划建设 开发建设 建设任务 运营使用 早 快 本年 今年 去年 去年底",
    }
)
_AFTER |= dict.fromkeys(_STRENGTH, "")
_AFTER["开工建设"] = _AFTER["启动建设"] = _AFTER["开工"]
_AFTER["规划建设"] = "under-way"
_AFTER_LENGTHS: dict[str, tuple[int, ...]] = {}  # by their last character, the longest first
for _word in sorted(_AFTER, key=lambda w: -len(w)):
    _AFTER_LENGTHS[_word[-1]] = tuple(dict.fromkeys((*_AFTER_LENGTHS.get(_word[-1], ()), len(_word))))
_TIME_LAST = frozenset("月底份旬前年内初末")
_RANK = (
    "suspended",
    "cancelled",
    "preliminary",
    "partly-operating",
    "operating",
    "main-works-done",
    "completed",
    "started",
    "under-way",
    "signed",
)
_NEEDS_COMPANY = frozenset(
    _words(
        {
            "": "使用 规划 论证 谋划 运行 突破 达标 开展 发电 推动 办学 挂牌 供水 供电 供气 供热 营业 通行 批复 下线 上线 见效 量产"
        }
    )
)

# Words that may open a clause or list member.
_BEFORE = _words(
    {
        "preliminary": "谋划 筹建 筹划 谋划建设 谋划实施 谋划推进 谋划启动 规划 论证 储备 布局建设 布局 积极争取 争取实施 规划布局 "
        "申建 申报建设 获批筹建",
        "operating": "建成投用 建成投产 建成投运 建成启用 建成开放 建成通车 建成运营 建成并投用 投运 投用 投产 开通 启用 建成开园 建成开业 开通运营 "
        "开放 建成运行 建成使用 建成并投入使用 建成并投入试运行 竣工投产 通车 建成投入使用 开行 投入使用 投入运营",
        "completed": "完成 建成 竣工 完工 基本建成 基本完成 打通 建好 建成了 全面建成 全面完成 落成 建成并",
        "started": "启动 开工 动工 开建 新开工 开工建设 启动建设 启动实施 开工实施 动工建设",
        "under-way": "推进 加快 推动 实施 建设 抓好 提速 续建 抓实 狠抓 规划建设 加快推进 加快建设 推进建设 加快实施 提速建设 提质更新 改造 扩建 修缮 修建 "
        "新建 推进实施 加速 加快推动 改扩建 提质改造 改造提升 实施好 推动建设 抓紧 铺开 推动实施 在建",
        "signed": "签约 引进 签约引进 引进落地 落地 签约落地 新引进 招引",
    }
)
_TIME = (
    r"(?:[到在]?(?:今年|明年|去年|20\d\d年|今明两年)?(?:[年月]底|年末|\d{1,2}月(?:底|份)?|[上下]半年|[一二三四]季度|年内|年中|[上中下]旬)(?:前|之前)?|"
    r"[到在]?20\d\d年(?:底)?前?|今年|明年|去年|当年)(?:实现)?"
)
_LINK = _words(
    {
        "": "全面 正式 顺利 成功 相继 陆续 先后 如期 提前 基本 全部 全线 圆满 高质量 高标准 高效 高水平 高起点 高效率 高品质 高质高效 稳步 有序 扎实 深入 大力 全力 强力 积极 统筹 持续 "
        "继续 抓紧 快速 有力 同步 稳妥 接续 协同 不断 尽快 尽早 早日 着力 切实 科学 精心 努力 重点 集中 纵深 整体 按期 按时 进一步 主动 加紧 全速 聚力 有效 "
        "务实 实现 深化 滚动 加力 全力以赴 快马加鞭 着重 突出 坚持 狠抓 其中 目前 同时 此外 并 及时 系统 适时 启动并 全力推动 推动了 随着 我市 我省 我区 全市 "
        "全省 全区 认真 一体 分类 常态化 有力有序 有序有效 力推 倾力 强化 已 已经 即将 将 要 又 还 一是 二是 三是 四是 五是 六是 七是 八是 以及 和 及 优先 率先 加快把 "
        "统筹推动 做到 一体化 更大力度 提质 累计 动态 合力 超前 精准 谨慎 依法 抢抓 协调 牵头 全程 科学有序 靠前 积极稳妥 积极稳步 稳慎 迅速 马上 立即 基本上 新 用心 接力 压茬 用好 管好 盘活"
    }
)
# A partner or the part of the place before the verb: 「与某院合作共建」, 「支持某县申建」.
_PARTNER = re.compile(r"[与和同][^、，]{2,14}?(?:合作|共同)(?P<verb>共建|建设)(?=..)")
_APPLYING = re.compile(r"[^、，的]{2,6}?(?P<verb>申报建设|申建)(?=..)")
_TIMES, _TIME_FIRST = re.compile(_TIME), frozenset("到在今明去当年月上下一二三四中0123456789")
_OPENERS: dict[str, tuple[str, ...]] = {}  # by their first character, the longest first
for _word in sorted({*_BEFORE, *_STRENGTH, *_LINK}, key=lambda w: (-len(w), w)):
    _OPENERS[_word[0]] = (*_OPENERS.get(_word[0], ()), _word)
# 建设路, 新区, 新疆 …: here the opening word belongs to a name.
_NOT_FIRST = frozenset("建开新改启快将和规")
_NOT_OPENER = re.compile(
    r"建设(?:路|街|大道|银行|村|镇|社区|用地|工程)|开放大学|新(?![建开引])|改造提升(?:工程|项目)|启动区|快速(?:路|公交|通道|干线|线|环|化)|将(?!于|在)[^要]|和[平谐县田]|规划(?:馆|展)"
)


_ET_CETERA = re.compile(
    r"(?<![高中初优平同均])等(?![级效同离])(?P<kind>(?:[^、，“”覆纳参向与在对]|在建|“[^“”]{1,12}”){0,22})\Z"
)
_PROJECTS = re.compile(
    r"(?:项目|(?<![一二三四五六七八九十]大)工程|设施|片区|线路|航道|港区|装置|产线|载体|重大[^、]{0,4}平台|产业园|园区)群?”?\Z"
)
_NO_THINGS = re.compile(r"(?:试点|业务|帮扶|合作|服务|协议|规划|编制)(?!平台|项目|区|园|基地|中心)[^项园]*\Z")
# In a list of these a member must show by itself that it is one thing: 「5G网络等新型基础设施」.
_LOOSE_KIND = re.compile(r"\A(?!.*(?:重大|大科学)).*设施\Z")
# What is done to trades, troubles and ills is no work on a thing: 「高额彩礼等综合治理」, 「水泥等行业改造」.
_NO_WORKS = re.compile(r"行业|领域|企业|问题|地区|业态|产品|的|产业(?:改造|升级)|专项|\A(?:综合)?(?:治理|整治)\Z")
_SETTLED = re.compile(r"(落户)(?:于|在)?(?![我一试并建运投实])[一-鿿]{2,4}\Z")
_TAIL_LAST = frozenset("设工施划作商造伐度务")
_LAST = frozenset({*_AFTER_LENGTHS, *_TIME_LAST, *_TAIL_LAST})
_TAIL = re.compile(
    r"的?(?:建设|施工|实施|规划建设|规划和建设|开发建设|(?:收尾)?工作|招商|建设改造|建设步伐|进度|建设进度|(?<=[治理])任务)\Z"
)
# Without one of these a clause tells no stage: it is not read further.
_SIGNAL = any_of(
    "项目 工程 [投通竣完开动停复缓签启交上满达封收奠落加提][产用运车航水工约建动地付线效关官基成快速户港园馆业通诊街学行] 建[成设好] 修建 推[进动] "
    "进展 合龙 封顶 贯通 前期 实施 获[准批核] 批复 核准 立项 抓[好实紧] 狠抓 [新扩改续重筹在申]建 改造 修缮 谋划 规划 争取 布局 储备 论证 引进 招引 "
    "打通 运[营行] 营[运业] 招生 首航 并网 发电 使用 供[水电气热] [起成来]势 势头 初具 具备 试生产 铺轨 试产 接诊 迎客 见效 验收 铺开 展开 终止 取消 "
    "进行 如火 热火 突破 面世 量产 下线 办学 挂牌 蓄水 架通 洞通 施工 开放"
)
_APPROVED = re.compile(r"(?<!址)(?<!研)(?<!划)获批|批复")
_DESIGNATED = re.compile(r"(?:区|中心|实验室|平台|口岸|基地|园|城市)\Z")
# A body that comes to the place is won, not built: 「某研究院落户」.
_BODY = re.compile(r"(?:研究院|研究中心|总部|研发中心|(?:联络|签证|运营)中心|交易所\w*中心|平台|机构|公司)\Z")
_SPAN = re.compile(r"(?:桥|隧道|隧洞|管廊|轨道)\Z")
_WORKS_END = re.compile(r"(?:项目|工程|[迁扩改续新]建|扩容|延伸|改造|扩能|二期|三期)\Z")
_COUNTED = re.compile(r"一批|若干|多个|一系列|更多|\d+[余多]?[个条座所家处]以上")
_COUNT_BEHIND = re.compile(r"\d[余多]?[个座条家所处]\Z")
_DENIED = any_of("未能 尚未 没有 滞后 缓慢 不足 不够 不快 不大 不多 难以 困难 短板 如果 盲目 严禁 坚决遏制 叫停")
_OTHER_VERB = re.compile(
    r"加[大强]|提[升高]|增强|优化|拓展|发[展挥]|[用办做盘]|改善|健全|建立|规范|利用|紧抓|依托|[以在对把由从向为按围聚]"
)
_AHEAD = re.compile(r"有望|将于|将在|预计")
_STRONG = frozenset({"completed", "operating", "started"})
_NEUTRAL = frozenset(("建设", "施工", "实施", "工作", "了", "并", "开发建设"))
_TIME_END = re.compile(
    r"(?:(?:20\d\d年)?\d{1,2}月(?:底|份|中旬)?前?|20\d\d年(?:底|内|初|上半年|下半年)?前?|[上下]半年|年末)\Z"
)
_YEAR = re.compile(r"(20\d\d)年(?!来)")


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


@dataclass(slots=True)
class _Opening:
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
class _Group:
    """Names that share one verb or one ending; the first ``listed`` of them stand in a list that ends in 等…项目.

    ``firm`` is false for a list of things that need not be single ones (等…设施), ``void`` where it is of no things at all.
    """

    clause: Piece
    opening: _Opening
    names: list[tuple[Piece, Piece]] = field(default_factory=list)
    listed: int = 0
    firm: bool = True
    void: bool = False
    ending: _Ending | None = None
    tail: bool = False

    def works(self, text: str) -> bool:
        """Whether it is works that are spoken of, not an institution or a place."""
        return self.tail or any(_WORKS_END.search(text, *piece) for piece, _ in self.names)


def _opener(text: str, start: int, end: int) -> int:
    """Return where the opening word at ``start`` ends, 0 if none stands there."""
    first = text[start]
    if first in _TIME_FIRST and (time := _TIMES.match(text, start, end)):
        return time.end()
    for word in _OPENERS.get(first, ()):
        if text.startswith(word, start, end):
            return start + len(word)
    return 0


def _open(text: str, start: int, end: int) -> _Opening:
    """Read adverbs, words of strength and verbs from the front."""
    found = _Opening(start)
    statuses: list[str] = []
    while (
        (at := found.end) < end
        and (stop := _opener(text, at, end))
        and not (text[at] in _NOT_FIRST and _NOT_OPENER.match(text, at, end))
    ):
        word = text[at:stop]
        if word in _STRENGTH:
            found.strength, found.strength_at = _STRENGTH[word], (at, stop)
        if word in _BEFORE:
            found.words = (found.words[0] if statuses else at, stop)
            statuses.append(_BEFORE[word])
        found.end = stop
    if found.strength == "encourage" and not statuses and (led := _APPLYING.match(text, found.end, end)):
        found.words, found.end, statuses = led.span("verb"), led.end(), ["preliminary"]
    elif text.startswith(("与", "和", "同"), found.end, end) and (led := _PARTNER.match(text, found.end, end)):
        found.words, found.end, statuses = led.span("verb"), led.end(), ["under-way"]
    if statuses:
        found.status = min(statuses, key=_RANK.index)
    elif found.strength_at:
        word = text[slice(*found.strength_at)]
        found.status = {"争取": "preliminary", "积极争取": "preliminary"}.get(word, "")
        found.words = found.strength_at
    return found


def _token_before(text: str, start: int, end: int) -> int:
    """Return where the word of stage that ends at ``end`` begins, or ``end``."""
    last = text[end - 1]
    for length in _AFTER_LENGTHS.get(last, ()):
        if length <= end - start and text[end - length : end] in _AFTER:
            return end - length
    time = _TIME_END.search(text, max(start, end - 10), end) if last in _TIME_LAST else None
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
            if _AFTER.get(text[_token_before(text, start, end) : end]) not in ("completed", "operating"):
                return []
    return found


def _close(text: str, start: int, end: int) -> _Ending:
    """Read the words of stage from the end."""
    if text.find("落户", max(start, end - 8), end) > 0 and (settled := _SETTLED.search(text, start, end)):
        end = settled.end(1)  # 「落户甲县」
    if start >= end or text[end - 1] not in _LAST:
        return _Ending(end, end)
    tokens = _words_behind(text, start, end)
    told = [(at, word, status) for at, word in tokens if (status := _AFTER.get(word))]
    if not told or (len(told) == 1 and told[0][1] in _NEEDS_COMPANY):
        return _tail(text, start, end)
    found = _Ending(tokens[-1][0], end)
    for at, word in tokens:
        if word in _STRENGTH:
            found.strength, found.strength_at = _STRENGTH[word], (at, at + len(word))
    found.status = min((status for _, _, status in told), key=_RANK.index)
    found.main_works = any(word.startswith("主体") for _, word in tokens)
    if found.status == "completed" and (found.main_works or any(word == "基本" for _, word in tokens)):
        found.status = "main-works-done"
    found.anchor = told[-1][0]
    found.words = next(at for at, word in reversed(tokens) if word not in _NEUTRAL)
    return found


def _tail(text: str, start: int, end: int) -> _Ending:
    """Read a noun for the work itself: 「…建设」."""
    found = _TAIL.search(text, max(start, end - 8), end) if text[end - 1] in _TAIL_LAST else None
    if not found:
        return _Ending(end, end)
    return _Ending(found.start(), end, tail=True, main_works="主体" in found[0])


def _are_projects(kind: str, *, bare: bool) -> bool:
    """Whether the words behind 等 say that the list is one of projects; ``bare`` when no word of stage follows them."""
    return bool(_PROJECTS.search(kind) or (bare and has_head(kind) and not _NO_WORKS.search(kind)))


def _groups(text: str, clause: Piece) -> Iterator[_Group]:
    """Cut a clause into groups of names that share a verb before or words of stage behind."""
    group: _Group | None = None
    for start, end in items(text, *clause, ends=lambda i, j: bool(_close(text, i, j).status)):
        opening = _open(text, start, end)
        if group is None or group.ending or (opening.status and opening.end - start > 1):
            if group:
                yield group
            group = _Group(clause, opening)
            start = opening.end
        ending = _close(text, start, end)
        stop = ending.start
        et_cetera = _ET_CETERA.search(text, start, stop) if text.rfind("等", start, stop) > 0 else None
        if et_cetera:
            stop = et_cetera.start()
        if et_cetera and _NO_THINGS.search(et_cetera["kind"]):
            group.void = True
        elif start < stop:
            group.names.append(((start, stop), clause))
            if group.names[1:] and text.endswith("项目", start, stop):
                group.listed = len(group.names)
        if et_cetera and group.names and _are_projects(et_cetera["kind"], bare=not ending.status):
            group.listed = len(group.names)
            group.firm = not _LOOSE_KIND.search(et_cetera["kind"])
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


def _names(text: str, group: _Group) -> list[tuple[Piece, Piece]]:
    """Return the names of a group that are names, each with its clause."""
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
    # 「一批中试基地和验证中心」: what is counted out stands for all that follow it.
    counted = next((i for i, at in enumerate(raw) if _COUNTED.match(text, at)), len(labels))
    counted = 0 if labels and _COUNT_BEHIND.search(labels[-1][-4:]) else counted
    kept[counted:] = [keep and pieces[i][2] for i, keep in enumerate(kept) if i >= counted]
    early = group.ending is not None and group.ending.status == "preliminary"
    for index, label in enumerate(labels):
        if kept[index]:
            continue
        kept[index] = (
            is_phase(label)
            or (built and group.ending is not None and is_catchword(label))
            or (applied and is_hall(label))
            # A building beside named ones needs no name: 「市博物馆、科技馆」.
            or (len(labels) > 1 and any(kept) and is_hall(label))
            or (pieces[index][2] and len(label) >= 5 and any(kept) and could_be_name(label) and has_head(label))
            # Members may share the head of the last: 「角山、松木污水处理厂」.
            or (kept[-1] and group.ending is not None and len(label) <= 6 and could_be_name(label) and own(label) >= 2)
            or (kept[-1] and len(label) <= 5 and label[-1] in "河江湖库路桥" and label[-1] in labels[-1])
            # What has papers drawn up is one thing: 「铁路枢纽改造工程前期工作」.
            or (early and len(label) >= 6 and could_be_name(label) and label.endswith(("工程", "项目")))
        )
    return [(name, clause) for keep, (name, clause, _) in zip(kept, pieces, strict=True) if keep]


def _joined(earlier: _Group | None, later: _Group) -> _Group:
    if earlier is None:
        return later
    listed = len(earlier.names) + later.listed if later.listed else earlier.listed
    firm = earlier.firm and later.firm
    return _Group(later.clause, later.opening, earlier.names + later.names, listed, firm, ending=later.ending)


def _told(group: _Group, last: bool) -> tuple[str, Piece, int]:
    """Return the stage that a group's words tell of a name, the words, and where the statement is anchored."""
    opening, ending = group.opening, group.ending
    # 「建成A、B竣工」: what stands behind speaks of the last name only; 「推动A、B投产」: of all.
    behind = ending and (last or opening.status not in _STRONG or group.listed or ending.status == "preliminary")
    if ending and behind:
        return ending.status, (ending.words, ending.end), ending.anchor
    return opening.status, opening.words, opening.words[0]


def stages(reading: Reading) -> Iterator[Stage]:
    """Yield each project and stage of a sentence, in order."""
    text = reading.text
    if not _SIGNAL.search(text):
        return
    strength: tuple[str, Piece | None] = ("plain", None)
    waiting: _Group | None = None  # a list whose stage stands in a later clause
    verb: _Opening | None = None  # a verb whose list goes on in this clause
    latest: list[tuple[Piece, Piece]] = []
    subject: list[tuple[Piece, Piece]] = []  # what a clause without names of its own goes on about
    for clause in reading.clauses:
        if not _SIGNAL.search(text, *clause) and "等" not in text[slice(*clause)]:
            opening = _open(text, *clause)
            strength = (opening.strength, opening.strength_at) if opening.strength else strength
            waiting = verb = None
            continue
        if _DENIED.search(text, *clause):
            waiting = verb = None
            continue
        for group in _groups(text, clause):
            opening, ending = group.opening, group.ending
            if opening.strength or (opening.status and opening.status not in ("completed", "operating")):
                strength = (opening.strength or "plain", opening.strength_at)
            if not opening.status and not ending:
                if verb and group.listed:
                    opening.status, opening.words = verb.status, verb.words
                else:
                    waiting = _joined(waiting, group) if group.listed and not _OTHER_VERB.match(text, *clause) else None
                    continue
            # 「A等项目，B等项目建成投用」: the later list must be one too, and open with no word of its own.
            if waiting and ending and group.listed and opening.end == group.clause[0]:
                group = _joined(waiting, group)
            waiting = None
            verb = opening if opening.status and not ending and group.listed else None
            # 「推动甲港与乙港深化合作」: 推动 alone asks for works or a list of projects.
            if text[slice(*opening.words)] == "推动" and not (ending or group.listed or group.works(text)):
                continue
            # 「建好用好甲中心」 asks for use, not for building.
            if opening.status and "用好" in text[opening.words[0] : opening.end]:
                continue
            # Whom the place wishes to come is no project yet: 「招引电芯、电解液等项目」.
            group.firm &= not (reading.planned and opening.status == "signed" and not ending)
            group.firm &= text[slice(*opening.words)] != "开放"
            names = _names(text, group)
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
                names = subject
            firmly = (ending.strength, ending.strength_at) if ending and ending.strength else strength
            for index, (name, where) in enumerate(names):
                status, words, anchor = _told(group, index == len(names) - 1)
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
        ahead |= not reading.planned and (year > reading.report.review[1] or bool(_AHEAD.search(text, *clause)))
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
