"""Rules that lead an address of a thing to its page or its data by ``Accept``: for nginx, Apache and w3id.

The first of the media types below that ``Accept`` lists decides; weights are not read. Without any of them it is the
page. Both servers read the same regular expressions (PCRE).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kg import resources
from kg.publish.settings import Settings
from kg.site.data import Site
from kg.site.things import LOOK
from kg.terms import TERMS

TYPES: Final[Mapping[str, str]] = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}
# What files are served as; hosts know HTML, CSV and JSON themselves.
MEDIA: Final[Mapping[str, str]] = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "jsonl": "application/jsonl",
}
_REPORT: Final = "(?:cn|[0-9]{6,9})-[0-9]{4}(?:-b)?"
_THINGS: Final = "|".join(kind for kind in LOOK if kind not in ("indicator", "recognition"))


@dataclass(frozen=True, slots=True)
class Rule:
    """An address's path after the base as a regular expression, and the paths of its page and its data.

    ``$1`` … are groups; ``{form}`` is ``ttl``, ``jsonld`` or ``nt``, ``html`` for a page.
    """

    pattern: str
    page: str
    data: str


def rules(site: Site) -> Iterator[Rule]:
    """Yield the rules of a site's addresses, and those of the terms where these have the same base."""
    yield Rule(f"id/({_THINGS})/(.+)", "$1/$2.html", "$1/$2.{form}")
    yield Rule("id/indicator/(.+)", "indicator/x-$1.html", "indicator/x-$1.{form}")
    yield Rule(f"id/(?:report|curation)/({_REPORT})", "report/$1.html", "report/$1.{form}")
    yield Rule(f"id/(?:text|note)/({_REPORT})[.].+", "report/$1.html", "report/$1.{form}")
    sentence = f"({_REPORT})[.]([0-9a-f])([0-9a-f]{{9}})"
    yield Rule(f"id/statement/{sentence}", "report/$1.html#c=$1.$2$3", "statement/$1/$2.ttl")
    yield Rule(f"id/assessment/{sentence}[.].+", "report/$1.html#c=$1.$2$3", "statement/$1/$2.ttl")
    yield Rule("id/(?:decision|agent)/.+", "about.html", "data/meta.nq.gz")
    yield Rule("id/(?:cell|period)/.+", "about.html", "data/reference.nq.gz")
    yield Rule("id/(?:result|publication)/.+", "about.html", "data/realised.nq.gz")
    yield Rule("id/mapping/.+", "about.html", "data/links.nq.gz")
    yield Rule(f"dataset/({_REPORT})", "report/$1.html", "catalog.{form}")
    yield Rule("dataset/.+", "index.html", "catalog.{form}")
    yield Rule("graph/(.+)", "about.html", "data/$1.nq.gz")
    if site.project.base_iri == TERMS:
        yield from _terms()


def _terms() -> Iterator[Rule]:
    yield Rule("ns(?:/.*)?", "schema.html", "ontology/gwr.ttl")
    for scheme, file in schemes().items():
        page = "schema.html" if scheme in ("indicator", "cube") else f"schema.html#def-{scheme}"
        yield Rule(f"def/{scheme}(?:/.*)?", page, f"ontology/{file}")
    yield Rule("mappings/.+", "about.html", "data/links.nq.gz")
    yield Rule("def/rule/.+", "about.html", "data/meta.nq.gz")
    yield Rule("def/(?:metric|quality)/.+", "about.html", "quality.{form}")


def schemes() -> Mapping[str, str]:
    """Return which file describes the codes of each list: ``strength`` → ``vocab/strength.ttl``."""
    found: dict[str, str] = {}
    folder = resources.path("ontology")
    for path in (folder / "gwr.ttl", folder / "cube.ttl", *sorted((folder / "vocab").glob("*.ttl"))):
        for scheme in _schemes_in(path):
            found[scheme] = path.relative_to(folder).as_posix()
    return dict(sorted(found.items()))


def _schemes_in(path: Path) -> set[str]:
    from pyoxigraph import NamedNode, RdfFormat, parse

    found = set()
    for quad in parse(path=path, format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and (inside := re.match(f"{TERMS}def/([^/]+)", quad.subject.value)):
            found.add(inside[1])
    return found


def _accept(form: str) -> str:
    """Return the expression of an ``Accept`` in which a form's media type is the first of those there are."""
    others = "|".join(re.escape(media) for media in TYPES.values())
    return f"^(?:(?!{others}).)*{re.escape(TYPES[form])}"


def _paths(site: Site, settings: Settings) -> tuple[str, str]:
    """Return the path of the base of addresses and that of the site on their hosts."""
    return urlsplit(site.project.base_iri).path, urlsplit(settings.url).path


def nginx(site: Site, settings: Settings) -> str:
    """Return a part of a configuration of nginx: the first lines go into ``http``, the rest into ``server``."""
    base, home = _paths(site, settings)
    lines = [
        "# Written by `kg publish`. The map goes into http { }, the locations into the server { } that serves this folder.",
        "map $http_accept $gwr_form {",
        "    default html;",
        *(f'    "~{_accept(form)}" {form};' for form in TYPES),
        "}",
        "map $gwr_form $gwr_data {",
        "    default $gwr_form;",
        "    html ttl;",
        "}",
        "",
    ]
    for rule in rules(site):
        # Groups have names here: those by number are gone once a map has been looked up.
        pattern, page = _named(rule.pattern), rule.page.replace("$", "$gwr")
        data = rule.data.replace("$", "$gwr").replace("{form}", "$gwr_data")
        lines += [
            f'location ~ "^{re.escape(base)}{pattern}$" {{',
            "    add_header Vary Accept always;",
            '    add_header Access-Control-Allow-Origin "*" always;',
            f"    if ($gwr_form = html) {{ return 303 {home}{page}; }}",
            f"    return 303 {home}{data};",
            "}",
        ]
    types = " ".join(f"{media} {ending};" for ending, media in MEDIA.items())
    lines += [
        f'location ~ "[.](?:{"|".join(MEDIA)}|gz|csv)$" {{',
        f"    types {{ {types} application/gzip gz; text/csv csv; }}",
        '    add_header Access-Control-Allow-Origin "*" always;',
        "}",
        f"location = {home}.well-known/void {{ types {{ }} default_type text/turtle; }}",
        "charset utf-8;",
        "charset_types text/css application/javascript text/turtle text/csv application/n-triples;",
    ]
    return "\n".join(lines) + "\n"


def _named(pattern: str) -> str:
    """Return an expression whose groups are called ``gwr1`` and so on."""
    number = count(1)
    return re.sub(r"[(](?![?])", lambda _: f"(?<gwr{next(number)}>", pattern)


def htaccess(site: Site, settings: Settings) -> str:
    """Return the ``.htaccess`` of the folder itself, for Apache (mod_rewrite, mod_mime, mod_headers)."""
    _, home = _paths(site, settings)
    return "\n".join(
        [
            "# Written by `kg publish`.",
            *(f"AddType {media} .{ending}" for ending, media in MEDIA.items()),
            "AddType application/gzip .gz",
            "RemoveEncoding .gz",
            "AddCharset utf-8 .html .ttl .nt .csv .css .js",
            '<Files "void">',
            "ForceType text/turtle",
            "</Files>",
            "<IfModule mod_headers.c>",
            'Header always set Access-Control-Allow-Origin "*"',
            'Header always merge Vary Accept "expr=%{REQUEST_STATUS} == 303"',
            "</IfModule>",
            "<IfModule mod_rewrite.c>",
            *_rewritten(site, home),
            "</IfModule>",
            "",
        ]
    )


def w3id(site: Site, settings: Settings) -> str:
    """Return the ``.htaccess`` for the name's folder at w3id.org: the same rules, leading to the host."""
    return "\n".join(
        [
            f"# {site.project.base_iri} → {settings.url}",
            "# Written by `kg publish`.",
            "Options +FollowSymLinks",
            *_rewritten(site, settings.url),
            f"RewriteRule ^(.*)$ {settings.url}$1 [R=303,L,NE]",
            "",
        ]
    )


def _rewritten(site: Site, target: str) -> Iterator[str]:
    yield "RewriteEngine On"
    for form in ("ttl", "jsonld", "nt"):
        yield f'RewriteCond %{{HTTP_ACCEPT}} "{_accept(form)}"'
        yield f"RewriteRule ^ - [E=GWR_FORM:{form}]"
    for rule in rules(site):
        yield "RewriteCond %{ENV:GWR_FORM} .+"
        yield f"RewriteRule ^{rule.pattern}$ {target}{rule.data.replace('{form}', '%{ENV:GWR_FORM}')} [R=303,L,NE]"
        yield f"RewriteRule ^{rule.pattern}$ {target}{rule.page} [R=303,L,NE]"
