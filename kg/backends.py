"""The SPARQL servers a graph may stand in: where each is written to, and what it does otherwise. One table.

An endpoint is one of them by what it says of itself (the ``Server`` header of its answers), or because somebody says so
(``--backend``); else it is ``sparql``: what SPARQL 1.1 prescribes, and nothing beyond it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    Chinese. ``differing`` are questions of the library whose rows are not those of other stores, with the reason.
    ``tried`` is whether the tests run against it: what is said of the others is by their documentation.
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
    differing: Mapping[str, Quirk] = field(default_factory=dict)

    def places(self, query: str, *, secured: bool) -> Places:
        """Return the addresses beside that of queries; where none is known, updates go where queries go."""
        for beside in self.secured if secured and self.secured else self.beside:
            if match := re.search(f"(?:{beside.ending})/?$" if beside.ending else "$", query):
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
    quirks=(
        Quirk(
            "REGEX over STR(…) never finds Chinese (Debian's 7.2.5): `kg query` refuses such a query before it is sent. REGEX "
            "without STR and CONTAINS are right; the library uses CONTAINS.",
            "REGEX 用于 STR(…) 时永远找不到中文（Debian 的 7.2.5）：`kg query` 在发送前即拒绝这类查询。不用 STR 的 REGEX 以及 "
            "CONTAINS 都正确；问题库用 CONTAINS。",
        ),
        Quirk(
            "A query sent as `application/sparql-query` hangs: everything goes as a form.",
            "以 `application/sparql-query` 发送的查询会挂起：一律以表单发送。",
        ),
        Quirk(
            "An ASK asked for JSON is answered by a row with 1, or by no row: it is read as yes or no.",
            "以 JSON 请求 ASK，答复是一行 1，或没有行：读作是或否。",
        ),
        Quirk("AVG gives fewer decimals: compare by value.", "AVG 的小数位较少：请按数值比较。"),
        Quirk(
            "A variable of VALUES that the rest names only once, beside an OPTIONAL, is an error (SP031): name it once more, "
            "in ORDER BY or a FILTER.",
            "VALUES 的变量在其余部分只出现一次且旁有 OPTIONAL 时报错（SP031）：请在 ORDER BY 或 FILTER 中再写一次。",
        ),
        Quirk(
            "Written to with a name and a password at `/sparql-auth` and `/sparql-graph-crud-auth` by HTTP Digest; the user needs "
            "SPARQL_UPDATE.",
            "写入用 `/sparql-auth` 与 `/sparql-graph-crud-auth`，以 HTTP Digest 验证用户名和密码；该用户须有 SPARQL_UPDATE 权限。",
        ),
    ),
    differing={
        "places/divisions": Quirk(
            "a truth that a query computes (EXISTS) comes as 1 or 0, not as true or false",
            "查询算出的真假（EXISTS）以 1 或 0 而非 true 或 false 给出",
        )
    },
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
    tried=True,
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
