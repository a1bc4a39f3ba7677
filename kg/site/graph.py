"""The graph page: what reports speak of and how it hangs together, opened circle by circle."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from kg import web
from kg.explorer.atlas import Atlas
from kg.explorer.exchange import to_gexf, to_graphml
from kg.explorer.shards import Paged, overview, part, script, text
from kg.explorer.sheet import KIND_ORDER, RELATION_ORDER, RESULTS, REVIEWS, as_json
from kg.explorer.words import QUIET, RELATIONS
from kg.language import Language
from kg.page.kinds import KINDS, look
from kg.site.data import Site
from kg.site.links import Address, Links, promise
from kg.site.page import Body, fill, speaker, words

# Of each circle so many are listed where no script runs: a page of a hundred thousand lines helps nobody.
_LISTED: Final = 60
_ALL_LISTED: Final = 2500
FACETS: Final = ("kind", "year", "half", "result", "review")


@dataclass(frozen=True, slots=True)
class Listed:
    """A circle as the plain list shows it: its name, where it mostly stands, its first things, how many it leaves out."""

    name: str
    note: str
    things: Sequence[tuple[str, str, str]]
    more: int


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the graph page. Its data are the files of `names`."""
    whole = site.atlas
    seen = overview(whole)
    say = speaker(lang)
    total = sum(each["own"] for each in seen["islands"]) + len(whole.shared)
    html = fill(
        "graph.html",
        lang,
        links,
        config=Markup(as_json(_config(site, links, lang))),
        facets=list(_facets(seen["facets"], lang)),
        islands=seen["islands"],
        looks=KINDS,
        exports=[(f"graph/{each['place']}", each["label"]) for each in seen["islands"]],
        listed=list(_listed(site, whole, links, lang)),
        n=f"{total:,}",
        n_links=f"{sum(each['links'] for each in seen['islands']):,}",
        n_said=f"{sum(each['said'] for each in seen['islands']):,}",
        n_reports=f"{len(site.reports):,}",
    )
    return Body(say("graph-title"), html, styles=("graph.css",), scripts=("explorer.js",))


def names(site: Site) -> Iterator[str]:
    """Yield the names of the page's files, as ``Links.asset`` takes them: what is of a place or a report bears its name."""
    yield "explorer.js"
    yield "graph/atlas.js"
    for place, reports in site.of_place.items():
        yield from (f"graph/{place}.{form}" for form in ("js", "graphml", "gexf"))
        yield from (f"graph/text/{report.id}.js" for report in reports)


def content(site: Site, name: str) -> bytes:
    """Return the bytes of a file by its name. Raises KeyError where there is none of it."""
    if name == "explorer.js":
        return web.asset(name)
    stem, _, ending = name.removeprefix("graph/").rpartition(".")
    if stem == "atlas":
        return script("atlas", overview(site.atlas, paged(site)))
    if stem.startswith("text/"):
        report = site.reports[stem.removeprefix("text/")]
        return script("text", text(report.id, report.text))
    site.of_place[stem]
    told = site.sheet(stem)
    if ending == "js":
        return script("part", part(told, paged(site, [report.id for report in site.of_place[stem]])))
    return to_graphml(told) if ending == "graphml" else to_gexf(told)


def paged(site: Site, reports: Sequence[str] = ()) -> Paged:
    """Return the function that says where a thing of the graph has a page; of promises, those of some reports."""
    # Asked of the list of kinds when it is needed: that list names this module.
    from kg.site.kinds import KINDS as PAGES

    promises = PAGES.get("promise")
    found: frozenset[str] = frozenset()
    if promises is not None:
        found = frozenset(key for report in reports for key in promises.keys(site, report))

    def page(name: str) -> int | str:
        path, _, local = name.partition("/")
        if path == "statement":
            address = promise(local)
            return address.path if address.key in found else 0
        return 1 if path != "report" and site.thing_address(name) is not None else 0

    return page


def _config(site: Site, links: Links, lang: Language) -> dict[str, Any]:
    column = 0 if lang == "zh" else 1
    return {
        "lang": lang,
        "data": links.asset("graph/{name}").replace("%7Bname%7D", "{name}"),
        "thing": links.to(Address("thing", "{key}")).replace("%7Bkey%7D", "{key}"),
        "reports": {name: links.to(Address("report", name)) for name in site.reports},
        "words": {key: pair[column] for key, pair in words().items() if key.startswith("graph-") or key in _ALSO},
        "kinds": KIND_ORDER,
        "looks": {kind: [k.shape, k.hollow, k.light, k.dark] for kind, k in KINDS.items()},
        "relations": [[RELATIONS[r][column], RELATIONS[r][column + 2]] for r in RELATION_ORDER],
        "quiet": [RELATION_ORDER.index(r) for r in QUIET],
        "results": RESULTS,
        "reviews": REVIEWS,
    }


_ALSO: Final = ("copy-link", "copied")


def _facets(found: dict[str, dict[str, int]], lang: Language) -> Iterator[tuple[str, str, list[tuple[str, str, int]]]]:
    """Yield each facet with its name and values: value, name, count."""
    say = speaker(lang)
    naming: dict[str, Callable[[str], str]] = {
        "kind": lambda value: look(value).zh if lang == "zh" else look(value).en,
        "year": lambda value: value or say("graph-no-year"),
        "half": lambda value: say(f"graph-half-{value}"),
        "result": lambda value: say(f"graph-result-{value}"),
        "review": lambda value: say(f"graph-review-{value}"),
    }
    order: dict[str, Sequence[str]] = {"kind": KIND_ORDER, "result": (*RESULTS[1:], "none"), "review": REVIEWS}
    for name in FACETS:
        counts = found[name]
        values = [v for v in order.get(name, sorted(counts, reverse=name == "year")) if counts.get(v)]
        yield name, say(f"graph-facet-{name}"), [(v, naming[name](v), counts[v]) for v in values]


def _listed(site: Site, whole: Atlas, links: Links, lang: Language) -> Iterator[Listed]:
    """Yield the circles with their most linked things, each with where it is told of."""
    members: dict[int, list[tuple[int, str, str, str]]] = {}
    shared = {s.id for s in whole.shared} | whole.homes
    for told, ids, first in zip(whole.sheets, whole.ids, whole.first, strict=True):
        things, degree = told["things"], Counter([*told["links"]["a"], *told["links"]["b"]])
        columns = zip(ids, things["kind"], things["label"], things["area"], strict=True)
        for number, (name, kind, label, area) in enumerate(columns):
            if area >= 0 and name not in shared:
                members.setdefault(first + area, []).append((degree[number], label, KIND_ORDER[kind], name))
    for s in whole.shared:
        members.setdefault(s.group, []).append((0, s.label, KIND_ORDER[s.kind], s.id))
    several = len(whole.sheets) > 1
    most = max(5, min(_LISTED, _ALL_LISTED // max(len(members), 1)))
    for index in sorted(members):
        group = whole.groups[index]
        ranked = sorted(members[index], key=lambda m: (-m[0], m[1], m[3]))
        place = whole.sheets[group.sheet]["label"] if several and group.sheet >= 0 else ""
        yield Listed(
            group.zh if lang == "zh" else group.en,
            " · ".join(filter(None, (place, group.note))),
            [(kind, label, _where(site, name, links)) for _, label, kind, name in ranked[:most]],
            max(0, len(ranked) - most),
        )


def _where(site: Site, name: str, links: Links) -> str:
    """Return the link to where a thing is told of, empty where no page is about it."""
    path, _, local = name.partition("/")
    if path == "statement":
        return links.sentence(local)
    if path == "report":
        return links.report(local)
    return links.to(*site.where(name)) if name in site.things else ""
