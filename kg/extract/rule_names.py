"""What each rule and each way of inferring a slot is called, in Chinese and English: labels of ``def/rule/…``."""

from typing import Final

RULES: Final = {
    "growth": ("增长率", "growth rate"),
    "change": ("增减量", "change"),
    "share": ("比重", "share"),
    "level": ("水平值", "level"),
    "multiple": ("倍数", "multiple"),
    "margin": ("相对差额", "margin over a reference"),
    "composition": ("构成比", "composition"),
    "ratio": ("比值", "ratio"),
    "medals": ("奖牌", "medals"),
    "rank": ("位次", "rank"),
    "relative": ("相对目标", "relative target"),
    "project-status": ("项目进展", "project stage reached"),
    "planned-project": ("项目计划", "project stage planned"),
    "recognition": ("荣誉与获批", "recognition"),
    "mention": ("点名", "mention of a name"),
    "glossary": ("名词解释", "term of the notes"),
    "action": ("举措", "action"),
    "problem": ("问题", "problem admitted"),
    "involvement": ("参与", "involvement"),
}
# Checks that note doubts about the source (kg.source_notes).
CHECKS: Final = {
    "too-much-land": ("面积存疑", "too much land"),
    "shares-that-do-not-sum": ("构成之和存疑", "shares that do not sum"),
    "growth-against-levels": ("增速与水平不符", "growth against levels"),
    "unit-slip": ("量级存疑", "a slip of the unit"),
}
INFERENCES: Final = {
    "inherited-report": ("沿用报告所涉年度", "inherited from the report's years"),
    "plain-directive": ("无强度词的直接部署", "a directive without a word of strength"),
    "bare-value": ("无界限词", "a value without a word of bound"),
    "unwritten-unit": ("原文未写单位", "no unit is written"),
    "name-form": ("由名称本身", "from the form of the name"),
    "resolved-name": ("由简称还原", "the full name of a short one"),
    "stated-period": ("时期见原文", "from the period stated"),
}
SLOTS: Final = {
    "year": ("年份", "year"),
    "strength": ("强度", "strength"),
    "comparator": ("比较方式", "comparator"),
    "value_type": ("数值类型", "value type"),
    "unit": ("单位", "unit"),
    "indicator": ("指标", "indicator"),
    "project": ("项目", "project"),
    "status": ("状态", "status"),
    "subject": ("对象", "subject"),
    "agent": ("主体", "agent"),
    "kind": ("类别", "kind"),
    "list_open": ("列举未尽", "open list"),
    "role": ("角色", "role"),
    "programme": ("工程计划", "programme"),
    "sector": ("产业", "sector"),
    "label": ("名称", "name"),
    "place": ("地点", "place"),
    "verb": ("动词", "verb"),
    "obs_status": ("数据状态", "status of the figure"),
    "period": ("时期", "period"),
    "aggregation": ("汇总方式", "aggregation"),
    "scope": ("口径", "scope"),
    "headline": ("主要目标", "headline"),
    "relative_to": ("参照", "reference"),
    "rank_scope": ("位次范围", "scope of the rank"),
    "per_subdivision": ("逐个下级", "each subdivision"),
    "definition": ("释义", "definition"),
}


# What each rule reads, for `kg show --why`.
DESCRIPTIONS: Final = {
    "growth": (
        "「地区生产总值增长8.5%左右」：增长、下降等词之后的百分数",
        "「地区生产总值增长8.5%左右」: a percentage behind a word of growth or fall",
    ),
    "change": (
        "「同比提高6.54个百分点」：增减了多少，而不是达到多少",
        "「同比提高6.54个百分点」: by how much, not how much",
    ),
    "share": ("「森林覆盖率48.2%」：以百分数表示的水平", "「森林覆盖率48.2%」: a level in per cent"),
    "level": ("「旅客吞吐量突破80万人次」：有多少、达到多少", "「旅客吞吐量突破80万人次」: how much or how many"),
    "multiple": ("「是2015年的2.3倍」：几倍、翻番", "「是2015年的2.3倍」: so many times as much"),
    "margin": (
        "「高于全省平均水平2.3个百分点」：与参照相比的差额",
        "「高于全省平均水平2.3个百分点」: a margin over a reference",
    ),
    "composition": (
        "「三次产业结构调整为10.2:38.5:51.3」：各占多少",
        "「三次产业结构调整为10.2:38.5:51.3」: the shares of a whole",
    ),
    "ratio": ("「城乡居民收入比缩小至2.31:1」：与一之比", "「城乡居民收入比缩小至2.31:1」: a ratio to one"),
    "medals": ("「斩获8金4银4铜」：各色奖牌数", "「斩获8金4银4铜」: medals of each metal"),
    "rank": ("「总量居全省第4位」：名次", "「总量居全省第4位」: a place in an order"),
    "relative": (
        "「与经济增长同步」：没有数字、以他物为准的目标",
        "「与经济增长同步」: a target held to something else, without a number",
    ),
    "project-status": (
        "「石门大桥建成通车」：项目到了哪一步",
        "「石门大桥建成通车」: the stage that a project reached",
    ),
    "planned-project": (
        "「确保红旗水库开工」：项目要到哪一步",
        "「确保红旗水库开工」: the stage that a project is to reach",
    ),
    "recognition": ("「获评全国文明城市」：荣誉、试点、获批", "「获评全国文明城市」: an honour, a pilot, an approval"),
    "mention": (
        "点名的地点、组织、计划、产业、活动、文件",
        "a place, organisation, programme, industry, event or document by its name",
    ),
    "glossary": ("报告附注里解释的名词", "a term that the report's own notes explain"),
    "action": ("「加快推进园区建设」：没有数字的部署", "「加快推进园区建设」: what is to be done, without a number"),
    "problem": ("「财政收支矛盾突出」：承认的不足", "「财政收支矛盾突出」: a shortcoming that is admitted"),
    "involvement": (
        "「由某集团投资建设」：组织参与项目",
        "「由某集团投资建设」: an organisation that takes part in a project",
    ),
}


def labels(name: str) -> tuple[str, str]:
    """Return the zh and en label of ``growth`` or ``year.inherited-report``; an unnamed one is labelled by itself.

    >>> labels("year.inherited-report")[1]
    "year: inherited from the report's years"
    """
    slot, dot, rule = name.partition(".")
    zh, en = (RULES | CHECKS | INFERENCES).get(rule or slot, (rule or slot, rule or slot))
    if not dot:
        return zh, en
    slot_zh, slot_en = SLOTS.get(slot, (slot, slot))
    return f"{slot_zh}：{zh}", f"{slot_en}: {en}"
