"""One function for each constraint component: its parameter in the shapes → a check of the values of a focus node."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.shacl.data import Data, Term
from kg.shacl.literals import SUPPORTED, has_datatype, less, value_of
from kg.shacl.vocabulary import SH

# Yields the value at fault, or None where the fault is in the values as a whole.
Check = Callable[[Data, Term, Sequence[Term]], Iterator[Term | None]]
Conforms = Callable[[Data, Term], bool]
_KINDS: Final[dict[str, type[Term]]] = {SH + "IRI": NamedNode, SH + "Literal": Literal}


def _each(wrong: Callable[[Data, Term], bool]) -> Check:
    """Return the check that reports every value for which ``wrong`` holds."""

    def check(data: Data, _: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        return (value for value in values if wrong(data, value))

    return check


def _together(wrong: Callable[[Sequence[Term]], bool]) -> Check:
    """Return the check that reports the values as a whole, once."""

    def check(_: Data, __: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        if wrong(values):
            yield None

    return check


def min_count(parameter: Term) -> Check:
    """``sh:minCount``."""
    least = number(parameter)
    return _together(lambda values: len(values) < least)


def max_count(parameter: Term) -> Check:
    """``sh:maxCount``."""
    most = number(parameter)
    return _together(lambda values: len(values) > most)


def datatype(parameter: Term) -> Check:
    """``sh:datatype``: of that datatype and well-formed."""
    kind = iri(parameter)
    if kind.value not in SUPPORTED:
        raise ValueError(f"expected a known sh:datatype, found {kind}")
    return _each(lambda _, value: not has_datatype(value, kind))


def node_kind(parameter: Term) -> Check:
    """``sh:nodeKind`` sh:IRI or sh:Literal."""
    kind = _KINDS.get(iri(parameter).value)
    if kind is None:
        raise ValueError(f"expected sh:nodeKind sh:IRI or sh:Literal, found {parameter}")
    return _each(lambda _, value: not isinstance(value, kind))


def of_class(parameter: Term) -> Check:
    """``sh:class``, subclasses of the data included."""
    kind = iri(parameter)
    return _each(lambda data, value: not data.is_instance(value, kind))


def has_value(parameter: Term) -> Check:
    """``sh:hasValue``."""
    return _together(lambda values: parameter not in values)


def one_of(members: Sequence[Term]) -> Check:
    """``sh:in``."""
    allowed = frozenset(members)
    return _each(lambda _, value: value not in allowed)


def pattern(parameter: Term) -> Check:
    """``sh:pattern``: found anywhere in the text of an IRI or literal."""
    expression = re.compile(literal(parameter).value)
    return _each(lambda _, value: isinstance(value, BlankNode) or not expression.search(value.value))


def min_length(parameter: Term) -> Check:
    """``sh:minLength`` in code points."""
    least = number(parameter)
    return _each(lambda _, value: isinstance(value, BlankNode) or len(value.value) < least)


def max_length(parameter: Term) -> Check:
    """``sh:maxLength`` in code points."""
    most = number(parameter)
    return _each(lambda _, value: isinstance(value, BlankNode) or len(value.value) > most)


def min_inclusive(parameter: Term) -> Check:
    """``sh:minInclusive``; what cannot be compared is at fault, IRIs among it."""
    least = _ordered(parameter)
    return _each(lambda _, value: not isinstance(value, Literal) or not less(least, value, or_equal=True))


def max_inclusive(parameter: Term) -> Check:
    """``sh:maxInclusive``; what cannot be compared is at fault, IRIs among it."""
    most = _ordered(parameter)
    return _each(lambda _, value: not isinstance(value, Literal) or not less(value, most, or_equal=True))


def less_than(parameter: Term) -> Check:
    """``sh:lessThan``: than every value of the other property; what cannot be compared is at fault."""
    return _compared(iri(parameter), or_equal=False)


def less_than_or_equals(parameter: Term) -> Check:
    """``sh:lessThanOrEquals``; what cannot be compared is at fault."""
    return _compared(iri(parameter), or_equal=True)


def _compared(other: NamedNode, or_equal: bool) -> Check:
    def check(data: Data, focus: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        bounds = data.values(focus, other)
        return (value for value in values if not all(less(value, bound, or_equal) for bound in bounds))

    return check


def equals(parameter: Term) -> Check:
    """``sh:equals``: the two properties have the same values, as terms."""
    other = iri(parameter)

    def check(data: Data, focus: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        return iter(set(values) ^ set(data.values(focus, other)))

    return check


def language_in(members: Sequence[Term]) -> Check:
    """``sh:languageIn`` by basic language ranges: ``zh`` admits ``zh-Hans``."""
    ranges = {literal(member).value.lower() for member in members}
    if unknown := [tag for tag in ranges if "-" in tag or tag == "*"]:
        raise ValueError(f"expected primary language tags in sh:languageIn, found {unknown}")

    def wrong(_: Data, value: Term) -> bool:
        tag = value.language if isinstance(value, Literal) else None
        return not tag or tag.lower().partition("-")[0] not in ranges

    return _each(wrong)


def unique_language(parameter: Term) -> Check:
    """``sh:uniqueLang true``: a finding for each language with two texts or more."""
    if literal(parameter).value != "true":
        raise ValueError(f"expected sh:uniqueLang true, found {parameter}")

    def check(_: Data, __: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        tags = [value.language.lower() for value in values if isinstance(value, Literal) and value.language]
        return (None for tag in set(tags) if tags.count(tag) > 1)

    return check


def enough(conforms: Conforms, least: int) -> Check:
    """``sh:qualifiedValueShape`` with ``sh:qualifiedMinCount``."""

    def check(data: Data, _: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        if sum(conforms(data, value) for value in values) < least:
            yield None

    return check


def any_of(alternatives: Sequence[Conforms]) -> Check:
    """``sh:or``."""
    return _each(lambda data, value: not any(conforms(data, value) for conforms in alternatives))


def negated(conforms: Conforms) -> Check:
    """``sh:not``."""
    return _each(conforms)


def required(conforms: Conforms) -> Check:
    """``sh:node``."""
    return _each(lambda data, value: not conforms(data, value))


def number(parameter: Term) -> int:
    """Return a count or length; ValueError where the parameter is none."""
    if not isinstance(parameter, Literal) or not parameter.value.isdecimal():
        raise ValueError(f"expected a number, found {parameter}")
    return int(parameter.value)


def iri(parameter: Term) -> NamedNode:
    """Return the parameter; ValueError where it is no IRI."""
    if not isinstance(parameter, NamedNode):
        raise ValueError(f"expected an IRI, found {parameter}")
    return parameter


def literal(parameter: Term) -> Literal:
    """Return the parameter; ValueError where it is no literal."""
    if not isinstance(parameter, Literal):
        raise ValueError(f"expected a literal, found {parameter}")
    return parameter


def _ordered(parameter: Term) -> Literal:
    if value_of(literal(parameter)) is None:
        raise ValueError(f"expected a bound with an order, found {parameter}")
    return literal(parameter)
