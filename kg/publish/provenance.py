"""How a build came to be, as PROV-O: of which files by SHA-256, by which software, rules and terms. No clock is asked.

A file is named by its content (RFC 6920: ``ni:///sha-256;…``), so that anybody can tell whether theirs is the same.
"""

import base64
import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from kg.assess.realised import FOLDER as REALISED
from kg.project import SETTINGS
from kg.publish.triples import Triples, text
from kg.quads import node
from kg.report import report_folder
from kg.site.data import Site
from kg.terms import DEF, NS

FILE: Final = "provenance"


def software() -> str:
    """Return the name and the version of the software."""
    return f"gwr-kg {version('gwr-kg')}"


def activity(site: Site) -> str:
    """Return the address of the activity that made a build."""
    return f"{site.project.addresses.dataset('all')}#build"


def tell_provenance(said: Triples, site: Site) -> None:
    """Say what a build used and made."""
    at, this = site.project.addresses, activity(site)
    whole = at.dataset("all")
    said.a(this, "prov:Activity")
    said.both(this, "rdfs:label", "由报告和裁定构建", "built from reports and decisions")
    said.say(this, "prov:generated", whole)
    said.say(whole, "prov:wasGeneratedBy", this)
    maker = f"{whole}#software"
    said.a(maker, "prov:SoftwareAgent")
    said.say(maker, "rdfs:label", text(software()))
    said.say(this, "prov:wasAssociatedWith", maker)
    said.say(this, "prov:used", f"{NS.removesuffix('#')}/{site.manifest['ontology']}")
    for rule in _rules(site):
        said.say(this, "prov:used", rule)
    for path in _files(site):
        _tell_file(said, this, path, path.relative_to(site.project.root).as_posix())
    for report in site.reports.values():
        said.say(this, "prov:used", at.text(report.id, report.sha256))
        said.say(at.dataset(report.id), "prov:wasDerivedFrom", at.text(report.id, report.sha256))
        said.say(this, "prov:wasInformedBy", at.curation(report.id))


def _tell_file(said: Triples, build: str, path: Path, name: str) -> None:
    digest = hashlib.sha256(path.read_bytes())
    this = "ni:///sha-256;" + base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
    said.a(this, "prov:Entity")
    said.say(this, "rdfs:label", text(name))
    said.say(this, "gwr:sha256", text(digest.hexdigest()))
    said.say(build, "prov:used", this)


def _files(site: Site) -> Iterator[Path]:
    """Yield what a build was made from, settings first; other tools' proposals among it."""
    project = site.project
    yield project.root / SETTINGS
    for report in site.reports:
        folder = report_folder(project, report)
        for name in ("report.txt", "report.toml", "decisions.tsv", "retired.tsv"):
            if (folder / name).is_file():
                yield folder / name
        yield from sorted((folder / "proposals").glob("*.jsonl"))
    yield from sorted((project.root / "data" / REALISED).glob("*.csv"))


def _rules(site: Site) -> Iterator[str]:
    """Yield the rules that statements were read by."""
    graph = NamedNode(site.project.addresses.graph("meta"))
    for quad in site.store.quads_for_pattern(None, node("rdf:type"), node("gwr:Rule"), graph):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(f"{DEF}rule/"):
            yield quad.subject.value
