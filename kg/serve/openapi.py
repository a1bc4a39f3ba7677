"""``/openapi.json``: what the server answers over HTTP, as OpenAPI 3.1; each question of the library is a path."""

from collections.abc import Iterable
from typing import Any, Final

from kg.library import GROUPS, example, meaning
from kg.query import query_form
from kg.question import Parameter, Question, questions
from kg.terms import VERSION

_ROWS: Final = ("text/csv", "application/sparql-results+json", "text/tab-separated-values", "text/html")
_TRIPLES: Final = ("text/turtle", "application/ld+json", "text/csv", "text/html")
_QUERY: Final = {
    "name": "query",
    "in": "query",
    "required": True,
    "description": "SPARQL 1.1 Query; the prefixes of this project are declared already.",
    "schema": {"type": "string"},
}
_SUFFIXED: Final = "Add .html, .ttl, .nt, .jsonld or .rdf to the address to choose a form without an Accept header."


def document(server: str, title: str) -> dict[str, Any]:
    """Return the description of the server at an address (without a slash at its end)."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title} · kg serve",
            "version": VERSION,
            "summary": "Government work reports as a knowledge graph: questions, SPARQL, things by their address.",
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "tags": [
            {"name": "server", "description": "SPARQL, search and things"},
            *({"name": name, "description": f"{en} {zh}"} for name, (en, zh) in GROUPS.items()),
        ],
        "paths": _server() | {f"/queries/{q.name}": {"get": _question(q)} for q in questions()},
        "components": {
            "responses": {
                "Wrong": {
                    "description": "One line that names the parameter, what is allowed, what was found, and an example.",
                    "content": {
                        "text/plain": {"schema": {"type": "string"}},
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
                    },
                },
                "Missing": {
                    "description": "There is no such question or thing; the nearest are named.",
                    "content": {"text/plain": {"schema": {"type": "string"}}},
                },
                "Limited": {
                    "description": "A limit of the server was met: time, rows, or requests at once.",
                    "content": {"text/plain": {"schema": {"type": "string"}}},
                },
            },
            "schemas": {
                "Problem": {
                    "description": "RFC 9457",
                    "type": "object",
                    "required": ["status", "title"],
                    "properties": {
                        "type": {"type": "string"},
                        "status": {"type": "integer"},
                        "title": {"type": "string"},
                    },
                },
                "Results": {
                    "description": "SPARQL 1.1 Query Results JSON Format",
                    "type": "object",
                    "required": ["head"],
                    "properties": {
                        "head": {"type": "object"},
                        "results": {"type": "object"},
                        "boolean": {"type": "boolean"},
                    },
                },
            },
        },
    }


def _question(asked: Question) -> dict[str, Any]:
    graph = query_form(asked.text) in ("CONSTRUCT", "DESCRIBE")
    kinds = _TRIPLES if graph else _ROWS
    shown = example(asked, 3)
    content = {kind: _media(kind) for kind in kinds}
    if shown is not None:
        content["text/csv"] = content["text/csv"] | {
            "example": "\r\n".join(",".join(map(_quoted, row)) for row in (shown.columns, *shown.rows)) + "\r\n"
        }
    return {
        "operationId": asked.name.replace("/", "."),
        "tags": [asked.group],
        "summary": f"{asked.title['en']} {asked.title['zh']}",
        "description": "\n\n".join(
            f"{asked.question[lang]} {asked.description.get(lang, '')}".strip() for lang in ("en", "zh")
        ),
        "parameters": [
            *map(_parameter, asked.parameters),
            _format(("html", "csv", "turtle", "jsonld") if graph else ("html", "csv", "json", "tsv")),
        ],
        "responses": {
            "200": {"description": "The answer.", "content": content},
            "400": {"$ref": "#/components/responses/Wrong"},
            "503": {"$ref": "#/components/responses/Limited"},
            "504": {"$ref": "#/components/responses/Limited"},
        },
    }


def _media(kind: str) -> dict[str, Any]:
    if kind == "application/sparql-results+json":
        return {"schema": {"$ref": "#/components/schemas/Results"}}
    return {"schema": {"type": "object"} if kind.endswith("json") else {"type": "string"}}


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if any(c in value for c in ',"\r\n') else value


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": {"year": "integer", "integer": "integer", "decimal": "number"}.get(parameter.type, "string")
    }
    if parameter.allowed:
        schema["enum"] = list(parameter.allowed)
    if parameter.default and not parameter.default.startswith("@"):
        schema["default"] = parameter.default
    if schema["type"] != "string" and "default" in schema:
        schema["default"] = int(schema["default"]) if schema["type"] == "integer" else float(schema["default"])
    labels = " ".join(parameter.label[lang] for lang in ("en", "zh") if lang in parameter.label)
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.default is None,
        "description": f"{labels}: {meaning(parameter, 'en')}",
        "schema": schema,
    }


def _format(names: Iterable[str]) -> dict[str, Any]:
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "Goes before the Accept header.",
        "schema": {"type": "string", "enum": list(names)},
    }


def _get(summary: str, kinds: Iterable[str], *parameters: dict[str, Any], **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "tags": ["server"],
        "summary": summary,
        "parameters": list(parameters),
        "responses": {"200": {"description": summary, "content": {kind: _media(kind) for kind in kinds}}},
    }
    found["responses"] |= more.pop("responses", {})
    return found | more


def _text(name: str, description: str, required: bool = False, place: str = "query") -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "description": description, "schema": {"type": "string"}}


def _server() -> dict[str, Any]:
    """Return the paths that are no questions."""
    rdf = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "text/html")
    answers = (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
        *rdf[:4],
    )
    wrong = {"400": {"$ref": "#/components/responses/Wrong"}, "504": {"$ref": "#/components/responses/Limited"}}
    missing = {"404": {"$ref": "#/components/responses/Missing"}}
    asked = {"required": True, "content": {
        "application/sparql-query": {"schema": {"type": "string"}},
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
        },
    }}  # fmt: skip
    kind = _text("kind", "statement, project, place, org, indicator, programme, …", True, "path")
    name = _text("name", "The local name.", True, "path")
    return {
        "/sparql": {
            "get": _get("SPARQL 1.1 Query", answers, _QUERY, operationId="sparql", responses=wrong),
            "post": _get(
                "SPARQL 1.1 Query by POST", answers, operationId="sparql.post", requestBody=asked, responses=wrong
            ),
        },
        "/queries": {
            "get": _get(
                "The library of questions",
                ("application/json", "text/html"),
                _text("q", "Words that a question must hold, in Chinese or English."),
                operationId="queries",
            )
        },
        "/id/{kind}/{name}": {
            "get": _get(
                "One thing or statement, with what leads to it",
                rdf,
                kind,
                name,
                operationId="thing",
                description=_SUFFIXED,
                responses=missing,
            )
        },
        "/def/{kind}/{name}": {
            "get": _get("One code", rdf, kind, name, operationId="code", description=_SUFFIXED, responses=missing)
        },
        "/ns": {"get": _get("The ontology", rdf, operationId="ontology", description=_SUFFIXED)},
        **_reconcile(),
        "/openapi.json": {"get": _get("This description", ("application/json",), operationId="openapi")},
    }


def _reconcile() -> dict[str, Any]:
    """Return the paths of the Reconciliation Service API 0.2."""
    json = ("application/json",)
    wrong = {"400": {"$ref": "#/components/responses/Wrong"}}
    missing = {"404": {"$ref": "#/components/responses/Missing"}}
    queries = _text("queries", "JSON: a batch of queries by key (at most 100).")
    extend = _text("extend", "JSON: ids (at most 500) and properties (at most 20) that are asked of them.")
    callback = _text("callback", "The name of a function: the answer is JSONP.")
    prefix = _text("prefix", "What a name begins with or holds.", True)
    cursor = {"name": "cursor", "in": "query", "required": False, "description": "How many to leave out first.",
              "schema": {"type": "integer", "minimum": 0}}  # fmt: skip
    thing = _text("id", "The address of a thing.", True)
    form = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": {
        "type": "object", "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}}}}}}  # fmt: skip
    root = "Match names with things (Reconciliation Service API 0.2)"
    suggest = {
        f"/reconcile/suggest/{what}": {
            "get": _get(
                f"Suggest {told}", json, prefix, cursor, operationId=f"reconcile.suggest.{what}", responses=wrong
            )
        }
        for what, told in (("entity", "things"), ("type", "types of things"), ("property", "properties"))
    }
    return {
        "/reconcile": {
            "get": _get(
                root,
                json,
                queries,
                extend,
                callback,
                operationId="reconcile",
                description="Without queries or extend the manifest. English names at /en/reconcile.",
                responses=wrong,
            ),
            "post": _get(f"{root}, by POST", json, operationId="reconcile.post", requestBody=form, responses=wrong),
        },
        **suggest,
        "/reconcile/properties": {
            "get": _get(
                "Properties that things of a type have",
                json,
                _text("type", "place, province, indicator, …"),
                operationId="reconcile.properties",
                responses=wrong,
            )
        },
        "/reconcile/flyout": {
            "get": _get(
                "A thing in short, as HTML in JSON", json, thing, operationId="reconcile.flyout", responses=missing
            )
        },
        "/reconcile/preview": {
            "get": _get("A thing in short", ("text/html",), thing, operationId="reconcile.preview", responses=missing)
        },
    }
