"""Problems: the difficulties and shortcomings that a report admits (「县域经济薄弱」)."""

import re
from collections.abc import Iterator

from kg.extract.reading import Examples, Piece, Reading
from kg.model import Proposal
from kg.terms import ink

EXAMPLE_COLUMNS = ("label",)
EXAMPLES: Examples = (
    (
        "我们也清醒地看到，经济社会发展还存在不少困难和问题：县域经济薄弱，城市更新推进缓慢，安全生产压力较大。",
        "review",
        (("县域经济薄弱",), ("城市更新推进缓慢",), ("安全生产压力较大",)),
    ),
    ("产业结构不优的状况得到根本改变，发展压力明显减轻。", "review", ()),
    ("针对县域经济薄弱的问题，加大支持力度。", "plan", ()),
)

_REACH = 400  # characters: a report admits its difficulties in one paragraph, rarely longer
# The words by which a report begins to admit what is wrong.
_ADMITTED = re.compile(
    r"(?:清醒|深刻|充分|也)(?:地)?(?:看到|认识到|意识到|感到)|(?:存在|面临|还有)(?:着)?(?:的)?(?:[一不诸很许][^，。]{0,4})?(?:困难|问题|短板|差距|不足|矛盾|挑战)|"
    r"(?:困难|问题|不足|短板)(?:和|与|、)(?:问题|挑战|不足|短板|困难)|主要(?:表现|存在|问题)(?:是|在|为)"
)
_LACK = re.compile(
    r"不够|不足|不强|不高|不优|不多|不少|不大|不快|不实|不深|不细|不严|不畅|不平衡|不充分|不协调|不完善|不健全|不到位|不适应|不相适应|不匹配|不稳固|不牢固|不明显|不担当|不作为|不突出|不合理|不规范|未能|尚未|还没有|没有[^，]{0,6}(?:根本|完全)|还不|仍不|"
    r"偏[低小少慢弱重高紧]|较[低弱慢少差大重]|过[低重高多]|滞后|落后|薄弱|短板|短缺|匮乏|缺乏|缺口|缺少|缺失|压力|困难|矛盾|突出|严峻|繁重|艰巨|乏力|不力|隐患|风险[^，]{0,4}(?:较|仍|还|突|多|大)|瓶颈|制约|下[滑行]|放缓|回落|差距|弱项|欠账|低下|缓慢|有待|亟待|亟需|仍需|问题|挑战|形势|难度|脆弱|单一|粗放|负增长|疲软|萎缩|腐败|形式主义|官僚主义"
)
_REMEDY = re.compile(
    r"(?:对此|针对|为此|我们(?:将|要|一定|必须)|下一步|采取|加以|努力(?:解决|克服|改进)|认真(?:解决|对待)|切实|着力|加以解决|根本改变|明显减轻|得到[^，]{0,6}(?:解决|缓解|改善)|有效化解)"
)
_FRAME = re.compile(
    r"(?:清醒|深刻|充分)(?:地)?(?:看到|认识到|意识到)|(?:存在|面临)(?:着|的)?(?:一些|不少|诸多|许多|很多)?(?:困难|问题|短板|不足)(?:和|与)|主要(?:表现|是)(?:在|：|为)?|同时\Z|^(?:一是|二是|三是|四是|五是|六是)\Z"
)
_MARK = re.compile(
    r"(?:[一二三四五六七八九十]+是|主要(?:表现在?|是)?：?|(?:特别|尤其)是|其[一二三四五]|同时|但|而|并且?)"
)


def problem(reading: Reading) -> Iterator[Proposal]:
    """Read each clause that names a lack, where the report admits difficulties."""
    text = reading.text
    if not _LACK.search(text) or not _admitting(reading):
        return
    for clause in reading.clauses:
        start, end = clause
        colon = text.rfind("：", start, end)
        if colon >= 0:
            start = colon + 1
        if mark := _MARK.match(text, start, end):
            start = mark.end()
        words = text[start:end]
        if not 4 <= len(words) <= 80 or not _LACK.search(words) or _REMEDY.search(words) or _FRAME.search(words):
            continue
        yield _proposal(reading, (start, end))


def _admitting(reading: Reading) -> bool:
    """Whether the sentence says, or not long before it the report said, that there are difficulties.

    Looked for by distance, not by paragraph: how a text is broken into lines differs from copy to copy. In the half
    that looks ahead the sentence itself must say it.
    """
    if reading.planned:
        said = _ADMITTED.search(reading.text)
        return said is not None and reading.text[: said.start()][-1:] != "对"
    at = reading.passage.span
    before = ink(reading.report.text[max(0, at.start - 2 * _REACH) : at.start])[-_REACH:]
    return bool(_ADMITTED.search(before + reading.text))


def _proposal(reading: Reading, piece: Piece) -> Proposal:
    return reading.propose(
        cls="Problem",
        rule="problem",
        anchor=piece[0],
        quote=piece,
        as_stated=piece,
        slots={"label": piece},
        label=reading.words(piece),
    )


RULES = (problem,)
