"""The ontology and its vocabularies: complete in both languages, without blank nodes, and one with kg.terms."""

import json
from functools import cache

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from kg import resources, terms
from kg.ledger_reasons import REASONS
from kg.mappings import read_mappings
from kg.units import UNITS

GWR = Namespace(terms.NS)
QB = Namespace(terms.PREFIXES["qb"])
DCTERMS = Namespace(terms.PREFIXES["dcterms"])
ONTOLOGY = URIRef(terms.TERMS + "ns")

# File of a vocabulary → the path of its scheme under def/.
SCHEMES = {
    "aggregations": "aggregation",
    "code-lists": "code-list",
    "comparators": "comparator",
    "directions": "direction",
    "observation-statuses": "observation-status",
    "project-statuses": "project-status",
    "reasons": "reason",
    "results": "result",
    "review": "review",
    "roles": "role",
    "strengths": "strength",
    "themes": "theme",
    "units": "unit",
    "value-types": "value-type",
}
FILES = ["ontology/gwr.ttl", *(f"ontology/vocab/{name}.ttl" for name in SCHEMES)]


@cache
def parsed(file: str) -> Graph:
    return Graph().parse(resources.path(file))


def ontology() -> Graph:
    return parsed("ontology/gwr.ttl")


def vocabulary(name: str) -> Graph:
    return parsed(f"ontology/vocab/{name}.ttl")


def concepts(name: str) -> list[URIRef]:
    """The codes of a vocabulary."""
    return sorted(s for s in vocabulary(name).subjects(RDF.type, SKOS.Concept) if isinstance(s, URIRef))


def slugs(name: str) -> set[str]:
    return {iri.removeprefix(f"{terms.DEF}{SCHEMES[name]}/") for iri in concepts(name)}


def declared() -> list[URIRef]:
    """The classes, properties and datatypes that the ontology declares."""
    return sorted({s for s in ontology().subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(terms.NS)})


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    return sorted(str(o.language) for o in graph.objects(subject, predicate) if isinstance(o, Literal))


@pytest.mark.parametrize("file", FILES)
def test_no_file_that_is_loaded_holds_a_blank_node(file: str) -> None:
    graph = parsed(file)
    assert len(graph) > 0
    assert not [triple for triple in graph if any(isinstance(term, BNode) for term in triple)]


def test_the_ontology_says_who_made_which_version_under_which_licence() -> None:
    graph = ontology()
    assert graph.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{terms.TERMS}ns/{terms.VERSION}")
    assert graph.value(ONTOLOGY, OWL.versionInfo) == Literal(terms.VERSION)
    assert graph.value(ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert isinstance(graph.value(ONTOLOGY, DCTERMS.creator), URIRef)
    assert languages(graph, ONTOLOGY, DCTERMS.title) == languages(graph, ONTOLOGY, DCTERMS.description) == ["en", "zh"]
    assert str(graph.value(ONTOLOGY, URIRef(terms.PREFIXES["vann"] + "preferredNamespaceUri"))) == terms.NS
    assert str(graph.value(ONTOLOGY, URIRef(terms.PREFIXES["vann"] + "preferredNamespacePrefix"))) == "gwr"


def test_every_term_has_one_label_and_one_definition_in_each_language() -> None:
    assert len(declared()) > 100
    for term in declared():
        assert languages(ontology(), term, RDFS.label) == ["en", "zh"], term
        assert languages(ontology(), term, SKOS.definition) == ["en", "zh"], term
        assert ontology().value(term, RDFS.isDefinedBy) == ONTOLOGY, term


def test_every_property_says_what_it_stands_on_and_leads_to() -> None:
    """A domain makes a thing one of its class; where several share a property, they are named without that."""
    schema = Namespace(terms.PREFIXES["schema"])
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
    properties = [term for term in declared() if any((term, RDF.type, kind) in ontology() for kind in kinds)]
    assert len(properties) > 80
    bare = {
        str(term).removeprefix(terms.NS)
        for term in properties
        for one, several in ((RDFS.domain, schema.domainIncludes), (RDFS.range, schema.rangeIncludes))
        if (term, one, None) not in ontology() and (term, several, None) not in ontology()
    }
    assert not bare


def test_labels_tell_classes_apart_and_properties_apart() -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for language in ("zh", "en"):
            labels = [
                str(label)
                for term in declared()
                if (term, RDF.type, kind) in ontology() and not term.endswith("Span")
                for label in ontology().objects(term, RDFS.label)
                if isinstance(label, Literal) and label.language == language
            ]
            assert sorted(set(labels)) == sorted(labels)


@pytest.mark.parametrize("name", SCHEMES)
def test_every_code_is_in_its_scheme_and_named_in_both_languages(name: str) -> None:
    graph, scheme = vocabulary(name), URIRef(terms.DEF + SCHEMES[name])
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    for subject in [scheme, *concepts(name)]:
        assert languages(graph, subject, SKOS.prefLabel) == ["en", "zh"], subject
        assert languages(graph, subject, SKOS.definition) == ["en", "zh"], subject
    for concept in concepts(name):
        assert graph.value(concept, SKOS.inScheme) == scheme, concept
    assert set(concepts(name)) == set(graph.subjects(SKOS.inScheme, scheme))


@pytest.mark.parametrize("name", SCHEMES)
def test_no_two_codes_of_a_scheme_share_a_label(name: str) -> None:
    for language in ("zh", "en"):
        labels = [o for o in vocabulary(name).objects(None, SKOS.prefLabel) if isinstance(o, Literal)]
        tagged = [str(label) for label in labels if label.language == language]
        assert len(tagged) == len(set(tagged))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("comparators", set(terms.COMPARATORS.values())),
        ("strengths", set(terms.STRENGTHS)),
        ("project-statuses", set(terms.STATUSES)),
        ("value-types", set(terms.VALUE_TYPES.values())),
        ("review", set(terms.REVIEW)),
        ("aggregations", set(terms.AGGREGATIONS)),
        ("observation-statuses", set(terms.OBS_STATUSES)),
        ("directions", {"higher", "lower", "neutral"}),
        ("code-lists", {"gb2260", "stats-9"}),
        (
            "results",
            {"met", "exceeded", "partly-met", "missed", "target-changed", "not-mentioned-again", "not-comparable", "pending"},
        ),
    ],
)  # fmt: skip
def test_the_codes_are_those_of_the_program(name: str, expected: set[str]) -> None:
    assert slugs(name) == expected


def test_notations_lead_from_the_statements_table_to_the_codes() -> None:
    for name, table in (("comparators", terms.COMPARATORS), ("value-types", terms.VALUE_TYPES)):
        graph, base = vocabulary(name), f"{terms.DEF}{SCHEMES[name]}/"
        for notation, slug in table.items():
            assert list(graph.subjects(SKOS.notation, Literal(notation))) == [URIRef(base + slug)]


def test_strengths_rank_as_the_program_ranks_them() -> None:
    for slug, rank in terms.STRENGTHS.items():
        assert vocabulary("strengths").value(URIRef(f"{terms.DEF}strength/{slug}"), GWR["rank"]) == Literal(rank)


def test_statuses_rank_in_the_order_of_a_project_and_all_but_suspended_have_an_oc4ids_code() -> None:
    graph = vocabulary("project-statuses")
    ranks = []
    for slug in terms.STATUSES:
        status = URIRef(f"{terms.DEF}project-status/{slug}")
        ranks += [o.toPython() for o in graph.objects(status, GWR["rank"]) if isinstance(o, Literal)]
    assert ranks == sorted(set(ranks))
    mappings = read_mappings(resources.path("data/mappings"), terms.Addresses())
    codes = {m.subject.rpartition("/")[2]: m.object for m in mappings if m.datatype == str(GWR.OC4IDSProjectStatus)}
    assert [slug for slug in terms.STATUSES if slug not in codes] == ["suspended"]
    known = {"identification", "preparation", "implementation", "completion", "completed", "cancelled"}
    assert set(codes.values()) <= known


def test_a_unit_of_the_table_leads_to_the_one_unit_that_the_program_means() -> None:
    graph = vocabulary("units")
    spelled = {str(notation): str(unit) for unit, notation in graph.subject_objects(SKOS.notation)}
    assert len(spelled) == len(list(graph.subject_objects(SKOS.notation))), "one spelling, one unit"
    assert spelled == dict(UNITS)


def test_own_units_that_scale_another_say_by_how_much() -> None:
    qudt = Namespace(terms.PREFIXES["qudt"])
    scaled = dict(vocabulary("units").subject_objects(qudt.scalingOf))
    assert scaled[URIRef(terms.DEF + "unit/MU")] == URIRef("http://qudt.org/vocab/unit/M2")
    for unit in scaled:
        multiplier = vocabulary("units").value(unit, qudt.conversionMultiplier)
        assert isinstance(multiplier, Literal)
        assert multiplier.datatype == XSD.decimal


def test_the_catalogue_of_indicators_uses_units_directions_and_themes_that_are_described() -> None:
    catalogue = vocabulary("indicators")
    codes = {GWR.canonicalUnit: "units", GWR.direction: "directions", SKOS.broader: "themes"}
    for prop, name in codes.items():
        assert set(catalogue.objects(None, prop)) <= set(concepts(name)), name


def test_every_reason_of_the_numeral_ledger_is_described() -> None:
    assert set(REASONS) <= slugs("reasons")


def test_classes_of_statements_stand_where_the_program_puts_them() -> None:
    for name in terms.FAMILIES:
        parents = set(ontology().objects(GWR[name], RDFS.subClassOf))
        half = GWR.Commitment if name in terms.COMMITMENTS else GWR.Outcome if name in terms.OUTCOMES else GWR.Statement
        assert half in parents, name


def test_each_slot_span_is_a_kind_of_evidence() -> None:
    spans = [term for term in declared() if term.endswith("Span")]
    assert GWR.valueSpan in spans
    for span in spans:
        assert (span, RDFS.subPropertyOf, GWR.evidence) in ontology(), span
        assert (span, RDFS.range, GWR.Passage) in ontology(), span


def test_the_cube_names_declared_properties_and_gives_each_dimension_a_range() -> None:
    graph, structure = ontology(), GWR.ObservationStructure
    components = list(graph.objects(structure, QB.component))
    assert len(components) == 14
    kinds = {QB.dimension: QB.DimensionProperty, QB.measure: QB.MeasureProperty, QB.attribute: QB.AttributeProperty}
    named = [(kind, p) for c in components for link, kind in kinds.items() for p in graph.objects(c, link)]
    assert len(named) == len(components)
    for kind, prop in named:
        assert (prop, RDF.type, kind) in graph, prop
        if kind == QB.DimensionProperty:
            assert graph.value(prop, RDFS.range), f"{prop}: IC-4"
        if (prop, RDF.type, QB.CodedProperty) in graph:
            assert graph.value(prop, QB.codeList), f"{prop}: IC-5"


def test_every_term_and_code_that_the_shapes_and_vocabularies_use_exists() -> None:
    codes = {concept for name in SCHEMES for concept in concepts(name)}
    known = set(declared()) | codes
    prefixes = (terms.NS, *(f"{terms.DEF}{scheme}/" for scheme in SCHEMES.values()))
    for file in ["ontology/shapes.ttl", *FILES]:
        used = {term for triple in parsed(file) for term in triple if isinstance(term, URIRef)}
        used |= {o.datatype for o in parsed(file).objects() if isinstance(o, Literal) and o.datatype}
        assert {term for term in used if str(term).startswith(prefixes)} <= known, file


def test_the_json_ld_context_has_every_prefix_and_the_type_of_every_property() -> None:
    context = json.loads(resources.text("ontology/context.jsonld"))["@context"]
    prefixes = {name: value for name, value in context.items() if isinstance(value, str)}
    assert prefixes == terms.Addresses().prefixes()
    for prop in ontology().subjects(RDF.type, OWL.ObjectProperty):
        assert context["gwr:" + str(prop).removeprefix(terms.NS)]["@type"] == "@id", prop
    for prop in ontology().subjects(RDF.type, OWL.DatatypeProperty):
        stated = context.get("gwr:" + str(prop).removeprefix(terms.NS), {}).get("@type", "xsd:string")
        expected = ontology().value(prop, RDFS.range) or XSD.string
        assert terms.PREFIXES["xsd"] + stated.removeprefix("xsd:") == str(expected), prop


def test_every_class_and_relation_answers_a_question_or_is_held_by_a_shape() -> None:
    from kg.site.schema import terms as shown

    found = {term.name: term for kind in shown() for term in kind}
    used = {name for name, term in found.items() if term.questions or term.shapes}
    # A question about evidence goes over all of its kinds, the passage of each slot.
    idle = [name for name, term in found.items() if name not in used and not used & set(term.above)]
    assert "targets/headline" in found["headline"].questions and "gsh:Likeness-score" in found["score"].shapes
    assert idle == []
