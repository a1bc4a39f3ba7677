"""Is /reconcile what the Reconciliation Service API 0.2 says? Hold a running server against the official JSON schemas.

    python bench/reconciliation.py STANDARDS_DIR

STANDARDS_DIR holds the schemas and examples of version 0.2 (reconciliation-api/specs: ``schemas/``, ``examples/``). First the
schemas themselves: each example must be judged as its folder says (``valid``, ``invalid``). Then `kg serve` of the project
here is started and asked in Chinese and English: manifest, batches by GET and POST, JSONP, suggest, properties, extend,
preview, flyout; every answer must fit its schema. The valid batches of the examples must be answered with every key, or
refused with 400 and the types or properties that there are: theirs are those of other services.
At last a client that others wrote (`reconciler`, PyPI) matches a column, where it is installed. Exits with 1 where anything
is not as it must be.
"""

import argparse
import importlib
import importlib.util
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import referencing
from jsonschema.protocols import Validator

from kg.project import find_project

# What the manifest's schema points to outside its folder: Swagger 2's definition of how to sign in, which no server of ours uses.
_SWAGGER = "http://swagger.io/v2/schema.json"
_SIGN_IN = {"definitions": {"securityDefinitions": {"additionalProperties": {
    "type": "object", "required": ["type"], "properties": {"type": {"enum": ["basic", "apiKey", "oauth2"]}}}}}}  # fmt: skip
# Folder of examples → schema; the folders of pieces (candidate, metadata, flyout) have none of their own.
_EXAMPLES = {
    name: f"{name}.json"
    for name in (
        "manifest",
        "reconciliation-query-batch",
        "reconciliation-result-batch",
        "suggest-entities-response",
        "suggest-types-response",
        "suggest-properties-response",
        "data-extension-query",
        "data-extension-response",
        "data-extension-property-proposal",
    )
}


class Schemas:
    """The schemas of a folder, each a validator; what it finds is counted and printed."""

    def __init__(self, folder: Path) -> None:
        """Read ``schemas/`` of the folder."""
        self._folder = folder
        read = {p.name: json.loads(p.read_text(encoding="utf-8")) for p in sorted((folder / "schemas").glob("*.json"))}
        draft = referencing.jsonschema.DRAFT7
        known = [(schema["$id"], draft.create_resource(schema)) for schema in read.values() if "$id" in schema]
        known.append((_SWAGGER, draft.create_resource(_SIGN_IN)))
        registry: Any = referencing.Registry().with_resources(known)
        self._schemas: dict[str, Validator] = {
            name: jsonschema.Draft7Validator(schema, registry=registry) for name, schema in read.items()
        }
        self.valid, self.failed = Counter[str](), 0

    def errors(self, schema: str, content: Any) -> list[str]:
        """Return what of a document does not fit a schema."""
        return [f"{list(e.path)}: {e.message[:160]}" for e in self._schemas[schema].iter_errors(content)]

    def hold(self, schema: str, what: str, content: Any) -> None:
        """Count an answer as valid, or print what is wrong with it."""
        wrong = self.errors(schema, content)
        self.valid[schema] += not wrong
        self.must(not wrong, f"{what}: {wrong[:3]}")

    def must(self, holds: bool, what: str) -> None:
        """Print what does not hold."""
        if not holds:
            self.failed += 1
            print(f"  not so: {what}")

    def judge_examples(self) -> None:
        """Judge each example, and print how many are judged as their folder says, and which are not."""
        right = Counter[str]()
        for name, schema in _EXAMPLES.items():
            for path in sorted((self._folder / "examples" / name).glob("*/*.json")):
                said = path.parent.name
                found = "invalid" if self.errors(schema, json.loads(path.read_text(encoding="utf-8"))) else "valid"
                right[f"{said} judged {found}"] += 1
                self.must(said == found, f"example {name}/{said}/{path.name} judged {found}")
        print("examples:", ", ".join(f"{n} {what}" for what, n in sorted(right.items())))

    def batches(self) -> Iterator[tuple[str, str]]:
        """Yield the valid batches of the examples."""
        for path in sorted((self._folder / "examples" / "reconciliation-query-batch" / "valid").glob("*.json")):
            yield path.name, path.read_text(encoding="utf-8")


def main() -> int:
    """Judge, print, and say whether all is as it must be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("standards", type=Path, help="a folder with schemas/ and examples/ of version 0.2")
    schemas = Schemas(parser.parse_args().standards)
    schemas.judge_examples()
    project = find_project(Path.cwd())
    with _serving(project.root) as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        for path in ("/reconcile", "/en/reconcile"):
            _answers(schemas, client, path, project.base_iri)
        _foreign_batches(schemas, client)
        _refusals(schemas, client)
        _client(schemas, url)
    print("valid answers:", ", ".join(f"{name.removesuffix('.json')} {n}" for name, n in sorted(schemas.valid.items())))
    print(f"not as it must be: {schemas.failed}")
    return 1 if schemas.failed else 0


def _answers(schemas: Schemas, client: httpx.Client, path: str, base: str) -> None:
    manifest = client.get(path).json()
    schemas.hold("manifest.json", path, manifest)
    batch: dict[str, Any] = {
        "place": {"query": "衡阳"},
        "typed": {"query": "衡阳", "type": "prefecture", "limit": 1, "type_strict": "any"},
        "within": {"query": "朝阳区", "type": ["county"], "properties": [{"pid": "within", "v": ["北京市"]}]},
        "code": {"properties": [{"pid": "code", "v": 430400}]},
        "other": {"query": "GDP"},
        "none": {"query": "没有的东西"},
    }
    schemas.hold("reconciliation-query-batch.json", "our batch", batch)
    queries = json.dumps(batch, ensure_ascii=False)
    found = client.post(path, data={"queries": queries}).json()
    schemas.hold("reconciliation-result-batch.json", f"POST {path}", found)
    schemas.must(client.get(path, params={"queries": queries}).json() == found, "GET answers as POST does")
    called = client.get(path, params={"queries": queries, "callback": "cb"}).text
    schemas.must(json.loads(called.removeprefix("/**/cb(").removesuffix(");")) == found, "JSONP answers as JSON does")
    ids = [c["id"] for result in found.values() for c in result["result"]]
    _suggested(schemas, client, manifest)
    _extended(schemas, client, path, manifest, [*dict.fromkeys(ids), "nonsense"])
    for name in dict.fromkeys(ids):
        preview = client.get(manifest["preview"]["url"].replace("{{id}}", name))
        framed = "frame-ancestors *" in preview.headers["content-security-policy"]
        schemas.must(preview.status_code == 200 and framed and "<h1" in preview.text, f"preview of {name}")
        service = manifest["suggest"]["entity"]
        address = service["service_url"] + service["flyout_service_path"].replace("${id}", name)
        flyout = client.get(address).json()
        schemas.must(flyout["id"] == name and "<h1" in flyout["html"], f"flyout of {name}")


def _suggested(schemas: Schemas, client: httpx.Client, manifest: dict[str, Any]) -> None:
    plural = {"entity": "entities", "type": "types", "property": "properties"}
    for what, service in manifest["suggest"].items():
        for asked in ({"prefix": "衡"}, {"prefix": "p"}, {"prefix": ""}, {"prefix": "衡", "cursor": "5"}):
            address = service["service_url"] + service["service_path"]
            answer = client.get(address, params=asked).json()
            schemas.hold(f"suggest-{plural[what]}-response.json", f"{address} {asked}", answer)


def _extended(schemas: Schemas, client: httpx.Client, path: str, manifest: dict[str, Any], ids: list[str]) -> None:
    offered = manifest["extend"]["propose_properties"]
    proposed: set[str] = set()
    for kind in ("", "place", "indicator", "project"):
        address = offered["service_url"] + offered["service_path"]
        answer = client.get(address, params={"type": kind} if kind else {}).json()
        schemas.hold("data-extension-property-proposal.json", f"properties of {kind or 'all'}", answer)
        proposed |= {p["id"] for p in answer["properties"]}
    settings = {"indicator": "GDP", "place": "430400", "year": 2019}
    columns = [
        {"id": name, "settings": settings} if name in ("target", "result") else {"id": name}
        for name in sorted(proposed)
    ]
    asked = {"ids": ids, "properties": columns}
    schemas.hold("data-extension-query.json", "our extension", asked)
    answer = client.post(path, data={"extend": json.dumps(asked)})
    schemas.hold("data-extension-response.json", f"extend {path}", answer.json())
    schemas.must(set(answer.json().get("rows", ())) == set(ids), "a row for each id")


def _foreign_batches(schemas: Schemas, client: httpx.Client) -> None:
    """Ask the examples' own batches: their types and properties are not ours, which must be said in a line."""
    for name, batch in schemas.batches():
        answer = client.post("/reconcile", data={"queries": batch})
        if answer.status_code == 200:
            schemas.hold("reconciliation-result-batch.json", name, answer.json())
            schemas.must(answer.json().keys() == json.loads(batch).keys(), f"{name}: a result for each key")
        else:
            told = answer.json()
            schemas.must(
                answer.status_code == 400 and "expected one of" in told["title"], f"{name}: {answer.text[:100]}"
            )
        print(f"example batch {name}: {answer.status_code}")


def _refusals(schemas: Schemas, client: httpx.Client) -> None:
    for name, data in (
        ("garbage", {"queries": "{"}),
        ("a list", {"queries": "[]"}),
        ("an empty query", {"queries": '{"a": {}}'}),
        ("a name of a function", {"queries": "{}", "callback": "alert(1)"}),
        ("garbage to extend", {"extend": "null"}),
    ):
        answer = client.post("/reconcile", data=data)
        said = answer.headers["content-type"] == "application/problem+json"
        schemas.must(400 <= answer.status_code < 500 and said, f"{name} is refused in JSON: {answer.status_code}")


def _client(schemas: Schemas, url: str) -> None:
    if importlib.util.find_spec("reconciler") is None:
        print("client reconciler: not installed (pip install reconciler)")
        return
    import numpy as np
    import pandas as pd

    vars(np).setdefault("NaN", np.nan)  # the client's last release still asks NumPy 2 for it
    reconciler = importlib.import_module("reconciler")
    table = pd.DataFrame({"城市": ["衡阳市", "朝阳区", "长沙市", "没有的市"], "省": ["湖南", "北京", "湖南省", ""]})
    found = reconciler.reconcile(
        table["城市"],
        type_id="place",
        property_mapping={"within": table["省"]},
        reconciliation_endpoint=f"{url}/reconcile",
    )
    sure = {row["input_value"]: row["id"].rpartition("/")[2] for _, row in found.iterrows() if row.get("match") is True}
    wanted = {"衡阳市": "430400", "朝阳区": "110105", "长沙市": "430100"}
    schemas.must(sure == wanted, f"reconciler: {sure}")
    print(f"client reconciler: {len(table)} names, {len(sure)} matched")


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """Run `kg serve` on a free port; yield its address."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            address = re.search(r"http://\S+?(?=/?\s)", process.stdout.readline())
            if address is None:
                raise SystemExit("kg serve did not start: run `kg build` first")
            yield address[0]
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
