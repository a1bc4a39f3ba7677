"""How good the data is, for programs: DQV (https://www.w3.org/TR/vocab-dqv/) from what a build and its decisions say.

Nothing is measured here: the counts are those of the build's manifest and graph, the F1 figures those of
``data/reference/extraction.csv``, which ``bench/extraction.py`` writes.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from pyoxigraph import QuerySolutions

from kg.publish.triples import Triples, typed
from kg.site.about import figures
from kg.site.data import Site
from kg.terms import DEF, NS

FILE: Final = "quality"


class Metric(NamedTuple):
    """A metric: its dimension, its datatype, its label and its definition in Chinese and English."""

    dimension: str
    datatype: str
    zh: str
    en: str
    means_zh: str
    means_en: str


_DIMENSIONS: Final = {
    "completeness": ("完整性", "completeness"),
    "review": ("审核", "review"),
    "accuracy": ("准确性", "accuracy"),
}
METRICS: Final[Mapping[str, Metric]] = {
    "numerals": Metric(
        "completeness", "integer", "数字个数", "numerals",
        "报告全文的数字个数。", "How many numerals the text of the report has.",
    ),
    "numerals-accounted": Metric(
        "completeness", "decimal", "数字已交代的比例", "share of numerals accounted for",
        "有陈述归属、或说明了为何不是陈述的数字所占的比例。",
        "The share of numerals that lie in a statement, or have a named reason why they claim nothing.",
    ),
    "numerals-withheld": Metric(
        "completeness", "integer", "未发布陈述中的数字", "numerals of statements left out",
        "只见于未达到发布要求、因而未列入的陈述的数字。",
        "Numerals that stand only in statements left out because their review status is below what is published.",
    ),
    "statements": Metric(
        "completeness", "integer", "陈述条数", "statements",
        "发布的陈述条数。", "How many statements are published.",
    ),
    "statements-withheld": Metric(
        "completeness", "integer", "未列入的陈述条数", "statements left out",
        "因审核状态低于发布要求而未列入的陈述条数。",
        "Statements left out because their review status is below what is published.",
    ),
    "source-notes": Metric(
        "accuracy", "integer", "原文存疑处", "doubts about the source",
        "原文中可疑的数字；照录，另加注。", "Numbers of the text that are doubtful; kept as stated, with a note.",
    ),
    "reviewed": Metric(
        "review", "decimal", "已审核的比例", "share reviewed",
        "审核状态为“已审核”或“双人核对”的陈述比例；谁审核的见各项裁定。",
        "The share of statements with review status reviewed or double-checked; each decision says by whom.",
    ),
    "double-checked": Metric(
        "review", "decimal", "双人核对的比例", "share double-checked",
        "两位读者独立得出同样结论的陈述比例。", "The share of statements on which two readers agree independently.",
    ),
    "found-f1": Metric(
        "accuracy", "decimal", "数字找到（F1）", "numbers found (F1)",
        "规则在冻结的标准报告上找到的数字，F1，各报告平均；衡量的是规则，不是本数据。",
        "Numbers that the rules find in the frozen gold reports, F1, mean over reports: of the rules, not of these data.",
    ),
    "strict-f1": Metric(
        "accuracy", "decimal", "数字全对（F1）", "numbers all right (F1)",
        "同上，且类别、单位、界限、数值类型、年份都正确。",
        "The same with kind, unit, bound, value type and year all right.",
    ),
}  # fmt: skip


def tell_quality(said: Triples, site: Site) -> None:
    """Say the metrics and what each report and the whole measure."""
    at = site.project.addresses
    _tell_metrics(said)
    statuses, told = _statuses(site), site.manifest["reports"]
    total: dict[str, int] = {}
    for report in site.reports:
        withheld = {f"withheld_{name}": n for name, n in told[report].get("withheld", {}).items()}
        counts = {**told[report], **withheld, **statuses.get(report, {})}
        for name, count in counts.items():
            if isinstance(count, int):
                total[name] = total.get(name, 0) + count
        _tell(said, at.dataset(report), _measures(counts))
    whole = at.dataset("all")
    _tell(said, whole, _measures(total))
    ours = figures()["kg"]
    _tell(said, whole, {f"{name}-f1": ours[name]["macro"] for name in ("found", "strict")})


def _measures(counts: Mapping[str, int]) -> dict[str, str]:
    numerals, statements = counts.get("numerals", 0), counts.get("statements", 0)
    withheld = counts.get("withheld_numerals", 0)
    double = counts.get("double-checked", 0)
    found = {
        "numerals": str(numerals),
        "statements": str(statements),
        "source-notes": str(counts.get("source_notes", 0)),
    }
    if "withheld_statements" in counts:
        found |= {"numerals-withheld": str(withheld), "statements-withheld": str(counts["withheld_statements"])}
    if numerals:
        found["numerals-accounted"] = _share(numerals - counts.get("unaccounted", 0) - withheld, numerals)
    if statements:
        found["reviewed"] = _share(double + counts.get("reviewed", 0), statements)
        found["double-checked"] = _share(double, statements)
    return found


def _share(part: int, whole: int) -> str:
    """Return a share to four places, as ``xsd:decimal`` has it."""
    return format((Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001")).normalize(), "f")


def _statuses(site: Site) -> Mapping[str, Mapping[str, int]]:
    """Return how many statements of each report have each review status."""
    stem, review = site.project.addresses.graph("report-"), f"{DEF}review/"
    query = f"SELECT ?g ?t (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s <{NS}reviewStatus> ?t }} }} GROUP BY ?g ?t"
    rows = site.store.query(query)
    assert isinstance(rows, QuerySolutions)
    found: dict[str, dict[str, int]] = {}
    for graph, status, count in rows:
        found.setdefault(graph.value.removeprefix(stem), {})[status.value.removeprefix(review)] = int(count.value)
    return found


def _tell_metrics(said: Triples) -> None:
    for name, (zh, en) in _DIMENSIONS.items():
        said.a(f"{DEF}quality/{name}", "dqv:Dimension", "skos:Concept")
        said.both(f"{DEF}quality/{name}", "skos:prefLabel", zh, en)
    for name, metric in METRICS.items():
        this = f"{DEF}metric/{name}"
        said.a(this, "dqv:Metric", "skos:Concept")
        said.both(this, "skos:prefLabel", metric.zh, metric.en)
        said.both(this, "skos:definition", metric.means_zh, metric.means_en)
        said.say(this, "dqv:expectedDataType", f"http://www.w3.org/2001/XMLSchema#{metric.datatype}")
        said.say(this, "dqv:inDimension", f"{DEF}quality/{metric.dimension}")


def _tell(said: Triples, dataset: str, measures: Mapping[str, str]) -> None:
    for name, value in measures.items():
        this = f"{dataset}#quality-{name}"
        said.a(this, "dqv:QualityMeasurement")
        said.say(dataset, "dqv:hasQualityMeasurement", this)
        said.say(this, "dqv:computedOn", dataset)
        said.say(this, "dqv:isMeasurementOf", f"{DEF}metric/{name}")
        said.say(this, "dqv:value", typed(value, METRICS[name].datatype))
