"""``/reconcile``: the Reconciliation Service API 0.2 as clients meet it, and what it refuses."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from serving import Server, serving

from kg.match import TYPES
from kg.project import Project

PLACE, GDP = "https://w3id.org/gwr/id/place/430400", "https://w3id.org/gwr/def/indicator/gdp"
OUTSIDE = "https://w3id.org/gwr/id/place/110105"  # of the reference, not of the graph


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    with serving(project.root) as running:
        yield running


def matched(server: Server, path: str = "/reconcile", **queries: dict[str, Any]) -> dict[str, Any]:
    answer = server.post(path, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


def extended(server: Server, ids: list[str], *properties: dict[str, Any], path: str = "/reconcile") -> dict[str, Any]:
    answer = server.post(path, data={"extend": json.dumps({"ids": ids, "properties": properties})})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


def test_the_manifest_says_where_everything_is(server: Server) -> None:
    said = server.get("/reconcile").json()
    assert said["versions"] == ["0.2"] and {"name", "identifierSpace", "schemaSpace"} <= said.keys()
    assert {t["id"] for t in said["defaultTypes"]} <= set(TYPES)
    for address in (said["view"]["url"], said["preview"]["url"]):
        assert address.startswith(server.url) and "{{id}}" in address
        assert server.client.get(address.replace("{{id}}", PLACE)).status_code in (200, 303)
    for service in said["suggest"].values():
        found = server.client.get(service["service_url"] + service["service_path"], params={"prefix": "p"})
        assert found.status_code == 200 and "result" in found.json()
    offered = said["extend"]["propose_properties"]
    assert server.client.get(offered["service_url"] + offered["service_path"]).json()["properties"]
    assert [s["name"] for s in said["extend"]["property_settings"]] == ["indicator", "place", "year", "content"]


def test_the_manifest_behind_a_proxy_has_the_address_that_others_see(project: Project) -> None:
    with serving(project.root, "--origin", "https://kg.example.org") as running:
        said = running.get("/en/reconcile").json()
    assert said["preview"]["url"] == "https://kg.example.org/en/reconcile/preview?id={{id}}"
    assert said["suggest"]["entity"]["service_url"] == "https://kg.example.org/en/reconcile"


def test_a_batch_is_answered_by_key_by_get_and_post(server: Server) -> None:
    queries: dict[str, dict[str, Any]] = {
        "a": {"query": "衡阳市", "type": "place", "limit": 1},
        "b": {"query": "朝阳区"},
        "c": {"query": "朝阳区", "properties": [{"pid": "within", "v": {"id": OUTSIDE.replace("110105", "110000")}}]},
        "d": {"properties": [{"pid": "code", "v": 430400}]},
        "e": {"query": "没有的东西"},
        "f": {"query": "寿县", "type": ["county"], "properties": [{"pid": "year", "v": ["2010", "2011"]}]},
    }
    found = matched(server, **queries)
    assert server.get("/reconcile", params={"queries": json.dumps(queries)}).json() == found
    assert {k: [c["match"] for c in v["result"]][:1] for k, v in found.items()} == {
        "a": [True], "b": [False], "c": [True], "d": [True], "e": [], "f": [True],
    }  # fmt: skip
    first = found["a"]["result"][0]
    assert (first["id"], first["name"], first["score"]) == (PLACE, "衡阳市", 100)
    assert [t["id"] for t in first["type"]] == ["prefecture", "place"]
    assert {"id": "full_name", "value": True} in first["features"]
    assert found["f"]["result"][0]["id"].endswith("341521")


def test_english_has_english_names(server: Server) -> None:
    found = matched(server, "/en/reconcile", a={"query": "GDP"}, b={"query": "湖南省"})
    assert found["a"]["result"][0]["name"] == "gross domestic product of the region"
    assert found["b"]["result"][0]["name"] == "Hunan"


def test_jsonp_takes_names_of_functions_alone(server: Server) -> None:
    answer = server.get("/reconcile", params={"callback": "jQuery1.cb_2"})
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.text.startswith("/**/jQuery1.cb_2({") and answer.text.endswith("});")
    for name in ("alert(1)", "a;b", "", "a b", "x" * 200, "<script>", "1a"):
        assert refused(server.get("/reconcile", params={"callback": name})) == 400


def refused(answer: httpx.Response) -> int:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    said = answer.json()
    assert said["status"] == answer.status_code and said["title"]
    return answer.status_code


@pytest.mark.parametrize(
    ("queries", "named"),
    [
        ("{", "queries"),
        ("[" * 100_000, "queries"),
        ("[]", "queries"),
        ('{"a": 1}', "queries.a"),
        ('{"a": {}}', "queries.a"),
        ('{"a": {"query": 1}}', "queries.a.query"),
        ('{"a": {"query": "x", "limit": "5"}}', "queries.a.limit"),
        ('{"a": {"query": "x", "kind": "place"}}', "queries.a"),
        ('{"a": {"query": "x", "type": "city"}}', "type"),
        ('{"a": {"query": "x", "type_strict": "none"}}', "queries.a.type_strict"),
        ('{"a": {"query": "x", "properties": [{"pid": "mayor", "v": "x"}]}}', "queries.a.properties.pid"),
        ('{"a": {"query": "x", "properties": [{"pid": "code"}]}}', "queries.a.properties.code"),
    ],
)
def test_what_is_no_batch_is_refused_by_name(queries: str, named: str, server: Server) -> None:
    answer = server.post("/reconcile", data={"queries": queries})
    assert refused(answer) == 400 and answer.json()["title"].startswith(f"{named}: expected ")
    chinese = server.post("/reconcile", data={"queries": queries}, headers={"Accept-Language": "zh"}).json()["title"]
    assert chinese.startswith(f"{named}：应为")


def test_limits(server: Server) -> None:
    many = json.dumps({str(i): {"query": "x"} for i in range(101)})
    assert refused(server.post("/reconcile", data={"queries": many})) == 413
    ids = json.dumps({"ids": [f"x{i}" for i in range(501)], "properties": []})
    assert refused(server.post("/reconcile", data={"extend": ids})) == 413
    assert refused(server.post("/reconcile", data={"queries": " " * (1 << 21)})) == 413
    assert refused(server.post("/reconcile", json={})) == 415
    assert refused(server.post("/reconcile", data={"other": "x"})) == 400
    found = matched(server, a={"query": "衡" * 5000}, b={"query": "衡", "limit": 1e9}, c={"query": "衡", "limit": -1})
    assert found["a"]["result"] == [] and len(found["b"]["result"]) <= 50 and len(found["c"]["result"]) == 1


def test_properties_of_places_come_from_the_reference_and_of_the_rest_from_the_graph(server: Server) -> None:
    names = ("name_zh", "name_en", "code", "within", "province", "lon", "other_names", "unit", "close_match")
    found = extended(server, [PLACE, GDP, OUTSIDE, "nonsense", "http://x y"], *({"id": name} for name in names))
    assert [m["id"] for m in found["meta"]] == list(names)
    place, gdp = found["rows"][PLACE], found["rows"][GDP]
    assert place["code"] == [{"str": "430400"}] and place["province"][0]["name"] == "湖南省"
    assert isinstance(place["lon"][0]["float"], float) and place["unit"] == []
    assert {"str": "国内生产总值"} in gdp["other_names"] and gdp["unit"] == [{"str": "CCY_CNY"}] and gdp["lon"] == []
    assert gdp["name_en"] == [{"str": "gross domestic product of the region"}] and gdp["close_match"]
    assert found["rows"][OUTSIDE]["within"] == [{"id": OUTSIDE.replace("110105", "110000"), "name": "北京市"}]
    assert not any(found["rows"]["nonsense"].values()) and not any(found["rows"]["http://x y"].values())


def test_targets_of_a_place_for_an_indicator_and_of_an_indicator_for_a_place(server: Server) -> None:
    of_place = extended(server, [PLACE], {"id": "target", "settings": {"indicator": "GDP", "year": "2019"}})
    of_indicator = extended(server, [GDP], {"id": "target", "settings": {"place": "衡阳市"}})
    by_code = extended(server, [PLACE], {"id": "target", "settings": {"indicator": "gdp", "content": "value"}})
    assert of_place["rows"][PLACE]["target"] == of_indicator["rows"][GDP]["target"] == [{"str": "增长 8.5%左右"}]
    assert by_code["rows"][PLACE]["target"] == [{"float": 8.5}]
    other = extended(server, [PLACE], {"id": "target", "settings": {"indicator": "GDP", "year": "2018"}})
    assert other["rows"][PLACE]["target"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {"ids": [PLACE]},
        {"ids": "x", "properties": []},
        {"ids": [1], "properties": []},
        {"ids": [PLACE], "properties": [{"id": "mayor"}]},
        {"ids": [PLACE], "properties": [{"id": "year"}]},
        {"ids": [PLACE], "properties": [{"id": "code"}, {"id": "code"}]},
        {"ids": [PLACE], "properties": [{"id": "target"}]},
        {"ids": [PLACE], "properties": [{"id": "target", "settings": {"indicator": "没有的指标"}}]},
        {"ids": [PLACE], "properties": [{"id": "target", "settings": {"indicator": "GDP", "year": "x"}}]},
        {"ids": [PLACE], "properties": [{"id": "target", "settings": {"indicator": "GDP", "content": "x"}}]},
        {"ids": [GDP], "properties": [{"id": "result", "settings": {"place": "朝阳区"}}]},
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, Any], server: Server) -> None:
    assert refused(server.post("/reconcile", data={"extend": json.dumps(asked)})) == 400


def test_suggestions_go_on_where_the_cursor_is(server: Server) -> None:
    whole = server.get("/reconcile/suggest/entity", params={"prefix": "衡阳"}).json()["result"]
    rest = server.get("/reconcile/suggest/entity", params={"prefix": "衡阳", "cursor": "3"}).json()["result"]
    assert whole[0]["name"] == "衡阳市" and rest[: len(whole) - 3] == whole[3:]
    assert server.get("/reconcile/suggest/type", params={"prefix": "省"}).json()["result"] == [
        {"id": "province", "name": "省级行政区"}
    ]
    names = [p["id"] for p in server.get("/reconcile/suggest/property", params={"prefix": "valid"}).json()["result"]]
    assert names == ["valid_from", "valid_to"]
    assert refused(server.get("/reconcile/suggest/entity", params={"prefix": "x", "cursor": "-1"})) == 400
    proposed = server.get("/reconcile/properties", params={"type": "indicator"}).json()
    assert proposed["type"] == "indicator" and "lon" not in {p["id"] for p in proposed["properties"]}
    assert refused(server.get("/reconcile/properties", params={"type": "x"})) == 400


def test_previews_may_be_framed_by_any_page_and_do_nothing(server: Server) -> None:
    answer = server.get("/reconcile/preview", params={"id": GDP})
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors *" in policy and "default-src 'none'" in policy and "script-src" not in policy
    assert "地区生产总值" in answer.text and "gross domestic product of the region" in answer.text
    assert "衡阳市" in server.get("/reconcile/flyout", params={"id": PLACE}).json()["html"]
    assert server.get("/reconcile/view", params={"id": PLACE}).headers["location"].endswith("/id/place/430400")
    assert "朝阳区" in server.get("/reconcile/view", params={"id": OUTSIDE}).text
    for wrong in ("", "x", "https://w3id.org/gwr/id/place/999999", "http://[", "<script>"):
        assert refused(server.get("/reconcile/preview", params={"id": wrong})) == 404


def test_pages_of_any_origin_may_ask(server: Server) -> None:
    origin = {"Origin": "https://example.org"}
    assert server.get("/reconcile", headers=origin).headers["access-control-allow-origin"] == "*"
    asked = server.client.options("/reconcile", headers=origin | {"Access-Control-Request-Method": "POST"})
    assert asked.status_code == 200 and "POST" in asked.headers["access-control-allow-methods"]
