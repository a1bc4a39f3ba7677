"""What words mean, in the verifier's own tables: characters → the codes they allow."""

import re

from kg.verify.numbers import SCALES, squeeze

Codes = frozenset[str]
_Table = tuple[tuple[str, str], ...]

# The first pattern that takes a stretch of characters keeps it: 不超过 is never read as 超过.
_COMPARATORS: _Table = (
    ("le", r"不(?:超|高|多|大|突)[过出于破]?|[以之]内|以下|控制[在到]|控制|至多|最多|上限|压减[到至]|封顶|^[前强]$"),
    ("ge", r"不(?:低|少|小|下)于|[以之]上|至少|最低|保底|下限|起步"),
    ("lt", r"不足|不到|[低少小]于|未(?:[达到]|突破|迈过)"),
    ("approx", r"左右|上下|大?约|接近|将近|大致|大体|基本|近"),
    ("ge gt", r"[迈站跃跨登踏冲走][上过入进](?!年|度)|跨越|翻越|冲破"),
    ("gt", r"[突打]破|破|[高大多优快]于|超[过出越]?|过|逾|余|多"),
)
_RELATIVE: _Table = (
    ("as-assigned", r"下达|分解|交办|约束性指标|考核|规定|任务|要求|省定|目标"),
    ("tracks", r"同步|一致|持平|相当|相适应|相匹配|保持|协调"),
    ("exceeds", r"[高快低慢优大好多少]于|超[过出]?|领先|[高快低慢]出?|跑赢|前列|平均"),
)
_STRENGTHS: _Table = (
    ("binding", r"约束性"),
    ("ensure", r"确保|必须|务必|坚决|保证|保障|力保|必保|守住|严守|坚守|[决绝]不"),
    ("strive", r"力争|争取|力促|努力|奋力|全力|争|尽力|冲刺|尽早|尽快"),
    ("expected", r"预期|预计|主要目标|目标[是为：:]"),
    ("encourage", r"鼓励|支持|引导|倡导|推动"),
)
_STATUSES: _Table = (
    ("suspended", r"停缓|停[建工]|缓建|暂停"),
    ("cancelled", r"取消|终止"),
    ("partly-operating", r"试开通"),
    ("operating partly-operating", r"分段\w+|(?:投入)?试(?:运[营行]|生产|营业)"),
    ("partly-operating", r"部分(?:投|建|竣|通|开|运)\w*"),
    (
        "operating",
        r"建成即?(?=[投通运启开招])|投[产运用]|投入\w+|运[营行]|营运|通[车航水电气行]|开[通业园馆放港航行街]|首航|满产|启用|达产|入驻|使用|并网|发电|招生|开[学诊]|营业|达[效标]|[上下]线|供[水电气热]|启运|迎客|面世|见效|开营|办学|量产|封关|接诊|试产",
    ),
    ("preliminary", r"即将(?:开工|动工|开建|启动)\w*"),
    ("main-works-done completed", r"贯通"),
    ("under-way", r"即将|提质\w*|更新|整治|铺轨|共建|[起成来]势|势头|雏形|初具规模"),
    ("completed", r"具备\w+条件"),
    ("preliminary", r"申报\w*|申建"),
    ("main-works-done completed", r"基本(?:建成|完[成工]|竣工)"),
    ("under-way started", r"新建|落地建设"),
    ("main-works-done", r"封顶|主体\w*完[工成]|主体|合[龙拢]|洞通|架通|蓄水"),
    (
        "preliminary",
        r"前期|可研|规划|立项|谋划|[筹策]划|筹建|论证|储备|布局|选址|获批复?|核准|获准|审批|争取\w*|环评|勘察|设计|招标|报批|批复|评审",
    ),
    ("started", r"开工|动工|开建|奠基|启动|启建|动建|进场|破土"),
    ("signed", r"签[约订署]|落户|落地|引进|招引|摘牌"),
    ("completed operating", r"交付\w*|挂牌"),
    ("completed", r"建成|竣工|完[工成]|落成|验收|打通|建好|投放|建完|交工|收官"),
    (
        "under-way",
        r"复工|恢复施工|推进|推动|进展|提速|加[快速]|铺开|展开|在建|续建|实施|建设|施工|抓[好实紧]|狠抓|促进|改造|[扩修]建|改建|修缮|进入|有序|如火如荼|热火朝天|突破|开展|打造|服务\w*保障|重建|加固",
    ),
)
_MAIN = re.compile(r"的?主体(?:工程|结构|建设|施工)?")
RISE = r"增[长加幅速产收]|净增|新增|[提升增][高升]|上升|回升|提[升速]|扩大|上涨|加快|攀升|拓展"
FALL = r"负增长|下降|降[低幅]|减[少幅排]|压[减降缩]|回落|缩[小减短]|收窄|下[滑跌调浮]|削减|调减|核减|裁减|精简|减|^低$"
DIRECTION = re.compile(rf"(?P<fall>(?:{FALL}|[降跌])(?!了?[到至为]|速|本|费))|{RISE}|[降减][^，]{{0,3}}?[到至为]")
BELOW = re.compile(r"(?P<below>[低少慢落小]于|落后|低)|[高快多大优]于|超[过出]|领先|高出")
BEFORE = re.compile(
    r"(?:不[超高多低少小][过于出]|控制[在到]|[至最][多少低]|不[足到]|[低少高多大小]于|未(?:达到|突破|迈过)|超[过出]?|[突打]破|逾|大?约|接近|将近|(?<![最附临])近)了?$"
)
AFTER = re.compile(r"^[（(]?(?:及|或|\(含\))?(?:[以之][上下内]|左右|上下)")
PEOPLE = re.compile(
    r"(?:[人员者民童生师才工户属妇]|干部|人数|人才|人才资源|用户数|人口|劳动力|孩子|旅客|游客|代表|医护|职工|群众)$"
)
_UNITS = {
    "百分之": "%",
    "成": "%",
    "番": "倍",
    "分之": "%",
    "半": "%",
    "/": "%",
    "千分之": "‰",
    "个百分点": "百分点", "千米": "公里", "km": "公里", "名": "人", "位": "人", "㎡": "平方米", "m2": "平方米", "人民币": "元",
    "元人民币": "元", "人民币元": "元", "平米": "平方米", "立方": "立方米", "方": "立方米", "m3": "立方米", "平方千米": "平方公里",
    "标准箱": "标箱", "TEU": "标箱", "度": "千瓦时", "kwh": "千瓦时", "个点": "百分点", "人/次": "人次", "km2": "平方公里",
}  # fmt: skip
# What a bare number may be in: a count, money, points of an index.
UNWRITTEN = frozenset({"个", "元", "点", "倍", "枚"})
UNIT_IRIS = {
    "%": "PERCENT", "元": "CCY_CNY", "美元": "CCY_USD", "人": "INDIV", "公里": "KiloM", "平方米": "M2", "吨": "TONNE",
    "百分点": "PERCENTAGE_POINT", "人次": "PERSON_TIME", "户": "HOUSEHOLD", "亩": "MU",
}  # fmt: skip
MIRROR = {"ge": "le", "le": "ge", "gt": "lt", "lt": "gt"}


def _codes(table: _Table, chars: str) -> Codes:
    pattern = re.compile("|".join(f"(?P<g{i}>{p})" for i, (_, p) in enumerate(table)))
    return frozenset(c for m in pattern.finditer(chars) for c in table[int((m.lastgroup or "g0")[1:])][0].split())


def comparators(chars: str) -> Codes:
    """Return what bound words allow, before any mirroring."""
    return _codes(_COMPARATORS, chars)


def relations(chars: str) -> Codes:
    """Return what the words of a relative target allow."""
    return _codes(_RELATIVE, chars)


def strengths(chars: str) -> Codes:
    """Return how firmly words commit."""
    return _codes(_STRENGTHS, chars)


def statuses(chars: str, behind: str = "", clause: str = "") -> Codes:
    """Return the project statuses that words allow, with what stands ``behind`` the project to the end of its ``clause``.

    「完成甲楼主体工程」 leaves the rest of the building to be done; of a list its members may end so, or the last alone.
    """
    codes = _codes(_STATUSES, chars)
    if "completed" in codes and _MAIN.search(clause):
        codes |= {"main-works-done"}
        codes -= {"completed"} if _MAIN.match(behind) else set()
    return codes


def unit_fits(column: str, own: str, near: str) -> bool:
    """Whether the unit's own characters, with 每人 and 人均 ``near`` them, mean the column."""
    own = re.sub(rf"^[余多]?(?:{SCALES})?[余多]?", "", own)
    meant = {own, _UNITS.get(own, own)} | ({"人"} if PEOPLE.search(own) else set())
    if re.match(r"[第前]|[首名位榜强]", own):
        meant |= {"位", "名"}
    if own == "人次" or (own == "户数" and column == "户"):
        return column == own.removesuffix("数")
    base, _, per = column.partition("/")
    if column in meant or not per:
        return column in meant
    # 「每人100元/月」: a part of the rate stands behind the unit, the other before the number.
    return (base in meant or base == own.partition("/")[0]) and all(
        any(w in near for w in (f"每{p}", f"{p}均", f"/{p}")) for p in per.split("·")
    )


_PLANS = {"九五": 2000, "十五": 2005, "十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}


def years(chars: str, plan: int, last: int, *, ahead: bool) -> frozenset[int]:
    """Return the calendar years that words may mean in a report on ``last`` that plans ``plan``."""
    chars = squeeze(chars)
    digits = chars.translate(str.maketrans("〇零○一二三四五六七八九", "000123456789"))
    named = {int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", digits)}
    if named:
        return frozenset(named)
    if five := re.search(r"十?[一二三四九]?五(?=[”\"」]|时期|期间|规划|末|$)", chars):
        return frozenset({_PLANS[five[0]]} if five[0] in _PLANS else ())
    for word, meant in (
        ("前年", {plan - 2}),
        ("[去上]一?年(?!度)|[去上]年度", {plan - 1}),
        ("[明来]年", {plan, plan + 1}),
    ):
        if re.search(word, chars):
            return frozenset(meant)
    if re.search(r"年|月|季度|五年|目前|截至|至今", chars):
        return frozenset({plan} if ahead else {plan, last})
    return frozenset()
