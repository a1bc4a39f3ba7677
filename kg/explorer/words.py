"""What links are called: from their source (Chinese, English) and from their target."""

from typing import Final

RELATIONS: Final = {
    "home": ("地点", "place", "关于此地", "about this place"),
    "named": ("点名于", "named in reports of", "报告点名的事物", "named in its reports"),
    "names": ("提到", "names", "提到它的陈述", "statements that name it"),
    "together": ("同在一句", "in the same sentence", "同在一句", "in the same sentence"),
    "project": ("项目", "project", "该项目的陈述", "statements of this project"),
    "about": ("关于", "about", "关于它的陈述", "statements about it"),
    "indicator": ("指标", "indicator", "该指标的陈述", "statements of this indicator"),
    "programme": ("所属计划", "programme", "属于它的陈述", "what belongs to it"),
    "sector": ("所涉产业", "industry", "涉及它的陈述", "what touches it"),
    "awarded": ("授予方", "awarded by", "所授荣誉", "honours it gave"),
    "responsible": ("责任主体", "responsible", "由它承担的举措", "actions it is to take"),
    "part": ("参与", "takes part in", "参与方", "who takes part"),
    "held": ("后来的成效", "result it was held against", "所兑现的承诺", "promise held against it"),
    "phase": ("所属工程", "part of", "各期", "phases"),
}
# Links that are not drawn unless asked for: all that a report says is about its own place.
QUIET: Final = ("home", "named")
