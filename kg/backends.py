"""The SPARQL servers a graph may stand in: where each is written to, and what it does otherwise. One table.

An endpoint is one of them by what it says of itself (the ``Server`` header of its answers), or because somebody says so
(``--backend``); else it is ``sparql``: what SPARQL 1.1 prescribes, and nothing beyond it.
"""

import re
from dataclasses import dataclass
from typing import Final

from kg.errors import UsageError


@dataclass(frozen=True, slots=True)
class Quirk:
    """What a server does otherwise, in English and in Chinese; ``docs/stores.md`` shows it."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Where updates and graphs are: what stands in place of the ``ending`` (an expression) of the queries' address.

    ``graphs`` is the Graph Store Protocol's address, None where there is none. ``\\1`` stands for the ending's group.
    """

    ending: str
    update: str
    graphs: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses that belong to one endpoint: queries, updates, the Graph Store Protocol (None: it has none)."""

    query: str
    update: str
    graphs: str | None


@dataclass(frozen=True, slots=True)
class Backend:
    """One kind of server.

    ``server`` is found in its Server header. ``secured`` is where it is written to with a name and a password, which go
    by HTTP Digest where ``digest``. ``batch`` and ``insert`` are the triples of one request of the Graph Store Protocol
    and of one INSERT DATA. ``union`` says what a query without FROM reads; ``regex`` whether REGEX(STR(…)) finds
    Chinese. ``tried`` is whether the tests run against it: what is said of the others is by their documentation.
    """

    name: str
    title: str
    union: Quirk
    server: str = ""
    beside: tuple[Beside, ...] = ()
    secured: tuple[Beside, ...] = ()
    digest: bool = False
    batch: int = 50_000
    insert: int = 5_000
    regex: bool = True
    tried: bool = False
    quirks: tuple[Quirk, ...] = ()

    def places(self, query: str, *, secured: bool) -> Places:
        """Return the addresses beside that of queries; where none is known, updates go where queries go."""
        for beside in self.secured if secured and self.secured else self.beside:
            if match := re.search(f"{beside.ending}/?$", query):
                start = query[: match.start()]
                graphs = None if beside.graphs is None else start + match.expand(beside.graphs)
                return Places(query, start + match.expand(beside.update), graphs)
        return Places(query, query, None)


_ALL: Final = Quirk("all named graphs", "全部命名图")
_REPOSITORY: Final = (Beside(r"(/repositories/[^/?#]+)", r"\1/statements", r"\1/rdf-graphs/service"),)

OXIGRAPH: Final = Backend(
    "oxigraph",
    "Oxigraph (oxigraph serve)",
    Quirk(
        "all named graphs with `--union-default-graph`, else none", "加 `--union-default-graph` 为全部命名图，否则为空"
    ),
    server=r"Oxigraph",
    beside=(Beside("/query", "/update", "/store"),),
    tried=True,
    quirks=(
        Quirk("It knows no passwords: keep it behind a server that does.", "它没有密码：请置于有密码的服务器之后。"),
    ),
)
VIRTUOSO: Final = Backend(
    "virtuoso",
    "OpenLink Virtuoso 7",
    Quirk("all named graphs, and its own system graphs", "全部命名图，外加它自己的系统图"),
    server=r"Virtuoso",
    beside=(Beside("/sparql", "/sparql", "/sparql-graph-crud"),),
    secured=(Beside("/sparql(?:-auth)?", "/sparql-auth", "/sparql-graph-crud-auth"),),
    digest=True,
    batch=10_000,
    insert=500,
    regex=False,
    tried=True,
)
FUSEKI: Final = Backend(
    "fuseki",
    "Apache Jena Fuseki",
    Quirk(
        "all named graphs with `tdb2:unionDefaultGraph true`, else none",
        "设 `tdb2:unionDefaultGraph true` 为全部命名图，否则为空",
    ),
    server=r"Fuseki",
    beside=(Beside("/(?:query|sparql)", "/update", "/data"), Beside("(?<=[^/])", "/update", "/data")),
)
QLEVER: Final = Backend(
    "qlever",
    "QLever",
    _ALL,
    server=r"QLever",
    beside=(Beside("", "", ""),),
    quirks=(
        Quirk(
            "Updates ask for its access token (KG_ENDPOINT_TOKEN) and are kept beside its index: build the index anew "
            "(`kg load --files DIR --for qlever`) for more than a few reports.",
            "更新须有访问令牌（KG_ENDPOINT_TOKEN），且存于索引之外：报告一多，请重建索引（`kg load --files DIR --for qlever`）。",
        ),
    ),
)
GRAPHDB: Final = Backend("graphdb", "Ontotext GraphDB", _ALL, server=r"GraphDB", beside=_REPOSITORY)
RDF4J: Final = Backend("rdf4j", "Eclipse RDF4J Server", _ALL, server=r"RDF4J", beside=_REPOSITORY)
SPARQL: Final = Backend(
    "sparql",
    "SPARQL 1.1",
    Quirk("as the server is set up", "依服务器设置"),
    beside=(Beside("/query", "/update", None),),
)

BACKENDS: Final = {b.name: b for b in (OXIGRAPH, VIRTUOSO, QLEVER, FUSEKI, GRAPHDB, RDF4J, SPARQL)}


def named(name: str) -> Backend:
    """Return a backend by the name ``--backend`` takes; UsageError for another name."""
    if name not in BACKENDS:
        raise UsageError("--backend", "one of " + ", ".join(BACKENDS), name, "choose one")
    return BACKENDS[name]


def recognised(server: str | None) -> Backend:
    """Return the backend that a Server header names, else ``sparql``."""
    return next((b for b in BACKENDS.values() if b.server and re.search(b.server, server or "")), SPARQL)
