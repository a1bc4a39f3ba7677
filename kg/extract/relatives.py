"""Targets without a number of their own: 「与经济增长同步」, 「完成省下达任务」, 「高于全省平均水平」."""

import re
from collections.abc import Iterator

from kg.catalogue import catalogue
from kg.extract.labels import left_label
from kg.extract.reading import Examples, Piece, Reading
from kg.extract.when import when
from kg.extract.wording import HEADLINE_PATTERN, STRENGTH, STRENGTH_PATTERN
from kg.model import Proposal

_TRACKS = re.compile(
    r"(?P<verb>增长|增速|增加|提高)?(?:基本)?(?P<relation>与|和|同)(?P<reference>(?:全国|全省|全区|全市|国家)?(?:经济(?:发展|增长|增速)|地区生产总值(?:增长|增速)?|GDP增[长速]|生产总值增[长速]|财政收入增长))"
    r"(?P<words>(?:保持|基本)*(?:同步|相适应|持平|匹配))"
)
_EXCEEDS = re.compile(
    r"(?P<verb>增长|增速|增幅)?(?:继续)?(?P<relation>高于|快于|不低于|低于|优于|好于|超过)(?P<reference>(?:全国|全省|全区|全市|全州|国家)(?:平均)?(?:水平|增速|增幅)?|经济增长|经济增速|GDP增[长速])(?=[，。；、]|$)"
)
_ASSIGNED = re.compile(
    r"(?P<relation>完成|达到|控制在|实现)(?P<reference>(?:国家|省|自治区|市|上级|省里|省委省政府)(?:级)?(?:和[省市])?(?:里)?(?:下达|规定|确定|要求|控制)(?:的)?)"
    r"(?P<rest>[^，。；]{0,24}?(?:任务|目标|指标|以内|范围|要求|计划))"
)

EXAMPLE_COLUMNS = ("indicator_label", "comparator", "relative_to", "strength")
EXAMPLES: Examples = (
    ("农村居民收入增长与经济增长同步。", "plan", (("农村居民收入", "tracks", "经济增长", "plain"),)),
    (
        "2019 年全市主要预期目标是：地区生产总值增长 8%，全面完成省里下达的节能减排、安全生产等约束性指标任务。",
        "plan",
        (("节能减排、安全生产", "as-assigned", "省里下达的", "binding"),),
    ),
    (
        "力争规模以上工业利润增速高于全省平均水平。",
        "plan",
        (("规模以上工业利润", "exceeds", "全省平均水平", "strive"),),
    ),
    ("推动经济社会发展与人口变化相协调。", "plan", ()),
    ("规模以上工业利润增速高于全省平均水平。", "review", ()),
)


def relative(reading: Reading) -> Iterator[Proposal]:
    """Read a target that is measured by another value; only ahead, where a later report can be held against it."""
    if not reading.planned:
        return
    text = reading.text
    for m in _TRACKS.finditer(text):
        label = left_label(text, reading.clause_at(m.start())[0], m.start())
        if label:
            yield _target(reading, m, "tracks", label, label[0])
    for m in _EXCEEDS.finditer(text):
        label = left_label(text, reading.clause_at(m.start())[0], m.start())
        if label:
            yield _target(reading, m, "exceeds", label, label[0])
    for m in _ASSIGNED.finditer(text):
        label = _assigned_label(text, m) or left_label(text, reading.clause_at(m.start())[0], m.start())
        if label:
            yield _target(reading, m, "as-assigned", label, min(label[0], m.start()))


def _assigned_label(text: str, m: re.Match[str]) -> Piece | None:
    """Find what is to be done in 「完成省下达的A、B等任务」."""
    start, end = m.span("rest")
    tail = re.search(
        r"(?:等)?(?:各项)?(?:约束性)?(?:指标)?(?:控制)?(?:目标)?(?:任务|目标|指标|以内|范围|要求|计划)+$",
        text[start:end],
    )
    end = start + tail.start() if tail else end
    return (start, end) if end - start >= 2 else None


def _target(reading: Reading, m: re.Match[str], comparator: str, label: Piece, start: int) -> Proposal:
    text = reading.text
    time = when(reading, m.start())
    headline = HEADLINE_PATTERN.search(text, 0, m.start())
    clause = reading.clause_at(m.start())[0]
    strengths = [
        s for s in STRENGTH_PATTERN.finditer(text, headline.end() if headline else 0, m.end()) if s.start() >= clause
    ]
    slots: dict[str, Piece | str] = {
        "indicator": label,
        "comparator": m.span("relation"),
        "relative_to": m.span("reference"),
        "value_type": "relative",
        "year": time.year_from,
        "strength": strengths[-1].span() if strengths else headline.span() if headline else "plain-directive",
    }
    if headline:
        slots["headline"] = headline.span()
    words = text[slice(*label)]
    known = catalogue().lookup(words)
    return reading.propose(
        cls="Target",
        rule="relative",
        anchor=m.start("relation"),
        quote=(start, max(m.end(), label[1])),
        as_stated=m.span(),
        slots=slots,
        indicator=known.id if known else None,
        indicator_label=known.zh if known else words,
        value_type="growth" if comparator != "as-assigned" else "level",
        comparator=comparator,
        relative_to=m["reference"],
        year=time.year,
        strength=STRENGTH[strengths[-1][0]] if strengths else "expected" if headline else "plain",
        headline=bool(headline),
    )
