"""Numeral → why it claims nothing: dates, list marks, names, idioms and the like, read from the words around it.

A reason is given only where the words leave no doubt; a number with a unit stays without one, so that the ledger
shows it as unaccounted. Patterns are matched at the numeral itself, over a text without blanks (see ``kg.ledger``);
in them ``#`` stands for the whole numeral. The first row that matches decides.
"""

import csv
import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from kg import resources
from kg.numerals import Kind

CHINESE: Final = "〇零一二两三四五六七八九十百千万亿"

# Footnotes and glossaries explain words of the report and state nothing of its place.
NOTE: Final = "note"
# A person rejected the statement that was read of the numeral, and said why.
REJECTED: Final = "rejected"
# What a web page or a print put around the report (kg.furniture).
FURNITURE: Final = "furniture"

REASONS: Final[Mapping[str, str]] = {
    "anniversary": "a jubilee: 成立70周年",
    "base-value": "the value that a rise or fall starts from: 由420元提高到480元",
    "capacity": "a size or capacity that only describes the thing named: 500千伏变电站, 30万吨级码头",
    "classification": "a grade, class, phase or size class: 三级, 4A级, 二期, 第三产业, 千亿级",
    "date": "a year, month, day or quarter that only dates something",
    "counted-list": "how many things a list just named or announces: 三张清单, 十件民生实事",
    "document-number": "the number of a document: 〔2018〕15号",
    "duration": "how long something has gone on or is to go on: 连续三年, 再延长三十年",
    "event-name": "part of an event's name: 省十三运会, “6·29”事故, 第二次全国污染源普查",
    "fixed-word": "a word that counts nothing: 统一, 一批, 进一步, 零售",
    "furniture": "stands in what a web page or a print put around the report: 浏览次数：1234, ICP备…, a running head",
    "idiom": "a set phrase: 千方百计, 万众一心",
    "list-mark": "the mark of a list item: （一）, 一是",
    "model-number": "part of a technical name: 5G, PM2.5, 110kV, 2.0版",
    "name": "part of the name of a place, road, school, firm or service",
    "note": "stands in a footnote or a glossary",
    "note-mark": "a footnote mark: [3]",
    "ordinal": "an ordinal that ranks nothing: 第二批, 第一阶段",
    "page-number": "the number of a page, alone on its line",
    "period-name": "a period that is named, not measured: “十三五”时期, 五年来",
    "population": "how many people a place has, where they are spoken to or of: 全市360万人民",
    "programme-name": "part of the name of a programme, slogan or counted formula: “3311”工程, 三大攻坚战",
    "rejected": "a decision rejects what was read of it and says why",
    "road-number": "the number of a road or line: G107, 2号线",
    "round-number": "a round number that only says many: 百场活动, 千家企业",
    "session-number": "the number of a congress or meeting: 第十五届…第五次会议",
    "small-count": "a small count in words, told by the way: 两轮, 三条路线",
    "threshold": "a size from which on something counts: 亿元以上项目, 800人以上安置点",
    "zero": "none of a thing, said as a word: 零伤亡, 零增长",
    "title": "part of a work's or document's title in 《》",
}


class Site(NamedTuple):
    """A numeral and what stands around it: ``text[start:end]`` in the text without blanks.

    ``opens_line`` is true if only blanks or an opening bracket stand before it on its line, ``alone`` if nothing but
    it stands there. ``quoted`` is what stands between the quotation marks around it, ``titled`` is true inside 《》.
    """

    text: str
    start: int
    end: int
    kind: Kind
    opens_line: bool = False
    alone: bool = False
    quoted: str | None = None
    titled: bool = False

    @property
    def before(self) -> str:
        """The ten characters before it."""
        return self.text[max(0, self.start - 10) : self.start]


Row = tuple[str, str]  # reason ("" = a quantity: no reason may be given), pattern

_YEAR = r"(?:1[89]|20)\d\d"
_COUNTED = "元|美元|人次|公里|亩|公顷|吨|平方|立方|千瓦|兆瓦|斤|户|人|名|倍|成|岁|辆|台|套|%|‰|个百分点"
_COUNTS = "[余多]?[万亿%‰倍元个家台套辆架部件人名座所处项户吨亩条位]"
_LETTER_UNITS = (
    r"(?:k?m|mm|cm|km2|m2|k?g|mg|t|h|ha|[kMGTK]?W|[kMGTK]Wh|kwh|MPa|[MGTPE]B|[MG]bps|[PE](?:FLOPS)?|TEU|L)(?![A-Za-z])"
)
_FAMED_MEETS = (
    "运动会|运会|残运会|博览会|博鳌|论坛|艺术节|文化节|旅游节|电影节|交易会|洽谈会|进博会|广交会|"
    "展销会|大赛|峰会|大会(?!常|第|上|提|审)|锦标赛|农博会|世博会|园博会|花博会|旅博会|旅发大会"
)
_RANKED_SCOPES = ("世界", "全球", "中国", "全国", "民企", "民营企业", "国内", "类", "企业", "央企", "“", "外资", "美国")

ARABIC_ROWS: Final[tuple[Row, ...]] = (
    ("note-mark", r"(?<=\[)#(?=\])"),
    ("list-mark", r"(?<=附件)#(?![\d.])"),
    ("session-number", r"(?<=第)#次（扩大）会议"),
    ("idiom", r"56个民族"),
    ("population", r"1[34](?:\.\d+)?亿[多余]?(?=中[国华](?:人|儿女))"),
    ("duration", r"(?<=结束了)#年|#[多余]?年(?=的?(?:辉煌|试点|同期|营业税))|#年以[上下]"),
    ("classification", r"(?<=前)#[%‰‱]"),
    ("capacity", r"#[万千]?(?:吨|千瓦|兆瓦|立方米)(?=[\u4e00-\u9fff]{2,10}等\d+[套个项座台])"),
    ("counted-list", r"#(?:市(?=[^场民区级政委])|省(?=[^级]))(?![\d])"),
    ("page-number", r"(?<=-)#(?=-[\u4e00-\u9fff])"),
    ("duration", r"(?<=连续)#个?(?:年|月|季度|天|届)|(?<=再延长)#年|(?<=未来)#年|(?<=今后)#年|(?<=近)#年(?:来|新高|最)|(?<=用)#年时间|(?<=改革开放)#年|(?<=历时)#年|(?<=闲置)#年|(?<=蝉联)#年|(?<=收费)#年|(?<=提前)#年|(?<=时隔)#年|#[多余]?年前(?!后)|#年来(?=最|新|首)"),
    ("population", r"#[余多]?[万亿]*[余多]?[\u4e00-\u9fff]{0,4}?(?:人民|儿女|市民|父老|干部群众|各族群众|全国各族)(?!生活|政府|币|代表|医院|检察|法院|银行|调解)"),
    ("classification", r"#周?岁|#(?=[—－-]\d+岁)|#强(?=[，。；、县区市企”])"),
    ("event-name", r"#(?=·\d)|(?<=\d·)#"),
    ("document-number", rf"(?<=[〔\[（]){_YEAR}(?=[〕\]）]\d+号)|(?<=〕)#号|(?<=第)#号|#号(?:文件|令|公告|文)"),
    ("event-name", rf"#届[^，。；、]{{0,12}}?(?:{_FAMED_MEETS})"),
    ("session-number", r"#届|(?<=第)#次(?:会议|全会|全体|常务)"),
    ("event-name", r"(?<=第)#次.{0,8}?普查"),
    ("ordinal", r"(?<=第)#(?:个|家|座|条|笔|例|张|单|大|款|台|部|份|支|批|期|轮|版|代|类|季|章|届|艘|架|只|座)"),
    ("", r"(?<=第)#"),
    ("date", rf"{_YEAR}(?:年|年度)(?!的?历史|文明)|{_YEAR}(?:[-~至到和与、/]+(?:{_YEAR}年?|\d\d年)|/\d\d年度)"),
    ("date", rf"(?<=\d\d\d\d[-~至到和与、/]){_YEAR}(?![\d.万亿元人个家])|(?<=\d\d\d\d-){_YEAR}(?![\d.万亿元人个家])"),
    ("event-name", rf"{_YEAR}(?=[^，。；、\d]{{0,16}}?(?:{_FAMED_MEETS}|马拉松|联赛|锦标赛|展览会|文化之都|招聘会))"),
    ("date", rf"{_YEAR}(?=[（(]?[\u4e00-\u9fff“])(?![余多万亿个家台套辆架部件人名座所处项户吨亩条位公平立千兆株头只张场次米里斤年月日天小岁级届期批支间栋幢册类种门元美度克升吉瓦倍百分列班艘])"),
    ("date", r"(?:1[0-2]|0?[1-9])(?:月份?(?!\d*个)|[-~至到]+(?:1[0-2]|[1-9])月)|(?<=月)#[日号](?!\d*个)"),
    ("date", r"(?<=月)\d{1,2}(?=[-~至到]\d{1,2}日)|(?<=[-~至到])\d{1,2}日(?!均)|\d0年代|(?:1[5-9]|2[01])世纪"),
    ("fixed-word", r"[0-9]0后|24小时(?!内|以内|之内)|#小时(?=过境)|7(?=[×xX*]24)|(?<=[×xX*])24小时"),
    ("fixed-word", r"365天"),
    ("anniversary", r"#周年|#华诞|(?<=诞辰)#|(?<=成立)#[余多]?年(?!级)"),
    ("name", r"(?<=(?<![A-Za-z])G)(?:7|20)(?![\d.])(?=峰会|国家|集团|领导|财长|杭州)|20国集团"),
    ("road-number", r"(?<=(?<![A-Za-z])[GS])\d{1,4}(?![\d.A-Za-z])|(?<=(?<![A-Za-z])[XYC])\d{3}(?![\d.A-Za-z])"),
    ("road-number", r"\d{3}(?:国道|省道|县道)|(?<=[国省县]道)\d{1,3}(?![\d.万公])|\d{1,2}号(?:线|公路|高速)"),
    ("classification", r"[1-5]A(?![A-Za-z0-9])"),
    ("name", r"#号(?![台召])|\d{1,3}(?=[-~至、]\d{1,3}号)"),
    ("capacity", r"#万?(?:吨级|吨型|千伏|mm|毫米|蒸吨|英寸|马力|升级?)(?=(?:及?以上|以下|级)?[\u4e00-\u9fff])|#[万千]?(?:吨|千瓦|兆瓦|立方米)(?:级)?(?=[^，。；、\d]{1,12}(?:生产线|机组|工程|装置|泊位|码头|冶炼|风机|起重机|项目|飞机|基地))|(?<=年产)#|(?<=日产)#|(?<=容量最大的)#"),
    ("threshold", r"#[百千]?[万亿]?(?:元|人|户|吨|亩|平方米|千伏安|千瓦|蒸吨|岁|美元|度)(?:及?以[上下]|以内)的?(?=[\u4e00-\u9fff“])|(?<=[过超])#[万亿]*元(?=的?(?:项目|企业|产业|集群|园区))"),
    ("classification", r"#亿级|#亿元级|(?<=前)#[%‰]|#年期"),
    ("programme-name", r"\d{1,2}大(?![型幅于])"),
    ("name", r"(?:12345|12355|12315|12388|12380|12366|12348|12393|12328|110|119|120|122)(?![\d.万亿个家kKmM%人元])"),
    ("", rf"#{_LETTER_UNITS}"),
    ("model-number", rf"(?<=[A-Za-z])#(?!{_COUNTS})|(?<=[A-Za-z]-)#(?!{_COUNTS})|#(?=[A-Za-z])|\d\.0(?!{_COUNTS}|\d)|\d\.\d版"),
    ("programme-name", r"\d{1,2}(?:\+[A-Za-z])|(?<=[A-Za-z]\+)\d{1,2}(?![\d万亿%个家])"),
    ("programme-name", r"\d{1,2}\+\d{1,2}(?![\d.万亿%个家])|(?<=\d\+)\d{1,2}(?![\d.万亿%个家])"),
    ("programme-name", r"\d{1,3}(?:分钟|小时|公里)[^，。；]{0,8}?圈"),
    ("classification", rf"(?:{'|'.join(f'(?<={scope})' for scope in _RANKED_SCOPES)})[1-5]00强"),
    ("name", r"(?:12345|12315|12388|12380|12366|12348|110|119|120|122)(?=”?(?:政务|热线|平台|便民|市民|服务|指挥|报警|急救|接警))"),
    ("name", r"\d{1,2}号(?:楼|桥|馆|院|机组|炉|航站楼|井|码头|泊位|机|工程|台风|隧道|门|路|地块|矿)|[23]\d\d医院"),
    ("programme-name", r"\d{3,}(?=”?(?:工程|行动|战略|计划|工作法|发展战略|产业体系|现代产业|工作思路))"),
)  # fmt: skip

_MONTH = "(?:十[一二]?|[一二三四五六七八九])"

CHINESE_ROWS: Final[tuple[Row, ...]] = (
    ("fixed-word", r"百(?=分点)|万(?=元(?:地区|国内)?生产总值|元GDP|元工业增加值)"),
    ("classification", r"(?<=前)[百千万](?=分之一)|(?<=前[百千万]分之)一|(?<=名前[百千万]分之)一"),
    ("classification", r"[百千万]?[万亿](?=元?(?:新?台阶|规模|级))|[百千]亿(?=元?(?:新?台阶|规模|级))|亿(?=吨大港)"),
    ("round-number", r"十(?=几)|(?<=几)[十百千万亿]+|(?<=上)(?:千万|百万|万|亿)(?=[\u4e00-\u9fff]{2})|(?<=以)(?:千万|亿|百万)(?=计)"),
    ("threshold", r"[百千]?[万亿]元?(?=以[上下])|(?<=[超过])[百千]?[万亿](?=元(?:镇|县|村|园区|企业|产业|集群))"),
    ("", r"#点#|(?<=点)#(?=个?百分点|%|[亿万元倍])|(?<=分之)#|#分之|(?<=个)百分点|百分点|十分钟"),
    ("", r"(?<=每)[十百千万亿]+|(?:(?<=(?<!以)上)|(?<=[数超约逾几近]))[百千万亿]+(?!年|人计划|级|里)|(?<=每一)[百千万]"),
    ("date", rf"(?:一[八九]|二[〇零○])[〇零○一二三四五六七八九]{{2}}年|(?<=○)#年|(?:一九|二[〇零])#?(?=○)|{_MONTH}(?<![百千万])月(?!嫂|饼)"),
    ("date", r"(?<=月)#[日号]|(?:[二三四五六七八九]十)年代|(?:十[五六七八九]|二十一?)世纪|前?[一二三四两]季度"),
    ("period-name", r"十[一二三四五六]五(?![个家项条年名人万亿所件多余])|[一二三四五六七八九](?=、[二三四五六七八九]五)|[七八九]五(?=[”\"]?(?:时期|规划|期间|计划|末|以来))|十五(?=[”\"]?(?:时期|规划|期间|计划))"),
    ("programme-name", r"[一二三四五六七八九]五(?=[”\"]?普法)"),
    ("event-name", rf"#届[^，。；、]{{0,12}}?(?:{_FAMED_MEETS})|(?<=[省市州国区全])#运会|(?<=[省市州国区])#残运会|#运会|(?<=第)#次[^，。；]{{0,8}}?普查|#(?:经普|农普|人普|污普)"),
    ("session-number", r"#届|[一二三四五六七]中全会|(?<=届)[一二三四五六七八]中|[一二三四五六七八](?=、[二三四五六七八]中全会)|[一二三四五六七八]中(?=、[二三四五六七八]中|[和及][二三四五六七八]中)"),
    ("session-number", r"(?<=第)#次(?:会议|全会|全体|全国代表|党代|人民代表|代表大会|常务|集体学习)|#次(?:会议|全会|全体会)|(?<=[届大])[二三四五六七](?=次)|(?:十[二三四五六七八九]|二十)大(?![批型重力])"),
    ("session-number", r"[一二三四五六七八九十]{1,2}次(?=[、和]?[一二三四五六七八九十]{1,2}次|全会|全体)"),
    ("date", r"[一二三四](?=[、和]?[一二三四]?[、和]?[二三四]季度)"),
    ("document-number", r"(?<=第)#号(?!线)|#号(?:文件|令|文)(?!化)"),
    ("name", r"(?<=第)#(?:[^，。；的一二三四五六七八九十]{0,4}?医院|中学|小学|实验|高级|附属|中级|师范|污水|水厂|自来水|幼儿园|党支部|航站楼|人民|净水|热电|福利|工程局|建筑|机场|看守所|社会)"),
    ("name", r"(?<=[市县区省州铁大])[一二三四五六七八九十]{1,3}(?:中(?!心|全会|国|央|小企|型|医|药|部)|医院|附?院(?!士)|幼|职高|小(?!时|区|镇|微|型|康)|高(?!速|新|铁|标|级))"),
    ("name", r"#号(?:线|桥|楼|院|路|工程|机组|航站楼|井|泊位|公路|台风|馆|隧道|门|机|煤|矿)|#环(?:路|线|高速|[东南西北])|(?<=[东南西北外内])[一二三四五六七]环"),
)  # fmt: skip

# Single-character measures, classifiers and openings of long counts: behind them a numeral counts something.
_MEASURES = "个家项条座处所人名户件种类次年月日天批元吨亩米里岁倍成点届级期轮大周台套艘辆架只支队组间栋层颗株场份本部张片块段道口头位多余来几季分半时公平立美强千百万亿"
# The counting words of small counts.
_SMALL = "个家项条座处所件种类次批支台套艘辆架只间栋场本部张片块段道层根篇册轮组群档例份队站门对位名届期"
_LINK = f"[^{CHINESE}{_MEASURES}\\W\\dA-Za-z]"
_FORMULA_NOUNS = (
    "自信|意识|维护|确立|坚持|全面|统筹|必须|务必|毫不|没有变|结合|文明|革命|伟大|着力|面向|转变|不变|不减|不摘|更加|更大|更高|聚焦|突出|强化|确保|走在前|率先|表率|离不开|"
    "相统一|区分|最严|作为|不动摇|一律|到位|融入|协调|大局|先行|意见|决不|敢|善于|服从|千方百计|有之"
)
_SPAN_NOUNS = (
    "行动|计划|规划|攻坚|倍增|会战|提升|专项|滚动|方案|上台阶|大变样|任务|目标|整治|改造|治理|"
    "建设规划|提质|突破|清零|翻番计划|禁渔|禁捕|培育|歼灭战|倍增计划"
)

# Behind a verb of work a count says what was done.
_NOT_MADE = "".join(
    f"(?<!{verb})"
    for verb in [
        "建成",
        "新建",
        "新增",
        "新添",
        "开通",
        "引进",
        "建设",
        "获得",
        "荣获",
        "创建",
        "完成",
        "出台",
        "制定",
        "推出",
        "发布",
        "制订",
        "印发",
        "开工",
        "竣工",
        "投用",
        "承办",
        "举办",
    ]
)
_ABSTRACT = (
    "措施|举措|意见|制度|机制|行动|工程|工作|任务|要求|事|关键|要义|突破|荣誉|重点|体系|维度|环节|领域|阶段|指标|原则|抓手|支撑|主线|定位|目标|问题|矛盾|关系|原因|因素|条件|方针|政策|规定|建议|"
    "计划|规划|方案|清单|专项|改革|创新|攻坚|战役|转变|转型|提升|优势|特点|经验|成果|亮点|变化|困难|挑战|风险|短板|难题|试点|民生|实事|文明|建设|发展|监督|责任|要点|关口|底线|红线|途径|渠道|路径|模式|"
    "平台|抓住|课题|结合|统一|服务|产业|支柱|基地|中心|通道|板块|区域|片区|生态|要素|主体|市场|力量|队伍|作风|纪律|活动|举动|课|账|牌|仗|硬仗|大会|会议|环境|功能|链条|历史|殊荣|称号|牌照|流域|走廊|协议"
)

LATE_ROWS: Final[tuple[Row, ...]] = (
    ("ordinal", r"(?<=在第)一(?=位)|(?<=产业第)一|(?<=第)[一二三四五六七八九十]+(?=大产业|大电源|准则|要务|资源|动力|生产力|责任|大国|方队|粮仓|大支柱|医科|张|家|个|笔|例|条|批|台|艘|支|座)"),
    ("fixed-word", r"[两三](?=位数)|一(?=[对技])|(?<=再)三|三(?=证合一)|一(?=照一码)|(?<=照)一(?=码)|[三四](?=四?轮车)"),
    ("name", r"(?<=神舟)#|(?<=嫦娥)#|(?<=天宫)#|(?<=长征)#|(?<=天问)#"),
    ("classification", r"[一二三四](?=[、和]?[二三四五]?线城市)|[一二三](?=[、和]?[二三]?级(?:医院|甲))|国[一二三四五六]|(?<=国)[一二三四五六](?=柴油|排放|标准)"),
    ("duration", r"(?<=连续)#次|(?<=新)十年|九年(?=.{0,2}义务教育|一贯)|(?<=普及)[八九十]年(?=教育)"),
    ("period-name", r"(?:(?<=以来的)|(?<=经过)|(?<=财政))[三四五十]年|(?<=[，。；！])[三四五十]年(?=[\u4e00-\u9fff])(?![级制期])"),
    ("", r"(?<=[居列位获省国市球界亚洲为区县州军内得至到升部北南东西内业]第)#(?!批|次|轮|期|阶段|版|产业)|(?<=第)#(?=[，。；、）”！名位大强]|$)"),
    ("ordinal", r"(?<=第)#"),
    ("population", r"#[多余]?[万亿]*(?:各族|全市|全省)?(?:人民|儿女|市民|父老)(?!生活|政府|币|代表|医院|检察|法院|银行)|(?<=\d[余多])[万亿](?=(?:各族|干部|蓉城|全市)?[^，。；]{0,4}(?:人民|儿女|市民|群众))"),
    ("duration", r"(?<=力争)#年|(?<=争取)#年|(?<=蝉联)#年|(?<=近)#年|#年[多余]?(?:内|前|多?来)|(?<=提前)#年|(?<=时隔)#年"),
    ("duration", r"(?<=连续)#个?(?:年|月|季度|天|届)|(?<=再延长)#年|(?<=用)#年时间|(?<=历时)#年|(?<=为期)#年|#年(?=新冠|疫情)"),
    ("counted-list", rf"{_NOT_MADE}[两三四五六七八九十百]+[项条个件类种](?:[^，。；、]{{0,6}}?)(?:{_ABSTRACT})"),
    ("counted-list", r"(?<=[\u4e00-\u9fff”])[两三四五六七八九十](?:[省市州盟县区旗镇乡村地国方校企馆院江河湖山园])(?=[^，。；、\d]{2})"),
    ("fixed-word", _NOT_MADE + r"一(?=[个种次项件点步家条座盏套台场片份股道张名位支笔部代方度分寸域声关仗户人句头身遍时天刻瞬字本国域镇口轮撮伙把群帮系整])(?![次个]性|人均)"),
    ("fixed-word", r"[二两]字|零(?=死角|容忍|距离|门槛|成本|跑腿|接触|障碍|缝隙|盲区|差错|投诉|收费|跑动|等待|延误|障碍|感染|负担|散乱|敲)"),
    ("round-number", r"[百千万](?=[场家户企项人村镇店校园名里亩件次]|余[场家户项名])"),
    ("programme-name", r"万亿(?=(?:元)?(?:特别)?国债)"),
    ("round-number", r"[百千]?[百千万亿](?=[\u4e00-\u9fff]{2,12}(?:行动|计划|工程|活动|大穿越))"),
    ("classification", r"[百千十]强|[一二]本(?=上线|率)|(?:[十百千万]+亿|[百千万]亿?)(?:元)?(?=级|台阶|新台阶|GDP|大关|目标)"),
    ("name", rf"[一二三四五六七八九十百千万]{_LINK}{{0,2}}(?:水库|机场|大桥|电站|高速|铁路|煤矿|景区|寨|港区|灌区|水电站|隧道|湿地|遗址|书院|公园|商圈|新村|中学|医科大学)"),
    ("counted-list", r"#(?:张清单|件民生实事|个积极性|大类|个类别)|(?<=[、”])#(?:支队伍|项(?:工程|机制|举措|措施|行动|任务|活动|试点))"),
    ("fixed-word", r"(?<=干)一(?=件)|(?<=是)一(?=件|项|场|种|个具有)|(?<=成熟)一(?=片)|(?<=更新)一(?=片)|(?<=以)一(?=域)|一(?=项一项|件一件|张纸|滴水|度电|盘棋|次办|网办)|(?<=一[项件])一(?=[项件])|(?<=交出了)一(?=份)"),
    ("anniversary", r"#周年|#华诞|(?<=诞辰)#"),
    ("classification", r"[十百千万亿]+元?级|#(?:吨|千瓦|千万千瓦|兆|亩|人|公里)级|(?<![超过达破])(?:[十百千万]+亿|亿)元?(?=(?:产业|企业(?!\d)|集群|园区|强?镇|强?村|俱乐部|产业园|园|板块|支柱|主导))"),
    ("", rf"#[余多几]?[万亿]*(?:{_COUNTED})"),
    ("classification", r"[一二三四五六七八九十]+级|两级|[一二三四五]类|[一二三四五六]等(?:奖|功|舱)?(?=[奖功舱残及])|[三四五]星|[二三]甲(?=医院|[、创综）])|[一二三]线(?=城市|品牌|职工)|[一二三]产(?=[、业融比])|[一二三四五六七八九]期(?!间)|[一二三][、](?=[二三]+产)|[一二三](?=、[二三]、?三?产)"),
    ("period-name", r"(?:(?<=过去)|(?<=今后)|(?<=未来)|(?<=近)|(?<=这)|(?<=最近)|(?<=接下来))#年|#[多余]?年(?:来|间(?!隔)|以来|任期)|(?<=前)[三五四]年|(?<=凡的)[三五十]年"),
    ("programme-name", rf"[一二两三五四十]年(?:{_SPAN_NOUNS})"),
    ("programme-name", rf"#个(?:{_FORMULA_NOUNS})"),
    ("fixed-word", r"[两三四五六七八九十]个?(?:方面|层面|维度)"),
    ("name", rf"[一二三四五六七八九十百千万]{_LINK}{{1,2}}(?:镇|乡|街道|社区)(?![强均])"),
    ("name", rf"[二三四五六七八九十百千万亿]{_LINK}(?:生物|科技|股份|集团|药业|电子|能源|重工|新材|医药|智能|化工|矿业|酒业|食品|纺织|机械|汽车)"),
    ("programme-name", rf"[{CHINESE}]{_LINK}{{1,2}}[{CHINESE}]{_LINK}|(?<=[{CHINESE}]{_LINK})[{CHINESE}]{_LINK}|(?<=[{CHINESE}]{_LINK}{_LINK})[一二两三四五六七八九十]{_LINK}"),
    ("programme-name", r"(?<!第)(?<!打造)(?<!培育)(?<!新增)(?<!建成)(?<!引进)(?<!创建)(?<!形成)(?<!建设)(?<!前)[两三四五六七八九十]大(?![于型幅学会力量批小桥坝棚米户道额多件类])"),
    ("counted-list", r"#个(?=“)|[两三四五六七八九十](?=者|省市|[省市县区州](?:携手|联|合|共|协))|(?<=”)[两三四五六七八九十](?=[\u4e00-\u9fff]{2})"),
    ("programme-name", r"(?<!近)#年(?=.{0,4}(?:规划|方案|计划|行动|试验|任务|评估|攻坚|棚改|建设经验))"),
    ("duration", r"(?<=过去的)#年|(?<=未来的)#年|(?<=建交后的)#年|(?<=大片区)#年"),
    ("zero", r"零(?=死亡|伤亡|发生|增长|事故|上访|新增|感染|投诉|排放|违规|举报)|(?<=[为是])零(?=[，。；、])"),
    ("fixed-word", rf"(?<=唯)一+|一(?={_LINK})(?!番|半)"),
    ("small-count", rf"{_NOT_MADE}(?:[两三四五六七八九]|十[一二三四五六七八九]?)(?=[{_SMALL}])(?![^，。；]{{1,10}}(?:竣工|开工|投产|投用|建成|获批|入选|获评|上市|落地))"),
    ("name", rf"(?<![{CHINESE}])[零两三四五六七八九十百千万亿](?={_LINK})"),
)  # fmt: skip

_RUN: Final[Mapping[Kind, str]] = {"arabic": r"(?:\d++(?:\.\d++)?)", "chinese": f"(?:[{CHINESE}]++)"}


def _compiled(rows: tuple[Row, ...], kind: Kind) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Join rows into one pattern whose n-th group is the n-th row."""
    joined = "|".join(f"({pattern.replace('#', _RUN[kind])})" for _, pattern in rows)
    return re.compile(joined), tuple(reason for reason, _ in rows)


_ARABIC = _compiled(ARABIC_ROWS, "arabic")
_EARLY = _compiled(CHINESE_ROWS, "chinese")
_LATE = _compiled(LATE_ROWS, "chinese")


# So far behind a numeral a reason is looked for: without blanks a page of numbers is one run of digits, which each of
# its numerals would look through to the end.
_AHEAD: Final = 200


def _decide(table: tuple[re.Pattern[str], tuple[str, ...]], site: Site) -> str | None:
    """Return the reason of the first row that matches at the numeral: "" for a quantity, None if no row does."""
    pattern, reasons = table
    match = pattern.match(site.text, site.start, site.end + _AHEAD)
    return None if match is None or match.lastindex is None else reasons[match.lastindex - 1]


_CLAUSE_START = re.compile(r"(?:^|[。！？；：，:>\"”-])[“（]?$")
_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:、(?![一二三四五六七八九]+(?:产|中|五|[、]))|是(?!年)|要(?=[^素点])|）)|(?<=第)[一二三四五六七八九十]{1,2}(?=[，,、：]|部分|章|节)"
)


def list_mark(site: Site) -> str | None:
    """「（一）」「一、」「1.」「一是」「第一，」 where an item can start."""
    text, start, end = site.text, site.start, site.end
    bracketed = text[start - 1 : start] == "（" and text[end : end + 1] == "）"
    if site.kind == "arabic":
        number = text[start:end].partition(".")[0]
        behind = text[start + len(number) : start + len(number) + 1]
        marked = bracketed or (site.opens_line and behind in tuple("、.．）"))
        decimal = "." in text[start:end] and not re.match(_YEAR, text[start + len(number) + 1 :])
        return "list-mark" if marked and len(number) <= 2 and not decimal else None
    mark = _MARK.match(text, start)
    if mark is None or mark.end() <= end - 1:
        return None
    if bracketed:
        return "list-mark"
    before = text[max(0, start - 3) : start].removesuffix("第").removesuffix("其")
    return "list-mark" if (site.opens_line or _CLAUSE_START.search(before)) and mark.end() >= end else None


def page_number(site: Site) -> str | None:
    """A short Arabic number alone on its line."""
    return "page-number" if site.alone and site.kind == "arabic" and site.end - site.start <= 3 else None


_ENTERS = re.compile(
    r"(?:入选|跻身|进入|入围|位列|上榜|进位|迈进|迈入|晋升|晋级|进军|排名|位居|获评|荣获|评为|列入|创成|新增|成为|达到|前|居)[^，。；]{0,8}$"
)


_FROM = re.compile(r"(?:由|从)[^，。；]{0,16}$")
_RISES = re.compile(
    r"(?:分之)?[一二三四五六七八九十百零〇○点]*[余多]?[百千万亿]*[余多]?(?:%|‰|个百分点|[\u4e00-\u9fffA-Za-z·/]{1,5}?)?(?:左右|以上)?，?(?:大幅|快速|逐步|稳步|提前|分别)?(?:提高|增加|增长|增至|减至|缩减|缩短|压缩|压减|减少|减到|跃升|扩大|调整|上升|下降|提升|降低|升至|降至|降到|提至|拓展|上调|增|减|升|降|到|至)"
)


_LISTED = re.compile(r"[\u4e00-\u9fff”A-Za-z）][、和][^，。；、]{1,9}$")
_OF_LISTED = re.compile(r"[两三四五六七八九十](?:[家块条个项大类种名位套]|大类)(?=[\u4e00-\u9fff“])")


def counted_list(site: Site) -> str | None:
    """「融资、用工、物流三项难题」, 「乖宝、金帝两家企业」: how many things the list just named."""
    counted = site.kind == "chinese" and _OF_LISTED.match(site.text, site.start)
    return "counted-list" if counted and _LISTED.search(site.before) else None


def base_value(site: Site) -> str | None:
    """「由420元提高到480元」, 「从4家增至16家」: where a change starts."""
    rises = _RISES.match(site.text, site.end, site.end + 24)
    return "base-value" if rises and _FROM.search(site.text, max(0, site.start - 18), site.start) else None


def rank(site: Site) -> bool:
    """「跻身全国百强」 says something of a place; 「世界500强企业」 only names a class."""
    return site.text[site.end : site.end + 1] == "强" and bool(_ENTERS.search(site.before))


@cache
def fixed_words() -> Mapping[str, str]:
    """Read word → reason: ``data/reference/fixed_words.tsv`` and the names of divisions that hold a numeral."""
    words = {
        row["name"]: "name"
        for row in csv.DictReader(resources.text("data/reference/divisions.csv").splitlines())
        if len(row["name"]) > 2 and any(char in CHINESE for char in row["name"])
    }
    rows = csv.DictReader(resources.text("data/reference/fixed_words.tsv").splitlines(), delimiter="\t")
    return words | {row["word"]: row["reason"] for row in rows}


@cache
def _by_pair() -> Mapping[str, tuple[tuple[int, str], ...]]:
    """Map two characters to the fixed words that hold them: (place of the numeral's character, word), longest first.

    The pair is the numeral's character with the next one, or, at a word's end, with the one before.
    """
    pairs: dict[str, list[tuple[int, str]]] = {}
    for word in sorted(fixed_words(), key=lambda word: (-len(word), word)):
        for place, char in enumerate(word):
            if char in CHINESE:
                pair = word[place : place + 2] if place + 1 < len(word) else word[place - 1 :]
                pairs.setdefault(pair, []).append((place, word))
    return {pair: tuple(found) for pair, found in pairs.items()}


def _word_around(text: str, index: int) -> str | None:
    """Find the longest fixed word around one character of a text."""
    pairs = _by_pair()
    ahead, behind = pairs.get(text[index : index + 2], ()), pairs.get(text[max(0, index - 1) : index + 1], ())
    found = [word for place, word in (*ahead, *behind) if index >= place and text.startswith(word, index - place)]
    return max(found, key=len, default=None)


def fixed_word(site: Site) -> str | None:
    """Return the reason of the longest fixed word around a run; each of its characters must lie in one."""
    found = [_word_around(site.text, index) for index in range(site.start, site.end)]
    return None if None in found or not found[0] else fixed_words()[found[0]]


_MEASURED = re.compile(rf"(?:\d[\d.]*|[{CHINESE}]+)[余多几]?[十百千万亿]*(?:{_COUNTED})|[\d.]+(?:[%万亿]|[家座所镇村])")


_MEETS = re.compile(rf"(?:{_FAMED_MEETS})$")
_COUNTED_TWICE = re.compile(rf"[{CHINESE}].{{1,3}}[{CHINESE}]")


def quoted_name(site: Site) -> str | None:
    """「“三线一单”」「“3311”工程」: a name in quotation marks, unless a measure stands in them."""
    if site.quoted is None or any(mark in site.quoted for mark in "。！？；"):
        return None
    measured = site.kind == "arabic" or site.end - site.start > 1
    if measured and _MEASURED.match(site.text, site.start, site.end + _AHEAD):
        return None
    return "event-name" if _MEETS.search(site.quoted) else "programme-name"


def reason(site: Site) -> str | None:
    """Say why a numeral claims nothing, by one of the codes of REASONS; None where that is not certain."""
    marked = page_number(site) or list_mark(site)
    if marked or rank(site):
        return marked
    if told := base_value(site) or counted_list(site):
        return told
    early = _decide(_ARABIC if site.kind == "arabic" else _EARLY, site)
    if early is not None:
        return early or None
    fixed = fixed_word(site) if site.kind == "chinese" else None
    if fixed == "name" and site.quoted and _COUNTED_TWICE.search(site.quoted):
        fixed = None  # “三江六岸” names a programme, although 三江 is a place too
    named = fixed or ("title" if site.titled else quoted_name(site))
    if named or site.kind == "arabic":
        return named
    return _decide(_LATE, site) or None
