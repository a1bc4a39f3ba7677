"""The words of result and commitment: comparators, directions, strength, time. Tables, no logic of their own.

Each pattern is matched at the end of what stands before a number (``…$``) or at the start of what stands behind it.
"""

import re

# Behind the number: 8.5%左右, 12%以上, 4.5%以内.
AFTER = {
    "以上": "ge",
    "及以上": "ge",
    "以内": "le",
    "之内": "le",
    "以下": "le",
    "及以下": "le",
    "左右": "approx",
    "上下": "approx",
}
AFTER_PATTERN = re.compile("|".join(sorted(AFTER, key=len, reverse=True)))

# Before the number: 突破80万, 不低于5%, 近3万人.
BEFORE = {
    "不低于": "ge",
    "不少于": "ge",
    "不小于": "ge",
    "至少": "ge",
    "突破": "gt",
    "超过": "gt",
    "高于": "gt",
    "多于": "gt",
    "大于": "gt",
    "超": "gt",
    "逾": "gt",
    "跨越": "gt",
    "迈过": "gt",
    "跨过": "gt",
    "迈上": "ge",
    "跨上": "ge",
    "不超过": "le",
    "不高于": "le",
    "不大于": "le",
    "不多于": "le",
    "不突破": "le",
    "低于": "lt",
    "少于": "lt",
    "小于": "lt",
    "不足": "lt",
    "不到": "lt",
    "未突破": "lt",
    "未迈过": "lt",
    "未达到": "lt",
    "约": "approx",
    "大约": "approx",
    "约为": "approx",
    "近": "approx",
    "接近": "approx",
    "将近": "approx",
}
BEFORE_PATTERN = re.compile("(?:" + "|".join(sorted(BEFORE, key=len, reverse=True)) + "|(?<![通经不超已])过)$")
BEFORE["过"] = "gt"

# A direction before the number makes it a growth rate (%), a change (百分点 or an amount), or, with 到/至/为, a level.
UP = (
    "增长",
    "递增",
    "增加",
    "提高",
    "上升",
    "提升",
    "上涨",
    "上浮",
    "攀升",
    "扩大",
    "拓展",
    "增",
    "升",
    "涨",
    "上调",
    "增幅",
    "多增",
)
DOWN = (
    "下降",
    "递减",
    "降低",
    "减少",
    "减",
    "降",
    "下调",
    "压减",
    "压缩",
    "缩减",
    "缩短",
    "缩小",
    "收窄",
    "回落",
    "下滑",
    "减轻",
    "削减",
    "精简",
    "少",
)
_DIRECTION = "|".join(sorted((*UP, *DOWN), key=len, reverse=True))
VERB_PATTERN = re.compile(
    rf"(?P<verb>(?:正|负)?(?:{_DIRECTION})(?<!新增)(?<!改造提升)|(?<=[年算期初末])[高低])(?P<tail>(?:了|幅度?|速度?)?(?:再|均|都|各|分别)?(?P<to>到|至|为|达到?|在)?)$"
)
GROWTH_NOUN_PATTERN = re.compile(
    r"(?P<verb>(?:增长(?:预期)?目标|幅度|增速|增幅|涨幅|降幅|增长率|增长速度)(?:分别)?(?:保持|稳定|控制|实现)?(?:为|达到?|在|到|是|约)?)$"
)

# What may stand between an indicator and its number without meaning.
FILLER_PATTERN = re.compile(
    r"(?:(?<=[到至])(?:[去今上前]年|(?:19|20)\d\d年|目前|当前|现在)[末底初]?的|冲刺|迈向|挺进|每人每月|每人每年|每立方米|每月|每人|达到了?|达成|达至|(?<![通直抵送传转下到])达|实现|完成|累计|合计|共计|共有|共|总计|总数|计|是|为|有|至|到|在|仅|只|已经?|(?<![人户亩日年月])均|(?<=[到至由])人均|(?<=[到至达])每[日天年]|都|各|又|再|也|还|分别|"
    r"保持|稳定|稳|控制|维持|稳步|同比|环比|上年|年均|平均|预计|预期|力争|争取|确保|将|要|约合|占|[设确]?定[为在]|跃升|：|"
    r"按?不变价格?(?:计算)?|按?可比(?:口径|价格?)(?:计算)?|按?同口径(?:计算)?|可比|名义|实际|继续|顺利|首次|成功|历史性|率先|接连|连续|一举|提前|超额|(?<![换更创翻刷革])新|净|尚|拟|高达|多达|长达|就|以|按|了)$"
)
COMPARED_PATTERN = re.compile(
    r"(?:比|较|同|与)(?:上一?年|去年|前年|年初|同期|上届|\d{4}年|五年前|20\d\d|“?十[一二三四]五”?)[^，]{0,4}?(?:末|底|初|同期|相比)?$"
)
# 控制在5.5% is at most that much, unless the words behind the number say otherwise.
HELD_PATTERN = re.compile(r"控制[在到]$")

STRENGTH = {
    "约束性": "binding",
    "必须": "ensure",
    "确保": "ensure",
    "务必": "ensure",
    "保证": "ensure",
    "力争": "strive",
    "争取": "strive",
    "力促": "strive",
    "努力": "strive",
    "争创": "strive",
    "预期": "expected",
    "预计": "expected",
    "鼓励": "encourage",
    "支持": "encourage",
}
# A clause that opens with one of these is a new undertaking: 力争 before it does not hold behind it.
DIRECTIVE_PATTERN = re.compile(
    r"(?:加快|推进|推动|启动|实施|建设|加强|深化|完善|落实|开展|支持|引导|鼓励|优化|强化|健全|抓好|做好|大力|积极|全面|扎实|持续|深入|统筹|坚持)"
)
RISE_PATTERN = re.compile(
    r"(?:，)?(?:分别|再|逐步|全部|统一)?(?:提高|增加|增长|上升|提升|下降|降低|降|升|减少|增至|缩短|压缩|扩大|跃升|调整|上调|提标|压减|缩减|精简|削减|下调|上调|回落|收窄|缩小|放宽|拓展|攀升|上涨|转为|变为|扩至|扩大到|提至|减至|[到至](?=\d))"
)
STRENGTH_PATTERN = re.compile("|".join(sorted(STRENGTH, key=len, reverse=True)))
HEADLINE_PATTERN = re.compile(
    r"(?:主要)?(?:预期目标|发展目标|奋斗目标|预期指标|目标建议|目标)(?:建议)?(?:是|为|：|安排)"
)

ESTIMATED_PATTERN = re.compile(r"（预计[^（）]{0,12}）|预计数?|预计可?(?:达|完成|实现|增长)|有望")
PRELIMINARY_PATTERN = re.compile(r"（初步[^（）]{0,12}）|初步核算|初步统计|初步测算|快报数?")
SCOPE_PATTERN = re.compile(
    r"(?:按?可比口径|同口径|可比价格?|不变价格?|剔除[^，。；]{1,16}因素|扣除[^，。；]{1,16}因素|名义|实际)(?=增|提|下|上|减|计|，)"
)

YEAR_PATTERN = re.compile(
    r"(?<!\d)(?<!\d\d\d\d[-—至到])(?<!\d\d\d\d年[-—至到])(?P<year>(?:19|20)\d\d)年(?!代|度?计划|版|第|\d{1,2}月)(?P<end>底|末|前|内)?"
)
RELATIVE_YEARS = {"今年": "this", "本年": "this", "去年": "last", "上年": "last", "明年": "next", "前年": "before-last"}
RELATIVE_PATTERN = re.compile("|".join(RELATIVE_YEARS))
# A year behind these is what a value is compared with, not what it is for.
BASE_BEFORE = re.compile(r"(?:比|较|与|同|跟|对比|相比|超过|高于|低于|是|相当于|突破|超)$")
SPAN_PATTERN = re.compile(
    r"(?:过去|近|前|这|这一|本届|最近|未来|今后)?(?:的)?(?<![\d第])(?P<n>[两三四五六七八九十]|1?\d)年(?:来|间|里|中|累计|时间)|"
    r"(?:过去|未来|今后)(?:的)?(?<!\d)(?P<bare>[两三四五六七八九十]|1?\d)年|本届政府(?:以来|任期)|任期内|"
    r"“?十[一二三四五六]五”?(?:时期|期间|以来|规划)|(?:19|20)\d\d(?:年)?(?:[-—]+|至|到)(?:19|20)\d\d年"
)
AVERAGE_PATTERN = re.compile(r"年均|年平均|平均每年|每年平均")
CUMULATIVE_PATTERN = re.compile(r"累计")
PART_OF_YEAR = re.compile(r"上半年|下半年|前[三二一]个?季度|[一二三四]季度|(?:1-|1至|前)\d{1,2}个?月")

PER_SUBDIVISION_PATTERN = re.compile(r"(?:各|每个?)(?:县|市|区|乡|镇|街道|村|社区|旗|州|园区)[（）市区县旗、]*")
# 高于全省平均水平2.3个百分点: the number is a margin over a reference, never a value of its own.
REFERENCE_PATTERN = re.compile(
    r"(?P<relation>高于|低于|快于|慢于|高出|领先|超过|超|好于|优于)(?P<reference>(?:同期)?(?:全国|全省|全区|全市|全州|省|国家|同期|"
    r"经济增长|经济增速|GDP|地区生产总值|生产总值|居民收入|城镇|农村|上年|目标|预期|年度目标|周边)[^，。；、\d]{0,14}?)约?$"
)
