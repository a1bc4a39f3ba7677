"""How each kind of thing looks and what readers call it: shape, colour in light and dark, name in Chinese and English.

What is promised or planned is drawn hollow, what was reached is drawn solid. Every colour stands out from its
ground by at least 3:1 (WCAG 1.4.11) and never tells kinds apart alone.
"""

from dataclasses import dataclass
from typing import Final

PAPER: Final = ("#fbfaf7", "#16181b")


@dataclass(frozen=True, slots=True)
class Kind:
    """The look and the name of one kind."""

    zh: str
    en: str
    shape: str
    light: str
    dark: str
    hollow: bool = False


KINDS: Final = {
    "report": Kind("报告", "Report", "square", "#4d4a45", "#cfcac0"),
    "document": Kind("文件", "Document", "square", "#4d4a45", "#cfcac0", hollow=True),
    "place": Kind("地点", "Place", "dot", "#1c6a8c", "#6fbfde"),
    "organisation": Kind("机构", "Organisation", "hexagon", "#6a4fa3", "#b8a4ea"),
    "institution": Kind("单位", "Institution", "hexagon", "#6a4fa3", "#b8a4ea", hollow=True),
    "person": Kind("人物", "Person", "dot", "#6a4fa3", "#b8a4ea", hollow=True),
    "project": Kind("项目", "Project", "diamond", "#b0560a", "#f0a560"),
    "programme": Kind("计划", "Programme", "diamond", "#b0560a", "#f0a560", hollow=True),
    "indicator": Kind("指标", "Indicator", "triangleDown", "#857000", "#d9bc4e"),
    "sector": Kind("产业", "Sector", "triangleDown", "#857000", "#d9bc4e", hollow=True),
    "theme": Kind("主题", "Theme", "dot", "#857000", "#d9bc4e", hollow=True),
    "target": Kind("承诺", "Promise", "triangle", "#b02a57", "#f58fb0", hollow=True),
    "action": Kind("举措", "Action", "square", "#b02a57", "#f58fb0", hollow=True),
    "outcome": Kind("成效", "Result", "triangle", "#2c7a3f", "#83cf92"),
    "recognition": Kind("荣誉", "Honour", "star", "#2c7a3f", "#83cf92"),
    "event": Kind("活动", "Event", "star", "#1c6a8c", "#6fbfde", hollow=True),
    "problem": Kind("问题", "Problem", "triangleDown", "#a83224", "#f2917f"),
    "other": Kind("其他", "Other", "dot", "#6b6b6b", "#a9a9a9", hollow=True),
}

# The marks of the legend in a field of 16 by 16, as vis-network draws them.
MARKS: Final = {
    "dot": "M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6z",
    "square": "M2.8 2.8h10.4v10.4H2.8z",
    "diamond": "M8 1.2 14.8 8 8 14.8 1.2 8z",
    "triangle": "M8 1.8 15 13.8H1z",
    "triangleDown": "M8 14.2 1 2.2h14z",
    "hexagon": "M4.6 2h6.8L15 8l-3.6 6H4.6L1 8z",
    "star": "m8 .9 2 5 5.3.3-4.1 3.4 1.4 5.2L8 11.9l-4.6 2.9 1.4-5.2L.7 6.2 6 5.9z",
}


def look(kind: str) -> Kind:
    """Return how a kind looks; a kind that readers have no word for looks like ``other``."""
    return KINDS.get(kind, KINDS["other"])
