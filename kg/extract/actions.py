"""Actions: what a report says it will do, without a number and without a project's stage (「推进城市总体规划修编」)."""

import re
from collections.abc import Iterator

from kg.extract.reading import Examples, Piece, Reading
from kg.extract.wording import STRENGTH, STRENGTH_PATTERN
from kg.model import Proposal

# The columns of EXAMPLES.
EXAMPLE_COLUMNS = ("label", "strength")
EXAMPLES: Examples = (
    (
        "抓紧推进中心城区区划调整，鼓励有条件的老旧住宅加装电梯，确保农民稳定增收。",
        "plan",
        (
            ("抓紧推进中心城区区划调整", "plain"),
            ("鼓励有条件的老旧住宅加装电梯", "encourage"),
            ("确保农民稳定增收", "ensure"),
        ),
    ),
    (
        "全面深化“放管服”改革，严守耕地保护红线。",
        "plan",
        (("全面深化“放管服”改革", "plain"), ("严守耕地保护红线", "plain")),
    ),
    # What is looked back on, slogans, aims of a sentence's frame and headings promise nothing of their own.
    ("抓紧推进中心城区区划调整。", "review", ()),
    ("坚持以人民为中心的发展思想，不忘初心、牢记使命。", "plan", ()),
    ("各位代表，让我们更加紧密地团结起来，奋力谱写新篇章。", "plan", ()),
)

_ADVERB = (
    r"(?:要|将|必须|着力|大力|积极|深入|深度|全面|扎实|加快|加速|持续|继续|稳步|有序|有效|切实|认真|严格|严厉|坚决|坚定|抓紧|着重|主动|努力|全力|奋力|强力|统筹|科学|合理|精准|精心|进一步|不断|充分|"
    r"高标准|高质量|高效|高水平|率先|逐步|适时|及时|尽快|限期|依法|分类|分级|分步|同步|协同|联合|重点|集中|动态|稳妥|稳慎|审慎|广泛|牢牢|牢固|突出|更好|更加|更大力度|更高标准|常态化|一体|整体|系统|优先|严|从严|再|新)*"
)
_VERB = (
    r"推进|推动|推行|推广|实施|开展|启动|落实|完善|健全|建立|构建|打造|建设|建好|创建|争创|加强|加大|强化|深化|优化|提升|提高|增强|改善|改进|改革|改造|培育|培养|发展|壮大|扩大|拓展|促进|支持|鼓励|引导|保障|保护|"
    r"整治|治理|防范|化解|防控|遏制|杜绝|严守|坚守|守住|守牢|确保|力争|争取|力促|实现|完成|做好|做强|做优|做大|抓好|抓实|抓牢|办好|办实|打好|打赢|打响|用好|管好|管住|把好|兑现|规范|整合|盘活|引进|招引|承接|对接|"
    r"组织|举办|筹办|承办|出台|制定|制订|修订|编制|修编|探索|创新|搭建|组建|设立|成立|试点|推出|开放|开发|开拓|延伸|补齐|补强|夯实|巩固|筑牢|织密|压实|压减|淘汰|取消|清理|关停|取缔|打击|惩治|查处|监管|监督|"
    r"落细|降低|减轻|减少|缩短|简化|精简|下放|放宽|缩小|解决|消除|破解|畅通|疏通|连通|贯通|普及|覆盖|关爱|关心|救助|帮扶|扶持|服务|弘扬|传承|繁荣|丰富|营造|树立|践行|倡导|宣传|配合|协助|履行|接受|维护|尊重|统一|"
    r"调整|控制|划定|储备|谋划|策划|申报|申请|激发|激活|释放|撬动|带动|挖掘|活跃|稳定|稳住|稳|促|抓|建|育|强链|补链|延链|聚焦|瞄准|依托|立足|发挥|利用|融入|参与|深耕|提速|提质|升级|攻克|突破|转化|净化|美化|绿化|亮化|恢复|修复|新建|改建|扩建|加装|配齐|配备|选派|选树|评选|表彰|奖励|严惩|严查|整顿|纠正|治欠|落地"
)
_OPENING = re.compile(rf"(?P<adverb>{_ADVERB})(?P<verb>{_VERB})")
_SLOGAN = re.compile(
    r"坚持|以[^，]{2,}(?:为|思想|精神)|让我们|各位|同志|谱写|新篇章|新时代|新征程|不忘初心|牢记|旗帜|领导核心|四个意识|四个自信|两个维护|紧密团结|凝心聚力|更加|奋斗|宏伟|复兴|中国梦|总书记|习近平|"
    r"党的[^，]{0,6}(?:精神|决策|路线|方针)|思想|理念|总基调|总要求|主线|大局|增强[^，]{0,8}意识|信心|感谢|敬意|祝"
)
# Where a clause goes on from what stands before it: how something is done, or what follows of it.
_DEPENDENT = re.compile(r"(?:的|，|：)\Z|^(?:使|让|形成|达到|成为)")
_SHORTEST, _LONGEST = 6, 60


def action(reading: Reading) -> Iterator[Proposal]:
    """Read each clause of the half that looks ahead that opens with a verb of doing and has an object.

    Clauses with a number or a project's stage are left to the rules that read those (see ``kg.extract``).
    """
    if not reading.planned:
        return
    text = reading.text
    for clause in reading.clauses:
        start, end = _trimmed(text, *clause)
        words = text[start:end]
        opening = _OPENING.match(words)
        if opening is None or not _SHORTEST <= len(words) <= _LONGEST or len(words) - opening.end() < 2:
            continue
        if _SLOGAN.search(words) or _DEPENDENT.search(words):
            continue
        yield _proposal(reading, (start, end), start + opening.end())


def _trimmed(text: str, start: int, end: int) -> Piece:
    """Leave out the mark of a list (一是, 1.) and words that only join."""
    if mark := re.compile(
        r"(?:[一二三四五六七八九十]+是|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、]|要(?=.{6})|同时|并且?|以及|还要)"
    ).match(text, start, end):
        start = mark.end()
    return start, end


def _proposal(reading: Reading, piece: Piece, object_at: int) -> Proposal:
    opening = reading.text[piece[0] : object_at]
    slots: dict[str, Piece | str] = {"label": piece, "year": "inherited:report"}
    strength = "plain"
    if found := STRENGTH_PATTERN.search(opening):
        strength = STRENGTH[found[0]]
        slots["strength"] = (piece[0] + found.start(), piece[0] + found.end())
    else:
        slots["strength"] = "plain-directive"
    return reading.propose(
        cls="Action",
        rule="action",
        anchor=piece[0],
        quote=piece,
        as_stated=piece,
        slots=slots,
        label=reading.words(piece),
        strength=strength,
        year=reading.default_year,
    )


RULES = (action,)
