"""What an earlier clause sets the scene with: 「重大项目支撑有力，投资突破300亿元」 is the investment of 重大项目."""

import re

from kg.extract.reading import Piece

_LISTED = re.compile(r"[\u4e00-\u9fffA-Za-z“”]{2,16}(?:[、和与][\u4e00-\u9fffA-Za-z“”]{2,16})+")
_CLAUSE = re.compile(r"[^，；。！？：]+")
_OPENING = re.compile(
    r"(?:支持|推动|推进|加快|大力|着力|突出|抓好|抓|做好|做大|做强|做优|完善|健全|提高|扎实|积极|深入|持续|全面|全力|有效|不断|强化|加强|深化|优化|实施|开展|落实|鼓励|引导|促进|高标准|高质量|以|"
    r"打造|建设|建好|用好|办好|立足|围绕|聚焦|依托|锚定|成功|顺利|圆满|进一步|深度|统筹|我们|全市|全省|全县|全区|全州|我市|我省|同时|其中|出台|制定|国家|和|加大|降低|并|统一|整合|建立|启动|继续|新的|健全|构建)"
)
_TOPIC = re.compile(
    r"(?P<topic>[^\d、]{2,26}?)(?=支撑|连续|逐步|扩大|覆盖到|效益|下降|增长|上升|竣工|投产|初具|成势|见效|有力|增势|推进|稳步|加快|持续|不断|发展壮大|建设|作用|水平|机制|更加|再|进一步|显著|明显|保持|顺利|全面|提质|蓬勃|提升|能力|产业先导区|改革|势头|工作|行动|$)"
)


def scene_of(text: str, end: int) -> Piece | None:
    """Return the words that the nearest clause before ``end`` is about, up to a ； or 。; ``None`` where it has a number."""
    start = max(text.rfind(mark, 0, end) for mark in "；。！？：") + 1
    clauses = [m.span() for m in _CLAUSE.finditer(text, start, end)]
    while clauses:
        begin, stop = clauses.pop()
        if any(map(str.isdigit, text[begin:stop])):
            return None
        while m := _OPENING.match(text, begin, stop):
            begin = m.end()
        if (listed := text.rfind("等", begin, stop)) > begin and stop - listed > 2:
            begin = listed + 1
        if topic := _TOPIC.match(text, begin, stop):
            return topic.span("topic")
    return None


def listed_before(text: str, end: int) -> Piece | None:
    """Return the list that is the whole clause before: 「签约率、开工率、投产率，分别达到85%、70%、40%」."""
    if text[end - 1 : end] != "，":
        return None
    start = max(text.rfind(mark, 0, end - 1) for mark in "，；。！？：") + 1
    return (start, end - 1) if _LISTED.fullmatch(text, start, end - 1) else None
