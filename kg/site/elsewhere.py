"""What a thing is called elsewhere: its links of ``graph/links``, with the grounds and the confidence of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kg.answer import compact
from kg.quads import TYPE, node
from kg.terms import PREFIXES, Addresses

_SSSOM: Final = PREFIXES["sssom"]
# The relation's local name, or for a code that of its list → the key of its word.
_WORDS: Final = {
    "sameAs": "e-same",
    "exactMatch": "e-same",
    "closeMatch": "e-close",
    "broadMatch": "e-broader",
    "narrowMatch": "e-narrower",
    "relatedMatch": "e-related",
    "seeAlso": "e-see",
    "P1366": "e-later",
    "iataCode": "e-iata",
    "icaoCode": "e-icao",
    "ISO3166-2": "e-iso",
    "OC4IDSProjectStatus": "e-oc4ids",
    "IATIActivityStatus": "e-iati",
}
# How anybody knows, a term of the Semantic Mapping Vocabulary → the key of its words; any other is told as the last.
_GROUNDS: Final = {
    "ManualMappingCuration": "e-by-hand",
    "BackgroundKnowledgeBasedMatching": "e-published",
    "LexicalMatching": "e-by-name",
    "CompositeMatching": "e-by-several",
}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One link: the key of the relation's word, what it leads to (an address, empty for a code), its text and label.

    ``grounds`` is the key of the words for how anybody knows, ``confidence`` a decimal from 0 to 1 or empty, ``why`` a
    remark of the table.
    """

    word: str
    address: str
    text: str
    label: str
    grounds: str
    confidence: str
    why: str


def elsewhere(store: Store, at: Addresses) -> Mapping[str, Sequence[Elsewhere]]:
    """Return the links of every thing that has any, by its address, in order of relation and text."""
    graph = NamedNode(at.graph("links"))
    found: dict[str, list[Elsewhere]] = {}
    for quad in store.quads_for_pattern(None, TYPE, NamedNode(_SSSOM + "Mapping"), graph):
        said = {q.predicate.value: q.object for q in store.quads_for_pattern(quad.subject, None, None, graph)}
        thing, relation = (said.get(node(f"owl:annotated{part}").value) for part in ("Source", "Property"))
        target = said.get(node("owl:annotatedTarget").value)
        if not isinstance(thing, NamedNode) or not isinstance(relation, NamedNode):
            continue
        grounds = said.get(_SSSOM + "mapping_justification")
        word = _WORDS.get(_local(relation.value), "e-related")
        if isinstance(target, Literal):
            word = _WORDS.get(_local(target.datatype.value), word)
        elif not isinstance(target, NamedNode):
            continue
        found.setdefault(thing.value, []).append(
            Elsewhere(
                word=word,
                address=target.value if isinstance(target, NamedNode) else "",
                text=compact(target, PREFIXES),
                label=_words(said.get(_SSSOM + "object_label")),
                grounds=_GROUNDS.get(_local(grounds.value) if isinstance(grounds, NamedNode) else "", "e-otherwise"),
                confidence=_words(said.get(_SSSOM + "confidence")),
                why=_words(said.get(node("rdfs:comment").value)),
            )
        )
    return {thing: sorted(links, key=lambda e: (e.word, e.text)) for thing, links in found.items()}


def _words(value: object) -> str:
    return value.value if isinstance(value, Literal) else ""


def _local(iri: str) -> str:
    return iri.replace("#", "/").rstrip("/").rpartition("/")[2]
