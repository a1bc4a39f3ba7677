"""What each engine needs beside the shards to load them in bulk: its configuration, and the commands to type.

Oxigraph's and Virtuoso's are run by the tests. QLever's and Fuseki's follow their documentation: neither could be run where
this was written, and the files say so.
"""

from collections.abc import Callable, Mapping
from typing import Final

SHARDS: Final = "part-*.nq.gz"
_SHELL: Final = '#!/bin/sh\n# {what}\nset -eu\ncd "$(dirname "$0")"\nsha256sum --check --quiet SHA256SUMS\n'
_UNTRIED: Final = (
    "Written by the documentation of {engine}; not run where gwr-kg is made. Please tell what you had to change."
)


def _oxigraph(_: str) -> dict[str, str]:
    shell = _SHELL.format(
        what="Load into Oxigraph (https://oxigraph.org), then serve. Nothing else may have the store open."
    )
    return {
        "load.sh": shell
        + "oxigraph load --location store --file part-*.nq.gz\n"
        + "echo 'oxigraph serve-read-only --location store --bind 127.0.0.1:7878 --union-default-graph'\n"
    }


def _virtuoso(_: str) -> dict[str, str]:
    shell = _SHELL.format(
        what="Load into a Virtuoso 7 that runs: DirsAllowed in its virtuoso.ini must name this folder. ISQL=isql-vt on Debian."
    )
    return {
        "load.sh": shell
        + ': "${ISQL:=isql-vt}" "${PORT:=1111}" "${VIRTUOSO_USER:=dba}" "${VIRTUOSO_PASSWORD:?its password}"\n'
        + 'ask() { "$ISQL" "$PORT" "$VIRTUOSO_USER" "$VIRTUOSO_PASSWORD" VERBOSE=OFF BANNER=OFF ERRORS=STDOUT "exec=$1"; }\n'
        + "ask \"ld_dir('$PWD', 'part-*.nq.gz', 'urn:x-gwr:none');\"\n"
        + 'ask "rdf_loader_run(); checkpoint;"\n'
        + "ask \"SELECT ll_file, ll_error FROM DB.DBA.LOAD_LIST WHERE ll_file LIKE '$PWD/%' AND ll_error IS NOT NULL;\"\n"
    }


def _qlever(title: str) -> dict[str, str]:
    lines = (
        f"# {_UNTRIED.format(engine='QLever')}",
        "# With the program `qlever` (PyPI): qlever index, then qlever start, in this folder.",
        "[data]",
        "NAME = gwr",
        f"DESCRIPTION = {title}",
        "TEXT_DESCRIPTION =",
        "",
        "[index]",
        f"INPUT_FILES = {SHARDS}",
        "CAT_INPUT_FILES = zcat ${INPUT_FILES}",
        "FORMAT = nq",
        'SETTINGS_JSON = { "num-triples-per-batch": 1000000, "ascii-prefixes-only": false }',
        "",
        "[server]",
        "PORT = 7019",
        "ACCESS_TOKEN = ${data:NAME}_change-me",
        "MEMORY_FOR_QUERIES = 8G",
        "TIMEOUT = 60s",
        "",
        "[runtime]",
        "SYSTEM = native",
    )
    return {"Qleverfile": "\n".join(lines) + "\n"}


def _fuseki(title: str) -> dict[str, str]:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    assembler = f"""\
# {_UNTRIED.format(engine="Apache Jena Fuseki")}
# The default graph is the union of the named ones: the questions of gwr-kg read them all.
@prefix :       <#> .
@prefix fuseki: <http://jena.apache.org/fuseki#> .
@prefix ja:     <http://jena.hpl.hp.com/2005/11/Assembler#> .
@prefix rdfs:   <http://www.w3.org/2000/01/rdf-schema#> .
@prefix tdb2:   <http://jena.apache.org/2016/tdb#> .

[] a fuseki:Server ; fuseki:services ( :service ) .

:service a fuseki:Service ;
  rdfs:label "{quoted}" ;
  fuseki:name "gwr" ;
  fuseki:endpoint [ fuseki:operation fuseki:query ] ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "query" ] ;
  fuseki:endpoint [ fuseki:operation fuseki:update ; fuseki:name "update" ] ;
  fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] ;
  fuseki:dataset :dataset .

:dataset a tdb2:DatasetTDB2 ;
  tdb2:location "store" ;
  tdb2:unionDefaultGraph true ;
  ja:context [ ja:cxtName "arq:queryTimeout" ; ja:cxtValue "60000" ] .
"""
    shell = _SHELL.format(what="Load into TDB2, then serve. " + _UNTRIED.format(engine="Apache Jena"))
    return {
        "fuseki.ttl": assembler,
        "load.sh": shell + f"tdb2.tdbloader --loc store {SHARDS}\necho 'fuseki-server --config fuseki.ttl'\n",
    }


# Engine → what makes its files of the project's title.
RECIPES: Final[Mapping[str, Callable[[str], dict[str, str]]]] = {
    "oxigraph": _oxigraph,
    "virtuoso": _virtuoso,
    "qlever": _qlever,
    "fuseki": _fuseki,
}
