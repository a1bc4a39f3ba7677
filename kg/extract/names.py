"""What an amount measures: words before it, words behind it, or those that an earlier clause lends."""

import re
from dataclasses import dataclass, replace

from kg.catalogue import catalogue
from kg.extract.coordinations import dealt, two_in_one
from kg.extract.labels import (
    FIRST_VERB,
    TIME_ALONE,
    left_label,
    only_verbs,
    right_label,
    verb_at_start,
    verb_before,
)
from kg.extract.measured import Measured, is_count, is_stretch
from kg.extract.reading import Piece, Reading
from kg.extract.scenes import listed_before, scene_of


@dataclass(frozen=True, slots=True)
class Name:
    """What an amount measures: where its words stand, the words, and whether an earlier clause lent them.

    ``of`` is the name of the whole whose share this one is (「新增就业6万人、占全区31.8%」): what follows may go on about either.
    """

    at: Piece
    words: str
    inferred: bool = False
    of: "Name | None" = None


# Words that measure some thing named before them: 「实施重点项目262个、完成投资800亿元」.
# What was done to the things counted before; a total of them is more than what is new.
_MADE = re.compile(
    r"^(?:新增|新建|新认定|新培育|新登记|新引进|新签约|新设立?|新注册|净增|累计)(?:和(?:提升|改造|扩建|改建)(?:提升)?)?|(?<=[\u4e00-\u9fff”]{3})(?:新增|净增)$"
)
# 「新登记经营主体7.2万户、总数达到53.7万户」: the second is no new one.
_TOTAL_NOW = re.compile(r"[、，]?(?:累计|总数|总量|总计|目前|现)+(?:有|达到?|为|超过?|突破)?")
_OF_ANOTHER = re.compile(
    r"(?:完成|累计|实际|合计|协议|合同|签约|计划|年度)?(?:投资额?|总投资额?|投资总额|总额|到位资金|资金|总规模|规模|总量|总数|总人数|人数|人流量|客流量|面积|总面积|占地|建筑面积|占比|比重|总产值|产值|年产值|保有量|在库|装机总量|总装机|存量|"
    r"总?产量|消费额|(?:支出|执行|投资)进度|(?:采购|协议|合同|意向|成交|销售|签约|到位|交易|意向成交)?金额|营业额|融资额?|授信|营收|营业收入|营业总收入|销售收入|年销售收入|销售额|年销售额|交易额|成交额|贸易额|利润|利润总额|净利润|资产总额|产业规模|就业|惠及\S{1,6}|全长|总长|总长度|总里程|注册用户|用户数?|"
    r"(?:覆盖|办结|办成|办复|满意|开工|竣工|达标|合格|优良|入住|签约|落地|履约|转化|利用|参保|参合|完成|成功|破案|回收|交付|销号|整改|治理|执行|就业)率|满意度)"
)
_ITS_TOTAL = re.compile(rf"(?<=[\u4e00-\u9fff]{{4}})(?:{_OF_ANOTHER.pattern})$")
# Units in which things made or mended are told.
_EXTENTS = frozenset(
    ("亩", "公顷", "公里", "米", "平方米", "平方公里", "吨", "吨/日", "立方米", "千瓦", "标准箱", "重量箱")
)
_GOAL = re.compile(r"的(?P<what>[\u4e00-\u9fff]{0,12}?)(?:年均)?(?:增长(?:预期)?(?:目标|速度)|增速)")
_WHOLLY = re.compile(r"(?:基本|全部|全面|已|均)+$")
_SAID = re.compile(r"(?:提出|确定|设定|定下|保持|争取|围绕|锚定)了?")
# Words that say how a thing changes and not which.
_VAGUE = re.compile(r"各地(?:均?可)?|一律|(?:人均)?新?标准|提价|提标|(?:平均)?(?:每人每[年月]|人均每[年月]|人均)|最高")
_CHANGED = re.compile(
    r"[^\d，。；、]*?(?:提高|降低|下调|上调|调整|提升|实行|执行|增加|减少)(?:了)?(?P<metric>[^\d，。；、]{2,24}(?:率|比例|标准|价格?|金|补贴|补助|税|待遇|工资|水平|经费|额度|收入))$"
)
_ITS_SUM = re.compile(r"总投资|总规模$")
# 「化解矛盾纠纷21.2万件、化解率98.8%」: a rate of no more than its verb is that of the thing before.
_BARE_RATE = re.compile(r"[\u4e00-\u9fff]{2}率")
_HIGHER = re.compile(r"(?:自治区|国家|省|市|上级)(?:下达)?")
_DONE_ALREADY = re.compile(r"(?:开工|竣工|投产|投用|建成|签约|落地|完工)$")
_RATIO = re.compile(r"(?:率|比重|占比|比例|度)$")
_SOWN = re.compile(r"(?:播种|种植|栽培)$")
# What is paid or refunded, not yet under which scheme: 「整合城乡居民基本医保制度，财政补助提高到420元」.
_BARE_METRIC = re.compile(r"(?:人均)?(?:财政)?补[助贴](?:标准)?|报销比例|起付线|覆盖面|保障标准")
_BOXES = frozenset(("标箱", "标准箱"))
_MEASURE_END = re.compile(r"(?:量|额|值|收入|投资|率|里程)$")
_TOTAL = re.compile(
    r"(?:启动|实施|推进|推动|整合|设立|组建|打造|谋划|建设|发起|新开工|签约|引进)*(?P<total>总投资额?|投资总额|总规模|总额|总产值|全长|总长)"
)
# Of a long list only what it lists is the name: 「举办煤交会、绿博会、预制菜大会等展会80余场」.
_LONG = 18
# As many characters say who did it to the things counted; more are another clause.
_SHORT = 8
# 「实施重大攻关项目及30个专项」: what stands before is another thing of the same verb.
_JOINED = re.compile(r"[及和与、]$|以及$")
_LIST_END = re.compile(r"等(?P<kind>[\u4e00-\u9fff“”]{2,16})$")
_PER_DAY = re.compile(r"(?:平均)?(?:每[天日月年]|日均|月均)(?:新增|净增|增加|诞生|产生)?")
_TO_ANOTHER = re.compile(r"对[\u4e00-\u9fffA-Z]{2,10}(?:贡献率|拉动|支撑)")
_THING_BEHIND = re.compile(r"的(?:\d+[个项家条座处]|[一两])?(?P<thing>[\u4e00-\u9fff“”]{2,20})")
_PREDICATE_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:开工|竣工|投产|签约|落地|建成|成为|全线|通车|完成|提质|启动|正式|全面|加快|顺利|和(?=.{6})|以及)"
)
# 「为1.2万名残疾人提供…」, 「在115个县建设…」: a preposition, no verb of measure.
_FOR_WHOM = re.compile(
    r"(?:^|[，、；。：]|并|还|地|动|目)(?:为|在|给|让|使|又有|另有|还有)(?:全市|全省|全区|全县|全州|超过?|近|约|逾)*$"
)
_PREDICATE_OF_ALL = re.compile(
    r"(?:[、和]\d+[余多]?[个家项件座所处名人条支]?[\u4e00-\u9fff“”]{1,12}?(?:（[镇乡街市区县旗道村]+）)?)+"
    r"(?P<did>(?:成功|全部|均|先后)?(?:入选|入围|获评|获批|获得|荣获|被评为|被认定为|上榜|跻身|通过|列入|纳入|建成投用|建成|竣工|投产|开工|投用)[^，。；、\d]{0,14})"
)
_MONEY_VERB = re.compile(
    r"(?:安排|新增|下达|拨付|发放|投入|落实|争取|筹集|统筹|发行|提供|设立|补助|奖励|减免|兑现|整合|获得?|给予|提取|募集|注入|列支|划拨|下拨|拿出|打造|组建)(?:了)?$"
)
_MONEY = re.compile(
    r"(?:的)?(?P<what>(?:(?!用于|支持|实施|帮助|推动|解决|建设|开展|加强|推进)[\u4e00-\u9fffA-Z“”]){0,12}?"
    r"(?:资金|经费|款项?(?!目)|债券|国债|债(?!务)|补贴|补助|津贴|贷款|基金|消费券|奖金|红包|资本金|奖励|奖补|投资(?!母|基|集|项|计|兴|合)|融资|授信|保费|赔偿|租金|税费|欠薪|工资)+)"
)
# 「小麦、稻谷最低收购价平均每斤分别提高0.11元和0.13元」
_EACH = re.compile(r"(?:平均)?(?:每(?:斤|公斤|亩|吨|年|月|人|户))*$")
# As many characters name a thing by themselves, where things are listed; fewer wait for a head.
_WHOLE_NAME = 5
_LED_IN = 7  # characters before a name that are more than 「，累计完成」
# Money of which only the payer or the verb is told is named by what it is for.
_BARE_MONEY = re.compile(r"(?:专项|补助|财政|扶持|奖补)*(?:资金|经费)|$")
_MONEY_SPENT = re.compile(
    r"(?:[中央国家省市县区级地方各]*财政)?(?:拟|共|新增|再|累计)?(?:安排|投入|下达|拨付|筹集|落实|统筹|列支|拿出)(?:专项|补助|财政|扶持|奖补|各类|各级)*(?:资金|经费)"
)
_PURPOSE = re.compile(
    r"，?(?:主要|重点|专项)?(?:用[^，。；]{2,6}方式)?(?P<for>(?:用于|支持|帮助|扶持|资助)[\u4e00-\u9fff“”、]{4,26}?)(?=[，。；！]|等|$)"
)
_OF_SCOPE = re.compile(r"占(全国|全省|全市|全区|全县|全州|全球|世界)比重$")
# 「实现4%的目标」, 「6.5%左右的增速」: no part of anything.
_OF_GROWTH = re.compile(r"(?:[\u4e00-\u9fff]{0,8}(?:增长|增速|目标|速度|增幅|利率|比例|比率))")
_PART_OF = re.compile(
    r"(?:贡献|创造|集聚|聚集|吸纳|提供|承担|占|覆盖|涵盖|容纳|惠及)了?(?P<scope>全国|全省|全市|全区|全县|全州|全球|世界)?$"
)
_SHARES = re.compile(r"[\u4e00-\u9fff]占[\u4e00-\u9fff]{2,12}$")
_SCOPE = re.compile(r"全国|全省|全市|全区|全县|全州|全球|世界")
# 「完成投资X亿元，完成年度计划的133%」.
_YEARS_TASK = re.compile(
    r"(?:占|为)?(?:年度|全年|年初|五年|总|省定|市定|序时|目标)*(?:计划|任务|目标|目标任务|进度|投资计划|预算)(?:数|总额)?"
)
_TASK_DONE = re.compile(rf"(?P<thing>[^，、]{{4,}}?)(?:完成|达到?|为|占)(?P<what>{_YEARS_TASK.pattern})的?")
_PART_OF_ALL = re.compile(
    rf"(?:^|分别|完成|占|为|达到?)(?:完成|占|为|达到?)*(?P<what>{_YEARS_TASK.pattern}|全国|全省|全市|全区|全县|全州|全球|世界)的?$"
)
_REACHED = re.compile(r"[提高增加长上下升降低减少缩短压][到至]")
_OWN_RATE = re.compile(r"的?(?P<rate>(?:优惠)?(?:税率|费率|利率|关税|缴费比例))")
# All of them, and what cannot be done by them: 「保持100%的水平」, 「排放量5%的下降」.
_ALL = re.compile(r"100(?:\.0+)?%?|百分之百")
_NO_DEED = re.compile(
    r"(?:增长|增速|增幅|提升|提高|下降|水平|目标|速度|位居|居|排|高于|低于|用电|[\u4e00-\u9fff]{2,3}第[一二三])"
)
_SHARE_WORD = re.compile(r"比重|占比|比例|率|份额")
# What 分别 has behind it before a number: 「电力、水利建设分别完成投资20亿元」.
_TAIL_OPENING = re.compile(r"^(?:完成|实现|达到?|新增|累计|为|占)+")
# 国家级, 省定 say of what rank the things are, 项目 and 指标 that there are some: neither says what is counted.
_COUNTED_TWICE = re.compile(r"(?:\d[\d.]*[余多]?[万亿]?(?:[户人名个家亩]|公里)(?!及?以[上下])(?=[\u4e00-\u9fff]{2}))")
# 「215个居民小区生活垃圾分类覆盖率达到95%」: 215 are the 小区, of which the rate is told.
_MEASURED_THING = re.compile(
    r"(?P<thing>[\u4e00-\u9fff“”、]{0,16}?(?:断面|小区|企业|项目|园区|开发区|省份|医院|机构|景区|集群|产业链|行业|平台))(?=[\u4e00-\u9fff])(?!建设|改造|开工|竣工)[\u4e00-\u9fff“”]*(?:率|比例|产值|投资|收入|比重|增加值|营收|利润|经费|费)"
)
_NEXT_COUNT = re.compile(r"、(?=\d)")
_AGED = re.compile(r"(?:\d{1,2}[-—至到])?\d{1,2}周?岁(?:及?以[上下]|的)*")
_RANK_OF_THINGS = re.compile(
    r"(?:(?:国家|省|市|州|盟|县|区|自治区|部)[级定](?:以上)?|[一二三四五]级|[甲乙丙]级|“?[二三四五]星级”?|[1-5]A级)"
)
_SHARED_THING = re.compile(
    r"(?:省定|市定|县定)?[、和及与](?:省定|市定|县定)?\d+[件项个](?:省定|市定|县定)?(?P<thing>[\u4e00-\u9fff]{2,10}?)(?=全部|全面|如期|顺利|圆满|均|已|、|，|；|。|$)"
)
_ADJACENT = re.compile(r"[、和]?")
_SOME_THING = re.compile(r"(?:项目|指标|资金|任务|构建|成立|设立)")


def names_of(reading: Reading, measured: list[Measured], named: list[Name], *, begun: int) -> list[Name | None]:
    """Name what each amount of a group measures; ``begun`` tells how many names the numbers before it have that it rises from."""
    text = reading.text
    if len(measured) == 1:
        if begun and named:
            named = [*named[:-1], replace(named[-1], of=None)]  # 「占世界经济比重从11.4%提高到15%」: the share itself
        return [_name(reading, measured[0], named)]
    start, end = measured[0].left[0], measured[0].before.rest
    cut = text.rfind("分别", start, end)
    piece = left_label(text, start, _EACH.search(text, start, cut if cut >= 0 else end).start())  # type: ignore[union-attr]
    if piece is None or TIME_ALONE.fullmatch(text[slice(*piece)]):
        opening = reading.clause_at(measured[0].amount.start)[0]
        listed = listed_before(text, opening)
        names = dealt(text, listed, "", len(measured)) if listed else []
        if len({words for _, words in names}) > 1:
            return [Name(at, words) for at, words in names]
        lent = named[-1:] * len(measured) if begun == 1 else named[-len(measured) :]
        if len(lent) < len(measured):
            lent = named[-1:] * len(measured)
        if not lent:
            return [None] * len(measured)
        if cut >= 0 and len(measured) == 2 and (both := two_in_one(lent[-1].words)):
            return [
                replace(lent[-1], words=words, inferred=True) for words in both
            ]  # 「城乡低保标准…，分别达740元和540元」
        part = _of_the_task(text[start if cut < 0 else cut : end]) if measured[0].amount.unit == "%" else ""
        return [_as_part(n, part, end) if part else replace(n, inferred=True) for n in lent]
    if cut < 0 and not (measured[0].before.linked or measured[0].before.verb_at or measured[0].before.comparator):
        return _listed(text, piece, len(measured))
    tail = _TAIL_OPENING.sub("", text[cut + 2 : end]) if cut >= 0 else ""
    return [Name(at, words) for at, words in dealt(text, piece, tail, len(measured))]


def _listed(text: str, piece: Piece, count: int) -> list[Name | None]:
    """Name numbers that stand right behind a list: 「新增总部机构、开放创新中心80家、16家」."""
    made = verb_at_start(text, *piece)
    start = made[1] if made else piece[0]
    names = dealt(text, (start, piece[1]), "", count)
    words = [w for _, w in names]
    if len({w[-2:] for w in words}) > 1 and min(map(len, words)) < _WHOLE_NAME:
        return [Name(piece, text[slice(*piece)])] * count
    verb = text[piece[0] : start]
    return [Name((min(at[0], start) if verb else at[0], at[1]), verb + w) for at, w in names]


def _of_the_task(words: str) -> str:
    """Return the plan that numbers are parts of: 「分别完成年度目标的333%、196%」, 「分别占全国的39%、65.1%」."""
    m = _PART_OF_ALL.search(words)
    return m["what"] if m else ""


def _as_part(name: Name, what: str, end: int) -> Name:
    whole = name.of or name
    return Name((whole.at[0], max(end, whole.at[1])), f"{whole.words}占{what}比重", of=whole)


def names_at(text: str, start: int, end: int, count: int) -> list[Name]:
    """Name the ``count`` numbers that stand behind ``text[start:end]``: each its own where 分别 deals them out, else one for all."""
    cut = text.rfind("分别", start, end)
    piece = left_label(text, start, cut if count > 1 and cut >= 0 else end)
    if piece is None:
        return []
    if count > 1:
        return [Name(at, words) for at, words in dealt(text, piece, "", count)]
    return [Name(piece, text[slice(*piece)])]


def with_whole(name: Name, named: list[Name]) -> Name:
    """Give 「占世界经济比重」, which a rise starts from, the whole that it is a share of: the thing named before."""
    if not named or not name.words.startswith("占"):
        return name
    whole = named[-1].of or named[-1]
    return Name((whole.at[0], name.at[1]), _share_of(whole.words + name.words), of=whole)


def told(text: str, measure: Measured, name: Name, previous: Name | None) -> Name | None:
    """Give a name that tells nothing its thing: the noun behind the number, or the one counted before it.

    「成立100亿元市级招商基金」, 「新增创新平台604家，其中国家级11家」. A number that has no such thing is left out unless
    it is money or a share.
    """
    if name.inferred:
        return name
    if name.words == "国家城市":  # 「国际友城增至35个国家57个城市」
        return Name((previous.at[0], name.at[1]), previous.words) if previous else None
    if _RANK_OF_THINGS.fullmatch(_without_verb(name.words)):
        if thing := _ranked_thing(text, measure, name, previous):
            return thing
    elif not _SOME_THING.fullmatch(name.words):
        return name
    elif previous and name.at[0] >= measure.after and _ADJACENT.fullmatch(text, previous.at[1], measure.amount.start):
        return Name((previous.at[0], name.at[1]), previous.words + name.words)  # 「24个项目51项指标」
    elif name.at[1] <= measure.amount.start and (noun := right_label(text, *measure.right)):
        words = text[slice(*noun)]
        return Name((name.at[0], noun[1]), name.words + words if only_verbs(name.words) else words)
    return name if measure.amount.unit in ("元", "美元", "%") else None


def tells_nothing(name: Name) -> bool:
    """Whether a name does not say what is counted."""
    return bool(_RANK_OF_THINGS.fullmatch(_without_verb(name.words)) or _SOME_THING.fullmatch(name.words))


def _without_verb(words: str) -> str:
    """Return the words without the verb that a coordination lent them: 「培育国家级示范单位13个、省级121个」."""
    verb = verb_at_start(words, 0, len(words))
    return words[verb[1] :] if verb else words


def _ranked_thing(text: str, measure: Measured, name: Name, previous: Name | None) -> Name | None:
    """Find the things of which 国家级 or 省定 says the rank: 「省定20件、市定15件民生实事」, 「…604家，其中国家级11家」."""
    if behind := _SHARED_THING.match(text, measure.after, measure.right[1] + 24):
        return Name((name.at[0], behind.end()), name.words + behind["thing"])
    if previous is None or previous.at[0] > name.at[0] or name.at[1] > measure.amount.start:
        return None
    if "；" in text[previous.at[0] : name.at[0]]:
        return None
    rank = _without_verb(name.words)
    other = _RANK_OF_THINGS.search(previous.words)
    if other:
        words = previous.words[: other.start()] + rank + previous.words[other.end() :]
    else:
        words = _MADE.sub("", previous.words) + rank
    return Name((previous.at[0], name.at[1]), words)


def _name(reading: Reading, measure: Measured, named: list[Name]) -> Name | None:
    """Name what one amount measures."""
    text, before = reading.text, measure.before
    start = measure.left[0]
    previous = named[-1] if named else None
    if previous and previous.of and measure.amount.unit not in ("百分点", "个百分点"):
        previous = previous.of
    if previous and start < previous.at[1] <= measure.amount.start:
        start = previous.at[1]  # what stands behind the amount before names that one
    left = left_label(text, start, before.rest)
    time = left if left is not None and TIME_ALONE.fullmatch(text[slice(*left)]) else None
    left = None if time else left
    if left is None and time is None and (m := TIME_ALONE.match(text, start, before.rest)):
        time = m.span()
    share = named[-1] if named and named[-1].of else None
    if share and share.of and time and (scope := _SCOPE.fullmatch(text, *time)) and measure.amount.unit == "%":
        return Name(
            (share.at[0], time[1]), f"{share.of.words}占{scope[0]}比重", of=share.of
        )  # 「占全国四成、全区六成」
    lent = _lent_verb(text, start, previous)
    if goal := _goal(text, measure, left, previous):
        return goal
    if left and _VAGUE.fullmatch(text, *left) and (metric := _metric_before(text, start)):
        return Name((metric[0], left[1]), text[slice(*metric)])
    total = _ITS_SUM.search(previous.words) if left is None and previous and text.startswith("、", start) else None
    if total and (thing := _thing_behind(text, measure)):  # 「总投资120亿元的甲项目、50亿元的乙项目」
        return Name((measure.amount.start, thing[1]), text[slice(*thing)] + total[0])
    if money := _money(text, measure, left):
        return money
    if part := _part(text, measure, left, previous):
        return part
    right = _behind(text, measure, left, lent)
    if right is not None:
        end = measure.amount.start if left is None else before.rest
        return _counted(text, left, right, start, end, lent, part=measure.amount.unit == "%")
    if left is not None and not only_verbs(text[slice(*left)]):
        return _before(text, measure, left, lent, previous)
    if previous and left and not before.to and (measure.amount.unit in _EXTENTS or is_count(measure.amount)):
        thing = _without_verb(previous.words)  # 「新建标准厂房6万平方米、改造提升3万平方米」
        if done := verb_before(thing, 0, len(thing)):  # 「重大项目开工123个、建成30个」
            thing = _WHOLLY.sub("", thing[: done[0]]) or thing
        if not _MEASURE_END.search(thing):
            return Name((previous.at[0], left[1]), text[slice(*left)] + thing)
    if previous and (left is None or before.verb_at is None):
        if left is None and _TOTAL_NOW.fullmatch(text, start, measure.amount.start) and _MADE.match(previous.words):
            return Name(previous.at, _MADE.sub("", previous.words), inferred=True)
        return replace(previous, inferred=True)
    if scene := None if left else _scene(reading, measure):
        return scene
    if (
        time
        and previous is None
        and "经济" in text[: time[0]]
        and measure.amount.unit in ("%", "元", "百分点", "个百分点")
    ):
        return Name(time, "地区生产总值")  # 「经济发展再上台阶：全年增长4.8%」
    if (not left or (previous is None and not catalogue().lookup(text[slice(*left)]))) and (
        topic := scene_of(text, reading.clause_at(measure.amount.start)[0])
    ):
        if left is None:
            return Name(topic, text[slice(*topic)], inferred=True)
        # 「加大保障性安居工程建设力度，新开工700万套」
        return Name((topic[0], left[1]), text[slice(*left)] + text[slice(*topic)])
    # Better the few words there are (「全年增长4.8%」) than no statement of a number.
    return Name(left or time, text[slice(*(left or time))]) if left or time else None  # type: ignore[misc, arg-type]


def _goal(text: str, measure: Measured, left: Piece | None, previous: Name | None) -> Name | None:
    """Name a rate of growth that is told as a goal: 「提出8%左右的国内生产总值增长目标」, 「增长预期目标定在7.5%」."""
    if measure.amount.unit != "%":
        return None
    before = measure.before
    if left is None and previous is None and before.growth_noun and before.verb_at:
        return Name(before.verb_at, "地区生产总值") if "目标" in text[slice(*before.verb_at)] else None
    goal = goal_behind(text, measure)
    if goal is None or not (left is None or only_verbs(text[slice(*left)]) or _SAID.fullmatch(text, *left)):
        return None
    what = goal["what"]
    if not what and previous:
        return replace(previous, inferred=True)
    return Name(goal.span(), "地区生产总值" if what in ("", "经济", "国民经济") else what)


def goal_behind(text: str, measure: Measured) -> re.Match[str] | None:
    """Match the words behind a percentage that call it a rate of growth: 「8%左右的国内生产总值增长目标」."""
    if measure.before.verb_at and not measure.before.to:
        return None
    return _GOAL.match(text, measure.after)


def _metric_before(text: str, start: int) -> Piece | None:
    """Find what the clause before changes: 「下调养老保险单位缴费比例，各地可降至16%」."""
    begin = max(text.rfind(mark, 0, start - 1) for mark in "，；。！？：") + 1
    m = _CHANGED.match(text, begin, start - 1) if text[start - 1 : start] == "，" else None
    return m.span("metric") if m else None


def _money(text: str, measure: Measured, left: Piece | None) -> Name | None:
    """Name money by what it is, behind the number: 「落实5000万元专项资金」, 「中央财政安排384亿元救灾款」."""
    before = measure.before
    if measure.amount.unit not in ("元", "美元") or before.verb_at or before.linked:
        return None
    words = text[slice(*left)] if left else ""
    owned = left is not None and text.startswith("的", left[1])  # 「中央财政的400亿元补贴资金」
    if left and _MONEY_SPENT.fullmatch(words) and (aim := _PURPOSE.match(text, measure.after)):
        return Name((left[0], aim.end("for")), words + aim["for"])
    if words and not only_verbs(words) and not _MONEY_VERB.search(words) and not owned:
        return None
    m = _MONEY.match(text, measure.after, measure.right[1])
    what = m["what"] if m else ""
    after = m.end("what") if m else measure.after
    if left and _MONEY_VERB.search(words) and _BARE_MONEY.fullmatch(what) and (aim := _PURPOSE.match(text, after)):
        return Name((left[0], aim.end("for")), words + what + aim["for"])
    if m:
        return Name((left[0] if left else m.start("what"), m.end("what")), words + what)
    # Of money that is only spent nothing else is said than the verb.
    spent = left is not None and only_verbs(words) and _MONEY_VERB.search(words) and not words.endswith("新增")
    return Name(left, words + "资金") if left and spent else None


def _part(text: str, measure: Measured, left: Piece | None, previous: Name | None) -> Name | None:
    """Name a part of the things behind it: 「贡献了全省74.6%的规模工业增加值」, 「60%以上村集体经济组织」."""
    before = measure.before
    if measure.amount.unit != "%" or before.verb_at or before.linked or before.growth_noun:
        return None
    words = text[slice(*left)] if left else ""
    lead = _PART_OF.search(words)
    if words and not lead and not only_verbs(words):
        return None
    thing = right_label(text, *measure.right)
    if thing is None or (words and not lead and not text.startswith("的", measure.after)):
        return None
    noun = text[slice(*thing)]
    if _OF_GROWTH.match(noun):
        return None
    at = (left[0] if left else thing[0], thing[1])
    scope = lead["scope"] if lead else None
    if left is None and previous and text[measure.left[0] : measure.left[0] + 1] in ("和", "、"):
        scope = (shared := _OF_SCOPE.search(previous.words)) and shared[1]
    if scope:
        return Name(at, f"{noun}占{scope}比重")
    return Name(at, words + noun if _SHARE_WORD.search(noun) else words + noun + "占比", of=Name(thing, noun))


def _behind(text: str, measure: Measured, left: Piece | None, lent: Piece | None) -> Piece | None:
    """Return the noun behind an amount where it may be what the amount counts."""
    amount, before = measure.amount, measure.before
    if before.verb_at is not None or (before.linked and not (left is None and _FOR_WHOM.search(text[: amount.start]))):
        return None
    bare = left is None or only_verbs(text[slice(*left)])
    if is_count(amount) and (twice := _COUNTED_TWICE.match(text, measure.after)):
        return right_label(text, twice.end(), len(text))  # 「消除2800户7700人返贫风险」
    if is_count(amount) and (aged := _AGED.match(text, measure.after)):
        more = _NEXT_COUNT.search(text, aged.end())
        return right_label(text, aged.end(), more.start() if more else len(text))  # 「7万名35-64岁妇女」
    # 「60%以上村集体经济组织」 is a part of the things behind it, where nothing stands before.
    if is_stretch(amount) and left and _HIGHER.fullmatch(text, *left):
        bare = True  # 「完成自治区10万亩粮食生产任务」
    if is_stretch(amount) and left and not bare and measure.bound is None and verb_before(text, *left):
        behind = text[measure.after : measure.right[1]]
        bare = not behind.startswith(("内", "外", "长", "高", "深", "宽")) and not _REACHED.search(behind)
    if is_count(amount) or (is_stretch(amount) and bare) or (amount.unit == "%" and left is None and not lent):
        return right_label(text, *measure.right)
    return None


def _before(text: str, measure: Measured, left: Piece, lent: Piece | None, previous: Name | None) -> Name:
    """Name an amount by the words before it; what measures another thing takes that thing's name along."""
    words = text[slice(*left)]
    verb = verb_at_start(text, *left)
    if (total := _TOTAL.fullmatch(text, *left)) and total.start("total") > left[0]:
        left = total.span("total")  # 「启动实施总投资44亿元的供水工程」
        words = text[slice(*left)]
        if thing := _thing_behind(text, measure):
            return Name((left[0], thing[1]), text[slice(*thing)] + words)
    if words.startswith("占") and not previous and (scene := scene_of(text, measure.left[0])):
        previous = Name(scene, text[slice(*scene)])
    if words.startswith("占") and previous:
        return Name((previous.at[0], left[1]), _share_of(previous.words + words), of=previous)
    rate = measure.amount.unit == "%" and bool(_BARE_RATE.fullmatch(words)) and not catalogue().lookup(words)
    if (rate or _BARE_METRIC.fullmatch(words)) and (scene := scene_of(text, measure.left[0])):
        whole = text[slice(*scene)]
        return Name((scene[0], left[1]), whole.removesuffix(words[:2]) + words)  # 「农村生活污水治理，治理率100%」
    if (rate and previous and not _RATIO.search(previous.words)) or _OF_ANOTHER.fullmatch(words):
        if thing := _thing_behind(text, measure):
            return Name((left[0], thing[1]), text[slice(*thing)] + words)
        led_in = (
            left[0] - max(measure.left[0], previous.at[1] if previous else 0) > _LED_IN
        )  # 「…，博览会我市签约交易额542亿元」
        if previous and previous.at[0] < left[0] and not led_in and "；" not in text[previous.at[0] : left[0]]:
            whole = _ITS_TOTAL.sub("", _MADE.sub("", previous.words))
            if words.endswith("产量"):  # 「粮食播种面积387.1万亩、产量113.5万吨」
                whole = _SOWN.sub("", whole)
            return Name((previous.at[0], left[1]), whole + words.removeprefix(whole[-2:]))
        if not words.endswith(("率", "度")) and (scene := scene_of(text, measure.left[0])):
            return Name((scene[0], left[1]), text[slice(*scene)] + words)
    if words == "集装箱" and measure.amount.unit in _BOXES:
        return Name(left, "港口集装箱吞吐量")
    if _PER_DAY.fullmatch(words) and previous:  # 「新登记企业增长21%，平均每天新增1.2万户」
        return Name((previous.at[0], left[1]), previous.words + words)
    if _TO_ANOTHER.match(words) and previous:  # 「工业增加值突破500亿元，对经济增长的贡献率达70%」
        whose = previous.of or previous
        return Name((whose.at[0], left[1]), whose.words + words)
    if measure.amount.unit == "%" and previous and _YEARS_TASK.fullmatch(words):
        return Name((previous.at[0], left[1]), f"{previous.words}占{words}比重", of=previous)
    if len(words) > _LONG and (listed := _LIST_END.search(words)):
        made = text[slice(*verb)] if verb and not words.startswith("新能源") else ""
        return Name(left, made + listed["kind"])
    if lent and not verb and _is_lent(words, measure):
        return Name((lent[0], left[1]), text[slice(*lent)] + words)
    if measure.amount.unit != "%" or measure.before.verb_at:
        return _of_list(text, measure, left, words)
    if task := _TASK_DONE.fullmatch(words):
        return Name(left, f"{task['thing']}占{task['what']}比重")
    if _SHARES.search(words):
        return Name(left, _share_of(words))
    if _SHARE_WORD.search(words) or words.endswith("度"):
        return Name(left, words)
    if rate := _OWN_RATE.match(text, measure.after):
        return Name((left[0], rate.end()), words + rate["rate"])  # 「制造业等行业现行16%的税率」
    if text.endswith("占", left[1], measure.amount.start):
        return Name(left, words + "占比")  # 「重大基础设施建设占23.6%」
    if done := _done_by_share(text, measure):
        return Name((left[0], done[1]), words + text[slice(*done)] + "占比")
    return Name(left, words)


def _of_list(text: str, measure: Measured, left: Piece, words: str) -> Name:
    """Give a count of what a list is of the verb before the list: 「新引进“独角兽”、“瞪羚”等强优企业9家」."""
    if is_count(measure.amount) and text[left[0] - 1 : left[0]] == "等" and not verb_at_start(text, *left):
        start = measure.left[0]
        while text[start : start + 1] in tuple("，、；"):
            start += 1
        if verb := verb_at_start(text, start, left[0]):
            return Name((verb[0], left[1]), text[slice(*verb)] + words)
    return Name(left, words)


def _done_by_share(text: str, measure: Measured) -> Piece | None:
    """Find what is done by that share of the things before: 「许可准入事项100%网上可办」, 「资金65%以上用于产业发展」."""
    if measure.before.linked and not _ALL.fullmatch(text, *measure.amount.number):
        return None
    done = right_label(text, *measure.right)
    return done if done and not _NO_DEED.match(text, *done) and not _REACHED.search(text, *done) else None


def _is_lent(words: str, measure: Measured) -> bool:
    """Whether the verb of a coordination is this name's too: 「新增绿色建筑X万平方米、装配式建筑Y万平方米」, not a sum's."""
    if is_count(measure.amount):
        return True
    if measure.amount.unit in ("元", "美元"):
        return bool(_MONEY.fullmatch(words))
    return measure.amount.unit in _EXTENTS and not _MEASURE_END.search(words)


def _thing_behind(text: str, measure: Measured) -> Piece | None:
    """Find the thing of which a total is told before it: 「总投资44亿元的供水工程」, 「总投资1.78万亿元的289个项目」."""
    m = _THING_BEHIND.match(text, measure.after, measure.right[1] + 30)
    if m is None:
        return None
    end = m.end()
    if p := _PREDICATE_BEHIND.search(text, m.start("thing"), end):
        end = p.start()
    return (m.start("thing"), end) if end - m.start("thing") >= 2 else None


def _share_of(words: str) -> str:
    """Call a share one: 「外贸增量占全区外贸增量」 is a 比重 of it."""
    return words if _SHARE_WORD.search(words) else words + "比重"


def _scene(reading: Reading, measure: Measured) -> Name | None:
    """Take the indicator that the sentence named last, where neither the clause nor the one before names any."""
    found = catalogue().find(reading.text[: measure.left[0]])
    if not found:
        return None
    start, end, _ = found[-1]
    return Name((start, end), reading.text[start:end], inferred=True)


def _shared_predicate(text: str, end: int) -> str:
    """Return what the last of a list of counted things says of all: 「5个园区、15家企业入选先行区」."""
    m = _PREDICATE_OF_ALL.match(text, end)
    return m["did"] if m else ""


def _lent_verb(text: str, start: int, previous: Name | None) -> Piece | None:
    """Return the verb that a coordination shares: 「关闭非煤矿山11座、中小煤矿8处」."""
    if previous is None or text[start : start + 1] not in ("、", "和", "与", "及"):
        return None
    return verb_at_start(text, *previous.at)


def _counted(
    text: str, left: Piece | None, right: Piece, start: int, end: int, lent: Piece | None, *, part: bool
) -> Name:
    """Name a count by the noun behind it, with the verb before it (「实施1118个村庄规划编制」)."""
    noun = text[slice(*right)]
    if left is None and _FOR_WHOM.search(text[start:end]) and (done := FIRST_VERB.search(text, right[0] + 1, right[1])):
        # 「在115个县建设示范片1000个」: the things behind are counted by a number of their own.
        share = "占比" if part and not _SHARE_WORD.search(noun) else ""
        return Name((right[0], done.start()), text[done.start() : right[1]] + text[right[0] : done.start()] + share)
    if left is None:
        if len(noun) == 1 and (done := verb_before(text, max(0, start - 4), end)):
            return Name((done[0], right[1]), text[slice(*done)] + noun)
        noun += "" if _DONE_ALREADY.search(noun) else _shared_predicate(text, right[1])
        if lent:
            return Name((lent[0], right[1]), text[slice(*lent)] + noun)
        thing = _MEASURED_THING.fullmatch(noun)
        return Name(right, thing["thing"], of=Name(right, noun)) if thing else Name(right, noun)
    listed = text[left[1] : end].startswith("等")
    joined = _JOINED.match(text, left[1], end)
    verb = verb_at_start(text, *left) if listed or joined else verb_before(text, *left)
    if verb and not listed and not joined and 0 < verb[0] - left[0] <= _SHORT:
        verb = left  # 「“两癌”筛查覆盖3.9万名妇女」
    if verb:
        return Name((verb[0], right[1]), text[slice(*verb)] + noun)
    if listed or only_verbs(text[slice(*left)]):
        return Name(right, noun)
    return Name((left[0], right[1]), text[slice(*left)] + noun)
