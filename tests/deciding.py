"""A report, what a rule proposes of it, and rows of decisions, for the tests of decisions."""

from collections.abc import Iterable
from decimal import Decimal

from hypothesis import strategies as st

from kg.decisions import COLUMNS, Decision, Leftover, decide, numbered, settle
from kg.decisions.cells import protect
from kg.decisions.row import WORDS as KEPT
from kg.extract.reading import Reading
from kg.model import Proposal, Report, Statement
from kg.text import sentences


def apply(
    report: Report, proposals: Iterable[Proposal], decisions: Iterable[Decision], place_label: str = ""
) -> tuple[tuple[Statement, ...], tuple[Leftover, ...]]:
    """Settle a report and return its statements and what fits nowhere."""
    settled = settle(report, proposals, decisions, place_label)
    return settled.statements, settled.leftovers


TEXT = (
    "政府工作报告\n\n一、2018年工作回顾\n\n"
    "实现一般公共预算收入264.69亿元，增长5.03%；税收收入增长14.62%。"
    "南岳机场旅客吞吐量突破80万人次。荣获国家“守信激励创新奖”。\n"
)


def report_of(text: str = TEXT, name: str = "430400-2019") -> Report:
    return Report(id=name, text=text, sha256="0" * 64, place="430400", plan=2019, review=(2018, 2018))


def proposal_of(
    report: Report, quote: str, number: str, as_stated: str = "", *, rule: str = "level", at: str = "", **filled: object
) -> Proposal:
    """Propose what a rule would: the number inside the quote, anchored at ``at`` or the number."""
    for passage in sentences(report):
        reading = Reading(report, passage, "衡阳市")
        start = reading.text.find(quote)
        if start >= 0:
            first = reading.text.index(number, start)
            stated = reading.text.index(as_stated or number, start)
            content: dict[str, object] = {"cls": "Observation", "year": 2018, "value_type": "level"} | filled
            return reading.propose(
                rule=rule,
                anchor=reading.text.index(at, start) if at else first,
                quote=(start, start + len(quote)),
                as_stated=(stated, stated + len(as_stated or number)),
                slots={"year": "inherited:report", "value_type": "bare", "value": (first, first + len(number))},
                value_at=(first, first + len(number)),
                **content,  # type: ignore[arg-type]
            )
    raise AssertionError(f"{quote} is not in the text")


REVENUE = "实现一般公共预算收入264.69亿元"


def revenue(report: Report, **filled: object) -> Proposal:
    given = {"value": Decimal(26469000000), "unit": "元", "indicator": "revenue", "comparator": "eq"} | filled
    return proposal_of(report, REVENUE, "264.69亿", "264.69亿元", **given)  # type: ignore[arg-type]


def growth(report: Report, **filled: object) -> Proposal:
    given = {"value": Decimal("5.03"), "unit": "%", "value_type": "growth", "comparator": "eq"} | filled
    return proposal_of(report, "增长5.03%", "5.03", "增长5.03%", **given)  # type: ignore[arg-type]


def proposals_of(report: Report) -> tuple[Proposal, ...]:
    return revenue(report), growth(report)


def on(proposal: Proposal, action: str, who: str = "李明", report: Report | None = None, **cells: str) -> Decision:
    return decide(report or report_of(), proposal, action, who=who, when="2026-11-24", **cells)  # type: ignore[arg-type]


def outcome(*decisions: Decision, report: Report | None = None) -> Statement:
    """Return what becomes of the revenue statement; nothing may be left over."""
    report = report or report_of()
    statements, leftovers = apply(report, proposals_of(report), numbered(decisions))
    assert not leftovers
    return next(s for s in statements if s.as_stated.of(report.text).startswith("264"))


ADDED = {
    "statement": "",
    "action": "add",
    "start": str(TEXT.index("南岳机场旅客")),
    "end": str(TEXT.index("万人次") + 3),
    "quote": "南岳机场旅客吞吐量突破80万人次",
    "before": TEXT[TEXT.index("南岳机场旅客") - 12 : TEXT.index("南岳机场旅客")],
    "after": "。荣获国家",
    "who": "李明",
    "when": "2026-11-24",
    "class": "Observation",
    "value": "80万",
    "unit": "人次",
    "comparator": "gt",
    "indicator": "passengers",
    "year": "2018",
    "value_type": "level",
    "number": "80万",
    "as_stated": "突破80万人次",
}


CELL = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


CLEAN = CELL.map(str.strip).filter(lambda cell: cell not in ("", "-"))


TRICKY = st.sampled_from(
    [
        "=1+1",
        "'=1",
        "-3",
        "+甲",
        "@甲",
        "第\n行",
        "a\tb",
        '说"好"',
        "𠮷野家",
        "a\r\nb",
        "_x000D_",
        "8.50%",
        "1月8日",
        "TRUE",
        "1e5",
    ]
)


WORDS = CLEAN | TRICKY


DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**16), max_value=10**16)


HEADER = ("statement", "action", "start", "end", "quote", "who", "when", "why", "value", "headline", "year")


ROW = ("430400-2019.0123456789", "amend", "3", "7", "增长𠮷“5%”", "李明", "2026-11-24", "", "1169.9亿", "true", "2018")


def table(rows: list[tuple[str, ...]], mark: str = "\t", end: str = "\n") -> str:
    return "".join(
        mark.join('"' + c.replace('"', '""') + '"' if set(c) & set('",;\t\r\n') else c for c in r) + end for r in rows
    )


def table_of(decision: Decision) -> bytes:
    cells = decision.cells()
    names = [name for name in COLUMNS if name in cells or name in HEADER[:7]]
    return table([tuple(names), tuple(protect(cells.get(n, ""), text=n in KEPT) for n in names)]).encode()


def changed(**cells: str) -> list[tuple[str, ...]]:
    return [HEADER, tuple(cells.get(name, cell) for name, cell in zip(HEADER, ROW, strict=True))]


def amendment(**cells: str) -> dict[str, str]:
    return dict(zip(HEADER, ROW, strict=True)) | {"value": "", "headline": "", "year": ""} | cells
