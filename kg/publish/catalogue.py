"""The catalogue: DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/) as DCAT-AP 3.0.0 wants it.

A data set for each report, in a series for each place; one for each graph that reports share; one of everything. Their
addresses are those that the graph ``meta`` has; what is said there is said here too. No blank nodes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from kg.publish import dumps, void
from kg.publish.provenance import activity
from kg.publish.settings import Settings
from kg.publish.triples import Triples, text, typed
from kg.site import called
from kg.site.data import Site
from kg.site.downloads import told
from kg.site.page import half
from kg.site.report import heading
from kg.terms import NS

_EU: Final = "http://publications.europa.eu/resource/authority/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_THEMES, _THEME = f"{_EU}data-theme", f"{_EU}data-theme/GOVE"
_STABLE, _PUBLIC = f"{_EU}planned-availability/STABLE", f"{_EU}access-right/PUBLIC"
_SHA256: Final = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
# Licences of which a kind (ADMS) is known.
_KINDS: Final = {
    "https://creativecommons.org/licenses/by/4.0/": "http://purl.org/adms/licencetype/Attribution",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of data: its media type (none is registered for JSON Lines), its code in the EU list of file types, and what it is called."""

    media: str
    code: str
    zh: str
    en: str


FORMS: Final = {
    ".nq.gz": Form("application/n-quads", "RDF_N_QUADS", "N-Quads（gzip）", "N-Quads (gzip)"),
    ".jsonl.gz": Form("", "JSON", "JSON Lines（gzip）", "JSON Lines (gzip)"),
    ".csv": Form("text/csv", "CSV", "CSV 表格", "CSV table"),
    ".ttl": Form("text/turtle", "RDF_TURTLE", "Turtle", "Turtle"),
    ".jsonld": Form("application/ld+json", "JSON_LD", "JSON-LD", "JSON-LD"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that was published: its path from the root, its size in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str


def read_file(out: Path, path: str) -> File:
    """Return size and SHA-256 of a file of a folder."""
    with (out / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return File(path, file.tell(), digest.hexdigest())


def catalogue(site: Site, settings: Settings, out: Path, files: Mapping[str, File]) -> Triples:
    """Return the catalogue of a folder of which ``files`` are the dumps; VoID's counts are read from the folder."""
    said = Triples()
    maker = _Catalogue(site, settings, files, said)
    maker.tell()
    for quad in parse(path=out / void.FILE, format=RdfFormat.TURTLE):
        said.add(quad.triple)
    return said


class _Catalogue:
    """Says everything of the catalogue into ``said``."""

    def __init__(self, site: Site, settings: Settings, files: Mapping[str, File], said: Triples) -> None:
        self.site, self.settings, self.files, self.said = site, settings, files, said
        self.at = site.project.addresses
        self.this = self.at.dataset("catalogue")
        self.publisher = self.at.agent(site.project.publisher)
        self.contact = f"{self.this}#contact"
        self.texts = f"{self.this}#texts"
        self.titles = half(site.title, "zh"), half(site.title, "en")

    def tell(self) -> None:
        """Say all of it."""
        self._tell_agents()
        self._tell_codes()
        self._tell_catalogue()
        self._tell_whole()
        for place in self.site.of_place:
            self._tell_series(place)
        for report in self.site.reports:
            self._tell_report(report)
        for graph, count in void.of_graphs(self.site).items():
            if not graph.startswith("report-"):
                self._tell_graph(graph, count)

    # Who, and the codes.

    def _tell_agents(self) -> None:
        said, settings = self.said, self.settings
        said.a(self.publisher, "foaf:Agent", "prov:Agent")
        said.say(self.publisher, "foaf:name", text(self.site.project.publisher))
        said.say(self.publisher, "rdfs:label", text(self.site.project.publisher))
        if settings.publisher_url:
            self._page(self.publisher, "foaf:homepage", settings.publisher_url)
        if settings.publisher_type:
            said.say(self.publisher, "dcterms:type", settings.publisher_type)
            said.a(settings.publisher_type, "skos:Concept")
            said.say(settings.publisher_type, "skos:prefLabel", text(_end(settings.publisher_type), "en"))
        if settings.contact:
            said.a(self.contact, "vcard:Kind", "vcard:Organization")
            said.say(self.contact, "vcard:fn", text(settings.contact_name))
            if settings.contact_email:
                said.say(self.contact, "vcard:hasEmail", f"mailto:{settings.contact_email}")
            if settings.contact_url:
                said.say(self.contact, "vcard:hasURL", settings.contact_url)

    def _tell_codes(self) -> None:
        """Say of each code from elsewhere what it is: a reader of the catalogue alone must know."""
        said = self.said
        said.a(_THEMES, "skos:ConceptScheme")
        said.both(_THEMES, "dcterms:title", "数据主题", "Data theme")
        said.a(_THEME, "skos:Concept")
        said.both(_THEME, "skos:prefLabel", "政府与公共部门", "Government and public sector")
        said.say(_THEME, "skos:inScheme", _THEMES)
        said.a(_STABLE, "skos:Concept")
        said.both(_STABLE, "skos:prefLabel", "长期可用", "stable")
        said.say(_STABLE, "skos:inScheme", f"{_EU}planned-availability")
        said.a(f"{_EU}planned-availability", "skos:ConceptScheme")
        said.both(f"{_EU}planned-availability", "dcterms:title", "可用期", "Planned availability")
        said.a(_PUBLIC, "dcterms:RightsStatement")
        said.a(self.texts, "dcterms:RightsStatement")
        zh = "数据的许可不及于报告原文：报告由各级政府发布，属于具有行政性质的文件（著作权法第五条）。"
        en = (
            "The licence of the data does not extend to the texts of the reports: governments publish them; they are "
            "documents of an administrative nature (Copyright Law of China, Article 5)."
        )
        said.both(self.texts, "rdfs:label", zh, en)
        licence = self.site.project.licence
        said.a(licence, "dcterms:LicenseDocument")
        if licence in _KINDS:
            said.say(licence, "dcterms:type", _KINDS[licence])
            said.a(_KINDS[licence], "skos:Concept")
            said.both(_KINDS[licence], "skos:prefLabel", "署名", "Attribution")
            said.say(_KINDS[licence], "skos:inScheme", "http://purl.org/adms/licencetype/1.0")
        for language in self.settings.languages:
            said.a(language, "dcterms:LinguisticSystem")
        if self.settings.frequency:
            said.a(self.settings.frequency, "dcterms:Frequency")
        ontology = self._ontology()
        said.a(ontology, "dcterms:Standard")
        said.both(ontology, "dcterms:title", "政府工作报告本体", "Government work report ontology")

    def _ontology(self) -> str:
        return f"{NS.removesuffix('#')}/{self.site.manifest['ontology']}"

    def _page(self, this: str, what: str, address: str) -> None:
        self.said.say(this, what, address)
        self.said.a(address, "foaf:Document")

    # What every resource of the catalogue has.

    def _common(self, this: str) -> None:
        said, settings = self.said, self.settings
        said.say(this, "dcterms:publisher", self.publisher)
        if settings.contact:
            said.say(this, "dcat:contactPoint", self.contact)
        if settings.issued:
            said.say(this, "dcterms:issued", typed(settings.issued, "date"))

    def _dataset(self, this: str) -> None:
        """Say what every data set has, the series apart."""
        said = self.said
        self._common(this)
        said.a(this, "dcat:Dataset")
        said.say(self.this, "dcat:dataset", this)
        said.say(this, "dcterms:license", self.site.project.licence)
        said.say(this, "dcterms:accessRights", _PUBLIC)
        said.say(this, "dcterms:rights", self.texts)
        said.say(this, "dcterms:conformsTo", self._ontology())
        said.say(this, "dcat:theme", _THEME)
        said.both(this, "dcat:keyword", "政府工作报告", "government work report")
        said.both(this, "dcat:keyword", "政府目标", "government targets")
        said.say(this, "dcterms:language", *self.settings.languages[:1])
        said.say(this, "prov:wasGeneratedBy", activity(self.site))

    def _spatial(self, this: str, places: Iterable[str]) -> None:
        for code in places:
            place = self.at.place(code)
            self.said.say(this, "dcterms:spatial", place)
            self.said.a(place, "dcterms:Location")
            for triple in told(self.site, place):
                if isinstance(triple.object, Literal):
                    self.said.add(triple)

    def _temporal(self, this: str, first: int, last: int) -> None:
        period = f"{this}#temporal"
        self.said.say(this, "dcterms:temporal", period)
        self.said.a(period, "dcterms:PeriodOfTime")
        self.said.say(period, "dcat:startDate", typed(f"{first:04d}-01-01", "date"))
        self.said.say(period, "dcat:endDate", typed(f"{last:04d}-12-31", "date"))

    def _modified(self, this: str, reports: Iterable[str]) -> None:
        """Say the day of the last decision on some reports, where there is one."""
        days = [d.when for name in reports for ds in self.site.decisions(name).values() for d in ds if d.when]
        if days:
            self.said.say(this, "dcterms:modified", typed(max(days)[:10], "date"))

    # The resources.

    def _tell_catalogue(self) -> None:
        said, this, (zh, en) = self.said, self.this, self.titles
        said.a(this, "dcat:Catalog")
        self._common(this)
        said.both(this, "dcterms:title", zh, en)
        n = len(self.site.reports)
        said.both(
            this,
            "dcterms:description",
            f"从 {n} 份政府工作报告中逐字读出的陈述：目标、成效、项目、机构，每一条都可回到原文。",
            f"What {n} Chinese government work reports state – targets, results, projects, organisations –, "
            "each statement resting on characters of the text.",
        )
        said.say(this, "dcterms:license", self.site.project.licence)
        said.say(this, "dcterms:rights", self.texts)
        said.say(this, "dcterms:language", *self.settings.languages)
        said.say(this, "dcat:themeTaxonomy", _THEMES)
        self._page(this, "foaf:homepage", self.settings.url)
        self._spatial(this, self.site.of_place)
        self._modified(this, self.site.reports)

    def _tell_whole(self) -> None:
        said, this, (zh, en) = self.said, self.at.dataset("all"), self.titles
        self._dataset(this)
        said.both(this, "dcterms:title", f"{zh}：全部数据", f"{en}: everything")
        said.both(
            this,
            "dcterms:description",
            "全部报告的陈述、实体、词表与出处，一个文件；另有陈述表和数字台账。",
            "The statements of all reports with entities, vocabulary and provenance in one file; "
            "and tables of the statements and of the numeral ledger.",
        )
        said.say(this, "dcat:version", text(self.site.content_hash[:16]))
        said.say(this, "dcterms:identifier", text(this))
        self._page(this, "dcat:landingPage", f"{self.settings.url}{dumps.FOLDER}/index.html")
        self._spatial(this, self.site.of_place)
        years = [year for r in self.site.reports.values() for year in (*r.review, r.plan)]
        if years:
            self._temporal(this, min(years), max(years))
        self._modified(this, self.site.reports)
        self._distribution(this, dumps.WHOLE, "全部图", "all graphs")
        for path, (words_zh, words_en) in {
            f"{dumps.FOLDER}/statements.jsonl.gz": ("陈述表", "statements table"),
            f"{dumps.FOLDER}/numerals.jsonl.gz": ("数字台账", "numeral ledger"),
        }.items():
            self._distribution(this, path, words_zh, words_en)

    def _tell_series(self, place: str) -> None:
        said, this = self.said, self.at.dataset(f"place-{place}")
        reports = self.site.of_place[place]
        zh, en = called.place(place, "zh"), called.place(place, "en")
        said.a(this, "dcat:DatasetSeries")
        self._common(this)
        said.both(this, "dcterms:title", f"{zh}政府工作报告", f"Government work reports of {en}")
        said.both(
            this,
            "dcterms:description",
            f"{zh}历年政府工作报告中的陈述，每份报告一个数据集。",
            f"What the government work reports of {en} state, one data set for each report.",
        )
        self._spatial(this, (place,))
        self._temporal(this, min(r.review[0] for r in reports), max(r.plan for r in reports))
        self._modified(this, [r.id for r in reports])
        if self.settings.frequency:
            said.say(this, "dcterms:accrualPeriodicity", self.settings.frequency)

    def _tell_report(self, report: str) -> None:
        said, this, about = self.said, self.at.dataset(report), self.site.reports[report]
        for triple in told(self.site, this):
            said.add(triple)
        self._dataset(this)
        zh = heading(about, "zh")
        en = f"Government work report of {called.place(about.place, 'en')}, {about.plan}"
        count = self.site.manifest["reports"][report]["statements"]
        said.both(this, "dcterms:title", f"{zh}：数据", f"{en}: data")
        said.both(
            this,
            "dcterms:description",
            f"从{zh}中读出的 {count:,} 条陈述，每一条附原文位置。",
            f"{count:,} statements read from the {en[0].lower()}{en[1:]}, each with its place in the text.",
        )
        said.say(this, "dcterms:identifier", text(this))
        said.say(this, "dcterms:isReferencedBy", self.at.report(report))
        self._page(this, "dcat:landingPage", f"{self.settings.url}report/{report}.html")
        self._spatial(this, (about.place,))
        self._temporal(this, about.review[0], about.plan)
        self._modified(this, (report,))
        statements, numerals = dumps.tables_of(report)
        self._distribution(this, dumps.path_of(f"report-{report}"), f"{zh}：图", f"{en}: graph")
        self._distribution(this, statements, f"{zh}：陈述表", f"{en}: statements table")
        self._distribution(this, numerals, f"{zh}：数字台账", f"{en}: numeral ledger")

    def _tell_graph(self, graph: str, count: int) -> None:
        said, this = self.said, self.at.dataset(f"graph-{graph}")
        kind, _, place = graph.partition("-")
        zh, en = GRAPHS.get(kind, ("其他", "other"))
        self._dataset(this)
        if place:
            zh, en = f"{called.place(place, 'zh')}{zh}", f"{en} of {called.place(place, 'en')}"
        said.both(this, "dcterms:title", zh, en)
        said.both(
            this,
            "dcterms:description",
            f"具名图 {graph}，{count:,} 个三元组。",
            f"The named graph {graph}, {count:,} triples.",
        )
        said.say(this, "dcterms:isPartOf", self.at.dataset("all"))
        if reports := self.site.of_place.get(place):
            self._spatial(this, (place,))
            self._temporal(this, min(r.review[0] for r in reports), max(r.plan for r in reports))
        self._distribution(this, dumps.path_of(graph), zh, en)

    def _distribution(self, dataset: str, path: str, zh: str, en: str) -> None:
        said, file = self.said, self.files[path]
        ending = next(e for e in FORMS if path.endswith(e))
        form = FORMS[ending]
        this = f"{dataset}#{path.rpartition('/')[2]}"
        said.say(dataset, "dcat:distribution", this)
        said.a(this, "dcat:Distribution")
        said.both(this, "dcterms:title", f"{zh}，{form.zh}", f"{en}, {form.en}")
        said.both(this, "dcterms:description", f"{form.zh}，{file.size:,} 字节", f"{form.en}, {file.size:,} bytes")
        said.say(this, "dcat:accessURL", self.settings.url + path)
        said.say(this, "dcat:downloadURL", self.settings.url + path)
        said.say(this, "dcat:byteSize", typed(file.size, "decimal"))
        if form.media:
            self._media(this, "dcat:mediaType", form.media)
        said.say(this, "dcterms:format", f"{_EU}file-type/{form.code}")
        said.a(f"{_EU}file-type/{form.code}", "dcterms:MediaTypeOrExtent")
        if path.endswith(".gz"):
            self._media(this, "dcat:compressFormat", "application/gzip")
        said.say(this, "dcterms:license", self.site.project.licence)
        said.say(this, "dcterms:rights", self.texts)
        said.say(this, "dcatap:availability", _STABLE)
        checksum = f"{this}-sha256"
        said.say(this, "spdx:checksum", checksum)
        said.a(checksum, "spdx:Checksum")
        said.say(checksum, "spdx:algorithm", _SHA256)
        said.say(checksum, "spdx:checksumValue", typed(file.sha256, "hexBinary"))

    def _media(self, this: str, what: str, media: str) -> None:
        self.said.say(this, what, _IANA + media)
        self.said.a(_IANA + media, "dcterms:MediaType")


# The kinds of graphs that reports share.
GRAPHS: Final = {
    "assessment": ("承诺与结果", "What came of commitments"),
    "entities": ("项目、规划、地点与活动", "Projects, programmes, places and events"),
    "links": ("与其他数据集的链接", "Links to other data sets"),
    "meta": ("报告、裁定与规则", "Reports, decisions and rules"),
    "realised": ("外部结果", "External results"),
    "reference": ("区划、机构、指标单元与时期", "Divisions, organisations, cells and periods"),
    "vocab": ("本体与词表", "Ontology and vocabulary"),
}


def _end(address: str) -> str:
    return NamedNode(address).value.rstrip("/").rpartition("/")[2]
