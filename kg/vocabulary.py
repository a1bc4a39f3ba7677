"""``ontology/indicators.csv`` → ``ontology/vocab/indicators.ttl``: the catalogue as SKOS.

``python -m kg.vocabulary`` writes the file, ``--check`` only says whether it is up to date (exit code 1 if not).
"""

import sys
from collections.abc import Iterator, Sequence
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kg import resources
from kg.catalogue import Catalogue, Indicator, catalogue
from kg.terms import DEF, NS, PREFIXES
from kg.units import unit_iri

_TARGET: Final = "ontology/vocab/indicators.ttl"
_HEADER: Final = "# 指标 / Indicators. Made from ontology/indicators.csv by `python -m kg.vocabulary`; edit that table, not this file.\n\n"
_SCHEME: Final = URIRef(DEF + "indicator")
_USED: Final = ("gwr", "ind", "dir", "theme", "u", "unit", "skos", "dcterms")

Triple = tuple[Node, Node, Node]


def _term(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local)


_A: Final = _term("rdf:type")


def scheme_triples() -> Iterator[Triple]:
    """Yield the description of the scheme that the indicators are in."""
    yield _SCHEME, _A, _term("skos:ConceptScheme")
    yield _SCHEME, _term("skos:prefLabel"), Literal("指标", "zh")
    yield _SCHEME, _term("skos:prefLabel"), Literal("Indicators", "en")
    yield (
        _SCHEME,
        _term("skos:definition"),
        Literal("政府工作报告里的可测指标，各有一个标准单位、期望方向和主题；名称不含增长类词语。", "zh"),
    )
    yield (
        _SCHEME,
        _term("skos:definition"),
        Literal(
            "What government work reports measure; each has one canonical unit, a wished direction and a theme.", "en"
        ),
    )
    yield _SCHEME, _term("dcterms:isPartOf"), URIRef(NS.removesuffix("#"))
    yield _SCHEME, _term("dcterms:license"), URIRef("https://creativecommons.org/licenses/by/4.0/")


def indicator_triples(indicator: Indicator) -> Iterator[Triple]:
    """Yield one indicator as a SKOS concept. Its unit must be known (ValueError)."""
    subject = _term(f"ind:{indicator.id}")
    unit = unit_iri(indicator.unit)
    if unit is None:
        raise ValueError(f"ontology/indicators.csv: {indicator.id} has the unknown unit {indicator.unit}")
    yield subject, _A, _term("gwr:Indicator")
    yield subject, _A, _term("skos:Concept")
    yield subject, _term("skos:inScheme"), _SCHEME
    yield subject, _term("skos:prefLabel"), Literal(indicator.zh, "zh")
    yield subject, _term("skos:prefLabel"), Literal(indicator.en, "en")
    for alias in indicator.aliases:
        yield subject, _term("skos:altLabel"), Literal(alias, "zh")
    yield subject, _term("skos:definition"), Literal(indicator.definition_zh + "。", "zh")
    yield subject, _term("skos:definition"), Literal(indicator.definition_en + ".", "en")
    yield subject, _term("skos:broader"), _term(f"theme:{indicator.theme}")
    yield subject, _term("gwr:canonicalUnit"), URIRef(unit)
    yield subject, _term("gwr:direction"), _term(f"dir:{indicator.direction}")
    if indicator.nbs:
        yield subject, _term("skos:scopeNote"), Literal(f"国家统计局相近指标：{indicator.nbs}", "zh")


def vocabulary(found: Catalogue) -> str:
    """Return the catalogue as sorted Turtle without blank nodes: the same bytes for the same table."""
    graph = Graph(bind_namespaces="none")
    for prefix in _USED:
        graph.bind(prefix, PREFIXES[prefix])
    for triple in scheme_triples():
        graph.add(triple)
    for indicator in found.indicators:
        for triple in indicator_triples(indicator):
            graph.add(triple)
    return _HEADER + graph.serialize(format="turtle").strip() + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the vocabulary, or with ``--check`` compare it; return the exit code."""
    target = resources.path(_TARGET)
    text = vocabulary(catalogue())
    if "--check" not in arguments:
        target.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return 0
    print(
        f"{_TARGET}: expected what ontology/indicators.csv says, found another text; run python -m kg.vocabulary",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
