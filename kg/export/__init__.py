"""The published graph in other forms: N-Quads, Turtle, JSON-LD (W3C), the statements table as JSON Lines, CSV or
Parquet, and what is said of places as GeoJSON."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kg.build import GRAPH, STATEMENTS, demand_whole, read_rows, without
from kg.check import integrity, read_manifest
from kg.errors import StoreError, UsageError
from kg.export.geojson import to_geojson
from kg.parquet import STATEMENT_TYPES, to_parquet
from kg.project import Project
from kg.table import to_csv

_ENDINGS: Final = MappingProxyType(
    {
        ".nq": "nquads",
        ".ttl": "turtle",
        ".jsonld": "jsonld",
        ".jsonl": "jsonl",
        ".csv": "csv",
        ".parquet": "parquet",
        ".geojson": "geojson",
        ".nquads": "nquads",
        ".turtle": "turtle",
    }
)


def form_of(path: Path) -> str:
    """Return the form that a file's ending names, N-Quads where it has none; UsageError for another ending."""
    ending = path.suffix.lower()
    if ending and ending not in _ENDINGS and not path.is_dir():
        known = ", ".join(list(_ENDINGS)[: len(FORMS)])
        raise UsageError(path, "a file ending in " + known, ending, "rename it, or say --format")
    return _ENDINGS.get(ending, "nquads")


def export(project: Project, form: str) -> bytes:
    """Return the last build in one of ``FORMS``; Turtle and JSON-LD leave the vocabulary out, which has files of its own.

    Raises StoreError where nothing has been built.
    """
    return FORMS[form](project)


def _built(project: Project, name: str) -> bytes:
    demand_whole(project.build)
    path = project.build / name
    if not path.exists():
        raise without(project.build, name)
    return path.read_bytes()


def _nquads(project: Project) -> bytes:
    return _built(project, GRAPH)


def _jsonl(project: Project) -> bytes:
    return _built(project, STATEMENTS)


def _csv(project: Project) -> bytes:
    return to_csv(read_rows(project.build)).encode()


def _parquet(project: Project) -> bytes:
    _built(project, STATEMENTS)
    return to_parquet(project.build / STATEMENTS, STATEMENT_TYPES, "kg export")


def _geojson(project: Project) -> bytes:
    return to_geojson(read_rows(project.build), project.addresses)


def _turtle(project: Project) -> bytes:
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    _fill(graph, project)
    return graph.serialize(format="turtle", encoding="utf-8")


def _jsonld(project: Project) -> bytes:
    import rdflib

    from kg import resources

    graph = rdflib.Graph(bind_namespaces="none")
    _fill(graph, project)
    context = json.loads(resources.text("ontology/context.jsonld"))["@context"]
    text = graph.serialize(format="json-ld", context=context, auto_compact=False, sort_keys=True, indent=1)
    # The serialiser lists nodes in the order of its hash tables; ours is by address.
    content = json.loads(text)
    content["@graph"] = sorted(content.get("@graph", []), key=lambda n: str(n.get("@id", n.get("id", ""))))
    return (json.dumps(_ordered(content), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _ordered(value: object) -> object:
    """Put the values of a property in one order: they are sets."""
    if isinstance(value, dict):
        return {k: _ordered(v) for k, v in value.items()}
    if isinstance(value, list):
        return sorted((_ordered(v) for v in value), key=lambda v: json.dumps(v, ensure_ascii=False, sort_keys=True))
    return value


def _fill(graph: "object", project: Project) -> None:
    """Add every triple outside the vocabulary, with the prefixes in order."""
    import rdflib

    assert isinstance(graph, rdflib.Graph)
    dataset = rdflib.Dataset()
    for problem in integrity(project.build, read_manifest(project.build)):
        raise StoreError(project.build, "a build as it was written", problem, "run `kg build`")
    dataset.parse(data=_built(project, GRAPH), format="nquads")
    for prefix, iri in sorted(project.addresses.prefixes().items()):
        graph.bind(prefix, iri, replace=True)
    vocabulary = rdflib.URIRef(project.addresses.graph("vocab"))
    for subject, predicate, value, name in dataset.quads((None, None, None, None)):
        if name != vocabulary:
            graph.add((subject, predicate, value))


FORMS: Final[Mapping[str, Callable[[Project], bytes]]] = {
    "nquads": _nquads,
    "turtle": _turtle,
    "jsonld": _jsonld,
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "geojson": _geojson,
}
