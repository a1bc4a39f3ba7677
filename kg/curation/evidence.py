"""The characters that another tool's proposal rests on, where it names none: looked for in the sentence, never guessed.

A slot that finds none keeps the name of its tool (``external:NAME``) as its evidence until a person decides it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from kg.decisions.attach import Ground
from kg.decisions.fit import RELATIVE
from kg.decisions.row import find
from kg.errors import DecisionError
from kg.model import Evidence, Proposal, Report, Span, Statement
from kg.numerals import numerals
from kg.table import row
from kg.terms import FAMILIES, STRENGTHS
from kg.units import canonical_unit
from kg.verify import words
from kg.verify.claim import COMMITTED, REPORTED, RULES, Claim, Finding, findings
from kg.verify.numbers import derive, squeeze

_SCALE = re.compile(r"\s*(?:[十百千万亿余多]\s*)*")
_UNIT = 8  # characters of the longest unit
_WORD = 6  # characters of the longest word of bound or strength
_BOUND = 8  # characters before a number or behind its unit that may hold its word of bound
_NAMES = {"project": "project_label", "indicator": "indicator_label", "subject": "about_label"}
_NAMES |= {name: name for name in ("label", "agent", "scope", "relative_to", "rank_scope")}


def anchored(
    statement: Statement, given: Mapping[str, Evidence], sentence: Span, report: Report, origin: str
) -> Statement:
    """Rest each slot on the characters or the known rule that the tool names, else on what the sentence shows."""
    slots: dict[str, Evidence] = {}
    for name, evidence in statement.slots.items():
        named = given.get(name)
        if isinstance(named, str) and named not in RULES:
            named = None
        own = evidence if isinstance(evidence, Span) else None
        slots[name] = own or named or _shown(name, statement, sentence, report) or origin
    return replace(statement, slots=slots, rule=origin)


def numbers_of(value: Decimal, quote: str) -> list[Span]:
    """Return the numerals of a quote that say a value."""
    return [
        n.span
        for n in numerals(quote)
        for read in derive(quote, *n.span)
        if read.value == abs(value) or read.value == value
    ]


def absent(place: str, quote: str, ground: Ground) -> DecisionError:
    """Return the error for a quote that stands nowhere in the text: with what stands there that is most like it."""
    expected, near = "a quote that stands in the text", ground.nearest(quote)
    if near is None:
        return DecisionError(place, expected, "nothing like it", "copy the quote out of the report")
    words = " ".join(near.of(ground.report.text).split())
    found = f"nothing but, at {near.start}:{near.end}, 「{words}」"
    return DecisionError(place, expected, found, "copy the quote from there, or leave it out")


def denied(place: str, finding: Finding, step: str) -> DecisionError:
    """Return the error for a slot that the text says otherwise."""
    slot, expected, found = finding
    wanted = _WANTED.get((slot, expected), str(expected))
    return DecisionError(f"{place}, column {slot}", wanted, "nothing" if found is None else str(found), step)


# What the verifier asks for in a word, as a person may write it.
_WANTED: dict[tuple[str, object], str] = {
    ("strength", "one"): "one of " + ", ".join(STRENGTHS),
    ("strength", "none"): "an empty cell beside a result",
}


def doubts(statement: Statement, report: Report) -> Iterator[Finding]:
    """Yield slot, expected and found for what the characters of a proposal do not bear out, as ``kg verify`` sees it."""
    return _found(statement, report, statement.rule)


def contradictions(statement: Statement, report: Report) -> Iterator[Finding]:
    """Yield what ``kg check`` will find wrong with a statement as it was decided."""
    return _found(statement, report, "")


def outvoted(statement: Statement, report: Report, decision: str, before: Proposal | None) -> Iterator[Finding]:
    """Yield what a decision alone says against the words of the text: those that were read ``before``, or around a number."""
    words_of: dict[str, Any] = {
        name: list(evidence) for name in _WORDED if before and isinstance(evidence := before.slots.get(name), Span)
    }
    known = set(contradictions(statement, report))
    found = (f for f in _found(statement, report, f"decision:{decision}", {**_BARE, **words_of}) if f not in known)
    return (f for f in found if statement.slots.get(f[0]) == f"decision:{decision}")


# A unit and a bound without words of their own are held against the characters around the number.
_BARE: Final[Mapping[str, Any]] = {"unit": "bare-value", "comparator": "bare-value"}
# Slots whose words say their value.
_WORDED: Final = ("unit", "comparator", "strength", "status", "year")


def _counts(statement: Statement) -> bool:
    """Whether a statement's number counts something: a rank and a multiple do not, nor a relation without a margin."""
    measured = statement.comparator not in RELATIVE or statement.margin is not None
    return FAMILIES[statement.cls] == "quantity" and measured and statement.value_type not in ("rank", "multiple")


def _found(
    statement: Statement, report: Report, unfounded: str, instead: Mapping[str, Any] = _BARE
) -> Iterator[Finding]:
    """Hold a statement against the text, slots whose evidence is ``unfounded`` by another one or as decided."""
    cells = row(statement, report.text)
    slots = {
        name: instead.get(name, "decision:") if evidence == unfounded else evidence
        for name, evidence in cells["slots"].items()
    }
    decisions = {
        e.removeprefix("decision:") for e in slots.values() if isinstance(e, str) and e.startswith("decision:")
    }
    yield from findings(
        Claim(cells | {"slots": slots}, report.text, report.plan, report.review[1], frozenset(decisions))
    )
    if _counts(statement) and statement.unit is None:
        yield "unit", "a unit beside a number", None


def _shown(name: str, s: Statement, sentence: Span, report: Report) -> Evidence | None:
    text, before = report.text, Span(min(sentence.start, s.span.start), s.span.end)
    if name in _NAMES:
        return _last(getattr(s, _NAMES[name]), before, text)
    if name == "unit" and s.value_span and s.unit:
        return _unit(s.unit, s.value_span.end, text)
    if name == "year":
        own = report.plan if s.cls not in REPORTED else report.review[1]
        return _last(f"{s.year}年", before, text) or ("inherited:report" if s.year == own else None)
    if name == "strength" and s.strength and s.cls in COMMITTED:
        word = _word(s.strength, words.strengths, before, text)
        return word or ("plain-directive" if s.strength == "plain" else None)
    if name == "status" and s.status in words.statuses(squeeze(s.as_stated.of(text))):
        return s.as_stated
    if name == "comparator" and s.comparator and s.value_span:
        near = Span(max(s.span.start, s.value_span.start - _BOUND), min(s.span.end, s.value_span.end + _BOUND))
        return "bare-value" if s.comparator == "eq" else _word(s.comparator, words.comparators, near, text)
    return None


def _last(characters: str | None, within: Span, text: str) -> Span | None:
    found = find(within.of(text), characters) if characters else []
    return Span(within.start + found[-1][0], within.start + found[-1][1]) if found else None


def _unit(unit: str, end: int, text: str) -> Span | None:
    gap = _SCALE.match(text, end)
    start = gap.end() if gap else end
    for length in range(_UNIT, 0, -1):
        spelled = text[start : start + length]
        if spelled == unit or canonical_unit(spelled) == unit:
            return Span(start, start + length)
    return None


def _word(code: str, meaning: object, within: Span, text: str) -> Span | None:
    """Return the last stretch of a few characters that means a code, as long as it can be."""
    assert callable(meaning)
    for end in range(within.end, within.start, -1):
        fits = [
            Span(start, end)
            for start in range(max(within.start, end - _WORD), end)
            if text[start] not in "，。；、\n" and meaning(squeeze(text[start:end])) == {code}
        ]
        if fits:
            return fits[-1]
    return None
