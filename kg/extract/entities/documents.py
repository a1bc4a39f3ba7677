"""Names of laws, regulations, plans and policy documents."""

import re
from collections.abc import Iterator

from kg.extract.entities.edges import Named, begin

# What a document between 《》 ends in; a film, a song or a play does not.
_TITLE = re.compile(
    r"《(?P<name>[^《》]{2,60}(?:法|条例|办法|规定|意见|方案|规划|纲要|计划|决定|决议|通知|细则|清单|指南|标准|规范|公约|协议|协定|"
    r"报告|白皮书|章程|目录|准则|制度|规则|措施|政策|若干(?:措施|政策|意见)|十条|\d+条|备忘录|宣言|倡议|要点|导则|名录)(?:（[^（）]{1,20}）)?)》"
)
_LAWS = re.compile(
    r"宪法|民法典|(?:新?环境?保护?|预算|监察|土地管理|行政许可|行政诉讼|食品安全|安全生产|劳动合同|反垄断|物权|立法|统计|外商投资|乡村振兴促进|长江保护|黄河保护)法(?![治律院官制规定人师])"
)
_FIVE_YEARS = re.compile(
    r"“?(?:十?[一二三四五九]五)”?(?:时期)?(?P<of>[^，、；。“”的]{0,14}?)(?:规划纲要|规划|计划纲要)|(?:19|20)\d\d年远景目标纲要"
)
_PLANS = re.compile(
    r"(?:城市|城镇|土地利用|国土空间|全域旅游|产业|交通|水系|乡镇|市域|片区)(?:总体|综合|专项|发展|控制性详细)?规划(?=修编|编制|调整|获|通过|批|[，、；。和]|$)"
)
_CENTRAL = re.compile(r"(?:党)?中央八项规定(?:精神)?|(?:中央|省委|市委)(?:[一二]号文件)")


def documents(text: str) -> Iterator[Named]:
    """Find documents: by 《》, five-year plans, laws by name, territorial plans that are drawn up or approved."""
    for match in _TITLE.finditer(text):
        yield Named(match.span("name"), "LegalDocument")
    for pattern in (_LAWS, _FIVE_YEARS, _CENTRAL):
        for match in pattern.finditer(text):
            end = match.end() - (2 if match[0].endswith("精神") else 0)
            yield Named((match.start(), end), "LegalDocument")
    for match in _PLANS.finditer(text):
        yield Named((begin(text, match.start()), match.end()), "LegalDocument")
