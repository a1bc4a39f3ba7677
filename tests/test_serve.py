"""The server as a client meets it first."""

from collections.abc import Iterator

import pytest
from serving import Server, serving

from kg.project import Project


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    with serving(project.root) as started:
        yield started


def test_a_query_is_answered(server: Server) -> None:
    found = server.query("SELECT (COUNT(*) AS ?n) { ?s a gwr:Target }")
    assert found.status_code == 200 and found.headers["content-type"] == "application/sparql-results+json"
    assert int(found.json()["results"]["bindings"][0]["n"]["value"]) == 60


def test_a_malformed_query_is_one_line(server: Server) -> None:
    found = server.query("SELECT * {", accept="*/*")
    assert found.status_code == 400 and found.text.startswith("query:1:11: expected a SPARQL query, found ")
