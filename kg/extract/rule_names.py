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
