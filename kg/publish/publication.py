"""What stands beside the pages, in units that are made again only where something changed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kg import resources
from kg.build import build
from kg.load.graphs import taken_apart
from kg.many import workers_for
from kg.project import Project
from kg.publish import descriptions, dumps, page, redirects, void
from kg.publish.catalogue import File, catalogue, read_file
from kg.publish.notices import checksums, notices
from kg.publish.provenance import FILE as PROVENANCE
from kg.publish.provenance import tell_provenance
from kg.publish.quality import FILE as QUALITY
from kg.publish.quality import tell_quality
from kg.publish.settings import Settings, read_settings
from kg.publish.triples import Triples, text, typed
from kg.report import report_folder, report_folders
from kg.site.data import Site
from kg.site.inputs import code, files_in, fingerprint
from kg.site.links import Address
from kg.site.units import Unit
from kg.site.write import Written, demand_place, write_site

# The ontology's own files that are shipped, by their paths there.
_TERMS: Final = ("gwr.ttl", "cube.ttl", "shapes.ttl", "context.jsonld", "CHANGELOG.md")


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything beside the pages of a site; :class:`kg.site.write.More`."""

    settings: Settings
    name: str = "publish"
    also: tuple[tuple[Address, str], ...] = ((page.ADDRESS, "nav-data"),)

    def units(self, site: Site) -> Iterator[Unit]:
        """Yield a unit for each report, each graph that reports share, everything, the counts and the terms."""
        project = site.project
        common = fingerprint(code(), project.title, project.base_iri, self.settings.url)
        graphs = _digests(project)
        shared = {name: digest for name, digest in graphs.items() if not name.startswith("report-")}
        for report in site.reports:
            own = [table.digest(report) for table in site.slices.values()]
            about = [graphs.get(f"report-{report}"), graphs.get(f"assessment-{site.reports[report].place}")]
            texts = files_in(report_folder(project, report))
            small = [(key, site.things[key].zh) for key in descriptions.small_things(site, report)]
            yield Unit(f"{self.name}/report/{report}", fingerprint(common, own, about, texts, small))
        for graph, digest in shared.items():
            yield Unit(f"{self.name}/graph/{graph}", fingerprint(common, digest))
        yield Unit(f"{self.name}/whole", fingerprint(common, site.content_hash, list(site.reports)))
        yield Unit(f"{self.name}/rest", fingerprint(common, site.content_hash))
        yield Unit(f"{self.name}/void", fingerprint(common, site.content_hash, project.licence))
        yield Unit(f"{self.name}/terms", fingerprint(common))

    def make(self, site: Site, name: str) -> Iterator[tuple[str, bytes]]:
        """Yield the files of a unit."""
        _, kind, *rest = name.split("/")
        if kind == "report":
            yield from descriptions.of_report(site, rest[0])
            yield from descriptions.of_statements(site, rest[0])
            yield from descriptions.of_small_things(site, rest[0])
            yield from dumps.of_report(site, rest[0])
        elif kind == "graph":
            yield dumps.of_graph(site, rest[0])
        elif kind == "rest":
            yield from descriptions.of_the_rest(site)
        elif kind == "whole":
            yield from dumps.whole(site)
        elif kind == "void":
            data = self._void(site)
            yield void.FILE, data
            yield void.WELL_KNOWN, data
        else:
            yield from _terms()

    def last(self, site: Site, out: Path, files: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield catalogue, provenance, quality, checksums, notices and rules."""
        at, settings = site.project.addresses, self.settings
        data = [read_file(out, path) for path in files if path.startswith(f"{dumps.FOLDER}/")]
        told: dict[str, Triples] = {"catalog": catalogue(site, settings, out, {file.path: file for file in data})}
        for name, tell in {PROVENANCE: tell_provenance, QUALITY: tell_quality}.items():
            told[name] = Triples()
            tell(told[name], site)
        for name in (PROVENANCE, QUALITY):
            told["catalog"].said |= told[name].said
        made = {f"{name}.{form}": said.written(form, at) for name, said in told.items() for form in descriptions.RDF}
        yield from made.items()
        yield from page.pages(site, settings, data)
        yield from notices(site, settings, data)
        yield ".htaccess", redirects.htaccess(site, settings).encode()
        yield "redirects/nginx.conf", redirects.nginx(site, settings).encode()
        yield "redirects/w3id/.htaccess", redirects.w3id(site, settings).encode()
        described = [File(path, len(content), hashlib.sha256(content).hexdigest()) for path, content in made.items()]
        yield "SHA256SUMS", checksums([*data, *described])

    def _void(self, site: Site) -> bytes:
        said, whole, at = Triples(), site.project.addresses.dataset("all"), site.project.addresses
        void.tell_counts(said, whole, whole, void.counted(site))
        void.tell_linksets(said, site, whole)
        said.say(whole, "dcterms:title", text(site.title))
        said.say(whole, "dcterms:license", site.project.licence)
        said.say(whole, "void:uriSpace", text(f"{site.project.base_iri}id/"))
        said.say(whole, "void:dataDump", self.settings.url + dumps.WHOLE)
        for graph, count in void.of_graphs(site).items():
            part = at.dataset(graph.removeprefix("report-") if graph.startswith("report-") else f"graph-{graph}")
            said.a(part, "void:Dataset")
            said.say(whole, "void:subset", part)
            said.say(part, "void:triples", typed(count, "integer"))
            said.say(part, "void:dataDump", self.settings.url + dumps.path_of(graph))
        return said.written("ttl", at)


def publish(project: Project, out: Path, workers: int | None = None, level: str = "") -> Written:
    """Write the last build of a project as a publisher needs it into a folder.

    With a ``level`` (``kg.terms.LEVELS``) a build of its own is made of what reports and decisions are now, with the
    statements of that level alone. Raises ProjectError where the settings do not say who publishes, UsageError for a
    folder that is not to be written, else as `kg.build.build` and `kg.site.write.write_site`.
    """
    more = Publication(read_settings(project))
    if level:
        demand_place(out, more)
        project = replace(project, level=level)
        build(project, workers=workers_for(len(report_folders(project)), workers))
    return write_site(project, out, workers, more)


def _digests(project: Project) -> Mapping[str, str]:
    """Return the SHA-256 of each named graph of a build by its name."""
    stem = project.addresses.graph("")
    with TemporaryDirectory(prefix="kg-publish-") as folder:
        return {iri.removeprefix(stem): graph.sha256 for iri, graph in taken_apart(project, Path(folder)).items()}


def _terms() -> Iterator[tuple[str, bytes]]:
    folder = resources.path("ontology")
    for path in (*(folder / name for name in _TERMS), *sorted((folder / "vocab").glob("*.ttl"))):
        yield f"ontology/{path.relative_to(folder).as_posix()}", path.read_bytes()
