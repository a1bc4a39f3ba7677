"""Codes → what readers call them, in both languages: the labels of ``ontology/vocab``."""

from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg import resources
from kg.language import Language
from kg.quads import node
from kg.terms import COMPARATORS, DEF, VALUE_TYPES

# Files whose labels readers meet; indicators and units have tables of their own.
_FILES: Final = (
    "aggregations", "comparators", "observation-statuses", "project-statuses", "reasons", "results", "review", "roles",
    "strengths", "value-types",
)  # fmt: skip
# Columns of the statements table whose values are codes: the scheme, and the code of each notation where it differs.
_SCHEMES: Final = {
    "aggregation": ("aggregation", {}),
    "comparator": ("comparator", COMPARATORS),
    "obs_status": ("observation-status", {}),
    "status": ("project-status", {}),
    "review_status": ("review", {}),
    "role": ("role", {}),
    "strength": ("strength", {}),
    "value_type": ("value-type", VALUE_TYPES),
    "result": ("result", {}),
    "reason": ("reason", {}),
}


@cache
def _labels() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"zh": {}, "en": {}}
    label = node("skos:prefLabel")
    for name in _FILES:
        for quad in parse(path=resources.path(f"ontology/vocab/{name}.ttl"), format=RdfFormat.TURTLE):
            if quad.predicate == label and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found.setdefault(quad.object.language or "", {})[quad.subject.value] = quad.object.value
    return found


@cache
def coded(column: str, value: str, lang: Language) -> str:
    """Return what a code in a column of a table is called: ``coded("status", "operating", "zh")`` → 投产运营.

    A value without a label is returned as it is.
    """
    scheme, slugs = _SCHEMES[column]
    return _labels()[lang].get(f"{DEF}{scheme}/{slugs.get(value, value)}", value)
