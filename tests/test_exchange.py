"""``kg export`` in the forms of open data: each reads back, and each value leads to the statement it came from."""

import json
from pathlib import Path

import pytest
from command import kg

from kg.build import GRAPH, read_rows
from kg.export import export
from kg.export.geojson import to_geojson
from kg.places import division
from kg.project import Project


@pytest.fixture(scope="module")
def places(project: Project) -> list[dict[str, object]]:
    content = json.loads(export(project, "geojson"))
    assert content["type"] == "FeatureCollection" and "datum" in content["coordinates_note"]
    features: list[dict[str, object]] = content["features"]
    return features


def test_a_place_is_a_feature_at_its_coordinates(places: list[dict[str, object]], project: Project) -> None:
    city = division("430400")
    found = {f["properties"]["code"]: f for f in places}  # type: ignore[index]
    assert found["430400"]["id"] == project.addresses.place("430400")
    assert found["430400"]["geometry"] == {"type": "Point", "coordinates": [float(city.lon or 0), float(city.lat or 0)]}
    assert found["430422"]["properties"]["within"] == project.addresses.place("430400")  # type: ignore[index]


def test_every_statement_is_counted_and_every_quantity_leads_back(
    places: list[dict[str, object]], project: Project
) -> None:
    rows = read_rows(project.build)
    assert sum(sum(f["properties"]["statements"].values()) for f in places) == len(rows)  # type: ignore[index]
    assert sum(sum(f["properties"]["review"].values()) for f in places) == len(rows)  # type: ignore[index]
    by_address = {project.addresses.statement(r["id"]): r for r in rows}
    graph = (project.build / GRAPH).read_text(encoding="utf-8")
    told = [q for f in places for name in ("targets", "observations") for q in f["properties"][name]]  # type: ignore[index]
    assert len(told) == sum(r["class"] in ("Target", "Observation") for r in rows) > 100
    for quantity in told:
        assert f"<{quantity['statement']}> " in graph
        row = by_address[quantity["statement"]]
        assert {k: row[k] for k in quantity if k != "statement"} == {
            k: v for k, v in quantity.items() if k != "statement"
        }
        assert quantity["review_status"] != "rejected"


def test_a_place_without_coordinates_has_no_geometry(project: Project) -> None:
    row = read_rows(project.build)[0] | {"place": "cn", "about": "cn"}
    (feature,) = json.loads(to_geojson([row], project.addresses))["features"]
    assert feature["geometry"] is None and feature["properties"]["within"] is None


def test_the_ending_names_the_form(project: Project, tmp_path: Path) -> None:
    assert kg("export", "-o", tmp_path / "places.geojson", cwd=project.root).code == 0
    assert (tmp_path / "places.geojson").read_bytes() == export(project, "geojson")
