"""The page that a person takes data from: every dump with its size, the catalogue, licences, how to cite."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.language import Language
from kg.publish import dumps
from kg.publish.catalogue import FORMS, GRAPHS, File
from kg.publish.notices import licence_name
from kg.publish.settings import Settings
from kg.site import called
from kg.site.data import Site
from kg.site.kinds import framed
from kg.site.links import Address, Links, StaticLinks
from kg.site.page import Body, fill, half, speaker
from kg.site.units import LANGUAGES

ADDRESS: Final = Address("data", "index")


@dataclass(frozen=True, slots=True)
class Offered:
    """A file to take away: its path from this page, what it is called, its form, its size for a person."""

    href: str
    words: str
    form: str
    size: str


def pages(site: Site, settings: Settings, files: Sequence[File]) -> Iterator[tuple[str, bytes]]:
    """Yield the page in both languages."""
    by_path = {file.path: file for file in files}
    for lang in LANGUAGES:
        links = StaticLinks(ADDRESS, lang)
        yield links.path(ADDRESS), framed(_body(site, settings, by_path, links, lang), site, links).encode()


def _body(site: Site, settings: Settings, files: dict[str, File], links: Links, lang: Language) -> Body:
    say = speaker(lang)
    root = links.asset("").removesuffix("assets/")

    def offered(path: str, words: str) -> Offered:
        form = FORMS[next(ending for ending in FORMS if path.endswith(ending))]
        return Offered(root + path, words, form.zh if lang == "zh" else form.en, _size(files[path].size))

    whole = [offered(dumps.WHOLE, say("d-graph"))]
    whole += [offered(path, say("d-" + path.rpartition("/")[2].partition(".")[0])) for path in dumps.TABLES]
    reports = [
        (
            report,
            called.report_name(report, lang),
            [
                offered(path, say(word))
                for path, word in zip(
                    (dumps.path_of(f"report-{report.id}"), *dumps.tables_of(report.id)),
                    ("d-graph", "d-statements", "d-numerals"),
                    strict=True,
                )
            ],
        )
        for report in site.reports.values()
    ]
    told = {file.href.removeprefix(root) for _, _, group in reports for file in group} | {dumps.WHOLE, *dumps.TABLES}
    shared = [offered(path, _graph(path, lang)) for path in sorted(set(files) - told)]
    html = fill(
        "data.html",
        lang,
        links,
        site=site,
        settings=settings,
        title=half(site.title, lang),
        licence=licence_name(site.project.licence),
        root=root,
        whole=whole,
        reports=reports,
        shared=shared,
    )
    return Body(say("nav-data"), html, say("d-about"), ("pages.css",))


def _graph(path: str, lang: Language) -> str:
    """Return what a graph is called: 项目、规划、地点与活动 430400."""
    kind, _, place = path.rpartition("/")[2].removesuffix(".nq.gz").partition("-")
    words = GRAPHS.get(kind, (kind, kind))[0 if lang == "zh" else 1]
    return f"{words} {called.place(place, lang)}" if place else words


def _size(size: int) -> str:
    """Return a size for a person: 680 kB, 1.2 MB."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1000))} kB"
