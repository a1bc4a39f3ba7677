"""Saying triples of a catalogue in few words, and writing them."""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg.site.downloads import written
from kg.terms import PREFIXES, Addresses

# The vocabularies that a catalogue speaks beside those of the data.
VOCABULARIES: Final = {
    "dcatap": "http://data.europa.eu/r5r/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_ALL: Final = PREFIXES | VOCABULARIES

Term = NamedNode | Literal


def term(curie: str) -> NamedNode:
    """Return the term of a prefixed name (``dcat:Dataset``)."""
    prefix, local = curie.split(":", 1)
    return NamedNode(_ALL[prefix] + local)


def text(words: str, lang: str | None = None) -> Literal:
    """Return words, in a language or in none."""
    return Literal(words, language=lang) if lang else Literal(words)


def typed(value: object, datatype: str) -> Literal:
    """Return a value of a datatype of XML Schema (``decimal``, ``date``, …)."""
    return Literal(str(value), datatype=term(f"xsd:{datatype}"))


class Triples:
    """Triples as they are said, each once."""

    def __init__(self, said: Iterable[Triple] = ()) -> None:
        """Begin with some triples."""
        self.said = set(said)

    def say(self, subject: NamedNode | str, what: str, *values: Term | str) -> None:
        """Say of a subject a property with values: terms, or addresses as text."""
        this = NamedNode(subject) if isinstance(subject, str) else subject
        for value in values:
            self.said.add(Triple(this, term(what), NamedNode(value) if isinstance(value, str) else value))

    def add(self, triple: Triple) -> None:
        """Say a triple."""
        self.said.add(triple)

    def a(self, subject: NamedNode | str, *classes: str) -> None:
        """Say what a subject is, by prefixed names of classes."""
        self.say(subject, "rdf:type", *(term(name) for name in classes))

    def both(self, subject: NamedNode | str, what: str, zh: str, en: str) -> None:
        """Say something in Chinese and in English."""
        self.say(subject, what, text(zh, "zh"), text(en, "en"))

    def written(self, form: str, at: Addresses) -> bytes:
        """Return the triples in order as ``ttl``, ``jsonld`` or ``nt``, with the prefixes they use."""
        known = at.prefixes() | VOCABULARIES
        whole = "\n".join(map(str, self.said))
        return written(self.said, form, {name: iri for name, iri in known.items() if f"<{iri}" in whole})
