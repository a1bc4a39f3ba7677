"""The one definition of the panel: its columns, the codes in them, and when a cell is empty, in Chinese and English.

Rows, files, codebook and starter scripts are all made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from kg.places import LEVEL_LABELS

Kind = Literal["text", "code", "number", "whole", "flag", "ids"]
"""``code`` is a key of ``CODES``, ``flag`` true or false, ``ids`` several ids with a blank between."""


class Words(NamedTuple):
    """The same in English and Chinese."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name (a variable's name in Stata, R and Python), what it holds, and when it is empty.

    ``label`` names it in a few words, ``meaning`` explains it, ``empty`` says when a cell has nothing in it; without
    words it never is. ``codes`` is the list its codes are of, ``wide`` what ends its name in the wide panel.
    """

    name: str
    kind: Kind
    label: Words
    meaning: Words
    empty: Words | None = None
    codes: str = ""
    wide: str = ""


_LIST: Final[Mapping[str, Mapping[str, Words]]] = {
    "level": {code: Words(en, zh) for code, (zh, en) in LEVEL_LABELS.items()},
    "value_type": {
        "level": Words("level, share or count", "水平（含占比、个数）"),
        "growth": Words("growth rate", "增速"),
        "change": Words("change by an amount", "增减量"),
        "rank": Words("rank", "位次"),
        "multiple": Words("multiple", "倍数"),
    },
    "direction": {
        "higher": Words("higher is better", "越高越好"),
        "lower": Words("lower is better", "越低越好"),
        "neutral": Words("neutral", "中性"),
    },
    "comparator": {
        "eq": Words("equal to", "等于"),
        "approx": Words("around", "左右"),
        "ge": Words("at least", "不低于"),
        "gt": Words("more than", "高于"),
        "le": Words("at most", "不高于"),
        "lt": Words("less than", "低于"),
        "range": Words("range", "区间"),
        "tracks": Words("keeps pace with", "与之同步"),
        "exceeds": Words("exceeds", "高于参照"),
        "as-assigned": Words("as assigned", "按下达任务"),
    },
    "strength": {
        "binding": Words("binding", "约束性"),
        "ensure": Words("ensure", "确保"),
        "plain": Words("plain", "直接部署"),
        "strive": Words("strive for", "力争"),
        "expected": Words("expected", "预期"),
        "encourage": Words("encourage", "鼓励"),
    },
    "status": {
        "estimated": Words("estimated", "预计数"),
        "preliminary": Words("preliminary", "初步核算数"),
        "final": Words("final", "最终数"),
    },
    "review": {
        "extracted": Words("read by rules, decided by nobody", "机器抽取，无人裁定"),
        "reviewed": Words("reviewed", "已审核"),
        "double-checked": Words("double-checked", "两读一致"),
    },
    "result": {
        "met": Words("met", "实现"),
        "exceeded": Words("exceeded", "超额实现"),
        "partly-met": Words("partly met", "部分实现"),
        "missed": Words("missed", "未实现"),
        "target-changed": Words("target changed", "目标调整"),
        "not-mentioned-again": Words("not mentioned again", "未再提及"),
        "not-comparable": Words("not comparable", "不可比"),
        "pending": Words("pending", "待评估"),
    },
    "reason": {
        "not-applicable": Words(
            "there can be none: the place is itself of that level or above, or the row is about a narrower subject",
            "本不存在：该地本身即为该级或更高级，或本行说的是更小的主体",
        ),
        "no-report": Words(
            "the project has no report of the place that plans that year (targets), whose review ends with it (outcomes) "
            "or that comes later (later outcomes)",
            "项目中没有该地规划该年（目标）、回顾到该年为止（结果）或更晚（后来的结果）的报告",
        ),
        "unreadable": Words(
            "there is a file of such a report, but it could not be read (see reports.csv)",
            "有这份报告的文件，但无法读取（见 reports.csv）",
        ),
        "undecided": Words(
            "a statement exists, but it is doubtful or rejected, or only another tool proposes it, or several of equal "
            "standing disagree (see the column of others)",
            "有相关陈述，但存疑、已驳回、仅由其他工具提出，或几条地位相同的陈述互相矛盾（见“其他”一列）",
        ),
        "stated-without-a-number": Words(
            "it is stated against something else, not by a number (see relative_to)",
            "有表述但没有数值，只说相对于什么（见 relative_to）",
        ),
        "other-unit": Words(
            "a value is stated, but in another unit, or among others, than the row's (see the column of others)",
            "有数值，但单位或比较范围与本行不同（见“其他”一列）",
        ),
        "not-stated-and-checked": Words(
            "the report is at hand in full and silent: it is marked complete, or none of the indicator's names stands in its text",
            "报告全文在手而未提：报告已标为完整交代，或正文中没有该指标的任何一个名称",
        ),
        "not-stated": Words(
            "no statement was read, though a name of the indicator stands in the text, or only a part of the report is at hand",
            "没有读出陈述，但正文中出现过该指标的名称，或手头只有报告的一部分",
        ),
    },
    "gap_reason": {
        "no-target": Words("there is no number to hold the outcome against", "没有可对照的目标数值"),
        "no-outcome": Words("there is a target, but no outcome in numbers", "有目标，但没有结果数值"),
    },
    "result_reason": {
        "no-assessments": Words("the build holds no table of assessments", "构建中没有评估表"),
        "no-target": Words("there is no target to assess", "没有可评估的目标"),
        "not-assessed": Words("the table of assessments has no row for the target", "评估表中没有该目标的记录"),
    },
}
CODES: Final = MappingProxyType(_LIST)
"""List of codes → code → its meaning, in the order of the codebook; Stata's value labels number them from 1."""

_NO_STATEMENT: Final = Words("no statement gives it: see {0}_reason", "没有相应陈述：见 {0}_reason")
_FILLED: Final = Words("there is a number", "已有数值")


def _about(words: Words, name: str) -> Words:
    return Words(*(w.format(name) for w in words))


def _value(name: str, whose: Words, wide: tuple[str, str, str, str, str, str] = ("",) * 6) -> tuple[Column, ...]:
    """Return the columns that every stated value has: the number, its bounds, its comparator, where it is stated."""
    en, zh = whose
    statement = _about(_NO_STATEMENT, name)
    bounds = Words(
        f"the comparator sets no such bound, or there is no number: see {name}_reason",
        f"比较符没有这一界限，或没有数值：见 {name}_reason",
    )
    return (
        Column(
            f"{name}_value",
            "number",
            Words(f"{en}: value", f"{zh}：数值"),
            Words(
                f"{en}, in the row's unit; a fall is negative; empty for a range",
                f"{zh}，单位见 unit；下降为负；区间则为空",
            ),
            Words(f"it is a range, or there is no number: see {name}_reason", f"为区间，或没有数值：见 {name}_reason"),
            wide=wide[0],
        ),
        Column(
            f"{name}_lower",
            "number",
            Words(f"{en}: lower bound", f"{zh}：下限"),
            Words("the least that the comparator allows", "比较符允许的最小值"),
            bounds,
            wide=wide[1],
        ),
        Column(
            f"{name}_upper",
            "number",
            Words(f"{en}: upper bound", f"{zh}：上限"),
            Words("the most that the comparator allows", "比较符允许的最大值"),
            bounds,
            wide=wide[2],
        ),
        Column(
            f"{name}_comparator",
            "code",
            Words(f"{en}: comparator", f"{zh}：比较符"),
            Words(
                "how the number binds, on the signed value: 左右, 以上, 以内 …", "数值的限定方式（针对带符号的数值）"
            ),
            statement,
            "comparator",
            wide[3],
        ),
        Column(
            f"{name}_id",
            "text",
            Words(f"{en}: statement", f"{zh}：陈述编号"),
            Words("the id of the statement; `kg show ID` leads to its sentence", "陈述编号；`kg show 编号` 可看原句"),
            statement,
            wide=wide[4],
        ),
        Column(
            f"{name}_report",
            "text",
            Words(f"{en}: report", f"{zh}：报告"),
            Words("the report that states it", "出自哪份报告"),
            statement,
        ),
        Column(
            f"{name}_reason",
            "code",
            Words(f"{en}: why empty", f"{zh}：为何为空"),
            Words("why there is no number", "没有数值的原因"),
            _FILLED,
            "reason",
            wide[5],
        ),
    )


def _others(name: str) -> Column:
    en, zh = ("target", "目标") if name == "target" else ("outcome", "结果")
    return Column(
        f"{name}_others",
        "ids",
        Words(f"{en}: other statements", f"{zh}：其他陈述"),
        Words(
            "statements of the same cell that say another number or measure it otherwise and were not taken: look at them",
            "同一数据格中数值不同或计量不同、未被采用的陈述，请查看",
        ),
        Words("no other statement", "没有其他陈述"),
    )


def _more(
    name: str,
    kind: Kind,
    label: tuple[str, str],
    meaning: tuple[str, str],
    empty: tuple[str, str] | None = None,
    codes: str = "",
    wide: str = "",
) -> Column:
    return Column(name, kind, Words(*label), Words(*meaning), Words(*empty) if empty else None, codes, wide)


PLACE: Final = (
    _more("place", "text", ("place code", "地区代码"), ("GB/T 2260 code of 6 digits; cn is the nation", "GB/T 2260 六位代码；cn 为全国")),
    _more("place_zh", "text", ("place", "地区"), ("the newest name", "最新名称")),
    _more(
        "place_en",
        "text",
        ("place in English", "地区英文名"),
        ("the usual English name", "通行英文名"),
        ("known for the nation and its provinces only", "仅全国与省级有英文名"),
    ),
    _more(
        "level",
        "code",
        ("administrative level", "行政级别"),
        ("nation, province, prefecture or county", "国家、省级、地级、县级"),
        ("the place is no division of GB/T 2260", "不是 GB/T 2260 中的区划"),
        "level",
    ),
    _more(
        "province",
        "text",
        ("province code", "所属省级代码"),
        ("the province that the place lies in or is", "所属省级行政区（本身为省级则为自己）"),
        ("the nation lies in none", "全国不属于任何省级"),
    ),
    _more(
        "province_zh",
        "text",
        ("province", "所属省级"),
        ("the province's name", "所属省级行政区的名称"),
        ("the nation lies in none", "全国不属于任何省级"),
    ),
)  # fmt: skip
_YEAR: Final = _more("year", "whole", ("year", "年份"), ("the calendar year that target and outcome are for", "目标与结果所属的公历年"))  # fmt: skip
_UNIT: Final = _more(
    "unit",
    "text",
    ("unit", "单位"),
    ("unit of every number of the row, without 万 and 亿: 264.69亿元 is 26469000000 元", "本行各数值的单位，不含万、亿：264.69亿元 记作 26469000000 元"),
    ("no statement of the row names one", "本行的陈述没有单位"),
    wide="unit",
)  # fmt: skip
LONG: Final = (
    *PLACE,
    _more(
        "subject",
        "text",
        ("narrower subject: id", "更小主体：编号"),
        ("the airport, park or other narrower subject that the row is about", "本行所说的机场、园区等更小的主体"),
        ("the row is about the place itself", "本行说的就是该地本身"),
    ),
    _more(
        "subject_zh",
        "text",
        ("narrower subject", "更小主体"),
        ("its name", "其名称"),
        ("the row is about the place itself", "本行说的就是该地本身"),
    ),
    _more(
        "series",
        "text",
        ("series", "序列"),
        ("place.subject.indicator.value type: with year the key of the panel", "地区.主体.指标.数值类型；与年份一起唯一标识一行"),
    ),
    _more(
        "indicator",
        "text",
        ("indicator id", "指标编号"),
        ("id in the catalogue of indicators; x- and a hash of the words for one that it does not know", "指标目录中的编号；目录之外的为 x- 加名称的散列"),
    ),
    _more("indicator_zh", "text", ("indicator", "指标"), ("name in the catalogue, else the report's words", "目录中的名称；目录之外的为报告原词")),
    _more(
        "indicator_en",
        "text",
        ("indicator in English", "指标英文名"),
        ("name in the catalogue", "目录中的英文名称"),
        ("the catalogue does not know it", "目录之外"),
    ),
    _more(
        "catalogued",
        "flag",
        ("in the catalogue", "目录内"),
        ("whether the catalogue knows the indicator: only then is it surely the same in other reports", "指标是否在目录内；只有目录内的指标才确定与其他报告中的相同"),
    ),
    _more(
        "direction",
        "code",
        ("wished direction", "期望方向"),
        ("whether a greater number is better; of a rank it is the smaller one that is", "数值大好还是小好；位次以小为好"),
        ("the catalogue does not know it", "目录之外"),
        "direction",
    ),
    _more("value_type", "code", ("value type", "数值类型"), ("what of the indicator is measured", "度量的是水平、增速还是其他"), codes="value_type"),
    _more(
        "rank_scope",
        "text",
        ("rank: among whom", "位次：比较范围"),
        ("among whom a rank is, as written: 全省, 世界", "位次在谁之中，照录原文：全省、世界"),
        ("the row is no rank, or the report does not say", "不是位次，或报告未说明"),
    ),
    _UNIT,
    _YEAR,
    *_value("target", Words("target", "目标"), ("target", "tlow", "thigh", "tcmp", "tid", "twhy")),
    _more(
        "target_relative_to",
        "text",
        ("target: relative to", "目标：参照"),
        ("what a target without a number is held against, as written: 全省, 经济增长", "没有数值的目标以什么为参照，照录原文：全省、经济增长"),
        ("the target has a number or there is none", "目标有数值，或没有目标"),
    ),
    _more(
        "target_margin",
        "number",
        ("target: margin", "目标：幅度"),
        ("by how much a relative target is to exceed it, in the row's unit", "相对目标高于参照的幅度，单位见 unit"),
        ("the target names no margin or is not relative", "没有幅度，或不是相对目标"),
    ),
    _more(
        "target_strength",
        "code",
        ("target: strength", "目标：力度"),
        ("how firmly it is promised", "承诺的力度"),
        _about(_NO_STATEMENT, "target"),
        "strength",
    ),
    _more(
        "target_headline",
        "flag",
        ("target: headline", "目标：主要预期目标"),
        ("whether it stands in the list of main expected targets", "是否列在主要预期目标之中"),
        _about(_NO_STATEMENT, "target"),
    ),
    _more(
        "target_review",
        "code",
        ("target: review status", "目标：审核状态"),
        ("whether a person or a second reading confirmed it", "是否经人或第二次阅读确认"),
        _about(_NO_STATEMENT, "target"),
        "review",
    ),
    _others("target"),
    *_value("outcome", Words("first reported outcome", "首次公布的结果"), ("outcome", "", "", "ocmp", "oid", "owhy")),
    _more(
        "outcome_status",
        "code",
        ("outcome: status", "结果：数据状态"),
        ("whether the report calls it estimated or preliminary", "报告是否称之为预计数或初步核算数"),
        ("the report does not say, or no statement gives the outcome", "报告未说明，或没有结果"),
        "status",
    ),
    _more(
        "outcome_review",
        "code",
        ("outcome: review status", "结果：审核状态"),
        ("whether a person or a second reading confirmed it", "是否经人或第二次阅读确认"),
        _about(_NO_STATEMENT, "outcome"),
        "review",
    ),
    _more(
        "outcome_multiyear",
        "flag",
        ("outcome: perhaps of several years", "结果：或为多年合计"),
        (
            "whether the report looks back on several years (a new term's) and names no year with the number: it may be "
            "a sum over all of them, so leave it out of comparisons by year",
            "报告回顾多年（换届之年）且未写明该数的年份：可能是多年合计，作年度比较时应剔除",
        ),
        _about(_NO_STATEMENT, "outcome"),
        wide="omulti",
    ),
    _others("outcome"),
    *_value("later", Words("outcome in the latest later report", "后来报告中的结果"), ("later", "", "", "", "lid", "lwhy")),
    _more(
        "revision",
        "number",
        ("revision", "修订幅度"),
        ("the later value less the first reported one", "后来的数值减去首次公布的数值"),
        ("one of the two is no single number", "两者之一不是单一数值"),
    ),
    *_value("province_target", Words("target of the province", "省级目标")),
    *_value("nation_target", Words("target of the nation", "全国目标")),
    _more(
        "gap",
        "number",
        ("gap", "差距"),
        ("first reported outcome less target; of a range the distance to its nearer end, 0 inside", "首次公布的结果减目标；目标为区间时为到较近一端的距离，区间内为 0"),
        ("see gap_reason", "见 gap_reason"),
        wide="gap",
    ),
    _more("gap_reason", "code", ("gap: why empty", "差距：为何为空"), ("why there is none", "没有差距的原因"), ("there is a gap", "已有差距"), "gap_reason"),
    _more(
        "result",
        "code",
        ("result of the assessment", "评估结论"),
        ("the result of holding the target against the first report of its outcome, else against another source", "把目标与首次公布其结果的报告（否则与其他来源）对照的结论"),
        ("see result_reason", "见 result_reason"),
        "result",
        "result",
    ),
    _more(
        "result_at_zero",
        "code",
        ("result without tolerance", "零容差时的结论"),
        ("what the result would be at a tolerance of 0", "容差为 0 时的结论"),
        ("the result has no tolerance, or see result_reason", "结论不涉及容差，或见 result_reason"),
        "result",
    ),
    _more(
        "result_at_twice",
        "code",
        ("result at twice the tolerance", "两倍容差时的结论"),
        ("what the result would be at twice the tolerance", "容差加倍时的结论"),
        ("the result has no tolerance, or see result_reason", "结论不涉及容差，或见 result_reason"),
        "result",
    ),
    _more(
        "result_source",
        "text",
        ("result: source", "结论：来源"),
        ("the report or external source that the target is held against", "与目标对照的报告或外部来源"),
        ("see result_reason", "见 result_reason"),
    ),
    _more(
        "result_rule",
        "text",
        ("result: rule", "结论：规则"),
        ("the rule that the result follows from (docs/assessment.md)", "结论所依据的规则（docs/assessment.zh.md）"),
        ("see result_reason", "见 result_reason"),
    ),
    _more("assessment", "text", ("result: assessment", "结论：评估编号"), ("the id of the assessment", "评估的编号"), ("see result_reason", "见 result_reason")),
    _more("result_reason", "code", ("result: why empty", "结论：为何为空"), ("why there is none", "没有结论的原因"), ("there is a result", "已有结论"), "result_reason"),
    _more(
        "evidence",
        "whole",
        ("number of evidence ids", "证据条数"),
        ("how many statements the row names: target, outcomes, upper levels' targets and others", "本行引用的陈述条数：目标、结果、上级目标及其他"),
    ),
)  # fmt: skip
"""The columns of the long panel, in order."""

WIDE: Final = (*PLACE, _YEAR)
"""The columns of the wide panel before those of the indicators."""
PER_SERIES: Final = tuple(c for c in LONG if c.wide)
"""The columns that the wide panel has for each indicator and value type."""


def empty_when(column: Column) -> Words:
    """Return when a cell of the column is empty."""
    return column.empty or Words("never", "不会为空")
