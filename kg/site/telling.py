"""One statement in the words that readers use: what it says, what each part of it rests on, how far it was reviewed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.extract.rule_names import INFERENCES, SLOTS
from kg.language import Language
from kg.site.codes import coded
from kg.site.things import Row

# Kinds of statement as readers meet them, in the order of legends: the word's key, what is drawn, the classes in it.
FAMILIES: Final = {
    "target": ("Target", "PlannedMilestone"),
    "action": ("Action",),
    "outcome": ("Observation", "RealisedMilestone"),
    "recognition": ("Recognition",),
    "problem": ("Problem",),
    "involvement": ("Involvement",),
    "mention": ("Mention",),
}
FAMILY_OF: Final = {cls: family for family, classes in FAMILIES.items() for cls in classes}
# What `kg.page.kinds` draws for each family.
DRAWN: Final = {name: name for name in FAMILIES} | {"involvement": "organisation", "mention": "place"}
PROMISES: Final = frozenset(FAMILIES["target"])

_MENTIONED: Final = {
    "Place": "place",
    "Programme": "programme",
    "Agency": "organisation",
    "Enterprise": "organisation",
    "Institution": "institution",
    "Sector": "sector",
    "Event": "event",
    "LegalDocument": "document",
}
# The slots that a reader is shown, in this order; their values by column, and whether the value is a code.
_SHOWN: Final = (
    "indicator", "project", "label", "agent", "role", "subject", "verb", "value", "comparator", "unit", "value_type",
    "relative_to", "rank_scope", "scope", "status", "strength", "year", "period", "aggregation", "obs_status",
    "headline", "per_subdivision", "programme", "sector", "list_open", "definition", "place",
)  # fmt: skip
_COLUMN: Final = {
    "indicator": "indicator_label",
    "project": "project_label",
    "subject": "about_label",
    "place": "place_label",
    "value": "value",
}
_CODED: Final = {"comparator", "value_type", "status", "strength", "role", "aggregation", "obs_status"}
_NUMBER: Final = ("数字", "number")


def drawn(row: Row) -> str:
    """Return the kind that `kg.page.kinds` draws for a statement: of a name, the kind of what it names."""
    if row["class"] == "Mention":
        return _MENTIONED.get(row["kind"] or "", "other")
    return DRAWN[FAMILY_OF[row["class"]]]


def one_line(text: str) -> str:
    """Return a text without line ends; between Chinese characters nothing stands in their place."""
    return "".join(text.split()) if not text.isascii() else " ".join(text.split())


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text, so many characters at most, with an ellipsis where more follows.

    >>> shortened("旅客吞吐量突破", 4)
    '旅客吞…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def title(row: Row, lang: Language) -> str:
    """Return what a statement says, as a heading: 社会消费品零售总额 增长11%以上."""
    stated = one_line(row["as_stated"] or "")
    match row["class"]:
        case "Observation" | "Target":
            name = one_line(row["indicator_label"] or "")
            return stated if name and name in stated else f"{name} {stated}".strip()
        case "PlannedMilestone" | "RealisedMilestone":
            name = one_line(row["project_label"] or "")
            return stated if name and name in stated else f"{name} {stated}".strip()
        case "Involvement":
            role = coded("role", row["role"], lang) if row["role"] else ""
            return " · ".join(filter(None, (row["agent"], row["project_label"], role)))
        case "Recognition":
            about = row["about_label"] if row["about"] != row["place"] else ""
            label = one_line(row["label"] or "")
            return f"{about or ''} {stated if label in stated else f'{stated} {label}'}".strip()
        case "Mention":
            return one_line(row["label"] or stated)
        case _:
            return one_line(row["label"] or stated)


def when(row: Row) -> str:
    """Return the year or the period that a statement is about: ``2019``, ``2016–2020``, empty where it has none."""
    start, end = row["period_start"], row["period_end"]
    if start and end:
        if (start[5:], end[5:]) == ("01-01", "12-31"):
            return start[:4] if start[:4] == end[:4] else f"{start[:4]}–{end[:4]}"
        return f"{start[:7]}–{end[:7]}"
    return str(row["year"] or "")


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a statement: its name, its value, and the stretches of text or the reason that it rests on."""

    name: str
    value: str
    span: tuple[int, int] | None = None
    reason: str = ""


def slots(row: Row, lang: Language) -> Iterator[Slot]:
    """Yield the parts of a statement that have a value, each with what it rests on."""
    column = 0 if lang == "zh" else 1
    evidence = row["slots"]
    number = (row["value_start"], row["value_end"]) if row["value_start"] is not None else None
    for slot in _SHOWN:
        rests = evidence.get(slot)
        if slot == "value":
            rests = list(number) if number else rests
        if rests is None:
            continue
        value = _value(row, slot, lang)
        if not value or (isinstance(rests, str) and _plain(row, slot, rests)):
            continue
        name = _NUMBER[column] if slot == "value" else SLOTS.get(slot, (slot, slot))[column]
        if isinstance(rests, list):
            yield Slot(name, value, (rests[0], rests[1]))
        else:
            yield Slot(name, value, None, _reason(slot, rests, lang))


def _plain(row: Row, slot: str, rests: str) -> bool:
    """Whether a part tells a reader nothing: that no word of strength or bound is there, or what a name says itself."""
    if slot == "subject":
        return one_line(row["about_label"] or "") == one_line(row["label"] or "")
    return slot == "value_type" or rests in ("plain-directive", "bare-value")


def _value(row: Row, slot: str, lang: Language) -> str:
    if slot == "value":
        return amount(row)
    if slot == "period":
        return when(row)
    value = row.get(_COLUMN.get(slot, slot))
    if value in (None, "", False):
        return ""
    if value is True:
        return "是" if lang == "zh" else "yes"
    return coded(slot, value, lang) if slot in _CODED else str(value)


def amount(row: Row) -> str:
    """Return a statement's number as read, without its unit: ``86.1``, ``26,469,000,000``, ``6–6.5``."""
    if row["comparator"] == "range":
        return f"{_grouped(row['lower'])}–{_grouped(row['upper'])}"
    return "" if row["value"] is None else _grouped(row["value"])


def _grouped(number: object) -> str:
    """Return a number with its thousands apart; one that JSON could not hold stands in the table as text."""
    whole, dot, rest = str(number).partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.lstrip("-").isdigit() else str(number)


def _reason(slot: str, rests: str, lang: Language) -> str:
    """Say in a few words what inferred a part, or that somebody decided it."""
    column = 0 if lang == "zh" else 1
    if rests.startswith("decision:"):
        return ("由裁定确定", "decided in review")[column]
    label = INFERENCES.get(rests.replace(":", "-"))
    return label[column] if label else ("由上下文", "from the context")[column]
