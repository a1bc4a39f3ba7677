"""Where a name begins: what stands before its head word is cut behind the last word that no name holds."""

import re
from dataclasses import dataclass

from kg.extract.reading import Piece


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a sentence's folded text: where it stands, what kind of thing it names, its full name if resolved."""

    at: Piece
    kind: str
    full: str | None = None


# Punctuation, and words of doing, counting and joining: a name begins behind them.
_CUT = re.compile(
    r"[，。；：！？、（）《》…—\s]|-\d+-|"
    r"深入|深化|扎实|大力|积极|全面|持续|加快|加大|加强|着力|全力|稳步|有序|有效|率先|成功|顺利|正式|圆满|进一步|不断|坚决|坚持|严格|切实|认真|主动|精心|高标准|高质量推进|统筹|强力|巩固|"
    r"实施|开展|推进|推动|启动|落实|打好|打赢|打响|抓好|抓实|抓紧|做好|做实|完成|推行|推广|建立|健全|完善|创建|争创|打造|建设(?!局|银行|兵团|厅|部|用地|项目|工程|年|行动|集团|规划)|建成|组织|举办|承办|主办|召开|筹办|办好|参加|参与|"
    r"编制|修编|制定|制订|出台|颁布|印发|发布|修订|执行|贯彻|遵守|学习|宣传|弘扬|依据|根据|按照|遵循|围绕|依托|借助|聚焦|针对|通过|利用|支持|扶持|鼓励|引导|服务(?!业|中心|平台|局|公司|大厅)|培育|壮大|发展(?!集团|战略|规划|银行|改革|和改革|行动|公司|中心|研究|产业|大会|计划|纲要|委|投资)|"
    r"采取|实现|推开|实行|进行|改善|建强|补充|配置|出席|筹备|加入|建功|占|抓(?!手)|紧扣|提高|提振|集中突破|绘制|布局|支撑|牢牢|常态|理顺|永葆|着眼|筹建|规范|主攻|扩大|发放|压紧|压实|建好|激发|首批|首届(?!.{0,8}会)|驻[\u4e00-\u9fff](?=高校)|企业入围|力争|确保|争取|发挥|覆盖|更新|助推|助力|引领|新一轮|做大|做强|做优|提升|提质|改造|升级|引进|引入|引来|引育|签约|落户|联合|携手|协助|协同推进|配合|接受|依法|自觉接受|邀请|成立|组建|设立|获评|获批|获|入选|荣获|对接|融入|承接|争取|列入|纳入|申报|整合|新增|新建|扩建|改建|延伸|联通|连接|畅通|贯通|开通|打通|"
    r"强化|优化|促进|加速|构建|形成|激活|振兴(?!战略|规划|局)|突出|保护|保障|维护|治理|整治|关闭|淘汰|兑现|办理|设|拓展|开拓|抢抓|把握|创新|探索|试点|总结|回顾|感谢|关心|关于|随着|包括|其中|尤其|特别是|以及|并|且|"
    r"较快增长|强(?=产业)|[的了和与及对把在向以由被从为是将等各使让至到比跟同或但又还也都均就要]|第[一二三四五六七八九十]+[，、]|\d+(?:\.\d+)?[万亿]?[余多]?(?:个|项|家|条|座|名|所|处|次|件|种|批|场|大(?!道|学|会|队|桥|厦|坝))?|"
    r"[一二两三四五六七八九十百几]+[余多]?(?:个|项|家|条|座|名|所|处|次|件|种|批|场)|"
    r"我[市省区县州国]|全[市省区县州国]|今年|去年|明年|年内|当年|近年来|目前|一批|一系列|多个|系列"
)
_KEEP = re.compile(
    r"和平|共和|祥和|谐和|永和|太和|泰和|中和|对外|对口|对台|为民|为农|以案|同心|大同|同安|同城|同江|同济|至德|从化|在线|在建|到户|比亚|将军|将乐|将台|各族|各界|等级|中等|高等|初等|平等|要素|重要|主要|需要|纪要|概要|公安|就业|成就|都市|成都|首都|都昌|于都|还林|还草|还湖|均衡|平均|公益|以上|与会|及时|普及|埃及|由衷|自由|理由|使命|大使|使用|让利|转让|向阳|方向|双向|到位|直达|从业|是非|为什么|行为|作为|有为|华为|人为|的确|目的|同步|共同|合同|协同|把关|存在|现在|潜在|内在"
)


def clause_start(text: str, index: int) -> int:
    """Return where the stretch between marks that holds a place begins."""
    return max(text.rfind(mark, 0, index) for mark in "，；。：、！？") + 1


def begin(text: str, head: int, low: int | None = None) -> int:
    """Return where the name that ends in the word at ``head`` begins, not before ``low``, else the clause's start.

    >>> begin("深入实施乡村振兴战略", 8)
    4
    """
    start = low = clause_start(text, head) if low is None else low
    kept = [m.span() for m in _KEEP.finditer(text, max(0, low - 2), min(len(text), head + 2))]
    # Not up to ``head`` alone: what follows a word tells whether it cuts (振兴 in 振兴战略).
    for match in _CUT.finditer(text, low):
        if match.end() > head:
            break
        inside = match.end() - match.start() == 1 and any(i <= match.start() < j for i, j in kept)
        # Inside quotation marks nothing is cut: 「“放管服”改革」.
        if inside or _quoted(text, low, match.start()):
            continue
        start = max(start, match.end())
    return start


def _quoted(text: str, low: int, index: int) -> bool:
    return text.count("“", low, index) > text.count("”", low, index)
