"""How one statement was read: its rule, its sentence with the characters marked, where each slot comes from, its confidence.

All is told from what the statement carries (its slots rest on characters or on the name of what inferred them) and from the
report's own passages; nothing is read anew.
"""

from collections.abc import Iterator, Sequence

from kg.catalogue import catalogue, fold
from kg.extract.confidence import FILE, NAMES, RISKS, confidence, measure, trait_of
from kg.extract.reading import split
from kg.extract.rule_names import DESCRIPTIONS, RULES, SLOTS, labels
from kg.language import language, say
from kg.model import Evidence, Passage, Report, Span, Statement
from kg.terms import EXTERNAL
from kg.text import in_sentence

_DECIDED = "decision:"
# Slots that are explained, in this order; others follow as they are named.
_ORDER = (
    "indicator",
    "project",
    "status",
    "label",
    "kind",
    "value_type",
    "verb",
    "comparator",
    "unit",
    "year",
    "period",
)
_CLAUSE_ENDS = "，,；;。！!？?"


def named_rule(rule: str) -> str:
    """Return a rule with what it is called, or who else read or added the statement.

    >>> named_rule("growth").partition("  ")[0]
    'growth'
    """
    if rule.startswith(_DECIDED):
        return say(f"{rule}  added by a decision", f"{rule}  由裁定添加")
    if rule.startswith(EXTERNAL):
        return say(f"{rule}  proposed by another tool", f"{rule}  由其他工具提议")
    return f"{rule}  {_label(rule)}" if rule in RULES else rule


def why(report: Report, passages: Sequence[Passage], statement: Statement) -> Iterator[str]:
    """Yield the lines that explain a statement."""
    if (described := DESCRIPTIONS.get(statement.rule)) is not None:
        yield f"{say('rule', '规则')}: {statement.rule}, {_label(statement.rule)}; {_spoken(described)}"
    else:
        yield f"{say('rule', '规则')}: {named_rule(statement.rule)}"
    sentences = [p for p in passages if p.kind == "sentence"]
    told = _Told(report, passages, statement)
    yield f"{say('sentence', '句子')}: {in_sentence(report.text, sentences, told.marks, statement.span)}"
    yield told.where()
    if statement.value_span:
        yield f"{say('number', '数字')}: {told.quoted(statement.value_span)}"
    slots = sorted(statement.slots, key=lambda s: (_ORDER.index(s) if s in _ORDER else len(_ORDER), s))
    for slot in slots:
        reasons = [told.rests_on(slot), *told.more(slot)]
        yield f"{_slot(slot)}: {'; '.join(reason for reason in reasons if reason)}"
    yield f"{say('confidence', '置信度')}: {told.confidence()}"


class _Told:
    """One statement with the text around it."""

    def __init__(self, report: Report, passages: Sequence[Passage], statement: Statement) -> None:
        self.report, self.passages, self.statement = report, passages, statement
        self.at = statement.value_span or statement.as_stated
        self.sentence = next((p for p in passages if p.kind == "sentence" and p.span.covers(statement.as_stated)), None)

    @property
    def marks(self) -> list[Span]:
        """The stretches that the statement rests on."""
        spans = [e for e in self.statement.slots.values() if isinstance(e, Span)]
        spans += [self.statement.value_span or self.statement.as_stated]
        # Where the sentence is sought by the first of them, it must be one of its own.
        inside = self.sentence.span if self.sentence else self.statement.span
        return [s for s in spans if inside.covers(s)]

    def words(self, span: Span) -> str:
        return " ".join(span.of(self.report.text).split())

    def quoted(self, span: Span) -> str:
        return f"「{self.words(span)}」 [{span.start}:{span.end}]"

    def where(self) -> str:
        """Say in which part of the report the sentence stands."""
        half = self.sentence.half if self.sentence else "other"
        parts = {
            "review": ("in the half that looks back", "在回顾部分"),
            "plan": ("in the half that looks ahead", "在展望部分"),
            "other": ("in neither half", "不属回顾或展望"),
        }
        section = self.statement.section or say("no heading", "无标题")
        return f"{say('section', '章节')}: {section}, {say(*parts[half])}"

    def rests_on(self, slot: str) -> str:
        """Say which characters a slot was read from, or what inferred it."""
        evidence: Evidence = self.statement.slots[slot]
        if isinstance(evidence, Span):
            return say(f"read from {self.quoted(evidence)}", f"读自 {self.quoted(evidence)}")
        if evidence.startswith(_DECIDED):
            return say(f"decided ({evidence})", f"由裁定确定（{evidence}）")
        name = _label(evidence.replace(":", "-")) if evidence not in RULES else _label(evidence)
        return say(f"inferred: {name} ({evidence})", f"推断：{name}（{evidence}）")

    def more(self, slot: str) -> Iterator[str]:
        """Yield how a slot came to the statement where its characters do not stand beside the number."""
        evidence = self.statement.slots[slot]
        if slot == "year":
            yield from self._year(evidence)
        elif slot == "indicator" and isinstance(evidence, Span):
            yield from self._indicator(evidence)
        elif slot == "strength":
            yield from self._strength(evidence)
        elif slot == "unit" and isinstance(evidence, Span):
            yield from self._unit(evidence)
        elif isinstance(evidence, Span):
            if self.sentence and not self.sentence.span.covers(evidence):
                yield say("in another sentence", "在另一句中")
            elif breaks := self._breaks(evidence):
                yield say(f"in a clause {breaks} before", f"在前 {breaks} 个分句")

    def _year(self, evidence: Evidence) -> Iterator[str]:
        if evidence == "inherited:report":
            start = self._half_begins()
            ahead = self.statement.year is not None and self.statement.year >= self.report.plan
            yield (
                say(
                    f"the sentence names none, and the report plans for {self.report.plan}",
                    f"句中未写年份，报告规划 {self.report.plan} 年",
                )
                if ahead
                else say(
                    f"the sentence names none, and the report looks back on {self.report.review[1]}",
                    f"句中未写年份，报告回顾 {self.report.review[1]} 年",
                )
            )
            if start is not None:
                yield say(f"this half begins at {self.quoted(start)}", f"这一部分始于 {self.quoted(start)}")
            else:
                yield say("this half begins with the report", "这一部分从报告开头起")
        elif isinstance(evidence, Span) and (breaks := self._breaks(evidence)):
            yield say(
                f"said {breaks} clause(s) before, it holds until another year is named",
                f"写在前 {breaks} 个分句，直到另写年份前都有效",
            )

    def _half_begins(self) -> Span | None:
        """Return the heading or sentence from which on the report looks this sentence's way, none for its beginning."""
        if self.sentence is None:
            return None
        begin: Span | None = None
        turned = False
        for p in self.passages:
            if p.kind in ("note", "title", "paragraph"):
                continue
            if p.span.start > self.sentence.span.start:
                break
            if p.half != self.sentence.half:
                begin, turned = None, True
            elif begin is None:
                begin = p.span
        return begin if turned else None

    def _indicator(self, evidence: Span) -> Iterator[str]:
        between = self.report.text[evidence.end : self.at.start]
        before = self.report.text[evidence.start : self.at.start] if evidence.start < self.at.start else ""
        if "分别" in before:
            at = evidence.start + before.rindex("分别")
            yield say(f"dealt out by {self.quoted(Span(at, at + 2))}", f"由 {self.quoted(Span(at, at + 2))} 分配")
        elif breaks := self._breaks(evidence):
            clause = Span(evidence.start, evidence.end + _to_break(between))
            yield say(
                f"lent by an earlier clause, {breaks} before: {self.quoted(clause)}",
                f"沿用前 {breaks} 个分句：{self.quoted(clause)}",
            )
        elif evidence.start >= self.at.end:
            yield say("named behind the number", "名称在数字之后")
        known = catalogue().by_id.get(self.statement.indicator or "")
        label = self.statement.indicator_label or ""
        if known is None:
            yield say("no indicator of the catalogue has this name", "目录中没有这个名称的指标")
            return
        words = fold(evidence.of(self.report.text))
        if words == fold(known.zh):
            yield say(f"the catalogue's {known.id}", f"目录中的 {known.id}")
        elif words in map(fold, known.names):
            yield say(f"an alias of {label} ({known.id}) in the catalogue", f"目录中 {label}（{known.id}）的别名")
        else:
            yield say(
                f"{label} ({known.id}) in the catalogue, without the words that add nothing to the name",
                f"目录中的 {label}（{known.id}），去掉不改变所指的词",
            )

    def _strength(self, evidence: Evidence) -> Iterator[str]:
        if evidence == "plain-directive":
            yield say("no word of strength reaches the number or stage", "没有强度词管到此处")
        elif isinstance(evidence, Span):
            if evidence == self.statement.slots.get("headline"):
                yield say("the list of main targets that it opens", "它引出的主要目标列表")
            if breaks := self._breaks(evidence):
                yield say(
                    f"said {breaks} clause(s) before, it holds up to ； or a new undertaking",
                    f"写在前 {breaks} 个分句，管到分号或新的部署为止",
                )

    def _unit(self, evidence: Span) -> Iterator[str]:
        number = self.statement.value_span
        if number and evidence.start > number.end + 3:
            yield say("the unit of the last number of the list", "列举中最后一个数字的单位")
        elif number and evidence.start < number.start:
            yield say("a part of it stands before the number", "一部分写在数字之前")

    def _breaks(self, evidence: Span) -> int:
        """Count the clauses that end between a stretch and the number or status word; none for one behind it."""
        if evidence.end > self.at.start:
            return 0
        text = self.report.text[evidence.end : self.at.start]
        return sum(1 for _ in split(f"x{text}x", _CLAUSE_ENDS)) - 1

    def confidence(self) -> str:
        s = self.statement
        if s.review_status in ("reviewed", "double-checked"):
            return say(f"{s.confidence}: somebody decided it", f"{s.confidence}：已有人裁定")
        if s.rule.startswith(EXTERNAL):
            return say(f"{s.confidence}: as the other tool gave it", f"{s.confidence}：由其他工具给出")
        trait = trait_of(s, self.report.text)
        count = measure(s.rule, trait)
        if count is None or s.confidence != confidence(s.rule, trait):
            return str(s.confidence)
        of = _spoken((RISKS | NAMES).get(count.trait, (count.trait, count.trait))) or _label(s.rule)
        on = {"gold": say("open gold reports", "公开的金标准报告"), "decisions": say("decisions", "裁定")}
        if not count.read:
            return say(f"{s.confidence}: no one has measured this rule", f"{s.confidence}：此规则尚无人测量")
        return say(
            f"{s.confidence}, at least: {count.right} of {count.read} such readings were right on {on[count.measured_on]} ({of}; {FILE})",
            f"不低于 {s.confidence}：在{on[count.measured_on]}上这类判读 {count.read} 条中 {count.right} 条正确（{of}；{FILE}）",
        )


def _to_break(text: str) -> int:
    """Return how far a clause goes on."""
    return next((i for i, char in enumerate(text) if char in _CLAUSE_ENDS), len(text))


def _slot(name: str) -> str:
    zh, en = SLOTS.get(name, (name, name.replace("_", " ")))
    return say(en, zh)


def _label(rule: str) -> str:
    return _spoken(labels(rule))


def _spoken(both: tuple[str, str]) -> str:
    """Return the Chinese or English of a pair that has the Chinese first."""
    return both[0] if language() == "zh" else both[1]
