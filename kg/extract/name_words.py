"""The words by which names are found, read and completed; tables without logic of their own, see ``kg.extract.names``."""

import re

# Words that measure some thing named before them: 「实施重点项目262个、完成投资800亿元」.
# What was done to the things counted before; a total of them is more than what is new.
MADE = re.compile(
    r"^(?:新增|新建|新认定|新培育|新登记|新引进|新签约|新设立?|新注册|净增|累计)(?:和(?:提升|改造|扩建|改建)(?:提升)?)?|(?<=[\u4e00-\u9fff”]{3})(?:新增|净增)$"
)
# 「新登记经营主体7.2万户、总数达到53.7万户」: the second is no new one.
TOTAL_NOW = re.compile(r"[、，]?(?:累计|总数|总量|总计|目前|现)+(?:有|达到?|为|超过?|突破)?")
OF_ANOTHER = re.compile(
    r"(?:完成|累计|实际|合计|协议|合同|签约|计划|年度)?(?:投资额?|总投资额?|投资总额|总额|到位资金|资金|总规模|规模|总量|总数|总人数|人数|人流量|客流量|面积|总面积|占地|建筑面积|占比|比重|总产值|产值|年产值|保有量|在库|装机总量|总装机|存量|"
    r"总?产量|消费额|(?:支出|执行|投资)进度|(?:采购|协议|合同|意向|成交|销售|签约|到位|交易|意向成交)?金额|营业额|融资额?|授信|营收|营业收入|营业总收入|销售收入|年销售收入|销售额|年销售额|交易额|成交额|贸易额|利润|利润总额|净利润|资产总额|产业规模|就业|惠及\S{1,6}|全长|总长|总长度|总里程|注册用户|用户数?|"
    r"(?:覆盖|办结|办成|办复|满意|开工|竣工|达标|合格|优良|入住|签约|落地|履约|转化|利用|参保|参合|完成|成功|破案|回收|交付|销号|整改|治理|执行|就业)率|满意度)"
)
ITS_TOTAL = re.compile(rf"(?<=[\u4e00-\u9fff]{{4}})(?:{OF_ANOTHER.pattern})$")
# Units in which things made or mended are told.
EXTENTS = frozenset(
    ("亩", "公顷", "公里", "米", "平方米", "平方公里", "吨", "吨/日", "立方米", "千瓦", "标准箱", "重量箱")
)
GOAL = re.compile(r"的(?P<what>[\u4e00-\u9fff]{0,12}?)(?:年均)?(?:增长(?:预期)?(?:目标|速度)|增速)")
WHOLLY = re.compile(r"(?:基本|全部|全面|已|均)+$")
SAID = re.compile(r"(?:提出|确定|设定|定下|保持|争取|围绕|锚定)了?")
# Words that say how a thing changes and not which.
VAGUE = re.compile(r"各地(?:均?可)?|一律|(?:人均)?新?标准|提价|提标|(?:平均)?(?:每人每[年月]|人均每[年月]|人均)|最高")
CHANGED = re.compile(
    r"[^\d，。；、]*?(?:提高|降低|下调|上调|调整|提升|实行|执行|增加|减少)(?:了)?(?P<metric>[^\d，。；、]{2,24}(?:率|比例|标准|价格?|金|补贴|补助|税|待遇|工资|水平|经费|额度|收入))$"
)
ITS_SUM = re.compile(r"总投资|总规模$")
# 「化解矛盾纠纷21.2万件、化解率98.8%」: a rate of no more than its verb is that of the thing before.
BARE_RATE = re.compile(r"[\u4e00-\u9fff]{2}率")
HIGHER = re.compile(r"(?:自治区|国家|省|市|上级)(?:下达)?")
DONE_ALREADY = re.compile(r"(?:开工|竣工|投产|投用|建成|签约|落地|完工)$")
RATIO = re.compile(r"(?:率|比重|占比|比例|度)$")
SOWN = re.compile(r"(?:播种|种植|栽培)$")
# What is paid or refunded, not yet under which scheme: 「整合城乡居民基本医保制度，财政补助提高到420元」.
BARE_METRIC = re.compile(r"(?:人均)?(?:财政)?补[助贴](?:标准)?|报销比例|起付线|覆盖面|保障标准")
BOXES = frozenset(("标箱", "标准箱"))
MEASURE_END = re.compile(r"(?:量|额|值|收入|投资|率|里程)$")
TOTAL = re.compile(
    r"(?:启动|实施|推进|推动|整合|设立|组建|打造|谋划|建设|发起|新开工|签约|引进)*(?P<total>总投资额?|投资总额|总规模|总额|总产值|全长|总长)"
)
# Of a long list only what it lists is the name: 「举办煤交会、绿博会、预制菜大会等展会80余场」.
LONG = 18
# As many characters say who did it to the things counted; more are another clause.
SHORT = 8
# 「实施重大攻关项目及30个专项」: what stands before is another thing of the same verb.
JOINED = re.compile(r"[及和与、]$|以及$")
LIST_END = re.compile(r"等(?P<kind>[\u4e00-\u9fff“”]{2,16})$")
PER_DAY = re.compile(r"(?:平均)?(?:每[天日月年]|日均|月均)(?:新增|净增|增加|诞生|产生)?")
TO_ANOTHER = re.compile(r"对[\u4e00-\u9fffA-Z]{2,10}(?:贡献率|拉动|支撑)")
THING_BEHIND = re.compile(r"的(?:\d+[个项家条座处]|[一两])?(?P<thing>[\u4e00-\u9fff“”]{2,20})")
PREDICATE_BEHIND = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:开工|竣工|投产|签约|落地|建成|成为|全线|通车|完成|提质|启动|正式|全面|加快|顺利|和(?=.{6})|以及)"
)
# 「为1.2万名残疾人提供…」, 「在115个县建设…」: a preposition, no verb of measure.
FOR_WHOM = re.compile(
    r"(?:^|[，、；。：]|并|还|地|动|目)(?:为|在|给|让|使|又有|另有|还有)(?:全市|全省|全区|全县|全州|超过?|近|约|逾)*$"
)
PREDICATE_OF_ALL = re.compile(
    r"(?:[、和]\d+[余多]?[个家项件座所处名人条支]?[\u4e00-\u9fff“”]{1,12}?(?:（[镇乡街市区县旗道村]+）)?)+"
    r"(?P<did>(?:成功|全部|均|先后)?(?:入选|入围|获评|获批|获得|荣获|被评为|被认定为|上榜|跻身|通过|列入|纳入|建成投用|建成|竣工|投产|开工|投用)[^，。；、\d]{0,14})"
)
MONEY_VERB = re.compile(
    r"(?:安排|新增|下达|拨付|发放|投入|落实|争取|筹集|统筹|发行|提供|设立|补助|奖励|减免|兑现|整合|获得?|给予|提取|募集|注入|列支|划拨|下拨|拿出|打造|组建)(?:了)?$"
)
MONEY = re.compile(
    r"(?:的)?(?P<what>(?:(?!用于|支持|实施|帮助|推动|解决|建设|开展|加强|推进)[\u4e00-\u9fffA-Z“”]){0,12}?"
    r"(?:资金|经费|款项?(?!目)|债券|国债|债(?!务)|补贴|补助|津贴|贷款|基金|消费券|奖金|红包|资本金|奖励|奖补|投资(?!母|基|集|项|计|兴|合)|融资|授信|保费|赔偿|租金|税费|欠薪|工资)+)"
)
# 「小麦、稻谷最低收购价平均每斤分别提高0.11元和0.13元」
EACH = re.compile(r"(?:平均)?(?:每(?:斤|公斤|亩|吨|年|月|人|户))*$")
# As many characters name a thing by themselves, where things are listed; fewer wait for a head.
WHOLE_NAME = 5
LED_IN = 7  # characters before a name that are more than 「，累计完成」
DEED = 4  # as many characters say what a rate is of: 「100%覆盖」 is the 覆盖率
SET_OUT = re.compile(
    r"[^、，]{0,18}?(?:新推出|推出|出台|提请|审议|制定|印发|发布(?!实施)|启动建设|规划建设|开工建设|新签署)(?=.{2})"
)
# Money of which only the payer or the verb is told is named by what it is for.
BARE_MONEY = re.compile(r"(?:专项|补助|财政|扶持|奖补)*(?:资金|经费)|$")
MONEY_SPENT = re.compile(
    r"(?:[中央国家省市县区级地方各]*财政)?(?:拟|共|新增|再|累计)?(?:安排|投入|下达|拨付|筹集|落实|统筹|列支|拿出)(?:专项|补助|财政|扶持|奖补|各类|各级)*(?:资金|经费)"
)
PURPOSE = re.compile(
    r"，?(?:主要|重点|专项)?(?:用[^，。；]{2,6}方式)?(?P<for>(?:用于|支持|帮助|扶持|资助)[\u4e00-\u9fff“”、]{4,26}?)(?=[，。；！]|等|$)"
)
OF_SCOPE = re.compile(r"占(全国|全省|全市|全区|全县|全州|全球|世界)比重$")
# 「实现4%的目标」, 「6.5%左右的增速」: no part of anything.
OF_GROWTH = re.compile(r"(?:[\u4e00-\u9fff]{0,8}(?:增长|增速|目标|速度|增幅|利率|比例|比率))")
PART_OF = re.compile(
    r"(?:贡献|创造|集聚|聚集|吸纳|提供|承担|占|覆盖|涵盖|容纳|惠及)了?(?P<scope>全国|全省|全市|全区|全县|全州|全球|世界)?$"
)
SHARES = re.compile(r"[\u4e00-\u9fff]占[\u4e00-\u9fff]{2,12}$")
SCOPE = re.compile(r"全国|全省|全市|全区|全县|全州|全球|世界")
# 「完成投资X亿元，完成年度计划的133%」.
YEARS_TASK = re.compile(
    r"(?:占|为)?(?:年度|全年|年初|五年|总|省定|市定|序时|目标)*(?:计划|任务|目标|目标任务|进度|投资计划|预算)(?:数|总额)?"
)
TASK_DONE = re.compile(rf"(?P<thing>[^，、]{{4,}}?)(?:完成|达到?|为|占)(?P<what>{YEARS_TASK.pattern})的?")
PART_OF_ALL = re.compile(
    rf"(?:^|分别|完成|占|为|达到?)(?:完成|占|为|达到?)*(?P<what>{YEARS_TASK.pattern}|全国|全省|全市|全区|全县|全州|全球|世界)的?$"
)
REACHED = re.compile(r"[提高增加长上下升降低减少缩短压][到至]")
OWN_RATE = re.compile(r"的?(?P<rate>(?:优惠)?(?:税率|费率|利率|关税|缴费比例))")
# All of them, and what cannot be done by them: 「保持100%的水平」, 「排放量5%的下降」.
ALL = re.compile(r"100(?:\.0+)?%?|百分之百")
NO_DEED = re.compile(
    r"(?:增长|增速|增幅|提升|提高|下降|水平|目标|速度|位居|居|排|高于|低于|用电|[\u4e00-\u9fff]{2,3}第[一二三])"
)
SHARE_WORD = re.compile(r"比重|占比|比例|率|份额")
# What 分别 has behind it before a number: 「电力、水利建设分别完成投资20亿元」.
TAIL_OPENING = re.compile(r"^(?:完成|实现|达到?|新增|累计|为|占)+")
# 国家级, 省定 say of what rank the things are, 项目 and 指标 that there are some: neither says what is counted.
COUNTED_TWICE = re.compile(r"(?:\d[\d.]*[余多]?[万亿]?(?:[户人名个家亩]|公里)(?!及?以[上下])(?=[\u4e00-\u9fff]{2}))")
# 「215个居民小区生活垃圾分类覆盖率达到95%」: 215 are the 小区, of which the rate is told.
MEASURED_THING = re.compile(
    r"(?P<thing>[\u4e00-\u9fff“”、]{0,16}?(?:断面|小区|企业|项目|园区|开发区|省份|医院|机构|景区|集群|产业链|行业|平台))(?=[\u4e00-\u9fff])(?!建设|改造|开工|竣工)[\u4e00-\u9fff“”]*(?:率|比例|产值|投资|收入|比重|增加值|营收|利润|经费|费)"
)
NEXT_COUNT = re.compile(r"、(?=\d)")
AGED = re.compile(r"(?:\d{1,2}[-—至到])?\d{1,2}周?岁(?:及?以[上下]|的)*")
RANK_OF_THINGS = re.compile(
    r"(?:(?:国家|省|市|州|盟|县|区|自治区|部)[级定](?:以上)?|[一二三四五]级|[甲乙丙]级|“?[二三四五]星级”?|[1-5]A级)"
)
SHARED_THING = re.compile(
    r"(?:省定|市定|县定)?[、和及与](?:省定|市定|县定)?\d+[件项个](?:省定|市定|县定)?(?P<thing>[\u4e00-\u9fff]{2,10}?)(?=全部|全面|如期|顺利|圆满|均|已|、|，|；|。|$)"
)
ADJACENT = re.compile(r"[、和]?")
SOME_THING = re.compile(r"(?:项目|指标|资金|任务|构建|成立|设立)")
