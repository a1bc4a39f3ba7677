"""The words of the code lists (``ontology/vocab/*.ttl``): what each code is called and means, in Chinese and English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import resources
from kg.language import Language
from kg.terms import DEF, PREFIXES, VALUE_TYPES

_LABEL: Final = NamedNode(PREFIXES["skos"] + "prefLabel")
_DEFINITION: Final = NamedNode(PREFIXES["skos"] + "definition")
_RANK: Final = NamedNode(PREFIXES["gwr"] + "rank")
_NOTATION: Final = NamedNode(PREFIXES["skos"] + "notation")
_PLAIN: Final = NamedNode(PREFIXES["xsd"] + "string")


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its label and definition in Chinese and English; ``rank`` where the list has an order."""

    label: tuple[str, str]
    definition: tuple[str, str]
    rank: int | None = None


@dataclass(slots=True)
class _Draft:
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    rank: int | None = None
    notation: str = ""


@cache
def codes(scheme: str) -> Mapping[str, Code]:
    """Return the codes of one list, by the notation that tables use and by the end of their address.

    ``scheme`` is the list's address behind ``def/``: ``project-status``, ``comparator``, ``result``.

    >>> codes("project-status")["started"].label
    ('开工', 'started')
    >>> codes("comparator")["ge"].label == codes("comparator")["at-least"].label
    True
    """
    found: dict[str, _Draft] = {}
    start = f"{DEF}{scheme}/"
    for quad in _triples():
        subject = quad.subject
        if not isinstance(subject, NamedNode) or not subject.value.startswith(start):
            continue
        draft = found.setdefault(subject.value.removeprefix(start), _Draft())
        value = quad.object
        if not isinstance(value, Literal):
            continue
        if quad.predicate in (_LABEL, _DEFINITION) and value.language:
            draft.words.setdefault((quad.predicate.value, value.language), value.value)
        elif quad.predicate == _RANK:
            draft.rank = int(value.value)
        elif quad.predicate == _NOTATION and value.datatype == _PLAIN:
            draft.notation = draft.notation or value.value
    made = {name: _code(draft) for name, draft in found.items()}
    return made | {draft.notation: made[name] for name, draft in found.items() if draft.notation}


@cache
def lists() -> Mapping[str, tuple[Code, Mapping[str, Code]]]:
    """Return the code lists by the end of their address: what each is called, and its codes by the end of theirs.

    The catalogue of indicators is none of them: each indicator has its own page.

    >>> list(lists()["direction"][1])
    ['higher', 'lower', 'neutral']
    """
    found: dict[str, _Draft] = {}
    for quad in _triples():
        if (
            isinstance(quad.subject, NamedNode)
            and quad.subject.value.startswith(DEF)
            and isinstance(quad.object, Literal)
        ):
            draft = found.setdefault(quad.subject.value.removeprefix(DEF), _Draft())
            if quad.predicate in (_LABEL, _DEFINITION) and quad.object.language:
                draft.words.setdefault((quad.predicate.value, quad.object.language), quad.object.value)
    schemes = [name for name in sorted(found) if "/" not in name and name != "indicator"]
    return {
        scheme: (
            _code(found[scheme]),
            {
                name.removeprefix(f"{scheme}/"): _code(draft)
                for name, draft in sorted(found.items())
                if name.startswith(f"{scheme}/")
            },
        )
        for scheme in schemes
    }


def label(scheme: str, code: str | None) -> tuple[str, str]:
    """Return what a code is called in Chinese and English; one that the list does not know, as it is."""
    known = codes(scheme).get(code or "")
    return known.label if known else (code or "", code or "")


def _code(draft: _Draft) -> Code:
    def pair(predicate: NamedNode) -> tuple[str, str]:
        zh = draft.words.get((predicate.value, "zh"), "")
        return zh, draft.words.get((predicate.value, "en"), zh)

    return Code(pair(_LABEL), pair(_DEFINITION), draft.rank)


@cache
def _triples() -> tuple[Quad, ...]:
    folder = resources.path("ontology/vocab")
    files = sorted(folder.glob("*.ttl"), key=lambda path: path.name)
    return tuple(quad for path in files for quad in parse(path=str(path), format=RdfFormat.TURTLE))


# Columns of the tables whose values are codes, and the lists they are of.
_COLUMNS: Final = {
    "aggregation": "aggregation",
    "comparator": "comparator",
    "obs_status": "observation-status",
    "reason": "reason",
    "result": "result",
    "review_status": "review",
    "role": "role",
    "status": "project-status",
    "strength": "strength",
    "value_type": "value-type",
}


@cache
def coded(column: str, value: str, lang: Language) -> str:
    """Return what a code in a column of a table is called: ``coded("status", "operating", "zh")``."""
    code = VALUE_TYPES.get(value, value) if column == "value_type" else value
    return label(_COLUMNS[column], code)[0 if lang == "zh" else 1]
