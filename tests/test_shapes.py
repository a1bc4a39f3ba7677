"""The shapes accept a sound report graph and find each of the ways to break it."""

import json
import re
from functools import cache

import pytest
from pyshacl import validate
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from kg import resources
from kg.terms import Addresses

SH = Namespace("http://www.w3.org/ns/shacl#")
TEXT = resources.path("data/reports/430400-2019/report.txt").read_bytes().decode("utf-8")
PASSAGES = "https://w3id.org/gwr/id/text/430400-2019.36fa06fe#char="

# Real sentences of the Hengyang report as statements; ids are made up. `p:344\,364` is a passage by its offsets.
SAMPLE = r"""
stm:430400-2019.00000000a1 a gwr:Observation , gwr:Outcome , gwr:Statement , qb:Observation ;
    qb:dataSet <https://w3id.org/gwr/dataset/430400-2019> ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ;
    gwr:year 2018 ; gwr:period period:2018 ; gwr:cell cell:430400.-.gdp.growth.2018 ;
    gwr:indicator ind:gdp ; gwr:valueType vt:growth ; gwr:comparator cmp:equal ;
    gwr:value 8.5 ; gwr:unit unit:PERCENT ; gwr:obsStatus obss:estimated ;
    gwr:asStated "增长8.5%" ; gwr:evidence p:344\,364 ; gwr:valueSpan p:352\,355 ; gwr:unitSpan p:355\,356 ;
    gwr:indicatorSpan p:344\,350 ; gwr:verbSpan p:350\,352 ; gwr:obsStatusSpan p:357\,360 ;
    gwr:inferredBy rule:year.inherited-report , rule:comparator.unmarked ; gwr:extractedBy rule:growth ;
    gwr:decidedBy dec:430400-2019.1 ; gwr:reviewStatus rev:reviewed ; gwr:confidence 1.0 .

stm:430400-2019.00000000a2 a gwr:Observation , gwr:Outcome , gwr:Statement , qb:Observation ;
    qb:dataSet <https://w3id.org/gwr/dataset/430400-2019> ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400.nanyue-airport ;
    gwr:year 2018 ; gwr:period period:2018 ; gwr:aggregation agg:annual ;
    gwr:cell cell:430400.nanyue-airport.airport-passengers.level.2018.annual ;
    gwr:indicator ind:airport-passengers ; gwr:valueType vt:level ; gwr:comparator cmp:more-than ;
    gwr:value 800000.0 ; gwr:lowerBound 800000.0 ; gwr:unit u:PERSON_TIME ;
    gwr:asStated "突破80万人次" ; gwr:evidence p:725\,750 ; gwr:valueSpan p:745\,748 ; gwr:unitSpan p:748\,750 ;
    gwr:subjectSpan p:725\,729 ; gwr:indicatorSpan p:738\,743 ; gwr:comparatorSpan p:743\,745 ;
    gwr:inferredBy rule:year.inherited-report ; gwr:extractedBy rule:level ;
    gwr:reviewStatus rev:extracted ; gwr:confidence 0.97 .

stm:430400-2019.00000000b1 a gwr:Target , gwr:Commitment , gwr:Statement ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ;
    gwr:year 2019 ; gwr:period period:2019 ; gwr:cell cell:430400.-.gdp.growth.2019 ; gwr:headline true ;
    gwr:indicator ind:gdp ; gwr:valueType vt:growth ; gwr:comparator cmp:around ; gwr:strength str:expected ;
    gwr:value 8.5 ; gwr:unit unit:PERCENT ; gwr:baseline stm:430400-2019.00000000a1 ;
    gwr:asStated "增长 8.5%左右" ; gwr:evidence p:6347\,6384 ; gwr:valueSpan p:6378\,6381 ; gwr:unitSpan p:6381\,6382 ;
    gwr:yearSpan p:6347\,6353 ; gwr:strengthSpan p:6361\,6367 ; gwr:headlineSpan p:6361\,6367 ;
    gwr:indicatorSpan p:6369\,6375 ; gwr:verbSpan p:6375\,6377 ; gwr:comparatorSpan p:6382\,6384 ;
    gwr:extractedBy rule:growth ; gwr:reviewStatus rev:extracted ; gwr:confidence 0.97 .

stm:430400-2019.00000000b2 a gwr:Target , gwr:Commitment , gwr:Statement ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ;
    gwr:year 2019 ; gwr:period period:2019 ; gwr:cell cell:430400.-.fixed-asset-investment.growth.2019 ;
    gwr:indicator ind:fixed-asset-investment ; gwr:valueType vt:growth ; gwr:comparator cmp:at-least ;
    gwr:value 12.0 ; gwr:lowerBound 12.0 ; gwr:unit unit:PERCENT ; gwr:strength str:expected ;
    gwr:asStated "增长 12%以上" ; gwr:evidence p:6403\,6417 ; gwr:valueSpan p:6412\,6414 ;
    gwr:comparatorSpan p:6415\,6417 ; gwr:inferredBy rule:strength.list-introduction ;
    gwr:extractedBy rule:growth ; gwr:reviewStatus rev:extracted ; gwr:confidence 0.97 .

stm:430400-2019.00000000b3 a gwr:Target , gwr:Commitment , gwr:Statement ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ;
    gwr:year 2019 ; gwr:period period:2019 ; gwr:cell cell:430400.-.urban-registered-unemployment.level.2019 ;
    gwr:indicator ind:urban-registered-unemployment ; gwr:valueType vt:level ; gwr:comparator cmp:at-most ;
    gwr:value 4.5 ; gwr:upperBound 4.5 ; gwr:unit unit:PERCENT ; gwr:strength str:ensure ;
    gwr:asStated "4.5% 以内" ; gwr:evidence p:13716\,13736 ; gwr:valueSpan p:13729\,13732 ;
    gwr:strengthSpan p:13716\,13718 ; gwr:comparatorSpan p:13734\,13736 ;
    gwr:extractedBy rule:level ; gwr:reviewStatus rev:extracted ; gwr:confidence 0.97 .

stm:430400-2019.00000000b4 a gwr:Target , gwr:Commitment , gwr:Statement ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ; gwr:year 2019 ;
    gwr:indicator <https://w3id.org/gwr/id/indicator/0a1b2c3d> ; gwr:valueType vt:level ; gwr:comparator cmp:range ;
    gwr:lowerBound 3.0 ; gwr:upperBound 5.0 ; gwr:unit unit:NUM ; gwr:strength str:plain ;
    gwr:asStated "3-5 家" ; gwr:evidence p:7830\,7844 ; gwr:valueSpan p:7839\,7842 ;
    gwr:extractedBy rule:level ; gwr:reviewStatus rev:extracted ; gwr:confidence 0.97 .

stm:430400-2019.00000000b5 a gwr:Target , gwr:Commitment , gwr:Statement ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ; gwr:year 2019 ;
    gwr:cell cell:430400.-.new-large-projects.level.2019.annual.each ; gwr:perSubdivision true ;
    gwr:indicator ind:new-large-projects ; gwr:valueType vt:level ; gwr:comparator cmp:at-least ;
    gwr:value 5.0 ; gwr:lowerBound 5.0 ; gwr:unit unit:NUM ; gwr:strength str:strive ; gwr:aggregation agg:annual ;
    gwr:asStated "5个以上" ; gwr:evidence p:9067\,9089 ; gwr:valueSpan p:9079\,9080 ; gwr:perSubdivisionSpan p:9067\,9073 ;
    gwr:extractedBy rule:level ; gwr:reviewStatus rev:extracted ; gwr:confidence 0.97 .

stm:430400-2019.00000000b6 a gwr:Target , gwr:Commitment , gwr:Statement ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ; gwr:year 2019 ;
    gwr:indicator <https://w3id.org/gwr/id/indicator/0a1b2c3d> ; gwr:valueType vt:change ; gwr:comparator cmp:as-assigned ;
    gwr:relativeTo "省里下达的节能减排、安全生产等约束性指标任务"@zh ; gwr:strength str:binding ; gwr:listOpen true ;
    gwr:asStated "全面完成省里下达的节能减排、安全生产等约束性指标任务" ; gwr:evidence p:6486\,6512 ;
    gwr:extractedBy rule:relative ; gwr:reviewStatus rev:extracted ; gwr:confidence 0.97 .

stm:430400-2019.00000000c1 a gwr:PlannedMilestone , gwr:Commitment , gwr:Statement ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about proj:430400.byd-rubber-tyred-tram ;
    gwr:project proj:430400.byd-rubber-tyred-tram ; gwr:status st:operating ; gwr:strength str:strive ;
    gwr:year 2019 ; gwr:asStated "一期建成投用" ; gwr:evidence p:11134\,11154 ; gwr:statusSpan p:11150\,11154 ;
    gwr:projectSpan p:11136\,11148 ; gwr:strengthSpan p:11134\,11136 ;
    gwr:extractedBy rule:milestone ; gwr:reviewStatus rev:extracted ; gwr:confidence 0.9 .

stm:430400-2019.00000000c2 a gwr:RealisedMilestone , gwr:Outcome , gwr:Statement ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about proj:430400.byd-rubber-tyred-tram ;
    gwr:project proj:430400.byd-rubber-tyred-tram ; gwr:status st:started ;
    gwr:year 2018 ; gwr:asStated "建设顺利启动" ; gwr:evidence p:3587\,3605 ; gwr:statusSpan p:3603\,3605 ;
    gwr:extractedBy rule:milestone ; gwr:reviewStatus rev:extracted ; gwr:confidence 0.9 .

stm:430400-2019.00000000d1 a gwr:Recognition , gwr:Outcome , gwr:Statement ;
    rdfs:label "获国务院通报表扬"@zh , "commended by the State Council"@en ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ; gwr:year 2018 ;
    gwr:awardedBy org-id:state-council ; gwr:asStated "获国务院通报表扬" ; gwr:evidence p:615\,642 ;
    gwr:decidedBy dec:430400-2019.2 ; gwr:reviewStatus rev:reviewed ; gwr:confidence 1.0 .

stm:430400-2019.00000000e1 a gwr:Involvement , gwr:Statement ;
    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about proj:430400.byd-rubber-tyred-tram ;
    gwr:asStated "比亚迪" ; gwr:extractedBy rule:sample ; gwr:reviewStatus rev:extracted ;
    gwr:agent org-id:byd ; gwr:role role:investor ; gwr:involvedIn proj:430400.byd-rubber-tyred-tram ;
    gwr:evidence p:3587\,3605 ; gwr:confidence 0.7 .

rep:430400-2019 a gwr:Report ;
    dcterms:title "政府工作报告"@zh ; gwr:place place:430400 ; gwr:reviewYear 2018 ; gwr:planYear 2019 ; gwr:whole true ;
    gwr:meeting "第五次会议"@zh ; gwr:reviewPeriod period:2018 ;
    gwr:sha256 "36fa06fe00000000000000000000000000000000000000000000000000000000" .

place:430400 a gwr:AdministrativeDivision , gwr:Place ; rdfs:label "衡阳市"@zh , "Hengyang"@en ;
    gwr:code "430400" ; gwr:codeList <https://w3id.org/gwr/def/code-list/gb2260> ; schema:containedInPlace place:430000 .
place:430400.nanyue-airport a gwr:Place ; rdfs:label "南岳机场"@zh ; schema:containedInPlace place:430400 .
proj:430400.byd-rubber-tyred-tram a gwr:Project ; rdfs:label "比亚迪胶轮有轨电车示范线"@zh ; gwr:involves org-id:byd .
org-id:byd a gwr:Enterprise ; rdfs:label "比亚迪"@zh , "BYD"@en .
org-id:state-council a gwr:Agency ; rdfs:label "国务院"@zh , "State Council"@en .
period:2018 a time:ProperInterval ; dcat:startDate "2018-01-01"^^xsd:date ; dcat:endDate "2018-12-31"^^xsd:date .

ind:gdp a gwr:Indicator , skos:Concept ; skos:prefLabel "地区生产总值"@zh , "gross regional product"@en ;
    gwr:canonicalUnit unit:CCY_CNY ; gwr:direction dir:higher ; skos:broader theme:economy .
ind:fixed-asset-investment a gwr:Indicator , skos:Concept ; skos:prefLabel "固定资产投资"@zh , "fixed-asset investment"@en ;
    gwr:canonicalUnit unit:CCY_CNY ; gwr:direction dir:higher ; skos:broader theme:investment .
ind:urban-registered-unemployment a gwr:Indicator , skos:Concept ;
    skos:prefLabel "城镇登记失业率"@zh , "registered urban unemployment rate"@en ;
    gwr:canonicalUnit unit:PERCENT ; gwr:direction dir:lower ; skos:broader theme:employment .
ind:airport-passengers a gwr:Indicator , skos:Concept ; skos:prefLabel "机场旅客吞吐量"@zh , "airport passengers"@en ;
    gwr:canonicalUnit u:PERSON_TIME ; gwr:direction dir:higher ; skos:broader theme:transport .
ind:new-large-projects a gwr:Indicator , skos:Concept ; skos:prefLabel "引进亿元产业项目"@zh , "large projects won"@en ;
    gwr:canonicalUnit unit:NUM ; gwr:direction dir:higher ; skos:broader theme:investment .
<https://w3id.org/gwr/id/indicator/0a1b2c3d> a gwr:Indicator , skos:Concept ; skos:prefLabel "3A级旅游景区"@zh .

dec:430400-2019.1 a gwr:Decision ; gwr:action "accept" ; dcterms:creator "reader one" ; dcterms:date "2019-01-20"^^xsd:date .
dec:430400-2019.2 a gwr:Decision ; gwr:action "add" ; dcterms:creator "reader one" ; dcterms:date "2019-01-20"^^xsd:date ;
    rdfs:comment "no rule reads honours in this wording" .
rule:year.inherited-report a gwr:Rule , skos:Concept ; skos:prefLabel "year from the report"@en .

<https://w3id.org/gwr/id/assessment/430400-2019.00000000b1.430400-2020> a gwr:Assessment ;
    gwr:assesses stm:430400-2019.00000000b1 ; dcterms:source rep:430400-2020 ; gwr:result res:pending ;
    gwr:assessmentRule rule:assessment.bounds ; gwr:basedOn stm:430400-2019.00000000a1 ;
    gwr:basedOnResult <https://w3id.org/gwr/id/realised/x> ; gwr:resultWithoutTolerance res:missed ;
    gwr:resultWithTwiceTheTolerance res:met ; gwr:otherCommitment stm:430400-2019.00000000b2 ;
    gwr:searchedName "生产总值"@zh ; gwr:nearest <https://w3id.org/gwr/id/assessment/x.near-1> .
<https://w3id.org/gwr/id/assessment/x.near-1> a gwr:Likeness ; gwr:score 0.5 ; gwr:likePassage p:344\,364 ;
    gwr:likeQuote "生产总值"@zh .
<https://w3id.org/gwr/id/realised/x> a gwr:ExternalResult ; gwr:indicator ind:gdp ; gwr:place place:430400 ;
    gwr:resultYear 2019 ; dcterms:source "yearbook" ; gwr:assessmentNote "made up" .
<https://w3id.org/gwr/id/curation/430400-2019> a gwr:Curation ; gwr:ontologyVersion <https://w3id.org/gwr/ns/0.1.0> .
cell:430400.-.gdp.growth.2018 a gwr:Cell ; gwr:indicator ind:gdp ; gwr:valueType vt:growth ; gwr:place place:430400 ;
    gwr:period period:2018 .
"""


def turtle(body: str) -> str:
    """Put the prefixes before a sample and the passages that it names behind it."""
    prefixes = Addresses().prefixes() | {"p": PASSAGES}
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
    spans = sorted({(int(i), int(j)) for i, j in re.findall(r"p:(\d+)\\,(\d+)", body)})
    passages = "".join(
        f"p:{i}\\,{j} a gwr:Passage ; gwr:inReport rep:430400-2019 ; oa:hasSource txt:430400-2019.36fa06fe ;\n"
        f'    gwr:quote {Literal(TEXT[i:j]).n3()} ; gwr:startOffset "{i}"^^xsd:integer ;\n'
        f'    gwr:endOffset "{j}"^^xsd:integer ; gwr:section "x" .\n'
        for i, j in spans
    )
    return head + body + passages


@cache
def vocabularies() -> Graph:
    """The codes that every report is validated with."""
    graph = Graph()
    for file in sorted(resources.path("ontology/vocab").glob("*.ttl")):
        if file.name != "indicators.ttl":  # the sample brings its own
            graph.parse(file)
    return graph


@cache
def shapes(sparql: bool = True) -> Graph:
    """The shapes, parsed once; without those that ask in SPARQL where a fault is for SHACL Core to find."""
    graph = Graph().parse(resources.path("ontology/shapes.ttl"))
    return graph if sparql else graph.remove((None, SH.sparql, None))


def findings(source: str, sparql: bool = True) -> set[str]:
    """Validate a Turtle document with the vocabularies; return the local names of the shapes it breaks."""
    data = Graph().parse(data=source, format="turtle") + vocabularies()
    _, results, _ = validate(data, shacl_graph=shapes(sparql), inplace=True)
    assert isinstance(results, Graph)
    broken = [*results.objects(None, SH.sourceShape), *results.objects(None, SH.sourceConstraint)]
    return {str(shape).partition("shapes#")[2] for shape in broken if isinstance(shape, URIRef)}


def test_a_sound_report_graph_breaks_no_shape() -> None:
    assert findings(turtle(SAMPLE)) == set()


def test_the_ontology_and_the_vocabularies_break_no_shape() -> None:
    ontology = Graph().parse(resources.path("ontology/gwr.ttl"))
    assert findings(ontology.serialize(format="turtle")) == set()


# What is wrong, the words replaced, what replaces them, the shape that must find it.
BROKEN = [
    ("no report", "gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ;\n    gwr:year 2018 ; gwr:period period:2018 ; gwr:cell", "gwr:place place:430400 ; gwr:about place:430400 ;\n    gwr:year 2018 ; gwr:period period:2018 ; gwr:cell", "Statement-inReport"),
    ("two places", "gwr:about place:430400.nanyue-airport ;", "gwr:about place:430400.nanyue-airport ; gwr:place place:430426 ;", "Statement-place"),
    ("nothing it is about", "gwr:about place:430400.nanyue-airport ;", "", "Statement-about"),
    ("two subjects of one number", "gwr:about place:430400.nanyue-airport ;", "gwr:about place:430400.nanyue-airport , place:430400 ;", "Quantity-about"),
    ("a year before the republic", "gwr:year 2018 ; gwr:period period:2018 ; gwr:aggregation", "gwr:year 1018 ; gwr:period period:2018 ; gwr:aggregation", "Statement-year"),
    ("no evidence", "gwr:evidence p:7830\\,7844 ; ", "", "Statement-evidence"),
    ("evidence that is no passage", "gwr:evidence p:615\\,642", "gwr:evidence rep:430400-2019", "Statement-evidence"),
    ("a quote of 201 characters", "gwr:evidence p:6347\\,6384", "gwr:evidence p:6183\\,6384", "Statement-quoteLength"),
    ("words that the quote does not hold", 'gwr:asStated "增长 8.5%左右"', 'gwr:asStated "增长 9.5%左右"', "Anchors-asStated"),
    ("a number outside the quote", "gwr:valueSpan p:6412\\,6414", "gwr:valueSpan p:6378\\,6381", "Anchors-valueSpan"),
    ("confidence above one", "gwr:confidence 0.7 .", "gwr:confidence 0.7 . stm:430400-2019.00000000b1 gwr:confidence 1.7 .", "Statement-confidence"),
    ("two review statuses", "gwr:reviewStatus rev:reviewed ; gwr:confidence 1.0 .\n\nstm:430400-2019.00000000a2", "gwr:reviewStatus rev:reviewed , rev:doubtful ; gwr:confidence 1.0 .\n\nstm:430400-2019.00000000a2", "Statement-reviewStatus"),
    ("a rejected statement in the graph", "gwr:extractedBy rule:relative ; gwr:reviewStatus rev:extracted", "gwr:extractedBy rule:relative ; gwr:reviewStatus rev:rejected", "Statement-reviewStatus"),
    ("read and decided by nobody", "gwr:extractedBy rule:relative ; ", "", "Statement"),
    ("reviewed without a decision", "gwr:extractedBy rule:relative ; gwr:reviewStatus rev:extracted", "gwr:extractedBy rule:relative ; gwr:reviewStatus rev:double-checked", "Reviewed"),
    ("an inference without its slot", "rule:comparator.unmarked", "rule:unmarked", "Statement-inferredBy"),
    ("a superclass left to a reasoner", "gwr:Target , gwr:Commitment , gwr:Statement ;\n    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ;\n    gwr:year 2019 ; gwr:period period:2019 ; gwr:cell cell:430400.-.gdp", "gwr:Target , gwr:Statement ;\n    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400 ;\n    gwr:year 2019 ; gwr:period period:2019 ; gwr:cell cell:430400.-.gdp", "Commitment-type"),
    ("a target without strength", "gwr:unit unit:PERCENT ; gwr:strength str:ensure ;", "gwr:unit unit:PERCENT ;", "Commitment-strength"),
    ("an outcome with strength", "gwr:status st:started ;", "gwr:status st:started ; gwr:strength str:ensure ;", "Outcome-strength"),
    ("a target in the cube", "stm:430400-2019.00000000b1 a gwr:Target ,", "stm:430400-2019.00000000b1 a qb:Observation , gwr:Target ,", "Target"),
    ("a cube's observation without a data set", "    qb:dataSet <https://w3id.org/gwr/dataset/430400-2019> ;\n    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400.nanyue", "    gwr:inReport rep:430400-2019 ; gwr:place place:430400 ; gwr:about place:430400.nanyue", "CubeObservation-dataSet"),
    ("a cube's observation without a period", "gwr:period period:2018 ; gwr:aggregation", "gwr:aggregation", "CubeObservation-period"),
    ("a repeated claim in the cube", "gwr:obsStatus obss:estimated ;", "gwr:restates stm:430400-2019.00000000a2 ;", "CubeObservation-restates"),
    ("no lower bound for at least", "gwr:value 12.0 ; gwr:lowerBound 12.0", "gwr:value 12.0", "QuantityBounds"),
    ("no upper bound for at most", "gwr:value 4.5 ; gwr:upperBound 4.5", "gwr:value 4.5 ; gwr:lowerBound 4.5", "QuantityBounds"),
    ("a bound that is not the value", "gwr:value 12.0 ; gwr:lowerBound 12.0", "gwr:value 12.0 ; gwr:lowerBound -12.0", "QuantityBounds"),
    ("a value beside a range", "gwr:lowerBound 3.0 ;", "gwr:value 4.0 ; gwr:lowerBound 3.0 ;", "QuantityBounds"),
    ("a range of one end", "gwr:lowerBound 3.0 ;", "", "QuantityBounds"),
    ("a range upside down", "gwr:lowerBound 3.0 ; gwr:upperBound 5.0", "gwr:lowerBound 5.0 ; gwr:upperBound 3.0", "Quantity-lowerBound"),
    ("around with a bound", "gwr:value 8.5 ; gwr:unit unit:PERCENT ; gwr:baseline", "gwr:value 8.5 ; gwr:lowerBound 8.0 ; gwr:unit unit:PERCENT ; gwr:baseline", "QuantityBounds"),
    ("an assigned target without its reference", 'gwr:relativeTo "省里下达的节能减排、安全生产等约束性指标任务"@zh ;', "", "QuantityBounds"),
    ("a value that is no decimal", "gwr:value 8.5 ; gwr:unit unit:PERCENT ; gwr:obsStatus", "gwr:value 8.5e0 ; gwr:unit unit:PERCENT ; gwr:obsStatus", "Quantity-value"),
    ("a number without its place", "gwr:valueSpan p:13729\\,13732 ;", "", "QuantityAnchor"),
    ("a number without a unit", "gwr:unit unit:NUM ; gwr:strength str:plain", "gwr:strength str:plain", "QuantityUnit"),
    ("an unknown unit", "gwr:unit u:PERSON_TIME ;", "gwr:unit u:PERSON_TIMES ;", "Quantity-unit"),
    ("an indicator nobody describes", "gwr:indicator ind:gdp ; gwr:valueType vt:growth ; gwr:comparator cmp:equal", "gwr:indicator ind:gpd ; gwr:valueType vt:growth ; gwr:comparator cmp:equal", "Quantity-indicator"),
    ("an unknown comparator", "cmp:around", "cmp:roughly", "Quantity-comparator"),
    ("an unknown value type", "vt:change", "vt:share", "Quantity-valueType"),
    ("an unknown observation status", "obss:estimated", "rev:doubtful", "Observation-obsStatus"),
    ("a quota in the place's own cell", "annual.each", "annual", "QuantityCell"),
    ("an own number in the quotas' cell", "airport-passengers.level.2018.annual", "airport-passengers.level.2018.annual.each", "QuantityCell"),
    ("a cell without a period", "cell:430400.-.gdp.growth.2019", "cell:430400.-.gdp.growth", "Cell"),
    ("a milestone without status", "gwr:status st:operating ;", "", "Milestone-status"),
    ("a milestone of an unknown status", "st:operating", "st:finished", "Milestone-status"),
    ("a milestone without project", "gwr:project proj:430400.byd-rubber-tyred-tram ; gwr:status st:started ;", "gwr:status st:started ;", "Milestone-project"),
    ("an honour without a Chinese name", '"获国务院通报表扬"@zh , ', "", "ChineseName"),
    ("a place in another language tag", '"南岳机场"@zh', '"南岳机场"@zh-Hans', "Names-languages"),
    ("an involvement without role", "gwr:role role:investor ; ", "", "Involvement-role"),
    ("a report without its text's sum", ' ;\n    gwr:sha256 "36fa06fe00000000000000000000000000000000000000000000000000000000"', "", "Report-sha256"),
    ("a code too short for its list", 'gwr:code "430400"', 'gwr:code "4304"', "AdministrativeDivision"),
    ("a period that ends before it starts", '"2018-12-31"', '"2017-12-31"', "Period-startDate"),
    ("a catalogue indicator without English", '"地区生产总值"@zh , "gross regional product"@en', '"地区生产总值"@zh', "CatalogueIndicator"),
    ("a catalogue indicator without direction", "gwr:direction dir:lower ;", "", "CatalogueIndicator"),
    ("a catalogue indicator without theme", " ; skos:broader theme:economy", "", "CatalogueIndicator"),
    ("an unknown indicator without a name", 'skos:prefLabel "3A级旅游景区"@zh', 'skos:prefLabel "3A sites"@en', "Indicator-prefLabel"),
    ("a decision by nobody", 'gwr:action "accept" ; dcterms:creator "reader one"', 'gwr:action "accept"', "Decision-who"),
    ("a decision that is none", '"accept"', '"approve"', "Decision-action"),
    ("a decision of no day", '"add" ; dcterms:creator "reader one" ; dcterms:date "2019-01-20"^^xsd:date', '"add" ; dcterms:creator "reader one"', "Decision-when"),
    ("two results of one assessment", "gwr:result res:pending", "gwr:result res:pending , res:met", "Assessment-result"),
    ("a ground in words", "gwr:basedOn stm:430400-2019.00000000a1", 'gwr:basedOn "growth"', "Assessment-basedOn"),
    ("an external ground in words", "gwr:basedOnResult <https://w3id.org/gwr/id/realised/x>", 'gwr:basedOnResult "x"', "Assessment-basedOnResult"),
    ("a strict result that is none", "gwr:resultWithoutTolerance res:missed", "gwr:resultWithoutTolerance rev:reviewed", "Assessment-resultWithoutTolerance"),
    ("two lenient results", "gwr:resultWithTwiceTheTolerance res:met", "gwr:resultWithTwiceTheTolerance res:met , res:missed", "Assessment-resultWithTwiceTheTolerance"),
    ("two other commitments", "gwr:otherCommitment stm:430400-2019.00000000b2", "gwr:otherCommitment stm:430400-2019.00000000b2 , stm:430400-2019.00000000b3", "Assessment-otherCommitment"),
    ("a name searched in no language", 'gwr:searchedName "生产总值"@zh', 'gwr:searchedName "生产总值"', "Assessment-searchedName"),
    ("a near sentence in words", "gwr:nearest <https://w3id.org/gwr/id/assessment/x.near-1>", 'gwr:nearest "生产总值"', "Assessment-nearest"),
    ("a remark in a language", '"made up" .', '"made up"@en .', "Assessment-note"),
    ("a likeness above one", "gwr:score 0.5", "gwr:score 1.5", "Likeness-score"),
    ("a likeness that stands nowhere", "gwr:likePassage p:344\\,364", 'gwr:likePassage "344"', "Likeness-likePassage"),
    ("two quotes of one likeness", 'gwr:likeQuote "生产总值"@zh', 'gwr:likeQuote "生产总值"@zh , "产值"@zh', "Likeness-likeQuote"),
    ("an external result of no year", "gwr:resultYear 2019 ; ", "", "ExternalResult-resultYear"),
    ("an external result of no indicator", "gwr:ExternalResult ; gwr:indicator ind:gdp ;", "gwr:ExternalResult ;", "ExternalResult-indicator"),
    ("an external result of nowhere", "gwr:place place:430400 ;\n    gwr:resultYear", "gwr:resultYear", "ExternalResult-place"),
    ("an external result from nowhere", ' ; dcterms:source "yearbook"', "", "ExternalResult-source"),
    ("a curation by no ontology", "gwr:Curation ; gwr:ontologyVersion <https://w3id.org/gwr/ns/0.1.0>", "gwr:Curation", "Curation-ontologyVersion"),
    ("two periods looked back on", "gwr:reviewPeriod period:2018", "gwr:reviewPeriod period:2018 , period:2017", "Report-reviewPeriod"),
    ("a session in no language", 'gwr:meeting "第五次会议"@zh', 'gwr:meeting "第五次会议"', "Report-meeting"),
    ("a report half whole", "gwr:whole true", "gwr:whole 0.5", "Report-whole"),
    ("a cell without its indicator", "gwr:Cell ; gwr:indicator ind:gdp ;", "gwr:Cell ;", "CellParts-indicator"),
    ("a cell of two value types", "gwr:indicator ind:gdp ; gwr:valueType vt:growth ; gwr:place", "gwr:indicator ind:gdp ; gwr:valueType vt:growth , vt:level ; gwr:place", "CellParts-valueType"),
    ("a cell of no place", "gwr:valueType vt:growth ; gwr:place place:430400 ;\n    gwr:period", "gwr:valueType vt:growth ;\n    gwr:period", "CellParts-place"),
    ("a cell of no period", "gwr:place place:430400 ;\n    gwr:period period:2018 .", "gwr:place place:430400 .", "CellParts-period"),
    ("two scopes of one number", "gwr:obsStatus obss:estimated ;", 'gwr:obsStatus obss:estimated ; gwr:scope "可比口径"@zh , "剔除价格因素"@zh ;', "Quantity-scope"),
    ("a responsible body in words", "gwr:strength str:binding ;", 'gwr:strength str:binding ; gwr:responsible "省政府" ;', "Commitment-responsible"),
    ("a result that is none", "gwr:result res:pending", "gwr:result res:not-reported", "Assessment-result"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "shape"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_each_fault_is_found_by_its_shape(old: str, new: str, shape: str) -> None:
    assert SAMPLE.count(old) == 1, "the fault must change one place of the sample"
    assert shape in findings(turtle(SAMPLE.replace(old, new)), sparql=shape.startswith(("Anchors", "Names")))


@pytest.mark.parametrize(
    ("old", "new", "shape"),
    [
        ('gwr:startOffset "344"', 'gwr:startOffset "343"', "Anchors-length"),
        ('gwr:startOffset "344"', 'gwr:startOffset "364"', "Passage-startOffset"),
        ('gwr:endOffset "364"^^xsd:integer', "gwr:endOffset 364.0", "Passage-endOffset"),
        ("oa:hasSource txt:430400-2019.36fa06fe ;", "", "Passage-hasSource"),
        ('gwr:quote "地区生产总值增长8.5%(预计数，下同)" ;', "", "Passage-quote"),
    ],
)
def test_a_damaged_passage_is_found(old: str, new: str, shape: str) -> None:
    whole = turtle(SAMPLE)
    assert old in whole
    assert shape in findings(whole.replace(old, new), sparql=shape.startswith("Anchors"))


def test_a_fall_of_three_percent_or_more_is_at_most_minus_three() -> None:
    signed = SAMPLE.replace("gwr:value 4.5 ; gwr:upperBound 4.5", "gwr:value -3.0 ; gwr:upperBound -3.0")
    assert findings(turtle(signed)) == set()


def test_a_target_above_the_province_has_a_reference_and_a_margin() -> None:
    relative = SAMPLE.replace("cmp:as-assigned", "cmp:exceeds")
    with_margin = relative.replace('"省里下达的节能减排、安全生产等约束性指标任务"@zh', '"全省"@zh ; gwr:margin 1.0')
    assert findings(turtle(with_margin)) == {"QuantityUnit"}
    assert (
        findings(turtle(with_margin.replace("gwr:margin 1.0", "gwr:margin 1.0 ; gwr:unit u:PERCENTAGE_POINT"))) == set()
    )


def test_a_finding_from_a_quote_names_the_statement() -> None:
    wrong = turtle(SAMPLE.replace('gwr:asStated "4.5% 以内"', 'gwr:asStated "5.4% 以内"'))
    _, results, report = validate(Graph().parse(data=wrong, format="turtle") + vocabularies(), shacl_graph=shapes())
    assert isinstance(results, Graph)
    assert "statement/430400-2019.00000000b3" in report


def test_the_sample_survives_json_ld_and_reads_like_turtle_there() -> None:
    graph = Graph().parse(data=turtle(SAMPLE), format="turtle")
    context = json.loads(resources.text("ontology/context.jsonld"))["@context"]
    document = graph.serialize(format="json-ld", context=context, auto_compact=True)
    target = next(n for n in json.loads(document)["@graph"] if n["@id"] == "stm:430400-2019.00000000b1")
    assert (target["gwr:indicator"], target["gwr:value"], target["gwr:year"]) == ("ind:gdp", "8.5", "2019")
    assert isomorphic(graph, Graph().parse(data=document, format="json-ld"))
