"""The one place for names: base IRI, namespaces, codes, and how each kind of thing gets its address.

The patterns are those of section 4 of the ontology's design (``docs/ontology.md``): hash IRIs for terms
(``ns#Target``), slash IRIs for the rest; no counters, dates of processing or versions in an address.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

VERSION: Final = "0.1.0"
# w3id.org/gwr is not registered yet: whoever publishes under another name changes this line alone.
TERMS: Final = "https://w3id.org/gwr/"
NS: Final = TERMS + "ns#"
DEF: Final = TERMS + "def/"

PREFIXES: Final = {
    "gwr": NS,
    "ind": DEF + "indicator/",
    "cmp": DEF + "comparator/",
    "str": DEF + "strength/",
    "vt": DEF + "value-type/",
    "st": DEF + "project-status/",
    "res": DEF + "result/",
    "rev": DEF + "review/",
    "agg": DEF + "aggregation/",
    "obss": DEF + "observation-status/",
    "dir": DEF + "direction/",
    "role": DEF + "role/",
    "theme": DEF + "theme/",
    "rule": DEF + "rule/",
    "u": DEF + "unit/",
    "unit": "http://qudt.org/vocab/unit/",
    "qudt": "http://qudt.org/schema/qudt/",
    "qb": "http://purl.org/linked-data/cube#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "oa": "http://www.w3.org/ns/oa#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "schema": "http://schema.org/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "time": "http://www.w3.org/2006/time#",
    "adms": "http://www.w3.org/ns/adms#",
    "sh": "http://www.w3.org/ns/shacl#",
    "vann": "http://purl.org/vocab/vann/",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "sdg": "http://metadata.un.org/sdg/",
}

# Comparator: notation used in tables (contract of the statements table) → slug of the code.
COMPARATORS: Final = {
    "eq": "equal",
    "approx": "around",
    "ge": "at-least",
    "gt": "more-than",
    "le": "at-most",
    "lt": "less-than",
    "range": "range",
    "tracks": "tracks",
    "exceeds": "exceeds",
    "as-assigned": "as-assigned",
}
STRENGTHS: Final = {"binding": 5, "ensure": 4, "plain": 3, "strive": 2, "expected": 2, "encourage": 1}
STATUSES: Final = (
    "preliminary",
    "signed",
    "started",
    "under-way",
    "main-works-done",
    "partly-operating",
    "completed",
    "operating",
    "suspended",
    "cancelled",
)
# The table's finer value types and the code each is in the graph and in a cell's key (amendment 3).
VALUE_TYPES: Final = {
    "level": "level",
    "share": "level",
    "count": "level",
    "growth": "growth",
    "change": "change",
    "rank": "rank",
    "multiple": "multiple",
}
REVIEW: Final = ("extracted", "reviewed", "double-checked", "doubtful", "rejected")
# What may be published of a project alone → the review statuses that this lets in.
LEVELS: Final = {"reviewed": ("reviewed", "double-checked"), "double-checked": ("double-checked",)}
AGGREGATIONS: Final = ("annual", "cumulative", "average", "to-date", "point")
OBS_STATUSES: Final = ("estimated", "preliminary", "final")

# What the name of a settlement begins with (``settling-1``): it decides between readers and is none itself.
SETTLING: Final = "settling-"

# What the origin of another tool's proposals begins with: ``external:NAME``.
EXTERNAL: Final = "external:"

# A statement's class and the family that stands in its address: better rules may change the class
# inside a family (a target turns out to be a result) without changing the address.
FAMILIES: Final = {
    "Observation": "quantity",
    "Target": "quantity",
    "PlannedMilestone": "milestone",
    "RealisedMilestone": "milestone",
    "Recognition": "recognition",
    "Action": "action",
    "Problem": "problem",
    "Mention": "mention",
    "Involvement": "involvement",
}
COMMITMENTS: Final = frozenset({"Target", "PlannedMilestone", "Action"})
OUTCOMES: Final = frozenset({"Observation", "RealisedMilestone", "Recognition"})

# What a mention names: the class of the entity → the path its addresses stand under. An entity of a place has the
# place in its address, so that equal names of two cities stay apart; organisations and sectors are named everywhere.
KINDS: Final = {
    "Place": "place",
    "Programme": "programme",
    "Agency": "org",
    "Enterprise": "org",
    "Institution": "org",
    "Sector": "sector",
    "Event": "event",
    "LegalDocument": "document",
}
ROLES: Final = (
    "investor",
    "builder",
    "operator",
    "owner",
    "supervisor",
    "funder",
    "organiser",
    "partner",
    "awarder",
    "resident",
)


def ink(text: str) -> str:
    """Return the text in NFKC without any white space: what an address is computed from."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def digest(*parts: object, length: int = 10) -> str:
    """Return the first hex digits of the SHA-256 over the parts, joined by a unit separator."""
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).hexdigest()[:length]


def statement_id(report: str, sentence: str, sentence_ordinal: int, place: int, family: str, ordinal: int = 0) -> str:
    """Return a statement's local name: ``{report}.{10 hex digits}`` (amendment 1).

    ``sentence`` is the sentence as stored, ``sentence_ordinal`` counts equal sentences of the report from 0,
    ``place`` counts the characters with ink before the number's or status word's first one, ``ordinal`` counts
    the list separators between that place and the thing stated. Indicator, unit, year and rule are left out.
    """
    return f"{report}.{digest(ink(sentence), sentence_ordinal, place, family, ordinal)}"


def local_name(words: str) -> str:
    """Return what ends a statement's address, however it is written: its id, ``stm:`` and the id, or the whole IRI."""
    return words.rpartition("/")[2].removeprefix("stm:")


def slug(name: str) -> str:
    """Return the address of a name no registry knows: 8 hex digits of its SHA-256 (NFKC, without white space).

    A romanisation would read better, but pinyin tables change between releases and an address must not.
    """
    return digest(ink(name), length=8)


@dataclass(frozen=True, slots=True)
class Addresses:
    """IRIs of things under one base; codes and terms keep theirs wherever the data is published."""

    base: str = TERMS

    def statement(self, local: str) -> str:
        """Return the IRI of a statement."""
        return f"{self.base}id/statement/{local}"

    def report(self, report: str) -> str:
        """Return the IRI of a report."""
        return f"{self.base}id/report/{report}"

    def text(self, report: str, sha256: str) -> str:
        """Return the IRI of one exact text of a report."""
        return f"{self.base}id/text/{report}.{sha256[:8]}"

    def passage(self, report: str, sha256: str, start: int, end: int) -> str:
        """Return the IRI of a stretch of a text (RFC 5147 character range)."""
        return f"{self.text(report, sha256)}#char={start},{end}"

    def place(self, code: str) -> str:
        """Return the IRI of a division (``430426``) or of another place (``430400.nanyue-airport``)."""
        return f"{self.base}id/place/{code}"

    def thing(self, local: str) -> str:
        """Return the IRI of a thing whose kind nobody has said."""
        return f"{self.base}id/thing/{local}"

    def org(self, local: str) -> str:
        """Return the IRI of an organisation."""
        return f"{self.base}id/org/{local}"

    def entity(self, kind: str, local: str) -> str:
        """Return the IRI of what a mention of this kind names (a key of ``KINDS``)."""
        return f"{self.base}id/{KINDS[kind]}/{local}"

    def project(self, local: str) -> str:
        """Return the IRI of a project (``430400.byd-rubber-tyred-tram``)."""
        return f"{self.base}id/project/{local}"

    def cell(self, key: str) -> str:
        """Return the IRI that joins what several statements say of one indicator, place and period."""
        return f"{self.base}id/cell/{key}"

    def period(self, key: str) -> str:
        """Return the IRI of a period (``2019``, ``2016..2020``)."""
        return f"{self.base}id/period/{key}"

    def note(self, local: str) -> str:
        """Return the IRI of a doubt about the source."""
        return f"{self.base}id/note/{local}"

    def decision(self, local: str) -> str:
        """Return the IRI of a decision."""
        return f"{self.base}id/decision/{local}"

    def curation(self, report: str) -> str:
        """Return the IRI of the activity that read and reviewed a report."""
        return f"{self.base}id/curation/{report}"

    def assessment(self, local: str) -> str:
        """Return the IRI of an assessment: its statement's local name and that of the source it is held against."""
        return f"{self.base}id/assessment/{local}"

    def realised(self, local: str) -> str:
        """Return the IRI of an external result."""
        return f"{self.base}id/result/{local}"

    def publication(self, local: str) -> str:
        """Return the IRI of the publication that states external results."""
        return f"{self.base}id/publication/{local}"

    def candidate(self, name: str) -> str:
        """Return the IRI of an indicator that the catalogue does not know, by its own words."""
        return f"{self.base}id/indicator/{slug(name)}"

    def agent(self, name: str) -> str:
        """Return the IRI of who reads, decides or publishes, by the name given."""
        return f"{self.base}id/agent/{name if re.fullmatch(r'[a-z0-9-]+', name) else slug(name)}"

    def dataset(self, name: str) -> str:
        """Return the IRI of a data set: of a report's statements (its id), of a place's series (``place-430400``)."""
        return f"{self.base}dataset/{name}"

    def graph(self, name: str) -> str:
        """Return the IRI of a named graph (``report-430400-2019``, ``vocab``)."""
        return f"{self.base}graph/{name}"

    def prefixes(self) -> dict[str, str]:
        """Return every prefix that queries and serialisations may use."""
        things = {
            "place": "place/",
            "org-id": "org/",
            "proj": "project/",
            "thing": "thing/",
            "prog": "programme/",
            "sector": "sector/",
            "event": "event/",
            "doc": "document/",
            "rep": "report/",
            "stm": "statement/",
            "cell": "cell/",
            "period": "period/",
            "dec": "decision/",
            "map": "mapping/",
            "txt": "text/",
            "cand": "indicator/",
        }
        return PREFIXES | {prefix: f"{self.base}id/{path}" for prefix, path in things.items()}
