"""One row of a mapping table, and what SSSOM 1.0 calls its parts (https://mapping-commons.github.io/sssom/)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

FOLDER: Final = "mappings"
ENDING: Final = ".sssom.tsv"
LITERAL: Final = "rdfs literal"  # the object type of SSSOM for a code that has no IRI: an IATA code, a code of OC4IDS

# The columns that our tables may have, in the order they are written. Those of ``REQUIRED`` must be there.
COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "object_type",
    "object_source",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "confidence",
    "comment",
)
DECISION: Final = "decision"  # a column of candidates alone, in which a person writes `accept` or `reject`
REQUIRED: Final = ("subject_id", "predicate_id", "mapping_justification")

# How a mapping may be made: terms of the Semantic Mapping Vocabulary, those that SSSOM 1.0 allows, without prefix.
JUSTIFICATIONS: Final = frozenset(
    {
        "BackgroundKnowledgeBasedMatching",
        "CompositeMatching",
        "InstanceBasedMatching",
        "LexicalMatching",
        "LexicalSimilarityThresholdMatching",
        "LogicalReasoning",
        "ManualMappingCuration",
        "MappingChaining",
        "MappingInversion",
        "MappingReview",
        "SemanticSimilarityThresholdMatching",
        "StructuralMatching",
        "UnspecifiedMatching",
    }
)
# What may be said: the same thing, a concept that means as much, a page on it, a code of it, what came after it.
PREDICATES: Final = frozenset(
    {
        "schema:sameAs",
        "schema:iataCode",
        "schema:icaoCode",
        "skos:exactMatch",
        "skos:closeMatch",
        "skos:relatedMatch",
        "skos:broadMatch",
        "skos:narrowMatch",
        "skos:notation",
        "rdfs:seeAlso",
        "wdt:P1366",  # replaced by, of Wikidata: `dcterms:isReplacedBy` is for addresses of ours that are retired
    }
)


@dataclass(frozen=True, slots=True)
class Mapping:
    """That one thing of ours is, or is like, what others call so; IRIs are whole.

    ``object`` is an IRI, or with ``literal`` a code; ``datatype`` is the IRI of the list that a code is of, where it
    has one. ``justification`` is a term of ``semapv:`` without prefix. ``confidence`` is trust in the mapping, 0 to 1.
    """

    subject: str
    subject_label: str
    predicate: str
    object: str
    object_label: str
    literal: bool
    datatype: str
    justification: str
    author: str
    date: str
    confidence: Decimal | None
    comment: str
    mapping_set: str
    license: str
