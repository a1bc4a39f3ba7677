"""What people add – rules, readers, questions, indicators – is tested by kits that take in whatever is there."""

import csv
import hashlib
import importlib
import io
import re
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from types import ModuleType
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from kg import resources
from kg.catalogue import catalogue
from kg.extract import RULES, Reading, extract
from kg.model import Passage, Proposal, Report, Span
from kg.numerals import plain
from kg.question import questions
from kg.terms import FAMILIES, STATUSES, STRENGTHS, VALUE_TYPES, Addresses
from kg.units import unit_iri

RULE_MODULES = sorted({rule.__module__ for rule in RULES})
# What an example states of each proposal, most telling first; each kind of rule shows its own.
TOLD = (
    "kind",
    "about_label",
    "project_label",
    "label",
    "indicator_label",
    "status",
    "strength",
    "agent",
    "comparator",
    "relative_to",
    "value_type",
    "unit",
)


def examples(module: ModuleType) -> list[tuple[Any, ...]]:
    return list(getattr(module, "EXAMPLES", ()))


def read(sentence: str, half: str) -> Reading:
    report = Report(
        id="430400-2019",
        text=sentence,
        sha256=hashlib.sha256(sentence.encode()).hexdigest(),
        place="430400",
        plan=2019,
        review=(2018, 2018),
    )
    span = Span(0, len(sentence))
    passage = Passage(kind="sentence", span=span, section="一", half="plan" if half == "plan" else "review")
    return Reading(report, passage, "衡阳市")


def shown(text: str, proposal: Proposal) -> set[str]:
    """Return everything an example may say of a proposal."""
    words = {str(getattr(proposal, name)) for name in TOLD if getattr(proposal, name)} | {""}
    words |= {"".join(s.of(text).split()) for s in proposal.slots.values() if isinstance(s, Span)}
    if proposal.value_span:
        words |= {"".join(proposal.value_span.of(text).split())}
    numbers = (proposal.value, proposal.lower, proposal.upper, proposal.margin)
    return words | {plain(n) for n in numbers if n is not None}


CASES = [
    pytest.param(module, example, id=f"{module.rpartition('.')[2]}-{number}")
    for module in RULE_MODULES
    for number, example in enumerate(examples(importlib.import_module(module)))
]


def of_module(name: str) -> tuple[Callable[[Reading], Iterable[Proposal]], ...]:
    return tuple(rule for rule in RULES if rule.__module__ == name)


# Rules


@pytest.mark.parametrize(("module", "example"), CASES)
def test_a_rule_proposes_what_its_examples_say_and_no_more(module: str, example: tuple[Any, ...]) -> None:
    sentence, half, expected = example[0], example[1] if len(example) == 3 else "review", example[-1]
    found = [p for rule in of_module(module) for p in rule(read(sentence, half))]
    assert len(found) == len(expected), [p.as_stated.of(sentence) for p in found]
    left = list(found)
    for wanted in expected:
        words = {wanted} if isinstance(wanted, str) else set(wanted)
        fitting = [p for p in left if words <= shown(sentence, p)]
        assert fitting, (words, [shown(sentence, p) for p in left])
        left.remove(fitting[0])


@pytest.mark.parametrize(("module", "example"), CASES)
def test_a_rules_proposals_rest_on_the_sentence_and_use_the_codes_there_are(
    module: str, example: tuple[Any, ...]
) -> None:
    sentence, half = example[0], example[1] if len(example) == 3 else "review"
    found = [p for rule in of_module(module) for p in rule(read(sentence, half))]
    assert len({p.id for p in found}) == len(found)
    for p in found:
        assert p.cls in FAMILIES and p.quote == p.span.of(sentence) and 0 < len(p.quote) <= 200
        assert p.as_stated.of(sentence) in p.quote and Decimal(0) < p.confidence <= 1
        assert re.fullmatch(r"430400-2019\.[0-9a-f]{10}", p.id)
        assert p.strength is None or p.strength in STRENGTHS
        assert p.status is None or p.status in STATUSES
        assert p.value_type is None or p.value_type in VALUE_TYPES
        for slot, evidence in p.slots.items():
            assert evidence.of(sentence).strip() if isinstance(evidence, Span) else evidence, slot


def test_every_example_of_a_rule_is_taken_in() -> None:
    with_examples = {m for m in RULE_MODULES if examples(importlib.import_module(m))}
    assert len(CASES) >= 3 * len(with_examples) and len(with_examples) >= 5
    own = {name for name in sys.modules if name.startswith("kg.extract.") and hasattr(sys.modules[name], "EXAMPLES")}
    # Modules that serve rules may have examples too; tests of their own run those.
    assert with_examples <= own


def test_every_rule_is_named_once_and_says_what_it_reads() -> None:
    names = [rule.__name__ for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule.__doc__ for rule in RULES)


@pytest.mark.parametrize("text", ["。", "，", "增长", "8.5%", "（）“”", "𠮷" * 50, "一、", "12 34", "增长8.5%，" * 60])
def test_no_rule_stumbles_over_a_sentence_of_another_kind(text: str) -> None:
    for half in ("review", "plan"):
        for rule in RULES:
            list(rule(read(text, half)))


def test_a_rule_that_sees_nothing_leaves_a_report_as_it_is() -> None:
    report = read("地区生产总值增长8%。", "review").report
    assert extract(report, (*RULES, lambda _: ())) == extract(report)


# Questions


@pytest.mark.parametrize("name", [q.name for q in questions()])
def test_every_question_parses_in_rdflib_and_pyoxigraph(name: str) -> None:
    asked = next(q for q in questions() if q.name == name)
    prefixes = Addresses().prefixes()
    ox.Store().query(asked.text, prefixes=prefixes)
    prepareQuery(asked.text, initNs=prefixes)
    assert resources.path(f"queries/{name}.rq").is_file()


# Indicators


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(resources.text("ontology/indicators.csv"))))


def test_every_row_of_the_indicators_is_complete() -> None:
    text = resources.text("ontology/indicators.csv")
    header, *lines = csv.reader(io.StringIO(text))
    assert len(set(header)) == len(header)
    for number, cells in enumerate(lines, 2):
        assert len(cells) == len(header), f"row {number}"
        assert all(cell == cell.strip() for cell in cells), f"row {number}"
    ids = [r[header[0]] for r in rows()]
    assert len(set(ids)) == len(ids) > 100
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", i) for i in ids)


def test_every_indicator_has_both_labels_a_unit_a_direction_a_theme_and_names_of_its_own() -> None:
    taken: dict[str, str] = {}
    for indicator in catalogue().indicators:
        assert re.search("[\u4e00-\u9fffA-Z]", indicator.zh) and not re.search("[\u4e00-\u9fff]", indicator.en)
        assert indicator.zh and indicator.en and indicator.theme and unit_iri(indicator.unit), indicator.id
        assert indicator.direction in ("higher", "lower", "neutral"), indicator.id
        assert indicator.definition_zh and indicator.definition_en, indicator.id
        for name in indicator.names:
            assert taken.setdefault(name, indicator.id) == indicator.id, name
            found = catalogue().lookup(name)
            assert found is not None and found.id == indicator.id, name
