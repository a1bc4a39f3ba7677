"""What a result looks like: a mark, a colour in light and dark, and words; never a colour alone.

Marks are strokes in a field of 16 by 16. Every colour stands out from its ground by 4.5:1 and more (WCAG 1.4.3), since the
words bear it too.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Sign:
    """The look and the words of one result, in Chinese and English; ``means`` says what it does and does not say."""

    path: str
    light: str
    dark: str
    zh: str
    en: str
    means_zh: str
    means_en: str


SIGNS: Final = {
    "met": Sign(
        "M2.5 8.5l3.6 3.8L13.5 4",
        "#1f6b35",
        "#83cf92",
        "实现",
        "met",
        "后来的报告或资料所述，达到所承诺的。",
        "What a later source states lies within what was promised.",
    ),
    "exceeded": Sign(
        "M8 14V3M3 7.6L8 2.6l5 5M3 14h10",
        "#0f6a63",
        "#6fcfc4",
        "超额实现",
        "exceeded",
        "后来的报告或资料所述，好于所承诺的。",
        "What a later source states goes beyond what was promised.",
    ),
    "partly-met": Sign(
        "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM8 2v12M8 5h4.8M8 8h6M8 11h4.8",
        "#7a5b00",
        "#d9bc4e",
        "部分实现",
        "partly met",
        "只到更早的阶段，或只有部分区县完成。",
        "An earlier stage was reached, or only some subdivisions met their quota.",
    ),
    "missed": Sign(
        "M3.5 3.5l9 9M12.5 3.5l-9 9",
        "#a83224",
        "#f2917f",
        "未实现",
        "missed",
        "后来的报告或资料所述，没有达到所承诺的。",
        "What a later source states falls short of what was promised.",
    ),
    "target-changed": Sign(
        "M2.5 5.5h10M10 3l2.7 2.5L10 8M13.5 11h-10M6 8.5L3.3 11 6 13.5",
        "#6a4fa3",
        "#b8a4ea",
        "目标已改",
        "target changed",
        "后来的报告对同一件事另定目标，或再次承诺。",
        "A later report sets another target for the same, or promises it again.",
    ),
    "not-mentioned-again": Sign(
        "M5 5.6a3 3 0 1 1 4.4 2.7c-1 .6-1.4 1-1.4 2.1M8 13.4v.2",
        "#1c5f80",
        "#6fbfde",
        "未再提及",
        "not mentioned again",
        "完整的后续报告没有提到；不等于没有做。",
        "A whole later report says nothing of it; that is not the same as not done.",
    ),
    "not-comparable": Sign(
        "M3 6h10M3 10h10M11 3L5 13",
        "#5c584f",
        "#b9b3a7",
        "不可比",
        "not comparable",
        "口径、单位或数值类型不同，无法判断。",
        "Another unit, scope or measure: it cannot be judged.",
    ),
    "pending": Sign(
        "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM8 5v3.2l2.2 1.6",
        "#5c584f",
        "#b9b3a7",
        "待定",
        "pending",
        "还没有后续来源可以对照。",
        "No later source is at hand to hold it against.",
    ),
}
