"""The words that name what a number measures: found before it, or behind it where a verb stands before."""

import re

from kg.extract.reading import Piece

# Everything through the last of these leads in and names nothing.
_LEAD_IN = re.compile(
    r".*(?:目标(?:任务)?(?:初步)?(?:建议|安排|确定|设定|考虑|定)?(?:是|为|：)：?|(?:力争|确保|争取|力促|务必|预计|预期)(?!率|额|数|寿命|目标)|包括：|(?:大幅|明显|显著|持续|稳步|不断|进一步|快速|较快)(?:增加|增长|提高|下降|减少|改善|提升|扩大|优化|压减)、|、(?:坚决)?把|基础上，?|"
    r"其中|方面(?=.{3})|(?:带动|推动|促进|拉动|使(?!用)得?|助力|支撑)(?=.{4})|"
    r"(?<![占于与列居“])(?:全市|全省|全区|全县|全州|我市|我省|我区)(?!性|占比|的?比重|的?比例))"
)
# A word of time inside a name says when, not what: 「中欧班列全年开行100列」, 「市属国企全年实现收入145亿元」.
_TIME_INSIDE = re.compile(
    r"(?<=[\u4e00-\u9fff”）])(?:全年|今年|去年|明年|年内)(?!均|度|初|末|底|龄)(?:预计|累计|共)?(?:实现|完成)?(?=[\u4e00-\u9fff“])"
)
_YEAR_LEAD = re.compile(
    r".*(?:(?:(?:19|20)\d\d|一九[〇零○一二三四五六七八九]{2})年(?:度|底|末|前)?|(?:未来|今后|过去)[三五35]年|[五三]年(?:[来间]|中(?!央))?|时期|期间|以来|上半年)[，：]?"
)
_LEADING = re.compile(
    r"(?:前[一二三]个?季度|[一二三四]季度|[上下]半年|第一时间|及时(?!性|率|[\u4e00-\u9fff]{2}率)|迅速|[两三四五]年(?=新增|累计|共|安排)|\d{0,2}[-至]\d{1,2}个?月(?:份)?|近?\d{1,2}年来|(?:全年|今年|去年|明年|当年|年内)(?!均|度|初|末|底|龄)|(?:[去今明上]?年)[末底]|（[^（）]{1,4}）|[，。；：、）”]|其中|我们|妥善|剩余(?!价值|产能)|但是?|而(?!且)|的|和|及(?![时格])|与|以及|并|且|同时|共|累计|合计|总共|将|要|已|均|都|再(?!制造|生|就业|保险|贷款)|又|还|也|只|拟|"
    r"常态化?(?!运|开)|高质量(?!发展|专利|就业|项目|供)|高标准(?!农田|厂房|基本|粮田|农|市场)|高水平(?!对外|大学|创新|人才|研究|双|开放|医院|团队|学科|运)|认真|精准(?!度|扶|医|率)|圆满|滚动|"
    r"(?:大关|台阶|关口|以上|左右)[、，]|全面|积极|着力|大力|持续|稳步|深入|努力|进一步|扎实|加快|有效(?![期率发注投灌供])|有序|切实|不断|继续|强力|全力|奋力|成功|顺利|率先|首次|一次性(?![\u4e00-\u9fff]{2}率)|[一二三四五六七八九十]是|"
    r"(?:推进|实施|落实|抓|做|办|用|建|管)好|实现|完成(?![率度])|[①-⑳]|推进|推动|达到|达|把|因为|由于|用\d{1,2}年(?:左右)?(?:的)?时间|成为(?:全球|全国|世界|全省)首个|对(?![接口外标于比]|[\u4e00-\u9fffA-Z]{2,10}(?:贡献率|拉动|支撑))|使(?!用)|由|从|分别|每年|年均|平均(?![每受预])|截至目前|目前|预计|有望|可(?!再生|支配|持续|研|信|视|追|比)|能(?![源耗力级效量])|为|是|在(?![职校建岗线册读营库孵京津沪渝粤])|让|各(?![类项级种地方部国族界])|较|比)"
)
# 「新型研发机构、科技企业孵化器等省级以上创新平台」: what the list is of names the count.
_LISTED = re.compile(r".{12,}等(?=[\u4e00-\u9fffA-Z]{4,})")
# 「推进平房整院落退租、完成申请式退租2000户」: the count is of what was done last.
_ANOTHER_DEED = re.compile(
    r"[^、“”（]{5,}[^、“”（数量额值入率比]、(?=(?:新增|(?:完成|实现)(?!(?:总|年)?(?:投资|产值|营收|营业|收入|税收|销售|利润|交易))|举办|开展|建成|新建|引进|培育|打造|实施|组建|开工|启动|出台|发放|解决|疏散|转移|设立|创建|获批|申报)[^、]{2,}$)"
)
_TRAILING = re.compile(
    r"(?:[，；：、“（]|(?:连续|接连)第?(?:[两三四五六七八九十]+|\d{1,2})个?(?:年|月|季度)|双双|(?<![方面导流走定转])向|在?(?:19|20)\d\d年[底末]?|(?<![\d第])[一二两三四五六七八九十]年|[去今]年|的|等|和|(?<![拥占持保没国私所])有|(?<![惠普涉波兼顾])及|与|了|已|也|均|都|将|要|拟|共|各|全部|进一步|不断|持续|明显|显著|大幅|稳步|较快|快速|加快|加力|历史性|继续|一直|始终|年内|总计|(?<![节公制合条契])约|由|从|也)+$"
)
# 「交易额突破百亿大关、达108亿元」, 「鱼类较禁捕之初增加47种」: neither a mark passed nor what is compared with names anything.
_PASSED = re.compile(
    r"(?:首次|成功|历史性|再次)?(?:突破|迈上|跃上|站上|跨越|跨上|跨过|越过|迈过|跻身)[百千万亿]+(?:元|吨|人次|辆|户)?(?:级)?(?:新?台阶|大关|关口|行列)?$"
)
_THAN = re.compile(r"(?:较|比)[^，。；、]{2,8}(?:之初|前|初期|末|时)$")
# Verbs that say what happened to the counted things; they belong to the name of a count.
_VERBS = (
    "提质更新|提升改造|清理处置|新改扩建|新建改建|改造提升|提质改造|建成投用|建成投产|签约引进|新签约|新引进|新增加|新开工|新开通|新建成|新培育|新认定|新获批|新设立|新登记|"
    "新改建|新建|新增|新开|新招|改扩建|改建|扩建|建成|建设|改造|开工|竣工|投产|投用|引进|培育|创建|打造|办理|办结|化解|解决|实施|开展|组织|举办|承办|"
    "关闭|清理|处置|淘汰|关停|退出|压减|化解|整治|治理|修复|发放|发布|出台|制定|修订|受理|查处|签约|落地|开通|新辟|获得|荣获|获评|获批|入选|认定|设立|组建|配备|"
    "安置|救助|资助|帮扶|培训|招聘|引育|选派|选聘|投入|争取|筹集|减免|落实|兑现|发行|完成|实现|推广|种植|植树造林|造林|绿化|新造|低改垦复|"
    "划定|腾退|拆除|整改|排查|整合|盘活|收储|供应|筹建|惠及|服务|接待|吸引|吸纳|覆盖|带动|帮助|支持|推动|推进|加快|提请审议|提请|审议|"
    "统筹(?!城乡|推进|发展)|管护|养护|抚育|出栏|存栏|饲养|栽种|栽植|补植|修缮|维修|修建|加固|采取|应对|安装|加装|铺设|敷设|架设|更换|购置|添置|设置|增设|投放|投运|引入|导入|集聚|聚集|招引|招募|走访|慰问|调解|查办|侦办|审结|启用|推出|签订|缔结|转移|选育|整治提质|整修|提质|提升|整合|"
    "消除|破获|打掉|侦破|抓获|挽回|压减|取消|下放|精简|承接|发展|扶持|孵化|储备|谋划|策划|布局|建立|申报|列入|筛查|立改废|升级|更新|完工|动工|抢通|严守|坚守|守牢|新能源|增设|增加|选树|评选|命名|构建|成立"
)
_VERB_END = re.compile(rf"(?:{_VERBS})(?:了)?$")
_VERB_START = re.compile(rf"(?:新(?=[创列培认设])|免费)?(?:{_VERBS})")
FIRST_VERB = re.compile(rf"(?:{_VERBS}|提供|接入|免费|落实|增设|举办)")
_ONLY_VERBS = re.compile(rf"(?:{_VERBS}|基本(?=建成|完成|完工)|[、和并及了再])+")
# Words of time or scope that name no indicator by themselves.
TIME_ALONE = re.compile(
    r"(?:全年|前[一二三]个?季度|[一二三四]季度|上半年|下半年|今年|去年|当年|全市|全省|全区|全国|年度|月度|同期|目前)+"
)
_NEXT_ONE = re.compile(rf"[、和](?=(?:新增|实现|完成|累计|{_VERBS})[^、和]*$)")
_CLAUSE_ENDS = ("", *"，。；！？")
_NOUN_STOP = re.compile(r"[，。；：！？]|以及")
_NOT_A_NOUN = re.compile(
    r"(?:等|以上|以内|左右|以下|，|。|；|、|和|及|与|或|同比|的(?!.{2})|比上年|较|目标|水平|大关|规模(?!.{2})|台阶|任务|）|（|$)"
)
_DIVISIONS = "省市县区州盟旗镇乡村"
_PEOPLE = re.compile(
    r"(?P<noun>[^，。；、\d]{0,10}?(?P<unit>人口|群众|人|职工|学生|农民|居民|学子|儿童|老人|志愿者|孩子|教师|劳动力|师生|妇女|青年|毕业生|干部|党员|游客|旅客|患者|学员|村民|市民))"
)


def plain(name: str) -> str:
    """Return a name without the words of time, manner and fulfilment inside it.

    >>> plain("市属国企全年实现主营收入"), plain("配套道路全面开工")
    ('市属国企主营收入', '配套道路开工')
    """
    return _ADVERB_INSIDE.sub("", _TIME_INSIDE.sub("", name))


def left_label(text: str, start: int, end: int) -> Piece | None:
    """Trim ``text[start:end]`` to the words that name an indicator; ``None`` where none are left.

    >>> s = "2019年全市经济社会发展主要预期目标是：地区生产总值"
    >>> i, j = left_label(s, 0, len(s)); s[i:j]
    '地区生产总值'
    """
    for pattern in (_YEAR_LEAD, _LEAD_IN):
        # What leads in is no word of a quotation: 「“消费促进年”活动」.
        if (m := pattern.match(text[start:end])) and start + m.end() < end and m[0].rfind("“") <= m[0].rfind("”"):
            start += m.end()
    while start < end and (m := _LEADING.match(text, start, end)):
        start = m.end()
    for pattern in (_TRAILING, _PASSED, _THAN):
        if m := pattern.search(text[start:end]):
            end = start + m.start()
    if m := _ANOTHER_DEED.match(text, start, end):
        start = m.end()
    if (m := _LISTED.match(text, start, end)) and not text.startswith("等", end):
        start = m.end()
    return (start, end) if end - start >= 2 and re.search(r"[\u4e00-\u9fffA-Za-z]", text[start:end]) else None


def verb_before(text: str, start: int, end: int) -> Piece | None:
    """Return the verb that ends ``text[start:end]`` and belongs to a count's name (新建, 引进, 化解)."""
    m = _VERB_END.search(text[start:end])
    return (start + m.start(), end) if m else None


def verb_at_start(text: str, start: int, end: int) -> Piece | None:
    """Return the verb that opens ``text[start:end]``."""
    m = _VERB_START.match(text, start, end)
    return m.span() if m and m.end() < end else None


def only_verbs(text: str) -> bool:
    """Whether words before a number are verbs alone, so that the name stands behind the number."""
    return bool(_ONLY_VERBS.fullmatch(text))


# How something came about, between the things counted and what became of them: 「8条道路全面开工」.
_ADVERB = r"(?<=[\u4e00-\u9fff”]{2})(?:全部|全面|加快|尽快|尽早|如期|按期|按时|提前|顺利|圆满|陆续|相继|先后|稳步|有序|扎实|深入|即将|基本|均已)"
_ADVERB_INSIDE = re.compile(_ADVERB + r"(?=[\u4e00-\u9fff]{2,4}$)")
_PREDICATE = re.compile(r"(?<=[\u4e00-\u9fff”]{2})(?:尽快|尽早|如期|陆续|顺利|圆满|持续|即将)(?=[\u4e00-\u9fff]{5})")
# A verb that ends a noun phrase and wants an object: 「21家企业完成154个…」.
_VERB_LEFT = re.compile(
    rf"(?:{_ADVERB})?(?<=[\u4e00-\u9fff]{{2}})(?:完成|实现|达到?|超过?|获得?|获评|入选|新增|占|为|(?:完成)?(?:年度|全年|累计)?(?:总?投资|投入))$"
)


# How what is measured of the things counted goes on to the next number.
_SAID_OF = re.compile(
    r"(?<=[\u4e00-\u9fff]{4})(?:分别|均|同比|稳定|保持|维持|达到?|增长|增加|下降|减少|提高|提升|超过?|为|在|近|约)+$"
)


def right_label(text: str, start: int, end: int) -> Piece | None:
    """Return the noun phrase right behind an amount (「11个黑臭水体完成整治」), or ``None``."""
    if text.startswith("的", start, end):
        start += 1
    tasks = text.startswith("任务", start, end) and text[start - 1 : start] in tuple("项个件条")
    if _NOT_A_NOUN.match(text, start, end) and not tasks:
        return None
    m = _NOUN_STOP.search(text, start, end)
    stop = m.start() if m else end
    if m is None and text[end : end + 1] not in _CLAUSE_ENDS and (n := _NEXT_ONE.search(text, start, end)):
        stop = n.start()  # 「完成3座污水厂改造、新增处理能力3万吨」: the next number's words
    if text[stop : stop + 1] in _CLAUSE_ENDS and (p := _PREDICATE.search(text, start, stop)):
        stop = p.start()
    if text[stop : stop + 1] not in _CLAUSE_ENDS and stop == end and (said := _SAID_OF.search(text, start, stop)):
        stop = said.start()  # 「42个断面水质优良比例保持100%」, 「457项重大项目投资增长3.6%」
    for pattern in (_TRAILING, _VERB_LEFT):
        if n := pattern.search(text[start:stop]):
            stop = start + n.start()
    if stop - start == 1 and text[start] in _DIVISIONS and text[start - 1] == "个":
        return start, stop  # 「17个区、124个镇获评…」
    return (start, min(stop, start + 24)) if stop - start >= 2 else None


def people(text: str, start: int, end: int) -> Piece | None:
    """Return the noun of persons behind a number that has no classifier (「3.96万贫困人口」): it is the unit."""
    m = _PEOPLE.match(text, start, end)
    return m.span("unit") if m else None


_PERSONS = re.compile(
    r"(?P<unit>人口|人数|人才|人才资源|人次|户数|用户数?|志愿者|学生|职工|居民|群众|游客|人员|农民|员工|参与者|就业者)(?:规模|总量|总数|数量?)?$"
)


def persons_before(text: str, end: int) -> Piece | None:
    """Return the noun of persons that the words before a number end with, where the number has no unit of its own."""
    start = max(0, end - 12)
    m = _PERSONS.search(text[start:end])
    return (start + m.start("unit"), start + m.end("unit")) if m else None
