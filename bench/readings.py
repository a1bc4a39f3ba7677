"""Hold two full readings of a report against each other and against what is published; settle them as decisions.

``python bench/readings.py compare REPORT ONE TWO`` prints, for each class, how many claims each reading has, how many they
share, their agreement (F1 of the shared claims) and how often shared claims agree in all slots.
``python bench/readings.py settle REPORT ONE TWO --when DAY`` appends a decision for every claim to ``decisions.tsv``: each
reading's own, and, where readings or rules differ, one that settles it with its reason. REPORT is a folder of a project.
Readings are JSON Lines in the columns of the statements table; what they call ``canonical`` is a mention's full name.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.decisions import Decision, append, decide, numbered, parse, read
from kg.decisions.row import CONTEXT
from kg.errors import AnchorError, DecisionError
from kg.model import Report, Span, Statement
from kg.report import read_report
from kg.reviewed import review
from kg.terms import FAMILIES
from kg.text import sentences

SETTLER = "settling-1"
Row = dict[str, Any]

# What a claim of a family is found by, and the slots two readers can differ in.
PLACED = {
    "quantity": "value",
    "milestone": "project",
    "recognition": "label",
    "problem": "label",
    "action": "label",
    "mention": "label",
    "involvement": "agent",
}
SLOTS = {
    "quantity": ("class", "value", "lower", "upper", "comparator", "value_type", "year", "strength"),
    "milestone": ("class", "status", "year", "strength"),
    "recognition": ("agent",),
    "problem": (),
    "action": ("strength",),
    "mention": ("kind",),
    "involvement": ("role",),
}
# One kind of number to a scorer (see docs/gold.md), so no difference.
_LEVELS = {"level", "share", "count"}
REASONS = {
    "strength": "强度只看约束性、确保、力争、预期、鼓励等词，其作用到下一个另起的动词为止",
    "class": "以主要动词的时态为准：即将投运、即将封堵说的是已到的阶段",
    "status": "取原文写明的最远阶段，不取将要达到的阶段",
    "year": "回顾的事归上年，各年都适用的任务不归一年",
    "kind": "按原文用法归类：设施与平台归单位，制度与行动归计划",
    "role": "原文没有写明出资的，记为入驻或合作",
    "agent": "以原文写明的授予者为准",
    "value_type": "以单位为准",
}


@dataclass
class Matched:
    """One claim: the published statement, and the row of each reading that is the same claim."""

    family: str
    statement: Statement | None = None
    rows: dict[str, Row] = field(default_factory=dict)


def family_of(row: Row) -> str:
    return FAMILIES[row["class"]]


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the marks around the whole of a name: “雪亮工程” is 雪亮工程."""
    while text[start] in "“《" and text[end - 1] in "”》" and text.count(text[start], start, end) == 1:
        start, end = start + 1, end - 1
    return start, end


def span_of(row: Row, text: str) -> tuple[int, int]:
    """Return where a row's own words stand."""
    where = row["slots"].get(PLACED[family_of(row)]) or row["slots"].get("as_stated") or (row["start"], row["end"])
    return bare(text, *where)


def statement_span(s: Statement, text: str) -> tuple[int, int]:
    where = s.value_span if FAMILIES[s.cls] == "quantity" else s.slots.get(PLACED[FAMILIES[s.cls]])
    return bare(text, *(where if isinstance(where, Span) else s.as_stated))


def shared(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return how much two stretches share of what they cover together."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common / (max(a[1], b[1]) - min(a[0], b[0])) if common > 0 else 0.0


def pairs(
    left: Sequence[Any],
    right: Sequence[Any],
    one: Callable[[Any], tuple[int, int]],
    two: Callable[[Any], tuple[int, int]],
) -> list[tuple[Any, Any]]:
    """Pair the claims of two lists one to one, those that share most first."""
    scored = []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            x, y = one(a), two(b)
            if (how := shared(x, y)) > 0:
                scored.append((-how, i, j))
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for _, i, j in sorted(scored):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((left[i], right[j]))
    return found


def of(family: str, rows: Iterable[Row]) -> list[Row]:
    return [r for r in rows if family_of(r) == family]


def alike(slot: str, a: object, b: object) -> bool:
    return a == b or (slot == "value_type" and {a, b} <= _LEVELS) or (slot == "strength" and {a, b} <= {None, "plain"})


def compare(text: str, one: list[Row], two: list[Row]) -> Iterator[str]:
    """Yield a Markdown table of the agreement of two readings."""
    yield "| class | one | two | shared | agreement (F1) | equal in all slots |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    total: Counter[str] = Counter()
    for family in PLACED:
        a, b = of(family, one), of(family, two)
        both = pairs(a, b, lambda r: span_of(r, text), lambda r: span_of(r, text))
        equal = sum(all(alike(s, x.get(s), y.get(s)) for s in SLOTS[family]) for x, y in both)
        total.update(a=len(a), b=len(b), both=len(both), equal=equal)
        yield _line(family, len(a), len(b), len(both), equal)
    yield _line("all", total["a"], total["b"], total["both"], total["equal"])


def _line(name: str, a: int, b: int, both: int, equal: int) -> str:
    return f"| {name} | {a} | {b} | {both} | {2 * both / (a + b or 1):.3f} | {equal / (both or 1):.3f} |"


def matched(text: str, statements: Sequence[Statement], readings: dict[str, list[Row]]) -> Iterator[Matched]:
    """Yield every claim once: what is published with the rows that say the same, then what only readings have."""
    for family in PLACED:
        known = [Matched(family, s) for s in statements if FAMILIES[s.cls] == family and s.review_status != "rejected"]
        left: dict[str, list[Row]] = {}
        for name, rows in readings.items():
            mine = of(family, rows)
            found = pairs(mine, known, lambda r: span_of(r, text), lambda m: statement_span(m.statement, text))
            held = {id(row) for row, claim in found if _same_claim(family, row, claim.statement, text)}
            for row, claim in found:
                if id(row) in held:
                    claim.rows[name] = row
            left[name] = [r for r in mine if id(r) not in held]
        yield from known
        (first, ones), (second, twos) = left.items()
        both = pairs(ones, twos, lambda r: span_of(r, text), lambda r: span_of(r, text))
        seen = {id(r) for pair in both for r in pair}
        yield from (Matched(family, rows={first: a, second: b}) for a, b in both)
        yield from (Matched(family, rows={name: r}) for name in left for r in left[name] if id(r) not in seen)


def _same_claim(family: str, row: Row, s: Statement, text: str) -> bool:
    """A name must be the same stretch; a project's may hold the other's; a sentence's share most of it."""
    a, b = span_of(row, text), statement_span(s, text)
    if family in ("mention", "involvement"):
        return a == b
    if family == "quantity":
        return True
    inside = (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])
    return shared(a, b) >= 0.5 or (inside and family in ("milestone", "recognition"))


class Settling:
    """Turns matched claims into decisions."""

    def __init__(self, report: Report, when: str) -> None:
        self.report, self.when = report, when
        self.sentences = tuple(sentences(report))
        self.decisions: list[Decision] = []
        self.tally: Counter[str] = Counter()

    def settle(self, claim: Matched) -> None:
        if claim.statement is None:
            self._add(claim)
        elif not claim.rows:
            self._unread(claim.statement)
        else:
            self._held(claim, claim.statement)

    def _decide(self, s: Statement, action: Any, who: str, why: str = "", **columns: str) -> None:
        self.decisions.append(decide(self.report, s, action, who=who, when=self.when, why=why, **columns))
        self.tally[f"{FAMILIES[s.cls]} {action} {who}"] += 1

    def _held(self, claim: Matched, s: Statement) -> None:
        mine = {slot: s.cls if slot == "class" else getattr(s, slot) for slot in SLOTS[claim.family]}
        differs: dict[str, dict[str, object]] = defaultdict(dict)
        for name, row in claim.rows.items():
            for slot, value in mine.items():
                said = row.get(slot)
                shown = float(value) if slot in ("value", "lower", "upper") and value is not None else value
                if not alike(slot, said, shown) and not (slot in ("lower", "upper", "agent") and said is None):
                    differs[slot][name] = said
        for name in claim.rows:
            if not any(name in others for others in differs.values()):
                self._decide(s, "accept", name)
        for slot, others in differs.items():
            both = len(others) == 2 and len({str(v) for v in others.values()}) == 1
            said = "；".join(f"{name} 读作 {value or '无'}" for name, value in sorted(others.items()))
            reason = REASONS.get(slot, "以原文的字为准")
            if both and slot not in ("class", "value", "lower", "upper"):
                value = next(iter(others.values()))
                self._decide(
                    s,
                    "amend",
                    SETTLER,
                    f"两次独立阅读一致：{slot} 为 {value or '无'}；{reason}",
                    **{slot: str(value or "-")},
                )
            else:
                self._decide(s, "accept", SETTLER, f"{said}；取 {mine[slot]}：{reason}")

    def _unread(self, s: Statement) -> None:
        if s.review_status == "extracted" and s.cls not in ("Observation", "Target"):
            self._decide(s, "reject", SETTLER, "两次独立阅读都没有读出：不是一个可点名的事物、可对照的承诺或进展")

    def _add(self, claim: Matched) -> None:
        rows = claim.rows
        row = rows[min(rows)]
        if len(rows) == 1 and (
            row.get("optional") or row.get("certain") is False or claim.family in ("milestone", "quantity")
        ):
            self.tally[f"{claim.family} left out"] += 1
            return
        if not any(s.span.start <= row["start"] < s.span.end for s in self.sentences):
            self.tally[f"{claim.family} in a heading"] += 1
            return
        if all(r.get("optional") for r in rows.values()):
            self.tally[f"{claim.family} optional"] += 1
            return
        # A longer name holds the shorter one, and outer quotation marks are none of it.
        row = max(
            rows.values(), key=lambda r: (span_of(r, self.report.text)[1] - span_of(r, self.report.text)[0], r is row)
        )
        why = "" if len(rows) == 2 else f"只有 {min(rows)} 读出"
        differing = len({span_of(r, self.report.text) for r in rows.values()}) > 1
        if differing:
            said = "；".join(
                f"{n} 读作 {self.report.text[slice(*span_of(r, self.report.text))]}" for n, r in sorted(rows.items())
            )
            why = f"{said}；取较长者，外层引号不计"
        for name in sorted(rows):
            try:
                self.decisions.append(self._row(row, claim.family, name, why))
            except DecisionError as error:
                self.tally[f"{claim.family} refused"] += 1
                print(f"refused: {error}")
                return
            self.tally[f"{claim.family} add {name}"] += 1
        if differing:
            self.tally[f"{claim.family} settled name"] += 1

    def _row(self, row: Row, family: str, who: str, why: str) -> Decision:
        text = self.report.text
        where = span_of(row, text)
        start, end = min(row["start"], where[0]), max(row["end"], where[1])
        slots = {
            k: v for k, v in row["slots"].items() if k in ("label", "agent", "programme", "sector", "role", "subject")
        }
        stated = row["slots"].get("as_stated", where)
        cells: dict[str, str] = {"class": row["class"]}
        if family in ("mention", "action", "problem"):
            stated = list(where)
            slots["label"] = list(where)
            cells["label"] = "".join(text[slice(*where)].split())
        if family == "mention":
            cells |= {"kind": row["kind"], "about_label": row.get("canonical") or cells["label"]}
        if family == "recognition":
            cells["label"] = row["label"]
        if family == "involvement":
            cells |= {"agent": row["agent"], "role": row["role"]}
            slots["role"] = stated
        for name in ("agent", "strength", "year", "programme", "sector", "status", "project_label"):
            if row.get(name) and name not in cells:
                cells[name] = str(row[name])
        if family in ("milestone", "involvement") and "project" in row["slots"]:
            slots["project"] = row["slots"]["project"]
        if family in ("mention", "problem"):
            cells = {k: v for k, v in cells.items() if k not in ("strength", "year", "agent")}
        for slot, column in (("agent", "agent"), ("programme", "programme"), ("sector", "sector")):
            if column not in cells:
                slots.pop(slot, None)
        slots = {k: v for k, v in slots.items() if start <= v[0] < v[1] <= end and k != "subject"}
        return parse(
            {
                "action": "add",
                "start": str(start),
                "end": str(end),
                "quote": text[start:end],
                "before": text[max(0, start - CONTEXT) : start],
                "after": text[end : end + CONTEXT],
                "who": who,
                "when": self.when,
                "why": " ".join(why.split()),
                "as_stated": text[slice(*stated)],
                "slots": json.dumps(slots | {"as_stated": list(stated)}),
            }
            | cells,
            f"{who} {start}",
        )


def read_reading(path: Path, text: str) -> list[Row]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for number, row in enumerate(rows, 1):
        found = text[row["start"] : row["end"]]
        if found != row["quote"]:
            raise AnchorError(
                f"{path}:{number}", "the report's characters at start and end", row["quote"], "read it again"
            )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("compare", "settle"))
    parser.add_argument("report", type=Path)
    parser.add_argument("one", type=Path)
    parser.add_argument("two", type=Path)
    parser.add_argument("--when", default="")
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args()
    if given.step == "settle" and not given.when:
        parser.error("settle needs --when DAY, as 2026-11-25")
    report = read_report(given.report)
    readings = {path.stem.rpartition(".")[2]: read_reading(path, report.text) for path in (given.one, given.two)}
    if len(readings) < 2:
        parser.error("the two readings must have names of their own: REPORT.reading-2.jsonl, REPORT.reading-3.jsonl")
    if given.step == "compare":
        print("\n".join(compare(report.text, *readings.values())))
        return
    table = given.report / "decisions.tsv"
    decided = review(report, read(table) if table.exists() else ())
    settling = Settling(report, given.when)
    for claim in matched(report.text, decided.statements, readings):
        settling.settle(claim)
    before = read(table) if table.exists() else ()
    laid = numbered((*before, *settling.decisions))
    lost = {leftover.decision.id for leftover in review(report, laid).leftovers}
    kept = [d for d in laid[len(before) :] if d.id not in lost]
    settling.tally["left out: its place holds another claim"] = len(settling.decisions) - len(kept)
    for name, count in sorted(settling.tally.items()):
        print(f"{count:6} {name}")
    if not given.dry_run:
        append(table, kept)


if __name__ == "__main__":
    main()
