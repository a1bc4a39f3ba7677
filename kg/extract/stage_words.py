"""The words that tell how far a project has come, and how firmly: at the front of a clause, and at the end of a list member."""

import re

from kg.extract.project_names import any_of


def _words(table: dict[str, str]) -> dict[str, str]:
    return {word: code for code, words in table.items() for word in words.split()}


STRENGTH = _words(
    {
        "ensure": "确保 保证 务必 务求 力保",
        "strive": "力争 力促 争取 努力 全力争取 力求 奋力 积极争取",
        "encourage": "鼓励 支持 引导",
        "expected": "预计 有望",
        "binding": "必须",
    }
)
# Words that may end a list member, by the stage they tell; "" adds nothing to the words beside it.
AFTER = _words(
    {
        "suspended": "停缓 停工 停建 缓建 暂停建设 暂停实施",
        "cancelled": "取消建设 终止实施 终止建设",
        "preliminary": "前期工作 前期 前期研究 前期论证 前期手续 可研获批 可研批复 完成可研 规划获批 选址获批 获批 获批复 获批建设 获核准 核准 "
        "获得核准 批复 获得可研批复 取得可研批复 通过评审 通过行业评审 立项 获国家批复 获准建设 获批立项 完成立项 获得批复 谋划 规划 论证 筹建 完成选址 通过核准 取得批复",
        "operating": "投产 投运 投用 投入使用 投入运营 投入运行 投入生产 投入营运 投入商业运营 投入商业运行 通车 通航 通水 通电 通气 通行 开通 "
        "运营 载客运营 营运 启用 开园 开馆 开业 营业 开街 开放 开诊 招生 开学 开行 首航 并网 并网发电 发电 达产 达效 达标 满产 上线 交付 "
        "交付使用 使用 供水 供电 供气 供热 开港 启运 迎客 面世 见效 运行 试生产 试投产 试营业 开营 招生办学 办学 量产 下线 "
        "向公众开放 向社会开放 向市民开放 面向社会开放 面向公众开放 面向市民开放 对外开放 封关运行 封关运营 封关 满产满销 “满产满销” 接诊 试产",
        "partly-operating": "试运营 试运行 投入试运营 投入试运行 试开通 分段试运行 分段通车 分段开通 分段投用 分段运营 部分投产 部分投用 部分投运 部分建成 部分投入使用 部分竣工 部分通车 部分开放 部分建成投用 部分建成投产",
        "main-works-done": "封顶 合龙 贯通 洞通 架通 下闸蓄水",
        "completed": "建成 竣工 竣工验收 完工 落成 完成 完成验收 通过验收 通过竣工验收 完成建设 完成搬迁 完成迁建 完成改造 完成扩建 完成施工 "
        "完成修复 完成整治 完成升级 完成修缮 完成提质改造 完成升级改造 具备通车条件 具备通航条件 具备开通条件 具备投产条件 具备投运条件 具备使用条件 交工 交工验收 收官 完成主体施工 挂牌 完成建设任务",
        "under-way": "复工 复工复建 恢复施工 复工建设 推进 进展 进展顺利 进展良好 进展迅速 提速 加快 加速 铺开 展开 在建 进展较快 如火如荼 有序进行 "
        "热火朝天 推进中 加快步伐 步伐加快 推动 抓紧建设 突破 开展 起势 成势 来势向好 势头良好 初具规模 初具雏形 铺轨 完成铺轨 进入收尾 进入收尾阶段 建设高峰期 施工高峰期 提质建设",
        "started": "落地建设 开工 动工 开建 奠基 破土动工 启动 启建 动建 进场施工 落地开工 开工即投产",
        "signed": "签约 签约落地 落地签约 签约落户 完成签约 落地见效 落地 落户 成功落地 落户我市 落户我省 落户我区 落户我县",
        "": "全面 正式 顺利 成功 相继 陆续 先后 如期 提前 即将 已经 已 基本 全部 全线 圆满 高质量 高标准 高效 稳步 有序 扎实 深入 大力 全力 强力 积极 "
        "统筹 持续 继续 抓紧 快速 强势 有力 同步 稳妥 接续 压茬 协同 不断 尽快 尽早 早日 当年 年内 着力 切实 科学 精心 努力 重点 集中 纵深 整体 按期 "
        "按时 进一步 主动 加紧 全速 聚力 有效 务实 实现 双双 均 再 也 将 要 了 取得 实质性 突破性 重要 积极 明显 阶段性 重大 决定性 新 建设 施工 实施 "
        "主体 中跨 主跨 全桥 双幅 左幅 右幅 主体工程 主体结构 主体建设 主体施工 工作 年底 年底前 并 进入 阶段 收尾 常态化 实体化 盛大 安全 平稳 开工建设 首期 规划建设 开发建设 建设任务 运营使用 早 快 验收 市场化 统一 对外 加力 提质 本年 今年 去年 去年底",
    }
)
AFTER |= dict.fromkeys(STRENGTH, "")
AFTER["开工建设"] = AFTER["启动建设"] = AFTER["开工"]
AFTER["规划建设"] = "under-way"
AFTER["规划研究"] = AFTER["规划设计"] = "preliminary"
AFTER_LENGTHS: dict[str, tuple[int, ...]] = {}  # by their last character, the longest first
for _word in sorted(AFTER, key=lambda w: -len(w)):
    AFTER_LENGTHS[_word[-1]] = tuple(dict.fromkeys((*AFTER_LENGTHS.get(_word[-1], ()), len(_word))))
TIME_LAST = frozenset("月底份旬前年内初末")
RANK = (
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
NEEDS_COMPANY = frozenset(
    _words(
        {
            "": "使用 规划 论证 谋划 运行 突破 达标 开展 发电 推动 办学 挂牌 供水 供电 供气 供热 营业 通行 批复 下线 上线 见效 量产"
        }
    )
)
# Words that may open a clause or list member.
BEFORE = _words(
    {
        "preliminary": "谋划 筹建 筹划 谋划建设 谋划实施 谋划推进 谋划启动 规划 论证 储备 布局建设 布局 积极争取 争取实施 规划布局 "
        "申建 申报建设 获批筹建",
        "operating": "建成投用 建成投产 建成投运 建成启用 建成开放 建成通车 建成运营 建成并投用 投运 投用 投产 开通 启用 建成开园 建成开业 开通运营 "
        "开放 建成运行 建成使用 建成并投入使用 建成并投入试运行 通车 开行 投入使用 投入运营",
        "partly-operating": "试运营 开通试运营 建成试运行 投入试运营 部分建成",
        "completed": "完成 建成 竣工 完工 基本建成 基本完成 打通 建好 建成了 贯通 全线贯通 全面建成 全面完成 落成 建成并",
        "started": "启动 开工 动工 开建 新开工 开工建设 启动建设 启动实施 开工实施 动工建设 破土动工 集中开工 全面开工",
        "under-way": "推进 加快 推动 实施 建设 抓好 提速 续建 抓实 狠抓 规划建设 加快推进 加快建设 推进建设 加快实施 提速建设 提质更新 改造 扩建 修缮 修建 "
        "新建 推进实施 加速 加快推动 改扩建 提质改造 改造提升 实施好 推动建设 抓紧 铺开 推动实施 在建 打造 建设好 服务推动 服务保障 促进 重建 恢复重建 除险加固 升级改造 新改扩建 新改建",
        "signed": "签约 引进 签约引进 引进落地 落地 签约落地 新引进 招引",
    }
)
# What is finished and taken into use at once: 「竣工投产」, 「建成并投入使用」.
BEFORE |= dict.fromkeys(
    (
        first + link + last
        for first in ("建成", "竣工", "完工", "验收", "开港")
        for link in ("", "并")
        for last in _words({"": "投产 投用 投运 启用 使用 开放 通车 运营 运行 投入使用 投入运营 投入试运行 开园 开业"})
    ),
    "operating",
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
        "全省 全区 认真 一体 分类 常态化 有力有序 有序有效 力推 倾力 强化 已 已经 即将 将 要 又 还 一是 二是 三是 四是 五是 六是 七是 八是 以及 及 优先 率先 加快把 "
        "统筹推动 做到 一体化 更大力度 提质 累计 动态 合力 超前 精准 谨慎 依法 抢抓 协调 牵头 全程 科学有序 靠前 积极稳妥 积极稳步 稳慎 迅速 马上 立即 基本上 新 用心 接力 压茬 用好 管好 盘活 加强 做好 做深做细 做深做实 开展 集中力量 保障 支持并"
    }
)
# A partner or the part of the place before the verb: 「与某院合作共建」, 「支持某县申建」.
PARTNER = re.compile(r"[与和同][^、，]{2,14}?(?:合作|共同)(?P<verb>共建|建设)(?=..)")
APPLYING = re.compile(r"[^、，的]{2,6}?(?P<verb>申报建设|申建)(?=..)")
# A subject before the verb and its list: 「甲谷开工建设乙总部、丙工厂」.
SUBJECT = re.compile(
    r"(?:(?:依托|围绕|聚焦|结合|沿着?|以)[^、，]{2,12}?)(?P<verb>加快推进|全面推进|推进|启动|新建)(?=[^、，]{4})|"
    r"[^、，“”（）]{2,14}?(?P<works>(?:开工|启动|动工|新开工|加快|规划|推进)建设|建成(?:投产|投用|投运|启用)|竣工(?:投产|投用|投运))(?=..)"
)
# A second predicate: 「建成甲工程并推进二期前期工作」.
SECOND = re.compile(r"(?<=.{4})并(?![购行网联轨])")
MADE_OF = re.compile(r"集[^，]{4,40}一体的")  # 「集甲馆、乙馆于一体的丙中心」
TIMES, TIME_FIRST = re.compile(_TIME), frozenset("到在今明去当年月上下一二三四中0123456789")
OPENERS: dict[str, tuple[str, ...]] = {}  # by their first character, the longest first
for _word in sorted({*BEFORE, *STRENGTH, *_LINK}, key=lambda w: (-len(w), w)):
    OPENERS[_word[0]] = (*OPENERS.get(_word[0], ()), _word)
# 建设路, 新区, 新疆 …: here the opening word belongs to a name.
NOT_FIRST = frozenset("建开新改启快将和规")
NOT_OPENER = re.compile(
    r"建成后|建设(?:路|街|大道|银行|村|镇|社区|用地|工程)|开放(?:大学|自信|包容|合作|发展|创新|水平|程度|格局|新高地|高地)|新(?![建开引])|改造提升(?:工程|项目)|启动区|快速(?:路|公交|通道|干线|线|环|化)|将(?!于|在)[^要]|和[平谐县田]|规划(?:馆|展)"
)
REACHED = re.compile(r"(开通|通车|延伸|贯通)至[一-鿿]{2,7}\Z")  # 「甲线开通至乙站」
SETTLED = re.compile(r"(落户)(?:于|在)?(?![我一试并建运投实])[一-鿿]{2,4}\Z")
# What is taken into a plan is still to be begun: 「甲铁路纳入国家规划」.
ENTERED = re.compile(r"(?P<entered>(?:列入|纳入|进入)[^、，]{0,12}(?:规划|计划|清单|盘子|笼子))\Z")
WHERE = re.compile(r"在[一-鿿]{1,5}\Z")  # 「甲展览馆在乙县建成投用」
TAIL_LAST = frozenset("设工施划作商造伐度务程")
LAST = frozenset({*AFTER_LENGTHS, *TIME_LAST, *TAIL_LAST})
TAIL = re.compile(
    r"的?(?:主体工程(?:建设|施工)?|建设|施工|实施|规划建设|规划和建设|开发建设|(?:收尾)?工作|招商|建设改造|建设步伐|进度|建设进度|(?<=[治理])任务)\Z"
)
# Without one of these a clause tells no stage: it is not read further.
SIGNAL = any_of(
    "项目 工程 [投通竣完开动停复缓签启交上满达封收奠落加提][产用运车航水工约建动地付线效关官基成快速户港园馆业通诊街学行] 建[成设好] 修建 推[进动] "
    "进展 合龙 封顶 贯通 前期 实施 获[准批核] 批复 核准 立项 抓[好实紧] 狠抓 [新扩改续重筹在申]建 改造 修缮 谋划 规划 争取 布局 储备 论证 引进 招引 "
    "打通 运[营行] 营[运业] 招生 首航 并网 发电 使用 供[水电气热] [起成来]势 势头 初具 具备 试生产 铺轨 试产 接诊 迎客 见效 验收 铺开 展开 终止 取消 "
    "促进 服务 列入 纳入 加固 收尾 高峰 评审 进行 如火 热火 突破 面世 量产 下线 办学 挂牌 蓄水 架通 洞通 施工 开放"
)
STRONG = frozenset({"completed", "operating", "started"})
# Works that go on in some manner are under way: 「有序建设」, 「全面实施」, 「建设顺利」.
WORK = frozenset(("建设", "施工", "实施"))
MANNER = frozenset(
    _words(
        {
            "": "全面 顺利 高质量 高标准 高效 稳步 有序 扎实 深入 大力 全力 强力 积极 持续 继续 抓紧 快速 强势 有力 同步 稳妥 接续 协同"
            " 加紧 全速 加力"
        }
    )
)
NEUTRAL = frozenset(("建设", "施工", "实施", "工作", "了", "并", "开发建设"))
TIME_END = re.compile(
    r"(?:(?:20\d\d年)?\d{1,2}月(?:底|份|中旬)?前?|20\d\d年(?:底|内|初|上半年|下半年)?前?|[上下]半年|年末)\Z"
)
